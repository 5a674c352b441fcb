//! What stands in the files.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use crate::rules::{CODE, EMPTY_NAMES, LONGEST_RUST_FILE, MACHINE_PATHS, UNFINISHED, WRITTEN_BY_TOOLS};

/// A text file: its path from the root, with `/` between folders, and what it says.
#[derive(Debug)]
pub struct File {
    /// Path from the root.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// Every text file below `root` that its `.gitignore` files leave in. Needs no git: a source archive is held to the same rules.
pub fn text_files(root: &Path) -> io::Result<Vec<File>> {
    let mut files = Vec::new();
    walk(root, "", &BTreeSet::new(), &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn walk(folder: &Path, below: &str, inherited: &BTreeSet<String>, files: &mut Vec<File>) -> io::Result<()> {
    let mut ignored = inherited.clone();
    let mut only_here = BTreeSet::from([".git".to_owned()]);
    if let Ok(text) = fs::read_to_string(folder.join(".gitignore")) {
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let name = line.trim_end_matches('/');
            match name.strip_prefix('/') {
                Some(name) => only_here.insert(name.to_owned()),
                None => ignored.insert(name.to_owned()),
            };
        }
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = format!("{below}{name}");
        if ignored.contains(&name) || only_here.contains(&name) {
            continue;
        }
        let kind = entry.file_type()?;
        if kind.is_dir() {
            walk(&entry.path(), &format!("{path}/"), &ignored, files)?;
        } else if kind.is_file() {
            let bytes = fs::read(entry.path())?;
            if let Some(text) = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0')) {
                files.push(File { path, text });
            }
        }
    }
    Ok(())
}

/// What is wrong in a file, one line each.
pub fn violations(file: &File) -> Vec<String> {
    let path = file.path.as_str();
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut found = Vec::new();
    if WRITTEN_BY_TOOLS.contains(&name) {
        return found;
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if CODE.contains(&ending) && path.split(['/', '.', '-', '_']).any(|word| EMPTY_NAMES.contains(&word)) {
        found.push(format!("{path} has a name that says nothing"));
    }
    let lines = file.text.lines().count();
    if ending == "rs" && lines > LONGEST_RUST_FILE {
        found.push(format!("{path} has {lines} lines: more than {LONGEST_RUST_FILE} want to be two files"));
    }
    for (number, line) in file.text.lines().enumerate() {
        let at = format!("{path}:{}", number + 1);
        if let Some(module) = (ending == "rs").then(|| module_named_in(line)).flatten().filter(|name| says_nothing(name)) {
            found.push(format!("{at} is a module with a name that says nothing: {module}"));
        }
        found.extend(
            MACHINE_PATHS
                .iter()
                .filter(|machine| names_path(line, machine))
                .map(|machine| format!("{at} names a folder of one machine: {machine}")),
        );
        found.extend(UNFINISHED.iter().filter(|word| has_word(line, word)).map(|word| format!("{at} leaves work to nobody: {word}")));
    }
    found
}

fn says_nothing(module: &str) -> bool {
    module.split('_').any(|word| EMPTY_NAMES.contains(&word))
}

/// The name in `mod name;` or `pub(crate) mod name {`.
fn module_named_in(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let line = match line.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(')')?.1,
        Some(rest) => rest,
        None => line,
    };
    line.trim_start().strip_prefix("mod ")?.split([';', '{', ' ']).next()
}

/// Whether a path of this machine begins in the line; a folder of the same name further down some other path is no matter.
fn names_path(line: &str, machine: &str) -> bool {
    line.match_indices(machine).any(|(at, _)| {
        let before = line.get(..at).and_then(|start| start.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '}' | '*'))
    })
}

fn has_word(line: &str, word: &str) -> bool {
    line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|part| part == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        violations(&File { path: path.to_owned(), text: text.to_owned() })
    }

    #[test]
    fn a_file_or_folder_with_an_empty_name_is_found() {
        assert_eq!(found("crates/app/src/utils.rs", ""), ["crates/app/src/utils.rs has a name that says nothing"]);
        assert_eq!(found("ui/src/helpers/date.ts", "").len(), 1);
        assert_eq!(found("crates/app/src/key_manager.rs", "").len(), 1);
        assert!(found("frameworks/yj-2025/service.toml", "").is_empty(), "content may speak of services");
        assert!(found("crates/app/src/score.rs", "").is_empty());
    }

    #[test]
    fn a_module_with_an_empty_name_is_found() {
        for line in ["mod common;", "pub mod helpers {", "    pub(crate) mod core;", "pub(in crate::x) mod key_service;"] {
            assert_eq!(found("a.rs", line).len(), 1, "{line}");
        }
        assert!(found("a.rs", "mod score;\nuse core::fmt;\n// mod of core").is_empty());
    }

    #[test]
    fn a_long_file_of_rust_is_found() {
        let line = "//\n";
        assert!(found("a.rs", &line.repeat(LONGEST_RUST_FILE)).is_empty());
        assert_eq!(found("a.rs", &line.repeat(LONGEST_RUST_FILE + 1)), ["a.rs has 501 lines: more than 500 want to be two files"]);
        assert!(found("a.md", &line.repeat(LONGEST_RUST_FILE + 1)).is_empty());
    }

    #[test]
    fn a_path_of_a_machine_is_found() {
        for machine in MACHINE_PATHS {
            assert_eq!(found("a.md", &format!("one\nsee {machine}x")), [format!("a.md:2 names a folder of one machine: {machine}")]);
            assert_eq!(found("a.sh", &format!("x=\"{machine}x\"")).len(), 1);
            assert!(found("a.md", &format!("https://example.org{machine}x and some{machine}")).is_empty());
        }
    }

    #[test]
    fn work_left_to_nobody_is_found() {
        for word in UNFINISHED {
            assert_eq!(found("a.toml", &format!("# {word}(me): later")), [format!("a.toml:1 leaves work to nobody: {word}")]);
            assert!(found("a.toml", &format!("# {word}S {}", word.to_lowercase())).is_empty());
        }
    }

    #[test]
    fn what_a_tool_wrote_is_left_alone() {
        assert!(found("ui/package-lock.json", UNFINISHED.concat().as_str()).is_empty());
        assert!(found("Cargo.lock", UNFINISHED.join(" ").as_str()).is_empty());
    }

    #[test]
    fn ignored_and_binary_files_are_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, bytes: &[u8]| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        };
        write(".gitignore", b"# built\n/target\nnode_modules/\n");
        write("target/a.rs", b"");
        write("deep/target/kept.rs", b"");
        write("ui/node_modules/a.js", b"");
        write(".git/config", b"");
        write("icon.png", b"\x89PNG\0");
        write(".ci/run", b"");
        let paths: Vec<String> = text_files(folder.path()).unwrap().into_iter().map(|file| file.path).collect();
        assert_eq!(paths, [".ci/run", ".gitignore", "deep/target/kept.rs"]);
    }
}
