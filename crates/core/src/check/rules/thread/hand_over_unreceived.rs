//! `ST122`: a leader left, and nobody received what was theirs.

use onethread_model::Day;
use onethread_model::diagnostic::Spot;
use onethread_model::source::Span;

use super::threads;
use crate::check::{Context, Level, Need, Number, Rule, RuleOutcome, Touches, sponsor_of, subject};
use crate::measure::{Initiative, Leadership, World};
use crate::words::{join, plural};

pub(super) const RULE: Rule = Rule {
    code: "ST122",
    name: "hand-over-unreceived",
    title: "A leader left, and nobody received what was the leader's",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("hand_over_unreceived.md"),
    touches: Touches::People,
    needs: &[Need::Live, Need::Entries("initiative")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut found = RuleOutcome::default();
    for initiative in threads(world) {
        let Some((since, spot)) = left(initiative, world) else { continue };
        found.evaluated += 1;
        let all = unreceived(initiative, world);
        let counted: Vec<String> = all
            .iter()
            .filter(|(_, _, spots)| !spots.is_empty())
            .map(|(one, many, spots)| plural(spots.len(), one, many))
            .collect();
        if counted.is_empty() {
            continue;
        }
        let counted = join(&counted.iter().map(String::as_str).collect::<Vec<_>>());
        let (id, days) = (&initiative.id, world.day.days_since(since));
        let mut finding = context
            .finding(subject("initiative", id), format!("the leader of {id} left, and nobody received {counted}"), spot)
            .label(format!("without a leader since {since}"))
            .number(Number::as_of_day(
                "days_without_leader",
                days as f64,
                1,
                format!("without a leader since {since}; as of {}", world.day),
            ))
            .who(sponsor_of(world, id));
        for (one, _, spots) in &all {
            for span in spots {
                finding = finding.related(Spot::Span(*span), *one);
            }
        }
        found.push(
            finding
                .note("what waits for a leader waits for nobody in particular")
                .help(format!("name who leads {id}, or until then who decides and who owns each of these")),
        );
    }
    found
}

/// The day since which an initiative has no leader, and where that is said: its leader is gone, or it is said to be
/// vacant.
fn left(initiative: &Initiative, world: &World<'_>) -> Option<(Day, Spot)> {
    let Leadership::Nobody { .. } = &initiative.leadership else { return None };
    let org = world.inputs.org;
    let entry = org.initiatives.get(&initiative.id)?;
    let gone = org.departed_leaders(&initiative.id).iter().filter_map(|leader| org.gone(&leader.value));
    let said = entry.vacant.iter().chain(gone).min_by_key(|at| at.value)?;
    Some((said.value, Spot::Span(said.span)))
}

/// What nobody received: singular, plural, and where each of them is written.
type Unreceived = (&'static str, &'static str, Vec<Span>);

/// Decisions that are open, and metrics of people who are gone: those that left took what they knew along.
fn unreceived(initiative: &Initiative, world: &World<'_>) -> [Unreceived; 2] {
    let org = world.inputs.org;
    let open = world.written_decisions_of(&initiative.id).filter(|one| one.decided.is_none() && one.reversed.is_none());
    let metrics = world.as_written().initiatives.get(&initiative.id).map_or(&[][..], |entry| &entry.metrics);
    let owners = metrics.iter().filter_map(|metric| metric.owner.as_ref());
    let unowned = owners.filter(|owner| org.gone(&owner.value).is_some());
    [
        ("open decision", "open decisions", open.map(|one| one.id.span).collect()),
        ("metric", "metrics", unowned.map(|owner| owner.span).collect()),
    ]
}
