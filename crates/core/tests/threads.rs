//! Laws of threads: who works on what, over generated organizations and against a reading of its own; and no answer
//! hangs on the order of lines and files, on a source that repeats a file, or on what is no more than an idea.

mod example;

use std::collections::{BTreeMap, BTreeSet};

use onethread_core::check::{Overrides, check, resolve};
use onethread_core::measure::World;
use onethread_core::review::review;
use onethread_model::Day;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

const PEOPLE: [&str; 4] = ["ada", "ines", "tom", "uma"];
const IDS: [&str; 3] = ["pay", "search", "ship"];
/// Shares in thousandths: below, at and above the lines of the settings, which are 100 and 800.
const SHARES: [i64; 10] = [0, 50, 99, 100, 101, 200, 799, 800, 900, 1000];
/// A day before that of the examples.
const PAST: &str = "2026-05-01";

type Share = (&'static str, &'static str, i64);

/// One initiative as written, and a team of its own name.
#[derive(Clone, Debug, Default)]
struct Entry {
    leader: Option<&'static str>,
    people: Vec<&'static str>,
    /// The team that it names.
    team: Option<&'static str>,
    /// What the team of its name says it works on.
    door: Option<&'static str>,
    members: Vec<&'static str>,
    is_over: bool,
    is_idea: bool,
}

#[derive(Clone, Debug, Default)]
struct Organization {
    entries: Vec<Entry>,
    own: Vec<Share>,
    tool: Vec<Share>,
    fte: BTreeMap<&'static str, i64>,
    gone: BTreeSet<&'static str>,
}

fn some_of(most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    subsequence(PEOPLE.to_vec(), 0..=most)
}

fn entry() -> impl Strategy<Value = Entry> {
    let leader = proptest::option::weighted(0.9, select(&PEOPLE[..]));
    let (team, door) = (proptest::option::weighted(0.3, select(&IDS[..])), proptest::option::of(select(&IDS[..])));
    let rest = (some_of(2), proptest::bool::weighted(0.15), proptest::bool::weighted(0.15));
    (leader, some_of(1), team, door, rest).prop_map(|(leader, people, team, door, (members, is_over, is_idea))| Entry {
        leader,
        people,
        team,
        door,
        members,
        is_over,
        is_idea: is_idea && !is_over,
    })
}

fn shares(most: usize) -> impl Strategy<Value = Vec<Share>> {
    proptest::collection::vec((select(&PEOPLE[..]), select(&IDS[..]), select(&SHARES[..])), 0..=most)
}

fn organization() -> impl Strategy<Value = Organization> {
    let fte = proptest::collection::btree_map(select(&PEOPLE[..]), select(&[500, 800][..]), 0..=1);
    let gone = proptest::collection::btree_set(select(&PEOPLE[..]), 0..=1);
    let entries = proptest::collection::vec(entry(), IDS.len());
    (entries, shares(8), shares(4), fte, gone).prop_map(|(entries, own, tool, fte, gone)| Organization {
        entries,
        own,
        tool,
        fte,
        gone,
    })
}

/// What stated shares say of a person and an initiative.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stated {
    Nothing,
    Contradictory,
    Share(i64),
}

impl Organization {
    /// The entries of the files, each as text.
    fn blocks(&self) -> Vec<String> {
        let quoted = |people: &[&str]| people.iter().map(|one| format!("{one:?}")).collect::<Vec<_>>().join(", ");
        let mut blocks = Vec::new();
        for (id, one) in IDS.iter().zip(&self.entries) {
            let mut text = format!("[initiative.{id}]\npeople = [{}]\n", quoted(&one.people));
            text.extend(one.leader.map(|leader| format!("leader = {leader:?}\n")));
            text.extend(one.team.map(|team| format!("team = {team:?}\n")));
            text.extend(one.is_over.then(|| format!("ended = {PAST}\n")));
            text.extend(one.is_idea.then_some("stage = \"idea\"\n"));
            blocks.push(text);
            let mut text = format!("[team.{id}]\nmembers = [{}]\n", quoted(&one.members));
            text.extend(one.door.map(|door| format!("initiative = {door:?}\n")));
            blocks.push(text);
        }
        for person in PEOPLE {
            let mut text = format!("[person.{person}]\n");
            text.extend(self.fte.get(person).map(|fte| format!("fte = 0.{fte}\n")));
            text.extend(self.gone.contains(person).then(|| format!("until = {PAST}\n")));
            blocks.push(text);
        }
        blocks.extend(self.own.iter().map(|(person, id, share)| {
            let share = *share as f64 / 1000.0;
            format!("[[allocation]]\nperson = {person:?}\ninitiative = {id:?}\nshare = {share:?}\n")
        }));
        blocks
    }

