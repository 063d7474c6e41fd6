//! Initiatives with one thread, rightly functional ones, and two about which the files leave something open.

use super::{ADOPTION, BLANK, Dependency, FIRST, Flow, Initiative, Mandate, Metric, NEED, QUIET, Team, WEEKLY, on};

pub(super) const INITIATIVES: &[Initiative] =
    &[RETURNS, DELIVERY_PROMISES, PRIVACY, CONTRACTS, OFFICE_MOVE, RECOMMENDATIONS, MOBILE_APP];

const RETURNS: Initiative = Initiative {
    id: "returns",
    title: "Returns in one tap",
    purpose: "A customer sends something back without a printer, a form or a call, and has the money the same day",
    note: "The first one to get a leader of its own, in January 2026.",
    planted: "Truly single-threaded: leader and team do only this, the team reports to the leader, 9 of 10 changes \
              stay inside, decisions take days instead of weeks, and what was expected was compared with what came",
    form: Some("sto"),
    why: "an ongoing product that needs end-to-end ownership",
    idea: on(2024, 9, 2),
    committed: Some(on(2024, 10, 14)),
    first_feature: Some(on(2025, 3, 10)),
    value: Some(("first return without a printer", on(2025, 3, 24))),
    leaders: &[(on(2024, 9, 2), "delivery-director"), (ADOPTION, "returns-manager")],
    capable: Some(("shopping-director", on(2026, 1, 12))),
    team: Team {
        id: "returns-core",
        title: "Returns",
        roles: &[("engineer", 8), ("product-manager", 1), ("designer", 1), ("quality-engineer", 1)],
        reports_to: "returns-manager",
        formerly_with: "delivery-promises",
        stated: true,
    },
    scope: &["component:returns-api", "component:returns-app"],
    needs: &[("engineering", 7), ("product", 1), ("design", 1), ("quality", 1)],
    rights: &["roadmap", "refund rules below 200", "hiring within the budget", "releases"],
    mandate: Some(Mandate {
        note: "What we agreed in January. The approval of refund rules was to go by March, and went.",
        above: "shopping-director",
        lifts: Some(("refund-approval", on(2026, 3, 2))),
        review: on(2026, 7, 6),
    }),
    tenets: &[
        "A refund in the customer's hand over certainty about the parcel",
        "No printer over no mistakes",
        "One tap over every option",
    ],
    dependencies: &[
        Dependency {
            on: "team:payments-core",
            class: "approval",
            effect: "blocking",
            plan: Some(("returns-core", "delegate-approval", Some(on(2026, 3, 2)))),
            until: Some(on(2026, 3, 2)),
            seen: false,
            note: "Gone: refunds below 200 are ours to give since March.",
            ..NEED
        },
        Dependency {
            on: "team:warehouse-systems",
            effect: "blocking",
            plan: Some(("returns-core", "away-team", Some(on(2026, 9, 1)))),
            note: "We change their intake code ourselves, and they review it.",
            ..NEED
        },
        Dependency { on: "team:platform", effect: "ok", note: "Deployments, by self-service.", ..NEED },
    ],
    metrics: &[
        Metric {
            name: "returns finished within a minute",
            owner: "returns-manager",
            source: "events:return.finished",
            every_days: 1,
            baseline: Some(410),
            target: Some(800),
            first: on(2024, 11, 4),
            course: [400, 470, 742],
            ..WEEKLY
        },
        Metric {
            name: "refunds on the day of the return",
            kind: "output",
            guards: "value",
            owner: "returns-product-manager-1",
            source: "warehouse:refunds",
            baseline: Some(220),
            target: Some(700),
            first: on(2024, 11, 4),
            course: [210, 300, 655],
            ..WEEKLY
        },
    ],
    flow: Flow {
        folders: &["services/returns", "apps/returns"],
        changes: (11, 14),
        inside: (880, 915),
        outside: &[
            ("services/warehouse", "warehouse-systems"),
            ("services/payments", "payments-core"),
            ("services/delivery", "delivery-promise"),
        ],
        release_days: (14, 4),
        decisions: (5, 9),
        decision_days: (19, 4),
        levels: (2, 0),
    },
    ..BLANK
};

