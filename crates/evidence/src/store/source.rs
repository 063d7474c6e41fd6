//! The store of one source: what of it can be used, and what an import adds.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use onethread_files::Regular;
use onethread_model::config::SourceConfig;
use onethread_model::diagnostic::{Diagnostic, Severity, Spot};
use onethread_model::facts::{FactKind, Facts, SourceReport, TimeKind};
use onethread_model::source::At;
use parquet::errors::ParquetError;
use parquet::file::reader::ChunkReader;
use sha2::{Digest, Sha256};

use super::disk::{MANIFEST, PREVIOUS, Writing, check_links, folder, leftovers, open_limited, read_limited};
use super::input::{Input, Stamp, hash_start, hex};
use super::manifest::{
    MANIFEST_BYTES_MAX, Manifest, Resume, Segment, StoredDiagnostic, StoredFile, StoredReport, Unusable,
};
use super::settings::settings_hash;
use super::{FileState, SEGMENTS_MAX, Store, StoredState, Work, read, segment};
use crate::gather::Gathering;
use crate::importers::table::Ending;

/// What the store has of one source.
pub(crate) struct SourceStore<'a> {
    pub(super) store: &'a Store,
    source: &'a SourceConfig,
    /// Relative to the root, with `/` between parts.
    folder: String,
    settings: String,
    /// The bytes of the manifest, as they were read.
    bytes: Option<Vec<u8>>,
    current: Option<Manifest>,
    previous: Option<Manifest>,
    /// Whether the current manifest names something that was refused.
    refused: bool,
    /// What the next manifest will say.
    pub(super) files: Vec<StoredFile>,
    writing: Option<Writing>,
    /// Why nothing can be kept, as a clause.
    obstacle: Option<String>,
}

/// Adds the rows of a segment to the facts, or none.
///
/// # Errors
/// What is wrong with it, as a clause.
pub(super) fn load_segment<R: ChunkReader + 'static>(
    segment: R,
    kind: FactKind,
    rows: u64,
    source: u16,
    facts: &mut Facts,
) -> Result<(), String> {
    let before = facts.rows(kind);
    // The last resort: what the library cannot take must not end the run.
    let read = catch_unwind(AssertUnwindSafe(|| read::read(segment, kind, rows, source, facts)))
        .unwrap_or_else(|_| Err(ParquetError::General("it cannot be read".to_owned())));
    read.map_err(|error| {
        facts.truncate(kind, before);
        error.to_string()
    })
}

/// What the store gave of a file.
pub(crate) enum Loaded {
    /// All facts and the report.
    All(FileState),
    /// The facts and the report of its first bytes; the rest has to be imported.
    Start(Input, Part),
    /// Nothing: all of it has to be imported.
    Nothing(Input, Part),
}

/// What is known of a file before its import.
pub(crate) struct Part {
    /// What is stored of its start.
    pub(super) start: Option<StoredFile>,
    pub(super) stamp: Option<Stamp>,
    /// For each table, the first row of the file, and of the import.
    pub(super) rows: Vec<[usize; 2]>,
}

impl Part {
    /// Where the import goes on: bytes that are done, and what the importer knew there.
    pub(crate) fn resume(&self) -> Option<(u64, &Resume)> {
        self.start.as_ref().and_then(|start| Some((start.bytes, start.resume.as_ref()?)))
    }
}

/// Why a segment cannot be used.
pub(super) struct Refusal {
    name: String,
    why: String,
    is_missing: bool,
}

