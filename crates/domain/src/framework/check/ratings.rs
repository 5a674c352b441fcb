//! Bands, limits and indicators.

use super::Report;
use super::forms::has_prompt;
use crate::framework::item::{Item, Kind};
use crate::framework::model::{AnswerKind, Indicator};
use crate::rating::{Rating, ScoreBands};

impl Report<'_> {
    pub(super) fn ratings(&mut self) {
        let rules = &self.framework.ratings;
        let item = Item::new(Kind::Ratings, "");
        self.source(&item, &rules.source);
        let froms: Vec<u32> = rules.bands.iter().map(|band| u32::from(band.from)).collect();
        if froms.first() != Some(&0) || !ascends(&froms) || froms.last() > Some(&100) {
            self.add(&item, "band", "the bands do not start at 0 and go up to at most 100", "put them in order of `from`");
        }
        if !rules.bands.is_sorted_by(|low, high| low.rating < high.rating) {
            self.add(&item, "band", "a higher band does not give a higher rating", "give the bands the ratings in order");
        }
        for (n, bands) in rules.overall.iter().enumerate() {
            self.score_bands(&item, &format!("overall.{n}"), bands);
        }
        for (n, limit) in rules.limits.iter().enumerate() {
            let known = self.framework.standard(&limit.standard).is_some();
            self.known(&item, &format!("limit.{n}.standard"), "standard", &limit.standard, known);
        }
        self.every_type_has_bands();
        for indicator in &self.framework.indicators {
            self.indicator(indicator);
        }
    }

    /// From 0 to the highest score there can be, each rating once and in order.
    fn score_bands(&mut self, item: &Item, field: &str, bands: &ScoreBands) {
        let froms: Vec<u32> = bands.scores.values().copied().collect();
        let complete = Rating::ALL.iter().all(|rating| bands.scores.contains_key(rating));
        let within = froms.first() == Some(&0) && froms.last() <= Some(&bands.out_of());
        if bands.standards == 0 || !complete || !within || !ascends(&froms) {
            let what = format!("the scores of {} standards do not run from 0 to {} over all four ratings", bands.standards, bands.out_of());
            self.add(item, field, what, "start inadequate at 0 and every other rating at a higher score");
        }
        if self.framework.ratings.overall.iter().filter(|other| other.standards == bands.standards).count() > 1 {
            self.add(item, field, format!("there are two tables for {} standards", bands.standards), "keep one");
        }
    }

    fn every_type_has_bands(&mut self) {
        for kind in self.framework.inspection_types.iter().filter(|kind| !kind.overall.is_empty()) {
            let count = kind.overall.len();
            if self.framework.overall_bands(count).is_none() {
                let item = Item::new(Kind::InspectionType, &kind.id);
                self.add(&item, "overall", format!("there are no overall bands for {count} standards"), "add them to [[ratings.overall]]");
            }
        }
    }

    fn indicator(&mut self, indicator: &Indicator) {
        let item = Item::new(Kind::Indicator, format!("{}/{}", indicator.prompt, indicator.question));
        self.source(&item, &indicator.source);
        self.known(&item, "prompt", "prompt", &indicator.prompt, has_prompt(self.framework, &indicator.prompt));
        let question = self.framework.question(&indicator.question);
        self.known(&item, "question", "question", &indicator.question, question.is_some());
        if question.is_some_and(|question| !matches!(question.answer, AnswerKind::YesNo | AnswerKind::YesNoNa)) {
            self.add(&item, "question", "that question is not answered yes or no", "name one that is");
        }
        if indicator.threshold > 100 {
            self.add(&item, "threshold", "it is more than 100 per cent", "write a whole number from 0 to 100");
        }
    }
}

fn ascends(values: &[u32]) -> bool {
    values.is_sorted_by(|low, high| low < high)
}
