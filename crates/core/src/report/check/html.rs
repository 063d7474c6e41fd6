//! Who must do what by when: one page without commands, codes in the margin, to be read on paper or on a screen.

use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

use super::markdown::capital;
use super::{CheckReport, Item};
use crate::check::Level;
use crate::report::charts::frame::{Coded, Safe};
use crate::report::charts::palette;
use crate::report::diagnostics::cut;
use crate::report::stands_alone;

/// How the page looks on a screen and on paper.
const STYLE: &str = include_str!("style.css");

/// The page. It stands alone: nothing on it runs, and nothing is loaded.
pub fn html(report: &CheckReport<'_>) -> String {
    let name = report.organization.unwrap_or("This organization");
    let items = report.items().collect::<Vec<_>>();
    let (found, input): (Vec<&Item<'_>>, Vec<&Item<'_>>) = items.iter().partition(|item| item.finding.is_some());
    let by_subject = by_subject(&found);
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
                    p.about { (Safe(name)) ", as of " (report.checked.day) ". " (capital(&report.summary())) "." }
                }
                main {
                    @if found.is_empty() { p { "Nothing was found that somebody would have to act on." } }
                    @for (subject, items) in &by_subject { (section(subject, items, report)) }
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

/// What is found about each, those that cannot wait first, and of these initiatives before all else.
fn by_subject<'i>(found: &[&'i Item<'i>]) -> Vec<(&'i str, Vec<&'i Item<'i>>)> {
    let mut by_subject: BTreeMap<&str, Vec<&Item<'_>>> = BTreeMap::new();
    for item in found {
        by_subject.entry(item.finding.map_or("", |finding| &finding.subject)).or_default().push(item);
    }
    let mut sorted: Vec<(&str, Vec<&Item<'_>>)> = by_subject.into_iter().collect();
    for (_, items) in &mut sorted {
        items.sort_by_key(|item| item.level);
    }
    sorted.sort_by_key(|(subject, items)| {
        (items.iter().map(|item| item.level).min(), !subject.starts_with("initiative:"), *subject)
    });
    sorted
}

fn section(subject: &str, items: &[&Item<'_>], report: &CheckReport<'_>) -> Markup {
    let (kind, id) = subject.split_once(':').unwrap_or((subject, ""));
    markup! {
        section {
            h2 { (Safe(&capital(cut(kind)))) " " (Safe(cut(id))) }
            table {
                thead { tr { th scope="col" { "Who" } th scope="col" { "Does what, and why" } th scope="col" { "By when" } } }
                tbody { @for item in items { (row(item, report)) } }
            }
        }
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
                @match (by, item.level) {
                    (Some(day), _) => { (day) }
                    (None, Level::Error) => { "Now" }
                    (None, Level::Warning) => { "By the next review" }
                    (None, Level::Info) => { "When there is time" }
                }
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

/// Files that could not be understood: whoever keeps them has to mend them first.
fn unread(items: &[&Item<'_>], report: &CheckReport<'_>) -> Markup {
    markup! {
        section {
            h2 { "What could not be read as meant" }
            p { "Whoever keeps these files mends them first: what stands there is not seen until then." }
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

/// A help without the mark of a mend that a program could make.
fn unmarked(help: &str) -> &str {
    [" [safe fix]", " [unsafe fix]"].iter().find_map(|mark| help.strip_suffix(mark)).unwrap_or(help)
}
