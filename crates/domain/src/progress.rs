//! How far an assessment is: what applies, what is answered, missing, or contradictory.
//!
//! A rule never erases. An answer to a question that no longer applies is set aside: it is kept in the log, shown as
//! such, counts nowhere, and comes back when the facts change back.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::answer::{Answer, Judged};
use crate::assessment::Assessment;
use crate::case::Facts;
use crate::entry::Entry;
use crate::framework::{AnswerKind, Applies, Form, Question, QuestionKind, applies, settled};
use crate::register::Register;
use crate::topic::{Topic, field};

/// Whether a question is asked in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Asked {
    /// It applies.
    Yes,
    /// It may apply: these facts, or this question's answer, are not known yet.
    Waits {
        /// The ids of the facts, or of the question.
        on: Vec<String>,
    },
    /// It does not apply.
    SetAside {
        /// Why, in words.
        reason: String,
    },
}

/// What does not fit together in an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Contradiction {
    /// A yes beside a critical no, without a written reason.
    CriticalNo {
        /// The summary judgement.
        question: String,
        /// The critical question.
        critical: String,
    },
    /// The published rules settle another answer.
    RuleSays {
        /// The question.
        question: String,
        /// The answer they settle.
        answer: Judged,
        /// Why, in words.
        text: String,
    },
    /// A no that rests only on an answer that alone does not make a summary judgement negative.
    RestsOnOne {
        /// The summary judgement.
        question: String,
        /// The one negative answer.
        only: String,
    },
    /// An option is answered that is not ticked in the question it follows.
    NotTicked {
        /// The question.
        question: String,
        /// The option.
        option: String,
    },
}

/// How far an assessment is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// How many questions apply.
    pub applicable: usize,
    /// How many of them are answered.
    pub answered: usize,
    /// Those that are not, in order.
    pub missing: Vec<String>,
    /// Questions that wait for a fact, in order.
    pub waiting: Vec<String>,
    /// Questions that do not apply, in order.
    pub set_aside: Vec<String>,
    /// What does not fit together.
    pub contradictory: Vec<Contradiction>,
    /// Registers of this assessment in conflict.
    pub conflicts: Vec<Register>,
    /// Registers of this assessment with a draft that was found at start-up and that nobody has taken up or thrown away.
    pub recovered: Vec<Register>,
}

impl Progress {
    /// Whether the assessment can be completed.
    #[must_use]
    pub fn ready(&self) -> bool {
        let whole = self.missing.is_empty() && self.waiting.is_empty() && self.contradictory.is_empty();
        whole && self.conflicts.is_empty() && self.recovered.is_empty()
    }

    /// With the drafts that were found at start-up. The log knows nothing of drafts, so whoever keeps them says so.
    #[must_use]
    pub fn with_recovered(mut self, drafts: impl IntoIterator<Item = Register>) -> Self {
        self.recovered = drafts.into_iter().collect();
        self
    }
}

/// Whether a question is asked: by the inspector's own word if there is one, otherwise by the facts of the case.
#[must_use]
pub fn asked(question: &Question, facts: &Facts, assessment: &Assessment) -> Asked {
    if let Some(word) = assessment.overrides.get(&question.id).and_then(Entry::value) {
        return if word.applies { Asked::Yes } else { Asked::SetAside { reason: word.reason.clone() } };
    }
    match applies(question, facts) {
        Applies::WaitsFor(on) => Asked::Waits { on },
        Applies::SetAside => Asked::SetAside { reason: question.applies_text.clone().unwrap_or_default() },
        Applies::Applies => asked_by_options(question, assessment),
    }
}

/// A question about each ticked option is asked once something is ticked.
fn asked_by_options(question: &Question, assessment: &Assessment) -> Asked {
    let AnswerKind::EachOf { question: other } = &question.answer else { return Asked::Yes };
    match assessment.answer(other) {
        None => Asked::Waits { on: vec![other.clone()] },
        Some(given) if given.answer.options().is_empty() => Asked::SetAside { reason: format!("Nothing was ticked in {other}.") },
        Some(_) => Asked::Yes,
    }
}

/// How far an assessment is.
#[must_use]
pub fn progress(form: &Form, facts: &Facts, assessment: &Assessment) -> Progress {
    let mut progress = Progress { conflicts: conflicts(assessment), ..Progress::default() };
    for question in form.questions() {
        match asked(question, facts, assessment) {
            Asked::Waits { .. } => progress.waiting.push(question.id.clone()),
            Asked::SetAside { .. } => progress.set_aside.push(question.id.clone()),
            Asked::Yes => {
                progress.applicable += 1;
                if answered(question, assessment) {
                    progress.answered += 1;
                } else {
                    progress.missing.push(question.id.clone());
                }
                progress.contradictory.extend(contradictions(form, question, facts, assessment));
            }
        }
    }
    progress
}

