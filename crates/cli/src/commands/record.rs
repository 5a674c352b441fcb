//! `fieldweek record`.

use fieldweek_app::batch::{fact_line, parse_answer, record_line, set_status};
use fieldweek_app::error::{AppError, Result};
use fieldweek_app::judge;
use fieldweek_app::record::{self, Said};
use fieldweek_app::session::assessment_id;
use fieldweek_domain::assessment::{Evidence, Override};
use fieldweek_domain::change::Logged;
use serde_json::json;
use std::path::Path;

use super::Setting;
use crate::args::{In, Record};
use crate::{input, output};

pub fn run(setting: &Setting, command: Record) -> Result<()> {
    match command {
        Record::Answer { assessment, question, answer, of } => with(setting, &of, |session, inspection| {
            let id = assessment_id(&assessment)?;
            let answer = parse_answer(session, inspection, &id, &question, &answer)?;
            record::question(session, inspection, &id, &question, Said { answer: Some(answer), ..Said::default() })
        }),
        Record::Note { assessment, question, text, of } => with(setting, &of, |session, inspection| {
            let note = if text == "-" { input::text(Path::new("-"))? } else { text };
            record::question(session, inspection, &assessment_id(&assessment)?, &question, Said { note: Some(note), ..Said::default() })
        }),
        Record::Evidence { assessment, question, source, reference, text, of } => {
            let evidence = evidence(&source, reference, text)?;
            with(setting, &of, |session, inspection| {
                record::question(
                    session,
                    inspection,
                    &assessment_id(&assessment)?,
                    &question,
                    Said { evidence: Some(evidence), ..Said::default() },
                )
            })
        }
        Record::Fact { assessment, fact, value, of } => {
            with(setting, &of, |session, inspection| fact_line(session, inspection, &assessment_id(&assessment)?, &fact, &value))
        }
        Record::Applies { assessment, question, applies, reason, of } => {
            let word = override_of(&applies, reason)?;
            with(setting, &of, |session, inspection| record::applies(session, inspection, &assessment_id(&assessment)?, &question, word))
        }
        Record::Status { assessment, status, reason, of } => {
            with(setting, &of, |session, inspection| set_status(session, inspection, &assessment, &status, &reason))
        }
        Record::Judgement { on, rating, reason, of } => {
            let rating = judge::rating(&rating)?;
            with(setting, &of, |session, inspection| judge::judge(session, inspection, &on, rating, &reason))
        }
        Record::Panel { on, rating, reason, of } => {
            let rating = judge::rating(&rating)?;
            with(setting, &of, |session, inspection| judge::panel(session, inspection, &on, rating, &reason))
        }
        Record::Batch { file, of } => batch(setting, &file, &of),
    }
}

type Work<'a> = &'a mut fieldweek_app::session::Session;

fn with(
    setting: &Setting,
    of: &In,
    record: impl FnOnce(Work<'_>, &fieldweek_domain::id::InspectionId) -> Result<Vec<Logged>>,
) -> Result<()> {
    let mut session = setting.open()?;
    let inspection = session.which_inspection(of.inspection.as_deref())?;
    let written = record(&mut session, &inspection)?;
    if setting.json {
        return output::json(&json!({ "changes": written.iter().map(|logged| logged.id().to_string()).collect::<Vec<_>>() }));
    }
    output::say(if written.is_empty() { "Nothing to save: it says so already." } else { "Saved." });
    Ok(())
}

fn evidence(source: &str, reference: String, text: String) -> Result<Evidence> {
    let source = serde_json::from_value(json!(source)).map_err(|_| {
        AppError::usage(
            "evidence.source",
            "There is no such kind of source.",
            "Give case_record, assessment_tool, meeting_note, interview or other.",
        )
    })?;
    Ok(Evidence { source, reference, text })
}

fn override_of(applies: &str, reason: String) -> Result<Option<Override>> {
    match applies {
        "yes" => Ok(Some(Override { applies: true, reason })),
        "no" => Ok(Some(Override { applies: false, reason })),
        "clear" => Ok(None),
        _ => Err(AppError::usage(
            "applies.word",
            "A question applies (yes), does not (no), or goes by the facts (clear).",
            "Give one of the three.",
        )),
    }
}

/// Acknowledges each line on standard output once it is durable.
fn batch(setting: &Setting, file: &Path, of: &In) -> Result<()> {
    let mut session = setting.open()?;
    let text = input::text(file)?;
    let inspection = session.which_inspection(of.inspection.as_deref())?;
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        output::json_line(&record_line(&mut session, &inspection, index + 1, line)?)?;
    }
    Ok(())
}
