//! The changes that do not count, and the devices whose logs contradict themselves.

use std::collections::{BTreeMap, BTreeSet};

use fieldweek_domain::authority::Refusal;
use fieldweek_domain::change::Logged;
use fieldweek_domain::id::{ChangeId, DeviceId, InspectionId};
use fieldweek_domain::register::{Equivocation, Standing, Waits};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::change_log::{lines, number, unnumber};
use crate::error::StoreError;
use crate::workspace::Workspace;

impl Workspace {
    /// The changes of an inspection that do not count, and why: kept and shown, never a head.
    ///
    /// # Errors
    /// When the database refuses, or a line is damaged.
    pub fn standing_problems(&self, inspection: &InspectionId) -> Result<Vec<(Logged, Standing)>, StoreError> {
        let sql = "SELECT line FROM standing JOIN change_log USING (id) WHERE standing.inspection = ?1 ORDER BY device, seq, id";
        let mut standing = all(&self.conn, inspection)?;
        let changes = lines(&self.conn, sql, [inspection.as_str()])?;
        Ok(changes.into_iter().filter_map(|logged| standing.remove(&logged.id()).map(|why| (logged, why))).collect())
    }

    /// The devices that signed two different changes for one place.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn equivocations(&self, inspection: &InspectionId) -> Result<Vec<Equivocation>, StoreError> {
        equivocations(&self.conn, inspection)
    }
}

const DAMAGED: StoreError = StoreError::Damaged("the standing of changes");

const REFUSALS: [(&str, Refusal); 7] = [
    ("revoked", Refusal::Revoked),
    ("unknown_device", Refusal::UnknownDevice),
    ("not_the_holder", Refusal::NotTheHolder),
    ("role_may_not", Refusal::RoleMayNot),
    ("not_allocated", Refusal::NotAllocated),
    ("unknown_register", Refusal::UnknownRegister),
    ("parent_elsewhere", Refusal::ParentElsewhere),
];

const fn code(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Revoked => "revoked",
        Refusal::UnknownDevice => "unknown_device",
        Refusal::NotTheHolder => "not_the_holder",
        Refusal::RoleMayNot => "role_may_not",
        Refusal::NotAllocated => "not_allocated",
        Refusal::UnknownRegister => "unknown_register",
        Refusal::ParentElsewhere => "parent_elsewhere",
    }
}

/// What a change amounts to.
pub(crate) fn of(conn: &Connection, id: ChangeId) -> Result<Standing, StoreError> {
    let mut statement = conn.prepare_cached("SELECT kind, needs, parent, refusal FROM standing WHERE id = ?1")?;
    let found = statement.query_row([id.as_bytes()], |row| Ok(read(row))).optional()?;
    found.unwrap_or(Ok(Standing::Counts))
}

/// What the changes of an inspection that do not count amount to.
pub(crate) fn all(conn: &Connection, inspection: &InspectionId) -> Result<BTreeMap<ChangeId, Standing>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT kind, needs, parent, refusal, id FROM standing WHERE inspection = ?1")?;
    let mut rows = statement.query([inspection.as_str()])?;
    let mut standing = BTreeMap::new();
    while let Some(row) = rows.next()? {
        standing.insert(ChangeId::from_bytes(row.get(4)?), read(row)?);
    }
    Ok(standing)
}

fn read(row: &Row<'_>) -> Result<Standing, StoreError> {
    let kind: String = row.get(0)?;
    match kind.as_str() {
        "gap" => Ok(Standing::Waits(Waits::Gap(unnumber(row.get(1)?)))),
        "parent" => Ok(Standing::Waits(Waits::Parent(ChangeId::from_bytes(row.get(2)?)))),
        "suspended" => Ok(Standing::Suspended),
        "refused" => {
            let code: String = row.get(3)?;
            let refusal = REFUSALS.iter().find(|(name, _)| *name == code).ok_or(DAMAGED)?.1;
            Ok(Standing::Refused(refusal))
        }
        _ => Err(DAMAGED),
    }
}

