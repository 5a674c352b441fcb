//! A bundle cut at every byte, with every byte changed, and replaced by garbage: always a typed failure, never a panic.

use fieldweek_bundle::archive::{self, Entry};
use fieldweek_bundle::{
    AgeIdentity, ContentHash, EnrolmentRequest, Kind, Manifest, ObjectName, ObjectPath, PublicKey, Receipt, Roster, Sealed, open, recover,
};
use proptest::prelude::*;

use super::support::fixtures::{machine, root, roster};
use super::support::{Parcel, log, seal_parcel};

fn small() -> Sealed {
    let from = machine("inspector");
    seal_parcel(&Parcel { from, to: &[machine("central")], kind: Kind::Return, changes: &log(from, 1), blobs: &[] })
}

fn opens(name: &ObjectName, age: &[u8], minisig: &[u8]) -> bool {
    open(name, age, minisig, roster(), &machine("central").age).is_ok()
}

#[test]
fn a_bundle_cut_at_any_byte_is_refused() {
    let sealed = small();
    assert!(opens(&sealed.object, &sealed.age, sealed.minisig.as_bytes()));
    for end in 0..sealed.age.len() {
        assert!(!opens(&sealed.object, &sealed.age[..end], sealed.minisig.as_bytes()), "cut at {end}");
    }
    for end in 0..sealed.minisig.len() {
        assert!(!opens(&sealed.object, &sealed.age, &sealed.minisig.as_bytes()[..end]), "signature cut at {end}");
    }
}

#[test]
fn a_bundle_with_any_bit_flipped_is_refused() {
    let sealed = small();
    for place in 0..sealed.age.len() {
        let mut age = sealed.age.clone();
        age[place] ^= 1 << (place % 8);
        assert!(!opens(&sealed.object, &age, sealed.minisig.as_bytes()), "byte {place}");
    }
    let protected = sealed.minisig.find('\n').unwrap();
    for place in protected..sealed.minisig.len() {
        let mut minisig = sealed.minisig.clone().into_bytes();
        minisig[place] ^= 1 << (place % 8);
        assert!(!opens(&sealed.object, &sealed.age, &minisig), "byte {place} of the signature");
    }
}

/// The damage again, below the outer signature: the layers inside have to see it themselves.
#[test]
fn an_encrypted_file_with_any_bit_flipped_or_cut_does_not_decrypt() {
    let me = AgeIdentity::generate();
    let age = fieldweek_bundle::envelope::encrypt(std::slice::from_ref(me.recipient()), b"content").unwrap();
    let decrypts = |bytes: &[u8]| fieldweek_bundle::envelope::decrypt(&me, bytes, 100).is_ok();
    assert!(decrypts(&age));
    for place in 0..age.len() {
        assert!(!decrypts(&age[..place]), "cut at {place}");
        let mut changed = age.clone();
        changed[place] ^= 1 << (place % 8);
        assert!(!decrypts(&changed), "byte {place}");
    }
}

/// Content longer than the 64 KiB that age encrypts at a time, cut between two pieces: nothing of it is given.
#[test]
fn a_long_file_cut_between_two_pieces_does_not_decrypt() {
    let me = AgeIdentity::generate();
    let content = vec![7; 3 * 64 * 1024];
    let age = fieldweek_bundle::envelope::encrypt(std::slice::from_ref(me.recipient()), &content).unwrap();
    let piece = 64 * 1024 + 16;
    let start = age.len() - 3 * piece;
    for end in [start + piece, start + 2 * piece] {
        let outcome = fieldweek_bundle::envelope::decrypt(&me, &age[..end], content.len());
        assert_eq!(outcome.err().map(|error| error.code()), Some("age.payload"));
    }
    let outcome = fieldweek_bundle::envelope::decrypt(&me, &age, content.len() - 1);
    assert_eq!(outcome.err().map(|error| error.code()), Some("age.too_large"));
    assert_eq!(*fieldweek_bundle::envelope::decrypt(&me, &age, content.len()).ok().unwrap().content, content);
}

fn honest_archive() -> Vec<u8> {
    let mut entries = vec![Entry::new("manifest.json", "{}"), Entry::new("manifest.json.minisig", "x"), Entry::new("changes.ndjson", "")];
    entries.push(Entry::blob(b"content"));
    archive::write(&entries).unwrap()
}

