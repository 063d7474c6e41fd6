//! Predictions: a decision that is carried out leaves a dated entry in the organization's files, with what is expected
//! of it.
//!
//! Input: a what-if, as it is shown and done, and who decided. Output: the same what-if, whose edits also write
//! `[move.ID]`: what, who, on which day, and what the what-if computed as expectations (forms and answers that would
//! change), each with the day by which it shows. One path up to the write: what is shown, written and undone has the
//! entry in it.
//!
//! Every act of running the model is a decision, and so leaves an entry, even where nothing is expected of it: that is a
//! decision that nobody can learn from, and the entry says so. A change that only describes what is so already (an
//! attestation, a new name, a metric's owner) decides nothing: nobody expects anything of it, git keeps it, and a register
//! full of such lines would hide the decisions. A patch or a branch brings its own entry.

use std::collections::BTreeSet;

use onethread_model::change::Known;
use onethread_model::edit::Edit;
use onethread_model::org::DecidedMove;
use onethread_model::record::{Record, Reference, Value};
use onethread_model::{Change, Day};

use super::PlanRow;
use crate::measure::{Snapshot, View};
use crate::moves::{self, BlankType, Refusal, all_subjects, subjects, written};
use crate::review::{
    Answer, AnswerDifference, FORM_MEASURE, Form, InitiativeDifference, InitiativeReview, Verdict, review_initiative,
};
use crate::what_if::{EntryNote, WhatIf, what_if_altered};
use crate::words::capital;

/// Days after a change by which the answers of the review show what came of it. Tested by
/// `an_answer_is_expected_a_quarter_after_the_last_day_of_the_change`.
pub const EXPECTED_DAYS: i32 = 90;

/// Entries that an id names before it says that there are others.
const NAMED_MAX: usize = 2;
/// Words for a decision that has the words of another one of the same day.
const FURTHER: [&str; 4] = ["again", "further", "anew", "besides"];

/// Something that is expected of a decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// What is expected to differ: a criterion, a measure, `form`, or a metric.
    pub measure: String,
    /// Of what.
    pub of: Option<Reference>,
    /// The answer or form that is expected.
    pub answer: Option<String>,
    /// The least value that is expected.
    pub low: Option<f64>,
    /// The largest value that is expected.
    pub high: Option<f64>,
    /// The day by which it shows.
    pub by: Day,
}

/// What is said of a decision beside what it changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntryOptions {
    /// Who decided, as the id of a position.
    pub decided_by: Option<String>,
    /// What was decided, in words; made of the changes when absent.
    pub what: Option<String>,
    /// What is expected beside what the what-if computed.
    pub expects: Vec<Prediction>,
    /// How it will show, in words.
    pub shows: Option<String>,
}

/// Whether a change is a decision, which leaves an entry: every act, and every other change that alters work or
/// leadership.
pub fn is_decision(change: &Change) -> bool {
    moves::kind(change.kind).is_some_and(|kind| kind.is_act || !kind.is_paperwork())
}

/// The same what-if with the entry of the decision among its edits. Where nothing would be written, or where no change is
/// a decision, it is as it was.
///
/// # Errors
/// Why the entry cannot be written: nobody has the id of who decided, or the file cannot be edited.
pub fn with_entry(snapshot: &Snapshot, found: WhatIf, options: &EntryOptions) -> Result<WhatIf, Refusal> {
    // Edits that say what the files say already are none, and then nothing was decided.
    if found.texts.is_empty() || !found.changes.iter().any(is_decision) {
        return Ok(found);
    }
    let mut expects = predictions(&found);
    expects.extend(later(snapshot, &found, &expects));
    expects.extend(options.expects.iter().cloned());
    recorded(snapshot, found, options, expects)
}

/// The entry alone, for changes that people carry out: no file says that they were done, and later evidence shows it.
///
/// # Errors
/// As for [`with_entry`].
pub fn entry_alone(
    snapshot: &Snapshot,
    day: Day,
    changes: &[Change],
    options: &EntryOptions,
) -> Result<WhatIf, Refusal> {
    let found = WhatIf { changes: changes.to_vec(), ..what_if_altered(snapshot, snapshot, day, None) };
    let mut expects = later(snapshot, &found, &[]);
    expects.extend(options.expects.iter().cloned());
    recorded(snapshot, found, options, expects)
}

