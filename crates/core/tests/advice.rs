//! The advice on the form with its price, and the five rules of authority: what no page of a criterion shows.

use onethread_core::measure::Snapshot;
use onethread_core::review::{Answer, FitAdvice, Recommended, Review, moves_of, review};
use onethread_model::Day;
use onethread_model::config::Config;
use onethread_model::diagnostic::Severity;
use onethread_model::facts::Facts;
use onethread_model::org;
use onethread_model::source::Sources;

/// The advice and the answers to the five rules for the initiative `returns`, and the moves, on 2026-06-30.
fn returns(text: &str) -> (FitAdvice, Vec<Answer>, Vec<String>) {
    let review = reviewed(text);
    let one = review.initiative("returns").expect("it is live");
    let answers = one.authority.iter().map(|rule| rule.answer).collect();
    let moves = moves_of(one, review.as_of).iter().map(|one| format!("{} / {}", one.short, one.cost)).collect();
    (one.fit.clone(), answers, moves)
}

/// The review of organization files on 2026-06-30.
fn reviewed(text: &str) -> Review {
    let mut sources = Sources::default();
    let file = sources.add("org/a.toml", text);
    let mut diagnostics = Vec::new();
    let org = org::load(&sources, &[file], &mut diagnostics);
    let wrong: Vec<_> = diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error && found.code != "unknown-reference")
        .collect();
    assert!(wrong.is_empty(), "the example itself is wrong: {wrong:#?}");
    let (config, facts) = (Config::default(), Facts::default());
    let snapshot = Snapshot::new(config, org, sources, facts);
    review(&snapshot, Day::parse("2026-06-30").expect("a day"))
}

const PEOPLE: &str = r#"
[person.ines]
reports-to = "vp"
[person.tomas]
function = "Engineering"
reports-to = "head"
[person.noor]
function = "design"
reports-to = "head"
[person.kim]
reports-to = "ines"
[person.sam]
[person.head]
reports-to = "vp"
[person.vp]
[function.engineering]
standard-owner = "head"
[team.returns]
initiative = "returns"
members = ["ines", "tomas", "noor", "kim", "sam"]
[initiative.loyalty]
leader = "ines"
[[allocation]]
person = "ines"
initiative = "search"
share = 0.3
[initiative.search]
leader = "ada"
"#;

#[test]
fn a_product_pays_in_lines_in_other_work_and_in_support() {
    let (advice, ..) = returns(&format!("{PEOPLE}[initiative.returns]\nleader = \"ines\"\nnature = \"product\"\n"));
    assert_eq!(advice.recommended, Recommended::Sto);
    let price = &advice.price;
    assert_eq!((price.managers_changed, price.managers_unknown), (2, 1));
    assert_eq!(price.leader_drops, ["loyalty", "30 % on search"]);
    assert_eq!(price.leaders_lost, ["loyalty"]);
    // Engineering has a standard owner, whatever the case of its name; design has not.
    assert_eq!((price.support_lost.as_slice(), price.support_unknown), (&["design".to_owned()][..], 0));
    let words = price.words().join("; ");
    let member = ["ines", "tomas", "noor", "kim", "sam"].into_iter().find(|name| words.contains(name));
    assert_eq!(member, None, "nobody is named in {words}");
}

#[test]
fn functional_lines_that_stay_cost_no_manager() {
    let (advice, ..) =
        returns(&format!("{PEOPLE}[initiative.returns]\nleader = \"ines\"\nnature = \"company-wide\"\n"));
    assert_eq!(advice.recommended, Recommended::Stl);
    assert_eq!((advice.price.managers_changed, advice.price.managers_unknown), (0, 0));
    assert_eq!(advice.price.leaders_lost, ["loyalty"]);
}

#[test]
fn leave_it_and_cannot_tell_are_answers() {
    let (advice, ..) = returns("[initiative.returns]\nleader = \"ines\"\nnature = \"one-off\"\n");
    assert_eq!((advice.recommended, advice.price.words().len()), (Recommended::Functional, 0));
    let (advice, ..) = returns("[initiative.returns]\nform = \"sto\"\n");
    assert_eq!(advice.recommended, Recommended::CannotTell);
    assert!(advice.price.needs_leader, "what is the intended form is priced");
    // A reason for another form is for people to judge.
    let (advice, ..) =
        returns("[initiative.returns]\nform = \"functional\"\nwhy = \"one journey\"\nnature = \"product\"\n");
    assert_eq!(advice.recommended, Recommended::CannotTell);
}

#[test]
fn silence_confirms_no_rule() {
    let (_, rules, _) = returns("[initiative.returns]\nleader = \"ines\"\n");
    assert_eq!(rules, [Answer::NotShown; 5]);
}

#[test]
fn several_leaders_break_no_tie() {
    let (_, rules, _) = returns("[initiative.returns]\nleader = [\"ines\", \"kim\"]\n");
    assert_eq!(rules, [Answer::NotShown, Answer::NotShown, Answer::NotShown, Answer::NotShown, Answer::Fails]);
}

