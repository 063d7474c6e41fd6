//! "Appointed, and then?" as a document: appointments by their day, what was before and since beside what was left alone.

use std::collections::BTreeMap;

use onethread_core::review::{
    AppointedInitiative, AppointmentCohort, AppointmentState, BeforeSince, Comparison, CountOf, Form, PeopleCount,
    QuarterReview,
};
use onethread_core::words::{capital, join, long_day, percent, plural};

use onethread_model::Day;

use super::decided;
use crate::agreement_words;
use crate::document::{Block, Cell, Column, Depth, Document, Fact, Prose, Section, Table, judges_nobody, made_by};
use crate::text::paint::cut;

/// Letters of the name of an initiative.
const NAME_MAX: usize = 34;
/// Names in a list.
const NAMES_MAX: usize = 6;
/// Days of appointments that are listed in one line each.
const DAYS_MAX: usize = 8;

/// The quarter as a document.
pub(super) fn document(found: &QuarterReview) -> Document<'_> {
    let name = found.organization.clone().unwrap_or_else(|| "This organization".to_owned());
    let span = format!("{}, {} to {}", found.quarter, long_day(found.from), long_day(found.to));
    let mut when = vec![span, format!("as known on {}", long_day(found.as_of))];
    when.extend(agreement_words(&found.agreement));
    let (shown, rest) = chosen(found);
    let mut sections: Vec<Option<Section<'_>>> = vec![Section::new("appointed", "", Depth::Brief, lede(found))];
    let cohorts = shown.iter().map(|cohort| {
        let count = plural(cohort.initiatives.len(), "initiative got a leader", "initiatives got a leader");
        Block::Group(format!("{} on {}", capital(&count), long_day(cohort.on)), blocks(cohort, found))
    });
    sections.push(Section::new("cohorts", "", Depth::Brief, cohorts.collect()));
    sections.push(Section::new(
        "others",
        "Other appointments",
        Depth::Brief,
        others(&rest, shown.first().map(|one| one.on), found),
    ));
    let moves = decided::table(&found.moves, &|of| found.name(of).to_owned());
    sections.push(Section::new(
        "moves",
        "Decided, and then?",
        Depth::Brief,
        moves.map(Block::Table).into_iter().collect(),
    ));
    let says = vec![Block::paragraph(found.not_shown)];
    sections.push(Section::new("not-shown", "", Depth::Brief, says));
    Document {
        kicker: "Appointed, and then?",
        is_wide: false,
        title: format!("{name}: appointed, and then? {}", found.quarter),
        name: format!("{name}: appointed, and then?"),
        when: when.join(" \u{b7} "),
        sections: sections.into_iter().flatten().collect(),
        closing: vec![judges_nobody("what became of appointments"), made_by(&long_day(found.as_of))],
    }
}

/// Days that are shown in full: those of the quarter with a time before; where it has none, the newest earlier one.
fn chosen(found: &QuarterReview) -> (Vec<&AppointmentCohort>, Vec<&AppointmentCohort>) {
    let is_running = |cohort: &&AppointmentCohort| cohort.compared.is_some();
    let of_quarter = found.in_quarter().filter(is_running).count();
    let mut shown = 0;
    found.cohorts.iter().partition(|cohort| {
        let is_shown = is_running(cohort) && shown < of_quarter.max(1);
        shown += usize::from(is_shown);
        is_shown
    })
}

