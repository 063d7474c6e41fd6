//! What initiatives lose: those of the order that go without a leader, and others whose leader is taken. Input: a choice.
//! Output: clauses from the files, and the answers of the review that differ once the choice is carried out on a copy.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::edit::Edit;
use onethread_model::record::Value;

use super::input::Input;
use super::solve::Choice;
use super::{LeaderTriage, OutsideLoss};
use crate::measure::{Initiative, Snapshot, View};
use crate::moves::files;
use crate::plan::row::EffectAnswer;
use crate::review::{Difference, Review, compare, review};
use crate::words::plural;

/// Fills in what each initiative loses.
pub(super) fn losses(best: &Choice, input: &Input<'_>, found: &mut LeaderTriage, snapshot: &Snapshot, view: &View<'_>) {
    let taken = taken(best, input);
    let edits = edits(best, input, &taken, view);
    let before = review(snapshot, view.day);
    // Whoever moves takes no record along.
    let after = snapshot.edited(&edits).ok().map(|after| review(&after.with_rosters_of(snapshot), view.day));
    let difference = after.as_ref().map(|after| compare(&before, after));
    let form = |review: &Review, id: &str| review.initiatives.iter().find(|one| one.id == id).map(|one| one.form.form);
    for (at, row) in found.rows.iter_mut().enumerate() {
        let known = input.order[at].0;
        row.form_before = form(&before, &row.id);
        row.form_after = after.as_ref().and_then(|after| form(after, &row.id));
        row.answers = answers(&row.id, difference.as_ref());
        if !row.gets_leader {
            row.has_leader_not_stated = has_leader_not_stated(at, &taken, input);
            row.loses = of_one(known, &taken, input, view);
        }
    }
    for known in view.live().filter(|known| input.number(&known.id).is_none()) {
        let goes_to = known.leadership.leaders().iter().filter_map(|at| taken.get(at.value.as_str())).flatten().next();
        let Some(goes_to) = goes_to.filter(|_| known.functional_by_design().is_none()) else { continue };
        found.outside.push(OutsideLoss {
            id: known.id.clone(),
            name: known.name().to_owned(),
            leader_goes_to: input.order[*goes_to].0.name().to_owned(),
            loses: of_one(known, &taken, input, view),
            answers: answers(&known.id, difference.as_ref()),
        });
    }
}

/// What each person leads in the choice, by number.
type Taken<'i> = BTreeMap<&'i str, Vec<usize>>;

fn taken<'i>(best: &Choice, input: &Input<'i>) -> Taken<'i> {
    let mut taken: Taken<'i> = BTreeMap::new();
    for (at, person) in best.leads.iter().enumerate() {
        if let Some(person) = person {
            taken.entry(input.people[*person]).or_default().push(at);
        }
    }
    taken
}

/// Whether someone leads one of the order today who is not stated to be able and willing to lead it, and who stays there.
fn has_leader_not_stated(at: usize, taken: &Taken<'_>, input: &Input<'_>) -> bool {
    let is_stated = |id: &str| input.people.binary_search(&id).is_ok_and(|person| input.stated[at].contains(&person));
    let mut leaders = input.order[at].0.leadership.leaders().iter().map(|leader| leader.value.as_str());
    leaders.any(|id| !is_stated(id) && !taken.contains_key(id))
}

/// What one that goes without loses, as its files say.
fn of_one(known: &Initiative, taken: &Taken<'_>, input: &Input<'_>, view: &View<'_>) -> Vec<String> {
    let mut loses = Vec::new();
    let leaders = known.leadership.leaders();
    let going: Vec<&str> = leaders.iter().map(|at| at.value.as_str()).filter(|id| taken.contains_key(id)).collect();
    for goes_to in going.iter().filter_map(|id| taken.get(id)?.first()) {
        loses.push(format!("its leader, who goes to {}", input.order[*goes_to].0.name()));
    }
    let open =
        view.written_decisions_of(&known.id).filter(|one| one.decided.is_none() && one.reversed.is_none()).count();
    let blocking = known.dependencies.iter().filter(|one| one.effect.as_deref() == Some("blocking")).count();
    let entry = view.inputs.org.initiatives.get(&known.id);
    let metrics = entry.map_or(&[][..], |entry| &entry.metrics).iter().filter_map(|metric| metric.owner.as_ref());
    let metrics = metrics.filter(|owner| going.contains(&owner.value.as_str())).count();
    let counted = [
        (open, "open decision", "open decisions"),
        (blocking, "blocking dependency", "blocking dependencies"),
        (metrics, "metric of the leader who goes", "metrics of the leader who goes"),
    ];
    let counted: Vec<String> =
        counted.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| plural(*n, one, many)).collect();
    if !counted.is_empty() {
        let counted: Vec<&str> = counted.iter().map(String::as_str).collect();
        loses.push(format!("one person who answers for {}", super::all_of(&counted)));
    }
    loses
}

fn answers(id: &str, difference: Option<&Difference>) -> Vec<EffectAnswer> {
    let of = difference.and_then(|difference| difference.initiatives.iter().find(|one| one.id == id));
    let answers = of.into_iter().flat_map(|one| &one.answers).filter(|one| one.answer.before != one.answer.after);
    answers
        .map(|one| EffectAnswer {
            initiative: id.to_owned(),
            criterion: one.criterion,
            before: one.answer.before,
            after: one.answer.after,
        })
        .collect()
}

/// The edits that carry the choice out: who leads what, and for how much of the week.
fn edits(best: &Choice, input: &Input<'_>, taken: &Taken<'_>, view: &View<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let new: BTreeMap<&str, &str> = best
        .leads
        .iter()
        .enumerate()
        .filter_map(|(at, person)| Some((input.order[at].0.id.as_str(), input.people[(*person)?])))
        .collect();
    for (id, person) in &new {
        let known = view.initiative(id).map_or(&[][..], |known| known.leadership.leaders());
        if known.len() != 1 || known[0].value != *person {
            let leader = Value::reference("person", *person);
            edits.push(Edit::set(files::initiative(id, view), "initiative", id, "leader", leader));
            edits.extend(files::not_vacant(id, view));
        }
    }
    for known in view.live().filter(|known| !new.contains_key(known.id.as_str())) {
        let leaders: BTreeSet<&str> = known.leadership.leaders().iter().map(|at| at.value.as_str()).collect();
        let going: BTreeSet<&str> = leaders.iter().copied().filter(|id| taken.contains_key(id)).collect();
        if going.is_empty() || known.functional_by_design().is_some() {
            continue;
        }
        let stay: Vec<Value> = leaders.difference(&going).map(|id| Value::reference("person", *id)).collect();
        let file = files::initiative(&known.id, view);
        if stay.is_empty() {
            let is_written = |entry: &onethread_model::org::Initiative| !entry.leaders.is_empty();
            if view.inputs.org.initiatives.get(&known.id).is_some_and(is_written) {
                edits.push(Edit::remove(file.clone(), "initiative", &known.id, "leader"));
            }
            edits.push(Edit::set(file, "initiative", &known.id, "vacant", Value::Day(view.day)));
        } else {
            edits.push(Edit::set(file, "initiative", &known.id, "leader", Value::list(stay)));
        }
    }
    for (person, leads) in taken.iter().filter(|(_, leads)| leads.len() == 1) {
        let id = input.order[leads[0]].0.id.as_str();
        edits.extend(files::share(person, id, Some(100), view.day, view));
        for other in view.people.stated(person).iter().filter(|one| one.initiative != id && one.share.0 > 0) {
            edits.extend(files::share(person, &other.initiative, None, view.day, view));
        }
    }
    edits
}
