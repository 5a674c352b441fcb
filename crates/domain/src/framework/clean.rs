//! Text without the debris of text extraction.

/// What is unclean about a text, if anything is: what a person reads must be what was published.
pub(super) fn unclean(text: &str) -> Option<&'static str> {
    let checks: [(bool, &'static str); 7] = [
        (text.is_empty(), "the text is empty"),
        (text.trim() != text, "the text starts or ends with a space"),
        (text.contains("  "), "the text has two spaces in a row"),
        (text.contains("-\n"), "the text has a hyphen at the end of a line"),
        (text.chars().any(|c| c.is_control() && c != '\n'), "the text has a control character"),
        (text.chars().any(is_ligature), "the text has a ligature for two letters"),
        (text.chars().any(is_debris), "the text has an invisible or replacement character"),
    ];
    checks.into_iter().find_map(|(found, what)| found.then_some(what))
}

const fn is_ligature(c: char) -> bool {
    matches!(c, '\u{FB00}'..='\u{FB06}')
}

/// Soft hyphens, non-breaking and zero-width spaces, text direction marks, byte order marks, private use, replacement characters.
const fn is_debris(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202F}' | '\u{2060}' | '\u{E000}'..='\u{F8FF}' | '\u{FEFF}' | '\u{FFFC}' | '\u{FFFD}')
}

#[cfg(test)]
mod tests {
    use super::unclean;

    #[test]
    fn finds_the_debris_of_extraction() {
        for text in [
            "",
            " a",
            "a ",
            "a  b",
            "well-\nbeing",
            "a\tb",
            "a\r\nb",
            "e\u{FB00}ect",
            "well\u{AD}being",
            "a\u{FFFD}",
            "a\u{A0}b",
            "\u{F0B7} a",
        ] {
            assert!(unclean(text).is_some(), "{text:?}");
        }
    }

    #[test]
    fn leaves_good_text_alone() {
        for text in
            ["Is it well-informed?", "one\ntwo", "2018–2024 – £5 ‘quoted’ …", "Cyfiawnder ieuenctid: tŷ, ŵyr", "self- and peer-assessment"]
        {
            assert_eq!(unclean(text), None, "{text:?}");
        }
    }
}
