//! The trusted comment of a bundle's outer signature: what a reader may know before decrypting.

use std::fmt;
use std::str::FromStr;

use fieldweek_domain::id::{ChangeId, DeviceId, InspectionId};

use crate::hash::ContentHash;

const START: &str = "fieldweek/1 ";

crate::coded::coded! {
    /// Why a trusted comment is not that of a bundle.
    pub enum CommentError {
        say {
            /// Not the six words of the format in their order, each written in the one way.
            Form = "comment.form", "the trusted comment does not have the exact form";
            /// The first change is numbered 0, or after the last.
            Range = "comment.range", "the trusted comment names an impossible range of changes";
        }
    }
}

/// What the outer signature says: `fieldweek/1 inspection=… device=… first=… last=… head=… sha256=…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OuterComment {
    /// The inspection whose log it is a part of.
    pub inspection: InspectionId,
    /// The device whose log it is.
    pub device: DeviceId,
    /// The number of the first change.
    pub first: u64,
    /// The number of the last change.
    pub last: u64,
    /// The id of the last change.
    pub head: ChangeId,
    /// The hash of the `.age` file.
    pub sha256: ContentHash,
}

impl fmt::Display for OuterComment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { inspection, device, first, last, head, sha256 } = self;
        write!(f, "{START}inspection={inspection} device={device} first={first} last={last} head={head} sha256={sha256}")
    }
}

impl FromStr for OuterComment {
    type Err = CommentError;
    fn from_str(text: &str) -> Result<Self, CommentError> {
        let words: Vec<&str> = text.strip_prefix(START).ok_or(CommentError::Form)?.split(' ').collect();
        let [inspection, device, first, last, head, sha256] = words.as_slice() else { return Err(CommentError::Form) };
        let comment = Self {
            inspection: word(inspection, "inspection=")?,
            device: word(device, "device=")?,
            first: word(first, "first=")?,
            last: word(last, "last=")?,
            head: word(head, "head=")?,
            sha256: word(sha256, "sha256=")?,
        };
        if comment.to_string() != text {
            return Err(CommentError::Form);
        }
        if comment.first == 0 || comment.first > comment.last { Err(CommentError::Range) } else { Ok(comment) }
    }
}

fn word<T: FromStr>(word: &str, name: &str) -> Result<T, CommentError> {
    word.strip_prefix(name).and_then(|value| value.parse().ok()).ok_or(CommentError::Form)
}
