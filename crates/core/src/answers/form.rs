//! A form: the questions that are asked now, each with a row for every blank that its answer fills.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;
use onethread_model::edit::{Edit, EditOp};
use onethread_model::fields::{Field, FieldType, Shape, field};
use onethread_model::ids::{checksum, file_stem, unique};
use onethread_model::org::ORG_KINDS;
use onethread_model::record::{Record, Value};

use super::questions::{AskedQuestion, BLANK, questions};
use crate::measure::View;
use crate::moves;
use crate::review::attested::ATTESTED_DAYS;
use crate::review::{InitiativeReview, ProposedEdits, Review, criterion};
use crate::words::join;

/// Who is asked, as questions say it, with the word for it on a command line.
pub const ROLES: &[(&str, &str)] =
    &[("leader", "the leader"), ("listed", "those who are listed"), ("sponsor", "the sponsor"), ("team", "the team")];

/// What a form is about; by default every question that is asked now.
#[derive(Clone, Debug, Default)]
pub struct FormOptions<'o> {
    /// Only this initiative.
    pub initiative: Option<&'o str>,
    /// Only questions to these, as a question says whom: `the sponsor`.
    pub whom: Option<&'o str>,
    /// So many questions at most.
    pub questions_max: Option<usize>,
    /// Also questions that someone answered within a year, and of which someone said that nobody knows.
    pub all: bool,
}

/// Questions to be answered in a file.
#[derive(Clone, Debug)]
pub struct Questionnaire {
    /// Name of the organization, when one is stated.
    pub organization: Option<String>,
    /// The day of the review.
    pub day: Day,
    /// The questions, in the order in which they are asked.
    pub questions: Vec<FormQuestion>,
    /// How many more wait, by whom to ask: `the sponsor`.
    pub waiting: BTreeMap<String, usize>,
    /// How many no person can answer in a form: only a source could tell.
    pub for_sources: usize,
}

/// A question of a form.
#[derive(Clone, Debug)]
pub struct FormQuestion {
    /// Id of the initiative that it is about.
    pub initiative: String,
    /// What people call that.
    pub name: String,
    /// Keys of the criteria that the answer helps to decide, the one that asks it first.
    pub criteria: Vec<&'static str>,
    /// Who can answer, as a position.
    pub whom: String,
    /// The question.
    pub text: String,
    /// What the answer decides, and why it is open.
    pub why: String,
    /// What is known of it today.
    pub known: String,
    /// Since when it is open, as far as that is known.
    pub since: Option<Day>,
    /// What to fill in, at least one.
    pub blanks: Vec<FormBlank>,
    /// The edits that write the answer down, those of an entry together.
    pub(super) groups: Vec<Vec<Edit>>,
}

/// One thing to fill in: a row of a form.
#[derive(Clone, Debug)]
pub struct FormBlank {
    /// The key of the row, which stays the same as long as the question does: `returns/untangling/effect`.
    pub key: String,
    /// What goes there.
    pub says: String,
    /// The allowed answers where there are few; `nobody knows` is one always.
    pub choices: Vec<&'static str>,
    /// What is allowed, in words.
    pub expected: String,
    /// Which entry it belongs to.
    pub(super) group: usize,
    /// What it fills there.
    pub(super) target: BlankTarget,
}

