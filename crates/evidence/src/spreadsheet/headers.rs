//! What headers say, in the spellings that people and their tools use.
//!
//! Input: the cells of a row that may be a header. Output: what each column says, and how surely.
//!
//! A header is compared as it is written; then without the usual short forms, plurals and qualifiers (`Line Mgr`,
//! `Squads`, `Current team`); then in its parts, which marks and brackets divide (`Squad / Team`, `Owner (A)`). The
//! surer of two columns that say the same is read.

use std::collections::BTreeSet;

use super::column_words::{COLUMNS, Column, ColumnWords};
use super::columns::Wish;
use super::sheet_kind::{SheetKind, are_people_of_initiatives, speaks_of_asks, whom_and_by_whom};
use super::values::says_of_people;
use super::{Cell, Row};

/// Headers that say something where no other column does: a goal is the purpose of an initiative that has a name of
/// its own, and is the initiative where nothing else is.
const STAND_INS: [(SheetKind, &[Column], &[&str]); 5] = [
    (
        SheetKind::Initiatives,
        &[Column::Initiative, Column::InitiativeId],
        &[
            "goal",
            "project goal",
            "objective",
            "key initiative",
            "strategic initiative",
            "strategic goal",
            "strategic objective",
            "outcome",
            "feature",
            "feature name",
            "deliverable",
            "theme",
            "proposal",
            "product",
        ],
    ),
    (SheetKind::Initiatives, &[Column::DependsOn], &["ask", "what we need"]),
    (SheetKind::Initiatives, &[Column::Status], &["phase", "stage", "rag", "rag status", "health", "condition"]),
    (
        SheetKind::Initiatives,
        &[Column::Leader],
        &[
            "assigned to",
            "assigned",
            "business owner",
            "captain",
            "contact",
            "contact person",
            "delivery lead",
            "engineering lead",
            "engineering manager",
            "main contact",
            "product lead",
            "product manager",
            "product owner",
            "task owner",
            "team lead",
            "tech lead",
            "who",
        ],
    ),
    (
        SheetKind::Roster,
        &[Column::Manager],
        &[
            "team lead",
            "team leader",
            "squad lead",
            "people lead",
            "chapter lead",
            "lead",
            "leader",
            "head",
            "responsible",
        ],
    ),
];

/// Headers that only a list of people has, whatever else it has.
const OF_PEOPLE: [Column; 8] = [
    Column::Seat,
    Column::Login,
    Column::FirstName,
    Column::LastName,
    Column::Email,
    Column::Manager,
    Column::Role,
    Column::Left,
];

/// Headers that look like others and say something else.
const FALSE_FRIENDS: [&str; 14] = [
    "blocking dependencies",
    "blocking",
    "company name",
    "contract type",
    "cost center manager",
    "employee group",
    "employee type",
    "employment type",
    "file name",
    "job level",
    "pay group",
    "staff group",
    "worker group",
    "worker type",
];

/// Short forms, and what they stand for.
const SHORT: [(&str, &str); 44] = [
    ("#", "number"),
    ("alloc", "allocation"),
    ("bu", "business unit"),
    ("dep", "dependency"),
    ("deps", "dependencies"),
    ("dept", "department"),
    ("depts", "departments"),
    ("desc", "description"),
    ("dpt", "department"),
    ("dt", "date"),
    ("em", "engineering manager"),
    ("emp", "employee"),
    ("empl", "employee"),
    ("exec", "executive"),
    ("fname", "first name"),
    ("func", "function"),
    ("init", "initiative"),
    ("inits", "initiatives"),
    ("lm", "line manager"),
    ("lname", "last name"),
    ("mgr", "manager"),
    ("mgrs", "managers"),
    ("mngr", "manager"),
    ("nbr", "number"),
    ("no", "number"),
    ("nr", "number"),
    ("num", "number"),
    ("organi\u{73}ation", "organization"),
    ("organi\u{73}ational", "organizational"),
    ("pct", "percent"),
    ("perc", "percent"),
    ("pos", "position"),
    ("prj", "project"),
    ("prog", "program"),
    ("programme", "program"),
    ("proj", "project"),
    ("resp", "responsible"),
    ("spvr", "supervisor"),
    ("sup", "supervisor"),
    ("supv", "supervisor"),
    ("tgt", "target"),
    ("tl", "team lead"),
    ("wkr", "worker"),
    ("wkly", "weekly"),
];

