//! Who gets a leader where leaders are scarce: who is able and willing to lead what is stated in `[triage]`, with the
//! director's order and what limits the choice.
//!
//! Input: a snapshot and a day. Output: a [`LeaderTriage`]: which initiatives get a leader of their own, which go functional,
//! what each of them loses, what each constraint costs in ranks, and the next best choice. It is exact, or says that the
//! input is too large. No initiative has a weight, and no person is compared with another one: people are able and willing,
//! or nothing is stated of them.

mod conflict;
mod input;
mod losses;
mod solve;
mod value;

pub use value::{
    ConflictingStatement, ConstraintPrice, LeaderTriage, LeftOut, OutsideLoss, Rank, RunnerUp, TriageConflict,
    TriageOutcome, TriageRow, Unconfirmed,
};

use onethread_model::Day;
use onethread_model::agreement::Agreement;

use self::conflict::smallest_conflict;
use self::input::{Input, LimitKind};
use self::losses::losses;
use self::solve::{Choice, Problem, TooLarge};
use crate::measure::{Initiative, Leadership, Snapshot, View};
use crate::words::{agreeing, long_day, plural};

/// The page about it.
pub const TRIAGE_PAGE: &str = include_str!("../triage.md");
/// Most pairs of an initiative and someone who could lead it.
/// Tested by `more_pairs_than_the_bound_are_said_to_be_too_many`.
const LEADER_PAIRS_MAX: usize = 20_000;

impl LeaderTriage {
    /// Version of its form.
    pub const SCHEMA_VERSION: &str = "1.0";

    fn empty(snapshot: &Snapshot, view: &View<'_>) -> LeaderTriage {
        LeaderTriage {
            schema_version: LeaderTriage::SCHEMA_VERSION,
            organization: view.organization().map(str::to_owned),
            as_of: view.day,
            agreement: Agreement::clone(&snapshot.agreement),
            outcome: TriageOutcome::NotStated,
            says: String::new(),
            ranked: 0,
            with_leader: 0,
            single_threaded: 0,
            people: 0,
            people_left: 0,
            rows: Vec::new(),
            outside: Vec::new(),
            constraints: Vec::new(),
            runner_up: None,
            conflict: None,
            left_out: Vec::new(),
            unconfirmed: Unconfirmed::default(),
            not_known: Vec::new(),
            draft: String::new(),
            next: Vec::new(),
        }
    }
}

/// Chooses who gets a leader, as known at the end of a day.
pub fn triage(snapshot: &Snapshot, day: Day) -> LeaderTriage {
    let view = View::on(snapshot, day);
    let mut found = LeaderTriage::empty(snapshot, &view);
    let Some(stated) = &view.inputs.org.triage else {
        found.says = "Nothing can be said yet: no file states who is able and willing to lead.".to_owned();
        found.draft = draft(&view);
        return found;
    };
    let mut input = Input::of(stated, &view);
    found.left_out = std::mem::take(&mut input.left_out);
    found.unconfirmed = std::mem::take(&mut input.unconfirmed);
    (found.ranked, found.people) = (input.order.len(), input.people.len());
    if input.order.is_empty() {
        found.outcome = TriageOutcome::NoOrder;
        found.says = "Nothing can be said yet: no initiative in the order asks for a leader.".to_owned();
        found.draft = draft(&view);
        return found;
    }
    let pairs: usize = input.stated.iter().map(Vec::len).sum();
    let answered = if pairs > LEADER_PAIRS_MAX { Err(TooLarge) } else { choose(&input, &mut found, snapshot, &view) };
    if answered == Err(TooLarge) {
        let ranked = plural(input.order.len(), "initiative", "initiatives");
        let people = plural(input.people.len(), "person", "people");
        found = LeaderTriage {
            outcome: TriageOutcome::TooLarge,
            says: format!("This is too large to be answered exactly, and no guess is made: {ranked}, {people}."),
            next: vec![
                "rank fewer initiatives, or take out pairs of people in `not-together`".to_owned(),
                "onethread explain triage".to_owned(),
            ],
            left_out: found.left_out,
            unconfirmed: found.unconfirmed,
            ranked: found.ranked,
            people: found.people,
            ..LeaderTriage::empty(snapshot, &view)
        };
    }
    found
}

