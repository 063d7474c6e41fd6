//! Runs the rules.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use onethread_model::Day;
use onethread_model::diagnostic::Spot;
use onethread_model::facts::FactKind;
use onethread_model::source::Sources;

use super::context::Shared;
use super::{Active, Context, Finding, Rule, RuleOutcome, Settings, rule};
use crate::measure::{Leadership, World};

/// What all rules found on a day.
pub struct Checked {
    /// The day.
    pub day: Day,
    /// What was found, in the order of files, lines and codes.
    pub findings: Vec<Finding>,
    /// How many findings a waiver accepts; they are not among the others.
    pub waived: usize,
    /// How many findings were known before; they are not among the others.
    pub known: usize,
    /// How many known findings are there no more.
    pub gone: usize,
    /// Rules that could judge something, each with how much.
    pub evaluated: Vec<(&'static Rule, usize)>,
    /// Rules that could not.
    pub not_evaluated: Vec<NotEvaluated>,
}

impl Checked {
    /// Nothing found on a day.
    pub fn empty(day: Day) -> Checked {
        Checked {
            day,
            findings: Vec::new(),
            waived: 0,
            known: 0,
            gone: 0,
            evaluated: Vec::new(),
            not_evaluated: Vec::new(),
        }
    }
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

/// Families whose rules are begun first: the register takes longest, and next what changes touch.
const FIRST: &[&str] = &["DP", "SC"];

/// Findings of the first rule are superseded by the second where both speak of one subject, or of the same thing about
/// it: what has one cause is reported once.
const SUPERSEDED_BY: &[(&str, &str, Same)] =
    &[("SC105", "ST117", Same::Subject), ("ST117", "ST119", Same::Subject), ("DP103", "DP111", Same::Thing)];

/// What two findings have to share.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Same {
    Subject,
    Thing,
}

/// Removes what another rule reports of the same subject, whether that is waived or not: to accept it there is to
/// accept it here.
fn drop_superseded(findings: &mut Vec<Finding>) {
    let what = |finding: &Finding, same: Same| {
        let about = if same == Same::Thing { finding.about.clone() } else { String::new() };
        (finding.subject.clone(), about)
    };
    for (code, by, same) in SUPERSEDED_BY {
        let of = findings.iter().filter(|finding| finding.rule.code == *by);
        let others: BTreeSet<(String, String)> = of.map(|finding| what(finding, *same)).collect();
        findings.retain(|finding| finding.rule.code != *code || !others.contains(&what(finding, *same)));
    }
}

/// Runs every rule that the settings choose. Rules of a later family see what those of earlier ones found.
pub fn check(world: &World<'_>, settings: &Settings) -> Checked {
    let mut checked = Checked::empty(world.day);
    let shared = Shared::of(world);
    let is_agreed = |active: &&Active| world.inputs.agreement.allows("rule", active.rule.code);
    let (last, first): (Vec<&Active>, Vec<&Active>) = settings
        .rules
        .iter()
        .filter(|active| is_agreed(active) && active.level.is_some())
        .partition(|active| active.rule.reads_findings());
    // What only these families read is costly.
    let is_costly = first.iter().any(|active| FIRST.iter().any(|family| active.rule.code.starts_with(family)));
    // Any rule may ask who owned what was changed.
    world.owners();
    for group in [first, last] {
        let codes: Vec<&'static str> = checked.evaluated.iter().map(|(rule, _)| rule.code).collect();
        let run = |active: &Active| run(active, world, &shared, &checked.findings, &codes);
        let ran = world.shared(is_costly, || side_by_side(&group, run));
        for (active, found) in group.into_iter().zip(ran) {
            match found {
                Ok(mut found) => {
                    checked.evaluated.push((active.rule, found.evaluated));
                    for finding in found.findings.iter_mut().filter(|finding| finding.who.is_empty()) {
                        finding.who = responsible(&finding.subject, world);
                    }
                    checked.findings.extend(found.findings);
                }
                Err(missing) => checked.not_evaluated.push(missing),
            }
        }
    }
    drop_superseded(&mut checked.findings);
    let before = checked.findings.len();
    let waived = waived(world);
    // Nothing about waivers themselves can be waived.
    let is_waived = |finding: &Finding| {
        let subjects = [finding.subject.as_str(), subject_of_waivers(&finding.subject)];
        !finding.rule.reads_findings() && subjects.iter().any(|subject| waived.contains(&(finding.rule.code, *subject)))
    };
    checked.findings.retain(|finding| !is_waived(finding));
    checked.waived = before - checked.findings.len();
    sort(&mut checked.findings, world.inputs.sources);
    checked
}

/// Runs rules on all threads of the pool, each of which takes the next rule that nobody has begun, and gives what they
/// found in their order.
fn side_by_side<R: Send>(rules: &[&Active], run: impl Fn(&Active) -> R + Sync) -> Vec<R> {
    let family = |at: &usize| FIRST.iter().position(|family| rules[*at].rule.code.starts_with(family));
    let mut order: Vec<usize> = (0..rules.len()).collect();
    order.sort_by_key(|at| family(at).unwrap_or(FIRST.len()));
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(rules.len())));
    let work = || {
        while let Some(at) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            let found = run(rules[*at]);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((*at, found));
        }
    };
    rayon::scope(|scope| (0..rayon::current_num_threads()).for_each(|_| scope.spawn(|_| work())));
    let mut done: Vec<(usize, R)> = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, found)| found).collect()
}

