//! `ST108`: what is named as the leader is no person.

use std::collections::BTreeSet;

use onethread_model::edit::Edit;
use onethread_model::record::Value;

use super::threads;
use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, sponsor_of, subject};
use crate::measure::World;

pub(super) const RULE: Rule = Rule {
    code: "ST108",
    name: "leader-no-person",
    title: "The leader is a group, an alias or a placeholder",
    level: Level::Error,
    opt_in: false,
    page: include_str!("leader_no_person.md"),
    touches: Touches::People,
    needs: &[Need::Live],
    options: &[],
    check,
};

/// What people write where nobody is named yet, in small letters and without blanks and signs.
const PLACEHOLDERS: &[&str] = &[
    "all",
    "anybody",
    "anyone",
    "everybody",
    "everyone",
    "na",
    "nil",
    "nobody",
    "none",
    "noone",
    "notassigned",
    "null",
    "open",
    "tba",
    "tbc",
    "tbd",
    "tobeannounced",
    "tobedecided",
    "tobedefined",
    "tobedetermined",
    "tobehired",
    "todo",
    "unassigned",
    "unknown",
    "vacancy",
    "vacant",
    "xxx",
];

/// How the names of groups end, as mailing lists and ownership files write them.
const GROUP_ENDINGS: &[&str] =
    &["approvers", "committee", "leads", "maintainers", "owners", "reviewers", "squad", "team", "teams"];

/// What it is instead of a person.
enum Instead {
    Team,
    Function,
    Placeholder,
    Group,
}

fn check(context: &Context<'_>) -> RuleOutcome {
    let groups = Groups::of(context.world);
    let mut found = RuleOutcome::default();
    for initiative in threads(context.world) {
        for leader in initiative.leadership.leaders() {
            found.evaluated += 1;
            let (id, name) = (&initiative.id, &leader.value);
            let Some(instead) = groups.instead(name, context.world) else { continue };
            let (what, label) = match instead {
                Instead::Team => ("a team", "the name of a team"),
                Instead::Function => ("a function", "the name of a function"),
                Instead::Placeholder => ("a placeholder", "nobody has this name"),
                Instead::Group => ("a group", "the name of a group"),
            };
            let finding = context
                .finding(
                    subject("initiative", id),
                    format!("the leader of {id} is {what}, not a person"),
                    context.spot(&leader.place),
                )
                .about(name)
                .label(label)
                .who(sponsor_of(context.world, id))
                .note("with a group as leader, no person is accountable for a decision")
                .help("appoint one person who decides; list the team that does the work under `team`");
            found.push(match fix(context, id, name, &instead) {
                Some((says, edits)) => finding.unsafe_fix(says, edits),
                None => finding,
            });
        }
    }
    found
}

/// What it is instead has a place of its own, or is nothing at all.
fn fix(context: &Context<'_>, id: &str, name: &str, instead: &Instead) -> Option<(String, Vec<Edit>)> {
    let org = context.world.inputs.org;
    let mut edits = super::without_leader(context, id, name, context.world.day)?;
    let file = edits.first()?.file.clone();
    match instead {
        Instead::Placeholder => Some((format!("remove `{name}` as the leader of {id}"), edits)),
        Instead::Team => {
            let team = org.initiatives.get(id).map(|entry| entry.team.as_ref())?;
            let is_free = team.is_none_or(|team| team.value == name);
            let set = Edit::set(file, "initiative", id, "team", Value::reference("team", name));
            let says = format!("list {name} under `team` of {id} until a leader is found");
            edits.push(set);
            (is_free && org.teams.contains_key(name)).then_some((says, edits))
        }
        Instead::Function | Instead::Group => None,
    }
}

/// Names of teams and functions.
struct Groups<'w> {
    teams: BTreeSet<&'w str>,
}

impl<'w> Groups<'w> {
    fn of(world: &World<'w>) -> Groups<'w> {
        let org = world.inputs.org;
        let written = org.teams.values().flat_map(|team| {
            std::iter::once(team.id.value.as_str()).chain(team.known_as.iter().map(|at| at.value.as_str()))
        });
        let recorded = world.facts.memberships().map(|row| world.facts.text(row.team));
        Groups { teams: written.chain(recorded).collect() }
    }

    fn instead(&self, name: &str, world: &World<'_>) -> Option<Instead> {
        let org = world.inputs.org;
        let letters: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        if PLACEHOLDERS.contains(&letters.as_str()) || letters.is_empty() {
            return Some(Instead::Placeholder);
        }
        // A person may be called as a team is; who is described as a person is one.
        if org.people.contains_key(name) {
            return None;
        }
        if self.teams.contains(name) {
            return Some(Instead::Team);
        }
        if org.functions.contains_key(name) {
            return Some(Instead::Function);
        }
        let last = name.rsplit(['-', '_', ' ', '/', '.']).next().unwrap_or_default().to_lowercase();
        let is_handle = name.starts_with('@') && name.contains('/');
        (is_handle || (last.len() < name.len() && GROUP_ENDINGS.contains(&last.as_str()))).then_some(Instead::Group)
    }
}
