//! Names of initiatives and teams, the order of lines, and a shift of all days by whole years of weeks change no number
//! of what is said over time.

mod made;

use std::fmt::Write as _;

use made::Records;
use onethread_core::measure::World;
use onethread_core::measure::measures::metric_courses::metric_courses;
use onethread_core::measure::measures::reorganizations::reorganizations;
use onethread_core::measure::measures::trends::{WINDOW_DAYS, trends};
use onethread_core::measure::register::Class;
use onethread_kernel::random::Stream;
use onethread_model::Day;
use onethread_model::facts::FactKind;

const INITIATIVES: usize = 6;

/// How the same organization is written down.
#[derive(Clone, Copy)]
struct Written {
    names: [&'static str; INITIATIVES],
    backwards: bool,
    /// Days by which everything happened earlier.
    earlier: i32,
}

const PLAIN: Written = Written { names: ["a", "b", "c", "d", "e", "f"], backwards: false, earlier: 0 };

type Row = (FactKind, Vec<(&'static str, String)>);

fn rows(written: Written) -> Vec<Row> {
    let mut stream = Stream::new(3, "rows", 0);
    let today = Day::from_ymd(2026, 6, 30).expect("a day").plus_days(-written.earlier);
    let day = |ago: usize| today.plus_days(-(ago as i32)).to_string();
    let mut rows: Vec<Row> = Vec::new();
    for (at, name) in written.names.iter().enumerate() {
        for ago in (0..104).map(|week| 7 * week) {
            let value = 50.0 + stream.normal() - if at == 1 && ago < 150 { 3.0 } else { 0.0 };
            let mut row = vec![("day", day(ago)), ("initiative", (*name).to_owned())];
            row.extend([("metric", format!("m{at}")), ("value", format!("{value:.3}"))]);
            rows.push((FactKind::MetricPoint, row));
        }
        for _ in 0..260 {
            let (ago, wait) = (stream.below(1_300), stream.exponential(12.0) as usize);
            let mut row = vec![("day", day(ago)), ("initiative", (*name).to_owned())];
            row.push(("team", format!("t{}", written.names[(at + 1) % INITIATIVES])));
            if wait <= ago {
                row.push(("answered", day(ago - wait)));
            }
            rows.push((FactKind::ReviewAsked, row));
        }
        for change in 0..80 {
            let ago = day(stream.below(364));
            let mate = if stream.chance(0.3) { at ^ 1 } else { at };
            for owner in [at, mate] {
                let team = format!("t{}", written.names[owner]);
                let row = vec![("day", ago.clone()), ("change", format!("c{at}-{change}")), ("team", team)];
                rows.push((FactKind::Touch, [row, vec![("component", format!("code/{owner}"))]].concat()));
            }
        }
    }
    if written.backwards {
        rows.reverse();
    }
    rows
}

/// All numbers that are said over time, each with what it is about by its place.
fn numbers(written: Written) -> Vec<String> {
    let today = Day::from_ymd(2026, 6, 30).expect("a day").plus_days(-written.earlier);
    let (idea, on) = (today.plus_days(-1_400), today.plus_days(-175));
    let mut files = String::new();
    let place = |name: &str| written.names.iter().position(|other| *other == name).unwrap_or(INITIATIVES);
    for (at, name) in written.names.iter().enumerate() {
        let _ =
            writeln!(files, "[team.t{name}]\nheadcount = 9\n\n[initiative.{name}]\nidea = {idea}\nteam = \"t{name}\"");
        let _ = writeln!(files, "[[initiative.{name}.metric]]\nname = \"m{at}\"\nbaseline = 40\ntarget = 60");
    }
    let changed = [written.names[0], written.names[1], written.names[2]];
    let _ = writeln!(files, "[reorganization.r]\non = {on}\ninitiatives = {changed:?}");
    let mut records = Records::new();
    rows(written).iter().for_each(|(kind, row)| records.push(*kind, row));
    let snapshot = records.snapshot(files);
    let world = World::on(&snapshot, today);
    let mut all: Vec<String> = Vec::new();
    for one in metric_courses(&world) {
        let words = one.words(180);
        all.push(format!("{} {:?} {:?} {:?} {words:?}", one.metric, one.course, one.p, one.q));
    }
    for one in reorganizations(&world) {
        all.push(format!("{:?} {:?} {:?} {:?}", one.difference, one.low, one.high, one.visible_difference));
    }
    for one in trends(&world, WINDOW_DAYS) {
        let limits: Vec<_> = one.limits.iter().map(|limits| (limits.low, limits.center, limits.high)).collect();
        all.push(format!("{} {} {} {limits:?}", one.series, one.n, one.beyond.len()));
    }
    for entry in &world.register().entries {
        let needs = place(entry.needs.trim_start_matches("initiative:"));
        let on = place(entry.on.trim_start_matches("team:t"));
        for seen in entry.seen.iter().filter(|seen| seen.class != Class::SharedRelease) {
            let trend = seen.shown.as_ref().map(|shown| shown.trend);
            all.push(format!("{needs} {on} {:?} {trend:?}", seen.class));
        }
    }
    all.sort();
    all
}

#[test]
fn names_order_and_years_change_nothing() {
    let plain = numbers(PLAIN);
    // Something is said: a metric got worse, and trends are judged.
    assert!(plain.iter().any(|says| says.contains("Worse")), "{plain:#?}");
    assert!(plain.iter().any(|says| says.contains("active_now")), "{plain:#?}");
    let others = [
        Written { names: ["zeta", "b", "m", "aa", "q", "c"], ..PLAIN },
        Written { backwards: true, ..PLAIN },
        Written { earlier: 364, ..PLAIN },
    ];
    for other in others {
        assert_eq!(plain, numbers(other));
    }
}
