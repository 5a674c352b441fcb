//! The heads of every register: one is the value, several are a conflict.

use std::collections::{BTreeMap, BTreeSet};

use fieldweek_domain::change::Logged;
use fieldweek_domain::id::{ChangeId, InspectionId};
use fieldweek_domain::register::{Register, Subject};
use rusqlite::{Connection, params};

use crate::change_log::lines;
use crate::error::StoreError;
use crate::texts;
use crate::workspace::Workspace;

/// A register and its heads, in the order of what their authors had seen.
pub type Heads = (Register, Vec<Logged>);

impl Workspace {
    /// The heads of every register of an inspection that has any.
    ///
    /// # Errors
    /// When the database refuses, or a line is damaged.
    pub fn heads(&self, inspection: &InspectionId) -> Result<Vec<Heads>, StoreError> {
        let sql = "SELECT line FROM heads JOIN change_log USING (id) WHERE heads.inspection = ?1
                   ORDER BY heads.subject, heads.field, lamport, id";
        Ok(by_register(lines(&self.conn, sql, [inspection.as_str()])?))
    }

    /// The heads of every register of one subject.
    ///
    /// # Errors
    /// When the database refuses, or a line is damaged.
    pub fn heads_about(&self, inspection: &InspectionId, subject: &Subject) -> Result<Vec<Heads>, StoreError> {
        let sql = "SELECT line FROM heads JOIN change_log USING (id) WHERE heads.inspection = ?1 AND heads.subject = ?2
                   ORDER BY heads.field, lamport, id";
        Ok(by_register(lines(&self.conn, sql, [inspection.as_str(), subject.as_str()])?))
    }

    /// The heads of one register; none when nothing was written.
    ///
    /// # Errors
    /// When the database refuses, or a line is damaged.
    pub fn heads_of(&self, inspection: &InspectionId, register: &Register) -> Result<Vec<Logged>, StoreError> {
        of_register(&self.conn, inspection, register)
    }
}

fn by_register(changes: Vec<Logged>) -> Vec<Heads> {
    let mut heads: Vec<Heads> = Vec::new();
    for logged in changes {
        let register = Register::of(&logged);
        match heads.last_mut() {
            Some((last, changes)) if *last == register => changes.push(logged),
            _ => heads.push((register, vec![logged])),
        }
    }
    heads
}

pub(crate) fn of_register(conn: &Connection, inspection: &InspectionId, register: &Register) -> Result<Vec<Logged>, StoreError> {
    let sql = "SELECT line FROM heads JOIN change_log USING (id)
               WHERE heads.inspection = ?1 AND heads.subject = ?2 AND heads.field = ?3 ORDER BY lamport, id";
    lines(conn, sql, [inspection.as_str(), register.subject.as_str(), register.field.as_str()])
}

/// The ids of all heads of an inspection.
pub(crate) fn ids(conn: &Connection, inspection: &InspectionId) -> Result<BTreeMap<Register, BTreeSet<ChangeId>>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT subject, field, id FROM heads WHERE inspection = ?1")?;
    let mut rows = statement.query([inspection.as_str()])?;
    let mut heads: BTreeMap<Register, BTreeSet<ChangeId>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (subject, field): (String, String) = (row.get(0)?, row.get(1)?);
        let damaged = |_| StoreError::Damaged("the heads");
        let register = Register { subject: subject.parse().map_err(damaged)?, field: field.parse().map_err(damaged)? };
        heads.entry(register).or_default().insert(ChangeId::from_bytes(row.get(2)?));
    }
    Ok(heads)
}

/// Makes these the heads of the inspection, touching only what differs.
pub(crate) fn set_all(
    conn: &Connection,
    inspection: &InspectionId,
    wanted: &BTreeMap<Register, BTreeSet<ChangeId>>,
    log: &BTreeMap<ChangeId, &Logged>,
) -> Result<(), StoreError> {
    let present = ids(conn, inspection)?;
    let nothing = BTreeSet::new();
    for (register, present) in &present {
        for gone in present.difference(wanted.get(register).unwrap_or(&nothing)) {
            remove(conn, inspection, register, *gone)?;
        }
    }
    for (register, wanted) in wanted {
        for new in wanted.difference(present.get(register).unwrap_or(&nothing)) {
            let logged = log.get(new).ok_or(StoreError::Damaged("the log"))?;
            add(conn, logged)?;
        }
    }
    Ok(())
}

/// Adds a head, and its words to the search.
pub(crate) fn add(conn: &Connection, logged: &Logged) -> Result<(), StoreError> {
    let change = logged.change();
    let mut statement = conn.prepare_cached("INSERT INTO heads (inspection, subject, field, id) VALUES (?1, ?2, ?3, ?4)")?;
    statement.execute(params![change.inspection.as_str(), change.subject.as_str(), change.field.as_str(), logged.id().as_bytes()])?;
    texts::add(conn, logged)
}

/// Removes a head, and its words from the search.
pub(crate) fn remove(conn: &Connection, inspection: &InspectionId, register: &Register, id: ChangeId) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached("DELETE FROM heads WHERE inspection = ?1 AND subject = ?2 AND field = ?3 AND id = ?4")?;
    statement.execute(params![inspection.as_str(), register.subject.as_str(), register.field.as_str(), id.as_bytes()])?;
    texts::remove(conn, id)
}
