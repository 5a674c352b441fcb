//! Writes the vectors anew: `cargo test -p fieldweek-bundle --test suite -- --ignored write_all_vectors`.
//!
//! The files are committed. Writing them again gives other bytes, because age never encrypts twice alike.

use std::collections::BTreeSet;

use super::support::craft::{Honest, Tamper};
use super::support::fixtures::{WORLD, vectors};
use super::support::vector::{Expect, Vector};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

mod archives;
mod authors;
mod encryption;
mod manifests;
mod segments;
mod signatures;
mod sound;

/// A hostile bundle to be: what is wrong, and the code of the failure.
pub struct Case {
    pub name: String,
    pub description: String,
    pub honest: Honest,
    pub tamper: Tamper,
    pub reader: &'static str,
    pub code: &'static str,
}

/// A hostile return, read by central.
pub fn case(name: &str, description: &str, code: &'static str, tamper: Tamper) -> Case {
    let honest = super::support::craft::honest_return();
    Case { name: name.into(), description: description.into(), honest, tamper, reader: "central", code }
}

impl Case {
    /// Writes the vector. Gives what the reader says instead, if it is not what it should say.
    fn write(self) -> Option<String> {
        let (age, minisig, object) = self.honest.craft(&self.tamper);
        let vector = Vector {
            name: self.name,
            description: self.description,
            object,
            reader: self.reader.into(),
            age: BASE64_STANDARD.encode(age),
            minisig: BASE64_STANDARD.encode(minisig),
            expect: Expect::Error(self.code.into()),
        };
        vector.save("hostile");
        let outcome = vector.outcome();
        (outcome != vector.expect).then(|| format!("{}: {outcome:?} instead of {:?}", vector.name, vector.expect))
    }
}

#[test]
#[ignore = "writes the committed vectors anew"]
fn write_all_vectors() {
    for folder in ["valid", "hostile"] {
        let folder = vectors().join(folder);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(folder).unwrap();
    }
    let mut fixtures = serde_json::to_string_pretty(&WORLD.fixtures()).unwrap();
    fixtures.push('\n');
    std::fs::write(vectors().join("fixtures.json"), fixtures).unwrap();
    let cases = [signatures::cases(), encryption::cases(), authors::cases(), manifests::cases(), archives::cases(), segments::cases()];
    let (mut names, mut surprises) = (BTreeSet::new(), Vec::new());
    for case in cases.into_iter().flatten() {
        assert!(names.insert(case.name.clone()), "two vectors are called {}", case.name);
        surprises.extend(case.write());
    }
    sound::write();
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}
