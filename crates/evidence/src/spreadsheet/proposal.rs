//! Rows as entries of an organization file.
//!
//! 1. Everybody and every initiative is entered first, so that rows may refer to what comes below them.
//! 2. Each row then says what it says; a cell that cannot be read is reported, and the rest of its row is used.
//! 3. Lines of reporting that run in a circle are taken out.

mod asks;
mod circles;
mod initiatives;
mod naming;
mod places;
mod rosters;
mod states;

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;
use onethread_model::diagnostic::{Diagnostic, Severity};
use onethread_model::record::short;

use self::naming::Names;
use self::rosters::Repeat;
pub use self::states::{Meaning, State};
use super::columns::{TableColumn, has_id};
use super::entries::{Entries, EntryKind};
use super::mask::NameMask;
use super::memory::Memory;
pub use super::people::Naming;
use super::people::{Found, Roster};
use super::settings::SameName;
use super::values::{self, NoDay, words};
use super::{Cell, Column, DateOrder, Row, Sheet, SheetKind, Table};
use crate::people::Pseudonyms;

/// How to read what sheets leave open.
#[derive(Clone, Copy, Debug)]
pub struct Options<'o> {
    /// How people are to be called.
    pub naming: Naming,
    /// How days with two small numbers are meant; distinguished from the file when absent.
    pub dates: Option<DateOrder>,
    /// What statuses mean that are not usual.
    pub statuses: &'o [Meaning],
    /// Other names of teams and initiatives.
    pub same: &'o [SameName],
    /// The day on which the sheets are true.
    pub day: Day,
}

/// What the sheets say, as entries.
#[derive(Clone, Debug, Default)]
pub struct Proposal {
    /// The entries.
    pub entries: Entries,
    /// What the next import has to know: the ids that were made up.
    pub ids: BTreeMap<String, String>,
    /// What was chosen and why, in sentences without a full stop.
    pub choices: Vec<String>,
    /// What the sheets do not say, in clauses.
    pub unknown: Vec<String>,
    /// Whether ids hang on the key of the pseudonyms.
    pub needs_key: bool,
    /// People whom other columns name and no roster lists.
    pub strangers: BTreeSet<String>,
    /// Where each kind of entry comes from: files, and sheets where there are several.
    pub origins: BTreeMap<EntryKind, BTreeSet<String>>,
    /// The names of people in the sheets, which nothing shows; none where they are to be kept.
    pub mask: NameMask,
}

/// Turns sheets into entries.
///
/// `memory` is the last import; `used` are ids of people that the files have already.
pub fn propose(
    sheets: &[(Sheet, Table)],
    options: Options<'_>,
    memory: &Memory,
    used: impl IntoIterator<Item = String>,
    pseudonyms: &Pseudonyms,
    diagnostics: &mut Vec<Diagnostic>,
) -> Proposal {
    let roster = Roster::new(options.naming, pseudonyms, &memory.ids, used);
    let mut work = Work::new(options, memory, roster, sheets, diagnostics);
    let readings: Vec<Reading<'_>> =
        sheets.iter().map(|(sheet, table)| Reading::of(sheet, table, options, work.diagnostics)).collect();
    work.learn_names(sheets);
    let of = |kind| (0..sheets.len()).filter(move |at| sheets[*at].1.kind == kind).collect::<Vec<usize>>();
    let (mut rosters, lists) = (of(SheetKind::Roster), of(SheetKind::Initiatives));
    // Sheets that say more than names tell first who people are.
    rosters.sort_by_key(|at| !has_keys(&sheets[*at].1));
    let mut entered: BTreeMap<usize, Vec<(usize, String)>> = BTreeMap::new();
    for at in rosters.iter().copied() {
        entered.insert(at, work.enter_people(&readings[at], at));
    }
    for at in lists.iter().copied() {
        entered.insert(at, work.enter_initiatives(&readings[at]));
    }
    let mut origins: BTreeMap<EntryKind, BTreeSet<String>> = BTreeMap::new();
    for (reading, rows) in of(SheetKind::Roster).into_iter().filter_map(|at| Some((&readings[at], entered.get(&at)?))) {
        let before = work.entries.count(EntryKind::Allocation);
        work.read_roster(reading, rows);
        let kinds = [EntryKind::Person, EntryKind::Team, EntryKind::Initiative];
        let stated = (work.entries.count(EntryKind::Allocation) > before).then_some(EntryKind::Allocation);
        for kind in kinds.into_iter().chain(stated) {
            origins.entry(kind).or_default().insert(reading.sheet.title());
        }
    }
    work.tell_repeats(sheets);
    work.team_work();
    for (reading, rows) in lists.into_iter().filter_map(|at| Some((&readings[at], entered.get(&at)?))) {
        work.read_initiatives(reading, rows);
        for kind in [EntryKind::Team, EntryKind::Initiative, EntryKind::Allocation] {
            origins.entry(kind).or_default().insert(reading.sheet.title());
        }
    }
    for reading in of(SheetKind::Asks).into_iter().map(|at| &readings[at]) {
        work.read_ask_rows(reading);
        for kind in [EntryKind::Team, EntryKind::Initiative] {
            origins.entry(kind).or_default().insert(reading.sheet.title());
        }
    }
    work.mark_outside();
    work.tell_respelled();
    work.break_circles();
    work.hide_names();
    let hide = |title: String| work.roster.mask.hide(&title);
    let origins = origins.into_iter().map(|(kind, titles)| (kind, titles.into_iter().map(hide).collect())).collect();
    work.finish(origins)
}

