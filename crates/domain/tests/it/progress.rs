//! Progress, contradictions, support and consolidation, on the real 2025 framework.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use fieldweek_domain::change::Logged;
use fieldweek_domain::consolidate::{Why, consolidate};
use fieldweek_domain::framework::{Files, Framework, parse};
use fieldweek_domain::inspection::Inspection;
use fieldweek_domain::judgement::support;
use fieldweek_domain::progress::{Asked, Contradiction, Progress, asked, progress};
use fieldweek_domain::register::Register;
use serde_json::{Value, json};

use crate::team::{Team, register};

fn collect(root: &Path, dir: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            files.push((path.strip_prefix(root).unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()));
        }
    }
}

fn framework() -> &'static Framework {
    static FRAMEWORK: OnceLock<Framework> = OnceLock::new();
    FRAMEWORK.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../frameworks/yj-2025");
        let mut files = Vec::new();
        collect(&root, &root, &mut files);
        parse(&Files::new(files)).unwrap()
    })
}

struct Week {
    team: Team,
}

impl Week {
    fn with_child(disposal: &str) -> Self {
        let mut week = Self { team: Team::new(3) };
        week.set(0, "case/C01", "kind", json!("child"));
        week.set(0, "case/C01", "fact/disposal_group", json!([disposal]));
        for fact in [
            "home_yjs",
            "identified_victim",
            "safety_of_others_concerns",
            "vulnerability_issues",
            "actual_or_potential_victim",
            "any_safety_factor",
        ] {
            week.set(0, "case/C01", &format!("fact/{fact}"), json!(true));
        }
        week.set(0, "assessment/C01.primary", "allocated_to", json!("p2"));
        week.team.exchange(0, 2);
        week
    }

    fn set(&mut self, machine: usize, subject: &str, field: &str, value: Value) {
        self.team.write(machine, &register(subject, field), value);
    }

    fn answer(&mut self, question: &str, answer: &Value) {
        self.set(2, "assessment/C01.primary", &format!("answer/{question}"), json!({ "edition": "yj-2025/2025.1", "answer": answer }));
    }

    fn judge(&mut self, question: &str, judged: &str) {
        self.answer(question, &json!({ "judged": judged }));
    }

    fn fact(&mut self, fact: &str, value: Value) {
        self.set(2, "case/C01", &format!("fact/{fact}"), value);
    }

    fn inspection(&self) -> Inspection {
        let state = self.team.state(2);
        let log = &self.team.machines[2].log;
        let heads: Vec<(Register, Vec<Logged>)> =
            state.heads.iter().map(|(register, ids)| (register.clone(), ids.iter().map(|id| log[id].clone()).collect())).collect();
        let inspection = Inspection::read(&heads);
        assert_eq!(inspection.unreadable, vec![]);
        inspection
    }

    fn progress(&self) -> Progress {
        let inspection = self.inspection();
        let case = &inspection.cases[&"C01".parse().unwrap()];
        let assessment = &inspection.assessments[&"C01.primary".parse().unwrap()];
        progress(framework().form_for(*case.kind.value().unwrap()).unwrap(), &assessment.known_facts(case), assessment)
    }

    fn asked(&self, question: &str) -> Asked {
        let inspection = self.inspection();
        let facts = inspection.assessments[&"C01.primary".parse().unwrap()].known_facts(&inspection.cases[&"C01".parse().unwrap()]);
        asked(framework().question(question).unwrap(), &facts, &inspection.assessments[&"C01.primary".parse().unwrap()])
    }

    /// Answers everything that applies with yes.
    fn answer_all(&mut self) {
        self.answer("2.1.10", &json!({ "many": [{ "option": "substance_misuse" }] }));
        for question in self.progress().missing {
            let answer = match question.as_str() {
                "2.0.05" => json!({ "one": { "option": "not_recorded" } }),
                "2.0.06" | "2.0.07" | "2.0.08" | "2.0.09" => json!({ "one": { "option": "not_recorded" } }),
                "2.1.26" | "2.1.29" => json!({ "one": { "option": "medium" } }),
                "2.2.09" | "2.3.09" => json!({ "each": { "substance_misuse": "yes" } }),
                _ => json!({ "judged": "yes" }),
            };
            self.answer(&question, &answer);
        }
    }
}

#[test]
fn a_court_order_is_not_asked_about_bail_or_out_of_court_work() {
    let week = Week::with_child("court_order");
    assert!(matches!(week.asked("2.0.14"), Asked::SetAside { .. }));
    assert!(matches!(week.asked("2.0.29"), Asked::SetAside { .. }));
    assert_eq!(week.asked("2.1.23"), Asked::Yes);
    assert!(matches!(Week::with_child("remand").asked("2.1.23"), Asked::SetAside { .. }));
    assert_eq!(Week::with_child("out_of_court").asked("2.0.29"), Asked::Yes);
}

