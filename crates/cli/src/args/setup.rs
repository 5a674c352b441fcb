//! Setting up: workspaces, enrolment, inspections, keys.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

/// The role of a workspace.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum RoleArg {
    /// Answers the assessments allocated to them
    Inspector,
    /// Leads the fieldwork
    Lead,
    /// The central team
    Central,
}

/// The encrypted workspace of this machine.
#[derive(Debug, Subcommand)]
pub enum WorkspaceCommand {
    /// Create a workspace; with --found, a new organisation too
    Create {
        /// The person, as the roster will know them: a reference such as inspector-1
        #[arg(long)]
        person: String,
        /// Their role
        #[arg(long)]
        role: RoleArg,
        /// The organisation's card, as central gave it out
        #[arg(long, value_name = "FILE", required_unless_present = "found")]
        organisation: Option<PathBuf>,
        /// Found a new organisation of this name (central only)
        #[arg(long, value_name = "NAME", requires = "offline", conflicts_with = "organisation")]
        found: Option<String>,
        /// Where the organisation's offline keys and its card are written when it is founded
        #[arg(long, value_name = "DIR")]
        offline: Option<PathBuf>,
        /// Do without the operating system's keyring (servers and tests); the workspace records this
        #[arg(long)]
        no_keyring: bool,
    },
    /// Say whose workspace this is and what is in it
    Status,
    /// Write an encrypted backup and verify it
    Backup {
        /// The folder for backups
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        /// How many to keep
        #[arg(long, default_value_t = 7)]
        keep: usize,
    },
    /// Restore a backup into a new folder
    Restore {
        /// The backup
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
        /// The new folder
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
    /// Give a workspace a new passphrase with the organisation's offline recovery key (central)
    Recover {
        /// The organisation's offline recovery key
        #[arg(long, value_name = "FILE")]
        recovery_key: PathBuf,
        /// Read the recovery key's passphrase from this file descriptor
        #[arg(long, value_name = "FD")]
        recovery_passphrase_fd: Option<u32>,
        /// Do without the operating system's keyring from now on; the workspace records this
        #[arg(long)]
        no_keyring: bool,
    },
    /// Prove the workspace whole: pages, log, projections
    Check,
}

/// Bring a machine into the organisation.
#[derive(Debug, Subcommand)]
pub enum Enrol {
    /// Write this machine's enrolment request and print its fingerprint to be read aloud
    Request {
        /// Where to write it
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Approve requests into the next roster (central, with the offline root key)
    Approve {
        /// The requests
        #[arg(required = true)]
        requests: Vec<PathBuf>,
        /// The organisation's offline root key
        #[arg(long, value_name = "FILE")]
        root_key: PathBuf,
        /// Read the root key's passphrase from this file descriptor
        #[arg(long, value_name = "FD")]
        root_passphrase_fd: Option<u32>,
        /// The fingerprint words that were read aloud, one --words for each request in order; asked for when left out
        #[arg(long)]
        words: Vec<String>,
    },
}

/// Set an inspection up.
#[derive(Debug, Subcommand)]
pub enum InspectionCommand {
    /// Create an inspection (central)
    Create {
        /// Its id: lower-case letters, digits and -
        #[arg(long)]
        id: String,
        /// The framework
        #[arg(long)]
        framework: String,
        /// The type of inspection, such as IYJWCV
        #[arg(long = "type", value_name = "TYPE")]
        inspection_type: String,
        /// The youth justice service
        #[arg(long)]
        service: String,
        /// The person who leads the fieldwork
        #[arg(long, value_name = "PERSON")]
        lead: String,
        /// The first day of fieldwork, YYYY-MM-DD
        #[arg(long)]
        from: chrono::NaiveDate,
        /// The last day of fieldwork, YYYY-MM-DD
        #[arg(long)]
        to: chrono::NaiveDate,
        /// How many children's cases were eligible
        #[arg(long)]
        eligible_children: Option<u32>,
        /// How many victims' cases were eligible
        #[arg(long)]
        eligible_victims: Option<u32>,
        /// Mark its data as invented, on every page and export
        #[arg(long)]
        demonstration: bool,
    },
    /// Load the sample of cases and their facts from CSV (central)
    Sample {
        /// The inspection
        inspection: String,
        /// The CSV: case, kind, and a column for every fact that is known
        csv: PathBuf,
    },
    /// Allocate assessments from CSV (central or lead)
    Allocate {
        /// The inspection
        inspection: String,
        /// The CSV: case, assessment (primary or second), person
        csv: PathBuf,
    },
    /// Seal the pack for the team and put it into the drop (central)
    Pack {
        /// The inspection
        inspection: String,
        /// The drop: a folder
        #[arg(long, value_name = "DIR")]
        drop: PathBuf,
    },
    /// Say where the inspection stands, case by case
    Status {
        /// The inspection; the only one when left out
        inspection: Option<String>,
    },
}

/// Keys.
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Print this machine's public minisign key as a .pub file; with --secret-age-identity its secret age identity instead
    Export {
        /// Print the secret age identity instead. Whoever has it can read every bundle sealed for this machine
        #[arg(long)]
        secret_age_identity: bool,
    },
}
