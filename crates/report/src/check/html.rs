//! Who must act: what cannot wait, what comes up most, and a page for each role that must act, without commands. Never a page
//! for a person.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{CheckReport, Item};
use crate::diagnostics::cut;
use crate::document::{Block, Cell, Column, Depth, Document, Point, Points, Prose, Section, Table, html as page};
use onethread_core::check::Level;
use onethread_core::words::{capital, long_day, plural, thousands};

/// Findings that the whole list shows: the most pressing first, up to so many. The rest is counted.
const LISTED_MAX: usize = 500;
/// What cannot wait that the first page shows.
const NOW_MAX: usize = 8;
/// Kinds of findings that the first page counts.
const KINDS_MAX: usize = 8;
/// Findings on the page of a role.
const ROLE_MAX: usize = 9;
/// Up to so many findings need no first page.
const FEW: usize = 12;

/// Roles that act, by what a finding is about: its kind, the anchor of their page, and its heading.
const ROLES: &[(&str, &str, &str)] = &[
    ("initiative", "leaders", "For leaders of initiatives, and those who appoint them"),
    ("team", "teams", "For teams"),
    ("component", "owners", "For owners of components"),
    ("decision", "deciders", "For those who decide"),
    ("gate", "approvers", "For those who hold approval gates"),
    ("", "keepers", "For those who keep the organization's files"),
];

/// The page. It stands alone: nothing on it runs, and nothing is loaded.
pub fn html(report: &CheckReport<'_>) -> String {
    // A runner takes these signs for a command, wherever they stand in a line.
    page::page(&document(report), Depth::Brief).replace("##[", "&#35;#[")
}

