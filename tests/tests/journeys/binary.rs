//! Where the program is: beside the folder of this test, as cargo lays it out.

use std::path::PathBuf;

/// The program of the same build. `cargo test --workspace` builds it; a run of this package alone does not.
pub fn path() -> PathBuf {
    let here = std::env::current_exe().expect("this test's own file");
    let profile = here.ancestors().nth(2).expect("target/<profile>/deps/<test>");
    let program = profile.join(format!("fieldweek{}", std::env::consts::EXE_SUFFIX));
    assert!(program.is_file(), "{} is missing: run ./dev test or cargo build first", program.display());
    program
}

/// Where tests may write.
pub fn scratch() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
}
