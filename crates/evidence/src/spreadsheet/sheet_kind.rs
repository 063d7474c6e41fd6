//! What a sheet lists, and what tells a list of asks from one of initiatives: its headers, else what it holds.

use std::collections::BTreeSet;

use super::column_words::Column;
use super::columns::{Wish, header};
use super::headers::{Guess, has_subject, normal, subjects};
use super::names::canonical;
use super::{Cell, Row, Sheet};

/// What a sheet lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetKind {
    /// People, one or more rows each.
    Roster,
    /// Initiatives, a row each.
    Initiatives,
    /// Asks: a row for each initiative and whom it asks.
    Asks,
}

impl SheetKind {
    /// All kinds.
    pub const ALL: [SheetKind; 3] = [SheetKind::Roster, SheetKind::Initiatives, SheetKind::Asks];

    /// The word for it, as `--sheet` takes it.
    pub fn word(self) -> &'static str {
        match self {
            SheetKind::Roster => "roster",
            SheetKind::Initiatives => "initiatives",
            SheetKind::Asks => "asks",
        }
    }

    /// The kind with a word.
    pub fn of_word(word: &str) -> Option<SheetKind> {
        SheetKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Finds sheets of asks by what they hold: initiatives of another sheet, several of them in several rows, each row with
/// another team. What people said a sheet lists stays.
pub fn find_asks(sheets: &mut [Sheet], options: &[Wish]) {
    let read: Vec<Option<(usize, Guess)>> = sheets.iter().map(|sheet| header(sheet, options)).collect();
    let names = |at: usize, says: Column| -> Vec<String> {
        let Some((index, guess)) = &read[at] else { return Vec::new() };
        let Some(column) = guess.says.iter().position(|own| *own == Some(says)) else { return Vec::new() };
        let cells = sheets[at].rows.iter().skip(index + 1).map(|row| row.cells.get(column).map(Cell::words));
        cells.map(|words| canonical(&words.unwrap_or_default())).collect()
    };
    let is_list = |at: &usize| read[*at].as_ref().is_some_and(|(_, guess)| guess.kind == SheetKind::Initiatives);
    let named: Vec<(usize, Vec<String>)> =
        (0..sheets.len()).filter(is_list).map(|at| (at, names(at, Column::Initiative))).collect();
    let of_asks = |(at, own): &&(usize, Vec<String>)| {
        let teams = names(*at, Column::Team);
        let pairs = own.iter().cloned().zip(teams).filter(|(name, _)| !name.is_empty());
        let pairs: Vec<(String, String)> = pairs.collect();
        let distinct: BTreeSet<&String> = pairs.iter().map(|(name, _)| name).collect();
        let is_known = |others: &[String]| {
            let others: BTreeSet<&String> = others.iter().collect();
            2 * distinct.iter().filter(|name| others.contains(*name)).count() > distinct.len()
        };
        // A list in which names repeat as well is no list to hold them against.
        let is_once = |others: &[String]| {
            let others: Vec<&String> = others.iter().filter(|name| !name.is_empty()).collect();
            let distinct: BTreeSet<&&String> = others.iter().collect();
            10 * (others.len() - distinct.len()) <= others.len()
        };
        let is_elsewhere = || named.iter().any(|(other, names)| other != at && is_once(names) && is_known(names));
        sheets[*at].lists.is_none() && repeats(&pairs) && is_elsewhere()
    };
    let found: Vec<usize> = named.iter().filter(of_asks).map(|(at, _)| *at).collect();
    found.into_iter().for_each(|at| sheets[at].lists = Some(SheetKind::Asks));
}

/// Whether a header explains more as one of asks than as one of anything else. Whose initiative it is stands in a list,
/// and a note explains nothing.
pub(super) fn speaks_of_asks(
    asks: &[Option<Column>],
    initiatives: &[Option<Column>],
    people: &[Option<Column>],
) -> bool {
    const OF_LISTS: [Column; 4] = [Column::Leader, Column::Sponsor, Column::Start, Column::Purpose];
    let count = |says: &[Option<Column>]| {
        says.iter().flatten().filter(|says| **says != Column::Note).collect::<BTreeSet<_>>().len()
    };
    let is_list = initiatives.iter().flatten().any(|says| OF_LISTS.contains(says));
    has_subject(SheetKind::Asks, asks) && !is_list && count(asks) > count(initiatives).max(count(people))
}

/// Whether rows are people of initiatives, as a list of shares has them, and not initiatives with who leads each: the
/// initiatives repeat, each time with someone else.
pub(super) fn are_people_of_initiatives(people: &[Option<Column>], below: &[Row]) -> bool {
    let find = |columns: &[Column]| people.iter().position(|says| says.is_some_and(|says| columns.contains(&says)));
    let who = find(subjects(SheetKind::Roster));
    let (Some(who), Some(what)) = (who, find(&[Column::Initiative, Column::InitiativeId])) else { return false };
    let words = |row: &Row, at: usize| canonical(&row.cells.get(at).map(Cell::words).unwrap_or_default());
    let pairs = below.iter().map(|row| (words(row, what), words(row, who)));
    let pairs: Vec<(String, String)> = pairs.filter(|(what, who)| !what.is_empty() && !who.is_empty()).collect();
    repeats(&pairs)
}

/// Whether one in five rows is about what an earlier row is about, with something else beside it.
fn repeats(pairs: &[(String, String)]) -> bool {
    let distinct: BTreeSet<&String> = pairs.iter().map(|(what, _)| what).collect();
    let others: BTreeSet<&(String, String)> = pairs.iter().collect();
    5 * (pairs.len() - distinct.len()) >= pairs.len() && others.len() > distinct.len()
}

/// Where a header says who is asked, a bare `Team` beside it is the one that asks.
pub(super) fn whom_and_by_whom(row: &Row, mut says: Vec<Option<Column>>) -> Vec<Option<Column>> {
    const BARE: [&str; 7] = ["team", "team name", "teams", "squad", "group", "crew", "pod"];
    let is_bare = |at: usize| row.cells.get(at).is_some_and(|cell| BARE.contains(&normal(&cell.words()).as_str()));
    let asked: Vec<usize> = (0..says.len()).filter(|at| says[*at] == Some(Column::DependsOn)).collect();
    let has_asker = says.contains(&Some(Column::Asker));
    if !has_asker && asked.iter().any(|at| !is_bare(*at) && names_a_team(row, *at)) {
        for at in asked.into_iter().filter(|at| is_bare(*at)) {
            says[at] = Some(Column::Asker);
        }
    }
    says
}

/// Whether a header says that a team is asked, and not which person or gate of it.
fn names_a_team(row: &Row, at: usize) -> bool {
    const OTHERS: [&str; 4] = ["gate", "function", "department", "vendor"];
    let header = row.cells.get(at).map(Cell::words).unwrap_or_default();
    !asks_people(&header) && !OTHERS.contains(&normal(&header).as_str())
}

/// Whether a column of asks holds people, and not teams, gates or suppliers.
pub(super) fn asks_people(header: &str) -> bool {
    ["person", "person asked", "approver", "asked person"].contains(&normal(header).as_str())
}
