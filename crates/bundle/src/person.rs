//! How people of the organisation are shown: by a reference, never by a name.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

crate::coded::coded! {
    /// Why a text is not a reference to a person.
    pub enum PersonError {
        say {
            /// Not words that end in a number.
            Reference = "person.reference", "a person is shown by words that end in a number, such as Inspector 03";
        }
    }
}

/// A reference to a person: plain words that end in a number, such as `Inspector 03`, at most 40 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonReference(String);

impl PersonReference {
    /// The reference as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PersonReference {
    type Err = PersonError;
    fn from_str(text: &str) -> Result<Self, PersonError> {
        let mut words = text.split(' ');
        let number = words.next_back().unwrap_or_default();
        let numbered = !number.is_empty() && number.len() <= 6 && number.bytes().all(|byte| byte.is_ascii_digit());
        let mut before = words.peekable();
        let named = before.peek().is_some();
        let plain = before.all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic()));
        if numbered && named && plain && text.len() <= 40 { Ok(Self(text.to_owned())) } else { Err(PersonError::Reference) }
    }
}

impl TryFrom<String> for PersonReference {
    type Error = PersonError;
    fn try_from(text: String) -> Result<Self, PersonError> {
        text.parse()
    }
}

impl From<PersonReference> for String {
    fn from(reference: PersonReference) -> Self {
        reference.0
    }
}

impl fmt::Display for PersonReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
