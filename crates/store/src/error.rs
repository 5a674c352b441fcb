//! What can go wrong, without a word of what is stored.

use std::error::Error;
use std::io;

use fieldweek_domain::authority::Refusal;
use fieldweek_domain::change::ChangeError;

use crate::entropy::EntropyError;
use crate::vault::VaultError;

/// Why the store did not do what it was asked. No message carries a case, a passphrase or a key.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder holds no workspace.
    #[error("there is no workspace in this folder")]
    NoWorkspace,
    /// The folder holds something already.
    #[error("there is something in this folder already")]
    Exists,
    /// Another program, or another part of this one, has the workspace open.
    #[error("the workspace is open in another program")]
    InUse,
    /// The passphrase does not open this workspace.
    #[error("the passphrase does not open this workspace")]
    WrongPassphrase,
    /// The key given does not belong to this workspace.
    #[error("the key does not belong to this workspace")]
    WrongKey,
    /// The workspace needs the operating system's keyring, and it cannot be reached or is locked.
    #[error("the keyring of this computer cannot be used")]
    MissingKeyring,
    /// The keyring works, but does not hold the secret of this workspace: another login, another machine, or removed.
    #[error("the keyring of this computer does not hold the secret of this workspace")]
    MissingKeyringSecret,
    /// A file in the workspace's place that is not one, or belongs to another workspace.
    #[error("the file does not belong to this workspace")]
    ForeignFile,
    /// A file of the workspace is damaged; this says which part.
    #[error("the workspace is damaged: {0}")]
    Damaged(&'static str),
    /// Written by a newer edition of Fieldweek.
    #[error("the workspace was written by a newer edition of Fieldweek")]
    NewerVersion,
    /// The migration with this number is not the one that this workspace was made with.
    #[error("migration {0} is not the one this workspace was made with")]
    ChangedMigration(u32),
    /// There is no space left. Nothing was written; everything acknowledged before is kept.
    #[error("the disk is full")]
    DiskFull,
    /// The author may not write this register. Nothing was written.
    #[error("{}", .0.explain())]
    NotAllowed(Refusal),
    /// The writing device's own log has a gap: it was restored from an old copy. It must not write until the gap is filled.
    #[error("this device's own log is incomplete")]
    LogIncomplete,
    /// The writing device's own log holds two different changes for one place: two copies of it have written.
    #[error("this device's own log contradicts itself")]
    LogForked,
    /// Central has confirmed changes of this device that its own log does not hold: it was restored from an old copy.
    #[error("this device's own log ends at {own}, but central has confirmed {confirmed}")]
    LogBehind {
        /// The last change of the device that is here.
        own: u64,
        /// The last change of the device that a receipt names.
        confirmed: u64,
    },
    /// A value that no change can hold.
    #[error(transparent)]
    Change(#[from] ChangeError),
    /// A change of another inspection among those to import.
    #[error("a change belongs to another inspection")]
    OtherInspection,
    /// Something else is stored under this name already; this says what.
    #[error("another {0} is stored under the same name")]
    Differs(&'static str),
    /// The key could not be sealed for recovery, so no workspace was made.
    #[error("the key could not be sealed for recovery")]
    Escrow(#[source] Box<dyn Error + Send + Sync>),
    /// No randomness to make a key with.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    /// A file could not be read or written.
    #[error("a file of the workspace could not be used ({0})")]
    Io(io::ErrorKind),
    /// The database refused, with this extended code of SQLite.
    #[error("the database refused (code {0})")]
    Database(i32),
}

const IOERR_SHMSIZE: i32 = 4874;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as E;
        match error {
            E::SqliteFailure(error, _) | E::SqlInputError { error, .. } => Self::of_code(error.extended_code),
            E::FromSqlConversionFailure(..) | E::IntegralValueOutOfRange(..) | E::InvalidColumnType(..) | E::Utf8Error(..) => {
                Self::Damaged("a stored value has the wrong form")
            }
            _ => Self::Database(rusqlite::ffi::SQLITE_MISUSE),
        }
    }
}

impl StoreError {
    const fn of_code(code: i32) -> Self {
        use rusqlite::ffi;
        match code & 0xff {
            _ if code == IOERR_SHMSIZE => Self::DiskFull,
            ffi::SQLITE_FULL => Self::DiskFull,
            ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => Self::InUse,
            ffi::SQLITE_CORRUPT => Self::Damaged("the database"),
            ffi::SQLITE_NOTADB => Self::Damaged("the database cannot be decrypted"),
            _ => Self::Database(code),
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            kind => Self::Io(kind),
        }
    }
}

impl From<VaultError> for StoreError {
    fn from(_: VaultError) -> Self {
        Self::MissingKeyring
    }
}
