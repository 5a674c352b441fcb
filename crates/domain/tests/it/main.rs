//! The rules of the log, as properties and as published examples.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what it expects in the shortest way")]

mod fold;
mod progress;
mod team;
