//! `fieldweek frameworks`.

use std::path::Path;

use fieldweek_app::error::{AppError, Result};
use fieldweek_app::frameworks;
use fieldweek_domain::framework::{Framework, Question, QuestionKind, parse};
use serde_json::{Value, json};

use super::Setting;
use crate::args::Frameworks;
use crate::output;
use crate::table::table;

pub fn run(setting: &Setting, command: Frameworks) -> Result<()> {
    match command {
        Frameworks::List => list(setting),
        Frameworks::Show { id } => show(setting, &id),
        Frameworks::Check { dir } => check(setting, dir.as_deref()),
    }
}

fn list(setting: &Setting) -> Result<()> {
    let all: Vec<Framework> = frameworks::ids().map(frameworks::load).collect::<Result<_>>()?;
    if setting.json {
        let line = |framework: &Framework| json!({ "id": framework.id, "edition": framework.edition, "title": framework.title, "scope": framework.scope, "digest": framework.digest });
        return output::json(&all.iter().map(line).collect::<Vec<_>>());
    }
    let row = |framework: &Framework| {
        let questions: usize = framework.forms.iter().map(|form| form.questions().count()).sum();
        vec![
            framework.id.clone(),
            framework.edition.clone(),
            framework.standards.len().to_string(),
            questions.to_string(),
            framework.title.clone(),
        ]
    };
    output::say(table(&["id", "edition", "standards", "questions", "title"], &all.iter().map(row).collect::<Vec<_>>()));
    Ok(())
}

fn show(setting: &Setting, id: &str) -> Result<()> {
    let framework = frameworks::load(id)?;
    if setting.json {
        return output::json(&framework_json(&framework)?);
    }
    let mut out = format!("{} ({}, edition {})\n", framework.title, framework.id, framework.edition);
    for standard in &framework.standards {
        out.push_str(&format!("\n{} {}\n  {}\n", standard.id, standard.title, standard.statement));
        for key_question in &standard.key_questions {
            out.push_str(&format!("  {} {}\n", key_question.id, key_question.text));
            for prompt in &key_question.prompts {
                out.push_str(&format!("    {} {}\n", prompt.id, prompt.text));
            }
        }
    }
    for form in &framework.forms {
        out.push_str(&format!("\n{} ({} questions)\n", form.title, form.questions().count()));
        for section in &form.sections {
            out.push_str(&format!("  {} {}\n", section.id, section.title));
            for question in &section.questions {
                out.push_str(&format!("    {}{} {}\n", question.number, mark(question), question.text));
            }
        }
    }
    output::say(out);
    Ok(())
}

const fn mark(question: &Question) -> &'static str {
    match (question.kind, question.critical) {
        (QuestionKind::Summary, _) => " [summary judgement]",
        (_, true) => " [critical]",
        _ => "",
    }
}

/// The framework as the documentation promises it: conditions and answers in the words of the framework's own files.
fn framework_json(framework: &Framework) -> Result<Value> {
    serde_json::to_value(framework)
        .map_err(|_| AppError::refused("output.json", "The framework could not be written as JSON.", "Report this."))
}

fn check(setting: &Setting, dir: Option<&Path>) -> Result<()> {
    let mut checked = Vec::new();
    match dir {
        Some(dir) => {
            for folder in frameworks::folders(dir)? {
                let framework = parse(&frameworks::read_folder(&folder)?).map_err(|problems| {
                    let list = problems.iter().map(|problem| format!("{}/{problem}", folder.display())).collect::<Vec<_>>().join("\n  ");
                    AppError::refused(
                        "framework.unsound",
                        format!("{} problem(s):\n  {list}", problems.len()),
                        "Mend what is named and check again.",
                    )
                })?;
                checked.push(framework);
            }
        }
        None => checked.extend(frameworks::ids().map(frameworks::load).collect::<Result<Vec<_>>>()?),
    }
    if setting.json {
        return output::json(
            &checked.iter().map(|framework| json!({ "id": framework.id, "sound": true, "digest": framework.digest })).collect::<Vec<_>>(),
        );
    }
    for framework in &checked {
        let prompts: usize = framework.key_questions().map(|key_question| key_question.prompts.len()).sum();
        let questions: usize = framework.forms.iter().map(|form| form.questions().count()).sum();
        output::say(format!(
            "{} {}: sound ({} standards, {} key questions, {prompts} prompts, {questions} questions)",
            framework.id,
            framework.edition,
            framework.standards.len(),
            framework.key_questions().count(),
        ));
    }
    Ok(())
}
