//! What an organization's files may say, and what is reported when they say it wrongly.

use onethread_model::edit;
use onethread_model::org;
use onethread_model::source::Sources;

use crate::{assert_lines, dump, load};

#[track_caller]
fn check(files: &[(&str, &str)], expected: &str) {
    assert_lines(&load(files).1, expected);
}

#[track_caller]
fn check_one(text: &str, expected: &str) {
    check(&[("org/a.toml", text)], expected);
}

/// Both are the organization's own words: the places of both are shown, and which of them is true is not decided.
#[test]
fn a_leader_and_a_vacancy_contradict_each_other() {
    let (org, lines) = load(&[
        ("org/a.toml", "[initiative.returns]\nleader = [\"ines\", \"tomas\"]\n[person.ines]\n[person.tomas]"),
        ("org/b.toml", "[initiative.returns]\nvacant = 2026-05-04\n[initiative.search]\nvacant = 2026-05-04"),
    ]);
    assert_lines(
        &lines,
        "warning[contradictory-leader] org/a.toml:2:11 initiative `returns` names a leader and states that nobody leads it \
         (a leader is named) + org/b.toml:2:10 nobody leads it from 2026-05-04 on | keep the one that is true; from that \
         day on it is not shown who leads",
    );
    assert_eq!(org.initiatives["returns"].leaders.len(), 2);
}

#[test]
fn unknown_names_have_their_nearest() {
    check_one(
        "[initiative.returns]\nleeder = \"ines\"\nform = \"STO\"\ncolor = 1\n[initiativ.search]\n[person.ines]\nreports-to = \"inez\"\n",
        "error[unknown-key] org/a.toml:2:1 initiative `returns` has no key `leeder` (not known here) | did you mean `leader`?
         error[unknown-word] org/a.toml:3:8 `STO` is no `form` (expected one of `sto`, `stl`, `functional`) | did you mean `sto`?
         error[unknown-key] org/a.toml:4:1 initiative `returns` has no key `color` (not known here) | known keys: `title`, `purpose`, `leader`, `sponsor`, `vacant`, `people`, `team`, `form`, `why`, `nature`, `stage`, `phase`, `idea`, `committed`, `value`, `first-feature`, `ended`, `outcome`, `ending`, `pause`, `scope`, `needs`, `tenets`, `decision-rights`, `mandate`, `capable`, `dependency`, `metric`
         error[unknown-key] org/a.toml:5:2 an organization file has no key `initiativ` (not known here) | did you mean `initiative`?
         error[unknown-reference] org/a.toml:7:14 there is no person `inez` (not described in any file) | did you mean `ines`? | or describe it: `[person.inez]`",
    );
}

#[test]
fn references_to_the_wrong_kind() {
    check_one(
        "[initiative.a]\nteam = \"person:ines\"\nscope = [\"returns-api\"]\n[[initiative.a.dependency]]\non = \"taem:payments\"\n[[initiative.a.dependency]]\non = \"payments\"\n",
        "error[wrong-kind] org/a.toml:2:8 `team` cannot name a `person` (expected one of `team`)
         error[wrong-type] org/a.toml:3:10 `returns-api` is no piece of scope (expected kind:name) | as in \"component:returns-api\", \"path:services/returns/**\" or \"service:returns\"
         error[wrong-kind] org/a.toml:5:6 `on` cannot name a `taem` (expected one of `team`, `function`, `component`, `initiative`, `person`) | did you mean `team`?",
    );
}

