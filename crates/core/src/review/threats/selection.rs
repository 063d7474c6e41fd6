//! The sample may not represent the whole.

use std::collections::BTreeSet;

use onethread_model::Day;

use super::{Applies, Class, Threat};
use crate::measure::World;
use crate::measure::clocks::leads;
use crate::review::Review;
use crate::words::{percent, plural, thousands};

/// Evidence that ends longer before the day of the review than this may have missed something. Tested by
/// `threats_apply_from_their_lines_on`.
const STALE_DAYS: i64 = 30;

pub(super) const THREATS: &[Threat] = &[
    Threat {
        key: "not-shown",
        class: Class::Selection,
        title: "Unanswered questions may differ from answered ones",
        about: "Where files are silent the answer is `not shown`, and counts of what holds and fails speak of the rest only. People who write files may also be better organized, so the silent initiatives may be worse, or merely busier.",
        applies: not_shown,
    },
    Threat {
        key: "late-entry",
        class: Class::Selection,
        title: "Old initiatives enter late, and those recorded afterwards are left out",
        about: "An initiative that was filed long after its idea could not have been observed to end before. It counts from the day it could be observed, and what was filed only after it ended is left out. That supposes that the day of filing says nothing about the day of the end. Where it does, as in the Kubernetes data, the clock \
                from filing leads.",
        applies: late_entry,
    },
    Threat {
        key: "unfinished",
        class: Class::Selection,
        title: "Unfinished initiatives have no end yet",
        about: "Unfinished initiatives count for as long as they were followed. That is right when those followed for a short time are like the others; where \
                a whole kind of initiative stalls silently, it is not.",
        applies: unfinished,
    },
    Threat {
        key: "unowned",
        class: Class::Selection,
        title: "Changes to code without an owner count for no team",
        about: "Teams are compared with what ownership files give them. What no rule covers is left out of every number about teams.",
        applies: unowned,
    },
    Threat {
        key: "left-out-changes",
        class: Class::Selection,
        title: "Changes by bots and bulk changes are left out",
        about: "An update by a bot or a renaming in a thousand files shows no dependency. A real change of that size is left out with them.",
        applies: left_out_changes,
    },
    Threat {
        key: "shallow",
        class: Class::Selection,
        title: "A shortened history has no beginning",
        about: "In a shallow clone the oldest commits have no parents to compare with, so what they changed is not known.",
        applies: shallow,
    },
    Threat {
        key: "rejected",
        class: Class::Selection,
        title: "Records that could not be read are missing",
        about: "Each is listed with its place and the reason. If they fail for a reason related to their content, the remaining sample is biased.",
        applies: rejected,
    },
    Threat {
        key: "disagreement",
        class: Class::Selection,
        title: "Sources that disagree cannot all be right",
        about: "Where the organization's own file and a registry differ, the own file counts and the difference is reported.",
        applies: disagreement,
    },
    Threat {
        key: "age",
        class: Class::Selection,
        title: "Evidence ends before the day of the report",
        about: "What happened since the newest record is not known, and silence since then is not news.",
        applies: age,
    },
    Threat {
        key: "undated",
        class: Class::Selection,
        title: "Some fields have no dates",
        about: "Reporting lines, teams and tenets in the organization's files carry no dates. A report as of an earlier day reads them as they are now.",
        applies: undated,
    },
    Threat {
        key: "todays-teams",
        class: Class::Selection,
        title: "Coupling is seen through today's teams",
        about: "Code that one team owns is changed together more often than other code, whatever the reason. Patterns of change follow the present boundaries, and \
                agreement with them is no proof that they are right.",
        applies: todays_teams,
    },
];

fn not_shown(review: &Review, _: &World<'_>) -> Option<Applies> {
    let (all, open) = (review.questions.asked, review.questions.open);
    let says = format!(
        "{} of {} ({}) are open",
        thousands(open as u128),
        plural(all, "answer", "answers"),
        percent(open as f64 / all.max(1) as f64)
    );
    Some(
        Applies::some_of(open, all, says)?
            .remedy("begin with the data that most of them lack: the report lists it under what is not known"),
    )
}

fn late_entry(review: &Review, world: &World<'_>) -> Option<Applies> {
    let known = world.initiatives.iter().filter(|initiative| initiative.created.is_some());
    let late = known.clone().filter(|initiative| {
        let created = initiative.created.as_ref().map(|created| created.value);
        initiative.entered.zip(created).is_some_and(|(entered, created)| entered > created)
    });
    let (late, known) = (late.count(), known.count());
    let left_out = leads(&review.time_to_value).iter().map(|lead| lead.idea.left_out).max();
    let says = format!(
        "{} of {} with a day for the idea were first recorded later than that; up to {} are left out, because they ended before they were recorded",
        thousands(late as u128),
        plural(known, "initiative", "initiatives"),
        thousands(left_out.unwrap_or(0) as u128)
    );
    Applies::some_of(late, known, says)
}

