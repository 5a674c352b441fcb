//! Case summaries: what the bytes claim, what the page says, that nothing a person types can break or change it.

use crate::fixtures::{child, prepared, victim};
use crate::words::{bare, boxes, pages, text};
use fieldweek_report::case_summary::{DataOrigin, Evidence, Fact, Question, Standing};
use fieldweek_report::{CaseSummary, PdfFault, case_summaries, case_summary_pdf, validate_pdf};

fn pdf(summary: &CaseSummary) -> Vec<u8> {
    case_summary_pdf(summary, prepared()).unwrap()
}

fn first_question(summary: &mut CaseSummary) -> &mut Question {
    &mut summary.sections[1].questions[0]
}

fn with_note(note: &str) -> CaseSummary {
    let mut summary = victim();
    first_question(&mut summary).note = Some(note.to_owned());
    summary
}

#[test]
fn a_summary_claims_both_standards_and_is_short_enough_to_read() {
    for (summary, longest) in [(child(), 8), (victim(), 3)] {
        let pdf = pdf(&summary);
        assert_eq!(validate_pdf(&pdf), Ok(()));
        assert!(pages(&pdf).len() <= longest, "{} pages", pages(&pdf).len());
    }
}

#[test]
fn a_damaged_pdf_is_found_out() {
    let pdf = pdf(&victim());
    assert_eq!(validate_pdf(&pdf[..pdf.len() / 2]), Err(PdfFault::NotWhole));
    assert_eq!(validate_pdf(b""), Err(PdfFault::NotWhole));
    assert_eq!(validate_pdf(b"%PDF-1.7\n%%EOF\n"), Err(PdfFault::Lacks("the mark of PDF/A-2")));
}

#[test]
fn the_same_values_make_the_same_bytes() {
    let alone = pdf(&child());
    let cases = [victim(), child(), victim()];
    let many: Vec<_> = case_summaries(&cases, prepared()).map(Result::unwrap).collect();
    assert_eq!(many[1], alone);
    assert_eq!(many[0], many[2]);
    assert_ne!(case_summary_pdf(&child(), prepared().succ_opt().unwrap()).unwrap(), alone);
}

#[test]
fn every_page_carries_the_marking_and_its_place() {
    let pages = pages(&pdf(&child()));
    for (at, page) in pages.iter().enumerate() {
        assert_eq!(page.matches("OFFICIAL-SENSITIVE").count(), if at == 0 { 3 } else { 2 }, "page {at}");
        assert!(page.contains(&bare("DEMONSTRATION — invented data about no real person")), "page {at}");
        assert!(page.contains(&bare(&format!("Page {} of {}", at + 1, pages.len()))), "page {at}");
    }
}

#[test]
fn a_real_case_is_not_called_a_demonstration() {
    let mut summary = child();
    summary.data = DataOrigin::Live;
    let text = text(&pdf(&summary));
    assert!(!text.contains(&bare("DEMONSTRATION")) && !text.contains(&bare("invented")));
    assert!(text.contains(&bare("OFFICIAL-SENSITIVE")));
}

#[test]
fn everything_recorded_is_printed() {
    for summary in [child(), victim()] {
        let text = text(&pdf(&summary));
        let mut expected: Vec<String> = Vec::new();
        for question in summary.sections.iter().flat_map(|section| &section.questions) {
            expected.extend([question.number.clone(), question.text.clone()]);
            expected.extend(question.answer.iter().chain(&question.note).cloned());
            for evidence in &question.evidence {
                expected.push(evidence.source.clone());
                expected.extend(evidence.reference.iter().chain(&evidence.text).cloned());
            }
            expected.extend(question.recorded.iter().map(|recorded| format!("{}, {}", recorded.author, recorded.at)));
            match &question.standing {
                Standing::SetAside { why: words } | Standing::AskedByInspector { reason: words } => expected.push(words.clone()),
                _ => {}
            }
        }
        expected.extend(summary.judgements.iter().filter_map(|judgement| judgement.reason.clone()));
        expected.extend(summary.identity.iter().chain(&summary.classifications).flat_map(|fact| [fact.label.clone(), fact.value.clone()]));
        expected.push(summary.provenance.verification.clone());
        for words in expected {
            assert!(text.contains(&bare(&words)), "not printed: {words}");
        }
    }
}

#[test]
fn a_question_shows_how_it_stands() {
    let mut summary = victim();
    let questions = &mut summary.sections[1].questions;
    questions[0].note = Some("Not for print.".to_owned());
    questions[0].standing = Standing::SetAsideByInspector { reason: "The victim moved away before contact.".to_owned() };
    questions[1].standing = Standing::Waits { on: "whether statutory victim contact applies".to_owned() };
    questions[3].answer = None;
    questions[3].recorded = None;
    let text = text(&pdf(&summary));
    assert!(text.contains(&bare("Set aside by the inspector: The victim moved away before contact.")));
    assert!(text.contains(&bare("Not counted; kept: Telephone; letter; home visit, a note (A2, 25 Nov 2026")));
    assert!(!text.contains(&bare("Not for print.")));
    assert!(text.contains(&bare("May apply, depending on: whether statutory victim contact applies")));
    assert!(text.contains(&bare("Not answered")));
}

