//! Laws over generated rosters.

use std::collections::{BTreeMap, BTreeSet};

use onethread_evidence::spreadsheet::{Entries, EntryKey, EntryKind, Said};
use onethread_model::edit::{Edit, apply_to};
use onethread_model::record::Value;
use proptest::prelude::*;

use crate::common::{Settings, imported, proposed};

/// A person: manager among the earlier ones, team, title.
#[derive(Clone, Debug)]
struct Somebody {
    manager: usize,
    team: usize,
    title: String,
}

/// An initiative: leaders, share in percent, start as days since 2025, dependencies on teams.
#[derive(Clone, Debug)]
struct Work {
    leaders: BTreeSet<usize>,
    share: Option<u8>,
    start: Option<u16>,
    on: BTreeSet<usize>,
}

fn text() -> impl Strategy<Value = String> {
    // No comma and no semicolon, which would part lists, and no `@`, which could make an address.
    "[A-Za-z0-9 \"'\\\\#=\u{e9}\u{4e2d}\\[\\]{}.:_/+-]{0,12}"
        .prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn people() -> impl Strategy<Value = Vec<Somebody>> {
    let somebody =
        (0..30_usize, 0..6_usize, text()).prop_map(|(manager, team, title)| Somebody { manager, team, title });
    prop::collection::vec(somebody, 1..25)
}

fn work() -> impl Strategy<Value = Vec<Work>> {
    let one = (
        prop::collection::btree_set(0..30_usize, 0..3),
        prop::option::of(0..=100_u8),
        prop::option::of(0..500_u16),
        prop::collection::btree_set(0..5_usize, 0..3),
    );
    prop::collection::vec(one.prop_map(|(leaders, share, start, on)| Work { leaders, share, start, on }), 0..8)
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn roster(people: &[Somebody]) -> String {
    let mut out = "Seat,Manager,Team,Title\n".to_owned();
    for (index, one) in people.iter().enumerate() {
        let manager = if index == 0 { String::new() } else { format!("seat-{}", one.manager % index) };
        let team = if one.team == 0 { String::new() } else { format!("Team {}", one.team) };
        out += &format!("seat-{index},{manager},{team},{}\n", quoted(&one.title));
    }
    out
}

fn list(work: &[Work], people: &[Somebody]) -> String {
    let mut out = "Initiative,Leader,Share,Start,Depends on\n".to_owned();
    for (index, one) in work.iter().enumerate() {
        let leaders: BTreeSet<String> =
            one.leaders.iter().map(|leader| format!("seat-{}", leader % people.len())).collect();
        let leaders: Vec<String> = leaders.into_iter().collect();
        let share = one.share.filter(|_| leaders.len() == 1).map_or(String::new(), |share| format!("{share} %"));
        let start = onethread_model::Day::parse("2025-01-01").expect("a day");
        let start = one.start.map_or(String::new(), |days| start.plus_days(i32::from(days)).to_string());
        let teams: BTreeSet<usize> = people.iter().map(|one| one.team).filter(|team| *team > 0).collect();
        let on: Vec<String> =
            one.on.iter().filter(|team| teams.contains(team)).map(|team| format!("Team {team}")).collect();
        out += &format!("Bet {index},{},{share},{start},{}\n", leaders.join("; "), on.join("; "));
    }
    out
}

/// Entries without what they do not say.
fn said(entries: &Entries) -> BTreeMap<EntryKey, BTreeMap<&'static str, Said>> {
    let mut all = entries.all.clone();
    for fields in all.values_mut() {
        fields.retain(|_, said| !matches!(said, Said::Set(items) if items.is_empty()));
    }
    all
}

fn titles(entries: &Entries) -> BTreeMap<String, String> {
    let people = entries.all.iter().filter(|(key, _)| key.kind == EntryKind::Person);
    let title = |(key, fields): (&EntryKey, &BTreeMap<&'static str, Said>)| match fields.get("title") {
        Some(Said::Text(text)) => (key.id.clone(), text.clone()),
        _ => (key.id.clone(), String::new()),
    };
    people.map(title).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is written and loaded is what the sheets said, without a fault; and to import it again changes nothing.
    #[test]
    fn written_and_loaded_is_the_same(people in people(), work in work()) {
        let (roster, list) = (roster(&people), list(&work, &people));
        let files: [(&str, &[u8]); 2] = [("r.csv", roster.as_bytes()), ("i.csv", list.as_bytes())];
        let (mut folder, _) = imported(&files, &Settings::default());
        let (proposal, diagnostics) = proposed(&files, &Settings::default());
        // A title of marks alone says nothing, and a row may hold a name only: that is said.
        prop_assert!(diagnostics.iter().all(|one| matches!(one.code, "says-nothing" | "lone-row")), "{diagnostics:#?}");
        prop_assert_eq!(said(&folder.entries()), said(&proposal.entries));

        let settings = Settings { memory: folder.memory.clone(), ..Settings::default() };
        let (again, _) = proposed(&files, &settings);
        let before = folder.files.clone();
        let (comparison, written) = folder.import(&again, false);
        prop_assert!(comparison.is_empty() && comparison.conflicts.is_empty() && comparison.gone.is_empty());
        prop_assert!(written.files.is_empty());
        prop_assert_eq!(&folder.files, &before);
        // Without the memory, too: the files say it already.
        folder.memory = Default::default();
        let (comparison, written) = folder.import(&again, false);
        prop_assert!(comparison.is_empty() && comparison.conflicts.is_empty() && written.files.is_empty());
    }

    /// A newer sheet brings the files to where it is, and leaves no other trace.
    #[test]
    fn a_newer_sheet_is_followed(old in people(), new in people(), before in work(), after in work()) {
        let sheets = |people: &[Somebody], work: &[Work]| (roster(people), list(work, people));
        let (r1, l1) = sheets(&old, &before);
        let (mut folder, _) = imported(&[("r.csv", r1.as_bytes()), ("i.csv", l1.as_bytes())], &Settings::default());
        let (r2, l2) = sheets(&new, &after);
        let settings = Settings { memory: folder.memory.clone(), ..Settings::default() };
        let (proposal, _) = proposed(&[("r.csv", r2.as_bytes()), ("i.csv", l2.as_bytes())], &settings);
        let (comparison, written) = folder.import(&proposal, false);
        prop_assert!(comparison.conflicts.is_empty(), "{:?}", comparison.conflicts);
        prop_assert!(written.refused.is_empty(), "{:?}", written.refused);
        let now = said(&folder.entries());
        for (key, fields) in said(&proposal.entries) {
            let own = now.get(&key).cloned().unwrap_or_default();
            for (name, said) in fields {
                prop_assert_eq!(own.get(name), Some(&said), "{:?} {}", key, name);
            }
        }
    }

    /// Three-way by hand on titles: what the sheet did not change stays as someone wrote it; what only the sheet
    /// changed is taken; what both changed differently stays and is reported.
    #[test]
    fn hand_edits_are_kept(people in people(), hands in prop::collection::btree_map(0..25_usize, text(), 0..8),
                           sheet in prop::collection::btree_map(0..25_usize, text(), 0..8)) {
        let first = roster(&people);
        let (mut folder, _) = imported(&[("r.csv", first.as_bytes())], &Settings::default());
        let base = titles(&folder.entries());
        let hands: BTreeMap<String, String> = hands.into_iter().filter(|(at, text)| *at < people.len() && !text.is_empty())
            .map(|(at, text)| (format!("seat-{at}"), text)).collect();
        for (id, title) in &hands {
            let text = &folder.files["org/people.toml"];
            let text = apply_to(text, &[Edit::set("", "person", id, "title", Value::text(title))]).expect("an edit");
            folder.files.insert("org/people.toml".to_owned(), text + "# by hand\n");
        }
        let mut newer = people.clone();
        for (at, title) in sheet.iter().filter(|(at, _)| **at < people.len()) {
            newer[*at].title.clone_from(title);
        }
        let settings = Settings { memory: folder.memory.clone(), ..Settings::default() };
        let (proposal, _) = proposed(&[("r.csv", roster(&newer).as_bytes())], &settings);
        let (comparison, _) = folder.import(&proposal, false);
        let (now, wished) = (titles(&folder.entries()), titles(&proposal.entries));
        let mut conflicts = 0;
        for (id, base) in &base {
            let hand = hands.get(id).unwrap_or(base);
            let expected = if &wished[id] == base || hand != base { hand } else { &wished[id] };
            conflicts += usize::from(&wished[id] != base && hand != base && hand != &wished[id]);
            prop_assert_eq!(&now[id], expected);
        }
        prop_assert_eq!(comparison.conflicts.len(), conflicts);
        prop_assert_eq!(folder.files["org/people.toml"].matches("# by hand").count(), hands.len());
    }

    /// No bytes at all make it panic.
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), lines in "(Seat|Manager|Share|Start|Initiative|Leader|Team|Status|Depends on|[0-9/%.;,\t\n\"@= a-z]{1,6}){0,60}") {
        for text in [bytes.as_slice(), lines.as_bytes()] {
            let (proposal, _) = proposed(&[("a.csv", text)], &Settings::default());
            let mut folder = crate::common::Folder::default();
            let (_, written) = folder.import(&proposal, false);
            prop_assert!(written.refused.is_empty(), "{:?}", written.refused);
        }
    }
}