/// Whether a roster has a column of positions, logins or numbers.
fn has_keys(table: &Table) -> bool {
    [Column::Seat, Column::Login, Column::Number].into_iter().any(|column| table.find(column).is_some())
}

#[derive(Default)]
struct Counts {
    /// Rows of people who have left.
    left: usize,
    /// References to people who have left.
    left_named: usize,
    no_manager: usize,
    no_leader: usize,
    no_share: usize,
    no_start: usize,
    plans: usize,
    periods: usize,
    /// Asks that are done or withdrawn, and that no import knew before.
    asks_over: usize,
    /// Asks of initiatives that are not written.
    asks_left_out: usize,
}

/// A status to be asked about.
struct OddStatus {
    /// As the first is written.
    written: String,
    /// Line and column of the first.
    place: (usize, Option<usize>),
    rows: usize,
}

struct Work<'w> {
    options: Options<'w>,
    memory: &'w Memory,
    roster: Roster<'w>,
    teams: Names,
    initiatives: Names,
    entries: Entries,
    /// Whom two rows give two managers: neither counts.
    two_managers: BTreeSet<String>,
    /// Rows that are about someone whom an earlier row is about.
    repeats: Vec<Repeat>,
    /// People of whom it is asked whether they are two.
    asked: BTreeSet<String>,
    /// People and the initiatives that rows of a sheet name for them.
    work_of: BTreeSet<(usize, String, String)>,
    /// Sheets, people and teams of which a row says that the person is on them.
    team_rows: BTreeSet<(usize, String, String)>,
    /// How many rows add a team to someone whom an earlier row has under the same id, and the first of them.
    memberships: (usize, Option<String>),
    /// People who have another role in another row, and the first of these roles.
    other_roles: (BTreeSet<String>, Option<Diagnostic>),
    /// Where the first row about a person, an initiative or a share of time stands, by what it is.
    lines: BTreeMap<String, String>,
    /// The row at hand, as `people.csv:7`.
    here: String,
    /// What initiatives with a key are called, in letters and digits.
    names_of: BTreeMap<String, String>,
    /// Second rows of initiatives, to be reported.
    twice: Vec<(String, Diagnostic)>,
    /// Initiatives of which two rows say different things.
    said_twice: BTreeSet<String>,
    choices: Vec<String>,
    /// Initiatives on which no work has begun, with the status that says so.
    not_begun: BTreeMap<String, String>,
    /// Initiatives that were over before any import knew them, on a day that no cell says.
    long_over: BTreeSet<String>,
    /// Initiatives that are over since the last import, on a day that no cell says.
    seen_over: BTreeSet<String>,
    /// Statuses that say nothing.
    odd_statuses: BTreeMap<String, OddStatus>,
    /// Statuses that say that no work has begun where it should have.
    late_statuses: BTreeMap<String, OddStatus>,
    /// Teams that are asked and that no sheet has.
    outside: BTreeSet<String>,
    /// People whom other columns name and no roster lists.
    strangers: BTreeSet<String>,
    /// Whether a sheet lists initiatives.
    has_list: bool,
    /// Whether a sheet lists people.
    has_roster: bool,
    counts: Counts,
    diagnostics: &'w mut Vec<Diagnostic>,
}