/// Words in front that change nothing, of people and of initiatives.
const QUALIFIERS: [(&str, [bool; 2]); 23] = [
    ("assigned", [true, true]),
    ("associate", [true, false]),
    ("current", [true, true]),
    ("direct", [true, false]),
    ("employee", [true, false]),
    ("employees", [true, false]),
    ("epic", [false, true]),
    ("home", [true, true]),
    ("initiative", [false, true]),
    ("legal", [true, false]),
    ("main", [true, true]),
    ("official", [true, true]),
    ("our", [true, true]),
    ("person", [true, false]),
    ("preferred", [true, false]),
    ("primary", [true, true]),
    ("program", [false, true]),
    ("project", [false, true]),
    ("resource", [true, false]),
    ("the", [true, true]),
    ("work", [true, false]),
    ("worker", [true, false]),
    ("your", [true, true]),
];

/// Words behind that say how something is written, and not what it is.
const FORMS: [&str; 15] = [
    "position", "seat", "handle", "name", "names", "id", "ids", "number", "code", "email", "login", "username", "eid",
    "key", "title",
];

/// What tells which person, or which initiative, a row is about.
pub(super) fn subjects(kind: SheetKind) -> &'static [Column] {
    match kind {
        SheetKind::Roster => &[
            Column::Seat,
            Column::Login,
            Column::Number,
            Column::Name,
            Column::FirstName,
            Column::LastName,
            Column::Email,
        ],
        SheetKind::Initiatives => &[Column::Initiative, Column::InitiativeId],
        SheetKind::Asks => &[Column::Initiative, Column::InitiativeId],
    }
}

pub(super) fn has_subject(kind: SheetKind, says: &[Option<Column>]) -> bool {
    let has = |columns: &[Column]| says.iter().flatten().any(|column| columns.contains(column));
    match kind {
        SheetKind::Asks => (has(subjects(kind)) || has(&[Column::Asker])) && has(&[Column::DependsOn]),
        _ => has(subjects(kind)),
    }
}

/// A row as a header.
pub(super) struct Guess {
    pub(super) kind: SheetKind,
    /// What each cell says.
    pub(super) says: Vec<Option<Column>>,
    /// How far each is from a usual header; 0 is what the user said.
    pub(super) distances: Vec<u8>,
    /// How many different columns are understood.
    pub(super) placed: usize,
}

/// Takes a row as a header; `below` are the rows that would be read under it.
///
/// `lists` is what the sheet lists, where people said so.
pub(super) fn guess(row: &Row, below: &[Row], options: &[Wish], lists: Option<SheetKind>) -> Guess {
    let as_kind = |kind: SheetKind| -> (Vec<Option<Column>>, Vec<u8>) {
        let said = row.cells.iter().map(|cell| match cell {
            Cell::Text(header) => match options.iter().find(|wish| wish.is_about(header)) {
                Some(wish) => (wish.says, 0),
                None => usual(header, kind).map_or((None, u8::MAX), |(column, distance)| (Some(column), distance)),
            },
            _ => (None, u8::MAX),
        });
        said.unzip()
    };
    let (mut people, people_far) = as_kind(SheetKind::Roster);
    let (mut initiatives, initiatives_far) = as_kind(SheetKind::Initiatives);
    keep_ids_apart(row, &mut initiatives);
    stand_in(row, below, options, SheetKind::Initiatives, &mut initiatives);
    let has = |says: &[Option<Column>], columns: &[Column]| says.iter().flatten().any(|c| columns.contains(c));
    let distinct = |says: &[Option<Column>]| says.iter().flatten().collect::<BTreeSet<_>>().len();
    let led = has(&initiatives, &[Column::Leader, Column::Sponsor, Column::Status, Column::DependsOn, Column::Due])
        && has(&initiatives, &[Column::Initiative, Column::InitiativeId]);
    let is_roster = lists.map(|lists| lists == SheetKind::Roster);
    let is_roster = is_roster.unwrap_or_else(|| {
        match (has_subject(SheetKind::Roster, &people), has_subject(SheetKind::Initiatives, &initiatives)) {
            (false, true) => false,
            (true, false) => true,
            _ => {
                of_people(row, &people)
                    || are_people_of_initiatives(&people, below)
                    || (employed(&people, below) && !has(&initiatives, &[Column::Leader]))
                    || (!led && distinct(&people) >= distinct(&initiatives))
            }
        }
    });
    let (asks, asks_far) = as_kind(SheetKind::Asks);
    let asks = whom_and_by_whom(row, asks);
    let is_asks = match lists {
        Some(lists) => lists == SheetKind::Asks,
        None => speaks_of_asks(&asks, &initiatives, &people),
    };
    if is_asks {
        return Guess { kind: SheetKind::Asks, placed: distinct(&asks), says: asks, distances: asks_far };
    }
    let (kind, says, distances) = match is_roster {
        true => {
            stand_in(row, below, options, SheetKind::Roster, &mut people);
            running_number(row, &mut people);
            (SheetKind::Roster, people, people_far)
        }
        false => (SheetKind::Initiatives, initiatives, initiatives_far),
    };
    Guess { kind, placed: distinct(&says), says, distances }
}

