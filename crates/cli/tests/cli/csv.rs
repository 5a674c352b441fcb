//! Sample and allocation from CSV: all of it is taken or nothing, and what is wrong is named with its line.

use crate::team::{ALLOCATIONS, INSPECTION, SAMPLE, Team};

/// Loads a file that is wrong, and makes sure that nothing of it was taken.
#[track_caller]
fn refused(team: &Team, what: &str, text: &str, code: &str, line: usize, names: &str) {
    let before = team.changes("central-1");
    team.write("wrong.csv", text);
    let error = team.run("central-1", &format!("inspection {what} {INSPECTION} wrong.csv")).misused(code);
    let message = error["message"].as_str().unwrap();
    assert!(message.starts_with(&format!("Line {line}: ")), "line {line}: {message}");
    assert!(message.contains(names), "{names}: {message}");
    assert_eq!(team.changes("central-1"), before, "nothing was written: {text}");
}

#[test]
fn a_sample_with_something_wrong_is_not_taken_at_all() {
    let team = Team::at_work();
    let sample = |text: &str, code: &str, line: usize, names: &str| refused(&team, "sample", text, code, line, names);
    sample("case,kind,shoe_size\nC09,child,9\n", "sample.line", 1, "shoe_size");
    sample("case,home_yjs\nC09,yes\n", "sample.line", 1, "kind");
    sample("case,kind,kind\nC09,child,child\n", "sample.line", 1, "twice");
    sample("case,kind\nC08,child\nC09,child\nC08,child\n", "sample.line", 4, "C08");
    sample("case,kind\nC08,child\nC09,adult\n", "sample.line", 3, "adult");
    sample("case,kind\nC08,child\nC09,\n", "sample.line", 3, "kind");
    sample("case,kind,home_yjs\nC08,child,yes\nC09,child,perhaps\n", "sample.line", 3, "home_yjs");
    sample("case,kind,disposal_group\nC08,child,court_order;prison\n", "sample.line", 2, "disposal_group");
    sample("case,kind,named_individual\nC08,child,yes\n", "sample.line", 2, "named_individual");
    sample("case,kind\nC08,child\nJo Bloggs,child\n", "sample.line", 3, "case");
    sample("case,kind\nC08,child\nC09,child,yes\n", "csv.form", 3, "same number of fields");
}

#[test]
fn an_allocation_with_something_wrong_is_not_taken_at_all() {
    let team = Team::at_work();
    let allocate = |text: &str, line: usize, names: &str| refused(&team, "allocate", text, "allocation.line", line, names);
    let head = "case,assessment,person\n";
    allocate(&format!("{head}C01,primary,lead-1\nC77,primary,lead-1\n"), 3, "C77");
    allocate(&format!("{head}C01,primary,nobody-1\n"), 2, "nobody-1");
    allocate(&format!("{head}C01,third,lead-1\n"), 2, "assessment");
    allocate(&format!("{head}C01,primary,lead-1\nC01,primary,inspector-1\n"), 3, "twice");
    allocate(&format!("{head}C02,primary,lead-1\nC02,second,lead-1\n"), 3, "another person");
    allocate("case,person\nC01,lead-1\n", 2, "columns");
    allocate("case,assessment,person,why\nC01,primary,lead-1,so\n", 2, "columns");
}

#[test]
fn loading_the_same_file_again_writes_nothing() {
    let team = Team::at_work();
    let before = team.changes("central-1");
    team.write("again.csv", SAMPLE);
    assert_eq!(team.run("central-1", &format!("inspection sample {INSPECTION} again.csv")).json()["written"], 0);
    team.write("again.csv", ALLOCATIONS);
    let allocated = team.run("central-1", &format!("inspection allocate {INSPECTION} again.csv")).json();
    assert_eq!((&allocated["assessments"], &allocated["second"], &allocated["written"]), (&5.into(), &1.into(), &0.into()));
    assert_eq!(team.changes("central-1"), before);
}

#[test]
fn windows_line_ends_and_standard_input_are_fine() {
    let team = Team::at_work();
    team.write("windows.csv", "case,kind,home_yjs\r\nC10,child, yes \r\n");
    let sampled = team.run("central-1", &format!("inspection sample {INSPECTION} windows.csv")).json();
    assert_eq!((&sampled["children"], &sampled["written"]), (&1.into(), &2.into()));
    let piped = team.run_with("central-1", &format!("inspection sample {INSPECTION} -"), "case,kind\nV10,victim\n").json();
    assert_eq!((&piped["victims"], &piped["written"]), (&1.into(), &1.into()), "the file follows the passphrase");
}

#[test]
fn a_sample_needs_its_file_its_inspection_and_central() {
    let team = Team::at_work();
    team.run("central-1", &format!("inspection sample {INSPECTION} nowhere.csv")).refused("file.missing");
    team.write("sample.csv", "case,kind\nC11,child\n");
    team.run("central-1", "inspection sample no-such-inspection sample.csv").refused("inspection.unknown");
    let before = team.changes("inspector-1");
    team.run("inspector-1", &format!("inspection sample {INSPECTION} sample.csv")).refused("not_allowed");
    team.run("lead-1", &format!("inspection sample {INSPECTION} sample.csv")).refused("not_allowed");
    team.run("inspector-1", &format!("inspection allocate {INSPECTION} allocations.csv")).refused("not_allowed");
    assert_eq!(team.changes("inspector-1"), before);
}
