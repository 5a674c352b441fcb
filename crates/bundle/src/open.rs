//! Opening: from untrusted bytes to changes that are exactly what their author signed, or to one typed failure.
//!
//! The order is part of the format: nothing is decrypted before its signature holds, nothing is parsed before all of
//! it is decrypted, and nothing is given before all of it is checked.

use fieldweek_domain::authority::{Holder, Role};
use fieldweek_domain::change::{ChangeError, Logged};
use fieldweek_domain::id::ChangeId;

use crate::archive::{self, ArchiveError, Entry, LARGEST_ARCHIVE};
use crate::chain::{self, ChainError, Position, Span};
use crate::comment::{CommentError, OuterComment};
use crate::envelope::{self, EnvelopeError};
use crate::hash::ContentHash;
use crate::keys::PublicKey;
use crate::manifest::{self, FileEntry, Kind, Manifest, ManifestError};
use crate::minisign::MinisignError;
use crate::object::ObjectName;
use crate::recipient::AgeIdentity;
use crate::roster::Roster;
use crate::seal::Blob;

/// The largest encrypted file, in bytes.
pub const LARGEST_OBJECT: usize = LARGEST_ARCHIVE + 1024 * 1024;
/// The most changes of one bundle.
pub const MOST_CHANGES: usize = 100_000;

crate::coded::coded! {
    /// Why a bundle was refused. Nothing of it may be used then.
    pub enum OpenError {
        say {
            /// Larger than [`LARGEST_OBJECT`].
            TooLarge = "bundle.too_large", "the bundle is too large";
            /// The roster does not know the device that the name claims.
            DeviceUnknown = "bundle.device_unknown", "the roster does not know the device";
            /// The roster revoked the device, and these changes come after.
            Revoked = "bundle.revoked", "the device was revoked before these changes";
            /// The bytes are not those that the name promises.
            NameHash = "bundle.name_hash", "the name holds another hash";
            /// The signed comment says another inspection than the name.
            NameInspection = "bundle.name_inspection", "the name says another inspection than the signature";
            /// The signed comment says another device than the name.
            NameDevice = "bundle.name_device", "the name says another device than the signature";
            /// The signed comment says another first change than the name.
            NameFirst = "bundle.name_first", "the name says another first change than the signature";
            /// The signed comment promises other bytes.
            CommentHash = "bundle.comment_hash", "the signed comment holds another hash";
            /// The signature of the manifest has another trusted comment.
            InnerComment = "inner.trusted_comment", "the signature of the manifest is not one of a manifest";
            /// The manifest says another inspection than the outer signature.
            Inspection = "manifest.other_inspection", "the manifest says another inspection than the signature";
            /// The manifest says another device than the outer signature.
            Device = "manifest.other_device", "the manifest says another device than the signature";
            /// The manifest names another key than the one that signed it.
            SigningKey = "manifest.other_key", "the manifest names another key than the one that signed";
            /// The manifest says another first change than the outer signature.
            First = "manifest.other_first", "the manifest says another first change than the signature";
            /// The manifest says another last change than the outer signature.
            Last = "manifest.other_last", "the manifest says another last change than the signature";
            /// The manifest says another head than the outer signature.
            Head = "manifest.other_head", "the manifest says another head than the signature";
            /// The envelope has more or fewer recipients than the manifest names.
            RecipientCount = "manifest.other_recipients", "the envelope has more or fewer recipients than the manifest";
            /// This device is not among the recipients that the author names.
            NotARecipient = "manifest.not_a_recipient", "the author did not encrypt it to this device";
            /// A pack from a device that is not central's.
            PackNotCentral = "manifest.pack_not_central", "only central makes packs";
            /// The archive holds other files than the manifest promises.
            FileNames = "files.names", "the files are not those that the manifest promises";
            /// A file has another size than the manifest promises.
            FileSize = "files.size", "a file has another size than the manifest promises";
            /// A file has another hash than the manifest promises.
            FileHash = "files.hash", "a file has another hash than the manifest promises";
            /// The blobs, counted once per path, are larger than an archive may be.
            FilesTotal = "files.total", "the contents of the pack are too large";
            /// The changes are not UTF-8.
            ChangesEncoding = "changes.encoding", "the changes are not UTF-8";
            /// There is an empty line, a carriage return, or no line end at the end.
            ChangesLineEnd = "changes.line_end", "the changes are not lines with one line end each";
            /// More than [`MOST_CHANGES`].
            TooManyChanges = "changes.too_many", "there are too many changes";
            /// A line is longer than a change may be.
            ChangeTooLong(usize) = "changes.too_long", "line {0} is too long for a change";
            /// A line is not a change.
            ChangeJson(usize) = "changes.json", "line {0} is not a change";
            /// A change of a newer edition of Fieldweek.
            ChangeVersion(usize) = "changes.version", "line {0} has a version that this program does not know";
            /// A change with too many parents, or one of them twice.
            ChangeParents(usize) = "changes.parents", "line {0} names too many parents, or one twice";
            /// A change with number 0, or with something before the first.
            ChangePlace(usize) = "changes.place", "line {0} has an impossible place in its log";
            /// The changes begin elsewhere than the manifest says.
            ChangesFirst = "changes.first", "the changes begin elsewhere than the manifest says";
            /// The changes end elsewhere than the manifest says.
            ChangesLast = "changes.last", "the changes end elsewhere than the manifest says";
            /// The change before the first is another than the manifest says.
            ChangesPrev = "changes.prev", "the changes follow another change than the manifest says";
            /// The last change is another than the manifest says.
            ChangesHead = "changes.head", "the last change is another than the manifest says";
            /// The highest lamport is another than the manifest says.
            ChangesLamport = "changes.lamport", "the highest lamport is another than the manifest says";
        }
        pass {
            /// The outer signature does not hold.
            Outer(MinisignError);
            /// The trusted comment of the outer signature is not that of a bundle.
            Comment(CommentError);
            /// It cannot be decrypted.
            Envelope(EnvelopeError);
            /// The archive inside is not canonical.
            Archive(ArchiveError);
            /// The signature of the manifest does not hold.
            Inner(InnerSignature);
            /// The manifest is not a possible one.
            Manifest(ManifestError);
            /// The changes are not one whole segment of the device's log.
            Chain(ChainError);
        }
    }
}

