//! What the manifests of the repositories ask for: an export of whatever reads them.

use std::fmt::Write as _;

use super::super::story::CUT;

/// Folder, package, version, and whether it is only used for tests.
const PACKAGES: &[(&str, &str, &str, bool)] = &[
    ("apps/mobile", "image-cache", "4.2.0", false),
    ("apps/mobile", "json-kit", "2.18.2", false),
    ("apps/returns", "json-kit", "2.18.2", false),
    ("libs/basket", "json-kit", "2.18.2", false),
    ("services/checkout", "circuit-breaker", "2.3.0", false),
    ("services/checkout", "json-kit", "2.18.2", false),
    ("services/delivery", "json-kit", "2.17.0", false),
    ("services/delivery", "route-planner", "1.9.4", false),
    ("services/fraud", "json-kit", "2.18.2", false),
    ("services/payments", "circuit-breaker", "2.1.0", false),
    ("services/payments", "json-kit", "2.18.2", false),
    ("services/payments", "ledger-testkit", "0.8.1", true),
    ("services/returns", "json-kit", "2.18.2", false),
    ("services/search", "full-text", "10.1.0", false),
    ("services/search", "json-kit", "2.17.0", false),
    ("services/search", "retry", "1.4.0", false),
];

/// Licenses of packages, as the build finds them; of the others it finds none.
const LICENSES: &[(&str, &str)] = &[
    ("circuit-breaker", "Apache-2.0"),
    ("full-text", "MIT OR Apache-2.0"),
    ("image-cache", "MIT"),
    ("json-kit", "Apache-2.0"),
    ("retry", "MIT"),
];

/// Folder, folder that it is built with, package.
const LINKS: &[(&str, &str, &str)] = &[
    ("apps/mobile", "libs/basket", "market-basket"),
    ("apps/returns", "services/returns", "market-returns"),
    ("services/checkout", "libs/basket", "market-basket"),
    ("services/delivery", "libs/retry", "market-retry"),
    ("services/payments", "libs/retry", "market-retry"),
    ("services/returns", "libs/retry", "market-retry"),
];

pub(super) fn packages() -> String {
    let mut text = String::from("day,part,package,version,scope,license\n");
    for (part, package, version, is_test) in PACKAGES {
        let scope = if *is_test { "dev" } else { "normal" };
        let license = LICENSES.iter().find(|(of, _)| of == package).map_or("", |(_, license)| license);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{CUT},{part},{package},{version},{scope},{license}");
    }
    text
}

pub(super) fn links() -> String {
    let mut text = String::from("day,part,needs,package\n");
    for (part, needs, package) in LINKS {
        let _ = writeln!(text, "{CUT},{part},{needs},{package}");
    }
    text
}
