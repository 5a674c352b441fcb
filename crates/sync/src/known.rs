//! What a workspace knows before an exchange.

use std::collections::BTreeSet;

use fieldweek_bundle::ObjectName;

use crate::error::SyncError;
use crate::party::Party;
use crate::plan::{Known, Segment};

const NOT_FOR_US: &str = "not-for-us";

/// The bundles that are sealed for others: their recipients never change, so one look is enough.
fn not_for_us(party: &Party<'_>) -> Result<BTreeSet<ObjectName>, SyncError> {
    let kept = party.workspace.setting(NOT_FOR_US)?.unwrap_or_default();
    let text = String::from_utf8(kept).map_err(|_| SyncError::Kept("a list of bundles"))?;
    Ok(text.lines().filter_map(|line| line.parse().ok()).collect())
}

/// Remembers that a bundle is sealed for others.
pub(crate) fn remember_not_for_us(party: &mut Party<'_>, name: &ObjectName) -> Result<(), SyncError> {
    let mut names = not_for_us(party)?;
    names.insert(name.clone());
    let lines: Vec<String> = names.iter().map(ToString::to_string).collect();
    Ok(party.workspace.put_setting(NOT_FOR_US, lines.join("\n").as_bytes())?)
}

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
    known.settled.extend(not_for_us(party)?);
    let quarantined = party.workspace.quarantined()?;
    known.settled.extend(quarantined.iter().filter_map(|refused| refused.object.parse::<ObjectName>().ok()));
    Ok(known)
}
