//! `hand-over`: another person leads an initiative, or nobody does, and what is open is counted.

use onethread_model::edit::Edit;
use onethread_model::org::Naming;
use onethread_model::record::Value;
use onethread_model::{Change, Day};

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Note, Price, Refusal, Standing, appoint, files, no_words};
use super::{one_group, seat, standing};
use crate::measure::decisions::KnownDecision;
use crate::measure::initiative::DeclaredDependency;
use crate::measure::{Initiative, View};
use crate::words::{days, join, plural};

pub(super) const MOVE: MoveKind = MoveKind {
    key: "hand-over",
    is_act: true,
    title: "Hand an initiative over",
    phrase: Some("hand over {initiative}"),
    page: include_str!("hand_over.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::new("receiver", "Who leads it from then on; nobody, unless stated", BlankType::Person),
        Blank::new("leader", "Who hands it over; its leader, unless stated", BlankType::Person),
        Blank::new("left", "The first day without the leader; `from`, unless stated", BlankType::Day),
        Blank::new("from", "The first day of the receiver; that of the review unless stated", BlankType::Day),
        Blank::new(
            "takes",
            "What of the leader's becomes the receiver's: `metrics`, `gates`, `waivers`, `lines` or `all`",
            BlankType::Texts,
        ),
        Blank::new("share", "The share of their time that the receiver gives", BlankType::Percent),
    ],
    by: CarriedOutBy::Files,
    decides: "the sponsor",
    not_known: &[
        "whether the receiver is able and willing: the sponsor and that person say so",
        "what the leader knows and wrote down nowhere",
    ],
    alters_form: true,
    group: one_group,
    words: no_words,
    edits,
    price,
};

/// What a receiver can take of a leader's, by the word for it.
const TAKES: &[&str] = &["metrics", "gates", "waivers", "lines", "all"];

/// Who hands over: the one named, or else the one leader.
pub(super) fn former<'c>(change: &'c Change, known: Option<&'c Initiative>) -> Option<&'c str> {
    change.text("leader").or_else(|| Some(known?.leadership.leader()?.value.as_str()))
}

/// The first day without the leader, and the first one of the receiver.
fn span(change: &Change, view: &View<'_>) -> (Day, Day) {
    let from = change.day("from").unwrap_or(view.day);
    (change.day("left").unwrap_or(from), from)
}

fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let (initiative, receiver) = (change.initiative(), change.text("receiver"));
    let known = view.initiative(initiative);
    let (left, from) = span(change, view);
    let former = former(change, known);
    check(change, known, former, view)?;
    // Nobody leads before the first day of the receiver.
    let receiver = receiver.filter(|_| from <= view.day);
    let mut edits = Vec::new();
    match (receiver, former) {
        (Some(receiver), _) => {
            let leader = Value::reference("person", receiver);
            let file = files::initiative(initiative, view);
            edits.push(Edit::set(file, "initiative", initiative, "leader", leader));
            edits.extend(files::not_vacant(initiative, view));
        }
        (None, Some(former)) => edits.extend(files::without_leader(former, initiative, left, view)),
        (None, None) => {}
    }
    if let Some(former) = former {
        if view.people.stated(former).iter().any(|one| one.initiative == initiative && one.share.0 > 0) {
            edits.extend(files::share(former, initiative, None, left, view));
        }
        if let Some(receiver) = receiver {
            edits.extend(standing::renamed(&taken(change, initiative, former, receiver, view), receiver));
        }
    }
    if let (Some(receiver), Some(_)) = (receiver, change.get("share")) {
        edits.extend(files::share(receiver, initiative, Some(change.count("share")), from, view));
    }
    match edits.is_empty() {
        false => Ok(edits),
        true => Err(Refusal::new(format!("nobody leads {initiative} on {}, so nobody can hand it over", view.day))
            .help(format!("appoint ... to {initiative}"))),
    }
}

