//! Tests of the store, on real encrypted files.

mod append_only;
mod backups;
mod convergence;
mod disk_full;
mod drafts;
mod health;
mod importing;
mod migrations;
mod opening;
mod plaintext;
mod recording;
mod recovery;
mod search;
mod tables;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use fieldweek_domain::authority::{Devices, Holder, Role};
use fieldweek_domain::change::{Logged, Timestamp};
use fieldweek_domain::id::{DeviceId, InspectionId};
use fieldweek_domain::register::Register;
use rusqlite::types::Value as Cell;
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{Entropy, EntropyError, Kdf, NewWorkspace, StoreError, StoreKey, Vault, VaultError, Workspace, Writer};

/// A keyring in memory.
#[derive(Default)]
pub(crate) struct MemoryVault(Mutex<HashMap<String, Vec<u8>>>);

impl MemoryVault {
    pub(crate) fn slots(&self) -> Vec<String> {
        self.0.lock().unwrap().keys().cloned().collect()
    }

    pub(crate) fn spoil(&self) {
        self.0.lock().unwrap().values_mut().for_each(|secret| secret[0] ^= 1);
    }
}

impl Vault for MemoryVault {
    fn get(&self, slot: &str) -> Result<Option<SecretSlice<u8>>, VaultError> {
        Ok(self.0.lock().unwrap().get(slot).map(|bytes| bytes.clone().into()))
    }

    fn set(&self, slot: &str, secret: &SecretSlice<u8>) -> Result<(), VaultError> {
        self.0.lock().unwrap().insert(slot.to_owned(), secret.expose_secret().to_vec());
        Ok(())
    }

    fn delete(&self, slot: &str) -> Result<(), VaultError> {
        self.0.lock().unwrap().remove(slot);
        Ok(())
    }
}

/// The same bytes in every run.
pub(crate) struct Counting(pub u8);

impl Entropy for Counting {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        for byte in bytes {
            self.0 = self.0.wrapping_mul(5).wrapping_add(3);
            *byte = self.0;
        }
        Ok(())
    }
}

/// A folder with a workspace, and what opens it.
pub(crate) struct Desk {
    pub home: TempDir,
    pub vault: MemoryVault,
}

impl Desk {
    pub(crate) fn new() -> (Self, Workspace) {
        let desk = Self { home: tempfile::tempdir().unwrap(), vault: MemoryVault::default() };
        let ws = desk.create(&desk.dir(), 1).unwrap();
        (desk, ws)
    }

    pub(crate) fn dir(&self) -> PathBuf {
        self.home.path().join("workspace")
    }

    pub(crate) fn create(&self, dir: &Path, seed: u8) -> Result<Workspace, StoreError> {
        Workspace::create(
            dir,
            NewWorkspace {
                passphrase: &passphrase(),
                vault: &self.vault,
                kdf: Kdf::cheap_for_tests(),
                entropy: &mut Counting(seed),
                escrow: &sealed,
            },
        )
    }

    pub(crate) fn open(&self) -> Result<Workspace, StoreError> {
        Workspace::open(&self.dir(), &passphrase(), &self.vault)
    }
}

/// A stand-in for sealing: never what a real caller does.
pub(crate) fn sealed(key: &StoreKey) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
    Ok(key.expose().iter().map(|byte| byte ^ 0x5a).collect())
}

pub(crate) fn unsealed(escrow: &[u8]) -> StoreKey {
    let bytes: Vec<u8> = escrow.iter().map(|byte| byte ^ 0x5a).collect();
    StoreKey::from_bytes(bytes.try_into().unwrap())
}

pub(crate) fn passphrase() -> SecretString {
    "correct horse battery staple".into()
}

pub(crate) fn inspection() -> InspectionId {
    "demo-2026".parse().unwrap()
}

pub(crate) fn device(name: &str) -> DeviceId {
    let digit = match name {
        "central" => 'c',
        "lead" => '1',
        "asha" => 'a',
        "ben" => 'b',
        _ => 'f',
    };
    digit.to_string().repeat(16).parse().unwrap()
}

pub(crate) fn devices() -> Devices {
    let holder = |name: &str, role| (device(name), Holder::new(name.parse().unwrap(), role));
    Devices::from([
        holder("central", Role::Central),
        holder("lead", Role::Lead),
        holder("asha", Role::Inspector),
        holder("ben", Role::Inspector),
    ])
}

pub(crate) fn writer(name: &str) -> Writer {
    Writer { inspection: inspection(), device: device(name), author: name.parse().unwrap() }
}

pub(crate) fn at() -> Timestamp {
    "2026-11-22T14:02:11.123Z".parse().unwrap()
}

pub(crate) fn register(subject: &str, field: &str) -> Register {
    Register { subject: subject.parse().unwrap(), field: field.parse().unwrap() }
}

/// The note of Asha's case.
pub(crate) fn note(question: &str) -> Register {
    register("assessment/C07.primary", &format!("note/{question}"))
}

pub(crate) fn write(ws: &mut Workspace, who: &str, register: Register, value: Value) -> Result<Vec<Logged>, StoreError> {
    ws.record(&writer(who), &at(), &[(register, value)], &devices())
}

/// Allocates case C07 to Asha.
pub(crate) fn allocate(ws: &mut Workspace) -> Vec<Logged> {
    write(ws, "lead", register("assessment/C07.primary", "allocated_to"), json!("asha")).unwrap()
}

/// Everything folded from the log, row by row.
pub(crate) fn folded(ws: &Workspace) -> Vec<Vec<Cell>> {
    let tables = [
        "SELECT * FROM heads ORDER BY 1, 2, 3, 4",
        "SELECT * FROM standing ORDER BY id",
        "SELECT * FROM equivocations ORDER BY 1, 2, 3, 4",
        "SELECT * FROM folds ORDER BY 1",
        "SELECT inspection, subject, field, change, edition, question, body FROM texts ORDER BY change, edition, question",
    ];
    tables.iter().flat_map(|sql| rows(ws, sql)).collect()
}

pub(crate) fn rows(ws: &Workspace, sql: &str) -> Vec<Vec<Cell>> {
    let mut statement = ws.conn.prepare(sql).unwrap();
    let width = statement.column_count();
    let rows = statement.query_map([], |row| (0..width).map(|column| row.get(column)).collect()).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}
