//! The floors of the house: who may import whom, and what no file may say. `rules.rs` is the whole of the law.

mod crates;
mod files;
mod reasons;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::MetadataCommand;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[track_caller]
fn assert_none(violations: &[String]) {
    assert!(violations.is_empty(), "{} violation(s):\n  {}", violations.len(), violations.join("\n  "));
}

#[test]
fn imports_go_down_and_fences_hold() {
    let metadata = MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().exec().unwrap();
    let members = crates::members(&metadata);
    assert!(
        members.iter().any(|member| member.name == "fieldweek-store" && member.imports.contains(&"rusqlite".to_owned())),
        "{members:?}"
    );
    assert_none(&crates::violations(&members));
}

#[test]
fn files_are_short_well_named_and_finished() {
    let files = files::text_files(&root()).unwrap();
    assert!(files.iter().any(|file| file.path == "tests/tests/floors/main.rs"), "the walk reads this very file");
    assert_none(&files.iter().flat_map(files::violations).collect::<Vec<_>>());
}

#[test]
fn every_dependency_says_why_it_is_there() {
    assert_none(&reasons::violations(&fs::read_to_string(root().join("Cargo.toml")).unwrap()));
}
