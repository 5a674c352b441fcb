use super::*;
use crate::{Keyring, NoVault};
use std::fs;

struct Locked;

impl Vault for Locked {
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
fn what_was_written_is_there_after_opening_again() {
    let (desk, mut ws) = Desk::new();
    let written = allocate(&mut ws);
    drop(ws);
    let ws = desk.open().unwrap();
    assert_eq!(ws.changes(&inspection()).unwrap(), written);
}

#[test]
fn the_four_reasons_not_to_open_are_told_apart() {
    let (desk, ws) = Desk::new();
    drop(ws);
    let dir = desk.dir();
    let wrong = Workspace::open(&dir, &"not it".into(), &desk.vault).unwrap_err();
    assert!(matches!(wrong, StoreError::WrongPassphrase), "{wrong:?}");
    let missing = Workspace::open(&dir, &passphrase(), &Locked).unwrap_err();
    assert!(matches!(missing, StoreError::MissingKeyring), "{missing:?}");
    let missing = Workspace::open(&dir, &passphrase(), &NoVault).unwrap_err();
    assert!(matches!(missing, StoreError::MissingKeyring), "{missing:?}");
    let missing = Workspace::open(&dir, &passphrase(), &MemoryVault::default()).unwrap_err();
    assert!(matches!(missing, StoreError::MissingKeyringSecret), "{missing:?}");
    desk.vault.spoil();
    let other = desk.open().unwrap_err();
    assert!(matches!(other, StoreError::MissingKeyringSecret), "{other:?}");
    desk.vault.spoil();
    assert!(desk.open().is_ok());
}

#[test]
fn a_header_that_is_not_one_is_foreign_and_a_broken_one_is_damaged() {
    let (desk, ws) = Desk::new();
    drop(ws);
    let path = desk.dir().join("workspace.json");
    let good = fs::read_to_string(&path).unwrap();
    let open_with = |text: &str| {
        fs::write(&path, text).unwrap();
        desk.open().unwrap_err()
    };
    assert!(matches!(open_with("{\"name\": \"something else\"}"), StoreError::ForeignFile));
    assert!(matches!(open_with("not JSON"), StoreError::ForeignFile));
    assert!(matches!(open_with(&good[..good.len() / 2]), StoreError::Damaged(_)));
    assert!(matches!(open_with(&good.replace("\"passes\": 1", "\"passes\": 2")), StoreError::Damaged(_)));
    assert!(matches!(open_with(&good.replace("\"format\": 1", "\"format\": 2")), StoreError::NewerVersion));
    fs::remove_file(&path).unwrap();
    assert!(matches!(desk.open().unwrap_err(), StoreError::NoWorkspace));
    fs::write(&path, good).unwrap();
    assert!(desk.open().is_ok());
}

#[test]
fn a_database_of_another_workspace_is_foreign_and_a_broken_one_is_damaged() {
    let (desk, ws) = Desk::new();
    drop(ws);
    let elsewhere = desk.home.path().join("other");
    drop(desk.create(&elsewhere, 9).unwrap());
    let path = desk.dir().join("fieldweek.db");
    let good = fs::read(&path).unwrap();
    fs::copy(elsewhere.join("fieldweek.db"), &path).unwrap();
    assert!(matches!(desk.open().unwrap_err(), StoreError::ForeignFile));
    fs::write(&path, b"some text that is no database at all").unwrap();
    assert!(matches!(desk.open().unwrap_err(), StoreError::ForeignFile));
    let mut broken = good.clone();
    broken[1000] ^= 1;
    fs::write(&path, broken).unwrap();
    assert!(matches!(desk.open().unwrap_err(), StoreError::Damaged(_)));
    fs::remove_file(&path).unwrap();
    assert!(matches!(desk.open().unwrap_err(), StoreError::Damaged(_)));
    fs::write(&path, good).unwrap();
    assert!(desk.open().is_ok());
}

#[test]
fn a_database_that_says_it_is_of_another_workspace_is_foreign() {
    let (desk, ws) = Desk::new();
    ws.conn.execute("UPDATE workspace SET id = 'another'", []).unwrap();
    drop(ws);
    assert!(matches!(desk.open().unwrap_err(), StoreError::ForeignFile));
}

#[test]
fn the_database_behaves_as_the_plan_says() {
    let (_desk, ws) = Desk::new();
    for (pragma, wanted) in [
        ("synchronous", "2"),
        ("journal_mode", "wal"),
        ("foreign_keys", "1"),
        ("recursive_triggers", "1"),
        ("secure_delete", "1"),
        ("trusted_schema", "0"),
        ("temp_store", "2"),
        ("cipher_log_level", "NONE"),
        ("cipher_use_hmac", "1"),
    ] {
        let cell = ws.conn.pragma_query_value(None, pragma, |row| row.get::<_, Cell>(0)).unwrap();
        let found = match cell {
            Cell::Integer(number) => number.to_string(),
            Cell::Text(text) => text,
            other => panic!("{pragma}: {other:?}"),
        };
        assert_eq!(found, wanted, "{pragma}");
    }
}

#[test]
fn only_one_can_have_it_open() {
    let (desk, ws) = Desk::new();
    assert!(matches!(desk.open().unwrap_err(), StoreError::InUse));
    drop(ws);
    assert!(desk.open().is_ok());
}

#[test]
fn nothing_is_made_where_something_is() {
    let (desk, ws) = Desk::new();
    drop(ws);
    assert!(matches!(desk.create(&desk.dir(), 2).unwrap_err(), StoreError::Exists));
    let empty = desk.home.path().join("empty");
    fs::create_dir(&empty).unwrap();
    assert!(desk.create(&empty, 2).is_ok());
}

#[test]
fn a_creation_that_fails_leaves_nothing() {
    let desk = Desk { home: tempfile::tempdir().unwrap(), vault: MemoryVault::default() };
    let refusing: crate::Escrow<'_> = &|_| Err("no recipient".into());
    let new = NewWorkspace {
        passphrase: &passphrase(),
        vault: &desk.vault,
        kdf: Kdf::cheap_for_tests(),
        entropy: &mut Counting(1),
        escrow: refusing,
    };
    assert!(matches!(Workspace::create(&desk.dir(), new).unwrap_err(), StoreError::Escrow(_)));
    fs::write(desk.home.path().join("file"), b"").unwrap();
    assert!(desk.create(&desk.home.path().join("file/workspace"), 1).is_err());
    assert!(desk.vault.slots().is_empty());
    assert_eq!(fs::read_dir(desk.home.path()).unwrap().count(), 1, "only the file of this test");
}

#[test]
fn without_a_keyring_only_by_a_choice_that_is_recorded() {
    let desk = Desk { home: tempfile::tempdir().unwrap(), vault: MemoryVault::default() };
    let new = NewWorkspace {
        passphrase: &passphrase(),
        vault: &NoVault,
        kdf: Kdf::cheap_for_tests(),
        entropy: &mut Counting(1),
        escrow: &sealed,
    };
    drop(Workspace::create(&desk.dir(), new).unwrap());
    assert_eq!(Workspace::keyring(&desk.dir()).unwrap(), Keyring::None);
    assert!(Workspace::open(&desk.dir(), &passphrase(), &NoVault).is_ok());
    // The record is bound to the wrapped key: it cannot be edited in.
    let path = desk.dir().join("workspace.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("\"keyring\": \"none\"", "\"keyring\": \"os\"")).unwrap();
    assert!(matches!(Workspace::open(&desk.dir(), &passphrase(), &NoVault).unwrap_err(), StoreError::Damaged(_)));
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let (desk, mut ws) = Desk::new();
    allocate(&mut ws);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&desk.dir()), 0o700);
    let mut seen = 0;
    for entry in fs::read_dir(desk.dir()).unwrap().map(|entry| entry.unwrap().path()) {
        assert_eq!(mode(&entry), if entry.is_dir() { 0o700 } else { 0o600 }, "{}", entry.display());
        seen += 1;
    }
    assert!(seen >= 6, "header, database, its log and index, lock, reserve, backups");
}

