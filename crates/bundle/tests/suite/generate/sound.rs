//! Valid bundles: all that a reader must accept, ordinary and odd.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use fieldweek_bundle::{Blob, Kind, Sealed};
use fieldweek_domain::change::Logged;
use fieldweek_domain::id::ChangeId;
use serde_json::{Value, json};

use super::super::support::fixtures::{Machine, machine, roster};
use super::super::support::vector::{Expect, Vector};
use super::super::support::{Parcel, change, log, seal_parcel};

fn save(name: &str, description: &str, sealed: &Sealed, reader: &str) {
    save_raw(name, description, &sealed.object.to_string(), &sealed.age, sealed.minisig.as_bytes(), reader);
}

fn save_raw(name: &str, description: &str, object: &str, age: &[u8], minisig: &[u8], reader: &str) {
    let mut vector = Vector {
        name: name.into(),
        description: description.into(),
        object: object.into(),
        reader: reader.into(),
        age: BASE64_STANDARD.encode(age),
        minisig: BASE64_STANDARD.encode(minisig),
        expect: Expect::Error("none".into()),
    };
    vector.expect = vector.outcome();
    assert!(matches!(vector.expect, Expect::Opened(_)), "{name}: {:?}", vector.expect);
    vector.save("valid");
}

fn returned(from: &'static Machine, changes: &[Logged]) -> Sealed {
    let to = [machine("central"), machine("lead"), machine("recovery")];
    seal_parcel(&Parcel { from, to: &to, kind: Kind::Return, changes, blobs: &[] })
}

/// A log with these values.
fn log_of(from: &Machine, values: Vec<Value>) -> Vec<Logged> {
    let mut changes: Vec<Logged> = Vec::new();
    for (seq, value) in (1..).zip(values) {
        changes.push(Logged::write(change(from, seq, changes.last().map(Logged::id), value)).unwrap());
    }
    changes
}

pub fn write() {
    returns();
    readers();
    packs();
    lines();
    let revoked = machine("revoked");
    save(
        "revoked-before",
        "a device that was revoked after change 2; this is change 1 to 2",
        &returned(revoked, &log(revoked, 2)),
        "central",
    );
}

fn returns() {
    let inspector = machine("inspector");
    let changes = log(inspector, 5);
    save("return-first", "one change, the first of its log", &returned(inspector, &changes[..1]), "central");
    save("return-whole", "a log from its first change on", &returned(inspector, &changes), "central");
    save("return-continued", "changes 3 to 5, following what was sent before", &returned(inspector, &changes[2..]), "central");
    let sealed = returned(inspector, &changes[2..4]);
    let minisig = sealed.minisig.replacen("fieldweek signature", "anybody may write here: caf\u{e9}", 1);
    save_raw(
        "outer-untrusted-comment",
        "somebody changed the untrusted comment, which nothing protects",
        &sealed.object.to_string(),
        &sealed.age,
        minisig.as_bytes(),
        "central",
    );
    let mut far = change(inspector, 999_999_999, "66".repeat(32).parse().ok(), json!("yes"));
    far.lamport = u64::MAX;
    save(
        "return-far",
        "a change far into its log, with the highest lamport there can be",
        &returned(inspector, &[Logged::write(far).unwrap()]),
        "central",
    );
}

fn readers() {
    let (inspector, lead) = (machine("inspector"), machine("lead"));
    let changes = log(inspector, 3);
    save("return-read-by-lead", "the lead reads a return", &returned(inspector, &changes), "lead");
    save("return-read-by-recovery", "the recovery key opens a return", &returned(inspector, &changes), "recovery");
    let handover = Parcel { from: inspector, to: &[lead], kind: Kind::Handover, changes: &changes, blobs: &[] };
    save("handover", "an inspector hands over to the lead alone", &seal_parcel(&handover), "lead");
    let to: Vec<&Machine> =
        ["central", "central-second", "lead", "inspector", "colleague", "revoked", "stranger", "recovery"].map(machine).into();
    let many = Parcel { from: lead, to: &to, kind: Kind::Handover, changes: &log(lead, 2), blobs: &[] };
    save("many-recipients", "the lead hands over to eight recipients", &seal_parcel(&many), "colleague");
}

fn blob(path: &str, content: &[u8]) -> Blob {
    Blob { path: path.parse().unwrap(), content: content.to_vec() }
}

fn packs() {
    let central = machine("central");
    let to = ["central", "lead", "inspector", "recovery"].map(machine);
    let pack = |blobs: &[Blob]| seal_parcel(&Parcel { from: central, to: &to, kind: Kind::Pack, changes: &log(central, 3), blobs });
    save("pack-bare", "a pack with nothing besides its changes", &pack(&[]), "inspector");
    let framework = [
        blob("framework/facts.toml", b"[[fact]]\nid = \"home_yjs\"\n"),
        blob("framework/forms/child/2.0.toml", b"title = \"Assessing\"\n"),
        blob("framework/ratings.toml", b"bands = [50, 65, 80]\n"),
    ];
    save("pack-framework", "a pack with the files of a framework", &pack(&framework), "inspector");
    let roster = serde_json::to_vec(roster().content()).unwrap();
    let blobs = [
        blob("guidance/a.md", b"the same\n"),
        blob("guidance/b.md", b"the same\n"),
        blob("guidance/empty.md", b""),
        blob("roster/2.json", &roster),
    ];
    save("pack-same-content", "two paths with one content, an empty file, and the roster", &pack(&blobs), "lead");
}

fn lines() {
    let inspector = machine("inspector");
    let values = vec![
        json!("Mae'r plentyn yn ddiogel: t\u{175} a chi \u{1f415}"),
        json!({"of": "E1", "where": "record \"A\" \\ p. 3", "list": [1, 2.5, true, null]}),
        Value::Null,
        json!("two\nlines\tand a tab\r\n"),
        json!("</script>\u{2028}\u{0}\u{7f}"),
    ];
    save(
        "values",
        "values of every kind: Welsh, a dog, an object, null, control characters",
        &returned(inspector, &log_of(inspector, values)),
        "central",
    );
    save(
        "foreign-bytes",
        "lines that another program wrote, with spaces and another order: their bytes are their ids",
        &returned(inspector, &foreign()),
        "central",
    );
    let mut merged = change(inspector, 1, None, json!("no"));
    merged.parents = (1..=3_u8).map(|n| ChangeId::from_bytes([n; 32])).collect();
    save("parents", "a change that resolves a conflict of three", &returned(inspector, &[Logged::write(merged).unwrap()]), "central");
}

fn foreign() -> Vec<Logged> {
    let device = machine("inspector").signing.device();
    let first = format!(
        r#"{{ "at": "2026-03-02T09:00:00.000Z", "author": "insp-3", "value": "yes", "field": "answer/2.1.01", "subject": "assessment/C07.primary", "parents": [], "lamport": 1, "prev": null, "seq": 1, "device": "{device}", "inspection": "demo-2026", "v": 1 }}"#
    );
    let first = Logged::parse(&first).unwrap();
    let second = format!(
        r#"{{"v":1,"inspection":"demo-2026","device":"{device}","seq":2,"prev":"{}","lamport":2e0,"parents":[],"subject":"assessment/C07.primary","field":"note/2.1.01","value":"seen in record",  "author":"insp-3","at":"2026-03-02T09:01:00.000Z"}}"#,
        first.id()
    )
    .replace("2e0", "2");
    let second = Logged::parse(&second.replace("seen", r"\u0073een")).unwrap();
    vec![first, second]
}