fn unfinished(review: &Review, _: &World<'_>) -> Option<Applies> {
    let leads = leads(&review.time_to_value);
    let time = leads.iter().map(|lead| lead.idea).max_by_key(|time| time.n - time.events)?;
    let open = time.n - time.events;
    let says = format!(
        "{} of {} followed until they {} have not, or were given up",
        thousands(open as u128),
        plural(time.n, "initiative", "initiatives"),
        time.event_words()
    );
    Applies::some_of(open, time.n, says)
}

fn unowned(review: &Review, _: &World<'_>) -> Option<Applies> {
    let ownership = review.ownership.as_ref()?;
    let share = ownership.unowned_share?;
    let says = format!(
        "{} of {} that changed in a year ({}) have no owner",
        thousands(ownership.unowned as u128),
        plural(ownership.touches, "path", "paths"),
        percent(share)
    );
    let place = ownership.unowned_example.as_ref().map(|example| example.place.clone());
    Some(
        Applies::some_of(ownership.unowned, ownership.touches, says)?
            .at(place)
            .remedy("give the folders named by the report an owner"),
    )
}

fn left_out_changes(_: &Review, world: &World<'_>) -> Option<Applies> {
    let log = world.change_log();
    let out = log.bots + log.aside.bulk_changes;
    let says = format!(
        "{} by bots and {} of more than 100 paths are left out, of a year's {}",
        plural(log.bots, "change", "changes"),
        plural(log.aside.bulk_changes, "change", "changes"),
        thousands((log.sets.len() + out) as u128)
    );
    Applies::some_of(out, log.sets.len() + out, says)
}

fn shallow(_: &Review, world: &World<'_>) -> Option<Applies> {
    let sources = &world.inputs.facts.sources;
    let cut = sources.iter().filter(|source| source.skipped.keys().any(|reason| reason.contains("shallow")));
    let paths: Vec<&str> = cut.map(|source| &*source.path).collect();
    let says = format!("{} cut off: {}", plural(paths.len(), "history is", "histories are"), paths.join(", "));
    Some(Applies::some_of(paths.len(), sources.len(), says)?.remedy("fetch the whole history, then import again"))
}

fn rejected(_: &Review, world: &World<'_>) -> Option<Applies> {
    let sources = &world.inputs.facts.sources;
    let rejects: usize = sources.iter().map(|source| source.rejects.len()).sum();
    let read: usize = sources.iter().map(|source| source.read).sum();
    let words: usize = sources.iter().map(|source| source.unknown_words.len()).sum();
    let says = format!(
        "{} of {} could not be read, and {} in them that no setting explains",
        thousands(rejects as u128),
        plural(read, "record", "records"),
        plural(words, "word is", "words are")
    );
    let place = sources.iter().flat_map(|source| &source.rejects).map(|reject| reject.place.clone()).next();
    Some(Applies::some_of(rejects + words, read, says)?.at(place).remedy("list them with onethread evidence --all"))
}

fn disagreement(review: &Review, world: &World<'_>) -> Option<Applies> {
    let live = review.initiatives.len();
    let found: Vec<_> = world.live().filter(|initiative| !initiative.disagreements.is_empty()).collect();
    let place = found.iter().flat_map(|one| &one.disagreements).map(|one| one.used.place.clone()).next();
    let says = format!("sources differ about {} of {live} live initiatives", found.len());
    Some(Applies::some_of(found.len(), live, says)?.at(place).remedy("correct the source that is out of date"))
}

fn age(_: &Review, world: &World<'_>) -> Option<Applies> {
    let facts = world.facts;
    let days = facts.changes().map(|row| row.day);
    let days = days.chain(facts.initiative_events().map(|row| row.day)).chain(facts.reviews().map(|row| row.day));
    let newest: Day = days.chain(facts.metric_points().map(|row| row.day)).max()?;
    let behind = world.day.days_since(newest);
    let says = format!("the newest event is of {newest}, {behind} days before {}", world.day);
    (behind > STALE_DAYS)
        .then(|| Applies::says(says).remedy("bring newer evidence; onethread evidence shows the age of each source"))
}

fn undated(_: &Review, world: &World<'_>) -> Option<Applies> {
    let cut = world.inputs.config.data_cut?;
    let people = world.inputs.org.people.len();
    let says = format!(
        "the report is as of {}, and {} with their teams and reporting lines are read as they were on {cut}",
        world.day,
        plural(people, "person", "people")
    );
    (world.day < cut && people > 0).then(|| Applies::says(says))
}

fn todays_teams(_: &Review, world: &World<'_>) -> Option<Applies> {
    let owners: BTreeSet<_> = world.facts.touches().filter_map(|touch| touch.team).collect();
    let says = format!("{} own what recorded changes touch", plural(owners.len(), "team", "teams"));
    (owners.len() > 1).then(|| Applies::says(says))
}
