//! The log: append and read, nothing else.

use std::ops::RangeInclusive;

use fieldweek_domain::authority::Allocations;
use fieldweek_domain::authority::Devices;
use fieldweek_domain::change::Logged;
use fieldweek_domain::id::{ChangeId, DeviceId, InspectionId};
use fieldweek_domain::register::{Register, Standing};
use fieldweek_domain::topic::field::ALLOCATED_TO;
use rusqlite::{Connection, Params, params};

use crate::error::StoreError;
use crate::standing;
use crate::workspace::Workspace;

impl Workspace {
    /// The inspections that this workspace holds changes of.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn inspections(&self) -> Result<Vec<InspectionId>, StoreError> {
        inspections(&self.conn)
    }

    /// Every change of an inspection, by device and place.
    ///
    /// # Errors
    /// When the database refuses, or a line is damaged.
    pub fn changes(&self, inspection: &InspectionId) -> Result<Vec<Logged>, StoreError> {
        all(&self.conn, inspection)
    }

    /// The changes of one device at these places, in order.
    ///
    /// # Errors
    /// When the database refuses, or a line is damaged.
    pub fn changes_of(&self, inspection: &InspectionId, device: &DeviceId, places: RangeInclusive<u64>) -> Result<Vec<Logged>, StoreError> {
        let (first, last) = places.into_inner();
        let sql = "SELECT line FROM change_log WHERE inspection = ?1 AND device = ?2 AND seq BETWEEN ?3 AND ?4 ORDER BY seq, id";
        lines(&self.conn, sql, params![inspection.as_str(), device.as_str(), number(first), number(last)])
    }

    /// The last change of a device's log as far as it is whole and single; none when nothing of it is here.
    ///
    /// # Errors
    /// When the database refuses, or a line is damaged.
    pub fn last_of(&self, inspection: &InspectionId, device: &DeviceId) -> Result<Option<Logged>, StoreError> {
        last_whole(&self.conn, inspection, device)
    }

    /// The devices that have written in an inspection.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn writers(&self, inspection: &InspectionId) -> Result<Vec<DeviceId>, StoreError> {
        let sql = "SELECT DISTINCT device FROM change_log WHERE inspection = ?1 ORDER BY device";
        let mut statement = self.conn.prepare_cached(sql)?;
        let names = statement.query_map([inspection.as_str()], |row| row.get::<_, String>(0))?;
        names.map(|name| name?.parse().map_err(|_| DAMAGED)).collect()
    }

    /// The change with this id.
    ///
    /// # Errors
    /// When the database refuses, or the line is damaged.
    pub fn change(&self, id: ChangeId) -> Result<Option<Logged>, StoreError> {
        Ok(lines(&self.conn, "SELECT line FROM change_log WHERE id = ?1", [id.as_bytes()])?.pop())
    }

    /// Every write to a register and what it amounts to, in the order of what their authors had seen.
    ///
    /// # Errors
    /// When the database refuses, or a line is damaged.
    pub fn history(&self, inspection: &InspectionId, register: &Register) -> Result<Vec<(Logged, Standing)>, StoreError> {
        let sql = "SELECT line FROM change_log WHERE inspection = ?1 AND subject = ?2 AND field = ?3 ORDER BY lamport, id";
        let of_register = params![inspection.as_str(), register.subject.as_str(), register.field.as_str()];
        let mut history = Vec::new();
        for logged in lines(&self.conn, sql, of_register)? {
            let standing = standing::of(&self.conn, logged.id())?;
            history.push((logged, standing));
        }
        Ok(history)
    }
}

const DAMAGED: StoreError = StoreError::Damaged("a line of the log");

pub(crate) fn inspections(conn: &Connection) -> Result<Vec<InspectionId>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT DISTINCT inspection FROM change_log ORDER BY inspection")?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    names.map(|name| name?.parse().map_err(|_| DAMAGED)).collect()
}

pub(crate) fn all(conn: &Connection, inspection: &InspectionId) -> Result<Vec<Logged>, StoreError> {
    let sql = "SELECT line FROM change_log WHERE inspection = ?1 ORDER BY device, seq, id";
    lines(conn, sql, [inspection.as_str()])
}

/// The changes whose lines a statement gives.
pub(crate) fn lines(conn: &Connection, sql: &str, of: impl Params) -> Result<Vec<Logged>, StoreError> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(of)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let line = row.get_ref(0)?.as_str().map_err(|_| DAMAGED)?;
        found.push(Logged::parse(line).map_err(|_| DAMAGED)?);
    }
    Ok(found)
}

/// Appends a change. Says whether it is new.
pub(crate) fn append(conn: &Connection, logged: &Logged) -> Result<bool, StoreError> {
    let change = logged.change();
    let mut statement = conn.prepare_cached(
        "INSERT INTO change_log (id, inspection, device, seq, lamport, subject, field, line)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO NOTHING",
    )?;
    let rows = statement.execute(params![
        logged.id().as_bytes(),
        change.inspection.as_str(),
        change.device.as_str(),
        number(change.seq),
        number(change.lamport),
        change.subject.as_str(),
        change.field.as_str(),
        logged.line(),
    ])?;
    Ok(rows == 1)
}

/// The highest lamport number seen in an inspection.
pub(crate) fn lamport(conn: &Connection, inspection: &InspectionId) -> Result<u64, StoreError> {
    let mut statement = conn.prepare_cached("SELECT max(lamport) FROM change_log WHERE inspection = ?1")?;
    let highest: Option<i64> = statement.query_row([inspection.as_str()], |row| row.get(0))?;
    Ok(highest.map_or(0, unnumber))
}

/// The last change of a device's log before any gap or fork.
pub(crate) fn last_whole(conn: &Connection, inspection: &InspectionId, device: &DeviceId) -> Result<Option<Logged>, StoreError> {
    let sql = "SELECT line FROM change_log WHERE inspection = ?1 AND device = ?2
               AND NOT EXISTS (SELECT 1 FROM standing WHERE standing.id = change_log.id AND kind IN ('gap', 'suspended'))
               ORDER BY seq DESC LIMIT 1";
    Ok(lines(conn, sql, params![inspection.as_str(), device.as_str()])?.pop())
}

/// The highest place of a device's log that anything is here of, whole or not.
pub(crate) fn highest_place(conn: &Connection, inspection: &InspectionId, device: &DeviceId) -> Result<u64, StoreError> {
    let mut statement = conn.prepare_cached("SELECT max(seq) FROM change_log WHERE inspection = ?1 AND device = ?2")?;
    let highest: Option<i64> = statement.query_row(params![inspection.as_str(), device.as_str()], |row| row.get(0))?;
    Ok(highest.map_or(0, unnumber))
}

/// To whom what was ever allocated, as the fold sees it.
pub(crate) fn allocations(conn: &Connection, inspection: &InspectionId, devices: &Devices) -> Result<Allocations, StoreError> {
    debug_assert_eq!(ALLOCATED_TO, "allocated_to"); // the index and the statement say it literally
    let sql = "SELECT line FROM change_log WHERE inspection = ?1 AND field = 'allocated_to'
               AND NOT EXISTS (SELECT 1 FROM standing WHERE standing.id = change_log.id AND kind <> 'refused')";
    let made = lines(conn, sql, [inspection.as_str()])?;
    Ok(Allocations::made_by(made.iter().map(Logged::change), devices))
}

/// A number as the database keeps it. One from outside may be larger than any real one; it is kept in the line.
pub(crate) fn number(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

pub(crate) fn unnumber(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}
