//! The keys, people and rosters that all vectors share. Invented, and public: never use them for anything.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;

use fieldweek_bundle::{AgeIdentity, EnrolmentRequest, Person, PublicKey, RequestContent, Roster, RosterDraft, SignedRoster, SigningKey};
use fieldweek_domain::authority::Role;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// `tests/vectors` of this crate.
pub fn vectors() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")
}

/// A machine with both its keys.
pub struct Machine {
    pub name: &'static str,
    pub person: &'static str,
    pub reference: &'static str,
    pub role: Role,
    pub signing: SigningKey,
    pub age: AgeIdentity,
}

/// `fixtures.json`: all that a second implementation needs to run the vectors.
#[derive(Serialize, Deserialize)]
pub struct Fixtures {
    pub warning: String,
    pub root: String,
    pub roster_json: String,
    pub roster_minisig: String,
    pub first_roster_json: String,
    pub first_roster_minisig: String,
    pub machines: BTreeMap<String, Keys>,
}

/// The keys of one machine, as text.
#[derive(Clone, Serialize, Deserialize)]
pub struct Keys {
    pub device: String,
    pub person: String,
    pub role: Role,
    pub signing_seed: String,
    pub signing_key: String,
    pub age_identity: String,
    pub age_recipient: String,
}

const MACHINES: [(&str, &str, &str, Role); 8] = [
    ("central", "central-1", "Central 01", Role::Central),
    ("central-second", "central-2", "Central 02", Role::Central),
    ("lead", "lead-1", "Lead 01", Role::Lead),
    ("inspector", "insp-3", "Inspector 03", Role::Inspector),
    ("colleague", "insp-4", "Inspector 04", Role::Inspector),
    ("revoked", "insp-5", "Inspector 05", Role::Inspector),
    ("stranger", "nobody", "Nobody 01", Role::Inspector),
    ("recovery", "recovery", "Recovery 01", Role::Central),
];

/// Machines that no roster lists.
const OUTSIDE: [&str; 2] = ["stranger", "recovery"];

/// The world of the vectors.
pub struct World {
    machines: Vec<Machine>,
    pub root: SigningKey,
    pub first: SignedRoster,
    pub second: SignedRoster,
    pub roster: Roster,
}

/// The world, made once.
pub static WORLD: LazyLock<World> = LazyLock::new(World::load);

pub fn machine(name: &str) -> &'static Machine {
    WORLD.machines.iter().find(|machine| machine.name == name).unwrap()
}

pub fn roster() -> &'static Roster {
    &WORLD.roster
}

pub fn root() -> &'static PublicKey {
    WORLD.root.public()
}

pub fn signing_key(name: &str) -> SigningKey {
    SigningKey::from_seed(&Sha256::digest(format!("fieldweek vectors, {name}, not a secret")).into())
}

impl World {
    fn load() -> Self {
        let known: Option<Fixtures> =
            std::fs::read(vectors().join("fixtures.json")).ok().map(|json| serde_json::from_slice(&json).unwrap());
        let machines: Vec<Machine> = MACHINES
            .iter()
            .map(|(name, person, reference, role)| {
                let age =
                    known.as_ref().map_or_else(AgeIdentity::generate, |fixtures| fixtures.machines[*name].age_identity.parse().unwrap());
                Machine { name, person, reference, role: *role, signing: signing_key(name), age }
            })
            .collect();
        let root = signing_key("root");
        let (first, second) = rosters(&machines, &root);
        let roster = Roster::verify(&second.json, second.minisig.as_bytes(), root.public()).unwrap();
        Self { machines, root, first, second, roster }
    }

    pub fn fixtures(&self) -> Fixtures {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Fixtures {
            warning: "Invented keys for tests. They are public: never use them for anything.".into(),
            root: self.root.public().to_string(),
            roster_json: text(&self.second.json),
            roster_minisig: self.second.minisig.clone(),
            first_roster_json: text(&self.first.json),
            first_roster_minisig: self.first.minisig.clone(),
            machines: self.machines.iter().map(|machine| (machine.name.to_owned(), keys(machine))).collect(),
        }
    }
}

fn keys(machine: &Machine) -> Keys {
    Keys {
        device: machine.signing.device().to_string(),
        person: machine.person.into(),
        role: machine.role,
        signing_seed: hex::encode(*machine.signing.seed()),
        signing_key: machine.signing.public().to_string(),
        age_identity: text_of(&machine.age),
        age_recipient: machine.age.recipient().to_string(),
    }
}

pub fn request(machine: &Machine) -> EnrolmentRequest {
    let signed = unsigned_request(machine).sign(&machine.signing).unwrap();
    EnrolmentRequest::verify(&signed.json, signed.minisig.as_bytes()).unwrap()
}

pub fn unsigned_request(machine: &Machine) -> RequestContent {
    RequestContent::new(
        &machine.signing,
        machine.age.recipient().clone(),
        machine.person.parse().unwrap(),
        machine.reference.parse().unwrap(),
        machine.role,
        "2026-02-20T10:00:00.000Z".parse().unwrap(),
    )
}

pub fn person(machine: &Machine) -> Person {
    Person { id: machine.person.parse().unwrap(), name: machine.reference.parse().unwrap(), role: machine.role }
}

/// The first roster enrols everybody; the second revokes one machine after its second change.
fn rosters(machines: &[Machine], root: &SigningKey) -> (SignedRoster, SignedRoster) {
    let recovery = machines.iter().find(|machine| machine.name == "recovery").unwrap();
    let mut draft = RosterDraft::first("Fieldweek demonstration", recovery.age.recipient().clone());
    for machine in machines.iter().filter(|machine| !OUTSIDE.contains(&machine.name)) {
        draft.put_person(person(machine));
        draft.approve(&request(machine)).unwrap();
    }
    let first = draft.sign(root).unwrap();
    let known = Roster::verify(&first.json, first.minisig.as_bytes(), root.public()).unwrap();
    let mut draft = known.next();
    let revoked = machines.iter().find(|machine| machine.name == "revoked").unwrap();
    draft.revoke(&revoked.signing.device(), [(super::inspection(), 2)]).unwrap();
    (first, draft.sign(root).unwrap())
}

/// The secret half of an age key, as text.
pub fn text_of(identity: &AgeIdentity) -> String {
    identity.to_text().expose_secret().to_owned()
}
