//! Reading and checking frameworks.

mod content;
mod errors;

use super::sound::small;
use super::{Files, parse};
use crate::case::CaseKind;

#[test]
fn a_sound_framework_is_read_with_what_follows_from_it() {
    let framework = parse(&Files::new(small())).unwrap();
    let form = framework.form_for(CaseKind::Child).unwrap();
    let told: Vec<_> = form.questions().map(|q| (q.id.as_str(), q.number.as_str(), q.key_question.as_deref())).collect();
    let expected = [
        ("2.1.01", "2.1.01", Some("2.1.1")),
        ("2.1.02", "2.1.02", Some("2.1.1")),
        ("2.1.03", "2.1.02", Some("2.1.1")),
        ("2.1.04", "2.1.04", None),
        ("2.1.11", "2.1.11", Some("2.1.1")),
    ];
    assert_eq!(told, expected, "the number is the id, and the key question that of the prompt or section, unless said otherwise");
    let groups = framework.option_set("groups").unwrap();
    assert_eq!(groups.options[0].definitions["assetplus"], "On bail.");
    assert!(groups.options[1].free_text);
    assert_eq!(framework.key_question("2.1.1").unwrap().prompts[1].id, "2.1.1b");
}

#[test]
fn the_digest_is_of_names_lengths_and_bytes_whatever_the_order() {
    let files = small();
    let digest = Files::new(files.clone()).digest();
    assert_eq!(Files::new(files.iter().rev().cloned()).digest(), digest);
    let windows = files.iter().map(|(path, text)| (path.replace('/', "\\"), text.replace('\n', "\r\n")));
    assert_eq!(windows.collect::<Files>().digest(), digest);
    let with_notes = files.iter().cloned().chain([("notes.md".to_owned(), "notes".to_owned())]);
    assert_eq!(Files::new(with_notes).digest(), digest);
    let one = |path: &str, text: &str| Files::new([(path.to_owned(), text.to_owned())]).digest();
    assert_ne!(one("a.toml", "b"), one("a.toml", "c"));
    assert_ne!(one("a.toml", "b"), one("b.toml", "b"));
    // printf 'a.toml\0\0\0\0\0\0\0\0\001b' | sha256sum
    assert_eq!(one("a.toml", "b"), "119b44c752b1b9bd7c3e0e02e2324f766ce2a61cb89bd462682c21a1e489c926");
}
