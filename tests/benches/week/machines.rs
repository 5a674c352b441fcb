//! The machines of the week, made as people make them: through the app.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fieldweek_app::context::{Clock, SystemClock};
use fieldweek_app::create_workspace::{Creation, create};
use fieldweek_app::enrol;
use fieldweek_app::organisation::{Card, RECOVERY_KEY, ROOT_KEY, found};
use fieldweek_app::session::Session;
use fieldweek_bundle::AgeIdentity;
use fieldweek_bundle::keyfile::unlock_recovery;
use fieldweek_domain::authority::Role;
use fieldweek_store::{NoVault, OsEntropy};
use secrecy::SecretString;

use crate::measure::Result;

/// Who leads.
pub const LEAD: &str = "lead-1";
/// Who assesses.
pub const INSPECTOR: &str = "inspector-1";

/// Central's machine, one laptop, and what lies in the safe.
pub struct Machines {
    /// Central's machine.
    pub central: Session,
    /// The inspector's.
    pub laptop: Session,
    /// The organisation's recovery key.
    pub recovery: AgeIdentity,
}

/// The passphrase of everything here.
pub fn passphrase() -> SecretString {
    SecretString::from("benchmark week only")
}

/// The machine's own clock.
pub fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

/// The folder of somebody's workspace.
pub fn folder(dir: &Path, person: &str) -> PathBuf {
    dir.join(person)
}

fn machine(dir: &Path, person: &str, role: Role, card: &Card) -> Result<Session> {
    let (folder, passphrase) = (folder(dir, person), passphrase());
    let creation = Creation {
        folder: &folder,
        person: person.parse()?,
        role,
        card: card.clone(),
        passphrase: &passphrase,
        vault: &NoVault,
        entropy: &mut OsEntropy,
    };
    Ok(create(creation, clock())?)
}

/// Founds the organisation, and enrols the lead's and the inspector's machines.
pub fn enrolled(dir: &Path) -> Result<Machines> {
    let offline = dir.join("offline");
    let founding = found("Benchmark Inspectorate", &mut OsEntropy)?;
    founding.write(&offline, &passphrase())?;
    let mut central = machine(dir, "central-1", Role::Central, &founding.card)?;
    founding.first_roster(&mut central)?;
    let lead = machine(dir, LEAD, Role::Lead, &founding.card)?;
    let laptop = machine(dir, INSPECTOR, Role::Inspector, &founding.card)?;
    let mut pending = Vec::new();
    for (number, session) in [&lead, &laptop].into_iter().enumerate() {
        let path = dir.join(format!("request-{number}.json"));
        enrol::request(session, &path)?;
        pending.push(enrol::read(&path)?);
    }
    enrol::approve(&mut central, &pending, &offline.join(ROOT_KEY), &passphrase())?;
    let recovery = unlock_recovery(&fs::read(offline.join(RECOVERY_KEY))?, &passphrase())?;
    Ok(Machines { central, laptop, recovery })
}
