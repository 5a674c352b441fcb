use super::*;
use crate::{Draft, StoredReceipt};
use fieldweek_domain::authority::Refusal;
use fieldweek_domain::change::Change;
use fieldweek_domain::id::ChangeId;
use fieldweek_domain::register::Standing;

#[test]
fn changes_of_a_device_form_a_chain_and_name_what_they_saw() {
    let (_desk, mut ws) = Desk::new();
    let allocated = allocate(&mut ws).pop().unwrap();
    let first = write(&mut ws, "asha", note("2.1.01"), json!("one")).unwrap().pop().unwrap();
    let second = write(&mut ws, "asha", note("2.1.02"), json!("two")).unwrap().pop().unwrap();
    let third = write(&mut ws, "asha", note("2.1.01"), json!("three")).unwrap().pop().unwrap();
    let place = |logged: &Logged| (logged.change().seq, logged.change().prev, logged.change().lamport);
    assert_eq!(place(&allocated), (1, None, 1));
    assert_eq!(place(&first), (1, None, 2));
    assert_eq!(place(&second), (2, Some(first.id()), 3));
    assert_eq!(place(&third), (3, Some(second.id()), 4));
    assert_eq!(third.change().parents, [first.id()]);
    assert_eq!(ws.heads_of(&inspection(), &note("2.1.01")).unwrap(), std::slice::from_ref(&third));
    assert_eq!(ws.last_of(&inspection(), &device("asha")).unwrap(), Some(third.clone()));
    assert_eq!(ws.changes_of(&inspection(), &device("asha"), 2..=3).unwrap(), [second.clone(), third.clone()]);
    assert_eq!(ws.change(second.id()).unwrap(), Some(second));
    assert_eq!(ws.writers(&inspection()).unwrap(), [device("lead"), device("asha")]);
    assert_eq!(ws.inspections().unwrap(), [inspection()]);
    let history = ws.history(&inspection(), &note("2.1.01")).unwrap();
    assert_eq!(history, [(first, Standing::Counts), (third, Standing::Counts)]);
    let subjects: Vec<_> = ws.heads(&inspection()).unwrap().into_iter().map(|(register, _)| register).collect();
    assert_eq!(subjects.len(), 3);
    assert_eq!(ws.heads_about(&inspection(), &note("x").subject).unwrap().len(), 3);
    assert!(ws.heads_about(&inspection(), &"case/C07".parse().unwrap()).unwrap().is_empty());
}

#[test]
fn what_the_author_may_not_write_is_refused_and_nothing_is_written() {
    let (_desk, mut ws) = Desk::new();
    allocate(&mut ws);
    let before = folded(&ws);
    let refused = write(&mut ws, "ben", note("2.1.01"), json!("x")).unwrap_err();
    assert!(matches!(refused, StoreError::NotAllowed(Refusal::NotAllocated)), "{refused:?}");
    let stranger = write(&mut ws, "nobody", note("2.1.01"), json!("x")).unwrap_err();
    assert!(matches!(stranger, StoreError::NotAllowed(Refusal::UnknownDevice)), "{stranger:?}");
    assert_eq!(folded(&ws), before);
    assert_eq!(ws.changes(&inspection()).unwrap().len(), 1);
}

#[test]
fn writes_given_together_are_written_together_or_not_at_all() {
    let (_desk, mut ws) = Desk::new();
    allocate(&mut ws);
    let forbidden = register("case/C07", "kind");
    let writes = [(note("2.1.01"), json!("a")), (note("2.1.02"), json!("b")), (forbidden, json!("child"))];
    assert!(ws.record(&writer("asha"), &at(), &writes, &devices()).is_err());
    assert_eq!(ws.changes(&inspection()).unwrap().len(), 1);
    let written = ws.record(&writer("asha"), &at(), &writes[..2], &devices()).unwrap();
    assert_eq!(written.len(), 2);
    assert_eq!(ws.changes(&inspection()).unwrap().len(), 3);
}

#[test]
fn an_allocation_in_the_same_call_gives_authority_to_what_follows() {
    let (_desk, mut ws) = Desk::new();
    let allocation = register("assessment/C09.primary", "allocated_to");
    let answer = register("assessment/C09.primary", "note/2.1.01");
    let writes = [(allocation, json!("lead")), (answer, json!("mine"))];
    assert_eq!(ws.record(&writer("lead"), &at(), &writes, &devices()).unwrap().len(), 2);
}

#[test]
fn a_value_that_stands_there_is_not_written_again() {
    let (_desk, mut ws) = Desk::new();
    allocate(&mut ws);
    assert_eq!(write(&mut ws, "asha", note("2.1.01"), Value::Null).unwrap(), [], "clearing nothing");
    assert_eq!(write(&mut ws, "asha", note("2.1.01"), json!("a")).unwrap().len(), 1);
    assert_eq!(write(&mut ws, "asha", note("2.1.01"), json!("a")).unwrap(), []);
    assert_eq!(write(&mut ws, "asha", note("2.1.01"), Value::Null).unwrap().len(), 1);
    assert_eq!(ws.changes(&inspection()).unwrap().len(), 3);
}

