//! `fieldweek workspace`: the encrypted store of one machine.

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::process::Stdio;

use crate::program::{run, words};
use crate::team::{OFFLINE, PASSPHRASE, Team};

#[test]
fn founding_makes_offline_keys_a_card_and_a_workspace() {
    let team = Team::nobody();
    let founded = team.found();
    let names: Vec<_> = team.files("offline").iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(names, ["organisation.json", "recovery.key.age", "root.key.age"]);
    for key in ["root.key.age", "recovery.key.age"] {
        let bytes = fs::read(team.path("offline").join(key)).unwrap();
        assert!(
            bytes.starts_with(b"age-encryption.org/v1\n-> scrypt ") || bytes.starts_with(b"-----BEGIN AGE"),
            "{key} is locked with a passphrase"
        );
    }
    assert_eq!(founded["root_words"].as_str().unwrap().split(' ').count(), 12);
    let status = team.run("central-1", "workspace status").json();
    assert_eq!((&status["role"], &status["enrolled"], &status["roster"]), (&"central".into(), &true.into(), &1.into()));
    assert_eq!(status["device"], founded["device"]);
}

#[test]
fn a_second_workspace_in_a_folder_or_second_keys_are_refused() {
    let team = Team::nobody();
    team.found();
    let before = fs::read(team.path("offline/root.key.age")).unwrap();
    let again = "workspace create --person central-2 --role central --found 'Other' --offline offline --no-keyring";
    team.run_with("central-2", again, &format!("{PASSPHRASE}\n")).refused("organisation.exists");
    assert_eq!(fs::read(team.path("offline/root.key.age")).unwrap(), before);
    assert!(!team.path("workspaces/central-2").exists());
    let join = "workspace create --person inspector-1 --role inspector --organisation offline/organisation.json --no-keyring";
    team.run("central-1", join).refused("store.exists");
    assert_eq!(team.run("central-1", "workspace status").json()["person"], "central-1", "and it is still what it was");
}

#[test]
fn what_a_workspace_cannot_be_created_with() {
    let team = Team::nobody();
    team.found();
    let create = |rest: &str| team.run("x", &format!("workspace create {rest} --no-keyring"));
    assert_eq!(create("--person inspector-1 --role boss --organisation offline/organisation.json").code, Some(2));
    assert_eq!(create("--person inspector-1 --role inspector").code, Some(2), "no organisation");
    assert_eq!(create("--person central-2 --role central --found Other").code, Some(2), "no place for its keys");
    create("--person lead-1 --role lead --found Other --offline elsewhere").misused("workspace.found");
    create("--person 'Jo Bloggs' --role inspector --organisation offline/organisation.json").misused("person.name");
    create("--person inspector-1 --role inspector --organisation offline/root.key.age").misused("file.text");
    create("--person inspector-1 --role inspector --organisation nowhere.json").refused("file.missing");
    team.write("card.json", "{}");
    create("--person inspector-1 --role inspector --organisation card.json").misused("card.form");
    assert!(!team.path("workspaces/x").exists() && !team.path("elsewhere").exists());
}

#[test]
fn before_enrolment_a_laptop_says_so() {
    let team = Team::nobody();
    team.found();
    let joined = team.join("inspector-1", "inspector");
    assert_eq!(
        joined["root_words"],
        team.run(
            "inspector-2",
            "workspace create --person inspector-2 --role inspector --organisation offline/organisation.json --no-keyring"
        )
        .json()["root_words"],
        "everybody compares the same words"
    );
    let status = team.run("inspector-1", "workspace status").json();
    assert_eq!((&status["enrolled"], &status["roster"]), (&false.into(), &serde_json::Value::Null));
    assert_eq!(status["device"], joined["device"]);
    team.run("inspector-1", "case list").refused("inspection.none");
    let text = team.text("inspector-1", "workspace status").ok().out;
    assert!(text.contains("not enrolled yet"), "{text}");
}

