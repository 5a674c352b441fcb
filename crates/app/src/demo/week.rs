//! The week, step by step.

use fieldweek_domain::case::{CaseKind, FactValue};
use fieldweek_domain::id::{AssessmentId, InspectionId};
use fieldweek_domain::rating::Rating;
use fieldweek_store::NoVault;

use super::dice::Dice;
use super::fill::fill;
use super::kill::{killed_mid_write, nothing_lost};
use super::sample::{allocation_csv, sample_csv};
use super::team::{Machines, PASSPHRASE, Places, TEAM, enrolled, passphrase};
use super::{Played, Request, Step, check};
use crate::error::{AppError, Result};
use crate::exchange::{import, receipts, seal_into, sync};
use crate::export::export;
use crate::inspection::{Data, NewInspection, allocate, create, pack, sample};
use crate::judge::judge;
use crate::ratings::ratings;
use crate::record;
use crate::session::Session;
use crate::view::{CaseStatus, case_lines};
use crate::{file, history};

const INSPECTION: &str = "demo-2026";
/// The case that two people describe differently.
const CONTESTED: &str = "C05";
/// The case at which a laptop is killed.
const KILLED_AT: &str = "C06";

fn parsed<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| AppError::refused("demo.name", format!("{text} is not a valid name."), "Report this."))
}

/// Plays the week.
pub fn play(request: &Request, on: &mut dyn FnMut(Step)) -> Result<Played> {
    let places = Places::new(&request.out);
    let dice = Dice::new(request.seed);
    let inspection: InspectionId = parsed(INSPECTION)?;
    let mut say = Narrator { on, number: 0 };
    let mut machines = enrolled(&places, &mut |text| say.tell(&text))?;
    prepare(&mut machines, &places, &inspection, dice, &mut say)?;
    contest(&mut machines, &places, &inspection, &mut say)?;
    kill(request, &mut machines, &places, &inspection, &mut say)?;
    record_everything(&mut machines, &inspection, dice, &mut say)?;
    judge(
        machines.of("lead-1")?,
        &inspection,
        "V1.2",
        Rating::Good,
        "Policy, staffing and services for victims are in place; consent from the police comes late in some cases.",
    )?;
    say.tell("the lead judges V1.2 on evidence: good");
    collect(&mut machines, &places, &inspection, &mut say)?;
    finish(&mut machines, &places, &inspection, &mut say)
}

struct Narrator<'a> {
    on: &'a mut dyn FnMut(Step),
    number: usize,
}

impl Narrator<'_> {
    fn tell(&mut self, text: &str) {
        self.number += 1;
        (self.on)(Step::Says(format!("{:>2}  {text}", self.number)));
    }

    fn works(&mut self, what: &str, done: usize, total: usize) {
        (self.on)(Step::Works { what: what.to_owned(), done, total });
    }
}

/// Central sets the inspection up and sends the pack; every laptop opens it.
fn prepare(machines: &mut Machines, places: &Places, inspection: &InspectionId, dice: Dice, say: &mut Narrator<'_>) -> Result<()> {
    let drop = places.of("drop");
    file::folder(&drop)?;
    let new = NewInspection {
        id: inspection.clone(),
        framework: "yj-2025".to_owned(),
        inspection_type: "IYJWCV".to_owned(),
        service: "Invented Vale Youth Justice Service".to_owned(),
        lead: parsed("lead-1")?,
        fieldwork: (parsed("2026-03-02")?, parsed("2026-03-06")?),
        population: [(CaseKind::Child, 96), (CaseKind::Victim, 21)].into(),
        data: Data::Invented,
    };
    create(&mut machines.central, &new)?;
    let (cases, allocations) = (sample_csv(dice), allocation_csv(&TEAM));
    file::write(&places.of("sample.csv"), cases.as_bytes())?;
    file::write(&places.of("allocations.csv"), allocations.as_bytes())?;
    let sampled = sample(&mut machines.central, inspection, cases.as_bytes())?;
    let allocated = allocate(&mut machines.central, inspection, allocations.as_bytes())?;
    say.tell(&format!(
        "central creates {inspection} (IYJWCV, yj-2025): {} children's cases, {} victims', {} assessments of which {} second readings",
        sampled.children, sampled.victims, allocated.assessments, allocated.second
    ));
    let packed = pack(&mut machines.central, inspection, &drop)?;
    for laptop in &mut machines.team {
        sync(laptop, &drop, &mut |_| {})?;
    }
    say.tell(&format!(
        "the pack ({} changes and the framework, {} bytes) reaches the four laptops through the drop",
        packed.changes, packed.size
    ));
    Ok(())
}

