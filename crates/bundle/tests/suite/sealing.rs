//! Sealing and opening, and where a bundle belongs in what is known.

use fieldweek_bundle::{Kind, Position, SealRequest, open, peek, seal};
use fieldweek_domain::change::Logged;
use fieldweek_domain::id::ChangeId;
use proptest::prelude::*;
use serde_json::json;

use super::support::fixtures::{machine, roster};
use super::support::{Parcel, change, framework, inspection, log, seal_parcel};

fn ids(changes: &[Logged]) -> impl Fn(u64) -> Option<ChangeId> + '_ {
    |seq| changes.iter().find(|logged| logged.change().seq == seq).map(Logged::id)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn what_was_sealed_is_what_is_opened(first in 0_usize..6, length in 1_usize..6, kind in prop::sample::select(vec![Kind::Return, Kind::Handover])) {
        let (from, to) = (machine("inspector"), machine("lead"));
        let all = log(from, 12);
        let changes = &all[first..first + length];
        let sealed = seal_parcel(&Parcel { from, to: &[to, machine("central")], kind, changes, blobs: &[] });
        let opened = open(&sealed.object, &sealed.age, sealed.minisig.as_bytes(), roster(), &to.age).unwrap();
        prop_assert_eq!(&opened.changes, changes);
        prop_assert_eq!(opened.manifest.kind, kind);
        prop_assert_eq!(opened.bundle_hash, sealed.bundle_hash);
        prop_assert_eq!(opened.manifest_hash, sealed.manifest_hash);
        prop_assert_eq!(opened.holder.person.as_str(), from.person);
    }

    /// Whatever a receiver knows and whatever range comes: it follows, is known, or waits for exactly the next one.
    #[test]
    fn a_range_of_one_log_never_contradicts_what_is_known(known in 0_usize..10, first in 0_usize..9, length in 1_usize..6) {
        let all = log(machine("inspector"), 15);
        let (range, known_last) = (&all[first..first + length], known as u64);
        let expected = if first > known {
            Position::Waits { needed: known_last + 1 }
        } else if first + length <= known {
            Position::Known
        } else {
            Position::Follows { skip: known - first }
        };
        prop_assert_eq!(fieldweek_bundle::chain::position(range, known_last, ids(&all[..known])), expected);
    }
}

#[test]
fn a_second_history_is_an_equivocation_wherever_it_begins() {
    let from = machine("inspector");
    let known = log(from, 6);
    let other: Vec<Logged> = {
        let mut changes: Vec<Logged> = known[..3].to_vec();
        for seq in 4..=6 {
            changes.push(Logged::write(change(from, seq, changes.last().map(Logged::id), json!("no"))).unwrap());
        }
        changes
    };
    let position = |changes: &[Logged]| fieldweek_bundle::chain::position(changes, 6, ids(&known));
    assert_eq!(position(&other), Position::Equivocation { seq: 4 });
    assert_eq!(position(&other[4..]), Position::Equivocation { seq: 4 }, "the change before the first is another one");
    assert_eq!(position(&other[..3]), Position::Known);
    let sealed = seal_parcel(&Parcel { from, to: &[machine("central")], kind: Kind::Return, changes: &other, blobs: &[] });
    let peeked = peek(&sealed.object, &sealed.age, sealed.minisig.as_bytes(), roster()).unwrap();
    assert_eq!(peeked.position(6, ids(&known)), Some(Position::Equivocation { seq: 6 }));
    assert_eq!(peeked.position(6, ids(&other)), Some(Position::Known));
    assert_eq!(peeked.position(3, ids(&known)), None, "only the content can tell");
    let late = seal_parcel(&Parcel { from, to: &[machine("central")], kind: Kind::Return, changes: &known[3..], blobs: &[] });
    let peeked = peek(&late.object, &late.age, late.minisig.as_bytes(), roster()).unwrap();
    assert_eq!(peeked.position(1, ids(&known)), Some(Position::Waits { needed: 2 }));
}

