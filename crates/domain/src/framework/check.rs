//! Whether a framework is sound.
//!
//! Ids given twice, and text with the debris of extraction, are found where the files are read: only there do both have
//! a line. Everything else is found here, on the framework itself.

mod conditions;
mod forms;
mod ratings;
mod standards;

use super::item::{Item, Kind, Problem};
use super::model::Framework;

/// What is unsound in a framework. Nothing is, in one that [`super::parse`] gave back.
#[must_use]
pub fn check(framework: &Framework) -> Vec<Problem> {
    let mut report = Report { framework, problems: Vec::new() };
    report.header();
    report.standards();
    report.forms();
    report.facts();
    report.ratings();
    report.problems
}

/// The problems found so far in a framework.
struct Report<'a> {
    framework: &'a Framework,
    problems: Vec<Problem>,
}

impl Report<'_> {
    fn add(&mut self, item: &Item, field: &str, what: impl Into<String>, mend: impl Into<String>) {
        self.problems.push(Problem { item: item.clone(), field: field.to_owned(), what: what.into(), mend: mend.into() });
    }

    /// Reports a name that nothing has.
    fn known(&mut self, item: &Item, field: &str, what: &str, name: &str, known: bool) {
        if !known {
            self.add(item, field, format!("there is no {what} `{name}`"), format!("name a {what} that the files have"));
        }
    }

    fn empty<T>(&mut self, item: &Item, field: &str, list: &[T]) {
        if list.is_empty() {
            self.add(item, field, format!("`{field}` is empty"), "write at least one");
        }
    }

    /// A source starts with the id of a document.
    fn source(&mut self, item: &Item, source: &str) {
        let word = source.split([' ', ',', ';', ':']).next().unwrap_or_default();
        let known = self.framework.sources.iter().any(|known| known.id == word);
        self.known(item, "source", "source", word, known);
    }

    /// An id has to fit into the names of registers.
    fn id(&mut self, item: &Item, id: &str) {
        let fits = id.len() <= 64 && id.starts_with(|c: char| c.is_ascii_alphanumeric());
        if !fits || !id.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)) {
            self.add(item, "id", "the id is not a short word", "use at most 64 letters, digits, `.`, `-` and `_`, a letter or digit first");
        }
    }

    fn header(&mut self) {
        let framework = self.framework;
        let item = Item::new(Kind::Framework, &framework.id);
        self.id(&item, &item.id);
        if framework.edition.contains('/') || framework.edition.contains(char::is_whitespace) {
            self.add(&item, "edition", "the edition is not a short word", "use digits, letters and dots");
        }
        self.empty(&item, "source", &framework.sources);
        self.empty(&item, "inspection_type", &framework.inspection_types);
        self.empty(&item, "standard", &framework.standards);
        for kind in &framework.inspection_types {
            self.inspection_type(kind);
        }
    }

    fn inspection_type(&mut self, kind: &super::model::InspectionType) {
        let item = Item::new(Kind::InspectionType, &kind.id);
        self.source(&item, &kind.source);
        self.empty(&item, "standards", &kind.standards);
        for standard in &kind.standards {
            self.known(&item, "standards", "standard", standard, self.framework.standard(standard).is_some());
        }
        for standard in kind.overall.iter().filter(|standard| !kind.standards.contains(standard)) {
            self.add(&item, "overall", format!("`{standard}` makes the overall and is not rated"), "add it to `standards`");
        }
        for (field, list) in [("standards", &kind.standards), ("overall", &kind.overall)] {
            if let Some((_, twice)) = list.iter().enumerate().find(|(n, id)| list.iter().take(*n).any(|other| other == *id)) {
                self.add(&item, field, format!("`{twice}` is listed twice"), "list it once");
            }
        }
    }
}
