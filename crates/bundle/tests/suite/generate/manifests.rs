//! Every field of the manifest, wrong in turn, and the manifest written in other ways.

use fieldweek_bundle::ContentHash;
use serde_json::{Value, json};

use super::super::support::craft::{Tamper, field, honest_pack, then};
use super::super::support::fixtures::machine;
use super::{Case, case};

pub fn cases() -> Vec<Case> {
    let mut cases = texts();
    cases.extend(fields());
    cases.extend(recipients());
    cases.extend(files());
    cases.extend(packs());
    cases
}

fn json(change: impl Fn(String) -> String + 'static) -> Tamper {
    Tamper { json: then(move |bytes: Vec<u8>| change(String::from_utf8(bytes).unwrap()).into_bytes()), ..Tamper::default() }
}

fn replace(from: &'static str, to: &'static str) -> Tamper {
    json(move |text| {
        assert!(text.contains(from));
        text.replacen(from, to, 1)
    })
}

fn values(change: impl Fn(&mut Value) + 'static) -> Tamper {
    let change = move |mut manifest| {
        change(&mut manifest);
        manifest
    };
    Tamper { manifest: then(change), ..Tamper::default() }
}

fn texts() -> Vec<Case> {
    vec![
        case("manifest-empty", "the manifest is empty", "manifest.json", json(|_| String::new())),
        case("manifest-not-json", "the manifest is not JSON", "manifest.json", json(|text| text.replace(':', "="))),
        case("manifest-null", "the manifest is null", "manifest.json", json(|_| "null".into())),
        case("manifest-unknown-field", "the manifest has a field more", "manifest.json", replace("{\"format\"", "{\"more\":1,\"format\"")),
        case("manifest-missing-field", "the manifest lacks a field", "manifest.json", replace("\"roster_version\":1,", "")),
        case("manifest-field-twice", "a field is there twice", "manifest.json", replace("\"kind\":", "\"kind\":\"return\",\"kind\":")),
        case(
            "manifest-prev-left-out",
            "the field prev is left out instead of null",
            "manifest.not_canonical",
            values(|manifest| {
                manifest.as_object_mut().unwrap().shift_remove("prev");
            }),
        ),
        case("manifest-white-space", "the manifest holds white space", "manifest.not_canonical", replace("\"kind\":", "\"kind\": ")),
        case("manifest-line-end", "there is a line end after the manifest", "manifest.not_canonical", json(|text| text + "\n")),
        case("manifest-trailing", "there is a second value after the manifest", "manifest.json", json(|text| text + "{}")),
        case(
            "manifest-byte-order-mark",
            "the manifest begins with a byte order mark",
            "manifest.json",
            json(|text| format!("\u{feff}{text}")),
        ),
        case("manifest-escaped", "a letter is written as an escape", "manifest.not_canonical", replace("\"return\"", "\"\\u0072eturn\"")),
        case(
            "manifest-reordered",
            "two fields have changed places",
            "manifest.not_canonical",
            replace("\"first\":3,\"last\":5", "\"last\":5,\"first\":3"),
        ),
        case(
            "manifest-array",
            "the framework is an array instead of an object",
            "manifest.not_canonical",
            replace("{\"id\":\"yj-2025\",\"edition\":\"2025.1\"}", "[\"yj-2025\",\"2025.1\"]"),
        ),
        case(
            "manifest-not-utf8",
            "the manifest is not UTF-8",
            "manifest.json",
            Tamper {
                json: then(|mut bytes: Vec<u8>| {
                    bytes[12] = 0xff;
                    bytes
                }),
                ..Tamper::default()
            },
        ),
        case("manifest-float", "a number has a fraction", "manifest.json", replace("\"first\":3", "\"first\":3.0")),
        case(
            "manifest-deep",
            "a value is nested a thousand deep",
            "manifest.json",
            json(|text| text.replacen("\"return\"", &format!("{}{}", "[".repeat(1000), "]".repeat(1000)), 1)),
        ),
    ]
}

