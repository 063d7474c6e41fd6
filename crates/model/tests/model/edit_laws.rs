//! Laws of edits, for files written in any of the ways that TOML allows.

use std::sync::Arc;

use onethread_model::edit::{Edit, EditError, apply, changed_lines, key_toml, replacements, text_toml};
use onethread_model::record::{Record, Value};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::edit::{attestation, day, person};
use crate::properties::{PIECES, STATEMENTS, file};
use crate::{dump, load};

fn once(text: &str, edit: &Edit) -> Result<String, EditError> {
    apply(text, std::slice::from_ref(edit))
}

/// Edits with the statement that says the same, for files made of [`STATEMENTS`].
fn sets() -> Vec<(Edit, &'static str, &'static str)> {
    let needs = Value::Map(vec![("quality".to_owned().into(), Value::Number(2.0).into())]);
    let first_value = Value::Table(Record::of([("on", day("2026-07-01")), ("event", Value::text("x"))]));
    vec![
        (
            Edit::set("person", "ines", "title", Value::text("a \"b\" \\ '#")),
            "[person.ines]",
            "title = \"a \\\"b\\\" \\\\ '#\"",
        ),
        (Edit::set("person", "new one", "reports-to", person("vp")), "[person.\"new one\"]", "reports-to = \"vp\""),
        (
            Edit::set("team", "core", "members", Value::list([person("vp"), person("a:b")])),
            "[team.core]",
            "members = [\"vp\", \"person:a:b\"]",
        ),
        (
            Edit::set("organization", "", "tenets", Value::list([Value::text("[x]")])),
            "[organization]",
            "tenets = [\"[x]\"]",
        ),
        (Edit::set("initiative", "returns", "idea", day("2026-01-13")), "[initiative.returns]", "idea = 2026-01-13"),
        (
            Edit::set("initiative", "returns", "title", Value::text("one\ntwo")),
            "[initiative.returns]",
            "title = \"one\\ntwo\"",
        ),
        (
            Edit::set("initiative", "returns", "value", first_value),
            "[initiative.returns]",
            "value = { on = 2026-07-01, event = \"x\" }",
        ),
        (Edit::set("initiative", "search", "needs", needs), "[initiative.search]", "needs = { quality = 2 }"),
        (
            Edit::set("gate", "safety", "owner", Value::reference("team", "core")),
            "[gate.safety]",
            "owner = \"team:core\"",
        ),
        (Edit::set("gate", "safety", "standing", Value::Flag(true)), "[gate.safety]", "standing = true"),
    ]
}

/// How the entries of a file are written.
#[derive(Clone, Copy, Debug)]
enum Way {
    Headers,
    Dotted,
    Braces,
}

/// A file made of statements, in one way of writing; without tables below entries where headers are not used.
fn written(statements: &[(&str, &str)], way: Way, comments: &[bool]) -> String {
    let commented = |text: &str| -> String {
        let mut out = String::new();
        let mut inside = false;
        for (index, line) in text.lines().enumerate() {
            // Inside a text over several lines nothing is a comment.
            if !inside && comments.get(index % comments.len().max(1)) == Some(&true) {
                out += &format!("# \u{e9} {index}\n");
            }
            inside ^= line.matches("\"\"\"").count() % 2 == 1;
            out += &format!("{line}\n");
        }
        out
    };
    if matches!(way, Way::Headers) {
        return commented(&file(statements));
    }
    let by_id: Vec<_> = statements.iter().filter(|(header, _)| !header.starts_with("[[")).collect();
    let arrays: Vec<_> = statements
        .iter()
        .filter(|(header, _)| header.starts_with("[[") && !header.starts_with("[[initiative."))
        .copied()
        .collect();
    let mut head = String::new();
    let mut kinds: std::collections::BTreeMap<&str, std::collections::BTreeMap<&str, Vec<&str>>> = Default::default();
    for (header, key) in by_id {
        let path = header.trim_matches(['[', ']']);
        head += &format!("{path}.{key}\n");
        let (kind, id) = path.split_once('.').unwrap_or((path, ""));
        kinds.entry(kind).or_default().entry(id).or_default().push(key.split(" # ").next().unwrap_or(key));
    }
    if let Way::Braces = way {
        let entry = |(id, keys): (&&str, &Vec<&str>)| match *id {
            "" => keys.join(", "),
            id => format!("{id} = {{ {} }}", keys.join(", ")),
        };
        head = kinds
            .iter()
            .map(|(kind, ids)| format!("{kind} = {{ {} }}\n", ids.iter().map(entry).collect::<Vec<_>>().join(", ")))
            .collect();
    }
    commented(&(head + &file(&arrays)))
}

