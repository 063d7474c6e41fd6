//! "Appointed, and then?": what was planted is found, nothing is said where nothing happened, and no number stands beside
//! fewer than five people.

use onethread_core::measure::Snapshot;
use onethread_core::review::{
    AppointmentState, Cohort, CountOf, FilesOfDay, PeopleCount, Quarter, QuarterReview, review_quarter,
};
use onethread_model::Day;
use onethread_model::config::Config;
use onethread_model::facts::Facts;
use onethread_model::org;
use onethread_model::source::Sources;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn snapshot(text: String) -> Snapshot {
    let mut sources = Sources::default();
    let file = sources.add("org/a.toml", text);
    let mut diagnostics = Vec::new();
    let org = org::load(&sources, &[file], &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    Snapshot::new(Config::default(), org, sources, Facts::default())
}

fn look(text: String, today: &str) -> QuarterReview {
    let quarter = Quarter::parse("2026-Q1").expect("a quarter");
    review_quarter(&snapshot(text), day(today), &quarter, &|_| FilesOfDay::NotKnown)
}

/// Initiatives that ran for half a year, of which those of `appointed` got a leader on 5 January 2026, each with ten
/// reversible decisions before the day and ten since; of those since, `inside` of each stayed with the leader.
fn company(initiatives: usize, appointed: usize, inside: usize) -> String {
    let mut text = String::from("[person.chief]\n");
    for at in 0..initiatives {
        text += &format!("[person.leader-{at}]\nreports-to = \"chief\"\n");
        text += &format!("[initiative.work-{at}]\nleader = \"leader-{at}\"\nidea = 2025-06-01\n");
        let from = if at < appointed { "2026-01-05" } else { "2025-06-01" };
        text += &format!(
            "[[allocation]]\nperson = \"leader-{at}\"\ninitiative = \"work-{at}\"\nshare = 1.0\nfrom = {from}\n"
        );
        for n in 0..10 {
            let levels = |stays: bool| usize::from(!stays);
            let decision = |name: &str, month: &str, levels: usize| {
                format!(
                    "[decision.{name}-{at}-{n}]\ninitiative = \"work-{at}\"\nreversible = true\nopened = {month}-{:02}\n\
                     decided = {month}-{:02}\nlevels = {levels}\n",
                    n + 10,
                    n + 12
                )
            };
            text += &decision("before", "2025-11", 1);
            text += &decision("since", "2026-02", levels(at < appointed && n < inside));
        }
    }
    text
}

fn compared(found: &QuarterReview) -> &Cohort {
    found.cohorts[0].compared.as_ref().expect("a time before")
}

const fn count(count: usize, of: usize) -> CountOf {
    CountOf { count, of }
}

/// Of those appointed, nine of ten decisions stay inside since; of the others none does.
#[test]
fn decisions_that_moved_inside_are_found_where_they_did() {
    let found = look(company(6, 3, 9), "2026-06-30");
    assert_eq!(found.cohorts[0].on, day("2026-01-05"));
    let above = compared(&found).reversible_above;
    assert_eq!((above.changed.before, above.changed.since), (count(30, 30), count(3, 30)));
    assert_eq!((above.left_alone.before, above.left_alone.since), (count(30, 30), count(30, 30)));
    for one in &found.cohorts[0].initiatives {
        assert_eq!((one.reversible_above.before, one.reversible_above.since), (count(10, 10), count(1, 10)));
    }
}

/// Nothing moved: both sides are as before, and nothing is undone, lost or gone.
#[test]
fn where_nothing_moved_nothing_is_claimed() {
    let found = look(company(6, 3, 0), "2026-06-30");
    let compared = compared(&found);
    for of in [compared.reversible_above, compared.gates, compared.needs, compared.one_thread] {
        assert_eq!((of.changed.before, of.left_alone.before), (of.changed.since, of.left_alone.since));
    }
    for one in &found.cohorts[0].initiatives {
        assert_eq!(one.reversible_above.before, one.reversible_above.since);
        assert!(one.gates_ended.is_empty() && one.gates_added.is_empty() && one.overridden.is_empty(), "{one:?}");
        assert!(matches!(one.state, AppointmentState::Leads { .. }), "{one:?}");
    }
    assert_eq!(found.cohorts[0].changed_team, PeopleCount::NotKnown);
    assert!(found.not_shown.contains("does not show that a leader makes work faster"));
}

/// What several leaders did is a number of five of them or more.
#[test]
fn leaders_are_counted_from_five_on() {
    let leaders = |appointed| look(company(6, appointed, 9), "2026-06-30").cohorts[0].leaders;
    assert_eq!(leaders(4), None);
    let five = leaders(5).expect("five leaders");
    assert_eq!((five.leaders, five.dedicated, five.reversed), (5, count(5, 5), Some(count(0, 45))));
    // Of five who lead, none decided anything alone.
    let none = look(company(6, 5, 0), "2026-06-30").cohorts[0].leaders.expect("five leaders");
    assert_eq!(none.reversed, None);
}

/// As many days before as since, at most 364, and decisions of no other day.
#[test]
fn as_many_days_are_counted_before_as_since() {
    // 5 January to 11 February: 38 days, of which the first decision before is too old, and two of ten since are asked for.
    let found = look(company(6, 3, 10), "2026-02-11");
    assert_eq!(compared(&found).decision_days, 38);
    let one = &found.cohorts[0].initiatives[0];
    assert_eq!(one.reversible_above.before, count(0, 0));
    // Those asked for on 10 and 11 February are made on 12 and 13 February, and open.
    assert_eq!(one.reversible_above.since, count(0, 0));
    assert_eq!(look(company(6, 3, 10), "2026-02-12").cohorts[0].initiatives[0].reversible_above.since, count(0, 1));
}

/// The days that are compared with the time before are the newest twelve.
#[test]
fn so_many_days_are_compared() {
    let company = |days: u32| {
        (0..days).fold(String::new(), |text, at| {
            format!(
                "{text}[person.leader-{at}]\n[initiative.work-{at}]\nleader = \"leader-{at}\"\nidea = 2025-06-01\n\
                 [[allocation]]\nperson = \"leader-{at}\"\ninitiative = \"work-{at}\"\nshare = 1.0\nfrom = 2026-01-{:02}\n",
                at + 5
            )
        })
    };
    for (days, expected) in [(12, (12, 0)), (13, (12, 1))] {
        let found = look(company(days), "2026-06-30");
        let compared = found.cohorts.iter().filter(|one| one.compared.is_some()).count();
        assert_eq!((compared, found.days_not_compared), expected);
        assert_eq!(found.cohorts[0].on, day("2026-01-05").plus_days(i32::try_from(days).expect("few") - 1));
    }
}

/// A leader who is gone, one who was followed, and an initiative that is over are told apart.
#[test]
fn what_was_undone_is_said() {
    let text = "[person.ines]\nuntil = 2026-03-02\n[initiative.returns]\nleader = \"ines\"\nidea = 2025-06-01\n\
                [person.ada]\n[initiative.search]\nleader = \"ada\"\nidea = 2025-06-01\n\
                [[allocation]]\nperson = \"ada\"\ninitiative = \"search\"\nshare = 1.0\nfrom = 2026-01-05\n\
                [gate.board]\nfrom = 2026-02-02\napplies-to = [\"search\"]\n\
                [gate.calendar]\nuntil = 2026-02-02\n\
                [decision.sort]\ninitiative = \"search\"\nreversible = true\nopened = 2026-01-10\ndecided = 2026-01-12\n\
                decided-by = \"ada\"\noverridden-by = \"ines\"\nreversed = 2026-02-01\n";
    let found = look(text.to_owned(), "2026-06-30");
    let one = &found.cohorts[0].initiatives[0];
    assert_eq!((one.id.as_str(), one.overridden.len(), one.gates_kept), ("search", 1, 0));
    assert_eq!(
        (one.gates_added.as_slice(), one.gates_ended.as_slice()),
        (&["board".to_owned()][..], &["calendar".to_owned()][..])
    );
}
