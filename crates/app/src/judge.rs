//! Judgements on evidence, and the panel's decisions.

use fieldweek_domain::change::Logged;
use fieldweek_domain::framework::{Framework, RatedFrom};
use fieldweek_domain::id::InspectionId;
use fieldweek_domain::inspection::{EvidenceJudgement, PanelDecision};
use fieldweek_domain::rating::{OVERALL, Rating};
use fieldweek_domain::topic::{Topic, field};

use crate::error::{AppError, Result};
use crate::record::value;
use crate::session::{Session, register};

/// Reads one of the four ratings.
///
/// # Errors
/// When it is none of them.
pub fn rating(text: &str) -> Result<Rating> {
    serde_json::from_value(serde_json::Value::from(text)).map_err(|_| {
        AppError::usage(
            "rating.unknown",
            "That is none of the four ratings.",
            "Give inadequate, requires_improvement, good or outstanding.",
        )
    })
}

/// Records the lead's judgement on evidence of a standard or key question.
///
/// # Errors
/// When the inspection does not rate it on evidence, there is no reason, or it is not theirs to judge.
pub fn judge(session: &mut Session, inspection: &InspectionId, on: &str, rating: Rating, reason: &str) -> Result<Vec<Logged>> {
    let framework = session.framework_of(&session.inspection(inspection)?)?;
    let topic = on_evidence(&framework, on)?;
    let judgement = EvidenceJudgement { rating, reason: given(reason)? };
    session.record(inspection, &[(register(&topic, field::JUDGEMENT)?, value(&judgement)?)])
}

fn on_evidence(framework: &Framework, on: &str) -> Result<Topic> {
    let standard = framework.standard(on).filter(|standard| standard.rated_from == RatedFrom::Evidence);
    let key_question = framework.key_question(on).filter(|key_question| key_question.rated_from == RatedFrom::Evidence);
    match (standard, key_question) {
        (Some(standard), _) => Ok(Topic::Standard(standard.id.clone())),
        (None, Some(key_question)) => Ok(Topic::KeyQuestion(key_question.id.clone())),
        (None, None) => Err(AppError::usage(
            "judgement.on",
            format!("{on} is not a standard or key question judged on evidence."),
            "See `fieldweek frameworks show` for those that are.",
        )),
    }
}

fn given(reason: &str) -> Result<String> {
    if reason.trim().is_empty() {
        return Err(AppError::usage("judgement.reason", "A judgement needs a reason.", "Give it with --reason."));
    }
    Ok(reason.to_owned())
}

/// Records the panel's decision on a standard or on `overall` (central).
///
/// # Errors
/// When the framework has no such standard, there is no reason, or it is not theirs to record.
pub fn panel(session: &mut Session, inspection: &InspectionId, on: &str, rating: Rating, reason: &str) -> Result<Vec<Logged>> {
    let framework = session.framework_of(&session.inspection(inspection)?)?;
    if on != OVERALL && framework.standard(on).is_none() {
        return Err(AppError::usage("panel.on", format!("There is no standard {on}."), "Give a standard's id, or overall."));
    }
    let decision = PanelDecision { rating, reason: given(reason)? };
    session.record(inspection, &[(register(&Topic::Panel(on.to_owned()), field::RATING)?, value(&decision)?)])
}
