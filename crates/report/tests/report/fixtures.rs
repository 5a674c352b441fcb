//! Invented cases: a child's with all 72 questions, a victim's with 16.

use chrono::NaiveDate;
use fieldweek_report::CaseSummary;

/// The date all test documents are prepared on.
pub fn prepared() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 27).unwrap()
}

/// A child's case.
pub fn child() -> CaseSummary {
    serde_json::from_str(include_str!("child.json")).unwrap()
}

/// A victim's case.
pub fn victim() -> CaseSummary {
    serde_json::from_str(include_str!("victim.json")).unwrap()
}
