//! What teams and initiatives are called, without names of people.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::ids::unique;

use super::Work;
use crate::spreadsheet::column_words::Column;
use crate::spreadsheet::mask::NameMask;
use crate::spreadsheet::names::{Meanings, canonical, is_position, looks_personal, slug};
use crate::spreadsheet::people::Identity;
use crate::spreadsheet::sheet_kind::asks_people;
use crate::spreadsheet::values::words;
use crate::spreadsheet::words::{is_nobody, total};
use crate::spreadsheet::written_name::{WrittenName, is_number, without_brackets};
use crate::spreadsheet::{Sheet, SheetKind, Table};

/// Ids of teams or initiatives, by how sheets write them.
#[derive(Default)]
pub(super) struct Names {
    pub(super) by_text: Meanings,
    /// Texts that are left of longer ones when names of people are taken out.
    shortened: BTreeSet<String>,
    taken: BTreeSet<String>,
    pub(super) numbered: Vec<(String, String)>,
    /// How each is written where it stands first, and where that is.
    first: BTreeMap<String, (String, String)>,
    /// Other spellings of each, and where they stand first.
    pub(super) respelled: BTreeMap<(String, String), String>,
}

impl Names {
    /// The id of a text, which becomes known; `title` is the text without names of people, and `made` the id where
    /// nothing else is in it. Two texts that only names of people tell apart stay two, but for the title alone.
    pub(super) fn enter(&mut self, text: &str, title: Option<&str>, made: impl FnOnce() -> String) -> String {
        if let Some(id) = self.find(text) {
            return id.to_owned();
        }
        let bare = title.map(canonical).filter(|bare| *bare != canonical(text));
        let known =
            bare.as_ref().filter(|bare| !self.shortened.contains(*bare)).and_then(|bare| self.by_text.one(bare));
        if let Some(id) = known.map(str::to_owned) {
            self.by_text.insert(&key(text), &id);
            return id;
        }
        let plain = match title {
            Some(title) => Some(slug(title)).filter(|id| !id.is_empty()).unwrap_or_else(|| "unnamed".to_owned()),
            None => made(),
        };
        let id = self.apart(plain, text);
        self.by_text.insert(&key(text), &id);
        if let Some(bare) = bare {
            self.by_text.insert_if_new(&bare, &id);
            self.shortened.insert(bare);
        }
        id
    }

    /// Remembers how one is written at a place, so that two spellings that are read as one are reported.
    pub(super) fn spelled(&mut self, id: &str, title: Option<&str>, here: &str) {
        let Some(title) = title else { return };
        match self.first.get(id) {
            None => drop(self.first.insert(id.to_owned(), (title.to_owned(), here.to_owned()))),
            Some((first, _)) if first == title => {}
            Some(_) => {
                self.respelled.entry((id.to_owned(), title.to_owned())).or_insert_with(|| here.to_owned());
            }
        }
    }

    /// How one is written where it stands first, and where that is.
    pub(super) fn first(&self, id: &str) -> Option<&(String, String)> {
        self.first.get(id)
    }

    pub(super) fn apart(&mut self, id: String, text: &str) -> String {
        let own = unique(id.clone(), &mut self.taken);
        if own != id {
            self.numbered.push((text.to_owned(), own.clone()));
        }
        own
    }

    pub(super) fn find(&self, text: &str) -> Option<&str> {
        self.by_text.one(&key(text))
    }

    pub(super) fn near(&self, text: &str) -> Option<&str> {
        self.by_text.near(&canonical(text)).and_then(|near| self.by_text.one(near).map(|_| near))
    }
}

/// The form in which two spellings of one team or initiative are equal, whatever the status of a person in it.
fn key(text: &str) -> String {
    match without_brackets(text) {
        (_, inside) if inside.is_empty() => canonical(text),
        (outside, inside) => {
            let inside: Vec<String> = inside.iter().map(|text| WrittenName::of(text).full).collect();
            canonical(&format!("{outside} ({})", inside.join(") (")))
        }
    }
}

