//! The demonstration checks itself.

use std::collections::{BTreeMap, BTreeSet};

use fieldweek_domain::change::Logged;
use fieldweek_domain::id::{ChangeId, InspectionId};
use fieldweek_domain::register::fold;

use super::team::Machines;
use crate::error::{AppError, Result};
use crate::session::Session;

fn broken(what: impl Into<String>) -> AppError {
    AppError::refused("demo.check", what, "The demonstration failed its own check: report this.")
}

/// Central's state equals the union of all machines', folded anew; every store is whole.
pub fn converged(machines: &Machines, inspection: &InspectionId) -> Result<usize> {
    let sessions = || std::iter::once(&machines.central).chain(&machines.team);
    let mut union: BTreeMap<ChangeId, Logged> = BTreeMap::new();
    for session in sessions() {
        let own = session.workspace.changes(inspection)?;
        union.extend(own.into_iter().map(|logged| (logged.id(), logged)));
        crate::workspace::check(session)?;
    }
    let here: BTreeSet<ChangeId> = machines.central.workspace.changes(inspection)?.iter().map(Logged::id).collect();
    let missing = union.keys().filter(|id| !here.contains(id)).count();
    if missing > 0 {
        return Err(broken(format!("Central lacks {missing} change(s).")));
    }
    let folded = fold(union.values(), &machines.central.devices()?);
    let heads: BTreeMap<_, BTreeSet<ChangeId>> = machines
        .central
        .workspace
        .heads(inspection)?
        .into_iter()
        .map(|(register, heads)| (register, heads.iter().map(Logged::id).collect()))
        .collect();
    if heads != folded.heads {
        return Err(broken("Central's state is not the fold of the union."));
    }
    match folded.conflicts().next() {
        Some(_) => Err(broken("A conflict is left.")),
        None => Ok(union.len()),
    }
}

/// Every bundle that a laptop sent is confirmed, hash for hash, and together the receipts cover its whole log.
pub fn confirmed(session: &Session, inspection: &InspectionId) -> Result<u64> {
    let device = session.identity().device();
    let receipts = session.workspace.receipts(inspection, &device)?;
    let sent = session.workspace.sent(inspection)?;
    for bundle in &sent {
        let matching = receipts.iter().find(|receipt| receipt.bundle == bundle.bundle);
        if !matching.is_some_and(|receipt| receipt.archived && receipt.manifest == bundle.manifest && receipt.last == bundle.last) {
            return Err(broken(format!("A bundle of {} has no matching receipt.", session.identity().person)));
        }
    }
    let last = session.workspace.last_of(inspection, &device)?.map_or(0, |last| last.change().seq);
    let covered = receipts.iter().map(|receipt| receipt.last).max().unwrap_or(0);
    if covered == last {
        Ok(last)
    } else {
        Err(broken(format!("{} has {} unconfirmed change(s).", session.identity().person, last - covered)))
    }
}
