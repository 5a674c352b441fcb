//! Any text made printable: what a document's fonts have, in lines that fit, without hidden controls.
//!
//! PDF/UA and PDF/A forbid glyphs that are not there, and characters for private use. A record must not fail to print because
//! somebody typed an emoji, and must not lose the emoji silently either.

use std::collections::HashMap;

use typst::text::is_default_ignorable;

use crate::typeset::{Press, SYMBOLS, TEXT};

/// A run without a space longer than this would leave the page.
const LONGEST_RUN: usize = 32;

/// A place where a line may break, of no width.
const MAY_BREAK: char = '\u{200B}';

/// Arrows, boxes, ticks: what the text font may borrow from the symbol font.
const BORROWED: std::ops::RangeInclusive<char> = '\u{2190}'..='\u{27BF}';

/// What was not printed as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    /// Characters printed as their number.
    pub numbered: u64,
    /// Invisible characters left out.
    pub dropped: u64,
}

/// Makes texts printable and counts what it changed.
pub struct Printer<'a> {
    press: &'a Press,
    known: HashMap<char, Origin>,
    seen: Seen,
}

impl<'a> Printer<'a> {
    /// A printer for the fonts of this press.
    pub fn new(press: &'a Press) -> Self {
        Self { press, known: HashMap::new(), seen: Seen::default() }
    }

    /// What was changed so far.
    pub const fn seen(&self) -> Seen {
        self.seen
    }

    /// The text as it can be printed. Lines end with `\n`; never more than one empty line in a row, none at either end.
    pub fn print(&mut self, text: &str) -> String {
        let mut line = Line { out: String::with_capacity(text.len()), run: 0, ends: 0 };
        let mut before = '\n';
        for c in text.chars() {
            match c {
                '\n' if before == '\r' => {}
                '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => line.end(),
                '\t' => line.push(' '),
                // Word's bullets, from its private symbol font.
                '\u{F0B7}' | '\u{F0A7}' => line.push('•'),
                _ if c.is_control() || is_default_ignorable(c) => {
                    self.seen.dropped += 1;
                    continue;
                }
                _ if self.fits(c, before) => line.push(c),
                _ => {
                    self.seen.numbered += 1;
                    format!("[U+{:04X}]", u32::from(c)).chars().for_each(|c| line.push(c));
                }
            }
            before = c;
        }
        line.out.trim_end().to_owned()
    }

    /// Whether the character can be printed here. A mark of one font over a symbol of the other would hide the symbol.
    fn fits(&mut self, c: char, before: char) -> bool {
        match self.origin(c) {
            Origin::Text => !is_mark(c) || self.origin(before) != Origin::Symbols,
            Origin::Symbols => true,
            Origin::Nowhere => false,
        }
    }

    fn origin(&mut self, c: char) -> Origin {
        let press = self.press;
        *self.known.entry(c).or_insert_with(|| {
            let in_family = |family| press.faces(family).all(|face| face.info().coverage.contains(u32::from(c)));
            match u32::from(c) {
                0xE000..=0xF8FF | 0xF_0000.. => Origin::Nowhere,
                _ if in_family(TEXT) => Origin::Text,
                _ if BORROWED.contains(&c) && in_family(SYMBOLS) => Origin::Symbols,
                _ => Origin::Nowhere,
            }
        })
    }
}

/// Where a character comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Text,
    Symbols,
    Nowhere,
}

/// A mark belongs to the letter before it. These are all the marks of the scripts that the text font has.
const fn is_mark(c: char) -> bool {
    matches!(c as u32, 0x0300..=0x036F | 0x0483..=0x0489 | 0x0591..=0x05C7 | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
}

/// The text being built.
struct Line {
    out: String,
    /// Characters since the last place where a line may break.
    run: usize,
    /// Line ends at the end of the text.
    ends: usize,
}

impl Line {
    fn push(&mut self, c: char) {
        self.ends = 0;
        self.run = if c == ' ' { 0 } else { self.run + 1 };
        if self.run > LONGEST_RUN && !is_mark(c) {
            self.out.push(MAY_BREAK);
            self.run = 1;
        }
        self.out.push(c);
    }

    fn end(&mut self) {
        self.run = 0;
        self.ends += 1;
        if self.ends <= 2 && !self.out.is_empty() {
            self.out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::press;

    fn print(text: &str) -> (String, Seen) {
        let mut printer = Printer::new(press());
        let printed = printer.print(text);
        (printed, printer.seen())
    }

    #[test]
    fn welsh_and_typographic_text_is_untouched() {
        let text = "Tŷ’r ŵyr – “llais y plentyn” … Ŵ Ŷ â ê î ô û • £ € ½ × ≥ → № żółć ș ☐ ✓";
        assert_eq!(print(text), (text.to_owned(), Seen::default()));
    }

    #[test]
    fn what_the_fonts_lack_is_printed_as_its_number() {
        assert_eq!(print("a😀b").0, "a[U+1F600]b");
        assert_eq!(print("中").0, "[U+4E2D]");
        assert_eq!(print("\u{E000}\u{10FFFD}").0, "[U+E000][U+10FFFD]");
        assert_eq!(print("👨\u{200D}👩").1, Seen { numbered: 2, dropped: 1 });
    }

    #[test]
    fn a_mark_never_covers_a_borrowed_symbol() {
        assert_eq!(print("☑\u{301} ☑\u{200D}\u{301} e\u{301}").0, "☑[U+0301] ☑[U+0301] e\u{301}");
    }

    #[test]
    fn hidden_controls_are_left_out() {
        let (text, seen) = print("a\u{0}b\u{7}c\u{1B}[31md\u{202E}e\u{2066}f\u{200F}g\u{FEFF}h\u{AD}i");
        assert_eq!(text, "abc[31mdefghi");
        assert_eq!(seen.dropped, 8);
    }

    #[test]
    fn lines_end_in_one_way_and_leave_no_holes() {
        assert_eq!(print("\n\na\r\nb\rc\u{2028}d\n\n\n\n\ne\n \n").0, "a\nb\nc\nd\n\ne");
    }

    #[test]
    fn a_long_run_may_break() {
        let printed = print(&"x".repeat(100)).0;
        assert_eq!(printed.matches(MAY_BREAK).count(), 3);
        assert_eq!(printed.replace(MAY_BREAK, ""), "x".repeat(100));
        let joined = print(&"ab\u{A0}".repeat(100)).0;
        assert!(joined.split(MAY_BREAK).all(|part| part.chars().count() <= LONGEST_RUN + 1));
    }

    #[test]
    fn words_of_a_language_are_not_broken() {
        let text = "counterproductively intergenerationally Llanfairpwllgwyngyll";
        assert_eq!(print(text).0, text);
    }
}
