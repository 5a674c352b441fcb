//! A tar writer without any rule, for archives that should never be written.

use fieldweek_bundle::archive;

/// A header and content, both free to be wrong.
#[derive(Clone)]
pub struct Raw {
    pub header: [u8; 512],
    pub content: Vec<u8>,
    pub filling: u8,
}

impl Raw {
    /// A header as the format has it, written here a second time.
    pub fn new(name: &str, content: &[u8]) -> Self {
        let mut raw = Self { header: [0; 512], content: content.to_vec(), filling: 0 };
        raw.set(0, name.as_bytes());
        for (place, text) in
            [(100, "0000600"), (108, "0000000"), (116, "0000000"), (136, "00000000000"), (156, "0"), (329, "0000000"), (337, "0000000")]
        {
            raw.set(place, text.as_bytes());
        }
        raw.set(124, format!("{:011o}", content.len()).as_bytes());
        raw.set(257, b"ustar\x0000");
        raw.fix();
        raw
    }

    pub fn set(&mut self, place: usize, bytes: &[u8]) {
        self.header[place..place + bytes.len()].copy_from_slice(bytes);
    }

    /// Sets bytes and makes the checksum right again.
    pub fn with(mut self, place: usize, bytes: &[u8]) -> Self {
        self.set(place, bytes);
        self.fix();
        self
    }

    pub fn fix(&mut self) {
        self.set(148, b"        ");
        let sum: u32 = self.header.iter().map(|byte| u32::from(*byte)).sum();
        self.set(148, format!("{sum:06o}\0 ").as_bytes());
    }
}

pub fn write(entries: &[Raw]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for raw in entries {
        bytes.extend_from_slice(&raw.header);
        bytes.extend_from_slice(&raw.content);
        bytes.resize(bytes.len().next_multiple_of(archive::BLOCK), raw.filling);
    }
    bytes.resize(bytes.len() + 2 * archive::BLOCK, 0);
    bytes
}
