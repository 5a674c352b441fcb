//! The objects of the drop that were verified and taken in.

use fieldweek_domain::id::{DeviceId, InspectionId};
use rusqlite::{OptionalExtension, Row, params};

use crate::change_log::{number, unnumber};
use crate::error::StoreError;
use crate::workspace::Workspace;

/// An object that was verified and taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Its name in the drop.
    pub object: String,
    /// The inspection.
    pub inspection: InspectionId,
    /// Who sealed it.
    pub device: DeviceId,
    /// The first change in it.
    pub first: u64,
    /// The last change in it.
    pub last: u64,
    /// The SHA-256 of its bytes.
    pub bundle: [u8; 32],
    /// The SHA-256 of its manifest.
    pub manifest: [u8; 32],
}

impl Workspace {
    /// Remembers an object that was taken in.
    ///
    /// # Errors
    /// [`StoreError::Differs`] when another one has this name.
    pub fn put_accepted(&mut self, accepted: &Accepted) -> Result<(), StoreError> {
        self.write(|tx| {
            let sql = "INSERT INTO accepted (object, inspection, device, first, last, bundle, manifest)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING";
            let Accepted { object, inspection, device, first, last, bundle, manifest } = accepted;
            let place = (number(*first), number(*last));
            let row = params![object, inspection.as_str(), device.as_str(), place.0, place.1, bundle, manifest];
            tx.prepare_cached(sql)?.execute(row)?;
            let same: bool = tx
                .prepare_cached("SELECT bundle = ?2 FROM accepted WHERE object = ?1")?
                .query_row(params![object, bundle], |row| row.get(0))?;
            if same { Ok(()) } else { Err(StoreError::Differs("object")) }
        })
    }

    /// The objects of an inspection that were taken in, by device and place.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn accepted(&self, inspection: &InspectionId) -> Result<Vec<Accepted>, StoreError> {
        let sql = "SELECT object, inspection, device, first, last, bundle, manifest FROM accepted WHERE inspection = ?1
                   ORDER BY device, first, last, object";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([inspection.as_str()], |row| Ok(read(row)))?;
        rows.map(|row| row?).collect()
    }

    /// The object with this name, if it was taken in.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn accepted_object(&self, object: &str) -> Result<Option<Accepted>, StoreError> {
        let sql = "SELECT object, inspection, device, first, last, bundle, manifest FROM accepted WHERE object = ?1";
        self.conn.prepare_cached(sql)?.query_row([object], |row| Ok(read(row))).optional()?.transpose()
    }
}

fn read(row: &Row<'_>) -> Result<Accepted, StoreError> {
    let damaged = |_| StoreError::Damaged("the archive index");
    let (inspection, device): (String, String) = (row.get(1)?, row.get(2)?);
    Ok(Accepted {
        object: row.get(0)?,
        inspection: inspection.parse().map_err(damaged)?,
        device: device.parse().map_err(damaged)?,
        first: unnumber(row.get(3)?),
        last: unnumber(row.get(4)?),
        bundle: row.get(5)?,
        manifest: row.get(6)?,
    })
}