#[test]
fn an_answer_that_no_longer_applies_is_set_aside_and_comes_back() {
    let mut week = Week::with_child("court_order");
    week.judge("2.2.22", "no");
    let before = week.progress();
    week.fact("vulnerability_issues", json!(false));
    assert!(matches!(week.asked("2.2.22"), Asked::SetAside { .. }));
    assert_eq!(week.progress().answered, before.answered - 1);
    week.fact("vulnerability_issues", json!(true));
    assert_eq!(week.progress(), before);
}

#[test]
fn a_question_waits_for_a_fact_that_is_not_known() {
    let mut week = Week::with_child("court_order");
    week.fact("safety_of_others_concerns", Value::Null);
    assert_eq!(week.asked("2.2.21"), Asked::Waits { on: vec!["safety_of_others_concerns".to_owned()] });
    assert!(week.progress().waiting.contains(&"2.2.21".to_owned()));
}

#[test]
fn the_inspectors_word_goes_before_the_facts() {
    let mut week = Week::with_child("court_order");
    week.set(
        2,
        "assessment/C01.primary",
        "applies/2.0.29",
        json!({ "applies": true, "reason": "An out-of-court disposal runs alongside." }),
    );
    assert_eq!(week.asked("2.0.29"), Asked::Yes);
    week.set(2, "assessment/C01.primary", "applies/2.0.29", Value::Null);
    assert!(matches!(week.asked("2.0.29"), Asked::SetAside { .. }));
}

#[test]
fn services_are_asked_about_for_the_areas_ticked_one_by_one() {
    let mut week = Week::with_child("court_order");
    assert_eq!(week.asked("2.2.09"), Asked::Waits { on: vec!["2.1.10".to_owned()] });
    week.answer("2.1.10", &json!({ "many": [{ "option": "substance_misuse" }, { "option": "neurodiversity" }] }));
    week.answer("2.2.09", &json!({ "each": { "substance_misuse": "yes" } }));
    assert!(week.progress().missing.contains(&"2.2.09".to_owned()));
    week.answer("2.2.09", &json!({ "each": { "substance_misuse": "yes", "neurodiversity": "no" } }));
    assert!(!week.progress().missing.contains(&"2.2.09".to_owned()));
    week.answer("2.1.10", &json!({ "many": [{ "option": "substance_misuse" }] }));
    let not_ticked = Contradiction::NotTicked { question: "2.2.09".to_owned(), option: "neurodiversity".to_owned() };
    assert_eq!(week.progress().contradictory, vec![not_ticked]);
    week.answer("2.1.10", &json!({ "many": [] }));
    assert!(matches!(week.asked("2.2.09"), Asked::SetAside { .. }));
}

#[test]
fn a_yes_beside_a_critical_no_wants_a_written_reason() {
    let mut week = Week::with_child("court_order");
    week.judge("2.1.07", "no");
    week.judge("2.1.11", "yes");
    let critical = Contradiction::CriticalNo { question: "2.1.11".to_owned(), critical: "2.1.07".to_owned() };
    assert_eq!(week.progress().contradictory, vec![critical]);
    week.set(2, "assessment/C01.primary", "note/2.1.11", json!("The gap made no difference to this child, because …"));
    assert_eq!(week.progress().contradictory, vec![]);
}

#[test]
fn an_unreasonable_classification_alone_does_not_make_a_summary_judgement_negative() {
    let mut week = Week::with_child("court_order");
    week.judge("2.1.28", "no");
    week.judge("2.1.37", "no");
    let rests = Contradiction::RestsOnOne { question: "2.1.37".to_owned(), only: "2.1.28".to_owned() };
    assert_eq!(week.progress().contradictory, vec![rests]);
    week.judge("2.1.20", "no");
    assert_eq!(week.progress().contradictory, vec![]);
}

#[test]
fn published_rules_settle_answers() {
    for (fact, value, question, wrong, right) in [
        ("coproduced_planning", false, "2.2.02", "yes", "no"),
        ("agencies_missing_from_planning", true, "2.2.06", "yes", "no"),
        ("late_response_assessing_change", true, "2.1.09", "yes", "no"),
        ("late_response_assessing_safety", true, "2.1.25", "yes", "no"),
        ("late_response_planning", true, "2.2.27", "yes", "no"),
        ("late_response_delivery", true, "2.3.26", "yes", "no"),
        ("any_safety_factor", false, "2.2.28", "no", "yes"),
        ("any_safety_factor", false, "2.3.28", "yes", "not_applicable"),
    ] {
        let mut week = Week::with_child("court_order");
        week.fact(fact, json!(value));
        week.judge(question, wrong);
        assert!(
            matches!(week.progress().contradictory.as_slice(), [Contradiction::RuleSays { question: on, .. }] if on == question),
            "{question}"
        );
        week.judge(question, right);
        assert_eq!(week.progress().contradictory, vec![], "{question}");
    }
}

