//! Sealing the pack for the team.

use std::path::Path;

use fieldweek_bundle::Kind;
use fieldweek_domain::authority::Role;
use fieldweek_domain::id::{InspectionId, PersonId};
use fieldweek_sync::{Drop, SealFor, Segment, SyncError, framework_blobs, kept_framework, put_rosters, put_sealed, seal_for};
use serde::Serialize;

use crate::error::{AppError, Result};
use crate::session::Session;

/// What was sealed.
#[derive(Debug, Clone, Serialize)]
pub struct Packed {
    /// The bundle's path in the drop.
    pub object: String,
    /// How many changes it carries.
    pub changes: u64,
    /// For whom, besides central and the recovery key.
    pub team: Vec<String>,
    /// Its size in bytes.
    pub size: usize,
}

/// Seals central's whole log of an inspection with its framework for the team, and puts it into the drop.
///
/// # Errors
/// When there is no team yet, somebody of it has no enrolled machine, or the drop fails.
pub fn pack(session: &mut Session, inspection: &InspectionId, drop: &Path) -> Result<Packed> {
    if session.identity.role != Role::Central {
        return Err(AppError::refused("pack.role", "Only central seals packs.", "A laptop's changes leave it with `fieldweek sync`."));
    }
    let drop = Drop::folder(drop).map_err(SyncError::from)?;
    let about = session.inspection(inspection)?;
    let team: Vec<PersonId> = about.team().into_iter().collect();
    everybody_has_a_machine(session, &team)?;
    let digest = about.edition.value().map(|edition| edition.digest.clone()).unwrap_or_default();
    let files = kept_framework(&session.workspace, &digest)?.ok_or(SyncError::NoFramework(inspection.clone()))?;
    let blobs = framework_blobs(&files)?;
    let last = session.workspace.last_of(inspection, &session.identity.device())?.map_or(0, |last| last.change().seq);
    let segment = Segment { inspection: inspection.clone(), first: 1, last };
    let sealed = session.exchange(|party| {
        let sealed = seal_for(party, &segment, &SealFor { kind: Kind::Pack, people: &team, blobs: &blobs })?;
        put_rosters(party, &drop)?;
        put_sealed(party, &drop, &sealed.object)?;
        Ok(sealed)
    })?;
    let team = team.iter().map(ToString::to_string).collect();
    Ok(Packed { object: sealed.object.to_string(), changes: last, team, size: sealed.age.len() })
}

fn everybody_has_a_machine(session: &Session, team: &[PersonId]) -> Result<()> {
    let roster = session.roster()?;
    let has = |person: &PersonId| roster.as_ref().is_some_and(|roster| roster.active().any(|device| &device.person == person));
    let missing: Vec<String> = team.iter().filter(|person| !has(person)).map(ToString::to_string).collect();
    if team.is_empty() || !missing.is_empty() {
        return Err(AppError::refused(
            "pack.team",
            format!("The pack has nobody to go to, or these have no enrolled machine: {}.", missing.join(", ")),
            "Name a lead, allocate cases, and approve the enrolment of every machine first.",
        ));
    }
    Ok(())
}
