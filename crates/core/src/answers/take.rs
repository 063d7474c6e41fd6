//! What becomes of a filled form. Input: a snapshot with its review, and rows as people filled them; output: what became
//! of every row, and the edits that write the answers down.
//!
//! 1. Find the question of each row by its key, and read what is answered.
//! 2. Put aside rows that answer the same differently: neither is written.
//! 3. Fill the edits of each question with its answers, one entry after another, and leave out what the files would not
//!    be read with.

use std::collections::BTreeMap;

use onethread_model::Day;
use onethread_model::diagnostic::{Severity, nearest};
use onethread_model::edit::{Edit, EditOp};
use onethread_model::ids::unique;
use onethread_model::org::NOBODY_KNOWS;
use onethread_model::record::{Record, Value};
use onethread_model::source::Place;

use super::form::{BlankTarget, Form, FormBlank, FormOptions, FormQuestion, attested_criterion, form, key_part};
use super::written;
use crate::measure::{Snapshot, View};
use crate::moves::{self, Refusal};
use crate::review::{Answer, CRITERIA, Review};

/// A cell of a form, or a line of one, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenCell {
    /// What is written there, without blanks around it.
    pub text: String,
    /// Where.
    pub place: Place,
}

/// A row of a form as someone filled it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The key of the row.
    pub key: WrittenCell,
    /// The answer; empty where there is none.
    pub answer: WrittenCell,
    /// Who answers; may be empty.
    pub by: WrittenCell,
    /// On which day; may be empty.
    pub on: WrittenCell,
    /// In their words; may be empty.
    pub note: WrittenCell,
}

/// What holds for rows that do not say it themselves.
#[derive(Clone, Debug)]
pub struct TakeOptions {
    /// Who answers, where a row does not say.
    pub by: Option<String>,
    /// The day, where a row does not say.
    pub on: Day,
    /// Today: no answer is of a later day.
    pub today: Day,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplyOutcome {
    /// It is written down.
    Written {
        /// What it says, in words.
        says: String,
    },
    /// Nobody answered.
    Empty,
    /// The files say the same already.
    Unchanged {
        /// Where, as far as it is one place.
        place: Option<Place>,
    },
    /// Another row says the same.
    Repeated {
        /// That row.
        first: Place,
    },
    /// It could not be understood, or is no allowed answer.
    NotUnderstood {
        /// The cell.
        place: Place,
        /// Why, and what to write instead.
        refusal: Refusal,
    },
    /// Something else answers the same question differently: neither is written.
    Contradictory {
        /// What else does.
        other: Place,
    },
    /// The question is no longer open.
    Closed {
        /// Why.
        why: String,
    },
    /// No question has this key.
    UnknownKey {
        /// The nearest key.
        near: Option<String>,
    },
}

/// A row with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenReply {
    /// Where the row begins.
    pub place: Place,
    /// Its key.
    pub key: String,
    /// What became of it.
    pub outcome: ReplyOutcome,
    /// Whether it has a note that no file keeps: only attestations have one.
    pub drops_note: bool,
    /// The day of its answer, where it is written down.
    pub on: Option<Day>,
}

/// What became of a filled form.
#[derive(Clone)]
pub struct Taken {
    /// Every row, in the order in which they came.
    pub replies: Vec<TakenReply>,
    /// The edits, in order.
    pub edits: Vec<Edit>,
    /// The organization as it would be.
    pub after: Snapshot,
}

/// What a row answers.
#[derive(Clone, Debug, PartialEq)]
enum ReplySays {
    NobodyKnows,
    Attested(bool),
    Value(Value),
}

/// A row that was understood.
struct ReadReply {
    question: usize,
    blank: usize,
    says: ReplySays,
    by: Option<String>,
    on: Day,
    note: Option<String>,
}

