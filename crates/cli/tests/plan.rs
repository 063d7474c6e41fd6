//! `onethread plan`: one page on Harbour Market, what cannot be known on Kubernetes, numbers that hold only for the plan
//! that was printed last, and input of which little can be said.

mod common;

use std::fs;

use common::{folder, json, onethread, repository, stderr, stdout};
use serde_json::Value;

const HARBOUR: &str = "examples/harbour-market";
/// Lines of a page on paper.
const PAGE_LINES: usize = 80;

const SETTINGS: (&str, &[u8]) = ("onethread.toml", b"[project]\nname = \"Shop\"\ndata-cut = 2026-06-30\n");

fn rows(plan: &Value) -> Vec<String> {
    let rows = plan["rows"].as_array().expect("rows");
    rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn harbour_market_is_one_page_of_at_most_five_changes_and_what_to_leave() {
    let output = onethread(&repository(), &["plan", HARBOUR]);
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(text.lines().count() <= PAGE_LINES, "{}: {text}", text.lines().count());
    for says in [
        "Appoint a full-time leader for Loyalty that pays (vacant since 16 March 2026)",
        "decide reversible matters alone",
        "deciding still takes time",
        "Already decided",
        "Leave it",
        "Returns in one tap: one leader with one thread",
        "Not known",
        "Next: onethread what-if 1",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
    for banned in ["person-day", "impact", "EUR", "$", "faster by"] {
        assert!(!text.contains(banned), "{banned}: {text}");
    }
    let plan = json(&repository(), &["plan", HARBOUR, "--format", "json"]);
    assert!(rows(&plan).len() <= 5);
    // What a waiver accepts, and what is planned with a day to come, is not advised again.
    let changes =
        plan["rows"].as_array().into_iter().flatten().flat_map(|row| row["changes"].as_array().expect("changes"));
    for change in changes {
        let about = (change["change"].as_str(), change["initiative"].as_str(), change["on"].as_str());
        assert!(about.0 != Some("appoint") || !matches!(about.1, Some("fraud" | "payments")), "{change}");
        assert_ne!(about, (Some("plan-dependency"), Some("returns"), Some("team:warehouse-systems")), "{change}");
        assert_ne!((about.0, about.1), (Some("delegate"), Some("returns")), "a mandate decides it: {change}");
    }
}

#[test]
fn every_form_of_output_has_the_same_rows() {
    let plan = json(&repository(), &["plan", HARBOUR, "--format", "json"]);
    let says: Vec<String> = plan["rows"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| row["says"].as_str().expect("words").to_owned())
        .collect();
    for format in ["html", "markdown"] {
        let text = stdout(&onethread(&repository(), &["plan", HARBOUR, "--format", format]));
        for says in &says {
            let start: String = says.chars().take(40).collect();
            assert!(text.contains(&start), "{format}: {start}");
        }
    }
    let one = json(&repository(), &["plan", HARBOUR, "--initiative", "loyalty", "--format", "json"]);
    assert!(!rows(&one).is_empty());
    let about =
        one["rows"].as_array().into_iter().flatten().flat_map(|row| row["initiatives"].as_array().expect("ids"));
    assert!(about.clone().all(|id| id == "loyalty"), "{:?}", about.collect::<Vec<_>>());
    let sponsor = json(&repository(), &["plan", HARBOUR, "--for", "sponsor", "--format", "json"]);
    let decides = sponsor["rows"].as_array().into_iter().flatten().map(|row| row["decides"].as_str().expect("who"));
    assert!(decides.clone().all(|who| who.contains("sponsor")), "{:?}", decides.collect::<Vec<_>>());
}

#[test]
fn on_kubernetes_it_says_what_cannot_be_known() {
    let text = stdout(&onethread(&repository(), &["plan", "examples/kubernetes"]));
    for says in ["125 of 125 initiatives wait for anybody", "Whether anything gets faster"] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert!(!text.contains("(supported)"), "{text}");
}

/// Two initiatives, of which one has no leader.
fn shop() -> tempfile::TempDir {
    folder(&[
        SETTINGS,
        (
            "org/shop.toml",
            b"[person.ines]\n[person.vp]\n[initiative.returns]\nleader = \"ines\"\n[initiative.search]\nvacant = 2026-03-01\n",
        ),
    ])
}

#[test]
fn a_number_holds_only_for_the_plan_that_was_printed_last() {
    let shop = shop();
    let here = shop.path();
    let refused = onethread(here, &["what-if", "1"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("no plan was printed here"), "{}", stderr(&refused));

    let printed = json(here, &["plan", "--format", "json"]);
    let first = printed["rows"][0]["id"].as_str().expect("a row").to_owned();
    assert_eq!(first, "appoint-search");
    // What the row leaves open is asked for, and nothing else is wrong with it.
    assert!(stderr(&onethread(here, &["what-if", "1"])).contains("does not say leader"));
    assert!(stderr(&onethread(here, &["what-if", &first])).contains("does not say leader"));
    let none = onethread(here, &["what-if", "9"]);
    assert!(stderr(&none).contains("has no row 9"), "{}", stderr(&none));

    // Search gets a leader, and returns loses its own: row 1 is another one now.
    fs::write(
        here.join("org/shop.toml"),
        "[person.ines]\n[person.vp]\n[initiative.returns]\nvacant = 2026-05-01\n[initiative.search]\nleader = \"ines\"\n",
    )
    .expect("a file");
    let moved = onethread(here, &["what-if", "1"]);
    assert_eq!(moved.status.code(), Some(2));
    for says in ["row 1 was `appoint-search`", "it is now `appoint-returns`"] {
        assert!(stderr(&moved).contains(says), "{says}: {}", stderr(&moved));
    }
    assert!(here.join(".onethread/.gitignore").exists(), "what is remembered stays out of git");
}

#[test]
fn bad_input_gets_an_explained_answer() {
    let one = |text: &'static str| {
        let folder = folder(&[SETTINGS, ("org/a.toml", text.as_bytes())]);
        let output = onethread(folder.path(), &["plan"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        (stdout(&output), json(folder.path(), &["plan", "--format", "json"]))
    };
    let (text, plan) = one("[organization]\nname = \"Empty\"\n");
    assert!(text.contains("No live initiative is described"), "{text}");
    assert_eq!(rows(&plan), Vec::<String>::new());
    // One team, no evidence: nobody else could own anything, and nothing is said of days.
    let (text, plan) = one("[team.a]\nmembers = [\"ines\"]\n[person.ines]\n[initiative.x]\nleader = \"ines\"\n");
    assert!(text.contains("Not known"), "{text}");
    assert!(plan["ownership"]["refused"].is_string(), "{}", plan["ownership"]);
    let refused = onethread(shop().path(), &["plan", "--initiative", "serch"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("did you mean `search`?"), "{}", stderr(&refused));
    let refused = onethread(shop().path(), &["plan", "--max", "0"]);
    assert_eq!(refused.status.code(), Some(2), "{}", stderr(&refused));
}

#[test]
fn where_all_waiting_is_shared_no_single_change_ends_a_day() {
    let mut table = "day,initiative,gate,answered\n".to_owned();
    for at in 1..=6 {
        for gate in ["board", "desk"] {
            table += &format!("2026-0{at}-03,returns,{gate},2026-0{at}-20\n");
        }
    }
    let settings =
        "[project]\nname = \"Shop\"\ndata-cut = 2026-06-30\n[source.asked]\nfile = \"asked.csv\"\ntable = \"review\"\n";
    let org = "[person.ines]\n[initiative.returns]\nidea = 2025-06-01\nleader = \"ines\"\n[gate.board]\nowner = \"team:x\"\n[gate.desk]\n\
               owner = \"team:y\"\n[team.x]\nheadcount = 5\n[team.y]\nheadcount = 5\n";
    let here = folder(&[
        ("onethread.toml", settings.as_bytes()),
        ("org/a.toml", org.as_bytes()),
        ("asked.csv", table.as_bytes()),
    ]);
    let output = onethread(here.path(), &["plan", "--full"]);
    let text = stdout(&output).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("two or more at once; most often it was board and desk together"),
        "{text}\n{}",
        stderr(&output)
    );
}
