//! Searching notes, answers and guidance.

use fieldweek_store::Place;
use serde::Serialize;

use crate::error::Result;
use crate::session::Session;

/// Something found.
#[derive(Debug, Clone, Serialize)]
pub struct Hit {
    /// Where: `C07.primary note/2.1.03`, or `guidance 2.1.03`.
    pub place: String,
    /// The words around it; what was searched for stands between « and ».
    pub snippet: String,
}

/// Finds what holds every word.
///
/// # Errors
/// When the store cannot be read.
pub fn search(session: &Session, words: &str, limit: usize) -> Result<Vec<Hit>> {
    let found = session.workspace.search(words, limit)?;
    let hit = |found: fieldweek_store::Found| Hit {
        place: match found.place {
            Place::Written { inspection, register, .. } => format!("{inspection} {} {}", register.subject, register.field),
            Place::Guidance { edition, question } => format!("guidance {edition} {question}"),
        },
        snippet: found.snippet.iter().map(|piece| if piece.hit { format!("«{}»", piece.text) } else { piece.text.clone() }).collect(),
    };
    Ok(found.into_iter().map(hit).collect())
}
