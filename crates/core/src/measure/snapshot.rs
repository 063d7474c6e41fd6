//! The organization, its settings and what evidence says, as one owned value.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use onethread_model::Day;
use onethread_model::agreement::{AGREEMENT, Agreement};
use onethread_model::config::{Config, SETTINGS};
use onethread_model::diagnostic::Diagnostic;
use onethread_model::edit::{self, Edit, EditError, FileEditError};
use onethread_model::facts::{AsOf, Facts, Membership};
use onethread_model::org::{Naming, Org, OrgFiles, OrgOn, TableItem};
use onethread_model::source::{At, FileId, Sources};

use super::departures::departures;
use super::facts_on::FactsOn;
use super::{Cited, World};

/// Days whose facts are kept, of those that are looked at more than in passing: a page of today, the day that it is compared with, and two more.
const DAYS_KEPT: usize = 4;

/// The organization as written, its settings, the texts of its files, and what evidence says. A clone is cheap and
/// shares all of it, and so does an edited one, except for the files that changed.
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
    /// What is agreed about people; the strict values where nothing is.
    pub agreement: Arc<Agreement>,
    /// What each file says by itself; read when the first edit is made.
    files: Arc<OnceLock<OrgFiles>>,
    /// Whether ownership is read as if it had held all along: see [`Snapshot::with_ownership_held`].
    ownership_held: bool,
    /// The organization whose teams are read for what people did; its own where absent: see
    /// [`Snapshot::with_rosters_of`].
    rosters: Option<Arc<Snapshot>>,
    org_days: Arc<OrgDays>,
    days: Arc<Mutex<VecDeque<Kept>>>,
    /// Whether what is read for a day is forgotten with it: see [`Snapshot::in_passing`].
    in_passing: bool,
}

/// The facts of a day, which others may be looking at.
struct Kept {
    day: Day,
    known: Weak<FactsOn>,
    /// The same, where it stays when nobody does.
    kept: Option<Arc<FactsOn>>,
}

/// The organization as known on each day that was asked for, in the order of asking. Nothing is taken out, so that what
/// is borrowed stays; most of it is shared with the organization as written.
#[derive(Default)]
struct OrgDays {
    first: OnceLock<Box<OrgDay>>,
}

struct OrgDay {
    day: Day,
    org: OrgOn,
    next: OnceLock<Box<OrgDay>>,
}

impl OrgDays {
    fn on(&self, org: &Org, facts: &Facts, day: Day) -> &OrgOn {
        let find = || {
            let written = org.on(day);
            let departures = departures(&written, facts.as_of(day));
            if departures.is_empty() { written } else { org.on_after(day, &departures) }
        };
        let mut slot = &self.first;
        loop {
            let known = slot.get_or_init(|| Box::new(OrgDay { day, org: find(), next: OnceLock::new() }));
            if known.day == day {
                return &known.org;
            }
            slot = &known.next;
        }
    }
}

/// Everything that a review reads. Nothing else reaches it: no files, no clock.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// Settings.
    pub config: &'a Config,
    /// The organization as known on the day.
    pub org: &'a OrgOn,
    /// The text of its files.
    pub sources: &'a Sources,
    /// What evidence says.
    pub facts: &'a Facts,
    /// What is agreed about people.
    pub agreement: &'a Agreement,
    /// The organization as written, later days included: see [`super::View::as_written`].
    pub(super) written: &'a Org,
    /// The organization whose teams are read for what people did.
    pub(super) rosters: &'a OrgOn,
    /// Whether the files say who owned a component at every change, rather than the record of the change.
    pub(super) ownership_held: bool,
    /// What all of it is borrowed of.
    pub(super) snapshot: &'a Snapshot,
}

impl Snapshot {
    /// Puts together what was read.
    pub fn new(config: Config, org: Org, mut sources: Sources, facts: Facts) -> Snapshot {
        sources.hide(&org.hidden);
        Snapshot {
            config: Arc::new(config),
            org: Arc::new(org),
            sources: Arc::new(sources),
            facts: Arc::new(facts),
            ..Snapshot::default()
        }
    }

    /// The same under an agreement. The organization must have been read under it too.
    #[must_use]
    pub fn with_agreement(self, agreement: Agreement) -> Snapshot {
        Snapshot { agreement: Arc::new(agreement), files: Arc::default(), ..self }
    }

