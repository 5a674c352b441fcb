//! A case summary as PDF.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};
use fieldweek_domain::case::CaseKind;
use fieldweek_domain::id::AssessmentRole;
use serde_json::{Value, json};

use crate::case_summary::{CaseSummary, DataOrigin, Fact, MARKING};
use crate::error::ReportError;
use crate::printable::{Printer, Seen};
use crate::typeset::press;

const TEMPLATE: &str = include_str!("../templates/case-summary.typ");

/// The summary as one PDF that is both PDF/UA-1 (accessible) and PDF/A-2a (archivable): tagged, in British English, with its fonts,
/// and the same bytes for the same values. `prepared` is printed and becomes the document's date.
///
/// Text is printed as it is, never read as markup. Invisible control characters, among them those that change the direction of text,
/// are left out; a character that the fonts lack (an emoji, say) is printed as its number, `[U+1F600]`, and the document says so.
///
/// # Errors
/// When the document cannot be typeset to both standards, or the date has no four-digit year.
pub fn case_summary_pdf(summary: &CaseSummary, prepared: NaiveDate) -> Result<Vec<u8>, ReportError> {
    press().pdf(TEMPLATE, template_data(summary, prepared)?, prepared)
}

/// The PDFs of many summaries, one after the other: fonts and template are set up once, and only one document is held at a time.
pub fn case_summaries<'a>(
    summaries: impl IntoIterator<Item = &'a CaseSummary>,
    prepared: NaiveDate,
) -> impl Iterator<Item = Result<Vec<u8>, ReportError>> {
    summaries.into_iter().map(move |summary| case_summary_pdf(summary, prepared))
}

/// Everything the template prints, as JSON, with every text made printable.
fn template_data(summary: &CaseSummary, prepared: NaiveDate) -> Result<Vec<u8>, ReportError> {
    let mut data = json!({
        "case": summary,
        "marking": MARKING,
        "demonstration": summary.data == DataOrigin::Demonstration,
        "title": format!("Case summary {}: {}", summary.case, kind_words(summary.kind)),
        "description": format!("{MARKING}. {}, fieldwork {}", summary.inspection.title, fieldwork(summary)),
        "kind": kind_words(summary.kind),
        "subject": subject_words(summary.kind),
        "caution": format!("About a {}: keep and share it only as the inspection’s rules allow.", kind_words(summary.kind)),
        "role": role_words(summary.role),
        "fieldwork": fieldwork(summary),
        "prepared": day(prepared),
        "assessment": assessment(summary),
        "provenance": provenance(summary, prepared),
    });
    let mut printer = Printer::new(press());
    clean(&mut data, &mut printer);
    let Value::Object(fields) = &mut data else {
        return Err(ReportError::Values("not an object".to_owned()));
    };
    let Seen { numbered, dropped } = printer.seen();
    fields.insert("numbered".to_owned(), numbered.into());
    fields.insert("dropped".to_owned(), dropped.into());
    serde_json::to_vec(&data).map_err(|error| ReportError::Values(error.to_string()))
}

fn fact(label: &str, value: impl Into<String>) -> Fact {
    Fact { label: label.to_owned(), value: value.into() }
}

fn assessment(summary: &CaseSummary) -> Vec<Fact> {
    vec![fact("Allocated to", &summary.assessor), fact("Role", role_words(summary.role)), fact("Status", &summary.status)]
}

fn provenance(summary: &CaseSummary, prepared: NaiveDate) -> Vec<Fact> {
    let mut facts = vec![fact("Verification", &summary.provenance.verification)];
    if let Some(bundle) = &summary.provenance.bundle {
        facts.push(fact("Bundle fingerprint, in words", &bundle.words));
        facts.push(fact("Bundle fingerprint", grouped(&bundle.hex)));
    }
    facts.push(fact("Framework", format!("{}, edition {}", summary.inspection.framework, summary.inspection.edition)));
    facts.push(fact("Prepared", day(prepared)));
    facts
}

fn fieldwork(summary: &CaseSummary) -> String {
    period(summary.inspection.fieldwork_from, summary.inspection.fieldwork_to)
}

fn clean(value: &mut Value, printer: &mut Printer<'_>) {
    match value {
        Value::String(text) => *text = printer.print(text),
        Value::Array(items) => items.iter_mut().for_each(|item| clean(item, printer)),
        Value::Object(fields) => fields.values_mut().for_each(|field| clean(field, printer)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

const fn kind_words(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Child => "child’s case",
        CaseKind::Victim => "victim’s case",
    }
}

const fn subject_words(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Child => "Child and case",
        CaseKind::Victim => "Victim and case",
    }
}

const fn role_words(role: AssessmentRole) -> &'static str {
    match role {
        AssessmentRole::Primary => "Primary assessment",
        AssessmentRole::Second => "Second assessment (quality assurance)",
    }
}

fn day(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), month(date), date.year())
}

/// "23 to 27 November 2026", "30 November to 4 December 2026".
fn period(from: NaiveDate, to: NaiveDate) -> String {
    if from == to {
        return day(from);
    }
    let mut text = from.day().to_string();
    if (from.year(), from.month()) != (to.year(), to.month()) {
        let _ = write!(text, " {}", month(from));
    }
    if from.year() != to.year() {
        let _ = write!(text, " {}", from.year());
    }
    let _ = write!(text, " to {}", day(to));
    text
}

fn month(date: NaiveDate) -> &'static str {
    match date.month0() {
        0 => "January",
        1 => "February",
        2 => "March",
        3 => "April",
        4 => "May",
        5 => "June",
        6 => "July",
        7 => "August",
        8 => "September",
        9 => "October",
        10 => "November",
        _ => "December",
    }
}

/// Groups of four, so that two people can compare them.
fn grouped(hex: &str) -> String {
    let mut text = String::with_capacity(hex.len() + hex.len() / 4);
    for (at, digit) in hex.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_says_no_more_than_it_must() {
        assert_eq!(period(date("2026-11-23"), date("2026-11-27")), "23 to 27 November 2026");
        assert_eq!(period(date("2026-11-30"), date("2026-12-04")), "30 November to 4 December 2026");
        assert_eq!(period(date("2026-12-30"), date("2027-01-04")), "30 December 2026 to 4 January 2027");
        assert_eq!(period(date("2026-11-23"), date("2026-11-23")), "23 November 2026");
    }

    #[test]
    fn a_fingerprint_is_printed_in_fours() {
        assert_eq!(grouped("0123456789"), "0123 4567 89");
        assert_eq!(grouped(""), "");
    }
}
