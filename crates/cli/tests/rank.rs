//! Law: the organization's own statement outranks a source. For each kind of statement there is an edit of the files of
//! Harbour Market that takes effect, although registry, roster, planning tool and touches go on saying something else.

#[path = "../../core/tests/cut/mod.rs"]
mod cut;

use std::path::Path;

use onethread_core::measure::{Leadership, Snapshot, View};
use onethread_core::review::{Answer, Form, InitiativeReview, Review, compare, review};
use onethread_model::Day;
use onethread_model::edit::Edit;
use onethread_model::record::{Record, Value};
use onethread_workspace::Folder;
use onethread_workspace::files::{Outside, Root};

/// The day of the review, which is the last day of the exports.
const DAY: &str = "2026-06-30";

/// Harbour Market, and its review before an edit.
struct Market {
    snapshot: Snapshot,
    before: Review,
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn person(id: &str) -> Value {
    Value::reference("person", id)
}

fn file(name: &str) -> String {
    format!("org/{name}.toml")
}

/// Reads the folder without a store.
fn market() -> Snapshot {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/harbour-market");
    let settings = std::fs::read_to_string(root.join("onethread.toml")).expect("settings");
    Folder::read_with(&Root::new(&root, Outside::none()), &settings, false, &mut |_| {}).expect("a folder").snapshot
}

impl Market {
    fn read() -> Market {
        Market::of(market())
    }

    fn of(snapshot: Snapshot) -> Market {
        let before = review(&snapshot, day(DAY));
        Market { snapshot, before }
    }

    /// The review after some edits, which no file that was edited may make worse to read.
    fn after(&self, edits: &[Edit]) -> Review {
        let edited = self.snapshot.edited(edits).expect("the edits fit");
        assert_eq!(edited.diagnostics(), self.snapshot.diagnostics(), "the files still say one thing");
        review(&edited, day(DAY))
    }

    /// Whether an edit alters an answer, a finding or a number.
    fn takes_effect(&self, edits: &[Edit]) -> Review {
        let after = self.after(edits);
        assert_ne!(compare(&self.before, &after), compare(&self.before, &self.before), "{edits:?} changes nothing");
        after
    }

    /// That an edit alters nothing, because the day that it names lies ahead.
    fn takes_no_effect(&self, edits: &[Edit]) {
        assert_eq!(compare(&self.before, &self.after(edits)), compare(&self.before, &self.before), "{edits:?}");
    }
}

fn one<'r>(review: &'r Review, id: &str) -> &'r InitiativeReview {
    review.initiatives.iter().find(|one| one.id == id).expect("it is live")
}

fn says(review: &Review, id: &str, criterion: &str) -> (Answer, Vec<String>) {
    let verdict = one(review, id).verdicts.iter().find(|one| one.criterion == criterion).expect("a verdict");
    let because = verdict.judgement.because.iter().map(|evidence| evidence.says.clone());
    (verdict.judgement.answer, because.collect())
}

/// What is kept as a difference between the files and a source, of an initiative.
fn differences<'r>(review: &'r Review, id: &str) -> Vec<(&'r str, &'r str, &'r str)> {
    let all = one(review, id).known.disagreements.iter();
    all.map(|one| (one.field.as_str(), one.used.value.as_str(), one.other.value.as_str())).collect()
}

/// What a later day brought alters no answer: files and exports of the end of June, looked at on earlier days.
#[test]
fn later_days_alter_no_answer() {
    let market = market();
    for on in ["2025-06-30", "2025-12-31", "2026-03-31", DAY] {
        let (on, cut) = (day(on), cut::cut(&market, day(on)));
        cut::assert_same(&review(&market, on), &review(&cut, on), &on.to_string());
    }
}

#[test]
fn a_leader_and_a_vacancy_outrank_the_registry() {
    let market = Market::read();
    let search = file("initiatives/search");
    let leads = |review: &Review| one(review, "search").known.leadership.leader().map(|leader| leader.value.clone());
    assert_eq!(leads(&market.before).as_deref(), Some("search-manager"), "as the registry says");

    let appointed = market.takes_effect(&[Edit::set(&search, "initiative", "search", "leader", person("care-coach"))]);
    assert_eq!(leads(&appointed).as_deref(), Some("care-coach"));
    assert!(differences(&appointed, "search").contains(&("leader", "care-coach", "search-manager")));

    let vacant = |on| [Edit::set(&search, "initiative", "search", "vacant", Value::Day(day(on)))];
    let nobody = market.takes_effect(&vacant(DAY));
    assert_eq!(one(&nobody, "search").form.form, Form::Missing);
    assert_eq!(says(&nobody, "search", "focus").0, Answer::Fails);
    assert!(differences(&nobody, "search").contains(&("leader", "nobody", "search-manager")));
    market.takes_no_effect(&vacant("2026-07-01"));
}

#[test]
fn who_is_gone_leads_nothing_and_works_on_nothing() {
    let market = Market::read();
    let gone = |on, id| Edit::set(file("people"), "person", id, "until", Value::Day(day(on)));
    let without = market.takes_effect(&[gone(DAY, "search-manager"), gone(DAY, "search-engineer-1")]);
    assert!(matches!(one(&without, "search").known.leadership, Leadership::Nobody { .. }));
    let members = |review: &Review| says(review, "search", "complete-team").1;
    assert_ne!(members(&without), members(&market.before), "planning tool and roster still have the engineer");
    market.takes_no_effect(&[gone("2026-07-01", "search-manager"), gone("2026-07-01", "search-engineer-1")]);
}

