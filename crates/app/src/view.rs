//! What a screen or a command line is given to show: plain values, with words where a person reads them.

use std::collections::BTreeMap;

use fieldweek_domain::answer::{Answer, Judged};
use fieldweek_domain::assessment::{Assessment, Evidence};
use fieldweek_domain::case::{CaseKind, FactValue, Facts};
use fieldweek_domain::entry::Entry;
use fieldweek_domain::framework::{AnswerKind, Fact, Framework, Question, QuestionKind, exclusion};
use fieldweek_domain::id::AssessmentId;
use fieldweek_domain::inspection::Inspection;
use fieldweek_domain::judgement::{Support, support};
use fieldweek_domain::progress::{Asked, Contradiction, Progress, asked, progress};
use serde::Serialize;

use crate::error::Result;
use crate::session::Work;

/// One line of the list of cases: an assessment and how far it is.
#[derive(Debug, Clone, Serialize)]
pub struct CaseLine {
    /// The assessment.
    pub assessment: AssessmentId,
    /// A child's or a victim's.
    pub kind: Option<CaseKind>,
    /// What kind of case it is, in words: the first of its facts that chooses from a list.
    pub about: String,
    /// Who answers it.
    pub allocated_to: Option<String>,
    /// How far it is; none while it is not known which form it has.
    pub progress: Option<Progress>,
    /// Where it stands.
    pub status: CaseStatus,
}

/// Where an assessment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseStatus {
    /// Nothing is answered.
    NotStarted,
    /// Something is answered.
    InProgress,
    /// Everything is answered, and nothing stands in the way.
    Ready,
    /// Finished and locked.
    Complete,
    /// The case is out of the sample.
    Excluded,
}

impl CaseStatus {
    /// In words.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::NotStarted => "Not started",
            Self::InProgress => "In progress",
            Self::Ready => "Ready to complete",
            Self::Complete => "Complete",
            Self::Excluded => "Out of the sample",
        }
    }
}

/// The assessments of an inspection, in order of case.
#[must_use]
pub fn case_lines(inspection: &Inspection, framework: &Framework) -> Vec<CaseLine> {
    inspection.assessments.values().map(|assessment| case_line(inspection, framework, assessment)).collect()
}

fn case_line(inspection: &Inspection, framework: &Framework, assessment: &Assessment) -> CaseLine {
    let case = inspection.cases.get(&assessment.id.case).cloned().unwrap_or_default();
    let kind = case.kind.value().copied();
    let facts = assessment.known_facts(&case);
    let form = kind.and_then(|kind| framework.form_for(kind));
    let progress = form.map(|form| progress(form, &facts, assessment));
    let excluded = case.withdrawn.value().is_some() || form.is_some_and(|form| exclusion(form, &facts).is_some());
    CaseLine {
        assessment: assessment.id.clone(),
        kind,
        about: form.map(|form| about(framework, &form.id, &facts)).unwrap_or_default(),
        allocated_to: assessment.allocated_to.value().map(ToString::to_string),
        status: status(assessment, progress.as_ref(), excluded),
        progress,
    }
}

fn about(framework: &Framework, form: &str, facts: &Facts) -> String {
    let chooses = |fact: &&Fact| fact.form == form && matches!(fact.answer, AnswerKind::OneOf { .. } | AnswerKind::ManyOf { .. });
    let first = framework.facts.iter().find(chooses);
    let value = first.and_then(|fact| Some(fact_text(framework, &fact.id, facts.get(&fact.id)?)));
    value.unwrap_or_default()
}

fn status(assessment: &Assessment, progress: Option<&Progress>, excluded: bool) -> CaseStatus {
    match progress {
        _ if excluded => CaseStatus::Excluded,
        _ if assessment.complete() => CaseStatus::Complete,
        Some(progress) if progress.ready() => CaseStatus::Ready,
        Some(progress) if progress.answered > 0 => CaseStatus::InProgress,
        _ => CaseStatus::NotStarted,
    }
}

