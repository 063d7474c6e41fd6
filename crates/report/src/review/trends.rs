//! What changed over time: numbers with their control limits, and what was open before and after each reorganization.

use onethread_core::measure::measures::reorganizations::BeforeAfter;
use onethread_core::measure::measures::trends::{PERIOD_DAYS, Trend, WINDOW_DAYS};
use onethread_core::review::{Cohort, Comparison, CountOf, Review};
use onethread_core::words::{capital, long_day, percent, plural, thousands};

use super::paragraph;
use crate::charts::days::DayMark;
use crate::charts::interrupted::{InterruptedChart, interrupted};
use crate::charts::process::{ProcessChart, process};
use crate::document::{Block, Cell, Column, Depth, Figure, Prose, Section, Table};

/// Trends; absent when nothing was ever live.
pub(super) fn trends(review: &Review) -> Option<Section<'_>> {
    let (shown, refused): (Vec<&Trend>, Vec<&Trend>) = review.trends.iter().partition(|trend| trend.refused.is_none());
    if review.trends.is_empty() {
        return None;
    }
    let mut blocks = Vec::new();
    if shown.is_empty() {
        blocks.push(paragraph(
            "No trend can be shown: no number has enough periods of four weeks for control limits. Decisions and reviews with \
             the days they were asked for and answered would do.",
        ));
    } else {
        blocks.push(Block::paragraph(format!(
            "In periods of four weeks, at most {} of them, up to {}. Every number varies; the bars are the control limits of \
             the newest periods, from what came before: level, growth, season, and how much one period keeps of the last. A \
             point outside them asks for a cause and names none.",
            WINDOW_DAYS / PERIOD_DAYS,
            long_day(review.as_of)
        )));
    }
    for trend in shown {
        let instead = vec![Block::Paragraph(Prose::sentence(&trend.words()))];
        let draw = || process(&ProcessChart { marks: marks(review), ..trend_chart(trend) });
        blocks.push(Block::figure(draw, instead));
    }
    if !refused.is_empty() {
        let words: Vec<String> = refused.iter().map(|trend| trend.words()).collect();
        blocks.push(Block::Fine(Prose::sentence(&format!("not shown: {}", words.join("; ")))));
    }
    Section::new("trends", "What changed over time", Depth::Full, blocks)
}

/// Reorganizations; absent when none is declared.
pub(super) fn before_and_after(review: &Review) -> Option<Section<'_>> {
    if review.reorganizations.is_empty() {
        return None;
    }
    let mut blocks = vec![paragraph(
        "For each declared reorganization: how many decisions and reviews were open per initiative, week by week, where \
         something was changed and where nothing was. Fewer open may mean quicker answers, or fewer questions; those that were \
         changed were mostly chosen because something was wrong, and what is at its worst gets better by itself.",
    )];
    for (index, one) in review.reorganizations.iter().enumerate() {
        let cohort = review.cohorts.iter().find(|cohort| cohort.id == one.reorganization);
        blocks.extend(cohort.map(|cohort| Block::Table(cohort_table(cohort))));
        let says = Block::Paragraph(Prose::sentence(&one.words()));
        if one.weeks.is_empty() {
            blocks.push(says);
            continue;
        }
        blocks.push(Block::Figure(Figure {
            draw: Box::new(move || interrupted(&shift_chart(one, index))),
            instead: vec![says],
            places: vec![one.place.clone()],
        }));
    }
    Section::new("reorganizations", "Before and after each reorganization", Depth::Full, blocks)
}

/// The days of reorganizations, which every axis of time marks.
pub(super) fn marks(review: &Review) -> Vec<DayMark> {
    let mark = |one: &BeforeAfter| DayMark { day: one.on, name: one.reorganization.clone() };
    review.reorganizations.iter().map(mark).collect()
}

/// What those that were changed did before and since, beside those left alone.
fn cohort_table(cohort: &Cohort) -> Table {
    type Write = fn(CountOf) -> String;
    let share: Write = |count| match count.share() {
        Some(share) => format!("{} of {}", percent(share), count.of),
        None => "none".to_owned(),
    };
    let count: Write = |count| format!("{} of {}", count.count, count.of);
    let each: Write = |count| count.share().map_or_else(|| "none".to_owned(), |mean| format!("{mean:.1}"));
    let rows: [(&str, Option<Comparison>, Write); 5] = [
        ("reversible decisions made above the leader", Some(cohort.reversible_above), share),
        ("one leader, who leads nothing else", Some(cohort.one_thread), count),
        ("approval gates, each", Some(cohort.gates), each),
        ("needs of others, each", Some(cohort.needs), each),
        ("changes finished inside the team", cohort.finished_inside, share),
    ];
    let row = |(says, of, write): (&'static str, Option<Comparison>, Write)| {
        let of = of?;
        let sides = [of.changed.before, of.changed.since, of.left_alone.before, of.left_alone.since];
        Some([Cell::from(says)].into_iter().chain(sides.map(|side| Cell::from(write(side)))).collect())
    };
    let numbers = ["changed, before", "since", "others, before", "since"].map(Column::numbers);
    Table {
        label: format!(
            "{} ({}): {} changed and {} left alone; decisions of {} days before and since, needs of a year",
            cohort.id,
            long_day(cohort.on),
            plural(cohort.changed, "initiative", "initiatives"),
            cohort.left_alone,
            cohort.decision_days
        ),
        columns: [Column::words("what")].into_iter().chain(numbers).collect(),
        rows: rows.into_iter().filter_map(row).collect(),
        rows_max: usize::MAX,
    }
}

/// How a trend is drawn.
pub(crate) fn trend_chart(trend: &Trend) -> ProcessChart {
    let one = |value: f64| format!("{value:.1}");
    let write: fn(f64) -> String = if trend.is_share() { percent } else { one };
    let (one_of, many_of) = match trend.series {
        "waiting-share" => ("day of ledgers", "days of ledgers"),
        _ => ("request", "requests"),
    };
    let level = match (trend.values.last(), trend.limits.last()) {
        (Some((_, latest)), Some(one)) => {
            let (latest, center) = (write(*latest), write(one.center));
            format!(" Latest {latest}, expected {center}.")
        }
        _ => String::new(),
    };
    ProcessChart {
        marks: Vec::new(),
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
        limits: trend.limits.iter().map(|one| (one.to, [one.low, one.high])).collect(),
        beyond: trend.beyond.clone(),
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
