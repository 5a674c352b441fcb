//! The tables of the files, as `frameworks/README.md` describes them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::model::{
    AnswerKind, AnswerRule, Choice, Condition, Exclusion, FactTest, Guidance, Indicator, QuestionKind, RatedFrom, Scope, Source,
};
use crate::case::CaseKind;
use crate::rating::RatingRules;

/// All tables of a framework, in the order of its files.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub sources: Vec<Source>,
    pub inspection_types: Vec<RawInspectionType>,
    pub domains: Vec<RawDomain>,
    pub standards: Vec<RawStandard>,
    pub forms: Vec<RawForm>,
    pub sections: Vec<RawSection>,
    pub questions: Vec<RawQuestion>,
    pub facts: Vec<RawFact>,
    pub options: Vec<RawOptions>,
    pub ratings: Vec<RatingRules>,
    pub indicators: Vec<Indicator>,
}

/// What `framework.toml` says of the framework itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub id: String,
    pub edition: String,
    pub title: String,
    pub scope: Scope,
    pub files: Vec<toml::Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawInspectionType {
    pub id: String,
    pub title: String,
    pub standards: Vec<String>,
    pub overall: Vec<String>,
    pub source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDomain {
    pub id: String,
    pub title: String,
    pub statement: Option<String>,
    pub source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStandard {
    pub id: String,
    pub domain: String,
    pub title: String,
    pub statement: String,
    pub rated_from: RatedFrom,
    #[serde(default, rename = "key_question")]
    pub key_questions: Vec<RawKeyQuestion>,
    pub source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawKeyQuestion {
    pub id: String,
    pub text: String,
    pub rated_from: RatedFrom,
    #[serde(default)]
    pub prompts: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawForm {
    pub id: String,
    pub title: String,
    pub case_kind: CaseKind,
    #[serde(default)]
    pub exclude: Vec<Exclusion>,
    pub source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSection {
    pub id: String,
    pub form: String,
    pub title: String,
    pub key_question: Option<String>,
    pub source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawQuestion {
    pub id: String,
    pub number: Option<String>,
    pub section: String,
    pub text: String,
    pub kind: QuestionKind,
    pub answer: AnswerKind,
    pub prompt: Option<String>,
    pub key_question: Option<String>,
    #[serde(default)]
    pub critical: bool,
    #[serde(default)]
    pub alone_insufficient: bool,
    pub applies: Option<Condition>,
    pub applies_text: Option<String>,
    #[serde(default, rename = "rule")]
    pub rules: Vec<AnswerRule>,
    pub guidance: Guidance,
    pub source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFact {
    pub id: String,
    pub form: String,
    pub label: String,
    pub text: String,
    pub answer: AnswerKind,
    pub asked_at: Option<String>,
    pub source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOptions {
    pub id: String,
    pub title: String,
    #[serde(rename = "option")]
    pub options: Vec<Choice>,
    pub source: String,
}

/// What may be answered, before it is known to make sense.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAnswerKind {
    kind: RawKind,
    options: Option<String>,
    question: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawKind {
    YesNo,
    YesNoNa,
    Text,
    OneOf,
    ManyOf,
    EachOf,
}

impl TryFrom<RawAnswerKind> for AnswerKind {
    type Error = &'static str;

    fn try_from(raw: RawAnswerKind) -> Result<Self, Self::Error> {
        match (raw.kind, raw.options, raw.question) {
            (RawKind::YesNo, None, None) => Ok(Self::YesNo),
            (RawKind::YesNoNa, None, None) => Ok(Self::YesNoNa),
            (RawKind::Text, None, None) => Ok(Self::Text),
            (RawKind::OneOf, Some(options), None) => Ok(Self::OneOf { options }),
            (RawKind::ManyOf, Some(options), None) => Ok(Self::ManyOf { options }),
            (RawKind::EachOf, None, Some(question)) => Ok(Self::EachOf { question }),
            (RawKind::OneOf | RawKind::ManyOf, ..) => Err("an answer of kind one_of or many_of has `options`, and nothing else"),
            (RawKind::EachOf, ..) => Err("an answer of kind each_of has `question`, and nothing else"),
            _ => Err("an answer of kind yes_no, yes_no_na or text has neither `options` nor `question`"),
        }
    }
}

/// A condition, before it is known to make sense.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCondition {
    fact: Option<String>,
    is: Option<FactTest>,
    any_of: Option<Vec<String>>,
    all: Option<Vec<Condition>>,
    any: Option<Vec<Condition>>,
    not: Option<Box<Condition>>,
}

impl TryFrom<RawCondition> for Condition {
    type Error = &'static str;

    fn try_from(raw: RawCondition) -> Result<Self, Self::Error> {
        let RawCondition { fact, is, any_of, all, any, not } = raw;
        match (fact, is, any_of, all, any, not) {
            (Some(fact), Some(is), None, None, None, None) => Ok(Self::Is { fact, is }),
            (Some(fact), None, Some(any_of), None, None, None) => Ok(Self::AnyOf { fact, any_of }),
            (None, None, None, Some(all), None, None) => Ok(Self::All { all }),
            (None, None, None, None, Some(any), None) => Ok(Self::Any { any }),
            (None, None, None, None, None, Some(not)) => Ok(Self::Not { not }),
            _ => Err("a condition is one of: fact with is, fact with any_of, all, any, not"),
        }
    }
}
