//! `onethread explain X`: the pages, by name.

use onethread_model::diagnostic::nearest;

use crate::check::{rule, rules};
use crate::measure::measures::MEASURES;
use crate::moves::MOVES;
use crate::plan::PLAN_PAGE;
use crate::plan::hiring::ROLES_PAGE;
use crate::plan::triage::TRIAGE_PAGE;
use crate::review::{CRITERIA, FORM_PAGE};

/// A page that can be asked for.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Its name.
    pub key: &'static str,
    /// `criterion`, `measure`, `rule`, `move`, `form` or `plan`; of evidence `format` or `preset`.
    pub kind: &'static str,
    /// What it is about, in one line.
    pub title: &'static str,
    /// The page, in Markdown.
    pub text: &'static str,
}

/// All pages: the form and the plan, then criteria, measures, rules and move kinds, each in the order of the report or of their
/// list, and those about parts of the plan.
pub fn pages() -> Vec<Page> {
    let form = Page { key: "form", kind: "form", title: "Which form an initiative has", text: FORM_PAGE };
    let title = "Which few changes are worth making, and what to leave";
    let plan = Page { key: "plan", kind: "plan", title, text: PLAN_PAGE };
    let criteria = CRITERIA.iter().map(|c| Page { key: c.key, kind: "criterion", title: c.question, text: c.page });
    let measures = MEASURES.iter().map(|m| Page { key: m.key, kind: "measure", title: m.title, text: m.page });
    let rules = rules().map(|r| Page { key: r.name, kind: "rule", title: r.title, text: r.page });
    let moves = MOVES.iter().map(|m| Page { key: m.key, kind: "move", title: m.title, text: m.page });
    let part = |key, title, text| Page { key, kind: "plan", title, text };
    let parts = [
        part("triage", "Who gets a leader where leaders are scarce", TRIAGE_PAGE),
        part("roles", "Whom to hire, and who could move", ROLES_PAGE),
    ];
    [form, plan].into_iter().chain(criteria).chain(measures).chain(rules).chain(moves).chain(parts).collect()
}

/// The pages with this name, at least one; a rule also answers to its code. A criterion and the move that answers it
/// may have the same name.
///
/// # Errors
/// The nearest name, when one is near.
pub fn named(name: &str) -> Result<Vec<Page>, Option<&'static str>> {
    let all = pages();
    let wanted = name.to_lowercase().replace('_', "-");
    let word = if matches!(wanted.as_str(), "sto" | "stl" | "split" | "functional" | "missing" | "not-shown") {
        "form"
    } else {
        rule(&wanted).map_or(wanted.as_str(), |rule| rule.name)
    };
    let found: Vec<Page> = all.iter().filter(|page| page.key == word).copied().collect();
    match found.is_empty() {
        false => Ok(found),
        true => Err(nearest(&wanted, all.iter().map(|page| page.key))),
    }
}