/// An assessment, whole.
#[derive(Debug, Clone, Serialize)]
pub struct CaseView {
    /// The assessment.
    pub assessment: AssessmentId,
    /// A child's or a victim's.
    pub kind: CaseKind,
    /// Who answers it.
    pub allocated_to: Option<String>,
    /// Where it stands.
    pub status: CaseStatus,
    /// The facts of the case, in the framework's order; none where not known.
    pub facts: Vec<FactView>,
    /// Its sections.
    pub sections: Vec<SectionView>,
    /// How far it is.
    pub progress: Progress,
    /// What supports each summary judgement.
    pub support: Vec<Support>,
}

/// A fact of a case.
#[derive(Debug, Clone, Serialize)]
pub struct FactView {
    /// Its id.
    pub id: String,
    /// In short.
    pub label: String,
    /// In words, as the inspector is asked.
    pub text: String,
    /// Its value.
    pub value: Option<FactValue>,
    /// Its value in words; says when it is not known or in conflict.
    pub value_text: String,
}

/// A section of the form with its answers.
#[derive(Debug, Clone, Serialize)]
pub struct SectionView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its questions.
    pub questions: Vec<QuestionView>,
}

/// A question with its answer.
#[derive(Debug, Clone, Serialize)]
pub struct QuestionView {
    /// Its id.
    pub id: String,
    /// The published number.
    pub number: String,
    /// As published.
    pub text: String,
    /// What it is for.
    pub kind: QuestionKind,
    /// Whether a no is shown beside the summary judgement.
    pub critical: bool,
    /// Whether it is asked in this case.
    pub asked: Asked,
    /// Whether the inspector overrode that.
    pub overridden: bool,
    /// The answer.
    pub answer: Option<Answer>,
    /// The answer in words; says when it is in conflict.
    pub answer_text: String,
    /// The note, or the reason of a summary judgement.
    pub note: Option<String>,
    /// The evidence.
    pub evidence: Vec<Evidence>,
    /// Who answered, and when by their clock.
    pub by: Option<(String, String)>,
}

/// Shows an assessment whole.
///
/// # Errors
/// When there is no such assessment, or no form for it.
pub fn case_view(work: &Work) -> Result<CaseView> {
    let (case, form, assessment) = (work.case()?, work.form()?, work.assessment()?);
    let facts = assessment.known_facts(case);
    let progress = work.progress()?;
    let excluded = case.withdrawn.value().is_some() || exclusion(form, &facts).is_some();
    let question = |question: &Question| question_view(&work.framework, question, &asked(question, &facts, assessment), assessment);
    let summaries = form.questions().filter(|question| question.kind == QuestionKind::Summary);
    Ok(CaseView {
        assessment: work.id.clone(),
        kind: form.case_kind,
        allocated_to: assessment.allocated_to.value().map(ToString::to_string),
        status: status(assessment, Some(&progress), excluded),
        facts: fact_views(work, &form.id)?,
        sections: form
            .sections
            .iter()
            .map(|section| SectionView {
                id: section.id.clone(),
                title: section.title.clone(),
                questions: section.questions.iter().map(question).collect(),
            })
            .collect(),
        support: summaries.map(|summary| support(form, summary, &facts, assessment)).collect(),
        progress,
    })
}

fn fact_views(work: &Work, form: &str) -> Result<Vec<FactView>> {
    let (case, assessment) = (work.case()?, work.assessment()?);
    let view = |fact: &Fact| {
        let entry = assessment.facts.get(&fact.id).or_else(|| case.facts.get(&fact.id));
        let value = entry.and_then(Entry::value).cloned();
        let value_text = match &value {
            Some(value) => fact_text(&work.framework, &fact.id, value),
            None if entry.is_some_and(Entry::conflict) => "In conflict".to_owned(),
            None => "Not known".to_owned(),
        };
        FactView { id: fact.id.clone(), label: fact.label.clone(), text: fact.text.clone(), value, value_text }
    };
    Ok(work.framework.facts.iter().filter(|fact| fact.form == form).map(view).collect())
}

