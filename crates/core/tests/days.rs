//! Law: what a later day brought alters no answer of an earlier one. Over the examples of all pages and over generated
//! organizations: review and check of a day are the same with all files and facts, and with those of that day.

mod cut;
mod example;

use cut::{assert_same, cut};
use onethread_core::check::{Overrides, check, resolve};
use onethread_core::explain::pages;
use onethread_core::measure::{Snapshot, World};
use onethread_core::review::review;
use onethread_model::Day;
use proptest::prelude::*;
use proptest::sample::select;

/// Days on which the examples are looked at.
const EXAMPLE_DAYS: [&str; 3] = ["2026-01-31", "2026-05-15", "2026-06-30"];
/// The day on which generated organizations are looked at.
const DAY: &str = "2026-05-15";
/// Days that they speak of: before it, on it and after it.
const DAYS: [&str; 7] =
    ["2026-02-02", "2026-03-09", "2026-04-13", "2026-05-15", "2026-05-16", "2026-06-01", "2026-09-01"];
const PEOPLE: [&str; 5] = ["ada", "ines", "kim", "tom", "uma"];
const INITIATIVES: [&str; 3] = ["pay", "search", "ship"];
const TEAMS: [&str; 3] = ["core", "desk", "ledger"];

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

/// Every finding of every rule, with what it is about.
fn findings(snapshot: &Snapshot, day: Day) -> Vec<(&'static str, String, String)> {
    let settings = resolve(&snapshot.config.check, &snapshot.sources, &Overrides::default(), &mut Vec::new());
    let settings = settings.unwrap_or_else(|_| panic!("settings of a page"));
    let found = check(&World::on(snapshot, day), &settings).findings;
    let mut found: Vec<_> = found.into_iter().map(|one| (one.rule.code, one.subject, one.message)).collect();
    found.sort();
    found
}

fn same_without_later_days(snapshot: &Snapshot, day: Day, what: &str) {
    let cut = cut(snapshot, day);
    assert_same(&review(snapshot, day), &review(&cut, day), what);
    assert_eq!(findings(snapshot, day), findings(&cut, day), "{what}");
}

#[test]
fn later_days_alter_no_answer_of_an_example() {
    let mut examples = 0;
    for page in pages() {
        for section in example::read(page.key, page.text) {
            for example in section.examples {
                for at in EXAMPLE_DAYS {
                    example.run(|snapshot, _| {
                        same_without_later_days(
                            snapshot,
                            day(at),
                            &format!("{}, {}, on {at}", page.key, section.title),
                        );
                    });
                }
                examples += 1;
            }
        }
    }
    assert!(examples > 200, "{examples} examples");
}

type Entry = Vec<(&'static str, Option<String>)>;

fn maybe_day() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(select(&DAYS[..]).prop_map(str::to_owned))
}

fn one_of(all: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    select(all).prop_map(|one| Some(format!("{one:?}")))
}

fn maybe(all: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    proptest::option::of(select(all).prop_map(|one| format!("{one:?}")))
}

