//! Which measure is computed from which: the wiring of everything costly over one snapshot and day.
//!
//! Each stage is computed once, from inputs that its function names; none of them sees the world.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use onethread_model::Day;
use onethread_model::facts::Touch;

use super::cached::Cached;
use super::change_log::{ChangeLog, WINDOW_DAYS};
use super::cochange::{CochangeMatrix, Level, TouchedSets};
use super::groups::Groups;
use super::measures::change_coupling::{CouplingOf, coupling_of};
use super::measures::finished_inside::{FinishedInside, finished_inside_of};
use super::owners::Owners;
use super::register::work::Work;
use super::register::{self, AwayWork, Parties, Register, RegisterInputs};
use super::waiting::{Clock, Ledger, Signs, ledger};
use super::{Initiative, Snapshot, View};

/// Measures that read who made which change: the largest of their smallest groups holds for all.
const WORK: &[&str] = &["finished-inside", "away-work", "component-ownership", "required-coordination"];

/// The organization on a day: what every criterion and measure reads.
///
/// What is costly is computed when it is first asked for. Where many threads read it, [`World::shared`] computes
/// everything before they start: a thread that waits for helpers of its own takes up other work meanwhile, which might
/// ask for the very thing that it is computing, and would wait for itself.
pub struct World<'a> {
    view: View<'a>,
    stages: Stages,
    /// Whether many threads read it, so that nothing may be computed any more.
    is_shared: AtomicBool,
    /// Whether answers are explained, or nobody reads more than the answers themselves.
    pub(crate) explains: bool,
    /// How many records are kept of each piece of evidence of a dependency.
    places: usize,
    /// Of each of [`View::initiatives`], its ledger since the idea, between the first who reads it and who takes it.
    ledgers: Vec<Mutex<Option<Result<Ledger, String>>>>,
}

/// What is computed once, each from stages above it.
#[derive(Default)]
struct Stages {
    owners: OnceLock<Owners>,
    team_members: OnceLock<Groups>,
    signs: OnceLock<Signs>,
    path_owners: OnceLock<Vec<Option<String>>>,
    teams: OnceLock<CochangeMatrix>,
    team_coupling: OnceLock<CouplingOf>,
    initiative_coupling: OnceLock<CouplingOf>,
    parties: OnceLock<Parties>,
    work: OnceLock<Work>,
    register: OnceLock<Register>,
    needs: OnceLock<Register>,
    away_work: OnceLock<AwayWork>,
    finished_inside: OnceLock<FinishedInside>,
}

impl<'a> Deref for World<'a> {
    type Target = View<'a>;

    fn deref(&self) -> &View<'a> {
        &self.view
    }
}

impl<'a> World<'a> {
    /// The organization as known at the end of a day.
    pub fn on(snapshot: &'a Snapshot, day: Day) -> World<'a> {
        let (view, stages) = (View::on(snapshot, day), Stages::default());
        let is_shared = AtomicBool::new(false);
        let ledgers = view.initiatives.iter().map(|_| Mutex::default()).collect();
        World { view, stages, is_shared, explains: true, places: register::PLACES_MAX, ledgers }
    }

    /// The same for those who name one record of each piece of evidence of a dependency, the newest, and list none.
    #[must_use]
    pub fn with_one_place(self) -> World<'a> {
        World { places: 1, ..self }
    }

