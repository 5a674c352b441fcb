//! What stands on the pages of a PDF, as poppler reads it.

use std::io::Write as _;
use std::process::Command;

/// The text without white space and line-break marks: where a line breaks is no matter here.
pub fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200B}').collect()
}

/// The bare text of all pages.
pub fn text(pdf: &[u8]) -> String {
    pages(pdf).concat()
}

/// The bare text of each page, in the order it was written.
pub fn pages(pdf: &[u8]) -> Vec<String> {
    let text = pdftotext(pdf, "-raw");
    text.trim_end_matches('\u{C}').split('\u{C}').map(bare).collect()
}

/// How far the words of a page reach.
#[derive(Debug)]
pub struct Reach {
    /// The page's width.
    pub width: f64,
    /// The right end of the word that reaches farthest.
    pub widest: f64,
}

/// How far the words of each page reach.
pub fn boxes(pdf: &[u8]) -> Vec<Reach> {
    let attribute = |line: &str, name: &str| -> f64 {
        let value = line.split_once(name).unwrap().1;
        value.split('"').nth(1).unwrap().parse().unwrap()
    };
    let mut pages: Vec<Reach> = Vec::new();
    for line in pdftotext(pdf, "-bbox").lines().map(str::trim) {
        if line.starts_with("<page ") {
            pages.push(Reach { width: attribute(line, "width="), widest: 0.0 });
        } else if line.starts_with("<word ") {
            let page = pages.last_mut().unwrap();
            page.widest = page.widest.max(attribute(line, "xMax="));
        }
    }
    pages
}

fn pdftotext(pdf: &[u8], mode: &str) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let output = Command::new("pdftotext").args([mode, "-enc", "UTF-8"]).arg(file.path()).arg("-").output();
    let output = output.expect("pdftotext is missing: `./dev test` installs it (Debian: poppler-utils)");
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}
