use super::*;
use crate::NoVault;
use std::fs;

#[test]
fn the_sealed_key_opens_it_without_passphrase_and_keyring() {
    let (desk, mut ws) = Desk::new();
    let written = allocate(&mut ws);
    drop(ws);
    let key = unsealed(&Workspace::escrow(&desk.dir()).unwrap());
    let ws = Workspace::open_with_key(&desk.dir(), key).unwrap();
    assert_eq!(ws.changes(&inspection()).unwrap(), written);
    drop(ws);
    let other = Workspace::open_with_key(&desk.dir(), StoreKey::from_bytes([9; 32])).unwrap_err();
    assert!(matches!(other, StoreError::WrongKey), "{other:?}");
}

#[test]
fn rewrapping_changes_passphrase_and_secret_and_keeps_all_else() {
    let (desk, mut ws) = Desk::new();
    let written = allocate(&mut ws);
    let backup = ws.backup(&ws.backups(), 3).unwrap();
    let (id, slot) = (ws.id().to_owned(), desk.vault.slots());
    ws.rewrap(&"another".into(), &desk.vault, Kdf::cheap_for_tests(), &mut Counting(77)).unwrap();
    drop(ws);
    assert_ne!(desk.vault.slots(), slot, "the old secret is gone");
    assert_eq!(desk.vault.slots().len(), 1);
    assert!(matches!(desk.open().unwrap_err(), StoreError::WrongPassphrase));
    let ws = Workspace::open(&desk.dir(), &"another".into(), &desk.vault).unwrap();
    assert_eq!((ws.id(), ws.changes(&inspection()).unwrap()), (id.as_str(), written));
    drop(ws);
    assert_eq!(unsealed(&Workspace::escrow(&desk.dir()).unwrap()).expose().len(), 32);
    assert!(Workspace::open(&backup, &"another".into(), &desk.vault).is_ok(), "the backups inside follow");
}

#[test]
fn a_recovered_workspace_gets_a_new_passphrase_on_a_new_machine() {
    let (desk, mut ws) = Desk::new();
    allocate(&mut ws);
    drop(ws);
    let new_machine = MemoryVault::default();
    let key = unsealed(&Workspace::escrow(&desk.dir()).unwrap());
    let mut ws = Workspace::open_with_key(&desk.dir(), key).unwrap();
    ws.rewrap(&"new".into(), &new_machine, Kdf::cheap_for_tests(), &mut Counting(5)).unwrap();
    drop(ws);
    assert!(Workspace::open(&desk.dir(), &"new".into(), &new_machine).is_ok());
}

#[test]
fn a_rewrapping_that_fails_leaves_the_old_one() {
    let (desk, mut ws) = Desk::new();
    assert!(ws.rewrap(&"new".into(), &Refusing, Kdf::cheap_for_tests(), &mut Counting(5)).is_err());
    let too_much = Kdf::argon2id(u32::MAX, 1, 1);
    assert!(ws.rewrap(&"new".into(), &NoVault, too_much, &mut Counting(5)).is_err());
    drop(ws);
    assert!(desk.open().is_ok());
}

struct Refusing;

impl Vault for Refusing {
    fn get(&self, _: &str) -> Result<Option<SecretSlice<u8>>, VaultError> {
        Err(VaultError)
    }
    fn set(&self, _: &str, _: &SecretSlice<u8>) -> Result<(), VaultError> {
        Err(VaultError)
    }
    fn delete(&self, _: &str) -> Result<(), VaultError> {
        Err(VaultError)
    }
}

#[test]
fn a_header_that_asks_for_impossible_work_is_refused_before_the_work() {
    let (desk, ws) = Desk::new();
    let mut header = serde_json::to_value(&ws.header).unwrap();
    drop(ws);
    header["kdf"]["memory_kib"] = json!(4_000_000_000_u32);
    header["checksum"] = json!("");
    let sum = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(serde_json::to_vec(&header).unwrap()));
    header["checksum"] = json!(sum);
    fs::write(desk.dir().join("workspace.json"), serde_json::to_vec(&header).unwrap()).unwrap();
    let refused = desk.open().unwrap_err();
    assert!(matches!(refused, StoreError::Damaged("the header asks for impossible work")), "{refused:?}");
}
