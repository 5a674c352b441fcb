//! Writing: one change a write, in one transaction with everything that follows from it.

use fieldweek_domain::authority::{Allocations, Devices, may_write};
use fieldweek_domain::change::{Change, Logged, MOST_PARENTS, Timestamp, VERSION};
use fieldweek_domain::id::{ChangeId, DeviceId, InspectionId, PersonId};
use fieldweek_domain::register::Register;
use fieldweek_domain::topic::field::ALLOCATED_TO;
use rusqlite::Connection;
use serde_json::Value;

use crate::error::StoreError;
use crate::workspace::Workspace;
use crate::{change_log, drafts, folds, heads, receipts, standing};

/// Who writes, on which machine, in which inspection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writer {
    /// The inspection.
    pub inspection: InspectionId,
    /// This machine.
    pub device: DeviceId,
    /// The person.
    pub author: PersonId,
}

impl Workspace {
    /// Writes values into registers: all of them or none.
    ///
    /// Each write becomes a change that names the heads it saw; what it says is searchable, and the draft of its register
    /// is gone. A value that stands there already is not written again. Returns what was written.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] when the author may not; [`StoreError::LogIncomplete`], [`StoreError::LogForked`] and
    /// [`StoreError::LogBehind`] when this device must not write at all; [`StoreError::DiskFull`]. Nothing is written then.
    pub fn record(
        &mut self,
        writer: &Writer,
        at: &Timestamp,
        writes: &[(Register, Value)],
        devices: &Devices,
    ) -> Result<Vec<Logged>, StoreError> {
        self.write(|tx| {
            folds::keep_up(tx, &writer.inspection, devices)?;
            let mut pen = Pen::new(tx, writer, at, devices)?;
            let mut written = Vec::new();
            for (register, value) in writes {
                written.extend(pen.write(register, value)?);
            }
            Ok(written)
        })
    }
}

/// A device's log, about to be continued.
struct Pen<'a> {
    conn: &'a Connection,
    writer: &'a Writer,
    at: &'a Timestamp,
    devices: &'a Devices,
    allocations: Allocations,
    last: Option<(u64, ChangeId)>,
    lamport: u64,
}

impl<'a> Pen<'a> {
    fn new(conn: &'a Connection, writer: &'a Writer, at: &'a Timestamp, devices: &'a Devices) -> Result<Self, StoreError> {
        let inspection = &writer.inspection;
        let last = change_log::last_whole(conn, inspection, &writer.device)?;
        let last = last.map(|logged| (logged.change().seq, logged.id()));
        may_continue(conn, writer, last.map_or(0, |(seq, _)| seq))?;
        let allocations = change_log::allocations(conn, inspection, devices)?;
        Ok(Self { conn, writer, at, devices, allocations, last, lamport: change_log::lamport(conn, inspection)? })
    }

    fn write(&mut self, register: &Register, value: &Value) -> Result<Option<Logged>, StoreError> {
        let heads = heads::of_register(self.conn, &self.writer.inspection, register)?;
        let change = self.next(register, value, &heads);
        may_write(&change, self.devices, &self.allocations).map_err(StoreError::NotAllowed)?;
        drafts::discard(self.conn, &self.writer.inspection, register)?;
        if stands(&heads, value) {
            return Ok(None);
        }
        let logged = Logged::write(change)?;
        self.append(&logged)?;
        self.last = Some((logged.change().seq, logged.id()));
        self.lamport = logged.change().lamport;
        Ok(Some(logged))
    }

    fn next(&self, register: &Register, value: &Value, heads: &[Logged]) -> Change {
        Change {
            v: VERSION,
            inspection: self.writer.inspection.clone(),
            device: self.writer.device.clone(),
            seq: self.last.map_or(1, |(seq, _)| seq.saturating_add(1)),
            prev: self.last.map(|(_, id)| id),
            lamport: self.lamport.saturating_add(1),
            parents: heads.iter().take(MOST_PARENTS).map(Logged::id).collect(),
            subject: register.subject.clone(),
            field: register.field.clone(),
            value: value.clone(),
            author: self.writer.author.clone(),
            at: self.at.clone(),
        }
    }

    /// Appends the change to the log and lets what is folded follow.
    ///
    /// On a whole log a permitted change counts, and replaces the heads it names: nothing else moves. The exceptions are
    /// folded anew: an allocation may give others' refused changes authority, and a change may have been waited for.
    fn append(&mut self, logged: &Logged) -> Result<(), StoreError> {
        let inspection = &self.writer.inspection;
        if !change_log::append(self.conn, logged)? {
            return Err(StoreError::LogIncomplete); // known already: this log is not where it thinks it is
        }
        let allocates = logged.change().field.as_str() == ALLOCATED_TO;
        if standing::awaited(self.conn, logged.id())? || (allocates && standing::any_refused(self.conn, inspection)?) {
            folds::refold(self.conn, inspection, self.devices)?;
        } else {
            let register = Register::of(logged);
            for parent in &logged.change().parents {
                heads::remove(self.conn, inspection, &register, *parent)?;
            }
            heads::add(self.conn, logged)?;
        }
        if allocates {
            self.allocations = change_log::allocations(self.conn, inspection, self.devices)?;
        }
        Ok(())
    }
}

/// Whether the register says this already.
fn stands(heads: &[Logged], value: &Value) -> bool {
    match heads {
        [] => value.is_null(),
        [head] => head.change().value == *value,
        _ => false,
    }
}

/// Whether a device whose log is whole up to this place may write on.
fn may_continue(conn: &Connection, writer: &Writer, own: u64) -> Result<(), StoreError> {
    let Writer { inspection, device, .. } = writer;
    if standing::equivocations(conn, inspection)?.iter().any(|equivocation| equivocation.device == *device) {
        return Err(StoreError::LogForked);
    }
    if change_log::highest_place(conn, inspection, device)? > own {
        return Err(StoreError::LogIncomplete);
    }
    let confirmed = receipts::highest(conn, inspection, device)?;
    if confirmed > own { Err(StoreError::LogBehind { own, confirmed }) } else { Ok(()) }
}
