//! The public tools: what a stranger would check a bundle with.

use std::path::Path;
use std::process::{Command, Output};

/// Runs a tool in a folder. A missing tool fails the test, and says which package brings it.
pub fn run(folder: &Path, tool: &str, arguments: &[&str]) -> Output {
    Command::new(tool).args(arguments).current_dir(folder).output().unwrap_or_else(|_| {
        panic!("`{tool}` is needed by this test: install the Debian packages minisign, age, tar, jq and coreutils (./dev test does)")
    })
}

/// Runs a tool that must succeed, and gives what it printed.
pub fn succeed(folder: &Path, tool: &str, arguments: &[&str]) -> Vec<u8> {
    let output = run(folder, tool, arguments);
    assert!(output.status.success(), "{tool} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

pub fn has_failed(folder: &Path, tool: &str, arguments: &[&str]) -> bool {
    !run(folder, tool, arguments).status.success()
}
