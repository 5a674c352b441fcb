//! What can go wrong.

/// Why a document could not be made. Never holds case data.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The values could not be turned into data for the template or into rows.
    #[error("the values could not be written: {0}")]
    Values(String),
    /// The template did not compile with these values, or the result breaks PDF/UA-1 or PDF/A-2a.
    #[error("the document could not be typeset as PDF/UA-1 and PDF/A-2a: {0}")]
    Typeset(String),
    /// The date is not one that a PDF can carry.
    #[error("the date is outside the years that a PDF can carry")]
    Date,
}
