use super::*;
use crate::{Accepted, Quarantined, Sent, StoredReceipt, StoredRoster};

#[test]
fn settings_and_secrets_are_kept_apart() {
    let (desk, mut ws) = Desk::new();
    ws.put_setting("theme", b"dark").unwrap();
    ws.put_setting("theme", b"light").unwrap();
    ws.put_secret("signing", &SecretSlice::from(vec![1, 2, 3])).unwrap();
    drop(ws);
    let mut ws = desk.open().unwrap();
    assert_eq!(ws.setting("theme").unwrap().as_deref(), Some(b"light".as_slice()));
    assert_eq!(ws.setting("signing").unwrap(), None);
    assert_eq!(ws.secret("signing").unwrap().unwrap().expose_secret(), [1, 2, 3]);
    assert!(ws.secret("theme").unwrap().is_none());
    ws.remove_setting("theme").unwrap();
    assert_eq!(ws.setting("theme").unwrap(), None);
}

#[test]
fn a_roster_version_is_one_text() {
    let (_desk, mut ws) = Desk::new();
    let roster = |version, json: &str| StoredRoster { version, json: json.to_owned(), signature: "sig".to_owned() };
    assert_eq!(ws.newest_roster().unwrap(), None);
    ws.put_roster(&roster(2, "b")).unwrap();
    ws.put_roster(&roster(1, "a")).unwrap();
    ws.put_roster(&roster(2, "b")).unwrap();
    assert!(matches!(ws.put_roster(&roster(2, "x")).unwrap_err(), StoreError::Differs("roster")));
    assert_eq!(ws.newest_roster().unwrap(), Some(roster(2, "b")));
    assert_eq!(ws.roster(1).unwrap(), Some(roster(1, "a")));
    assert_eq!(ws.roster(3).unwrap(), None);
}

#[test]
fn receipts_come_by_number_and_do_not_change() {
    let (_desk, mut ws) = Desk::new();
    let receipt = |number, json: &str| StoredReceipt {
        inspection: inspection(),
        device: device("asha"),
        number,
        first: 1,
        last: 9,
        bundle: [1; 32],
        manifest: [2; 32],
        archived: number == 1,
        json: json.to_owned(),
        signature: "sig".to_owned(),
    };
    ws.put_receipt(&receipt(2, "b")).unwrap();
    ws.put_receipt(&receipt(1, "a")).unwrap();
    ws.put_receipt(&receipt(1, "a")).unwrap();
    assert!(matches!(ws.put_receipt(&receipt(1, "x")).unwrap_err(), StoreError::Differs("receipt")));
    assert_eq!(ws.receipts(&inspection(), &device("asha")).unwrap(), [receipt(1, "a"), receipt(2, "b")]);
    assert_eq!(ws.receipts(&inspection(), &device("ben")).unwrap(), []);
}

#[test]
fn what_was_sent_taken_in_and_refused_is_remembered() {
    let (_desk, mut ws) = Desk::new();
    let sent = |object: &str, first| Sent {
        object: object.to_owned(),
        inspection: inspection(),
        first,
        last: first + 4,
        bundle: [1; 32],
        manifest: [2; 32],
        at: at(),
    };
    ws.put_sent(&sent("y", 6)).unwrap();
    ws.put_sent(&sent("x", 1)).unwrap();
    ws.put_sent(&sent("x", 1)).unwrap();
    assert_eq!(ws.sent(&inspection()).unwrap(), [sent("x", 1), sent("y", 6)]);
    let accepted = |bundle| Accepted {
        object: "x".to_owned(),
        inspection: inspection(),
        device: device("asha"),
        first: 1,
        last: 5,
        bundle: [bundle; 32],
        manifest: [2; 32],
    };
    ws.put_accepted(&accepted(1)).unwrap();
    ws.put_accepted(&accepted(1)).unwrap();
    assert!(matches!(ws.put_accepted(&accepted(3)).unwrap_err(), StoreError::Differs("object")));
    assert_eq!(ws.accepted(&inspection()).unwrap(), [accepted(1)]);
    assert_eq!(ws.accepted_object("x").unwrap(), Some(accepted(1)));
    assert_eq!(ws.accepted_object("y").unwrap(), None);
    let refused = |reason: &str| Quarantined { object: "z".to_owned(), reason: reason.to_owned(), at: at() };
    ws.put_quarantined(&refused("first")).unwrap();
    ws.put_quarantined(&refused("second")).unwrap();
    assert_eq!(ws.quarantined().unwrap(), [refused("first")]);
    ws.release_quarantined("z").unwrap();
    assert_eq!(ws.quarantined().unwrap(), []);
}

#[test]
fn files_are_known_by_their_hash_and_checked_when_read() {
    let (_desk, mut ws) = Desk::new();
    let hash = ws.put_blob(b"guidance").unwrap();
    assert_eq!(ws.put_blob(b"guidance").unwrap(), hash);
    assert_eq!(ws.blobs().unwrap(), [hash]);
    assert_eq!(ws.blob(&hash).unwrap().as_deref(), Some(b"guidance".as_slice()));
    assert_eq!(ws.blob(&[0; 32]).unwrap(), None);
    ws.conn.execute("UPDATE blobs SET bytes = x'00'", []).unwrap();
    assert!(matches!(ws.blob(&hash).unwrap_err(), StoreError::Damaged(_)));
}
