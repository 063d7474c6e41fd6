//! `show dependencies`: who needs whom, a row for each pair, with what each class of evidence counts.

use std::collections::{BTreeMap, BTreeSet};

use maud::Markup;

use super::areas::{between_components, lacks_teams};
use super::sheet::{Behind, Cell, Column, Row, Sheet, Type};
use super::{Asked, Subject};
use crate::charts::matrix::{MatrixChart, matrix};
use onethread_core::measure::World;
use onethread_core::measure::register::away::AwayPair;
use onethread_core::measure::register::{
    self, AwayWork, Class, Course, Entry, Figures, PlatformUse, Register, Seen, SmallGroups, WINDOW_DAYS,
};
use onethread_core::words::{agreeing, join, plural, thousands};

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
    Column::new("declared", "declared", Type::YesNo, "Whether anybody wrote it down."),
    Column::new("shown_by", "shown by", Type::Text, "The classes of evidence that show it, each with its count."),
    Column::new(
        "shows_need",
        "need shown",
        Type::YesNo,
        "Whether the evidence shows beyond doubt a need that is to be declared: a record, a link, one review or approval a \
         month, two approvers of the team, or code that changes together at least 1.5 times as often as by chance and in \
         at least 10 % of its changes.",
    ),
    Column::new("effect", "effect", Type::Text, "`blocking`, `slowing` or `ok`, as declared or recorded."),
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
        "share",
        "of its changes",
        Type::ShareEstimate,
        "The share of change-sets in its own code that touch the other's code too, with the 95 % interval; 0 to 1.",
    ),
    Column::new(
        "risk_ratio",
        "times, shrunk",
        Type::Number(1),
        "How many times as often as by chance both change together, drawn towards 1; 0 and more.",
    ),
    Column::new("risk_ratio_low", "at least", Type::Number(1), "Its lower 95 % confidence bound."),
    Column::new(
        "trend",
        "trend",
        Type::Text,
        "For each class that rises or falls: the later half of the window against the earlier one, of as much activity \
         (change-sets, or days of release, of both sides); at most 5 % of all that rise or fall are false.",
    ),
    Column::new("first", "first", Type::Day, "First day of evidence within the window, or of the record."),
    Column::new("last", "last", Type::Day, "Last day of evidence."),
    Column::new("age_days", "age, days", Type::Days, "Days since the first evidence of any class."),
    Column::new("structural", "links", Type::Count, "Links: one is built with, or calls, the other."),
    Column::new("evolutionary", "co-changes", Type::Count, "Change-sets that touch the code of both."),
    Column::new("review", "reviews", Type::Count, "Reviews by people of the other."),
    Column::new("approval", "approvals", Type::Count, "Gates and approvers of the other."),
    Column::new("shared_person", "shared people", Type::Count, "People who work for both."),
    Column::new("shared_release", "shared releases", Type::Count, "Days on which both are released."),
    Column::new(
        "away_work",
        "away work",
        Type::Count,
        "Change-sets of its team in the code that the other owns, with or without its own.",
    ),
];

/// Fewer teams than this that own what changed have nothing between them.
const TEAMS_MIN: usize = 2;
/// Work of one team in another's code, beside the classes of evidence.
const AWAY: &str = "away work";

