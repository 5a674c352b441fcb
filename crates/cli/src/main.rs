//! The `fieldweek` command: headless fieldwork, and all of the central team's work.

mod args;
mod commands;
mod input;
mod output;
mod passphrase;
mod table;

use std::process::ExitCode;

use clap::Parser;
use fieldweek_app::error::Kind;

use args::Cli;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let help = !error.use_stderr();
            let _ = error.print(); // nothing is left to tell the reader when their terminal is gone
            return if help { ExitCode::SUCCESS } else { ExitCode::from(2) };
        }
    };
    let json = cli.json;
    match commands::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::error(&error, json);
            match error.kind {
                Kind::Refused => ExitCode::from(1),
                Kind::Usage => ExitCode::from(2),
            }
        }
    }
}
