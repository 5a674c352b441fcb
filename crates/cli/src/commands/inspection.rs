//! `fieldweek inspection`.

use std::collections::BTreeMap;
use std::path::Path;

use fieldweek_app::error::{AppError, Result};
use fieldweek_app::inspection::{self, Data, NewInspection};
use fieldweek_app::session::Session;
use fieldweek_app::view::{CaseLine, CaseStatus, case_lines};
use fieldweek_domain::case::CaseKind;
use serde_json::json;

use super::Setting;
use crate::args::InspectionCommand;
use crate::table::table;
use crate::{input, output};

pub fn run(setting: &Setting, command: InspectionCommand) -> Result<()> {
    match command {
        InspectionCommand::Sample { inspection, csv } => {
            let mut session = setting.open()?;
            let text = input::text(&csv)?;
            let id = session.which_inspection(Some(&inspection))?;
            let sampled = inspection::sample(&mut session, &id, text.as_bytes())?;
            let line =
                format!("{} children's cases and {} victims'; {} fields written.", sampled.children, sampled.victims, sampled.written);
            setting.tell(&sampled, || line)
        }
        InspectionCommand::Allocate { inspection, csv } => {
            let mut session = setting.open()?;
            let text = input::text(&csv)?;
            let id = session.which_inspection(Some(&inspection))?;
            let allocated = inspection::allocate(&mut session, &id, text.as_bytes())?;
            let line = format!(
                "{} assessments allocated, {} of them second readings; {} changed.",
                allocated.assessments, allocated.second, allocated.written
            );
            setting.tell(&allocated, || line)
        }
        InspectionCommand::Pack { inspection, drop } => pack(setting, &inspection, &drop),
        InspectionCommand::Status { inspection } => status(setting, inspection.as_deref()),
        create @ InspectionCommand::Create { .. } => {
            let new = new_inspection(create)?;
            let mut session = setting.open()?;
            inspection::create(&mut session, &new)?;
            setting.tell(&json!({ "inspection": new.id.as_str() }), || format!("Created {}. Next: load the sample.", new.id))
        }
    }
}

fn new_inspection(command: InspectionCommand) -> Result<NewInspection> {
    let InspectionCommand::Create {
        id,
        framework,
        inspection_type,
        service,
        lead,
        from,
        to,
        eligible_children,
        eligible_victims,
        demonstration,
    } = command
    else {
        return Err(AppError::usage("inspection.command", "Not a creation.", "See `fieldweek inspection --help`."));
    };
    let wrong = |error: &dyn std::fmt::Display| AppError::usage("inspection.name", format!("{error}."), "Check the id.");
    let eligible = [(CaseKind::Child, eligible_children), (CaseKind::Victim, eligible_victims)];
    Ok(NewInspection {
        id: id.parse().map_err(|error| wrong(&error))?,
        framework,
        inspection_type,
        service,
        lead: lead.parse().map_err(|error| wrong(&error))?,
        fieldwork: (from, to),
        population: eligible.into_iter().filter_map(|(kind, count)| Some((kind, count?))).collect(),
        data: if demonstration { Data::Invented } else { Data::Real },
    })
}

fn pack(setting: &Setting, inspection: &str, drop: &Path) -> Result<()> {
    let mut session = setting.open()?;
    let id = session.which_inspection(Some(inspection))?;
    let packed = inspection::pack(&mut session, &id, drop)?;
    let line = format!("Sealed {} changes for {} ({} bytes):\n  {}", packed.changes, packed.team.join(", "), packed.size, packed.object);
    setting.tell(&packed, || line)
}

fn status(setting: &Setting, inspection: Option<&str>) -> Result<()> {
    let session = setting.open()?;
    let id = session.which_inspection(inspection)?;
    let about = session.inspection(&id)?;
    let lines = case_lines(&about, session.framework_of(&about)?.as_ref());
    if setting.json {
        return output::json(
            &json!({ "inspection": id.as_str(), "assessments": lines, "conflicts": about.conflicts, "unreadable": about.unreadable }),
        );
    }
    output::say(format!("{id}: {}\n", about.service.value().map_or("", String::as_str)));
    output::say(by_person(&lines));
    output::say(set_apart(&session, &id, about.conflicts.len())?);
    Ok(())
}

fn by_person(lines: &[CaseLine]) -> String {
    let mut people: BTreeMap<&str, [usize; 5]> = BTreeMap::new();
    for line in lines {
        let counts = people.entry(line.allocated_to.as_deref().unwrap_or("nobody")).or_default();
        let column = match line.status {
            CaseStatus::NotStarted => 0,
            CaseStatus::InProgress => 1,
            CaseStatus::Ready => 2,
            CaseStatus::Complete => 3,
            CaseStatus::Excluded => 4,
        };
        if let Some(count) = counts.get_mut(column) {
            *count += 1;
        }
    }
    let row =
        |(person, counts): (&&str, &[usize; 5])| std::iter::once((*person).to_owned()).chain(counts.iter().map(usize::to_string)).collect();
    table(&["person", "not started", "in progress", "ready", "complete", "out of sample"], &people.iter().map(row).collect::<Vec<_>>())
}

fn set_apart(session: &Session, id: &fieldweek_domain::id::InspectionId, conflicts: usize) -> Result<String> {
    let status = fieldweek_app::workspace::status(session)?;
    let line = status.inspections.into_iter().find(|line| line.id == id.as_str());
    let set_apart = line.map_or(0, |line| line.set_apart);
    Ok(format!("{conflicts} conflict(s) to resolve, {set_apart} change(s) that wait, were refused or are suspended."))
}
