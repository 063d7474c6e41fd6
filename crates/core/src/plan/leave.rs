//! What to leave as it is, what is decided already, and what cannot be known.

use std::collections::BTreeMap;

use onethread_model::Day;

use super::Asked;
use super::row::{DecidedRow, LeaveRow, NotKnown, Support};
use super::saves::{Removed, requests, saved_days};
use super::says::names;
use super::scored::Scored;
use super::support::REQUESTS_MIN;
use crate::measure::View;
use crate::measure::measures::deciding_alone::DecidesAlone;
use crate::measure::measures::metric_courses::Course;
use crate::measure::waiting::{Ledger, SpanHolder};
use crate::review::{CRITERIA, Form, Review};
use crate::words::{days as day_words, join, long_day, plural, range, thousands};

/// Holders that are named with their few days; the rest is counted.
const HOLDERS_MAX: usize = 3;

/// What stands already: waivers, plans of dependencies, and mandates, those that end first coming first.
pub(super) fn decided(review: &Review, asked: &Asked<'_>, view: &View<'_>) -> Vec<DecidedRow> {
    let mut rows = Vec::new();
    for accepted in review.accepted.iter().filter(|one| asked.is_about(one.subject.trim_start_matches("initiative:"))) {
        let id = accepted.subject.strip_prefix("initiative:");
        let name = id.map_or(accepted.subject.as_str(), |id| review.name(id));
        let what = CRITERIA.iter().find(|one| one.key == accepted.rule).map_or(accepted.rule.as_str(), |one| one.short);
        let reason = accepted.reason.as_ref().map_or_else(String::new, |why| format!(": {why}"));
        rows.push(DecidedRow {
            says: format!("{name}: {what} is accepted{}{reason}", until_words(accepted.until)),
            initiative: id.map(str::to_owned),
            until: accepted.until,
            place: Some(accepted.place.clone()),
            accepted: Some(accepted.clone()),
        });
    }
    for one in asked.reviewed(review) {
        for known in &one.known.dependencies {
            let Some(by) = known.plan.as_ref().and_then(|plan| plan.by).filter(|by| *by >= view.day) else { continue };
            let says = format!("{} no longer needs {} from {}", one.name(), known.on.id, long_day(by));
            rows.push(DecidedRow {
                says,
                initiative: Some(one.id.clone()),
                until: Some(by),
                accepted: None,
                place: Some(known.place.clone()),
            });
        }
        let Some(mandate) = one.mandate.as_ref().filter(|mandate| !mandate.promises.is_empty()) else { continue };
        let promises: Vec<String> =
            mandate.promises.iter().map(|one| format!("{} ({})", one.says, one.answer.words())).collect();
        let promises = join(&promises.iter().map(String::as_str).collect::<Vec<_>>());
        rows.push(DecidedRow {
            says: format!("{}: those above agreed: {promises}", one.name()),
            initiative: Some(one.id.clone()),
            until: mandate.review,
            accepted: None,
            place: Some(mandate.place.clone()),
        });
    }
    rows.sort_by(|a, b| (a.until.is_none(), a.until, &a.says).cmp(&(b.until.is_none(), b.until, &b.says)));
    united(rows)
}

fn until_words(until: Option<Day>) -> String {
    until.map_or_else(String::new, |until| format!(" until {}", long_day(until)))
}

/// Waivers that say the same of several initiatives as one row.
fn united(rows: Vec<DecidedRow>) -> Vec<DecidedRow> {
    let tail =
        |row: &DecidedRow| row.accepted.is_some().then(|| row.says.split_once(": ").map(|(_, tail)| tail.to_owned()));
    let mut all: Vec<DecidedRow> = Vec::new();
    for row in rows {
        let same =
            all.iter_mut().find(|known| tail(known).is_some() && tail(known) == tail(&row) && known.until == row.until);
        match (same, row.says.split_once(": ")) {
            (Some(known), Some((name, _))) => known.says = format!("{name}, {}", known.says),
            _ => all.push(row),
        }
    }
    all
}

