//! Receipts: central writes them for what it took in or refused; a laptop takes those for it.

use std::collections::BTreeSet;

use fieldweek_bundle::receipt::FORMAT;
use fieldweek_bundle::{ContentHash, ObjectName, Receipt, ReceiptContent, ReceiptName, Roster, SignedReceipt, Status};
use fieldweek_domain::id::{DeviceId, InspectionId};
use fieldweek_store::{Accepted, StoredReceipt};

use crate::drop::Drop;
use crate::error::SyncError;
use crate::event::Event;
use crate::party::Party;

/// Takes the receipts with these names, in order. One that does not verify or follow is refused, and those after it wait.
pub(crate) fn take(party: &mut Party<'_>, drop: &Drop, names: &[ReceiptName], on: &mut dyn FnMut(Event)) -> Result<(), SyncError> {
    if names.is_empty() {
        return Ok(());
    }
    let roster = party.needed_roster()?;
    for name in names {
        let (json, minisig) = (drop.get(&name.to_string())?, drop.get(&name.signature_path())?);
        let before = last_kept(party, &roster, &name.inspection, &name.device)?;
        let verified =
            Receipt::verify(name, &json, &minisig, &roster).and_then(|receipt| receipt.follows(before.as_ref()).map(|()| receipt));
        match verified {
            Ok(receipt) => {
                keep(party, &receipt, &json, &minisig)?;
                on(received(&receipt));
            }
            Err(error) => on(Event::Quarantined { object: name.to_string(), code: error.code().to_owned(), reason: error.to_string() }),
        }
    }
    Ok(())
}

fn received(receipt: &Receipt) -> Event {
    let content = receipt.content();
    Event::Receipt {
        inspection: content.inspection.clone(),
        first: content.first,
        last: content.last.unwrap_or(content.first),
        archived: content.status == Status::Archived,
    }
}

/// The last receipt kept for a device, verified again.
fn last_kept(party: &Party<'_>, roster: &Roster, inspection: &InspectionId, device: &DeviceId) -> Result<Option<Receipt>, SyncError> {
    let kept = party.workspace.receipts(inspection, device)?;
    let Some(last) = kept.into_iter().max_by_key(|receipt| receipt.number) else { return Ok(None) };
    let sha256 = ContentHash::of(last.json.as_bytes());
    let name = ReceiptName { inspection: inspection.clone(), device: device.clone(), number: last.number, sha256 };
    Ok(Some(Receipt::verify(&name, last.json.as_bytes(), last.signature.as_bytes(), roster)?))
}

fn keep(party: &mut Party<'_>, receipt: &Receipt, json: &[u8], minisig: &[u8]) -> Result<(), SyncError> {
    let content = receipt.content();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).map_err(|_| SyncError::Kept("a receipt"));
    Ok(party.workspace.put_receipt(&StoredReceipt {
        inspection: content.inspection.clone(),
        device: content.device.clone(),
        number: content.number,
        first: content.first,
        last: content.last.unwrap_or(content.first),
        bundle: *content.bundle.as_bytes(),
        manifest: content.manifest.map_or([0; 32], |manifest| *manifest.as_bytes()),
        archived: content.status == Status::Archived,
        json: text(json)?,
        signature: text(minisig)?,
    })?)
}

/// Writes receipts for every bundle that central took in or refused and that has none yet, and puts all receipts of this
/// workspace that the drop lacks into it. Returns how many were written.
///
/// # Errors
/// When the workspace or the drop fails.
pub fn issue_receipts(party: &mut Party<'_>, drop: &Drop, on: &mut dyn FnMut(Event)) -> Result<usize, SyncError> {
    let mut written = 0;
    for due in due(party)? {
        let signed = sign(party, &due)?;
        let roster = party.needed_roster()?;
        let receipt = Receipt::verify(&signed.name, &signed.json, signed.minisig.as_bytes(), &roster)?;
        keep(party, &receipt, &signed.json, signed.minisig.as_bytes())?;
        drop.put(&signed.name.to_string(), &signed.json)?;
        drop.put(&signed.name.signature_path(), signed.minisig.as_bytes())?;
        on(received(&receipt));
        written += 1;
    }
    put_missing(party, drop)?;
    Ok(written)
}

