//! Acts on initiatives and people: the brake, what a pause and an end do to counts and rules, where someone is still
//! named, and what the charter gate answers.

mod made;

use made::Records;
use onethread_core::check::{Overrides, check, resolve};
use onethread_core::measure::{Snapshot, View, World};
use onethread_core::moves;
use onethread_core::review::{
    Departure, HeldKind, TEAM_CHANGES_SHARE_MAX, TeamChanges, charter_gate, last_holders_lost, review, team_changes,
};
use onethread_model::Day;
use onethread_model::facts::FactKind;
use onethread_model::org::Naming;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn today() -> Day {
    day("2026-06-30")
}

fn organization(text: &str) -> Snapshot {
    Records::new().snapshot(text.to_owned())
}

fn after(snapshot: &Snapshot, words: &str) -> Snapshot {
    let changes = moves::read(words, &View::on(snapshot, today())).unwrap_or_else(|why| panic!("{words}: {why:?}"));
    changes.iter().fold(snapshot.clone(), |now, change| {
        let edits = moves::edits(change, &View::on(&now, today())).unwrap_or_else(|why| panic!("{words}: {why:?}"));
        now.edited(&edits).expect("edits")
    })
}

/// Ten people on two teams, of whom the last `moved` of the first team are on the second one.
fn two_teams(moved: usize) -> Snapshot {
    let name = |n: usize| format!("\"p{n}\"");
    let (stay, go): (Vec<usize>, Vec<usize>) = (0..6).partition(|n| *n < 6 - moved);
    let list = |of: Vec<usize>| of.into_iter().map(name).collect::<Vec<_>>().join(", ");
    let second = go.into_iter().chain(6..10).collect();
    organization(&format!("[team.a]\nmembers = [{}]\n[team.b]\nmembers = [{}]\n", list(stay), list(second)))
}

fn changed(from: &Snapshot, to: &Snapshot) -> TeamChanges {
    team_changes(&View::on(from, today()), &View::on(to, today()))
}

#[test]
fn more_than_a_fifth_of_the_people_is_many() {
    let counted = |moved| changed(&two_teams(0), &two_teams(moved));
    assert_eq!((counted(0).people, counted(0).of, counted(0).is_many()), (0, 10, false));
    assert_eq!((10.0 * TEAM_CHANGES_SHARE_MAX) as usize, 2);
    assert_eq!((counted(2).people, counted(2).is_many()), (2, false), "a fifth is not more than a fifth");
    assert_eq!((counted(3).people, counted(3).is_many()), (3, true));
}

#[test]
fn a_first_team_is_no_change_and_a_lost_list_is_one() {
    let none = organization("[person.p0]\n[person.p1]\n[team.a]\n");
    let first = organization("[person.p0]\n[person.p1]\n[team.a]\nmembers = [\"p0\", \"p1\"]\n");
    let counted = changed;
    assert_eq!((counted(&none, &first).people, counted(&none, &first).of), (0, 2));
    assert_eq!(counted(&first, &none).people, 2, "absent is not left, and both would be on no team");
    // Of rosters, too: a file that says that someone left moves them.
    let roster = |text: &str| {
        let mut records = Records::new();
        for person in ["p0", "p1"] {
            records.push(FactKind::Membership, &[("team", "a"), ("person", person), ("from", "2026-01-01")]);
        }
        records.snapshot(text.to_owned())
    };
    let left = roster("[team.a]\nleft = [{ person = \"p0\", on = 2026-06-01 }]\n");
    let counted = counted(&roster(""), &left);
    assert_eq!((counted.people, counted.of), (1, 2));
}

