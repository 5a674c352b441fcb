//! The rules of the log, as properties and as published examples.

mod fold;
mod progress;
mod team;