#[test]
fn a_draft_is_gone_once_its_register_is_written() {
    let (_desk, mut ws) = Desk::new();
    allocate(&mut ws);
    let draft = |question| Draft { inspection: inspection(), register: note(question), value: json!("typing"), at: at() };
    ws.put_draft(&draft("2.1.01")).unwrap();
    ws.put_draft(&draft("2.1.02")).unwrap();
    write(&mut ws, "asha", note("2.1.01"), json!("typed")).unwrap();
    assert_eq!(ws.drafts(&inspection()).unwrap(), [draft("2.1.02")]);
    assert!(write(&mut ws, "ben", note("2.1.02"), json!("x")).is_err());
    assert_eq!(ws.drafts(&inspection()).unwrap(), [draft("2.1.02")], "a refused write keeps the draft");
}

/// What another copy of Asha's device writes.
fn elsewhere(seq: u64, prev: Option<ChangeId>, text: &str) -> Logged {
    let change = Change {
        v: 1,
        inspection: inspection(),
        device: device("asha"),
        seq,
        prev,
        lamport: seq + 1,
        parents: Vec::new(),
        subject: note("x").subject,
        field: "note/2.2.01".parse().unwrap(),
        value: json!(text),
        author: "asha".parse().unwrap(),
        at: at(),
    };
    Logged::write(change).unwrap()
}

#[test]
fn a_device_whose_own_log_has_a_gap_does_not_write_until_it_is_filled() {
    let (_desk, mut ws) = Desk::new();
    allocate(&mut ws);
    let first = write(&mut ws, "asha", note("2.1.01"), json!("a")).unwrap().pop().unwrap();
    let second = elsewhere(2, Some(first.id()), "b");
    let third = elsewhere(3, Some(second.id()), "c");
    ws.import(&inspection(), &[third], &devices()).unwrap();
    let refused = write(&mut ws, "asha", note("2.1.02"), json!("x")).unwrap_err();
    assert!(matches!(refused, StoreError::LogIncomplete), "{refused:?}");
    assert_eq!(ws.last_of(&inspection(), &device("asha")).unwrap(), Some(first));
    ws.import(&inspection(), &[second], &devices()).unwrap();
    let next = write(&mut ws, "asha", note("2.1.02"), json!("x")).unwrap();
    assert_eq!(next[0].change().seq, 4);
}

#[test]
fn a_device_whose_own_log_contradicts_itself_does_not_write() {
    let (_desk, mut ws) = Desk::new();
    allocate(&mut ws);
    write(&mut ws, "asha", note("2.1.01"), json!("a")).unwrap();
    ws.import(&inspection(), &[elsewhere(1, None, "b")], &devices()).unwrap();
    let refused = write(&mut ws, "asha", note("2.1.02"), json!("x")).unwrap_err();
    assert!(matches!(refused, StoreError::LogForked), "{refused:?}");
    assert!(write(&mut ws, "lead", register("inspection", "remark/1"), json!("others may")).is_ok());
}

#[test]
fn a_device_that_was_restored_from_an_old_copy_does_not_write() {
    let (_desk, mut ws) = Desk::new();
    allocate(&mut ws);
    write(&mut ws, "asha", note("2.1.01"), json!("a")).unwrap();
    let receipt = StoredReceipt {
        inspection: inspection(),
        device: device("asha"),
        number: 1,
        first: 1,
        last: 5,
        bundle: [1; 32],
        manifest: [2; 32],
        archived: true,
        json: "{}".to_owned(),
        signature: "s".to_owned(),
    };
    ws.put_receipt(&receipt).unwrap();
    let refused = write(&mut ws, "asha", note("2.1.02"), json!("x")).unwrap_err();
    assert!(matches!(refused, StoreError::LogBehind { own: 1, confirmed: 5 }), "{refused:?}");
}

#[test]
fn a_lamport_number_at_the_end_of_all_numbers_stops_nobody() {
    let (_desk, mut ws) = Desk::new();
    allocate(&mut ws);
    let mut change = elsewhere(1, None, "last").change().clone();
    change.lamport = u64::MAX;
    ws.import(&inspection(), &[Logged::write(change).unwrap()], &devices()).unwrap();
    let after = write(&mut ws, "asha", note("2.1.01"), json!("after")).unwrap();
    assert_eq!(after[0].change().seq, 2);
    assert!(ws.check().unwrap().is_good());
}

#[test]
fn a_register_with_more_heads_than_a_change_may_name_can_still_be_written() {
    let (_desk, mut ws) = Desk::new();
    allocate(&mut ws);
    let mut prev = None;
    let mut changes = Vec::new();
    for seq in 1..=300 {
        let logged = elsewhere(seq, prev, "one of many");
        prev = Some(logged.id());
        changes.push(logged);
    }
    ws.import(&inspection(), &changes, &devices()).unwrap();
    let crowded = Register::of(&changes[0]);
    assert_eq!(ws.heads_of(&inspection(), &crowded).unwrap().len(), 300);
    write(&mut ws, "asha", crowded.clone(), json!("resolved")).unwrap();
    write(&mut ws, "asha", crowded.clone(), json!("resolved again")).unwrap();
    assert_eq!(ws.heads_of(&inspection(), &crowded).unwrap().len(), 1);
    assert!(ws.check().unwrap().is_good());
}
