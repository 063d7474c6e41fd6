//! The plan: what it advises where nothing holds anything up, what it finds where a gate or a level alone does, and how
//! many days it says that removing it could save.

use std::fmt::Write as _;

use onethread_core::plan::{Plan, PlanOptions, Support, plan};
use onethread_kernel::random::Stream;
use onethread_model::config::Config;
use onethread_model::facts::FactKind;

use super::records::{Records, day_ago, name, today};
use super::{Kind, Outcome, Row, Truth};

pub(super) const KIND: Kind = Kind {
    key: "plan",
    title: "What a plan advises",
    announced: "Announced: a row about what is waited for stands above `not supported`. Found: the row about what was planted \
                is among the first three. An interval misses where the days that it could save, at least and at most, do not \
                hold the days by which the same work would have been done earlier without what was planted.",
    rows,
};

/// Days of the history of each world.
const HISTORY_DAYS: i64 = 900;
/// Days over which a plan counts what could be saved.
const WINDOW_DAYS: i64 = 180;
/// How often work goes on, on a weekday on which nothing holds it up.
const PACE: f64 = 0.7;

/// What a request is addressed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// The gate that may be planted.
    Board,
    /// Another gate.
    Desk,
    /// Levels above the leader, for a reversible decision.
    Above,
}

impl Asked {
    /// Part of the id of the row that would remove it.
    fn row(self) -> &'static str {
        match self {
            Asked::Board => "gate-board",
            Asked::Desk => "gate-desk",
            Asked::Above => "delegate",
        }
    }
}

/// Requests of one sort.
#[derive(Clone, Copy)]
struct Requests {
    asked: Asked,
    /// Days from the end of one to the next, on average.
    every_days: f64,
    /// Days to an answer, on average.
    answer_days: f64,
    /// Whether work stands still meanwhile.
    holds: bool,
}

/// How the work of a world goes.
#[derive(Clone, Copy)]
struct Work {
    initiatives: usize,
    /// Whether eight weeks of work are followed by eight of little.
    spells: bool,
    /// How far work lies above and below its mean over a year, as a share of it.
    season: f64,
    /// How many times as much is worked and asked for at the end as at the beginning.
    growth: f64,
    /// Whether each request is asked of both gates on the same days.
    together: bool,
}

const EVEN: Work = Work { initiatives: 14, spells: false, season: 0.0, growth: 1.0, together: false };

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for initiatives in [14, 60] {
        let work = Work { initiatives, ..EVEN };
        rows.extend(null_rows(work));
        rows.extend(planted_rows(work));
    }
    rows
}

/// Worlds in which everybody asks and nobody waits: work goes on whatever is open.
fn null_rows(work: Work) -> Vec<Row> {
    let asks = |asked: Asked, answer_days: f64| Requests { asked, every_days: 20.0, answer_days, holds: false };
    let both = |answer_days: f64| vec![asks(Asked::Board, answer_days), asks(Asked::Desk, answer_days)];
    let kinds: Vec<(String, Work, Vec<Requests>)> = vec![
        ("answers take 3 days".into(), work, both(3.0)),
        ("answers take 10 days".into(), work, both(10.0)),
        ("answers take 30 days".into(), work, both(30.0)),
        (
            "decisions above the leader take 10 days".into(),
            work,
            vec![asks(Asked::Above, 10.0), asks(Asked::Desk, 10.0)],
        ),
        ("work in eight-week spells".into(), Work { spells: true, ..work }, both(10.0)),
        ("a yearly season".into(), Work { season: 0.6, ..work }, both(10.0)),
        ("twice as much by the end".into(), Work { growth: 2.0, ..work }, both(10.0)),
    ];
    let row = |(says, work, asks): (String, Work, Vec<Requests>)| {
        let is_small = work.initiatives == 14 && says == "answers take 10 days";
        Row::new(format!("nothing is held up: {says}"), Truth::Nothing, move |stream| {
            let found = World::draw(stream, work, &asks).plan();
            found.rows.iter().any(|row| is_about_waiting(row.kind) && row.support != Support::NotSupported).into()
        })
        .of(work.initiatives)
        .in_tests(if is_small { 20 } else { 0 })
    };
    kinds.into_iter().map(row).collect()
}