    /// What the program answers, where the files hold these entries and the tool these rows.
    fn answers(files: &[Vec<String>], tool: &[Share]) -> Vec<String> {
        let rows: Vec<String> = tool
            .iter()
            .map(|(person, id, share)| format!("{person},{id},{},2026-01-01,", *share as f64 / 1000.0))
            .collect();
        let org: String = files.iter().map(|blocks| format!("```toml org\n{}```\n\n", blocks.concat())).collect();
        let page = format!(
            "## Law\n\n{org}```csv facts=allocation\nperson,initiative,share,from,until\n{}\n```\n\n\
             ```expect\nnothing\n```\n",
            rows.join("\n")
        );
        let [example] = &example::read("law", &page)[1].examples[..] else { panic!("one example in {page}") };
        let mut answers = Vec::new();
        example.run_as_it_is(|snapshot| {
            let day = Day::parse(example::DAY).expect("a day");
            for one in review(snapshot, day).initiatives {
                answers.push(format!("{} form {}", one.id, one.form.form.key()));
                let of = |verdict: &onethread_core::review::Verdict| {
                    format!("{} {} {}", one.id, verdict.criterion, verdict.judgement.answer.key())
                };
                answers.extend(one.verdicts.iter().map(of));
            }
            let overrides = Overrides { select: vec!["ST".to_owned()], ..Overrides::default() };
            let settings = resolve(&snapshot.config.check, &snapshot.sources, &overrides, &mut Vec::new());
            let checked = check(&World::on(snapshot, day), &settings.expect("rules"));
            let mut found: Vec<String> = checked
                .findings
                .iter()
                .map(|finding| format!("{} {} {}", finding.subject, finding.rule.code, finding.about))
                .collect();
            found.sort();
            answers.extend(found);
        });
        answers
    }

    fn ask(&self) -> Vec<String> {
        Organization::answers(&[self.blocks()], &self.tool)
    }

    fn entry(&self, id: &str) -> &Entry {
        &self.entries[IDS.iter().position(|known| *known == id).expect("it is one of them")]
    }

    fn is_live(&self, id: &str) -> bool {
        !self.entry(id).is_over && !self.entry(id).is_idea
    }

    fn rows(&self, rows: &[Share], person: &str, id: &str) -> BTreeSet<i64> {
        let of = |row: &&Share| row.0 == person && row.1 == id && !self.gone.contains(person);
        rows.iter().filter(of).map(|row| row.2).collect()
    }

    /// Whether the team that the initiative names says that it works on something else.
    fn has_team_elsewhere(&self, id: &str) -> bool {
        self.entry(id).team.is_some_and(|team| self.entry(team).door.is_some_and(|door| door != id))
    }

    /// Whether a file puts someone on the list or a team of a live initiative, by either door.
    fn is_named(&self, person: &str, id: &str) -> bool {
        let by_team = IDS.iter().any(|team| {
            let one = self.entry(team);
            let is_on = one.door == Some(id) || (self.entry(id).team == Some(team) && !self.has_team_elsewhere(id));
            is_on && one.members.contains(&person)
        });
        let is_named = by_team || self.entry(id).people.contains(&person);
        is_named && self.is_live(id) && !self.gone.contains(person)
    }

