//! Moves about what an initiative stands on, in words: its form, its leader's authority, its charter, its roles.

use onethread_model::Change;

use super::moves::{Price, Words};
use crate::words::{join, plural};

/// Numbers of kinds begin here, so that they differ from those of other moves.
const KINDS: u8 = 150;

/// The kind of change, as a number; changes of form are said together when they lead to the same one.
pub(super) fn kind(change: &Change) -> (u8, usize) {
    match change {
        Change::WriteCharter { .. } => (KINDS, 0),
        Change::AddRole { .. } => (KINDS + 1, 0),
        Change::Attest { .. } => (KINDS + 2, 0),
        Change::DelegateDecisions { .. } => (KINDS + 3, 0),
        Change::ChangeForm { to, .. } => (KINDS + 4, to.len()),
        _ => (KINDS + 5, 0),
    }
}

/// Changes of one kind in words; absent when they are none of these.
pub(super) fn words_of(changes: &[Change]) -> Option<Words> {
    let n = changes.len();
    match changes.first()? {
        Change::WriteCharter { initiative, missing } => Some(write_charter(initiative, missing, changes)),
        Change::AddRole { initiative, role, people } => Some(add_role(initiative, role, *people, changes)),
        Change::ChangeForm { initiative, to, .. } => Some(change_form(initiative, to, changes)),
        Change::GiveReason { initiative } => Some(Words {
            short: match n {
                1 => format!("Say why {initiative} has its form"),
                _ => format!("Say why {n} initiatives have their form"),
            },
            says: format!(
                "Say why {}; first {initiative}",
                plural(n, "initiative has its form", "initiatives have theirs")
            ),
            cost: plural(n, "line to write", "lines to write"),
            gain: "a form with a reason is a choice that can be judged".to_owned(),
            price: Price::lines(n, n),
        }),
        Change::DelegateDecisions { initiative } => Some(Words {
            short: match n {
                1 => format!("Leave what can be taken back to the leader of {initiative}"),
                _ => format!("Leave what can be taken back to the leaders of {n} initiatives"),
            },
            says: format!(
                "Agree with those above that decisions which can be taken back are the leader's, for {}; first {initiative}",
                plural(n, "initiative", "initiatives")
            ),
            cost: plural(n, "agreement with those above", "agreements with those above"),
            gain: "what can be taken back waits for nobody".to_owned(),
            price: Price::decisions(n, n),
        }),
        // Only what a sponsor denies is a verdict that fails.
        Change::Attest { initiative, .. } => Some(Words {
            short: match n {
                1 => format!("Help the leader of {initiative}, or name another"),
                _ => format!("Help the leaders of {n} initiatives, or name others"),
            },
            says: format!(
                "Help the leader, or name another one, until the sponsor attests it, for {}; first {initiative}",
                plural(n, "initiative", "initiatives")
            ),
            cost: plural(n, "leader to help or to replace", "leaders to help or to replace"),
            gain: "somebody puts a name to it that the leader can do this".to_owned(),
            price: Price::people(n, n),
        }),
        _ => None,
    }
}

fn write_charter(initiative: &str, missing: &[String], changes: &[Change]) -> Words {
    let n = changes.len();
    let lines = |change: &Change| if let Change::WriteCharter { missing, .. } = change { missing.len() } else { 0 };
    let lines: usize = changes.iter().map(lines).sum();
    let named: Vec<String> = missing.iter().map(|field| field.replace('-', " ")).collect();
    let named = join(&named.iter().map(String::as_str).collect::<Vec<_>>());
    Words {
        short: match n {
            1 => format!("Complete the charter of {initiative}: {named}"),
            _ => format!("Complete the charters of {n} initiatives"),
        },
        says: format!("Complete {}; first {initiative}: {named}", plural(n, "charter", "charters")),
        cost: plural(lines, "line to write and agree on", "lines to write and agree on"),
        gain: "everybody can read what it is for, what it owns and what its leader may decide".to_owned(),
        price: Price::lines(lines, n),
    }
}

fn add_role(initiative: &str, role: &str, first: usize, changes: &[Change]) -> Words {
    let people = |change: &Change| if let Change::AddRole { people, .. } = change { *people } else { 0 };
    let people: usize = changes.iter().map(people).sum();
    let mut of: Vec<&str> = changes
        .iter()
        .filter_map(|change| if let Change::AddRole { initiative, .. } = change { Some(&**initiative) } else { None })
        .collect();
    of.dedup();
    let all = plural(people, "person", "people");
    Words {
        short: match changes.len() {
            1 => format!("Add {all} for {role} to {initiative}"),
            _ => format!("Add {all} in roles that {} short of", plural(of.len(), "initiative is", "initiatives are")),
        },
        says: format!("Add {all} in roles that are short; first {first} for {role} to {initiative}"),
        cost: format!("{} to move, to free or to hire", all),
        gain: plural(of.len(), "team can do its work itself", "teams can do their work themselves"),
        price: Price::people(people, of.len()),
    }
}

fn change_form(initiative: &str, to: &str, changes: &[Change]) -> Words {
    let n = changes.len();
    let people = |change: &Change| if let Change::ChangeForm { people, .. } = change { *people } else { 0 };
    let people: usize = changes.iter().map(people).sum();
    let form = match to {
        "functional" => "functional, with the reason",
        "stl" => "single-threaded while functional lines stay (STL)",
        _ => "single-threaded with the team below the leader (STO)",
    };
    let decisions = plural(n, "decision", "decisions");
    Words {
        short: match n {
            1 => format!("Make {initiative} {form}"),
            _ => format!("Make {n} initiatives {form}"),
        },
        says: format!("Make {} {form}; first {initiative}", plural(n, "initiative", "initiatives")),
        cost: match people {
            0 => decisions,
            _ => format!("{decisions}; {}", plural(people, "member changes manager", "members change manager")),
        },
        gain: "the form fits the kind of work".to_owned(),
        price: if people == 0 { Price::decisions(n, n) } else { Price::people(people, n) },
    }
}