/// Worlds in which a gate or a level alone holds up a fifth of all days, and one in which two gates hold the same days.
fn planted_rows(work: Work) -> Vec<Row> {
    let desk = Requests { asked: Asked::Desk, every_days: 30.0, answer_days: 4.0, holds: true };
    let mut rows = Vec::new();
    for (asked, says) in [(Asked::Board, "a gate"), (Asked::Above, "a level above the leader")] {
        let asks = [Requests { asked, every_days: 40.0, answer_days: 10.0, holds: true }, desk];
        let found = move |stream: &mut Stream| {
            let found = World::draw(stream, work, &asks).plan();
            found.rows.iter().take(3).any(|row| row.id.contains(asked.row())).into()
        };
        let name = format!("{says} alone holds up a fifth of the days");
        let tested = if work.initiatives == 14 { 10 } else { 0 };
        rows.push(Row::new(name.clone(), Truth::Planted, found).of(work.initiatives).in_tests(tested));
        let held = move |stream: &mut Stream| {
            let world = World::draw(stream, work, &asks);
            let found = world.plan();
            let row = found.rows.iter().find(|row| row.id.contains(asked.row()));
            match row.and_then(|row| row.saves.as_ref()) {
                Some(saves) => (!(saves.low_days..=saves.high_days).contains(&world.earlier_days(asked))).into(),
                None => Outcome::Refused,
            }
        };
        rows.push(Row::new(format!("days that removing it saves: {name}"), Truth::Interval, held).of(work.initiatives));
    }
    let asks = [Requests { asked: Asked::Board, every_days: 40.0, answer_days: 10.0, holds: true }];
    let shared = move |stream: &mut Stream| {
        let found = World::draw(stream, Work { together: true, ..work }, &asks).plan();
        found.rows.iter().any(|row| row.kind == "gate" && row.support == Support::Supported).into()
    };
    rows.push(Row::new("two gates hold up the same days", Truth::Nothing, shared).of(work.initiatives));
    rows
}

/// Kinds of rows that are about what is waited for.
fn is_about_waiting(kind: &str) -> bool {
    ["decouple", "delegate", "gate", "own", "terms"].contains(&kind)
}

/// A request of an initiative, in days from the first of the history on.
#[derive(Clone, Copy)]
struct Request {
    of: Requests,
    from: i64,
    until: i64,
}

/// What one initiative asked for, and the days on which it was worked on.
#[derive(Default)]
struct Course {
    requests: Vec<Request>,
    worked: Vec<i64>,
}

struct World {
    courses: Vec<Course>,
    work: Work,
}

impl World {
    fn draw(stream: &mut Stream, work: Work, asks: &[Requests]) -> World {
        let courses = (0..work.initiatives).map(|_| Course::draw(stream, work, asks)).collect();
        World { courses, work }
    }

    /// What the program advises.
    fn plan(&self) -> Plan {
        let mut evidence = Records::new();
        let mut files = String::from("[gate.board]\n[gate.desk]\n");
        let since = day_ago(HISTORY_DAYS);
        for (at, course) in self.courses.iter().enumerate() {
            let id = name(at);
            let _ = writeln!(files, "[person.l{at}]\n[initiative.{id}]\nidea = {since}\nleader = \"l{at}\"");
            course.record(&id, self.work.together, &mut evidence);
        }
        let snapshot = evidence.snapshot(Config::default(), &files);
        plan(&snapshot, today(), &PlanOptions::default()).expect("a plan about all initiatives is made")
    }

    /// By how many days the work of the last days would have been done earlier had nothing been asked of this one: the world
    /// is run again without it.
    fn earlier_days(&self, without: Asked) -> i64 {
        self.courses.iter().map(|course| course.earlier_days(without)).sum()
    }
}

