//! Opening the database: its key and how it must behave.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use crate::error::StoreError;
use crate::key::StoreKey;
use crate::private;

pub(crate) const FILE: &str = "fieldweek.db";

/// Makes an empty database file that only its owner may read.
pub(crate) fn create(path: &Path) -> Result<(), StoreError> {
    private::options().create_new(true).open(path)?.sync_all()?;
    Ok(())
}

/// Opens a database of the workspace with this id. Its id is also the salt with which the file begins.
pub(crate) fn open(path: &Path, key: &StoreKey, id: &[u8; 16]) -> Result<Connection, StoreError> {
    if !path.is_file() {
        return Err(StoreError::Damaged("the database is missing"));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    match unlock(&conn, key, id) {
        Err(StoreError::Damaged(_)) if starts_with_another(path, id) => Err(StoreError::ForeignFile),
        Err(error) => Err(error),
        Ok(()) => {
            behave(&conn)?;
            Ok(conn)
        }
    }
}

fn unlock(conn: &Connection, key: &StoreKey, id: &[u8; 16]) -> Result<(), StoreError> {
    conn.pragma_update(None, "cipher_log_level", "NONE")?;
    let key = Zeroizing::new(hex::encode(key.expose()));
    let spec = Zeroizing::new(format!("x'{}{}'", key.as_str(), hex::encode(id)));
    conn.pragma_update(None, "key", spec.as_str())?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(())
}

fn behave(conn: &Connection) -> Result<(), StoreError> {
    conn.busy_timeout(Duration::from_secs(2))?;
    let journal: String = conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if journal != "wal" {
        return Err(StoreError::Damaged("the database has no write-ahead log"));
    }
    for (pragma, value) in [
        ("synchronous", "FULL"),
        ("fullfsync", "ON"), // macOS: a plain fsync does not reach the disk
        ("checkpoint_fullfsync", "ON"),
        ("foreign_keys", "ON"),
        ("recursive_triggers", "ON"), // so that REPLACE meets the triggers of the log
        ("secure_delete", "ON"),
        ("trusted_schema", "OFF"),
        ("cell_size_check", "ON"),
    ] {
        conn.pragma_update(None, pragma, value)?;
    }
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    Ok(())
}

fn starts_with_another(path: &Path, id: &[u8; 16]) -> bool {
    let mut salt = [0; 16];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut salt));
    read.is_err() || salt != *id
}

/// Writes the write-ahead log into the database and closes it.
pub(crate) fn close(conn: Connection) -> Result<(), StoreError> {
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    conn.close().map_err(|(_, error)| error.into())
}
