//! Text while it is typed.

use fieldweek_domain::change::Timestamp;
use fieldweek_domain::id::InspectionId;
use fieldweek_domain::register::Register;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;

use crate::error::StoreError;
use crate::workspace::Workspace;

/// A value that is not a change yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The inspection.
    pub inspection: InspectionId,
    /// The register it is for.
    pub register: Register,
    /// What was typed so far.
    pub value: Value,
    /// When it was last touched.
    pub at: Timestamp,
}

impl Workspace {
    /// Keeps a draft, in place of an earlier one of the same register. On the disk when this returns.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], or when the database refuses. The earlier draft is kept then.
    pub fn put_draft(&mut self, draft: &Draft) -> Result<(), StoreError> {
        let Draft { inspection, register, value, at } = draft;
        let value = serde_json::to_string(value).map_err(|_| DAMAGED)?;
        self.write(|tx| {
            let sql = "INSERT INTO drafts (inspection, subject, field, value, at) VALUES (?1, ?2, ?3, ?4, ?5)
                       ON CONFLICT DO UPDATE SET value = excluded.value, at = excluded.at";
            let row = params![inspection.as_str(), register.subject.as_str(), register.field.as_str(), value, at.as_str()];
            tx.prepare_cached(sql)?.execute(row)?;
            Ok(())
        })
    }

    /// The draft of a register.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn draft(&self, inspection: &InspectionId, register: &Register) -> Result<Option<Draft>, StoreError> {
        let sql = "SELECT inspection, subject, field, value, at FROM drafts WHERE inspection = ?1 AND subject = ?2 AND field = ?3";
        let place = params![inspection.as_str(), register.subject.as_str(), register.field.as_str()];
        self.conn.prepare_cached(sql)?.query_row(place, |row| Ok(read(row))).optional()?.transpose()
    }

    /// Every draft of an inspection.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn drafts(&self, inspection: &InspectionId) -> Result<Vec<Draft>, StoreError> {
        let sql = "SELECT inspection, subject, field, value, at FROM drafts WHERE inspection = ?1 ORDER BY subject, field";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([inspection.as_str()], |row| Ok(read(row)))?;
        rows.map(|row| row?).collect()
    }

    /// Throws a draft away. There may be none.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn discard_draft(&mut self, inspection: &InspectionId, register: &Register) -> Result<(), StoreError> {
        self.write(|tx| discard(tx, inspection, register))
    }
}

const DAMAGED: StoreError = StoreError::Damaged("a draft");

fn read(row: &Row<'_>) -> Result<Draft, StoreError> {
    let text = |column: usize| row.get::<_, String>(column);
    Ok(Draft {
        inspection: text(0)?.parse().map_err(|_| DAMAGED)?,
        register: Register { subject: text(1)?.parse().map_err(|_| DAMAGED)?, field: text(2)?.parse().map_err(|_| DAMAGED)? },
        value: serde_json::from_str(&text(3)?).map_err(|_| DAMAGED)?,
        at: text(4)?.parse().map_err(|_| DAMAGED)?,
    })
}

pub(crate) fn discard(conn: &Connection, inspection: &InspectionId, register: &Register) -> Result<(), StoreError> {
    let sql = "DELETE FROM drafts WHERE inspection = ?1 AND subject = ?2 AND field = ?3";
    conn.prepare_cached(sql)?.execute([inspection.as_str(), register.subject.as_str(), register.field.as_str()])?;
    Ok(())
}
