//! Percentages, bands, standards, the overall and limits.

use proptest::prelude::*;

use crate::framework::sound::shipped;
use crate::rating::{Counts, PanelMove, Rating, RatingInput, percent, rate};

use Rating::{Good, Inadequate, Outstanding, RequiresImprovement};

fn counts(yes: u32, no: u32) -> Counts {
    Counts { yes, no, not_applicable: 0 }
}

/// Counts whose share gives this rating.
fn counts_for(rating: Rating) -> Counts {
    let yes = [0, 50, 65, 80][usize::from(rating.score())];
    counts(yes, 100 - yes)
}

fn moved(on: &str, rating: Rating) -> PanelMove {
    PanelMove { on: on.to_owned(), rating, reason: "All the evidence.".to_owned() }
}

/// Input of the 2025 framework that gives its four core standards these ratings.
fn four(ratings: [Rating; 4]) -> RatingInput {
    let mut input = RatingInput::default();
    for (standard, rating) in ["2.1", "2.2", "2.3"].into_iter().zip(ratings) {
        input.cases.insert(format!("{standard}.1"), counts_for(rating));
        input.cases.insert(format!("{standard}.2"), counts_for(Outstanding));
    }
    input.cases.insert("V1.1".to_owned(), counts_for(ratings[3]));
    input.judged.insert("V1.2".to_owned(), Outstanding);
    input
}

/// Input of the 2021 framework that gives its twelve core standards these ratings, and 4.1 Good.
fn twelve(ratings: &[Rating]) -> RatingInput {
    let framework = shipped("yos-2021");
    let mut input = RatingInput::default();
    for (id, rating) in framework.inspection_types[0].overall.iter().zip(ratings) {
        let standard = framework.standard(id).unwrap();
        if standard.rated_from == crate::framework::RatedFrom::Evidence {
            input.judged.insert(id.clone(), *rating);
        }
        for question in standard.key_questions.iter().filter(|q| q.rated_from == crate::framework::RatedFrom::Cases) {
            input.cases.insert(question.id.clone(), counts_for(*rating));
        }
    }
    input.judged.insert("4.1".to_owned(), Good);
    input
}

#[test]
fn a_half_is_rounded_up() {
    // 49.5, 64.5 and 79.5 per cent, and just below.
    for (yes, of, rounded) in [(99, 200, 50), (494, 1000, 49), (129, 200, 65), (644, 1000, 64), (159, 200, 80), (794, 1000, 79)] {
        assert_eq!(percent(yes, of), Some(rounded), "{yes} of {of}");
    }
    assert_eq!(percent(6, 13), Some(46), "Hillingdon report 2022, 2.1: six out of 13 is 46 per cent");
    assert_eq!(percent(10, 16), Some(63), "Hillingdon report 2022, 3.1: 62.5 is 63 per cent");
    assert_eq!((percent(0, 7), percent(7, 7)), (Some(0), Some(100)));
    assert_eq!((percent(0, 0), percent(2, 1)), (None, None));
    assert_eq!(percent(u32::MAX, u32::MAX), Some(100));
}

#[test]
fn bands_begin_at_50_65_and_80() {
    let framework = shipped("yj-2025");
    let table = [
        (0, "minority", Inadequate),
        (49, "minority", Inadequate),
        (50, "too_few", RequiresImprovement),
        (64, "too_few", RequiresImprovement),
        (65, "reasonable_majority", Good),
        (79, "reasonable_majority", Good),
        (80, "large_majority", Outstanding),
        (100, "large_majority", Outstanding),
    ];
    for (yes, band, rating) in table {
        let input = RatingInput { cases: [("2.1.1".to_owned(), counts(yes, 100 - yes))].into(), ..RatingInput::default() };
        let ratings = rate(&framework, None, &input).unwrap();
        let rated = ratings.key_question("2.1.1").unwrap();
        assert_eq!((rated.percent, rated.band.as_deref(), rated.rating), (Some(u8::try_from(yes).unwrap()), Some(band), Some(rating)));
    }
}

