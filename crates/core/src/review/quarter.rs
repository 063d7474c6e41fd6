//! "Appointed, and then?": what became of initiatives that got a leader, up to the end of a quarter.
//!
//! Input: a snapshot, the day, the quarter, and the organization's files of earlier days as far as git has them. Output: a
//! [`QuarterReview`]: counts of what was before and since, beside what was left alone. It is no test: those who appoint
//! choose whom and when.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;
use onethread_model::agreement::Agreement;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::cohort::{self, BeforeSince, Cohort, CountOf, DaysBefore, Side};
use super::decided::{MoveStatus, decided_moves};
use super::first_days::FilesOfDay;
use super::form::{Form, FormVerdict};
use super::judged::judge_forms;
use super::verdict::Evidence;
use crate::measure::measures::appointments::{Appointment, AppointmentBasis, Appointments, appointments};
use crate::measure::{Initiative, Snapshot, World};

/// Days of appointments that are compared with the time before, the newest: each needs a look at an earlier day. Tested by
/// `so_many_days_are_compared`.
const DAYS_COMPARED_MAX: usize = 12;

/// Years of fewer digits are slips. Tested by `a_year_has_four_digits`.
const YEAR_MIN: i32 = 1000;

/// What such a page never shows, however its numbers come out.
const NOT_SHOWN: &str = "This does not show that work is done faster with a leader of its own: whoever appoints chooses whom \
                         and when, and what is at its worst gets better by itself.";

/// What became of appointments up to the end of a quarter.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct QuarterReview {
    /// Version of this form: major, minor. Within a major version fields are only added.
    pub schema_version: &'static str,
    /// Name of the organization, when stated.
    pub organization: Option<String>,
    /// The day as of which it is known.
    pub as_of: Day,
    /// What is agreed about people.
    pub agreement: Agreement,
    /// The quarter, such as `2026-Q2`.
    pub quarter: String,
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub to: Day,
    /// Whether its last day has come.
    pub is_over: bool,
    /// The day of the first appointment on record, also after the quarter; absent where none is known.
    pub first_known: Option<Day>,
    /// Appointments up to its end by day: those of the quarter first, then earlier ones, the newest first.
    pub cohorts: Vec<AppointmentCohort>,
    /// Days of earlier appointments that were not compared with the time before, as they are too many.
    pub days_not_compared: usize,
    /// Live initiatives with one leader whose appointment no statement dates, in alphabetical order of id.
    pub undated: Vec<EntryName>,
    /// Functions of which the files say that nobody keeps the standards of the discipline, in alphabetical order of id.
    pub without_standard_owner: Vec<EntryName>,
    /// What was decided up to its end and was open in it: decided in it, expected in it or later, or known or ended in it.
    pub moves: Vec<MoveStatus>,
    /// Names of what the moves are about, by `kind:id`.
    #[serde(skip)]
    names: BTreeMap<String, String>,
    /// What this never shows.
    pub not_shown: &'static str,
}

/// Something with its id and what people call it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EntryName {
    /// Id.
    pub id: String,
    /// The title, or the id where there is none.
    pub name: String,
}

/// Initiatives that got a leader on one day.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AppointmentCohort {
    /// The day.
    pub on: Day,
    /// Whether it lies in the quarter.
    pub is_in_quarter: bool,
    /// Those that got a leader, in alphabetical order of id.
    pub initiatives: Vec<AppointedInitiative>,
    /// Those that are still live beside those left alone; absent where none had a time before, or where the day is one of
    /// too many.
    pub compared: Option<Cohort>,
    /// People whom a source has on another team since that day.
    pub changed_team: PeopleCount,
    /// People who report to someone else since that day, by the files of both days in git.
    pub changed_manager: PeopleCount,
    /// What the leaders did with their time and decisions; absent with fewer leaders than the smallest group.
    pub leaders: Option<LeaderActs>,
}

