//! `fieldweek sync`, and how events are printed.

use fieldweek_app::error::Result;
use fieldweek_app::exchange::{plan, sync};
use fieldweek_app::{Event, Plan};
use serde_json::{Value, json};

use super::Setting;
use crate::args::Sync;
use crate::output;

pub fn run(setting: &Setting, args: &Sync) -> Result<()> {
    let mut session = setting.open()?;
    if args.plan {
        let plan = plan(&mut session, &args.drop)?;
        return setting.tell(&plan_json(&plan), || plan_text(&plan));
    }
    let json = setting.json;
    let events = sync(&mut session, &args.drop, &mut |event| {
        if !json {
            output::say(text(event));
        }
    })?;
    finish(json, &events)
}

/// Prints the events for a machine, or says that nothing happened.
pub fn finish(json: bool, events: &[Event]) -> Result<()> {
    if json {
        return output::json(&events.iter().map(value).collect::<Vec<_>>());
    }
    if events.is_empty() {
        output::say("Nothing to do: everything is exchanged.");
    }
    Ok(())
}

fn plan_text(plan: &Plan) -> String {
    if plan.is_empty() {
        return "Nothing to do: everything is exchanged.".to_owned();
    }
    let mut out = String::new();
    let mut line = |count: usize, what: &str| {
        if count > 0 {
            out.push_str(&format!("  {count} {what}\n"));
        }
    };
    line(plan.rosters.len(), "newer roster(s) to fetch");
    line(plan.send.len(), "bundle(s) to send that did not arrive completely");
    line(plan.fetch.len(), "bundle(s) of others to look at");
    line(plan.receipts.len(), "receipt(s) to fetch");
    for segment in &plan.seal {
        out.push_str(&format!(
            "  changes {} to {} of {} to seal for central and the lead, and to send\n",
            segment.first, segment.last, segment.inspection
        ));
    }
    out
}

fn plan_json(plan: &Plan) -> Value {
    json!({
        "rosters": plan.rosters.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "seal": plan.seal.iter().map(|segment| json!({ "inspection": segment.inspection.as_str(), "first": segment.first, "last": segment.last })).collect::<Vec<_>>(),
        "send": plan.send.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "fetch": plan.fetch.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "receipts": plan.receipts.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

/// An event in words.
pub fn text(event: &Event) -> String {
    match event {
        Event::Roster { version } => format!("Roster {version} accepted"),
        Event::Sealed { object, last } => format!("Sealed changes {} to {last} of {}", object.first, object.inspection),
        Event::Sent { object } => format!("Sent {object}"),
        Event::TakenIn { object, new, known } => format!("Took in {new} new changes ({known} known) of device {}", object.device),
        Event::NotForUs { object } => format!("Sealed for others: {object}"),
        Event::Waits { object, needed } => format!("Waits for change {needed} of device {}: {object}", object.device),
        Event::Equivocation { object, seq } => {
            format!("Device {} signed two different changes for place {seq}: everything from there on is suspended", object.device)
        }
        Event::Quarantined { object, code, reason } => format!("Refused ({code}): {reason}\n  {object}"),
        Event::Receipt { inspection, first, last, archived: true } => {
            format!("Receipt: changes {first} to {last} of {inspection} are archived")
        }
        Event::Receipt { inspection, first, last, archived: false } => {
            format!("Receipt: changes {first} to {last} of {inspection} were refused by central")
        }
    }
}

fn value(event: &Event) -> Value {
    match event {
        Event::Roster { version } => json!({ "did": "roster", "version": version }),
        Event::Sealed { object, last } => json!({ "did": "sealed", "object": object.to_string(), "last": last }),
        Event::Sent { object } => json!({ "did": "sent", "object": object.to_string() }),
        Event::TakenIn { object, new, known } => json!({ "did": "taken_in", "object": object.to_string(), "new": new, "known": known }),
        Event::NotForUs { object } => json!({ "did": "not_for_us", "object": object.to_string() }),
        Event::Waits { object, needed } => json!({ "did": "waits", "object": object.to_string(), "needed": needed }),
        Event::Equivocation { object, seq } => json!({ "did": "equivocation", "object": object.to_string(), "seq": seq }),
        Event::Quarantined { object, code, reason } => json!({ "did": "quarantined", "object": object, "code": code, "reason": reason }),
        Event::Receipt { inspection, first, last, archived } => {
            json!({ "did": "receipt", "inspection": inspection.as_str(), "first": first, "last": last, "archived": archived })
        }
    }
}
