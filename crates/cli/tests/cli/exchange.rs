//! Enrolment, bundles, and what becomes of them when somebody has been at them.

use std::fs;

use crate::program::{run, words};
use crate::team::{OFFLINE, PASSPHRASE, Team};

#[test]
fn wrong_words_are_refused_and_right_ones_are_not_particular_about_spaces() {
    let team = Team::nobody();
    team.found();
    team.join("inspector-1", "inspector");
    let right = team.request("inspector-1");
    let first = right.split(' ').next().unwrap();
    let wrong = format!("{}{}", if first == "acorn" { "bamboo" } else { "acorn" }, &right[first.len()..]);
    for words in [wrong.as_str(), "", &right[first.len()..], &right.split(' ').rev().collect::<Vec<_>>().join(" ")] {
        team.approve("inspector-1", words).refused("enrol.words_differ");
    }
    assert_eq!(team.run("central-1", "workspace status").json()["roster"], 1, "nothing was signed");
    let without = "enrol approve requests/inspector-1.json --root-key offline/root.key.age";
    team.run_with("central-1", without, &format!("{OFFLINE}\n")).misused("enrol.words");
    let shouted = right.to_uppercase().replace(' ', "  ");
    assert_eq!(team.approve("inspector-1", &shouted).json()["roster"], 2);
}

#[test]
fn a_changed_request_or_a_wrong_root_key_enrols_nobody() {
    let team = Team::nobody();
    team.found();
    team.join("inspector-1", "inspector");
    let words = team.request("inspector-1");
    let line = format!("enrol approve requests/inspector-1.json --root-key offline/root.key.age --words '{words}'");
    let error = team.run_with("central-1", &line, "not the passphrase of the root\n");
    assert_eq!(error.code, Some(1), "{error:?}");
    let laptop = run(
        team.command().args(["--json", "--passphrase-fd", "0", "-w", "workspaces/inspector-1"]).args(crate::program::words(&line)),
        format!("{PASSPHRASE}\n{OFFLINE}\n").as_bytes(),
    );
    laptop.refused("roster.none");
    let recovery = line.replace("root.key", "recovery.key");
    assert_eq!(team.run_with("central-1", &recovery, &format!("{OFFLINE}\n")).code, Some(1));
    let text = fs::read_to_string(team.path("requests/inspector-1.json")).unwrap();
    team.write("requests/inspector-1.json", &text.replace("\"inspector\"", "\"central\""));
    let error = team.run_with("central-1", &line, &format!("{OFFLINE}\n"));
    assert!(error.code == Some(1) && error.err.contains("minisign.signature"), "{error:?}");
    assert_eq!(team.run("central-1", "workspace status").json()["roster"], 1);
}

#[test]
fn an_inspection_is_led_by_somebody_with_a_machine() {
    let team = Team::nobody();
    team.found();
    let error = team.create_inspection("early").misused("person.unknown");
    assert!(error["message"].as_str().unwrap().contains("lead-1"), "{error}");
    assert_eq!(team.run("central-1", "workspace status").json()["inspections"], serde_json::json!([]));
}

#[test]
fn an_inspection_is_checked_before_it_is_created() {
    let team = Team::nobody();
    team.found();
    let create = |framework: &str, kind: &str, id: &str, to: &str| {
        let line = format!(
            "inspection create --id {id} --framework {framework} --type {kind} --service Vale --lead lead-1 --from 2026-03-02 --to {to}"
        );
        team.run("central-1", &line)
    };
    create("yos-2021", "IYJS", "a", "2026-03-06").misused("framework.no_forms");
    create("yj-2025", "ABC", "a", "2026-03-06").misused("inspection.type");
    create("yj-2025", "IYJS", "Upper", "2026-03-06").misused("inspection.name");
    create("yj-2025", "IYJS", "a", "2026-03-01").misused("inspection.dates");
    assert_eq!(create("yj-2025", "IYJS", "a", "2026-13-01").code, Some(2));
    create("yj-2025", "IYJS", "roster", "2026-03-06").refused("object.reserved");
    assert_eq!(
        team.run("central-1", "workspace status").json()["inspections"].as_array().unwrap().len(),
        0,
        "`roster` is no inspection either"
    );
}

/// The inspector's sealed bundle, relative to the folder.
fn sealed(team: &Team) -> String {
    team.run("inspector-1", "record note C01 2.1.03 'for the bundle'").ok();
    let sealed = team.run("inspector-1", "bundle seal --out stick --for lead-1").json();
    sealed["file"].as_str().unwrap().to_owned()
}

#[test]
fn a_bundle_verifies_and_says_what_is_in_it_without_case_content() {
    let team = Team::at_work();
    let file = sealed(&team);
    let verified = team.run("lead-1", &format!("bundle verify {file}")).json();
    assert_eq!((&verified["verified"], &verified["signed_by"]), (&true.into(), &"inspector-1 (inspector)".into()));
    let inspected = team.run("central-1", &format!("bundle inspect {file}")).json();
    assert_eq!((&inspected["kind"], &inspected["framework"]), (&"handover".into(), &"yj-2025/2025.1".into()));
    assert_eq!(inspected["device"], team.device("inspector-1"));
    assert!(!inspected.to_string().contains("for the bundle") && !inspected.to_string().contains("C01"), "{inspected}");
    let moved = team.path("moved.age");
    fs::copy(team.path(&file), &moved).unwrap();
    fs::copy(team.path(&format!("{file}.minisig")), team.path("moved.age.minisig")).unwrap();
    team.run("lead-1", "bundle verify moved.age").ok();
    team.run("inspector-1", "bundle seal --out stick").refused("seal.nothing");
    team.run("inspector-1", "bundle seal --out stick --for 'Jo Bloggs'").misused("person.name");
}