const DELIVERY_PROMISES: Initiative = Initiative {
    id: "delivery-promises",
    title: "Delivery on the promised day",
    purpose: "A customer is told a day, and the parcel is there on it",
    note: "Single-threaded by every line of this file. Read the numbers before you call it a success.",
    planted: "Single-threaded, and slower than before: since a carrier board was added, its decisions take twice as \
              long, two were overridden, and fewer parcels arrive on the promised day. The date of a plan has passed",
    form: Some("sto"),
    why: "an ongoing product that needs end-to-end ownership",
    idea: FIRST,
    committed: Some(on(2024, 8, 5)),
    first_feature: Some(on(2025, 1, 20)),
    value: Some(("first parcel with a promised day", on(2025, 2, 3))),
    leaders: &[(FIRST, "delivery-director"), (ADOPTION, "delivery-manager")],
    capable: Some(("operations-director", on(2026, 1, 12))),
    team: Team {
        id: "delivery-promise",
        title: "Delivery promise",
        roles: &[("engineer", 7), ("product-manager", 1), ("data-scientist", 1)],
        reports_to: "delivery-manager",
        formerly_with: "returns",
        stated: true,
    },
    scope: &["component:delivery-api"],
    needs: &[("engineering", 6), ("product", 1), ("data", 1), ("quality", 1)],
    rights: &["roadmap", "promised days"],
    mandate: Some(Mandate {
        note: "What we agreed in January, before the quarrel with the carrier.",
        above: "operations-director",
        lifts: None,
        review: on(2026, 7, 6),
    }),
    tenets: &["A later promise kept over an earlier one broken", "The address we know over the address we ask for"],
    dependencies: &[
        Dependency {
            on: "team:warehouse-systems",
            effect: "blocking",
            plan: Some(("delivery-promise", "self-service", Some(on(2026, 5, 4)))),
            note: "Cut-off times of the warehouses. The date has passed, and they still come by mail.",
            ..NEED
        },
        Dependency {
            on: "function:operations",
            class: "approval",
            effect: "slowing",
            from: Some(on(2026, 2, 16)),
            seen: false,
            note: "The carrier board.",
            ..NEED
        },
    ],
    metrics: &[
        Metric {
            name: "parcels on the promised day",
            kind: "output",
            owner: "delivery-manager",
            source: "events:parcel.delivered",
            baseline: Some(900),
            target: Some(960),
            first: on(2024, 9, 2),
            course: [895, 931, 862],
            ..WEEKLY
        },
        Metric {
            name: "promises made at the checkout",
            owner: "delivery-product-manager-1",
            source: "events:promise.shown",
            baseline: Some(400),
            target: Some(900),
            first: on(2024, 9, 2),
            course: [380, 610, 634],
            ..WEEKLY
        },
    ],
    flow: Flow {
        folders: &["services/delivery"],
        changes: (10, 9),
        inside: (640, 780),
        outside: &[("services/warehouse", "warehouse-systems"), ("services/checkout", "checkout-core")],
        release_days: (14, 14),
        decisions: (6, 7),
        decision_days: (7, 15),
        levels: (1, 2),
    },
    ..BLANK
};