impl Work<'_> {
    /// The id of a team and its title without names of people.
    pub(super) fn enter_team(&mut self, text: &str) -> (String, Option<String>) {
        let text = &*self.called(text).to_owned();
        let title = self.roster.mask.title(text);
        let roster = &mut self.roster;
        let id = self.teams.enter(text, title.as_deref(), || roster.nameless("team", text));
        self.teams.spelled(&id, title.as_deref(), &self.here);
        (id, title)
    }

    /// The id of an initiative that only its name tells, and its title without names of people.
    pub(super) fn enter_initiative(&mut self, text: &str) -> (String, Option<String>) {
        let text = &*self.called(text).to_owned();
        let title = self.roster.mask.title(text);
        let roster = &mut self.roster;
        (self.initiatives.enter(text, title.as_deref(), || roster.nameless("initiative", text)), title)
    }

    /// A text of some length, in which ids stand for names.
    pub(super) fn masked(&self, text: &str) -> String {
        self.roster.mask.text(text, |name| self.roster.stand_in(name))
    }

    /// Sentences, in which ids stand for names.
    pub(super) fn masked_sentences(&self, text: &str) -> String {
        self.roster.mask.sentences(text, |name| self.roster.stand_in(name))
    }

    /// Learns who is called what before anything is called, so that no title and no id holds a name.
    pub(super) fn learn_names(&mut self, sheets: &[(Sheet, Table)]) {
        let cells = |kinds: &'static [Column]| {
            sheets.iter().flat_map(move |(sheet, table)| {
                let columns = kinds.iter().filter_map(|column| table.find(*column).map(|known| known.index));
                columns.flat_map(move |index| table.rows(sheet).filter_map(move |row| row.cells.get(index)))
            })
        };
        if self.options.naming.keep_names {
            return;
        }
        let mut mask = NameMask::new();
        let mut listed: BTreeSet<String> = BTreeSet::new();
        for (sheet, table) in sheets.iter().filter(|(_, table)| table.kind == SheetKind::Roster) {
            for row in table.rows(sheet) {
                let who = Identity::of(table, row);
                listed.extend(who.ids().map(canonical));
                let name = who.name();
                if !is_number(&name.bare) && !is_nobody(&name.bare) && !total(&name.bare).0 {
                    mask.add(name);
                    listed.insert(canonical(&name.bare));
                }
            }
        }
        let teams: BTreeSet<String> =
            cells(&[Column::Team, Column::DependsOn]).map(|cell| canonical(&words(cell))).collect();
        let people_asked = sheets.iter().flat_map(|(sheet, table)| {
            let columns = table.columns.iter().filter(|column| {
                column.says == Some(Column::DependsOn) && table.kind == SheetKind::Asks && asks_people(&column.header)
            });
            columns.flat_map(|column| table.rows(sheet).filter_map(|row| row.cells.get(column.index)))
        });
        for cell in cells(&[Column::Manager, Column::Leader, Column::Sponsor, Column::People])
            .chain(people_asked)
            .map(words)
            .collect::<BTreeSet<String>>()
        {
            for part in people_of(&cell) {
                let name = WrittenName::of(&part);
                let text = canonical(&name.bare);
                let is_team =
                    teams.contains(&text) || text.strip_suffix(" team").is_some_and(|team| teams.contains(team));
                let is_id = listed.contains(&text) || is_number(&name.bare) || self.roster.knows(&text);
                let is_other = is_team && !looks_personal(&name.bare) || is_nobody(&part);
                if !is_id && !is_other && !is_position(&name.bare, &BTreeSet::new()) {
                    mask.add(&name);
                }
            }
        }
        let places = cells(&[Column::Team, Column::Role, Column::Function]).filter_map(|cell| mask.title(&words(cell)));
        let of_positions = places.flat_map(|text| {
            let text = canonical(&text);
            text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>()
        });
        self.roster.of_positions = of_positions.filter(|word| !word.is_empty() && !mask.is_name(word)).collect();
        self.roster.mask = mask;
    }

    /// Takes names out of what was reported.
    pub(super) fn hide_names(&mut self) {
        let mask = &self.roster.mask;
        for one in self.diagnostics.iter_mut() {
            let texts = one.notes.iter_mut().chain(&mut one.help).chain([&mut one.message, &mut one.primary.text]);
            texts.for_each(|text| *text = mask.hide_quoted(text));
        }
    }
}

/// The people of a cell: one, or several with a mark between them. A comma may part a family name from a given one.
pub(super) fn people_of(text: &str) -> Vec<String> {
    let marks = [';', '\n', '|', '/', '&'];
    let parts = text.split(marks).flat_map(|part| part.split(" and "));
    let parts = parts.flat_map(|part| {
        let commas = part.matches(',').count();
        // "Ada Example, Bea Sample" are two people, "Example, Ada" is one.
        let is_one = commas == 0 || (commas == 1 && part.split(',').any(|half| half.split_whitespace().count() < 2));
        if is_one { vec![part] } else { part.split(',').collect() }
    });
    parts.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}
