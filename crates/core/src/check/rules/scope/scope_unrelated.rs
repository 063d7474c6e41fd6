//! `SC110`: an initiative claims parts that never change together.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::facts::{FactKind, Symbol};

use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, Touches, subject};
use crate::measure::change_log::WINDOW_DAYS;
use crate::measure::change_sets::Bounds;
use crate::measure::{Cited, Initiative};
use crate::words::plural;
use onethread_model::record::Reference;

pub(super) const RULE: Rule = Rule {
    code: "SC110",
    name: "scope-unrelated",
    title: "The scope of an initiative consists of unrelated components",
    level: Level::Info,
    // Parts that never change together may still be one job: that is what good interfaces are for.
    opt_in: true,
    page: include_str!("scope_unrelated.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live, Need::Facts(FactKind::Touch)],
    options: &[
        RuleOption {
            key: "changes-min",
            default: Setting::Count(30),
            doc: "Changes within a year that a component needs to be compared.",
        },
        RuleOption {
            key: "share-max",
            default: Setting::Share(0.02),
            doc: "The share of the changes of the smaller component up to which two components count as unrelated.",
        },
    ],
    check,
};

/// A piece of scope with the change-sets that touch it.
struct Part<'w> {
    piece: &'w Cited<Reference>,
    sets: BTreeSet<usize>,
}

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let (changes_min, share_max) = (context.options.count("changes-min") as usize, context.options.share("share-max"));
    let mut sets_of: BTreeMap<Symbol, Vec<usize>> = BTreeMap::new();
    for (at, set) in world.change_log().sets.iter().enumerate() {
        set.components.iter().for_each(|path| sets_of.entry(*path).or_default().push(at));
    }
    let mut found = RuleOutcome::default();
    for initiative in world.live() {
        let parts = initiative.scope.iter().map(|piece| {
            let held = Bounds::of([&piece.value], world.inputs).held(world);
            Part { piece, sets: held.iter().filter_map(|path| sets_of.get(path)).flatten().copied().collect() }
        });
        let parts: Vec<Part<'_>> = parts.filter(|part| part.sets.len() >= changes_min).collect();
        if parts.len() < 2 {
            continue;
        }
        found.evaluated += 1;
        let clusters = clusters(&parts, share_max);
        if clusters.len() > 1 {
            found.push(finding(context, initiative, &parts, &clusters));
        }
    }
    found
}

/// Parts in groups that changes connect, directly or through others; each in the order of the scope.
fn clusters(parts: &[Part<'_>], share_max: f64) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..parts.len()).collect();
    for (a, one) in parts.iter().enumerate() {
        for (b, other) in parts.iter().enumerate().skip(a + 1) {
            let smaller = one.sets.len().min(other.sets.len()) as f64;
            if one.sets.intersection(&other.sets).count() as f64 > share_max * smaller {
                let (from, to) = (group[b], group[a]);
                group.iter_mut().filter(|of| **of == from).for_each(|of| *of = to);
            }
        }
    }
    let mut clusters: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    group.iter().enumerate().for_each(|(part, of)| clusters.entry(*of).or_default().push(part));
    clusters.into_values().collect()
}

fn finding(context: &Context<'_>, initiative: &Initiative, parts: &[Part<'_>], clusters: &[Vec<usize>]) -> Finding {
    let (id, day) = (&initiative.id, context.world.day);
    let days = i32::try_from(WINDOW_DAYS).unwrap_or(i32::MAX);
    // The scope begins with what the initiative is about; what stands apart from that is the question.
    let apart = clusters.get(1).and_then(|cluster| cluster.first()).map_or(&parts[0], |part| &parts[*part]);
    let mut finding = context
        .finding(
            subject("initiative", id),
            format!(
                "{id} claims {} that never change together",
                plural(clusters.len(), "group of components", "groups of components")
            ),
            context.spot(&apart.piece.place),
        )
        .label("changes by itself");
    for cluster in clusters {
        let names: Vec<String> = cluster.iter().map(|part| parts[*part].piece.value.to_string()).collect();
        let sets: BTreeSet<usize> = cluster.iter().flat_map(|part| &parts[*part].sets).copied().collect();
        let others = clusters.iter().filter(|other| *other != cluster).flatten();
        let elsewhere: BTreeSet<usize> = others.flat_map(|part| &parts[*part].sets).copied().collect();
        let both = sets.intersection(&elsewhere).count();
        finding = finding.number(Number {
            name: "changes_with_another_group",
            value: both as f64,
            n: sets.len(),
            window: Some((day.plus_days(1 - days), day)),
            says: format!("{} of the changes of {} touch another group", both, names.join(", ")),
        });
    }
    finding
        .note("a charter over unrelated components is two jobs under one name")
        .help("ask the leader what connects them; if nothing does, move one group to another initiative")
}
