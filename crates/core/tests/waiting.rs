//! Waiting ledgers and queues: laws over generated evidence, edges, a recount, and a trap that must stay shut.

mod made;

use made::Dice;
use onethread_core::measure::measures::approval_queues::approval_queues;
use onethread_core::measure::waiting::{Clock, EndedBy, Ledger, ledger};
use onethread_core::measure::{Snapshot, World};
use onethread_model::Day;
use onethread_model::config::Config;
use onethread_model::facts::{Cells, FactKind, Facts, RecordRef, SourceReport};
use onethread_model::org;
use onethread_model::source::Sources;

/// A row of a table: day, the day it ended on, and other cells.
struct Row {
    kind: FactKind,
    cells: Vec<(&'static str, String)>,
    /// The column of the day on which it is known, and of the day that is known only then.
    begins: &'static str,
    ends: Option<&'static str>,
}

fn first() -> Day {
    Day::from_ymd(2025, 1, 1).expect("a day")
}

fn day(offset: i64) -> Day {
    first().plus_days(offset as i32)
}

/// The rows as known on a day: what began later is left out, and what ended later has no end.
fn facts(rows: &[Row], known: Day) -> Facts {
    let mut facts = Facts::default();
    facts.sources.push(SourceReport { path: "all.csv".into(), ..SourceReport::default() });
    for (line, row) in (1..).zip(rows) {
        let cell = |name: &str| row.cells.iter().find(|(key, _)| *key == name).map(|(_, text)| text.as_str());
        let is_known = |name: &str| cell(name).and_then(|text| Day::parse(text).ok()).is_some_and(|day| day <= known);
        if !is_known(row.begins) {
            continue;
        }
        let mut cells = Cells::default();
        for (name, text) in row.cells.iter().filter(|(name, _)| Some(*name) != row.ends || is_known(name)) {
            cells.set(name, text);
        }
        facts.push(row.kind, &cells, RecordRef { source: 0, line }).expect("a row");
    }
    facts.sort();
    facts
}

/// Evidence of any kind about one initiative, with answers before questions and days long before and after.
fn rows(dice: &mut Dice) -> Vec<Row> {
    let mut rows = Vec::new();
    for n in 0..dice.below(40) {
        let from = dice.below(500) as i64 - 50;
        let until = (from + dice.below(60) as i64 - 4).max(-60);
        let open = dice.below(4) == 0;
        let (on, until) = (format!("t{}", dice.below(4)), day(until).to_string());
        let mut cells = vec![("initiative", "a".to_owned())];
        let (kind, begins, ends) = match dice.below(4) {
            0 => {
                cells.extend([("day", day(from).to_string()), ("change", format!("c{n}"))]);
                (FactKind::ChangeMade, "day", None)
            }
            1 => {
                cells.extend([("day", day(from).to_string()), ("decision", format!("d{n}"))]);
                cells.extend([("levels", dice.below(3).to_string())]);
                (FactKind::DecisionMade, "day", Some("decided"))
            }
            2 => {
                cells.extend([("day", day(from).to_string()), ("team", on)]);
                (FactKind::ReviewAsked, "day", Some("answered"))
            }
            _ => {
                cells.extend([("from", day(from).to_string()), ("on", on), ("class", "structural".to_owned())]);
                cells.extend([("effect", "blocking".to_owned())]);
                (FactKind::Dependency, "from", Some("until"))
            }
        };
        if let Some(ends) = ends.filter(|_| !open) {
            cells.push((ends, until));
        }
        rows.push(Row { kind, cells, begins, ends });
    }
    rows
}

fn with_world<T>(organization: &str, facts: &Facts, on: Day, read: impl FnOnce(&World<'_>) -> T) -> T {
    let mut sources = Sources::default();
    let file = sources.add("org/all.toml", organization.to_owned());
    let (org, config) = (org::load(&sources, &[file], &mut Vec::new()), Config::default());
    read(&World::on(&Snapshot::new(config, org, sources, facts.clone()), on))
}

fn ledger_of(organization: &str, facts: &Facts, on: Day, clock: Clock) -> Result<Ledger, String> {
    with_world(organization, facts, on, |world| ledger(world.initiative("a").expect("known"), world, clock))
}

const OPEN: &str = "[team.t0]\nheadcount = 9\n[team.t1]\nheadcount = 9\n[team.t2]\nheadcount = 9\n[team.t3]\nheadcount = 9\n\
                    [initiative.a]\nidea = 2025-01-01\ncommitted = 2025-01-20\nteam = \"t0\"\n";

#[test]
fn days_add_up_whatever_the_evidence_says() {
    let mut waited = 0;
    for seed in 0..300 {
        let mut dice = Dice::new(seed);
        let rows = rows(&mut dice);
        let on = day(dice.below(450) as i64);
        for clock in [Clock::Idea, Clock::Commitment] {
            let Ok(found) = ledger_of(OPEN, &facts(&rows, day(9_999)), on, clock) else {
                assert!(clock == Clock::Commitment && on < day(19), "{seed}");
                continue;
            };
            for days in [&found.days, &found.road.days, &found.recent.days] {
                let parts =
                    [days.deciding_days, days.waiting_days, days.working_days, days.dormant_days, days.paused_days];
                assert_eq!(parts.iter().sum::<i64>() + days.unknown_days, days.elapsed_days, "{seed}: {found:?}");
                assert!(days.stated_blocking_days <= days.waiting_days, "{seed}: {found:?}");
            }
            assert_eq!(found.days.elapsed_days, on.days_since(found.from), "{seed}");
            assert_eq!(found.recent.days.elapsed_days, found.days.elapsed_days.min(180), "{seed}");
            let held: i64 = found.waits.iter().map(|wait| wait.held.days).sum();
            assert_eq!(held, found.days.waiting_days, "{seed}: {found:?}");
            let stated: i64 = found.waits.iter().map(|wait| wait.stated_blocking_days).sum();
            assert_eq!(stated, found.days.stated_blocking_days, "{seed}: {found:?}");
            for wait in &found.waits {
                assert!(wait.held.days <= wait.open_days && wait.on.as_str() != "t0", "{seed}: {found:?}");
                assert!(wait.held.alone_days <= wait.held.days, "{seed}: {found:?}");
                assert!(wait.held.alone_recent_days <= wait.held.alone_days, "{seed}: {found:?}");
                assert!(wait.held.any_days() <= wait.open_days, "{seed}: {found:?}");
            }
            let drawn: i64 = found.stretches.iter().map(|one| one.until.days_since(one.from)).sum();
            assert_eq!(drawn, found.days.elapsed_days, "{seed}");
            if let Some(drag) = found.drag {
                assert!(
                    0.0 <= drag.low_share && drag.low_share <= drag.high_share && drag.high_share <= 1.0,
                    "{drag:?}"
                );
            }
            waited += found.days.waiting_days;
        }
    }
    assert!(waited > 1_000, "the evidence must make somebody wait: {waited}");
}

/// Takes every record of a holder away, reads the rest anew, and counts: the days that are no longer waiting or deciding
/// are those that it alone held, and of two together those that either alone or both held.
#[test]
fn what_is_held_alone_vanishes_with_its_records() {
    let lost = |days: &onethread_core::measure::waiting::DaySums| days.waiting_days + days.deciding_days;
    let (mut alone, mut paired) = (0, 0);
    for seed in 0..120 {
        let mut dice = Dice::new(5_000 + seed);
        let mut rows = rows(&mut dice);
        let on = day(100 + dice.below(350) as i64);
        let read = |rows: &[Row]| ledger_of(OPEN, &facts(rows, day(9_999)), on, Clock::Idea).expect("a ledger");
        let whole = read(&rows);
        let mut without = |gone: &[&str]| {
            let is_gone = |row: &Row| {
                row.cells.iter().any(|(key, text)| matches!(*key, "team" | "on") && gone.contains(&text.as_str()))
            };
            let (removed, left): (Vec<Row>, Vec<Row>) = std::mem::take(&mut rows).into_iter().partition(is_gone);
            let found = read(&left);
            rows = left.into_iter().chain(removed).collect();
            found
        };
        for wait in &whole.waits {
            let left = without(&[wait.on.as_str()]);
            assert_eq!(wait.held.alone_days, lost(&whole.days) - lost(&left.days), "{seed} {wait:?}");
            let recent = lost(&whole.recent.days) - lost(&left.recent.days);
            assert_eq!(wait.held.alone_recent_days, recent, "{seed} {wait:?}");
            alone += wait.held.alone_days;
            for other in whole.waits.iter().filter(|other| other.on > wait.on) {
                let both = lost(&whole.days) - lost(&without(&[wait.on.as_str(), other.on.as_str()]).days);
                let pair =
                    wait.held.pairs.iter().find(|pair| pair.with == other.on.as_str()).map_or(0, |pair| pair.days);
                assert_eq!(pair, both - wait.held.alone_days - other.held.alone_days, "{seed} {wait:?} {other:?}");
                paired += pair;
            }
        }
    }
    assert!(alone > 1_000 && paired > 200, "{alone} {paired}");
}

/// A first value ends nothing: every day is what it was without one, and the road is the sum of the days before it.
#[test]
fn the_clock_goes_on_after_the_first_value() {
    for seed in 0..120 {
        let mut dice = Dice::new(9_000 + seed);
        let facts = facts(&rows(&mut dice), day(9_999));
        let on = day(60 + dice.below(390) as i64);
        let arrived = dice.below(on.days_since(first()) as u64 + 1) as i64;
        let value = format!("{OPEN}value = [{{ on = {} }}, {{ on = {} }}]\n", day(arrived + 3), day(arrived));
        let found = ledger_of(&value, &facts, on, Clock::Idea).expect("a ledger");
        let without = ledger_of(OPEN, &facts, on, Clock::Idea).expect("a ledger");
        assert_eq!((found.days, found.recent, &found.waits), (without.days, without.recent, &without.waits), "{seed}");
        assert_eq!((found.road.until, found.road.ended_by), (day(arrived), EndedBy::Value), "{seed}");
        assert_eq!(found.road.days.elapsed_days, arrived, "{seed}");
        let before = |state: &str| {
            let within = |one: &onethread_core::measure::waiting::Stretch| {
                one.until.min(day(arrived)).days_since(one.from).max(0)
            };
            found.stretches.iter().filter(|one| one.state == state).map(within).sum::<i64>()
        };
        let road = &found.road.days;
        assert_eq!((road.waiting_days, road.working_days), (before("waiting"), before("working")), "{seed}");
    }
}

/// Evidence that goes on after the day of the review says the same of it as evidence that ends there.
#[test]
fn what_is_learned_later_changes_nothing() {
    for seed in 0..200 {
        let mut dice = Dice::new(1_000 + seed);
        let rows = rows(&mut dice);
        let on = day(30 + dice.below(400) as i64);
        let (all, then) = (facts(&rows, day(9_999)), facts(&rows, on));
        let [late, early] = [&all, &then].map(|facts| ledger_of(OPEN, facts, on, Clock::Idea));
        assert_eq!(late, early, "{seed}");
    }
}

#[test]
fn edges_are_refused_or_right() {
    let none = Facts::default();
    let told = |organization: &str, on: Day| ledger_of(organization, &none, on, Clock::Idea);
    let why = told("[initiative.a]\nleader = \"ada\"\n", day(9)).expect_err("no idea");
    assert_eq!(why, "the day of the idea is not written down");
    let backward = "[initiative.a]\nidea = 2025-03-01\nvalue = { event = \"x\", on = 2025-02-01 }\n";
    let why = told(backward, day(90)).expect_err("value before the idea");
    assert_eq!(why, "its first value of 2025-02-01 comes before its idea of 2025-03-01");
    let today = told("[initiative.a]\nidea = 2025-01-10\n", day(9)).expect("a ledger of no day");
    assert_eq!((today.days.elapsed_days, today.drag, today.stretches.len()), (0, None, 0));
    assert_eq!(today.words(), "0 days so far");

    let value = "[initiative.a]\nidea = 2025-01-01\nvalue = { event = \"x\", on = 2025-02-01 }\n";
    let found = told(value, day(90)).expect("a ledger");
    assert_eq!((found.days.elapsed_days, found.days.unknown_days, found.ended_by), (90, 90, EndedBy::Open));
    assert_eq!((found.road.days.elapsed_days, found.road.ended_by), (31, EndedBy::Value));
    // What ended before the day of the review ends its days, and the last ones are those before the review.
    let ended = "[initiative.a]\nidea = 2025-01-01\nended = 2025-02-01\noutcome = \"dropped\"\n";
    let gone = told(ended, day(90)).expect("a ledger");
    assert_eq!((gone.days.elapsed_days, gone.ended_by, gone.recent.days.elapsed_days), (31, EndedBy::GivenUp, 31));
    assert_eq!(told(ended, day(31 + 180)).expect("a ledger").recent.days.elapsed_days, 0);
    assert_eq!(told(ended, day(31 + 179)).expect("a ledger").recent.days.elapsed_days, 1);
    let drag = found.drag.expect("days");
    assert_eq!((drag.low_share, drag.high_share, drag.missing_share), (0.0, 1.0, 1.0));
    // On an earlier day the value is not known.
    assert_eq!(told(value, day(10)).expect("a ledger").road.ended_by, EndedBy::Open);

    let on_a_person = "[initiative.a]\nidea = 2025-01-01\n[[initiative.a.dependency]]\non = \"person:ada\"\neffect = \
                       \"blocking\"\nfrom = 2025-01-03\n";
    let found = told(on_a_person, day(9)).expect("a ledger");
    assert_eq!(found.words(), "9 days so far: 7 waiting on groups under five, 2 not known");
}

// Queues

/// Requests to one gate whose answers take as long as they take, whatever else is open: a load that does nothing.
fn requests(seed: u64) -> Vec<(i64, i64)> {
    let mut dice = Dice::new(seed);
    let mut asked = 0;
    (0..400)
        .map(|_| {
            asked += dice.below(3) as i64;
            (asked, asked + 1 + (dice.below(12) * dice.below(6)) as i64)
        })
        .collect()
}

fn gate(requests: &[(i64, i64)]) -> Vec<Row> {
    let row = |(asked, answered): &(i64, i64)| Row {
        kind: FactKind::ReviewAsked,
        cells: vec![
            ("initiative", "a".to_owned()),
            ("gate", "security".to_owned()),
            ("day", day(*asked).to_string()),
            ("answered", day(*answered).to_string()),
        ],
        begins: "day",
        ends: Some("answered"),
    };
    requests.iter().map(row).collect()
}

#[test]
fn queues_are_those_of_a_plain_recount() {
    for seed in 0..5 {
        let requests = requests(seed);
        let facts = facts(&gate(&requests), day(9_999));
        for (on, period) in [(300_i64, 180_u32), (250, 60), (390, 365)] {
            let found = with_world(OPEN, &facts, day(on), |world| approval_queues(world, period));
            let known: Vec<_> = requests.iter().filter(|(asked, _)| *asked <= on).collect();
            let from = on - i64::from(period);
            let mut queues: Vec<usize> = known
                .iter()
                .filter(|(asked, _)| *asked > from)
                .map(|(asked, _)| known.iter().filter(|(other, until)| other < asked && until >= asked).count())
                .collect();
            queues.sort_unstable();
            assert_eq!((found.len(), found[0].asked), (1, queues.len()), "{seed}");
            assert_eq!(found[0].queue_median, Some(queues[(queues.len() - 1) / 2]), "{seed}");
            assert_eq!(found[0].queue_most, *queues.last().expect("requests"), "{seed}");
        }
    }
}

/// Where the load does nothing, counting by overlap finds much more of it behind long waits, and counting at opening
/// finds none: the trap that the page on what data say shows.
#[test]
fn overlap_finds_a_load_that_is_not_there() {
    let (mut overlap, mut opening) = ([0.0, 0.0], [0.0, 0.0]);
    for seed in 100..120 {
        let requests = requests(seed);
        let mut by_wait: Vec<&(i64, i64)> = requests.iter().skip(50).take(300).collect();
        by_wait.sort_by_key(|(asked, until)| until - asked);
        for (half, those) in [&by_wait[..150], &by_wait[150..]].into_iter().enumerate() {
            for (asked, until) in those {
                let others =
                    |open: &dyn Fn(i64, i64) -> bool| requests.iter().filter(|(a, u)| open(*a, *u)).count() as f64;
                overlap[half] += others(&|a, u| a < *until && u > *asked);
                opening[half] += others(&|a, u| a < *asked && u >= *asked);
            }
        }
    }
    assert!(overlap[1] > 1.4 * overlap[0], "{overlap:?}");
    assert!((opening[1] / opening[0] - 1.0).abs() < 0.05, "{opening:?}");
}
