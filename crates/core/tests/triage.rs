//! Who gets a leader: whole organizations against brute force over their statements, and every sort of bad input.

mod made;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use made::{Dice, Records};
use onethread_core::plan::triage::{LeaderTriage, TriageOutcome, triage};
use onethread_model::Day;

fn day() -> Day {
    Day::parse("2026-06-30").expect("a day")
}

fn choose(text: &str) -> LeaderTriage {
    triage(&Records::new().snapshot(text), day())
}

/// Ids of those that get a leader, in the order.
fn with_leader(found: &LeaderTriage) -> Vec<&str> {
    found.rows.iter().filter(|row| row.gets_leader).map(|row| row.id.as_str()).collect()
}

const STATED: &str = "able-by = \"vp\"\nwilling-on = 2026-06-01\n";

fn willing(person: &str, initiatives: &[&str]) -> String {
    let initiatives = if initiatives.is_empty() { String::new() } else { format!("initiatives = {initiatives:?}\n") };
    format!("[[triage.leader]]\nperson = \"{person}\"\n{initiatives}{STATED}")
}

/// Three initiatives that nobody leads, in the order a, b, c.
fn three(more: &str) -> String {
    format!(
        "[initiative]\na = {{ title = \"A\" }}\nb = {{ title = \"B\" }}\nc = {{ title = \"C\" }}\n[person]\np = {{ function = \
         \"legal\" }}\nq = {{ function = \"product\" }}\nr = {{ function = \"product\" }}\nvp = {{}}\n[triage]\norder = [\"a\", \
         \"b\", \"c\"]\n{more}"
    )
}

/// What was drawn of an organization: the same in words that the brute force reads.
struct Drawn {
    text: String,
    /// Who is stated for each initiative, with function and skill.
    stated: Vec<Vec<usize>>,
    functions: Vec<usize>,
    skills: Vec<Option<usize>>,
    /// What the leader of an initiative has to be or can do.
    asks: Vec<(usize, Option<usize>, Option<usize>)>,
    people_apart: Vec<(usize, usize)>,
    initiatives_apart: Vec<(usize, usize)>,
    one_thread: bool,
    wishes: Vec<(usize, Option<usize>)>,
}

