//! What has one cause is reported once, and nothing else is left out by it.

mod example;

use onethread_core::check::{Overrides, check, resolve};
use onethread_core::measure::World;

/// A blocking need of an initiative that is over, and another one of a team: the first is reported as what it is, and
/// the second as before.
const NEEDS: &str = r#"## Case

```toml org
[initiative.returns]
leader = "ines"

[[initiative.returns.dependency]]
on = "initiative:wallet"
effect = "blocking"

[[initiative.returns.dependency]]
on = "team:payments"
effect = "blocking"

[initiative.search]
leader = "ada"

[[initiative.search.dependency]]
on = "team:payments"
effect = "blocking"

[initiative.wallet]
ended = 2026-03-02
```

```expect
nothing
```
"#;

#[test]
fn a_need_of_what_is_over_hides_itself_and_no_other() {
    let [example] = &example::read("superseded", NEEDS)[1].examples[..] else { panic!("one example") };
    let found = |codes: &[&str]| {
        let mut found = Vec::new();
        example.run(|snapshot, day| {
            let select = codes.iter().map(|code| (*code).to_owned()).collect();
            let overrides = Overrides { select, ..Overrides::default() };
            let settings = resolve(&snapshot.config.check, &snapshot.sources, &overrides, &mut Vec::new());
            let checked = check(&World::on(snapshot, day), &settings.expect("rules"));
            let lines = checked.findings.iter().map(|one| format!("{} {} {}", one.rule.code, one.subject, one.about));
            found = lines.collect();
            found.sort();
        });
        found
    };
    let wallet = "DP111 initiative:returns initiative:wallet";
    let payments = ["DP103 initiative:returns team:payments", "DP103 initiative:search team:payments"];
    assert_eq!(found(&["DP103", "DP111"]), [payments[0], payments[1], wallet]);
    // Alone, each says what it sees.
    assert_eq!(found(&["DP103"]), ["DP103 initiative:returns initiative:wallet", payments[0], payments[1]]);
    assert_eq!(found(&["DP111"]), [wallet]);
}
