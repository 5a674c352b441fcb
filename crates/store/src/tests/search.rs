use super::*;
use crate::{Found, Guidance, Piece, Place};

fn ready() -> (Desk, Workspace) {
    let (desk, mut ws) = Desk::new();
    allocate(&mut ws);
    (desk, ws)
}

fn snippet(found: &Found) -> String {
    found.snippet.iter().map(|piece| piece.text.as_str()).collect()
}

#[test]
fn words_are_found_where_they_stand_with_what_was_meant_marked() {
    let (_desk, mut ws) = ready();
    let written = write(&mut ws, "asha", note("2.1.03"), json!("The speech therapist visited twice.")).unwrap();
    let found = ws.search("THERAP visit", 10).unwrap();
    let place = Place::Written { inspection: inspection(), register: note("2.1.03"), change: written[0].id() };
    assert_eq!(found[0].place, place);
    assert_eq!(snippet(&found[0]), "The speech therapist visited twice.");
    let hits: Vec<_> = found[0].snippet.iter().filter(|piece| piece.hit).map(|piece| piece.text.as_str()).collect();
    assert_eq!(hits, ["therapist", "visited"]);
    assert!(ws.search("therapist absent", 10).unwrap().is_empty(), "every word must be there");
}

#[test]
fn what_was_replaced_is_not_found_any_more_and_a_conflict_is_found_twice() {
    let (_desk, mut ws) = ready();
    let first = write(&mut ws, "asha", note("2.1.03"), json!("alpha")).unwrap().pop().unwrap();
    let mut rival = first.change().clone();
    rival.device = device("ben");
    rival.author = "ben".parse().unwrap();
    rival.value = json!("alpha again");
    let also = register("assessment/C07.primary", "allocated_to");
    ws.record(&writer("lead"), &at(), &[(also, json!("ben"))], &devices()).unwrap();
    ws.import(&inspection(), &[Logged::write(rival).unwrap()], &devices()).unwrap();
    assert_eq!(ws.search("alpha", 10).unwrap().len(), 2);
    write(&mut ws, "asha", note("2.1.03"), json!("omega")).unwrap();
    assert!(ws.search("alpha", 10).unwrap().is_empty());
    assert_eq!(ws.search("omega", 10).unwrap().len(), 1);
    assert_eq!(ws.search("omega", 0).unwrap().len(), 0);
}

#[test]
fn nothing_in_a_query_has_a_special_meaning() {
    let (_desk, mut ws) = ready();
    write(&mut ws, "asha", note("2.1.03"), json!("body of work: AND OR NOT \"quoted\" café o'neil")).unwrap();
    for query in [
        "AND",
        "NOT work",
        "\"quoted",
        "quoted\"",
        "work)",
        "(work",
        "body:work",
        "^body",
        "work*",
        "wo-rk NEAR(",
        "cafe",
        "CAFÉ",
        "o'neil",
        "'; DROP TABLE heads; --",
        "{body}: work",
        "work\0body",
        "\u{1}work\u{2}",
    ] {
        assert!(ws.search(query, 10).is_ok(), "{query}");
    }
    for query in ["AND", "\"quoted", "work:AND*", "cafe", "o'neil", "work\0body"] {
        assert_eq!(ws.search(query, 10).unwrap().len(), 1, "{query}");
    }
    for query in ["", "  ", "\"", "* - ( )", "body NEAR work"] {
        assert_eq!(ws.search(query, 10).unwrap(), [], "{query}");
    }
}

#[test]
fn only_words_are_searched_not_ids_and_choices() {
    let (_desk, mut ws) = ready();
    let answer = |name: &str| register("assessment/C07.primary", &format!("answer/{name}"));
    let writes = [
        (answer("1"), json!({"edition": "yj-2025/2025.1", "answer": {"text": "lighthouse"}})),
        (answer("2"), json!({"edition": "yj-2025/2025.1", "answer": {"one": {"option": "other", "words": "windmill"}}})),
        (answer("3"), json!({"edition": "yj-2025/2025.1", "answer": {"many": [{"option": "housing", "words": "narrowboat"}]}})),
        (answer("4"), json!({"edition": "yj-2025/2025.1", "answer": {"judged": "yes"}})),
        (register("assessment/C07.primary", "evidence/2.1/1"), json!({"kind": "record", "text": "canal"})),
        (register("assessment/C07.primary", "status"), json!({"status": "open", "reason": "aqueduct"})),
        (register("assessment/C07.primary", "remark/1"), json!("viaduct")),
    ];
    ws.record(&writer("asha"), &at(), &writes, &devices()).unwrap();
    for word in ["lighthouse", "windmill", "narrowboat", "canal", "aqueduct", "viaduct"] {
        assert_eq!(ws.search(word, 10).unwrap().len(), 1, "{word}");
    }
    for word in ["yj", "other", "housing", "yes", "record", "open", "asha"] {
        assert_eq!(ws.search(word, 10).unwrap(), [], "{word}");
    }
}

#[test]
fn guidance_is_found_replaced_as_a_whole_and_kept_when_the_log_is_folded_anew() {
    let (_desk, mut ws) = ready();
    let text = |question: &str, text: &str| Guidance { question: question.to_owned(), text: text.to_owned() };
    ws.put_guidance("yj/1", &[text("2.1", "old words"), text("2.2", "more words")]).unwrap();
    ws.put_guidance("yj/2", &[text("2.1", "other words")]).unwrap();
    assert_eq!(ws.search("words", 10).unwrap().len(), 3);
    ws.put_guidance("yj/1", &[text("2.1", "new words")]).unwrap();
    let found = ws.search("new", 10).unwrap();
    assert_eq!(found[0].place, Place::Guidance { edition: "yj/1".to_owned(), question: "2.1".to_owned() });
    assert!(ws.search("old", 10).unwrap().is_empty());
    ws.rebuild().unwrap();
    assert_eq!(ws.search("words", 10).unwrap().len(), 2);
    assert!(ws.check().unwrap().is_good());
}

#[test]
fn a_text_cannot_forge_the_marks_of_a_hit() {
    let (_desk, mut ws) = ready();
    write(&mut ws, "asha", note("2.1.03"), json!("one \u{1}two\u{2} three")).unwrap();
    let found = ws.search("three", 10).unwrap();
    let hits: Vec<&Piece> = found[0].snippet.iter().filter(|piece| piece.hit).collect();
    assert_eq!(hits, [&Piece { text: "three".to_owned(), hit: true }]);
}