impl<'w> Work<'w> {
    fn new(
        options: Options<'w>,
        memory: &'w Memory,
        roster: Roster<'w>,
        sheets: &[(Sheet, Table)],
        diagnostics: &'w mut Vec<Diagnostic>,
    ) -> Work<'w> {
        Work {
            options,
            memory,
            roster,
            teams: Names::default(),
            initiatives: Names::default(),
            entries: Entries::default(),
            two_managers: BTreeSet::new(),
            repeats: Vec::new(),
            asked: BTreeSet::new(),
            work_of: BTreeSet::new(),
            team_rows: BTreeSet::new(),
            memberships: (0, None),
            other_roles: (BTreeSet::new(), None),
            lines: BTreeMap::new(),
            here: String::new(),
            names_of: BTreeMap::new(),
            twice: Vec::new(),
            said_twice: BTreeSet::new(),
            choices: Vec::new(),
            not_begun: BTreeMap::new(),
            long_over: BTreeSet::new(),
            seen_over: BTreeSet::new(),
            odd_statuses: BTreeMap::new(),
            late_statuses: BTreeMap::new(),
            outside: BTreeSet::new(),
            strangers: BTreeSet::new(),
            has_roster: sheets.iter().any(|(_, table)| table.kind == SheetKind::Roster),
            has_list: sheets.iter().any(|(_, table)| table.kind == SheetKind::Initiatives),
            counts: Counts::default(),
            diagnostics,
        }
    }
}

/// A sheet with what its columns as a whole give away.
struct Reading<'s> {
    sheet: &'s Sheet,
    table: &'s Table,
    order: Option<DateOrder>,
    /// Columns of shares whose bare numbers are percentages.
    in_percent: Vec<Column>,
    /// Columns of shares that have numbers up to 1 beside percentages: what they mean is asked.
    in_two_scales: Vec<Column>,
}

const DAYS: [Column; 5] = [Column::Idea, Column::Start, Column::End, Column::Left, Column::Due];

