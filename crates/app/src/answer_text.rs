//! Answers and facts as a person types them.

use fieldweek_domain::answer::{Answer, Chosen, Judged};
use fieldweek_domain::case::FactValue;
use fieldweek_domain::framework::{AnswerKind, Fact, Framework, Question};

use crate::error::{AppError, Result};

/// What clears a register.
const CLEAR: &str = "clear";

/// Reads an answer to a question: `yes`, `no`, `na`, an option, options with commas (`other=words`), `option=yes` for a
/// question about each ticked option, or text. None clears the answer.
///
/// # Errors
/// When it does not fit the question; the message says what the question takes.
pub fn answer(framework: &Framework, question: &Question, text: &str) -> Result<Option<Answer>> {
    if text == CLEAR {
        return Ok(None);
    }
    let parsed = match &question.answer {
        AnswerKind::YesNo | AnswerKind::YesNoNa => judged(text).map(Answer::Judged),
        AnswerKind::Text => Some(Answer::Text(text.to_owned())),
        AnswerKind::OneOf { .. } => Some(Answer::One(chosen(text))),
        AnswerKind::ManyOf { .. } => Some(Answer::Many(parts(text).map(chosen).collect())),
        AnswerKind::EachOf { .. } => each(text),
    };
    let answer = parsed.ok_or_else(|| does_not_fit(question))?;
    check(framework, question, &answer)?;
    Ok(Some(answer))
}

/// Makes sure that an answer fits its question.
///
/// # Errors
/// When it does not.
pub fn check(framework: &Framework, question: &Question, answer: &Answer) -> Result<()> {
    answer.check(question, framework).map_err(|error| {
        AppError::usage("answer.does_not_fit", format!("The answer does not fit: {error}."), "Give an answer that the question takes.")
    })
}

fn does_not_fit(question: &Question) -> AppError {
    let takes = fieldweek_domain::answer::takes(&question.answer);
    AppError::usage(
        "answer.does_not_fit",
        format!("The answer does not fit: question {} takes {takes}.", question.id),
        "Give an answer that the question takes, or clear.",
    )
}

fn judged(text: &str) -> Option<Judged> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "y" => Some(Judged::Yes),
        "no" | "n" => Some(Judged::No),
        "na" | "n/a" | "not_applicable" => Some(Judged::NotApplicable),
        _ => None,
    }
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty())
}

fn chosen(text: &str) -> Chosen {
    match text.split_once('=') {
        Some((option, words)) => Chosen { option: option.to_owned(), words: Some(words.to_owned()) },
        None => Chosen { option: text.to_owned(), words: None },
    }
}

fn each(text: &str) -> Option<Answer> {
    let one = |part: &str| {
        let (option, answer) = part.split_once('=')?;
        Some((option.to_owned(), judged(answer)?))
    };
    parts(text).map(one).collect::<Option<_>>().map(Answer::Each)
}

/// Reads the value of a fact: `yes`, `no`, an option, or options with commas or semicolons. None clears the fact.
///
/// # Errors
/// When it does not fit the fact.
pub fn fact(framework: &Framework, fact: &Fact, text: &str) -> Result<Option<FactValue>> {
    if text == CLEAR {
        return Ok(None);
    }
    let value = match (&fact.answer, judged(text)) {
        (AnswerKind::YesNo, Some(Judged::Yes)) => Some(FactValue::Bool(true)),
        (AnswerKind::YesNo, Some(Judged::No)) => Some(FactValue::Bool(false)),
        (AnswerKind::YesNo, _) => None,
        (AnswerKind::OneOf { .. }, _) => Some(FactValue::One(text.to_owned())),
        _ => Some(FactValue::Many(parts(text).map(str::to_owned).collect())),
    };
    value.filter(|value| value.fits(fact, framework)).map(Some).ok_or_else(|| fact_does_not_fit(framework, fact))
}

fn fact_does_not_fit(framework: &Framework, fact: &Fact) -> AppError {
    let options = match &fact.answer {
        AnswerKind::OneOf { options } | AnswerKind::ManyOf { options } => {
            let set = framework.option_set(options);
            set.iter().flat_map(|set| &set.options).map(|choice| choice.id.as_str()).collect::<Vec<_>>().join(", ")
        }
        _ => "yes, no".to_owned(),
    };
    AppError::usage("fact.does_not_fit", format!("The value does not fit the fact {}.", fact.id), format!("It takes: {options}, or clear."))
}