/// What a row of a plan says of the entry that it leaves once it is accepted: the smallest change that the data of the days
/// after it could show, and how.
pub fn of_row(row: &PlanRow, day: Day, decided_by: Option<String>) -> EntryOptions {
    let shown = &row.detectable;
    let by = day.plus_days(i32::try_from(shown.days).unwrap_or(EXPECTED_DAYS));
    let measure = if row.kind == moves::DELEGATE { "deciding-alone" } else { "waiting-ledger" };
    let of = match row.initiatives.as_slice() {
        [one] => Some(Reference { kind: "initiative".to_owned(), id: one.clone() }),
        _ => None,
    };
    let expects = shown.at_most.map(|most| Prediction {
        measure: measure.to_owned(),
        of,
        answer: None,
        low: Some(0.0),
        high: Some(most as f64),
        by,
    });
    EntryOptions { decided_by, what: None, expects: expects.into_iter().collect(), shows: Some(shown.says.clone()) }
}

fn recorded(
    snapshot: &Snapshot,
    mut found: WhatIf,
    options: &EntryOptions,
    expects: Vec<Prediction>,
) -> Result<WhatIf, Refusal> {
    let view = View::on(snapshot, found.as_of);
    let decided_by = options.decided_by.as_deref().map(|who| moves::person_named(who, &view)).transpose()?;
    let made = made(&found.edits, &view);
    let id = entry_id(&found.changes, &made, found.as_of, &taken(&view));
    let file = file_of(&id, &view);
    let what = options.what.clone().unwrap_or_else(|| what(&found.changes, &view));
    let about = about(&found.changes, made);
    let set = |key: &str, value: Value| Edit::set(file.clone(), "move", &id, key, value);
    let mut edits = vec![set("what", Value::text(what.as_str()))];
    edits.push(set("acts", Value::list(found.changes.iter().map(|change| Value::text(written(change))))));
    if !about.is_empty() {
        edits.push(set("about", Value::list(about.iter().cloned().map(Value::Ref))));
    }
    edits.extend(decided_by.map(|who| set("decided-by", Value::reference("person", who))));
    edits.push(set("on", Value::Day(found.as_of)));
    edits.extend(shows(options, &expects).map(|shows| set("shows", Value::text(shows))));
    edits.extend(expects.iter().map(|one| Edit::add(file.clone(), "move", &id, "expects", table(one))));
    drop(view);
    let edits = [std::mem::take(&mut found.edits), edits].concat();
    found.take_edits(snapshot, edits).map_err(|error| Refusal::new(error.to_string()))?;
    let next_day = expects.iter().map(|one| one.by).min();
    found.entry = Some(EntryNote { id, file, what, expects: expects.len(), next_day });
    Ok(found)
}

/// Where a new entry is written: beside the others, or in a file of its own where each of them has one.
fn file_of(id: &str, view: &View<'_>) -> String {
    let folder_of_own = |one: &DecidedMove| {
        let path = view.inputs.sources.path(one.id.span.file);
        path.strip_suffix(&format!("/{}.toml", one.id.value)).map(str::to_owned)
    };
    let folders: Option<Vec<String>> = moves::files::all_decided(view).iter().map(folder_of_own).collect();
    match folders.and_then(|folders| folders.into_iter().next_back()) {
        Some(folder) => format!("{folder}/{id}.toml"),
        None => moves::file_of("move", id, view),
    }
}

/// Ids that moves have already, on whatever day.
fn taken(view: &View<'_>) -> BTreeSet<String> {
    moves::files::all_decided(view).iter().map(|one| one.id.value.clone()).collect()
}

/// What is expected, as the what-if computed it: forms and answers that would be others.
fn predictions(found: &WhatIf) -> Vec<Prediction> {
    let by = last_day(&found.changes, found.as_of).plus_days(EXPECTED_DAYS);
    found.difference.initiatives.iter().flat_map(|one| of_initiative(one, by)).collect()
}

fn of_initiative(one: &InitiativeDifference, by: Day) -> Vec<Prediction> {
    let expect = |measure: &str, answer: &str| Prediction {
        measure: measure.to_owned(),
        of: Some(Reference { kind: "initiative".to_owned(), id: one.id.clone() }),
        answer: Some(answer.to_owned()),
        low: None,
        high: None,
        by,
    };
    let form = one.form.as_ref().filter(|form| form.after != Form::NotShown);
    let is_shown = |answer: &&AnswerDifference| {
        answer.answer.before != answer.answer.after && answer.answer.after != Answer::NotShown
    };
    let answers = one.answers.iter().filter(is_shown).map(|answer| expect(answer.criterion, answer.answer.after.key()));
    form.map(|form| expect(FORM_MEASURE, form.after.key())).into_iter().chain(answers).collect()
}

