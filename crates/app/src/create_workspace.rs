//! Creating the workspace of a machine.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use fieldweek_bundle::escrow;
use fieldweek_domain::authority::Role;
use fieldweek_domain::id::PersonId;
use fieldweek_store::{Entropy, Kdf, NewWorkspace, StoreKey, Vault, Workspace};
use secrecy::{ExposeSecret, SecretString};

use crate::context::Clock;
use crate::error::{AppError, Result};
use crate::identity::Identity;
use crate::organisation::Card;
use crate::session::Session;

/// The shortest passphrase, in characters. Four words of a list, or twelve characters, are more than this.
pub const SHORTEST_PASSPHRASE: usize = 12;

/// What a workspace is created with.
pub struct Creation<'a> {
    /// Its folder: empty, or not there yet.
    pub folder: &'a Path,
    /// The person.
    pub person: PersonId,
    /// Their role.
    pub role: Role,
    /// The organisation, whose root the machine pins from now on.
    pub card: Card,
    /// The passphrase.
    pub passphrase: &'a SecretString,
    /// The keyring, or none by explicit choice.
    pub vault: &'a dyn Vault,
    /// Where keys come from.
    pub entropy: &'a mut dyn Entropy,
}

/// Refuses a passphrase that is too short to protect anything.
pub(crate) fn long_enough(passphrase: &SecretString) -> Result<()> {
    if passphrase.expose_secret().chars().count() < SHORTEST_PASSPHRASE {
        return Err(AppError::usage(
            "passphrase.short",
            format!("The passphrase has fewer than {SHORTEST_PASSPHRASE} characters."),
            "Use several words that nobody would guess.",
        ));
    }
    Ok(())
}

/// Creates a workspace with new keys.
///
/// # Errors
/// When something is in the folder, the passphrase is too short, or the keyring is missing.
pub fn create(creation: Creation<'_>, clock: Arc<dyn Clock>) -> Result<Session> {
    let Creation { folder, person, role, card, passphrase, vault, entropy } = creation;
    long_enough(passphrase)?;
    let identity = Identity::new(person, role, card, entropy)?;
    let recovery = identity.card.recovery.clone();
    let seal = move |key: &StoreKey| escrow(key.expose(), &recovery).map_err(|error| Box::new(error) as Box<dyn Error + Send + Sync>);
    let mut workspace = Workspace::create(folder, NewWorkspace { passphrase, vault, kdf: Kdf::default(), entropy, escrow: &seal })?;
    identity.keep(&mut workspace)?;
    Session::with(workspace, clock)
}
