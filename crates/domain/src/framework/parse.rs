//! From the text of a framework to a sound [`Framework`].

use super::check::check;
use super::files::Files;
use super::item::{FrameworkError, Item, Kind, Problem};
use super::model::{
    Domain, Fact, Form, Framework, InspectionType, KeyQuestion, OptionSet, Prompt, Question, QuestionKind, Section, Standard,
};
use super::raw::{Header, RawForm, RawKeyQuestion, RawQuestion, RawSection, RawStandard, Tables};
use super::read::{Read, read};
use crate::rating::RatingRules;

/// Reads a framework from its files (`frameworks/README.md`). What comes back is sound: every reference in it resolves
/// and [`check`] finds nothing.
///
/// # Errors
/// Everything wrong that could be found, each with its file and line, in the order of files and lines. What cannot be
/// read comes first and alone: whether references resolve cannot be said before.
pub fn parse(files: &Files) -> Result<Framework, Vec<FrameworkError>> {
    let Read { header, tables, mut places, mut errors } = read(files);
    let unreadable = !errors.is_empty();
    errors.append(&mut places.errors);
    if let (Some(header), false) = (header, unreadable) {
        let mut problems = Vec::new();
        let framework = assemble(header, tables, files.digest(), &mut problems);
        if problems.is_empty()
            && let Some(framework) = &framework
        {
            problems = check(framework);
        }
        errors.extend(problems.iter().map(|problem| places.locate(problem)));
        if let (Some(framework), true) = (framework, errors.is_empty()) {
            return Ok(framework);
        }
    }
    errors.sort();
    errors.dedup();
    Err(errors)
}

fn assemble(header: Header, tables: Tables, digest: String, problems: &mut Vec<Problem>) -> Option<Framework> {
    let ratings = ratings(tables.ratings, problems);
    let standards = tables.standards.into_iter().map(|raw| standard(raw, problems)).collect();
    let sections = sections(tables.sections, tables.questions, problems);
    let forms = forms(tables.forms, sections, problems);
    Some(Framework {
        id: header.id,
        edition: header.edition,
        title: header.title,
        scope: header.scope,
        digest,
        sources: tables.sources,
        inspection_types: tables.inspection_types.into_iter().map(Into::into).collect(),
        domains: tables.domains.into_iter().map(Into::into).collect(),
        standards,
        forms,
        facts: tables.facts.into_iter().map(Into::into).collect(),
        options: tables.options.into_iter().map(Into::into).collect(),
        ratings: ratings?,
        indicators: tables.indicators,
    })
}

fn ratings(mut ratings: Vec<RatingRules>, problems: &mut Vec<Problem>) -> Option<RatingRules> {
    if ratings.is_empty() {
        problems.push(Problem {
            item: Item::new(Kind::Ratings, ""),
            field: String::new(),
            what: "there are no rating rules".to_owned(),
            mend: "write [ratings] in one of the files".to_owned(),
        });
    }
    ratings.pop()
}

fn standard(raw: RawStandard, problems: &mut Vec<Problem>) -> Standard {
    Standard {
        id: raw.id,
        domain: raw.domain,
        title: raw.title,
        statement: raw.statement,
        rated_from: raw.rated_from,
        key_questions: raw.key_questions.into_iter().map(|raw| key_question(raw, problems)).collect(),
        source: raw.source,
    }
}

fn key_question(raw: RawKeyQuestion, problems: &mut Vec<Problem>) -> KeyQuestion {
    let letters = ('a'..='z').map(String::from);
    if !raw.prompts.keys().cloned().eq(letters.take(raw.prompts.len())) {
        let what = "the letters of its prompts are not a, b, c … without a gap";
        problems.push(Problem {
            item: Item::new(Kind::KeyQuestion, &raw.id),
            field: "prompts".to_owned(),
            what: what.to_owned(),
            mend: "use the published letters".to_owned(),
        });
    }
    let prompt = |(letter, text): (String, String)| Prompt { id: format!("{}{letter}", raw.id), text };
    let prompts = raw.prompts.into_iter().map(prompt).collect();
    KeyQuestion { id: raw.id, text: raw.text, rated_from: raw.rated_from, prompts }
}

