//! Answers as CSV and JSON.

use fieldweek_report::{AnswerRow, answers_csv, answers_json};

fn row(number: &str, note: Option<&str>) -> AnswerRow {
    AnswerRow {
        inspection: "eastmere-2026".to_owned(),
        case: "C07".to_owned(),
        case_kind: "child".to_owned(),
        role: "primary".to_owned(),
        assessor: "A2".to_owned(),
        form: "child".to_owned(),
        section: "2.1.1".to_owned(),
        question: number.to_owned(),
        number: number.to_owned(),
        text: "Does assessing analyse the context of the child?".to_owned(),
        question_kind: "prompt".to_owned(),
        applies: "yes".to_owned(),
        answer: Some("yes".to_owned()),
        answer_text: Some("Yes".to_owned()),
        note: note.map(str::to_owned),
        author: Some("A2".to_owned()),
        at: Some("2026-11-24T14:02:11.123Z".to_owned()),
        change: Some("9f2c".repeat(16)),
        edition: "yj-2025/2025.1".to_owned(),
    }
}

fn rows() -> Vec<AnswerRow> {
    let notes = [
        "plain",
        "comma, \"quote\" and 'apostrophe'",
        "two\r\nlines",
        "=HYPERLINK(\"http://x\",\"y\")",
        "+441234",
        "-1+1|cmd",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "'=already",
        "＝1",
        "Tŷ’r ŵyr 😀",
        "",
    ];
    let mut rows: Vec<_> = notes.iter().map(|note| row("2.1.01", Some(note))).collect();
    rows.push(row("2.1.02", None));
    rows
}

/// Undoes the protection, as the documentation says it can be.
fn undone(cell: &str) -> &str {
    let formula = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    match cell.strip_prefix('\'') {
        Some(rest) if cell.trim_start_matches('\'').starts_with(formula) => rest,
        _ => cell,
    }
}

#[test]
fn csv_comes_back_as_it_went_in() {
    let bytes = answers_csv(&rows()).unwrap();
    let text = std::str::from_utf8(&bytes).unwrap().strip_prefix('\u{FEFF}').expect("a byte order mark");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().get(0), Some("inspection"));
    let read: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(read.len(), rows().len());
    for (record, row) in read.iter().zip(rows()) {
        assert_eq!(record.len(), 19);
        assert_eq!(undone(&record[14]), row.note.unwrap_or_default());
    }
}

#[test]
fn no_cell_starts_a_formula() {
    let bytes = answers_csv(&rows()).unwrap();
    for record in csv::Reader::from_reader(bytes.as_slice()).records().map(Result::unwrap) {
        for cell in &record {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']), "{cell:?}");
        }
    }
}

#[test]
fn csv_lines_end_as_rfc_4180_says() {
    let text = String::from_utf8(answers_csv(&[row("2.1.01", Some("a, b"))]).unwrap()).unwrap();
    assert_eq!(text.matches("\r\n").count(), 2);
    assert_eq!(text.matches('\n').count(), 2);
    assert!(text.contains(",\"a, b\","));
}

#[test]
fn json_is_exact_and_keeps_the_order() {
    let bytes = answers_json(&rows()).unwrap();
    let read: Vec<AnswerRow> = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(read, rows());
    assert!(bytes.starts_with(b"[\n{\"inspection\":\"eastmere-2026\",\"case\":\"C07\""));
    assert_eq!(answers_json(&rows()).unwrap(), bytes);
}

#[test]
fn no_answers_are_an_empty_table() {
    assert_eq!(answers_json(&[]).unwrap(), b"[\n]\n");
    assert_eq!(String::from_utf8(answers_csv(&[]).unwrap()).unwrap().lines().count(), 1);
}
