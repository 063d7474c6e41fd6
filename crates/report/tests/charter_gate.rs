//! The page of the charter gate: what is there and missing, teams of five people or more with a share and its n, smaller ones
//! by name alone, and the same sentences in each form.

use std::collections::BTreeMap;

use onethread_core::review::{
    AlsoVacant, ChangedBy, CharterGate, CharterPart, CouldLead, GateAhead, OwnLeader, Recommended, ScopeOverlap,
    TeamChangedIt,
};
use onethread_model::Day;
use onethread_model::agreement::Agreement;
use onethread_report::{Style, charter_gate};

fn gate() -> CharterGate {
    let day = |text: &str| Day::parse(text).expect("a day");
    let part = |key, says: Option<&str>| CharterPart {
        key,
        there: key == "sponsor",
        says: says.map(str::to_owned),
        blank: key,
    };
    CharterGate {
        schema_version: CharterGate::SCHEMA_VERSION,
        as_of: day("2026-06-30"),
        id: "gift-cards".to_owned(),
        name: "Gift cards".to_owned(),
        is_new: true,
        stays_idea: true,
        parts: vec![
            part("sponsor", Some("VP Product")),
            part("purpose", None),
            part("metric", Some("gifts, without first value")),
        ],
        own_leader: OwnLeader {
            recommended: Recommended::Functional,
            because: vec!["a project that ends: it needs no single thread".to_owned()],
        },
        scope: vec!["path:services/gift/**".to_owned()],
        overlaps: vec![ScopeOverlap {
            initiative: "loyalty".to_owned(),
            name: "Loyalty".to_owned(),
            state: "live",
            claims: vec!["path:services/gift/points/**".to_owned()],
        }],
        components: Vec::new(),
        changed_by: Some(ChangedBy {
            window_days: 365,
            teams: vec![TeamChangedIt { team: "checkout".to_owned(), changes: 6, people: 7 }],
            small_teams: vec!["payments".to_owned()],
            n: 8,
        }),
        gates: vec![GateAhead {
            gate: "security".to_owned(),
            name: "Security review".to_owned(),
            because: "it stands before every initiative".to_owned(),
        }],
        could_lead: CouldLead {
            free: Some(BTreeMap::from([("general management".to_owned(), 2)])),
            with_other_work: 1,
            leader: None,
            leader_drops: Vec::new(),
            also_vacant: vec![AlsoVacant {
                initiative: "search".to_owned(),
                name: "Search".to_owned(),
                since: Some(day("2026-03-16")),
            }],
        },
        next: vec!["leave it to the function, or leave it an idea: it counts nowhere".to_owned()],
    }
}

#[test]
fn the_gate_is_said_in_one_way_in_every_form() {
    let (gate, agreement) = (gate(), Agreement::default());
    let text = charter_gate::to_text(&gate, &agreement, Style { color: false, width: 200 });
    let (markdown, html) = (charter_gate::to_markdown(&gate, &agreement), charter_gate::to_html(&gate, &agreement));
    let said = [
        "Do not give it a leader of its own",
        "a project that ends: it needs no single thread",
        "Not yet: 1 of 3 is there",
        "sponsor: VP Product",
        "metric with a first value: gifts, without first value",
        "takes part in 75 % of the changes (n = 8, 7 people)",
        "also, of fewer than five people or unknown size: payments",
        "2 positions in general management lead nothing today; who is willing is not stated",
        "Search has had no leader since 2026-03-16: the same people",
        "Security review: it stands before every initiative",
    ];
    let plain = |text: &str| text.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    for says in said {
        for form in [&text, &markdown, &html] {
            let form = plain(form);
            let says = says.replace("75 %", "75");
            let found = form.contains(&says) || form.replace(" %", "").replace('%', "").contains(&says);
            assert!(found, "`{says}` is missing in\n{form}");
        }
    }
    // A small team stands beside no number.
    let line = text.lines().find(|line| line.contains("payments")).expect("it is named");
    assert!(!line.chars().any(|sign| sign.is_ascii_digit()), "{line}");
}
