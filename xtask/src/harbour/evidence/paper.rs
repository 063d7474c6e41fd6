//! What the offices keep: registry, planning tool, roster, catalog, decisions, metrics, gates, releases.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use onethread_model::Day;

use super::super::company::{Company, Placed, name};
use super::super::org::seat_number;
use super::super::random::Dice;
use super::super::story::{ADOPTION, CUT, FIRST, GATES, Gate, Metric, PROVIDERS, SHARED, on};
use super::super::toml::thousandths;
use super::{STRETCH, begun, by_day, come, day_first, stretches, then, working_day};

/// The registry of initiatives: what became known when.
pub(super) fn registry(company: &Company) -> String {
    let mut events: Vec<(Day, String)> = Vec::new();
    for placed in &company.initiatives {
        let (story, id) = (placed.story, placed.id());
        let mut add = |day: Day, field: &str, value: &str| events.push((day, format!("{day},{id},{field},{value}\n")));
        add(story.idea, "Registered", "");
        add(story.idea, "Created", &story.idea.to_string());
        add(story.idea, "Status", "idea");
        // The team of search has had another name since adoption, and nobody reported the registry.
        let team = if story.id == "search" { name("discovery", placed.division) } else { placed.team() };
        add(story.idea, "Team", &team);
        for (day, leader) in story.leaders {
            add(*day, "Owner", &name(leader, placed.division));
        }
        if let Some(day) = placed.course.committed {
            add(day, "Status", "building");
        }
        if let Some((_, day)) = placed.course.value {
            add(day, "Status", "running");
        }
        if story.id == "recommendations" {
            add(story.idea, "Taking part", "platform");
        }
        if story.id == "loyalty" {
            // A word that nobody ever explained.
            add(on(2026, 4, 13), "Status", "adrift");
        }
    }
    let rows: String = by_day(events).into_iter().map(|(_, row)| row).collect();
    format!("Changed on,Initiative,Field,New value\n{rows}")
}

/// The planning tool: who works on what, by the number of the position and the title of the project.
pub(super) fn planning(company: &Company) -> String {
    let numbers: HashMap<&str, usize> =
        company.seats.iter().enumerate().map(|(index, seat)| (seat.id.as_str(), index + 1)).collect();
    let titles: HashMap<String, &str> = company.initiatives.iter().map(|p| (p.id(), p.story.title)).collect();
    let mut text = String::from("Seat;Project;Percent;Begins;Ends;Remark\n");
    let mut initiatives: HashMap<&str, i32> = HashMap::new();
    for (seat, _) in company.initiatives.iter().flat_map(|placed| &placed.members) {
        *initiatives.entry(seat).or_default() += 1;
    }
    let mut row = |seat: &str, initiative: &str, percent: i32, from: Day, until: Option<Day>| {
        let until = until.map_or_else(|| "n/a".to_owned(), |until| day_first(until, '/'));
        let number = seat_number(numbers.get(seat).copied().unwrap_or(0));
        // Titles are the same in every division; there the tool shows the id.
        let project = titles.get(initiative).filter(|_| company.divisions == 1).map_or(initiative, |title| *title);
        let _ = writeln!(text, "{number};{project};{percent} %;{};{until};", day_first(from, '/'));
    };
    for placed in company.initiatives.iter().filter(|placed| placed.story.team.stated) {
        let before = name(placed.story.team.formerly_with, placed.division);
        for (seat, _) in &placed.members {
            let from = begun(placed);
            let shared_by = initiatives.get(seat.as_str()).copied().unwrap_or(1);
            if shared_by > 1 {
                row(seat, &placed.id(), 100 / shared_by, from, None);
                continue;
            }
            if before.is_empty() {
                row(seat, &placed.id(), shares(seat, placed).first().map_or(100, |(_, percent)| *percent), from, None);
                continue;
            }
            if from < ADOPTION {
                row(seat, &placed.id(), 60, from, Some(ADOPTION));
                row(seat, &before, 40, from, Some(ADOPTION));
            }
            for (initiative, percent) in shares(seat, placed) {
                row(seat, &name(initiative, placed.division), percent, from.max(ADOPTION), None);
            }
        }
    }
    // Someone typed a day that no year has.
    text.push_str("HM-0399;Returns in one tap;50 %;31/02/2026;n/a;lent for the season\n");
    text
}

