//! Rosters: what one must be, what may follow it, and who gets in.

use fieldweek_bundle::roster::{COMMENT, RosterContent};
use fieldweek_bundle::{Person, Roster, RosterDraft, SignedRoster, Succession};
use fieldweek_domain::authority::Role;

use super::support::fixtures::{WORLD, machine, person, request, root, roster, unsigned_request};
use super::support::inspection;

fn verify(signed: &SignedRoster) -> Roster {
    Roster::verify(&signed.json, signed.minisig.as_bytes(), root()).unwrap()
}

/// What a reader says of these contents, signed by the root.
fn code_of(edit: impl Fn(&mut RosterContent)) -> &'static str {
    let mut content = roster().content().clone();
    edit(&mut content);
    signed_code(&serde_json::to_vec(&content).unwrap())
}

fn signed_code(json: &[u8]) -> &'static str {
    let minisig = WORLD.root.sign(json, COMMENT).unwrap();
    Roster::verify(json, minisig.as_bytes(), root()).map_or_else(|error| error.code(), |_| "fine")
}

#[test]
fn a_roster_knows_its_devices_and_its_recipients() {
    let roster = roster();
    assert_eq!(code_of(|_| ()), "fine");
    assert_eq!((roster.version(), roster.content().devices.len()), (2, 6));
    let inspector = machine("inspector");
    let device = roster.device(&inspector.signing.device()).unwrap();
    assert_eq!((device.person.as_str(), device.role), (inspector.person, Role::Inspector));
    assert!(roster.device(&machine("stranger").signing.device()).is_none());
    assert_eq!(roster.devices().len(), 6, "revoked devices keep their holder");
    assert_eq!(roster.active().count(), 5);
    let lead = machine("lead");
    let mut expected: Vec<_> = ["central", "central-second", "lead", "recovery"].map(|name| machine(name).age.recipient().clone()).into();
    expected.sort();
    assert_eq!(roster.recipients([&lead.person.parse().unwrap()]), expected);
    assert_eq!(roster.person(&lead.person.parse().unwrap()).unwrap().name.as_str(), "Lead 01");
}

#[test]
fn a_revoked_device_counts_up_to_its_number_and_only_where_it_is_listed() {
    let (device, here, elsewhere) = (machine("revoked").signing.device(), inspection(), "demo-2027".parse().unwrap());
    assert!(roster().admits(&device, &here, 2));
    assert!(!roster().admits(&device, &here, 3));
    assert!(!roster().admits(&device, &elsewhere, 1));
    assert!(roster().admits(&machine("lead").signing.device(), &elsewhere, u64::MAX));
    assert!(!roster().admits(&machine("stranger").signing.device(), &here, 1));
}

#[test]
fn only_the_root_makes_a_roster() {
    let signed = &WORLD.second;
    let by = |minisig: &str| Roster::verify(&signed.json, minisig.as_bytes(), root()).unwrap_err().code();
    assert_eq!(by(&machine("central").signing.sign(&signed.json, COMMENT).unwrap()), "minisign.key_id");
    assert_eq!(by(&WORLD.root.sign(&signed.json, "fieldweek/1 receipt").unwrap()), "roster.trusted_comment");
    assert_eq!(by(&WORLD.root.sign(b"other", COMMENT).unwrap()), "minisign.signature");
    let huge = vec![b' '; 4 * 1024 * 1024 + 1];
    assert_eq!(Roster::verify(&huge, b"", root()).unwrap_err().code(), "roster.too_large");
}

