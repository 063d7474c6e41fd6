//! What a change brings beside the review: rules, dependencies, changes that stay inside, and what was accepted or
//! planned because of what is no longer so.
//!
//! Input: what was noted of a world before and after. Output: only what differs.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::diagnostic::Spot;
use onethread_model::source::Place;
use onethread_model::{Day, source::Sources};
use schemars::JsonSchema;
use serde::Serialize;

use crate::check::{self, Finding, Overrides, Settings};
use crate::measure::{Snapshot, World};
use crate::review::{Accepted, Answer, BeforeAndAfter, CRITERIA, CountOf, Review};

/// The rule that finds waivers which silence nothing.
const WITHOUT_MATCH: &str = "WV102";

/// What a change brings beside the review.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Effects {
    /// Findings of rules that are there only before, in the order of codes and subjects.
    pub checks_lost: Vec<CheckFinding>,
    /// Findings of rules that are there only after.
    pub checks_gained: Vec<CheckFinding>,
    /// Dependencies of the register that are there only before.
    pub dependencies_lost: Vec<Need>,
    /// Dependencies that are there only after, or that are declared otherwise.
    pub dependencies_gained: Vec<Need>,
    /// Change-sets that teams of at least five people finished without another team, of all of theirs, where that differs.
    pub changes_inside: Option<BeforeAndAfter<CountOf>>,
    /// Waivers in force that accept nothing any more.
    pub waivers_ended: Vec<Accepted>,
    /// Plans for dependencies that are not declared any more, or whose initiative is not live.
    pub plans_ended: Vec<PlanEnded>,
}

/// What a rule finds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct CheckFinding {
    /// Code of the rule.
    pub rule: &'static str,
    /// Name of the rule.
    pub name: &'static str,
    /// What it is about, as `kind:id`.
    pub subject: String,
    /// Which one, where a rule can find several about one subject; else empty.
    pub about: String,
    /// What is wrong.
    pub says: String,
    /// Where; absent where it is nowhere in particular.
    pub place: Option<Place>,
}

/// A dependency of the register.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Need {
    /// Who needs it, as `kind:id`.
    pub needs: String,
    /// What is needed, as `kind:id`.
    pub on: String,
    /// Whether it is declared.
    pub declared: bool,
    /// `blocking`, `slowing` or `ok`, as declared or recorded.
    pub effect: Option<String>,
}

/// A plan that is no longer needed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct PlanEnded {
    /// Id of the initiative.
    pub initiative: String,
    /// What it needs, as `kind:id`.
    pub on: String,
    /// The day by which the dependency was to be gone.
    pub by: Option<Day>,
}

