//! Every fault is told with its file and line, what is wrong, and what to do.

use proptest::prelude::*;

use crate::framework::sound::small;
use crate::framework::{Files, FrameworkError, parse};

fn faults(files: Vec<(String, String)>) -> Vec<FrameworkError> {
    parse(&Files::new(files)).expect_err("it is not sound")
}

/// The small framework with one text of one file replaced, once.
fn with(path: &str, old: &str, new: &str) -> Vec<(String, String)> {
    let mut files = small();
    let (_, text) = files.iter_mut().find(|(name, _)| name == path).unwrap();
    assert!(text.contains(old), "{old} is in {path}");
    *text = text.replacen(old, new, 1);
    files
}

/// Replaces a text, and expects one error: in the line where `at` first stands, saying this.
fn fault(path: &str, old: &str, new: &str, at: &str, says: &str) {
    let files = with(path, old, new);
    let (_, text) = files.iter().find(|(name, _)| name == path).unwrap();
    let line = text.lines().position(|line| line.contains(at)).unwrap_or_else(|| panic!("{at} is in {path}")) + 1;
    let errors = faults(files);
    let told: Vec<_> = errors.iter().map(ToString::to_string).collect();
    let found = told.iter().any(|told| told.starts_with(&format!("{path}:{line}: ")) && told.contains(says));
    assert!(found && told.len() == 1, "expected {path}:{line} … {says} …, got\n{}", told.join("\n"));
}

const FIRST: &str = "framework.toml";
const STANDARDS: &str = "standards.toml";
const FORMS: &str = "forms/child.toml";

#[test]
fn what_cannot_be_read() {
    fault(FORMS, "kind = \"summary\"", "kind = summary", "kind = summary", "not TOML");
    fault(FORMS, "kind = \"summary\"", "kind = \"sumary\"", "sumary", "question 2.1.11: unknown variant `sumary`");
    fault(FORMS, "prompt = \"2.1.1a\"", "promt = \"2.1.1a\"", "promt", "question 2.1.01: unknown field `promt`");
    fault(FORMS, "[[fact]]\nid = \"home\"", "[[fakt]]\nid = \"home\"", "[[fakt]]", "`fakt` is not known here");
    fault(FORMS, "[[form]]", "[[form]] # here\nsize = 1", "size = 1", "form child: unknown field `size`");
    fault(STANDARDS, "threshold = 65", "threshold = -1", "threshold", "indicator 1.1.1a/2.1.01");
    fault(STANDARDS, "threshold = 65", "threshold = 6.5", "threshold", "indicator 1.1.1a/2.1.01");
    fault(FORMS, "answer = { kind = \"text\" }", "answer = { kind = \"text\", options = \"groups\" }", "\"text\"", "neither `options` nor");
    fault(FORMS, "{ kind = \"each_of\", question", "{ kind = \"each_of\", options", "each_of", "kind each_of has `question`");
    fault(FORMS, "is = false }\nreason", "is = false, any_of = [] }\nreason", "any_of = [] }", "a condition is one of");
    fault(FIRST, "edition = \"1\"\n", "", "id = \"small\"", "missing field `edition`");
}

#[test]
fn files_are_listed_and_there() {
    fault(FIRST, "files = [\"standards.toml\",", "files = [\"standards.toml\", \"none.toml\",", "none.toml", "none.toml is listed");
    fault(FIRST, "files = [\"standards.toml\",", "files = [\"standards.toml\", \"standards.toml\",", "files", "listed twice");
    let mut files = small();
    files.push(("more/extra.toml".to_owned(), String::new()));
    assert_eq!(faults(files)[0].to_string(), "more/extra.toml:1: the file is not listed; add it to `files` in framework.toml or remove it");
    assert_eq!(faults(Vec::new())[0].file, "framework.toml");
}

