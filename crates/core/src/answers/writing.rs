//! Answers as edits. Input: rows that were understood, and the edits with blanks that their questions have; output: the
//! edits, and the organization as it would be.

use std::collections::BTreeMap;

use onethread_model::Day;
use onethread_model::diagnostic::Severity;
use onethread_model::edit::{Edit, EditOp};
use onethread_model::ids::unique;
use onethread_model::org::NOBODY_KNOWS;
use onethread_model::record::{Record, Value};
use onethread_model::source::Place;

use super::form::{BlankTarget, FormBlank, FormQuestion, attested_criterion};
use super::take::{ReadReply, Reply, ReplyOutcome, ReplySays};
use super::written;
use crate::measure::{Snapshot, View};
use crate::moves::{self, Refusal};
use crate::review::Answer;

/// What answers are written into.
pub(super) struct Writing<'w> {
    pub(super) snapshot: &'w Snapshot,
    pub(super) view: &'w View<'w>,
    pub(super) after: Snapshot,
    pub(super) edits: Vec<Edit>,
}

type Outcomes = Vec<(usize, ReplyOutcome)>;

impl Writing<'_> {
    /// Writes the answers to one question down, and says what became of each.
    pub(super) fn question(
        &mut self,
        question: &FormQuestion,
        read: &[(usize, &ReadReply)],
        replies: &[Reply],
    ) -> Outcomes {
        let mut outcomes = Outcomes::new();
        for (group, edits) in question.groups.iter().enumerate() {
            let is_of_it = |one: &&(usize, &ReadReply)| {
                question.blanks[one.1.blank].group == group && one.1.says != ReplySays::NobodyKnows
            };
            let filled: Vec<&(usize, &ReadReply)> = read.iter().filter(is_of_it).collect();
            let Some((_, first)) = filled.first().copied() else { continue };
            let is_filled = |at: usize| filled.iter().any(|(_, one)| one.blank == at);
            let of_group = |(_, blank): &(usize, &FormBlank)| blank.group == group;
            let mut blanks = question.blanks.iter().enumerate().filter(of_group);
            if let Some((_, missing)) = blanks.find(|(at, blank)| blank.is_required() && !is_filled(*at)) {
                let refusal = Refusal::new(format!("it needs `{}` beside it: {}", missing.key, missing.says))
                    .help("answer both rows, or neither");
                outcomes.extend(filled.iter().map(|(index, _)| {
                    let place = replies[*index].answer.place.clone();
                    (*index, ReplyOutcome::NotUnderstood { place, refusal: refusal.clone() })
                }));
                continue;
            }
            let made = match attested_criterion(edits) {
                Some(criterion) => self.attested(question, criterion, first, &edits[0].file),
                None => Ok(self.filled(question, edits, &filled)),
            };
            let outcome = made.and_then(|edits| self.add(edits));
            outcomes.extend(filled.iter().map(|(index, one)| {
                let says = || said(question, one);
                (*index, of(&outcome, says, &replies[*index].answer.place))
            }));
        }
        for (index, one) in read.iter().filter(|(_, one)| one.says == ReplySays::NobodyKnows) {
            let outcome = self.nobody_knows(question, one).and_then(|edits| self.add(edits));
            outcomes.push((*index, of(&outcome, || said(question, one), &replies[*index].answer.place)));
        }
        outcomes
    }

    /// The edit of an attestation; where the files say so already, or the opposite on the same day, that.
    fn attested(
        &self,
        question: &FormQuestion,
        criterion: &str,
        read: &ReadReply,
        file: &str,
    ) -> Result<Vec<Edit>, ReplyOutcome> {
        let holds = read.says == ReplySays::Attested(true);
        let by = read.by.as_deref().unwrap_or_default();
        let org = self.view.as_written();
        let of_day = org.attestations.iter().filter(|one| {
            one.initiative.value == question.initiative && one.criterion.value == criterion && one.on.value == read.on
        });
        for one in of_day {
            let place = self.view.inputs.sources.place(one.by.span);
            if one.holds != holds {
                return Err(ReplyOutcome::Contradictory { other: place });
            }
            if one.by.value == by {
                return Err(ReplyOutcome::Unchanged { place: Some(place) });
            }
        }
        let answer = if holds { Answer::Holds } else { Answer::Fails };
        let said = Said { initiative: &question.initiative, criterion, by, on: read.on, note: read.note.as_deref() };
        Ok(vec![attestation(self.snapshot, file, answer.key(), &said)])
    }

    /// The edits that say of every criterion of a question that nobody knows.
    fn nobody_knows(&self, question: &FormQuestion, read: &ReadReply) -> Result<Vec<Edit>, ReplyOutcome> {
        let by = read.by.as_deref().unwrap_or_default();
        let same = self.view.as_written().nobody_knows.iter().find(|one| {
            let what = one.initiative.value == question.initiative
                && question.criteria.contains(&one.criterion.value.as_str());
            what && one.on.value == read.on && one.by.value == by
        });
        if let Some(same) = same {
            return Err(ReplyOutcome::Unchanged { place: Some(self.view.inputs.sources.place(same.by.span)) });
        }
        let file = moves::file_of("attestation", "", self.view);
        let one = |criterion: &&str| {
            let said =
                Said { initiative: &question.initiative, criterion, by, on: read.on, note: read.note.as_deref() };
            attestation(self.snapshot, &file, NOBODY_KNOWS, &said)
        };
        // One who answered another row of the question said it already.
        let is_new = |edit: &Edit| !self.edits.contains(edit);
        Ok(question.criteria.iter().map(one).filter(is_new).collect())
    }

    /// The edits of an entry with what was answered in place of their blanks. What nobody answered is not written.
    fn filled(&self, question: &FormQuestion, edits: &[Edit], read: &[&(usize, &ReadReply)]) -> Vec<Edit> {
        let mut values: BTreeMap<&str, &Value> = BTreeMap::new();
        let (mut title, mut on) = (None, None);
        for (_, one) in read {
            on = on.max(Some(one.on));
            match (&question.blanks[one.blank].target, &one.says) {
                (BlankTarget::Field(field), ReplySays::Value(value)) => drop(values.insert(field.key, value)),
                (BlankTarget::Title, ReplySays::Value(Value::Text(text))) => title = Some(text.clone()),
                _ => {}
            }
        }
        let value = |key: &str, value: &Value, kind: &str| match value {
            Value::Blank if kind == "allocation" && key == "from" => on.map(Value::Day),
            Value::Blank => values.get(key).map(|value| (*value).clone()),
            value => Some(value.clone()),
        };
        let mut all: Vec<Edit> = edits.iter().flat_map(|edit| with_values(edit, &value)).collect();
        if let (Some(title), Some(first)) = (title, edits.first()) {
            let (kind, file) = (first.at.kind.clone(), first.file.clone());
            let id = self.new_id(&kind, &title);
            all.insert(0, Edit::set(file, &kind, &id, "title", Value::text(title)));
            all.iter_mut().for_each(|edit| edit.at.id.clone_from(&id));
        }
        all
    }

    /// A free id for a new entry of a kind.
    fn new_id(&self, kind: &str, title: &str) -> String {
        let org = &self.after.org;
        let mut taken = match kind {
            "decision" => org.decisions.keys().cloned().collect(),
            "gate" => org.gates.keys().cloned().collect(),
            _ => org.teams.keys().cloned().collect(),
        };
        let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' };
        let words: String = title.chars().map(letter).collect();
        let slug = words.split_whitespace().take(6).collect::<Vec<_>>().join("-");
        unique(if slug.is_empty() { format!("new-{kind}") } else { slug }, &mut taken)
    }

    /// Adds edits to those before, as long as the files can be read with them.
    fn add(&mut self, edits: Vec<Edit>) -> Result<(), ReplyOutcome> {
        let refused = |why: String| {
            let refusal = Refusal::new(why).help("write what the row allows; or write it into the file by hand: onethread ask --initiative ID shows the lines");
            ReplyOutcome::NotUnderstood { place: Place { path: "".into(), line: 0, column: None }, refusal }
        };
        let after = self.after.edited(&edits).map_err(|why| refused(why.to_string()))?;
        let is_same = edits.iter().all(|edit| after.text_of(&edit.file) == self.after.text_of(&edit.file));
        if is_same {
            return Err(ReplyOutcome::Unchanged { place: None });
        }
        let errors = |snapshot: &Snapshot| -> Vec<String> {
            let all = snapshot.diagnostics().into_iter().filter(|one| one.severity == Severity::Error);
            all.map(|one| one.message).collect()
        };
        let before = errors(&self.after);
        if let Some(new) = errors(&after).into_iter().find(|message| !before.contains(message)) {
            return Err(refused(format!("the file could not be read with it: {new}")));
        }
        self.after = after;
        self.edits.extend(edits);
        Ok(())
    }
}