fn fields() -> Vec<Case> {
    let hash = "22".repeat(32);
    vec![
        case(
            "manifest-other-format",
            "the manifest is of another format",
            "manifest.format",
            field("format", json!("fieldweek/manifest/2")),
        ),
        case("manifest-unknown-kind", "the kind is not known", "manifest.json", field("kind", json!("gift"))),
        case(
            "manifest-other-inspection",
            "the manifest says another inspection",
            "manifest.other_inspection",
            field("inspection", json!("demo-2027")),
        ),
        case("manifest-bad-inspection", "the inspection is not a plain word", "manifest.json", field("inspection", json!("../demo"))),
        case(
            "manifest-other-device",
            "the manifest says another device",
            "manifest.other_device",
            field("device", json!(machine("colleague").signing.device())),
        ),
        case(
            "manifest-other-key",
            "the manifest names another key",
            "manifest.other_key",
            field("signing_key", json!(machine("colleague").signing.public())),
        ),
        case(
            "manifest-bad-key",
            "the key is not a point of the curve",
            "manifest.json",
            field("signing_key", json!("RWQAAAAAAAAAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
        ),
        case("manifest-other-first", "the manifest says another first change", "manifest.other_first", field("first", json!(2))),
        case("manifest-first-zero", "the manifest begins at 0", "manifest.range", field("first", json!(0))),
        case("manifest-first-one", "the manifest begins at 1 and still follows something", "manifest.range", field("first", json!(1))),
        case("manifest-other-last", "the manifest says another last change", "manifest.other_last", field("last", json!(4))),
        case("manifest-backwards", "the manifest ends before it begins", "manifest.range", field("last", json!(2))),
        case("manifest-no-prev", "the manifest follows nothing, and begins at 3", "manifest.range", field("prev", json!(null))),
        case("manifest-other-prev", "the manifest follows another change", "changes.prev", field("prev", json!(hash))),
        case("manifest-other-head", "the manifest says another head", "manifest.other_head", field("head", json!(hash))),
        case("manifest-bad-head", "the head is in upper case", "manifest.json", field("head", json!("AB".repeat(32)))),
        case("manifest-other-lamport", "the manifest says another highest lamport", "changes.lamport", field("lamport", json!(11))),
        case("manifest-negative-lamport", "the highest lamport is negative", "manifest.json", field("lamport", json!(-1))),
        case("manifest-no-roster", "the roster version is 0", "manifest.roster_version", field("roster_version", json!(0))),
        case(
            "manifest-framework-path",
            "the framework is a path",
            "manifest.text",
            field("framework", json!({"id": "../yj-2025", "edition": "2025.1"})),
        ),
        case(
            "manifest-framework-empty",
            "the edition is empty",
            "manifest.text",
            field("framework", json!({"id": "yj-2025", "edition": ""})),
        ),
    ]
}

fn recipients() -> Vec<Case> {
    let order = |change: fn(&mut Vec<Value>)| values(move |manifest| change(manifest["recipients"].as_array_mut().unwrap()));
    let add = |text: &'static str| values(move |manifest| manifest["recipients"].as_array_mut().unwrap().push(json!(text)));
    vec![
        case("recipients-none", "the manifest names no recipient", "manifest.recipients", order(Vec::clear)),
        case("recipients-unsorted", "the recipients are not sorted", "manifest.recipients", order(|all| all.reverse())),
        case(
            "recipients-twice",
            "a recipient is there twice",
            "manifest.recipients",
            order(|all| {
                let again = all[2].clone();
                all.push(again);
            }),
        ),
        case(
            "recipients-zero-point",
            "a recipient is the zero of the curve",
            "manifest.json",
            add("age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z"),
        ),
        case(
            "recipients-upper-case",
            "a recipient is in upper case",
            "manifest.json",
            order(|all| {
                let loud = all[0].as_str().unwrap().to_uppercase();
                all[0] = json!(loud);
            }),
        ),
        case("recipients-ssh", "a recipient is a key of ssh", "manifest.json", add("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJjHzTPxSYVW")),
    ]
}

fn file(change: impl Fn(&mut Vec<Value>) + 'static) -> Tamper {
    values(move |manifest| change(manifest["files"].as_array_mut().unwrap()))
}

fn files() -> Vec<Case> {
    vec![
        case("files-none", "the manifest promises no file", "manifest.files", file(Vec::clear)),
        case("files-other-size", "the manifest promises another size", "files.size", file(|files| files[0]["size"] = json!(1))),
        case(
            "files-other-hash",
            "the manifest promises another hash",
            "files.hash",
            file(|files| files[0]["sha256"] = json!("33".repeat(32))),
        ),
        case(
            "files-other-name",
            "the manifest promises another name",
            "manifest.files",
            file(|files| files[0]["name"] = json!("log.ndjson")),
        ),
        case(
            "files-not-a-pack",
            "a return promises a blob",
            "manifest.not_a_pack",
            values(|manifest| {
                let hash = ContentHash::of(b"x");
                manifest["files"].as_array_mut().unwrap().push(json!({"name": format!("blobs/{hash}"), "size": 1, "sha256": hash}));
                manifest["contents"] = json!([{"path": "framework/x.toml", "sha256": hash}]);
            }),
        ),
        case(
            "files-contents-of-nothing",
            "the contents name a blob that is not promised",
            "manifest.contents",
            field("contents", json!([{"path": "framework/x.toml", "sha256": "44".repeat(32)}])),
        ),
    ]
}

fn pack(name: &str, description: &str, code: &'static str, tamper: Tamper) -> Case {
    Case { honest: honest_pack(), ..case(name, description, code, tamper) }
}

fn contents(change: impl Fn(&mut Vec<Value>) + 'static) -> Tamper {
    values(move |manifest| change(manifest["contents"].as_array_mut().unwrap()))
}

fn packs() -> Vec<Case> {
    let mut by_inspector = pack("pack-by-inspector", "an inspector's device sealed a pack", "manifest.pack_not_central", Tamper::default());
    by_inspector.honest.from = machine("inspector");
    by_inspector.honest.changes = super::super::support::log(machine("inspector"), 2);
    vec![
        by_inspector,
        pack("pack-blobs-unsorted", "the blobs are promised in another order", "manifest.files", file(|files| files.swap(1, 2))),
        pack(
            "pack-blob-twice",
            "a blob is promised twice",
            "manifest.files",
            file(|files| {
                let again = files[1].clone();
                files.insert(1, again);
            }),
        ),
        pack(
            "pack-blob-misnamed",
            "a blob is promised under another hash",
            "manifest.files",
            file(|files| files[1]["name"] = json!(format!("blobs/{}", "00".repeat(32)))),
        ),
        pack(
            "pack-blob-not-promised",
            "the archive holds a blob that is not promised",
            "files.names",
            values(|manifest| {
                let gone = manifest["files"].as_array_mut().unwrap().remove(1);
                manifest["contents"].as_array_mut().unwrap().retain(|content| content["sha256"] != gone["sha256"]);
            }),
        ),
        pack("pack-blob-size", "a blob has another size than promised", "files.size", file(|files| files[2]["size"] = json!(9999))),
        pack(
            "pack-content-left-out",
            "a blob belongs nowhere",
            "manifest.contents",
            contents(|contents| {
                contents.pop();
            }),
        ),
        pack("pack-contents-unsorted", "the contents are not sorted by path", "manifest.contents", contents(|contents| contents.reverse())),
        pack(
            "pack-content-twice",
            "a path is there twice",
            "manifest.contents",
            contents(|contents| {
                let again = contents[0].clone();
                contents.insert(0, again);
            }),
        ),
        pack(
            "pack-content-dot-dot",
            "a path climbs out of its folder",
            "manifest.json",
            contents(|contents| contents[0]["path"] = json!("framework/../../x")),
        ),
        pack(
            "pack-content-absolute",
            "a path begins at the root",
            "manifest.json",
            contents(|contents| contents[0]["path"] = json!("/etc/x")),
        ),
        pack(
            "pack-content-hidden",
            "a path holds a hidden file",
            "manifest.json",
            contents(|contents| contents[0]["path"] = json!("framework/.x")),
        ),
        pack(
            "pack-content-backslash",
            "a path holds a backslash",
            "manifest.json",
            contents(|contents| contents[0]["path"] = json!("framework\\x")),
        ),
    ]
}
