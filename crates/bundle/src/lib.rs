//! Signed and encrypted bundles, rosters, receipts: bytes in, bytes out.
//!
//! A bundle is a segment of one device's log, signed, encrypted to named recipients, and signed again. A stranger can
//! check one with `minisign`, `age` and `tar`; `docs/formats.md` says how, byte by byte.
//!
//! * [`seal()`], [`open()`], [`peek`]: make a bundle and read one. [`Position`] says where its changes belong.
//! * [`SigningKey`], [`PublicKey`], [`AgeIdentity`], [`AgeRecipient`]: the two pairs of keys of a device.
//! * [`Roster`], [`RosterDraft`], [`EnrolmentRequest`]: who signs and receives, and how one gets in.
//! * [`Receipt`]: what central says it has. [`escrow()`]: how a lost store key comes back.
//! * [`archive`], [`envelope`], [`minisign`]: the layers of a bundle, one by one.

mod coded;
mod json;

pub mod archive;
pub mod chain;
pub mod comment;
pub mod enrolment;
pub mod envelope;
pub mod escrow;
pub mod hash;
pub mod keyfile;
pub mod keys;
pub mod manifest;
pub mod minisign;
pub mod object;
pub mod open;
pub mod person;
pub mod receipt;
pub mod recipient;
pub mod roster;
pub mod seal;
pub mod words;

pub use chain::Position;
pub use enrolment::{EnrolmentError, EnrolmentRequest, RequestContent, SignedRequest};
pub use escrow::{EscrowError, escrow, recover};
pub use hash::ContentHash;
pub use keys::{PublicKey, SigningKey};
pub use manifest::{BlobPath, FrameworkEdition, Kind, Manifest};
pub use object::{ObjectName, ObjectPath, ReceiptName, RosterName};
pub use open::{OpenError, Opened, Peek, open, peek};
pub use person::PersonReference;
pub use receipt::{Receipt, ReceiptContent, ReceiptError, SignedReceipt, Status};
pub use recipient::{AgeIdentity, AgeRecipient};
pub use roster::{Device, Person, Roster, RosterDraft, RosterError, SignedRoster, Succession};
pub use seal::{Blob, SealError, SealRequest, Sealed, seal};
pub use words::words;

/// The stable codes of every failure, layer by layer: all of them are explained in `docs/formats.md`.
#[must_use]
pub fn codes() -> Vec<&'static str> {
    let layers = [
        hash::HashError::CODES,
        keys::KeyError::CODES,
        recipient::AgeKeyError::CODES,
        person::PersonError::CODES,
        minisign::MinisignError::CODES,
        envelope::EnvelopeError::CODES,
        archive::ArchiveError::CODES,
        object::ObjectError::CODES,
        chain::ChainError::CODES,
        comment::CommentError::CODES,
        manifest::ManifestError::CODES,
        open::InnerSignature::CODES,
        open::OpenError::CODES,
        seal::SealError::CODES,
        roster::RosterError::CODES,
        roster::SuccessionError::CODES,
        roster::DraftError::CODES,
        enrolment::EnrolmentError::CODES,
        receipt::ReceiptError::CODES,
        escrow::EscrowError::CODES,
        keyfile::KeyfileError::CODES,
    ];
    layers.concat()
}
