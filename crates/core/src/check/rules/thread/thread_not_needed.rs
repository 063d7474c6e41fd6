//! `ST115`: a single thread is intended for work that needs none.

use onethread_model::diagnostic::Spot;
use onethread_model::org::{Nature, WishedForm};

use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, subject};
use crate::review::fit::wished_word;

pub(super) const RULE: Rule = Rule {
    code: "ST115",
    name: "thread-not-needed",
    title: "Single-threaded leadership for a temporary project or a function",
    level: Level::Info,
    opt_in: false,
    page: include_str!("thread_not_needed.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live, Need::Entries("initiative")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for initiative in context.world.live() {
        let entry = context.world.inputs.org.initiatives.get(&initiative.id);
        let Some((nature, wished)) = entry.and_then(|entry| entry.nature.as_ref().zip(entry.form.as_ref())) else {
            continue;
        };
        found.evaluated += 1;
        let work = match nature.value {
            Nature::OneOff => "a project that ends",
            Nature::Functional => "the work of a function",
            Nature::Product | Nature::CompanyWide => continue,
        };
        if wished.value == WishedForm::Functional {
            continue;
        }
        let (id, form) = (&initiative.id, wished_word(wished.value));
        let finding = context
            .finding(
                subject("initiative", id),
                format!("{id} is {work}, and asks for a leader of its own ({form})"),
                Spot::Span(wished.span),
            )
            .label("a leader and a team that do only this")
            .related(Spot::Span(nature.span), work)
            .note("such leaders are scarce, and this one could lead lasting work")
            .help("leave it to the functions: `form = \"functional\"` and a `why`")
            .help("or, if it lasts, state it: `nature = \"product\"` or `\"company-wide\"`");
        found.push(finding);
    }
    found
}
