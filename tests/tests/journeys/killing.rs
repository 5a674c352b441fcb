//! Killing the program while it records.

use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdout, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::program::words;
use crate::team::{PASSPHRASE, Team};

/// When it is killed.
#[derive(Debug, Clone, Copy)]
pub enum Moment {
    /// After so many acknowledgements.
    Acknowledged(usize),
    /// After so many milliseconds, whatever it does then: perhaps it has not even opened the workspace.
    Milliseconds(u64),
}

/// What a killed program had acknowledged.
#[derive(Debug)]
pub struct Killed {
    /// The changes, as the whole lines say that came out before the end.
    pub acknowledged: Vec<String>,
    /// Whether the kill came while it ran; otherwise it had finished.
    pub in_flight: bool,
}

/// The lines of a batch that writes a note over and over, to four questions in turn; `label` makes each unlike any other.
pub fn notes(assessment: &str, label: &str, count: usize) -> String {
    let questions = ["2.1.01", "2.1.02", "2.1.03", "2.1.04"];
    let line = |number: usize| {
        let note = format!("{label}, version {number}: more to read in the record.");
        json!({ "assessment": assessment, "question": questions[number % questions.len()], "note": note }).to_string() + "\n"
    };
    (0..count).map(line).collect()
}

/// Records a batch and kills the program, without any chance to tidy up.
pub fn record_and_kill(team: &Team, person: &str, batch: &str, moment: Moment) -> Killed {
    let mut command = team.command();
    command.args(words(&format!("--passphrase-fd 0 -w workspaces/{person} record batch -")));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = format!("{PASSPHRASE}\n{batch}");
    let feeding = thread::spawn(move || drop(stdin.write_all(input.as_bytes()))); // it may be killed before it reads all
    let lines = read(child.stdout.take().unwrap());
    let mut acknowledged = Vec::new();
    match moment {
        Moment::Acknowledged(count) => acknowledged.extend(lines.iter().take(count)),
        Moment::Milliseconds(pause) => thread::sleep(Duration::from_millis(pause)),
    }
    child.kill().unwrap();
    let status = child.wait().unwrap();
    feeding.join().unwrap();
    acknowledged.extend(lines);
    Killed { acknowledged: acknowledged.concat(), in_flight: !status.success() }
}

/// The changes that whole lines acknowledge; half a line is none.
fn read(output: ChildStdout) -> Receiver<Vec<String>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut reader = BufReader::new(output);
        let mut line = String::new();
        while reader.read_line(&mut line).is_ok_and(|read| read > 0) && line.ends_with('\n') {
            let acknowledged: Value = serde_json::from_str(&line).unwrap();
            let changes = acknowledged["changes"].as_array().unwrap();
            if sender.send(changes.iter().map(|change| change.as_str().unwrap().to_owned()).collect()).is_err() {
                return;
            }
            line.clear();
        }
    });
    receiver
}
