//! Whole weeks across floors, with the real program, real stores, and tools that are not ours.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects in the shortest way"
)]

mod binary;
mod demo_week;
mod killing;
mod kills;
#[path = "../../../crates/cli/tests/cli/program.rs"]
mod program;
mod sealed_away;
mod strangers;
#[path = "../../../crates/cli/tests/cli/team.rs"]
mod team;
#[path = "../../../crates/report/tests/verapdf/mod.rs"]
mod verapdf;
