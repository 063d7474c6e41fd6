//! `TM102`: a team that one departure would stop.

use std::collections::BTreeMap;

use onethread_model::diagnostic::Spot;
use onethread_model::org::Initiative;

use super::sized;
use crate::check::{Context, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, subject};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "TM102",
    name: "team-too-small",
    title: "A team that one departure would stop",
    level: Level::Info,
    opt_in: false,
    page: include_str!("team_too_small.md"),
    needs: &[Need::Live, Need::Entries("team")],
    options: &[RuleOption {
        key: "people-min",
        default: Setting::Count(3),
        doc: "How few people a team may have without a stated reason.",
    }],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let (org, least) = (context.world.inputs.org, context.options.count("people-min") as usize);
    let mut having: BTreeMap<&str, Vec<&Initiative>> = BTreeMap::new();
    for initiative in org.initiatives.values() {
        if let Some(team) = &initiative.team {
            having.entry(&team.value).or_default().push(initiative);
        }
    }
    let mut found = RuleOutcome::default();
    for (team, people) in sized(context.world) {
        found.evaluated += 1;
        let id = &team.id.value;
        let n = people.len();
        if n >= least || team.why.is_some() {
            continue;
        }
        // Who says that the work needs no more has given the reason.
        let inside = team.initiatives.iter().filter_map(|at| org.initiatives.get(&at.value));
        let works_on = inside.chain(having.get(id.as_str()).into_iter().flatten().copied());
        let needed = works_on.map(|one| one.needs.iter().map(|(_, people)| people).sum::<f64>()).fold(0.0, f64::max);
        if needed > 0.0 && needed <= n as f64 {
            continue;
        }
        let people = plural(n, "person", "people");
        let finding = context
            .finding(subject("team", id), format!("{id} has {people}, fewer than {least}"), Spot::Span(team.id.span))
            .label(people.clone())
            .number(Number::as_of_day("team_people", n as f64, n, format!("{people} on it")))
            .note(match n {
                1 => "while this person is away, nobody on the team is left to do the work",
                _ => "while one is away, nobody on the team is left to review what the others do",
            })
            .help("add the people that the work needs, or give the work to a team that has them")
            .help("or state the reason for its size under `why`");
        found.push(finding);
    }
    found
}
