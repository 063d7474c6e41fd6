//! Whether those above a leader keep their half of a mandate: planted breaches, planted silence, and each day at its line.

mod example;

use example::read;
use onethread_core::review::{PromiseAnswer, review};
use onethread_model::Day;

/// Answers of the promises of `returns` on the day of the examples, in the order in which they are written.
fn promises(org: &str, facts: &str) -> Vec<(PromiseAnswer, Vec<String>)> {
    let page = format!("## Mandate\n\n```toml org\n{org}```\n\n{facts}```expect\nnothing\n```\n");
    let [example] = &read("mandate", &page)[1].examples[..] else { panic!("one example in {page}") };
    let mut found = Vec::new();
    example.run(|snapshot, day| {
        let review = review(snapshot, day);
        let mandate = review.initiative("returns").and_then(|one| one.mandate.as_ref()).expect("a mandate");
        found = mandate
            .promises
            .iter()
            .map(|one| (one.answer, one.because.iter().map(|because| because.says.clone()).collect()))
            .collect();
    });
    found
}

fn answer(org: &str) -> PromiseAnswer {
    promises(org, "")[0].0
}

const REVERSIBLE: &str = "[initiative.returns]\nleader = \"ines\"\nmandate = { from = 2026-03-02, stops = [{ decisions = \"reversible\" }] }\n";

fn decision(id: &str, says: &str) -> String {
    format!("[decision.{id}]\ninitiative = \"returns\"\nreversible = true\n{says}")
}

#[test]
fn decisions_since_the_day_decide_and_none_before() {
    let with = |says: &str| answer(&format!("{REVERSIBLE}{}", decision("d", says)));
    assert_eq!(answer(REVERSIBLE), PromiseAnswer::NotShown);
    assert_eq!(with("decided = 2026-03-01\nlevels = 2\n"), PromiseAnswer::NotShown, "the day before");
    assert_eq!(with("decided = 2026-03-02\nlevels = 2\n"), PromiseAnswer::Broken, "the first day");
    assert_eq!(with("decided = 2026-03-02\nlevels = 0\n"), PromiseAnswer::Kept);
    assert_eq!(with("decided = 2026-03-02\n"), PromiseAnswer::NotShown, "it does not state who had to agree");
    assert_eq!(with("decided = 2026-07-01\nlevels = 2\n"), PromiseAnswer::NotShown, "after the day of the review");
    // What was decided before, and reversed since by someone else, was decided above.
    let reversed = "decided = 2026-02-02\nlevels = 0\noverridden-by = \"vp\"\nreversed = 2026-05-04\n";
    assert_eq!(with(reversed), PromiseAnswer::Broken);
    assert_eq!(with(&reversed.replace("2026-05-04", "2026-03-01")), PromiseAnswer::NotShown);
    assert_eq!(
        with(&reversed.replace("overridden-by = \"vp\"\n", "")),
        PromiseAnswer::NotShown,
        "the leader's own act"
    );
}

/// One breach is not outweighed by what stayed, and both are said with their numbers.
#[test]
fn a_breach_stands_beside_what_stayed() {
    let stayed: String = (0..3).map(|n| decision(&format!("own-{n}"), "decided = 2026-04-06\nlevels = 0\n")).collect();
    let above = decision("fee", "decided = 2026-05-04\nlevels = 1\n");
    let found = promises(&format!("{REVERSIBLE}{stayed}{above}"), "");
    let (answer, because) = &found[0];
    assert_eq!(*answer, PromiseAnswer::Broken);
    assert_eq!(because[..], ["`fee` went above the leader on 2026-05-04", "3 such decisions stayed with the leader"]);
    assert_eq!(promises(&format!("{REVERSIBLE}{stayed}"), "")[0].0, PromiseAnswer::Kept);
}

/// A later promise has a day of its own, and a class has decisions of its own.
#[test]
fn each_promise_has_its_day_and_its_decisions() {
    let org = "[initiative.returns]\nleader = \"ines\"\n[initiative.returns.mandate]\nfrom = 2026-03-02\n\
        stops = [{ decisions = \"pricing\", from = 2026-05-04 }, { decisions = \"hiring\" }]\n";
    let made = |day: &str, class: &str| {
        format!("[decision.d]\ninitiative = \"returns\"\nclass = {class:?}\ndecided = {day}\nlevels = 1\n")
    };
    let answers = |day: &str, class: &str| -> Vec<PromiseAnswer> {
        promises(&format!("{org}{}", made(day, class)), "").into_iter().map(|(answer, _)| answer).collect()
    };
    let (broken, open) = (PromiseAnswer::Broken, PromiseAnswer::NotShown);
    assert_eq!(answers("2026-05-03", "pricing"), [open, open]);
    assert_eq!(answers("2026-05-04", "pricing"), [broken, open]);
    assert_eq!(answers("2026-05-03", "hiring"), [open, broken]);
    assert_eq!(answers("2026-05-04", "roadmap"), [open, open]);
}

#[test]
fn a_gate_is_lifted_by_its_day_or_not() {
    let with = |by: &str, gate: &str| {
        let mandate = format!("mandate = {{ lifts = [{{ gate = \"board\", by = {by} }}] }}\n");
        answer(&format!("[initiative.returns]\nleader = \"ines\"\n{mandate}[gate.board]\nowner = \"team:t\"\n{gate}"))
    };
    assert_eq!(with("2026-07-01", ""), PromiseAnswer::NotShown, "due tomorrow");
    assert_eq!(with("2026-06-30", ""), PromiseAnswer::Broken, "due today");
    assert_eq!(with("2026-07-01", "until = 2026-06-30\n"), PromiseAnswer::Kept, "before its day");
    assert_eq!(with("2026-06-30", "until = 2026-06-30\n"), PromiseAnswer::Kept);
    assert_eq!(with("2026-06-30", "until = 2026-07-01\n"), PromiseAnswer::Broken);
    assert_eq!(with("2026-03-02", "lifted = [{ initiative = \"returns\", from = 2026-05-04 }]\n"), PromiseAnswer::Kept);
    // Whoever narrows it to other things lifts it for nobody.
    assert_eq!(
        with("2026-03-02", "narrowed = [{ decisions = [\"pricing\"], from = 2026-02-02 }]\n"),
        PromiseAnswer::Broken
    );
    assert_eq!(Day::parse(example::DAY).expect("a day").to_string(), "2026-06-30");
}

/// What is lifted in a file and asked all the same is not lifted.
#[test]
fn a_record_outweighs_the_file() {
    let org = "[initiative.returns]\nleader = \"ines\"\nmandate = { lifts = [{ gate = \"board\", by = 2026-05-04 }] }\n\
        [gate.board]\nowner = \"team:t\"\nuntil = 2026-05-04\n";
    let asked = |day: &str| format!("```csv facts=review\nday,initiative,gate,team\n{day},returns,board,t\n```\n\n");
    assert_eq!(promises(org, &asked("2026-05-03"))[0].0, PromiseAnswer::Kept);
    let found = promises(org, &asked("2026-05-04"));
    assert_eq!(
        found[0],
        (PromiseAnswer::Broken, vec!["`board` was asked on 2026-05-04, although it is lifted".to_owned()])
    );
}
