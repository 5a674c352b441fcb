//! The encrypted workspace: one SQLCipher store with an append-only change log.
//!
//! * [`Workspace`]: create, open, recover. Everything else hangs on it, one file per table.
//! * Writing: [`Workspace::record`] for this machine's own changes, [`Workspace::import`] for others'.
//! * What is folded from the log (heads, standing, contradictions, words) follows in the same transaction, and can be
//!   dropped and made again from the log at any time with the same result.
//!
//! The only user of SQLite in the project.

mod accepted;
mod backup;
mod blobs;
mod change_log;
mod database;
mod drafts;
mod entropy;
mod error;
mod folds;
mod header;
mod heads;
mod health;
mod import;
mod key;
mod lock;
mod migrations;
mod private;
mod quarantine;
mod receipts;
mod record;
mod reserve;
mod rosters;
mod search;
mod sent;
mod settings;
mod standing;
mod texts;
mod vault;
mod workspace;

#[cfg(test)]
mod tests;

pub use accepted::Accepted;
pub use backup::restore;
pub use drafts::Draft;
pub use entropy::{Entropy, EntropyError, OsEntropy};
pub use error::StoreError;
pub use heads::Heads;
pub use health::{Health, Problem};
pub use import::Imported;
pub use key::{Kdf, StoreKey};
pub use quarantine::Quarantined;
pub use receipts::StoredReceipt;
pub use record::Writer;
pub use rosters::StoredRoster;
pub use search::{Found, Piece, Place};
pub use sent::Sent;
pub use texts::Guidance;
pub use vault::{Keyring, NoVault, OsVault, Vault, VaultError};
pub use workspace::{Escrow, NewWorkspace, Workspace};
