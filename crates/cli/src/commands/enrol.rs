//! `fieldweek enrol`.

use std::io::{BufRead, IsTerminal, stdin};
use std::path::PathBuf;

use fieldweek_app::enrol::{self, Pending, Requested};
use fieldweek_app::error::{AppError, Result};
use serde_json::json;

use super::Setting;
use crate::args::Enrol;
use crate::{output, passphrase};

pub fn run(setting: &Setting, command: Enrol) -> Result<()> {
    match command {
        Enrol::Request { out } => {
            let requested = enrol::request(&setting.open()?, &out)?;
            if setting.json {
                return output::json(&requested);
            }
            output::say(format!(
                "Wrote {} and its signature beside it. Carry both to central, and read these words aloud when they ask:\n  {}",
                out.display(),
                requested.words
            ));
            Ok(())
        }
        Enrol::Approve { requests, root_key, root_passphrase_fd, words } => {
            let pending = compare(&requests, &words)?;
            let mut session = setting.open()?;
            let locked = passphrase::read(root_passphrase_fd.or(setting.passphrase_fd), "Passphrase of the root key")?;
            let version = enrol::approve(&mut session, &pending, &root_key, &locked)?;
            let people: Vec<Requested> = pending.iter().map(Pending::asks).collect();
            if setting.json {
                return output::json(&json!({ "roster": version, "enrolled": people }));
            }
            for enrolled in &people {
                output::say(format!("Enrolled {} ({}), device {}", enrolled.person, enrolled.role, enrolled.device));
            }
            output::say(format!("Roster {version} is signed. It reaches the drop with the next pack or import."));
            Ok(())
        }
    }
}

/// Reads every request and compares its words with those that were read aloud.
fn compare(requests: &[PathBuf], words: &[String]) -> Result<Vec<Pending>> {
    if !words.is_empty() && words.len() != requests.len() {
        return Err(AppError::usage(
            "enrol.words",
            "There must be one --words for each request.",
            "Give the words in the order of the requests.",
        ));
    }
    let mut pending = Vec::new();
    for (index, path) in requests.iter().enumerate() {
        let request = enrol::read(path)?;
        let asks = request.asks();
        match words.get(index) {
            Some(heard) if same(heard, &asks.words) => {}
            Some(_) => return Err(not_the_same(&asks)),
            None => ask(&asks)?,
        }
        pending.push(request);
    }
    Ok(pending)
}

fn same(heard: &str, words: &str) -> bool {
    heard.split_whitespace().map(str::to_lowercase).eq(words.split_whitespace().map(str::to_owned))
}

fn not_the_same(asks: &Requested) -> AppError {
    AppError::refused(
        "enrol.words_differ",
        format!("The words of {} are not those of the request.", asks.person),
        "Do not approve it: ask the person to read the words again from their own screen.",
    )
}

fn ask(asks: &Requested) -> Result<()> {
    if !stdin().is_terminal() {
        return Err(AppError::usage(
            "enrol.words",
            "The words that were read aloud are missing.",
            "Give them with --words, one for each request.",
        ));
    }
    output::say(format!("{} ({}), device {}\nType the words that the person reads aloud:", asks.person, asks.role, asks.device));
    let mut line = String::new();
    let read = stdin().lock().read_line(&mut line);
    read.map_err(|_| AppError::refused("enrol.terminal", "The terminal could not be read.", "Give the words with --words."))?;
    if same(&line, &asks.words) { Ok(()) } else { Err(not_the_same(asks)) }
}
