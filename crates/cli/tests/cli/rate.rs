//! `fieldweek rate`: the output that is promised, the bands, and the worked example that was published.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::program::{Ran, plain};

/// Rates counts; the input is JSON on standard input.
pub fn rate(framework: &str, input: &Value) -> Ran {
    plain(&format!("--json rate --framework {framework} --input -"), &input.to_string())
}

/// The whole of `wanted` stands in `got`: every field of an object, in its order, and the very same values.
#[track_caller]
pub fn holds(got: &Value, wanted: &Value) {
    let Value::Object(fields) = wanted else { return assert_eq!(got, wanted) };
    for (name, value) in fields {
        holds(got.get(name).unwrap_or_else(|| panic!("{name} is missing in {got}")), value);
    }
    let got: Vec<&String> = got.as_object().unwrap().keys().filter(|name| fields.contains_key(*name)).collect();
    assert_eq!(got, fields.keys().collect::<Vec<_>>(), "the order of the fields");
}

const CASES_2025: [&str; 7] = ["2.1.1", "2.1.2", "2.2.1", "2.2.2", "2.3.1", "2.3.2", "V1.1"];
const CASES_2021: [&str; 21] = [
    "2.1.1", "2.1.2", "2.1.3", "2.2.1", "2.2.2", "2.2.3", "2.3.1", "2.3.2", "2.3.3", "2.4.1", "2.4.2", "2.4.3", "3.1.1", "3.1.2", "3.1.3",
    "3.2.1", "3.2.2", "3.2.3", "3.3.1", "3.3.2", "3.3.3",
];

fn counts(yes: u32, no: u32) -> Value {
    json!({ "yes": yes, "no": no, "not_applicable": 0 })
}

/// The published rule in whole numbers, written down a second time: rounded half up, then the bands.
fn banded(yes: u32, no: u32) -> Value {
    let all = u64::from(yes) + u64::from(no);
    if all == 0 {
        return json!({ "percent": null, "band": null, "rating": null });
    }
    let percent = (200 * u64::from(yes) + all) / (2 * all);
    let (band, rating) = match percent {
        0..50 => ("minority", "inadequate"),
        50..65 => ("too_few", "requires_improvement"),
        65..80 => ("reasonable_majority", "good"),
        _ => ("large_majority", "outstanding"),
    };
    json!({ "percent": percent, "band": band, "rating": rating })
}

#[test]
fn the_output_for_2025_is_the_promised_one() {
    let mut cases: Map<String, Value> = CASES_2025.iter().map(|id| ((*id).to_owned(), counts(11, 2))).collect();
    cases["2.2.2"] = counts(7, 6);
    cases["2.3.2"] = json!({ "yes": 5, "no": 6, "not_applicable": 2 });
    let input = json!({
        "cases": cases,
        "judged": { "1.1": "good", "1.2": "outstanding", "1.3": "requires_improvement", "V1.2": "good" },
        "panel": [{ "on": "2.2", "rating": "good", "reason": "Considered with all of the evidence." }],
    });
    let got = rate("yj-2025", &input).json();
    let most = json!({ "yes": 11, "no": 2, "not_applicable": 0, "percent": 85, "band": "large_majority", "rating": "outstanding" });
    let wanted = json!({
        "key_questions": {
            "1.1.1": { "yes": 0, "no": 0, "not_applicable": 0, "percent": null, "band": null, "rating": null },
            "2.1.1": most, "2.1.2": most, "2.2.1": most,
            "2.2.2": { "yes": 7, "no": 6, "not_applicable": 0, "percent": 54, "band": "too_few", "rating": "requires_improvement" },
            "2.3.1": most,
            "2.3.2": { "yes": 5, "no": 6, "not_applicable": 2, "percent": 45, "band": "minority", "rating": "inadequate" },
            "V1.1": most,
            "V1.2": { "yes": 0, "no": 0, "not_applicable": 0, "percent": null, "band": null, "rating": "good" },
        },
        "standards": {
            "1.1": { "computed": "good", "final": "good", "score": 2 },
            "1.2": { "computed": "outstanding", "final": "outstanding", "score": 3 },
            "1.3": { "computed": "requires_improvement", "final": "requires_improvement", "score": 1 },
            "2.1": { "computed": "outstanding", "final": "outstanding", "score": 3 },
            "2.2": { "computed": "requires_improvement", "final": "good", "score": 2 },
            "2.3": { "computed": "inadequate", "final": "inadequate", "score": 0 },
            "V1": { "computed": "good", "final": "good", "score": 2 },
        },
        "overall": { "computed": "good", "final": "good", "score": 7, "out_of": 12, "missing": [] },
    });
    holds(&got, &wanted);
    assert_eq!(got.as_object().unwrap().keys().collect::<Vec<_>>(), ["key_questions", "standards", "overall"]);
    assert_eq!(got["standards"].as_object().unwrap().len(), 7);
    assert_eq!(got["standards"]["2.2"]["panel"]["reason"], "Considered with all of the evidence.");
}

