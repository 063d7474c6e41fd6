//! Which questions are asked about an initiative. Input: its review, and the edits that carry out what verdicts propose;
//! output: questions, the most telling first, each with the edits that write its answer down.
//!
//! 1. Take the verdicts that are not shown and that a person could answer.
//! 2. Put those that settle most first, and fold a question into an earlier one that settles it too.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::record::{Record, Value};

use crate::measure::Initiative;
use crate::review::{Answer, CRITERIA, Evidence, InitiativeReview, ProposedEdit, ProposedEdits, Question, Verdict};

/// What stands for words that only the answer can give. The loader reports blanks, and never believes them.
pub const BLANK: &str = "___";
/// Criteria that decide the form: without them nothing else about the initiative can be weighed.
const DECIDE_THE_FORM: [&str; 3] = ["focus", "dedicated-team", "fit"];

/// The criterion about the roles of a team, beside which it is asked what functions do.
const COMPLETE_TEAM: &str = "complete-team";

/// A question that evidence cannot answer, with the edits that would write its answer down.
#[derive(Clone, Debug, PartialEq)]
pub struct AskedQuestion {
    /// Keys of the criteria that the answer helps to decide, the one that asks it first.
    pub criteria: Vec<&'static str>,
    /// Whom to ask what.
    pub question: Question,
    /// Why it is open.
    pub why: Vec<Evidence>,
    /// Edits with blanks, those of each change by themselves, the surest change first.
    pub edits: Vec<Vec<ProposedEdit>>,
    /// Fact tables of which a source could tell.
    pub tables: Vec<&'static str>,
}

/// The questions about a live initiative; with `all`, also those of which someone said that nobody knows.
pub fn questions(one: &InitiativeReview, edits: &ProposedEdits, all: bool) -> Vec<AskedQuestion> {
    let order = |verdict: &&Verdict| {
        let place = CRITERIA.iter().position(|criterion| criterion.key == verdict.criterion);
        let decides = DECIDE_THE_FORM.iter().position(|key| *key == verdict.criterion);
        // What a source could tell as well can wait for the source.
        (decides.unwrap_or(DECIDE_THE_FORM.len()), !verdict.judgement.needs.is_empty(), place)
    };
    let is_open = |verdict: &&Verdict| {
        let judgement = &verdict.judgement;
        judgement.answer == Answer::NotShown && (all || judgement.nobody_knows.is_none())
    };
    let mut open: Vec<&Verdict> = one.verdicts.iter().filter(is_open).collect();
    open.sort_by_key(order);
    let mut questions: Vec<(AskedQuestion, Vec<&Change>)> = Vec::new();
    for verdict in open {
        let judgement = &verdict.judgement;
        let Some(question) = &judgement.ask else { continue };
        let changes: Vec<&Change> = judgement.would_change.iter().map(|proposal| &proposal.change).collect();
        let settles = |(earlier, settled): &&mut (AskedQuestion, Vec<&Change>)| {
            let settles_all = !changes.is_empty() && changes.iter().all(|change| settled.contains(change));
            earlier.question == *question || settles_all
        };
        if let Some((earlier, _)) = questions.iter_mut().find(settles) {
            earlier.criteria.push(verdict.criterion);
            continue;
        }
        let question = AskedQuestion {
            criteria: vec![verdict.criterion],
            question: question.clone(),
            why: judgement.because.iter().take(2).cloned().collect(),
            edits: edits_of(verdict, &one.known, edits),
            tables: judgement.needs.iter().map(|kind| kind.schema().name).collect(),
        };
        questions.push((question, changes));
    }
    let declared = declaring(one, edits, all);
    questions.into_iter().map(|(question, _)| question).chain(declared).collect()
}

