//! Carrying an exchange out. Each step is durable before the next begins, and doing a step again changes nothing, so an
//! exchange that is interrupted anywhere goes on when it is started again.

use fieldweek_bundle::{ObjectName, ObjectPath};

use crate::drop::Drop;
use crate::error::SyncError;
use crate::event::Event;
use crate::known::known;
use crate::party::Party;
use crate::plan::{Plan, plan};
use crate::{bundles, receipts, returns, rosters};

/// What happened in an exchange.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exchange {
    /// Everything, in order.
    pub events: Vec<Event>,
}

fn listing(drop: &Drop) -> Result<Vec<ObjectPath>, SyncError> {
    Ok(drop.list("v1")?.iter().filter_map(|path| path.parse().ok()).collect())
}

/// What an exchange with a drop would do. Changes nothing.
///
/// # Errors
/// When the workspace or the drop cannot be read.
pub fn look(party: &Party<'_>, drop: &Drop) -> Result<Plan, SyncError> {
    Ok(plan(&known(party)?, &listing(drop)?))
}

/// A laptop's exchange: newer rosters, its own changes out, packs and hand-overs in, receipts.
///
/// # Errors
/// What stopped it. What is wrong with a single object is an event.
pub fn exchange(party: &mut Party<'_>, drop: &Drop, on: &mut dyn FnMut(&Event)) -> Result<Exchange, SyncError> {
    let mut done = Exchange::default();
    let mut tell = |event: Event| {
        on(&event);
        done.events.push(event);
    };
    let first = look(party, drop)?;
    rosters::take(party, drop, &first.rosters, &mut tell)?;
    if !first.unknown_own.is_empty() {
        // The receipts tell the workspace how much it has forgotten, and it refuses to write from then on.
        receipts::take(party, drop, &first.receipts, &mut tell)?;
        return Err(SyncError::OldCopy);
    }
    send(party, drop, &first, &mut tell)?;
    let then = look(party, drop)?;
    bundles::take(party, drop, None, &then.fetch, &mut tell)?;
    receipts::take(party, drop, &then.receipts, &mut tell)?;
    Ok(done)
}

fn send(party: &mut Party<'_>, drop: &Drop, plan: &Plan, tell: &mut dyn FnMut(Event)) -> Result<(), SyncError> {
    let mut objects: Vec<ObjectName> = plan.send.clone();
    objects.extend(returns::spoiled(party, drop)?);
    objects.extend(returns::seal_returns(party, &plan.seal, tell)?);
    for object in objects {
        returns::put_sealed(party, drop, &object)?;
        tell(Event::Sent { object });
    }
    Ok(())
}

/// Central's half: its rosters and packs out, every return in, archived before it is folded.
///
/// # Errors
/// What stopped it. What is wrong with a single object is an event, and puts the object into quarantine.
pub fn take_in(party: &mut Party<'_>, drop: &Drop, archive: &Drop, on: &mut dyn FnMut(&Event)) -> Result<Exchange, SyncError> {
    let mut done = Exchange::default();
    let mut tell = |event: Event| {
        on(&event);
        done.events.push(event);
    };
    rosters::put_rosters(party, drop)?;
    let plan = look(party, drop)?;
    for object in &plan.send {
        returns::put_sealed(party, drop, object)?;
        tell(Event::Sent { object: object.clone() });
    }
    bundles::take(party, drop, Some(archive), &plan.fetch, &mut tell)?;
    Ok(done)
}