/// The outcome of a row whose edits had this one.
fn of(outcome: &Result<(), ReplyOutcome>, says: impl Fn() -> String, place: &Place) -> ReplyOutcome {
    match outcome {
        Ok(()) => ReplyOutcome::Written { says: says() },
        Err(ReplyOutcome::NotUnderstood { refusal, .. }) => {
            ReplyOutcome::NotUnderstood { place: place.clone(), refusal: refusal.clone() }
        }
        Err(other) => other.clone(),
    }
}

/// What an answer says, in words.
fn said(question: &FormQuestion, read: &ReadReply) -> String {
    let blank = &question.blanks[read.blank];
    let words = match &read.says {
        ReplySays::NobodyKnows => return format!("{}: {} nobody knows", question.name, question.text),
        ReplySays::Attested(holds) => if *holds { "yes" } else { "no" }.to_owned(),
        ReplySays::Value(value) => written::words_of(value),
    };
    format!("{}: {} {words}", question.name, ended(&blank.says))
}

fn ended(says: &str) -> String {
    if says.ends_with('?') { says.to_owned() } else { format!("{says}:") }
}

/// An edit with values in place of its blanks; none where nothing is left of it.
fn with_values(edit: &Edit, value: &dyn Fn(&str, &Value, &str) -> Option<Value>) -> Vec<Edit> {
    let kind = edit.at.kind.as_str();
    let with = |op: EditOp| vec![Edit { op, ..edit.clone() }];
    match &edit.op {
        EditOp::Set(key, old) => value(key, old, kind).map_or_else(Vec::new, |new| with(EditOp::Set(key.clone(), new))),
        EditOp::Append(values) => {
            let filled = values.iter().filter_map(|(key, old)| Some((key.clone(), value(key, old, kind)?)));
            with(EditOp::Append(filled.collect()))
        }
        EditOp::Add(key, Value::Table(record)) => {
            let filled = record.values.iter().filter_map(|(key, (_, at))| Some((key, value(key, &at.value, kind)?)));
            with(EditOp::Add(key.clone(), Value::Table(Record::of(filled))))
        }
        EditOp::Add(key, old) => match value(key, old, kind) {
            Some(Value::List(items)) => {
                items.into_iter().flat_map(|item| with(EditOp::Add(key.clone(), item.value))).collect()
            }
            Some(new) => with(EditOp::Add(key.clone(), new)),
            None => Vec::new(),
        },
        _ => vec![edit.clone()],
    }
}

