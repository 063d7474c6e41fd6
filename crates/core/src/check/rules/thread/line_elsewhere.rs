//! `ST109`: an initiative wishes that its team reports to the leader, and the team reports elsewhere.

use onethread_model::diagnostic::Spot;
use onethread_model::org::WishedForm;
use onethread_model::share::Thousandths;

use super::threads;
use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome, Touches, subject};
use crate::measure::{Cited, Initiative, Leadership, Reporting};
use crate::words::{percent, plural};

pub(super) const RULE: Rule = Rule {
    code: "ST109",
    name: "line-elsewhere",
    title: "The team of a single-threaded owner reports to other managers",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("line_elsewhere.md"),
    touches: Touches::People,
    needs: &[Need::Live, Need::Entries("person")],
    options: &[],
    check,
};

/// More places than these help nobody to find the first one.
const RELATED_MAX: usize = 3;

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut found = RuleOutcome::default();
    for initiative in threads(world) {
        let Some(wished) = initiative.wished.as_ref().filter(|form| form.value == WishedForm::Sto) else { continue };
        let Leadership::One { leader, .. } = &initiative.leadership else { continue };
        let Some(members) = world.people.members(initiative) else { continue };
        let (mut all, mut elsewhere) = (Thousandths::default(), Thousandths::default());
        let (mut known, mut away) = (0, Vec::new());
        for member in &members {
            let here = world.people.share(&member.value, &initiative.id);
            // Time that nobody states is counted as a whole week.
            let share = here.map_or_else(|| world.inputs.org.contract(&member.value), |one| one.fte);
            all = all + share;
            match world.people.reporting(&member.value, &leader.value) {
                Reporting::Under => known += 1,
                Reporting::Elsewhere => {
                    known += 1;
                    elsewhere = elsewhere + share;
                    away.push(member);
                }
                Reporting::Unknown => {}
            }
        }
        found.evaluated += usize::from(known > 0);
        // Whoever's line is not known may report to the leader.
        let most = Thousandths(all.0 - elsewhere.0);
        if !most.is_at_least(Thousandths::of(world.inputs.config.thresholds.reporting_share), all) {
            let share = most.share() / all.share();
            found.push(finding(context, initiative, wished, &away, (members.len(), share)));
        }
    }
    found
}

fn finding(
    context: &Context<'_>,
    initiative: &Initiative,
    wished: &Cited<WishedForm>,
    away: &[&Cited<String>],
    (members, most): (usize, f64),
) -> Finding {
    let id = &initiative.id;
    let org = context.world.inputs.org;
    let least = percent(context.world.inputs.config.thresholds.reporting_share);
    let message = format!("{id} is intended as single-threaded ownership (STO), and its team reports elsewhere");
    let mut finding = context
        .finding(subject("initiative", id), message, context.spot(&wished.place))
        .label("asks that the team reports to the leader");
    let lines = away.iter().filter_map(|member| org.people.get(&member.value)?.reports_to.as_ref());
    for line in lines.take(RELATED_MAX) {
        finding = finding.related(Spot::Span(line.span), "a member's reporting line does not include the leader");
    }
    finding
        .number(Number::as_of_day(
            "reporting_share_max",
            most,
            members,
            format!("at most {} of the team's time reports to the leader; the threshold for STO is {least}", percent(most)),
        ))
        .note(format!(
            "{} to another manager, who decides what they do next",
            plural(away.len(), "member reports", "members report")
        ))
        .help("move the reporting lines to the leader, or state what is true: `form = \"stl\"`, where functional reporting lines stay")
}