/// The signature of the manifest does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("inside: {0}")]
pub struct InnerSignature(pub MinisignError);

impl InnerSignature {
    /// The codes of the failures of this layer.
    pub const CODES: &'static [&'static str] = &[
        "inner.too_long",
        "inner.form",
        "inner.comment",
        "inner.encoding",
        "inner.algorithm",
        "inner.key_id",
        "inner.signature",
        "inner.global",
    ];

    /// The stable code of this failure.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self.0 {
            MinisignError::TooLong => "inner.too_long",
            MinisignError::Form => "inner.form",
            MinisignError::Comment => "inner.comment",
            MinisignError::Encoding => "inner.encoding",
            MinisignError::Algorithm => "inner.algorithm",
            MinisignError::KeyId => "inner.key_id",
            MinisignError::Signature => "inner.signature",
            MinisignError::Global => "inner.global",
        }
    }
}

/// What is known of a bundle before it is decrypted: its outer signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peek {
    /// What the signature says.
    pub comment: OuterComment,
    /// Whose device signed it, and in which role.
    pub holder: Holder,
    signing_key: PublicKey,
}

/// An opened bundle: every byte of it is what its author signed for this recipient.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// What the bundle says about itself.
    pub manifest: Manifest,
    /// The hash of the manifest, which a receipt names.
    pub manifest_hash: ContentHash,
    /// The hash of the encrypted file, which a receipt names.
    pub bundle_hash: ContentHash,
    /// Whose device sealed it, and in which role.
    pub holder: Holder,
    /// The changes, in order, without gaps.
    pub changes: Vec<Logged>,
    /// What a pack carries besides, sorted by path.
    pub blobs: Vec<Blob>,
}

