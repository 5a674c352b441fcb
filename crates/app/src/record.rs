//! Recording on an assessment: answers, notes, evidence, facts, applicability, status.
//!
//! Everything a person says about one question in one go is one transaction.

use fieldweek_domain::answer::{Answer, GivenAnswer, LONGEST_TEXT};
use fieldweek_domain::assessment::{Evidence, Override, Status};
use fieldweek_domain::case::FactValue;
use fieldweek_domain::change::Logged;
use fieldweek_domain::framework::Question;
use fieldweek_domain::id::{AssessmentId, InspectionId};
use fieldweek_domain::progress::Progress;
use fieldweek_domain::register::Register;
use fieldweek_domain::topic::{Topic, field};
use serde::Serialize;
use serde_json::Value;

use crate::answer_text;
use crate::error::{AppError, Result};
use crate::session::{Session, Work, register};

/// What a person says about one question. What is none is left as it is.
#[derive(Debug, Default)]
pub struct Said {
    /// The answer; `Some(None)` clears it.
    pub answer: Option<Option<Answer>>,
    /// The note, or the reason of a summary judgement; empty clears it.
    pub note: Option<String>,
    /// A further item of evidence.
    pub evidence: Option<Evidence>,
}

/// Records what a person says about one question.
///
/// # Errors
/// When the assessment is complete or not theirs, there is no such question, or the answer does not fit it.
pub fn question(session: &mut Session, inspection: &InspectionId, id: &AssessmentId, question: &str, said: Said) -> Result<Vec<Logged>> {
    let work = session.work(inspection, id.clone())?;
    let topic = open_assessment(&work)?;
    let question = find(&work, question)?;
    let mut writes = Vec::new();
    if let Some(answer) = said.answer {
        writes.push((register(&topic, field::named(field::ANSWER, &question.id))?, answer_value(&work, question, answer)?));
    }
    if let Some(note) = said.note {
        writes.push((register(&topic, field::named(field::NOTE, &question.id))?, text_value(&note)?));
    }
    if let Some(evidence) = said.evidence {
        writes.push((next_evidence(&work, &topic, question)?, evidence_value(&evidence)?));
    }
    session.record(inspection, &writes)
}

fn open_assessment(work: &Work) -> Result<Topic> {
    if work.assessment()?.complete() {
        return Err(AppError::refused(
            "assessment.complete",
            format!("The assessment {} is complete and locked.", work.id),
            "Reopen it with a reason first.",
        ));
    }
    Ok(Topic::Assessment(work.id.clone()))
}

fn find<'a>(work: &'a Work, question: &str) -> Result<&'a Question> {
    let form = work.form()?;
    form.question(question).ok_or_else(|| {
        AppError::usage(
            "question.unknown",
            format!("The form {} has no question {question}.", form.id),
            "See `fieldweek case show` for its questions.",
        )
    })
}

fn answer_value(work: &Work, question: &Question, answer: Option<Answer>) -> Result<Value> {
    let Some(answer) = answer else { return Ok(Value::Null) };
    answer_text::check(&work.framework, question, &answer)?;
    let edition = work.inspection.edition.value().map(fieldweek_domain::inspection::Edition::label).unwrap_or_default();
    value(&GivenAnswer { edition, answer })
}

pub(crate) fn value(of: &impl Serialize) -> Result<Value> {
    serde_json::to_value(of)
        .map_err(|_| AppError::refused("value.failed", "The value could not be written down.", "Try again; nothing was changed."))
}

/// Text as it is kept; empty clears.
fn text_value(text: &str) -> Result<Value> {
    if text.len() > LONGEST_TEXT {
        return Err(AppError::usage("text.too_long", format!("The text is longer than {LONGEST_TEXT} bytes."), "Shorten it."));
    }
    Ok(if text.trim().is_empty() { Value::Null } else { Value::from(text) })
}

fn evidence_value(evidence: &Evidence) -> Result<Value> {
    text_value(&evidence.text)?;
    if evidence.reference.trim().is_empty() || evidence.reference.len() > 500 {
        return Err(AppError::usage(
            "evidence.reference",
            "An item of evidence needs a reference of at most 500 bytes.",
            "Say where in the source it is.",
        ));
    }
    value(evidence)
}

/// A register of its own for every item, named so that two machines never choose the same one.
fn next_evidence(work: &Work, topic: &Topic, question: &Question) -> Result<Register> {
    let known = work.assessment()?.evidence.get(&question.id);
    let number = known.map_or(0, std::collections::BTreeMap::len) + 1;
    let person = work.assessment()?.allocated_to.value().map_or("x", |person| person.as_str());
    let name = format!("{}{}/{person}-{number}", field::EVIDENCE, question.id);
    register(topic, name)
}