/// How a waiver may name a subject beside its own name: what is the organization's is named by it as a whole.
pub(super) fn subject_of_waivers(subject: &str) -> &str {
    match subject.split_once(':') {
        Some(("organization", _)) => "organization",
        _ => subject,
    }
}

/// Rules and subjects that waivers accept on the day.
fn waived<'w>(world: &World<'w>) -> BTreeSet<(&'static str, &'w str)> {
    let in_force = world.inputs.org.waivers.iter().filter(|waiver| waiver.is_in_force(world.day));
    // Whoever accepts the answer to a criterion accepts the finding that says the same.
    let codes = |key: &str| -> Vec<&'static str> {
        rule(key).map_or_else(|| crate::review::rules_that_say(key).to_vec(), |rule| vec![rule.code])
    };
    in_force
        .flat_map(|waiver| codes(&waiver.rule.value).into_iter().map(|code| (code, waiver.subject.value.as_str())))
        .collect()
}

fn run(
    active: &Active,
    world: &World<'_>,
    shared: &Shared,
    earlier: &[Finding],
    evaluated: &[&'static str],
) -> Result<RuleOutcome, NotEvaluated> {
    let rule = active.rule;
    let facts = || rule.needs.iter().flat_map(super::Need::facts).collect();
    if let Some(missing) = rule.needs.iter().find_map(|need| need.missing(world)) {
        return Err(NotEvaluated { rule, missing, facts: facts() });
    }
    let level = active.level.unwrap_or(rule.level);
    let context = Context { world, options: &active.options, earlier, evaluated, rule, level, shared };
    let found = (rule.check)(&context);
    if found.evaluated == 0 && found.findings.is_empty() {
        let missing = "required data is missing".to_owned();
        return Err(NotEvaluated { rule, missing, facts: facts() });
    }
    Ok(found)
}

/// Sorts by path, then by place in the file, then by code and identity: the order in which someone fixes them.
pub fn sort(findings: &mut [Finding], sources: &Sources) {
    findings.sort_by_cached_key(|finding| {
        let place = match &finding.primary.spot {
            Spot::Span(span) => sources.place(*span),
            Spot::Record(place) => place.clone(),
            Spot::Path(path) => onethread_model::source::Place { path: path.as_str().into(), line: 0, column: None },
        };
        let (code, subject, about) = finding.identity();
        (place, code, subject.to_owned(), about.to_owned())
    });
}

/// The sponsor of an initiative, with the position where that is known.
pub(crate) fn sponsor_of(world: &World<'_>, id: &str) -> String {
    match world.initiative(id).and_then(|initiative| initiative.sponsor.as_ref()) {
        Some(position) => format!("the sponsor of {id}, {}", position.value),
        None => format!("the sponsor of {id}"),
    }
}

/// Who answers for an entity, as a position and never by an id.
fn responsible(subject: &str, world: &World<'_>) -> String {
    let org = world.inputs.org;
    let (kind, id) = subject.split_once(':').unwrap_or((subject, ""));
    let leader = |id: &str| {
        let leadership = world.initiative(id).map(|initiative| &initiative.leadership);
        match leadership.map_or(&[][..], Leadership::leaders) {
            [_] => format!("the leader of {id}"),
            [_, ..] => format!("the leaders of {id}"),
            // It asks for no leader.
            [] if matches!(leadership, Some(Leadership::FunctionalByDesign { .. })) => {
                format!("the function that does {id}")
            }
            [] => sponsor_of(world, id),
        }
    };
    match kind {
        "initiative" => leader(id),
        "team" => format!("team {id}"),
        "component" => match org.components.get(id).and_then(|component| component.owner.as_ref()) {
            Some(owner) => format!("team {}", owner.value),
            None => format!("the person who assigns the ownership of {id}"),
        },
        "decision" => match org.decisions.get(id).and_then(|decision| decision.initiative.as_ref()) {
            Some(initiative) => leader(&initiative.value),
            None => format!("the person who made decision {id}"),
        },
        _ => "the maintainer of the organization's files".to_owned(),
    }
}
