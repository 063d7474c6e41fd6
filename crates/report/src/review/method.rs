//! How the figures were computed, for those who want to check them. The only place for the words of the trade.

use onethread_core::measure::clocks::leads;
use onethread_core::measure::measures::deciding_alone::DECISIONS_MIN;
use onethread_core::measure::measures::time_to_value::{Clock, SEEN_AT_ONCE_DAYS, TimeToValue};
use onethread_core::review::Review;
use onethread_core::words::{join, percent, plural, thousands};

use crate::document::{Block, Depth, Fact, Prose, Section};

/// The section.
pub(super) fn section(review: &Review) -> Option<Section<'_>> {
    let thresholds = review.thresholds;
    let mut facts = definitions(review);
    facts.push(fact(
        "Plans",
        &format!(
            "A plan counts as one where its date lies at most {} ahead: what is due later is put off.",
            plural(thresholds.plan_days as usize, "day", "days")
        ),
    ));
    if !review.time_to_value.is_empty() {
        facts.push(fact("From idea to value", &time(review)));
    }
    if let Some(approvals) = review.portfolio.approvals.as_ref().filter(|approvals| approvals.approvers > 0) {
        let pairs = plural(usize::try_from(approvals.assignments).unwrap_or(usize::MAX), "pair", "pairs");
        let approvers = plural(approvals.approvers, "approver", "approvers");
        facts.push(fact(
            "Approvals",
            &format!(
                "A pair of a live initiative and one of its approvers counts once: {pairs}, {approvers}. The curve is the concentration \
                 curve, a Lorenz curve read from the largest holder down. Its points are about at least five people each and lie at \
                 least five people apart."
            ),
        ));
    }
    let dependencies = &review.portfolio.declared_dependencies;
    if dependencies.declared > 0 {
        facts.push(fact(
            "Dependencies",
            &format!(
                "Those that live initiatives declare: n = {}, of which {} name the initiative's own team and are not drawn. Rows and \
                 columns of the matrix are ordered by average-linkage clustering of the sums in both directions.",
                dependencies.declared, dependencies.on_own_team
            ),
        ));
    }
    facts.push(fact(
        "Changes and their price",
        "Gathered from what would alter each answer that fails, and sorted by price: people who change what they lead or do first, \
         then agreements, then statements to write.",
    ));
    let data = Prose::new("The same review as data, with every figure, its n and its places: ")
        .code("onethread review --format json")
        .text(". The rule behind each answer: ")
        .code("onethread explain")
        .text(".");
    Section::new("method", "How computed", Depth::Whole, vec![Block::Facts(facts), Block::Paragraph(data)])
}

/// What the words of the report mean, with the thresholds that they rest on.
fn definitions(review: &Review) -> Vec<Fact> {
    let thresholds = review.thresholds;
    vec![
        fact(
            "Day",
            &format!(
                "Everything is as known at the end of {}. What was learned later does not count, and changes are counted over the {} days before it.",
                review.as_of, thresholds.change_days
            ),
        ),
        fact("Live", &live(review)),
        fact(
            "Dedicated",
            &format!(
                "A stated share of at least {} of the contracted week here and no more than {} on all other initiatives together. A \
                 share that nobody states is unknown, never whole. Registries can show that a leader leads another initiative; they can never show focus.",
                percent(thresholds.dedicated_share),
                percent(thresholds.other_share)
            ),
        ),
        fact(
            "Form",
            &format!(
                "A visible second thread beats an unknown; an unknown beats STO and STL. The share reporting to the leader leaves the \
                 leader out of both sums. Where reporting lines are missing it has a lower and an upper end, and when {} lies between \
                 them the form is not shown.",
                percent(thresholds.reporting_share)
            ),
        ),
        fact(
            "Decides alone",
            &format!(
                "Yes: at most {} of the reversible decisions of the last {} days went above the leader, and the upper end of the \
                 exact 95 % CI is below one half. No: the lower end is above {}. Else, and with fewer than {DECISIONS_MIN} decisions \
                 that state who had to agree, not known. It says nothing about the form, and the form nothing about it.",
                percent(thresholds.above_share),
                thresholds.period_days,
                percent(thresholds.above_share)
            ),
        ),
    ]
}

fn fact(name: &str, says: &str) -> Fact {
    Fact::new(Prose::default().strong(name), Prose::new(says), [])
}

fn live(review: &Review) -> String {
    let settings = &review.registry;
    let words: Vec<&str> = settings.live_status.iter().map(String::as_str).collect();
    let mut says = "An initiative of the organization's own files is live from its idea until it ended. ".to_owned();
    if !review.paused.is_empty() {
        says += "While it is paused it is not. ";
    }
    if review.described.in_registries > 0 {
        says += "An entry of a registry is live when ";
        says += &match words.is_empty() {
            true => "its status does not say that it is over".to_owned(),
            false => format!("its status is one of: {}", join(&words)),
        };
        if let Some(days) = settings.live_within_days {
            says += &format!(", a version of it was filed within {days} days");
        }
        if settings.live_needs_target {
            says += ", it has a target";
        }
        if let Some(last) = settings.milestones.last() {
            says += &format!(", and {last} has not shipped");
        }
        says += ". ";
    }
    let lifecycle = &review.portfolio.lifecycle;
    says + &format!("Known: {}; live: {}.", thousands(lifecycle.known as u128), thousands(lifecycle.live as u128))
}

fn time(review: &Review) -> String {
    let mut says = "Kaplan-Meier curves with delayed entry: an initiative is at risk from the day the evidence could have seen it \
                    end, so that early ones which lasted long are not all that is seen. Unfinished ones are censored on the day of \
                    the review, abandoned ones on the day they were given up. Bands are pointwise 95 % CI: from Greenwood's variance \
                    on the log-log scale with 30 or more events and ten or more at risk, else by beta products. The CI of a median is \
                    read from the band. \u{201c}Followed\u{201d} is the number at risk; an age is shown while it is five or more. With \
                    fewer than ten events nothing is shown. "
        .to_owned();
    let leads = leads(&review.time_to_value);
    for time in leads.iter().map(|lead| lead.idea) {
        let (n, events, out) =
            (thousands(time.n as u128), thousands(time.events as u128), thousands(time.left_out as u128));
        let dependence = time.entry_dependence.map_or_else(String::new, |one| format!("; {}", one.words()));
        says += &format!(
            "{}: n = {n}, events {events}, left out because they ended before they were first seen {out}{dependence}. ",
            time.event
        );
    }
    if leads.iter().any(|lead| lead.idea.entry_dependence.is_some()) {
        says += &format!(
            "Delayed entry supposes that the day of filing says nothing about the day of the event (quasi-independence): \
             conditional Kendall's tau, Tsai 1990. Where |Z| is above 2 the clock from filing leads, and that from the \
             idea speaks only of those filed within {SEEN_AT_ONCE_DAYS} days of it. "
        );
    }
    let naive = review.time_to_value.iter().filter(|time| !time.delayed_entry && time.clock == Clock::Idea);
    let median = |time: &TimeToValue| Some(format!("{}, n = {}", time.median_words()?, thousands(time.n as u128)));
    let medians: Vec<String> = naive.filter_map(median).collect();
    if !medians.is_empty() {
        says += &format!(
            "Without delayed entry: {}. It differs because those that ended soon after their idea were never filed, and \
             nothing makes up for them.",
            medians.join("; ")
        );
    }
    says
}
