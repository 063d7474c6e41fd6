//! A folder as read: settings first, because they say what else there is; then the organization's files; then evidence.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use onethread_core::measure::Snapshot;
use onethread_evidence::{
    Gathering, KeyOrigin, People, Progress, Pseudonyms, Store, StoreState, gather, gather_stored, pseudonym_key,
};
use onethread_files::{FailureKind, FileKind, LOCAL_FOLDER, Root};
use onethread_model::Day;
use onethread_model::agreement::AGREEMENT;
use onethread_model::config::{self, SETTINGS};
use onethread_model::diagnostic::{Diagnostic, NOT_UTF8, Severity, Spot, is_whole};
use onethread_model::limits::{ENTITIES, ORGANIZATION_BYTES};
use onethread_model::org;
use onethread_model::source::FileId;
use rayon::prelude::*;

use crate::root::{repository_of, root, root_as_named};
use crate::texts::{OUTSIDE, Text, beyond, organization_files, read_text};
use crate::{Allowance, ORGANIZATION, WorkspaceError, clock, today};

/// A folder as read.
pub struct Folder {
    /// Where the settings are, or would be.
    pub root: Root,
    /// Settings, the organization as written, and what evidence says.
    pub snapshot: Snapshot,
    /// Where evidence came from; empty when no store could be used.
    pub store: StoreState,
    /// What is wrong with any of it.
    pub diagnostics: Vec<Diagnostic>,
}

impl Deref for Folder {
    type Target = Snapshot;

    fn deref(&self) -> &Snapshot {
        &self.snapshot
    }
}

impl Folder {
    /// Reads settings, organization files and evidence. `progress` receives how far the reading of evidence is.
    ///
    /// # Errors
    /// When there is no such folder, or no key for pseudonyms can be made. Anything wrong inside it is a diagnostic.
    pub fn read(path: &Path, allowance: &Allowance, progress: &mut Progress<'_>) -> Result<Folder, WorkspaceError> {
        let root = root(path, allowance)?;
        let mut folder = Folder::of(&root);
        folder.read_settings(&root);
        folder.read_agreement(&root);
        folder.read_organization(&root);
        folder.read_evidence(&root, progress)?;
        Ok(folder)
    }

    /// A folder of which nothing is read yet. What earlier runs left there that ended early is removed.
    fn of(root: &Root) -> Folder {
        for local in ["", LOCAL_FOLDER, ".onethread/init", ".onethread/schema"] {
            root.sweep(local);
        }
        let (snapshot, store, diagnostics) = (Snapshot::default(), StoreState::default(), clock().1);
        Folder { root: root.clone(), snapshot, store, diagnostics: diagnostics.into_iter().collect() }
    }

    /// Reads a folder with this text for its settings, and of its evidence these sources alone. Unless it is to be kept,
    /// nothing is written.
    ///
    /// # Errors
    /// When no key for pseudonyms can be made.
    pub fn read_source(
        root: &Root,
        settings: &str,
        sources: &[String],
        keep: bool,
        progress: &mut Progress<'_>,
    ) -> Result<Folder, WorkspaceError> {
        Folder::read_some(root, settings, keep, |id| sources.iter().any(|one| one == id), progress)
    }

    /// Reads a folder with this text for its settings. Unless it is to be kept, nothing is written.
    ///
    /// # Errors
    /// When no key for pseudonyms can be made.
    pub fn read_with(
        root: &Root,
        settings: &str,
        keep: bool,
        progress: &mut Progress<'_>,
    ) -> Result<Folder, WorkspaceError> {
        Folder::read_some(root, settings, keep, |_| true, progress)
    }

    fn read_some(
        root: &Root,
        settings: &str,
        keep: bool,
        wanted: impl Fn(&str) -> bool,
        progress: &mut Progress<'_>,
    ) -> Result<Folder, WorkspaceError> {
        let mut folder = Folder::of(root);
        let file = Arc::make_mut(&mut folder.snapshot.sources).add(SETTINGS, settings);
        let mut config = config::load(&folder.snapshot.sources, file, &mut folder.diagnostics);
        config.sources.retain(|source| wanted(&source.id));
        folder.snapshot.config = Arc::new(config);
        folder.read_agreement(root);
        folder.read_organization(root);
        if keep {
            folder.read_evidence(root, progress)?;
        } else {
            // Nobody will see a pseudonym of this run.
            folder.gather(root, &Pseudonyms::from_key([0; 32]), false, progress);
        }
        Ok(folder)
    }

    /// Reads settings and organization files as written, without evidence; the folder is that of [`root_as_named`].
    ///
    /// # Errors
    /// When the path is no folder.
    pub fn as_written(path: &Path, allowance: &Allowance) -> Result<Folder, WorkspaceError> {
        let root = root_as_named(path, allowance)?;
        let mut folder = Folder::of(&root);
        folder.read_settings(&root);
        folder.read_agreement(&root);
        folder.read_organization(&root);
        Ok(folder)
    }

