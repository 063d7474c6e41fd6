//! Initiatives whose leader or members have several threads, and one without a leader.

use super::{ADOPTION, BLANK, Dependency, FIRST, Flow, Initiative, Metric, NEED, Team, WEEKLY, on};

pub(super) const INITIATIVES: &[Initiative] = &[SEARCH, CHECKOUT, PAYMENTS, FRAUD, SELLER_ONBOARDING, PAYOUTS, LOYALTY];

const SEARCH: Initiative = Initiative {
    id: "search",
    title: "Search that finds",
    purpose: "A customer types what they mean and sees what they meant",
    note: "The leader is free. Two data scientists are not: loyalty borrowed them when its lead left.",
    planted: "Split by its members: two data scientists give half their week to loyalty. Nine tenets, nothing planned \
              for the event bus that blocks it, and a metric that fell silent in May",
    form: Some("sto"),
    why: "an ongoing product that needs end-to-end ownership",
    idea: on(2024, 7, 15),
    committed: Some(on(2024, 9, 2)),
    first_feature: Some(on(2024, 12, 2)),
    value: Some(("first search that understood a typing mistake", on(2024, 12, 9))),
    leaders: &[(on(2024, 7, 15), "shopping-director"), (ADOPTION, "search-manager")],
    capable: Some(("vp-product", on(2026, 1, 19))),
    team: Team {
        id: "search-core",
        title: "Search",
        roles: &[("engineer", 7), ("data-scientist", 2), ("product-manager", 1), ("quality-engineer", 1)],
        reports_to: "search-manager",
        formerly_with: "recommendations",
        stated: true,
    },
    scope: &["component:search"],
    needs: &[("engineering", 7), ("data", 2), ("product", 1), ("quality", 1)],
    rights: &["roadmap", "ranking", "releases"],
    tenets: &[
        "What customers mean over what they type",
        "Fast over complete",
        "One ranking over one for each seller",
        "Fresh stock over cheap stock",
        "Fewer results over worse ones",
        "Words over filters",
        "Measured over believed",
        "Our index over a bought one",
        "Everybody over power users",
    ],
    dependencies: &[
        Dependency {
            on: "team:platform",
            effect: "blocking",
            note: "Topics on the event bus, by request: nine days a piece.",
            ..NEED
        },
        Dependency {
            on: "team:ledger",
            class: "evolutionary",
            effect: "ok",
            until: Some(on(2025, 10, 6)),
            note: "Prices came from the ledger until the catalog had them.",
            ..NEED
        },
    ],
    metrics: &[
        Metric {
            name: "searches that end in a click",
            owner: "search-manager",
            source: "events:search.clicked",
            baseline: Some(520),
            target: Some(650),
            first: on(2024, 8, 5),
            course: [515, 561, 588],
            gap: Some((on(2026, 5, 11), on(2026, 6, 30))),
            ..WEEKLY
        },
        Metric {
            name: "searches without a result",
            kind: "output",
            guards: "quality",
            owner: "search-product-manager-1",
            source: "events:search.empty",
            baseline: Some(118),
            target: Some(50),
            first: on(2024, 8, 5),
            course: [120, 84, 71],
            gap: Some((on(2025, 7, 7), on(2025, 9, 14))),
            ..WEEKLY
        },
    ],
    flow: Flow {
        folders: &["services/search"],
        changes: (10, 12),
        inside: (790, 870),
        outside: &[("platform", "platform"), ("services/recommendations", "recommendations-core")],
        release_days: (14, 7),
        decisions: (5, 7),
        decision_days: (11, 6),
        levels: (1, 0),
    },
    ..BLANK
};

