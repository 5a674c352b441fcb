//! What supports a summary judgement.
//!
//! The published test is "whether the strengths outweigh any deficiencies" (CARaG 2.1.11 and the other summary
//! judgements), not an arithmetic: the tally is shown, the critical questions first, and the judgement stays the
//! inspector's.

use serde::Serialize;

use crate::answer::{Answer, Judged};
use crate::assessment::Assessment;
use crate::case::Facts;
use crate::framework::{Form, Question};
use crate::progress::counted;

/// How the questions that count were answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Sufficient.
    pub yes: usize,
    /// Not sufficient.
    pub no: usize,
    /// Not applicable.
    pub not_applicable: usize,
    /// Not answered yet.
    pub unanswered: usize,
}

/// What supports a summary judgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Support {
    /// The summary judgement.
    pub question: String,
    /// How the questions that count were answered.
    pub tally: Tally,
    /// The questions answered yes: critical ones first, then in order.
    pub strengths: Vec<String>,
    /// The questions answered no: critical ones first, then in order.
    pub deficiencies: Vec<String>,
}

/// Gathers what supports a summary judgement. A question about several options counts once: as a deficiency when any
/// is answered no, as a strength when at least one is yes and none is no.
#[must_use]
pub fn support(form: &Form, summary: &Question, facts: &Facts, assessment: &Assessment) -> Support {
    let mut questions: Vec<&Question> = counted(form, summary, facts, assessment).collect();
    questions.sort_by_key(|question| !question.critical);
    let mut support = Support { question: summary.id.clone(), tally: Tally::default(), strengths: Vec::new(), deficiencies: Vec::new() };
    for question in questions {
        match assessment.answer(&question.id).and_then(|given| verdict(&given.answer)) {
            Some(Judged::Yes) => {
                support.tally.yes += 1;
                support.strengths.push(question.id.clone());
            }
            Some(Judged::No) => {
                support.tally.no += 1;
                support.deficiencies.push(question.id.clone());
            }
            Some(Judged::NotApplicable) => support.tally.not_applicable += 1,
            None => support.tally.unanswered += 1,
        }
    }
    support
}

fn verdict(answer: &Answer) -> Option<Judged> {
    match answer {
        Answer::Judged(judged) => Some(*judged),
        Answer::Each(each) if each.values().any(|judged| *judged == Judged::No) => Some(Judged::No),
        Answer::Each(each) if each.values().any(|judged| *judged == Judged::Yes) => Some(Judged::Yes),
        Answer::Each(_) => Some(Judged::NotApplicable),
        Answer::Text(_) | Answer::One(_) | Answer::Many(_) => None,
    }
}
