//! Organizations made up by the hundred, in half of which two teams are planted that change in lockstep: the verdict of
//! `separable` must fall and name the pair, and where nothing is planted, nothing may be named.

mod made;

use made::Dice;
use onethread_core::measure::change_log::PATHS_MAX;
use onethread_core::measure::{Snapshot, World};
use onethread_core::review::{Answer, CRITERIA, review};
use onethread_model::Day;
use onethread_model::config::Config;
use onethread_model::facts::{Cells, FactKind, Facts, RecordRef, SourceReport};
use onethread_model::source::Sources;
use rayon::prelude::*;

const TEAMS: usize = 6;
const PATHS: usize = 30;
const CHANGES: usize = 600;
const ORGANIZATIONS: u64 = 200;

/// A number below an end, by a share of it.
fn below(dice: &mut Dice, end: usize) -> usize {
    ((dice.unit() * end as f64) as usize).min(end - 1)
}

/// A year of changes: each of one team, of one to five of its paths; one of thirty touches a path of any other team
/// too. In lockstep, two of five changes of teams 1 and 2 touch the other's code.
fn facts(seed: u64, lockstep: bool) -> Facts {
    let mut dice = Dice::new(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) + 1);
    let mut facts = Facts::default();
    facts.sources.push(SourceReport { name: "log".to_owned(), path: "log.csv".into(), ..Default::default() });
    let first = Day::parse("2025-07-10").expect("a day");
    let activity: Vec<f64> = (0..TEAMS).map(|_| 0.5 + dice.unit()).collect();
    let mut line = 0;
    for change in 0..CHANGES {
        let mut pick = dice.unit() * activity.iter().sum::<f64>();
        let team = activity.iter().position(|share| {
            pick -= share;
            pick < 0.0
        });
        let team = team.unwrap_or(0);
        let path = |dice: &mut Dice, team: usize| {
            // Some paths change far more often than others.
            let at = (dice.unit() * dice.unit() * PATHS as f64) as usize;
            (team, at)
        };
        let mut touched = vec![path(&mut dice, team)];
        for _ in 0..below(&mut dice, 5) {
            touched.push(path(&mut dice, team));
        }
        if dice.unit() < 1.0 / 30.0 {
            let other = (team + 1 + below(&mut dice, TEAMS - 1)) % TEAMS;
            touched.push(path(&mut dice, other));
        }
        let planted = dice.unit() < 0.4;
        if lockstep && planted && (team == 1 || team == 2) {
            touched.push(path(&mut dice, 3 - team));
        }
        touched.sort_unstable();
        touched.dedup();
        let day = first.plus_days((change * 350 / CHANGES) as i32).to_string();
        let id = format!("c{change}");
        for (team, at) in touched {
            line += 1;
            let (component, owner) = (format!("team{team}/file{at}"), format!("team{team}"));
            let mut cells = Cells::default();
            cells.set("day", &day);
            cells.set("change", &id);
            cells.set("component", &component);
            cells.set("team", &owner);
            facts.push(FactKind::Touch, &cells, RecordRef { source: 0, line }).expect("a touch");
        }
    }
    facts
}

const ORG: &str = "[initiative.one]\nteam = \"team1\"\nscope = [\"path:team1\"]\n";

/// An initiative for the code of each team, none of which is known to have it.
const APART: &str = "[initiative.one]\nscope = [\"path:team1\"]\n[initiative.two]\nscope = [\"path:team2\"]\n\
                     [initiative.nil]\nscope = [\"path:team0\"]\n[initiative.three]\nscope = [\"path:team3\"]\n\
                     [initiative.four]\nscope = [\"path:team4\"]\n[initiative.five]\nscope = [\"path:team5\"]\n";

