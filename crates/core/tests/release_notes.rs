//! Law: notes on releases couple nobody's code. Two teams whose changes meet only there need nothing of each other; the same
//! changes that meet in code do.

use onethread_core::measure::{Snapshot, World};
use onethread_model::Day;
use onethread_model::config::Config;
use onethread_model::facts::{Cells, FactKind, Facts, RecordRef, SourceReport};
use onethread_model::source::Sources;

const ORG: &str = "[team.web]\n[team.search]\n[team.post]\n\
    [component.shop]\nowner = \"web\"\npaths = [\"shop/**\"]\n\
    [component.index]\nowner = \"search\"\npaths = [\"index/**\", \"releasenotes/**\", \"docs/**\"]\n\
    [component.mail]\nowner = \"post\"\npaths = [\"mail/**\"]\n";

/// A year of web, of search, which changes seldom, and of post; every other change of web touches a path that search
/// owns, too.
fn pairs_where_they_meet(shared: &str) -> (usize, usize) {
    let first = Day::parse("2025-07-10").expect("a day");
    let mut facts = Facts::default();
    facts.sources.push(SourceReport { name: "made".to_owned(), path: "made.csv".to_owned(), ..Default::default() });
    let mut line = 0;
    let mut push = |kind: FactKind, cells: &[(&'static str, &str)]| {
        line += 1;
        let mut row = Cells::default();
        cells.iter().for_each(|(column, text)| row.set(column, text));
        facts.push(kind, &row, RecordRef { source: 0, line }).expect("a row");
    };
    for at in 0..400_i32 {
        let (team, folder) =
            [("web", "shop"), ("post", "mail"), ("post", "mail"), ("search", "index")][at as usize % 4];
        let (day, change) = (first.plus_days(at * 350 / 400).to_string(), format!("{team}-{at}"));
        push(FactKind::ChangeMade, &[("day", &day), ("change", &change), ("author", team)]);
        push(
            FactKind::Touch,
            &[("day", &day), ("change", &change), ("component", &format!("{folder}/{}.rs", at % 20))],
        );
        if team == "web" && at % 8 == 0 {
            push(FactKind::Touch, &[("day", &day), ("change", &change), ("component", shared)]);
        }
    }
    facts.sort();
    let mut sources = Sources::default();
    let file = sources.add("org/all.toml", ORG);
    let org = onethread_model::org::load(&sources, &[file], &mut Vec::new());
    let snapshot = Snapshot::new(Config::default(), org, sources, facts);
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
