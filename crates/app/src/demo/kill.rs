//! A laptop is killed in the middle of writing: every acknowledged change must be there afterwards.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use fieldweek_domain::id::{AssessmentId, ChangeId, InspectionId};
use serde_json::{Value, json};

use super::team::PASSPHRASE;
use crate::error::{AppError, Result};
use crate::session::Session;

/// How many acknowledgements are awaited before the kill.
const AWAITED: usize = 12;
/// How many lines there would be.
const LINES: usize = 400;

/// Starts the program on a closed workspace, lets it record, and kills it. Returns the changes it acknowledged.
pub fn killed_mid_write(program: &Path, workspace: &Path, inspection: &InspectionId, id: &AssessmentId) -> Result<Vec<ChangeId>> {
    let failed = |error: &std::io::Error| AppError::file(program, error);
    let mut child = Command::new(program)
        .args(["--passphrase-fd", "0", "--workspace"])
        .arg(workspace)
        .args(["record", "batch", "-", "--inspection", inspection.as_str()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(&error))?;
    let acknowledged = feed(&mut child, id).and_then(|output| wait_for(output, AWAITED));
    child.kill().and_then(|()| child.wait()).map_err(|error| failed(&error))?;
    acknowledged.map_err(|error| failed(&error))
}

fn feed(child: &mut Child, id: &AssessmentId) -> std::io::Result<ChildStdout> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(std::io::ErrorKind::BrokenPipe.into());
    };
    let mut lines = format!("{PASSPHRASE}\n");
    for number in 1..=LINES {
        let line = json!({ "assessment": id.to_string(), "question": "2.1.01", "note": format!("First impression, version {number}: more to read in the record.") });
        lines.push_str(&format!("{line}\n"));
    }
    input.write_all(lines.as_bytes())?;
    Ok(output)
}

fn wait_for(output: ChildStdout, count: usize) -> std::io::Result<Vec<ChangeId>> {
    let mut acknowledged = Vec::new();
    for line in BufReader::new(output).lines().take(count) {
        let line: Value = serde_json::from_str(&line?)?;
        let changes = line.get("changes").and_then(Value::as_array).into_iter().flatten();
        acknowledged.extend(changes.filter_map(|change| change.as_str()?.parse::<ChangeId>().ok()));
    }
    Ok(acknowledged)
}

/// Makes sure that nothing acknowledged is lost and the store is whole.
pub fn nothing_lost(session: &Session, acknowledged: &[ChangeId]) -> Result<()> {
    for id in acknowledged {
        if session.workspace.change(*id)?.is_none() {
            return Err(AppError::refused("demo.lost", "An acknowledged change is lost.", "Report this at once."));
        }
    }
    if acknowledged.len() < AWAITED {
        return Err(AppError::refused("demo.kill", "The killed laptop acknowledged too little to prove anything.", "Report this."));
    }
    crate::workspace::check(session).map(drop)
}
