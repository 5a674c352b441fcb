//! A case's summary: the values that are printed, from the assessment as it stands.

use fieldweek_domain::answer::{Answer, Judged};
use fieldweek_domain::entry::Entry;
use fieldweek_domain::framework::{AnswerKind, Question, QuestionKind};
use fieldweek_domain::progress::{Asked, asked};
use fieldweek_report::case_summary::{
    CaseSummary, DataOrigin, Evidence, Fact, Inspection, Provenance, Question as Printed, Recorded, Section, Standing, SummaryJudgement,
    Tally,
};

use crate::error::{AppError, Result};
use crate::session::Work;
use crate::view::{CaseStatus, CaseView, QuestionView, case_view};

/// The values of a case summary.
///
/// # Errors
/// When there is no such assessment, or the inspection lacks what every summary says.
pub fn case_summary(work: &Work, provenance: Provenance) -> Result<CaseSummary> {
    let view = case_view(work)?;
    let sections = view.sections.iter().map(|section| Section {
        id: section.id.clone(),
        title: section.title.clone(),
        questions: section.questions.iter().map(|question| printed(work, question)).collect(),
    });
    Ok(CaseSummary {
        inspection: inspection(work)?,
        case: work.id.case.to_string(),
        kind: view.kind,
        assessor: view.allocated_to.clone().unwrap_or_else(|| "Not allocated".to_owned()),
        role: work.id.role,
        status: status(&view),
        identity: identity(&view),
        classifications: classifications(work, &view)?,
        judgements: judgements(work, &view)?,
        sections: sections.collect(),
        provenance,
        data: if work.inspection.demonstration.value() == Some(&true) { DataOrigin::Demonstration } else { DataOrigin::Live },
    })
}

fn inspection(work: &Work) -> Result<Inspection> {
    let about = &work.inspection;
    let lacks = |what: &str| {
        AppError::refused(
            "inspection.incomplete",
            format!("The inspection does not say {what}."),
            "Fetch the newest pack, or ask central to record it.",
        )
    };
    let kind = about.inspection_type.value().cloned().ok_or_else(|| lacks("of which type it is"))?;
    let fieldwork = about.fieldwork.value().ok_or_else(|| lacks("when its fieldwork is"))?;
    Ok(Inspection {
        service: about.service.value().cloned().ok_or_else(|| lacks("which service it is of"))?,
        title: work.framework.inspection_type(&kind).map_or_else(|| kind.clone(), |found| found.title.clone()),
        kind,
        fieldwork_from: fieldwork.from,
        fieldwork_to: fieldwork.to,
        framework: work.framework.title.clone(),
        edition: work.framework.edition.clone(),
    })
}

fn status(view: &CaseView) -> String {
    let open = view.progress.missing.len() + view.progress.waiting.len();
    match view.status {
        CaseStatus::InProgress if open == 1 => "In progress: 1 question to answer".to_owned(),
        CaseStatus::InProgress => format!("In progress: {open} questions to answer"),
        other => other.text().to_owned(),
    }
}

/// What is known of the case, and the short answers about the person: those of sections that answer no key question and
/// choose from a list.
fn identity(view: &CaseView) -> Vec<Fact> {
    let facts = view.facts.iter().map(|fact| Fact { label: fact.label.clone(), value: fact.value_text.clone() });
    let about = |question: &&QuestionView| question.kind == QuestionKind::Information && matches!(question.answer, Some(Answer::One(_)));
    let first = view.sections.first().into_iter().flat_map(|section| &section.questions);
    facts.chain(first.filter(about).map(|question| Fact { label: question.text.clone(), value: question.answer_text.clone() })).collect()
}

/// The classifications: the questions that choose from a list with published definitions, and those on whether a
/// classification is reasonable, which alone never make a judgement negative.
fn classifications(work: &Work, view: &CaseView) -> Result<Vec<Fact>> {
    let form = work.form()?;
    let defined = |question: &Question| match &question.answer {
        AnswerKind::OneOf { options } => {
            let set = work.framework.option_set(options);
            set.is_some_and(|set| set.options.iter().any(|choice| !choice.definitions.is_empty()))
        }
        _ => question.alone_insufficient,
    };
    let answered = view.sections.iter().flat_map(|section| &section.questions).filter(|question| !question.answer_text.is_empty());
    let classified = answered.filter(|question| form.question(&question.id).is_some_and(defined));
    Ok(classified.map(|question| Fact { label: question.text.clone(), value: question.answer_text.clone() }).collect())
}