/// Every byte of an archive is either content, or has one possible value.
#[test]
fn an_archive_with_any_bit_flipped_outside_of_its_contents_is_refused() {
    let bytes = honest_archive();
    let whole = archive::read(&bytes).unwrap();
    assert_eq!(archive::write(&whole).unwrap(), bytes);
    for place in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[place] ^= 1 << bit;
            if let Ok(entries) = archive::read(&changed) {
                assert_eq!(archive::write(&entries).unwrap(), changed, "byte {place}");
                let differ = entries.iter().zip(&whole).filter(|(now, before)| now != before).count();
                assert!(differ == 1 && entries.iter().zip(&whole).all(|(now, before)| now.name == before.name), "byte {place}");
            }
        }
        assert!(archive::read(&bytes[..place]).is_err(), "cut at {place}");
    }
}

proptest! {
    #[test]
    fn garbage_never_opens_and_never_panics(age in proptest::collection::vec(any::<u8>(), 0..2000), minisig in proptest::collection::vec(any::<u8>(), 0..400)) {
        let name = ObjectName { sha256: ContentHash::of(&age), ..small().object };
        prop_assert!(!opens(&name, &age, &minisig));
    }

    #[test]
    fn garbage_signed_by_a_known_device_never_opens_and_never_panics(archive_bytes in proptest::collection::vec(any::<u8>(), 0..3000), sealed in any::<bool>()) {
        let (from, me) = (machine("inspector"), &machine("central").age);
        let age = if sealed { fieldweek_bundle::envelope::encrypt(std::slice::from_ref(me.recipient()), &archive_bytes).unwrap() } else { archive_bytes };
        let sha256 = ContentHash::of(&age);
        let name = ObjectName { sha256, ..small().object };
        let comment = format!("fieldweek/1 inspection=demo-2026 device={} first=1 last=1 head={} sha256={sha256}", name.device, "00".repeat(32));
        let minisig = from.signing.sign(&age, &comment).unwrap();
        prop_assert!(fieldweek_bundle::peek(&name, &age, minisig.as_bytes(), roster()).is_ok());
        prop_assert!(!opens(&name, &age, minisig.as_bytes()));
    }

    #[test]
    fn no_reader_panics_on_garbage(bytes in proptest::collection::vec(any::<u8>(), 0..1200), text in "\\PC{0,200}") {
        let me = &machine("central").age;
        let _ = archive::read(&bytes);
        let _ = Manifest::parse(&bytes);
        let _ = Manifest::parse(text.as_bytes());
        let _ = Roster::verify(&bytes, text.as_bytes(), root());
        let _ = EnrolmentRequest::verify(text.as_bytes(), &bytes);
        let _ = recover(&bytes, me);
        let _ = text.parse::<ObjectPath>();
        let _ = text.parse::<PublicKey>();
        let _ = PublicKey::from_file(&text);
        let _ = text.parse::<AgeIdentity>();
        if let Ok(name) = format!("v1/demo-2026/receipts/{}/{:020}-{}.json", machine("lead").signing.device(), 1, ContentHash::of(&bytes)).parse() {
            prop_assert!(Receipt::verify(&name, &bytes, text.as_bytes(), roster()).is_err());
        }
    }

    #[test]
    fn what_the_archive_reader_accepts_the_writer_writes(place in 0_usize..4000, with in proptest::collection::vec(any::<u8>(), 1..40)) {
        let mut bytes = honest_archive();
        for (to, from) in bytes.iter_mut().skip(place).zip(&with) { *to = *from; }
        if let Ok(entries) = archive::read(&bytes) {
            prop_assert_eq!(archive::write(&entries).unwrap(), bytes);
        }
    }

    #[test]
    fn any_contents_survive_the_archive(manifest in proptest::collection::vec(any::<u8>(), 0..1100), changes in proptest::collection::vec(any::<u8>(), 0..1100), blobs in proptest::collection::btree_set(proptest::collection::vec(any::<u8>(), 0..600), 0..5)) {
        let mut entries = vec![Entry::new("manifest.json", manifest), Entry::new("manifest.json.minisig", "x"), Entry::new("changes.ndjson", changes)];
        let mut more: Vec<Entry> = blobs.iter().map(|blob| Entry::blob(blob)).collect();
        more.sort_by(|a, b| a.name.cmp(&b.name));
        entries.extend(more);
        prop_assert_eq!(archive::read(&archive::write(&entries).unwrap()).unwrap(), entries);
    }
}
