//! `dedicate`: people who also work elsewhere work on this alone.

use std::collections::BTreeSet;

use onethread_model::Change;
use onethread_model::edit::Edit;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, Words, files, one_group, release};
use crate::measure::View;
use crate::words::plural;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "dedicate",
    is_act: false,
    title: "Release people from other work",
    phrase: None,
    page: include_str!("dedicate.md"),
    blanks: &[Blank::INITIATIVE, Blank::new("people", "How many people have work elsewhere", BlankType::Count)],
    by: CarriedOutBy::Files,
    decides: "their managers",
    not_known: &[],
    alters_form: true,
    group: one_group,
    words,
    edits,
    price,
};

/// People who lead or work on an initiative and have work elsewhere.
pub(crate) fn change(initiative: &str, people: usize) -> Change {
    Change::new(MOVE.key).with("initiative", initiative).with("people", people)
}

fn words(changes: &[Change]) -> Option<Words> {
    words_for(changes, changes.iter().map(|change| change.count("people")).sum(), 0)
}

/// The same for so many people, of whom `shared` work on several of the initiatives: who does is one person.
pub(crate) fn words_for(changes: &[Change], people: usize, shared: usize) -> Option<Words> {
    let both = match shared {
        0 => String::new(),
        n => format!(
            "; {} on several of these initiatives and can stay with one",
            plural(n, "of them works", "of them work")
        ),
    };
    let (n, initiative) = (changes.len(), changes.first()?.initiative());
    Some(Words {
        short: match n {
            1 => format!("Release {} of {initiative} from other work", plural(people, "person", "people")),
            _ => format!("Release {people} people of {n} initiatives from other work"),
        },
        says: format!("Release {} from other work; first on {initiative}", plural(people, "person", "people")),
        cost: format!("other work loses {}{both}", plural(people, "person", "people")),
        gain: format!("{} members with no other work", plural(n, "initiative has", "initiatives have")),
        answers: n,
        price: None,
    })
}

/// A person who works on an initiative and has other work, or too little time for it.
struct Divided {
    person: String,
    /// Other live initiatives.
    others: BTreeSet<String>,
    /// Whether less time for this one is stated than a dedicated member gives.
    states_too_little: bool,
}

/// Members who have other work or too little time, and the leader, unless that one leads something else: then one of
/// the two initiatives needs another leader, which is `reassign`.
fn divided(initiative: &str, view: &View<'_>) -> Vec<Divided> {
    let Some(known) = view.initiative(initiative) else { return Vec::new() };
    let leader = known.leadership.leader().filter(|_| !known.leadership.is_shared()).map(|leader| leader.value.clone());
    let members = view.people.members(known).unwrap_or_default().into_iter().map(|member| member.value);
    let enough = view.inputs.config.thresholds.dedicated_share;
    let look = |person: String| Divided {
        others: files::other_threads(&person, initiative, view),
        states_too_little: view.threads_of(&person, initiative).here_below(enough).is_some(),
        person,
    };
    let all = leader.into_iter().chain(members).map(look);
    all.filter(|one| one.states_too_little || !one.others.is_empty()).collect()
}

/// Each of them leaves every other live initiative that takes more of their time than is allowed, and works on this one
/// full time.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let initiative = change.initiative();
    let mut edits = Vec::new();
    for one in divided(initiative, view) {
        for other in &one.others {
            let leave = release::change(&one.person, other);
            edits.extend((release::MOVE.edits)(&leave, view).unwrap_or_default());
        }
        let here = view.people.stated(&one.person).iter().any(|stated| stated.initiative == initiative);
        if one.states_too_little || !here {
            // The contract is the whole of a week.
            let whole = (view.inputs.org.contract(&one.person).0 / 10).unsigned_abs() as usize;
            edits.extend(files::share(&one.person, initiative, Some(whole), view.day, view));
        }
    }
    match edits.is_empty() {
        false => Ok(edits),
        true => Err(Refusal::new(format!("nobody on {initiative} is known to have other work"))),
    }
}

fn price(change: &Change, view: &View<'_>) -> Price {
    let divided = divided(change.initiative(), view);
    let mut leaders_lost: Vec<String> = Vec::new();
    for one in &divided {
        let led = view.people.leads(&one.person).iter().map(|led| &led.value).filter(|led| one.others.contains(*led));
        let is_alone = |id: &&String| view.initiative(id).is_some_and(|led| led.leadership.leader().is_some());
        leaders_lost.extend(led.filter(is_alone).cloned());
    }
    leaders_lost.sort();
    leaders_lost.dedup();
    let people = if change.get("people").is_some() { change.count("people") } else { divided.len() };
    let released = divided.into_iter().map(|one| one.person).collect();
    Price { people, leaders_lost, released, ..Price::default() }
}
