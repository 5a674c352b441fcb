//! The demonstration week: a central team, a lead and three inspectors, each with a store of their own, from the first
//! key to the last export, on the real framework, formats and stores. It checks itself and fails loudly.

mod check;
mod dice;
mod fill;
mod generator;
mod kill;
mod sample;
mod team;
mod week;
mod words;

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::error::{AppError, Result};
use crate::file;
use crate::ratings::InspectionRatings;

/// What is played.
#[derive(Debug, Clone)]
pub struct Request {
    /// Where everything is written.
    pub out: PathBuf,
    /// The seed of the invented data.
    pub seed: u64,
    /// Whether an earlier demonstration there may be replaced.
    pub again: bool,
    /// The `fieldweek` program, of which one is killed in the middle of a write.
    pub program: PathBuf,
}

/// What happens, for a person to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Something was done.
    Says(String),
    /// Something goes on.
    Works {
        /// What.
        what: String,
        /// How much of it is done.
        done: usize,
        /// How much there is.
        total: usize,
    },
}

/// What came of it.
#[derive(Debug, Serialize)]
pub struct Played {
    /// The ratings.
    pub ratings: InspectionRatings,
    /// What lies where, for a person.
    pub places: String,
}

/// The file that marks a folder as a demonstration, so that nothing else is ever replaced.
const MARKER: &str = "fieldweek-demonstration.txt";

/// Plays the week.
///
/// # Errors
/// When something of it fails, or a check of the result does.
pub fn run(request: &Request, on: &mut dyn FnMut(Step)) -> Result<Played> {
    make_room(&request.out, request.again)?;
    week::play(request, on)
}

fn make_room(out: &Path, again: bool) -> Result<()> {
    let empty = !out.exists() || out.read_dir().map_err(|error| AppError::file(out, &error))?.next().is_none();
    if !empty {
        if !again || !out.join(MARKER).is_file() {
            return Err(AppError::refused(
                "demo.not_empty",
                format!("The folder {} is not empty.", out.display()),
                "Name an empty folder, or replace an earlier demonstration with --again.",
            ));
        }
        std::fs::remove_dir_all(out).map_err(|error| AppError::file(out, &error))?;
    }
    file::folder(out)?;
    file::write(&out.join(MARKER), b"Everything in this folder is invented. It may be deleted, and `fieldweek demo --again` replaces it.\n")
}
