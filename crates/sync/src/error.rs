//! What stops an exchange. What is wrong with a single object does not: it is an event.

use fieldweek_bundle::seal::SealError;
use fieldweek_bundle::{ReceiptError, RosterError};
use fieldweek_domain::id::InspectionId;
use fieldweek_store::StoreError;

use crate::drop::DropError;

/// Why an exchange stopped. Nothing is lost: it goes on from here when it is started again.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The drop.
    #[error(transparent)]
    Drop(#[from] DropError),
    /// The workspace.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The drop holds bundles of this very machine that it does not know.
    #[error("the drop holds bundles of this machine that it does not know: it is a copy of an older state")]
    OldCopy,
    /// The machine knows no roster: it is not enrolled, or the drop has none.
    #[error("this machine knows no roster yet")]
    NoRoster,
    /// The roster in the drop is not one that the pinned root signed, or does not follow the one before it.
    #[error("roster {version} was refused: {reason}")]
    Roster {
        /// Its version.
        version: u64,
        /// Why.
        reason: String,
    },
    /// The kept roster does not verify.
    #[error(transparent)]
    KeptRoster(#[from] RosterError),
    /// A part of the log could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A receipt could not be signed.
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
    /// The inspection does not say which framework it uses.
    #[error("the inspection {0} does not say which framework it uses")]
    NoFramework(InspectionId),
    /// Something kept in the workspace cannot be read.
    #[error("{0} kept in the workspace cannot be read")]
    Kept(&'static str),
}
