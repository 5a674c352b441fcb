//! The week that everything is measured on: twenty children's cases, filled and complete, and one more that is open.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use fieldweek_app::exchange::sync;
use fieldweek_app::inspection::{Data, NewInspection, allocate, create, pack, sample};
use fieldweek_app::record;
use fieldweek_app::session::Session;
use fieldweek_bundle::{AgeIdentity, SigningKey};
use fieldweek_domain::authority::{Devices, Holder, Role};
use fieldweek_domain::case::{CaseKind, FactValue};
use fieldweek_domain::change::{Change, Logged};
use fieldweek_domain::id::{AssessmentId, ChangeId, DeviceId, InspectionId};
use fieldweek_domain::progress::{Asked, asked};
use fieldweek_store::{NoVault, Workspace};

use crate::invent::Assessor;
use crate::machines::{INSPECTOR, LEAD, enrolled, folder, passphrase};
use crate::measure::Result;

/// How many cases are filled.
pub const FILLED: usize = 20;
/// The framework.
pub const FRAMEWORK: &str = "yj-2025";
/// The type of the inspection.
pub const INSPECTION_TYPE: &str = "IYJWCV";

/// What the week left behind.
pub struct Week {
    /// The inspection.
    pub inspection: InspectionId,
    /// The laptop's workspace.
    pub laptop: PathBuf,
    /// The organisation's recovery key, which can open that workspace too.
    pub recovery: AgeIdentity,
    /// Central's changes: the sample, its facts, the allocations.
    pub prepared: Vec<Logged>,
    /// The laptop's changes.
    recorded: Vec<Logged>,
    central: DeviceId,
}

/// The assessment of the case with this number.
pub fn case(number: usize) -> Result<AssessmentId> {
    Ok(AssessmentId::primary(format!("C{number:02}").parse()?))
}

/// Lives through the week on real workspaces below a folder.
pub fn record(dir: &Path) -> Result<Week> {
    let mut machines = enrolled(dir)?;
    let inspection: InspectionId = "bench-2026".parse()?;
    prepare(&mut machines.central, &inspection)?;
    let drop = dir.join("drop");
    fs::create_dir(&drop)?;
    pack(&mut machines.central, &inspection, &drop)?;
    sync(&mut machines.laptop, &drop, &mut |_| {})?;
    for number in 1..=FILLED {
        fill(&mut machines.laptop, &inspection, &case(number)?)?;
    }
    let (central, own) = (machines.central.identity().device(), machines.laptop.identity().device());
    std::mem::drop(machines.laptop); // closes the workspace
    let laptop = folder(dir, INSPECTOR);
    let workspace = Workspace::open(&laptop, &passphrase(), &NoVault)?;
    let prepared = workspace.changes_of(&inspection, &central, 1..=u64::MAX)?;
    let recorded = workspace.changes_of(&inspection, &own, 1..=u64::MAX)?;
    Ok(Week { inspection, laptop, recovery: machines.recovery, prepared, recorded, central })
}

fn prepare(central: &mut Session, inspection: &InspectionId) -> Result<()> {
    let new = NewInspection {
        id: inspection.clone(),
        framework: FRAMEWORK.to_owned(),
        inspection_type: INSPECTION_TYPE.to_owned(),
        service: "Invented Vale Youth Justice Service".to_owned(),
        lead: LEAD.parse()?,
        fieldwork: ("2026-03-02".parse()?, "2026-03-06".parse()?),
        population: [(CaseKind::Child, 96)].into(),
        data: Data::Invented,
    };
    create(central, &new)?;
    let mut cases = String::from(
        "case,kind,disposal_group,disposal_type,home_yjs,identified_victim,safety_of_others_concerns,vulnerability_issues,\
         actual_or_potential_victim,any_safety_factor\n",
    );
    let mut allocations = String::from("case,assessment,person\n");
    for number in 1..=FILLED + 1 {
        let disposal = if number % 2 == 0 { "court_order,referral_order" } else { "out_of_court,youth_conditional_caution" };
        writeln!(cases, "C{number:02},child,{disposal},yes,yes,yes,yes,yes,yes")?;
        writeln!(allocations, "C{number:02},primary,{INSPECTOR}")?;
    }
    sample(central, inspection, cases.as_bytes())?;
    allocate(central, inspection, allocations.as_bytes())?;
    Ok(())
}

/// Records everything that is asked in a case, and completes it.
fn fill(laptop: &mut Session, inspection: &InspectionId, id: &AssessmentId) -> Result<()> {
    let work = laptop.work(inspection, id.clone())?;
    let (form, known) = (work.form()?, work.assessment()?.known_facts(work.case()?));
    for fact in work.framework.facts.iter().filter(|fact| fact.form == form.id && !known.contains_key(&fact.id)) {
        let usual = FactValue::Bool(fact.id.starts_with("coproduced"));
        record::fact(laptop, inspection, id, &fact.id, Some(usual))?;
    }
    let facts = laptop.work(inspection, id.clone())?;
    let facts = facts.assessment()?.known_facts(facts.case()?);
    let mut assessor = Assessor::new(&work.framework, &facts, id.case.to_string());
    for question in form.questions() {
        let now = laptop.work(inspection, id.clone())?;
        if asked(question, &facts, now.assessment()?) == Asked::Yes {
            record::question(laptop, inspection, id, &question.id, assessor.say(question))?;
        }
    }
    record::complete(laptop, inspection, id)?;
    Ok(())
}

impl Week {
    /// How much there is, for a person.
    pub fn size(&self) -> String {
        let bytes: usize = self.recorded.iter().map(|logged| logged.line().len() + 1).sum();
        let (changes, each) = (self.recorded.len(), bytes / self.recorded.len().max(1));
        format!("{FILLED} children's cases: {changes} changes of one laptop, {bytes} bytes, {each} a change")
    }

    /// The devices of the inspection when the laptop's log is signed by another key.
    pub fn devices(&self, own: &DeviceId) -> Result<Devices> {
        Ok([
            (self.central.clone(), Holder::new("central-1".parse()?, Role::Central)),
            (own.clone(), Holder::new(INSPECTOR.parse()?, Role::Inspector)),
        ]
        .into())
    }

    /// The laptop's log as another key would have written it: a laptop never gives its own away.
    pub fn log_signed_by(&self, key: &SigningKey) -> Result<Vec<Logged>> {
        let mut renamed: BTreeMap<ChangeId, ChangeId> = BTreeMap::new();
        let mut log: Vec<Logged> = Vec::with_capacity(self.recorded.len());
        for logged in &self.recorded {
            let old = logged.change();
            let now = |id: &ChangeId| renamed.get(id).copied().unwrap_or(*id);
            let change = Change {
                device: key.device(),
                prev: old.prev.as_ref().map(now),
                parents: old.parents.iter().map(now).collect(),
                ..old.clone()
            };
            let written = Logged::write(change)?;
            renamed.insert(logged.id(), written.id());
            log.push(written);
        }
        Ok(log)
    }
}
