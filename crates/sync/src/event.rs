//! What happens during an exchange, for progress and for the record.

use fieldweek_bundle::ObjectName;
use fieldweek_domain::id::InspectionId;

/// One thing that an exchange did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A newer roster was accepted.
    Roster {
        /// Its version.
        version: u64,
    },
    /// A part of this machine's log was sealed.
    Sealed {
        /// The bundle.
        object: ObjectName,
        /// The last change in it.
        last: u64,
    },
    /// A bundle is in the drop.
    Sent {
        /// The bundle.
        object: ObjectName,
    },
    /// A bundle was verified and taken in.
    TakenIn {
        /// The bundle.
        object: ObjectName,
        /// Changes that were not here before.
        new: usize,
        /// Changes that were.
        known: usize,
    },
    /// A bundle is sealed for others.
    NotForUs {
        /// The bundle.
        object: ObjectName,
    },
    /// A bundle waits for one that comes before it.
    Waits {
        /// The bundle.
        object: ObjectName,
        /// The first change that is missing.
        needed: u64,
    },
    /// A device signed two different changes for one place. Both are kept; the device's log counts only up to there.
    Equivocation {
        /// The bundle that showed it.
        object: ObjectName,
        /// The place.
        seq: u64,
    },
    /// An object was refused and stays where it is; nothing of it was taken in.
    Quarantined {
        /// Its path in the drop.
        object: String,
        /// The stable code of the reason.
        code: String,
        /// The reason, in words.
        reason: String,
    },
    /// Central confirmed a part of this machine's log.
    Receipt {
        /// The inspection.
        inspection: InspectionId,
        /// The first change confirmed.
        first: u64,
        /// The last change confirmed.
        last: u64,
        /// Whether it is archived; otherwise it was quarantined.
        archived: bool,
    },
}
