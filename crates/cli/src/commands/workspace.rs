//! `fieldweek workspace`.

use std::path::Path;
use std::sync::Arc;

use fieldweek_app::context::SystemClock;
use fieldweek_app::create_workspace::{Creation, create};
use fieldweek_app::error::{AppError, Result};
use fieldweek_app::organisation::{Card, Founding, found};
use fieldweek_app::recover::{Recovery, recover};
use fieldweek_app::workspace::{self, WorkspaceStatus};
use fieldweek_domain::authority::Role;
use fieldweek_store::{NoVault, OsEntropy, OsVault, Vault};
use serde_json::json;

use super::Setting;
use crate::args::{RoleArg, WorkspaceCommand};
use crate::passphrase;
use crate::table::table;

pub fn run(setting: &Setting, command: WorkspaceCommand) -> Result<()> {
    match command {
        WorkspaceCommand::Create { person, role, organisation, found, offline, no_keyring } => {
            let vault: &dyn Vault = if no_keyring { &NoVault } else { &OsVault };
            match (found, offline, organisation) {
                (Some(name), Some(offline), None) => found_organisation(setting, &person, role, &name, &offline, vault),
                (None, _, Some(card)) => join(setting, &person, role, &card, vault),
                _ => Err(AppError::usage(
                    "workspace.organisation",
                    "Say which organisation.",
                    "Give --organisation FILE, or --found NAME with --offline DIR.",
                )),
            }
        }
        WorkspaceCommand::Status => status(setting),
        WorkspaceCommand::Backup { to, keep } => {
            let done = workspace::backup(&setting.open()?, &to, keep)?;
            setting.tell(&json!({ "backup": done }), || format!("Backed up and verified: {}", done.display()))
        }
        WorkspaceCommand::Restore { from, to } => {
            workspace::restore(&from, &to)?;
            setting
                .tell(&json!({ "restored": to }), || format!("Restored into {}. It opens with the passphrase it had then.", to.display()))
        }
        WorkspaceCommand::Recover { recovery_key, recovery_passphrase_fd, no_keyring } => {
            let vault: &dyn Vault = if no_keyring { &NoVault } else { &OsVault };
            recovered(setting, &recovery_key, recovery_passphrase_fd, vault)
        }
        WorkspaceCommand::Check => {
            let checked = workspace::check(&setting.open()?)?;
            setting
                .tell(&checked, || format!("The workspace is whole: {} changes, {} waiting for others.", checked.changes, checked.waiting))
        }
    }
}

fn recovered(setting: &Setting, recovery_key: &Path, descriptor: Option<u32>, vault: &dyn Vault) -> Result<()> {
    let folder = setting.folder()?;
    let key_passphrase = passphrase::read(descriptor.or(setting.passphrase_fd), "Passphrase of the recovery key")?;
    let chosen = setting.choose_passphrase()?;
    let recovery = Recovery { folder, recovery_key, key_passphrase: &key_passphrase, passphrase: &chosen, vault, entropy: &mut OsEntropy };
    let session = recover(recovery, Arc::new(SystemClock))?;
    let person = session.identity().person.to_string();
    setting.tell(&json!({ "recovered": folder, "person": person }), || {
        format!("The workspace of {person} opens with the new passphrase. Nothing in it was changed.")
    })
}

const fn role_of(role: RoleArg) -> Role {
    match role {
        RoleArg::Inspector => Role::Inspector,
        RoleArg::Lead => Role::Lead,
        RoleArg::Central => Role::Central,
    }
}

fn join(setting: &Setting, person: &str, role: RoleArg, card: &Path, vault: &dyn Vault) -> Result<()> {
    let card = Card::read(card)?;
    let words = card.words();
    let session = make(setting, person, role, card, vault)?;
    let identity = session.identity();
    let text = format!(
        "Created for {} ({}) of {}.\n\nCompare these words of the organisation's root key with central's, aloud:\n  {words}\n\n\
         Next: fieldweek enrol request --out FILE, and carry the request to central.",
        identity.person,
        identity.role.as_str(),
        identity.card.organisation
    );
    setting.tell(&json!({ "device": identity.device().as_str(), "root_words": words }), || text)
}

fn make(setting: &Setting, person: &str, role: RoleArg, card: Card, vault: &dyn Vault) -> Result<fieldweek_app::session::Session> {
    let person =
        person.parse().map_err(|error| AppError::usage("person.name", format!("{error}."), "Give a reference such as inspector-1."))?;
    let passphrase = setting.choose_passphrase()?;
    let folder = setting.folder()?;
    let creation = Creation { folder, person, role: role_of(role), card, passphrase: &passphrase, vault, entropy: &mut OsEntropy };
    create(creation, Arc::new(SystemClock))
}

fn found_organisation(setting: &Setting, person: &str, role: RoleArg, name: &str, offline: &Path, vault: &dyn Vault) -> Result<()> {
    if !matches!(role, RoleArg::Central) {
        return Err(AppError::usage("workspace.found", "Only central founds an organisation.", "Use --role central."));
    }
    let founding: Founding = found(name, &mut OsEntropy)?;
    let locking = passphrase::choose(setting.passphrase_fd, "A passphrase for the offline keys")?;
    founding.write(offline, &locking)?;
    let words = founding.card.words();
    let made = make(setting, person, role, founding.card.clone(), vault);
    let mut session = made.inspect_err(|_| founding.take_back(offline))?;
    founding.first_roster(&mut session)?;
    let text = format!(
        "Founded {name}. In {}:\n  organisation.json   give it to every machine\n  root.key.age        approves machines; keep it offline, in a safe\n  \
         recovery.key.age    opens any workspace in need; keep it offline, in another safe\n\nThe words of the root key, to be read aloud:\n  {words}",
        offline.display()
    );
    setting.tell(&json!({ "device": session.identity().device().as_str(), "root_words": words, "offline": offline }), || text)
}

fn status(setting: &Setting) -> Result<()> {
    let status = workspace::status(&setting.open()?)?;
    setting.tell(&status, || text(&status))
}

fn text(status: &WorkspaceStatus) -> String {
    let enrolled = match (status.enrolled, status.roster) {
        (true, Some(version)) => format!("enrolled (roster {version})"),
        (false, Some(version)) => format!("not in roster {version} yet: have the enrolment request approved, then sync"),
        (_, None) => "not enrolled yet: write a request with `fieldweek enrol request`".to_owned(),
    };
    let mut out =
        format!("{} ({}) of {}\ndevice {}, {enrolled}\n", status.person, status.role.as_str(), status.organisation, status.device);
    if status.quarantined > 0 {
        out.push_str(&format!("{} object(s) of the drop were refused\n", status.quarantined));
    }
    if status.inspections.is_empty() {
        out.push_str("\nNo inspection yet. Fetch the pack with `fieldweek sync`.\n");
        return out;
    }
    let rows: Vec<Vec<String>> = status
        .inspections
        .iter()
        .map(|line| {
            let numbers = [
                line.changes as u64,
                line.own,
                line.own.saturating_sub(line.sealed),
                line.confirmed,
                line.conflicts as u64,
                line.set_apart as u64,
            ];
            std::iter::once(line.id.clone()).chain(numbers.iter().map(u64::to_string)).collect()
        })
        .collect();
    out.push('\n');
    out.push_str(&table(&["inspection", "changes", "own", "unsent", "confirmed", "conflicts", "set apart"], &rows));
    out
}