#[test]
fn references_of_every_kind_are_looked_up() {
    let described = "[person.p]\n[team.t]\n[function.f]\n[component.c]\n[initiative.i]\n";
    let refers = "[person.q]\nreports-to = \"x\"\n[team.u]\ninitiative = [\"i\", \"x\"]\nmembers = [\"x\"]\n[function.g]\nhead = \"x\"\n\
        [component.d]\nowner = \"x\"\n[initiative.j]\nleader = \"x\"\npeople = [\"x\"]\nteam = \"x\"\nscope = [\"component:x\", \"path:x\"]\n\
        capable = { attested-by = \"x\", on = 2026-02-02 }\n\
        [[initiative.j.dependency]]\non = \"function:x\"\nplan = { owner = \"x\" }\n[[initiative.j.metric]]\nname = \"m\"\nowner = \"x\"\n\
        [[allocation]]\nperson = \"x\"\ninitiative = \"x\"\nshare = 1\n[[dependency]]\ninitiative = \"x\"\non = \"component:x\"\n\
        [[attestation]]\ninitiative = \"x\"\ncriterion = \"scope\"\nanswer = \"holds\"\nby = \"x\"\non = 2026-02-02\n";
    let (_, found) = load(&[("org/a.toml", described), ("org/b.toml", refers)]);
    let places: Vec<&str> = found.iter().filter_map(|line| line.split(' ').nth(1)).collect();
    let lines: Vec<&str> = places.iter().filter_map(|place| place.split(':').nth(1)).collect();
    assert_eq!(lines.join(" "), "2 4 5 7 9 11 12 13 14 15 17 18 21 23 24 27 28 30 33");
    assert!(found.iter().all(|line| line.starts_with("error[unknown-reference]")), "{found:#?}");
    // Where no entry of a kind is written, evidence may know its ids.
    check_one("[initiative.a]\nleader = \"ines\"\n", "");
}

#[test]
fn an_entry_over_two_files() {
    let (org, found) = load(&[
        (
            "org/a.toml",
            "[initiative.a]\ntitle = \"A\"\nidea = 2026-01-12\ntenets = [\"x\"]\n[[initiative.a.dependency]]\non = \"team:p\"\n",
        ),
        (
            "org/b.toml",
            "[initiative.a]\ntitle = \"A\"\nidea = 2026-01-13\nwhy = \"because\"\n[[initiative.a.dependency]]\non = \"team:q\"\n",
        ),
        ("org/c.toml", "[organization]\nname = \"X\"\n"),
        ("org/d.toml", "[organization]\nname = \"Y\"\n"),
    ]);
    assert_lines(
        &found,
        "warning[duplicate-id] org/b.toml:2:1 initiative `a` says `title` twice + org/a.toml:2:1 first said here | keep one of the two
         error[duplicate-id] org/b.toml:3:1 initiative `a` says two things about `idea` (contradicts the first one) + org/a.toml:3:1 first said here | keep the one that is true; until then neither counts
         error[duplicate-id] org/d.toml:2:1 `[organization]` says two things about `name` (contradicts the first one) + org/c.toml:2:1 first said here | keep the one that is true; until then neither counts",
    );
    let a = &org.initiatives["a"];
    // Of two days, or two names, neither counts.
    assert_eq!(a.idea, None);
    assert_eq!(a.why.as_ref().map(|at| at.value.as_str()), Some("because"));
    assert_eq!(a.dependencies.iter().map(|d| d.on.value.id.as_str()).collect::<Vec<_>>(), ["p", "q"]);
    assert_eq!(org.name.map(|at| at.value), None);
}

#[test]
fn values_that_say_the_same_agree_wherever_they_stand() {
    let text = "[initiative.a]\nvalue = { event = \"x\", on = 2026-02-02 }\nneeds = { design = 1 }\nscope = [\"path:a\"]\nleader = \"ines\"\n";
    let (org, found) = load(&[("org/a.toml", text), ("org/b.toml", &text.replace("value", "# moved down\nvalue"))]);
    assert_eq!(found.len(), 3);
    // Events are a list: of several files they are put together, and what is said twice is one.
    assert_eq!(org.initiatives["a"].value.len(), 1);
    assert!(found.iter().all(|line| line.starts_with("warning[duplicate-id]")), "{found:#?}");
}

