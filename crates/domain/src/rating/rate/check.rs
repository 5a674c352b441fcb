//! What an input may hold: refused before anything is computed.

use std::collections::BTreeSet;

use super::{RatedFrom, Rater, RatingError, RatingInput, Standard};
use crate::framework::KeyQuestion;
use crate::rating::OVERALL;

pub(super) fn check(rater: &Rater<'_>, input: &RatingInput) -> Result<(), RatingError> {
    for (id, counts) in &input.cases {
        check_cases(rater, id)?;
        let all = counts.yes.checked_add(counts.no).and_then(|sum| sum.checked_add(counts.not_applicable));
        all.ok_or_else(|| RatingError::TooMany { id: id.clone() })?;
    }
    for id in input.judged.keys() {
        check_judged(rater, id)?;
    }
    check_panel(rater, input)
}

/// A key question of a rated standard, with that standard.
fn key_question<'a>(rater: &Rater<'a>, id: &str) -> Option<(&'a Standard, &'a KeyQuestion)> {
    let mut all = rater.standards.iter().flat_map(|standard| standard.key_questions.iter().map(move |question| (*standard, question)));
    all.find(|(_, question)| question.id == id)
}

fn standard<'a>(rater: &Rater<'a>, id: &str) -> Option<&'a Standard> {
    rater.standards.iter().copied().find(|standard| standard.id == id)
}

fn check_cases(rater: &Rater<'_>, id: &str) -> Result<(), RatingError> {
    match (key_question(rater, id), standard(rater, id)) {
        (Some((_, question)), _) if question.rated_from == RatedFrom::Cases => Ok(()),
        (Some((standard, question)), _) => {
            let on = if standard.rated_from == RatedFrom::Evidence { &standard.id } else { &question.id };
            Err(RatingError::NotFromCases { id: id.to_owned(), on: on.clone() })
        }
        (None, Some(standard)) if standard.rated_from == RatedFrom::Evidence => {
            Err(RatingError::NotFromCases { id: id.to_owned(), on: id.to_owned() })
        }
        _ => {
            let from_cases = rater.key_questions().filter(|question| question.rated_from == RatedFrom::Cases);
            Err(unknown("cases", id, from_cases.map(|question| question.id.as_str())))
        }
    }
}

fn check_judged(rater: &Rater<'_>, id: &str) -> Result<(), RatingError> {
    let from_cases = || Err(RatingError::NotOnEvidence { id: id.to_owned() });
    match (key_question(rater, id), standard(rater, id)) {
        (Some((_, question)), _) if question.rated_from == RatedFrom::Cases => from_cases(),
        (Some((standard, _)), _) if standard.rated_from == RatedFrom::KeyQuestions => Ok(()),
        (None, Some(standard)) if standard.rated_from == RatedFrom::Evidence => Ok(()),
        (None, Some(standard)) if !judged_in_part(standard) => from_cases(),
        _ => Err(unknown("judged", id, judgeable(rater))),
    }
}

/// Whether a standard has a key question that is judged on evidence by itself.
fn judged_in_part(standard: &Standard) -> bool {
    standard.key_questions.iter().any(|question| question.rated_from == RatedFrom::Evidence)
}

fn judgeable<'a>(rater: &Rater<'a>) -> impl Iterator<Item = &'a str> {
    rater.standards.iter().flat_map(|standard| {
        let whole = (standard.rated_from == RatedFrom::Evidence).then_some(standard.id.as_str());
        let parts = standard
            .key_questions
            .iter()
            .filter(|question| standard.rated_from == RatedFrom::KeyQuestions && question.rated_from == RatedFrom::Evidence);
        whole.into_iter().chain(parts.map(|question| question.id.as_str()))
    })
}

fn check_panel(rater: &Rater<'_>, input: &RatingInput) -> Result<(), RatingError> {
    let mut decided = BTreeSet::new();
    for decision in &input.panel {
        let on = decision.on.as_str();
        if on != OVERALL && standard(rater, on).is_none() {
            let standards = rater.standards.iter().map(|standard| standard.id.as_str());
            return Err(unknown("panel", on, standards.chain([OVERALL])));
        }
        if decision.reason.trim().is_empty() {
            return Err(RatingError::NoReason { on: on.to_owned() });
        }
        if !decided.insert(on) {
            return Err(RatingError::DecidedTwice { on: on.to_owned() });
        }
    }
    Ok(())
}

fn unknown<'a>(place: &'static str, id: &str, known: impl Iterator<Item = &'a str>) -> RatingError {
    RatingError::UnknownId { place, id: id.to_owned(), known: known.collect::<Vec<_>>().join(", ") }
}