/// Shares of a member after adoption: all of it, unless the story says otherwise.
fn shares(seat: &str, placed: &Placed) -> Vec<(&'static str, i32)> {
    let said = SHARED.iter().filter(|(shared, ..)| name(shared, placed.division) == seat);
    let said: Vec<(&str, i32)> = said.map(|(_, initiative, percent)| (*initiative, *percent)).collect();
    if said.is_empty() { vec![(placed.story.id, 100)] } else { said }
}

/// The roster: who belongs to which team.
pub(super) fn roster(company: &Company) -> String {
    let mut text = String::from("seat,team,role,since,left\n");
    for placed in &company.initiatives {
        for (seat, role) in &placed.members {
            let _ = writeln!(text, "{seat},{},{role},{},", placed.team(), begun(placed));
        }
    }
    for (team, _, engineers, _, _) in PROVIDERS {
        for number in 1..=*engineers {
            let _ = writeln!(text, "{team}-engineer-{number},{team},engineer,{FIRST},");
        }
    }
    text
}

/// The service catalog: which initiative's services call which team's.
pub(super) fn catalog(company: &Company) -> String {
    let mut text = String::from("initiative,calls,link,effect,first_seen,last_seen\n");
    for placed in &company.initiatives {
        for dependency in company.dependencies_of(placed).filter(|dependency| dependency.seen) {
            let Some(team) = dependency.on.strip_prefix("team:") else { continue };
            let from = dependency.from.unwrap_or_else(|| begun(placed));
            let until = dependency.until.map_or_else(String::new, |until| until.to_string());
            let team = name(team, placed.division);
            let _ = writeln!(text, "{},{team},{},{},{from},{until}", placed.id(), dependency.class, dependency.effect);
        }
    }
    text
}

/// The decision log, one JSON object a line.
pub(super) fn decisions(company: &Company) -> String {
    let mut all: Vec<(Day, String)> = Vec::new();
    for placed in &company.initiatives {
        let (flow, id) = (&placed.course.flow, placed.id());
        let mut dice = Dice::new(company.size.seed, &format!("decisions of {id}"));
        for (from, to) in stretches().filter(|(_, to)| *to >= begun(placed)) {
            let from = from.max(begun(placed));
            // A quarter has a little more than three stretches of four weeks.
            let a_quarter = usize::try_from(then(flow.decisions, from)).unwrap_or(0);
            for _ in 0..(a_quarter / 3 + usize::from(dice.chance(a_quarter % 3 * 333))) {
                let asked = working_day(&mut dice, from, to);
                let made = asked.plus_days(dice.wait(then(flow.decision_days, asked)));
                let is_two_way = dice.chance(780);
                let usual = then(flow.levels, asked);
                let levels = if dice.chance(850) { usual } else { (usual - 1).max(0) };
                let undone = made.plus_days(dice.between(20, 70));
                let undone = if is_two_way && dice.chance(60) { come(undone) } else { String::new() };
                let quoted = |day: String| if day.is_empty() { "null".to_owned() } else { format!("\"{day}\"") };
                let door = if is_two_way { "two-way" } else { "one-way" };
                let (made, undone) = (quoted(come(made)), quoted(undone));
                all.push((
                    asked,
                    format!(
                        "\"about\": \"{id}\", \"asked\": \"{asked}\", \"made\": {made}, \"door\": \"{door}\", \
                         \"levels\": {levels}, \"taken back\": {undone}}}\n"
                    ),
                ));
            }
        }
    }
    let rows = (1..).zip(by_day(all)).map(|(number, (_, row))| format!("{{\"id\": \"log-{number:04}\", {row}"));
    // The export was cut off.
    rows.collect::<String>() + "{\"id\": \"log-9999\", \"about\": \"returns\", \"asked\": \"2026-0\n"
}

