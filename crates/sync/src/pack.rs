//! What a pack carries besides changes: the framework, so that a laptop never asks a newer question than it can show.

use std::collections::BTreeMap;

use fieldweek_bundle::Blob;
use fieldweek_domain::framework::{Files, Form, Framework, Question, parse};
use fieldweek_store::{Guidance, Workspace};

use crate::error::SyncError;

const FOLDER: &str = "framework/";

fn setting(digest: &str) -> String {
    format!("framework/{digest}")
}

/// The framework's files as a pack carries them.
///
/// # Errors
/// When a file's name is not one that a pack can carry.
pub fn framework_blobs(files: &Files) -> Result<Vec<Blob>, SyncError> {
    let blob = |(path, text): (&str, &str)| {
        let path = format!("{FOLDER}{path}").parse().map_err(|_| SyncError::Kept("a framework's file name"))?;
        Ok(Blob { path, content: text.as_bytes().to_vec() })
    };
    files.iter().map(blob).collect()
}

/// Keeps a framework in the workspace, and its guidance to be searched.
///
/// # Errors
/// When the workspace refuses.
pub fn keep_framework(workspace: &mut Workspace, files: &Files, framework: &Framework) -> Result<(), SyncError> {
    let map: BTreeMap<&str, &str> = files.iter().collect();
    let bytes = serde_json::to_vec(&map).map_err(|_| SyncError::Kept("a framework"))?;
    workspace.put_setting(&setting(&framework.digest), &bytes)?;
    workspace.put_guidance(&format!("{}/{}", framework.id, framework.edition), &guidance(framework))?;
    Ok(())
}

/// The files of the kept framework with this digest.
///
/// # Errors
/// When the workspace refuses.
pub fn kept_framework(workspace: &Workspace, digest: &str) -> Result<Option<Files>, SyncError> {
    let Some(bytes) = workspace.setting(&setting(digest))? else { return Ok(None) };
    let map: BTreeMap<String, String> = serde_json::from_slice(&bytes).map_err(|_| SyncError::Kept("a framework"))?;
    Ok(Some(Files::new(map)))
}

/// The framework that a pack brings, if it brings a sound one.
pub(crate) fn framework_in(blobs: &[Blob]) -> Result<Option<(Files, Framework)>, &'static str> {
    let file = |blob: &Blob| {
        let path = blob.path.as_str().strip_prefix(FOLDER)?.to_owned();
        Some(String::from_utf8(blob.content.clone()).map(|text| (path, text)).map_err(|_| "a file of its framework is not text"))
    };
    let files: Vec<(String, String)> = blobs.iter().filter_map(file).collect::<Result<_, _>>()?;
    if files.is_empty() {
        return Ok(None);
    }
    let files = Files::new(files);
    let framework = parse(&files).map_err(|_| "its framework is not sound")?;
    Ok(Some((files, framework)))
}

fn guidance(framework: &Framework) -> Vec<Guidance> {
    let questions = framework.forms.iter().flat_map(Form::questions);
    questions.map(|question| Guidance { question: question.id.clone(), text: words(question) }).collect()
}

fn words(question: &Question) -> String {
    let guidance = &question.guidance;
    let lists = guidance.look_for.iter().chain(&guidance.answer_no_when).chain(&guidance.evidence);
    let all = std::iter::once(&question.text).chain(lists).chain(&guidance.applies_when).chain(guidance.special.values());
    all.cloned().collect::<Vec<_>>().join("\n")
}
