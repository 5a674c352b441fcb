//! Who wrote what into a register, and when.

use fieldweek_domain::id::InspectionId;
use fieldweek_domain::register::{Register, Standing, Waits};
use fieldweek_domain::topic::Topic;
use serde::Serialize;
use serde_json::Value;

use crate::error::{AppError, Result};
use crate::session::Session;

/// One change of a register.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryLine {
    /// The register's field.
    pub field: String,
    /// The change.
    pub change: String,
    /// Who wrote it.
    pub author: String,
    /// On which device.
    pub device: String,
    /// When, by that device's clock.
    pub at: String,
    /// What was written; null cleared it.
    pub value: Value,
    /// Whether it is a head, superseded, waiting, refused or suspended; in words.
    pub standing: String,
}

/// The changes of one register, or of all registers of a subject, oldest first.
///
/// # Errors
/// When the subject or field is not one.
pub fn history(session: &Session, inspection: &InspectionId, subject: &str, field: Option<&str>) -> Result<Vec<HistoryLine>> {
    let wrong = |error: &dyn std::fmt::Display| {
        AppError::usage("register.name", format!("{error}."), "Give a subject such as assessment/C07.primary.")
    };
    let subject = subject.parse().map_err(|error| wrong(&error))?;
    Topic::of(&subject).map_err(|error| wrong(&error))?;
    let registers: Vec<Register> = match field {
        Some(field) => vec![Register { subject, field: field.parse().map_err(|error| wrong(&error))? }],
        None => session.workspace.heads_about(inspection, &subject)?.into_iter().map(|(register, _)| register).collect(),
    };
    let mut lines = Vec::new();
    for register in &registers {
        let heads = session.workspace.heads_of(inspection, register)?;
        for (logged, standing) in session.workspace.history(inspection, register)? {
            let change = logged.change();
            let is_head = heads.iter().any(|head| head.id() == logged.id());
            lines.push(HistoryLine {
                field: register.field.to_string(),
                change: logged.id().to_string(),
                author: change.author.to_string(),
                device: change.device.to_string(),
                at: change.at.to_string(),
                value: change.value.clone(),
                standing: words(standing, is_head, heads.len()),
            });
        }
    }
    Ok(lines)
}

fn words(standing: Standing, is_head: bool, heads: usize) -> String {
    match standing {
        Standing::Counts if is_head && heads > 1 => "in conflict".to_owned(),
        Standing::Counts if is_head => "stands".to_owned(),
        Standing::Counts => "superseded".to_owned(),
        Standing::Waits(Waits::Gap(seq)) => format!("waits for change {seq} of its device"),
        Standing::Waits(Waits::Parent(_)) => "waits for a change it follows".to_owned(),
        Standing::Refused(refusal) => format!("refused: {}", refusal.explain()),
        Standing::Suspended => "suspended: its device contradicts itself".to_owned(),
    }
}