    /// The same for those who read no more than the answers: what is costly and only explains one may be left out.
    pub(crate) fn for_answers(snapshot: &'a Snapshot, day: Day) -> World<'a> {
        World { explains: false, ..World::on(snapshot, day).with_one_place() }
    }

    /// Runs what reads the world on many threads. With `prepared`, everything costly is computed before; without,
    /// nothing of it may be asked for, which builds with debug assertions check.
    pub(crate) fn shared<T>(&self, prepared: bool, read: impl FnOnce() -> T) -> T {
        if prepared {
            self.prepare();
        }
        self.is_shared.store(true, Ordering::Relaxed);
        let read = read();
        self.is_shared.store(false, Ordering::Relaxed);
        read
    }

    fn prepare(&self) {
        self.view.prepare();
        rayon::join(
            || self.path_owners(),
            || {
                self.initiative_coupling();
                self.signs();
            },
        );
        self.register();
        self.away_work();
        self.finished_inside();
    }

    fn stage<'s, T>(&self, stage: &'s OnceLock<T>, compute: impl FnOnce() -> T) -> &'s T {
        stage.get_or_init(|| {
            debug_assert!(!self.is_shared.load(Ordering::Relaxed), "computed while many threads read the world");
            compute()
        })
    }

    /// Reads the ledger of an initiative since its idea, which is made once; `None` where there is none.
    pub(crate) fn read_ledger<T>(&self, initiative: &Initiative, read: impl FnOnce(&Ledger) -> T) -> Option<T> {
        let make = || ledger(initiative, self, Clock::Idea);
        match self.ledger_of(initiative) {
            Some(mut known) => known.get_or_insert_with(make).as_ref().ok().map(read),
            None => make().as_ref().ok().map(read),
        }
    }

    /// Takes the ledger of an initiative since its idea, so that nobody has to keep two.
    ///
    /// # Errors
    /// Why there is none.
    pub(crate) fn take_ledger(&self, initiative: &Initiative) -> Result<Ledger, String> {
        let known = self.ledger_of(initiative).and_then(|mut known| known.take());
        known.unwrap_or_else(|| ledger(initiative, self, Clock::Idea))
    }

    fn ledger_of(&self, initiative: &Initiative) -> Option<MutexGuard<'_, Option<Result<Ledger, String>>>> {
        let at = self.view.initiatives.binary_search_by(|other| other.id.cmp(&initiative.id)).ok()?;
        Some(self.ledgers[at].lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Who owns what.
    pub(crate) fn owners(&self) -> &Owners {
        self.stage(&self.stages.owners, || Owners::of(&self.view))
    }

    /// The team that owned what a change touched: as its record says, else as is known of it now; where ownership is
    /// read as if it had held all along, as the files say.
    pub(crate) fn owner_at(&self, touch: &Touch) -> Option<&str> {
        self.owners().team_at(touch.component, touch.team, &self.view)
    }

    /// Who is on which team.
    pub(crate) fn team_members(&self) -> &Groups {
        self.stage(&self.stages.team_members, || Groups::of(&self.view))
    }

    /// Whether any source says who is on any team.
    pub fn team_members_known(&self) -> bool {
        self.team_members().knows_anybody()
    }

    /// Whether the agreement lets a measure be computed.
    pub fn computes(&self, measure: &str) -> bool {
        self.view.inputs.agreement.allows("measure", measure)
    }

    /// Who is on which team, with the smallest group that is agreed for some measures: the largest of them.
    pub(crate) fn groups_for(&self, measures: &[&str]) -> Groups {
        let agreement = self.view.inputs.agreement;
        let smallest = measures.iter().map(|measure| agreement.smallest_group_of(measure)).max();
        self.team_members().with_smallest(smallest.unwrap_or_else(|| agreement.smallest_group()))
    }

    /// The same for what reads who made which change.
    pub(crate) fn work_groups(&self) -> Groups {
        self.groups_for(WORK)
    }

    /// The same for pairs of teams whose code changes together.
    pub(crate) fn code_groups(&self) -> Groups {
        self.groups_for(&["change-coupling"]).of_code()
    }

    /// The same for pairs of teams.
    pub fn groups(&self) -> Groups {
        self.groups_for(&["change-coupling", "dependency-register"])
    }

    /// Signs of life of all initiatives.
    pub(crate) fn signs(&self) -> &Signs {
        self.stage(&self.stages.signs, || Signs::of_all(&self.view))
    }

    /// The team that owns each of [`View::paths`], where it is one.
    pub fn path_owners(&self) -> &[Option<String>] {
        let owners = self.owners();
        self.stage(&self.stages.path_owners, || self.view.paths().path_owners(&self.view, owners)).as_slice()
    }

    /// The team that owns each path of a window, where it is one.
    pub(crate) fn path_owners_of<'w>(&'w self, paths: &CochangeMatrix) -> Cow<'w, [Option<String>]> {
        match std::ptr::eq(paths, self.view.paths()) {
            true => Cow::Borrowed(self.path_owners()),
            false => Cow::Owned(paths.path_owners(&self.view, self.owners())),
        }
    }

    /// Which change-sets of the last year touch what which teams own.
    pub(crate) fn teams(&self) -> &CochangeMatrix {
        let (owners, sets) = (self.owners(), self.view.touched_sets());
        self.stage(&self.stages.teams, || CochangeMatrix::of_teams(&self.view, owners, sets))
    }

    /// Which teams changed together in the last year beyond chance.
    pub fn team_coupling(&self) -> &CouplingOf {
        let teams = self.teams();
        self.stage(&self.stages.team_coupling, || coupling_of(teams, &self.view, false))
    }

    /// Which live initiatives changed together in the last year beyond chance.
    pub fn initiative_coupling(&self) -> &CouplingOf {
        let paths = self.view.paths();
        let find = || coupling_of(&paths.between_initiatives(&self.view), &self.view, false);
        self.stage(&self.stages.initiative_coupling, find)
    }

    /// Who can have a dependency.
    pub(crate) fn parties(&self) -> &Parties {
        let owners = self.owners();
        self.stage(&self.stages.parties, || Parties::of(&self.view, owners))
    }

    /// The changes of the last year as teams see them.
    pub(crate) fn work(&self) -> &Work {
        let (owners, members) = (self.owners(), self.groups_for(WORK));
        self.stage(&self.stages.work, || Work::of(&self.view, owners, &members, WINDOW_DAYS))
    }

    /// The dependencies of the last year.
    pub fn register(&self) -> &Register {
        let inputs = self.register_inputs(self.teams(), self.team_coupling());
        self.stage(&self.stages.register, || Register::of(inputs, register::WINDOW_DAYS))
    }

    /// The dependencies of the last year that show a need: those of [`World::register`], or without the release days
    /// that two share where nobody asked for these. What an initiative needs is the same in both.
    pub(crate) fn needs(&self) -> &Register {
        if let Some(register) = self.stages.register.get() {
            return register;
        }
        let inputs = self.register_inputs(self.teams(), self.team_coupling());
        self.stage(&self.stages.needs, || Register::of_needs(inputs, register::WINDOW_DAYS))
    }

    /// Work of teams in what others own, over the last year.
    pub fn away_work(&self) -> &AwayWork {
        let (work, groups) = (self.work(), self.groups_for(WORK));
        self.stage(&self.stages.away_work, || AwayWork::of(&self.view, work, &groups, WINDOW_DAYS, self.places))
    }

    /// What teams finished by themselves over the last year.
    pub fn finished_inside(&self) -> &FinishedInside {
        let (work, members) = (self.work(), self.groups_for(WORK));
        let find = || finished_inside_of(work, &members, &self.view, WINDOW_DAYS);
        self.stage(&self.stages.finished_inside, find)
    }

    fn register_inputs<'r>(&'r self, teams: &'r CochangeMatrix, team_coupling: &'r CouplingOf) -> RegisterInputs<'r> {
        let (parties, owners, members) = (self.parties(), self.owners(), self.team_members());
        RegisterInputs { view: &self.view, parties, owners, members, teams, team_coupling, places: self.places }
    }

    /// Which change-sets of a window touch which items of a level. Teams under five are one item together.
    pub fn cochange(&self, level: Level, window_days: i64) -> Cached<'_, CochangeMatrix> {
        let is_year = window_days == WINDOW_DAYS;
        if level == Level::Path && is_year {
            return Cached::Shared(self.view.paths());
        }
        let read = (!is_year).then(|| TouchedSets::read(self.view.facts, window_days, Some(self.view.trails())));
        let sets = read.as_ref().unwrap_or_else(|| self.view.touched_sets());
        Cached::of(match level {
            Level::Path => CochangeMatrix::of_paths(self.view.facts, sets),
            Level::Team => {
                let groups = self.code_groups();
                CochangeMatrix::of_groups(&self.view, self.owners(), &groups, sets)
            }
            Level::Component => {
                CochangeMatrix::of_components(&self.view, self.owners(), &self.change_log_over(window_days), sets)
            }
        })
    }

    /// Which change-sets of a window touch what which teams own, each team by itself: for who needs whom, and in no output.
    fn teams_over(&self, window_days: i64) -> Cached<'_, CochangeMatrix> {
        if window_days == WINDOW_DAYS {
            return Cached::Shared(self.teams());
        }
        let sets = TouchedSets::read(self.view.facts, window_days, Some(self.view.trails()));
        Cached::of(CochangeMatrix::of_teams(&self.view, self.owners(), &sets))
    }

    /// Which changes of a window touch which paths, each by itself and those of bots included, as other tools count.
    pub fn single_changes(&self, window_days: i64) -> CochangeMatrix {
        CochangeMatrix::of_paths(self.view.facts, &TouchedSets::read(self.view.facts, window_days, None))
    }

    /// Which change-sets of a window touch which paths.
    pub(crate) fn paths_over(&self, window_days: i64) -> Cached<'_, CochangeMatrix> {
        self.cochange(Level::Path, window_days)
    }

    /// Which teams changed together within a window beyond chance.
    pub(crate) fn team_coupling_over(&self, window_days: i64) -> Cached<'_, CouplingOf> {
        if window_days == WINDOW_DAYS {
            return Cached::Shared(self.team_coupling());
        }
        Cached::of(coupling_of(&self.teams_over(window_days), &self.view, false))
    }

    /// Which live initiatives changed together within the window of some paths beyond chance.
    pub(crate) fn initiative_coupling_of(&self, paths: &CochangeMatrix) -> Cached<'_, CouplingOf> {
        match std::ptr::eq(paths, self.view.paths()) {
            true => Cached::Shared(self.initiative_coupling()),
            false => Cached::of(coupling_of(&paths.between_initiatives(&self.view), &self.view, false)),
        }
    }

    /// The change-sets of a window.
    pub(crate) fn change_log_over(&self, window_days: i64) -> Cached<'_, ChangeLog> {
        match window_days == WINDOW_DAYS {
            true => Cached::Shared(self.view.change_log()),
            false => Cached::of(ChangeLog::over(self.view.facts, self.view.trails(), window_days)),
        }
    }

    /// The changes of a window as teams see them.
    pub(crate) fn work_over(&self, window_days: i64) -> Cached<'_, Work> {
        match window_days == WINDOW_DAYS {
            true => Cached::Shared(self.work()),
            false => Cached::of(Work::of(&self.view, self.owners(), &self.groups_for(WORK), window_days)),
        }
    }

    /// Work of teams in what others own, over a window.
    pub fn away_work_over(&self, window_days: i64) -> Cached<'_, AwayWork> {
        match window_days == WINDOW_DAYS {
            true => Cached::Shared(self.away_work()),
            false => {
                let (work, groups) = (self.work_over(window_days), self.groups_for(WORK));
                Cached::of(AwayWork::of(&self.view, &work, &groups, window_days, self.places))
            }
        }
    }

    /// The dependencies of a window.
    pub fn register_over(&self, window_days: i64) -> Cached<'_, Register> {
        if window_days == register::WINDOW_DAYS {
            return Cached::Shared(self.register());
        }
        let (teams, coupling) = (self.teams_over(window_days), self.team_coupling_over(window_days));
        Cached::of(Register::of(self.register_inputs(&teams, &coupling), window_days))
    }
}
