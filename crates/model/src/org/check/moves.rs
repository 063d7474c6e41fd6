//! Moves that share an id, ids that are no words with a day, days of a move in the wrong order, and events of what nobody
//! expected.

use std::collections::{BTreeMap, BTreeSet};

use super::days::all_in_order;
use crate::day::Day;
use crate::diagnostic::Diagnostic;
use crate::org::{DecidedMove, Org, Postponement};
use crate::record::short;

/// Reports what is wrong with moves, in the order of their days.
pub(super) fn check(org: &Org, diagnostics: &mut Vec<Diagnostic>) {
    let mut by_id: BTreeMap<&str, Vec<&DecidedMove>> = BTreeMap::new();
    for one in org.moves.iter() {
        by_id.entry(one.id.value.as_str()).or_default().push(one);
        named_by_words_and_day(one, diagnostics);
        days(one, diagnostics);
        leads_nowhere(one, diagnostics);
    }
    for (id, entries) in by_id {
        // Which of two is the first does not depend on their days: files have an order, and so have lines.
        let mut places: Vec<_> = entries.iter().map(|one| one.id.span).collect();
        places.sort_by_key(|span| (span.file, span.start));
        let Some((first, others)) = places.split_first() else { continue };
        for other in others {
            let message = format!("two moves have the id `{}`", short(id));
            diagnostics.push(
                Diagnostic::error("duplicate-id", message, *other)
                    .label("the second one")
                    .related(*first, "the first one")
                    .note("both count, and nobody can say which one is meant")
                    .help("put a further word into one of the two ids, or remove one if they are the same"),
            );
        }
    }
    for one in org.declined.iter() {
        all_in_order(&[("`on`", Some(&one.on)), ("`until`", Some(&one.until))], "this declined advice", diagnostics);
    }
}

/// Reports an id that a counter may have made: two branches would make the same one.
fn named_by_words_and_day(one: &DecidedMove, diagnostics: &mut Vec<Diagnostic>) {
    let id = one.id.value.as_str();
    let day = id.len().checked_sub("-2026-06-30".len()).and_then(|at| id.split_at_checked(at));
    let has_both = day.is_some_and(|(words, day)| {
        words.chars().any(char::is_alphabetic) && day.starts_with('-') && Day::parse(&day[1..]).is_ok()
    });
    if has_both {
        return;
    }
    diagnostics.push(
        Diagnostic::warning(
            "move-id",
            format!("the id of the move `{}` is not made of words and a day", short(id)),
            one.id.span,
        )
        .note("two branches that count on would give two moves the same id")
        .help(format!("name it by what was decided and the day, as in `delegate-returns-{}`", one.on.value)),
    );
}

fn days(one: &DecidedMove, diagnostics: &mut Vec<Diagnostic>) {
    let what = format!("move `{}`", short(&one.id.value));
    let decided = ("`on`", Some(&one.on));
    let shown = one.expects.iter().map(|expected| ("`by` of `expects`", Some(&expected.by)));
    let later = one.moved.iter().map(|moved| ("`on` of `moved`", Some(&moved.on)));
    let known = one.outcomes.iter().map(|outcome| ("`on` of `outcome`", Some(&outcome.on)));
    let undone = one.undone.iter().map(|end| ("`on` of `undone`", Some(&end.on)));
    let stopped = one.stopped.iter().map(|end| ("`on` of `stopped`", Some(&end.on)));
    for event in shown.chain(later).chain(known).chain(undone).chain(stopped) {
        all_in_order(&[decided, event], &what, diagnostics);
    }
}

/// Reports a day that was moved and is no day of an expectation, and an outcome of what nobody expected: neither counts.
fn leads_nowhere(one: &DecidedMove, diagnostics: &mut Vec<Diagnostic>) {
    let what = short(&one.id.value);
    let mut known: BTreeSet<Day> = one.expects.iter().map(|expected| expected.by.value).collect();
    let mut moved: Vec<&Postponement> = one.moved.iter().collect();
    moved.sort_by_key(|moved| moved.on.value);
    for moved in moved {
        if !known.contains(&moved.was.value) {
            let message = format!("nothing is expected of the move `{what}` by {}", moved.was.value);
            let days: Vec<String> = known.iter().map(Day::to_string).collect();
            let has =
                if days.is_empty() { "it expects nothing".to_owned() } else { format!("it is {}", days.join(" or ")) };
            diagnostics.push(
                Diagnostic::warning("unknown-expectation", message, moved.was.span)
                    .label("moves no day")
                    .help(format!("`was` is the day that was moved; {has}")),
            );
        }
        known.insert(moved.by.value);
    }
    let measures = || one.expects.iter().map(|expected| expected.measure.value.as_str());
    for measure in one.outcomes.iter().filter_map(|outcome| outcome.measure.as_ref()) {
        if measures().any(|known| known == measure.value) {
            continue;
        }
        let message = format!("the move `{what}` expects nothing of `{}`", short(&measure.value));
        let unknown = Diagnostic::warning("unknown-expectation", message, measure.span).label("an outcome of nothing");
        let unknown = unknown.suggest(&measure.value, measures());
        let help = "leave `measure` out where it is about the whole move";
        diagnostics.push(if unknown.help.is_empty() { unknown.help(help) } else { unknown });
    }
}