/// The class as people call it.
fn name(class: Class) -> &'static str {
    match class {
        Class::Structural => "links",
        Class::Evolutionary => "co-changes",
        Class::Review => "reviews",
        Class::Approval => "approvals",
        Class::SharedPerson => "shared people",
        Class::SharedRelease => "shared releases",
    }
}

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
    let away = world.away_work_over(days);
    let pairs = pairs(&entries, away.pairs.iter().filter(|pair| is_wanted("", Some(&pair.team))));
    let from = world.day.plus_days(1 - i32::try_from(days).unwrap_or(i32::MAX));
    let empty = match register.classes.is_empty() {
        true => "nothing is declared, and no source shows links, changes, reviews, approvers or shared people",
        false => "nothing is declared, and what there is of evidence stays within teams or is not more than chance",
    };
    // The last column is that of another measure.
    let columns = if world.computes("away-work") { COLUMNS.len() } else { COLUMNS.len() - 1 };
    let row = |pair: &Pair<'_>| {
        let mut row = pair.row();
        row.cells.truncate(columns);
        row
    };
    let mut rows: Vec<Row> = pairs.iter().map(row).collect();
    let mut notes = notes(world, register, &away);
    let mut finding = finding(register, &entries);
    // A repository without teams still has components that change together.
    if rows.is_empty()
        && asked.initiative.is_none()
        && world.computes("change-coupling")
        && lacks_teams(world, days, TEAMS_MIN)
    {
        rows = between_components(world, days, &COLUMNS[..columns]);
    }
    if pairs.is_empty() && !rows.is_empty() {
        finding =
            "No team is known to own what changed, so nobody can be said to need anybody; these components change \
                   together more often than chance explains."
                .to_owned();
        notes.clear();
    }
    Sheet {
        finding,
        window: Some((from, world.day)),
        columns: COLUMNS[..columns].to_vec(),
        rows,
        notes,
        empty: Some(empty.to_owned()),
        pictures: picture(&pairs).into_iter().collect(),
    }
}

/// Who needs whom, with all that is known of it.
struct Pair<'w> {
    /// The entry of the register; absent where only away work is on record.
    entry: Option<&'w Entry>,
    /// Work of its team in the other's code.
    away: Option<&'w AwayPair>,
}

/// The entries, each with the away work of its team, and then the other away work.
fn pairs<'w>(entries: &[&'w Entry], away: impl Iterator<Item = &'w AwayPair>) -> Vec<Pair<'w>> {
    let mut away: BTreeMap<(&str, String), &AwayPair> =
        away.map(|pair| ((pair.team.as_str(), format!("team:{}", pair.host)), pair)).collect();
    let mut pairs = Vec::new();
    for entry in entries.iter().copied() {
        let own = entry.team.as_deref().and_then(|team| away.remove(&(team, entry.on.clone())));
        pairs.push(Pair { entry: Some(entry), away: own });
    }
    let mut others: Vec<&AwayPair> = away.into_values().collect();
    others.sort_by(|a, b| (b.change_sets, &a.team, &a.host).cmp(&(a.change_sets, &b.team, &b.host)));
    pairs.extend(others.into_iter().map(|pair| Pair { entry: None, away: Some(pair) }));
    pairs
}

/// What asks for a look first: what nobody declared, then what blocks, then what cost most days, then what is seen
/// most.
fn urgency(entry: &Entry) -> (bool, bool, i64, usize) {
    let waited = entry.wait.as_ref().map_or(0, |wait| wait.days_min);
    let n = entry.seen.iter().filter(|seen| seen.reliable).filter_map(|seen| Some(seen.shown.as_ref()?.n)).sum();
    (entry.is_undeclared(), entry.effect.as_deref() == Some("blocking"), waited, n)
}

