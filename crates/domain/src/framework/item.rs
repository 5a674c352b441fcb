//! What a problem is about, where that is, and how it is told.

use std::fmt;

/// The kinds of item that a framework's files hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The framework itself.
    Framework,
    /// A published document.
    Source,
    /// A type of inspection.
    InspectionType,
    /// A domain.
    Domain,
    /// A standard.
    Standard,
    /// A key question.
    KeyQuestion,
    /// A prompt.
    Prompt,
    /// A form.
    Form,
    /// A section of a form.
    Section,
    /// A question.
    Question,
    /// A fact of a case.
    Fact,
    /// A list of options.
    Options,
    /// One of them; its id is that of the list, a slash, and its own.
    Choice,
    /// The rating rules.
    Ratings,
    /// A band of shares.
    Band,
    /// A case indicator; its id is the prompt, a slash, and the question.
    Indicator,
}

impl Kind {
    const fn text(self) -> &'static str {
        match self {
            Self::Framework => "framework",
            Self::Source => "source",
            Self::InspectionType => "inspection type",
            Self::Domain => "domain",
            Self::Standard => "standard",
            Self::KeyQuestion => "key question",
            Self::Prompt => "prompt",
            Self::Form => "form",
            Self::Section => "section",
            Self::Question => "question",
            Self::Fact => "fact",
            Self::Options => "options",
            Self::Choice => "option",
            Self::Ratings => "ratings",
            Self::Band => "band",
            Self::Indicator => "indicator",
        }
    }
}

/// One item of a framework.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// Its id; empty where it has none.
    pub id: String,
}

impl Item {
    /// The item of this kind and id.
    pub fn new(kind: Kind, id: impl Into<String>) -> Self {
        Self { kind, id: id.into() }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.text())?;
        if self.id.is_empty() { Ok(()) } else { write!(f, " {}", self.id) }
    }
}

/// Something unsound in a framework.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{item}: {what}; {mend}")]
pub struct Problem {
    /// What is unsound.
    pub item: Item,
    /// Which of its fields, as a path with dots: `guidance.look_for`, `rule.0.answer`. Empty for the whole of it.
    pub field: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub mend: String,
}

/// Something wrong in a framework's files: `forms/child/2.1.1.toml:42: question 2.1.03: …; …`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}:{line}: {what}; {mend}")]
pub struct FrameworkError {
    /// The file, as a path in the folder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, naming the item.
    pub what: String,
    /// What to do.
    pub mend: String,
}