impl Peek {
    /// Where the bundle belongs, as far as its signature tells: `None` when only its content can say more.
    #[must_use]
    pub fn position(&self, known_last: u64, id_at: impl Fn(u64) -> Option<ChangeId>) -> Option<Position> {
        let OuterComment { first, last, head, .. } = self.comment;
        if first > known_last.saturating_add(1) {
            return Some(Position::Waits { needed: known_last.saturating_add(1) });
        }
        if last > known_last {
            return None;
        }
        Some(if id_at(last) == Some(head) { Position::Known } else { Position::Equivocation { seq: last } })
    }
}

impl Opened {
    /// Where the changes belong, given how many of that log are known and the id at each known place.
    #[must_use]
    pub fn position(&self, known_last: u64, id_at: impl Fn(u64) -> Option<ChangeId>) -> Position {
        chain::position(&self.changes, known_last, id_at)
    }
}

/// Checks a bundle from outside: its signature against the roster, its name, its hash. Decrypts nothing.
///
/// # Errors
/// The first thing that is wrong.
pub fn peek(name: &ObjectName, age: &[u8], minisig: &[u8], roster: &Roster) -> Result<Peek, OpenError> {
    if age.len() > LARGEST_OBJECT {
        return Err(OpenError::TooLarge);
    }
    let device = roster.device(&name.device).ok_or(OpenError::DeviceUnknown)?;
    let comment: OuterComment = device.signing_key.verify(age, minisig)?.parse()?;
    if comment.inspection != name.inspection {
        return Err(OpenError::NameInspection);
    }
    if comment.device != name.device {
        return Err(OpenError::NameDevice);
    }
    if comment.first != name.first {
        return Err(OpenError::NameFirst);
    }
    let sha256 = ContentHash::of(age);
    if name.sha256 != sha256 {
        return Err(OpenError::NameHash);
    }
    if comment.sha256 != sha256 {
        return Err(OpenError::CommentHash);
    }
    if !device.may_write(&comment.inspection, comment.last) {
        return Err(OpenError::Revoked);
    }
    Ok(Peek { comment, holder: device.holder(), signing_key: device.signing_key.clone() })
}

/// Opens a bundle: everything that [`peek`] checks, then everything inside.
///
/// # Errors
/// The first thing that is wrong. Nothing of the bundle may be used then.
pub fn open(name: &ObjectName, age: &[u8], minisig: &[u8], roster: &Roster, me: &AgeIdentity) -> Result<Opened, OpenError> {
    let Peek { comment, holder, signing_key } = peek(name, age, minisig, roster)?;
    let envelope = envelope::decrypt(me, age, LARGEST_ARCHIVE)?;
    let entries = archive::read(&envelope.content)?;
    let [manifest_json, signature, files @ ..] = entries.as_slice() else { return Err(ArchiveError::Missing.into()) };
    let trusted = signing_key.verify(&manifest_json.content, &signature.content).map_err(InnerSignature)?;
    if trusted != manifest::COMMENT {
        return Err(OpenError::InnerComment);
    }
    let manifest = Manifest::parse(&manifest_json.content)?;
    compare(&manifest, &comment, &signing_key)?;
    check_files(&manifest.files, files)?;
    let changes = read_changes(files)?;
    compare_changes(&manifest, chain::span(&changes, &manifest.inspection, &manifest.device)?)?;
    if manifest.recipients.len() != envelope.recipients {
        return Err(OpenError::RecipientCount);
    }
    if !manifest.recipients.contains(me.recipient()) {
        return Err(OpenError::NotARecipient);
    }
    if manifest.kind == Kind::Pack && holder.role != Role::Central {
        return Err(OpenError::PackNotCentral);
    }
    let blobs = collect_blobs(&manifest, files)?;
    let manifest_hash = ContentHash::of(&manifest_json.content);
    Ok(Opened { manifest, manifest_hash, bundle_hash: comment.sha256, holder, changes, blobs })
}

