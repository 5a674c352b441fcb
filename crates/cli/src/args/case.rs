//! Looking at cases.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Which inspection; the only one of the workspace when left out.
#[derive(Debug, Args)]
pub struct In {
    /// The inspection; the only one of the workspace when left out
    #[arg(long = "inspection", short = 'i', value_name = "ID")]
    pub inspection: Option<String>,
}

/// Look at cases.
#[derive(Debug, Subcommand)]
pub enum CaseCommand {
    /// List the cases with their progress
    List {
        #[command(flatten)]
        of: In,
    },
    /// Show an assessment: questions, answers, what is missing
    Show {
        /// The case, or one assessment of it (C07 or C07.second)
        assessment: String,
        #[command(flatten)]
        of: In,
    },
    /// Write an assessment's case summary as PDF
    Summary {
        /// The case, or one assessment of it (C07 or C07.second)
        assessment: String,
        /// The PDF to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        #[command(flatten)]
        of: In,
    },
}

/// Who wrote what into a field.
#[derive(Debug, Args)]
pub struct History {
    /// The subject, such as assessment/C07.primary or case/C07
    pub subject: String,
    /// The field, such as answer/2.1.03; all fields of the subject when left out
    pub field: Option<String>,
    #[command(flatten)]
    pub of: In,
}

/// Search.
#[derive(Debug, Args)]
pub struct Search {
    /// Words to look for
    #[arg(required = true)]
    pub words: Vec<String>,
    /// How many results at most
    #[arg(long, default_value_t = 20)]
    pub limit: usize,
}