/// What a blank fills.
#[derive(Clone, Debug)]
pub(super) enum BlankTarget {
    /// The answer of an attestation.
    Attestation,
    /// The title of a new entry, which gives its id.
    Title,
    /// A field.
    Field(&'static Field),
}

impl FormBlank {
    /// Whether the entry cannot be written without it.
    pub(super) fn is_required(&self) -> bool {
        match self.target {
            BlankTarget::Field(field) => field.required,
            BlankTarget::Attestation | BlankTarget::Title => true,
        }
    }
}

impl FormQuestion {
    /// The other rows without which the answer to a row cannot be written, because they are of one entry.
    pub fn needed_with(&self, key: &str) -> Vec<&FormBlank> {
        let group = self.blanks.iter().find(|blank| blank.key == key).map(|blank| blank.group);
        let is_needed = |blank: &&FormBlank| Some(blank.group) == group && blank.key != key && blank.is_required();
        self.blanks.iter().filter(is_needed).collect()
    }
}

/// Makes a form of the questions of a review.
///
/// Those that came first are asked first, one of each initiative before the second of any: three questions go to three
/// who can answer, and not all to one.
pub fn form(review: &Review, view: &View<'_>, options: &FormOptions<'_>) -> Questionnaire {
    let is_wanted = |one: &&InitiativeReview| options.initiative.is_none_or(|id| one.id == id);
    let mut ranked: Vec<(usize, FormQuestion)> = Vec::new();
    let mut for_sources = 0;
    for one in review.initiatives.iter().filter(is_wanted) {
        let asked = questions(one, &ProposedEdits::of(one, view), options.all);
        let is_for = |asked: &AskedQuestion| options.whom.is_none_or(|whom| asked.question.whom == whom);
        let mut rank = 0;
        for asked in asked.into_iter().filter(is_for) {
            if !options.all && is_answered_later(&one.id, &asked.criteria, view) {
                continue;
            }
            match question(one, asked, view, options.all) {
                Asked::Question(question) => {
                    ranked.push((rank, *question));
                    rank += 1;
                }
                Asked::Answered => {}
                Asked::ForSources => for_sources += 1,
            }
        }
    }
    ranked.sort_by(|(a_rank, a), (b_rank, b)| (a_rank, a.since, &a.initiative).cmp(&(b_rank, b.since, &b.initiative)));
    let rest = ranked.split_off(options.questions_max.unwrap_or(usize::MAX).min(ranked.len()));
    let mut waiting = BTreeMap::new();
    for (_, question) in rest {
        *waiting.entry(question.whom).or_default() += 1;
    }
    let questions = ranked.into_iter().map(|(_, question)| question).collect();
    Questionnaire { organization: review.organization.clone(), day: review.as_of, questions, waiting, for_sources }
}

/// Whether the files have an answer to a question of a day after that of the review, which does not count yet: whoever
/// gave it is not asked again.
fn is_answered_later(initiative: &str, criteria: &[&str], view: &View<'_>) -> bool {
    let org = view.as_written();
    let is_it = |id: &str, key: &str, on: Day| id == initiative && key == criteria[0] && on > view.day;
    let answered = org.attestations.iter().any(|at| is_it(&at.initiative.value, &at.criterion.value, at.on.value));
    answered || org.nobody_knows.iter().any(|at| is_it(&at.initiative.value, &at.criterion.value, at.on.value))
}

/// What becomes of a question.
enum Asked {
    Question(Box<FormQuestion>),
    /// Someone answered it within a year, and other things keep it open.
    Answered,
    /// No line of a file answers it.
    ForSources,
}

fn question(one: &InitiativeReview, asked: AskedQuestion, view: &View<'_>, all: bool) -> Asked {
    let main = asked.criteria[0];
    let mut groups: Vec<Vec<Edit>> = Vec::new();
    let mut is_answered = false;
    for edits in asked.edits.iter().flat_map(|edits| grouped(edits.iter().map(|one| &one.edit), view)) {
        match is_attestation(&edits) && !all && has_fresh_answer(&one.id, &edits, view) {
            true => is_answered = true,
            false if groups.contains(&edits) || !names_only_the_known(&edits, view) => {}
            false => groups.push(edits),
        }
    }
    let mut blanks: Vec<FormBlank> = Vec::new();
    for (group, edits) in groups.iter().enumerate() {
        blanks.extend(blanks_of(group, edits, (&one.id, main)));
    }
    number_equal_keys(&mut blanks);
    if blanks.is_empty() {
        return if is_answered { Asked::Answered } else { Asked::ForSources };
    }
    let decides: Vec<&str> = asked.criteria.iter().filter_map(|key| criterion(key)).map(|one| one.question).collect();
    let open: Vec<&str> = asked.why.iter().map(|why| why.says.as_str()).collect();
    Asked::Question(Box::new(FormQuestion {
        initiative: one.id.clone(),
        name: one.name().to_owned(),
        whom: match asked.question.whom.as_str() {
            "the sponsor" => one.known.sponsor_words(),
            _ => asked.question.whom,
        },
        text: asked.question.text,
        why: format!("it decides \u{201c}{}\u{201d}", decides.join("\u{201d} and \u{201c}")),
        known: known(one, &open),
        since: since(one, &asked.criteria, view),
        criteria: asked.criteria,
        blanks,
        groups,
    }))
}

/// What is known, without naming anybody.
fn known(one: &InitiativeReview, open: &[&str]) -> String {
    let form = format!("form: {}", one.form.form.words());
    let all: Vec<&str> = open.iter().copied().chain([form.as_str()]).collect();
    all.join("; ")
}

/// Since when a question is open: since someone last answered it, or else since the initiative began.
fn since(one: &InitiativeReview, criteria: &[&str], view: &View<'_>) -> Option<Day> {
    let org = view.inputs.org;
    let is_it = |initiative: &str, key: &str| initiative == one.id && criteria.contains(&key);
    let answered = org.attestations.iter().filter(|at| is_it(&at.initiative.value, &at.criterion.value));
    let asked = org.nobody_knows.iter().filter(|at| is_it(&at.initiative.value, &at.criterion.value));
    let last = answered.map(|at| at.on.value).chain(asked.map(|at| at.on.value)).max();
    let began = || one.known.idea().or(one.known.committed.as_ref()).map(|began| began.value);
    last.or_else(began)
}

/// Edits, those of one entry that is set together; each with the file that it is about.
fn grouped<'e>(edits: impl Iterator<Item = &'e Edit>, view: &View<'_>) -> Vec<Vec<Edit>> {
    let edits: Vec<Edit> = edits
        .map(|edit| match edit.file.is_empty() {
            true => Edit { file: moves::file_of(&edit.at.kind, &edit.at.id, view), ..edit.clone() },
            false => edit.clone(),
        })
        .collect();
    let sets = |edit: &Edit| matches!(edit.op, EditOp::Set(..) | EditOp::Remove(_));
    let is_same = |a: &Edit, b: &Edit| sets(a) && sets(b) && a.at == b.at && a.file == b.file;
    edits.chunk_by(is_same).map(<[Edit]>::to_vec).collect()
}