#[test]
fn no_applicable_case_is_never_zero_per_cent() {
    let framework = shipped("yj-2025");
    let mut input = four([Good; 4]);
    input.cases.insert("2.3.2".to_owned(), Counts { yes: 0, no: 0, not_applicable: 4 });
    let ratings = rate(&framework, None, &input).unwrap();
    let rated = ratings.key_question("2.3.2").unwrap();
    assert_eq!((rated.percent, rated.rating, rated.percent_of_all), (None, None, Some(0)));
    assert_eq!(rated.band, None);
    assert_eq!(rated.interval, None);
    let standard = ratings.standard("2.3").unwrap();
    assert_eq!((standard.computed, standard.final_rating, standard.score), (None, None, None));
    assert_eq!(standard.not_rated.as_deref(), Some("2.3.2 has no case it applies to"));
    assert_eq!((ratings.overall.computed, ratings.overall.score, ratings.overall.out_of), (None, None, 12));
    assert_eq!(ratings.overall.missing, ["2.3"]);
    input.panel.push(moved("2.3", Good));
    let ratings = rate(&framework, None, &input).unwrap();
    assert_eq!(ratings.standard("2.3").unwrap().computed, None, "the panel rates what could not be computed");
    assert_eq!((ratings.overall.computed, ratings.overall.score), (Some(Good), Some(8)));
}

#[test]
fn not_applicable_cases_leave_the_denominator() {
    let framework = shipped("yj-2025");
    let input = RatingInput { cases: [("2.1.1".to_owned(), Counts { yes: 6, no: 1, not_applicable: 6 })].into(), ..RatingInput::default() };
    let ratings = rate(&framework, None, &input).unwrap();
    let rated = ratings.key_question("2.1.1").unwrap();
    assert_eq!((rated.percent, rated.percent_of_all), (Some(86), Some(46)), "Hillingdon report 2022, annexe 2, enforcement: both figures");
}

#[test]
fn a_standard_takes_the_lowest_of_its_key_questions() {
    let framework = shipped("yj-2025");
    let mut input = four([Good; 4]);
    input.cases.insert("2.2.2".to_owned(), counts_for(Inadequate));
    input.judged.insert("V1.2".to_owned(), RequiresImprovement);
    let ratings = rate(&framework, None, &input).unwrap();
    let computed = |id: &str| ratings.standard(id).unwrap().computed;
    assert_eq!(computed("2.1"), Some(Good));
    assert_eq!(computed("2.2"), Some(Inadequate), "Hillingdon report 2022, annexe 2");
    assert_eq!(computed("V1"), Some(RequiresImprovement), "the lower of V1.1 from cases and V1.2 on evidence");
    input.judged.remove("V1.2");
    let ratings = rate(&framework, None, &input).unwrap();
    assert_eq!(ratings.standard("V1").unwrap().not_rated.as_deref(), Some("V1.2 has not been judged yet"));
}

#[test]
fn four_standards_at_every_score() {
    let framework = shipped("yj-2025");
    for n in 0..256 {
        let ratings = [0, 2, 4, 6].map(|shift| Rating::ALL[(n >> shift) & 3]);
        let score: u32 = ratings.iter().map(|rating| u32::from(rating.score())).sum();
        // Consultation 2017, 4.23: tipping points at 0.5, 1.5 and 2.5 a standard.
        let expected = [Inadequate, RequiresImprovement, Good, Outstanding][[2, 6, 10].iter().filter(|tip| score > **tip).count()];
        for kind in ["IYJWCV", "IYJS"] {
            let rated = rate(&framework, Some(kind), &four(ratings)).unwrap().overall;
            assert_eq!((rated.computed, rated.score, rated.out_of), (Some(expected), Some(score), 12), "{ratings:?}");
        }
    }
}

