//! What the command reads besides passphrases.

use std::fs;
use std::io::{Read, stdin};
use std::path::Path;

use fieldweek_app::error::{AppError, Result};

/// The largest input, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Reads a file, or standard input for `-`.
pub fn text(path: &Path) -> Result<String> {
    if path == Path::new("-") {
        let mut text = String::new();
        let read = stdin().lock().take(LARGEST).read_to_string(&mut text);
        return read.map(|_| text).map_err(|error| AppError::file(path, &error));
    }
    let size = fs::metadata(path).map_err(|error| AppError::file(path, &error))?.len();
    if size > LARGEST {
        return Err(AppError::usage(
            "file.too_large",
            format!("The file {} is too large.", path.display()),
            "Check that it is the right file.",
        ));
    }
    fs::read_to_string(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::InvalidData => {
            AppError::usage("file.text", format!("The file {} is not UTF-8 text.", path.display()), "Save it as UTF-8.")
        }
        _ => AppError::file(path, &error),
    })
}