#[test]
fn wrong_types() {
    check_one(
        "[person.a]\ntitle = 3\nknown-as = [1]\nreports-to = true\n[team.a]\nmembers = \"ines\"\n",
        "error[wrong-type] org/a.toml:2:9 `title` of person `a` is a number (expected text in quotes)
         error[wrong-type] org/a.toml:3:13 `known-as` of person `a` is a number (expected text in quotes)
         error[wrong-type] org/a.toml:4:14 `reports-to` of person `a` is true or false (expected the id of a person, in quotes)
         error[wrong-type] org/a.toml:6:11 `members` of team `a` is text (expected a list, each the id of a person, in quotes) | put it in brackets: members = [...]",
    );
    check_one(
        "[initiative.a]\nidea = 20260202\ncommitted = 10:00:00\nform = 1\nscope = [1]\nneeds = { design = 1.5, quality = -1 }\nvalue = \"soon\"\ndependency = \"team:x\"\nmetric = [1, { name = \"m\", baseline = \"low\", target = nan }]\n",
        "error[wrong-type] org/a.toml:2:8 `idea` of initiative `a` is a number (expected a day without quotes, like 2026-02-02)
         error[wrong-type] org/a.toml:3:13 `committed` of initiative `a` is a date or time (expected a day without quotes, like 2026-02-02)
         error[wrong-type] org/a.toml:4:8 `form` of initiative `a` is a number (expected one of `sto`, `stl`, `functional`)
         error[wrong-type] org/a.toml:5:10 `scope` of initiative `a` is a number (expected a piece of scope in quotes, like \"path:services/returns/**\")
         error[wrong-type] org/a.toml:6:20 `needs` of initiative `a` is a number of another size or kind (expected a whole number from 0 to 1,000,000)
         error[wrong-type] org/a.toml:6:35 `needs` of initiative `a` is a number of another size or kind (expected a whole number from 0 to 1,000,000)
         error[wrong-type] org/a.toml:7:9 `value` of initiative `a` is text (expected an array of tables)
         error[wrong-type] org/a.toml:8:14 `dependency` of initiative `a` is text (expected an array of tables)
         error[wrong-type] org/a.toml:9:11 `metric` of initiative `a` is a number (expected a table)
         error[wrong-type] org/a.toml:9:39 `baseline` of `metric` of initiative `a` is text (expected a number)
         error[wrong-type] org/a.toml:9:55 `target` of `metric` of initiative `a` is a number of another size or kind (expected a number)",
    );
    check_one(
        "[initiative.a]\nleader = { id = \"ines\" }\nneeds = [\"design\"]\ntenets = [[\"x\"]]\n",
        "error[wrong-type] org/a.toml:2:10 `leader` of initiative `a` is a table (expected the id of a person, in quotes)
         error[wrong-type] org/a.toml:3:9 `needs` of initiative `a` is a list (expected a table whose values are each a whole number from 0 to 1,000,000)
         error[wrong-type] org/a.toml:4:11 `tenets` of initiative `a` is a list (expected text in quotes)",
    );
}

#[test]
fn what_was_written_wrongly_is_not_missing_too() {
    check_one(
        "[[allocation]]\nperson = 1\nshare = \"full\"\n",
        "error[missing-key] org/a.toml:1:1 this allocation has no `initiative` | On what. | add `initiative = \"returns\"`
         error[wrong-type] org/a.toml:2:10 `person` of this allocation is a number (expected the id of a person, in quotes)
         error[wrong-type] org/a.toml:3:9 `share` of this allocation is text (expected a number from 0 to 1)",
    );
}

#[test]
fn shares_out_of_range() {
    let share = |share: &str| {
        load(&[("org/a.toml", &format!("[[allocation]]\nperson = \"a\"\ninitiative = \"i\"\nshare = {share}\n"))])
    };
    for (written, help) in [
        ("80", " | for 80 %, write 0.8"),
        ("1.1", ""),
        ("58", " | for 58 %, write 0.58"),
        ("33.3", " | for 33.3 %, write 0.333"),
        ("101", ""),
        ("-0.1", ""),
        ("nan", ""),
        ("inf", ""),
        ("-inf", ""),
    ] {
        let (org, found) = share(written);
        assert_lines(
            &found,
            &format!(
                "error[share-out-of-range] org/a.toml:4:9 `share` of this allocation is not between 0 and 1 (expected a number from 0 to 1){help}"
            ),
        );
        assert!(org.allocations.is_empty());
    }
    for written in ["0", "1", "1.0", "0.25", "1e-3"] {
        assert_eq!(share(written).0.allocations.len(), 1, "{written}");
    }
}

#[test]
fn shares_that_add_up_to_more_than_all_of_the_time() {
    let of = |initiative: usize, share: &str, days: &str| {
        format!("[[allocation]]\nperson = \"ada\"\ninitiative = \"i{initiative}\"\nshare = {share}\n{days}\n")
    };
    let allocation = |share: &str, days: &str| of(0, share, days);
    let times = |n: usize, share: &str| (0..n).map(|initiative| of(initiative, share, "")).collect::<String>();
    let text = [of(0, "0.6", "from = 2026-01-01"), of(1, "0.6", "from = 2026-03-01")].concat();
    check_one(
        &text,
        "error[shares-over-one] org/a.toml:9:9 the shares of `ada` add up to 1.20 on 2026-03-01 (more than all of the time) + org/a.toml:4:9 together with this one | lower one of them, or end the earlier one with `until`; until then all of them count",
    );
    // The day on which one ends and the next begins belongs to the next one.
    let text = [allocation("1.0", "until = 2026-03-01"), allocation("1.0", "from = 2026-03-01")].concat();
    check_one(&text, "");
    // Ten tenths are one, whatever floating point makes of them.
    check_one(&times(10, "0.1"), "");
    check_one(
        &times(2, "0.501"),
        "error[shares-over-one] org/a.toml:9:9 the shares of `ada` add up to slightly more than 1 (more than all of the time) + org/a.toml:4:9 together with this one | lower one of them, or end the earlier one with `until`; until then all of them count",
    );
    // Very many entries cost no more than sorting them, and not all of them are named.
    let many = load(&[("org/a.toml", &times(20_000, "0.5"))]).1;
    assert_eq!(many.len(), 1);
    assert_eq!(many[0].matches("together with").count(), 5);
    // Who says the same again, however often, adds nothing.
    check_one(&allocation("0.5", "").repeat(20_000), "");
    let text = [allocation("0.6", "until = 2026-03-01"), allocation("0.6", "from = 2026-02-01")].concat();
    check_one(&text, "");
}

#[test]
fn shares_that_contradict_each_other() {
    let allocation = |share: &str, days: &str| {
        format!("[[allocation]]\nperson = \"ada\"\ninitiative = \"i\"\nshare = {share}\n{days}\n")
    };
    let text = [allocation("1.0", ""), allocation("0.3", "from = 2026-02-28")].concat();
    check_one(
        &text,
        "error[contradictory-shares] org/a.toml:9:9 `ada` has two shares for `i` on the same day (contradicts the first one) + org/a.toml:4:9 first said here | keep the one that is true, or end the earlier one with `until`; until then neither counts",
    );
    let one_day = [allocation("1.0", "until = 2026-03-01"), allocation("0.3", "from = 2026-02-28")].concat();
    assert_eq!(load(&[("org/a.toml", &one_day)]).1.len(), 1);
    let no_day = [allocation("1.0", "until = 2026-03-01"), allocation("0.3", "from = 2026-03-01")].concat();
    check_one(&no_day, "");
}

#[test]
fn a_contract_is_the_whole_of_a_week() {
    let text = |share: &str| {
        format!("[person.ada]\nfte = 0.5\n[[allocation]]\nperson = \"ada\"\ninitiative = \"i\"\nshare = {share}\n")
    };
    check_one(&text("0.5"), "");
    check_one(
        &text("0.501"),
        "error[shares-over-one] org/a.toml:6:9 the shares of `ada` add up to more than the contracted time (more than all of the time) | lower one of them, or end the earlier one with `until`; until then all of them count",
    );
    check_one(
        "[person.ada]\nfte = 0\n",
        "warning[no-contract] org/a.toml:2:7 `ada` has a contract of no time | state the contracted share of a full week, or `until` for one who left; until then it is read as 1",
    );
}

#[test]
fn of_two_statements_neither_counts_and_of_two_ends_the_later_one_does() {
    let files = |first: &str, second: &str| {
        let (org, found) = load(&[("org/a.toml", first), ("org/b.toml", second)]);
        assert_eq!(found.len(), 1, "{found:#?}");
        org
    };
    let one = "[initiative.a]\nleader = \"ines\"\n";
    let other = "[initiative.a]\nleader = \"ada\"\n";
    for (first, second) in [(one, other), (other, one)] {
        let org = files(first, second);
        assert!(org.initiatives["a"].leaders.is_empty());
        assert!(org.contradiction("initiative", "a", "leader").is_some());
    }
    let one = "[person.a]\nuntil = 2026-05-04\n";
    let other = "[person.a]\nuntil = 2026-06-01\n";
    for (first, second) in [(one, other), (other, one)] {
        let until = files(first, second).people["a"].until.as_ref().map(|at| at.value.to_string());
        assert_eq!(until.as_deref(), Some("2026-06-01"));
    }
}

#[test]
fn a_team_and_an_initiative_that_contradict_each_other() {
    check_one(
        "[initiative.a]\nteam = \"t\"\n[initiative.b]\n[team.t]\ninitiative = \"b\"\n",
        "warning[contradictory-team] org/a.toml:2:8 initiative `a` names team `t`, which says it works on something else (has it, says the initiative) + org/a.toml:5:14 works on this, says the team | add `a` to `initiative` of `t`, or name another team; until then it is not shown who works on it",
    );
    check_one("[initiative.a]\nteam = \"t\"\n[initiative.b]\n[team.t]\ninitiative = [\"b\", \"a\"]\n", "");
    check_one("[initiative.a]\nteam = \"t\"\n[team.t]\n", "");
}

#[test]
fn days_in_the_wrong_order() {
    check_one(
        "[initiative.a]\nidea = 2026-02-02\ncommitted = 2026-02-01\nvalue = { on = 2026-01-01 }\nended = 2025-12-31\n\
         dependency = { on = \"team:x\", from = 2026-02-02, until = 2026-02-01 }\n",
        "error[impossible-dates] org/a.toml:3:13 `committed` of initiative `a` is before `idea` (2026-02-01 is 1 day too early) + org/a.toml:2:8 `idea` is 2026-02-02 | fix one of the two; until then durations between them are left out
         error[impossible-dates] org/a.toml:4:16 `value` of initiative `a` is before `committed` (2026-01-01 is 31 days too early) + org/a.toml:3:13 `committed` is 2026-02-01 | fix one of the two; until then durations between them are left out
         error[impossible-dates] org/a.toml:5:9 `ended` of initiative `a` is before `value` (2025-12-31 is 1 day too early) + org/a.toml:4:16 `value` is 2026-01-01 | fix one of the two; until then durations between them are left out
         error[impossible-dates] org/a.toml:6:58 `until` of this dependency is before `from` (2026-02-01 is 1 day too early) + org/a.toml:6:38 `from` is 2026-02-02 | fix one of the two; until then durations between them are left out",
    );
    check_one(
        "[initiative.a]\nidea = 2026-02-02\nvalue = { on = 2026-01-01 }\n",
        "error[impossible-dates] org/a.toml:3:16 `value` of initiative `a` is before `idea` (2026-01-01 is 32 days too early) + org/a.toml:2:8 `idea` is 2026-02-02 | fix one of the two; until then durations between them are left out",
    );
    check_one(
        "[[allocation]]\nperson = \"a\"\ninitiative = \"i\"\nshare = 1\nfrom = 2026-02-02\nuntil = 2026-02-01\n\
         [[dependency]]\ninitiative = \"i\"\non = \"initiative:i\"\nfrom = 2026-02-02\nuntil = 2026-02-01\n",
        "error[impossible-dates] org/a.toml:6:9 `until` of this allocation is before `from` (2026-02-01 is 1 day too early) + org/a.toml:5:8 `from` is 2026-02-02 | fix one of the two; until then durations between them are left out
         warning[own-dependency] org/a.toml:9:6 initiative `i` depends on itself | name the team or component that it waits for, or drop the entry
         error[impossible-dates] org/a.toml:11:9 `until` of this dependency is before `from` (2026-02-01 is 1 day too early) + org/a.toml:10:8 `from` is 2026-02-02 | fix one of the two; until then durations between them are left out",
    );
}

#[test]
fn days_in_quotes_are_understood() {
    let (org, found) = load(&[(
        "org/a.toml",
        "[initiative.a]\nidea = \"2026-02-02\"\nended = \"2026-02-30\"\ncommitted = \"soon\"\n",
    )]);
    assert_lines(
        &found,
        "warning[quoted-day] org/a.toml:2:8 `idea` is a day in quotes | write it without quotes: idea = 2026-02-02
         error[wrong-type] org/a.toml:3:9 `ended` is no day: 2026-02-30 is not in the calendar (expected a day without quotes, like 2026-02-02)
         error[wrong-type] org/a.toml:4:13 `committed` is no day: expected a day like 2026-02-02 (expected a day without quotes, like 2026-02-02)",
    );
    assert_eq!(org.initiatives["a"].idea.as_ref().map(|at| at.value.to_string()).as_deref(), Some("2026-02-02"));
}

#[test]
fn circles_of_reporting_lines() {
    let lines = |pairs: &[(&str, &str)]| {
        let text: String = pairs.iter().map(|(id, to)| format!("[person.{id}]\nreports-to = \"{to}\"\n")).collect();
        load(&[("org/a.toml", &text)]).1
    };
    let help = "one person in the cycle must report to a person outside it; until then the reporting lines in the cycle lead to no leader";
    assert_lines(
        &lines(&[("a", "b"), ("b", "a")]),
        &format!(
            "error[reporting-cycle] org/a.toml:2:14 people report to each other in a cycle (in the cycle) + org/a.toml:4:14 in the cycle | a -> b -> a | {help}"
        ),
    );
    assert_lines(
        &lines(&[("c", "b"), ("b", "d"), ("d", "c")]),
        &format!(
            "error[reporting-cycle] org/a.toml:4:14 people report to each other in a cycle (in the cycle) + org/a.toml:6:14 in the cycle + org/a.toml:2:14 in the cycle | b -> d -> c -> b | {help}"
        ),
    );
    assert_lines(
        &lines(&[("a", "a")]),
        "error[reporting-cycle] org/a.toml:2:14 `a` reports to themselves | name the person they report to, or remove the entry; until then the reporting line leads to no leader",
    );
    // Two lines lead into the circle at two places: it is one circle, named from its first person.
    assert_lines(
        &lines(&[("a", "z"), ("b", "y"), ("x", "y"), ("y", "z"), ("z", "x")]),
        &format!(
            "error[reporting-cycle] org/a.toml:6:14 people report to each other in a cycle (in the cycle) + org/a.toml:8:14 in the cycle + org/a.toml:10:14 in the cycle | x -> y -> z -> x | {help}"
        ),
    );
    assert_lines(
        &lines(&[
            ("a", "b"),
            ("b", "c"),
            ("c", "c2"),
            ("c2", "d"),
            ("d", "e"),
            ("e", "e2"),
            ("e2", "f"),
            ("f", "g"),
            ("g", "h"),
            ("h", "i"),
            ("i", "j"),
            ("j", "a"),
        ]),
        &format!(
            "error[reporting-cycle] org/a.toml:2:14 people report to each other in a cycle (in the cycle) + org/a.toml:4:14 in the cycle + org/a.toml:6:14 in the cycle + org/a.toml:8:14 in the cycle + org/a.toml:10:14 in the cycle + org/a.toml:12:14 in the cycle | a -> b -> c -> c2 -> d -> e -> e2 -> f -> g -> h -> (2 more) -> a | {help}"
        ),
    );
    assert_lines(&load(&[("org/a.toml", "[person.a]\nreports-to = \"b\"\n[person.b]\n")]).1, "");
}

#[test]
fn a_long_line_of_reports_takes_no_long_time() {
    let text: String =
        (0..20_000).map(|i| format!("[person.p{i}]\nreports-to = \"p{}\"\n", (i + 1) % 20_000)).collect();
    let found = load(&[("org/a.toml", &text)]).1;
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("(19990 more)"), "{}", found[0]);
}

