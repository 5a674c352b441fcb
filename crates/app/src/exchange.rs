//! Exchange between machines: sync, hand-overs, central's import and receipts, and looking into a bundle.

use std::path::{Path, PathBuf};

use fieldweek_bundle::{Kind, ObjectName, Opened};
use fieldweek_domain::authority::Role;
use fieldweek_domain::id::{InspectionId, PersonId};
use fieldweek_sync::{Drop, Event, Plan, SealFor, Segment, exchange, issue_receipts, look, put_sealed, seal_for, take_in, verify_files};
use serde::Serialize;

use crate::error::{AppError, Result};
use crate::file;
use crate::session::Session;

/// The largest bundle that is read from a file, in bytes.
const LARGEST: u64 = 256 * 1024 * 1024;

/// What a sync with a drop would do.
///
/// # Errors
/// When the drop or the workspace cannot be read.
pub fn plan(session: &mut Session, drop: &Path) -> Result<Plan> {
    let drop = Drop::folder(drop).map_err(fieldweek_sync::SyncError::from)?;
    session.exchange(|party| look(party, &drop))
}

/// Syncs with a drop: rosters, this machine's changes, packs and hand-overs, receipts.
///
/// # Errors
/// What stopped it; it goes on from there when it is started again.
pub fn sync(session: &mut Session, drop: &Path, on: &mut dyn FnMut(&Event)) -> Result<Vec<Event>> {
    if session.identity.role == Role::Central {
        return Err(AppError::usage(
            "sync.central",
            "Central does not sync as a laptop does.",
            "Use `fieldweek central import`, which archives what it takes in.",
        ));
    }
    let drop = Drop::folder(drop).map_err(fieldweek_sync::SyncError::from)?;
    Ok(session.exchange(|party| exchange(party, &drop, on))?.events)
}

/// Central takes every return of a drop in: verified, archived, folded.
///
/// # Errors
/// What stopped it; it goes on from there when it is started again.
pub fn import(session: &mut Session, drop: &Path, archive: &Path, on: &mut dyn FnMut(&Event)) -> Result<Vec<Event>> {
    only_central(session)?;
    file::folder(archive)?;
    let drop = Drop::folder(drop).map_err(fieldweek_sync::SyncError::from)?;
    let archive = Drop::folder(archive).map_err(fieldweek_sync::SyncError::from)?;
    Ok(session.exchange(|party| take_in(party, &drop, &archive, on))?.events)
}

/// Central writes receipts for what it took in or refused.
///
/// # Errors
/// When the drop or the workspace fails.
pub fn receipts(session: &mut Session, drop: &Path) -> Result<Vec<Event>> {
    only_central(session)?;
    let drop = Drop::folder(drop).map_err(fieldweek_sync::SyncError::from)?;
    let mut events = Vec::new();
    session.exchange(|party| issue_receipts(party, &drop, &mut |event| events.push(event)))?;
    Ok(events)
}

fn only_central(session: &Session) -> Result<()> {
    if session.identity.role == Role::Central {
        return Ok(());
    }
    Err(AppError::refused(
        "central.only",
        "This is central's work, and this workspace is not central's.",
        "Use `fieldweek sync` on a laptop.",
    ))
}

/// A bundle that was sealed into a folder.
#[derive(Debug, Clone, Serialize)]
pub struct SealedBundle {
    /// Its file.
    pub file: PathBuf,
    /// The first change in it.
    pub first: u64,
    /// The last change in it.
    pub last: u64,
}