#[test]
fn what_loses_its_last_holder_is_named() {
    let text = "[person.ines]\n[person.kim]\n[person.tomas]\n\
        [initiative.returns]\nleader = \"ines\"\n[[initiative.returns.metric]]\nname = \"m\"\nowner = \"ines\"\n\
        [initiative.search]\nleader = \"kim\"\n[team.core]\nmembers = [\"ines\"]\n[team.other]\nmembers = [\"kim\"]\n\
        [function.quality]\nhead = \"kim\"\nstandard-owner = \"ines\"\n[gate.legal]\nowner = \"person:ines\"\n\
        [component.api]\nowner = \"core\"\n";
    let before = organization(text);
    let lost = |words: &str| -> Vec<(HeldKind, String)> {
        let lost = last_holders_lost(&View::on(&before, today()), &View::on(&after(&before, words), today()));
        lost.into_iter().map(|one| (one.kind, one.id)).collect()
    };
    let of = |kind: HeldKind, id: &str| (kind, id.to_owned());
    let all = [
        of(HeldKind::Team, "core"),
        of(HeldKind::Initiative, "returns"),
        of(HeldKind::Right, "gate:legal"),
        of(HeldKind::Right, "metric:returns: m"),
        of(HeldKind::Right, "standard:quality"),
    ];
    assert_eq!(lost("leave ines"), all);
    assert_eq!(
        lost("leave ines, successor = kim"),
        all[..1],
        "a successor holds every office, and is on no other team"
    );
    assert_eq!(lost("hand over returns"), all[1..2]);
    assert_eq!(lost("hand over returns, receiver = tomas"), []);
    // What ends or pauses loses nobody: that is what is meant.
    assert_eq!(lost("end returns, outcome = delivered"), []);
    assert_eq!(lost("pause returns"), []);
    assert_eq!(lost("report-to person = tomas, manager = ines"), []);
}

/// Every rule there is, with what it says of one initiative.
fn findings(snapshot: &Snapshot, initiative: &str) -> Vec<&'static str> {
    let overrides = Overrides { select: vec!["ALL".to_owned()], ..Overrides::default() };
    let settings = resolve(&snapshot.config.check, &snapshot.sources, &overrides, &mut Vec::new()).expect("all rules");
    let found = check(&World::on(snapshot, today()), &settings).findings;
    found.iter().filter(|one| one.subject == format!("initiative:{initiative}")).map(|one| one.rule.code).collect()
}

/// An initiative with much that rules speak of.
const POOR: &str = "[person.ines]\n[person.kim]\n[team.core]\ninitiative = \"returns\"\nmembers = [\"kim\"]\n\
    [initiative.returns]\ntitle = \"Returns\"\nidea = 2026-01-01\nleader = [\"ines\", \"kim\"]\nneeds = { design = 2 }\n\
    [[initiative.returns.metric]]\nname = \"m\"\n\
    [[initiative.returns.dependency]]\non = \"team:payments\"\neffect = \"blocking\"\nfrom = 2026-02-01\n[team.payments]\n\
    [initiative.search]\nleader = \"kim\"\n";

#[test]
fn an_idea_a_pause_and_an_end_are_no_failure() {
    let before = organization(POOR);
    assert!(findings(&before, "returns").len() > 3, "{:?}", findings(&before, "returns"));
    // A team that the end leaves to nothing is named, and nothing else.
    assert_eq!(findings(&after(&before, "end returns, outcome = delivered"), "returns"), ["ST123"]);
    let ends = ["delivered", "dropped"].map(|how| format!("end returns, outcome = {how}, team-to = search"));
    for words in ["pause returns", &ends[0], &ends[1]] {
        let now = after(&before, words);
        assert_eq!(findings(&now, "returns"), Vec::<&str>::new(), "{words}");
        assert!(review(&now, today()).initiative("returns").is_none(), "{words}");
        assert_eq!(now.diagnostics().iter().map(|one| one.code).collect::<Vec<_>>(), Vec::<&str>::new(), "{words}");
    }
    let idea = POOR.replace("idea = 2026-01-01", "stage = \"idea\"");
    assert_eq!(findings(&organization(&idea), "returns"), Vec::<&str>::new());
}

/// How an initiative left the counts since the first of June.
fn departure(text: &str) -> Option<Departure> {
    let now = organization(text);
    let options = onethread_core::review::ReviewOptions { since: Some(day("2026-06-01")), quarters: 0 };
    let found = onethread_core::review::review_with(&now, today(), &options);
    found.changed.and_then(|changed| changed.left.first().map(|left| left.how))
}

