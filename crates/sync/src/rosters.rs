//! Taking newer rosters from the drop: each must be signed by the pinned root and follow the one before it.

use fieldweek_bundle::{ObjectPath, Roster, RosterName};
use fieldweek_store::StoredRoster;

use crate::drop::Drop;
use crate::error::SyncError;
use crate::event::Event;
use crate::party::Party;

/// Takes the rosters with these names, oldest first, and folds every inspection with the newest.
pub(crate) fn take(party: &mut Party<'_>, drop: &Drop, names: &[RosterName], on: &mut dyn FnMut(Event)) -> Result<(), SyncError> {
    let mut newest = party.roster()?;
    for name in names {
        let refused = |reason: String| SyncError::Roster { version: name.version, reason };
        let (json, minisig) = (drop.get(&name.to_string())?, drop.get(&name.signature_path())?);
        let roster = Roster::verify(&json, &minisig, party.root).map_err(|error| refused(error.to_string()))?;
        if roster.name() != *name {
            return Err(refused("it is another version than its name says".to_owned()));
        }
        if let Some(before) = &newest {
            before.succeeded_by(&roster).map_err(|error| refused(error.to_string()))?;
        }
        let stored = StoredRoster {
            version: u32::try_from(roster.version()).map_err(|_| refused("its version is too high".to_owned()))?,
            json: String::from_utf8(json).map_err(|_| refused("it is not text".to_owned()))?,
            signature: String::from_utf8(minisig).map_err(|_| refused("its signature is not text".to_owned()))?,
        };
        party.workspace.put_roster(&stored)?;
        on(Event::Roster { version: roster.version() });
        newest = Some(roster);
    }
    if let (Some(roster), false) = (newest, names.is_empty()) {
        for inspection in party.workspace.inspections()? {
            party.workspace.refold(&inspection, &roster.devices())?;
        }
    }
    Ok(())
}

/// Puts the rosters that are here and not in the drop into it, oldest first, each signature after its roster.
///
/// # Errors
/// When the workspace or the drop fails.
pub fn put_rosters(party: &Party<'_>, drop: &Drop) -> Result<(), SyncError> {
    let listing: Vec<ObjectPath> = drop.list(&RosterName::folder())?.iter().filter_map(|path| path.parse().ok()).collect();
    let newest = party.roster()?.map_or(0, |roster| roster.version());
    for version in 1..=newest {
        let name = RosterName { version };
        if listing.contains(&ObjectPath::RosterSignature(name)) {
            continue;
        }
        let Some(kept) = party.workspace.roster(u32::try_from(version).unwrap_or(u32::MAX))? else { continue };
        drop.put(&name.to_string(), kept.json.as_bytes())?;
        drop.put(&name.signature_path(), kept.signature.as_bytes())?;
    }
    Ok(())
}
