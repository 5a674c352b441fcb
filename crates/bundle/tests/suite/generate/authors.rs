//! Passing on as one's own, stripping, encrypting again: what the signature inside is for.

use fieldweek_bundle::{envelope, manifest};
use serde_json::{Value, json};

use super::super::support::craft::{Honest, Signature, Tamper, honest_return, instead, then};
use super::super::support::fixtures::machine;
use super::super::support::tar::Raw;
use super::{Case, case};

pub fn cases() -> Vec<Case> {
    let mut cases = forwarded();
    cases.extend(signatures());
    cases
}

/// A colleague's bundle with the inspector's content.
fn by_colleague(name: &str, description: &str, code: &'static str, tamper: Tamper) -> Case {
    let honest = Honest { from: machine("colleague"), ..honest_return() };
    Case { honest, ..case(name, description, code, tamper) }
}

/// Makes the manifest say that the inspector wrote it.
fn as_inspector() -> impl Fn(Value) -> Value {
    |mut manifest| {
        let inspector = machine("inspector");
        manifest["device"] = json!(inspector.signing.device());
        manifest["signing_key"] = json!(inspector.signing.public());
        manifest
    }
}

fn forwarded() -> Vec<Case> {
    let inspectors = |bytes: &[u8]| machine("inspector").signing.sign(bytes, manifest::COMMENT).unwrap().into_bytes();
    let for_others = |name: &'static str| Tamper {
        encrypt: instead(move |archive| {
            let to = ["central", "recovery", name].map(|name| machine(name).age.recipient().clone());
            envelope::encrypt(&to, archive).unwrap()
        }),
        ..Tamper::default()
    };
    let not_to_central = |mut manifest: Value| {
        let mut to = ["colleague", "lead", "recovery"].map(|name| machine(name).age.recipient().clone());
        to.sort();
        manifest["recipients"] = json!(to);
        manifest
    };
    let mut exposed = case(
        "forwarded-to-another",
        "it was encrypted again for a colleague whom the author does not name",
        "manifest.not_a_recipient",
        for_others("colleague"),
    );
    exposed.reader = "colleague";
    vec![
        exposed,
        by_colleague(
            "forwarded-untouched",
            "a colleague signed the inspector's archive outside, as it is",
            "inner.key_id",
            Tamper { manifest: then(as_inspector()), inner: instead(inspectors), ..Tamper::default() },
        ),
        by_colleague(
            "forwarded-signed-again",
            "a colleague signed the inspector's manifest inside and outside",
            "manifest.other_device",
            Tamper { manifest: then(as_inspector()), ..Tamper::default() },
        ),
        by_colleague("forwarded-as-own", "a colleague put their own name over the inspector's changes", "chain.device", Tamper::default()),
        case(
            "forwarded-not-to-me",
            "the author names other recipients than central, who can open it",
            "manifest.not_a_recipient",
            Tamper { manifest: then(not_to_central), ..Tamper::default() },
        ),
        case(
            "recipient-added",
            "the envelope has a recipient more than the author names",
            "manifest.other_recipients",
            Tamper {
                encrypt: instead(|archive| {
                    let mut to = honest_return().recipients();
                    to.push(machine("stranger").age.recipient().clone());
                    envelope::encrypt(&to, archive).unwrap()
                }),
                ..Tamper::default()
            },
        ),
        case(
            "recipient-dropped",
            "the envelope has a recipient fewer than the author names",
            "manifest.other_recipients",
            Tamper {
                encrypt: instead(|archive| envelope::encrypt(&[machine("central").age.recipient().clone()], archive).unwrap()),
                ..Tamper::default()
            },
        ),
        case(
            "inner-stripped",
            "the signature of the manifest was taken out",
            "archive.missing",
            Tamper {
                entries: then(|mut entries: Vec<Raw>| {
                    entries.remove(1);
                    entries
                }),
                ..Tamper::default()
            },
        ),
    ]
}

/// An inner signature made in parts.
fn inner(sign: impl Fn(&[u8]) -> Signature + 'static) -> Tamper {
    text(move |json| sign(json).text())
}

fn text(make: impl Fn(&[u8]) -> String + 'static) -> Tamper {
    Tamper { inner: instead(move |json| make(json).into_bytes()), ..Tamper::default() }
}

fn signatures() -> Vec<Case> {
    let own = || &machine("inspector").signing;
    let honest = move |json: &[u8]| Signature::of(own(), json, manifest::COMMENT);
    vec![
        case("inner-empty", "the signature of the manifest is empty", "inner.form", text(|_| String::new())),
        case(
            "inner-extra-line",
            "the signature of the manifest has a fifth line",
            "inner.form",
            text(move |json| honest(json).text() + "more\n"),
        ),
        case(
            "inner-carriage-returns",
            "the signature of the manifest has CR LF",
            "inner.comment",
            text(move |json| honest(json).text().replace('\n', "\r\n")),
        ),
        case(
            "inner-too-long",
            "the signature of the manifest is too long",
            "inner.too_long",
            text(move |json| honest(json).text().replace("crafted", &"x".repeat(4096))),
        ),
        case(
            "inner-encoding",
            "the base64 of the inner signature lacks its filling",
            "inner.encoding",
            text(move |json| honest(json).text().replace("==\n", "\n")),
        ),
        case(
            "inner-not-prehashed",
            "the inner signature is of the older kind",
            "inner.algorithm",
            inner(move |json| Signature::legacy(own(), json, manifest::COMMENT)),
        ),
        case(
            "inner-by-colleague",
            "a colleague signed the manifest",
            "inner.key_id",
            inner(|json| Signature::of(&machine("colleague").signing, json, manifest::COMMENT)),
        ),
        case(
            "inner-by-central",
            "central signed the manifest",
            "inner.key_id",
            inner(|json| Signature::of(&machine("central").signing, json, manifest::COMMENT)),
        ),
        case(
            "inner-forged-key-id",
            "a colleague signed the manifest, and wrote this device's key id",
            "inner.signature",
            inner(move |json| Signature {
                key_id: *own().public().key_id(),
                ..Signature::of(&machine("colleague").signing, json, manifest::COMMENT)
            }),
        ),
        case(
            "inner-other-manifest",
            "the inner signature is over another manifest",
            "inner.signature",
            inner(move |json| honest(&json[1..])),
        ),
        case(
            "inner-global",
            "the second inner signature is that of another file",
            "inner.global",
            inner(move |json| Signature { global: honest(b"other").global, ..honest(json) }),
        ),
        case(
            "inner-of-a-receipt",
            "the manifest was signed as a receipt",
            "inner.trusted_comment",
            inner(move |json| Signature::of(own(), json, "fieldweek/1 receipt")),
        ),
        case(
            "inner-of-a-bundle",
            "the manifest was signed with the comment of a bundle",
            "inner.trusted_comment",
            inner(move |json| Signature::of(own(), json, &honest_return().comment(json))),
        ),
        case(
            "inner-comment-empty",
            "the manifest was signed with an empty comment",
            "inner.trusted_comment",
            inner(move |json| Signature::of(own(), json, "")),
        ),
    ]
}
