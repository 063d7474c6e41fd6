//! Edits of an organization file: only what they are about changes, and the loader reads what was meant.

use onethread_model::Day;
use onethread_model::edit::{Edit, EditError, apply_to, changed_lines, has_entries};
use onethread_model::record::{Record, Value};

use crate::load;

/// The file of all edits here.
pub(crate) const FILE: &str = "org/a.toml";

pub(crate) fn day(text: &str) -> Value {
    Value::Day(Day::parse(text).expect("a day"))
}

pub(crate) fn person(id: &str) -> Value {
    Value::reference("person", id)
}

pub(crate) fn attestation(note: &str) -> Edit {
    Edit::append(
        FILE,
        "attestation",
        [
            ("initiative", Value::reference("initiative", "returns")),
            ("criterion", Value::text("dependencies-known")),
            ("answer", Value::text("holds")),
            ("by", person("ines")),
            ("on", day("2026-05-04")),
            ("note", Value::text(note)),
        ],
    )
}

/// Applies one edit and compares the whole text.
#[track_caller]
fn check(before: &str, edit: Edit, expected: &str) {
    let after = apply_to(before, std::slice::from_ref(&edit)).unwrap_or_else(|error| panic!("{error}\n{before}"));
    assert!(after == expected, "found:\n{after}\nexpected:\n{expected}");
}

#[track_caller]
fn refused(before: &str, edit: Edit, why: &str) {
    let error = apply_to(before, &[edit]).expect_err("this edit should be refused");
    assert_eq!(error.to_string(), why);
}

#[test]
fn entries_are_added_behind_those_of_their_kind() {
    let block = "[[attestation]]\ninitiative = \"returns\"\ncriterion = \"dependencies-known\"\nanswer = \"holds\"\n\
        by = \"ines\"\non = 2026-05-04\nnote = \"we asked\"\n";
    check("", attestation("we asked"), block);
    check("# Answers\n", attestation("we asked"), &format!("# Answers\n\n{block}"));
    check("[person.ines]\ntitle = 'x'", attestation("we asked"), &format!("[person.ines]\ntitle = 'x'\n\n{block}"));
    check(
        "[[attestation]]\nby = \"bo\" # first\n# more\n\n# About Ines\n[person.ines]\n",
        attestation("we asked"),
        &format!("[[attestation]]\nby = \"bo\" # first\n# more\n\n{block}\n# About Ines\n[person.ines]\n"),
    );
    check(
        "[[attestation]]\nby = \"bo\"\n# About Ines\n[person.ines]\n",
        attestation("we asked"),
        &format!("[[attestation]]\nby = \"bo\"\n\n{block}\n# About Ines\n[person.ines]\n"),
    );
    check(
        "allocation = [{ person = \"a\", initiative = \"i\", share = 1 }]\n",
        Edit::append(
            FILE,
            "allocation",
            [
                ("person", person("b")),
                ("initiative", Value::reference("initiative", "i")),
                ("share", Value::Number(0.5)),
            ],
        ),
        "allocation = [{ person = \"a\", initiative = \"i\", share = 1 }, { person = \"b\", initiative = \"i\", share = 0.5 }]\n",
    );
}