#[test]
fn every_rule_of_a_roster_has_its_failure() {
    let text = String::from_utf8(WORLD.second.json.clone()).unwrap();
    assert_eq!(signed_code(text.replace("\"version\"", "\"more\":1,\"version\"").as_bytes()), "roster.json");
    assert_eq!(signed_code(text.replace("Inspector 03", "Jane Smith").as_bytes()), "roster.json");
    assert_eq!(signed_code(text.replace(':', ": ").as_bytes()), "roster.not_canonical");
    assert_eq!(signed_code(format!("{text}\n").as_bytes()), "roster.not_canonical");
    assert_eq!(code_of(|roster| roster.format = "fieldweek/roster/2".into()), "roster.format");
    assert_eq!(code_of(|roster| roster.version = 0), "roster.version");
    assert_eq!(code_of(|roster| roster.version = 10_000_000_000), "roster.version");
    assert_eq!(code_of(|roster| roster.prev = None), "roster.version");
    for name in ["", " x", "a\nb", "a\"b", &"x".repeat(121)] {
        assert_eq!(code_of(|roster| roster.organisation = name.into()), "roster.organisation");
    }
    assert_eq!(code_of(|roster| roster.people.reverse()), "roster.people");
    assert_eq!(code_of(|roster| roster.people.insert(0, roster.people[0].clone())), "roster.people");
    assert_eq!(code_of(|roster| roster.devices.reverse()), "roster.devices");
    assert_eq!(code_of(|roster| roster.devices[0].signing_key = machine("stranger").signing.public().clone()), "roster.device_key");
    assert_eq!(code_of(|roster| roster.devices[0].recipient = roster.recovery.clone()), "roster.shared_recipient");
    assert_eq!(code_of(|roster| roster.devices[0].recipient = roster.devices[1].recipient.clone()), "roster.shared_recipient");
    assert_eq!(code_of(|roster| roster.devices[0].person = "nobody".parse().unwrap()), "roster.person_unknown");
    assert_eq!(code_of(|roster| roster.devices[0].enrolled = 3), "roster.enrolled");
    assert_eq!(code_of(|roster| roster.devices[0].enrolled = 0), "roster.enrolled");
    assert_eq!(code_of(|roster| roster.devices[0].replaces = Some(roster.devices[0].id.clone())), "roster.replaces");
    assert_eq!(code_of(|roster| roster.devices[0].replaces = Some(super::support::unknown_device())), "roster.replaces");
    assert_eq!(code_of(|roster| twice(roster.devices.iter_mut().find_map(|device| device.revoked.as_mut()).unwrap())), "roster.revocation");
    assert_eq!(code_of(|roster| roster.devices.retain(|device| device.role != Role::Central)), "roster.no_central");
}

fn twice<T: Clone>(list: &mut Vec<T>) {
    list.push(list[0].clone());
}

#[test]
fn the_key_id_of_a_device_is_the_one_that_follows_from_its_key() {
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    let foreign = |key: &str| {
        let mut bytes = BASE64_STANDARD.decode(key).unwrap();
        bytes[2] ^= 1;
        BASE64_STANDARD.encode(bytes).parse().unwrap()
    };
    let code = code_of(|roster| roster.devices[0].signing_key = foreign(&roster.devices[0].signing_key.to_string()));
    assert_eq!(code, "roster.device_key");
}

#[test]
fn a_roster_is_followed_by_the_next_and_by_no_other() {
    let (first, second) = (verify(&WORLD.first), verify(&WORLD.second));
    assert_eq!(first.succeeded_by(&second), Ok(Succession::Next));
    assert_eq!(second.succeeded_by(&second), Ok(Succession::Same));
    assert_eq!(second.succeeded_by(&first).unwrap_err().code(), "succession.older");
    let third = verify(&second.next().sign(&WORLD.root).unwrap());
    assert_eq!(first.succeeded_by(&third).unwrap_err().code(), "succession.gap");
}

/// The code of a next roster that breaks a rule.
fn broken(edit: impl Fn(&mut RosterContent)) -> &'static str {
    let mut content = roster().next().content().clone();
    edit(&mut content);
    let json = serde_json::to_vec(&content).unwrap();
    let minisig = WORLD.root.sign(&json, COMMENT).unwrap();
    let next = Roster::verify(&json, minisig.as_bytes(), root()).unwrap();
    roster().succeeded_by(&next).map_or_else(|error| error.code(), |_| "fine")
}

#[test]
fn nothing_is_forgotten_and_nothing_given_to_anybody_else() {
    let inspector = machine("inspector").signing.device();
    let find = |roster: &RosterContent| roster.devices.iter().position(|device| device.id == inspector).unwrap();
    assert_eq!(broken(|_| ()), "fine");
    assert_eq!(
        broken(|next| {
            next.version = 2;
            next.organisation = "Fork".into();
        }),
        "succession.forked"
    );
    assert_eq!(broken(|next| next.prev = Some(fieldweek_bundle::ContentHash::of(b"x"))), "succession.prev");
    assert_eq!(broken(|next| next.organisation = "Another".into()), "succession.organisation");
    assert_eq!(
        broken(|next| {
            let place = find(next);
            next.devices.remove(place);
        }),
        "succession.device_removed"
    );
    assert_eq!(
        broken(|next| {
            let place = find(next);
            next.devices.remove(place);
            next.people.retain(|person| person.id.as_str() != "insp-3");
        }),
        "succession.person_removed"
    );
    assert_eq!(
        broken(|next| {
            let place = find(next);
            next.devices[place].role = Role::Central;
        }),
        "succession.device_changed"
    );
    assert_eq!(
        broken(|next| {
            let place = find(next);
            next.devices[place].person = "lead-1".parse().unwrap();
        }),
        "succession.device_changed"
    );
    assert_eq!(
        broken(|next| {
            let place = find(next);
            next.devices[place].recipient = machine("stranger").age.recipient().clone();
        }),
        "succession.device_changed"
    );
    assert_eq!(
        broken(|next| {
            let place = find(next);
            next.devices[place].enrolled = 2;
        }),
        "succession.device_changed"
    );
    assert_eq!(broken(|next| next.devices.iter_mut().for_each(|device| device.revoked = None)), "succession.revocation_lifted");
    assert_eq!(
        broken(|next| next
            .devices
            .iter_mut()
            .filter(|device| device.revoked.is_some())
            .for_each(|device| device.revoked = Some(Vec::new()))),
        "fine"
    );
    assert_eq!(
        broken(|next| {
            let place = find(next);
            next.devices[place].revoked = Some(Vec::new());
        }),
        "fine"
    );
}

