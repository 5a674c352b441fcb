//! The archive inside an envelope: plain ustar, written in exactly one way and read only when written so.
//!
//! Every tar program can list it. The reader accepts no byte that its own writer would not have written, so there are
//! no links, no paths, no extension headers, no times and nothing after the end to be interpreted by anybody.

use crate::hash::ContentHash;

/// The size of a header, and what contents are filled up to.
pub const BLOCK: usize = 512;
/// The most entries of one archive.
pub const MOST_ENTRIES: usize = 1024;
/// The largest archive, and so the largest content of an envelope, in bytes.
pub const LARGEST_ARCHIVE: usize = 64 * 1024 * 1024;

/// The name of the manifest.
pub const MANIFEST: &str = "manifest.json";
/// The name of the manifest's signature.
pub const MANIFEST_SIGNATURE: &str = "manifest.json.minisig";
/// The name of the changes.
pub const CHANGES: &str = "changes.ndjson";
/// What the name of everything else starts with; its SHA-256 follows.
pub const BLOBS: &str = "blobs/";

crate::coded::coded! {
    /// Why bytes are not an archive of this format.
    pub enum ArchiveError {
        say {
            /// Larger than [`LARGEST_ARCHIVE`], or an entry that claims to be.
            TooLarge = "archive.too_large", "the archive, or an entry of it, is too large";
            /// More than [`MOST_ENTRIES`].
            TooMany = "archive.too_many", "the archive has too many entries";
            /// It ends in the middle of an entry, or without its end.
            Truncated = "archive.truncated", "the archive is cut off";
            /// A header is not one of ustar.
            NotUstar = "archive.not_ustar", "the archive is not in the ustar format";
            /// A header's checksum is wrong.
            Checksum = "archive.checksum", "the checksum of an entry is wrong";
            /// An extension header: of pax or of GNU tar.
            Extension = "archive.extension", "the archive has an extension header";
            /// A link, a folder, a device: not a regular file.
            EntryType = "archive.entry_type", "the archive has an entry that is not a regular file";
            /// Mode, owner, time or another field is not what the writer writes.
            Metadata = "archive.metadata", "an entry has a mode, an owner, a time or another field that is not canonical";
            /// A size that is not eleven octal digits.
            Size = "archive.size", "the size of an entry is not written canonically";
            /// A name that no entry of a bundle has.
            Name = "archive.name", "an entry has a name that is not allowed";
            /// Two entries of one name.
            Duplicate = "archive.duplicate", "the archive has two entries of one name";
            /// The entries are not in the fixed order.
            Order = "archive.order", "the entries of the archive are not in the fixed order";
            /// Manifest, its signature or the changes are missing.
            Missing = "archive.missing", "the archive lacks the manifest, its signature or the changes";
            /// The filling after a content is not zero.
            Padding = "archive.padding", "the filling after an entry is not zero";
            /// Anything but two zero blocks, and nothing after them, at the end.
            End = "archive.end", "the archive does not end with exactly two zero blocks";
        }
    }
}

/// One file of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
}

impl Entry {
    /// A file of this name and content.
    pub fn new(name: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), content: content.into() }
    }

    /// A file of this content, named by its hash.
    #[must_use]
    pub fn blob(content: &[u8]) -> Self {
        Self::new(blob_name(ContentHash::of(content)), content)
    }
}

/// The name of the entry with this content.
#[must_use]
pub fn blob_name(hash: ContentHash) -> String {
    format!("{BLOBS}{hash}")
}

/// Writes an archive of these entries.
///
/// # Errors
/// When the names, their order or the sizes are not those of the format.
pub fn write(entries: &[Entry]) -> Result<Vec<u8>, ArchiveError> {
    if entries.len() > MOST_ENTRIES {
        return Err(ArchiveError::TooMany);
    }
    check_names(entries.iter().map(|entry| entry.name.as_str()))?;
    let mut bytes = Vec::new();
    for entry in entries {
        bytes.extend_from_slice(&header(&entry.name, entry.content.len())?);
        bytes.extend_from_slice(&entry.content);
        bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
        if bytes.len() > LARGEST_ARCHIVE - 2 * BLOCK {
            return Err(ArchiveError::TooLarge);
        }
    }
    bytes.resize(bytes.len() + 2 * BLOCK, 0);
    Ok(bytes)
}

