//! A sampled case and the facts of it that decide which questions apply.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::framework::{AnswerKind, Fact, Framework};

/// What kind of case it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// A child's case.
    Child,
    /// A victim's case: an individual, named victim who consented to sharing details (CARaG, victim work).
    Victim,
}

impl CaseKind {
    /// The word used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Child => "child",
            Self::Victim => "victim",
        }
    }
}

/// The value of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FactValue {
    /// Of a yes/no fact.
    Bool(bool),
    /// Of a fact with one option.
    One(String),
    /// Of a fact with any number of options; empty means none of them.
    Many(BTreeSet<String>),
}

impl FactValue {
    /// Whether it is a value this fact can have.
    #[must_use]
    pub fn fits(&self, fact: &Fact, framework: &Framework) -> bool {
        let known =
            |options: &str, id: &str| framework.option_set(options).is_some_and(|set| set.options.iter().any(|choice| choice.id == id));
        match (&fact.answer, self) {
            (AnswerKind::YesNo, Self::Bool(_)) => true,
            (AnswerKind::OneOf { options }, Self::One(id)) => known(options, id),
            (AnswerKind::ManyOf { options }, Self::Many(ids)) => ids.iter().all(|id| known(options, id)),
            _ => false,
        }
    }
}

/// The facts of a case that are known.
pub type Facts = BTreeMap<String, FactValue>;
