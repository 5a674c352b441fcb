//! The ratings of an inspection as it stands.

use fieldweek_domain::consolidate::{Consolidated, consolidate};
use fieldweek_domain::id::InspectionId;
use fieldweek_domain::rating::{RatingInput, Ratings, rate};
use serde::Serialize;

use crate::error::{AppError, Result};
use crate::frameworks;
use crate::session::Session;

/// The ratings of an inspection and what they rest on.
#[derive(Debug, Clone, Serialize)]
pub struct InspectionRatings {
    /// The counts, what is left out and why.
    pub consolidated: Consolidated,
    /// The ratings.
    pub ratings: Ratings,
}

/// Rates an inspection from its complete primary assessments, judgements and panel decisions.
///
/// # Errors
/// When the inspection or its framework cannot be read.
pub fn ratings(session: &Session, inspection: &InspectionId) -> Result<InspectionRatings> {
    let inspection = session.inspection(inspection)?;
    let framework = session.framework_of(&inspection)?;
    let consolidated = consolidate(&inspection, &framework);
    let kind = inspection.inspection_type.value().map(String::as_str);
    let ratings = rate(&framework, kind, &consolidated.input)
        .map_err(|error| AppError::refused("ratings.failed", format!("The inspection cannot be rated: {error}."), "Mend what is named."))?;
    Ok(InspectionRatings { consolidated, ratings })
}

/// Rates counts, without a workspace.
///
/// # Errors
/// When the input is not what the framework can rate; the message says what.
pub fn rate_counts(framework: &str, inspection_type: Option<&str>, json: &str) -> Result<Ratings> {
    let framework = frameworks::load(framework)?;
    let input = RatingInput::from_json(json)
        .map_err(|error| AppError::usage("rate.input", format!("{error}."), "Mend the input; see `fieldweek rate --help`."))?;
    rate(&framework, inspection_type, &input).map_err(|error| AppError::usage("rate.refused", format!("{error}."), "Mend the input."))
}
