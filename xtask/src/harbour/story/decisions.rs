//! The decisions that people still talk about. Routine ones are in the decision log, which is evidence.

use onethread_model::Day;

use super::on;

/// A decision.
pub(in crate::harbour) struct Decision {
    pub(in crate::harbour) initiative: &'static str,
    pub(in crate::harbour) id: &'static str,
    pub(in crate::harbour) title: &'static str,
    pub(in crate::harbour) two_way: bool,
    pub(in crate::harbour) opened: Day,
    /// Days until it was made; nothing while it is open.
    pub(in crate::harbour) took: Option<i32>,
    pub(in crate::harbour) levels: usize,
    pub(in crate::harbour) expected: &'static str,
    pub(in crate::harbour) actual: Option<(&'static str, Day)>,
    pub(in crate::harbour) cites: &'static [&'static str],
    pub(in crate::harbour) overridden_by: &'static str,
    pub(in crate::harbour) reversed: Option<Day>,
    /// Options, cost of reversing it, cost of waiting.
    pub(in crate::harbour) weighed: Option<(&'static [&'static str], &'static str, &'static str)>,
    pub(in crate::harbour) consulted: &'static [&'static str],
    pub(in crate::harbour) why: &'static str,
    pub(in crate::harbour) revisit: Option<Day>,
    pub(in crate::harbour) exception_to: &'static str,
}

const fn asked(initiative: &'static str, id: &'static str, title: &'static str, opened: Day) -> Decision {
    Decision {
        initiative,
        id,
        title,
        two_way: true,
        opened,
        took: None,
        levels: 0,
        expected: "",
        actual: None,
        cites: &[],
        overridden_by: "",
        reversed: None,
        weighed: None,
        consulted: &[],
        why: "",
        revisit: None,
        exception_to: "",
    }
}

impl Decision {
    /// Made after so many days, by so many levels above the leader.
    const fn made(mut self, days: i32, levels: usize) -> Decision {
        self.took = Some(days);
        self.levels = levels;
        self
    }

    const fn one_way(mut self, options: &'static [&'static str], back: &'static str, wait: &'static str) -> Decision {
        self.two_way = false;
        self.weighed = Some((options, back, wait));
        self
    }

    const fn asking(mut self, consulted: &'static [&'static str]) -> Decision {
        self.consulted = consulted;
        self
    }

    const fn because(mut self, why: &'static str) -> Decision {
        self.why = why;
        self
    }

    const fn expects(mut self, what: &'static str) -> Decision {
        self.expected = what;
        self
    }

    const fn came(mut self, what: &'static str, day: Day) -> Decision {
        self.actual = Some((what, day));
        self
    }

    const fn cites(mut self, tenets: &'static [&'static str]) -> Decision {
        self.cites = tenets;
        self
    }

    const fn overridden(mut self, by: &'static str, day: Day) -> Decision {
        self.overridden_by = by;
        self.reversed = Some(day);
        self
    }

    const fn undone(mut self, day: Day) -> Decision {
        self.reversed = Some(day);
        self
    }

    const fn revisit(mut self, day: Day) -> Decision {
        self.revisit = Some(day);
        self
    }

    const fn excepted(mut self, gate: &'static str) -> Decision {
        self.exception_to = gate;
        self
    }
}

