//! The worked example: An inspection of youth offending services in Hillingdon, 2022. Counts are of its 13 court and 16
//! out-of-court cases; only shares were published, and where the text names a count it is that.

use serde_json::json;

use crate::framework::sound::shipped;
use crate::rating::{Rating, RatingInput, Ratings, rate};

use Rating::{Good, Inadequate, Outstanding, RequiresImprovement};

const INPUT: &str = r#"{
  "cases": {
    "2.1.1": {"yes": 11, "no": 2, "not_applicable": 0}, "2.1.2": {"yes": 7, "no": 6}, "2.1.3": {"yes": 6, "no": 7},
    "2.2.1": {"yes": 8, "no": 5}, "2.2.2": {"yes": 8, "no": 5}, "2.2.3": {"yes": 5, "no": 8},
    "2.3.1": {"yes": 10, "no": 3}, "2.3.2": {"yes": 10, "no": 3}, "2.3.3": {"yes": 3, "no": 10},
    "2.4.1": {"yes": 10, "no": 3}, "2.4.2": {"yes": 9, "no": 4}, "2.4.3": {"yes": 8, "no": 5},
    "3.1.1": {"yes": 11, "no": 5}, "3.1.2": {"yes": 13, "no": 3}, "3.1.3": {"yes": 10, "no": 6},
    "3.2.1": {"yes": 11, "no": 5}, "3.2.2": {"yes": 10, "no": 6}, "3.2.3": {"yes": 13, "no": 3},
    "3.3.1": {"yes": 13, "no": 3}, "3.3.2": {"yes": 11, "no": 5}, "3.3.3": {"yes": 14, "no": 2}
  },
  "judged": {"1.1": "requires_improvement", "1.2": "good", "1.3": "outstanding", "1.4": "good", "3.4": "good", "4.1": "good"},
  "panel": [
    {"on": "3.1", "rating": "good", "reason": "Professional discretion, after considering all of the evidence."},
    {"on": "3.2", "rating": "good", "reason": "Professional discretion, after considering all of the evidence."}
  ]
}"#;

fn hillingdon() -> Ratings {
    rate(&shipped("yos-2021"), None, &RatingInput::from_json(INPUT).unwrap()).unwrap()
}

#[test]
fn gives_the_published_percentages() {
    let ratings = hillingdon();
    let published = [
        ("2.1.1", 85),
        ("2.1.2", 54),
        ("2.1.3", 46),
        ("2.2.1", 62),
        ("2.2.2", 62),
        ("2.2.3", 38),
        ("2.3.1", 77),
        ("2.3.2", 77),
        ("2.3.3", 23),
        ("2.4.1", 77),
        ("2.4.2", 69),
        ("2.4.3", 62),
        ("3.1.1", 69),
        ("3.1.2", 81),
        ("3.1.3", 63),
        ("3.2.1", 69),
        ("3.2.2", 63),
        ("3.2.3", 81),
        ("3.3.1", 81),
        ("3.3.2", 69),
        ("3.3.3", 88),
    ];
    for (id, percent) in published {
        assert_eq!(ratings.key_question(id).unwrap().percent, Some(percent), "{id}");
    }
}

#[test]
fn gives_the_published_ratings() {
    let ratings = hillingdon();
    let told: Vec<_> = ratings.standards.iter().map(|s| (s.id.as_str(), s.computed.unwrap(), s.final_rating.unwrap())).collect();
    let published = [
        ("1.1", RequiresImprovement, RequiresImprovement),
        ("1.2", Good, Good),
        ("1.3", Outstanding, Outstanding),
        ("1.4", Good, Good),
        ("2.1", Inadequate, Inadequate),
        ("2.2", Inadequate, Inadequate),
        ("2.3", Inadequate, Inadequate),
        ("2.4", RequiresImprovement, RequiresImprovement),
        ("3.1", RequiresImprovement, Good),
        ("3.2", RequiresImprovement, Good),
        ("3.3", Good, Good),
        ("3.4", Good, Good),
        ("4.1", Good, Good),
    ];
    assert_eq!(told, published);
    let overall = ratings.overall;
    assert_eq!((overall.computed, overall.score, overall.out_of), (Some(RequiresImprovement), Some(17), 36));
    assert_eq!((overall.final_rating, overall.capped_by), (Some(RequiresImprovement), None));
}

#[test]
fn serialises_as_promised() {
    let ratings = serde_json::to_value(hillingdon()).unwrap();
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&ratings), ["key_questions", "standards", "overall"]);
    assert_eq!(keys(&ratings["standards"]), ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "3.4", "4.1"]);
    let published: Vec<_> = shipped("yos-2021").key_questions().map(|question| question.id.clone()).collect();
    assert_eq!(keys(&ratings["key_questions"]), published, "in published order");
    let part = |value: &serde_json::Value, wanted: &[&str]| {
        serde_json::Value::Object(wanted.iter().map(|key| ((*key).to_owned(), value.get(key).expect(key).clone())).collect())
    };
    let fields = ["yes", "no", "not_applicable", "percent", "band", "rating"];
    let first = part(&ratings["key_questions"]["2.1.1"], &fields);
    assert_eq!(first, json!({"yes":11,"no":2,"not_applicable":0,"percent":85,"band":"large_majority","rating":"outstanding"}));
    let evidence = part(&ratings["key_questions"]["1.1.1"], &fields);
    assert_eq!(evidence, json!({"yes":0,"no":0,"not_applicable":0,"percent":null,"band":null,"rating":null}));
    let standard = part(&ratings["standards"]["2.1"], &["computed", "final", "score"]);
    assert_eq!(standard, json!({"computed":"inadequate","final":"inadequate","score":0}));
    let overall = part(&ratings["overall"], &["computed", "final", "score", "out_of", "missing"]);
    assert_eq!(overall, json!({"computed":"requires_improvement","final":"requires_improvement","score":17,"out_of":36,"missing":[]}));
    assert_eq!(ratings["standards"]["3.1"]["panel"]["rating"], json!("good"));
}

#[test]
fn nothing_gives_nulls() {
    let ratings = rate(&shipped("yos-2021"), None, &RatingInput::from_json("{}").unwrap()).unwrap();
    let ratings = serde_json::to_value(ratings).unwrap();
    let null = serde_json::Value::Null;
    for field in ["computed", "final", "score"] {
        assert_eq!(ratings["standards"]["3.3"].get(field), Some(&null), "{field}");
        assert_eq!(ratings["overall"].get(field), Some(&null), "{field}");
    }
    for field in ["percent", "band", "rating"] {
        assert_eq!(ratings["key_questions"]["2.1.1"].get(field), Some(&null), "{field}");
    }
    assert_eq!(ratings["overall"]["missing"].as_array().unwrap().len(), 12);
    assert_eq!(ratings["overall"]["out_of"], json!(36));
}
