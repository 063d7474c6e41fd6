//! One page for each initiative: what is known already, and the few questions that evidence cannot answer.
//!
//! Which questions are asked is decided in [`onethread_core::answers`]; here each is said, with how its answer is written
//! down.

pub mod filled;
pub mod form;
mod page;
mod record;
pub mod taken;

pub use page::{html, markdown};
pub use record::Record;

use onethread_model::Day;

use onethread_core::answers::AskedQuestion;
use onethread_core::measure::{Initiative, Leadership};
use onethread_core::review::{Answer, Evidence, InitiativeReview, ProposedEdits, Review};
use onethread_core::words::join;

/// More questions than these are a form, and nobody answers a form in minutes.
pub const QUESTIONS_MAX: usize = 7;
/// What is known is shown to be corrected, not to be studied.
const KNOWN_MAX: usize = 12;

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
    /// Whose agreement about people holds, and what it loosens, where there is one.
    pub agreement: Option<String>,
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
        agreement: crate::agreement_words(&review.agreement),
        known: facts(one),
        questions,
        left_out,
    }
}

fn questions(one: &InitiativeReview, edits: &ProposedEdits) -> Vec<OpenQuestion> {
    let question = |asked: AskedQuestion| OpenQuestion {
        whom: whom(&asked.question.whom, &one.known),
        records: record::records(&asked),
        criteria: asked.criteria,
        text: asked.question.text,
        why: asked.why,
    };
    onethread_core::answers::questions(one, edits, false).into_iter().map(question).collect()
}

/// Whom to ask; the leader by id, where there is one.
fn whom(words: &str, known: &Initiative) -> String {
    match known.leadership.leader() {
        Some(leader) if words == "the leader" => format!("the leader, {}", leader.value),
        _ if words == "the sponsor" => known.sponsor_words(),
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
        says: match &one.deciding_alone {
            Some(alone) => format!("Form: {}; decides alone: {}", one.form.form.words(), alone.answer.words()),
            None => format!("Form: {}", one.form.form.words()),
        },
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
