//! The story by hand, as data: what Harbour Market is, who leads what, and what is planted where.
//!
//! Everything here is invented. Nobody has a name: there are positions.

mod decisions;
mod governance;
mod single;
mod split;
mod triage;

use std::borrow::Cow;

use onethread_model::Day;

pub(super) use decisions::{DECISIONS, Decision};
pub(super) use governance::{ATTESTATIONS, GATES, Gate, ORGANIZATION_TENETS, PLATFORMS, WAIVERS};
pub(super) use triage::{ORDER, ORDERED, OTHER_WORK, WILLING};

/// The first day of evidence.
pub(super) const FIRST: Day = on(2024, 7, 1);
/// The day on which the company took up single-threaded leadership.
pub(super) const ADOPTION: Day = on(2026, 1, 5);
/// The last day of evidence.
pub(super) const CUT: Day = on(2026, 6, 30);

/// A day of the calendar.
///
/// Counts days from 1970-01-01, in years that begin in March so that leap days come last.
pub(super) const fn on(year: i32, month: i32, day: i32) -> Day {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year / 400, year % 400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Day::from_epoch_days(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// An initiative: what the organization's files say today, and what evidence shows over two years.
pub(super) struct Initiative {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) purpose: &'static str,
    /// The comment at the top of its file.
    pub(super) note: &'static str,
    /// What is planted in it: the line of the answer key.
    pub(super) planted: &'static str,
    /// The form intended.
    pub(super) form: Option<&'static str>,
    pub(super) why: &'static str,
    pub(super) nature: &'static str,
    pub(super) idea: Day,
    pub(super) committed: Option<Day>,
    pub(super) first_feature: Option<Day>,
    pub(super) value: Option<(&'static str, Day)>,
    /// Leaders in the organization's file, where the registry cannot say it: it has room for one.
    pub(super) written_leaders: &'static [&'static str],
    /// Leaders in the registry: since when, who. Nobody where the position is empty.
    pub(super) leaders: &'static [(Day, &'static str)],
    /// Sponsor and day.
    pub(super) capable: Option<(&'static str, Day)>,
    pub(super) team: Team,
    pub(super) scope: &'static [&'static str],
    pub(super) needs: &'static [(&'static str, usize)],
    pub(super) rights: &'static [&'static str],
    pub(super) mandate: Option<Mandate>,
    pub(super) tenets: &'static [&'static str],
    pub(super) dependencies: &'static [Dependency],
    pub(super) metrics: &'static [Metric],
    pub(super) flow: Flow,
}

/// What those above a leader promised when the leader was appointed.
pub(super) struct Mandate {
    /// The comment above it.
    pub(super) note: &'static str,
    pub(super) from: Day,
    /// Who stops making reversible decisions.
    pub(super) above: &'static str,
    /// A gate that goes, and by which day.
    pub(super) lifts: Option<(&'static str, Day)>,
    /// When both sides look at it again.
    pub(super) review: Day,
}

/// A team of an initiative.
pub(super) struct Team {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// Positions by role.
    pub(super) roles: &'static [(&'static str, usize)],
    /// The position that members report to; the heads of their functions where it is empty.
    pub(super) reports_to: &'static str,
    /// Where members spent the other half of their time before adoption; nowhere where it is empty.
    pub(super) formerly_with: &'static str,
    /// Whether the planning tool holds the members' time.
    pub(super) stated: bool,
}

/// A dependency, declared or only seen.
pub(super) struct Dependency {
    pub(super) on: &'static str,
    pub(super) class: &'static str,
    pub(super) effect: &'static str,
    /// Owner, action, day; each may be missing.
    pub(super) plan: Option<(&'static str, &'static str, Option<Day>)>,
    pub(super) from: Option<Day>,
    pub(super) until: Option<Day>,
    pub(super) declared: bool,
    /// Whether the service catalog or the work tracker shows it too.
    pub(super) seen: bool,
    pub(super) note: &'static str,
}

