//! Which of the names and addresses of a history are one person.
//!
//! Input: everybody whom changes name, after the mailmap, co-authors included. Output: one id for each person. Two are one
//! where they have the same address, the same handle of a forge, or the same full name (union-find). A full name has at
//! least two words, and stands where names do (`Ada Example`, `ada.example`), before the `@` of an address
//! (`ada.example`), or, without what parts its words, as a handle (`adaexample`). The id is the one that the
//! organization's files give, else the pseudonym of a handle, of an address or of a name, the first of these that there is:
//! so other sources that know a handle mean the same person.
//!
//! What was found is kept as pseudonyms, so that a later part of the history joins the same people. Where it would join two
//! that were known apart before, all of it is read again.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::accounts::AccountKind;
use super::history::History;
use super::people::Identity;
use crate::gather::Gathering;

/// An id with how much it counts: 0 for one of the organization's files, 1 for a handle, 2 for an address, 3 for a name, 4
/// for a full name without what parts its words.
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

/// Letters and digits from which on a full name is one person's. Tested by `a_full_name_is_one_person_however_it_is_written`.
const FULL_NAME_MIN: usize = 6;

/// What identifies someone: the handle or address, the name where it is one of a person rather than of an account, and the
/// full name that any of them holds.
fn told_by(one: &Identity) -> Vec<Ranked> {
    let rank = match (one.is_made_up, one.key.contains('@')) {
        (true, _) => 1,
        (_, true) => 2,
        _ => 3,
    };
    let is_full = one.name.split(' ').filter(|word| word.chars().any(char::is_alphabetic)).count() > 1;
    let name = is_full.then(|| (3, one.name.clone()));
    let full = full_names(one).into_iter().map(|name| (4, format!("full name: {name}")));
    [(rank, one.key.clone())].into_iter().chain(name).chain(full).collect()
}

/// The full names of someone, as letters and digits alone: by the name, by what stands before the `@`, and by the handle.
fn full_names(one: &Identity) -> Vec<String> {
    let squeezed = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
    let words = |text: &str| -> Vec<String> {
        let words = text.split([' ', '.', '_', '-']).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    let written = words(&one.name);
    let is_written = written.iter().filter(|word| word.chars().any(char::is_alphabetic)).count() > 1;
    let by_name = is_written.then(|| squeezed(&one.name));
    let is_word = |word: &String| word.chars().count() > 1 && word.chars().all(char::is_alphabetic);
    let account = one.key.split_once('@').map(|(account, _)| account).filter(|_| !one.is_made_up);
    let is_account = |account: &&str| {
        let parts = words(account);
        parts.len() > 1 && parts.iter().all(is_word)
    };
    let by_address = account.filter(is_account).map(squeezed);
    let by_handle = one.is_made_up.then(|| squeezed(&one.key));
    let found = by_name.into_iter().chain(by_address).chain(by_handle);
    found.filter(|name| name.chars().count() >= FULL_NAME_MIN).collect()
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

#[cfg(test)]
mod tests {
    use super::super::people::Bots;
    use super::*;

    /// Whether two who sign so are one person; people are made up.
    fn is_one(one: [&str; 2], other: [&str; 2]) -> bool {
        let told = |[name, address]: [&str; 2]| {
            let address = address.replace(" at ", "@");
            let identity = Identity::of(name.as_bytes(), address.as_bytes(), &Bots::default()).expect("someone");
            told_by(&identity).into_iter().collect::<BTreeSet<Ranked>>()
        };
        !told(one).is_disjoint(&told(other))
    }

    #[test]
    fn a_full_name_is_one_person_however_it_is_written() {
        let ada = ["Ada Example", "12+ada-x at users.noreply.github.com"];
        for other in [
            ["Ada Example", "ada at example.com"],
            ["ada.example", "ada.example at example.com"],
            ["ada_example", "a at example.com"],
            ["adax", "ada.example at example.com"],
            ["adax", "34+AdaExample at users.noreply.github.com"],
            ["ada", "56+ada-example at users.noreply.github.com"],
        ] {
            assert!(is_one(ada, other), "{other:?}");
            assert!(is_one(other, ada), "{other:?}");
        }
        for other in [
            ["Ada", "ada at example.com"],
            ["adaexample", "x at example.com"],
            ["Ada Other", "ada.other at example.com"],
            ["x", "ada.example1 at example.com"],
            ["x", "a.example at example.com"],
            ["x", "example at example.com"],
        ] {
            assert!(!is_one(ada, other), "{other:?}");
        }
        // At the line and one letter below it.
        let short = |name: &str, handle: &str| {
            is_one([name, "x at example.com"], ["x", &format!("7+{handle} at users.noreply.github.com")])
        };
        assert!(short("Bo Lund", "bolund") && !short("Bo Lun", "bolun"));
        assert_eq!(FULL_NAME_MIN, 6);
    }
}
