//! Lines of `CODEOWNERS` that a plan writes: the importer reads them into the ownership that they were made from.

use onethread_core::plan::papers::codeowners;
use onethread_evidence::importers::codeowners::parse;
use onethread_model::Day;
use onethread_model::org::{self, Org};
use onethread_model::source::Sources;

const TEAMS: &str = "[team.checkout]\nknown-as = [\"Checkout team\", \"@harbour/checkout\"]\n[team.payments]\nknown-as = \"@harbour/payments\"\n[team.quiet]\n";

fn org(components: &str) -> Org {
    let mut sources = Sources::default();
    let file = sources.add("org/a.toml", format!("{TEAMS}{components}"));
    org::load(&sources, &[file], &mut Vec::new())
}

fn component(id: &str, owner: &str, paths: &str) -> String {
    format!("[component.{id}]\nowner = \"{owner}\"\npaths = [{paths}]\n")
}

/// The owners of a path by a text of `CODEOWNERS`.
fn owners(text: &str, path: &str) -> Vec<String> {
    let rules = parse("CODEOWNERS", text.as_bytes());
    assert!(rules.problems.is_empty(), "{text}");
    let answer = rules.owners_of(path.as_bytes());
    rules.owners(&answer).map(|(owner, _)| owner.name.to_string()).collect()
}

#[test]
fn what_is_written_is_read_as_the_same_ownership() {
    let day = Day::parse("2026-06-30").expect("a day");
    let (ledger, label) = ("\"services/ledger/**\", \"lib/money notes/**\"", "\"services/label/**\"");
    let before = org(&(component("ledger", "payments", ledger) + &component("label", "payments", label)));
    let after = org(&(component("ledger", "checkout", ledger) + &component("label", "payments", label)));
    let paper = codeowners(&before, &after, day).expect("one owner differs");
    // At the end of what is there already, the new lines decide.
    let whole = format!("* @harbour/payments\n{}", paper.text);
    for path in ["services/ledger/src/a.rs", "lib/money notes/b.md"] {
        assert_eq!(owners(&whole, path), ["harbour/checkout"], "{path}\n{whole}");
    }
    for path in ["services/label/a.rs", "other/services/ledger/a.rs", "lib/money"] {
        assert_eq!(owners(&whole, path), ["harbour/payments"], "{path}\n{whole}");
    }
    assert!(codeowners(&before, &before, day).is_none(), "nothing differs, and nothing is written");
    // What cannot be said is said to be so, and is no rule.
    let quiet = org(&(component("ledger", "quiet", ledger) + &component("label", "checkout", "\"a/[bc]/**\"")));
    let paper = codeowners(&before, &quiet, day).expect("owners differ");
    assert!(paper.text.contains("no handle of quiet is known"), "{}", paper.text);
    assert!(paper.text.contains("cannot be said in CODEOWNERS"), "{}", paper.text);
    assert!(owners(&paper.text, "services/ledger/src/a.rs").is_empty());
}
