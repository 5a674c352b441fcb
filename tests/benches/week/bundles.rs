//! Sealing and opening, beside age alone.

use fieldweek_bundle::envelope::{decrypt, encrypt};
use fieldweek_bundle::{
    AgeIdentity, AgeRecipient, ContentHash, EnrolmentRequest, FrameworkEdition, Kind, Person, RequestContent, Roster, RosterDraft,
    SealRequest, SigningKey, open, seal,
};
use fieldweek_domain::authority::Role;
use fieldweek_domain::change::Logged;

use crate::machines::INSPECTOR;
use crate::measure::{Pair, Result};
use crate::table::Row;
use crate::week::{FRAMEWORK, Week};

const RUNS: usize = 21;

/// The keys of a laptop, of those who receive its bundles, and the roster that knows them.
pub struct Keys {
    /// What the laptop signs with.
    pub signer: SigningKey,
    reader: AgeIdentity,
    recipients: Vec<AgeRecipient>,
    roster: Roster,
}

impl Keys {
    /// New keys: a bundle goes to central, the lead and the recovery key, as on a real site.
    pub fn new() -> Result<Self> {
        let (root, signer) = (SigningKey::from_seed(&[1; 32]), SigningKey::from_seed(&[2; 32]));
        let [reader, lead, recovery, own] = std::array::from_fn(|_| AgeIdentity::generate());
        let central = request(&SigningKey::from_seed(&[3; 32]), &reader, "central-1", Role::Central)?;
        let laptop = request(&signer, &own, INSPECTOR, Role::Inspector)?;
        let mut draft = RosterDraft::first("Benchmark Inspectorate", recovery.recipient().clone());
        for request in [central, laptop] {
            let asked = request.content();
            draft.put_person(Person { id: asked.person.clone(), name: asked.name.clone(), role: asked.role });
            draft.approve(&request)?;
        }
        let signed = draft.sign(&root)?;
        let roster = Roster::verify(&signed.json, signed.minisig.as_bytes(), root.public())?;
        let recipients = [&reader, &lead, &recovery].map(|identity| identity.recipient().clone()).to_vec();
        Ok(Self { signer, reader, recipients, roster })
    }
}

fn request(key: &SigningKey, age: &AgeIdentity, person: &str, role: Role) -> Result<EnrolmentRequest> {
    let name = person.replace('-', " ").parse()?;
    let at = "2026-03-02T09:00:00.000Z".parse()?;
    let signed = RequestContent::new(key, age.recipient().clone(), person.parse()?, name, role, at).sign(key)?;
    Ok(EnrolmentRequest::verify(&signed.json, signed.minisig.as_bytes())?)
}

/// What bundles cost.
pub fn rows(week: &Week, keys: &Keys, log: &[Logged]) -> Result<Vec<Row>> {
    let framework = FrameworkEdition { id: FRAMEWORK.to_owned(), edition: "2025.1".to_owned() };
    let request = SealRequest {
        signer: &keys.signer,
        kind: Kind::Return,
        inspection: &week.inspection,
        changes: log,
        recipients: &keys.recipients,
        roster_version: keys.roster.version(),
        framework: &framework,
        blobs: &[],
    };
    let lines: Vec<u8> = log.iter().flat_map(|logged| [logged.line(), "\n"]).flat_map(str::bytes).collect();
    let raw = encrypt(&keys.recipients, &lines)?;
    let (mut sealing, mut opening) = (Pair::default(), Pair::default());
    for _ in 0..RUNS {
        let sealed = sealing.ours.take(|| Ok(seal(&request)?))?;
        sealing.limit.take(|| {
            let encrypted = encrypt(&keys.recipients, &lines)?;
            Ok((ContentHash::of(&lines), ContentHash::of(&encrypted)))
        })?;
        let minisig = sealed.minisig.as_bytes();
        let opened = opening.ours.take(|| Ok(open(&sealed.object, &sealed.age, minisig, &keys.roster, &keys.reader)?))?;
        opening.limit.take(|| Ok(decrypt(&keys.reader, &raw, usize::MAX)?.content))?;
        if opened.changes != log {
            return Err("a bundle gave back other changes than were sealed".into());
        }
    }
    Ok(vec![
        Row { what: "seal the week in a bundle", against: "age and SHA-256 alone", times: sealing },
        Row { what: "verify and open it", against: "age alone", times: opening },
    ])
}
