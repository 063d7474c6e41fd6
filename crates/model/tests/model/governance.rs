//! What may be wrong about gates, decisions, platforms, waivers, attestations and metrics.

use crate::{assert_lines, load};

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_lines(&load(&[("org/a.toml", text)]).1, expected);
}

#[test]
fn references_of_the_newer_kinds_are_looked_up() {
    let described =
        "[person.p]\n[team.t]\n[function.f]\n[component.c]\n[initiative.i]\n[gate.g]\n[platform.l]\n[decision.d]\n";
    let refers = "[function.h]\nstandard-owner = \"x\"\n\
        [platform.m]\nteam = \"x\"\ncomponents = [\"c\", \"x\"]\n\
        [gate.k]\nowner = \"x\"\napplies-to = [\"x\"]\nafter = [\"g\", \"x\"]\n\
        [gate.l]\nowner = \"team:x\"\n[gate.m]\nowner = \"person:x\"\n\
        [decision.e]\ninitiative = \"x\"\ndecided-by = \"x\"\noverridden-by = \"x\"\nexception-to = \"x\"\nconsulted = [\"p\", \"x\", \"team:t\", \"function:x\"]\n";
    let (_, found) = load(&[("org/a.toml", described), ("org/b.toml", refers)]);
    let lines: Vec<&str> = found.iter().filter_map(|line| line.split(':').nth(1)).collect();
    assert_eq!(lines.join(" "), "2 4 5 7 8 9 11 13 15 16 17 18 19 19");
    assert!(found.iter().all(|line| line.starts_with("error[unknown-reference]")), "{found:#?}");
}

#[test]
fn a_mandate_and_a_gate_that_turns_refer_to_what_is_there() {
    let described = "[person.p]\n[team.t]\n[initiative.i]\n[gate.g]\n";
    let refers = "[initiative.j]\nmandate = { drops = [\"i\", \"x\"], lifts = [{ gate = \"x\", by = 2026-09-01 }], stops = [{ decisions = \"reversible\", by = [\"p\", \"x\"] }] }\n\
        dependency = [{ on = \"team:t\", plan = { reviewed-by = \"x\", standards-of = \"t\" } }]\n\
        [gate.h]\nalso-before = [{ initiative = \"x\", from = 2026-06-01 }]\nnarrowed = [{ before = [\"i\", \"x\"], from = 2026-06-01 }]\n";
    let (_, found) = load(&[("org/a.toml", described), ("org/b.toml", refers)]);
    let lines: Vec<&str> = found.iter().filter_map(|line| line.split(':').nth(1)).collect();
    assert_eq!(lines.join(" "), "2 2 2 3 5 6", "{found:#?}");
}

/// Of the days on which a gate comes and goes before an initiative, the last one up to the day decides.
#[test]
fn a_gate_stands_from_the_day_that_says_so_to_the_one_that_takes_it_away() {
    let turns = "owner = \"team:t\"\nfrom = 2026-01-05\nuntil = 2026-09-01\napplies-to = [\"i\", \"j\"]\n\
        lifted = [{ initiative = \"i\", from = 2026-02-02 }]\n\
        also-before = [{ initiative = \"i\", from = 2026-03-02 }, { initiative = \"k\", from = 2026-03-02 }]\n\
        narrowed = [{ before = [\"i\", \"j\"], from = 2026-05-04 }, { decisions = [\"pricing\"], from = 2026-06-01 }]\n";
    let text = format!("[team.t]\n[initiative.i]\n[initiative.j]\n[initiative.k]\n[initiative.l]\n[gate.g]\n{turns}");
    let (org, found) = load(&[("org/a.toml", &text)]);
    assert!(found.is_empty(), "{found:#?}");
    let cases = [
        ("i", "2026-01-04", false),
        ("i", "2026-01-05", true),
        ("i", "2026-02-01", true),
        ("i", "2026-02-02", false),
        ("i", "2026-03-01", false),
        ("i", "2026-03-02", true),
        ("i", "2026-05-04", true),
        ("i", "2026-08-31", true),
        ("i", "2026-09-01", false),
        ("j", "2026-03-01", true),
        ("j", "2026-06-01", true),
        ("k", "2026-03-01", false),
        ("k", "2026-03-02", true),
        ("k", "2026-05-03", true),
        ("k", "2026-05-04", false),
        ("l", "2026-06-01", false),
    ];
    for (initiative, day, stands) in cases {
        let day = onethread_model::Day::parse(day).expect("a day");
        assert_eq!(org.gates["g"].stands_before(initiative, day), stands, "{initiative} on {day}");
    }
}

