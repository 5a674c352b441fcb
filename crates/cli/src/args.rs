//! The words of the command line.

mod case;
mod exchange;
mod record;
mod setup;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub use case::{CaseCommand, History, In, Search};
pub use exchange::{BundleCommand, Central, Export, Sync};
pub use record::Record;
pub use setup::{Enrol, InspectionCommand, Keys, RoleArg, WorkspaceCommand};

/// Fieldweek: records, judges, collects, verifies and rates the inspection of youth justice services, offline.
#[derive(Debug, Parser)]
#[command(name = "fieldweek", version, propagate_version = true, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 done, 1 refused (the message says why and what to do), 2 wrong use of the command.\n\
A passphrase is asked for on the terminal, or read from a file descriptor with --passphrase-fd; never from an argument or the environment.")]
pub struct Cli {
    /// The folder of the workspace
    #[arg(long, short = 'w', global = true, value_name = "DIR", env = "FIELDWEEK_WORKSPACE")]
    pub workspace: Option<PathBuf>,
    /// Read the passphrase from this file descriptor (its first line) instead of asking
    #[arg(long, global = true, value_name = "FD")]
    pub passphrase_fd: Option<u32>,
    /// Print JSON for a machine instead of text for a person
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Look at the frameworks: standards, forms, questions, guidance
    #[command(subcommand)]
    Frameworks(Frameworks),
    /// Compute ratings from counts, without a workspace
    Rate(Rate),
    /// Create, check, back up and restore the encrypted workspace of this machine
    #[command(subcommand)]
    Workspace(WorkspaceCommand),
    /// Bring a machine into the organisation
    #[command(subcommand)]
    Enrol(Enrol),
    /// Set an inspection up, and see where it stands
    #[command(subcommand)]
    Inspection(InspectionCommand),
    /// Look at cases and their assessments
    #[command(subcommand)]
    Case(CaseCommand),
    /// Record answers, notes, evidence, facts and status
    #[command(subcommand)]
    Record(Record),
    /// Show who wrote what into a field, and when
    History(History),
    /// Search notes, answers and guidance
    Search(Search),
    /// Seal, verify and look into bundles
    #[command(subcommand)]
    Bundle(BundleCommand),
    /// Exchange bundles, receipts and rosters with a drop (a folder or a stick)
    Sync(Sync),
    /// The central team's work: take returns in, write receipts, rate
    #[command(subcommand)]
    Central(Central),
    /// Write an inspection's summaries, answers and ratings into a folder
    Export(Export),
    /// Print this machine's public key, or its secret one
    #[command(subcommand)]
    Keys(Keys),
    /// Run a whole fieldwork week with invented data and check it
    Demo(Demo),
}

/// Look at the frameworks.
#[derive(Debug, Subcommand)]
pub enum Frameworks {
    /// List the frameworks
    List,
    /// Show one: standards with key questions and prompts, forms with sections and questions
    Show {
        /// The framework, such as yj-2025
        id: String,
    },
    /// Prove frameworks sound; exit code 1 and file:line for every problem otherwise
    Check {
        /// A folder of one framework, or of several; the built-in ones when left out
        dir: Option<PathBuf>,
    },
}

/// Compute ratings from counts.
#[derive(Debug, Args)]
pub struct Rate {
    /// The framework: an id such as yj-2025, or a folder
    #[arg(long)]
    pub framework: String,
    /// The counts, as JSON; - for standard input
    #[arg(long, value_name = "FILE")]
    pub input: PathBuf,
    /// The type of inspection, where the framework has several
    #[arg(long = "type", value_name = "TYPE")]
    pub inspection_type: Option<String>,
}

/// The demonstration week.
#[derive(Debug, Args)]
pub struct Demo {
    /// Where everything is written; must be empty, or an earlier demonstration with --again
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// The seed of the invented data
    #[arg(long, default_value_t = 2025)]
    pub seed: u64,
    /// Replace an earlier demonstration in that folder
    #[arg(long)]
    pub again: bool,
}
