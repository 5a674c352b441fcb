//! Registers, and the fold of a union of logs into their heads.
//!
//! A register is one field of one subject. Its heads are the changes that no other change names as a parent: one head
//! is the value, several are a conflict for a person to resolve. The fold looks only at which changes there are, never
//! at the order in which they came or at a clock, so every machine that holds the same changes shows the same state.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::authority::{Allocations, Devices, Refusal, may_write};
use crate::change::Logged;
use crate::id::{ChangeId, DeviceId, IdError, text_id};

/// A short path of plain words: letters, digits, `.`, `_` and `-`, with `/` between the words; at most 160 characters.
fn plain_path(text: &str) -> Result<(), &'static str> {
    let fits = text.len() <= 160
        && text.split('/').all(|part| !part.is_empty())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "./_-".contains(c));
    if fits { Ok(()) } else { Err("it is not a short path of plain words") }
}

text_id!(
    /// What a register is about: `inspection`, `case/C07`, `assessment/C07.primary`, `standard/1.1`, … (see [`crate::topic`]).
    Subject,
    "subject",
    plain_path
);

text_id!(
    /// Which field of the subject: `answer/2.1.03`, `fact/home_yjs`, `allocated_to`, … (see [`crate::topic`]).
    Field,
    "field",
    plain_path
);

/// One field of one subject.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Register {
    /// What it is about.
    pub subject: Subject,
    /// Which field of it.
    pub field: Field,
}

impl Register {
    /// The register that a change writes.
    #[must_use]
    pub fn of(logged: &Logged) -> Self {
        let change = logged.change();
        Self { subject: change.subject.clone(), field: change.field.clone() }
    }
}

/// Why a change has to wait. It is kept, and counts once what it waits for has arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// Changes before it in its own log have not arrived: the next one needed has this number.
    Gap(u64),
    /// A parent has not arrived, or waits itself.
    Parent(ChangeId),
}

/// What a change amounts to in the fold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is a head of its register, or an ancestor of one.
    Counts,
    /// Something before it is missing.
    Waits(Waits),
    /// Its author had no authority over the register. Kept and shown, never a head.
    Refused(Refusal),
    /// Its device signed two different changes for one place, this place or an earlier one. Kept and shown, never a head.
    Suspended,
}

/// A device that signed two different changes for the same place in its log: two copies of one laptop, or a forgery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equivocation {
    /// The device.
    pub device: DeviceId,
    /// The first place with two changes; everything from here on is suspended.
    pub seq: u64,
    /// The changes at that place.
    pub changes: BTreeSet<ChangeId>,
}

/// The state of one inspection: what every change amounts to, and the heads of every register.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The heads of every register that has any.
    pub heads: BTreeMap<Register, BTreeSet<ChangeId>>,
    /// What every change amounts to.
    pub standing: BTreeMap<ChangeId, Standing>,
    /// The devices whose logs contradict themselves.
    pub equivocations: Vec<Equivocation>,
}

impl Folded {
    /// The registers with more than one head: conflicts for a person to resolve.
    pub fn conflicts(&self) -> impl Iterator<Item = (&Register, &BTreeSet<ChangeId>)> {
        self.heads.iter().filter(|(_, heads)| heads.len() > 1)
    }

    /// The heads of one register; empty when nothing was written.
    #[must_use]
    pub fn heads_of(&self, register: &Register) -> BTreeSet<ChangeId> {
        self.heads.get(register).cloned().unwrap_or_default()
    }
}

/// Folds the changes of one inspection into its state.
///
/// The result depends on the set of changes and on the devices of the roster only: order, duplication, how the logs
/// were split, and every clock are without influence.
pub fn fold<'a>(changes: impl IntoIterator<Item = &'a Logged>, devices: &Devices) -> Folded {
    let union: BTreeMap<ChangeId, &Logged> = changes.into_iter().map(|logged| (logged.id(), logged)).collect();
    let (mut standing, equivocations) = walk_logs(&union);
    hold_orphans(&union, &mut standing);
    refuse(&union, devices, &mut standing);
    let heads = heads(&union, &standing);
    Folded { heads, standing, equivocations }
}

