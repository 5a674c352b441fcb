//! Loading the sample of cases and what is known of them beforehand.

use std::collections::BTreeSet;
use std::io::Read;

use fieldweek_domain::case::CaseKind;
use fieldweek_domain::framework::Framework;
use fieldweek_domain::id::{CaseRef, InspectionId};
use fieldweek_domain::register::Register;
use fieldweek_domain::topic::{Topic, field};
use serde_json::Value;

use crate::answer_text;
use crate::error::{AppError, Result};
use crate::record::value;
use crate::session::{Session, register};

/// The most cases of one sample.
const MOST_CASES: usize = 5_000;

/// What was loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Sampled {
    /// Children's cases in the file.
    pub children: usize,
    /// Victims' cases in the file.
    pub victims: usize,
    /// Registers written; those that said the same already are not.
    pub written: usize,
}

/// Loads the sample from CSV (central): `case`, `kind`, and a column for every fact that is known; empty means unknown.
/// All of it is taken or nothing.
///
/// # Errors
/// What is wrong, with the line: an unknown column, a case twice, a value that does not fit its fact.
pub fn sample(session: &mut Session, inspection: &InspectionId, csv: impl Read) -> Result<Sampled> {
    let framework = session.framework_of(&session.inspection(inspection)?)?;
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(csv);
    let columns = columns(&framework, reader.headers().map_err(|error| not_csv(&error))?)?;
    let mut seen = BTreeSet::new();
    let mut writes = Vec::new();
    let mut sampled = Sampled { children: 0, victims: 0, written: 0 };
    for (index, record) in reader.records().enumerate() {
        let line = index + 2;
        let record = record.map_err(|error| not_csv(&error))?;
        let row = row(&framework, &columns, &record, line)?;
        if !seen.insert(row.case.clone()) || seen.len() > MOST_CASES {
            return Err(at(line, format!("the case {} is given twice, or there are more than {MOST_CASES}", row.case)));
        }
        match row.kind {
            CaseKind::Child => sampled.children += 1,
            CaseKind::Victim => sampled.victims += 1,
        }
        writes.extend(row.writes);
    }
    sampled.written = session.record(inspection, &writes)?.len();
    Ok(sampled)
}

fn not_csv(error: &csv::Error) -> AppError {
    let line = error.position().map_or(0, csv::Position::line);
    AppError::usage(
        "csv.form",
        format!("Line {line}: the file is not CSV in UTF-8 with the same number of fields on every line."),
        "Save it as CSV UTF-8 and try again.",
    )
}

fn at(line: usize, what: impl std::fmt::Display) -> AppError {
    AppError::usage("sample.line", format!("Line {line}: {what}."), "Mend the line and load the file again; nothing was taken.")
}

enum Column {
    Case,
    Kind,
    Fact(String),
}

fn columns(framework: &Framework, headers: &csv::StringRecord) -> Result<Vec<Column>> {
    let column = |name: &str| match name {
        "case" => Ok(Column::Case),
        "kind" => Ok(Column::Kind),
        fact if framework.fact(fact).is_some() => Ok(Column::Fact(fact.to_owned())),
        other => Err(at(1, format!("`{other}` is neither case, kind, nor a fact of the framework"))),
    };
    let columns: Vec<Column> = headers.iter().map(column).collect::<Result<_>>()?;
    let names: BTreeSet<&str> = headers.iter().collect();
    if names.len() != headers.len() || !names.contains("case") || !names.contains("kind") {
        return Err(at(1, "the columns case and kind are needed, and none may come twice"));
    }
    Ok(columns)
}

struct Row {
    case: CaseRef,
    kind: CaseKind,
    writes: Vec<(Register, Value)>,
}

fn row(framework: &Framework, columns: &[Column], record: &csv::StringRecord, line: usize) -> Result<Row> {
    let cell = |wanted: fn(&Column) -> bool| columns.iter().zip(record).find(|(column, _)| wanted(column)).map_or("", |(_, text)| text);
    let case: CaseRef = cell(|column| matches!(column, Column::Case)).parse().map_err(|error| at(line, error))?;
    let kind = match cell(|column| matches!(column, Column::Kind)) {
        "child" => CaseKind::Child,
        "victim" => CaseKind::Victim,
        other => return Err(at(line, format!("the kind is `{other}`, and must be child or victim"))),
    };
    let form = framework.form_for(kind).ok_or_else(|| at(line, "the framework has no form for this kind"))?;
    let topic = Topic::Case(case.clone());
    let mut writes = vec![(register(&topic, field::KIND)?, value(&kind)?)];
    for (column, text) in columns.iter().zip(record) {
        let Column::Fact(id) = column else { continue };
        if text.is_empty() {
            continue;
        }
        let fact = framework.fact(id).filter(|fact| fact.form == form.id);
        let fact = fact.ok_or_else(|| at(line, format!("a {} case has no fact {id}", kind.as_str())))?;
        let known = answer_text::fact(framework, fact, text).map_err(|error| at(line, error.message.trim_end_matches('.')))?;
        let known = known.map_or(Ok(Value::Null), |known| value(&known))?;
        writes.push((register(&topic, field::named(field::FACT, id))?, known));
    }
    Ok(Row { case, kind, writes })
}
