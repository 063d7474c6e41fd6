//! The dependency register: who needs whom, by every class of evidence.
//!
//! 1. Each class is gathered by a file of its own, as [`Seen`] between a person who needs and a team that is needed.
//! 2. What is said of the same two is united into an [`Entry`], beside what is declared.
//! 3. Cycles, away work, platforms and duplicates are read from the same evidence.
//!
//! Work of a team that has one live initiative is filed under that initiative; any other under the team.

pub mod away;
mod companions;
mod cycles;
mod declared;
pub mod duplicates;
mod evolution;
mod parties;
mod people;
pub mod platforms;
mod release_calendar;
mod releases;
mod reviews;
mod small;
mod strength;
mod structure;
mod trend;
pub mod undeclared;
pub mod wait;
pub(crate) mod work;

use std::collections::{BTreeMap, HashSet};

use onethread_model::Day;
use onethread_model::facts::RecordRef;
use onethread_model::record::Reference;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::cochange::CochangeMatrix;
use super::groups::Groups;
use super::measures::change_coupling::{CouplingOf, VisibleCoupling};
use super::owners::Owners;
use super::{Initiative, View};
pub use away::AwayWork;
pub use companions::VisibleReleases;
pub(crate) use cycles::{is_need, need};
pub(crate) use declared::team_behind;
pub use duplicates::Duplicate;
pub(crate) use parties::Parties;
pub use platforms::PlatformUse;
pub use small::SmallGroups;
pub use strength::Strength;
use trend::Activity;
pub use trend::{Course, Trend};
pub use wait::Wait;

/// Days that the register looks back, when nothing else is asked for.
pub const WINDOW_DAYS: i64 = 365;
/// Records that are kept of each piece of evidence at most, the newest ones.
pub(crate) const PLACES_MAX: usize = 50;

/// A class of evidence of a dependency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// One is built with, or calls, the other.
    Structural,
    /// Both change together.
    Evolutionary,
    /// The other's people have to review.
    Review,
    /// The other's people have to agree.
    Approval,
    /// People work for both.
    SharedPerson,
    /// Both are released on the same days.
    SharedRelease,
}

impl Class {
    /// Every class, in the order of reports.
    pub const ALL: [Class; 6] = [
        Class::Structural,
        Class::Evolutionary,
        Class::Review,
        Class::Approval,
        Class::SharedPerson,
        Class::SharedRelease,
    ];

    /// Its name in files and messages.
    pub fn key(self) -> &'static str {
        match self {
            Class::Structural => "structural",
            Class::Evolutionary => "evolutionary",
            Class::Review => "review",
            Class::Approval => "approval",
            Class::SharedPerson => "shared-person",
            Class::SharedRelease => "shared-release",
        }
    }

    fn from_key(key: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|class| class.key() == key)
    }
}

/// A change or record that shows something, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// When; absent where it has no day.
    pub day: Option<Day>,
    /// What it is, in a few words.
    pub what: String,
    /// Where it is written.
    pub place: Place,
}

/// Days of records, with what is to be reported each. It is reported the newest ones only.
type Dated<T> = Vec<(Day, RecordRef, T)>;

/// What one class of evidence shows of a dependency. What it counts is read in the stage that counts it; whoever prints
/// reads [`Seen::shown`], which is empty where a side is a group under five.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Seen {
    /// The class.
    pub class: Class,
    /// Whether a source says so itself; else it is counted from what happened.
    pub recorded: bool,
    /// Whether it holds in both directions, as with code that changes together.
    pub mutual: bool,
    /// Whether it can be more than chance: always for a record that says so, for counted work only when it is more than
    /// a null model expects.
    pub reliable: bool,
    /// Whether it shows a need beyond doubt that is to be declared: see [`undeclared`].
    pub shows_need: bool,
    /// What may be printed of it; absent where a side of it is a group under five, or of unknown size.
    #[serde(flatten)]
    pub shown: Option<Figures>,
    #[serde(skip)]
    pub(in crate::measure) n: usize,
    #[serde(skip)]
    pub(in crate::measure) strength: Option<Strength>,
    #[serde(skip)]
    pub(in crate::measure) risk: Option<Risk>,
    #[serde(skip)]
    pub(in crate::measure) trend: Option<Trend>,
    #[serde(skip)]
    pub(in crate::measure) first: Option<Day>,
    #[serde(skip)]
    pub(in crate::measure) last: Option<Day>,
    /// What it rests on: the newest few; of a group under five one record without its day.
    #[serde(skip)]
    pub behind: Vec<Behind>,
}

