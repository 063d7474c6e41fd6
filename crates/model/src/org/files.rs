//! What each file of the organization says by itself, so that after an edit only the files that changed are read anew.
//!
//! Input: the texts of files. Output: an [`Org`] that equals the one that reading every file gives.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::load::{Draft, Drafts, FileDrafts};
use super::{Naming, Org, TableItem, check, naming};
use crate::diagnostic::{Diagnostic, Spot};
use crate::record::LeftOut;
use crate::source::{FileId, Sources, Span};

/// The files of an organization as read, each by itself, in the order in which they are merged. A clone shares them.
#[derive(Clone, Default)]
pub struct OrgFiles {
    files: Vec<(FileId, Arc<FileDrafts>)>,
    /// Fields that are not read.
    left_out: Arc<LeftOut>,
}

/// Entries that an edit may have altered.
#[derive(Default)]
struct Altered {
    by_id: BTreeSet<(&'static str, String)>,
    arrays: BTreeSet<&'static str>,
}

impl Altered {
    fn add(&mut self, draft: &Draft) {
        match draft.merges_by() {
            Some(id) => drop(self.by_id.insert((draft.kind.name, id.value.clone()))),
            None => drop(self.arrays.insert(draft.kind.name)),
        }
        // An initiative may hold an attestation of its own.
        if draft.kind.name == "initiative" {
            self.arrays.insert("attestation");
        }
    }

    fn has(&self, draft: &Draft) -> bool {
        match draft.merges_by() {
            Some(id) => self.by_id.contains(&(draft.kind.name, id.value.clone())),
            None => self.arrays.contains(draft.kind.name),
        }
    }
}

impl OrgFiles {
    /// Reads every file by itself. What is known to be wrong with one, such as bytes that are no text, is not reported
    /// again.
    pub fn read(sources: &Sources, files: &[FileId], known: &[Diagnostic]) -> OrgFiles {
        OrgFiles::read_all(sources, files, known, Arc::default())
    }

    fn read_all(sources: &Sources, files: &[FileId], known: &[Diagnostic], left_out: Arc<LeftOut>) -> OrgFiles {
        let one = |file: &FileId| {
            let is_about = |one: &&Diagnostic| matches!(one.primary.spot, Spot::Span(span) if span.file == *file);
            let known = known.iter().filter(is_about).cloned().collect();
            (*file, Arc::new(FileDrafts::read(sources, *file, known, &left_out)))
        };
        OrgFiles { files: files.par_iter().map(one).collect(), left_out: left_out.clone() }
    }

    /// Reads every file by itself, without some fields, given by kind and key.
    pub fn read_without<'f>(
        sources: &Sources,
        files: &[FileId],
        left_out: impl Iterator<Item = (&'f str, &'f str)>,
    ) -> OrgFiles {
        let left_out = left_out.map(|(kind, key)| (kind.to_owned(), key.to_owned())).collect();
        OrgFiles::read_all(sources, files, &[], Arc::new(left_out))
    }

    /// Every place that names the entry of a kind with this id, file by file.
    pub fn naming(&self, kind: &str, id: &str) -> Vec<Naming> {
        self.files.iter().flat_map(|(_, file)| naming::of_file(file, kind, id)).collect()
    }

    /// The tables under a key of an entry, such as each `[[initiative.returns.dependency]]`, file by file.
    pub fn items(&self, kind: &str, id: &str, key: &str) -> Vec<TableItem> {
        self.files.iter().flat_map(|(_, file)| naming::items_of_file(file, kind, id, key)).collect()
    }

    /// What the files say together.
    pub fn org(&self) -> Org {
        let (mut org, mut drafts) = (Org { hidden: self.hidden(), ..Org::default() }, Drafts::default());
        self.files.iter().for_each(|(_, file)| drafts.add(FileDrafts::clone(file), &mut Vec::new()));
        drafts.write(&mut org);
        org
    }

    /// Where values stand that are not read.
    fn hidden(&self) -> Vec<Span> {
        self.files.iter().flat_map(|(_, file)| file.hidden.iter().copied()).collect()
    }

    /// Everything that is wrong with the files and between their entries, as [`super::load`] reports it; `org` is what
    /// they say together.
    pub fn diagnostics(&self, org: &Org, sources: &Sources) -> Vec<Diagnostic> {
        let (mut drafts, mut found) = (Drafts::default(), Vec::new());
        self.files.iter().for_each(|(_, file)| drafts.add(FileDrafts::clone(file), &mut found));
        check::check(org, sources, &mut found);
        found
    }

    /// The files and the organization after some files changed, or came; `org` is what the files said before.
    pub fn edited(&self, org: &Org, sources: &Sources, changed: &[FileId]) -> (OrgFiles, Org) {
        let mut after = self.clone();
        let mut altered = Altered::default();
        for id in changed {
            let read = Arc::new(FileDrafts::read(sources, *id, Vec::new(), &self.left_out));
            read.entries.iter().for_each(|(_, draft)| altered.add(draft));
            match after.files.iter_mut().find(|(known, _)| known == id) {
                Some((_, before)) => {
                    before.entries.iter().for_each(|(_, draft)| altered.add(draft));
                    *before = read;
                }
                None => {
                    let parts = |id: FileId| sources.get(id).map(|file| file.path.split('/').collect::<Vec<_>>());
                    let at = after.files.partition_point(|(known, _)| parts(*known) < parts(*id));
                    after.files.insert(at, (*id, read));
                }
            }
        }
        let mut org = org.clone();
        altered.by_id.iter().for_each(|(kind, id)| org.forget(kind, id));
        altered.arrays.iter().for_each(|kind| org.forget_list(kind));
        let mut drafts = Drafts::default();
        for (_, file) in &after.files {
            drafts.add(file.only(|draft| altered.has(draft)), &mut Vec::new());
        }
        drafts.write(&mut org);
        org.hidden = after.hidden();
        (after, org)
    }
}
