//! What surrounds initiatives: tenets of the organization, gates, platforms, attestations, waivers.

use onethread_model::Day;

use super::on;

pub(in crate::harbour) const ORGANIZATION_TENETS: &[&str] = &[
    "Customers before partners",
    "A promise kept over a promise made sooner",
    "One owner over many helpers",
    "What sellers can do alone over what we do for them",
];

/// A review, approval or sign-off.
pub(in crate::harbour) struct Gate {
    pub(in crate::harbour) id: &'static str,
    pub(in crate::harbour) title: &'static str,
    pub(in crate::harbour) kind: &'static str,
    pub(in crate::harbour) owner: &'static str,
    /// Initiatives that must pass it; all of them where it is empty.
    pub(in crate::harbour) applies: &'static [&'static str],
    pub(in crate::harbour) approvers: usize,
    pub(in crate::harbour) comes_after: &'static [&'static str],
    pub(in crate::harbour) standing: bool,
    pub(in crate::harbour) from: Option<Day>,
    pub(in crate::harbour) until: Option<Day>,
    pub(in crate::harbour) note: &'static str,
    /// Reviews asked for by an initiative in four weeks, in thousandths, and days to the answer.
    pub(in crate::harbour) asked: usize,
    pub(in crate::harbour) answer_days: i32,
}

const GATE: Gate = Gate {
    id: "",
    title: "",
    kind: "approval",
    owner: "",
    applies: &[],
    approvers: 1,
    comes_after: &[],
    standing: false,
    from: None,
    until: None,
    note: "",
    asked: 0,
    answer_days: 0,
};

pub(in crate::harbour) const GATES: &[Gate] = &[
    Gate {
        id: "architecture-board",
        title: "Architecture board",
        kind: "review",
        owner: "function:engineering",
        approvers: 5,
        until: Some(on(2026, 1, 19)),
        note: "Met every second Thursday. Given up two weeks after adoption, except where money moves.",
        asked: 900,
        answer_days: 12,
        ..GATE
    },
    Gate {
        id: "architecture-board-money",
        title: "Architecture board, where money moves",
        kind: "review",
        owner: "function:engineering",
        applies: &["payments", "checkout", "payouts"],
        approvers: 3,
        from: Some(on(2026, 1, 19)),
        note: "What is left of it.",
        asked: 800,
        answer_days: 9,
        ..GATE
    },
    Gate {
        id: "carrier-board",
        title: "Carrier board",
        owner: "function:operations",
        applies: &["delivery-promises"],
        approvers: 4,
        comes_after: &["security-review"],
        from: Some(on(2026, 2, 16)),
        note: "New in February 2026, after a quarrel with a carrier. Every promise that touches a carrier passes it.",
        asked: 1800,
        answer_days: 13,
        ..GATE
    },
    Gate {
        id: "legal-review",
        title: "Legal review",
        kind: "review",
        owner: "function:legal",
        applies: &["privacy", "fraud", "seller-onboarding", "payouts"],
        standing: true,
        note: "Standing governance: it stays.",
        asked: 700,
        answer_days: 8,
        ..GATE
    },
    Gate {
        id: "refund-approval",
        title: "Approval of refund rules",
        owner: "team:payments-core",
        applies: &["returns"],
        approvers: 2,
        until: Some(on(2026, 3, 2)),
        note: "Delegated to returns for refunds below 200.",
        asked: 1500,
        answer_days: 10,
        ..GATE
    },
    Gate {
        id: "release-calendar",
        title: "Release calendar",
        kind: "sign-off",
        owner: "function:operations",
        approvers: 2,
        until: Some(on(2026, 2, 2)),
        note: "One day in two weeks on which everybody released.",
        asked: 1700,
        answer_days: 5,
        ..GATE
    },
    Gate {
        id: "release-calendar-money",
        title: "Release calendar, where money moves",
        kind: "sign-off",
        owner: "function:operations",
        applies: &["checkout", "fraud", "loyalty", "payments", "payouts", "seller-onboarding"],
        approvers: 2,
        from: Some(on(2026, 2, 2)),
        asked: 1500,
        answer_days: 5,
        ..GATE
    },
    Gate {
        id: "security-review",
        title: "Security review",
        kind: "sign-off",
        owner: "function:security",
        standing: true,
        note: "Standing governance: a leader passes it only with a recorded exception.",
        asked: 600,
        answer_days: 6,
        ..GATE
    },
];

/// What a team offers for others to use.
pub(in crate::harbour) struct Platform {
    pub(in crate::harbour) id: &'static str,
    pub(in crate::harbour) title: &'static str,
    pub(in crate::harbour) components: &'static [&'static str],
    pub(in crate::harbour) usage: &'static str,
    pub(in crate::harbour) note: &'static str,
}

pub(in crate::harbour) const PLATFORMS: &[Platform] = &[
    Platform {
        id: "deployments",
        title: "Deployments",
        components: &["deploy-pipeline"],
        usage: "self-service",
        note: "Nobody asks anybody.",
    },
    Platform {
        id: "events",
        title: "Event bus",
        components: &["event-bus"],
        usage: "request",
        note: "A new topic is a ticket. Search waits for them.",
    },
];

/// A dated answer to a question that no other evidence can answer.
pub(in crate::harbour) struct Attestation {
    pub(in crate::harbour) initiative: &'static str,
    pub(in crate::harbour) criterion: &'static str,
    pub(in crate::harbour) by: &'static str,
    pub(in crate::harbour) on: Day,
    pub(in crate::harbour) note: &'static str,
}

pub(in crate::harbour) const ATTESTATIONS: &[Attestation] = &[
    Attestation {
        initiative: "recommendations",
        criterion: "dependencies-known",
        by: "recommendations-manager",
        on: on(2026, 5, 4),
        note: "we asked every team around us",
    },
    Attestation {
        initiative: "returns",
        criterion: "empowered",
        by: "shopping-director",
        on: on(2026, 6, 1),
        note: "nobody has taken a decision of theirs back, and nobody will",
    },
    // Too old to count.
    Attestation {
        initiative: "office-move",
        criterion: "dependencies-known",
        by: "operations-director",
        on: on(2025, 6, 2),
        note: "the landlord and the movers",
    },
];

/// Something known to be wrong, accepted for a time: criterion, initiative, reason, who accepts it, until when.
pub(in crate::harbour) const WAIVERS: &[(&str, &str, &str, &str, Day)] = &[
    ("focus", "payments", "until the second leader starts in autumn", "vp-engineering", on(2026, 10, 5)),
    ("focus", "fraud", "until the second leader starts in autumn", "vp-engineering", on(2026, 10, 5)),
    ("dedicated-team", "search", "loyalty has them until it has a lead", "vp-product", on(2026, 6, 1)),
];

#[cfg(test)]
mod tests {
    use super::super::ADOPTION;
    use super::*;

    #[test]
    fn gates_change_only_around_adoption() {
        for gate in GATES {
            for day in [gate.from, gate.until].into_iter().flatten() {
                assert!((0..90).contains(&day.days_since(ADOPTION)), "{}", gate.id);
            }
        }
    }
}