#[test]
fn ids_are_given_once() {
    fault(FORMS, "id = \"2.1.04\"", "id = \"2.1.03\" # again", "# again", "question 2.1.03 is already in forms/child.toml, line");
    let told = faults(with(FORMS, "id = \"remand\"", "id = \"bail\" # again"));
    assert!(told.iter().any(|error| error.what.starts_with("option groups/bail is already in")));
    fault(STANDARDS, "[[indicator]]", "[ratings.more]\n[[indicator]]", "[ratings.more]", "unknown field `more`");
    let told = faults(with(STANDARDS, "id = \"2.1\"", "id = \"1.1\" # again"));
    assert!(told.iter().any(|error| error.what.starts_with("standard 1.1 is already in")));
    let told = faults(with(FORMS, "id = \"group\"", "id = \"home\" # again"));
    assert!(told.iter().any(|error| error.what.starts_with("fact home is already in")));
}

#[test]
fn references_resolve() {
    fault(
        FORMS,
        "section = \"2.1.1\"\ntext = \"What",
        "section = \"2.1.9\"\ntext = \"What",
        "\"2.1.9\"",
        "question 2.1.02: there is no section `2.1.9`",
    );
    fault(FORMS, "form = \"child\"\ntitle", "form = \"kid\"\ntitle", "\"kid\"", "section 2.1.1: there is no form `kid`");
    fault(
        FORMS,
        "options = \"groups\" }\nprompt",
        "options = \"bands\" }\nprompt",
        "\"bands\"",
        "question 2.1.02: there is no list of options `bands`",
    );
    fault(FORMS, "asked_at = \"2.1.01\"", "asked_at = \"9\"", "asked_at", "fact home: there is no question of the form `9`");
    fault(STANDARDS, "domain = \"one\"", "domain = \"two\"", "\"two\"", "standard 1.1: there is no domain `two`");
    fault(STANDARDS, "prompt = \"1.1.1a\"", "prompt = \"1.1.1c\"", "1.1.1c", "there is no prompt `1.1.1c`");
    fault(STANDARDS, "question = \"2.1.01\"", "question = \"9\"", "question = \"9\"", "there is no question `9`");
    fault(STANDARDS, "standard = \"1.1\"", "standard = \"4.1\"", "standard = \"4.1\"", "ratings: there is no standard `4.1`");
    fault(FIRST, "standards = [\"1.1\", \"2.1\"]", "standards = [\"1.1\", \"2.1\", \"9\"]", "standards = [", "there is no standard `9`");
    fault(FIRST, "source = \"book 1\"", "source = \"booklet 1\"", "booklet", "inspection type ALL: there is no source `booklet`");
}

#[test]
fn conditions_name_facts_and_values_they_have() {
    fault(
        FORMS,
        "fact = \"home\", is = false }\nreason",
        "fact = \"hone\", is = false }\nreason",
        "hone",
        "there is no fact of form child `hone`",
    );
    fault(FORMS, "[\"bail\", \"remand\"]", "[\"bail\", \"custody\"]", "custody", "question 2.1.01: there is no option");
    fault(FORMS, "[\"bail\", \"remand\"]", "[]", "any_of = []", "`applies` is empty");
    fault(FORMS, "is = false }\nanswer", "is = \"bail\" }\nanswer", "is = \"bail\"", "fact home is yes or no");
    fault(FORMS, "fact = \"home\", is = false }\nanswer", "fact = \"group\", is = true }\nanswer", "is = true }", "fact group has options");
}

#[test]
fn questions_hold_together() {
    fault(FORMS, "applies_text = \"Bail and remand only.\"\n", "", "applies = ", "it has no `applies_text`");
    fault(FORMS, "applies = { fact = \"group\", any_of = [\"bail\", \"remand\"] }\n", "", "applies_text", "it always applies");
    fault(FORMS, "answer = \"no\"", "answer = \"not_applicable\"", "not_applicable", "the question does not take this answer");
    fault(FORMS, "question = \"2.1.02\" }", "question = \"2.1.01\" }", "each_of", "there is no many_of question of the form `2.1.01`");
    fault(FORMS, "special = { wales", "special = { scotland", "scotland", "`scotland` is not a special case");
    fault(FORMS, "{ kind = \"yes_no_na\" }", "{ kind = \"text\" } # summary", "# summary", "a summary judgement is yes or no");
    fault(
        FORMS,
        "kind = \"text\" }",
        "kind = \"text\" }\nkey_question = \"2.1.1\" # here",
        "# here",
        "only a summary judgement names its key question",
    );
    let evidence = with(FORMS, "key_question = \"2.1.1\"\nsource = \"book 14\"", "key_question = \"2.1.2\"\nsource = \"book 14\"");
    assert!(faults(evidence)[0].what.starts_with("question 2.1.11: that key question is rated on evidence"));
}

