//! Bundles that should never be made: an honest one, wrong in one place, and signed all the same.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use blake2::{Blake2b512, Digest};
use ed25519_dalek::Signer;
use fieldweek_bundle::archive::{CHANGES, MANIFEST, MANIFEST_SIGNATURE};
use fieldweek_bundle::{AgeRecipient, ContentHash, SigningKey, envelope, manifest};
use fieldweek_domain::change::Logged;
use serde_json::{Value, json};

use super::fixtures::{Machine, machine};
use super::tar::{self, Raw};

type Change<T> = Option<Box<dyn Fn(T) -> T>>;
type Make = Option<Box<dyn Fn(&[u8]) -> Vec<u8>>>;

/// What to do wrong, step by step. What is left out is done honestly.
#[derive(Default)]
pub struct Tamper {
    /// The bytes of `changes.ndjson`.
    pub lines: Change<Vec<u8>>,
    /// The values of the manifest, before it is signed inside.
    pub manifest: Change<Value>,
    /// The bytes of the manifest, before it is signed inside.
    pub json: Change<Vec<u8>>,
    /// Makes the signature of the manifest from its bytes.
    pub inner: Make,
    /// The entries of the archive.
    pub entries: Change<Vec<Raw>>,
    /// The bytes of the archive.
    pub archive: Change<Vec<u8>>,
    /// Makes the encrypted file from the archive.
    pub encrypt: Make,
    /// The bytes of the encrypted file, before they are signed outside.
    pub age: Change<Vec<u8>>,
    /// The trusted comment, before it is signed outside.
    pub comment: Change<String>,
    /// Makes the outer signature from the encrypted file.
    pub outer: Make,
    /// The text of the outer signature.
    pub minisig: Change<Vec<u8>>,
    /// The name of the object.
    pub object: Change<String>,
}

/// Who seals what for whom.
pub struct Honest {
    pub from: &'static Machine,
    pub to: Vec<&'static Machine>,
    pub kind: &'static str,
    pub changes: Vec<Logged>,
    pub blobs: Vec<(&'static str, &'static [u8])>,
}

impl Honest {
    pub fn recipients(&self) -> Vec<AgeRecipient> {
        let mut recipients: Vec<_> = self.to.iter().map(|machine| machine.age.recipient().clone()).collect();
        recipients.sort();
        recipients
    }

    fn manifest(&self, lines: &[u8]) -> Value {
        let (first, last) = (self.changes[0].change(), self.changes.last().unwrap());
        let mut blobs: Vec<_> = self.blobs.iter().map(|(_, content)| ContentHash::of(content)).collect();
        blobs.sort();
        blobs.dedup();
        let size_of = |hash: &ContentHash| self.blobs.iter().find(|(_, content)| ContentHash::of(content) == *hash).unwrap().1.len();
        let mut files = vec![json!({"name": CHANGES, "size": lines.len(), "sha256": ContentHash::of(lines)})];
        files.extend(blobs.iter().map(|hash| json!({"name": format!("blobs/{hash}"), "size": size_of(hash), "sha256": hash})));
        json!({
            "format": manifest::FORMAT,
            "kind": self.kind,
            "inspection": first.inspection,
            "device": self.from.signing.device(),
            "signing_key": self.from.signing.public(),
            "first": first.seq,
            "last": last.change().seq,
            "prev": first.prev,
            "head": last.id(),
            "lamport": self.changes.iter().map(|logged| logged.change().lamport).max(),
            "recipients": self.recipients(),
            "roster_version": 1,
            "framework": {"id": "yj-2025", "edition": "2025.1"},
            "files": files,
            "contents": self.blobs.iter().map(|(path, content)| json!({"path": path, "sha256": ContentHash::of(content)})).collect::<Vec<_>>(),
        })
    }

    fn entries(&self, manifest: &[u8], inner: &[u8], lines: &[u8]) -> Vec<Raw> {
        let mut entries = vec![Raw::new(MANIFEST, manifest), Raw::new(MANIFEST_SIGNATURE, inner), Raw::new(CHANGES, lines)];
        let mut blobs: Vec<_> = self.blobs.iter().map(|(_, content)| (ContentHash::of(content).to_string(), *content)).collect();
        blobs.sort();
        blobs.dedup();
        entries.extend(blobs.iter().map(|(hash, content)| Raw::new(&format!("blobs/{hash}"), content)));
        entries
    }

    pub fn lines(&self) -> Vec<u8> {
        self.changes.iter().flat_map(|logged| format!("{}\n", logged.line()).into_bytes()).collect()
    }

    /// The encrypted file, its signature and its name.
    pub fn craft(&self, tamper: &Tamper) -> (Vec<u8>, Vec<u8>, String) {
        let lines = apply(&tamper.lines, self.lines());
        let values = apply(&tamper.manifest, self.manifest(&lines));
        let json = apply(&tamper.json, serde_json::to_vec(&values).unwrap());
        let honest_inner = |bytes: &[u8]| self.from.signing.sign(bytes, manifest::COMMENT).unwrap().into_bytes();
        let inner = make(&tamper.inner, &json, honest_inner);
        let archive = tar::write(&apply(&tamper.entries, self.entries(&json, &inner, &lines)));
        let archive = apply(&tamper.archive, archive);
        let age = make(&tamper.encrypt, &archive, |bytes| envelope::encrypt(&self.recipients(), bytes).unwrap());
        let age = apply(&tamper.age, age);
        let comment = apply(&tamper.comment, self.comment(&age));
        let minisig = make(&tamper.outer, &age, |bytes| self.from.signing.sign(bytes, &comment).unwrap().into_bytes());
        (age.clone(), apply(&tamper.minisig, minisig), apply(&tamper.object, self.object(&age)))
    }

