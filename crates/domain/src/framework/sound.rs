//! Sound frameworks for tests: those that Fieldweek comes with, and a small one.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Files, Framework, parse};

/// Where the frameworks are that Fieldweek comes with.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../frameworks")
}

/// One of them.
pub(crate) fn shipped(id: &str) -> Framework {
    let folder = folder().join(id);
    let mut files = Vec::new();
    collect(&folder, &folder, &mut files);
    let told = |errors: Vec<super::FrameworkError>| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    parse(&Files::new(files)).map_err(told).unwrap_or_else(|errors| panic!("{id}:\n{errors}"))
}

fn collect(folder: &Path, below: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(below).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(folder, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The files of a small framework in which everything occurs once.
pub(crate) fn small() -> Vec<(String, String)> {
    let files = [("framework.toml", FRAMEWORK), ("standards.toml", STANDARDS), ("forms/child.toml", FORMS)];
    files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

const FRAMEWORK: &str = r#"id = "small"
edition = "1"
title = "A small framework"
scope = "full"
files = ["standards.toml", "forms/child.toml"]

[[source]]
id = "book"
title = "The book"
publisher = "Nobody"
published = "2025"

[[inspection_type]]
id = "ALL"
title = "Everything"
standards = ["1.1", "2.1"]
overall = ["2.1"]
source = "book 1"
"#;

const STANDARDS: &str = r#"[[domain]]
id = "one"
title = "One"
source = "book 2"

[[standard]]
id = "1.1"
domain = "one"
title = "Leading"
statement = "It is well led."
rated_from = "evidence"
source = "book 3"

[[standard.key_question]]
id = "1.1.1"
text = "Is it?"
rated_from = "evidence"
[standard.key_question.prompts]
a = "Is there a plan?"

[[standard]]
id = "2.1"
domain = "one"
title = "Assessing"
statement = "It assesses well."
rated_from = "key_questions"
source = "book 4"

[[standard.key_question]]
id = "2.1.1"
text = "Does it?"
rated_from = "cases"
[standard.key_question.prompts]
a = "Does it ask?"
b = "Does it listen?"

[[standard.key_question]]
id = "2.1.2"
text = "Is it led?"
rated_from = "evidence"
prompts = { a = "Is there oversight?" }

[ratings]
source = "book 5"
[[ratings.band]]
id = "low"
title = "Low"
from = 0
rating = "inadequate"
[[ratings.band]]
id = "high"
title = "High"
from = 50
rating = "good"
[[ratings.overall]]
standards = 1
scores = { inadequate = 0, requires_improvement = 1, good = 2, outstanding = 3 }
[[ratings.limit]]
standard = "1.1"
at_most = "inadequate"
overall = "requires_improvement"

[[indicator]]
prompt = "1.1.1a"
question = "2.1.01"
threshold = 65
source = "book 6"
"#;

const FORMS: &str = r#"[[form]]
id = "child"
title = "Child's case"
case_kind = "child"
source = "book 7"
[[form.exclude]]
when = { fact = "home", is = false }
reason = "It is not the home service."
source = "book 8"

[[section]]
id = "2.1.1"
form = "child"
title = "Assessing"
key_question = "2.1.1"
source = "book 9"

[[question]]
id = "2.1.01"
section = "2.1.1"
text = "Was the child asked?"
kind = "prompt"
answer = { kind = "yes_no" }
prompt = "2.1.1a"
applies = { fact = "group", any_of = ["bail", "remand"] }
applies_text = "Bail and remand only."
source = "book 10"
guidance = { look_for = ["A"], answer_no_when = ["B"], evidence = ["C"] }
[[question.rule]]
when = { fact = "home", is = false }
answer = "no"
text = "It was not at home."

[[question]]
id = "2.1.02"
section = "2.1.1"
text = "What was heard?"
kind = "prompt"
answer = { kind = "many_of", options = "groups" }
prompt = "2.1.1b"
source = "book 11"
guidance = { look_for = ["A"], answer_no_when = ["B"], evidence = ["C"] }

[[question]]
id = "2.1.03"
number = "2.1.02"
section = "2.1.1"
text = "Was each heard?"
kind = "prompt"
answer = { kind = "each_of", question = "2.1.02" }
source = "book 12"
guidance = { look_for = ["A"], answer_no_when = ["B"], evidence = ["C"], special = { wales = "D" } }

[[question]]
id = "2.1.04"
section = "2.1.1"
text = "Anything else?"
kind = "information"
answer = { kind = "text" }
source = "book 13"
guidance = { look_for = ["A"], evidence = ["C"] }

[[question]]
id = "2.1.11"
section = "2.1.1"
text = "Was it well assessed?"
kind = "summary"
answer = { kind = "yes_no_na" }
key_question = "2.1.1"
source = "book 14"
guidance = { look_for = ["A"], answer_no_when = ["B"], evidence = ["C"] }

[[fact]]
id = "home"
form = "child"
label = "A label"
text = "Is it the home service?"
answer = { kind = "yes_no" }
asked_at = "2.1.01"
source = "book 15"

[[fact]]
id = "group"
form = "child"
label = "A label"
text = "What is inspected?"
answer = { kind = "many_of", options = "groups" }
source = "book 16"

[[options]]
id = "groups"
title = "Groups"
source = "book 17"
[[options.option]]
id = "bail"
text = "Bail"
definitions = { assetplus = "On bail." }
[[options.option]]
id = "remand"
text = "Remand"
free_text = true
"#;
