//! The layers one by one: names, keys, signatures, comments, words, escrow.

use std::collections::BTreeSet;

use fieldweek_bundle::words::{WORDS, WORDS_OF_A_FINGERPRINT, fingerprint, root_fingerprint, words};
use fieldweek_bundle::{
    AgeIdentity, AgeRecipient, BlobPath, ContentHash, ObjectPath, PersonReference, PublicKey, SigningKey, escrow, recover,
};
use fieldweek_domain::id::DeviceId;
use secrecy::ExposeSecret;

use super::support::fixtures::{machine, signing_key};

#[test]
fn a_path_is_read_back_as_what_it_was_written_from() {
    let (device, hash) = (machine("lead").signing.device(), ContentHash::of(b"x"));
    let paths = [
        format!("v1/demo-2026/{device}/{:020}-{hash}.age", 7),
        format!("v1/demo-2026/receipts/{device}/{:020}-{hash}.json", 7),
        "v1/roster/0000000007.json".to_owned(),
    ];
    for path in paths {
        for path in [format!("{path}.minisig"), path] {
            assert_eq!(path.parse::<ObjectPath>().unwrap().to_string(), path);
        }
    }
}

#[test]
fn a_path_that_is_not_written_so_is_no_object() {
    let (device, hash) = (machine("lead").signing.device(), ContentHash::of(b"x"));
    let bad = [
        String::new(),
        "v1".into(),
        "v1/roster/0.json".into(),
        "v1/roster/0000000000.json".into(),
        "v1/roster/00000000001.json".into(),
        "v1/roster/+000000001.json".into(),
        "v1/roster/0000000001.json.minisig.minisig".into(),
        format!("v1/demo/{device}/{:020}-{hash}", 1),
        format!("/v1/demo/{device}/{:020}-{hash}.age", 1),
        format!("v1/demo/{device}/{:020}-{hash}.age/", 1),
        format!("v1/demo/../{device}/{:020}-{hash}.age", 1),
        format!("v1/demo/{device}/99999999999999999999-{hash}.age"),
        format!("v1/demo/receipts/{device}/{:020}-{hash}.age", 1),
        format!("v1/roster/receipts/{device}/{:020}-{hash}.json", 1),
        format!("v1\\demo\\{device}\\{:020}-{hash}.age", 1),
    ];
    for path in bad {
        assert!(path.parse::<ObjectPath>().is_err(), "{path}");
    }
}

#[test]
fn a_public_key_survives_its_texts() {
    let key = signing_key("any").public().clone();
    assert_eq!(key.to_string().parse::<PublicKey>().unwrap(), key);
    assert_eq!(PublicKey::from_file(&key.to_file()).unwrap(), key);
    assert!(key.to_string().starts_with("RW"));
    assert!(key.has_derived_id());
    let shown = key.to_file().lines().next().unwrap().rsplit(' ').next().unwrap().to_lowercase();
    assert_eq!(shown.parse::<DeviceId>().unwrap(), key.device(), "minisign shows the device id as key id");
}

#[test]
fn a_bad_public_key_is_refused() {
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    let good = signing_key("any").public().to_string();
    let with = |key: [u8; 32]| {
        let mut bytes = BASE64_STANDARD.decode(&good).unwrap();
        bytes[10..].copy_from_slice(&key);
        BASE64_STANDARD.encode(bytes)
    };
    let mut one = [0; 32];
    one[0] = 1;
    for weak in [[0; 32], one, [0xff; 32]] {
        assert_eq!(with(weak).parse::<PublicKey>().unwrap_err().code(), "key.weak");
    }
    for text in ["", "RWQ", &good[1..], &format!("{good} "), &good.replace("RW", "RU"), &format!("{good}AAAA")] {
        assert_eq!(text.parse::<PublicKey>().unwrap_err().code(), "key.text");
    }
    let commented = format!("a comment\n{good}\n");
    assert!(PublicKey::from_file(&commented).is_err());
    assert!(PublicKey::from_file(&format!("{}\n{good}\n", signing_key("any").public().to_file())).is_err());
}

#[test]
fn a_recipient_that_agrees_on_zero_with_everybody_is_refused() {
    let weak = [
        "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z", // 0
        "age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj7vrya", // 1
        "age1anlllllllllllllllllllllllllllllllllllllllllllllllals4n2t7m", // -1
        "age1ahlllllllllllllllllllllllllllllllllllllllllllllllalsn46ayy", // 0, written as the size of the field
        "age1amlllllllllllllllllllllllllllllllllllllllllllllllalselrwrv", // 1, written beyond the field
        "age1ur4h5lpmgxu2u9jku0a0r87ydtdqnr0tnsetrlvxvgz3vh6fhqqqzyt4v9", // of order eight
        "age1t7wft09r2zxzfvwsk92eeql0tvzyghxytqwgapkcyf8dm5ylz9ts6wm9s8", // of order eight
        "age1pyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqzqqyr3apl", // 9 with the spare bit set
    ];
    for text in weak {
        assert_eq!(text.parse::<AgeRecipient>().unwrap_err().code(), "age_key.weak", "{text}");
    }
    assert!("age1pyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq8r66x".parse::<AgeRecipient>().is_ok());
}

