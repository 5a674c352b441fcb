//! The drop: the place where bundles, receipts and rosters are exchanged. Here, a folder: local, shared, or a stick.
//!
//! Every object's name holds the hash of its content or a number that is given once, so that writing it again is the
//! same object. Nothing depends on create-if-absent, hard links, or the order of a listing.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::{ObjectStore, ObjectStoreExt};

/// The largest object that is read from a drop, in bytes.
pub const LARGEST_OBJECT: u64 = 256 * 1024 * 1024;

/// Why the drop could not be used.
#[derive(Debug, thiserror::Error)]
pub enum DropError {
    /// There is no such folder, or it cannot be opened.
    #[error("the drop {0} is not a folder that can be opened")]
    NoFolder(PathBuf),
    /// An object is not there.
    #[error("the drop has no object {0}")]
    Missing(String),
    /// An object is larger than [`LARGEST_OBJECT`].
    #[error("the object {0} is larger than {LARGEST_OBJECT} bytes")]
    TooLarge(String),
    /// A link, a pipe or a device, not a plain file.
    #[error("the object {0} is not a plain file")]
    NotPlain(String),
    /// A name that could leave the drop.
    #[error("the name of an object is not one that a drop can hold")]
    Name,
    /// Reading or writing failed: a full disk, a stick that was pulled, a share that went away.
    #[error("the drop could not be read or written ({0}); nothing is lost, and it can be tried again")]
    Io(String),
}

/// A drop.
pub struct Drop {
    root: PathBuf,
    store: LocalFileSystem,
    runtime: tokio::runtime::Runtime,
}

impl Drop {
    /// Opens a folder as a drop.
    ///
    /// # Errors
    /// When there is no such folder.
    pub fn folder(path: &Path) -> Result<Self, DropError> {
        let no_folder = || DropError::NoFolder(path.to_owned());
        if !path.is_dir() {
            return Err(no_folder());
        }
        let store = LocalFileSystem::new_with_prefix(path).map_err(|_| no_folder())?.with_fsync(true);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().map_err(|_| no_folder())?;
        Ok(Self { root: path.to_owned(), store, runtime })
    }

    /// The names of all objects below a prefix, in order.
    ///
    /// # Errors
    /// When the drop cannot be read.
    pub fn list(&self, prefix: &str) -> Result<Vec<String>, DropError> {
        let prefix = name(prefix)?;
        let listing = self.store.list(Some(&prefix)).map_ok(|meta| meta.location.to_string());
        let mut names: Vec<String> = self.runtime.block_on(listing.try_collect()).map_err(|error| failed(&error))?;
        names.sort_unstable();
        Ok(names)
    }

    /// The bytes of an object.
    ///
    /// # Errors
    /// When it is missing, too large, or cannot be read.
    pub fn get(&self, object: &str) -> Result<Vec<u8>, DropError> {
        let path = name(object)?;
        self.no_link_on_the_way(&path)?;
        self.runtime.block_on(async {
            let found = self.store.get(&path).await.map_err(|error| missing_or_failed(object, &error))?;
            if found.meta.size > LARGEST_OBJECT {
                return Err(DropError::TooLarge(object.to_owned()));
            }
            Ok(found.bytes().await.map_err(|error| failed(&error))?.to_vec())
        })
    }

    /// Writes an object, and returns once it is on the disk. Writing it again changes nothing.
    ///
    /// # Errors
    /// When it cannot be written; nothing half written has the object's name.
    pub fn put(&self, object: &str, content: &[u8]) -> Result<(), DropError> {
        let path = name(object)?;
        self.no_link_on_the_way(&path)?;
        let content = Bytes::copy_from_slice(content);
        self.runtime.block_on(self.store.put(&path, content.into())).map_err(|error| failed(&error))?;
        Ok(())
    }

    /// Refuses an object that is, or lies behind, anything but plain files and folders: on a stranger's stick a link or a
    /// pipe could lead out of the drop or never end.
    fn no_link_on_the_way(&self, object: &ObjectPath) -> Result<(), DropError> {
        let mut path = self.root.clone();
        for part in object.parts() {
            path.push(part.as_ref());
            match std::fs::symlink_metadata(&path).map(|found| found.file_type()) {
                Ok(kind) if kind.is_file() || kind.is_dir() => {}
                Ok(_) => return Err(DropError::NotPlain(object.to_string())),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
                Err(error) => return Err(DropError::Io(error.kind().to_string())),
            }
        }
        Ok(())
    }
}

fn name(text: &str) -> Result<ObjectPath, DropError> {
    ObjectPath::parse(text).map_err(|_| DropError::Name)
}

fn missing_or_failed(object: &str, error: &object_store::Error) -> DropError {
    match error {
        object_store::Error::NotFound { .. } => DropError::Missing(object.to_owned()),
        other => failed(other),
    }
}

/// The kind of a failure, without the paths that the store's own message holds.
fn failed(error: &object_store::Error) -> DropError {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(inner) = source {
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            return DropError::Io(io.kind().to_string());
        }
        source = inner.source();
    }
    DropError::Io("the storage refused".to_owned())
}
