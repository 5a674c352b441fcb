//! Seeded chance for invented data: the same seed and label always give the same number, whatever was asked before.

use sha2::{Digest, Sha256};

/// A source of seeded chance.
#[derive(Debug, Clone, Copy)]
pub struct Dice {
    seed: u64,
}

impl Dice {
    /// Chance from this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// A number from 0 up to, not including, 1,000,000.
    fn millionths(self, label: &str) -> u32 {
        let mut hash = Sha256::new();
        hash.update(self.seed.to_be_bytes());
        hash.update(label.as_bytes());
        let digest = hash.finalize();
        let number = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        u32::try_from(number % 1_000_000).unwrap_or(0)
    }

    /// Whether something with this chance, in per cent, happens.
    #[must_use]
    pub fn chance(self, percent: u32, label: &str) -> bool {
        self.millionths(label) < percent * 10_000
    }

    /// One of several.
    #[must_use]
    pub fn pick<'a, T>(self, from: &'a [T], label: &str) -> Option<&'a T> {
        from.get(self.below(from.len(), label))
    }

    /// A number below `end`; 0 when `end` is 0.
    #[must_use]
    pub fn below(self, end: usize, label: &str) -> usize {
        usize::try_from(self.millionths(label)).unwrap_or(0) * end / 1_000_000
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_seed_and_label_give_the_same_number() {
        let (a, b) = (Dice::new(7), Dice::new(7));
        assert!((0..100).all(|n| a.below(10, &n.to_string()) == b.below(10, &n.to_string())));
        assert!((0..100).any(|n| a.below(10, &n.to_string()) != Dice::new(8).below(10, &n.to_string())));
    }

    #[test]
    fn chance_is_about_what_it_says() {
        let hits = (0..1000).filter(|n| Dice::new(1).chance(30, &n.to_string())).count();
        assert!((240..360).contains(&hits), "{hits}");
    }
}
