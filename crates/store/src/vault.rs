//! Where the half of the wrapping secret lives that is not in a person's head: the operating system's keyring.

use std::collections::HashMap;

use keyring_core::{Entry, Error};
use secrecy::{ExposeSecret, SecretSlice};
use serde::{Deserialize, Serialize};

/// The keyring cannot be reached, is locked, or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the keyring of this computer cannot be used")]
pub struct VaultError;

/// Whether a workspace needs a keyring. Its header records the choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keyring {
    /// Neither the login nor the passphrase alone opens it.
    Os,
    /// The passphrase alone opens it: servers and CI, by explicit choice.
    None,
}

/// A place for secrets. A slot is named after the workspace and how often its key was wrapped.
pub trait Vault {
    /// What a workspace made with this vault records.
    fn keyring(&self) -> Keyring {
        Keyring::Os
    }

    /// The secret in the slot; none when there is none.
    ///
    /// # Errors
    /// When the vault cannot be used.
    fn get(&self, slot: &str) -> Result<Option<SecretSlice<u8>>, VaultError>;

    /// Puts a secret into the slot.
    ///
    /// # Errors
    /// When the vault cannot be used.
    fn set(&self, slot: &str, secret: &SecretSlice<u8>) -> Result<(), VaultError>;

    /// Empties the slot; it may be empty already.
    ///
    /// # Errors
    /// When the vault cannot be used.
    fn delete(&self, slot: &str) -> Result<(), VaultError>;
}

/// The operating system's keyring: Secret Service, Credential Manager or Keychain. Never the kernel's keyutils, which
/// forget at the next start.
#[derive(Debug, Default, Clone, Copy)]
pub struct OsVault;

impl OsVault {
    /// Whether there is a keyring at all.
    #[must_use]
    pub fn is_there() -> bool {
        keyring::Entry::store_status().is_ok()
    }

    fn entry(slot: &str) -> Result<Entry, VaultError> {
        if !Self::is_there() {
            return Err(VaultError);
        }
        let modifiers = if cfg!(windows) {
            HashMap::from([("persistence", "Local")]) // stays on this machine, does not roam
        } else if cfg!(target_os = "macos") {
            HashMap::new()
        } else {
            HashMap::from([("label", "Fieldweek workspace")])
        };
        Entry::new_with_modifiers("fieldweek", slot, &modifiers).map_err(|_| VaultError)
    }
}

impl Vault for OsVault {
    fn get(&self, slot: &str) -> Result<Option<SecretSlice<u8>>, VaultError> {
        match Self::entry(slot)?.get_secret() {
            Ok(bytes) => Ok(Some(bytes.into())),
            Err(Error::NoEntry) => Ok(None),
            Err(_) => Err(VaultError),
        }
    }

    fn set(&self, slot: &str, secret: &SecretSlice<u8>) -> Result<(), VaultError> {
        Self::entry(slot)?.set_secret(secret.expose_secret()).map_err(|_| VaultError)
    }

    fn delete(&self, slot: &str) -> Result<(), VaultError> {
        match Self::entry(slot)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(_) => Err(VaultError),
        }
    }
}

/// No keyring, by explicit choice. A workspace that was made with one does not open with this.
#[derive(Debug, Default, Clone, Copy)]
pub struct NoVault;

impl Vault for NoVault {
    fn keyring(&self) -> Keyring {
        Keyring::None
    }

    fn get(&self, _slot: &str) -> Result<Option<SecretSlice<u8>>, VaultError> {
        Err(VaultError)
    }

    fn set(&self, _slot: &str, _secret: &SecretSlice<u8>) -> Result<(), VaultError> {
        Err(VaultError)
    }

    fn delete(&self, _slot: &str) -> Result<(), VaultError> {
        Ok(())
    }
}
