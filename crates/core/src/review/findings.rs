//! What matters most, in plain words, each leading to its evidence.

use std::collections::BTreeSet;

use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::form::Form;
use super::threats::FEW;
use super::verdict::Answer;
use super::{InitiativeReview, Review, repository_findings};
use crate::measure::Leadership;
use crate::measure::World;
use crate::measure::clocks::{Lead, leads};
use crate::measure::measures::approvals::BUSIEST;
use crate::measure::measures::asked_teams::{AskedTeam, asked_teams};
use crate::measure::measures::metric_courses::Course;
use crate::words::{agreeing, capital, join, percent, plural, thousands};

/// How much a finding asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A criterion fails: someone should act.
    Warning,
    /// Good to know.
    Note,
}

/// Something that stands out, over all live initiatives.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Finding {
    /// Stable name.
    pub key: &'static str,
    /// How much it asks for.
    pub level: Level,
    /// The sentence, short enough for one line.
    pub says: String,
    /// What else is to be said; may be empty.
    pub more: String,
    /// Live initiatives that it is about, in alphabetical order; empty when it is about none in particular.
    pub initiatives: Vec<String>,
    /// Its weight among findings of the same level: the share of live initiatives it is about, or of what it counts.
    pub weight: f64,
    /// Lines and records behind it; the first few.
    pub places: Vec<Place>,
    /// The page that explains it.
    pub explain: &'static str,
}

