//! What changed since an earlier day, initiative by initiative, and why; and how one initiative's answers came to be.

use super::paint::{Look, Page};
use crate::Style;
use onethread_core::review::{Changed, Departure, Evidence, PastAnswers, Review};

const BECAME_SPLIT: &str = "Became split";
const NO_LONGER_SPLIT: &str = "No longer split";
/// Reasons shown for each initiative.
const REASONS_MAX: usize = 6;

/// What changed since an earlier day, with the events and decisions that go with it.
pub fn changes(review: &Review, style: Style) -> String {
    let mut page = Page::new(style);
    let Some(changed) = &review.changed else {
        page.wrapped("", "", "Nothing was known on the earlier day, so nothing can be compared with it.", "");
        return page.finish();
    };
    page.line(&[(Look::Strong, &format!("What changed from {} to {}", changed.since, review.as_of))]);
    if changed.is_empty() {
        page.line(&[(Look::Plain, " nothing")]);
        return page.finish();
    }
    for (heading, ids) in groups(changed) {
        if ids.is_empty() {
            continue;
        }
        page.heading(&format!("{heading} ({})", ids.len()));
        for id in ids {
            let title = review.initiative(id).and_then(|one| one.known.title.as_deref()).unwrap_or_default();
            page.line(&[(Look::Plain, " "), (Look::Strong, id), (Look::Dim, &format!("  {title}"))]);
            let mut told = forms_reasons(review, changed, id, heading);
            told.extend(changed.why.get(id).cloned().unwrap_or_default());
            reasons(&mut page, &told);
        }
    }
    page.finish()
}

fn groups(changed: &Changed) -> Vec<(&'static str, Vec<&String>)> {
    let left = |departure| changed.left.iter().filter(|left| left.how == departure).map(|left| &left.id).collect();
    vec![
        (BECAME_SPLIT, changed.became_split.iter().collect()),
        (NO_LONGER_SPLIT, changed.no_longer_split.iter().collect()),
        ("Changed leader", changed.new_leader.iter().collect()),
        ("Joined", changed.joined.iter().collect()),
        ("Delivered", left(Departure::Delivered)),
        ("Dropped", left(Departure::Dropped)),
        ("Went quiet", left(Departure::WentQuiet)),
    ]
}

/// Why it is split now, or why it was: the cause often lies with another initiative of the same leader.
fn forms_reasons(review: &Review, changed: &Changed, id: &str, heading: &str) -> Vec<Evidence> {
    match heading {
        BECAME_SPLIT => review.initiative(id).map_or_else(Vec::new, |one| one.form.because.clone()),
        NO_LONGER_SPLIT => {
            let then = changed.was_split.get(id).into_iter().flatten();
            then.map(|evidence| Evidence { says: format!("before: {}", evidence.says), ..evidence.clone() }).collect()
        }
        _ => Vec::new(),
    }
}

fn reasons(page: &mut Page, reasons: &[Evidence]) {
    if reasons.is_empty() {
        page.line(&[(Look::Dim, "    nothing is written about it in this time")]);
    }
    for evidence in reasons.iter().take(REASONS_MAX) {
        let place = evidence.place.as_ref().map(ToString::to_string).unwrap_or_default();
        page.with_place("    ", "      ", &evidence.says, &place);
    }
    if reasons.len() > REASONS_MAX {
        page.line(&[(Look::Dim, &format!("    and {} more", reasons.len() - REASONS_MAX))]);
    }
}

/// How one initiative's answers came to be, by quarter.
pub fn history(past: &[PastAnswers], style: Style) -> String {
    let mut page = Page::new(style);
    page.line(&[(Look::Strong, "How it came to this")]);
    for point in past {
        let form = point.form.map_or("not live", |form| form.words());
        let answers: Vec<String> =
            point.answers.iter().map(|(criterion, answer)| format!("{criterion} {}", answer.words())).collect();
        let answers = if answers.is_empty() { String::new() } else { format!("; {}", answers.join(", ")) };
        page.wrapped(&format!("  {}  ", point.day), "              ", &format!("{form}{answers}"), "");
    }
    page.finish()
}
