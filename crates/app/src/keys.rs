//! This machine's keys, for people who want to check bundles with public tools.

use secrecy::SecretString;
use serde::Serialize;

use crate::session::Session;

/// This machine's public keys.
#[derive(Debug, Clone, Serialize)]
pub struct PublicKeys {
    /// The machine.
    pub device: String,
    /// The content of a minisign `.pub` file.
    pub minisign: String,
    /// The age recipient.
    pub age_recipient: String,
}

/// This machine's public keys.
#[must_use]
pub fn public(session: &Session) -> PublicKeys {
    let identity = session.identity();
    PublicKeys {
        device: identity.device().to_string(),
        minisign: identity.signing.public().to_file(),
        age_recipient: identity.age.recipient().to_string(),
    }
}

/// This machine's age identity. Whoever has it can read every bundle sealed for this machine.
#[must_use]
pub fn secret_age_identity(session: &Session) -> SecretString {
    session.identity().age.to_text()
}
