//! Who is able and willing to lead what, in which order initiatives come, and who does other work than their function.

use onethread_model::Day;

use super::on;

/// Someone who is stated to be able and willing.
pub(in crate::harbour) struct Willing {
    pub(in crate::harbour) note: &'static str,
    pub(in crate::harbour) person: &'static str,
    pub(in crate::harbour) initiatives: &'static [&'static str],
    pub(in crate::harbour) able_by: &'static str,
    pub(in crate::harbour) willing_on: Option<Day>,
    pub(in crate::harbour) skills: &'static [&'static str],
}

/// The chief executive's order.
pub(in crate::harbour) const ORDER: &[&str] = &[
    "payments",
    "checkout",
    "delivery-promises",
    "fraud",
    "payouts",
    "loyalty",
    "returns",
    "search",
    "seller-onboarding",
    "privacy",
    "recommendations",
    "mobile-app",
];

/// The day on which the order was put down, and those who are able were asked for.
pub(in crate::harbour) const ORDERED: Day = on(2026, 6, 22);

const fn willing(
    person: &'static str,
    initiatives: &'static [&'static str],
    able_by: &'static str,
    day: i32,
) -> Willing {
    Willing { note: "", person, initiatives, able_by, willing_on: Some(on(2026, 6, day)), skills: &[] }
}

/// Who is able and willing, as far as they were asked.
pub(in crate::harbour) const WILLING: &[Willing] = &[
    Willing { skills: &["risk"], ..willing("trust-lead", &["payments", "fraud"], "vp-engineering", 24) },
    Willing {
        note: "Would go to payments, were somebody else found for payouts.",
        ..willing("payouts-lead", &["payouts", "payments"], "finance-director", 24)
    },
    willing("checkout-manager", &["checkout"], "vp-product", 23),
    willing("delivery-manager", &["delivery-promises"], "operations-director", 24),
    willing("shopping-director", &["fraud", "loyalty"], "chief-executive", 25),
    willing("chief-of-staff", &["loyalty"], "chief-executive", 23),
    willing("returns-manager", &["returns", "loyalty"], "shopping-director", 24),
    willing("search-manager", &["search", "recommendations"], "vp-product", 25),
    willing("seller-product-lead", &["seller-onboarding"], "vp-product", 25),
    willing("seller-engineering-lead", &["seller-onboarding"], "vp-engineering", 26),
    willing("privacy-lead", &["privacy"], "chief-executive", 24),
    Willing {
        note: "Has been asked, and has not answered yet.",
        willing_on: None,
        ..willing("mobile-lead", &["mobile-app"], "vp-product", 24)
    },
];

/// Positions that do other work than their function.
pub(in crate::harbour) const OTHER_WORK: &[(&str, &str)] = &[("privacy-product-manager-1", "builds")];
