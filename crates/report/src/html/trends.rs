//! What changed over time: numbers with the limits within which they move by themselves, and what was open before and
//! after each reorganization.

use maud::{Markup, html};

use super::prose::{full, long_day, margin};
use crate::charts::interrupted::{InterruptedChart, interrupted};
use crate::charts::process::{ProcessChart, process};
use onethread_core::measure::measures::reorganizations::BeforeAfter;
use onethread_core::measure::measures::trends::{PERIOD_DAYS, Trend, WINDOW_DAYS};
use onethread_core::review::Review;
use onethread_core::words::{capital, percent, plural, thousands};

/// The section on trends; absent when nothing was ever live.
pub(super) fn trends(review: &Review) -> Option<Markup> {
    if review.trends.is_empty() {
        return None;
    }
    let (told, refused): (Vec<&Trend>, Vec<&Trend>) = review.trends.iter().partition(|trend| trend.refused.is_none());
    Some(html! {
        @if told.is_empty() {
            p {
                "Nothing can be followed over time: no number has as many periods of four weeks with a value as limits need. Decisions and \
                reviews with the day they were asked for and the day they were answered would tell."
            }
        } @else {
            p {
                "In periods of four weeks, at most " (WINDOW_DAYS / PERIOD_DAYS) " of them, up to " (long_day(review.as_of)) ". Every number \
                moves by itself; the shaded band is how far. A ring beyond it, or eight periods in a row on one side of the mean, asks for \
                a cause and names none: a season, or another kind of request, looks the same."
            }
            div.pairs { @for trend in &told { (process(&trend_chart(trend))) } }
        }
        @if !refused.is_empty() && !told.is_empty() {
            p.more { "Not told: " @for (index, trend) in refused.iter().enumerate() { @if index > 0 { "; " } (trend.words()) } "." }
        }
    })
}

/// The section on reorganizations; absent when none is declared.
pub(super) fn before_and_after(review: &Review) -> Option<Markup> {
    let found = &review.reorganizations;
    if found.is_empty() {
        return None;
    }
    Some(html! {
        p {
            "For each reorganization that the organization's files declare: how many decisions and reviews were open per initiative, week by \
            week, where something was changed and where nothing was. Fewer open may mean quicker answers, or fewer questions; those that \
            were changed were mostly chosen because something was wrong, and what is at its worst gets better by itself."
        }
        @for (index, one) in found.iter().enumerate() {
            div.row {
                div {
                    @if one.weeks.is_empty() { p { (full(&one.words())) } } @else { (interrupted(&shift_chart(one, index))) }
                }
                (margin(&[&one.place]))
            }
        }
    })
}

/// How a trend is drawn.
pub(crate) fn trend_chart(trend: &Trend) -> ProcessChart {
    let one = |value: f64| format!("{value:.1}");
    let write: fn(f64) -> String = if trend.is_share() { percent } else { one };
    let limits = trend.low.zip(trend.center).zip(trend.high).map(|((low, center), high)| [low, center, high]);
    let (one_of, many_of) = match trend.series {
        "waiting-share" => ("day of ledgers", "days of ledgers"),
        _ => ("request", "requests"),
    };
    let level = match (trend.values.last(), limits) {
        (Some((_, latest)), Some([low, center, high])) => {
            format!(" Latest {}, mean {}, by itself {} to {}.", write(*latest), write(center), write(low), write(high))
        }
        _ => String::new(),
    };
    ProcessChart {
        id: format!("trend-{}", trend.series),
        title: format!("{}, by four weeks", capital(trend.name())),
        caption: format!(
            "{}.{level} From {} and {}.",
            // The title names the number already.
            capital(trend.words().trim_start_matches(trend.name()).trim_start_matches(": ")),
            plural(trend.n, "period", "periods"),
            plural(trend.evidence, one_of, many_of)
        ),
        period: "four weeks to",
        values: trend.values.clone(),
        limits,
        beyond: trend.beyond.clone(),
        run: trend.run.clone(),
        write,
    }
}

/// How what was open before and after a reorganization is drawn; `index` tells it from the others on the page.
pub(crate) fn shift_chart(one: &BeforeAfter, index: usize) -> InterruptedChart {
    let count = |count: usize| thousands(count as u128);
    InterruptedChart {
        id: format!("shift-{index}"),
        title: format!("Requests open per initiative, by week, around {}", one.reorganization),
        caption: format!(
            "{}. From {} before and {} after; thick lines are the means.",
            capital(&one.words()),
            plural(one.weeks_before, "week", "weeks"),
            one.weeks_after
        ),
        on: one.on,
        weeks: one.weeks.clone(),
        names: [format!("changed ({})", count(one.changed)), format!("left alone ({})", count(one.unchanged))],
        means: [one.changed_open.unwrap_or_default(), one.unchanged_open.unwrap_or_default()],
        write: |value| format!("{value:.1}"),
    }
}
