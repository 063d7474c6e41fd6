//! What work on code leaves behind: changes, what they touch, and the reviews that other teams give.

use std::fmt::Write as _;

use onethread_model::Day;

use super::super::company::{Company, Placed, folder, name};
use super::super::random::Dice;
use super::super::story::{CUT, FIRST, PROVIDERS};
use super::{begun, by_day, come, stretches, then, working_day};

/// Three exports of the code forge.
pub(super) struct Code {
    pub(super) changes: String,
    pub(super) touches: String,
    pub(super) reviews: String,
}

/// A change before it has a number.
struct Change {
    team: String,
    initiative: String,
    /// Path, and the team that owns it.
    touched: Vec<(String, String)>,
    /// The team that had to review it from outside, and days until it did.
    review: Option<(String, i32)>,
}

const LAYERS: &[&str] = &["api", "core", "jobs", "store", "web"];
const FILES: &[&str] = &["client.kt", "events.kt", "handler.kt", "model.kt", "rules.kt"];

pub(super) fn write(company: &Company) -> Code {
    let mut all: Vec<(Day, Change)> = Vec::new();
    for placed in &company.initiatives {
        let mut dice = Dice::new(company.size.seed, &format!("changes of {}", placed.id()));
        for (from, to) in stretches().filter(|(_, to)| *to >= begun(placed)) {
            all.extend(of_initiative(&mut dice, placed, from.max(begun(placed)), to));
        }
    }
    for (team, _, _, path, count) in PROVIDERS {
        let mut dice = Dice::new(company.size.seed, &format!("changes of {team}"));
        for (from, to) in stretches() {
            for _ in 0..*count {
                let touched = vec![(file(&mut dice, &[path], 0, 0), (*team).to_owned())];
                let change = Change { team: (*team).to_owned(), initiative: String::new(), touched, review: None };
                all.push((working_day(&mut dice, from, to), change));
            }
        }
    }
    export(by_day(all))
}

fn of_initiative(dice: &mut Dice, placed: &Placed, from: Day, to: Day) -> Vec<(Day, Change)> {
    let (flow, division) = (&placed.course.flow, placed.division);
    if flow.folders.is_empty() {
        return Vec::new();
    }
    let planned = then(flow.changes, from) * i32::try_from(placed.course.pace).unwrap_or(1000);
    // The part of a change that is left over happens now and then.
    let left_over = usize::try_from(planned % 1000).unwrap_or(0);
    let count = (planned / 1000 + dice.between(-2, 2).min(planned / 1000) + i32::from(dice.chance(left_over))).max(0);
    let (first, last) = placed.course.busy(dice, from, to);
    let mut changes = Vec::new();
    for _ in 0..count {
        let day = working_day(dice, first, last);
        let mut touched = Vec::new();
        for _ in 0..dice.between(1, placed.course.touched_max) {
            let path = file(dice, flow.folders, division, placed.course.packages);
            if !touched.iter().any(|(other, _)| *other == path) {
                touched.push((path, placed.team()));
            }
        }
        let mut review = None;
        if !flow.outside.is_empty() && !dice.chance(then(flow.inside, day)) {
            let (path, owner) = dice.pick(flow.outside);
            let owner = name(owner, division);
            touched.push((file(dice, &[path], division, 0), owner.clone()));
            if dice.chance(600) {
                review = Some((owner, dice.wait(3)));
            }
        }
        changes.push((day, Change { team: placed.team(), initiative: placed.id(), touched, review }));
    }
    changes
}

fn file(dice: &mut Dice, folders: &[&str], division: usize, packages: usize) -> String {
    // Most of the work is in the first folder.
    let of = if dice.chance(750) { folders[0] } else { *dice.pick(folders) };
    let (layer, name) = (dice.pick(LAYERS), dice.pick(FILES));
    let folder = folder(of, division);
    if packages == 0 {
        return format!("{folder}/{layer}/{name}");
    }
    // The first packages get most of the work.
    let most = dice.below(packages) + 1;
    format!("{folder}/{layer}/package-{}/{name}", dice.below(most) + 1)
}

fn export(all: Vec<(Day, Change)>) -> Code {
    let mut changes = String::from("id,merged,team,initiative\n");
    let mut touches = String::from("change,merged,path,owner\n");
    let mut reviews: Vec<(Day, String)> = Vec::new();
    for (number, (day, change)) in (10_001..).zip(&all) {
        // Writing to a string cannot fail.
        let _ = writeln!(changes, "c{number},{day},{},{}", change.team, change.initiative);
        for (path, owner) in &change.touched {
            let _ = writeln!(touches, "c{number},{day},{path},{owner}");
        }
        if let Some((owner, wait)) = &change.review {
            let answered = come(day.plus_days(*wait));
            reviews.push((*day, format!("c{number},{},{owner},{day},{answered}\n", change.initiative)));
        }
    }
    // Two slips of a script that someone wrote on a Friday.
    let _ = writeln!(touches, "c99998,{CUT},,platform");
    let _ = writeln!(
        touches,
        "c99999,{},services/returns/api/rules.kt,returns-core",
        FIRST.to_string().replace("-07-", "-13-")
    );
    let rows: String = by_day(reviews).into_iter().map(|(_, row)| row).collect();
    Code { changes, touches, reviews: format!("change,for,reviewers,requested,approved\n{rows}") }
}
