//! `instrumented`: was it measured before its first feature, and is it still?

use onethread_model::Day;
use onethread_model::facts::{FactKind, MetricPoint};
use onethread_model::org::{self, Metric};
use onethread_model::source::Place;

use super::{Criterion, Touches};
use crate::measure::cadence::{CADENCES_MAX, cadence_days};
use crate::measure::{Cited, Initiative, World};
use crate::moves;
use crate::review::{Answer, Judgement};
use crate::words::plural;

pub(super) const CRITERION: Criterion = Criterion {
    key: "instrumented",
    short: "measured",
    question: "Was it measured before its first feature, and is it still?",
    page: include_str!("instrumented.md"),
    touches: Touches::Nobody,
    judge,
};

/// What is wrong with a metric, or still open.
#[derive(Default)]
struct Look {
    /// What is not written, by field.
    lacks: Vec<&'static str>,
    /// Sentences on its values that make the answer fail.
    faults: Vec<(String, Option<Place>)>,
    /// Sentences on what is not known.
    open: Vec<(String, Option<Place>)>,
    /// Whether its first value came after the first feature.
    late: bool,
}

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    let Some(written) = world.inputs.org.initiatives.get(&initiative.id) else {
        return ask(
            Judgement::new(Answer::NotShown).remark("only a registry describes it, which has no place for metrics")
        );
    };
    if written.metrics.is_empty() {
        return no_metric(initiative, written, world);
    }
    let feature = first_feature(written, world);
    let looks: Vec<(&Metric, Look)> =
        written.metrics.iter().map(|metric| (metric, look(metric, initiative, feature.as_ref(), world))).collect();
    let fails = looks.iter().any(|(_, look)| !look.lacks.is_empty() || !look.faults.is_empty());
    let open = looks.iter().any(|(_, look)| !look.open.is_empty());
    let mut judgement = Judgement::new(match (fails, open) {
        (true, _) => Answer::Fails,
        (false, true) => Answer::NotShown,
        (false, false) => Answer::Holds,
    });
    for (metric, look) in &looks {
        judgement = say(judgement, metric, look, initiative, world);
    }
    if judgement.answer == Answer::Holds {
        let all = plural(looks.len(), "metric has", "metrics have");
        let says = format!("{all} an owner, a source, a kind, a baseline and a target, and values up to date");
        judgement = judgement.because(says, &place_of(&written.metrics[0], world));
        judgement = match &feature {
            Some(feature) => judgement
                .because(format!("each was measured before the first feature on {}", feature.value), &feature.place),
            None => judgement.remark("no first feature is stated, so measurement came first"),
        };
    }
    if !written.metrics.iter().any(|metric| metric.kind.as_ref().is_some_and(|kind| kind.value == "input")) {
        judgement = judgement.remark("none of them is an input, which the team moves by itself");
    }
    if judgement.answer == Answer::NotShown { judgement.needs(FactKind::MetricPoint) } else { judgement }
}

fn ask(judgement: Judgement) -> Judgement {
    judgement.ask("the leader", "Which number will show that this works, and who looks at it?")
}

fn no_metric(initiative: &Initiative, written: &org::Initiative, world: &World<'_>) -> Judgement {
    let add = moves::metric::change(&initiative.id);
    match &written.committed {
        Some(committed) => Judgement::new(Answer::Fails)
            .because(
                format!("no metric, and it was committed to on {}", committed.value),
                &world.inputs.sources.place(committed.span),
            )
            // Until its values come, the answer stays.
            .later(add, world.day),
        None => {
            ask(Judgement::new(Answer::NotShown)
                .because("no metric yet, and it is not committed to", &initiative.place))
            .change(add)
        }
    }
}

/// The day its first feature reached anybody, else that of first value, when either is known.
fn first_feature(written: &org::Initiative, world: &World<'_>) -> Option<Cited<Day>> {
    let stated = written.first_feature.as_ref().or(written.first_value().map(|value| &value.on))?;
    Some(world.inputs.cite(stated))
}

