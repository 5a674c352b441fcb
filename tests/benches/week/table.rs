//! The table that is printed at the end.

use std::fmt::Write as _;
use std::time::Duration;

use crate::measure::Pair;

/// One line of the table.
pub struct Row {
    /// What was measured.
    pub what: &'static str,
    /// What it is held against.
    pub against: &'static str,
    /// The times.
    pub times: Pair,
}

/// The table: medians, the time that nineteen runs in twenty stayed below, and the ratio of the medians.
pub fn of(rows: &[Row]) -> String {
    let head = ["what", "median", "19 in 20", "held against", "median", "ratio", "runs"].map(str::to_owned);
    let lines: Vec<[String; 7]> = std::iter::once(head).chain(rows.iter().map(line)).collect();
    let width = |column: usize| lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    for line in &lines {
        for (column, cell) in line.iter().enumerate() {
            let width = width(column);
            let _ = match column {
                0 | 3 => write!(out, "{cell:<width$}  "),
                _ => write!(out, "{cell:>width$}  "),
            };
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    out
}

fn line(row: &Row) -> [String; 7] {
    let Row { what, against, times } = row;
    [
        (*what).to_owned(),
        readable(times.ours.median()),
        readable(times.ours.slow()),
        (*against).to_owned(),
        readable(times.limit.median()),
        format!("{:.2}", times.ratio()),
        times.ours.runs().to_string(),
    ]
}

fn readable(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds >= 1.0 { format!("{seconds:.2} s") } else { format!("{:.2} ms", seconds * 1e3) }
}
