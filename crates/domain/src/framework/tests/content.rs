//! The frameworks that Fieldweek comes with are sound and complete.

use std::fs;

use crate::case::CaseKind;
use crate::framework::sound::{folder, shipped};
use crate::framework::{Framework, QuestionKind, Scope};

#[test]
fn every_framework_is_sound_and_has_the_name_of_its_folder() {
    let folders = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let names: Vec<_> = folders.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    assert!(names.len() >= 2, "there are frameworks to check");
    for name in names {
        assert_eq!(shipped(&name).id, name);
    }
}

/// Standards, key questions and prompts whose ids start so.
fn counts(framework: &Framework, start: &str) -> (usize, usize, usize) {
    let standards: Vec<_> = framework.standards.iter().filter(|standard| standard.id.starts_with(start)).collect();
    let key_questions: Vec<_> = standards.iter().flat_map(|standard| &standard.key_questions).collect();
    (standards.len(), key_questions.len(), key_questions.iter().map(|question| question.prompts.len()).sum())
}

#[test]
fn the_framework_of_2025_is_complete() {
    let framework = shipped("yj-2025");
    assert_eq!(framework.scope, Scope::Full);
    assert_eq!(counts(&framework, "1."), (3, 10, 71), "response, annex one");
    assert_eq!(counts(&framework, "2."), (3, 6, 47), "response, annex one");
    assert_eq!(counts(&framework, "V"), (1, 2, 16), "response, annex one");
    assert_eq!(framework.form_for(CaseKind::Child).unwrap().questions().count(), 72, "CARaG, domain two");
    assert_eq!(framework.form_for(CaseKind::Victim).unwrap().questions().count(), 16, "CARaG, victims");
    let questions = framework.forms.iter().flat_map(|form| form.questions());
    let summaries = questions.filter(|q| q.kind == QuestionKind::Summary).map(|q| (q.id.as_str(), q.key_question.as_deref().unwrap()));
    let published = [
        ("2.1.11", "2.1.1"),
        ("2.1.37", "2.1.2"),
        ("2.2.10", "2.2.1"),
        ("2.2.28", "2.2.2"),
        ("2.3.10", "2.3.1"),
        ("2.3.28", "2.3.2"),
        ("3.1.14", "V1.1"),
    ];
    assert_eq!(summaries.collect::<Vec<_>>(), published);
}

#[test]
fn the_framework_of_2021_has_twelve_core_standards_and_resettlement() {
    let framework = shipped("yos-2021");
    let kind = framework.inspection_types.first().unwrap();
    assert_eq!((kind.standards.len(), kind.overall.len()), (13, 12), "Hillingdon report 2022, annexe 2");
}
