//! Receipts: central says what it did with a bundle, so that a laptop knows what it may purge.

use fieldweek_domain::authority::Role;
use fieldweek_domain::change::Timestamp;
use fieldweek_domain::id::{DeviceId, InspectionId};
use serde::{Deserialize, Serialize};

use crate::hash::ContentHash;
use crate::json::{self, JsonError};
use crate::keys::SigningKey;
use crate::minisign::MinisignError;
use crate::object::{self, ObjectError, ReceiptName};
use crate::roster::Roster;

/// What the field `format` says.
pub const FORMAT: &str = "fieldweek/receipt/1";
/// The trusted comment of a receipt's signature.
pub const COMMENT: &str = "fieldweek/1 receipt";
/// The largest receipt, in bytes.
pub const LARGEST_RECEIPT: usize = 16 * 1024;

crate::coded::coded! {
    /// Why bytes are not a receipt, or not one to trust.
    pub enum ReceiptError {
        say {
            /// Larger than [`LARGEST_RECEIPT`].
            TooLarge = "receipt.too_large", "the receipt is too large";
            /// Not JSON with exactly the fields of the format.
            Json = "receipt.json", "the receipt is not JSON with exactly the fields of the format";
            /// Not written in the one way.
            NotCanonical = "receipt.not_canonical", "the receipt is not written in the canonical way";
            /// Written by a newer edition of Fieldweek.
            Format = "receipt.format", "the receipt has a format that this program does not know";
            /// First, last and the count of changes contradict each other or the status.
            Range = "receipt.range", "the receipt names an impossible range of changes";
            /// Receipts are numbered from 1, and only the first follows none.
            Number = "receipt.number", "the receipt has an impossible number";
            /// An archived bundle has a manifest and no reason; a quarantined one has a reason.
            Status = "receipt.status", "the status of the receipt contradicts its other fields";
            /// The name says something else than the receipt.
            Name = "receipt.name", "the name of the receipt does not match its content";
            /// The signer is not in the roster, is not central's, or is revoked.
            Signer = "receipt.signer", "the receipt is not signed by a device of central";
            /// The signature has another trusted comment.
            TrustedComment = "receipt.trusted_comment", "the signature is not one of a receipt";
            /// It belongs to another inspection or device than the receipt before it.
            OtherChain = "receipt.other_chain", "the receipt belongs to another chain of receipts";
            /// A receipt in between is missing.
            Gap = "receipt.gap", "a receipt is missing in between";
            /// It names another receipt as the one before it.
            Prev = "receipt.prev", "the receipt does not follow the one before it";
        }
        pass {
            /// The signature does not hold.
            Minisign(MinisignError);
            /// The inspection cannot be the name of a folder.
            Object(ObjectError);
        }
    }
}

/// What central did with a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It was folded into the register, and is kept unchanged in the archive.
    Archived,
    /// It was refused and set aside.
    Quarantined,
}

/// What a receipt says. The order of the fields is that of the format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptContent {
    /// [`FORMAT`].
    pub format: String,
    /// The inspection of the bundle.
    pub inspection: InspectionId,
    /// The device that the bundle came from.
    pub device: DeviceId,
    /// The number of its first change, as its name says.
    pub first: u64,
    /// The number of its last change; none when a quarantined bundle could not be read so far.
    pub last: Option<u64>,
    /// The hash of its `.age` file.
    pub bundle: ContentHash,
    /// The hash of its manifest; none when a quarantined bundle could not be read so far.
    pub manifest: Option<ContentHash>,
    /// How many changes of it are in the archive: all, or 0.
    pub changes: u64,
    /// The number of this receipt in the chain for that inspection and device, from 1 on.
    pub number: u64,
    /// The hash of the receipt before it in that chain; none for the first.
    pub prev: Option<ContentHash>,
    /// What was done.
    pub status: Status,
    /// The code of the failure, when it was quarantined.
    pub reason: Option<String>,
    /// The device of central that signed.
    pub signer: DeviceId,
    /// When, by central's clock. For people.
    pub at: Timestamp,
}

/// A signed receipt: two objects for the drop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedReceipt {
    /// Its name.
    pub name: ReceiptName,
    /// Its bytes.
    pub json: Vec<u8>,
    /// Its signature, to be written after it.
    pub minisig: String,
}

/// A receipt whose signature by central was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    content: ReceiptContent,
    hash: ContentHash,
}

