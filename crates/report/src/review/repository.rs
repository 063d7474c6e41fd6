//! What a history shows where no initiative is written down yet: where people work, whose code it is, what changes together,
//! and what could be an initiative.

use onethread_core::measure::measures::areas::{Area, AreaMap, AreaPair};
use onethread_core::measure::measures::candidates::{Candidate, CandidateKind};
use onethread_core::review::Review;
use onethread_core::words::{join, plural, thousands};

use super::{paragraph, portfolio};
use crate::document::{Block, Cell, Column, Depth, Point, Points, Prose, Section, Table};

/// Areas, pairs and candidates that two minutes can take in.
const AREAS_MAX: usize = 10;
const PAIRS_MAX: usize = 5;
const CANDIDATES_MAX: usize = 5;

/// The map of the code, when there is one.
pub(super) fn map(review: &Review) -> Option<&AreaMap> {
    review.areas.as_ref().filter(|map| map.change_sets > 0 && review.portfolio.lifecycle.known == 0)
}

/// The sections of two minutes.
pub(super) fn sections<'r>(review: &'r Review, map: &'r AreaMap) -> Vec<Section<'r>> {
    let add = |anchor, heading: &str, blocks| Section::new(anchor, heading, Depth::Brief, blocks);
    let found = [
        add("state", "", state(review, map)),
        add("areas", "Where people work, and whose code it is", areas(map)),
        portfolio::findings(review),
        add("together", "What changes together more often than chance explains", together(map)),
        add("candidates", "What could be an initiative (guesses)", candidates(review)),
        add("next", "What no history knows", next()),
    ];
    found.into_iter().flatten().collect()
}

fn state<'r>(review: &Review, map: &AreaMap) -> Vec<Block<'r>> {
    let who = map.people.map_or_else(|| "fewer than five people".to_owned(), |n| plural(n, "person", "people"));
    let sets = plural(map.change_sets, "change", "changes");
    let lede =
        format!("{sets} by {who} in a year; no initiative is written down, so that nothing can be said of who leads.");
    let known_by = "each counted once under whatever name, address or handle";
    let mut parts = Vec::new();
    if map.crossing > 0 {
        let all = map.areas.len() + map.small;
        parts.push(format!("{} of these changes touch several of {all} areas", thousands(map.crossing as u128)));
    }
    match review.ownership.as_ref().map(|coverage| coverage.teams) {
        Some(0) => parts.push("no ownership file names a team".to_owned()),
        Some(n) => {
            parts.push(format!("{} of the code by ownership files", plural(n, "team owns some", "teams own some")))
        }
        None => {}
    }
    match map.only_coauthors {
        Some(n) => parts.push(format!(
            "people are authors, {known_by}; {} more are named only as co-authors",
            thousands(n as u128)
        )),
        None => parts.push(format!("people are authors, {known_by}")),
    }
    if map.changes_by_bots > 0 {
        let more = plural(map.changes_by_bots, "more change, by a bot, is", "more changes, by bots, are");
        parts.push(format!("{more} left out"));
    }
    let mut blocks = vec![Block::Lede(Prose::new(&lede))];
    blocks.extend((!parts.is_empty()).then(|| Block::Paragraph(Prose::sentence(&parts.join("; ")))));
    blocks
}

fn areas<'r>(map: &AreaMap) -> Vec<Block<'r>> {
    let is_owned = map.areas.iter().any(|one| !one.owners.is_empty());
    let row = |one: &Area| {
        let counts = [one.change_sets, one.people, one.changes_by_bots];
        let counts = counts.map(|count| Cell::from(thousands(count as u128)));
        let whose = is_owned.then(|| Cell::from(Prose::literal(&whose(one))));
        [Cell::from(Prose::literal(&one.area))].into_iter().chain(counts).chain(whose).collect()
    };
    let small = match map.small {
        0 => None,
        n => Some(paragraph(&format!(
            "{} changed by fewer than five people, of which nothing is said.",
            plural(n, "more area was", "more areas were")
        ))),
    };
    if map.areas.is_empty() {
        return small.into_iter().collect();
    }
    let columns = [Column::numbers("changes"), Column::numbers("people"), Column::numbers("by bots")];
    let table = Table {
        label: "Areas of code".to_owned(),
        columns: [Column::words("area")]
            .into_iter()
            .chain(columns)
            .chain(is_owned.then(|| Column::words("owner")))
            .collect(),
        rows: map.areas.iter().map(row).collect(),
        rows_max: AREAS_MAX,
    };
    [Block::Table(table)].into_iter().chain(small).collect()
}

