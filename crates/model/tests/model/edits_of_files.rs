//! Edits of several files at once, rewrites of text that is no TOML, and undo.

use std::collections::BTreeMap;

use onethread_model::edit::{
    Edit, EditError, EditOp, FileEditError, Replacement, apply, apply_to, broken_statements, inverse, replacements,
};
use onethread_model::record::{Record, Value};
use proptest::prelude::*;
use proptest::sample::select;

use crate::edit::{FILE, attestation, day, on, person};
use crate::edit_laws::{CHANGES, ITEM_WAYS, cases, items, items_written, sets, written};
use crate::properties::PIECES;
use crate::{dump, load};

type Texts = BTreeMap<String, String>;

fn texts(files: &[(&str, &str)]) -> Texts {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn text_of<'t>(texts: &'t Texts) -> impl Fn(&str) -> Option<&'t str> {
    |path| texts.get(path).map(String::as_str)
}

/// The texts after edits.
fn edited(before: &Texts, edits: &[Edit]) -> Result<Texts, FileEditError> {
    let mut after = before.clone();
    after.extend(apply(text_of(before), edits)?);
    Ok(after)
}

#[test]
fn all_files_are_edited_or_none() {
    let before = texts(&[("org/a.toml", "[team.t]\n"), ("org/b.toml", "# b\n"), ("org/c.toml", "[team\n")]);
    let title = |file: &str| Edit::set(file, "team", "t", "title", Value::text("T"));
    let member = Edit::add("org/a.toml", "team", "t", "members", person("ada"));
    let nothing = Edit::remove("org/b.toml", "team", "t", "title");
    let changed = apply(text_of(&before), &[title("org/a.toml"), title("org/new.toml"), nothing, member]);
    let expected = texts(&[
        ("org/a.toml", "[team.t]\ntitle = \"T\"\nmembers = [\"ada\"]\n"),
        ("org/new.toml", "[team.t]\ntitle = \"T\"\n"),
    ]);
    assert_eq!(changed, Ok(expected));
    let error = apply(text_of(&before), &[title("org/a.toml"), title("org/c.toml")]).expect_err("a broken file");
    assert_eq!(error.file, "org/c.toml");
    assert_eq!(
        error.to_string(),
        "org/c.toml: the file is not valid TOML: line 1: this header is not closed; fix that first, so that no edit loses it"
    );
}

#[test]
fn the_settings_have_kinds_of_their_own() {
    let format = |file: &str| Edit::set(file, "source", "code", "format", Value::text("git"));
    let changed = apply(|_| None, &[format("onethread.toml")]);
    assert_eq!(changed, Ok(texts(&[("onethread.toml", "[source.code]\nformat = \"git\"\n")])));
    let error = apply(|_| None, &[format("org/a.toml")]).expect_err("no such kind");
    assert_eq!(error.to_string(), "org/a.toml: an organization file has no kind of entry `source`");
}

