//! The names of objects in the drop and the archive. A name says what is inside and holds its hash.

use std::fmt;
use std::str::FromStr;

use fieldweek_domain::id::{DeviceId, InspectionId};

use crate::hash::ContentHash;

/// What the path of a signature ends in, after the path of what it signs.
pub const SIGNATURE: &str = ".minisig";
const ROOT: &str = "v1";
const ROSTER: &str = "roster";
const RECEIPTS: &str = "receipts";

crate::coded::coded! {
    /// Why a path is not that of an object.
    pub enum ObjectError {
        say {
            /// Not a path that this format writes.
            Path = "object.path", "the path is not one of an object of this format";
            /// `roster` would be taken for the folder of rosters.
            Reserved = "object.reserved", "an inspection cannot be called roster";
        }
    }
}

/// The name of a bundle: `v1/<inspection>/<device>/<first>-<sha256>.age`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectName {
    /// The inspection whose log it is a part of.
    pub inspection: InspectionId,
    /// The device whose log it is.
    pub device: DeviceId,
    /// The number of its first change.
    pub first: u64,
    /// The hash of the `.age` file.
    pub sha256: ContentHash,
}

/// The name of a receipt: `v1/<inspection>/receipts/<device>/<number>-<sha256>.json`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReceiptName {
    /// The inspection of the bundle.
    pub inspection: InspectionId,
    /// The device that sent the bundle.
    pub device: DeviceId,
    /// The receipt's number, from 1 on.
    pub number: u64,
    /// The hash of the receipt.
    pub sha256: ContentHash,
}

/// The name of a roster: `v1/roster/<version>.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RosterName {
    /// The roster's version, from 1 on.
    pub version: u64,
}

/// Any object of the drop.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectPath {
    /// An encrypted bundle.
    Bundle(ObjectName),
    /// The signature of a bundle: the bundle counts only with it.
    BundleSignature(ObjectName),
    /// A receipt.
    Receipt(ReceiptName),
    /// The signature of a receipt.
    ReceiptSignature(ReceiptName),
    /// A roster.
    Roster(RosterName),
    /// The signature of a roster.
    RosterSignature(RosterName),
}

impl ObjectName {
    /// The folder of this device's bundles, without a slash at the end.
    #[must_use]
    pub fn folder(inspection: &InspectionId, device: &DeviceId) -> String {
        format!("{ROOT}/{inspection}/{device}")
    }

    /// The path of the bundle's signature.
    #[must_use]
    pub fn signature_path(&self) -> String {
        format!("{self}{SIGNATURE}")
    }
}

impl ReceiptName {
    /// The folder of the receipts for this device, without a slash at the end.
    #[must_use]
    pub fn folder(inspection: &InspectionId, device: &DeviceId) -> String {
        format!("{ROOT}/{inspection}/{RECEIPTS}/{device}")
    }

    /// The path of the receipt's signature.
    #[must_use]
    pub fn signature_path(&self) -> String {
        format!("{self}{SIGNATURE}")
    }
}

impl RosterName {
    /// The folder of the rosters, without a slash at the end.
    #[must_use]
    pub fn folder() -> String {
        format!("{ROOT}/{ROSTER}")
    }

    /// The path of the roster's signature.
    #[must_use]
    pub fn signature_path(&self) -> String {
        format!("{self}{SIGNATURE}")
    }
}

impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:020}-{}.age", Self::folder(&self.inspection, &self.device), self.first, self.sha256)
    }
}

impl fmt::Display for ReceiptName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:020}-{}.json", Self::folder(&self.inspection, &self.device), self.number, self.sha256)
    }
}

impl fmt::Display for RosterName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{ROOT}/{ROSTER}/{:010}.json", self.version)
    }
}

