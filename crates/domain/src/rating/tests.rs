//! Every rule with its published example.

mod hillingdon;
mod refusals;
mod rules;