/// Finders, in the order that breaks ties.
const FINDERS: &[fn(&Review, &World<'_>) -> Option<Finding>] = &[
    no_leader,
    shared_leader,
    divided_leader,
    shared_members,
    unplanned_dependencies,
    undeclared_dependencies,
    overlapping_scope,
    work_outside_scope,
    worse_metrics,
    none_shown,
    asked_by_many,
    concentrated_approvals,
    concentrated_signoffs,
    time_to_value,
    effects_unstated,
    sources_disagree,
];

/// How many places a finding carries.
const PLACES_MAX: usize = 3;

/// All findings, those that ask for most first.
pub(super) fn gather(review: &Review, world: &World<'_>) -> Vec<Finding> {
    let finders = FINDERS.iter().chain(repository_findings::FINDERS);
    let mut findings: Vec<Finding> = finders.filter_map(|find| find(review, world)).collect();
    findings.sort_by(|a, b| a.level.cmp(&b.level).then(b.weight.total_cmp(&a.weight)));
    findings
}

/// A finding about the initiatives that fail a criterion.
fn failing(
    review: &Review,
    key: &'static str,
    criterion: &'static str,
    says: impl Fn(&str, usize) -> String,
) -> Option<Finding> {
    let failing: Vec<&InitiativeReview> =
        review.initiatives.iter().filter(|i| i.answer(criterion) == Some(Answer::Fails)).collect();
    about(review, key, criterion, &failing, says)
}

fn about(
    review: &Review,
    key: &'static str,
    criterion: &'static str,
    initiatives: &[&InitiativeReview],
    says: impl Fn(&str, usize) -> String,
) -> Option<Finding> {
    let (n, of) = (initiatives.len(), review.initiatives.len());
    if n == 0 {
        return None;
    }
    let share = n as f64 / of as f64;
    // A percentage of a handful reads as more than it is.
    let count = if of < FEW { format!("{n} of {of}") } else { format!("{n} of {of} ({})", percent(share)) };
    let mut places: Vec<Place> = Vec::new();
    let first = initiatives.iter().filter_map(|initiative| {
        let verdict = initiative.verdicts.iter().find(|verdict| verdict.criterion == criterion)?;
        verdict.judgement.because.iter().find_map(|evidence| evidence.place.clone())
    });
    // One record may be behind several of them.
    for place in first {
        if places.len() < PLACES_MAX && !places.contains(&place) {
            places.push(place);
        }
    }
    Some(Finding {
        key,
        level: Level::Warning,
        says: says(&count, n),
        more: String::new(),
        initiatives: initiatives.iter().map(|initiative| initiative.id.clone()).collect(),
        weight: share,
        places,
        explain: criterion,
    })
}

fn no_leader(review: &Review, _: &World<'_>) -> Option<Finding> {
    let missing: Vec<&InitiativeReview> =
        review.initiatives.iter().filter(|initiative| initiative.form.form == Form::Missing).collect();
    let names: Vec<&str> = missing.iter().map(|initiative| initiative.id.as_str()).collect();
    about(review, "no-leader", "focus", &missing, |count, n| {
        format!("{count} {} no leader: {}", agreeing(n, "has", "have"), join(&names))
    })
}

fn shared_leader(review: &Review, world: &World<'_>) -> Option<Finding> {
    let threads = review.portfolio.leader_threads.as_ref()?;
    let is_shared = |one: &&InitiativeReview| one.known.leadership.is_shared();
    let shared: Vec<&InitiativeReview> = review.initiatives.iter().filter(is_shared).collect();
    let mut finding = about(review, "shared-leader", "focus", &shared, |count, n| {
        format!("{count} {} a leader with another initiative", agreeing(n, "has", "have"))
    })?;
    let people: BTreeSet<&str> =
        shared.iter().filter_map(|one| Some(one.known.leadership.leader()?.value.as_str())).collect();
    let leaders = plural(people.len(), "person leads", "people lead");
    let others = plural(threads.leaders - threads.leaders_of_several, "leader has one", "leaders have one each");
    let by_order = shared.iter().filter(|one| {
        let leader = one.known.leadership.leader();
        leader.is_some_and(|leader| one.known.first_of_several(&leader.value, world.inputs))
    });
    let by_order = match by_order.count() {
        0 => String::new(),
        n => format!("; {n} of the initiatives list several people, and the settings take the first as the leader"),
    };
    finding.more = format!("{leaders} these initiatives; the other {others}{by_order}");
    Some(finding)
}

/// Leaders whose stated time says that they do other work, although they lead nothing else.
fn divided_leader(review: &Review, _: &World<'_>) -> Option<Finding> {
    let divided = |one: &&InitiativeReview| {
        let leadership = &one.known.leadership;
        let leads_only_this = matches!(leadership, Leadership::One { also_leads, .. } if also_leads.is_empty());
        leads_only_this && one.answer("focus") == Some(Answer::Fails)
    };
    let divided: Vec<&InitiativeReview> = review.initiatives.iter().filter(divided).collect();
    about(review, "divided-leader", "focus", &divided, |count, n| {
        format!("{count} {} a leader allocated to other work", agreeing(n, "has", "have"))
    })
}

fn shared_members(review: &Review, _: &World<'_>) -> Option<Finding> {
    failing(review, "shared-members", "dedicated-team", |count, n| {
        format!("{count} {} team members with other work", agreeing(n, "has", "have"))
    })
}

fn unplanned_dependencies(review: &Review, _: &World<'_>) -> Option<Finding> {
    failing(review, "unplanned-dependencies", "untangling", |count, n| {
        let complete = "with no complete plan (owner, action, date to come)";
        format!("{count} {} blocked by a dependency {complete}", agreeing(n, "is", "are"))
    })
}

fn undeclared_dependencies(review: &Review, _: &World<'_>) -> Option<Finding> {
    let mut finding = failing(review, "undeclared-dependencies", "dependencies-known", |count, n| {
        let they = agreeing(n, "depends on a team it has", "depend on a team they have");
        format!("{count} {they} not declared")
    })?;
    finding.more =
        "Records, manifests, change coupling, reviews or approvers show it: onethread show dependencies".to_owned();
    Some(finding)
}

fn overlapping_scope(review: &Review, _: &World<'_>) -> Option<Finding> {
    about(review, "overlapping-scope", "scope", &failing_scope(review, true), |count, n| {
        format!("{count} {} scope that another one also claims", agreeing(n, "claims", "claim"))
    })
}

fn work_outside_scope(review: &Review, _: &World<'_>) -> Option<Finding> {
    about(review, "work-outside-scope", "scope", &failing_scope(review, false), |count, n| {
        let they = agreeing(n, "makes", "make");
        format!("{count} {they} more than half of the changes outside the claimed scope")
    })
}

/// Initiatives whose scope fails, because others claim the same or because their work lies elsewhere.
fn failing_scope(review: &Review, overlapping: bool) -> Vec<&InitiativeReview> {
    let divides = |one: &InitiativeReview| {
        let verdict = one.verdicts.iter().find(|verdict| verdict.criterion == "scope");
        let mut changes = verdict.into_iter().flat_map(|verdict| &verdict.judgement.would_change);
        changes.any(|proposal| proposal.change.kind == "divide-scope")
    };
    let fails = review.initiatives.iter().filter(|one| one.answer("scope") == Some(Answer::Fails));
    fails.filter(|one| divides(one) == overlapping).collect()
}

/// Nothing else in a review says whether it worked: a form that holds is no success.
fn worse_metrics(review: &Review, world: &World<'_>) -> Option<Finding> {
    let worse: Vec<_> = review.metrics().filter(|course| course.course == Course::Worse).collect();
    let is_worse = |one: &&InitiativeReview| worse.iter().any(|course| course.initiative == one.id);
    let initiatives: Vec<&InitiativeReview> = review.initiatives.iter().filter(is_worse).collect();
    let names: Vec<&str> = initiatives.iter().map(|one| one.id.as_str()).collect();
    let mut finding = about(review, "worse-metrics", "metric-courses", &initiatives, |count, n| {
        format!("{count} {} a metric that got worse: {}", agreeing(n, "has", "have"), join(&names))
    })?;
    let days = world.inputs.config.thresholds.period_days;
    finding.more = worse.first().and_then(|course| course.words(days)).unwrap_or_default();
    finding.places = worse.iter().map(|course| course.place.clone()).take(PLACES_MAX).collect();
    Some(finding)
}

fn none_shown(review: &Review, world: &World<'_>) -> Option<Finding> {
    let live = review.initiatives.len();
    let shown = review.single_threaded().count();
    if live == 0 || shown > 0 || review.form_count(Form::NotShown) == 0 {
        return None;
    }
    let invisible = review.portfolio.leader_threads.as_ref()?.no_second_thread_visible;
    let world = &world;
    let stated = match world.facts.allocations().next().is_some() || !world.inputs.org.allocations.is_empty() {
        true => "No leader's allocation is stated in full",
        false => "No source states an allocation",
    };
    Some(Finding {
        key: "none-shown",
        level: Level::Note,
        says: format!("None of {live} can be shown to be single-threaded"),
        more: format!(
            "{stated}, so no leader is shown to do only this. In {invisible} of {live} ({}) no other work is visible: one person, \
             on no other live initiative, and no other team takes part. That does not prove focus, because much work \
             leaves no record",
            percent(invisible as f64 / live as f64)
        ),
        initiatives: Vec::new(),
        weight: 1.0,
        places: review
            .initiatives
            .iter()
            .take(1)
            .filter_map(|i| i.form.because.iter().find_map(|e| e.place.clone()))
            .collect(),
        explain: "form",
    })
}

fn concentrated_approvals(review: &Review, world: &World<'_>) -> Option<Finding> {
    let approvals = review.portfolio.approvals.as_ref()?;
    // With as many or fewer, "they hold all" says nothing.
    let share = approvals.approver_top10_share.filter(|_| approvals.approvers > BUSIEST)?;
    let half = approvals.approvers_for_half.map_or_else(String::new, |half| format!("; {half} of them hold half"));
    let assignments = thousands(u128::from(approvals.assignments));
    let places = world.live().flat_map(|i| &i.approvers).map(|approver| approver.place.clone());
    Some(Finding {
        key: "concentrated-approvals",
        level: Level::Note,
        says: format!(
            "Ten of {} approvers hold {} of {assignments} approvals ({})",
            approvals.approvers,
            thousands((share * approvals.assignments as f64).round() as u128),
            percent(share)
        ),
        more: format!("Live initiatives require these approvals{half}. No names are shown"),
        initiatives: Vec::new(),
        weight: share,
        places: places.take(1).collect(),
        explain: "approvals",
    })
}

fn concentrated_signoffs(review: &Review, world: &World<'_>) -> Option<Finding> {
    let approvals = review.portfolio.approvals.as_ref()?;
    if approvals.signoffs == 0 {
        return None;
    }
    let places = world.initiatives.iter().flat_map(|i| &i.signoffs).map(|signoff| signoff.place.clone());
    let people = plural(approvals.signoff_people, "person", "people");
    let signoffs = thousands(u128::from(approvals.signoffs));
    Some(Finding {
        key: "concentrated-signoffs",
        level: Level::Note,
        says: format!("{people} gave all {signoffs} sign-offs so far"),
        more: "A sign-off is one person's for one milestone of one initiative, live or not. No names are shown"
            .to_owned(),
        initiatives: Vec::new(),
        // The fewer people hold all of it, the more it weighs.
        weight: 1.0 - approvals.signoff_people as f64 / approvals.signoffs as f64,
        places: places.take(1).collect(),
        explain: "approvals",
    })
}

fn time_to_value(review: &Review, world: &World<'_>) -> Option<Finding> {
    let sentence = |lead: Lead<'_>| {
        let (time, median) = (lead.first, lead.first.median_words()?);
        let reached = format!("n = {}, {} of which did", thousands(time.n as u128), thousands(time.events as u128));
        Some(format!("from {} to {}: {median}; {reached}", time.clock_words(), time.event_noun()))
    };
    let leads = leads(&review.time_to_value);
    let why = leads.iter().filter_map(Lead::why).map(|why| capital(&why));
    let sentences: Vec<String> = leads.iter().copied().filter_map(sentence).collect();
    let created = world.initiatives.iter().find_map(|i| i.created.as_ref()).map(|created| created.place.clone());
    let (first, rest) = sentences.split_first()?;
    Some(Finding {
        key: "time-to-value",
        level: Level::Note,
        says: format!("Time {first}"),
        more: rest.iter().map(|one| capital(one)).chain(why).collect::<Vec<_>>().join(". "),
        initiatives: Vec::new(),
        weight: 0.5,
        places: created.into_iter().collect(),
        explain: "time-to-value",
    })
}

