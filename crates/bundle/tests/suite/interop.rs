//! The public tools agree with us, in both directions.

use std::fs;
use std::path::Path;

use fieldweek_bundle::archive::{self, Entry};
use fieldweek_bundle::{Kind, ObjectName, PublicKey, Roster, open};
use secrecy::ExposeSecret;
use tempfile::TempDir;

use super::support::fixtures::{WORLD, machine, roster};
use super::support::tools::{has_failed, run, succeed};
use super::support::vector::{Expect, load};
use super::support::{Parcel, log, seal_parcel};

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn key_file(folder: &Path, reader: &str) {
    fs::write(folder.join("key.txt"), machine(reader).age.to_text().expose_secret()).unwrap();
}

#[test]
fn minisign_age_and_tar_read_every_valid_vector() {
    for vector in load("valid") {
        let (folder, Expect::Opened(facts)) = (folder(), &vector.expect) else { panic!("{}", vector.name) };
        let path = folder.path();
        fs::write(path.join("b.age"), vector.age()).unwrap();
        fs::write(path.join("b.age.minisig"), vector.minisig()).unwrap();
        let name: ObjectName = vector.object.parse().unwrap();
        let key = roster().device(&name.device).unwrap().signing_key.to_string();
        let said = succeed(path, "minisign", &["-V", "-Q", "-m", "b.age", "-P", &key]);
        let comment = format!(
            "fieldweek/1 inspection={} device={} first={} last={} head={} sha256={}",
            facts.inspection, facts.device, facts.first, facts.last, facts.head, name.sha256
        );
        assert_eq!(String::from_utf8(said).unwrap().trim_end(), comment, "{}", vector.name);
        key_file(path, &vector.reader);
        succeed(path, "age", &["-d", "-i", "key.txt", "-o", "b.tar", "b.age"]);
        let listed = String::from_utf8(succeed(path, "tar", &["-tf", "b.tar"])).unwrap();
        let names: Vec<&str> = listed.lines().collect();
        assert_eq!(names[..3], ["manifest.json", "manifest.json.minisig", "changes.ndjson"], "{}", vector.name);
        succeed(path, "tar", &["-xf", "b.tar"]);
        assert_eq!(succeed(path, "minisign", &["-V", "-Q", "-m", "manifest.json", "-P", &key]), b"fieldweek/1 manifest\n");
        let sum = String::from_utf8(succeed(path, "sha256sum", &["manifest.json"])).unwrap();
        assert!(sum.starts_with(&facts.manifest_sha256), "{}", vector.name);
    }
}

#[test]
fn minisign_refuses_what_we_refuse() {
    let folder = folder();
    let path = folder.path();
    for vector in load("hostile") {
        let Expect::Error(code) = &vector.expect else { panic!("{}", vector.name) };
        if !["minisign.signature", "minisign.global", "minisign.key_id"].contains(&code.as_str()) {
            continue;
        }
        fs::write(path.join("b.age"), vector.age()).unwrap();
        fs::write(path.join("b.age.minisig"), vector.minisig()).unwrap();
        let name: ObjectName = vector.object.parse().unwrap();
        let key = roster().device(&name.device).unwrap().signing_key.to_string();
        assert!(has_failed(path, "minisign", &["-V", "-q", "-m", "b.age", "-P", &key]), "{}", vector.name);
    }
}

#[test]
fn we_verify_what_minisign_signs() {
    let folder = folder();
    let path = folder.path();
    succeed(path, "minisign", &["-G", "-W", "-p", "root.pub", "-s", "root.key"]);
    let root = PublicKey::from_file(&fs::read_to_string(path.join("root.pub")).unwrap()).unwrap();
    assert!(!root.has_derived_id(), "minisign chooses key ids at random");
    fs::write(path.join("file"), b"content").unwrap();
    succeed(path, "minisign", &["-S", "-s", "root.key", "-m", "file", "-t", "a trusted comment"]);
    let minisig = fs::read(path.join("file.minisig")).unwrap();
    assert_eq!(root.verify(b"content", &minisig).unwrap(), "a trusted comment");
    assert_eq!(root.verify(b"Content", &minisig).unwrap_err().code(), "minisign.signature");
    succeed(path, "minisign", &["-S", "-s", "root.key", "-m", "file"]);
    let minisig = fs::read(path.join("file.minisig")).unwrap();
    assert!(root.verify(b"content", &minisig).unwrap().starts_with("timestamp:"), "its own comment, with tabs");
}