impl Course {
    fn draw(stream: &mut Stream, work: Work, asks: &[Requests]) -> Course {
        let mut course = Course::default();
        let (busy, phase) = (0.7 + 0.6 * stream.unit(), stream.below(112) as i64);
        let mut open: Vec<i64> = vec![0; asks.len()];
        for day in 0..HISTORY_DAYS {
            let grown = 1.0 + (work.growth - 1.0) * day as f64 / HISTORY_DAYS as f64;
            let scale = grown / work.growth;
            for (one, until) in asks.iter().zip(&mut open) {
                if *until <= day && stream.chance(busy * scale / one.every_days) {
                    // The sum of two exponentials: answers within a day are rarer than one would give.
                    let days = stream.exponential(one.answer_days / 2.0) + stream.exponential(one.answer_days / 2.0);
                    *until = day + (days.round() as i64).max(1);
                    course.requests.push(Request { of: *one, from: day, until: *until });
                }
            }
            let is_held = asks.iter().zip(&open).any(|(one, until)| one.holds && *until > day);
            let is_slow = work.spells && (day + phase) / 56 % 2 == 1;
            let year = 1.0 + work.season * (std::f64::consts::TAU * day as f64 / 365.25).sin();
            let pace = (PACE * scale * year * if is_slow { 0.1 } else { 1.0 }).min(0.95);
            if !is_held && is_weekday(day) && stream.chance(pace) {
                course.worked.push(day);
            }
        }
        course
    }

    fn record(&self, id: &str, together: bool, evidence: &mut Records) {
        let text = |day: i64| day_ago(HISTORY_DAYS - day).to_string();
        for (at, request) in self.requests.iter().enumerate() {
            let (day, until) = (text(request.from), text(request.until));
            let answered = (request.until <= HISTORY_DAYS).then_some(until.as_str());
            let gates: &[&str] = match request.of.asked {
                Asked::Board if together => &["board", "desk"],
                Asked::Board => &["board"],
                Asked::Desk => &["desk"],
                Asked::Above => &[],
            };
            for gate in gates {
                let mut row = vec![("day", day.as_str()), ("initiative", id), ("gate", *gate)];
                row.extend(answered.map(|answered| ("answered", answered)));
                evidence.row(FactKind::ReviewAsked, &row);
            }
            if gates.is_empty() {
                let decision = format!("{id}-d{at}");
                let mut row = vec![("day", day.as_str()), ("decision", &decision), ("initiative", id)];
                row.extend([("door", "two-way"), ("levels", "1")]);
                row.extend(answered.map(|answered| ("decided", answered)));
                evidence.row(FactKind::DecisionMade, &row);
            }
        }
        for day in &self.worked {
            let (on, change) = (text(*day), format!("{id}-c{day}"));
            evidence.row(FactKind::ChangeMade, &[("day", &on), ("change", &change), ("initiative", id)]);
        }
    }

    /// The same weekdays of work, one after another, on those on which nothing else stands in the way.
    fn earlier_days(&self, without: Asked) -> i64 {
        let first = HISTORY_DAYS - WINDOW_DAYS;
        let is_held = |day: i64, by: &dyn Fn(Asked) -> bool| {
            let mut holding = self.requests.iter().filter(|request| request.of.holds && by(request.of.asked));
            holding.any(|request| (request.from..request.until).contains(&day))
        };
        let free = |by: &dyn Fn(Asked) -> bool| -> Vec<i64> {
            (first..HISTORY_DAYS).filter(|day| is_weekday(*day) && !is_held(*day, by)).collect()
        };
        let (was, would_be) = (free(&|_| true), free(&|asked| asked != without));
        // As many weekdays as there were, the first of those that there would be.
        let last = was.len().checked_sub(1).map(|at| (was[at], would_be[at]));
        last.map_or(0, |(was, would_be)| was - would_be)
    }
}

/// The day of the world is a Tuesday.
fn is_weekday(day: i64) -> bool {
    !matches!((HISTORY_DAYS - day) % 7, 2 | 3)
}
