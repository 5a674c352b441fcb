//! The words to search for: what people wrote, as far as it stands, and the guidance.

use std::collections::BTreeMap;

use fieldweek_domain::change::Logged;
use fieldweek_domain::id::{ChangeId, InspectionId};
use fieldweek_domain::register::{Field, Register};
use fieldweek_domain::topic::field;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use crate::error::StoreError;
use crate::workspace::Workspace;

/// Guidance on one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guidance {
    /// The question, as the framework names it.
    pub question: String,
    /// What it says.
    pub text: String,
}

impl Workspace {
    /// Makes these the guidance texts of a framework edition, to be found by a search.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn put_guidance(&mut self, edition: &str, texts: &[Guidance]) -> Result<(), StoreError> {
        self.write(|tx| {
            let mut present = tx.prepare_cached("SELECT n, body FROM texts WHERE edition = ?1")?;
            let present: Vec<(i64, String)> =
                present.query_map([edition], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
            for (n, body) in present {
                forget(tx, n, &body)?;
            }
            let sql = "INSERT INTO texts (edition, question, body) VALUES (?1, ?2, ?3)";
            for Guidance { question, text } in texts {
                let body = plain(text);
                tx.prepare_cached(sql)?.execute([edition, question, &body])?;
                index(tx, &body)?;
            }
            Ok(())
        })
    }
}

/// Adds the words of a head, if it has any.
pub(crate) fn add(conn: &Connection, logged: &Logged) -> Result<(), StoreError> {
    let change = logged.change();
    let Some(body) = words(&change.field, &change.value) else { return Ok(()) };
    let Register { subject, field } = Register::of(logged);
    let id = logged.id();
    remove(conn, id)?; // there is none, unless the database was tampered with: then this heals it
    let sql = "INSERT INTO texts (inspection, subject, field, change, body) VALUES (?1, ?2, ?3, ?4, ?5)";
    let place = params![change.inspection.as_str(), subject.as_str(), field.as_str(), id.as_bytes(), body];
    conn.prepare_cached(sql)?.execute(place)?;
    index(conn, &body)
}

/// Removes the words of what is no longer a head.
pub(crate) fn remove(conn: &Connection, id: ChangeId) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached("SELECT n, body FROM texts WHERE change = ?1")?;
    let found: Option<(i64, String)> = statement.query_row([id.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    found.map_or(Ok(()), |(n, body)| forget(conn, n, &body))
}

/// The words of an inspection's heads.
pub(crate) fn written(conn: &Connection, inspection: &InspectionId) -> Result<BTreeMap<ChangeId, String>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT change, body FROM texts WHERE inspection = ?1")?;
    let rows = statement.query_map([inspection.as_str()], |row| Ok((ChangeId::from_bytes(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Removes the words of all heads; guidance stays.
pub(crate) fn forget_written(conn: &Connection) -> Result<(), StoreError> {
    conn.execute_batch("DELETE FROM texts WHERE change IS NOT NULL; INSERT INTO search (search) VALUES ('rebuild');")?;
    Ok(())
}

/// Puts the text that was stored last into the index.
fn index(conn: &Connection, body: &str) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached("INSERT INTO search (rowid, body) VALUES (?1, ?2)")?;
    statement.execute(params![conn.last_insert_rowid(), body])?;
    Ok(())
}

fn forget(conn: &Connection, n: i64, body: &str) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT INTO search (search, rowid, body) VALUES ('delete', ?1, ?2)")?.execute(params![n, body])?;
    conn.prepare_cached("DELETE FROM texts WHERE n = ?1")?.execute([n])?;
    Ok(())
}

/// What a person wrote in a value, without the ids and choices in it; none when there are no words.
pub(crate) fn words(field: &Field, value: &Value) -> Option<String> {
    let mut found = Vec::new();
    if field.as_str().starts_with(field::ANSWER) {
        gather(value, &|key| matches!(key, "answer" | "text" | "words" | "many" | "one"), false, &mut found);
    } else if is_prose(field) {
        gather(value, &|key| !matches!(key, "edition" | "status" | "rating" | "applies" | "option" | "kind"), true, &mut found);
    }
    (!found.is_empty()).then(|| plain(&found.join("\n")))
}

fn is_prose(field: &Field) -> bool {
    let named = [field::NOTE, field::EVIDENCE, field::REMARK, field::APPLIES, field::FACT];
    let whole = [field::STATUS, field::RETURNED, field::WITHDRAWN, field::RATING, field::JUDGEMENT, field::SERVICE];
    named.iter().any(|prefix| field.as_str().starts_with(prefix)) || whole.contains(&field.as_str())
}

/// Gathers the texts under the keys that may hold words. `bare` says whether a text without a key is words.
fn gather<'a>(value: &'a Value, may: &dyn Fn(&str) -> bool, bare: bool, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) if bare && !text.trim().is_empty() => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| gather(item, may, bare, found)),
        Value::Object(members) => {
            for (key, member) in members.iter().filter(|(key, _)| may(key)) {
                gather(member, may, bare || matches!(key.as_str(), "text" | "words"), found);
            }
        }
        _ => {}
    }
}

/// Without control characters: the search marks what it found with two of them.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}