/// What to leave as it is, and why.
pub(super) fn leave(review: &Review, asked: &Asked<'_>, left: &[Scored], rows_about: &[String]) -> Vec<LeaveRow> {
    let mut rows = Vec::new();
    let ids = |found: &dyn Fn(&crate::review::InitiativeReview) -> bool| -> Vec<String> {
        let open = asked.reviewed(review).filter(|one| !rows_about.contains(&one.id) && found(one));
        open.map(|one| one.id.clone()).collect()
    };
    let decides = |one: &crate::review::InitiativeReview| {
        one.deciding_alone.as_ref().is_some_and(|one| one.answer == DecidesAlone::Yes)
    };
    let mut row = |initiatives: Vec<String>, because: &str| {
        if !initiatives.is_empty() {
            let what = names(&initiatives, review);
            rows.push(LeaveRow { what, because: because.to_owned(), initiatives });
        }
    };
    row(
        ids(&|one| one.form.form.is_single_threaded() && decides(one)),
        "one leader with one thread, who decides reversible matters alone",
    );
    row(ids(&|one| one.form.form == Form::Functional), "functional by design, with a reason on file");
    // Whoever is asked too seldom is not known: that is no reason to leave anything.
    let is_left =
        |one: &&Scored| one.support == Support::NotSupported && one.saves_refused.is_none() && one.is_of_answer;
    let (gates, others): (Vec<&Scored>, Vec<&Scored>) =
        left.iter().filter(is_left).partition(|one| one.candidate.kind.key == "gate");
    rows.extend(gates_left(&gates));
    rows.extend(others.into_iter().map(|one| LeaveRow {
        what: one.leave_words(review),
        because: one.because.clone(),
        initiatives: one.candidate.initiatives(),
    }));
    rows
}

/// Gates that alone held up too little, together.
fn gates_left(gates: &[&Scored]) -> Option<LeaveRow> {
    let first = gates.first()?;
    let mut initiatives: Vec<String> = gates.iter().flat_map(|one| one.candidate.initiatives()).collect();
    initiatives.sort();
    initiatives.dedup();
    if gates.len() == 1 {
        return Some(LeaveRow { what: first.gate_words(), because: first.because.clone(), initiatives });
    }
    let each: Vec<String> = gates
        .iter()
        .map(|one| {
            let saves = one.saves.clone().unwrap_or_default();
            let days = range(&saves.low_days.to_string(), &saves.high_days.to_string());
            format!("`{}` ({days} of {})", one.candidate.group, thousands(saves.of_days.unsigned_abs().into()))
        })
        .collect();
    let shown: Vec<&str> = each.iter().take(HOLDERS_MAX).map(String::as_str).collect();
    let more = each.len() - shown.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let window = first.saves.as_ref().map_or(0, |saves| saves.window_days);
    let because = format!(
        "initiative-days of the last {window} that each held up alone: {}{more}; too few, or no more than chance, to support a \
         change",
        join(&shown)
    );
    Some(LeaveRow { what: format!("{} approval gates", gates.len()), because, initiatives })
}

/// What cannot be known from these data.
pub(super) fn not_known(review: &Review, asked: &Asked<'_>, (needs_leader, window_days): (bool, i64)) -> Vec<NotKnown> {
    let mut all = Vec::new();
    let ledgers: Vec<&Ledger> = asked.reviewed(review).filter_map(|one| one.waiting.as_ref()).collect();
    all.extend(shared_waiting(&ledgers, review));
    all.extend(few_requests(&ledgers, review, window_days));
    let without = asked.reviewed(review).filter(|one| one.waiting.is_none()).count();
    if without > 0 && review.waiting.is_some() {
        let of = asked.reviewed(review).count();
        let says =
            format!("what the days of {without} of {of} initiatives were spent on: nothing says when they began");
        all.push(NotKnown { says, ask: Some("the sponsors".to_owned()) });
    }
    let silent = ledgers.iter().filter(|ledger| ledger.spans.open.is_empty()).count();
    if silent > 0 {
        let says = format!(
            "whether {silent} of {} initiatives wait for anybody: no decision, request or dependency of theirs has its days on record",
            ledgers.len()
        );
        all.push(NotKnown { says, ask: Some("their leaders".to_owned()) });
    }
    let worse = asked.reviewed(review).flat_map(|one| &one.metrics).filter(|metric| metric.course == Course::Worse);
    let worse = worse.filter_map(|metric| {
        let name = review.name(&metric.initiative);
        let (now, then) = (metric.reading(metric.median?), metric.reading(metric.before_median?));
        let moved = if metric.median < metric.before_median { "fell" } else { "rose" };
        let days = review.thresholds.period_days;
        let says = format!(
            "why `{}` {moved} from {then} to {now} (median, last {days} days against the {days} before; {} and {} readings)",
            metric.metric, metric.n, metric.before_n
        );
        Some(NotKnown { says, ask: Some(format!("the leader of {name}")) })
    });
    all.extend(worse.take(1));
    if needs_leader {
        let says = "who of those who could lead is able and willing: no file says it".to_owned();
        all.push(NotKnown { says, ask: Some("the sponsor".to_owned()) });
    }
    all.push(NotKnown { says: "whether anything gets faster: these data cannot show it".to_owned(), ask: None });
    all
}