pub(in crate::harbour) const DECISIONS: &[Decision] = &[
    // Returns: slow and high up before adoption, fast and by the leader after it, and looked at again.
    asked("returns", "returns-label-at-shop", "Print the label at the shop", on(2025, 1, 13)).made(24, 2),
    asked("returns", "returns-window", "Thirty days for everything", on(2025, 4, 28))
        .made(31, 2)
        .expects("10 % more returns"),
    asked("returns", "returns-lockers", "Lockers as places to return to", on(2025, 9, 1)).made(27, 2),
    asked("returns", "refund-before-parcel", "Refund before the parcel is back", on(2026, 1, 19))
        .made(3, 0)
        .expects("fewer than 1 % abuse")
        .came("0.4 % abuse", on(2026, 4, 20))
        .cites(&["returns:1"]),
    asked("returns", "no-reason-asked", "Ask for no reason", on(2026, 2, 2))
        .made(2, 0)
        .expects("one screen less, same quality of reasons")
        .came("reasons are gone, and nobody missed them", on(2026, 5, 4))
        .cites(&["returns:3"]),
    asked("returns", "code-instead-of-label", "A code on the phone instead of a label", on(2026, 2, 23))
        .made(5, 0)
        .expects("8 of 10 returns without paper")
        .came("7 of 10", on(2026, 6, 1))
        .cites(&["returns:2"]),
    asked("returns", "refund-limit", "Refunds below 200 are ours to give", on(2026, 2, 9))
        .made(21, 1)
        .one_way(&["100", "200", "ask payments each time"], "a season of quarrels", "two weeks for each rule")
        .asking(&["function:finance", "function:care"])
        .because("it moves money between two teams")
        .expects("no rule waits for payments")
        .came("none waited since March", on(2026, 6, 8))
        .revisit(on(2026, 9, 1)),
    asked("returns", "photo-of-damage", "A photo for what arrives broken", on(2026, 4, 13))
        .made(4, 0)
        .expects("half of the quarrels")
        .came("customers gave up; taken back", on(2026, 5, 25))
        .undone(on(2026, 5, 25)),
    asked("returns", "same-day-refund", "Refund on the day, weekends too", on(2026, 6, 1))
        .made(2, 0)
        .expects("7 of 10 on the day"),
    // Delivery promises: quick before, slow since the carrier board came.
    asked("delivery-promises", "promise-window", "A day instead of a window of hours", on(2024, 11, 11)).made(6, 1),
    asked("delivery-promises", "saturday", "Promise Saturdays", on(2025, 3, 3))
        .made(8, 1)
        .expects("5 % more orders on Fridays"),
    asked("delivery-promises", "cutoff-by-city", "Cut-off times by city", on(2025, 10, 6)).made(7, 1),
    asked("delivery-promises", "second-carrier", "A second carrier for islands", on(2026, 1, 12))
        .made(12, 1)
        .one_way(&["one carrier", "two carriers"], "a contract of two years", "islands wait a week")
        .expects("9 of 10 on the day, on islands too"),
    asked("delivery-promises", "honest-dates", "Show the later date where we are not sure", on(2026, 2, 23))
        .made(19, 2)
        .expects("fewer broken promises")
        .cites(&["delivery-promises:1"])
        .overridden("operations-director", on(2026, 4, 7)),
    asked("delivery-promises", "drop-slow-depot", "No promises from the slow depot", on(2026, 3, 16))
        .made(17, 2)
        .overridden("operations-director", on(2026, 5, 11)),
    asked("delivery-promises", "tracking-texts", "Texts when a parcel is late", on(2026, 4, 27))
        .made(22, 2)
        .expects("fewer calls"),
    asked("delivery-promises", "carrier-scores", "Choose the carrier by its record", on(2026, 6, 8)),
    // Privacy.
    asked("privacy", "what-is-forgotten", "What counts as forgotten", on(2025, 5, 12))
        .made(35, 2)
        .one_way(&["erase", "erase or make unreadable"], "cannot be taken back", "a fine")
        .expects("one answer for all teams"),
    asked("privacy", "who-deletes", "Each team deletes its own", on(2025, 9, 8)).made(28, 2),
    asked("privacy", "order-of-systems", "Which systems come first", on(2026, 1, 19))
        .made(4, 0)
        .expects("two systems a month")
        .came("two and a half a month", on(2026, 6, 15))
        .cites(&["privacy:1"]),
    asked("privacy", "our-hands-in-their-code", "Changes in the code of others", on(2026, 2, 9))
        .made(9, 1)
        .expects("nobody waits for a roadmap")
        .cites(&["privacy:2"]),
    asked("privacy", "backups", "Backups forget within ninety days", on(2026, 3, 23))
        .made(12, 1)
        .one_way(&["30 days", "90 days"], "weeks of work", "an audit in June")
        .asking(&["function:legal", "function:security"])
        .expects("the audit passes")
        .came("it passed", on(2026, 6, 22)),
    asked("privacy", "self-service-form", "Customers see what is left", on(2026, 5, 18))
        .made(6, 0)
        .expects("fewer letters"),
    // Search.
    asked("search", "typing-mistakes", "Forgive typing mistakes", on(2024, 10, 14))
        .made(10, 1)
        .expects("4 % more clicks"),
    asked("search", "one-ranking", "One ranking for all sellers", on(2025, 4, 7)).made(16, 2).cites(&["search:3"]),
    asked("search", "build-index", "Keep our own index", on(2025, 10, 13)).made(25, 2).one_way(
        &["own", "bought"],
        "a year",
        "slow searches for a quarter",
    ),
    asked("search", "stock-first", "What is in stock comes first", on(2026, 1, 26))
        .made(3, 0)
        .expects("3 % more orders from searches")
        .came("2 % more", on(2026, 4, 27))
        .cites(&["search:4"]),
    asked("search", "no-filters", "Fewer filters", on(2026, 3, 2))
        .made(5, 0)
        .expects("as many clicks")
        .undone(on(2026, 4, 13)),
    asked("search", "voice", "Voice search is not ours to build", on(2026, 5, 4)).made(6, 0),
    // Checkout.
    asked("checkout", "guest-first", "The guest is the first choice", on(2025, 2, 10))
        .made(14, 2)
        .cites(&["checkout:1"]),
    asked("checkout", "one-page", "One page", on(2025, 10, 20)).made(18, 1).expects("5 % fewer lost baskets"),
    asked("checkout", "basket-moves", "The basket library moves to checkout", on(2026, 2, 16))
        .made(24, 2)
        .one_way(&["checkout", "payments", "a third team"], "three months", "every change needs both")
        .asking(&["function:engineering"])
        .because("two teams wanted it"),
    asked("checkout", "address-first", "Address before payment", on(2026, 3, 30))
        .made(11, 1)
        .expects("fewer broken addresses"),
    asked("checkout", "phone-number", "No phone number", on(2026, 5, 18)).made(9, 1).undone(on(2026, 6, 15)),
    // Payments.
    asked("payments", "third-country", "The third country first", on(2024, 8, 19)).made(12, 2),
    asked("payments", "invoice", "Pay by invoice", on(2025, 3, 10)).made(30, 2).one_way(
        &["ourselves", "through a bank"],
        "a license",
        "a season",
    ),
    asked("payments", "retry-night", "Try again at night", on(2025, 11, 3)).made(9, 1).expects("1 % more succeed"),
    asked("payments", "fourth-country", "Which country is the fourth", on(2026, 3, 2)).made(26, 2),
    asked("payments", "drop-old-card", "Give up the old card network", on(2026, 5, 11)).made(15, 2),
    // Fraud.
    asked("fraud", "no-papers-below-50", "No papers below 50", on(2025, 6, 30))
        .made(17, 2)
        .expects("half as many asked"),
    asked("fraud", "shared-list", "A list shared with other shops", on(2025, 11, 17)).made(40, 2).one_way(
        &["share", "do not share"],
        "trust",
        "a slow winter",
    ),
    asked("fraud", "rules-nightly", "Rules that change overnight", on(2026, 2, 16)).made(21, 2),
    asked("fraud", "second-look", "A second look by a person", on(2026, 5, 4))
        .made(13, 2)
        .overridden("vp-engineering", on(2026, 6, 8)),
    // Seller onboarding: two leaders, so each question goes up.
    asked("seller-onboarding", "papers-later", "Papers after the first sale", on(2025, 3, 3)).made(22, 1),
    asked("seller-onboarding", "phone-signup", "Sign up on the phone", on(2025, 9, 22)).made(15, 1),
    asked("seller-onboarding", "who-answers-sellers", "Who answers new sellers", on(2026, 1, 26)).made(33, 1),
    asked("seller-onboarding", "price-hints", "Hints about prices", on(2026, 3, 9))
        .made(16, 1)
        .cites(&["organization:4"]),
    asked("seller-onboarding", "samples", "Photos by us or by sellers", on(2026, 5, 25)),
    // Payouts.
    asked("payouts", "nightly-run", "One run each night", on(2025, 6, 2)).made(13, 1),
    asked("payouts", "holidays", "No payouts on holidays", on(2026, 2, 2)).made(8, 1),
    asked("payouts", "reserve", "How much is held back", on(2026, 4, 20)).made(19, 2).one_way(
        &["5 %", "10 %", "by record"],
        "sellers leave",
        "losses",
    ),
    // Loyalty.
    asked("loyalty", "points-or-money", "Points or money", on(2025, 2, 17))
        .made(20, 1)
        .expects("5 % more second orders"),
    asked("loyalty", "expiry", "Points do not expire", on(2026, 1, 19)).made(6, 0),
    asked("loyalty", "partners", "Points at partners", on(2026, 4, 6)),
    // Recommendations.
    asked("recommendations", "no-paid-places", "No paid places", on(2025, 5, 12))
        .made(14, 2)
        .cites(&["organization:1"]),
    asked("recommendations", "fewer-mails", "One mail a week", on(2026, 2, 23)).made(9, 1),
    asked("recommendations", "new-model", "The new model for everybody", on(2026, 5, 11))
        .made(8, 0)
        .expects("0.5 % more orders"),
    // Mobile app.
    asked("mobile-app", "old-phones", "Phones of six years ago", on(2026, 3, 9)).made(4, 0).cites(&["mobile-app:1"]),
    asked("mobile-app", "no-animation", "No animations", on(2026, 3, 30)).made(2, 0).cites(&["mobile-app:2"]),
    asked("mobile-app", "early-release", "To customers before the review", on(2026, 4, 13))
        .made(3, 0)
        .expects("a week earlier")
        .excepted("security-review"),
    asked("mobile-app", "tablet", "No tablets this year", on(2026, 6, 15)).made(3, 0),
    // The office move.
    asked("office-move", "which-building", "Which building", on(2025, 7, 14)).made(45, 2).one_way(
        &["the old customs house", "the new tower"],
        "a lease of ten years",
        "a lease for one more year",
    ),
];