/// The root key can stay in minisign's own file, on a machine that has never seen this program.
#[test]
fn a_roster_signed_by_minisign_is_a_roster() {
    let folder = folder();
    let path = folder.path();
    succeed(path, "minisign", &["-G", "-W", "-p", "root.pub", "-s", "root.key"]);
    fs::write(path.join("2.json"), &WORLD.second.json).unwrap();
    succeed(path, "minisign", &["-S", "-s", "root.key", "-m", "2.json", "-t", "fieldweek/1 roster"]);
    let root = PublicKey::from_file(&fs::read_to_string(path.join("root.pub")).unwrap()).unwrap();
    let minisig = fs::read(path.join("2.json.minisig")).unwrap();
    assert_eq!(Roster::verify(&WORLD.second.json, &minisig, &root).unwrap().version(), 2);
}

#[test]
fn minisign_reads_our_public_keys_and_signatures() {
    let folder = folder();
    let path = folder.path();
    let key = &machine("lead").signing;
    fs::write(path.join("k.pub"), key.public().to_file()).unwrap();
    fs::write(path.join("file"), b"content").unwrap();
    fs::write(path.join("file.minisig"), key.sign(b"content", "said").unwrap()).unwrap();
    assert_eq!(succeed(path, "minisign", &["-V", "-Q", "-m", "file", "-p", "k.pub"]), b"said\n");
    fs::write(path.join("file"), b"Content").unwrap();
    assert!(has_failed(path, "minisign", &["-V", "-q", "-m", "file", "-p", "k.pub"]));
}

/// GNU tar writes the same archive byte by byte, and age an envelope that we open.
#[test]
fn a_bundle_repacked_with_tar_and_age_opens() {
    let from = machine("inspector");
    let to = [machine("central"), machine("recovery")];
    let sealed = seal_parcel(&Parcel { from, to: &to, kind: Kind::Return, changes: &log(from, 3), blobs: &[] });
    let folder = folder();
    let path = folder.path();
    fs::write(path.join("b.age"), &sealed.age).unwrap();
    key_file(path, "central");
    succeed(path, "age", &["-d", "-i", "key.txt", "-o", "b.tar", "b.age"]);
    succeed(path, "tar", &["-xf", "b.tar"]);
    let options = ["--format=ustar", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@0", "--mode=0600", "-b1", "-cf", "again.tar"];
    succeed(path, "tar", &[options.as_slice(), &["manifest.json", "manifest.json.minisig", "changes.ndjson"]].concat());
    assert_eq!(fs::read(path.join("again.tar")).unwrap(), fs::read(path.join("b.tar")).unwrap());
    let (central, recovery) = (to[0].age.recipient().as_str(), to[1].age.recipient().as_str());
    succeed(path, "age", &["-r", central, "-r", recovery, "-o", "again.age", "again.tar"]);
    let age = fs::read(path.join("again.age")).unwrap();
    let sha256 = fieldweek_bundle::ContentHash::of(&age);
    let comment = sealed.minisig.lines().nth(2).unwrap().strip_prefix("trusted comment: ").unwrap().to_owned();
    let comment = comment.replace(&sealed.bundle_hash.to_string(), &sha256.to_string());
    let minisig = from.signing.sign(&age, &comment).unwrap();
    let name = ObjectName { sha256, ..sealed.object };
    assert_eq!(open(&name, &age, minisig.as_bytes(), roster(), &to[0].age).unwrap().changes.len(), 3);
}

#[test]
fn tar_lists_what_our_archive_holds() {
    let mut entries =
        vec![Entry::new("manifest.json", "{}"), Entry::new("manifest.json.minisig", "x"), Entry::new("changes.ndjson", "y\n")];
    entries.push(Entry::blob(b"blob"));
    let folder = folder();
    fs::write(folder.path().join("a.tar"), archive::write(&entries).unwrap()).unwrap();
    let output = run(folder.path(), "tar", &["--numeric-owner", "--utc", "-tvf", "a.tar"]);
    assert!(output.status.success() && output.stderr.is_empty(), "tar complains of nothing");
    let listed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(listed.lines().count(), 4);
    assert!(listed.lines().all(|line| line.starts_with("-rw------- 0/0 ") && line.contains("1970-01-01 00:00")), "{listed}");
}

#[test]
fn age_recovers_an_escrowed_key() {
    let folder = folder();
    let path = folder.path();
    fs::write(path.join("key.age"), fieldweek_bundle::escrow(&[0xab; 32], machine("recovery").age.recipient()).unwrap()).unwrap();
    key_file(path, "recovery");
    let line = succeed(path, "age", &["-d", "-i", "key.txt", "key.age"]);
    assert_eq!(String::from_utf8(line).unwrap(), format!("fieldweek/1 store-key {}\n", "ab".repeat(32)));
    let ours = machine("lead").age.to_text();
    fs::write(path.join("key.txt"), ours.expose_secret()).unwrap();
    assert!(has_failed(path, "age", &["-d", "-i", "key.txt", "key.age"]));
}