/// Points of metrics.
pub(super) fn metrics(company: &Company) -> String {
    let mut text = String::from("date,initiative,metric,value\n");
    for placed in &company.initiatives {
        for metric in &placed.course.metrics {
            let mut dice = Dice::new(company.size.seed, &format!("{} of {}", metric.title(), placed.id()));
            points(&mut text, &mut dice, placed, metric);
        }
    }
    // A dashboard that had no data wrote so.
    let _ = writeln!(text, "2026-06-29,search,searches that end in a click,no data");
    text
}

fn points(text: &mut String, dice: &mut Dice, placed: &Placed, metric: &Metric) {
    let days = |from: Day, to: Day| i32::try_from(to.days_since(from)).unwrap_or(1).max(1);
    let mut day = metric.first;
    while day <= CUT {
        let [first, adopted, last] = metric.course;
        let (from, to, since, whole) = if day < ADOPTION {
            (first, adopted, days(metric.first, day), days(metric.first, ADOPTION))
        } else {
            (adopted, last, days(ADOPTION, day), days(ADOPTION, CUT))
        };
        let value = from + (to - from) * since / whole;
        let value = (value + dice.between(-(value / 40 + 1), value / 40 + 1)).max(0);
        let is_missing = metric.gap.is_some_and(|(from, to)| (from..=to).contains(&day));
        if !is_missing {
            let _ = writeln!(text, "{day},{},{},{}", placed.id(), metric.title(), thousandths(value));
        }
        day = day.plus_days(metric.every_days);
    }
}

/// Reviews asked for at gates.
pub(super) fn gates(company: &Company) -> String {
    let mut rows: Vec<(Day, String)> = Vec::new();
    for placed in company.initiatives.iter().filter(|placed| !placed.course.flow.folders.is_empty()) {
        let passes = |gate: &&Gate| gate.applies.is_empty() || gate.applies.contains(&placed.story.id);
        for gate in GATES.iter().filter(passes) {
            let mut dice = Dice::new(company.size.seed, &format!("{} of {}", gate.id, placed.id()));
            at_gate(&mut rows, &mut dice, placed, gate);
        }
    }
    // "Soon" is no day.
    rows.push((CUT, "privacy\tsecurity-review\t30.06.2026\tsoon\n".to_owned()));
    let rows: String = by_day(rows).into_iter().map(|(_, row)| row).collect();
    format!("Initiative\tGate\tAsked\tAnswered\n{rows}")
}

fn at_gate(rows: &mut Vec<(Day, String)>, dice: &mut Dice, placed: &Placed, gate: &Gate) {
    let first = gate.from.unwrap_or(FIRST).max(begun(placed));
    let asked = gate.asked * placed.course.reviews / 1000;
    let last = gate.until.map_or(CUT, |until| until.plus_days(-1));
    for (from, to) in stretches() {
        let (from, to) = (from.max(first), to.min(last));
        if from > to {
            continue;
        }
        for _ in 0..(asked / 1000 + usize::from(dice.chance(asked % 1000))) {
            let asked = working_day(dice, from, to);
            let answered = asked.plus_days(dice.wait(gate.answer_days));
            let answered = if answered <= CUT { day_first(answered, '.') } else { String::new() };
            rows.push((asked, format!("{}\t{}\t{}\t{answered}\n", placed.id(), gate.id, day_first(asked, '.'))));
        }
    }
}

/// Releases: each has a number within its year.
pub(super) fn releases(company: &Company) -> String {
    let mut rows: Vec<(Day, String)> = Vec::new();
    for placed in &company.initiatives {
        let Some(first) = placed.course.first_feature else { continue };
        let mut dice = Dice::new(company.size.seed, &format!("releases of {}", placed.id()));
        let story_days = |day| then(placed.story.flow.release_days, day).clamp(1, STRETCH);
        let mut numbers = BTreeMap::<i16, usize>::new();
        for out in placed.course.releases.days(&mut dice, first, story_days) {
            let number = numbers.entry(out.year()).or_default();
            *number += 1;
            rows.push((out, format!("{} {}.{number},{out}T16:00:00Z\n", placed.id(), out.year())));
        }
    }
    let rows: String = by_day(rows).into_iter().map(|(_, row)| row).collect();
    format!("tag,published_at\n{rows}")
}
