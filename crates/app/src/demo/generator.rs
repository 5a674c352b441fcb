//! A seeded assessor: answers every question that applies, obeys the rules, and writes plausible notes.

use std::collections::{BTreeMap, BTreeSet};

use fieldweek_domain::answer::{Answer, Chosen, Judged};
use fieldweek_domain::assessment::{Evidence, EvidenceSource};
use fieldweek_domain::case::Facts;
use fieldweek_domain::framework::{AnswerKind, Choice, Form, Framework, Question, QuestionKind, settled};

use super::dice::Dice;
use super::words;

/// One answered question.
pub struct Filled {
    /// The answer.
    pub answer: Answer,
    /// The words to it.
    pub note: Option<String>,
    /// Where it can be seen.
    pub evidence: Option<Evidence>,
}

/// A seeded assessor of one case.
pub struct Assessor<'a> {
    framework: &'a Framework,
    form: &'a Form,
    facts: &'a Facts,
    dice: Dice,
    label: String,
    given: BTreeMap<String, Answer>,
}

impl<'a> Assessor<'a> {
    /// An assessor of the case with this label; different labels read the same case differently.
    pub fn new(framework: &'a Framework, form: &'a Form, facts: &'a Facts, dice: Dice, label: &str) -> Self {
        Self { framework, form, facts, dice, label: label.to_owned(), given: BTreeMap::new() }
    }

    /// Answers one question that applies. Questions come in the order of the form, so that a summary judgement can
    /// look back at what it rests on.
    pub fn fill(&mut self, question: &Question) -> Filled {
        let answer = self.answer(question);
        self.given.insert(question.id.clone(), answer.clone());
        let judged = answer.judged();
        let label = self.about(question);
        let note = match (question.kind, judged) {
            (QuestionKind::Summary, Some(judged)) => Some(words::reason(self.dice, judged, &label)),
            (QuestionKind::Prompt, Some(judged)) if judged == Judged::No || self.dice.chance(45, &format!("{label}/note?")) => {
                Some(words::note(self.dice, self.form.case_kind, judged, &format!("{label}/note")))
            }
            (QuestionKind::Information, _) if self.dice.chance(20, &format!("{label}/note?")) => {
                Some(words::background(self.dice, &format!("{label}/note")))
            }
            _ => None,
        };
        let evidence = self.dice.chance(35, &format!("{label}/evidence?")).then(|| self.evidence(&label));
        Filled { answer, note, evidence }
    }

    fn about(&self, question: &Question) -> String {
        format!("{}/{}", self.label, question.id)
    }

    fn answer(&self, question: &Question) -> Answer {
        let label = self.about(question);
        match &question.answer {
            AnswerKind::YesNo | AnswerKind::YesNoNa => Answer::Judged(self.judge(question)),
            AnswerKind::Text => Answer::Text(words::background(self.dice, &label)),
            AnswerKind::OneOf { options } => Answer::One(self.one_of(options, &label)),
            AnswerKind::ManyOf { options } => Answer::Many(self.many_of(options, &label)),
            AnswerKind::EachOf { question: other } => self.each_of(question, other),
        }
    }

    fn judge(&self, question: &Question) -> Judged {
        if let Some(rule) = settled(question, self.facts) {
            return rule.answer;
        }
        match question.kind {
            QuestionKind::Summary => self.summarise(question),
            QuestionKind::Prompt | QuestionKind::Information => self.yes_with(self.quality(question), &self.about(question)),
        }
    }

    fn yes_with(&self, percent: u32, label: &str) -> Judged {
        if self.dice.chance(percent, label) { Judged::Yes } else { Judged::No }
    }

    /// How likely a yes is: work that is good in one respect is likelier to be good in the next.
    fn quality(&self, question: &Question) -> u32 {
        let case = self.label.split('.').next().unwrap_or_default();
        let part = question.key_question.clone().unwrap_or_default();
        let good = self.dice.chance(72, &format!("{case}/{part}/quality"));
        if good { 86 } else { 38 }
    }

    /// Yes when strengths outweigh deficiencies, and never no for the one answer that alone does not make it so.
    fn summarise(&self, summary: &Question) -> Judged {
        let counting = |question: &&Question| question.kind == QuestionKind::Prompt && question.key_question == summary.key_question;
        let answered = |question: &Question| self.given.get(&question.id).and_then(Answer::judged);
        let prompts: Vec<&Question> = self.form.questions().filter(counting).collect();
        let negative: Vec<&&Question> = prompts.iter().filter(|question| answered(question) == Some(Judged::No)).collect();
        let positive = prompts.iter().filter(|question| answered(question) == Some(Judged::Yes)).count();
        match negative.as_slice() {
            [only] if only.alone_insufficient => Judged::Yes,
            _ if negative.len() * 2 >= positive => Judged::No,
            _ => Judged::Yes,
        }
    }

    fn choices(&self, options: &str) -> Vec<&'a Choice> {
        let set = self.framework.option_set(options);
        set.iter().flat_map(|set| &set.options).filter(|choice| !choice.free_text).collect()
    }

    fn one_of(&self, options: &str, label: &str) -> Chosen {
        let choices = self.choices(options);
        let chosen = self.dice.pick(&choices, label).map(|choice| choice.id.clone()).unwrap_or_default();
        Chosen { option: chosen, words: None }
    }

    fn many_of(&self, options: &str, label: &str) -> Vec<Chosen> {
        let choices = self.choices(options);
        let mut chosen: BTreeSet<&str> = choices
            .iter()
            .filter(|choice| self.dice.chance(35, &format!("{label}/{}", choice.id)))
            .map(|choice| choice.id.as_str())
            .collect();
        chosen.extend(self.dice.pick(&choices, label).map(|choice| choice.id.as_str()));
        chosen.into_iter().map(|option| Chosen { option: option.to_owned(), words: None }).collect()
    }

    fn each_of(&self, question: &Question, other: &str) -> Answer {
        let ticked = self.given.get(other).map(Answer::options).unwrap_or_default();
        let label = self.about(question);
        let judge = |option: &&str| ((*option).to_owned(), self.yes_with(self.quality(question), &format!("{label}/{option}")));
        Answer::Each(ticked.iter().map(judge).collect())
    }

    fn evidence(&self, label: &str) -> Evidence {
        const SOURCES: [EvidenceSource; 4] =
            [EvidenceSource::CaseRecord, EvidenceSource::AssessmentTool, EvidenceSource::MeetingNote, EvidenceSource::Interview];
        Evidence {
            source: self.dice.pick(&SOURCES, &format!("{label}/source")).copied().unwrap_or(EvidenceSource::Other),
            reference: words::reference(self.dice, &format!("{label}/reference")),
            text: String::new(),
        }
    }
}