fn is_attestation(edits: &[Edit]) -> bool {
    matches!(edits, [Edit { at, op: EditOp::Append(_), .. }] if at.kind == "attestation")
}

/// The text or the id of a value that an edit appends.
fn appended<'e>(edits: &'e [Edit], key: &str) -> Option<&'e str> {
    let [Edit { op: EditOp::Append(values), .. }] = edits else { return None };
    match &values.iter().find(|(other, _)| other == key)?.1 {
        Value::Text(text) => Some(text),
        Value::Ref(reference) => Some(&reference.id),
        _ => None,
    }
}

/// Which criterion an attestation answers.
pub(super) fn attested_criterion(edits: &[Edit]) -> Option<&str> {
    appended(edits, "criterion").filter(|_| is_attestation(edits))
}

fn has_fresh_answer(initiative: &str, edits: &[Edit], view: &View<'_>) -> bool {
    let criterion = appended(edits, "criterion");
    view.inputs.org.attestations.iter().any(|one| {
        let is_it = one.initiative.value == initiative && Some(one.criterion.value.as_str()) == criterion;
        // That a person is incapable is no answer.
        let counts = one.holds || one.criterion.value != "capable";
        is_it && counts && view.day.days_since(one.on.value) <= ATTESTED_DAYS
    })
}

/// Whether edits name nobody but whom the organization's own files name.
fn names_only_the_known(edits: &[Edit], view: &View<'_>) -> bool {
    let org = view.inputs.org;
    let is_known = |value: &Value| match value {
        Value::Ref(person) if person.kind == "person" => {
            let leads = org.initiatives.values().flat_map(|one| &one.leaders);
            let works = org.teams.values().flat_map(|one| &one.members);
            org.people.contains_key(&person.id) || leads.chain(works).any(|at| at.value == person.id)
        }
        _ => true,
    };
    edits.iter().all(|edit| match &edit.op {
        EditOp::Append(values) => values.iter().all(|(_, value)| is_known(value)),
        _ => true,
    })
}

