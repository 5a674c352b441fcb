//! The model of a framework: an edition of the inspection standards with its forms and rating rules.
//!
//! A value of [`Framework`] has been read and checked by [`super::parse`]: every reference in it resolves.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::case::CaseKind;
use crate::rating::{RatingRules, ScoreBands};

/// An edition of the inspection standards with its forms and rating rules.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Framework {
    /// The name of its folder: `yj-2025`.
    pub id: String,
    /// The edition of its content: `2025.1`. Answers keep it.
    pub edition: String,
    /// What people call it.
    pub title: String,
    /// Whether it has forms, or standards and rating rules only.
    pub scope: Scope,
    /// SHA-256 over its files, in hex: two laptops with the same digest ask the same questions.
    pub digest: String,
    /// The published documents its items come from.
    pub sources: Vec<Source>,
    /// The types of inspection it can be used for.
    pub inspection_types: Vec<InspectionType>,
    /// The inspectorate's domains, in published order.
    pub domains: Vec<Domain>,
    /// The standards, in published order.
    pub standards: Vec<Standard>,
    /// The forms, in published order.
    pub forms: Vec<Form>,
    /// The facts of a case that decide which questions apply.
    pub facts: Vec<Fact>,
    /// The lists that answers choose from.
    pub options: Vec<OptionSet>,
    /// How counts become ratings.
    pub ratings: RatingRules,
    /// Case answers that are shown beside a prompt of an evidence-rated standard.
    pub indicators: Vec<Indicator>,
}

/// How much of a framework there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Standards, forms and rating rules.
    Full,
    /// Standards and rating rules only: enough to rate from counts.
    Ratings,
}

/// A published document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The word that `source` elsewhere starts with.
    pub id: String,
    /// The document's title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// When: a year, or year and month.
    pub published: String,
}

/// A type of inspection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InspectionType {
    /// As the inspectorate abbreviates it: `IYJWCV`.
    pub id: String,
    /// In full.
    pub title: String,
    /// The standards it rates.
    pub standards: Vec<String>,
    /// The core standards: those that make its overall rating.
    pub overall: Vec<String>,
    /// Document and paragraph.
    pub source: String,
}

/// A domain of the standards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Domain {
    /// `one`, `two`, …
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it covers, as published.
    pub statement: Option<String>,
    /// Document and paragraph.
    pub source: String,
}

/// Where a rating comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RatedFrom {
    /// A standard: the lowest rating among its key questions.
    KeyQuestions,
    /// A key question: the share of summary judgements that are yes.
    Cases,
    /// A standard or a key question: one judgement of the lead inspector on all evidence.
    Evidence,
}

/// A standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standard {
    /// As published: `2.1`, `V1`.
    pub id: String,
    /// The domain it belongs to.
    pub domain: String,
    /// Its short title.
    pub title: String,
    /// The standard itself, as published.
    pub statement: String,
    /// `KeyQuestions` or `Evidence`.
    pub rated_from: RatedFrom,
    /// Its key questions, in published order.
    pub key_questions: Vec<KeyQuestion>,
    /// Document and paragraph.
    pub source: String,
}

/// A key question of a standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyQuestion {
    /// As published: `2.1.1`, `V1.1`.
    pub id: String,
    /// The question, as published.
    pub text: String,
    /// `Cases` or `Evidence`.
    pub rated_from: RatedFrom,
    /// Its prompts, in published order.
    pub prompts: Vec<Prompt>,
}

/// A prompt of a key question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Prompt {
    /// The key question's id and the published letter: `2.1.1a`.
    pub id: String,
    /// The prompt, as published.
    pub text: String,
}

/// What an inspector fills for one case.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Form {
    /// `child`, `victim`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The kind of case it is for.
    pub case_kind: CaseKind,
    /// What takes a case out of the sample.
    pub exclude: Vec<Exclusion>,
    /// Its sections, in published order.
    pub sections: Vec<Section>,
    /// Document and paragraph.
    pub source: String,
}

impl Form {
    /// Its questions, in order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// One question.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions().find(|question| question.id == id)
    }

    /// The section that holds this question.
    #[must_use]
    pub fn section_of(&self, question: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.questions.iter().any(|q| q.id == question))
    }

    /// The summary judgement that answers this key question.
    #[must_use]
    pub fn summary_of(&self, key_question: &str) -> Option<&Question> {
        self.questions().find(|q| q.kind == QuestionKind::Summary && q.key_question.as_deref() == Some(key_question))
    }
}

/// A reason to take a case out of the sample. Its record is kept.
#[derive(Debug, Clone, PartialEq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// When it holds.
    pub when: Condition,
    /// In words for the inspector.
    pub reason: String,
    /// Document and paragraph.
    pub source: String,
}

/// A section of a form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    /// Its id: that of the key question, or the first two numbers of its questions.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The key question its summary judgement answers.
    pub key_question: Option<String>,
    /// Its questions, in published order.
    pub questions: Vec<Question>,
    /// Document and paragraph.
    pub source: String,
}

/// What a question is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// Counts towards its key question (dark grey in the published form).
    Prompt,
    /// Background (light grey).
    Information,
    /// The judgement that answers a key question (bold).
    Summary,
}