/// Sets or clears a fact: of the case, or of this reading of it when the fact is one that is asked beside a question.
///
/// # Errors
/// When the framework has no such fact for the case, it is not theirs to set, or their reading is complete.
pub fn fact(
    session: &mut Session,
    inspection: &InspectionId,
    id: &AssessmentId,
    fact: &str,
    value: Option<FactValue>,
) -> Result<Vec<Logged>> {
    let work = session.work(inspection, id.clone())?;
    let form = work.form()?;
    let known = work.framework.fact(fact).filter(|fact| fact.form == form.id);
    let known = known.ok_or_else(|| {
        AppError::usage("fact.unknown", format!("A {} case has no fact {fact}.", form.id), "See `fieldweek frameworks show` for the facts.")
    })?;
    if value.as_ref().is_some_and(|given| !given.fits(known, &work.framework)) {
        return Err(AppError::usage("fact.does_not_fit", format!("The value does not fit the fact {fact}."), "Give one of its options."));
    }
    let topic = if known.asked_at.is_some() { open_assessment(&work)? } else { Topic::Case(id.case.clone()) };
    let register = register(&topic, field::named(field::FACT, fact))?;
    let value = value.map_or(Ok(Value::Null), |given| self::value(&given))?;
    session.record(inspection, &[(register, value)])
}

/// Overrides whether a question applies, or goes by the facts again with none.
///
/// # Errors
/// When an override has no reason, or the assessment is complete or not theirs.
pub fn applies(
    session: &mut Session,
    inspection: &InspectionId,
    id: &AssessmentId,
    question: &str,
    word: Option<Override>,
) -> Result<Vec<Logged>> {
    let work = session.work(inspection, id.clone())?;
    let topic = open_assessment(&work)?;
    let question = find(&work, question)?;
    if word.as_ref().is_some_and(|word| word.reason.trim().is_empty()) {
        return Err(AppError::usage("applies.reason", "Overriding whether a question applies needs a reason.", "Give it with --reason."));
    }
    let register = register(&topic, field::named(field::APPLIES, &question.id))?;
    let value = word.map_or(Ok(Value::Null), |word| value(&word))?;
    session.record(inspection, &[(register, value)])
}

/// Completes an assessment. It is locked from then on.
///
/// # Errors
/// When something is missing, waits for a fact, or contradicts something else; the message lists it.
pub fn complete(session: &mut Session, inspection: &InspectionId, id: &AssessmentId) -> Result<Vec<Logged>> {
    let work = session.work(inspection, id.clone())?;
    let topic = open_assessment(&work)?;
    let progress = work.progress()?;
    let fact_conflicts: Vec<&str> =
        work.case()?.facts.iter().filter(|(_, entry)| entry.conflict()).map(|(fact, _)| fact.as_str()).collect();
    if !progress.ready() || !fact_conflicts.is_empty() {
        return Err(not_ready(id, &progress, &fact_conflicts));
    }
    session.record(inspection, &[(register(&topic, field::STATUS)?, value(&Status::Complete)?)])
}

fn not_ready(id: &AssessmentId, progress: &Progress, fact_conflicts: &[&str]) -> AppError {
    let mut why = Vec::new();
    let mut list = |what: &str, items: Vec<String>| {
        if !items.is_empty() {
            why.push(format!("{what}: {}", items.join(", ")));
        }
    };
    list("not answered", progress.missing.clone());
    list("waiting for a fact or another answer", progress.waiting.clone());
    list("contradictory", progress.contradictory.iter().map(crate::view::contradiction).collect());
    list("in conflict", progress.conflicts.iter().map(|register| register.field.to_string()).collect());
    list("left behind as drafts", progress.recovered.iter().map(|register| register.field.to_string()).collect());
    list("facts in conflict", fact_conflicts.iter().map(ToString::to_string).collect());
    AppError::refused(
        "assessment.not_ready",
        format!("The assessment {id} cannot be completed; {}.", why.join("; ")),
        "Mend what is listed and complete it again.",
    )
}

/// Reopens a complete assessment, with a reason.
///
/// # Errors
/// When there is no reason, or it is not complete.
pub fn reopen(session: &mut Session, inspection: &InspectionId, id: &AssessmentId, reason: &str) -> Result<Vec<Logged>> {
    let work = session.work(inspection, id.clone())?;
    if !work.assessment()?.complete() {
        return Err(AppError::refused("assessment.open", format!("The assessment {id} is open."), "There is nothing to reopen."));
    }
    if reason.trim().is_empty() {
        return Err(AppError::usage("assessment.reason", "Reopening an assessment needs a reason.", "Give it with --reason."));
    }
    let status = Status::Open { reason: reason.to_owned() };
    session.record(inspection, &[(register(&Topic::Assessment(id.clone()), field::STATUS)?, value(&status)?)])
}