/// Solves, and says what comes of it.
fn choose(input: &Input<'_>, found: &mut LeaderTriage, snapshot: &Snapshot, view: &View<'_>) -> Result<(), TooLarge> {
    let all: Vec<usize> = (0..input.limits.len()).collect();
    let mut held = all.clone();
    found.outcome = TriageOutcome::Chosen;
    let best = match input.problem(&held).best()? {
        Some(best) => best,
        None => {
            found.outcome = TriageOutcome::WishesDropped;
            found.conflict = conflict(input)?;
            held.retain(|at| !input.limits[*at].kind.is_wish());
            let without = input.problem(&held).best()?;
            without.unwrap_or_else(|| Choice {
                covered: vec![false; input.order.len()],
                leads: vec![None; input.order.len()],
            })
        }
    };
    let problem = input.problem(&held);
    let best = problem.settled(&best, &led_today(input), &leading_others(input, &best, view))?;
    for at in &held {
        found.constraints.push(price(*at, &held, &best, input)?);
    }
    found.runner_up = problem.runner_up(&best)?.map(|next| runner_up(&best, &next, input));
    rows(&best, &problem, input, found, view)?;
    losses(&best, input, found, snapshot, view);
    if input.people.is_empty() {
        found.outcome = TriageOutcome::NobodyWilling;
    }
    found.says = headline(found, &best);
    found.not_known = not_known(found);
    found.next = next(found);
    Ok(())
}

/// Who of those who are stated leads each initiative today.
fn led_today(input: &Input<'_>) -> Vec<Vec<usize>> {
    let leads = |known: &Initiative, person: &usize| known.leadership.names(input.people[*person]);
    let of = |(initiative, stated): (usize, &Vec<usize>)| {
        stated.iter().copied().filter(|person| leads(input.order[initiative].0, person)).collect()
    };
    input.stated.iter().enumerate().map(of).collect()
}

/// Who of those who are stated leads an initiative that goes without: in the director's order, then what is not in it, in
/// alphabetical order.
fn leading_others(input: &Input<'_>, best: &Choice, view: &View<'_>) -> Vec<usize> {
    let without = input.order.iter().enumerate().filter(|(at, _)| !best.covered[*at]).map(|(_, (known, _))| *known);
    let outside = view.live().filter(|known| input.number(&known.id).is_none());
    let mut people: Vec<usize> = Vec::new();
    for known in without.chain(outside).filter(|known| known.functional_by_design().is_none()) {
        let of = known.leadership.leaders().iter().filter_map(|at| input.people.binary_search(&at.value.as_str()).ok());
        people.extend(of);
    }
    people
}

fn rank(at: usize, input: &Input<'_>) -> Rank {
    let known = input.order[at].0;
    Rank { rank: at + 1, id: known.id.clone(), name: known.name().to_owned() }
}

/// Which initiatives only one of two choices gives a leader.
fn only_in(one: &Choice, other: &Choice, input: &Input<'_>) -> Vec<Rank> {
    let only = (0..one.covered.len()).filter(|at| one.covered[*at] && !other.covered[*at]);
    only.map(|at| rank(at, input)).collect()
}

/// What a limit costs: the choice without it.
fn price(at: usize, held: &[usize], best: &Choice, input: &Input<'_>) -> Result<ConstraintPrice, TooLarge> {
    let without: Vec<usize> = held.iter().copied().filter(|one| *one != at).collect();
    let other = input.problem(&without).best()?;
    let limit = &input.limits[at];
    let (gains, loses) = match &other {
        Some(other) => (only_in(other, best, input), only_in(best, other, input)),
        None => Default::default(),
    };
    let price = match (&gains[..], &loses[..]) {
        ([], []) => "costs no rank".to_owned(),
        (gains, []) => format!("without it {} would get a leader too", ranked(gains)),
        (gains, loses) => format!("without it {} would get a leader, and {} would not", ranked(gains), ranked(loses)),
    };
    let is_wish = limit.kind.is_wish();
    Ok(ConstraintPrice { says: limit.says.clone(), place: limit.place.clone(), is_wish, gains, loses, price })
}

/// `Fraud (rank 2) and Loyalty (rank 5)`.
fn ranked(all: &[Rank]) -> String {
    let each: Vec<String> = all.iter().map(|one| format!("{} (rank {})", one.name, one.rank)).collect();
    all_of(&each.iter().map(String::as_str).collect::<Vec<_>>())
}