/// The numbers of what one class of evidence shows.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Figures {
    /// Pieces of evidence: links, change-sets, reviews, gates, people or days.
    pub n: usize,
    /// How strong it is, where there is something to take a share of.
    pub strength: Option<Strength>,
    /// How many times as often as chance would have it, where there is a null model.
    pub risk: Option<Risk>,
    /// Where it goes, for evidence that has days.
    pub trend: Option<Trend>,
    /// The first day of evidence within the window, or of the record.
    pub first: Option<Day>,
    /// The last one.
    pub last: Option<Day>,
}

/// How many times as often as chance would have it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Risk {
    /// Change-sets that touch both.
    pub together: usize,
    /// Those that chance would give.
    pub expected: f64,
    /// The ratio, drawn towards 1 where evidence is thin.
    pub ratio: f64,
    /// Its lower 5 % bound.
    pub low: f64,
}

/// A person who needs a team, and all that shows it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Entry {
    /// Who needs it: `initiative:id`, or `team:id` for a team with no or several live initiatives.
    pub needs: String,
    /// The team that has the dependency, where one is known.
    pub team: Option<String>,
    /// What is needed: `team:id`, or what is declared where no team has it.
    pub on: String,
    /// Whether it is declared.
    pub declared: bool,
    /// `blocking`, `slowing` or `ok`, as declared or recorded.
    pub effect: Option<String>,
    /// What shows it, by class.
    pub seen: Vec<Seen>,
    /// How long answers were waited for.
    pub wait: Option<Wait>,
    /// Days from the first evidence or declared day to the day of the register.
    pub age_days: Option<i64>,
    /// Whether a side of it is a group under five, or of unknown size: then it has no numbers.
    pub is_small: bool,
    /// Where it is declared, or where the gate is that it passes.
    #[serde(skip)]
    pub declared_at: Option<Place>,
}

impl Entry {
    /// Whether anything shows it that can be more than chance.
    pub fn is_observed(&self) -> bool {
        self.seen.iter().any(|seen| seen.reliable)
    }

    /// Whether evidence shows beyond doubt that it is needed, and nobody declared it: the one definition of an undeclared
    /// dependency.
    pub fn is_undeclared(&self) -> bool {
        !self.declared && self.needed().next().is_some()
    }

    /// What shows beyond doubt that it is needed.
    pub fn needed(&self) -> impl Iterator<Item = &Seen> {
        self.seen.iter().filter(|seen| seen.shows_need)
    }

    /// What one class shows.
    pub fn of(&self, class: Class) -> Option<&Seen> {
        self.seen.iter().find(|seen| seen.class == class)
    }

    /// The numbers of all that shows it, as far as they may be printed.
    pub fn figures(&self) -> impl Iterator<Item = &Figures> {
        self.seen.iter().filter_map(|seen| seen.shown.as_ref())
    }

    /// The first day of evidence.
    pub fn first(&self) -> Option<Day> {
        self.figures().filter_map(|shown| shown.first).min()
    }

    /// The last day of evidence.
    pub fn last(&self) -> Option<Day> {
        self.figures().filter_map(|shown| shown.last).max()
    }
}

/// Who needs whom, as known on a day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Register {
    /// Days that dated evidence is looked at.
    pub window_days: i64,
    /// Dependencies, in the order of who has them and of what is needed.
    pub entries: Vec<Entry>,
    /// Teams that depend on each other in a cycle, by needs that are declared or shown beyond doubt.
    pub cycles: Vec<Vec<String>>,
    /// Classes of which there is any evidence within the window.
    pub classes: Vec<Class>,
    /// Why nothing is reported of code that changes together.
    pub refused: Option<String>,
    /// What two teams of usual activity would have needed in common to be found; absent when refused.
    pub visible_coupling: Option<VisibleCoupling>,
    /// The same of the days of release of two initiatives; absent where fewer than two are compared.
    pub visible_releases: Option<VisibleReleases>,
    /// What was left out, in words, with how often.
    pub left_out: BTreeMap<String, usize>,
    /// What groups under five were asked for, added up; absent where that would be about fewer than two of them, or about
    /// fewer people than the smallest group.
    pub under: Option<small::SmallGroups>,
    declared_pairs: HashSet<(String, String)>,
}

/// What one class says of two sides, before it is united with the others.
struct Finding {
    needs: Reference,
    team: Option<String>,
    on: Reference,
    effect: Option<String>,
    seen: Seen,
    /// Where the organization writes it down, such as a gate that is gone by now.
    written: Option<Place>,
}

