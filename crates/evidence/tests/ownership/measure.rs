//! How fast owners are found: `cargo test --release -p onethread-evidence --test ownership measure -- --ignored
//! --nocapture`.

use std::time::Instant;

use onethread_evidence::importers::codeowners::parse;
use onethread_evidence::importers::ownership::State;

/// A thousand rules of the shapes that real files have, and a hundred thousand paths.
#[test]
#[ignore = "a measurement, not a test"]
fn measure() {
    let shape = |n: usize| match n % 10 {
        0 => format!("*.e{n} @o/t{n}\n"),
        1 => format!("/src/*/f{n}.rs @o/t{n}\n"),
        2 => format!("**/n{n}/ @o/t{n}\n"),
        3 => format!("n{n}.rs @o/t{n}\n"),
        _ => format!("/src/d{}/d{n}/ @o/t{n}\n", n % 50),
    };
    let text = "* @o/all\n".to_owned() + &(1..1_000).map(shape).collect::<String>();
    let paths: Vec<String> =
        (0..100_000).map(|n| format!("src/d{}/d{}/deep/er/f{}.e{}", n % 50, n % 1_000, n % 97, n % 2_000)).collect();
    for place in [".github/CODEOWNERS", ".gitlab/CODEOWNERS"] {
        let start = Instant::now();
        let rules = parse(place, text.as_bytes());
        let read = start.elapsed();
        let start = Instant::now();
        let owned = paths.iter().filter(|path| rules.state(&rules.owners_of(path.as_bytes())) == State::Owned).count();
        println!(
            "{place}: {} rules in {read:?}, {owned} of {} paths in {:?}",
            rules.rules.len(),
            paths.len(),
            start.elapsed()
        );
    }
}
