//! The program's own word on its commands: what `--help` prints.

use std::collections::{BTreeMap, BTreeSet};

use crate::program::plain;

/// An option or argument: everything it is written with, such as `-i`, `--inspection` and `ID`, or `<CASE>`.
pub type Row = BTreeSet<String>;

/// A command.
#[derive(Debug)]
pub struct Command {
    /// Its words: `workspace create`.
    pub words: String,
    /// Whether it only holds other commands.
    pub groups: bool,
    /// Its options and arguments.
    pub rows: BTreeSet<Row>,
}

/// Every command, from the program down.
pub fn tree() -> Vec<Command> {
    let (mut found, mut open) = (Vec::new(), vec![String::new()]);
    while let Some(words) = open.pop() {
        let help = plain(&format!("{words} --help"), "").ok().out;
        let below: Vec<String> = names(&help).map(|name| format!("{words} {name}").trim().to_owned()).collect();
        found.push(Command { words, groups: !below.is_empty(), rows: help.lines().filter_map(row).collect() });
        open.extend(below);
    }
    found
}

fn names(help: &str) -> impl Iterator<Item = &str> {
    let list = help.split("Commands:\n").nth(1).unwrap_or_default();
    let lines = list.lines().take_while(|line| !line.is_empty()).filter(|line| indent(line) == 2);
    lines.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help")
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The option or argument that a line of help begins with.
fn row(line: &str) -> Option<Row> {
    let spec = line.trim_start().split("  ").next()?;
    let begins = (2..=6).contains(&indent(line)) && (spec.starts_with('-') || spec.starts_with('<') || spec.starts_with('['));
    if !begins || spec.starts_with("- ") || spec.starts_with("[env") {
        return None;
    }
    let argument = !spec.starts_with('-');
    let word = |word: &str| if argument { word.to_owned() } else { word.trim_matches(['<', '>', ',']).to_owned() };
    Some(spec.split_whitespace().map(word).collect())
}

/// What is wrong with a command line, without the program's name: no such command, or no such option of it.
pub fn fault(commands: &BTreeMap<String, Command>, everywhere: &BTreeSet<String>, words: &[String]) -> Option<String> {
    let plain: Vec<&str> = words_without_values(commands, words);
    let known = |length: usize| plain.get(..length).map(|words| words.join(" "));
    let found = (1..=2).rev().filter_map(known).find_map(|name| commands.get(&name));
    let group = plain.first().is_some_and(|first| *first == "help" || commands.keys().any(|name| name.starts_with(&format!("{first} "))));
    let options = || words.iter().filter(|word| word.starts_with('-') && word.len() > 1).map(|word| word.split('=').next().unwrap());
    match found {
        None if plain.is_empty() || (group && plain.len() == 1) => {
            options().find(|option| !everywhere.contains(*option)).map(|option| format!("there is no option {option}"))
        }
        None => Some(format!("there is no command `{}`", plain.join(" "))),
        Some(command) => {
            let own: BTreeSet<&String> = command.rows.iter().flatten().collect();
            options()
                .find(|option| !own.contains(&(*option).to_owned()))
                .map(|option| format!("`{}` has no option {option}", command.words))
        }
    }
}

/// The words that are neither options nor what follows an option that takes a value.
fn words_without_values<'a>(commands: &BTreeMap<String, Command>, words: &'a [String]) -> Vec<&'a str> {
    let takes = |option: &str| {
        let rows = commands.values().flat_map(|command| &command.rows);
        rows.filter(|row| row.contains(option)).any(|row| row.iter().any(|word| !word.starts_with('-')))
    };
    let mut plain = Vec::new();
    let mut skip = false;
    for word in words {
        if std::mem::take(&mut skip) {
            continue;
        }
        if word.starts_with('-') && word.len() > 1 {
            skip = !word.contains('=') && takes(word);
        } else {
            plain.push(word.as_str());
        }
    }
    plain
}