#[test]
fn a_key_is_set_where_it_stands() {
    let title = |text: &str| Edit::set(FILE, "initiative", "a", "title", Value::text(text));
    check(
        "[initiative.a]\ntitle   =  'A'  # why\nwhy = 'x'\n",
        title("B"),
        "[initiative.a]\ntitle   =  \"B\"  # why\nwhy = 'x'\n",
    );
    check("initiative.a.title='A'#c\n", title("B"), "initiative.a.title=\"B\"#c\n");
    check(
        "[initiative]\na = { title = 'A', why = 'x' }\n",
        title("B"),
        "[initiative]\na = { title = \"B\", why = 'x' }\n",
    );
    check("[initiative.a]\ntitle = '''\nA\n''' # c\n", title("B"), "[initiative.a]\ntitle = \"B\" # c\n");
    // A value that says the same stays as it is laid out.
    let needs = Value::Map(vec![("design".to_owned().into(), Value::Number(1.0).into())]);
    for same in [
        "[initiative.a]\nneeds = { design = 0x1 } # c\n",
        "[initiative.a.needs]\ndesign = 1\n",
        "initiative.a.needs.design = 1\n",
    ] {
        check(same, Edit::set(FILE, "initiative", "a", "needs", needs.clone()), same);
    }
    // Several statements become one value, and their comments stay.
    check(
        "[initiative.a]\nwhy = 'x'\nvalue.event = 'e'\n# first day\nvalue.on = 2026-01-01\n\n[person.b]\n",
        Edit::set(FILE, "initiative", "a", "value", Value::Table(Record::of([("on", day("2026-06-03"))]))),
        "[initiative.a]\nwhy = 'x'\n# first day\nvalue = { on = 2026-06-03 }\n\n[person.b]\n",
    );
    check(
        "[initiative.a]\n[initiative.a.value]\non = 2026-01-01\n",
        Edit::set(FILE, "initiative", "a", "value", Value::Table(Record::of([("on", day("2026-06-03"))]))),
        "[initiative.a]\nvalue = { on = 2026-06-03 }\n",
    );
}

#[test]
fn a_new_key_comes_below_the_others() {
    let idea = || Edit::set(FILE, "initiative", "a", "idea", day("2026-01-12"));
    check(
        "[initiative.a]\n  title = 'A' # c\n\n[[initiative.a.metric]]\nname = 'm'\n",
        idea(),
        "[initiative.a]\n  title = 'A' # c\n  idea = 2026-01-12\n\n[[initiative.a.metric]]\nname = 'm'\n",
    );
    check("[initiative.a]", idea(), "[initiative.a]\nidea = 2026-01-12\n");
    // Where keys are lined up, so is the new one.
    check(
        "[initiative.a]\nform      = 'sto'\nwhy       = 'x'\n",
        idea(),
        "[initiative.a]\nform      = 'sto'\nwhy       = 'x'\nidea      = 2026-01-12\n",
    );
    check(
        "initiative.a.title = 'A'\nperson.b.title = 'B'\n",
        idea(),
        "initiative.a.title = 'A'\ninitiative.a.idea = 2026-01-12\nperson.b.title = 'B'\n",
    );
    check(
        "[initiative]\na.title = 'A'\nb.title = 'B'\n",
        idea(),
        "[initiative]\na.title = 'A'\na.idea = 2026-01-12\nb.title = 'B'\n",
    );
    check("[initiative]\na = { title = 'A' }\n", idea(), "[initiative]\na = { title = 'A', idea = 2026-01-12 }\n");
    check("[initiative]\na = {}\n", idea(), "[initiative]\na = { idea = 2026-01-12 }\n");
    check(
        "initiative = { a = { title = 'A' } }\n",
        idea(),
        "initiative = { a = { title = 'A', idea = 2026-01-12 } }\n",
    );
}

#[test]
fn an_entry_comes_into_being() {
    let set = |id: &str| Edit::set(FILE, "person", id, "reports-to", person("vp"));
    check("", set("a"), "[person.a]\nreports-to = \"vp\"\n");
    check("", set("Ines Ü."), "[person.\"Ines Ü.\"]\nreports-to = \"vp\"\n");
    check("[person.b]\n[team.t]\n", set("a"), "[person.b]\n\n[person.a]\nreports-to = \"vp\"\n\n[team.t]\n");
    check(
        "person.b.title = 'B'\nteam.t.title = 'T'\n",
        set("a"),
        "person.b.title = 'B'\nperson.a.reports-to = \"vp\"\nteam.t.title = 'T'\n",
    );
    check(
        "person = { b = { title = 'B' } }\n",
        set("a"),
        "person = { b = { title = 'B' }, a = { reports-to = \"vp\" } }\n",
    );
    check(
        "[[initiative.a.metric]]\nname = 'm'\n",
        Edit::set(FILE, "initiative", "a", "leader", person("ines")),
        "[[initiative.a.metric]]\nname = 'm'\n\n[initiative.a]\nleader = \"ines\"\n",
    );
    check(
        "team.t.title = 'T'\n",
        Edit::set(FILE, "organization", "", "name", Value::text("X")),
        "team.t.title = 'T'\n\n[organization]\nname = \"X\"\n",
    );
}

