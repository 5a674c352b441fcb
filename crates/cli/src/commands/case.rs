//! `fieldweek case`, `history` and `search`.

use fieldweek_app::access::open_case;
use fieldweek_app::error::Result;
use fieldweek_app::export::summary;
use fieldweek_app::history::{HistoryLine, history as read_history};
use fieldweek_app::search::search as find;
use fieldweek_app::session::assessment_id;
use fieldweek_app::view::{CaseView, QuestionView, case_lines, contradiction};
use fieldweek_domain::framework::QuestionKind;
use fieldweek_domain::progress::Asked;
use serde_json::json;

use super::Setting;
use crate::args::{CaseCommand, History, In, Search};
use crate::output;
use crate::table::table;

pub fn run(setting: &Setting, command: CaseCommand) -> Result<()> {
    match command {
        CaseCommand::List { of } => list(setting, &of),
        CaseCommand::Show { assessment, of } => show(setting, &assessment, &of),
        CaseCommand::Summary { assessment, out, of } => {
            let mut session = setting.open()?;
            let id = session.which_inspection(of.inspection.as_deref())?;
            summary(&mut session, &id, &assessment_id(&assessment)?, &out)?;
            setting.tell(&json!({ "summary": out }), || format!("Wrote {}", out.display()))
        }
    }
}

fn list(setting: &Setting, of: &In) -> Result<()> {
    let session = setting.open()?;
    let id = session.which_inspection(of.inspection.as_deref())?;
    let about = session.inspection(&id)?;
    let lines = case_lines(&about, session.framework_of(&about)?.as_ref());
    if setting.json {
        return output::json(&lines);
    }
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            let progress = line.progress.as_ref().map(|progress| format!("{} of {}", progress.answered, progress.applicable));
            let conflicts = line.progress.as_ref().map_or(0, |progress| progress.conflicts.len());
            vec![
                line.assessment.to_string(),
                line.about.clone(),
                line.allocated_to.clone().unwrap_or_default(),
                progress.unwrap_or_default(),
                line.status.text().to_owned(),
                if conflicts == 0 { String::new() } else { conflicts.to_string() },
            ]
        })
        .collect();
    output::say(table(&["assessment", "about", "allocated to", "answered", "status", "conflicts"], &rows));
    Ok(())
}

fn show(setting: &Setting, assessment: &str, of: &In) -> Result<()> {
    let mut session = setting.open()?;
    let id = session.which_inspection(of.inspection.as_deref())?;
    let view = open_case(&mut session, &id, &assessment_id(assessment)?)?;
    setting.tell(&view, || text(&view))
}

fn text(view: &CaseView) -> String {
    let mut out = format!(
        "{} ({})  {}  {}\n",
        view.assessment,
        view.kind.as_str(),
        view.allocated_to.as_deref().unwrap_or("not allocated"),
        view.status.text()
    );
    out.push_str(&format!("{} of {} answered\n\nFacts\n", view.progress.answered, view.progress.applicable));
    for fact in &view.facts {
        out.push_str(&format!("  {:<44} {}\n", fact.label, fact.value_text));
    }
    for section in &view.sections {
        out.push_str(&format!("\n{} {}\n", section.id, section.title));
        section.questions.iter().for_each(|question| out.push_str(&question_text(question)));
    }
    if !view.progress.missing.is_empty() {
        out.push_str(&format!("\nNot answered: {}\n", view.progress.missing.join(", ")));
    }
    for found in &view.progress.contradictory {
        out.push_str(&format!("Contradictory: {}\n", contradiction(found)));
    }
    out
}

fn question_text(question: &QuestionView) -> String {
    let mark = match (question.kind, question.critical) {
        (QuestionKind::Summary, _) => " (summary judgement)",
        (_, true) => " (critical)",
        _ => "",
    };
    let answer = match &question.asked {
        Asked::SetAside { reason } => format!("set aside: {reason}"),
        Asked::Waits { on } => format!("waits for {}", on.join(", ")),
        Asked::Yes if question.answer_text.is_empty() => "–".to_owned(),
        Asked::Yes => question.answer_text.clone(),
    };
    let mut out = format!("  {} {}{mark}\n      {answer}\n", question.number, question.text);
    if let Some(note) = &question.note {
        out.push_str(&format!("      Note: {note}\n"));
    }
    for item in &question.evidence {
        out.push_str(&format!("      Evidence: {}, {} {}\n", item.source.text(), item.reference, item.text));
    }
    out
}

pub fn history(setting: &Setting, args: &History) -> Result<()> {
    let session = setting.open()?;
    let id = session.which_inspection(args.of.inspection.as_deref())?;
    let lines = read_history(&session, &id, &args.subject, args.field.as_deref())?;
    if setting.json {
        return output::json(&lines);
    }
    if lines.is_empty() {
        output::say("Nothing was written there.");
        return Ok(());
    }
    let row = |line: &HistoryLine| {
        vec![line.at.clone(), line.author.clone(), line.field.clone(), line.standing.clone(), short(&line.value.to_string())]
    };
    output::say(table(&["when", "who", "field", "standing", "value"], &lines.iter().map(row).collect::<Vec<_>>()));
    Ok(())
}

fn short(text: &str) -> String {
    let mut start: String = text.chars().take(60).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}

pub fn search(setting: &Setting, args: &Search) -> Result<()> {
    let session = setting.open()?;
    let hits = find(&session, &args.words.join(" "), args.limit)?;
    if setting.json {
        return output::json(&hits);
    }
    if hits.is_empty() {
        output::say("Nothing found.");
    }
    for hit in &hits {
        output::say(format!("{}\n    {}", hit.place, hit.snippet.replace('\n', " ")));
    }
    Ok(())
}
