//! Recording many things from lines of JSON. Each line is durable before it is acknowledged.

use fieldweek_domain::assessment::{Evidence, Override};
use fieldweek_domain::id::{AssessmentId, InspectionId};
use serde::{Deserialize, Serialize};

use crate::answer_text;
use crate::error::{AppError, Result};
use crate::record::{self, Said};
use crate::session::{Session, assessment_id};

/// One line: about a question of an assessment, a fact of a case, or the status of an assessment.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Line {
    assessment: Option<String>,
    question: Option<String>,
    answer: Option<String>,
    note: Option<String>,
    evidence: Option<Evidence>,
    applies: Option<Override>,
    status: Option<String>,
    reason: Option<String>,
    fact: Option<String>,
    value: Option<String>,
}

/// What was written for a line.
#[derive(Debug, Clone, Serialize)]
pub struct Acknowledged {
    /// The line, from 1.
    pub line: usize,
    /// The changes, durable.
    pub changes: Vec<String>,
}

/// Records one line.
///
/// # Errors
/// What is wrong with it, naming the line. Nothing of the line is written then; the lines before it are.
pub fn record_line(session: &mut Session, inspection: &InspectionId, number: usize, text: &str) -> Result<Acknowledged> {
    let at = |error: AppError| AppError { message: format!("Line {number}: {}", error.message), ..error };
    let object = text.trim_start().starts_with('{'); // serde would read a list of the values too
    let line = if object { text } else { "not an object" };
    let line: Line = serde_json::from_str(line).map_err(|error| {
        at(AppError::usage(
            "batch.line",
            format!("not a line of a batch (column {}).", error.column()),
            "See docs/command-line.md for the fields.",
        ))
    })?;
    let changes = write(session, inspection, line).map_err(at)?;
    Ok(Acknowledged { line: number, changes: changes.iter().map(|logged| logged.id().to_string()).collect() })
}

/// One thing a line: what does not belong to it is an error, never left out in silence.
fn write(session: &mut Session, inspection: &InspectionId, line: Line) -> Result<Vec<fieldweek_domain::change::Logged>> {
    let id = assessment_id(line.assessment.as_deref().unwrap_or_default())?;
    match line {
        Line {
            fact: Some(fact),
            value: Some(value),
            question: None,
            answer: None,
            note: None,
            evidence: None,
            applies: None,
            status: None,
            reason: None,
            ..
        } => fact_line(session, inspection, &id, &fact, &value),
        Line {
            status: Some(status),
            reason,
            question: None,
            answer: None,
            note: None,
            evidence: None,
            applies: None,
            fact: None,
            value: None,
            ..
        } => set_status(session, inspection, &id.to_string(), &status, &reason.unwrap_or_default()),
        Line {
            question: Some(question),
            applies: Some(word),
            answer: None,
            note: None,
            evidence: None,
            status: None,
            reason: None,
            fact: None,
            value: None,
            ..
        } => record::applies(session, inspection, &id, &question, Some(word)),
        Line {
            question: Some(question),
            answer,
            note,
            evidence,
            applies: None,
            status: None,
            reason: None,
            fact: None,
            value: None,
            ..
        } => {
            let answer = answer.map(|text| parse_answer(session, inspection, &id, &question, &text)).transpose()?;
            record::question(session, inspection, &id, &question, Said { answer, note, evidence })
        }
        _ => Err(AppError::usage(
            "batch.line",
            "the line must be about one thing: a question, what applies, a fact, or the status.",
            "See docs/command-line.md for the fields.",
        )),
    }
}

/// Sets a fact from text.
///
/// # Errors
/// When there is no such fact, or the value does not fit it.
pub fn fact_line(
    session: &mut Session,
    inspection: &InspectionId,
    id: &AssessmentId,
    fact: &str,
    value: &str,
) -> Result<Vec<fieldweek_domain::change::Logged>> {
    let framework = session.work(inspection, id.clone())?.framework;
    let known = framework.fact(fact);
    let known = known
        .ok_or_else(|| AppError::usage("fact.unknown", format!("There is no fact {fact}."), "See `fieldweek frameworks show --json`."))?;
    let value = answer_text::fact(&framework, known, value)?;
    record::fact(session, inspection, id, fact, value)
}

/// Reads an answer from text.
///
/// # Errors
/// When there is no such question, or the answer does not fit it.
pub fn parse_answer(
    session: &Session,
    inspection: &InspectionId,
    id: &AssessmentId,
    question: &str,
    text: &str,
) -> Result<Option<fieldweek_domain::answer::Answer>> {
    let work = session.work(inspection, id.clone())?;
    let known = work.form()?.question(question);
    let known = known
        .ok_or_else(|| AppError::usage("question.unknown", format!("There is no question {question}."), "See `fieldweek case show`."))?;
    answer_text::answer(&work.framework, known, text)
}

/// Completes an assessment, or reopens it.
///
/// # Errors
/// When it is neither, or it cannot be.
pub fn set_status(
    session: &mut Session,
    inspection: &InspectionId,
    id: &str,
    status: &str,
    reason: &str,
) -> Result<Vec<fieldweek_domain::change::Logged>> {
    let id = assessment_id(id)?;
    match status {
        "complete" => record::complete(session, inspection, &id),
        "open" => record::reopen(session, inspection, &id, reason),
        _ => Err(AppError::usage("status.unknown", "The status is complete or open.", "Give one of the two.")),
    }
}
