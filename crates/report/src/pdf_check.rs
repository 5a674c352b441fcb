//! Whether bytes are a PDF as this crate makes it.

/// What is wrong with a PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfFault {
    /// Not a PDF, or not all of it.
    #[error("not a whole PDF 1.7 file")]
    NotWhole,
    /// Something that both standards ask for is not there.
    #[error("the PDF does not have {0}")]
    Lacks(&'static str),
}

/// What stands, uncompressed, in every PDF of this crate.
const NEEDED: [(&str, &str); 8] = [
    ("pdfaid:part>2</pdfaid:part", "the mark of PDF/A-2"),
    ("pdfaid:conformance>A</pdfaid:conformance", "the mark of PDF/A level A"),
    ("pdfuaid:part>1</pdfuaid:part", "the mark of PDF/UA-1"),
    ("/StructTreeRoot", "tags"),
    ("/Marked true", "tags that are switched on"),
    ("/Lang(en-GB)", "its language"),
    ("/DisplayDocTitle true", "its title on show"),
    ("/OutputIntents", "its colour space"),
];

/// Checks that these bytes are a whole PDF that claims PDF/UA-1 and PDF/A-2a and has the parts both start from.
///
/// This is a quick look for use at run time: that a document truly conforms is enforced when it is typeset (an export that breaks
/// either standard is an error) and proved by veraPDF in this crate's tests.
///
/// # Errors
/// What is missing.
pub fn validate_pdf(pdf: &[u8]) -> Result<(), PdfFault> {
    if !pdf.starts_with(b"%PDF-1.7") || !pdf.trim_ascii_end().ends_with(b"%%EOF") {
        return Err(PdfFault::NotWhole);
    }
    for (needle, what) in NEEDED {
        if !contains(pdf, needle.as_bytes()) {
            return Err(PdfFault::Lacks(what));
        }
    }
    Ok(())
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
