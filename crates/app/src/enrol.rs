//! Bringing a machine into the organisation.

use std::path::{Path, PathBuf};

use fieldweek_bundle::keyfile::unlock_root;
use fieldweek_bundle::{EnrolmentRequest, Person, RequestContent, SignedRequest};
use secrecy::SecretString;
use serde::Serialize;

use crate::error::{AppError, Result};
use crate::file;
use crate::identity::reference;
use crate::organisation::keep_roster;
use crate::session::Session;

/// The largest request or key file, in bytes.
const LARGEST: u64 = 64 * 1024;

/// What a machine asks.
#[derive(Debug, Clone, Serialize)]
pub struct Requested {
    /// The person.
    pub person: String,
    /// Their role.
    pub role: String,
    /// The machine.
    pub device: String,
    /// The fingerprint of its keys, as words to be read aloud.
    pub words: String,
}

pub(crate) fn request_of(session: &Session) -> Result<SignedRequest> {
    content(session)?.sign(&session.identity.signing).map_err(AppError::coded)
}

fn content(session: &Session) -> Result<RequestContent> {
    let identity = &session.identity;
    let name = reference(&identity.person)?;
    let (person, recipient) = (identity.person.clone(), identity.age.recipient().clone());
    Ok(RequestContent::new(&identity.signing, recipient, person, name, identity.role, session.clock.now()))
}

fn signature_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".minisig");
    PathBuf::from(name)
}

/// Writes this machine's request, and its signature beside it.
///
/// # Errors
/// When the files cannot be written.
pub fn request(session: &Session, out: &Path) -> Result<Requested> {
    let content = content(session)?;
    let signed = content.sign(&session.identity.signing).map_err(AppError::coded)?;
    file::write(out, &signed.json)?;
    file::write(&signature_of(out), signed.minisig.as_bytes())?;
    Ok(requested(&content))
}

fn requested(content: &RequestContent) -> Requested {
    Requested {
        person: content.person.to_string(),
        role: content.role.as_str().to_owned(),
        device: content.device.to_string(),
        words: content.words(),
    }
}

/// A request whose signature holds. Whose machine it really is, only the words can tell.
pub struct Pending(EnrolmentRequest);

impl Pending {
    /// What it asks.
    #[must_use]
    pub fn asks(&self) -> Requested {
        requested(self.0.content())
    }
}

/// Reads a request.
///
/// # Errors
/// When it is none, or its signature does not hold.
pub fn read(path: &Path) -> Result<Pending> {
    let (json, minisig) = (file::read(path, LARGEST)?, file::read(&signature_of(path), LARGEST)?);
    EnrolmentRequest::verify(&json, &minisig).map(Pending).map_err(AppError::coded)
}

/// Approves requests into the next roster (central, with the offline root key). Their words were compared before.
///
/// # Errors
/// When the root key does not open or is another organisation's, or a request cannot be approved. Nothing is written then.
pub fn approve(session: &mut Session, requests: &[Pending], root_key: &Path, passphrase: &SecretString) -> Result<u64> {
    let root = unlock_root(&file::read(root_key, LARGEST)?, passphrase).map_err(AppError::coded)?;
    if root.public() != &session.identity.card.root {
        return Err(AppError::refused(
            "root.other",
            "The key is not the root key of this organisation.",
            "Use the key that was made when it was founded.",
        ));
    }
    let roster = session.roster()?.ok_or_else(|| {
        AppError::refused(
            "roster.none",
            "There is no roster in this workspace.",
            "Only the central workspace of the organisation can approve requests.",
        )
    })?;
    let mut draft = roster.next();
    for request in requests {
        let content = request.0.content();
        draft.put_person(Person { id: content.person.clone(), name: content.name.clone(), role: content.role });
        draft.approve(&request.0).map_err(AppError::coded)?;
    }
    let signed = draft.sign(&root).map_err(AppError::coded)?;
    keep_roster(session, &signed.json, &signed.minisig)?;
    Ok(signed.name.version)
}