impl fmt::Display for ObjectPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bundle(name) => write!(f, "{name}"),
            Self::BundleSignature(name) => write!(f, "{name}{SIGNATURE}"),
            Self::Receipt(name) => write!(f, "{name}"),
            Self::ReceiptSignature(name) => write!(f, "{name}{SIGNATURE}"),
            Self::Roster(name) => write!(f, "{name}"),
            Self::RosterSignature(name) => write!(f, "{name}{SIGNATURE}"),
        }
    }
}

/// Refuses an inspection whose folder would be that of the rosters.
///
/// # Errors
/// When it is called `roster`.
pub fn check_inspection(inspection: &InspectionId) -> Result<(), ObjectError> {
    if inspection.as_str() == ROSTER { Err(ObjectError::Reserved) } else { Ok(()) }
}

impl FromStr for ObjectName {
    type Err = ObjectError;
    fn from_str(text: &str) -> Result<Self, ObjectError> {
        let parts: Vec<&str> = text.split('/').collect();
        let [ROOT, inspection, device, file] = parts.as_slice() else { return Err(ObjectError::Path) };
        let (first, sha256) = numbered(file, ".age", 20)?;
        let name = Self { inspection: inspection_of(inspection)?, device: device_of(device)?, first, sha256 };
        Ok(name)
    }
}

impl FromStr for ReceiptName {
    type Err = ObjectError;
    fn from_str(text: &str) -> Result<Self, ObjectError> {
        let parts: Vec<&str> = text.split('/').collect();
        let [ROOT, inspection, RECEIPTS, device, file] = parts.as_slice() else { return Err(ObjectError::Path) };
        let (number, sha256) = numbered(file, ".json", 20)?;
        Ok(Self { inspection: inspection_of(inspection)?, device: device_of(device)?, number, sha256 })
    }
}

impl FromStr for RosterName {
    type Err = ObjectError;
    fn from_str(text: &str) -> Result<Self, ObjectError> {
        let parts: Vec<&str> = text.split('/').collect();
        let [ROOT, ROSTER, file] = parts.as_slice() else { return Err(ObjectError::Path) };
        let version = file.strip_suffix(".json").ok_or(ObjectError::Path)?;
        Ok(Self { version: digits(version, 10)? })
    }
}

impl FromStr for ObjectPath {
    type Err = ObjectError;
    fn from_str(text: &str) -> Result<Self, ObjectError> {
        let (path, signed) = match text.strip_suffix(SIGNATURE) {
            Some(path) => (path, true),
            None => (text, false),
        };
        if let Ok(name) = path.parse() {
            return Ok(if signed { Self::BundleSignature(name) } else { Self::Bundle(name) });
        }
        if let Ok(name) = path.parse() {
            return Ok(if signed { Self::ReceiptSignature(name) } else { Self::Receipt(name) });
        }
        let name = path.parse()?;
        Ok(if signed { Self::RosterSignature(name) } else { Self::Roster(name) })
    }
}

/// `<number>-<sha256><suffix>`.
fn numbered(file: &str, suffix: &str, length: usize) -> Result<(u64, ContentHash), ObjectError> {
    let (number, hash) = file.strip_suffix(suffix).and_then(|stem| stem.split_once('-')).ok_or(ObjectError::Path)?;
    Ok((digits(number, length)?, hash.parse().map_err(|_| ObjectError::Path)?))
}

/// A number from 1 on, filled with zeros to this many digits.
fn digits(text: &str, length: usize) -> Result<u64, ObjectError> {
    if text.len() != length || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ObjectError::Path);
    }
    text.parse().ok().filter(|number| *number > 0).ok_or(ObjectError::Path)
}

fn inspection_of(text: &str) -> Result<InspectionId, ObjectError> {
    let inspection: InspectionId = text.parse().map_err(|_| ObjectError::Path)?;
    check_inspection(&inspection)?;
    Ok(inspection)
}

fn device_of(text: &str) -> Result<DeviceId, ObjectError> {
    text.parse().map_err(|_| ObjectError::Path)
}
