//! One team that many initiatives ask stands out in the review: at the line, and not one step beyond it.

mod example;

use onethread_core::measure::World;
use onethread_core::measure::measures::asked_teams::asked_teams;
use onethread_core::review::{Review, review};

/// So many goals, of which some ask the compiler team and each other one a team of its own.
fn goals(all: usize, hub: usize) -> String {
    let mut text = String::from("[team.compiler]\nheadcount = 9\n\n");
    for at in 0..all {
        let on = if at < hub { "compiler".to_owned() } else { format!("team-{at}") };
        text +=
            &format!("[initiative.goal-{at:02}]\ndependency = [{{ on = \"team:{on}\", effect = \"blocking\" }}]\n\n");
        text += &format!("[team.team-{at}]\nheadcount = 7\n\n");
    }
    text
}

#[test]
fn a_team_that_many_goals_ask_is_a_finding() {
    for (all, hub, expected) in [
        (75, 43, Some("43 of 75 live initiatives (57 %) ask the same team: compiler")),
        (75, 30, Some("30 of 75 live initiatives (40 %) ask the same team: compiler")),
        (75, 29, None),
        (9, 4, None),
        (3, 3, None),
    ] {
        let page = format!("# x\n\n## Example\n\n```toml org\n{}```\n\n```expect\n```\n", goals(all, hub));
        let sections = example::read("asked", &page);
        let example = &sections[1].examples[0];
        example.run(|snapshot, day| judge(&World::on(snapshot, day), &review(snapshot, day), (all, hub), expected));
    }
}

fn judge(world: &World<'_>, found: &Review, (all, hub): (usize, usize), expected: Option<&str>) {
    let finding = found.findings.iter().find(|finding| finding.key == "asked-by-many");
    assert_eq!(finding.map(|finding| finding.says.as_str()), expected, "{hub} of {all}");
    if let Some(finding) = finding {
        assert_eq!((finding.initiatives.len(), finding.explain), (hub, "asked-teams"));
        assert!(finding.more.ends_with("say that it blocks: onethread show asked"), "{}", finding.more);
        assert!(!finding.places.is_empty());
    }
    let first = &asked_teams(world).asked[0];
    assert_eq!((first.team.as_str(), first.initiatives, first.shown), ("compiler", hub, Some(0)));
}
