//! Names, outer signatures and trusted comments.

use super::super::support::craft::{Signature, Tamper, honest_return, instead, malleate, then};
use super::super::support::fixtures::machine;
use super::super::support::{inspection, log, unknown_device};
use super::{Case, case};

pub fn cases() -> Vec<Case> {
    let mut cases = names();
    cases.extend(texts());
    cases.extend(keys());
    cases.extend(comments());
    cases.extend(revocations());
    cases
}

fn object(from: &'static str, to: String) -> Tamper {
    Tamper { object: then(move |name: String| name.replacen(from, &to, 1)), ..Tamper::default() }
}

fn names() -> Vec<Case> {
    let device = || honest_return().from.signing.device().to_string();
    let renamed = |to: String| Tamper { object: then(move |name: String| name.replacen(&device(), &to, 1)), ..Tamper::default() };
    let rehashed = |change: fn(&str) -> String| Tamper {
        object: then(move |name: String| {
            let (start, hash) = name.strip_suffix(".age").unwrap().rsplit_once('-').unwrap();
            format!("{start}-{}.age", change(hash))
        }),
        ..Tamper::default()
    };
    vec![
        case(
            "name-other-inspection",
            "the name says another inspection",
            "bundle.name_inspection",
            object("demo-2026", "demo-2027".into()),
        ),
        case(
            "name-other-device",
            "the name says a colleague's device",
            "minisign.key_id",
            renamed(machine("colleague").signing.device().to_string()),
        ),
        case(
            "name-unknown-device",
            "the name says a device that is in no roster",
            "bundle.device_unknown",
            renamed(unknown_device().to_string()),
        ),
        case("name-other-first", "the name says another first change", "bundle.name_first", object("0000000003-", "0000000004-".into())),
        case("name-other-hash", "the name holds another hash", "bundle.name_hash", rehashed(|hash| hash.chars().rev().collect())),
        case("name-upper-case-hash", "the hash in the name is in upper case", "object.path", rehashed(str::to_uppercase)),
        case("name-short-hash", "the hash in the name is cut", "object.path", rehashed(|hash| hash[..62].to_owned())),
        case(
            "name-first-not-filled",
            "the number in the name has nineteen digits",
            "object.path",
            object("/00000000000000000003-", "/0000000000000000003-".into()),
        ),
        case("name-first-zero", "the number in the name is 0", "object.path", object("0000000003-", "0000000000-".into())),
        case("name-dot-dot", "the name climbs out of its folder", "object.path", object("v1/", "v1/../v1/".into())),
        case("name-other-version", "the name begins with another version", "object.path", object("v1/", "v2/".into())),
        case("name-upper-case-inspection", "the inspection is in upper case", "object.path", object("demo", "DEMO".into())),
        case("name-roster", "the inspection is called roster", "object.reserved", object("demo-2026", "roster".into())),
        case("name-other-suffix", "the name ends in .zip", "object.path", object(".age", ".zip".into())),
    ]
}

fn minisig(change: impl Fn(String) -> String + 'static) -> Tamper {
    Tamper { minisig: then(move |text: Vec<u8>| change(String::from_utf8(text).unwrap()).into_bytes()), ..Tamper::default() }
}

/// Changes one line of a signature file.
fn line(number: usize, change: impl Fn(&str) -> String + 'static) -> Tamper {
    minisig(move |text| {
        let lines: Vec<String> =
            text.lines().enumerate().map(|(place, line)| if place == number { change(line) } else { line.to_owned() }).collect();
        lines.join("\n") + "\n"
    })
}

