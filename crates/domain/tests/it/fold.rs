//! Any order, duplication or split of logs folds to the same state; nothing acknowledged is lost; clocks never matter.

use std::collections::BTreeSet;

use fieldweek_domain::authority::Refusal;
use fieldweek_domain::change::{ChangeError, LONGEST_LINE, Logged};
use fieldweek_domain::register::{Standing, Waits, fold};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::team::{Team, lost, register};

#[derive(Debug, Clone)]
enum Step {
    Write { machine: usize, register: usize, value: u8 },
    Exchange { from: usize, to: usize },
}

const MACHINES: usize = 5;

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let write = (0..MACHINES, 0..4_usize, any::<u8>()).prop_map(|(machine, register, value)| Step::Write { machine, register, value });
    let exchange = (0..MACHINES, 0..MACHINES).prop_map(|(from, to)| Step::Exchange { from, to });
    proptest::collection::vec(prop_oneof![3 => write, 1 => exchange], 1..60)
}

fn play(steps: &[Step], clocks: fn(usize, u64) -> i64) -> Team {
    let mut team = Team::new(MACHINES);
    team.clocks = clocks;
    let allocation = register("assessment/C01.primary", "allocated_to");
    team.write(0, &allocation, json!("p2"));
    let registers = [
        register("assessment/C01.primary", "answer/2.1.01"),
        register("case/C01", "fact/home_yjs"),
        register("standard/1.1", "judgement"),
        register("case/C01", "remark/1"),
    ];
    for machine in 1..MACHINES {
        team.exchange(0, machine);
    }
    for step in steps {
        match step {
            Step::Write { machine, register, value } => {
                team.write(*machine, &registers[*register], json!(value));
            }
            Step::Exchange { from, to } => team.exchange(*from, *to),
        }
    }
    team
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever the order in which changes arrive, however often each arrives: the same state.
    #[test]
    fn order_and_duplication_do_not_matter(steps in steps(), seed in any::<u64>()) {
        let team = play(&steps, |_, seq| i64::try_from(seq).unwrap());
        let union = team.union();
        let expected = fold(&union, &team.devices);
        let mut shuffled: Vec<&Logged> = union.iter().chain(union.iter().step_by(2)).collect();
        let mut state = seed | 1;
        for index in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(index, usize::try_from(state >> 33).unwrap() % (index + 1));
        }
        prop_assert_eq!(fold(shuffled, &team.devices), expected);
    }

    /// Machines that exchange everything, in any direction and order, agree.
    #[test]
    fn replicas_converge(steps in steps()) {
        let mut team = play(&steps, |_, seq| i64::try_from(seq).unwrap());
        for from in 0..MACHINES {
            for to in 0..MACHINES {
                team.exchange(from, to);
            }
        }
        for from in 0..MACHINES {
            team.exchange(from, 0);
        }
        for to in 1..MACHINES {
            team.exchange(0, to);
            prop_assert_eq!(team.state(0), team.state(to));
        }
    }

    /// A change that counts is a head or an ancestor of one, now and after whatever arrives later.
    #[test]
    fn nothing_acknowledged_is_lost(steps in steps()) {
        let team = play(&steps, |_, seq| i64::try_from(seq).unwrap());
        let union = team.union();
        let whole = fold(&union, &team.devices);
        prop_assert_eq!(lost(&union, &whole), vec![]);
        for machine in 0..MACHINES {
            let before = team.state(machine);
            for (id, standing) in &before.standing {
                if *standing == Standing::Counts {
                    prop_assert_eq!(whole.standing.get(id), Some(&Standing::Counts));
                }
            }
        }
    }

    /// A part of the logs may hold changes back, and never shows anything that the whole would not allow.
    #[test]
    fn a_split_only_waits(steps in steps(), keep in any::<u64>()) {
        let team = play(&steps, |_, seq| i64::try_from(seq).unwrap());
        let union = team.union();
        let whole = fold(&union, &team.devices);
        let part: Vec<&Logged> = union.iter().enumerate().filter(|(index, _)| keep >> (index % 64) & 1 == 1).map(|(_, logged)| logged).collect();
        for (id, standing) in fold(part, &team.devices).standing {
            if standing == Standing::Counts {
                prop_assert_eq!(whole.standing.get(&id), Some(&Standing::Counts));
            }
        }
    }

    /// Clocks that run backwards or jump ten years change no outcome, only the times people read.
    #[test]
    fn clocks_never_matter(steps in steps()) {
        let shape = |team: &Team| {
            let union = team.union();
            let place = |id| union.iter().find(|logged| logged.id() == id).map(|logged| (logged.change().device.clone(), logged.change().seq));
            let heads = fold(&union, &team.devices).heads;
            heads.into_iter().map(|(register, ids)| (register, ids.into_iter().map(place).collect::<BTreeSet<_>>())).collect::<Vec<_>>()
        };
        let straight = play(&steps, |_, seq| i64::try_from(seq).unwrap());
        let wild = play(&steps, |machine, seq| 315_360_000 * i64::try_from(machine).unwrap() - 1_000 * i64::try_from(seq).unwrap());
        prop_assert_eq!(shape(&straight), shape(&wild));
    }

    /// Any bytes are a change or a typed error.
    #[test]
    fn any_text_is_a_change_or_an_error(text in ".{0,400}") {
        drop(Logged::parse(&text));
    }
}