#[test]
fn decisions_and_plans_confirm_the_rules() {
    let mut text = "[initiative.returns]\nleader = \"ines\"\nteam = \"core\"\n[[initiative.returns.dependency]]\n\
                    on = \"team:payments\"\neffect = \"blocking\"\nplan = { owner = \"core\" }\n\
                    [gate.security]\nstanding = true\n"
        .to_owned();
    for id in ["a", "b", "c"] {
        text += &format!(
            "[decision.{id}]\ninitiative = \"returns\"\nreversible = true\ndecided = 2026-03-02\n\
             decided-by = \"ines\"\noptions = [\"one\", \"two\"]\n"
        );
    }
    text += "reversed = 2026-05-04\nexception-to = \"security\"\n";
    assert_eq!(returns(&text).1, [Answer::Holds; 5]);
}

#[test]
fn what_others_decide_contradicts_the_rules() {
    let mut text =
        "[initiative.returns]\nleader = \"ines\"\n[[initiative.returns.dependency]]\non = \"team:payments\"\n\
                    effect = \"blocking\"\nplan = { owner = \"payments\" }\n\
                    [function.security]\nhead = \"sam\"\n[gate.security]\nstanding = true\nowner = \"security\"\n\
                    [person.ines]\nreports-to = \"vp\"\n[person.vp]\n[person.sam]\n"
            .to_owned();
    for id in ["a", "b", "c"] {
        text += &format!(
            "[decision.{id}]\ninitiative = \"returns\"\nreversible = true\ndecided = 2026-03-02\ndecided-by = \"vp\"\n\
             options = [\"one\", \"two\"]\n"
        );
    }
    text += "reversed = 2026-05-04\noverridden-by = \"sam\"\n";
    assert_eq!(returns(&text).1, [Answer::Fails; 5]);
}

#[test]
fn what_is_overridden_later_is_not_known_yet() {
    let text = "[initiative.returns]\nleader = \"ines\"\n[decision.a]\ninitiative = \"returns\"\ndecided = 2026-03-02\n\
                overridden-by = \"vp\"\nreversed = 2026-07-04\n";
    assert_eq!(returns(text).1, [Answer::NotShown; 5]);
}

#[test]
fn every_failure_has_a_priced_move() {
    let (.., moves) = returns(
        "[initiative.returns]\nleader = \"ines\"\nform = \"functional\"\nnature = \"product\"\nteam = \"core\"\n\
         needs = { design = 2 }\n[[allocation]]\nperson = \"tomas\"\ninitiative = \"returns\"\nshare = 1.0\n\
         [person.ines]\nfunction = \"product\"\n[person.tomas]\nfunction = \"engineering\"\n\
         [[attestation]]\ninitiative = \"returns\"\ncriterion = \"empowered\"\nanswer = \"fails\"\n\
         by = \"ines\"\non = 2026-05-04\n",
    );
    let wanted = [
        "State why returns has its form / write 1 statement",
        "Complete the charter of returns: purpose, scope, metric and 1 more / agree and write 4 statements",
        "Delegate reversible decisions to the leader of returns / 1 agreement with the levels above",
        "Make returns single-threaded, with the team reporting to the leader (STO) / 1 decision",
        "Add 2 people for design to returns / 2 people to move, release or hire",
    ];
    for one in wanted {
        assert!(moves.iter().any(|found| found == one), "no move `{one}` in {moves:#?}");
    }
}

/// Nobody attests that a person is incapable: whoever writes it down all the same gets no answer, no advice and no
/// question out of it, and no other answer changes.
#[test]
fn nothing_follows_from_a_statement_of_incapability() {
    let org = "[initiative.returns]\nleader = \"ines\"\ncapable = { attested-by = \"vp\", on = 2026-01-05 }\n\
               [person.ines]\n[person.vp]\n";
    let denied =
        "[[attestation]]\ninitiative = \"returns\"\ncriterion = \"capable\"\nanswer = \"fails\"\nby = \"vp\"\n";
    let answers = |text: &str| {
        let review = reviewed(text);
        let one = review.initiative("returns").expect("it is live");
        one.verdicts.iter().map(|verdict| (verdict.criterion, verdict.judgement.clone())).collect::<Vec<_>>()
    };
    let before = answers(org);
    for (on, expected) in
        [("2025-12-31", Answer::Holds), ("2026-01-05", Answer::NotShown), ("2026-05-04", Answer::NotShown)]
    {
        for ((criterion, before), (_, after)) in before.iter().zip(answers(&format!("{org}{denied}on = {on}\n"))) {
            if *criterion != "capable" {
                assert_eq!(*before, after, "{criterion} on {on}");
                continue;
            }
            assert_eq!(after.answer, expected, "on {on}");
            if expected == Answer::NotShown {
                assert!(after.would_change.is_empty() && after.ask.is_none() && after.needs.is_empty(), "{after:?}");
                assert!(after.because.iter().all(|why| !why.says.contains("incapable") && !why.says.contains("vp")));
            }
        }
    }
}
