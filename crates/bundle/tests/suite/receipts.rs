//! Receipts: only central's count, and they form a chain.

use fieldweek_bundle::receipt::COMMENT;
use fieldweek_bundle::{ContentHash, Receipt, ReceiptContent, ReceiptName, Status};

use super::support::fixtures::{machine, roster};
use super::support::inspection;

fn content(number: u64, prev: Option<ContentHash>) -> ReceiptContent {
    ReceiptContent {
        format: fieldweek_bundle::receipt::FORMAT.into(),
        inspection: inspection(),
        device: machine("inspector").signing.device(),
        first: 3,
        last: Some(5),
        bundle: ContentHash::of(b"bundle"),
        manifest: Some(ContentHash::of(b"manifest")),
        changes: 3,
        number,
        prev,
        status: Status::Archived,
        reason: None,
        signer: machine("central").signing.device(),
        at: "2026-03-06T17:00:00.000Z".parse().unwrap(),
    }
}

fn read(content: &ReceiptContent) -> Receipt {
    let signed = content.sign(&machine("central").signing).unwrap();
    Receipt::verify(&signed.name, &signed.json, signed.minisig.as_bytes(), roster()).unwrap()
}

/// What a reader says of these bytes, signed by this machine.
fn signed_code(json: &[u8], signer: &str, comment: &str) -> &'static str {
    let minisig = machine(signer).signing.sign(json, comment).unwrap();
    let name =
        ReceiptName { inspection: inspection(), device: machine("inspector").signing.device(), number: 1, sha256: ContentHash::of(json) };
    Receipt::verify(&name, json, minisig.as_bytes(), roster()).map_or_else(|error| error.code(), |_| "fine")
}

fn edited(edit: impl Fn(&mut ReceiptContent)) -> &'static str {
    let mut content = content(1, None);
    edit(&mut content);
    signed_code(&serde_json::to_vec(&content).unwrap(), "central", COMMENT)
}

#[test]
fn a_receipt_is_read_as_it_was_written() {
    let receipt = read(&content(1, None));
    assert_eq!(receipt.content(), &content(1, None));
    assert!(receipt.archives(ContentHash::of(b"bundle")));
    assert!(!receipt.archives(ContentHash::of(b"another")));
    let quarantined = ReceiptContent {
        status: Status::Quarantined,
        reason: Some("chain.gap".into()),
        changes: 0,
        last: None,
        manifest: None,
        ..content(1, None)
    };
    assert!(!read(&quarantined).archives(ContentHash::of(b"bundle")));
}

#[test]
fn receipts_form_a_chain() {
    let first = read(&content(1, None));
    let second = read(&content(2, Some(first.hash())));
    assert!(first.follows(None).is_ok());
    assert!(second.follows(Some(&first)).is_ok());
    assert_eq!(second.follows(None).unwrap_err().code(), "receipt.gap");
    assert_eq!(first.follows(Some(&first)).unwrap_err().code(), "receipt.gap");
    let forged = read(&content(2, Some(second.hash())));
    assert_eq!(forged.follows(Some(&first)).unwrap_err().code(), "receipt.prev");
    let other = read(&ReceiptContent { device: machine("lead").signing.device(), ..content(2, Some(first.hash())) });
    assert_eq!(other.follows(Some(&first)).unwrap_err().code(), "receipt.other_chain");
}

#[test]
fn only_central_gives_receipts() {
    let by = |signer: &str| {
        let content = ReceiptContent { signer: machine(signer).signing.device(), ..content(1, None) };
        signed_code(&serde_json::to_vec(&content).unwrap(), signer, COMMENT)
    };
    assert_eq!(by("central"), "fine");
    assert_eq!(by("central-second"), "fine");
    for name in ["lead", "inspector", "revoked", "stranger"] {
        assert_eq!(by(name), "receipt.signer", "{name}");
    }
    let json = serde_json::to_vec(&content(1, None)).unwrap();
    assert_eq!(signed_code(&json, "central-second", COMMENT), "minisign.key_id");
    assert_eq!(signed_code(&json, "central", "fieldweek/1 roster"), "receipt.trusted_comment");
    assert_eq!(content(1, None).sign(&machine("lead").signing).unwrap_err().code(), "receipt.signer");
}

#[test]
fn a_revoked_central_gives_no_receipts() {
    use super::support::fixtures::{WORLD, root};
    let mut draft = roster().next();
    draft.revoke(&machine("central").signing.device(), [(inspection(), 1000)]).unwrap();
    let next = draft.sign(&WORLD.root).unwrap();
    let next = fieldweek_bundle::Roster::verify(&next.json, next.minisig.as_bytes(), root()).unwrap();
    let signed = content(1, None).sign(&machine("central").signing).unwrap();
    assert_eq!(Receipt::verify(&signed.name, &signed.json, signed.minisig.as_bytes(), &next).unwrap_err().code(), "receipt.signer");
}

#[test]
fn every_rule_of_a_receipt_has_its_failure() {
    let text = serde_json::to_string(&content(1, None)).unwrap();
    let changed = |text: String| signed_code(text.as_bytes(), "central", COMMENT);
    assert_eq!(edited(|_| ()), "fine");
    assert_eq!(changed(text.replace("\"first\"", "\"more\":1,\"first\"")), "receipt.json");
    assert_eq!(changed(text.replace(":3", ": 3")), "receipt.not_canonical");
    assert_eq!(changed(" ".repeat(16 * 1024 + 1)), "receipt.too_large");
    assert_eq!(edited(|receipt| receipt.format = "fieldweek/receipt/2".into()), "receipt.format");
    assert_eq!(edited(|receipt| receipt.inspection = "roster".parse().unwrap()), "object.reserved");
    assert_eq!(edited(|receipt| receipt.inspection = "demo-2027".parse().unwrap()), "receipt.name");
    assert_eq!(edited(|receipt| receipt.device = machine("lead").signing.device()), "receipt.name");
    assert_eq!(
        edited(|receipt| {
            receipt.number = 2;
            receipt.prev = Some(receipt.bundle);
        }),
        "receipt.name"
    );
    assert_eq!(edited(|receipt| receipt.number = 0), "receipt.number");
    assert_eq!(edited(|receipt| receipt.prev = Some(receipt.bundle)), "receipt.number");
    assert_eq!(edited(|receipt| receipt.first = 0), "receipt.range");
    assert_eq!(edited(|receipt| receipt.last = Some(2)), "receipt.range");
    assert_eq!(edited(|receipt| receipt.last = None), "receipt.range");
    assert_eq!(edited(|receipt| receipt.changes = 2), "receipt.range");
    assert_eq!(
        edited(|receipt| {
            receipt.first = 1;
            receipt.last = Some(u64::MAX);
        }),
        "receipt.range"
    );
    assert_eq!(edited(|receipt| receipt.manifest = None), "receipt.status");
    assert_eq!(edited(|receipt| receipt.reason = Some("chain.gap".into())), "receipt.status");
    assert_eq!(edited(|receipt| receipt.status = Status::Quarantined), "receipt.range");
    assert_eq!(
        edited(|receipt| {
            receipt.status = Status::Quarantined;
            receipt.changes = 0;
        }),
        "receipt.status"
    );
    assert_eq!(
        edited(|receipt| {
            receipt.status = Status::Quarantined;
            receipt.changes = 0;
            receipt.reason = Some("No!".into());
        }),
        "receipt.status"
    );
}