fn texts() -> Vec<Case> {
    let trusted = |extra: usize| line(2, move |text| format!("{text}{}", "x".repeat(extra)));
    let untrusted = |extra: usize| line(0, move |text| format!("{text}{}", "x".repeat(extra)));
    vec![
        case("outer-empty", "the signature file is empty", "minisign.form", minisig(|_| String::new())),
        case("outer-no-last-line-end", "the last line end is missing", "minisign.form", minisig(|text| text.trim_end().to_owned())),
        case("outer-extra-line", "there is a fifth line", "minisign.form", minisig(|text| text + "more\n")),
        case("outer-extra-line-end", "there is a second line end at the end", "minisign.form", minisig(|text| text + "\n")),
        case(
            "outer-three-lines",
            "the last line is missing",
            "minisign.form",
            minisig(|text| text.lines().take(3).map(|line| format!("{line}\n")).collect()),
        ),
        case("outer-carriage-returns", "the lines end in CR LF", "minisign.comment", minisig(|text| text.replace('\n', "\r\n"))),
        case(
            "outer-other-prefix",
            "the trusted comment has another prefix",
            "minisign.form",
            line(2, |text| text.replace("trusted", "Trusted")),
        ),
        case("outer-no-comment", "the untrusted comment has another prefix", "minisign.form", line(0, |_| "comment: none".into())),
        case("outer-too-long", "the signature file is longer than 4096 bytes", "minisign.too_long", untrusted(4096)),
        case("outer-long-comment", "the untrusted comment is longer than 1024 bytes", "minisign.comment", untrusted(1100)),
        case("outer-long-trusted-comment", "the trusted comment is longer than 1024 bytes", "minisign.comment", trusted(1100)),
        case(
            "outer-not-utf8",
            "the signature file is not UTF-8",
            "minisign.form",
            Tamper {
                minisig: then(|mut text: Vec<u8>| {
                    text[20] = 0xff;
                    text
                }),
                ..Tamper::default()
            },
        ),
        case("outer-nul", "the untrusted comment holds a zero byte", "minisign.comment", line(0, |text| format!("{text}\0"))),
        case(
            "outer-no-filling",
            "the base64 lacks its filling",
            "minisign.encoding",
            line(3, |text| text.trim_end_matches('=').to_owned()),
        ),
        case("outer-loose-base64", "the last letter of the base64 has spare bits set", "minisign.encoding", line(3, loosen)),
        case("outer-space-in-base64", "the base64 holds a space", "minisign.encoding", line(1, |text| format!(" {text}"))),
        case(
            "outer-url-base64",
            "the base64 uses the letters for addresses",
            "minisign.encoding",
            line(1, |text| format!("_{}", &text[1..])),
        ),
        case(
            "outer-short-signature",
            "the signature is three bytes short",
            "minisign.encoding",
            line(1, |text| text[..text.len() - 4].to_owned()),
        ),
        case("outer-long-signature", "the signature is three bytes long", "minisign.encoding", line(1, |text| format!("{text}AAAA"))),
    ]
}

/// Another text for the same bytes: the last letter before the filling, plus one.
fn loosen(text: &str) -> String {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bare = text.trim_end_matches('=');
    let (start, last) = bare.split_at(bare.len() - 1);
    let next = LETTERS.chars().nth(LETTERS.find(last).unwrap() + 1).unwrap();
    format!("{start}{next}==")
}

/// An outer signature made in parts.
fn outer(sign: impl Fn(&[u8], &str) -> Signature + 'static) -> Tamper {
    let signed = move |age: &[u8]| sign(age, &honest_return().comment(age)).text().into_bytes();
    Tamper { outer: instead(signed), ..Tamper::default() }
}

fn keys() -> Vec<Case> {
    let own = || &machine("inspector").signing;
    vec![
        case(
            "outer-by-colleague",
            "a colleague signed in this device's name",
            "minisign.key_id",
            outer(|age, comment| Signature::of(&machine("colleague").signing, age, comment)),
        ),
        case(
            "outer-by-stranger",
            "a stranger signed in this device's name",
            "minisign.key_id",
            outer(|age, comment| Signature::of(&machine("stranger").signing, age, comment)),
        ),
        case(
            "outer-forged-key-id",
            "a stranger signed, and wrote this device's key id",
            "minisign.signature",
            outer(move |age, comment| Signature {
                key_id: *own().public().key_id(),
                ..Signature::of(&machine("stranger").signing, age, comment)
            }),
        ),
        case(
            "outer-other-bytes",
            "the signature is over other bytes",
            "minisign.signature",
            outer(move |age, comment| Signature::of(own(), &age[1..], comment)),
        ),
        case(
            "outer-zero-signature",
            "the signature is all zero",
            "minisign.signature",
            outer(move |age, comment| Signature { signature: [0; 64], ..Signature::of(own(), age, comment) }),
        ),
        case(
            "outer-malleated",
            "the signature has the order of the group added",
            "minisign.signature",
            outer(move |age, comment| {
                let honest = Signature::of(own(), age, comment);
                Signature { signature: malleate(honest.signature), ..honest }
            }),
        ),
        case(
            "outer-global-bit",
            "one bit of the second signature is flipped",
            "minisign.global",
            outer(move |age, comment| {
                let mut honest = Signature::of(own(), age, comment);
                honest.global[7] ^= 1;
                honest
            }),
        ),
        case(
            "outer-global-malleated",
            "the second signature has the order of the group added",
            "minisign.global",
            outer(move |age, comment| {
                let honest = Signature::of(own(), age, comment);
                Signature { global: malleate(honest.global), ..honest }
            }),
        ),
        case(
            "outer-comment-edited",
            "the trusted comment was changed after signing",
            "minisign.global",
            line(2, |text| text.replace("first=3", "first=2")),
        ),
        case(
            "outer-comment-swapped",
            "the second signature is from another file",
            "minisign.global",
            outer(move |age, comment| Signature {
                global: Signature::of(own(), b"other", comment).global,
                ..Signature::of(own(), age, comment)
            }),
        ),
        case(
            "outer-not-prehashed",
            "a good signature of the older kind, over the bytes themselves",
            "minisign.algorithm",
            outer(move |age, comment| Signature::legacy(own(), age, comment)),
        ),
        case(
            "outer-other-algorithm",
            "the signature names another algorithm",
            "minisign.algorithm",
            outer(move |age, comment| Signature { algorithm: *b"RS", ..Signature::of(own(), age, comment) }),
        ),
    ]
}

