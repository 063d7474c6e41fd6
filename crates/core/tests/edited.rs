//! Law: after any edits, a snapshot that read only the changed files anew equals one that read everything anew: the
//! same organization, diagnostics and review. Over generated organizations and edits, some of them of files that are
//! not there yet.

mod example;

use onethread_core::review::review;
use onethread_model::Day;
use onethread_model::config::SETTINGS;
use onethread_model::edit::{self, Edit, EditError};
use onethread_model::record::Value;
use proptest::prelude::*;
use proptest::sample::select;

const PEOPLE: [&str; 4] = ["ada", "ines", "tom", "uma"];
const TEAMS: [&str; 3] = ["lint-core", "pay-core", "search-core"];
const IDS: [&str; 4] = ["build", "lint", "pay", "search"];
/// The first two are there from the start.
const FILES: [&str; 4] = ["org/0.toml", "org/1.toml", "org/0/more.toml", "org/2.toml"];

/// An initiative of the first organization: who leads it, in which of the two files, what it needs, whether a registry
/// has it.
type Entry = (Option<&'static str>, bool, Option<&'static str>, bool);

fn page(entries: &[Entry], shares: &[(&str, &str)]) -> String {
    let people: String = PEOPLE.iter().map(|id| format!("[person.{id}]\nfunction = \"engineering\"\n")).collect();
    let team = |id: &&str| format!("[team.{id}]\nmembers = [\"tom\", \"uma\"]\n");
    let (mut files, mut events) = ([people, TEAMS.iter().map(team).collect()], String::new());
    for (id, (leader, first, needs, registered)) in IDS.iter().zip(entries) {
        let file = &mut files[usize::from(*first)];
        *file += &format!("[initiative.{id}]\nidea = 2026-01-12\n");
        file.extend(leader.map(|leader| format!("leader = {leader:?}\n")));
        file.extend(needs.map(|team| format!("[[initiative.{id}.dependency]]\non = \"team:{team}\"\n")));
        events.extend(registered.then(|| format!("2026-03-01,{id},status,open\n2026-03-01,{id},leader,tom\n")));
    }
    for (person, id) in shares {
        files[0] += &format!("[[allocation]]\nperson = {person:?}\ninitiative = {id:?}\nshare = 0.2\n");
    }
    let [first, second] = files;
    format!(
        "## Law\n\n```toml settings\n[registry]\nlive-status = [\"open\"]\n```\n\n```toml org\n{first}```\n\n\
         ```toml org\n{second}```\n\n```csv facts=initiative_event\nday,initiative,field,value\n{events}```\n\n\
         ```expect\nnothing\n```\n"
    )
}

fn edit() -> impl Strategy<Value = Edit> {
    let (file, id, person, team) = (select(&FILES[..]), select(&IDS[..]), select(&PEOPLE[..]), select(&TEAMS[..]));
    let named = |kind: &str, id: &str| Value::reference(kind, id);
    (0..13, file, id, person, team).prop_map(move |(which, file, id, person, team)| match which {
        0 => Edit::set(file, "initiative", id, "leader", named("person", person)),
        1 => Edit::remove(file, "initiative", id, "leader"),
        2 => Edit::set(file, "initiative", id, "scope", Value::list([Value::text("path:a/**")])),
        3 => Edit::add(file, "team", team, "members", named("person", person)),
        4 => Edit::take(file, "team", team, "members", named("person", person)),
        5 => Edit::set(file, "person", person, "reports-to", named("person", "ines")),
        6 => Edit::append(
            file,
            "allocation",
            [
                ("person", named("person", person)),
                ("initiative", named("initiative", id)),
                ("share", Value::Number(0.9)),
            ],
        ),
        7 => Edit::drop_items(file, "allocation", [("person", named("person", person))]),
        8 => Edit::append(
            file,
            "attestation",
            [
                ("initiative", named("initiative", id)),
                ("criterion", Value::text("capable")),
                ("answer", Value::text("holds")),
                ("by", named("person", person)),
                ("on", Value::Day(Day::parse("2026-06-01").expect("a day"))),
            ],
        ),
        9 => Edit::drop_entry(file, "initiative", id),
        10 => Edit::set(file, "initiative", id, "effect", Value::text("blocking")),
        11 => Edit::set(file, "gate", "risk", "owner", named("team", team)),
        _ => Edit::set(file, "team", team, "initiative", named("initiative", id)),
    })
}

