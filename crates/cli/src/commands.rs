//! One file per group of commands: unpack, call the use case, print.

mod bundle;
mod case;
mod central;
mod demo;
mod enrol;
mod export;
mod frameworks;
mod inspection;
mod keys;
mod rate;
mod record;
mod sync;
mod workspace;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use fieldweek_app::context::SystemClock;
use fieldweek_app::error::{AppError, Result};
use fieldweek_app::session::Session;
use fieldweek_app::workspace::vault_of;
use serde::Serialize;

use crate::args::{Cli, Command};
use crate::{output, passphrase};

/// Where and how a command works.
pub struct Setting {
    workspace: Option<PathBuf>,
    passphrase_fd: Option<u32>,
    /// Whether to print JSON.
    pub json: bool,
}

impl Setting {
    /// The folder of the workspace.
    pub fn folder(&self) -> Result<&Path> {
        self.workspace.as_deref().ok_or_else(|| {
            AppError::usage(
                "workspace.which",
                "It is not said which workspace.",
                "Name its folder with --workspace, or set FIELDWEEK_WORKSPACE.",
            )
        })
    }

    /// Opens the workspace.
    pub fn open(&self) -> Result<Session> {
        let folder = self.folder()?;
        let vault = vault_of(folder)?;
        let passphrase = passphrase::read(self.passphrase_fd, "Passphrase")?;
        Session::open(folder, &passphrase, vault.as_ref(), Arc::new(SystemClock))
    }

    /// Prints a result: as JSON for a machine, or as text for a person.
    pub fn tell(&self, value: &impl Serialize, text: impl FnOnce() -> String) -> Result<()> {
        if self.json {
            return output::json(value);
        }
        output::say(text());
        Ok(())
    }

    /// Asks for the passphrase of a new workspace.
    pub fn choose_passphrase(&self) -> Result<secrecy::SecretString> {
        passphrase::choose(self.passphrase_fd, "A new passphrase")
    }
}

/// Carries a command out.
pub fn run(cli: Cli) -> Result<()> {
    let setting = Setting { workspace: cli.workspace, passphrase_fd: cli.passphrase_fd, json: cli.json };
    match cli.command {
        Command::Frameworks(command) => frameworks::run(&setting, command),
        Command::Rate(args) => rate::run(&setting, &args),
        Command::Workspace(command) => workspace::run(&setting, command),
        Command::Enrol(command) => enrol::run(&setting, command),
        Command::Inspection(command) => inspection::run(&setting, command),
        Command::Case(command) => case::run(&setting, command),
        Command::Record(command) => record::run(&setting, command),
        Command::History(args) => case::history(&setting, &args),
        Command::Search(args) => case::search(&setting, &args),
        Command::Bundle(command) => bundle::run(&setting, command),
        Command::Sync(args) => sync::run(&setting, &args),
        Command::Central(command) => central::run(&setting, command),
        Command::Export(args) => export::run(&setting, &args),
        Command::Keys(command) => keys::run(&setting, &command),
        Command::Demo(args) => demo::run(&setting, &args),
    }
}
