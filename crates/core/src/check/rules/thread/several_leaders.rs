//! `ST103`: an initiative has several leaders.

use super::threads;
use crate::check::{Context, Level, Need, Number, Rule, RuleOutcome, Touches, subject};
use crate::measure::Leadership;

pub(super) const RULE: Rule = Rule {
    code: "ST103",
    name: "several-leaders",
    title: "The initiative has more than one leader",
    level: Level::Error,
    opt_in: false,
    page: include_str!("several_leaders.md"),
    touches: Touches::People,
    needs: &[Need::Live],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for initiative in threads(context.world) {
        found.evaluated += usize::from(!initiative.leadership.leaders().is_empty());
        let Leadership::Several(leaders) = &initiative.leadership else { continue };
        let [first, second, rest @ ..] = leaders.as_slice() else { continue };
        let n = leaders.len();
        let message = format!("{} has {n} leaders and no single decision-maker", initiative.id);
        let mut finding = context
            .finding(subject("initiative", &initiative.id), message, context.spot(&second.place))
            .label("a second leader")
            .related(context.spot(&first.place), "the first leader");
        for other in rest {
            finding = finding.related(context.spot(&other.place), "another leader");
        }
        let says = format!("{n} people are named as its leader");
        found.push(
            finding
                .number(Number::as_of_day("leaders", n as f64, n, says))
                .note("with several leaders, nobody is named who breaks a tie")
                .help("keep the one who decides when they disagree, and list the others under `people`"),
        );
    }
    found
}
