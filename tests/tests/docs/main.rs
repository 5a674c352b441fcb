//! The documentation is held to the program: what a page says exists, and what exists is on its page.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects in the shortest way"
)]

#[path = "../journeys/binary.rs"]
mod binary;
mod codes;
#[cfg(unix)]
mod first_day;
mod help;
mod page;
#[path = "../../../crates/cli/tests/cli/program.rs"]
mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use help::{Command, Row};
use page::Page;

const COMMAND_LINE: &str = "docs/command-line.md";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn page(path: &str) -> Page {
    Page { path: path.to_owned(), text: fs::read_to_string(root().join(path)).unwrap() }
}

#[track_caller]
fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} fault(s):\n  {}", faults.len(), faults.join("\n  "));
}

/// Commands that do something themselves, by their words: `workspace create`.
fn commands() -> BTreeMap<String, Command> {
    help::tree().into_iter().filter(|command| !command.groups).map(|command| (command.words.clone(), command)).collect()
}

/// What every command takes.
fn everywhere(commands: &BTreeMap<String, Command>) -> BTreeSet<Row> {
    let shared = commands.values().map(|command| command.rows.clone()).reduce(|a, b| &a & &b);
    shared.unwrap()
}

#[test]
fn the_page_has_every_command_and_no_other() {
    let there: BTreeSet<String> = commands().into_keys().collect();
    let described: Vec<String> = page(COMMAND_LINE).commands().into_iter().map(|(command, _)| command).collect();
    assert!(there.contains("workspace create"), "{there:?}");
    assert_eq!(described.iter().cloned().collect::<BTreeSet<_>>(), there);
    assert_eq!(described.len(), there.len(), "a command is described twice: {described:?}");
}

#[test]
fn the_page_has_every_option_and_argument_of_a_command_and_no_other() {
    let commands = commands();
    let everywhere = everywhere(&commands);
    assert!(everywhere.iter().any(|row| row.contains("--json")), "{everywhere:?}");
    for (command, text) in page(COMMAND_LINE).commands() {
        let Some(there) = commands.get(&command) else { continue };
        assert_eq!(page::rows(&text), &there.rows - &everywhere, "fieldweek {command}");
    }
}

#[test]
fn the_page_has_what_every_command_takes_and_nothing_else() {
    let page = page(COMMAND_LINE);
    assert_eq!(page::rows(page.section("For every command").unwrap()), everywhere(&commands()));
}

#[test]
fn the_page_has_every_error_and_no_other() {
    let page = page(COMMAND_LINE);
    let there = codes::of_the_program(&root());
    assert!(there.contains("store.wrong_passphrase") && there.contains("not_allowed"), "{there:?}");
    let cells = page.section("Errors").unwrap().lines().filter_map(|line| line.strip_prefix("| `")).map(|line| line.split('|').next());
    let described: Vec<String> = cells.flatten().flat_map(|cell| page::code(&format!("`{cell}"))).collect();
    assert_eq!(described.iter().cloned().collect::<BTreeSet<_>>(), there);
    assert_eq!(described.len(), there.len(), "an error is described twice");
}

#[test]
fn every_command_that_a_page_shows_exists() {
    let commands = commands();
    let everywhere: BTreeSet<String> = everywhere(&commands).into_iter().flatten().collect();
    let pages = page::all(&root());
    let shown: Vec<(String, Vec<String>)> = pages.iter().flat_map(Page::shown).collect();
    assert!(shown.len() > 50, "the examples are found: {}", shown.len());
    assert_none(
        &shown
            .iter()
            .filter_map(|(at, words)| help::fault(&commands, &everywhere, words).map(|why| format!("{at}: {why}")))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn every_link_and_every_file_that_a_page_names_is_there() {
    let pages = page::all(&root());
    for known in ["README.md", "frameworks/README.md", COMMAND_LINE] {
        assert!(pages.iter().any(|page| page.path == known), "{known} is read");
    }
    assert_none(&pages.iter().flat_map(|page| page.broken(&root())).collect::<Vec<_>>());
}

#[test]
fn every_command_of_the_project_that_a_page_names_exists() {
    let script = fs::read_to_string(root().join("dev")).unwrap();
    let there: BTreeSet<&str> = script.lines().filter_map(|line| line.strip_prefix("./dev ")?.split_whitespace().next()).collect();
    assert!(there.contains("run") && there.contains("test"), "{there:?}");
    for page in page::all(&root()) {
        for (number, line) in page.text.lines().enumerate() {
            for word in line.split("./dev ").skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_lowercase()).next().unwrap()) {
                assert!(word.is_empty() || there.contains(word), "{}:{}: there is no ./dev {word}", page.path, number + 1);
            }
        }
    }
}