fn law(entries: &[Entry], shares: &[(&str, &str)], steps: &[Vec<Edit>]) -> usize {
    let page = page(entries, shares);
    let [example] = &example::read("law", &page)[1].examples[..] else { panic!("one example in {page}") };
    let mut made = 0;
    example.run(|first, day| {
        let mut snapshot = first.clone();
        for edits in steps {
            let before = format!("{:?}", snapshot.org);
            let text_of = |path: &str| snapshot.sources.find(path).map(|(_, file)| file.text.as_str());
            let texts = edit::apply(text_of, edits);
            let edited = snapshot.edited(edits);
            assert_eq!(format!("{:?}", snapshot.org), before, "the old one stays");
            let after = match (edited, texts) {
                (Ok(after), Ok(_)) => after,
                (Err(error), Err(why)) => {
                    assert_eq!(error, why);
                    continue;
                }
                (edited, texts) => panic!("{:?} {texts:?}", edited.err()),
            };
            made += usize::from(format!("{:?}", after.org) != before);
            let (anew, diagnostics) = example::read_anew(&after);
            assert_eq!(format!("{:?}", after.org), format!("{:?}", anew.org), "{edits:#?}");
            assert_eq!(format!("{:?}", after.diagnostics()), format!("{diagnostics:?}"), "{edits:#?}");
            assert!(review(&after, day) == review(&anew, day), "the review differs: {edits:#?}");
            snapshot = after;
        }
    });
    made
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..Default::default() })]

    #[test]
    fn an_edited_snapshot_is_one_that_read_everything_anew(
        entries in proptest::collection::vec(
            (proptest::option::of(select(&PEOPLE[..])), any::<bool>(), proptest::option::of(select(&TEAMS[..])), any::<bool>()),
            IDS.len(),
        ),
        shares in proptest::collection::vec((select(&PEOPLE[..]), select(&IDS[..])), 0..4),
        steps in proptest::collection::vec(proptest::collection::vec(edit(), 1..4), 1..4),
    ) {
        law(&entries, &shares, &steps);
    }
}

/// The law would hold of edits that do nothing.
#[test]
fn edits_have_effects() {
    let entries: [Entry; 4] = [(Some("ines"), true, None, false); 4];
    let lead = |person| Edit::set("org/1.toml", "initiative", "lint", "leader", Value::reference("person", person));
    let new = Edit::set("org/0/more.toml", "initiative", "pay", "title", Value::text("Pay"));
    assert_eq!(law(&entries, &[], &[vec![lead("tom")], vec![lead("tom")], vec![new, lead("uma")]]), 2);
}

#[test]
fn what_decides_how_evidence_is_read_is_a_full_run_and_a_broken_file_stays() {
    let page = page(&[(Some("ines"), true, None, true)], &[]);
    let [example] = &example::read("law", &page)[1].examples[..] else { panic!("one example in {page}") };
    example.run(|snapshot, _| {
        let known_as = |kind, id| Edit::add("org/0.toml", kind, id, "known-as", Value::text("Tom"));
        for edit in [
            Edit::set(SETTINGS, "project", "", "name", Value::text("Shop")),
            known_as("person", "tom"),
            known_as("team", "pay-core"),
            Edit::drop_entry("org/0.toml", "person", "tom"),
        ] {
            let Err(error) = snapshot.edited(std::slice::from_ref(&edit)) else { panic!("{edit:?}") };
            assert!(matches!(error.why, EditError::FullRun(_)), "{error}");
        }
        let breaks = Edit::rewrite("org/1.toml", 0..1, "", "x");
        let Err(error) = snapshot.edited(&[breaks]) else { panic!("it broke the file") };
        assert_eq!(error.file, "org/1.toml");
    });
}