const CHECKOUT: Initiative = Initiative {
    id: "checkout",
    title: "Checkout without an account",
    purpose: "Somebody who is here for the first time pays in under a minute",
    note: "One leader, one goal, and half a code base that is also of payments.",
    planted: "Split by its members, four of whom also work on payments; its changes are tangled with payments, and the \
              service catalog shows a dependency on identity that is not declared",
    form: Some("sto"),
    why: "an ongoing product that needs end-to-end ownership",
    idea: on(2024, 8, 12),
    committed: Some(on(2024, 10, 7)),
    first_feature: Some(on(2025, 5, 12)),
    value: Some(("first order without an account", on(2025, 6, 2))),
    leaders: &[(on(2024, 8, 12), "shopping-director"), (ADOPTION, "checkout-manager")],
    capable: Some(("vp-product", on(2026, 1, 19))),
    team: Team {
        id: "checkout-core",
        title: "Checkout",
        roles: &[("engineer", 8), ("product-manager", 1), ("designer", 1)],
        reports_to: "checkout-manager",
        formerly_with: "payments",
        stated: true,
    },
    scope: &["component:checkout", "component:basket"],
    needs: &[("engineering", 8), ("product", 1), ("design", 1), ("quality", 1)],
    rights: &["roadmap"],
    tenets: &["A guest over a member", "One page over many steps"],
    dependencies: &[
        Dependency {
            on: "team:payments-core",
            effect: "blocking",
            plan: Some(("checkout-core", "move-ownership", Some(on(2026, 11, 2)))),
            note: "The basket library has two owners in fact and one on paper. It moves to us.",
            ..NEED
        },
        Dependency { on: "team:identity", effect: "blocking", from: Some(on(2025, 3, 3)), declared: false, ..NEED },
        Dependency {
            on: "team:fraud-desk",
            class: "approval",
            effect: "slowing",
            until: Some(on(2026, 2, 2)),
            seen: false,
            note: "Gone: they approve by rules now.",
            ..NEED
        },
    ],
    metrics: &[Metric {
        name: "baskets paid within a minute",
        kind: "output",
        owner: "checkout-manager",
        source: "events:basket.paid",
        baseline: Some(330),
        target: Some(600),
        first: on(2024, 11, 4),
        course: [325, 402, 428],
        ..WEEKLY
    }],
    flow: Flow {
        folders: &["services/checkout", "libs/basket"],
        changes: (11, 11),
        inside: (420, 400),
        outside: &[
            ("services/payments", "payments-core"),
            ("services/payments", "payments-core"),
            ("services/payments", "payments-core"),
            ("services/identity", "identity"),
        ],
        release_days: (14, 14),
        decisions: (5, 6),
        decision_days: (14, 12),
        levels: (1, 1),
    },
    ..BLANK
};

const PAYMENTS: Initiative = Initiative {
    id: "payments",
    title: "Pay the way your neighbors do",
    purpose: "In each country customers pay with what they use every day",
    note: "",
    planted: "Split: its leader also leads fraud. A blocking dependency has a plan without a date, and half of its \
              changes reach into the checkout",
    form: Some("sto"),
    why: "an ongoing product that needs end-to-end ownership",
    idea: FIRST,
    committed: Some(on(2024, 7, 29)),
    first_feature: Some(on(2024, 10, 14)),
    value: Some(("first payment in a third country", on(2024, 10, 28))),
    leaders: &[(FIRST, "trust-lead")],
    team: Team {
        id: "payments-core",
        title: "Payments",
        roles: &[("engineer", 9), ("product-manager", 1), ("quality-engineer", 1)],
        reports_to: "",
        formerly_with: "checkout",
        stated: true,
    },
    scope: &["component:payments"],
    needs: &[("engineering", 9), ("product", 1), ("quality", 1)],
    rights: &["roadmap"],
    tenets: &["The local way over the cheap way", "A payment that waits over a payment that is lost"],
    dependencies: &[
        Dependency {
            on: "team:ledger",
            effect: "blocking",
            plan: Some(("payments-core", "self-service", None)),
            note: "New kinds of booking. They offer to build a form for it; nobody said when.",
            ..NEED
        },
        Dependency {
            on: "team:checkout-core",
            class: "evolutionary",
            effect: "slowing",
            note: "Our changes are in their folders, and theirs in ours.",
            ..NEED
        },
    ],
    metrics: &[Metric {
        name: "payments that succeed at once",
        kind: "output",
        owner: "payments-product-manager-1",
        source: "events:payment.settled",
        baseline: Some(905),
        target: Some(960),
        first: on(2024, 8, 5),
        course: [903, 921, 930],
        ..WEEKLY
    }],
    flow: Flow {
        folders: &["services/payments"],
        changes: (12, 11),
        inside: (520, 510),
        outside: &[
            ("services/checkout", "checkout-core"),
            ("libs/basket", "checkout-core"),
            ("services/ledger", "ledger"),
        ],
        release_days: (14, 14),
        decisions: (6, 6),
        decision_days: (13, 13),
        levels: (2, 2),
    },
    ..BLANK
};

