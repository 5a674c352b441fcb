//! Enrolment: a new machine asks to be in the roster, with a request signed by its own key.
//!
//! The signature only proves that the asker holds the key. That it is the right machine is proved by a person: the
//! fingerprint is read aloud, as words, and compared before central approves.

use fieldweek_domain::authority::Role;
use fieldweek_domain::change::Timestamp;
use fieldweek_domain::id::{DeviceId, PersonId};
use serde::{Deserialize, Serialize};

use crate::json::{self, JsonError};
use crate::keys::{PublicKey, SigningKey};
use crate::minisign::MinisignError;
use crate::person::PersonReference;
use crate::recipient::AgeRecipient;
use crate::words;

/// What the field `format` says.
pub const FORMAT: &str = "fieldweek/enrolment/1";
/// The trusted comment of a request's signature.
pub const COMMENT: &str = "fieldweek/1 enrolment";
/// The largest request, in bytes.
pub const LARGEST_REQUEST: usize = 16 * 1024;

crate::coded::coded! {
    /// Why bytes are not an enrolment request.
    pub enum EnrolmentError {
        say {
            /// Larger than [`LARGEST_REQUEST`].
            TooLarge = "enrolment.too_large", "the enrolment request is too large";
            /// The signature has another trusted comment.
            TrustedComment = "enrolment.trusted_comment", "the signature is not one of an enrolment request";
            /// Not JSON with exactly the fields of the format.
            Json = "enrolment.json", "the enrolment request is not JSON with exactly the fields of the format";
            /// Not written in the one way.
            NotCanonical = "enrolment.not_canonical", "the enrolment request is not written in the canonical way";
            /// Written by a newer edition of Fieldweek.
            Format = "enrolment.format", "the enrolment request has a format that this program does not know";
            /// The device's id is not that of its key, its key has a foreign key id, or it replaces itself.
            DeviceKey = "enrolment.device_key", "the id of the device does not follow from its key";
        }
        pass {
            /// The signature by the device's own key does not hold.
            Minisign(MinisignError);
        }
    }
}

/// What a request says. The order of the fields is that of the format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestContent {
    /// [`FORMAT`].
    pub format: String,
    /// Whose machine it is.
    pub person: PersonId,
    /// How that person is shown.
    pub name: PersonReference,
    /// In which role, for the life of the device.
    pub role: Role,
    /// Follows from the signing key.
    pub device: DeviceId,
    /// The key it will sign with.
    pub signing_key: PublicKey,
    /// The key that bundles for it are encrypted to.
    pub recipient: AgeRecipient,
    /// The device it takes over from, which then signs the request too.
    pub replaces: Option<DeviceId>,
    /// When, by the clock of that machine. For people.
    pub at: Timestamp,
}

/// A signed request: two files to carry to central.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedRequest {
    /// Its bytes.
    pub json: Vec<u8>,
    /// Its signature by the new device.
    pub minisig: String,
}

/// A request whose signature by its own key was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolmentRequest {
    content: RequestContent,
    json: Vec<u8>,
}

impl RequestContent {
    /// The request of this machine.
    #[must_use]
    pub fn new(key: &SigningKey, recipient: AgeRecipient, person: PersonId, name: PersonReference, role: Role, at: Timestamp) -> Self {
        let (device, signing_key) = (key.device(), key.public().clone());
        Self { format: FORMAT.to_owned(), person, name, role, device, signing_key, recipient, replaces: None, at }
    }

    /// Writes and signs the request with the machine's own key.
    ///
    /// # Errors
    /// When the key is not that of the request.
    pub fn sign(&self, key: &SigningKey) -> Result<SignedRequest, EnrolmentError> {
        self.check()?;
        if self.signing_key != *key.public() {
            return Err(EnrolmentError::DeviceKey);
        }
        let json = json::write(self).map_err(|_| EnrolmentError::Json)?;
        let minisig = key.sign(&json, COMMENT)?;
        Ok(SignedRequest { json, minisig })
    }

    /// The fingerprint of both keys, as words to read aloud.
    #[must_use]
    pub fn words(&self) -> String {
        words::fingerprint(&self.signing_key, &self.recipient)
    }

    fn check(&self) -> Result<(), EnrolmentError> {
        if self.format != FORMAT {
            return Err(EnrolmentError::Format);
        }
        let own = self.signing_key.device() == self.device && self.signing_key.has_derived_id();
        if own && self.replaces.as_ref() != Some(&self.device) { Ok(()) } else { Err(EnrolmentError::DeviceKey) }
    }
}

impl EnrolmentRequest {
    /// Reads a request, and checks its signature by the key that it names.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn verify(json: &[u8], minisig: &[u8]) -> Result<Self, EnrolmentError> {
        if json.len() > LARGEST_REQUEST {
            return Err(EnrolmentError::TooLarge);
        }
        let content: RequestContent = json::read(json).map_err(|error| match error {
            JsonError::Syntax => EnrolmentError::Json,
            JsonError::NotCanonical => EnrolmentError::NotCanonical,
        })?;
        content.check()?;
        if content.signing_key.verify(json, minisig)? != COMMENT {
            return Err(EnrolmentError::TrustedComment);
        }
        Ok(Self { content, json: json.to_vec() })
    }

    /// What it says.
    #[must_use]
    pub const fn content(&self) -> &RequestContent {
        &self.content
    }

    /// Its exact bytes, which a replaced device signs too.
    #[must_use]
    pub fn json(&self) -> &[u8] {
        &self.json
    }

    /// The fingerprint of both keys, as words to compare with those read aloud.
    #[must_use]
    pub fn words(&self) -> String {
        self.content.words()
    }
}
