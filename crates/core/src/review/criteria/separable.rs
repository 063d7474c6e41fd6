//! `separable`: do changes to its code stay inside its scope?

use std::collections::{BTreeMap, BTreeSet};

use onethread_kernel::bootstrap::Share;
use onethread_kernel::separability::Part;
use onethread_kernel::weekly::share_of_weeks;
use onethread_model::facts::FactKind;
use onethread_model::record::Reference;
use onethread_model::source::Place;

use super::{Criterion, Touches};
use crate::measure::change_log::PATHS_MAX;
use crate::measure::change_sets::{Bounds, ChangeSets, change_sets};
use crate::measure::containment::{CHANGE_SETS_MIN, Containment, DRAWS, WEEKS_MIN};
use crate::measure::measures::change_coupling::CoupledPair;
use crate::measure::window::is_within;
use crate::measure::{Initiative, World};
use crate::moves;
use crate::review::{Answer, Judgement};
use crate::words::{drawn_p, interval, join, percent, plural, thousands};

pub(super) const CRITERION: Criterion = Criterion {
    key: "separable",
    short: "separable",
    question: "Do changes to its code stay inside its scope?",
    page: include_str!("separable.md"),
    touches: Touches::Nobody,
    judge,
};

/// How far back changes count, in days: long enough for a small team to make enough of them, short enough to speak of
/// the code as it is.
const WINDOW_DAYS: i64 = 365;
/// Of five changes, four need nobody else: the rest can be planned.
const HOLDS_SHARE: f64 = 0.8;
/// Of what would cross if its paths were drawn at random, at least half stays inside; else its size does most of it.
const BEYOND_CHANCE: f64 = 0.5;
/// Of as many change-sets at most it may be unknown whose code they touch beside the scope: as many as may cross.
const UNOWNED_MAX: f64 = 0.2;
/// No more than one scope of twenty drawn at random keeps as much inside.
const CHANCE_MAX: f64 = 0.05;
/// Below it, a change needs someone else's code more often than not.
const FAILS_SHARE: f64 = 0.5;
/// Of what crosses, and of teams in lockstep, no more are named.
const NAMED_MAX: usize = 3;
/// Kinds of scope that bound something; a marker bounds nothing.
const BOUNDING: &[&str] = &["component", "path", "service", "api", "data"];

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    let own = own_teams(initiative, world);
    let pieces = initiative.scope.iter().filter(|piece| BOUNDING.contains(&piece.value.kind.as_str()));
    let bounds = Bounds::of(pieces.clone().map(|piece| &piece.value), world.inputs);
    let judgement = match pieces.clone().next() {
        None => Judgement::new(Answer::NotShown)
            .remark(format!("it has no scope, so no change can cross it{}", named_only(initiative, world)))
            .change(moves::scope::change(&initiative.id)),
        Some(first) if bounds.is_empty() => Judgement::new(Answer::NotShown)
            .because(
                format!(
                    "{} names no code that changes could be compared with{}",
                    first.value,
                    named_only(initiative, world)
                ),
                &first.place,
            )
            .change(moves::scope::change(&initiative.id)),
        Some(_) if !world.facts.has(FactKind::Touch) => {
            Judgement::new(Answer::NotShown).remark("no source shows what changes touch")
        }
        Some(_) => by_changes(initiative, &bounds, &own, world),
    };
    let judgement = reviews_from_outside(judgement, initiative, &own, world);
    if judgement.answer != Answer::NotShown {
        return judgement;
    }
    // Without a bound that names code, no source of changes would tell.
    let judgement = if bounds.is_empty() { judgement } else { judgement.needs(FactKind::Touch) };
    judgement.ask("the team", "Of your last ten changes, how many needed a change elsewhere?")
}

/// What can be said of an initiative without bounds by the change-sets that name it.
fn named_only(initiative: &Initiative, world: &World<'_>) -> String {
    if world.changes_of(&initiative.id).next().is_none() {
        return String::new();
    }
    let paths = world.paths();
    let sets = paths.naming(&initiative.id, world);
    let touched = sets.iter().flat_map(|set| paths.incidence.items_of(*set));
    let teams: BTreeSet<&str> =
        touched.filter_map(|path| world.path_owners().get(*path as usize).and_then(Option::as_deref)).collect();
    match (sets.len(), teams.len()) {
        (0, _) | (_, 0) => String::new(),
        (sets, teams) => format!(
            "; {} it, and touch what {}",
            plural(sets, "change-set names", "change-sets name"),
            plural(teams, "team owns", "teams own")
        ),
    }
}