/// One team that many initiatives ask: its calendar is that of all of them.
fn asked_by_many(_: &Review, world: &World<'_>) -> Option<Finding> {
    let found = Some(()).filter(|()| world.computes("asked-teams")).map(|()| asked_teams(world))?;
    let many: Vec<&AskedTeam> = found.asked.iter().filter(|one| one.by_many).collect();
    let first = many.first()?;
    let count = |one: &AskedTeam| format!("{} of {}", one.initiatives, thousands(one.of as u128));
    let others: Vec<String> = many.iter().skip(1).map(|one| format!("{}: {}", one.team, count(one))).collect();
    let others = if others.is_empty() { String::new() } else { format!("Also {}. ", others.join("; ")) };
    let share = if first.of < FEW { String::new() } else { format!(" ({})", percent(first.share)) };
    let blocking = match first.blocking {
        0 => "None says that it blocks".to_owned(),
        blocking => format!("{} that it blocks", agreeing(blocking, "1 says", &format!("{blocking} say"))),
    };
    Some(Finding {
        key: "asked-by-many",
        level: Level::Note,
        says: format!("{} live initiatives{share} ask the same team: {}", count(first), first.team),
        more: format!(
            "{others}Drawn at random among {} teams, {:.1} would. {blocking}: onethread show asked",
            thousands(found.teams as u128),
            first.by_chance
        ),
        initiatives: first.asked_by.clone(),
        weight: first.share,
        places: first.places.iter().take(PLACES_MAX).cloned().collect(),
        explain: "asked-teams",
    })
}

