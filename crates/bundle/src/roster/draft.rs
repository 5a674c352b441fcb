//! The next roster, while it is made: people added, devices approved and revoked, then signed by the root.

use fieldweek_domain::id::{DeviceId, InspectionId};

use super::{COMMENT, Device, FORMAT, LARGEST_ROSTER, Person, Roster, RosterContent, RosterError, ValidTo, check};
use crate::enrolment::EnrolmentRequest;
use crate::json;
use crate::keys::SigningKey;
use crate::minisign::MinisignError;
use crate::object::RosterName;
use crate::recipient::AgeRecipient;

crate::coded::coded! {
    /// Why a roster cannot be made so.
    pub enum DraftError {
        say {
            /// The device is in the roster already.
            DeviceKnown = "draft.device_known", "the device is in the roster already";
            /// There is no such device.
            DeviceUnknown = "draft.device_unknown", "there is no such device in the roster";
            /// The person is not in the roster: add them first.
            PersonUnknown = "draft.person_unknown", "the person is not in the roster";
            /// The request asks for another role than the person has.
            OtherRole = "draft.other_role", "the person has another role than the request asks for";
            /// The request replaces a device, so that device must sign it too.
            NeedsOldSignature = "draft.needs_old_signature", "the device that is replaced must sign the request too";
        }
        pass {
            /// It would not be a possible roster.
            Roster(RosterError);
            /// The signature of the replaced device does not hold, or signing failed.
            Minisign(MinisignError);
        }
    }
}

/// A roster that is not signed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterDraft(RosterContent);

/// A signed roster: two objects for the drop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedRoster {
    /// Its name.
    pub name: RosterName,
    /// Its bytes.
    pub json: Vec<u8>,
    /// Its signature, to be written after it.
    pub minisig: String,
}

impl RosterDraft {
    /// The first roster of an organisation, empty.
    #[must_use]
    pub fn first(organisation: &str, recovery: AgeRecipient) -> Self {
        Self(RosterContent {
            format: FORMAT.to_owned(),
            version: 1,
            prev: None,
            organisation: organisation.to_owned(),
            recovery,
            people: Vec::new(),
            devices: Vec::new(),
        })
    }

    /// What it says so far.
    #[must_use]
    pub const fn content(&self) -> &RosterContent {
        &self.0
    }

    /// Adds a person, or gives one who is there another reference or role. Their devices keep their roles.
    pub fn put_person(&mut self, person: Person) {
        self.0.people.retain(|other| other.id != person.id);
        self.0.people.push(person);
        self.0.people.sort_by(|a, b| a.id.cmp(&b.id));
    }

    /// Enrols the device of a verified request whose words were read aloud and compared.
    ///
    /// # Errors
    /// When it is there already, the person or the role is another, or it replaces a device.
    pub fn approve(&mut self, request: &EnrolmentRequest) -> Result<(), DraftError> {
        if request.content().replaces.is_some() {
            return Err(DraftError::NeedsOldSignature);
        }
        self.enrol(request)
    }

    /// Enrols the device of a verified request that takes over from an older device, which signed the request too.
    /// The older one is not revoked by it.
    ///
    /// # Errors
    /// As [`Self::approve`], and when the older device did not sign.
    pub fn approve_rotation(&mut self, request: &EnrolmentRequest, old_minisig: &[u8]) -> Result<(), DraftError> {
        let replaced = request.content().replaces.as_ref().ok_or(DraftError::DeviceUnknown)?;
        let old = self.0.devices.iter().find(|device| device.id == *replaced).ok_or(DraftError::DeviceUnknown)?;
        if old.signing_key.verify(request.json(), old_minisig)? != crate::enrolment::COMMENT {
            return Err(DraftError::NeedsOldSignature);
        }
        self.enrol(request)
    }

    fn enrol(&mut self, request: &EnrolmentRequest) -> Result<(), DraftError> {
        let wanted = request.content();
        if self.0.devices.iter().any(|device| device.id == wanted.device) {
            return Err(DraftError::DeviceKnown);
        }
        let person = self.0.people.iter().find(|person| person.id == wanted.person).ok_or(DraftError::PersonUnknown)?;
        if person.role != wanted.role {
            return Err(DraftError::OtherRole);
        }
        self.0.devices.push(Device {
            id: wanted.device.clone(),
            person: wanted.person.clone(),
            role: wanted.role,
            signing_key: wanted.signing_key.clone(),
            recipient: wanted.recipient.clone(),
            enrolled: self.0.version,
            replaces: wanted.replaces.clone(),
            revoked: None,
        });
        self.0.devices.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(())
    }

    /// Revokes a device, or moves where it counts up to. In an inspection that is not listed, nothing of it counts.
    ///
    /// # Errors
    /// When there is no such device.
    pub fn revoke(&mut self, device: &DeviceId, valid_to: impl IntoIterator<Item = (InspectionId, u64)>) -> Result<(), DraftError> {
        let device = self.0.devices.iter_mut().find(|other| other.id == *device).ok_or(DraftError::DeviceUnknown)?;
        let mut valid: Vec<ValidTo> = valid_to.into_iter().map(|(inspection, valid_to_seq)| ValidTo { inspection, valid_to_seq }).collect();
        valid.sort_by(|a, b| a.inspection.cmp(&b.inspection));
        device.revoked = Some(valid);
        Ok(())
    }

    /// The bytes to sign, for a root key that is kept in minisign's own file: sign them with the trusted comment [`COMMENT`].
    ///
    /// # Errors
    /// When it would not be a possible roster.
    pub fn to_json(&self) -> Result<Vec<u8>, DraftError> {
        check::content(&self.0)?;
        let json = json::write(&self.0).map_err(|_| RosterError::Json)?;
        if json.len() > LARGEST_ROSTER { Err(RosterError::TooLarge.into()) } else { Ok(json) }
    }

    /// Signs it with the root key.
    ///
    /// # Errors
    /// When it would not be a possible roster.
    pub fn sign(&self, root: &SigningKey) -> Result<SignedRoster, DraftError> {
        let json = self.to_json()?;
        let minisig = root.sign(&json, COMMENT)?;
        Ok(SignedRoster { name: RosterName { version: self.0.version }, json, minisig })
    }
}

impl Roster {
    /// The next version, so far with the same content.
    #[must_use]
    pub fn next(&self) -> RosterDraft {
        let old = self.content();
        RosterDraft(RosterContent { version: old.version.saturating_add(1), prev: Some(self.hash()), ..old.clone() })
    }
}
