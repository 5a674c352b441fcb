//! Seeded chance.

/// A source of numbers (SplitMix64): the same seed gives the same ones.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// From the environment's seed, or the usual one; with the seed, to be printed.
    pub fn seeded() -> (Self, u64) {
        let seed = std::env::var("FIELDWEEK_SOAK_SEED").map_or(2026, |text| text.parse().expect("FIELDWEEK_SOAK_SEED is a number"));
        (Self(seed), seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    /// A number from 0 up to, not including, `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }
}