/// Whether a header has what only a list of people has. A bare `Title` may be that of an initiative.
fn of_people(row: &Row, says: &[Option<Column>]) -> bool {
    let is_title = |at: usize| row.cells.get(at).is_some_and(|cell| normal(&cell.words()) == "title");
    let mut marks = (0..says.len()).filter(|at| says[*at].is_some_and(|says| OF_PEOPLE.contains(&says)));
    marks.any(|at| !is_title(at))
}

/// Whether the cells under a status say how people are employed.
fn employed(says: &[Option<Column>], below: &[Row]) -> bool {
    let Some(at) = says.iter().position(|says| *says == Some(Column::Status)) else { return false };
    let cells = below.iter().filter_map(|row| row.cells.get(at)).filter(|cell| !cell.is_empty());
    cells.take(200).any(|cell| says_of_people(&cell.words()))
}

/// Where a list has `Initiative` and `Title`, the first is the id and the second is what people call it. Where it has
/// the key of an issue and a `Summary`, that is the title, and a project is what the issue belongs to.
fn keep_ids_apart(row: &Row, says: &mut [Option<Column>]) {
    let header = |at: usize| row.cells.get(at).map(|cell| normal(&cell.words())).unwrap_or_default();
    let is_key = |at: usize| matches!(header(at).as_str(), "key" | "issue key" | "epic key");
    if (0..says.len()).any(is_key) {
        // The key of a project is that of what an issue belongs to.
        let of_project =
            (0..says.len()).filter(|at| header(*at).starts_with("project ") && says[*at] == Some(Column::InitiativeId));
        for at in of_project.collect::<Vec<usize>>() {
            says[at] = None;
        }
    }
    let named: Vec<usize> = (0..says.len()).filter(|at| says[*at] == Some(Column::Initiative)).collect();
    let is_title = |text: &str| matches!(text, "title" | "name" | "summary" | "task name");
    let title = named.iter().position(|at| is_title(&header(*at)));
    let Some(title) = title.filter(|_| named.len() > 1) else { return };
    let id = says.iter().position(|says| *says == Some(Column::InitiativeId));
    let of_an_issue = id.is_some_and(|at| matches!(header(at).as_str(), "key" | "issue key" | "epic key" | "task id"));
    for (position, at) in named.iter().enumerate() {
        let is_title = position == title;
        match id {
            None if !is_title => says[*at] = Some(Column::InitiativeId),
            Some(_) if is_title != of_an_issue => says[*at] = None,
            _ => {}
        }
    }
}

/// Lets a header stand in for what no other column says; a unit is the team where no column says that.
fn stand_in(row: &Row, below: &[Row], options: &[Wish], kind: SheetKind, says: &mut [Option<Column>]) {
    let is_wished = |header: &str| options.iter().any(|wish| wish.is_about(header));
    for (_, columns, headers) in STAND_INS.iter().filter(|(of, ..)| *of == kind) {
        if says.iter().flatten().any(|says| columns.contains(says)) {
            continue;
        }
        let is_one = |(at, cell): (usize, &Cell)| match cell {
            // Only an initiative may be called by what says something else as well.
            Cell::Text(header) if matches!(says[at], None | Some(Column::Phase)) || columns[0] != Column::Status => {
                headers.contains(&spelled_out(&normal(header)).as_str()) && !is_wished(header)
            }
            _ => false,
        };
        if let Some(at) = row.cells.iter().enumerate().position(is_one) {
            says[at] = columns.first().copied();
        }
    }
    if !says.contains(&Some(Column::Team)) {
        let is_unit = |at: &usize| {
            says[*at] == Some(Column::Unit)
                && !is_one_for_all(below, *at)
                && row.cells.get(*at).is_some_and(|cell| !is_wished(&cell.words()))
        };
        if let Some(at) = (0..says.len()).find(is_unit) {
            says[at] = Some(Column::Team);
        }
    }
}

