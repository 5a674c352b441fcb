use super::*;
use crate::Problem;
use std::fs;

fn filled() -> (Desk, Workspace) {
    let (desk, mut ws) = Desk::new();
    allocate(&mut ws);
    for n in 0..20 {
        write(&mut ws, "asha", note(&format!("2.1.{n}")), json!(format!("some words {n}"))).unwrap();
    }
    (desk, ws)
}

#[test]
fn a_whole_one_is_good() {
    let (_desk, ws) = filled();
    let health = ws.check().unwrap();
    assert!(health.is_good(), "{health:?}");
    assert_eq!((health.changes, health.waiting), (21, 0));
}

#[test]
fn one_flipped_bit_anywhere_in_the_file_is_noticed() {
    let (desk, ws) = filled();
    drop(ws);
    let path = desk.dir().join("fieldweek.db");
    let good = fs::read(&path).unwrap();
    let pages = good.len() / 4096;
    assert!(pages > 10);
    for page in 0..pages {
        let mut bad = good.clone();
        bad[page * 4096 + 100 + page] ^= 0x10;
        fs::write(&path, bad).unwrap();
        let noticed = match desk.open() {
            Err(StoreError::Damaged(_)) => true,
            Err(other) => panic!("{other:?}"),
            Ok(ws) => !matches!(ws.check(), Ok(health) if health.is_good()),
        };
        assert!(noticed, "page {page}");
        for side in ["fieldweek.db-wal", "fieldweek.db-shm"] {
            let _ = fs::remove_file(desk.dir().join(side));
        }
    }
    fs::write(&path, good).unwrap();
    assert!(desk.open().unwrap().check().unwrap().is_good());
}

#[test]
fn a_line_that_is_not_what_its_id_says_is_noticed() {
    for tamper in ["line = replace(line, 'some words', 'evil words')", "field = 'note/9.9.9'", "seq = seq + 1", "line = 'x'"] {
        let (_desk, ws) = filled();
        ws.conn.execute_batch("DROP TRIGGER change_log_keeps_its_lines").unwrap();
        ws.conn.execute(&format!("UPDATE change_log SET {tamper} WHERE seq = 5"), []).unwrap();
        assert_eq!(ws.check().unwrap().problems, [Problem::Lines(1)], "{tamper}");
    }
}

#[test]
fn what_is_kept_must_be_what_the_log_says_and_rebuilding_helps() {
    let other = "INSERT INTO standing (id, inspection, kind) SELECT id, inspection, 'suspended' FROM heads LIMIT 1";
    for tamper in ["DELETE FROM heads WHERE field = 'note/2.1.3'", other, "DELETE FROM folds"] {
        let (_desk, mut ws) = filled();
        ws.conn.execute(tamper, []).unwrap();
        let health = ws.check().unwrap();
        assert!(health.problems.contains(&Problem::Projections(inspection())), "{tamper}: {health:?}");
        ws.refold(&inspection(), &devices()).unwrap();
        ws.rebuild().unwrap();
        assert!(ws.check().unwrap().is_good(), "{tamper}");
    }
}

#[test]
fn a_search_index_that_does_not_match_is_noticed_and_rebuilding_helps() {
    let (_desk, mut ws) = filled();
    ws.conn.execute("UPDATE texts SET body = 'other' WHERE n = 1", []).unwrap();
    let health = ws.check().unwrap();
    assert!(health.problems.contains(&Problem::Search), "{health:?}");
    ws.rebuild().unwrap();
    assert!(ws.check().unwrap().is_good());
}
