//! Plans of organizations with an effect planted, and of others without any: what is chosen, what is left, and what alters
//! nothing of both.

mod made;

use made::{Dice, Records};
use onethread_core::measure::Snapshot;
use onethread_core::plan::saves::{Removed, saved_days};
use onethread_core::plan::support::{ALONE_THOUSANDTHS_MIN, CHANCE_MAX, REQUESTS_MIN};
use onethread_core::plan::{Plan, PlanOptions, Support, plan};
use onethread_core::review::review;
use onethread_model::Day;
use onethread_model::facts::FactKind;

const DAYS: usize = 630;
const INITIATIVES: usize = 6;

fn today() -> Day {
    Day::parse("2026-06-30").expect("a day")
}

/// How an organization asks one gate, and how it is written.
#[derive(Clone, Copy)]
struct World {
    seed: u64,
    /// Whether nobody works while the gate has not answered.
    blocks: bool,
    /// Whether another team is asked on the same days.
    is_shared: bool,
    /// Requests of each initiative over all days.
    requests: usize,
    /// Days to an answer.
    answer_days: usize,
    renamed: bool,
    turned: bool,
    doubled: bool,
    unrelated: usize,
}

const QUIET: World = World {
    seed: 1,
    blocks: false,
    is_shared: false,
    requests: 18,
    answer_days: 9,
    renamed: false,
    turned: false,
    doubled: false,
    unrelated: 0,
};

impl World {
    fn name(self, kind: &str, at: usize) -> String {
        format!("{kind}{:02}", if self.renamed { 50 - at } else { at })
    }

    fn snapshot(self) -> Snapshot {
        let mut dice = Dice::new(self.seed);
        let day = |at: usize| today().plus_days(at as i32 - DAYS as i32).to_string();
        let mut rows = Vec::new();
        let (gate, other) = (self.name("gate", 1), self.name("team", 1));
        let people: Vec<String> = (0..6).map(|at| format!("\"{}\"", self.name("person", at))).collect();
        let mut tables = vec![
            format!("[team.{other}]\nmembers = [{}]\n\n", people.join(", ")),
            format!("[gate.{gate}]\nowner = \"team:{other}\"\nkind = \"approval\"\n\n"),
        ];
        for at in 0..INITIATIVES {
            let id = self.name("work", at);
            tables.push(format!("[initiative.{id}]\nidea = {}\nleader = \"{}\"\n\n", day(0), self.name("leader", at)));
            let mut closed = vec![false; DAYS];
            for asked in 0..self.requests {
                let from = asked * DAYS / self.requests + dice.place(DAYS / self.requests - self.answer_days);
                let until = from + 1 + self.answer_days / 2 + dice.place(self.answer_days);
                closed.iter_mut().take(until).skip(from + 1).for_each(|day| *day = self.blocks);
                let mut cells = vec![("day", day(from)), ("initiative", id.clone()), ("gate", gate.clone())];
                if until < DAYS {
                    cells.push(("answered", day(until)));
                }
                rows.push((FactKind::ReviewAsked, cells.clone()));
                if self.is_shared {
                    cells[2] = ("team", other.clone());
                    rows.push((FactKind::ReviewAsked, cells));
                }
            }
            for (at_day, _) in closed.iter().enumerate().filter(|(_, closed)| !**closed) {
                if dice.unit() < 0.5 {
                    let cells =
                        vec![("day", day(at_day)), ("change", format!("c{at}-{at_day}")), ("initiative", id.clone())];
                    rows.push((FactKind::ChangeMade, cells));
                }
            }
        }
        for at in 0..self.unrelated {
            let id = format!("other{at:03}");
            tables.push(format!("[initiative.{id}]\nleader = \"lead{at:03}\"\n\n"));
        }
        if self.doubled {
            rows.extend(rows.clone());
        }
        if self.turned {
            rows.reverse();
            tables.reverse();
        }
        let mut records = Records::new();
        rows.iter().for_each(|(kind, cells)| records.push(*kind, cells));
        records.snapshot(tables.concat())
    }

    fn plan(self) -> Plan {
        let options = PlanOptions { max: 50, ..PlanOptions::default() };
        plan(&self.snapshot(), today(), &options).expect("a plan")
    }
}

/// The row of the gate: its place, its support and its days.
fn gate_row(plan: &Plan) -> Option<(usize, Support, i64, i64)> {
    let row = plan.rows.iter().find(|row| row.kind == "gate")?;
    let saves = row.saves.as_ref()?;
    Some((row.number, row.support, saves.low_days, saves.high_days))
}

