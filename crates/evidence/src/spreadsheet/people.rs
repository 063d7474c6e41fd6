//! Who is who in a roster, and what they are called in the organization's files.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use onethread_model::diagnostic::nearest;
use onethread_model::ids::unique;

use super::cells::by_value;
use super::column_words::Column;
use super::mask::NameMask;
use super::names::{By, Meanings, as_id, canonical, is_position, slug};
use super::values::words;
use super::written_name::{Likeness, WrittenName, is_number};
use super::{Row, Table};
use crate::importers::table::values::has_address;
use crate::people::Pseudonyms;

/// How people are to be called where the sheet names them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Naming {
    /// Ids from personal names, instead of positions or pseudonyms.
    pub keep_names: bool,
    /// Ids from the part of an e-mail address before the `@`, where nothing else says who someone is.
    pub keep_local_parts: bool,
}

/// What ids were made from, most wanted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    Seat,
    Login,
    Number,
    NamedInSheet,
    Known,
    MadeSeat,
    Pseudonym,
    LocalPart,
}

impl Origin {
    /// What was done, and why, for so many people.
    pub(super) fn says(self, people: usize) -> String {
        let ids = if people == 1 { "1 id is".to_owned() } else { format!("{people} ids are") };
        match self {
            Origin::Seat => format!("{ids} the position"),
            Origin::Login => format!("{ids} the login"),
            Origin::Number => format!("{ids} the employee number"),
            Origin::NamedInSheet => format!("{ids} made of names, as --keep-names asks"),
            Origin::Known => format!("{ids} in the organization's files already"),
            Origin::MadeSeat => {
                format!("{ids} made of team, role and number: only names say who people are (--keep-names keeps them)")
            }
            Origin::Pseudonym => {
                let are = if people == 1 { "1 id is a pseudonym" } else { &format!("{people} ids are pseudonyms") };
                format!("{are}: only names or addresses say who people are (--keep-names, --keep-local-parts)")
            }
            Origin::LocalPart => format!("{ids} the part of the address before the @"),
        }
    }
}

/// Everything a row says about who it is about.
#[derive(Clone, Debug, Default)]
pub(super) struct Identity {
    seat: String,
    login: String,
    number: String,
    name: WrittenName,
    email: String,
    /// Team and role, or the discipline where no role is stated.
    place: (String, String),
}

impl Identity {
    pub(super) fn of(table: &Table, row: &Row) -> Identity {
        let cell = |column| words(table.cell(row, column));
        let raw = |column| table.cell(row, column).words();
        let (first, last) = (cell(Column::FirstName), cell(Column::LastName));
        let mut name = cell(Column::Name);
        if name.is_empty() {
            name = format!("{first} {last}").trim().to_owned();
        }
        let mut email = raw(Column::Email);
        // An address where a name or login was expected is used like one.
        for column in [Column::Name, Column::Login, Column::Seat] {
            let written = raw(column);
            if email.is_empty() && has_address(&written) {
                email = written.split_whitespace().find(|word| has_address(word)).unwrap_or_default().to_owned();
            }
        }
        let email = email.trim_matches(['<', '>', '"', ' ']).to_lowercase();
        let name = WrittenName::of(&name);
        // What stands under another header and is the name is no id.
        let unless_name = |column| {
            let text = cell(column);
            let is_name = !text.is_empty() && name.spellings().contains(&canonical(&WrittenName::of(&text).bare));
            if is_name { String::new() } else { text }
        };
        let mut number = unless_name(Column::Number);
        if let (true, [only]) = (number.is_empty(), name.numbers.as_slice()) {
            number.clone_from(only);
        }
        let (seat, login) = (unless_name(Column::Seat), unless_name(Column::Login));
        let role = [cell(Column::Role), cell(Column::Function)].into_iter().find(|role| !role.is_empty());
        Identity { seat, login, number, name, email, place: (cell(Column::Team), role.unwrap_or_default()) }
    }

    /// The same without names of people under headers of ids: one with a blank in it is no login.
    pub(super) fn without_names(mut self, mask: &NameMask) -> Identity {
        for id in [&mut self.seat, &mut self.login, &mut self.number] {
            if id.contains([' ', ',']) && mask.hide(id) != *id {
                id.clear();
            }
        }
        self
    }

