//! Reading the tables out of a framework's files.

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::files::Files;
use super::item::{FrameworkError, Kind};
use super::places::{File, Places, text_of};
use super::raw::{Header, Tables};

/// The file that lists the others.
const FIRST: &str = "framework.toml";
const SCHEMA: &str = "see frameworks/README.md for the tables and their keys";
const HEADER: [&str; 5] = ["id", "edition", "title", "scope", "files"];

/// What the files say, before it is known to make sense.
pub(super) struct Read {
    pub header: Option<Header>,
    pub tables: Tables,
    pub places: Places,
    /// What could not be read. Where there is any, references cannot be judged.
    pub errors: Vec<FrameworkError>,
}

/// Reads every file that `framework.toml` lists, in that order.
pub(super) fn read(files: &Files) -> Read {
    let mut read = Read { header: None, tables: Tables::default(), places: Places::default(), errors: Vec::new() };
    let Some(text) = files.get(FIRST) else {
        read.errors.push(File::new(FIRST, "").error(
            0,
            "the file is missing",
            "write it: it names the framework and lists its other files",
        ));
        return read;
    };
    read.file(FIRST, text);
    read.listed(files, &File::new(FIRST, text));
    read
}

impl Read {
    fn listed(&mut self, files: &Files, first: &File<'_>) {
        let Some(header) = &self.header else { return };
        let listed: Vec<(String, usize)> = header.files.iter().map(|file| (file.get_ref().clone(), file.span().start)).collect();
        for (n, (path, at)) in listed.iter().enumerate() {
            let twice = path == FIRST || listed.iter().take(n).any(|(other, _)| other == path);
            match files.get(path) {
                _ if twice => self.errors.push(first.error(
                    *at,
                    format!("{path} is listed twice"),
                    "list it once; framework.toml does not list itself",
                )),
                Some(text) => self.file(path, text),
                None => self.errors.push(first.error(
                    *at,
                    format!("{path} is listed and there is no such file"),
                    "write the file or take it off the list",
                )),
            }
        }
        for (path, _) in files.iter().filter(|(path, _)| *path != FIRST && listed.iter().all(|(listed, _)| listed != path)) {
            self.errors.push(File::new(path, "").error(0, "the file is not listed", "add it to `files` in framework.toml or remove it"));
        }
    }

    fn file(&mut self, path: &str, text: &str) {
        let file = File::new(path, text);
        let (table, errors) = DeTable::parse_recoverable(text);
        let syntax = errors.iter().map(|error| {
            file.error(error.span().map_or(0, |span| span.start), format!("not TOML: {}", error.message()), "mend the syntax")
        });
        let before = self.errors.len();
        self.errors.extend(syntax);
        if self.errors.len() > before {
            return;
        }
        let span = table.span();
        let mut header = DeTable::new();
        for (key, value) in table.into_inner() {
            if path == FIRST && HEADER.contains(&key.get_ref().as_ref()) {
                header.insert(key, value);
            } else {
                self.top(&file, &key, value);
            }
        }
        if path == FIRST {
            let id = text_of(&header, "id");
            self.places.note(&file, Kind::Framework, id, 0, &header);
            self.header = self.table(&file, "the framework", Spanned::new(span, DeValue::Table(header)));
        }
    }

    /// One key of the top level of a file.
    fn top<'i>(&mut self, file: &File<'_>, key: &Spanned<toml::de::DeString<'i>>, value: Spanned<DeValue<'i>>) {
        macro_rules! rows {
            ($field:ident, $kind:expr) => {{
                let rows = self.rows(file, $kind, value);
                self.tables.$field.extend(rows);
            }};
        }
        match key.get_ref().as_ref() {
            "source" => rows!(sources, Kind::Source),
            "inspection_type" => rows!(inspection_types, Kind::InspectionType),
            "domain" => rows!(domains, Kind::Domain),
            "standard" => rows!(standards, Kind::Standard),
            "form" => rows!(forms, Kind::Form),
            "section" => rows!(sections, Kind::Section),
            "question" => rows!(questions, Kind::Question),
            "fact" => rows!(facts, Kind::Fact),
            "options" => rows!(options, Kind::Options),
            "indicator" => rows!(indicators, Kind::Indicator),
            "ratings" => {
                let ratings = self.row(file, Kind::Ratings, value);
                self.tables.ratings.extend(ratings);
            }
            other => self.errors.push(file.error(key.span().start, format!("`{other}` is not known here"), SCHEMA)),
        }
    }

    fn rows<'i, T: Deserialize<'i>>(&mut self, file: &File<'_>, kind: Kind, value: Spanned<DeValue<'i>>) -> Vec<T> {
        let at = value.span().start;
        match value.into_inner() {
            DeValue::Array(rows) => rows.into_iter().filter_map(|row| self.row(file, kind, row)).collect(),
            _ => {
                self.errors.push(file.error(at, "this is a list of tables", "write [[…]] with two brackets"));
                Vec::new()
            }
        }
    }

    fn row<'i, T: Deserialize<'i>>(&mut self, file: &File<'_>, kind: Kind, row: Spanned<DeValue<'i>>) -> Option<T> {
        let at = row.span().start;
        let DeValue::Table(table) = row.get_ref() else {
            self.errors.push(file.error(at, "this is a table", SCHEMA));
            return None;
        };
        let id = match kind {
            Kind::Indicator => format!("{}/{}", text_of(table, "prompt"), text_of(table, "question")),
            _ => text_of(table, "id"),
        };
        let name = super::item::Item::new(kind, id.clone()).to_string();
        self.places.note(file, kind, id, at, table);
        self.table(file, &name, row)
    }

    fn table<'i, T: Deserialize<'i>>(&mut self, file: &File<'_>, name: &str, table: Spanned<DeValue<'i>>) -> Option<T> {
        let start = table.span().start;
        T::deserialize(ValueDeserializer::from(table))
            .map_err(|error| {
                let at = error.span().map_or(start, |span| span.start);
                self.errors.push(file.error(at, format!("{name}: {}", error.message()), SCHEMA));
            })
            .ok()
    }
}
