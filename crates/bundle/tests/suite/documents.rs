//! `docs/formats.md` is true: its codes are all there, and its example runs and prints what it says.

use std::path::Path;
use std::process::Command;

use super::support::fixtures::vectors;

fn page() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/formats.md")).unwrap()
}

/// The block of this kind in the section on checking by hand.
fn block(kind: &str) -> String {
    let page = page();
    let section = page.split("## Checking a bundle by hand").nth(1).unwrap();
    let block = section.split(&format!("```{kind}\n")).nth(1).unwrap();
    block.split("```").next().unwrap().to_owned()
}

#[test]
fn every_code_is_in_the_table_and_no_other() {
    let page = page();
    let table = page.split("## Codes").nth(1).unwrap();
    let mut listed: Vec<&str> =
        table.lines().filter(|line| line.starts_with("| `")).flat_map(|line| line.split('`').skip(1).step_by(2)).collect();
    let mut codes = fieldweek_bundle::codes();
    listed.sort_unstable();
    codes.sort_unstable();
    assert_eq!(listed, codes);
}

#[test]
fn the_example_prints_what_the_page_says() {
    let output = Command::new("bash").args(["-euo", "pipefail", "-c", &block("sh")]).current_dir(vectors()).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "the example needs the Debian packages minisign, age, tar and coreutils (./dev test installs them): {errors}"
    );
    assert_eq!(String::from_utf8(output.stdout).unwrap(), block("text"), "write the example anew after writing the vectors anew");
}

#[test]
fn every_limit_of_the_page_is_the_one_of_the_code() {
    use fieldweek_bundle::{archive, envelope, manifest, minisign, open, roster};
    use fieldweek_domain::change;
    let page = page();
    let said = |text: String| assert!(page.contains(&text), "{text}");
    said(format!("{} bytes)", grouped(open::LARGEST_OBJECT)));
    said(format!("{} bytes)", grouped(archive::LARGEST_ARCHIVE)));
    said(format!("| entries | {} |", grouped(archive::MOST_ENTRIES)));
    said(format!("| manifest | {} MiB |", manifest::LARGEST_MANIFEST >> 20));
    said(format!("| recipients | {}, at least 1 |", envelope::MOST_RECIPIENTS));
    said(format!("| changes | {}, at least 1 |", grouped(open::MOST_CHANGES)));
    said(format!("at most {} bytes without its LF", grouped(change::LONGEST_LINE)));
    said(format!("at most {}, none twice", change::MOST_PARENTS));
    said(format!("more than {} bytes; a comment over {} bytes", grouped(minisign::LONGEST_MINISIG), grouped(minisign::LONGEST_COMMENT)));
    said(format!("Strict JSON of at most {} MiB, signed by the root", roster::LARGEST_ROSTER >> 20));
}

/// A number with a comma after every thousand.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap()).collect();
    groups.join(",")
}
