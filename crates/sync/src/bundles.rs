//! Taking bundles of others in: verified whole, archived first where there is an archive, then folded in one transaction.

use fieldweek_bundle::envelope::EnvelopeError;
use fieldweek_bundle::{Kind, ObjectName, OpenError, Opened, Position, open, peek};
use fieldweek_domain::change::Logged;
use fieldweek_domain::id::ChangeId;
use fieldweek_store::{Accepted, Quarantined};

use crate::drop::{Drop, DropError};
use crate::error::SyncError;
use crate::event::Event;
use crate::known::remember_not_for_us;
use crate::pack;
use crate::party::Party;

/// Looks at bundles, in order of their device's log, and takes in what belongs here. What waits is tried again as long as
/// something new arrives.
pub(crate) fn take(
    party: &mut Party<'_>,
    drop: &Drop,
    archive: Option<&Drop>,
    names: &[ObjectName],
    on: &mut dyn FnMut(Event),
) -> Result<(), SyncError> {
    let mut open: Vec<ObjectName> = names.to_vec();
    loop {
        let mut waiting = Vec::new();
        for name in &open {
            if let Some(event @ Event::Waits { .. }) = take_one(party, drop, archive, name, on)? {
                waiting.push((name.clone(), event));
            }
        }
        if waiting.len() == open.len() || waiting.is_empty() {
            waiting.into_iter().for_each(|(_, event)| on(event));
            return Ok(());
        }
        open = waiting.into_iter().map(|(name, _)| name).collect();
    }
}

/// Looks at one bundle. What happened is told, except that it waits: that is returned.
fn take_one(
    party: &mut Party<'_>,
    drop: &Drop,
    archive: Option<&Drop>,
    name: &ObjectName,
    on: &mut dyn FnMut(Event),
) -> Result<Option<Event>, SyncError> {
    let (age, minisig) = match (drop.get(&name.to_string()), drop.get(&name.signature_path())) {
        (Ok(age), Ok(minisig)) => (age, minisig),
        (Err(DropError::Missing(_)), _) | (_, Err(DropError::Missing(_))) => return Ok(None),
        (Err(DropError::TooLarge(_)), _) | (_, Err(DropError::TooLarge(_))) => {
            on(refused(name, "bundle.too_large", "the object is too large"));
            return Ok(None);
        }
        (Err(DropError::NotPlain(_)), _) | (_, Err(DropError::NotPlain(_))) => {
            on(refused(name, "drop.not_plain", "the object is not a plain file"));
            return Ok(None);
        }
        (Err(error), _) | (_, Err(error)) => return Err(error.into()),
    };
    if let Err(error) = peek(name, &age, &minisig, &party.needed_roster()?) {
        // Whoever can write to the drop could have done this, or a newer roster may know the device: nothing is held against
        // the device that the name speaks of, and the object is looked at again next time.
        on(refused(name, error.code(), &error.to_string()));
        return Ok(None);
    }
    let opened = match open(name, &age, &minisig, &party.needed_roster()?, party.age) {
        Ok(opened) => opened,
        Err(OpenError::Envelope(EnvelopeError::NotForMe)) => {
            remember_not_for_us(party, name)?;
            on(Event::NotForUs { object: name.clone() });
            return Ok(None);
        }
        Err(error) => return quarantine(party, name, error.code(), &error.to_string(), on),
    };
    let framework = match pack::framework_in(&opened.blobs) {
        Ok(framework) => framework,
        Err(reason) => return quarantine(party, name, "pack.framework", reason, on),
    };
    let position = position(party, &opened)?;
    if let Position::Waits { needed } = position {
        return Ok(Some(Event::Waits { object: name.clone(), needed }));
    }
    if let Some(archive) = archive {
        archive.put(&name.to_string(), &age)?;
        archive.put(&name.signature_path(), &minisig)?;
    }
    if let (Some((files, framework)), Kind::Pack) = (&framework, opened.manifest.kind) {
        pack::keep_framework(party.workspace, files, framework)?;
    }
    fold(party, name, &opened, position, on)?;
    Ok(None)
}

/// Where a bundle belongs. A log that forked has two changes at a place: a bundle follows whichever branch it continues, so
/// that both are kept whole and nothing of either waits for ever.
fn position(party: &Party<'_>, opened: &Opened) -> Result<Position, SyncError> {
    let manifest = &opened.manifest;
    let (inspection, device) = (&manifest.inspection, &manifest.device);
    let before = manifest.first.saturating_sub(1);
    let near = party.workspace.changes_of(inspection, device, before.max(1)..=manifest.last)?;
    let whole_to = party.workspace.last_of(inspection, device)?.map_or(0, |last| last.change().seq);
    let branch_to = if near.iter().any(|logged| logged.change().seq == before) { before } else { 0 };
    let own = |seq: u64| match seq {
        seq if seq == before => manifest.prev,
        seq => opened.changes.iter().find(|logged| logged.change().seq == seq).map(Logged::id),
    };
    let id_at = |seq: u64| -> Option<ChangeId> {
        let known = || near.iter().filter(move |logged| logged.change().seq == seq).map(Logged::id);
        known().find(|id| Some(*id) == own(seq)).or_else(|| known().next())
    };
    Ok(opened.position(whole_to.max(branch_to), id_at))
}

fn fold(party: &mut Party<'_>, name: &ObjectName, opened: &Opened, position: Position, on: &mut dyn FnMut(Event)) -> Result<(), SyncError> {
    let devices = party.needed_roster()?.devices();
    let imported = party.workspace.import(&opened.manifest.inspection, &opened.changes, &devices)?;
    party.workspace.put_accepted(&Accepted {
        object: name.to_string(),
        inspection: opened.manifest.inspection.clone(),
        device: opened.manifest.device.clone(),
        first: opened.manifest.first,
        last: opened.manifest.last,
        bundle: *opened.bundle_hash.as_bytes(),
        manifest: *opened.manifest_hash.as_bytes(),
    })?;
    on(Event::TakenIn { object: name.clone(), new: imported.new, known: imported.known });
    if let Position::Equivocation { seq } = position {
        on(Event::Equivocation { object: name.clone(), seq });
    }
    Ok(())
}

fn refused(name: &ObjectName, code: &str, reason: &str) -> Event {
    Event::Quarantined { object: name.to_string(), code: code.to_owned(), reason: reason.to_owned() }
}

fn quarantine(
    party: &mut Party<'_>,
    name: &ObjectName,
    code: &str,
    reason: &str,
    on: &mut dyn FnMut(Event),
) -> Result<Option<Event>, SyncError> {
    let at = (party.now)();
    party.workspace.put_quarantined(&Quarantined { object: name.to_string(), reason: code.to_owned(), at })?;
    on(refused(name, code, reason));
    Ok(None)
}

/// Opens a bundle from its bytes without taking anything in.
///
/// # Errors
/// [`SyncError::NoRoster`]; inside, the first thing that is wrong with the bundle.
pub fn verify_files(party: &Party<'_>, name: &ObjectName, age: &[u8], minisig: &[u8]) -> Result<Result<Opened, OpenError>, SyncError> {
    Ok(open(name, age, minisig, &party.needed_roster()?, party.age))
}
