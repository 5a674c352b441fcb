//! A small organisation: central, a lead and an inspector, each with a workspace, and an inspection of four cases.
//! Other crates' tests may include this file by its path.
#![allow(dead_code, reason = "not every test binary that includes this file needs all of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::binary;
use crate::program::{Ran, command, run, words};

/// The passphrase of every workspace.
pub const PASSPHRASE: &str = "one passphrase for tests";
/// The passphrase of the offline keys.
pub const OFFLINE: &str = "another one, kept in a safe";
/// The inspection.
pub const INSPECTION: &str = "test-2026";
/// The sample: two children's cases and two victims', with what decides which questions are asked.
pub const SAMPLE: &str = "\
case,kind,disposal_group,home_yjs,identified_victim,named_individual,contact_consent,victim_engaged,support_or_safety_concern,statutory_victim_contact
C01,child,court_order;out_of_court,,yes,,,,,
C02,child,remand,,no,,,,,
V01,victim,,,,yes,yes,yes,yes,no
V02,victim,,,,yes,yes,no,no,no
";
/// Who reads what.
pub const ALLOCATIONS: &str = "\
case,assessment,person
C01,primary,inspector-1
C02,primary,lead-1
V01,primary,inspector-1
V01,second,lead-1
V02,primary,lead-1
";

/// A folder with everybody's workspaces and what they exchange. Commands run in it, so that paths are short.
pub struct Team {
    folder: TempDir,
}

impl Team {
    /// An empty folder.
    pub fn nobody() -> Self {
        let folder = tempfile::Builder::new().prefix("team-").tempdir_in(binary::scratch()).unwrap();
        for name in ["tmp", "requests", "drop"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        Self { folder }
    }

    /// Founded and enrolled, with the inspection sampled, allocated, packed and fetched by both laptops. Made once a run,
    /// and copied.
    pub fn at_work() -> Self {
        static PREPARED: OnceLock<PathBuf> = OnceLock::new();
        let prepared = PREPARED.get_or_init(|| {
            let keep = binary::scratch().join(format!("prepared-{}", std::process::id()));
            forget_earlier_runs("prepared-");
            let team = Self::nobody();
            team.found();
            team.enrol(&[("lead-1", "lead"), ("inspector-1", "inspector")]);
            team.prepare();
            fs::rename(team.folder.keep(), &keep).unwrap();
            keep
        });
        let team = Self::nobody();
        copy(prepared, team.folder.path());
        team
    }

    /// The folder of everything.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A place in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program, at work in this folder, with temporary files here and nowhere else.
    pub fn command(&self) -> Command {
        let mut command = command();
        command.current_dir(self.folder()).env("TMPDIR", self.path("tmp"));
        command
    }

    /// A command of a person, with JSON for an answer; what follows the passphrase on standard input is given.
    pub fn run_with(&self, person: &str, line: &str, input: &str) -> Ran {
        let mut command = self.command();
        command.args(["--json", "--passphrase-fd", "0", "--workspace"]).arg(format!("workspaces/{person}")).args(words(line));
        run(&mut command, format!("{PASSPHRASE}\n{input}").as_bytes())
    }

    /// A command of a person, with JSON for an answer.
    pub fn run(&self, person: &str, line: &str) -> Ran {
        self.run_with(person, line, "")
    }

    /// A command of a person, with text for an answer.
    pub fn text(&self, person: &str, line: &str) -> Ran {
        let mut command = self.command();
        command.args(["--passphrase-fd", "0", "-w"]).arg(format!("workspaces/{person}")).args(words(line));
        run(&mut command, format!("{PASSPHRASE}\n").as_bytes())
    }

    /// Founds the organisation, with central's workspace.
    pub fn found(&self) -> Value {
        let line = "--json --passphrase-fd 0 -w workspaces/central-1 workspace create --person central-1 --role central \
                    --found 'Test Inspectorate' --offline offline --no-keyring";
        run(self.command().args(words(line)), format!("{OFFLINE}\n{PASSPHRASE}\n").as_bytes()).json()
    }

    /// Creates a workspace for a person.
    pub fn join(&self, person: &str, role: &str) -> Value {
        let line = format!("workspace create --person {person} --role {role} --organisation offline/organisation.json --no-keyring");
        self.run(person, &line).json()
    }

    /// The words of a person's request, which is written to `requests/`.
    pub fn request(&self, person: &str) -> String {
        let asked = self.run(person, &format!("enrol request --out requests/{person}.json")).json();
        asked["words"].as_str().unwrap().to_owned()
    }

    /// Central approves a request.
    pub fn approve(&self, person: &str, words: &str) -> Ran {
        let line = format!("enrol approve requests/{person}.json --root-key offline/root.key.age --words '{words}'");
        self.run_with("central-1", &line, &format!("{OFFLINE}\n"))
    }

    /// Creates workspaces for people and enrols them.
    pub fn enrol(&self, people: &[(&str, &str)]) {
        for (person, role) in people {
            self.join(person, role);
            let words = self.request(person);
            self.approve(person, &words).ok();
        }
    }

    /// The inspection, up to both laptops having its pack.
    pub fn prepare(&self) {
        self.create_inspection(INSPECTION).ok();
        self.write("sample.csv", SAMPLE);
        self.write("allocations.csv", ALLOCATIONS);
        self.run("central-1", &format!("inspection sample {INSPECTION} sample.csv")).ok();
        self.run("central-1", &format!("inspection allocate {INSPECTION} allocations.csv")).ok();
        self.run("central-1", &format!("inspection pack {INSPECTION} --drop drop")).ok();
        for person in ["lead-1", "inspector-1"] {
            self.run(person, "sync --drop drop").ok();
        }
    }

    /// Central creates an inspection led by the lead.
    pub fn create_inspection(&self, id: &str) -> Ran {
        let line = format!(
            "inspection create --id {id} --framework yj-2025 --type IYJWCV --service 'Test Vale' --lead lead-1 \
             --from 2026-03-02 --to 2026-03-06 --eligible-children 40 --eligible-victims 9 --demonstration"
        );
        self.run("central-1", &line)
    }

    /// Writes a file into the folder.
    pub fn write(&self, name: &str, content: &str) {
        fs::write(self.path(name), content).unwrap();
    }

    /// How many changes of the inspection a person has.
    pub fn changes(&self, person: &str) -> u64 {
        let status = self.run(person, "workspace status").json();
        status["inspections"].as_array().unwrap().iter().map(|line| line["changes"].as_u64().unwrap()).sum()
    }

    /// Every file below a folder.
    pub fn files(&self, below: &str) -> Vec<PathBuf> {
        files_below(&self.path(below))
    }

    /// The bundles in a drop, the .age files.
    pub fn bundles(&self, drop: &str) -> Vec<PathBuf> {
        self.files(drop).into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "age")).collect()
    }

    /// The device of a person's machine.
    pub fn device(&self, person: &str) -> String {
        self.run(person, "workspace status").json()["device"].as_str().unwrap().to_owned()
    }
}