/// Names in the order of the alphabet or against it: no name decides anything.
fn draw(seed: u64, renamed: bool) -> Drawn {
    let mut dice = Dice::new(seed);
    let (initiatives, people) = (1 + dice.place(4), 1 + dice.place(4));
    let name = |kind: &str, at: usize| format!("{kind}{}", if renamed { 9 - at } else { at });
    let functions: Vec<usize> = (0..people).map(|_| dice.place(2)).collect();
    let skills: Vec<Option<usize>> = (0..people).map(|_| (dice.below(2) == 0).then(|| dice.place(2))).collect();
    let mut stated: Vec<Vec<usize>> = vec![Vec::new(); initiatives];
    for of in &mut stated {
        of.extend((0..people).filter(|_| dice.below(2) == 0));
    }
    let two = |dice: &mut Dice, end: usize| (dice.place(end), dice.place(end));
    let apart = |dice: &mut Dice, end: usize| -> Vec<(usize, usize)> {
        let n = dice.place(3);
        (0..n).map(|_| two(dice, end)).filter(|(a, b)| a != b).collect()
    };
    let (people_apart, initiatives_apart) = (apart(&mut dice, people), apart(&mut dice, initiatives));
    let asks: Vec<(usize, Option<usize>, Option<usize>)> = (0..dice.place(3))
        .map(|_| match dice.below(3) {
            0 => (dice.place(initiatives), Some(dice.place(2)), None),
            1 => (dice.place(initiatives), None, Some(dice.place(2))),
            _ => (dice.place(initiatives), Some(dice.place(2)), Some(dice.place(2))),
        })
        .collect();
    let one_thread = dice.below(4) > 0;
    let wishes: Vec<(usize, Option<usize>)> = (0..dice.place(3))
        .map(|_| (dice.place(initiatives), (dice.below(2) == 0).then(|| dice.place(people))))
        .collect();
    let mut text = String::from("[person]\nvp = {}\n");
    for (person, function) in functions.iter().enumerate() {
        writeln!(text, "{} = {{ function = \"f{function}\" }}", name("p", person)).expect("a string");
    }
    text += "[initiative]\n";
    for initiative in 0..initiatives {
        writeln!(text, "{} = {{ title = \"T\" }}", name("i", initiative)).expect("a string");
    }
    let order: Vec<String> = (0..initiatives).map(|at| name("i", at)).collect();
    writeln!(text, "[triage]\norder = {order:?}\none-thread = {one_thread}").expect("a string");
    for (person, skill) in skills.iter().enumerate() {
        let led: Vec<String> =
            (0..initiatives).filter(|at| stated[*at].contains(&person)).map(|at| name("i", at)).collect();
        if !led.is_empty() {
            let led: Vec<&str> = led.iter().map(String::as_str).collect();
            text += &willing(&name("p", person), &led);
            skill.iter().for_each(|skill| writeln!(text, "skills = [\"s{skill}\"]").expect("a string"));
        }
    }
    for (initiative, role, skill) in &asks {
        writeln!(text, "[[triage.constraint]]\ninitiative = \"{}\"", name("i", *initiative)).expect("a string");
        role.iter().for_each(|role| writeln!(text, "role = \"f{role}\"").expect("a string"));
        skill.iter().for_each(|skill| writeln!(text, "skill = \"s{skill}\"").expect("a string"));
    }
    let pairs = people_apart.iter().map(|pair| ("person", "p", pair));
    for (kind, letter, (a, b)) in pairs.chain(initiatives_apart.iter().map(|pair| ("initiative", "i", pair))) {
        let both = [a, b].map(|at| format!("{kind}:{}", name(letter, *at)));
        writeln!(text, "[[triage.constraint]]\nnot-together = {both:?}").expect("a string");
    }
    for (initiative, person) in &wishes {
        writeln!(text, "[[triage.wish]]\ninitiative = \"{}\"", name("i", *initiative)).expect("a string");
        person.iter().for_each(|one| writeln!(text, "person = \"{}\"", name("p", *one)).expect("a string"));
    }
    Drawn { text, stated, functions, skills, asks, people_apart, initiatives_apart, one_thread, wishes }
}

impl Drawn {
    /// Every assignment that keeps the constraints, and the wishes too where asked.
    fn all(&self, with_wishes: bool) -> Vec<Vec<Option<usize>>> {
        let mut all: Vec<Vec<Option<usize>>> = vec![Vec::new()];
        for stated in &self.stated {
            let grown = all.iter().flat_map(|known| {
                let choices = std::iter::once(None).chain(stated.iter().copied().map(Some));
                choices.map(|person| known.iter().copied().chain([person]).collect::<Vec<_>>()).collect::<Vec<_>>()
            });
            all = grown.collect();
        }
        all.retain(|leads| self.keeps(leads) && (!with_wishes || self.grants(leads)));
        all
    }

    fn keeps(&self, leads: &[Option<usize>]) -> bool {
        let led: Vec<usize> = leads.iter().copied().flatten().collect();
        let once = led.iter().collect::<BTreeSet<_>>().len() == led.len();
        let asks = self.asks.iter().all(|(at, role, skill)| {
            leads[*at].is_none_or(|person| {
                role.is_none_or(|role| self.functions[person] == role)
                    && skill.is_none_or(|skill| self.skills[person] == Some(skill))
            })
        });
        let people = self.people_apart.iter().all(|(a, b)| !led.contains(a) || !led.contains(b));
        let initiatives = self.initiatives_apart.iter().all(|(a, b)| leads[*a].is_none() || leads[*b].is_none());
        (once || !self.one_thread) && asks && people && initiatives
    }

    fn grants(&self, leads: &[Option<usize>]) -> bool {
        self.wishes.iter().all(|(at, person)| match person {
            None => leads[*at].is_some(),
            Some(person) => leads[*at] == Some(*person),
        })
    }
}