fn blanks_of(group: usize, edits: &[Edit], (initiative, main): (&str, &str)) -> Vec<FormBlank> {
    let Some(first) = edits.first() else { return Vec::new() };
    let Some(kind) = ORG_KINDS.iter().find(|kind| kind.name == first.at.kind) else { return Vec::new() };
    let about = about(first, initiative);
    let id = key_part(initiative);
    let key = |field: &str| match &about {
        Some(about) => format!("{id}/{main}/{field}-{:06x}", checksum(about) & 0xff_ffff),
        None => format!("{id}/{main}/{field}"),
    };
    if let Some(attested) = attested_criterion(edits) {
        let says = criterion(attested).map_or("Is it so?", |criterion| criterion.question).to_owned();
        let choices: &[&str] = if attested == "capable" { &["yes"] } else { &["yes", "no"] };
        let expected = choices.join(" / ");
        let target = BlankTarget::Attestation;
        return vec![FormBlank { key: key("answer"), says, choices: choices.to_vec(), expected, group, target }];
    }
    let blank = |field: &'static Field, target: BlankTarget| {
        let whose = about.as_ref().map_or_else(String::new, |about| format!(" ({about})"));
        FormBlank {
            key: key(field.key),
            says: format!("{}{whose}", field.doc.trim_end_matches('.')),
            choices: super::written::choices(&field.ty),
            expected: match field.key {
                // Its words are a reference, of which the type of the field says nothing.
                "cites" => format!("a tenet, as its owner and its number: {initiative}:1; several parted by ;"),
                _ => super::written::expected(&field.ty),
            },
            group,
            target,
        }
    };
    let mut fields = kind.fields;
    for step in &first.at.inside {
        fields = inner(fields, &step.key);
    }
    let mut blanks = Vec::new();
    if kind.shape == Shape::ById && first.at.id == BLANK {
        blanks.extend(field(kind.fields, "title").map(|title| blank(title, BlankTarget::Title)));
    }
    for edit in edits {
        let open: Vec<(&'static [Field], &str)> = match &edit.op {
            EditOp::Set(key, Value::Blank) | EditOp::Add(key, Value::Blank) => vec![(fields, key)],
            EditOp::Append(values) => open_keys(values.iter().map(|(key, value)| (key.as_str(), value)), fields),
            EditOp::Add(key, Value::Table(Record { values, .. })) => {
                open_keys(values.iter().map(|(key, (_, at))| (key, &at.value)), inner(fields, key))
            }
            _ => Vec::new(),
        };
        let is_filled_later = |key: &str| first.at.kind == "allocation" && key == "from";
        let open = open.into_iter().filter(|(_, key)| !is_filled_later(key));
        let known = open.filter_map(|(fields, key)| field(fields, key));
        blanks.extend(
            known
                .filter(|field| !matches!(field.ty, FieldType::Table(_) | FieldType::Tables(_)))
                .map(|field| blank(field, BlankTarget::Field(field))),
        );
    }
    blanks
}

fn open_keys<'k>(
    values: impl Iterator<Item = (&'k str, &'k Value)>,
    fields: &'static [Field],
) -> Vec<(&'static [Field], &'k str)> {
    values.filter(|(_, value)| **value == Value::Blank).map(|(key, _)| (fields, key)).collect()
}

fn inner(fields: &'static [Field], key: &str) -> &'static [Field] {
    match field(fields, key).map(|field| field.ty) {
        Some(FieldType::Table(inner) | FieldType::Tables(inner)) => inner,
        _ => &[],
    }
}

/// What tells an entry from others of the same question: whose share it is, or on what a dependency is. Absent for the
/// entry of the initiative itself, and for a new one.
fn about(edit: &Edit, initiative: &str) -> Option<String> {
    let word = |value: &Value| match value {
        Value::Ref(reference) => Some(reference.to_string()),
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    if let EditOp::Append(values) = &edit.op {
        return values.iter().find(|(key, _)| key == "person").and_then(|(_, value)| word(value));
    }
    if let EditOp::Add(_, Value::Table(record)) = &edit.op {
        return record.values.iter().find(|(key, _)| *key == "on").and_then(|(_, (_, at))| word(&at.value));
    }
    let inside = edit.at.inside.iter().flat_map(|step| &step.matching);
    let words: Vec<String> = inside.filter_map(|(_, value)| value.as_ref().and_then(word)).collect();
    if !words.is_empty() {
        return Some(join(&words.iter().map(String::as_str).collect::<Vec<_>>()));
    }
    let is_other = edit.at.id != BLANK && edit.at.id != initiative;
    is_other.then(|| format!("{} {}", edit.at.kind, edit.at.id))
}

/// The id of an initiative in keys: of characters that no spreadsheet, mail or page alters.
pub(super) fn key_part(initiative: &str) -> String {
    file_stem(initiative)
}

/// Two rows never share a key: the second of the same one gets a number.
fn number_equal_keys(blanks: &mut [FormBlank]) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for blank in blanks {
        blank.key = unique(blank.key.clone(), &mut taken);
    }
}
