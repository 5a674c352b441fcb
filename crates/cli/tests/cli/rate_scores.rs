//! The overall rating at every score there can be, its limit, and the panel.

use serde_json::{Map, Value, json};

use crate::rate::{holds, rate};

const RATINGS: [&str; 4] = ["inadequate", "requires_improvement", "good", "outstanding"];

/// Shares out a score among so many standards, each 0 to 3.
fn shared_out(score: usize, standards: usize) -> Vec<usize> {
    (0..standards).map(|place| (score.saturating_sub(place * 3)).min(3)).collect()
}

/// Counts of ten cases that are rated so.
fn counts_for(rating: usize) -> Value {
    let yes = [2, 6, 7, 10][rating];
    json!({ "yes": yes, "no": 10 - yes })
}

/// Four core standards: 2.1, 2.2, 2.3 from cases, V1 from cases and evidence.
fn four(score: usize) -> Value {
    let shares = shared_out(score, 4);
    let mut cases = Map::new();
    for (standard, rating) in ["2.1", "2.2", "2.3"].iter().zip(&shares) {
        cases.insert(format!("{standard}.1"), counts_for(*rating));
        cases.insert(format!("{standard}.2"), counts_for(3)); // the lower counts
    }
    cases.insert("V1.1".to_owned(), counts_for(3));
    json!({ "cases": cases, "judged": { "V1.2": RATINGS[shares[3]] } })
}

/// Twelve core standards: seven from cases, five on evidence.
fn twelve(score: usize) -> Value {
    let shares = shared_out(score, 12);
    let mut cases = Map::new();
    for (standard, rating) in ["2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3"].iter().zip(&shares) {
        for number in 1..=3 {
            cases.insert(format!("{standard}.{number}"), counts_for(if number == 2 { *rating } else { 3 }));
        }
    }
    let judged: Map<String, Value> = ["1.1", "1.2", "1.3", "1.4", "3.4"]
        .iter()
        .zip(&shares[7..])
        .map(|(id, rating)| ((*id).to_owned(), json!(RATINGS[*rating])))
        .collect();
    json!({ "cases": cases, "judged": judged })
}

#[test]
fn four_standards_at_every_score() {
    for score in 0..=12 {
        let wanted = match score {
            0..=2 => "inadequate",
            3..=6 => "requires_improvement",
            7..=10 => "good",
            _ => "outstanding",
        };
        let got = rate("yj-2025", &four(score)).json();
        holds(&got["overall"], &json!({ "computed": wanted, "final": wanted, "score": score, "out_of": 12, "missing": [] }));
    }
}

#[test]
fn twelve_standards_at_every_score() {
    for score in 0..=36 {
        let wanted = match score {
            0..=6 => "inadequate",
            7..=18 => "requires_improvement",
            19..=30 => "good",
            _ => "outstanding",
        };
        let got = rate("yos-2021", &twelve(score)).json();
        holds(&got["overall"], &json!({ "computed": wanted, "final": wanted, "score": score, "out_of": 36, "missing": [] }));
    }
}

#[test]
fn a_service_inadequate_in_resettlement_is_good_at_most() {
    for (resettlement, overall, capped) in [
        ("inadequate", "good", json!("4.1")),
        ("requires_improvement", "outstanding", Value::Null),
        ("outstanding", "outstanding", Value::Null),
    ] {
        let mut input = twelve(36);
        input["judged"]["4.1"] = json!(resettlement);
        let got = rate("yos-2021", &input).json();
        holds(&got["overall"], &json!({ "computed": overall, "final": overall, "score": 36, "missing": [] }));
        assert_eq!(got["overall"].get("capped_by").unwrap_or(&Value::Null), &capped, "4.1 {resettlement}");
    }
}

#[test]
fn the_limit_holds_for_the_panel_too_and_goes_with_it() {
    let mut input = twelve(30);
    input["judged"]["4.1"] = json!("inadequate");
    input["panel"] = json!([{ "on": "overall", "rating": "outstanding", "reason": "All evidence together." }]);
    holds(&rate("yos-2021", &input).json()["overall"], &json!({ "computed": "good", "final": "good", "capped_by": "4.1" }));
    input["panel"] = json!([
        { "on": "overall", "rating": "outstanding", "reason": "All evidence together." },
        { "on": "4.1", "rating": "requires_improvement", "reason": "Two cases only." },
    ]);
    let got = rate("yos-2021", &input).json();
    holds(&got["overall"], &json!({ "computed": "good", "final": "outstanding" }));
    holds(&got["standards"]["4.1"], &json!({ "computed": "inadequate", "final": "requires_improvement", "score": 1 }));
}

#[test]
fn resettlement_is_never_missing_and_never_counts() {
    let got = rate("yos-2021", &twelve(19)).json();
    holds(&got["standards"]["4.1"], &json!({ "computed": null, "final": null, "score": null }));
    holds(&got["overall"], &json!({ "computed": "good", "score": 19, "missing": [] }));
}

#[test]
fn the_limit_does_not_lift_what_is_worse() {
    let mut input = twelve(6);
    input["judged"]["4.1"] = json!("inadequate");
    let got = rate("yos-2021", &input).json();
    holds(&got["overall"], &json!({ "computed": "inadequate", "final": "inadequate" }));
    assert_eq!(got["overall"].get("capped_by"), None);
}

#[test]
fn the_panel_rates_what_could_not_be_computed() {
    let mut input = four(12);
    input["judged"] = json!({});
    holds(&rate("yj-2025", &input).json()["overall"], &json!({ "computed": null, "final": null, "score": null, "missing": ["V1"] }));
    input["panel"] = json!([{ "on": "V1", "rating": "good", "reason": "Seen on site." }]);
    let got = rate("yj-2025", &input).json();
    holds(&got["standards"]["V1"], &json!({ "computed": null, "final": "good", "score": 2 }));
    holds(&got["overall"], &json!({ "computed": "outstanding", "final": "outstanding", "score": 11, "missing": [] }));
}

#[test]
fn domain_one_is_rated_and_stays_out_of_the_overall() {
    let mut input = four(7);
    for id in ["1.1", "1.2", "1.3"] {
        input["judged"][id] = json!("inadequate");
    }
    let got = rate("yj-2025", &input).json();
    holds(&got["standards"]["1.1"], &json!({ "final": "inadequate", "score": 0 }));
    holds(&got["overall"], &json!({ "computed": "good", "score": 7, "out_of": 12 }));
}

#[test]
fn an_inspection_with_children_and_victims_has_no_domain_one() {
    let ran = crate::program::plain("--json rate --framework yj-2025 --type IYJWCV --input -", &four(9).to_string()).json();
    assert_eq!(ran["standards"].as_object().unwrap().keys().collect::<Vec<_>>(), ["2.1", "2.2", "2.3", "V1"]);
    let judged = json!({ "judged": { "1.1": "good" } }).to_string();
    crate::program::plain("--json rate --framework yj-2025 --type IYJWCV --input -", &judged).misused("rate.refused");
}
