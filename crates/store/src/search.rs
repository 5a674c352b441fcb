//! Finding words in what was written and in the guidance.

use fieldweek_domain::id::{ChangeId, InspectionId};
use fieldweek_domain::register::Register;
use rusqlite::{Row, params};

use crate::change_log::number;
use crate::error::StoreError;
use crate::workspace::Workspace;

/// Where words were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In something a person wrote, as it stands.
    Written {
        /// The inspection.
        inspection: InspectionId,
        /// The register it is a head of.
        register: Register,
        /// The change that wrote it.
        change: ChangeId,
    },
    /// In the guidance.
    Guidance {
        /// The framework edition.
        edition: String,
        /// The question.
        question: String,
    },
}

/// A part of a snippet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it is what was searched for.
    pub hit: bool,
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where.
    pub place: Place,
    /// The words around it.
    pub snippet: Vec<Piece>,
}

impl Workspace {
    /// Finds the texts that hold every word of the query, or a word that begins with it. The best come first.
    ///
    /// Nothing in a query has a special meaning. A query without words finds nothing.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<Found>, StoreError> {
        let Some(query) = every_word(query) else { return Ok(Vec::new()) };
        let mut statement = self.conn.prepare_cached(
            "SELECT snippet(search, 0, char(1), char(2), '…', 24), inspection, subject, field, change, edition, question
             FROM search JOIN texts ON texts.n = search.rowid WHERE search MATCH ?1 ORDER BY rank, n LIMIT ?2",
        )?;
        let limit = number(u64::try_from(limit).unwrap_or(u64::MAX));
        let mut rows = statement.query(params![query, limit])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let marked: String = row.get(0)?;
            found.push(Found { place: place(row)?, snippet: pieces(&marked) });
        }
        Ok(found)
    }
}

/// The query in the index's own language: every word quoted, and as a beginning.
fn every_word(query: &str) -> Option<String> {
    let words: Vec<String> = query
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(|word| format!("\"{}\"*", word.replace('"', "\"\"")))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn place(row: &Row<'_>) -> Result<Place, StoreError> {
    let damaged = |_| StoreError::Damaged("the search index");
    let change: Option<[u8; 32]> = row.get(4)?;
    let Some(change) = change else {
        return Ok(Place::Guidance { edition: row.get(5)?, question: row.get(6)? });
    };
    let (inspection, subject, field): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
    Ok(Place::Written {
        inspection: inspection.parse().map_err(damaged)?,
        register: Register { subject: subject.parse().map_err(damaged)?, field: field.parse().map_err(damaged)? },
        change: ChangeId::from_bytes(change),
    })
}

fn pieces(marked: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut hit = false;
    for part in marked.split_inclusive(['\u{1}', '\u{2}']) {
        let text = part.trim_end_matches(['\u{1}', '\u{2}']);
        if !text.is_empty() {
            pieces.push(Piece { text: text.to_owned(), hit });
        }
        hit = part.ends_with('\u{1}');
    }
    pieces
}
