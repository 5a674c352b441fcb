//! The organisation's offline keys as files: encrypted with a passphrase, to be opened with `age -d`.
//!
//! Bundles are never encrypted with a passphrase; these two files, which lie in a safe, always are.

use std::io::{Read, Write};
use std::iter;

use age::scrypt;
use age::{Decryptor, Encryptor};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::keys::SigningKey;
use crate::recipient::AgeIdentity;

const ROOT: &str = "fieldweek/1 root-key ";
const LARGEST: u64 = 4096;

crate::coded::coded! {
    /// Why an offline key file cannot be written or opened.
    pub enum KeyfileError {
        say {
            /// Not a file of this kind.
            Form = "keyfile.form", "this is not an offline key file";
            /// The passphrase does not open it.
            Passphrase = "keyfile.passphrase", "the passphrase does not open the key file";
            /// Encryption itself failed.
            Encrypt = "keyfile.encrypt", "the key file could not be made";
        }
    }
}

/// Locks the root key. Inside is one line: `fieldweek/1 root-key <64 hex digits>`.
///
/// # Errors
/// When encryption fails.
pub fn lock_root(root: &SigningKey, passphrase: &SecretString) -> Result<Vec<u8>, KeyfileError> {
    let digits = Zeroizing::new(hex::encode(root.seed().as_slice()));
    lock(&[ROOT, &digits, "\n"], passphrase)
}

/// Locks the recovery identity. Inside is an identity file of age.
///
/// # Errors
/// When encryption fails.
pub fn lock_recovery(recovery: &AgeIdentity, passphrase: &SecretString) -> Result<Vec<u8>, KeyfileError> {
    lock(&[recovery.to_text().expose_secret(), "\n"], passphrase)
}

/// Unlocks the root key.
///
/// # Errors
/// When it is not such a file, or the passphrase is wrong.
pub fn unlock_root(file: &[u8], passphrase: &SecretString) -> Result<SigningKey, KeyfileError> {
    let text = unlock(file, passphrase)?;
    let digits = text.strip_prefix(ROOT).and_then(|rest| rest.strip_suffix('\n')).ok_or(KeyfileError::Form)?;
    let mut seed = Zeroizing::new([0; 32]);
    hex::decode_to_slice(digits, seed.as_mut_slice()).map_err(|_| KeyfileError::Form)?;
    Ok(SigningKey::from_seed(&seed))
}

/// Unlocks the recovery identity.
///
/// # Errors
/// When it is not such a file, or the passphrase is wrong.
pub fn unlock_recovery(file: &[u8], passphrase: &SecretString) -> Result<AgeIdentity, KeyfileError> {
    let text = unlock(file, passphrase)?;
    text.trim_end().parse::<AgeIdentity>().map_err(|_| KeyfileError::Form)
}

fn lock(parts: &[&str], passphrase: &SecretString) -> Result<Vec<u8>, KeyfileError> {
    let encryptor = Encryptor::with_user_passphrase(passphrase.expose_secret().to_owned().into());
    let mut file = Vec::new();
    let mut writer = encryptor.wrap_output(&mut file).map_err(|_| KeyfileError::Encrypt)?;
    for part in parts {
        writer.write_all(part.as_bytes()).map_err(|_| KeyfileError::Encrypt)?;
    }
    writer.finish().map_err(|_| KeyfileError::Encrypt)?;
    Ok(file)
}

fn unlock(file: &[u8], passphrase: &SecretString) -> Result<Zeroizing<String>, KeyfileError> {
    let decryptor = Decryptor::new(file).map_err(|_| KeyfileError::Form)?;
    if !decryptor.is_scrypt() {
        return Err(KeyfileError::Form);
    }
    let identity = scrypt::Identity::new(passphrase.expose_secret().to_owned().into());
    let reader = decryptor.decrypt(iter::once(&identity as &dyn age::Identity)).map_err(|_| KeyfileError::Passphrase)?;
    let mut text = Zeroizing::new(String::new());
    reader.take(LARGEST).read_to_string(&mut text).map_err(|_| KeyfileError::Form)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_with_the_passphrase_and_with_no_other() {
        let (right, wrong) = (SecretString::from("right"), SecretString::from("wrong"));
        let root = SigningKey::from_seed(&[7; 32]);
        let file = lock_root(&root, &right).unwrap();
        assert_eq!(unlock_root(&file, &right).unwrap().public(), root.public());
        assert_eq!(unlock_root(&file, &wrong).unwrap_err(), KeyfileError::Passphrase);
        assert_eq!(unlock_root(b"nonsense", &right).unwrap_err(), KeyfileError::Form);
        let recovery = AgeIdentity::generate();
        let file = lock_recovery(&recovery, &right).unwrap();
        assert_eq!(unlock_recovery(&file, &right).unwrap().recipient(), recovery.recipient());
        assert_eq!(unlock_root(&file, &right).unwrap_err(), KeyfileError::Form);
    }
}