/// Whether several rows have one and the same cell: the whole organization is no team.
fn is_one_for_all(below: &[Row], at: usize) -> bool {
    let mut cells = below.iter().filter_map(|row| row.cells.get(at)).filter(|cell| !cell.is_empty());
    let Some(first) = cells.next() else { return false };
    let (same, others): (Vec<&Cell>, Vec<&Cell>) = cells.partition(|cell| *cell == first);
    same.len() > 1 && others.is_empty()
}

/// A bare `#` or `No.` beside something that tells people apart counts the rows.
fn running_number(row: &Row, says: &mut [Option<Column>]) {
    let others = [Column::Seat, Column::Login, Column::Name, Column::FirstName, Column::LastName, Column::Email];
    if !says.iter().flatten().any(|says| others.contains(says)) {
        return;
    }
    for (at, cell) in row.cells.iter().enumerate() {
        let is_bare = matches!(normal(&cell.words()).as_str(), "#" | "no" | "nr" | "sr no" | "s no");
        if is_bare && says[at] == Some(Column::Number) {
            says[at] = None;
        }
    }
}

fn known(words: &ColumnWords, kind: SheetKind) -> &'static [&'static str] {
    match kind {
        SheetKind::Roster => words.roster,
        SheetKind::Initiatives => words.initiatives,
        SheetKind::Asks => words.asks,
    }
}

/// What a header usually says, and how far it is from a usual one: 1 as it is written, 2 spelled out, 3 in part.
pub(super) fn usual(header: &str, kind: SheetKind) -> Option<(Column, u8)> {
    let name = normal(header);
    if is_false_friend(header) {
        return None;
    }
    if let Some(column) = exact(&name, kind) {
        return Some((column, 1));
    }
    loose(header, kind).map(|column| (column, 2)).or_else(|| in_part(header, kind).map(|column| (column, 3)))
}

/// A header without what counts it: `team 2`, `second team`.
pub(super) fn without_number(name: &str) -> &str {
    const FIRST: [&str; 6] = ["first ", "second ", "third ", "other ", "another ", "additional "];
    let name = FIRST.iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name);
    name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end()
}

/// Whether a header looks like another one and says something else.
pub(super) fn is_false_friend(header: &str) -> bool {
    FALSE_FRIENDS.contains(&normal(header).as_str())
}

fn exact(name: &str, kind: SheetKind) -> Option<Column> {
    let bare: Vec<&str> = name.split(' ').filter(|word| !matches!(*word, "percent" | "in" | "of")).collect();
    let bare = bare.join(" ");
    // "% time" and "Allocation (%)" are shares; "% done" is not.
    let is_it = |words: &&ColumnWords| {
        let known = known(words, kind);
        known.contains(&name) || (words.column == Column::Share && known.contains(&bare.as_str()))
    };
    let found = COLUMNS.iter().find(is_it).map(|words| words.column);
    let counted = without_number(name);
    found.or_else(|| {
        let again = if counted.is_empty() || counted == name { None } else { exact(counted, kind) }?;
        matches!(again, Column::Team | Column::People | Column::DependsOn | Column::Scope).then_some(again)
    })
}

/// A header without short forms, plurals, qualifiers and the form in which something is written.
fn loose(header: &str, kind: SheetKind) -> Option<Column> {
    let full = spelled_out(&normal(&parted(header)));
    let singular = full.split(' ').map(singular).collect::<Vec<_>>().join(" ");
    for name in [full.as_str(), singular.as_str()] {
        if let Some(column) = exact(name, kind) {
            return Some(column);
        }
    }
    let words: Vec<&str> = singular.split(' ').collect();
    let is_front = |word: &&&str| {
        QUALIFIERS.iter().any(|(known, of)| known == *word && of[usize::from(kind != SheetKind::Roster)])
    };
    let front = words.iter().take_while(is_front).count();
    let back = words.iter().rev().take_while(|word| FORMS.contains(word)).count();
    // As little as possible goes, and something has to stay.
    for (from, to) in (0..=front).flat_map(|from| (0..=back).map(move |to| (from, to))) {
        let rest = words.get(from..words.len().saturating_sub(to)).unwrap_or_default();
        if !rest.is_empty()
            && from + to > 0
            && let Some(column) = exact(&rest.join(" "), kind)
            && (to == 0 || may_be_written_as_id(column))
        {
            return Some(column);
        }
    }
    None
}

