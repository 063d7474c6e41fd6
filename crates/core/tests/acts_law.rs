//! Laws of every move kind that files carry out, over generated organizations and blanks: what a what-if says is what
//! reviewing the edited files anew gives, and its undo gives every file back, byte for byte. Whatever is refused is
//! refused with a reason, and nothing breaks.

mod example;

use std::collections::BTreeMap;

use onethread_core::measure::Snapshot;
use onethread_core::moves::{Blank, BlankType, CarriedOutBy, MOVES, MoveKind};
use onethread_core::review::{compare, review};
use onethread_core::what_if::{Baseline, what_if};
use onethread_model::change::Known;
use onethread_model::edit::apply;
use onethread_model::{Change, Day};
use proptest::prelude::*;

const PEOPLE: [&str; 6] = ["ada", "ines", "kim", "tom", "uma", "boss"];
const INITIATIVES: [&str; 4] = ["pay", "search", "ship", "old"];
const TEAMS: [&str; 3] = ["core", "desk", "ledger"];
const GATES: [&str; 3] = ["board", "legal", "new-gate"];
const REFERENCES: [&str; 4] = ["team:desk", "component:parcels", "path:services/pay/**", "initiative:search"];
const CLASSES: [&str; 2] = ["reversible", "pricing"];
const DAYS: [&str; 4] = ["2026-03-02", "2026-06-30", "2026-07-01", "2026-12-01"];
const TEXTS: [&str; 4] = ["engineering", "a, b; \"c\" # d", "pay", "engineering: 2"];

/// Numbers from a seed, by the generator of Steele, Lea and Flood (SplitMix64).
struct Stream(u64);

impl Stream {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn pick<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[(self.next() % all.len() as u64) as usize]
    }

    fn is_one_of(&mut self, n: u64) -> bool {
        self.next().is_multiple_of(n)
    }

    fn some(&mut self, all: &[&str]) -> Vec<String> {
        let n = 1 + self.next() % 2;
        let mut some: Vec<String> = (0..n).map(|_| self.pick(all).to_owned()).collect();
        some.dedup();
        some
    }
}

/// What goes into a blank; nothing where no sort of thing is known to go there.
fn fill(blank: &Blank, stream: &mut Stream) -> Option<Known> {
    Some(match blank.ty {
        BlankType::Person => stream.pick(&PEOPLE).into(),
        BlankType::People => stream.some(&PEOPLE).into(),
        BlankType::Initiative => stream.pick(&INITIATIVES).into(),
        BlankType::Initiatives => stream.some(&INITIATIVES).into(),
        BlankType::Team => stream.pick(&TEAMS).into(),
        BlankType::Component => stream.pick(&["parcels", "ledger-api"]).into(),
        BlankType::Gate => stream.pick(&GATES).into(),
        BlankType::GateDays => vec![format!("{} by {}", stream.pick(&GATES), stream.pick(&DAYS))].into(),
        BlankType::Decision => stream.pick(&["d1", "d2"]).into(),
        BlankType::DecisionClasses => stream.some(&CLASSES).into(),
        BlankType::Reference => stream.pick(&REFERENCES).into(),
        BlankType::References => stream.some(&REFERENCES).into(),
        BlankType::Choice(words) => stream.pick(words).into(),
        BlankType::Day => Day::parse(stream.pick(&DAYS)).expect("a day").into(),
        BlankType::Percent => (10 * (stream.next() % 11) as usize).into(),
        BlankType::Count => ((stream.next() % 9) as usize).into(),
        BlankType::Number => stream.pick(&["0.5", "12"]).into(),
        BlankType::Text => stream.pick(&TEXTS).into(),
        BlankType::Texts if blank.key == "missing" => return None,
        BlankType::Texts => stream.some(&TEXTS).into(),
        #[allow(unreachable_patterns)]
        _ => return None,
    })
}

fn change(kind: &MoveKind, stream: &mut Stream) -> Change {
    kind.blanks.iter().fold(Change::new(kind.key), |change, blank| {
        let is_said = blank.required || stream.is_one_of(3);
        match fill(blank, stream).filter(|_| is_said) {
            Some(known) => change.with(blank.key, known),
            None => change,
        }
    })
}

