//! What becomes of a filled form. Input: a snapshot with its review, and rows as people filled them; output: what became
//! of every row, and the edits that write the answers down.
//!
//! 1. Find the question of each row by its key, and read what is answered.
//! 2. Put aside rows that answer the same differently: neither is written.
//! 3. Fill the edits of each question with its answers, one entry after another, and leave out what the files would not
//!    be read with.

use std::collections::BTreeMap;

use onethread_model::Day;
use onethread_model::diagnostic::nearest;
use onethread_model::edit::Edit;
use onethread_model::fields::{Field, FieldType, field};
use onethread_model::org::{Attestation, ORG_KINDS};
use onethread_model::record::Value;
use onethread_model::source::Place;

use super::form::{BlankTarget, FormBlank, FormOptions, FormQuestion, Questionnaire, form, key_part};
use super::writing::Writing;
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
    /// Where its answer is.
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
pub(super) enum ReplySays {
    NobodyKnows,
    Attested(bool),
    Value(Value),
}

/// A row that was understood.
pub(super) struct ReadReply {
    question: usize,
    pub(super) blank: usize,
    pub(super) says: ReplySays,
    pub(super) by: Option<String>,
    pub(super) on: Day,
    pub(super) note: Option<String>,
}

/// Takes rows of forms in. Each row gets an outcome, and each answer that is understood an edit.
pub fn take(snapshot: &Snapshot, review: &Review, replies: &[Reply], options: &TakeOptions) -> Taken {
    let view = View::on(snapshot, review.as_of);
    let form = form(review, &view, &FormOptions { all: true, ..FormOptions::default() });
    let reading = Reading { snapshot, form: &form, review, view: &view, options, rows: rows(&form) };
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
            place: reply.answer.place.clone(),
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
fn rows(form: &Questionnaire) -> BTreeMap<&str, (usize, usize)> {
    let of = |(at, question): (usize, &'_ FormQuestion)| -> Vec<(usize, usize)> {
        (0..question.blanks.len()).map(|blank| (at, blank)).collect()
    };
    let all = form.questions.iter().enumerate().flat_map(of);
    all.map(|(at, blank)| (form.questions[at].blanks[blank].key.as_str(), (at, blank))).collect()
}

/// What rows are read with.
struct Reading<'r> {
    snapshot: &'r Snapshot,
    form: &'r Questionnaire,
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
                Some(_) if self.is_said_already(key, &reply.answer.text) => ReplyOutcome::Unchanged { place: None },
                Some(_) if self.is_slip(key) => ReplyOutcome::UnknownKey { near: self.near(key) },
                Some(why) => ReplyOutcome::Closed { why },
                None => ReplyOutcome::UnknownKey { near: self.near(key) },
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
            BlankTarget::Title => written::value(text, &FieldType::Text, self.view).map(ReplySays::Value),
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

    /// The initiative, the criterion and the rest of a key, as far as there are such.
    fn parts<'k>(&self, key: &'k str) -> Option<(&str, &'static str, &'k str)> {
        let known = self.view.initiatives.iter().filter_map(|one| {
            let rest = key.strip_prefix(&*key_part(&one.id))?.strip_prefix('/')?;
            Some((one.id.as_str(), rest))
        });
        let (id, rest) = known.max_by_key(|(id, _)| id.len())?;
        let (criterion, field) = rest.split_once('/')?;
        Some((id, CRITERIA.iter().find(|one| one.key == criterion)?.key, field))
    }

    fn near(&self, key: &str) -> Option<String> {
        nearest(key, self.rows.keys().copied()).map(str::to_owned)
    }

    /// Whether a key is a slip: its question is asked, with another row that is near it, and no field has its name.
    fn is_slip(&self, key: &str) -> bool {
        let Some((question, name)) = key.rsplit_once('/') else { return false };
        let is_field = name == "answer" || field(initiative_fields(), name).is_some();
        !is_field
            && self.near(key).is_some_and(|near| near.rsplit_once('/').is_some_and(|(other, _)| other == question))
    }

    /// Whether the files say what a row answers whose question is no longer open: a form that is read twice changes
    /// nothing, and nothing is wrong with it.
    fn is_said_already(&self, key: &str, answer: &str) -> bool {
        let Some((id, criterion, name)) = self.parts(key) else { return false };
        if name == "answer" {
            let Ok(holds) = written::yes_or_no(answer, &["yes", "no"]) else { return false };
            let mut all = self.view.as_written().attestations.iter();
            return all.any(|one| about(one) == (id, criterion) && one.holds == holds);
        }
        let value =
            field(initiative_fields(), name).and_then(|field| written::value(answer, &field.ty, self.view).ok());
        value.is_some_and(|value| {
            let file = moves::file_of("initiative", id, self.view);
            let edited = self.snapshot.edited(&[Edit::set(file.as_str(), "initiative", id, name, value)]);
            edited.is_ok_and(|after| after.text_of(&file) == self.snapshot.text_of(&file))
        })
    }

    /// Why the question of a key is no longer open; nothing where there is no such question.
    fn closed(&self, key: &str) -> Option<String> {
        let (id, criterion, _) = self.parts(key)?;
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

fn initiative_fields() -> &'static [Field] {
    ORG_KINDS.iter().find(|kind| kind.name == "initiative").map_or(&[], |kind| kind.fields)
}

/// The initiative and the criterion of an attestation.
fn about(one: &Attestation) -> (&str, &str) {
    (&one.initiative.value, &one.criterion.value)
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