    /// The organization as known at the end of a day.
    pub fn on(&self, day: Day) -> World<'_> {
        World::on(self, day)
    }

    /// What is borrowed of it to look at a day.
    pub fn inputs(&self, day: Day) -> Inputs<'_> {
        Inputs {
            config: &self.config,
            org: self.org_days.on(&self.org, &self.facts, day),
            sources: &self.sources,
            facts: &self.facts,
            agreement: &self.agreement,
            written: &self.org,
            rosters: self.rosters_on(day),
            ownership_held: self.ownership_held,
            snapshot: self,
        }
    }

    /// The same with ownership read as if it had held all along: whom the files name as the owner of a component owned
    /// it at every change, whatever a record says of the owner then. That is how a component that moves is compared
    /// with one that stays: under both, all changes are read by one map.
    #[must_use]
    pub fn with_ownership_held(&self) -> Snapshot {
        Snapshot { ownership_held: true, ..self.clone() }
    }

    /// The same for a look at another day than that of the answer: what is read for it is large, and is forgotten with
    /// it, unless the same facts are looked at on that day again, as from one what-if to the next.
    pub(crate) fn in_passing(&self) -> Snapshot {
        Snapshot { in_passing: true, org_days: Arc::default(), ..self.clone() }
    }

    /// The same where what people did is counted by the teams of another organization, as before an edit. Who moves to
    /// another team takes nothing along: else the difference between two reviews would be what one person did.
    #[must_use]
    pub fn with_rosters_of(&self, other: &Snapshot) -> Snapshot {
        Snapshot { rosters: Some(Arc::new(other.clone())), ..self.clone() }
    }

    fn rosters_on(&self, day: Day) -> &OrgOn {
        match &self.rosters {
            Some(other) => other.org_days.on(&other.org, &other.facts, day),
            None => self.org_days.on(&self.org, &self.facts, day),
        }
    }

    /// The same facts and settings under another organization with its files, such as that of an earlier commit.
    pub fn under(&self, org: Org, mut sources: Sources) -> Snapshot {
        sources.hide(&org.hidden);
        let (org, sources, files) = (Arc::new(org), Arc::new(sources), Arc::default());
        Snapshot { org, sources, files, org_days: Arc::default(), ..self.clone() }
    }

    /// The text of a file, by its path.
    pub fn text_of(&self, path: &str) -> Option<&str> {
        self.sources.find(path).map(|(_, file)| file.text.as_str())
    }

    /// The same facts under another organization: its files with these edits, in memory. Only files that change are
    /// read anew; one that is not there yet comes to be. This snapshot stays as it is.
    ///
    /// # Errors
    /// The first file, in the order of paths, that cannot be edited, or would be broken by it; and edits that decide
    /// how evidence is read, as [`EditError::FullRun`]: those of the settings, and those after which a person or a team
    /// is not there any more, or has other names in evidence.
    pub fn edited(&self, edits: &[Edit]) -> Result<Snapshot, FileEditError> {
        // What decides how evidence is read is said first: such a file may be written in any way.
        let of = |name: &str| edits.iter().any(|edit| edit.file == name).then(|| (name.to_owned(), String::new()));
        if let Some(decides) = of(SETTINGS).or(of(AGREEMENT)) {
            return self.replaced(&BTreeMap::from([decides]));
        }
        self.replaced(&edit::apply(|path| self.text_of(path), edits)?)
    }

    /// The same facts under another organization: its files take these texts, by path, and an empty one where a file is
    /// to be gone.
    ///
    /// # Errors
    /// What decides how evidence is read, as [`Snapshot::edited`] says.
    pub fn replaced(&self, texts: &BTreeMap<String, String>) -> Result<Snapshot, FileEditError> {
        let full_run = |file: &str, what: String| {
            let why = format!("{what} in evidence: make the edit in the file, and read everything again");
            FileEditError { file: file.to_owned(), why: EditError::FullRun(why) }
        };
        if texts.contains_key(SETTINGS) {
            return Err(full_run(SETTINGS, "the settings decide what is read".to_owned()));
        }
        if texts.contains_key(AGREEMENT) {
            return Err(full_run(AGREEMENT, "the agreement decides what is read".to_owned()));
        }
        let after = self.with_texts(texts);
        match renamed(&self.org, &after.org) {
            Some((id, file)) => Err(full_run(self.sources.path(file), format!("`{id}` would be another person"))),
            None => Ok(after),
        }
    }

    /// The same facts under another organization: its files take these texts, by path. Only those that differ are read
    /// anew.
    pub fn with_texts(&self, texts: &BTreeMap<String, String>) -> Snapshot {
        let (mut sources, changed) = self.sources.with_texts(texts);
        let (files, org) = self.files().edited(&self.org, &sources, &changed);
        sources.hide(&org.hidden);
        Snapshot {
            org: Arc::new(org),
            sources: Arc::new(sources),
            files: Arc::new(OnceLock::from(files)),
            org_days: Arc::default(),
            ..self.clone()
        }
    }

    /// Everything that is wrong with the organization's files and between their entries.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.files().diagnostics(&self.org, &self.sources)
    }

    /// Every place of the organization's files that names the entry of a kind with this id, such as `person`.
    pub fn naming(&self, kind: &str, id: &str) -> Vec<Naming> {
        self.files().naming(kind, id)
    }

    /// The tables under a key of an entry, such as each `[[initiative.returns.dependency]]`.
    pub fn items(&self, kind: &str, id: &str, key: &str) -> Vec<TableItem> {
        self.files().items(kind, id, key)
    }

    /// The organization's files: all texts but the settings.
    pub fn organization_files(&self) -> impl Iterator<Item = FileId> {
        let is_other = |path: &str| path == SETTINGS || path == AGREEMENT;
        self.sources.iter().filter(move |(_, file)| !is_other(&file.path)).map(|(id, _)| id)
    }

    fn files(&self) -> &OrgFiles {
        let read = || {
            let files: Vec<FileId> = self.organization_files().collect();
            OrgFiles::read_without(&self.sources, &files, self.agreement.fields_off())
        };
        self.files.get_or_init(read)
    }

    /// What depends on facts, day and the words of the registry alone: computed once for a day, and shared by every
    /// organization under the same facts.
    pub(super) fn facts_on(&self, day: Day) -> Arc<FactsOn> {
        let known = |days: &mut VecDeque<Kept>| {
            let at = days.iter().position(|one| one.day == day)?;
            let one = &mut days[at];
            let facts = one.known.upgrade();
            // Whoever asks again will ask a third time.
            one.kept = facts.clone().or(one.kept.take());
            facts
        };
        let lock = || self.days.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known(&mut lock()) {
            return known;
        }
        let read = Arc::new(FactsOn::of(self.facts.as_of(day)));
        let mut days = lock();
        if let Some(known) = known(&mut days) {
            return known;
        }
        let was_asked = days.iter().any(|one| one.day == day);
        days.retain(|one| one.day != day);
        let kept = (was_asked || !self.in_passing).then(|| read.clone());
        days.push_front(Kept { day, known: Arc::downgrade(&read), kept });
        days.truncate(DAYS_KEPT);
        read
    }
}