#[test]
fn a_wrong_passphrase_is_told_from_everything_else() {
    let team = Team::at_work();
    let line = "--json --passphrase-fd 0 -w workspaces/inspector-1 workspace status";
    run(team.command().args(words(line)), b"not the right one at all\n").refused("store.wrong_passphrase");
    let text = run(team.command().args(words(&line[7..])), b"not the right one at all\n");
    assert_eq!(text.code, Some(1));
    assert!(text.err.contains("passphrase") && !text.err.contains("damaged"), "{}", text.err);
}

#[test]
fn a_folder_that_is_no_workspace() {
    let team = Team::nobody();
    team.run("nowhere", "workspace status").refused("store.none");
    fs::create_dir_all(team.path("workspaces/empty")).unwrap();
    team.run("empty", "workspace status").refused("store.none");
    assert!(team.files("workspaces/empty").is_empty(), "looking creates nothing");
    fs::create_dir_all(team.path("workspaces/other")).unwrap();
    team.write("workspaces/other/workspace.json", "{\"name\":\"of another program\"}");
    let error = team.run("other", "workspace status");
    assert_eq!(error.code, Some(1), "{error:?}");
    assert!(error.err.contains("store.none") || error.err.contains("store.foreign_file"), "{error:?}");
}

#[test]
fn a_damaged_database_or_header_is_called_damaged() {
    let team = Team::at_work();
    let db = |person: &str| team.path(&format!("workspaces/{person}/fieldweek.db"));
    let length = fs::metadata(db("inspector-1")).unwrap().len();
    let mut file = fs::OpenOptions::new().write(true).open(db("inspector-1")).unwrap();
    file.seek(SeekFrom::Start(length / 2)).unwrap();
    file.write_all(&[0xA5; 64]).unwrap();
    drop(file);
    let checked = team.run("inspector-1", "workspace check");
    assert_eq!(checked.code, Some(1), "{checked:?}");
    assert!(checked.err.contains("damaged"), "{checked:?}");
    fs::OpenOptions::new().write(true).open(db("lead-1")).unwrap().set_len(4000).unwrap();
    team.run("lead-1", "workspace status").refused("store.damaged");
    let header = team.path("workspaces/central-1/workspace.json");
    let text = fs::read_to_string(&header).unwrap();
    let at = text.find("\"wrapped\"").unwrap() + 14;
    let other = if text.as_bytes()[at] == b'A' { "B" } else { "A" };
    fs::write(&header, format!("{}{other}{}", &text[..at], &text[at + 1..])).unwrap();
    team.run("central-1", "workspace status").refused("store.damaged");
}

#[test]
fn the_database_of_another_workspace_is_called_foreign() {
    let team = Team::at_work();
    fs::copy(team.path("workspaces/lead-1/fieldweek.db"), team.path("workspaces/inspector-1/fieldweek.db")).unwrap();
    team.run("inspector-1", "workspace status").refused("store.foreign_file");
    fs::write(team.path("workspaces/central-1/fieldweek.db"), b"SQLite format 3\0 but not ours").unwrap();
    team.run("central-1", "workspace status").refused("store.foreign_file");
}

#[test]
fn one_program_at_a_time() {
    let team = Team::at_work();
    let mut command = team.command();
    command.args(words("--passphrase-fd 0 -w workspaces/inspector-1 record batch -"));
    let mut first = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = first.stdin.take().unwrap();
    stdin.write_all(format!("{PASSPHRASE}\n").as_bytes()).unwrap();
    // Its write-ahead log is there from when it has opened the workspace until it closes it.
    while !team.path("workspaces/inspector-1/fieldweek.db-wal").exists() {
        assert!(first.try_wait().unwrap().is_none(), "it waits for its batch");
        std::thread::yield_now();
    }
    team.run("inspector-1", "workspace status").refused("store.in_use");
    team.run("inspector-1", "record answer V01 3.0.03 yes").refused("store.in_use");
    stdin.write_all(b"{\"assessment\":\"V01\",\"question\":\"3.0.03\",\"answer\":\"no\"}\n").unwrap();
    drop(stdin);
    assert!(first.wait_with_output().unwrap().status.success(), "the first is not disturbed");
    assert_eq!(team.run("inspector-1", "history assessment/V01.primary answer/3.0.03").json().as_array().unwrap().len(), 1);
}