fn check(change: &Change, known: Option<&Initiative>, former: Option<&str>, view: &View<'_>) -> Result<(), Refusal> {
    let (initiative, receiver) = (change.initiative(), change.text("receiver"));
    seat::is_here(receiver, view)?;
    if receiver.is_some() && receiver == former {
        let why = format!("`{}` leads {initiative} already", receiver.unwrap_or_default());
        return Err(Refusal::new(why).help("name another receiver, or none"));
    }
    if let Some(leader) = change.text("leader")
        && !known.is_some_and(|known| known.leadership.names(leader))
        && change.list("takes").is_empty()
    {
        return Err(Refusal::new(format!("`{leader}` does not lead {initiative} on {}", view.day)));
    }
    let (left, from) = span(change, view);
    seat::not_later("handed over", left, view)?;
    if from < left {
        let why = format!("the receiver would begin on {from}, before the leader leaves on {left}");
        return Err(Refusal::new(why).help("two leaders at a time are none: name one day for both, or a later `from`"));
    }
    if let Some(other) = change.list("takes").iter().find(|word| !TAKES.contains(&word.as_str())) {
        return Err(Refusal::new(format!("`{other}` is nothing that a receiver takes")).help(TAKES.join(", ")));
    }
    if !change.list("takes").is_empty() && receiver.is_none() {
        return Err(
            Refusal::new("`takes` says what the receiver takes, and there is none").help("say `receiver = ...`")
        );
    }
    Ok(())
}

/// Places that name the leader and that are the receiver's from now on, as far as the change says so.
fn taken(change: &Change, initiative: &str, former: &str, receiver: &str, view: &View<'_>) -> Vec<Naming> {
    let wants = |word: &str| change.list("takes").iter().any(|one| one == word || one == "all");
    let mut offices = standing::places("person", former, Standing::Office, view);
    offices.retain(|office| match (office.kind, office.key().as_str()) {
        ("initiative", "metric.owner") => office.id == initiative && wants("metrics"),
        ("gate", "owner") => wants("gates"),
        ("waiver", "owner") => wants("waivers"),
        ("person", "reports-to") => wants("lines") && office.id != receiver && is_member(&office.id, initiative, view),
        _ => false,
    });
    offices
}

/// Whether a place that names the leader who hands over is about the initiative, and not about something else of theirs.
pub(super) fn is_about(naming: &Naming, initiative: &str, view: &View<'_>) -> bool {
    match (naming.kind, naming.key().as_str()) {
        ("initiative", _) => naming.id == initiative,
        ("team", _) => view.own_teams_of(initiative).contains(&naming.id),
        ("person", "reports-to") => is_member(&naming.id, initiative, view),
        ("gate" | "waiver", _) => true,
        _ => false,
    }
}

fn is_member(person: &str, initiative: &str, view: &View<'_>) -> bool {
    let members = view.initiative(initiative).and_then(|known| view.people.members(known));
    members.unwrap_or_default().iter().any(|member| member.value == person)
}

pub(super) fn notes(change: &Change, view: &View<'_>) -> Vec<Note> {
    let initiative = change.initiative();
    let Some(known) = view.initiative(initiative) else { return Vec::new() };
    let former = former(change, Some(known));
    let mut notes = vec![Note::line("Without a leader", gap(change, view))];
    notes.extend(open_notes(known, view));
    if let Some(former) = former {
        notes.extend(Note::of("Of the leader", of_leader(change, former, view)));
    }
    notes
}

