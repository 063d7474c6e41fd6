//! Step 1: numbers from the organization and its facts, as known on a day.

pub(crate) mod cadence;
pub mod change_log;
pub mod change_sets;
pub(crate) mod claims;
pub mod decisions;
mod index;
pub mod initiative;
pub mod inside;
pub mod leadership;
pub mod measures;
pub mod needs;
mod open_asks;
mod over;
pub(crate) mod owners;
pub mod parts;
pub(crate) mod people;
pub mod register;
mod registry;
pub mod released;
pub(crate) mod teams;
pub mod together;
pub mod waiting;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use change_log::ChangeLog;
use onethread_kernel::coupling::Incidence;
use onethread_kernel::separability::{Activity, ties};
use onethread_model::Day;
use onethread_model::config::Config;
use onethread_model::facts::{AsOf, Facts};
use onethread_model::org::Org;
use onethread_model::source::{At, Place, Sources};

pub use initiative::{Initiative, Shipped};
pub use leadership::Leadership;
use measures::change_coupling::{CouplingOf, coupling_of};
use owners::Owners;
pub use people::{Commitment, People, Reporting};
use register::work::Work;
use register::{AwayWork, Parties, Register};
use teams::Teams;
use together::Together;

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

/// Something said, with the place where it is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited<T> {
    /// What is said.
    pub value: T,
    /// Where: a line of a file, or a record of a source.
    pub place: Place,
}

impl<T> Cited<T> {
    /// Pairs a value with its place.
    pub fn new(value: T, place: Place) -> Cited<T> {
        Cited { value, place }
    }
}

/// The organization on a day: what every criterion and measure reads.
///
/// What is costly is read once, by whoever asks first, while all others wait. Nothing that is read so may itself be split
/// over the threads of the pool: a thread that waits for its helpers takes up other work meanwhile, which may ask for the
/// very thing that is being read, and would wait for itself.
pub struct World<'a> {
    /// What it was made from.
    pub inputs: Inputs<'a>,
    /// The day.
    pub day: Day,
    /// Facts as known on the day.
    pub facts: AsOf<'a>,
    /// Every initiative known on the day, in alphabetical order of id, live or not.
    pub initiatives: Vec<Initiative>,
    /// Who is committed to what.
    pub people: People,
    index: index::Index<'a>,
    read_once: ReadOnce,
}

/// Which change-sets touch which paths, with what is read of all of them once.
pub struct Ordinary {
    /// Change-sets and paths.
    pub incidence: Incidence,
    /// The activity of all paths.
    pub activity: Activity,
    /// What all paths share with each other.
    pub ties: u64,
}

/// What is costly to read, and only by some asked for.
#[derive(Default)]
struct ReadOnce {
    change_log: OnceLock<ChangeLog>,
    sets: OnceLock<change_log::SetIndex>,
    register: OnceLock<Register>,
    parties: OnceLock<Parties>,
    owners: OnceLock<Owners>,
    team_members: OnceLock<Teams>,
    work: OnceLock<Work>,
    away_work: OnceLock<AwayWork>,
    signs: OnceLock<waiting::Signs>,
    paths: OnceLock<Together>,
    ordinary: OnceLock<Ordinary>,
    teams: OnceLock<Together>,
    team_coupling: OnceLock<CouplingOf>,
    initiative_coupling: OnceLock<CouplingOf>,
}

