//! `fieldweek frameworks`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::program::plain;
use crate::team::copy;

fn shown(id: &str) -> Value {
    plain(&format!("--json frameworks show {id}"), "").json()
}

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../frameworks")
}

fn list<'a>(of: &'a Value, name: &str) -> &'a Vec<Value> {
    of[name].as_array().unwrap_or_else(|| panic!("{name} of {of}"))
}

fn below<'a>(of: &'a [Value], name: &str) -> Vec<&'a Value> {
    of.iter().flat_map(|one| list(one, name)).collect()
}

#[test]
fn both_are_listed() {
    let listed = plain("--json frameworks list", "").json();
    let ids: Vec<_> = listed.as_array().unwrap().iter().map(|one| (one["id"].as_str().unwrap(), one["scope"].as_str().unwrap())).collect();
    assert_eq!(ids, [("yj-2025", "full"), ("yos-2021", "ratings")]);
    let text = plain("frameworks list", "").ok().out;
    assert!(text.contains("yj-2025") && text.contains("yos-2021"), "{text}");
}

#[test]
fn the_2025_forms_have_72_and_16_questions_and_say_all_of_each() {
    let framework = shown("yj-2025");
    let counts: Vec<_> = list(&framework, "forms")
        .iter()
        .map(|form| (form["id"].as_str().unwrap(), below(list(form, "sections"), "questions").len()))
        .collect();
    assert_eq!(counts, [("child", 72), ("victim", 16)]);
    let sections = below(list(&framework, "forms"), "sections");
    let questions: Vec<&Value> = sections.iter().flat_map(|section| list(section, "questions")).collect();
    for question in &questions {
        for field in ["id", "number", "text", "kind", "answer", "key_question", "prompt", "applies", "guidance"] {
            assert!(question.get(field).is_some(), "{field} of {question}");
        }
        assert!(question["text"].as_str().is_some_and(|text| !text.is_empty()), "{question}");
        assert!(question["answer"]["kind"].is_string(), "{question}");
        assert!(!list(&question["guidance"], "look_for").is_empty(), "guidance of {question}");
    }
    let ids: BTreeSet<_> = questions.iter().map(|question| question["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 88, "every id is there once");
}

#[test]
fn the_2025_standards_have_71_47_and_16_prompts() {
    let framework = shown("yj-2025");
    let prompts_of = |wanted: &[&str]| {
        let standards = list(&framework, "standards").iter().filter(|standard| wanted.contains(&standard["id"].as_str().unwrap()));
        let questions: Vec<&Value> = standards.flat_map(|standard| list(standard, "key_questions")).collect();
        questions.iter().map(|question| list(question, "prompts").len()).sum::<usize>()
    };
    assert_eq!(prompts_of(&["1.1", "1.2", "1.3"]), 71);
    assert_eq!(prompts_of(&["2.1", "2.2", "2.3"]), 47);
    assert_eq!(prompts_of(&["V1"]), 16);
}

#[test]
fn each_key_question_from_cases_has_the_published_summary_judgement() {
    let framework = shown("yj-2025");
    let sections = below(list(&framework, "forms"), "sections");
    let summaries: Vec<_> = sections
        .iter()
        .flat_map(|section| list(section, "questions"))
        .filter(|question| question["kind"] == "summary")
        .map(|question| (question["id"].as_str().unwrap(), question["key_question"].as_str().unwrap()))
        .collect();
    let published = [
        ("2.1.11", "2.1.1"),
        ("2.1.37", "2.1.2"),
        ("2.2.10", "2.2.1"),
        ("2.2.28", "2.2.2"),
        ("2.3.10", "2.3.1"),
        ("2.3.28", "2.3.2"),
        ("3.1.14", "V1.1"),
    ];
    assert_eq!(summaries, published);
}

#[test]
fn conditions_are_data_that_a_stranger_can_read() {
    let framework = shown("yj-2025");
    let sections = below(list(&framework, "forms"), "sections");
    let question = |id: &str| sections.iter().flat_map(|section| list(section, "questions")).find(|question| question["id"] == id).unwrap();
    assert_eq!(question("2.0.29")["applies"], json!({ "fact": "disposal_group", "any_of": ["out_of_court"] }));
    assert_eq!(question("2.0.05")["answer"], json!({ "kind": "one_of", "options": "gender_identity" }));
    assert_eq!(question("2.1.01")["applies"], Value::Null, "always");
}

#[test]
fn an_unknown_framework_is_wrong_use() {
    plain("--json frameworks show yj-1999", "").misused("framework.unknown");
    let text = plain("frameworks show yj-2025", "").ok().out;
    assert!(text.contains("3.1.13") && text.contains("[summary judgement]"), "the text shows forms too");
}

#[test]
fn the_shipped_ones_are_sound_wherever_they_are_read_from() {
    let built_in = plain("--json frameworks check", "").json();
    let folder = plain(&format!("--json frameworks check '{}'", shipped().display()), "").json();
    assert_eq!(built_in, folder, "what is built in is what lies in the folder, digest for digest");
    assert!(built_in.as_array().unwrap().iter().all(|one| one["sound"] == true));
    let text = plain("frameworks check", "").ok().out;
    assert!(text.contains("134 prompts, 88 questions"), "{text}");
}

/// A copy with one file changed.
fn broken(file: &str, from: &str, to: &str) -> (tempfile::TempDir, usize) {
    let folder = tempfile::tempdir().unwrap();
    copy(&shipped().join("yj-2025"), &folder.path().join("yj-2025"));
    let path = folder.path().join("yj-2025").join(file);
    let text = fs::read_to_string(&path).unwrap();
    let line = text.lines().position(|line| line.contains(from)).unwrap_or_else(|| panic!("{from} in {file}")) + 1;
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    (folder, line)
}

#[test]
fn a_broken_copy_is_refused_with_file_and_line() {
    for (file, from, to, back) in [
        ("ratings.toml", "from = 65", "from = 101", 15), // the rule is about all bands: the line of `[ratings]`
        ("ratings.toml", "rating = \"good\"", "rating = \"fine\"", 0),
        ("forms/victim/3.1.toml", "kind = \"summary\"", "kind = \"sumary\"", 0),
        ("facts.toml", "options = \"disposal_groups\"", "options = \"no_such_list\"", 0),
    ] {
        let (folder, line) = broken(file, from, to);
        let ran = plain(&format!("frameworks check '{}'", folder.path().display()), "");
        assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{to}: {ran:?}");
        let place = format!("{}/yj-2025/{file}:{}: ", folder.path().display(), line - back);
        assert!(ran.err.contains(&place), "{place}{to}, line {line}: {}", ran.err);
        plain(&format!("--json frameworks check '{}'", folder.path().display()), "").refused("framework.unsound");
    }
}

#[test]
fn a_folder_without_a_framework_is_wrong_use() {
    let folder = tempfile::tempdir().unwrap();
    plain(&format!("--json frameworks check '{}'", folder.path().display()), "").misused("framework.none");
    plain(&format!("--json frameworks check '{}/nowhere'", folder.path().display()), "").refused("file.missing");
}

#[test]
fn a_folder_rates_as_the_built_in_does() {
    let input = r#"{"cases":{"2.1.1":{"yes":2,"no":1}}}"#;
    let folder = plain(&format!("--json rate --framework '{}' --input -", shipped().join("yj-2025").display()), input).json();
    assert_eq!(folder, plain("--json rate --framework yj-2025 --input -", input).json());
}