/// Keys with what each may say.
macro_rules! entry {
    ($($key:literal: $of:expr),+ $(,)?) => {{
        let parts: Vec<BoxedStrategy<(&'static str, Option<String>)>> =
            vec![$($of.prop_map(|value| ($key, value)).boxed()),+];
        parts
    }};
}

fn initiative() -> impl Strategy<Value = Entry> {
    let value = maybe_day().prop_map(|day| day.map(|day| format!("{{ event = \"first\", on = {day} }}")));
    let capable = maybe_day().prop_map(|day| day.map(|day| format!("{{ attested-by = \"uma\", on = {day} }}")));
    let dependency = (maybe_day(), maybe_day(), select(&TEAMS[..])).prop_map(|(from, until, on)| {
        let [from, until] =
            [("from", from), ("until", until)].map(|(key, day)| day.map(|day| format!(", {key} = {day}")));
        let (from, until) = (from.unwrap_or_default(), until.unwrap_or_default());
        Some(format!("[{{ on = \"team:{on}\", effect = \"blocking\"{from}{until} }}]"))
    });
    let mandate = (maybe_day(), maybe_day(), maybe_day()).prop_map(|(from, stop, lift)| {
        let [from, stop] = [from, stop].map(|day| day.map(|day| format!("from = {day}, ")).unwrap_or_default());
        let lifts = lift.map(|day| format!("lifts = [{{ gate = \"board\", by = {day} }}], ")).unwrap_or_default();
        Some(format!("{{ {from}{lifts}stops = [{{ {stop}decisions = \"reversible\" }}] }}"))
    });
    entry! {
        "mandate": mandate,
        "leader": maybe(&PEOPLE), "team": maybe(&TEAMS), "idea": maybe_day(), "committed": maybe_day(),
        "first-feature": maybe_day(), "ended": maybe_day(), "vacant": maybe_day(), "value": value, "capable": capable,
        "dependency": dependency, "scope": Just(Some("[\"component:c\"]".to_owned())),
    }
}

fn decision() -> impl Strategy<Value = Entry> {
    entry! {
        "initiative": one_of(&INITIATIVES), "opened": maybe_day(), "decided": maybe_day(), "reversed": maybe_day(),
        "decided-by": maybe(&PEOPLE), "overridden-by": maybe(&PEOPLE), "needed": maybe_day(), "revisit": maybe_day(),
        "actual-on": maybe_day(), "actual": Just(Some("\"x\"".to_owned())), "expected": Just(Some("\"x\"".to_owned())),
        "reversible": Just(Some("true".to_owned())), "levels": select(&["0", "2"][..]).prop_map(|n| Some(n.to_owned())),
        "exception-to": Just(Some("\"board\"".to_owned())), "communicated": maybe_day(),
        "adopts": Just(Some("\"x\"".to_owned())), "replaces": Just(Some("\"c\"".to_owned())),
    }
}

fn team() -> impl Strategy<Value = Entry> {
    let members = proptest::sample::subsequence(PEOPLE.to_vec(), 0..=5).prop_map(|all| Some(format!("{all:?}")));
    let left = (select(&PEOPLE[..]), maybe_day())
        .prop_map(|(person, day)| day.map(|day| format!("[{{ person = {person:?}, on = {day} }}]")));
    entry! { "initiative": maybe(&INITIATIVES), "members": members, "left": left }
}

/// Entries under a header of their own, as text.
fn write(headers: &[String], entries: &[Entry]) -> String {
    let mut text = String::new();
    for (header, entry) in headers.iter().zip(entries) {
        text += &format!("{header}\n");
        for (key, value) in entry {
            text.extend(value.as_ref().map(|value| format!("{key} = {value}\n")));
        }
    }
    text
}

fn by_id(kind: &str, ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| format!("[{kind}.{id}]")).collect()
}

fn files() -> impl Strategy<Value = String> {
    let person = entry! { "until": maybe_day(), "reports-to": one_of(&["boss"]) };
    let dated = |more: &'static str| {
        let day = maybe_day().prop_map(move |day| day.map(|day| format!("[{{ {more}, from = {day} }}]")));
        day.boxed()
    };
    let gate = entry! { "from": maybe_day(), "until": maybe_day(), "lifted": dated("initiative = \"pay\""),
    "also-before": dated("initiative = \"pay\""), "narrowed": dated("before = [\"pay\", \"ship\"]"), "owner": Just(Some("\"team:desk\"".to_owned())),
    "standing": select(&["true", "false"][..]).prop_map(|one| Some(one.to_owned())) };
    let component = entry! { "owner": one_of(&TEAMS), "owner-until": maybe_day(),
    "paths": Just(Some("[\"c/**\"]".to_owned())) };
    let allocation = entry! { "person": one_of(&PEOPLE), "initiative": one_of(&INITIATIVES), "from": maybe_day(),
    "until": maybe_day(), "share": select(&["0.0", "0.5", "1.0"][..]).prop_map(|share| Some(share.to_owned())) };
    let on = || select(&DAYS[..]).prop_map(|day| Some(day.to_owned()));
    let attestation = entry! { "initiative": one_of(&INITIATIVES), "by": one_of(&PEOPLE), "on": on(),
    "criterion": one_of(&["empowered", "capable", "dependencies-known"]), "answer": one_of(&["holds", "fails"]) };
    let reorganization = entry! { "on": on(), "initiatives": Just(Some("[\"pay\"]".to_owned())) };
    let arrays = (proptest::collection::vec(allocation, 0..5), proptest::collection::vec(attestation, 0..4));
    let some = |one, n| proptest::collection::vec(one, n);
    let by_ids =
        (some(initiative().boxed(), 3), some(decision().boxed(), 4), some(team().boxed(), 3), some(person.boxed(), 5));
    (by_ids, gate, component, reorganization, arrays).prop_map(|(by_ids, gate, component, reorganization, arrays)| {
        let (initiatives, decisions, teams, people) = by_ids;
        [
            write(&by_id("initiative", &INITIATIVES), &initiatives),
            write(&by_id("decision", &["d1", "d2", "d3", "d4"]), &decisions),
            write(&by_id("team", &TEAMS), &teams),
            write(&by_id("person", &PEOPLE), &people),
            write(&by_id("gate", &["board"]), &[gate]),
            write(&by_id("component", &["c"]), &[component]),
            write(&by_id("reorganization", &["r"]), &[reorganization]),
            write(&vec!["[[allocation]]".to_owned(); 5], &arrays.0),
            write(&vec!["[[attestation]]".to_owned(); 4], &arrays.1),
        ]
        .concat()
    })
}

