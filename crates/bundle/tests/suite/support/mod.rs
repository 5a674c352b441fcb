//! Invented people, machines, changes and bundles for the tests.

pub mod craft;
pub mod fixtures;
pub mod tar;
pub mod tools;
pub mod vector;

use fieldweek_bundle::{Blob, FrameworkEdition, Kind, SealRequest, Sealed, seal};
use fieldweek_domain::change::{Change, Logged};
use fieldweek_domain::id::{ChangeId, DeviceId, InspectionId};
use serde_json::{Value, json};

use fixtures::Machine;

/// The inspection of most tests.
pub const INSPECTION: &str = "demo-2026";

pub fn inspection() -> InspectionId {
    INSPECTION.parse().unwrap()
}

pub fn framework() -> FrameworkEdition {
    FrameworkEdition { id: "yj-2025".into(), edition: "2025.1".into() }
}

/// One change of a machine, with an invented answer.
pub fn change(machine: &Machine, seq: u64, prev: Option<ChangeId>, value: Value) -> Change {
    Change {
        v: 1,
        inspection: inspection(),
        device: machine.signing.device(),
        seq,
        prev,
        lamport: seq * 2,
        parents: Vec::new(),
        subject: "assessment/C07.primary".parse().unwrap(),
        field: format!("answer/2.1.{seq:02}").parse().unwrap(),
        value,
        author: machine.person.parse().unwrap(),
        at: format!("2026-03-02T09:{:02}:00.000Z", seq % 60).parse().unwrap(),
    }
}

/// A log of so many changes, from the first on.
pub fn log(machine: &Machine, length: u64) -> Vec<Logged> {
    let mut changes: Vec<Logged> = Vec::new();
    for seq in 1..=length {
        let prev = changes.last().map(Logged::id);
        changes.push(Logged::write(change(machine, seq, prev, json!("yes"))).unwrap());
    }
    changes
}

/// What a test seals.
pub struct Parcel<'a> {
    pub from: &'a Machine,
    pub to: &'a [&'a Machine],
    pub kind: Kind,
    pub changes: &'a [Logged],
    pub blobs: &'a [Blob],
}

pub fn seal_parcel(parcel: &Parcel<'_>) -> Sealed {
    let inspection = parcel.changes[0].change().inspection.clone();
    let recipients: Vec<_> = parcel.to.iter().map(|machine| machine.age.recipient().clone()).collect();
    seal(&SealRequest {
        signer: &parcel.from.signing,
        kind: parcel.kind,
        inspection: &inspection,
        changes: parcel.changes,
        recipients: &recipients,
        roster_version: 1,
        framework: &framework(),
        blobs: parcel.blobs,
    })
    .unwrap()
}

pub fn unknown_device() -> DeviceId {
    "00000000deadbeef".parse().unwrap()
}
