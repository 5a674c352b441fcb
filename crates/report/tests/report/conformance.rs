//! veraPDF's verdict on what this crate prints, for both standards.

use std::path::PathBuf;

use fieldweek_report::case_summary::{DataOrigin, Standing};
use fieldweek_report::{CaseSummary, case_summary_pdf};

use crate::fixtures::{child, prepared, victim};
use crate::verapdf;

fn printed(name: &str, summary: &CaseSummary) -> PathBuf {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pdf"));
    std::fs::write(&file, case_summary_pdf(summary, prepared()).unwrap()).unwrap();
    file
}

/// Long, strange and unfinished.
fn odd() -> CaseSummary {
    let mut summary = child();
    summary.data = DataOrigin::Live;
    summary.provenance.bundle = None;
    summary.case = "C07 \u{202E}😀".to_owned();
    summary.judgements[0].judgement = None;
    let questions = &mut summary.sections[1].questions;
    questions[0].note = Some("Tŷ’r ŵyr 😀 \u{E000} ☑\u{301} שלום العربية \u{AD} fi ffl ".repeat(300));
    questions[1].note = Some("x".repeat(9000));
    questions[2].standing = Standing::Waits { on: "a fact".to_owned() };
    questions[3].answer = None;
    questions[4].answer = Some("☑ ✓ →\n\nline\u{2028}line\ttab".repeat(50));
    summary
}

#[test]
fn summaries_are_valid_pdf_ua_1_and_pdf_a_2a() {
    verapdf::assert_valid(&[printed("child", &child()), printed("victim", &victim()), printed("odd", &odd())]);
}

#[test]
fn the_validator_can_say_no() {
    let pdf = case_summary_pdf(&victim(), prepared()).unwrap();
    // The same length, so that the file stays readable: it no longer says which part of PDF/A or PDF/UA it is.
    let spoiled = replace(&replace(&pdf, b"<pdfaid:part>2<", b"<pdfaid:part>9<"), b"<pdfuaid:part>1<", b"<pdfuaid:part>9<");
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("spoiled.pdf");
    std::fs::write(&file, spoiled).unwrap();
    let output = verapdf::run("2a,ua1", &[file]);
    assert!(!output.valid);
    assert_eq!(output.words.lines().filter(|line| line.starts_with("invalid ")).count(), 2, "{}", output.words);
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|window| window == from).unwrap();
    let mut out = bytes.to_vec();
    out[at..at + to.len()].copy_from_slice(to);
    out
}
