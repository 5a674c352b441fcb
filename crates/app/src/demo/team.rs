//! The people of the demonstration, and their machines.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta};
use fieldweek_domain::authority::Role;
use fieldweek_store::{NoVault, OsEntropy};
use secrecy::SecretString;

use crate::context::{Clock, SteppingClock};
use crate::create_workspace::{Creation, create};
use crate::enrol;
use crate::error::{AppError, Result};
use crate::organisation::{CARD, Card, ROOT_KEY, found};
use crate::session::Session;

/// The passphrase of every workspace of the demonstration. It protects invented data only.
pub const PASSPHRASE: &str = "demonstration week only";
/// The inspectors and the lead, in the order of allocation.
pub const TEAM: [&str; 4] = ["lead-1", "inspector-1", "inspector-2", "inspector-3"];

/// The folders of a demonstration.
pub struct Places {
    out: PathBuf,
}

impl Places {
    pub fn new(out: &Path) -> Self {
        Self { out: out.to_owned() }
    }

    pub fn of(&self, name: &str) -> PathBuf {
        self.out.join(name)
    }

    pub fn workspace(&self, person: &str) -> PathBuf {
        self.out.join("workspaces").join(person)
    }
}

/// Everybody's machine.
pub struct Machines {
    pub central: Session,
    pub team: Vec<Session>,
    pub clock: Arc<dyn Clock>,
}

impl Machines {
    /// The machine of one of the team.
    pub fn of(&mut self, person: &str) -> Result<&mut Session> {
        let found = self.team.iter_mut().find(|session| session.identity().person.as_str() == person);
        found.ok_or_else(|| AppError::refused("demo.person", format!("There is no machine of {person}."), "Report this."))
    }
}

pub fn passphrase() -> SecretString {
    SecretString::from(PASSPHRASE)
}

/// The clock of the demonstration: Monday morning of its week, five seconds at every look.
pub fn clock() -> Arc<dyn Clock> {
    let monday = DateTime::from_timestamp(1_772_442_000, 0).unwrap_or_default(); // 2 March 2026, 09:00 UTC
    Arc::new(SteppingClock::new(monday, TimeDelta::seconds(5)))
}

fn machine(places: &Places, person: &str, role: Role, card: Card, clock: &Arc<dyn Clock>) -> Result<Session> {
    let person_id = person.parse().map_err(|error| AppError::usage("person.name", format!("{error}."), "Report this."))?;
    let (folder, passphrase) = (places.workspace(person), passphrase());
    let creation =
        Creation { folder: &folder, person: person_id, role, card, passphrase: &passphrase, vault: &NoVault, entropy: &mut OsEntropy };
    create(creation, Arc::clone(clock))
}

/// Founds the organisation, creates every machine, and enrols the team with its words compared.
pub fn enrolled(places: &Places, say: &mut dyn FnMut(String)) -> Result<Machines> {
    let clock = clock();
    let founding = found("Demonstration Inspectorate", &mut OsEntropy)?;
    founding.write(&places.of("offline"), &passphrase())?;
    let mut central = machine(places, "central-1", Role::Central, founding.card.clone(), &clock)?;
    founding.first_roster(&mut central)?;
    say("central founds the organisation; its root and recovery keys go offline".to_owned());
    let (mut team, mut pending) = (Vec::new(), Vec::new());
    crate::file::folder(&places.of("requests"))?;
    for person in TEAM {
        let role = if person.starts_with("lead") { Role::Lead } else { Role::Inspector };
        let card = Card::read(&places.of("offline").join(CARD))?;
        let session = machine(places, person, role, card, &clock)?;
        let path = places.of("requests").join(format!("{person}.json"));
        let asked = enrol::request(&session, &path)?;
        let read = enrol::read(&path)?;
        if read.asks().words != asked.words {
            return Err(AppError::refused("demo.words", "The words of a request differ.", "Report this."));
        }
        pending.push(read);
        team.push(session);
    }
    let version = enrol::approve(&mut central, &pending, &places.of("offline").join(ROOT_KEY), &passphrase())?;
    say(format!("four laptops are created and enrolled, their words compared (roster {version})"));
    Ok(Machines { central, team, clock })
}
