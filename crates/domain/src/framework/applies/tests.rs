//! The truth tables, and the published rules on who a question applies to.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::Truth::{No, Unknown, Yes};
use super::*;
use crate::answer::Judged;
use crate::case::CaseKind;
use crate::framework::sound::shipped;

fn fact(id: &str) -> Condition {
    Condition::Is { fact: id.to_owned(), is: FactTest::Bool(true) }
}

/// Facts `a`, `b` … with these truths.
fn facts(truths: &[Truth]) -> Facts {
    let named = ["a", "b", "c"].into_iter().zip(truths).filter(|(_, truth)| **truth != Unknown);
    named.map(|(id, truth)| (id.to_owned(), FactValue::Bool(*truth == Yes))).collect()
}

#[test]
fn not_and_or_are_kleenes() {
    let and = Condition::All { all: vec![fact("a"), fact("b")] };
    let or = Condition::Any { any: vec![fact("a"), fact("b")] };
    let table = [
        (Yes, Yes, Yes, Yes),
        (Yes, Unknown, Unknown, Yes),
        (Yes, No, No, Yes),
        (Unknown, Yes, Unknown, Yes),
        (Unknown, Unknown, Unknown, Unknown),
        (Unknown, No, No, Unknown),
        (No, Yes, No, Yes),
        (No, Unknown, No, Unknown),
        (No, No, No, No),
    ];
    for (a, b, all, any) in table {
        let facts = facts(&[a, b]);
        assert_eq!((holds(&and, &facts), holds(&or, &facts)), (all, any), "{a:?} {b:?}");
    }
    for (a, not) in [(Yes, No), (Unknown, Unknown), (No, Yes)] {
        assert_eq!(holds(&Condition::Not { not: Box::new(fact("a")) }, &facts(&[a])), not);
    }
}

#[test]
fn options_are_compared_and_other_types_settle_nothing() {
    let any_of = Condition::AnyOf { fact: "a".to_owned(), any_of: vec!["bail".to_owned(), "remand".to_owned()] };
    let is = Condition::Is { fact: "a".to_owned(), is: FactTest::Option("bail".to_owned()) };
    let with = |value: FactValue| Facts::from([("a".to_owned(), value)]);
    let many = |options: &[&str]| with(FactValue::Many(options.iter().map(|option| (*option).to_owned()).collect::<BTreeSet<_>>()));
    let cases = [
        (Facts::new(), Unknown, Unknown),
        (with(FactValue::One("remand".to_owned())), Yes, No),
        (with(FactValue::One("court_order".to_owned())), No, No),
        (many(&["court_order", "bail"]), Yes, Yes),
        (many(&["court_order"]), No, No),
        (many(&[]), No, No),
        (with(FactValue::Bool(true)), Unknown, Unknown),
    ];
    for (facts, among, equal) in cases {
        assert_eq!((holds(&any_of, &facts), holds(&is, &facts)), (among, equal), "{facts:?}");
    }
    assert_eq!(holds(&fact("a"), &many(&["bail"])), Unknown);
}

fn known(facts: &[(&str, bool)]) -> Facts {
    facts.iter().map(|(id, is)| ((*id).to_owned(), FactValue::Bool(*is))).collect()
}

#[test]
fn victims_are_asked_about_where_there_is_one_and_not_on_bail() {
    // CARaG 2.1.23: not in bail or remand cases, nor where no victim is identified.
    let framework = shipped("yj-2025");
    let question = framework.question("2.1.23").unwrap();
    let group = |group: &str| ("disposal_group".to_owned(), FactValue::Many(BTreeSet::from([group.to_owned()])));
    let waits = |facts: &[&str]| Applies::WaitsFor(facts.iter().map(|fact| (*fact).to_owned()).collect());
    let mut facts = Facts::new();
    assert_eq!(applies(question, &facts), waits(&["disposal_group", "identified_victim"]));
    facts.extend([group("court_order")]);
    assert_eq!(applies(question, &facts), waits(&["identified_victim"]));
    facts.extend(known(&[("identified_victim", true)]));
    assert_eq!(applies(question, &facts), Applies::Applies);
    facts.extend([group("bail")]);
    assert_eq!(applies(question, &facts), Applies::SetAside);
    assert_eq!(applies(question, &known(&[("identified_victim", false)])), Applies::SetAside, "whatever the disposal");
    assert_eq!(applies(framework.question("2.1.01").unwrap(), &Facts::new()), Applies::Applies);
}

