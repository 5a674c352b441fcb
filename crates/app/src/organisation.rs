//! The organisation: its root key and recovery key, which lie offline, and its card, which every machine is given.

use std::path::Path;

use fieldweek_bundle::keyfile::{lock_recovery, lock_root};
use fieldweek_bundle::{AgeIdentity, AgeRecipient, EnrolmentRequest, Person, PublicKey, Roster, RosterDraft, SigningKey, words};
use fieldweek_store::{Entropy, StoredRoster};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::enrol::request_of;
use crate::error::{AppError, Result};
use crate::file;
use crate::identity::reference;
use crate::session::Session;

/// The largest card, in bytes.
const LARGEST_CARD: u64 = 16 * 1024;
/// The name of the card's file.
pub const CARD: &str = "organisation.json";
/// The name of the root key's file.
pub const ROOT_KEY: &str = "root.key.age";
/// The name of the recovery key's file.
pub const RECOVERY_KEY: &str = "recovery.key.age";

/// What every machine knows of the organisation before it is enrolled. Public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// What it is called.
    pub organisation: String,
    /// The key that signs its rosters.
    pub root: PublicKey,
    /// The key that every bundle and every store is encrypted to as well.
    pub recovery: AgeRecipient,
}

impl Card {
    /// Reads a card.
    ///
    /// # Errors
    /// When the file is none.
    pub fn read(path: &Path) -> Result<Self> {
        let text = file::read_text(path, LARGEST_CARD)?;
        serde_json::from_str(&text).map_err(|_| {
            AppError::usage(
                "card.form",
                format!("The file {} is not an organisation's card.", path.display()),
                "Ask central for organisation.json.",
            )
        })
    }

    /// The words of the root key, to be compared with what central reads aloud.
    #[must_use]
    pub fn words(&self) -> String {
        words::root_fingerprint(&self.root)
    }
}

/// The keys of an organisation while it is founded.
pub struct Founding {
    pub(crate) root: SigningKey,
    pub(crate) recovery: AgeIdentity,
    /// Its card.
    pub card: Card,
}

/// Makes the keys of a new organisation.
///
/// # Errors
/// When there is no randomness.
pub fn found(organisation: &str, entropy: &mut dyn Entropy) -> Result<Founding> {
    let mut seed = Zeroizing::new([0; 32]);
    entropy.fill(seed.as_mut_slice()).map_err(fieldweek_store::StoreError::from)?;
    let (root, recovery) = (SigningKey::from_seed(&seed), AgeIdentity::generate());
    let card = Card { organisation: organisation.to_owned(), root: root.public().clone(), recovery: recovery.recipient().clone() };
    Ok(Founding { root, recovery, card })
}

impl Founding {
    /// Writes the offline keys, locked with a passphrase, and the card into a folder.
    ///
    /// # Errors
    /// When the passphrase is too short, or the folder cannot be written or holds keys already.
    pub fn write(&self, offline: &Path, passphrase: &SecretString) -> Result<()> {
        crate::create_workspace::long_enough(passphrase)?;
        file::folder(offline)?;
        if offline.join(ROOT_KEY).exists() || offline.join(RECOVERY_KEY).exists() {
            return Err(AppError::refused(
                "organisation.exists",
                format!("The folder {} holds an organisation's keys already.", offline.display()),
                "Name another folder.",
            ));
        }
        let card = serde_json::to_vec_pretty(&self.card)
            .map_err(|_| AppError::refused("card.failed", "The card could not be written.", "Try again."))?;
        file::write(&offline.join(RECOVERY_KEY), &lock_recovery(&self.recovery, passphrase).map_err(failed)?)?;
        file::write(&offline.join(ROOT_KEY), &lock_root(&self.root, passphrase).map_err(failed)?)?;
        file::write(&offline.join(CARD), &card)
    }

    /// Takes back what [`Founding::write`] wrote, because the organisation could not be founded after all.
    pub fn take_back(&self, offline: &Path) {
        for name in [CARD, ROOT_KEY, RECOVERY_KEY] {
            let _ = std::fs::remove_file(offline.join(name)); // nothing depends on these keys yet
        }
        let _ = std::fs::remove_dir(offline); // stays when it holds anything else
    }

    /// Signs the first roster, with central's own machine in it.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn first_roster(&self, central: &mut Session) -> Result<()> {
        let signed = request_of(central)?;
        let request = EnrolmentRequest::verify(&signed.json, signed.minisig.as_bytes()).map_err(AppError::coded)?;
        let mut draft = RosterDraft::first(&self.card.organisation, self.card.recovery.clone());
        let person = central.identity.person.clone();
        draft.put_person(Person { name: reference(&person)?, id: person, role: central.identity.role });
        draft.approve(&request).map_err(AppError::coded)?;
        let signed = draft.sign(&self.root).map_err(AppError::coded)?;
        keep_roster(central, &signed.json, &signed.minisig)
    }
}

fn failed(error: fieldweek_bundle::keyfile::KeyfileError) -> AppError {
    AppError::coded(error)
}

/// Keeps a roster that the pinned root signed.
pub(crate) fn keep_roster(session: &mut Session, json: &[u8], minisig: &str) -> Result<()> {
    let roster = Roster::verify(json, minisig.as_bytes(), &session.identity.card.root).map_err(AppError::coded)?;
    let text = String::from_utf8(json.to_vec())
        .map_err(|_| AppError::refused("roster.text", "The roster is not text.", "Ask central for it again."))?;
    let version = u32::try_from(roster.version()).unwrap_or(u32::MAX);
    Ok(session.workspace.put_roster(&StoredRoster { version, json: text, signature: minisig.to_owned() })?)
}