/// Reads an archive: [`write()`] of what it gives is the same bytes again.
///
/// # Errors
/// When any byte is not as [`write()`] writes it.
pub fn read(bytes: &[u8]) -> Result<Vec<Entry>, ArchiveError> {
    if bytes.len() > LARGEST_ARCHIVE {
        return Err(ArchiveError::TooLarge);
    }
    let mut entries = Vec::new();
    let mut rest = bytes;
    loop {
        let (block, after) = rest.split_first_chunk::<BLOCK>().ok_or(ArchiveError::Truncated)?;
        if block.iter().all(|byte| *byte == 0) {
            check_end(after)?;
            break;
        }
        if entries.len() >= MOST_ENTRIES {
            return Err(ArchiveError::TooMany);
        }
        let (name, size) = read_header(block)?;
        let content = after.get(..size).ok_or(ArchiveError::Truncated)?;
        let padded = size.checked_next_multiple_of(BLOCK).ok_or(ArchiveError::TooLarge)?;
        let filling = after.get(size..padded).ok_or(ArchiveError::Truncated)?;
        if filling.iter().any(|byte| *byte != 0) {
            return Err(ArchiveError::Padding);
        }
        entries.push(Entry { name, content: content.to_vec() });
        rest = after.get(padded..).ok_or(ArchiveError::Truncated)?;
    }
    check_names(entries.iter().map(|entry| entry.name.as_str()))?;
    Ok(entries)
}

fn check_end(after: &[u8]) -> Result<(), ArchiveError> {
    let (second, beyond) = after.split_first_chunk::<BLOCK>().ok_or(ArchiveError::Truncated)?;
    if beyond.is_empty() && second.iter().all(|byte| *byte == 0) { Ok(()) } else { Err(ArchiveError::End) }
}

/// The allow-list and the order: manifest, its signature, changes, then blobs by name.
fn check_names<'a>(names: impl Iterator<Item = &'a str>) -> Result<(), ArchiveError> {
    const FIRST: [&str; 3] = [MANIFEST, MANIFEST_SIGNATURE, CHANGES];
    let mut before: Vec<&str> = Vec::new();
    for name in names {
        if !FIRST.contains(&name) && !is_blob(name) {
            return Err(ArchiveError::Name);
        }
        if before.contains(&name) {
            return Err(ArchiveError::Duplicate);
        }
        before.push(name);
    }
    let blobs = before.get(FIRST.len()..).unwrap_or_default();
    if FIRST.iter().any(|name| !before.contains(name)) {
        return Err(ArchiveError::Missing);
    }
    if before.starts_with(&FIRST) && blobs.is_sorted() { Ok(()) } else { Err(ArchiveError::Order) }
}

fn is_blob(name: &str) -> bool {
    name.strip_prefix(BLOBS).is_some_and(|hash| hash.parse::<ContentHash>().is_ok())
}

/// Where the fields of a ustar header begin and end.
mod at {
    use std::ops::Range;
    pub(super) const NAME: Range<usize> = 0..100;
    pub(super) const MODE: Range<usize> = 100..108;
    pub(super) const UID: Range<usize> = 108..116;
    pub(super) const GID: Range<usize> = 116..124;
    pub(super) const SIZE: Range<usize> = 124..136;
    pub(super) const MTIME: Range<usize> = 136..148;
    pub(super) const CHECKSUM: Range<usize> = 148..156;
    pub(super) const TYPE: usize = 156;
    pub(super) const MAGIC: Range<usize> = 257..265;
    pub(super) const MAJOR: Range<usize> = 329..337;
    pub(super) const MINOR: Range<usize> = 337..345;
}

