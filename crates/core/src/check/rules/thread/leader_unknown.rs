//! `ST106`: a registry names a leader whom nobody describes.

use super::threads;
use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, subject};
use onethread_model::diagnostic::Spot;
use onethread_model::near_names::NearNames;

pub(super) const RULE: Rule = Rule {
    code: "ST106",
    name: "leader-unknown",
    title: "A registry names a leader whom the files do not know",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("leader_unknown.md"),
    touches: Touches::People,
    needs: &[Need::Live, Need::Entries("person")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let people = &context.world.inputs.org.people;
    let mut found = RuleOutcome::default();
    // A leader who is written in the organization's files is held against them when they are read.
    let recorded = threads(context.world)
        .flat_map(|initiative| initiative.leadership.leaders().iter().map(move |leader| (initiative, leader)))
        .filter(|(_, leader)| matches!(context.spot(&leader.place), Spot::Record(_)));
    let recorded: Vec<_> = recorded.collect();
    // Where no name of a registry is known, the two write people in different ways, and nothing follows for any of
    // them.
    if !recorded.iter().any(|(_, leader)| people.contains_key(&leader.value)) {
        return found;
    }
    let mut names: Option<NearNames<'_>> = None;
    for (initiative, leader) in recorded {
        found.evaluated += 1;
        let name = &leader.value;
        if people.contains_key(name) {
            continue;
        }
        let id = &initiative.id;
        let message = format!("`{name}` leads {id}, and no file describes them");
        let mut finding = context
            .finding(subject("initiative", id), message, context.spot(&leader.place))
            .about(subject("person", name))
            .label("not described in any file")
            .related(context.initiative_spot(initiative), format!("leads {id}"))
            .who("the maintainer of the registry or of the organization's files")
            .note("whether they lead other work, and to whom they report, is not known")
            .help("add `[person.ID]`; where the person has an entry, add this name to it under `known-as`");
        let names = names.get_or_insert_with(|| NearNames::new(people.keys().map(String::as_str)));
        if let Some(near) = names.nearest(name) {
            finding = finding.help(format!("did the registry mean `{near}`?"));
        }
        found.push(finding);
    }
    found
}
