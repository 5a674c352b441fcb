//! The keys that sign: a device's, and the organisation's root. Ed25519, in the text forms of minisign.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::{Signer, VerifyingKey};
use fieldweek_domain::id::DeviceId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::minisign::{self, MinisignError};

/// The letters that a public key of minisign starts with, before it is encoded.
const ALGORITHM: [u8; 2] = *b"Ed";
const COMMENT: &str = "untrusted comment: ";

crate::coded::coded! {
    /// Why a text is not a public key.
    pub enum KeyError {
        say {
            /// Not the text of a minisign public key.
            Text = "key.text", "the text is not a minisign public key";
            /// The bytes are no point of the curve, or one that anybody can sign for.
            Weak = "key.weak", "the public key is not a usable Ed25519 key";
        }
    }
}

/// A key that signs. Its seed is wiped from memory when it is dropped, and never printed.
#[derive(Clone)]
pub struct SigningKey {
    key: ed25519_dalek::SigningKey,
    public: PublicKey,
}

impl SigningKey {
    /// The key of these 32 random bytes, with the key id that follows from the public key.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        let key = ed25519_dalek::SigningKey::from_bytes(seed);
        let public = PublicKey::of_bytes(key.verifying_key().to_bytes());
        Self { key, public }
    }

    /// The seed, to be kept in the encrypted store.
    #[must_use]
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.key.to_bytes())
    }

    /// The key that checks its signatures.
    #[must_use]
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The device that holds this key.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.public.device()
    }

    /// Signs bytes as minisign does: prehashed, with a trusted comment. Gives the text of the `.minisig` file.
    ///
    /// # Errors
    /// When the comment is too long or holds a control character.
    pub fn sign(&self, message: &[u8], trusted_comment: &str) -> Result<String, MinisignError> {
        minisign::sign(self, message, trusted_comment)
    }

    pub(crate) fn raw_signature(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.device())
    }
}

/// A public key of minisign: a key id of eight bytes and an Ed25519 key. Written as the `RW…` line of a `.pub` file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicKey {
    key_id: [u8; 8],
    key: [u8; 32],
}

impl PublicKey {
    /// A key with the key id that follows from it: the first eight bytes of its SHA-256, last byte first, so that
    /// minisign shows the device id as key id.
    fn of_bytes(key: [u8; 32]) -> Self {
        Self { key_id: derived_id(&key), key }
    }

    /// The 32 bytes of the Ed25519 key.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.key
    }

    /// The key id that signatures by this key carry.
    #[must_use]
    pub const fn key_id(&self) -> &[u8; 8] {
        &self.key_id
    }

    /// Whether the key id is the one that follows from the key, as every device's is. A root key made by minisign has a random one.
    #[must_use]
    pub fn has_derived_id(&self) -> bool {
        self.key_id == derived_id(&self.key)
    }

    /// The device that holds the key.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        DeviceId::of_key(&self.key)
    }

    /// The key as a `.pub` file of minisign.
    #[must_use]
    pub fn to_file(&self) -> String {
        format!("{COMMENT}minisign public key {}\n{self}\n", self.shown_id())
    }

    /// Reads a `.pub` file of minisign, or its second line alone.
    ///
    /// # Errors
    /// When it is neither, or not a usable key.
    pub fn from_file(text: &str) -> Result<Self, KeyError> {
        let text = text.strip_suffix('\n').unwrap_or(text);
        match text.split_once('\n') {
            Some((comment, line)) if comment.starts_with(COMMENT) => line.parse(),
            Some(_) => Err(KeyError::Text),
            None => text.parse(),
        }
    }

    /// Checks a `.minisig` text over these bytes, strictly, and gives its trusted comment.
    ///
    /// # Errors
    /// When the text is not of the exact form, or not a signature by this key over these bytes.
    pub fn verify(&self, message: &[u8], minisig: &[u8]) -> Result<String, MinisignError> {
        minisign::verify(self, message, minisig)
    }

    /// The key id as minisign shows it.
    pub(crate) fn shown_id(&self) -> String {
        format!("{:016X}", u64::from_le_bytes(self.key_id))
    }

    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        VerifyingKey::from_bytes(&self.key).is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
    }
}

fn derived_id(key: &[u8; 32]) -> [u8; 8] {
    let digest = Sha256::digest(key);
    let mut id = [0; 8];
    for (to, from) in id.iter_mut().zip(digest.iter().take(8).rev()) {
        *to = *from;
    }
    id
}

impl FromStr for PublicKey {
    type Err = KeyError;
    fn from_str(text: &str) -> Result<Self, KeyError> {
        let bytes = BASE64_STANDARD.decode(text).map_err(|_| KeyError::Text)?;
        let bytes: [u8; 42] = bytes.try_into().map_err(|_| KeyError::Text)?;
        let (algorithm, rest) = bytes.split_first_chunk::<2>().ok_or(KeyError::Text)?;
        let (key_id, rest) = rest.split_first_chunk::<8>().ok_or(KeyError::Text)?;
        let key: [u8; 32] = rest.try_into().map_err(|_| KeyError::Text)?;
        if *algorithm != ALGORITHM {
            return Err(KeyError::Text);
        }
        let point = VerifyingKey::from_bytes(&key).map_err(|_| KeyError::Weak)?;
        if point.is_weak() || point.to_edwards().compress().to_bytes() != key {
            return Err(KeyError::Weak);
        }
        Ok(Self { key_id: *key_id, key })
    }
}

impl TryFrom<String> for PublicKey {
    type Error = KeyError;
    fn try_from(text: String) -> Result<Self, KeyError> {
        text.parse()
    }
}

impl From<PublicKey> for String {
    fn from(key: PublicKey) -> Self {
        key.to_string()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = Vec::with_capacity(42);
        bytes.extend_from_slice(&ALGORITHM);
        bytes.extend_from_slice(&self.key_id);
        bytes.extend_from_slice(&self.key);
        f.write_str(&BASE64_STANDARD.encode(bytes))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}
