//! Which of the names and addresses of a history are one person.
//!
//! Input: everybody whom changes name, after the mailmap. Output: one id for each person. Two are one where they have the
//! same address, the same handle of a forge, or the same name of at least two words (union-find). The id is the one that
//! the organization's files give, else the pseudonym of a handle, of an address or of a name, the first of these that there
//! is: so other sources that know a handle mean the same person.
//!
//! What was found is kept as pseudonyms, so that a later part of the history joins the same people. Where it would join two
//! that were known apart before, all of it is read again.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::accounts::AccountKind;
use super::history::History;
use super::people::Identity;
use crate::gather::Gathering;

/// An id with how much it counts: 0 for one of the organization's files, 1 for a handle, 2 for an address, 3 for a name.
type Ranked = (u8, String);

/// People of a history, each under one id.
#[derive(Debug, Default)]
pub(crate) struct Persons {
    /// Ids by keys of identities.
    of: HashMap<String, String>,
    /// What the next import has to know: ids by pseudonyms of everything that identifies people.
    pub(crate) known: BTreeMap<String, Ranked>,
}

/// Everything that identifies people, joined step by step.
#[derive(Default)]
struct Joined {
    numbers: HashMap<Ranked, usize>,
    parents: Vec<usize>,
}

impl Joined {
    fn number(&mut self, told_by: Ranked) -> usize {
        let next = self.parents.len();
        let number = *self.numbers.entry(told_by).or_insert(next);
        if number == next {
            self.parents.push(next);
        }
        number
    }

    fn root(&mut self, mut number: usize) -> usize {
        while let Some(parent) = self.parents.get(number).copied().filter(|parent| *parent != number) {
            let above = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(own) = self.parents.get_mut(number) {
                *own = above;
            }
            number = parent;
        }
        number
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        if let Some(parent) = self.parents.get_mut(one) {
            *parent = other;
        }
    }
}

/// What identifies someone: the handle or address, and the name where it is one of a person rather than of an account.
fn told_by(one: &Identity) -> Vec<Ranked> {
    let rank = match (one.is_made_up, one.key.contains('@')) {
        (true, _) => 1,
        (_, true) => 2,
        _ => 3,
    };
    let is_full = one.name.split(' ').filter(|word| word.chars().any(char::is_alphabetic)).count() > 1;
    let name = is_full.then(|| (3, one.name.clone()));
    [(rank, one.key.clone())].into_iter().chain(name).collect()
}

impl Persons {
    /// Joins everybody of a history, given what an earlier part of it showed. `None` where both together tell otherwise than
    /// the earlier part did.
    pub(crate) fn of(
        history: &History,
        gathering: &Gathering<'_>,
        before: &BTreeMap<String, Ranked>,
    ) -> Option<Persons> {
        let mut joined = Joined::default();
        let mut ids: Vec<(usize, String)> = Vec::new();
        for one in history.people().filter(|one| one.kind == AccountKind::Person) {
            let numbers: Vec<usize> = told_by(one).into_iter().map(|told| joined.number(told)).collect();
            numbers.windows(2).for_each(|pair| joined.join(pair[0], pair[1]));
            let id = one.spellings.iter().find_map(|text| gathering.people.find(text));
            ids.extend(numbers.first().copied().zip(id.map(str::to_owned)));
        }
        let mut groups: BTreeMap<usize, Vec<Ranked>> = BTreeMap::new();
        let all: Vec<(Ranked, usize)> = joined.numbers.iter().map(|(told, number)| (told.clone(), *number)).collect();
        for (told, number) in all {
            groups.entry(joined.root(number)).or_default().push(told);
        }
        let mut stated: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for (number, id) in ids {
            stated.entry(joined.root(number)).or_default().insert(id);
        }
        let mut persons = Persons { of: HashMap::new(), known: before.clone() };
        for (root, group) in groups {
            let hidden: Vec<Ranked> =
                group.iter().map(|(rank, text)| (*rank, gathering.pseudonyms.pseudonym(text))).collect();
            let earlier: BTreeSet<&Ranked> = hidden.iter().filter_map(|(_, pseudonym)| before.get(pseudonym)).collect();
            let ids = stated.get(&root).filter(|ids| ids.len() == 1).into_iter().flatten();
            let own = hidden.iter().cloned().chain(ids.map(|id| (0, id.clone())));
            let best = own.chain(earlier.iter().map(|one| (*one).clone())).min()?;
            if earlier.iter().any(|one| **one != best) {
                return None;
            }
            for ((_, text), (_, pseudonym)) in group.into_iter().zip(hidden) {
                persons.of.insert(text, best.1.clone());
                persons.known.insert(pseudonym, best.clone());
            }
        }
        Some(persons)
    }

    /// The id of someone of the history.
    pub(super) fn id(&self, one: &Identity) -> Option<&str> {
        self.of.get(&one.key).map(String::as_str)
    }

    /// What is known, as lines to be stored.
    pub(crate) fn lines(known: &BTreeMap<String, Ranked>) -> impl Iterator<Item = String> {
        known.iter().map(|(pseudonym, (rank, id))| format!("{pseudonym} {rank} {id}"))
    }

    /// What stored lines say; `None` where one says something else.
    pub(crate) fn read(lines: &[String]) -> Option<BTreeMap<String, Ranked>> {
        let line = |line: &String| {
            let (pseudonym, rest) = line.split_once(' ')?;
            let (rank, id) = rest.split_once(' ')?;
            Some((pseudonym.to_owned(), (rank.parse().ok()?, id.to_owned())))
        };
        lines.iter().map(line).collect()
    }
}