fn by_changes(initiative: &Initiative, bounds: &Bounds, own: &BTreeSet<&str>, world: &World<'_>) -> Judgement {
    let sets = change_sets(bounds, Some(&initiative.id), own, world, WINDOW_DAYS, PATHS_MAX);
    let enough = sets.counted >= CHANGE_SETS_MIN && sets.weeks.len() >= WEEKS_MIN;
    let share = if enough { share_of_weeks(&sets.weeks) } else { None };
    let mut judgement = match share {
        None => cited(Judgement::new(Answer::NotShown), too_few(&sets), sets.first.as_ref())
            .remark(format!("at least {CHANGE_SETS_MIN} change-sets over {WEEKS_MIN} weeks are required")),
        Some(_) if !sets.seen_elsewhere => {
            let says = format!(
                "all {} touch its scope, and no recorded change touches anything else, so none could be seen to cross",
                plural(sets.counted, "change-set", "change-sets")
            );
            cited(Judgement::new(Answer::NotShown), says, sets.first.as_ref())
        }
        Some(share) => {
            let (paths, small) = (world.paths(), world.small_sets());
            let items = paths.within(bounds, world);
            let part = Part { items: &items, sets: paths.naming(&initiative.id, world) };
            let (inside, conductance) = small.part(part);
            beside_ties(by_share(initiative, &sets, &share, &inside, world), conductance)
        }
    };
    if world.explains {
        judgement = lockstep(judgement, initiative, own, world);
    }
    judgement.n = sets.counted;
    if sets.elsewhere > 0 {
        let named = plural(sets.elsewhere, "of them names it and touches", "of them name it and touch");
        judgement = judgement.remark(format!("{named} nothing of its scope"));
    }
    // A bulk change is one as it landed; several changes that belong together may touch as much.
    let huge = sets.huge + sets.aside.bulk_changes;
    if huge > 0 {
        let huge = plural(huge, "change-set is", "change-sets are");
        judgement = judgement.remark(format!("{huge} left out, of more than {PATHS_MAX} components each"));
    }
    if !bounds.unread.is_empty() {
        let unread: Vec<String> = bounds.unread.iter().map(Reference::to_string).collect();
        let unread: Vec<&str> = unread.iter().map(String::as_str).collect();
        judgement = judgement.remark(format!("not compared with changes: {}", join(&unread)));
    }
    judgement
}

fn by_share(
    initiative: &Initiative,
    sets: &ChangeSets,
    share: &Share,
    inside: &Containment,
    world: &World<'_>,
) -> Judgement {
    let is_beyond = is_beyond_chance(inside);
    // Where nobody owns what changes beside its scope, whether anybody else is needed is not known.
    let is_owned = sets.unowned as f64 <= UNOWNED_MAX * sets.counted as f64;
    let answer = if share.low >= HOLDS_SHARE {
        if is_beyond && is_owned { Answer::Holds } else { Answer::NotShown }
    } else if share.high < FAILS_SHARE {
        Answer::Fails
    } else {
        Answer::NotShown
    };
    let says = format!(
        "{} of {} over {} weeks touch no other team's code: {} ({})",
        thousands((sets.counted - sets.crossing) as u128),
        plural(sets.counted, "change-set", "change-sets"),
        sets.weeks.len(),
        percent(share.share),
        interval(&percent(share.low), &percent(share.high))
    );
    let mut judgement = cited(Judgement::new(answer), says, sets.first.as_ref());
    judgement = apart(judgement, sets, share.low >= HOLDS_SHARE && !is_owned);
    judgement = beside_chance(judgement, share, inside, is_beyond);
    if answer == Answer::NotShown && share.low < HOLDS_SHARE {
        let (holds, fails) = (percent(HOLDS_SHARE), percent(FAILS_SHARE));
        judgement = judgement.remark(format!(
            "it holds when the 95 % CI lies at or above {holds}, and fails when it lies below {fails}"
        ));
    }
    let groups = world.groups_for(&["separability"]);
    for outside in sets.outside.iter().take(NAMED_MAX) {
        let is_small = outside.what.strip_prefix("team:").is_some_and(|team| groups.is_small(team));
        let says = match is_small {
            true => format!("change-sets touch {} too", outside.what),
            false => format!("{} touch {} too", plural(outside.change_sets, "change-set", "change-sets"), outside.what),
        };
        judgement = judgement.because(says, &outside.place);
    }
    match sets.outside.first().filter(|_| answer != Answer::Holds) {
        // What was changed together stays in the window until all of it is newer.
        Some(most) => judgement
            .later(moves::decouple::change(&initiative.id, &most.what), world.day.plus_days(WINDOW_DAYS as i32)),
        None => judgement,
    }
}