impl Pair<'_> {
    /// Who needs it, and what is needed, as ids with their kinds.
    fn ids(&self) -> (String, String) {
        match (self.entry, self.away) {
            (Some(entry), _) => (entry.needs.clone(), entry.on.clone()),
            (None, Some(away)) => (format!("team:{}", away.team), format!("team:{}", away.host)),
            (None, None) => (String::new(), String::new()),
        }
    }

    /// The same as names.
    fn names(&self) -> (String, String) {
        let (needs, on) = self.ids();
        let short = |id: &str, kind: &str| id.strip_prefix(kind).unwrap_or(id).to_owned();
        (short(&needs, "initiative:"), short(&on, "team:"))
    }

    /// What can be more than chance, by class.
    fn seen(&self) -> impl Iterator<Item = &Seen> {
        self.entry.into_iter().flat_map(|entry| entry.seen.iter().filter(|seen| seen.reliable))
    }

    /// The numbers of what can be more than chance, as far as they may be printed.
    fn shown(&self) -> impl Iterator<Item = (Class, &Figures)> {
        self.seen().filter_map(|seen| Some((seen.class, seen.shown.as_ref()?)))
    }

    /// How many pieces of evidence there are by class, in the order of classes, away work last.
    fn counts(&self) -> Vec<(&'static str, usize)> {
        let seen = self.shown().map(|(class, shown)| (name(class), shown.n));
        seen.chain(self.away.map(|away| (AWAY, away.change_sets))).collect()
    }

    /// Whether anything of it is not to be counted.
    fn is_small(&self) -> bool {
        self.entry.is_some_and(|entry| entry.is_small)
    }

    fn row(&self) -> Row {
        let (needs, on) = self.names();
        let counts = self.counts();
        let mut shown_by: Vec<String> =
            counts.iter().map(|(name, n)| format!("{name} {}", thousands(*n as u128))).collect();
        shown_by.extend(self.seen().filter(|seen| seen.shown.is_none()).map(|seen| name(seen.class).to_owned()));
        let risk = self.shown().filter_map(|(_, shown)| shown.risk.as_ref()).max_by(|a, b| a.ratio.total_cmp(&b.ratio));
        let strength = self.shown().find_map(|(_, shown)| shown.strength.as_ref());
        let first = self.shown().filter_map(|(_, shown)| shown.first).chain(self.away.map(|away| away.first)).min();
        let last = self.shown().filter_map(|(_, shown)| shown.last).chain(self.away.map(|away| away.last)).max();
        let entry = self.entry;
        let wait = entry.and_then(|entry| entry.wait.as_ref());
        let mut cells = vec![
            Cell::text(needs),
            Cell::text(on),
            Cell::or_missing(entry.map(|entry| Cell::YesNo(entry.declared)), ""),
            Cell::or_missing((!shown_by.is_empty()).then(|| Cell::text(shown_by.join(", "))), "declared, not observed"),
            Cell::YesNo(self.seen().any(|seen| seen.shows_need)),
            Cell::or_missing(entry.and_then(|entry| entry.effect.clone()).map(Cell::Text), ""),
            answered(entry),
            Cell::or_missing(wait.map(|wait| Cell::Number(wait.days_min as f64)), ""),
            Cell::or_missing(
                strength.map(|strength| {
                    let (low, high) = strength.interval().unzip();
                    Cell::Estimate(strength.share, low, high)
                }),
                "",
            ),
            Cell::or_missing(risk.map(|risk| Cell::Number(risk.ratio)), ""),
            Cell::or_missing(risk.map(|risk| Cell::Number(risk.low)), ""),
            self.trends(),
            Cell::or_missing(first.map(Cell::Day), ""),
            Cell::or_missing(last.map(Cell::Day), ""),
            Cell::or_missing(entry.and_then(|entry| entry.age_days).map(|days| Cell::Number(days as f64)), ""),
        ];
        for of in Class::ALL.into_iter().map(name).chain([AWAY]) {
            let count = counts.iter().find(|(name, _)| *name == of);
            cells.push(Cell::or_missing(count.map(|(_, n)| Cell::count(*n)), ""));
        }
        // Beside a group under five not even records are counted.
        if self.is_small() {
            return Row::new(self.about(), cells);
        }
        let mut row = Row::new(self.about(), cells).behind(self.behind());
        row.behind_all += self.unlisted();
        row
    }

    /// Trends that are shown, each with its class.
    fn trends(&self) -> Cell {
        let seen = self.shown().filter_map(|(class, shown)| Some((name(class), shown.trend?)));
        let all = seen.chain(self.away.and_then(|away| Some((AWAY, away.trend?))));
        let said: Vec<String> = all
            .filter(|(_, trend)| trend.course != Course::NotShown)
            .map(|(name, trend)| format!("{name} {}", trend.words()))
            .collect();
        Cell::or_missing((!said.is_empty()).then(|| Cell::text(said.join(", "))), "")
    }

    /// The ids that the row is about.
    fn about(&self) -> Vec<String> {
        let (needs, on) = self.ids();
        let team = self.entry.and_then(|entry| entry.team.as_ref()).map(|team| format!("team:{team}"));
        [needs, on].into_iter().chain(team).collect()
    }

    /// What it rests on: of each class its newest few.
    fn behind(&self) -> Vec<Behind> {
        let mut behind: Vec<Behind> = Vec::new();
        for seen in self.seen() {
            behind.extend(seen.behind.iter().map(|one| shown(one, name(seen.class))));
        }
        behind.extend(self.away.into_iter().flat_map(|away| &away.behind).map(|one| shown(one, AWAY)));
        if let Some(place) = self.entry.and_then(|entry| entry.declared_at.as_ref()) {
            behind.push(Behind { day: None, what: "declared".to_owned(), place: Some(place.clone()) });
        }
        behind
    }

    /// Pieces of evidence that are counted and of which no record is kept.
    fn unlisted(&self) -> usize {
        let unlisted = |seen: &Seen| Some(seen.shown.as_ref()?.n.saturating_sub(seen.behind.len()));
        let seen: usize = self.seen().filter_map(unlisted).sum();
        seen + self.away.map_or(0, |away| away.change_sets.saturating_sub(away.behind.len()))
    }
}