/// How many appointments there were, in the quarter and before.
fn lede(found: &QuarterReview) -> Vec<Block<'_>> {
    let count = |in_quarter: bool| -> usize {
        found.cohorts.iter().filter(|one| one.is_in_quarter == in_quarter).map(|one| one.initiatives.len()).sum()
    };
    let appointments = |count: usize| plural(count, "appointment", "appointments");
    let (now, before) = (count(true), count(false));
    let first = match (now, before, found.first_known) {
        (0, 0, Some(first)) => format!(
            "No appointment is known up to the end of {}; the first one on record is of {}",
            found.quarter,
            long_day(first)
        ),
        (0, 0, None) => {
            "No appointment is known: no registry names leaders over time, and no leader's time has a first day"
                .to_owned()
        }
        (0, before, _) => {
            format!("No initiative got a leader in {}; {} before it", found.quarter, appointments(before))
        }
        (now, before, _) => format!("{} in {}, {before} before it", capital(&appointments(now)), found.quarter),
    };
    let mut blocks = vec![Block::Lede(Prose::sentence(&first))];
    if !found.is_over {
        let says = format!("The quarter is not over on {}: it ends on {}", long_day(found.as_of), long_day(found.to));
        blocks.push(Block::Paragraph(Prose::sentence(&says)));
    }
    if found.in_quarter().count() > 1 {
        let all: Vec<&AppointedInitiative> = found.in_quarter().flat_map(|cohort| &cohort.initiatives).collect();
        blocks.push(Block::Facts(together(&all)));
    }
    blocks
}

/// How many of several came to what, with names.
fn together(all: &[&AppointedInitiative]) -> Vec<Fact> {
    let fact = |((_, words), some): ((u8, String), Vec<&AppointedInitiative>)| {
        let names = names(&some.iter().map(|one| one.name.as_str()).collect::<Vec<_>>());
        Fact::new(Prose::literal(&format!("{:>2} {words}", some.len())), Prose::literal(&names), [])
    };
    by_state(all.iter().copied()).into_iter().map(fact).collect()
}

/// Appointments by what they came to, in the order in which that is listed.
fn by_state<'a>(
    all: impl Iterator<Item = &'a AppointedInitiative>,
) -> BTreeMap<(u8, String), Vec<&'a AppointedInitiative>> {
    let mut by_state: BTreeMap<(u8, String), Vec<&AppointedInitiative>> = BTreeMap::new();
    for one in all {
        by_state.entry(state_words(&one.state)).or_default().push(one);
    }
    by_state
}

fn blocks<'r>(cohort: &'r AppointmentCohort, found: &QuarterReview) -> Vec<Block<'r>> {
    let mut blocks = vec![Block::Facts(states(&cohort.initiatives))];
    blocks.push(Block::Table(numbers(cohort)));
    blocks.push(Block::Facts(facts(cohort, found)));
    blocks
}

/// What an appointment came to, in a few words, in the order in which it is listed.
fn state_words(state: &AppointmentState) -> (u8, String) {
    match state {
        AppointmentState::Leads { form, .. } => match form {
            Form::Sto => (0, "one thread, team reports (STO)".to_owned()),
            Form::Stl => (1, "one thread, in functions (STL)".to_owned()),
            Form::Split => (2, "still shared".to_owned()),
            Form::NotShown => (3, "form not known".to_owned()),
            Form::Functional => (4, "functional by design".to_owned()),
            Form::Missing => (5, "no leader".to_owned()),
        },
        AppointmentState::Vacant { since } => (6, format!("no leader since {since}")),
        AppointmentState::Replaced { since } => (7, format!("another leader since {since}")),
        AppointmentState::Over { .. } => (8, "over".to_owned()),
    }
}

/// How many came to what, with names, and the reason where something is not as it was meant.
fn states(all: &[AppointedInitiative]) -> Vec<Fact> {
    let fact = |((_, words), some): ((u8, String), Vec<&AppointedInitiative>)| {
        let reason = |one: &AppointedInitiative| match &one.state {
            AppointmentState::Leads { form: Form::Split | Form::NotShown, because: Some(because) } => {
                Some(format!("{}: {}", cut(&one.name, NAME_MAX), because.says))
            }
            _ => None,
        };
        let reasons: Vec<String> = some.iter().filter_map(|one| reason(one)).take(NAMES_MAX).collect();
        let names = names(&some.iter().map(|one| one.name.as_str()).collect::<Vec<_>>());
        let (first, more) = match reasons.split_first() {
            Some((first, more)) => (first.clone(), more.to_vec()),
            None => (names, Vec::new()),
        };
        let more = more.into_iter().map(|says| Prose::literal(&says)).collect();
        Fact { more, ..Fact::new(Prose::literal(&format!("{:>2} {words}", some.len())), Prose::literal(&first), []) }
    };
    by_state(all.iter()).into_iter().map(fact).collect()
}

