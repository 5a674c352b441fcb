//! A folder as a drop.

use std::fs;

use fieldweek_sync::{Drop, DropError};
use tempfile::TempDir;

#[test]
fn what_was_put_is_there_and_putting_it_again_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let drop = Drop::folder(folder.path()).unwrap();
    for _ in 0..2 {
        drop.put("v1/demo/a", b"content").unwrap();
        assert_eq!(drop.get("v1/demo/a").unwrap(), b"content");
        assert_eq!(drop.list("v1").unwrap(), ["v1/demo/a"]);
    }
}

#[test]
fn only_whole_files_are_left_in_the_folder() {
    let folder = TempDir::new().unwrap();
    let drop = Drop::folder(folder.path()).unwrap();
    drop.put("v1/a", b"1").unwrap();
    let names: Vec<_> = fs::read_dir(folder.path().join("v1")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["a"]);
}

#[test]
fn what_is_missing_is_said_to_be_missing() {
    let folder = TempDir::new().unwrap();
    let drop = Drop::folder(folder.path()).unwrap();
    assert!(matches!(drop.get("v1/none"), Err(DropError::Missing(_))));
    assert_eq!(drop.list("v1").unwrap(), Vec::<String>::new());
    assert!(matches!(Drop::folder(&folder.path().join("none")), Err(DropError::NoFolder(_))));
}

#[test]
fn no_name_leaves_the_folder() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("secret"), b"secret").unwrap();
    let inner = folder.path().join("drop");
    fs::create_dir(&inner).unwrap();
    let drop = Drop::folder(&inner).unwrap();
    for name in ["../secret", "v1/../../secret", "v1/./a", "v1//a"] {
        assert!(drop.get(name).is_err(), "{name}");
        assert!(drop.put(name, b"x").is_err(), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_the_folder_leads_nowhere() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("secret"), b"secret").unwrap();
    let inner = folder.path().join("drop");
    fs::create_dir(&inner).unwrap();
    std::os::unix::fs::symlink(folder.path().join("secret"), inner.join("link")).unwrap();
    let drop = Drop::folder(&inner).unwrap();
    assert!(drop.get("link").is_err());
}
