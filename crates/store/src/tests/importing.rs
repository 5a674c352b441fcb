use super::*;
use crate::Imported;
use fieldweek_domain::authority::Refusal;
use fieldweek_domain::register::{Standing, Waits};

/// Asha's laptop has the allocation and has written; what another laptop can be sent.
fn asha_wrote() -> (Vec<Logged>, Vec<Logged>) {
    let (_desk, mut ws) = Desk::new();
    let allocated = allocate(&mut ws);
    write(&mut ws, "asha", note("2.1.01"), json!("one")).unwrap();
    write(&mut ws, "asha", note("2.1.02"), json!("two")).unwrap();
    write(&mut ws, "asha", note("2.1.01"), json!("three")).unwrap();
    let written = ws.changes_of(&inspection(), &device("asha"), 1..=u64::MAX).unwrap();
    (allocated, written)
}

#[test]
fn known_changes_are_counted_and_skipped() {
    let (allocated, written) = asha_wrote();
    let (_desk, mut ws) = Desk::new();
    assert_eq!(ws.import(&inspection(), &allocated, &devices()).unwrap(), Imported { new: 1, known: 0 });
    assert_eq!(ws.import(&inspection(), &written[..2], &devices()).unwrap(), Imported { new: 2, known: 0 });
    let once = folded(&ws);
    assert_eq!(ws.import(&inspection(), &written[..2], &devices()).unwrap(), Imported { new: 0, known: 2 });
    assert_eq!(folded(&ws), once);
    assert_eq!(ws.import(&inspection(), &written, &devices()).unwrap(), Imported { new: 1, known: 2 });
}

#[test]
fn what_arrives_too_early_waits_and_counts_later() {
    let (allocated, written) = asha_wrote();
    let (_desk, mut ws) = Desk::new();
    ws.import(&inspection(), &written[1..], &devices()).unwrap();
    let standing: Vec<_> = ws.standing_problems(&inspection()).unwrap().into_iter().map(|(_, why)| why).collect();
    assert_eq!(standing, [Standing::Waits(Waits::Gap(1)), Standing::Waits(Waits::Gap(1))]);
    assert!(ws.heads(&inspection()).unwrap().is_empty());
    ws.import(&inspection(), &written, &devices()).unwrap();
    let standing: Vec<_> = ws.standing_problems(&inspection()).unwrap().into_iter().map(|(_, why)| why).collect();
    assert_eq!(standing, [Standing::Refused(Refusal::NotAllocated); 3]);
    ws.import(&inspection(), &allocated, &devices()).unwrap();
    assert_eq!(ws.standing_problems(&inspection()).unwrap(), []);
    assert_eq!(ws.heads_of(&inspection(), &note("2.1.01")).unwrap(), written[2..]);
}

#[test]
fn an_allocation_written_here_gives_authority_to_what_had_arrived() {
    let (_, written) = asha_wrote();
    let (_desk, mut ws) = Desk::new();
    ws.import(&inspection(), &written, &devices()).unwrap();
    assert_eq!(ws.standing_problems(&inspection()).unwrap().len(), 3);
    allocate(&mut ws);
    assert_eq!(ws.standing_problems(&inspection()).unwrap(), []);
    assert!(ws.check().unwrap().is_good());
}

#[test]
fn a_change_of_another_inspection_takes_nothing_in() {
    let (_, written) = asha_wrote();
    let (_desk, mut ws) = Desk::new();
    let refused = ws.import(&"another".parse().unwrap(), &written, &devices()).unwrap_err();
    assert!(matches!(refused, StoreError::OtherInspection));
    assert!(ws.inspections().unwrap().is_empty());
}

#[test]
fn both_of_two_contradicting_changes_are_kept_and_neither_counts() {
    let (allocated, written) = asha_wrote();
    let mut twin = written[1].change().clone();
    twin.value = json!("something else");
    let twin = Logged::write(twin).unwrap();
    let (_desk, mut ws) = Desk::new();
    ws.import(&inspection(), &allocated, &devices()).unwrap();
    ws.import(&inspection(), &written, &devices()).unwrap();
    ws.import(&inspection(), std::slice::from_ref(&twin), &devices()).unwrap();
    let found = ws.equivocations(&inspection()).unwrap();
    assert_eq!((found.len(), found[0].seq, found[0].changes.len()), (1, 2, 2));
    assert_eq!(ws.standing_problems(&inspection()).unwrap().len(), 3, "both, and what follows");
    assert_eq!(ws.changes(&inspection()).unwrap().len(), 5);
    assert_eq!(ws.heads_of(&inspection(), &note("2.1.01")).unwrap(), written[..1]);
    assert_eq!(ws.last_of(&inspection(), &device("asha")).unwrap().unwrap(), written[0]);
    assert!(ws.check().unwrap().is_good());
}

#[test]
fn a_new_roster_is_folded_in() {
    let (allocated, written) = asha_wrote();
    let (_desk, mut ws) = Desk::new();
    let mut few = devices();
    few.remove(&device("asha"));
    ws.import(&inspection(), &allocated, &few).unwrap();
    ws.import(&inspection(), &written, &few).unwrap();
    assert_eq!(ws.standing_problems(&inspection()).unwrap().len(), 3);
    ws.refold(&inspection(), &devices()).unwrap();
    assert_eq!(ws.standing_problems(&inspection()).unwrap(), []);
    // Also when nobody asked for it: the next write notices.
    ws.refold(&inspection(), &few).unwrap();
    write(&mut ws, "asha", note("2.1.03"), json!("x")).unwrap();
    assert_eq!(ws.standing_problems(&inspection()).unwrap(), []);
    // And the next import, even of nothing new.
    ws.refold(&inspection(), &few).unwrap();
    ws.import(&inspection(), &allocated, &devices()).unwrap();
    assert_eq!(ws.standing_problems(&inspection()).unwrap(), []);
}