/// Whether a name or an id of it is what a column holds.
fn may_be_written_as_id(column: Column) -> bool {
    matches!(
        column,
        Column::Manager
            | Column::Team
            | Column::Unit
            | Column::Leader
            | Column::Sponsor
            | Column::People
            | Column::Name
            | Column::Function
            | Column::Role
    )
}

/// The first part of a header that says something. Parts that say different things say nothing together, but for what
/// stands in brackets, and for a name beside what else tells who or what it is.
fn in_part(header: &str, kind: SheetKind) -> Option<Column> {
    let (outside, inside) = super::written_name::without_brackets(header);
    let says = |part: &str| exact(&normal(part), kind).or_else(|| loose(part, kind));
    let marks = ['/', '|', '\\', ',', ';', '&', '+', ':', '\n', '\u{2013}', '\u{2014}'];
    let words = outside.replace(" or ", "/").replace(" and ", "/").replace(" - ", "/");
    let parts: Vec<&str> = words.split(marks).map(str::trim).filter(|part| !part.is_empty()).collect();
    let said: Vec<Column> = parts.iter().filter_map(|part| says(part)).collect();
    let both_names = |said: &[Column]| said.contains(&Column::FirstName) && said.contains(&Column::LastName);
    if both_names(&said) {
        return Some(Column::Name);
    }
    let is_alike = |one: Column, other: Column| {
        let named = [Column::Initiative, Column::InitiativeId, Column::Purpose];
        let units = [Column::Team, Column::Unit, Column::Function];
        one == other
            || [&named[..], &units[..], subjects(SheetKind::Roster)]
                .iter()
                .any(|alike| alike.contains(&one) && alike.contains(&other))
    };
    match said.split_first() {
        Some((first, rest)) if rest.iter().all(|other| is_alike(*first, *other)) => {
            // "Name / Employee ID" is a name, with the number beside it.
            let name = said.iter().find(|column| **column == Column::Name);
            Some(*name.unwrap_or(first))
        }
        Some(_) => None,
        None => inside.iter().find_map(|part| says(part)),
    }
}

/// A word without the mark of the plural.
fn singular(word: &str) -> String {
    match word.strip_suffix("ies") {
        Some(stem) if stem.len() > 2 => format!("{stem}y"),
        _ if word.len() > 3 && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) => {
            word.strip_suffix('s').unwrap_or(word).to_owned()
        }
        _ => word.to_owned(),
    }
}

/// A header in which whole words stand for the usual short forms.
fn spelled_out(name: &str) -> String {
    let full = |word: &str| {
        SHORT.iter().find(|(short, _)| *short == word).map_or(word.to_owned(), |(_, full)| (*full).to_owned())
    };
    name.split(' ').map(full).collect::<Vec<_>>().join(" ")
}

/// `employeeNumber` in two words.
fn parted(header: &str) -> String {
    if header.contains(char::is_whitespace) {
        return header.to_owned();
    }
    let mut out = String::new();
    let mut before = ' ';
    for c in header.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            out.push(' ');
        }
        out.push(c);
        before = c;
    }
    out
}

/// A header in lower case, with one blank between words, and `%` and `#` as words.
pub(super) fn normal(header: &str) -> String {
    // "Manager's name" is the name of the manager.
    let header = header.replace('\u{2019}', "'").replace("'s ", " ");
    let mut out = String::new();
    let mut chars = header.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // "Contract.FTE" is two words.
            '.' if chars.peek().is_some_and(|next| next.is_alphanumeric())
                && out.chars().rev().take(2).filter(|c| c.is_alphanumeric()).count() == 2 =>
            {
                out.push(' ');
            }
            '%' => out.push_str(" percent "),
            '#' => out.push_str(" # "),
            _ if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            // "e.g." loses its marks, and all others part words.
            '\'' | '.' | '*' => {}
            _ => out.push(' '),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The usual headers of what no column says yet.
pub(super) fn open(
    kind: SheetKind,
    is_taken: impl Fn(Column) -> bool,
) -> impl Iterator<Item = (&'static str, &'static ColumnWords)> {
    let free = COLUMNS.iter().filter(move |words| !is_taken(words.column));
    free.flat_map(move |words| known(words, kind).iter().map(move |header| (*header, words)))
}
