//! The changes: lines that are none, and lines that are not one whole segment of the device's log.

use fieldweek_domain::change::{Change, Logged};
use serde_json::json;

use super::super::support::change;
use super::super::support::craft::{Tamper, field, honest_return, then};
use super::super::support::fixtures::machine;
use super::{Case, case};

pub fn cases() -> Vec<Case> {
    let mut cases = lines();
    cases.extend(values());
    cases.extend(chains());
    cases
}

fn bytes(edit: impl Fn(String) -> String + 'static) -> Tamper {
    Tamper { lines: then(move |lines: Vec<u8>| edit(String::from_utf8(lines).unwrap()).into_bytes()), ..Tamper::default() }
}

fn replace(from: &'static str, to: &'static str) -> Tamper {
    bytes(move |text| {
        assert!(text.contains(from));
        text.replacen(from, to, 1)
    })
}

fn lines() -> Vec<Case> {
    let raw = |edit: fn(&mut Vec<u8>)| Tamper {
        lines: then(move |mut lines: Vec<u8>| {
            edit(&mut lines);
            lines
        }),
        ..Tamper::default()
    };
    vec![
        case("changes-empty", "there are no changes", "chain.empty", bytes(|_| String::new())),
        case("changes-one-empty-line", "there is one empty line", "changes.line_end", bytes(|_| "\n".into())),
        case("changes-carriage-returns", "the lines end in CR LF", "changes.line_end", bytes(|text| text.replace('\n', "\r\n"))),
        case("changes-no-last-line-end", "the last line end is missing", "changes.line_end", bytes(|text| text.trim_end().to_owned())),
        case("changes-empty-line", "there is an empty line between", "changes.line_end", bytes(|text| text.replacen('\n', "\n\n", 1))),
        case("changes-empty-line-at-end", "there is an empty line at the end", "changes.line_end", bytes(|text| text + "\n")),
        case("changes-space-line", "there is a line of spaces", "changes.json", bytes(|text| text.replacen('\n', "\n  \n", 1))),
        case("changes-not-utf8", "the changes are not UTF-8", "changes.encoding", raw(|lines| lines[30] = 0xff)),
        case(
            "changes-byte-order-mark",
            "the changes begin with a byte order mark",
            "changes.json",
            bytes(|text| format!("\u{feff}{text}")),
        ),
        case("changes-not-json", "a line is not JSON", "changes.json", replace("{\"v\"", "{v")),
        case("changes-two-values", "a line holds two values", "changes.json", bytes(|text| text.replacen('\n', "{}\n", 1))),
        case("changes-array", "a line is an array of the values in order", "changes.json", bytes(as_arrays)),
        case("changes-zero-bytes", "there are zero bytes at the end", "changes.line_end", raw(|lines| lines.extend([0; 8]))),
    ]
}

fn as_arrays(text: String) -> String {
    let array = |line: &str| {
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
        serde_json::to_string(&object.values().collect::<Vec<_>>()).unwrap() + "\n"
    };
    text.lines().map(array).collect()
}

fn values() -> Vec<Case> {
    let parents = |count: usize, same: bool| {
        let ids: Vec<String> = (0..count).map(|n| format!("\"{:064x}\"", if same { 7 } else { n })).collect();
        let list = format!("\"parents\":[{}]", ids.join(","));
        bytes(move |text| text.replacen("\"parents\":[]", &list, 1))
    };
    vec![
        case("change-unknown-field", "a change has a field more", "changes.json", replace("{\"v\"", "{\"more\":1,\"v\"")),
        case("change-missing-field", "a change lacks a field", "changes.json", replace("\"parents\":[],", "")),
        case("change-field-twice", "a change has a field twice", "changes.json", replace("\"seq\":3", "\"seq\":3,\"seq\":3")),
        case("change-other-version", "a change is of version 2", "changes.version", replace("\"v\":1", "\"v\":2")),
        case("change-seq-zero", "a change has the number 0", "changes.place", replace("\"seq\":3", "\"seq\":0")),
        case("change-seq-one-with-prev", "a change has the number 1 and one before it", "changes.place", replace("\"seq\":3", "\"seq\":1")),
        case("change-no-prev", "a change after the first follows nothing", "changes.place", bytes(without_prev)),
        case("change-seq-text", "the number of a change is a text", "changes.json", replace("\"seq\":3", "\"seq\":\"3\"")),
        case("change-parent-twice", "a change names a parent twice", "changes.parents", parents(2, true)),
        case("change-too-many-parents", "a change names 257 parents", "changes.parents", parents(257, false)),
        case("change-bad-subject", "a subject holds a space", "changes.json", replace("assessment/C07.primary", "assessment/C07 primary")),
        case("change-bad-field", "a field is empty", "changes.json", replace("answer/2.1.03", "")),
        case("change-bad-time", "a time is not in UTC to the millisecond", "changes.json", replace("09:03:00.000Z", "09:03:00Z")),
        case("change-impossible-time", "a time does not exist", "changes.json", replace("2026-03-02T", "2026-02-30T")),
        case("change-bad-author", "an author is not a plain word", "changes.json", replace("\"insp-3\"", "\"insp 3\"")),
        case(
            "change-deep",
            "a value is nested a thousand deep",
            "changes.json",
            bytes(|text| text.replacen("\"yes\"", &format!("{}{}", "[".repeat(1000), "]".repeat(1000)), 1)),
        ),
    ]
}

