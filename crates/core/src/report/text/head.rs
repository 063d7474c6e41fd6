//! The first twenty lines: how many, of which form, what changed, what needs attention, the cheapest changes, and what
//! cannot be told.

use super::paint::{Look, Page, bar, pad, right};
use super::portfolio::{FINDINGS_MAX, LISTED_MAX};
use crate::report::organization_name;
use crate::review::{Answer, CRITERIA, Departure, Evidence, Form, InitiativeReview, Move, Review, Verdict};
use crate::words::plural;

/// Initiatives on the first lines.
const ROWS_MAX: usize = 6;
/// Moves on the first lines.
const MOVES_MAX: usize = 3;
/// Open questions on the first lines.
const UNKNOWNS_MAX: usize = 2;

/// Writes the first lines.
pub(super) fn head(page: &mut Page, review: &Review<'_>) {
    headline(page, review);
    if review.initiatives.is_empty() {
        nothing_live(page, review);
        return;
    }
    forms(page, review);
    changed(page, review);
    attention(page, review);
    moves(page, review);
    unknowns(page, review);
}

fn headline(page: &mut Page, review: &Review<'_>) {
    let name = organization_name(review).unwrap_or("This organization");
    let live = plural(review.initiatives.len(), "live initiative", "live initiatives");
    let leaders = plural(review.leader_threads.leaders, "leader", "leaders");
    page.line(&[(Look::Strong, name), (Look::Plain, &format!("   {live}   {leaders}   as of {}", review.world.day))]);
}

fn nothing_live(page: &mut Page, review: &Review<'_>) {
    let known = review.lifecycle.known;
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
fn forms(page: &mut Page, review: &Review<'_>) {
    let (sto, stl) = (review.form_count(Form::Sto), review.form_count(Form::Stl));
    let sto_stl = format!("{sto} with the team below the leader (STO), {stl} across functions (STL)");
    let counts = [
        ("single-threaded", sto + stl, Look::Good, sto_stl.as_str()),
        ("split", review.form_count(Form::Split), Look::Bad, "the leader or members have several threads"),
        ("no leader", review.form_count(Form::Missing), Look::Bad, ""),
        ("functional", review.form_count(Form::Functional), Look::Plain, "on purpose"),
        ("cannot tell", review.form_count(Form::NotShown), Look::Open, "evidence shows neither"),
    ];
    let live = review.initiatives.len() as f64;
    for (words, count, look, note) in counts {
        if count == 0 && words != "single-threaded" {
            continue;
        }
        let drawn = if count == 0 { String::new() } else { bar(count as f64 / live, page.width() / 8) + "  " };
        page.line(&[
            (Look::Plain, &right(&count.to_string(), 5)),
            (Look::Plain, "  "),
            (Look::Plain, &pad(words, 17)),
            (look, &drawn),
            (Look::Dim, if count == 0 { "" } else { note }),
        ]);
    }
}

fn changed(page: &mut Page, review: &Review<'_>) {
    let Some(changed) = &review.changed else { return };
    let left = |departure| changed.left.iter().filter(|(_, how)| *how == departure).count();
    let mut parts = Vec::new();
    let mut add = |count: usize, words: &str| {
        if count > 0 {
            parts.push(format!("{count} {words}"));
        }
    };
    add(changed.joined.len(), "joined");
    add(left(Departure::Delivered), "delivered");
    add(left(Departure::Dropped), "dropped");
    add(left(Departure::WentQuiet), "went quiet");
    add(changed.new_leader.len(), "changed leader");
    add(changed.became_split.len(), "became split");
    add(changed.no_longer_split.len(), "no longer split");
    let what = if parts.is_empty() { "nothing changed".to_owned() } else { parts.join(", ") };
    page.wrapped("", "  ", &format!("Since {}: {what}", changed.since), "");
}

/// In a small organization each initiative speaks for itself; in a large one only what many share can be read.
fn attention(page: &mut Page, review: &Review<'_>) {
    page.heading("Needs attention");
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

/// The weightiest reason of each initiative that fails a criterion.
fn by_initiative(page: &mut Page, review: &Review<'_>) {
    let mut rows: Vec<(usize, &str, &Evidence)> = review.initiatives.iter().filter_map(worst).collect();
    rows.sort_by_key(|(criterion, id, _)| (*criterion, *id));
    let width = rows.iter().map(|(_, id, _)| id.len()).max().unwrap_or(0).min(28) + 2;
    for (index, (_, id, evidence)) in rows.iter().take(ROWS_MAX).enumerate() {
        let place = evidence.place.as_ref().map(ToString::to_string).unwrap_or_default();
        page.with_place(&format!(" {} {}", index + 1, pad(id, width)), "   ", &evidence.says, &place);
    }
    match rows.len() {
        0 => page.line(&[(Look::Plain, " nothing")]),
        n if n > ROWS_MAX => page.line(&[(Look::Dim, &format!("   and {} more below", n - ROWS_MAX))]),
        _ => {}
    }
}

/// The first criterion that an initiative fails, by its place in the list, with its first reason.
fn worst(initiative: &InitiativeReview) -> Option<(usize, &str, &Evidence)> {
    let failing = |verdict: &&Verdict| verdict.judgement.answer == Answer::Fails;
    let verdict = initiative.verdicts.iter().find(failing)?;
    let criterion = CRITERIA.iter().position(|criterion| criterion.key == verdict.criterion)?;
    Some((criterion, &initiative.id, verdict.judgement.because.first()?))
}

fn moves(page: &mut Page, review: &Review<'_>) {
    page.heading("Cheapest changes");
    // The cheapest change of who leads what comes first: paper is cheaper, and alters no thread.
    let first = review.moves.iter().position(|one| one.alters_form);
    let others = (0..review.moves.len()).filter(|index| Some(*index) != first);
    let chosen: Vec<&Move> =
        first.into_iter().chain(others).take(MOVES_MAX).map(|index| &review.moves[index]).collect();
    for (index, one) in chosen.iter().enumerate() {
        page.with_place(&format!(" {} ", index + 1), "   ", &one.short, &format!("costs: {}", one.cost));
    }
    if review.moves.is_empty() {
        page.line(&[(Look::Plain, " nothing fails, so leave it as it is")]);
    }
}

fn unknowns(page: &mut Page, review: &Review<'_>) {
    if review.unknowns.is_empty() {
        return;
    }
    let open: usize = review.unknowns.iter().map(|unknown| unknown.initiatives).sum();
    let all: usize = review.initiatives.iter().map(|initiative| initiative.verdicts.len()).sum();
    page.heading(&format!("Cannot tell: {open} of {all} answers"));
    for unknown in review.unknowns.iter().take(UNKNOWNS_MAX) {
        let ask = unknown
            .ask
            .as_ref()
            .map_or_else(|| unknown.question.to_owned(), |ask| format!("Ask {}: \"{}\"", ask.whom, ask.text));
        let count = format!("{} initiatives", unknown.initiatives);
        page.with_place(" - ", "   ", &ask, if unknown.initiatives == 1 { "1 initiative" } else { &count });
    }
}