/// An inspector and the lead describe a case differently, without having seen each other; the lead resolves it on site.
fn contest(machines: &mut Machines, places: &Places, inspection: &InspectionId, say: &mut Narrator<'_>) -> Result<()> {
    let case = AssessmentId::primary(parsed(CONTESTED)?);
    let fact = "vulnerability_issues";
    let known =
        machines.of("inspector-1")?.work(inspection, case.clone())?.case()?.facts.get(fact).and_then(|entry| entry.value()).cloned();
    let contrary = FactValue::Bool(known == Some(FactValue::Bool(false)));
    record::fact(machines.of("inspector-1")?, inspection, &case, fact, Some(contrary))?;
    record::fact(machines.of("lead-1")?, inspection, &case, fact, None)?;
    let stick = places.of("stick");
    seal_into(machines.of("inspector-1")?, inspection, &stick, &[parsed("lead-1")?])?;
    let lead = machines.of("lead-1")?;
    sync(lead, &stick, &mut |_| {})?;
    let conflicts = lead.inspection(inspection)?.conflicts.len();
    if conflicts != 1 {
        return Err(AppError::refused("demo.conflict", format!("{conflicts} conflicts where there should be one."), "Report this."));
    }
    record::fact(lead, inspection, &case, fact, Some(FactValue::Bool(true)))?;
    let lines = history::history(lead, inspection, &format!("case/{CONTESTED}"), Some(&format!("fact/{fact}")))?;
    seal_into(lead, inspection, &stick, &[parsed("inspector-1")?])?;
    sync(machines.of("inspector-1")?, &stick, &mut |_| {})?;
    say.tell(&format!("inspector and lead contradict each other on {CONTESTED}; the lead sees the conflict by stick and resolves it ({} changes in its history)", lines.len()));
    Ok(())
}

/// One laptop is killed in the middle of writing, opened again, and goes on.
fn kill(request: &Request, machines: &mut Machines, places: &Places, inspection: &InspectionId, say: &mut Narrator<'_>) -> Result<()> {
    let person = "inspector-2";
    let folder = places.workspace(person);
    machines.team.retain(|session| session.identity().person.as_str() != person); // closes the workspace
    let id = AssessmentId::primary(parsed(KILLED_AT)?);
    let acknowledged = killed_mid_write(&request.program, &folder, inspection, &id)?;
    let session = Session::open(&folder, &passphrase(), &NoVault, std::sync::Arc::clone(&machines.clock))?;
    nothing_lost(&session, &acknowledged)?;
    machines.team.push(session);
    say.tell(&format!(
        "{person}'s laptop is killed while it writes; all {} acknowledged changes are there, and it goes on",
        acknowledged.len()
    ));
    Ok(())
}

/// Everybody answers every applicable question of what is allocated to them, offline.
fn record_everything(machines: &mut Machines, inspection: &InspectionId, dice: Dice, say: &mut Narrator<'_>) -> Result<()> {
    let about = machines.central.inspection(inspection)?;
    let total = about.assessments.len();
    let mut done = 0;
    for laptop in &mut machines.team {
        let person = laptop.identity().person.clone();
        let mine = about.assessments.values().filter(|assessment| assessment.allocated_to.value() == Some(&person));
        for assessment in mine {
            fill(laptop, inspection, &assessment.id, dice)?;
            done += 1;
            say.works("recording", done, total);
        }
    }
    let changes: u64 = machines.team.iter().map(|laptop| own_changes(laptop, inspection)).sum::<Result<u64>>()?;
    say.tell(&format!(
        "the team records {done} assessments offline, every one complete: {changes} changes, each durable before it is acknowledged"
    ));
    Ok(())
}

