//! Faults in numbers, seeded and reproducible: `./dev soak` runs them and they print what they counted. Another seed:
//! `FIELDWEEK_SOAK_SEED=5 ./dev soak`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects in the shortest way"
)]

#[path = "../journeys/binary.rs"]
mod binary;
mod chance;
mod damage;
#[path = "../journeys/killing.rs"]
mod killing;
mod kills;
mod mutations;
#[path = "../../../crates/cli/tests/cli/program.rs"]
mod program;
#[path = "../../../crates/cli/tests/cli/team.rs"]
mod team;
