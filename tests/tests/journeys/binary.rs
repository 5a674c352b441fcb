//! Where the program is: beside the folder of this test, as cargo lays it out.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Once;

/// The program of the same build. `cargo test --workspace` builds it; a run of this package alone does not.
pub fn path() -> PathBuf {
    let here = std::env::current_exe().expect("this test's own file");
    let profile = here.ancestors().nth(2).expect("target/<profile>/deps/<test>");
    let program = profile.join(format!("fieldweek{}", std::env::consts::EXE_SUFFIX));
    assert!(program.is_file(), "{} is missing: run ./dev test or cargo build first", program.display());
    static LOOKED: Once = Once::new();
    LOOKED.call_once(|| must_be_fresh(&program));
    program
}

/// A program older than what it is made of would prove nothing. Cargo writes beside it what it is made of.
fn must_be_fresh(program: &Path) {
    let changed = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
    let made_of = fs::read_to_string(program.with_extension("d")).unwrap_or_default().replace("\\ ", "\0");
    let sources = made_of.split_whitespace().skip(1).map(|path| PathBuf::from(path.replace('\0', " ")));
    let newer: Vec<PathBuf> = sources.filter(|path| changed(path) > changed(program)).collect();
    assert!(newer.is_empty(), "{} is older than {newer:?}: run ./dev test or cargo build first", program.display());
}

/// Where tests may write.
pub fn scratch() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
}
