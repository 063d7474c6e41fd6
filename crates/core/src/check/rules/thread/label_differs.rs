//! `ST116`: an initiative has another form than the one it says it has.

use onethread_model::diagnostic::Spot;
use onethread_model::org::WishedForm;

use super::threads;
use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, Touches, subject};
use crate::measure::Initiative;
use crate::review::fit::wished_word;
use crate::review::{Form, FormVerdict};
use crate::words::percent;

pub(super) const RULE: Rule = Rule {
    code: "ST116",
    name: "label-differs",
    title: "The derived form differs from the stated form",
    level: Level::Info,
    opt_in: false,
    page: include_str!("label_differs.md"),
    touches: Touches::People,
    needs: &[Need::Live, Need::Entries("initiative")],
    options: &[RuleOption {
        key: "split-too",
        default: Setting::Flag(false),
        doc: "Whether it is also reported where a leader or a member has a second thread, or where nobody leads: other \
              rules name the cause.",
    }],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let split_too = context.options.flag("split-too");
    let mut found = RuleOutcome::default();
    for initiative in threads(world) {
        let written = world.inputs.org.initiatives.get(&initiative.id).and_then(|entry| entry.form.as_ref());
        let Some(wished) = written.filter(|form| form.value != WishedForm::Functional) else { continue };
        let Some(verdict) = context.form(initiative) else { continue };
        let differs = match verdict.form {
            Form::NotShown => continue,
            // An owner whose team reports elsewhere is reported by ST109, with the lines.
            Form::Sto => wished.value == WishedForm::Stl,
            Form::Stl | Form::Functional => false,
            Form::Split | Form::Missing => split_too,
        };
        found.evaluated += 1;
        if differs {
            found.push(finding(context, initiative, (wished.value, Spot::Span(wished.span)), verdict));
        }
    }
    found
}

fn finding(
    context: &Context<'_>,
    initiative: &Initiative,
    (wished, spot): (WishedForm, Spot),
    verdict: &FormVerdict,
) -> Finding {
    let (id, says) = (&initiative.id, wished_word(wished));
    let mut finding = context
        .finding(subject("initiative", id), format!("{id} says {says}, and is {}", verdict.form.words()), spot)
        .label("the stated form");
    for evidence in &verdict.because {
        if let Some(place) = &evidence.place {
            finding = finding.related(context.spot(place), evidence.says.clone());
        }
    }
    if let Some((low, _)) = verdict.reporting_share {
        let members = context.world.people.members(initiative).map_or(0, |members| members.len());
        let says = format!("at least {} of the team's time reports to the leader", percent(low));
        finding = finding.number(Number::as_of_day("reporting_share_min", low, members, says));
    }
    let finding = finding.note("readers of the label expect other decision rights and reporting lines than exist");
    finding.help(match verdict.form {
        Form::Sto => {
            "state the form that it has; or, if functional reporting lines were meant to stay, state where they should lead"
        }
        _ => "remove the obstacle, or state the form that it has",
    })
}