/// Whose code an area is.
fn whose(one: &Area) -> String {
    let parts = [(one.unowned(), "nobody"), (one.of_several, "several teams"), (one.of_persons, "persons")];
    let parts = parts.into_iter().filter(|(paths, _)| *paths > 0);
    let parts: Vec<String> = parts.map(|(paths, whose)| format!("{} of {whose}", thousands(paths as u128))).collect();
    let teams = match one.owners.as_slice() {
        [] => None,
        [team] => Some(team.to_string()),
        several => Some(format!("{} teams", several.len())),
    };
    if teams.is_none() && one.unowned() == one.paths {
        return "nobody".to_owned();
    }
    let of_paths = match parts.as_slice() {
        [] => return teams.unwrap_or_default(),
        parts => format!("of {} paths {}", thousands(one.paths as u128), parts.join(" and ")),
    };
    teams.map_or(of_paths.clone(), |teams| format!("{teams}; {of_paths}"))
}

fn together<'r>(map: &AreaMap) -> Vec<Block<'r>> {
    let point = |pair: &AreaPair| {
        let of = |area: &str| map.areas.iter().find(|one| one.area == area).map_or(0, |one| one.change_sets);
        let is_less = of(&pair.one) <= of(&pair.other);
        let (one, other) = if is_less { (&pair.one, &pair.other) } else { (&pair.other, &pair.one) };
        let counts = format!("{} of {} changes of ", thousands(pair.change_sets as u128), thousands(of(one) as u128));
        let says = Prose::literal(&counts).code(one).text(" touch ").code(other);
        Point::new(says.text(&format!(" too; by chance {:.0}.", pair.expected)))
    };
    match (map.together.as_slice(), &map.together_refused) {
        ([], Some(why)) => vec![Block::Paragraph(Prose::sentence(&format!("Not computed: {why}")))],
        ([], None) => vec![paragraph("Nothing that chance would not explain.")],
        (pairs, _) => {
            let rest = Prose::new("All, with what lies behind them: onethread show coupling --level component");
            let points = pairs.iter().map(point).collect();
            vec![Block::Points(Points { brief_max: PAIRS_MAX, rest: Some(rest), ..Points::ranked(points) })]
        }
    }
}

fn candidates(review: &Review) -> Vec<Block<'_>> {
    let all = review.candidates.iter().flatten();
    let (lists, guesses): (Vec<&Candidate>, Vec<&Candidate>) = all.partition(|one| one.is_registry());
    let point =
        |one: &&Candidate| Point::new(Prose::new(&format!("{}.", onethread_core::words::capital(&one.because()))));
    let mut blocks: Vec<Block<'_>> = lists.iter().map(|list| Block::Paragraph(of_list(list))).collect();
    // Who only finds busy folders finds where to look, and nothing that a person named.
    let (folders, named): (Vec<&Candidate>, Vec<&Candidate>) =
        guesses.into_iter().partition(|one| one.kind == CandidateKind::Folder);
    if let Some(first) = named.first() {
        let rest = Prose::new("All: onethread init --dry-run");
        let points = named.iter().map(point).collect();
        blocks.push(Block::Points(Points { brief_max: CANDIDATES_MAX, rest: Some(rest), ..Points::plain(points) }));
        if named.iter().any(|one| one.kind == CandidateKind::Key) {
            blocks.push(paragraph(
                "An issue prefix is a project of an issue tracker, often that of one team: itself or its epics may be \
                 initiatives.",
            ));
        }
        let says = Prose::new("Is one of them something that a person should lead? Accept it: ");
        blocks.push(Block::Paragraph(says.code(&format!("onethread init --accept {}", first.id))));
    } else if !folders.is_empty() {
        let names: Vec<&str> = folders.iter().take(CANDIDATES_MAX).map(|one| one.what.as_str()).collect();
        let nothing = match lists.is_empty() {
            true => {
                "Nothing in the history names an initiative: no issue prefix in the subjects of changes, and no release of one \
                 folder."
            }
            false => {
                "Nothing else in the history names an initiative: no other issue prefix, and no release of one folder."
            }
        };
        let says = format!(
            "{nothing} The folders that change all year say where to ask what is under way: {}. What you hear goes into ",
            join(&names)
        );
        blocks.push(Block::Paragraph(Prose::literal(&says).code("org/initiatives.toml").text(".")));
    }
    blocks
}

/// A prefix that numbers many matters, and what to do with it.
fn of_list(list: &Candidate) -> Prose {
    let changes = plural(list.change_sets, "change carries", "changes carry");
    let says = match list.is_of_proposals() {
        true => format!(
            " numbers the entries of a list of proposals: {changes} one. If its entries are initiatives, export the list and \
             name the file as a registry: "
        ),
        false => format!(
            " is the issue prefix of most work: {changes} it, so that it is no initiative itself. Its epics may be: export them \
             from the issue tracker and name the file as a registry: "
        ),
    };
    Prose::default().code(&list.what).text(&says).code("onethread import FILE")
}

fn next<'r>() -> Vec<Block<'r>> {
    vec![paragraph(
        "Who leads what, who reports to whom, who gives which share of time, what was decided and which metric counts. Write \
         it into `org/`, or bring the spreadsheets that you have: `onethread init --from FILES`.",
    )]
}
