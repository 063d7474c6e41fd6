//! What would differ if some changes were carried out, in text: only what differs.

use super::paint::{Look, Page};
use crate::{Style, form_in_short};
use onethread_core::review::{Answer, BeforeAndAfter, CRITERIA, InitiativeDifference, WhatIf};
use onethread_core::words::{capital, join, percent, plural};

/// Columns of the names on the left.
const NAME_WIDTH: usize = 24;
/// Findings and changes that are listed; the rest is counted.
const LISTED_MAX: usize = 6;

/// The page.
pub fn what_if(what_if: &WhatIf, style: Style) -> String {
    let mut page = Page::new(style);
    page.line(&[(Look::Strong, "Only what changes. Nothing is written.")]);
    let difference = &what_if.difference;
    if difference.is_empty() {
        row(&mut page, "Review", &["no answer, no form and no number changes".to_owned()]);
    }
    for id in &difference.left {
        row(&mut page, id, &["no longer live".to_owned()]);
    }
    for id in &difference.joined {
        row(&mut page, id, &["live only then".to_owned()]);
    }
    for one in &difference.initiatives {
        row(&mut page, &one.name, &initiative(one));
    }
    row(&mut page, "Portfolio", &[portfolio(what_if)]);
    row(&mut page, "Findings", &findings(what_if));
    row(&mut page, "Price", &price(what_if));
    if what_if.ownership_held {
        row(&mut page, "Read as", &["owners held what they own over the whole window".to_owned()]);
    }
    row(&mut page, "Not known", &what_if.not_known);
    let statements = plural(what_if.statements, "statement", "statements");
    row(&mut page, "To write", &[format!("{statements} in {}", join_all(&what_if.files))]);
    row(&mut page, "Undo", &[format!("put back {statements}")]);
    page.finish()
}

/// A name, and lines beside it; nothing without lines.
fn row(page: &mut Page, name: &str, lines: &[String]) {
    let mut first = format!("  {name:<width$}  ", width = NAME_WIDTH);
    let rest = " ".repeat(NAME_WIDTH + 4);
    if name.chars().count() > NAME_WIDTH {
        page.line(&[(Look::Plain, "  "), (Look::Plain, name)]);
        first.clone_from(&rest);
    }
    for line in lines.iter().filter(|line| !line.is_empty()) {
        page.wrapped(&first, &format!("{rest}  "), line, "");
        first.clone_from(&rest);
    }
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
        counted(gone.len(), "goes", "go"),
        counted(new.len(), "comes", "come"),
        counted(difference.findings_changed.len(), "is about others", "are about others"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !counts.is_empty() {
        lines.push(counts.join("; "));
    }
    let said = gone.iter().map(|one| format!("goes: {}", one.says));
    let said = said.chain(new.iter().map(|one| format!("comes: {}", one.says)));
    let said = said.chain(difference.findings_changed.iter().map(|one| format!("now: {}", one.says)));
    lines.extend(said.take(LISTED_MAX));
    lines
}

fn price(what_if: &WhatIf) -> Vec<String> {
    let price = &what_if.price;
    let mut lines: Vec<String> = price.words();
    if price.managers_changed == 0 {
        lines.push("nobody changes manager".to_owned());
    }
    let mut lines = vec![lines.join("; ")];
    if what_if.managers_changed_if_sto > 0 {
        let people = plural(what_if.managers_changed_if_sto, "person changes manager", "people change manager");
        lines.push(format!("if the team should report to the new leader (STO): {people}"));
    }
    if let Some(positions) = price.positions {
        let could = plural(
            positions,
            "position of a function that leads today leads nothing",
            "positions of functions that lead today lead nothing",
        );
        lines.push(format!("{could}; who is able and willing is not stated"));
    }
    lines.into_iter().map(|line| capital(&line)).collect()
}