fn inspector_at_work() -> Team {
    let mut team = Team::new(4);
    team.write(0, &register("assessment/C01.primary", "allocated_to"), json!("p2"));
    team.exchange(0, 2);
    team.exchange(0, 3);
    team
}

#[test]
fn two_people_who_did_not_see_each_other_are_a_conflict_until_somebody_resolves_it() {
    let mut team = inspector_at_work();
    team.exchange(0, 1);
    let fact = register("case/C01", "fact/home_yjs");
    let mine = team.write(2, &fact, json!(true));
    let theirs = team.write(1, &fact, json!(false));
    team.exchange(1, 2);
    assert_eq!(team.state(2).heads_of(&fact), BTreeSet::from([mine, theirs]));
    let resolved = team.write(2, &fact, json!(true));
    assert_eq!(team.state(2).heads_of(&fact), BTreeSet::from([resolved]));
    assert_eq!(team.state(2).conflicts().count(), 0);
}

#[test]
fn an_answer_by_somebody_it_was_never_allocated_to_is_refused_and_retires_nothing() {
    let mut team = inspector_at_work();
    let answer = register("assessment/C01.primary", "answer/2.1.01");
    let honest = team.write(2, &answer, json!("yes"));
    team.exchange(2, 3);
    let careless = team.write(3, &answer, json!("no"));
    let state = team.state(3);
    assert_eq!(state.standing[&careless], Standing::Refused(Refusal::NotAllocated));
    assert_eq!(state.heads_of(&answer), BTreeSet::from([honest]));
}

#[test]
fn a_change_before_the_news_of_its_allocation_counts_once_the_news_arrives() {
    let mut team = Team::new(4);
    let answer = register("assessment/C01.primary", "answer/2.1.01");
    let early = team.write(2, &answer, json!("yes"));
    assert_eq!(team.state(2).standing[&early], Standing::Refused(Refusal::NotAllocated));
    team.write(0, &register("assessment/C01.primary", "allocated_to"), json!("p2"));
    team.exchange(0, 2);
    assert_eq!(team.state(2).heads_of(&answer), BTreeSet::from([early]));
}

#[test]
fn roles_write_what_is_theirs() {
    let mut team = inspector_at_work();
    let refused = [
        (2, "inspection", "type"),
        (2, "panel/2.1", "rating"),
        (1, "panel/2.1", "rating"),
        (2, "standard/1.1", "judgement"),
        (0, "standard/1.1", "judgement"),
        (2, "assessment/C02.primary", "allocated_to"),
        (2, "access/C01", "0000000000000003"),
        (2, "case/C01", "kind"),
    ];
    for (machine, subject, field) in refused {
        let id = team.write(machine, &register(subject, field), json!("x"));
        assert_eq!(team.state(machine).standing[&id], Standing::Refused(Refusal::RoleMayNot), "{subject} {field}");
    }
    let allowed =
        [(0, "inspection", "type"), (1, "standard/1.1", "judgement"), (3, "case/C01", "remark/1"), (2, "access/C01", "0000000000000002")];
    for (machine, subject, field) in allowed {
        let id = team.write(machine, &register(subject, field), json!("x"));
        assert_eq!(team.state(machine).standing[&id], Standing::Counts, "{subject} {field}");
    }
}

#[test]
fn a_change_whose_parent_is_missing_waits_and_then_counts() {
    let mut team = inspector_at_work();
    let remark = register("case/C01", "remark/1");
    let first = team.write(2, &remark, json!("a"));
    team.exchange(2, 3);
    let second = team.write(3, &remark, json!("b"));
    let without_first: Vec<Logged> = team.union().into_iter().filter(|logged| logged.id() != first).collect();
    assert_eq!(fold(&without_first, &team.devices).standing[&second], Standing::Waits(Waits::Parent(first)));
    assert_eq!(fold(&team.union(), &team.devices).heads_of(&remark), BTreeSet::from([second]));
}

#[test]
fn a_gap_in_a_log_waits() {
    let mut team = inspector_at_work();
    let ids: Vec<_> = (0..3).map(|n| team.write(2, &register("case/C01", &format!("remark/{n}")), json!(n))).collect();
    let gap: Vec<Logged> = team.union().into_iter().filter(|logged| logged.id() != ids[1]).collect();
    let state = fold(&gap, &team.devices);
    assert_eq!(state.standing[&ids[0]], Standing::Counts);
    assert_eq!(state.standing[&ids[2]], Standing::Waits(Waits::Gap(2)));
}

