//! Where everything stands: the file and line of every item and field.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::clean::unclean;
use super::item::{FrameworkError, Item, Kind, Problem};

/// A file with its line starts.
pub(super) struct File<'t> {
    pub name: &'t str,
    starts: Vec<usize>,
}

impl<'t> File<'t> {
    pub fn new(name: &'t str, text: &str) -> Self {
        Self { name, starts: text.match_indices('\n').map(|(at, _)| at + 1).collect() }
    }

    /// The line of a byte, from 1.
    pub fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at) + 1
    }

    pub fn error(&self, at: usize, what: impl Into<String>, mend: impl Into<String>) -> FrameworkError {
        FrameworkError { file: self.name.to_owned(), line: self.line(at), what: what.into(), mend: mend.into() }
    }
}

type Place = (String, usize);

/// The places of every item and of every field in it.
#[derive(Default)]
pub(super) struct Places {
    places: BTreeMap<Item, BTreeMap<String, Place>>,
    /// Ids given twice, and unclean text.
    pub errors: Vec<FrameworkError>,
}

impl Places {
    /// Takes note of a table that is an item, and of everything in it.
    pub fn note(&mut self, file: &File<'_>, kind: Kind, id: String, at: usize, table: &DeTable<'_>) {
        let item = Item::new(kind, id);
        let at = table.get("id").map_or(at, |id| id.span().start);
        self.note_item(file, &item, at);
        self.fields(file, &item, "", table);
    }

    fn note_item(&mut self, file: &File<'_>, item: &Item, at: usize) {
        let place = (file.name.to_owned(), file.line(at));
        let known = self.places.entry(item.clone()).or_default();
        if let Some((first, line)) = known.get("") {
            let what = format!("{item} is already in {first}, line {line}");
            self.errors.push(file.error(at, what, "give it an id of its own, or remove one of the two"));
        } else {
            known.insert(String::new(), place);
        }
    }

    fn fields(&mut self, file: &File<'_>, item: &Item, path: &str, table: &DeTable<'_>) {
        for (key, value) in table.iter() {
            let key_path = join(path, key.get_ref());
            self.field(file, item, &key_path, key.span().start);
            self.value(file, item, &key_path, value);
        }
    }

    fn value(&mut self, file: &File<'_>, item: &Item, path: &str, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::String(text) => {
                if let Some(what) = unclean(text) {
                    let mend = "write the text as it was published, without the debris of extraction";
                    self.errors.push(file.error(value.span().start, format!("{item}: {path}: {what}"), mend));
                }
            }
            DeValue::Array(values) => {
                for (n, value) in values.iter().enumerate() {
                    self.element(file, item, &join(path, &n.to_string()), path, value);
                }
            }
            DeValue::Table(table) if (item.kind, path) == (Kind::KeyQuestion, "prompts") => self.prompts(file, item, table),
            DeValue::Table(table) => self.fields(file, item, path, table),
            _ => {}
        }
    }

    /// A value of an array; some of them are items of their own.
    fn element(&mut self, file: &File<'_>, item: &Item, path: &str, list: &str, value: &Spanned<DeValue<'_>>) {
        let at = value.span().start;
        self.field(file, item, path, at);
        let own = match (item.kind, list) {
            (Kind::Standard, "key_question") => Some(Kind::KeyQuestion),
            (Kind::Options, "option") => Some(Kind::Choice),
            (Kind::Ratings, "band") => Some(Kind::Band),
            _ => None,
        };
        match (own, value.get_ref()) {
            (Some(kind), DeValue::Table(table)) => {
                let id = text_of(table, "id");
                let id = if kind == Kind::Choice { format!("{}/{id}", item.id) } else { id };
                self.note(file, kind, id, at, table);
            }
            _ => self.value(file, item, path, value),
        }
    }

    fn prompts(&mut self, file: &File<'_>, key_question: &Item, prompts: &DeTable<'_>) {
        for (letter, text) in prompts.iter() {
            let item = Item::new(Kind::Prompt, format!("{}{}", key_question.id, letter.get_ref()));
            self.note_item(file, &item, letter.span().start);
            self.value(file, &item, "text", text);
        }
    }

    fn field(&mut self, file: &File<'_>, item: &Item, path: &str, at: usize) {
        let place = (file.name.to_owned(), file.line(at));
        self.places.entry(item.clone()).or_default().entry(path.to_owned()).or_insert(place);
    }

    /// The problem with its place: that of the field, of the field around it, of the item, or of the whole framework.
    pub fn locate(&self, problem: &Problem) -> FrameworkError {
        let (file, line) = self.find(&problem.item, &problem.field).unwrap_or_else(|| ("framework.toml".to_owned(), 1));
        FrameworkError { file, line, what: format!("{}: {}", problem.item, problem.what), mend: problem.mend.clone() }
    }

    fn find(&self, item: &Item, field: &str) -> Option<Place> {
        let fields = self.places.get(item)?;
        let mut path = field;
        loop {
            if let Some(place) = fields.get(path) {
                return Some(place.clone());
            }
            path = if path.is_empty() { return None } else { path.rsplit_once('.').map_or("", |(around, _)| around) };
        }
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// The text under a key; empty where there is none.
pub(super) fn text_of(table: &DeTable<'_>, key: &str) -> String {
    match table.get(key).map(Spanned::get_ref) {
        Some(DeValue::String(text)) => text.to_string(),
        _ => String::new(),
    }
}
