//! Whatever fails has a way out that helps: on the pages of all criteria, and in generated organizations.

mod advice_law;
mod example;

use advice_law::{Tried, try_all};
use example::read;
use onethread_core::review::CRITERIA;
use proptest::prelude::*;
use proptest::sample::select;

#[test]
fn each_change_beside_a_failing_answer_helps_on_the_pages() {
    let mut tried = Tried::default();
    for criterion in CRITERIA {
        let page = read(criterion.key, criterion.page);
        for example in page.iter().flat_map(|section| &section.examples) {
            example.run(|snapshot, day| try_all(snapshot, day, usize::MAX, &mut tried));
        }
    }
    assert!(tried.alter >= 40 && tried.together >= 4 && tried.later >= 8, "the pages hardly try it: {tried:?}");
}

const IDS: [&str; 4] = ["build", "lint", "pay", "search"];
const PEOPLE: [&str; 4] = ["ada", "ines", "tom", "uma"];
const TEAMS: [&str; 3] = ["build-core", "pay-core", "search-core"];

/// What is written of an initiative: its leader, the share of that person's time, what it needs with or without a plan, a
/// second member's share, a gate before it, and tenets.
type Entry = (Option<&'static str>, Option<u8>, Option<(&'static str, bool)>, Option<u8>, bool, u8);

fn page(entries: &[Entry]) -> String {
    let mut org: String = PEOPLE.iter().map(|id| format!("[person.{id}]\nfunction = \"engineering\"\n")).collect();
    TEAMS.iter().for_each(|id| org += &format!("[team.{id}]\nmembers = [\"tom\", \"uma\"]\n"));
    let (mut events, mut needs) = (String::new(), String::new());
    for (id, (leader, share, need, member, gate, tenets)) in IDS.iter().zip(entries) {
        org += &format!("[initiative.{id}]\nidea = 2026-01-12\ncommitted = 2026-02-02\nteam = \"{id}-team\"\n");
        org.extend(leader.map(|leader| format!("leader = {leader:?}\n")));
        let listed: Vec<String> = (0..*tenets).map(|n| format!("\"{n} of {id} over none\"")).collect();
        org += &format!("tenets = [{}]\n", listed.join(", "));
        if let Some((team, is_declared)) = need {
            needs += &format!("{id},{team},structural,2026-03-02\n");
            let effect = "effect = \"blocking\"\n";
            org.extend(is_declared.then(|| format!("[[initiative.{id}.dependency]]\non = \"team:{team}\"\n{effect}")));
        }
        org += &format!("[team.{id}-team]\nmembers = [\"m-{id}\"]\n");
        let stated = [leader.map(str::to_owned).zip(*share), Some(format!("m-{id}")).zip(*member)];
        for (person, share) in stated.into_iter().flatten() {
            let share = f64::from(share) / 100.0;
            org += &format!("[[allocation]]\nperson = {person:?}\ninitiative = {id:?}\nshare = {share}\n");
        }
        let owner = format!("owner = \"team:{}\"\napplies-to = [\"{id}\"]\n", TEAMS[1]);
        org.extend(gate.then(|| format!("[gate.of-{id}]\nkind = \"approval\"\n{owner}")));
        events += &format!("2026-03-01,{id},status,open\n");
    }
    format!(
        "## Law\n\n```toml settings\n[registry]\nlive-status = [\"open\"]\n```\n\n```toml org\n{org}```\n\n\
         ```csv facts=initiative_event\nday,initiative,field,value\n{events}```\n\n\
         ```csv facts=dependency\ninitiative,on,class,from\n{needs}```\n\n```expect\nnothing\n```\n"
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..Default::default() })]

    #[test]
    fn each_change_beside_a_failing_answer_helps_in_generated_organizations(
        entries in prop::collection::vec(
            (
                prop::option::of(select(&PEOPLE[..])),
                prop::option::of(select(&[30_u8, 79, 80, 90, 100][..])),
                prop::option::of((select(&TEAMS[..]), any::<bool>())),
                prop::option::of(select(&[50_u8, 80, 100][..])),
                any::<bool>(),
                select(&[0_u8, 7, 8, 10][..]),
            ),
            IDS.len(),
        ),
    ) {
        let page = page(&entries);
        let [example] = &read("law", &page)[1].examples[..] else { panic!("one example in {page}") };
        let mut tried = Tried::default();
        let day = onethread_model::Day::parse(example::DAY).expect("a day");
        example.run_as_it_is(|snapshot| try_all(snapshot, day, usize::MAX, &mut tried));
    }
}
