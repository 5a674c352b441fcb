//! Recording, looking, and finishing an assessment.

use serde_json::{Value, json};

use crate::team::{Team, whole_victim_case};

fn shown(team: &Team, assessment: &str) -> Value {
    team.run("inspector-1", &format!("case show {assessment}")).json()
}

fn question(view: &Value, id: &str) -> Value {
    let sections = view["sections"].as_array().unwrap().iter();
    sections.flat_map(|section| section["questions"].as_array().unwrap()).find(|question| question["id"] == id).unwrap().clone()
}

fn written(ran: crate::program::Ran) -> usize {
    ran.json()["changes"].as_array().unwrap().len()
}

#[test]
fn answer_note_and_evidence_are_shown_as_given() {
    let team = Team::at_work();
    let say = |line: &str| written(team.run("inspector-1", line));
    assert_eq!(say("record answer C01 2.1.03 no"), 1);
    assert_eq!(say("record answer C01 2.1.03 no"), 0, "it says so already");
    assert_eq!(say("record note C01 2.1.03 'Two of three visits are missing.'"), 1);
    assert_eq!(say("record evidence C01 2.1.03 --source case_record --reference 'contact log 4 March' --text 'No entry.'"), 1);
    assert_eq!(say("record evidence C01 2.1.03 --source interview --reference 'case manager'"), 1);
    let found = question(&shown(&team, "C01"), "2.1.03");
    assert_eq!((&found["answer_text"], &found["note"]), (&"No".into(), &"Two of three visits are missing.".into()));
    let evidence: Vec<_> = found["evidence"].as_array().unwrap().iter().map(|item| item["reference"].as_str().unwrap()).collect();
    assert_eq!(evidence, ["contact log 4 March", "case manager"]);
    assert_eq!(say("record answer C01 2.1.03 clear"), 1);
    assert_eq!(question(&shown(&team, "C01"), "2.1.03")["answer"], Value::Null);
}

#[test]
fn a_note_comes_from_standard_input_too_and_empty_clears_it() {
    let team = Team::at_work();
    team.run_with("inspector-1", "record note C01 2.1.01 -", "First line.\nSecond line, ŵ and 'quotes'.").ok();
    assert_eq!(question(&shown(&team, "C01"), "2.1.01")["note"], "First line.\nSecond line, ŵ and 'quotes'.");
    team.run("inspector-1", "record note C01 2.1.01 ''").ok();
    assert_eq!(question(&shown(&team, "C01"), "2.1.01")["note"], Value::Null);
    let long = "x".repeat(64 * 1024 * 2);
    team.run_with("inspector-1", "record note C01 2.1.01 -", &long).misused("text.too_long");
}

#[test]
fn an_answer_must_fit_its_question() {
    let team = Team::at_work();
    let before = team.changes("inspector-1");
    let wrong = |line: &str, code: &str| drop(team.run("inspector-1", &format!("record {line}")).misused(code));
    wrong("answer C01 2.1.03 perhaps", "answer.does_not_fit");
    wrong("answer C01 2.1.03 na", "answer.does_not_fit");
    wrong("answer C01 2.0.05 no_such_option", "answer.does_not_fit");
    wrong("answer C01 2.1.10 substance_misuse,nonsense", "answer.does_not_fit");
    wrong("answer C01 9.9.99 yes", "question.unknown");
    wrong("answer V01 2.1.03 yes", "question.unknown");
    wrong("fact C01 no_such_fact yes", "fact.unknown");
    wrong("fact C01 home_yjs perhaps", "fact.does_not_fit");
    wrong("fact V01 home_yjs yes", "fact.unknown");
    wrong("evidence C01 2.1.03 --source hearsay --reference x", "evidence.source");
    wrong("evidence C01 2.1.03 --source other --reference ' '", "evidence.reference");
    wrong("applies C01 2.1.03 maybe --reason x", "applies.word");
    wrong("applies C01 2.1.03 no", "applies.reason");
    wrong("status C01 finished", "status.unknown");
    wrong("answer C01.third 2.1.03 yes", "assessment.name");
    assert_eq!(team.changes("inspector-1"), before);
}