#[test]
fn standards_hold_together() {
    fault(
        STANDARDS,
        "rated_from = \"key_questions\"",
        "rated_from = \"cases\" # here",
        "# here",
        "standard 2.1: a standard is not rated from cases",
    );
    fault(
        STANDARDS,
        "rated_from = \"key_questions\"",
        "rated_from = \"evidence\"",
        "rated_from = \"cases\"",
        "its standard is rated on evidence",
    );
    fault(
        STANDARDS,
        "text = \"Is it?\"\nrated_from = \"evidence\"",
        "text = \"Is it?\"\nrated_from = \"key_questions\" # here",
        "# here",
        "no key questions of its own",
    );
    fault(STANDARDS, "prompts = { a = \"Is there oversight?\" }", "", "id = \"2.1.2\"", "key question 2.1.2: `prompts` is empty");
    fault(STANDARDS, "id = \"2.1.2\"", "id = \"1.1\" # here", "id = \"1.1\"", "standard 1.1: the id is also that of something else");
    fault(FORMS, "id = \"2.1.04\"", "id = \"2.1 04\"", "2.1 04", "the id is not a short word");
    let second = "[[form]]\nid = \"again\"\ntitle = \"Again\"\ncase_kind = \"child\" # here\nsource = \"book\"\n[[section]]";
    let told = faults(with(FORMS, "[[section]]", second));
    assert!(told.iter().any(|error| error.what == "form again: another form is for the same kind of case"), "{told:?}");
}

#[test]
fn guidance_is_never_empty() {
    let no_when = "look_for = [\"A\"], answer_no_when = [\"B\"], evidence = [\"C\"] }\n[[question.rule]]";
    fault(FORMS, no_when, &no_when.replace("\"B\"", ""), "answer_no_when = []", "question 2.1.01: `guidance.answer_no_when` is empty");
    fault(FORMS, no_when, &no_when.replace("\"A\"", ""), "look_for = []", "question 2.1.01: `guidance.look_for` is empty");
    fault(FORMS, no_when, &no_when.replace("\"C\"", ""), "evidence = []", "question 2.1.01: `guidance.evidence` is empty");
}

#[test]
fn every_key_question_is_asked() {
    let told = |files| faults(files).iter().map(ToString::to_string).collect::<Vec<_>>();
    let without = with(
        FORMS,
        "kind = \"summary\"\nanswer = { kind = \"yes_no_na\" }\nkey_question = \"2.1.1\"",
        "kind = \"information\"\nanswer = { kind = \"text\" }",
    );
    let mend = "give exactly one question of kind summary this key_question";
    assert_eq!(told(without), [format!("standards.toml:30: key question 2.1.1: it has 0 summary judgements; {mend}")]);
    let unasked = with(FORMS, "prompt = \"2.1.1b\"", "prompt = \"2.1.1a\"");
    assert_eq!(told(unasked), ["standards.toml:35: prompt 2.1.1b: no question is linked to it; name it as the `prompt` of a question"]);
    let gap = with(STANDARDS, "b = \"Does it listen?\"", "c = \"Does it listen?\"");
    assert!(told(gap)[0].starts_with("standards.toml:33: key question 2.1.1: the letters of its prompts are not a, b, c"));
}