fn question_view(framework: &Framework, question: &Question, asked: &Asked, assessment: &Assessment) -> QuestionView {
    let entry = assessment.answers.get(&question.id);
    let answer = entry.and_then(Entry::value).map(|given| given.answer.clone());
    let answer_text = match &answer {
        Some(answer) => answer_text(framework, question, answer),
        None if entry.is_some_and(Entry::conflict) => "In conflict".to_owned(),
        None => String::new(),
    };
    QuestionView {
        id: question.id.clone(),
        number: question.number.clone(),
        text: question.text.clone(),
        kind: question.kind,
        critical: question.critical,
        asked: asked.clone(),
        overridden: assessment.overrides.get(&question.id).and_then(Entry::value).is_some(),
        answer,
        answer_text,
        note: assessment.note(&question.id).map(str::to_owned),
        evidence: assessment.evidence_of(&question.id).cloned().collect(),
        by: entry.and_then(Entry::stated).map(|stated| (stated.by.to_string(), stated.at.to_string())),
    }
}

/// An answer in words.
#[must_use]
pub fn answer_text(framework: &Framework, question: &Question, answer: &Answer) -> String {
    let options = options_of(framework, &question.answer);
    let name = |id: &str| {
        framework
            .option_set(&options)
            .and_then(|set| set.options.iter().find(|choice| choice.id == id))
            .map_or_else(|| id.to_owned(), |choice| choice.text.clone())
    };
    let chosen = |chosen: &fieldweek_domain::answer::Chosen| match &chosen.words {
        Some(words) => format!("{}: {words}", name(&chosen.option)),
        None => name(&chosen.option),
    };
    match answer {
        Answer::Judged(judged) => judged.text().to_owned(),
        Answer::Text(text) => text.clone(),
        Answer::One(one) => chosen(one),
        Answer::Many(many) if many.is_empty() => "None".to_owned(),
        Answer::Many(many) => many.iter().map(chosen).collect::<Vec<_>>().join("; "),
        Answer::Each(each) => each_text(each, name),
    }
}

fn each_text(each: &BTreeMap<String, Judged>, name: impl Fn(&str) -> String) -> String {
    each.iter().map(|(option, judged)| format!("{}: {}", name(option), judged.text())).collect::<Vec<_>>().join("; ")
}

fn options_of(framework: &Framework, kind: &AnswerKind) -> String {
    match kind {
        AnswerKind::OneOf { options } | AnswerKind::ManyOf { options } => options.clone(),
        AnswerKind::EachOf { question } => {
            framework.question(question).map(|other| options_of(framework, &other.answer)).unwrap_or_default()
        }
        AnswerKind::YesNo | AnswerKind::YesNoNa | AnswerKind::Text => String::new(),
    }
}

/// The value of a fact in words.
#[must_use]
pub fn fact_text(framework: &Framework, fact: &str, value: &FactValue) -> String {
    let options = framework.fact(fact).map(|fact| options_of(framework, &fact.answer)).unwrap_or_default();
    let name = |id: &String| {
        let set = framework.option_set(&options);
        set.and_then(|set| set.options.iter().find(|choice| &choice.id == id)).map_or_else(|| id.clone(), |choice| choice.text.clone())
    };
    match value {
        FactValue::Bool(true) => "Yes".to_owned(),
        FactValue::Bool(false) => "No".to_owned(),
        FactValue::One(id) => name(id),
        FactValue::Many(ids) if ids.is_empty() => "None".to_owned(),
        FactValue::Many(ids) => ids.iter().map(name).collect::<Vec<_>>().join("; "),
    }
}

/// A contradiction in words.
#[must_use]
pub fn contradiction(contradiction: &Contradiction) -> String {
    match contradiction {
        Contradiction::CriticalNo { question, critical } => {
            format!("{question} is yes beside a critical no in {critical}, without a written reason")
        }
        Contradiction::RuleSays { question, answer, text } => format!("{question} should be {}: {text}", answer.text().to_lowercase()),
        Contradiction::RestsOnOne { question, only } => {
            format!("{question} is no, and rests only on {only}, which alone does not make it so")
        }
        Contradiction::NotTicked { question, option } => format!("{question} answers {option}, which is not ticked"),
    }
}