#[test]
fn a_key_is_taken_out() {
    let remove = || Edit::remove(FILE, "initiative", "a", "title");
    check("[initiative.a]\n# kept\ntitle = 'A' # goes\nwhy = 'x'\n", remove(), "[initiative.a]\n# kept\nwhy = 'x'\n");
    check("[initiative]\na = { title = 'A', why = 'x' }\n", remove(), "[initiative]\na = { why = 'x' }\n");
    check("[initiative]\na = { why = 'x', title = 'A' }\n", remove(), "[initiative]\na = { why = 'x' }\n");
    check("[initiative]\na = { title = 'A' }\n", remove(), "[initiative]\na = {}\n");
    for nothing in ["", "[initiative.a]\nwhy = 'title = 1'\n", "[initiative.b]\ntitle = 'A'\n"] {
        check(nothing, remove(), nothing);
    }
    check(
        "[initiative.a]\nwhy = 'x'\n[[initiative.a.metric]]\nname = 'm'\n# kept\n[[initiative.a.metric]]\nname = 'n'\n[person.b]\n",
        Edit::remove(FILE, "initiative", "a", "metric"),
        "[initiative.a]\nwhy = 'x'\n# kept\n[person.b]\n",
    );
    refused(
        "[initiative]\na = {\n  why = 'x', # because\n  title = 'A',\n}\n",
        remove(),
        "`title` is in braces over several lines or with dots, and taking it out could lose a comment; take it out by hand",
    );
}

#[test]
fn an_item_is_added_to_a_list() {
    let add = || Edit::add(FILE, "team", "t", "members", person("ada"));
    let of = |list: &str| format!("[team.t]\nmembers = {list}\n");
    check("[team.t]\ntitle = 'T'\n", add(), "[team.t]\ntitle = 'T'\nmembers = [\"ada\"]\n");
    for (before, after) in [
        ("[]", "[\"ada\"]"),
        ("[ ]", "[\"ada\"]"),
        ("[\"bo\"]", "[\"bo\", \"ada\"]"),
        ("[ \"bo\", ] # c", "[ \"bo\", \"ada\", ] # c"),
        ("[\n  # nobody yet\n]", "[\"ada\"\n  # nobody yet\n]"),
        ("[\n  \"bo\",  # leads\n  \"cy\",  # builds\n]", "[\n  \"bo\",  # leads\n  \"cy\",  # builds\n  \"ada\",\n]"),
        ("[\n  \"bo\",\n  \"cy\"  # builds\n]", "[\n  \"bo\",\n  \"cy\",  # builds\n  \"ada\"\n]"),
        ("[\n  \"bo\", \"cy\",\n]", "[\n  \"bo\", \"cy\", \"ada\",\n]"),
        ("[\n  \"bo\" # leads\n  , ]", "[\n  \"bo\", \"ada\" # leads\n  , ]"),
        ("[\"bo\", \"person:ada\"]", "[\"bo\", \"person:ada\"]"),
    ] {
        check(&of(before), add(), &of(after));
    }
    // One, or a list of them.
    let leader = || Edit::add(FILE, "initiative", "a", "leader", person("ada"));
    check("[initiative.a]\n", leader(), "[initiative.a]\nleader = \"ada\"\n");
    check("[initiative.a]\nleader = 'bo' # c\n", leader(), "[initiative.a]\nleader = ['bo', \"ada\"] # c\n");
    check("[initiative.a]\nleader = 'ada'\n", leader(), "[initiative.a]\nleader = 'ada'\n");
    refused(
        "",
        Edit::add(FILE, "team", "t", "title", Value::text("T")),
        "`title` of team `t` holds one value and is no list; set it instead",
    );
}

