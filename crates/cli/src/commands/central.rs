//! `fieldweek central`.

use fieldweek_app::error::Result;
use fieldweek_app::exchange::{import, receipts};
use fieldweek_app::ratings::{InspectionRatings, ratings};
use fieldweek_domain::consolidate::Why;

use super::Setting;
use super::{rate, sync};
use crate::args::Central;
use crate::output;

pub fn run(setting: &Setting, command: Central) -> Result<()> {
    let json = setting.json;
    match command {
        Central::Import { drop, archive } => {
            let mut session = setting.open()?;
            let events = import(&mut session, &drop, &archive, &mut |event| {
                if !json {
                    output::say(sync::text(event));
                }
            })?;
            sync::finish(json, &events)
        }
        Central::Receipts { drop } => {
            let events = receipts(&mut setting.open()?, &drop)?;
            if !json {
                events.iter().for_each(|event| output::say(sync::text(event)));
            }
            sync::finish(json, &events)
        }
        Central::Ratings { of } => {
            let session = setting.open()?;
            let id = session.which_inspection(of.inspection.as_deref())?;
            let rated = ratings(&session, &id)?;
            setting.tell(&rated, || text(&rated))
        }
    }
}

/// Ratings with what they rest on.
pub fn text(rated: &InspectionRatings) -> String {
    let consolidated = &rated.consolidated;
    let mut out = format!("{} assessments count.\n", consolidated.counted.len());
    for left_out in &consolidated.left_out {
        out.push_str(&format!("  {} does not: {}\n", left_out.assessment, why(&left_out.why)));
    }
    for on in &consolidated.contested {
        out.push_str(&format!("  {on}: people contradict each other; not rated until it is resolved\n"));
    }
    for on in &consolidated.beside_the_point {
        out.push_str(&format!("  {on}: recorded, and not rated in this type of inspection\n"));
    }
    out.push('\n');
    out.push_str(&rate::text(&rated.ratings));
    out
}

fn why(why: &Why) -> String {
    match why {
        Why::NotComplete => "it is not complete".to_owned(),
        Why::Withdrawn { reason } => format!("withdrawn: {reason}"),
        Why::Excluded { reason } => format!("out of the sample: {reason}"),
        Why::NoForm => "it is not known which form the case has".to_owned(),
        Why::Unresolved { question } => format!("{question} is not answered, or people contradict each other"),
    }
}
