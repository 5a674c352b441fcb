//! The computation of ratings.

use super::input::{OVERALL, PanelMove, RatingInput};
use super::output::{KeyQuestionRating, OverallRating, Ratings, StandardRating};
use super::rules::out_of;
use super::{Counts, Rating, percent};
use crate::framework::{Framework, InspectionType, KeyQuestion, RatedFrom, Standard};
use crate::interval::wilson;

mod check;
mod sensitivity;

/// Why an input cannot be rated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RatingError {
    /// The framework has no such type of inspection.
    #[error("there is no type of inspection `{id}`; there are: {known}")]
    UnknownType {
        /// What was asked for.
        id: String,
        /// What there is.
        known: String,
    },
    /// The framework has no such key question or standard, or this type of inspection does not rate it.
    #[error("{place}: `{id}` is not known here; what can be given: {known}")]
    UnknownId {
        /// `cases`, `judged` or `panel`.
        place: &'static str,
        /// What was given.
        id: String,
        /// What can be given.
        known: String,
    },
    /// Counts for what is judged on evidence.
    #[error("cases: `{id}` is rated on evidence; give its rating under `judged`, on {on}")]
    NotFromCases {
        /// The key question or standard.
        id: String,
        /// What the judgement is given on.
        on: String,
    },
    /// A judgement for what is rated from cases.
    #[error("judged: `{id}` is rated from cases; give the counts of its key questions under `cases`")]
    NotOnEvidence {
        /// The key question or standard.
        id: String,
    },
    /// More cases than a count can hold.
    #[error("cases: `{id}` has more cases than there can be")]
    TooMany {
        /// The key question.
        id: String,
    },
    /// A panel's decision without a reason.
    #[error("panel: the decision on `{on}` has no reason; write one")]
    NoReason {
        /// The standard, or `overall`.
        on: String,
    },
    /// Two decisions of the panel on one target: which of them counts, nobody could say.
    #[error("panel: there are two decisions on `{on}`; keep the one that counts")]
    DecidedTwice {
        /// The standard, or `overall`.
        on: String,
    },
}

/// The ratings of these counts, judgements and decisions, by the rules of the framework.
///
/// Without a type of inspection, the first that rates every standard is taken, or else the first; without any, every
/// standard is rated and there is no overall.
///
/// * A key question rated from cases: `yes` of `yes` and `no`, rounded half up, in its band (2017 consultation, 4.8).
/// * A standard rated from key questions: the lowest of their ratings (4.10); not rated while one of them is not.
/// * A standard rated on evidence: as judged.
/// * The panel moves a standard or the overall (4.24), and may rate a standard that could not be computed.
/// * The overall: the sum of the final scores of the core standards, in its band (4.22); open while one is missing.
/// * A limit holds for the overall as computed and as moved by the panel: the published rule makes no exception
///   (Hillingdon report 2022, annexe 2: "unable to receive … regardless of how they are rated").
///
/// # Errors
/// When the input names what is not rated so, or lacks a reason, or decides twice.
pub fn rate(framework: &Framework, inspection_type: Option<&str>, input: &RatingInput) -> Result<Ratings, RatingError> {
    let rater = Rater::new(framework, inspection_type)?;
    check::check(&rater, input)?;
    let mut ratings = rater.rate(input);
    sensitivity::add(&rater, input, &mut ratings);
    Ok(ratings)
}

/// What is rated: a framework seen through a type of inspection.
struct Rater<'a> {
    framework: &'a Framework,
    standards: Vec<&'a Standard>,
    core: &'a [String],
}

impl<'a> Rater<'a> {
    fn new(framework: &'a Framework, inspection_type: Option<&str>) -> Result<Self, RatingError> {
        let kind = match inspection_type {
            Some(id) => Some(framework.inspection_type(id).ok_or_else(|| unknown_type(framework, id))?),
            None => usual_type(framework),
        };
        let rated = |standard: &&Standard| kind.is_none_or(|kind| kind.standards.contains(&standard.id));
        let standards = framework.standards.iter().filter(rated).collect();
        Ok(Self { framework, standards, core: kind.map(|kind| kind.overall.as_slice()).unwrap_or_default() })
    }

