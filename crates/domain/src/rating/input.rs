//! What ratings are computed from: counts of cases, judgements on evidence, and the panel's decisions.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::Rating;

/// The target of a panel's decision that is not a standard.
pub const OVERALL: &str = "overall";

/// What ratings are computed from. The JSON of `fieldweek rate`; anything not in its format is an error.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatingInput {
    /// The summary judgements, by key question rated from cases.
    #[serde(default, deserialize_with = "each_once")]
    pub cases: BTreeMap<String, Counts>,
    /// The lead inspector's judgements, by standard or key question rated on evidence.
    #[serde(default, deserialize_with = "each_once")]
    pub judged: BTreeMap<String, Rating>,
    /// The decisions of the ratings panel; at most one on each target.
    #[serde(default)]
    pub panel: Vec<PanelMove>,
    /// How many cases were eligible, by key question, where it is known: narrows the intervals. No part of the JSON.
    #[serde(skip)]
    pub population: BTreeMap<String, u32>,
}

/// The summary judgements of one key question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Sufficient.
    pub yes: u32,
    /// Not sufficient.
    pub no: u32,
    /// Out of the denominator; none when left out.
    #[serde(default)]
    pub not_applicable: u32,
}

/// A decision of the ratings panel (2017 consultation, 4.24).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PanelMove {
    /// A standard's id, or [`OVERALL`].
    pub on: String,
    /// The rating it is moved to.
    pub rating: Rating,
    /// The written reason; never empty.
    pub reason: String,
}

/// Why text is not the input of ratings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the input is not as `fieldweek rate` wants it: {why} (line {line}, column {column})")]
pub struct InputError {
    why: String,
    line: usize,
    column: usize,
}

impl RatingInput {
    /// Reads the JSON of `fieldweek rate`.
    ///
    /// # Errors
    /// When it is no such JSON: an unknown field, a count that is negative or no whole number, a rating that is none of
    /// the four, an id given twice, a panel's decision without a reason.
    pub fn from_json(text: &str) -> Result<Self, InputError> {
        only_objects(text)?;
        serde_json::from_str(text).map_err(|error| {
            let place = format!(" at line {} column {}", error.line(), error.column());
            let why = error.to_string().trim_end_matches(&place).to_owned();
            InputError { why, line: error.line(), column: error.column() }
        })
    }
}

/// Refuses lists in the place of objects: serde would read the values of a list as if they had names.
fn only_objects(text: &str) -> Result<(), InputError> {
    let Ok(value) = serde_json::from_str::<serde_json::Value>(text) else { return Ok(()) }; // said better by the real reading
    let part = |name: &str| value.get(name).cloned().unwrap_or_default();
    let cases = part("cases").as_object().is_none_or(|cases| cases.values().all(|counts| !counts.is_array()));
    let panel = part("panel").as_array().is_none_or(|panel| panel.iter().all(|decision| !decision.is_array()));
    if !value.is_array() && cases && panel {
        return Ok(());
    }
    Err(InputError { why: "a list stands where an object belongs".to_owned(), line: 1, column: 1 })
}

/// A map of JSON in which no key may come twice: which of the two counts, nobody could say.
fn each_once<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<BTreeMap<String, T>, D::Error> {
    deserializer.deserialize_map(EachOnce(PhantomData))
}

struct EachOnce<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EachOnce<T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object by id")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some((id, value)) = entries.next_entry::<String, T>()? {
            if map.insert(id.clone(), value).is_some() {
                return Err(A::Error::custom(format_args!("`{id}` is given twice")));
            }
        }
        Ok(map)
    }
}