#[test]
fn a_log_that_contradicts_itself_is_suspended_from_there_on_and_keeps_what_is_honest() {
    let mut team = inspector_at_work();
    let answer = register("assessment/C01.primary", "answer/2.1.01");
    let honest = team.write(2, &answer, json!("yes"));
    let copy = team.machines[2].log.clone();
    let left = team.write(2, &answer, json!("no"));
    let mut twin = Team::new(4);
    twin.machines[2].log = copy;
    let right = twin.write(2, &answer, json!("not_applicable"));
    team.machines[2].log.extend(twin.machines[2].log.clone());
    let state = team.state(2);
    assert_eq!(state.heads_of(&answer), BTreeSet::from([honest]));
    assert_eq!(state.standing[&left], Standing::Suspended);
    assert_eq!(state.standing[&right], Standing::Suspended);
    assert_eq!(state.equivocations[0].changes, BTreeSet::from([left, right]));
}

#[test]
fn a_parent_of_another_register_is_refused() {
    let mut team = inspector_at_work();
    let other = team.write(2, &register("case/C01", "remark/1"), json!("a"));
    let forged = team.write_after(2, &register("case/C01", "remark/2"), json!("b"), BTreeSet::from([other]));
    assert_eq!(team.state(2).standing[&forged], Standing::Refused(Refusal::ParentElsewhere));
}

#[test]
fn bytes_are_kept_as_first_written() {
    let line = r#"{"v":1,  "inspection":"demo","device":"0000000000000002","seq":1,"prev":null,"lamport":1,"parents":[],"subject":"case/C01","field":"remark/1","value":"\u0077ord","author":"p2","at":"2026-11-22T14:02:11.123Z"}"#;
    let logged = Logged::parse(line).unwrap();
    assert_eq!(logged.line(), line);
    assert_eq!(logged.change().value, Value::from("word"));
    assert_ne!(logged.id(), Logged::write(logged.change().clone()).unwrap().id());
}

#[test]
fn what_is_not_a_change_is_refused() {
    let good = r#"{"v":1,"inspection":"demo","device":"0000000000000002","seq":1,"prev":null,"lamport":1,"parents":[],"subject":"case/C01","field":"remark/1","value":"x","author":"p2","at":"2026-11-22T14:02:11.123Z"}"#;
    assert!(Logged::parse(good).is_ok());
    let wrong = |from: &str, to: &str| Logged::parse(&good.replace(from, to)).unwrap_err();
    assert_eq!(wrong(r#""v":1"#, r#""v":2"#), ChangeError::Version(2));
    assert_eq!(wrong(r#""seq":1"#, r#""seq":0"#), ChangeError::Place);
    assert_eq!(wrong(r#""seq":1"#, r#""seq":2"#), ChangeError::Place);
    assert!(matches!(wrong("11.123Z", "11Z"), ChangeError::Json(_)));
    assert!(matches!(wrong(r#""v":1"#, r#""v":1,"v":1"#), ChangeError::Json(_)));
    assert!(matches!(wrong(r#""v":1"#, r#""v":1,"w":1"#), ChangeError::Json(_)));
    assert!(matches!(wrong("case/C01", "case//C01"), ChangeError::Json(_)));
    assert!(matches!(wrong("demo", "Demo"), ChangeError::Json(_)));
    assert_eq!(wrong("\"x\"", "\n\"x\""), ChangeError::LineEnd);
    assert_eq!(wrong("\"x\"", &format!("{:?}", "y".repeat(LONGEST_LINE))), ChangeError::TooLong);
    let values = serde_json::from_str::<serde_json::Map<String, Value>>(good).unwrap();
    assert_eq!(Logged::parse(&json!(values.values().collect::<Vec<_>>()).to_string()), Err(ChangeError::Json(0)));
    let parent = "\"0000000000000000000000000000000000000000000000000000000000000000\"";
    assert_eq!(wrong("[]", &format!("[{parent},{parent}]")), ChangeError::Parents);
}

#[test]
fn a_revoked_device_counts_up_to_a_number_whenever_its_changes_arrived() {
    let mut team = inspector_at_work();
    let answer = register("assessment/C01.primary", "answer/2.1.01");
    let before = team.write(2, &answer, json!("yes"));
    let after = team.write(2, &answer, json!("no"));
    let holder = team.devices.get_mut(&crate::team::device(2)).unwrap();
    holder.valid_to = Some([("demo".parse().unwrap(), 1)].into());
    let state = team.state(2);
    assert_eq!(state.heads_of(&answer), BTreeSet::from([before]));
    assert_eq!(state.standing[&after], Standing::Refused(Refusal::Revoked));
}
