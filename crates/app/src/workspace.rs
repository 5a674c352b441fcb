//! The workspace itself: what is in it, backups, whether it is whole.

use std::path::{Path, PathBuf};

use fieldweek_domain::authority::Role;
use fieldweek_store::{Keyring, NoVault, OsVault, Problem, Vault, Workspace};
use serde::Serialize;

use crate::error::{AppError, Result};
use crate::session::Session;

/// Whose workspace it is and what is in it.
#[derive(Debug, Clone, Serialize)]
pub struct WorkspaceStatus {
    /// The person.
    pub person: String,
    /// Their role.
    pub role: Role,
    /// This machine.
    pub device: String,
    /// The organisation.
    pub organisation: String,
    /// The version of the newest roster; none before enrolment is approved.
    pub roster: Option<u32>,
    /// Whether the roster knows this machine.
    pub enrolled: bool,
    /// Its inspections.
    pub inspections: Vec<InspectionLine>,
    /// Objects of the drop that were refused.
    pub quarantined: usize,
}

/// An inspection in a workspace.
#[derive(Debug, Clone, Serialize)]
pub struct InspectionLine {
    /// Its id.
    pub id: String,
    /// Changes here, of all devices.
    pub changes: usize,
    /// Changes written on this machine.
    pub own: u64,
    /// Of those, sealed for sending.
    pub sealed: u64,
    /// Of those, confirmed by a receipt.
    pub confirmed: u64,
    /// Registers in conflict.
    pub conflicts: usize,
    /// Changes that wait, were refused or are suspended.
    pub set_apart: usize,
}

/// The vault that the workspace in a folder asks for.
///
/// # Errors
/// When there is no workspace in the folder.
pub fn vault_of(folder: &Path) -> Result<Box<dyn Vault>> {
    Ok(match Workspace::keyring(folder)? {
        Keyring::Os => Box::new(OsVault),
        Keyring::None => Box::new(NoVault),
    })
}

/// Whose workspace it is and what is in it.
///
/// # Errors
/// When the store cannot be read.
pub fn status(session: &Session) -> Result<WorkspaceStatus> {
    let identity = session.identity();
    let roster = session.workspace.newest_roster()?.map(|roster| roster.version);
    let inspections = session.workspace.inspections()?;
    Ok(WorkspaceStatus {
        person: identity.person.to_string(),
        role: identity.role,
        device: identity.device().to_string(),
        organisation: identity.card.organisation.clone(),
        roster,
        enrolled: session.devices()?.contains_key(&identity.device()),
        inspections: inspections.iter().map(|id| inspection_line(session, id)).collect::<Result<_>>()?,
        quarantined: session.workspace.quarantined()?.len(),
    })
}

fn inspection_line(session: &Session, id: &fieldweek_domain::id::InspectionId) -> Result<InspectionLine> {
    let workspace = &session.workspace;
    let device = session.identity.device();
    let archived = workspace.receipts(id, &device)?.into_iter().filter(|receipt| receipt.archived);
    Ok(InspectionLine {
        id: id.to_string(),
        changes: workspace.changes(id)?.len(),
        own: workspace.last_of(id, &device)?.map_or(0, |last| last.change().seq),
        sealed: workspace.sent(id)?.iter().map(|sent| sent.last).max().unwrap_or(0),
        confirmed: archived.map(|receipt| receipt.last).max().unwrap_or(0),
        conflicts: workspace.heads(id)?.iter().filter(|(_, heads)| heads.len() > 1).count(),
        set_apart: workspace.standing_problems(id)?.len(),
    })
}

/// Writes an encrypted backup, verified by opening it.
///
/// # Errors
/// When it cannot be made; nothing was removed then.
pub fn backup(session: &Session, to: &Path, keep: usize) -> Result<PathBuf> {
    Ok(session.workspace.backup(to, keep)?)
}

/// Restores a backup into a new folder. It opens with the passphrase it had when it was made.
///
/// # Errors
/// When it is no backup, or something is in the folder.
pub fn restore(from: &Path, to: &Path) -> Result<()> {
    Ok(fieldweek_store::restore(from, to)?)
}

/// The result of a check.
#[derive(Debug, Clone, Serialize)]
pub struct Checked {
    /// Changes looked at.
    pub changes: usize,
    /// Changes that wait for others; not a fault.
    pub waiting: usize,
}

/// Looks at every page, every line and everything folded from them.
///
/// # Errors
/// What is wrong, and what to do.
pub fn check(session: &Session) -> Result<Checked> {
    let health = session.workspace.check()?;
    if health.is_good() {
        return Ok(Checked { changes: health.changes, waiting: health.waiting });
    }
    let words = health.problems.iter().map(problem).collect::<Vec<_>>().join("; ");
    Err(AppError::refused(
        "workspace.damaged",
        format!("The workspace is damaged: {words}."),
        "Make a copy of its folder, then restore the newest backup.",
    ))
}

fn problem(problem: &Problem) -> String {
    match problem {
        Problem::Pages => "pages of the database are not what was written".to_owned(),
        Problem::Structure => "the database contradicts itself".to_owned(),
        Problem::Lines(count) => format!("{count} line(s) of the log are not what their ids say"),
        Problem::Projections(inspection) => format!("what is kept of {inspection} is not what its log says"),
        Problem::Search => "the search index does not match its texts".to_owned(),
    }
}