fn without_prev(text: String) -> String {
    let start = text.find("\"prev\":").unwrap() + 7;
    format!("{}null{}", &text[..start], &text[start + 66..])
}

/// Other changes inside than names, signature and manifest say.
fn inside(make: impl Fn(Vec<Change>) -> Vec<Change> + 'static) -> Tamper {
    let lines = move |_| {
        let honest = honest_return().changes.iter().map(|logged| logged.change().clone()).collect();
        let written = make(honest).into_iter().map(|change| Logged::write(change).unwrap());
        written.flat_map(|logged| format!("{}\n", logged.line()).into_bytes()).collect()
    };
    Tamper { lines: then(lines), ..Tamper::default() }
}

/// The same, and everything outside of the changes made to fit them.
fn throughout(name: &str, description: &str, code: &'static str, make: impl Fn(Vec<Change>) -> Vec<Change>) -> Case {
    let mut case = case(name, description, code, Tamper::default());
    let honest = case.honest.changes.iter().map(|logged| logged.change().clone()).collect();
    case.honest.changes = make(honest).into_iter().map(|change| Logged::write(change).unwrap()).collect();
    case
}

fn chains() -> Vec<Case> {
    let other = || "55".repeat(32).parse().ok();
    let reordered = |order: [usize; 3]| {
        bytes(move |text| {
            let lines: Vec<&str> = text.lines().collect();
            order.iter().map(|place| format!("{}\n", lines[*place])).collect()
        })
    };
    let mut claimed = case(
        "chain-other-device",
        "a change of a colleague lies among them",
        "chain.device",
        inside(|mut all| {
            all[1].device = machine("colleague").signing.device();
            all
        }),
    );
    claimed.description += ", under its own name";
    vec![
        claimed,
        case(
            "chain-other-inspection",
            "a change of another inspection lies among them",
            "chain.inspection",
            inside(|mut all| {
                all[2].inspection = "demo-2027".parse().unwrap();
                all
            }),
        ),
        throughout("chain-gap", "a change is missing in between", "chain.gap", |mut all| {
            all.remove(1);
            all
        }),
        throughout("chain-number-twice", "two changes have one number", "chain.gap", |mut all| {
            all[1].seq = 3;
            all
        }),
        case("chain-reordered", "two changes have changed places", "chain.gap", reordered([0, 2, 1])),
        case("chain-backwards", "the changes are in the order from last to first", "chain.gap", reordered([2, 1, 0])),
        case("chain-line-twice", "a change is there twice", "chain.gap", reordered([0, 1, 1])),
        throughout("chain-other-prev", "a change follows another than the one before it", "chain.prev", move |mut all| {
            all[2].prev = other();
            all
        }),
        throughout("chain-highest-number", "the last number is the largest there is", "chain.gap", |mut all| {
            all.truncate(1);
            all[0].seq = u64::MAX;
            all
        }),
        case(
            "changes-begin-later",
            "the first change is missing",
            "changes.first",
            bytes(|text| text.split_once('\n').unwrap().1.to_owned()),
        ),
        case(
            "changes-end-earlier",
            "the last change is missing",
            "changes.last",
            bytes(|text| text.lines().take(2).map(|line| format!("{line}\n")).collect()),
        ),
        case("changes-go-on", "there is a change after the last", "changes.last", inside_after()),
        case(
            "changes-other-head",
            "the last change is another than the signed head",
            "changes.head",
            inside(|mut all| {
                let prev = all[2].prev;
                all[2] = change(machine("inspector"), 5, prev, json!("no"));
                all
            }),
        ),
        case(
            "changes-rewritten",
            "the last change has the same values and other bytes",
            "changes.head",
            bytes(|text| text.trim_end().rsplit_once("\"at\":").map(|(start, end)| format!("{start}\"at\": {end}\n")).unwrap()),
        ),
        case(
            "changes-higher-lamport",
            "the manifest names a lower lamport than a change has",
            "changes.lamport",
            field("lamport", json!(9)),
        ),
    ]
}

/// The honest changes, and one that follows them.
fn inside_after() -> Tamper {
    bytes(|text| {
        let last = honest_return().changes.last().unwrap().id();
        let next = Logged::write(change(machine("inspector"), 6, Some(last), json!("yes"))).unwrap();
        format!("{text}{}\n", next.line())
    })
}