#[test]
fn published_rules_settle_answers() {
    let framework = shipped("yj-2025");
    let settles = |id: &str, fact: &str, is: bool| {
        let question = framework.question(id).unwrap();
        assert_eq!(settled(question, &Facts::new()), None, "{id} is open while the fact is");
        assert_eq!(settled(question, &known(&[(fact, !is)])), None, "{id} is open otherwise");
        settled(question, &known(&[(fact, is)])).map(|rule| rule.answer)
    };
    // CARaG 2.2.28 and 2.3.28: no factor at all; 2.2.02: no co-production; 2.2.06: agencies left out; 2.1.09 …: late response.
    assert_eq!(settles("2.2.28", "any_safety_factor", false), Some(Judged::Yes));
    assert_eq!(settles("2.3.28", "any_safety_factor", false), Some(Judged::NotApplicable));
    assert_eq!(settles("2.2.02", "coproduced_planning", false), Some(Judged::No));
    assert_eq!(settles("2.2.06", "agencies_missing_from_planning", true), Some(Judged::No));
    assert_eq!(settles("2.1.09", "late_response_assessing_change", true), Some(Judged::No));
    assert_eq!(settles("2.1.25", "late_response_assessing_safety", true), Some(Judged::No));
    assert_eq!(settles("2.2.27", "late_response_planning", true), Some(Judged::No));
    assert_eq!(settles("2.3.26", "late_response_delivery", true), Some(Judged::No));
}

#[test]
fn a_case_of_another_home_service_is_excluded() {
    // CARaG 2.0.01
    let framework = shipped("yj-2025");
    let form = framework.form_for(CaseKind::Child).unwrap();
    assert_eq!(exclusion(form, &Facts::new()), None);
    assert_eq!(exclusion(form, &known(&[("home_yjs", true)])), None);
    assert!(exclusion(form, &known(&[("home_yjs", false)])).unwrap().reason.contains("home YJS"));
}

fn condition() -> impl Strategy<Value = Condition> {
    let leaf = prop::sample::select(vec!["a", "b", "c"]).prop_map(fact);
    leaf.prop_recursive(4, 24, 3, |inner| {
        let some = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            some.clone().prop_map(|all| Condition::All { all }),
            some.prop_map(|any| Condition::Any { any }),
            inner.prop_map(|not| Condition::Not { not: Box::new(not) }),
        ]
    })
}

fn truth() -> impl Strategy<Value = Truth> {
    prop::sample::select(vec![No, Unknown, Yes])
}

proptest! {
    /// What is settled stays settled, however the facts that are still open turn out.
    #[test]
    fn learning_more_never_turns_an_answer(condition in condition(), truths in prop::array::uniform3(truth()), later in prop::array::uniform3(any::<bool>())) {
        let before = holds(&condition, &facts(&truths));
        let all: Vec<_> = truths.iter().zip(later).map(|(truth, later)| if *truth == Unknown { later.into() } else { *truth }).collect();
        let after = holds(&condition, &facts(&all));
        prop_assert_ne!(after, Unknown);
        prop_assert!(before == Unknown || before == after);
    }

    /// A question waits for something exactly when its condition is open, and only for facts that are.
    #[test]
    fn an_open_condition_waits_for_open_facts(condition in condition(), truths in prop::array::uniform3(truth())) {
        let facts = facts(&truths);
        let mut waits = Vec::new();
        open(&condition, &facts, &mut waits);
        prop_assert_eq!(waits.is_empty(), holds(&condition, &facts) != Unknown);
        prop_assert!(waits.iter().all(|fact| !facts.contains_key(fact)));
    }
}