#[test]
fn a_waiver_names_what_it_is_about() {
    let waiver = |subject: &str| {
        format!(
            "[[waiver]]\nrule = \"focus\"\nsubject = \"{subject}\"\nreason = \"r\"\nowner = \"vp\"\nuntil = 2026-09-01\n"
        )
    };
    check(&format!("[person.vp]\n[initiative.loyalty]\n{}", waiver("initiative:loyalty")), "");
    check(&format!("[person.vp]\n{}", waiver("organization")), "");
    // As findings about its tenets name them.
    check(&format!("[person.vp]\n{}", waiver("organization:tenets")), "");
    check(
        &waiver("organizaton"),
        "error[wrong-type] org/a.toml:3:11 `organizaton` does not say what it is about (expected kind:id) | did you mean `organization`?",
    );
    check(
        &waiver("organization:tenet"),
        "error[unknown-reference] org/a.toml:3:11 the organization has no `tenet` that a rule looks at (its tenets are all there is) | write `organization`",
    );
    check(
        &format!("[initiative.loyalty]\n{}", waiver("loyalty")),
        "error[wrong-type] org/a.toml:4:11 `loyalty` does not say what it is about (expected kind:id) | did you mean `initiative:loyalty`?",
    );
    // What it lacks, `onethread check` says: without it the waiver accepts nothing.
    check("[initiative.loyalty]\n[[waiver]]\nrule = \"focus\"\nsubject = \"initiative:loyalty\"\n", "");
    check(
        &format!("[person.vq]\n[initiative.loyalty]\n{}", waiver("initiative:loyalti")),
        "error[unknown-reference] org/a.toml:5:11 there is no initiative `loyalti` (not described in any file) | did you mean `loyalty`? | or describe it: `[initiative.loyalti]`
         error[unknown-reference] org/a.toml:7:9 there is no person `vp` (not described in any file) | did you mean `vq`? | or describe it: `[person.vp]`",
    );
    check(
        &waiver("loyalty"),
        "error[wrong-type] org/a.toml:3:11 `loyalty` does not say what it is about (expected kind:id) | as in \"initiative:loyalty\", or \"organization\"",
    );
    check(
        &waiver("initiative: "),
        "error[wrong-type] org/a.toml:3:11 `initiative: ` does not say what it is about (expected kind:id) | as in \"initiative:loyalty\", or \"organization\"",
    );
    check(
        &waiver("initiativ:loyalty"),
        "error[wrong-kind] org/a.toml:3:11 `subject` cannot name a `initiativ` (expected one of `person`, `team`, `function`, `initiative`, `component`, `platform`, `gate`, `decision`, `reorganization`, `move`, `organization`) | did you mean `initiative`?",
    );
    for kind in ["person", "team", "function", "component", "platform", "gate", "decision"] {
        let (_, found) = load(&[("org/a.toml", &format!("[{kind}.vp]\n{}", waiver(&format!("{kind}:x"))))]);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].contains(&format!("there is no {kind} `x`")), "{}", found[0]);
    }
}