const FRAUD: Initiative = Initiative {
    id: "fraud",
    title: "Fraud found before the parcel leaves",
    purpose: "Sellers are not robbed, and honest customers are not asked for papers",
    note: "",
    planted: "Split: its leader also leads payments. No plan removes the sign-off by legal",
    idea: on(2024, 10, 21),
    committed: Some(on(2025, 1, 6)),
    first_feature: Some(on(2025, 6, 16)),
    value: Some(("first parcel stopped in time", on(2025, 7, 1))),
    leaders: &[(on(2024, 10, 21), "trust-lead")],
    team: Team {
        id: "fraud-desk",
        title: "Fraud",
        roles: &[("engineer", 4), ("data-scientist", 3), ("product-manager", 1)],
        reports_to: "",
        formerly_with: "payments",
        stated: true,
    },
    scope: &["component:fraud-rules"],
    needs: &[("engineering", 4), ("data", 3), ("product", 1)],
    tenets: &["An honest customer let through over a thief caught"],
    dependencies: &[
        Dependency {
            on: "function:legal",
            class: "approval",
            effect: "blocking",
            seen: false,
            note: "Every new rule is signed off.",
            ..NEED
        },
        Dependency { on: "team:ledger", effect: "ok", ..NEED },
    ],
    metrics: &[Metric {
        name: "orders asked for papers",
        owner: "trust-lead",
        source: "events:order.challenged",
        baseline: Some(44),
        target: Some(15),
        first: on(2025, 1, 13),
        course: [45, 34, 31],
        ..WEEKLY
    }],
    flow: Flow {
        folders: &["services/fraud"],
        changes: (6, 6),
        inside: (730, 740),
        outside: &[("services/payments", "payments-core"), ("services/ledger", "ledger")],
        release_days: (14, 14),
        decisions: (5, 5),
        decision_days: (16, 15),
        levels: (2, 2),
    },
    ..BLANK
};

const SELLER_ONBOARDING: Initiative = Initiative {
    id: "seller-onboarding",
    title: "A shop open in a day",
    purpose: "Somebody with something to sell sells it tomorrow",
    note: "Two leaders, by design. Neither can decide alone.",
    planted: "Split: two leaders. Its tenets are the organization's, word for word, and the plan for its blocking \
              dependency is owned by the team that is depended on",
    form: Some("stl"),
    why: "sellers, care and engineering have to move together",
    idea: on(2024, 12, 2),
    committed: Some(on(2025, 2, 3)),
    first_feature: Some(on(2025, 8, 18)),
    value: Some(("first shop open within a day", on(2025, 9, 8))),
    written_leaders: &["seller-product-lead", "seller-engineering-lead"],
    team: Team {
        id: "sellers-core",
        title: "Seller onboarding",
        roles: &[("engineer", 7), ("product-manager", 1), ("designer", 1), ("quality-engineer", 1)],
        reports_to: "",
        formerly_with: "payouts",
        stated: true,
    },
    scope: &["component:seller-portal"],
    needs: &[("engineering", 6), ("product", 1), ("design", 1)],
    tenets: &[
        "Customers before partners",
        "A promise kept over a promise made sooner",
        "One owner over many helpers",
        "What sellers can do alone over what we do for them",
    ],
    dependencies: &[Dependency {
        on: "team:identity",
        effect: "blocking",
        plan: Some(("identity", "self-service", Some(on(2026, 12, 7)))),
        note: "They said they would.",
        ..NEED
    }],
    metrics: &[Metric {
        name: "shops open within a day",
        kind: "output",
        owner: "seller-product-lead",
        source: "events:shop.opened",
        baseline: Some(120),
        target: Some(500),
        first: on(2025, 2, 10),
        course: [115, 240, 262],
        ..WEEKLY
    }],
    flow: Flow {
        folders: &["services/sellers"],
        changes: (9, 9),
        inside: (700, 700),
        outside: &[("services/identity", "identity"), ("services/payouts", "payouts-core")],
        release_days: (21, 21),
        decisions: (6, 6),
        decision_days: (15, 16),
        levels: (1, 1),
    },
    ..BLANK
};

