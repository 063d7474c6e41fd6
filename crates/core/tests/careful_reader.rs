//! Tiny organizations with the verdict of a careful reader, each written down from the model before the program was
//! asked. Every case stands at a line or one step beyond it.

mod example;

use onethread_core::check::{Overrides, check, resolve};
use onethread_core::measure::World;
use onethread_core::review::review;

/// An organization, and what a careful reader says of it.
struct Case {
    name: &'static str,
    /// The organization's file; further blocks of an example may follow after a line of `---`.
    org: &'static str,
    /// Lines of `initiative question answer`: a criterion, `form`, or a rule with `found` or `silent`.
    says: &'static str,
}

/// Ines leads returns with all of her week.
const LED: &str = "[initiative.returns]\nleader = \"ines\"\n[[allocation]]\nperson = \"ines\"\ninitiative = \
                   \"returns\"\nshare = 1.0\n";

/// A share in one line: person, initiative, share.
fn expanded(text: &str) -> String {
    let line = |line: &str| match line.strip_prefix("% ") {
        Some(share) => match share.split_whitespace().collect::<Vec<_>>()[..] {
            [person, initiative, share] => {
                format!("[[allocation]]\nperson = \"{person}\"\ninitiative = \"{initiative}\"\nshare = {share}\n")
            }
            _ => panic!("a share is person, initiative, share: {line}"),
        },
        None if line == "LED" => LED.to_owned(),
        None => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// What the program says, in the lines of a case.
fn asked(case: &Case) -> Vec<String> {
    let (org, blocks) = case.org.split_once("---\n").unwrap_or((case.org, ""));
    let page = format!("## Case\n\n```toml org\n{}```\n\n{blocks}\n```expect\nnothing\n```\n", expanded(org));
    let [example] = &example::read(case.name, &page)[1].examples[..] else { panic!("one example in {page}") };
    let mut answers = Vec::new();
    example.run_as_it_is(|snapshot| {
        let day = onethread_model::Day::parse(example::DAY).expect("a day");
        let review = review(snapshot, day);
        for line in case.says.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [id, question, _] = words[..] else { panic!("{}: {line}", case.name) };
            let one = review.initiative(id);
            let answer = match question {
                "live" => if one.is_some() { "yes" } else { "no" }.to_owned(),
                "form" => one.map_or("none", |one| one.form.form.key()).to_owned(),
                code if code.starts_with(|first: char| first.is_ascii_uppercase()) => {
                    let overrides = Overrides { select: vec![code.to_owned()], ..Overrides::default() };
                    let settings = resolve(&snapshot.config.check, &snapshot.sources, &overrides, &mut Vec::new());
                    let checked = check(&World::on(snapshot, day), &settings.expect("a rule"));
                    let subject = format!("initiative:{id}");
                    let is_found = checked.findings.iter().any(|finding| finding.subject == subject);
                    if is_found { "found" } else { "silent" }.to_owned()
                }
                criterion => one.and_then(|one| one.answer(criterion)).map_or("none", |answer| answer.key()).to_owned(),
            };
            answers.push(format!("{id} {question} {answer}"));
        }
    });
    answers
}

#[test]
fn tiny_organizations_get_the_verdict_of_a_careful_reader() {
    let mut wrong = Vec::new();
    for case in CASES {
        let says: Vec<String> = case
            .says
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        let answers = asked(case);
        if says != answers {
            wrong.push(format!("{}: a careful reader says {says:?}, the program {answers:?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
}

const CASES: &[Case] = &[
    // Shares at the lines.
    Case {
        name: "80 % here and nothing else is one thread",
        org: "[initiative.returns]\nleader = \"ines\"\n% ines returns 0.8\n",
        says: "returns focus holds",
    },
    Case {
        name: "a thousandth less than 80 % is not",
        org: "[initiative.returns]\nleader = \"ines\"\n% ines returns 0.799\n",
        says: "returns focus fails\nreturns ST104 found",
    },
    Case {
        name: "10 % elsewhere is no thread",
        org: "[initiative.returns]\nleader = \"ines\"\n[initiative.search]\nleader = \"ada\"\n% ines returns 0.9\n% ines search 0.1\n",
        says: "returns focus holds\nreturns ST104 silent",
    },
    Case {
        name: "a thousandth more than 10 % elsewhere is one",
        org: "[initiative.returns]\nleader = \"ines\"\n[initiative.search]\nleader = \"ada\"\n% ines returns 0.899\n% ines search 0.101\n",
        says: "returns focus fails\nreturns ST104 found",
    },
    Case {
        name: "two times 10 % elsewhere is more than 10 %",
        org: "[initiative.returns]\nleader = \"ines\"\n[initiative.search]\nleader = \"ada\"\n[initiative.loyalty]\nleader = \"kim\"\n% ines returns 0.8\n% ines search 0.1\n% ines loyalty 0.1\n",
        says: "returns focus fails\nreturns form split\nreturns ST104 found",
    },
    Case {
        name: "two times 5 % elsewhere is 10 %",
        org: "[initiative.returns]\nleader = \"ines\"\n[initiative.search]\nleader = \"ada\"\n[initiative.loyalty]\nleader = \"kim\"\n% ines returns 0.9\n% ines search 0.05\n% ines loyalty 0.05\n",
        says: "returns focus holds\nreturns ST104 silent",
    },
    Case {
        name: "a member with two times 10 % elsewhere is shared",
        org: "LED\n[initiative.search]\nleader = \"ada\"\n[initiative.loyalty]\nleader = \"kim\"\n% tom returns 0.8\n% tom search 0.1\n% tom loyalty 0.1\n",
        says: "returns dedicated-team fails\nreturns form split",
    },
    Case {
        name: "a share on what has ended is no thread of a member",
        org: "LED\n[initiative.search]\nended = 2026-05-01\n% tom returns 0.8\n% tom search 0.2\n",
        says: "returns dedicated-team holds",
    },
    Case {
        name: "nor of a leader",
        org: "[initiative.returns]\nleader = \"ines\"\n[initiative.search]\nended = 2026-05-01\n% ines returns 0.8\n% ines search 0.2\n",
        says: "returns focus holds\nreturns ST104 silent",
    },
    Case {
        name: "0 % is no membership, whoever is on the team list",
        org: "LED\n[team.core]\ninitiative = \"returns\"\nmembers = [\"tom\", \"uma\"]\n% tom returns 0.0\n% uma returns 1.0\n",
        says: "returns dedicated-team holds",
    },
    Case {
        name: "0 % elsewhere is no second thread",
        org: "LED\n[initiative.search]\nleader = \"ada\"\npeople = [\"uma\"]\n% uma returns 0.8\n% uma search 0.0\n",
        says: "returns dedicated-team holds",
    },
    // Reporting lines.
    Case {
        name: "exactly 80 % of the time reports to the leader",
        org: "LED\n[person.vp]\n[person.ines]\nreports-to = \"vp\"\n[person.a]\nreports-to = \"ines\"\n[person.b]\nreports-to = \"ines\"\n[person.c]\nreports-to = \"ines\"\n[person.d]\nreports-to = \"ines\"\n[person.e]\nreports-to = \"vp\"\n% a returns 0.9\n% b returns 0.9\n% c returns 0.9\n% d returns 0.9\n% e returns 0.9\n",
        says: "returns form sto",
    },
    Case {
        name: "a thousandth of one person less is functional lines",
        org: "LED\n[person.vp]\n[person.ines]\nreports-to = \"vp\"\n[person.a]\nreports-to = \"ines\"\n[person.b]\nreports-to = \"ines\"\n[person.c]\nreports-to = \"ines\"\n[person.d]\nreports-to = \"ines\"\n[person.e]\nreports-to = \"vp\"\n% a returns 0.899\n% b returns 0.9\n% c returns 0.9\n% d returns 0.9\n% e returns 0.9\n",
        says: "returns form stl",
    },
    Case {
        name: "who report to each other report to nobody",
        org: "LED\n[person.ines]\nreports-to = \"tom\"\n[person.tom]\nreports-to = \"ines\"\n% tom returns 1.0\n",
        says: "returns form not-shown",
    },
    Case {
        name: "a line into the leader from outside a circle stands",
        org: "LED\n[person.ines]\nreports-to = \"vp\"\n[person.vp]\nreports-to = \"boss\"\n[person.boss]\nreports-to = \"vp\"\n[person.tom]\nreports-to = \"ines\"\n% tom returns 1.0\n",
        says: "returns form sto",
    },
    Case {
        name: "two files that name two managers name none",
        org: "LED\n[person.tom]\nreports-to = \"ines\"\n% tom returns 1.0\n---\n```toml org\n[person.tom]\nreports-to = \"vp\"\n[person.ines]\nreports-to = \"vp\"\n```\n",
        says: "returns form not-shown",
    },
    // Nothing is vacuously true.
    Case {
        name: "an empty team shows no form",
        org: "LED\n[team.core]\ninitiative = \"returns\"\n",
        says: "returns dedicated-team not-shown\nreturns form not-shown",
    },
    Case {
        name: "nor does the leader alone",
        org: "LED\n[team.core]\ninitiative = \"returns\"\nmembers = [\"ines\"]\n",
        says: "returns dedicated-team not-shown\nreturns form not-shown",
    },
    Case {
        name: "a team whose one member is gone is empty",
        org: "LED\n[team.core]\ninitiative = \"returns\"\nmembers = [\"tom\"]\n[person.tom]\nreports-to = \"ines\"\nuntil = 2026-06-30\n% tom returns 1.0\n",
        says: "returns dedicated-team not-shown\nreturns form not-shown",
    },
    Case {
        name: "who goes tomorrow is still there",
        org: "LED\n[team.core]\ninitiative = \"returns\"\nmembers = [\"tom\"]\n[person.tom]\nreports-to = \"ines\"\nuntil = 2026-07-01\n% tom returns 1.0\n",
        says: "returns dedicated-team holds\nreturns form sto",
    },
    Case {
        name: "a leader who is gone leads nothing",
        org: "LED\n[person.ines]\nuntil = 2026-05-01\n[person.tom]\nreports-to = \"ines\"\n% tom returns 1.0\n",
        says: "returns focus fails\nreturns form missing",
    },
    // Gates.
    Case {
        name: "three gates of its own, added to none, are not fewer",
        org: "[initiative.returns]\nleader = \"ines\"\ncommitted = 2026-02-02\n[gate.a]\nowner = \"person:ines\"\nfrom = 2026-03-02\n[gate.b]\nowner = \"person:ines\"\nfrom = 2026-03-02\n[gate.c]\nowner = \"person:ines\"\nfrom = 2026-03-02\n",
        says: "returns reviews not-shown",
    },
    Case {
        name: "three standing gates added to none are not fewer",
        org: "[initiative.returns]\nleader = \"ines\"\ncommitted = 2026-02-02\n[gate.a]\nowner = \"team:law\"\nstanding = true\nfrom = 2026-03-02\n[gate.b]\nowner = \"team:law\"\nstanding = true\nfrom = 2026-03-02\n[gate.c]\nowner = \"team:law\"\nstanding = true\nfrom = 2026-03-02\n",
        says: "returns reviews not-shown",
    },
    Case {
        name: "one removed and three added with plans are more",
        org: "[initiative.returns]\nleader = \"ines\"\ncommitted = 2026-02-02\ndependency = [{ on = \"team:law\", class = \"approval\", plan = { owner = \"core\", action = \"delegate-approval\", by = 2026-09-01 } }]\n[gate.old]\nowner = \"team:law\"\nuntil = 2026-03-02\n[gate.a]\nowner = \"team:law\"\nfrom = 2026-03-02\n[gate.b]\nowner = \"team:law\"\nfrom = 2026-03-02\n[gate.c]\nowner = \"team:law\"\nfrom = 2026-03-02\n",
        says: "returns reviews fails",
    },
    Case {
        name: "two removed and one added with a plan are fewer",
        org: "[initiative.returns]\nleader = \"ines\"\ncommitted = 2026-02-02\ndependency = [{ on = \"team:law\", class = \"approval\", plan = { owner = \"core\", action = \"delegate-approval\", by = 2026-09-01 } }]\n[gate.old]\nowner = \"team:law\"\nuntil = 2026-03-02\n[gate.older]\nowner = \"team:law\"\nuntil = 2026-03-02\n[gate.a]\nowner = \"team:law\"\nfrom = 2026-03-02\n",
        says: "returns reviews holds",
    },
    Case {
        name: "a plan ten years ahead is no plan",
        org: "[initiative.returns]\nleader = \"ines\"\ndependency = [{ on = \"team:law\", effect = \"blocking\", class = \"approval\", plan = { owner = \"core\", action = \"delegate-approval\", by = 2036-06-30 } }]\n[gate.a]\nowner = \"team:law\"\n",
        says: "returns untangling fails\nreturns reviews fails",
    },
    // Threads of leaders and members alike.
    Case {
        name: "a leader on the team of another one has a second thread",
        org: "[initiative.returns]\nleader = \"ines\"\n[initiative.search]\nleader = \"ada\"\n[team.search]\ninitiative = \"search\"\nmembers = [\"ines\", \"tom\"]\n",
        says: "returns focus fails\nreturns form split\nreturns ST104 found",
    },
    Case {
        name: "so has one who is among its people",
        org: "[initiative.returns]\nleader = \"ines\"\n[initiative.search]\nleader = \"ada\"\npeople = [\"ines\"]\n",
        says: "returns focus fails\nreturns form split",
    },
    Case {
        name: "a whole week here outweighs a name on a list, for a leader",
        org: "LED\n[initiative.search]\nleader = \"ada\"\npeople = [\"ines\"]\n",
        says: "returns focus holds",
    },
    Case {
        name: "and for a member",
        org: "LED\n[initiative.search]\nleader = \"ada\"\npeople = [\"tom\"]\n% tom returns 1.0\n",
        says: "returns dedicated-team holds",
    },
    // Part-time contracts.
    Case {
        name: "half a week of a half-time leader is all of it",
        org: "[person.ines]\nfte = 0.5\n[initiative.returns]\nleader = \"ines\"\n% ines returns 0.5\n",
        says: "returns focus holds\nreturns ST104 silent",
    },
    Case {
        name: "40 % of a full week is 80 % of half of one",
        org: "LED\n[person.tom]\nfte = 0.5\n% tom returns 0.4\n",
        says: "returns dedicated-team holds",
    },
    Case {
        name: "39 % of a full week is less",
        org: "LED\n[person.tom]\nfte = 0.5\n% tom returns 0.39\n",
        says: "returns dedicated-team fails",
    },
    Case {
        name: "6 % of a full week elsewhere is 12 % of half of one",
        org: "LED\n[initiative.search]\nleader = \"ada\"\n[person.tom]\nfte = 0.5\n% tom returns 0.44\n% tom search 0.06\n",
        says: "returns dedicated-team fails",
    },
    // Contradictions.
    Case {
        name: "two shares of one person contradict each other",
        org: "[initiative.returns]\nleader = \"ines\"\n% ines returns 1.0\n% ines returns 0.3\n",
        says: "returns focus not-shown\nreturns form not-shown\nreturns ST104 silent",
    },
    Case {
        name: "in whatever order",
        org: "[initiative.returns]\nleader = \"ines\"\n% ines returns 0.3\n% ines returns 1.0\n",
        says: "returns focus not-shown\nreturns form not-shown",
    },
    Case {
        name: "two planning tools of equal rank too",
        org: "[initiative.returns]\nleader = \"ines\"\n---\n```csv facts=allocation\nperson,initiative,share,from,until\nines,returns,1.0,2026-01-01,\n```\n\n```csv facts=allocation\nperson,initiative,share,from,until\nines,returns,0.3,2026-01-01,\n```\n",
        says: "returns focus not-shown",
    },
    Case {
        name: "but the file outranks a tool",
        org: "LED\n---\n```csv facts=allocation\nperson,initiative,share,from,until\nines,returns,0.3,2026-01-01,\n```\n",
        says: "returns focus holds",
    },
    Case { name: "the same share twice is one", org: "LED\n% ines returns 1.0\n", says: "returns focus holds" },
    Case {
        name: "two files that name two leaders name none",
        org: "LED\n---\n```toml org\n[initiative.returns]\nleader = \"ada\"\n```\n",
        says: "returns focus not-shown\nreturns form not-shown\nreturns ST102 silent",
    },
    Case {
        name: "a registry that names two leaders on one day names none",
        org: "[team.x]\n% ines returns 1.0\n% ada returns 1.0\n---\n```csv facts=initiative_event\nday,initiative,field,value\n2026-03-01,returns,leader,ines\n2026-03-01,returns,leader,ada\n```\n",
        says: "returns focus not-shown\nreturns form not-shown",
    },
    // Both doors of membership.
    Case {
        name: "a team that the initiative names has its members",
        org: "[initiative.returns]\nleader = \"ines\"\nteam = \"core\"\n[team.core]\nmembers = [\"tom\"]\n% tom returns 1.0\n% ines returns 1.0\n[person.tom]\nreports-to = \"ines\"\n",
        says: "returns dedicated-team holds\nreturns form sto",
    },
    Case {
        name: "who is on it and on another one is shared",
        org: "[initiative.returns]\nleader = \"ines\"\nteam = \"core\"\n[team.core]\nmembers = [\"tom\"]\n[initiative.search]\nleader = \"ada\"\nteam = \"search\"\n[team.search]\nmembers = [\"tom\", \"uma\"]\n",
        says: "returns dedicated-team fails\nsearch dedicated-team fails",
    },
    Case {
        name: "a team that says it works on something else contradicts the initiative",
        org: "[initiative.returns]\nleader = \"ines\"\nteam = \"core\"\n[team.core]\ninitiative = \"search\"\nmembers = [\"tom\"]\n[initiative.search]\nleader = \"ada\"\n",
        says: "returns dedicated-team not-shown\nsearch dedicated-team not-shown",
    },
    // Attestations.
    Case {
        name: "nobody attests that they may decide themselves",
        org: "[initiative.returns]\nleader = \"ines\"\ndecision-rights = [\"roadmap\"]\n[[attestation]]\ninitiative = \"returns\"\ncriterion = \"empowered\"\nanswer = \"holds\"\nby = \"ines\"\non = 2026-05-04\n",
        says: "returns empowered not-shown",
    },
    Case {
        name: "an attestation about the leader before is none about this one",
        org: "[initiative.returns]\nleader = \"ines\"\n[[attestation]]\ninitiative = \"returns\"\ncriterion = \"capable\"\nanswer = \"holds\"\nby = \"vp\"\non = 2026-02-02\n---\n```csv facts=initiative_event\nday,initiative,field,value\n2026-01-05,returns,leader,ada\n2026-03-02,returns,leader,ines\n```\n",
        says: "returns capable not-shown",
    },
    Case {
        name: "one of the day on which the leader began counts",
        org: "[initiative.returns]\nleader = \"ines\"\n[[attestation]]\ninitiative = \"returns\"\ncriterion = \"capable\"\nanswer = \"holds\"\nby = \"vp\"\non = 2026-03-02\n---\n```csv facts=initiative_event\nday,initiative,field,value\n2026-01-05,returns,leader,ada\n2026-03-02,returns,leader,ines\n```\n",
        says: "returns capable holds",
    },
    // Ideas.
    Case {
        name: "nothing is wrong with an idea",
        org: "[initiative.returns]\ntitle = \"Returns in one tap\"\nstage = \"idea\"\n",
        says: "returns live no\nreturns ST102 silent\nreturns ST117 silent",
    },
    Case {
        name: "leading an idea is no second thread",
        org: "LED\n[initiative.search]\nleader = \"ines\"\nstage = \"idea\"\n",
        says: "returns focus holds\nreturns ST101 silent",
    },
    Case {
        name: "who states nothing is no idea",
        org: "[initiative.returns]\nidea = 2026-05-04\n",
        says: "returns live yes\nreturns form missing",
    },
];