    /// Whether nothing says who it is.
    pub(super) fn is_empty(&self) -> bool {
        self.texts().next().is_none()
    }

    /// The same without the name, which is none where nobody holds a position.
    pub(super) fn without_name(mut self) -> Identity {
        self.name = WrittenName::default();
        self
    }

    /// What says who it is beside names, the surest first.
    fn keys(&self) -> [&str; 4] {
        [&self.seat, &self.login, &self.number, &self.email].map(String::as_str)
    }

    /// Whether nothing but a name says who it is.
    pub(super) fn is_name_only(&self) -> bool {
        self.keys().iter().all(|key| key.is_empty())
    }

    /// The team of the row.
    pub(super) fn team(&self) -> &str {
        &self.place.0
    }

    /// Whether two rows with one key are about two people.
    fn contradicts(&self, other: &Identity) -> bool {
        match self.name.likeness(&other.name) {
            Likeness::Different => true,
            Likeness::Same | Likeness::Near => false,
            Likeness::Unknown => !self.may_be(other),
        }
    }

    /// Whether no key says that two rows are about two people.
    fn may_be(&self, other: &Identity) -> bool {
        let is_one = |one: &str, two: &str| {
            one.is_empty()
                || two.is_empty()
                || canonical(one) == canonical(two)
                || by_value(one).is_some_and(|value| by_value(two) == Some(value))
        };
        self.keys().iter().zip(other.keys()).all(|(one, two)| is_one(one, two))
    }

    /// How sheets may write this person, the surest first.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let all = [&self.seat, &self.login, &self.number, &self.email, &self.name.full];
        all.into_iter().map(String::as_str).filter(|text| !text.is_empty())
    }

    /// What stands under headers of ids.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        [&self.seat, &self.login, &self.number].into_iter().map(String::as_str).filter(|text| !text.is_empty())
    }

    /// Handles under which evidence may know someone whose id is another one.
    pub(super) fn handles(&self) -> impl Iterator<Item = &str> {
        [self.login.as_str(), self.number.as_str()].into_iter().filter(|text| !text.is_empty())
    }

    /// Names in the usual order and turned around: "Example, Ada" is "Ada Example".
    fn spellings(&self) -> Vec<String> {
        self.texts().map(canonical).chain(self.name.spellings()).collect()
    }

    /// The name in the sheet.
    pub(super) fn name(&self) -> &WrittenName {
        &self.name
    }
}

/// A row: the index of its sheet, and its line.
pub(super) type RowPlace = (usize, usize);

/// What a row of a roster is about.
pub(super) enum Entered {
    /// Someone whom no row before it is about.
    New(String),
    /// Someone whom an earlier row is about; the flag says whether the names are alike and not the same.
    Again(String, RowPlace, bool),
    /// Someone else than the one whose key it has, who is in an earlier row.
    Apart(String, String, RowPlace),
    /// One of several people, and nothing says which.
    Unclear,
}

impl Entered {
    /// The id.
    pub(super) fn id(&self) -> Option<&str> {
        match self {
            Entered::New(id) | Entered::Again(id, ..) | Entered::Apart(id, ..) => Some(id),
            Entered::Unclear => None,
        }
    }
}

/// The people of all rosters.
pub(super) struct Roster<'p> {
    naming: Naming,
    pseudonyms: &'p Pseudonyms,
    /// Ids that were made up, by pseudonym: those of the last import, and new ones.
    pub(super) made: BTreeMap<String, String>,
    by_text: Meanings,
    /// Those who have left.
    left: Meanings,
    /// The first row of each.
    rows: HashMap<String, (Identity, RowPlace)>,
    /// Texts that mean someone only by the value of a number, with an id.
    pub(super) by_value: RefCell<BTreeMap<String, String>>,
    taken: BTreeSet<String>,
    numbers: BTreeMap<String, usize>,
    /// Whether an id hangs on the key.
    pub(super) used_key: bool,
    /// Names that stand in no id and no title.
    pub(super) mask: NameMask,
    /// Ids of people in the organization's files, which are no secret of a sheet.
    used: HashMap<String, String>,
    /// Words of teams, roles and disciplines, of which positions are called.
    pub(super) of_positions: BTreeSet<String>,
    /// How many ids came from where.
    pub(super) origins: BTreeMap<Origin, usize>,
    /// Ids that got a number because another one came first.
    pub(super) numbered: Vec<(String, String)>,
}

