//! What this machine remembers about itself, and its secrets.

use rusqlite::{OptionalExtension, params};
use secrecy::{ExposeSecret, SecretSlice};

use crate::error::StoreError;
use crate::workspace::Workspace;

impl Workspace {
    /// A setting.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT value FROM settings WHERE name = ?1")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    }

    /// Keeps a setting.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn put_setting(&mut self, name: &str, value: &[u8]) -> Result<(), StoreError> {
        let sql = "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value";
        self.write(|tx| Ok(tx.prepare_cached(sql)?.execute(params![name, value]).map(drop)?))
    }

    /// Forgets a setting. There may be none.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn remove_setting(&mut self, name: &str) -> Result<(), StoreError> {
        self.write(|tx| Ok(tx.prepare_cached("DELETE FROM settings WHERE name = ?1")?.execute([name]).map(drop)?))
    }

    /// A secret: wiped from memory when dropped, never printed.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn secret(&self, name: &str) -> Result<Option<SecretSlice<u8>>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT value FROM secrets WHERE name = ?1")?;
        Ok(statement.query_row([name], |row| row.get::<_, Vec<u8>>(0).map(SecretSlice::from)).optional()?)
    }

    /// Keeps a secret.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn put_secret(&mut self, name: &str, value: &SecretSlice<u8>) -> Result<(), StoreError> {
        let sql = "INSERT INTO secrets (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value";
        self.write(|tx| Ok(tx.prepare_cached(sql)?.execute(params![name, value.expose_secret()]).map(drop)?))
    }
}
