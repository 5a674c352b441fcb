//! Whose workspace this is: the person, their role, and the keys of this machine. Kept inside the encrypted store.

use fieldweek_bundle::{AgeIdentity, PersonReference, SigningKey};
use fieldweek_domain::authority::Role;
use fieldweek_domain::id::{DeviceId, PersonId};
use fieldweek_store::{Entropy, Workspace};
use secrecy::{ExposeSecret, SecretSlice};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::error::{AppError, Result};
use crate::organisation::Card;

const SETTING: &str = "identity";

/// Whose workspace this is.
pub struct Identity {
    /// The person.
    pub person: PersonId,
    /// Their role on this machine, fixed for its life.
    pub role: Role,
    /// The organisation whose root this machine pins.
    pub card: Card,
    pub(crate) signing: SigningKey,
    pub(crate) age: AgeIdentity,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    person: PersonId,
    role: Role,
    card: Card,
    signing_seed: String,
    age_identity: String,
}

impl Drop for Stored {
    fn drop(&mut self) {
        self.signing_seed.zeroize();
        self.age_identity.zeroize();
    }
}

impl Identity {
    /// A new identity with new keys.
    pub(crate) fn new(person: PersonId, role: Role, card: Card, entropy: &mut dyn Entropy) -> Result<Self> {
        let mut seed = Zeroizing::new([0; 32]);
        entropy.fill(seed.as_mut_slice()).map_err(fieldweek_store::StoreError::from)?;
        reference(&person)?;
        Ok(Self { person, role, card, signing: SigningKey::from_seed(&seed), age: AgeIdentity::generate() })
    }

    /// This machine.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.signing.device()
    }

    pub(crate) fn keep(&self, workspace: &mut Workspace) -> Result<()> {
        let stored = Stored {
            person: self.person.clone(),
            role: self.role,
            card: self.card.clone(),
            signing_seed: hex::encode(self.signing.seed().as_slice()),
            age_identity: self.age.to_text().expose_secret().to_owned(),
        };
        let bytes = serde_json::to_vec(&stored).map_err(|_| broken())?;
        Ok(workspace.put_secret(SETTING, &SecretSlice::from(bytes))?)
    }

    pub(crate) fn load(workspace: &Workspace) -> Result<Self> {
        let bytes = workspace.secret(SETTING)?.ok_or_else(broken)?;
        let stored: Stored = serde_json::from_slice(bytes.expose_secret()).map_err(|_| broken())?;
        let mut seed = Zeroizing::new([0; 32]);
        hex::decode_to_slice(&stored.signing_seed, seed.as_mut_slice()).map_err(|_| broken())?;
        Ok(Self {
            person: stored.person.clone(),
            role: stored.role,
            card: stored.card.clone(),
            signing: SigningKey::from_seed(&seed),
            age: stored.age_identity.parse().map_err(|_| broken())?,
        })
    }
}

fn broken() -> AppError {
    AppError::refused(
        "identity.missing",
        "The workspace does not hold the keys of this machine.",
        "Restore the newest backup, or create a new workspace.",
    )
}

/// How a person is shown: `inspector-1` as `Inspector 1`.
///
/// # Errors
/// When the id is not words that end in a number: a person is known by a reference, never by a name.
pub(crate) fn reference(person: &PersonId) -> Result<PersonReference> {
    let mut words = person.as_str().replace(['-', '_'], " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words.parse().map_err(|_| {
        AppError::usage(
            "person.reference",
            "A person is known by a reference, never by a name.",
            "Give words that end in a number, such as inspector-1.",
        )
    })
}
