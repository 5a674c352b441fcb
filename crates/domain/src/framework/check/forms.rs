//! Forms, sections and questions.

use super::Report;
use crate::answer::Judged;
use crate::framework::item::{Item, Kind};
use crate::framework::model::{AnswerKind, Form, Framework, Question, QuestionKind, RatedFrom, Scope, Section};

impl Report<'_> {
    pub(super) fn forms(&mut self) {
        let framework = self.framework;
        if framework.scope == Scope::Full {
            self.empty(&Item::new(Kind::Framework, &framework.id), "form", &framework.forms);
        }
        for (n, form) in framework.forms.iter().enumerate() {
            let item = Item::new(Kind::Form, &form.id);
            self.id(&item, &item.id);
            self.source(&item, &form.source);
            self.empty(&item, "section", &form.sections);
            if framework.forms.iter().take(n).any(|other| other.case_kind == form.case_kind) {
                self.add(&item, "case_kind", "another form is for the same kind of case", "write one form for each kind");
            }
            for (n, exclusion) in form.exclude.iter().enumerate() {
                self.condition(&item, &format!("exclude.{n}.when"), &form.id, &exclusion.when);
                self.source(&item, &exclusion.source);
            }
            for section in &form.sections {
                self.section(form, section);
            }
        }
    }

    fn section(&mut self, form: &Form, section: &Section) {
        let item = Item::new(Kind::Section, &section.id);
        self.source(&item, &section.source);
        self.empty(&item, "question", &section.questions);
        if let Some(id) = &section.key_question {
            self.known(&item, "key_question", "key question", id, self.framework.key_question(id).is_some());
        }
        for question in &section.questions {
            self.question(form, question);
        }
    }

    fn question(&mut self, form: &Form, question: &Question) {
        let item = Item::new(Kind::Question, &question.id);
        self.id(&item, &item.id);
        self.source(&item, &question.source);
        self.answer(&item, form, question);
        self.purpose(&item, question);
        self.guidance(&item, question);
        if let Some(condition) = &question.applies {
            self.condition(&item, "applies", &form.id, condition);
        }
        match (&question.applies, &question.applies_text) {
            (Some(_), None) => self.add(&item, "applies", "it has no `applies_text`", "say in words when it applies"),
            (None, Some(_)) => self.add(&item, "applies_text", "it always applies", "write `applies`, or leave `applies_text` out"),
            _ => {}
        }
        for (n, rule) in question.rules.iter().enumerate() {
            self.condition(&item, &format!("rule.{n}.when"), &form.id, &rule.when);
            if !takes(&question.answer, rule.answer) {
                self.add(&item, &format!("rule.{n}.answer"), "the question does not take this answer", "write one that it takes");
            }
        }
    }

    fn answer(&mut self, item: &Item, form: &Form, question: &Question) {
        match &question.answer {
            AnswerKind::OneOf { options } | AnswerKind::ManyOf { options } => self.option_set(item, options),
            AnswerKind::EachOf { question: other } => {
                let many = form.question(other).is_some_and(|other| matches!(other.answer, AnswerKind::ManyOf { .. }));
                self.known(item, "answer", "many_of question of the form", other, many);
            }
            AnswerKind::YesNo | AnswerKind::YesNoNa | AnswerKind::Text => {}
        }
    }

    /// What it counts towards is real, and of the right kind.
    fn purpose(&mut self, item: &Item, question: &Question) {
        if let Some(prompt) = &question.prompt {
            self.known(item, "prompt", "prompt", prompt, has_prompt(self.framework, prompt));
        }
        let key_question = question.key_question.as_deref().and_then(|id| self.framework.key_question(id));
        match (question.kind, &question.key_question) {
            (QuestionKind::Information, None) => {}
            (QuestionKind::Information, Some(_)) => self.add(item, "key_question", "information counts towards nothing", "leave it out"),
            (_, None) => {
                self.add(item, "kind", "it counts towards no key question", "give it a prompt or key_question, or make it information");
            }
            (_, Some(id)) => self.known(item, "key_question", "key question", id, key_question.is_some()),
        }
        if question.kind == QuestionKind::Summary {
            if key_question.is_some_and(|key_question| key_question.rated_from != RatedFrom::Cases) {
                self.add(item, "key_question", "that key question is rated on evidence", "name one that is rated from cases");
            }
            if !matches!(question.answer, AnswerKind::YesNo | AnswerKind::YesNoNa) {
                self.add(item, "answer", "a summary judgement is yes or no", "write yes_no or yes_no_na");
            }
        }
    }

    fn guidance(&mut self, item: &Item, question: &Question) {
        self.empty(item, "guidance.look_for", &question.guidance.look_for);
        self.empty(item, "guidance.evidence", &question.guidance.evidence);
        if question.kind != QuestionKind::Information {
            self.empty(item, "guidance.answer_no_when", &question.guidance.answer_no_when);
        }
        let known = ["custody", "bail_and_remand", "out_of_court", "care_experienced", "wales"];
        for special in question.guidance.special.keys().filter(|special| !known.contains(&special.as_str())) {
            let what = format!("`{special}` is not a special case");
            self.add(item, &format!("guidance.special.{special}"), what, format!("use one of {}", known.join(", ")));
        }
    }
}

pub(super) fn has_prompt(framework: &Framework, id: &str) -> bool {
    framework.key_questions().any(|key_question| key_question.prompts.iter().any(|prompt| prompt.id == id))
}

const fn takes(kind: &AnswerKind, answer: Judged) -> bool {
    match kind {
        AnswerKind::YesNo => !matches!(answer, Judged::NotApplicable),
        AnswerKind::YesNoNa => true,
        AnswerKind::Text | AnswerKind::OneOf { .. } | AnswerKind::ManyOf { .. } | AnswerKind::EachOf { .. } => false,
    }
}
