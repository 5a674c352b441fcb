//! What the formats promise, tried from outside: by the public tools, by vectors, by damage, and by garbage.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "tests say what they expect in the shortest way"
)]

mod damage;
mod documents;
mod enrolment;
mod generate;
mod interop;
mod layers;
mod receipts;
mod rosters;
mod sealing;
mod support;
mod vectors;
