//! A megabyte kept aside, so that a workspace on a full disk can still be opened.

use std::fs;
use std::io::Write;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::private;

const FILE: &str = "reserve";
pub(crate) const SIZE: usize = 1024 * 1024;

/// Gives the space back. Says whether there was any.
pub(crate) fn release(dir: &Path) -> bool {
    fs::remove_file(dir.join(FILE)).is_ok()
}

/// Takes the space if it is not taken yet. A disk without that much space keeps what it has.
pub(crate) fn take(dir: &Path) -> bool {
    let path = dir.join(FILE);
    if fs::metadata(&path).is_ok_and(|file| file.len() == SIZE as u64) {
        return true;
    }
    let taken = fill(&path).is_ok();
    if !taken {
        release(dir);
    }
    taken
}

fn fill(path: &Path) -> Result<(), StoreError> {
    let mut file = private::options().create(true).truncate(true).open(path)?;
    file.write_all(&incompressible())?;
    file.sync_all()?;
    Ok(())
}

/// Bytes that no file system can store in less space.
fn incompressible() -> Vec<u8> {
    let blocks = SIZE / 32;
    (0..blocks).flat_map(|n| -> [u8; 32] { Sha256::digest(n.to_le_bytes()).into() }).collect()
}
