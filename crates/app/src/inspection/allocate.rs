//! Allocating assessments to people.

use std::collections::BTreeSet;
use std::io::Read;

use fieldweek_domain::id::{AssessmentId, CaseRef, InspectionId, PersonId};
use fieldweek_domain::topic::{Topic, field};
use serde::Deserialize;
use serde_json::Value;

use crate::error::{AppError, Result};
use crate::session::{Session, register};

/// What was allocated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Allocated {
    /// Assessments in the file.
    pub assessments: usize,
    /// Of those, second readings.
    pub second: usize,
    /// Allocations that were new or changed.
    pub written: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    case: String,
    assessment: String,
    person: String,
}

/// Allocates assessments from CSV (central or lead): `case`, `assessment` (`primary` or `second`), `person`. All or nothing.
///
/// # Errors
/// What is wrong, with the line: an unknown case or person, an assessment twice, a second reading by the first reader.
pub fn allocate(session: &mut Session, inspection: &InspectionId, csv: impl Read) -> Result<Allocated> {
    let known = session.inspection(inspection)?;
    let people = session.people()?;
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(csv);
    let mut allocations: Vec<(usize, AssessmentId, PersonId)> = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, row) in reader.deserialize::<Row>().enumerate() {
        let line = index + 2;
        let row = row.map_err(|_| at(line, "the columns are case, assessment and person"))?;
        let case: CaseRef = row.case.parse().map_err(|error| at(line, error))?;
        if !known.cases.contains_key(&case) {
            return Err(at(line, format!("there is no case {case} in the sample")));
        }
        let id: AssessmentId = format!("{case}.{}", row.assessment).parse().map_err(|error| at(line, error))?;
        let person: PersonId = row.person.parse().map_err(|error| at(line, error))?;
        if !people.contains(&person) {
            return Err(at(line, format!("the roster has no person {person}")));
        }
        if !seen.insert(id.clone()) {
            return Err(at(line, format!("the assessment {id} is given twice")));
        }
        allocations.push((line, id, person));
    }
    two_readers(&allocations)?;
    write(session, inspection, &allocations)
}

fn at(line: usize, what: impl std::fmt::Display) -> AppError {
    AppError::usage("allocation.line", format!("Line {line}: {what}."), "Mend the line and load the file again; nothing was taken.")
}

/// A second reading by the same person would prove nothing.
fn two_readers(allocations: &[(usize, AssessmentId, PersonId)]) -> Result<()> {
    let seen: BTreeSet<(&CaseRef, &PersonId)> = allocations.iter().map(|(_, id, person)| (&id.case, person)).collect();
    if seen.len() == allocations.len() {
        return Ok(());
    }
    let mut first = BTreeSet::new();
    let twice = allocations.iter().find(|(_, id, person)| !first.insert((&id.case, person)));
    Err(at(twice.map_or(0, |(line, ..)| *line), "the second reading of a case must be another person's"))
}

fn write(session: &mut Session, inspection: &InspectionId, allocations: &[(usize, AssessmentId, PersonId)]) -> Result<Allocated> {
    let writes: Vec<_> = allocations
        .iter()
        .map(|(_, id, person)| Ok((register(&Topic::Assessment(id.clone()), field::ALLOCATED_TO)?, Value::from(person.as_str()))))
        .collect::<Result<_>>()?;
    let second = allocations.iter().filter(|(_, id, _)| id.role == fieldweek_domain::id::AssessmentRole::Second).count();
    Ok(Allocated { assessments: allocations.len(), second, written: session.record(inspection, &writes)?.len() })
}
