//! Copies of a workspace, as encrypted as itself.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::database;
use crate::error::StoreError;
use crate::header::{self, Header};
use crate::private;
use crate::workspace::{BACKUPS, Workspace};

const PREFIX: &str = "backup-";

impl Workspace {
    /// The folder for backups inside the workspace.
    #[must_use]
    pub fn backups(&self) -> PathBuf {
        self.dir.join(BACKUPS)
    }

    /// Copies the workspace into a new folder under `to`, checks that the copy opens and is whole, and removes the oldest
    /// copies so that `keep` of this workspace are left. The copy opens with the same passphrase and keyring.
    ///
    /// # Errors
    /// When the copy cannot be made or is not whole. It is not there then, and nothing was removed.
    pub fn backup(&self, to: &Path, keep: usize) -> Result<PathBuf, StoreError> {
        fs::create_dir_all(to)?;
        if to == self.backups() {
            private::sweep(to); // it is ours alone: what is unfinished there, a crash left
        }
        let building = private::building_site(to)?;
        let path = building.path().join(database::FILE);
        self.copy_database(&path)?;
        self.header.write(building.path())?;
        let present = backups_in(to, self.id())?;
        let number = numbers_in(to)?.max().unwrap_or(0).saturating_add(1);
        let done = to.join(format!("{PREFIX}{number:08}"));
        private::settle(building, &done)?;
        let spare = (present.len() + 1).saturating_sub(keep.max(1));
        for old in present.iter().take(spare) {
            fs::remove_dir_all(old)?;
        }
        Ok(done)
    }

    fn copy_database(&self, path: &Path) -> Result<(), StoreError> {
        let salt = self.header.salt()?;
        database::create(path)?;
        let mut copy = database::open(path, &self.key, &salt)?;
        let copied = Backup::new(&self.conn, &mut copy)?.step(-1)?;
        if copied != StepResult::Done {
            return Err(StoreError::InUse);
        }
        database::close(copy)?;
        fs::File::open(path)?.sync_all()?;
        let copy = database::open(path, &self.key, &salt)?;
        if crate::health::pages_are_whole(&copy)? && count(&copy)? == count(&self.conn)? {
            database::close(copy)
        } else {
            Err(StoreError::Damaged("the backup"))
        }
    }
}

fn count(conn: &Connection) -> Result<i64, StoreError> {
    Ok(conn.query_row("SELECT count(*) FROM change_log", [], |row| row.get(0))?)
}

fn numbers_in(dir: &Path) -> Result<impl Iterator<Item = u64>, StoreError> {
    Ok(fs::read_dir(dir)?.filter_map(Result::ok).filter_map(|entry| number_of(&entry.path())))
}

fn number_of(path: &Path) -> Option<u64> {
    path.file_name()?.to_str()?.strip_prefix(PREFIX)?.parse().ok()
}

/// The copies of a workspace in a folder, the oldest first.
fn backups_in(dir: &Path, workspace: &str) -> Result<Vec<PathBuf>, StoreError> {
    let entries = fs::read_dir(dir)?.filter_map(Result::ok).map(|entry| entry.path());
    let mut found: Vec<(u64, PathBuf)> = entries.filter_map(|path| Some((number_of(&path)?, path))).collect();
    found.retain(|(_, path)| Header::read(path).is_ok_and(|header| header.workspace() == workspace));
    found.sort();
    Ok(found.into_iter().map(|(_, path)| path).collect())
}

/// Lets the copies in a folder open with a new wrapping of the same key. A copy that cannot be written keeps its old one.
pub(crate) fn take_over_header(dir: &Path, header: &Header) {
    for path in backups_in(dir, header.workspace()).unwrap_or_default() {
        let _ = header.write(&path);
    }
}

/// Puts a backup back, into a folder that is empty or not there yet. The copy is a workspace like the one it was made of:
/// it opens with the same passphrase and keyring, or with the recovered key.
///
/// # Errors
/// [`StoreError::Exists`] when something is in the folder; [`StoreError::NoWorkspace`] when `backup` is none.
pub fn restore(backup: &Path, into: &Path) -> Result<(), StoreError> {
    private::must_be_free(into)?;
    Header::read(backup)?;
    let parent = private::parent(into);
    fs::create_dir_all(&parent)?;
    let building = private::building_site(&parent)?;
    for name in [header::FILE, database::FILE] {
        private::copy(&backup.join(name), &building.path().join(name))?;
    }
    let log = format!("{}-wal", database::FILE); // there if somebody worked in the backup itself
    if backup.join(&log).exists() {
        private::copy(&backup.join(&log), &building.path().join(&log))?;
    }
    private::folder(&building.path().join(BACKUPS))?;
    private::settle(building, into)
}