fn look(metric: &Metric, initiative: &Initiative, feature: Option<&Cited<Day>>, world: &World<'_>) -> Look {
    let mut look = Look::default();
    let present = [
        ("owner", metric.owner.is_some()),
        ("source", metric.source.is_some()),
        ("kind", metric.kind.is_some()),
        ("cadence", metric.cadence.is_some()),
        ("baseline", metric.baseline.is_some()),
        ("target", metric.target.is_some()),
    ];
    look.lacks.extend(present.iter().filter(|(_, present)| !present).map(|(name, _)| *name));
    let cadence = metric.cadence.as_ref().map(|at| (at.value.as_str(), cadence_days(&at.value)));
    if let (Some((text, None)), Some(at)) = (cadence, &metric.cadence) {
        let says = format!("its cadence `{text}` is not like `1d`, `1w`, `1m` or `1q`");
        look.faults.push((says, Some(world.inputs.sources.place(at.span))));
    }
    if world.facts.metric_points().next().is_none() {
        look.open.push(("no source gives values of metrics".to_owned(), None));
        return look;
    }
    let points = || world.points_of(&initiative.id, &metric.name.value);
    let by_day = |point: &&MetricPoint| (point.day, point.at);
    let (Some(first), Some(last)) = (points().min_by_key(by_day), points().max_by_key(by_day)) else {
        look.faults.push(("no value of it is recorded, though of other metrics some are".to_owned(), None));
        return look;
    };
    let age = world.day.days_since(last.day);
    if let Some((text, Some(days))) = cadence
        && age > days * CADENCES_MAX
    {
        let says = format!("its latest value is {age} days old, with a cadence of `{text}`");
        look.faults.push((says, Some(world.facts.place(last.at))));
    }
    if let Some(feature) = feature {
        let place = Some(world.facts.place(first.at));
        if first.day > feature.value {
            let says = format!("its first value is of {}, after the first feature on {}", first.day, feature.value);
            look.faults.push((says, place));
            look.late = true;
        } else if first.day == feature.value {
            let says = format!("its first value is of the very day of the first feature, {}", first.day);
            look.open.push((says, place));
        }
    }
    look
}

fn say(
    mut judgement: Judgement,
    metric: &Metric,
    look: &Look,
    initiative: &Initiative,
    world: &World<'_>,
) -> Judgement {
    let name = &metric.name.value;
    let written_at = place_of(metric, world);
    if !look.lacks.is_empty() {
        judgement = judgement.because(format!("`{name}` has no {}", all(&look.lacks)), &written_at);
    }
    for (says, place) in look.faults.iter().chain(&look.open) {
        judgement = judgement.because(format!("`{name}`: {says}"), place.as_ref().unwrap_or(&written_at));
    }
    let mut missing: Vec<String> = look.lacks.iter().map(|lack| (*lack).to_owned()).collect();
    // Any fault but a late start is fixed by a cadence that can be read or by values that keep coming.
    if look.faults.len() > usize::from(look.late) {
        missing.push("values".to_owned());
    }
    if !missing.is_empty() {
        let (initiative, metric) = (initiative.id.clone(), name.clone());
        let is_of_people = missing.iter().all(|one| one == "values");
        let change = moves::complete_metric::change(&initiative, &metric, missing);
        // A feed is repaired by people, and its next value shows it.
        judgement = if is_of_people { judgement.later(change, world.day) } else { judgement.change(change) };
    }
    if look.late {
        let (initiative, metric) = (initiative.id.clone(), name.clone());
        judgement = judgement.later(moves::measure_first::change(&initiative, &metric), world.day);
    }
    judgement
}

/// `owner, source and target`: all of them, because each has to be written.
fn all(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => words.concat(),
    }
}

fn place_of(metric: &Metric, world: &World<'_>) -> Place {
    world.inputs.sources.place(metric.name.span)
}
