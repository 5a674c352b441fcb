//! Who may write what: a pure function of the device's role and the register.
//!
//! A change without authority is kept and shown as refused, and never becomes a head, so that no stolen or careless
//! laptop can rewrite what is not its own.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::change::Change;
use crate::id::{AssessmentId, CaseRef, DeviceId, InspectionId, PersonId};
use crate::topic::{Topic, field};

/// What a person does in an inspection. Fixed at enrolment for the life of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers the assessments allocated to them. Local assessors too.
    Inspector,
    /// Leads the fieldwork: allocates, returns, judges domain one. May also assess.
    Lead,
    /// Prepares inspections, draws samples, consolidates, records the panel's decisions.
    Central,
}

impl Role {
    /// The word used in files and on screen.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inspector => "inspector",
            Self::Lead => "lead",
            Self::Central => "central",
        }
    }
}

/// Whose device it is, and in which role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The person the device was enrolled for.
    pub person: PersonId,
    /// Their role on this device.
    pub role: Role,
    /// When the device is revoked: the last change of it that counts, by inspection; nothing counts in an inspection that is
    /// not listed. By number and never by clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<BTreeMap<InspectionId, u64>>,
}

impl Holder {
    /// The holder of a device that is not revoked.
    #[must_use]
    pub const fn new(person: PersonId, role: Role) -> Self {
        Self { person, role, valid_to: None }
    }

    /// Whether the change with this number counts.
    #[must_use]
    pub fn may_write(&self, inspection: &InspectionId, seq: u64) -> bool {
        self.valid_to.as_ref().is_none_or(|valid| valid.get(inspection).is_some_and(|last| seq <= *last))
    }
}

/// The devices that the roster knows.
pub type Devices = BTreeMap<DeviceId, Holder>;

/// Why a change does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The roster does not know the device.
    UnknownDevice,
    /// The device was revoked before this change.
    Revoked,
    /// The author is not the person the device was enrolled for.
    NotTheHolder,
    /// The register belongs to another role.
    RoleMayNot,
    /// The assessment, or no assessment of the case, was ever allocated to the author.
    NotAllocated,
    /// No part of Fieldweek writes such a register.
    UnknownRegister,
    /// It names a parent from another register.
    ParentElsewhere,
}

impl Refusal {
    /// In words, for a person.
    #[must_use]
    pub const fn explain(self) -> &'static str {
        match self {
            Self::UnknownDevice => "the device is not in the roster",
            Self::Revoked => "the device was revoked before",
            Self::NotTheHolder => "the author is not the person the device was enrolled for",
            Self::RoleMayNot => "this role may not write it",
            Self::NotAllocated => "it was not allocated to the author",
            Self::UnknownRegister => "this edition of Fieldweek does not know the field",
            Self::ParentElsewhere => "it claims to follow a change of another field",
        }
    }
}

/// To whom every assessment was ever allocated.
///
/// Ever, not now: an inspector who has not yet heard that a case went to a colleague loses nothing of what they wrote;
/// the two meet as a conflict that a person resolves. Being monotone, it cannot depend on the order of arrival.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Allocations {
    assessors: BTreeMap<AssessmentId, BTreeSet<PersonId>>,
    cases: BTreeMap<CaseRef, BTreeSet<PersonId>>,
}

impl Allocations {
    /// The allocations among these changes that central or a lead made.
    pub fn made_by<'a>(changes: impl IntoIterator<Item = &'a Change>, devices: &Devices) -> Self {
        let mut allocations = Self::default();
        for change in changes {
            let Ok(Topic::Assessment(id)) = Topic::of(&change.subject) else { continue };
            if change.field.as_str() != field::ALLOCATED_TO || may_allocate(change, devices).is_err() {
                continue;
            }
            let person = change.value.as_str().and_then(|text| text.parse::<PersonId>().ok());
            if let Some(person) = person {
                allocations.cases.entry(id.case.clone()).or_default().insert(person.clone());
                allocations.assessors.entry(id).or_default().insert(person);
            }
        }
        allocations
    }

    /// Whether the assessment was ever allocated to the person.
    #[must_use]
    pub fn include(&self, assessment: &AssessmentId, person: &PersonId) -> bool {
        self.assessors.get(assessment).is_some_and(|people| people.contains(person))
    }

    fn include_case(&self, case: &CaseRef, person: &PersonId) -> bool {
        self.cases.get(case).is_some_and(|people| people.contains(person))
    }
}

fn may_allocate(change: &Change, devices: &Devices) -> Result<(), Refusal> {
    let holder = holder_of(change, devices)?;
    only(matches!(holder.role, Role::Central | Role::Lead))
}

fn holder_of<'a>(change: &Change, devices: &'a Devices) -> Result<&'a Holder, Refusal> {
    let holder = devices.get(&change.device).ok_or(Refusal::UnknownDevice)?;
    if holder.person != change.author {
        return Err(Refusal::NotTheHolder);
    }
    if holder.may_write(&change.inspection, change.seq) { Ok(holder) } else { Err(Refusal::Revoked) }
}

const fn only(allowed: bool) -> Result<(), Refusal> {
    if allowed { Ok(()) } else { Err(Refusal::RoleMayNot) }
}

const fn allocated(allowed: bool) -> Result<(), Refusal> {
    if allowed { Ok(()) } else { Err(Refusal::NotAllocated) }
}

/// Whether a change may become a head of its register.
///
/// # Errors
/// The reason it may not.
pub fn may_write(change: &Change, devices: &Devices, allocations: &Allocations) -> Result<(), Refusal> {
    let holder = holder_of(change, devices)?;
    let topic = Topic::of(&change.subject).map_err(|_| Refusal::UnknownRegister)?;
    let name = change.field.as_str();
    if name.starts_with(field::REMARK) {
        return Ok(());
    }
    match topic {
        Topic::Inspection | Topic::Panel(_) => only(holder.role == Role::Central),
        Topic::Case(case) if name.starts_with(field::FACT) => match holder.role {
            Role::Central | Role::Lead => Ok(()),
            Role::Inspector => allocated(allocations.include_case(&case, &holder.person)),
        },
        Topic::Case(_) => only(holder.role == Role::Central),
        Topic::Assessment(_) if name == field::ALLOCATED_TO => only(matches!(holder.role, Role::Central | Role::Lead)),
        Topic::Assessment(_) if name == field::RETURNED => only(holder.role == Role::Lead),
        Topic::Assessment(id) => allocated(allocations.include(&id, &holder.person)),
        Topic::Standard(_) | Topic::KeyQuestion(_) | Topic::Prompt(_) => only(holder.role == Role::Lead),
        Topic::Access(_) => only(name == change.device.as_str()),
    }
}