#[test]
fn twelve_standards_at_every_score() {
    let framework = shipped("yos-2021");
    for score in 0..=36_usize {
        let ratings: Vec<_> = (0..12).map(|n| Rating::ALL[(score + 11 - n) / 12]).collect();
        let rated = rate(&framework, None, &twelve(&ratings)).unwrap().overall;
        // Hillingdon report 2022, annexe 2.
        let expected = match score {
            0..=6 => Inadequate,
            7..=18 => RequiresImprovement,
            19..=30 => Good,
            _ => Outstanding,
        };
        assert_eq!((rated.computed, rated.score, rated.out_of), (Some(expected), u32::try_from(score).ok(), 36));
    }
}

#[test]
fn seven_good_and_five_requires_improvement_are_good() {
    // Consultation 2017, 4.23.
    let mut ratings = vec![Good; 7];
    ratings.extend([RequiresImprovement; 5]);
    let rated = rate(&shipped("yos-2021"), None, &twelve(&ratings)).unwrap().overall;
    assert_eq!((rated.computed, rated.score), (Some(Good), Some(19)));
}

#[test]
fn an_inadequate_resettlement_caps_the_overall_at_good() {
    // Hillingdon report 2022, annexe 2.
    let framework = shipped("yos-2021");
    let mut input = twelve(&[Outstanding; 12]);
    let overall = |input: &RatingInput| rate(&framework, None, input).unwrap().overall;
    assert_eq!(overall(&input).computed, Some(Outstanding));
    input.judged.insert("4.1".to_owned(), RequiresImprovement);
    assert_eq!((overall(&input).computed, overall(&input).capped_by), (Some(Outstanding), None));
    input.judged.insert("4.1".to_owned(), Inadequate);
    let capped = overall(&input);
    assert_eq!((capped.computed, capped.final_rating, capped.score), (Some(Good), Some(Good), Some(36)));
    assert_eq!(capped.capped_by.as_deref(), Some("4.1"));
    input.panel.push(moved("overall", Outstanding));
    assert_eq!(overall(&input).final_rating, Some(Good), "the published rule makes no exception for the panel");
    input.panel.push(moved("4.1", RequiresImprovement));
    assert_eq!((overall(&input).final_rating, overall(&input).capped_by), (Some(Outstanding), None), "the final rating of 4.1 counts");
    input.panel.clear();
    input.judged.remove("4.1");
    assert_eq!(overall(&input).computed, Some(Outstanding), "no resettlement case: 4.1 is not rated and caps nothing");
    assert_eq!(overall(&input).missing, Vec::<String>::new());
}

#[test]
fn a_limit_that_changes_nothing_is_not_named() {
    let framework = shipped("yos-2021");
    let mut input = twelve(&[RequiresImprovement; 12]);
    input.judged.insert("4.1".to_owned(), Inadequate);
    let overall = rate(&framework, None, &input).unwrap().overall;
    assert_eq!((overall.computed, overall.capped_by), (Some(RequiresImprovement), None));
}

#[test]
fn the_panel_moves_the_overall_and_both_are_kept() {
    let mut input = four([Good; 4]);
    input.panel.push(moved("overall", RequiresImprovement));
    let overall = rate(&shipped("yj-2025"), None, &input).unwrap().overall;
    assert_eq!((overall.computed, overall.final_rating, overall.score), (Some(Good), Some(RequiresImprovement), Some(8)));
}

#[test]
fn domain_one_is_rated_in_an_iyjs_and_stays_out_of_the_overall() {
    let framework = shipped("yj-2025");
    let mut input = four([Good; 4]);
    let without: Vec<_> = rate(&framework, Some("IYJWCV"), &input).unwrap().standards.into_iter().map(|standard| standard.id).collect();
    assert_eq!(without, ["2.1", "2.2", "2.3", "V1"]);
    input.judged.insert("1.1".to_owned(), Inadequate);
    let ratings = rate(&framework, Some("IYJS"), &input).unwrap();
    assert_eq!(ratings.standard("1.1").unwrap().computed, Some(Inadequate));
    assert_eq!(ratings.standard("1.2").unwrap().not_rated.as_deref(), Some("it has not been judged yet"));
    assert_eq!((ratings.overall.computed, ratings.overall.score), (Some(Good), Some(8)));
    assert_eq!(rate(&framework, None, &input).unwrap(), ratings, "without a type, the first that rates everything");
}