#[test]
fn a_backup_comes_back_as_it_was() {
    let team = Team::at_work();
    team.run("inspector-1", "record note V01 3.0.03 'before the backup'").ok();
    let before = team.run("inspector-1", "workspace status").json();
    let made = team.run("inspector-1", "workspace backup --to backups").json();
    let backup = made["backup"].as_str().unwrap();
    team.run("inspector-1", "record note V01 3.0.03 'after the backup'").ok();
    team.run("inspector-1", &format!("workspace restore --from {backup} --to workspaces/restored")).ok();
    assert_eq!(team.run("restored", "workspace status").json(), before);
    assert_eq!(team.run("restored", "workspace check").json()["changes"], before["inspections"][0]["changes"]);
    let notes = team.run("restored", "history assessment/V01.primary note/3.0.03").json();
    assert_eq!(notes.as_array().unwrap().len(), 1, "what came after the backup is not in it");
}

#[test]
fn restoring_never_overwrites_and_needs_a_backup() {
    let team = Team::at_work();
    let made = team.run("inspector-1", "workspace backup --to backups").json();
    let restore = format!("workspace restore --from {} --to", made["backup"].as_str().unwrap());
    let database = fs::read(team.path("workspaces/lead-1/fieldweek.db")).unwrap();
    team.run("x", &format!("{restore} workspaces/lead-1")).refused("store.exists");
    assert_eq!(fs::read(team.path("workspaces/lead-1/fieldweek.db")).unwrap(), database);
    fs::create_dir(team.path("full")).unwrap();
    team.write("full/a.txt", "mine");
    team.run("x", &format!("{restore} full")).refused("store.exists");
    assert_eq!(team.files("full").len(), 1);
    team.run("x", "workspace restore --from drop --to new").refused("store.none");
    assert!(!team.path("new").exists());
}

#[test]
fn backups_are_kept_up_to_their_number() {
    let team = Team::at_work();
    let mut made = Vec::new();
    for _ in 0..4 {
        made.push(team.run("inspector-1", "workspace backup --to backups --keep 2").json()["backup"].as_str().unwrap().to_owned());
    }
    let left: Vec<bool> = made.iter().map(|path| team.path(path).exists()).collect();
    assert_eq!(left, [false, false, true, true]);
}

#[test]
fn a_forgotten_passphrase_is_replaced_with_the_offline_key() {
    let team = Team::at_work();
    let recover = |key: &str, input: &str| {
        let line =
            format!("--json --passphrase-fd 0 -w workspaces/inspector-1 workspace recover --recovery-key offline/{key} --no-keyring");
        run(team.command().args(words(&line)), input.as_bytes())
    };
    let with = |passphrase: &str| {
        let line = "--json --passphrase-fd 0 -w workspaces/inspector-1 workspace status";
        run(team.command().args(words(line)), format!("{passphrase}\n").as_bytes())
    };
    let before = with(PASSPHRASE).json();
    assert_eq!(recover("recovery.key.age", "not the passphrase of the key\nsomething entirely new\n").code, Some(1));
    assert_eq!(recover("root.key.age", &format!("{OFFLINE}\nsomething entirely new\n")).code, Some(1), "the other key");
    recover("recovery.key.age", &format!("{OFFLINE}\ntoo short\n")).misused("passphrase.short");
    with(PASSPHRASE).ok();
    recover("recovery.key.age", &format!("{OFFLINE}\nsomething entirely new\n")).ok();
    assert_eq!(with("something entirely new").json(), before);
    with(PASSPHRASE).refused("store.wrong_passphrase");
}
