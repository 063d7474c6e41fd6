//! Rows of a roster.

use std::collections::{BTreeMap, BTreeSet};

use super::{Reading, Work};
use crate::spreadsheet::cells::by_value;
use crate::spreadsheet::column_words::Column;
use crate::spreadsheet::columns::{TableColumn, crossed};
use crate::spreadsheet::entries::{EntryKey, EntryKind, Said};
use crate::spreadsheet::names::canonical;
use crate::spreadsheet::people::{Entered, Found, Identity, RowPlace};
use crate::spreadsheet::values::{is_employed, number, parts, share, words};
use crate::spreadsheet::words::is_nobody;
use crate::spreadsheet::{Row, Sheet, Table};
use onethread_model::diagnostic::Diagnostic;
use onethread_model::record::short;

/// Two rows that are, or seem to be, about one person.
pub(super) struct Repeat {
    id: String,
    first: RowPlace,
    second: RowPlace,
    kind: RepeatKind,
}

/// What two rows are to each other.
enum RepeatKind {
    /// One person; the flag says whether their names are alike and not the same.
    One(bool),
    /// One person who is known by name only, in two teams.
    TwoTeams(String, String),
    /// Two people under one id, which the first has.
    TwoPeople(String),
}

impl Work<'_> {
    /// Enters everybody of a roster, and gives the rows that are about someone, each with the id.
    pub(super) fn enter_people(&mut self, reading: &Reading<'_>, at: usize) -> Vec<(usize, String)> {
        let (sheet, table) = (reading.sheet, reading.table);
        let is_full = table.is_full(sheet);
        let mut rows = Vec::new();
        let mut leavers: Vec<Identity> = Vec::new();
        for (index, row) in table.rows(sheet).enumerate() {
            self.stand_at(sheet, row);
            let who = Identity::of(table, row).without_names(&self.roster.mask);
            if who.is_empty() {
                let what = "the row says of nobody who it is, and was left out".to_owned();
                let report = sheet.warning("nobody", what, (row.line, None));
                self.report(report.help("fill in the position, login or name, or remove the row"));
                continue;
            }
            if self.is_gone(reading, row, &who) {
                leavers.push(who);
                continue;
            }
            let entered = self.roster.enter(&who, (at, row.line));
            let Some(id) = entered.id().map(str::to_owned) else {
                let what = "several people have the name in this row, and it was left out".to_owned();
                let report = sheet.error("ambiguous-person", what, (row.line, None));
                self.report(report.help("write the position, login or number beside the name"));
                continue;
            };
            self.tell_apart(reading, row, &who, &entered, (at, row.line));
            if matches!(entered, Entered::New(_)) && is_full && table.is_lone(row, Column::Name) {
                let what = format!("the row holds a name and nothing else, and became `{}`", short(&id));
                let report = sheet.note("lone-row", what, (row.line, None));
                self.report(report.help("if it is a caption, remove it"));
            }
            self.entries.entry(EntryKind::Person, &id);
            for handle in who.handles().filter(|handle| canonical(handle) != canonical(&id)) {
                self.entries.add(EntryKind::Person, &id, "known-as", handle);
            }
            rows.push((index, id));
        }
        self.counts.left += leavers.len();
        leavers.iter().for_each(|who| self.roster.enter_left(who));
        for row in &sheet.vacant {
            self.roster.enter_left(&Identity::of(table, row).without_name());
        }
        rows
    }

    /// Remembers a row about someone whom an earlier row is about, and reports one that only seems to be.
    fn tell_apart(&mut self, reading: &Reading<'_>, row: &Row, who: &Identity, entered: &Entered, second: RowPlace) {
        let work = [Column::InitiativeId, Column::Initiative].map(|column| canonical(&reading.words(row, column)));
        let work = work.into_iter().find(|work| !work.is_empty()).unwrap_or_default();
        let Some(id) = entered.id().map(str::to_owned) else { return };
        // A row for each initiative of a person is what such sheets are for.
        let is_other_work = self.work_of.insert((second.0, id.clone(), work.clone())) && !work.is_empty();
        let teams = canonical(&self.teams(reading, row).join(";"));
        let is_other_team = self.team_rows.insert((second.0, id.clone(), teams.clone())) && !teams.is_empty();
        match entered {
            Entered::Again(_, first, is_near) => {
                let (own, known) = (who.team(), self.roster.team_of(&id).unwrap_or_default());
                let is_two = who.is_name_only() && !own.is_empty() && !known.is_empty();
                if is_other_team && !is_near && !who.is_name_only() && first.0 == second.0 {
                    // With an id, a row for each team of a person is what such sheets are for.
                    self.memberships.1.get_or_insert_with(|| self.here.clone());
                    self.memberships.0 += 1;
                    return;
                }
                let kind = match is_two && canonical(own) != canonical(known) {
                    true => RepeatKind::TwoTeams(known.to_owned(), own.to_owned()),
                    false if *is_near || (first.0 == second.0 && !is_other_work) => RepeatKind::One(*is_near),
                    false => return,
                };
                if matches!(kind, RepeatKind::TwoTeams(..)) {
                    self.asked.insert(id.clone());
                }
                self.repeats.push(Repeat { id, first: *first, second, kind });
            }
            Entered::Apart(_, other, first) => {
                let kind = RepeatKind::TwoPeople(other.clone());
                self.repeats.push(Repeat { id, first: *first, second, kind });
            }
            _ => {}
        }
    }

    /// Reports rows that are, or seem to be, about one person, each with the place of both.
    pub(super) fn tell_repeats(&mut self, sheets: &[(Sheet, Table)]) {
        let mut again: (usize, Option<Diagnostic>) = (0, None);
        for Repeat { id, first, second, kind } in std::mem::take(&mut self.repeats) {
            let (Some((sheet, _)), Some((other, _))) = (sheets.get(second.0), sheets.get(first.0)) else { continue };
            let place = format!("{}:{}", other.title(), first.1);
            let at = (second.1, None);
            let shown = short(&id);
            let report = match &kind {
                RepeatKind::TwoPeople(known) => {
                    let known = short(known);
                    let what = format!("`{known}` stands beside two names, so that two people are read");
                    sheet
                        .error("one-id-two-people", what, at)
                        .note(format!("the first one stands at {place}"))
                        .note(format!("the second one became `{shown}`; cells that name `{known}` mean nobody"))
                        .help("correct the number of one of them, and run this again")
                }
                RepeatKind::One(false) if self.lists_memberships(sheet) && first.0 == second.0 => {
                    let what = || format!("`{shown}` stands in two rows with the same team, and is on it once");
                    again.1.get_or_insert_with(|| {
                        sheet.note("two-rows", what(), at).note(format!("the other row is {place}"))
                    });
                    again.0 += 1;
                    continue;
                }
                // Reported with the managers that contradict each other.
                _ if self.two_managers.contains(&id) => continue,
                RepeatKind::TwoTeams(one, two) => {
                    let (one, two) = (short(one), short(two));
                    let what = format!("one name stands in two teams, `{one}` and `{two}`: is it one person, or two?");
                    sheet.warning("one-name-two-teams", what, at).note(format!("the other row is {place}")).help(
                        "if two, give each a number or a login; if one, keep one row with both teams, `;` between them",
                    )
                }
                RepeatKind::One(true) => {
                    let what = format!("two rows with names that differ are read as one person, `{shown}`");
                    sheet
                        .warning("two-rows", what, at)
                        .note(format!("the other row is {place}"))
                        .help("write the name alike in both, or correct the number of one")
                }
                RepeatKind::One(false) => {
                    let what = format!("two rows are read as one person, `{shown}`");
                    sheet
                        .warning("two-rows", what, at)
                        .note(format!("the other row is {place}"))
                        .help("keep one row for each person, or correct the id of one")
                }
            };
            self.report(report);
        }
        if let (rows, Some(mut first)) = again {
            if rows > 1 {
                first.message =
                    format!("{rows} rows name a team that an earlier row of the same person has: {}", first.message);
            }
            self.report(first);
        }
        self.tell_memberships();
    }

    /// Whether a sheet has a row for each team of a person.
    fn lists_memberships(&self, sheet: &Sheet) -> bool {
        self.memberships.1.as_ref().is_some_and(|first| first.starts_with(&format!("{}:", sheet.title())))
    }

    /// Says once how many rows add a team to someone, and that a role of one of several teams has no place.
    fn tell_memberships(&mut self) {
        if let (rows, Some(first)) = (self.memberships.0, &self.memberships.1) {
            let add = if rows == 1 { "1 row adds".to_owned() } else { format!("{rows} rows add") };
            self.choices
                .push(format!("{add} a team to someone whom an earlier row has under the same id, such as {first}"));
        }
        let (people, first) = std::mem::take(&mut self.other_roles);
        if let Some(mut first) = first {
            let have = if people.len() == 1 { "1 person has" } else { &format!("{} people have", people.len()) };
            first.message = format!("{have} another role in another row, such as {}", first.message);
            self.report(first.note("a team's list of members has no roles: the role of the first row is kept"));
        }
    }

    /// The teams of a row, of every column of teams: several where `;` stands between them, or commas under a header that
    /// speaks of several.
    fn teams(&self, reading: &Reading<'_>, row: &Row) -> Vec<String> {
        let of_column = |column: &TableColumn| {
            let text = row.cells.get(column.index).map(words).unwrap_or_default();
            let header = column.header.trim().to_lowercase();
            let is_many = text.contains([';', '|']) || header.trim_end_matches(['(', ')']).ends_with('s');
            if is_many { parts(&text) } else { vec![text] }
        };
        let columns = reading.table.columns.iter().filter(|column| column.says == Some(Column::Team));
        columns.flat_map(of_column).filter(|team| !is_nobody(self.called(team))).collect()
    }

    /// Whether a row says that the person has left.
    fn is_gone(&mut self, reading: &Reading<'_>, row: &Row, who: &Identity) -> bool {
        let header = reading.table.find(Column::Status).map_or("", |column| column.header.as_str());
        let status = is_employed(&reading.words(row, Column::Status), header);
        let left = reading.day(row, Column::Left, self);
        // The last day is still one of work.
        match (status, left.map(|left| left < self.options.day)) {
            (_, Some(false)) => false,
            (Some(true), Some(true)) => {
                let what = "the status says that the person is there, and the day that they have left".to_owned();
                let report = reading.sheet.warning("left-and-there", what, reading.at(row, Column::Left));
                self.report(report.note("the person is kept").help("correct the status, or take the day out"));
                false
            }
            (_, Some(true)) => true,
            (Some(is_there), None) => !is_there,
            (None, None) => who.name().has_left,
        }
    }

    pub(super) fn read_roster(&mut self, reading: &Reading<'_>, entered: &[(usize, String)]) {
        let rows: Vec<_> = reading.table.rows(reading.sheet).collect();
        for (index, id) in entered {
            let Some(row) = rows.get(*index) else { continue };
            self.stand_at(reading.sheet, row);
            self.read_line(reading, row, id);
            let (role, function) = (reading.words(row, Column::Role), reading.words(row, Column::Function));
            self.put_own(reading, row, id, (Column::Role, "title"), self.masked(&role));
            self.put_own(reading, row, id, (Column::Function, "function"), self.masked(&function).to_lowercase());
            if let Some(fte) = reading.share(row, Column::Contract, self.diagnostics) {
                // A full week is what nobody has to write down.
                let known = self.entries.entry(EntryKind::Person, id);
                if fte > 0.0 && fte < 1.0 {
                    known.insert("fte", Said::Share(fte));
                }
            }
            for team in self.teams(reading, row) {
                let team = self.team(&team);
                self.entries.add(EntryKind::Team, &team, "members", id.clone());
            }
            self.read_work(reading, row, id);
        }
        self.read_crossed(reading, entered);
        if reading.table.find(Column::Manager).is_some() {
            let lacks = |id: &str| {
                let fields = self.entries.get(&EntryKey::new(EntryKind::Person, id));
                fields.is_some_and(|fields| !fields.contains_key("reports-to"))
            };
            let ids: BTreeSet<&str> = entered.iter().map(|(_, id)| id.as_str()).collect();
            let without = ids.into_iter().filter(|id| lacks(id)).count();
            // Someone is at the top.
            self.counts.no_manager += without.saturating_sub(1);
        }
    }

    /// Sets what a row says of a person; where an earlier row says something else, that stays and is reported.
    fn put_own(
        &mut self,
        reading: &Reading<'_>,
        row: &Row,
        id: &str,
        (column, key): (Column, &'static str),
        text: String,
    ) {
        if text.is_empty() {
            return;
        }
        let first = self.first_line(format!("person {key} {id}"));
        let known = self.entries.entry(EntryKind::Person, id).entry(key).or_insert_with(|| Said::Text(text.clone()));
        if let (Said::Text(known), Some(first)) = (known, first)
            && canonical(known) != canonical(&text)
            && !self.asked.contains(id)
        {
            let known = short(known);
            if key == "title" && self.lists_memberships(reading.sheet) && first.starts_with(&reading.sheet.title()) {
                let what = format!("`{known}` and `{}`", short(&text));
                self.other_roles
                    .1
                    .get_or_insert_with(|| reading.sheet.note("several-roles", what, reading.at(row, column)));
                self.other_roles.0.insert(id.to_owned());
                return;
            }
            let what = format!("an earlier row says another {} of `{}`: `{known}`", column.words().word, short(id));
            let report = reading.sheet.warning("said-twice", what, reading.at(row, column));
            self.report(report.note(format!("that of {first} was kept")).help("write it alike in both rows"));
        }
    }

    fn read_line(&mut self, reading: &Reading<'_>, row: &Row, id: &str) {
        // Raw, because managers may be written as addresses, which find the person and go no further.
        let text = reading.table.cell(row, Column::Manager).words();
        if is_nobody(&text) {
            return;
        }
        // Some systems write zeros where there is no manager.
        if by_value(&text).as_deref() == Some("0") && matches!(self.roster.find(&text), Found::Nobody) {
            return;
        }
        let Some(manager) = self.person(reading, row, Column::Manager, &text) else { return };
        // The head of an organization is often listed as reporting to themselves.
        if manager == id {
            return;
        }
        if self.two_managers.contains(id) {
            return;
        }
        let first = self.first_line(format!("person reports-to {id}"));
        let fields = self.entries.entry(EntryKind::Person, id);
        match fields.get("reports-to") {
            Some(Said::Id(known)) if *known != manager => {
                let what = format!(
                    "`{}` reports to `{}` in an earlier row, and to another person here",
                    short(id),
                    short(known)
                );
                fields.remove("reports-to");
                self.two_managers.insert(id.to_owned());
                let report = reading.sheet.error("two-managers", what, reading.at(row, Column::Manager));
                self.report(
                    report
                        .note("neither was kept")
                        .note(format!("the other row is {}", first.unwrap_or_default()))
                        .help("keep one solid reporting line for each person; or give two people two ids"),
                );
            }
            _ => drop(fields.insert("reports-to", Said::Id(manager))),
        }
    }

    /// What a row says of the work of someone.
    fn read_work(&mut self, reading: &Reading<'_>, row: &Row, id: &str) {
        let name = reading.words(row, Column::Initiative);
        let key = reading.words(row, Column::InitiativeId);
        let text = if key.is_empty() { &name } else { &key };
        if is_nobody(text) {
            return;
        }
        let known = self.initiatives.find(self.called(text)).map(str::to_owned);
        let initiative = match known {
            Some(initiative) => initiative,
            None if self.has_list => {
                let what = format!("no sheet lists the initiative `{}`", short(text));
                let mut report = reading.sheet.error("unknown-initiative", what, reading.at(row, Column::Initiative));
                report.help.extend(self.initiatives.near(text).map(|near| format!("did you mean `{near}`?")));
                self.report(report.help("add a row for it to the list of initiatives"));
                return;
            }
            None => {
                let (id, _) = self.enter_initiative(text);
                let title = self.roster.mask.title(&name).filter(|title| *title != id).unwrap_or_default();
                self.entries.text(EntryKind::Initiative, &id, "title", title);
                id
            }
        };
        if self.is_left_out(&initiative) {
            return;
        }
        self.entries.entry(EntryKind::Initiative, &initiative);
        let share = reading.share(row, Column::Share, self.diagnostics);
        let Some(share) = share else {
            self.entries.add(EntryKind::Initiative, &initiative, "people", id);
            return;
        };
        let from = reading.day(row, Column::Start, self);
        let until = reading.day(row, Column::End, self);
        let first = self.first_line(format!("share {id} {initiative}"));
        let fields = self.entries.all.entry(EntryKey::allocation(id, &initiative)).or_default();
        let before = fields.get("from").cloned();
        match (fields.get("share"), before, from) {
            // A history: the latest one is what the sheet speaks of.
            (Some(_), Some(Said::Day(before)), Some(from)) if before > from => return,
            (Some(_), Some(Said::Day(before)), Some(from)) if before < from => fields.clear(),
            (Some(Said::Share(known)), ..) if *known != share => {
                let known = Said::Share(*known).words();
                let what = format!(
                    "an earlier row says another share of `{}` for `{}`: {known}",
                    short(id),
                    short(&initiative)
                );
                let report = reading.sheet.error("said-twice", what, reading.at(row, Column::Share));
                let first = first.unwrap_or_default();
                self.report(
                    report
                        .note(format!("that of {first} was kept"))
                        .help("keep one row for each person and initiative"),
                );
                return;
            }
            _ => {}
        }
        fields.insert("share", Said::Share(share));
        fields.extend(from.map(|day| ("from", Said::Day(day))));
        fields.extend(until.map(|day| ("until", Said::Day(day))));
    }

    /// Reads a table of people against initiatives, as far as a list says which columns are initiatives; reports the
    /// others.
    fn read_crossed(&mut self, reading: &Reading<'_>, entered: &[(usize, String)]) {
        let columns = crossed(reading.sheet, reading.table);
        let known: Vec<(&TableColumn, String)> = columns
            .iter()
            .filter_map(|column| Some((column, self.initiatives.find(&column.header)?.to_owned())))
            .collect();
        let unknown: Vec<&TableColumn> =
            columns.iter().filter(|column| known.iter().all(|(known, _)| known.index != column.index)).collect();
        if let Some(first) = unknown.first() {
            let what = format!(
                "{} columns hold shares or marks and are not read, such as `{}`",
                unknown.len(),
                short(&first.header)
            );
            let what = if unknown.len() == 1 {
                format!("`{}` holds shares or marks and is not read", short(&first.header))
            } else {
                what
            };
            let report =
                reading.sheet.warning("shares-as-columns", what, (reading.table.header_line, Some(first.index)));
            self.report(
                report
                    .help("where each of them is an initiative: name a list with an initiative of that name as well")
                    .help("or write a row with Name, Initiative and Share for each share"),
            );
        }
        let Some((first, _)) = known.first() else { return };
        let what = if known.len() == 1 { "1 column is".to_owned() } else { format!("{} columns are", known.len()) };
        self.choices
            .push(format!("{what} an initiative with shares or marks of people, such as `{}`", short(&first.header)));
        let rows: Vec<_> = reading.table.rows(reading.sheet).collect();
        let numbers = |row: &Row| {
            known.iter().filter_map(|(column, _)| number(row.cells.get(column.index)?).ok()?).collect::<Vec<_>>()
        };
        let in_percent =
            rows.iter().flat_map(|row| numbers(row)).any(|(number, is_percent)| !is_percent && number > 1.0);
        for (index, id) in entered {
            let Some(row) = rows.get(*index) else { continue };
            for (column, initiative) in &known {
                let Some(cell) = row.cells.get(column.index).filter(|cell| !cell.is_empty()) else { continue };
                if self.is_left_out(initiative) {
                    continue;
                }
                match number(cell).ok().flatten().map(|number| share(number, in_percent)) {
                    None => self.entries.add(EntryKind::Initiative, initiative, "people", id.clone()),
                    Some(Ok(0.0)) | Some(Err(_)) => {}
                    Some(Ok(share)) => {
                        let fields = self.entries.all.entry(EntryKey::allocation(id, initiative)).or_default();
                        fields.entry("share").or_insert(Said::Share(share));
                    }
                }
            }
        }
    }

    /// Where everybody of a team is listed on the same one initiative without a share, the team works on it.
    pub(super) fn team_work(&mut self) {
        let mut work: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (key, fields) in &self.entries.all {
            if let (EntryKind::Initiative, Some(Said::Set(people))) = (key.kind, fields.get("people")) {
                for person in people {
                    work.entry(person).or_default().insert(&key.id);
                }
            }
        }
        let mut found: Vec<(String, String)> = Vec::new();
        for (key, fields) in &self.entries.all {
            let (EntryKind::Team, Some(Said::Set(members))) = (key.kind, fields.get("members")) else { continue };
            let all: Vec<Option<&BTreeSet<&str>>> = members.iter().map(|member| work.get(member.as_str())).collect();
            if let Some(Some(first)) = all.first()
                && let Some(one) = first.first().filter(|_| first.len() == 1)
                && all.iter().all(|of| of == &Some(*first))
            {
                found.push((key.id.clone(), (*one).to_owned()));
            }
        }
        for (team, initiative) in found {
            self.entries.add(EntryKind::Team, &team, "initiative", initiative);
        }
    }
}
