//! `TM103`: a role that the work needs is not on the team.

use crate::check::{Context, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, subject};
use crate::review::criteria::complete_team::{people, unfilled};

pub(super) const RULE: Rule = Rule {
    code: "TM103",
    name: "role-missing",
    title: "A role that the work needs is not on the team",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("role_missing.md"),
    needs: &[Need::Live, Need::Entries("person")],
    options: &[RuleOption {
        key: "partly-too",
        default: Setting::Flag(false),
        doc: "Whether a role is reported that is only partly filled.",
    }],
    check,
};

/// With fewer people than this, a role is vacant: it is printed as 0.
const EMPTY_BELOW: f64 = 0.05;

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let partly_too = context.options.flag("partly-too");
    let mut found = RuleOutcome::default();
    for initiative in world.live().filter(|initiative| initiative.functional_by_design().is_none()) {
        let Some((roles, n)) = unfilled(initiative, world) else { continue };
        found.evaluated += 1;
        for role in roles {
            let is_empty = role.there < EMPTY_BELOW;
            if !is_empty && !partly_too {
                continue;
            }
            let (id, name, needed) = (&initiative.id, &role.name, people(role.needed));
            let message = if is_empty {
                format!("{id} needs {name}, and the role is vacant")
            } else {
                format!("{id} needs {needed} for {name}, and has {}", people(role.there))
            };
            let finding = context
                .finding(subject("initiative", id), message, context.spot(&role.place))
                .about(name)
                .label(format!("{needed} needed"))
                .number(Number::as_of_day(
                    "role_people",
                    role.there,
                    n,
                    format!("{} of {needed} there, in people", people(role.there)),
                ))
                .note("the team has to ask others for this work")
                .help(format!("add a person for {name} to the team, full time or for a stated share of time"))
                .help("or take the role out of `needs`, and declare on whom the work depends for it");
            found.push(finding);
        }
    }
    found
}
