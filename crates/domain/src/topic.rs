//! The registers that Fieldweek writes: which subjects there are, and their fields.

use std::fmt::Display;

use crate::id::{AssessmentId, CaseRef, DeviceId, IdError};
use crate::register::{Register, Subject};

/// What a subject is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Topic {
    /// The inspection itself: framework, type, service, dates, sample.
    Inspection,
    /// A sampled case and its facts.
    Case(CaseRef),
    /// One filled form.
    Assessment(AssessmentId),
    /// A standard judged on evidence.
    Standard(String),
    /// A key question judged on evidence.
    KeyQuestion(String),
    /// A prompt judged on evidence.
    Prompt(String),
    /// A decision of the ratings panel on a standard, or on `overall`.
    Panel(String),
    /// Who opened, exported, printed, handed over or purged a case.
    Access(CaseRef),
}

impl Topic {
    /// What this subject is about.
    ///
    /// # Errors
    /// When this edition of Fieldweek knows no such subject.
    pub fn of(subject: &Subject) -> Result<Self, IdError> {
        let text = subject.as_str();
        let (kind, name) = text.split_once('/').unwrap_or((text, ""));
        match kind {
            "inspection" if name.is_empty() => Ok(Self::Inspection),
            "case" => Ok(Self::Case(name.parse()?)),
            "assessment" => Ok(Self::Assessment(name.parse()?)),
            "standard" if !name.is_empty() => Ok(Self::Standard(name.to_owned())),
            "key_question" if !name.is_empty() => Ok(Self::KeyQuestion(name.to_owned())),
            "prompt" if !name.is_empty() => Ok(Self::Prompt(name.to_owned())),
            "panel" if !name.is_empty() => Ok(Self::Panel(name.to_owned())),
            "access" => Ok(Self::Access(name.parse()?)),
            _ => Err(IdError::new("subject", "this edition of Fieldweek does not know it")),
        }
    }

    /// The subject's text.
    ///
    /// # Errors
    /// When a name from outside does not fit into a subject.
    pub fn subject(&self) -> Result<Subject, IdError> {
        match self {
            Self::Inspection => "inspection".parse(),
            Self::Case(case) => format!("case/{case}").parse(),
            Self::Assessment(id) => format!("assessment/{id}").parse(),
            Self::Standard(id) => format!("standard/{id}").parse(),
            Self::KeyQuestion(id) => format!("key_question/{id}").parse(),
            Self::Prompt(id) => format!("prompt/{id}").parse(),
            Self::Panel(on) => format!("panel/{on}").parse(),
            Self::Access(case) => format!("access/{case}").parse(),
        }
    }

    /// A register of this subject.
    ///
    /// # Errors
    /// When a name from outside does not fit into a subject or field.
    pub fn register(&self, field: impl AsRef<str>) -> Result<Register, IdError> {
        Ok(Register { subject: self.subject()?, field: field.as_ref().parse()? })
    }

    /// The register in which a device records that it accessed a case.
    ///
    /// # Errors
    /// Never for a valid case and device; the type says what the parser says.
    pub fn access(case: &CaseRef, device: &DeviceId) -> Result<Register, IdError> {
        Self::Access(case.clone()).register(device.as_str())
    }
}

/// The fields of the registers.
pub mod field {
    /// Of an inspection: the framework and edition, as `{"framework":"yj-2025","edition":"2025.1"}`.
    pub const FRAMEWORK: &str = "framework";
    /// Of an inspection: its type, as the framework names it (`IYJWCV`).
    pub const INSPECTION_TYPE: &str = "type";
    /// Of an inspection: the youth justice service.
    pub const SERVICE: &str = "service";
    /// Of an inspection: the person who leads the fieldwork.
    pub const LEAD: &str = "lead";
    /// Of an inspection: `{"from":"2026-03-02","to":"2026-03-06"}`.
    pub const FIELDWORK: &str = "fieldwork";
    /// Of an inspection: whether its data is invented (`true` or absent).
    pub const DEMONSTRATION: &str = "demonstration";
    /// Of an inspection: how many cases were eligible, by kind, as `{"child":120,"victim":20}`.
    pub const POPULATION: &str = "population";
    /// Of a case: `child` or `victim`.
    pub const KIND: &str = "kind";
    /// Of a case: taken out of the sample, with the reason. The record is kept.
    pub const WITHDRAWN: &str = "withdrawn";
    /// Of a case: `fact/<id of the framework>`. Of an assessment: the same for facts that are asked beside a question, which are
    /// a finding of that reading.
    pub const FACT: &str = "fact/";
    /// Of an assessment: the person who answers it.
    pub const ALLOCATED_TO: &str = "allocated_to";
    /// Of an assessment: returned to the assessor by the lead, with the comment.
    pub const RETURNED: &str = "returned";
    /// Of an assessment: `answer/<question>`.
    pub const ANSWER: &str = "answer/";
    /// Of an assessment: `note/<question>`, the assessor's own words to an answer; the reason of a summary judgement.
    pub const NOTE: &str = "note/";
    /// Of an assessment: `evidence/<question>/<n>`: where the answer can be seen.
    pub const EVIDENCE: &str = "evidence/";
    /// Of an assessment: `applies/<question>`: the inspector overrides applicability, with a reason.
    pub const APPLIES: &str = "applies/";
    /// Of an assessment: `{"status":"complete"}` or `{"status":"open","reason":…}`.
    pub const STATUS: &str = "status";
    /// Of a standard or key question judged on evidence: a rating.
    pub const JUDGEMENT: &str = "judgement";
    /// Of a standard or the overall: the panel's rating and reason.
    pub const RATING: &str = "rating";
    /// Of any subject: `remark/<anything>`. Anybody may write one.
    pub const REMARK: &str = "remark/";

    /// A field with a name behind it: `named(ANSWER, "2.1.03")`.
    #[must_use]
    pub fn named(prefix: &str, name: impl super::Display) -> String {
        format!("{prefix}{name}")
    }
}
