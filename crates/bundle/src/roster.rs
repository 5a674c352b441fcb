//! The roster: who the organisation's people and devices are, signed by its offline root key.
//!
//! A roster only ever grows. A device keeps its person, its role and its keys for life; revoking it says up to which
//! of its changes it counts, by number and never by clock.

use fieldweek_domain::authority::{Devices, Holder, Role};
use fieldweek_domain::id::{DeviceId, InspectionId, PersonId};
use serde::{Deserialize, Serialize};

use crate::hash::ContentHash;
use crate::json::{self, JsonError};
use crate::keys::PublicKey;
use crate::minisign::MinisignError;
use crate::object::RosterName;
use crate::person::PersonReference;
use crate::recipient::AgeRecipient;

mod check;
mod draft;
mod successor;

pub use draft::{DraftError, RosterDraft, SignedRoster};
pub use successor::{Succession, SuccessionError};

/// What the field `format` says.
pub const FORMAT: &str = "fieldweek/roster/1";
/// The trusted comment of a roster's signature.
pub const COMMENT: &str = "fieldweek/1 roster";
/// The largest roster, in bytes.
pub const LARGEST_ROSTER: usize = 4 * 1024 * 1024;
/// The highest version: ten digits name it.
pub const HIGHEST_VERSION: u64 = 9_999_999_999;

crate::coded::coded! {
    /// Why bytes are not a roster.
    pub enum RosterError {
        say {
            /// Larger than [`LARGEST_ROSTER`].
            TooLarge = "roster.too_large", "the roster is too large";
            /// The signature has another trusted comment.
            TrustedComment = "roster.trusted_comment", "the signature is not one of a roster";
            /// Not JSON with exactly the fields of the format.
            Json = "roster.json", "the roster is not JSON with exactly the fields of the format";
            /// Not written in the one way.
            NotCanonical = "roster.not_canonical", "the roster is not written in the canonical way";
            /// Written by a newer edition of Fieldweek.
            Format = "roster.format", "the roster has a format that this program does not know";
            /// Versions start at 1, and only the first follows none.
            Version = "roster.version", "the roster has an impossible version";
            /// Empty, too long, or not plain text.
            Organisation = "roster.organisation", "the name of the organisation is not short plain text";
            /// Not sorted by id, or one twice.
            People = "roster.people", "the people of the roster are not sorted, or one is there twice";
            /// Not sorted by id, or one twice.
            Devices = "roster.devices", "the devices of the roster are not sorted, or one is there twice";
            /// A device's id is not that of its key, or its key has a foreign key id.
            DeviceKey = "roster.device_key", "the id of a device does not follow from its key";
            /// Two devices, or a device and the recovery, share an age recipient.
            SharedRecipient = "roster.shared_recipient", "an age recipient is there twice";
            /// A device of nobody.
            PersonUnknown = "roster.person_unknown", "a device belongs to a person who is not in the roster";
            /// A device claims a version of enrolment that is not between 1 and this.
            Enrolled = "roster.enrolled", "a device claims an impossible version of enrolment";
            /// A device replaces one that is not there, is itself, or has another person or role.
            Replaces = "roster.replaces", "a device replaces one that it cannot replace";
            /// The inspections of a revocation are not sorted, or one is there twice.
            Revocation = "roster.revocation", "the inspections of a revocation are not sorted, or one is there twice";
            /// Nobody could prepare or receive anything.
            NoCentral = "roster.no_central", "the roster has no device of central that is not revoked";
        }
        pass {
            /// The signature by the root key does not hold.
            Minisign(MinisignError);
        }
    }
}

/// Somebody of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Their id, which changes carry as author.
    pub id: PersonId,
    /// What colleagues see: a reference such as `Inspector 03`, never a name.
    pub name: PersonReference,
    /// Their role now. A device keeps the role it was enrolled with.
    pub role: Role,
}

/// Up to where a revoked device counts in one inspection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValidTo {
    /// The inspection.
    pub inspection: InspectionId,
    /// The last change of the device that counts; 0 when none does.
    pub valid_to_seq: u64,
}

/// A machine that may sign and receive bundles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Device {
    /// Follows from the signing key.
    pub id: DeviceId,
    /// Whose it is.
    pub person: PersonId,
    /// In which role, for life.
    pub role: Role,
    /// The key it signs with.
    pub signing_key: PublicKey,
    /// The key that bundles for it are encrypted to.
    pub recipient: AgeRecipient,
    /// The version of the roster that enrolled it.
    pub enrolled: u64,
    /// The device it took over from, when that one signed for it.
    pub replaces: Option<DeviceId>,
    /// When it is revoked: up to where it counts. Where an inspection is not listed, nothing of it counts.
    pub revoked: Option<Vec<ValidTo>>,
}

