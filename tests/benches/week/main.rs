//! How fast a fieldwork week is, beside what the machine could do at best: raw encryption, raw hashing, a raw write.
//!
//! `./dev bench` runs it. Every row is measured in this one run, ours and its limit in turns, and compared as a ratio.
//! Nothing is asserted about time: machines differ. `docs/performance.md` says what each row means.

#![allow(clippy::print_stdout, reason = "a table for a person is what this program makes")]

mod bundles;
mod central;
mod invent;
mod laptop;
mod machine;
mod machines;
mod measure;
mod table;
mod week;

use std::path::Path;
use std::time::Instant;

use measure::Result;

fn main() -> Result<()> {
    // The target folder and not the system's temporary one, which is often in memory, where a durable write costs nothing.
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    println!("{}", machine::facts(dir.path()));
    let rows = rows(dir.path())?;
    println!("{}", table::of(&rows));
    Ok(())
}

fn rows(dir: &Path) -> Result<Vec<table::Row>> {
    let start = Instant::now();
    let week = week::record(dir)?;
    println!("{} (recorded in {:.1} s)\n", week.size(), start.elapsed().as_secs_f64());
    let keys = bundles::Keys::new()?;
    let log = week.log_signed_by(&keys.signer)?;
    let mut rows = Vec::new();
    rows.extend(bundles::rows(&week, &keys, &log)?);
    rows.extend(central::rows(&week, &log, dir)?);
    rows.extend(laptop::rows(&week, dir)?);
    Ok(rows)
}