#[test]
fn an_assessment_with_nothing_in_it_yet_prints() {
    let mut summary = child();
    summary.judgements.iter_mut().for_each(|judgement| {
        judgement.judgement = None;
        judgement.reason = None;
        judgement.tally.unanswered = 9;
    });
    summary.identity.clear();
    summary.classifications.clear();
    summary.sections.clear();
    summary.provenance.bundle = None;
    let text = text(&pdf(&summary));
    assert!(text.contains(&bare("Not yet judged")) && text.contains(&bare("9 not answered")));
    summary.judgements.clear();
    assert_eq!(validate_pdf(&pdf(&summary)), Ok(()));
}

#[test]
fn welsh_and_typographic_text_is_printed_as_written() {
    let note = "Tŷ’r ŵyr, llwŷr; Ŵ Ŷ â ê î ô û – “llais y plentyn” … £5 € ½ ≥ ☑ ✓";
    assert!(text(&pdf(&with_note(note))).contains(&bare(note)));
}

#[test]
fn markup_is_text() {
    let note =
        "#panic(1) $x^2$ *bold* _it_ `raw` = Heading @ref <label> #import \"@preview/x:1.0.0\": * \\ // /* #read(\"/etc/passwd\") {{}} ]";
    assert!(text(&pdf(&with_note(note))).contains(&bare(note)));
}

#[test]
fn hidden_controls_are_not_printed_and_counted() {
    let printed = text(&pdf(&with_note("a\u{202E}b\u{0}c\u{1B}d\u{200F}e")));
    assert!(printed.contains(&bare("abcde")));
    assert!(printed.contains(&bare("Invisible control characters (4) are left out.")));
}

#[test]
fn what_the_fonts_lack_is_printed_as_a_number() {
    let printed = text(&pdf(&with_note("ok 😀 done 中文 \u{E123} ☑\u{301} q\u{301}\u{316}")));
    assert!(printed.contains(&bare("[U+1F600]")) && printed.contains(&bare("[U+4E2D][U+6587]")) && printed.contains(&bare("[U+E123]")));
    assert!(printed.contains(&bare("are printed as their Unicode number")));
    assert!(printed.contains(&bare("OFFICIAL-SENSITIVE")));
}

#[test]
fn symbols_and_marks_are_all_seen() {
    assert!(text(&pdf(&with_note("✓ ☑\u{301} e\u{301} ☐\u{5B0}"))).contains("✓☑[U+0301]e\u{301}☐[U+05B0]"));
}

#[test]
fn other_scripts_print() {
    let printed = text(&pdf(&with_note("Żółć, Łódź, Română ș ț, Ελληνικά, Русский")));
    assert!(printed.contains(&bare("Żółć, Łódź, Română ș ț, Ελληνικά, Русский")));
    assert_eq!(validate_pdf(&pdf(&with_note("שלום עולם (abc) 123"))), Ok(()));
    assert_eq!(validate_pdf(&pdf(&with_note("العربية हिन्दी 한국어 \u{D55C}\u{AE00}"))), Ok(()));
}

#[test]
fn the_longest_note_is_printed_whole() {
    let sentence = "The plan was reviewed with the child and the carer. ";
    let note = sentence.repeat(64 * 1024 / sentence.len());
    let printed = text(&pdf(&with_note(note.trim())));
    assert_eq!(printed.matches("reviewed").count(), note.matches("reviewed").count());
}

#[test]
fn no_text_leaves_the_page() {
    for run in ["x", "☐", "ab\u{A0}", "–", "1"] {
        let note = run.repeat(8 * 1024 / run.len());
        let pages = boxes(&pdf(&with_note(&note)));
        assert!(pages.iter().all(|page| page.widest <= page.width), "{run}: {pages:?}");
    }
}

#[test]
fn every_field_may_hold_anything() {
    let hostile = "=#panic() \u{202E}\u{0}😀 “x” \u{FEFF}\r\n\n\n<a> ".repeat(40);
    let mut summary = child();
    summary.inspection.service.clone_from(&hostile);
    summary.inspection.title.clone_from(&hostile);
    summary.case.clone_from(&hostile);
    summary.assessor.clone_from(&hostile);
    summary.status.clone_from(&hostile);
    summary.identity.push(Fact { label: hostile.clone(), value: hostile.clone() });
    summary.judgements[0].reason = Some(hostile.clone());
    summary.provenance.verification.clone_from(&hostile);
    summary.sections[0].title.clone_from(&hostile);
    let question = first_question(&mut summary);
    question.number.clone_from(&hostile);
    question.text.clone_from(&hostile);
    question.answer = Some(hostile.clone());
    question.evidence = vec![Evidence { source: hostile.clone(), reference: Some(hostile.clone()), text: Some(hostile) }; 30];
    assert_eq!(validate_pdf(&pdf(&summary)), Ok(()));
}

#[test]
fn a_date_no_pdf_can_carry_is_an_error() {
    let error = case_summary_pdf(&victim(), chrono::NaiveDate::from_ymd_opt(12_026, 1, 1).unwrap()).unwrap_err();
    assert!(matches!(error, fieldweek_report::ReportError::Date));
}