/// An organization in two files, each entry written in one of several ways, with comments that have to stay.
fn organization(stream: &mut Stream) -> String {
    let mut files = ["# Who works here.\n".to_owned(), "# What is worked on.\n\n".to_owned()];
    for person in PEOPLE {
        files[0] += &format!("[person.{person}] # {person}\nfunction = \"engineering\"\n");
        if person != "boss" && stream.is_one_of(2) {
            files[0] += "reports-to = \"boss\"\n";
        }
    }
    for (team, initiative) in TEAMS.iter().zip(INITIATIVES) {
        files[0] += &match stream.next() % 3 {
            0 => format!(
                "\n[team.{team}]\ninitiative = {initiative:?}\nmembers = [\n  \"kim\", # nights\n  \"tom\",\n]\n"
            ),
            1 => format!("\n[team.{team}]\nmembers = []\n"),
            _ => format!("\n[team.{team}]\ninitiative = [{initiative:?}, \"search\"]\nmembers = [\"uma\"]\n"),
        };
    }
    for initiative in INITIATIVES {
        let leader = stream.pick(&[
            "leader = \"ines\"\n",
            "leader = [\"ada\", \"tom\"]\n",
            "vacant = 2026-05-04\n",
            "",
            "leader = \"tom\"\n",
        ]);
        let metric = stream.pick(&[
            "",
            "metric = [{ name = \"pay\" }] # the first\n",
            "metric = [{ name = \"pay\", baseline = 0.4, owner = \"ines\" }]\n",
        ]);
        let more = stream.pick(&[
            "",
            "stage = \"idea\"\n",
            "committed = 2026-02-02\npurpose = \"To pay\"\nscope = [\"component:parcels\"]\n",
            "committed = 2026-02-02\nneeds = { engineering = 2 }\ntenets = [\"a over b\", \"c over d\"]\n",
        ]);
        let needs = stream.pick(&[
            "",
            "dependency = [{ on = \"team:desk\", effect = \"blocking\" }] # asked in May\n",
            "dependency = [{ on = \"team:desk\", plan = { action = \"away-team\" } }, { on = \"component:parcels\" }]\n",
        ]);
        let mandate = stream.pick(&[
            "",
            "mandate = { from = 2026-03-02, stops = [{ decisions = \"pricing\" }] }\n",
            "mandate.from = 2026-03-02\n",
        ]);
        files[1] += &format!("[initiative.{initiative}]\n{leader}{metric}{more}{needs}{mandate}");
        if initiative == "old" {
            files[1] += "ended = 2026-05-04\noutcome = \"dropped\"\n";
        }
        if mandate.is_empty() && stream.is_one_of(3) {
            files[1] += &format!("\n[initiative.{initiative}.mandate]\nfrom = 2026-03-02\ndecides = [\"hiring\"]\n");
            files[1] += &format!(
                "\n[[initiative.{initiative}.mandate.lifts]] # by autumn\ngate = \"board\"\nby = 2026-09-01\n"
            );
        }
        files[1] += "\n";
    }
    files[1] += stream.pick(&["[gate.board]\nowner = \"team:desk\"\n", "[gate]\nboard.owner = \"team:desk\"\n"]);
    files[1] += stream.pick(&["", "[gate.legal]\napplies-to = [\"pay\"]\nuntil = 2026-09-01\n"]);
    files[1] += "[component.parcels]\nowner = \"desk\"\npaths = [\"services/parcels/**\"]\n[component.ledger-api]\n";
    files[1] += "[decision.d1]\ninitiative = \"pay\"\nreversible = true\nclass = \"pricing\"\ndecided = 2026-06-01\nlevels = 1\n";
    files[1] += "[decision.d2]\ninitiative = \"pay\"\nopened = 2026-06-01\n";
    for _ in 0..stream.next() % 4 {
        let (person, initiative) = (stream.pick(&PEOPLE), stream.pick(&INITIATIVES));
        files[0] +=
            &format!("\n[[allocation]]\nperson = {person:?} # agreed\ninitiative = {initiative:?}\nshare = 0.4\n");
    }
    let [first, second] = files;
    format!("## Law\n\n```toml org\n{first}```\n\n```toml org\n{second}```\n\n```expect\nnothing\n```\n")
}

fn texts(snapshot: &Snapshot) -> BTreeMap<String, String> {
    let written = snapshot.sources.iter().filter(|(_, file)| !file.text.is_empty());
    written.map(|(_, file)| (file.path.to_string(), file.text.to_string())).collect()
}

/// Whether a change of a kind is carried out in an organization, both made of a seed. Where it is, the laws hold.
fn law(kind: &MoveKind, seed: u64) -> bool {
    let mut stream = Stream(seed);
    let page = organization(&mut stream);
    let [example] = &example::read("law", &page)[1].examples[..] else { panic!("one example in {page}") };
    let change = change(kind, &mut stream);
    let day = Day::parse(example::DAY).expect("a day");
    let mut is_carried_out = false;
    example.run_as_it_is(|snapshot| {
        let before = Baseline::of(snapshot, day);
        let said = match what_if(snapshot, day, Some(&before), std::slice::from_ref(&change)) {
            Ok(said) => said,
            Err(refusal) => return assert!(!refusal.why.is_empty(), "{change:?}"),
        };
        is_carried_out = true;
        let edited = snapshot.edited(&said.edits).unwrap_or_else(|why| panic!("{change:?}: {why}"));
        let (anew, _) = example::read_anew(&edited);
        let held = |one: &Snapshot| match said.ownership_held {
            true => one.with_rosters_of(snapshot).with_ownership_held(),
            false => one.with_rosters_of(snapshot),
        };
        let differs = compare(&review(&held(snapshot), day), &review(&held(&anew), day));
        let json = |difference| serde_json::to_value(difference).expect("JSON");
        assert_eq!(json(&said.difference), json(&differs), "{change:?}\n{:#?}\n{page}", said.edits);
        let back = apply(|path| edited.text_of(path), &said.undo).unwrap_or_else(|why| panic!("{change:?}: {why}"));
        assert_eq!(texts(&edited.with_texts(&back)), texts(snapshot), "{change:?}\n{:#?}", said.edits);
    });
    is_carried_out
}

fn by_files() -> impl Iterator<Item = &'static MoveKind> {
    MOVES.iter().filter(|kind| kind.by == CarriedOutBy::Files)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_act_does_what_its_what_if_says_and_is_undone(at in any::<prop::sample::Index>(), seed in any::<u64>()) {
        let kinds: Vec<&MoveKind> = by_files().collect();
        law(kinds[at.index(kinds.len())], seed);
    }
}

/// The law would hold of kinds that are always refused.
#[test]
fn every_kind_is_carried_out_somewhere() {
    /// Organizations and blanks that are tried before a kind counts as never carried out.
    const TRIED: u64 = 400;
    let never: Vec<&str> =
        by_files().filter(|kind| !(0..TRIED).any(|seed| law(kind, seed))).map(|kind| kind.key).collect();
    assert!(never.is_empty(), "never carried out: {never:?}");
}
