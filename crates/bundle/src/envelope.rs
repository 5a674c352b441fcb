//! Encryption with age, to X25519 recipients only, wholly in memory and never without a cap.

use std::io::{Read, Write};

use age::{DecryptError, Decryptor, Encryptor};
use zeroize::Zeroizing;

use crate::recipient::{AgeIdentity, AgeRecipient};

/// The most recipients of one envelope.
pub const MOST_RECIPIENTS: usize = 64;
const LONGEST_HEADER: usize = 64 * 1024;

crate::coded::coded! {
    /// Why an envelope cannot be made or opened.
    pub enum EnvelopeError {
        say {
            /// Nobody, or more than [`MOST_RECIPIENTS`].
            Recipients = "age.recipients", "an envelope needs between one and 64 recipients";
            /// Not the header of an age file, version 1, binary.
            Header = "age.header", "this is not a valid age file";
            /// Encrypted with a passphrase, which this format never is.
            Passphrase = "age.passphrase", "the age file is encrypted with a passphrase";
            /// None of its recipients is this identity.
            NotForMe = "age.not_for_me", "the age file is not encrypted to this device";
            /// The content was changed or cut off.
            Payload = "age.payload", "the content of the age file is damaged";
            /// The content is larger than the cap.
            TooLarge = "age.too_large", "the content of the age file is too large";
            /// Encryption itself failed.
            Encrypt = "age.encrypt", "the age file could not be made";
        }
    }
}

/// An opened envelope.
pub struct Envelope {
    /// What was inside, whole.
    pub content: Zeroizing<Vec<u8>>,
    /// How many X25519 recipients the envelope names. Which ones, age does not say.
    pub recipients: usize,
}

/// Encrypts bytes to these recipients.
///
/// # Errors
/// With no recipient, or too many.
pub fn encrypt(recipients: &[AgeRecipient], content: &[u8]) -> Result<Vec<u8>, EnvelopeError> {
    if recipients.is_empty() || recipients.len() > MOST_RECIPIENTS {
        return Err(EnvelopeError::Recipients);
    }
    let keys = recipients.iter().map(AgeRecipient::key).collect::<Result<Vec<_>, _>>().map_err(|_| EnvelopeError::Encrypt)?;
    let encryptor = Encryptor::with_recipients(keys.iter().map(|key| key as &dyn age::Recipient)).map_err(|_| EnvelopeError::Encrypt)?;
    let mut encrypted = Vec::with_capacity(content.len() + content.len() / 1024 + 1024);
    let mut writer = encryptor.wrap_output(&mut encrypted).map_err(|_| EnvelopeError::Encrypt)?;
    writer.write_all(content).map_err(|_| EnvelopeError::Encrypt)?;
    writer.finish().map_err(|_| EnvelopeError::Encrypt)?;
    Ok(encrypted)
}

/// Decrypts a whole age file into memory, at most `cap` bytes of it.
///
/// # Errors
/// When it is not for this identity, damaged anywhere, or larger than the cap. Nothing of it is given then.
pub fn decrypt(identity: &AgeIdentity, encrypted: &[u8], cap: usize) -> Result<Envelope, EnvelopeError> {
    let recipients = count_recipients(encrypted)?;
    let decryptor = Decryptor::new_buffered(encrypted).map_err(|_| EnvelopeError::Header)?;
    let key: &dyn age::Identity = identity.key();
    let reader = decryptor.decrypt(std::iter::once(key)).map_err(|error| match error {
        DecryptError::NoMatchingKeys => EnvelopeError::NotForMe,
        _ => EnvelopeError::Header,
    })?;
    let mut content = Zeroizing::new(Vec::with_capacity(encrypted.len().min(cap)));
    let limit = u64::try_from(cap).unwrap_or(u64::MAX).saturating_add(1);
    reader.take(limit).read_to_end(&mut content).map_err(|_| EnvelopeError::Payload)?;
    if content.len() > cap { Err(EnvelopeError::TooLarge) } else { Ok(Envelope { content, recipients }) }
}

/// Reads the header far enough to count the recipients, before any key is tried.
fn count_recipients(encrypted: &[u8]) -> Result<usize, EnvelopeError> {
    let head = encrypted.get(..LONGEST_HEADER).unwrap_or(encrypted);
    let mut lines = head.split(|byte| *byte == b'\n');
    if lines.next() != Some(b"age-encryption.org/v1") {
        return Err(EnvelopeError::Header);
    }
    let mut recipients = 0;
    for line in lines {
        if line.starts_with(b"---") {
            let fits = (1..=MOST_RECIPIENTS).contains(&recipients);
            return if fits { Ok(recipients) } else { Err(EnvelopeError::Recipients) };
        } else if line.starts_with(b"-> X25519 ") {
            recipients += 1;
        } else if line.starts_with(b"-> scrypt ") {
            return Err(EnvelopeError::Passphrase);
        }
    }
    Err(EnvelopeError::Header)
}