/// Answers that fail, that a change is about, and that only later evidence can alter, such as decisions that the leader is
/// still to make: they are expected by the first day on which that can show, and a quarter after the change at least. An
/// initiative of which the what-if computed something already is left out.
fn later(snapshot: &Snapshot, found: &WhatIf, known: &[Prediction]) -> Vec<Prediction> {
    let is_computed = |id: &str| known.iter().any(|one| one.of.as_ref().is_some_and(|of| of.id == id));
    let ids: BTreeSet<&str> = found.changes.iter().map(Change::initiative).filter(|id| !is_computed(id)).collect();
    let least = last_day(&found.changes, found.as_of).plus_days(EXPECTED_DAYS);
    let reviews = ids.into_iter().filter_map(|id| review_initiative(snapshot, found.as_of, id));
    reviews.flat_map(|one| of_proposals(&one, &found.changes, least)).collect()
}

fn of_proposals(one: &InitiativeReview, changes: &[Change], least: Day) -> Vec<Prediction> {
    let failing = one.verdicts.iter().filter(|verdict| verdict.judgement.answer == Answer::Fails);
    let by = |verdict: &Verdict| {
        let meant = verdict.judgement.would_change.iter().filter(|proposal| {
            (proposal.effect.alters || proposal.effect.shows_from.is_some())
                && changes.iter().any(|change| moves::decides(change, &proposal.change))
        });
        meant.map(|proposal| proposal.effect.shows_from.map_or(least, |from| from.max(least))).min()
    };
    let of = Reference { kind: "initiative".to_owned(), id: one.id.clone() };
    let expect = |verdict: &Verdict| Prediction {
        measure: verdict.criterion.to_owned(),
        of: Some(of.clone()),
        answer: Some(Answer::Holds.key().to_owned()),
        low: None,
        high: None,
        by: by(verdict).unwrap_or(least),
    };
    failing.filter(|verdict| by(verdict).is_some()).map(expect).collect()
}

/// Blanks that say from which day on something holds or is over.
const FIRST_DAYS: [&str; 3] = ["from", "by", "on"];

/// The last day on which a part of the changes begins to hold, that of the review at least.
fn last_day(changes: &[Change], day: Day) -> Day {
    let of_change = |change: &Change| {
        let known: Vec<Day> = change
            .known()
            .filter_map(|(key, known)| match known {
                Known::Day(day) if FIRST_DAYS.contains(&key) => Some(*day),
                _ => None,
            })
            .chain(moves::gate_days(change))
            .collect();
        known
    };
    changes.iter().flat_map(of_change).chain([day]).max().unwrap_or(day)
}

