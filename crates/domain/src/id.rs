//! Names of things: short, printable, and checked at the border.
//!
//! None of them ever carries the name of a child or a victim: a case is known by its reference.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Why a text is not a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {what}: {why}")]
pub struct IdError {
    what: &'static str,
    why: &'static str,
}

impl IdError {
    /// Says that a text is not a valid such thing, and why. Never holds the text itself.
    #[must_use]
    pub const fn new(what: &'static str, why: &'static str) -> Self {
        Self { what, why }
    }
}

/// A text that is checked once, where it enters.
macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                let check: fn(&str) -> Result<(), &'static str> = $check;
                match check(text) {
                    Ok(()) => Ok(Self(text.to_owned())),
                    Err(why) => Err(IdError::new($what, why)),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

pub(crate) use text_id;

fn letters_and_digits(text: &str, longest: usize, also: &str) -> Result<(), &'static str> {
    if text.is_empty() {
        return Err("it is empty");
    }
    if text.len() > longest {
        return Err("it is too long");
    }
    if !text.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return Err("it must start with a letter or a digit");
    }
    if text.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(c)) { Ok(()) } else { Err("it has a character that is not allowed") }
}

text_id!(
    /// One inspection: one youth justice service, one fieldwork week. Lower-case letters, digits and `-`, at most 64.
    InspectionId,
    "inspection",
    |text| {
        letters_and_digits(text, 64, "-")?;
        if text.chars().any(|c| c.is_ascii_uppercase()) { Err("it must be lower case") } else { Ok(()) }
    }
);

text_id!(
    /// One machine's signing key: the first 16 hex digits of the SHA-256 of its Ed25519 public key.
    DeviceId,
    "device",
    |text| {
        let hex = text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if hex { Ok(()) } else { Err("it must be 16 lower-case hex digits") }
    }
);

impl DeviceId {
    /// The device that holds this Ed25519 public key.
    #[must_use]
    pub fn of_key(public_key: &[u8; 32]) -> Self {
        let digest = hex::encode(Sha256::digest(public_key));
        Self(digest.chars().take(16).collect())
    }
}

text_id!(
    /// A person of the organisation, as the roster knows them. Letters, digits, `-` and `_`, at most 32.
    PersonId,
    "person",
    |text| letters_and_digits(text, 32, "-_")
);

text_id!(
    /// A sampled case, known by a reference such as `C07` or `V03`, never by a name. Letters, digits, `-` and `_`, at most 32.
    CaseRef,
    "case reference",
    |text| letters_and_digits(text, 32, "-_")
);

/// The id of a change: the SHA-256 of the exact bytes of its line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChangeId([u8; 32]);

impl ChangeId {
    /// The id of the change with these exact bytes (no line end).
    #[must_use]
    pub fn of_line(line: &[u8]) -> Self {
        Self(Sha256::digest(line).into())
    }

    /// The digest.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The change with this digest, as read from storage.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for ChangeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for ChangeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChangeId({self})")
    }
}

impl FromStr for ChangeId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = IdError { what: "change id", why: "it must be 64 lower-case hex digits" };
        if text.bytes().any(|b| b.is_ascii_uppercase()) {
            return Err(wrong);
        }
        let mut digest = [0; 32];
        hex::decode_to_slice(text, &mut digest).map_err(|_| wrong)?;
        Ok(Self(digest))
    }
}

impl TryFrom<String> for ChangeId {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<ChangeId> for String {
    fn from(id: ChangeId) -> Self {
        id.to_string()
    }
}

/// Whose judgement an assessment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssessmentRole {
    /// The one that counts towards ratings.
    Primary,
    /// A second reading of the same case, for quality assurance.
    Second,
}

impl AssessmentRole {
    /// The word used in ids and files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Second => "second",
        }
    }
}

/// One filled form for one case: `C07.primary`, `C07.second`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AssessmentId {
    /// The case that is assessed.
    pub case: CaseRef,
    /// Whether it is the one that counts.
    pub role: AssessmentRole,
}

impl AssessmentId {
    /// The assessment of this case that counts.
    #[must_use]
    pub const fn primary(case: CaseRef) -> Self {
        Self { case, role: AssessmentRole::Primary }
    }

    /// The second reading of this case.
    #[must_use]
    pub const fn second(case: CaseRef) -> Self {
        Self { case, role: AssessmentRole::Second }
    }
}

impl fmt::Display for AssessmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.case, self.role.as_str())
    }
}

impl FromStr for AssessmentId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = IdError { what: "assessment", why: "it must be a case reference, a dot, and primary or second" };
        let (case, role) = text.rsplit_once('.').ok_or_else(|| wrong.clone())?;
        let role = match role {
            "primary" => AssessmentRole::Primary,
            "second" => AssessmentRole::Second,
            _ => return Err(wrong),
        };
        Ok(Self { case: case.parse()?, role })
    }
}

impl TryFrom<String> for AssessmentId {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<AssessmentId> for String {
    fn from(id: AssessmentId) -> Self {
        id.to_string()
    }
}
