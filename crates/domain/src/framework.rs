//! Frameworks: the model, reading it from text, checking it, and which questions apply to a case.

mod applies;
mod check;
mod clean;
mod files;
mod item;
mod model;
mod parse;
mod places;
mod raw;
mod read;

pub use applies::{Applies, Truth, applies, exclusion, holds, settled};
pub use check::check;
pub use files::Files;
pub use item::{FrameworkError, Item, Kind, Problem};
pub use model::*;
pub use parse::parse;

#[cfg(test)]
pub(crate) mod sound;
#[cfg(test)]
mod tests;