#[test]
fn an_item_is_taken_out_of_a_list() {
    let take = || Edit::take(FILE, "team", "t", "members", person("ada"));
    let of = |list: &str| format!("[team.t]\nmembers = {list}\n");
    check("[team.t]\ntitle = 'T'\n", take(), "[team.t]\ntitle = 'T'\n");
    for (before, after) in [
        ("[]", "[]"),
        ("[\"bo\"]", "[\"bo\"]"),
        ("[\"ada\"]", "[]"),
        ("[\"ada\", \"bo\"] # c", "[\"bo\"] # c"),
        ("[\"bo\", 'ada']", "[\"bo\"]"),
        ("[\"bo\", \"person:ada\", \"cy\"]", "[\"bo\", \"cy\"]"),
        ("[ \"bo\", \"ada\", ]", "[ \"bo\", ]"),
        ("[\n  \"bo\",  # leads\n  \"ada\",  # builds\n]", "[\n  \"bo\",  # leads\n]"),
        ("[\n  \"ada\",\n  \"bo\"\n]", "[\n  \"bo\"\n]"),
        ("[\n  \"bo\",\n  \"ada\"\n]", "[\n  \"bo\",\n]"),
        ("[\n  \"bo\", # leads\n  \"ada\", \"cy\",\n]", "[\n  \"bo\", # leads\n  \"cy\",\n]"),
    ] {
        check(&of(before), take(), &of(after));
    }
    // One, or a list of them.
    let leader = || Edit::take(FILE, "initiative", "a", "leader", person("ada"));
    check("[initiative.a]\nleader = 'ada'\nidea = 2026-01-12\n", leader(), "[initiative.a]\nidea = 2026-01-12\n");
    check("[initiative.a]\nleader = 'bo'\n", leader(), "[initiative.a]\nleader = 'bo'\n");
}

#[test]
fn an_item_that_is_there_again_is_taken_out() {
    let once = || Edit::once(FILE, "organization", "", "tenets", Value::text("A over B"));
    let of = |list: &str| format!("[organization]\ntenets = {list}\n");
    for (before, after) in [
        ("['A over B', 'C over D', \"A over B\", 'A over B']", "['A over B', 'C over D']"),
        ("[\n  'A over B', # first\n  'A over B', # again\n]", "[\n  'A over B', # first\n]"),
        ("['A over B']", "['A over B']"),
        ("[]", "[]"),
    ] {
        check(&of(before), once(), &of(after));
    }
}

#[test]
fn an_entry_is_taken_out() {
    let drop = || Edit::drop_entry(FILE, "person", "ada");
    check("", drop(), "");
    check("# a\n[person.ada]\ntitle = 'A'\n[person.bo]\n", drop(), "# a\n[person.bo]\n");
    check("[person]\nada = { title = 'A' }\nbo = {}\n", drop(), "[person]\nbo = {}\n");
    check("person.ada.title = 'A'\nperson.bo.title = 'B'\n", drop(), "person.bo.title = 'B'\n");
    check("person = { ada = { title = 'A' }, bo = {} }\n", drop(), "person = { bo = {} }\n");
    let drop = || Edit::drop_entry(FILE, "initiative", "a");
    let dependency = "[[initiative.a.dependency]]\non = 'team:b'\n";
    check(&format!("[initiative.a]\nidea = 2026-01-12\n{dependency}[initiative.b]\n"), drop(), "[initiative.b]\n");
}

#[test]
fn entries_of_an_array_are_taken_out_by_what_they_say() {
    let drop =
        || Edit::drop_items(FILE, "waiver", [("rule", Value::text("focus")), ("subject", Value::text("initiative:a"))]);
    let waiver = |rule: &str, owner: &str| {
        format!("[[waiver]]  # why\nrule = '{rule}'\nsubject = \"initiative:a\"\nowner = '{owner}'\n")
    };
    let (focus, other) = (waiver("focus", "vp"), waiver("fit", "vp"));
    check("", drop(), "");
    check(&other, drop(), &other);
    check(&format!("# a\n{focus}# b\n[person.vp]\n"), drop(), "# a\n# b\n[person.vp]\n");
    check(&format!("{other}\n{focus}\n{other}"), drop(), &format!("{other}\n{other}"));
    check(&format!("{focus}\n{}\n{other}", waiver("focus", "ada")), drop(), &other);
    check(
        "waiver = [{ rule = 'focus', subject = 'initiative:a' }, { rule = 'fit', subject = 'initiative:a' }]\n",
        drop(),
        "waiver = [{ rule = 'fit', subject = 'initiative:a' }]\n",
    );
    check("waiver = 3\n", drop(), "waiver = 3\n");
}

