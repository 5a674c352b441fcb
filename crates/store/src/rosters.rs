//! The rosters that were accepted, word for word as signed.

use rusqlite::{OptionalExtension, Row, params};

use crate::error::StoreError;
use crate::workspace::Workspace;

/// A roster as it was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRoster {
    /// Its version.
    pub version: u32,
    /// Its exact text.
    pub json: String,
    /// The signature over the text.
    pub signature: String,
}

impl Workspace {
    /// Keeps a roster.
    ///
    /// # Errors
    /// [`StoreError::Differs`] when another one has this version.
    pub fn put_roster(&mut self, roster: &StoredRoster) -> Result<(), StoreError> {
        self.write(|tx| {
            let sql = "INSERT INTO rosters (version, json, signature) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
            tx.prepare_cached(sql)?.execute(params![roster.version, roster.json, roster.signature])?;
            let sql = "SELECT json = ?2 FROM rosters WHERE version = ?1";
            let same: bool = tx.prepare_cached(sql)?.query_row(params![roster.version, roster.json], |row| row.get(0))?;
            if same { Ok(()) } else { Err(StoreError::Differs("roster")) }
        })
    }

    /// The roster with the highest version.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn newest_roster(&self) -> Result<Option<StoredRoster>, StoreError> {
        let sql = "SELECT version, json, signature FROM rosters ORDER BY version DESC LIMIT 1";
        Ok(self.conn.prepare_cached(sql)?.query_row([], read).optional()?)
    }

    /// The roster with this version.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn roster(&self, version: u32) -> Result<Option<StoredRoster>, StoreError> {
        let sql = "SELECT version, json, signature FROM rosters WHERE version = ?1";
        Ok(self.conn.prepare_cached(sql)?.query_row([version], read).optional()?)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<StoredRoster> {
    Ok(StoredRoster { version: row.get(0)?, json: row.get(1)?, signature: row.get(2)? })
}