fn effects_unstated(review: &Review, world: &World<'_>) -> Option<Finding> {
    let dependencies = &review.portfolio.declared_dependencies;
    let unstated = dependencies.declared - dependencies.with_effect;
    if unstated == 0 {
        return None;
    }
    let place = world.live().flat_map(|i| &i.dependencies).find(|d| d.effect.is_none()).map(|d| d.place.clone());
    Some(Finding {
        key: "effects-unstated",
        level: Level::Note,
        says: format!(
            "{} of {}: not stated whether they block",
            thousands(unstated as u128),
            plural(dependencies.declared, "declared dependency", "declared dependencies")
        ),
        more: "Only a dependency with a stated effect can be planned".to_owned(),
        initiatives: Vec::new(),
        weight: 0.4 * unstated as f64 / dependencies.declared as f64,
        places: place.into_iter().collect(),
        explain: "declared-dependencies",
    })
}

fn sources_disagree(review: &Review, world: &World<'_>) -> Option<Finding> {
    let disagreeing: Vec<_> = world.live().filter(|initiative| !initiative.disagreements.is_empty()).collect();
    let first = disagreeing.first()?.disagreements.first()?;
    Some(Finding {
        key: "sources-disagree",
        level: Level::Note,
        says: format!("Sources disagree on {}", plural(disagreeing.len(), "live initiative", "live initiatives"),),
        more: format!(
            "First: the {} of {} is {} in one and {} in the other; {} is used",
            first.field,
            disagreeing.first().map_or("", |initiative| initiative.id.as_str()),
            first.used.value,
            first.other.value,
            if first.is_contradiction { "neither" } else { "the former" }
        ),
        initiatives: disagreeing.iter().map(|initiative| initiative.id.clone()).collect(),
        weight: disagreeing.len() as f64 / review.initiatives.len().max(1) as f64,
        places: vec![first.used.place.clone(), first.other.place.clone()],
        explain: "form",
    })
}
