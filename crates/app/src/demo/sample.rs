//! The invented sample: 32 children's cases and 9 victims', as the CSV files that central would load.

use super::dice::Dice;

/// Cases of the sample: 13 court orders, 16 out-of-court disposals, 3 bail or remand, and 9 victims.
pub const CHILDREN: usize = 32;
/// Victims' cases.
pub const VICTIMS: usize = 9;

/// The sample as the CSV that `inspection sample` takes: a case a line, with the facts central knows beforehand.
#[must_use]
pub fn sample_csv(dice: Dice) -> String {
    let mut csv = String::from(
        "case,kind,disposal_group,disposal_type,home_yjs,identified_victim,safety_of_others_concerns,vulnerability_issues,\
         actual_or_potential_victim,any_safety_factor,named_individual,contact_consent,victim_engaged,support_or_safety_concern,\
         statutory_victim_contact\n",
    );
    for number in 1..=CHILDREN {
        csv.push_str(&child(dice, number));
    }
    for number in 1..=VICTIMS {
        csv.push_str(&victim(dice, number));
    }
    csv
}

/// The group and type of a child's case: the first 13 are court orders, the next 16 out of court, the last 3 bail or remand.
fn disposal(dice: Dice, number: usize) -> (&'static str, &'static str) {
    const COURT: [&str; 3] = ["referral_order", "youth_rehabilitation_order", "detention_and_training_order"];
    const OUT_OF_COURT: [&str; 4] = ["community_resolution", "youth_caution", "youth_conditional_caution", "deferred_prosecution"];
    let pick = |from: &[&'static str]| dice.pick(from, &format!("{number}/type")).copied().unwrap_or_default();
    match number {
        1..=13 => match pick(&COURT) {
            "detention_and_training_order" => ("court_order;custody_or_resettlement", "detention_and_training_order"),
            other => ("court_order", other),
        },
        14..=29 => ("out_of_court", pick(&OUT_OF_COURT)),
        30 => ("bail", "bail_supervision_and_support"),
        _ => ("remand", "local_authority_accommodation_remand"),
    }
}

fn child(dice: Dice, number: usize) -> String {
    let (group, kind) = disposal(dice, number);
    let yes = |percent, what: &str| if dice.chance(percent, &format!("C{number:02}/{what}")) { "yes" } else { "no" };
    let victim = yes(70, "victim");
    let others = yes(65, "others");
    let vulnerable = yes(75, "vulnerable");
    let factor = if victim == "yes" || others == "yes" || vulnerable == "yes" { "yes" } else { "no" };
    format!("C{number:02},child,{group},{kind},yes,{victim},{others},{vulnerable},{victim},{factor},,,,,\n")
}

fn victim(dice: Dice, number: usize) -> String {
    let yes = |percent, what: &str| if dice.chance(percent, &format!("V{number:02}/{what}")) { "yes" } else { "no" };
    let (engaged, concern, contact) = (yes(75, "engaged"), yes(60, "concern"), yes(20, "contact"));
    format!("V{number:02},victim,,,,,,,,,yes,yes,{engaged},{concern},{contact}\n")
}

/// The allocations as the CSV that `inspection allocate` takes: every case to one of the team, and six second readings.
#[must_use]
pub fn allocation_csv(team: &[&str]) -> String {
    let mut csv = String::from("case,assessment,person\n");
    let person = |number: usize| team.get(number % team.len().max(1)).copied().unwrap_or_default();
    for number in 1..=CHILDREN {
        csv.push_str(&format!("C{number:02},primary,{}\n", person(number)));
    }
    for number in 1..=VICTIMS {
        csv.push_str(&format!("V{number:02},primary,{}\n", person(number)));
    }
    for number in [2, 9, 15, 21, 27] {
        csv.push_str(&format!("C{number:02},second,{}\n", person(number + 1)));
    }
    csv.push_str(&format!("V04,second,{}\n", person(5)));
    csv
}