/// What a receipt is due for.
struct Due {
    inspection: InspectionId,
    device: DeviceId,
    first: u64,
    last: Option<u64>,
    bundle: ContentHash,
    manifest: Option<ContentHash>,
    reason: Option<String>,
}

impl Due {
    fn archived(accepted: &Accepted) -> Option<Self> {
        let name: ObjectName = accepted.object.parse().ok()?;
        Some(Self {
            inspection: accepted.inspection.clone(),
            device: accepted.device.clone(),
            first: accepted.first,
            last: Some(accepted.last),
            bundle: name.sha256,
            manifest: hex::encode(accepted.manifest).parse().ok(),
            reason: None,
        })
    }

    fn refused(object: &str, reason: &str) -> Option<Self> {
        let name: ObjectName = object.parse().ok()?;
        let (first, bundle) = (name.first, name.sha256);
        Some(Self {
            inspection: name.inspection,
            device: name.device,
            first,
            last: None,
            bundle,
            manifest: None,
            reason: Some(reason.to_owned()),
        })
    }
}

fn due(party: &Party<'_>) -> Result<Vec<Due>, SyncError> {
    let mut candidates = Vec::new();
    for inspection in party.workspace.inspections()? {
        candidates.extend(party.workspace.accepted(&inspection)?.iter().filter_map(Due::archived));
    }
    candidates.extend(party.workspace.quarantined()?.iter().filter_map(|refused| Due::refused(&refused.object, &refused.reason)));
    let own = party.device();
    let mut open = Vec::new();
    for candidate in candidates.into_iter().filter(|candidate| candidate.device != own) {
        let kept = party.workspace.receipts(&candidate.inspection, &candidate.device)?;
        if kept.iter().all(|receipt| receipt.bundle != *candidate.bundle.as_bytes()) {
            open.push(candidate);
        }
    }
    Ok(open)
}

fn sign(party: &Party<'_>, due: &Due) -> Result<SignedReceipt, SyncError> {
    let kept = party.workspace.receipts(&due.inspection, &due.device)?;
    let before = kept.iter().max_by_key(|receipt| receipt.number);
    let archived = due.reason.is_none();
    let count = due.last.map_or(0, |last| last - due.first + 1);
    let content = ReceiptContent {
        format: FORMAT.to_owned(),
        inspection: due.inspection.clone(),
        device: due.device.clone(),
        first: due.first,
        last: due.last,
        bundle: due.bundle,
        manifest: due.manifest,
        changes: if archived { count } else { 0 },
        number: before.map_or(1, |before| before.number + 1),
        prev: before.map(|before| ContentHash::of(before.json.as_bytes())),
        status: if archived { Status::Archived } else { Status::Quarantined },
        reason: due.reason.clone(),
        signer: party.device(),
        at: (party.now)(),
    };
    Ok(content.sign(party.signing)?)
}

/// A receipt that was kept and did not reach the drop, because something stopped in between, reaches it now.
fn put_missing(party: &Party<'_>, drop: &Drop) -> Result<(), SyncError> {
    let present: BTreeSet<String> = drop.list("v1")?.into_iter().collect();
    for inspection in party.workspace.inspections()? {
        for device in party.workspace.writers(&inspection)? {
            for kept in party.workspace.receipts(&inspection, &device)? {
                let sha256 = ContentHash::of(kept.json.as_bytes());
                let name = ReceiptName { inspection: inspection.clone(), device: device.clone(), number: kept.number, sha256 };
                if !present.contains(&name.signature_path()) {
                    drop.put(&name.to_string(), kept.json.as_bytes())?;
                    drop.put(&name.signature_path(), kept.signature.as_bytes())?;
                }
            }
        }
    }
    Ok(())
}