#[test]
fn ids_that_are_empty() {
    check_one(
        "[person.\"\"]\n[initiative.\" \"]\n[team.a]\nmembers = [\"\", \" \"]\ninitiative = \"initiative:\"\n",
        "error[empty-id] org/a.toml:1:9 a person has an empty id | write `[person.ID]`, with a short name in place of ID
         error[empty-id] org/a.toml:2:13 an initiative has an empty id | write `[initiative.ID]`, with a short name in place of ID
         error[empty-id] org/a.toml:4:12 `members` names nothing (expected an id)
         error[empty-id] org/a.toml:4:16 `members` names nothing (expected an id)
         error[empty-id] org/a.toml:5:14 `initiative` names nothing (expected an id)",
    );
}

#[test]
fn tables_and_arrays_confused() {
    check_one(
        "organization = 1\n[[initiative]]\nleader = \"ines\"\n[team]\ntitle = \"x\"\n[allocation.tomas]\nshare = 1\n",
        "error[wrong-type] org/a.toml:1:1 `organization` is not written as expected | write `[organization]`, with its keys on the lines below
         error[wrong-type] org/a.toml:2:3 `initiative` is not written as expected | write `[initiative.ID]`, with its keys on the lines below
         error[wrong-type] org/a.toml:5:1 team `title` is not a table (read as an id) | write `[team.ID]`, with its keys on the lines below
         error[wrong-type] org/a.toml:6:2 `allocation` is not written as expected | write `[[allocation]]`, with its keys on the lines below",
    );
    check_one(
        "allocation = [1]\n",
        "error[wrong-type] org/a.toml:1:15 this allocation is not a table (expected a table)",
    );
}

