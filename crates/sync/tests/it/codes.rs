//! The codes of the exchange are where a stranger would look for them.

#[test]
fn every_code_of_the_exchange_is_documented() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/formats.md")).unwrap();
    let source = include_str!("../../src/bundles.rs");
    let quoted: Vec<&str> = source.split('"').skip(1).step_by(2).collect();
    let codes: Vec<&&str> = quoted.iter().filter(|text| text.contains('.') && !text.contains([' ', '/'])).collect();
    assert!(codes.len() >= 3, "{codes:?}");
    for code in codes {
        assert!(page.contains(&format!("`{code}`")), "{code}");
    }
}