    /// The folder of the organization's files, from the root on, with `/` between parts.
    pub fn organization(&self) -> &str {
        self.config.organization_folder()
    }

    /// The folder as its repository names it: empty, or with `/` at its end. Forges know files by their path from
    /// there.
    pub fn prefix(&self) -> String {
        repository_of(self.root.path()).map_or_else(String::new, |(_, prefix)| prefix)
    }

    /// Whether the organization has no files of its own.
    pub fn has_no_files(&self) -> bool {
        self.organization_files().next().is_none()
    }

    /// Name of the organization: from its own files, else from the settings.
    pub fn organization_name(&self) -> Option<&str> {
        let written = self.org.name.as_ref().map(|name| name.value.as_str());
        written.or(self.config.name.as_deref())
    }

    /// The day to review: the one asked for, else the one that `data-cut` names, else today.
    ///
    /// # Errors
    /// When the day asked for lies ahead.
    pub fn day(&mut self, asked: Option<Day>) -> Result<Day, WorkspaceError> {
        let today = today();
        let last = self.config.data_cut;
        let Some(day) = asked else { return Ok(last.map_or(today, |last| last.min(today))) };
        if day > today {
            let help = format!("name a day up to {}", last.map_or(today, |last| last.min(today)));
            let kind = FailureKind::Refused;
            return Err(WorkspaceError::new(kind, format!("{day} lies ahead: today is {today}"), help));
        }
        if let Some(last) = last.filter(|last| day > *last) {
            let message = format!("the evidence ends on {last}, {} days before {day}", day.days_since(last));
            self.diagnostics.push(
                Diagnostic::new(Severity::Warning, "day-after-evidence", message, Spot::Path(SETTINGS.to_owned()))
                    .help(format!("review as of {last}, or bring newer evidence and move `data-cut`")),
            );
        }
        Ok(day)
    }

    /// Reads the organization anew from other texts for its files, by path, and from new files. Facts stay, and so does
    /// the number of every file that was there before.
    pub fn with_texts(&mut self, texts: &BTreeMap<String, String>) {
        self.snapshot = self.snapshot.with_texts(texts);
        // What is reported about the settings, about evidence, and about bytes that were no text, holds as it did.
        let mut diagnostics = std::mem::take(&mut self.diagnostics);
        diagnostics.retain(|diagnostic| diagnostic.code == NOT_UTF8 || !self.is_in_organization(diagnostic));
        self.diagnostics = diagnostics;
        self.diagnostics.append(&mut self.snapshot.diagnostics());
    }

    /// The organization under other texts for its files, with evidence read anew: other people or other names of theirs
    /// make other facts of it. Nothing is kept of that.
    ///
    /// # Errors
    /// When no key for pseudonyms can be made.
    pub fn read_again_under(
        &self,
        texts: &BTreeMap<String, String>,
        progress: &mut Progress<'_>,
    ) -> Result<Snapshot, WorkspaceError> {
        let (root, snapshot) = (self.root.clone(), self.snapshot.with_texts(texts));
        let mut other = Folder { root, snapshot, store: StoreState::default(), diagnostics: Vec::new() };
        if !other.config.sources.is_empty() {
            let (pseudonyms, _) = other.pseudonyms(&self.root)?;
            other.gather(&self.root, &pseudonyms, false, progress);
        }
        Ok(other.snapshot)
    }

    /// Whether a file was read as it is, so that it can be written back: no byte of it was replaced.
    pub fn is_whole(&self, file: FileId) -> bool {
        is_whole(&self.diagnostics, file)
    }

    /// Whether something is wrong in the text of a file of the organization, rather than in the settings or in
    /// evidence.
    pub(crate) fn is_in_organization(&self, diagnostic: &Diagnostic) -> bool {
        let Spot::Span(span) = diagnostic.primary.spot else { return false };
        self.sources.get(span.file).is_some_and(|file| *file.path != *SETTINGS && *file.path != *AGREEMENT)
    }

    fn read_settings(&mut self, root: &Root) {
        if !root.is_free(SETTINGS)
            && let Some(file) = self.add_text(read_text(root, Path::new(SETTINGS)))
        {
            self.snapshot.config = Arc::new(config::load(&self.snapshot.sources, file, &mut self.diagnostics));
            // The settings say what is read and how: people fix them.
            self.diagnostics.iter_mut().for_each(|diagnostic| diagnostic.fix = None);
        }
    }

    fn read_organization(&mut self, root: &Root) {
        self.read_texts(root);
        let ids: Vec<FileId> = self.organization_files().collect();
        self.snapshot.org = Arc::new(org::load_without(
            &self.snapshot.sources,
            &ids,
            self.snapshot.agreement.fields_off(),
            &mut self.diagnostics,
        ));
        Arc::make_mut(&mut self.snapshot.sources).hide(&self.snapshot.org.hidden);
        if ENTITIES.is_passed_by(self.org.all_entries() as u64) {
            // What is said of a part of an organization would be wrong of the whole.
            self.snapshot.org = Arc::default();
            self.diagnostics.push(beyond(self.organization(), &ENTITIES));
        }
    }

