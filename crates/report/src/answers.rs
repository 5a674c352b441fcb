//! Answers for analysts: one row per question of an assessment, as CSV and as JSON.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::error::ReportError;

/// A question of one assessment, with its answer if there is one. The fields are the columns, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerRow {
    /// The inspection's id.
    pub inspection: String,
    /// The case's reference.
    pub case: String,
    /// `child` or `victim`.
    pub case_kind: String,
    /// `primary` or `second`.
    pub role: String,
    /// The assessor, by reference.
    pub assessor: String,
    /// The form's id.
    pub form: String,
    /// The section's id.
    pub section: String,
    /// The question's id.
    pub question: String,
    /// The question's published number.
    pub number: String,
    /// The question as published.
    pub text: String,
    /// `prompt`, `information` or `summary`.
    pub question_kind: String,
    /// Whether it applies to the case: `yes`, `no`, `unknown`, and `yes_by_inspector`, `no_by_inspector`.
    pub applies: String,
    /// The answer as a code: `yes`, `no`, `not_applicable`, option ids joined with `;`. None: not answered, or text.
    pub answer: Option<String>,
    /// The answer in words.
    pub answer_text: Option<String>,
    /// The inspector's note.
    pub note: Option<String>,
    /// Who answered, by reference.
    pub author: Option<String>,
    /// When, in UTC: `2026-11-24T14:02:11.123Z`.
    pub at: Option<String>,
    /// The change that holds the answer.
    pub change: Option<String>,
    /// Framework and edition that asked: `yj-2025/2025.1`.
    pub edition: String,
}

/// The columns of [`answers_csv`], in order.
const COLUMNS: [&str; 19] = [
    "inspection",
    "case",
    "case_kind",
    "role",
    "assessor",
    "form",
    "section",
    "question",
    "number",
    "text",
    "question_kind",
    "applies",
    "answer",
    "answer_text",
    "note",
    "author",
    "at",
    "change",
    "edition",
];

impl AnswerRow {
    /// The cells, in the order of [`COLUMNS`].
    fn cells(&self) -> [&str; 19] {
        [
            &self.inspection,
            &self.case,
            &self.case_kind,
            &self.role,
            &self.assessor,
            &self.form,
            &self.section,
            &self.question,
            &self.number,
            &self.text,
            &self.question_kind,
            &self.applies,
            or_empty(&self.answer),
            or_empty(&self.answer_text),
            or_empty(&self.note),
            or_empty(&self.author),
            or_empty(&self.at),
            or_empty(&self.change),
            &self.edition,
        ]
    }
}

fn or_empty(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default()
}

/// The byte order mark: without it a spreadsheet reads UTF-8 as the machine's old code page and spoils `ŵ` and `’`. Readers of
/// data (pandas, R, DuckDB) skip it.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// The rows as CSV, in the order given: RFC 4180 (commas, quotes where needed, CRLF), UTF-8 with a byte order mark, a header row.
/// A missing value is an empty cell.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe in front: one that starts with `=`, `+`, `-`, `@`, a tab,
/// a carriage return or a line feed, or with one of their full-width forms; and one that has apostrophes before such a character,
/// so that the change can be undone without doubt: where apostrophes come before such a character, the first one was added.
/// [`answers_json`] changes nothing.
///
/// # Errors
/// When a row cannot be written, which only lack of memory could cause.
pub fn answers_csv(rows: &[AnswerRow]) -> Result<Vec<u8>, ReportError> {
    let failed = |error: csv::Error| ReportError::Values(error.to_string());
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    writer.write_record(COLUMNS).map_err(failed)?;
    for row in rows {
        writer.write_record(row.cells().map(harmless).iter().map(|cell| cell.as_bytes())).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| ReportError::Values(error.error().to_string()))
}

/// The cell, with an apostrophe in front where a spreadsheet would take it for a formula.
fn harmless(cell: &str) -> Cow<'_, str> {
    const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if cell.trim_start_matches('\'').starts_with(FORMULA) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The rows as a JSON array in UTF-8, in the order given, one row a line, fields in the order of [`AnswerRow`], nothing changed.
/// A missing value is `null`.
///
/// # Errors
/// When a row cannot be written, which only lack of memory could cause.
pub fn answers_json(rows: &[AnswerRow]) -> Result<Vec<u8>, ReportError> {
    let mut out = b"[".to_vec();
    for (at, row) in rows.iter().enumerate() {
        out.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut out, row).map_err(|error| ReportError::Values(error.to_string()))?;
    }
    out.extend_from_slice(b"\n]\n");
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_made_harmless_and_nothing_else_is_touched() {
        for cell in ["=1+1", "+44", "-5", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "'=1", "''@x"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        for cell in ["", "yes", "'quoted'", "a=b", " =1", "2.1.03", "’tis"] {
            assert_eq!(harmless(cell), cell);
        }
    }

    #[test]
    fn columns_are_the_fields() {
        let row: AnswerRow = serde_json::from_value(serde_json::Value::Object(
            COLUMNS.iter().map(|column| ((*column).to_owned(), (*column).into())).collect(),
        ))
        .unwrap();
        assert_eq!(row.cells(), COLUMNS);
    }
}