const PRIVACY: Initiative = Initiative {
    id: "privacy",
    title: "Customer data, deleted on request",
    purpose: "A customer asks us to forget them, and within a week no system knows them",
    note: "Work across every team. The leader leads it and nothing else; everybody reports where they did.",
    planted: "Single-threaded leadership: leader and members do only this, and the members report to their functions",
    form: Some("stl"),
    why: "company-wide work across many teams",
    nature: "company-wide",
    idea: on(2025, 2, 10),
    committed: Some(on(2025, 4, 7)),
    first_feature: Some(on(2025, 11, 10)),
    value: Some(("first customer forgotten by every system", on(2026, 5, 11))),
    leaders: &[(on(2025, 2, 10), "security-director"), (ADOPTION, "privacy-lead")],
    capable: Some(("chief-executive", on(2026, 1, 8))),
    team: Team {
        id: "privacy-crew",
        title: "Privacy",
        roles: &[("engineer", 7), ("product-manager", 1), ("counsel", 1)],
        reports_to: "",
        formerly_with: "fraud",
        stated: true,
    },
    scope: &["component:forget-me", "data:customer-requests"],
    needs: &[("engineering", 6), ("product", 1), ("legal", 1)],
    rights: &["order of the systems", "what counts as forgotten"],
    tenets: &["Forgotten everywhere over forgotten fast", "The teams' own change over ours in their code"],
    dependencies: &[
        Dependency {
            on: "team:identity",
            effect: "blocking",
            plan: Some(("privacy-crew", "away-team", Some(on(2026, 10, 5)))),
            note: "They know who is who.",
            ..NEED
        },
        Dependency {
            on: "team:ledger",
            effect: "slowing",
            plan: Some(("privacy-crew", "on-their-roadmap", Some(on(2026, 11, 30)))),
            note: "Invoices stay for ten years; everything else of theirs goes.",
            ..NEED
        },
        Dependency { on: "function:legal", class: "review", effect: "slowing", seen: false, ..NEED },
    ],
    metrics: &[Metric {
        name: "systems that forget within a week",
        owner: "privacy-lead",
        source: "survey:systems",
        baseline: Some(0),
        target: Some(1000),
        first: on(2025, 5, 5),
        course: [20, 260, 705],
        ..WEEKLY
    }],
    flow: Flow {
        folders: &["services/forget-me"],
        changes: (4, 9),
        inside: (700, 720),
        outside: &[("services/identity", "identity"), ("services/ledger", "ledger"), ("services/fraud", "fraud-desk")],
        release_days: (28, 14),
        decisions: (4, 7),
        decision_days: (24, 9),
        levels: (2, 1),
    },
    ..BLANK
};

const CONTRACTS: Initiative = Initiative {
    id: "contracts",
    title: "Contracts with carriers and sellers",
    purpose: "Every contract of the company is read by somebody who can read one",
    note: "Rightly functional: a lawyer reads one contract after the other, for everybody.",
    planted: "Rightly functional, with the reason written down. No leader of its own is asked for",
    form: Some("functional"),
    why: "every contract of the company passes legal, one by one",
    nature: "functional",
    idea: FIRST,
    leaders: &[],
    team: Team {
        id: "contracts-desk",
        title: "Contracts",
        roles: &[("counsel", 4), ("paralegal", 1)],
        reports_to: "",
        formerly_with: "",
        stated: true,
    },
    metrics: &[Metric {
        name: "days to a signed contract",
        kind: "output",
        owner: "general-counsel",
        source: "legal:register",
        every_days: 28,
        baseline: Some(21_000),
        target: Some(14_000),
        first: FIRST,
        course: [21_000, 18_500, 16_200],
        ..WEEKLY
    }],
    flow: QUIET,
    ..BLANK
};

const OFFICE_MOVE: Initiative = Initiative {
    id: "office-move",
    title: "One office by the harbor",
    purpose: "Two offices become one, once",
    note: "It ends in September 2026, and then nobody has to lead it.",
    planted: "Rightly functional: a project that ends, declared as such",
    form: Some("functional"),
    why: "a project that ends, run by facilities",
    nature: "one-off",
    idea: on(2025, 6, 2),
    committed: Some(on(2025, 9, 1)),
    team: Team {
        id: "move-desk",
        title: "Office move",
        roles: &[("planner", 3)],
        reports_to: "",
        formerly_with: "",
        stated: true,
    },
    metrics: &[Metric {
        name: "desks ready",
        owner: "operations-director",
        source: "facilities:plan",
        every_days: 28,
        baseline: Some(0),
        target: Some(400_000),
        first: on(2025, 9, 1),
        course: [0, 60_000, 290_000],
        ..WEEKLY
    }],
    flow: QUIET,
    ..BLANK
};

