use super::*;
use crate::Draft;
use std::fs;

fn draft(text: &str) -> Draft {
    Draft { inspection: inspection(), register: note("9"), value: json!(text), at: at() }
}

#[test]
fn a_full_database_refuses_the_write_keeps_the_rest_and_goes_on_later() {
    let (desk, mut ws) = Desk::new();
    allocate(&mut ws);
    let pages: i64 = ws.conn.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    ws.conn.query_row(&format!("PRAGMA max_page_count = {}", pages + 8), [], |_| Ok(())).unwrap();
    let mut acknowledged = 0;
    let refused = loop {
        match write(&mut ws, "asha", note(&format!("2.1.{acknowledged}")), json!("words ".repeat(400))) {
            Ok(_) => acknowledged += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, StoreError::DiskFull), "{refused:?}");
    assert!(matches!(ws.put_draft(&draft(&"x".repeat(100_000))).unwrap_err(), StoreError::DiskFull));
    assert!(acknowledged > 0);
    assert_eq!(ws.changes(&inspection()).unwrap().len(), acknowledged + 1);
    assert!(ws.check().unwrap().is_good());
    ws.conn.query_row("PRAGMA max_page_count = 1000000", [], |_| Ok(())).unwrap();
    write(&mut ws, "asha", note("2.1.9999"), json!("goes on")).unwrap();
    drop(ws);
    let ws = desk.open().unwrap();
    assert_eq!(ws.changes(&inspection()).unwrap().len(), acknowledged + 2);
    assert!(ws.check().unwrap().is_good());
}

/// A small file system of its own, where this machine allows it.
struct SmallDisk(TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let home = tempfile::tempdir().unwrap();
        let mount = std::process::Command::new("mount").args(["-t", "tmpfs", "-o", "size=6m", "tmpfs"]).arg(home.path()).output();
        match mount {
            Ok(output) if output.status.success() => Some(Self(home)),
            _ => {
                println!("skipped: mounting a small file system is not permitted here");
                None
            }
        }
    }

    fn fill(&self) -> PathBuf {
        let path = self.0.path().join("filler");
        let mut file = fs::OpenOptions::new().create(true).append(true).open(&path).unwrap();
        for size in [65536, 4096, 1] {
            while std::io::Write::write_all(&mut file, &vec![1; size]).is_ok() {}
        }
        path
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[test]
fn on_a_disk_that_is_really_full_it_opens_from_its_reserve_and_loses_nothing() {
    let Some(disk) = SmallDisk::mount() else { return };
    let vault = MemoryVault::default();
    let desk = Desk { home: tempfile::tempdir_in(disk.0.path()).unwrap(), vault };
    let mut ws = desk.create(&desk.dir(), 1).unwrap();
    allocate(&mut ws);
    let filler = disk.fill();
    let mut acknowledged = 1;
    let refused = loop {
        match write(&mut ws, "asha", note(&format!("2.1.{acknowledged}")), json!("words ".repeat(1000))) {
            Ok(_) => acknowledged += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, StoreError::DiskFull), "{refused:?}");
    assert_eq!(ws.changes(&inspection()).unwrap().len(), acknowledged);
    let refused = ws.backup(&ws.backups(), 1).unwrap_err();
    assert!(matches!(refused, StoreError::DiskFull), "{refused:?}");
    drop(ws);
    disk.fill();

    let reserve = desk.dir().join("reserve");
    assert!(reserve.exists());
    let mut ws = desk.open().unwrap();
    assert!(!reserve.exists(), "the reserve was needed to open");
    assert_eq!(ws.changes(&inspection()).unwrap().len(), acknowledged);
    ws.put_draft(&draft("there is a little space again")).unwrap();

    fs::remove_file(filler).unwrap();
    write(&mut ws, "asha", note("3"), json!("goes on")).unwrap();
    assert!(reserve.exists(), "and the reserve is back");
    assert!(ws.check().unwrap().is_good());
    drop(ws);
    assert_eq!(desk.open().unwrap().changes(&inspection()).unwrap().len(), acknowledged + 1);
}
