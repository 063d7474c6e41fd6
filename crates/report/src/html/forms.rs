//! Initiatives by form, quarter by quarter.

use maud::{Markup, html};

use super::brief::FEW;
use super::prose::{form_fill, form_words, long_day, word};
use crate::charts::stacked::{Bar, Series, StackedChart, stacked};
use onethread_core::review::{Form, QuarterForms, Review};
use onethread_core::words::{percent, thousands};

/// The section; absent when nothing was ever live.
pub(super) fn forms(review: &Review) -> Option<Markup> {
    let adoption = review.quarters.as_slice();
    if review.initiatives.is_empty() && adoption.is_empty() {
        return None;
    }
    let line = review.thresholds.reporting_share;
    Some(html! {
        p {
            "An " (word("initiative", "initiative")) " has one of two single-threaded forms when its leader and its members work on nothing \
            else. It is " (word("sto", "STO")) " when at least " (percent(line)) " of the team's time reports to the leader, and "
            (word("stl", "STL")) " when people go on reporting along their functions; that is no defect, and suits work across many \
            teams. It is " (word("split", "split")) " when the leader or members have work elsewhere, whatever it is called. Not all \
            work needs a single thread: some is rightly " (word("functional", "functional")) "."
        }
        @if let Some(chart) = chart(adoption) { (stacked(&chart)) }
    })
}

fn chart(adoption: &[QuarterForms]) -> Option<StackedChart> {
    let (first, last) = (adoption.first()?, adoption.last()?);
    let occurring: Vec<Form> =
        Form::ALL.into_iter().filter(|form| adoption.iter().any(|quarter| quarter.count(*form) > 0)).collect();
    let bar = |(index, quarter): (usize, &QuarterForms)| {
        let (year, short) =
            quarter.label.split_at_checked(quarter.label.len().saturating_sub(2)).unwrap_or(("", &quarter.label));
        let starts = index == 0 || short == "Q1";
        // Two years beside each other would touch on a phone.
        let room = index > 0 || !adoption.iter().take(3).skip(1).any(|next| next.label.ends_with("Q1"));
        Bar {
            name: if quarter.day == last.day { long_day(quarter.day) } else { format!("{year} {short}") },
            short: ("Q".to_owned(), short.trim_start_matches('Q').to_owned()),
            group: (starts && room).then(|| year.to_owned()),
            counts: occurring.iter().map(|form| quarter.count(*form)).collect(),
        }
    };
    Some(StackedChart {
        id: "quarters".to_owned(),
        title: "Live initiatives by form at the end of each quarter".to_owned(),
        caption: caption(first, last),
        desc: format!(
            "One bar for each of {} quarters, from {} to {}, each divided by form. The last one ends on the day of the review.",
            adoption.len(),
            first.label,
            last.label
        ),
        series: occurring
            .iter()
            .map(|form| Series { name: form_words(*form).to_owned(), fill: form_fill(*form) })
            .collect(),
        bars: adoption.iter().enumerate().map(bar).collect(),
    })
}

fn caption(first: &QuarterForms, last: &QuarterForms) -> String {
    let single = |quarter: &QuarterForms| quarter.count(Form::Sto) + quarter.count(Form::Stl);
    let share = |count: usize, quarter: &QuarterForms| percent(count as f64 / quarter.live().max(1) as f64);
    let of = |count: usize, quarter: &QuarterForms| {
        let of = format!("{} of {}", thousands(count as u128), thousands(quarter.live() as u128));
        // A percentage of a handful reads as more than it is.
        if quarter.live() <= FEW { of } else { format!("{of} ({})", share(count, quarter)) }
    };
    let was = match (single(first), single(last)) {
        (0, 0) => "At neither end could any be shown to be single-threaded".to_owned(),
        (then, now) => format!("Shown to be single-threaded: {}, now {}", of(then, first), of(now, last)),
    };
    if first.day == last.day {
        return format!("Split: {}.", of(last.count(Form::Split), last));
    }
    format!(
        "At the end of {} {}, {} were split; on {}, {}. {was}. Each quarter is judged by what was known at its end.",
        first.label.get(..4).unwrap_or_default(),
        first.label.get(4..).unwrap_or_default(),
        of(first.count(Form::Split), first),
        long_day(last.day),
        of(last.count(Form::Split), last)
    )
}