/// A number of people, as far as it may be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PeopleCount {
    /// Nothing states it.
    NotKnown,
    /// Nobody.
    Nobody,
    /// Some, and fewer than the smallest group.
    TooFew,
    /// So many.
    People(usize),
}

/// Acts of at least as many leaders as the smallest group has people, together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LeaderActs {
    /// Leaders who lead today.
    pub leaders: usize,
    /// The share of a dedicated leader, 0 to 1, from the settings.
    pub dedicated_share: f64,
    /// Of these, those whose time on the initiative reaches the share of a dedicated leader, of those who state it.
    pub dedicated: CountOf,
    /// Reversible decisions that stayed with them and were reversed later, of those that did; absent where fewer leaders
    /// than the smallest group made any.
    pub reversed: Option<CountOf>,
}

/// What became of an appointment.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum AppointmentState {
    /// The leader leads; the form that the initiative has today.
    Leads {
        /// The form.
        form: Form,
        /// Why, first of all.
        because: Option<Evidence>,
    },
    /// Another person leads.
    Replaced {
        /// The first day without this leader.
        since: Day,
    },
    /// Nobody does.
    Vacant {
        /// The first day without this leader.
        since: Day,
    },
    /// The initiative is over.
    Over {
        /// The first day without this leader.
        since: Day,
    },
}

/// An initiative that got a leader, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AppointedInitiative {
    /// Id.
    pub id: String,
    /// The title, or the id where there is none.
    pub name: String,
    /// What the day is known from.
    pub basis: AppointmentBasis,
    /// Whether it began on that day, so that it has no time before.
    pub is_start: bool,
    /// Where the appointment is stated.
    pub place: Place,
    /// What became of it.
    #[serde(flatten)]
    pub state: AppointmentState,
    /// Days before the day, and from it on, whose decisions are counted.
    pub decision_days: i64,
    /// Reversible decisions that went above the leader, of those that show whether they did.
    pub reversible_above: BeforeSince,
    /// Approval gates of the day before that it need not pass any more, by title.
    pub gates_ended: Vec<String>,
    /// Approval gates of today that it did not have to pass on the day before, by title.
    pub gates_added: Vec<String>,
    /// Approval gates of both days.
    pub gates_kept: usize,
    /// Teams and others that it needs, in the year to the day before and to today; absent where it is not live on both, or
    /// where the day was not compared.
    pub needs: Option<(usize, usize)>,
    /// Decisions that were the leader's and that someone else reversed since, with where each is written.
    pub overridden: Vec<Place>,
}

impl QuarterReview {
    /// Version of its form.
    pub const SCHEMA_VERSION: &str = "1.1";

    /// What people call an entry that a move names as `kind:id`: its title, else its id.
    pub fn name<'n>(&'n self, of: &'n str) -> &'n str {
        self.names.get(of).map_or_else(|| of.split_once(':').map_or(of, |(_, id)| id), String::as_str)
    }

    /// Appointments of the quarter.
    pub fn in_quarter(&self) -> impl Iterator<Item = &AppointmentCohort> {
        self.cohorts.iter().filter(|cohort| cohort.is_in_quarter)
    }
}

/// A quarter of a year: its name, first day and last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarterSpan {
    /// Such as `2026-Q2`.
    pub name: String,
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub to: Day,
}

impl QuarterSpan {
    /// Reads a quarter: `2026-Q2`, or the same without the hyphen, as `2026Q2` or `2026q2`.
    ///
    /// # Errors
    /// Why it is none, and what was most likely meant.
    pub fn parse(text: &str) -> Result<QuarterSpan, String> {
        let (from, next) = Day::parse_quarter(text)
            .ok()
            .filter(|(from, _)| i32::from(from.year()) >= YEAR_MIN)
            .ok_or_else(|| QuarterSpan::near(text))?;
        let name = format!("{:04}-Q{}", from.year(), from.quarter());
        Ok(QuarterSpan { name, from, to: next.plus_days(-1) })
    }

