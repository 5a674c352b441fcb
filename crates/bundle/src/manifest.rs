//! The manifest: what a bundle promises about itself, signed by its author inside the encryption.
//!
//! It binds author and recipients to the content: nobody can pass a bundle on as their own, strip the signature, or
//! encrypt it again for somebody else unnoticed.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use fieldweek_domain::id::{ChangeId, DeviceId, InspectionId};
use serde::{Deserialize, Serialize};

use crate::archive::{self, BLOBS, CHANGES};
use crate::envelope::MOST_RECIPIENTS;
use crate::hash::ContentHash;
use crate::json::{self, JsonError};
use crate::keys::PublicKey;
use crate::recipient::AgeRecipient;

/// What the field `format` says.
pub const FORMAT: &str = "fieldweek/manifest/1";
/// The trusted comment of the manifest's signature.
pub const COMMENT: &str = "fieldweek/1 manifest";
/// The largest manifest, in bytes.
pub const LARGEST_MANIFEST: usize = 1024 * 1024;

crate::coded::coded! {
    /// Why bytes are not a manifest.
    pub enum ManifestError {
        say {
            /// Larger than [`LARGEST_MANIFEST`].
            TooLarge = "manifest.too_large", "the manifest is too large";
            /// Not JSON with exactly the fields of the format.
            Json = "manifest.json", "the manifest is not JSON with exactly the fields of the format";
            /// Not written in the one way.
            NotCanonical = "manifest.not_canonical", "the manifest is not written in the canonical way";
            /// Written by a newer edition of Fieldweek.
            Format = "manifest.format", "the manifest has a format that this program does not know";
            /// First, last and prev contradict each other.
            Range = "manifest.range", "the manifest names an impossible range of changes";
            /// The roster versions start at 1.
            RosterVersion = "manifest.roster_version", "the manifest names an impossible version of the roster";
            /// None, too many, one twice, or not sorted.
            Recipients = "manifest.recipients", "the recipients of the manifest are not a sorted list of one to 64";
            /// Not the changes first and then blobs by name.
            Files = "manifest.files", "the files of the manifest are not the changes and then blobs in order";
            /// Not sorted by path, one twice, or not one-to-one with the blobs.
            Contents = "manifest.contents", "the contents of the manifest do not match its blobs";
            /// Something besides changes in what is not a pack.
            NotAPack = "manifest.not_a_pack", "only a pack carries anything besides changes";
            /// A word of the framework, or a path, that is not plain.
            Text = "manifest.text", "a name in the manifest is not a plain word or path";
        }
    }
}

/// What a bundle is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A laptop's changes, for central.
    Return,
    /// Central's changes with all that is needed to work: framework, guidance, roster.
    Pack,
    /// A laptop's changes, for a colleague.
    Handover,
}

impl Kind {
    /// The word used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Return => "return",
            Self::Pack => "pack",
            Self::Handover => "handover",
        }
    }
}

/// Which framework, in which edition, the changes were made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameworkEdition {
    /// The name of its folder: `yj-2025`.
    pub id: String,
    /// The edition of its content: `2025.1`.
    pub edition: String,
}

/// Where a blob of a pack belongs: `framework/forms/child/2.0.toml`. A plain relative path, never a place on a disk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BlobPath(String);

impl BlobPath {
    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One file of the archive, as the manifest promises it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Its name in the archive.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its hash.
    pub sha256: ContentHash,
}

/// What one of the blobs is. Two paths may have the same content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// Where it belongs.
    pub path: BlobPath,
    /// Which blob it is.
    pub sha256: ContentHash,
}

/// What a bundle promises about itself. The order of the fields is that of the format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// What the bundle is for.
    pub kind: Kind,
    /// The inspection whose log it is a part of.
    pub inspection: InspectionId,
    /// The device whose log it is.
    pub device: DeviceId,
    /// That device's key.
    pub signing_key: PublicKey,
    /// The number of the first change.
    pub first: u64,
    /// The number of the last change.
    pub last: u64,
    /// The change before the first; none when the first is number 1.
    pub prev: Option<ChangeId>,
    /// The last change.
    pub head: ChangeId,
    /// The highest lamport of the changes.
    pub lamport: u64,
    /// For whom the author encrypted it, sorted.
    pub recipients: Vec<AgeRecipient>,
    /// The roster that the author knew.
    pub roster_version: u64,
    /// The framework that the author worked with.
    pub framework: FrameworkEdition,
    /// The files after the manifest and its signature, in the order of the archive.
    pub files: Vec<FileEntry>,
    /// What the blobs are, sorted by path.
    pub contents: Vec<Content>,
}

