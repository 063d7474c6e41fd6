//! Law: notes on releases couple nobody's code. Two teams whose changes meet only there need nothing of each other; the same
//! changes that meet in code do.

mod made;

use made::Records;
use onethread_core::measure::World;
use onethread_model::Day;
use onethread_model::facts::FactKind;

const ORG: &str = "[team.web]\n[team.search]\n[team.post]\n\
    [component.shop]\nowner = \"web\"\npaths = [\"shop/**\"]\n\
    [component.index]\nowner = \"search\"\npaths = [\"index/**\", \"releasenotes/**\", \"docs/**\"]\n\
    [component.mail]\nowner = \"post\"\npaths = [\"mail/**\"]\n";

/// A year of web, of search, which changes seldom, and of post; every other change of web touches a path that search
/// owns, too.
fn pairs_where_they_meet(shared: &str) -> (usize, usize) {
    let first = Day::parse("2025-07-10").expect("a day");
    let mut records = Records::new();
    for at in 0..400_i32 {
        let (team, folder) =
            [("web", "shop"), ("post", "mail"), ("post", "mail"), ("search", "index")][at as usize % 4];
        let (day, change) = (first.plus_days(at * 350 / 400).to_string(), format!("{team}-{at}"));
        records.push(FactKind::ChangeMade, &[("day", day.as_str()), ("change", &change), ("author", team)]);
        records.push(
            FactKind::Touch,
            &[("day", day.as_str()), ("change", &change), ("component", &format!("{folder}/{}.rs", at % 20))],
        );
        if team == "web" && at % 8 == 0 {
            records.push(FactKind::Touch, &[("day", day.as_str()), ("change", &change), ("component", shared)]);
        }
    }
    let snapshot = records.snapshot(ORG);
    let world = World::on(&snapshot, Day::parse("2026-06-30").expect("a day"));
    let needs = world.register().entries.iter().filter(|entry| entry.on == "team:search" && !entry.seen.is_empty());
    (world.team_coupling().pairs.len(), needs.count())
}

#[test]
fn notes_on_releases_couple_nobody() {
    assert_eq!(pairs_where_they_meet("index/7.rs"), (1, 1), "code of another team is needed");
    for shared in ["releasenotes/notes/a.yaml", "docs/CHANGELOG.md", "index/changelog.d/7.txt"] {
        assert_eq!(pairs_where_they_meet(shared), (0, 0), "{shared}");
    }
}
