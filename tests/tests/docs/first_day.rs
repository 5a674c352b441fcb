//! The first day of the README, run as it stands there.

use std::fs;
use std::process::Command;

use crate::{binary, page};

const HEADING: &str = "A first day from the command line";
const PASSPHRASE: &str = "practice makes an inspector";

/// What a person does beside the commands: gives the passphrase, and types the words that two others read aloud.
const PERSON: &str = r#"
fieldweek() {
    case "$3 $4" in
    'enrol request') "$PROGRAM" "$@" --passphrase-fd 3 3<"$PASSPHRASE" | tee "heard-from-$2" ;;
    'enrol approve') "$PROGRAM" "$@" --passphrase-fd 3 3<"$PASSPHRASE" \
        --words "$(tail -n 1 heard-from-lead)" --words "$(tail -n 1 heard-from-inspector)" ;;
    *) "$PROGRAM" "$@" --passphrase-fd 3 3<"$PASSPHRASE" ;;
    esac
}
"#;

#[test]
fn the_first_day_of_the_readme_runs() {
    let readme = page("README.md");
    let day: String = readme.section(HEADING).unwrap().split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(day.lines().filter(|line| line.starts_with("fieldweek ")).count() >= 15, "{day}");
    let folder = tempfile::tempdir_in(binary::scratch()).unwrap();
    let passphrase = folder.path().join("passphrase");
    fs::write(&passphrase, format!("{PASSPHRASE}\n")).unwrap();
    let ran = Command::new("sh")
        .args(["-eu", "-c", &format!("{PERSON}{day}")])
        .current_dir(folder.path())
        .env("PROGRAM", binary::path())
        .env("PASSPHRASE", &passphrase)
        .env_remove("FIELDWEEK_WORKSPACE")
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success() && err.is_empty(), "{out}\n{err}");
    assert!(out.contains("Receipt: changes 1 to 2 of practice-2026 are archived"), "{out}");
    assert!(fs::read(folder.path().join("C01.pdf")).unwrap().starts_with(b"%PDF-"));
}
