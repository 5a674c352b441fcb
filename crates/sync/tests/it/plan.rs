//! What an exchange would do, as a pure function.

use fieldweek_bundle::{ContentHash, ObjectName, ObjectPath, ReceiptName, RosterName};
use fieldweek_sync::{Known, Plan, plan};
use proptest::prelude::*;

fn bundle(device: &str, first: u64) -> ObjectName {
    let sha256 = ContentHash::of(format!("{device}{first}").as_bytes());
    ObjectName { inspection: "demo".parse().unwrap(), device: device.parse().unwrap(), first, sha256 }
}

const OWN: &str = "00000000000000aa";
const OTHER: &str = "00000000000000bb";

fn receipt(device: &str, number: u64) -> ReceiptName {
    ReceiptName { inspection: "demo".parse().unwrap(), device: device.parse().unwrap(), number, sha256: ContentHash::of(b"x") }
}

fn known() -> Known {
    Known { device: Some(OWN.parse().unwrap()), roster: 1, ..Known::default() }
}

fn whole(name: &ObjectName) -> [ObjectPath; 2] {
    [ObjectPath::Bundle(name.clone()), ObjectPath::BundleSignature(name.clone())]
}

#[test]
fn an_empty_drop_and_nothing_written_is_nothing_to_do() {
    assert!(plan(&known(), &[]).is_empty());
}

#[test]
fn only_what_is_whole_counts_as_being_there() {
    let (mine, theirs) = (bundle(OWN, 1), bundle(OTHER, 1));
    let mut known = known();
    known.sealed.insert(mine.clone());
    let half = [ObjectPath::Bundle(mine.clone()), ObjectPath::Bundle(theirs.clone())];
    assert_eq!(plan(&known, &half), Plan { send: vec![mine.clone()], ..Plan::default() });
    let both: Vec<ObjectPath> = whole(&mine).into_iter().chain(whole(&theirs)).collect();
    assert_eq!(plan(&known, &both), Plan { fetch: vec![theirs], ..Plan::default() });
}

#[test]
fn own_bundles_and_settled_ones_are_not_fetched() {
    let (mine, theirs) = (bundle(OWN, 1), bundle(OTHER, 1));
    let mut known = known();
    known.sealed.insert(mine.clone());
    known.settled.insert(theirs.clone());
    let listing: Vec<ObjectPath> = whole(&mine).into_iter().chain(whole(&theirs)).collect();
    assert!(plan(&known, &listing).is_empty());
}

#[test]
fn own_bundles_that_are_not_known_here_are_told_apart() {
    let mine = bundle(OWN, 1);
    assert_eq!(plan(&known(), &whole(&mine)), Plan { unknown_own: vec![mine], ..Plan::default() });
}

#[test]
fn newer_rosters_come_in_order_and_receipts_for_others_do_not_come() {
    let roster = |version| [ObjectPath::Roster(RosterName { version }), ObjectPath::RosterSignature(RosterName { version })];
    let receipts = |device, number| [ObjectPath::Receipt(receipt(device, number)), ObjectPath::ReceiptSignature(receipt(device, number))];
    let listing: Vec<ObjectPath> =
        [roster(3), roster(1), roster(2), receipts(OWN, 2), receipts(OTHER, 1), receipts(OWN, 1)].into_iter().flatten().collect();
    let plan = plan(&known(), &listing);
    assert_eq!(plan.rosters, [RosterName { version: 2 }, RosterName { version: 3 }]);
    assert_eq!(plan.receipts, [receipt(OWN, 1), receipt(OWN, 2)]);
}

proptest! {
    /// The order in which a drop lists its objects is without influence.
    #[test]
    fn the_order_of_a_listing_does_not_matter(firsts in proptest::collection::vec(1..50_u64, 0..12), turn in 0..12_usize) {
        let mut listing: Vec<ObjectPath> = firsts.iter().flat_map(|first| whole(&bundle(OTHER, *first))).collect();
        let expected = plan(&known(), &listing);
        let turn = turn.min(listing.len());
        listing.rotate_left(turn);
        listing.reverse();
        prop_assert_eq!(plan(&known(), &listing), expected);
    }
}
