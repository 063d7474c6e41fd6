//! The organization, its settings and what evidence says, as one owned value.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use onethread_model::Day;
use onethread_model::config::{Config, SETTINGS};
use onethread_model::diagnostic::Diagnostic;
use onethread_model::edit::{self, Edit, FileEditError};
use onethread_model::facts::{AsOf, Facts};
use onethread_model::org::{Org, OrgFiles};
use onethread_model::source::{At, FileId, Sources};

use super::facts_on::FactsOn;
use super::{Cited, World};

/// Days whose facts are kept: a page of today, the day that it is compared with, and two more.
const DAYS_KEPT: usize = 4;

/// The organization as written, its settings, the texts of its files, and what evidence says. A clone is cheap and shares
/// all of it, and so does an edited one, except for the files that changed.
#[derive(Clone, Default)]
pub struct Snapshot {
    /// Settings.
    pub config: Arc<Config>,
    /// The organization as written.
    pub org: Arc<Org>,
    /// The text of its files.
    pub sources: Arc<Sources>,
    /// What evidence says.
    pub facts: Arc<Facts>,
    /// What each file says by itself; read when the first edit is made.
    files: Arc<OnceLock<OrgFiles>>,
    days: Arc<Mutex<VecDeque<Arc<FactsOn>>>>,
}

/// Everything that a review reads. Nothing else reaches it: no files, no clock.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// Settings.
    pub config: &'a Config,
    /// The organization as written.
    pub org: &'a Org,
    /// The text of its files.
    pub sources: &'a Sources,
    /// What evidence says.
    pub facts: &'a Facts,
}

impl Snapshot {
    /// Puts together what was read.
    pub fn new(config: Config, org: Org, sources: Sources, facts: Facts) -> Snapshot {
        Snapshot {
            config: Arc::new(config),
            org: Arc::new(org),
            sources: Arc::new(sources),
            facts: Arc::new(facts),
            ..Snapshot::default()
        }
    }

    /// The organization as known at the end of a day.
    pub fn on(&self, day: Day) -> World<'_> {
        World::on(self, day)
    }

    /// What is borrowed of it.
    pub fn inputs(&self) -> Inputs<'_> {
        Inputs { config: &self.config, org: &self.org, sources: &self.sources, facts: &self.facts }
    }

    /// The same facts and settings under another organization with its files, such as that of an earlier commit.
    pub fn under(&self, org: Org, sources: Sources) -> Snapshot {
        let (org, sources, files) = (Arc::new(org), Arc::new(sources), Arc::default());
        Snapshot { org, sources, files, ..self.clone() }
    }

    /// The text of a file, by its path.
    pub fn text_of(&self, path: &str) -> Option<&str> {
        self.sources.find(path).map(|(_, file)| file.text.as_str())
    }

    /// The same facts under the organization after some edits. Only changed files are read anew, and this snapshot stays as it
    /// is.
    ///
    /// # Errors
    /// The first file that cannot be edited, and why.
    pub fn edited(&self, edits: &[Edit]) -> Result<Snapshot, FileEditError> {
        Ok(self.with_texts(&edit::apply(|path| self.text_of(path), edits)?))
    }

    /// The same facts under another organization: its files take these texts, by path. Only those that differ are read anew.
    pub fn with_texts(&self, texts: &BTreeMap<String, String>) -> Snapshot {
        let (sources, changed) = self.sources.with_texts(texts);
        let (files, org) = self.files().edited(&self.org, &sources, &changed);
        Snapshot {
            org: Arc::new(org),
            sources: Arc::new(sources),
            files: Arc::new(OnceLock::from(files)),
            ..self.clone()
        }
    }

    /// Everything that is wrong with the organization's files and between their entries.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.files().diagnostics(&self.org, &self.sources)
    }

    fn files(&self) -> &OrgFiles {
        self.files.get_or_init(|| {
            let of_org = self.sources.iter().filter(|(_, file)| file.path != SETTINGS);
            OrgFiles::read(&self.sources, &of_org.map(|(id, _)| id).collect::<Vec<FileId>>(), &[])
        })
    }

    /// What depends on facts, day and the words of the registry alone: computed once for a day, and shared by every
    /// organization under the same facts.
    pub(super) fn facts_on(&self, day: Day) -> Arc<FactsOn> {
        let find = |days: &VecDeque<Arc<FactsOn>>| days.iter().find(|known| known.day == day).cloned();
        let lock = || self.days.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = find(&lock()) {
            return known;
        }
        let read = Arc::new(FactsOn::of(self.facts.as_of(day)));
        let mut days = lock();
        if let Some(known) = find(&days) {
            return known;
        }
        days.push_front(read.clone());
        days.truncate(DAYS_KEPT);
        read
    }
}

impl<'a> Inputs<'a> {
    /// A value of the organization's files with its place.
    pub(crate) fn cite<T: Clone>(&self, at: &At<T>) -> Cited<T> {
        Cited::new(at.value.clone(), self.sources.place(at.span))
    }

    /// The facts as known at the end of a day.
    pub(crate) fn as_of(&self, day: Day) -> AsOf<'a> {
        self.facts.as_of(day)
    }
}
