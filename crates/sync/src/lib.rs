//! Carries bundles to the drop, and packs, hand-overs and receipts back.
//!
//! * [`plan()`]: what an exchange would do, a pure function of what is [`Known`] here and what lies in the drop.
//! * [`Party`]: the workspace and keys that take part; [`exchange`] carries a plan out, [`take_in`] is its central half.
//! * [`Drop`]: the place of exchange, and central's archive.
//!
//! The only user of object stores in the project.

mod bundles;
mod drop;
mod error;
mod event;
mod known;
mod pack;
mod party;
mod plan;
mod receipts;
mod returns;
mod rosters;
mod run;

pub use bundles::verify_files;
pub use drop::{Drop, DropError};
pub use error::SyncError;
pub use event::Event;
pub use known::known;
pub use pack::{framework_blobs, keep_framework, kept_framework};
pub use party::Party;
pub use plan::{Known, Plan, Segment, plan};
pub use receipts::issue_receipts;
pub use returns::{SealFor, put_sealed, seal_for};
pub use rosters::put_rosters;
pub use run::{Exchange, exchange, look, take_in};
