//! `show dependencies`: who needs whom, a row for each class of evidence.

use super::sheet::{Behind, Cell, Column, Row, Sheet, Type};
use super::{Asked, Subject};
use onethread_core::measure::World;
use onethread_core::measure::register::away::AwayPair;
use onethread_core::measure::register::{self, AwayWork, Entry, PlatformUse, Register, Seen, Trend, WINDOW_DAYS};
use onethread_core::words::{join, plural, thousands};

pub(super) const SUBJECT: Subject =
    Subject::plain("dependencies", "who needs whom, and what shows it", "dependency-register", sheet);

const COLUMNS: &[Column] = &[
    Column::new(
        "needs",
        "who",
        Type::Text,
        "Who has the dependency: an initiative, or a team where none or several are its work.",
    ),
    Column::new(
        "on",
        "needs",
        Type::Text,
        "The team that is needed; with its kind, such as `function:legal`, where it is none.",
    ),
    Column::new(
        "class",
        "seen as",
        Type::Text,
        "The class of evidence; `declared` where nothing else shows it, `away-work` where people of one team change what \
         the other owns.",
    ),
    Column::new("n", "n", Type::Count, "Pieces of evidence: links, change-sets, reviews, approvers, people or days."),
    Column::new("declared", "declared", Type::YesNo, "Whether anybody wrote it down."),
    Column::new("effect", "effect", Type::Text, "`blocking`, `slowing` or `ok`, as declared or recorded."),
    Column::new(
        "risk_ratio",
        "times",
        Type::Number(1),
        "How many times as often as by chance, drawn towards 1; 0 and more.",
    ),
    Column::new("risk_ratio_low", "at least", Type::Number(1), "What that exceeds with a probability of 95 %."),
    Column::new(
        "share",
        "of its changes",
        Type::ShareEstimate,
        "The share of change-sets in its own code that touch the other's code too, with the 95 % interval; 0 to 1.",
    ),
    Column::new(
        "wait_days",
        "answered in, days",
        Type::DaysEstimate,
        "Days within which half of what was asked for is answered, with the 95 % interval; open ones still wait.",
    ),
    Column::new(
        "waited_days",
        "waited, days",
        Type::Days,
        "Days waited so far, of all answers together: at least so many.",
    ),
    Column::new(
        "trend",
        "trend",
        Type::Text,
        "The later half of the window against the earlier one, of as much activity (change-sets, or days of release, of \
         both sides); at most 5 % of all that rise or fall are false.",
    ),
    Column::new("first", "first", Type::Day, "First day of evidence within the window, or of the record."),
    Column::new("last", "last", Type::Day, "Last day of evidence."),
    Column::new("age_days", "age, days", Type::Days, "Days since the first evidence of any class."),
];

fn sheet(world: &World<'_>, asked: &Asked) -> Sheet {
    let days = asked.over_days.unwrap_or(WINDOW_DAYS);
    let register = &*world.register_over(days);
    let is_wanted = |needs: &str, team: Option<&str>| match &asked.initiative {
        None => true,
        Some(id) => {
            needs.strip_prefix("initiative:") == Some(id)
                || team.is_some_and(|team| world.teams_on(id).any(|own| own.id.value == team))
        }
    };
    let mut entries: Vec<&Entry> = register
        .entries
        .iter()
        .filter(|entry| entry.declared || entry.is_observed())
        .filter(|entry| is_wanted(&entry.needs, entry.team.as_deref()))
        .collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(urgency(entry)));
    let mut rows: Vec<Row> = entries.iter().flat_map(|entry| rows(entry)).collect();
    let away = world.away_work_over(days);
    rows.extend(away.pairs.iter().filter(|pair| is_wanted("", Some(&pair.team))).map(away_row));
    let from = world.day.plus_days(1 - i32::try_from(days).unwrap_or(i32::MAX));
    let empty = match register.classes.is_empty() {
        true => "nothing is declared, and no source shows links, changes, reviews, approvers or shared people",
        false => "nothing is declared, and what there is of evidence stays within teams or is not more than chance",
    };
    Sheet {
        finding: finding(register, &entries),
        window: Some((from, world.day)),
        columns: COLUMNS.to_vec(),
        rows,
        notes: notes(world, register, &away),
        empty: Some(empty.to_owned()),
        ..Sheet::default()
    }
}