/// Names with commas, the first few of many.
fn names(all: &[&str]) -> String {
    let between = if all.iter().any(|name| name.contains(',')) { "; " } else { ", " };
    let first: Vec<String> = all.iter().take(NAMES_MAX).map(|name| cut(name, NAME_MAX)).collect();
    match all.len().saturating_sub(NAMES_MAX) {
        0 => first.join(between),
        more => format!("{} and {more} more", first.join(between)),
    }
}

/// What was before and since, of each that was changed, of all of them, and of those left alone.
fn numbers(cohort: &AppointmentCohort) -> Table {
    let days = cohort.compared.as_ref().map_or(0, |compared| compared.decision_days);
    let pair = |of: BeforeSince| [of.before, of.since].map(|one| Cell::from(counted(one)));
    let row = |one: &AppointedInitiative| {
        let gates = (one.gates_kept + one.gates_ended.len(), one.gates_kept + one.gates_added.len());
        let needs =
            one.needs.map_or_else(|| "not known".to_owned(), |(before, since)| format!("{before} \u{2192} {since}"));
        let [before, since] = pair(one.reversible_above);
        let name = Cell::from(Prose::default().initiative(&one.id, &cut(&one.name, NAME_MAX)));
        vec![name, before, since, Cell::from(format!("{} \u{2192} {}", gates.0, gates.1)), Cell::from(needs)]
    };
    let mut rows: Vec<Vec<Cell>> = cohort.initiatives.iter().map(row).collect();
    if let Some(compared) = &cohort.compared {
        let sum = |says: String, side: fn(&Comparison) -> BeforeSince| {
            let each = |of: &Comparison| {
                let mean = |one: CountOf| one.share().map_or_else(|| "none".to_owned(), |mean| format!("{mean:.1}"));
                let both = side(of);
                format!("{} \u{2192} {}", mean(both.before), mean(both.since))
            };
            let [before, since] = pair(side(&compared.reversible_above));
            vec![Cell::from(says), before, since, Cell::from(each(&compared.gates)), Cell::from(each(&compared.needs))]
        };
        rows.push(sum(format!("together ({})", compared.changed), |of| of.changed));
        rows.push(sum(format!("left alone ({})", compared.left_alone), |of| of.left_alone));
    }
    let heading = |text: String| Column { heading: text.into(), is_number: true };
    Table {
        label: format!("Reversible decisions above the leader in {days} days before and since, gates and needs"),
        columns: vec![
            Column::words("decided above the leader"),
            heading(format!("{days} days before")),
            heading(format!("{days} since")),
            heading("gates".to_owned()),
            heading("needs".to_owned()),
        ],
        rows,
        rows_max: usize::MAX,
    }
}

fn counted(one: CountOf) -> String {
    if one.of == 0 { "none".to_owned() } else { format!("{} of {}", one.count, one.of) }
}

/// What else became of them.
fn facts(cohort: &AppointmentCohort, found: &QuarterReview) -> Vec<Fact> {
    let mut rows: Vec<(&str, Vec<String>)> = Vec::new();
    if let Some(compared) = &cohort.compared {
        let threads = compared.one_thread;
        let says = |of: BeforeSince| format!("{} \u{2192} {}", counted(of.before), counted(of.since));
        rows.push((
            "Leads nothing else",
            vec![format!("{}; left alone {}", says(threads.changed), says(threads.left_alone))],
        ));
    }
    rows.push(("Gates ended", vec![gates(cohort, |one| &one.gates_ended)]));
    rows.push(("Gates added", vec![gates(cohort, |one| &one.gates_added)]));
    rows.push(("Undone", undone(cohort)));
    rows.push(("Who lost what", lost(cohort, found)));
    rows.push(("The leaders together", vec![leaders(cohort)]));
    rows.into_iter().filter_map(|(name, says)| Fact::of_several(name, says)).collect()
}

