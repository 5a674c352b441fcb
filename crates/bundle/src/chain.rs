//! The chain of one device's changes: whether a segment is whole, and where it belongs in what is known already.

use fieldweek_domain::change::{Change, Logged};
use fieldweek_domain::id::{ChangeId, DeviceId, InspectionId};

crate::coded::coded! {
    /// Why changes are not a segment of one device's log. The number is the place at which it was noticed.
    pub enum ChainError {
        say {
            /// There is no change at all.
            Empty = "chain.empty", "there are no changes";
            /// A change of another inspection.
            Inspection(u64) = "chain.inspection", "change {0} belongs to another inspection";
            /// A change of another device.
            Device(u64) = "chain.device", "change {0} belongs to another device";
            /// The numbers do not follow one another.
            Gap(u64) = "chain.gap", "change {0} is missing or out of place";
            /// A change does not name the one before it.
            Prev(u64) = "chain.prev", "change {0} does not follow the change before it";
        }
    }
}

/// Where a segment begins, ends, and what came before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The number of the first change.
    pub first: u64,
    /// The number of the last change.
    pub last: u64,
    /// The change before the first; none when the first is number 1.
    pub prev: Option<ChangeId>,
    /// The last change.
    pub head: ChangeId,
    /// The highest lamport of all.
    pub lamport: u64,
}

/// Checks that changes are one whole segment of one log, and says where it lies.
///
/// # Errors
/// Names the first change that is not where it should be.
pub fn span(changes: &[Logged], inspection: &InspectionId, device: &DeviceId) -> Result<Span, ChainError> {
    let start = changes.first().ok_or(ChainError::Empty)?;
    let (first, prev) = (start.change().seq, start.change().prev);
    let mut span = Span { first, last: first, prev, head: start.id(), lamport: 0 };
    let (mut seq, mut before) = (first, prev);
    for logged in changes {
        check(logged.change(), inspection, device, seq, before)?;
        span = Span { last: seq, head: logged.id(), lamport: span.lamport.max(logged.change().lamport), ..span };
        (seq, before) = (seq.checked_add(1).ok_or(ChainError::Gap(seq))?, Some(logged.id()));
    }
    Ok(span)
}

fn check(change: &Change, inspection: &InspectionId, device: &DeviceId, seq: u64, before: Option<ChangeId>) -> Result<(), ChainError> {
    if change.inspection != *inspection {
        return Err(ChainError::Inspection(seq));
    }
    if change.device != *device {
        return Err(ChainError::Device(seq));
    }
    if change.seq != seq {
        return Err(ChainError::Gap(seq));
    }
    if change.prev == before { Ok(()) } else { Err(ChainError::Prev(seq)) }
}

/// Where a segment belongs in what a receiver knows of that log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// Everything in it is known.
    Known,
    /// It brings something new. So many of its changes, from the start, are known already.
    Follows {
        /// How many changes to skip.
        skip: usize,
    },
    /// It waits: the change with this number is the next one needed.
    Waits {
        /// The number of the change that is missing.
        needed: u64,
    },
    /// The device signed two different changes for one place.
    Equivocation {
        /// The place.
        seq: u64,
    },
}

/// Where changes belong, given how many of that log are known and the id at each known place.
///
/// The changes must be a segment as [`span`] accepts it. Overlap with what is known is fine.
pub fn position(changes: &[Logged], known_last: u64, id_at: impl Fn(u64) -> Option<ChangeId>) -> Position {
    let Some(start) = changes.first().map(Logged::change) else { return Position::Known };
    if start.seq > known_last.saturating_add(1) {
        return Position::Waits { needed: known_last.saturating_add(1) };
    }
    if start.seq > 1 && id_at(start.seq - 1) != start.prev {
        return Position::Equivocation { seq: start.seq - 1 };
    }
    let known = changes.iter().take_while(|logged| logged.change().seq <= known_last);
    for logged in known.clone() {
        if id_at(logged.change().seq) != Some(logged.id()) {
            return Position::Equivocation { seq: logged.change().seq };
        }
    }
    let skip = known.count();
    if skip == changes.len() { Position::Known } else { Position::Follows { skip } }
}
