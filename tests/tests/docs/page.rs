//! What stands in a page of Markdown.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::help::Row;

/// Folders that hold nobody's pages.
const NOT_OURS: &[&str] = &["target", "demo", "node_modules"];

/// A page.
pub struct Page {
    /// Its path from the root.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// Every page of the project.
pub fn all(root: &Path) -> Vec<Page> {
    let mut pages = Vec::new();
    walk(root, "", &mut pages);
    pages
}

fn walk(folder: &Path, below: &str, pages: &mut Vec<Page>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = format!("{below}{name}");
        if entry.file_type().unwrap().is_dir() {
            if !name.starts_with('.') && !NOT_OURS.contains(&name.as_str()) {
                walk(&entry.path(), &format!("{path}/"), pages);
            }
        } else if name.ends_with(".md") {
            pages.push(Page { path, text: fs::read_to_string(entry.path()).unwrap() });
        }
    }
}

/// What stands between backticks in a text without fenced blocks.
pub fn code(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The options and arguments that the tables of a text have in their first column.
pub fn rows(text: &str) -> BTreeSet<Row> {
    let cells = text.lines().filter(|line| line.starts_with("| `")).filter_map(|line| line.split('|').nth(1));
    let rows = cells.map(|cell| code(cell).into_iter().collect::<Row>());
    rows.filter(|row| row.iter().any(|word| word.starts_with(['-', '<', '[']))).collect()
}

/// A line of a page: where it is, what it says, and whether it stands in a fenced block.
struct Line<'a> {
    number: usize,
    text: &'a str,
    fenced: bool,
}

impl Page {
    fn lines(&self) -> Vec<Line<'_>> {
        let mut fenced = false;
        let mut lines = Vec::new();
        for (index, text) in self.text.lines().enumerate() {
            let fence = text.trim_start().starts_with("```");
            lines.push(Line { number: index + 1, text, fenced: fenced || fence });
            fenced ^= fence;
        }
        lines
    }

    /// The text below a heading, up to the next one of its level or above.
    pub fn section(&self, heading: &str) -> Option<&str> {
        let start = self.text.find(&format!("\n## {heading}\n"))? + 1;
        let text = self.text.get(start..)?;
        let body = text.split_once('\n')?.1;
        Some(body.find("\n## ").map_or(body, |end| &body[..end]))
    }

    /// The commands that have a heading of their own, with what is said about each.
    pub fn commands(&self) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        let mut inside = false;
        for line in self.lines() {
            let command = line.text.strip_prefix("### `fieldweek ").and_then(|rest| rest.strip_suffix('`'));
            if !line.fenced && line.text.starts_with('#') {
                inside = command.is_some();
                found.extend(command.map(|command| (command.to_owned(), String::new())));
            } else if let Some((_, text)) = found.last_mut().filter(|_| inside && !line.fenced) {
                text.push_str(line.text);
                text.push('\n');
            }
        }
        found
    }

    /// The `fieldweek` command lines that the page shows: where, and their words after the program's name.
    pub fn shown(&self) -> Vec<(String, Vec<String>)> {
        let mut found = Vec::new();
        for line in self.lines() {
            let examples = if line.fenced { vec![line.text.trim_start_matches("$ ").to_owned()] } else { code(line.text) };
            for example in examples {
                let Some(rest) = example.strip_prefix("fieldweek ") else { continue };
                let words = words(rest);
                found.push((format!("{}:{}", self.path, line.number), words));
            }
        }
        found
    }

    /// Links that lead nowhere, and files of the project that are named and are not there.
    pub fn broken(&self, root: &Path) -> Vec<String> {
        let folder = root.join(&self.path).parent().unwrap().to_owned();
        let mut found = Vec::new();
        for line in self.lines().iter().filter(|line| !line.fenced) {
            let at = format!("{}:{}", self.path, line.number);
            for target in links(line.text).filter(|target| !target.contains("://") && !target.starts_with("mailto:")) {
                if !leads_somewhere(self, &folder, target) {
                    found.push(format!("{at}: {target} leads nowhere"));
                }
            }
            let named = code(line.text).into_iter().filter(|code| is_a_path(code));
            found.extend(named.filter(|path| !root.join(path).exists()).map(|path| format!("{at}: there is no {path}")));
        }
        found
    }

    fn anchors(&self) -> BTreeSet<String> {
        let lines = self.lines();
        let headings = lines.iter().filter(|line| !line.fenced && line.text.starts_with('#'));
        headings.map(|line| anchor(line.text.trim_start_matches('#').trim())).collect()
    }
}

/// A command line as a shell would split it: at spaces, with quoted text kept together; redirections are the shell's own.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in line.split('"').enumerate() {
        if index % 2 == 1 {
            words.push("quoted".to_owned());
        } else {
            words.extend(part.split_whitespace().take_while(|word| *word != "|" && *word != "#").map(str::to_owned));
        }
    }
    words.retain(|word| !word.contains(['<', '>', '…', '[']));
    words
}

fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

fn leads_somewhere(page: &Page, folder: &Path, target: &str) -> bool {
    let (path, fragment) = target.split_once('#').map_or((target, None), |(path, fragment)| (path, Some(fragment)));
    let file = folder.join(path);
    let has = |page: &Page, fragment: &str| page.anchors().contains(fragment);
    match fragment {
        Some(fragment) if path.is_empty() => has(page, fragment),
        Some(fragment) => fs::read_to_string(&file).is_ok_and(|text| has(&Page { path: path.to_owned(), text }, fragment)),
        None => file.exists(),
    }
}

/// The anchor that a hosting site gives to a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Whether a piece of code is a path into this project that is meant to be there.
fn is_a_path(code: &str) -> bool {
    let inside = ["crates/", "tests/", "migrations/", "frameworks/", "docs/", "icons/"].iter().any(|folder| code.starts_with(folder));
    inside && !code.contains([' ', '*', '<', '…', ':'])
}