/// A metric and the course that it takes, in thousandths.
#[derive(Clone, Copy)]
pub(super) struct Metric {
    pub(super) name: &'static str,
    /// The market that it is measured in, where there are several; 0 for the first.
    pub(super) market: usize,
    pub(super) kind: &'static str,
    pub(super) guards: &'static str,
    pub(super) owner: &'static str,
    pub(super) source: &'static str,
    pub(super) every_days: i32,
    pub(super) baseline: Option<i32>,
    pub(super) target: Option<i32>,
    pub(super) first: Day,
    /// Value on the first day, on the day of adoption, and at the cut.
    pub(super) course: [i32; 3],
    /// First and last day without points.
    pub(super) gap: Option<(Day, Day)>,
}

/// What an initiative's work leaves behind. Pairs are before and after adoption.
#[derive(Clone, Copy)]
pub(super) struct Flow {
    /// Folders of its code.
    pub(super) folders: &'static [&'static str],
    /// Changes in four weeks.
    pub(super) changes: (i32, i32),
    /// Changes in a thousand that stay inside.
    pub(super) inside: (usize, usize),
    /// Folders outside that it touches, and who owns them.
    pub(super) outside: &'static [(&'static str, &'static str)],
    /// Days between releases.
    pub(super) release_days: (i32, i32),
    /// Decisions asked for in a quarter, days to decide, levels above the leader.
    pub(super) decisions: (i32, i32),
    pub(super) decision_days: (i32, i32),
    pub(super) levels: (i32, i32),
}

/// What most initiatives have in common.
pub(super) const BLANK: Initiative = Initiative {
    id: "",
    title: "",
    purpose: "",
    note: "",
    planted: "",
    form: None,
    why: "",
    nature: "product",
    idea: FIRST,
    committed: None,
    first_feature: None,
    value: None,
    written_leaders: &[],
    leaders: &[],
    capable: None,
    team: Team { id: "", title: "", roles: &[], reports_to: "", formerly_with: "", stated: true },
    scope: &[],
    needs: &[],
    rights: &[],
    mandate: None,
    tenets: &[],
    dependencies: &[],
    metrics: &[],
    flow: QUIET,
};

/// Work that leaves no code behind.
pub(super) const QUIET: Flow = Flow {
    folders: &[],
    changes: (0, 0),
    inside: (0, 0),
    outside: &[],
    release_days: (0, 0),
    decisions: (3, 3),
    decision_days: (10, 8),
    levels: (1, 1),
};

/// A dependency that is declared and seen.
pub(super) const NEED: Dependency = Dependency {
    on: "",
    class: "structural",
    effect: "",
    plan: None,
    from: None,
    until: None,
    declared: true,
    seen: true,
    note: "",
};

/// A weekly metric.
pub(super) const WEEKLY: Metric = Metric {
    name: "",
    market: 0,
    kind: "input",
    guards: "",
    owner: "",
    source: "",
    every_days: 7,
    baseline: None,
    target: None,
    first: FIRST,
    course: [0, 0, 0],
    gap: None,
};

impl Metric {
    /// What the files and exports call it.
    pub(super) fn title(&self) -> Cow<'static, str> {
        if self.market == 0 { self.name.into() } else { format!("{} in market {}", self.name, self.market + 1).into() }
    }
}

/// Whether the people of an initiative have others too: the story plants it so.
pub(super) fn is_split(story: &Initiative) -> bool {
    split::INITIATIVES.iter().any(|initiative| initiative.id == story.id)
}

/// The initiatives, in alphabetical order.
pub(super) fn initiatives() -> Vec<&'static Initiative> {
    let mut all: Vec<&Initiative> = single::INITIATIVES.iter().chain(split::INITIATIVES).collect();
    all.sort_by_key(|initiative| initiative.id);
    all
}

