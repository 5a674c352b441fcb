use super::*;
use crate::Draft;

#[test]
fn a_draft_is_kept_replaced_found_after_a_restart_and_discarded() {
    let (desk, mut ws) = Desk::new();
    let draft = |text: &str| Draft { inspection: inspection(), register: note("2.1.01"), value: json!(text), at: at() };
    ws.put_draft(&draft("a")).unwrap();
    ws.put_draft(&draft("ab")).unwrap();
    drop(ws);
    let mut ws = desk.open().unwrap();
    assert_eq!(ws.drafts(&inspection()).unwrap(), [draft("ab")]);
    assert_eq!(ws.draft(&inspection(), &note("2.1.01")).unwrap(), Some(draft("ab")));
    assert_eq!(ws.draft(&inspection(), &note("2.1.02")).unwrap(), None);
    ws.discard_draft(&inspection(), &note("2.1.01")).unwrap();
    ws.discard_draft(&inspection(), &note("2.1.01")).unwrap();
    assert_eq!(ws.drafts(&inspection()).unwrap(), []);
}