    fn stated(&self, person: &str, id: &str) -> Stated {
        let own = self.rows(&self.own, person, id);
        let counts = if own.is_empty() { self.rows(&self.tool, person, id) } else { own.clone() };
        let fte = self.fte.get(person).copied().unwrap_or(1000);
        let mut counts = counts.into_iter();
        match (counts.next(), counts.next()) {
            (None, _) => Stated::Nothing,
            (Some(_), Some(_)) => Stated::Contradictory,
            // A file that names someone outranks a tool that says 0 %.
            (Some(0), None) if own.is_empty() && self.is_named(person, id) => Stated::Nothing,
            (Some(share), None) => Stated::Share((share * 1000 + fte / 2) / fte),
        }
    }

    fn belongs(&self, person: &str, id: &str) -> bool {
        self.is_named(person, id) && self.rows(&self.own, person, id) != BTreeSet::from([0])
    }

    fn members(&self, id: &str) -> Vec<&'static str> {
        let works = |person: &str| match self.stated(person, id) {
            Stated::Share(share) => share > 0,
            Stated::Contradictory => true,
            Stated::Nothing => false,
        };
        let leader = self.entry(id).leader.filter(|leader| !self.gone.contains(leader));
        let all = PEOPLE.into_iter().filter(|person| self.belongs(person, id) || works(person));
        all.filter(|person| Some(*person) != leader).collect()
    }

    fn leads_another(&self, person: &str, id: &str) -> bool {
        IDS.iter().any(|other| *other != id && self.is_live(other) && self.entry(other).leader == Some(person))
    }

    /// "fails", "holds", "not-shown" or "unstated" of one person on one initiative.
    fn thread(&self, person: &str, id: &str) -> &'static str {
        let here = self.stated(person, id);
        let others = || IDS.iter().copied().filter(|other| *other != id);
        let takes_time = |other: &&str| !self.entry(other).is_over;
        let sum: i64 = others()
            .filter(takes_time)
            .map(|other| if let Stated::Share(share) = self.stated(person, other) { share } else { 0 })
            .sum();
        let room = !matches!(here, Stated::Share(share) if 1000 - share <= 100);
        let listed = |other: &str| self.belongs(person, other) && self.stated(person, other) == Stated::Nothing;
        let is_divided = self.leads_another(person, id)
            || sum > 100
            || matches!(here, Stated::Share(share) if share < 800)
            || room && others().any(listed);
        let unclear = |other: &str| self.stated(person, other) == Stated::Contradictory;
        match here {
            _ if is_divided => "fails",
            _ if unclear(id) || others().filter(takes_time).any(unclear) => "not-shown",
            Stated::Share(_) => "holds",
            _ => "unstated",
        }
    }

    fn dedicated_team(&self, id: &str) -> &'static str {
        let members = self.members(id);
        let threads: Vec<&str> = members.iter().map(|person| self.thread(person, id)).collect();
        let has = |word: &str| threads.contains(&word);
        match members.is_empty() {
            true => "not-shown",
            false if has("fails") => "fails",
            false if has("not-shown") || has("unstated") || self.has_team_elsewhere(id) => "not-shown",
            false => "holds",
        }
    }

    fn focus(&self, id: &str) -> &'static str {
        let one = self.entry(id);
        match one.leader {
            Some(leader) if self.gone.contains(leader) => "fails",
            Some(leader) => match self.thread(leader, id) {
                "unstated" => "not-shown",
                answer => answer,
            },
            None if one.people.iter().any(|person| !self.gone.contains(person)) => "not-shown",
            None => "fails",
        }
    }
}

/// Lines that only one of two organizations gets, but for those of rules that are only asked where a table has rows.
fn differing(before: &[String], after: &[String], asked_by_table: &[&str]) -> Vec<String> {
    let is_asked = |line: &&String| !asked_by_table.iter().any(|code| line.contains(&format!(" {code} ")));
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        these.iter().filter(|line| !those.contains(line)).filter(is_asked).cloned().collect()
    };
    [only(before, after), only(after, before)].concat()
}

