//! `capable`: does a sponsor attest that the leader can do this? Never inferred.

use onethread_model::org::Attestation;

use super::Criterion;
use crate::measure::{Initiative, Leadership, World};
use crate::moves;
use crate::review::attested::{self, Attested, is_about_leader};
use crate::review::{Answer, Judgement};

/// How long the word of a sponsor counts, in days.
const VALID_DAYS: i64 = 730;

pub(super) const CRITERION: Criterion = Criterion {
    key: "capable",
    short: "capable",
    question: "Does a sponsor attest that the leader can do this?",
    page: include_str!("capable.md"),
    judge,
};

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    let leadership = &initiative.leadership;
    match leadership {
        Leadership::One { .. } | Leadership::Several(_) => {}
        Leadership::FunctionalByDesign { declared, .. } => {
            return Judgement::new(Answer::NotShown)
                .because("declared functional, with a reason: no leader of its own is asked for", declared);
        }
        Leadership::Nobody { .. }
        | Leadership::OnlyListed { .. }
        | Leadership::Contradictory { .. }
        | Leadership::Unknown => {
            return Judgement::new(Answer::NotShown)
                .remark("no leader is known")
                .change(moves::appoint::change(&initiative.id))
                .ask("the sponsor", "Who leads this, and can that person do it?");
        }
    }
    let newest = |counts: &dyn Fn(&Attestation) -> bool| {
        attested::newest(world, &initiative.id, CRITERION.key, VALID_DAYS, |one| counts(one))
    };
    let is_own = |one: &Attestation| leadership.names(&one.by.value);
    let is_about = |one: &Attestation| is_about_leader(one, initiative);
    let own = newest(&|one| one.holds && is_own(one) && is_about(one));
    let other = newest(&|one| one.holds && !is_own(one) && is_about(one));
    let before = newest(&|one| one.holds && !is_about(one));
    // Nobody attests that a person is incapable: such a statement ends what was attested before, and says no more.
    let denied = newest(&|one| !one.holds && !is_own(one) && is_about(one));
    if let Some(denied) = denied.filter(|denied| denied.fresh && other.as_ref().is_none_or(|one| one.on <= denied.on)) {
        let says = format!("the attestation of {} is none: a file only states that a person is capable", denied.on);
        return Judgement::new(Answer::NotShown).because(says, &denied.place);
    }
    let judgement = match other {
        Some(Attested { by, on, place, fresh: true, .. }) => {
            Judgement::new(Answer::Holds).because(format!("`{by}` attests on {on} that the leader is capable"), &place)
        }
        Some(old) => open(initiative)
            .because(format!("`{}` attests it on {}, which is more than two years ago", old.by, old.on), &old.place),
        None => open(initiative),
    };
    let judgement = match before {
        Some(before) => {
            let says = format!("the attestation of {} is about another leader, and ended with the change", before.on);
            judgement.because(says, &before.place)
        }
        None => judgement,
    };
    match own {
        Some(own) => judgement.because("the leader's own attestation does not count", &own.place),
        None if judgement.because.is_empty() => judgement.remark("nobody attests it"),
        None => judgement,
    }
}

fn open(initiative: &Initiative) -> Judgement {
    Judgement::new(Answer::NotShown).change(moves::attest::change(&initiative.id, CRITERION.key)).ask(
        "the sponsor",
        "Does the leader have the skills and the authority that this needs, and since when? What is missing?",
    )
}
