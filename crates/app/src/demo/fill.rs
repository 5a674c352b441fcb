//! Filling an assessment as an inspector would: the facts that are asked beside questions, then question by question.

use fieldweek_domain::case::FactValue;
use fieldweek_domain::id::{AssessmentId, InspectionId};
use fieldweek_domain::progress::{Asked, asked};

use super::dice::Dice;
use super::generator::Assessor;
use crate::error::Result;
use crate::record::{self, Said};
use crate::session::Session;

/// Answers every question that applies, and completes the assessment.
pub fn fill(session: &mut Session, inspection: &InspectionId, id: &AssessmentId, dice: Dice) -> Result<()> {
    answer_all(session, inspection, id, dice)?;
    record::complete(session, inspection, id).map(drop)
}

fn answer_all(session: &mut Session, inspection: &InspectionId, id: &AssessmentId, dice: Dice) -> Result<()> {
    settle_facts(session, inspection, id, dice)?;
    let work = session.work(inspection, id.clone())?;
    let (form, facts) = (work.form()?, work.assessment()?.known_facts(work.case()?));
    let mut assessor = Assessor::new(&work.framework, form, &facts, dice, &id.to_string());
    for question in form.questions() {
        let now = session.work(inspection, id.clone())?;
        if asked(question, &facts, now.assessment()?) != Asked::Yes {
            continue;
        }
        let filled = assessor.fill(question);
        let said = Said { answer: Some(Some(filled.answer)), note: filled.note, evidence: filled.evidence };
        record::question(session, inspection, id, &question.id, said)?;
    }
    Ok(())
}

/// The facts that are asked beside a question: mostly the ones that settle nothing, as in real work.
fn settle_facts(session: &mut Session, inspection: &InspectionId, id: &AssessmentId, dice: Dice) -> Result<()> {
    let work = session.work(inspection, id.clone())?;
    let (form, known) = (work.form()?.id.clone(), work.assessment()?.known_facts(work.case()?));
    for fact in work.framework.facts.iter().filter(|fact| fact.form == form && !known.contains_key(&fact.id)) {
        let usual = fact.id.starts_with("coproduced");
        let as_usual = dice.chance(92, &format!("{id}/{}", fact.id));
        record::fact(session, inspection, id, &fact.id, Some(FactValue::Bool(usual == as_usual)))?;
    }
    Ok(())
}