#[test]
fn text_is_rewritten_whether_it_is_toml_or_not() {
    let broken = "[initiative.a]\nform = STO # or so\nleader = \"bo\"\n";
    let at = broken.find("STO").expect("there");
    let rewrite = |part: &str, text: &str| Edit::rewrite(FILE, at..at + 3, part, text);
    assert_eq!(
        apply_to(broken, &[rewrite("", "\"sto\"")]).as_deref(),
        Ok("[initiative.a]\nform = \"sto\" # or so\nleader = \"bo\"\n")
    );
    assert_eq!(
        apply_to(broken, &[rewrite("TO", "")]).as_deref(),
        Ok("[initiative.a]\nform = S # or so\nleader = \"bo\"\n")
    );
    // Nothing in place of a part of a line is no way to leave that part out.
    let error = apply_to(broken, &[rewrite("", "")]).expect_err("other words are on the line");
    assert_eq!(error, EditError::Layout("the text that is to be replaced is not there".to_owned()));
    assert!(apply_to(broken, &[rewrite("STL", "")]).is_err());
    let lines = Edit::rewrite(FILE, 15..at + 3, "", "");
    assert!(apply_to(broken, std::slice::from_ref(&lines)).is_err());
    let whole = Edit::rewrite(FILE, 15..broken.find("leader").expect("there") - 1, "", "");
    assert_eq!(apply_to(broken, std::slice::from_ref(&whole)).as_deref(), Ok("[initiative.a]\nleader = \"bo\"\n"));
    // What is repaired first can be edited after it, and only then.
    let form = || Edit::set(FILE, "initiative", "a", "form", Value::text("stl"));
    assert_eq!(apply_to(broken, &[whole, form()]).as_deref(), Ok("[initiative.a]\nleader = \"bo\"\nform = \"stl\"\n"));
    assert!(matches!(apply_to(broken, &[form()]), Err(EditError::Broken { line: 2, .. })));
    assert_eq!((broken_statements(broken), broken_statements("[a]\n")), (1, 0));
    // Groups by themselves: what is wrong with one is none of the others' business.
    let told = replacements(broken, [vec![&rewrite("", "\"sto\"")], vec![&form()]]);
    assert_eq!(told[0], Ok(vec![Replacement { range: at..at + 3, text: "\"sto\"".to_owned() }]));
    assert!(matches!(told[1], Err(EditError::Broken { .. })));
}

/// The undo of one edit of a text.
#[track_caller]
fn undo(before: &str, edit: Edit) -> Edit {
    let all = inverse(|_| Some(before), std::slice::from_ref(&edit)).expect("an edit");
    let [one] = all.as_slice() else { panic!("{all:?}") };
    let after = apply_to(before, &[edit]).expect("an edit");
    assert_eq!(apply_to(&after, std::slice::from_ref(one)).as_deref(), Ok(before));
    one.clone()
}

#[test]
fn plain_edits_are_undone_by_key_path() {
    let team = "[team.t]\ntitle = \"T\"\nmembers = [\"ada\", \"bo\"]\n";
    let title = |text: &str| Edit::set(FILE, "team", "t", "title", Value::text(text));
    let add = |id: &str| Edit::add(FILE, "team", "t", "members", person(id));
    let take = |id: &str| Edit::take(FILE, "team", "t", "members", person(id));
    assert_eq!(undo(team, add("cy")), take("cy"));
    assert_eq!(undo(team, take("bo")), add("bo"));
    assert_eq!(undo("[team.t]\n", title("X")), Edit::remove(FILE, "team", "t", "title"));
    assert_eq!(undo("", title("X")), Edit::drop_entry(FILE, "team", "t"));
    assert_eq!(undo("", add("cy")), Edit::drop_entry(FILE, "team", "t"));
    // Values carry the place that they were read at.
    let is_set = |edit: Edit, key: &str, value: &Value| {
        matches!(&edit.op, EditOp::Set(k, v) if k == key && v.says_the_same(value)) && edit.at == title("").at
    };
    assert!(is_set(undo(team, title("X")), "title", &Value::text("T")));
    assert!(is_set(undo(team, take("ada")), "members", &Value::list([person("ada"), person("bo")])));
    assert!(is_set(
        undo("[team.t]\ntitle = \"T\"\n", Edit::remove(FILE, "team", "t", "title")),
        "title",
        &Value::text("T")
    ));
    let waiver = "[[attestation]]\nby = \"bo\"\n";
    assert!(matches!(undo(waiver, attestation("n")), Edit { op: EditOp::Drop, .. }));
    let entry = Value::Table(Record::of([("on", Value::reference("team", "x"))]));
    let depends = undo("[initiative.a]\ntitle = 'A'\n", Edit::add(FILE, "initiative", "a", "dependency", entry));
    let on_x = [("on", Some(Value::reference("team", "x")))];
    assert_eq!(depends, Edit::drop_entry(FILE, "initiative", "a").inside("dependency", on_x));
    // What an edit is found by may be what it changes.
    let until = Edit::set(FILE, "allocation", "", "until", day("2026-09-01"))
        .matching([("person", Some(person("ines"))), ("until", None)]);
    let open = "[[allocation]]\nperson = 'ines'\ninitiative = 'a'\nshare = 1.0\n";
    let removed = Edit::remove(FILE, "allocation", "", "until")
        .matching([("person", Some(person("ines"))), ("until", Some(day("2026-09-01")))]);
    assert_eq!(undo(open, until), removed);
    // Such an undo holds its own among later edits.
    let after = apply_to(team, &[add("cy"), Edit::set(FILE, "team", "s", "title", Value::text("S")), take("ada")]);
    let undone = apply_to(&after.expect("edits"), &[take("cy")]);
    assert_eq!(undone.as_deref(), Ok("[team.t]\ntitle = \"T\"\nmembers = [\"bo\"]\n\n[team.s]\ntitle = \"S\"\n"));
}

