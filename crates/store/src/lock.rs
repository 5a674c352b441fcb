//! One program at a time.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::error::StoreError;
use crate::private;

const FILE: &str = "lock";

/// Holds the workspace until it is dropped, also by a crash.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    pub(crate) fn take(dir: &Path) -> Result<Self, StoreError> {
        let file = private::options().create(true).truncate(false).open(dir.join(FILE))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}
