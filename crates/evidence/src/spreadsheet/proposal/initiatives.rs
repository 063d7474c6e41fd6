//! Rows of a list of initiatives.

use onethread_model::Day;
use onethread_model::record::short;

use super::states::{State, is_agreed, is_idea, is_proposal, usual};
use super::{OddStatus, Reading, Work};
use crate::spreadsheet::column_words::Column;
use crate::spreadsheet::entries::{EntryKey, EntryKind, Said};
use crate::spreadsheet::names::{as_id, canonical, looks_personal, slug};
use crate::spreadsheet::people::Found;
use crate::spreadsheet::values::{self, parts};
use crate::spreadsheet::words::is_nobody;
use crate::spreadsheet::{Cell, Row};

/// Flags that a message gives to be pasted.
const FLAGS_MAX: usize = 8;

impl Work<'_> {
    /// Enters every initiative of a list, and gives the rows that are about one, each with the id.
    pub(super) fn enter_initiatives(&mut self, reading: &Reading<'_>) -> Vec<(usize, String)> {
        let (sheet, table) = (reading.sheet, reading.table);
        let is_full = table.is_full(sheet);
        let mut rows = Vec::new();
        for (index, row) in table.rows(sheet).enumerate() {
            self.stand_at(sheet, row);
            let text = |column| values::words(table.cell(row, column));
            let (key, name) = (text(Column::InitiativeId), text(Column::Initiative));
            if key.is_empty() && name.is_empty() {
                let what = "the row names no initiative, and was left out".to_owned();
                self.report(sheet.warning("no-initiative", what, (row.line, None)));
                continue;
            }
            let id = match key.is_empty() {
                true => self.enter_initiative(&name).0,
                false => self.enter_key(reading, row, &key, &name),
            };
            if !name.is_empty() {
                self.name_initiative(reading, row, &id, &name);
            }
            if is_full && table.is_lone(row, Column::Initiative) {
                let what = format!("the row holds a name and nothing else, and became `{}`", short(&id));
                let report = sheet.note("lone-row", what, (row.line, None));
                self.report(report.help("if it is a caption, remove it"));
            }
            // Rows above may depend on them.
            for team in self.teams_of(table, row) {
                self.enter_team(&team);
            }
            let status = text(Column::Status);
            let state = self.state(&status);
            let has_end = self.says_when(table.cell(row, Column::End));
            let is_over = state.is_some_and(|state| !matches!(state, State::Live | State::NotBegun));
            if state == Some(State::NotBegun) && is_idea(&status) {
                let fields = self.entries.entry(EntryKind::Initiative, &id);
                fields.insert("stage", Said::Text("idea".to_owned()));
            } else if state == Some(State::NotBegun) {
                self.not_begun.insert(id.clone(), status);
            } else if is_over && !has_end && !self.is_remembered(&id) {
                self.long_over.insert(id.clone());
            } else {
                self.entries.entry(EntryKind::Initiative, &id);
            }
            rows.push((index, id));
        }
        rows
    }

    /// The id of an initiative that has a key. One key beside two names is that of two initiatives.
    fn enter_key(&mut self, reading: &Reading<'_>, row: &Row, key: &str, name: &str) -> String {
        let bare = |text: &str| canonical(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let own = bare(name);
        let alike = |known: &str| own.is_empty() || known.is_empty() || own.contains(known) || known.contains(&own);
        let known: Vec<String> = self.initiatives.by_text.all(&canonical(key)).0.to_vec();
        let same = known.iter().find(|id| self.names_of.get(*id).is_none_or(|known| alike(known)));
        if let Some(id) = same {
            return id.clone();
        }
        let header = reading.table.find(Column::InitiativeId).map_or("", |column| column.header.as_str());
        let plain = self.roster.mask.title(key).map(|key| as_id(&key));
        let plain = plain.unwrap_or_else(|| self.roster.nameless("initiative", key));
        let id = if self.is_remembered(&plain) { plain } else { numbered(plain, header) };
        let id = self.initiatives.apart(id, key);
        self.initiatives.by_text.insert(&canonical(key), &id);
        self.names_of.insert(id.clone(), own);
        if let Some(other) = known.first() {
            let first = self.lines.get(&format!("initiative {other}")).cloned().unwrap_or_default();
            let what = format!("`{}` stands beside two names, so that two initiatives are read", short(key));
            let report = reading.sheet.error("one-id-two-initiatives", what, reading.at(row, Column::InitiativeId));
            self.report(
                report
                    .note(format!("the first one stands at {first}; the second one became `{}`", short(&id)))
                    .help("correct the id of one of them, and run this again"),
            );
        }
        id
    }

    /// Remembers what an initiative is called and where it stands first, and reports a second one of that name, and a
    /// second row of it.
    fn name_initiative(&mut self, reading: &Reading<'_>, row: &Row, id: &str, name: &str) {
        let title = self.roster.mask.title(name);
        let (here, place) = (self.here.clone(), reading.at(row, Column::Initiative));
        self.initiatives.spelled(id, title.as_deref(), &here);
        let others = self.initiatives.by_text.all(&canonical(name)).0;
        if let Some(other) = others.iter().find(|other| *other != id).cloned() {
            let first = self.lines.get(&format!("initiative {other}")).cloned().unwrap_or_default();
            let what = format!("`{}` and `{}` are two initiatives of one name", short(&other), short(id));
            let report = reading.sheet.warning("one-name-two-initiatives", what, place);
            self.report(
                report
                    .note(format!("the first one stands at {first}; cells that name it mean that one"))
                    .help("give one of them another name, or the id of the other"),
            );
        } else {
            // The first of two initiatives with one name keeps it.
            self.initiatives.by_text.insert_if_new(&canonical(name), id);
        }
        if let Some(first) = self.first_line(format!("initiative {id}")) {
            let what = format!("two rows are read as one initiative, `{}`", short(id));
            let report = reading.sheet.note("two-rows", what, place);
            self.twice.push((id.to_owned(), report.note(format!("the other row is {first}"))));
        }
    }

    pub(super) fn read_initiatives(&mut self, reading: &Reading<'_>, listed: &[(usize, String)]) {
        let rows: Vec<&Row> = reading.table.rows(reading.sheet).collect();
        for (index, id) in listed {
            let Some(row) = rows.get(*index) else { continue };
            self.stand_at(reading.sheet, row);
            if self.not_begun.contains_key(id) {
                self.started_late(reading, row);
            } else if !self.long_over.contains(id) {
                if self.entries.entry(EntryKind::Initiative, id).contains_key("stage") {
                    self.started_late(reading, row);
                }
                self.read_initiative(reading, row, id);
            }
        }
        self.tell_statuses(reading);
        // Where two rows contradict each other, that is said already.
        for (id, report) in std::mem::take(&mut self.twice) {
            if !self.said_twice.contains(&id) {
                self.report(report);
            }
        }
    }

    /// Remembers where a status says that no work has begun, and the day on which it was to begin has come.
    fn started_late(&mut self, reading: &Reading<'_>, row: &Row) {
        let start = reading.day(row, Column::Start, self);
        if start.is_some_and(|start| start <= self.options.day) {
            let (status, place) = (reading.words(row, Column::Status), reading.at(row, Column::Status));
            let first = || OddStatus { written: status.clone(), place, rows: 0 };
            self.late_statuses.entry(canonical(&status)).or_insert_with(first).rows += 1;
        }
    }

    fn tell_statuses(&mut self, reading: &Reading<'_>) {
        let rows = |rows: usize| if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") };
        for OddStatus { written, place, rows: late } in std::mem::take(&mut self.late_statuses).into_values() {
            let (word, rows) = (short(&written), rows(late));
            let what = format!("`{word}` says that no work has begun, and in {rows} the day of the start has come");
            self.report(
                reading
                    .sheet
                    .warning("begun-after-all", what, place)
                    .note("what has not begun is not written, and an idea is in no count")
                    .help(format!("if work has begun: --status \"{word}=live\"")),
            );
        }
        self.tell_odd_statuses(reading);
    }

    /// Reports statuses that are not known, once: a sheet has hundreds of rows, and few statuses.
    fn tell_odd_statuses(&mut self, reading: &Reading<'_>) {
        let rows = |rows: usize| if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") };
        let index = reading.table.find(Column::Status).map_or(0, |column| column.index);
        let cells = reading.table.rows(reading.sheet).filter_map(|row| row.cells.get(index));
        let has_proposals = cells.map(values::words).any(|status| is_proposal(&status));
        let odd = std::mem::take(&mut self.odd_statuses).into_values();
        let (agreed, mut odd): (Vec<_>, Vec<_>) = odd.partition(|one| has_proposals && is_agreed(&one.written));
        for OddStatus { written, rows: agreed, .. } in agreed {
            let (word, rows) = (short(&written), rows(agreed));
            self.choices
                .push(format!("`{word}` is read as live, beside proposals: {rows} (else --status \"{word}=done\")"));
        }
        odd.sort_by_key(|one| (std::cmp::Reverse(one.rows), one.place));
        let Some(first) = odd.first() else { return };
        let words: Vec<String> = odd.iter().map(|one| short(&one.written)).collect();
        let all = rows(odd.iter().map(|one| one.rows).sum());
        let what = match words.as_slice() {
            [word] => format!("`{word}` is not a known status, and occurs in {all}"),
            [word, other] => format!("`{word}` and `{other}` are no known statuses, and occur in {all}"),
            [word, rest @ ..] => {
                format!("`{word}` and {} others are no known statuses, and occur in {all}", rest.len())
            }
            [] => return,
        };
        let flags: Vec<String> = words.iter().take(FLAGS_MAX).map(|word| format!("--status \"{word}=live\"")).collect();
        let report = reading.sheet.warning("unknown-status", what, first.place);
        self.report(
            report
                .note("such an initiative counts as live until its file says `ended`")
                .help(format!("say what it means: {}, or done, dropped, paused, planned", flags.join(" "))),
        );
    }

    /// What a status says: by the words of the user, else by those that are usual.
    pub(super) fn state(&self, written: &str) -> Option<State> {
        let own = self.options.statuses.iter().find(|known| canonical(&known.status) == canonical(written));
        own.map(|known| known.says).or_else(|| usual(written))
    }

    fn read_initiative(&mut self, reading: &Reading<'_>, row: &Row, id: &str) {
        let kind = EntryKind::Initiative;
        let title = reading.words(row, Column::Initiative);
        if let Some(title) = self.roster.mask.title(&title).filter(|title| title != id) {
            self.entries.text(kind, id, "title", title);
        }
        self.entries.text(kind, id, "purpose", self.masked_sentences(&reading.words(row, Column::Purpose)));
        self.read_places(reading, row, id);
        let columns = reading.table.columns.iter().filter(|column| column.says == Some(Column::People));
        let people = columns.filter_map(|column| row.cells.get(column.index)).flat_map(|cell| parts(&cell.words()));
        for person in people.collect::<Vec<_>>().iter().filter(|person| !is_nobody(person)) {
            if let Some(person) = self.person(reading, row, Column::People, person) {
                self.entries.add(kind, id, "people", person);
            }
        }
        self.read_form(reading, row, id);
        let started = self.read_days(reading, row, id);
        let leaders = self.leaders(reading, row);
        let share = reading.share(row, Column::Share, self.diagnostics);
        let fields = self.entries.entry(kind, id);
        // Of what is over, and of an idea, nothing more is asked.
        let ended = fields.contains_key("ended") || fields.contains_key("stage");
        match (leaders.as_slice(), share) {
            ([], _) => self.counts.no_leader += usize::from(!ended),
            ([leader], None) => {
                let is_stated = self.entries.get(&EntryKey::allocation(leader, id)).is_some();
                self.counts.no_share += usize::from(!ended && !is_stated);
            }
            ([leader], Some(share)) if !ended => {
                let fields = self.entries.all.entry(EntryKey::allocation(leader, id)).or_default();
                // A share that the roster states for the person comes first.
                fields.entry("share").or_insert(Said::Share(share));
            }
            (_, Some(_)) if !ended => {
                let what = format!("`{}` has several leaders, so it is not known whose share this is", short(id));
                let report = reading.sheet.warning("whose-share", what, reading.at(row, Column::Share));
                self.report(report.help("give each of them a row in a sheet with person, initiative and share"));
            }
            _ => {}
        }
        if !leaders.is_empty() {
            self.put(reading, row, id, (Column::Leader, "leader"), Said::Ids(leaders));
        }
        self.counts.no_start += usize::from(!started && !ended);
        self.read_asks(reading, row, id);
    }

    /// Sets a key; where an earlier row of the same initiative says something else, that stays.
    pub(super) fn put(
        &mut self,
        reading: &Reading<'_>,
        row: &Row,
        id: &str,
        (column, key): (Column, &'static str),
        said: Said,
    ) {
        let first = self.first_line(format!("{key} of {id}"));
        let known = self.entries.entry(EntryKind::Initiative, id).entry(key).or_insert_with(|| said.clone());
        if *known != said {
            self.said_twice.insert(id.to_owned());
            let known = known.words();
            let what =
                format!("an earlier row says another {} of `{}`: `{}`", column.words().word, short(id), short(&known));
            let report = reading.sheet.error("said-twice", what, reading.at(row, column));
            let first = first.map_or_else(|| "the first one".to_owned(), |first| format!("that of {first}"));
            self.report(report.note(format!("{first} was kept")).help("keep one row for each initiative"));
        }
    }

    fn read_form(&mut self, reading: &Reading<'_>, row: &Row, id: &str) {
        let text = reading.words(row, Column::Form).to_lowercase();
        match text.as_str() {
            "" => {}
            "sto" | "stl" | "functional" => {
                self.entries.text(EntryKind::Initiative, id, "form", text);
            }
            _ => {
                let what = format!("`{}` is no form, and was not written", short(&text));
                let report = reading.sheet.warning("unknown-form", what, reading.at(row, Column::Form));
                self.report(report.help("write sto, stl or functional"));
            }
        }
    }

    /// Reads the days and the status of an initiative, and says whether it is known since when it runs.
    fn read_days(&mut self, reading: &Reading<'_>, row: &Row, id: &str) -> bool {
        let idea = reading.day(row, Column::Idea, self);
        let start = reading.day(row, Column::Start, self);
        let end = reading.day(row, Column::End, self);
        self.counts.plans += usize::from(reading.day(row, Column::Due, self).is_some());
        // Nobody has committed to an idea yet: its start is a plan.
        let is_idea = self.entries.entry(EntryKind::Initiative, id).contains_key("stage");
        self.counts.plans += usize::from(is_idea && start.is_some());
        let committed = start.filter(|_| !is_idea);
        for (column, key, day) in [(Column::Idea, "idea", idea), (Column::Start, "committed", committed)] {
            if let Some(day) = day {
                self.put(reading, row, id, (column, key), Said::Day(day));
            }
        }
        let written = reading.words(row, Column::Status);
        let state = self.state(&written);
        if state.is_none() && !is_nobody(&written) {
            let place = reading.at(row, Column::Status);
            let first = || OddStatus { written: written.clone(), place, rows: 0 };
            self.odd_statuses.entry(canonical(&written)).or_insert_with(first).rows += 1;
        }
        let day = self.options.day;
        let past = end.filter(|end| *end <= day);
        let ended = match state {
            Some(State::Done | State::Dropped | State::Paused) => {
                Some(past.unwrap_or_else(|| self.seen_ended(id, day)))
            }
            None if is_nobody(&written) => past,
            _ => None,
        };
        self.counts.plans += usize::from(ended.is_none() && end.is_some());
        if let Some(ended) = ended {
            let fields = self.entries.entry(EntryKind::Initiative, id);
            fields.entry("ended").or_insert(Said::Day(ended));
            let outcome = match state {
                Some(State::Done) => Some("delivered"),
                Some(State::Dropped) => Some("dropped"),
                _ => None,
            };
            if let Some(outcome) = outcome {
                fields.entry("outcome").or_insert_with(|| Said::Text(outcome.to_owned()));
            }
        }
        idea.is_some() || start.is_some()
    }

    /// Whether a cell says on which past day something ended. One that only a look at the whole sheet can read does.
    fn says_when(&self, cell: &Cell) -> bool {
        let is_past = |day: Day| day <= self.options.day;
        match values::day(cell, self.options.dates) {
            Ok(day) => day.is_some_and(is_past),
            Err(_) => values::period(cell).is_none_or(|(_, last)| is_past(last)),
        }
    }

    /// Whether the last import knew it.
    fn is_remembered(&self, id: &str) -> bool {
        self.memory.entries.get(&EntryKey::new(EntryKind::Initiative, id)).is_some()
    }

    /// Whether it is not written, because no work has begun, or all is over since nobody knows when.
    pub(super) fn is_left_out(&self, id: &str) -> bool {
        self.not_begun.contains_key(id) || self.long_over.contains(id)
    }

    /// The day on which an import first saw that an initiative has ended, where no cell says when it did.
    fn seen_ended(&mut self, id: &str, day: Day) -> Day {
        let before = self.memory.entries.get(&EntryKey::new(EntryKind::Initiative, id));
        match before.and_then(|fields| fields.get("ended")) {
            Some(Said::Day(day)) => *day,
            _ => {
                self.seen_over.insert(id.to_owned());
                day
            }
        }
    }

    fn leaders(&mut self, reading: &Reading<'_>, row: &Row) -> Vec<String> {
        let text = reading.table.cell(row, Column::Leader).words();
        if is_nobody(&text) {
            return Vec::new();
        }
        let mut names = vec![text.clone()];
        if !matches!(self.roster.find(&text), Found::Id(_)) {
            let firm: Vec<String> = text
                .split([';', '\n', '|', '/', '&'])
                .flat_map(|part| part.split(" and "))
                .map(|part| part.trim().to_owned())
                .filter(|part| !part.is_empty())
                .collect();
            let by_comma: Vec<String> = text.split(',').map(|part| part.trim().to_owned()).collect();
            // "Example, Ada" is one person, unless both halves are people of their own.
            let are_people = |part: &String| matches!(self.roster.find(part), Found::Id(_)) || looks_personal(part);
            let all_known = by_comma.iter().all(are_people);
            if firm.len() > 1 {
                names = firm;
            } else if by_comma.len() > 1 && (all_known || by_comma.len() > 2) {
                names = by_comma;
            }
        }
        let mut ids: Vec<String> = Vec::new();
        for name in names.iter().filter(|name| !is_nobody(name)) {
            if self.is_team(name) {
                let what = format!("`{}` is a team and no person, so it was not written as the leader", short(name));
                let report = reading.sheet.warning("team-as-leader", what, reading.at(row, Column::Leader));
                self.report(report.help("name the one person who answers for it"));
                continue;
            }
            if let Some(id) = self.person(reading, row, Column::Leader, name)
                && !ids.contains(&id)
            {
                ids.push(id);
            }
        }
        ids
    }
}

/// An id that says what a bare number counts: `pep-572`. A sentence about `572` says nothing.
fn numbered(id: String, header: &str) -> String {
    if !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return id;
    }
    let header = slug(header);
    let is_bare = |word: &&str| !matches!(*word, "id" | "key" | "code" | "number" | "no" | "nr" | "num" | "ref");
    let words: Vec<&str> = header.split('-').filter(|word| !word.is_empty()).filter(is_bare).collect();
    let what = if words.is_empty() { "initiative".to_owned() } else { words.join("-") };
    format!("{what}-{id}")
}
