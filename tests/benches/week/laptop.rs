//! What an inspector waits for: an answer kept, a workspace opened, a case printed.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use fieldweek_app::record::{self, Said};
use fieldweek_app::session::Session;
use fieldweek_app::summary::case_summary;
use fieldweek_bundle::recover;
use fieldweek_domain::answer::{Answer, Judged};
use fieldweek_domain::framework::{AnswerKind, QuestionKind};
use fieldweek_domain::progress::{Asked, asked};
use fieldweek_report::case_summary::Provenance;
use fieldweek_report::{CaseSummary, case_summary_pdf, validate_pdf};
use fieldweek_store::{NoVault, StoreKey, Workspace};

use crate::invent::note;
use crate::machines::{clock, passphrase};
use crate::measure::{Pair, Result};
use crate::table::Row;
use crate::week::{FILLED, Week, case};

const ANSWERS: usize = 200;
const OPENINGS: usize = 11;

/// What a laptop's part costs.
pub fn rows(week: &Week, dir: &Path) -> Result<Vec<Row>> {
    let opening = open(week)?;
    let mut session = Session::open(&week.laptop, &passphrase(), &NoVault, clock())?;
    let recording = answers(week, &mut session, &dir.join("raw-answers"))?;
    let printing = summaries(week, &session)?;
    Ok(vec![
        Row { what: "record one answer with a note", against: "write the same bytes and fsync", times: recording },
        Row { what: "open a workspace with its passphrase", against: "the same with its raw key, no Argon2id", times: opening },
        Row { what: "one case summary as PDF", against: "the same with nothing in it", times: printing },
    ])
}

fn open(week: &Week) -> Result<Pair> {
    let escrowed = Workspace::escrow(&week.laptop)?;
    let key = StoreKey::from_bytes(*recover(&escrowed, &week.recovery)?);
    let mut times = Pair::default();
    for _ in 0..OPENINGS {
        times.ours.take(|| Ok(Session::open(&week.laptop, &passphrase(), &NoVault, clock())?))?;
        times.limit.take(|| Ok(Workspace::open_with_key(&week.laptop, key.clone())?))?;
    }
    Ok(times)
}

/// Answers the questions of the open case, again and again, always something else.
fn answers(week: &Week, session: &mut Session, raw: &Path) -> Result<Pair> {
    let id = case(FILLED + 1)?;
    let work = session.work(&week.inspection, id.clone())?;
    let (facts, form) = (work.assessment()?.known_facts(work.case()?), work.form()?);
    let assessment = work.assessment()?;
    let plain = form.questions().filter(|question| {
        question.kind == QuestionKind::Prompt
            && matches!(question.answer, AnswerKind::YesNo | AnswerKind::YesNoNa)
            && asked(question, &facts, assessment) == Asked::Yes
    });
    let questions: Vec<&str> = plain.map(|question| question.id.as_str()).collect();
    let mut file = OpenOptions::new().create(true).append(true).open(raw)?;
    let mut times = Pair::default();
    for (number, question) in questions.iter().cycle().take(ANSWERS).enumerate() {
        let judged = if (number / questions.len()).is_multiple_of(2) { Judged::Yes } else { Judged::No };
        let said = Said { answer: Some(Some(Answer::Judged(judged))), note: Some(note(3, &number.to_string())), evidence: None };
        let written = times.ours.take(|| Ok(record::question(session, &week.inspection, &id, question, said)?))?;
        let lines: String = written.iter().flat_map(|logged| [logged.line(), "\n"]).collect();
        times.limit.take(|| {
            file.write_all(lines.as_bytes())?;
            Ok(file.sync_all()?)
        })?;
        if written.len() != 2 {
            return Err("an answer and its note were not two changes".into());
        }
    }
    Ok(times)
}

/// Every filled case once, from the store to checked bytes: the typesetter remembers what it saw, so none comes twice.
fn summaries(week: &Week, session: &Session) -> Result<Pair> {
    let prepared = "2026-03-09".parse()?;
    let provenance = Provenance { bundle: None, verification: "Recorded on this machine; not yet sent.".to_owned() };
    let empty = |summary: &CaseSummary| CaseSummary {
        identity: Vec::new(),
        classifications: Vec::new(),
        judgements: Vec::new(),
        sections: Vec::new(),
        ..summary.clone()
    };
    let summary = |number: usize| -> Result<CaseSummary> {
        let work = session.work(&week.inspection, case(number)?)?;
        Ok(case_summary(&work, provenance.clone())?)
    };
    case_summary_pdf(&empty(&summary(FILLED + 1)?), prepared)?; // reads the fonts, once in the life of the program
    let mut times = Pair::default();
    for number in 1..=FILLED {
        let pdf = times.ours.take(|| Ok(case_summary_pdf(&summary(number)?, prepared)?))?;
        validate_pdf(&pdf)?;
        let empty = empty(&summary(number)?);
        times.limit.take(|| Ok(case_summary_pdf(&empty, prepared)?))?;
    }
    Ok(times)
}