impl<'s> Reading<'s> {
    fn of(sheet: &'s Sheet, table: &'s Table, options: Options<'_>, diagnostics: &mut Vec<Diagnostic>) -> Reading<'s> {
        let mut reading =
            Reading { sheet, table, order: options.dates, in_percent: Vec::new(), in_two_scales: Vec::new() };
        if reading.order.is_none() {
            reading.order = reading.told_order(diagnostics);
        }
        for column in [Column::Share, Column::Contract] {
            let Some(known) = table.find(column) else { continue };
            if reading.is_in_percent(known) {
                reading.in_percent.push(column);
                reading.ask_scale(column, known, diagnostics);
            }
        }
        reading
    }

    /// Asks what 0.5 is beside 100: a half, or half of a percent.
    fn ask_scale(&mut self, column: Column, known: &TableColumn, diagnostics: &mut Vec<Diagnostic>) {
        let small = |cell: &Cell| matches!(values::number(cell), Ok(Some((number, false))) if is_small(number));
        let mut cells = self.table.rows(self.sheet).filter(|row| row.cells.get(known.index).is_some_and(small));
        let Some(first) = cells.next() else { return };
        let shown = first.cells.get(known.index).map(Cell::words).unwrap_or_default();
        let count = cells.count() + 1;
        let what = format!(
            "`{}` stands in `{}` beside numbers up to 100: is it a part of 1, or a percentage?",
            short(&shown),
            short(&known.header)
        );
        diagnostics.push(
            self.sheet
                .warning("two-scales", what, (first.line, Some(known.index)))
                .note(format!("{} up to 1 count as unknown until it is clear", cells_of(count)))
                .help("write all of them with a sign for percent, such as 50 %"),
        );
        self.in_two_scales.push(column);
    }

    fn told_order(&self, diagnostics: &mut Vec<Diagnostic>) -> Option<DateOrder> {
        let mut first: [Option<(usize, usize)>; 2] = [None, None];
        let mut unclear = (0, None);
        for column in DAYS.iter().filter_map(|column| self.table.find(*column)) {
            for row in self.table.rows(self.sheet) {
                let Some(Cell::Text(text)) = row.cells.get(column.index) else { continue };
                let place = (row.line, column.index);
                match values::order_of(text) {
                    Some(order) => drop(first[usize::from(order == DateOrder::MonthFirst)].get_or_insert(place)),
                    None if values::day(&Cell::text(text), None) == Err(NoDay::Ambiguous) => {
                        unclear = (unclear.0 + 1, unclear.1.or(Some((place, short(text)))));
                    }
                    None => {}
                }
            }
        }
        let help = "say which: --dates day-first or --dates month-first";
        match (first, unclear) {
            ([Some(_), None], _) => Some(DateOrder::DayFirst),
            ([None, Some(_)], _) => Some(DateOrder::MonthFirst),
            ([Some(_), Some((line, column))], (count, _)) => {
                let what = "days are written in two styles: day first in some cells, month first in others".to_owned();
                let mut two = self.sheet.error("two-date-styles", what, (line, Some(column))).help(help);
                if count > 0 {
                    two = two.note(format!("{} could be either, and were left out", cells_of(count)));
                }
                diagnostics.push(two);
                None
            }
            ([None, None], (count, Some(((line, column), text)))) => {
                let what = format!("`{text}` could be two different days, and no cell tells which");
                diagnostics.push(
                    self.sheet
                        .error("ambiguous-day", what, (line, Some(column)))
                        .note(format!("{} like it were left out", cells_of(count)))
                        .help(help),
                );
                None
            }
            _ => None,
        }
    }

    /// Whether bare numbers are percent: where one of them could be nothing else.
    fn is_in_percent(&self, column: &TableColumn) -> bool {
        let bare = self.table.rows(self.sheet).filter_map(|row| {
            let number = values::number(row.cells.get(column.index)?).ok()??;
            (!number.1).then_some(number.0)
        });
        let largest = bare.fold(0.0, f64::max);
        largest > 2.0 || (largest > 1.0 && column.header.contains('%'))
    }

    fn at(&self, row: &Row, column: Column) -> (usize, Option<usize>) {
        (row.line, self.table.find(column).map(|known| known.index))
    }

    fn words(&self, row: &Row, column: Column) -> String {
        words(self.table.cell(row, column))
    }

    fn day(&self, row: &Row, column: Column, work: &mut Work<'_>) -> Option<Day> {
        let cell = self.table.cell(row, column);
        match values::day(cell, self.order) {
            Ok(day) => day,
            // Reported once for all of the sheet.
            Err(NoDay::Ambiguous) => None,
            Err(NoDay::Wrong(_)) if let Some((first, last)) = values::period(cell) => {
                work.counts.periods += 1;
                Some(if matches!(column, Column::End | Column::Due) { last } else { first })
            }
            Err(NoDay::Wrong(why)) => {
                work.report(self.sheet.error("not-a-day", why, self.at(row, column)));
                None
            }
        }
    }

    fn share(&self, row: &Row, column: Column, diagnostics: &mut Vec<Diagnostic>) -> Option<f64> {
        let number = match values::number(self.table.cell(row, column)) {
            // Asked about once for all of the sheet.
            Ok(Some((number, false))) if is_small(number) && self.in_two_scales.contains(&column) => return None,
            Ok(number) => number?,
            Err(why) => {
                diagnostics.push(self.sheet.error("not-a-share", why, self.at(row, column)));
                return None;
            }
        };
        match values::share(number, self.in_percent.contains(&column)) {
            Ok(share) => Some(share),
            Err(why) => {
                let report = self.sheet.error("not-a-share", why, self.at(row, column));
                diagnostics.push(report.help("correct the cell; until then the share counts as unknown"));
                None
            }
        }
    }
}

impl Work<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Goes to a row.
    fn stand_at(&mut self, sheet: &Sheet, row: &Row) {
        self.here = format!("{}:{}", sheet.title(), row.line);
    }