/// A question of a form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Question {
    /// Unique in the framework.
    pub id: String,
    /// The published number; differs from the id only where a number was published twice.
    pub number: String,
    /// The question, as published.
    pub text: String,
    /// What it is for.
    pub kind: QuestionKind,
    /// What may be answered.
    pub answer: AnswerKind,
    /// The prompt of the standards it is linked to.
    pub prompt: Option<String>,
    /// The key question it answers (summary judgements) or counts towards (prompts).
    pub key_question: Option<String>,
    /// A no is shown beside the summary judgement, and a yes there wants a written reason.
    pub critical: bool,
    /// A no here alone does not make a summary judgement negative.
    pub alone_insufficient: bool,
    /// The cases it applies to; always, when absent.
    pub applies: Option<Condition>,
    /// In words, what is shown when it is set aside.
    pub applies_text: Option<String>,
    /// Answers that the published rules settle.
    pub rules: Vec<AnswerRule>,
    /// What to look for, in our own words.
    pub guidance: Guidance,
    /// Document and paragraph.
    pub source: String,
}

/// What may be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", try_from = "super::raw::RawAnswerKind")]
pub enum AnswerKind {
    /// Yes or no.
    YesNo,
    /// Yes, no or not applicable.
    YesNoNa,
    /// Free text.
    Text,
    /// One of a list.
    OneOf {
        /// The list.
        options: String,
    },
    /// Any of a list.
    ManyOf {
        /// The list.
        options: String,
    },
    /// Yes, no or not applicable for each option ticked in another question.
    EachOf {
        /// That question.
        question: String,
    },
}

/// An answer that the published rules settle.
#[derive(Debug, Clone, PartialEq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerRule {
    /// When it holds.
    pub when: Condition,
    /// The answer it asks for.
    pub answer: crate::answer::Judged,
    /// Why, in words for the inspector.
    pub text: String,
}

/// A condition on the facts of a case.
#[derive(Debug, Clone, PartialEq, Serialize, serde::Deserialize)]
#[serde(untagged, try_from = "super::raw::RawCondition")]
pub enum Condition {
    /// A fact has this value.
    Is {
        /// The fact.
        fact: String,
        /// Its value: true, false, or an option.
        is: FactTest,
    },
    /// A fact has at least one of these options.
    AnyOf {
        /// The fact.
        fact: String,
        /// The options.
        any_of: Vec<String>,
    },
    /// Every one holds.
    All {
        /// The conditions.
        all: Vec<Condition>,
    },
    /// At least one holds.
    Any {
        /// The conditions.
        any: Vec<Condition>,
    },
    /// It does not hold.
    Not {
        /// The condition.
        not: Box<Condition>,
    },
}

/// The value a condition asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum FactTest {
    /// Of a yes/no fact.
    Bool(bool),
    /// Of a fact with options.
    Option(String),
}

/// What to look for, in our own words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guidance {
    /// Short points.
    pub look_for: Vec<String>,
    /// What makes the answer no.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answer_no_when: Vec<String>,
    /// Which cases it is asked in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies_when: Option<String>,
    /// Where the evidence may be.
    pub evidence: Vec<String>,
    /// What is different in custody, bail and remand, out-of-court work, care, Wales.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub special: BTreeMap<String, String>,
}

/// A fact of a case that decides which questions apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Its id: `disposal_group`.
    pub id: String,
    /// The form whose cases have it.
    pub form: String,
    /// In short, for tables.
    pub label: String,
    /// In words for the inspector.
    pub text: String,
    /// Yes or no, one of, or many of.
    pub answer: AnswerKind,
    /// The question beside which it is asked; otherwise with the case's own facts.
    pub asked_at: Option<String>,
    /// Document and paragraph.
    pub source: String,
}

/// A list that answers choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OptionSet {
    /// Its id: `ethnic_group`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its options, in published order.
    pub options: Vec<Choice>,
    /// Document and paragraph.
    pub source: String,
}

/// One option of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its id in the list.
    pub id: String,
    /// As published.
    pub text: String,
    /// Its published definitions, by the tool they belong to (`assetplus`, `pdat`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub definitions: BTreeMap<String, String>,
    /// It asks for words ("other").
    #[serde(default)]
    pub free_text: bool,
}

/// A case answer that is shown beside a prompt of an evidence-rated standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// The prompt.
    pub prompt: String,
    /// The question of a form.
    pub question: String,
    /// Below this per cent of yes, the answers support a negative judgement of the prompt.
    pub threshold: u8,
    /// Document and paragraph.
    pub source: String,
}

impl Framework {
    /// A standard.
    #[must_use]
    pub fn standard(&self, id: &str) -> Option<&Standard> {
        self.standards.iter().find(|standard| standard.id == id)
    }

    /// A key question.
    #[must_use]
    pub fn key_question(&self, id: &str) -> Option<&KeyQuestion> {
        self.key_questions().find(|key_question| key_question.id == id)
    }

    /// All key questions, in published order.
    pub fn key_questions(&self) -> impl Iterator<Item = &KeyQuestion> {
        self.standards.iter().flat_map(|standard| &standard.key_questions)
    }

    /// The form for a kind of case.
    #[must_use]
    pub fn form_for(&self, kind: CaseKind) -> Option<&Form> {
        self.forms.iter().find(|form| form.case_kind == kind)
    }

    /// A question of any form.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.forms.iter().find_map(|form| form.question(id))
    }

    /// A list of options.
    #[must_use]
    pub fn option_set(&self, id: &str) -> Option<&OptionSet> {
        self.options.iter().find(|set| set.id == id)
    }

    /// A fact.
    #[must_use]
    pub fn fact(&self, id: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.id == id)
    }

    /// A type of inspection.
    #[must_use]
    pub fn inspection_type(&self, id: &str) -> Option<&InspectionType> {
        self.inspection_types.iter().find(|kind| kind.id == id)
    }

    /// The overall bands for so many core standards.
    #[must_use]
    pub fn overall_bands(&self, standards: usize) -> Option<&ScoreBands> {
        self.ratings.overall.iter().find(|bands| bands.standards == standards)
    }
}