/// Everything that V01 is asked, as the lines of a batch: a sound and complete assessment.
pub fn whole_victim_case(assessment: &str) -> String {
    let answer = |question: &str, answer: &str| json!({ "assessment": assessment, "question": question, "answer": answer });
    let mut lines: Vec<Value> = [
        ("3.0.03", "yes"),
        ("3.0.06", "no"),
        ("3.1.02", "letter,email"),
        ("3.1.05", "contact_with_victim_worker,other=a choir"),
        ("3.2.04", "yes"),
        ("3.2.05", "no"),
    ]
    .into_iter()
    .map(|(question, text)| answer(question, text))
    .collect();
    for question in ["3.1.03", "3.1.07", "3.1.08", "3.1.09", "3.1.10", "3.1.11", "3.1.12", "3.1.13"] {
        lines.push(answer(question, "yes"));
    }
    lines.push(json!({ "assessment": assessment, "question": "3.1.14", "answer": "yes", "note": "The work met the victim's needs." }));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// Removes the folders of earlier runs, which end in the number of a process that is no more.
pub fn forget_earlier_runs(prefix: &str) {
    for entry in fs::read_dir(binary::scratch()).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.strip_prefix(prefix).is_some_and(|process| !Path::new("/proc").join(process).exists()) {
            let _ = fs::remove_dir_all(entry.path()); // another run may do the same
        }
    }
}

/// Every file below a folder, in order.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Copies a folder with everything in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