    pub fn comment(&self, age: &[u8]) -> String {
        let (first, last) = (self.changes[0].change(), self.changes.last().unwrap());
        let (inspection, device, sha256) = (&first.inspection, self.from.signing.device(), ContentHash::of(age));
        let (first, head, last) = (first.seq, last.id(), last.change().seq);
        format!("fieldweek/1 inspection={inspection} device={device} first={first} last={last} head={head} sha256={sha256}")
    }

    pub fn object(&self, age: &[u8]) -> String {
        let first = self.changes[0].change();
        format!("v1/{}/{}/{:020}-{}.age", first.inspection, self.from.signing.device(), first.seq, ContentHash::of(age))
    }
}

fn apply<T>(change: &Change<T>, value: T) -> T {
    match change {
        Some(change) => change(value),
        None => value,
    }
}

fn make(make: &Make, bytes: &[u8], honest: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    match make {
        Some(make) => make(bytes),
        None => honest(bytes),
    }
}

/// Wraps a closure that changes something.
pub fn then<T: 'static>(change: impl Fn(T) -> T + 'static) -> Change<T> {
    Some(Box::new(change))
}

/// Wraps a closure that makes something else from bytes.
pub fn instead(make: impl Fn(&[u8]) -> Vec<u8> + 'static) -> Make {
    Some(Box::new(make))
}

/// Sets one field of the manifest.
pub fn field(name: &'static str, value: Value) -> Tamper {
    Tamper {
        manifest: then(move |mut manifest: Value| {
            manifest[name] = value.clone();
            manifest
        }),
        ..Tamper::default()
    }
}

/// A signature with every part free to be wrong.
#[derive(Clone)]
pub struct Signature {
    pub algorithm: [u8; 2],
    pub key_id: [u8; 8],
    pub signature: [u8; 64],
    pub comment: String,
    pub global: [u8; 64],
}

impl Signature {
    /// An honest signature, in parts.
    pub fn of(key: &SigningKey, message: &[u8], comment: &str) -> Self {
        Self::raw(key, *b"ED", &Blake2b512::digest(message), comment)
    }

    /// A signature of minisign's older kind, over the message itself.
    pub fn legacy(key: &SigningKey, message: &[u8], comment: &str) -> Self {
        Self::raw(key, *b"Ed", message, comment)
    }

    fn raw(key: &SigningKey, algorithm: [u8; 2], message: &[u8], comment: &str) -> Self {
        let secret = ed25519_dalek::SigningKey::from_bytes(&key.seed());
        let signature = secret.sign(message).to_bytes();
        let global = secret.sign(&[signature.as_slice(), comment.as_bytes()].concat()).to_bytes();
        Self { algorithm, key_id: *key.public().key_id(), signature, comment: comment.to_owned(), global }
    }

    pub fn text(&self) -> String {
        let first = [self.algorithm.as_slice(), &self.key_id, &self.signature].concat();
        let (first, second) = (BASE64_STANDARD.encode(first), BASE64_STANDARD.encode(self.global));
        format!("untrusted comment: crafted\n{first}\ntrusted comment: {}\n{second}\n", self.comment)
    }
}

/// Adds the order of the group to the second half of a signature: the same equation holds, and another text.
pub fn malleate(signature: [u8; 64]) -> [u8; 64] {
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0x10,
    ];
    let mut out = signature;
    let mut carry = 0_u16;
    for (place, add) in ORDER.iter().enumerate() {
        let sum = u16::from(out[32 + place]) + u16::from(*add) + carry;
        out[32 + place] = u8::try_from(sum & 0xff).unwrap();
        carry = sum >> 8;
    }
    out
}

/// An inspector's return of changes 3 to 5, for central, lead and recovery: what most hostile vectors start from.
pub fn honest_return() -> Honest {
    let from = machine("inspector");
    let changes = super::log(from, 5).split_off(2);
    Honest { from, to: vec![machine("central"), machine("lead"), machine("recovery")], kind: "return", changes, blobs: Vec::new() }
}

/// Central's pack with three small files.
pub fn honest_pack() -> Honest {
    let from = machine("central");
    Honest {
        from,
        to: vec![machine("central"), machine("lead"), machine("inspector"), machine("recovery")],
        kind: "pack",
        changes: super::log(from, 2),
        blobs: vec![
            ("framework/facts.toml", b"[[fact]]\nid = \"home_yjs\"\n"),
            ("framework/ratings.toml", b"bands = [50, 65, 80]\n"),
            ("guidance/interviews.md", b"# Interviews\n\nListen first.\n"),
        ],
    }
}