#[test]
fn days_of_decisions_and_gates() {
    check(
        "[decision.a]\nopened = 2026-03-09\ndecided = 2026-03-08\ncommunicated = 2026-03-06\nreversed = 2026-03-07\nactual-on = 2026-03-01\n\
         [decision.b]\nopened = 2026-03-09\ncommunicated = 2026-03-08\n\
         [gate.g]\nfrom = 2026-02-02\nuntil = 2026-02-01\n",
        "error[impossible-dates] org/a.toml:3:11 `decided` of decision `a` is before `opened` (2026-03-08 is 1 day too early) + org/a.toml:2:10 `opened` is 2026-03-09 | fix one of the two; until then durations between them are left out
         error[impossible-dates] org/a.toml:4:16 `communicated` of decision `a` is before `decided` (2026-03-06 is 2 days too early) + org/a.toml:3:11 `decided` is 2026-03-08 | fix one of the two; until then durations between them are left out
         error[impossible-dates] org/a.toml:5:12 `reversed` of decision `a` is before `decided` (2026-03-07 is 1 day too early) + org/a.toml:3:11 `decided` is 2026-03-08 | fix one of the two; until then durations between them are left out
         error[impossible-dates] org/a.toml:6:13 `actual-on` of decision `a` is before `decided` (2026-03-01 is 7 days too early) + org/a.toml:3:11 `decided` is 2026-03-08 | fix one of the two; until then durations between them are left out
         error[impossible-dates] org/a.toml:9:16 `communicated` of decision `b` is before `opened` (2026-03-08 is 1 day too early) + org/a.toml:8:10 `opened` is 2026-03-09 | fix one of the two; until then durations between them are left out
         error[impossible-dates] org/a.toml:12:9 `until` of gate `g` is before `from` (2026-02-01 is 1 day too early) + org/a.toml:11:8 `from` is 2026-02-02 | fix one of the two; until then durations between them are left out",
    );
    check(
        "[decision.a]\nopened = 2026-03-09\ndecided = 2026-03-09\ncommunicated = 2026-03-09\nreversed = 2026-03-09\nactual-on = 2026-03-09\n\
         [gate.g]\nfrom = 2026-02-02\nuntil = 2026-02-02\n",
        "",
    );
}

#[test]
fn a_decision_before_its_initiative() {
    let text = |decided: &str| {
        format!("[initiative.a]\nidea = 2026-02-02\n[decision.d]\ninitiative = \"a\"\ndecided = {decided}\n")
    };
    check(
        &text("2026-01-31"),
        "warning[decision-before-initiative] org/a.toml:5:11 decision `d` was made before the idea of initiative `a` was written down (2026-01-31 is 2 days earlier) + org/a.toml:2:8 `idea` is 2026-02-02 | fix one of the two days, or name the initiative that the decision belongs to",
    );
    check(&text("2026-02-02"), "");
}

#[test]
fn circles_of_gates() {
    let gates = |after: &[(&str, &[&str])]| {
        let text: String = after.iter().map(|(id, after)| format!("[gate.{id}]\nafter = {after:?}\n")).collect();
        load(&[("org/a.toml", &text)]).1
    };
    assert_lines(&gates(&[("a", &["b"]), ("b", &[])]), "");
    assert_lines(
        &gates(&[("a", &["a"])]),
        "error[gate-cycle] org/a.toml:2:10 gate `a` comes after itself | one of them comes first; until then no work can pass them in the stated order",
    );
    assert_lines(
        &gates(&[("c", &["b"]), ("b", &["d", "c"]), ("d", &[]), ("a", &["c"])]),
        "error[gate-cycle] org/a.toml:4:15 gates come after each other in a cycle (in the cycle) + org/a.toml:2:10 in the cycle | b -> c -> b | one of them comes first; until then no work can pass them in the stated order",
    );
    // Two circles through one gate are reported one at a time; two that share none are both reported.
    assert_eq!(gates(&[("a", &["b", "c"]), ("b", &["a"]), ("c", &["a"])]).len(), 1);
    assert_eq!(gates(&[("a", &["b", "c"]), ("b", &["a"]), ("c", &["d"]), ("d", &["c"])]).len(), 2);
    // What two ways lead to is no circle.
    assert_lines(&gates(&[("a", &["b", "c"]), ("b", &["d"]), ("c", &["d"]), ("d", &[])]), "");
}

#[test]
fn many_gates_take_no_long_time() {
    let text: String = (0..20_000)
        .map(|i| format!("[gate.g{i}]\nafter = [\"g0\", \"g{}\", \"g{}\"]\n", (i + 1) % 20_000, i / 2))
        .collect();
    let found = load(&[("org/a.toml", &text)]).1;
    assert!(found.iter().all(|line| line.starts_with("error[gate-cycle]")), "{found:#?}");
    assert!(!found.is_empty() && found.len() < 20_000, "{}", found.len());
}