#[test]
fn a_share_outranks_the_planning_tool() {
    let market = Market::read();
    let share = |share| {
        let person = ("person", person("returns-engineer-1"));
        let values =
            [person, ("initiative", Value::reference("initiative", "returns")), ("share", Value::Number(share))];
        [Edit::append(file("time"), "allocation", values)]
    };
    let half = market.takes_effect(&share(0.5));
    assert_eq!(says(&half, "returns", "dedicated-team").0, Answer::Fails);
    assert!(differences(&half, "returns").contains(&("share of a member", "50 %", "100 %")));
    let nothing = market.takes_effect(&share(0.0));
    assert!(differences(&nothing, "returns").contains(&("share of a member", "0 %", "100 %")));
}

#[test]
fn who_left_a_team_is_not_on_it_whatever_the_roster_says() {
    let market = Market::read();
    let id = "recommendations-engineer-1";
    let left = |on| {
        let values = [("person", person(id)), ("on", Value::Day(day(on)))];
        [Edit::add(file("teams"), "team", "recommendations-core", "left", Value::Table(Record::of(values)))]
    };
    market.takes_effect(&left(DAY));
    market.takes_no_effect(&left("2026-07-01"));
    let on_rosters = |snapshot: &Snapshot| View::on(snapshot, day(DAY)).people.offices(id).count();
    assert_eq!(on_rosters(&market.snapshot), 1, "the roster has no end of it");
    let edited = |edits: &[Edit]| market.snapshot.edited(edits).expect("the edits fit");
    assert_eq!(on_rosters(&edited(&left(DAY))), 0);
    assert_eq!(on_rosters(&edited(&left("2024-01-01"))), 1, "whom the roster has from a later day on came back");
}

#[test]
fn reporting_lines_gates_and_scope_take_effect() {
    let market = Market::read();
    let line = |number| {
        let id = format!("returns-engineer-{number}");
        Edit::set(file("people"), "person", &id, "reports-to", person("engineering-manager-1"))
    };
    let lines: Vec<Edit> = (1..=4).map(line).collect();
    assert_eq!(one(&market.before, "returns").form.form, Form::Sto);
    assert_eq!(one(&market.takes_effect(&lines), "returns").form.form, Form::Stl);

    let gate = [Edit::set(file("gates"), "gate", "carrier-board", "until", Value::Day(day(DAY)))];
    let passed = market.takes_effect(&gate);
    let reviews = |review: &Review| says(review, "delivery-promises", "reviews");
    assert_ne!(reviews(&passed), reviews(&market.before));

    let scope = Value::list([Value::reference("component", "payments")]);
    let scope = [Edit::set(file("initiatives/loyalty"), "initiative", "loyalty", "scope", scope)];
    let claimed = market.takes_effect(&scope);
    assert_ne!(says(&claimed, "loyalty", "scope"), says(&market.before, "loyalty", "scope"));
}

#[test]
fn the_owner_of_a_component_outranks_touches_where_ownership_is_held() {
    let edit = [Edit::set(file("components"), "component", "basket", "owner", Value::reference("team", "platform"))];
    let held = Market::of(market().with_ownership_held());
    let moved = held.takes_effect(&edit);
    let separable = |review: &Review| says(review, "mobile-app", "separable");
    println!("{:#?} {:#?}", separable(&held.before), separable(&moved));
    assert_ne!(separable(&moved), separable(&held.before), "what it changes in the basket is another team's now");
    let nobody = [Edit::set(file("components"), "component", "basket", "owner-until", Value::Day(day(DAY)))];
    held.takes_effect(&nobody);
    // Read as it was recorded, the touches of the last year belong to whoever owned them then.
    let recorded = Market::read();
    let moved = recorded.after(&edit);
    assert_eq!(separable(&moved), separable(&recorded.before));
}

#[test]
fn dependencies_outrank_the_registry_and_can_end_what_it_says() {
    let market = Market::read();
    let of = |review: &Review, id: &str| -> Vec<(String, Option<String>)> {
        let all = one(review, id).known.dependencies.iter();
        all.map(|one| (one.on.to_string(), one.effect.clone())).collect()
    };
    let on = |team: &str| ("on", Value::reference("team", team));
    let add = |values: Vec<(&'static str, Value)>| {
        let item = Value::Table(Record::of(values));
        [Edit::add(file("initiatives/recommendations"), "initiative", "recommendations", "dependency", item)]
    };
    // Only the registry says that it needs the platform, and not whether that blocks.
    let (team, target) = ("platform", "team:platform".to_owned());
    assert!(of(&market.before, "recommendations").contains(&(target.clone(), None)));
    let stated = market.takes_effect(&add(vec![on(team), ("effect", Value::text("blocking"))]));
    assert!(of(&stated, "recommendations").contains(&(target.clone(), Some("blocking".to_owned()))));
    assert!(!of(&stated, "recommendations").contains(&(target.clone(), None)));
    let ended = market.takes_effect(&add(vec![on(team), ("until", Value::Day(day(DAY)))]));
    assert!(of(&ended, "recommendations").iter().all(|(other, _)| *other != target));
    assert!(differences(&ended, "recommendations").iter().any(|(_, used, _)| used.starts_with("over since")));
}
