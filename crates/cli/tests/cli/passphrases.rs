//! Passphrases come from a terminal or a file descriptor, and from nowhere else.

use std::fs;
use std::process::Command;

use crate::binary;
use crate::program::{Ran, run, words};
use crate::team::{OFFLINE, PASSPHRASE, Team};

const STATUS: &str = "--json -w workspaces/inspector-1 workspace status";

/// Runs a line of shell, with the program as `$FW`.
fn shell(team: &Team, line: &str) -> Ran {
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(team.folder()).env("FW", binary::path()).env("TMPDIR", team.path("tmp"));
    run(&mut command, b"")
}

#[test]
fn without_a_terminal_and_without_a_descriptor_nothing_is_guessed() {
    let team = Team::at_work();
    let mut command = team.command();
    for name in ["PASSPHRASE", "FIELDWEEK_PASSPHRASE", "FIELDWEEK_PASSWORD", "FIELDWEEK_PASSPHRASE_FD"] {
        command.env(name, PASSPHRASE);
    }
    run(command.args(words(STATUS)), format!("{PASSPHRASE}\n").as_bytes()).misused("passphrase.none");
}

#[test]
fn descriptor_0_is_its_first_line() {
    let team = Team::at_work();
    for input in [format!("{PASSPHRASE}\n"), PASSPHRASE.to_owned(), format!("{PASSPHRASE}\r\n"), format!("{PASSPHRASE}\nmore\n")] {
        let line = format!("--passphrase-fd 0 {STATUS}");
        let status = run(team.command().args(words(&line)), input.as_bytes()).json();
        assert_eq!(status["person"], "inspector-1", "{input:?}");
    }
}

#[test]
fn descriptor_3_is_a_file_or_a_pipe() {
    let team = Team::at_work();
    team.write("secret", &format!("{PASSPHRASE}\n"));
    for line in [
        format!("\"$FW\" --passphrase-fd 3 {STATUS} 3<secret"),
        format!("{{ cat secret | \"$FW\" --passphrase-fd 3 {STATUS} 3<&0 </dev/null; }} <secret"),
    ] {
        assert_eq!(shell(&team, &line).json()["person"], "inspector-1", "{line}");
    }
    shell(&team, &format!("\"$FW\" --passphrase-fd 3 {STATUS}")).misused("passphrase.descriptor");
}

#[test]
fn the_batch_follows_the_passphrase_on_one_standard_input() {
    let team = Team::at_work();
    let line = r#"{"assessment":"V01","question":"3.0.03","answer":"yes"}"#;
    let ran = team.run_with("inspector-1", "record batch -", &format!("{line}\n")).ok();
    assert_eq!(ran.out.lines().count(), 1, "{ran:?}");
}

#[test]
fn what_is_no_passphrase() {
    let team = Team::at_work();
    let status = format!("--passphrase-fd 0 {STATUS}");
    let with = |input: &[u8]| run(team.command().args(words(&status)), input);
    with(b"").misused("passphrase.descriptor");
    with(b"\n").refused("store.wrong_passphrase");
    with(b"\xff\xfe\n").misused("passphrase.text");
    with(&[b'x'; 1025]).misused("passphrase.long");
    with(format!("{PASSPHRASE} \n").as_bytes()).refused("store.wrong_passphrase");
    with(format!("{}\n", PASSPHRASE.to_uppercase()).as_bytes()).refused("store.wrong_passphrase");
    for wrong in ["-1", "x", "4294967296"] {
        assert_eq!(run(team.command().args(["--passphrase-fd", wrong, "workspace", "status"]), b"").code, Some(2), "{wrong}");
    }
}

#[test]
fn a_new_passphrase_has_twelve_letters_or_nothing_is_made() {
    let team = Team::nobody();
    team.found();
    let create = "--json --passphrase-fd 0 -w workspaces/new workspace create --person inspector-9 --role inspector \
                  --organisation offline/organisation.json --no-keyring";
    run(team.command().args(words(create)), b"eleven long\n").misused("passphrase.short");
    assert!(!team.path("workspaces/new").exists());
    run(team.command().args(words(create)), "twelve läng!\n".as_bytes()).ok();
}

#[test]
fn it_is_never_shown_and_never_kept() {
    let team = Team::at_work();
    let ran = team.text("inspector-1", "workspace status").ok();
    assert!(!ran.out.contains(PASSPHRASE));
    for path in team.files("workspaces") {
        let bytes = fs::read(&path).unwrap();
        assert!(!bytes.windows(PASSPHRASE.len()).any(|window| window == PASSPHRASE.as_bytes()), "{}", path.display());
    }
}

#[test]
fn two_passphrases_are_two_lines_wherever_they_come_from() {
    let team = Team::nobody();
    team.write("secrets", &format!("{OFFLINE}\n{PASSPHRASE}\n"));
    team.write("swapped", &format!("{PASSPHRASE}\n{OFFLINE}\n"));
    let found = "--json --passphrase-fd 3 -w workspaces/central-1 workspace create --person central-1 --role central \
                 --found Test --offline offline --no-keyring";
    shell(&team, &format!("\"$FW\" {found} 3<secrets")).ok();
    assert_eq!(team.run("central-1", "workspace status").json()["person"], "central-1", "the second line opens the workspace");
    team.join("lead-1", "lead");
    let words = team.request("lead-1");
    let approve = format!(
        "--json --passphrase-fd 3 -w workspaces/central-1 enrol approve requests/lead-1.json --root-key offline/root.key.age --words '{words}'"
    );
    assert_eq!(shell(&team, &format!("\"$FW\" {approve} 3<secrets")).code, Some(1), "the first line is the workspace's");
    shell(&team, &format!("\"$FW\" {approve} 3<swapped")).ok();
    team.write("root", &format!("{OFFLINE}\n"));
    team.write("own", &format!("{PASSPHRASE}\n"));
    team.join("inspector-1", "inspector");
    let words = team.request("inspector-1");
    let approve = approve.replace("lead-1", "inspector-1").replace("--root-key", "--root-passphrase-fd 4 --root-key");
    let approve = format!("{} --words '{words}'", approve.split(" --words").next().unwrap());
    assert_eq!(shell(&team, &format!("\"$FW\" {approve} 3<own 4<root")).json()["roster"], 3);
}

#[test]
fn the_offline_keys_are_never_locked_with_nothing() {
    let team = Team::nobody();
    let found = "--json --passphrase-fd 0 -w workspaces/central-1 workspace create --person central-1 --role central \
                 --found Test --offline offline --no-keyring";
    for input in [format!("\n{PASSPHRASE}\n"), format!("short\n{PASSPHRASE}\n"), format!("{OFFLINE}\nshort\n")] {
        run(team.command().args(words(found)), input.as_bytes()).misused("passphrase.short");
        assert_eq!((team.files("offline").len(), team.path("workspaces/central-1").exists()), (0, false), "{input:?}");
    }
    run(team.command().args(words(found)), format!("{OFFLINE}\n{PASSPHRASE}\n").as_bytes()).ok();
}
