//! The frameworks that this program carries, and those of a folder.

use std::fs;
use std::path::Path;

use fieldweek_domain::framework::{Files, Framework, FrameworkError, parse};

use crate::error::{AppError, Result};

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/frameworks.rs"));
}

/// The largest file of a framework that is read, in bytes.
const LARGEST_FILE: u64 = 4 * 1024 * 1024;

/// The ids of the built-in frameworks, in order.
pub fn ids() -> impl Iterator<Item = &'static str> {
    embedded::EMBEDDED.iter().map(|(id, _)| *id)
}

/// The files of a built-in framework.
///
/// # Errors
/// When there is none of this id; the message lists those there are.
pub fn files(id: &str) -> Result<Files> {
    let found = embedded::EMBEDDED.iter().find(|(name, _)| *name == id);
    let (_, files) = found.ok_or_else(|| unknown(id))?;
    Ok(Files::new(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))))
}

fn unknown(id: &str) -> AppError {
    let known = ids().collect::<Vec<_>>().join(", ");
    AppError::usage("framework.unknown", format!("There is no framework {id}."), format!("Choose one of: {known}, or name a folder."))
}

/// A built-in framework, or that of a folder when `name` is a path to one.
///
/// # Errors
/// When there is no such framework, or it is not sound.
pub fn load(name: &str) -> Result<Framework> {
    parse(&files_of(name)?).map_err(|problems| not_sound(name, &problems))
}

/// The files of a built-in framework, or of a folder when `name` is a path to one.
pub(crate) fn files_of(name: &str) -> Result<Files> {
    let folder = Path::new(name);
    if folder.join("framework.toml").is_file() { read_folder(folder) } else { files(name) }
}

/// The problems of a framework's files, for an error message.
pub(crate) fn not_sound(name: &str, problems: &[FrameworkError]) -> AppError {
    let list = problems.iter().take(20).map(ToString::to_string).collect::<Vec<_>>().join("\n  ");
    AppError::refused(
        "framework.unsound",
        format!("The framework {name} has {} problem(s):\n  {list}", problems.len()),
        "Mend the files named and check again.",
    )
}

/// Every framework to check in a folder: the folder itself, or those directly below it.
///
/// # Errors
/// When there is none.
pub fn folders(dir: &Path) -> Result<Vec<std::path::PathBuf>> {
    if dir.join("framework.toml").is_file() {
        return Ok(vec![dir.to_owned()]);
    }
    let entries = fs::read_dir(dir).map_err(|error| AppError::file(dir, &error))?;
    let mut found: Vec<_> = entries.flatten().map(|entry| entry.path()).filter(|path| path.join("framework.toml").is_file()).collect();
    found.sort();
    if found.is_empty() {
        return Err(AppError::usage(
            "framework.none",
            format!("There is no framework in {}.", dir.display()),
            "Name a folder with a framework.toml, or one that holds such folders.",
        ));
    }
    Ok(found)
}

/// The TOML files of a folder.
///
/// # Errors
/// When one cannot be read, is not text, or is larger than a framework's file can be.
pub fn read_folder(dir: &Path) -> Result<Files> {
    let mut files = Vec::new();
    collect(dir, dir, &mut files)?;
    Ok(Files::new(files))
}

fn collect(root: &Path, dir: &Path, files: &mut Vec<(String, String)>) -> Result<()> {
    for entry in fs::read_dir(dir).map_err(|error| AppError::file(dir, &error))? {
        let entry = entry.map_err(|error| AppError::file(dir, &error))?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(|error| AppError::file(dir, &error))?);
        if kind.is_dir() {
            collect(root, &path, files)?;
        } else if kind.is_file() && path.extension().is_some_and(|extension| extension == "toml") {
            let size = entry.metadata().map_err(|error| AppError::file(&path, &error))?.len();
            if size > LARGEST_FILE {
                return Err(AppError::usage(
                    "file.too_large",
                    format!("The file {} is too large for a framework's file.", path.display()),
                    "Split it.",
                ));
            }
            let text = fs::read_to_string(&path).map_err(|error| AppError::file(&path, &error))?;
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.push((name, text));
        }
    }
    Ok(())
}