/// Whether more stays inside than the size of the scope explains.
fn is_beyond_chance(inside: &Containment) -> bool {
    inside.beyond_chance.is_some_and(|beyond| beyond >= BEYOND_CHANCE) && inside.p.is_some_and(|p| p <= CHANCE_MAX)
}

/// Adds what change-sets touch outside the scope, each count by itself: those of other teams decide, and the rest is
/// nobody else's work.
fn apart(judgement: Judgement, sets: &ChangeSets, is_open: bool) -> Judgement {
    let counts = [
        (sets.inside, "nothing outside its scope"),
        (sets.crossing, "another team's code"),
        (sets.own_outside, "its own team's code outside its scope"),
        (sets.unowned, "paths that no single team owns"),
        (sets.tests_and_documents, "tests or documentation outside its scope"),
    ];
    let said = counts.iter().filter(|(count, _)| *count > 0);
    let said: Vec<String> = said.map(|(count, what)| format!("{} {what}", thousands(*count as u128))).collect();
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    let judgement = judgement.remark(format!("of these change-sets touch: {}", join(&said)));
    if !is_open {
        return judgement;
    }
    judgement.remark(format!(
        "whose code the {} change-sets beside its scope touch is not known; it holds only when that is so for {} at most",
        thousands(sets.unowned as u128),
        percent(UNOWNED_MAX)
    ))
}

/// Adds what a scope of its size would keep inside by chance.
fn beside_chance(judgement: Judgement, share: &Share, inside: &Containment, is_beyond: bool) -> Judgement {
    let Some(by_chance) = inside.by_chance else { return judgement };
    let drawn = format!(
        "as many paths drawn at random, changed about as often, would keep {} ({DRAWS} draws)",
        percent(by_chance)
    );
    let left = match (inside.beyond_chance, inside.p) {
        (Some(beyond), Some(p)) if beyond >= 0.0 => {
            format!("{drawn}; of the rest {} stays inside ({})", percent(beyond), drawn_p(p, DRAWS))
        }
        _ => drawn,
    };
    let explained = share.low >= HOLDS_SHARE && !is_beyond;
    let why = format!(
        "{left}; its size may explain that so much stays inside, which holds only when {} of the rest does, with p up to \
         {CHANCE_MAX}",
        percent(BEYOND_CHANCE)
    );
    judgement.remark(if explained { why } else { left })
}

/// Adds how much of what its paths share with any path leads out. It never decides the answer: the share says it
/// already, and counts changes of one path as well.
fn beside_ties(judgement: Judgement, conductance: Option<f64>) -> Judgement {
    match conductance {
        Some(out) => judgement.remark(format!(
            "its paths that change together with others: {out:.2} of their ties lead out of its scope (conductance)"
        )),
        None => judgement,
    }
}

/// Names the teams of at least five people with which its own teams change together beyond chance, and the initiatives with which it does,
/// unless their teams are named. It never decides the answer: what crosses is in the share already.
fn lockstep(mut judgement: Judgement, initiative: &Initiative, own: &BTreeSet<&str>, world: &World<'_>) -> Judgement {
    let groups = world.code_groups();
    let of_groups = |pair: &&CoupledPair| groups.is_group(&pair.one) && groups.is_group(&pair.other);
    let pairs = world.team_coupling().pairs.iter().filter(of_groups).filter_map(|pair| {
        match (own.contains(pair.one.as_str()), own.contains(pair.other.as_str())) {
            (true, false) => Some((pair, &pair.one, &pair.other)),
            (false, true) => Some((pair, &pair.other, &pair.one)),
            _ => None,
        }
    });
    let (mut named, before) = (BTreeSet::<&str>::new(), judgement.because.len());
    for (pair, here, there) in pairs.take(NAMED_MAX) {
        named.insert(there);
        judgement = together(judgement, pair, [here, &format!("team:{there}")], world);
    }
    let pairs = world.initiative_coupling().pairs.iter().filter_map(|pair| {
        match (pair.one == initiative.id, pair.other == initiative.id) {
            (true, _) => Some((pair, &pair.other)),
            (_, true) => Some((pair, &pair.one)),
            _ => None,
        }
    });
    let is_new = |other: &str| {
        let teams = world.initiative(other).map(|other| own_teams(other, world)).unwrap_or_default();
        teams.is_disjoint(&named)
    };
    for (pair, there) in pairs.filter(|(_, other)| is_new(other)).take(NAMED_MAX) {
        judgement = together(judgement, pair, ["it", &format!("initiative:{there}")], world);
    }
    let coupling = world.team_coupling();
    let is_compared = own.iter().any(|team| world.teams().item(team).is_some());
    match &coupling.visible {
        Some(visible) if is_compared && judgement.because.len() == before => judgement.remark(format!(
            "no other team's code is seen to change together with its own beyond chance; {}",
            visible.words("teams")
        )),
        _ => judgement,
    }
}

