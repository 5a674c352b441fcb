//! The codes of the errors that the program gives besides those of the formats.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Every code that `app` and `cli` write down.
pub fn of_the_program(root: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for folder in ["crates/app/src", "crates/cli/src"] {
        read(&root.join(folder), &mut found);
    }
    found
}

fn read(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.extend(written_in(&fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The first text given to `usage` and `refused`, and the codes that the store's errors are turned into.
fn written_in(source: &str) -> Vec<String> {
    let first =
        |opening: &'static str| source.split(opening).skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
    let given = first("usage(").chain(first("refused("));
    given.chain(first("(").filter(|text| text.starts_with("store."))).map(str::to_owned).collect()
}

#[test]
fn codes_are_found_in_their_three_forms() {
    let source = "AppError::usage(\n    \"a.b\",\n    x) ; Self::refused(\"c\", \"d\") => (\"store.none\", \"e\"), refused(&code";
    assert_eq!(written_in(source), ["a.b", "c", "store.none"]);
}