fn cases() -> impl Strategy<Value = (Vec<(&'static str, &'static str)>, Way, Vec<bool>)> {
    let way = select(vec![Way::Headers, Way::Dotted, Way::Braces]);
    (subsequence(STATEMENTS, 0..=STATEMENTS.len()), way, prop::collection::vec(any::<bool>(), 1..9))
}

/// Whether all lines of `some` stand in `all`, in their order.
fn within(some: &[&str], all: &str) -> bool {
    let mut lines = all.split_inclusive('\n');
    some.iter().all(|line| lines.any(|other| other == *line))
}

/// A dependency as a case has it: on which team, the class, the effect, the owner and the day of its plan.
#[derive(Clone, Debug, Default)]
struct Item {
    on: &'static str,
    class: Option<&'static str>,
    effect: Option<&'static str>,
    owner: Option<&'static str>,
    by: Option<&'static str>,
}

/// How the items of a list, and the tables in them, are written.
#[derive(Clone, Copy, Debug)]
enum ItemWay {
    Headers,
    HeadersBelow,
    HeadersDotted,
    Braces,
    BracesByLine,
    BracesDotted,
    Outside,
}

const ITEM_WAYS: [ItemWay; 7] = [
    ItemWay::Headers,
    ItemWay::HeadersBelow,
    ItemWay::HeadersDotted,
    ItemWay::Braces,
    ItemWay::BracesByLine,
    ItemWay::BracesDotted,
    ItemWay::Outside,
];

fn items_written(items: &[Item], way: ItemWay, comments: &[bool]) -> String {
    let keys = |item: &Item| {
        let mut keys = vec![format!("on = \"team:{}\"", item.on)];
        keys.extend(item.class.map(|class| format!("class = '{class}'")));
        keys.extend(item.effect.map(|effect| format!("effect = \"{effect}\"")));
        keys
    };
    let plan = |item: &Item| {
        let owner = item.owner.map(|owner| format!("owner = \"{owner}\""));
        owner.into_iter().chain(item.by.map(|by| format!("by = {by}"))).collect::<Vec<_>>()
    };
    let whole = |item: &Item| {
        let (mut keys, plan) = (keys(item), plan(item));
        if !plan.is_empty() {
            keys.push(format!("plan = {{ {} }}", plan.join(", ")));
        }
        keys
    };
    let braces = |item: &Item| format!("{{ {} }}", whole(item).join(", "));
    let all = |join: &str| items.iter().map(braces).collect::<Vec<_>>().join(join);
    let text = match way {
        ItemWay::Headers | ItemWay::HeadersBelow | ItemWay::HeadersDotted | ItemWay::Outside => {
            let mut out = "[initiative.a]\ntitle = \"A\"\n\n".to_owned();
            for item in items {
                let below = plan(item);
                match way {
                    ItemWay::HeadersBelow if !below.is_empty() => {
                        let (keys, below) = (keys(item).join("\n"), below.join("\n"));
                        out += &format!(
                            "[[initiative.a.dependency]]\n{keys}\n[initiative.a.dependency.plan]\n{below}\n\n"
                        );
                    }
                    ItemWay::HeadersDotted => {
                        let plan = below.iter().map(|line| format!("plan.{line}"));
                        let keys: Vec<String> = keys(item).into_iter().chain(plan).collect();
                        out += &format!("[[initiative.a.dependency]]\n{}\n\n", keys.join("\n"));
                    }
                    ItemWay::Outside => {
                        out += &format!("[[dependency]]\ninitiative = \"a\"\n{}\n\n", whole(item).join("\n"));
                    }
                    _ => out += &format!("[[initiative.a.dependency]]\n{}\n\n", whole(item).join("\n")),
                }
            }
            out + "[team.t]\ntitle = 'T'\n"
        }
        ItemWay::Braces => format!("[initiative.a]\ndependency = [{}] # all\ntitle = \"A\"\n", all(", ")),
        ItemWay::BracesByLine if items.is_empty() => "[initiative.a]\ndependency = []\ntitle = \"A\"\n".to_owned(),
        ItemWay::BracesByLine => format!("[initiative.a]\ndependency = [\n  {},\n]\ntitle = \"A\"\n", all(",\n  ")),
        ItemWay::BracesDotted => format!("initiative.a.title = \"A\"\ninitiative.a.dependency = [{}]\n", all(", ")),
    };
    let mut out = String::new();
    for (index, line) in text.lines().enumerate() {
        if comments.get(index % comments.len().max(1)) == Some(&true) {
            out += &format!("# \u{e9} {index}\n");
        }
        out += &format!("{line}\n");
    }
    out
}