impl ReceiptContent {
    /// Writes and signs the receipt with the key of a device of central.
    ///
    /// # Errors
    /// When the fields contradict each other, or the key is not that of the signer.
    pub fn sign(&self, central: &SigningKey) -> Result<SignedReceipt, ReceiptError> {
        self.check()?;
        if central.device() != self.signer {
            return Err(ReceiptError::Signer);
        }
        let json = json::write(self).map_err(|_| ReceiptError::Json)?;
        let minisig = central.sign(&json, COMMENT)?;
        Ok(SignedReceipt { name: self.name(ContentHash::of(&json)), json, minisig })
    }

    fn name(&self, sha256: ContentHash) -> ReceiptName {
        ReceiptName { inspection: self.inspection.clone(), device: self.device.clone(), number: self.number, sha256 }
    }

    fn check(&self) -> Result<(), ReceiptError> {
        object::check_inspection(&self.inspection)?;
        if self.format != FORMAT {
            return Err(ReceiptError::Format);
        }
        if self.number == 0 || (self.number == 1) != self.prev.is_none() {
            return Err(ReceiptError::Number);
        }
        if self.first == 0 || self.last.is_some_and(|last| last < self.first) {
            return Err(ReceiptError::Range);
        }
        match self.status {
            Status::Archived => self.check_archived(),
            Status::Quarantined if self.changes != 0 => Err(ReceiptError::Range),
            Status::Quarantined if self.reason.as_deref().is_some_and(is_code) => Ok(()),
            Status::Quarantined => Err(ReceiptError::Status),
        }
    }

    fn check_archived(&self) -> Result<(), ReceiptError> {
        if self.manifest.is_none() || self.reason.is_some() {
            return Err(ReceiptError::Status);
        }
        let count = self.last.and_then(|last| last.checked_sub(self.first)).and_then(|more| more.checked_add(1));
        if count == Some(self.changes) { Ok(()) } else { Err(ReceiptError::Range) }
    }
}

/// A code such as `chain.gap`: lower-case letters, digits, `_` and dots, at most 64.
fn is_code(text: &str) -> bool {
    let plain = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'.');
    !text.is_empty() && text.len() <= 64 && plain
}

impl Receipt {
    /// Checks a receipt: its content, its name, and its signature by a device that the roster knows as central's.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn verify(name: &ReceiptName, json: &[u8], minisig: &[u8], roster: &Roster) -> Result<Self, ReceiptError> {
        if json.len() > LARGEST_RECEIPT {
            return Err(ReceiptError::TooLarge);
        }
        let content: ReceiptContent = json::read(json).map_err(|error| match error {
            JsonError::Syntax => ReceiptError::Json,
            JsonError::NotCanonical => ReceiptError::NotCanonical,
        })?;
        let signer = roster.device(&content.signer).ok_or(ReceiptError::Signer)?;
        if signer.role != Role::Central || signer.revoked.is_some() {
            return Err(ReceiptError::Signer);
        }
        if signer.signing_key.verify(json, minisig)? != COMMENT {
            return Err(ReceiptError::TrustedComment);
        }
        content.check()?;
        let hash = ContentHash::of(json);
        if content.name(hash) == *name { Ok(Self { content, hash }) } else { Err(ReceiptError::Name) }
    }

    /// What it says.
    #[must_use]
    pub const fn content(&self) -> &ReceiptContent {
        &self.content
    }

    /// The hash of its bytes, which the next receipt names.
    #[must_use]
    pub const fn hash(&self) -> ContentHash {
        self.hash
    }

    /// Checks that it is the next of its chain after this one; the first after none.
    ///
    /// # Errors
    /// When it is not.
    pub fn follows(&self, before: Option<&Self>) -> Result<(), ReceiptError> {
        let Some(before) = before else {
            return if self.content.number == 1 { Ok(()) } else { Err(ReceiptError::Gap) };
        };
        if before.content.inspection != self.content.inspection || before.content.device != self.content.device {
            return Err(ReceiptError::OtherChain);
        }
        if before.content.number.checked_add(1) != Some(self.content.number) {
            return Err(ReceiptError::Gap);
        }
        if self.content.prev == Some(before.hash) { Ok(()) } else { Err(ReceiptError::Prev) }
    }

    /// Whether it says that exactly this bundle is in the archive.
    #[must_use]
    pub fn archives(&self, bundle_hash: ContentHash) -> bool {
        self.content.status == Status::Archived && self.content.bundle == bundle_hash
    }
}
