//! `cargo xtask bench edits`: how long it takes, in a running process, from a change to the whole difference that it
//! makes.
//!
//! It is a benchmark: it prints, and judges nothing. Changes are those that the review itself proposes and whose blanks
//! are filled, some of each kind, and beside them the four that are said in words.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use onethread_core::measure::{Snapshot, View};
use onethread_core::moves;
use onethread_core::review::Review;
use onethread_core::what_if::{Baseline, what_if};
use onethread_model::edit::Edit;
use onethread_model::{Change, Day};
use onethread_workspace::{Allowance, Folder};

use super::review::{COMPANIES, make, target};
use crate::cargo;

/// Changes of each kind that are carried out.
const PER_KIND: usize = 4;

/// Makes the companies, and times changes of the example company and of both in an optimized process of its own.
///
/// # Errors
/// What could not be made, built or run.
pub(crate) fn run(root: &Path) -> Result<String, String> {
    let mut folders = vec![root.join("examples").join("harbour-market")];
    for company in COMPANIES {
        folders.push(make(root, company, &target(root).join("bench"))?);
    }
    let mut said = String::from("from a change to the whole difference, in a running process\n");
    for folder in folders {
        let words = ["run", "--release", "--quiet", "--package", "xtask", "--", "bench", "edits-of"];
        let output = cargo(root).args(words).arg(&folder).output();
        let output = output.map_err(|error| format!("bench: cargo cannot be started: {error}\n"))?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        said.push_str(&String::from_utf8_lossy(&output.stdout));
    }
    Ok(said)
}

/// Times changes of one organization in this process.
///
/// # Errors
/// When the folder cannot be read.
pub(crate) fn of(folder: &str) -> Result<String, String> {
    let mut read = Folder::read(Path::new(folder), &Allowance::none(), &mut |_| {})
        .map_err(|error| format!("{folder}: {error}\n"))?;
    let day = read.day(None).map_err(|error| format!("{folder}: {error}\n"))?;
    let snapshot = &read.snapshot;
    let start = Instant::now();
    let before = Baseline::of(snapshot, day);
    let mut said = format!("{folder}\n  {:<22} {:>8.1} ms\n", "review and checks", milliseconds(start));
    let mut all: Vec<f64> = Vec::new();
    for (kind, changes) in changes(snapshot, day, &before.review) {
        let mut times: Vec<f64> = Vec::new();
        for change in changes {
            let start = Instant::now();
            match what_if(snapshot, day, Some(&before), std::slice::from_ref(&change)) {
                Ok(_) => times.push(milliseconds(start)),
                Err(refusal) => said.push_str(&format!("  {kind}: {}\n", refusal.why)),
            }
        }
        all.extend(&times);
        said.push_str(&row(kind, times));
    }
    said.push_str(&row("all", all));
    Ok(said)
}

/// Some changes of each kind that can be carried out by edits alone.
fn changes(snapshot: &Snapshot, day: Day, review: &Review) -> BTreeMap<&'static str, Vec<Change>> {
    let view = View::on(snapshot, day);
    let mut found: BTreeMap<&'static str, Vec<Change>> = BTreeMap::new();
    let mut add = |change: Change| {
        let of_kind = found.entry(change.kind).or_default();
        let is_new = of_kind.len() < PER_KIND && !of_kind.contains(&change);
        if is_new
            && moves::open_blanks(&change).is_empty()
            && moves::edits(&change, &view).is_ok_and(|edits| is_whole(&edits))
        {
            of_kind.push(change);
        }
    };
    for one in &review.initiatives {
        let of_verdicts = one.verdicts.iter().flat_map(|verdict| &verdict.judgement.would_change);
        of_verdicts.map(|proposal| &proposal.change).chain(&one.form.would_change).cloned().for_each(&mut add);
    }
    let org = &snapshot.org;
    let (ids, people) = (|| review.initiatives.iter().map(|one| &one.id), || org.people.keys());
    let mut phrases: Vec<String> = Vec::new();
    for (id, (person, manager)) in ids().zip(people().zip(people().skip(1))) {
        phrases.push(format!("appoint {person} to {id}, full time"));
        phrases.push(format!("allocate initiative = {id}, person = {person}, share = 30 %"));
        phrases.push(format!("join initiative = {id}, person = {person}"));
        phrases.push(format!("report-to person = {person}, manager = {manager}"));
    }
    for (id, team) in ids().zip(org.teams.keys()) {
        phrases.push(format!("scope initiative = {id}, scope = team:{team}"));
        phrases.push(format!("declare-dependency initiative = {id}, on = team:{team}, effect = slows"));
    }
    let parts = org.components.keys().zip(org.teams.keys());
    phrases.extend(parts.map(|(component, team)| format!("move component {component} to {team}")));
    phrases.extend(org.gates.keys().map(|gate| format!("remove gate {gate}")));
    phrases.extend(review.initiatives.iter().filter_map(|one| {
        let leader = one.known.leadership.leader()?;
        Some(format!("release {} from {}", leader.value, one.id))
    }));
    phrases.iter().filter_map(|phrase| moves::read(phrase, &view).ok()).flatten().for_each(&mut add);
    found
}

fn is_whole(edits: &[Edit]) -> bool {
    !edits.is_empty() && edits.iter().all(|edit| edit.blank_keys().is_empty())
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

fn row(name: &str, mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get(((times.len() as f64 * share).ceil() as usize).saturating_sub(1)).copied();
    match (at(0.5), at(0.99)) {
        (Some(middle), Some(p99)) => {
            format!("  {name:<22} {middle:>8.1} ms in the middle, {p99:>8.1} ms of 99 %, n = {}\n", times.len())
        }
        _ => format!("  {name:<22} nothing could be carried out\n"),
    }
}