/// What is noted of a world.
pub(super) struct Noted {
    findings: BTreeMap<(&'static str, String, String), CheckFinding>,
    needs: BTreeSet<Need>,
    inside: CountOf,
    plans: BTreeSet<PlanEnded>,
}

impl Noted {
    /// Notes what a change may alter.
    pub(super) fn of(world: &World<'_>, settings: &Settings) -> Noted {
        let checked = check::check(world, settings);
        let sources = world.inputs.sources;
        let keyed = |finding: Finding| {
            let (rule, subject, about) = finding.identity();
            ((rule, subject.to_owned(), about.to_owned()), noted(&finding, sources))
        };
        let needs = world.needs().entries.iter().map(|entry| Need {
            needs: entry.needs.clone(),
            on: entry.on.clone(),
            declared: entry.declared,
            effect: entry.effect.clone(),
        });
        let inside = world.computes("finished-inside").then(|| world.finished_inside());
        let inside = inside.map_or_else(CountOf::default, |finished| CountOf {
            count: finished.teams.iter().map(|team| team.changes.inside).sum(),
            of: finished.teams.iter().map(|team| team.changes.n).sum(),
        });
        Noted {
            findings: checked.findings.into_iter().map(keyed).collect(),
            needs: needs.collect(),
            inside,
            plans: plans(world),
        }
    }
}

fn noted(finding: &Finding, sources: &Sources) -> CheckFinding {
    let place = match &finding.primary.spot {
        Spot::Span(span) => Some(sources.place(*span)),
        Spot::Record(place) => Some(place.clone()),
        Spot::Path(_) => None,
    };
    CheckFinding {
        rule: finding.rule.code,
        name: finding.rule.name,
        subject: finding.subject.clone(),
        about: finding.about.clone(),
        says: finding.message.clone(),
        place,
    }
}

/// Plans of what live initiatives declare on the day.
fn plans(world: &World<'_>) -> BTreeSet<PlanEnded> {
    let of_one = |id: &str| {
        let declared = world.inputs.org.dependencies_of(id).filter(|one| one.holds_on(world.day));
        let planned = declared.filter_map(|one| {
            let by = one.plan.as_ref()?.by.as_ref().map(|by| by.value);
            Some(PlanEnded { initiative: id.to_owned(), on: one.on.value.to_string(), by })
        });
        planned.collect::<Vec<_>>()
    };
    world.live().flat_map(|one| of_one(&one.id)).collect()
}

/// The rules as the settings choose them. What is wrong with the settings is reported elsewhere.
pub(super) fn settings(snapshot: &Snapshot) -> Settings {
    let (check, overrides) = (&snapshot.config.check, Overrides::default());
    let found = check::resolve(check, &snapshot.sources, &overrides, &mut Vec::new());
    // Only words of a command line are refused, and there are none.
    found.unwrap_or(Settings { rules: Vec::new() })
}

/// What differs between what was noted before and after.
pub(super) fn effects(before: (&Review, &Noted), after: (&Review, &Noted)) -> Effects {
    let ((review, noted), (later, now)) = (before, after);
    let only = |one: &Noted, other: &Noted| -> Vec<CheckFinding> {
        let gone = one.findings.iter().filter(|(key, _)| !other.findings.contains_key(*key));
        gone.map(|(_, finding)| finding.clone()).collect()
    };
    let (lost, gained) = (only(noted, now), only(now, noted));
    // A waiver that accepts nothing any more is said once, as one that ends.
    let (unused, checks_gained): (Vec<_>, Vec<_>) = gained.into_iter().partition(|one| one.rule == WITHOUT_MATCH);
    Effects {
        checks_lost: lost,
        checks_gained,
        dependencies_lost: noted.needs.iter().filter(|need| !is_in(need, &now.needs)).cloned().collect(),
        dependencies_gained: now.needs.difference(&noted.needs).cloned().collect(),
        changes_inside: (noted.inside != now.inside)
            .then_some(BeforeAndAfter { before: noted.inside, after: now.inside }),
        waivers_ended: waivers_ended(review, later, &unused),
        plans_ended: noted.plans.iter().filter(|plan| !has_plan(plan, &now.plans)).cloned().collect(),
    }
}

/// Whether two sides still need each other, however that is declared.
fn is_in(need: &Need, needs: &BTreeSet<Need>) -> bool {
    needs.iter().any(|other| other.needs == need.needs && other.on == need.on)
}

/// Whether a dependency still has a plan, if perhaps another one.
fn has_plan(plan: &PlanEnded, plans: &BTreeSet<PlanEnded>) -> bool {
    plans.iter().any(|other| other.initiative == plan.initiative && other.on == plan.on)
}

/// Waivers in force of rules that find nothing any more, and of criteria that no longer fail.
fn waivers_ended(before: &Review, after: &Review, unused: &[CheckFinding]) -> Vec<Accepted> {
    let answers = |review: &Review, criterion: &str, subject: &str| {
        let id = subject.strip_prefix("initiative:")?;
        review.initiative(id)?.answer(criterion)
    };
    let ends = |waiver: &&Accepted| {
        let of_rule = unused.iter().any(|one| one.place.as_ref().is_some_and(|at| is_of(at, waiver, after)));
        let is_criterion = CRITERIA.iter().any(|criterion| criterion.key == waiver.rule);
        let fails = |review: &Review| answers(review, &waiver.rule, &waiver.subject) == Some(Answer::Fails);
        of_rule || is_criterion && fails(before) && !fails(after)
    };
    before.accepted.iter().filter(ends).cloned().collect()
}

/// Whether a place after the change is in the entry of a waiver.
fn is_of(place: &Place, waiver: &Accepted, after: &Review) -> bool {
    let starts = after.accepted.iter().filter(|one| one.place.path == place.path && one.place.line <= place.line);
    let entry = starts.max_by_key(|one| one.place.line);
    entry.is_some_and(|entry| entry.rule == waiver.rule && entry.subject == waiver.subject)
}
