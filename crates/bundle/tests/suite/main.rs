//! What the formats promise, tried from outside: by the public tools, by vectors, by damage, and by garbage.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests say what they expect in the shortest way"
)]
#![allow(clippy::too_many_lines, reason = "a list of cases is as long as there are cases")]
#![allow(clippy::needless_pass_by_value, reason = "what changes a value in a test is given the value")]

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
