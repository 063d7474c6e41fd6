//! A finding may be chance.

use super::{Applies, Class, Threat};
use crate::measure::World;
use crate::measure::clocks::leads;
use crate::review::{Answer, Review};
use crate::words::{agreeing, join, percent, plural};

/// Criteria whose answer turns on a 95 % interval.
const BY_INTERVAL: &[&str] = &["separable", "decisions"];
/// With fewer, one more or less moves a percentage by five points or more. Tested by
/// `threats_apply_from_their_lines_on`.
pub(in crate::review) const FEW: usize = 20;

pub(super) const THREATS: &[Threat] = &[
    Threat {
        key: "few",
        class: Class::Conclusion,
        title: "Percentages of few say little",
        about: "Shares over a handful of initiatives move by many points when one of them changes. They are facts about these initiatives, not estimates of \
                anything larger.",
        applies: few,
    },
    Threat {
        key: "many-answers",
        class: Class::Conclusion,
        title: "Of many sure answers, some are wrong by chance",
        about: "An answer that rests on a 95 % interval is wrong in up to one of twenty cases even when everything else is right. Where all pairs of teams or \
                components are tested at once, the rate of false discoveries is controlled over all pairs, also those never seen together.",
        applies: many_answers,
    },
    Threat {
        key: "refused",
        class: Class::Conclusion,
        title: "Missing numbers may look like good numbers",
        about: "With too few events a number is refused, and the report says so once. What is refused is unknown, not good.",
        applies: refused,
    },
    Threat {
        key: "bursts",
        class: Class::Conclusion,
        title: "Changes come in bursts",
        about: "Changes of one week belong together, and so do weeks of one piece of work, so intervals take spells of weeks as one piece of \
                evidence. What lasts for more than two months makes them somewhat too narrow.",
        applies: bursts,
    },
    Threat {
        key: "thresholds",
        class: Class::Conclusion,
        title: "Answers depend on conventional thresholds",
        about: "Dedicated, single-threaded and separable are matters of degree, and the thresholds are conventions. The settings hold them, and `onethread \
                explain` gives the reason for each.",
        applies: thresholds,
    },
];

fn few(review: &Review, _: &World<'_>) -> Option<Applies> {
    let live = review.initiatives.len();
    let there = agreeing(live, "there is", "there are");
    let all = plural(live, "live initiative", "live initiatives");
    let says = format!("{there} {all}: one of them is {} of all", percent(1.0 / live.max(1) as f64));
    (1..FEW).contains(&live).then(|| Applies::says(says))
}

fn many_answers(review: &Review, _: &World<'_>) -> Option<Applies> {
    let verdicts = review.initiatives.iter().flat_map(|one| &one.verdicts);
    let by_interval = verdicts.filter(|verdict| {
        let judgement = &verdict.judgement;
        BY_INTERVAL.contains(&verdict.criterion)
            && judgement.answer != Answer::NotShown
            && judgement.because.iter().any(|reason| reason.says.contains("95 %"))
    });
    let n = by_interval.count();
    let says = format!(
        "{} on a 95 % interval; about one in twenty such answers is wrong by chance alone",
        plural(n, "answer rests", "answers rest"),
    );
    Applies::some_of(n, review.initiatives.len() * BY_INTERVAL.len(), says)
}

fn refused(review: &Review, _: &World<'_>) -> Option<Applies> {
    let leads = leads(&review.time_to_value);
    let times = leads.iter().map(|lead| lead.first).filter(|time| time.refused.is_some());
    let mut what: Vec<String> = times.map(|time| format!("time to {}", time.event_noun())).collect();
    let decisions = review.decisions.iter();
    let kinds = decisions.flat_map(|one| [(&one.reversible, "reversible"), (&one.irreversible, "irreversible")]);
    for (latency, kind) in kinds {
        if latency.n > 0 && latency.refused.is_some() {
            what.push(format!("how long {kind} decisions take"));
        }
    }
    let names: Vec<&str> = what.iter().map(String::as_str).collect();
    let says = format!("{} not reported: {}", plural(what.len(), "number is", "numbers are"), join(&names));
    Some(Applies { affected: Some(what.len()), ..Applies::says(says) }).filter(|_| !what.is_empty())
}

fn bursts(_: &Review, world: &World<'_>) -> Option<Applies> {
    let sets = world.change_log().sets.len();
    let says = format!("intervals over {} of a year draw whole weeks", plural(sets, "change-set", "change-sets"));
    (sets > 0).then(|| Applies::says(says))
}

fn thresholds(review: &Review, world: &World<'_>) -> Option<Applies> {
    let lines = world.inputs.config.thresholds;
    let says = format!(
        "dedicated means at least {} here and at most {} elsewhere; the leader controls resources from {} of the members on",
        percent(lines.dedicated_share),
        percent(lines.other_share),
        percent(lines.reporting_share)
    );
    (!review.initiatives.is_empty()).then(|| Applies::says(says))
}
