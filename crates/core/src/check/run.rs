//! Runs the rules.

use onethread_model::Day;
use onethread_model::diagnostic::Spot;
use onethread_model::facts::FactKind;
use onethread_model::source::Sources;
use rayon::prelude::*;

use super::context::Shared;
use super::{Active, Context, Finding, Found, Rule, Settings};
use crate::measure::World;

/// What all rules found on a day.
pub struct Checked {
    /// The day.
    pub day: Day,
    /// What was found, in the order of files, lines and codes.
    pub findings: Vec<Finding>,
    /// Rules that could judge something, each with how much.
    pub evaluated: Vec<(&'static Rule, usize)>,
    /// Rules that could not.
    pub not_evaluated: Vec<NotEvaluated>,
}

/// A rule that could not judge anything, and why.
pub struct NotEvaluated {
    /// The rule.
    pub rule: &'static Rule,
    /// What is missing, in words.
    pub missing: String,
    /// Fact tables that would help.
    pub facts: Vec<FactKind>,
}

/// Runs every rule that the settings choose. Rules of a later family see what those of earlier ones found.
pub fn check(world: &World<'_>, settings: &Settings) -> Checked {
    let mut checked =
        Checked { day: world.day, findings: Vec::new(), evaluated: Vec::new(), not_evaluated: Vec::new() };
    let shared = Shared::default();
    let (last, first): (Vec<&Active>, Vec<&Active>) =
        settings.rules.iter().filter(|active| active.level.is_some()).partition(|active| active.rule.reads_findings());
    for group in [first, last] {
        let codes: Vec<&'static str> = checked.evaluated.iter().map(|(rule, _)| rule.code).collect();
        let ran: Vec<(&Active, Result<Found, NotEvaluated>)> = group
            .into_par_iter()
            .map(|active| (active, run(active, world, &shared, &checked.findings, &codes)))
            .collect();
        for (active, found) in ran {
            match found {
                Ok(found) => {
                    checked.evaluated.push((active.rule, found.looked_at));
                    checked.findings.extend(found.findings);
                }
                Err(missing) => checked.not_evaluated.push(missing),
            }
        }
    }
    sort(&mut checked.findings, world.inputs.sources);
    checked
}

fn run(
    active: &Active,
    world: &World<'_>,
    shared: &Shared,
    earlier: &[Finding],
    evaluated: &[&'static str],
) -> Result<Found, NotEvaluated> {
    let rule = active.rule;
    let facts = || rule.needs.iter().flat_map(super::Need::facts).collect();
    if let Some(missing) = rule.needs.iter().find_map(|need| need.missing(world)) {
        return Err(NotEvaluated { rule, missing, facts: facts() });
    }
    let level = active.level.unwrap_or(rule.level);
    let context = Context { world, options: &active.options, earlier, evaluated, rule, level, shared };
    let found = (rule.check)(&context);
    if found.looked_at == 0 && found.findings.is_empty() {
        let missing = "nothing here has what it looks at".to_owned();
        return Err(NotEvaluated { rule, missing, facts: facts() });
    }
    Ok(found)
}

/// Sorts by path, then by place in the file, then by code and identity: the order in which somebody mends them.
pub(super) fn sort(findings: &mut [Finding], sources: &Sources) {
    findings.sort_by_cached_key(|finding| {
        let place = match &finding.primary.spot {
            Spot::Span(span) => sources.place(*span),
            Spot::Record(place) => place.clone(),
            Spot::Path(path) => onethread_model::source::Place { path: path.clone(), line: 0, column: None },
        };
        let (code, subject, about) = finding.identity();
        (place, code, subject.to_owned(), about.to_owned())
    });
}
