//! Exchange between machines, and central's work.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::In;

/// Bundles.
#[derive(Debug, Subcommand)]
pub enum BundleCommand {
    /// Seal this machine's changes of an inspection into a folder, as a return or a hand-over
    Seal {
        #[command(flatten)]
        of: In,
        /// The folder to write it into, laid out as a drop
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Seal it for these people too, as a hand-over
        #[arg(long = "for", value_name = "PERSON")]
        people: Vec<String>,
    },
    /// Verify a bundle without importing it (the .age file; its .minisig lies beside it)
    Verify {
        /// The bundle
        file: PathBuf,
    },
    /// Show what a bundle says about itself and holds, without case content
    Inspect {
        /// The bundle
        file: PathBuf,
    },
}

/// Exchange with a drop.
#[derive(Debug, Args)]
pub struct Sync {
    /// The drop: a folder
    #[arg(long, value_name = "DIR")]
    pub drop: PathBuf,
    /// Show what would be sent and fetched, and stop
    #[arg(long)]
    pub plan: bool,
}

/// The central team's work.
#[derive(Debug, Subcommand)]
pub enum Central {
    /// Take in every return of the drop: verify, archive, fold
    Import {
        /// The drop: a folder
        #[arg(long, value_name = "DIR")]
        drop: PathBuf,
        /// The archive: a folder
        #[arg(long, value_name = "DIR")]
        archive: PathBuf,
    },
    /// Write receipts for what was taken in or quarantined
    Receipts {
        /// The drop: a folder
        #[arg(long, value_name = "DIR")]
        drop: PathBuf,
    },
    /// Rate an inspection from its complete primary assessments
    Ratings {
        #[command(flatten)]
        of: In,
    },
}

/// Write an inspection's documents.
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    pub of: In,
    /// The folder to write into
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Only these cases
    #[arg(long = "case", value_name = "CASE")]
    pub cases: Vec<String>,
}
