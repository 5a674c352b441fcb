//! Standards, key questions and prompts.

use super::Report;
use crate::framework::item::{Item, Kind};
use crate::framework::model::{KeyQuestion, QuestionKind, RatedFrom, Scope, Standard};
use crate::rating::OVERALL;

impl Report<'_> {
    pub(super) fn standards(&mut self) {
        for domain in &self.framework.domains {
            self.source(&Item::new(Kind::Domain, &domain.id), &domain.source);
        }
        for standard in &self.framework.standards {
            self.standard(standard);
        }
    }

    fn standard(&mut self, standard: &Standard) {
        let item = Item::new(Kind::Standard, &standard.id);
        self.id(&item, &item.id);
        self.source(&item, &standard.source);
        let domain = self.framework.domains.iter().any(|domain| domain.id == standard.domain);
        self.known(&item, "domain", "domain", &standard.domain, domain);
        self.empty(&item, "key_question", &standard.key_questions);
        if standard.rated_from == RatedFrom::Cases {
            self.add(&item, "rated_from", "a standard is not rated from cases", "write key_questions or evidence");
        }
        if standard.id == OVERALL || self.framework.key_question(&standard.id).is_some() {
            self.add(&item, "id", "the id is also that of something else that is rated", "give it an id of its own");
        }
        for key_question in &standard.key_questions {
            self.key_question(standard, key_question);
        }
    }

    fn key_question(&mut self, standard: &Standard, key_question: &KeyQuestion) {
        let item = Item::new(Kind::KeyQuestion, &key_question.id);
        self.id(&item, &item.id);
        match (standard.rated_from, key_question.rated_from) {
            (_, RatedFrom::KeyQuestions) => self.add(&item, "rated_from", "it has no key questions of its own", "write cases or evidence"),
            (RatedFrom::Evidence, RatedFrom::Cases) => {
                self.add(
                    &item,
                    "rated_from",
                    "its standard is rated on evidence",
                    "rate both on evidence, or the standard from key_questions",
                );
            }
            _ => {}
        }
        if self.framework.scope == Scope::Ratings {
            return;
        }
        self.empty(&item, "prompts", &key_question.prompts);
        if key_question.rated_from == RatedFrom::Cases {
            self.rated_from_cases(&item, key_question);
        }
    }

    /// A key question that is rated from cases has one summary judgement, and questions on each of its prompts.
    fn rated_from_cases(&mut self, item: &Item, key_question: &KeyQuestion) {
        let questions = || self.framework.forms.iter().flat_map(|form| form.questions());
        let id = Some(key_question.id.as_str());
        let summaries = questions().filter(|q| q.kind == QuestionKind::Summary && q.key_question.as_deref() == id).count();
        let unasked: Vec<_> =
            key_question.prompts.iter().filter(|prompt| !questions().any(|q| q.prompt.as_ref() == Some(&prompt.id))).collect();
        if summaries != 1 {
            let mend = "give exactly one question of kind summary this key_question";
            self.add(item, "", format!("it has {summaries} summary judgements"), mend);
        }
        for prompt in unasked {
            self.add(&Item::new(Kind::Prompt, &prompt.id), "", "no question is linked to it", "name it as the `prompt` of a question");
        }
    }
}