fn items() -> impl Strategy<Value = Vec<Item>> {
    let maybe = |words: &'static [&'static str]| prop::option::of(select(words));
    let item = (select(vec!["x", "y", "z.z"]), maybe(&["review", "approval"]), maybe(&["ok", "slowing"]));
    let item = (item, maybe(&["t", "x"]), maybe(&["2026-09-01", "2026-10-01"]));
    let item = item.prop_map(|((on, class, effect), owner, by)| Item { on, class, effect, owner, by });
    prop::collection::vec(item, 0..5)
}

/// What is done to items: to a case, and as an edit of those on a team and of a class.
#[derive(Clone, Copy, Debug)]
enum Change {
    Effect,
    NoEffect,
    Owner,
    NoBy,
    NoPlan,
    Drop,
}

const CHANGES: [Change; 6] =
    [Change::Effect, Change::NoEffect, Change::Owner, Change::NoBy, Change::NoPlan, Change::Drop];

impl Change {
    fn edit(self, way: ItemWay, on: &str, class: Option<&str>) -> Edit {
        let says = [("on", Some(Value::reference("team", on))), ("class", class.map(Value::text))];
        let (kind, id) = if matches!(way, ItemWay::Outside) { ("dependency", "") } else { ("initiative", "a") };
        let edit = match self {
            Change::Effect => Edit::set(kind, id, "effect", Value::text("blocking")),
            Change::NoEffect => Edit::remove(kind, id, "effect"),
            Change::Owner => Edit::set(kind, id, "owner", Value::reference("team", "new one")),
            Change::NoBy => Edit::remove(kind, id, "by"),
            Change::NoPlan => Edit::remove(kind, id, "plan"),
            Change::Drop => Edit::drop_entry(kind, id),
        };
        let edit = if kind == "dependency" { edit.of(says) } else { edit.inside("dependency", says) };
        match self {
            Change::Owner | Change::NoBy => edit.inside::<&str>("plan", []),
            _ => edit,
        }
    }

    fn of(self, item: &Item) -> Option<Item> {
        let item = item.clone();
        match self {
            Change::Effect => Some(Item { effect: Some("blocking"), ..item }),
            Change::NoEffect => Some(Item { effect: None, ..item }),
            Change::Owner => Some(Item { owner: Some("new one"), ..item }),
            Change::NoBy => Some(Item { by: None, ..item }),
            Change::NoPlan => Some(Item { owner: None, by: None, ..item }),
            Change::Drop => None,
        }
    }
}

