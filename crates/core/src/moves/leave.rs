//! `leave`: a person leaves the organization.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::org::Naming;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Note, Price, Refusal, Standing, files, no_words, one_group};
use super::{seat, standing};
use crate::measure::{Reporting, View};
use crate::words::plural;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "leave",
    is_act: true,
    title: "Let a person leave the organization",
    phrase: Some("leave {person}"),
    page: include_str!("leave.md"),
    blanks: &[
        Blank::new("person", "Who leaves", BlankType::Person).required(),
        Blank::new("from", "The first day without them; that of the review unless stated", BlankType::Day),
        Blank::new("successor", "Who takes over every office that they hold", BlankType::Person),
        seat::MOVES,
    ],
    by: CarriedOutBy::Files,
    decides: "the person's manager",
    not_known: &["what goes with the person: what someone knows is on no list"],
    alters_form: true,
    group: one_group,
    words: no_words,
    edits,
    price,
};

/// Offices that can stand empty: their key is taken out where nobody succeeds.
const CAN_BE_EMPTY: &[&str] =
    &["answerable", "head", "leader", "metric.owner", "owner", "reports-to", "sponsor", "standard-owner"];

fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let Some(person) = change.text("person") else { return Ok(Vec::new()) };
    let (from, successor) = (change.day("from").unwrap_or(view.day), change.text("successor"));
    if let Some(gone) = view.inputs.org.gone(person) {
        return Err(Refusal::new(format!("`{person}` left on {}", gone.value)));
    }
    seat::is_here(successor, view)?;
    if successor == Some(person) {
        return Err(Refusal::new(format!("`{person}` cannot succeed `{person}`")).help("name somebody else, or nobody"));
    }
    let until = || vec![Edit::set(files::person(person, view), "person", person, "until", Value::Day(from))];
    match (seat::of(change), successor) {
        (seat::PERSON, _) => {
            let edits = standing::end_work(person, from, view);
            let nothing = || Refusal::new(format!("no file says on what `{person}` works"));
            if edits.is_empty() {
                Err(nothing().help("leave `moves` out to let the position go too"))
            } else {
                Ok(edits)
            }
        }
        (seat::POSITION, None) => {
            let edits = emptied(person, view);
            if edits.is_empty() { Err(Refusal::new(format!("`{person}` holds no office"))) } else { Ok(edits) }
        }
        (seat::POSITION, Some(successor)) => Ok(succeeded(person, successor, view)),
        (_, None) => Ok(until()),
        (_, Some(successor)) => Ok(succeeded(person, successor, view).into_iter().chain(until()).collect()),
    }
}

/// Every office of a person is the successor's, who takes the person's place in the reporting lines where they were
/// below it.
pub(super) fn succeeded(person: &str, successor: &str, view: &View<'_>) -> Vec<Edit> {
    let manager = view.inputs.org.people.get(person).and_then(|known| known.reports_to.as_ref());
    let manager = manager.map(|manager| manager.value.as_str()).filter(|manager| *manager != successor);
    let is_own_line =
        |naming: &Naming| naming.kind == "person" && naming.id == successor && naming.key() == "reports-to";
    let offices = standing::places("person", person, Standing::Office, view);
    let mut edits = Naming::all_renamed(offices.iter().filter(|office| !is_own_line(office)), successor);
    if view.people.reporting(successor, person) == Reporting::Under {
        let file = files::person(successor, view);
        edits.push(match manager {
            Some(manager) => Edit::set(file, "person", successor, "reports-to", Value::reference("person", manager)),
            None => Edit::remove(file, "person", successor, "reports-to"),
        });
    }
    edits
}

/// Offices stand empty, and whoever reported to the position reports to the one above it.
fn emptied(person: &str, view: &View<'_>) -> Vec<Edit> {
    let manager = view.inputs.org.people.get(person).and_then(|known| known.reports_to.as_ref());
    let mut edits = Vec::new();
    for office in standing::places("person", person, Standing::Office, view) {
        let key = office.key();
        match (office.kind, key.as_str(), manager) {
            ("initiative", "leader", _) => {
                edits.extend(files::without_leader(person, &office.id, view.day, view));
            }
            ("person", "reports-to", Some(manager)) => edits.extend(office.renamed(&manager.value)),
            ("waiver" | "dependency", ..) | ("initiative", "dependency.on", _) => {}
            _ if CAN_BE_EMPTY.contains(&key.as_str()) => edits.push(office.taken_out()),
            _ => {}
        }
    }
    edits
}

pub(super) fn notes(change: &Change, view: &View<'_>) -> Vec<Note> {
    let Some(person) = change.text("person") else { return Vec::new() };
    let led: Vec<&str> = view.people.leads(person).iter().map(|led| led.value.as_str()).collect();
    let offices = standing::places("person", person, Standing::Office, view).len();
    let work = standing::places("person", person, Standing::Work, view).len();
    let records = standing::places("person", person, Standing::Past, view).len();
    let mut lines = Vec::new();
    let keeps_seat = seat::of(change) == seat::PERSON;
    if offices > 0 {
        let held = plural(offices, "office, right or line", "offices, rights or lines");
        lines.push(match (change.text("successor"), seat::of(change)) {
            (Some(successor), _) if !keeps_seat => format!("{held}: for `{successor}`, as soon as this is written"),
            (_, seat::PERSON) => format!("{held}: kept by the position `{person}`, which nobody fills from then on"),
            (_, seat::POSITION) => format!("{held}: left empty"),
            _ => format!("{held}: held by nobody from then on; `successor = ...` names who does"),
        });
    }
    if seat::of(change) == seat::POSITION {
        lines.push("team and time stay: only the position goes".to_owned());
    } else if work > 0 {
        let work = plural(work, "team, list or share of time", "teams, lists or shares of time");
        lines.push(format!("{work}: read as ended from then on"));
    }
    if records > 0 {
        lines.push(format!("{}: kept as written", plural(records, "record of what was", "records of what was")));
    }
    let leads = led.iter().map(|id| format!("{id} is led by `{person}` today")).collect();
    Note::of("What they hold", lines).into_iter().chain(Note::of("Leads", leads)).collect()
}

fn price(change: &Change, view: &View<'_>) -> Price {
    let Some(person) = change.text("person") else { return Price::default() };
    let led = view.people.leads(person).iter().map(|led| led.value.clone());
    let (keeps_seat, successor) = (seat::of(change) == seat::PERSON, change.text("successor"));
    let led: Vec<String> = led.filter(|_| !keeps_seat).collect();
    let reports = view.inputs.org.people.values().filter(|one| {
        one.reports_to.as_ref().is_some_and(|manager| manager.value == person)
            && Some(one.id.value.as_str()) != successor
    });
    Price {
        managers_changed: if keeps_seat { 0 } else { reports.count() },
        leaders_changed: if successor.is_some() { led.len() } else { 0 },
        leaders_lost: if successor.is_none() { led } else { Vec::new() },
        statements: edits(change, view).map_or(0, |edits| edits.len()),
        ..Price::default()
    }
}
