//! `fieldweek rate`, and how ratings are printed.

use fieldweek_app::error::Result;
use fieldweek_app::ratings::rate_counts;
use fieldweek_domain::framework::RatedFrom;
use fieldweek_domain::rating::{KeyQuestionRating, Rating, Ratings};

use super::Setting;
use crate::args::Rate;
use crate::table::table;
use crate::{input, output};

pub fn run(setting: &Setting, args: &Rate) -> Result<()> {
    let ratings = rate_counts(&args.framework, args.inspection_type.as_deref(), &input::text(&args.input)?)?;
    if setting.json {
        return output::json(&ratings);
    }
    output::say(text(&ratings));
    Ok(())
}

/// The ratings as tables for a person.
pub fn text(ratings: &Ratings) -> String {
    let key_questions: Vec<Vec<String>> = ratings.key_questions.iter().map(key_question).collect();
    let mut out =
        table(&["key question", "yes", "no", "n/a", "of", "percent", "95% interval", "band", "rating", "one case from"], &key_questions);
    let standards: Vec<Vec<String>> = ratings
        .standards
        .iter()
        .map(|standard| {
            let moved = standard.panel.as_ref().map(|moved| format!("panel: {}", moved.reason));
            let note = moved.or_else(|| standard.not_rated.clone()).unwrap_or_default();
            vec![standard.id.clone(), words(standard.computed), words(standard.final_rating), number(standard.score), note]
        })
        .collect();
    out.push('\n');
    out.push_str(&table(&["standard", "computed", "final", "score", ""], &standards));
    let overall = &ratings.overall;
    out.push_str(&format!("\n  Overall: {}", words(overall.final_rating)));
    if overall.computed != overall.final_rating {
        out.push_str(&format!(" (by the panel; computed: {})", words(overall.computed)));
    }
    match overall.score {
        Some(score) => out.push_str(&format!(", {score} of {}", overall.out_of)),
        None => out.push_str(&format!("; no score while these are not rated: {}", overall.missing.join(", "))),
    }
    if let Some(standard) = &overall.capped_by {
        out.push_str(&format!(", limited by {standard}"));
    }
    out.push('\n');
    out
}

fn key_question(rated: &KeyQuestionRating) -> Vec<String> {
    let none = || "–".to_owned();
    let count = |cases: u32| if rated.rated_from == RatedFrom::Cases { cases.to_string() } else { none() };
    vec![
        rated.id.clone(),
        count(rated.yes),
        count(rated.no),
        count(rated.not_applicable),
        count(rated.yes + rated.no),
        rated.percent.map_or_else(none, |percent| format!("{percent}%")),
        rated.interval.as_ref().map_or_else(none, |interval| format!("{:.0}–{:.0}%", interval.low, interval.high)),
        rated.band.clone().map_or_else(none, |band| band.replace('_', " ")),
        words(rated.rating),
        rated.one_case_from.iter().map(|rating| words(Some(*rating))).collect::<Vec<_>>().join(", "),
    ]
}

fn words(rating: Option<Rating>) -> String {
    rating.map_or_else(|| "not rated".to_owned(), |rating| rating.text().to_owned())
}

fn number(score: Option<u8>) -> String {
    score.map_or_else(|| "–".to_owned(), |score| score.to_string())
}
