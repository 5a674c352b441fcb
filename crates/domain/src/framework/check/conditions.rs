//! Facts, lists of options, and conditions on facts.

use super::Report;
use crate::framework::item::{Item, Kind};
use crate::framework::model::{AnswerKind, Condition, Fact, FactTest};

impl Report<'_> {
    pub(super) fn facts(&mut self) {
        for fact in &self.framework.facts {
            self.fact(fact);
        }
        for set in &self.framework.options {
            let item = Item::new(Kind::Options, &set.id);
            self.source(&item, &set.source);
            self.empty(&item, "option", &set.options);
            for choice in &set.options {
                self.id(&Item::new(Kind::Choice, format!("{}/{}", set.id, choice.id)), &choice.id);
            }
        }
    }

    fn fact(&mut self, fact: &Fact) {
        let item = Item::new(Kind::Fact, &fact.id);
        self.id(&item, &item.id);
        self.source(&item, &fact.source);
        let form = self.framework.forms.iter().find(|form| form.id == fact.form);
        self.known(&item, "form", "form", &fact.form, form.is_some());
        if let (Some(asked_at), Some(form)) = (&fact.asked_at, form) {
            self.known(&item, "asked_at", "question of the form", asked_at, form.question(asked_at).is_some());
        }
        match &fact.answer {
            AnswerKind::YesNo => {}
            AnswerKind::OneOf { options } | AnswerKind::ManyOf { options } => self.option_set(&item, options),
            AnswerKind::YesNoNa | AnswerKind::Text | AnswerKind::EachOf { .. } => {
                self.add(&item, "answer", "a fact does not take this kind of answer", "write yes_no, one_of or many_of");
            }
        }
    }

    pub(super) fn option_set(&mut self, item: &Item, options: &str) {
        self.known(item, "answer", "list of options", options, self.framework.option_set(options).is_some());
    }

    /// A condition names real facts of the form's cases, and values that they can have.
    pub(super) fn condition(&mut self, item: &Item, field: &str, form: &str, condition: &Condition) {
        match condition {
            Condition::Is { fact, is } => {
                let Some(fact) = self.fact_of(item, field, form, fact) else { return };
                match (&fact.answer, is) {
                    (AnswerKind::YesNo, FactTest::Bool(_)) => {}
                    (_, FactTest::Option(option)) => self.fact_option(item, field, fact, option),
                    (_, FactTest::Bool(_)) => {
                        self.add(item, field, format!("fact {} has options", fact.id), "compare it with an option");
                    }
                }
            }
            Condition::AnyOf { fact, any_of } => {
                let Some(fact) = self.fact_of(item, field, form, fact) else { return };
                self.empty(item, field, any_of);
                for option in any_of {
                    self.fact_option(item, field, fact, option);
                }
            }
            Condition::All { all: conditions } | Condition::Any { any: conditions } => {
                self.empty(item, field, conditions);
                conditions.iter().for_each(|condition| self.condition(item, field, form, condition));
            }
            Condition::Not { not } => self.condition(item, field, form, not),
        }
    }

    fn fact_option(&mut self, item: &Item, field: &str, fact: &Fact, option: &str) {
        match &fact.answer {
            AnswerKind::OneOf { options } | AnswerKind::ManyOf { options } => {
                let set = self.framework.option_set(options);
                let known = set.is_some_and(|set| set.options.iter().any(|choice| choice.id == option));
                self.known(item, field, &format!("option in {options}, the list of fact {},", fact.id), option, known);
            }
            _ => self.add(item, field, format!("fact {} is yes or no", fact.id), "compare it with true or false"),
        }
    }
}

impl<'a> Report<'a> {
    fn fact_of(&mut self, item: &Item, field: &str, form: &str, id: &str) -> Option<&'a Fact> {
        let fact = self.framework.facts.iter().find(|fact| fact.id == id && fact.form == form);
        self.known(item, field, &format!("fact of form {form}"), id, fact.is_some());
        fact
    }
}
