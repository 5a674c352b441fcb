//! Files that packs carry, by their SHA-256.

use rusqlite::{OptionalExtension, params};
use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::workspace::Workspace;

impl Workspace {
    /// Keeps a file and returns its SHA-256.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn put_blob(&mut self, bytes: &[u8]) -> Result<[u8; 32], StoreError> {
        let sha256: [u8; 32] = Sha256::digest(bytes).into();
        let sql = "INSERT INTO blobs (sha256, bytes) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        self.write(|tx| Ok(tx.prepare_cached(sql)?.execute(params![sha256, bytes]).map(drop)?))?;
        Ok(sha256)
    }

    /// The file with this SHA-256.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when its bytes are not what they were.
    pub fn blob(&self, sha256: &[u8; 32]) -> Result<Option<Vec<u8>>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT bytes FROM blobs WHERE sha256 = ?1")?;
        let bytes: Option<Vec<u8>> = statement.query_row([sha256], |row| row.get(0)).optional()?;
        match bytes {
            Some(bytes) if Sha256::digest(&bytes).as_slice() != sha256 => Err(StoreError::Damaged("a file")),
            bytes => Ok(bytes),
        }
    }

    /// The SHA-256 of every file.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn blobs(&self) -> Result<Vec<[u8; 32]>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT sha256 FROM blobs ORDER BY sha256")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }
}
