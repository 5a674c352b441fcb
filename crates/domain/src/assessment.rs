//! An assessment: one assessor's filled form for one case.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::answer::GivenAnswer;
use crate::case::{FactValue, Facts};
use crate::entry::Entry;
use crate::id::{AssessmentId, PersonId};
use crate::inspection::Case;

/// Where an answer can be seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The kind of source.
    pub source: EvidenceSource,
    /// Where in it: a record's reference, a date. Never a name.
    pub reference: String,
    /// What it shows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// The kinds of source of evidence about a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceSource {
    /// The service's case record.
    CaseRecord,
    /// An assessment tool such as AssetPlus or PDAT.
    AssessmentTool,
    /// The note of a meeting.
    MeetingNote,
    /// The interview with the case manager or the victim worker.
    Interview,
    /// Anything else.
    Other,
}

impl EvidenceSource {
    /// In words.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::CaseRecord => "Case record",
            Self::AssessmentTool => "Assessment tool",
            Self::MeetingNote => "Meeting note",
            Self::Interview => "Interview",
            Self::Other => "Other",
        }
    }
}

/// The inspector's own word on whether a question applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Whether it applies.
    pub applies: bool,
    /// Why the facts of the case say otherwise.
    pub reason: String,
}

/// Whether the assessor has finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case", deny_unknown_fields)]
pub enum Status {
    /// Finished: locked until it is reopened.
    Complete,
    /// Reopened, and why.
    Open {
        /// Why.
        reason: String,
    },
}

/// One assessor's filled form for one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assessment {
    /// The case, and whether it is the one that counts.
    pub id: AssessmentId,
    /// Who answers it.
    pub allocated_to: Entry<PersonId>,
    /// The answers, by question.
    pub answers: BTreeMap<String, Entry<GivenAnswer>>,
    /// The assessor's words to an answer, by question; the reason of a summary judgement.
    pub notes: BTreeMap<String, Entry<String>>,
    /// Evidence, by question and then by its own id.
    pub evidence: BTreeMap<String, BTreeMap<String, Entry<Evidence>>>,
    /// What the assessor found beside a question, and its rules ask: facts that are a judgement of this reading.
    pub facts: BTreeMap<String, Entry<FactValue>>,
    /// The inspector's own word on whether a question applies.
    pub overrides: BTreeMap<String, Entry<Override>>,
    /// Complete or reopened; open when nothing was written.
    pub status: Entry<Status>,
    /// The lead's comment when it was returned to the assessor.
    pub returned: Entry<String>,
}

impl Assessment {
    pub(crate) fn empty(id: AssessmentId) -> Self {
        Self {
            id,
            allocated_to: Entry::default(),
            answers: BTreeMap::new(),
            notes: BTreeMap::new(),
            evidence: BTreeMap::new(),
            facts: BTreeMap::new(),
            overrides: BTreeMap::new(),
            status: Entry::default(),
            returned: Entry::default(),
        }
    }

    /// The facts that are known in this reading of a case: the case's own, and over them what the assessor found. A fact in
    /// conflict is not known.
    #[must_use]
    pub fn known_facts(&self, case: &Case) -> Facts {
        let mut facts = case.known_facts();
        for (id, entry) in &self.facts {
            match entry.value() {
                Some(value) => {
                    facts.insert(id.clone(), value.clone());
                }
                None if entry.conflict() => {
                    facts.remove(id);
                }
                None => {}
            }
        }
        facts
    }

    /// Whether the assessor has finished. A conflict about it counts as not finished.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.status.value() == Some(&Status::Complete)
    }

    /// The answer to a question, when there is exactly one.
    #[must_use]
    pub fn answer(&self, question: &str) -> Option<&GivenAnswer> {
        self.answers.get(question).and_then(Entry::value)
    }

    /// The assessor's words to an answer.
    #[must_use]
    pub fn note(&self, question: &str) -> Option<&str> {
        self.notes.get(question).and_then(Entry::value).map(String::as_str)
    }

    /// The evidence items of a question that were not removed.
    pub fn evidence_of(&self, question: &str) -> impl Iterator<Item = &Evidence> {
        self.evidence.get(question).into_iter().flat_map(BTreeMap::values).filter_map(Entry::value)
    }
}
