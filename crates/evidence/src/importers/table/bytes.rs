//! The bytes of a file in UTF-8: as they are, or decoded.

use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};

use onethread_model::diagnostic::Diagnostic;
use onethread_model::facts::SourceReport;
use onethread_model::limits::SHEET_FILE_BYTES;

use crate::csv_text::utf16;
use crate::importers::ImportContext;
use crate::store::Input;

/// Reports that a file in UTF-16 is larger than such a file may be.
pub(super) fn too_long(context: &mut ImportContext<'_>, report: &mut SourceReport) {
    let message = format!("`{}` is UTF-16; {SHEET_FILE_BYTES}", report.path);
    let diagnostic = Diagnostic::error("wrong-encoding", message, context.file.span);
    context.diagnostics.push(diagnostic.help("save it as UTF-8").help(SHEET_FILE_BYTES.help()));
    report.remarks.insert("not read: it is UTF-16".to_owned(), 1);
}

/// The bytes of a file, as they are or decoded.
pub(super) enum Bytes<'i> {
    /// As they are.
    File(&'i mut Input),
    /// Decoded.
    Decoded(Cursor<Vec<u8>>),
}

impl Read for Bytes<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Bytes::File(file) => file.read(buffer),
            Bytes::Decoded(text) => text.read(buffer),
        }
    }
}

impl Seek for Bytes<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Bytes::File(file) => file.seek(to),
            Bytes::Decoded(text) => text.seek(to),
        }
    }
}

/// All of a file in UTF-16 as text; `None` when it is larger than a spreadsheet may be.
pub(super) fn decoded(input: &mut BufReader<Bytes<'_>>) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    input.take(SHEET_FILE_BYTES.get() + 1).read_to_end(&mut bytes)?;
    Ok(utf16(&bytes).filter(|_| !SHEET_FILE_BYTES.is_passed_by(bytes.len() as u64)))
}