/// Gates with the initiatives that each was in front of.
fn gates(cohort: &AppointmentCohort, of: fn(&AppointedInitiative) -> &Vec<String>) -> String {
    let mut by_gate: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in &cohort.initiatives {
        of(one).iter().for_each(|gate| by_gate.entry(gate).or_default().push(&one.name));
    }
    let mut all: Vec<(&str, Vec<&str>)> = by_gate.into_iter().collect();
    all.sort_by_key(|(gate, some)| (std::cmp::Reverse(some.len()), *gate));
    let said = |(gate, some): &(&str, Vec<&str>)| match some.as_slice() {
        [one] => format!("{gate} ({})", cut(one, NAME_MAX)),
        some => format!("{gate} ({})", some.len()),
    };
    if all.is_empty() { "none".to_owned() } else { all.iter().map(said).collect::<Vec<_>>().join("; ") }
}

/// Leaders who are gone, and decisions that someone else reversed. Gates that came have a row of their own.
fn undone(cohort: &AppointmentCohort) -> Vec<String> {
    let said = |one: &AppointedInitiative| {
        let gone = match &one.state {
            AppointmentState::Vacant { since } => Some(format!("no leader since {}", long_day(*since))),
            AppointmentState::Replaced { since } => Some(format!("another leader since {}", long_day(*since))),
            AppointmentState::Over { since } => Some(format!("over since {}", long_day(*since))),
            AppointmentState::Leads { .. } => None,
        };
        let overridden = (!one.overridden.is_empty()).then(|| {
            format!("{} by someone else", plural(one.overridden.len(), "decision reversed", "decisions reversed"))
        });
        let both: Vec<String> = gone.into_iter().chain(overridden).collect();
        (!both.is_empty()).then(|| format!("{}: {}", cut(&one.name, NAME_MAX), both.join("; ")))
    };
    let all: Vec<String> = cohort.initiatives.iter().filter_map(said).collect();
    if all.is_empty() { vec!["nothing on record".to_owned()] } else { all }
}

/// People who changed team or manager on the day, and disciplines without a keeper.
fn lost(cohort: &AppointmentCohort, found: &QuarterReview) -> Vec<String> {
    let people = |count: PeopleCount, what: &str, unknown: &str| match count {
        PeopleCount::NotKnown => format!("who changed {what} that day is not known: {unknown}"),
        PeopleCount::Nobody => format!("nobody changed {what} that day"),
        PeopleCount::TooFew => format!("some changed {what} that day, too few people to count"),
        PeopleCount::People(count) => format!("{count} people changed {what} that day"),
    };
    let mut says = vec![
        people(cohort.changed_team, "team", "no source has both days"),
        people(cohort.changed_manager, "manager", "git has no files of that day"),
    ];
    if !found.without_standard_owner.is_empty() {
        let functions: Vec<&str> = found.without_standard_owner.iter().map(|one| one.name.as_str()).collect();
        says.push(format!("nobody keeps the standards of {}", join(&functions)));
    }
    vec![says.join("; ")]
}

/// What the leaders did, where they are enough people for a number.
fn leaders(cohort: &AppointmentCohort) -> String {
    let Some(all) = &cohort.leaders else { return String::new() };
    let dedicated = match all.dedicated.share() {
        Some(share) => {
            let (count, of, line) = (all.dedicated.count, all.dedicated.of, percent(all.dedicated_share));
            format!("{count} of {of} ({}) give at least {line} of their week to it", percent(share))
        }
        None => "none states a share of time".to_owned(),
    };
    let reversed = match all.reversed {
        Some(reversed) => format!(
            "of {} they made alone, {} reversed later",
            plural(reversed.of, "reversible decision", "reversible decisions"),
            reversed.count
        ),
        None => "too few of them made reversible decisions alone to count reversals".to_owned(),
    };
    format!("{dedicated}; {reversed}")
}

