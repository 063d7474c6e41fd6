//! What changes together: teams whose code does so more than chance explains.

use std::collections::{BTreeMap, BTreeSet};

use onethread_kernel::bootstrap::Block;
use onethread_model::Day;
use onethread_model::facts::Symbol;
use onethread_model::record::Reference;

use super::parties::reference;
use super::{Activity, Class, Finding, Gathering, Risk, Strength, dated};
use crate::measure::cochange::{CochangeMatrix, week_of};
use crate::measure::measures::change_coupling::{CROSSING_MIN, CoupledPair};

pub(super) fn gather(all: &mut Gathering<'_>) {
    let (together, found) = (all.inputs.teams, all.inputs.team_coupling);
    if found.refused.is_none() {
        all.has(Class::Evolutionary);
    }
    // A party may have several teams, and one of them may be enough.
    let mut pairs: BTreeMap<(Reference, &str), Vec<(&str, &CoupledPair)>> = BTreeMap::new();
    for pair in &found.pairs {
        for (own, on) in [(pair.one.as_str(), pair.other.as_str()), (&pair.other, &pair.one)] {
            let party = all.inputs.parties.party(own);
            if !all.inputs.parties.is_own(&party, on) {
                pairs.entry((party, on)).or_default().push((own, pair));
            }
        }
    }
    for ((needs, on), own) in pairs {
        let team = own.first().map(|(own, _)| (*own).to_owned());
        let began = Some(&needs).filter(|needs| needs.kind == "initiative").and_then(|needs| began(&needs.id, all));
        let in_its_time = seen(all, together, &own, began);
        let on = reference("team", on);
        // What the team did before its initiative began is the team's.
        let (needs, seen) = match (&team, began) {
            (Some(team), Some(_)) if in_its_time.n < CROSSING_MIN => {
                (reference("team", team), seen(all, together, &own, None))
            }
            _ => (needs, in_its_time),
        };
        all.findings.push(Finding { needs, team, on, effect: None, seen, written: None });
    }
    all.refused = found.refused.clone();
    all.leave_out(
        "pairs of teams whose code changes together no more than expected by chance",
        found.by_chance as usize,
    );
    let thin = found.too_few + found.not_reliable;
    all.leave_out("pairs of teams beyond chance with too few common changes", thin as usize);
    all.leave_out("teams with too few changes to compare", found.items_left_out);
    all.leave_out("changes made by bots", found.bots);
    all.leave_out("touches of code without a known owner", found.unplaced);
}

/// The first day of an initiative, where that lies within the window.
fn began(initiative: &str, all: &Gathering<'_>) -> Option<Day> {
    let created = all.inputs.view.initiative(initiative)?.created.as_ref()?.value;
    all.is_recent(created).then_some(created)
}

/// What the common change-sets of one side's teams with another team show, those from a day on where one is given.
fn seen(
    all: &Gathering<'_>,
    together: &CochangeMatrix,
    own: &[(&str, &CoupledPair)],
    began: Option<Day>,
) -> super::Seen {
    let incidence = &together.incidence;
    let in_time = |set: &u32| began.is_none_or(|began| together.set(*set).is_some_and(|set| set.day >= began));
    let items = own.iter().filter_map(|(own, _)| together.item(own));
    let touching: BTreeSet<u32> =
        items.flat_map(|item| incidence.sets_of(item)).copied().filter(|set| in_time(set)).collect();
    let common: BTreeSet<u32> =
        own.iter().flat_map(|(_, pair)| &pair.sets).copied().filter(|set| in_time(set)).collect();
    let sides = own.iter().flat_map(|(_, pair)| [&pair.one, &pair.other]).filter_map(|name| together.item(name));
    let sides: Vec<u32> = sides.collect();
    let shown = common.iter().filter_map(|set| together.shows(*set, &sides, all.inputs.view));
    let days = shown.map(|shown| (shown.day(), shown.moment.at, shown.change));
    let what = |change: &Symbol| all.inputs.view.facts.text(*change).to_owned();
    let others = own.iter().flat_map(|(own, pair)| {
        let other = if pair.one == *own { &pair.other } else { &pair.one };
        together.item(other).into_iter().flat_map(|item| incidence.sets_of(item)).copied()
    });
    let both: BTreeSet<u32> = touching.iter().copied().chain(others).collect();
    let activity = Activity {
        days: both.iter().filter_map(|set| together.set(*set)).map(|set| set.day).collect(),
        holds_counted: true,
        since: together.since,
    };
    let mut seen = dated(Class::Evolutionary, days.collect(), what, all, &activity, together.since);
    let mut weeks: BTreeMap<i32, Block> = BTreeMap::new();
    for set in &touching {
        let week = weeks.entry(week_of(incidence, *set)).or_default();
        week.trials += 1;
        week.hits += u64::from(common.contains(set));
    }
    seen.mutual = true;
    seen.strength = Some(Strength::of_weeks(weeks.into_iter().collect()));
    let surest = own.iter().map(|(_, pair)| pair).max_by(|a, b| a.risk_ratio_low.total_cmp(&b.risk_ratio_low));
    seen.risk = surest.map(|pair| Risk {
        together: pair.change_sets,
        expected: pair.expected,
        ratio: pair.risk_ratio,
        low: pair.risk_ratio_low,
    });
    seen
}
