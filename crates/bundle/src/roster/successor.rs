//! Which roster may follow which: nothing is forgotten, nothing given to anybody else.

use super::{Device, Roster};

crate::coded::coded! {
    /// Why a roster cannot take the place of the one that is known.
    pub enum SuccessionError {
        say {
            /// A lower version than the known one: a replay.
            Older = "succession.older", "the roster is older than the one that is known";
            /// The same version with other content.
            Forked = "succession.forked", "there are two different rosters of one version";
            /// Versions between are missing: they have to be read first.
            Gap = "succession.gap", "versions of the roster are missing in between";
            /// It names another roster than the known one as the one before it.
            Prev = "succession.prev", "the roster does not follow the one that is known";
            /// The organisation has another name.
            Organisation = "succession.organisation", "the roster is that of another organisation";
            /// A person is gone.
            PersonRemoved = "succession.person_removed", "a person is missing from the roster";
            /// A device is gone.
            DeviceRemoved = "succession.device_removed", "a device is missing from the roster";
            /// A device has another person, role, key or origin.
            DeviceChanged = "succession.device_changed", "a device has another person, role or key than before";
            /// A revoked device counts again.
            RevocationLifted = "succession.revocation_lifted", "a revoked device is no longer revoked";
            /// A new device claims to be enrolled earlier.
            EnrolledEarlier = "succession.enrolled_earlier", "a new device claims to have been enrolled earlier";
        }
    }
}

/// What a roster is to the one that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Succession {
    /// The very same.
    Same,
    /// The next version: it takes the place.
    Next,
}

impl Roster {
    /// Whether a roster, verified with the same root, may take this one's place.
    ///
    /// # Errors
    /// The first rule it breaks. The known roster stays in force then.
    pub fn succeeded_by(&self, next: &Self) -> Result<Succession, SuccessionError> {
        let (old, new) = (self.content(), next.content());
        if new.version < old.version {
            return Err(SuccessionError::Older);
        }
        if new.version == old.version {
            return if next.hash() == self.hash() { Ok(Succession::Same) } else { Err(SuccessionError::Forked) };
        }
        if new.version != old.version.saturating_add(1) {
            return Err(SuccessionError::Gap);
        }
        if new.prev != Some(self.hash()) {
            return Err(SuccessionError::Prev);
        }
        if new.organisation != old.organisation {
            return Err(SuccessionError::Organisation);
        }
        if old.people.iter().any(|person| next.person(&person.id).is_none()) {
            return Err(SuccessionError::PersonRemoved);
        }
        for device in &old.devices {
            keeps(device, next.device(&device.id).ok_or(SuccessionError::DeviceRemoved)?)?;
        }
        let late = |device: &Device| self.device(&device.id).is_some() || device.enrolled == new.version;
        if new.devices.iter().all(late) { Ok(Succession::Next) } else { Err(SuccessionError::EnrolledEarlier) }
    }
}

/// Only the revocation of a device may change, and only from none to some or from one reach to another.
fn keeps(old: &Device, new: &Device) -> Result<(), SuccessionError> {
    if old.revoked.is_some() && new.revoked.is_none() {
        return Err(SuccessionError::RevocationLifted);
    }
    let unrevoked = |device: &Device| Device { revoked: None, ..device.clone() };
    if unrevoked(old) == unrevoked(new) { Ok(()) } else { Err(SuccessionError::DeviceChanged) }
}
