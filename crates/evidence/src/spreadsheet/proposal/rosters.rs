//! Rows of a roster.

use std::collections::{BTreeMap, BTreeSet};

use super::{Reading, Work, is_nobody, is_total};
use crate::spreadsheet::columns::{Column, TableColumn};
use crate::spreadsheet::entries::{EntryKey, EntryKind, Said};
use crate::spreadsheet::names::canonical;
use crate::spreadsheet::people::Identity;
use crate::spreadsheet::values::{parts, words};
use crate::spreadsheet::{Sheet, Table};
use onethread_model::record::short;

/// The teams of a row, of every column of teams: several where `;` stands between them, or commas under a header that
/// speaks of several.
fn teams(reading: &Reading<'_>, row: &crate::spreadsheet::Row) -> Vec<String> {
    let of_column = |column: &TableColumn| {
        let text = row.cells.get(column.index).map(words).unwrap_or_default();
        let header = column.header.trim().to_lowercase();
        let is_many = text.contains([';', '|']) || header.trim_end_matches(['(', ')']).ends_with('s');
        if is_many { parts(&text) } else { vec![text] }
    };
    let columns = reading.table.columns.iter().filter(|column| column.says == Some(Column::Team));
    columns.flat_map(of_column).filter(|team| !is_nobody(team)).collect()
}

impl Work<'_> {
    /// Enters everybody of a roster, and gives the rows that are about someone, each with the id.
    pub(super) fn enter_people(&mut self, sheet: &Sheet, table: &Table) -> Vec<(usize, String)> {
        let mut rows = Vec::new();
        for (index, row) in table.rows(sheet).enumerate() {
            let who = Identity::of(table, row).without_names(&self.roster.mask);
            let name = &who.name().bare;
            if is_total(who.surest()) || is_total(name) {
                continue;
            }
            if who.is_empty() || (is_nobody(name) && !name.is_empty()) {
                let what = "the row says of nobody who it is, and was left out".to_owned();
                let report = sheet.warning("nobody", what, (row.line, None));
                self.report(report.help("fill in the position, login or name, or remove the row"));
                continue;
            }
            let id = self.roster.enter(&who);
            self.entries.entry(EntryKind::Person, &id);
            for handle in who.handles().filter(|handle| canonical(handle) != canonical(&id)) {
                self.entries.add(EntryKind::Person, &id, "known-as", handle);
            }
            rows.push((index, id));
        }
        rows
    }

    pub(super) fn read_roster(&mut self, reading: &Reading<'_>, entered: &[(usize, String)]) {
        let rows: Vec<_> = reading.table.rows(reading.sheet).collect();
        for (index, id) in entered {
            let Some(row) = rows.get(*index) else { continue };
            self.read_line(reading, row, id);
            let kind = EntryKind::Person;
            let (role, function) = (reading.words(row, Column::Role), reading.words(row, Column::Function));
            self.entries.text(kind, id, "title", self.masked(&role));
            self.entries.text(kind, id, "function", self.masked(&function).to_lowercase());
            if let Some(fte) = reading.share(row, Column::Contract, self.diagnostics) {
                // A full week is what nobody has to write down.
                let known = self.entries.entry(kind, id);
                if fte > 0.0 && fte < 1.0 {
                    known.insert("fte", Said::Share(fte));
                }
            }
            for team in teams(reading, row) {
                let team = self.team(&team);
                self.entries.add(EntryKind::Team, &team, "members", id.clone());
            }
            self.read_work(reading, row, id);
        }
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

    fn read_line(&mut self, reading: &Reading<'_>, row: &crate::spreadsheet::Row, id: &str) {
        // Raw, because managers may be written as addresses, which find the person and go no further.
        let text = reading.table.cell(row, Column::Manager).words();
        if is_nobody(&text) {
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
                        .help("keep one solid reporting line for each person; or give two people two ids"),
                );
            }
            _ => drop(fields.insert("reports-to", Said::Id(manager))),
        }
    }

    /// What a row says of the work of someone.
    fn read_work(&mut self, reading: &Reading<'_>, row: &crate::spreadsheet::Row, id: &str) {
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
        let fields = self.entries.all.entry(EntryKey::allocation(id, &initiative)).or_default();
        fields.insert("share", Said::Share(share));
        fields.extend(from.map(|day| ("from", Said::Day(day))));
        fields.extend(until.map(|day| ("until", Said::Day(day))));
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