fn together(judgement: Judgement, pair: &CoupledPair, [here, there]: [&str; 2], world: &World<'_>) -> Judgement {
    let visible = pair
        .visible_change_sets
        .map_or_else(String::new, |visible| format!("; {:.0} would have been found in 4 of 5 cases", visible.ceil()));
    let says = format!(
        "{here} and {there} change together beyond chance: {}, expected by chance {:.1}; at least {:.1} times as \
         often{visible}",
        plural(pair.change_sets, "change-set", "change-sets"),
        pair.expected,
        pair.risk_ratio_low
    );
    cited(judgement, says, pair.shown.map(|shown| shown.place(world)).as_ref())
}

fn too_few(sets: &ChangeSets) -> String {
    match (sets.counted, sets.weeks.len()) {
        (0, _) => format!("no change-set of the last {WINDOW_DAYS} days touches its scope or names it"),
        (counted, weeks) => format!(
            "{} over {} touch its scope or name it in the last {WINDOW_DAYS} days",
            plural(counted, "change-set", "change-sets"),
            plural(weeks, "week", "weeks")
        ),
    }
}

fn cited(judgement: Judgement, says: String, place: Option<&Place>) -> Judgement {
    match place {
        Some(place) => judgement.because(says, place),
        None => judgement.remark(says),
    }
}

/// Teams whose work the initiative is: the one that has it, and those that say they work on it.
pub(super) fn own_teams<'w>(initiative: &'w Initiative, world: &World<'w>) -> BTreeSet<&'w str> {
    world
        .teams_on(&initiative.id)
        .map(|team| team.id.value.as_str())
        .chain(initiative.team.as_ref().map(|team| team.value.as_str()))
        .collect()
}

/// Adds how many reviews other teams had to give. They never decide the answer: a review may be a courtesy.
fn reviews_from_outside(
    judgement: Judgement,
    initiative: &Initiative,
    own: &BTreeSet<&str>,
    world: &World<'_>,
) -> Judgement {
    let facts = world.facts;
    let asked = world.reviews_of(&initiative.id).filter(|review| is_within(review.day, WINDOW_DAYS, world.day));
    let (mut total, mut unknown, mut first) = (0, 0, None);
    let mut outside: BTreeMap<&str, usize> = BTreeMap::new();
    for review in asked {
        total += 1;
        first.get_or_insert_with(|| facts.place(review.at));
        match review.team.map(|team| facts.text(team)) {
            None => unknown += 1,
            Some(team) if own.contains(team) => {}
            Some(team) => *outside.entry(team).or_default() += 1,
        }
    }
    let Some(first) = first else { return judgement };
    let all = plural(total, "review was asked for", "reviews were asked for");
    if own.is_empty() {
        return judgement
            .because(format!("{all}; which team has it is not stated, so none can be called outside"), &first);
    }
    let mut teams: Vec<(&str, usize)> = outside.into_iter().collect();
    teams.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    // Of a small team it is not said that it is among them.
    let groups = world.groups_for(&["separability"]);
    let names: Vec<&str> = teams.iter().map(|(team, _)| *team).filter(|team| groups.is_group(team)).collect();
    let count: usize = teams.iter().map(|(_, count)| count).sum();
    let by = if names.is_empty() { String::new() } else { format!(", by {}", join(&names)) };
    let open = if unknown > 0 { format!("; of {unknown} the team is not known") } else { String::new() };
    judgement.because(format!("{all}, {count} of them from other teams{by}{open}"), &first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_size_explains_what_chance_keeps_inside() {
        let is_beyond = |beyond: f64, p: f64| {
            is_beyond_chance(&Containment { beyond_chance: Some(beyond), p: Some(p), ..Containment::default() })
        };
        assert!(is_beyond(BEYOND_CHANCE, CHANCE_MAX));
        assert!(!is_beyond(BEYOND_CHANCE - 0.001, CHANCE_MAX));
        // Of 400 draws one more keeps as much inside.
        assert!(!is_beyond(BEYOND_CHANCE, CHANCE_MAX + 1.0 / 400.0));
        assert_eq!((BEYOND_CHANCE, CHANCE_MAX), (0.5, 0.05));
    }
}