/// Other days, one line each, and leaders whose day is not known.
fn others<'r>(rest: &[&AppointmentCohort], shown: Option<Day>, found: &'r QuarterReview) -> Vec<Block<'r>> {
    let is_old = |cohort: &AppointmentCohort| !cohort.is_in_quarter && shown.is_none_or(|shown| cohort.on < shown);
    let from_start = |cohort: &AppointmentCohort| cohort.initiatives.iter().all(|one| one.is_start);
    let (start, running): (Vec<&AppointmentCohort>, Vec<&AppointmentCohort>) =
        rest.iter().copied().partition(|cohort| from_start(cohort) && is_old(cohort));
    let mut facts: Vec<Fact> = running.iter().take(DAYS_MAX).map(|cohort| line(cohort)).collect();
    if running.len() > DAYS_MAX {
        let more = plural(running.len() - DAYS_MAX, "earlier day", "earlier days");
        facts.push(Fact::new("before", format!("{more}: the JSON has all"), []));
    }
    if !start.is_empty() {
        let all: Vec<&AppointedInitiative> = start.iter().flat_map(|cohort| &cohort.initiatives).collect();
        facts.push(Fact::new("from their first day", outcomes(&all), []));
    }
    if !found.undated.is_empty() {
        let all: Vec<&str> = found.undated.iter().map(|one| one.name.as_str()).collect();
        let says = format!("{}: {}", plural(all.len(), "initiative", "initiatives"), names(&all));
        facts.push(Fact::new("day not known", Prose::literal(&says), []));
    }
    if found.days_not_compared > 0 {
        let days = plural(found.days_not_compared, "day is", "days are");
        facts.push(Fact::new(
            "not compared",
            format!("{days} beyond the newest that are compared with the time before"),
            [],
        ));
    }
    if facts.is_empty() { Vec::new() } else { vec![Block::Facts(facts)] }
}

/// A day in a line.
fn line(cohort: &AppointmentCohort) -> Fact {
    let all: Vec<&AppointedInitiative> = cohort.initiatives.iter().collect();
    Fact::new(long_day(cohort.on), Prose::literal(&outcomes(&all)), [])
}

/// What several came to, in a line: one by its name, several by their number.
fn outcomes(all: &[&AppointedInitiative]) -> String {
    let above: CountOf = all.iter().map(|one| one.reversible_above.since).sum();
    let decided = match above.of {
        0 => String::new(),
        _ => format!("; {} reversible decisions since went above the leader", counted(above)),
    };
    if let [one] = all {
        let start = if one.is_start { "new, with a leader from its first day; " } else { "" };
        return format!("{}: {start}{}{decided}", cut(&one.name, NAME_MAX), state_words(&one.state).1);
    }
    let is = |wanted: fn(&AppointmentState) -> bool| all.iter().filter(|one| wanted(&one.state)).count();
    let leads = is(|state| matches!(state, AppointmentState::Leads { .. }));
    let parts = [
        (leads, ["leads today", "lead today"]),
        (
            is(|state| matches!(state, AppointmentState::Replaced { .. })),
            ["has another leader since", "have another leader since"],
        ),
        (is(|state| matches!(state, AppointmentState::Vacant { .. })), ["has none any more", "have none any more"]),
        (is(|state| matches!(state, AppointmentState::Over { .. })), ["is over", "are over"]),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, [one, many])| plural(*n, one, many)).collect();
    format!("{}: {}{decided}", plural(all.len(), "initiative", "initiatives"), parts.join(", "))
}
