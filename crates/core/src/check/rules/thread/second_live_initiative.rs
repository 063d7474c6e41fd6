//! `ST101`: somebody leads a second live initiative.

use std::collections::BTreeSet;

use onethread_model::edit::Edit;
use onethread_model::org::WishedForm;
use onethread_model::record::Value;

use crate::check::{Context, Finding, Found, Level, Need, Number, Rule, subject};
use crate::measure::{Initiative, Leader};
use crate::words::join;

pub(super) const RULE: Rule = Rule {
    code: "ST101",
    name: "second-live-initiative",
    title: "Somebody leads two initiatives at once",
    level: Level::Error,
    opt_in: false,
    page: include_str!("second_live_initiative.md"),
    needs: &[Need::Live],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> Found {
    let mut found = Found::default();
    let mut seen = BTreeSet::new();
    for initiative in context.world.live() {
        let Leader::One(leader) = &initiative.leader else { continue };
        found.looked_at += 1;
        if !seen.insert(&leader.value) {
            continue;
        }
        let mut led: Vec<&Initiative> =
            context.world.people.leads(&leader.value).iter().filter_map(|id| context.world.initiative(id)).collect();
        // The one that came last is the one too many; what a function does on purpose is never that one.
        led.sort_by_key(|one| (!is_functional(one), one.created.as_ref().map(|day| day.value), one.place.clone()));
        for second in led.iter().skip(1).filter(|one| !is_functional(one)) {
            found.push(finding(context, &leader.value, second, &led));
        }
    }
    found
}

fn is_functional(initiative: &Initiative) -> bool {
    initiative.why.is_some() && initiative.wished.as_ref().is_some_and(|form| form.value == WishedForm::Functional)
}

fn finding(context: &Context<'_>, leader: &str, second: &Initiative, led: &[&Initiative]) -> Finding {
    let others: Vec<&Initiative> = led.iter().copied().filter(|other| other.id != second.id).collect();
    let names: Vec<&str> = others.iter().map(|other| other.id.as_str()).collect();
    let spot = |one: &Initiative| match &one.leader {
        Leader::One(leader) => context.spot(&leader.place),
        _ => context.initiative_spot(one),
    };
    let message = format!("`{leader}` leads {} and also {}", second.id, join(&names));
    let mut finding = context
        .finding(subject("initiative", &second.id), message, spot(second))
        .label("a second initiative for the same leader");
    for other in &others {
        finding = finding.related(spot(other), format!("already leads {}", other.id));
    }
    finding = finding
        .number(Number {
            name: "live_initiatives_led",
            value: led.len() as f64,
            n: led.len(),
            window: None,
            says: format!("{} initiatives under way have this leader", led.len()),
        })
        .note("with two initiatives, each waits whenever the other needs its leader")
        .help(format!("name somebody else as the leader of {}, or hand over or end the other", second.id));
    match context.world.inputs.org.initiatives.get(&second.id).filter(|written| written.leaders.len() == 1) {
        Some(written) => {
            let file = context.file(written.leaders[0].span);
            let person = Value::reference("person", leader);
            let edits = vec![
                Edit::remove(file, "initiative", &second.id, "leader"),
                Edit::add(file, "initiative", &second.id, "people", person),
            ];
            finding
                .unsafe_fix(format!("list `{leader}` under `people` of {} until a leader is found", second.id), edits)
        }
        None => finding,
    }
}
