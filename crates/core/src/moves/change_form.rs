//! `change-form`: an initiative gets the form that its kind of work asks for.

use std::collections::BTreeSet;

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::org::WishedForm;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, Words, files};
use crate::measure::{Initiative, Leadership, Reporting, View};
use crate::words::{percent, plural};

pub(super) const MOVE: MoveKind = MoveKind {
    key: "change-form",
    is_act: false,
    title: "Change the form of an initiative",
    phrase: None,
    page: include_str!("change_form.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::new("to", "Which form", BlankType::Choice(&["sto", "stl", "functional"])).required(),
        Blank::new("people", "How many members would change manager", BlankType::Count),
        Blank::new("why", "Why it has this form", BlankType::Text).required(),
    ],
    by: CarriedOutBy::Files,
    decides: "the sponsor",
    not_known: &[],
    alters_form: false,
    group,
    words,
    edits,
    price,
};

/// An initiative that should be `sto`, `stl` or `functional`, with how many members would change manager, as far as
/// known.
pub(crate) fn change(initiative: &str, to: &str, people: usize) -> Change {
    Change::new(MOVE.key).with("initiative", initiative).with("to", to).with("people", people)
}

fn group(change: &Change) -> String {
    change.text("to").unwrap_or_default().to_owned()
}

fn words(changes: &[Change]) -> Option<Words> {
    let (n, first) = (changes.len(), changes.first()?);
    let initiative = first.initiative();
    let people: usize = changes.iter().map(|change| change.count("people")).sum();
    let form = match first.text("to") {
        Some("functional") => "functional, with the reason",
        Some("stl") => "single-threaded, with functional reporting lines (STL)",
        _ => "single-threaded, with the team reporting to the leader (STO)",
    };
    let decisions = plural(n, "decision", "decisions");
    Some(Words {
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
        answers: n,
        price: None,
    })
}

/// The intended form with its reason, without which a functional one does not count; for STO every member reports to
/// the leader, or to a person who does.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let (initiative, to) = (change.initiative(), change.text("to").unwrap_or("sto"));
    let file = files::initiative(initiative, view);
    let mut edits = vec![Edit::set(file.clone(), "initiative", initiative, "form", Value::text(to))];
    if to == "functional" || change.text("why").is_some() {
        edits.push(Edit::set(file, "initiative", initiative, "why", files::text(change, "why")));
    }
    let known = view.initiative(initiative).filter(|_| to == "sto");
    if let Some((known, leader)) = known.and_then(|known| Some((known, known.leadership.leader()?))) {
        for member in files::members_elsewhere(known, &leader.value, view) {
            let manager = Value::reference("person", &*leader.value);
            edits.push(Edit::set(files::person(&member, view), "person", &member, "reports-to", manager));
        }
    }
    Ok(edits)
}

/// That of the form; where nobody changes manager, a decision.
fn price(change: &Change, view: &View<'_>) -> Price {
    let form = match change.text("to") {
        Some("sto") => WishedForm::Sto,
        Some("stl") => WishedForm::Stl,
        _ => WishedForm::Functional,
    };
    let known = view.initiative(change.initiative());
    let mut price = known.map_or_else(Price::default, |known| form_price(Some(form), known, view));
    price.agreements = usize::from(price.managers_changed == 0);
    price
}

/// What a form costs an initiative, as far as known; nothing without one, and for a functional one.
pub(crate) fn form_price(form: Option<WishedForm>, initiative: &Initiative, view: &View<'_>) -> Price {
    let mut price = Price::default();
    if !matches!(form, Some(WishedForm::Sto | WishedForm::Stl)) {
        return price;
    }
    let Leadership::One { leader, also_leads } = &initiative.leadership else {
        price.needs_leader = true;
        return price;
    };
    price.leaders_lost = also_leads.iter().map(|other| other.value.clone()).collect();
    price.leader_drops = price.leaders_lost.clone();
    let threads = view.threads_of(&leader.value, &initiative.id);
    for commitment in &threads.elsewhere {
        if !price.leader_drops.contains(&commitment.initiative) {
            price.leader_drops.push(format!("{} on {}", percent(commitment.share.share()), commitment.initiative));
        }
    }
    if form == Some(WishedForm::Sto) {
        price_lines(&mut price, &leader.value, initiative, view);
    }
    price
}

/// What it costs to let the team report to its leader.
fn price_lines(price: &mut Price, leader: &str, initiative: &Initiative, view: &View<'_>) {
    let mut unsupported = BTreeSet::new();
    for member in view.people.members(initiative).unwrap_or_default() {
        match view.people.reporting(&member.value, leader) {
            Reporting::Under => {}
            Reporting::Unknown => price.managers_unknown += 1,
            Reporting::Elsewhere => {
                price.managers_changed += 1;
                let person = view.inputs.org.people.get(&member.value);
                let Some(function) = person.and_then(|person| person.function.as_ref()) else {
                    price.support_unknown += 1;
                    continue;
                };
                let entry = view.inputs.org.function_named(&function.value);
                if entry.is_none_or(|entry| entry.standard_owner.is_none()) {
                    unsupported.insert(function.value.clone());
                }
            }
        }
    }
    price.support_lost = unsupported.into_iter().collect();
}
