//! Steps from an empty database to today's. A released step never changes: its checksum is kept and compared.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use crate::error::StoreError;

/// One step.
#[derive(Clone, Copy)]
pub(crate) struct Migration {
    pub number: u32,
    pub name: &'static str,
    pub sql: &'static str,
}

macro_rules! migration {
    ($number:literal, $name:literal) => {
        Migration { number: $number, name: $name, sql: include_str!(concat!("../../../migrations/", $name, ".sql")) }
    };
}

/// All steps, in order, numbered from 1.
pub(crate) const ALL: &[Migration] = &[migration!(1, "0001_log"), migration!(2, "0002_exchange"), migration!(3, "0003_search")];

/// Brings a database up to date. Says whether anything had to be done.
pub(crate) fn run(conn: &mut Connection, all: &[Migration]) -> Result<bool, StoreError> {
    conn.execute_batch(
        "CREATE TABLE IF NOT EXISTS migrations (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, sha256 BLOB NOT NULL) STRICT;",
    )?;
    must_be_known(conn, all)?;
    let mut done = false;
    for migration in all {
        done |= step(conn, migration)?;
    }
    Ok(done)
}

fn must_be_known(conn: &Connection, all: &[Migration]) -> Result<(), StoreError> {
    let newest: u32 = conn.query_row("SELECT coalesce(max(number), 0) FROM migrations", [], |row| row.get(0))?;
    if all.iter().all(|migration| migration.number < newest) && newest > 0 { Err(StoreError::NewerVersion) } else { Ok(()) }
}

fn step(conn: &mut Connection, migration: &Migration) -> Result<bool, StoreError> {
    let sum: [u8; 32] = Sha256::digest(migration.sql).into();
    let known: Option<[u8; 32]> =
        conn.query_row("SELECT sha256 FROM migrations WHERE number = ?1", [migration.number], |row| row.get(0)).optional()?;
    match known {
        Some(known) if known == sum => Ok(false),
        Some(_) => Err(StoreError::ChangedMigration(migration.number)),
        None => {
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            tx.execute_batch(migration.sql)?;
            tx.execute(
                "INSERT INTO migrations (number, name, sha256) VALUES (?1, ?2, ?3)",
                params![migration.number, migration.name, sum],
            )?;
            tx.commit()?;
            Ok(true)
        }
    }
}