#[test]
fn an_end_leaves_the_counts_as_what_it_is() {
    let of = |says: &str| departure(&format!("[initiative.returns]\nidea = 2026-01-01\nleader = \"ines\"\n{says}"));
    assert_eq!(of(""), None);
    assert_eq!(of("ended = 2026-06-15\noutcome = \"delivered\""), Some(Departure::Delivered));
    assert_eq!(of("ended = 2026-06-15\noutcome = \"dropped\""), Some(Departure::Dropped));
    assert_eq!(of("ended = 2026-06-15\noutcome = \"merged\""), Some(Departure::Merged));
    assert_eq!(of("ended = 2026-06-15"), Some(Departure::Ended), "nobody says how: it did not stall");
    assert_eq!(of("pause = [{ from = 2026-06-15 }]"), Some(Departure::Paused));
}

#[test]
fn no_day_of_a_pause_is_waiting() {
    let ledger = |pause: &str| {
        let text = POOR.replace("needs =", &format!("{pause}needs =")).replace("[\"ines\", \"kim\"]", "\"ines\"");
        let found = review(&organization(&text), today());
        let returns = found.initiative("returns").expect("it is live").waiting.clone();
        returns.expect("a ledger").days
    };
    let (without, with) = (ledger(""), ledger("pause = [{ from = 2026-03-01, until = 2026-05-01 }]\n"));
    assert_eq!((without.paused_days, with.paused_days), (0, 61));
    assert_eq!(without.waiting_days - with.waiting_days, 61);
    assert_eq!(without.elapsed_days, with.elapsed_days);
    let (first, last) = (day("2026-03-01"), day("2026-04-30"));
    for (on, is_live) in [(first.plus_days(-1), true), (first, false), (last, false), (last.plus_days(1), true)] {
        let text = POOR.replace("needs =", "pause = [{ from = 2026-03-01, until = 2026-05-01 }]\nneeds =");
        let found = review(&organization(&text), on);
        assert_eq!(found.initiative("returns").is_some(), is_live, "{on}");
        assert_eq!(found.paused.iter().any(|one| one.id == "returns"), !is_live, "{on}");
    }
}

#[test]
fn a_paused_initiative_is_nobodys_second_thread() {
    let text = |says: &str| {
        format!(
            "[initiative.returns]\nleader = \"ines\"\n[initiative.labels]\nleader = \"ines\"\n{says}\n\
             [[allocation]]\nperson = \"ines\"\ninitiative = \"returns\"\nshare = 0.8\n\
             [[allocation]]\nperson = \"ines\"\ninitiative = \"labels\"\nshare = 0.2\n"
        )
    };
    let answer = |says: &str| {
        let found = review(&organization(&text(says)), today());
        let verdicts = &found.initiative("returns").expect("it is live").verdicts;
        let focus = verdicts.iter().find(|one| one.criterion == "focus").expect("it is asked");
        (focus.judgement.answer.key(), focus.judgement.because.iter().any(|one| one.says.contains("it is paused")))
    };
    assert_eq!(answer(""), ("fails", false));
    assert_eq!(answer("pause = [{ from = 2026-06-30 }]"), ("holds", true));
    assert_eq!(answer("pause = [{ from = 2026-07-01 }]"), ("fails", false));
}

/// Twelve people on a team of seven and one of three, each with some changes; two are on no team.
fn changes(records: &mut Records) {
    let mut n = 0;
    let mut change = |person: &str, path: &str, on: &str, records: &mut Records| {
        n += 1;
        let id = format!("c{n}");
        records.push(FactKind::ChangeMade, &[("day", on), ("change", &id), ("author", person)]);
        records.push(FactKind::Touch, &[("day", on), ("change", &id), ("component", path)]);
    };
    for person in 0..7 {
        let row = [("team", "checkout"), ("person", &format!("a{person}")), ("from", "2025-01-01")];
        records.push(FactKind::Membership, &row);
        change(&format!("a{person}"), "services/gift/card.rs", "2026-05-04", records);
    }
    for person in 0..3 {
        let row = [("team", "payments"), ("person", &format!("b{person}")), ("from", "2025-01-01")];
        records.push(FactKind::Membership, &row);
        change(&format!("b{person}"), "services/gift/pay.rs", "2026-05-04", records);
    }
    change("a0", "services/gift/card.rs", "2025-07-01", records);
    change("a0", "services/gift/card.rs", "2025-06-30", records);
    change("a0", "services/search/find.rs", "2026-05-04", records);
    change("x", "services/gift/card.rs", "2026-05-04", records);
}

