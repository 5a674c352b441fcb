//! Files that this program writes for people: whole or not at all.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::error::{AppError, Result};

/// Makes a folder and those above it.
pub(crate) fn folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).map_err(|error| AppError::file(path, &error))
}

/// Writes a file whole: a reader sees the old content or the new, never half of it.
pub(crate) fn write(path: &Path, content: &[u8]) -> Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |error: &std::io::Error| AppError::file(path, error);
    let mut temporary = tempfile::NamedTempFile::new_in(parent).map_err(|error| failed(&error))?;
    temporary.write_all(content).map_err(|error| failed(&error))?;
    temporary.as_file().sync_all().map_err(|error| failed(&error))?;
    temporary.persist(path).map_err(|error| failed(&error.error))?;
    Ok(())
}

/// Reads a file, up to a limit.
pub(crate) fn read(path: &Path, most: u64) -> Result<Vec<u8>> {
    let size = fs::metadata(path).map_err(|error| AppError::file(path, &error))?.len();
    if size > most {
        return Err(AppError::usage(
            "file.too_large",
            format!("The file {} is larger than {most} bytes.", path.display()),
            "Check that it is the right file.",
        ));
    }
    fs::read(path).map_err(|error| AppError::file(path, &error))
}

/// Reads a text file, up to a limit.
pub(crate) fn read_text(path: &Path, most: u64) -> Result<String> {
    let bytes = read(path, most)?;
    String::from_utf8(bytes).map_err(|_| {
        AppError::usage("file.text", format!("The file {} is not UTF-8 text.", path.display()), "Check that it is the right file.")
    })
}