#[test]
fn a_text_that_is_no_recipient_is_refused() {
    let good = machine("lead").age.recipient().to_string();
    for text in ["", "age1", &good.to_uppercase(), &format!("{good}q"), &good.replace("age1", "age2"), "ssh-ed25519 AAAA"] {
        assert_eq!(text.parse::<AgeRecipient>().unwrap_err().code(), "age_key.recipient", "{text}");
    }
    assert_eq!(good.parse::<AgeIdentity>().unwrap_err().code(), "age_key.identity");
}

#[test]
fn secrets_survive_their_texts_and_never_print_themselves() {
    let identity = AgeIdentity::generate();
    let text = identity.to_text();
    let again: AgeIdentity = text.expose_secret().parse().unwrap();
    assert_eq!(again.recipient(), identity.recipient());
    let key = SigningKey::from_seed(&[7; 32]);
    assert_eq!(SigningKey::from_seed(&key.seed()).public(), key.public());
    let shown = format!("{identity:?} {key:?}");
    assert!(!shown.contains(text.expose_secret()) && !shown.contains(&hex::encode([7; 32])) && !shown.contains("7, 7"));
}

#[test]
fn the_list_has_a_word_for_every_byte_told_apart_by_three_letters() {
    let starts: BTreeSet<&str> = WORDS.iter().map(|word| &word[..3]).collect();
    assert_eq!(starts.len(), 256);
    assert!(WORDS.is_sorted());
    assert!(WORDS.iter().all(|word| (3..=9).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase())));
}

#[test]
fn a_fingerprint_depends_on_both_keys() {
    let (a, b) = (machine("lead"), machine("inspector"));
    let all = [
        fingerprint(a.signing.public(), a.age.recipient()),
        fingerprint(a.signing.public(), b.age.recipient()),
        fingerprint(b.signing.public(), a.age.recipient()),
        root_fingerprint(a.signing.public()),
    ];
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 4);
    assert!(all.iter().all(|text| text.split(' ').count() == WORDS_OF_A_FINGERPRINT));
    assert_eq!(words(&[0; 32]), vec![WORDS[0]; 12]);
}

#[test]
fn an_escrowed_key_comes_back_to_the_recovery_only() {
    let (recovery, other) = (AgeIdentity::generate(), AgeIdentity::generate());
    let key = *b"0123456789abcdef0123456789ABCDEF";
    let escrowed = escrow(&key, recovery.recipient()).unwrap();
    assert_eq!(*recover(&escrowed, &recovery).unwrap(), key);
    assert_eq!(recover(&escrowed, &other).unwrap_err().code(), "age.not_for_me");
    let seal = |text: &str| fieldweek_bundle::envelope::encrypt(std::slice::from_ref(recovery.recipient()), text.as_bytes()).unwrap();
    for text in [
        "",
        "fieldweek/1 store-key 00\n",
        &format!("fieldweek/1 store-key {}\n", "AB".repeat(32)),
        &format!("fieldweek/1 store-key {}", "ab".repeat(32)),
    ] {
        assert_eq!(recover(&seal(text), &recovery).unwrap_err().code(), "escrow.content", "{text}");
    }
    assert_eq!(recover(&seal(&"x".repeat(200)), &recovery).unwrap_err().code(), "age.too_large");
}

#[test]
fn people_are_shown_by_references_only() {
    for text in ["Inspector 03", "Lead 1", "Local assessor 012"] {
        assert!(text.parse::<PersonReference>().is_ok(), "{text}");
    }
    for text in [
        "",
        "7",
        "Jane Smith",
        "Inspector03",
        "Inspector  03",
        " Inspector 03",
        "Inspector 03 ",
        "O'Neill 03",
        "Inspector 3a",
        "Inspector 1234567",
    ] {
        assert_eq!(text.parse::<PersonReference>().unwrap_err().code(), "person.reference", "{text}");
    }
}

#[test]
fn a_blob_path_stays_where_it_is() {
    for text in ["framework/facts.toml", "a", "guidance/2025/A-1_b.md"] {
        assert!(text.parse::<BlobPath>().is_ok(), "{text}");
    }
    for text in ["", "/a", "a/", "a//b", "../a", "a/..", ".a", "a\\b", "a b", "C:/x", "a\0", "\u{e9}"] {
        assert!(text.parse::<BlobPath>().is_err(), "{text}");
    }
}

#[test]
fn a_comment_that_would_break_the_file_is_not_signed() {
    let key = signing_key("any");
    for comment in ["two\nlines", "return\r", "zero\0", &"x".repeat(1025)] {
        assert_eq!(key.sign(b"x", comment).unwrap_err().code(), "minisign.comment");
    }
    assert!(key.sign(b"x", "").is_ok());
}

#[test]
fn every_code_is_there_once() {
    let codes = fieldweek_bundle::codes();
    let once: BTreeSet<_> = codes.iter().collect();
    assert_eq!(once.len(), codes.len());
    assert!(codes.iter().all(|code| code.bytes().all(|byte| byte.is_ascii_lowercase() || b"._".contains(&byte))));
}
