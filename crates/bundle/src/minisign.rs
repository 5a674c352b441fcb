//! Signatures in the text form of minisign, prehashed with BLAKE2b-512: written in one way, read strictly.
//!
//! ```text
//! untrusted comment: <anything>
//! <base64 of "ED", key id, signature over BLAKE2b-512 of the message>
//! trusted comment: <text>
//! <base64 of the signature over signature and trusted comment>
//! ```

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use blake2::{Blake2b512, Digest};

use crate::keys::{PublicKey, SigningKey};

/// The longest `.minisig` text, in bytes.
pub const LONGEST_MINISIG: usize = 4096;
/// The longest comment, in bytes.
pub const LONGEST_COMMENT: usize = 1024;

const UNTRUSTED: &str = "untrusted comment: ";
const TRUSTED: &str = "trusted comment: ";
const PREHASHED: [u8; 2] = *b"ED";

crate::coded::coded! {
    /// Why a signature does not hold.
    pub enum MinisignError {
        say {
            /// Longer than [`LONGEST_MINISIG`].
            TooLong = "minisign.too_long", "the signature file is too long";
            /// Not exactly four lines of the right kind, each with one line end.
            Form = "minisign.form", "the signature file does not have the exact form";
            /// A comment is too long, or holds a control character.
            Comment = "minisign.comment", "a comment of the signature is too long or holds a control character";
            /// A signature is not canonical base64 of the right length.
            Encoding = "minisign.encoding", "the signature is not canonical base64 of the right length";
            /// Not prehashed with BLAKE2b, or not Ed25519.
            Algorithm = "minisign.algorithm", "the signature is not a prehashed Ed25519 signature";
            /// Made with another key.
            KeyId = "minisign.key_id", "the signature was made with another key";
            /// The signature is not one by this key over these bytes.
            Signature = "minisign.signature", "the signature does not match the bytes";
            /// The second signature, over the trusted comment, does not match.
            Global = "minisign.global", "the signature of the trusted comment does not match";
        }
    }
}

pub(crate) fn sign(key: &SigningKey, message: &[u8], trusted_comment: &str) -> Result<String, MinisignError> {
    check_comment(trusted_comment)?;
    let signature = key.raw_signature(&Blake2b512::digest(message));
    let global = key.raw_signature(&global_message(&signature, trusted_comment));
    let mut signed = Vec::with_capacity(74);
    signed.extend_from_slice(&PREHASHED);
    signed.extend_from_slice(key.public().key_id());
    signed.extend_from_slice(&signature);
    Ok(format!(
        "{UNTRUSTED}fieldweek signature, key {}\n{}\n{TRUSTED}{trusted_comment}\n{}\n",
        key.public().shown_id(),
        BASE64_STANDARD.encode(signed),
        BASE64_STANDARD.encode(global),
    ))
}

pub(crate) fn verify(key: &PublicKey, message: &[u8], minisig: &[u8]) -> Result<String, MinisignError> {
    let parsed = Parsed::of(minisig)?;
    if parsed.algorithm != PREHASHED {
        return Err(MinisignError::Algorithm);
    }
    if parsed.key_id != *key.key_id() {
        return Err(MinisignError::KeyId);
    }
    if !key.verifies(&Blake2b512::digest(message), &parsed.signature) {
        return Err(MinisignError::Signature);
    }
    if !key.verifies(&global_message(&parsed.signature, parsed.trusted_comment), &parsed.global) {
        return Err(MinisignError::Global);
    }
    Ok(parsed.trusted_comment.to_owned())
}

struct Parsed<'a> {
    algorithm: [u8; 2],
    key_id: [u8; 8],
    signature: [u8; 64],
    trusted_comment: &'a str,
    global: [u8; 64],
}

impl<'a> Parsed<'a> {
    fn of(minisig: &'a [u8]) -> Result<Self, MinisignError> {
        if minisig.len() > LONGEST_MINISIG {
            return Err(MinisignError::TooLong);
        }
        let text = std::str::from_utf8(minisig).map_err(|_| MinisignError::Form)?;
        let text = text.strip_suffix('\n').ok_or(MinisignError::Form)?;
        let lines: Vec<&str> = text.split('\n').collect();
        let [untrusted, signed, trusted, global] = lines.as_slice() else { return Err(MinisignError::Form) };
        check_comment(untrusted.strip_prefix(UNTRUSTED).ok_or(MinisignError::Form)?)?;
        let trusted_comment = trusted.strip_prefix(TRUSTED).ok_or(MinisignError::Form)?;
        check_comment(trusted_comment)?;
        let signed = decode::<74>(signed)?;
        let (algorithm, rest) = signed.split_first_chunk::<2>().ok_or(MinisignError::Encoding)?;
        let (key_id, rest) = rest.split_first_chunk::<8>().ok_or(MinisignError::Encoding)?;
        let signature = rest.try_into().map_err(|_| MinisignError::Encoding)?;
        Ok(Self { algorithm: *algorithm, key_id: *key_id, signature, trusted_comment, global: decode::<64>(global)? })
    }
}

fn decode<const N: usize>(line: &str) -> Result<[u8; N], MinisignError> {
    let bytes = BASE64_STANDARD.decode(line).map_err(|_| MinisignError::Encoding)?;
    bytes.try_into().map_err(|_| MinisignError::Encoding)
}

fn global_message(signature: &[u8; 64], trusted_comment: &str) -> Vec<u8> {
    [signature.as_slice(), trusted_comment.as_bytes()].concat()
}

/// A tab is allowed: minisign's own default comment has two.
fn check_comment(comment: &str) -> Result<(), MinisignError> {
    let plain = comment.chars().all(|c| c == '\t' || !c.is_control());
    if plain && comment.len() <= LONGEST_COMMENT { Ok(()) } else { Err(MinisignError::Comment) }
}
