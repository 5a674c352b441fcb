//! What Fieldweek is about, as pure values and rules: no I/O, no clock, no randomness.
//!
//! * [`change`], [`register`], [`authority`], [`topic`]: the log and its fold.
//! * [`framework`], [`answer`], [`case`]: what is asked, and of whom.
//! * [`inspection`], [`assessment`], [`entry`]: the typed view on the heads of the registers.
//! * [`progress`], [`judgement`]: how far an assessment is, and what supports its summary judgements.
//! * [`consolidate`], [`rating`], [`interval`], [`sample`]: from assessments to counts to ratings, how sure they are, and
//!   which cases to count.

pub mod answer;
pub mod assessment;
pub mod authority;
pub mod case;
pub mod change;
pub mod consolidate;
pub mod entry;
pub mod framework;
pub mod id;
pub mod inspection;
pub mod interval;
pub mod judgement;
pub mod progress;
pub mod rating;
pub mod register;
pub mod sample;
pub mod topic;
