//! What would differ if some changes were carried out: only what differs.

use crate::document::{Block, Depth, Document, Fact, Prose, Section, html, judges_nobody, markdown, text};
use crate::{Style, agreement_words, form_in_short};
use onethread_core::moves::{Standing, said};
use onethread_core::review::{Answer, BeforeAndAfter, CRITERIA, InitiativeDifference, WhatIf};
use onethread_core::words::{capital, join, long_day, percent, plural};

/// Findings and changes that are listed; the rest is counted.
const LISTED_MAX: usize = 6;

/// The difference as text for a terminal.
pub fn to_text(what_if: &WhatIf, style: Style) -> String {
    text::text(&document(what_if), style, Depth::Whole)
}

/// The difference as an HTML page that stands alone.
pub fn to_html(what_if: &WhatIf) -> String {
    html::page(&document(what_if), Depth::Whole)
}

/// The difference as Markdown.
pub fn to_markdown(what_if: &WhatIf) -> String {
    markdown::markdown(&document(what_if), Depth::Whole)
}

/// The difference as a document.
fn document(what_if: &WhatIf) -> Document<'static> {
    let day = long_day(what_if.as_of);
    Document {
        kicker: "What if",
        name: format!("What if: {}", asked(what_if)),
        when: match agreement_words(&what_if.difference.agreement) {
            Some(words) => format!("{day} \u{b7} only what changes; nothing is written \u{b7} {words}"),
            None => format!("{day} \u{b7} only what changes; nothing is written"),
        },
        title: format!("What would change, as of {day}"),
        is_wide: false,
        sections: Section::new("differs", "", Depth::Brief, vec![Block::Facts(facts(what_if))]).into_iter().collect(),
        closing: vec![judges_nobody("how initiatives are set up")],
    }
}

/// The changes as they would be typed.
fn asked(what_if: &WhatIf) -> String {
    what_if.changes.iter().map(said).collect::<Vec<_>>().join("; ")
}

fn facts(what_if: &WhatIf) -> Vec<Fact> {
    let difference = &what_if.difference;
    let one = |says: &str| vec![says.to_owned()];
    let statements = plural(what_if.statements, "statement", "statements");
    let mut rows: Vec<(&str, Vec<String>)> = Vec::new();
    if difference.is_empty() {
        rows.push(("Review", one("no answer, no form and no number changes")));
    }
    rows.extend(difference.left.iter().map(|id| (id.as_str(), one("no longer live"))));
    rows.extend(difference.joined.iter().map(|id| (id.as_str(), one("live only then"))));
    rows.extend(difference.initiatives.iter().map(|one| (one.name.as_str(), initiative(one))));
    rows.push(("Portfolio", vec![portfolio(what_if)]));
    rows.push(("Findings", findings(what_if)));
    rows.push(("Price", price(what_if)));
    if what_if.ownership_held {
        rows.push(("Read as", one("owners held what they own over the whole window")));
    }
    rows.extend(what_if.notes.iter().map(|note| (note.title, note.lines.clone())));
    rows.push(("Still named", still_named(what_if)));
    rows.push(("Not known", what_if.not_known.clone()));
    rows.push(("To write", vec![format!("{statements} in {}", join_all(&what_if.files))]));
    rows.push(("Undo", vec![format!("put back {statements}")]));
    rows.into_iter().filter_map(|(name, says)| Fact::of_several(Prose::literal(name), says)).collect()
}

/// Where what an act ends is still named: places that need somebody each, the others as counts, and one fix.
fn still_named(what_if: &WhatIf) -> Vec<String> {
    let mut lines = Vec::new();
    for one in &what_if.still_named {
        let of = |standing: Standing| one.places.iter().filter(move |place| place.standing == standing);
        lines.extend(of(Standing::Office).take(LISTED_MAX).map(|place| format!("{} at {}", place.says, place.place)));
        let more = of(Standing::Office).count().saturating_sub(LISTED_MAX);
        let (work, past) = (of(Standing::Work).count(), of(Standing::Past).count());
        let counts: Vec<String> = [
            (more, plural(more, "place more of this sort", "places more of this sort")),
            (work, plural(work, "team, list or share, read as ended", "teams, lists or shares, read as ended")),
            (past, plural(past, "record of what was, which stays", "records of what was, which stay")),
        ]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(_, says)| says)
        .collect();
        lines.extend((!counts.is_empty()).then(|| counts.join("; ")));
        lines.extend(one.fix.iter().map(|fix| format!("all of them at once: {fix}")));
    }
    lines
}

