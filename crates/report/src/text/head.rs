//! The first twenty lines: how many, of which form, what changed, what needs attention, the cheapest changes, and what
//! cannot be told.

use unicode_width::UnicodeWidthStr;

use super::paint::{Look, Page, bar, pad, right};
use super::portfolio::{FINDINGS_MAX, LISTED_MAX};
use crate::cheapest_heading;
use crate::inert::inert;
use crate::ledger::waits_in_short;
use onethread_core::review::{CRITERIA, Departure, Form, Review, attention, headline_moves};
use onethread_core::words::{plural, thousands};

/// Initiatives on the first lines.
const ROWS_MAX: usize = 6;
/// Moves on the first lines.
const MOVES_MAX: usize = 3;
/// Open questions on the first lines.
const UNKNOWNS_MAX: usize = 2;

/// Writes the first lines.
pub(super) fn head(page: &mut Page, review: &Review) {
    headline(page, review);
    if review.initiatives.is_empty() {
        nothing_live(page, review);
        return;
    }
    forms(page, review);
    changed(page, review);
    waiting(page, review);
    needs_attention(page, review);
    moves(page, review);
    unknowns(page, review);
}

fn headline(page: &mut Page, review: &Review) {
    let name = review.organization.as_deref().unwrap_or("This organization");
    let live = plural(review.initiatives.len(), "live initiative", "live initiatives");
    let leaders = plural(review.portfolio.leader_threads.leaders, "leader", "leaders");
    let facts = format!("{live}   {leaders}   as of {}", review.as_of);
    let name = inert(name);
    if name.width() + 3 + facts.width() <= page.width() {
        page.line(&[(Look::Strong, &name), (Look::Plain, &format!("   {facts}"))]);
    } else {
        // No part of it may be cut.
        page.title(&name);
        page.line(&[(Look::Plain, &facts)]);
    }
}

fn nothing_live(page: &mut Page, review: &Review) {
    let known = review.portfolio.lifecycle.known;
    page.blank();
    let says = if known == 0 {
        "No initiative is known on this day. Describe one in org/initiatives.toml, as in [initiative.returns] with \
         title, leader and scope; take them from a spreadsheet with `onethread init --from initiatives.csv`; or name a \
         registry as a source in onethread.toml. `onethread explain form` says what \
         a review looks for."
            .to_owned()
    } else {
        format!(
            "{} known on this day, and none of them is live: all ended, went quiet, or have no target. The [registry] \
             settings in onethread.toml say what counts as live.",
            plural(known, "initiative is", "initiatives are")
        )
    };
    page.wrapped("", "", &says, "");
}

/// Every form that occurs, and always the one that is looked for.
fn forms(page: &mut Page, review: &Review) {
    let (sto, stl) = (review.form_count(Form::Sto), review.form_count(Form::Stl));
    let sto_stl = format!("{sto} with the team below the leader (STO), {stl} across functions (STL)");
    let counts = [
        ("single-threaded", sto + stl, Look::Good, sto_stl.as_str()),
        (
            "split",
            review.form_count(Form::Split),
            Look::Bad,
            "several leaders, or leader or members with several threads",
        ),
        ("no leader", review.form_count(Form::Missing), Look::Bad, ""),
        ("functional", review.form_count(Form::Functional), Look::Plain, "on purpose"),
        ("cannot tell", review.form_count(Form::NotShown), Look::Open, "evidence does not say which"),
    ];
    let live = review.initiatives.len() as f64;
    for (words, count, look, note) in counts {
        if count == 0 && words != "single-threaded" {
            continue;
        }
        let drawn = if count == 0 { String::new() } else { bar(count as f64 / live, page.width() / 8) + "  " };
        let note = if count == 0 { "" } else { note };
        let start = right(&count.to_string(), 5) + "  " + &pad(words, 17);
        let has_room = start.width() + drawn.width() + note.width() <= page.width();
        page.line(&[(Look::Plain, &start), (look, &drawn), (Look::Dim, if has_room { note } else { "" })]);
        if !has_room {
            page.wrapped("       ", "       ", "", note);
        }
        if words == "single-threaded" {
            named(page, review);
        }
    }
}

/// Where few are live, the single-threaded ones are named: whoever reads that there are three asks which.
fn named(page: &mut Page, review: &Review) {
    let names: Vec<&str> = review.single_threaded().map(|one| one.id.as_str()).collect();
    if review.initiatives.len() <= LISTED_MAX && !names.is_empty() {
        let before = " ".repeat(7);
        page.wrapped(&before, &before, &names.join(", "), "");
    }
}