/// Seals this machine's changes of an inspection into a folder laid out as a drop: for central and the lead, and as a
/// hand-over for these people too. A hand-over holds the whole log; a return what was in no bundle yet.
///
/// # Errors
/// When there is nothing to seal, or the folder cannot be written.
pub fn seal_into(session: &mut Session, inspection: &InspectionId, out: &Path, people: &[PersonId]) -> Result<SealedBundle> {
    session.must_know(people)?;
    file::folder(out)?;
    let drop = Drop::folder(out).map_err(fieldweek_sync::SyncError::from)?;
    let lead = session.inspection(inspection)?.lead.value().cloned();
    let device = session.identity.device();
    let last = session.workspace.last_of(inspection, &device)?.map_or(0, |last| last.change().seq);
    let sealed_to = session.workspace.sent(inspection)?.iter().map(|sent| sent.last).max().unwrap_or(0);
    let (kind, first) = if people.is_empty() { (Kind::Return, sealed_to + 1) } else { (Kind::Handover, 1) };
    if first > last {
        return Err(AppError::refused("seal.nothing", "There is nothing new to seal.", "Everything recorded here is in a bundle already."));
    }
    let recipients: Vec<PersonId> = people.iter().cloned().chain(lead).collect();
    let segment = Segment { inspection: inspection.clone(), first, last };
    let object = session.exchange(|party| {
        let sealed = seal_for(party, &segment, &SealFor { kind, people: &recipients, blobs: &[] })?;
        put_sealed(party, &drop, &sealed.object)?;
        Ok(sealed.object)
    })?;
    Ok(SealedBundle { file: out.join(object.to_string()), first, last })
}

/// What a bundle says about itself, without case content.
#[derive(Debug, Clone, Serialize)]
pub struct BundleFacts {
    /// What it is for.
    pub kind: String,
    /// The inspection.
    pub inspection: String,
    /// The device that signed it.
    pub device: String,
    /// The person the device was enrolled for, and their role.
    pub signed_by: String,
    /// The first change in it.
    pub first: u64,
    /// The last change in it.
    pub last: u64,
    /// The framework and edition.
    pub framework: String,
    /// How many recipients it has.
    pub recipients: usize,
    /// Its hash.
    pub sha256: String,
    /// The files it holds, with their sizes in bytes.
    pub files: Vec<(String, u64)>,
}

/// Verifies a bundle whole, without importing it. It lies where a drop keeps it, or anywhere with its own name.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn verify(session: &mut Session, path: &Path) -> Result<BundleFacts> {
    let (age, minisig) = (file::read(path, LARGEST)?, file::read(&with_signature(path), LARGEST)?);
    let name = name_of(path, &minisig)?;
    let opened = session.exchange(|party| verify_files(party, &name, &age, &minisig))?.map_err(AppError::coded)?;
    Ok(facts(&opened))
}

fn with_signature(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".minisig");
    PathBuf::from(name)
}

/// The name of a bundle in a drop: from its place, or from what its signature says when it lies elsewhere.
fn name_of(path: &Path, minisig: &[u8]) -> Result<ObjectName> {
    let parts: Vec<String> = path.components().rev().take(4).map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    let placed = parts.iter().rev().cloned().collect::<Vec<_>>().join("/").parse();
    if let Ok(name) = placed {
        return Ok(name);
    }
    let text = String::from_utf8_lossy(minisig);
    let comment = text.lines().nth(2).and_then(|line| line.strip_prefix("trusted comment: ")).unwrap_or_default();
    let comment: fieldweek_bundle::comment::OuterComment = comment.parse().map_err(|_| {
        AppError::refused(
            "bundle.name",
            "The file is not a bundle, or the .minisig beside it is not its signature.",
            "Name the .age file, with its .minisig beside it.",
        )
    })?;
    Ok(ObjectName { inspection: comment.inspection, device: comment.device, first: comment.first, sha256: comment.sha256 })
}

fn facts(opened: &Opened) -> BundleFacts {
    let manifest = &opened.manifest;
    BundleFacts {
        kind: manifest.kind.as_str().to_owned(),
        inspection: manifest.inspection.to_string(),
        device: manifest.device.to_string(),
        signed_by: format!("{} ({})", opened.holder.person, opened.holder.role.as_str()),
        first: manifest.first,
        last: manifest.last,
        framework: format!("{}/{}", manifest.framework.id, manifest.framework.edition),
        recipients: manifest.recipients.len(),
        sha256: opened.bundle_hash.to_string(),
        files: manifest.files.iter().map(|file| (file.name.clone(), file.size)).collect(),
    }
}
