//! Taking a bundle's changes into central's store, and rating.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;

use fieldweek_app::frameworks;
use fieldweek_domain::authority::Devices;
use fieldweek_domain::change::Logged;
use fieldweek_domain::consolidate::consolidate;
use fieldweek_domain::framework::Framework;
use fieldweek_domain::id::ChangeId;
use fieldweek_domain::inspection::Inspection;
use fieldweek_domain::rating::{Ratings, rate};
use fieldweek_domain::register::fold;
use fieldweek_store::{Heads, Kdf, NewWorkspace, NoVault, OsEntropy, Workspace};
use serde_json::Value;

use crate::machines::passphrase;
use crate::measure::{Pair, Result};
use crate::table::Row;
use crate::week::{FILLED, FRAMEWORK, INSPECTION_TYPE, Week};

const IMPORTS: usize = 9;
const FOLDS: usize = 21;

/// What central's part costs.
pub fn rows(week: &Week, log: &[Logged], dir: &Path) -> Result<Vec<Row>> {
    let own = log.first().map(|logged| logged.change().device.clone()).ok_or("the week is empty")?;
    let devices = week.devices(&own)?;
    let (importing, store) = import(week, log, &devices, dir)?;
    let framework = frameworks::load(FRAMEWORK)?;
    let mut all = week.prepared.clone();
    all.extend_from_slice(log);
    let (mut folding, mut reading) = (Pair::default(), Pair::default());
    for _ in 0..FOLDS {
        folding.ours.take(|| rated(&framework, &folded(&all, &devices)))?;
        folding.limit.take(|| parsed(all.iter()))?;
        reading.ours.take(|| rated(&framework, &store.heads(&week.inspection)?))?;
        let heads = store.heads(&week.inspection)?;
        reading.limit.take(|| parsed(heads.iter().flat_map(|(_, heads)| heads)))?;
    }
    Ok(vec![
        Row { what: "import it into central's store", against: "write the same bytes and fsync", times: importing },
        Row { what: "fold the whole log and rate it", against: "parse the same lines as JSON", times: folding },
        Row { what: "read the state from the store and rate it", against: "parse its lines as JSON", times: reading },
    ])
}

/// Imports into new stores that hold what central prepared. Gives back the last of them.
fn import(week: &Week, log: &[Logged], devices: &Devices, dir: &Path) -> Result<(Pair, Workspace)> {
    let lines: Vec<u8> = log.iter().flat_map(|logged| [logged.line(), "\n"]).flat_map(str::bytes).collect();
    let mut times = Pair::default();
    let mut last = None;
    for run in 0..IMPORTS {
        let mut store = empty(&dir.join(format!("store-{run}")))?;
        store.import(&week.inspection, &week.prepared, devices)?;
        let imported = times.ours.take(|| Ok(store.import(&week.inspection, log, devices)?))?;
        times.limit.take(|| {
            let mut file = File::create(dir.join(format!("raw-{run}")))?;
            file.write_all(&lines)?;
            Ok(file.sync_all()?)
        })?;
        if imported.new != log.len() {
            return Err("an import left changes out".into());
        }
        last = Some(store);
    }
    Ok((times, last.ok_or("there was no import")?))
}

/// A store. Its key is made with little work: this is not what is measured here.
fn empty(dir: &Path) -> Result<Workspace> {
    let new = NewWorkspace {
        passphrase: &passphrase(),
        vault: &NoVault,
        kdf: Kdf::cheap_for_tests(),
        entropy: &mut OsEntropy,
        escrow: &|_| Ok(vec![0]),
    };
    Ok(Workspace::create(dir, new)?)
}

/// The state that a log amounts to, as the store would give it.
fn folded(log: &[Logged], devices: &Devices) -> Vec<Heads> {
    let by_id: BTreeMap<ChangeId, &Logged> = log.iter().map(|logged| (logged.id(), logged)).collect();
    let changes = |ids: &std::collections::BTreeSet<ChangeId>| ids.iter().filter_map(|id| by_id.get(id).copied().cloned()).collect();
    fold(log, devices).heads.into_iter().map(|(register, ids)| (register, changes(&ids))).collect()
}

fn rated(framework: &Framework, heads: &[Heads]) -> Result<Ratings> {
    let consolidated = consolidate(&Inspection::read(heads), framework);
    if consolidated.counted.len() != FILLED {
        return Err(format!("{} of {FILLED} cases count", consolidated.counted.len()).into());
    }
    Ok(rate(framework, Some(INSPECTION_TYPE), &consolidated.input)?)
}

fn parsed<'a>(log: impl Iterator<Item = &'a Logged>) -> Result<Vec<Value>> {
    Ok(log.map(|logged| serde_json::from_str(logged.line())).collect::<std::result::Result<_, _>>()?)
}
