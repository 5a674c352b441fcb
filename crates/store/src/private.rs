//! Files that only their owner may read, and that survive a power cut.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::error::StoreError;

/// Makes a folder that only its owner may enter.
pub(crate) fn folder(path: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(()),
    }
}

/// How to open a file so that only its owner may read it, if it is made now.
pub(crate) fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Puts a file in its place, whole or not at all.
pub(crate) fn replace(dir: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, StoreError> {
    let path = dir.join(name);
    let mut file = tempfile::Builder::new().prefix(".part-").tempfile_in(dir)?; // mode 0600
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    sync_folder(dir)?;
    Ok(path)
}

/// Copies a file to a place where there is none, and waits until it is on the disk.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    let mut source = File::open(from)?;
    let mut target = options().create_new(true).open(to)?;
    std::io::copy(&mut source, &mut target)?;
    target.sync_all()?;
    Ok(())
}

/// Waits until the names in a folder are on the disk.
pub(crate) fn sync_folder(dir: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        File::open(dir)?.sync_all()?;
    }
    Ok(())
}

/// The folder that a path is in.
pub(crate) fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Makes sure that a folder can be made in this place: nothing is there, or an empty folder.
pub(crate) fn must_be_free(dir: &Path) -> Result<(), StoreError> {
    match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().map_or(Ok(()), |_| Err(StoreError::Exists)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => Err(StoreError::Exists),
        Err(error) => Err(error.into()),
    }
}

const UNFINISHED: &str = ".fieldweek-";

/// Removes what was never finished in a folder that nobody else uses.
pub(crate) fn sweep(dir: &Path) {
    let unfinished = |entry: &fs::DirEntry| entry.file_name().to_str().is_some_and(|name| name.starts_with(UNFINISHED));
    for entry in fs::read_dir(dir).into_iter().flatten().filter_map(Result::ok).filter(unfinished) {
        let _ = fs::remove_dir_all(entry.path());
    }
}

/// A folder to make something in that is moved to its place once it is finished. It is removed if that never happens.
pub(crate) fn building_site(parent: &Path) -> Result<tempfile::TempDir, StoreError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    Ok(builder.tempdir_in(parent)?)
}

/// Moves a finished folder to its place, which must be free.
pub(crate) fn settle(finished: tempfile::TempDir, dir: &Path) -> Result<(), StoreError> {
    sync_folder(finished.path())?;
    must_be_free(dir)?;
    if dir.exists() {
        fs::remove_dir(dir)?;
    }
    fs::rename(finished.path(), dir)?;
    drop(finished.keep()); // it has moved: nothing to remove
    sync_folder(&parent(dir))
}
