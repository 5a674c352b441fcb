//! Nothing of a case and no secret key is ever readable on a disk: not in a workspace, its log or backups, a drop, a stick, an
//! archive, nor among temporary files.

use std::fs;
use std::path::{Path, PathBuf};

use crate::killing::{Moment, record_and_kill};
use crate::team::{OFFLINE, PASSPHRASE, Team, files_below};

/// A word that is in no framework, guidance or program.
const WORD: &str = "Zwirbelkranich";
const PEOPLE: [&str; 3] = ["central-1", "lead-1", "inspector-1"];

/// Something that must not be found, and what it is.
struct Hidden {
    what: String,
    forms: Vec<Vec<u8>>,
}

impl Hidden {
    /// Bytes, also as hex digits and in base64 at any offset.
    fn new(what: impl Into<String>, bytes: &[u8]) -> Self {
        let mut forms = vec![bytes.to_ascii_lowercase(), hex(bytes).into_bytes()];
        forms.extend((0..3).map(|offset| base64_inside(bytes, offset).to_ascii_lowercase().into_bytes()));
        forms.push(bytes.iter().flat_map(|byte| [byte.to_ascii_lowercase(), 0]).collect()); // UTF-16
        Self { what: what.into(), forms }
    }

    /// Whether it is in these bytes, whatever the case of letters.
    fn is_in(&self, lowered: &[u8]) -> bool {
        self.forms.iter().any(|form| contains(lowered, form))
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else { return true };
    let mut from = 0;
    while let Some(at) = haystack[from..].iter().position(|byte| byte == first) {
        if haystack[from + at..].starts_with(needle) {
            return true;
        }
        from += at + 1;
    }
    false
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The letters of base64 that only these bytes decide, when so many others come before.
fn base64_inside(bytes: &[u8], offset: usize) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let skip = (6 - offset * 8 % 6) % 6;
    let letter = |six: &[u8]| char::from(LETTERS[six.iter().fold(0, |value, bit| value << 1 | usize::from(*bit))]);
    bits[skip..].chunks_exact(6).map(letter).collect()
}

/// The 32 bytes of an age identity: bech32 without its name and checksum.
fn raw_key(identity: &str) -> Vec<u8> {
    const LETTERS: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    let data = identity.to_lowercase();
    let data = data.strip_prefix("age-secret-key-1").unwrap();
    let fives = data[..data.len() - 6].chars().map(|letter| LETTERS.find(letter).unwrap());
    let bits: Vec<usize> = fives.flat_map(|five| (0..5).rev().map(move |bit| five >> bit & 1)).collect();
    let key: Vec<u8> = bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |value, bit| value << 1 | *bit as u8)).collect();
    assert_eq!(key.len(), 32);
    key
}

/// Every file in which something hidden can be read.
fn readable(files: &[PathBuf], hidden: &[Hidden]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        let lowered = fs::read(file).unwrap().to_ascii_lowercase();
        found.extend(hidden.iter().filter(|hidden| hidden.is_in(&lowered)).map(|hidden| format!("{} in {}", hidden.what, file.display())));
    }
    found
}

fn secrets(team: &Team) -> Vec<Hidden> {
    let mut hidden = vec![
        Hidden::new("the word", WORD.as_bytes()),
        Hidden::new("the passphrase", PASSPHRASE.as_bytes()),
        Hidden::new("the offline passphrase", OFFLINE.as_bytes()),
    ];
    for person in PEOPLE {
        let exported = team.run(person, "keys export --secret-age-identity").json();
        let identity = exported["age_identity"].as_str().unwrap();
        hidden.push(Hidden::new(format!("the age identity of {person}"), identity.as_bytes()));
        // As it is: a key is no text with upper and lower case.
        let raw = raw_key(identity);
        hidden.push(Hidden { what: format!("the key of {person}"), forms: vec![raw.to_ascii_lowercase(), hex(&raw).into_bytes()] });
    }
    hidden
}

/// Plants the word wherever a person may write.
fn plant(team: &Team) {
    let say = |line: &str| drop(team.run("inspector-1", line).ok());
    say(&format!("record answer V01 3.1.05 'other={WORD} choir'"));
    say(&format!("record note V01 3.1.03 'They met {WORD} at school.'"));
    say(&format!("record evidence V01 3.1.03 --source interview --reference '{WORD} file' --text 'Told by {WORD}.'"));
    say(&format!("record applies V01 3.1.13-vlo yes --reason '{WORD} said so.'"));
    team.run("lead-1", &format!("record judgement V1.2 good --reason 'As {WORD} shows.'")).ok();
    let found = team.run("inspector-1", &format!("search {WORD}")).json();
    assert_eq!(found.as_array().unwrap().len(), 4, "answer, note, evidence and reason: {found}");
}