/// That no change by itself would end a day of waiting, where several hold every one of them.
fn shared_waiting(ledgers: &[&Ledger], review: &Review) -> Option<NotKnown> {
    let lost: i64 = ledgers.iter().map(|ledger| ledger.recent.days.lost_days()).sum();
    let alone: i64 = ledgers
        .iter()
        .map(|one| one.above.alone_recent_days + one.waits.iter().map(|wait| wait.held.alone_recent_days).sum::<i64>())
        .sum();
    if lost == 0 || alone > 0 {
        return None;
    }
    let mut pairs: BTreeMap<(String, String), i64> = BTreeMap::new();
    for wait in ledgers.iter().flat_map(|ledger| &ledger.waits).filter(|wait| !wait.on.is_sum()) {
        for pair in &wait.held.pairs {
            let mut two = [wait.on.as_str().to_owned(), pair.with.clone()];
            two.sort();
            let [one, other] = two;
            *pairs.entry((one, other)).or_default() += pair.recent_days;
        }
    }
    let most = pairs.into_iter().max_by_key(|(two, days)| (*days, std::cmp::Reverse(two.clone())));
    let pair = most
        .filter(|(_, days)| *days > 0)
        .map_or_else(String::new, |((one, other), _)| format!("; most often it was {one} and {other} together"));
    let says = format!(
        "which single change would end a day of waiting: all {} of the last {} were held up by two or more at once{pair}",
        day_words(lost),
        review.thresholds.period_days
    );
    Some(NotKnown { says, ask: None })
}

/// Whom too few were asked for anything to be said of days.
fn few_requests(ledgers: &[&Ledger], review: &Review, window_days: i64) -> Option<NotKnown> {
    let mut few: BTreeMap<&str, (usize, i64)> = BTreeMap::new();
    for ledger in ledgers {
        let end = ledger.spans.elapsed;
        let until = review.as_of.days_since(ledger.from);
        let window = until - window_days..until;
        for holder in &ledger.spans.holders {
            let SpanHolder::Other(label) = holder else { continue };
            if label.is_sum() || end == 0 {
                continue;
            }
            let removed = [Removed::Holder(label.as_str().to_owned())];
            let known = few.entry(label.as_str()).or_default();
            known.0 += requests(&ledger.spans, &removed, window.clone());
            known.1 += saved_days(&ledger.spans, &removed, window.clone()).low_days;
        }
    }
    let few: Vec<&str> =
        few.into_iter().filter(|(_, (asked, days))| *asked < REQUESTS_MIN && *days > 0).map(|(on, _)| on).collect();
    if few.is_empty() {
        return None;
    }
    let shown = join(&few[..few.len().min(HOLDERS_MAX)]);
    let more = few.len().saturating_sub(HOLDERS_MAX);
    let more = if more > 0 { format!(" and {} more", thousands(more as u128)) } else { String::new() };
    let says = format!(
        "what {shown}{more} hold up: under {} each in the last {window_days} days, so nothing can be said",
        plural(REQUESTS_MIN, "request", "requests")
    );
    Some(NotKnown { says, ask: None })
}
