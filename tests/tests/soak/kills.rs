//! A laptop that is killed again and again while it records.

use fieldweek_store::{NoVault, Workspace};
use secrecy::SecretString;

use crate::chance::Chance;
use crate::killing::{Moment, notes, record_and_kill};
use crate::team::{PASSPHRASE, Team};

const KILLS: usize = 200;
/// The longest wait before a kill: longer than opening takes, shorter than a whole batch.
const LONGEST: usize = 900;
/// The most acknowledgements that are awaited before a kill.
const MOST: usize = 120;
const BATCH: usize = 600;

/// What was counted.
#[derive(Debug, Default)]
struct Counts {
    kills: usize,
    before_the_first: usize,
    finished: usize,
    acknowledged: usize,
    lost: usize,
    opens: usize,
    unwhole: usize,
}

#[test]
#[ignore = "minutes: ./dev soak"]
fn two_hundred_kills_lose_nothing() {
    let (mut chance, seed) = Chance::seeded();
    let team = Team::at_work();
    let folder = team.path("workspaces/inspector-1");
    let passphrase = SecretString::from(PASSPHRASE);
    let (mut counts, mut acknowledged) = (Counts::default(), Vec::new());
    while counts.kills < KILLS {
        let moment = match chance.below(2) {
            0 => Moment::Milliseconds(chance.below(LONGEST) as u64),
            _ => Moment::Acknowledged(1 + chance.below(MOST)),
        };
        let label = format!("attempt {}", counts.kills + counts.finished);
        let killed = record_and_kill(&team, "inspector-1", &notes("C01", &label, BATCH), moment);
        counts.kills += usize::from(killed.in_flight);
        counts.finished += usize::from(!killed.in_flight);
        counts.before_the_first += usize::from(killed.acknowledged.is_empty());
        acknowledged.extend(killed.acknowledged);
        let store = Workspace::open(&folder, &passphrase, &NoVault).unwrap_or_else(|error| panic!("seed {seed}, {counts:?}: {error}"));
        counts.opens += 1;
        // All of them every time: what one kill left, a later one may break.
        counts.lost += acknowledged.iter().filter(|id| store.change(id.parse().unwrap()).unwrap().is_none()).count();
        counts.unwhole += usize::from(!store.check().unwrap().is_good());
        assert_eq!((counts.lost, counts.unwhole), (0, 0), "seed {seed}, {moment:?}: {counts:?}");
    }
    counts.acknowledged = acknowledged.len();
    let whole = Workspace::open(&folder, &passphrase, &NoVault).unwrap().check().unwrap();
    println!("seed {seed}: {counts:?}; {} changes in the log at the end", whole.changes);
    assert!(counts.acknowledged > KILLS * 5, "most kills met it at work: {counts:?}");
    team.run("inspector-1", "sync --drop drop").ok();
    team.run("central-1", "central import --drop drop --archive archive").ok();
    let (central, laptop) = (team.changes("central-1"), team.changes("inspector-1"));
    println!("then synced: central has {central} changes, the laptop {laptop}");
    assert_eq!(central, laptop);
}
