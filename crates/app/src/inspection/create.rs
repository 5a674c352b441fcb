//! Creating an inspection.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use fieldweek_domain::case::CaseKind;
use fieldweek_domain::change::Logged;
use fieldweek_domain::framework::Scope;
use fieldweek_domain::id::{InspectionId, PersonId};
use fieldweek_domain::inspection::{Edition, Fieldwork};
use fieldweek_domain::topic::{Topic, field};
use fieldweek_sync::keep_framework;
use serde_json::Value;

use crate::error::{AppError, Result};
use crate::frameworks;
use crate::record::value;
use crate::session::{Session, register};

/// What an inspection is created with.
#[derive(Debug, Clone)]
pub struct NewInspection {
    /// Its id.
    pub id: InspectionId,
    /// A built-in framework, or a folder.
    pub framework: String,
    /// Its type, as the framework names it.
    pub inspection_type: String,
    /// The youth justice service.
    pub service: String,
    /// Who leads the fieldwork.
    pub lead: PersonId,
    /// The first and last day of fieldwork.
    pub fieldwork: (NaiveDate, NaiveDate),
    /// How many cases were eligible, by kind, where known.
    pub population: BTreeMap<CaseKind, u32>,
    /// Whether its data is invented.
    pub data: Data,
}

/// Whether data is real.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Data {
    /// Of real cases.
    Real,
    /// Invented, and marked so on every page and export.
    Invented,
}

/// Creates an inspection (central).
///
/// # Errors
/// When there is one of this id, the framework is not sound or has no forms, or a value does not fit.
pub fn create(session: &mut Session, new: &NewInspection) -> Result<Vec<Logged>> {
    if session.workspace.inspections()?.contains(&new.id) {
        return Err(AppError::refused("inspection.exists", format!("There is an inspection {} already.", new.id), "Choose another id."));
    }
    fieldweek_bundle::object::check_inspection(&new.id).map_err(AppError::coded)?;
    let framework = frameworks::load(&new.framework)?;
    if framework.scope != Scope::Full {
        return Err(AppError::usage(
            "framework.no_forms",
            format!("The framework {} has rating rules only, and no forms.", framework.id),
            "Choose one with forms; see `fieldweek frameworks list`.",
        ));
    }
    check(new, &framework)?;
    session.must_know(std::slice::from_ref(&new.lead))?;
    keep_framework(&mut session.workspace, &frameworks::files_of(&new.framework)?, &framework)?;
    let edition = Edition { framework: framework.id.clone(), edition: framework.edition.clone(), digest: framework.digest.clone() };
    let fieldwork = Fieldwork { from: new.fieldwork.0, to: new.fieldwork.1 };
    let mut fields = vec![
        (field::FRAMEWORK, value(&edition)?),
        (field::INSPECTION_TYPE, Value::from(new.inspection_type.clone())),
        (field::SERVICE, Value::from(new.service.clone())),
        (field::LEAD, value(&new.lead)?),
        (field::FIELDWORK, value(&fieldwork)?),
    ];
    if !new.population.is_empty() {
        fields.push((field::POPULATION, value(&new.population)?));
    }
    if new.data == Data::Invented {
        fields.push((field::DEMONSTRATION, Value::Bool(true)));
    }
    let writes: Vec<_> = fields.into_iter().map(|(name, value)| Ok((register(&Topic::Inspection, name)?, value))).collect::<Result<_>>()?;
    session.record(&new.id, &writes)
}

fn check(new: &NewInspection, framework: &fieldweek_domain::framework::Framework) -> Result<()> {
    if framework.inspection_type(&new.inspection_type).is_none() {
        let known = framework.inspection_types.iter().map(|kind| kind.id.as_str()).collect::<Vec<_>>().join(", ");
        return Err(AppError::usage(
            "inspection.type",
            format!("The framework has no type {}.", new.inspection_type),
            format!("It has: {known}."),
        ));
    }
    if new.fieldwork.1 < new.fieldwork.0 {
        return Err(AppError::usage("inspection.dates", "Fieldwork ends before it starts.", "Check the two dates."));
    }
    if new.service.trim().is_empty() || new.service.len() > 200 {
        return Err(AppError::usage(
            "inspection.service",
            "The service needs a name of at most 200 bytes.",
            "Give the name of the youth justice service.",
        ));
    }
    Ok(())
}