fn answered(question: &Question, assessment: &Assessment) -> bool {
    match (&question.answer, assessment.answer(&question.id).map(|given| &given.answer)) {
        (_, None) => false,
        (AnswerKind::EachOf { question: other }, Some(answer)) => {
            let ticked = assessment.answer(other).map(|given| given.answer.options()).unwrap_or_default();
            ticked.is_subset(&answer.options())
        }
        (_, Some(_)) => true,
    }
}

fn conflicts(assessment: &Assessment) -> Vec<Register> {
    let topic = Topic::Assessment(assessment.id.clone());
    let mut fields: Vec<String> = Vec::new();
    let mut add = |conflict: bool, name: String| {
        if conflict {
            fields.push(name);
        }
    };
    for (question, entry) in &assessment.answers {
        add(entry.conflict(), field::named(field::ANSWER, question));
    }
    for (question, entry) in &assessment.notes {
        add(entry.conflict(), field::named(field::NOTE, question));
    }
    for (question, entry) in &assessment.overrides {
        add(entry.conflict(), field::named(field::APPLIES, question));
    }
    for (question, items) in &assessment.evidence {
        for (item, entry) in items {
            add(entry.conflict(), format!("{}{question}/{item}", field::EVIDENCE));
        }
    }
    for (fact, entry) in &assessment.facts {
        add(entry.conflict(), field::named(field::FACT, fact));
    }
    add(assessment.status.conflict(), field::STATUS.to_owned());
    add(assessment.allocated_to.conflict(), field::ALLOCATED_TO.to_owned());
    fields.iter().filter_map(|name| topic.register(name).ok()).collect()
}

fn contradictions(form: &Form, question: &Question, facts: &Facts, assessment: &Assessment) -> Vec<Contradiction> {
    let Some(given) = assessment.answer(&question.id) else { return Vec::new() };
    let mut found: Vec<Contradiction> = against_rule(question, facts, &given.answer).into_iter().collect();
    if let AnswerKind::EachOf { question: other } = &question.answer {
        let ticked = assessment.answer(other).map(|given| given.answer.options()).unwrap_or_default();
        found.extend(
            given
                .answer
                .options()
                .difference(&ticked)
                .map(|option| Contradiction::NotTicked { question: question.id.clone(), option: (*option).to_owned() }),
        );
    }
    if question.kind == QuestionKind::Summary {
        found.extend(against_prompts(form, question, facts, assessment, &given.answer));
    }
    found
}

fn against_rule(question: &Question, facts: &Facts, answer: &Answer) -> Option<Contradiction> {
    let rule = settled(question, facts)?;
    (answer.judged() != Some(rule.answer)).then(|| Contradiction::RuleSays {
        question: question.id.clone(),
        answer: rule.answer,
        text: rule.text.clone(),
    })
}

fn against_prompts(form: &Form, summary: &Question, facts: &Facts, assessment: &Assessment, answer: &Answer) -> Vec<Contradiction> {
    let negative: Vec<&Question> = counted(form, summary, facts, assessment)
        .filter(|question| assessment.answer(&question.id).and_then(|given| given.answer.judged()) == Some(Judged::No))
        .collect();
    match (answer.judged(), negative.as_slice()) {
        (Some(Judged::Yes), _) if assessment.note(&summary.id).is_none() => negative
            .iter()
            .filter(|question| question.critical)
            .map(|critical| Contradiction::CriticalNo { question: summary.id.clone(), critical: critical.id.clone() })
            .collect(),
        (Some(Judged::No), [only]) if only.alone_insufficient => {
            vec![Contradiction::RestsOnOne { question: summary.id.clone(), only: only.id.clone() }]
        }
        _ => Vec::new(),
    }
}

/// The questions that count towards a summary judgement in this case.
pub(crate) fn counted<'a>(
    form: &'a Form,
    summary: &'a Question,
    facts: &'a Facts,
    assessment: &'a Assessment,
) -> impl Iterator<Item = &'a Question> {
    form.questions().filter(move |question| {
        question.kind == QuestionKind::Prompt
            && question.key_question == summary.key_question
            && asked(question, facts, assessment) == Asked::Yes
    })
}

/// The ids of the questions that are asked in a case, for callers that only need to know which.
#[must_use]
pub fn asked_questions<'a>(form: &'a Form, facts: &Facts, assessment: &Assessment) -> BTreeSet<&'a str> {
    form.questions().filter(|question| asked(question, facts, assessment) == Asked::Yes).map(|question| question.id.as_str()).collect()
}
