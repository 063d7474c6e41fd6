//! What would differ if some changes were carried out: only what differs, on one sheet of paper.

use crate::charter_gate;
use crate::charts::before_after::{BeforeAfterChart, BeforeAfterMark, BeforeAfterRow, before_after};
use crate::charts::standalone::standalone;
use crate::document::{Block, Depth, Document, Fact, Figure, Prose, Section, html, judges_nobody, markdown, text};
use crate::{Style, agreement_words, form_in_short};
use onethread_core::moves::{Standing, said};
use onethread_core::review::{Answer, BeforeAndAfter, CRITERIA, CountOf, InitiativeDifference, PromiseAnswer};
use onethread_core::what_if::{CheckFinding, EntryNote, Need, WhatIf};
use onethread_core::words::{capital, join, long_day, percent, plural};
use onethread_model::Day;

/// Findings, dependencies and plans that are listed; the rest is counted.
const LISTED_MAX: usize = 6;
/// Initiatives that are listed, and rows that are drawn; the rest is counted.
const INITIATIVES_MAX: usize = 12;
/// What [`CRITERIA`] is asked of every initiative and sums up others.
const FIT: &str = "fit";

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

/// The picture of the difference as an SVG file; a line of text where nothing is to be drawn.
pub fn to_svg(what_if: &WhatIf) -> String {
    let mut chart = picture(what_if);
    if chart.rows.is_empty() {
        chart.rows.push(nothing());
    }
    standalone(&[before_after(&chart)], &chart.title).unwrap_or_default()
}

/// The difference as a document.
fn document(what_if: &WhatIf) -> Document<'static> {
    let day = long_day(what_if.as_of);
    let chart = picture(what_if);
    let mut blocks = Vec::new();
    if !chart.rows.is_empty() {
        let draw = Box::new(move || before_after(&chart));
        blocks.push(Block::Figure(Figure { draw, instead: Vec::new(), places: Vec::new() }));
    }
    blocks.push(Block::Facts(facts(what_if)));
    // What the evidence answers is read before what would be written.
    let gate = what_if.charter_gate.as_ref().map_or_else(Vec::new, charter_gate::answers);
    let heading = if gate.is_empty() { "" } else { "What would change" };
    Document {
        kicker: "What if",
        name: format!("What if: {}", asked(what_if)),
        when: match agreement_words(&what_if.difference.agreement) {
            Some(words) => format!("{day} \u{b7} only what changes \u{b7} {words}"),
            None => format!("{day} \u{b7} only what changes"),
        },
        title: format!("What would change, as of {day}"),
        is_wide: false,
        sections: gate.into_iter().chain(Section::new("differs", heading, Depth::Brief, blocks)).collect(),
        closing: vec![judges_nobody("how initiatives are set up")],
    }
}

/// The changes as they would be typed.
fn asked(what_if: &WhatIf) -> String {
    match what_if.changes.is_empty() {
        true => "these files".to_owned(),
        false => what_if.changes.iter().map(said).collect::<Vec<_>>().join("; "),
    }
}

/// Forms and answers that change, the first few.
fn picture(what_if: &WhatIf) -> BeforeAfterChart {
    let mut rows = Vec::new();
    for one in &what_if.difference.initiatives {
        let mut row = |side: &str, before: BeforeAfterMark, after: BeforeAfterMark| {
            rows.push(BeforeAfterRow { name: one.name.clone(), side: side.to_owned(), before, after });
        };
        let word = |word: &str| BeforeAfterMark { word: word.to_owned(), holds: None };
        if let Some(form) = &one.form {
            row("form", word(form_in_short(form.before)), word(form_in_short(form.after)));
        }
        for answer in &one.answers {
            let (before, after) = (answer.answer.before, answer.answer.after);
            let criterion = CRITERIA.iter().find(|criterion| criterion.key == answer.criterion);
            if let Some(criterion) = criterion.filter(|_| before != after && answer.criterion != FIT) {
                row(criterion.short, marked(before), marked(after));
            }
        }
    }
    let all = rows.len();
    rows.truncate(INITIATIVES_MAX);
    let more = if all > rows.len() { format!("; {} more are not drawn", all - rows.len()) } else { String::new() };
    BeforeAfterChart {
        id: "before-after".to_owned(),
        title: format!("Forms and answers that change: {}", asked(what_if)),
        caption: format!("{} of initiatives change{more}.", plural(all, "form or answer", "forms and answers")),
        rows,
    }
}

fn marked(answer: Answer) -> BeforeAfterMark {
    let holds = match answer {
        Answer::Holds => Some(true),
        Answer::Fails => Some(false),
        Answer::NotShown => None,
    };
    BeforeAfterMark { word: answered(answer).to_owned(), holds: Some(holds) }
}

