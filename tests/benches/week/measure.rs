//! Taking times.

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// What every step gives: whatever goes wrong ends the program.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The times of several runs of one thing.
#[derive(Debug, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Does something once and takes its time. Dropping what it gives is not in it.
    pub fn take<T>(&mut self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let start = Instant::now();
        let done = black_box(work());
        self.0.push(start.elapsed());
        done
    }

    /// How many runs there were.
    pub fn runs(&self) -> usize {
        self.0.len()
    }

    /// The time that half of the runs took no longer than.
    pub fn median(&self) -> Duration {
        self.part(1, 2)
    }

    /// The time that nineteen in twenty of the runs took no longer than.
    pub fn slow(&self) -> Duration {
        self.part(19, 20)
    }

    fn part(&self, of: usize, all: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * of).div_ceil(all).saturating_sub(1);
        sorted.get(at).copied().unwrap_or_default()
    }
}

/// The times of ours and of what it is held against.
#[derive(Debug, Default)]
pub struct Pair {
    /// Ours.
    pub ours: Times,
    /// The raw limit, or a peer.
    pub limit: Times,
}

impl Pair {
    /// How many times as long ours takes.
    pub fn ratio(&self) -> f64 {
        self.ours.median().as_secs_f64() / self.limit.median().as_secs_f64()
    }
}