    fn key_questions(&self) -> impl Iterator<Item = &'a KeyQuestion> {
        self.standards.iter().flat_map(|standard| &standard.key_questions)
    }

    fn rate(&self, input: &RatingInput) -> Ratings {
        let key_questions: Vec<_> = self.key_questions().map(|question| self.key_question(question, input)).collect();
        let standards: Vec<_> = self.standards.iter().map(|standard| rate_standard(standard, &key_questions, input)).collect();
        let overall = self.overall(&standards, input);
        Ratings { key_questions, standards, overall }
    }

    fn key_question(&self, question: &KeyQuestion, input: &RatingInput) -> KeyQuestionRating {
        let Counts { yes, no, not_applicable } = input.cases.get(&question.id).copied().unwrap_or_default();
        let percent_rated = percent(yes, yes + no);
        let band = percent_rated.and_then(|percent| self.framework.ratings.band(percent));
        let judged = input.judged.get(&question.id).copied();
        KeyQuestionRating {
            id: question.id.clone(),
            yes,
            no,
            not_applicable,
            percent: percent_rated,
            band: band.map(|band| band.id.clone()),
            rating: band.map(|band| band.rating).or(judged),
            rated_from: question.rated_from,
            percent_of_all: percent(yes, yes + no + not_applicable),
            interval: wilson(yes, yes + no, input.population.get(&question.id).copied()),
            one_case_from: Vec::new(),
        }
    }

    fn overall(&self, standards: &[StandardRating], input: &RatingInput) -> OverallRating {
        let score_of = |id: &String| standards.iter().find(|standard| standard.id == *id).and_then(|standard| standard.score);
        let missing: Vec<_> = self.core.iter().filter(|id| score_of(id).is_none()).cloned().collect();
        let complete = missing.is_empty() && !self.core.is_empty();
        let score = complete.then(|| self.core.iter().filter_map(score_of).map(u32::from).sum());
        let by_score = score.and_then(|score| self.framework.overall_bands(self.core.len())?.rating(score));
        let panel = decision(input, OVERALL);
        let wanted = panel.as_ref().map(|panel| panel.rating).or(by_score);
        let limit = self.limit(standards);
        let capped = |rating: Option<Rating>| rating.map(|rating| limit.map_or(rating, |(_, cap)| rating.min(cap)));
        let caps = capped(by_score) != by_score || capped(wanted) != wanted;
        OverallRating {
            computed: capped(by_score),
            final_rating: capped(wanted),
            score,
            out_of: out_of(self.core.len()),
            missing,
            capped_by: limit.filter(|_| caps).map(|(standard, _)| standard.to_owned()),
            panel,
            one_case_from: Vec::new(),
        }
    }

    /// The strictest limit in force: its standard, and the best the overall can be.
    fn limit(&self, standards: &[StandardRating]) -> Option<(&'a str, Rating)> {
        let final_of = |id: &str| standards.iter().find(|standard| standard.id == id).and_then(|standard| standard.final_rating);
        let in_force = self.framework.ratings.limits.iter().filter(|limit| final_of(&limit.standard).is_some_and(|r| r <= limit.at_most));
        in_force.map(|limit| (limit.standard.as_str(), limit.overall)).min_by_key(|(_, cap)| *cap)
    }
}

fn usual_type(framework: &Framework) -> Option<&InspectionType> {
    let rates_all = |kind: &&InspectionType| framework.standards.iter().all(|standard| kind.standards.contains(&standard.id));
    framework.inspection_types.iter().find(rates_all).or_else(|| framework.inspection_types.first())
}

fn unknown_type(framework: &Framework, id: &str) -> RatingError {
    let known = framework.inspection_types.iter().map(|kind| kind.id.as_str()).collect::<Vec<_>>().join(", ");
    RatingError::UnknownType { id: id.to_owned(), known }
}

fn decision(input: &RatingInput, on: &str) -> Option<PanelMove> {
    input.panel.iter().find(|decision| decision.on == on).cloned()
}

fn rate_standard(standard: &Standard, key_questions: &[KeyQuestionRating], input: &RatingInput) -> StandardRating {
    let computed = match standard.rated_from {
        RatedFrom::KeyQuestions => lowest(standard, key_questions),
        RatedFrom::Evidence | RatedFrom::Cases => {
            input.judged.get(&standard.id).copied().ok_or_else(|| "it has not been judged yet".to_owned())
        }
    };
    let panel = decision(input, &standard.id);
    let final_rating = panel.as_ref().map(|panel| panel.rating).or(computed.as_ref().ok().copied());
    StandardRating {
        id: standard.id.clone(),
        computed: computed.as_ref().ok().copied(),
        final_rating,
        score: final_rating.map(Rating::score),
        not_rated: computed.err(),
        panel,
        one_case_from: Vec::new(),
    }
}

/// The lowest rating among the key questions of a standard, or why there is none.
fn lowest(standard: &Standard, key_questions: &[KeyQuestionRating]) -> Result<Rating, String> {
    let of_standard = |rated: &&KeyQuestionRating| standard.key_questions.iter().any(|question| question.id == rated.id);
    let rated: Vec<_> = key_questions.iter().filter(of_standard).collect();
    let reasons: Vec<_> = rated.iter().filter_map(|rated| not_rated(rated)).collect();
    if !reasons.is_empty() {
        return Err(reasons.join("; "));
    }
    rated.iter().filter_map(|rated| rated.rating).min().ok_or_else(|| "it has no key questions".to_owned())
}

/// Why a key question is not rated. Never as zero per cent: no case is not a bad case.
fn not_rated(rated: &KeyQuestionRating) -> Option<String> {
    let id = &rated.id;
    match (rated.rating, rated.rated_from, rated.not_applicable) {
        (Some(_), ..) => None,
        (None, RatedFrom::Cases, 0) => Some(format!("{id} has no case with a judgement")),
        (None, RatedFrom::Cases, _) => Some(format!("{id} has no case it applies to")),
        (None, ..) => Some(format!("{id} has not been judged yet")),
    }
}