/// What asks for a look first: what nobody declared, then what blocks, then what cost most days, then what is seen
/// most.
fn urgency(entry: &Entry) -> (bool, bool, i64, usize) {
    let waited = entry.wait.as_ref().map_or(0, |wait| wait.days_min);
    let n = entry.seen.iter().filter(|seen| seen.reliable).map(|seen| seen.n).sum();
    (!entry.declared, entry.effect.as_deref() == Some("blocking"), waited, n)
}

fn rows(entry: &Entry) -> Vec<Row> {
    let shown: Vec<&Seen> = entry.seen.iter().filter(|seen| seen.reliable).collect();
    match shown.as_slice() {
        [] => vec![row(entry, None)],
        shown => shown.iter().map(|seen| row(entry, Some(seen))).collect(),
    }
}

fn row(entry: &Entry, seen: Option<&Seen>) -> Row {
    let number = |days: i64| days as f64;
    let wait = entry.wait.as_ref();
    let median = wait.and_then(|wait| {
        let (low, high) = (wait.low_days.map(number), wait.high_days.map(number));
        Some(Cell::Estimate(number(wait.median_days?), low, high))
    });
    let no_median = match wait {
        None => String::new(),
        Some(wait) => wait.refused.clone().unwrap_or_else(|| "fewer than half are answered".to_owned()),
    };
    let risk = seen.and_then(|seen| seen.risk.as_ref());
    let strength = seen.and_then(|seen| seen.strength.as_ref());
    let cells = vec![
        Cell::text(entry.needs.strip_prefix("initiative:").unwrap_or(&entry.needs)),
        Cell::text(entry.on.strip_prefix("team:").unwrap_or(&entry.on)),
        Cell::text(seen.map_or("declared", |seen| seen.class.key())),
        Cell::or_missing(seen.map(|seen| Cell::count(seen.n)), "not seen"),
        Cell::YesNo(entry.declared),
        Cell::or_missing(entry.effect.clone().map(Cell::Text), ""),
        Cell::or_missing(risk.map(|risk| Cell::Number(risk.ratio)), ""),
        Cell::or_missing(risk.map(|risk| Cell::Number(risk.low)), ""),
        Cell::or_missing(
            strength.map(|strength| {
                let (low, high) = strength.interval().unzip();
                Cell::Estimate(strength.share, low, high)
            }),
            "",
        ),
        Cell::or_missing(median, no_median),
        Cell::or_missing(wait.map(|wait| Cell::Number(number(wait.days_min))), ""),
        trend(seen.and_then(|seen| seen.trend)),
        Cell::or_missing(seen.and_then(|seen| seen.first).map(Cell::Day), ""),
        Cell::or_missing(seen.and_then(|seen| seen.last).map(Cell::Day), ""),
        Cell::or_missing(entry.age_days.map(|days| Cell::Number(number(days))), ""),
    ];
    let mut behind: Vec<Behind> = seen.map_or_else(Vec::new, |seen| seen.behind.iter().map(shown).collect());
    let listed = behind.len();
    if let Some(place) = &entry.declared_at {
        behind.push(Behind { day: None, what: "declared".to_owned(), place: Some(place.clone()) });
    }
    let about =
        [Some(entry.needs.clone()), Some(entry.on.clone()), entry.team.as_ref().map(|team| format!("team:{team}"))];
    let mut row = Row::new(about.into_iter().flatten().collect(), cells).behind(behind);
    row.behind_all += seen.map_or(0, |seen| seen.n.saturating_sub(listed));
    row
}

