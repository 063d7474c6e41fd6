//! The first screen: what somebody with two minutes must know.

use maud::{Markup, html};

use super::points;
use super::prose::{anchor, form_fill, full, long_day, margin, sentence, word};
use super::questions::first_unknowns;
use crate::charts::frame::Safe;
use crate::charts::shares::{Part, SharesChart, shares};
use crate::cheapest_heading;
use crate::ledger::waits_in_short;
use onethread_core::review::{CRITERIA, Departure, Form, Review, attention, headline_moves};
use onethread_core::words::{capital, percent, plural, thousands};

/// Findings and moves that two minutes can take in.
const FINDINGS_MAX: usize = 5;
const MOVES_MAX: usize = 3;
const UNKNOWNS_MAX: usize = 3;
/// Up to so many initiatives speak each for itself; beyond that only what many share can be read.
pub(super) const FEW: usize = 20;
const FEW_SHOWN: usize = 6;

/// How many findings the first screen tells; none where the initiatives speak each for itself.
pub(super) fn findings_shown(review: &Review) -> usize {
    if review.initiatives.len() <= FEW { 0 } else { review.findings.len().min(FINDINGS_MAX) }
}

/// The first screen.
pub(super) fn brief(review: &Review) -> Markup {
    if review.initiatives.is_empty() {
        return nothing_live(review);
    }
    html! {
        p.lede { (answer(review)) }
        (named(review))
        (today(review))
        @if let Some(changed) = changed(review) { p { (changed) } }
        @if review.initiatives.len() <= FEW { @if let Some(waits) = waits_in_short(review.ledgers()) { p { (full(&waits)) } } }
        h3 { "Needs attention, the most pressing first" }
        @if review.initiatives.len() <= FEW {
            (by_initiative(review))
        } @else {
            (points::findings(&review.findings[..findings_shown(review)], review))
        }
        h3 { (cheapest_heading(review)) }
        @if review.moves.is_empty() { p { "Nothing fails, so leave it as it is." } }
        (points::moves(headline_moves(review, MOVES_MAX), false))
        @if review.moves.len() > MOVES_MAX { p.more { "All " (review.moves.len()) ", with where to begin: " a href="#changes" { "what would change an answer" } "." } }
        @if !review.unknowns.is_empty() { (unknowns(review)) }
    }
}

fn nothing_live(review: &Review) -> Markup {
    let known = review.portfolio.lifecycle.known;
    html! {
        @if known == 0 {
            p.lede { "No initiative is known on this day." }
            p { "Describe one in " code { "org/initiatives.toml" } ", as in " code { "[initiative.returns]" } " with title, leader and \
                scope; take them from a spreadsheet with " code { "onethread init --from initiatives.csv" } "; or name a registry as a source in " code { "onethread.toml" } "." }
            @if !review.candidates.is_empty() { p { "Changes suggest some, as guesses: they stand below, with what else the repositories show." } }
        } @else {
            p.lede { (plural(known, "initiative is", "initiatives are")) " known on this day, and none of them is " (word("live", "live")) "." }
            p { "All ended, went quiet, or have no target. The " code { "[registry]" } " settings in " code { "onethread.toml" } " say \
                what counts as live." }
        }
    }
}

fn answer(review: &Review) -> Markup {
    let live = review.initiatives.len();
    let single = review.single_threaded().count();
    html! {
        @match (single, live) {
            (0, 1) => { "The one " (word("live", "live")) " initiative cannot be shown to have one leader with one " (word("thread", "thread")) "." }
            (0, _) => { "None of the " (thousands(live as u128)) " " (word("live", "live")) " initiatives can be shown to have one leader with one " (word("thread", "thread")) "." }
            (single, live) if single == live => { "All " (thousands(live as u128)) " " (word("live", "live")) " initiatives have one leader with one " (word("thread", "thread")) "." }
            _ => { (thousands(single as u128)) " of " (thousands(live as u128)) " " (word("live", "live")) " initiatives " (if single == 1 { "has" } else { "have" }) " one leader with one " (word("thread", "thread")) "." }
        }
        @for rest in rest(review) { " " (rest) }
    }
}

/// Where few are live, the single-threaded ones are named: whoever reads that there are three asks which.
fn named(review: &Review) -> Markup {
    let single: Vec<&str> = review.single_threaded().map(|one| one.id.as_str()).collect();
    html! {
        @if review.initiatives.len() <= FEW && !single.is_empty() {
            p {
                "Single-threaded: "
                @for (index, id) in single.iter().enumerate() {
                    @if index > 0 { ", " }
                    a href=(format!("#{}", anchor(id))) { (Safe(review.name(id))) }
                }
                "."
            }
        }
    }
}