fn comment(change: impl Fn(String) -> String + 'static) -> Tamper {
    Tamper { comment: then(change), ..Tamper::default() }
}

fn replace(from: &'static str, to: &'static str) -> Tamper {
    comment(move |text| {
        assert!(text.contains(from));
        text.replacen(from, to, 1)
    })
}

fn comments() -> Vec<Case> {
    let word = |name: &'static str, value: String| {
        comment(move |text| {
            let words = text.split(' ').map(|word| if word.starts_with(name) { format!("{name}{value}") } else { word.to_owned() });
            words.collect::<Vec<_>>().join(" ")
        })
    };
    vec![
        case(
            "comment-of-a-manifest",
            "the trusted comment is that of a manifest",
            "comment.form",
            comment(|_| "fieldweek/1 manifest".into()),
        ),
        case("comment-empty", "the trusted comment is empty", "comment.form", comment(|_| String::new())),
        case("comment-other-version", "the trusted comment is of version 2", "comment.form", replace("fieldweek/1", "fieldweek/2")),
        case(
            "comment-missing-word",
            "the trusted comment lacks the head",
            "comment.form",
            comment(|text| text.split(' ').filter(|word| !word.starts_with("head=")).collect::<Vec<_>>().join(" ")),
        ),
        case("comment-extra-word", "the trusted comment has a word more", "comment.form", comment(|text| text + " more=1")),
        case(
            "comment-word-twice",
            "the trusted comment names the device twice",
            "comment.form",
            comment(|text| text.replacen(" first=", " device=0000000000000000 first=", 1)),
        ),
        case("comment-reordered", "first and last have changed places", "comment.form", replace("first=3 last=5", "last=5 first=3")),
        case("comment-two-spaces", "there are two spaces between words", "comment.form", replace(" first", "  first")),
        case("comment-space-at-end", "there is a space at the end", "comment.form", comment(|text| text + " ")),
        case("comment-leading-zero", "a number is filled with zeros", "comment.form", replace("first=3", "first=03")),
        case("comment-plus-sign", "a number has a sign", "comment.form", replace("first=3", "first=+3")),
        case("comment-huge-number", "a number is larger than 64 bits", "comment.form", replace("last=5", "last=18446744073709551616")),
        case("comment-upper-case-head", "the head is in upper case", "comment.form", comment(|text| text.replace("head=", "head=ABCDEF"))),
        case("comment-first-zero", "the first change is number 0", "comment.range", replace("first=3", "first=0")),
        case("comment-backwards", "the last change comes before the first", "comment.range", replace("last=5", "last=2")),
        case(
            "comment-other-inspection",
            "the signed comment says another inspection",
            "bundle.name_inspection",
            replace("inspection=demo-2026", "inspection=demo-2027"),
        ),
        case(
            "comment-other-device",
            "the signed comment says another device",
            "bundle.name_device",
            word("device=", machine("colleague").signing.device().to_string()),
        ),
        case("comment-other-first", "the signed comment says another first change", "bundle.name_first", replace("first=3", "first=2")),
        case("comment-other-hash", "the signed comment holds another hash", "bundle.comment_hash", word("sha256=", "00".repeat(32))),
        case("comment-other-last", "the signed comment says a later last change", "manifest.other_last", replace("last=5", "last=6")),
        case("comment-other-head", "the signed comment says another head", "manifest.other_head", word("head=", "11".repeat(32))),
    ]
}

fn revocations() -> Vec<Case> {
    let from = machine("revoked");
    let mut after =
        case("revoked-after", "the device was revoked after change 2; this is change 1 to 3", "bundle.revoked", Tamper::default());
    (after.honest.from, after.honest.changes) = (from, log(from, 3));
    let mut elsewhere = case(
        "revoked-elsewhere",
        "the device was revoked; its last change counts in another inspection only",
        "bundle.revoked",
        Tamper::default(),
    );
    elsewhere.honest.from = from;
    elsewhere.honest.changes = log(from, 1)
        .iter()
        .map(|logged| {
            let mut change = logged.change().clone();
            assert_eq!(change.inspection, inspection());
            change.inspection = "demo-2027".parse().unwrap();
            fieldweek_domain::change::Logged::write(change).unwrap()
        })
        .collect();
    vec![after, elsewhere]
}
