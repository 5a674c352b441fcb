//! Strict JSON: one value has exactly one text.
//!
//! A document is accepted only when writing what was read gives the same bytes again. So there is no white space, no
//! field in another order, no field twice, no number or text written in another way, and nothing after the end.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Why bytes are not a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JsonError {
    /// Not JSON with exactly these fields and kinds of values.
    Syntax,
    /// The right values, written in another way than the one way.
    NotCanonical,
}

/// The one text of a value.
pub(crate) fn write<T: Serialize>(value: &T) -> Result<Vec<u8>, JsonError> {
    serde_json::to_vec(value).map_err(|_| JsonError::Syntax)
}

/// The value of a text that is the one text of that value.
pub(crate) fn read<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Result<T, JsonError> {
    let value: T = serde_json::from_slice(bytes).map_err(|_| JsonError::Syntax)?;
    if write(&value)? == bytes { Ok(value) } else { Err(JsonError::NotCanonical) }
}