    /// What is wrong with a text that is no quarter, and which one was most likely meant.
    fn near(text: &str) -> String {
        let digits: Vec<&str> =
            text.split(|letter: char| !letter.is_ascii_digit()).filter(|one| !one.is_empty()).collect();
        let (years, others): (Vec<&str>, Vec<&str>) = digits.into_iter().partition(|digits| digits.len() == 4);
        let has_q = text.contains(['q', 'Q']);
        let number = |digits: &str| digits.parse::<u32>().ok();
        let is_quarter = |digits: &str| matches!(digits, "1" | "2" | "3" | "4");
        let of_month =
            |digits: &str| number(digits).filter(|month| (1..=12).contains(month)).map(|month| (month - 1) / 3 + 1);
        let meant = match (years.as_slice(), others.as_slice()) {
            // One digit is a quarter, two are a month, and a third number makes it a day.
            ([year], [quarter]) if is_quarter(quarter) => number(year).zip(number(quarter)),
            ([year], [month] | [month, _]) if !has_q => number(year).zip(of_month(month)),
            ([], [quarter, year] | [year, quarter]) if has_q && is_quarter(quarter) && year.len() == 2 => {
                number(year).map(|year| 2000 + year).zip(number(quarter))
            }
            _ => None,
        };
        let rule = "expected a year and a quarter from 1 to 4, such as 2026-Q2";
        match meant {
            Some((year, quarter)) => format!("{rule}; did you mean {year}-Q{quarter}?"),
            None => rule.to_owned(),
        }
    }
}

/// Looks at all appointments up to the end of a quarter from a day that is not before it. `files_on` gives the organization
/// with its files of an earlier day, as far as git has them.
pub fn review_quarter(
    snapshot: &Snapshot,
    day: Day,
    quarter: &QuarterSpan,
    files_on: &dyn Fn(Day) -> FilesOfDay,
) -> QuarterReview {
    let world = World::on(snapshot, day).with_one_place();
    let all = if world.computes("appointments") { appointments(&world) } else { Appointments::default() };
    let mut days: Vec<Day> = all.known.iter().map(|one| one.on).filter(|on| *on <= quarter.to).collect();
    days.dedup();
    days.sort_by_key(|on| (*on < quarter.from, std::cmp::Reverse(*on)));
    let is_live = |id: &str| world.initiative(id).is_some_and(|one| one.live);
    let has_before =
        |on: &&Day| all.known.iter().any(|one| one.on == **on && !one.is_start && is_live(&one.initiative));
    let to_compare: Vec<Day> = days.iter().filter(has_before).copied().collect();
    let compared = to_compare.len().min(DAYS_COMPARED_MAX);
    let before = DaysBefore::each(snapshot, to_compare[..compared].iter().copied());
    let forms: BTreeMap<&str, FormVerdict> =
        judge_forms(&world).into_iter().map(|(one, verdict)| (one.id.as_str(), verdict)).collect();
    let look = CohortInputs { world: &world, all: &all, before: &before, forms: &forms, files_on, today: snapshot };
    let cohorts = days.iter().map(|on| look.cohort(*on, *on >= quarter.from)).collect();
    let named = |id: &String| EntryName { id: id.clone(), name: look.name(id) };
    let moves: Vec<MoveStatus> = decided_moves(&world).into_iter().filter(|one| is_of_quarter(one, quarter)).collect();
    QuarterReview {
        schema_version: QuarterReview::SCHEMA_VERSION,
        organization: world.organization().map(str::to_owned),
        as_of: day,
        agreement: world.inputs.agreement.clone(),
        quarter: quarter.name.clone(),
        from: quarter.from,
        to: quarter.to,
        is_over: day >= quarter.to,
        first_known: all.known.first().map(|one| one.on),
        cohorts,
        days_not_compared: to_compare.len() - compared,
        undated: all.undated.iter().map(named).collect(),
        without_standard_owner: without_standard_owner(&world),
        names: moves_names(&moves, &world),
        moves,
        not_shown: NOT_SHOWN,
    }
}

