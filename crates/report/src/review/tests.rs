//! The page as a whole, over an organization in which text was planted.

use std::collections::BTreeSet;

use onethread_model::Day;
use onethread_model::config;
use onethread_model::diagnostic::Diagnostic;
use onethread_model::facts::{Cells, FactKind, Facts, RecordRef, SourceReport};
use onethread_model::org;
use onethread_model::source::Sources;

use onethread_core::measure::Snapshot;
use onethread_core::review::{Review, ReviewOptions, review_with};

/// Elements that have no end.
const VOID: [&str; 7] = ["meta", "br", "wbr", "hr", "link", "img", "input"];

/// Checks that every element is closed in order, that attributes are quoted, and that no id occurs twice.
pub(crate) fn well_formed(html: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut ids = BTreeSet::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if rest[..at].contains('>') {
            return Err(format!("a stray > before {}", &rest[at..rest.floor_char_boundary(at + 40)]));
        }
        rest = &rest[at + 1..];
        let end = tag_end(rest).ok_or("a tag without an end")?;
        let (tag, after) = (&rest[..end], &rest[end + 1..]);
        rest = after;
        if tag.starts_with('!') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            let expected = open.pop();
            if expected != Some(name) {
                return Err(format!("</{name}> closes {expected:?}"));
            }
            continue;
        }
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        if let Some(id) = tag.split(" id=\"").nth(1).and_then(|rest| rest.split('"').next())
            && !ids.insert(id.to_owned())
        {
            return Err(format!("id {id} occurs twice"));
        }
        if !VOID.contains(&name) {
            open.push(name);
        }
        if name == "style" {
            rest = &rest[rest.find("</style>").ok_or("an open style")?..];
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("never closed: {open:?}")) }
}

/// The end of a tag, which may hold > inside quotes.
fn tag_end(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(at, c)| match c {
        '"' => {
            quoted = !quoted;
            None
        }
        '>' if !quoted => Some(at),
        _ => None,
    })
}

pub(crate) const ORG: &str = r#"
[organization]
name = "Harbour <b>Market</b>"

[person.ines]
[person.kim]
reports-to = "ines"
[person.ada]

[initiative.returns]
title = "<script>alert(1)</script> \u202e Returns"
leader = "ines"
team = "returns-core"
idea = 2026-01-12
committed = 2026-02-02
value = { event = "first return", on = 2026-05-03 }
scope = ["path:services/returns/**"]

[[initiative.returns.dependency]]
on = "team:payments"
effect = "blocking"
plan = { owner = "returns-core", action = "delegate-approval", by = 2026-09-01 }

[initiative.search]
leader = "ada"
scope = ["path:services/returns/**"]
[initiative.loyalty]
leader = "ada"
[initiative.legal]
form = "functional"
why = "contracts of all pass here"
[initiative.lonely]

[team.returns-core]
initiative = "returns"
members = ["ines", "kim"]
[team.payments]

[[allocation]]
person = "ines"
initiative = "returns"
share = 1.0
[[allocation]]
person = "kim"
initiative = "returns"
share = 1.0
"#;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

/// Twelve entries of a registry that shipped, and two more teams that need each other.
fn facts() -> Facts {
    let mut facts = Facts::default();
    facts.sources.push(SourceReport { name: "r".to_owned(), path: "data/r\u{200b}.csv".into(), ..Default::default() });
    let mut line = 1;
    let mut push = |day: &str, initiative: &str, field: &str, value: &[&str]| {
        line += 1;
        let mut cells = Cells::default();
        cells.set_list("day", vec![day]);
        cells.set_list("initiative", vec![initiative]);
        cells.set_list("field", vec![field]);
        cells.set_list("value", value.to_vec());
        facts.push(FactKind::InitiativeEvent, &cells, RecordRef { source: 0, line }).expect("a fact");
    };
    for n in 0..14 {
        let id = format!("r{n:02}");
        push("2025-01-01", &id, "created", &["2025-01-01"]);
        push("2025-01-01", &id, "version", &["1"]);
        push("2025-01-01", &id, "status", &["open"]);
        push("2025-01-01", &id, "team", &[if n % 2 == 0 { "core" } else { "web" }]);
        push("2025-01-01", &id, "participants", &[if n % 2 == 0 { "web" } else { "core" }]);
        push("2025-01-01", &id, "leader", &["p-one"]);
        push("2025-02-01", &id, "leader", &[&format!("p{n}")]);
        push("2025-01-01", &id, "approvers", &["a1", "a2", "a3", "a4", "a5", &format!("b{n}")]);
        push("2025-01-01", &id, "target.alpha", &["2025-04-01"]);
        push("2025-02-01", &id, "target.alpha", &[&format!("2025-05-{:02}", n + 1)]);
        push("2025-03-01", &id, "target.beta", &["2027-01-01"]);
    }
    facts.sort();
    facts
}