/// The reading of this file and that of the program agree.
fn agree(organization: &Organization) {
    let answers = organization.ask();
    for id in IDS {
        let says = |what: &str| answers.iter().any(|line| line == what);
        let is_live = answers.iter().any(|line| line.starts_with(&format!("{id} form ")));
        assert_eq!(is_live, organization.is_live(id), "{id} is live: {organization:#?}");
        if !is_live {
            // What an end leaves behind is the one thing that is said of an initiative that has ended.
            let is_asked = |line: &&String| line.starts_with(&format!("initiative:{id} ")) && !line.contains(" ST123 ");
            let spoken = answers.iter().find(is_asked);
            assert_eq!(spoken, None, "nothing is asked of {id}: {organization:#?}");
            continue;
        }
        let focus = organization.focus(id);
        assert!(says(&format!("{id} focus {focus}")), "focus of {id} {focus}: {organization:#?} {answers:#?}");
        let team = organization.dedicated_team(id);
        assert!(says(&format!("{id} dedicated-team {team}")), "team of {id} {team}: {organization:#?} {answers:#?}");
        if focus != "holds" || team != "holds" {
            let single = says(&format!("{id} form sto")) || says(&format!("{id} form stl"));
            assert!(!single, "no form of {id} rests on what is not shown: {organization:#?}");
        }
        let leader = organization.entry(id).leader.filter(|leader| !organization.gone.contains(leader));
        let alone = leader.is_some_and(|leader| !organization.leads_another(leader, id));
        let part_time = answers.iter().any(|line| line.starts_with(&format!("initiative:{id} ST104")));
        assert_eq!(part_time, alone && focus == "fails", "ST104 of {id}: {organization:#?} {answers:#?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    #[test]
    fn threads_are_read_as_a_careful_reader_does(organization in organization()) {
        agree(&organization);
    }

    #[test]
    fn no_order_of_lines_and_files_alters_an_answer(
        organization in organization(),
        order in Just((0..40).collect::<Vec<usize>>()).prop_shuffle(),
        cut in 0..20_usize,
    ) {
        let blocks = organization.blocks();
        let shuffled: Vec<String> = order.iter().filter_map(|at| blocks.get(*at).cloned()).collect();
        let (first, second) = shuffled.split_at(cut.min(shuffled.len()));
        let tool: Vec<Share> = order.iter().filter_map(|at| organization.tool.get(*at).copied()).collect();
        let after = Organization::answers(&[first.to_vec(), second.to_vec()], &tool);
        prop_assert_eq!(differing(&organization.ask(), &after, &[]), Vec::<String>::new());
    }

    #[test]
    fn a_source_that_repeats_the_files_adds_nothing(mut organization in organization()) {
        organization.tool = Vec::new();
        let alone = organization.ask();
        organization.tool = organization.own.clone();
        prop_assert_eq!(differing(&alone, &organization.ask(), &["ST105", "ST112"]), Vec::<String>::new());
    }

    #[test]
    fn ideas_alter_nothing(mut organization in organization(), leader in select(&PEOPLE[..])) {
        let before = organization.ask();
        let mut blocks = organization.blocks();
        blocks.push(format!("[initiative.wish]\ntitle = \"A wish\"\nstage = \"idea\"\nleader = {leader:?}\npeople = [\"tom\"]\n"));
        let after = Organization::answers(&[blocks], &std::mem::take(&mut organization.tool));
        prop_assert_eq!(differing(&before, &after, &[]), Vec::<String>::new());
    }

    #[test]
    fn who_is_gone_counts_as_one_who_never_was(mut organization in organization()) {
        let leaders: BTreeSet<&str> = organization.entries.iter().filter_map(|entry| entry.leader).collect();
        organization.gone.retain(|person| !leaders.contains(person));
        let before = organization.ask();
        for person in std::mem::take(&mut organization.gone) {
            for entry in &mut organization.entries {
                entry.people.retain(|one| *one != person);
                entry.members.retain(|one| *one != person);
            }
            organization.own.retain(|row| row.0 != person);
            organization.tool.retain(|row| row.0 != person);
        }
        prop_assert_eq!(differing(&before, &organization.ask(), &["ST105"]), Vec::<String>::new());
    }
}
