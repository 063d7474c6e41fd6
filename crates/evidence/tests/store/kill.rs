//! A process that ends at any moment leaves the last good state.
//!
//! The source has 200,000 records in a release build, and fewer where a run would take seconds. Most rounds add a
//! little to its end; the others reverse it to its start, so that everything is written anew. One kill in two comes as
//! soon as a file is being written, the others at any moment of a run.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::{Case, EVENTS, digest, dump, events};

const CHILD: &str = "ONETHREAD_TEST_KILLED_IN";
const RECORDS: usize = if cfg!(debug_assertions) { 4_000 } else { 200_000 };
const KILLS: usize = 200;
/// Lengths that the source takes one after another.
const STEPS: usize = 12;
const STEP: usize = 300;

#[test]
fn a_kill_at_any_moment_leaves_the_last_good_state() {
    if let Ok(root) = std::env::var(CHILD) {
        Case::at(Path::new(&root), EVENTS).run();
        return;
    }
    let case = Case::new(EVENTS);
    let text = |step: usize| events(0..RECORDS + step * STEP);
    let expected: Vec<u64> = (0..STEPS)
        .map(|step| {
            case.write("events.csv", &text(step));
            digest(&case.import().0)
        })
        .collect();
    let started = Instant::now();
    case.write("events.csv", &text(0));
    let longest = time_of(&case);
    let (mut kills, mut in_writes, mut survived) = (0, 0, 0);
    let mut random = 1_u64;
    for round in 1.. {
        let step = round % STEPS;
        case.write("events.csv", &text(step));
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = (random >> 40) as f64 / (1_u64 << 24) as f64;
        let mut child = spawn(&case);
        if round % 2 == 0 {
            while !is_writing(&case) && child.try_wait().expect("a child").is_none() {
                std::thread::sleep(Duration::from_micros(100));
            }
            std::thread::sleep(Duration::from_secs_f64(share * 0.01));
        } else {
            std::thread::sleep(longest.mul_f64(share));
        }
        let alive = child.try_wait().expect("a child").is_none();
        let _ = child.kill();
        let status = child.wait().expect("a child");
        if alive && !status.success() {
            kills += 1;
            in_writes += usize::from(is_writing(&case));
        } else {
            survived += 1;
        }
        let run = case.run();
        assert_eq!(run.diagnostics, [], "nothing was refused in round {round}");
        assert!(digest(&run.facts) == expected[step], "other facts after round {round}");
        assert!(!is_writing(&case), "leftovers are removed");
        if kills >= KILLS {
            break;
        }
    }
    println!(
        "{kills} kills, {in_writes} of them during a write; {survived} runs were over before; {:.1} s",
        started.elapsed().as_secs_f64()
    );
    assert!(in_writes >= KILLS / 10, "only {in_writes} kills hit a write");
    assert_eq!(dump(&case.run().facts), dump(&case.import().0));
}

fn spawn(case: &Case) -> Child {
    let test = "kill::a_kill_at_any_moment_leaves_the_last_good_state";
    Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", test])
        .env(CHILD, &case.root)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a child")
}

fn time_of(case: &Case) -> Duration {
    let start = Instant::now();
    assert!(spawn(case).wait().expect("a child").success());
    start.elapsed()
}

/// Whether a file is being written, or a segment is there that the manifest does not name yet.
fn is_writing(case: &Case) -> bool {
    let names = case.stored("events");
    let manifests = ["manifest.json", "manifest.previous.json"]
        .map(|name| std::fs::read_to_string(case.store("events").join(name)).unwrap_or_default())
        .concat();
    // The name of a segment has the start of its checksum.
    let is_named =
        |name: &String| manifests.contains(name.rsplit('-').next().unwrap_or_default().trim_end_matches(".parquet"));
    names.iter().any(|name| name.ends_with(".tmp") || (name.ends_with(".parquet") && !is_named(name)))
}