/// What functions do is declared once for all initiatives, and asked last.
fn declaring(one: &InitiativeReview, edits: &ProposedEdits, all: bool) -> Option<AskedQuestion> {
    let verdict = one.verdicts.iter().find(|verdict| verdict.criterion == COMPLETE_TEAM)?;
    let undeclared = edits.undeclared();
    if undeclared.is_empty() || (!all && verdict.judgement.nobody_knows.is_some()) {
        return None;
    }
    let functions: Vec<&str> = undeclared.iter().map(|(function, _)| function.as_str()).collect();
    let text = match functions[..] {
        [function] => format!("Do positions of {function} build, coordinate or approve?"),
        _ => format!("Which of these build, which coordinate, and which approve: {}?", functions.join(", ")),
    };
    Some(AskedQuestion {
        criteria: vec![COMPLETE_TEAM],
        question: Question { whom: "the sponsor".to_owned(), text },
        why: Vec::new(),
        edits: undeclared.iter().map(|(_, edit)| vec![edit.clone()]).collect(),
        tables: Vec::new(),
    })
}

/// The edits of what a verdict proposes; where it proposes none, those of the entry that answers it.
fn edits_of(verdict: &Verdict, known: &Initiative, edits: &ProposedEdits) -> Vec<Vec<ProposedEdit>> {
    let proposed = verdict.judgement.would_change.iter().map(|proposal| edits.get(&proposal.change).to_vec());
    let found: Vec<Vec<ProposedEdit>> = proposed.filter(|edits| !edits.is_empty()).collect();
    if found.is_empty() { vec![fallback(verdict.criterion, known)] } else { found }
}

/// Where no change is named, each criterion has an entry that answers it.
fn fallback(criterion: &str, known: &Initiative) -> Vec<ProposedEdit> {
    let id = known.id.as_str();
    let into = known.in_org.then(|| known.place.clone());
    let set = |key: &str| ProposedEdit { edit: Edit::set("", "initiative", id, key, Value::Blank), into: into.clone() };
    let item = |key: &str, keys: &[&'static str]| {
        let record = Value::Table(Record::of(keys.iter().map(|key| (*key, Value::Blank))));
        ProposedEdit { edit: Edit::add("", "initiative", id, key, record), into: None }
    };
    let of = |kind: &str, known: &[(&str, Value)], keys: &[&str]| -> Vec<ProposedEdit> {
        let blanks = keys.iter().map(|key| (*key, Value::Blank));
        let one =
            |(key, value): (&str, Value)| ProposedEdit { edit: Edit::set("", kind, BLANK, key, value), into: None };
        known.iter().cloned().chain(blanks).map(one).collect()
    };
    let initiative = || ("initiative", Value::reference("initiative", id));
    match criterion {
        "fit" if known.nature.is_some() => vec![set("form"), set("why")],
        "fit" => vec![set("nature")],
        "capable" | "focus" => vec![set("leader")],
        "charter" => {
            let metric = item("metric", &["name", "kind", "owner"]);
            vec![set("purpose"), set("scope"), set("decision-rights"), metric]
        }
        "complete-team" => vec![set("needs")],
        "dedicated-team" => {
            let team = known.team.as_ref().map_or(BLANK, |team| &team.value);
            let set = |key, value| ProposedEdit { edit: Edit::set("", "team", team, key, value), into: None };
            vec![set("initiative", Value::reference("initiative", id)), set("members", Value::Blank)]
        }
        "dependencies-known" => {
            let values = [
                initiative(),
                ("criterion", Value::text(criterion)),
                ("answer", Value::text("holds")),
                ("by", Value::Blank),
            ];
            let attest = ProposedEdit { edit: Edit::append("", "attestation", values), into: None };
            vec![item("dependency", &["on", "effect"]), attest]
        }
        "untangling" => vec![item("dependency", &["on", "effect"])],
        "scope" => vec![set("scope")],
        "reviews" => {
            let mut edits = of("gate", &[], &["kind", "owner"]);
            let applies_to = Value::list([Value::reference("initiative", id)]);
            edits.extend(of("gate", &[("applies-to", applies_to)], &["from"]));
            edits
        }
        "decisions" => of("decision", &[initiative()], &["opened", "decided", "decided-by", "levels", "reversible"]),
        "tenets" => of("decision", &[initiative()], &["decided", "cites"]),
        "feedback" => of("decision", &[initiative()], &["decided", "expected", "actual", "actual-on"]),
        "instrumented" => {
            vec![item("metric", &["name", "kind", "owner", "source", "cadence", "baseline", "target"])]
        }
        _ => Vec::new(),
    }
}
