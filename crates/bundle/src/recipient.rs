//! The keys that bundles are encrypted to: age's X25519 recipients and identities, and no other kind.

use std::fmt;
use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

crate::coded::coded! {
    /// Why a text is not a key of age.
    pub enum AgeKeyError {
        say {
            /// Not an `age1…` recipient in lower case.
            Recipient = "age_key.recipient", "the text is not an age X25519 recipient";
            /// A point to which nothing can be encrypted safely.
            Weak = "age_key.weak", "the age recipient is not a usable key";
            /// Not an `AGE-SECRET-KEY-1…` identity.
            Identity = "age_key.identity", "the text is not an age X25519 identity";
        }
    }
}

/// Whom a bundle is encrypted to: an X25519 recipient of age, written `age1…`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AgeRecipient(String);

impl AgeRecipient {
    /// The recipient as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn key(&self) -> Result<age::x25519::Recipient, AgeKeyError> {
        self.0.parse().map_err(|_| AgeKeyError::Recipient)
    }
}

impl FromStr for AgeRecipient {
    type Err = AgeKeyError;
    fn from_str(text: &str) -> Result<Self, AgeKeyError> {
        let key: age::x25519::Recipient = text.parse().map_err(|_| AgeKeyError::Recipient)?;
        if key.to_string() != text {
            return Err(AgeKeyError::Recipient);
        }
        if is_usable(&point(text).ok_or(AgeKeyError::Recipient)?) { Ok(Self(text.to_owned())) } else { Err(AgeKeyError::Weak) }
    }
}

/// The 32 bytes in a recipient whose checksum has been verified: five bits a letter between `age1` and the checksum.
fn point(text: &str) -> Option<[u8; 32]> {
    const LETTERS: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    let data = text.strip_prefix("age1")?;
    let data = data.get(..data.len().checked_sub(6)?)?;
    let (mut bytes, mut held, mut bits) = (Vec::with_capacity(32), 0_u32, 0_u32);
    for letter in data.chars() {
        held = ((held << 5) | u32::try_from(LETTERS.find(letter)?).ok()?) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).ok()?);
        }
    }
    bytes.try_into().ok()
}

/// Refuses the points of small order, with which every key agreement gives zero, and what is not written the short way.
fn is_usable(point: &[u8; 32]) -> bool {
    const ORDER_EIGHT: [[u8; 32]; 2] = [
        [
            0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4, 0x6a, 0xda, 0x09, 0x8d, 0xeb, 0x9c,
            0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00,
        ],
        [
            0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef, 0x5b, 0x04, 0x44, 0x5c, 0xc4, 0x58,
            0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f, 0x11, 0x57,
        ],
    ];
    let [first, middle @ .., last] = point;
    let zero_or_one = *first <= 1 && *last == 0 && middle.iter().all(|byte| *byte == 0);
    // The field has 2^255 - 19 elements: from its last one on (which has order four) nothing is a usable number of it.
    let beyond = *last == 0x7f && middle.iter().all(|byte| *byte == 0xff) && *first >= 0xec;
    let high_bit = *last & 0x80 != 0;
    !(zero_or_one || beyond || high_bit || ORDER_EIGHT.contains(point))
}

impl TryFrom<String> for AgeRecipient {
    type Error = AgeKeyError;
    fn try_from(text: String) -> Result<Self, AgeKeyError> {
        text.parse()
    }
}

impl From<AgeRecipient> for String {
    fn from(recipient: AgeRecipient) -> Self {
        recipient.0
    }
}

impl fmt::Display for AgeRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for AgeRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AgeRecipient({self})")
    }
}

/// What opens a bundle: an X25519 identity of age. Wiped from memory when it is dropped, and never printed.
#[derive(Clone)]
pub struct AgeIdentity {
    key: age::x25519::Identity,
    recipient: AgeRecipient,
}

impl AgeIdentity {
    /// A new identity from the operating system's randomness.
    #[must_use]
    pub fn generate() -> Self {
        Self::of(age::x25519::Identity::generate())
    }

    fn of(key: age::x25519::Identity) -> Self {
        let recipient = AgeRecipient(key.to_public().to_string());
        Self { key, recipient }
    }

    /// The identity as text, `AGE-SECRET-KEY-1…`, to be kept in the encrypted store.
    #[must_use]
    pub fn to_text(&self) -> SecretString {
        SecretString::from(self.key.to_string().expose_secret().to_owned())
    }

    /// Whom to encrypt to for this identity.
    #[must_use]
    pub const fn recipient(&self) -> &AgeRecipient {
        &self.recipient
    }

    pub(crate) const fn key(&self) -> &age::x25519::Identity {
        &self.key
    }
}

impl FromStr for AgeIdentity {
    type Err = AgeKeyError;
    fn from_str(text: &str) -> Result<Self, AgeKeyError> {
        text.parse().map(Self::of).map_err(|_| AgeKeyError::Identity)
    }
}

impl fmt::Debug for AgeIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AgeIdentity({})", self.recipient)
    }
}
