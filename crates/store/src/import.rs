//! Taking in what others wrote.

use fieldweek_domain::authority::Devices;
use fieldweek_domain::change::Logged;
use fieldweek_domain::id::InspectionId;

use crate::error::StoreError;
use crate::workspace::Workspace;
use crate::{change_log, folds};

/// What an import brought.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// Changes that were not here before.
    pub new: usize,
    /// Changes that were.
    pub known: usize,
}

impl Workspace {
    /// Takes changes into the log and folds the inspection, all in one transaction. Known changes are skipped; what
    /// contradicts a known change is kept too, for the fold to judge.
    ///
    /// # Errors
    /// [`StoreError::OtherInspection`] when a change belongs elsewhere; [`StoreError::DiskFull`]. Nothing is taken in then.
    pub fn import(&mut self, inspection: &InspectionId, changes: &[Logged], devices: &Devices) -> Result<Imported, StoreError> {
        if changes.iter().any(|logged| logged.change().inspection != *inspection) {
            return Err(StoreError::OtherInspection);
        }
        self.write(|tx| {
            let mut imported = Imported::default();
            for logged in changes {
                if change_log::append(tx, logged)? {
                    imported.new += 1;
                } else {
                    imported.known += 1;
                }
            }
            if imported.new > 0 {
                folds::refold(tx, inspection, devices)?;
            } else {
                folds::keep_up(tx, inspection, devices)?;
            }
            Ok(imported)
        })
    }
}