/// Whom a text means.
pub(super) enum Found {
    /// A person of the roster.
    Id(String),
    /// Several people are written like this.
    Several,
    /// Nobody of the roster.
    Nobody,
}

impl<'p> Roster<'p> {
    /// Starts with the ids of the last import, and with those that the files have already.
    pub(super) fn new(
        naming: Naming,
        pseudonyms: &'p Pseudonyms,
        made: &BTreeMap<String, String>,
        used: impl IntoIterator<Item = String>,
    ) -> Roster<'p> {
        let used: HashMap<String, String> = used.into_iter().map(|id| (canonical(&id), id)).collect();
        let mut roster = Roster {
            naming,
            pseudonyms,
            made: made.clone(),
            by_text: Meanings::default(),
            left: Meanings::default(),
            rows: HashMap::new(),
            by_value: RefCell::default(),
            taken: BTreeSet::new(),
            numbers: BTreeMap::new(),
            used_key: false,
            mask: NameMask::default(),
            used,
            of_positions: BTreeSet::new(),
            origins: BTreeMap::new(),
            numbered: Vec::new(),
        };
        // Positions that exist are never given to someone else, however the rows are sorted now.
        for id in made.values().chain(roster.used.values()) {
            if let Some((seat, number)) = id.rsplit_once('-')
                && let Ok(number) = number.parse::<usize>()
            {
                let highest = roster.numbers.entry(seat.to_owned()).or_default();
                *highest = (*highest).max(number);
            }
        }
        roster
    }

    /// Who a row is about; they become known.
    ///
    /// A key finds people before a name does: names are shared, positions and numbers are not. Two rows with one key and
    /// two names are two people; two rows with one name and two keys of one kind are two people as well.
    pub(super) fn enter(&mut self, who: &Identity, place: RowPlace) -> Entered {
        for key in who.keys().into_iter().filter(|key| !key.is_empty()) {
            let (ids, by) = self.by_text.all(&canonical(key));
            let (same, others): (Vec<&String>, Vec<&String>) =
                ids.iter().partition(|id| self.rows.get(*id).is_none_or(|(known, _)| !known.contradicts(who)));
            match (same.as_slice(), others.first().map(|id| (*id).clone())) {
                ([one], _) => {
                    let id = (*one).clone();
                    self.note_value(by, key, &id);
                    return self.again(who, id, place);
                }
                ([], Some(other)) if self.shares_key(who, &other) => {
                    let first = self.rows.get(&other).map_or(place, |(_, place)| *place);
                    let id = self.add(who, place);
                    return Entered::Apart(id, other, first);
                }
                _ => {}
            }
        }
        let mut by_name: Vec<String> =
            who.name.spellings().iter().flat_map(|text| self.by_text.all(text).0).cloned().collect();
        by_name.sort();
        by_name.dedup();
        let may_be = |id: &String| match self.rows.get(id) {
            // In one sheet the same columns say who people are, so that two keys are two people.
            Some((known, (sheet, _))) => {
                known.may_be(who) && !known.name.is_told_from(&who.name) && (who.is_name_only() || *sheet != place.0)
            }
            None => true,
        };
        by_name.retain(may_be);
        if by_name.len() > 1 && who.is_name_only() {
            let here = canonical(who.team());
            let is_here = |id: &String| self.rows.get(id).is_some_and(|(known, _)| canonical(known.team()) == here);
            by_name.retain(is_here);
            if by_name.len() != 1 {
                return Entered::Unclear;
            }
        }
        match by_name.as_slice() {
            [one] => self.again(who, one.clone(), place),
            _ => Entered::New(self.add(who, place)),
        }
    }

    /// Whether a row has one of the two surest keys that another has: two people may share an address.
    fn shares_key(&self, who: &Identity, id: &str) -> bool {
        let is_same = |one: &str, two: &str| !one.is_empty() && canonical(one) == canonical(two);
        let keys = who.keys();
        self.rows.get(id).is_some_and(|(known, _)| {
            known.keys().iter().zip(keys).take(3).any(|(one, two)| {
                is_same(one, two) || (!one.is_empty() && by_value(one).is_some() && by_value(one) == by_value(two))
            })
        })
    }

    fn again(&mut self, who: &Identity, id: String, place: RowPlace) -> Entered {
        let known = self.rows.get(&id);
        let first = known.map_or(place, |(_, place)| *place);
        let is_near = known.is_some_and(|(known, _)| known.name.likeness(&who.name) == Likeness::Near);
        self.learn(who, &id);
        Entered::Again(id, first, is_near)
    }

    fn add(&mut self, who: &Identity, place: RowPlace) -> String {
        let (id, origin) = self.make(who);
        *self.origins.entry(origin).or_default() += 1;
        self.learn(who, &id);
        self.rows.insert(id.clone(), (who.clone(), place));
        id
    }

    fn learn(&mut self, who: &Identity, id: &str) {
        for text in who.spellings() {
            self.by_text.insert(&text, id);
        }
    }

    /// The team in the first row about someone.
    pub(super) fn team_of(&self, id: &str) -> Option<&str> {
        self.rows.get(id).map(|(who, _)| who.team())
    }

    fn note_value(&self, by: By, text: &str, id: &str) {
        if by == By::Value {
            self.by_value.borrow_mut().insert(text.to_owned(), id.to_owned());
        }
    }

    /// Someone who has left, and is entered nowhere.
    pub(super) fn enter_left(&mut self, who: &Identity) {
        for text in who.spellings() {
            self.left.insert(&text, "");
        }
    }

    /// Whether a text means someone who has left, and nobody who is there.
    pub(super) fn has_left(&self, text: &str) -> bool {
        texts_of(text).iter().any(|text| !self.left.all(text).0.is_empty())
    }

    fn make(&mut self, who: &Identity) -> (String, Origin) {
        for (text, origin) in [(&who.seat, Origin::Seat), (&who.login, Origin::Login), (&who.number, Origin::Number)] {
            let id = as_id(text);
            if !id.is_empty() {
                return (self.apart(id, text), origin);
            }
        }
        let name = &who.name.full;
        if !name.is_empty() && self.naming.keep_names {
            let id = as_id(name);
            if !id.is_empty() {
                return (self.apart(id, name), Origin::NamedInSheet);
            }
        }
        // Under a header that says name every cell is a name, but for a number and an id that the files have.
        if is_number(name) {
            return (self.apart(as_id(name), name), Origin::Number);
        }
        if let Some(id) = self.used.get(&canonical(name)).filter(|id| !self.taken.contains(*id)).cloned() {
            self.taken.insert(id.clone());
            return (id, Origin::Known);
        }
        if self.naming.keep_local_parts
            && let Some((local, _)) = who.email.split_once('@')
        {
            let id = slug(local);
            if !id.is_empty() {
                return (self.apart(id, local), Origin::LocalPart);
            }
        }
        let key = if who.email.is_empty() { who.name.key() } else { who.email.clone() };
        let pseudonym = self.pseudonyms.pseudonym(&key);
        self.used_key = true;
        let place = |text: &str| self.mask.title(text).map(|text| slug(&text)).unwrap_or_default();
        let (team, role) = (place(&who.place.0), place(&who.place.1));
        let has_seat = !team.is_empty() && !role.is_empty();
        let origin = if has_seat { Origin::MadeSeat } else { Origin::Pseudonym };
        if let Some(id) = self.made.get(&pseudonym) {
            self.taken.insert(id.clone());
            return (id.clone(), origin);
        }
        if !has_seat {
            return (pseudonym, origin);
        }
        let seat = if role.starts_with(&team) { role } else { format!("{team}-{role}") };
        let number = self.numbers.entry(seat.clone()).or_default();
        *number += 1;
        let id = format!("{seat}-{number}");
        self.taken.insert(id.clone());
        self.made.insert(pseudonym, id.clone());
        (id, origin)
    }

    /// The id, with a number behind it where someone else has it.
    fn apart(&mut self, id: String, text: &str) -> String {
        let own = unique(id.clone(), &mut self.taken);
        if own != id {
            self.numbered.push((text.to_owned(), own.clone()));
        }
        own
    }

    /// Whom a text in another column means: as it is written, by the number beside the name, or by the name alone.
    pub(super) fn find(&self, text: &str) -> Found {
        let mut found = Found::Nobody;
        for spelling in texts_of(text) {
            match self.by_text.all(&spelling) {
                ([one], by) => {
                    self.note_value(by, &spelling, one);
                    return Found::Id(one.clone());
                }
                ([], _) => {}
                _ => found = Found::Several,
            }
        }
        found
    }

    /// The id of the one in the roster whose name is nearest to one that is not there.
    pub(super) fn near(&self, text: &str) -> Option<String> {
        let text = canonical(text);
        let near = self.by_text.near(&text)?;
        // Half of a name is shared by families and namesakes: each word has to be near the one in its place.
        let mut pairs = text.split_whitespace().zip(near.split_whitespace());
        let is_meant = text.split_whitespace().count() == near.split_whitespace().count()
            && pairs.all(|(one, other)| one == other || nearest(one, [other]).is_some());
        self.by_text.one(near).filter(|_| is_meant).map(str::to_owned)
    }

    /// The id of someone whom no roster lists. What a cell says of a person is a name, unless it is an address, a
    /// number, a position, an id of the files, or stands under a header that says `id`.
    pub(super) fn stranger(&mut self, text: &str, is_id: bool) -> String {
        let name = WrittenName::of(text);
        let local = text.split_once('@').map(|(local, _)| slug(local)).filter(|_| self.naming.keep_local_parts);
        let is_kept = self.naming.keep_names || is_id || is_number(text) || is_position(text, &self.of_positions);
        let id = match (local, name.numbers.first()) {
            (Some(local), _) if has_address(text) => local,
            _ if has_address(text) => String::new(),
            _ if is_kept => as_id(&name.full),
            (_, Some(number)) => as_id(number),
            _ => self.used.get(&canonical(text)).cloned().unwrap_or_default(),
        };
        self.used_key |= id.is_empty();
        let key = if has_address(text) { text.to_owned() } else { name.key() };
        let id = if id.is_empty() { self.pseudonyms.pseudonym(&key) } else { id };
        self.taken.insert(id.clone());
        for spelling in [canonical(text), key].into_iter().chain(name.spellings()) {
            self.by_text.insert_if_new(&spelling, &id);
        }
        id
    }

    /// Whether a text is an id of the organization's files.
    pub(super) fn knows(&self, text: &str) -> bool {
        self.used.contains_key(text)
    }

    /// An id for what is called after a person, such as `team-1`; the same one at the next import.
    pub(super) fn nameless(&mut self, kind: &str, text: &str) -> String {
        self.used_key = true;
        let pseudonym = self.pseudonyms.pseudonym(&format!("{kind}:{}", canonical(text)));
        if let Some(id) = self.made.get(&pseudonym) {
            return id.clone();
        }
        let number = self.numbers.entry(kind.to_owned()).or_default();
        *number += 1;
        let id = format!("{kind}-{number}");
        self.made.insert(pseudonym, id.clone());
        id
    }

    /// What stands for a name in a text.
    pub(super) fn stand_in(&self, name: &str) -> String {
        match self.find(name) {
            Found::Id(id) => id,
            _ => "a person".to_owned(),
        }
    }
}

/// What a cell that means a person may be found by, the surest first.
fn texts_of(text: &str) -> Vec<String> {
    let name = WrittenName::of(text);
    let whole = [canonical(text.trim_matches(['<', '>']))].into_iter();
    whole.chain(name.numbers.iter().map(|number| canonical(number))).chain(name.spellings()).collect()
}