/// A row that says that there is nothing to draw.
fn nothing() -> BeforeAfterRow {
    let empty = || BeforeAfterMark { word: String::new(), holds: None };
    BeforeAfterRow {
        name: "No form and no answer changes".to_owned(),
        side: String::new(),
        before: empty(),
        after: empty(),
    }
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
    rows.extend(difference.initiatives.iter().take(INITIATIVES_MAX).map(|one| (one.name.as_str(), initiative(one))));
    if let Some(rest) = difference.initiatives.len().checked_sub(INITIATIVES_MAX).filter(|rest| *rest > 0) {
        let others = plural(rest, "other initiative changes", "other initiatives change");
        rows.push(("Others", vec![format!("{others}: --format json has all")]));
    }
    rows.push(("Portfolio", vec![portfolio(what_if)]));
    rows.push(("Findings", findings(what_if)));
    rows.push(("Rules", checks(what_if)));
    rows.push(("Dependencies", dependencies(what_if)));
    rows.push(("Changes inside", changes_inside(what_if)));
    rows.push(("Ends early", ends(what_if)));
    rows.push(("Price", price(what_if)));
    if what_if.ownership_held {
        rows.push(("Read as", one("owners held what they own over the whole window")));
    }
    rows.extend(what_if.notes.iter().map(|note| (note.title, note.lines.clone())));
    rows.push(("Still named", still_named(what_if)));
    rows.push(("Not known", what_if.not_known.clone()));
    rows.push(("You fill in", what_if.left_open.clone()));
    rows.extend(what_if.entry.as_ref().map(|entry| ("On record", vec![entry_words(entry)])));
    if what_if.statements > 0 {
        let files = join_all(&what_if.files);
        rows.push(("To write", vec![format!("{statements} in {files}")]));
        rows.push(("Undo", vec![format!("onethread undo, once it is applied: puts back {statements} in {files}")]));
    }
    rows.into_iter().filter_map(|(name, says)| Fact::of_several(Prose::literal(name), says)).collect()
}

/// Where what an act ends is still named: places that need someone each, the others as counts, and one fix.
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

/// What the entry of the decision says.
fn entry_words(entry: &EntryNote) -> String {
    let by = entry.next_day.map_or_else(String::new, long_day);
    let expects = match entry.expects {
        0 => {
            "nothing is expected of it: these data show nothing that would be; add `expects` to say what is".to_owned()
        }
        1 => format!("one result is expected by {by}"),
        more => format!("{more} results are expected, the first by {by}"),
    };
    format!("as {} in {}; {expects}", entry.id, entry.file)
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
    for rule in &one.authority {
        let said = arrow(&rule.answer, |answer| answered(*answer).to_owned());
        lines.push(format!("authority: {} {said}", rule.rule));
    }
    lines.extend(one.promises.iter().map(|promise| {
        let said = |answer: &Option<PromiseAnswer>| answer.map_or("not promised", PromiseAnswer::words).to_owned();
        format!("{}: {}", promise.says, arrow(&promise.answer, said))
    }));
    if let Some(recommended) = &one.recommended {
        lines.push(format!("recommended: {}", arrow(recommended, |one| one.words().to_owned())));
    }
    lines
}

/// The first few lines, and how many more there are.
fn listed(lines: Vec<String>) -> Vec<String> {
    let more = lines.len().saturating_sub(LISTED_MAX);
    let more = (more > 0).then(|| "and others: --format json has all".to_owned());
    lines.into_iter().take(LISTED_MAX).chain(more).collect()
}

/// What `check` would no longer find, and what it would find then.
fn checks(what_if: &WhatIf) -> Vec<String> {
    let (gone, new) = (&what_if.effects.checks_lost, &what_if.effects.checks_gained);
    let said = |one: &CheckFinding, what: &str| format!("{what}: {} {}: {}", one.rule, one.subject, one.says);
    // What comes is read before what goes: it is what someone has to do.
    let lines = new.iter().map(|one| said(one, "appears")).chain(gone.iter().map(|one| said(one, "disappears")));
    listed(lines.collect())
}

fn dependencies(what_if: &WhatIf) -> Vec<String> {
    let said = |one: &Need| {
        let effect = one.effect.as_ref().map_or_else(String::new, |effect| format!(", {effect}"));
        let declared = if one.declared { "declared" } else { "not declared" };
        format!("{} needs {} ({declared}{effect})", one.needs, one.on)
    };
    let gone = what_if.effects.dependencies_lost.iter().map(|one| format!("no longer: {}", said(one)));
    listed(what_if.effects.dependencies_gained.iter().map(said).chain(gone).collect())
}

fn changes_inside(what_if: &WhatIf) -> Vec<String> {
    let Some(both) = &what_if.effects.changes_inside else { return Vec::new() };
    let said = |one: &CountOf| match one.of {
        0 => "none known".to_owned(),
        of => format!("{} of {of} ({})", one.count, percent(one.count as f64 / of as f64)),
    };
    let of = "changes that teams of at least five people finish without another team, in the last year";
    vec![format!("{of}: {}", arrow(both, said))]
}

/// Waivers and plans that are no longer needed.
fn ends(what_if: &WhatIf) -> Vec<String> {
    let until = |day: Option<Day>| day.map_or_else(String::new, |day| format!(", until {}", long_day(day)));
    let waivers = what_if.effects.waivers_ended.iter();
    let waivers = waivers.map(|one| format!("waiver of {} for {}{}", one.rule, one.subject, until(one.until)));
    let plans = what_if.effects.plans_ended.iter().map(|one| {
        let by = one.by.map_or_else(String::new, |day| format!(", by {}", long_day(day)));
        format!("plan of {} for {}{by}", one.initiative, one.on)
    });
    listed(waivers.chain(plans).collect())
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
    // How much is to be written stands in a row of its own.
    let mut price = what_if.price.clone();
    price.statements = 0;
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