impl<'a> SourceStore<'a> {
    /// Looks at what is stored of a source.
    ///
    /// # Errors
    /// Why it is not stored, as a clause.
    pub(crate) fn open(
        store: &'a Store,
        gathering: &Gathering<'a>,
        source: &'a SourceConfig,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<SourceStore<'a>, String> {
        let size = |file: &At<String>| gathering.root.size(&file.value);
        // What a repository holds says little of what reading it costs.
        if !source.is_git() && source.files.iter().map(size).sum::<u64>() < store.from_bytes {
            return Err("it is small enough to be read again each time".to_owned());
        }
        let folder = folder(&source.name.value);
        check_links(&store.root, &folder)?;
        let mut this = SourceStore {
            settings: settings_hash(gathering, source),
            store,
            source,
            folder,
            bytes: None,
            current: None,
            previous: None,
            refused: false,
            files: Vec::new(),
            writing: None,
            obstacle: None,
        };
        this.read_manifests(diagnostics)?;
        Ok(this)
    }

    fn read_manifests(&mut self, diagnostics: &mut Vec<Diagnostic>) -> Result<(), String> {
        let name = &self.source.name.value;
        let read = |file: &str| match read_limited(&self.store.root, &self.folder, file, MANIFEST_BYTES_MAX) {
            Ok(None) => Ok(None),
            Ok(Some(bytes)) => Ok(Some((Manifest::from_bytes(&bytes, name), bytes))),
            Err(error) => Err(error),
        };
        self.previous = read(PREVIOUS).ok().flatten().and_then(|(manifest, _)| manifest.ok());
        let (current, bytes) = match read(MANIFEST) {
            Ok(None) => (None, None),
            Ok(Some((manifest, bytes))) => (Some(manifest), Some(bytes)),
            // No fault of the store, and nobody asked for one.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return Err(format!("`{}` cannot be read: {error}", self.folder));
            }
            Err(error) => (Some(Err(Unusable::Damaged(error.to_string()))), None),
        };
        let path = format!("{}/{MANIFEST}", self.folder);
        let complain = |code, why: &str| {
            let message = format!("`{path}` is refused: {why}");
            Diagnostic::new(Severity::Warning, code, message, Spot::Path(path.clone()))
        };
        match current {
            Some(Err(Unusable::Newer(why))) => {
                let help = format!("use that onethread, or remove the folder `{}`", self.folder);
                diagnostics.push(complain("newer-evidence", &why).note("the source is read in memory").help(help));
                return Err("a later onethread wrote what is stored".to_owned());
            }
            Some(Err(Unusable::Damaged(why))) => {
                let instead = match &self.previous {
                    Some(_) => "the manifest before it is used instead",
                    None => "the source is read again instead",
                };
                diagnostics.push(complain("refused-evidence", &why).note(instead));
                self.current = None;
            }
            Some(Err(Unusable::Older)) | None => self.current = None,
            Some(Ok(manifest)) => self.current = Some(manifest),
        }
        self.bytes = bytes;
        Ok(())
    }

    /// What is stored of a file under these settings, the newest first.
    pub(super) fn stored(&self, path: &str) -> Vec<StoredFile> {
        let manifests = [&self.current, &self.previous].into_iter().flatten();
        let mut found: Vec<StoredFile> = manifests
            .filter(|manifest| manifest.settings == self.settings)
            .filter_map(|manifest| manifest.files.iter().find(|file| file.path == path).cloned())
            .collect();
        found.dedup();
        found
    }

