//! The command as a person or a script meets it: every test runs the real program.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects in the shortest way"
)]

mod binary;
mod csv;
mod exchange;
mod frameworks;
mod passphrases;
mod program;
mod rate;
mod rate_refusals;
mod rate_scores;
mod recording;
mod team;
mod terminal;
mod week;
mod workspace;
