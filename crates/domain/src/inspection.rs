//! An inspection as people see it: the typed view on the heads of its registers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::assessment::Assessment;
use crate::case::{CaseKind, FactValue, Facts};
use crate::change::Logged;
use crate::entry::Entry;
use crate::id::{AssessmentId, CaseRef, PersonId};
use crate::rating::Rating;
use crate::register::Register;
use crate::topic::{Topic, field};

/// Which framework an inspection uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// The framework's id.
    pub framework: String,
    /// Its edition.
    pub edition: String,
    /// The digest of its files.
    pub digest: String,
}

impl Edition {
    /// As answers keep it: `yj-2025/2025.1`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}/{}", self.framework, self.edition)
    }
}

/// The fieldwork week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fieldwork {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
}

/// A rating that the panel set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PanelDecision {
    /// The rating.
    pub rating: Rating,
    /// Why.
    pub reason: String,
}

/// A judgement on evidence, of a standard or a key question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceJudgement {
    /// The rating.
    pub rating: Rating,
    /// Why.
    pub reason: String,
}

/// A sampled case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Case {
    /// A child's or a victim's.
    pub kind: Entry<CaseKind>,
    /// The facts that decide which questions apply.
    pub facts: BTreeMap<String, Entry<FactValue>>,
    /// Taken out of the sample, with the reason.
    pub withdrawn: Entry<String>,
}

impl Case {
    /// The facts that are known. A fact in conflict is not.
    #[must_use]
    pub fn known_facts(&self) -> Facts {
        let known = |(id, entry): (&String, &Entry<FactValue>)| Some((id.clone(), entry.value()?.clone()));
        self.facts.iter().filter_map(known).collect()
    }
}

/// One inspection, as the heads of its registers have it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Inspection {
    /// The framework and edition.
    pub edition: Entry<Edition>,
    /// Its type, as the framework names it.
    pub inspection_type: Entry<String>,
    /// The youth justice service.
    pub service: Entry<String>,
    /// Who leads the fieldwork.
    pub lead: Entry<PersonId>,
    /// The fieldwork week.
    pub fieldwork: Entry<Fieldwork>,
    /// Whether its data is invented.
    pub demonstration: Entry<bool>,
    /// How many cases were eligible, by kind.
    pub population: Entry<BTreeMap<CaseKind, u32>>,
    /// Its sampled cases.
    pub cases: BTreeMap<CaseRef, Case>,
    /// Its assessments.
    pub assessments: BTreeMap<AssessmentId, Assessment>,
    /// Judgements on evidence, by standard or key question.
    pub judgements: BTreeMap<String, Entry<EvidenceJudgement>>,
    /// The panel's decisions, by standard or `overall`.
    pub panel: BTreeMap<String, Entry<PanelDecision>>,
    /// The registers that people wrote without having seen each other.
    pub conflicts: Vec<Register>,
    /// Registers whose value is not of the shape of their field. Kept, shown, and counted nowhere.
    pub unreadable: Vec<Register>,
}