#[test]
fn what_is_not_ones_own_whole_segment_is_not_sealed() {
    let (from, other) = (machine("inspector"), machine("colleague"));
    let changes = log(from, 4);
    let code = |changes: &[Logged], edit: fn(&mut SealRequest<'_>)| {
        let (framework, inspection, to) = (framework(), inspection(), [other.age.recipient().clone()]);
        let mut request = SealRequest {
            signer: &from.signing,
            kind: Kind::Return,
            inspection: &inspection,
            changes,
            recipients: &to,
            roster_version: 1,
            framework: &framework,
            blobs: &[],
        };
        edit(&mut request);
        seal(&request).unwrap_err().code()
    };
    assert_eq!(code(&[], |_| ()), "chain.empty");
    assert_eq!(code(&log(other, 2), |_| ()), "chain.device");
    assert_eq!(code(&[changes[0].clone(), changes[2].clone()], |_| ()), "chain.gap");
    assert_eq!(code(&changes, |request| request.recipients = &[]), "manifest.recipients");
    assert_eq!(code(&changes, |request| request.roster_version = 0), "manifest.roster_version");
    let elsewhere: fieldweek_domain::id::InspectionId = "roster".parse().unwrap();
    let (framework, to) = (framework(), [other.age.recipient().clone()]);
    let mut request = SealRequest {
        signer: &from.signing,
        kind: Kind::Return,
        inspection: &elsewhere,
        changes: &changes,
        recipients: &to,
        roster_version: 1,
        framework: &framework,
        blobs: &[],
    };
    assert_eq!(seal(&request).unwrap_err().code(), "object.reserved");
    let inspection = inspection();
    request.inspection = &inspection;
    let blob = fieldweek_bundle::Blob { path: "framework/x".parse().unwrap(), content: b"x".to_vec() };
    let blobs = [blob.clone(), blob];
    request.blobs = &blobs[..1];
    assert_eq!(seal(&request).unwrap_err().code(), "manifest.not_a_pack");
    (request.blobs, request.kind) = (&blobs, Kind::Pack);
    assert_eq!(seal(&request).unwrap_err().code(), "seal.blob_twice");
}

/// What is only wrong by being huge, and so is no vector.
#[test]
fn what_is_too_large_is_refused() {
    use fieldweek_bundle::archive::{self, Entry, LARGEST_ARCHIVE, MOST_ENTRIES};
    use fieldweek_bundle::open::LARGEST_OBJECT;
    let sealed = seal_parcel(&Parcel {
        from: machine("lead"),
        to: &[machine("central")],
        kind: Kind::Return,
        changes: &log(machine("lead"), 1),
        blobs: &[],
    });
    let huge = vec![0; LARGEST_OBJECT + 1];
    assert_eq!(peek(&sealed.object, &huge, sealed.minisig.as_bytes(), roster()).unwrap_err().code(), "bundle.too_large");
    assert_eq!(archive::read(&huge).unwrap_err().code(), "archive.too_large");
    let entry = Entry::new("changes.ndjson", vec![0; LARGEST_ARCHIVE - 512]);
    let large = [Entry::new("manifest.json", ""), Entry::new("manifest.json.minisig", ""), entry];
    assert_eq!(archive::write(&large).unwrap_err().code(), "archive.too_large");
    assert_eq!(fieldweek_bundle::Manifest::parse(&huge).unwrap_err().code(), "manifest.too_large");
    let mut blobs: Vec<Entry> = (0..MOST_ENTRIES).map(|n| Entry::blob(&n.to_le_bytes())).collect();
    blobs.sort_by(|a, b| a.name.cmp(&b.name));
    let many: Vec<Entry> = large[..2].iter().cloned().chain([Entry::new("changes.ndjson", "")]).chain(blobs).collect();
    let bytes = super::support::tar::write(
        &many.iter().map(|entry| super::support::tar::Raw::new(&entry.name, &entry.content)).collect::<Vec<_>>(),
    );
    assert_eq!(archive::read(&bytes).unwrap_err().code(), "archive.too_many");
    assert_eq!(archive::write(&many).unwrap_err().code(), "archive.too_many");
}

#[test]
fn a_line_longer_than_a_change_may_be_is_refused() {
    use super::support::craft::{Tamper, honest_return, then};
    let long = Tamper {
        lines: then(|lines: Vec<u8>| {
            String::from_utf8(lines).unwrap().replacen("\"yes\"", &format!("\"{}\"", "y".repeat(256 * 1024)), 1).into_bytes()
        }),
        ..Tamper::default()
    };
    let (age, minisig, object) = honest_return().craft(&long);
    assert_eq!(super::support::vector::read(&object, &age, &minisig, "central").unwrap_err(), "changes.too_long");
    let honest = honest_return();
    let many = Tamper { lines: then(|_| "{}\n".repeat(100_001).into_bytes()), ..Tamper::default() };
    let (age, minisig, object) = honest.craft(&many);
    assert_eq!(super::support::vector::read(&object, &age, &minisig, "central").unwrap_err(), "changes.too_many");
}

/// The crafted bundles of the vectors, left honest, are good ones: what is wrong with them is only what was made wrong.
#[test]
fn the_crafting_of_hostile_bundles_is_sound() {
    use super::support::craft::{Tamper, honest_pack, honest_return};
    for honest in [honest_return(), honest_pack()] {
        let (age, minisig, object) = honest.craft(&Tamper::default());
        let opened = super::support::vector::read(&object, &age, &minisig, "central").unwrap();
        assert_eq!(opened.changes, honest.changes);
        assert_eq!(opened.blobs.len(), honest.blobs.len());
    }
}
