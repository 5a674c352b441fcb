//! Writing an inspection's documents into a folder: summaries as PDF, answers as CSV and JSON, ratings as JSON.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use fieldweek_domain::entry::Entry;
use fieldweek_domain::id::{AssessmentId, InspectionId};
use fieldweek_domain::progress::Asked;
use fieldweek_report::{AnswerRow, answers_csv, answers_json, case_summary_pdf, validate_pdf};

use crate::access::{Access, note_access};
use crate::error::{AppError, Result};
use crate::file;
use crate::provenance::provenance;
use crate::ratings::ratings;
use crate::session::{Session, Work};
use crate::summary::{answer_code, case_summary};
use crate::view::{QuestionView, SectionView, case_view};

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Exported {
    /// The case summaries.
    pub summaries: Vec<PathBuf>,
    /// The other files.
    pub files: Vec<PathBuf>,
}

/// Writes one assessment's case summary.
///
/// # Errors
/// When there is no such assessment, or the file cannot be written.
pub fn summary(session: &mut Session, inspection: &InspectionId, id: &AssessmentId, out: &Path) -> Result<()> {
    let work = session.work(inspection, id.clone())?;
    let pdf = summary_pdf(session, inspection, &work)?;
    note_access(session, inspection, &id.case, Access::Exported)?;
    file::write(out, &pdf)
}

fn summary_pdf(session: &Session, inspection: &InspectionId, work: &Work) -> Result<Vec<u8>> {
    let values = case_summary(work, provenance(session, inspection, work)?)?;
    let pdf = case_summary_pdf(&values, today(session))?;
    validate_pdf(&pdf).map_err(|fault| {
        AppError::refused(
            "pdf.invalid",
            format!("The summary of {} is not a valid document: {fault}.", work.id),
            "Report this; nothing was written.",
        )
    })?;
    Ok(pdf)
}

fn today(session: &Session) -> NaiveDate {
    let date = session.clock.now().as_str().get(..10).and_then(|date| date.parse().ok());
    date.unwrap_or_default()
}

/// Writes the summaries of an inspection's assessments, or of these cases', and its answers and ratings.
///
/// `on` is told of every summary as it is written, with how many there will be.
///
/// # Errors
/// When the folder cannot be written, or a document cannot be made.
pub fn export(
    session: &mut Session,
    inspection: &InspectionId,
    cases: &[String],
    out: &Path,
    on: &mut dyn FnMut(usize, usize),
) -> Result<Exported> {
    let whole = session.inspection(inspection)?;
    let wanted: BTreeSet<&String> = cases.iter().collect();
    let ids: Vec<AssessmentId> =
        whole.assessments.keys().filter(|id| wanted.is_empty() || wanted.contains(&id.case.to_string())).cloned().collect();
    if let Some(unknown) = cases.iter().find(|case| !ids.iter().any(|id| id.case.as_str() == case.as_str())) {
        return Err(AppError::usage("case.unknown", format!("There is no assessment of case {unknown}."), "See `fieldweek case list`."));
    }
    let summaries = out.join("summaries");
    file::folder(&summaries)?;
    let mut exported = Exported::default();
    let mut rows = Vec::new();
    for (done, id) in ids.iter().enumerate() {
        let work = session.work(inspection, id.clone())?;
        let path = summaries.join(format!("{id}.pdf"));
        file::write(&path, &summary_pdf(session, inspection, &work)?)?;
        note_access(session, inspection, &id.case, Access::Exported)?;
        exported.summaries.push(path);
        rows.extend(answer_rows(inspection, &work)?);
        on(done + 1, ids.len());
    }
    let ratings = ratings(session, inspection)?;
    let ratings = serde_json::to_vec_pretty(&ratings)
        .map_err(|_| AppError::refused("export.ratings", "The ratings could not be written.", "Report this; the summaries are written."))?;
    for (name, content) in [("answers.csv", answers_csv(&rows)?), ("answers.json", answers_json(&rows)?), ("ratings.json", ratings)] {
        let path = out.join(name);
        file::write(&path, &content)?;
        exported.files.push(path);
    }
    Ok(exported)
}

fn answer_rows(inspection: &InspectionId, work: &Work) -> Result<Vec<AnswerRow>> {
    let view = case_view(work)?;
    let form = work.form()?.id.clone();
    let assessor = view.allocated_to.clone().unwrap_or_default();
    let edition = work.inspection.edition.value().map(fieldweek_domain::inspection::Edition::label).unwrap_or_default();
    let row = |section: &SectionView, question: &QuestionView| {
        let entry = work.inspection.assessments.get(&work.id).and_then(|assessment| assessment.answers.get(&question.id));
        let stated = entry.and_then(Entry::stated).filter(|stated| stated.value.is_some());
        AnswerRow {
            inspection: inspection.to_string(),
            case: work.id.case.to_string(),
            case_kind: view.kind.as_str().to_owned(),
            role: work.id.role.as_str().to_owned(),
            assessor: assessor.clone(),
            form: form.clone(),
            section: section.id.clone(),
            question: question.id.clone(),
            number: question.number.clone(),
            text: question.text.clone(),
            question_kind: serde_json::to_value(question.kind).ok().and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default(),
            applies: applies(question).to_owned(),
            answer: answer_code(work, question),
            answer_text: question.answer.as_ref().map(|_| question.answer_text.clone()),
            note: question.note.clone(),
            author: stated.map(|stated| stated.by.to_string()),
            at: stated.map(|stated| stated.at.to_string()),
            change: stated.map(|stated| stated.change.to_string()),
            edition: stated.and_then(|stated| stated.value.as_ref()).map_or_else(|| edition.clone(), |given| given.edition.clone()),
        }
    };
    Ok(view
        .sections
        .iter()
        .flat_map(|section| section.questions.iter().map(move |question| (section, question)))
        .map(|(section, question)| row(section, question))
        .collect())
}

const fn applies(question: &QuestionView) -> &'static str {
    match (&question.asked, question.overridden) {
        (Asked::Yes, false) => "yes",
        (Asked::Yes, true) => "yes_by_inspector",
        (Asked::SetAside { .. }, false) => "no",
        (Asked::SetAside { .. }, true) => "no_by_inspector",
        (Asked::Waits { .. }, _) => "unknown",
    }
}
