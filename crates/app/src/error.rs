//! Errors as a person meets them: a code for machines, what happened, and what to do.
//!
//! Only this file turns the errors of the floors below into words. No message carries case data or keys.

use std::fmt;
use std::path::Path;

use fieldweek_domain::authority::Refusal;
use fieldweek_report::ReportError;
use fieldweek_store::StoreError;
use fieldweek_sync::{DropError, SyncError};
use serde::Serialize;

/// The result of a use case.
pub type Result<T> = std::result::Result<T, AppError>;

/// Whether the request was wrong, or was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The request itself is wrong: an unknown id, a value that does not fit. Exit code 2.
    Usage,
    /// The request was understood and refused: nothing was done. Exit code 1.
    Refused,
}

/// What happened, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppError {
    /// Stable, for machines: `store.wrong_passphrase`.
    pub code: String,
    /// What happened, for a person.
    pub message: String,
    /// What to do, for a person.
    pub action: String,
    /// Whether the request was wrong, or was refused.
    pub kind: Kind,
}

impl AppError {
    /// The request was understood and refused.
    pub fn refused(code: &str, message: impl Into<String>, action: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: sentence(&message.into()), action: action.into(), kind: Kind::Refused }
    }

    /// The request itself is wrong.
    pub fn usage(code: &str, message: impl Into<String>, action: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: sentence(&message.into()), action: action.into(), kind: Kind::Usage }
    }

    /// A file could not be read or written.
    #[must_use]
    pub fn file(path: &Path, error: &std::io::Error) -> Self {
        let action = match error.kind() {
            std::io::ErrorKind::NotFound => {
                return Self::refused("file.missing", format!("There is no {}.", path.display()), "Check the path.");
            }
            std::io::ErrorKind::PermissionDenied => "Check that you may read and write it.",
            std::io::ErrorKind::StorageFull => "Free some space and try again; nothing was lost.",
            _ => "Check the disk and try again.",
        };
        Self::refused("file.failed", format!("Could not read or write {}: {}.", path.display(), error.kind()), action)
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.message, self.action)
    }
}

impl std::error::Error for AppError {}

impl AppError {
    /// A failure of the bundle formats, with the code that `docs/formats.md` explains.
    pub(crate) fn coded(error: impl Into<Coded>) -> Self {
        let Coded { code, message } = error.into();
        let action = match code.as_str() {
            "keyfile.passphrase" => "Try the passphrase again.",
            _ => "See docs/formats.md for the code, and ask whoever made the file for it again.",
        };
        Self::refused(&code, format!("Refused: {message}."), action)
    }
}

/// A failure of the bundle formats.
pub(crate) struct Coded {
    code: String,
    message: String,
}

macro_rules! coded {
    ($($error:ty),+ $(,)?) => {
        $(
            impl From<$error> for Coded {
                fn from(error: $error) -> Self {
                    Self { code: error.code().to_owned(), message: error.to_string() }
                }
            }
        )+
    };
}

coded!(
    fieldweek_bundle::EnrolmentError,
    fieldweek_bundle::EscrowError,
    fieldweek_bundle::OpenError,
    fieldweek_bundle::ReceiptError,
    fieldweek_bundle::RosterError,
    fieldweek_bundle::SealError,
    fieldweek_bundle::keyfile::KeyfileError,
    fieldweek_bundle::object::ObjectError,
    fieldweek_bundle::roster::DraftError,
);

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        let (code, action) = match &error {
            StoreError::NoWorkspace => ("store.none", "Check the folder, or create a workspace."),
            StoreError::Exists => ("store.exists", "Choose an empty folder; nothing was changed."),
            StoreError::InUse => ("store.in_use", "Close the other program that has it open, then try again."),
            StoreError::WrongPassphrase => {
                ("store.wrong_passphrase", "Try again; if it is forgotten, central can open it with `fieldweek workspace recover`.")
            }
            StoreError::WrongKey => ("store.wrong_key", "Use the recovery key of this organisation and the escrow of this workspace."),
            StoreError::MissingKeyring => ("store.missing_keyring", "Unlock or start the keyring of your login, then try again."),
            StoreError::MissingKeyringSecret => (
                "store.missing_keyring_secret",
                "Open it with the login that created it, or have central use `fieldweek workspace recover`.",
            ),
            StoreError::ForeignFile => ("store.foreign_file", "Check the folder; nothing in it was changed."),
            StoreError::Damaged(_) => ("store.damaged", "Keep a copy of the folder, then restore the newest backup."),
            StoreError::NewerVersion => ("store.newer", "Install the newest Fieldweek."),
            StoreError::ChangedMigration(_) => ("store.migration", "Install a released Fieldweek; this one was changed."),
            StoreError::DiskFull => ("store.disk_full", "Free some space and try again; everything acknowledged is kept."),
            StoreError::NotAllowed(refusal) => return not_allowed(*refusal),
            StoreError::LogIncomplete | StoreError::LogForked | StoreError::LogBehind { .. } => {
                ("store.log", "Stop recording on this machine and call central: it seems to be an old copy.")
            }
            StoreError::Change(_) => ("store.change", "Shorten the value."),
            StoreError::OtherInspection | StoreError::Differs(_) => ("store.refused", "Ask whoever made the file for it again."),
            StoreError::Escrow(_) | StoreError::Entropy(_) => ("store.keys", "Try again; nothing was created."),
            StoreError::Io(_) | StoreError::Database(_) => ("store.io", "Check the disk and try again; everything acknowledged is kept."),
        };
        Self::refused(code, format!("{error}."), action)
    }
}

fn not_allowed(refusal: Refusal) -> AppError {
    AppError::refused(
        "not_allowed",
        format!("This may not be written: {}.", refusal.explain()),
        "Ask the lead or central, whose it is to write.",
    )
}

/// The first letter in upper case.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

impl From<ReportError> for AppError {
    fn from(error: ReportError) -> Self {
        Self::refused("report.failed", format!("The document could not be made: {error}."), "Report this; nothing was written.")
    }
}

impl From<SyncError> for AppError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Store(error) => error.into(),
            SyncError::Seal(error) => Self::coded(error),
            SyncError::KeptRoster(error) => Self::coded(error),
            SyncError::Receipt(error) => Self::coded(error),
            SyncError::Drop(error) => drop_failed(&error),
            SyncError::NoRoster => {
                Self::refused("roster.none", "This machine knows no roster yet.", "Have its enrolment approved, then sync with the drop.")
            }
            SyncError::OldCopy => Self::refused(
                "sync.old_copy",
                format!("{error}."),
                "Record nothing more on it and call central: what it had handed in is safe, and nothing was sent now.",
            ),
            SyncError::Roster { .. } => Self::refused(
                "roster.refused",
                format!("{error}."),
                "Nothing was changed. Call central: somebody may have tampered with the drop.",
            ),
            SyncError::NoFramework(_) | SyncError::Kept(_) => {
                Self::refused("sync.kept", format!("{error}."), "Check the workspace with `fieldweek workspace check`.")
            }
        }
    }
}

fn drop_failed(error: &DropError) -> AppError {
    let action = match error {
        DropError::NoFolder(_) => "Check that the stick or share is there, then name its folder.",
        _ => "Check the stick or share and start again; it goes on where it stopped.",
    };
    AppError::refused("drop.failed", format!("{error}."), action)
}