/// Shares of time after adoption that are not the whole of it: position, initiative, percent. Of the planning tool.
pub(super) const SHARED: &[(&str, &str, i32)] = &[
    ("checkout-engineer-1", "checkout", 60),
    ("checkout-engineer-1", "payments", 40),
    ("checkout-engineer-2", "checkout", 60),
    ("checkout-engineer-2", "payments", 40),
    ("checkout-engineer-3", "checkout", 50),
    ("checkout-engineer-3", "payments", 50),
    ("checkout-engineer-4", "checkout", 70),
    ("checkout-engineer-4", "payments", 30),
    ("search-data-scientist-1", "search", 50),
    ("search-data-scientist-1", "loyalty", 50),
    ("search-data-scientist-2", "search", 50),
    ("search-data-scientist-2", "loyalty", 50),
    ("returns-engineer-8", "returns", 90),
];

/// Position, initiative, percent, from, until.
type LeaderTime = (&'static str, &'static str, i32, Option<Day>, Option<Day>);

/// Shares that leaders state themselves, in the organization's files.
pub(super) const LEADERS_TIME: &[LeaderTime] = &[
    ("returns-manager", "returns", 100, Some(ADOPTION), None),
    ("delivery-manager", "delivery-promises", 100, Some(ADOPTION), None),
    ("privacy-lead", "privacy", 100, Some(ADOPTION), None),
    ("security-director", "privacy", 30, None, Some(ADOPTION)),
    ("search-manager", "search", 90, Some(ADOPTION), None),
    ("checkout-manager", "checkout", 100, Some(ADOPTION), None),
    ("trust-lead", "payments", 50, None, None),
    ("trust-lead", "fraud", 50, None, None),
    ("recommendations-manager", "recommendations", 100, Some(ADOPTION), None),
    ("payouts-lead", "payouts", 60, Some(ADOPTION), None),
    ("loyalty-lead", "loyalty", 100, Some(ADOPTION), Some(on(2026, 3, 16))),
];

/// Teams without an initiative, whom everybody needs: id, title, engineers, folder of their code, changes in four
/// weeks.
pub(super) const PROVIDERS: &[(&str, &str, usize, &str, i32)] = &[
    ("identity", "Accounts and sign-in", 6, "services/identity", 5),
    ("ledger", "Ledger", 7, "services/ledger", 5),
    ("platform", "Developer platform", 14, "platform", 9),
    ("warehouse-systems", "Warehouse systems", 8, "services/warehouse", 6),
];

/// Parts of the product: id, owner, folder.
pub(super) const COMPONENTS: &[(&str, &str, &str)] = &[
    ("basket", "checkout-core", "libs/basket"),
    ("checkout", "checkout-core", "services/checkout"),
    ("delivery-api", "delivery-promise", "services/delivery"),
    ("deploy-pipeline", "platform", "platform/deploy"),
    ("event-bus", "platform", "platform/events"),
    ("forget-me", "privacy-crew", "services/forget-me"),
    ("fraud-rules", "fraud-desk", "services/fraud"),
    ("identity", "identity", "services/identity"),
    ("ledger", "ledger", "services/ledger"),
    ("mobile-app", "mobile-core", "apps/mobile"),
    ("payments", "payments-core", "services/payments"),
    ("payouts", "payouts-core", "services/payouts"),
    ("returns-api", "returns-core", "services/returns"),
    ("returns-app", "returns-core", "apps/returns"),
    ("search", "search-core", "services/search"),
    ("seller-portal", "sellers-core", "services/sellers"),
    ("warehouse", "warehouse-systems", "services/warehouse"),
];

/// Functions: id, title, head, who keeps its standards, what its positions do.
pub(super) const FUNCTIONS: &[(&str, &str, &str, &str, &str)] = &[
    ("care", "Customer care", "care-director", "care-coach", "builds"),
    ("data", "Data science", "head-of-data", "principal-data-scientist", "builds"),
    ("design", "Design", "head-of-design", "principal-designer", "builds"),
    ("engineering", "Engineering", "vp-engineering", "principal-engineer", "builds"),
    ("finance", "Finance", "finance-director", "chief-accountant", "approves"),
    ("legal", "Legal", "general-counsel", "senior-counsel", "approves"),
    ("operations", "Operations", "operations-director", "network-planner", "coordinates"),
    ("product", "Product", "vp-product", "principal-product-manager", "coordinates"),
    ("quality", "Quality", "head-of-quality", "", "builds"),
    ("security", "Security", "security-director", "principal-security-engineer", "approves"),
];

