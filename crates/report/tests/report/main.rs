//! What this crate makes, seen from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test may say what it expects")]

mod answers;
mod case_summary;
mod conformance;
mod fixtures;
#[path = "../verapdf/mod.rs"]
mod verapdf;
mod words;