/// What a review of these entries says, in any form.
pub(crate) fn told<T>(org_text: &str, facts: &Facts, tell: impl FnOnce(&Review) -> T) -> T {
    let mut sources = Sources::default();
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let settings =
        sources.add("onethread.toml", "[registry]\nlive-status = [\"open\"]\nmilestones = [\"alpha\", \"beta\"]\n");
    let config = config::load(&sources, settings, &mut diagnostics);
    let files =
        [sources.add("org/all.toml", org_text), sources.add("org/bad.toml", "[initiative.x]\nleeder = \"<b>\"\n")];
    let org = org::load(&sources, &files, &mut diagnostics);
    let snapshot = Snapshot::new(config, org, sources, facts.clone());
    let options = ReviewOptions { quarters: 8, ..ReviewOptions::default() };
    let review = review_with(&snapshot, day("2026-06-30"), &options);
    tell(&review.with_diagnostics(&diagnostics, &snapshot.sources))
}

fn page(org_text: &str, facts: &Facts) -> String {
    told(org_text, facts, |review| super::to_html(review, crate::Depth::Brief))
}

#[test]
fn the_page_is_well_formed() {
    let html = page(ORG, &facts());
    well_formed(&html).unwrap_or_else(|error| panic!("{error}"));
    let empty = page("", &Facts::default());
    well_formed(&empty).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn the_check_itself_can_fail() {
    for wrong in ["<p><b></p></b>", "<p>", "<p id=\"a\"></p><p id=\"a\"></p>", "<p>a > b</p><p></p>"] {
        assert!(well_formed(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn nothing_runs_and_nothing_is_loaded() {
    let html = page(ORG, &facts());
    for bad in
        ["<script", "http:", "https:", "url(http", "src=", "<link", "<iframe", "javascript:", "onclick", "@import"]
    {
        assert!(!html.contains(bad), "{bad}");
    }
}

/// Reviews that take five days until a year before the day and forty since, for those of two of four initiatives.
fn slower_reviews() -> Facts {
    let mut facts = Facts::default();
    facts.sources.push(SourceReport { name: "r".to_owned(), path: "reviews.csv".into(), ..Default::default() });
    let mut line = 1;
    for week in 0..100 {
        for initiative in ["search", "loyalty", "returns", "payouts"] {
            for gate in ["a", "b"] {
                line += 1;
                let asked = day("2024-07-08").plus_days(7 * week);
                let slow = ["loyalty", "payouts"].contains(&initiative) && asked >= day("2025-06-30");
                let answered = asked.plus_days(if slow { 40 } else { 5 }).to_string();
                let asked = asked.to_string();
                let mut cells = Cells::default();
                cells.set_list("day", vec![&asked]);
                cells.set_list("initiative", vec![initiative]);
                cells.set_list("gate", vec![gate]);
                cells.set_list("answered", vec![&answered]);
                facts.push(FactKind::ReviewAsked, &cells, RecordRef { source: 0, line }).expect("a fact");
            }
        }
    }
    facts.sort();
    facts
}

#[test]
fn what_changed_is_drawn_and_what_was_reorganized_beside_it() {
    let org = "[initiative.search]\nidea = 2024-01-01\n[initiative.loyalty]\nidea = 2024-01-01\n\
               [initiative.returns]\nidea = 2024-01-01\n[initiative.payouts]\nidea = 2024-01-01\n\
               [reorganization.moved]\non = 2025-06-30\ninitiatives = [\"loyalty\", \"payouts\"]\n";
    let html = page(org, &slower_reviews());
    well_formed(&html).unwrap_or_else(|error| panic!("{error}"));
    let section = |id: &str| {
        let start = html.find(&format!("<section id=\"{id}\"")).unwrap_or_else(|| panic!("no section {id}"));
        &html[start..start + html[start..].find("</section>").expect("an end")]
    };
    let trends = section("trends");
    assert!(trends.contains("id=\"trend-reviews-within-14-days\"") && trends.contains(">limits<"), "{trends}");
    // Half of the reviews, those of two of four initiatives, take longer than 14 days since.
    assert!(trends.contains("Latest 50 %") && trends.contains(" periods and "), "{trends}");
    let moved = section("reorganizations");
    assert!(
        moved.contains("Moved (2025-06-30)")
            && moved.contains("95 % CI ")
            && moved.contains("51 weeks before and 52 after"),
        "{moved}"
    );
    // Two asked for a week, and answered in five days: 10 / 7 are open on a day.
    assert!(moved.contains("from 1.4 to 10.7 where it changed something (2 initiatives), and from 1.4 to "), "{moved}");
    assert!(moved.contains("one leader, who leads nothing else") && moved.contains("0 of 2"), "{moved}");
    assert_eq!(moved.matches("class=\"curve").count(), 6, "two series, and the means of both before and after");

    let silent = page("[initiative.search]\n[reorganization.moved]\non = 2025-06-30\n", &Facts::default());
    let trends = silent.split("<section id=\"trends\"").nth(1).expect("the section").split("</section>").next();
    assert!(trends.is_some_and(|says| says.contains("No trend can be shown") && !says.contains("<svg")));
    let moved = silent.split("<section id=\"reorganizations\"").nth(1).expect("the section").split("</section>").next();
    assert!(moved.is_some_and(|says| says.contains("not known") && !says.contains("<svg")));
}

#[test]
fn a_page_of_many_initiatives_tells_some_in_depth_and_leads_to_all() {
    let many: String = (0..230).map(|n| format!("[initiative.n{n}]\nleader = \"l{}\"\n", n % 60)).collect();
    let html = page(&many, &Facts::default());
    well_formed(&html).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(html.matches("<details class=\"one\">").count(), 200);
    assert_eq!(html.matches("<tr id=\"i-").count(), 31, "those without a section have a row to lead to");
    assert!(html.contains("Of 231 these are the 200 that need attention most"));
}

#[test]
fn planted_text_is_shown_and_does_nothing() {
    let html = page(ORG, &facts());
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(html.contains("Harbour &lt;b&gt;Market&lt;/b&gt;"));
    assert!(html.contains("\\u{202e}") && html.contains("data/r\\u{200b}.csv"));
    assert!(!html.contains('\u{202e}') && !html.contains('\u{200b}'));
}

#[test]
fn every_figure_is_told_in_words_and_as_a_table() {
    let html = page(ORG, &facts());
    let figures: Vec<&str> = html.split("<figure").skip(1).filter_map(|rest| rest.split("</figure>").next()).collect();
    assert!(figures.len() > 5, "{}", figures.len());
    for figure in figures {
        for part in ["role=\"img\"", "<title id=", "<desc id=", "<figcaption>", "<details class=\"data\"", "<table"] {
            assert!(figure.contains(part), "no {part} in {figure}");
        }
        let caption = figure.split("<figcaption>").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
        assert!(caption.ends_with('.') && caption.len() > 10, "{caption}");
    }
    for kind in ["today", "quarters", "time-curves", "needs", "approval-curve", "i-returns-time"] {
        assert!(html.contains(&format!("id=\"{kind}")), "no figure {kind}");
    }
}

#[test]
fn every_link_leads_somewhere() {
    let html = page(ORG, &facts());
    let ids: BTreeSet<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    for link in html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.contains(link), "#{link}");
    }
    for drawing in html.split("aria-labelledby=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(drawing.split(' ').all(|id| ids.contains(id)), "{drawing}");
    }
}

#[test]
fn headings_go_down_one_step_at_a_time() {
    for html in [page(ORG, &facts()), page("", &Facts::default())] {
        let mut before = 0;
        for level in html.split("<h").skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10)) {
            assert!(level <= before + 1, "h{level} after h{before}");
            before = level;
        }
        assert_eq!(html.matches("<h1").count(), 1);
    }
}

#[test]
fn words_of_the_trade_stay_where_they_are_explained() {
    let html = page(ORG, &facts());
    let method = html.find("<section id=\"method\"").expect("the section");
    let before = html[..method].to_lowercase();
    for word in ["censored", "null model", "kaplan", "delayed entry", "at risk", " kep ", "keps", "greenwood"] {
        assert!(!before.contains(word), "{word}");
    }
}

#[test]
fn nobody_is_named_but_leaders() {
    let html = page(ORG, &facts());
    for person in ["kim", ">a1<", " a1,", "b13"] {
        assert!(!html.contains(person), "{person}");
    }
    assert!(html.contains("ines"));
}

#[test]
fn the_page_has_the_same_bytes_every_time() {
    assert_eq!(page(ORG, &facts()), page(ORG, &facts()));
}
