//! What a workspace knows before an exchange.

use fieldweek_bundle::ObjectName;

use crate::error::SyncError;
use crate::party::Party;
use crate::plan::{Known, Segment};

/// What a workspace knows before an exchange.
///
/// # Errors
/// When the workspace cannot be read.
pub fn known(party: &Party<'_>) -> Result<Known, SyncError> {
    let device = party.device();
    let roster = party.roster()?.map_or(0, |roster| roster.version());
    let mut known = Known { device: Some(device.clone()), roster, ..Known::default() };
    for inspection in party.workspace.inspections()? {
        let sent = party.workspace.sent(&inspection)?;
        let sealed_to = sent.iter().map(|sent| sent.last).max().unwrap_or(0);
        let last = party.workspace.last_of(&inspection, &device)?.map_or(0, |logged| logged.change().seq);
        if last > sealed_to {
            known.unsealed.push(Segment { inspection: inspection.clone(), first: sealed_to + 1, last });
        }
        known.sealed.extend(sent.iter().filter_map(|sent| sent.object.parse::<ObjectName>().ok()));
        let accepted = party.workspace.accepted(&inspection)?;
        known.settled.extend(accepted.iter().filter_map(|accepted| accepted.object.parse::<ObjectName>().ok()));
        let receipts = party.workspace.receipts(&inspection, &device)?;
        known.receipts.extend(receipts.iter().map(|receipt| (inspection.clone(), receipt.number)));
    }
    let quarantined = party.workspace.quarantined()?;
    known.settled.extend(quarantined.iter().filter_map(|refused| refused.object.parse::<ObjectName>().ok()));
    Ok(known)
}
