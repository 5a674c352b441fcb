//! Running the program and reading what it says. Other crates' tests may include this file by its path; they say in
//! `binary.rs` where the program is.
#![allow(dead_code, reason = "not every test binary that includes this file needs all of it")]

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::binary;

/// What the program said, and how it ended.
#[derive(Debug)]
pub struct Ran {
    /// The exit code; none when it was killed.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// It did what it was asked to.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        self
    }

    /// Its output as JSON; it did what it was asked to.
    #[track_caller]
    pub fn json(self) -> Value {
        let ran = self.ok();
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
    }

    /// It understood, and refused with this code.
    #[track_caller]
    pub fn refused(self, code: &str) -> Value {
        self.failed(1, "refused", code)
    }

    /// It was used wrongly, and says so with this code.
    #[track_caller]
    pub fn misused(self, code: &str) -> Value {
        self.failed(2, "usage", code)
    }

    /// An error in JSON: all four fields, one line on standard error, nothing on standard output.
    #[track_caller]
    fn failed(self, exit: i32, kind: &str, code: &str) -> Value {
        assert_eq!((self.code, self.out.as_str()), (Some(exit), ""), "{self:?}");
        let error: Value = serde_json::from_str(&self.err).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        assert_eq!((error["code"].as_str(), error["kind"].as_str()), (Some(code), Some(kind)), "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "{self:?}");
        for words in ["message", "action"] {
            assert!(error[words].as_str().is_some_and(|text| text.ends_with('.') || text.contains('\n')), "{self:?}");
        }
        error
    }
}

/// The program, with nothing of the environment that could decide for it.
pub fn command() -> Command {
    let mut command = Command::new(binary::path());
    for variable in ["FIELDWEEK_WORKSPACE", "CLICOLOR_FORCE", "FORCE_COLOR", "COLUMNS"] {
        command.env_remove(variable);
    }
    command
}

/// Runs a command with this on its standard input.
pub fn run(command: &mut Command, input: &[u8]) -> Ran {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let mut stdin = child.stdin.take().unwrap();
    let writing = std::thread::spawn({
        let input = input.to_vec();
        move || drop(stdin.write_all(&input)) // a program that needs no input may be gone already
    });
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// Runs the program without a workspace.
pub fn plain(line: &str, input: &str) -> Ran {
    run(command().args(words(line)), input.as_bytes())
}

/// A command line as a shell would split it: at spaces, with 'single quotes' kept together.
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in line.split('\'').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}