/// Rows of a table, each of these cells.
fn rows(header: &'static str, cells: Vec<BoxedStrategy<String>>) -> impl Strategy<Value = String> {
    let line = cells.prop_map(|cells| cells.join(","));
    proptest::collection::vec(line, 0..6).prop_map(move |lines| format!("{header}\n{}\n", lines.join("\n")))
}

fn facts() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let day = || select(&DAYS[..]).prop_map(str::to_owned).boxed();
    let outcome = || maybe_day().prop_map(Option::unwrap_or_default).boxed();
    let of = |all: &'static [&'static str]| select(all).prop_map(str::to_owned).boxed();
    let table = |name: &'static str, header: &'static str, cells| {
        rows(header, cells).prop_map(move |text| (name, text)).boxed()
    };
    vec![
        table(
            "decision",
            "decision,initiative,day,decided,reversed,levels,door",
            vec![
                of(&["d1", "d5"]),
                of(&INITIATIVES),
                day(),
                outcome(),
                outcome(),
                of(&["", "0", "2"]),
                of(&["two-way"]),
            ],
        ),
        table(
            "review",
            "initiative,gate,team,day,answered",
            vec![of(&INITIATIVES), of(&["board", ""]), of(&TEAMS), day(), outcome()],
        ),
        table("membership", "person,team,from,until", vec![of(&PEOPLE), of(&TEAMS), day(), outcome()]),
        table(
            "allocation",
            "person,initiative,share,from,until",
            vec![of(&PEOPLE), of(&INITIATIVES), of(&["0.2", "0.8"]), day(), outcome()],
        ),
        table(
            "dependency",
            "initiative,on,class,effect,from,until",
            vec![
                of(&INITIATIVES),
                of(&TEAMS),
                of(&["structural", "approval"]),
                of(&["blocking", ""]),
                day(),
                outcome(),
            ],
        ),
        table(
            "initiative_event",
            "day,initiative,field,value",
            vec![day(), of(&INITIATIVES), of(&["leader", "people", "participants"]), of(&["ada", "desk", ""])],
        ),
        table("ownership", "observed,component,team", vec![day(), of(&["c", "d"]), of(&TEAMS)]),
        table("change", "day,change,team", vec![day(), of(&["1", "2", "3"]), of(&TEAMS)]),
        table(
            "touch",
            "day,change,component,team",
            vec![day(), of(&["1", "2", "3"]), of(&["c/x", "d/y"]), of(&["", "desk"])],
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..Default::default() })]

    #[test]
    fn later_days_alter_no_answer_of_an_organization(files in files(), facts in facts()) {
        let tables: String =
            facts.iter().map(|(table, rows)| format!("```csv facts={table}\n{rows}```\n\n")).collect();
        let page = format!("## Law\n\n```toml org\n{files}```\n\n{tables}```expect\nnothing\n```\n");
        let example = example::read("law", &page)[1].examples[0].clone();
        example.run_as_it_is(|snapshot| same_without_later_days(snapshot, day(DAY), &page));
    }
}
