//! A laptop dies while it records: everything it acknowledged is there, the store is whole, and the week goes on.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::killing::{Moment, notes, record_and_kill};
use crate::team::Team;

/// Every change of C01's assessment that is in a workspace.
fn written(team: &Team, person: &str) -> BTreeSet<String> {
    let history = team.run(person, "history assessment/C01.primary").json();
    let ids = history.as_array().unwrap().iter().map(|line: &Value| line["change"].as_str().unwrap().to_owned());
    ids.collect()
}

#[test]
fn nothing_acknowledged_is_lost_when_it_is_killed() {
    let team = Team::at_work();
    let mut acknowledged = BTreeSet::new();
    let moments =
        [Moment::Acknowledged(1), Moment::Acknowledged(6), Moment::Acknowledged(41), Moment::Milliseconds(60), Moment::Milliseconds(450)];
    for (round, moment) in moments.into_iter().enumerate() {
        let killed = record_and_kill(&team, "inspector-1", &notes("C01", &format!("round {round}"), 400), moment);
        if let Moment::Acknowledged(count) = moment {
            assert!(killed.in_flight && killed.acknowledged.len() >= count, "{moment:?}: {killed:?}");
        }
        acknowledged.extend(killed.acknowledged);
        team.run("inspector-1", "workspace check").ok();
        let lost: Vec<_> = acknowledged.difference(&written(&team, "inspector-1")).cloned().collect();
        assert!(lost.is_empty(), "{moment:?}: {lost:?}");
    }
    assert!(acknowledged.len() >= 48, "the kills met it at work: {}", acknowledged.len());
    team.run("inspector-1", "record note C01 2.1.01 'And the week goes on.'").ok();
    team.run("inspector-1", "sync --drop drop").ok();
    team.run("central-1", "central import --drop drop --archive archive").ok();
    assert_eq!(written(&team, "central-1"), written(&team, "inspector-1"), "central has the very same changes");
    assert!(written(&team, "central-1").is_superset(&acknowledged));
}