#[test]
fn nobody_writes_what_is_not_theirs() {
    let team = Team::at_work();
    team.run("inspector-1", "record answer C02 2.1.03 yes").refused("not_allowed");
    team.run("inspector-1", "record answer V01.second 3.0.03 yes").refused("not_allowed");
    team.run("lead-1", "record answer C01 2.1.03 yes").refused("not_allowed");
    team.run("inspector-1", "record judgement V1.2 good --reason 'x'").refused("not_allowed");
    team.run("lead-1", "record panel 2.1 good --reason 'x'").refused("not_allowed");
    team.run("central-1", "record answer C01 2.1.03 yes").refused("not_allowed");
    team.run("inspector-1", "record answer C99 2.1.03 yes").refused("case.none");
    team.run("inspector-1", "record answer V02.second 3.0.03 yes").refused("assessment.none");
    team.run("lead-1", "record judgement V1.2 good --reason 'Seen in policy and practice.'").ok();
    team.run("central-1", "record panel 2.1 good --reason 'All evidence together.'").ok();
}

#[test]
fn facts_decide_what_is_asked_and_the_inspector_may_override() {
    let team = Team::at_work();
    let asked = |id: &str| question(&shown(&team, "C01"), id)["asked"].to_string();
    assert!(asked("2.2.22").contains("waits"), "vulnerability is not known: {}", asked("2.2.22"));
    team.run("inspector-1", "record fact C01 vulnerability_issues no").ok();
    assert!(asked("2.2.22").contains("set_aside"), "{}", asked("2.2.22"));
    team.run("inspector-1", "record applies C01 2.2.22 yes --reason 'The record says otherwise.'").ok();
    let found = question(&shown(&team, "C01"), "2.2.22");
    assert_eq!((found["asked"].to_string().contains("yes"), &found["overridden"]), (true, &true.into()), "{found}");
    team.run("inspector-1", "record applies C01 2.2.22 clear").ok();
    assert!(asked("2.2.22").contains("set_aside"));
    team.run("inspector-1", "record fact C01 vulnerability_issues clear").ok();
    assert!(asked("2.2.22").contains("waits"));
}

#[test]
fn an_unfinished_assessment_is_refused_with_everything_that_is_missing() {
    let team = Team::at_work();
    let error = team.run("inspector-1", "record status V01 complete").refused("assessment.not_ready");
    let message = error["message"].as_str().unwrap();
    for missing in ["3.0.03", "3.1.14", "3.2.05"] {
        assert!(message.contains(missing), "{missing}: {message}");
    }
    let batch: String = whole_victim_case("V01").lines().filter(|line| !line.contains("3.1.07")).map(|line| format!("{line}\n")).collect();
    team.run_with("inspector-1", "record batch -", &batch).ok();
    let error = team.run("inspector-1", "record status V01 complete").refused("assessment.not_ready");
    assert!(error["message"].as_str().unwrap().ends_with("not answered: 3.1.07."), "{error}");
    let waiting = team.run("inspector-1", "record status C01 complete").refused("assessment.not_ready");
    assert!(waiting["message"].as_str().unwrap().contains("waiting for a fact"), "{waiting}");
}

#[test]
fn complete_locks_and_reopening_needs_a_reason() {
    let team = Team::at_work();
    let mine = |line: &str| team.run("inspector-1", line);
    mine("record status V01 open --reason 'not yet'").refused("assessment.open");
    team.run_with("inspector-1", "record batch -", &whole_victim_case("V01")).ok();
    assert_eq!(shown(&team, "V01")["status"], "ready");
    mine("record status V01 complete").ok();
    assert_eq!(shown(&team, "V01")["status"], "complete");
    for locked in [
        "answer V01 3.0.03 no",
        "note V01 3.0.03 x",
        "evidence V01 3.0.03 --source other --reference x",
        "applies V01 3.0.03 no --reason x",
        "status V01 complete",
    ] {
        mine(&format!("record {locked}")).refused("assessment.complete");
    }
    mine("record status V01 open").misused("assessment.reason");
    mine("record status V01 open --reason '  '").misused("assessment.reason");
    assert_eq!(shown(&team, "V01")["status"], "complete");
    mine("record status V01 open --reason 'A letter came to light.'").ok();
    mine("record answer V01 3.0.03 no").ok();
    let history = mine("history assessment/V01.primary status").json();
    let standing: Vec<_> = history.as_array().unwrap().iter().map(|line| line["standing"].as_str().unwrap()).collect();
    assert_eq!(standing, ["superseded", "stands"]);
    assert!(history[1]["value"].to_string().contains("A letter came to light."), "{history}");
}

