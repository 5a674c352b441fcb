//! The bundles that were sealed here.

use fieldweek_domain::change::Timestamp;
use fieldweek_domain::id::InspectionId;
use rusqlite::{Row, params};

use crate::change_log::{number, unnumber};
use crate::error::StoreError;
use crate::workspace::Workspace;

/// A bundle that was sealed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Its name in the drop.
    pub object: String,
    /// The inspection.
    pub inspection: InspectionId,
    /// The first change in it.
    pub first: u64,
    /// The last change in it.
    pub last: u64,
    /// The SHA-256 of its bytes.
    pub bundle: [u8; 32],
    /// The SHA-256 of its manifest.
    pub manifest: [u8; 32],
    /// When it was sealed.
    pub at: Timestamp,
}

impl Workspace {
    /// Remembers a bundle. Its name is the hash of its bytes, so one that is remembered already is the same one.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn put_sent(&mut self, sent: &Sent) -> Result<(), StoreError> {
        self.write(|tx| {
            let sql = "INSERT INTO sent (object, inspection, first, last, bundle, manifest, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                       ON CONFLICT DO NOTHING";
            let (first, last) = (number(sent.first), number(sent.last));
            tx.prepare_cached(sql)?.execute(params![
                sent.object,
                sent.inspection.as_str(),
                first,
                last,
                sent.bundle,
                sent.manifest,
                sent.at.as_str()
            ])?;
            Ok(())
        })
    }

    /// The bundles of an inspection that were sealed here, by their first change.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn sent(&self, inspection: &InspectionId) -> Result<Vec<Sent>, StoreError> {
        let sql = "SELECT object, inspection, first, last, bundle, manifest, at FROM sent WHERE inspection = ?1
                   ORDER BY first, last, object";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([inspection.as_str()], |row| Ok(read(row)))?;
        rows.map(|row| row?).collect()
    }
}

fn read(row: &Row<'_>) -> Result<Sent, StoreError> {
    let (inspection, at): (String, String) = (row.get(1)?, row.get(6)?);
    Ok(Sent {
        object: row.get(0)?,
        inspection: inspection.parse().map_err(|_| StoreError::Damaged("a sent bundle"))?,
        first: unnumber(row.get(2)?),
        last: unnumber(row.get(3)?),
        bundle: row.get(4)?,
        manifest: row.get(5)?,
        at: at.parse().map_err(|_| StoreError::Damaged("a sent bundle"))?,
    })
}