/// Follows every device's log from 1 on, as far as it is whole and single.
fn walk_logs(union: &BTreeMap<ChangeId, &Logged>) -> (BTreeMap<ChangeId, Standing>, Vec<Equivocation>) {
    let mut logs: BTreeMap<&DeviceId, BTreeMap<u64, BTreeSet<ChangeId>>> = BTreeMap::new();
    for (id, logged) in union {
        let change = logged.change();
        logs.entry(&change.device).or_default().entry(change.seq).or_default().insert(*id);
    }
    let mut standing = BTreeMap::new();
    let mut equivocations = Vec::new();
    for (device, places) in logs {
        let forked = places.iter().find(|(_, ids)| ids.len() > 1);
        if let Some((seq, ids)) = forked {
            equivocations.push(Equivocation { device: device.clone(), seq: *seq, changes: ids.clone() });
        }
        walk_log(union, &places, forked.map(|(seq, _)| *seq), &mut standing);
    }
    (standing, equivocations)
}

fn walk_log(
    union: &BTreeMap<ChangeId, &Logged>,
    places: &BTreeMap<u64, BTreeSet<ChangeId>>,
    forked_at: Option<u64>,
    standing: &mut BTreeMap<ChangeId, Standing>,
) {
    let mut next = 1;
    let mut last = None;
    for (seq, ids) in places {
        let suspended = forked_at.is_some_and(|fork| *seq >= fork);
        for id in ids {
            let follows = *seq == next && union.get(id).is_some_and(|logged| logged.change().prev == last);
            let verdict = match (suspended, follows) {
                (true, _) => Standing::Suspended,
                (false, true) => Standing::Counts,
                (false, false) => Standing::Waits(Waits::Gap(next)),
            };
            if verdict == Standing::Counts {
                next = seq + 1;
                last = Some(*id);
            }
            standing.insert(*id, verdict);
        }
    }
}

/// Makes every change wait that has a parent which is missing or waits itself.
fn hold_orphans(union: &BTreeMap<ChangeId, &Logged>, standing: &mut BTreeMap<ChangeId, Standing>) {
    let mut children: BTreeMap<ChangeId, Vec<ChangeId>> = BTreeMap::new();
    let mut waiting: Vec<(ChangeId, Waits)> = Vec::new();
    for (id, logged) in union {
        for parent in &logged.change().parents {
            children.entry(*parent).or_default().push(*id);
        }
        // A waiting change's successors in its own log already wait: the walk stopped there.
        if let Some(missing) = logged.change().parents.iter().find(|parent| !union.contains_key(parent)) {
            waiting.push((*id, Waits::Parent(*missing)));
        } else if let Some(Standing::Waits(why)) = standing.get(id) {
            waiting.push((*id, *why));
        }
    }
    let mut seen = BTreeSet::new();
    while let Some((id, why)) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        if let Some(verdict @ Standing::Counts) = standing.get_mut(&id) {
            *verdict = Standing::Waits(why);
        }
        for child in children.get(&id).into_iter().flatten() {
            waiting.push((*child, Waits::Parent(id)));
        }
    }
}

/// Refuses what was written without authority, or names a parent in another register.
fn refuse(union: &BTreeMap<ChangeId, &Logged>, devices: &Devices, standing: &mut BTreeMap<ChangeId, Standing>) {
    let counting = union.iter().filter(|(id, _)| standing.get(id) == Some(&Standing::Counts));
    let allocations = Allocations::made_by(counting.map(|(_, logged)| logged.change()), devices);
    for (id, verdict) in standing.iter_mut().filter(|(_, verdict)| **verdict == Standing::Counts) {
        let Some(logged) = union.get(id) else { continue };
        let register = Register::of(logged);
        let elsewhere = |parent: &ChangeId| union.get(parent).is_some_and(|parent| Register::of(parent) != register);
        if logged.change().parents.iter().any(elsewhere) {
            *verdict = Standing::Refused(Refusal::ParentElsewhere);
        } else if let Err(refusal) = may_write(logged.change(), devices, &allocations) {
            *verdict = Standing::Refused(refusal);
        }
    }
}

fn heads(union: &BTreeMap<ChangeId, &Logged>, standing: &BTreeMap<ChangeId, Standing>) -> BTreeMap<Register, BTreeSet<ChangeId>> {
    let counting = || union.iter().filter(|(id, _)| standing.get(id) == Some(&Standing::Counts));
    let superseded: BTreeSet<ChangeId> = counting().flat_map(|(_, logged)| logged.change().parents.iter().copied()).collect();
    let mut heads: BTreeMap<Register, BTreeSet<ChangeId>> = BTreeMap::new();
    for (id, logged) in counting().filter(|(id, _)| !superseded.contains(id)) {
        heads.entry(Register::of(logged)).or_default().insert(*id);
    }
    heads
}
