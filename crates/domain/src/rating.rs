//! From counts to ratings: bands, standards, the overall, the panel and limits (`docs`: consolidation and ratings).
//!
//! [`rate`] is a pure function of a framework and a [`RatingInput`]. What it does is data of the framework
//! ([`RatingRules`]); no rule of one edition is written here.

mod input;
mod output;
mod rate;
mod rules;

pub use input::{Counts, InputError, OVERALL, PanelMove, RatingInput};
pub use output::{KeyQuestionRating, OverallRating, Ratings, StandardRating};
pub use rate::{RatingError, rate};
pub use rules::{Band, Limit, Rating, RatingRules, ScoreBands};

/// The whole per cent that `part` is of `whole`, rounded half up; none of nothing.
///
/// The published bands have gaps between whole numbers (2017 consultation, 4.8: "50-64%", "65-79%"), so a share is
/// rounded before it is banded. Computed in integers: no machine rounds it otherwise.
#[must_use]
pub fn percent(part: u32, whole: u32) -> Option<u8> {
    let (part, whole) = (u64::from(part), u64::from(whole));
    if part > whole {
        return None;
    }
    let rounded = (200 * part + whole).checked_div(2 * whole)?;
    u8::try_from(rounded).ok()
}

#[cfg(test)]
mod tests;
