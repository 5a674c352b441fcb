//! Whether a single case's judgement would change a rating.

use super::{Rater, RatingInput};
use crate::rating::{Counts, Rating, Ratings};

/// Adds to every rating the ratings it would have if one case were judged the other way, from the lowest up.
pub(super) fn add(rater: &Rater<'_>, input: &RatingInput, ratings: &mut Ratings) {
    for (id, counts) in &input.cases {
        for flipped in flips(*counts) {
            let mut input = input.clone();
            input.cases.insert(id.clone(), flipped);
            note(ratings, &rater.rate(&input));
        }
    }
}

/// The counts with one case judged the other way.
fn flips(counts: Counts) -> impl Iterator<Item = Counts> {
    let Counts { yes, no, not_applicable } = counts;
    let worse = (yes > 0).then(|| Counts { yes: yes - 1, no: no + 1, not_applicable });
    let better = (no > 0).then(|| Counts { yes: yes + 1, no: no - 1, not_applicable });
    worse.into_iter().chain(better)
}

fn note(ratings: &mut Ratings, other: &Ratings) {
    for (rated, other) in ratings.key_questions.iter_mut().zip(&other.key_questions) {
        add_rating(&mut rated.one_case_from, rated.rating, other.rating);
    }
    for (rated, other) in ratings.standards.iter_mut().zip(&other.standards) {
        add_rating(&mut rated.one_case_from, rated.computed, other.computed);
    }
    add_rating(&mut ratings.overall.one_case_from, ratings.overall.computed, other.overall.computed);
}

fn add_rating(ratings: &mut Vec<Rating>, is: Option<Rating>, would_be: Option<Rating>) {
    if let Some(would_be) = would_be.filter(|would_be| is != Some(*would_be))
        && let Err(place) = ratings.binary_search(&would_be)
    {
        ratings.insert(place, would_be);
    }
}
