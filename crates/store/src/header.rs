//! `workspace.json`: which workspace a folder holds, and its wrapped key.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::entropy::Entropy;
use crate::error::StoreError;
use crate::key::{Kdf, StoreKey, Wrapping, check};
use crate::private;
use crate::vault::{Keyring, Vault};

pub(crate) const FILE: &str = "workspace.json";
const MARK: &str = "workspace";
const START: &str = "{\n  \"fieldweek\": \"workspace\"";
const FORMAT: u32 = 1;
const SECRET_CHECK: &[u8] = b"fieldweek/1 keyring secret check";

/// The header. The wrapped key is bound to every other field; the checksum tells damage from a wrong passphrase.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    fieldweek: String,
    format: u32,
    workspace: String,
    wrapping: u32,
    kdf: Kdf,
    salt: Bytes,
    keyring: Keyring,
    secret_check: String,
    key_check: String,
    escrow: Bytes,
    nonce: Bytes,
    wrapped: Bytes,
    checksum: String,
}

/// Bytes, in base64.
#[derive(Clone, Default)]
struct Bytes(Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD.decode(text).map(Self).map_err(|_| serde::de::Error::custom("not base64"))
    }
}

/// What a header wraps a key with.
pub(crate) struct Lockup<'a> {
    pub passphrase: &'a SecretString,
    pub vault: &'a dyn Vault,
    pub kdf: Kdf,
}

impl Header {
    /// A header of a new workspace. The keyring's secret is put into the vault; the caller removes it if nothing comes of it.
    pub(crate) fn new(
        id: &[u8; 16],
        key: &StoreKey,
        escrow: Vec<u8>,
        lockup: &Lockup<'_>,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, StoreError> {
        let header = Self {
            fieldweek: MARK.to_owned(),
            format: FORMAT,
            workspace: hex::encode(id),
            wrapping: 0,
            kdf: lockup.kdf,
            salt: Bytes::default(),
            keyring: lockup.vault.keyring(),
            secret_check: String::new(),
            key_check: key.check()?,
            escrow: Bytes(escrow),
            nonce: Bytes::default(),
            wrapped: Bytes::default(),
            checksum: String::new(),
        };
        header.wrap(key, lockup, entropy)
    }

    /// The same workspace, its key wrapped anew in a new slot of the vault.
    pub(crate) fn wrap(&self, key: &StoreKey, lockup: &Lockup<'_>, entropy: &mut dyn Entropy) -> Result<Self, StoreError> {
        let mut header = self.clone();
        header.wrapping = self.wrapping.saturating_add(1);
        header.kdf = lockup.kdf;
        header.keyring = lockup.vault.keyring();
        let mut salt = vec![0; 16];
        entropy.fill(&mut salt)?;
        header.salt = Bytes(salt);
        let mut nonce = [0; 24];
        entropy.fill(&mut nonce)?;
        let secret = header.new_secret(lockup.vault, entropy)?;
        header.secret_check = secret_check(secret.as_ref())?;
        let wrapping = Wrapping { kdf: header.kdf, salt: &header.salt.0, passphrase: lockup.passphrase, secret: secret.as_ref() };
        let wrapped = wrapping.wrap(key, &nonce, &header.bound()?)?;
        header.nonce = Bytes(nonce.to_vec());
        header.wrapped = Bytes(wrapped);
        header.checksum = header.sum()?;
        Ok(header)
    }

    fn new_secret(&self, vault: &dyn Vault, entropy: &mut dyn Entropy) -> Result<Option<SecretSlice<u8>>, StoreError> {
        if self.keyring == Keyring::None {
            return Ok(None);
        }
        let mut bytes = Zeroizing::new(vec![0; 32]);
        entropy.fill(&mut bytes)?;
        let secret = SecretSlice::from(bytes.to_vec());
        vault.set(&self.slot(), &secret)?;
        Ok(Some(secret))
    }