    /// Adds to the facts what is stored of a file, if it still holds.
    pub(crate) fn load(
        &mut self,
        file: &At<String>,
        mut input: Regular,
        facts: &mut Facts,
        report: &mut SourceReport,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Loaded {
        let before = self.row_counts(facts);
        let stamp = input.file.metadata().ok().as_ref().and_then(Stamp::of);
        let size = input.bytes;
        let mut refusals = Vec::new();
        let mut found = self.find(file, &mut input, size, stamp, facts, &mut refusals);
        // Another run may have replaced what the manifest named.
        if found.is_none()
            && refusals.iter().any(|refusal: &Refusal| refusal.is_missing)
            && read_limited(&self.store.root, &self.folder, MANIFEST, MANIFEST_BYTES_MAX).ok().flatten() != self.bytes
            && self.read_manifests(&mut Vec::new()).is_ok()
        {
            refusals.clear();
            found = self.find(file, &mut input, size, stamp, facts, &mut refusals);
        }
        self.tell(refusals, found.is_some(), &report.path, diagnostics);
        let rows = self.rows_since(&before, facts);
        let Some((mut stored, hash)) = found else {
            return Loaded::Nothing(Input::hashed(input, Sha256::new(), 0), Part { start: None, stamp, rows });
        };
        stored.report.restore(report);
        diagnostics.extend(stored.diagnostics.iter().filter_map(|kept| kept.restore(self.source, file)));
        match hash {
            Some(hash) if stored.bytes < size => {
                let input = Input::hashed(input, hash, stored.bytes);
                Loaded::Start(input, Part { start: Some(stored), stamp, rows })
            }
            _ => {
                stored.stamp = stamp.or(stored.stamp);
                let state = self.state(&stored, Work::None);
                self.files.push(stored);
                Loaded::All(state)
            }
        }
    }

    /// Tells which segments were refused, and what is used instead.
    pub(super) fn tell(
        &mut self,
        refusals: Vec<Refusal>,
        is_found: bool,
        path: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        self.refused |= !refusals.is_empty();
        let instead = match is_found {
            true => "what was stored before it is used instead".to_owned(),
            false => format!("`{path}` is read again instead"),
        };
        for Refusal { name, why, .. } in refusals {
            let path = format!("{}/{name}", self.folder);
            let message = format!("`{path}` is refused: {why}");
            let refused = Diagnostic::new(Severity::Warning, "refused-evidence", message, Spot::Path(path));
            diagnostics.push(refused.note(instead.clone()));
        }
    }

    /// How many rows each table of the source has.
    pub(super) fn row_counts(&self, facts: &Facts) -> Vec<usize> {
        self.source.tables().iter().map(|kind| facts.rows(*kind)).collect()
    }

    pub(super) fn rows_since(&self, before: &[usize], facts: &Facts) -> Vec<[usize; 2]> {
        before.iter().copied().zip(self.row_counts(facts)).map(|(first, now)| [first, now]).collect()
    }

    pub(super) fn truncate(&self, rows: &[usize], facts: &mut Facts) {
        self.source.tables().iter().zip(rows).for_each(|(kind, rows)| facts.truncate(*kind, *rows));
    }

    /// Finds what is stored of the file as it is, or of its start, and adds those facts.
    fn find(
        &self,
        file: &At<String>,
        input: &mut Regular,
        size: u64,
        stamp: Option<Stamp>,
        facts: &mut Facts,
        refusals: &mut Vec<Refusal>,
    ) -> Option<(StoredFile, Option<Sha256>)> {
        for stored in self.stored(&file.value) {
            let is_whole = stored.bytes == size;
            let is_known = is_whole && stamp.is_some() && stored.stamp == stamp;
            if !is_whole && !self.can_grow(&stored, size) {
                continue;
            }
            let hash = match is_known {
                true => None,
                false => match hash_start(&mut input.file, stored.bytes) {
                    Ok(hash) if hex(&hash.clone().finalize()) == stored.sha256 => Some(hash),
                    _ => continue,
                },
            };
            match self.load_all(&stored, facts) {
                Ok(()) => return Some((stored, hash)),
                Err(refusal) => refusals.push(refusal),
            }
        }
        None
    }

    /// Adds all segments of a file to the facts, or none.
    pub(super) fn load_all(&self, stored: &StoredFile, facts: &mut Facts) -> Result<(), Refusal> {
        let before = self.row_counts(facts);
        self.load_segments(stored, facts).inspect_err(|_| self.truncate(&before, facts))
    }

    /// Whether an import can go on where this one ended. Only events are added to the end of a file; the records of
    /// other tables change where they stand.
    fn can_grow(&self, stored: &StoredFile, size: u64) -> bool {
        stored.bytes < size
            && stored.resume.is_some()
            && stored.diagnostics.is_empty()
            && self.source.table.schema().time == TimeKind::Event
    }

    fn load_segments(&self, stored: &StoredFile, facts: &mut Facts) -> Result<(), Refusal> {
        let source = facts.sources.len() as u16;
        for segment in &stored.segments {
            let name = segment.file_name();
            let refuse = |why: String| Refusal { name: name.clone(), why, is_missing: false };
            let mut file = match open_limited(&self.store.root, &self.folder, &name, segment.bytes) {
                Ok(Some(file)) => file,
                Ok(None) => return Err(Refusal { is_missing: true, ..refuse("it is missing".to_owned()) }),
                Err(error) => return Err(refuse(error.to_string())),
            };
            // It may be as large as the facts, and is never held whole. Whoever changes it in between has a file that is
            // read as carefully as any.
            let hash = hash_start(&mut file.file, file.bytes).map_err(|error| refuse(error.to_string()))?;
            if hex(&hash.finalize()) != segment.sha256 {
                return Err(refuse("its checksum differs".to_owned()));
            }
            let mut kinds = self.source.tables().iter();
            let Some(kind) = kinds.find(|kind| kind.schema().name == segment.table).copied() else {
                return Err(refuse("it is of another table".to_owned()));
            };
            load_segment(file.file, kind, segment.rows, source, facts).map_err(refuse)?;
        }
        Ok(())
    }

    /// Keeps what an import made of a file. Without an ending, the import did not read all of it.
    #[expect(clippy::too_many_arguments, reason = "what is kept of an import, handed over once")]
    pub(crate) fn keep(
        &mut self,
        file: &At<String>,
        part: Part,
        ending: Option<Ending>,
        input: &Input,
        facts: &Facts,
        report: &SourceReport,
        diagnostics: &[Diagnostic],
    ) -> FileState {
        let work = if part.start.is_some() { Work::Tail } else { Work::Whole };
        let stored = self.stored_file(file, &part, ending, input, report, diagnostics);
        self.keep_stored(file, stored, &part, work, facts)
    }

    pub(super) fn keep_stored(
        &mut self,
        file: &At<String>,
        stored: Result<StoredFile, &'static str>,
        part: &Part,
        work: Work,
        facts: &Facts,
    ) -> FileState {
        let kept = match stored {
            Ok(stored) if self.obstacle.is_none() => self.write(stored, part, facts).inspect_err(|why| {
                self.obstacle = Some(why.clone());
            }),
            Ok(_) => Err(self.obstacle.clone().unwrap_or_default()),
            Err(why) => Err(why.to_owned()),
        };
        match kept {
            Ok(stored) => {
                let state = self.state(&stored, work);
                self.files.push(stored);
                state
            }
            Err(why) => {
                self.pass(file);
                FileState::InMemory { why }
            }
        }
    }

    /// Leaves what is stored of a file as it is.
    pub(crate) fn pass(&mut self, file: &At<String>) {
        self.files.extend(self.stored(&file.value).into_iter().next());
    }

    /// What the manifest will say of a file, so far without new segments.
    fn stored_file(
        &self,
        file: &At<String>,
        part: &Part,
        ending: Option<Ending>,
        input: &Input,
        report: &SourceReport,
        diagnostics: &[Diagnostic],
    ) -> Result<StoredFile, &'static str> {
        let ending = ending.ok_or("it was not read to its end")?;
        let (bytes, sha256) = input.digest().ok_or("it changed while it was read")?;
        let kept: Option<Vec<StoredDiagnostic>> =
            diagnostics.iter().map(|one| StoredDiagnostic::of(one, self.source, file)).collect();
        Ok(StoredFile {
            path: file.value.clone(),
            bytes,
            sha256,
            stamp: part.stamp,
            imported: self.store.today.to_string(),
            resume: (!ending.is_open).then_some(ending.resume),
            segments: part.start.as_ref().map_or_else(Vec::new, |start| start.segments.clone()),
            report: StoredReport::of(report),
            diagnostics: kept.ok_or("its import reported what the store does not keep")?,
        })
    }