fn away_row(pair: &AwayPair) -> Row {
    let (team, host) = (format!("team:{}", pair.team), format!("team:{}", pair.host));
    let nothing = || Cell::Missing(String::new());
    let cells = vec![
        Cell::text(&team),
        Cell::text(&pair.host),
        Cell::text("away-work"),
        Cell::count(pair.change_sets),
        nothing(),
        nothing(),
        nothing(),
        nothing(),
        nothing(),
        nothing(),
        nothing(),
        trend(pair.trend),
        Cell::Day(pair.first),
        Cell::Day(pair.last),
        nothing(),
    ];
    let mut row = Row::new(vec![team, host], cells).behind(pair.behind.iter().map(shown).collect());
    row.behind_all = pair.change_sets;
    row
}

fn shown(behind: &register::Behind) -> Behind {
    Behind { day: behind.day, what: behind.what.clone(), place: Some(behind.place.clone()) }
}

fn trend(trend: Option<Trend>) -> Cell {
    Cell::or_missing(trend.map(|trend| Cell::Text(trend.words())), "")
}

fn finding(register: &Register, entries: &[&Entry]) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let undeclared = entries.iter().filter(|entry| !entry.declared).count();
    let unobserved = entries.iter().filter(|entry| entry.declared && !entry.is_observed()).count();
    let waited: i64 = entries.iter().filter_map(|entry| entry.wait.as_ref()).map(|wait| wait.days_min).sum();
    let mut text = format!(
        "{}: {undeclared} seen and not declared, {unobserved} declared and not seen.",
        plural(entries.len(), "dependency", "dependencies")
    );
    if waited > 0 {
        text +=
            &format!(" Answers cost at least {} days of waiting together.", thousands(waited.unsigned_abs().into()));
    }
    if let Some(cycle) = register.cycles.first() {
        let names: Vec<&str> = cycle.iter().map(String::as_str).collect();
        text += &format!(" In a circle: {}.", join(&names));
    }
    text
}

fn notes(world: &World<'_>, register: &Register, away: &AwayWork) -> Vec<String> {
    let mut notes = Vec::new();
    let classes: Vec<&str> = register.classes.iter().map(|class| class.key()).collect();
    if !classes.is_empty() {
        notes.push(format!("There is evidence of these classes: {}.", classes.join(", ")));
    }
    if let Some(why) = &register.refused {
        notes.push(format!("Which code changes together is not shown: {why}."));
    }
    for cycle in register.cycles.iter().skip(1) {
        let names: Vec<&str> = cycle.iter().map(String::as_str).collect();
        notes.push(format!("In a circle: {}.", names.join(", ")));
    }
    for platform in PlatformUse::all(world, register) {
        notes.push(platform_words(&platform));
    }
    if away.of_known_teams > 0 {
        notes.push(format!(
            "Away work: {} of {} by known teams of at least five people touch only what other teams own, and {} their \
             own as well.",
            thousands(away.away as u128),
            plural(away.of_known_teams, "change-set", "change-sets"),
            thousands(away.both as u128)
        ));
    }
    notes
        .extend(register.left_out.iter().map(|(why, times)| format!("Left out: {} {why}.", thousands(*times as u128))));
    notes
}

fn platform_words(platform: &PlatformUse) -> String {
    let stated = platform.stated.as_deref().map_or("does not say how it is used", |stated| match stated {
        "self-service" => "is said to be self-service",
        _ => "is used by request",
    });
    let acts = match platform.acts_as {
        "self-service" => "nothing speaks against it",
        "blocking" => "it holds others up",
        _ => "nothing shows how",
    };
    format!(
        "Platform {}: it {stated}; {} it, {} held up: {acts}.",
        platform.platform,
        plural(platform.users, "needs", "need"),
        platform.held_up
    )
}