/// All of them, whatever their number: `a, b, c and d`.
fn all_of(names: &[&str]) -> String {
    match names {
        [] => "none".to_owned(),
        [one] => (*one).to_owned(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

fn runner_up(best: &Choice, next: &Choice, input: &Input<'_>) -> RunnerUp {
    let (gains, loses) = (only_in(next, best, input), only_in(best, next, input));
    let says = format!("{} would get a leader, and {} would not", ranked(&gains), ranked(&loses));
    RunnerUp { gains, loses, says }
}

/// A smallest set of wishes and constraints that cannot hold together.
fn conflict(input: &Input<'_>) -> Result<Option<TriageConflict>, TooLarge> {
    let found = smallest_conflict(input.limits.len(), |held| input.problem(held).is_feasible())?;
    let Some(found) = found else { return Ok(None) };
    let statements: Vec<ConflictingStatement> = found
        .statements
        .iter()
        .map(|at| &input.limits[*at])
        .map(|limit| ConflictingStatement { says: limit.says.clone(), place: limit.place.clone() })
        .collect();
    let says = match (statements.len(), found.is_smallest) {
        (1, _) => "This one wish cannot be, whatever else is stated".to_owned(),
        (n, true) => format!("These {n} statements cannot hold together, and no fewer contradict each other"),
        (n, false) => format!(
            "These {n} statements cannot hold together, and none of them can be left out; whether fewer contradict each \
             other was too much to search"
        ),
    };
    Ok(Some(TriageConflict { statements, is_smallest: found.is_smallest, says }))
}

/// A row for each initiative; what they lose comes later.
fn rows(
    best: &Choice,
    problem: &Problem,
    input: &Input<'_>,
    found: &mut LeaderTriage,
    view: &View<'_>,
) -> Result<(), TooLarge> {
    let leads = |person: usize| best.leads.iter().filter(|one| **one == Some(person)).count();
    let hides = view.inputs.agreement.hides_leaders();
    for (at, (known, place)) in input.order.iter().enumerate() {
        let person = best.leads[at].map(|person| (person, input.people[person]));
        let drops = person.map_or_else(Vec::new, |(number, id)| {
            let is_kept = |other: &&str| {
                input.number(other).is_some_and(|other| best.leads[other] == Some(number)) && !problem.one_thread
            };
            view.threads_of(id, &known.id).others().into_iter().filter(|other| !is_kept(other)).collect()
        });
        let drops = drops.iter().map(|id| view.initiative(id).map_or((*id).to_owned(), |one| one.name().to_owned()));
        found.rows.push(TriageRow {
            rank: at + 1,
            id: known.id.clone(),
            name: known.name().to_owned(),
            place: place.clone(),
            today: today(known),
            gets_leader: person.is_some(),
            leader: person.filter(|_| !hides).map(|(_, id)| id.to_owned()),
            stays: person.is_some_and(|(_, id)| known.leadership.names(id)),
            is_only_way: person.is_some() && !problem.has_other(at, best)?,
            drops: drops.collect(),
            why: person.is_none().then(|| why_not(at, best, problem, input)),
            has_leader_not_stated: false,
            loses: Vec::new(),
            form_before: None,
            form_after: None,
            answers: Vec::new(),
        });
        found.with_leader += usize::from(person.is_some());
        found.single_threaded += usize::from(person.is_some_and(|(number, _)| leads(number) == 1));
    }
    found.people_left = (0..input.people.len()).filter(|person| leads(*person) == 0).count();
    Ok(())
}

/// Who leads an initiative today, without a name.
fn today(known: &Initiative) -> String {
    match &known.leadership {
        Leadership::One { also_leads, .. } if also_leads.is_empty() => "one leader, who leads nothing else".to_owned(),
        Leadership::One { also_leads, .. } => {
            format!("one leader, who also leads {}", plural(also_leads.len(), "other", "others"))
        }
        Leadership::Several(leaders) => format!("{} leaders", leaders.len()),
        Leadership::Nobody { since: Some(since), .. } => format!("no leader since {}", long_day(*since)),
        Leadership::Nobody { .. } => "no leader".to_owned(),
        Leadership::FunctionalByDesign { .. } => "functional by design".to_owned(),
        Leadership::OnlyListed { .. } | Leadership::Contradictory { .. } | Leadership::Unknown => {
            "not known who leads".to_owned()
        }
    }
}

/// Why an initiative goes without.
fn why_not(at: usize, best: &Choice, problem: &Problem, input: &Input<'_>) -> String {
    let stated = &input.stated[at];
    if stated.is_empty() {
        return "nobody is stated to be able and willing to lead it".to_owned();
    }
    let n = stated.len();
    if problem.can[at].is_empty() {
        let rules_out = |kind: &LimitKind| match kind {
            LimitKind::Only(initiative, _) => *initiative == at,
            LimitKind::Apart(people, initiatives) => initiatives.contains(&at) && !people.is_empty(),
            LimitKind::OneThread | LimitKind::Wish(..) => false,
        };
        let says = input.limits.iter().filter(|limit| rules_out(&limit.kind)).map(|limit| limit.says.as_str());
        let people = plural(n, "person", "people");
        return format!(
            "{people} could lead it, and what it asks for rules out all: {}",
            all_of(&says.collect::<Vec<_>>())
        );
    }
    let rival = problem.initiatives_apart.iter().find_map(|(a, b)| match (*a == at, *b == at) {
        (true, _) if best.covered[*b] => Some(*b),
        (_, true) if best.covered[*a] => Some(*a),
        _ => None,
    });
    if let Some(rival) = rival {
        return format!("it does not go together with {}, which gets a leader", input.order[rival].0.name());
    }
    let led: Vec<usize> = (0..best.leads.len())
        .filter(|other| best.leads[*other].is_some_and(|person| problem.can[at].contains(&person)))
        .collect();
    let names: Vec<&str> = led.iter().map(|other| input.order[*other].0.name()).collect();
    let who = match problem.can[at].len() {
        1 => "the one person who could lead it".to_owned(),
        n => format!("of the {n} people who could lead it,"),
    };
    match (names.len(), problem.can[at].len()) {
        (0, _) => "those who could lead it do not go together with a leader of one that comes first".to_owned(),
        (1, 1) => format!("{who} leads {}", names[0]),
        (led, can) if led == can => format!("all {can} people who could lead it lead {}", all_of(&names)),
        (led, _) => format!(
            "{who} {led} {} {}, and the others do not go together with a leader of one that comes first",
            agreeing(led, "leads", "lead"),
            all_of(&names)
        ),
    }
}

/// The answer in a sentence.
fn headline(found: &LeaderTriage, best: &Choice) -> String {
    let named = |gets: bool| -> Vec<&str> {
        found.rows.iter().filter(|row| row.gets_leader == gets).map(|row| row.name.as_str()).collect()
    };
    let (with, of) = (named(true), found.ranked);
    let rest = of - with.len();
    let other = match rest {
        0 => "none goes without".to_owned(),
        1 => "the other one loses what stands below".to_owned(),
        rest => format!("the other {rest} lose what stands below"),
    };
    let before = if found.conflict.is_some() { "Not all wishes can be. Without them: you" } else { "You" };
    if found.single_threaded < found.with_leader {
        let shared = best.covered.iter().filter(|one| **one).count() - found.single_threaded;
        return format!(
            "{before} can give a leader to {} of {of}, and {shared} of these share theirs with another: {}; {other}.",
            with.len(),
            all_of(&with)
        );
    }
    match with.len() {
        0 if found.people == 0 => {
            format!("{before} can single-thread none of {of}: nobody is stated to be able and willing; {other}.")
        }
        0 => format!("{before} can single-thread none of {of}; {other}."),
        n => format!("{before} can single-thread {n} of {of}: {}; {other}.", all_of(&with)),
    }
}

fn not_known(found: &LeaderTriage) -> Vec<String> {
    let mut open = vec![
        "whether anything gets faster: these data cannot show it".to_owned(),
        "whether others are able and willing: who is not stated was perhaps not asked".to_owned(),
    ];
    if found.unconfirmed.not_able > 0 {
        let n = plural(found.unconfirmed.not_able, "statement says", "statements say");
        open.push(format!("whether all who are willing are able: {n} not who stands behind it (`able-by`)"));
    }
    if found.unconfirmed.not_willing > 0 {
        let n = plural(found.unconfirmed.not_willing, "person has", "people have");
        open.push(format!("whether all who are able are willing: {n} not said so (`willing-on`)"));
    }
    let kept = found.rows.iter().filter(|row| row.has_leader_not_stated).count();
    if kept > 0 {
        let n = plural(kept, "initiative has a leader", "initiatives have a leader");
        open.push(format!("whether who leads today would go on: {n} of whom nothing is stated"));
    }
    open
}

/// What would be typed next: the appointments that change something, then where to read on.
fn next(found: &LeaderTriage) -> Vec<String> {
    let new = found.rows.iter().filter(|row| row.gets_leader && !row.stays);
    let appoint =
        new.filter_map(|row| Some(format!("onethread what-if \"appoint {} to {}\"", row.leader.as_ref()?, row.id)));
    appoint.chain(["onethread explain triage".to_owned()]).collect()
}

/// Initiatives that a draft lists; more are a page of their own.
const DRAFTED_MAX: usize = 30;

/// What to write where nothing is stated: the live initiatives that ask for a leader, to be put in order.
fn draft(view: &View<'_>) -> String {
    let asking: Vec<&Initiative> = view.live().filter(|one| one.functional_by_design().is_none()).collect();
    let ids = asking.iter().take(DRAFTED_MAX).map(|one| format!("    \"{}\",\n", one.id)).collect::<String>();
    let more = match asking.len().saturating_sub(DRAFTED_MAX) {
        0 => String::new(),
        more => format!("    # and {more} more\n"),
    };
    format!(
        "# org/triage.toml: put these into your order.\n[triage]\norder = [\n{ids}{more}]\n\n\
         # Then state who is able and willing to lead what, a table for each.\n[[triage.leader]]\n\
         person = \"...\"\ninitiatives = [\"...\"]\nable-by = \"...\"\nwilling-on = {}\n",
        view.day
    )
}
