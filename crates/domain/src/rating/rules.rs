//! The rating rules of a framework, as data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The four-point rating of a key question, a standard, or a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    /// The lowest; scores 0.
    Inadequate,
    /// Scores 1.
    RequiresImprovement,
    /// Scores 2.
    Good,
    /// The highest; scores 3.
    Outstanding,
}

impl Rating {
    /// All four, from the lowest up.
    pub const ALL: [Self; 4] = [Self::Inadequate, Self::RequiresImprovement, Self::Good, Self::Outstanding];

    /// What it adds to the overall score (2017 consultation, 4.22; Hillingdon report 2022, annexe 2).
    #[must_use]
    pub const fn score(self) -> u8 {
        match self {
            Self::Inadequate => 0,
            Self::RequiresImprovement => 1,
            Self::Good => 2,
            Self::Outstanding => 3,
        }
    }

    /// As published.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Inadequate => "Inadequate",
            Self::RequiresImprovement => "Requires improvement",
            Self::Good => "Good",
            Self::Outstanding => "Outstanding",
        }
    }

    /// The word used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inadequate => "inadequate",
            Self::RequiresImprovement => "requires_improvement",
            Self::Good => "good",
            Self::Outstanding => "outstanding",
        }
    }
}

/// How the counts of a framework become ratings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatingRules {
    /// The bands of a share of cases, from the lowest up.
    #[serde(rename(deserialize = "band"))]
    pub bands: Vec<Band>,
    /// The bands of the overall score, by the number of core standards.
    #[serde(rename(deserialize = "overall"), default)]
    pub overall: Vec<ScoreBands>,
    /// The standards that cap the overall rating.
    #[serde(rename(deserialize = "limit"), default)]
    pub limits: Vec<Limit>,
    /// Document and paragraph.
    pub source: String,
}

impl RatingRules {
    /// The band of a whole per cent.
    #[must_use]
    pub fn band(&self, percent: u8) -> Option<&Band> {
        self.bands.iter().rfind(|band| band.from <= percent)
    }
}

/// A band of the share of cases with a positive summary judgement (2017 consultation, 4.8 and 4.10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// `minority`, `too_few`, …
    pub id: String,
    /// As published: `Reasonable majority`.
    pub title: String,
    /// From this whole per cent up, to the next band.
    pub from: u8,
    /// The rating it gives.
    pub rating: Rating,
}

/// The bands of the overall score for so many core standards (2017 consultation, 4.22 and 4.23).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreBands {
    /// The number of core standards.
    pub standards: usize,
    /// The lowest score of every rating.
    pub scores: BTreeMap<Rating, u32>,
}

impl ScoreBands {
    /// The overall rating of a score.
    #[must_use]
    pub fn rating(&self, score: u32) -> Option<Rating> {
        self.scores.iter().rfind(|(_, from)| **from <= score).map(|(rating, _)| *rating)
    }

    /// The highest score there can be.
    #[must_use]
    pub fn out_of(&self) -> u32 {
        out_of(self.standards)
    }
}

/// The highest score of so many standards.
pub(crate) fn out_of(standards: usize) -> u32 {
    u32::try_from(standards).unwrap_or(u32::MAX).saturating_mul(u32::from(Rating::Outstanding.score()))
}

/// A limiting judgement: one standard caps the overall (Hillingdon report 2022, annexe 2, on resettlement).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The standard.
    pub standard: String,
    /// The limit is in force when the standard is rated so or lower.
    pub at_most: Rating,
    /// The overall is then no better than this.
    pub overall: Rating,
}