#[test]
fn keys_and_passphrases_are_not_printed() {
    let (_desk, ws) = Desk::new();
    assert_eq!(format!("{:?}", ws.key), "StoreKey(…)");
    assert_eq!(format!("{ws:?}"), format!("Workspace {{ id: {:?}, .. }}", ws.id()));
}

#[test]
fn the_default_work_is_what_the_plan_says() {
    let json = serde_json::to_value(Kdf::default()).unwrap();
    assert_eq!(json, json!({"name": "argon2id", "memory_kib": 65536, "passes": 3, "lanes": 1}));
}

#[test]
#[ignore = "needs an unlocked keyring: ./dev keyring cargo test --workspace --lib -- --ignored keyring"]
fn the_real_keyring_keeps_and_forgets() {
    assert!(crate::OsVault::is_there());
    let slot = format!("test-{}", std::process::id());
    let vault = crate::OsVault;
    assert!(vault.get(&slot).unwrap().is_none());
    vault.set(&slot, &SecretSlice::from(vec![0, 255, 10, 0])).unwrap();
    assert_eq!(vault.get(&slot).unwrap().unwrap().expose_secret(), [0, 255, 10, 0]);
    vault.delete(&slot).unwrap();
    vault.delete(&slot).unwrap();
    assert!(vault.get(&slot).unwrap().is_none());
}
