//! Escrow: the key of an encrypted store, encrypted to the organisation's recovery recipient, so that a lost passphrase
//! or keyring loses no data.

use zeroize::Zeroizing;

use crate::envelope::{self, EnvelopeError};
use crate::recipient::{AgeIdentity, AgeRecipient};

const START: &str = "fieldweek/1 store-key ";

crate::coded::coded! {
    /// Why a store key cannot be kept or recovered.
    pub enum EscrowError {
        say {
            /// What was inside is not a store key.
            Content = "escrow.content", "this is not an escrowed store key";
        }
        pass {
            /// It cannot be encrypted or decrypted.
            Envelope(EnvelopeError);
        }
    }
}

/// Encrypts a store's key for recovery. Inside is one line: `fieldweek/1 store-key <64 hex digits>`.
///
/// # Errors
/// When encryption fails.
pub fn escrow(store_key: &[u8; 32], recovery: &AgeRecipient) -> Result<Vec<u8>, EscrowError> {
    let digits = Zeroizing::new(hex::encode(store_key));
    let mut line = Zeroizing::new(String::with_capacity(START.len() + 65));
    line.push_str(START);
    line.push_str(&digits);
    line.push('\n');
    Ok(envelope::encrypt(std::slice::from_ref(recovery), line.as_bytes())?)
}

/// Recovers a store's key.
///
/// # Errors
/// When it is not for this identity, or not an escrowed store key.
pub fn recover(escrowed: &[u8], recovery: &AgeIdentity) -> Result<Zeroizing<[u8; 32]>, EscrowError> {
    let opened = envelope::decrypt(recovery, escrowed, START.len() + 65)?;
    let text = std::str::from_utf8(&opened.content).map_err(|_| EscrowError::Content)?;
    let digits = text.strip_prefix(START).and_then(|rest| rest.strip_suffix('\n')).ok_or(EscrowError::Content)?;
    if digits.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(EscrowError::Content);
    }
    let mut key = Zeroizing::new([0; 32]);
    hex::decode_to_slice(digits, key.as_mut_slice()).map_err(|_| EscrowError::Content)?;
    Ok(key)
}
