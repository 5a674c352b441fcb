//! Documents: case summaries as PDF, answers as CSV and JSON. Values in, bytes out.
//!
//! No clock, no files, no network, no randomness: the same values always make the same bytes. Dates are passed in, fonts and the
//! template are part of the program.
//!
//! * [`case_summary`]: what a summary says;  [`case_summary_pdf`]: the summary as a tagged, archivable PDF.
//! * [`validate_pdf`]: whether bytes are a PDF that claims and has what an accessible, archivable document needs.
//! * [`AnswerRow`], [`answers_csv`], [`answers_json`]: answers for analysts.

mod answers;
mod case_pdf;
pub mod case_summary;
mod error;
mod pdf_check;
mod printable;
mod typeset;

pub use answers::{AnswerRow, answers_csv, answers_json};
pub use case_pdf::{case_summaries, case_summary_pdf};
pub use case_summary::CaseSummary;
pub use error::ReportError;
pub use pdf_check::{PdfFault, validate_pdf};