impl Device {
    /// Whose device it is, in which role, and up to where it counts.
    #[must_use]
    pub fn holder(&self) -> Holder {
        let valid_to =
            self.revoked.as_ref().map(|revoked| revoked.iter().map(|valid| (valid.inspection.clone(), valid.valid_to_seq)).collect());
        Holder { person: self.person.clone(), role: self.role, valid_to }
    }

    /// Whether the change with this number counts: always, unless the device was revoked before it.
    #[must_use]
    pub fn may_write(&self, inspection: &InspectionId, seq: u64) -> bool {
        self.holder().may_write(inspection, seq)
    }
}

/// What a roster says. The order of the fields is that of the format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RosterContent {
    /// [`FORMAT`].
    pub format: String,
    /// 1, 2, 3 …
    pub version: u64,
    /// The hash of the version before; none for the first.
    pub prev: Option<ContentHash>,
    /// What the organisation is called.
    pub organisation: String,
    /// The offline key that opens every bundle and every store in need.
    pub recovery: AgeRecipient,
    /// The people, sorted by id.
    pub people: Vec<Person>,
    /// The devices, sorted by id.
    pub devices: Vec<Device>,
}

/// A roster whose signature by the root was checked. There is no other way to have one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    content: RosterContent,
    hash: ContentHash,
}

impl Roster {
    /// Checks a roster's signature by the organisation's root key, and reads it.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn verify(json: &[u8], minisig: &[u8], root: &PublicKey) -> Result<Self, RosterError> {
        if json.len() > LARGEST_ROSTER {
            return Err(RosterError::TooLarge);
        }
        if root.verify(json, minisig)? != COMMENT {
            return Err(RosterError::TrustedComment);
        }
        let content: RosterContent = json::read(json).map_err(|error| match error {
            JsonError::Syntax => RosterError::Json,
            JsonError::NotCanonical => RosterError::NotCanonical,
        })?;
        check::content(&content)?;
        Ok(Self { content, hash: ContentHash::of(json) })
    }

    /// All it says.
    #[must_use]
    pub const fn content(&self) -> &RosterContent {
        &self.content
    }

    /// Its version.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.content.version
    }

    /// The hash of its bytes, which the next version names.
    #[must_use]
    pub const fn hash(&self) -> ContentHash {
        self.hash
    }

    /// Its name in the drop.
    #[must_use]
    pub const fn name(&self) -> RosterName {
        RosterName { version: self.content.version }
    }

    /// The recipient that every bundle and every store key is encrypted to as well.
    #[must_use]
    pub const fn recovery(&self) -> &AgeRecipient {
        &self.content.recovery
    }

    /// The device with this id.
    #[must_use]
    pub fn device(&self, id: &DeviceId) -> Option<&Device> {
        find(&self.content.devices, |device| device.id.cmp(id))
    }

    /// The person with this id.
    #[must_use]
    pub fn person(&self, id: &PersonId) -> Option<&Person> {
        find(&self.content.people, |person| person.id.cmp(id))
    }

    /// The devices that are not revoked.
    pub fn active(&self) -> impl Iterator<Item = &Device> {
        self.content.devices.iter().filter(|device| device.revoked.is_none())
    }

    /// For whom to encrypt: central's devices and the recovery, and the devices of these people. Sorted, without revoked ones.
    #[must_use]
    pub fn recipients<'a>(&self, people: impl IntoIterator<Item = &'a PersonId>) -> Vec<AgeRecipient> {
        let people: Vec<&PersonId> = people.into_iter().collect();
        let devices = self.active().filter(|device| device.role == Role::Central || people.contains(&&device.person));
        let mut recipients: Vec<AgeRecipient> = devices.map(|device| device.recipient.clone()).collect();
        recipients.push(self.content.recovery.clone());
        recipients.sort_unstable();
        recipients
    }

    /// Every device with its holder, for the rules of authority. Revoked ones too: what they wrote before still counts.
    #[must_use]
    pub fn devices(&self) -> Devices {
        self.content.devices.iter().map(|device| (device.id.clone(), device.holder())).collect()
    }

    /// Whether the roster lets the change of this device with this number count.
    #[must_use]
    pub fn admits(&self, device: &DeviceId, inspection: &InspectionId, seq: u64) -> bool {
        self.device(device).is_some_and(|device| device.may_write(inspection, seq))
    }
}

fn find<T>(sorted: &[T], order: impl FnMut(&T) -> std::cmp::Ordering) -> Option<&T> {
    sorted.binary_search_by(order).ok().and_then(|place| sorted.get(place))
}
