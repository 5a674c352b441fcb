//! What central confirms to have, word for word as signed.

use fieldweek_domain::id::{DeviceId, InspectionId};
use rusqlite::{Connection, Row, params};

use crate::change_log::{number, unnumber};
use crate::error::StoreError;
use crate::workspace::Workspace;

/// A receipt as it was signed, with what is needed to find it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReceipt {
    /// The inspection.
    pub inspection: InspectionId,
    /// Whose changes it is about.
    pub device: DeviceId,
    /// Its number among the receipts for this device.
    pub number: u64,
    /// The first change of the bundle.
    pub first: u64,
    /// The last change of the bundle.
    pub last: u64,
    /// The SHA-256 of the bundle as sent.
    pub bundle: [u8; 32],
    /// The SHA-256 of its manifest.
    pub manifest: [u8; 32],
    /// Whether the bundle is archived; otherwise it was put into quarantine.
    pub archived: bool,
    /// Its exact text.
    pub json: String,
    /// The signature over the text.
    pub signature: String,
}

impl Workspace {
    /// Keeps a receipt.
    ///
    /// # Errors
    /// [`StoreError::Differs`] when another one has this number.
    pub fn put_receipt(&mut self, receipt: &StoredReceipt) -> Result<(), StoreError> {
        self.write(|tx| {
            tx.prepare_cached(
                "INSERT INTO receipts (inspection, device, number, first, last, bundle, manifest, archived, json, signature)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING",
            )?
            .execute(params![
                receipt.inspection.as_str(),
                receipt.device.as_str(),
                number(receipt.number),
                number(receipt.first),
                number(receipt.last),
                receipt.bundle,
                receipt.manifest,
                receipt.archived,
                receipt.json,
                receipt.signature,
            ])?;
            let sql = "SELECT json = ?4 FROM receipts WHERE inspection = ?1 AND device = ?2 AND number = ?3";
            let stored = params![receipt.inspection.as_str(), receipt.device.as_str(), number(receipt.number), receipt.json];
            let same: bool = tx.prepare_cached(sql)?.query_row(stored, |row| row.get(0))?;
            if same { Ok(()) } else { Err(StoreError::Differs("receipt")) }
        })
    }

    /// The receipts for a device, by number.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn receipts(&self, inspection: &InspectionId, device: &DeviceId) -> Result<Vec<StoredReceipt>, StoreError> {
        let sql = "SELECT inspection, device, number, first, last, bundle, manifest, archived, json, signature
                   FROM receipts WHERE inspection = ?1 AND device = ?2 ORDER BY number";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([inspection.as_str(), device.as_str()], |row| Ok(read(row)))?;
        rows.map(|row| row?).collect()
    }
}

fn read(row: &Row<'_>) -> Result<StoredReceipt, StoreError> {
    let damaged = |_| StoreError::Damaged("a receipt");
    let (inspection, device): (String, String) = (row.get(0)?, row.get(1)?);
    Ok(StoredReceipt {
        inspection: inspection.parse().map_err(damaged)?,
        device: device.parse().map_err(damaged)?,
        number: unnumber(row.get(2)?),
        first: unnumber(row.get(3)?),
        last: unnumber(row.get(4)?),
        bundle: row.get(5)?,
        manifest: row.get(6)?,
        archived: row.get(7)?,
        json: row.get(8)?,
        signature: row.get(9)?,
    })
}

/// The last change of a device that central has confirmed; 0 when none.
pub(crate) fn highest(conn: &Connection, inspection: &InspectionId, device: &DeviceId) -> Result<u64, StoreError> {
    let sql = "SELECT max(last) FROM receipts WHERE inspection = ?1 AND device = ?2 AND archived";
    let highest: Option<i64> = conn.prepare_cached(sql)?.query_row([inspection.as_str(), device.as_str()], |row| row.get(0))?;
    Ok(highest.map_or(0, unnumber))
}
