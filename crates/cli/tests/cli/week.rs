//! A small week, from the first key to the last export, by nothing but commands.

use std::fs;

use serde_json::{Value, json};

use crate::team::{Team, whole_victim_case};

fn did<'a>(events: &'a Value, what: &str) -> Vec<&'a Value> {
    events.as_array().unwrap().iter().filter(|event| event["did"] == what).collect()
}

/// Both laptops fill a victim's case, the lead judges.
fn fieldwork(team: &Team) {
    for (person, case) in [("inspector-1", "V01"), ("lead-1", "V02")] {
        let batch: String = whole_victim_case(case)
            .lines()
            .filter(|line| case == "V01" || !line.contains("3.1.10"))
            .map(|line| format!("{line}\n"))
            .collect();
        team.run_with(person, "record batch -", &batch).ok();
        team.run(person, &format!("record status {case} complete")).ok();
    }
    team.run("lead-1", "record judgement V1.2 good --reason 'Policy and services are in place.'").ok();
}

/// Everything is sent, taken in, confirmed.
fn collect(team: &Team) {
    for person in ["inspector-1", "lead-1"] {
        let events = team.run(person, "sync --drop drop").json();
        assert_eq!((did(&events, "sealed").len(), did(&events, "sent").len()), (1, 1), "{events}");
    }
    let events = team.run("central-1", "central import --drop drop --archive archive").json();
    assert_eq!((did(&events, "taken_in").len(), did(&events, "quarantined").len()), (2, 0), "{events}");
    assert_eq!(team.run("central-1", "central import --drop drop --archive archive").json(), json!([]), "once is enough");
    let receipts = team.run("central-1", "central receipts --drop drop").json();
    assert_eq!(did(&receipts, "receipt").len(), 2, "{receipts}");
    assert_eq!(team.run("central-1", "central receipts --drop drop").json(), json!([]), "one receipt a bundle");
    for person in ["inspector-1", "lead-1"] {
        let events = team.run(person, "sync --drop drop").json();
        assert!(did(&events, "receipt").iter().all(|receipt| receipt["archived"] == true), "{events}");
        let status = team.run(person, "workspace status").json();
        let line = &status["inspections"][0];
        assert_eq!((&line["own"], &line["sealed"]), (&line["confirmed"], &line["confirmed"]), "{person}: all of it is confirmed: {line}");
    }
}

fn archived_unchanged(team: &Team) {
    let names = |folder: &str| -> Vec<_> {
        let found = team.bundles(folder).into_iter().map(|path| (path.file_name().unwrap().to_owned(), fs::read(&path).unwrap()));
        found.collect()
    };
    let (archive, drop) = (names("archive"), names("drop"));
    assert_eq!(archive.len(), 2);
    assert!(archive.iter().all(|object| drop.contains(object)), "the archive holds the very bytes");
}

fn rated(team: &Team) {
    let rated = team.run("central-1", "central ratings").json();
    let counts = &rated["ratings"]["key_questions"]["V1.1"];
    assert_eq!((&counts["yes"], &counts["no"], &counts["rating"]), (&2.into(), &0.into(), &"outstanding".into()), "{rated}");
    let victims = &rated["ratings"]["standards"]["V1"];
    assert_eq!((&victims["computed"], &victims["final"], &victims["score"]), (&"good".into(), &"good".into(), &2.into()));
    let overall = &rated["ratings"]["overall"];
    assert_eq!((&overall["score"], &overall["missing"]), (&Value::Null, &json!(["2.1", "2.2", "2.3"])));
    assert_eq!(rated["consolidated"]["counted"], json!(["V01.primary", "V02.primary"]));
    for on in ["2.1", "2.2", "2.3"] {
        team.run("central-1", &format!("record panel {on} requires_improvement --reason 'Rated by the panel on all evidence.'")).ok();
    }
    let overall = team.run("central-1", "central ratings").json()["ratings"]["overall"].clone();
    assert_eq!((&overall["final"], &overall["score"], &overall["out_of"]), (&"requires_improvement".into(), &5.into(), &12.into()));
}

