//! Who must do what by when: one page without commands, codes in the margin, to be read on paper or on a screen.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

use super::markdown::capital;
use super::{CheckReport, Item};
use crate::charts::frame::{Coded, Safe};
use crate::charts::palette;
use crate::diagnostics::cut;
use crate::stands_alone;
use onethread_core::check::Level;
use onethread_core::words::{plural, thousands};

/// How the page looks on a screen and on paper.
const STYLE: &str = include_str!("style.css");

/// Findings that are told one by one: whole subjects, the most pressing first, up to about so many. The rest is
/// counted.
const TOLD_MAX: usize = 500;
/// What cannot wait that the first screen tells.
const NOW_MAX: usize = 10;
/// Kinds of findings that the first screen counts, where there are more than [`FEW`].
const KINDS_MAX: usize = 8;
/// Up to so many findings speak each for itself.
const FEW: usize = 12;

/// The page. It stands alone: nothing on it runs, and nothing is loaded.
pub fn html(report: &CheckReport<'_>) -> String {
    let name = report.organization.unwrap_or("This organization");
    let items = report.items().collect::<Vec<_>>();
    let (found, input): (Vec<&Item<'_>>, Vec<&Item<'_>>) = items.iter().partition(|item| item.finding.is_some());
    let by_subject = by_subject(&found);
    let (told, rest) = by_subject.split_at(told(&by_subject));
    let page = markup! {
        (DOCTYPE)
        html lang="en" {
            head {
                (stands_alone())
                title { (Safe(name)) ": what is to be done, as of " (report.checked.day) }
                style { (PreEscaped(palette::css())) (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { "What is to be done" }
                    p.about { (Safe(name)) ", as of " (report.checked.day) ". " (Safe(&capital(&pressing(report)))) "." }
                }
                main {
                    @if found.is_empty() { p { "Nothing was found that somebody would have to act on." } }
                    @if found.len() > FEW { (in_short(&found, &by_subject, told.len())) }
                    @for (index, (subject, items)) in told.iter().enumerate() { (section(index, subject, items, report)) }
                    @if !rest.is_empty() { (counted(told, rest)) }
                    @if !input.is_empty() { (unread(&input, report)) }
                }
                footer {
                    @for remark in report.remarks() { p { (Safe(&capital(&remark))) "." } }
                    p { "This is about how work is set up. It holds no number about a person, and must not be used to judge, compare or rank people." }
                }
            }
        }
    };
    // A runner takes these signs for a command, wherever they stand in a line.
    page.into_string().replace("##[", "&#35;#[")
}

/// A subject, with what is found about it.
type Subject<'i> = (&'i str, Vec<&'i Item<'i>>);

/// What is found about each, those that cannot wait first, and of these initiatives before all else.
fn by_subject<'i>(found: &[&'i Item<'i>]) -> Vec<Subject<'i>> {
    let mut by_subject: BTreeMap<&str, Vec<&'i Item<'i>>> = BTreeMap::new();
    for item in found {
        by_subject.entry(item.finding.map_or("", |finding| &finding.subject)).or_default().push(item);
    }
    let mut sorted: Vec<Subject<'i>> = by_subject.into_iter().collect();
    for (_, items) in &mut sorted {
        items.sort_by_key(|item| item.level);
    }
    sorted.sort_by_key(|(subject, items)| {
        (items.iter().map(|item| item.level).min(), !subject.starts_with("initiative:"), *subject)
    });
    sorted
}

/// The summary of a check in the words of this page.
fn pressing(report: &CheckReport<'_>) -> String {
    let counts: Vec<String> = Level::ALL
        .iter()
        .filter(|level| report.count(**level) > 0)
        .map(|level| format!("{} {}", thousands(report.count(*level) as u128), by_when(*level).to_lowercase()))
        .collect();
    let found = if counts.is_empty() { "nothing to do".to_owned() } else { format!("to do: {}", counts.join(", ")) };
    match report.since {
        Some(since) => format!("{found}, new since {}", since.revision),
        None => found,
    }
}

