//! `SC101`: two live initiatives claim the same.

use std::collections::BTreeSet;

use crate::check::{Context, Finding, Level, Need, Rule, RuleOutcome, Touches, subject};
use crate::measure::claims::{is_bounding, meet};
use crate::measure::{Cited, Initiative};
use crate::words::{join, plural};
use onethread_model::record::Reference;

pub(super) const RULE: Rule = Rule {
    code: "SC101",
    name: "scope-claimed-twice",
    title: "Two initiatives claim the same piece of the product",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("scope_claimed_twice.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live],
    options: &[],
    check,
};

/// With more others than these, what is claimed twice is reported once, and not for each of them.
const RIVALS_MAX: usize = 3;

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut found = RuleOutcome::default();
    for one in world.live().filter(|one| one.scope.iter().any(|piece| is_bounding(&piece.value))) {
        found.evaluated += 1;
        // Reported at the later of the two, and where nothing says which that is, at the later in the files.
        let rank = |one: &Initiative| (one.created.as_ref().map(|day| day.value), one.place.clone(), one.id.clone());
        let earlier = world.rivals(one).filter(|other| rank(other) < rank(one));
        // Whoever works across the company, or in what others own, meets them by design.
        let is_meant = |other: &Initiative| super::is_across(one, world) || super::is_across(other, world);
        let others: Vec<&Initiative> = earlier.filter(|other| !is_meant(other)).collect();
        let own = others.iter().filter_map(|other| finding(context, one, other));
        if others.len() > RIVALS_MAX {
            found.findings.extend(of_many(own.collect(), one, &others));
        } else {
            found.findings.extend(own);
        }
    }
    found
}

/// The findings about many others as one: it is the claim that is too wide.
fn of_many(all: Vec<Finding>, one: &Initiative, others: &[&Initiative]) -> Option<Finding> {
    let names: Vec<&str> = others.iter().map(|other| other.id.as_str()).collect();
    let mut rest = all.into_iter();
    let mut first = rest.next()?;
    for finding in rest {
        first.related.extend(finding.related.into_iter().take(1));
    }
    first.message = format!("{} claims what {} claim too", one.id, join(&names));
    first.about = String::new();
    first.primary.text = "claimed by several others".to_owned();
    first.who = String::new();
    first.help = vec![format!("narrow the claim of {} to what is its own, and declare that it needs the rest", one.id)];
    Some(first)
}

fn finding(context: &Context<'_>, one: &Initiative, other: &Initiative) -> Option<Finding> {
    let org = context.world.inputs.org;
    let bounding = |initiative: &'_ Initiative| -> Vec<Cited<Reference>> {
        initiative.scope.iter().filter(|piece| is_bounding(&piece.value)).cloned().collect()
    };
    let (own, theirs) = (bounding(one), bounding(other));
    let pairs: Vec<(&Cited<Reference>, &Cited<Reference>)> = own
        .iter()
        .filter_map(|piece| Some((piece, theirs.iter().find(|claimed| meet(&piece.value, &claimed.value, org))?)))
        .collect();
    let (piece, claimed) = pairs.first()?;
    let as_what = match claimed.value == piece.value {
        true => String::new(),
        false => format!(", as {}", claimed.value),
    };
    let mut finding = context
        .finding(
            subject("initiative", &one.id),
            format!("{} claims {}, which {} claims too", one.id, piece.value, other.id),
            context.spot(&piece.place),
        )
        .about(subject("initiative", &other.id))
        .label("claimed twice");
    let places: BTreeSet<_> = pairs.iter().map(|(_, claimed)| &claimed.place).collect();
    for place in places {
        finding = finding.related(context.spot(place), format!("claimed by {}{as_what}", other.id));
    }
    if pairs.len() > 1 {
        finding = finding.note(format!("and {} more", plural(pairs.len() - 1, "piece", "pieces")));
    }
    Some(
        finding
            .who(format!("who leads {} and {} together", other.id, one.id))
            .note("which of the two leaders decides about it is not stated")
            .help(format!("divide it, or give it to one of the two; the other declares that it needs {}", piece.value)),
    )
}