fn own_changes(session: &Session, inspection: &InspectionId) -> Result<u64> {
    let last = session.workspace.last_of(inspection, &session.identity().device())?;
    Ok(last.map_or(0, |last| last.change().seq))
}

/// The end of the week: sealed, synced, verified, folded, confirmed.
fn collect(machines: &mut Machines, places: &Places, inspection: &InspectionId, say: &mut Narrator<'_>) -> Result<()> {
    let (drop, archive) = (places.of("drop"), places.of("archive"));
    let mut sent = 0;
    for laptop in &mut machines.team {
        let events = sync(laptop, &drop, &mut |_| {})?;
        sent += events.iter().filter(|event| matches!(event, crate::Event::Sent { .. })).count();
    }
    say.tell(&format!("every laptop seals and syncs: {sent} bundles in the drop, signed and encrypted"));
    let events = import(&mut machines.central, &drop, &archive, &mut |_| {})?;
    let new: usize = events.iter().map(|event| if let crate::Event::TakenIn { new, .. } = event { *new } else { 0 }).sum();
    let refused = events.iter().filter(|event| matches!(event, crate::Event::Quarantined { .. })).count();
    say.tell(&format!("central verifies, archives and folds them: {new} new changes, {refused} refused"));
    let written = receipts(&mut machines.central, &drop)?.len();
    for laptop in &mut machines.team {
        sync(laptop, &drop, &mut |_| {})?;
    }
    let mut confirmed = 0;
    for laptop in &machines.team {
        confirmed += check::confirmed(laptop, inspection)?;
    }
    say.tell(&format!("central writes {written} receipts; every laptop's changes ({confirmed}) are confirmed, hash for hash"));
    Ok(())
}

/// Central rates and exports, and everything is checked.
fn finish(machines: &mut Machines, places: &Places, inspection: &InspectionId, say: &mut Narrator<'_>) -> Result<Played> {
    let changes = check::converged(machines, inspection)?;
    say.tell(&format!("checked: central's state is the fold of all logs together ({changes} changes), every store is whole"));
    let about = machines.central.inspection(inspection)?;
    let lines = case_lines(&about, machines.central.framework_of(&about)?.as_ref());
    let complete = lines.iter().filter(|line| line.status == CaseStatus::Complete).count();
    if complete != lines.len() {
        return Err(AppError::refused("demo.check", format!("{} assessments are not complete.", lines.len() - complete), "Report this."));
    }
    let rated = ratings(&machines.central, inspection)?;
    let exports = places.of("exports");
    file::folder(&exports)?;
    let exported = export(&mut machines.central, inspection, &[], &exports, &mut |done, total| say.works("case summaries", done, total))?;
    say.tell(&format!(
        "central exports {} case summaries (PDF/UA-1 and PDF/A-2a, each checked), answers and ratings",
        exported.summaries.len()
    ));
    Ok(Played { ratings: rated, places: places_text(places) })
}

fn places_text(places: &Places) -> String {
    let line = |name: &str, what: &str| format!("  {:<46} {what}\n", places.of(name).display());
    let mut out = line("workspaces/", "five encrypted workspaces; their passphrase, for invented data only:");
    out.push_str(&format!("  {:<46} {PASSPHRASE}\n", ""));
    out.push_str(&line("drop/", "what was exchanged: rosters, bundles with signatures, receipts"));
    out.push_str(&line("stick/", "the hand-overs between inspector and lead"));
    out.push_str(&line("archive/", "every bundle that central took in, unchanged"));
    out.push_str(&line("exports/summaries/", "a case summary for every assessment"));
    out.push_str(&line("exports/", "answers.csv, answers.json, ratings.json"));
    out.push_str(&line("offline/", "the organisation's card and its two locked keys"));
    out.push_str(&line("sample.csv, allocations.csv", "what central loaded"));
    out
}
