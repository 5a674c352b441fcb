//! Who saw what: recorded in the same log as who wrote what.

use fieldweek_domain::id::{AssessmentId, CaseRef, InspectionId};
use fieldweek_domain::topic::Topic;
use serde_json::json;

use crate::error::Result;
use crate::session::{Session, register};
use crate::view::{CaseView, case_view};

/// What was done with a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Its answers were shown.
    Opened,
    /// A document of it left the workspace.
    Exported,
}

impl Access {
    const fn word(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Exported => "exported",
        }
    }
}

/// Records an access to a case. Every one is a change of its own: the time makes it differ from the last.
pub(crate) fn note_access(session: &mut Session, inspection: &InspectionId, case: &CaseRef, access: Access) -> Result<()> {
    let register = register(&Topic::Access(case.clone()), session.identity.device().as_str())?;
    let value = json!({ "did": access.word(), "at": session.clock.now().as_str() });
    session.record(inspection, &[(register, value)])?;
    Ok(())
}

/// Shows an assessment whole, and records that it was opened.
///
/// # Errors
/// When there is no such assessment.
pub fn open_case(session: &mut Session, inspection: &InspectionId, id: &AssessmentId) -> Result<CaseView> {
    let view = case_view(&session.work(inspection, id.clone())?)?;
    note_access(session, inspection, &id.case, Access::Opened)?;
    Ok(view)
}