    /// The store key, with what the person knows and what the keyring holds.
    pub(crate) fn unwrap(&self, passphrase: &SecretString, vault: &dyn Vault) -> Result<StoreKey, StoreError> {
        let secret = match self.keyring {
            Keyring::None => None,
            Keyring::Os => Some(vault.get(&self.slot())?.ok_or(StoreError::MissingKeyringSecret)?),
        };
        if secret_check(secret.as_ref())? != self.secret_check {
            return Err(StoreError::MissingKeyringSecret);
        }
        let nonce = self.nonce.0.as_slice().try_into().map_err(|_| damaged())?;
        let wrapping = Wrapping { kdf: self.kdf, salt: &self.salt.0, passphrase, secret: secret.as_ref() };
        wrapping.unwrap(&self.wrapped.0, nonce, &self.bound()?)
    }

    /// Whether a key is the one of this workspace.
    pub(crate) fn must_fit(&self, key: &StoreKey) -> Result<(), StoreError> {
        if key.check()? == self.key_check { Ok(()) } else { Err(StoreError::WrongKey) }
    }

    pub(crate) fn workspace(&self) -> &str {
        &self.workspace
    }

    /// The workspace's id as bytes: also the salt of its database, so that the file says whose it is.
    pub(crate) fn salt(&self) -> Result<[u8; 16], StoreError> {
        let mut id = [0; 16];
        hex::decode_to_slice(&self.workspace, &mut id).map_err(|_| damaged())?;
        Ok(id)
    }

    pub(crate) fn keyring(&self) -> Keyring {
        self.keyring
    }

    pub(crate) fn escrow(&self) -> &[u8] {
        &self.escrow.0
    }

    /// Where in the vault the secret of this wrapping is.
    pub(crate) fn slot(&self) -> String {
        format!("{}.{}", self.workspace, self.wrapping)
    }

    fn bound(&self) -> Result<Vec<u8>, StoreError> {
        let bare = Self { nonce: Bytes::default(), wrapped: Bytes::default(), checksum: String::new(), ..self.clone() };
        serde_json::to_vec(&bare).map_err(|_| damaged())
    }

    fn sum(&self) -> Result<String, StoreError> {
        let bare = Self { checksum: String::new(), ..self.clone() };
        let bytes = serde_json::to_vec(&bare).map_err(|_| damaged())?;
        Ok(hex::encode(Sha256::digest(bytes)))
    }

    /// Reads the header of the workspace in a folder.
    pub(crate) fn read(dir: &Path) -> Result<Self, StoreError> {
        let bytes = match fs::read(dir.join(FILE)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(StoreError::NoWorkspace),
            Err(error) => return Err(error.into()),
        };
        Self::parse(&bytes)
    }

    fn parse(bytes: &[u8]) -> Result<Self, StoreError> {
        let ours = bytes.starts_with(START.as_bytes());
        let unreadable = || if ours { damaged() } else { StoreError::ForeignFile };
        let value: Value = serde_json::from_slice(bytes).map_err(|_| unreadable())?;
        if value.get("fieldweek").and_then(Value::as_str) != Some(MARK) {
            return Err(unreadable());
        }
        match value.get("format").and_then(Value::as_u64) {
            Some(format) if format > u64::from(FORMAT) => return Err(StoreError::NewerVersion),
            Some(_) => {}
            None => return Err(damaged()),
        }
        let header: Self = serde_json::from_value(value).map_err(|_| damaged())?;
        if header.sum()? == header.checksum { Ok(header) } else { Err(damaged()) }
    }

    /// Puts the header in its place, whole or not at all.
    pub(crate) fn write(&self, dir: &Path) -> Result<PathBuf, StoreError> {
        let mut text = serde_json::to_string_pretty(self).map_err(|_| damaged())?;
        text.push('\n');
        private::replace(dir, FILE, text.as_bytes())
    }
}

fn secret_check(secret: Option<&SecretSlice<u8>>) -> Result<String, StoreError> {
    secret.map_or_else(|| Ok(String::new()), |secret| check(secret.expose_secret(), SECRET_CHECK))
}

const fn damaged() -> StoreError {
    StoreError::Damaged("the header")
}