#[test]
fn the_choice_equals_brute_force_whatever_the_names() {
    let mut outcomes: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..400 {
        let [drawn, renamed] = [draw(seed, false), draw(seed, true)];
        let found = choose(&drawn.text);
        let covered: Vec<bool> = found.rows.iter().map(|row| row.gets_leader).collect();
        let of = |all: Vec<Vec<Option<usize>>>| {
            all.iter().map(|leads| leads.iter().map(Option::is_some).collect::<Vec<bool>>()).max()
        };
        let (asked_for, free) = (of(drawn.all(true)), of(drawn.all(false)).expect("the empty one"));
        let people: BTreeSet<usize> = drawn.stated.iter().flatten().copied().collect();
        let outcome = match &asked_for {
            _ if people.is_empty() => TriageOutcome::NobodyWilling,
            Some(_) => TriageOutcome::Chosen,
            None => TriageOutcome::WishesDropped,
        };
        assert_eq!(found.outcome, outcome, "{}", drawn.text);
        assert_eq!(covered, asked_for.clone().unwrap_or(free), "{}", drawn.text);
        assert_eq!(found.conflict.is_some(), asked_for.is_none(), "{}", drawn.text);
        assert_eq!(found.with_leader, covered.iter().filter(|one| **one).count());
        let other = choose(&renamed.text);
        assert_eq!(covered, other.rows.iter().map(|row| row.gets_leader).collect::<Vec<_>>(), "{}", renamed.text);
        let prices = |found: &LeaderTriage| -> Vec<(Vec<usize>, Vec<usize>)> {
            let ranks = |all: &[onethread_core::plan::triage::Rank]| all.iter().map(|one| one.rank).collect();
            found.constraints.iter().map(|one| (ranks(&one.gains), ranks(&one.loses))).collect()
        };
        assert_eq!(prices(&found), prices(&other), "{}", renamed.text);
        *outcomes.entry(format!("{outcome:?}")).or_default() += 1;
    }
    assert!(outcomes.len() == 3 && outcomes.values().all(|n| *n > 10), "every sort of answer is drawn: {outcomes:?}");
}

#[test]
fn the_order_decides_and_each_constraint_has_its_price_in_ranks() {
    let found = choose(&three(&(willing("p", &["a", "b"]) + &willing("q", &["a"]))));
    assert_eq!(with_leader(&found), ["a", "b"]);
    assert_eq!(found.says, "You can single-thread 2 of 3: A and B; the other one loses what stands below.");
    let why = |found: &LeaderTriage, id: &str| {
        found.rows.iter().find(|row| row.id == id).and_then(|row| row.why.clone()).unwrap_or_default()
    };
    assert_eq!(why(&found, "c"), "nobody is stated to be able and willing to lead it");
    // The leader of `a` has to be of legal: `p`, who then cannot lead `b`.
    let role = "[[triage.constraint]]\ninitiative = \"a\"\nrole = \"Legal\"\n";
    let found = choose(&three(&(willing("p", &["a", "b"]) + &willing("q", &["a"]) + role)));
    assert_eq!(with_leader(&found), ["a"]);
    assert_eq!(why(&found, "b"), "the one person who could lead it leads A");
    let prices: Vec<&str> = found.constraints.iter().map(|one| one.price.as_str()).collect();
    let too = "without it B (rank 2) would get a leader too";
    assert_eq!(prices, [too, too], "one thread, and the role");
    // A wish for the last one costs the second one.
    let wish = "[[triage.wish]]\ninitiative = \"c\"\n";
    let found = choose(&three(&(willing("p", &["a"]) + &willing("q", &["b", "c"]) + wish)));
    assert_eq!(with_leader(&found), ["a", "c"]);
    let wish = found.constraints.iter().find(|one| one.is_wish).expect("the wish");
    assert_eq!(wish.price, "without it B (rank 2) would get a leader, and C (rank 3) would not");
    let next = choose(&three(&(willing("p", &["a"]) + &willing("q", &["b", "c"])))).runner_up.expect("a next best");
    assert_eq!(next.says, "C (rank 3) would get a leader, and B (rank 2) would not");
}

