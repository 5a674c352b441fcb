//! What can happen to an object on its way: by accident, or by somebody who can write into the drop and has no key.

use fieldweek_bundle::{ContentHash, ObjectName};

use crate::chance::Chance;

/// A sound bundle as it lay in the drop.
#[derive(Debug, Clone)]
pub struct Sound {
    /// Its name.
    pub name: ObjectName,
    /// The encrypted file.
    pub age: Vec<u8>,
    /// Its signature.
    pub minisig: Vec<u8>,
}

/// What is put into the drop instead.
#[derive(Debug, Clone)]
pub struct Damaged {
    /// What was done.
    pub how: &'static str,
    /// The object.
    pub name: ObjectName,
    /// The encrypted file.
    pub age: Vec<u8>,
    /// Its signature.
    pub minisig: Vec<u8>,
}

/// How many kinds of damage there are.
pub const KINDS: usize = 14;

/// Damages a bundle; the others are what somebody could mix it with.
pub fn damage(kind: usize, of: &Sound, others: &[Sound], chance: &mut Chance) -> Damaged {
    let Sound { name, mut age, mut minisig } = of.clone();
    let another = |chance: &mut Chance| loop {
        let other = &others[chance.below(others.len())];
        if other.name != of.name {
            return other.clone();
        }
    };
    let mut name = name;
    let how = match kind {
        0 | 1 => {
            flip(&mut age, 0, chance);
            "one bit of the file"
        }
        2 | 3 => {
            age.truncate(chance.below(of.age.len()));
            "the file cut off"
        }
        4 | 5 => {
            let (from, to) = (chance.below(age.len()), chance.below(age.len()));
            age[from.min(to)..=from.max(to)].fill(0);
            "a stretch of zeros in the file"
        }
        6 | 7 => {
            let start = chance.below(age.len());
            let twice = age[start..].to_vec();
            age.extend(twice);
            "a part of the file twice"
        }
        8 => {
            // Not the first line: nobody signs it, and nobody reads it.
            let start = of.minisig.iter().position(|byte| *byte == b'\n').unwrap() + 1;
            flip(&mut minisig, start, chance);
            "one bit of the signature"
        }
        9 => {
            minisig.truncate(chance.below(of.minisig.len()));
            "the signature cut off"
        }
        10 => {
            minisig = another(chance).minisig;
            "the signature of another bundle"
        }
        11 => {
            age = another(chance).age;
            "the file of another bundle"
        }
        12 => {
            name.first += 1 + chance.below(1000) as u64;
            "whole, under another number"
        }
        _ => {
            name.inspection = "other-2026".parse().unwrap();
            "whole, in another inspection"
        }
    };
    if kind % 2 == 1 && kind < 8 {
        name.sha256 = ContentHash::of(&age); // a name that fits what is there now
    }
    Damaged { how, name, age, minisig }
}

fn flip(bytes: &mut [u8], from: usize, chance: &mut Chance) {
    let at = from + chance.below(bytes.len() - from);
    bytes[at] ^= 1 << chance.below(8);
}