/// Roles: the word in positions, the function, and whom they report to where functional reporting lines stay.
pub(super) const ROLES: &[(&str, &str, &str)] = &[
    ("counsel", "legal", "general-counsel"),
    ("data-scientist", "data", "head-of-data"),
    ("designer", "design", "head-of-design"),
    ("engineer", "engineering", "engineering-manager"),
    ("paralegal", "legal", "general-counsel"),
    ("planner", "operations", "operations-director"),
    ("product-manager", "product", "vp-product"),
    ("quality-engineer", "quality", "head-of-quality"),
];

/// Positions at the top and of functions, the same in companies of every size: id, function, whom they report to.
pub(super) const LEADERSHIP: &[(&str, &str, &str)] = &[
    ("chief-executive", "general management", ""),
    ("chief-of-staff", "general management", "chief-executive"),
    ("vp-engineering", "engineering", "chief-executive"),
    ("vp-product", "product", "chief-executive"),
    ("operations-director", "operations", "chief-executive"),
    ("finance-director", "finance", "chief-executive"),
    ("general-counsel", "legal", "chief-executive"),
    ("people-director", "people", "chief-executive"),
    ("security-director", "security", "chief-executive"),
    ("care-director", "care", "chief-executive"),
    ("marketing-director", "marketing", "chief-executive"),
    ("head-of-design", "design", "vp-product"),
    ("head-of-data", "data", "vp-engineering"),
    ("head-of-quality", "quality", "vp-engineering"),
    ("care-coach", "care", "care-director"),
    ("chief-accountant", "finance", "finance-director"),
    ("network-planner", "operations", "operations-director"),
    ("principal-data-scientist", "data", "head-of-data"),
    ("principal-designer", "design", "head-of-design"),
    ("principal-engineer", "engineering", "vp-engineering"),
    ("principal-product-manager", "product", "vp-product"),
    ("principal-security-engineer", "security", "security-director"),
    ("senior-counsel", "legal", "general-counsel"),
];

/// How many engineering managers there are.
pub(super) const ENGINEERING_MANAGERS: usize = 8;

/// Positions that lead initiatives, or did: id, whom they report to.
pub(super) const LEADERS: &[(&str, &str)] = &[
    ("shopping-director", "chief-executive"),
    ("delivery-director", "operations-director"),
    ("checkout-manager", "vp-product"),
    ("delivery-manager", "operations-director"),
    ("loyalty-lead", "vp-product"),
    ("mobile-lead", "vp-product"),
    ("payouts-lead", "finance-director"),
    ("privacy-lead", "chief-executive"),
    ("recommendations-manager", "vp-product"),
    ("returns-manager", "shopping-director"),
    ("search-manager", "vp-product"),
    ("seller-engineering-lead", "vp-engineering"),
    ("seller-product-lead", "vp-product"),
    ("trust-lead", "vp-engineering"),
];

/// Everybody else: id, function, whom they report to, how many of 400 positions. The first group takes what is left.
pub(super) const EVERYBODY_ELSE: &[(&str, &str, &str, usize)] = &[
    ("care-agent", "care", "care-director", 0),
    ("accountant", "finance", "finance-director", 14),
    ("marketer", "marketing", "marketing-director", 16),
    ("recruiter", "people", "people-director", 8),
    ("security-engineer", "security", "security-director", 6),
    ("seller-advisor", "care", "care-director", 36),
    ("warehouse-lead", "operations", "operations-director", 40),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (day, text) in [(FIRST, "2024-07-01"), (CUT, "2026-06-30"), (on(2024, 2, 29), "2024-02-29")] {
            assert_eq!(day.to_string(), text);
        }
    }

    #[test]
    fn there_are_fourteen_and_each_says_what_is_planted() {
        let all = initiatives();
        assert_eq!(all.len(), 14);
        for initiative in all {
            assert!(!initiative.planted.is_empty() && !initiative.title.is_empty(), "{}", initiative.id);
        }
    }
}