#[test]
fn one_table_where_several_may_stand() {
    let once = "[initiative.a]\n[[initiative.a.dependency]]\non = \"team:x\"\n[[initiative.a.metric]]\nname = \"m\"\n[[allocation]]\nperson = \"p\"\ninitiative = \"a\"\nshare = 1\n[[dependency]]\ninitiative = \"a\"\non = \"team:y\"\n";
    let (several, found) = load(&[("org/a.toml", once)]);
    assert_lines(&found, "");
    let (single, found) = load(&[("org/a.toml", &once.replace("[[", "[").replace("]]", "]"))]);
    assert_lines(&found, "");
    assert_eq!(dump(&single), dump(&several));
    assert_eq!(several.dependencies_of("a").count(), 2);
}

#[test]
fn a_loose_dependency_of_an_unknown_initiative() {
    check_one(
        "[initiative.returns]\n[[dependency]]\ninitiative = \"retruns\"\non = \"team:x\"\n",
        "error[unknown-reference] org/a.toml:3:14 there is no initiative `retruns` (not described in any file) | did you mean `returns`? | or describe it: `[initiative.retruns]`",
    );
}

#[test]
fn functional_needs_a_reason() {
    check_one(
        "[initiative.a]\nform = \"functional\"\n[initiative.b]\nform = \"functional\"\nwhy = \"a quarter of upkeep\"\n",
        "warning[functional-without-reason] org/a.toml:2:8 initiative `a` is declared functional without a reason | without a reason a choice looks like an omission, so its form is not shown | add `why = \"...\"`",
    );
}

