//! The count may not measure the concept.

use onethread_model::facts::FactKind;

use super::{Applies, Class, Threat};
use crate::measure::{Shipped, World};
use crate::review::attested::ATTESTED_DAYS;
use crate::review::{Answer, Review};
use crate::words::{percent, plural, thousands};

pub(super) const THREATS: &[Threat] = &[
    Threat {
        key: "declared",
        class: Class::Construct,
        title: "Files say what people wrote, not what they do",
        about: "A stated share of time, a reporting line or a list of approvers is a statement. Where a record of what happened contradicts it, the \
                record counts; where nothing was recorded, the statement is all there is.",
        applies: declared,
    },
    Threat {
        key: "one-sided",
        class: Class::Construct,
        title: "Evidence can show other work of a leader, never its absence",
        about: "Registries and files show that a person leads another initiative. They never show that a person does nothing else: meetings, hiring and work \
                for others leave no trace. So such evidence can only make `focus` fail, and dedication must be stated.",
        applies: one_sided,
    },
    Threat {
        key: "targets",
        class: Class::Construct,
        title: "A target that passed is taken as shipped",
        about: "Where a registry records targets and not releases, a milestone counts as shipped when its release is out and nothing in the registry speaks \
                against it. Requiring a confirming entry lengthens the time to value in the Kubernetes data by about half.",
        applies: targets,
    },
    Threat {
        key: "word-of-somebody",
        class: Class::Construct,
        title: "Some answers rest on attestations",
        about: "What no file can show, such as whether a leader is capable, rests on a named person's dated statement. It may be kind, hopeful or old.",
        applies: attested,
    },
    Threat {
        key: "change-unit",
        class: Class::Construct,
        title: "A recorded change may be a piece of one, or several at once",
        about: "Commits of one request or reference are united into a change-set, because bursts of commits from one piece of work are not independent. \
                Where no reference is recorded, one piece of work counts as several that stay inside; squashed merges count as one. Between 7 and 20 % of \
                bug fixes in five Java projects carried unrelated edits (Herzig and Zeller 2013).",
        applies: change_unit,
    },
    Threat {
        key: "unseen-talk",
        class: Class::Construct,
        title: "Conversations leave no record",
        about: "Dependencies that are handled in conversation, at run time, or through an interface that works well leave nothing in a history of changes. A dependency that is not observed may still exist.",
        applies: unseen_talk,
    },
];

fn declared(review: &Review, world: &World<'_>) -> Option<Applies> {
    let stated = review.initiatives.len();
    let org = world.live().filter(|initiative| initiative.in_org).count();
    let registry = world.live().filter(|initiative| initiative.in_registry).count();
    let shares = world.inputs.org.allocations.len();
    let parts = [(org, "the organization's own files"), (registry, "a registry")];
    let parts: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, whom)| format!("{n} are described by {whom}")).collect();
    let says = format!(
        "of {}, {}; {} stated",
        plural(stated, "live initiative", "live initiatives"),
        parts.join(" and "),
        plural(shares, "share of working time is", "shares of working time are")
    );
    (stated > 0).then(|| Applies::says(says).remedy("ask the people: onethread ask writes the questions"))
}

fn one_sided(review: &Review, _: &World<'_>) -> Option<Applies> {
    let open = review.initiatives.iter().filter(|one| one.answer("focus") == Some(Answer::NotShown)).count();
    let all = review.initiatives.len();
    let says =
        format!("for {open} of {all} live initiatives no other work of the leader is visible, and none is ruled out");
    Some(Applies::some_of(open, all, says)?.remedy("state the leader's share of time ([[allocation]])"))
}

fn targets(_: &Review, world: &World<'_>) -> Option<Applies> {
    let milestones = || world.initiatives.iter().flat_map(|initiative| &initiative.milestones);
    let count = |shipped: Shipped| milestones().filter(|milestone| milestone.shipped == shipped).count();
    let (claimed, confirmed, doubtful) = (count(Shipped::Claimed), count(Shipped::Confirmed), count(Shipped::Doubtful));
    let place = milestones()
        .find(|milestone| milestone.shipped == Shipped::Claimed)
        .and_then(|milestone| milestone.target.as_ref())
        .map(|target| target.place.clone());
    let says = format!(
        "of {} that count as shipped, {} rest on a passed target alone; {} more passed their target and are not counted, because other entries contradict it",
        plural(claimed + confirmed, "milestone", "milestones"),
        thousands(claimed as u128),
        thousands(doubtful as u128)
    );
    Some(
        Applies::some_of(claimed, claimed + confirmed, says)?
            .at(place)
            .remedy("bring a source of releases that names what it carries"),
    )
}

fn attested(_: &Review, world: &World<'_>) -> Option<Applies> {
    let day = world.day;
    let known = &world.inputs.org.attestations;
    let old = known.iter().filter(|one| day.days_since(one.on.value) > ATTESTED_DAYS).count();
    let oldest = known.iter().min_by_key(|one| one.on.value);
    let place = oldest.map(|one| world.inputs.sources.place(one.on.span));
    let age = if old > 0 { format!("; older than a year: {old}") } else { String::new() };
    let says = format!("{} a person's dated statement{age}", plural(known.len(), "answer is", "answers are"));
    let remedy = if old > 0 { "ask again, and record the new answer: onethread attest" } else { "" };
    Some(Applies::some_of(known.len(), known.len(), says)?.at(place).remedy(remedy))
}

fn change_unit(_: &Review, world: &World<'_>) -> Option<Applies> {
    let facts = world.facts;
    let all = facts.changes().count();
    let alone = facts.changes().filter(|change| change.set.is_none()).count();
    let share = percent(alone as f64 / all.max(1) as f64);
    let says = format!(
        "{} of {} ({share}) name no request or reference that would unite them with others",
        thousands(alone as u128),
        plural(all, "change", "changes")
    );
    Some(Applies::some_of(alone, all, says)?.remedy("name the patterns of references in the source's settings"))
}

fn unseen_talk(review: &Review, world: &World<'_>) -> Option<Applies> {
    let live = review.initiatives.len();
    let silent = world.live().filter(|initiative| initiative.dependencies.is_empty()).count();
    let seen: Vec<&str> = [
        (FactKind::Touch, "what changes touch"),
        (FactKind::ReviewAsked, "reviews asked for"),
        (FactKind::Dependency, "observed dependencies"),
    ]
    .into_iter()
    .filter(|(kind, _)| world.facts.has(*kind))
    .map(|(_, what)| what)
    .collect();
    let from = if seen.is_empty() { "nothing but files".to_owned() } else { seen.join(", ") };
    let says = format!("dependencies are observed through {from}; {silent} of {live} live initiatives declare none");
    (live > 0).then(|| Applies { affected: Some(silent), of: Some(live), ..Applies::says(says) })
}