    /// Remembers which row says something first; gives the earlier one where there is one.
    fn first_line(&mut self, what: String) -> Option<String> {
        match self.lines.get(&what) {
            Some(first) => Some(first.clone()).filter(|first| *first != self.here),
            None => {
                self.lines.insert(what, self.here.clone());
                None
            }
        }
    }

    /// Reports spellings of teams and initiatives that are read as one.
    fn tell_respelled(&mut self) {
        let mut found = Vec::new();
        for (what, names) in [("team", &self.teams), ("initiative", &self.initiatives)] {
            for ((id, title), place) in &names.respelled {
                let Some((first, at)) = names.first(id) else { continue };
                let what = format!("`{}` and `{}` are read as one {what}, `{}`", short(first), short(title), short(id));
                let spot = onethread_model::diagnostic::Spot::Path(place.clone());
                let report = Diagnostic::new(Severity::Note, "two-spellings", what, spot);
                found.push(report.note(format!("the first one stands at {at}")));
            }
        }
        self.diagnostics.append(&mut found);
    }

    /// The id of a team, and its entry.
    fn team(&mut self, text: &str) -> String {
        let (id, title) = self.enter_team(text);
        let title = title.filter(|title| *title != id).unwrap_or_default();
        self.entries.entry(EntryKind::Team, &id);
        self.entries.text(EntryKind::Team, &id, "title", title);
        id
    }

    /// Someone whom a cell names: of the roster, or a stranger. `None` where several people are written like this.
    fn person(&mut self, reading: &Reading<'_>, row: &Row, column: Column, text: &str) -> Option<String> {
        match self.roster.find(text) {
            Found::Id(id) => Some(id),
            Found::Several => {
                let what = format!("several people of the roster are written like this {}", column.words().word);
                self.report(
                    reading
                        .sheet
                        .error("ambiguous-person", what, reading.at(row, column))
                        .help("write the position, login or number instead of the name"),
                );
                None
            }
            Found::Nobody if self.roster.has_left(text) => {
                self.counts.left_named += 1;
                if matches!(column, Column::Leader | Column::Sponsor) {
                    let what = format!(
                        "the {} has left, or the position is vacant, and nobody was written",
                        column.words().word
                    );
                    let report = reading.sheet.warning("has-left", what, reading.at(row, column));
                    self.report(report.help("name who answers for it now"));
                }
                None
            }
            Found::Nobody => {
                let near = self.roster.near(text);
                let header = reading.table.find(column).map_or("", |column| column.header.as_str());
                let id = self.roster.stranger(text, has_id(header));
                // Where no roster is given, people are taken as written, and nobody is described.
                self.strangers.insert(id.clone());
                if self.has_roster {
                    self.entries.entry(EntryKind::Person, &id);
                }
                if let Some(near) = near {
                    let who = match column {
                        Column::Manager => "this manager",
                        Column::Leader => "this leader",
                        Column::Sponsor => "this sponsor",
                        _ => "a person here",
                    };
                    let what = format!("{who} is in no roster, and became `{}`", short(&id));
                    let report = reading.sheet.warning("unknown-person", what, reading.at(row, column));
                    self.report(report.help(format!("did you mean the one who is `{}`?", short(&near))));
                }
                Some(id)
            }
        }
    }

