//! The ratings, with everything that is needed to follow how they came about.

use serde::{Serialize, Serializer};

use super::{PanelMove, Rating};
use crate::framework::RatedFrom;
use crate::interval::Interval;

/// The ratings of an inspection, in published order. Serialises to the JSON of `fieldweek rate`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ratings {
    /// By key question.
    #[serde(serialize_with = "by_id")]
    pub key_questions: Vec<KeyQuestionRating>,
    /// By standard.
    #[serde(serialize_with = "by_id")]
    pub standards: Vec<StandardRating>,
    /// Of the service.
    pub overall: OverallRating,
}

impl Ratings {
    /// The rating of a key question.
    #[must_use]
    pub fn key_question(&self, id: &str) -> Option<&KeyQuestionRating> {
        self.key_questions.iter().find(|rated| rated.id == id)
    }

    /// The rating of a standard.
    #[must_use]
    pub fn standard(&self, id: &str) -> Option<&StandardRating> {
        self.standards.iter().find(|rated| rated.id == id)
    }
}

/// The rating of a key question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeyQuestionRating {
    /// The key question.
    #[serde(skip)]
    pub id: String,
    /// The cases with a positive summary judgement.
    pub yes: u32,
    /// The cases with a negative one.
    pub no: u32,
    /// The cases to which the key question does not apply.
    pub not_applicable: u32,
    /// `yes` of `yes` and `no`, rounded half up: the share that is rated.
    pub percent: Option<u8>,
    /// The band of that share.
    pub band: Option<String>,
    /// The rating of that band, or the judgement on evidence.
    pub rating: Option<Rating>,
    /// Whether it is rated from cases or on evidence.
    pub rated_from: RatedFrom,
    /// `yes` of all cases, those not applicable included. Shown, never rated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent_of_all: Option<u8>,
    /// The 95% interval of the share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// The ratings it would have if one case were judged the other way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub one_case_from: Vec<Rating>,
}

/// The rating of a standard.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StandardRating {
    /// The standard.
    #[serde(skip)]
    pub id: String,
    /// By the rules, or as judged on evidence.
    pub computed: Option<Rating>,
    /// After the panel.
    #[serde(rename = "final")]
    pub final_rating: Option<Rating>,
    /// What the final rating adds to the overall score.
    pub score: Option<u8>,
    /// Why nothing was computed, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_rated: Option<String>,
    /// The panel's decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub panel: Option<PanelMove>,
    /// The computed ratings it would have if one case were judged the other way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub one_case_from: Vec<Rating>,
}

/// The rating of the service.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OverallRating {
    /// From the final ratings of the core standards, within the limits.
    pub computed: Option<Rating>,
    /// After the panel, still within the limits.
    #[serde(rename = "final")]
    pub final_rating: Option<Rating>,
    /// The sum of the core standards' scores; none while one is missing.
    pub score: Option<u32>,
    /// The highest sum there can be.
    pub out_of: u32,
    /// The core standards that are not rated.
    pub missing: Vec<String>,
    /// The standard that keeps the overall, computed or moved by the panel, from being better.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capped_by: Option<String>,
    /// The panel's decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub panel: Option<PanelMove>,
    /// The computed ratings it would have if one case were judged the other way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub one_case_from: Vec<Rating>,
}

trait Named {
    fn id(&self) -> &str;
}

impl Named for KeyQuestionRating {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Named for StandardRating {
    fn id(&self) -> &str {
        &self.id
    }
}

/// An object by id, in published order.
fn by_id<S: Serializer, T: Named + Serialize>(rated: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(rated.iter().map(|one| (one.id(), one)))
}