#[test]
fn ids_that_need_quotes_are_quoted_in_the_help() {
    check_one(
        "[person.a]\nreports-to = \"Ines Ü.\"\n",
        "error[unknown-reference] org/a.toml:2:14 there is no person `Ines Ü.` (not described in any file) | describe it: `[person.\"Ines Ü.\"]`",
    );
}

#[test]
fn blanks_are_never_believed() {
    check_one(
        "[initiative.a]\npurpose = \"___\"\nleader = \"___\"\nneeds = { design = ___ }\nidea = ____-__-__\ntenets = [\"___\"]\n\
         [decision.___]\ntitle = \"x\"\n[person.___a]\ntitle = \"__\"\n",
        "error[blank] org/a.toml:2:11 `purpose` of initiative `a` is still blank (to be filled in) | fill it in, or take it out
         error[blank] org/a.toml:3:10 `leader` of initiative `a` is still blank (to be filled in) | fill it in, or take it out
         error[toml-syntax] org/a.toml:4:20 this is not TOML: `_` may only go between digits (expected nothing) | this key was left out; the rest of the file was read
         error[toml-syntax] org/a.toml:5:8 this is not TOML: `_` may only go between digits (expected nothing) | this key was left out; the rest of the file was read
         error[blank] org/a.toml:6:11 `tenets` of initiative `a` is still blank (to be filled in) | fill it in, or take it out
         error[blank] org/a.toml:7:11 the id of this decision is still blank (to be filled in) | fill it in, or take it out",
    );
}