fn exported(team: &Team) {
    let exported = team.run("central-1", "export --out exports").json();
    assert_eq!(exported["summaries"].as_array().unwrap().len(), 5);
    for path in exported["summaries"].as_array().unwrap() {
        assert!(fs::read(team.path(path.as_str().unwrap())).unwrap().starts_with(b"%PDF-1.7"), "{path}");
    }
    let answers: Value = serde_json::from_slice(&fs::read(team.path("exports/answers.json")).unwrap()).unwrap();
    let rows = answers.as_array().unwrap();
    assert_eq!(rows.len(), 2 * 72 + 3 * 16, "a row for every question of every assessment");
    let row = rows.iter().find(|row| row["case"] == "V01" && row["role"] == "primary" && row["question"] == "3.1.05").unwrap();
    assert_eq!((&row["answer"], &row["author"]), (&"contact_with_victim_worker;other".into(), &"inspector-1".into()), "{row}");
    let csv = fs::read_to_string(team.path("exports/answers.csv")).unwrap();
    assert!(csv.contains("a choir") && csv.lines().count() > rows.len(), "a heading and a line for every row");
    let ratings: Value = serde_json::from_slice(&fs::read(team.path("exports/ratings.json")).unwrap()).unwrap();
    assert_eq!(ratings["ratings"], team.run("central-1", "central ratings").json()["ratings"]);
    team.run("central-1", "export --out exports --case C99").misused("case.unknown");
}

#[test]
fn from_the_first_key_to_the_last_export() {
    let team = Team::nobody();
    team.found();
    team.enrol(&[("lead-1", "lead"), ("inspector-1", "inspector")]);
    team.prepare();
    let cases = team.run("inspector-1", "case list").json();
    assert_eq!(cases.as_array().unwrap().len(), 5, "{cases}");
    fieldwork(&team);
    team.run("inspector-1", "case summary V01 --out V01.pdf").ok();
    assert!(fs::read(team.path("V01.pdf")).unwrap().starts_with(b"%PDF-1.7"));
    collect(&team);
    archived_unchanged(&team);
    rated(&team);
    exported(&team);
    for person in ["central-1", "lead-1", "inspector-1"] {
        team.run(person, "workspace check").ok();
    }
    assert!(team.files("tmp").is_empty(), "nothing is left among the temporary files: {:?}", team.files("tmp"));
}

#[test]
fn where_it_stands_is_told_during_the_week() {
    let team = Team::at_work();
    fieldwork(&team);
    let status = team.run("lead-1", "inspection status").json();
    let complete = status["assessments"].as_array().unwrap().iter().filter(|line| line["status"] == "complete").count();
    assert_eq!(complete, 1, "the lead does not have the inspector's work yet");
    team.run("inspector-1", "bundle seal --out stick --for lead-1").ok();
    team.run("lead-1", "sync --drop stick").ok();
    let status = team.run("lead-1", "inspection status").json();
    let complete: Vec<_> = status["assessments"].as_array().unwrap().iter().filter(|line| line["status"] == "complete").collect();
    assert_eq!(complete.len(), 2, "and now they do, by stick");
    let text = team.text("lead-1", "inspection status").ok().out;
    assert!(text.contains("0 conflict(s)") && text.contains("inspector-1"), "{text}");
}

#[test]
fn two_who_contradict_each_other_are_both_shown_until_one_resolves_it() {
    let team = Team::at_work();
    team.run("inspector-1", "record fact V01 support_or_safety_concern no").ok();
    team.run("lead-1", "record fact V01 support_or_safety_concern clear").ok();
    team.run("inspector-1", "bundle seal --out stick --for lead-1").ok();
    team.run("lead-1", "sync --drop stick").ok();
    let status = team.run("lead-1", "inspection status").json();
    assert_eq!(status["conflicts"].as_array().unwrap().len(), 1, "{status}");
    let history = team.run("lead-1", "history case/V01 fact/support_or_safety_concern").json();
    assert_eq!(history.as_array().unwrap().iter().filter(|line| line["standing"] == "in conflict").count(), 2, "{history}");
    team.run("lead-1", "record fact V01 support_or_safety_concern yes").ok();
    assert_eq!(team.run("lead-1", "inspection status").json()["conflicts"], json!([]));
}
