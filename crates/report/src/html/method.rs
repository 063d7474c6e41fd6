//! How the figures were computed, for those who want to check them. The only place for the words of the trade.

use maud::{Markup, html};

use crate::charts::frame::Safe;
use onethread_core::measure::measures::time_to_value::TimeToValue;
use onethread_core::review::Review;
use onethread_core::words::{join, percent, plural, thousands};

/// The section.
pub(super) fn method(review: &Review) -> Markup {
    let thresholds = review.thresholds;
    html! {
        dl.glossary {
            div { dt { "Day" } dd { "Everything is as known at the end of " (review.as_of) ". What was learned later does not count, and changes are counted over the " (thresholds.change_days) " days before it." } }
            div { dt { "Live" } dd { (live(review)) } }
            div { dt { "Dedicated" } dd {
                "A stated share of at least " (percent(thresholds.dedicated_share)) " of working time here and none above " (percent(thresholds.other_share))
                " on another initiative. A share that nobody states is unknown, never whole. Registries can show that a leader leads another initiative; they can never show focus."
            } }
            div { dt { "Form" } dd {
                "A visible second thread beats an unknown; an unknown beats STO and STL. The share reporting to the leader leaves the leader out of both sums. Where \
                reporting lines are missing it has a lower and an upper end, and when " (percent(thresholds.reporting_share)) " lies between them the form is not shown."
            } }
            @if !review.time_to_value.is_empty() { div { dt { "From idea to value" } dd { (time(review)) } } }
            @if review.portfolio.approvals.approvers > 0 {
                div { dt { "Approvals" } dd {
                    "A pair of a live initiative and one of its approvers counts once: " (plural(usize::try_from(review.portfolio.approvals.assignments).unwrap_or(usize::MAX), "pair", "pairs"))
                    ", " (plural(review.portfolio.approvals.approvers, "approver", "approvers")) ". The curve is the concentration curve, a Lorenz curve read from the largest holder down. Its points are \
                    about at least five people each and lie at least five people apart."
                } }
            }
            @if review.portfolio.declared_dependencies.declared > 0 {
                div { dt { "Dependencies" } dd {
                    "Those that live initiatives declare: n = " (review.portfolio.declared_dependencies.declared) ", of which " (review.portfolio.declared_dependencies.on_own_team)
                    " name the initiative's own team and are not drawn. Rows and columns of the matrix are ordered by average-linkage clustering of the sums in both directions."
                } }
            }
            div { dt { "Changes and their price" } dd {
                "Gathered from what would alter each answer that fails, and sorted by what they cost: first people who change what they lead or do, then decisions, then lines to write."
            } }
        }
        p { "The same review as data, with every figure, its n and its places: " code { "onethread review --format json" } ". The rule behind each answer: " code { "onethread explain" } "." }
    }
}

fn live(review: &Review) -> Markup {
    let settings = &review.registry;
    let words: Vec<&str> = settings.live_status.iter().map(String::as_str).collect();
    let last = settings.milestones.last();
    html! {
        "An initiative of the organization's own files is live from its idea until it ended. "
        @if review.described.in_registries > 0 {
            "An entry of a registry is live when "
            @if words.is_empty() { "its status does not say that it is over" } @else { "its status is one of: " (Safe(&join(&words))) }
            @if let Some(days) = settings.live_within_days { ", a version of it was filed within " (days) " days" }
            @if settings.live_needs_target { ", it has a target" }
            @if let Some(last) = last { ", and " (Safe(last)) " has not shipped" }
            ". "
        }
        "Known: " (thousands(review.portfolio.lifecycle.known as u128)) "; live: " (thousands(review.portfolio.lifecycle.live as u128)) "."
    }
}

fn time(review: &Review) -> Markup {
    let honest: Vec<&TimeToValue> = review.time_to_value.iter().filter(|time| time.delayed_entry).collect();
    let naive: Vec<String> = review
        .time_to_value
        .iter()
        .filter(|time| !time.delayed_entry)
        .filter_map(|time| time.median_days.map(|days| thousands(days.unsigned_abs().into())))
        .collect();
    html! {
        "Kaplan-Meier curves with delayed entry: an initiative counts from the day the evidence could have seen it end, so that early ones which lasted long are not all \
        that is seen. Unfinished ones are censored on the day of the review, abandoned ones on the day they were given up. Bands are pointwise, 95 %: from Greenwood's variance on \
        the log-log scale where 30 or more events lie behind and ten or more initiatives are left, else by beta products, which hold with few. The range of a median is read from the band. \u{201c}Followed\u{201d} is the number at risk; an age is told while it is five or more. With fewer than ten events nothing is told. "
        @for time in &honest {
            (Safe(&time.event)) ": n = " (thousands(time.n as u128)) ", events " (thousands(time.events as u128)) ", left out because they ended before they were first seen " (thousands(time.left_out as u128)) ". "
        }
        @if !naive.is_empty() { "Without delayed entry the medians would be " (naive.join(" and ")) " days, which is wrong." }
    }
}