fn join_all(texts: &[String]) -> String {
    join(&texts.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Form first, because it sums up who leads and who works on what; then answers, each with its first new reason.
fn initiative(one: &InitiativeDifference) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(form) = &one.form {
        lines.push(arrow(form, |form| form.words().to_owned()));
    }
    if let Some(share) = &one.reporting_share {
        let said = |share: &Option<(f64, f64)>| match share {
            None => "not known".to_owned(),
            Some((low, high)) if (low - high).abs() < 1e-9 => percent(*low),
            Some((low, high)) => format!("{} to {}", percent(*low), percent(*high)),
        };
        lines.push(format!("share reporting to the leader: {}", arrow(share, said)));
    }
    for answer in one.answers.iter().filter(|answer| answer.answer.before != answer.answer.after) {
        let question = CRITERIA.iter().find(|criterion| criterion.key == answer.criterion);
        let question = question.map_or(answer.criterion, |criterion| criterion.question);
        let why = answer.reasons_gained.first().or(answer.reasons_lost.first());
        let gained = if answer.reasons_gained.is_empty() { "no longer: " } else { "" };
        let why = why.map_or_else(String::new, |why| format!("; {gained}{}", why.says));
        lines.push(format!("{question} {}{why}", arrow(&answer.answer, |answer| answered(*answer).to_owned())));
    }
    for answer in one.answers.iter().filter(|answer| answer.answer.before == answer.answer.after) {
        let question = CRITERIA.iter().find(|criterion| criterion.key == answer.criterion);
        let question = question.map_or(answer.criterion, |criterion| criterion.question);
        let still = answered(answer.answer.after);
        let counts =
            answer.n.as_ref().map_or_else(String::new, |n| format!("; evidence: {}", arrow(n, usize::to_string)));
        lines.push(format!("{question} still {still}{counts}"));
    }
    if let Some(recommended) = &one.recommended {
        lines.push(format!("recommended: {}", arrow(recommended, |one| one.words().to_owned())));
    }
    lines
}

fn answered(answer: Answer) -> &'static str {
    match answer {
        Answer::Holds => "yes",
        Answer::Fails => "no",
        Answer::NotShown => "not shown",
    }
}

fn arrow<T>(both: &BeforeAndAfter<T>, said: impl Fn(&T) -> String) -> String {
    format!("{} -> {}", said(&both.before), said(&both.after))
}

fn portfolio(what_if: &WhatIf) -> String {
    let difference = &what_if.difference;
    let mut parts: Vec<String> = difference
        .forms
        .iter()
        .map(|form| format!("{} {}", form_in_short(form.form), arrow(&form.initiatives, usize::to_string)))
        .collect();
    let numbers = [("leader_threads.leaders", "leaders"), ("leader_threads.leaders_of_several", "leaders of several")];
    for (path, name) in numbers {
        if let Some(number) = difference.numbers.iter().find(|number| number.path == path) {
            parts.push(format!("{name} {}", arrow(&number.number, ToString::to_string)));
        }
    }
    parts.join("; ")
}

fn findings(what_if: &WhatIf) -> Vec<String> {
    let difference = &what_if.difference;
    let (gone, new) = (&difference.findings_lost, &difference.findings_gained);
    let mut lines = Vec::new();
    let counted = |n: usize, one: &str, many: &str| (n > 0).then(|| plural(n, one, many));
    let counts: Vec<String> = [
        counted(gone.len(), "disappears", "disappear"),
        counted(new.len(), "appears", "appear"),
        counted(difference.findings_changed.len(), "is about others", "are about others"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !counts.is_empty() {
        lines.push(counts.join("; "));
    }
    let said = gone.iter().map(|one| format!("disappears: {}", one.says));
    let said = said.chain(new.iter().map(|one| format!("appears: {}", one.says)));
    let said = said.chain(difference.findings_changed.iter().map(|one| format!("now: {}", one.says)));
    lines.extend(said.take(LISTED_MAX));
    lines
}

fn price(what_if: &WhatIf) -> Vec<String> {
    let price = &what_if.price;
    let mut lines: Vec<String> = price.words();
    if price.managers_changed == 0 && price.managers_if_sto == 0 {
        lines.push("nobody changes manager".to_owned());
    }
    let mut lines = vec![lines.join("; ")];
    let if_sto = what_if.managers_changed_if_sto;
    if if_sto > 0 && price.managers_if_sto == 0 {
        let people = plural(if_sto, "person changes manager", "people change manager");
        lines.push(format!("if the team should report to the new leader (STO): {people}"));
    }
    if let Some(positions) = price.positions {
        let could =
            plural(positions, "leading position has no initiative today", "leading positions have no initiative today");
        lines.push(format!("{could}; who is able and willing is not stated"));
    }
    lines.into_iter().map(|line| capital(&line)).collect()
}