/// What names the leader who hands over, and whose it is from now on.
fn of_leader(change: &Change, former: &str, view: &View<'_>) -> Vec<String> {
    let initiative = change.initiative();
    let offices = standing::places("person", former, Standing::Office, view);
    let of =
        |kind: &'static str, key: &'static str| offices.iter().filter(move |one| one.kind == kind && one.key() == key);
    let takes = |word: &str| change.list("takes").iter().any(|one| one == word || one == "all");
    let stays = |word: &str| if takes(word) { "the receiver's from now on" } else { "still the leader's" };
    let counted = |n: usize, one: &str, many: &str, word: &str| {
        (n > 0).then(|| format!("{}: {}", plural(n, one, many), stays(word)))
    };
    let metrics = of("initiative", "metric.owner").filter(|metric| metric.id == initiative).count();
    let gates: Vec<&str> = of("gate", "owner").map(|gate| gate.id.as_str()).collect();
    let lines = of("person", "reports-to").filter(|line| is_member(&line.id, initiative, view)).count();
    let written = view.inputs.org.initiatives.get(initiative);
    let is_attested = written.is_some_and(|written| written.capable.is_some());
    [
        counted(metrics, "metric", "metrics", "metrics"),
        (!gates.is_empty()).then(|| format!("approvals at {}: {}", join(&gates), stays("gates"))),
        counted(of("waiver", "owner").count(), "waiver", "waivers", "waivers"),
        counted(lines, "reporting line of a member", "reporting lines of members", "lines"),
        is_attested.then(|| {
            "that the leader is capable was said of the one who leaves: it says nothing of the next".to_owned()
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The days without a leader.
fn gap(change: &Change, view: &View<'_>) -> String {
    let initiative = change.initiative();
    let (left, from) = span(change, view);
    let vacant = view.as_written().initiatives.get(initiative).and_then(|written| written.vacant.as_ref());
    let since = vacant.map_or(left, |at| at.value.min(left));
    match change.text("receiver") {
        None => format!("from {since} on: {} by {}", days(view.day.days_since(since).max(0)), view.day),
        Some(receiver) if from > view.day => format!(
            "{} from {since} until `{receiver}` begins on {from}; the leader is written then, with `appoint`",
            days(from.days_since(since))
        ),
        Some(_) if since == from => "no day".to_owned(),
        Some(_) => format!("{} from {since} until {from}", days(from.days_since(since))),
    }
}

/// Decisions and promises of an initiative that are open on the day, and what it agreed with others.
pub(super) fn open_notes(known: &Initiative, view: &View<'_>) -> Vec<Note> {
    let is_open = |one: &&KnownDecision<'_>| one.opened.is_some() && one.decided.is_none() && one.reversed.is_none();
    let decision = |one: &KnownDecision<'_>| match one.opened {
        Some(opened) => format!("{}, open {}", one.id, days(view.day.days_since(opened))),
        None => one.id.to_owned(),
    };
    let decisions = view.decisions_of(&known.id).filter(is_open).map(decision).collect();
    let promise = |one: &DeclaredDependency| {
        let plan = one.plan.as_ref()?;
        let by = plan.by.map_or_else(|| "no day".to_owned(), |by| format!("due {by}"));
        let owner =
            plan.owner.as_ref().map_or_else(|| "nobody owns it".to_owned(), |owner| format!("owned by {owner}"));
        Some(format!("{}: {}, {by}, {owner}", one.on, plan.action.as_deref().unwrap_or("how is not said")))
    };
    let promises = known.dependencies.iter().filter_map(promise).collect();
    let written = view.inputs.org.dependencies_of(&known.id);
    let agreed =
        written.filter_map(|one| Some(format!("{}: {}", one.on.value, one.plan.as_ref()?.agreement.as_ref()?.value)));
    let entry = view.inputs.org.initiatives.get(&known.id);
    let mandate = entry.and_then(|written| written.mandate.as_ref()).map(|_| {
        "the mandate, of those above and of whoever leads: it stays as it is written, and was agreed with the one who leads now"
            .to_owned()
    });
    let agreed = agreed.chain(mandate).collect();
    let all = [("Open decisions", decisions), ("Promises", promises), ("Agreements", agreed)];
    all.into_iter().filter_map(|(title, lines)| Note::of(title, lines)).collect()
}

fn price(change: &Change, view: &View<'_>) -> Price {
    let (initiative, receiver) = (change.initiative(), change.text("receiver"));
    let receiver = receiver.filter(|_| span(change, view).1 <= view.day);
    let known = view.initiative(initiative);
    let former = former(change, known);
    let led = receiver.into_iter().flat_map(|receiver| view.people.leads(receiver));
    let leader_drops: Vec<String> = led.map(|led| led.value.clone()).filter(|led| led != initiative).collect();
    let lines = match (former, receiver) {
        (Some(former), Some(receiver)) => {
            let taken = taken(change, initiative, former, receiver, view);
            taken.iter().filter(|one| one.kind == "person").count()
        }
        _ => 0,
    };
    Price {
        managers_changed: lines,
        managers_if_sto: if lines > 0 { 0 } else { appoint::managers_if_sto(initiative, receiver, view) },
        leaders_changed: usize::from(receiver.is_some()),
        leaders_lost: receiver.is_none().then(|| initiative.to_owned()).into_iter().collect(),
        leader_drops,
        statements: edits(change, view).map_or(0, |edits| edits.len()),
        ..Price::default()
    }
}