    /// Writes the facts that no segment has yet, or all of them anew when segments have become many.
    fn write(&mut self, mut stored: StoredFile, part: &Part, facts: &Facts) -> Result<StoredFile, String> {
        let tables = self.source.tables();
        let is_rewritten = stored.segments.len() >= SEGMENTS_MAX * tables.len();
        if is_rewritten {
            stored.segments.clear();
        }
        for (kind, [first, tail]) in tables.iter().zip(&part.rows) {
            let end = facts.rows(*kind);
            let first = if part.start.is_some() && !is_rewritten { *tail } else { *first };
            if first < end {
                let rows = (end - first) as u64;
                let written = self.writing()?.segment(kind.schema().name, rows, |out| {
                    segment::write(out, facts, *kind, first..end).map_err(io::Error::other)
                });
                stored.segments.push(written.map_err(|error| format!("`{}` cannot be written: {error}", self.folder))?);
            }
        }
        Ok(stored)
    }

    fn writing(&mut self) -> Result<&mut Writing, String> {
        let writing = match self.writing.take() {
            Some(writing) => writing,
            None => Writing::begin(&self.store.root, &self.folder)?,
        };
        Ok(self.writing.insert(writing))
    }

    /// Makes the next manifest the current one, if it says anything new.
    ///
    /// # Errors
    /// Why what was imported is not kept, as a clause.
    pub(crate) fn commit(mut self) -> Result<(), String> {
        if let Some(why) = self.obstacle {
            return Err(why);
        }
        let files = std::mem::take(&mut self.files);
        let manifest = Manifest { source: self.source.name.value.clone(), settings: self.settings.clone(), files };
        if self.current.as_ref() == Some(&manifest) || (self.current.is_none() && manifest.files.is_empty()) {
            let named: Vec<String> =
                [&self.current, &self.previous].into_iter().flatten().flat_map(Manifest::segment_names).collect();
            // What another run is just writing must not go, so that the right to write comes first.
            if !leftovers(&self.store.root, &self.folder, &named).is_empty() && self.writing().is_ok() {
                self.clean();
            }
            return Ok(());
        }
        let bytes = manifest.to_bytes().map_err(|error| error.to_string())?;
        if bytes.len() as u64 > MANIFEST_BYTES_MAX {
            return Err("its import report is too long".to_owned());
        }
        self.writing()?;
        self.replace(&bytes).map_err(|error| format!("`{}` cannot be written: {error}", self.folder))?;
        self.clean();
        Ok(())
    }