const PAYOUTS: Initiative = Initiative {
    id: "payouts",
    title: "Payouts the next morning",
    purpose: "Sellers have the money for what they sold yesterday",
    note: "The lead is on call for the finance systems, which takes two days a week.",
    planted: "Split: its leader gives it three days a week. No metric at all",
    form: Some("sto"),
    why: "an ongoing product that needs end-to-end ownership",
    idea: on(2025, 3, 17),
    committed: Some(on(2025, 5, 5)),
    first_feature: Some(on(2025, 12, 1)),
    leaders: &[(on(2025, 3, 17), "seller-product-lead"), (ADOPTION, "payouts-lead")],
    team: Team {
        id: "payouts-core",
        title: "Payouts",
        roles: &[("engineer", 5), ("product-manager", 1)],
        reports_to: "payouts-lead",
        formerly_with: "seller-onboarding",
        stated: true,
    },
    scope: &["component:payouts"],
    needs: &[("engineering", 5), ("product", 1), ("quality", 1)],
    rights: &["roadmap"],
    dependencies: &[Dependency {
        on: "team:ledger",
        effect: "blocking",
        plan: Some(("payouts-core", "self-service", Some(on(2026, 12, 1)))),
        note: "Bookings of the night.",
        ..NEED
    }],
    flow: Flow {
        folders: &["services/payouts"],
        changes: (5, 6),
        inside: (770, 800),
        outside: &[("services/ledger", "ledger"), ("services/sellers", "sellers-core")],
        release_days: (21, 21),
        decisions: (3, 4),
        decision_days: (12, 10),
        levels: (1, 1),
    },
    ..BLANK
};

const LOYALTY: Initiative = Initiative {
    id: "loyalty",
    title: "Loyalty that pays",
    purpose: "A customer who comes back has a reason to",
    note: "Its lead left in March 2026. Nobody followed.",
    planted: "No leader since 2026-03-16. Its members work on nothing else, apart from the two that search lends it",
    form: Some("sto"),
    why: "an ongoing product that needs end-to-end ownership",
    idea: on(2024, 9, 16),
    committed: Some(on(2024, 11, 18)),
    first_feature: Some(on(2025, 9, 15)),
    leaders: &[(on(2024, 9, 16), "shopping-director"), (ADOPTION, "loyalty-lead"), (on(2026, 3, 16), "")],
    team: Team {
        id: "loyalty-core",
        title: "Loyalty",
        roles: &[("engineer", 4), ("product-manager", 1), ("designer", 1)],
        reports_to: "",
        formerly_with: "search",
        stated: true,
    },
    scope: &["path:services/loyalty/**"],
    needs: &[("engineering", 4), ("product", 1), ("design", 1), ("data", 1)],
    dependencies: &[Dependency {
        on: "team:checkout-core",
        effect: "blocking",
        plan: Some(("loyalty-core", "on-their-roadmap", Some(on(2026, 4, 6)))),
        note: "Points at the checkout. Planned by somebody who has left.",
        ..NEED
    }],
    metrics: &[Metric {
        name: "second orders within a month",
        kind: "output",
        owner: "loyalty-product-manager-1",
        source: "events:order.placed",
        baseline: Some(180),
        target: Some(240),
        first: on(2024, 12, 2),
        course: [180, 186, 183],
        ..WEEKLY
    }],
    flow: Flow {
        folders: &["services/loyalty"],
        changes: (5, 4),
        inside: (720, 700),
        outside: &[("services/checkout", "checkout-core"), ("services/payments", "payments-core")],
        release_days: (21, 28),
        decisions: (4, 4),
        decision_days: (13, 22),
        levels: (1, 2),
    },
    ..BLANK
};
