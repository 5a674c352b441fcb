//! Which questions apply to a case, from the facts that are known of it.
//!
//! A fact that is not known yet makes a condition neither true nor false (Kleene's three-valued logic): the question is
//! shown, marked as waiting for that fact.

use std::ops::Not;

use super::model::{AnswerRule, Condition, Exclusion, FactTest, Form, Question};
use crate::case::{FactValue, Facts};

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    /// It does not.
    No,
    /// The facts known so far do not settle it.
    Unknown,
    /// It does.
    Yes,
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

impl Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::Unknown => Self::Unknown,
            Self::No => Self::Yes,
        }
    }
}

/// Whether a question is asked in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applies {
    /// It is.
    Applies,
    /// It is shown, and waits for these facts to settle whether it is asked.
    WaitsFor(Vec<String>),
    /// It is not: what was answered is kept and shown as set aside.
    SetAside,
}

/// Whether a condition holds for a case of which these facts are known.
#[must_use]
pub fn holds(condition: &Condition, facts: &Facts) -> Truth {
    match condition {
        Condition::Is { fact, is } => facts.get(fact).map_or(Truth::Unknown, |value| equals(value, is)),
        Condition::AnyOf { fact, any_of } => facts.get(fact).map_or(Truth::Unknown, |value| includes(value, any_of)),
        Condition::All { all } => all.iter().map(|condition| holds(condition, facts)).min().unwrap_or(Truth::Yes),
        Condition::Any { any } => any.iter().map(|condition| holds(condition, facts)).max().unwrap_or(Truth::No),
        Condition::Not { not } => !holds(not, facts),
    }
}

/// A value of another type than the condition asks for settles nothing.
fn equals(value: &FactValue, test: &FactTest) -> Truth {
    match (value, test) {
        (FactValue::Bool(value), FactTest::Bool(is)) => (value == is).into(),
        (FactValue::One(_) | FactValue::Many(_), FactTest::Option(is)) => includes(value, std::slice::from_ref(is)),
        _ => Truth::Unknown,
    }
}

fn includes(value: &FactValue, any_of: &[String]) -> Truth {
    match value {
        FactValue::Bool(_) => Truth::Unknown,
        FactValue::One(option) => any_of.contains(option).into(),
        FactValue::Many(options) => any_of.iter().any(|option| options.contains(option)).into(),
    }
}

/// Whether a question is asked in a case of which these facts are known.
#[must_use]
pub fn applies(question: &Question, facts: &Facts) -> Applies {
    let Some(condition) = &question.applies else { return Applies::Applies };
    match holds(condition, facts) {
        Truth::Yes => Applies::Applies,
        Truth::No => Applies::SetAside,
        Truth::Unknown => {
            let mut waits = Vec::new();
            open(condition, facts, &mut waits);
            Applies::WaitsFor(waits)
        }
    }
}

/// The facts that leave a condition open, each once, in the order of the condition.
fn open(condition: &Condition, facts: &Facts, waits: &mut Vec<String>) {
    if holds(condition, facts) != Truth::Unknown {
        return;
    }
    match condition {
        Condition::Is { fact, .. } | Condition::AnyOf { fact, .. } => {
            if !waits.contains(fact) {
                waits.push(fact.clone());
            }
        }
        Condition::All { all: conditions } | Condition::Any { any: conditions } => {
            conditions.iter().for_each(|condition| open(condition, facts, waits));
        }
        Condition::Not { not } => open(not, facts, waits),
    }
}

/// The published rule that settles the answer: the first whose condition holds.
#[must_use]
pub fn settled<'a>(question: &'a Question, facts: &Facts) -> Option<&'a AnswerRule> {
    question.rules.iter().find(|rule| holds(&rule.when, facts) == Truth::Yes)
}

/// The reason to take a case out of the sample: the first that holds. Its record is kept.
#[must_use]
pub fn exclusion<'a>(form: &'a Form, facts: &Facts) -> Option<&'a Exclusion> {
    form.exclude.iter().find(|exclusion| holds(&exclusion.when, facts) == Truth::Yes)
}

#[cfg(test)]
mod tests;
