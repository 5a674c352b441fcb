//! Whether a workspace is whole.

use std::collections::BTreeSet;

use fieldweek_domain::change::Logged;
use fieldweek_domain::id::{ChangeId, InspectionId};
use fieldweek_domain::register::{Folded, Standing, fold};
use rusqlite::{Connection, Row};

use crate::change_log::{self, number};
use crate::error::StoreError;
use crate::workspace::Workspace;
use crate::{folds, heads, standing, texts};

/// What is wrong with a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Pages of the database are not what was written.
    Pages,
    /// The database contradicts itself.
    Structure,
    /// A line of the log is not what its id says, or is filed in the wrong place. How many.
    Lines(usize),
    /// What is kept of this inspection is not what its log says. Rebuilding helps.
    Projections(InspectionId),
    /// The search index does not match its texts. Rebuilding helps.
    Search,
}

/// The state of a workspace.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Health {
    /// How many changes there are.
    pub changes: usize,
    /// How many of them wait for others that have not arrived. Not a fault: they may still come.
    pub waiting: usize,
    /// What is wrong. Empty when all is well.
    pub problems: Vec<Problem>,
}

impl Health {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.problems.is_empty()
    }
}

impl Workspace {
    /// Looks at every page, every line and everything folded from them.
    ///
    /// # Errors
    /// When the database cannot be read at all.
    pub fn check(&self) -> Result<Health, StoreError> {
        self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?; // the page check does not see the WAL
        let mut health = Health::default();
        if !pages_are_whole(&self.conn)? {
            health.problems.push(Problem::Pages);
            return Ok(health);
        }
        if !is_consistent(&self.conn)? {
            health.problems.push(Problem::Structure);
        }
        let wrong = wrong_lines(&self.conn)?;
        if wrong > 0 {
            health.problems.push(Problem::Lines(wrong));
            return Ok(health);
        }
        for inspection in change_log::inspections(&self.conn)? {
            check_fold(&self.conn, &inspection, &mut health)?;
        }
        if !search_is_whole(&self.conn)? {
            health.problems.push(Problem::Search);
        }
        Ok(health)
    }
}

/// Whether every page is what was written: the authentication codes of the cipher, then the structure.
pub(crate) fn pages_are_whole(conn: &Connection) -> Result<bool, StoreError> {
    let wrong = rows(conn, "PRAGMA cipher_integrity_check")?;
    Ok(wrong.is_empty() && rows(conn, "PRAGMA quick_check(1)").is_ok_and(|rows| rows == ["ok"]))
}

fn is_consistent(conn: &Connection) -> Result<bool, StoreError> {
    let references = rows(conn, "PRAGMA foreign_key_check")?;
    Ok(references.is_empty() && rows(conn, "PRAGMA integrity_check")? == ["ok"])
}

fn rows(conn: &Connection, sql: &str) -> Result<Vec<String>, StoreError> {
    let mut statement = conn.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn search_is_whole(conn: &Connection) -> Result<bool, StoreError> {
    match conn.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)", []).map_err(StoreError::from) {
        Ok(_) => Ok(true),
        Err(StoreError::Damaged(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

fn wrong_lines(conn: &Connection) -> Result<usize, StoreError> {
    let sql = "SELECT line, id, inspection, device, seq, lamport, subject, field FROM change_log";
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut wrong = 0;
    while let Some(row) = rows.next()? {
        wrong += usize::from(!is_filed_right(row)?);
    }
    Ok(wrong)
}

fn is_filed_right(row: &Row<'_>) -> Result<bool, StoreError> {
    let line: String = row.get(0)?;
    let Ok(logged) = Logged::parse(&line) else { return Ok(false) };
    let change = logged.change();
    let text = |column: usize| row.get::<_, String>(column);
    Ok(logged.id() == ChangeId::from_bytes(row.get(1)?)
        && change.inspection.as_str() == text(2)?
        && change.device.as_str() == text(3)?
        && number(change.seq) == row.get::<_, i64>(4)?
        && number(change.lamport) == row.get::<_, i64>(5)?
        && change.subject.as_str() == text(6)?
        && change.field.as_str() == text(7)?)
}

fn check_fold(conn: &Connection, inspection: &InspectionId, health: &mut Health) -> Result<(), StoreError> {
    let log = change_log::all(conn, inspection)?;
    let devices = folds::devices_of(conn, inspection)?.unwrap_or_default();
    let folded = fold(&log, &devices);
    health.changes += log.len();
    health.waiting += folded.standing.values().filter(|standing| matches!(standing, Standing::Waits(_))).count();
    if !is_kept(conn, inspection, &log, folded)? {
        health.problems.push(Problem::Projections(inspection.clone()));
    }
    Ok(())
}

fn is_kept(conn: &Connection, inspection: &InspectionId, log: &[Logged], folded: Folded) -> Result<bool, StoreError> {
    let Folded { heads, mut standing, equivocations } = folded;
    let all_heads: BTreeSet<ChangeId> = heads.values().flatten().copied().collect();
    let words = log.iter().filter(|logged| all_heads.contains(&logged.id())).filter_map(|logged| {
        let change = logged.change();
        texts::words(&change.field, &change.value).map(|words| (logged.id(), words))
    });
    let words = words.collect();
    standing.retain(|_, standing| *standing != Standing::Counts);
    Ok(heads::ids(conn, inspection)? == heads
        && standing::all(conn, inspection)? == standing
        && standing::equivocations(conn, inspection)? == equivocations
        && texts::written(conn, inspection)? == words)
}