impl Manifest {
    /// Reads a manifest whose signature was checked.
    ///
    /// # Errors
    /// When the bytes are not exactly those of a possible manifest.
    pub fn parse(bytes: &[u8]) -> Result<Self, ManifestError> {
        if bytes.len() > LARGEST_MANIFEST {
            return Err(ManifestError::TooLarge);
        }
        let manifest: Self = json::read(bytes).map_err(|error| match error {
            JsonError::Syntax => ManifestError::Json,
            JsonError::NotCanonical => ManifestError::NotCanonical,
        })?;
        manifest.check()?;
        Ok(manifest)
    }

    /// The bytes to sign and ship.
    ///
    /// # Errors
    /// When the manifest is not a possible one.
    pub fn to_json(&self) -> Result<Vec<u8>, ManifestError> {
        self.check()?;
        let bytes = json::write(self).map_err(|_| ManifestError::Json)?;
        if bytes.len() > LARGEST_MANIFEST { Err(ManifestError::TooLarge) } else { Ok(bytes) }
    }

    fn check(&self) -> Result<(), ManifestError> {
        if self.format != FORMAT {
            return Err(ManifestError::Format);
        }
        if self.first == 0 || self.first > self.last || (self.first == 1) != self.prev.is_none() {
            return Err(ManifestError::Range);
        }
        if self.roster_version == 0 {
            return Err(ManifestError::RosterVersion);
        }
        if !(1..=MOST_RECIPIENTS).contains(&self.recipients.len()) || !self.recipients.is_sorted_by(|a, b| a < b) {
            return Err(ManifestError::Recipients);
        }
        if !is_word(&self.framework.id) || !is_word(&self.framework.edition) {
            return Err(ManifestError::Text);
        }
        self.check_files()
    }

    fn check_files(&self) -> Result<(), ManifestError> {
        let (changes, blobs) = self.files.split_first().ok_or(ManifestError::Files)?;
        let named_by_hash = |file: &FileEntry| file.name == archive::blob_name(file.sha256);
        let in_order = blobs.is_sorted_by(|a, b| a.name < b.name);
        if changes.name != CHANGES || !blobs.iter().all(named_by_hash) || !in_order {
            return Err(ManifestError::Files);
        }
        if !self.contents.is_sorted_by(|a, b| a.path < b.path) {
            return Err(ManifestError::Contents);
        }
        let promised: BTreeSet<ContentHash> = self.contents.iter().map(|content| content.sha256).collect();
        let carried: BTreeSet<ContentHash> = blobs.iter().map(|file| file.sha256).collect();
        if promised != carried {
            return Err(ManifestError::Contents);
        }
        if self.kind == Kind::Pack || blobs.is_empty() { Ok(()) } else { Err(ManifestError::NotAPack) }
    }
}

impl FileEntry {
    /// The entry of a file with this name and content.
    #[must_use]
    pub fn of(name: &str, content: &[u8]) -> Self {
        let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
        Self { name: name.to_owned(), size, sha256: ContentHash::of(content) }
    }

    /// Whether it is one of the blobs.
    #[must_use]
    pub fn is_blob(&self) -> bool {
        self.name.starts_with(BLOBS)
    }
}

fn is_word(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}

impl FromStr for BlobPath {
    type Err = ManifestError;
    fn from_str(text: &str) -> Result<Self, ManifestError> {
        let fits = text.len() <= 200 && text.split('/').all(is_word);
        if fits { Ok(Self(text.to_owned())) } else { Err(ManifestError::Text) }
    }
}

impl TryFrom<String> for BlobPath {
    type Error = ManifestError;
    fn try_from(text: String) -> Result<Self, ManifestError> {
        text.parse()
    }
}

impl From<BlobPath> for String {
    fn from(path: BlobPath) -> Self {
        path.0
    }
}

impl fmt::Display for BlobPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