#[test]
fn what_no_key_path_gives_back_is_rewritten_where_it_was() {
    let cared_for = "# Ours.\n[initiative.a]\ntitle = 'A'   # for short\nwhy = '''\nx'''\n\n# Theirs.\n[team.t]\n";
    let remove = Edit::remove(FILE, "initiative", "a", "title");
    let back = undo(cared_for, remove.clone());
    let EditOp::Rewrite { part, text, .. } = &back.op else { panic!("{back:?}") };
    assert_eq!((part.as_str(), text.as_str()), ("why = '''\n", "title = 'A'   # for short\nwhy = '''\n"));
    undo(cared_for, Edit::set(FILE, "initiative", "a", "title", Value::text("B")));
    undo(cared_for, Edit::drop_entry(FILE, "initiative", "a"));
    undo(cared_for, Edit::drop_entry(FILE, "team", "t"));
    undo("[team.t]\n", Edit::drop_entry(FILE, "team", "t"));
    // Where others wrote there since, nothing is lost.
    let after = apply_to(cared_for, &[remove]).expect("an edit");
    assert!(apply_to(&after.replace("why", "form"), std::slice::from_ref(&back)).is_err());
    assert!(apply_to(&format!("\n{after}"), &[back]).is_err());
}

/// Edits of every operation, of files made as those of [`crate::edit_laws`].
fn pool() -> Vec<Edit> {
    let metric = Value::Table(Record::of([("name", Value::text("found"))]));
    let tenet = || Value::text("Customers before partners");
    let mut pool: Vec<Edit> = sets().into_iter().map(|(edit, ..)| edit).collect();
    for (edit, header, line) in sets() {
        let key = line.split(" =").next().unwrap_or_default();
        let (kind, id) = header.trim_matches(['[', ']']).split_once('.').unwrap_or((header, ""));
        let kind = kind.trim_matches(['[', ']']);
        pool.push(Edit::remove(FILE, kind, id.trim_matches('"'), key));
        pool.push(Edit::drop_entry(FILE, kind, id.trim_matches('"')));
        assert_eq!(edit.at.kind, kind);
    }
    pool.extend(["ines", "vp", "new one"].map(|id| Edit::add(FILE, "team", "core", "members", person(id))));
    pool.extend(["ines", "vp", "new one"].map(|id| Edit::take(FILE, "team", "core", "members", person(id))));
    pool.extend([
        Edit::add(FILE, "initiative", "returns", "metric", metric.clone()),
        Edit::drop_entry(FILE, "initiative", "returns").inside("metric", [("name", Some(Value::text("found")))]),
        Edit::remove(FILE, "initiative", "returns", "metric"),
        Edit::add(FILE, "organization", "", "tenets", tenet()),
        Edit::once(FILE, "organization", "", "tenets", tenet()),
        Edit::take(FILE, "organization", "", "tenets", tenet()),
        Edit::add(FILE, "initiative", "search", "leader", person("vp")),
        Edit::take(FILE, "initiative", "search", "leader", person("ines")),
        attestation("n"),
        Edit::drop_items(FILE, "attestation", [("criterion", Value::text("scope"))]),
        Edit::drop_items(FILE, "allocation", [("person", person("ines"))]),
        Edit::remove(FILE, "allocation", "", "until").matching([("person", Some(person("ines")))]),
    ]);
    pool
}

