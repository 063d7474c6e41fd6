//! Whom initiatives ask, and for what: columns of a list of initiatives, and sheets with a row for each ask.
//!
//! Input: rows. Output: an entry for each initiative and whom it asks, whatever number of cells say so.

use onethread_model::record::short;

use super::naming::Names;
use super::states::State;
use super::{Reading, Work};
use crate::spreadsheet::column_words::Column;
use crate::spreadsheet::columns::TableColumn;
use crate::spreadsheet::entries::{EntryKey, EntryKind, Said};
use crate::spreadsheet::names::canonical;
use crate::spreadsheet::people::Found;
use crate::spreadsheet::sheet_kind::asks_people;
use crate::spreadsheet::values::{parts, words};
use crate::spreadsheet::words::is_nobody;
use crate::spreadsheet::written_name::without_brackets;
use crate::spreadsheet::{Cell, Row};

/// A longer text is a sentence, and no name of a team.
const NAME_WORDS_MAX: usize = 6;
const NAME_LETTERS_MAX: usize = 60;
/// Words of a status that say that someone who was asked refused: the need for it stays.
const REFUSED: [&str; 5] = ["rejected", "not accepted", "not approved", "declined", "refused"];

impl Work<'_> {
    /// Whom an initiative asks, and for how much.
    pub(super) fn read_asks(&mut self, reading: &Reading<'_>, row: &Row, id: &str) {
        let columns = reading.table.columns.iter().filter(|column| column.says == Some(Column::DependsOn));
        let mut asks: Vec<(Ask, &'static str, usize)> = Vec::new();
        for column in columns {
            let Some(cell) = row.cells.get(column.index) else { continue };
            let effect = if column.header.to_lowercase().starts_with("block") { "blocking" } else { "" };
            asks.extend(self.asks_of(cell).into_iter().map(|ask| (ask, effect, column.index)));
        }
        let sizes = self.sizes(reading, row, &asks);
        for (at, (ask, effect, column)) in asks.into_iter().enumerate() {
            let place = (row.line, Some(column));
            let Some(on) = self.asked(reading, &ask, place) else { continue };
            if on == format!("initiative:{id}") {
                let what = format!("`{}` depends on itself here, which was not written", short(id));
                self.report(reading.sheet.warning("own-dependency", what, place));
            } else if !on.strip_prefix("initiative:").is_some_and(|on| self.is_left_out(on)) {
                let size = ask.size.or_else(|| sizes.get(at).cloned()).unwrap_or_default();
                self.put_ask(reading, place, (id, &on), &[("effect", effect), ("size", &self.masked(&size))]);
            }
        }
    }

    /// Reads a list of asks: a row for each initiative and whom it asks. A row without an initiative is about that of the
    /// row above.
    pub(super) fn read_ask_rows(&mut self, reading: &Reading<'_>) {
        let rows: Vec<&Row> = reading.table.rows(reading.sheet).collect();
        let names_one = |row: &Row| {
            [Column::InitiativeId, Column::Initiative, Column::Asker]
                .iter()
                .any(|column| !is_nobody(&reading.words(row, *column)))
        };
        let mut above: Option<String> = None;
        let mut filled: Vec<usize> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            self.stand_at(reading.sheet, row);
            let is_named = names_one(row);
            if is_named {
                above = self.asking(reading, row);
            }
            let columns = reading.table.columns.iter().filter(|column| column.says == Some(Column::DependsOn));
            let cells = columns.filter_map(|column| Some((row.cells.get(column.index)?, column)));
            let asks: Vec<(Ask, &TableColumn)> =
                cells.flat_map(|(cell, column)| self.asks_of(cell).into_iter().map(move |ask| (ask, column))).collect();
            if asks.is_empty() {
                // A row with nothing but an initiative is the head of those below it.
                if !(is_named && rows.get(at + 1).is_some_and(|next| !names_one(next))) {
                    let what = "the row asks nobody, and was left out".to_owned();
                    self.report(reading.sheet.warning("nobody-asked", what, (row.line, None)));
                }
                continue;
            }
            match (is_named, &above) {
                (_, Some(id)) if self.is_left_out(id) => self.counts.asks_left_out += asks.len(),
                (_, Some(id)) => {
                    filled.extend((!is_named).then_some(row.line));
                    let id = id.clone();
                    self.read_ask_row(reading, row, &id, asks);
                }
                // Reported with the initiative that is not known.
                (true, None) => {}
                (false, None) => {
                    let what = "the row names no initiative, and was left out".to_owned();
                    self.report(reading.sheet.error("no-initiative", what, (row.line, None)));
                }
            }
        }
        if let Some(first) = filled.first() {
            let rows = if filled.len() == 1 { "1 row is".to_owned() } else { format!("{} rows are", filled.len()) };
            let title = reading.sheet.title();
            self.choices.push(format!("{rows} about the initiative of the row above, the first at {title}:{first}"));
        }
    }

    /// The initiative that a row of asks is about; reported where it is not known.
    fn asking(&mut self, reading: &Reading<'_>, row: &Row) -> Option<String> {
        let (key, name) = (reading.words(row, Column::InitiativeId), reading.words(row, Column::Initiative));
        let text = if is_nobody(&key) { &name } else { &key };
        if is_nobody(text) {
            return self.asking_team(reading, row);
        }
        let known = self.initiatives.find(self.called(text)).or_else(|| self.initiatives.find(self.called(&name)));
        if let Some(known) = known {
            return Some(known.to_owned());
        }
        if self.has_list {
            let column = if is_nobody(&key) { Column::Initiative } else { Column::InitiativeId };
            let what = format!("no sheet lists the initiative `{}`, and what it asks was left out", short(text));
            let mut report = reading.sheet.error("unknown-initiative", what, reading.at(row, column));
            if let Some(near) = self.initiatives.near(text) {
                report = report.help(format!("if `{0}` is meant: --same \"{1}={0}\"", short(near), short(text)));
            }
            self.report(report.help("or add a row for it to the list of initiatives"));
            return None;
        }
        let (id, _) = self.enter_initiative(text);
        let title = self.roster.mask.title(&name).filter(|title| *title != id).unwrap_or_default();
        self.entries.entry(EntryKind::Initiative, &id);
        self.entries.text(EntryKind::Initiative, &id, "title", title);
        Some(id)
    }

    /// The one initiative of the team that asks, where no column names an initiative.
    fn asking_team(&mut self, reading: &Reading<'_>, row: &Row) -> Option<String> {
        let team = reading.words(row, Column::Asker);
        let of = |id: &str| match self.entries.get(&EntryKey::new(EntryKind::Team, id))?.get("initiative")? {
            Said::Set(initiatives) => Some(initiatives.clone()),
            _ => None,
        };
        let all = self.teams.find(self.called(&team)).and_then(of).unwrap_or_default();
        if let (Some(one), 1) = (all.first(), all.len()) {
            return Some(one.clone());
        }
        let what = match all.len() {
            0 => format!("no sheet says on what the team `{}` works, and what it asks was left out", short(&team)),
            some => format!("`{}` works on {some} initiatives, and what it asks was left out", short(&team)),
        };
        let report = reading.sheet.error("unclear-asker", what, reading.at(row, Column::Asker));
        self.report(report.help("add a column Initiative that says which of them asks"));
        None
    }

    fn read_ask_row(&mut self, reading: &Reading<'_>, row: &Row, id: &str, asks: Vec<(Ask, &TableColumn)>) {
        let needed = reading.day(row, Column::Due, self);
        let status = reading.words(row, Column::Status);
        let is_over = match self.state(&status) {
            Some(State::Done) => true,
            // Who is refused goes on asking.
            Some(State::Dropped) => !REFUSED.contains(&status.to_lowercase().trim()),
            _ => false,
        };
        let notes = reading.table.columns.iter().filter(|column| column.says == Some(Column::Note));
        let notes: Vec<String> = notes.filter_map(|column| row.cells.get(column.index)).map(words).collect();
        let notes: Vec<&str> = notes.iter().map(String::as_str).filter(|note| !is_nobody(note)).collect();
        let (note, status) = (self.masked(&notes.join("; ")), self.masked(&status));
        let plain: Vec<(Ask, &'static str, usize)> =
            asks.iter().map(|(ask, column)| (ask.clone(), "", column.index)).collect();
        let sizes = self.sizes(reading, row, &plain);
        for (at, (ask, column)) in asks.into_iter().enumerate() {
            let place = (row.line, Some(column.index));
            let on = match asks_people(&column.header) && self.target(&ask.name).is_none() {
                true => self.person(reading, row, Column::DependsOn, &ask.name).map(|id| format!("person:{id}")),
                false => self.asked(reading, &ask, place),
            };
            let Some(on) = on else { continue };
            if on == format!("initiative:{id}") || on.strip_prefix("initiative:").is_some_and(|on| self.is_left_out(on))
            {
                continue;
            }
            let known = self.memory.entries.get(&EntryKey::dependency(id, &on));
            if is_over && known.is_none() {
                self.counts.asks_over += 1;
                continue;
            }
            let until = match known.and_then(|fields| fields.get("until")) {
                Some(Said::Day(day)) => *day,
                _ => self.options.day,
            };
            let size = ask.size.or_else(|| sizes.get(at).cloned()).unwrap_or_default();
            let size = self.masked(&size);
            self.put_ask(reading, place, (id, &on), &[("size", &size), ("status", &status), ("note", &note)]);
            let fields = self.entries.all.entry(EntryKey::dependency(id, &on)).or_default();
            match (fields.get("needed"), needed) {
                (Some(Said::Day(known)), Some(day)) if *known <= day => {}
                (_, Some(day)) => drop(fields.insert("needed", Said::Day(day))),
                _ => {}
            }
            if is_over {
                fields.insert("until", Said::Day(until));
            }
        }
    }

    /// Puts what a cell says of an ask. Rows of one sheet that ask the same team again stand side by side; where two
    /// sheets differ, the first one stays and the other is reported.
    fn put_ask(
        &mut self,
        reading: &Reading<'_>,
        place: (usize, Option<usize>),
        (id, on): (&str, &str),
        said: &[(&'static str, &str)],
    ) {
        let key = EntryKey::dependency(id, on);
        self.entries.all.entry(key.clone()).or_default();
        for (field, text) in said.iter().filter(|(_, text)| !is_nobody(text)) {
            let first = self.first_line(format!("{field} of {id} on {on}"));
            let fields = self.entries.all.entry(key.clone()).or_default();
            let known = match fields.get(field) {
                Some(Said::Text(known)) => known.clone(),
                _ => {
                    fields.insert(field, Said::Text((*text).to_owned()));
                    continue;
                }
            };
            if known.split("; ").any(|known| canonical(known) == canonical(text)) {
                continue;
            }
            let first = first.unwrap_or_default();
            if first.is_empty() || first.starts_with(&format!("{}:", reading.sheet.title())) {
                fields.insert(field, Said::Text(format!("{known}; {text}")));
                continue;
            }
            let what = format!(
                "another sheet says another {field} of what `{}` asks of `{}`: `{}`",
                short(id),
                short(on),
                short(&known)
            );
            let report = reading.sheet.warning("said-twice", what, place);
            self.report(report.note(format!("that of {first} was kept")).help("write it in one of the two sheets"));
        }
    }

    /// The asks of a cell, each with the size that stands in brackets behind it.
    fn asks_of(&self, cell: &Cell) -> Vec<Ask> {
        let text = words(cell);
        if is_nobody(self.called(&text)) {
            return Vec::new();
        }
        let items = if self.target(&text).is_some() { vec![text] } else { self.asked_in(&cell.words()) };
        let items = items.into_iter().filter(|item| !is_nobody(self.called(item)));
        items.map(|item| self.ask(item)).collect()
    }

    /// The asks of a cell. A stroke or an `and` parts two where one of the two is known.
    fn asked_in(&self, text: &str) -> Vec<String> {
        let pieces = |item: String| {
            let several = item.split(['/', '&', '+']).flat_map(|part| part.split(" and "));
            let several: Vec<String> =
                several.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
            let is_known = self.target(&item).is_none() && several.iter().any(|part| self.target(part).is_some());
            if is_known { several } else { vec![item] }
        };
        parts(text).into_iter().flat_map(pieces).collect()
    }

    /// An ask as a cell writes it: what stands in brackets behind a name says how much.
    fn ask(&self, item: String) -> Ask {
        let (name, inside) = without_brackets(&item);
        match inside.first().filter(|_| !name.is_empty() && self.target(&item).is_none()) {
            Some(size) if is_size(size) => Ask { name, size: Some(size.trim().to_owned()) },
            _ => Ask { name: item, size: None },
        }
    }

    /// The sizes of a row, one for each ask; none where it is not known whose they are.
    fn sizes(&mut self, reading: &Reading<'_>, row: &Row, asks: &[(Ask, &'static str, usize)]) -> Vec<String> {
        let text = reading.words(row, Column::Size);
        if is_nobody(&text) || asks.is_empty() {
            return Vec::new();
        }
        let several = parts(&reading.table.cell(row, Column::Size).words());
        if asks.len() == 1 {
            return vec![text];
        }
        if several.len() == asks.len() {
            return several;
        }
        let what = format!("{} are asked here, and it is not known of whom `{}` is", asks.len(), short(&text));
        let report = reading.sheet.warning("whose-size", what, reading.at(row, Column::Size));
        self.report(
            report.note("the asks were written without a size").help("write a size for each of them, with `;` between"),
        );
        Vec::new()
    }

    /// What an ask is of, as `kind:id`. A team that no sheet has is one outside the roster: a near name is asked about.
    fn asked(&mut self, reading: &Reading<'_>, ask: &Ask, place: (usize, Option<usize>)) -> Option<String> {
        let name = ask.name.as_str();
        if let Some(on) = self.target(name) {
            return Some(on);
        }
        if let Found::Id(person) = self.roster.find(name) {
            return Some(format!("person:{person}"));
        }
        if !is_name(name) || self.roster.mask.title(name).is_none() {
            let what = format!("`{}` is no team and no initiative of these sheets", short(name));
            let report = reading.sheet.error("unknown-dependency", what, place);
            self.report(report.help("write the name of a team or an initiative, several with `;` between them"));
            return None;
        }
        let title = |kind, id: &str| match self.entries.get(&EntryKey::new(kind, id))?.get("title")? {
            Said::Text(title) => Some(title.clone()),
            _ => None,
        };
        let near = |names: &Names, kind| {
            let near = names.near(name)?;
            Some(names.find(near).and_then(|id| title(kind, id)).unwrap_or_else(|| near.to_owned()))
        };
        let near = near(&self.teams, EntryKind::Team).or_else(|| near(&self.initiatives, EntryKind::Initiative));
        let id = self.team(name);
        self.outside.insert(id.clone());
        // Who says that it is called as it is written has answered.
        let is_answered = self.options.same.iter().any(|one| one.written.trim().eq_ignore_ascii_case(name.trim()));
        if let Some(near) = near.filter(|_| !is_answered) {
            let (name, id) = (short(name), short(&id));
            let what = format!("`{name}` is no team and no initiative of these sheets, and became the team `{id}`");
            let report = reading.sheet.warning("unknown-team", what, place).help(format!("did you mean `{near}`?"));
            self.report(
                report
                    .help(format!("if both are the same: --same \"{name}={near}\""))
                    .help(format!("if not: --same \"{name}={name}\"")),
            );
        }
        Some(format!("team:{id}"))
    }

    /// Marks teams that are asked and that no list of people has. Where no list says who is on which team, none is.
    pub(super) fn mark_outside(&mut self) {
        let teams = || self.entries.all.iter().filter(|(key, _)| key.kind == EntryKind::Team);
        let outside: Vec<String> = match teams().any(|(_, fields)| fields.contains_key("members")) {
            true => self.outside.iter().cloned().collect(),
            false => Vec::new(),
        };
        for id in &outside {
            self.entries.entry(EntryKind::Team, id).insert("outside", Said::Flag(true));
        }
        if !outside.is_empty() {
            let shown: Vec<String> = outside.iter().take(5).map(|id| short(id)).collect();
            let more = outside.len().checked_sub(shown.len()).filter(|more| *more > 0);
            let more = more.map_or_else(String::new, |more| format!(" and {more} more"));
            let teams = outside.len();
            let are = if teams == 1 { "1 team is".to_owned() } else { format!("{teams} teams are") };
            self.choices.push(format!(
                "{are} asked and in no list of people, and marked as outside the roster: {}{more}",
                shown.join(", ")
            ));
        }
    }
}

/// Someone who is asked, and for how much where the same cell says it.
#[derive(Clone)]
pub(super) struct Ask {
    name: String,
    size: Option<String>,
}

/// Whether what stands in brackets behind a name is a size: a number of something, or a word for clothes.
fn is_size(text: &str) -> bool {
    let word = text.trim().to_lowercase();
    matches!(word.as_str(), "xs" | "s" | "m" | "l" | "xl" | "xxl" | "small" | "medium" | "large")
        || word.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a text can be the name of a team rather than a sentence.
fn is_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    words <= NAME_WORDS_MAX
        && text.chars().count() <= NAME_LETTERS_MAX
        && text.chars().any(char::is_alphabetic)
        && !text.contains(['?', '!', '@', '=', '<', '>'])
        && !text.contains(". ")
}
