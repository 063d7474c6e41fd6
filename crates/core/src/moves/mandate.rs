//! The two-sided mandate of a leader: the edits that write it, for every move kind that does.

use onethread_model::edit::Edit;
use onethread_model::org::Mandate;
use onethread_model::record::{Record, Value};
use onethread_model::{Change, Day};

use super::{Blank, BlankType, Refusal, blanks, files};
use crate::measure::{Reporting, View};

/// Blanks of what the leader drops and decides, and of what those above stop and lift.
pub(super) const DROPS: Blank = Blank::new("drops", "Other initiatives that the leader drops", BlankType::Initiatives);
pub(super) const DROPS_OTHER: Blank =
    Blank::new("drops-other", "Other work that the leader drops, in words", BlankType::Texts);
pub(super) const DECIDES: Blank = Blank::new(
    "decides",
    "What the leader decides: `reversible`, classes of decisions, or rights in words",
    BlankType::Texts,
);
pub(super) const STOPS: Blank =
    Blank::new("stops", "Decisions that those above stop making", BlankType::DecisionClasses);
pub(super) const ABOVE: Blank =
    Blank::new("above", "The positions above the leader that agree to it", BlankType::People);
pub(super) const LIFTS: Blank =
    Blank::new("lifts", "Approval gates that those above lift, each by a day", BlankType::GateDays);
pub(super) const REVIEW: Blank = Blank::new("review", "The day on which both sides look at it again", BlankType::Day);

/// Whether a change says anything of a mandate.
pub(super) fn is_stated(change: &Change) -> bool {
    let blanks = [DROPS, DROPS_OTHER, DECIDES, STOPS, LIFTS, REVIEW];
    blanks.iter().any(|blank| change.get(blank.key).is_some())
}

/// Whether those above the leader agree to something.
pub(super) fn binds_those_above(change: &Change) -> bool {
    [STOPS, LIFTS].iter().any(|blank| change.get(blank.key).is_some())
}

/// The edits that write a mandate from a day on, in place of the one that is written.
pub(super) fn anew(change: &Change, from: Day, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let id = change.initiative();
    are_above(change, change.text("leader"), view)?;
    let lifts = blanks::gates_with_days(change, LIFTS.key);
    for (gate, by) in &lifts {
        let stands = view.as_written().gates.get(gate).is_some_and(|gate| gate.stands_before(id, view.day));
        if !stands {
            let why = format!("gate `{gate}` does not apply to `{id}` on {}: there is nothing to lift", view.day);
            return Err(Refusal::new(why).help("leave it out of `lifts`"));
        }
        if *by < from {
            return Err(Refusal::new(format!(
                "gate `{gate}` is to be lifted by {by}, before the mandate begins on {from}"
            ))
            .help("name a later day"));
        }
    }
    let file = file(id, view);
    let refers = |key: &str, kind: &'static str| list(change, key, |id| Value::reference(kind, id));
    let texts = |key: &str| list(change, key, |text| Value::text(text));
    let values = [
        ("from", Some(Value::Day(from))),
        (DROPS.key, refers(DROPS.key, "initiative")),
        (DROPS_OTHER.key, texts(DROPS_OTHER.key)),
        (DECIDES.key, texts(DECIDES.key)),
        (REVIEW.key, change.day(REVIEW.key).map(Value::Day)),
    ];
    let set = |(key, value): (&str, Option<Value>)| Some(inside(Edit::set(&*file, "initiative", id, key, value?)));
    let lift = |(gate, by): &(String, Day)| {
        let says = [("gate", Value::reference("gate", &**gate)), ("by", Value::Day(*by))];
        inside(Edit::add(&*file, "initiative", id, "lifts", Value::Table(Record::of(says))))
    };
    let old = written(id, view).map(|_| inside(Edit::drop_entry(&*file, "initiative", id)));
    let stops = change.list(STOPS.key).iter().map(|decisions| stop(change, decisions, None, view));
    Ok(old.into_iter().chain(values.into_iter().filter_map(set)).chain(stops).chain(lifts.iter().map(lift)).collect())
}

/// The edits that hand decisions of some classes to the leader from a day on, beside what a mandate says already.
pub(super) fn handed_down(
    change: &Change,
    classes: &[String],
    from: Day,
    view: &View<'_>,
) -> Result<Vec<Edit>, Refusal> {
    let id = change.initiative();
    let leader = view.initiative(id).and_then(|known| known.leadership.leader());
    are_above(change, leader.map(|leader| leader.value.as_str()), view)?;
    let old = written(id, view);
    let is_known = |class: &str| {
        let mut stops = old.iter().flat_map(|old| &old.stops);
        stops.any(|stop| stop.decisions.value == class)
    };
    if let Some(known) = classes.iter().find(|class| is_known(class)) {
        let why = format!("the mandate of `{id}` says already that those above stop deciding what is `{known}`");
        return Err(Refusal::new(why).help(format!("onethread review --initiative {id} says whether it was kept")));
    }
    let file = file(id, view);
    let mut edits: Vec<Edit> = match old {
        Some(_) => Vec::new(),
        None => vec![inside(Edit::set(&*file, "initiative", id, "from", Value::Day(from)))],
    };
    for class in classes {
        edits.push(inside(Edit::add(&*file, "initiative", id, DECIDES.key, Value::text(&**class))));
    }
    let later = old.map(|_| from);
    edits.extend(classes.iter().map(|class| stop(change, class, later, view)));
    Ok(edits)
}

/// Whoever leads, or reports to who does, is not above, and has nothing to give up.
fn are_above(change: &Change, leader: Option<&str>, view: &View<'_>) -> Result<(), Refusal> {
    let is_below = |one: &&String| {
        leader.is_some_and(|leader| *one == leader || view.people.reporting(one, leader) == Reporting::Under)
    };
    match change.list(ABOVE.key).iter().find(is_below) {
        Some(below) => {
            let why = format!("`{below}` is not above whoever leads `{}`", change.initiative());
            Err(Refusal::new(why).help("name the positions that stop deciding, such as that of the sponsor"))
        }
        None => Ok(()),
    }
}

/// What those above stop deciding, from the first day of the mandate unless from a later one.
fn stop(change: &Change, decisions: &str, from: Option<Day>, view: &View<'_>) -> Edit {
    let above = list(change, ABOVE.key, |id| Value::reference("person", id));
    let says = [("decisions", Some(Value::text(decisions))), ("by", above), ("from", from.map(Value::Day))];
    let says = says.into_iter().filter_map(|(key, value)| Some((key, value?)));
    let id = change.initiative();
    inside(Edit::add(file(id, view), "initiative", id, STOPS.key, Value::Table(Record::of(says))))
}

fn written<'v>(id: &str, view: &'v View<'_>) -> Option<&'v Mandate> {
    view.as_written().initiatives.get(id)?.mandate.as_ref()
}

/// The file that holds the mandate, or else the one that describes the initiative.
fn file(id: &str, view: &View<'_>) -> String {
    written(id, view).map_or_else(|| files::initiative(id, view), |mandate| files::of(mandate.span, view))
}

fn inside(edit: Edit) -> Edit {
    edit.inside("mandate", std::iter::empty::<(&str, Option<Value>)>())
}

/// What is known of a blank of several things as a list; absent where nothing is.
fn list(change: &Change, key: &str, item: impl Fn(&str) -> Value) -> Option<Value> {
    let all = change.list(key);
    (!all.is_empty()).then(|| Value::list(all.iter().map(|one| item(one))))
}
