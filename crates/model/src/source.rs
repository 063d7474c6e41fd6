//! Files as read, and places inside them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// Index of a file in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in a file: `start <= end`, both within the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
}

impl Span {
    /// The place of what is not written in any file.
    pub const NOWHERE: Span = Span { file: FileId(u32::MAX), start: 0, end: 0 };
}

/// A value with the place it was written at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> At<T> {
    /// Pairs a value with its place.
    pub fn new(value: T, span: Span) -> At<T> {
        At { value, span }
    }
}

impl<T> From<T> for At<T> {
    /// A value that is not written in any file.
    fn from(value: T) -> At<T> {
        At { value, span: Span::NOWHERE }
    }
}

/// A file as read: its path as the reader may show it, and its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path relative to the folder under review, with `/` between parts.
    pub path: Arc<str>,
    /// The text, with invalid UTF-8 replaced.
    pub text: String,
    /// Where its lines begin; found when first asked for.
    lines: OnceLock<Vec<usize>>,
    /// The text as it may be shown, where parts of it may not.
    shown: Option<String>,
}

impl SourceFile {
    fn new(path: &str, text: String) -> SourceFile {
        SourceFile { path: path.into(), text, lines: OnceLock::new(), shown: None }
    }

    /// The text as a person may see it: of the same length, with stars in place of what is switched off.
    pub fn shown(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.text)
    }
}

/// All files read, addressed by [`FileId`]. A clone shares their texts.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Arc<SourceFile>>,
}

/// A place a person can open: file, line and column, both from 1. A review holds hundreds of thousands of them: those of
/// one file share its path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Path of the file, relative to the folder under review.
    pub path: Arc<str>,
    /// Line, from 1; 0 for all of it.
    pub line: usize,
    /// Column in characters, from 1; absent for a whole record.
    pub column: Option<usize>,
}

impl Sources {
    /// Adds a file.
    pub fn add(&mut self, path: impl AsRef<str>, text: impl Into<String>) -> FileId {
        let id = FileId(self.files.len() as u32);
        self.files.push(Arc::new(SourceFile::new(path.as_ref(), text.into())));
        id
    }

    /// Shows stars in place of these parts of the files from now on.
    pub fn hide(&mut self, parts: &[Span]) {
        let mut by_file: BTreeMap<FileId, Vec<&Span>> = BTreeMap::new();
        parts.iter().for_each(|span| by_file.entry(span.file).or_default().push(span));
        for (id, spans) in by_file {
            let Some(file) = self.files.get_mut(id.0 as usize) else { continue };
            let mut shown = file.shown().as_bytes().to_vec();
            for byte in spans.iter().flat_map(|span| span.start..span.end.min(file.text.len())) {
                if !matches!(shown[byte], b'\n' | b'\r') {
                    shown[byte] = b'*';
                }
            }
            // A span ends where letters end, so that the rest is text still.
            let shown = String::from_utf8_lossy(&shown).into_owned();
            *file = Arc::new(SourceFile { shown: Some(shown), ..SourceFile::new(&file.path, file.text.clone()) });
        }
    }

    /// The same files with these texts, by path: a file that was there keeps its [`FileId`], and one that was not comes
    /// last. Gives the files whose text differs, too.
    pub fn with_texts(&self, texts: &BTreeMap<String, String>) -> (Sources, Vec<FileId>) {
        let (mut sources, mut changed) = (self.clone(), Vec::new());
        for (path, text) in texts {
            let known = self.iter().find(|(_, file)| *file.path == **path);
            match known {
                Some((_, file)) if file.text == *text => {}
                Some((id, _)) => {
                    sources.files[id.0 as usize] = Arc::new(SourceFile::new(path, text.clone()));
                    changed.push(id);
                }
                None => changed.push(sources.add(path.as_str(), text)),
            }
        }
        (sources, changed)
    }

    /// The file, when it is one of these.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize).map(Arc::as_ref)
    }

    /// The path of a file; empty when it is none of these.
    pub fn path(&self, id: FileId) -> &str {
        self.get(id).map_or("", |file| &file.path)
    }

    /// The file with this path, when there is one.
    pub fn find(&self, path: &str) -> Option<(FileId, &SourceFile)> {
        self.iter().find(|(_, file)| *file.path == *path)
    }

    /// All files, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, file)| (FileId(i as u32), file.as_ref()))
    }

    /// Line and column of the start of a span.
    pub fn place(&self, span: Span) -> Place {
        let Some(file) = self.get(span.file) else {
            return Place { path: "?".into(), line: 1, column: Some(1) };
        };
        let (start, line) = self.position(span);
        let column = file.text[self.line_start(span.file, line)..start].chars().count() + 1;
        Place { path: file.path.clone(), line, column: Some(column) }
    }

    /// The line, from 1, in which a span begins; the last one when the span is outside the file.
    pub fn line(&self, span: Span) -> usize {
        self.position(span).1
    }

    /// The byte at which a line, from 1, begins; the end of the text when the file has no such line.
    pub fn line_start(&self, file: FileId, line: usize) -> usize {
        let end = self.get(file).map_or(0, |file| file.text.len());
        self.line_starts(file).get(line.saturating_sub(1)).copied().unwrap_or(end)
    }

    /// Start of a span, held inside the text and at a character, and its line.
    fn position(&self, span: Span) -> (usize, usize) {
        let text = self.get(span.file).map_or("", |file| file.text.as_str());
        let start = text.floor_char_boundary(span.start);
        (start, self.line_starts(span.file).partition_point(|line| *line <= start).max(1))
    }

    fn line_starts(&self, file: FileId) -> &[usize] {
        let Some(source) = self.get(file) else { return &[] };
        source.lines.get_or_init(|| {
            let breaks = || memchr::memchr_iter(b'\n', source.text.as_bytes());
            // A list that grows by doubling takes three times its own room for a moment.
            let mut starts = Vec::with_capacity(1 + breaks().count());
            starts.push(0);
            starts.extend(breaks().map(|at| at + 1));
            starts
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if self.line == 0 {
            return Ok(());
        }
        write!(f, ":{}", self.line)?;
        match self.column {
            Some(column) => write!(f, ":{column}"),
            None => Ok(()),
        }
    }
}

impl serde::Serialize for Place {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
