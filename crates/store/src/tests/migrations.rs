use super::*;
use crate::migrations::{ALL, Migration, run};
use crate::{change_log, database, folds};
use rusqlite::Connection;
use sha2::{Digest, Sha256};

const ID: [u8; 16] = [3; 16];

fn database_in(home: &TempDir) -> Connection {
    let path = home.path().join("fieldweek.db");
    database::create(&path).unwrap();
    database::open(&path, &StoreKey::from_bytes([1; 32]), &ID).unwrap()
}

fn schema(conn: &Connection) -> Vec<(String, Option<String>)> {
    let mut statement = conn.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn they_are_numbered_without_gaps_and_named_after_their_number() {
    for (place, migration) in ALL.iter().enumerate() {
        assert_eq!(migration.number as usize, place + 1);
        assert!(migration.name.starts_with(&format!("{:04}_", migration.number)));
    }
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations")).unwrap();
    let files = files.filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|end| end == "sql")).count();
    assert_eq!(files, ALL.len(), "every file is embedded");
}

#[test]
fn from_every_earlier_version_it_comes_to_todays_schema_and_keeps_the_log() {
    let (_desk, mut ws) = Desk::new();
    allocate(&mut ws);
    write(&mut ws, "asha", note("2.1.01"), json!("found after the upgrade")).unwrap();
    let log = ws.changes(&inspection()).unwrap();
    let today = (schema(&ws.conn), folded(&ws));
    for version in 1..=ALL.len() {
        let home = tempfile::tempdir().unwrap();
        let mut conn = database_in(&home);
        assert!(run(&mut conn, &ALL[..version]).unwrap());
        conn.execute("INSERT INTO workspace (only, id) VALUES (1, 'x')", []).unwrap();
        for logged in &log {
            change_log::append(&conn, logged).unwrap();
        }
        let devices = serde_json::to_string(&devices()).unwrap();
        conn.execute("INSERT INTO folds VALUES (?1, ?2)", [inspection().as_str(), &devices]).unwrap();
        conn.pragma_update(None, "user_version", i64::try_from(version - 1).unwrap()).unwrap();
        assert_eq!(run(&mut conn, ALL).unwrap(), version < ALL.len());
        assert!(!run(&mut conn, ALL).unwrap(), "nothing is left to do");
        folds::follow_migrations(&mut conn).unwrap();
        assert_eq!(schema(&conn), today.0);
        assert_eq!(change_log::all(&conn, &inspection()).unwrap(), log);
        let found: i64 = conn.query_row("SELECT count(*) FROM search WHERE search MATCH 'upgrade'", [], |row| row.get(0)).unwrap();
        assert_eq!(found, 1, "from version {version}");
    }
}

#[test]
fn one_that_fails_halfway_leaves_the_version_before_it() {
    let home = tempfile::tempdir().unwrap();
    let mut conn = database_in(&home);
    let bad = Migration { number: 3, name: "0003_bad", sql: "CREATE TABLE half (x); INSERT INTO nowhere VALUES (1);" };
    let broken = [ALL[0], ALL[1], bad];
    assert!(run(&mut conn, &broken).is_err());
    let newest: u32 = conn.query_row("SELECT max(number) FROM migrations", [], |row| row.get(0)).unwrap();
    assert_eq!(newest, 2);
    assert!(schema(&conn).iter().all(|(name, _)| name != "half"));
    run(&mut conn, ALL).unwrap();
    assert!(schema(&conn).iter().any(|(name, _)| name == "texts"), "the right one runs later");
}

#[test]
fn a_changed_one_is_an_error_at_the_next_opening() {
    let (desk, ws) = Desk::new();
    let other: [u8; 32] = Sha256::digest("CREATE TABLE something_else (x);").into();
    ws.conn.execute("UPDATE migrations SET sha256 = ?1 WHERE number = 2", [other]).unwrap();
    drop(ws);
    let refused = desk.open().unwrap_err();
    assert!(matches!(refused, StoreError::ChangedMigration(2)), "{refused:?}");
}

#[test]
fn a_database_of_a_newer_edition_is_left_alone() {
    let (desk, ws) = Desk::new();
    ws.conn.execute("INSERT INTO migrations VALUES (99, '0099_later', x'00')", []).unwrap();
    drop(ws);
    assert!(matches!(desk.open().unwrap_err(), StoreError::NewerVersion));
}

#[test]
fn a_crash_between_migration_and_rebuilding_is_made_good() {
    let (desk, mut ws) = Desk::new();
    allocate(&mut ws);
    let before = folded(&ws);
    ws.conn.execute_batch("DELETE FROM heads; PRAGMA user_version = 2;").unwrap();
    drop(ws);
    assert_eq!(folded(&desk.open().unwrap()), before);
}
