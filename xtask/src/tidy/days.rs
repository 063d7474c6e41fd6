//! Criteria, measures, moves, reviews, rules and reports read what is known on a day. What is written about later days,
//! and what files retract, is out of their reach but for a few doors, each listed here.

use super::{Check, Finding};
use crate::code::{blank, line_of, without_tests};
use crate::tree::Tree;

pub(super) const CHECK: Check = Check {
    name: "days",
    find,
    planted: &[("crates/core/src/review/criteria/x.rs", "fn one() { view.as_written().people.len(); }\n")],
};

/// Where a day is looked at.
const READERS: &[&str] = &["crates/core/src/", "crates/report/src/"];

/// A way around the day, who may take it, and what to take instead.
struct Door {
    word: &'static str,
    /// Files and folders below `crates/core/src/`. To reports no door is open.
    open_to: &'static [&'static str],
    instead: &'static str,
}

const DOORS: &[Door] = &[
    Door {
        word: ".as_written()",
        // An edit is about the writing, and so is what a rule offers as one, and an answer that is written.
        open_to: &["answers/", "moves/", "check/rules/thread/mod.rs"],
        instead: "read `inputs.org`, which is the organization as known on the day",
    },
    Door {
        word: ".as_of(",
        open_to: &["measure/view.rs", "measure/snapshot.rs"],
        instead: "read `view.facts`, which are the facts as known on the day",
    },
    Door {
        word: "snapshot.org",
        // What is held about people is all that is written, and a new entry gets an id that none has.
        open_to: &["answers/", "measure/snapshot.rs", "privacy.rs"],
        instead: "look at a day with `snapshot.on(day)`, and read `inputs.org` of it",
    },
    Door {
        word: "facts.memberships()",
        // What a roster says of those who are gone, and what it calls teams, is about the roster.
        open_to: &["measure/snapshot.rs", "measure/departures.rs", "check/rules/thread/leader_no_person.rs"],
        instead: "read `view.memberships()`, from which what files retract is taken out",
    },
];

fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    let reads = |path: &str| READERS.iter().any(|folder| path.starts_with(folder)) && path.ends_with(".rs");
    for (path, text) in tree.texts(|file| reads(&file.path) && !file.path.ends_with("/tests.rs")) {
        let code = without_tests(&blank(text));
        let below = path.trim_start_matches("crates/core/src/");
        for door in DOORS.iter().filter(|door| !door.open_to.iter().any(|open| below.starts_with(open))) {
            for place in code.match_indices(door.word).map(|(place, _)| place) {
                let says = format!("`{}` goes around the day", door.word);
                found.push(Finding::new(path, line_of(&code, place), says, door.instead));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        find(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn each_door_is_found_and_open_to_those_who_are_listed() {
        let text = "fn a() { v.as_written(); f.as_of(day); snapshot.org.people; view.facts.memberships(); }\n";
        assert_eq!(found("crates/core/src/check/rules/teams/x.rs", text), DOORS.len());
        assert_eq!(found("crates/core/src/moves/x.rs", text), DOORS.len() - 1);
        assert_eq!(found("crates/core/src/measure/snapshot.rs", text), 1);
        assert_eq!(found("crates/report/src/show/x.rs", text), DOORS.len());
        assert_eq!(
            found("crates/core/src/review/x.rs", "#[cfg(test)]\nmod tests {\n    fn a() { v.as_written(); }\n}\n"),
            0
        );
        assert_eq!(found("crates/cli/src/x.rs", text), 0);
    }
}