const RECOMMENDATIONS: Initiative = Initiative {
    id: "recommendations",
    title: "Recommendations worth a look",
    purpose: "What a customer sees next is what they would have looked for",
    note: "Who works on this is known. How much of their week it gets is written down nowhere.",
    planted: "Cannot tell: the leader's time is stated, the others' is not. The registry lists the platform team as \
              taking part, without stating whether anybody waits for it",
    form: Some("sto"),
    why: "an ongoing product that needs end-to-end ownership",
    idea: on(2024, 11, 4),
    committed: Some(on(2025, 1, 13)),
    first_feature: Some(on(2025, 4, 7)),
    value: Some(("first order from a recommendation", on(2025, 4, 21))),
    leaders: &[(on(2024, 11, 4), "shopping-director"), (ADOPTION, "recommendations-manager")],
    team: Team {
        id: "recommendations-core",
        title: "Recommendations",
        roles: &[("engineer", 4), ("data-scientist", 2), ("product-manager", 1)],
        reports_to: "recommendations-manager",
        formerly_with: "search",
        stated: false,
    },
    scope: &["path:services/recommendations/**"],
    needs: &[("engineering", 4), ("data", 2), ("product", 1)],
    tenets: &["A surprise over a safe choice"],
    dependencies: &[Dependency {
        on: "team:search-core",
        class: "evolutionary",
        seen: false,
        note: "Their ranking changes with ours. Whether we wait for it nobody has said.",
        ..NEED
    }],
    metrics: &[Metric {
        name: "orders that began with a recommendation",
        kind: "output",
        owner: "recommendations-manager",
        source: "events:order.placed",
        baseline: Some(61),
        target: Some(90),
        first: on(2025, 2, 3),
        course: [60, 66, 71],
        ..WEEKLY
    }],
    flow: Flow {
        folders: &["services/recommendations"],
        changes: (5, 6),
        inside: (760, 790),
        outside: &[("services/search", "search-core"), ("platform", "platform")],
        release_days: (14, 14),
        decisions: (4, 4),
        decision_days: (12, 9),
        levels: (1, 1),
    },
    ..BLANK
};

const MOBILE_APP: Initiative = Initiative {
    id: "mobile-app",
    title: "An app that opens in a second",
    purpose: "Customers on slow phones shop as fast as everybody else",
    note: "Began after adoption. The lead forgot to state a share of time.",
    planted: "Cannot tell: the members' time is stated, the leader's is not. The leader attests being capable, which \
              only a sponsor can. Its manifest asks for the basket of checkout, which is not declared",
    form: Some("sto"),
    why: "an ongoing product that needs end-to-end ownership",
    idea: on(2026, 2, 16),
    committed: Some(on(2026, 3, 2)),
    first_feature: Some(on(2026, 4, 20)),
    leaders: &[(on(2026, 2, 16), "mobile-lead")],
    capable: Some(("mobile-lead", on(2026, 3, 2))),
    team: Team {
        id: "mobile-core",
        title: "Mobile app",
        roles: &[("engineer", 6), ("designer", 1), ("quality-engineer", 1)],
        reports_to: "mobile-lead",
        formerly_with: "",
        stated: true,
    },
    scope: &["component:mobile-app"],
    needs: &[("engineering", 6), ("design", 1), ("quality", 1), ("product", 1)],
    rights: &["roadmap", "releases"],
    tenets: &["The slow phone over the new one", "Fewer screens over prettier ones"],
    dependencies: &[
        Dependency { on: "team:platform", effect: "ok", note: "Deployments, by self-service.", ..NEED },
        Dependency { on: "team:identity", effect: "slowing", note: "Sign-in.", ..NEED },
    ],
    metrics: &[Metric {
        name: "starts within a second",
        owner: "mobile-lead",
        source: "events:app.started",
        baseline: Some(340),
        target: Some(900),
        // Features came first, and the measure after them.
        first: on(2026, 5, 4),
        course: [350, 350, 480],
        ..WEEKLY
    }],
    flow: Flow {
        folders: &["apps/mobile"],
        changes: (0, 12),
        inside: (0, 860),
        outside: &[("services/identity", "identity"), ("services/search", "search-core")],
        release_days: (0, 7),
        decisions: (0, 6),
        decision_days: (0, 5),
        levels: (0, 0),
    },
    ..BLANK
};