#[test]
fn ratings_hold_together() {
    fault(STANDARDS, "from = 0", "from = 1", "[[ratings.band]]", "the bands do not start at 0");
    fault(STANDARDS, "from = 50", "from = 0", "[[ratings.band]]", "the bands do not start at 0");
    fault(
        STANDARDS,
        "from = 50\nrating = \"good\"",
        "from = 50\nrating = \"inadequate\"",
        "[[ratings.band]]",
        "a higher band does not give",
    );
    fault(STANDARDS, "outstanding = 3 }", "outstanding = 4 }", "[[ratings.overall]]", "do not run from 0 to 3");
    fault(STANDARDS, ", good = 2", "", "[[ratings.overall]]", "over all four ratings");
    fault(STANDARDS, "threshold = 65", "threshold = 101", "threshold", "it is more than 100 per cent");
    fault(STANDARDS, "question = \"2.1.01\"", "question = \"2.1.02\"", "question = \"2.1.02\"", "not answered yes or no");
    fault(FIRST, "overall = [\"2.1\"]", "overall = [\"2.1\", \"1.1\"]", "overall = [", "there are no overall bands for 2 standards");
    fault(FIRST, "standards = [\"1.1\", \"2.1\"]", "standards = [\"1.1\"]", "overall = [", "`2.1` makes the overall and is not rated");
}

#[test]
fn text_is_clean() {
    fault(
        STANDARDS,
        "\"It is well led.\"",
        "\"It is  well led.\"",
        "statement",
        "standard 1.1: statement: the text has two spaces in a row",
    );
    fault(
        FORMS,
        "[\"A\"], evidence = [\"C\"] }\n\n[[question]]\nid = \"2.1.11\"",
        "[\n\"A\",\n\"well\u{AD}being\"], evidence = [\"C\"] }\n\n[[question]]\nid = \"2.1.11\"",
        "\u{AD}",
        "question 2.1.04: guidance.look_for.1: the text has an invisible",
    );
    fault(STANDARDS, "\"Does it ask?\"", "\"\"", "a = \"\"", "prompt 2.1.1a: text: the text is empty");
    fault(FORMS, "\"Bail\"", "\"Bail \"", "\"Bail \"", "option groups/bail: text: the text starts or ends with a space");
}

#[test]
fn many_faults_are_told_at_once_in_order() {
    let mut files = with(FORMS, "asked_at = \"2.1.01\"", "asked_at = \"9\"");
    files[1].1 = files[1].1.replacen("domain = \"one\"", "domain = \"two\"", 1).replacen("from = 0", "from = 1", 1);
    let told: Vec<_> = faults(files).iter().map(|error| error.file.clone()).collect();
    assert_eq!(told, ["forms/child.toml", "standards.toml", "standards.toml"]);
}

#[test]
fn standards_without_forms_need_neither_prompts_nor_questions() {
    let mut files = with(FIRST, "scope = \"full\"", "scope = \"ratings\"");
    files.retain(|(path, _)| path != FORMS);
    for (path, text) in &mut files {
        *text = text.replace(", \"forms/child.toml\"", "");
        if path == STANDARDS {
            *text =
                text.split("[[indicator]]").next().unwrap().replace("b = \"Does it listen?\"", "").replace("a = \"Is there a plan?\"", "");
        }
    }
    parse(&Files::new(files)).unwrap();
}

proptest! {
    /// Whatever is done to the text, the answer is a framework or errors that name a line of a file.
    #[test]
    fn damage_is_told_and_never_panics(file in 0_usize..3, at in any::<prop::sample::Index>(), length in 0_usize..80, other in "[\\[\\]{}=\"#\n a-z0-9.]{0,6}") {
        let mut files = small();
        let text = &mut files[file].1;
        let start = at.index(text.len());
        text.replace_range(start..(start + length).min(text.len()), &other);
        let lines: Vec<_> = files.iter().map(|(path, text)| (path.clone(), text.lines().count())).collect();
        if let Err(errors) = parse(&Files::new(files)) {
            prop_assert!(!errors.is_empty());
            for error in errors {
                let (_, lines) = lines.iter().find(|(path, _)| *path == error.file).expect("a file that there is");
                prop_assert!(error.line >= 1 && error.line <= lines + 1, "{error}");
            }
        }
    }
}
