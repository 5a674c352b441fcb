//! Use cases: what a person does with Fieldweek, one action a file. No terminal, no window.
//!
//! A [`session::Session`] is an open workspace with the person who works in it; everything else takes one. What the
//! outside world gives (clock, entropy, keyring, drop) is passed in, so that tests can own it.

pub mod access;
pub mod answer_text;
pub mod batch;
pub mod context;
pub mod create_workspace;
pub mod demo;
pub mod enrol;
pub mod error;
pub mod exchange;
pub mod export;
mod file;
pub mod frameworks;
pub mod history;
pub mod identity;
pub mod inspection;
pub mod judge;
pub mod keys;
pub mod organisation;
mod provenance;
pub mod ratings;
pub mod record;
pub mod recover;
pub mod search;
pub mod session;
pub mod summary;
pub mod view;
pub mod workspace;

pub use fieldweek_sync::{Event, Plan};
