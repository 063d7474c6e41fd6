//! `MV102`: a decision was undone, stopped or put off, and nothing says why.

use onethread_model::diagnostic::Spot;
use onethread_model::org::DecidedMove;
use onethread_model::source::Span;
use onethread_model::{Day, source::At};

use super::{name, owner};
use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches};

pub(super) const RULE: Rule = Rule {
    code: "MV102",
    name: "move-without-reason",
    title: "A decision was undone, stopped or put off without a reason",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("move_without_reason.md"),
    touches: Touches::Nobody,
    needs: &[Need::Entries("move")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for one in context.world.inputs.org.moves.iter() {
        let events = events(one);
        found.evaluated += events.len();
        for (what, on, span, _) in events.into_iter().filter(|event| !event.3) {
            let message = format!("`{}` was {what} on {on}, and nothing says why", one.id.value);
            found.push(
                context
                    .finding(name(one), message, Spot::Span(span))
                    .about(format!("{what} {on}"))
                    .label("without a reason")
                    .note("whoever meets the same question again learns nothing from it")
                    .help("add `why`, in one sentence")
                    .who(owner(one)),
            );
        }
    }
    found
}

/// What became of a move that asks for a reason: what, when, where, and whether it has one.
fn events(one: &DecidedMove) -> Vec<(&'static str, Day, Span, bool)> {
    let has = |why: &Option<At<String>>| why.as_ref().is_some_and(|why| !why.value.trim().is_empty());
    let undone = one.undone.iter().map(|end| ("undone", end.on.value, end.on.span, has(&end.why)));
    let stopped = one.stopped.iter().map(|end| ("stopped", end.on.value, end.on.span, has(&end.why)));
    let moved = one.moved.iter().map(|moved| ("put off", moved.on.value, moved.by.span, has(&moved.why)));
    undone.chain(stopped).chain(moved).collect()
}