    /// Puts the manifest in place, and keeps the one before it when that is good.
    fn replace(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(writing) = &self.writing else { return Ok(()) };
        if let Ok(Some(last)) = read_limited(&self.store.root, &self.folder, MANIFEST, MANIFEST_BYTES_MAX)
            && Manifest::from_bytes(&last, &self.source.name.value).is_ok()
            && !(self.refused && self.bytes.as_ref() == Some(&last))
        {
            writing.replace(PREVIOUS, &last)?;
        }
        writing.replace(MANIFEST, bytes)
    }

    /// Removes what neither manifest names.
    fn clean(&self) {
        let Some(writing) = &self.writing else { return };
        let mut named = Vec::new();
        for file in [MANIFEST, PREVIOUS] {
            let bytes = match read_limited(&self.store.root, &self.folder, file, MANIFEST_BYTES_MAX) {
                Ok(None) => continue,
                Ok(Some(bytes)) => bytes,
                // What cannot be read may name anything.
                Err(_) => return,
            };
            match Manifest::from_bytes(&bytes, &self.source.name.value) {
                Ok(manifest) => named.extend(manifest.segment_names()),
                Err(Unusable::Newer(_)) => return,
                Err(_) => {}
            }
        }
        writing.clean(&named);
    }

    pub(super) fn state(&self, stored: &StoredFile, work: Work) -> FileState {
        FileState::Stored(StoredState {
            work,
            imported: stored.day().unwrap_or(self.store.today),
            segments: stored.segments.len(),
            bytes: stored.segments.iter().map(|segment: &Segment| segment.bytes).sum(),
            folder: self.folder.clone(),
        })
    }
}
