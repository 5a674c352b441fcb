//! Typed answers to the questions of a form.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::framework::{AnswerKind, Framework, OptionSet, Question};

/// The longest free text of an answer, note, reason or evidence item, in bytes.
pub const LONGEST_TEXT: usize = 64 * 1024;

/// Yes, no, or not applicable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    /// Sufficient.
    Yes,
    /// Not sufficient.
    No,
    /// Does not bear on this case.
    NotApplicable,
}

impl Judged {
    /// In words.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Yes => "Yes",
            Self::No => "No",
            Self::NotApplicable => "Not applicable",
        }
    }
}

/// An answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Yes, no, or not applicable.
    Judged(Judged),
    /// Free text.
    Text(String),
    /// One option of a list.
    One(Chosen),
    /// Any options of a list.
    Many(Vec<Chosen>),
    /// Yes, no or not applicable for each option ticked in another question.
    Each(BTreeMap<String, Judged>),
}

/// An option, with words where it asks for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// The option's id.
    pub option: String,
    /// The words, for "other".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// An answer as it is kept: with the edition that asked, so that a later edition can never change what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenAnswer {
    /// Framework and edition: `yj-2025/2025.1`.
    pub edition: String,
    /// The answer.
    pub answer: Answer,
}

/// Why an answer does not fit its question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// A kind of answer that the question does not take.
    #[error("question {question} takes {takes}")]
    Kind {
        /// The question.
        question: String,
        /// What it takes, in words.
        takes: String,
    },
    /// An option that the list does not have, or one of them twice.
    #[error("question {question} has no such option, or it is given twice; it has: {options}")]
    Option {
        /// The question.
        question: String,
        /// The ids it has.
        options: String,
    },
    /// Words where none belong, or none where the option asks for them.
    #[error("question {question}: give words with `other` options, and only with those")]
    Words {
        /// The question.
        question: String,
    },
    /// Longer than [`LONGEST_TEXT`], or empty.
    #[error("question {question}: the text is empty or longer than {LONGEST_TEXT} bytes")]
    Text {
        /// The question.
        question: String,
    },
}

impl Answer {
    /// Yes, no or not applicable, if it is such an answer.
    #[must_use]
    pub const fn judged(&self) -> Option<Judged> {
        match self {
            Self::Judged(judged) => Some(*judged),
            _ => None,
        }
    }

    /// The ids of the options it chooses.
    #[must_use]
    pub fn options(&self) -> BTreeSet<&str> {
        match self {
            Self::One(chosen) => BTreeSet::from([chosen.option.as_str()]),
            Self::Many(chosen) => chosen.iter().map(|chosen| chosen.option.as_str()).collect(),
            Self::Each(each) => each.keys().map(String::as_str).collect(),
            Self::Judged(_) | Self::Text(_) => BTreeSet::new(),
        }
    }

    /// Whether it answers this question.
    ///
    /// For an answer to each ticked option, any option of the list the other question chooses from is accepted here;
    /// whether all ticked ones are answered is a matter of progress.
    ///
    /// # Errors
    /// What does not fit, naming the question and what it takes.
    pub fn check(&self, question: &Question, framework: &Framework) -> Result<(), AnswerError> {
        let list = |id: &str| framework.option_set(id);
        match (&question.answer, self) {
            (AnswerKind::YesNo, Self::Judged(Judged::Yes | Judged::No)) | (AnswerKind::YesNoNa, Self::Judged(_)) => Ok(()),
            (AnswerKind::Text, Self::Text(text)) => check_text(question, text),
            (AnswerKind::OneOf { options }, Self::One(chosen)) => check_chosen(question, list(options), std::slice::from_ref(chosen)),
            (AnswerKind::ManyOf { options }, Self::Many(chosen)) => check_chosen(question, list(options), chosen),
            (AnswerKind::EachOf { question: other }, Self::Each(each)) => {
                let set = framework.question(other).and_then(|other| match &other.answer {
                    AnswerKind::ManyOf { options } => list(options),
                    _ => None,
                });
                check_known(question, set, each.keys().map(String::as_str))
            }
            _ => Err(AnswerError::Kind { question: question.id.clone(), takes: takes(&question.answer).to_owned() }),
        }
    }
}

fn check_text(question: &Question, text: &str) -> Result<(), AnswerError> {
    if text.trim().is_empty() || text.len() > LONGEST_TEXT {
        return Err(AnswerError::Text { question: question.id.clone() });
    }
    Ok(())
}

fn check_chosen(question: &Question, set: Option<&OptionSet>, chosen: &[Chosen]) -> Result<(), AnswerError> {
    check_known(question, set, chosen.iter().map(|chosen| chosen.option.as_str()))?;
    let choices = set.map(|set| set.options.as_slice()).unwrap_or_default();
    for chosen in chosen {
        let asks = choices.iter().any(|choice| choice.id == chosen.option && choice.free_text);
        if asks != chosen.words.is_some() {
            return Err(AnswerError::Words { question: question.id.clone() });
        }
        if let Some(words) = &chosen.words {
            check_text(question, words)?;
        }
    }
    Ok(())
}

fn check_known<'a>(question: &Question, set: Option<&OptionSet>, ids: impl Iterator<Item = &'a str>) -> Result<(), AnswerError> {
    let known: BTreeSet<&str> = set.iter().flat_map(|set| &set.options).map(|choice| choice.id.as_str()).collect();
    let mut seen = BTreeSet::new();
    for id in ids {
        if !known.contains(id) || !seen.insert(id) {
            let options = known.iter().copied().collect::<Vec<_>>().join(", ");
            return Err(AnswerError::Option { question: question.id.clone(), options });
        }
    }
    Ok(())
}

/// What a kind of answer takes, in words for a person.
#[must_use]
pub const fn takes(kind: &AnswerKind) -> &'static str {
    match kind {
        AnswerKind::YesNo => "yes or no",
        AnswerKind::YesNoNa => "yes, no or not applicable",
        AnswerKind::Text => "text",
        AnswerKind::OneOf { .. } => "one option of its list",
        AnswerKind::ManyOf { .. } => "any options of its list",
        AnswerKind::EachOf { .. } => "yes, no or not applicable for each option ticked in the question it follows",
    }
}