fn judgements(work: &Work, view: &CaseView) -> Result<Vec<SummaryJudgement>> {
    let (form, assessment, facts) = (work.form()?, work.assessment()?, work.assessment()?.known_facts(work.case()?));
    let judgement = |summary: &Question| {
        let support = view.support.iter().find(|support| support.question == summary.id);
        let tally = support.map(|support| support.tally).unwrap_or_default();
        let critical = |id: &&String| form.question(id).is_some_and(|question| question.critical);
        let set_aside = matches!(asked(summary, &facts, assessment), Asked::SetAside { .. });
        let judged = assessment.answer(&summary.id).and_then(|given| given.answer.judged());
        SummaryJudgement {
            key_question: summary.key_question.clone().unwrap_or_default(),
            text: summary.text.clone(),
            judgement: if set_aside { Some(Judged::NotApplicable) } else { judged },
            reason: assessment.note(&summary.id).map(str::to_owned),
            tally: Tally { yes: tally.yes, no: tally.no, not_applicable: tally.not_applicable, unanswered: tally.unanswered },
            critical_no: support.iter().flat_map(|support| &support.deficiencies).filter(critical).cloned().collect(),
        }
    };
    Ok(form.questions().filter(|question| question.kind == QuestionKind::Summary).map(judgement).collect())
}

fn printed(work: &Work, question: &QuestionView) -> Printed {
    Printed {
        number: question.number.clone(),
        text: question.text.clone(),
        kind: question.kind,
        critical: question.critical,
        standing: standing(work, question),
        answer: Some(question.answer_text.clone()).filter(|text| !text.is_empty()),
        note: question.note.clone(),
        evidence: question.evidence.iter().map(evidence).collect(),
        recorded: question.by.as_ref().map(|(author, at)| Recorded { author: author.clone(), at: readable(at) }),
    }
}

fn standing(work: &Work, question: &QuestionView) -> Standing {
    let reason = || {
        let overrides = work.inspection.assessments.get(&work.id).map(|assessment| &assessment.overrides);
        let word = overrides.and_then(|overrides| overrides.get(&question.id)).and_then(Entry::value);
        word.map(|word| word.reason.clone()).unwrap_or_default()
    };
    match (&question.asked, question.overridden) {
        (Asked::Yes, false) => Standing::Asked,
        (Asked::Yes, true) => Standing::AskedByInspector { reason: reason() },
        (Asked::Waits { on }, _) => Standing::Waits { on: on.iter().map(|id| waits_on(work, id)).collect::<Vec<_>>().join("; ") },
        (Asked::SetAside { reason: why }, false) => Standing::SetAside { why: why.clone() },
        (Asked::SetAside { .. }, true) => Standing::SetAsideByInspector { reason: reason() },
    }
}

fn waits_on(work: &Work, id: &str) -> String {
    work.framework.fact(id).map_or_else(|| format!("the answer to {id}"), |fact| fact.text.clone())
}

fn evidence(evidence: &fieldweek_domain::assessment::Evidence) -> Evidence {
    Evidence {
        source: evidence.source.text().to_owned(),
        reference: Some(evidence.reference.clone()),
        text: Some(evidence.text.clone()).filter(|text| !text.is_empty()),
    }
}

/// `2026-11-24T14:02:11.123Z` as a person reads it.
fn readable(at: &str) -> String {
    let parsed = chrono::DateTime::parse_from_rfc3339(at);
    parsed.map_or_else(|_| at.to_owned(), |moment| moment.format("%-d %b %Y, %H:%M UTC").to_string())
}

/// The code of an answer for analysts: `yes`, option ids with semicolons, `option=yes` for each ticked option.
pub(crate) fn answer_code(work: &Work, question: &QuestionView) -> Option<String> {
    let judged = |judged: Judged| match judged {
        Judged::Yes => "yes",
        Judged::No => "no",
        Judged::NotApplicable => "not_applicable",
    };
    let kind = work.framework.question(&question.id).map(|question| &question.answer);
    match (kind, question.answer.as_ref()?) {
        (Some(AnswerKind::Text), _) | (_, Answer::Text(_)) => None,
        (_, Answer::Judged(value)) => Some(judged(*value).to_owned()),
        (_, Answer::Each(each)) => {
            Some(each.iter().map(|(option, value)| format!("{option}={}", judged(*value))).collect::<Vec<_>>().join(";"))
        }
        (_, answer) => Some(answer.options().into_iter().collect::<Vec<_>>().join(";")),
    }
}
