//! What the command prints: text for a person, JSON for a machine, errors and progress on standard error.

use std::io::{IsTerminal, Write, stderr, stdout};

use fieldweek_app::error::{AppError, Result};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

/// Prints lines for a person. A reader that has gone away (`| head`) ends the command without a word.
pub fn say(text: impl AsRef<str>) {
    let mut out = stdout().lock();
    if writeln!(out, "{}", text.as_ref().trim_end_matches('\n')).and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

/// Prints a value as JSON.
pub fn json(value: &impl Serialize) -> Result<()> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|_| AppError::refused("output.json", "The result could not be written as JSON.", "Report this."))?;
    say(text);
    Ok(())
}

/// Prints a value as JSON on one line, as one of many.
pub fn json_line(value: &impl Serialize) -> Result<()> {
    let text = serde_json::to_string(value)
        .map_err(|_| AppError::refused("output.json", "The result could not be written as JSON.", "Report this."))?;
    say(text);
    Ok(())
}

/// Prints an error: what happened, and what to do.
pub fn error(error: &AppError, json: bool) {
    let text =
        if json { serde_json::to_string(error).unwrap_or_default() } else { format!("fieldweek: {}\n  {}", error.message, error.action) };
    let _ = writeln!(stderr().lock(), "{text}"); // there is nowhere else to say it
}

/// A progress bar on a terminal; nothing without one.
pub fn progress(total: usize, what: &str) -> ProgressBar {
    if !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(total as u64);
    if let Ok(style) = ProgressStyle::with_template("  {msg} {wide_bar} {pos}/{len}") {
        bar.set_style(style);
    }
    bar.set_message(what.to_owned());
    bar
}