/// After edits and their inverse, every byte is what it was, and so is the organization.
fn law(before: &Texts, edits: &[Edit]) -> Result<(), TestCaseError> {
    let after = match edited(before, edits) {
        Ok(after) => after,
        Err(error) => {
            prop_assert!(inverse(text_of(before), edits).is_err(), "{error}");
            return Ok(());
        }
    };
    let undo = inverse(text_of(before), edits).expect("the edits can be made");
    let again = edited(&after, &undo).expect("the undo can be made");
    for (path, text) in &again {
        let was = before.get(path).map_or("", String::as_str);
        prop_assert_eq!(text, was, "{}\n{:#?}\n->\n{}", path, undo, &after[path]);
    }
    let org = |texts: &Texts| dump(&load(&texts.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect::<Vec<_>>()).0);
    prop_assert_eq!(org(&again), org(before));
    Ok(())
}

/// The same text with other line ends and a byte-order mark.
fn in_form(text: String, crlf: bool, mark: bool) -> String {
    let text = if crlf { text.replace('\n', "\r\n") } else { text };
    if mark { format!("\u{feff}{text}") } else { text }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_are_undone(
        (all, way, comments) in cases(),
        (more, other_way, _) in cases(),
        picks in prop::collection::vec((0..60_usize, 0..3_usize), 1..5),
        (crlf, mark) in any::<(bool, bool)>(),
    ) {
        let pool = pool();
        let files = ["org/a.toml", "org/b.toml", "org/new.toml"];
        let before = BTreeMap::from([
            (files[0].to_owned(), in_form(written(&all, way, &comments), crlf, mark)),
            (files[1].to_owned(), written(&more, other_way, &[])),
        ]);
        let edits: Vec<Edit> = picks
            .into_iter()
            .map(|(pick, file)| Edit { file: files[file].to_owned(), ..pool[pick % pool.len()].clone() })
            .collect();
        law(&before, &edits)?;
    }

    #[test]
    fn edits_of_items_are_undone(
        items in items(),
        way in select(&ITEM_WAYS[..]),
        comments in prop::collection::vec(any::<bool>(), 1..9),
        changes in prop::collection::vec((select(&CHANGES[..]), select(vec!["x", "y", "z.z"])), 1..4),
        (crlf, mark) in any::<(bool, bool)>(),
    ) {
        let before = texts(&[(FILE, &in_form(items_written(&items, way, &comments), crlf, mark))]);
        let edits: Vec<Edit> = changes.iter().map(|(change, on)| change.edit(way, on, None)).collect();
        law(&before, &edits)?;
    }

    #[test]
    fn rewrites_of_any_text_are_undone(
        pieces in prop::collection::vec(select(PIECES), 0..30),
        rewrites in prop::collection::vec((any::<prop::sample::Index>(), 0..20_usize, select(PIECES)), 1..4),
        mark in any::<bool>(),
    ) {
        let text = in_form(pieces.concat(), false, mark);
        let edits: Vec<Edit> = rewrites
            .iter()
            .map(|(at, len, new)| {
                let start = text.floor_char_boundary(at.index(text.len() + 1));
                let end = text.floor_char_boundary((start + len).min(text.len())).max(start);
                Edit::rewrite(FILE, start..end, "", *new)
            })
            .collect();
        law(&texts(&[(FILE, &text)]), &edits)?;
    }
}

#[test]
fn undo_of_nothing_is_nothing() {
    let same = Edit::set(FILE, "team", "t", "title", Value::text("T"));
    assert_eq!(inverse(|_| Some("[team.t]\ntitle = 'T'\n"), &[same]), Ok(Vec::new()));
    let gone = Edit::set(FILE, "initiative", "a", "effect", Value::text("ok")).inside("dependency", on("x"));
    let error = inverse(|_| None, &[gone]).expect_err("there is no such dependency");
    assert_eq!(error.file, FILE);
}
