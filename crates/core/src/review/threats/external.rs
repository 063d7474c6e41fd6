//! Results may not transfer to other organizations, or later.

use super::{Applies, Class, Threat};
use crate::measure::World;
use crate::review::Review;
use crate::words::plural;

pub(super) const THREATS: &[Threat] = &[
    Threat {
        key: "no-cause",
        class: Class::External,
        title: "Nothing here says what causes what",
        about: "The report shows how initiatives are set up and how long things take. It does not say that one makes the other: initiatives differ in size, \
                experience and luck as well. On 655 Kubernetes proposals no association of time to value with the number of teams, approvers, authors or the \
                leader's other proposals survived correction.",
        applies: any,
    },
    Threat {
        key: "once-a-target",
        class: Class::External,
        title: "Metrics get gamed",
        about: "Splitting changes raises separability, stating full shares makes a member dedicated, late tickets shorten waits. A measure that becomes a target loses its value as a measure. Each measure's page shows how it can be gamed.",
        applies: any,
    },
    Threat {
        key: "one-organization",
        class: Class::External,
        title: "One organization is one case",
        about: "Medians and shares are of this organization, in this time. Open communities differ from companies: people come and go as they like, and boundaries \
                of teams and code match less often (Colfer and Baldwin 2016).",
        applies: one_organization,
    },
];

fn any(review: &Review, _: &World<'_>) -> Option<Applies> {
    let live = review.initiatives.len();
    (live > 0).then(|| {
        Applies::says(format!("it holds for all that is said about {}", plural(live, "initiative", "initiatives")))
    })
}

fn one_organization(_: &Review, world: &World<'_>) -> Option<Applies> {
    let known = world.initiatives.len();
    (known > 0)
        .then(|| Applies::says(format!("{} of one organization are known", plural(known, "initiative", "initiatives"))))
}
