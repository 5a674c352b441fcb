//! The key of a store, and how a passphrase and a keyring secret wrap it.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::entropy::Entropy;
use crate::error::StoreError;

/// The 32 bytes that encrypt a store. Wiped when dropped; never printed.
#[derive(Clone)]
pub struct StoreKey(Zeroizing<[u8; 32]>);

impl StoreKey {
    /// The key with these bytes, as recovered from escrow.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, to seal them for recovery and for nothing else.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn random(entropy: &mut dyn Entropy) -> Result<Self, StoreError> {
        let mut bytes = Zeroizing::new([0; 32]);
        entropy.fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// A text that only this key gives, and that says nothing about it.
    pub(crate) fn check(&self) -> Result<String, StoreError> {
        check(self.0.as_slice(), b"fieldweek/1 store key check")
    }
}

impl fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreKey(…)")
    }
}

/// How hard a passphrase is to guess: the parameters of Argon2id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kdf {
    name: KdfName,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KdfName {
    Argon2id,
}

impl Default for Kdf {
    /// 64 MiB, three passes, one lane.
    fn default() -> Self {
        Self::argon2id(64 * 1024, 3, 1)
    }
}

impl Kdf {
    /// Argon2id with these parameters.
    #[must_use]
    pub const fn argon2id(memory_kib: u32, passes: u32, lanes: u32) -> Self {
        Self { name: KdfName::Argon2id, memory_kib, passes, lanes }
    }

    /// As little work as Argon2id allows: for tests only.
    #[must_use]
    pub const fn cheap_for_tests() -> Self {
        Self::argon2id(8, 1, 1)
    }

    fn stretch(self, passphrase: &SecretString, salt: &[u8]) -> Result<Zeroizing<[u8; 32]>, StoreError> {
        const TOO_MUCH: StoreError = StoreError::Damaged("the header asks for impossible work");
        // A header from elsewhere must not make this machine use all its memory.
        if self.memory_kib > 1024 * 1024 || self.passes > 64 || self.lanes > 16 {
            return Err(TOO_MUCH);
        }
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).map_err(|_| TOO_MUCH)?;
        let mut stretched = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.expose_secret().as_bytes(), salt, stretched.as_mut_slice())
            .map_err(|_| TOO_MUCH)?;
        Ok(stretched)
    }
}

/// What wraps the store key: a passphrase stretched, and the keyring's secret if the workspace has one.
pub(crate) struct Wrapping<'a> {
    pub kdf: Kdf,
    pub salt: &'a [u8],
    pub passphrase: &'a SecretString,
    pub secret: Option<&'a SecretSlice<u8>>,
}

impl Wrapping<'_> {
    fn cipher(&self) -> Result<XChaCha20Poly1305, StoreError> {
        let stretched = self.kdf.stretch(self.passphrase, self.salt)?;
        let mut both = Zeroizing::new(Vec::with_capacity(96));
        both.extend_from_slice(stretched.as_slice());
        both.extend_from_slice(self.secret.map_or(&[], |secret| secret.expose_secret()));
        let mut key = Zeroizing::new([0; 32]);
        expand(&both, b"fieldweek/1 wrapping key", key.as_mut_slice())?;
        XChaCha20Poly1305::new_from_slice(key.as_slice()).map_err(|_| StoreError::Damaged("a key has the wrong length"))
    }

    /// The store key, encrypted and bound to the header's other fields.
    pub(crate) fn wrap(&self, key: &StoreKey, nonce: &[u8; 24], bound: &[u8]) -> Result<Vec<u8>, StoreError> {
        let payload = Payload { msg: key.0.as_slice(), aad: bound };
        self.cipher()?.encrypt(&XNonce::from(*nonce), payload).map_err(|_| StoreError::Damaged("a key cannot be wrapped"))
    }

    /// The store key again.
    pub(crate) fn unwrap(&self, wrapped: &[u8], nonce: &[u8; 24], bound: &[u8]) -> Result<StoreKey, StoreError> {
        let payload = Payload { msg: wrapped, aad: bound };
        let opened = self.cipher()?.decrypt(&XNonce::from(*nonce), payload).map_err(|_| StoreError::WrongPassphrase)?;
        let opened = Zeroizing::new(opened);
        let mut bytes = Zeroizing::new([0; 32]);
        if opened.len() != bytes.len() {
            return Err(StoreError::Damaged("the wrapped key has the wrong length"));
        }
        bytes.copy_from_slice(&opened);
        Ok(StoreKey(bytes))
    }
}

/// A text that only this secret gives. The secret is random and long, so the text says nothing about it.
pub(crate) fn check(secret: &[u8], what: &[u8]) -> Result<String, StoreError> {
    let mut check = [0; 16];
    expand(secret, what, &mut check)?;
    Ok(hex::encode(check))
}

fn expand(secret: &[u8], what: &[u8], out: &mut [u8]) -> Result<(), StoreError> {
    Hkdf::<Sha256>::new(None, secret).expand(what, out).map_err(|_| StoreError::Damaged("a key has the wrong length"))
}
