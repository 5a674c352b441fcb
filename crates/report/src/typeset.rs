//! The typesetter: the template and the fonts are part of the program, the values are one virtual file beside it.
//!
//! Values reach the template as JSON that it reads, never as markup: no text of a user is ever source code.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontStyle, FontWeight};
use typst::utils::LazyHash;
use typst::{Feature, Features, Library, LibraryExt, World};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::error::ReportError;

/// The family of all text.
pub const TEXT: &str = "Libertinus Serif";
/// The family that lends it symbols.
pub const SYMBOLS: &str = "DejaVu Sans Mono";

/// What is the same for every document.
pub struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static PRESS: LazyLock<Press> = LazyLock::new(|| {
    let all = typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data)));
    let fonts: Vec<Font> = all.filter(in_use).collect();
    // Row headers of tables, for screen readers, are behind this feature.
    let features = Features::from_iter([Feature::A11yExtras]);
    let library = Library::builder().with_features(features).build();
    Press { library: LazyHash::new(library), book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
});

/// The upright faces of both families, and the text's plain italic: what the templates use.
fn in_use(font: &Font) -> bool {
    let info = font.info();
    match info.family.as_str() {
        TEXT => info.variant.style == FontStyle::Normal || info.variant.weight == FontWeight::REGULAR,
        SYMBOLS => info.variant.style == FontStyle::Normal,
        _ => false,
    }
}

/// The press, set up once.
pub fn press() -> &'static Press {
    &PRESS
}

impl Press {
    /// The faces of a family in use.
    pub fn faces(&self, family: &str) -> impl Iterator<Item = &Font> {
        self.fonts.iter().filter(move |font| font.info().family == family)
    }

    /// Typesets a template with its data (at `/data.json`) as PDF/UA-1 and PDF/A-2a.
    pub fn pdf(&self, template: &str, data: Vec<u8>, date: NaiveDate) -> Result<Vec<u8>, ReportError> {
        let sheet = Sheet::new(self, template, data)?;
        let document = typst::compile(&sheet).output.map_err(|errors| typeset_error(&errors))?;
        let bytes = typst_pdf::pdf(&document, &options(date)?).map_err(|errors| typeset_error(&errors));
        // What earlier documents left in the compiler's cache is let go, or a long run would hold them all.
        typst::comemo::evict(2);
        bytes
    }
}

fn options(date: NaiveDate) -> Result<PdfOptions, ReportError> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]);
    let standards = standards.map_err(|error| ReportError::Typeset(error.message().to_string()))?;
    let created = u8::try_from(date.month()).ok().zip(u8::try_from(date.day()).ok()).filter(|_| (1..=9999).contains(&date.year()));
    let created = created.and_then(|(month, day)| Datetime::from_ymd_hms(date.year(), month, day, 0, 0, 0));
    let timestamp = created.map(Timestamp::new_utc).ok_or(ReportError::Date)?;
    Ok(PdfOptions { creator: Smart::Custom(Some("Fieldweek".to_owned())), timestamp: Some(timestamp), standards, ..PdfOptions::default() })
}

/// The messages are the compiler's own words about the template, but may quote a glyph: the text is left out.
fn typeset_error(errors: &[SourceDiagnostic]) -> ReportError {
    let messages = errors.iter().map(|error| error.message.split(['"', '`']).step_by(2).collect::<Vec<_>>().join("…"));
    ReportError::Typeset(messages.collect::<Vec<_>>().join("; "))
}

/// One document's world: a template and its data.
struct Sheet<'a> {
    press: &'a Press,
    main: Source,
    data: Bytes,
    data_id: FileId,
}

impl<'a> Sheet<'a> {
    fn new(press: &'a Press, template: &str, data: Vec<u8>) -> Result<Self, ReportError> {
        let main = Source::new(file_id("/main.typ")?, template.to_owned());
        Ok(Self { press, main, data: Bytes::new(data), data_id: file_id("/data.json")? })
    }
}

fn file_id(path: &str) -> Result<FileId, ReportError> {
    let path = VirtualPath::new(path).map_err(|error| ReportError::Typeset(error.to_string()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
