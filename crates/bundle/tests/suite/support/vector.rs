//! One vector: a bundle in one small file, and what a reader must say of it.

use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use fieldweek_bundle::{ObjectName, Opened, open};
use serde::{Deserialize, Serialize};

use super::fixtures::{machine, roster, vectors};

/// A file of `tests/vectors`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vector {
    pub name: String,
    pub description: String,
    pub object: String,
    /// Which machine of the fixtures reads it.
    pub reader: String,
    pub age: String,
    pub minisig: String,
    pub expect: Expect,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Expect {
    Error(String),
    Opened(Box<Facts>),
}

/// What a reader must find in a valid bundle.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    pub kind: String,
    pub inspection: String,
    pub device: String,
    pub first: u64,
    pub last: u64,
    pub prev: Option<String>,
    pub head: String,
    pub lamport: u64,
    pub recipients: usize,
    pub manifest_sha256: String,
    pub changes: Vec<String>,
    pub blobs: Vec<String>,
}

impl Facts {
    pub fn of(opened: &Opened) -> Self {
        let manifest = &opened.manifest;
        Self {
            kind: manifest.kind.as_str().into(),
            inspection: manifest.inspection.to_string(),
            device: manifest.device.to_string(),
            first: manifest.first,
            last: manifest.last,
            prev: manifest.prev.map(|id| id.to_string()),
            head: manifest.head.to_string(),
            lamport: manifest.lamport,
            recipients: manifest.recipients.len(),
            manifest_sha256: opened.manifest_hash.to_string(),
            changes: opened.changes.iter().map(|logged| logged.id().to_string()).collect(),
            blobs: opened.blobs.iter().map(|blob| blob.path.to_string()).collect(),
        }
    }
}

impl Vector {
    pub fn age(&self) -> Vec<u8> {
        BASE64_STANDARD.decode(&self.age).unwrap()
    }

    pub fn minisig(&self) -> Vec<u8> {
        BASE64_STANDARD.decode(&self.minisig).unwrap()
    }

    /// What our reader says of it.
    pub fn outcome(&self) -> Expect {
        match read(&self.object, &self.age(), &self.minisig(), &self.reader) {
            Ok(opened) => Expect::Opened(Box::new(Facts::of(&opened))),
            Err(code) => Expect::Error(code.to_owned()),
        }
    }

    pub fn save(&self, folder: &str) {
        let path = vectors().join(folder).join(format!("{}.json", self.name));
        let mut json = serde_json::to_string_pretty(self).unwrap();
        json.push('\n');
        std::fs::write(path, json).unwrap();
    }
}

pub fn read(object: &str, age: &[u8], minisig: &[u8], reader: &str) -> Result<Opened, &'static str> {
    let name: ObjectName = object.parse().map_err(|error: fieldweek_bundle::object::ObjectError| error.code())?;
    open(&name, age, minisig, roster(), &machine(reader).age).map_err(|error| error.code())
}

/// All vectors of a folder, by name.
pub fn load(folder: &str) -> Vec<Vector> {
    let mut paths: Vec<_> = std::fs::read_dir(vectors().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| load_one(path)).collect()
}

fn load_one(path: &Path) -> Vector {
    let vector: Vector = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!(path.file_stem().unwrap().to_str(), Some(vector.name.as_str()), "a vector is named as its file");
    vector
}
