//! MAINTAINERS: the examples of the file's own header, and what its letters meant when.

use onethread_evidence::importers::maintainers::parse;
use onethread_evidence::importers::ownership::OwnershipRules;

use crate::common::{check, problems};

fn rules(text: &str) -> OwnershipRules {
    parse("MAINTAINERS", text.as_bytes(), &|path| path == b"drivers/dir")
}

fn one(patterns: &str) -> OwnershipRules {
    rules(&format!("List\n\tM: Mail patches to\n\nNET\nL:\tnet@example.org\nS:\tMaintained\n{patterns}"))
}

#[test]
fn the_examples_of_the_header() {
    check(&one("F: drivers/net/\n"), &[("drivers/net/a", "@NET"), ("drivers/net/a/b", "@NET"), ("drivers/neta", "")]);
    check(&one("F: drivers/net/*\n"), &[("drivers/net/a", "@NET"), ("drivers/net/a/b", "")]);
    check(&one("F: */net/*\n"), &[("a/net/x", "@NET"), ("b/net/y", "@NET"), ("a/b/net/x", ""), ("a/net/x/y", "")]);
    check(&one("F: net/\nX: net/ipv6/\n"), &[("net/a", "@NET"), ("net/ipv6/a", ""), ("net/ipv6x", "@NET")]);
    check(&one("N: [^a-z]tegra\n"), &[("a/tegra", "@NET"), ("a/xtegra", ""), ("drivers/x-tegra.c", "@NET")]);
    check(&one("K: of_get_profile\n"), &[("of_get_profile", "")]);
    check(
        &one("F: drivers/dir\nF: drivers/3c505*\n"),
        &[("drivers/dir/a", "@NET"), ("drivers/3c505.c", "@NET"), ("drivers/3c505x/a", "")],
    );
}

#[test]
fn every_section_counts_and_the_rest_only_where_nothing_else_does() {
    let text = "A\nM:\tAda Example <ada@example.org>\nR:\tBea Example <bea@example.org>\nS:\tSupported\nF:\tnet/\n\n\
                B\nM:\tCy Example <cy@example.org>\nS:\tMaintained\nF:\tnet/core/\n\n\
                C\nS:\tOrphan\nF:\told/\n\nTHE REST\nM:\tDee Example <dee@example.org>\nS:\tBuried alive in reporters\nF:\t*\nF:\t*/\n";
    check(
        &rules(text),
        &[
            ("net/core/x", "@B cy@example.org @A ada@example.org ^@THE REST ^dee@example.org"),
            ("net/x", "@A ada@example.org ^@THE REST ^dee@example.org"),
            ("x/y", "@THE REST dee@example.org"),
        ],
    );
    let orphan = rules("C\nS:\tOrphan\nF:\told/\n");
    check(&orphan, &[("old/x", "-"), ("new/x", "")]);
    // Once the person stood at `P`, in front of a bare address; now it is a document.
    let old = rules("3C505\nP:\tAda Example\nM:\tada@example.org\nS:\tMaintained\nF:\tdrivers/net/3c505*\n");
    check(&old, &[("drivers/net/3c505.c", "@3C505 ada@example.org")]);
    assert_eq!(problems(&rules("A\nF:\ta(b\nF:\t\n")), ["2:4 refused-pattern", "3:4 refused-pattern"]);
}