fn document(report: &CheckReport<'_>) -> Document<'static> {
    let name = report.organization.unwrap_or("This organization");
    let items = report.items().collect::<Vec<_>>();
    let (mut found, input): (Vec<&Item<'_>>, Vec<&Item<'_>>) = items.iter().partition(|item| item.finding.is_some());
    found.sort_by_key(|item| item.level);
    let mut sections = Vec::new();
    let first = if found.is_empty() {
        vec![Block::paragraph("Nothing was found that a person would have to act on.")]
    } else {
        first_page(&found)
    };
    sections.extend(Section::new("now", "What cannot wait", Depth::Brief, first));
    sections.extend(unread(&input, report));
    sections.extend(roles(&found, report));
    sections.extend(list(&found, report));
    let mut closing: Vec<Prose> = report.remarks().iter().map(|remark| Prose::sentence(remark)).collect();
    closing.push(Prose::new(
        "This is about how work is set up. It holds no number about a person, and must not be used to judge, compare or rank people.",
    ));
    Document {
        kicker: "Check",
        is_wide: false,
        name: "What is to be done".to_owned(),
        when: format!("{name} \u{b7} {} \u{b7} {}", long_day(report.checked.day), pressing(report)),
        title: format!("{name}: what is to be done, as of {}", report.checked.day),
        sections,
        closing,
    }
}

/// The summary of a check in the words of this page.
fn pressing(report: &CheckReport<'_>) -> String {
    let counts: Vec<String> = Level::ALL
        .iter()
        .filter(|level| report.count(**level) > 0)
        .map(|level| format!("{} {}", thousands(report.count(*level) as u128), by_when(*level)))
        .collect();
    let found = if counts.is_empty() { "nothing to do".to_owned() } else { format!("to do: {}", counts.join(", ")) };
    match report.since {
        Some(since) => format!("{found}, new since {}", since.revision),
        None => found,
    }
}

/// What two minutes can take in: what cannot wait, and what comes up most.
fn first_page(found: &[&Item<'_>]) -> Vec<Block<'static>> {
    let now: Vec<&&Item<'_>> = found.iter().filter(|item| item.level == Level::Error).collect();
    let mut blocks = vec![match now.len() {
        0 => Block::Lede(Prose::new("Nothing.")),
        n => Block::Lede(Prose::new(&format!("{}.", plural(n, "thing", "things")))),
    }];
    if !now.is_empty() {
        let point = |item: &&&Item<'_>| Point::new(Prose::sentence(cut(&item.diagnostic.message)));
        blocks.push(Block::Points(Points::ranked(now.iter().take(NOW_MAX).map(point).collect())));
    }
    if found.len() > FEW {
        blocks.push(Block::Group("What comes up most".to_owned(), vec![Block::Table(kinds(found))]));
    }
    blocks
}

/// Kinds of findings, those that were found most often first.
fn kinds(found: &[&Item<'_>]) -> Table {
    let mut counts: BTreeMap<(&str, Level), (&str, usize)> = BTreeMap::new();
    for item in found {
        let title = item.finding.map_or("", |finding| finding.rule.title);
        counts.entry((item.code, item.level)).or_insert((title, 0)).1 += 1;
    }
    let mut kinds: Vec<_> = counts.into_iter().collect();
    kinds.sort_by_key(|((code, level), (_, count))| (Reverse(*count), *level, *code));
    let row = |((code, level), (title, count)): &((&str, Level), (&str, usize))| {
        let title = Prose::new(&capital(title)).text(" ").code(code);
        vec![Cell::from(title), Cell::from(thousands(*count as u128)), Cell::from(by_when(*level))]
    };
    Table {
        label: "What comes up most".to_owned(),
        columns: vec![Column::words("what"), Column::numbers("how often"), Column::words("by when")],
        rows: kinds.iter().take(KINDS_MAX).map(row).collect(),
        rows_max: KINDS_MAX,
    }
}

/// The role that acts on a finding, by its place in [`ROLES`].
fn role(item: &Item<'_>) -> usize {
    let subject = item.finding.map_or("", |finding| finding.subject.as_str());
    let kind = subject.split_once(':').map_or("", |(kind, _)| kind);
    ROLES.iter().position(|(about, ..)| *about == kind).unwrap_or(ROLES.len() - 1)
}

/// A page for each role that must act; what waits for when there is time is left to the list.
fn roles(found: &[&Item<'_>], report: &CheckReport<'_>) -> Vec<Section<'static>> {
    let of_role = |(index, (_, anchor, heading)): (usize, &(&str, &'static str, &str))| {
        let items: Vec<&&Item<'_>> =
            found.iter().filter(|item| item.level < Level::Info && role(item) == index).collect();
        let points = items.iter().take(ROLE_MAX).map(|item| point(item, report)).collect();
        let mut blocks = vec![Block::Points(Points::plain(points))];
        let more = items.len().saturating_sub(ROLE_MAX);
        if more > 0 {
            let says = Prose::new(&format!("{} more: ", thousands(more as u128))).section("list", "everything found");
            blocks.push(Block::Fine(says.text(".")));
        }
        if items.is_empty() {
            return None;
        }
        let section =
            Section::new(anchor, format!("{heading} ({})", thousands(items.len() as u128)), Depth::Brief, blocks)?;
        Some(Section { is_sheet: found.len() > FEW, ..section })
    };
    ROLES.iter().enumerate().filter_map(of_role).collect()
}

/// Everything found, the most pressing first.
fn list(found: &[&Item<'_>], report: &CheckReport<'_>) -> Option<Section<'static>> {
    let points: Vec<Point> = found.iter().take(LISTED_MAX).map(|item| point(item, report)).collect();
    if found.len() <= FEW {
        return None;
    }
    let mut blocks = vec![Block::Points(Points::plain(points))];
    if found.len() > LISTED_MAX {
        let (rest, more) = (&found[LISTED_MAX..], thousands((found.len() - LISTED_MAX) as u128));
        blocks.push(Block::Group(format!("{more} more, by kind"), vec![Block::Table(kinds(rest))]));
    }
    Section::new("list", "Everything found", Depth::Full, blocks)
}

fn by_when(level: Level) -> &'static str {
    match level {
        Level::Error => "now",
        Level::Warning => "by the next review",
        Level::Info => "when there is time",
    }
}

/// The line where something was found, as `path:line`.
fn line_of(item: &Item<'_>, report: &CheckReport<'_>) -> String {
    let region = report.region(&item.diagnostic.primary.spot);
    region.start.map_or_else(|| region.path.clone(), |(line, _)| format!("{}:{line}", region.path))
}

/// What to do, by whom and when, and why.
fn point(item: &Item<'_>, report: &CheckReport<'_>) -> Point {
    let (who, by) = item.finding.map_or(("", None), |finding| (finding.who.as_str(), finding.by));
    // The edits that a program could make are for those who use it.
    let help = item.finding.and_then(|finding| finding.help.first());
    let help = help.map_or_else(Prose::default, |help| {
        Prose::default().strong(&Prose::sentence(cut(help)).plain().replace('`', ""))
    });
    let says = help.then(Prose::sentence(&item.diagnostic.message));
    let when = by.map_or_else(|| by_when(item.level).to_owned(), long_day);
    let place = Prose::literal(&format!("{} \u{b7} {}", line_of(item, report), item.code));
    let aside = if who.is_empty() { when } else { format!("{}; {when}", capital(cut(who))) };
    Point::new(says).more(place).aside(aside)
}

/// Files that could not be understood: whoever keeps them has to fix them first.
fn unread(items: &[&Item<'_>], report: &CheckReport<'_>) -> Option<Section<'static>> {
    if items.is_empty() {
        return None;
    }
    let point = |item: &&Item<'_>| {
        let mut point = Point::new(Prose::sentence(&item.diagnostic.message)).aside(line_of(item, report));
        for help in &item.diagnostic.help {
            point = point.more(Prose::sentence(unmarked(help)));
        }
        point
    };
    let points = items.iter().map(point).collect();
    let says = Block::paragraph("Whoever keeps these files fixes them first: what they say is not known until then.");
    let rest = Prose::new("The others: onethread check.");
    let points = Points { brief_max: ROLE_MAX, rest: Some(rest), ..Points::plain(points) };
    Section::new("unread", "What could not be read as meant", Depth::Brief, vec![says, Block::Points(points)])
}

/// A help without the mark of a fix that a program could make.
fn unmarked(help: &str) -> &str {
    [" [safe fix]", " [unsafe fix]"].iter().find_map(|mark| help.strip_suffix(mark)).unwrap_or(help)
}
