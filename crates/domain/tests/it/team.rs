//! A simulated team: machines that write offline and sometimes exchange everything they have.

use std::collections::{BTreeMap, BTreeSet};

use fieldweek_domain::authority::{Devices, Holder, Role};
use fieldweek_domain::change::{Change, Logged, Timestamp};
use fieldweek_domain::id::{ChangeId, DeviceId};
use fieldweek_domain::register::{Folded, Register, Standing, fold};
use serde_json::Value;

pub struct Team {
    pub devices: Devices,
    pub machines: Vec<Machine>,
    pub clocks: fn(usize, u64) -> i64,
}

pub struct Machine {
    pub device: DeviceId,
    pub log: BTreeMap<ChangeId, Logged>,
}

pub fn device(index: usize) -> DeviceId {
    format!("{index:016x}").parse().unwrap()
}

pub fn register(subject: &str, field: &str) -> Register {
    Register { subject: subject.parse().unwrap(), field: field.parse().unwrap() }
}

impl Team {
    /// Machine 0 is central's, 1 the lead's, the others are inspectors'.
    pub fn new(machines: usize) -> Self {
        let role = |index| match index {
            0 => Role::Central,
            1 => Role::Lead,
            _ => Role::Inspector,
        };
        let holder = |index| Holder::new(format!("p{index}").parse().unwrap(), role(index));
        Self {
            devices: (0..machines).map(|index| (device(index), holder(index))).collect(),
            machines: (0..machines).map(|index| Machine { device: device(index), log: BTreeMap::new() }).collect(),
            clocks: |_, seq| i64::try_from(seq).unwrap(),
        }
    }

    pub fn state(&self, machine: usize) -> Folded {
        fold(self.machines[machine].log.values(), &self.devices)
    }

    pub fn write(&mut self, machine: usize, register: &Register, value: Value) -> ChangeId {
        let parents = self.state(machine).heads_of(register);
        self.write_after(machine, register, value, parents)
    }

    pub fn write_after(&mut self, machine: usize, register: &Register, value: Value, parents: BTreeSet<ChangeId>) -> ChangeId {
        let me = &self.machines[machine];
        let last = me.log.values().filter(|logged| logged.change().device == me.device).max_by_key(|logged| logged.change().seq);
        let seq = last.map_or(1, |last| last.change().seq + 1);
        let lamport = me.log.values().map(|logged| logged.change().lamport).max().unwrap_or(0) + 1;
        let at = chrono::DateTime::from_timestamp((self.clocks)(machine, seq), 0).unwrap();
        let logged = Logged::write(Change {
            v: 1,
            inspection: "demo".parse().unwrap(),
            device: me.device.clone(),
            seq,
            prev: last.map(Logged::id),
            lamport,
            parents: parents.into_iter().collect(),
            subject: register.subject.clone(),
            field: register.field.clone(),
            value,
            author: self.devices[&me.device].person.clone(),
            at: Timestamp::from(at),
        })
        .unwrap();
        let id = logged.id();
        self.machines[machine].log.insert(id, logged);
        id
    }

    /// `to` receives everything `from` has.
    pub fn exchange(&mut self, from: usize, to: usize) {
        let sent = self.machines[from].log.clone();
        self.machines[to].log.extend(sent);
    }

    pub fn union(&self) -> Vec<Logged> {
        let all: BTreeMap<ChangeId, Logged> = self.machines.iter().flat_map(|machine| machine.log.clone()).collect();
        all.into_values().collect()
    }
}

/// The counting changes that no head descends from; must always be empty.
pub fn lost(changes: &[Logged], folded: &Folded) -> Vec<ChangeId> {
    let by_id: BTreeMap<ChangeId, &Logged> = changes.iter().map(|logged| (logged.id(), logged)).collect();
    let mut reached = BTreeSet::new();
    let mut todo: Vec<ChangeId> = folded.heads.values().flatten().copied().collect();
    while let Some(id) = todo.pop() {
        if reached.insert(id) {
            todo.extend(by_id.get(&id).into_iter().flat_map(|logged| logged.change().parents.clone()));
        }
    }
    let counts = folded.standing.iter().filter(|(_, standing)| **standing == Standing::Counts);
    counts.map(|(id, _)| *id).filter(|id| !reached.contains(id)).collect()
}