/// Takes rows of forms in. Each row gets an outcome, and each answer that is understood an edit.
pub fn take(snapshot: &Snapshot, review: &Review, replies: &[Reply], options: &TakeOptions) -> Taken {
    let view = View::on(snapshot, review.as_of);
    let form = form(review, &view, &FormOptions { all: true, ..FormOptions::default() });
    let reading = Reading { form: &form, review, view: &view, options, rows: rows(&form) };
    let read: Vec<Result<ReadReply, ReplyOutcome>> = replies.iter().map(|reply| reading.read(reply)).collect();
    let mut outcomes: Vec<Option<ReplyOutcome>> = read.iter().map(|one| one.as_ref().err().cloned()).collect();
    put_aside(&read, replies, &mut outcomes);
    let mut writing = Writing { snapshot, view: &view, after: snapshot.clone(), edits: Vec::new() };
    for at in 0..form.questions.len() {
        let of_it = |index: &usize| read[*index].as_ref().is_ok_and(|read| read.question == at);
        let open: Vec<usize> = (0..read.len()).filter(|index| outcomes[*index].is_none()).filter(of_it).collect();
        let of_it: Vec<(usize, &ReadReply)> =
            open.into_iter().filter_map(|index| Some((index, read[index].as_ref().ok()?))).collect();
        for (index, outcome) in writing.question(&form.questions[at], &of_it, replies) {
            outcomes[index] = Some(outcome);
        }
    }
    let taken = |((reply, outcome), read): ((&Reply, Option<ReplyOutcome>), &Result<ReadReply, ReplyOutcome>)| {
        let outcome = outcome.unwrap_or(ReplyOutcome::Empty);
        let is_written = matches!(outcome, ReplyOutcome::Written { .. });
        let keeps_note = read.as_ref().is_ok_and(|read| !matches!(read.says, ReplySays::Value(_)));
        TakenReply {
            place: reply.key.place.clone(),
            key: reply.key.text.clone(),
            drops_note: is_written && !keeps_note && !reply.note.text.is_empty(),
            on: read.as_ref().ok().map(|read| read.on).filter(|_| is_written),
            outcome,
        }
    };
    let replies = replies.iter().zip(outcomes).zip(&read).map(taken).collect();
    Taken { replies, edits: writing.edits, after: writing.after }
}

/// Where the row of each key is: question and blank.
fn rows(form: &Form) -> BTreeMap<&str, (usize, usize)> {
    let of = |(at, question): (usize, &'_ FormQuestion)| -> Vec<(usize, usize)> {
        (0..question.blanks.len()).map(|blank| (at, blank)).collect()
    };
    let all = form.questions.iter().enumerate().flat_map(of);
    all.map(|(at, blank)| (form.questions[at].blanks[blank].key.as_str(), (at, blank))).collect()
}

/// What rows are read with.
struct Reading<'r> {
    form: &'r Form,
    review: &'r Review,
    view: &'r View<'r>,
    options: &'r TakeOptions,
    rows: BTreeMap<&'r str, (usize, usize)>,
}