fn changed(page: &mut Page, review: &Review) {
    let Some(changed) = &review.changed else { return };
    let left = |departure| changed.left.iter().filter(|left| left.how == departure).count();
    let mut parts = Vec::new();
    let mut add = |count: usize, words: &str| {
        if count > 0 {
            parts.push(format!("{count} {words}"));
        }
    };
    let joined = changed.joined.len();
    add(joined, if joined == 1 { "initiative joined" } else { "initiatives joined" });
    add(left(Departure::Delivered), "delivered");
    add(left(Departure::Dropped), "dropped");
    add(left(Departure::WentQuiet), "went quiet");
    add(changed.new_leader.len(), "changed leader");
    add(changed.became_split.len(), "became split");
    add(changed.no_longer_split.len(), "no longer split");
    let what = if parts.is_empty() { "nothing changed".to_owned() } else { parts.join(", ") };
    page.wrapped("", "  ", &format!("Since {}: {what}", changed.since), "");
}

/// Where few are live, what they were seen to wait for.
fn waiting(page: &mut Page, review: &Review) {
    if review.initiatives.len() > LISTED_MAX {
        return;
    }
    if let Some(says) = waits_in_short(review.ledgers()) {
        page.wrapped("", "  ", &says, "");
    }
}

/// In a small organization each initiative speaks for itself; in a large one only what many share can be read.
fn needs_attention(page: &mut Page, review: &Review) {
    page.heading("Needs attention, the most pressing first");
    if review.initiatives.len() <= LISTED_MAX {
        by_initiative(page, review);
        return;
    }
    for (index, finding) in review.findings.iter().take(FINDINGS_MAX).enumerate() {
        let place = finding.places.first().map(ToString::to_string).unwrap_or_default();
        page.with_place(&format!(" {} ", index + 1), "   ", &finding.says, &place);
    }
    if review.findings.is_empty() {
        page.line(&[(Look::Plain, " nothing")]);
    }
}

/// The weightiest reason of each initiative that needs help; for the first one also what would help it.
fn by_initiative(page: &mut Page, review: &Review) {
    let rows = attention(review);
    let width = rows.iter().map(|row| row.initiative.id.len()).max().unwrap_or(0).min(28) + 2;
    for (index, row) in rows.iter().take(ROWS_MAX).enumerate() {
        let place = row.because.place.as_ref().map(ToString::to_string).unwrap_or_default();
        let before = format!(" {} {}", index + 1, pad(&row.initiative.id, width));
        page.with_place(&before, "   ", &row.because.says, &place);
        if let Some(cheapest) = row.cheapest.as_ref().filter(|_| index == 0) {
            page.with_place("   help first: ", "   ", &cheapest.short, &format!("costs: {}", cheapest.cost));
        }
    }
    match rows.len() {
        0 => page.line(&[(Look::Plain, " nothing")]),
        n if n > ROWS_MAX => page.line(&[(Look::Dim, &format!("   and {} more below", n - ROWS_MAX))]),
        _ => {}
    }
}

fn moves(page: &mut Page, review: &Review) {
    page.heading(cheapest_heading(review));
    let chosen = headline_moves(review, MOVES_MAX);
    for (index, one) in chosen.iter().enumerate() {
        page.with_place(&format!(" {} ", index + 1), "   ", &one.short, &format!("costs: {}", one.cost));
    }
    if review.moves.is_empty() {
        page.line(&[(Look::Plain, " nothing fails, so leave it as it is")]);
    }
}

fn unknowns(page: &mut Page, review: &Review) {
    if review.unknowns.is_empty() {
        return;
    }
    let open: usize = review.unknowns.iter().map(|unknown| unknown.initiatives).sum();
    let all: usize = review.initiatives.iter().map(|initiative| initiative.verdicts.len()).sum();
    let (live, each) = (review.initiatives.len(), CRITERIA.len());
    let initiatives = if live == 1 { "initiative" } else { "initiatives" };
    page.heading(&format!(
        "Cannot tell: {} of {} answers ({live} {initiatives}, {each} questions each)",
        thousands(open as u128),
        thousands(all as u128)
    ));
    for unknown in review.unknowns.iter().take(UNKNOWNS_MAX) {
        let ask = unknown
            .ask
            .as_ref()
            .map_or_else(|| unknown.question.to_owned(), |ask| format!("Ask {}: \"{}\"", ask.whom, ask.text));
        let count = format!("{} initiatives", unknown.initiatives);
        page.with_place(" - ", "   ", &ask, if unknown.initiatives == 1 { "1 initiative" } else { &count });
    }
    let more = review.unknowns.len().saturating_sub(UNKNOWNS_MAX);
    if more > 0 {
        page.line(&[(Look::Dim, &format!("   and {} below", plural(more, "more question", "more questions")))]);
    }
}