#[test]
fn a_bundle_that_somebody_has_been_at_is_refused_and_imports_nothing() {
    let team = Team::at_work();
    let file = sealed(&team);
    let (age, minisig) = (fs::read(team.path(&file)).unwrap(), fs::read_to_string(team.path(&format!("{file}.minisig"))).unwrap());
    let before = team.changes("lead-1");
    let mut flipped = age.clone();
    flipped[age.len() / 2] ^= 1;
    for (bytes, signature, code) in [
        (flipped, minisig.clone(), "minisign.signature"),
        (age[..age.len() - 1].to_vec(), minisig.clone(), "minisign.signature"),
        (age.clone(), minisig.replace("first=1 ", "first=2 "), "minisign.global"),
        (age.clone(), String::new(), "minisign.form"),
    ] {
        fs::write(team.path(&file), bytes).unwrap();
        team.write(&format!("{file}.minisig"), &signature);
        team.run("lead-1", &format!("bundle verify {file}")).refused(code);
        team.run("lead-1", &format!("bundle inspect {file}")).refused(code);
    }
    let told = team.run("lead-1", "sync --drop stick").json();
    assert!(told.as_array().unwrap().iter().any(|event| event["did"] == "quarantined" && event["code"] == "minisign.form"), "{told}");
    assert_eq!(team.changes("lead-1"), before);
    assert_eq!(
        team.run("lead-1", "workspace status").json()["quarantined"],
        0,
        "anybody could have done it: nothing is held against a device"
    );
}

#[test]
fn a_bundle_for_others_is_not_opened() {
    let team = Team::at_work();
    team.enrol(&[("inspector-2", "inspector")]);
    team.run("central-1", "central import --drop drop --archive archive").ok();
    let outsider = team.run("inspector-2", "sync --drop drop").json();
    assert!(outsider.as_array().unwrap().iter().any(|event| event["did"] == "not_for_us"), "the pack is not for them: {outsider}");
    assert_eq!(team.run("inspector-2", "workspace status").json()["inspections"], serde_json::json!([]));
    let file = sealed(&team);
    team.run("inspector-2", &format!("bundle verify {file}")).refused("age.not_for_me");
}

#[test]
fn roles_keep_to_their_own_half_of_the_exchange() {
    let team = Team::at_work();
    team.run("central-1", "sync --drop drop").misused("sync.central");
    team.run("lead-1", "central import --drop drop --archive archive").refused("central.only");
    team.run("inspector-1", "central receipts --drop drop").refused("central.only");
    team.run("inspector-1", "inspection pack test-2026 --drop drop").refused("pack.role");
    team.run("inspector-1", "sync --drop no-such-stick").refused("drop.failed");
    assert!(!team.path("no-such-stick").exists());
}

#[test]
fn a_plan_changes_nothing() {
    let team = Team::at_work();
    team.run("inspector-1", "record answer C01 2.1.03 yes").ok();
    let before = team.files("drop");
    let plan = team.run("inspector-1", "sync --drop drop --plan").json();
    assert_eq!(
        (plan["seal"].as_array().unwrap().len(), plan["seal"][0]["first"].as_u64(), plan["seal"][0]["last"].as_u64()),
        (1, Some(1), Some(1))
    );
    assert_eq!(team.files("drop"), before);
    team.run("inspector-1", "sync --drop drop").ok();
    let plan = run(
        team.command().args(words("--passphrase-fd 0 -w workspaces/inspector-1 sync --drop drop --plan")),
        format!("{PASSPHRASE}\n").as_bytes(),
    );
    assert_eq!(plan.ok().out.trim(), "Nothing to do: everything is exchanged.");
}

#[test]
fn a_bundle_damaged_in_the_drop_is_sent_again() {
    let team = Team::at_work();
    team.run("inspector-1", "record note C01 2.1.01 'first'").ok();
    team.run("inspector-1", "sync --drop drop").ok();
    let device = team.device("inspector-1");
    let bundle = team.bundles("drop").into_iter().find(|path| path.parent().unwrap().ends_with(&device)).unwrap();
    let whole = fs::read(&bundle).unwrap();
    fs::write(&bundle, &whole[..500]).unwrap();
    let before = team.changes("central-1");
    let told = team.run("central-1", "central import --drop drop --archive archive").json();
    assert_eq!((&told[0]["did"], &told[0]["code"]), (&"quarantined".into(), &"minisign.signature".into()), "{told}");
    assert!(team.files("archive").is_empty());
    assert_eq!(team.run("central-1", "central receipts --drop drop").json(), serde_json::json!([]));
    assert_eq!(team.changes("central-1"), before);
    team.run("inspector-1", "record note C01 2.1.01 'second'").ok();
    team.run("inspector-1", "sync --drop drop").ok();
    assert_eq!(fs::read(&bundle).unwrap(), whole);
    team.run("central-1", "central import --drop drop --archive archive").ok();
    team.run("central-1", "central receipts --drop drop").ok();
    team.run("inspector-1", "sync --drop drop").ok();
    assert_eq!(team.changes("central-1"), before + 2);
    assert_eq!(team.run("inspector-1", "workspace status").json()["inspections"][0]["confirmed"], 2);
}