fn is_supported(plan: &Plan) -> bool {
    plan.rows.iter().any(|row| row.support == Support::Supported)
}

#[test]
fn a_gate_that_alone_holds_days_is_among_the_first_three() {
    const WORLDS: u64 = 20;
    let found = (1..=WORLDS).filter(|seed| {
        let plan = World { seed: *seed, blocks: true, ..QUIET }.plan();
        gate_row(&plan).is_some_and(|(number, support, ..)| number <= 3 && support == Support::Supported)
    });
    let found = found.count();
    assert!(found as u64 * 10 >= WORLDS * 8, "{found} of {WORLDS}");
}

#[test]
fn where_its_days_are_shared_the_gate_is_absent() {
    for seed in 1..=10 {
        let plan = World { seed, blocks: true, is_shared: true, ..QUIET }.plan();
        assert_eq!(gate_row(&plan), None, "seed {seed}");
    }
}

#[test]
fn where_nothing_waits_nothing_is_supported() {
    const WORLDS: u64 = 60;
    let announced = (1..=WORLDS).filter(|seed| is_supported(&World { seed: *seed, ..QUIET }.plan())).count();
    assert!(announced as u64 * 20 <= WORLDS, "{announced} of {WORLDS}");
}

#[test]
fn no_work_on_record_supports_nothing() {
    // A board that answers in ten days, and nobody knows what was done meanwhile: days are held, and no chance is computed.
    let mut records = Records::new();
    for at in 0..60 {
        let day = |ago: i32| today().plus_days(-ago).to_string();
        let cells = vec![
            ("day", day(600 - at * 10)),
            ("initiative", "one".to_owned()),
            ("gate", "board".to_owned()),
            ("answered", day(594 - at * 10)),
        ];
        records.push(FactKind::ReviewAsked, &cells);
    }
    let text = "[initiative.one]\nidea = 2024-10-01\nleader = \"ines\"\n[gate.board]\nowner = \"team:x\"\n[team.x]\nmembers = [\"a\", \
                \"b\", \"c\", \"d\", \"e\"]\n";
    let plan = plan(&records.snapshot(text), today(), &PlanOptions::default()).expect("a plan");
    assert!(!is_supported(&plan) && gate_row(&plan).is_none(), "{:?}", plan.rows);
}

#[test]
fn names_order_doubles_and_strangers_change_no_row_and_no_day() {
    let rows = |world: World| {
        let plan = world.plan();
        let strangers =
            |row: &&onethread_core::plan::PlanRow| row.initiatives.iter().any(|id| !id.starts_with("other"));
        let all: Vec<_> = plan
            .rows
            .iter()
            .filter(strangers)
            .map(|row| {
                (
                    row.kind,
                    row.support,
                    row.saves.clone(),
                    row.history.map(|history| (history.older.p, history.newest.p)),
                )
            })
            .collect();
        assert!(all.iter().any(|row| row.2.is_some()), "nothing is counted");
        all
    };
    let known = World { blocks: true, ..QUIET };
    let plain = rows(known);
    assert_eq!(plain, rows(World { renamed: true, ..known }), "renamed");
    assert_eq!(plain, rows(World { turned: true, ..known }), "turned");
    assert_eq!(plain, rows(World { doubled: true, ..known }), "doubled");
    assert_eq!(plain, rows(World { unrelated: 100, ..known }), "strangers");
}

#[test]
fn days_held_alone_are_those_of_the_ledger() {
    for seed in 1..=10 {
        for is_shared in [false, true] {
            let review = review(&World { seed, blocks: seed % 2 == 0, is_shared, ..QUIET }.snapshot(), today());
            for ledger in review.ledgers() {
                let until = review.as_of.days_since(ledger.from);
                for wait in ledger.waits.iter().filter(|wait| !wait.on.is_sum()) {
                    let removed = [Removed::Holder(wait.on.as_str().to_owned())];
                    let saved = saved_days(&ledger.spans, &removed, until - 180..until);
                    assert_eq!(
                        saved.low_days,
                        wait.held.alone_recent_days,
                        "{} of {}",
                        wait.on.as_str(),
                        ledger.initiative
                    );
                    assert!(saved.high_days >= saved.low_days && saved.high_days <= saved.of_days);
                    let whole = saved_days(&ledger.spans, &removed, 0..until);
                    assert_eq!(whole.low_days, wait.held.alone_days);
                    assert_eq!(whole.pairs.iter().map(|pair| pair.days).sum::<i64>(), wait.held.paired_days());
                }
            }
        }
    }
}