#[test]
fn one_case_may_make_the_difference() {
    let framework = shipped("yj-2025");
    let mut input = four([Outstanding; 4]);
    input.cases.insert("2.1.1".to_owned(), counts(8, 2));
    input.cases.insert("2.1.2".to_owned(), counts(100, 0));
    let ratings = rate(&framework, None, &input).unwrap();
    assert_eq!(ratings.key_question("2.1.1").unwrap().one_case_from, [Good]);
    assert_eq!(ratings.standard("2.1").unwrap().one_case_from, [Good]);
    assert_eq!(ratings.key_question("2.1.2").unwrap().one_case_from, Vec::<Rating>::new());
    input.cases.insert("2.1.1".to_owned(), counts(1, 1));
    let ratings = rate(&framework, None, &input).unwrap();
    assert_eq!(ratings.key_question("2.1.1").unwrap().one_case_from, [Inadequate, Outstanding]);
}

#[test]
fn a_known_population_narrows_the_interval() {
    let framework = shipped("yj-2025");
    let mut input = four([Good; 4]);
    let width = |input: &RatingInput| {
        let interval = rate(&framework, None, input).unwrap().key_question("2.1.1").unwrap().interval.unwrap();
        interval.high - interval.low
    };
    let wide = width(&input);
    input.population.insert("2.1.1".to_owned(), 150);
    assert!(width(&input) < wide);
    input.population.insert("2.1.1".to_owned(), 100);
    assert!(width(&input) == 0.0);
}

proptest! {
    #[test]
    fn percent_is_the_nearest_whole(yes in 0_u32..5000, no in 0_u32..5000) {
        prop_assume!(yes + no > 0);
        let exact = 100.0 * f64::from(yes) / f64::from(yes + no);
        let rounded = f64::from(percent(yes, yes + no).unwrap());
        prop_assert!(rounded - exact <= 0.5 && exact - rounded < 0.5);
    }

    /// A better case never makes anything worse.
    #[test]
    fn one_more_yes_never_lowers_a_rating(counts in prop::collection::vec((0_u32..20, 1_u32..20), 7), better in 0_usize..7, v12 in 0_usize..4) {
        let framework = shipped_once();
        let ids = ["2.1.1", "2.1.2", "2.2.1", "2.2.2", "2.3.1", "2.3.2", "V1.1"];
        let mut input = RatingInput::default();
        input.judged.insert("V1.2".to_owned(), Rating::ALL[v12]);
        for (id, (yes, no)) in ids.into_iter().zip(&counts) {
            input.cases.insert(id.to_owned(), Counts { yes: *yes, no: *no, not_applicable: 0 });
        }
        let before = rate(framework, None, &input).unwrap();
        let (yes, no) = counts[better];
        input.cases.insert(ids[better].to_owned(), Counts { yes: yes + 1, no: no - 1, not_applicable: 0 });
        let after = rate(framework, None, &input).unwrap();
        for (before, after) in before.standards.iter().zip(&after.standards) {
            prop_assert!(before.computed <= after.computed);
        }
        prop_assert!(before.overall.computed <= after.overall.computed);
        prop_assert!(before.overall.computed.is_some());
    }
}

fn shipped_once() -> &'static crate::framework::Framework {
    static FRAMEWORK: std::sync::OnceLock<crate::framework::Framework> = std::sync::OnceLock::new();
    FRAMEWORK.get_or_init(|| shipped("yj-2025"))
}