/// What a text says, but for plans of which nothing is left: `plan = {}` is no plan.
fn said(text: &str) -> String {
    let (mut org, lines) = load(&[("f.toml", text)]);
    assert!(!lines.iter().any(|line| line.starts_with("error[syntax")), "{text}\n{lines:?}");
    let inside = Arc::make_mut(&mut org.initiatives).values_mut().flat_map(|one| &mut one.dependencies);
    for one in inside.chain(Arc::make_mut(&mut org.outside_dependencies).iter_mut().map(|(_, one)| one)) {
        one.plan = one.plan.take().filter(|plan| plan.owner.is_some() || plan.by.is_some());
    }
    dump(&org)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_edit_of_an_item_changes_nothing_else(
        items in items(),
        way in select(&ITEM_WAYS[..]),
        comments in prop::collection::vec(any::<bool>(), 1..9),
        change in select(&CHANGES[..]),
        (on, class) in (select(vec!["x", "z.z"]), prop::option::of(select(vec!["review", "approval"]))),
    ) {
        let before = items_written(&items, way, &comments);
        let edit = change.edit(way, on, class);
        let is_it = |item: &Item| item.on == on && item.class == class;
        let sets = matches!(change, Change::Effect | Change::Owner);
        let after = match once(&before, &edit) {
            Err(EditError::Layout(why)) => {
                prop_assert!(sets && !items.iter().any(is_it), "{}\n{}", why, before);
                return Ok(());
            }
            after => after.expect("an edit"),
        };
        prop_assert!(!sets || items.iter().any(is_it), "nothing to set, and no word on it:\n{}", before);
        // The loader reads what was meant.
        let each = |item: &Item| if is_it(item) { change.of(item) } else { Some(item.clone()) };
        let meant: Vec<Item> = items.iter().filter_map(each).collect();
        prop_assert_eq!(said(&after), said(&items_written(&meant, way, &[])), "{}\n->\n{}", before, after);
        // Twice is once.
        prop_assert_eq!(&once(&after, &edit).expect("an edit"), &after);
        // Comments stay, and every line that does not hold what was changed.
        let gone = before.lines().filter(|line| !after.lines().any(|other| other == *line));
        for line in gone {
            let plan = line.starts_with("plan") || line.contains("effect") || line.starts_with("owner") || line.starts_with("by");
            let whole = line.contains('{') || line.ends_with("plan]") || line.starts_with("[[");
            let dropped = matches!(change, Change::Drop) && (line.starts_with("on") || line.starts_with("class"));
            prop_assert!(!line.starts_with('#') && (plan || whole || dropped || line.starts_with("initiative =")), "{}\n{}\n->\n{}", line, before, after);
        }
        let crlf = |text: &str| text.replace('\n', "\r\n");
        prop_assert_eq!(once(&crlf(&before), &edit).expect("an edit"), crlf(&after));
    }

    /// Said as replacements, edits are the same, and no replacement is larger than it has to be.
    #[test]
    fn replacements_are_what_edits_do(
        items in items(),
        way in select(&ITEM_WAYS[..]),
        changes in prop::collection::vec((select(&CHANGES[..]), select(vec!["x", "y", "z.z"])), 1..4),
        mark in any::<bool>(),
    ) {
        let before = format!("{}{}", if mark { "\u{feff}" } else { "" }, items_written(&items, way, &[true]));
        let edits: Vec<Edit> = changes.iter().map(|(change, on)| change.edit(way, on, None)).collect();
        let told = replacements(&before, [edits.as_slice()]).expect("TOML").remove(0);
        match (apply(&before, &edits), told) {
            (Ok(after), Ok(told)) => {
                let mut out = before.clone();
                for one in told.iter().rev() {
                    prop_assert!(!before[one.range.clone()].contains('#'), "a comment is in the way");
                    out.replace_range(one.range.clone(), &one.text);
                }
                prop_assert_eq!(out, after);
                prop_assert!(told.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
            }
            (after, told) => prop_assert_eq!(after.map(|_| ()), told.map(|_| ())),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_set_changes_nothing_else((all, way, comments) in cases(), (edit, header, line) in select(sets())) {
        let before = written(&all, way, &comments);
        let after = once(&before, &edit).expect("an edit");
        // The loader reads what was meant.
        let key = format!("{} =", line.split(" =").next().unwrap_or_default());
        let same = |(h, k): &(&str, &str)| *h == header && k.starts_with(&key);
        let mut meant: Vec<(&str, &str)> = all.iter().filter(|statement| !same(statement)).copied().collect();
        meant.push((header, line));
        if !matches!(way, Way::Headers) {
            meant.retain(|(header, _)| !header.starts_with("[[initiative."));
        }
        prop_assert_eq!(dump(&load(&[("f.toml", &after)]).0), dump(&load(&[("f.toml", &file(&meant))]).0), "{}", after);
        // Twice is once.
        prop_assert_eq!(&once(&after, &edit).expect("an edit"), &after);
        // Every line that does not hold the key is the same.
        if !matches!(way, Way::Braces) {
            let old = all.iter().find(|statement| same(statement));
            let old: Vec<&str> = old.map_or(vec![], |(_, key)| key.lines().collect());
            let of_the_key = |line: &str| {
                old.iter().any(|old| line.trim_end().ends_with(old)) || old.len() > 1 && line.starts_with('#')
            };
            let rest: Vec<&str> = before.split_inclusive('\n').filter(|line| !of_the_key(line)).collect();
            prop_assert!(within(&rest, &after), "{}\n->\n{}", before, after);
        }
        // Line ends are those of the file, where it has any.
        prop_assume!(before.contains('\n'));
        let crlf = |text: &str| text.replace('\n', "\r\n");
        prop_assert_eq!(once(&crlf(&before), &edit).expect("an edit"), crlf(&after));
    }

    #[test]
    fn an_entry_that_is_added_is_one_more((all, way, comments) in cases(), note in any::<String>()) {
        let before = written(&all, way, &comments);
        let after = apply(&before, &[attestation(&note)]).expect("an edit");
        prop_assert!(within(&before.split_inclusive('\n').collect::<Vec<_>>(), &after), "{}\n->\n{}", before, after);
        let (mut org, _) = load(&[("f.toml", &after)]);
        let count = load(&[("f.toml", &before)]).0.attestations.len();
        prop_assert_eq!(org.attestations.len(), count + 1);
        let index = org.attestations.iter().position(|one| one.note.as_ref().is_some_and(|at| at.value == note));
        Arc::make_mut(&mut org.attestations).remove(index.expect("the new one"));
        prop_assert_eq!(dump(&org), dump(&load(&[("f.toml", &before)]).0));
        let (line, added) = changed_lines(&before, &after).expect("lines");
        prop_assert_eq!(after.lines().nth(line - 1), Some("[[attestation]]"));
        prop_assert_eq!(added.len(), 7);
    }

    #[test]
    fn an_item_that_is_added_is_the_last((all, way, comments) in cases(), id in "[a-z:.\" ]{1,6}") {
        prop_assume!(!id.trim().is_empty());
        let before = written(&all, way, &comments);
        let edit = Edit::add("team", "core", "members", person(&id));
        let after = once(&before, &edit).expect("an edit");
        let members = |text: &str| -> Vec<String> {
            let team = load(&[("f.toml", text)]).0.teams.get("core").cloned();
            team.map_or(vec![], |team| team.members.into_iter().map(|at| at.value).collect())
        };
        let mut meant = members(&before);
        if !meant.contains(&id) {
            meant.push(id);
        }
        prop_assert_eq!(members(&after), meant, "{}", after);
        prop_assert_eq!(&once(&after, &edit).expect("an edit"), &after);
    }

    /// Many edits in one call are made together where they can be, and that makes no difference.
    #[test]
    fn together_is_one_by_one((all, way, comments) in cases(), picks in prop::collection::vec(0..14_usize, 1..8)) {
        let before = written(&all, way, &comments);
        let mut pool: Vec<Edit> = sets().into_iter().map(|(edit, ..)| edit).collect();
        pool.push(Edit::add("team", "core", "members", person("new one")));
        pool.push(Edit::take("team", "core", "members", person("ines")));
        pool.push(Edit::remove("initiative", "returns", "title"));
        pool.push(attestation("n"));
        let edits: Vec<Edit> = picks.into_iter().map(|pick| pool[pick].clone()).collect();
        let one_by_one = edits.iter().try_fold(before.clone(), |text, edit| once(&text, edit));
        prop_assert_eq!(apply(&before, &edits), one_by_one);
    }

    #[test]
    fn an_item_that_is_added_can_be_taken_out((all, way, comments) in cases(), id in "[a-z:.\" ]{1,6}") {
        prop_assume!(!id.trim().is_empty());
        let before = written(&all, way, &comments);
        let take = Edit::take("team", "core", "members", person(&id));
        let before = once(&before, &take).expect("an edit");
        let after = apply(&before, &[Edit::add("team", "core", "members", person(&id)), take]).expect("an edit");
        let members = |text: &str| -> Vec<String> {
            let team = load(&[("f.toml", text)]).0.teams.get("core").cloned();
            team.map_or(vec![], |team| team.members.into_iter().map(|at| at.value).collect())
        };
        prop_assert_eq!(members(&after), members(&before), "{}", after);
        prop_assert!(!members(&after).contains(&id));
    }

    #[test]
    fn what_is_set_can_be_taken_out((all, way, comments) in cases(), (edit, header, line) in select(sets())) {
        let key = line.split(" =").next().unwrap_or_default();
        let path = header.trim_matches(['[', ']']);
        let (kind, id) = path.split_once('.').unwrap_or((path, ""));
        let before = written(&all, way, &comments);
        let with = once(&before, &edit).expect("an edit");
        let remove = Edit::remove(kind, id.trim_matches('"'), key);
        let without = once(&with, &remove).expect("an edit");
        prop_assert_eq!(&once(&without, &remove).expect("an edit"), &without);
        // What takes no part in it is the same as when the key is taken out of the file as it was.
        let directly = once(&before, &remove).expect("an edit");
        let mut with_entry = load(&[("f.toml", &without)]).0;
        let direct = load(&[("f.toml", &directly)]).0;
        if !direct.people.contains_key("new one") {
            Arc::make_mut(&mut with_entry.people).remove("new one");
        }
        // An entry that came into being for the key stays, with nothing in it.
        prop_assert!(with_entry.initiatives.len() >= direct.initiatives.len());
        for (id, one) in direct.people.as_ref().clone() {
            let title = with_entry.people[&id].title.as_ref().map(|at| &at.value);
            prop_assert_eq!(title, one.title.as_ref().map(|at| &at.value));
        }
    }

    #[test]
    fn any_text_is_edited_or_refused(
        pieces in prop::collection::vec(select(PIECES), 0..30),
        (edit, ..) in select(sets()),
    ) {
        let text = pieces.concat();
        let add = Edit::add("initiative", "a", "leader", person("x"));
        let remove = Edit::remove("person", "a", "reports-to");
        for edit in [edit, attestation("n"), add, remove] {
            if let Ok(after) = once(&text, &edit) {
                prop_assert!(apply(&after, &[]).is_ok());
            }
        }
    }

    #[test]
    fn any_text_is_written_as_toml(text in any::<String>()) {
        let written = format!("{} = {}\n", key_toml(&text), text_toml(&text));
        let table = toml::de::DeTable::parse(&written).expect("TOML");
        let (key, value) = table.get_ref().iter().next().expect("a key");
        prop_assert_eq!(key.get_ref().as_ref(), text.as_str());
        prop_assert_eq!(value.get_ref().as_str(), Some(text.as_str()));
    }
}