#[test]
fn a_key_with_a_new_name_is_still_read() {
    let text = "[initiative.a]\ndependency = [{ on = \"team:b\", plan = { move = \"self-service\" } }]\n[team.b]\n";
    let (org, found) = load(&[("org/a.toml", text)]);
    assert_lines(
        &found,
        "warning[renamed-key] org/a.toml:2:41 `move` of `plan` of `dependency` of initiative `a` is called `action` now (the old name) | write `action`",
    );
    let plan = org.initiatives["a"].dependencies[0].plan.as_ref().expect("a plan");
    assert_eq!(plan.action.as_ref().map(|at| at.value.as_str()), Some("self-service"));

    let mut sources = Sources::default();
    let file = sources.add("org/a.toml", text);
    let mut diagnostics = Vec::new();
    org::load(&sources, &[file], &mut diagnostics);
    let fix = diagnostics[0].fix.as_ref().expect("a fix");
    assert!(fix.safe);
    let fixed = edit::apply_to(text, &fix.edits).expect("it can be made");
    assert_eq!(fixed, text.replace("move", "action"));
    assert_lines(&load(&[("org/a.toml", &fixed)]).1, "");

    // Where both are written, the new one counts.
    let both = text.replace("{ move", "{ action = \"away-team\", move");
    let (org, found) = load(&[("org/a.toml", &both)]);
    assert!(found.len() == 1 && found[0].starts_with("error[unknown-key]"), "{found:?}");
    let plan = org.initiatives["a"].dependencies[0].plan.as_ref().expect("a plan");
    assert_eq!(plan.action.as_ref().map(|at| at.value.as_str()), Some("away-team"));
}
