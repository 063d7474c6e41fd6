//! Whether those above a leader keep their half of the mandate. Input: the mandate as written, decisions, gates and what
//! was asked of them. Output: each promise, kept, broken or not shown, with the records.

use onethread_model::Day;
use onethread_model::org::{Lift, Mandate, REVERSIBLE, Stop};
use onethread_model::source::{At, Place};
use schemars::JsonSchema;
use serde::Serialize;

use super::authority::{Decisions, Made};
use super::verdict::Evidence;
use crate::measure::{Initiative, World};
use crate::words::{join, plural};

/// What the leader of an initiative and those above agreed, and whether those above keep it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MandateReview {
    /// First day; absent where it is not stated.
    pub from: Option<Day>,
    /// Where it is written.
    pub place: Place,
    /// What the leader drops: initiatives by id, and other work in words.
    pub drops: Vec<String>,
    /// What the leader decides.
    pub decides: Vec<String>,
    /// The day on which both sides look at it again.
    pub review: Option<Day>,
    /// What those above promised, in the order in which it is written: decisions, then gates.
    pub promises: Vec<Promise>,
}

/// Something that those above a leader promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Promise {
    /// What was promised, without a full stop.
    pub says: String,
    /// The class of decisions, or the gate, that it is about.
    pub about: String,
    /// Where it is written.
    pub place: Place,
    /// Whether it is kept.
    pub answer: PromiseAnswer,
    /// Why.
    pub because: Vec<Evidence>,
}

/// Whether a promise is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PromiseAnswer {
    /// Records show that it was kept so far.
    Kept,
    /// Records show that it was not.
    Broken,
    /// Records do not show either.
    NotShown,
}

impl PromiseAnswer {
    /// The answer in a word or two.
    pub fn words(self) -> &'static str {
        match self {
            PromiseAnswer::Kept => "kept",
            PromiseAnswer::Broken => "broken",
            PromiseAnswer::NotShown => "not shown",
        }
    }
}

/// The mandate of an initiative on the day; absent where none is written.
pub(super) fn review_of(initiative: &Initiative, decisions: &Decisions, world: &World<'_>) -> Option<MandateReview> {
    let written = world.inputs.org.initiatives.get(&initiative.id)?.mandate.as_ref()?;
    let texts = |all: &[At<String>]| all.iter().map(|at| at.value.clone()).collect::<Vec<_>>();
    let stops = written.stops.iter().map(|stop| stopped(stop, written, decisions, world));
    let lifts = written.lifts.iter().map(|lift| lifted(lift, &initiative.id, world));
    Some(MandateReview {
        from: written.from.as_ref().map(|at| at.value),
        place: world.inputs.sources.place(written.span),
        drops: [texts(&written.drops), texts(&written.drops_other)].concat(),
        decides: texts(&written.decides),
        review: written.review.as_ref().map(|at| at.value),
        promises: stops.chain(lifts).collect(),
    })
}

/// Decisions of one promise since its first day, within the days that are looked at.
pub(crate) struct Tested<'d> {
    /// Those that were made, or reversed, above the leader all the same, each with the day and what happened.
    pub(crate) broken: Vec<(&'d Made, Option<Day>, &'static str)>,
    /// Those that stayed with the leader.
    pub(crate) stayed: Vec<&'d Made>,
    /// How many do not say who had to agree.
    pub(crate) unstated: usize,
}

/// The first day on which those above no longer make such decisions; absent where neither that nor the first day of the
/// mandate is stated.
pub(crate) fn first_day(stop: &Stop, mandate: &Mandate) -> Option<Day> {
    stop.from.as_ref().or(mandate.from.as_ref()).map(|at| at.value)
}

/// Holds the decisions of an initiative against what those above stopped deciding. What standing governance was allowed
/// to decide by a recorded exception is no breach.
pub(crate) fn tested<'d>(stop: &Stop, mandate: &Mandate, decisions: &'d Decisions) -> Tested<'d> {
    let since = first_day(stop, mandate);
    let is_since = |day: Option<Day>| since.is_none_or(|since| day.is_some_and(|day| since <= day));
    let is_meant = |made: &&Made| {
        let class = stop.decisions.value.as_str();
        let of_class = made.class.as_deref() == Some(class) || (class == REVERSIBLE && made.reversible == Some(true));
        of_class && made.exception_to.is_none()
    };
    let mut tested = Tested { broken: Vec::new(), stayed: Vec::new(), unstated: 0 };
    for made in decisions.recent.iter().filter(is_meant).filter(|made| is_since(made.day)) {
        match made.above {
            Some(true) => tested.broken.push((made, made.day, "went above the leader")),
            Some(false) => tested.stayed.push(made),
            None => tested.unstated += 1,
        }
    }
    for made in decisions.overridden().filter(is_meant).filter(|made| is_since(made.reversed)) {
        tested.stayed.retain(|stayed| stayed.id != made.id);
        tested.broken.push((made, made.reversed, "was reversed by someone other than the leader"));
    }
    tested
}