/// Makes these the changes of the inspection that do not count.
pub(crate) fn set_all(conn: &Connection, inspection: &InspectionId, standing: &BTreeMap<ChangeId, Standing>) -> Result<(), StoreError> {
    let wanted: BTreeMap<_, _> =
        standing.iter().filter(|(_, standing)| **standing != Standing::Counts).map(|(id, standing)| (*id, *standing)).collect();
    let present = all(conn, inspection)?;
    for gone in present.iter().filter(|(id, standing)| wanted.get(id) != Some(standing)).map(|(id, _)| id) {
        conn.prepare_cached("DELETE FROM standing WHERE id = ?1")?.execute([gone.as_bytes()])?;
    }
    let sql = "INSERT INTO standing (id, inspection, kind, needs, parent, refusal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let mut statement = conn.prepare_cached(sql)?;
    for (id, standing) in wanted.iter().filter(|(id, standing)| present.get(id) != Some(standing)) {
        let (kind, needs, parent, refusal) = match standing {
            Standing::Counts => continue,
            Standing::Waits(Waits::Gap(needs)) => ("gap", Some(number(*needs)), None, None),
            Standing::Waits(Waits::Parent(parent)) => ("parent", None, Some(parent.as_bytes()), None),
            Standing::Refused(refusal) => ("refused", None, None, Some(code(*refusal))),
            Standing::Suspended => ("suspended", None, None, None),
        };
        statement.execute(params![id.as_bytes(), inspection.as_str(), kind, needs, parent, refusal])?;
    }
    Ok(())
}

/// Whether a change waits for this one.
pub(crate) fn awaited(conn: &Connection, id: ChangeId) -> Result<bool, StoreError> {
    let mut statement = conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM standing WHERE parent = ?1)")?;
    Ok(statement.query_row([id.as_bytes()], |row| row.get(0))?)
}

/// Whether any change of the inspection is refused.
pub(crate) fn any_refused(conn: &Connection, inspection: &InspectionId) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM standing WHERE inspection = ?1 AND kind = 'refused')";
    Ok(conn.prepare_cached(sql)?.query_row([inspection.as_str()], |row| row.get(0))?)
}

pub(crate) fn equivocations(conn: &Connection, inspection: &InspectionId) -> Result<Vec<Equivocation>, StoreError> {
    let sql = "SELECT device, seq, id FROM equivocations WHERE inspection = ?1 ORDER BY device, seq, id";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([inspection.as_str()])?;
    let mut found: Vec<Equivocation> = Vec::new();
    while let Some(row) = rows.next()? {
        let device: DeviceId = row.get::<_, String>(0)?.parse().map_err(|_| DAMAGED)?;
        let (seq, id) = (unnumber(row.get(1)?), ChangeId::from_bytes(row.get(2)?));
        match found.last_mut() {
            Some(last) if last.device == device && last.seq == seq => {
                last.changes.insert(id);
            }
            _ => found.push(Equivocation { device, seq, changes: BTreeSet::from([id]) }),
        }
    }
    Ok(found)
}

/// Makes these the contradictions of the inspection.
pub(crate) fn set_equivocations(conn: &Connection, inspection: &InspectionId, wanted: &[Equivocation]) -> Result<(), StoreError> {
    if equivocations(conn, inspection)? == wanted {
        return Ok(());
    }
    conn.prepare_cached("DELETE FROM equivocations WHERE inspection = ?1")?.execute([inspection.as_str()])?;
    let mut statement = conn.prepare_cached("INSERT INTO equivocations (inspection, device, seq, id) VALUES (?1, ?2, ?3, ?4)")?;
    for Equivocation { device, seq, changes } in wanted {
        for id in changes {
            statement.execute(params![inspection.as_str(), device.as_str(), number(*seq), id.as_bytes()])?;
        }
    }
    Ok(())
}
