//! What a case summary says, as plain values: everything is given as it shall be read, nothing is looked up. Four words are
//! shared with the domain: the kind of a case, the role of an assessment, the kind of a question, and a judgement.
//!
//! People are references (`A2`), cases are references (`C07`): no field is for a name. Free text (answers, notes, reasons, evidence)
//! may hold anything; see [`crate::case_summary_pdf`] for what is done with characters that cannot be printed.

use chrono::NaiveDate;
use fieldweek_domain::answer::Judged;
use fieldweek_domain::case::CaseKind;
use fieldweek_domain::framework::QuestionKind;
use fieldweek_domain::id::AssessmentRole;
use serde::{Deserialize, Serialize};

/// The protective marking of every case summary: it is about a child or a victim.
pub const MARKING: &str = "OFFICIAL-SENSITIVE";

/// One assessment of one case, complete or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseSummary {
    /// The inspection it belongs to.
    pub inspection: Inspection,
    /// The case's reference: `C07`, `V03`.
    pub case: String,
    /// Child or victim.
    pub kind: CaseKind,
    /// Who the case is allocated to, by reference.
    pub assessor: String,
    /// First assessment or quality assurance.
    pub role: AssessmentRole,
    /// How far it is: `Complete`, `In progress: 3 questions to answer`.
    pub status: String,
    /// What is known about the case and the person: disposal, age, gender identity, …
    pub identity: Vec<Fact>,
    /// Classifications of safety and wellbeing: by the case manager, and whether they are reasonable.
    pub classifications: Vec<Fact>,
    /// The summary judgements, in published order.
    pub judgements: Vec<SummaryJudgement>,
    /// Every question of the form, in published order.
    pub sections: Vec<Section>,
    /// Where these values come from.
    pub provenance: Provenance,
    /// Real or invented data.
    pub data: DataOrigin,
}

/// The inspection a case belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inspection {
    /// The youth justice service.
    pub service: String,
    /// The type: `IYJWCV`.
    pub kind: String,
    /// The type in full.
    pub title: String,
    /// The first day of fieldwork.
    pub fieldwork_from: NaiveDate,
    /// The last day of fieldwork.
    pub fieldwork_to: NaiveDate,
    /// The framework's title.
    pub framework: String,
    /// The framework's edition.
    pub edition: String,
}

/// A label and what was recorded for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What was recorded; `Not recorded` is a value too.
    pub value: String,
}

/// The answer to a key question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryJudgement {
    /// The key question's id: `2.1.1`.
    pub key_question: String,
    /// The key question.
    pub text: String,
    /// The judgement, if it is made.
    pub judgement: Option<Judged>,
    /// Why, in the inspector's words.
    pub reason: Option<String>,
    /// The prompts that support it.
    pub tally: Tally,
    /// The numbers of critical questions that were answered no.
    pub critical_no: Vec<String>,
}

/// How the prompts of a key question were answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// Prompts answered yes.
    pub yes: usize,
    /// Prompts answered no.
    pub no: usize,
    /// Prompts that do not apply: set aside by the framework, or answered so.
    pub not_applicable: usize,
    /// Prompts that apply and are not answered yet.
    #[serde(default)]
    pub unanswered: usize,
}

/// A section of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its id: `2.1.1`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its questions, in published order.
    pub questions: Vec<Question>,
}

/// A question and what was recorded for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The published number: `2.1.03`.
    pub number: String,
    /// The question as published.
    pub text: String,
    /// What it is for.
    pub kind: QuestionKind,
    /// Whether a no bears on the summary judgement by itself.
    #[serde(default)]
    pub critical: bool,
    /// Whether it was asked.
    #[serde(default)]
    pub standing: Standing,
    /// The answer, in words. One given before the question was set aside is kept, and printed as such.
    #[serde(default)]
    pub answer: Option<String>,
    /// The inspector's note.
    #[serde(default)]
    pub note: Option<String>,
    /// The evidence, in the order recorded.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Who answered, and when.
    #[serde(default)]
    pub recorded: Option<Recorded>,
}

/// Whether a question was asked in this case. One that is set aside is printed small, with its reason and the answer kept from
/// before; a note or evidence kept from before is mentioned, not printed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", deny_unknown_fields)]
pub enum Standing {
    /// It applies.
    #[default]
    Asked,
    /// The inspector asked it although the framework sets it aside.
    AskedByInspector {
        /// The inspector's reason.
        reason: String,
    },
    /// It may apply: that depends on something not recorded yet.
    Waits {
        /// On what, in words.
        on: String,
    },
    /// The framework sets it aside.
    SetAside {
        /// Why, in words.
        why: String,
    },
    /// The inspector set it aside although the framework asks it.
    SetAsideByInspector {
        /// The inspector's reason.
        reason: String,
    },
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// What kind of source: `Case record`, `Case manager interview`.
    pub source: String,
    /// Where in it: `Contact log, 14 September 2026`.
    #[serde(default)]
    pub reference: Option<String>,
    /// What it shows.
    #[serde(default)]
    pub text: Option<String>,
}

/// Who recorded something, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// The author, by reference.
    pub author: String,
    /// The time as it shall be read: `24 Nov 2026, 14:02`.
    pub at: String,
}

/// Where the values of a summary come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// The bundle they arrived in, if they did.
    pub bundle: Option<Fingerprint>,
    /// What is known of it: `Verified: signed by device …, roster version …`, `Not yet sent`.
    pub verification: String,
}

/// A bundle's fingerprint, in the two forms people compare.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fingerprint {
    /// In hex digits; printed in groups of four.
    pub hex: String,
    /// In words.
    pub words: String,
}

/// Real or invented data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataOrigin {
    /// A real case.
    Live,
    /// Invented, for demonstration and tests: every page says so.
    Demonstration,
}