/// What the register is made from.
#[derive(Clone, Copy)]
pub(crate) struct RegisterInputs<'r> {
    /// The organization on the day.
    pub(crate) view: &'r View<'r>,
    /// Who can have a dependency.
    pub(crate) parties: &'r Parties,
    /// Who owns what.
    pub(crate) owners: &'r Owners,
    /// Who is on which team.
    pub(crate) members: &'r Groups,
    /// Which change-sets of the window touch what which teams own.
    pub(crate) teams: &'r CochangeMatrix,
    /// Which teams changed together within the window beyond chance.
    pub(crate) team_coupling: &'r CouplingOf,
    /// How many records are kept of each piece of evidence.
    pub(crate) places: usize,
}

/// What the gathering of all classes reads and fills.
struct Gathering<'r> {
    inputs: RegisterInputs<'r>,
    window_days: i64,
    findings: Vec<Finding>,
    waits: BTreeMap<(Reference, Reference), Vec<wait::OpenRequest>>,
    classes: Vec<Class>,
    refused: Option<String>,
    visible_releases: Option<VisibleReleases>,
    left_out: BTreeMap<String, usize>,
}

/// Adds what one class of evidence shows.
type Gather = fn(&mut Gathering<'_>);

/// How each class is gathered, in the order in which two sides are reported.
const GATHERERS: [(Class, Gather); 5] = [
    (Class::Structural, structure::gather),
    (Class::Evolutionary, evolution::gather),
    (Class::Review, reviews::gather),
    (Class::SharedPerson, people::gather),
    (Class::SharedRelease, releases::gather),
];

impl<'r> Gathering<'r> {
    fn new(inputs: RegisterInputs<'r>, window_days: i64) -> Gathering<'r> {
        Gathering {
            inputs,
            window_days,
            findings: Vec::new(),
            waits: BTreeMap::new(),
            classes: Vec::new(),
            refused: None,
            visible_releases: None,
            left_out: BTreeMap::new(),
        }
    }

    fn is_recent(&self, day: Day) -> bool {
        self.inputs.view.day.days_since(day) < self.window_days
    }

    fn leave_out(&mut self, why: &str, times: usize) {
        if times > 0 {
            *self.left_out.entry(why.to_owned()).or_default() += times;
        }
    }

    fn has(&mut self, class: Class) {
        if !self.classes.contains(&class) {
            self.classes.push(class);
        }
    }
}

impl Register {
    /// Gathers the register over the last `window_days` days.
    pub(crate) fn of(inputs: RegisterInputs<'_>, window_days: i64) -> Register {
        Register::gather(inputs, window_days, |_| true)
    }

    /// The same without the days on which both are released. They show no need, and cost more than all other classes,
    /// since every pair has to be compared with chance.
    pub(crate) fn of_needs(inputs: RegisterInputs<'_>, window_days: i64) -> Register {
        Register::gather(inputs, window_days, |class| class != Class::SharedRelease)
    }

    fn gather(inputs: RegisterInputs<'_>, window_days: i64, wanted: impl Fn(Class) -> bool) -> Register {
        let mut all = Gathering::new(inputs, window_days);
        GATHERERS.into_iter().filter(|(class, _)| wanted(*class)).for_each(|(_, gather)| gather(&mut all));
        let mut entries = declared::entries(inputs.view, inputs.parties);
        unite(&mut entries, &mut all);
        let (over, declared) = (undeclared::over(inputs.view, inputs.parties), declared_pairs(entries.values()));
        for entry in entries.values_mut() {
            undeclared::mark(entry, window_days, &over, &declared);
        }
        let mut entries: Vec<Entry> = entries.into_values().map(sorted).collect();
        let seen = entries.iter_mut().flat_map(|entry| &mut entry.seen).filter(|seen| seen.reliable);
        Trend::judge(seen.filter_map(|seen| seen.trend.as_mut()));
        let under = small::disclose(&mut entries, inputs.members);
        entries
            .iter_mut()
            .for_each(|entry| entry.age_days = entry.first().map(|first| inputs.view.day.days_since(first)));
        all.classes.sort();
        Register {
            window_days,
            cycles: cycles::cycles(&entries),
            declared_pairs: declared,
            entries,
            classes: all.classes,
            refused: all.refused,
            visible_coupling: inputs.team_coupling.visible,
            visible_releases: all.visible_releases,
            left_out: all.left_out,
            under,
        }
    }

    /// What one initiative needs.
    pub fn of_initiative<'r>(&'r self, initiative: &Initiative) -> impl Iterator<Item = &'r Entry> + use<'r> {
        let needs = format!("initiative:{}", initiative.id);
        let start = self.entries.partition_point(|entry| entry.needs < needs);
        let end = self.entries.partition_point(|entry| entry.needs <= needs);
        self.entries[start..end].iter()
    }

    /// Whether a team, or an initiative for it, declares that it needs another team.
    pub fn declares(&self, team: &str, on: &str) -> bool {
        self.declared_pairs.contains(&(team.to_owned(), on.to_owned()))
    }

    /// What evidence shows beyond doubt and nobody declared.
    pub fn undeclared(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.is_undeclared())
    }

    /// What evidence points at, without showing a need, and nobody declared: people or days of release in common, and
    /// what is asked for now and then.
    pub fn hints(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !entry.declared && entry.is_observed() && !entry.is_undeclared())
    }

    /// What is declared, and no evidence of the window shows.
    pub fn unobserved(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.declared && !entry.is_observed())
    }
}