fn compare(manifest: &Manifest, comment: &OuterComment, signing_key: &PublicKey) -> Result<(), OpenError> {
    let checks = [
        (manifest.inspection == comment.inspection, OpenError::Inspection),
        (manifest.device == comment.device, OpenError::Device),
        (manifest.signing_key == *signing_key, OpenError::SigningKey),
        (manifest.first == comment.first, OpenError::First),
        (manifest.last == comment.last, OpenError::Last),
        (manifest.head == comment.head, OpenError::Head),
    ];
    first_failure(checks)
}

fn compare_changes(manifest: &Manifest, span: Span) -> Result<(), OpenError> {
    let checks = [
        (manifest.first == span.first, OpenError::ChangesFirst),
        (manifest.last == span.last, OpenError::ChangesLast),
        (manifest.prev == span.prev, OpenError::ChangesPrev),
        (manifest.head == span.head, OpenError::ChangesHead),
        (manifest.lamport == span.lamport, OpenError::ChangesLamport),
    ];
    first_failure(checks)
}

fn first_failure(checks: impl IntoIterator<Item = (bool, OpenError)>) -> Result<(), OpenError> {
    checks.into_iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, failure)| Err(failure))
}

fn check_files(promised: &[FileEntry], files: &[Entry]) -> Result<(), OpenError> {
    let same_names = promised.len() == files.len() && promised.iter().zip(files).all(|(promise, file)| promise.name == file.name);
    if !same_names {
        return Err(OpenError::FileNames);
    }
    for (promise, file) in promised.iter().zip(files) {
        let carried = FileEntry::of(&file.name, &file.content);
        first_failure([(promise.size == carried.size, OpenError::FileSize), (promise.sha256 == carried.sha256, OpenError::FileHash)])?;
    }
    Ok(())
}

fn read_changes(files: &[Entry]) -> Result<Vec<Logged>, OpenError> {
    let bytes = files.first().map(|file| file.content.as_slice()).ok_or(ArchiveError::Missing)?;
    let text = std::str::from_utf8(bytes).map_err(|_| OpenError::ChangesEncoding)?;
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let text = text.strip_suffix('\n').ok_or(OpenError::ChangesLineEnd)?;
    if text.split('\n').count() > MOST_CHANGES {
        return Err(OpenError::TooManyChanges);
    }
    let mut changes = Vec::new();
    for (place, line) in text.split('\n').enumerate() {
        if line.is_empty() || line.contains('\r') {
            return Err(OpenError::ChangesLineEnd);
        }
        // serde reads an array as an object's values in order: the format does not.
        if !line.starts_with('{') {
            return Err(OpenError::ChangeJson(place + 1));
        }
        changes.push(Logged::parse(line).map_err(|error| change_failure(&error, place + 1))?);
    }
    Ok(changes)
}

const fn change_failure(error: &ChangeError, line: usize) -> OpenError {
    match error {
        ChangeError::TooLong => OpenError::ChangeTooLong(line),
        ChangeError::Parents => OpenError::ChangeParents(line),
        ChangeError::LineEnd => OpenError::ChangesLineEnd,
        ChangeError::Version(_) => OpenError::ChangeVersion(line),
        ChangeError::Place => OpenError::ChangePlace(line),
        ChangeError::Json(_) | ChangeError::Time => OpenError::ChangeJson(line),
    }
}

fn collect_blobs(manifest: &Manifest, files: &[Entry]) -> Result<Vec<Blob>, OpenError> {
    let mut blobs = Vec::with_capacity(manifest.contents.len());
    let mut total = 0_usize;
    for content in &manifest.contents {
        let name = archive::blob_name(content.sha256);
        let file = files.iter().find(|file| file.name == name).ok_or(OpenError::FileNames)?;
        total = total.saturating_add(file.content.len());
        if total > LARGEST_ARCHIVE {
            return Err(OpenError::FilesTotal);
        }
        blobs.push(Blob { path: content.path.clone(), content: file.content.clone() });
    }
    Ok(blobs)
}
