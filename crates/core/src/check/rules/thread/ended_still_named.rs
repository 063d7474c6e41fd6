//! `ST123`: an initiative has ended, and files still give it work, time or gates.

use onethread_model::diagnostic::Spot;
use onethread_model::source::{At, Span};

use crate::check::{Context, Level, Need, Number, Rule, RuleOutcome, Touches, sponsor_of, subject};
use crate::measure::World;
use crate::words::{join, plural};

pub(super) const RULE: Rule = Rule {
    code: "ST123",
    name: "ended-still-named",
    title: "An initiative has ended, and teams, shares of time, gates or decisions still name it",
    level: Level::Info,
    opt_in: false,
    page: include_str!("ended_still_named.md"),
    touches: Touches::Groups,
    needs: &[Need::Entries("initiative")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut found = RuleOutcome::default();
    for entry in world.inputs.org.initiatives.values() {
        let Some(ended) = &entry.ended else { continue };
        found.evaluated += 1;
        let id = entry.id.value.as_str();
        let all = left_behind(id, world);
        let counted: Vec<String> = all
            .iter()
            .filter(|(_, _, spans)| !spans.is_empty())
            .map(|(one, many, spans)| plural(spans.len(), one, many))
            .collect();
        if counted.is_empty() {
            continue;
        }
        let counted = join(&counted.iter().map(String::as_str).collect::<Vec<_>>());
        let mut finding = context
            .finding(subject("initiative", id), format!("{id} has ended, and leaves {counted}"), Spot::Span(ended.span))
            .label(format!("ended on {}", ended.value))
            .number(Number::as_of_day(
                "left_behind",
                all.iter().map(|(.., spans)| spans.len()).sum::<usize>() as f64,
                1,
                format!("{counted} as of {}", world.day),
            ))
            .who(sponsor_of(world, id));
        for (one, _, spans) in &all {
            for span in spans {
                finding = finding.related(Spot::Span(*span), *one);
            }
        }
        found.push(
            finding
                .note("an end is no failure; what it leaves behind is somebody's work, and nobody's")
                .help("say what becomes of each: another initiative's, or over by `until`"),
        );
    }
    found
}

/// What an end leaves behind: singular, plural, and where each of them is written.
type LeftBehind = (&'static str, &'static str, Vec<Span>);

/// Teams without anything else, shares of time that go on, gates before nothing else, and decisions that are open. Who
/// depends on it has a rule of its own.
fn left_behind(id: &str, world: &World<'_>) -> [LeftBehind; 4] {
    let org = world.inputs.org;
    let has_ended = |at: &At<String>| org.initiatives.get(&at.value).is_some_and(|other| other.ended.is_some());
    let names = |all: &[At<String>]| all.iter().find(|at| at.value == id).map(|at| at.span);
    let only_ended = |all: &[At<String>]| names(all).filter(|_| all.iter().all(has_ended));
    let teams = org.teams.values().filter_map(|team| only_ended(&team.initiatives));
    let shares = org.allocations.iter().filter(|one| one.initiative.value == id && one.share.value > 0.0);
    let shares = shares.filter(|one| one.holds_on(world.day)).map(|one| one.initiative.span);
    let in_force = org.gates.values().filter(|gate| gate.until.is_none());
    let gates = in_force.filter_map(|gate| only_ended(&gate.applies_to));
    let open = world.written_decisions_of(id).filter(|one| one.decided.is_none() && one.reversed.is_none());
    [
        ("team with nothing else", "teams with nothing else", teams.collect()),
        ("share of somebody's time", "shares of people's time", shares.collect()),
        ("approval gate before nothing else", "approval gates before nothing else", gates.collect()),
        ("open decision", "open decisions", open.map(|one| one.id.span).collect()),
    ]
}
