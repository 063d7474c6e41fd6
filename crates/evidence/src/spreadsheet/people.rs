//! Who is who in a roster, and what they are called in the organization's files.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onethread_model::diagnostic::nearest;
use onethread_model::ids::unique;

use super::columns::Column;
use super::names::{as_id, canonical, looks_personal, slug};
use super::values::words;
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
            Origin::NamedInSheet => format!("{ids} as the sheet writes them"),
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
    name: String,
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
        let role = [cell(Column::Role), cell(Column::Function)].into_iter().find(|role| !role.is_empty());
        Identity {
            seat: cell(Column::Seat),
            login: cell(Column::Login),
            number: cell(Column::Number),
            name,
            email,
            place: (cell(Column::Team), role.unwrap_or_default()),
        }
    }

    /// The surest text that tells who it is.
    pub(super) fn surest(&self) -> &str {
        self.texts().next().unwrap_or_default()
    }

    /// Whether nothing says who it is.
    pub(super) fn is_empty(&self) -> bool {
        self.texts().next().is_none()
    }

    /// How sheets may write this person, the surest first.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let all = [&self.seat, &self.login, &self.number, &self.email, &self.name];
        all.into_iter().map(String::as_str).filter(|text| !text.is_empty())
    }

    /// Handles under which evidence may know someone whose id is another one.
    pub(super) fn handles(&self) -> impl Iterator<Item = &str> {
        [self.login.as_str(), self.number.as_str()].into_iter().filter(|text| !text.is_empty())
    }

    /// Names in the usual order and turned around: "Example, Ada" is "Ada Example".
    fn spellings(&self) -> Vec<String> {
        let mut all: Vec<String> = self.texts().map(canonical).collect();
        let turned = self.name.split_once(',').map(|(last, first)| canonical(&format!("{first} {last}")));
        all.extend(turned);
        all
    }
}

/// The people of all rosters.
pub(super) struct Roster<'p> {
    naming: Naming,
    pseudonyms: &'p Pseudonyms,
    /// Ids that were made up, by pseudonym: those of the last import, and new ones.
    pub(super) made: BTreeMap<String, String>,
    by_text: HashMap<String, Known>,
    taken: BTreeSet<String>,
    numbers: BTreeMap<String, usize>,
    /// Whether an id hangs on the key.
    pub(super) used_key: bool,
    /// Whether the names in the sheets are names of people.
    pub(super) personal: bool,
    /// How many ids came from where.
    pub(super) origins: BTreeMap<Origin, usize>,
    /// Ids that got a number because another one came first.
    pub(super) numbered: Vec<(String, String)>,
}

#[derive(Clone, PartialEq)]
enum Known {
    One(String),
    Several,
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
        let mut roster = Roster {
            naming,
            pseudonyms,
            made: made.clone(),
            by_text: HashMap::new(),
            taken: BTreeSet::new(),
            numbers: BTreeMap::new(),
            used_key: false,
            personal: false,
            origins: BTreeMap::new(),
            numbered: Vec::new(),
        };
        // Positions that exist are never given to someone else, however the rows are sorted now.
        for id in made.values().cloned().chain(used) {
            if let Some((seat, number)) = id.rsplit_once('-')
                && let Ok(number) = number.parse::<usize>()
            {
                let highest = roster.numbers.entry(seat.to_owned()).or_default();
                *highest = (*highest).max(number);
            }
        }
        roster
    }

    /// The id of the person that a row is about, who becomes known.
    pub(super) fn enter(&mut self, who: &Identity) -> String {
        // The surest text that someone is known by decides: names are shared, positions are not.
        let known = who.texts().next().and_then(|text| self.by_text.get(&canonical(text)));
        if let Some(Known::One(id)) = known {
            return id.clone();
        }
        let (id, origin) = self.make(who);
        *self.origins.entry(origin).or_default() += 1;
        for text in who.spellings() {
            let known = self.by_text.entry(text).or_insert_with(|| Known::One(id.clone()));
            if *known != Known::One(id.clone()) {
                *known = Known::Several;
            }
        }
        id
    }

    fn make(&mut self, who: &Identity) -> (String, Origin) {
        for (text, origin) in [(&who.seat, Origin::Seat), (&who.login, Origin::Login), (&who.number, Origin::Number)] {
            let id = as_id(text);
            if !id.is_empty() {
                return (self.apart(id, text), origin);
            }
        }
        if !who.name.is_empty() && (self.naming.keep_names || !self.personal) {
            let id = as_id(&who.name);
            if !id.is_empty() {
                return (self.apart(id, &who.name), Origin::NamedInSheet);
            }
        }
        if self.naming.keep_local_parts
            && let Some((local, _)) = who.email.split_once('@')
        {
            let id = slug(local);
            if !id.is_empty() {
                return (self.apart(id, local), Origin::LocalPart);
            }
        }
        let text = if who.email.is_empty() { &who.name } else { &who.email };
        let pseudonym = self.pseudonyms.pseudonym(text);
        self.used_key = true;
        let (team, role) = (slug(&who.place.0), slug(&who.place.1));
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

    /// Whom a text in another column means.
    pub(super) fn find(&self, text: &str) -> Found {
        let whole = canonical(text.trim_matches(['<', '>']));
        let turned = || text.split_once(',').map(|(last, first)| canonical(&format!("{first} {last}")));
        match self.by_text.get(&whole).or_else(|| self.by_text.get(&turned()?)) {
            Some(Known::One(id)) => Found::Id(id.clone()),
            Some(Known::Several) => Found::Several,
            None => Found::Nobody,
        }
    }

    /// The text in the roster that is nearest to one that is not there; never a name of a person that is not to be
    /// kept.
    pub(super) fn near(&self, text: &str) -> Option<String> {
        let text = canonical(text);
        let words = |text: &str| text.split_whitespace().count();
        // Half of a name is shared by families and namesakes: each word has to be near the one in its place.
        let is_near = |known: &&str| {
            let mut pairs = text.split_whitespace().zip(known.split_whitespace());
            words(known) == words(&text) && pairs.all(|(one, other)| one == other || nearest(one, [other]).is_some())
        };
        let near = nearest(&text, self.by_text.keys().map(String::as_str).filter(is_near))?;
        match self.by_text.get(near) {
            Some(Known::One(id)) => Some(id.clone()),
            _ => None,
        }
    }

    /// The id of someone whom no roster lists.
    pub(super) fn stranger(&mut self, text: &str) -> String {
        let is_named = !has_address(text) && (self.naming.keep_names || !looks_personal(text));
        let local = text.split_once('@').map(|(local, _)| slug(local)).filter(|_| self.naming.keep_local_parts);
        let id = match local {
            Some(local) if has_address(text) => local,
            _ if is_named => as_id(text),
            _ => String::new(),
        };
        self.used_key |= id.is_empty();
        let id = if id.is_empty() { self.pseudonyms.pseudonym(text) } else { id };
        self.taken.insert(id.clone());
        self.by_text.insert(canonical(text), Known::One(id.clone()));
        id
    }
}

/// Whether enough of these texts look like names of people that all of them are taken for names.
pub(super) fn are_personal<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    let distinct: BTreeSet<&str> = texts.filter(|text| !text.is_empty()).collect();
    let names = distinct.iter().filter(|text| looks_personal(text)).count();
    names > 0 && names * 3 >= distinct.len()
}

impl Identity {
    /// The name in the sheet.
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}
