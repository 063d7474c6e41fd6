//! `DC101`: a reversible decision went above the leader.

use std::collections::BTreeMap;

use onethread_model::diagnostic::Spot;
use onethread_model::org::Decision;
use onethread_model::source::Span;

use super::{Case, DECISIONS, cases, window};
use crate::check::{Context, Finding, Level, Number, Rule, RuleOption, RuleOutcome, Setting, subject};
use crate::measure::measures::deciding_alone::LEVELS_MAX;
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "DC101",
    name: "two-way-door-above",
    title: "A reversible decision went above the leader",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("two_way_door_above.md"),
    needs: &[DECISIONS],
    options: &[RuleOption {
        key: "above-share",
        default: Setting::Share(0.1),
        doc: "The share of an initiative's reversible decisions that may go above the leader before any is reported.",
    }],
    check,
};

/// So many further records are shown beside the newest.
const RECORDS_SHOWN: usize = 2;

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    let mut all: BTreeMap<Option<&str>, Vec<(Case<'_>, bool)>> = BTreeMap::new();
    for case in cases(context).filter(|case| case.known.reversible == Some(true) && !case.is_functional()) {
        if let Some(is_above) = is_above(&case, context) {
            found.evaluated += 1;
            all.entry(case.initiative.map(|initiative| initiative.id.as_str())).or_default().push((case, is_above));
        }
    }
    for (initiative, cases) in all {
        let above = || cases.iter().filter(|(_, is_above)| *is_above).map(|(case, _)| case);
        // What touches the whole company sometimes must go up.
        if above().count() as f64 <= context.options.share("above-share") * cases.len() as f64 {
            continue;
        }
        // Those that are open are no decisions yet, and count nowhere.
        let is_made = |case: &Case<'_>| case.known.decided.is_some();
        let made = || cases.iter().filter(|(case, _)| is_made(case));
        let made_above = above().filter(|case| is_made(case)).count();
        let whose = initiative.map_or_else(|| "no initiative".to_owned(), str::to_owned);
        let number = Number {
            name: "decisions_above",
            value: made_above as f64,
            n: made().count(),
            window: Some(window(context)),
            says: format!(
                "{made_above} of {} of {whose} went above the leader",
                plural(made().count(), "reversible decision", "reversible decisions")
            ),
        };
        let (of_files, records): (Vec<&Case<'_>>, Vec<&Case<'_>>) = above().partition(|case| case.written.is_some());
        found.findings.extend(of_files.into_iter().map(|case| of_file(context, case, &whose).number(number.clone())));
        if let Some(finding) = of_records(context, records, &whose, &number) {
            found.push(finding.number(number));
        }
    }
    found
}

/// Whether what was made recently went above the leader, or what is open is to go there.
fn is_above(case: &Case<'_>, context: &Context<'_>) -> Option<bool> {
    if case.known.decided.is_some() {
        return case.made_of_late(context).and(case.known.went_above(context.world));
    }
    Some(levels_to_agree(case)? > LEVELS_MAX)
}

/// Levels that are to agree to what is open: what the file says of a decision made after the day is not known on it.
fn levels_to_agree(case: &Case<'_>) -> Option<u32> {
    let open = case.written.filter(|written| written.decided.is_none())?;
    open.levels.as_ref().map(|levels| levels.value as u32)
}

fn of_file(context: &Context<'_>, case: &Case<'_>, whose: &str) -> Finding {
    let id = &case.known.id;
    let had = if case.known.decided.is_some() { "had" } else { "have" };
    let written = |spot: fn(&Decision) -> Option<Span>| case.written.and_then(spot).map(Spot::Span);
    let (message, spot, label) = match case.known.levels.or_else(|| levels_to_agree(case)) {
        Some(levels) => {
            let levels = plural(levels as usize, "level", "levels");
            let message = format!("`{id}` is reversible, and {levels} above the leader {had} to agree");
            (message, written(|one| one.levels.as_ref().map(|at| at.span)), "0 when the leader decides")
        }
        None => {
            let message = format!("`{id}` is reversible, and was decided above the leader");
            (message, written(|one| one.decided_by.as_ref().map(|at| at.span)), "the leader reports there")
        }
    };
    let finding = case.finding(context, message, spot.unwrap_or_else(|| case.spot(context))).label(label);
    let finding = match case.written.and_then(|written| written.reversible.as_ref()) {
        Some(reversible) => finding.related(Spot::Span(reversible.span), "reversible at little cost"),
        None => finding,
    };
    with_help(finding, whose, case)
}

/// What only a source records is reported once for each initiative: a log of decisions has no line that anybody edits.
fn of_records(context: &Context<'_>, mut records: Vec<&Case<'_>>, whose: &str, all: &Number) -> Option<Finding> {
    records.sort_by_key(|case| (std::cmp::Reverse(case.known.decided), &case.known.id));
    let (newest, others) = records.split_first()?;
    // One count for what the review counts too; those of files stand at their own lines.
    let message = match records.len() as f64 == all.value {
        true => all.says.clone(),
        false => format!("{}, {} of them only in records", all.says, records.len()),
    };
    let mut finding = context
        .finding(subject("initiative", whose), message, newest.spot(context))
        .about("records")
        .label("the newest of them");
    for other in others.iter().take(RECORDS_SHOWN) {
        finding = finding.related(other.spot(context), "another one");
    }
    Some(with_help(finding, whose, newest))
}

fn with_help(finding: Finding, whose: &str, case: &Case<'_>) -> Finding {
    let leads = |one: &crate::measure::Initiative| one.leadership.leader().is_some();
    let help = match case.initiative.is_some_and(leads) {
        true => format!("let the leader of {whose} decide the next one alone, and record that in `decision-rights`"),
        false => {
            format!("no one person leads {whose}: name who decides the next one, and record that in `decision-rights`")
        }
    };
    finding
        .note("a mistake here is cheap to reverse, and each required agreement is one more answer to wait for")
        .help(help)
        .help("if it would be costly to reverse after all, write `reversible = false`")
}