/// Of 13 court and 16 out-of-court cases. Only shares were published; where the text names a count it is that.
fn hillingdon() -> Value {
    let cases = [
        (11, 2),
        (7, 6),
        (6, 7),
        (8, 5),
        (8, 5),
        (5, 8),
        (10, 3),
        (10, 3),
        (3, 10),
        (10, 3),
        (9, 4),
        (8, 5),
        (11, 5),
        (13, 3),
        (10, 6),
        (11, 5),
        (10, 6),
        (13, 3),
        (13, 3),
        (11, 5),
        (14, 2),
    ];
    let cases: Map<String, Value> = CASES_2021.iter().zip(cases).map(|(id, (yes, no))| ((*id).to_owned(), counts(yes, no))).collect();
    json!({
        "cases": cases,
        "judged": { "1.1": "requires_improvement", "1.2": "good", "1.3": "outstanding", "1.4": "good", "3.4": "good", "4.1": "good" },
        "panel": [
            { "on": "3.1", "rating": "good", "reason": "Professional discretion on all of the evidence." },
            { "on": "3.2", "rating": "good", "reason": "Professional discretion on all of the evidence." },
        ],
    })
}

#[test]
fn hillingdon_is_rated_as_published() {
    let got = rate("yos-2021", &hillingdon()).json();
    let same = |rating: &str, score: u8| json!({ "computed": rating, "final": rating, "score": score });
    let (low, fair) = (same("inadequate", 0), same("requires_improvement", 1));
    let (good, moved) = (same("good", 2), json!({ "computed": "requires_improvement", "final": "good", "score": 2 }));
    let wanted = json!({
        "standards": {
            "1.1": fair, "1.2": good, "1.3": same("outstanding", 3), "1.4": good, "2.1": low, "2.2": low, "2.3": low, "2.4": fair,
            "3.1": moved, "3.2": moved, "3.3": good, "3.4": good, "4.1": good,
        },
        "overall": { "computed": "requires_improvement", "final": "requires_improvement", "score": 17, "out_of": 36, "missing": [] },
    });
    holds(&got, &wanted);
    let percents: Vec<_> = CASES_2021.iter().map(|id| got["key_questions"][*id]["percent"].as_u64().unwrap()).collect();
    assert_eq!(percents, [85, 54, 46, 62, 62, 38, 77, 77, 23, 77, 69, 62, 69, 81, 63, 69, 63, 81, 81, 69, 88], "as in the report's annexe");
}

#[test]
fn without_the_panel_hillingdon_scores_two_less() {
    let mut input = hillingdon();
    input["panel"] = json!([]);
    holds(&rate("yos-2021", &input).json()["overall"], &json!({ "computed": "requires_improvement", "score": 15 }));
}

#[test]
fn every_band_begins_where_it_should() {
    // Each pair differs by one case, or by as little as rounding can tell.
    let steps = [
        (0, 100, 0),
        (49, 51, 49),
        (50, 50, 50),
        (64, 36, 64),
        (65, 35, 65),
        (79, 21, 79),
        (80, 20, 80),
        (100, 0, 100),
        (494, 506, 49),
        (495, 505, 50),
        (99, 101, 50), // 49.4, 49.5
        (644, 356, 64),
        (645, 355, 65),
        (129, 71, 65),
        (1289, 711, 64), // 64.4, 64.5, 64.5, 64.45
        (794, 206, 79),
        (795, 205, 80),
        (159, 41, 80),
        (1589, 411, 79), // 79.4, 79.5, 79.5, 79.45
        (1, 0, 100),
        (0, 1, 0),
        (2, 1, 67),
        (1, 2, 33),
        (4_294_967_294, 1, 100),
        (2_147_483_647, 2_147_483_648, 50),
    ];
    for (framework, ids) in [("yj-2025", &CASES_2025[..]), ("yos-2021", &CASES_2021[..])] {
        for chunk in steps.chunks(ids.len()) {
            let cases: Map<String, Value> = ids.iter().zip(chunk).map(|(id, (yes, no, _))| ((*id).to_owned(), counts(*yes, *no))).collect();
            let got = rate(framework, &json!({ "cases": cases })).json();
            for (id, (yes, no, percent)) in ids.iter().zip(chunk) {
                assert_eq!(got["key_questions"][*id]["percent"], json!(percent), "{yes} of {yes} and {no}");
                holds(&got["key_questions"][*id], &banded(*yes, *no));
            }
        }
    }
}

