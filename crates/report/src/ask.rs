//! One page for each initiative: what is known already, and the few questions that evidence cannot answer.
//!
//! 1. Take the verdicts that are not shown and that a person could answer.
//! 2. Put those that settle most first, and fold a question into an earlier one that settles it too.
//! 3. Say for each how its answer is written down.

mod page;
mod record;

pub use page::{html, markdown};
pub use record::Record;

use onethread_model::{Change, Day};

use onethread_core::measure::{Initiative, Leadership};
use onethread_core::review::{Answer, CRITERIA, Evidence, InitiativeReview, ProposedEdits, Review, Verdict};
use onethread_core::words::join;

/// More questions than these are a form, and nobody answers a form in minutes.
pub const QUESTIONS_MAX: usize = 7;
/// What is known is shown to be corrected, not to be studied.
const KNOWN_MAX: usize = 12;
/// Criteria that decide the form: without them nothing else about the initiative can be weighed.
const DECIDE_THE_FORM: [&str; 3] = ["focus", "dedicated-team", "fit"];

/// What to ask about one initiative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Its id.
    pub initiative: String,
    /// What people call it.
    pub name: String,
    /// Name of the organization, when one is stated.
    pub organization: Option<String>,
    /// The day of the review.
    pub day: Day,
    /// What is known already, with its places.
    pub known: Vec<Evidence>,
    /// The questions, the most telling first; [`QUESTIONS_MAX`] at most.
    pub questions: Vec<OpenQuestion>,
    /// How many more there are.
    pub left_out: usize,
}

/// A question that evidence cannot answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenQuestion {
    /// Keys of the criteria that the answer helps to decide, the one that asks it first.
    pub criteria: Vec<&'static str>,
    /// Whom to ask, in words.
    pub whom: String,
    /// The question.
    pub text: String,
    /// Why it is open.
    pub why: Vec<Evidence>,
    /// How its answer is written down.
    pub records: Vec<Record>,
}

/// What to ask about a live initiative, whose changes these edits carry out.
pub fn ask(one: &InitiativeReview, review: &Review, edits: &ProposedEdits) -> Ask {
    let mut questions = questions(one, edits);
    let left_out = questions.len().saturating_sub(QUESTIONS_MAX);
    questions.truncate(QUESTIONS_MAX);
    Ask {
        initiative: one.id.clone(),
        name: one.name().to_owned(),
        organization: review.organization.clone(),
        day: review.as_of,
        known: facts(one),
        questions,
        left_out,
    }
}

fn questions(one: &InitiativeReview, edits: &ProposedEdits) -> Vec<OpenQuestion> {
    let known = &one.known;
    let order = |verdict: &&Verdict| {
        let place = CRITERIA.iter().position(|criterion| criterion.key == verdict.criterion);
        let decides = DECIDE_THE_FORM.iter().position(|key| *key == verdict.criterion);
        // What a source could tell as well can wait for the source.
        (decides.unwrap_or(DECIDE_THE_FORM.len()), !verdict.judgement.needs.is_empty(), place)
    };
    let mut open: Vec<&Verdict> = one.verdicts.iter().filter(|v| v.judgement.answer == Answer::NotShown).collect();
    open.sort_by_key(order);
    let mut questions: Vec<(OpenQuestion, Vec<&Change>)> = Vec::new();
    for verdict in open {
        let judgement = &verdict.judgement;
        let Some(question) = &judgement.ask else { continue };
        let changes: Vec<&Change> = judgement.would_change.iter().map(|proposal| &proposal.change).collect();
        let settles = |(earlier, settled): &&mut (OpenQuestion, Vec<&Change>)| {
            let same = earlier.text == question.text && earlier.whom == whom(&question.whom, known);
            same || (!changes.is_empty() && changes.iter().all(|change| settled.contains(change)))
        };
        if let Some((earlier, _)) = questions.iter_mut().find(settles) {
            earlier.criteria.push(verdict.criterion);
            continue;
        }
        let question = OpenQuestion {
            criteria: vec![verdict.criterion],
            whom: whom(&question.whom, known),
            text: question.text.clone(),
            why: judgement.because.iter().take(2).cloned().collect(),
            records: record::records(verdict, known, edits),
        };
        questions.push((question, changes));
    }
    questions.into_iter().map(|(question, _)| question).collect()
}

/// Whom to ask; the leader by id, where there is one.
fn whom(words: &str, known: &Initiative) -> String {
    match known.leadership.leader() {
        Some(leader) if words == "the leader" => format!("the leader, {}", leader.value),
        _ => words.to_owned(),
    }
}

/// What is known, in a few lines: what is written, then what the review concluded.
fn facts(one: &InitiativeReview) -> Vec<Evidence> {
    let known = &one.known;
    let mut facts = Vec::new();
    let mut say = |says: String, place: &onethread_model::source::Place| {
        facts.push(Evidence { says, place: Some(place.clone()) });
    };
    match (&known.leadership, known.leadership.leaders()) {
        (_, [leader]) => say(format!("Leader: {}", leader.value), &leader.place),
        (_, leaders @ [first, ..]) => {
            let names: Vec<&str> = leaders.iter().map(|leader| leader.value.as_str()).collect();
            say(format!("Leaders: {}", join(&names)), &first.place);
        }
        (Leadership::Nobody { place, .. }, []) => say("No leader is named".to_owned(), place),
        (Leadership::Contradictory { against, is_vacant, .. }, []) => {
            let other = if *is_vacant { "it is vacant" } else { "another statement of equal rank names someone else" };
            say(format!("A leader is named, and {other}"), against);
        }
        (Leadership::OnlyListed { people, .. }, []) => {
            say(format!("{people} people are listed, none of them as leader"), &known.place);
        }
        (_, []) => {}
    }
    if let Some(team) = &known.team {
        say(format!("Team: {}", team.value), &team.place);
    }
    if let Some(idea) = known.idea() {
        say(format!("Idea: {}", idea.value), &idea.place);
    }
    if let Some(committed) = &known.committed {
        say(format!("Committed: {}", committed.value), &committed.place);
    }
    if let Some(value) = known.first_value() {
        say(format!("First value: {}", value.on), &value.place);
    }
    if let Some(first) = known.scope.first() {
        let pieces: Vec<String> = known.scope.iter().map(|piece| piece.value.to_string()).collect();
        say(format!("Scope: {}", join(&pieces.iter().map(String::as_str).collect::<Vec<_>>())), &first.place);
    }
    if let Some(first) = known.dependencies.first() {
        let needs: Vec<String> = known.dependencies.iter().map(|dependency| dependency.on.to_string()).collect();
        say(format!("Needs: {}", join(&needs.iter().map(String::as_str).collect::<Vec<_>>())), &first.place);
    }
    let form = one.form.because.first();
    facts.push(Evidence {
        says: format!("Form: {}; decides alone: {}", one.form.form.words(), one.deciding_alone.answer.words()),
        place: form.and_then(|evidence| evidence.place.clone()),
    });
    for verdict in one.verdicts.iter().filter(|verdict| verdict.judgement.answer != Answer::NotShown) {
        let because = verdict.judgement.because.first();
        let why = because.map_or_else(String::new, |because| format!(": {}", because.says));
        let says = format!("{} {}{why}", verdict.criterion, verdict.judgement.answer.words());
        facts.push(Evidence { says, place: because.and_then(|because| because.place.clone()) });
    }
    facts.truncate(KNOWN_MAX);
    facts
}

#[cfg(test)]
mod tests;