fn missing(item: Item, field: &str, wanted: &str) -> Problem {
    let what = format!("there is no {field} `{wanted}`");
    Problem { item, field: field.to_owned(), what, mend: format!("name a {field} that the files have") }
}

/// The sections with their questions, each with the form it belongs to.
fn sections(raw: Vec<RawSection>, questions: Vec<RawQuestion>, problems: &mut Vec<Problem>) -> Vec<(String, Section)> {
    let mut sections: Vec<_> = raw.into_iter().map(section).collect();
    for raw in questions {
        match sections.iter_mut().find(|(_, section)| section.id == raw.section) {
            Some((_, section)) => {
                if raw.kind != QuestionKind::Summary && raw.key_question.is_some() {
                    problems.push(only_summaries(&raw.id));
                }
                let question = question(raw, section);
                section.questions.push(question);
            }
            None => problems.push(missing(Item::new(Kind::Question, &raw.id), "section", &raw.section)),
        }
    }
    sections
}

fn only_summaries(question: &str) -> Problem {
    Problem {
        item: Item::new(Kind::Question, question),
        field: "key_question".to_owned(),
        what: "only a summary judgement names its key question".to_owned(),
        mend: "leave it out: a prompt counts towards that of its prompt or section".to_owned(),
    }
}

fn section(raw: RawSection) -> (String, Section) {
    let section = Section { id: raw.id, title: raw.title, key_question: raw.key_question, questions: Vec::new(), source: raw.source };
    (raw.form, section)
}

fn question(raw: RawQuestion, section: &Section) -> Question {
    let key_question = match raw.kind {
        QuestionKind::Prompt => counts_towards(raw.prompt.as_deref(), section),
        QuestionKind::Information => None,
        QuestionKind::Summary => raw.key_question,
    };
    Question {
        number: raw.number.unwrap_or_else(|| raw.id.clone()),
        id: raw.id,
        text: raw.text,
        kind: raw.kind,
        answer: raw.answer,
        prompt: raw.prompt,
        key_question,
        critical: raw.critical,
        alone_insufficient: raw.alone_insufficient,
        applies: raw.applies,
        applies_text: raw.applies_text,
        rules: raw.rules,
        guidance: raw.guidance,
        source: raw.source,
    }
}

/// The key question of a prompt of the standards (its id without the letter), or else that of the section.
fn counts_towards(prompt: Option<&str>, section: &Section) -> Option<String> {
    let of_prompt = prompt.map(|prompt| prompt.trim_end_matches(|c: char| c.is_ascii_lowercase()).to_owned());
    of_prompt.or_else(|| section.key_question.clone())
}

fn forms(raw: Vec<RawForm>, sections: Vec<(String, Section)>, problems: &mut Vec<Problem>) -> Vec<Form> {
    let mut forms: Vec<_> = raw.into_iter().map(form).collect();
    for (form, section) in sections {
        match forms.iter_mut().find(|known| known.id == form) {
            Some(form) => form.sections.push(section),
            None => problems.push(missing(Item::new(Kind::Section, section.id), "form", &form)),
        }
    }
    forms
}

fn form(raw: RawForm) -> Form {
    Form { id: raw.id, title: raw.title, case_kind: raw.case_kind, exclude: raw.exclude, sections: Vec::new(), source: raw.source }
}

impl From<super::raw::RawInspectionType> for InspectionType {
    fn from(raw: super::raw::RawInspectionType) -> Self {
        Self { id: raw.id, title: raw.title, standards: raw.standards, overall: raw.overall, source: raw.source }
    }
}

impl From<super::raw::RawDomain> for Domain {
    fn from(raw: super::raw::RawDomain) -> Self {
        Self { id: raw.id, title: raw.title, statement: raw.statement, source: raw.source }
    }
}

impl From<super::raw::RawFact> for Fact {
    fn from(raw: super::raw::RawFact) -> Self {
        Self {
            id: raw.id,
            form: raw.form,
            label: raw.label,
            text: raw.text,
            answer: raw.answer,
            asked_at: raw.asked_at,
            source: raw.source,
        }
    }
}

impl From<super::raw::RawOptions> for OptionSet {
    fn from(raw: super::raw::RawOptions) -> Self {
        Self { id: raw.id, title: raw.title, options: raw.options, source: raw.source }
    }
}