#[test]
fn who_leads_today_stays_where_that_is_possible_and_what_is_dropped_is_said() {
    let led = three(&(willing("p", &["a", "b"]) + &willing("q", &["a", "b"]))).replace(
        "b = { title = \"B\" }",
        "b = { title = \"B\", leader = \"p\" }\nd = { title = \"D\", leader = \"q\" }",
    );
    let found = choose(&led);
    let row = |id: &str| found.rows.iter().find(|row| row.id == id).expect("a row");
    assert_eq!((row("b").leader.as_deref(), row("b").stays), (Some("p"), true));
    assert_eq!((row("a").leader.as_deref(), row("a").stays), (Some("q"), false));
    assert!(!row("a").is_only_way, "the two could change places");
    assert_eq!(row("a").drops, ["D"]);
    // The losing side: it is not in the order, and loses its leader.
    let [outside] = &found.outside[..] else { panic!("{:?}", found.outside) };
    assert_eq!((outside.id.as_str(), outside.leader_goes_to.as_str()), ("d", "A"));
    assert_eq!(outside.loses, ["its leader, who goes to A"]);
    // Someone who leads nothing is taken before someone who leads what is not in the order.
    let free = choose(&(led + &willing("r", &["a"])));
    assert_eq!(free.rows[0].leader.as_deref(), Some("r"));
    assert_eq!(free.outside, []);
}

#[test]
fn wishes_that_cannot_be_name_a_smallest_set_that_contradicts_itself() {
    let wishes = "[[triage.wish]]\ninitiative = \"a\"\n[[triage.wish]]\ninitiative = \"b\"\n[[triage.wish]]\ninitiative = \"c\"\n";
    let skill = "[[triage.constraint]]\ninitiative = \"c\"\nskill = \"tax\"\n";
    let found = choose(&three(&(willing("p", &["a", "b"]) + &willing("q", &["c"]) + skill + wishes)));
    assert_eq!(found.outcome, TriageOutcome::WishesDropped);
    let conflict = found.conflict.as_ref().expect("a conflict");
    // Two are a smaller set than "one thread" with the wishes for `a` and `b`.
    let says: Vec<&str> = conflict.statements.iter().map(|one| one.says.as_str()).collect();
    assert_eq!(says, ["the leader of C can do tax", "C has a leader of its own"]);
    assert!(conflict.is_smallest);
    assert_eq!(with_leader(&found), ["a"], "the best choice without the wishes");
    assert!(
        found.says.starts_with("Not all wishes can be. Without them: you can single-thread 1 of 3"),
        "{}",
        found.says
    );
    // Someone is wanted who never said to be willing.
    let person = "[[triage.wish]]\ninitiative = \"a\"\nperson = \"r\"\n";
    let found = choose(&three(&(willing("p", &["a"]) + person)));
    let conflict = found.conflict.expect("a conflict");
    assert_eq!(conflict.says, "This one wish cannot be, whatever else is stated");
    assert!(conflict.statements[0].says.contains("nobody states that they are able and willing"));
}

#[test]
fn nothing_is_inferred_and_one_half_is_not_enough() {
    let half = |says: &str| choose(&three(&format!("[[triage.leader]]\nperson = \"p\"\n{says}")));
    for (says, able, willing) in [
        ("able-by = \"vp\"\n", 0, 1),
        ("willing-on = 2026-06-01\n", 1, 0),
        ("able-by = \"p\"\nwilling-on = 2026-06-01\n", 1, 0),
        ("able-by = \"vp\"\nwilling-on = 2026-07-01\n", 0, 1),
        ("able-by = \"vp\"\nable-on = 2026-07-01\nwilling-on = 2026-06-01\n", 1, 0),
        ("", 1, 1),
    ] {
        let found = half(says);
        assert_eq!(found.outcome, TriageOutcome::NobodyWilling, "{says}");
        assert_eq!((found.unconfirmed.not_able, found.unconfirmed.not_willing), (able, willing), "{says}");
    }
    // The day itself counts, and the day after does not.
    assert_eq!(with_leader(&half("able-by = \"vp\"\nwilling-on = 2026-06-30\n")), ["a"]);
    // Who leads today is no candidate unless someone says so.
    let led = three("").replace("a = { title = \"A\" }", "a = { title = \"A\", leader = \"p\" }");
    let found = choose(&led);
    assert_eq!((found.with_leader, found.rows[0].has_leader_not_stated), (0, true));
    assert_eq!(
        found.says,
        "You can single-thread none of 3: nobody is stated to be able and willing; the other 3 lose what stands below."
    );
}

