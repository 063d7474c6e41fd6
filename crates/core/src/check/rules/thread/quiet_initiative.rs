//! `ST118`: nothing was heard of an initiative for a long time.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;
use onethread_model::facts::{FactKind, RecordRef, Symbol};
use rustc_hash::FxHashMap;

use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, Touches, subject};
use crate::measure::change_sets::{Bounds, change_sets};
use crate::measure::majority::is_majority;
use crate::measure::{Initiative, World};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "ST118",
    name: "quiet-initiative",
    title: "A live initiative has no recorded activity",
    level: Level::Info,
    opt_in: false,
    page: include_str!("quiet_initiative.md"),
    touches: Touches::Nobody,
    needs: &[
        Need::Live,
        Need::Any(&[
            Need::Facts(FactKind::ChangeMade),
            Need::Facts(FactKind::DecisionMade),
            Need::Facts(FactKind::MetricPoint),
            Need::Facts(FactKind::ReviewAsked),
        ]),
    ],
    options: &[RuleOption {
        key: "quiet-days",
        default: Setting::Count(90),
        doc: "Days without recorded activity that are accepted.",
    }],
    check,
};

/// The newest record about an initiative, and how many there are.
#[derive(Clone, Copy)]
struct Heard {
    on: Day,
    at: RecordRef,
    records: usize,
    /// The newest day on which something was done. A registry is silent for months about work that goes on.
    worked: Option<Day>,
}

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let quiet_days = i64::from(context.options.count("quiet-days"));
    let heard = heard(world);
    let written = written(world);
    let age = |day: Day| world.day.days_since(day);
    let last = |initiative: &Initiative| -> (Option<Heard>, Option<Day>) {
        let symbol = world.facts.symbols().find(&initiative.id);
        let recorded = symbol.and_then(|symbol| heard.get(&symbol)).copied();
        let by_hand = written.get(initiative.id.as_str()).copied();
        (recorded, recorded.map(|one| one.on).max(by_hand).max(initiative.created.as_ref().map(|at| at.value)))
    };
    let old: Vec<(&Initiative, Option<Heard>, Day)> = world
        .live()
        .filter_map(|initiative| {
            let (recorded, last) = last(initiative);
            Some((initiative, recorded, last?))
        })
        .collect();
    let is_loud = |one: &Heard| one.worked.is_some_and(|on| age(on) < quiet_days);
    let loud = old.iter().filter(|(_, recorded, _)| recorded.as_ref().is_some_and(is_loud)).count();
    let mut found = RuleOutcome::default();
    // Where the sources are silent about most, their silence about one says nothing.
    if is_majority(old.len() - loud, old.len()) || old.len() < 2 {
        return found;
    }
    for (initiative, recorded, last) in old {
        found.evaluated += 1;
        if age(last) >= quiet_days && !has_changes(initiative, world, quiet_days) {
            found.push(finding(context, initiative, recorded, (last, quiet_days)));
        }
    }
    found
}

fn finding(
    context: &Context<'_>,
    initiative: &Initiative,
    recorded: Option<Heard>,
    (last, quiet_days): (Day, i64),
) -> Finding {
    let (world, id) = (context.world, &initiative.id);
    let days = world.day.days_since(last);
    let silent = plural(days.unsigned_abs() as usize, "day", "days");
    let mut finding = context
        .finding(
            subject("initiative", id),
            format!("no recorded activity on {id} for {silent}"),
            context.initiative_spot(initiative),
        )
        .label("stated as live");
    if let Some(one) = recorded {
        let place = context.spot(&world.facts.place(one.at));
        finding = finding.related(place, format!("the last record, of {}", one.on));
    }
    finding
        .number(Number {
            name: "quiet_days",
            value: days as f64,
            n: recorded.map_or(0, |one| one.records),
            window: Some((last, world.day)),
            says: format!("no change, decision, review, metric or entry for {quiet_days} days or more"),
        })
        .note("on paper it still has its people, its leader and those who need it")
        .help("ask the leader whether anybody works on it; if not, set `ended`")
        .help("if work goes on where no source looks, name the source")
}

/// The newest record about each initiative, in any table that has one.
fn heard(world: &World<'_>) -> FxHashMap<Symbol, Heard> {
    let facts = world.facts;
    let mut heard: FxHashMap<Symbol, Heard> = FxHashMap::default();
    let mut hear = |initiative: Symbol, on: Day, at: RecordRef, is_work: bool| {
        let one = heard.entry(initiative).or_insert(Heard { on, at, records: 0, worked: None });
        one.records += 1;
        one.worked = one.worked.max(Some(on).filter(|_| is_work));
        if on > one.on {
            (one.on, one.at) = (on, at);
        }
    };
    facts.initiative_events().for_each(|row| hear(row.initiative, row.day, row.at, false));
    facts.metric_points().for_each(|row| hear(row.initiative, row.day, row.at, true));
    for row in facts.reviews() {
        if let Some(initiative) = row.initiative {
            hear(initiative, facts.known(row.answered).unwrap_or(row.day), row.at, true);
        }
    }
    facts.decisions().for_each(|row| hear(row.initiative, facts.known(row.decided).unwrap_or(row.day), row.at, true));
    for row in facts.changes() {
        if let Some(initiative) = row.initiative {
            hear(initiative, row.day, row.at, true);
        }
    }
    heard
}

/// The newest day that the organization's files give to anything about each initiative.
fn written<'w>(world: &World<'w>) -> BTreeMap<&'w str, Day> {
    let org = world.inputs.org;
    let mut days: BTreeMap<&str, Day> = BTreeMap::new();
    let mut say = |id: &'w str, on: Option<Day>| {
        if let Some(on) = on {
            let last = days.entry(id).or_insert(on);
            *last = on.max(*last);
        }
    };
    for (id, entry) in org.initiatives.iter() {
        let value = entry.last_value().map(|value| value.on.value);
        for on in [&entry.idea, &entry.committed, &entry.first_feature] {
            say(id, on.as_ref().map(|at| at.value));
        }
        say(id, value);
    }
    for decision in org.decisions.values() {
        let Some(id) = &decision.initiative else { continue };
        for on in [&decision.opened, &decision.decided, &decision.reversed, &decision.actual_on] {
            say(&id.value, on.as_ref().map(|at| at.value));
        }
    }
    for one in org.attestations.iter() {
        say(&one.initiative.value, Some(one.on.value));
    }
    for one in org.nobody_knows.iter() {
        say(&one.initiative.value, Some(one.on.value));
    }
    for one in org.allocations.iter() {
        say(&one.initiative.value, one.from.as_ref().map(|at| at.value));
    }
    days
}

/// Whether changes touched its scope lately, whoever made them.
fn has_changes(initiative: &Initiative, world: &World<'_>, days: i64) -> bool {
    let bounds = Bounds::of(initiative.scope.iter().map(|piece| &piece.value), world.inputs);
    let none = BTreeSet::new();
    !bounds.is_empty() && change_sets(&bounds, None, &none, world, days, usize::MAX).counted > 0
}
