//! One encrypted store on one machine for one person and role.

use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use secrecy::SecretString;

use crate::database;
use crate::entropy::Entropy;
use crate::error::StoreError;
use crate::folds;
use crate::header::{Header, Lockup};
use crate::key::{Kdf, StoreKey};
use crate::lock::Lock;
use crate::migrations;
use crate::private;
use crate::reserve;
use crate::vault::{Keyring, Vault};

pub(crate) const BACKUPS: &str = "backups";

/// Seals a store key for the organisation's recovery recipient. The store keeps the bytes and never opens them.
pub type Escrow<'a> = &'a dyn Fn(&StoreKey) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>>;

/// What a new workspace is made with.
pub struct NewWorkspace<'a> {
    /// What the person knows.
    pub passphrase: &'a SecretString,
    /// What the machine keeps: [`crate::OsVault`], or [`crate::NoVault`] by explicit choice.
    pub vault: &'a dyn Vault,
    /// How hard the passphrase is to guess.
    pub kdf: Kdf,
    /// Where keys come from.
    pub entropy: &'a mut dyn Entropy,
    /// How the key is sealed for recovery.
    pub escrow: Escrow<'a>,
}

/// An open workspace. No other program can open it until this is dropped.
pub struct Workspace {
    pub(crate) conn: Connection,
    pub(crate) dir: PathBuf,
    pub(crate) header: Header,
    pub(crate) key: StoreKey,
    reserved: bool,
    _lock: Lock, // last, so that it is released after the database is closed
}

impl fmt::Debug for Workspace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workspace").field("id", &self.id()).finish_non_exhaustive()
    }
}

impl Workspace {
    /// Makes a workspace in a folder that is empty or not there yet, and opens it. It is there whole or not at all.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when something is in the folder; whatever keeps the key from being made, wrapped or sealed.
    pub fn create(dir: &Path, new: NewWorkspace<'_>) -> Result<Self, StoreError> {
        private::must_be_free(dir)?;
        let NewWorkspace { passphrase, vault, kdf, entropy, escrow } = new;
        let mut id = [0; 16];
        entropy.fill(&mut id)?;
        let key = StoreKey::random(entropy)?;
        let escrow = escrow(&key).map_err(StoreError::Escrow)?;
        let header = Header::new(&id, &key, escrow, &Lockup { passphrase, vault, kdf }, entropy)?;
        if let Err(error) = build(dir, &header, &key) {
            let _ = vault.delete(&header.slot()); // the secret of a workspace that is not there
            return Err(error);
        }
        let lock = Lock::take(dir)?;
        Self::unlock(dir, lock, header, key)
    }

    /// Opens a workspace with what the person knows and what the machine keeps.
    ///
    /// # Errors
    /// [`StoreError::NoWorkspace`], [`StoreError::InUse`], [`StoreError::WrongPassphrase`], [`StoreError::MissingKeyring`],
    /// [`StoreError::MissingKeyringSecret`], [`StoreError::ForeignFile`], [`StoreError::Damaged`],
    /// [`StoreError::NewerVersion`]: each a different thing to tell a person.
    pub fn open(dir: &Path, passphrase: &SecretString, vault: &dyn Vault) -> Result<Self, StoreError> {
        let header = Header::read(dir)?;
        let lock = Lock::take(dir)?;
        let key = header.unwrap(passphrase, vault)?;
        Self::unlock(dir, lock, header, key)
    }

    /// Opens a workspace with its key, as recovered from escrow.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`] when it is the key of another; otherwise as [`Workspace::open`].
    pub fn open_with_key(dir: &Path, key: StoreKey) -> Result<Self, StoreError> {
        let header = Header::read(dir)?;
        let lock = Lock::take(dir)?;
        header.must_fit(&key)?;
        Self::unlock(dir, lock, header, key)
    }

    /// The key as it was sealed for recovery when the workspace was made. Needs neither passphrase nor keyring.
    ///
    /// # Errors
    /// When there is no workspace, or its header is damaged.
    pub fn escrow(dir: &Path) -> Result<Vec<u8>, StoreError> {
        Ok(Header::read(dir)?.escrow().to_vec())
    }

    /// Whether the workspace in a folder needs a keyring. Needs neither passphrase nor keyring.
    ///
    /// # Errors
    /// When there is no workspace, or its header is damaged.
    pub fn keyring(dir: &Path) -> Result<Keyring, StoreError> {
        Ok(Header::read(dir)?.keyring())
    }

    /// Wraps the key anew, under another passphrase and another secret of the keyring. The old passphrase no longer opens
    /// the workspace, nor the backups inside its folder. A crash leaves the old or the new wrapping, whole.
    ///
    /// # Errors
    /// When the vault or the disk refuses. The old wrapping stays.
    pub fn rewrap(&mut self, passphrase: &SecretString, vault: &dyn Vault, kdf: Kdf, entropy: &mut dyn Entropy) -> Result<(), StoreError> {
        let old = self.header.slot();
        let header = self.header.wrap(&self.key, &Lockup { passphrase, vault, kdf }, entropy)?;
        if let Err(error) = header.write(&self.dir) {
            let _ = vault.delete(&header.slot());
            return Err(error);
        }
        self.header = header;
        crate::backup::take_over_header(&self.dir.join(BACKUPS), &self.header);
        let _ = vault.delete(&old); // of no use any more, and no harm if it stays
        Ok(())
    }

    /// The workspace's id: random, and the same in every copy of it.
    #[must_use]
    pub fn id(&self) -> &str {
        self.header.workspace()
    }

    /// The folder it is in.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    fn unlock(dir: &Path, lock: Lock, header: Header, key: StoreKey) -> Result<Self, StoreError> {
        let conn = match open_database(dir, &header, &key) {
            Err(StoreError::DiskFull) if reserve::release(dir) => open_database(dir, &header, &key)?,
            opened => opened?,
        };
        let reserved = reserve::take(dir);
        Ok(Self { conn, dir: dir.to_owned(), header, key, reserved, _lock: lock })
    }

    /// Does something in one transaction: all of it or nothing.
    pub(crate) fn write<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&tx)?;
        tx.commit()?;
        if !self.reserved {
            self.reserved = reserve::take(&self.dir);
        }
        Ok(done)
    }
}

fn build(dir: &Path, header: &Header, key: &StoreKey) -> Result<(), StoreError> {
    let parent = private::parent(dir);
    std::fs::create_dir_all(&parent)?;
    let building = private::building_site(&parent)?;
    let path = building.path().join(database::FILE);
    database::create(&path)?;
    let mut conn = database::open(&path, key, &header.salt()?)?;
    migrations::run(&mut conn, migrations::ALL)?;
    folds::follow_migrations(&mut conn)?;
    conn.execute("INSERT INTO workspace (only, id) VALUES (1, ?1)", params![header.workspace()])?;
    database::close(conn)?;
    private::folder(&building.path().join(BACKUPS))?;
    header.write(building.path())?;
    private::settle(building, dir)
}

fn open_database(dir: &Path, header: &Header, key: &StoreKey) -> Result<Connection, StoreError> {
    let mut conn = database::open(&dir.join(database::FILE), key, &header.salt()?)?;
    migrations::run(&mut conn, migrations::ALL)?;
    let id: String = conn.query_row("SELECT id FROM workspace", [], |row| row.get(0))?;
    if id != header.workspace() {
        return Err(StoreError::ForeignFile);
    }
    folds::follow_migrations(&mut conn)?;
    Ok(conn)
}
