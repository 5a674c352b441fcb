//! Setting an inspection up, and seeing where it stands.

mod allocate;
mod create;
mod pack;
mod sample;

pub use allocate::{Allocated, allocate};
pub use create::{Data, NewInspection, create};
pub use pack::{Packed, pack};
pub use sample::{Sampled, sample};
