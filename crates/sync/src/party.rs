//! Who takes part in an exchange: a workspace with its keys.

use fieldweek_bundle::{AgeIdentity, PublicKey, Roster, SigningKey};
use fieldweek_domain::change::Timestamp;
use fieldweek_domain::id::{DeviceId, InspectionId};
use fieldweek_domain::inspection::Inspection;
use fieldweek_store::Workspace;

use crate::error::SyncError;

/// A workspace with its keys.
pub struct Party<'a> {
    /// The workspace.
    pub workspace: &'a mut Workspace,
    /// What this machine signs with.
    pub signing: &'a SigningKey,
    /// What opens bundles for this machine.
    pub age: &'a AgeIdentity,
    /// The organisation's root that this machine pins.
    pub root: &'a PublicKey,
    /// The time, for people.
    pub now: &'a dyn Fn() -> Timestamp,
}

impl Party<'_> {
    /// This machine.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.signing.device()
    }

    /// The newest roster here, verified against the pinned root.
    pub(crate) fn roster(&self) -> Result<Option<Roster>, SyncError> {
        let Some(kept) = self.workspace.newest_roster()? else { return Ok(None) };
        Ok(Some(Roster::verify(kept.json.as_bytes(), kept.signature.as_bytes(), self.root)?))
    }

    pub(crate) fn needed_roster(&self) -> Result<Roster, SyncError> {
        self.roster()?.ok_or(SyncError::NoRoster)
    }

    pub(crate) fn inspection(&self, id: &InspectionId) -> Result<Inspection, SyncError> {
        Ok(Inspection::read(&self.workspace.heads(id)?))
    }
}
