//! Recovering a workspace whose passphrase is forgotten or whose keyring is lost, with the organisation's offline key.

use std::path::Path;
use std::sync::Arc;

use fieldweek_bundle::keyfile::unlock_recovery;
use fieldweek_bundle::recover as open_escrow;
use fieldweek_store::{Entropy, Kdf, StoreKey, Vault, Workspace};
use secrecy::SecretString;

use crate::context::Clock;
use crate::create_workspace::long_enough;
use crate::error::{AppError, Result};
use crate::file;
use crate::session::Session;

/// The largest key file, in bytes.
const LARGEST: u64 = 64 * 1024;

/// What a workspace is recovered with.
pub struct Recovery<'a> {
    /// Its folder, or a restored backup's.
    pub folder: &'a Path,
    /// The organisation's offline recovery key.
    pub recovery_key: &'a Path,
    /// The passphrase of that key.
    pub key_passphrase: &'a SecretString,
    /// The workspace's new passphrase.
    pub passphrase: &'a SecretString,
    /// The keyring from now on, or none by explicit choice.
    pub vault: &'a dyn Vault,
    /// Where the new wrapping comes from.
    pub entropy: &'a mut dyn Entropy,
}

/// Opens a workspace with the organisation's recovery key and locks it with a new passphrase. Its content is untouched.
///
/// # Errors
/// When the key does not open or is another organisation's, or the new passphrase is too short.
pub fn recover(recovery: Recovery<'_>, clock: Arc<dyn Clock>) -> Result<Session> {
    let Recovery { folder, recovery_key, key_passphrase, passphrase, vault, entropy } = recovery;
    long_enough(passphrase)?;
    let identity = unlock_recovery(&file::read(recovery_key, LARGEST)?, key_passphrase).map_err(AppError::coded)?;
    let key = open_escrow(&Workspace::escrow(folder)?, &identity).map_err(AppError::coded)?;
    let mut workspace = Workspace::open_with_key(folder, StoreKey::from_bytes(*key))?;
    workspace.rewrap(passphrase, vault, Kdf::default(), entropy)?;
    Session::with(workspace, clock)
}