/// How many subjects are told: those that [`TOLD_MAX`] findings hold, and at least one.
fn told(by_subject: &[Subject<'_>]) -> usize {
    let mut findings = 0;
    let fits = by_subject.iter().take_while(|(_, items)| {
        findings += items.len();
        findings <= TOLD_MAX
    });
    fits.count().max(by_subject.len().min(1))
}

/// What two minutes can take in: what cannot wait, what comes up most, and where the rest stands.
fn in_short(found: &[&Item<'_>], by_subject: &[Subject<'_>], told: usize) -> Markup {
    let now: Vec<(usize, &Item<'_>)> = by_subject
        .iter()
        .enumerate()
        .flat_map(|(index, (_, items))| items.iter().map(move |item| (index, *item)))
        .filter(|(_, item)| item.level == Level::Error)
        .collect();
    let kinds = kinds(found.iter().copied());
    markup! {
        section {
            h2 { "In short" }
            @if now.is_empty() { p { "Nothing that cannot wait." } } @else { p { (plural(now.len(), "thing", "things")) " cannot wait:" } }
            ol.now {
                @for (index, item) in now.iter().take(NOW_MAX) {
                    li {
                        (sentence(cut(&item.diagnostic.message)))
                        @if *index < told { " " a href=(format!("#about-{index}")) { "What to do" } }
                    }
                }
            }
            @if now.len() > NOW_MAX { p.quiet { "And " (thousands((now.len() - NOW_MAX) as u128)) " more, below." } }
            h3 { "What comes up most" }
            (table_of_kinds(&kinds[..kinds.len().min(KINDS_MAX)]))
            @if kinds.len() > KINDS_MAX { p.quiet { "And " (kinds.len() - KINDS_MAX) " other kinds." } }
            h3 { "What it is about, the most pressing first" }
            ul.subjects {
                @for (index, (subject, items)) in by_subject.iter().take(told).enumerate() {
                    li { a href=(format!("#about-{index}")) { (subject_words(subject)) } " " span.quiet { (items.len()) } }
                }
            }
        }
    }
}

/// A kind of finding: its code, its title, how pressing it is, and how often it was found.
type Kind = (&'static str, &'static str, Level, usize);

/// Kinds of findings, those that were found most often first.
fn kinds<'i>(items: impl Iterator<Item = &'i Item<'i>>) -> Vec<Kind> {
    let mut kinds: BTreeMap<(&str, Level), Kind> = BTreeMap::new();
    for item in items {
        let title = item.finding.map_or("", |finding| finding.rule.title);
        kinds.entry((item.code, item.level)).or_insert((item.code, title, item.level, 0)).3 += 1;
    }
    let mut kinds: Vec<_> = kinds.into_values().collect();
    kinds.sort_by_key(|(code, _, level, count)| (Reverse(*count), *level, *code));
    kinds
}

fn table_of_kinds(kinds: &[Kind]) -> Markup {
    markup! {
        table.kinds {
            thead { tr { th scope="col" { "What" } th scope="col" { "How often" } th scope="col" { "By when" } } }
            tbody {
                @for (code, title, level, count) in kinds {
                    tr {
                        td { (sentence(title)) " " span.place { (code) } }
                        td.count { (thousands(*count as u128)) }
                        td.when { (by_when(*level)) }
                    }
                }
            }
        }
    }
}

/// What is not told one by one, by kind.
fn counted(told: &[Subject<'_>], rest: &[Subject<'_>]) -> Markup {
    let count = |subjects: &[Subject<'_>]| subjects.iter().map(|(_, items)| items.len()).sum::<usize>();
    markup! {
        section {
            h2 { "What else was found" }
            p {
                "Told above are the " (thousands(count(told) as u128)) " findings about the " (plural(told.len(), "subject", "subjects"))
                " that are most pressing. About " (thousands(rest.len() as u128)) " more there are " (thousands(count(rest) as u128)) ", by kind:"
            }
            (table_of_kinds(&kinds(rest.iter().flat_map(|(_, items)| items.iter().copied()))))
        }
    }
}

fn subject_words(subject: &str) -> Markup {
    let (kind, id) = subject.split_once(':').unwrap_or((subject, ""));
    markup! { (Safe(&capital(cut(kind)))) " " (Safe(cut(id))) }
}

fn section(index: usize, subject: &str, items: &[&Item<'_>], report: &CheckReport<'_>) -> Markup {
    markup! {
        section id=(format!("about-{index}")) {
            h2 { (subject_words(subject)) }
            table {
                thead { tr { th scope="col" { "Who" } th scope="col" { "Does what, and why" } th scope="col" { "By when" } } }
                tbody { @for item in items { (row(item, report)) } }
            }
        }
    }
}

fn by_when(level: Level) -> &'static str {
    match level {
        Level::Error => "Now",
        Level::Warning => "By the next review",
        Level::Info => "When there is time",
    }
}

fn row(item: &Item<'_>, report: &CheckReport<'_>) -> Markup {
    let (who, by) = item.finding.map_or(("", None), |finding| (finding.who.as_str(), finding.by));
    let region = report.region(&item.diagnostic.primary.spot);
    markup! {
        tr {
            td.who { (Safe(&capital(cut(who)))) }
            td {
                // The edits that a program could make are for those who use it.
                @for help in item.finding.iter().flat_map(|finding| &finding.help) { p { strong { (sentence(cut(help))) } } }
                p { (sentence(&item.diagnostic.message)) }
                @for note in &item.diagnostic.notes { p.quiet { (sentence(note)) } }
                p.place {
                    "Written in " (Safe(&region.path))
                    @if let Some((line, _)) = region.start { ", line " (line) }
                    " \u{b7} " (item.code)
                }
            }
            td.when {
                @if let Some(day) = by { (day) } @else { (by_when(item.level)) }
            }
        }
    }
}

/// A sentence from a finding. What stands in backticks is set as code.
fn sentence(text: &str) -> Markup {
    let text = capital(text);
    markup! {
        (Coded(&text))
        @if !text.ends_with(['.', '?', '!']) { "." }
    }
}

/// Files that could not be understood: whoever keeps them has to fix them first.
fn unread(items: &[&Item<'_>], report: &CheckReport<'_>) -> Markup {
    markup! {
        section {
            h2 { "What could not be read as meant" }
            p { "Whoever keeps these files fixes them first: what stands there is not seen until then." }
            ul {
                @for item in items {
                    @let region = report.region(&item.diagnostic.primary.spot);
                    li {
                        (sentence(&item.diagnostic.message))
                        @for help in &item.diagnostic.help { " " (sentence(unmarked(help))) }
                        p.place {
                            (Safe(&region.path))
                            @if let Some((line, _)) = region.start { ", line " (line) }
                        }
                    }
                }
            }
        }
    }
}

/// A help without the mark of a fix that a program could make.
fn unmarked(help: &str) -> &str {
    [" [safe fix]", " [unsafe fix]"].iter().find_map(|mark| help.strip_suffix(mark)).unwrap_or(help)
}
