//! A change: the one thing that is ever written. It sets one register and says what it saw before.
//!
//! The id of a change is the hash of its exact bytes, so the bytes are kept as first written and never made again
//! from the values: two programs that print JSON differently still agree on every id.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::id::{ChangeId, DeviceId, InspectionId, PersonId};
use crate::register::{Field, Subject};

/// The longest line of a change, in bytes.
pub const LONGEST_LINE: usize = 256 * 1024;
/// The most heads a change may name as its parents.
pub const MOST_PARENTS: usize = 256;
/// The version of the change format.
pub const VERSION: u32 = 1;

/// One write to one register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The version of this format: 1.
    pub v: u32,
    /// The inspection whose log this belongs to.
    pub inspection: InspectionId,
    /// The machine that wrote it.
    pub device: DeviceId,
    /// Its place in the log of that machine for that inspection: 1, 2, 3 … without gaps.
    pub seq: u64,
    /// The change before it in the same log; none for the first.
    pub prev: Option<ChangeId>,
    /// Greater than that of every change the author had seen. It only sorts.
    pub lamport: u64,
    /// The heads of the register that the author saw.
    pub parents: Vec<ChangeId>,
    /// What the register is about.
    pub subject: Subject,
    /// Which of its fields is set.
    pub field: Field,
    /// The new value; null clears the field.
    pub value: Value,
    /// Who wrote it.
    pub author: PersonId,
    /// When, by the clock of that machine. For people; no rule reads it.
    pub at: Timestamp,
}

/// A moment of some machine's clock, in UTC to the millisecond: `2026-11-22T14:02:11.123Z`. For people only.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(String);

impl Timestamp {
    /// The moment as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(moment: DateTime<Utc>) -> Self {
        Self(moment.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl FromStr for Timestamp {
    type Err = ChangeError;
    fn from_str(text: &str) -> Result<Self, ChangeError> {
        let moment = DateTime::parse_from_rfc3339(text).map_err(|_| ChangeError::Time)?;
        let timestamp = Self::from(moment.to_utc());
        if timestamp.0 == text { Ok(timestamp) } else { Err(ChangeError::Time) }
    }
}

impl TryFrom<String> for Timestamp {
    type Error = ChangeError;
    fn try_from(text: String) -> Result<Self, ChangeError> {
        text.parse()
    }
}

impl From<Timestamp> for String {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A change with the exact bytes it was written as. The only way to have one is to write it or to parse it.
#[derive(Debug, Clone, PartialEq)]
pub struct Logged {
    id: ChangeId,
    line: String,
    change: Change,
}

/// Why bytes are not a change. Never says what was in them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// Longer than [`LONGEST_LINE`].
    #[error("a change is longer than {LONGEST_LINE} bytes")]
    TooLong,
    /// More parents than [`MOST_PARENTS`], or one of them twice.
    #[error("a change names too many parents, or one of them twice")]
    Parents,
    /// Holds a line end, so it could not be a line of a log.
    #[error("a change holds a line end")]
    LineEnd,
    /// Not the JSON object of the format: at this byte of the line.
    #[error("a change is not valid JSON of the format (byte {0})")]
    Json(usize),
    /// Written by a newer edition of Fieldweek.
    #[error("a change has version {0}; this program knows version {VERSION}")]
    Version(u32),
    /// Numbering starts at 1, and only the first has no change before it.
    #[error("a change has an impossible place in its log")]
    Place,
    /// `at` is not `YYYY-MM-DDTHH:MM:SS.mmmZ`.
    #[error("a change's time is not in UTC to the millisecond")]
    Time,
}

impl Logged {
    /// Writes a change down: its bytes and id are fixed from here on.
    ///
    /// # Errors
    /// When the change breaks the limits of the format.
    pub fn write(change: Change) -> Result<Self, ChangeError> {
        let line = serde_json::to_string(&change).map_err(|_| ChangeError::Json(0))?;
        check(&line, &change)?;
        Ok(Self { id: ChangeId::of_line(line.as_bytes()), line, change })
    }

    /// Reads one line of a log, without its line end.
    ///
    /// # Errors
    /// When the bytes are not a change of this format.
    pub fn parse(line: &str) -> Result<Self, ChangeError> {
        if line.len() > LONGEST_LINE {
            return Err(ChangeError::TooLong);
        }
        if !line.trim_ascii_start().starts_with('{') {
            return Err(ChangeError::Json(0)); // serde would read a list of the values too
        }
        let change: Change = serde_json::from_str(line).map_err(|error| ChangeError::Json(error.column()))?;
        check(line, &change)?;
        Ok(Self { id: ChangeId::of_line(line.as_bytes()), line: line.to_owned(), change })
    }

    /// The hash of the exact bytes.
    #[must_use]
    pub const fn id(&self) -> ChangeId {
        self.id
    }

    /// The exact bytes, without a line end.
    #[must_use]
    pub fn line(&self) -> &str {
        &self.line
    }

    /// What the bytes say.
    #[must_use]
    pub const fn change(&self) -> &Change {
        &self.change
    }

    /// Whether the change clears its register.
    #[must_use]
    pub fn clears(&self) -> bool {
        self.change.value.is_null()
    }
}

fn check(line: &str, change: &Change) -> Result<(), ChangeError> {
    if line.len() > LONGEST_LINE {
        return Err(ChangeError::TooLong);
    }
    if line.contains(['\n', '\r']) {
        return Err(ChangeError::LineEnd);
    }
    if change.v != VERSION {
        return Err(ChangeError::Version(change.v));
    }
    if change.seq == 0 || (change.seq == 1) != change.prev.is_none() {
        return Err(ChangeError::Place);
    }
    let mut parents = change.parents.clone();
    parents.sort_unstable();
    parents.dedup();
    if parents.len() != change.parents.len() || parents.len() > MOST_PARENTS {
        return Err(ChangeError::Parents);
    }
    Ok(())
}
