//! An invented assessor: answers every question that applies, obeys the framework's rules, and writes as much as people do.

use std::collections::BTreeMap;

use fieldweek_app::record::Said;
use fieldweek_bundle::ContentHash;
use fieldweek_domain::answer::{Answer, Chosen, Judged};
use fieldweek_domain::assessment::{Evidence, EvidenceSource};
use fieldweek_domain::case::Facts;
use fieldweek_domain::framework::{AnswerKind, Framework, Question, QuestionKind, settled};

const SENTENCES: &[&str] = &[
    "The record names the people who matter to the child and says what each of them can and cannot offer.",
    "Checks with police, children's social care and education were made in the first fortnight, and their meaning is explained.",
    "An earlier assessment is quoted at length, but nothing says whether it still holds after the move in the spring.",
    "The case manager described the child's interests in detail at interview; little of that can be found in the written work.",
    "Both parents were asked, separately, and where their views differ from the school's the record weighs one against the other.",
    "Known concerns about older peers are described once, in the referral, and then not returned to.",
    "Speech and language advice was sought, and sessions were made shorter and more visual because of it.",
    "Information from the college was asked for in week two and never followed up.",
    "A colleague could pick the case up tomorrow: the reasons are written down, not only the conclusion.",
    "The panel's minutes show the plan changing after the child said that evenings did not work.",
    "There is no sign of management oversight between the second review and the end of the order.",
    "Work was sequenced sensibly: stability at home first, then education, then the offence itself.",
];
const PLACES: &[&str] =
    &["Contact log, week 2", "Contact log, week 5", "Assessment, section 3", "Panel minutes, May", "Interview, question 4"];

/// A number below `end` that only the label decides.
fn below(end: usize, label: &str) -> usize {
    let number = ContentHash::of(label.as_bytes()).as_bytes().iter().take(4).fold(0_usize, |number, byte| number << 8 | usize::from(*byte));
    number % end.max(1)
}

/// Whether something with this chance, in per cent, happens.
fn chance(percent: usize, label: &str) -> bool {
    below(100, label) < percent
}

fn pick<'a>(from: &[&'a str], label: &str) -> &'a str {
    from.get(below(from.len(), label)).copied().unwrap_or_default()
}

/// A note of so many sentences, about a hundred bytes each.
pub fn note(sentences: usize, label: &str) -> String {
    (0..sentences).map(|number| pick(SENTENCES, &format!("{label}/{number}"))).collect::<Vec<_>>().join(" ")
}

/// An invented assessor of one case.
pub struct Assessor<'a> {
    framework: &'a Framework,
    facts: &'a Facts,
    case: String,
    given: BTreeMap<String, Answer>,
    negative: BTreeMap<String, usize>,
}

impl<'a> Assessor<'a> {
    /// An assessor of the case with this reference, whose facts are known.
    pub fn new(framework: &'a Framework, facts: &'a Facts, case: String) -> Self {
        Self { framework, facts, case, given: BTreeMap::new(), negative: BTreeMap::new() }
    }

    /// What is said to one question that applies. Questions come in the order of the form.
    pub fn say(&mut self, question: &Question) -> Said {
        let label = format!("{}/{}", self.case, question.id);
        let answer = self.answer(question, &label);
        let negative = answer.judged() == Some(Judged::No);
        if let Some(part) = question.key_question.clone().filter(|_| negative && question.kind == QuestionKind::Prompt) {
            *self.negative.entry(part).or_default() += 1;
        }
        let always = negative || question.kind == QuestionKind::Summary;
        let sentences = if always { 3 + below(3, &label) } else { 1 + below(3, &label) };
        let noted = always || chance(65, &format!("{label}/note?"));
        self.given.insert(question.id.clone(), answer.clone());
        Said {
            answer: Some(Some(answer)),
            note: noted.then(|| note(sentences, &label)),
            evidence: chance(35, &format!("{label}/evidence?")).then(|| evidence(&label)),
        }
    }

    fn answer(&self, question: &Question, label: &str) -> Answer {
        match &question.answer {
            AnswerKind::YesNo | AnswerKind::YesNoNa => Answer::Judged(self.judge(question, label)),
            AnswerKind::Text => Answer::Text(note(2, label)),
            AnswerKind::OneOf { options } => Answer::One(self.choose(options, label)),
            AnswerKind::ManyOf { options } => Answer::Many(vec![self.choose(options, label)]),
            AnswerKind::EachOf { question: other } => {
                let ticked = self.given.get(other).map(Answer::options).unwrap_or_default();
                Answer::Each(ticked.into_iter().map(|option| (option.to_owned(), Judged::Yes)).collect())
            }
        }
    }

    /// What a rule settles; otherwise mostly yes, and a summary judgement is no when three of its prompts are.
    fn judge(&self, question: &Question, label: &str) -> Judged {
        if let Some(rule) = settled(question, self.facts) {
            return rule.answer;
        }
        let negative = question.key_question.as_ref().and_then(|part| self.negative.get(part)).copied().unwrap_or(0);
        let no = if question.kind == QuestionKind::Summary { negative >= 3 } else { chance(22, &format!("{label}/no?")) };
        if no { Judged::No } else { Judged::Yes }
    }

    fn choose(&self, options: &str, label: &str) -> Chosen {
        let set = self.framework.option_set(options);
        let plain: Vec<&str> =
            set.iter().flat_map(|set| &set.options).filter(|choice| !choice.free_text).map(|choice| choice.id.as_str()).collect();
        Chosen { option: pick(&plain, label).to_owned(), words: None }
    }
}

fn evidence(label: &str) -> Evidence {
    Evidence { source: EvidenceSource::CaseRecord, reference: pick(PLACES, label).to_owned(), text: note(1, &format!("{label}/evidence")) }
}