impl<'a> World<'a> {
    /// The organization as known at the end of a day.
    pub fn on(inputs: Inputs<'a>, day: Day) -> World<'a> {
        let facts = inputs.facts.as_of(day);
        let initiatives = initiative::gather(inputs, facts);
        let (people, index) = rayon::join(
            || People::gather(inputs, facts, &initiatives),
            || index::Index::new(inputs, facts, &initiatives),
        );
        World { inputs, day, facts, initiatives, people, index, read_once: ReadOnce::default() }
    }

    /// The change-sets of the last year, read when first asked for.
    pub fn change_log(&self) -> &ChangeLog {
        self.read_once.change_log.get_or_init(|| ChangeLog::over(self, change_log::WINDOW_DAYS))
    }

    /// Which change-sets of the last year touch which paths, read when first asked for.
    pub fn paths(&self) -> &Together {
        let read = || Together::of(self, together::Level::Path, change_log::WINDOW_DAYS);
        self.read_once.paths.get_or_init(read)
    }

    /// Which change-sets of the last year touch which paths, those of more than 100 paths without any.
    pub fn ordinary(&self) -> &Ordinary {
        self.read_once.ordinary.get_or_init(|| {
            let incidence = self.paths().incidence.up_to(inside::PATHS_MAX as u32);
            Ordinary { activity: Activity::of(&incidence), ties: ties(&incidence), incidence }
        })
    }

    /// Which teams changed together in the last year beyond chance, found when first asked for.
    pub fn team_coupling(&self) -> &CouplingOf {
        self.read_once.team_coupling.get_or_init(|| coupling_of(self.teams(), self, false))
    }

    /// Which live initiatives changed together in the last year beyond chance, found when first asked for.
    pub fn initiative_coupling(&self) -> &CouplingOf {
        let find = || coupling_of(&self.paths().between_initiatives(self), self, false);
        self.read_once.initiative_coupling.get_or_init(find)
    }

    /// Which change-sets of the last year touch what which teams own, read when first asked for.
    pub fn teams(&self) -> &Together {
        let read = || Together::of(self, together::Level::Team, change_log::WINDOW_DAYS);
        self.read_once.teams.get_or_init(read)
    }

    /// Who owns what, read when first asked for.
    pub(crate) fn owners(&self) -> &Owners {
        self.read_once.owners.get_or_init(|| Owners::of(self))
    }

    /// Who is on which team, read when first asked for.
    pub(crate) fn team_members(&self) -> &Teams {
        self.read_once.team_members.get_or_init(|| Teams::of(self))
    }

    /// Who can have a dependency, read when first asked for.
    pub(crate) fn parties(&self) -> &Parties {
        self.read_once.parties.get_or_init(|| Parties::of(self))
    }

    /// The changes of the last year as teams see them, read when first asked for.
    pub(crate) fn work(&self) -> &Work {
        self.read_once.work.get_or_init(|| Work::of(self, change_log::WINDOW_DAYS))
    }

    /// The change-sets of the last year by what they touch and name.
    fn sets(&self) -> &change_log::SetIndex {
        self.read_once.sets.get_or_init(|| change_log::SetIndex::of(self.change_log()))
    }

    /// The dependencies of the last year, gathered when first asked for.
    pub fn register(&self) -> &Register {
        self.read_once.register.get_or_init(|| Register::of(self, register::WINDOW_DAYS))
    }

    /// Work of teams in what others own, over the last year, counted when first asked for.
    pub fn away_work(&self) -> &AwayWork {
        self.read_once.away_work.get_or_init(|| AwayWork::of(self))
    }

    /// Signs of life of all initiatives, read when first asked for.
    pub(crate) fn signs(&self) -> &waiting::Signs {
        self.read_once.signs.get_or_init(|| waiting::Signs::of_all(self))
    }

    /// Live initiatives, in alphabetical order of id.
    pub fn live(&self) -> impl Iterator<Item = &Initiative> {
        self.initiatives.iter().filter(|initiative| initiative.live)
    }

    /// The initiative with this id.
    pub fn initiative(&self, id: &str) -> Option<&Initiative> {
        self.initiatives
            .binary_search_by(|initiative| initiative.id.as_str().cmp(id))
            .ok()
            .map(|i| &self.initiatives[i])
    }

    /// Teams whose work an initiative is: the one that has it, and those that say they work on it.
    pub fn own_teams<'i>(&self, initiative: &'i Initiative) -> BTreeSet<&'i str>
    where
        'a: 'i,
    {
        let stated = initiative.team.as_ref().map(|team| team.value.as_str());
        self.teams_on(&initiative.id).map(|team| team.id.value.as_str()).chain(stated).collect()
    }
}

impl Inputs<'_> {
    /// A value of the organization's files with its place.
    pub(crate) fn cite<T: Clone>(&self, at: &At<T>) -> Cited<T> {
        Cited::new(at.value.clone(), self.sources.place(at.span))
    }
}
