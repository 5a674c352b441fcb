//! Enrolment requests: signed by the key they name, and by nobody else.

use fieldweek_bundle::enrolment::COMMENT;
use fieldweek_bundle::{EnrolmentRequest, RequestContent};

use super::support::fixtures::{machine, request, unsigned_request};

fn code_of(json: &[u8], signer: &str, comment: &str) -> &'static str {
    let minisig = machine(signer).signing.sign(json, comment).unwrap();
    EnrolmentRequest::verify(json, minisig.as_bytes()).map_or_else(|error| error.code(), |_| "fine")
}

fn edited(edit: impl Fn(&mut RequestContent)) -> &'static str {
    let mut content = unsigned_request(machine("stranger"));
    edit(&mut content);
    code_of(&serde_json::to_vec(&content).unwrap(), "stranger", COMMENT)
}

#[test]
fn a_request_is_read_as_it_was_written() {
    let asked = request(machine("stranger"));
    assert_eq!(asked.content(), &unsigned_request(machine("stranger")));
    assert_eq!(asked.words(), asked.content().words());
    assert_eq!(edited(|_| ()), "fine");
}

#[test]
fn every_rule_of_a_request_has_its_failure() {
    let json = request(machine("stranger")).json().to_vec();
    let text = String::from_utf8(json.clone()).unwrap();
    assert_eq!(code_of(&json, "lead", COMMENT), "minisign.key_id");
    assert_eq!(code_of(&json, "stranger", "fieldweek/1 manifest"), "enrolment.trusted_comment");
    assert_eq!(code_of(text.replace("\"person\"", "\"more\":1,\"person\"").as_bytes(), "stranger", COMMENT), "enrolment.json");
    assert_eq!(code_of(text.replace("Nobody 01", "Jane Smith").as_bytes(), "stranger", COMMENT), "enrolment.json");
    assert_eq!(code_of(text.replace(',', ", ").as_bytes(), "stranger", COMMENT), "enrolment.not_canonical");
    assert_eq!(code_of(&vec![b' '; 16 * 1024 + 1], "stranger", COMMENT), "enrolment.too_large");
    assert_eq!(edited(|content| content.format = "fieldweek/enrolment/2".into()), "enrolment.format");
    assert_eq!(edited(|content| content.device = machine("lead").signing.device()), "enrolment.device_key");
    assert_eq!(edited(|content| content.signing_key = machine("lead").signing.public().clone()), "enrolment.device_key");
    assert_eq!(edited(|content| content.replaces = Some(machine("stranger").signing.device())), "enrolment.device_key");
}

#[test]
fn a_request_is_not_signed_with_another_key() {
    assert_eq!(unsigned_request(machine("stranger")).sign(&machine("lead").signing).unwrap_err().code(), "enrolment.device_key");
}
