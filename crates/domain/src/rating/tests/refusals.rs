//! What is refused.

use crate::framework::sound::shipped;
use crate::rating::{RatingError, RatingInput, rate};

fn unreadable(text: &str) -> String {
    RatingInput::from_json(text).expect_err(text).to_string()
}

fn refused(text: &str) -> RatingError {
    rate(&shipped("yj-2025"), None, &RatingInput::from_json(text).unwrap()).expect_err(text)
}

#[test]
fn what_is_not_the_format() {
    let says = |text: &str, what: &str| {
        let told = unreadable(text);
        assert!(told.contains(what), "{text}: {told}");
    };
    says(r#"{"cases":{"2.1.1":{"yes":-1,"no":2}}}"#, "-1");
    says(r#"{"cases":{"2.1.1":{"yes":1.5,"no":2}}}"#, "1.5");
    says(r#"{"cases":{"2.1.1":{"yes":1.0,"no":2}}}"#, "1.0");
    says(r#"{"cases":{"2.1.1":{"yes":4294967296,"no":2}}}"#, "4294967296");
    says(r#"{"cases":{"2.1.1":{"yes":1}}}"#, "missing field `no`");
    says(r#"{"cases":{"2.1.1":{"yes":1,"no":2,"maybe":3}}}"#, "unknown field `maybe`");
    says(r#"{"cases":{"2.1.1":{"yes":1,"no":2},"2.1.1":{"yes":2,"no":1}}}"#, "`2.1.1` is given twice");
    says(r#"{"judged":{"1.1":"good","1.1":"outstanding"}}"#, "`1.1` is given twice");
    says(r#"{"judged":{"1.1":"excellent"}}"#, "unknown variant `excellent`");
    says(r#"{"judged":{"1.1":"Good"}}"#, "unknown variant `Good`");
    says(r#"{"panel":[{"on":"2.1","rating":"good"}]}"#, "missing field `reason`");
    says(r#"{"population":{"2.1.1":3}}"#, "unknown field `population`");
    says("[", "line 1");
    says("", "line 1");
}

#[test]
fn ids_that_are_not_known() {
    for text in [
        r#"{"cases":{"2.9.1":{"yes":1,"no":2}}}"#,
        r#"{"cases":{"2.1":{"yes":1,"no":2}}}"#,
        r#"{"judged":{"9.9":"good"}}"#,
        r#"{"judged":{"1.1.1":"good"}}"#,
        r#"{"judged":{"V1":"good"}}"#,
        r#"{"panel":[{"on":"2.1.1","rating":"good","reason":"r"}]}"#,
        r#"{"panel":[{"on":"Overall","rating":"good","reason":"r"}]}"#,
    ] {
        assert!(matches!(refused(text), RatingError::UnknownId { .. }), "{text}: {:?}", refused(text));
    }
    let told = refused(r#"{"judged":{"V1":"good"}}"#).to_string();
    assert_eq!(told, "judged: `V1` is not known here; what can be given: 1.1, 1.2, 1.3, V1.2");
    let unrated = rate(&shipped("yj-2025"), Some("IYJWCV"), &RatingInput::from_json(r#"{"judged":{"1.1":"good"}}"#).unwrap());
    assert!(matches!(unrated, Err(RatingError::UnknownId { .. })), "an IYJWCV does not rate domain one");
    let told = rate(&shipped("yj-2025"), Some("YOS"), &RatingInput::default()).expect_err("no such type").to_string();
    assert_eq!(told, "there is no type of inspection `YOS`; there are: IYJWCV, IYJS");
}

#[test]
fn the_wrong_way_of_rating() {
    assert_eq!(refused(r#"{"judged":{"2.1":"good"}}"#), RatingError::NotOnEvidence { id: "2.1".to_owned() });
    assert_eq!(refused(r#"{"judged":{"2.1.1":"good"}}"#), RatingError::NotOnEvidence { id: "2.1.1".to_owned() });
    for (id, on) in [("1.1", "1.1"), ("1.1.1", "1.1"), ("V1.2", "V1.2")] {
        let told = refused(&format!(r#"{{"cases":{{"{id}":{{"yes":1,"no":2}}}}}}"#));
        assert_eq!(told, RatingError::NotFromCases { id: id.to_owned(), on: on.to_owned() });
    }
}

#[test]
fn decisions_without_a_reason_or_twice() {
    let blank = r#"{"panel":[{"on":"2.1","rating":"good","reason":" \n"}]}"#;
    assert_eq!(refused(blank), RatingError::NoReason { on: "2.1".to_owned() });
    let twice = r#"{"panel":[{"on":"overall","rating":"good","reason":"a"},{"on":"overall","rating":"good","reason":"b"}]}"#;
    assert_eq!(refused(twice), RatingError::DecidedTwice { on: "overall".to_owned() });
}

#[test]
fn more_cases_than_can_be_counted() {
    let text = r#"{"cases":{"2.1.1":{"yes":4294967295,"no":1}}}"#;
    assert_eq!(refused(text), RatingError::TooMany { id: "2.1.1".to_owned() });
}