/// What someone says about a criterion of an initiative.
#[derive(Clone, Copy, Debug)]
pub struct Said<'s> {
    /// Id of the initiative.
    pub initiative: &'s str,
    /// Key of the criterion.
    pub criterion: &'s str,
    /// Id of who says it.
    pub by: &'s str,
    /// The day.
    pub on: Day,
    /// In their words.
    pub note: Option<&'s str>,
}

/// Criteria that are about the leader, whom their attestations name.
const ABOUT_LEADER: [&str; 2] = ["capable", "empowered"];

/// The edit that writes an attestation down, with the word of a file for its answer.
pub fn attestation(snapshot: &Snapshot, file: &str, answer: &str, said: &Said<'_>) -> Edit {
    let Said { initiative, criterion, by, on, note } = *said;
    let mut values = vec![
        ("initiative", Value::reference("initiative", initiative)),
        ("criterion", Value::text(criterion)),
        ("answer", Value::text(answer)),
        ("by", Value::reference("person", by)),
    ];
    if ABOUT_LEADER.contains(&criterion) && answer != NOBODY_KNOWS {
        let view = View::on(snapshot, on);
        let leader = view.initiative(initiative).and_then(|known| known.leadership.leader());
        let people = &snapshot.org.people;
        // Whom evidence knows by a pseudonym alone is written into no file.
        let named = leader.filter(|leader| people.contains_key(&leader.value) || people.is_empty());
        values.extend(named.map(|leader| ("leader", Value::reference("person", &leader.value))));
    }
    values.push(("on", Value::Day(on)));
    values.extend(note.filter(|note| !note.trim().is_empty()).map(|note| ("note", Value::text(note))));
    Edit::append(file, "attestation", values)
}
