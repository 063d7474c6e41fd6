//! Spreadsheets in, texts of organization files out.

use std::collections::BTreeMap;

use onethread_evidence::Pseudonyms;
use onethread_evidence::spreadsheet::{
    Comparison, DateOrder, Entries, Meaning, Memory, Naming, Options, Proposal, SameName, Sheet, Table, Wish, Written,
    apply, compare, find_asks, propose, read, understand,
};
use onethread_model::Day;
use onethread_model::diagnostic::{Diagnostic, Severity};
use onethread_model::org::{self, Org};
use onethread_model::source::{FileId, Sources};

pub(crate) fn day() -> Day {
    Day::parse("2026-08-01").expect("a day")
}

/// Files of spreadsheets with their names.
pub(crate) type Files<'f> = &'f [(&'f str, &'f [u8])];

/// What a test may set.
#[derive(Default)]
pub(crate) struct Settings<'s> {
    pub(crate) naming: Naming,
    pub(crate) dates: Option<DateOrder>,
    pub(crate) wishes: &'s [Wish],
    pub(crate) memory: Memory,
    pub(crate) used: Vec<String>,
    pub(crate) statuses: &'s [Meaning],
    pub(crate) same: &'s [SameName],
}

pub(crate) fn understood(files: Files, wishes: &[Wish], diagnostics: &mut Vec<Diagnostic>) -> Vec<(Sheet, Table)> {
    understood_with(files, wishes, &[], diagnostics)
}

fn understood_with(
    files: Files,
    wishes: &[Wish],
    same: &[SameName],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Sheet, Table)> {
    let mut all = Vec::new();
    let mut sheets: Vec<Sheet> = files.iter().flat_map(|(name, bytes)| read(name, bytes, diagnostics)).collect();
    sheets.iter_mut().for_each(|sheet| sheet.names = same.iter().map(|same| same.written.clone()).collect());
    find_asks(&mut sheets, wishes);
    for mut sheet in sheets {
        if let Some(table) = understand(&mut sheet, wishes, diagnostics) {
            all.push((sheet, table));
        }
    }
    all
}

pub(crate) fn proposed(files: Files, settings: &Settings) -> (Proposal, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let sheets = understood_with(files, settings.wishes, settings.same, &mut diagnostics);
    let options = Options {
        naming: settings.naming,
        dates: settings.dates,
        statuses: settings.statuses,
        same: settings.same,
        day: day(),
    };
    let key = Pseudonyms::from_key([7; 32]);
    let used = settings.used.iter().cloned();
    let proposal = propose(&sheets, options, &settings.memory, used, &key, &mut diagnostics);
    (proposal, diagnostics)
}

/// A folder in memory: the texts of the organization's files, and what the last import said.
#[derive(Clone, Default)]
pub(crate) struct Folder {
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) memory: Memory,
}

impl Folder {
    pub(crate) fn load(&self) -> (Org, Sources, Vec<Diagnostic>) {
        let mut sources = Sources::default();
        let ids: Vec<FileId> = self.files.iter().map(|(path, text)| sources.add(path, text)).collect();
        let mut diagnostics = Vec::new();
        let org = org::load(&sources, &ids, &mut diagnostics);
        (org, sources, diagnostics)
    }

    pub(crate) fn entries(&self) -> Entries {
        Entries::of(&self.load().0)
    }

    /// Imports a proposal, and gives what was compared and written.
    pub(crate) fn import(&mut self, proposal: &Proposal, theirs: bool) -> (Comparison, Written) {
        self.import_by(proposal, theirs, |_| {})
    }

    /// The same, with something done to the comparison before it is written.
    pub(crate) fn import_with(
        &mut self,
        proposal: &Proposal,
        change: impl FnOnce(&mut Comparison),
    ) -> (Comparison, Written) {
        self.import_by(proposal, false, change)
    }

    fn import_by(
        &mut self,
        proposal: &Proposal,
        theirs: bool,
        change: impl FnOnce(&mut Comparison),
    ) -> (Comparison, Written) {
        let (org, sources, _) = self.load();
        let mut comparison = compare(&self.memory.entries, &Entries::of(&org), &proposal.entries, theirs);
        change(&mut comparison);
        let written = apply(&comparison, (&org, &sources), "org", &proposal.origins);
        self.files.extend(written.files.clone());
        self.memory = Memory { entries: comparison.base.clone(), ids: proposal.ids.clone(), ..Memory::default() };
        (comparison, written)
    }

    /// The files without comments, one behind the other.
    pub(crate) fn bare(&self) -> String {
        let lines = self.files.iter().flat_map(|(path, text)| {
            std::iter::once(path.as_str()).chain(text.lines().filter(|line| !line.starts_with('#')))
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Imports into an empty folder.
pub(crate) fn imported(files: Files, settings: &Settings) -> (Folder, Vec<Diagnostic>) {
    let (proposal, diagnostics) = proposed(files, settings);
    let mut folder = Folder::default();
    let (_, written) = folder.import(&proposal, false);
    assert_eq!(written.refused, [""; 0]);
    let (_, _, found) = folder.load();
    // Shares of more than all of the time may be what the sheets say, and then the review says it.
    let is_fault = |one: &&Diagnostic| one.severity == Severity::Error && one.code != "shares-over-one";
    let errors: Vec<&Diagnostic> = found.iter().filter(is_fault).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{}", folder.bare());
    (folder, diagnostics)
}

/// A diagnostic as one line: code, place, message, notes and helps.
pub(crate) fn line(diagnostic: &Diagnostic) -> String {
    use onethread_model::diagnostic::Spot;
    let place = match &diagnostic.primary.spot {
        Spot::Record(place) => place.to_string(),
        Spot::Path(path) => path.clone(),
        Spot::Span(_) => "?".to_owned(),
    };
    let more = [diagnostic.notes.clone(), diagnostic.help.clone()].concat().join("; ");
    format!("{} {place}: {}; {more}", diagnostic.code, diagnostic.message)
}