#[test]
fn a_device_gets_in_by_a_request_for_a_known_person_in_their_role() {
    let stranger = machine("stranger");
    let mut draft = roster().next();
    assert_eq!(draft.approve(&request(stranger)).unwrap_err().code(), "draft.person_unknown");
    draft.put_person(Person { role: Role::Lead, ..person(stranger) });
    assert_eq!(draft.approve(&request(stranger)).unwrap_err().code(), "draft.other_role");
    draft.put_person(person(stranger));
    draft.approve(&request(stranger)).unwrap();
    assert_eq!(draft.approve(&request(stranger)).unwrap_err().code(), "draft.device_known");
    assert_eq!(draft.approve(&request(machine("lead"))).unwrap_err().code(), "draft.device_known");
    let next = verify(&draft.sign(&WORLD.root).unwrap());
    assert_eq!(roster().succeeded_by(&next), Ok(Succession::Next));
    assert_eq!(next.device(&stranger.signing.device()).unwrap().enrolled, 3);
    assert_eq!(next.name().to_string(), "v1/roster/0000000003.json");
}

#[test]
fn a_device_takes_over_from_an_older_one_only_when_that_one_signed_too() {
    let (old, new) = (machine("inspector"), machine("stranger"));
    let mut content = unsigned_request(new);
    (content.person, content.name) = (old.person.parse().unwrap(), old.reference.parse().unwrap());
    content.replaces = Some(old.signing.device());
    let signed = content.sign(&new.signing).unwrap();
    let request = fieldweek_bundle::EnrolmentRequest::verify(&signed.json, signed.minisig.as_bytes()).unwrap();
    let by = |name: &str| machine(name).signing.sign(request.json(), fieldweek_bundle::enrolment::COMMENT).unwrap().into_bytes();
    let mut draft = roster().next();
    assert_eq!(draft.approve(&request).unwrap_err().code(), "draft.needs_old_signature");
    assert_eq!(draft.approve_rotation(&request, &by("colleague")).unwrap_err().code(), "minisign.key_id");
    let other = old.signing.sign(request.json(), "other").unwrap();
    assert_eq!(draft.approve_rotation(&request, other.as_bytes()).unwrap_err().code(), "draft.needs_old_signature");
    draft.approve_rotation(&request, &by("inspector")).unwrap();
    draft.revoke(&old.signing.device(), [(inspection(), 12)]).unwrap();
    let next = verify(&draft.sign(&WORLD.root).unwrap());
    assert_eq!(roster().succeeded_by(&next), Ok(Succession::Next));
    assert_eq!(next.device(&new.signing.device()).unwrap().replaces, Some(old.signing.device()));
    assert_eq!(draft.revoke(&super::support::unknown_device(), []).unwrap_err().code(), "draft.device_unknown");
}

#[test]
fn a_roster_without_central_is_not_signed() {
    let mut draft = RosterDraft::first("Fieldweek demonstration", machine("recovery").age.recipient().clone());
    assert_eq!(draft.sign(&WORLD.root).unwrap_err().code(), "roster.no_central");
    draft.put_person(person(machine("central")));
    draft.approve(&request(machine("central"))).unwrap();
    assert!(draft.sign(&WORLD.root).is_ok());
}

#[test]
fn a_new_device_cannot_claim_to_have_been_there_before() {
    let stranger = machine("stranger");
    let mut draft = roster().next();
    draft.put_person(person(stranger));
    draft.approve(&request(stranger)).unwrap();
    let mut content = draft.content().clone();
    content.devices.iter_mut().filter(|device| device.id == stranger.signing.device()).for_each(|device| device.enrolled = 1);
    let json = serde_json::to_vec(&content).unwrap();
    let minisig = WORLD.root.sign(&json, COMMENT).unwrap();
    let next = Roster::verify(&json, minisig.as_bytes(), root()).unwrap();
    assert_eq!(roster().succeeded_by(&next).unwrap_err().code(), "succession.enrolled_earlier");
}