    fn read_texts(&mut self, root: &Root) {
        let wished = self.config.organization.clone();
        let name = wished.as_ref().map_or(ORGANIZATION, |at| at.value.as_str()).to_owned();
        let kind = root.kind(&name);
        if let (Some(at), Err(failure)) = (&wished, &kind) {
            let mut diagnostic =
                Diagnostic::error(OUTSIDE, failure.what.replacen(&name, &format!("`{name}`"), 1), at.span);
            diagnostic.help = failure.hints.clone();
            return self.diagnostics.push(diagnostic);
        }
        if kind.is_ok_and(|kind| kind != Some(FileKind::Folder)) {
            if let Some(at) = wished {
                self.diagnostics.push(
                    Diagnostic::error("missing-folder", format!("there is no folder `{name}`"), at.span)
                        .help("make it, or name the folder that holds the organization's TOML files"),
                );
            }
            return;
        }
        let files = organization_files(root, &name, &mut self.diagnostics);
        let texts: Vec<_> = files.par_iter().map(|path| read_text(root, path)).collect();
        let mut bytes = 0;
        for text in texts {
            bytes += text.as_ref().map_or(0, |text| text.text.len() as u64);
            if ORGANIZATION_BYTES.is_passed_by(bytes) {
                self.diagnostics.push(beyond(&name, &ORGANIZATION_BYTES));
                break;
            }
            self.add_text(text);
        }
    }

    /// Adds a file that was read; what is wrong with it is reported.
    pub(crate) fn add_text(&mut self, text: Result<Text, Box<Diagnostic>>) -> Option<FileId> {
        let text = text.map_err(|diagnostic| self.diagnostics.push(*diagnostic)).ok()?;
        Some(text.add_to(Arc::make_mut(&mut self.snapshot.sources), &mut self.diagnostics))
    }

    fn read_evidence(&mut self, root: &Root, progress: &mut Progress<'_>) -> Result<(), WorkspaceError> {
        if self.config.sources.is_empty() {
            return Ok(());
        }
        let (pseudonyms, lasting) = self.pseudonyms(root)?;
        self.gather(root, &pseudonyms, lasting, progress);
        Ok(())
    }

    fn gather(&mut self, root: &Root, pseudonyms: &Pseudonyms, lasting: bool, progress: &mut Progress<'_>) {
        let mut people = People::new();
        let config = self.snapshot.config.clone();
        for (id, person) in self.org.people.iter() {
            people.add(id, id);
            if person.is_agent() {
                people.add_agent(id);
            }
            for name in &person.known_as {
                people.add(&name.value, id);
            }
        }
        for (id, team) in self.org.teams.iter() {
            people.add_team(id, id);
            for name in &team.known_as {
                people.add_team(&name.value, id);
            }
        }
        let gathering = Gathering { root, config: &config, people: &people, pseudonyms };
        // Facts under a key of this run only would never be found again.
        let (facts, mut diagnostics, store) = if lasting {
            gather_stored(&gathering, &Store::new(root, today()), progress)
        } else {
            let (facts, diagnostics) = gather(&gathering, progress);
            (facts, diagnostics, StoreState::default())
        };
        let mut facts = facts;
        self.forget(&mut facts, &mut diagnostics);
        (self.snapshot.facts, self.store) = (Arc::new(facts), store);
        self.diagnostics.append(&mut diagnostics);
    }

    /// The pseudonyms, and whether the next run makes the same.
    fn pseudonyms(&mut self, root: &Root) -> Result<(Pseudonyms, bool), WorkspaceError> {
        // Sources that hold pseudonyms already need no key, and then nothing is written at all.
        if self.config.sources.iter().all(|source| source.pseudonymous) {
            return Ok((Pseudonyms::from_key([0; 32]), true));
        }
        let failed = |error| {
            let what = format!("no key for pseudonyms can be made: {error}");
            WorkspaceError::new(FailureKind::Broken, what, "try again")
        };
        let key = pseudonym_key(root).map_err(failed)?;
        if let KeyOrigin::ThisRun { why } = &key.origin {
            let message = format!("pseudonyms of people hold for this run only: {why}");
            self.diagnostics.push(
                Diagnostic::new(Severity::Note, "pseudonyms-not-kept", message, Spot::Path(".onethread".to_owned()))
                    .help("run once where the folder can be written, and the same people keep the same pseudonyms"),
            );
        }
        let lasting = !matches!(key.origin, KeyOrigin::ThisRun { .. });
        Ok((key.pseudonyms, lasting))
    }
}
