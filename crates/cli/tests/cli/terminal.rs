//! Help, exit codes, and what is printed where.

use std::collections::BTreeSet;

use crate::program::{plain, run, words};
use crate::team::Team;

/// Every command there is, as `--help` lists them, from the program itself down.
fn commands() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![String::new()];
    while let Some(command) = open.pop() {
        let ran = plain(&format!("{command} --help"), "").ok();
        assert_eq!(ran.err, "", "help of `{command}`");
        let list = ran.out.split("Commands:\n").nth(1).unwrap_or_default();
        let names = list.lines().take_while(|line| !line.is_empty()).filter(|line| line.starts_with("  ") && !line.starts_with("   "));
        open.extend(
            names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").map(|name| format!("{command} {name}")),
        );
        found.push((command, ran.out));
    }
    found
}

#[test]
fn every_command_helps() {
    let commands = commands();
    let names: BTreeSet<&str> = commands.iter().map(|(name, _)| name.trim()).collect();
    for name in [
        "frameworks list",
        "frameworks show",
        "frameworks check",
        "rate",
        "workspace create",
        "workspace status",
        "workspace backup",
        "workspace restore",
        "workspace recover",
        "workspace check",
        "enrol request",
        "enrol approve",
        "inspection create",
        "inspection sample",
        "inspection allocate",
        "inspection pack",
        "inspection status",
        "case list",
        "case show",
        "case summary",
        "record answer",
        "record note",
        "record evidence",
        "record fact",
        "record applies",
        "record status",
        "record judgement",
        "record panel",
        "record batch",
        "history",
        "search",
        "bundle seal",
        "bundle verify",
        "bundle inspect",
        "sync",
        "central import",
        "central receipts",
        "central ratings",
        "export",
        "keys export",
        "demo",
    ] {
        assert!(names.contains(name), "{name} is not in {names:?}");
    }
    for (name, help) in &commands {
        assert!(help.contains("Usage: fieldweek"), "{name}: {help}");
        assert!(!help.contains('\u{1b}'), "{name} has colours where nobody sees them");
        assert!(help.lines().next().is_some_and(|line| !line.trim().is_empty()), "{name} does not say what it does");
    }
}

#[test]
fn no_command_takes_a_passphrase_as_an_argument() {
    for (name, help) in commands() {
        for line in help.lines().map(str::trim_start).filter(|line| line.starts_with('-')) {
            let options = line.split("  ").next().unwrap_or_default();
            let secret = ["pass", "secret", "pin", "password"].iter().any(|word| options.to_lowercase().contains(word));
            let known = ["--passphrase-fd <FD>", "--root-passphrase-fd <FD>", "--recovery-passphrase-fd <FD>", "--secret-age-identity"]
                .iter()
                .any(|known| options.ends_with(known));
            assert!(!secret || known, "{name}: {line}");
        }
        assert!(!help.contains("env: FIELDWEEK_P"), "{name}");
    }
    for guess in ["--passphrase", "--password", "-p"] {
        let ran = plain(&format!("workspace status {guess} sesame"), "");
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{guess}");
        assert!(ran.err.contains("unexpected argument"), "{}", ran.err);
    }
}

#[test]
fn wrong_use_is_2_and_help_and_version_are_0() {
    for line in [
        "",
        "nonsense",
        "rate",
        "rate --framework yj-2025",
        "frameworks show",
        "workspace",
        "record answer C01",
        "demo --out x --seed -1",
        "bundle verify",
    ] {
        let ran = plain(line, "");
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "`{line}`: {ran:?}");
        assert!(ran.err.contains("Usage:"), "`{line}`: {}", ran.err);
    }
    assert!(plain("--version", "").ok().out.starts_with("fieldweek 0."));
    plain("help record batch", "").ok();
}

#[test]
fn the_exit_codes_are_in_the_help() {
    let help = plain("--help", "").ok().out;
    assert!(help.contains("Exit codes: 0 done, 1 refused") && help.contains("2 wrong use"), "{help}");
    assert!(help.contains("never from an argument or the environment"), "{help}");
}

#[test]
fn a_workspace_must_be_named_and_may_be_in_the_environment() {
    plain("--json --passphrase-fd 0 workspace status", "x\n").misused("workspace.which");
    let team = Team::at_work();
    let mut command = team.command();
    command.env("FIELDWEEK_WORKSPACE", "workspaces/lead-1").args(words("--json --passphrase-fd 0 workspace status"));
    let status = run(&mut command, format!("{}\n", crate::team::PASSPHRASE).as_bytes()).json();
    assert_eq!(status["person"], "lead-1");
}

#[test]
fn what_a_person_reads_has_no_colours_and_no_progress_in_a_pipe() {
    let team = Team::at_work();
    for line in
        ["workspace status", "case list", "case show V01", "inspection status", "central ratings", "workspace check", "search anything"]
    {
        let person = if line.starts_with("central") { "central-1" } else { "inspector-1" };
        let ran = team.text(person, line).ok();
        assert!(!ran.out.is_empty() && ran.err.is_empty(), "{line}: {ran:?}");
        assert!(!ran.out.contains('\u{1b}') && !ran.out.contains('\r'), "{line}: {}", ran.out);
    }
    let refused = team.text("inspector-1", "record status V01 complete");
    assert_eq!((refused.code, refused.out.as_str()), (Some(1), ""));
    assert!(refused.err.starts_with("fieldweek: ") && !refused.err.contains('\u{1b}'), "{}", refused.err);
    let export = team.text("central-1", "export --case V01 --out exported").ok();
    assert!(export.err.is_empty() && !export.out.contains('\r'), "{export:?}");
}

#[test]
fn a_reader_that_goes_away_is_no_crash() {
    let mut command = crate::program::command();
    command.args(["frameworks", "show", "yj-2025"]).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), String::from_utf8(ended.stderr).unwrap()), (Some(0), String::new()));
}
