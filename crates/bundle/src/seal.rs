//! Sealing: a segment of one's own log becomes a signed and encrypted object for named recipients.

use std::collections::BTreeMap;

use fieldweek_domain::change::Logged;
use fieldweek_domain::id::InspectionId;
use zeroize::Zeroizing;

use crate::archive::{self, ArchiveError, CHANGES, Entry, MANIFEST, MANIFEST_SIGNATURE};
use crate::chain::{self, ChainError, Span};
use crate::comment::OuterComment;
use crate::envelope::{self, EnvelopeError};
use crate::hash::ContentHash;
use crate::keys::SigningKey;
use crate::manifest::{self, BlobPath, Content, FileEntry, FrameworkEdition, Kind, Manifest, ManifestError};
use crate::minisign::MinisignError;
use crate::object::{self, ObjectError, ObjectName};
use crate::open::MOST_CHANGES;
use crate::recipient::AgeRecipient;

crate::coded::coded! {
    /// Why a segment cannot be sealed.
    pub enum SealError {
        say {
            /// More changes than one bundle may carry: seal them in several.
            TooManyChanges = "seal.too_many_changes", "a bundle cannot carry so many changes";
            /// Two blobs for one path.
            BlobTwice = "seal.blob_twice", "two blobs have the same path";
        }
        pass {
            /// The changes are not a whole segment of the signer's own log.
            Chain(ChainError);
            /// The inspection cannot be the name of a folder.
            Object(ObjectError);
            /// The manifest would not be a possible one.
            Manifest(ManifestError);
            /// The content is too large.
            Archive(ArchiveError);
            /// It cannot be encrypted to these recipients.
            Envelope(EnvelopeError);
            /// It cannot be signed.
            Minisign(MinisignError);
        }
    }
}

/// Something that a pack carries besides changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// Where it belongs.
    pub path: BlobPath,
    /// Its content.
    pub content: Vec<u8>,
}

/// What to seal, by whom and for whom.
#[derive(Debug, Clone, Copy)]
pub struct SealRequest<'a> {
    /// The device's key.
    pub signer: &'a SigningKey,
    /// What the bundle is for.
    pub kind: Kind,
    /// The inspection whose log it is a part of.
    pub inspection: &'a InspectionId,
    /// The changes of that device for that inspection, at least one, without gaps.
    pub changes: &'a [Logged],
    /// For whom. Order and repetition do not matter.
    pub recipients: &'a [AgeRecipient],
    /// The roster that the recipients were taken from.
    pub roster_version: u64,
    /// The framework that the changes were made with.
    pub framework: &'a FrameworkEdition,
    /// What a pack carries besides changes.
    pub blobs: &'a [Blob],
}

/// A sealed object. Keep the bytes: sealing again gives other bytes, and so another object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Its name in the drop.
    pub object: ObjectName,
    /// The encrypted file.
    pub age: Vec<u8>,
    /// Its signature, to be written after it.
    pub minisig: String,
    /// The hash of the encrypted file, which a receipt names.
    pub bundle_hash: ContentHash,
    /// The hash of the manifest, which a receipt names.
    pub manifest_hash: ContentHash,
}

/// Seals a segment of the signer's own log.
///
/// # Errors
/// When the changes are not a whole segment of the signer's log, or something is too large.
pub fn seal(request: &SealRequest<'_>) -> Result<Sealed, SealError> {
    object::check_inspection(request.inspection)?;
    if request.changes.len() > MOST_CHANGES {
        return Err(SealError::TooManyChanges);
    }
    let device = request.signer.device();
    let span = chain::span(request.changes, request.inspection, &device)?;
    let (manifest, files) = prepare(request, span)?;
    let json = manifest.to_json()?;
    let manifest_hash = ContentHash::of(&json);
    let signature = request.signer.sign(&json, manifest::COMMENT)?;
    let mut entries = vec![Entry::new(MANIFEST, json), Entry::new(MANIFEST_SIGNATURE, signature)];
    entries.extend(files);
    let content = Zeroizing::new(archive::write(&entries)?);
    let age = envelope::encrypt(&manifest.recipients, &content)?;
    let bundle_hash = ContentHash::of(&age);
    let Span { first, last, head, .. } = span;
    let inspection = request.inspection.clone();
    let comment = OuterComment { inspection: inspection.clone(), device: device.clone(), first, last, head, sha256: bundle_hash };
    let minisig = request.signer.sign(&age, &comment.to_string())?;
    let object = ObjectName { inspection, device, first, sha256: bundle_hash };
    Ok(Sealed { object, age, minisig, bundle_hash, manifest_hash })
}

/// The manifest, and the files it promises in the order of the archive.
fn prepare(request: &SealRequest<'_>, span: Span) -> Result<(Manifest, Vec<Entry>), SealError> {
    let mut contents = BTreeMap::new();
    let mut blobs = BTreeMap::new();
    for blob in request.blobs {
        let sha256 = ContentHash::of(&blob.content);
        if contents.insert(blob.path.clone(), sha256).is_some() {
            return Err(SealError::BlobTwice);
        }
        blobs.insert(sha256, blob);
    }
    let mut entries = vec![Entry::new(CHANGES, lines(request.changes))];
    entries.extend(blobs.into_values().map(|blob| Entry::blob(&blob.content)));
    let mut recipients = request.recipients.to_vec();
    recipients.sort_unstable();
    recipients.dedup();
    let manifest = Manifest {
        format: manifest::FORMAT.to_owned(),
        kind: request.kind,
        inspection: request.inspection.clone(),
        device: request.signer.device(),
        signing_key: request.signer.public().clone(),
        first: span.first,
        last: span.last,
        prev: span.prev,
        head: span.head,
        lamport: span.lamport,
        recipients,
        roster_version: request.roster_version,
        framework: request.framework.clone(),
        files: entries.iter().map(|entry| FileEntry::of(&entry.name, &entry.content)).collect(),
        contents: contents.into_iter().map(|(path, sha256)| Content { path, sha256 }).collect(),
    };
    Ok((manifest, entries))
}

/// The exact lines, each with one line end.
fn lines(changes: &[Logged]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(changes.iter().map(|logged| logged.line().len() + 1).sum());
    for logged in changes {
        bytes.extend_from_slice(logged.line().as_bytes());
        bytes.push(b'\n');
    }
    bytes
}
