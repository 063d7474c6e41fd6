//! Waiting ledgers and queues: laws over generated evidence, edges, a recount, and a trap that must stay shut.

use onethread_core::measure::measures::approval_queues::approval_queues;
use onethread_core::measure::waiting::{Clock, EndedBy, Ledger, ledger};
use onethread_core::measure::{Snapshot, World};
use onethread_model::Day;
use onethread_model::config::Config;
use onethread_model::facts::{Cells, FactKind, Facts, RecordRef, SourceReport};
use onethread_model::org;
use onethread_model::source::Sources;

/// Random numbers by seed: SplitMix64 (Steele, Lea and Flood, 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % n
    }
}

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
    facts.sources.push(SourceReport { path: "all.csv".to_owned(), ..SourceReport::default() });
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
    let file = sources.add("org/all.toml".to_owned(), organization.to_owned());
    let (org, config) = (org::load(&sources, &[file], &mut Vec::new()), Config::default());
    read(&World::on(&Snapshot::new(config, org, sources, facts.clone()), on))
}

fn ledger_of(organization: &str, facts: &Facts, on: Day, clock: Clock) -> Result<Ledger, String> {
    with_world(organization, facts, on, |world| ledger(world.initiative("a").expect("known"), world, clock))
}

const OPEN: &str = "[initiative.a]\nidea = 2025-01-01\ncommitted = 2025-01-20\nteam = \"t0\"\n";

#[test]
fn days_add_up_whatever_the_evidence_says() {
    let mut waited = 0;
    for seed in 0..300 {
        let mut dice = Dice(seed);
        let rows = rows(&mut dice);
        let on = day(dice.below(450) as i64);
        for clock in [Clock::Idea, Clock::Commitment] {
            let Ok(found) = ledger_of(OPEN, &facts(&rows, day(9_999)), on, clock) else {
                assert!(clock == Clock::Commitment && on < day(19), "{seed}");
                continue;
            };
            let parts = [found.deciding_days, found.waiting_days, found.working_days, found.dormant_days];
            assert_eq!(parts.iter().sum::<i64>() + found.unknown_days, found.elapsed_days, "{seed}: {found:?}");
            assert_eq!(found.elapsed_days, on.days_since(found.from), "{seed}");
            let held: i64 = found.waits.iter().map(|wait| wait.days).sum();
            assert_eq!(held, found.waiting_days, "{seed}: {found:?}");
            assert!(found.waits.iter().all(|wait| wait.days <= wait.open_days && wait.on != "t0"), "{seed}: {found:?}");
            let drawn: i64 = found.stretches.iter().map(|one| one.until.days_since(one.from)).sum();
            assert_eq!(drawn, found.elapsed_days, "{seed}");
            if let Some(drag) = found.drag {
                assert!(
                    0.0 <= drag.low_share && drag.low_share <= drag.high_share && drag.high_share <= 1.0,
                    "{drag:?}"
                );
            }
            waited += found.waiting_days;
        }
    }
    assert!(waited > 1_000, "the evidence must make somebody wait: {waited}");
}

/// Evidence that goes on after the day of the review says the same of it as evidence that ends there.
#[test]
fn what_is_learned_later_changes_nothing() {
    for seed in 0..200 {
        let mut dice = Dice(1_000 + seed);
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
    assert_eq!(why, "it ended on 2025-02-01, before its idea of 2025-03-01");
    let today = told("[initiative.a]\nidea = 2025-01-10\n", day(9)).expect("a ledger of no day");
    assert_eq!((today.elapsed_days, today.drag, today.stretches.len()), (0, None, 0));
    assert_eq!(today.words(), "0 days so far");

    let value = "[initiative.a]\nidea = 2025-01-01\nvalue = { event = \"x\", on = 2025-02-01 }\n";
    let found = told(value, day(90)).expect("a ledger");
    assert_eq!((found.elapsed_days, found.unknown_days, found.ended_by), (31, 31, EndedBy::Value));
    let drag = found.drag.expect("days");
    assert_eq!((drag.low_share, drag.high_share, drag.missing_share), (0.0, 1.0, 1.0));
    // On an earlier day the value is not known.
    assert_eq!(told(value, day(10)).expect("a ledger").ended_by, EndedBy::Open);

    let on_a_person = "[initiative.a]\nidea = 2025-01-01\n[[initiative.a.dependency]]\non = \"person:ada\"\neffect = \
                       \"blocking\"\nfrom = 2025-01-03\n";
    let found = told(on_a_person, day(9)).expect("a ledger");
    assert_eq!(found.words(), "9 days so far: 7 waiting on a person, 2 not known");
}

// Queues

/// Requests to one gate whose answers take as long as they take, whatever else is open: a load that does nothing.
fn requests(seed: u64) -> Vec<(i64, i64)> {
    let mut dice = Dice(seed);
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
