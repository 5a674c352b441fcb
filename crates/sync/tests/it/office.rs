//! A small organisation: central, a lead and an inspector, each with a store, and a folder between them.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use fieldweek_bundle::{
    AgeIdentity, EnrolmentRequest, Person, PersonReference, PublicKey, RequestContent, RosterDraft, SigningKey, escrow,
};
use fieldweek_domain::authority::Role;
use fieldweek_domain::change::{Logged, Timestamp};
use fieldweek_domain::id::InspectionId;
use fieldweek_domain::register::Register;
use fieldweek_store::{Kdf, NewWorkspace, NoVault, OsEntropy, StoredRoster, Workspace, Writer};
use fieldweek_sync::{Drop, Event, Party, SyncError, exchange, issue_receipts, take_in};
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;

pub struct Machine {
    pub person: &'static str,
    pub workspace: Workspace,
    pub signing: SigningKey,
    pub age: AgeIdentity,
    pub root: PublicKey,
    clock: Cell<u32>,
}

impl Machine {
    pub fn with<T>(&mut self, use_it: impl FnOnce(&mut Party<'_>) -> Result<T, SyncError>) -> Result<T, SyncError> {
        let clock = &self.clock;
        let now = || {
            clock.set(clock.get() + 1);
            format!("2026-03-02T09:{:02}:{:02}.000Z", clock.get() / 60 % 60, clock.get() % 60).parse::<Timestamp>().unwrap()
        };
        let mut party = Party { workspace: &mut self.workspace, signing: &self.signing, age: &self.age, root: &self.root, now: &now };
        use_it(&mut party)
    }

    pub fn sync(&mut self, drop: &Drop) -> Vec<Event> {
        self.with(|party| exchange(party, drop, &mut |_| {})).unwrap().events
    }

    pub fn take_in(&mut self, drop: &Drop, archive: &Drop) -> Vec<Event> {
        self.with(|party| take_in(party, drop, archive, &mut |_| {})).unwrap().events
    }

    pub fn receipts(&mut self, drop: &Drop) -> usize {
        self.with(|party| issue_receipts(party, drop, &mut |_| {})).unwrap()
    }

    pub fn write(&mut self, subject: &str, field: &str, value: Value) -> Vec<Logged> {
        let roster = self.workspace.newest_roster().unwrap().unwrap();
        let roster = fieldweek_bundle::Roster::verify(roster.json.as_bytes(), roster.signature.as_bytes(), &self.root).unwrap();
        let writer = Writer { inspection: inspection(), device: self.signing.device(), author: self.person.parse().unwrap() };
        let register = Register { subject: subject.parse().unwrap(), field: field.parse().unwrap() };
        let at = "2026-03-02T10:00:00.000Z".parse().unwrap();
        self.workspace.record(&writer, &at, &[(register, value)], &roster.devices()).unwrap()
    }

    pub fn changes(&self) -> Vec<String> {
        let mut ids: Vec<String> = self.workspace.changes(&inspection()).unwrap().iter().map(|logged| logged.id().to_string()).collect();
        ids.sort();
        ids
    }
}

pub fn inspection() -> InspectionId {
    "demo".parse().unwrap()
}

pub struct Office {
    pub folder: TempDir,
    pub central: Machine,
    pub lead: Machine,
    pub inspector: Machine,
}

impl Office {
    pub fn path(&self, name: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(&path).unwrap();
        path
    }

    pub fn drop(&self) -> Drop {
        Drop::folder(&self.path("drop")).unwrap()
    }

    pub fn archive(&self) -> Drop {
        Drop::folder(&self.path("archive")).unwrap()
    }

    /// An enrolled team with an inspection, and one case allocated to the inspector; everybody has heard of it.
    pub fn at_work() -> Self {
        let folder = TempDir::new().unwrap();
        let root = SigningKey::from_seed(&[9; 32]);
        let recovery = AgeIdentity::generate();
        let mut central = machine(folder.path(), "central-1", 1, &root, &recovery);
        let mut lead = machine(folder.path(), "lead-1", 2, &root, &recovery);
        let inspector = machine(folder.path(), "inspector-1", 3, &root, &recovery);
        let mut draft = RosterDraft::first("Test Inspectorate", recovery.recipient().clone());
        for (machine, role) in [(&central, Role::Central), (&lead, Role::Lead), (&inspector, Role::Inspector)] {
            enrol(&mut draft, machine, role);
        }
        let signed = draft.sign(&root).unwrap();
        let stored = StoredRoster { version: 1, json: String::from_utf8(signed.json).unwrap(), signature: signed.minisig };
        central.workspace.put_roster(&stored).unwrap();
        lead.workspace.put_roster(&stored).unwrap();
        let edition = json!({ "framework": "yj-2025", "edition": "2025.1", "digest": "00" });
        central.write("inspection", "framework", edition);
        central.write("inspection", "lead", json!("lead-1"));
        central.write("assessment/C01.primary", "allocated_to", json!("inspector-1"));
        let mut office = Self { folder, central, lead, inspector };
        office.send_pack();
        let drop = office.drop();
        office.inspector.sync(&drop);
        office.lead.sync(&drop);
        office
    }

    fn send_pack(&mut self) {
        use fieldweek_bundle::Kind;
        use fieldweek_sync::{SealFor, Segment, put_rosters, put_sealed, seal_for};
        let drop = self.drop();
        let people = ["lead-1".parse().unwrap(), "inspector-1".parse().unwrap()];
        let segment = Segment { inspection: inspection(), first: 1, last: 3 };
        self.central
            .with(|party| {
                put_rosters(party, &drop)?;
                let sealed = seal_for(party, &segment, &SealFor { kind: Kind::Pack, people: &people, blobs: &[] })?;
                put_sealed(party, &drop, &sealed.object)
            })
            .unwrap();
    }
}

fn machine(folder: &Path, person: &'static str, seed: u8, root: &SigningKey, recovery: &AgeIdentity) -> Machine {
    let recipient = recovery.recipient().clone();
    let seal = move |key: &fieldweek_store::StoreKey| escrow(key.expose(), &recipient).map_err(Into::into);
    let passphrase = SecretString::from("for tests only");
    let new =
        NewWorkspace { passphrase: &passphrase, vault: &NoVault, kdf: Kdf::cheap_for_tests(), entropy: &mut OsEntropy, escrow: &seal };
    let workspace = Workspace::create(&folder.join(person), new).unwrap();
    let signing = SigningKey::from_seed(&[seed; 32]);
    Machine { person, workspace, signing, age: AgeIdentity::generate(), root: root.public().clone(), clock: Cell::new(0) }
}

fn enrol(draft: &mut RosterDraft, machine: &Machine, role: Role) {
    let name: PersonReference = match role {
        Role::Central => "Central 1",
        Role::Lead => "Lead 1",
        Role::Inspector => "Inspector 1",
    }
    .parse()
    .unwrap();
    let at = "2026-03-02T08:00:00.000Z".parse().unwrap();
    let recipient = machine.age.recipient().clone();
    let content = RequestContent::new(&machine.signing, recipient, machine.person.parse().unwrap(), name.clone(), role, at);
    let signed = content.sign(&machine.signing).unwrap();
    draft.put_person(Person { id: machine.person.parse().unwrap(), name, role });
    draft.approve(&EnrolmentRequest::verify(&signed.json, signed.minisig.as_bytes()).unwrap()).unwrap();
}