/// The answer for the first initiative, and what was said of the pair and of any other.
fn judged(org: &str, other: &[&str], seed: u64, lockstep: bool) -> (Answer, bool, bool) {
    let (config, facts) = (Config::default(), facts(seed, lockstep));
    let mut sources = Sources::default();
    let file = sources.add("org/initiatives.toml", org);
    let mut diagnostics = Vec::new();
    let org = onethread_model::org::load(&sources, &[file], &mut diagnostics);
    let snapshot = Snapshot::new(config, org, sources, facts);
    let day = Day::parse("2026-06-30").expect("a day");
    let review = review(&snapshot, day);
    let one = review.initiative("one").expect("it is live");
    let verdict = one.verdicts.iter().find(|verdict| verdict.criterion == "separable").expect("a known criterion");
    let said: Vec<&str> = verdict.judgement.because.iter().map(|evidence| evidence.says.as_str()).collect();
    let named = |team: &str| said.iter().any(|says| says.contains(&format!("{team} change together beyond chance")));
    let (pair, others) = other.split_first().expect("the pair is first");
    let any_other = others.iter().any(|other| named(other));
    let world = World::on(&snapshot, day);
    assert!(world.paths().incidence.items() as usize <= TEAMS * PATHS && PATHS_MAX >= PATHS);
    (verdict.judgement.answer, named(pair), any_other)
}

const TEAMS_TOLD: [&str; 5] = ["team:team2", "team:team0", "team:team3", "team:team4", "team:team5"];
const INITIATIVES_TOLD: [&str; 5] =
    ["initiative:two", "initiative:nil", "initiative:three", "initiative:four", "initiative:five"];

fn rank(answer: Answer) -> usize {
    match answer {
        Answer::Fails => 0,
        Answer::NotShown => 1,
        Answer::Holds => 2,
    }
}

#[test]
fn planted_lockstep_lowers_the_verdict_and_is_named() {
    let (mut fell, mut named, mut wrong, mut held, mut kept) = (0, 0, 0, 0, 0);
    let judged: Vec<_> = (0..ORGANIZATIONS)
        .into_par_iter()
        .map(|seed| [false, true].map(|planted| judged(ORG, &TEAMS_TOLD, seed, planted)))
        .collect();
    for [(calm, no_pair, no_others), (tangled, pair, others)] in judged {
        held += usize::from(calm == Answer::Holds);
        kept += usize::from(tangled == Answer::Holds);
        wrong += usize::from(no_pair || no_others);
        fell += usize::from(rank(tangled) < rank(calm));
        named += usize::from(pair);
        wrong += usize::from(others);
    }
    println!(
        "of {ORGANIZATIONS}: {held} hold without lockstep; with it {fell} fall and {named} name the pair; {wrong} of \
         {} name another",
        2 * ORGANIZATIONS
    );
    let all = ORGANIZATIONS as usize;
    // At the size that the page names, with the shares that it names.
    let page = CRITERIA.iter().find(|criterion| criterion.key == "separable").expect("the page").page;
    assert!(
        page.contains("in two of five of their changes (of 600 a year)")
            && page.contains("in 95 of 100 made-up worlds")
    );
    assert!(named >= all * 19 / 20 && kept == 0, "{named} named, {kept} hold in lockstep");
    // Of small teams, of which a year has some fifty changes, both answers may be left open.
    assert!(fell >= all * 4 / 5, "{fell} fell");
    assert!(wrong <= ORGANIZATIONS as usize / 20, "{wrong} named what is not there");
}

/// What is planted between two teams is seen between the initiatives whose scope is their code, where no team is known.
#[test]
fn initiatives_in_lockstep_are_named() {
    let judged: Vec<_> = (0..ORGANIZATIONS / 2)
        .into_par_iter()
        .map(|seed| [false, true].map(|planted| judged(APART, &INITIATIVES_TOLD, seed, planted)))
        .collect();
    let named = judged.iter().filter(|[_, (_, pair, _)]| *pair).count();
    let wrong = judged.iter().filter(|[(_, pair, others), (_, _, tangled)]| *pair || *others || *tangled).count();
    println!("of {}: {named} name the pair, {wrong} another", judged.len());
    assert!(named * 20 >= judged.len() * 19 && wrong * 20 <= judged.len(), "{named} named, {wrong} wrong");
}