fn rest(review: &Review) -> Vec<Markup> {
    let count = |form| review.form_count(form);
    let mut rest = Vec::new();
    if count(Form::Split) > 0 {
        rest.push(html! { "In " (thousands(count(Form::Split) as u128)) ", the leader or the members have several." });
    }
    if count(Form::NotShown) > 0 {
        rest.push(html! { "For " (thousands(count(Form::NotShown) as u128)) ", the evidence cannot tell." });
    }
    if count(Form::Missing) > 0 {
        let n = count(Form::Missing);
        rest.push(html! { (thousands(n as u128)) " " (if n == 1 { "has" } else { "have" }) " no leader." });
    }
    if count(Form::Functional) > 0 {
        let n = count(Form::Functional);
        rest.push(html! { (thousands(n as u128)) " " (if n == 1 { "is" } else { "are" }) " " (word("functional", "functional")) " on purpose." });
    }
    rest
}

/// Every form that occurs, and always the one that is looked for.
fn today(review: &Review) -> Markup {
    let note = |form| match form {
        Form::Sto => "single-threaded owner: the team reports to the leader",
        Form::Stl => "single-threaded leader across functions: members go on reporting to their functions",
        Form::Split => "several leaders, or leader or members on several threads",
        Form::Functional => "on purpose, with a reason",
        Form::Missing => "the place is empty",
        Form::NotShown => "evidence does not say which",
    };
    let part = |name: &str, form: Form, count: usize, note: &str| Part {
        name: name.to_owned(),
        note: note.to_owned(),
        fill: form_fill(form),
        count,
    };
    let mut parts: Vec<Part> = Form::ALL
        .into_iter()
        .filter(|form| review.form_count(*form) > 0)
        .map(|form| part(super::prose::form_words(form), form, review.form_count(form), note(form)))
        .collect();
    if review.single_threaded().next().is_none() {
        parts.insert(0, part("single-threaded", Form::Sto, 0, "one leader with one thread"));
    }
    let live = review.initiatives.len();
    let said: Vec<String> = parts.iter().map(|part| format!("{} {}", part.count, part.name)).collect();
    let share = |part: &Part| match part.count {
        0 => format!("{}: none", part.name),
        count => format!("{}: {}", part.name, percent(count as f64 / live as f64)),
    };
    // A percentage of a handful reads as more than it is.
    let caption = match live {
        ..=FEW => format!("Of {} in all.", plural(live, "live initiative", "live initiatives")),
        _ => capital(&parts.iter().map(share).collect::<Vec<_>>().join(", ")) + ".",
    };
    shares(&SharesChart {
        id: "today".to_owned(),
        title: format!("Live initiatives by form, {}", long_day(review.as_of)),
        caption,
        desc: format!("One level bar: {}.", said.join(", ")),
        parts,
    })
}

fn changed(review: &Review) -> Option<String> {
    let changed = review.changed.as_ref()?;
    let left = |departure| changed.left.iter().filter(|left| left.how == departure).count();
    let counts = [
        (changed.joined.len(), if changed.joined.len() == 1 { "initiative joined" } else { "initiatives joined" }),
        (left(Departure::Delivered), "delivered"),
        (left(Departure::Dropped), "dropped"),
        (left(Departure::WentQuiet), "went quiet"),
        (changed.new_leader.len(), "changed leader"),
        (changed.became_split.len(), "became split"),
        (changed.no_longer_split.len(), "no longer split"),
    ];
    let parts: Vec<String> =
        counts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{} {words}", thousands(*n as u128))).collect();
    let what = if parts.is_empty() { "nothing changed".to_owned() } else { parts.join(", ") };
    Some(format!("Since {}: {what}.", long_day(changed.since)))
}

/// The weightiest reason of each initiative that needs help, and what would help it.
fn by_initiative(review: &Review) -> Markup {
    let rows = attention(review);
    html! {
        @if rows.is_empty() { p { "Nothing." } }
        ol.points {
            @for (index, row) in rows.iter().take(FEW_SHOWN).enumerate() {
                @let id = &row.initiative.id;
                li.row {
                    p.says {
                        @let name = review.name(id);
                        a href=(format!("#{}", anchor(id))) { (Safe(name)) }
                        @if name != id { " (" (Safe(id)) ")" }
                        ": " (full(&row.because.says))
                        @if let Some(cheapest) = &row.cheapest {
                            @if index == 0 { " " strong { "Help first: " } } @else { " Would help: " }
                            (sentence(&cheapest.short)) " (costs: " (sentence(&cheapest.cost)) ")."
                        }
                    }
                    (margin(&row.because.place.iter().collect::<Vec<_>>()))
                }
            }
        }
        @if rows.len() > FEW_SHOWN { p.more { "And " (rows.len() - FEW_SHOWN) " more, in " a href="#initiatives" { "the table of all initiatives" } "." } }
    }
}

fn unknowns(review: &Review) -> Markup {
    let open: usize = review.unknowns.iter().map(|unknown| unknown.initiatives).sum();
    let all = review.initiatives.len() * CRITERIA.len();
    html! {
        h3 { "What cannot be told, and whom to ask" }
        p { (thousands(open as u128)) " of " (thousands(all as u128)) " answers (" (review.initiatives.len()) " initiatives, " (CRITERIA.len()) " questions each) are " (word("not-shown", "not shown")) ". No file tells; those named here can." }
        (first_unknowns(review, UNKNOWNS_MAX))
        p.more { "All of them, and which sources would tell: " a href="#questions" { "the questions" } "." }
    }
}
