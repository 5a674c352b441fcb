//! `fieldweek rate` refuses what it cannot rate: exit code 2, a reason on standard error, nothing on standard output.

use std::fs;

use serde_json::{Value, json};

use crate::program::plain;
use crate::rate::rate;

#[track_caller]
fn refused(framework: &str, input: &Value, code: &str, names: &str) {
    let error = rate(framework, input).misused(code);
    assert!(error["message"].as_str().unwrap().contains(names), "{error}");
}

#[test]
fn unknown_ids() {
    for (input, id) in [
        (json!({ "cases": { "9.9.9": { "yes": 1, "no": 0 } } }), "9.9.9"),
        (json!({ "cases": { "2.4.1": { "yes": 1, "no": 0 } } }), "2.4.1"), // of the earlier framework
        (json!({ "cases": { "2.1": { "yes": 1, "no": 0 } } }), "2.1"),     // a standard
        (json!({ "cases": { "V1.2": { "yes": 1, "no": 0 } } }), "V1.2"),   // judged on evidence
        (json!({ "judged": { "2.1": "good" } }), "2.1"),                   // rated from cases
        (json!({ "judged": { "V1.1": "good" } }), "V1.1"),
        (json!({ "judged": { "7.7": "good" } }), "7.7"),
        (json!({ "panel": [{ "on": "2.1.1", "rating": "good", "reason": "x" }] }), "2.1.1"),
        (json!({ "panel": [{ "on": "Overall", "rating": "good", "reason": "x" }] }), "Overall"),
    ] {
        refused("yj-2025", &input, "rate.refused", id);
    }
}

#[test]
fn counts_that_are_none() {
    for (yes, why) in [
        (json!(-1), "-1"),
        (json!(1.5), "1.5"),
        (json!(1.0), "1.0"),
        (json!("1"), "\"1\""),
        (json!(null), "null"),
        (json!(4_294_967_296_u64), "4294967296"),
    ] {
        refused("yj-2025", &json!({ "cases": { "2.1.1": { "yes": yes, "no": 0 } } }), "rate.input", why);
    }
    refused("yj-2025", &json!({ "cases": { "2.1.1": { "yes": 1 } } }), "rate.input", "no");
    let most = json!({ "cases": { "2.1.1": { "yes": u32::MAX, "no": 1 } } });
    refused("yj-2025", &most, "rate.refused", "2.1.1");
}

#[test]
fn ratings_that_are_none_of_the_four() {
    for word in [json!("Good"), json!("adequate"), json!(""), json!(2), json!(null)] {
        assert_eq!(rate("yj-2025", &json!({ "judged": { "V1.2": word } })).code, Some(2), "{word}");
        let panel = json!({ "panel": [{ "on": "2.1", "rating": word, "reason": "x" }] });
        rate("yj-2025", &panel).misused("rate.input");
    }
}

#[test]
fn a_panel_without_a_reason_or_with_two_minds() {
    let moved = |reason: &str| json!({ "on": "2.1", "rating": "good", "reason": reason });
    refused("yj-2025", &json!({ "panel": [{ "on": "2.1", "rating": "good" }] }), "rate.input", "reason");
    refused("yj-2025", &json!({ "panel": [moved("")] }), "rate.refused", "2.1");
    refused("yj-2025", &json!({ "panel": [moved(" \n\t")] }), "rate.refused", "2.1");
    refused("yj-2025", &json!({ "panel": [moved("a"), moved("b")] }), "rate.refused", "two decisions");
}

#[test]
fn what_is_no_such_json() {
    let deep = "[".repeat(100_000);
    for text in [
        "",
        "{",
        "null",
        "42",
        "cases",
        "{} {}",
        "{\"cases\":[]}",
        "{\"case\":{}}",
        "\u{feff}{}",
        "{\"cases\":{\"2.1.1\":{\"yes\":1,\"no\":1,\"maybe\":1}}}",
        "{\"cases\":{\"2.1.1\":{\"yes\":1,\"no\":1e999}}}",
        "{\"cases\":{\"2.1.1\":{\"yes\":NaN,\"no\":1}}}",
        "{\"cases\":{},\"cases\":{}}",
        "{\"panel\":{}}",
        &deep,
    ] {
        let shown: String = text.chars().take(60).collect();
        let ran = plain("--json rate --framework yj-2025 --input -", text);
        assert_eq!((ran.code, ran.out.is_empty()), (Some(2), true), "{shown}");
        ran.misused("rate.input");
    }
}

#[test]
fn an_id_given_twice_is_nobodys_guess() {
    let twice = r#"{"cases":{"2.1.1":{"yes":9,"no":1},"2.1.1":{"yes":1,"no":9}}}"#;
    let error = plain("--json rate --framework yj-2025 --input -", twice).misused("rate.input");
    assert!(error["message"].as_str().unwrap().contains("twice"), "{error}");
}

#[test]
fn bytes_that_are_no_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("input.json");
    fs::write(&path, b"{\"cases\":{\"\xff\":1}}").unwrap();
    plain(&format!("--json rate --framework yj-2025 --input '{}'", path.display()), "").misused("file.text");
}

#[test]
fn a_file_that_is_not_there_and_a_framework_that_is_not() {
    let error = plain("--json rate --framework yj-2025 --input no-such-file.json", "").refused("file.missing");
    assert!(error["message"].as_str().unwrap().contains("no-such-file.json"), "{error}");
    let error = plain("--json rate --framework yj-2030 --input -", "{}").misused("framework.unknown");
    assert!(error["action"].as_str().unwrap().contains("yj-2025"), "{error}");
    plain("--json rate --framework yj-2025 --type ABC --input -", "{}").misused("rate.refused");
}

#[test]
fn for_a_person_the_reason_and_what_to_do_are_on_standard_error() {
    let ran = plain("rate --framework yj-2025 --input -", "{\"cases\":{\"2.1.1\":{\"yes\":-1,\"no\":0}}}");
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.starts_with("fieldweek: ") && ran.err.contains("-1") && ran.err.contains("line 1"), "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 2, "{}", ran.err);
}