/// Whether something about a move lies in a quarter, or is still open at its end.
fn is_of_quarter(one: &MoveStatus, quarter: &QuarterSpan) -> bool {
    let within = |day: Day| quarter.from <= day && day <= quarter.to;
    let ended = one.ended.is_some_and(|ended| ended < quarter.from);
    let days = one.expects.iter().flat_map(|expected| {
        let moved = expected.moved.iter().flat_map(|moved| [moved.on, moved.was]);
        moved.chain(expected.came.iter().map(|came| came.on)).chain([expected.by]).collect::<Vec<Day>>()
    });
    let is_open = |expected: &super::ExpectationStatus| expected.by > quarter.to && expected.came.is_none();
    one.on <= quarter.to
        && !ended
        && (within(one.on)
            || one.ended.is_some_and(within)
            || days.into_iter().any(within)
            || one.expects.iter().any(is_open))
}

fn moves_names(moves: &[MoveStatus], world: &World<'_>) -> BTreeMap<String, String> {
    let named =
        moves.iter().flat_map(|one| one.about.iter().chain(one.expects.iter().filter_map(|one| one.of.as_ref())));
    let name = |of: &String| {
        let known = of.strip_prefix("initiative:").and_then(|id| world.initiative(id));
        Some((of.clone(), known?.name().to_owned()))
    };
    named.filter_map(name).collect()
}

/// Functions without a keeper of the standards, where the files name one for any function: else nobody writes that down.
fn without_standard_owner(world: &World<'_>) -> Vec<EntryName> {
    let functions = &world.inputs.org.functions;
    if functions.values().all(|one| one.standard_owner.is_none()) {
        return Vec::new();
    }
    let lacking = functions.iter().filter(|(_, one)| one.standard_owner.is_none());
    let name = |(id, one): (&String, &onethread_model::org::Function)| EntryName {
        id: id.clone(),
        name: one.title.as_ref().map_or_else(|| id.clone(), |title| title.value.clone()),
    };
    lacking.map(name).collect()
}

/// What a cohort is made from.
struct CohortInputs<'l> {
    world: &'l World<'l>,
    all: &'l Appointments,
    before: &'l DaysBefore,
    forms: &'l BTreeMap<&'l str, FormVerdict>,
    files_on: &'l dyn Fn(Day) -> FilesOfDay,
    today: &'l Snapshot,
}

