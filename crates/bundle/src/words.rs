//! Fingerprints as words, to be read aloud over a telephone and compared.

use sha2::{Digest, Sha256};

use crate::keys::PublicKey;
use crate::recipient::AgeRecipient;

/// How many words a fingerprint has: eight bits each.
pub const WORDS_OF_A_FINGERPRINT: usize = 12;

/// The fingerprint of a device's two keys: the first twelve bytes of a SHA-256, a word for each byte.
#[must_use]
pub fn fingerprint(signing_key: &PublicKey, recipient: &AgeRecipient) -> String {
    words_of(format!("fieldweek/1 fingerprint\n{signing_key}\n{recipient}\n").as_bytes())
}

/// The fingerprint of the organisation's root key, which devices pin at enrolment.
#[must_use]
pub fn root_fingerprint(root: &PublicKey) -> String {
    words_of(format!("fieldweek/1 root\n{root}\n").as_bytes())
}

fn words_of(bytes: &[u8]) -> String {
    words(&Sha256::digest(bytes).into()).join(" ")
}

/// A hash as words: one for each of its first twelve bytes.
#[must_use]
pub fn words(hash: &[u8; 32]) -> Vec<&'static str> {
    hash.iter().take(WORDS_OF_A_FINGERPRINT).filter_map(|byte| WORDS.get(usize::from(*byte)).copied()).collect()
}

/// A word for every byte: short, plain, each told from all others by its first three letters.
#[rustfmt::skip]
pub const WORDS: [&str; 256] = [
    "acorn", "adult", "after", "agent", "album", "alive", "amber", "angle", "ankle", "apple", "arrow", "artist",
    "atlas", "autumn", "award", "axle", "bacon", "badge", "bamboo", "banjo", "basket", "beach", "bench", "bicycle",
    "birch", "biscuit", "blanket", "border", "bottle", "bridge", "bronze", "bucket", "cabin", "cactus", "camera",
    "candle", "carpet", "castle", "cedar", "cherry", "chimney", "circle", "clover", "cobalt", "coffee", "copper",
    "cotton", "cradle", "daisy", "dance", "december", "denim", "desert", "dinner", "dolphin", "donkey", "dragon",
    "drum", "duck", "dune", "dusty", "eagle", "early", "echo", "editor", "eight", "elbow", "elder", "ember", "empty",
    "engine", "equal", "evening", "exit", "fabric", "falcon", "farmer", "feather", "fence", "field", "finger", "flag",
    "flute", "fog", "forest", "fossil", "fountain", "fox", "frame", "friday", "frost", "fudge", "gallery", "garden",
    "gate", "gentle", "giant", "ginger", "glacier", "glove", "goat", "gold", "goose", "granite", "green", "guitar",
    "gulf", "gust", "hammer", "harbour", "hazel", "heather", "helmet", "heron", "hill", "hobby", "honey", "hotel",
    "hundred", "husky", "iceberg", "idea", "igloo", "index", "ink", "insect", "iris", "island", "ivory", "jacket",
    "jade", "jasmine", "jelly", "jigsaw", "joke", "judge", "juice", "jungle", "jury", "kayak", "kettle", "key",
    "kitchen", "knee", "koala", "ladder", "lagoon", "lamp", "lantern", "lemon", "letter", "library", "lily", "linen",
    "lizard", "lobster", "lotus", "lucky", "lunch", "magnet", "maple", "marble", "meadow", "melon", "metal", "mild",
    "minute", "mirror", "mitten", "monday", "moon", "motor", "mouse", "museum", "napkin", "nectar", "needle", "nest",
    "nickel", "night", "noble", "noodle", "north", "number", "nutmeg", "oak", "oasis", "ocean", "octave", "office",
    "olive", "onion", "opera", "orange", "orbit", "otter", "oven", "owl", "oyster", "paddle", "panda", "paper",
    "parade", "peach", "pebble", "pencil", "pepper", "piano", "pilot", "planet", "plum", "pocket", "poem", "polar",
    "pony", "potato", "prairie", "pumpkin", "puzzle", "quarry", "queen", "quiet", "rabbit", "radio", "ramp", "raven",
    "ribbon", "river", "robin", "rocket", "rose", "ruby", "saddle", "salmon", "sandal", "school", "seven", "shadow",
    "silver", "sister", "skate", "sky", "sled", "smoke", "snow", "soap", "spoon", "square", "stable", "sugar", "summer",
    "swan", "table", "tulip", "tunnel", "turtle",
];
