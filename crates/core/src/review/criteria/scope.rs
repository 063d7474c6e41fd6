//! `scope`: what bounds it, and does another initiative claim the same?

use onethread_model::facts::FactKind;

use super::{Criterion, Touches};
use crate::measure::change_log::WINDOW_DAYS;
use crate::measure::claims;
pub(super) use crate::measure::claims::is_bounding;
use crate::measure::measures::scope_coverage::{ScopeOf, scope_of};
use crate::measure::{Initiative, World};
use crate::moves;
use crate::review::{Answer, Judgement};
use crate::words::{interval, join, percent, plural, thousands};

pub(super) const CRITERION: Criterion = Criterion {
    key: "scope",
    short: "scope",
    question: "Is its scope stated, and claimed by no other live initiative?",
    page: include_str!("scope.md"),
    touches: Touches::Nobody,
    judge,
};

/// It fails when more of what is made for it than this surely lies outside what it claims.
const GAP_SHARE: f64 = 0.5;
/// With fewer change-sets made for it than this, nothing is concluded from where they lie.
const CHANGE_SETS_MIN: usize = 20;

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    let mut overlaps = Judgement::new(Answer::Fails);
    for other in world.rivals(initiative).filter(|other| other.id != initiative.id) {
        for piece in &initiative.scope {
            let Some(claimed) =
                other.scope.iter().find(|claimed| claims::meet(&piece.value, &claimed.value, world.inputs.org))
            else {
                continue;
            };
            let as_what = if claimed.value == piece.value { String::new() } else { format!(", as {}", claimed.value) };
            let says = format!("{} is also claimed by {}{as_what}", piece.value, other.name());
            overlaps =
                overlaps.because(says, &piece.place).change(moves::divide_scope::change(&initiative.id, &other.id));
        }
    }
    if !overlaps.because.is_empty() {
        return overlaps;
    }
    let bounds: Vec<_> = initiative.scope.iter().filter(|piece| is_bounding(&piece.value)).collect();
    if let Some(first) = bounds.first() {
        let says = format!(
            "{}, and no other live initiative claims any",
            plural(bounds.len(), "bound is stated", "bounds are stated")
        );
        let measured = scope_of(initiative, world);
        return match measured.as_ref().and_then(|measured| misses(measured, initiative)) {
            Some(fails) => with_others(fails, measured.as_ref()),
            None => {
                let holds = Judgement::new(Answer::Holds).because(says, &first.place);
                with_others(with_gap(holds, measured.as_ref()), measured.as_ref())
            }
        };
    }
    let judgement = Judgement::new(Answer::NotShown)
        .needs(FactKind::InitiativeEvent)
        .change(moves::scope::change(&initiative.id))
        .ask("the leader", "Which services, paths or data are yours alone?");
    match initiative.scope.first() {
        Some(marker) => judgement.because(format!("{} is a marker, not a boundary", marker.value), &marker.place),
        None => judgement.remark("its scope is not stated"),
    }
}

/// Fails where more than half of what is made for it surely lies outside what it claims.
fn misses(measured: &ScopeOf, initiative: &Initiative) -> Option<Judgement> {
    let (share, low, high) = (measured.gap_share?, measured.gap_share_low?, measured.gap_share_high?);
    if measured.named < CHANGE_SETS_MIN || low <= GAP_SHARE {
        return None;
    }
    let says = format!(
        "{} of {} made for it in {WINDOW_DAYS} days touch nothing it claims: {} ({})",
        thousands(measured.gap as u128),
        plural(measured.named, "change-set", "change-sets"),
        percent(share),
        interval(&percent(low), &percent(high))
    );
    let mut judgement = Judgement::new(Answer::Fails);
    judgement.n = measured.named;
    let change = moves::scope::change(&initiative.id);
    Some(judgement.because(says, measured.gap_place.as_ref()?).change(change))
}

/// Adds how much of what is made for it lies outside. Below the line it does not decide.
fn with_gap(mut judgement: Judgement, measured: Option<&ScopeOf>) -> Judgement {
    let Some(measured) = measured.filter(|measured| measured.named > 0) else { return judgement };
    judgement.n = measured.named;
    match &measured.gap_place {
        Some(place) => {
            let all = plural(measured.named, "change-set", "change-sets");
            judgement.because(
                format!("{} of {all} made for it touch nothing it claims", thousands(measured.gap as u128)),
                place,
            )
        }
        None => judgement,
    }
}

/// Adds for whom else its code is changed. It never decides: others may come as away teams.
fn with_others(judgement: Judgement, measured: Option<&ScopeOf>) -> Judgement {
    let Some((measured, place)) = measured.and_then(|one| Some((one, one.others_place.as_ref()?))) else {
        return judgement;
    };
    let names: Vec<&str> = measured.others.iter().map(|(name, _)| name.as_str()).collect();
    let all = plural(measured.touching, "change-set", "change-sets");
    let others = thousands(measured.for_others as u128);
    judgement.because(format!("{others} of {all} in its scope are made for others: {}", join(&names)), place)
}
