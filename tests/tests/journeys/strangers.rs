//! Tools that are not ours: minisign, age, tar, sha256sum.

use std::path::Path;
use std::process::{Command, Output};

fn run(command: &mut Command, from: &str) -> Output {
    command.output().unwrap_or_else(|error| panic!("{error}: `./dev test` installs it (Debian: {from})"))
}

/// Whether minisign finds the signature beside the file to be this key's; what it says of the trusted comment.
pub fn minisign_verifies(public_key: &Path, file: &Path) -> Option<String> {
    let output = run(Command::new("minisign").args(["-V", "-p"]).arg(public_key).arg("-m").arg(file), "minisign");
    let said = String::from_utf8(output.stdout).unwrap();
    output.status.success().then_some(said)
}

/// What age decrypts with this identity; none when it is not for it.
pub fn age_decrypts(identity: &Path, file: &Path) -> Option<Vec<u8>> {
    let output = run(Command::new("age").args(["-d", "-i"]).arg(identity).arg(file), "age");
    output.status.success().then_some(output.stdout)
}

/// The names of the files in an archive.
pub fn tar_lists(archive: &Path) -> Vec<String> {
    let output = run(Command::new("tar").arg("-tf").arg(archive), "tar");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// A file of an archive.
pub fn tar_extracts(archive: &Path, name: &str) -> Vec<u8> {
    let output = run(Command::new("tar").arg("-xOf").arg(archive).arg(name), "tar");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The hash of a file.
pub fn sha256(file: &Path) -> String {
    let output = run(Command::new("sha256sum").arg(file), "coreutils");
    String::from_utf8(output.stdout).unwrap().split(' ').next().unwrap().to_owned()
}
