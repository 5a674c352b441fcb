//! What reaches whom, whatever happens on the way.

use std::fs;
use std::path::Path;

use fieldweek_sync::{Drop, Event, look};
use serde_json::json;

use crate::office::{Machine, Office, inspection};

fn answer(machine: &mut Machine, question: &str, word: &str) {
    let value = json!({ "edition": "yj-2025/2025.1", "answer": { "judged": word } });
    machine.write("assessment/C01.primary", &format!("answer/{question}"), value);
}

fn files(folder: &Path, ending: &str) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_str().unwrap().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn quarantined(events: &[Event]) -> Vec<&str> {
    events.iter().filter_map(|event| if let Event::Quarantined { code, .. } = event { Some(code.as_str()) } else { None }).collect()
}

#[test]
fn a_pack_reaches_the_team_with_the_roster() {
    let office = Office::at_work();
    assert_eq!(office.inspector.changes(), office.central.changes());
    assert_eq!(office.lead.changes(), office.central.changes());
    assert_eq!(office.inspector.workspace.newest_roster().unwrap().unwrap().version, 1);
}

#[test]
fn a_return_reaches_central_and_the_lead_and_comes_back_as_a_receipt() {
    let mut office = Office::at_work();
    let (drop, archive) = (office.drop(), office.archive());
    answer(&mut office.inspector, "2.1.01", "yes");
    office.inspector.sync(&drop);
    office.lead.sync(&drop);
    office.central.take_in(&drop, &archive);
    assert_eq!(office.lead.changes(), office.inspector.changes());
    assert_eq!(office.central.changes(), office.inspector.changes());
    assert_eq!(files(&office.path("archive"), ".age").len(), 1);
    assert_eq!(office.central.receipts(&drop), 1);
    let events = office.inspector.sync(&drop);
    assert_eq!(events, [Event::Receipt { inspection: inspection(), first: 1, last: 1, archived: true }]);
    assert_eq!(office.central.receipts(&drop), 0);
}

#[test]
fn doing_it_again_changes_nothing() {
    let mut office = Office::at_work();
    let (drop, archive) = (office.drop(), office.archive());
    answer(&mut office.inspector, "2.1.01", "yes");
    office.inspector.sync(&drop);
    office.central.take_in(&drop, &archive);
    let before = files(&office.path("drop"), "");
    assert_eq!(office.inspector.sync(&drop), []);
    assert_eq!(office.central.take_in(&drop, &archive), []);
    assert_eq!(files(&office.path("drop"), ""), before);
    assert!(office.inspector.with(|party| look(party, &drop)).unwrap().is_empty());
}

#[test]
fn a_bundle_without_its_signature_is_sent_again_and_ignored_until_then() {
    let mut office = Office::at_work();
    let (drop, archive) = (office.drop(), office.archive());
    answer(&mut office.inspector, "2.1.01", "yes");
    office.inspector.sync(&drop);
    let own = office.path("drop").join(format!("v1/demo/{}", office.inspector.signing.device()));
    fs::remove_file(&files(&own, ".minisig")[0]).unwrap();
    assert_eq!(office.central.take_in(&drop, &archive), []);
    assert!(matches!(office.inspector.sync(&drop).as_slice(), [Event::Sent { .. }]));
    assert!(matches!(office.central.take_in(&drop, &archive).as_slice(), [Event::TakenIn { new: 1, known: 0, .. }]));
}

#[test]
fn a_later_bundle_waits_for_the_one_before_it() {
    let mut office = Office::at_work();
    let (drop, archive) = (office.drop(), office.archive());
    answer(&mut office.inspector, "2.1.01", "yes");
    office.inspector.sync(&drop);
    answer(&mut office.inspector, "2.1.02", "no");
    office.inspector.sync(&drop);
    let own = office.path("drop").join(format!("v1/demo/{}", office.inspector.signing.device()));
    let first = files(&own, ".age")[0].clone();
    let hidden = office.path("hidden").join("first.age");
    fs::rename(&first, &hidden).unwrap();
    assert!(matches!(office.central.take_in(&drop, &archive).as_slice(), [Event::Waits { needed: 1, .. }]));
    fs::rename(&hidden, &first).unwrap();
    office.central.take_in(&drop, &archive);
    assert_eq!(office.central.changes(), office.inspector.changes());
}

#[test]
fn a_bundle_damaged_in_the_drop_is_refused_blames_nobody_and_is_sent_again() {
    let mut office = Office::at_work();
    let (drop, archive) = (office.drop(), office.archive());
    let before = office.central.changes();
    answer(&mut office.inspector, "2.1.01", "yes");
    office.inspector.sync(&drop);
    let own = office.path("drop").join(format!("v1/demo/{}", office.inspector.signing.device()));
    let bundle = files(&own, ".age")[0].clone();
    let mut bytes = fs::read(&bundle).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&bundle, bytes).unwrap();
    let events = office.central.take_in(&drop, &archive);
    assert_eq!(quarantined(&events), ["minisign.signature"]);
    assert_eq!(office.central.changes(), before);
    assert_eq!(files(&office.path("archive"), "").len(), 0);
    assert_eq!(office.central.receipts(&drop), 0);
    assert!(matches!(office.inspector.sync(&drop).as_slice(), [Event::Sent { .. }]));
    assert!(matches!(office.central.take_in(&drop, &archive).as_slice(), [Event::TakenIn { new: 1, .. }]));
    assert_eq!(office.central.changes(), office.inspector.changes());
}