/// Entries that the edits begin, each once.
fn made(edits: &[Edit], view: &View<'_>) -> Vec<Reference> {
    let org = view.inputs.org;
    let is_new = |kind: &str, id: &str| match kind {
        "initiative" => !org.initiatives.contains_key(id),
        "team" => !org.teams.contains_key(id),
        _ => false,
    };
    let mut found: Vec<Reference> = Vec::new();
    for at in edits.iter().map(|edit| &edit.at).filter(|at| is_new(&at.kind, &at.id)) {
        let one = Reference { kind: at.kind.clone(), id: at.id.clone() };
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

/// What is begun and what the changes are about, in their order, each once.
fn about(changes: &[Change], made: Vec<Reference>) -> Vec<Reference> {
    let mut found = made;
    let others: Vec<Reference> = all_subjects(changes).into_iter().filter(|one| !found.contains(one)).collect();
    found.extend(others);
    found
}

/// What was decided in words: what each kind does, and to what. People are not named.
fn what(changes: &[Change], view: &View<'_>) -> String {
    let mut said: Vec<(String, Vec<String>)> = Vec::new();
    for change in changes {
        let verb = verb(change);
        let about = subjects(change).into_iter().filter(|of| of.kind != "person").map(|of| name(&of, view));
        let mut names: Vec<String> = about.collect();
        if names.is_empty() {
            names.extend(change.text("title").map(str::to_owned));
        }
        match said.iter_mut().find(|(known, _)| *known == verb) {
            Some((_, known)) => {
                for name in names {
                    if !known.contains(&name) {
                        known.push(name);
                    }
                }
            }
            None => said.push((verb, names)),
        }
    }
    let one = |(verb, names): &(String, Vec<String>)| match names.is_empty() {
        true => verb.clone(),
        false => format!("{verb}: {}", names.join(", ")),
    };
    said.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// What a kind does. Where it does one of several things, the word that was chosen.
fn verb(change: &Change) -> String {
    let Some(kind) = moves::kind(change.kind) else { return change.kind.to_owned() };
    let chosen = kind.blanks.iter().find(|blank| {
        matches!(blank.ty, BlankType::Choice(_))
            && kind.phrase.is_some_and(|phrase| phrase.starts_with(&format!("{{{}}}", blank.key)))
    });
    match chosen.and_then(|blank| change.text(blank.key)) {
        Some(word) => format!("{} {}", capital(word), kind.key),
        None => kind.title.to_owned(),
    }
}

/// What people call an entry.
fn name(of: &Reference, view: &View<'_>) -> String {
    let org = view.inputs.org;
    let title = match of.kind.as_str() {
        "initiative" => view.initiative(&of.id).and_then(|one| one.title.clone()),
        "team" => org.teams.get(&of.id).and_then(|one| Some(one.title.as_ref()?.value.clone())),
        "gate" => org.gates.get(&of.id).and_then(|one| Some(one.title.as_ref()?.value.clone())),
        "component" => org.components.get(&of.id).and_then(|one| Some(one.title.as_ref()?.value.clone())),
        _ => None,
    };
    title.unwrap_or_else(|| of.id.clone())
}

/// How it shows, where nobody said it: the answers are those of the review.
fn shows(options: &EntryOptions, expects: &[Prediction]) -> Option<String> {
    let is_answer = |one: &Prediction| one.answer.is_some();
    options
        .shows
        .clone()
        .or_else(|| expects.iter().any(is_answer).then(|| "the answers of onethread review".to_owned()))
}

fn table(one: &Prediction) -> Value {
    let values = [
        ("measure", Some(Value::text(one.measure.as_str()))),
        ("of", one.of.clone().map(Value::Ref)),
        ("answer", one.answer.as_deref().map(Value::text)),
        ("low", one.low.map(Value::Number)),
        ("high", one.high.map(Value::Number)),
        ("by", Some(Value::Day(one.by))),
    ];
    Value::Table(Record::of(values.into_iter().filter_map(|(key, value)| Some((key, value?)))))
}

/// An id of words and the day: what is done and to what, never a person and never a number that counts. Changes that name
/// nothing are called by what they begin. Where the id is taken, a further word tells the two apart.
pub fn entry_id(changes: &[Change], made: &[Reference], day: Day, taken: &BTreeSet<String>) -> String {
    let (words, others) = id_words(changes, made);
    let mut id = format!("{words}-{day}");
    let mut further = others.into_iter().chain(FURTHER.into_iter().cycle().map(str::to_owned));
    let mut words = words;
    while taken.contains(&id) {
        words = match further.next() {
            Some(word) => format!("{words}-{word}"),
            None => break,
        };
        id = format!("{words}-{day}");
    }
    id
}

/// What an id says, and further words for it: the other things that the changes are about.
fn id_words(changes: &[Change], made: &[Reference]) -> (String, Vec<String>) {
    let mut kinds: Vec<&str> = Vec::new();
    for change in changes.iter().filter(|change| is_decision(change)) {
        if !kinds.contains(&change.kind) {
            kinds.push(change.kind);
        }
    }
    let named = |change: &Change| {
        let of = subjects(change).into_iter().filter(|one| one.kind != "person").map(|one| slug(&one.id));
        let known: Vec<String> = of.filter(|word| !word.is_empty()).collect();
        if known.is_empty() { made.iter().map(|one| slug(&one.id)).collect() } else { known }
    };
    let (mut words, mut others) = (Vec::new(), Vec::new());
    for kind in kinds.iter().take(NAMED_MAX) {
        let mut of_kind = changes.iter().filter(|change| change.kind == *kind).map(named);
        let mut first = of_kind.next().unwrap_or_default();
        others.extend(first.split_off(first.len().min(NAMED_MAX)));
        others.extend(of_kind.flatten().filter(|word| !first.contains(word)));
        words.push([vec![slug(kind)], first].concat().join("-"));
    }
    let mut words = words.join("-and-");
    if kinds.len() > NAMED_MAX || !others.is_empty() {
        words += "-and-others";
    }
    (if words.is_empty() { "decision".to_owned() } else { words }, others)
}

/// A word of an id: letters and digits in small letters, everything else a hyphen.
fn slug(text: &str) -> String {
    let sign = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let signs: String = text.to_lowercase().chars().map(sign).collect();
    signs.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}