/// Days within which half of the answers come.
fn answered(entry: Option<&Entry>) -> Cell {
    let Some(wait) = entry.and_then(|entry| entry.wait.as_ref()) else { return Cell::Missing(String::new()) };
    match wait.median_days {
        Some(median) => {
            Cell::Estimate(median as f64, wait.low_days.map(|days| days as f64), wait.high_days.map(|days| days as f64))
        }
        None => Cell::Missing(wait.refused.clone().unwrap_or_else(|| "fewer than half are answered".to_owned())),
    }
}

fn shown(behind: &register::Behind, class: &str) -> Behind {
    Behind { day: behind.day, what: format!("{class}: {}", behind.what), place: Some(behind.place.clone()) }
}

/// What shows each pair: a row for each, a column for each class of evidence.
fn picture(pairs: &[Pair<'_>]) -> Option<Markup> {
    if pairs.iter().all(|pair| pair.counts().is_empty()) {
        return None;
    }
    let row = |pair: &Pair<'_>| {
        let (needs, on) = pair.names();
        format!("{needs} \u{2192} {on}")
    };
    let used: BTreeSet<&str> = pairs.iter().flat_map(|pair| pair.counts()).map(|(name, _)| name).collect();
    let columns = Class::ALL.into_iter().map(name).chain([AWAY]).filter(|name| used.contains(name));
    let cells = pairs.iter().flat_map(|pair| {
        let row = row(pair);
        pair.counts().into_iter().map(move |(name, n)| (row.clone(), name.to_owned(), n))
    });
    let undeclared = pairs.iter().filter(|pair| pair.entry.is_some_and(Entry::is_undeclared));
    let marked = undeclared.flat_map(|pair| {
        let row = row(pair);
        pair.counts().into_iter().map(move |(name, _)| (row.clone(), name.to_owned()))
    });
    Some(matrix(&MatrixChart {
        id: "pairs".to_owned(),
        title: "Who needs whom, and how many pieces of evidence of each class show it".to_owned(),
        caption: "Edged cells show a need that nobody has declared. A row without cells is declared, and nothing \
                  shows it."
            .to_owned(),
        desc: format!("A matrix of {} in the order of the table.", plural(pairs.len(), "dependency", "dependencies")),
        things: "dependencies",
        head: ["dependency", "class", "pieces of evidence"],
        order: pairs.iter().map(row).collect(),
        columns: columns.map(str::to_owned).collect(),
        marked: marked.collect(),
        cells_are: "pieces of evidence".to_owned(),
        pairs: cells.collect(),
    }))
}

