//! The objects of the drop that were refused.

use fieldweek_domain::change::Timestamp;
use rusqlite::params;

use crate::error::StoreError;
use crate::workspace::Workspace;

/// An object that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Its name in the drop.
    pub object: String,
    /// Why, in words without case data.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

impl Workspace {
    /// Remembers that an object was refused. The first reason stays.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn put_quarantined(&mut self, refused: &Quarantined) -> Result<(), StoreError> {
        let sql = "INSERT INTO quarantine (object, reason, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        let row = params![refused.object, refused.reason, refused.at.as_str()];
        self.write(|tx| Ok(tx.prepare_cached(sql)?.execute(row).map(drop)?))
    }

    /// The objects that were refused, the latest last.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn quarantined(&self) -> Result<Vec<Quarantined>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT object, reason, at FROM quarantine ORDER BY at, object")?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let at: String = row.get(2)?;
            let at = at.parse().map_err(|_| StoreError::Damaged("the quarantine"))?;
            found.push(Quarantined { object: row.get(0)?, reason: row.get(1)?, at });
        }
        Ok(found)
    }

    /// Forgets a refusal: the object will be tried again. There may be none.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn release_quarantined(&mut self, object: &str) -> Result<(), StoreError> {
        self.write(|tx| Ok(tx.prepare_cached("DELETE FROM quarantine WHERE object = ?1")?.execute([object]).map(drop)?))
    }
}