#[test]
fn a_table_is_added_to_a_list_of_tables() {
    let on = |id: &str| {
        Value::Table(Record::of([("on", Value::reference("team", id)), ("effect", Value::text("blocking"))]))
    };
    let add = || Edit::add(FILE, "initiative", "a", "dependency", on("payments"));
    let block = "[[initiative.a.dependency]]\non = \"team:payments\"\neffect = \"blocking\"\n";
    check("", add(), block);
    check(
        "[initiative.a]\ntitle = 'A'\n\n[person.b]\n",
        add(),
        &format!("[initiative.a]\ntitle = 'A'\n\n{block}\n[person.b]\n"),
    );
    check(
        "[initiative.a]\n[[initiative.a.dependency]]\non = 'team:x'\n[initiative.a.dependency.plan]\nowner = 'y'\n[person.b]\n",
        add(),
        &format!(
            "[initiative.a]\n[[initiative.a.dependency]]\non = 'team:x'\n[initiative.a.dependency.plan]\nowner = 'y'\n\n{block}\n[person.b]\n"
        ),
    );
    check(
        "[initiative.a]\ndependency = { on = 'team:x' }\n",
        add(),
        "[initiative.a]\ndependency = [{ on = 'team:x' }, { on = \"team:payments\", effect = \"blocking\" }]\n",
    );
    check(block, add(), block);
    check(
        "initiative.a.title = 'A'\n",
        add(),
        "initiative.a.title = 'A'\ninitiative.a.dependency = [{ on = \"team:payments\", effect = \"blocking\" }]\n",
    );
    refused(
        "[initiative.a.dependency]\non = 'team:x'\n",
        add(),
        "`dependency` of initiative `a` is written as one table; write it as `[[initiative.a.dependency]]` first",
    );
}

