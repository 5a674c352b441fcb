//! What an exchange with a drop would do: a pure function of what is known here and what lies there.

use std::collections::BTreeSet;

use fieldweek_bundle::{ObjectName, ObjectPath, ReceiptName, RosterName};
use fieldweek_domain::id::{DeviceId, InspectionId};

/// What a workspace knows before an exchange.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// This machine.
    pub device: Option<DeviceId>,
    /// The version of the newest roster here; 0 when there is none.
    pub roster: u64,
    /// The bundles that were sealed here.
    pub sealed: BTreeSet<ObjectName>,
    /// The bundles of others that need no second look: taken in, refused, or not for this machine.
    pub settled: BTreeSet<ObjectName>,
    /// The receipts for this machine that are here, by inspection and number.
    pub receipts: BTreeSet<(InspectionId, u64)>,
    /// What was written here and is in no bundle yet: inspection, first and last place in this machine's log.
    pub unsealed: Vec<Segment>,
}

/// A part of this machine's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The inspection.
    pub inspection: InspectionId,
    /// The first change.
    pub first: u64,
    /// The last change.
    pub last: u64,
}

/// What an exchange would do, in this order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Rosters to fetch, oldest first: each is judged by the one before it.
    pub rosters: Vec<RosterName>,
    /// Parts of this machine's log to seal and send.
    pub seal: Vec<Segment>,
    /// Bundles sealed here that are not in the drop: never sent, or not completely.
    pub send: Vec<ObjectName>,
    /// Bundles of others to look at.
    pub fetch: Vec<ObjectName>,
    /// Receipts for this machine to fetch, in order.
    pub receipts: Vec<ReceiptName>,
    /// Bundles of this very machine that it does not know: it is a copy of an older state, or another copy of it has written.
    pub unknown_own: Vec<ObjectName>,
}

impl Plan {
    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What an exchange would do. An object counts as being in the drop when its signature, which is written last, is there.
#[must_use]
pub fn plan(known: &Known, listing: &[ObjectPath]) -> Plan {
    let mut plan = Plan { seal: known.unsealed.clone(), ..Plan::default() };
    let present: BTreeSet<&ObjectPath> = listing.iter().collect();
    let mut whole = BTreeSet::new();
    for path in listing {
        match path {
            ObjectPath::BundleSignature(name) if present.contains(&ObjectPath::Bundle(name.clone())) => {
                whole.insert(name.clone());
            }
            ObjectPath::RosterSignature(name) if name.version > known.roster && present.contains(&ObjectPath::Roster(*name)) => {
                plan.rosters.push(*name);
            }
            ObjectPath::ReceiptSignature(name) if is_news(known, name) && present.contains(&ObjectPath::Receipt(name.clone())) => {
                plan.receipts.push(name.clone());
            }
            _ => {}
        }
    }
    plan.send = known.sealed.difference(&whole).cloned().collect();
    let own = |name: &&ObjectName| Some(&name.device) == known.device.as_ref();
    plan.unknown_own = whole.iter().filter(own).filter(|name| !known.sealed.contains(*name)).cloned().collect();
    plan.fetch = whole.into_iter().filter(|name| Some(&name.device) != known.device.as_ref() && !known.settled.contains(name)).collect();
    plan.rosters.sort_unstable();
    plan.receipts.sort_unstable();
    plan
}

fn is_news(known: &Known, name: &ReceiptName) -> bool {
    Some(&name.device) == known.device.as_ref() && !known.receipts.contains(&(name.inspection.clone(), name.number))
}