#[test]
fn no_applicable_case_is_no_zero() {
    let input = json!({ "cases": { "2.1.1": { "yes": 0, "no": 0, "not_applicable": 9 }, "2.1.2": counts(9, 0) } });
    let got = rate("yj-2025", &input).json();
    let none = json!({ "yes": 0, "no": 0, "not_applicable": 9, "percent": null, "band": null, "rating": null });
    holds(&got["key_questions"]["2.1.1"], &none);
    holds(&got["standards"]["2.1"], &json!({ "computed": null, "final": null, "score": null }));
    let open = json!({ "computed": null, "final": null, "score": null, "out_of": 12, "missing": ["2.1", "2.2", "2.3", "V1"] });
    holds(&got["overall"], &open);
}

#[test]
fn cases_not_applicable_leave_the_share_alone() {
    let few = rate("yj-2025", &json!({ "cases": { "2.3.2": { "yes": 6, "no": 1, "not_applicable": 6 } } })).json();
    let found = &few["key_questions"]["2.3.2"];
    assert_eq!((&found["percent"], &found["percent_of_all"]), (&json!(86), &json!(46)), "6 of 7, and 6 of 13 beside it");
    assert_eq!(found["rating"], "outstanding");
}

#[test]
fn the_text_says_the_same() {
    let ran = plain("rate --framework yos-2021 --input -", &hillingdon().to_string()).ok();
    assert!(ran.out.contains("Overall: Requires improvement, 17 of 36"), "{}", ran.out);
    assert!(ran.out.lines().any(|line| line.contains("3.1 ") && line.contains("panel: Professional discretion")), "{}", ran.out);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the counts: the share, its band, the lowest for the standard, the sum for the service.
    #[test]
    fn any_counts_follow_the_rule(numbers in proptest::collection::vec((0_u32..60, 0_u32..60), 21), evidence in proptest::collection::vec(0_usize..4, 5)) {
        const RATINGS: [&str; 4] = ["inadequate", "requires_improvement", "good", "outstanding"];
        let cases: Map<String, Value> = CASES_2021.iter().zip(&numbers).map(|(id, (yes, no))| ((*id).to_owned(), counts(*yes, *no))).collect();
        let judged: Map<String, Value> =
            ["1.1", "1.2", "1.3", "1.4", "3.4"].iter().zip(&evidence).map(|(id, rating)| ((*id).to_owned(), json!(RATINGS[*rating]))).collect();
        let got = rate("yos-2021", &json!({ "cases": cases, "judged": judged })).json();
        let score_of = |rating: &Value| RATINGS.iter().position(|known| rating == known);
        let mut sum = Some(evidence.iter().sum::<usize>());
        for three in CASES_2021.iter().zip(&numbers).collect::<Vec<_>>().chunks(3) {
            let banded: Vec<Value> = three.iter().map(|(_, (yes, no))| banded(*yes, *no)).collect();
            for ((id, _), wanted) in three.iter().zip(&banded) {
                holds(&got["key_questions"][**id], wanted);
            }
            let lowest = banded.iter().map(|wanted| score_of(&wanted["rating"])).min().unwrap();
            let standard = &three[0].0[..3];
            prop_assert_eq!(&got["standards"][standard]["score"], &json!(lowest), "{}", standard);
            sum = sum.zip(lowest).map(|(sum, lowest)| sum + lowest);
        }
        prop_assert_eq!(&got["overall"]["score"], &json!(sum));
    }
}