#[test]
fn a_batch_stops_at_the_line_that_is_wrong_and_keeps_those_before() {
    let team = Team::at_work();
    let lines = [
        json!({ "assessment": "V01", "question": "3.0.03", "answer": "yes", "note": "seen" }).to_string(),
        String::new(),
        json!({ "assessment": "V01", "fact": "victim_engaged", "value": "no" }).to_string(),
        json!({ "assessment": "V01", "question": "3.0.06", "answer": "perhaps" }).to_string(),
        json!({ "assessment": "V01", "question": "3.1.03", "answer": "yes" }).to_string(),
    ];
    let ran = team.run_with("inspector-1", "record batch -", &lines.join("\n"));
    assert_eq!(ran.code, Some(2), "{ran:?}");
    let acknowledged: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<_> =
        acknowledged.iter().map(|line| (line["line"].as_u64().unwrap(), line["changes"].as_array().unwrap().len())).collect();
    assert_eq!(told, [(1, 2), (3, 1)]);
    assert!(ran.err.contains("Line 4: "), "{}", ran.err);
    let view = shown(&team, "V01");
    assert_eq!((&question(&view, "3.0.03")["answer_text"], &question(&view, "3.1.03")["answer"]), (&"Yes".into(), &Value::Null));
    for line in ["{", "[]", "{\"assessment\":\"V01\"}", "{\"assessment\":\"V01\",\"question\":\"3.0.03\",\"colour\":\"red\"}", "null"] {
        let ran = team.run_with("inspector-1", "record batch -", line);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{line}");
        assert!(ran.err.contains("Line 1: "), "{line}: {}", ran.err);
    }
}

#[test]
fn history_and_search_find_what_was_written() {
    let team = Team::at_work();
    team.run("inspector-1", "record note C01 2.1.03 'The grandmother was never asked.'").ok();
    team.run("inspector-1", "record note C01 2.1.03 'The grandmother was asked in May.'").ok();
    let history = team.run("inspector-1", "history assessment/C01.primary note/2.1.03").json();
    let told: Vec<_> =
        history.as_array().unwrap().iter().map(|line| (line["value"].as_str().unwrap(), line["standing"].as_str().unwrap())).collect();
    assert_eq!(told, [("The grandmother was never asked.", "superseded"), ("The grandmother was asked in May.", "stands")]);
    assert!(history.as_array().unwrap().iter().all(|line| line["author"] == "inspector-1" && line["change"].as_str().unwrap().len() == 64));
    let hits = team.run("inspector-1", "search grandmother may").json();
    assert_eq!(hits.as_array().unwrap().len(), 1, "the note as it stands: {hits}");
    assert!(hits[0]["place"].as_str().unwrap().contains("C01.primary note/2.1.03"), "{hits}");
    assert!(hits[0]["snippet"].as_str().unwrap().contains("«grandmother»"), "{hits}");
    assert_eq!(team.run("inspector-1", "search xylophone").json(), json!([]));
    assert_eq!(team.run("lead-1", "search grandmother").json(), json!([]), "not before it is exchanged");
    for odd in ["'\"'", "'*'", "'a AND'", "'(('", "'note:'", "'-'"] {
        team.run("inspector-1", &format!("search -- {odd}")).ok();
    }
    team.run("inspector-1", "history 'two words'").misused("register.name");
}

#[test]
fn looking_at_a_case_is_recorded() {
    let team = Team::at_work();
    let device = team.device("inspector-1");
    shown(&team, "V01");
    team.run("inspector-1", "case summary V01 --out V01.pdf").ok();
    let seen = team.run("inspector-1", &format!("history access/V01 {device}")).json();
    let did: Vec<_> = seen.as_array().unwrap().iter().map(|line| line["value"]["did"].as_str().unwrap()).collect();
    assert_eq!(did, ["opened", "exported"]);
}
