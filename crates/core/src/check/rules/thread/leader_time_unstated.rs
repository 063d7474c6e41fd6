//! `ST105`: nobody says how much of the leader's time an initiative gets.

use super::{leader_spot, threads};
use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, subject};
use crate::measure::Leadership;
use onethread_model::facts::FactKind;

pub(super) const RULE: Rule = Rule {
    code: "ST105",
    name: "leader-time-unstated",
    title: "The leader's allocation is not stated",
    level: Level::Info,
    opt_in: false,
    page: include_str!("leader_time_unstated.md"),
    touches: Touches::People,
    // Where no time is stated at all, its absence says nothing about one leader.
    needs: &[Need::Live, Need::Any(&[Need::Entries("allocation"), Need::Facts(FactKind::Allocation)])],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut found = RuleOutcome::default();
    for initiative in threads(world) {
        let Leadership::One { leader, also_leads } = &initiative.leadership else { continue };
        found.evaluated += 1;
        let threads = world.threads_of(&leader.value, &initiative.id);
        // What is stated for other work is reported by ST104, and a second initiative by ST101. Two shares that
        // contradict each other are stated.
        let is_stated = threads.here.is_some() || !threads.contradictory.is_empty();
        if is_stated || !threads.others().is_empty() || !also_leads.is_empty() {
            continue;
        }
        let id = &initiative.id;
        let message = format!("the leader's allocation to {id} is not stated");
        let finding = context
            .finding(subject("initiative", id), message, leader_spot(context, initiative))
            .label("no stated share of time")
            .note("a full-time leader and a part-time leader look the same")
            .help(format!(
                "ask the leader and record it: `[[allocation]]` with `person = \"{}\"`, `initiative = \"{id}\"` and `share`",
                leader.value
            ));
        found.push(finding);
    }
    found
}