impl Reading<'_> {
    fn read(&self, reply: &Reply) -> Result<ReadReply, ReplyOutcome> {
        let key = reply.key.text.as_str();
        if reply.answer.text.trim().is_empty() && (self.rows.contains_key(key) || self.closed(key).is_some()) {
            return Err(ReplyOutcome::Empty);
        }
        let Some(&(question, blank)) = self.rows.get(key) else {
            return Err(match self.closed(key) {
                Some(why) => ReplyOutcome::Closed { why },
                None => {
                    let near = nearest(key, self.rows.keys().copied()).map(str::to_owned);
                    ReplyOutcome::UnknownKey { near }
                }
            });
        };
        let refused = |cell: &WrittenCell, refusal| ReplyOutcome::NotUnderstood { place: cell.place.clone(), refusal };
        let at = &self.form.questions[question].blanks[blank];
        let says = self.says(&reply.answer.text, at).map_err(|why| refused(&reply.answer, why))?;
        let on = self.day(&reply.on.text).map_err(|why| refused(&reply.on, why))?;
        let by = match &says {
            ReplySays::Value(_) => None,
            _ => {
                let cell = if reply.by.text.is_empty() { &reply.answer } else { &reply.by };
                Some(self.person(&reply.by.text).map_err(|why| refused(cell, why))?)
            }
        };
        let note = Some(&reply.note.text).filter(|note| !note.trim().is_empty()).cloned();
        Ok(ReadReply { question, blank, says, by, on, note })
    }

    fn says(&self, text: &str, blank: &FormBlank) -> Result<ReplySays, Refusal> {
        if written::says_nobody_knows(text) {
            return Ok(ReplySays::NobodyKnows);
        }
        match &blank.target {
            BlankTarget::Attestation => written::yes_or_no(text, &blank.choices).map(ReplySays::Attested),
            BlankTarget::Title => {
                written::value(text, &onethread_model::fields::FieldType::Text, self.view).map(ReplySays::Value)
            }
            BlankTarget::Field(field) => written::value(text, &field.ty, self.view).map(ReplySays::Value),
        }
    }

    fn day(&self, text: &str) -> Result<Day, Refusal> {
        let on = if text.is_empty() { self.options.on } else { written::day(text)? };
        match on > self.options.today {
            true => Err(Refusal::new(format!("{on} lies ahead: today is {}", self.options.today))
                .help("an answer is dated when it is given, not ahead")),
            false => Ok(on),
        }
    }

    fn person(&self, text: &str) -> Result<String, Refusal> {
        match (text, &self.options.by) {
            ("", Some(by)) => Ok(by.clone()),
            ("", None) => Err(Refusal::new("it does not say who answers")
                .help("fill in who answers, or say --by PERSON for all that do not say")),
            (text, _) => written::person(text, self.view),
        }
    }

    /// Why the question of a key is no longer open; nothing where there is no such question.
    fn closed(&self, key: &str) -> Option<String> {
        let known = self.view.initiatives.iter().filter_map(|one| {
            let rest = key.strip_prefix(&*key_part(&one.id))?.strip_prefix('/')?;
            Some((one.id.as_str(), rest.split('/').next()?))
        });
        let (id, criterion) = known.max_by_key(|(id, _)| id.len())?;
        let criterion = CRITERIA.iter().find(|one| one.key == criterion)?.key;
        let day = self.review.as_of;
        let Some(one) = self.review.initiative(id) else { return Some(format!("{id} is not live on {day}")) };
        let Some(verdict) = one.verdicts.iter().find(|verdict| verdict.criterion == criterion) else {
            return Some(format!("the agreement about people switches {criterion} off"));
        };
        let because = verdict.judgement.because.first();
        let why = because.map_or_else(String::new, |because| match &because.place {
            Some(place) => format!(": {} ({place})", because.says),
            None => format!(": {}", because.says),
        });
        Some(match verdict.judgement.answer {
            Answer::NotShown => format!("{criterion} of {id} is asked in other words today{why}"),
            answer => format!("the review answers {criterion} of {id} with \u{201c}{}\u{201d}{why}", answer.words()),
        })
    }
}

/// Rows that answer the same differently get that as their outcome, and those that repeat an earlier one.
fn put_aside(read: &[Result<ReadReply, ReplyOutcome>], replies: &[Reply], outcomes: &mut [Option<ReplyOutcome>]) {
    let mut by_blank: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (index, one) in read.iter().enumerate() {
        if let Ok(one) = one {
            by_blank.entry((one.question, one.blank)).or_default().push(index);
        }
    }
    let says = |index: usize| read[index].as_ref().ok().map(|one| &one.says);
    let place = |index: usize| replies[index].answer.place.clone();
    for same in by_blank.into_values() {
        let first = same[0];
        let is_other = |index: &&usize| says(**index) != says(first);
        let Some(other) = same.iter().find(is_other).copied() else {
            for repeated in &same[1..] {
                outcomes[*repeated] = Some(ReplyOutcome::Repeated { first: place(first) });
            }
            continue;
        };
        for index in same {
            let against = if says(index) == says(first) { other } else { first };
            outcomes[index] = Some(ReplyOutcome::Contradictory { other: place(against) });
        }
    }
}

/// What answers are written into.
struct Writing<'w> {
    snapshot: &'w Snapshot,
    view: &'w View<'w>,
    after: Snapshot,
    edits: Vec<Edit>,
}

type Outcomes = Vec<(usize, ReplyOutcome)>;

impl Writing<'_> {
    /// Writes the answers to one question down, and says what became of each.
    fn question(&mut self, question: &FormQuestion, read: &[(usize, &ReadReply)], replies: &[Reply]) -> Outcomes {
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
            let refusal = Refusal::new(why).help("write it into the file by hand: onethread ask shows the lines");
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
        ReplySays::NobodyKnows => "nobody knows".to_owned(),
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
