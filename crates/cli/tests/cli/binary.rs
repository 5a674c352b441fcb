//! Where the program is.

use std::path::PathBuf;

/// The program under test, which cargo built for this very run.
pub fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_fieldweek"))
}

/// Where tests may write.
pub fn scratch() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
}