#[test]
fn a_bundle_that_its_device_signed_and_that_is_wrong_inside_is_quarantined_with_a_receipt() {
    let mut office = Office::at_work();
    let (drop, archive) = (office.drop(), office.archive());
    let device = office.inspector.signing.device();
    let age = b"age-encryption.org/v1\nnot an envelope".to_vec();
    let sha256 = fieldweek_bundle::ContentHash::of(&age);
    let head = "0".repeat(64);
    let comment = format!("fieldweek/1 inspection=demo device={device} first=1 last=1 head={head} sha256={sha256}");
    let minisig = office.inspector.signing.sign(&age, &comment).unwrap();
    let name = format!("v1/demo/{device}/{:020}-{sha256}.age", 1);
    drop.put(&name, &age).unwrap();
    drop.put(&format!("{name}.minisig"), minisig.as_bytes()).unwrap();
    let before = office.central.changes();
    let events = office.central.take_in(&drop, &archive);
    assert_eq!(quarantined(&events), ["age.header"]);
    assert_eq!(office.central.changes(), before);
    assert_eq!(office.central.take_in(&drop, &archive), []);
    assert_eq!(office.central.receipts(&drop), 1);
}

#[test]
fn what_is_sealed_for_others_is_looked_at_once() {
    let mut office = Office::at_work();
    let drop = office.drop();
    office.lead.write("standard/1.1", "judgement", json!({ "rating": "good", "reason": "Seen." }));
    office.lead.sync(&drop);
    assert!(matches!(office.inspector.sync(&drop).as_slice(), [Event::NotForUs { .. }]));
    assert_eq!(office.inspector.sync(&drop), []);
}

/// The inspector's laptop as it was, restored beside the real one.
fn older_copy(office: &Office) -> fieldweek_store::Workspace {
    let backup = office.inspector.workspace.backup(&office.path("backups"), 1).unwrap();
    let copy = office.folder.path().join("copy");
    fieldweek_store::restore(&backup, &copy).unwrap();
    let passphrase = secrecy::SecretString::from("for tests only");
    fieldweek_store::Workspace::open(&copy, &passphrase, &fieldweek_store::NoVault).unwrap()
}

#[test]
fn an_old_copy_of_a_laptop_sends_nothing_and_stops_writing() {
    let mut office = Office::at_work();
    let (drop, archive) = (office.drop(), office.archive());
    let copy = older_copy(&office);
    answer(&mut office.inspector, "2.1.01", "yes");
    office.inspector.sync(&drop);
    office.central.take_in(&drop, &archive);
    office.central.receipts(&drop);
    office.inspector.workspace = copy;
    let before = files(&office.path("drop"), "");
    let refused = office.inspector.with(|party| fieldweek_sync::exchange(party, &drop, &mut |_| {}));
    assert!(matches!(refused, Err(fieldweek_sync::SyncError::OldCopy)));
    assert_eq!(files(&office.path("drop"), ""), before);
    let written = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| answer(&mut office.inspector, "2.1.01", "no")));
    assert!(written.is_err(), "a laptop that knows it is an old copy must not write");
}

#[test]
fn two_copies_of_a_laptop_are_detected_and_everything_of_both_is_kept() {
    let mut office = Office::at_work();
    let (drop, archive) = (office.drop(), office.archive());
    let stick = Drop::folder(&office.path("stick")).unwrap();
    let copy = older_copy(&office);
    answer(&mut office.inspector, "2.1.01", "yes");
    office.inspector.sync(&drop);
    office.central.take_in(&drop, &archive);
    let real = std::mem::replace(&mut office.inspector.workspace, copy);
    answer(&mut office.inspector, "2.1.01", "no");
    office.inspector.sync(&stick);
    let events = office.central.take_in(&stick, &archive);
    assert!(matches!(events.as_slice(), [.., Event::TakenIn { new: 1, .. }, Event::Equivocation { seq: 1, .. }]), "{events:?}");
    assert_eq!(office.central.workspace.equivocations(&inspection()).unwrap().len(), 1);
    office.inspector.workspace = real;
    answer(&mut office.inspector, "2.1.02", "yes");
    office.inspector.sync(&drop);
    let events = office.central.take_in(&drop, &archive);
    assert!(matches!(events.as_slice(), [Event::TakenIn { new: 1, .. }]), "{events:?}");
}

#[test]
fn a_roster_that_the_root_did_not_sign_stops_the_exchange_and_changes_nothing() {
    let mut office = Office::at_work();
    let drop = office.drop();
    let roster = office.path("drop").join("v1/roster");
    for ending in [".json", ".json.minisig"] {
        let old = roster.join(format!("0000000001{ending}"));
        fs::copy(old, roster.join(format!("0000000002{ending}"))).unwrap();
    }
    answer(&mut office.inspector, "2.1.01", "yes");
    let refused = office.inspector.with(|party| fieldweek_sync::exchange(party, &drop, &mut |_| {}));
    assert!(refused.is_err());
    assert_eq!(office.inspector.workspace.newest_roster().unwrap().unwrap().version, 1);
}

#[test]
fn a_stick_carries_a_return_as_well() {
    let mut office = Office::at_work();
    let stick = Drop::folder(&office.path("stick")).unwrap();
    answer(&mut office.inspector, "2.1.01", "yes");
    office.inspector.sync(&stick);
    office.lead.sync(&stick);
    assert_eq!(office.lead.changes(), office.inspector.changes());
    let (drop, archive) = (office.drop(), office.archive());
    assert!(matches!(office.inspector.sync(&drop).as_slice(), [Event::Sent { .. }, ..]));
    office.central.take_in(&drop, &archive);
    assert_eq!(office.central.changes(), office.inspector.changes());
}