fn finding(register: &Register, entries: &[&Entry]) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let undeclared = entries.iter().filter(|entry| entry.is_undeclared()).count();
    let hints = entries.iter().filter(|entry| !entry.declared && !entry.is_undeclared()).count();
    let unobserved = entries.iter().filter(|entry| entry.declared && !entry.is_observed()).count();
    let waited: i64 = entries.iter().filter_map(|entry| entry.wait.as_ref()).map(|wait| wait.days_min).sum();
    let declared = entries.iter().filter(|entry| entry.declared).count();
    let mut text = format!(
        "{} declared in files and sources, {unobserved} of them not seen. {undeclared} seen and not declared; {hints} more {} at a need without \
         showing one.",
        plural(declared, "dependency", "dependencies"),
        agreeing(hints, "points", "point")
    );
    if waited > 0 {
        text += &format!(
            " What was asked for was open for at least {} days in all, each request by itself: several are open on one day.",
            thousands(waited.unsigned_abs().into())
        );
    }
    let cycles = register.cycles.iter().map(|cycle| join(&cycle.iter().map(String::as_str).collect::<Vec<_>>()));
    let cycles: Vec<String> = cycles.collect();
    if !cycles.is_empty() {
        text += &format!(" These need each other: {}.", cycles.join("; "));
    }
    text
}

fn notes(world: &World<'_>, register: &Register, away: &AwayWork) -> Vec<String> {
    let mut notes = Vec::new();
    let classes: Vec<&str> = register.classes.iter().map(|class| name(*class)).collect();
    if !classes.is_empty() {
        notes.push(format!("There is evidence of these classes: {}.", classes.join(", ")));
    }
    if let Some(why) = &register.refused {
        notes.push(format!("Which code changes together is not shown: {why}."));
    }
    notes.extend(register.visible_coupling.map(|visible| format!("Co-changes: {}.", visible.words("teams"))));
    notes.extend(register.visible_releases.map(|visible| format!("Shared releases: {}.", visible.words())));
    for platform in PlatformUse::all(world, register) {
        notes.push(platform_words(&platform));
    }
    if away.of_known_teams > 0 {
        notes.push(format!(
            "Away work: of {}, {} touch what the team owns and what others own, and {} only what others own.",
            plural(
                away.of_known_teams,
                "change-set of known teams of at least five people",
                "change-sets of known teams of at least five people"
            ),
            thousands(away.both as u128),
            thousands(away.away as u128)
        ));
    }
    notes.extend(register.under.as_ref().map(under_words));
    notes
        .extend(register.left_out.iter().map(|(why, times)| format!("Left out: {} {why}.", thousands(*times as u128))));
    notes
}

/// What groups under five were asked for and changed together.
fn under_words(sum: &SmallGroups) -> String {
    let counts = Class::ALL.iter().filter_map(|class| Some((name(*class), sum.by_class.get(class.key())?)));
    let counts: Vec<String> = counts.map(|(name, n)| format!("{name} {}", thousands(*n as u128))).collect();
    let waited = match sum.waited_days_min {
        0 => String::new(),
        days => format!("; waited for their answers, at least {} days", thousands(days.unsigned_abs().into())),
    };
    format!("Added up over all {}: {}{waited}.", sum.on, counts.join(", "))
}

fn platform_words(platform: &PlatformUse) -> String {
    let stated = platform.stated.as_deref().map_or("not stated how it is used", |stated| match stated {
        "self-service" => "stated: self-service",
        _ => "stated: by request",
    });
    let acts = match platform.acts_as {
        "self-service" => "; nothing speaks against self-service",
        "blocking" => "; it holds others up",
        _ => "",
    };
    let users = match platform.users {
        0 => "nobody is known to need it".to_owned(),
        n => format!("{} it, {} held up", plural(n, "needs", "need"), platform.held_up),
    };
    let unassigned = match platform.unassigned {
        0 => String::new(),
        n => format!(
            "; {} its team, not stated which platform",
            plural(n, "other initiative or team needs", "other initiatives or teams need")
        ),
    };
    format!("Platform {} ({stated}): {users}{acts}{unassigned}.", platform.platform)
}
