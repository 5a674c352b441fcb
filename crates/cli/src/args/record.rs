//! Recording.

use std::path::PathBuf;

use clap::Subcommand;

use super::In;

/// Record.
#[derive(Debug, Subcommand)]
pub enum Record {
    /// Answer a question: yes, no, na, clear, an option id, or option ids with commas; other=words for "other"
    Answer {
        /// The case, or one assessment of it
        assessment: String,
        /// The question, such as 2.1.03
        question: String,
        /// The answer; for a question about each ticked option: option=yes, with commas
        answer: String,
        #[command(flatten)]
        of: In,
    },
    /// Write a note to an answer, or the reason of a summary judgement; - reads it from standard input
    Note {
        /// The case, or one assessment of it
        assessment: String,
        /// The question
        question: String,
        /// The text, or - for standard input; empty clears it
        text: String,
        #[command(flatten)]
        of: In,
    },
    /// Add an item of evidence to an answer
    Evidence {
        /// The case, or one assessment of it
        assessment: String,
        /// The question
        question: String,
        /// case_record, assessment_tool, meeting_note, interview or other
        #[arg(long)]
        source: String,
        /// Where in it: a record's reference or a date; never a name
        #[arg(long)]
        reference: String,
        /// What it shows
        #[arg(long, default_value = "")]
        text: String,
        #[command(flatten)]
        of: In,
    },
    /// Set a fact: yes, no, an option id, option ids with commas, or clear
    Fact {
        /// The case, or one assessment of it
        assessment: String,
        /// The fact, such as home_yjs
        fact: String,
        /// Its value
        value: String,
        #[command(flatten)]
        of: In,
    },
    /// Say that a question applies, or does not, whatever the facts say
    Applies {
        /// The case, or one assessment of it
        assessment: String,
        /// The question
        question: String,
        /// yes, no, or clear to go by the facts again
        applies: String,
        /// Why
        #[arg(long, default_value = "")]
        reason: String,
        #[command(flatten)]
        of: In,
    },
    /// Complete an assessment, or reopen it with a reason
    Status {
        /// The case, or one assessment of it
        assessment: String,
        /// complete or open
        status: String,
        /// Why it is reopened
        #[arg(long, default_value = "")]
        reason: String,
        #[command(flatten)]
        of: In,
    },
    /// Record a judgement on evidence of a standard or key question (lead)
    Judgement {
        /// The standard or key question, such as V1.2
        on: String,
        /// inadequate, requires_improvement, good or outstanding
        rating: String,
        /// Why
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        of: In,
    },
    /// Record a decision of the ratings panel (central)
    Panel {
        /// The standard, or overall
        on: String,
        /// inadequate, requires_improvement, good or outstanding
        rating: String,
        /// Why
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        of: In,
    },
    /// Record many things from a file of JSON lines; each is durable before its line is acknowledged
    Batch {
        /// The file, or - for standard input
        file: PathBuf,
        #[command(flatten)]
        of: In,
    },
}
