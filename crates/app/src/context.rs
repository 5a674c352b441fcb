//! What the outside world gives to a use case: passed in, so that tests can own it.

use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};
use fieldweek_domain::change::Timestamp;

/// Tells the time for people. No rule reads it.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::from(Utc::now())
    }
}

/// A clock that starts at a given moment and goes on by a fixed step at every look: for invented weeks and tests.
#[derive(Debug)]
pub struct SteppingClock {
    next: Mutex<DateTime<Utc>>,
    step: TimeDelta,
}

impl SteppingClock {
    /// Starts at `from`, and goes on by `step` at every look.
    #[must_use]
    pub const fn new(from: DateTime<Utc>, step: TimeDelta) -> Self {
        Self { next: Mutex::new(from), step }
    }
}

impl Clock for SteppingClock {
    fn now(&self) -> Timestamp {
        let mut next = self.next.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let now = *next;
        *next = now + self.step;
        Timestamp::from(now)
    }
}