/// A dependency on a team, of which no class is written.
pub(crate) fn on(team: &str) -> [(&'static str, Option<Value>); 2] {
    [("on", Some(Value::reference("team", team))), ("class", None)]
}

#[test]
fn an_item_of_a_list_of_tables_is_edited() {
    let of = |edit: Edit| edit.inside("dependency", on("x"));
    let set = || of(Edit::set(FILE, "initiative", "a", "effect", Value::text("ok")));
    let other = "[[initiative.a.dependency]]\non = 'team:x'\nclass = 'review'\n\n";
    let one = |rest: &str| format!("{other}# ours\n[[initiative.a.dependency]]\non = 'team:x' # c\n{rest}# end\n");
    check(&one(""), set(), &one("effect = \"ok\"\n"));
    check(&one("effect = 'slowing' # e\n"), set(), &one("effect = \"ok\" # e\n"));
    let remove = || of(Edit::remove(FILE, "initiative", "a", "effect"));
    check(&one("effect = 'slowing' # e\n"), remove(), &one(""));
    check(&one(""), remove(), &one(""));
    // A table in it, however it is written.
    let plan =
        || of(Edit::set(FILE, "initiative", "a", "owner", Value::reference("team", "t"))).inside::<&str>("plan", []);
    check(&one(""), plan(), &one("plan = { owner = \"t\" }\n"));
    check(&one("plan = { by = 2026-09-01 }\n"), plan(), &one("plan = { by = 2026-09-01, owner = \"t\" }\n"));
    check(&one("plan.by = 2026-09-01\n"), plan(), &one("plan.by = 2026-09-01\nplan.owner = \"t\"\n"));
    let below = "[initiative.a.dependency.plan]\nby = 2026-09-01\n";
    check(&one(below), plan(), &one(&format!("{below}owner = \"t\"\n")));
    // In braces.
    let braces = |item: &str| format!("[initiative.a]\ndependency = [{{ on = 'team:y' }}, {item}]\n");
    check(&braces("{ on = 'team:x' }"), set(), &braces("{ on = 'team:x', effect = \"ok\" }"));
    check(&braces("{ on = 'team:x' }"), plan(), &braces("{ on = 'team:x', plan = { owner = \"t\" } }"));
    check(
        "initiative.a.dependency = { on = 'team:x' }\n",
        set(),
        "initiative.a.dependency = { on = 'team:x', effect = \"ok\" }\n",
    );
    refused("[initiative.a]\n", set(), "initiative `a` has no `dependency` with `on = \"team:x\"`, no `class`");
    refused(
        &one(""),
        Edit::set(FILE, "initiative", "a", "effekt", Value::text("ok")).inside("dependency", on("x")),
        "`dependency` of initiative `a` has no key `effekt`; did you mean `effect`?",
    );
    refused(
        &one(""),
        Edit::set(FILE, "initiative", "a", "effect", Value::text("ok")).inside("title", on("x")),
        "`title` of initiative `a` holds no tables",
    );
}

#[test]
fn an_item_of_a_list_of_tables_is_taken_out() {
    let drop = || Edit::drop_entry(FILE, "initiative", "a").inside("dependency", on("x"));
    let item = |team: &str| format!("[[initiative.a.dependency]]\non = 'team:{team}'\nplan.owner = 't'\n");
    let (x, y) = (item("x"), item("y"));
    check(&format!("[initiative.a]\n\n{x}\n{y}"), drop(), &format!("[initiative.a]\n\n{y}"));
    check(&format!("{x}{y}{x}"), drop(), &y);
    // The initiative is still there.
    check(&format!("# a\n{x}[person.b]\n"), drop(), "# a\n[initiative.a]\n[person.b]\n");
    let braces = |items: &str| format!("[initiative.a]\ndependency = [{items}]\n");
    check(&braces("{ on = 'team:x' }, { on = 'team:y' }, { on = 'team:x' }"), drop(), &braces("{ on = 'team:y' }"));
    check("[initiative.a]\ndependency = { on = 'team:x' }\n", drop(), "[initiative.a]\n");
    check(&y, drop(), &y);
}

#[test]
fn an_entry_of_an_array_is_edited_by_what_it_says() {
    let set = || {
        let of = [("person", Some(person("ines"))), ("until", None)];
        Edit::set(FILE, "allocation", "", "until", day("2026-09-01")).matching(of)
    };
    let item =
        |name: &str, rest: &str| format!("[[allocation]]\nperson = '{name}'\ninitiative = 'a'\nshare = 1.0\n{rest}\n");
    check(
        &format!("{}{}", item("bo", ""), item("ines", "")),
        set(),
        &format!("{}{}", item("bo", ""), item("ines", "until = 2026-09-01\n")),
    );
    check(
        "allocation = [{ person = 'ines', initiative = 'a', share = 1 }]\n",
        set(),
        "allocation = [{ person = 'ines', initiative = 'a', share = 1, until = 2026-09-01 }]\n",
    );
    refused(&item("bo", ""), set(), "the file has no `allocation` with `person = \"ines\"`, no `until`");
    refused(
        "",
        Edit::set(FILE, "person", "a", "title", Value::text("x")).matching(on("x")),
        "a person is written by id, and needs no list of what it says",
    );
}

#[test]
fn what_the_field_tables_do_not_allow_is_refused() {
    let set = |key: &str, value: Value| Edit::set(FILE, "initiative", "a", key, value);
    refused("", set("leeder", Value::text("x")), "initiative `a` has no key `leeder`; did you mean `leader`?");
    refused(
        "",
        Edit::set(FILE, "initiativ", "a", "title", Value::text("x")),
        "an organization file has no kind of entry `initiativ`; did you mean `initiative`?",
    );
    refused("", set("form", Value::text("STO")), "`STO` is no `form`: expected one of `sto`, `stl`, `functional`");
    refused("", set("team", person("ines")), "`team` cannot name a `person`: expected one of `team`");
    refused("", set("idea", Value::text("2026-01-12")), "`idea` is a day in quotes");
    refused(
        "",
        set("needs", Value::Map(vec![("design".to_owned().into(), Value::Number(0.5).into())])),
        "`needs` of initiative `a` is a number of another size or kind: expected a whole number from 0 to 1,000,000",
    );
    refused("", Edit::append(FILE, "allocation", [("person", person("a"))]), "this allocation has no `initiative`");
    refused(
        "",
        Edit::append(
            FILE,
            "allocation",
            [("person", person("a")), ("initiative", Value::text("i")), ("share", Value::Number(80.0))],
        ),
        "`share` of this allocation is not between 0 and 1: expected a number from 0 to 1",
    );
    refused(
        "",
        Edit::append(FILE, "person", [("title", Value::text("x"))]),
        "a person is written by id, so set its keys instead",
    );
    refused(
        "",
        Edit::set(FILE, "allocation", "a", "share", Value::Number(1.0)),
        "an allocation has no id, so an edit has to say which one it is about",
    );
    refused("", Edit::set(FILE, "person", " ", "title", Value::text("x")), "a person needs an id that is not empty");
}

#[test]
fn what_is_written_in_another_way_is_refused() {
    refused(
        "[attestation]\nby = 'x'\n",
        attestation("n"),
        "`attestation` is written as one table here, and a second one cannot be added; write `[[attestation]]` there first",
    );
    refused(
        "[[person]]\ntitle = 'x'\n",
        Edit::set(FILE, "person", "a", "title", Value::text("x")),
        "`person` is not written as tables here, so nothing can be added",
    );
    refused(
        "[person]\na = 1\n",
        Edit::set(FILE, "person", "a", "title", Value::text("x")),
        "`person` is not written as tables here, so nothing can be added",
    );
}

#[test]
fn a_broken_file_is_refused() {
    let broken = "[person.ines]\ntitle = \"Ines\n";
    let error = apply_to(broken, &[attestation("n")]).expect_err("broken");
    assert_eq!(error, EditError::Broken { line: 2, why: "this text is not closed".to_owned() });
    refused(
        broken,
        attestation("n"),
        "the file is not valid TOML: line 2: this text is not closed; fix that first, so that no edit loses it",
    );
    // All or none.
    assert!(apply_to("", &[attestation("n"), Edit::set(FILE, "person", "a", "titel", Value::text("x"))]).is_err());
}

#[test]
fn line_ends_and_byte_order_marks_stay() {
    check(
        "\u{feff}[person.a]\r\ntitle = 'A'\r\n",
        Edit::set(FILE, "person", "a", "reports-to", person("b")),
        "\u{feff}[person.a]\r\ntitle = 'A'\r\nreports-to = \"b\"\r\n",
    );
    let after = apply_to("[person.a]\r\n", &[attestation("one\ntwo\r\n\u{202e}\u{85}")]).expect("an edit");
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
    assert_eq!(
        load(&[("a.toml", &after)]).0.attestations[0].note.as_ref().map(|note| note.value.as_str()),
        Some("one\ntwo\r\n\u{202e}\u{85}")
    );
}

#[test]
fn changed_lines_are_found() {
    assert_eq!(changed_lines("a\n", "a\n"), None);
    assert_eq!(changed_lines("", "a\nb\n"), Some((1, vec!["a", "b"])));
    assert_eq!(changed_lines("a\n\nz\n", "a\n\nb\n\nz\n"), Some((3, vec!["b"])));
    assert_eq!(changed_lines("a\nb\nc\n", "a\nx\nc\n"), Some((2, vec!["x"])));
    assert_eq!(changed_lines("a\nb\n", "a\n"), Some((2, vec![])));
    assert!(has_entries("[[attestation]]\n", "attestation") && !has_entries("# [[attestation]]\n", "attestation"));
    assert!(!has_entries("[[attestation]", "attestation"));
}
