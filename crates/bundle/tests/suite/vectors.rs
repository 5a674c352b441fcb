//! Every vector, run against the reader.

use super::support::fixtures::{Fixtures, WORLD, vectors};
use super::support::vector::{Expect, load};

#[test]
fn every_valid_vector_opens_with_the_facts_it_promises() {
    let valid = load("valid");
    assert!(valid.len() >= 12, "{} valid vectors", valid.len());
    for vector in valid {
        assert!(matches!(vector.expect, Expect::Opened(_)), "{}", vector.name);
        assert_eq!(vector.outcome(), vector.expect, "{}", vector.name);
    }
}

#[test]
fn every_hostile_vector_fails_with_exactly_the_code_it_promises() {
    let hostile = load("hostile");
    assert!(hostile.len() >= 60, "{} hostile vectors", hostile.len());
    for vector in hostile {
        assert!(matches!(vector.expect, Expect::Error(_)), "{}", vector.name);
        assert_eq!(vector.outcome(), vector.expect, "{}: {}", vector.name, vector.description);
    }
}

/// Of everything that can be wrong with a bundle, a vector shows it. What only a huge file can be has a test of its own.
#[test]
fn every_way_a_bundle_can_fail_has_a_vector() {
    use fieldweek_bundle::{archive, chain, comment, envelope, manifest, minisign, object, open};
    let only_huge = [
        "bundle.too_large",
        "age.too_large",
        "age.encrypt",
        "manifest.too_large",
        "files.total",
        "changes.too_many",
        "changes.too_long",
        "archive.too_many",
    ];
    let layers = [
        minisign::MinisignError::CODES,
        envelope::EnvelopeError::CODES,
        archive::ArchiveError::CODES,
        object::ObjectError::CODES,
        chain::ChainError::CODES,
        comment::CommentError::CODES,
        manifest::ManifestError::CODES,
        open::InnerSignature::CODES,
        open::OpenError::CODES,
    ];
    let shown: Vec<String> = load("hostile")
        .into_iter()
        .filter_map(|vector| match vector.expect {
            Expect::Error(code) => Some(code),
            Expect::Opened(_) => None,
        })
        .collect();
    let missing: Vec<_> =
        layers.concat().into_iter().filter(|code| !only_huge.contains(code) && !shown.iter().any(|one| one == code)).collect();
    assert!(missing.is_empty(), "no vector shows {missing:?}");
}

#[test]
fn the_fixtures_are_what_the_tests_use() {
    let json = std::fs::read_to_string(vectors().join("fixtures.json")).unwrap();
    let mut now = serde_json::to_string_pretty(&WORLD.fixtures()).unwrap();
    now.push('\n');
    assert_eq!(json, now);
    let fixtures: Fixtures = serde_json::from_str(&json).unwrap();
    assert_eq!(fixtures.machines.len(), 8);
}
