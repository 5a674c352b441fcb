//! Exchanges between machines through a real folder, on real stores.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test says what it expects in the shortest way")]

mod codes;
mod drop;
mod exchange;
mod office;
mod plan;
