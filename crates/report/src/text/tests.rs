//! Lines keep to their width, whatever stands in them.

use onethread_model::facts::Facts;
use unicode_width::UnicodeWidthStr;

use crate::review::tests::told;
use crate::review::to_text;
use crate::{Depth, Style};

const ORG: &str = r#"
[organization]
name = "港の市場 Overlong-name-of-an-organization-that-fills-more-than-one-line-of-any-terminal Corporation"

[initiative.returns]
title = "オンライン決済と返金サービスの長期改善計画、東京と大阪の店舗を含む、すべての顧客のために"
leader = "ada"

[[initiative.returns.dependency]]
on = "team:some-team-whose-name-is-longer-than-it-should-be-and-goes-on-for-a-while"
effect = "blocking"

[initiative.an-initiative-whose-id-is-longer-than-anybody-would-like-to-type-or-to-read-in-a-table-of-all]
leader = "ada"
"#;

#[test]
fn no_line_is_wider_than_asked_and_nothing_of_the_headline_is_lost() {
    for width in [60, 80, 100, 120, 200] {
        for color in [false, true] {
            for detail in [Depth::Brief, Depth::Full, Depth::Whole] {
                let text = told(ORG, &Facts::default(), |review| to_text(review, Style { color, width }, detail));
                for line in text.lines() {
                    let seen = uncolored(line);
                    assert!(seen.width() <= width, "{width}: {} {seen}", seen.width());
                }
                for said in ["Corporation", "30 June 2026", "3 live initiatives"] {
                    assert!(uncolored(&text).contains(said), "{width}: {said}: {text}");
                }
            }
        }
    }
}

/// The text without the codes of colors.
fn uncolored(text: &str) -> String {
    let mut seen = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        seen.push_str(before);
        rest = after.split_once('m').map_or("", |(_, after)| after);
    }
    seen + rest
}
