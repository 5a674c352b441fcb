//! From the assessments of an inspection to the counts that are rated.
//!
//! Only primary assessments that are complete count, of cases that are in the sample. What is left out is listed with
//! its reason, so that nobody has to guess what a percentage is of.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::answer::Judged;
use crate::assessment::Assessment;
use crate::case::{CaseKind, Facts};
use crate::framework::{Form, Framework, QuestionKind, RatedFrom, Standard, exclusion};
use crate::id::{AssessmentId, AssessmentRole};
use crate::inspection::{Case, Inspection};
use crate::progress::{Asked, asked};
use crate::rating::{Counts, OVERALL, PanelMove, RatingInput};

/// What an inspection amounts to for its ratings.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Consolidated {
    /// The counts, judgements and decisions that are rated.
    pub input: RatingInput,
    /// The assessments that count.
    pub counted: Vec<AssessmentId>,
    /// The primary assessments that do not, with why.
    pub left_out: Vec<LeftOut>,
    /// Judgements and panel decisions on which people contradict each other; they are not rated until it is resolved.
    pub contested: Vec<String>,
    /// Judgements and panel decisions on something that this type of inspection does not rate that way.
    pub beside_the_point: Vec<String>,
}

/// A primary assessment that does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The assessment.
    pub assessment: AssessmentId,
    /// Why.
    pub why: Why,
}

/// Why a primary assessment does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// It is not complete.
    NotComplete,
    /// The case was taken out of the sample by central.
    Withdrawn {
        /// Why.
        reason: String,
    },
    /// A published rule takes the case out of the sample.
    Excluded {
        /// Which, in words.
        reason: String,
    },
    /// It is not known what kind of case it is, or the framework has no form for it.
    NoForm,
    /// Its summary judgements are not all there, or people contradict each other about one.
    Unresolved {
        /// The summary judgement.
        question: String,
    },
}

/// Consolidates an inspection.
#[must_use]
pub fn consolidate(inspection: &Inspection, framework: &Framework) -> Consolidated {
    let mut out = Consolidated::default();
    for assessment in inspection.assessments.values().filter(|assessment| assessment.id.role == AssessmentRole::Primary) {
        let case = inspection.cases.get(&assessment.id.case).cloned().unwrap_or_default();
        match judgements(framework, &case, assessment) {
            Ok(judgements) => {
                for (key_question, judged) in judgements {
                    count(out.input.cases.entry(key_question).or_default(), judged);
                }
                out.counted.push(assessment.id.clone());
            }
            Err(why) => out.left_out.push(LeftOut { assessment: assessment.id.clone(), why }),
        }
    }
    let rated = Rated::of(inspection, framework);
    add_judged(inspection, &rated, &mut out);
    add_panel(inspection, &rated, &mut out);
    add_population(inspection, framework, &mut out);
    out
}

const fn count(counts: &mut Counts, judged: Judged) {
    match judged {
        Judged::Yes => counts.yes += 1,
        Judged::No => counts.no += 1,
        Judged::NotApplicable => counts.not_applicable += 1,
    }
}

/// The summary judgements of an assessment, by key question; or why it does not count.
fn judgements(framework: &Framework, case: &Case, assessment: &Assessment) -> Result<Vec<(String, Judged)>, Why> {
    if let Some(reason) = case.withdrawn.value() {
        return Err(Why::Withdrawn { reason: reason.clone() });
    }
    let form = case.kind.value().and_then(|kind| framework.form_for(*kind)).ok_or(Why::NoForm)?;
    let facts = assessment.known_facts(case);
    if let Some(excluded) = exclusion(form, &facts) {
        return Err(Why::Excluded { reason: excluded.reason.clone() });
    }
    if !assessment.complete() {
        return Err(Why::NotComplete);
    }
    summaries(form, &facts, assessment)
}

fn summaries(form: &Form, facts: &Facts, assessment: &Assessment) -> Result<Vec<(String, Judged)>, Why> {
    let mut found = Vec::new();
    for question in form.questions().filter(|question| question.kind == QuestionKind::Summary) {
        let Some(key_question) = question.key_question.clone() else { continue };
        let judged = match asked(question, facts, assessment) {
            Asked::SetAside { .. } => Some(Judged::NotApplicable),
            Asked::Yes | Asked::Waits { .. } => assessment.answer(&question.id).and_then(|given| given.answer.judged()),
        };
        found.push((key_question, judged.ok_or_else(|| Why::Unresolved { question: question.id.clone() })?));
    }
    Ok(found)
}

/// What the type of an inspection rates.
struct Rated {
    /// Standards and key questions judged on evidence.
    on_evidence: BTreeSet<String>,
    /// What the panel can move.
    movable: BTreeSet<String>,
}

impl Rated {
    fn of(inspection: &Inspection, framework: &Framework) -> Self {
        let kind = inspection.inspection_type.value().and_then(|id| framework.inspection_type(id));
        let covers = |standard: &&Standard| kind.is_some_and(|kind| kind.standards.contains(&standard.id));
        let standards: Vec<&Standard> = framework.standards.iter().filter(covers).collect();
        let judged = |standard: &&&Standard| standard.rated_from == RatedFrom::Evidence;
        let key_questions = standards.iter().filter(|standard| !judged(standard)).flat_map(|standard| &standard.key_questions);
        let key_questions = key_questions.filter(|key_question| key_question.rated_from == RatedFrom::Evidence);
        let on_evidence = standards.iter().filter(judged).map(|standard| &standard.id);
        Self {
            on_evidence: on_evidence.chain(key_questions.map(|key_question| &key_question.id)).cloned().collect(),
            movable: standards.iter().map(|standard| standard.id.clone()).chain([OVERALL.to_owned()]).collect(),
        }
    }
}

fn add_judged(inspection: &Inspection, rated: &Rated, out: &mut Consolidated) {
    for (on, entry) in &inspection.judgements {
        match entry.value() {
            Some(_) if !rated.on_evidence.contains(on) => out.beside_the_point.push(on.clone()),
            Some(judgement) => {
                out.input.judged.insert(on.clone(), judgement.rating);
            }
            None if entry.conflict() => out.contested.push(on.clone()),
            None => {}
        }
    }
}

fn add_panel(inspection: &Inspection, rated: &Rated, out: &mut Consolidated) {
    for (on, entry) in &inspection.panel {
        match entry.value() {
            Some(decision) if !rated.movable.contains(on) || decision.reason.trim().is_empty() => out.beside_the_point.push(on.clone()),
            Some(decision) => {
                out.input.panel.push(PanelMove { on: on.clone(), rating: decision.rating, reason: decision.reason.clone() });
            }
            None if entry.conflict() => out.contested.push(on.clone()),
            None => {}
        }
    }
}

/// The eligible population of the kind of case that a key question is answered in, where central recorded it.
fn add_population(inspection: &Inspection, framework: &Framework, out: &mut Consolidated) {
    let eligible = |kind: CaseKind| inspection.population.value().and_then(|population| population.get(&kind)).copied();
    for form in &framework.forms {
        let Some(population) = eligible(form.case_kind) else { continue };
        let summaries = form.questions().filter(|question| question.kind == QuestionKind::Summary);
        for key_question in summaries.filter_map(|question| question.key_question.clone()) {
            out.input.population.insert(key_question, population);
        }
    }
}
