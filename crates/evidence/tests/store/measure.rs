//! Seconds and bytes behind `docs/decisions/evidence-store.md`. Run it with
//! `cargo test --release -p onethread-evidence --test store -- --ignored --nocapture measure`.

use std::fs;
use std::time::Instant;

use crate::common::Case;

#[test]
#[ignore = "a measurement, not a test"]
fn measure() {
    println!(
        "{:>9} {:>12} {:>12} {:>10} {:>10} {:>10} {:>10}",
        "records", "source", "store", "import", "first", "again", "hashed"
    );
    for records in [1_000, 10_000, 50_000, 100_000, 200_000, 1_000_000] {
        let case = Case::events(records);
        let time = |run: &dyn Fn()| {
            let mut best = f64::MAX;
            for _ in 0..5 {
                let start = Instant::now();
                run();
                best = best.min(start.elapsed().as_secs_f64() * 1_000.0);
            }
            best
        };
        let import = time(&|| drop(case.import()));
        let first = time(&|| {
            let _ = fs::remove_dir_all(case.root.join(".onethread"));
            drop(case.run());
        });
        let hashed = time(&|| drop(case.run()));
        // From now on size and time say that nothing changed.
        std::thread::sleep(std::time::Duration::from_secs(3));
        case.run();
        let again = time(&|| drop(case.run()));
        let source = fs::metadata(case.root.join("events.csv")).expect("file").len();
        let store: u64 = case
            .stored("events")
            .iter()
            .map(|name| fs::metadata(case.store("events").join(name)).expect("file").len())
            .sum();
        println!("{records:>9} {source:>12} {store:>12} {import:>8.1}ms {first:>8.1}ms {again:>8.1}ms {hashed:>8.1}ms");
    }
}