/// A person or team that evidence would no longer know by the same names, with the file that describes it.
fn renamed<'o>(before: &'o Org, after: &Org) -> Option<(&'o str, FileId)> {
    let names = |known_as: &'o [At<String>]| known_as.iter().map(|name| &name.value);
    let same = |a: &'o [At<String>], b: Option<&[At<String>]>| {
        b.is_some_and(|b| b.len() == a.len() && names(a).zip(b).all(|(a, b)| *a == b.value))
    };
    let person = before
        .people
        .iter()
        .find(|(id, one)| !same(&one.known_as, after.people.get(*id).map(|other| other.known_as.as_slice())));
    let team = before
        .teams
        .iter()
        .find(|(id, one)| !same(&one.known_as, after.teams.get(*id).map(|other| other.known_as.as_slice())));
    let person = person.map(|(id, one)| (id.as_str(), one.id.span.file));
    person.or_else(|| team.map(|(id, one)| (id.as_str(), one.id.span.file)))
}

impl<'a> Inputs<'a> {
    /// A value of the organization's files with its place.
    pub(crate) fn cite<T: Clone>(&self, at: &At<T>) -> Cited<T> {
        Cited::new(at.value.clone(), self.sources.place(at.span))
    }

    /// Memberships of teams that sources state on the day of the facts and no file retracts.
    pub(super) fn memberships(&self, facts: AsOf<'a>) -> impl Iterator<Item = &'a Membership> + use<'a> {
        self.memberships_under(self.org, facts)
    }

    /// The same by the teams that are read for what people did.
    pub(super) fn roster_memberships(&self, facts: AsOf<'a>) -> impl Iterator<Item = &'a Membership> + use<'a> {
        self.memberships_under(self.rosters, facts)
    }

    fn memberships_under(&self, org: &'a OrgOn, facts: AsOf<'a>) -> impl Iterator<Item = &'a Membership> + use<'a> {
        let is_retracted =
            move |row: &Membership| org.retracts_membership(facts.text(row.team), facts.text(row.person), row.from);
        facts.memberships().filter(move |row| !is_retracted(row))
    }

    /// The facts as known at the end of a day.
    pub(crate) fn as_of(&self, day: Day) -> AsOf<'a> {
        self.facts.as_of(day)
    }
}
