//! The text of a framework.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// The TOML files of a framework: relative path, with `/`, to text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files(BTreeMap<String, String>);

impl Files {
    /// These files. What is not TOML is no part of a framework and left out. Backslashes of paths and line ends of
    /// Windows are turned, so that a framework is the same on every machine.
    pub fn new(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let is_toml = |(path, _): &(String, String)| path.to_ascii_lowercase().ends_with(".toml");
        let plain = |(path, text): (String, String)| (path.replace('\\', "/"), text.replace("\r\n", "\n"));
        Self(files.into_iter().filter(is_toml).map(plain).collect())
    }

    /// SHA-256 in hex over the files, sorted by path: of each the path, a zero byte, the length of the text in bytes as
    /// eight bytes with the most significant first, and the text.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for (path, text) in &self.0 {
            hash.update(path);
            hash.update([0]);
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        }
        hex::encode(hash.finalize())
    }

    /// The paths and texts, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text of a file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }
}

impl FromIterator<(String, String)> for Files {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(files: T) -> Self {
        Self::new(files)
    }
}