impl CohortInputs<'_> {
    fn name(&self, id: &str) -> String {
        self.world.initiative(id).map_or(id, Initiative::name).to_owned()
    }

    fn cohort(&self, on: Day, is_in_quarter: bool) -> AppointmentCohort {
        let of_day: Vec<&Appointment> = self.all.known.iter().filter(|one| one.on == on).collect();
        let days = cohort::decision_days(on, self.world.day);
        let first = on.plus_days(-i32::try_from(days).unwrap_or(i32::MAX));
        // Who got another leader on another day around this one is neither changed by it nor left alone.
        let around = |one: &&Appointment| one.on >= first || one.ended.is_some_and(|ended| ended >= first);
        let moved: BTreeSet<&str> = self.all.known.iter().filter(around).map(|one| one.initiative.as_str()).collect();
        let side = |id: &str| match of_day.iter().any(|one| one.initiative == id) {
            true => Side::Changed,
            false if moved.contains(id) => Side::Neither,
            false => Side::LeftAlone,
        };
        let compared = self.before.on(on).and_then(|then| cohort::of("appointments", on, side, then, self.world));
        AppointmentCohort {
            on,
            is_in_quarter,
            initiatives: of_day.iter().map(|one| self.appointed(one)).collect(),
            compared,
            changed_team: self.changed_team(on),
            changed_manager: self.changed_manager(on),
            leaders: self.leaders(&of_day),
        }
    }

    fn appointed(&self, one: &Appointment) -> AppointedInitiative {
        let (world, id) = (self.world, one.initiative.as_str());
        let days = cohort::decision_days(one.on, world.day);
        let before = one.on.plus_days(-i32::try_from(days).unwrap_or(i32::MAX));
        let above = |from: Day| cohort::above(id, from, days, world);
        let gates = |day: Day| -> BTreeMap<&str, String> {
            let title = |gate: &onethread_model::org::Gate| {
                gate.title.as_ref().map_or_else(|| gate.id.value.clone(), |title| title.value.clone())
            };
            world.inputs.org.gates_before(id, day).map(|gate| (gate.id.value.as_str(), title(gate))).collect()
        };
        let (then, now) = (gates(one.on.plus_days(-1)), gates(world.day));
        let without = |all: &BTreeMap<&str, String>, others: &BTreeMap<&str, String>| -> Vec<String> {
            all.iter().filter(|(gate, _)| !others.contains_key(*gate)).map(|(_, title)| title.clone()).collect()
        };
        let was = self.before.on(one.on).and_then(|live| live.get(id));
        let live = world.initiative(id).filter(|initiative| initiative.live);
        AppointedInitiative {
            id: id.to_owned(),
            name: self.name(id),
            basis: one.basis,
            is_start: one.is_start,
            place: one.place.clone(),
            state: self.state(one),
            decision_days: days,
            reversible_above: BeforeSince {
                before: if one.is_start { CountOf::default() } else { above(before) },
                since: above(one.on),
            },
            gates_ended: if one.is_start { Vec::new() } else { without(&then, &now) },
            gates_added: if one.is_start { Vec::new() } else { without(&now, &then) },
            gates_kept: now.keys().filter(|gate| then.contains_key(*gate)).count(),
            needs: was.zip(live).map(|(was, live)| (was.needs, cohort::needs(live, world))),
            overridden: self.overridden(one),
        }
    }

    fn state(&self, one: &Appointment) -> AppointmentState {
        let known = self.world.initiative(&one.initiative);
        let is_live = known.is_some_and(|known| known.live);
        match (one.ended, self.forms.get(one.initiative.as_str())) {
            (None, Some(verdict)) => {
                AppointmentState::Leads { form: verdict.form, because: verdict.because.first().cloned() }
            }
            (None, None) => AppointmentState::Over { since: self.world.day },
            (Some(since), _) if !is_live => AppointmentState::Over { since },
            (Some(since), _) if self.all.vacant_since(&one.initiative).is_some() => AppointmentState::Vacant { since },
            (Some(since), _) => AppointmentState::Replaced { since },
        }
    }

    /// Decisions that someone else than the leader reversed from the day of the appointment on. One that passed standing
    /// governance by a recorded exception was not the leader's alone.
    fn overridden(&self, one: &Appointment) -> Vec<Place> {
        let leader = self.world.initiative(&one.initiative).and_then(|known| known.leadership.leader());
        let is_of_other = |by: &str| leader.is_none_or(|leader| leader.value != by);
        let counts = |decision: &&&onethread_model::org::Decision| {
            let day = decision.reversed.as_ref().or(decision.decided.as_ref()).map(|at| at.value);
            let is_while = day.is_some_and(|day| day >= one.on && one.ended.is_none_or(|ended| day < ended));
            let by = decision.overridden_by.as_ref();
            is_while && decision.exception_to.is_none() && by.is_some_and(|by| is_of_other(&by.value))
        };
        let decisions: Vec<_> = self.world.written_decisions_of(&one.initiative).collect();
        decisions.iter().filter(counts).map(|one| self.world.inputs.sources.place(one.id.span)).collect()
    }

    fn count(&self, people: usize) -> PeopleCount {
        match people {
            0 => PeopleCount::Nobody,
            few if few < self.smallest() => PeopleCount::TooFew,
            people => PeopleCount::People(people),
        }
    }

    fn smallest(&self) -> usize {
        self.world.inputs.agreement.smallest_group_of("appointments")
    }

    /// People whom sources have on a team on both days, and on another one on the day itself.
    fn changed_team(&self, on: Day) -> PeopleCount {
        let teams = |day: Day| self.world.inputs.teams_on(day);
        let (then, now) = (teams(on.plus_days(-1)), teams(on));
        if then.is_empty() || now.is_empty() {
            return PeopleCount::NotKnown;
        }
        let is_elsewhere =
            |(person, teams): &(&&str, &BTreeSet<&str>)| now.get(**person).is_some_and(|now| now != *teams);
        self.count(then.iter().filter(is_elsewhere).count())
    }

    /// People of the files of both days who report to someone else on the day itself.
    fn changed_manager(&self, on: Day) -> PeopleCount {
        let files = |day: Day| match (self.files_on)(day) {
            FilesOfDay::Today => Some(self.today.clone()),
            FilesOfDay::Commit { snapshot, .. } => Some(*snapshot),
            FilesOfDay::NotKnown => None,
        };
        let (Some(then), Some(now)) = (files(on.plus_days(-1)), files(on)) else { return PeopleCount::NotKnown };
        let line = |org: &onethread_model::org::Org, id: &str| {
            org.people.get(id).map(|person| person.reports_to.as_ref().map(|at| at.value.clone()))
        };
        let moved =
            |id: &&String| line(&then.org, id).is_some_and(|was| line(&now.org, id).is_some_and(|is| is != was));
        self.count(then.org.people.keys().filter(moved).count())
    }

    /// What those who lead today did, where they are enough people.
    fn leaders(&self, of_day: &[&Appointment]) -> Option<LeaderActs> {
        let (world, smallest) = (self.world, self.smallest());
        let dedicated_share = world.inputs.config.thresholds.dedicated_share;
        let line = onethread_model::share::Thousandths::of(dedicated_share);
        let leads = |one: &&Appointment| one.ended.is_none();
        let with_leader = |one: &'_ &Appointment| {
            let leader = world.initiative(&one.initiative)?.leadership.leader()?;
            Some(leader.value.as_str())
        };
        let leading = of_day.iter().copied().filter(leads);
        let leading: Vec<(&str, &Appointment)> = leading.filter_map(|one| Some((with_leader(&one)?, one))).collect();
        let people: BTreeSet<&str> = leading.iter().map(|(leader, _)| *leader).collect();
        if people.len() < smallest {
            return None;
        }
        let shares = leading.iter().filter_map(|(leader, one)| world.people.share(leader, &one.initiative));
        let dedicated = shares.fold(CountOf::default(), |sum, share| CountOf {
            count: sum.count + usize::from(share.share >= line),
            of: sum.of + 1,
        });
        let (mut deciders, mut reversed) = (BTreeSet::new(), CountOf::default());
        for (leader, one) in &leading {
            let made = world.decisions_of(&one.initiative).filter(|decision| {
                let is_since = decision.decided.is_some_and(|day| day >= one.on);
                is_since && decision.reversible == Some(true) && decision.went_above(world) == Some(false)
            });
            for decision in made {
                deciders.insert(*leader);
                reversed.of += 1;
                reversed.count += usize::from(decision.reversed.is_some());
            }
        }
        let reversed = (deciders.len() >= smallest).then_some(reversed);
        Some(LeaderActs { leaders: people.len(), dedicated_share, dedicated, reversed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_four_digits() {
        assert!(QuarterSpan::parse("999-Q2").is_err() && QuarterSpan::parse("0999-Q2").is_err());
        let quarter = QuarterSpan::parse("1000q2").expect("a quarter");
        assert_eq!((quarter.name.as_str(), quarter.to), ("1000-Q2", quarter.from.plus_days(90)));
        assert_eq!(YEAR_MIN, 1000);
    }
}