/// Sends it everywhere it can go.
fn spread(team: &Team) {
    let tell = |person: &str, line: &str| {
        let ran = team.run(person, line).ok();
        assert!(!ran.out.contains(WORD) && !ran.err.contains(WORD), "{line}: {ran:?}");
    };
    tell("inspector-1", "bundle seal --out stick --for lead-1");
    tell("lead-1", "sync --drop stick");
    for person in ["inspector-1", "lead-1"] {
        tell(person, "sync --drop drop");
    }
    tell("central-1", "central import --drop drop --archive archive");
    tell("central-1", "central receipts --drop drop");
    for person in ["inspector-1", "lead-1"] {
        tell(person, "sync --drop drop");
        tell(person, "workspace check");
    }
    for person in PEOPLE {
        tell(person, "workspace backup --to backups");
        tell(person, &format!("workspace backup --to workspaces/{person}/backups"));
    }
}

#[test]
fn neither_a_word_of_a_case_nor_a_key_is_readable_anywhere() {
    let team = Team::at_work();
    let hidden = secrets(&team);
    plant(&team);
    spread(&team);
    assert!(team.run("central-1", &format!("search {WORD}")).json().as_array().unwrap().len() >= 3, "it arrived");
    let batch =
        format!("{{\"assessment\":\"V01\",\"question\":\"3.1.07\",\"note\":\"{WORD} again\"}}\n").repeat(300).replace("again", "and again");
    let batch: String =
        batch.lines().enumerate().map(|(number, line)| line.replace("and again", &format!("and again {number}")) + "\n").collect();
    assert!(record_and_kill(&team, "inspector-1", &batch, Moment::Acknowledged(20)).in_flight);
    let log = team.path("workspaces/inspector-1/fieldweek.db-wal");
    assert!(fs::metadata(&log).is_ok_and(|log| log.len() > 0), "the kill left a write-ahead log to look into");

    let files = team.files("");
    for folder in ["workspaces", "drop", "archive", "stick", "backups", "offline", "requests"] {
        assert!(files.iter().any(|file| file.starts_with(team.path(folder))), "something is in {folder}");
    }
    assert_eq!(readable(&files, &hidden), Vec::<String>::new());
    assert_eq!(files_below(&team.path("tmp")), Vec::<PathBuf>::new(), "left among the temporary files");
}

/// The test above can fail: what is written in clear is found, in every form.
#[test]
fn what_is_in_clear_is_found() {
    let team = Team::at_work();
    let hidden = secrets(&team);
    plant(&team);
    team.run("inspector-1", "export --out exports --case V01").ok();
    let found = readable(&team.files("exports"), &hidden);
    assert!(found.iter().any(|line| line.ends_with("answers.csv")) && found.iter().any(|line| line.ends_with("answers.json")), "{found:?}");
    let key = raw_key(team.run("lead-1", "keys export --secret-age-identity").json()["age_identity"].as_str().unwrap());
    let file = team.path("clear");
    let finds = |bytes: &[u8], what: &str| {
        fs::write(&file, [b"\x00 padding ".as_slice(), bytes, b" more"].concat()).unwrap();
        let found = readable(std::slice::from_ref(&file), &hidden);
        assert!(found.len() == 1 && found[0].starts_with(what), "{what}: {found:?}");
    };
    finds(&key, "the key of lead-1");
    finds(hex(&key).as_bytes(), "the key of lead-1");
    finds(WORD.to_uppercase().as_bytes(), "the word");
    finds(hex(WORD.as_bytes()).as_bytes(), "the word");
    for (text, what) in
        [("T29wc1p3aXJiZWxrcmFuaWNo", "the word"), ("WndpcmJlbGtyYW5pY2gh", "the word"), ("eFp3aXJiZWxrcmFuaWNo", "the word")]
    {
        finds(text.as_bytes(), what); // base64 of the word with three, none and one letter before it
    }
    finds(PASSPHRASE.as_bytes(), "the passphrase");
    fs::write(Path::new(&file), b"nothing here").unwrap();
    assert_eq!(readable(&[file], &hidden), Vec::<String>::new());
}
