//! What can be agreed on about people is a list of the code: nothing is added to the program without saying whom it
//! speaks of, and terms hold at their line and one step beyond.

use std::collections::BTreeSet;

use onethread_core::agreed::items;
use onethread_core::check::rules;
use onethread_core::measure::measures::MEASURES;
use onethread_core::privacy::draft;
use onethread_core::review::CRITERIA;
use onethread_model::Day;
use onethread_model::agreement::{self, AGREEMENT, Agreement, SMALLEST_GROUP, Touches};
use onethread_model::diagnostic::Diagnostic;
use onethread_model::facts::FactKind;
use onethread_model::source::Sources;

fn read(text: &str, day: &str) -> (Agreement, Vec<Diagnostic>) {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let file = sources.add(AGREEMENT, text);
    let day = Day::parse(day).expect("a day");
    let agreement = agreement::load(&sources, file, &items(), day, &mut diagnostics);
    (agreement, diagnostics)
}

#[test]
fn everything_says_whom_it_speaks_of() {
    let criteria = CRITERIA.iter().map(|one| (one.key, one.touches));
    let measures = MEASURES.iter().map(|one| (one.key, one.touches));
    let all = criteria.chain(measures).chain(rules().map(|one| (one.code, one.touches)));
    let silent: Vec<&str> = all.filter(|(_, touches)| *touches == Touches::Unstated).map(|(key, _)| key).collect();
    assert!(silent.is_empty(), "say under `touches` whom they speak of: {silent:?}");
}

/// What the ethics of the project name is in the list, and what speaks of nobody is not.
#[test]
fn the_list_has_what_touches_people() {
    let items = items();
    let has = |kind: &str, key: &str| items.iter().any(|item| item.kind == kind && item.key == key);
    for (kind, key) in [
        ("criterion", "capable"),
        ("criterion", "focus"),
        ("measure", "waiting-ledger"),
        ("measure", "decision-latency"),
        ("rule", "DC104"),
        ("statistic", "decision-times"),
        ("field", "person.fte"),
        ("field", "team.members"),
        ("field", "decision.decided-by"),
        ("field", "initiative.leader"),
        ("table", "membership"),
        ("table", "review"),
    ] {
        assert!(has(kind, key), "{kind} {key}");
    }
    assert!(!has("criterion", "tenets") && !has("measure", "time-to-value") && !has("table", "release"));
    let keys: BTreeSet<(&str, &str)> = items.iter().map(|item| (item.kind, item.key.as_str())).collect();
    assert_eq!(keys.len(), items.len(), "an item is listed twice");
}

#[test]
fn without_terms_the_strict_values_hold() {
    let strict = Agreement::default();
    let (drafted, diagnostics) = read(&draft(), "2026-06-30");
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    for item in items() {
        assert_eq!(strict.terms(&item).is_on, item.is_strictly_on, "{item:?}");
        assert_eq!(strict.terms(&item), drafted.terms(&item), "{item:?}");
        assert_eq!(strict.terms(&item).smallest_group, SMALLEST_GROUP);
    }
    assert!(drafted.loosened.is_empty() && drafted.owner.is_some());
}

#[test]
fn what_loosens_needs_an_owner_and_ends() {
    let terms = "smallest-group = 3\nvalid-until = 2026-07-01\n[statistic.decision-times]\non = true\n";
    let owned = format!("[agreement]\nowner = \"Council\"\n{terms}");
    let (agreement, _) = read(&owned, "2026-06-30");
    assert_eq!((agreement.smallest_group(), agreement.opens("decision-times")), (3, true));
    assert_eq!(agreement.loosened.len(), 2, "{:?}", agreement.loosened);
    // Its last day is the one before.
    let (expired, diagnostics) = read(&owned, "2026-07-01");
    assert_eq!((expired.smallest_group(), expired.opens("decision-times")), (5, false));
    assert!(expired.is_expired && expired.loosened.is_empty());
    assert!(diagnostics.iter().any(|one| one.code == "agreement-expired"), "{diagnostics:?}");
    let (nobody, diagnostics) = read(&format!("[agreement]\n{terms}"), "2026-06-30");
    assert_eq!((nobody.smallest_group(), nobody.opens("decision-times")), (5, false));
    assert!(!diagnostics.is_empty());
}

/// What is stricter than the strict values holds with and without an owner, and after the last day.
#[test]
fn what_tightens_stays() {
    let terms = "smallest-group = 8\nvalid-until = 2026-01-01\n[criterion.capable]\non = false\n[table.review]\nretention-days = 90\n";
    for head in ["[agreement]\n", "[agreement]\nowner = \"Council\"\n"] {
        let (agreement, _) = read(&format!("{head}{terms}"), "2026-06-30");
        assert_eq!(agreement.smallest_group(), 8);
        assert!(!agreement.allows("criterion", "capable") && agreement.allows("criterion", "focus"));
        assert_eq!(agreement.retention_days(FactKind::ReviewAsked), Some(90));
        assert_eq!(agreement.retention_days(FactKind::Membership), None);
    }
}

#[test]
fn the_smallest_group_has_a_line() {
    let of = |smallest: &str| {
        let (agreement, diagnostics) =
            read(&format!("[agreement]\nowner = \"Council\"\nsmallest-group = {smallest}\n"), "2026-06-30");
        (agreement.smallest_group(), agreement.loosened.len(), diagnostics.len())
    };
    assert_eq!((of("5"), of("4"), of("6"), of("1"), of("0")), ((5, 0, 0), (4, 1, 0), (6, 0, 0), (1, 1, 0), (5, 0, 1)));
    // One measure may have another one.
    let text = "[agreement]\nowner = \"Council\"\n[measure.finished-inside]\nsmallest-group = 9\n";
    let (agreement, _) = read(text, "2026-06-30");
    assert_eq!((agreement.smallest_group_of("finished-inside"), agreement.smallest_group_of("waiting-ledger")), (9, 5));
}

#[test]
fn what_is_not_understood_is_reported_with_the_nearest_key() {
    let (_, diagnostics) = read(
        "[agreement]\nowner = \"Council\"\n[criterion.capabel]\non = false\n[meassure.waiting-ledger]\non = false\n[rule]\nST101 = 1\n",
        "2026-06-30",
    );
    let said: Vec<String> = diagnostics.iter().map(|one| format!("{} {}", one.message, one.help.join(" "))).collect();
    assert_eq!(said.len(), 3, "{said:#?}");
    assert!(said[0].contains("capabel") && said[0].contains("`capable`"), "{said:#?}");
    assert!(said[1].contains("meassure") && said[1].contains("`measure`"), "{said:#?}");
}