fn stopped(stop: &Stop, mandate: &Mandate, decisions: &Decisions, world: &World<'_>) -> Promise {
    let class = stop.decisions.value.as_str();
    let what = match class {
        REVERSIBLE => "reversible decisions".to_owned(),
        class => format!("decisions of the class `{class}`"),
    };
    let since = first_day(stop, mandate).map_or_else(String::new, |day| format!(", since {day}"));
    let tested = tested(stop, mandate, decisions);
    let breach = |(made, day, what): &(&Made, Option<Day>, &str)| Evidence {
        says: format!("`{}` {what}{}", made.id, day.map_or_else(String::new, |day| format!(" on {day}"))),
        place: Some(made.place.clone()),
    };
    let mut because: Vec<Evidence> = tested.broken.iter().map(breach).collect();
    if let Some(first) = tested.stayed.first() {
        let stayed = plural(tested.stayed.len(), "such decision", "such decisions");
        because.push(Evidence { says: format!("{stayed} stayed with the leader"), place: Some(first.place.clone()) });
    }
    if tested.unstated > 0 {
        let says = plural(tested.unstated, "such decision does", "such decisions do");
        because.push(Evidence { says: format!("{says} not state who had to agree"), place: None });
    }
    let answer = match (tested.broken.is_empty(), tested.stayed.is_empty(), tested.unstated) {
        (false, ..) => PromiseAnswer::Broken,
        (true, false, 0) => PromiseAnswer::Kept,
        _ => PromiseAnswer::NotShown,
    };
    if because.is_empty() {
        let days = world.inputs.config.thresholds.period_days;
        let says = format!("no such decision of the last {days} days is recorded since then");
        because.push(Evidence { says, place: None });
    }
    Promise {
        says: format!("{} stop making {what}{since}", those_above(stop, world)),
        about: class.to_owned(),
        place: world.inputs.sources.place(stop.decisions.span),
        answer,
        because,
    }
}

/// `those above the leader`, with the positions that agreed where they have titles: an id may be a name.
fn those_above(stop: &Stop, world: &World<'_>) -> String {
    let title = |at: &At<String>| Some(world.inputs.org.people.get(&at.value)?.title.as_ref()?.value.as_str());
    let titles: Vec<&str> = stop.by.iter().filter_map(title).collect();
    match titles[..] {
        [] => "those above the leader".to_owned(),
        _ => format!("those above the leader ({})", join(&titles)),
    }
}

/// What shows that a gate stands although it was to be lifted by then; absent before that day, and where nothing does.
pub(crate) fn still_stands(lift: &Lift, initiative: &str, world: &World<'_>) -> Option<Evidence> {
    let (id, by) = (lift.gate.value.as_str(), lift.by.value);
    if world.day < by {
        return None;
    }
    let days = plural(usize::try_from(world.day.days_since(by)).unwrap_or_default(), "day", "days");
    let gate = world.inputs.org.gates.get(id)?;
    if gate.stands_before(initiative, world.day) {
        let says = format!("`{id}` is still in force, {days} after it was to be lifted");
        return Some(Evidence { says, place: Some(world.inputs.sources.place(gate.id.span)) });
    }
    let facts = world.facts;
    let is_it = |row: &&onethread_model::facts::ReviewAsked| {
        let of =
            |text: Option<onethread_model::facts::Symbol>, is: &str| text.is_some_and(|text| facts.text(text) == is);
        row.day >= by && of(row.gate, id) && of(row.initiative, initiative)
    };
    let asked = facts.reviews().filter(is_it).max_by_key(|row| row.day)?;
    let says = format!("`{id}` was asked on {}, although it is lifted", asked.day);
    Some(Evidence { says, place: Some(facts.place(asked.at)) })
}

fn lifted(lift: &Lift, initiative: &str, world: &World<'_>) -> Promise {
    let (id, by) = (lift.gate.value.as_str(), lift.by.value);
    let gate = world.inputs.org.gates.get(id);
    let says = |says: String, place: Option<Place>| vec![Evidence { says, place }];
    let (answer, because) = match (still_stands(lift, initiative, world), gate) {
        (Some(stands), _) => (PromiseAnswer::Broken, vec![stands]),
        (None, Some(gate)) if !gate.stands_before(initiative, world.day) => {
            let place = world.inputs.sources.place(gate.id.span);
            (PromiseAnswer::Kept, says(format!("`{id}` is no longer in force for it"), Some(place)))
        }
        (None, Some(_)) => (PromiseAnswer::NotShown, says(format!("due on {by}"), None)),
        (None, None) => (PromiseAnswer::NotShown, says(format!("no file describes the gate `{id}`"), None)),
    };
    Promise {
        says: format!("the approval gate `{id}` is lifted by {by}"),
        about: id.to_owned(),
        place: world.inputs.sources.place(lift.gate.span),
        answer,
        because,
    }
}
