//! The age file itself: who can open it, and damage that its author signed.

use std::io::Write;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use fieldweek_bundle::{AgeIdentity, envelope};

use super::super::support::craft::{Tamper, honest_return, instead, then};
use super::{Case, case};

fn age(change: impl Fn(Vec<u8>) -> Vec<u8> + 'static) -> Tamper {
    Tamper { age: then(change), ..Tamper::default() }
}

fn encrypt(make: impl Fn(&[u8]) -> Vec<u8> + 'static) -> Tamper {
    Tamper { encrypt: instead(make), ..Tamper::default() }
}

/// Where the line with the header's MAC begins.
fn mac(age: &[u8]) -> usize {
    age.windows(4).position(|four| four == b"--- ").unwrap()
}

pub fn cases() -> Vec<Case> {
    let mut stranger = case("age-not-for-me", "a colleague who is not a recipient reads it", "age.not_for_me", Tamper::default());
    stranger.reader = "colleague";
    vec![
        stranger,
        case("age-empty", "the encrypted file is empty", "age.header", age(|_| Vec::new())),
        case("age-garbage", "the encrypted file is no age file", "age.header", age(|bytes| vec![0x42; bytes.len()])),
        case("age-not-encrypted", "the archive is not encrypted at all", "age.header", encrypt(<[u8]>::to_vec)),
        case("age-armored", "the age file is in its text form", "age.header", age(armor)),
        case("age-passphrase", "the age file is encrypted with a passphrase", "age.passphrase", encrypt(with_passphrase)),
        case(
            "age-other-version",
            "the age file is of version 2",
            "age.header",
            age(|mut bytes| {
                bytes[20] = b'2';
                bytes
            }),
        ),
        case(
            "age-no-recipients",
            "the header names no recipient",
            "age.recipients",
            age(|bytes| [b"age-encryption.org/v1\n".as_slice(), &bytes[mac(&bytes)..]].concat()),
        ),
        case("age-too-many-recipients", "the header names 65 recipients", "age.recipients", encrypt(for_65)),
        case("age-header-cut", "the header is cut off", "age.header", age(|bytes| bytes[..100].to_vec())),
        case(
            "age-mac-bit",
            "one letter of the header's MAC is changed",
            "age.header",
            age(|mut bytes| {
                let place = mac(&bytes) + 10;
                bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
                bytes
            }),
        ),
        case("age-recipients-swapped", "two recipients of the header changed places after it was made", "age.header", age(swap_recipients)),
        case(
            "age-cut",
            "the content is cut off",
            "age.payload",
            age(|mut bytes| {
                bytes.truncate(bytes.len() - 100);
                bytes
            }),
        ),
        case("age-cut-to-header", "there is no content after the header", "age.header", age(|bytes| bytes[..mac(&bytes) + 48].to_vec())),
        case(
            "age-content-bit",
            "one bit of the content is flipped",
            "age.payload",
            age(|mut bytes| {
                let last = bytes.len() - 40;
                bytes[last] ^= 1;
                bytes
            }),
        ),
        case("age-trailing", "there are bytes after the end", "age.payload", age(|bytes| [bytes.as_slice(), b"more"].concat())),
        case(
            "age-empty-content",
            "the encrypted content is empty",
            "archive.truncated",
            encrypt(|_| envelope::encrypt(&honest_return().recipients(), b"").unwrap()),
        ),
    ]
}

fn armor(bytes: Vec<u8>) -> Vec<u8> {
    let text = BASE64_STANDARD.encode(bytes);
    let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN AGE ENCRYPTED FILE-----\n{}\n-----END AGE ENCRYPTED FILE-----\n", lines.join("\n")).into_bytes()
}

fn with_passphrase(content: &[u8]) -> Vec<u8> {
    let mut recipient = age::scrypt::Recipient::new("correct horse".into());
    recipient.set_work_factor(2);
    let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).unwrap();
    written(encryptor, content)
}

fn for_65(content: &[u8]) -> Vec<u8> {
    let keys: Vec<age::x25519::Recipient> = (0..65).map(|_| AgeIdentity::generate().recipient().as_str().parse().unwrap()).collect();
    written(age::Encryptor::with_recipients(keys.iter().map(|key| key as &dyn age::Recipient)).unwrap(), content)
}

fn written(encryptor: age::Encryptor, content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = encryptor.wrap_output(&mut bytes).unwrap();
    writer.write_all(content).unwrap();
    writer.finish().unwrap();
    bytes
}

/// The header still names the same recipients, but is no longer what its MAC says.
fn swap_recipients(bytes: Vec<u8>) -> Vec<u8> {
    let starts: Vec<usize> = bytes.windows(10).enumerate().filter(|(_, ten)| *ten == b"-> X25519 ").map(|(place, _)| place).collect();
    let swapped = [&bytes[..starts[0]], &bytes[starts[1]..starts[2]], &bytes[starts[0]..starts[1]], &bytes[starts[2]..]].concat();
    assert_eq!(swapped.len(), bytes.len());
    swapped
}