#[test]
fn the_charter_gate_answers_from_the_evidence() {
    let text = "[person.vp]\ntitle = \"VP Product\"\nfunction = \"management\"\n[person.ines]\nfunction = \"management\"\n\
        [person.kim]\nfunction = \"management\"\n[initiative.loyalty]\nleader = \"ines\"\nscope = [\"path:services/gift/points/**\"]\n\
        [initiative.search]\nvacant = 2026-03-16\nscope = [\"path:services/search/**\"]\n\
        [component.cards]\nowner = \"checkout\"\npaths = [\"services/gift/**\"]\n\
        [gate.security]\n[gate.old]\nuntil = 2026-01-01\n[gate.points]\napplies-to = [\"loyalty\"]\n[gate.find]\napplies-to = [\"search\"]\n";
    let mut records = Records::new();
    changes(&mut records);
    let snapshot = records.snapshot(text.to_owned());
    let gate = |words: &str| {
        let changes = moves::read(words, &View::on(&snapshot, today())).expect(words);
        charter_gate(&snapshot, today(), &changes[0]).expect(words)
    };
    let alone = gate("start Gift cards, sponsor = vp");
    assert_eq!((alone.id.as_str(), alone.is_new, alone.stays_idea), ("gift-cards", true, true));
    assert_eq!(alone.missing().count(), 7);
    assert_eq!(alone.parts[0].says.as_deref(), Some("VP Product"));
    assert_eq!(alone.changed_by, None, "nothing bounds it yet");
    assert!(alone.own_leader.because[0].contains("say what kind of work it is"));
    assert_eq!(alone.gates.iter().map(|one| one.gate.as_str()).collect::<Vec<_>>(), ["security"]);

    let bounded = gate("start Gift cards, scope = path:services/gift/**, nature = product, leader = ines");
    let by = bounded.changed_by.as_ref().expect("changes are read");
    let counted: Vec<_> = by.teams.iter().map(|one| (one.team.as_str(), one.changes, one.people)).collect();
    assert_eq!((counted, by.n), (vec![("checkout", 8, 7)], 8), "within 365 days, of teams of five people or more");
    assert_eq!(by.small_teams, ["payments"], "named, without a number");
    assert_eq!(bounded.gates.iter().map(|one| one.gate.as_str()).collect::<Vec<_>>(), ["points", "security"]);
    let overlaps: Vec<_> = bounded.overlaps.iter().map(|one| (one.initiative.as_str(), one.state)).collect();
    assert_eq!(overlaps, [("loyalty", "live")]);
    assert_eq!(bounded.components[0].owner.as_deref(), Some("checkout"));
    let could = &bounded.could_lead;
    assert_eq!((could.free.as_ref().map(|free| free["management"]), could.with_other_work), (Some(2), 1));
    assert_eq!(could.leader_drops, ["loyalty"]);
    assert_eq!(could.also_vacant[0].since, Some(day("2026-03-16")));
    assert_eq!(bounded.own_leader.recommended.key(), "sto");
    for (nature, key) in [("one-off", "functional"), ("functional", "functional"), ("company-wide", "stl")] {
        assert_eq!(gate(&format!("start Gift cards, nature = {nature}")).own_leader.recommended.key(), key);
    }
}

/// Every place of a made organization that refers to a person is found, and a re-pointed one reads as the other.
#[test]
fn every_place_that_names_someone_is_found() {
    let text: String = onethread_model::org::ORG_KINDS.iter().map(onethread_model::reference::example).collect();
    let snapshot = organization(&text);
    for (kind, id) in [("person", "ines"), ("person", "vp-retail"), ("team", "returns-core"), ("initiative", "returns")]
    {
        let found = snapshot.naming(kind, id);
        let written: usize =
            [format!("\"{id}\""), format!("\"{kind}:{id}\"")].iter().map(|w| text.matches(w.as_str()).count()).sum();
        let cited = if kind == "initiative" { text.matches(&format!("\"{id}:")).count() } else { 0 };
        assert!(
            found.len() == written + cited && !found.is_empty(),
            "{kind} {id}: {} of {}",
            found.len(),
            written + cited
        );
        let edits = Naming::all_renamed(&found, "another");
        let now = snapshot.edited(&edits).expect("edits");
        assert_eq!(now.naming(kind, id), [], "{kind} {id}");
        assert_eq!(now.naming(kind, "another").len(), found.len(), "{kind} {id}");
    }
}
