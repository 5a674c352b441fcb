use super::*;
use crate::restore;
use std::fs;

#[test]
fn a_backup_is_restored_whole_and_opens_like_the_original() {
    let (desk, mut ws) = Desk::new();
    allocate(&mut ws);
    write(&mut ws, "asha", note("2.1.01"), json!("kept")).unwrap();
    let backup = ws.backup(&ws.backups(), 2).unwrap();
    let before = folded(&ws);
    write(&mut ws, "asha", note("2.1.02"), json!("after the backup")).unwrap();
    drop(ws);
    let into = desk.home.path().join("restored");
    restore(&backup, &into).unwrap();
    let mut ws = Workspace::open(&into, &passphrase(), &desk.vault).unwrap();
    assert_eq!(folded(&ws), before);
    assert!(ws.check().unwrap().is_good());
    assert_eq!(ws.search("kept", 5).unwrap().len(), 1);
    write(&mut ws, "asha", note("2.1.03"), json!("goes on")).unwrap();
    drop(ws);
    assert!(matches!(restore(&backup, &into).unwrap_err(), StoreError::Exists));
    assert!(matches!(restore(desk.home.path(), &desk.home.path().join("x")).unwrap_err(), StoreError::NoWorkspace));
}

#[test]
fn only_the_newest_are_kept_and_those_of_others_are_left_alone() {
    let (desk, ws) = Desk::new();
    let other = desk.create(&desk.home.path().join("other"), 9).unwrap();
    let shared = desk.home.path().join("stick");
    let theirs = other.backup(&shared, 1).unwrap();
    let made: Vec<_> = (0..4).map(|_| ws.backup(&shared, 2).unwrap()).collect();
    assert!(theirs.exists());
    assert_eq!(made.iter().map(|path| path.exists()).collect::<Vec<_>>(), [false, false, true, true]);
    assert_eq!(fs::read_dir(&shared).unwrap().count(), 3, "nothing half done is left");
    assert!(Workspace::open(&made[3], &passphrase(), &desk.vault).is_ok());
}

#[test]
fn what_a_crash_left_unfinished_is_cleared_away_and_never_taken_for_a_backup() {
    let (_desk, ws) = Desk::new();
    let left = ws.backups().join(".fieldweek-left");
    fs::create_dir(&left).unwrap();
    fs::write(left.join("workspace.json"), b"{").unwrap();
    fs::create_dir(ws.backups().join("backup-00000009")).unwrap();
    let made = ws.backup(&ws.backups(), 1).unwrap();
    assert!(!left.exists());
    assert!(made.ends_with("backup-00000010"), "a name is never used twice");
}

#[test]
fn a_backup_that_cannot_be_made_removes_nothing() {
    let (desk, ws) = Desk::new();
    let to = desk.home.path().join("stick");
    let good = ws.backup(&to, 1).unwrap();
    fs::write(desk.home.path().join("file"), b"").unwrap();
    assert!(ws.backup(&desk.home.path().join("file"), 1).is_err());
    assert!(good.exists());
}
