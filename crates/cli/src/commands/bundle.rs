//! `fieldweek bundle`.

use std::path::Path;

use fieldweek_app::error::{AppError, Result};
use fieldweek_app::exchange::{BundleFacts, seal_into, verify};
use serde_json::json;

use super::Setting;
use crate::args::BundleCommand;
use crate::output;

pub fn run(setting: &Setting, command: BundleCommand) -> Result<()> {
    match command {
        BundleCommand::Seal { of, out, people } => {
            let person =
                |text: &String| text.parse().map_err(|error| AppError::usage("person.name", format!("{error}."), "Give a person's id."));
            let people = people.iter().map(person).collect::<Result<Vec<_>>>()?;
            let mut session = setting.open()?;
            let inspection = session.which_inspection(of.inspection.as_deref())?;
            let sealed = seal_into(&mut session, &inspection, &out, &people)?;
            if setting.json {
                return output::json(&sealed);
            }
            output::say(format!("Sealed changes {} to {}:\n  {}", sealed.first, sealed.last, sealed.file.display()));
            Ok(())
        }
        BundleCommand::Verify { file } => {
            let facts = check(setting, &file)?;
            if setting.json {
                return output::json(
                    &json!({ "verified": true, "device": facts.device, "signed_by": facts.signed_by, "sha256": facts.sha256 }),
                );
            }
            output::say(format!(
                "Verified: changes {} to {} of {}, signed by {} on device {}.",
                facts.first, facts.last, facts.inspection, facts.signed_by, facts.device
            ));
            Ok(())
        }
        BundleCommand::Inspect { file } => {
            let facts = check(setting, &file)?;
            setting.tell(&facts, || text(&facts))
        }
    }
}

fn check(setting: &Setting, file: &Path) -> Result<BundleFacts> {
    verify(&mut setting.open()?, file)
}

fn text(facts: &BundleFacts) -> String {
    let mut out = format!(
        "{} of {}\n  signed by   {} on device {}\n  changes     {} to {}\n  framework   {}\n  recipients  {}\n  sha256      {}\n",
        facts.kind,
        facts.inspection,
        facts.signed_by,
        facts.device,
        facts.first,
        facts.last,
        facts.framework,
        facts.recipients,
        facts.sha256
    );
    for (name, size) in &facts.files {
        out.push_str(&format!("  {size:>10}  {name}\n"));
    }
    out
}
