//! Sealing a part of this machine's log. The sealed bytes are kept: sealing again would give another object.

use fieldweek_bundle::{AgeRecipient, Blob, ContentHash, FrameworkEdition, Kind, ObjectName, SealRequest, Sealed, seal};
use fieldweek_domain::id::{InspectionId, PersonId};
use fieldweek_store::Sent;

use crate::drop::{Drop, DropError};
use crate::error::SyncError;
use crate::event::Event;
use crate::known::known;
use crate::party::Party;
use crate::plan::Segment;

/// For whom and as what a part of the log is sealed.
pub struct SealFor<'a> {
    /// What the bundle is for.
    pub kind: Kind,
    /// Besides central and the recovery key: these people.
    pub people: &'a [PersonId],
    /// What a pack carries besides.
    pub blobs: &'a [Blob],
}

/// Seals a part of this machine's log and keeps the bundle, to be put into a drop with [`put_sealed`].
///
/// # Errors
/// When there is no roster, or the part cannot be sealed.
pub fn seal_for(party: &mut Party<'_>, segment: &Segment, to: &SealFor<'_>) -> Result<Sealed, SyncError> {
    let roster = party.needed_roster()?;
    let changes = party.workspace.changes_of(&segment.inspection, &party.device(), segment.first..=segment.last)?;
    let recipients: Vec<AgeRecipient> = roster.recipients(to.people);
    let edition = party.inspection(&segment.inspection)?.edition.value().cloned();
    let edition = edition.ok_or_else(|| SyncError::NoFramework(segment.inspection.clone()))?;
    let sealed = seal(&SealRequest {
        signer: party.signing,
        kind: to.kind,
        inspection: &segment.inspection,
        changes: &changes,
        recipients: &recipients,
        roster_version: roster.version(),
        framework: &FrameworkEdition { id: edition.framework, edition: edition.edition },
        blobs: to.blobs,
    })?;
    keep(party, segment, &sealed)?;
    Ok(sealed)
}

fn signature_setting(bundle: &ContentHash) -> String {
    format!("signature/{bundle}")
}

fn keep(party: &mut Party<'_>, segment: &Segment, sealed: &Sealed) -> Result<(), SyncError> {
    party.workspace.put_blob(&sealed.age)?;
    party.workspace.put_setting(&signature_setting(&sealed.bundle_hash), sealed.minisig.as_bytes())?;
    let sent = Sent {
        object: sealed.object.to_string(),
        inspection: segment.inspection.clone(),
        first: segment.first,
        last: segment.last,
        bundle: *sealed.bundle_hash.as_bytes(),
        manifest: *sealed.manifest_hash.as_bytes(),
        at: (party.now)(),
    };
    Ok(party.workspace.put_sent(&sent)?)
}

/// Puts a kept bundle into a drop, its signature last. Doing it again changes nothing.
///
/// # Errors
/// When the bundle is not kept here, or the drop fails.
pub fn put_sealed(party: &Party<'_>, drop: &Drop, object: &ObjectName) -> Result<(), SyncError> {
    let age = party.workspace.blob(object.sha256.as_bytes())?.ok_or(SyncError::Kept("a sealed bundle"))?;
    let minisig = party.workspace.setting(&signature_setting(&object.sha256))?.ok_or(SyncError::Kept("a bundle's signature"))?;
    drop.put(&object.to_string(), &age)?;
    drop.put(&object.signature_path(), &minisig)?;
    Ok(())
}

/// The bundles sealed here that lie in the drop with other bytes than they were sent with: they are sent again.
pub(crate) fn spoiled(party: &Party<'_>, drop: &Drop) -> Result<Vec<ObjectName>, SyncError> {
    let mut spoiled = Vec::new();
    for object in known(party)?.sealed {
        let minisig = party.workspace.setting(&signature_setting(&object.sha256))?;
        match (drop.get(&object.to_string()), drop.get(&object.signature_path())) {
            (Ok(age), Ok(signature)) if ContentHash::of(&age) == object.sha256 && minisig.as_ref() == Some(&signature) => {}
            (Ok(_), Ok(_)) | (Err(DropError::TooLarge(_)), _) | (_, Err(DropError::TooLarge(_))) => spoiled.push(object),
            (Err(DropError::Missing(_)), _) | (_, Err(DropError::Missing(_))) => {} // sent because it is not there
            (Err(error), _) | (_, Err(error)) => return Err(error.into()),
        }
    }
    Ok(spoiled)
}

/// Seals what is in no bundle yet, for central and the lead.
pub(crate) fn seal_returns(party: &mut Party<'_>, segments: &[Segment], on: &mut dyn FnMut(Event)) -> Result<Vec<ObjectName>, SyncError> {
    let mut objects = Vec::new();
    for segment in segments {
        let people = lead_of(party, &segment.inspection)?;
        let sealed = seal_for(party, segment, &SealFor { kind: Kind::Return, people: &people, blobs: &[] })?;
        on(Event::Sealed { object: sealed.object.clone(), last: segment.last });
        objects.push(sealed.object);
    }
    Ok(objects)
}

fn lead_of(party: &Party<'_>, inspection: &InspectionId) -> Result<Vec<PersonId>, SyncError> {
    Ok(party.inspection(inspection)?.lead.value().cloned().into_iter().collect())
}