#[test]
fn bad_input_gets_an_explained_answer() {
    assert_eq!(choose("[initiative.a]\n").outcome, TriageOutcome::NotStated);
    assert!(choose("[initiative.a]\n").draft.contains("\"a\""));
    assert_eq!(choose("[initiative.a]\n[triage]\nby = \"vp\"\n").outcome, TriageOutcome::NoOrder);
    let text = three(&(willing("p", &[]) + &willing("q", &[]) + &willing("r", &[])))
        .replace("order = [\"a\", \"b\", \"c\"]", "order = [\"a\", \"b\", \"bb\", \"a\", \"c\"]")
        .replace("b = { title = \"B\" }", "b = { title = \"B\", ended = 2026-06-01 }")
        .replace("r = { function = \"product\" }", "r = { function = \"product\", until = 2026-06-30 }");
    let found = choose(&text);
    assert_eq!(with_leader(&found), ["a", "c"]);
    let why: Vec<&str> = found.left_out.iter().map(|one| one.why.as_str()).collect();
    assert_eq!(
        why,
        [
            "it ended on 1 June 2026",
            "no initiative has this id",
            "it is in the order twice; the first place counts",
            "whom it names left on 30 June 2026"
        ]
    );
    // More leaders than initiatives: all have one, and the others lead nothing.
    let found = choose(&three(
        &["p", "q", "r", "vp"].map(|one| willing(one, &[]).replace("\"vp\"\nwill", "\"x\"\nwill")).concat(),
    ));
    assert_eq!((found.with_leader, found.people_left), (3, 1));
    assert_eq!(found.says, "You can single-thread 3 of 3: A, B and C; none goes without.");
    // Two constraints that nobody can meet together.
    let both = "[[triage.constraint]]\ninitiative = \"a\"\nrole = \"legal\"\n[[triage.constraint]]\ninitiative = \"a\"\nrole = \"product\"\n";
    let found = choose(&three(&(willing("p", &["a"]) + &willing("q", &["a"]) + both)));
    let why = found.rows[0].why.as_deref().unwrap_or_default();
    assert_eq!(
        why,
        "2 people could lead it, and what it asks for rules out all: the leader of A is of legal and the leader of A is of product"
    );
    // Several threads are no single thread.
    let found = choose(&three(&("one-thread = false\n".to_owned() + &willing("p", &[]))));
    assert_eq!((found.with_leader, found.single_threaded), (3, 0));
    assert!(found.says.contains("3 of these share theirs with another"), "{}", found.says);
}

#[test]
fn more_pairs_than_the_bound_are_said_to_be_too_many() {
    let many = |people: usize| {
        let initiatives: Vec<String> = (0..100).map(|at| format!("i{at}")).collect();
        let mut text = String::from("[initiative]\n");
        initiatives.iter().for_each(|id| writeln!(text, "{id} = {{}}").expect("a string"));
        writeln!(text, "[triage]\norder = {initiatives:?}").expect("a string");
        (0..people).for_each(|at| text += &willing(&format!("p{at}"), &[]));
        choose(&text)
    };
    // Each of 100 initiatives beside each of 200 people is 20_000 pairs.
    let found = many(201);
    assert_eq!((found.outcome, found.rows.len(), found.people), (TriageOutcome::TooLarge, 0, 201));
    assert!(found.says.contains("no guess is made"), "{}", found.says);
    let found = many(200);
    assert_eq!((found.outcome, found.single_threaded, found.people_left), (TriageOutcome::Chosen, 100, 100));
}
