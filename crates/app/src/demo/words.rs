//! Invented notes: plausible sentences about nobody.

use fieldweek_domain::answer::Judged;
use fieldweek_domain::case::CaseKind;

use super::dice::Dice;

const STRENGTHS: &[&str] = &[
    "Case records from the first contact onwards show this clearly, and the interview confirmed it.",
    "Checks with police, children's social care and education were made in the first fortnight and their meaning is explained.",
    "The child's own words run through the record, and the worker changed the approach after hearing them.",
    "Parents were asked early, and their view of what would help is weighed against what the school reported.",
    "Strengths are named and used: football coaching, a steady relationship with a grandparent, good attendance this term.",
    "The record says what would change the view and who would act on it, and it was acted on in the third week.",
    "Speech and language advice was sought, and sessions were made shorter and more visual because of it.",
    "The reasons are written down, not only the conclusion, and a colleague could pick the case up tomorrow.",
    "Work was sequenced sensibly: stability at home first, then education, then the offence itself.",
    "Partners met twice, knew who was doing what, and the minutes show the plan changing as a result.",
];

const DEFICIENCIES: &[&str] = &[
    "Issues are listed without saying what they mean for this child; the same paragraph appears in two documents.",
    "A move between two addresses in the spring is recorded but nothing in the work changed because of it.",
    "The child's view is limited to one line of a self-assessment and is not used anywhere else.",
    "Information from the school was asked for and never followed up; exclusion is mentioned only in passing.",
    "Nobody asked the parent who lives elsewhere, and no reason is given.",
    "The record shows contact, not content: it is not possible to see what the sessions were for.",
    "Known concerns about older peers are described and then not returned to.",
    "There is no sign of management attention to the gaps, although the case was discussed in supervision.",
    "The child's learning needs are noted in the referral and not reflected in how the work was done.",
    "Victims' wishes were available from the police and do not appear.",
];

const VICTIM_STRENGTHS: &[&str] = &[
    "The first letter was written for this victim, in plain words, and a call followed at a time they had chosen.",
    "What the victim wanted is recorded in their own words, and what could not be done was explained to them.",
    "Safety was asked about at every contact; the plan was shared with the case manager and changed once because of it.",
    "Choices were offered without pressure, with time to think, and could be taken up again later.",
    "The victim worker and the case manager spoke before each panel, and the record shows what came of it.",
];

const VICTIM_DEFICIENCIES: &[&str] = &[
    "The letter is a template, with the wrong month in it, and nothing in it fits this victim.",
    "It is not recorded whether the victim was told what would happen next, or when.",
    "The worry about living near by is noted once and not returned to.",
    "Updates were agreed monthly; after the second there is none.",
    "Personal characteristics are left blank, although the referral mentions two that mattered.",
];

const NEUTRAL: &[&str] = &[
    "Recorded in the opening assessment and confirmed at interview.",
    "Taken from the case record at the date of fieldwork.",
    "The record and the interview agree.",
];

const REASONS_YES: &[&str] = &[
    "On balance the strengths outweigh the gaps: what mattered most was understood early and acted on.",
    "Not perfect, but sufficient. The gaps were in recording and did not change what was received.",
    "The important factors were covered, and in time.",
];

const REASONS_NO: &[&str] = &[
    "The gaps concern what mattered most in this case, and nothing else makes up for them.",
    "Too much was left unexplored for the work to be sufficient, although parts of it were good.",
    "The response to change came too late to make a difference, and the record does not say why.",
];

const REFERENCES: &[&str] = &[
    "Contact log, week 2",
    "Contact log, week 5",
    "Assessment, section 3",
    "Assessment, section 7",
    "Panel minutes, May",
    "Supervision note, June",
    "Interview, question 4",
];

/// A note to an answer that counts towards a judgement.
pub fn note(dice: Dice, kind: CaseKind, judged: Judged, label: &str) -> String {
    let from = match (kind, judged) {
        (CaseKind::Child, Judged::Yes) => STRENGTHS,
        (CaseKind::Child, Judged::No) => DEFICIENCIES,
        (CaseKind::Victim, Judged::Yes) => VICTIM_STRENGTHS,
        (CaseKind::Victim, Judged::No) => VICTIM_DEFICIENCIES,
        (_, Judged::NotApplicable) => NEUTRAL,
    };
    dice.pick(from, label).copied().unwrap_or_default().to_owned()
}

/// A note to background information.
pub fn background(dice: Dice, label: &str) -> String {
    dice.pick(NEUTRAL, label).copied().unwrap_or_default().to_owned()
}

/// The reason of a summary judgement.
pub fn reason(dice: Dice, judged: Judged, label: &str) -> String {
    let from = if judged == Judged::No { REASONS_NO } else { REASONS_YES };
    dice.pick(from, label).copied().unwrap_or_default().to_owned()
}

/// A place in an invented record.
pub fn reference(dice: Dice, label: &str) -> String {
    dice.pick(REFERENCES, label).copied().unwrap_or_default().to_owned()
}