impl Inspection {
    /// Reads the heads of an inspection's registers.
    #[must_use]
    pub fn read<'a>(heads: impl IntoIterator<Item = &'a (Register, Vec<Logged>)>) -> Self {
        let mut inspection = Self::default();
        for (register, logged) in heads {
            if logged.len() > 1 {
                inspection.conflicts.push(register.clone());
            }
            if inspection.read_register(register, logged).is_err() {
                inspection.unreadable.push(register.clone());
            }
        }
        inspection
    }

    fn read_register(&mut self, register: &Register, heads: &[Logged]) -> Result<(), Unreadable> {
        let name = register.field.as_str();
        if name.starts_with(field::REMARK) {
            return Ok(());
        }
        match Topic::of(&register.subject).map_err(|_| Unreadable)? {
            Topic::Inspection => self.read_about(name, heads),
            Topic::Case(case) => read_case(self.cases.entry(case).or_default(), name, heads),
            Topic::Assessment(id) => {
                let assessment = self.assessments.entry(id.clone()).or_insert_with(|| Assessment::empty(id));
                read_assessment(assessment, name, heads)
            }
            Topic::Standard(id) | Topic::KeyQuestion(id) if name == field::JUDGEMENT => put(self.judgements.entry(id).or_default(), heads),
            Topic::Panel(on) if name == field::RATING => put(self.panel.entry(on).or_default(), heads),
            Topic::Standard(_) | Topic::KeyQuestion(_) | Topic::Prompt(_) | Topic::Access(_) => Ok(()),
            Topic::Panel(_) => Err(Unreadable),
        }
    }

    fn read_about(&mut self, name: &str, heads: &[Logged]) -> Result<(), Unreadable> {
        match name {
            field::FRAMEWORK => put(&mut self.edition, heads),
            field::INSPECTION_TYPE => put(&mut self.inspection_type, heads),
            field::SERVICE => put(&mut self.service, heads),
            field::LEAD => put(&mut self.lead, heads),
            field::FIELDWORK => put(&mut self.fieldwork, heads),
            field::DEMONSTRATION => put(&mut self.demonstration, heads),
            field::POPULATION => put(&mut self.population, heads),
            _ => Err(Unreadable),
        }
    }

    /// Who works on it: the lead and everybody an assessment is allocated to.
    #[must_use]
    pub fn team(&self) -> BTreeSet<PersonId> {
        let assessors = self.assessments.values().flat_map(|assessment| assessment.allocated_to.heads());
        let assessors = assessors.filter_map(|stated| stated.value.clone());
        assessors.chain(self.lead.value().cloned()).collect()
    }

    /// The assessments of a case: the one that counts, and a second reading.
    pub fn assessments_of<'a>(&'a self, case: &'a CaseRef) -> impl Iterator<Item = &'a Assessment> {
        self.assessments.values().filter(move |assessment| &assessment.id.case == case)
    }
}

struct Unreadable;

fn put<T: DeserializeOwned>(entry: &mut Entry<T>, heads: &[Logged]) -> Result<(), Unreadable> {
    *entry = Entry::read(heads).map_err(|_| Unreadable)?;
    Ok(())
}

fn read_case(case: &mut Case, name: &str, heads: &[Logged]) -> Result<(), Unreadable> {
    if let Some(fact) = name.strip_prefix(field::FACT) {
        return put(case.facts.entry(fact.to_owned()).or_default(), heads);
    }
    match name {
        field::KIND => put(&mut case.kind, heads),
        field::WITHDRAWN => put(&mut case.withdrawn, heads),
        _ => Err(Unreadable),
    }
}

fn read_assessment(assessment: &mut Assessment, name: &str, heads: &[Logged]) -> Result<(), Unreadable> {
    let named = |prefix: &str| name.strip_prefix(prefix).map(str::to_owned);
    if let Some(question) = named(field::ANSWER) {
        return put(assessment.answers.entry(question).or_default(), heads);
    }
    if let Some(question) = named(field::NOTE) {
        return put(assessment.notes.entry(question).or_default(), heads);
    }
    if let Some(fact) = named(field::FACT) {
        return put(assessment.facts.entry(fact).or_default(), heads);
    }
    if let Some(question) = named(field::APPLIES) {
        return put(assessment.overrides.entry(question).or_default(), heads);
    }
    if let Some(item) = named(field::EVIDENCE) {
        let (question, number) = item.split_once('/').ok_or(Unreadable)?;
        let items = assessment.evidence.entry(question.to_owned()).or_default();
        return put(items.entry(number.to_owned()).or_default(), heads);
    }
    match name {
        field::ALLOCATED_TO => put(&mut assessment.allocated_to, heads),
        field::STATUS => put(&mut assessment.status, heads),
        field::RETURNED => put(&mut assessment.returned, heads),
        _ => Err(Unreadable),
    }
}