#[test]
fn attestations_that_say_both() {
    let attests = |answer: &str, on: &str| {
        format!(
            "[[attestation]]\ninitiative = \"a\"\ncriterion = \"scope\"\nanswer = \"{answer}\"\nby = \"vp\"\non = {on}\n"
        )
    };
    let text =
        [attests("fails", "2026-05-04"), attests("holds", "2026-02-02"), attests("fails", "2026-01-02")].concat();
    check(
        &text,
        "note[contradictory-attestations] org/a.toml:6:6 `scope` of initiative `a` is attested both ways, and the newest answer counts (`fails` on 2026-05-04) + org/a.toml:12:6 `holds` on 2026-02-02 | nothing is to be done if the answer changed",
    );
    check(
        &[attests("fails", "2026-05-04"), attests("holds", "2026-05-04")].concat(),
        "warning[contradictory-attestations] org/a.toml:12:6 `scope` of initiative `a` is attested both ways on 2026-05-04 (`holds` on 2026-05-04) + org/a.toml:6:6 `fails` on 2026-05-04 | keep the one that is true; until then neither of them counts",
    );
    check(&[attests("fails", "2026-05-04"), attests("fails", "2026-06-04")].concat(), "");
}

/// Nobody attests that a person is incapable, and such a statement contradicts nothing.
#[test]
fn incapability_is_not_attested() {
    let attests = |criterion: &str| {
        format!(
            "[[attestation]]\ninitiative = \"a\"\ncriterion = \"{criterion}\"\nanswer = \"fails\"\nby = \"vp\"\non = 2026-05-04\n"
        )
    };
    let capable = "[initiative.a]\ncapable = { attested-by = \"vp\", on = 2026-02-01 }\n";
    check(
        &[capable, &attests("capable")].concat(),
        "warning[incapability-attested] org/a.toml:5:13 a file does not state that a person is not capable, so this says nothing about initiative `a` (only `answer = \"holds\"` is read) | remove this attestation: whether the leader goes on is for a conversation with the leader; when that has been decided, write `leader = ...` or `vacant = <day>`",
    );
    check(&["[initiative.a]\n", &attests("empowered")].concat(), "");
    check(&[capable, &attests("capable").replace("fails", "holds")].concat(), "");
}

#[test]
fn tenets_that_are_cited() {
    check(
        "[organization]\ntenets = [\"one\", \"two\"]\n[initiative.returns]\ntenets = [\"one\"]\n[initiative.search]\n\
         [decision.well]\ncites = [\"returns:1\", \"organization:2\"]\n\
         [decision.not]\ncites = [\"returns:9\", \"organization:0\", \"search:1\", \"retruns:1\", \"returns\", \":1\", \"returns:x\"]\n",
        "error[unknown-tenet] org/a.toml:9:10 `returns` has one tenet, and no number 9 (no such tenet) | did you mean `returns:1`?
         error[unknown-tenet] org/a.toml:9:23 the organization has 2 tenets, and no number 0 (no such tenet) | did you mean `organization:1`?
         error[unknown-tenet] org/a.toml:9:41 `search` has no tenets, so none can be cited (no such tenet) | add `tenets = [\"...\"]` to `search`, in order, or drop this
         error[unknown-reference] org/a.toml:9:53 there is no initiative `retruns` (not described in any file) | did you mean `returns`? | or describe it: `[initiative.retruns]`
         error[wrong-type] org/a.toml:9:66 `returns` is no tenet (expected an owner and a number) | as in \"returns:1\" for the first tenet of an initiative, or \"organization:2\"
         error[wrong-type] org/a.toml:9:77 `:1` is no tenet (expected an owner and a number) | as in \"returns:1\" for the first tenet of an initiative, or \"organization:2\"
         error[wrong-type] org/a.toml:9:83 `returns:x` is no tenet (expected an owner and a number) | as in \"returns:1\" for the first tenet of an initiative, or \"organization:2\"",
    );
    check(
        "[decision.a]\ncites = [\"returns:1\", \"organization:1\"]\n",
        "error[unknown-tenet] org/a.toml:2:23 the organization has no tenets, so none can be cited (no such tenet) | add `tenets = [\"...\"]` to the organization, in order, or drop this",
    );
}

#[test]
fn metrics_of_the_same_name() {
    check(
        "[[initiative.a.metric]]\nname = \"m\"\n[[initiative.a.metric]]\nname = \"m \"\n[[initiative.b.metric]]\nname = \"m\"\n",
        "warning[duplicate-metric] org/a.toml:4:8 initiative `a` has two metrics named `m` (second time) + org/a.toml:2:8 first time | name them apart, or drop one: points of a metric are found by its name",
    );
}