#[test]
fn under_ten_requests_nothing_is_said_of_days() {
    // One initiative, whose last requests are moved into the window one by one.
    let with = |requests: usize| {
        let mut records = Records::new();
        let day = |ago: usize| today().plus_days(-(ago as i32)).to_string();
        for at in 0..requests {
            let cells = vec![
                ("day", day(170 - at * 10)),
                ("initiative", "one".to_owned()),
                ("gate", "board".to_owned()),
                ("answered", day(166 - at * 10)),
            ];
            records.push(FactKind::ReviewAsked, &cells);
        }
        let text = "[initiative.one]\nidea = 2024-10-01\nleader = \"ines\"\nscope = [\"path:a\"]\n[gate.board]\nowner = \
                    \"team:x\"\n[team.x]\nmembers = [\"a\", \"b\", \"c\", \"d\", \"e\"]\n";
        plan(&records.snapshot(text), today(), &PlanOptions::default()).expect("a plan")
    };
    let says = |plan: &Plan| plan.not_known.iter().any(|one| one.says.contains("under 10 requests"));
    let refused = |plan: &Plan| plan.rows.iter().any(|row| row.saves_refused.is_some());
    let (few, enough) = (with(REQUESTS_MIN - 1), with(REQUESTS_MIN));
    assert!(says(&few) && refused(&few) == few.rows.iter().any(|row| row.kind == "gate"));
    assert!(!says(&enough) && !refused(&enough), "{:?}", enough.not_known);
}

#[test]
fn lines_of_support_are_drawn_where_the_page_says() {
    use onethread_core::plan::support::{HistoryEvidence, PartEvidence};
    let part = |alone: i64, p: f64| PartEvidence { of_days: 1000, alone_days: alone, p, ..PartEvidence::default() };
    let support = |older: PartEvidence, newest: PartEvidence, chosen: usize| {
        HistoryEvidence { older, newest }.support(chosen) == Support::Supported
    };
    let (line, sure) = (ALONE_THOUSANDTHS_MIN, CHANCE_MAX);
    assert!(support(part(line, sure), part(line, sure), 1));
    assert!(!support(part(line - 1, sure), part(line, sure), 1), "too few days on the older part");
    assert!(!support(part(line, sure), part(line - 1, sure), 1), "too few days on the newest part");
    assert!(!support(part(line, sure + 0.001), part(line, sure), 1), "chance on the older part");
    assert!(!support(part(line, sure), part(line, sure + 0.001), 1), "chance on the newest part");
    assert!(!support(part(line, sure), part(line, sure), 2), "two chosen share the chance");
    assert!(support(part(line, sure), part(line, sure / 2.0), 2));
}

#[test]
fn an_unknown_initiative_or_role_is_refused_with_the_nearest_name() {
    let snapshot = QUIET.snapshot();
    let ask = |initiative: Option<&str>, role: Option<&str>| {
        let options = PlanOptions { initiative: initiative.map(str::to_owned), role: role.map(str::to_owned), max: 5 };
        plan(&snapshot, today(), &options)
    };
    let refusal = ask(Some("wrk01"), None).expect_err("no such initiative");
    assert_eq!(refusal.help, "did you mean `work01`?");
    let refusal = ask(None, Some("sponser")).expect_err("no such role");
    assert!(refusal.help.starts_with("did you mean `sponsor`?"), "{}", refusal.help);
    assert!(ask(None, Some("sponsors")).is_ok());
}

#[test]
fn what_max_leaves_out_is_counted() {
    let all = World { blocks: true, ..QUIET }.plan();
    let options = PlanOptions { max: 1, ..PlanOptions::default() };
    let one = plan(&World { blocks: true, ..QUIET }.snapshot(), today(), &options).expect("a plan");
    assert_eq!((one.rows.len(), one.rows_cut.len() + 1), (1, all.rows.len()));
    assert_eq!(one.rows[0].id, all.rows[0].id);
    let ids: std::collections::BTreeSet<&String> = all.rows.iter().map(|row| &row.id).collect();
    assert_eq!(ids.len(), all.rows.len(), "each row has an id of its own");
}