/// Files each finding and each wait under its entry.
fn unite(entries: &mut BTreeMap<(Reference, Reference), Entry>, all: &mut Gathering<'_>) {
    let entry = |needs: &Reference, on: &Reference| Entry {
        needs: needs.to_string(),
        team: all.inputs.parties.team_of(needs).map(str::to_owned),
        on: on.to_string(),
        declared: false,
        effect: None,
        seen: Vec::new(),
        wait: None,
        age_days: None,
        is_small: false,
        declared_at: None,
    };
    for finding in std::mem::take(&mut all.findings) {
        let Finding { needs, team, on, effect, seen, written } = finding;
        let of = entries.entry((needs.clone(), on.clone())).or_insert_with(|| entry(&needs, &on));
        of.team = of.team.take().or(team);
        // What the organization states itself counts.
        of.effect = of.effect.take().or(effect);
        of.declared |= written.is_some();
        of.declared_at = of.declared_at.take().or(written);
        of.seen.push(seen);
    }
    for ((needs, on), asked) in std::mem::take(&mut all.waits) {
        let of = entries.entry((needs.clone(), on.clone())).or_insert_with(|| entry(&needs, &on));
        of.wait = Some(Wait::of(&asked, all.inputs.view.day, all.window_days));
    }
    // What both sides have together is known when either of them names it.
    let declared = declared_pairs(entries.values());
    for entry in entries.values_mut().filter(|entry| !entry.declared) {
        let (Some(team), Some(on)) = (entry.team.clone(), entry.on.strip_prefix("team:")) else { continue };
        let is_mutual = entry.seen.iter().all(|seen| seen.mutual);
        let declares = |from: &str, to: &str| declared.contains(&(from.to_owned(), to.to_owned()));
        entry.declared = declares(&team, on) || (is_mutual && declares(on, &team));
    }
}

/// Teams, and the teams that they or their initiatives declare to need.
fn declared_pairs<'e>(entries: impl Iterator<Item = &'e Entry>) -> HashSet<(String, String)> {
    let declared = entries.filter(|entry| entry.declared);
    declared.filter_map(|entry| Some((entry.team.clone()?, entry.on.strip_prefix("team:")?.to_owned()))).collect()
}

fn sorted(mut entry: Entry) -> Entry {
    entry.seen.sort_by_key(|seen| seen.class);
    entry
}

/// Dated evidence, as what one class shows; `what` says a record in a few words.
fn dated<T>(
    class: Class,
    mut days: Dated<T>,
    what: impl Fn(&T) -> String,
    all: &Gathering<'_>,
    activity: &Activity,
    since: Option<Day>,
) -> Seen {
    days.sort_by_key(|(day, at, _)| (*day, *at));
    let on: Vec<Day> = days.iter().map(|(day, ..)| *day).collect();
    let behind = |(day, at, of): &(Day, RecordRef, T)| Behind {
        day: Some(*day),
        what: what(of),
        place: all.inputs.view.facts.place(*at),
    };
    Seen {
        class,
        n: days.len(),
        recorded: false,
        mutual: false,
        reliable: true,
        shows_need: false,
        shown: None,
        strength: None,
        risk: None,
        trend: Trend::of(&on, activity, all.inputs.view.day, all.window_days, since),
        first: on.first().copied(),
        last: on.last().copied(),
        behind: days.iter().rev().take(all.inputs.places).map(behind).collect(),
    }
}