/// The one header of a file of this name and size.
fn header(name: &str, size: usize) -> Result<[u8; BLOCK], ArchiveError> {
    if name.is_empty() || name.len() > at::NAME.len() || !name.is_ascii() {
        return Err(ArchiveError::Name);
    }
    if size > LARGEST_ARCHIVE {
        return Err(ArchiveError::TooLarge);
    }
    let mut block = [0; BLOCK];
    put(&mut block, at::NAME.start, name.as_bytes());
    put(&mut block, at::MODE.start, b"0000600");
    put(&mut block, at::UID.start, b"0000000");
    put(&mut block, at::GID.start, b"0000000");
    put(&mut block, at::SIZE.start, format!("{size:011o}").as_bytes());
    put(&mut block, at::MTIME.start, b"00000000000");
    put(&mut block, at::TYPE, b"0");
    put(&mut block, at::MAGIC.start, b"ustar\x0000");
    put(&mut block, at::MAJOR.start, b"0000000");
    put(&mut block, at::MINOR.start, b"0000000");
    let sum = checksum(&block);
    put(&mut block, at::CHECKSUM.start, &sum);
    Ok(block)
}

fn put(block: &mut [u8; BLOCK], start: usize, text: &[u8]) {
    for (to, from) in block.iter_mut().skip(start).zip(text) {
        *to = *from;
    }
}

/// Six octal digits, a zero and a space: the sum of all bytes, with the checksum's own counted as spaces.
fn checksum(block: &[u8; BLOCK]) -> [u8; 8] {
    let sum: u32 =
        block.iter().enumerate().map(|(place, byte)| if at::CHECKSUM.contains(&place) { u32::from(b' ') } else { u32::from(*byte) }).sum();
    let mut field = *b"000000\0 ";
    for (to, from) in field.iter_mut().zip(format!("{sum:06o}").bytes()) {
        *to = from;
    }
    field
}

/// Name and size of an entry. Says what is wrong with a header as exactly as it can, and in the end compares every byte.
fn read_header(block: &[u8; BLOCK]) -> Result<(String, usize), ArchiveError> {
    let field = |range: std::ops::Range<usize>| block.get(range).unwrap_or_default();
    if field(at::CHECKSUM) != checksum(block) {
        return Err(ArchiveError::Checksum);
    }
    if field(at::MAGIC) != b"ustar\x0000" {
        return Err(ArchiveError::NotUstar);
    }
    match block.get(at::TYPE) {
        Some(b'0') => {}
        Some(b'x' | b'g' | b'X' | b'L' | b'K' | b'S' | b'V' | b'M' | b'N') => return Err(ArchiveError::Extension),
        _ => return Err(ArchiveError::EntryType),
    }
    let name = field(at::NAME);
    let end = name.iter().position(|byte| *byte == 0).unwrap_or(name.len());
    let name = name.get(..end).and_then(|name| std::str::from_utf8(name).ok()).ok_or(ArchiveError::Name)?;
    let size = read_size(field(at::SIZE))?;
    if header(name, size)? == *block { Ok((name.to_owned(), size)) } else { Err(ArchiveError::Metadata) }
}

fn read_size(field: &[u8]) -> Result<usize, ArchiveError> {
    let (end, digits) = field.split_last().ok_or(ArchiveError::Size)?;
    if *end != 0 || !digits.iter().all(|digit| matches!(digit, b'0'..=b'7')) {
        return Err(ArchiveError::Size);
    }
    let text = std::str::from_utf8(digits).map_err(|_| ArchiveError::Size)?;
    let size = usize::from_str_radix(text, 8).map_err(|_| ArchiveError::Size)?;
    if size > LARGEST_ARCHIVE { Err(ArchiveError::TooLarge) } else { Ok(size) }
}