    fn finish(mut self, origins: BTreeMap<EntryKind, BTreeSet<String>>) -> Proposal {
        let mut choices: Vec<String> =
            self.roster.origins.iter().map(|(origin, people)| origin.says(*people)).collect();
        let numbered = self.roster.numbered.iter().chain(&self.teams.numbered).chain(&self.initiatives.numbered);
        let numbered: Vec<&(String, String)> = numbered.collect();
        if let Some((_, id)) = numbered.first() {
            choices
                .push(format!("{} got a number because another one came first, such as `{id}`", ids(numbered.len())));
        }
        let by_value = std::mem::take(&mut *self.roster.by_value.borrow_mut());
        if let Some((text, id)) = by_value.first_key_value() {
            let is = if by_value.len() == 1 { "1 id is" } else { &format!("{} ids are", by_value.len()) };
            choices.push(format!("{is} found by value, not as written, such as `{}` for `{}`", short(text), short(id)));
        }
        match self.counts.left {
            0 => {}
            1 => choices.push("1 person has left, and is not written".to_owned()),
            left => choices.push(format!("{left} people have left, and are not written")),
        }
        if self.counts.left_named > 0 {
            let named = self.counts.left_named;
            let say = if named == 1 { "1 cell names".to_owned() } else { format!("{named} cells name") };
            choices.push(format!("{say} people who have left, or vacant positions: who stands there now is open"));
        }
        choices.append(&mut self.choices);
        let counts = &self.counts;
        let mut unknown = Vec::new();
        let mut tell = |count: usize, one: &str, many: &str| match count {
            0 => {}
            1 => unknown.push(format!("1 {one}")),
            _ => unknown.push(format!("{count} {many}")),
        };
        tell(counts.no_manager, "person's manager", "people's managers");
        tell(counts.no_leader, "initiative's leader", "initiatives' leaders");
        tell(counts.no_share, "leader's share of time", "leaders' shares of time");
        tell(counts.no_start, "initiative's start", "initiatives' starts");
        let strangers = if self.has_roster { self.strangers.len() } else { 0 };
        tell(
            strangers,
            "person whom other columns name and no roster lists",
            "people whom other columns name and no roster lists",
        );
        if counts.plans > 0 {
            let plans = counts.plans;
            choices.push(format!(
                "{} not written: a plan is not yet a fact",
                if plans == 1 { "1 planned day is".to_owned() } else { format!("{plans} planned days are") }
            ));
        }
        if counts.periods > 0 {
            let periods = counts.periods;
            choices.push(format!(
                "{} a month, a quarter or a half: its first day, or its last where it ends",
                if periods == 1 { "1 cell says".to_owned() } else { format!("{periods} cells say") }
            ));
        }
        let asks = |asks: usize| if asks == 1 { "1 ask is".to_owned() } else { format!("{asks} asks are") };
        for (count, why) in [
            (counts.asks_over, "done or withdrawn, and not written"),
            (counts.asks_left_out, "of initiatives that are not written"),
        ] {
            choices.extend((count > 0).then(|| format!("{} {why}", asks(count))));
        }
        let day = self.options.day;
        let left_out = [
            (self.not_begun.keys().collect::<Vec<_>>(), "not written, because no work has begun".to_owned()),
            (self.long_over.iter().collect(), "not written, because no cell says since when they are over".to_owned()),
            (self.seen_over.iter().collect(), format!("over on a day that no cell says; it was seen on {day}")),
        ];
        for (ids, what) in left_out.iter().filter(|(ids, _)| !ids.is_empty()) {
            let shown: Vec<String> = ids.iter().take(5).map(|id| short(id)).collect();
            let more = ids.len().checked_sub(shown.len()).filter(|more| *more > 0);
            let more = more.map_or_else(String::new, |more| format!(" and {more} more"));
            choices.push(format!("{} {what}: {}{more}", ids.len(), shown.join(", ")));
        }
        let needs_key = self.roster.used_key;
        let (ids, mask) = (self.roster.made, self.roster.mask);
        let (entries, strangers) = (self.entries, self.strangers);
        Proposal { entries, ids, choices, unknown, needs_key, strangers, origins, mask }
    }
}

fn cells_of(count: usize) -> String {
    if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") }
}

/// Whether a number may be a part of 1 as well as a percentage.
fn is_small(number: f64) -> bool {
    number > 0.0 && number <= 1.0
}

fn ids(count: usize) -> String {
    if count == 1 { "1 id".to_owned() } else { format!("{count} ids") }
}
