//! Folding an inspection's log into what is kept of it: heads, standing, contradictions, words.

use std::collections::BTreeMap;

use fieldweek_domain::authority::Devices;
use fieldweek_domain::id::{ChangeId, InspectionId};
use fieldweek_domain::register::{Folded, fold};
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::StoreError;
use crate::migrations;
use crate::workspace::Workspace;
use crate::{change_log, heads, standing, texts};

impl Workspace {
    /// Folds an inspection again, because the roster knows other devices than before.
    ///
    /// # Errors
    /// When the database refuses, or a line is damaged.
    pub fn refold(&mut self, inspection: &InspectionId, devices: &Devices) -> Result<(), StoreError> {
        self.write(|tx| refold(tx, inspection, devices).map(drop))
    }

    /// Drops everything that is folded from the log and makes it again, with the devices it was last made with.
    ///
    /// # Errors
    /// When the database refuses, or a line is damaged.
    pub fn rebuild(&mut self) -> Result<(), StoreError> {
        self.write(|tx| rebuild(tx))
    }
}

/// Folds an inspection. What is kept of it follows, touching only what differs.
pub(crate) fn refold(conn: &Connection, inspection: &InspectionId, devices: &Devices) -> Result<Folded, StoreError> {
    let log = change_log::all(conn, inspection)?;
    let folded = fold(&log, devices);
    let by_id: BTreeMap<ChangeId, _> = log.iter().map(|logged| (logged.id(), logged)).collect();
    heads::set_all(conn, inspection, &folded.heads, &by_id)?;
    standing::set_all(conn, inspection, &folded.standing)?;
    standing::set_equivocations(conn, inspection, &folded.equivocations)?;
    remember(conn, inspection, devices)?;
    Ok(folded)
}

/// Folds an inspection if it was last folded with other devices.
pub(crate) fn keep_up(conn: &Connection, inspection: &InspectionId, devices: &Devices) -> Result<(), StoreError> {
    if devices_of(conn, inspection)?.as_ref() == Some(devices) {
        return Ok(());
    }
    refold(conn, inspection, devices).map(drop)
}

/// The devices that an inspection was last folded with.
pub(crate) fn devices_of(conn: &Connection, inspection: &InspectionId) -> Result<Option<Devices>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT devices FROM folds WHERE inspection = ?1")?;
    let json: Option<String> = statement.query_row([inspection.as_str()], |row| row.get(0)).optional()?;
    json.map(|json| serde_json::from_str(&json).map_err(|_| StoreError::Damaged("the devices of a fold"))).transpose()
}

fn remember(conn: &Connection, inspection: &InspectionId, devices: &Devices) -> Result<(), StoreError> {
    let json = serde_json::to_string(devices).map_err(|_| StoreError::Damaged("the devices of a fold"))?;
    let sql = "INSERT INTO folds (inspection, devices) VALUES (?1, ?2)
               ON CONFLICT DO UPDATE SET devices = excluded.devices WHERE devices <> excluded.devices";
    conn.prepare_cached(sql)?.execute(params![inspection.as_str(), json])?;
    Ok(())
}

fn rebuild(conn: &Connection) -> Result<(), StoreError> {
    conn.execute_batch("DELETE FROM heads; DELETE FROM standing; DELETE FROM equivocations;")?;
    texts::forget_written(conn)?;
    for inspection in change_log::inspections(conn)? {
        let devices = devices_of(conn, &inspection)?.unwrap_or_default();
        refold(conn, &inspection, &devices)?;
    }
    conn.pragma_update(None, "user_version", newest())?;
    Ok(())
}

/// Rebuilds if a migration came since the last time, as it may have added something to fold into.
pub(crate) fn follow_migrations(conn: &mut Connection) -> Result<(), StoreError> {
    let built: u32 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if built == newest() {
        return Ok(());
    }
    let tx = conn.transaction()?;
    rebuild(&tx)?;
    tx.commit()?;
    Ok(())
}

fn newest() -> u32 {
    migrations::ALL.last().map_or(0, |migration| migration.number)
}