#[test]
fn a_whole_form_can_be_completed_and_counts_once_it_is() {
    let mut week = Week::with_child("court_order");
    week.answer_all();
    let whole = week.progress();
    assert!(whole.ready(), "{whole:?}");
    let left_behind = register("assessment/C01.primary", "note/2.1.01");
    assert!(!whole.clone().with_recovered([left_behind]).ready());
    assert_eq!((whole.applicable, whole.answered, whole.set_aside.len()), (70, 70, 2));
    let open = consolidate(&week.inspection(), framework());
    assert_eq!(open.left_out[0].why, Why::NotComplete);
    week.set(2, "assessment/C01.primary", "status", json!({ "status": "complete" }));
    let complete = consolidate(&week.inspection(), framework());
    assert_eq!(complete.left_out, vec![]);
    let counted: Vec<(&str, u32)> = complete.input.cases.iter().map(|(id, counts)| (id.as_str(), counts.yes)).collect();
    assert_eq!(counted, [("2.1.1", 1), ("2.1.2", 1), ("2.2.1", 1), ("2.2.2", 1), ("2.3.1", 1), ("2.3.2", 1)]);
}

#[test]
fn a_case_whose_home_is_another_service_is_out_of_the_sample_and_its_record_is_kept() {
    let mut week = Week::with_child("court_order");
    week.answer_all();
    week.set(2, "assessment/C01.primary", "status", json!({ "status": "complete" }));
    week.fact("home_yjs", json!(false));
    let out = consolidate(&week.inspection(), framework());
    assert!(matches!(out.left_out[0].why, Why::Excluded { .. }));
    assert!(out.input.cases.is_empty());
    assert!(week.progress().answered > 60);
}

#[test]
fn support_shows_critical_questions_first() {
    let mut week = Week::with_child("court_order");
    for question in ["2.1.01", "2.1.02", "2.1.07"] {
        week.judge(question, "no");
    }
    week.judge("2.1.03", "yes");
    let inspection = week.inspection();
    let form = framework().form_for(fieldweek_domain::case::CaseKind::Child).unwrap();
    let facts = inspection.assessments[&"C01.primary".parse().unwrap()].known_facts(&inspection.cases[&"C01".parse().unwrap()]);
    let support = support(form, form.question("2.1.11").unwrap(), &facts, &inspection.assessments[&"C01.primary".parse().unwrap()]);
    assert_eq!(support.deficiencies, ["2.1.07", "2.1.01", "2.1.02"]);
    assert_eq!((support.tally.yes, support.tally.no, support.tally.unanswered), (1, 3, 5));
}

#[test]
fn a_finding_beside_a_question_belongs_to_its_reading() {
    let mut week = Week::with_child("court_order");
    week.set(0, "assessment/C01.second", "allocated_to", json!("p1"));
    week.team.exchange(0, 1);
    week.set(1, "assessment/C01.second", "fact/coproduced_planning", json!(false));
    week.team.exchange(1, 2);
    week.set(2, "assessment/C01.primary", "fact/coproduced_planning", json!(true));
    let inspection = week.inspection();
    let case = &inspection.cases[&"C01".parse().unwrap()];
    let known = |id: &str| inspection.assessments[&id.parse().unwrap()].known_facts(case)["coproduced_planning"].clone();
    assert_eq!(known("C01.primary"), fieldweek_domain::case::FactValue::Bool(true));
    assert_eq!(known("C01.second"), fieldweek_domain::case::FactValue::Bool(false));
    assert_eq!(inspection.conflicts, vec![]);
}

#[test]
fn only_what_the_inspection_rates_on_evidence_is_judged() {
    let mut week = Week::with_child("court_order");
    week.set(0, "inspection", "type", json!("IYJWCV"));
    week.team.exchange(0, 1);
    let judgement = json!({ "rating": "good", "reason": "Seen." });
    week.set(1, "key_question/V1.2", "judgement", judgement.clone());
    week.set(1, "standard/1.1", "judgement", judgement.clone());
    week.set(0, "panel/2.1", "rating", judgement.clone());
    week.set(0, "panel/9.9", "rating", judgement);
    week.team.exchange(0, 2);
    week.team.exchange(1, 2);
    let consolidated = consolidate(&week.inspection(), framework());
    assert_eq!(consolidated.input.judged.keys().collect::<Vec<_>>(), ["V1.2"]);
    assert_eq!(consolidated.beside_the_point, ["1.1", "9.9"]);
    assert!(fieldweek_domain::rating::rate(framework(), Some("IYJWCV"), &consolidated.input).is_ok());
}
