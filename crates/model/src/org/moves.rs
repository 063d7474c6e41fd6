//! What was decided, with what is expected of it, and what was advised and declined.
//!
//! Input: entries of `[move.ID]` and `[[declined]]`. Output: [`DecidedMove`] and [`Declined`], as written. What follows
//! from a day, such as that an outcome is late, is derived by whoever reads them.

use super::tables::{DAY, PERSON, TEXT, TEXTS};
use super::{id_of, interval_holds};
use crate::day::Day;
use crate::fields::{Field, FieldType, Kind, Shape};
use crate::record::{Record, Reference, Value};
use crate::source::{At, Span};

/// What a decision or an advice can be about; a bare id is an initiative.
const SUBJECTS: FieldType = FieldType::List(&FieldType::Ref(&[
    "initiative",
    "team",
    "gate",
    "component",
    "function",
    "platform",
    "decision",
    "person",
]));

const EXPECTATION: &[Field] = &[
    Field::new(
        "measure",
        TEXT,
        "What is expected to differ: a criterion or a measure by its key, `form`, or a metric of an initiative by its name.",
        "\"empowered\"",
    )
    .required(),
    Field::new("of", FieldType::Ref(&["initiative", "team", "gate"]), "Of what; a bare id is an initiative.", "\"returns\""),
    Field::new("answer", TEXT, "The answer or form that is expected, where the measure gives one.", "\"holds\""),
    Field::new("low", FieldType::Number, "The least value that is expected.", "0"),
    Field::new("high", FieldType::Number, "The largest value that is expected.", "3"),
    Field::new("by", DAY, "The day by which it shows.", "2026-09-28").required(),
];

const POSTPONEMENT: &[Field] = &[
    Field::new("on", DAY, "The day on which that was decided.", "2026-09-14").required(),
    Field::new("was", DAY, "The day by which it was to show.", "2026-09-28").required(),
    Field::new("by", DAY, "The day by which it is to show now.", "2026-12-28").required(),
    Field::new("why", TEXT, "Why.", "\"the leader starts in October\""),
];

const OUTCOME: &[Field] = &[
    Field::new("on", DAY, "The day on which it was known.", "2026-09-28").required(),
    Field::new("measure", TEXT, "Which expectation, by its measure; the whole move when absent.", "\"empowered\""),
    Field::new(
        "of",
        FieldType::Ref(&["initiative", "team", "gate"]),
        "Of what, where several are expected.",
        "\"returns\"",
    ),
    Field::new("value", FieldType::Number, "The value that came.", "2"),
    Field::new("says", TEXT, "What came, in words.", "\"2 of 31 decisions went above the leader\""),
];

const ENDED: &[Field] = &[
    Field::new("on", DAY, "The day.", "2026-10-05").required(),
    Field::new("why", TEXT, "Why.", "\"the two countries need one price\""),
];

pub(super) const MOVE: Kind = Kind {
    name: "move",
    shape: Shape::ById,
    doc: "Something that was decided, with what is expected of it. Its id is made of words and a day. Any number of files may \
          hold moves, also one file for each. An id is never shared: `onethread` reports both places.",
    fields: &[
        Field::new("what", TEXT, "What was decided, in words.", "\"Leave decisions to the leader: Returns\"")
            .required(),
        Field::new(
            "acts",
            TEXTS,
            "The changes that carry it out, as `onethread what-if` takes them.",
            "[\"delegate initiative = returns\"]",
        ),
        Field::new("about", SUBJECTS, "What it is about; a bare id is an initiative.", "[\"returns\"]"),
        Field::new("decided-by", PERSON, "Who decided, as a position.", "\"vp-retail\""),
        Field::new("on", DAY, "When it was decided.", "2026-06-30").required(),
        Field::new(
            "expects",
            FieldType::Tables(EXPECTATION),
            "What is expected of it, each with the day by which it shows.",
            "[{ measure = \"empowered\", of = \"returns\", answer = \"holds\", by = 2026-09-28 }]",
        ),
        Field::new("shows", TEXT, "How it will show.", "\"decisions that the leader makes\""),
        Field::new(
            "moved",
            FieldType::Tables(POSTPONEMENT),
            "Days that were moved: the old one, the new one and why. `expects` keeps the first day.",
            "[{ on = 2026-09-14, was = 2026-09-28, by = 2026-12-28, why = \"the leader starts in October\" }]",
        ),
        Field::new(
            "outcome",
            FieldType::Tables(OUTCOME),
            "What came of it.",
            "[{ on = 2026-12-28, measure = \"empowered\", says = \"2 of 31 decisions went above the leader\" }]",
        ),
        Field::new(
            "undone",
            FieldType::Table(ENDED),
            "That it was undone.",
            "{ on = 2026-12-30, why = \"the two countries need one price\" }",
        ),
        Field::new(
            "stopped",
            FieldType::Table(ENDED),
            "That it was stopped before it was carried out.",
            "{ on = 2026-12-30, why = \"the initiative ended\" }",
        ),
    ],
};

pub(super) const DECLINED: Kind = Kind {
    name: "declined",
    shape: Shape::Array,
    doc: "Advice of `onethread plan` that was declined until a day. It is found again by its kind and what it is about, never \
          by its place or its words, and it returns on its day, or earlier when its facts moved.",
    fields: &[
        Field::new("kind", TEXT, "The kind of move, by its key.", "\"delegate\"").required(),
        Field::new("about", SUBJECTS, "What it is about; a bare id is an initiative.", "[\"returns\"]").required(),
        Field::new("because", TEXT, "Why it was declined.", "\"the new leader starts in October\"").required(),
        Field::new("by", PERSON, "Who declined it, as a position.", "\"vp-retail\""),
        Field::new("on", DAY, "When.", "2026-06-30").required(),
        Field::new("until", DAY, "The day on which it returns.", "2026-10-01").required(),
        Field::new(
            "facts",
            FieldType::Map(&FieldType::Scalar),
            "What it rested on when it was declined: answers by `initiative/criterion`, and numbers by name. When one of them \
             moved, it returns.",
            "{ \"returns/empowered\" = \"fails\", held-alone-days = 26 }",
        ),
    ],
};

/// Something that was decided, as written.
#[derive(Clone, Debug)]
pub struct DecidedMove {
    /// Id: words and a day.
    pub id: At<String>,
    /// What was decided, in words.
    pub what: At<String>,
    /// The changes that carry it out, each beginning with the key of a move kind.
    pub acts: Vec<At<String>>,
    /// What it is about.
    pub about: Vec<At<Reference>>,
    /// Who decided.
    pub decided_by: Option<At<String>>,
    /// When.
    pub on: At<Day>,
    /// What is expected of it.
    pub expects: Vec<Expectation>,
    /// How it will show.
    pub shows: Option<At<String>>,
    /// Days that were moved.
    pub moved: Vec<Postponement>,
    /// What came of it.
    pub outcomes: Vec<MoveOutcome>,
    /// That it was undone.
    pub undone: Option<MoveEnd>,
    /// That it was stopped before it was carried out.
    pub stopped: Option<MoveEnd>,
}

/// What is expected of a move.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// What is expected to differ: a criterion, a measure, `form` or a metric.
    pub measure: At<String>,
    /// Of what.
    pub of: Option<At<Reference>>,
    /// The answer or form.
    pub answer: Option<At<String>>,
    /// The least value.
    pub low: Option<At<f64>>,
    /// The largest value.
    pub high: Option<At<f64>>,
    /// The day by which it shows, as first written.
    pub by: At<Day>,
}

/// A day that was moved.
#[derive(Clone, Debug)]
pub struct Postponement {
    /// When that was decided.
    pub on: At<Day>,
    /// The day before.
    pub was: At<Day>,
    /// The day since.
    pub by: At<Day>,
    /// Why.
    pub why: Option<At<String>>,
}

/// What came of a move.
#[derive(Clone, Debug)]
pub struct MoveOutcome {
    /// When it was known.
    pub on: At<Day>,
    /// Which expectation, by its measure; the whole move when absent.
    pub measure: Option<At<String>>,
    /// Of what.
    pub of: Option<At<Reference>>,
    /// The value.
    pub value: Option<At<f64>>,
    /// In words.
    pub says: Option<At<String>>,
}

/// That a move ended without an outcome.
#[derive(Clone, Debug)]
pub struct MoveEnd {
    /// When.
    pub on: At<Day>,
    /// Why, as written.
    pub why: Option<At<String>>,
}

/// Advice that was declined until a day, as written.
#[derive(Clone, Debug)]
pub struct Declined {
    /// Where its header stands.
    pub span: Span,
    /// The kind of move, by its key.
    pub kind: At<String>,
    /// What it is about.
    pub about: Vec<At<Reference>>,
    /// Why.
    pub because: At<String>,
    /// Who declined it.
    pub by: Option<At<String>>,
    /// When.
    pub on: At<Day>,
    /// The day on which it returns.
    pub until: At<Day>,
    /// What it rested on, by name, each as text.
    pub facts: Vec<(At<String>, At<String>)>,
}

impl Declined {
    /// Whether it is in force on a day, as far as days say: from `on` until the day before `until`.
    pub fn holds_on(&self, day: Day) -> bool {
        interval_holds(day, Some(&self.on), Some(&self.until))
    }
}

impl DecidedMove {
    /// Days on which something about it became known.
    pub(super) fn days(&self) -> impl Iterator<Item = &At<Day>> {
        let later = self.moved.iter().map(|one| &one.on).chain(self.outcomes.iter().map(|one| &one.on));
        std::iter::once(&self.on).chain(later).chain(self.undone.iter().chain(&self.stopped).map(|end| &end.on))
    }

    /// Cuts what became known after a day. Gives whether anything was known.
    pub(super) fn cut(&mut self, day: Day) -> bool {
        self.moved.retain(|one| one.on.value <= day);
        self.outcomes.retain(|one| one.on.value <= day);
        self.undone.take_if(|end| end.on.value > day);
        self.stopped.take_if(|end| end.on.value > day);
        self.on.value <= day
    }

    /// The day by which an expectation shows, after all days that were moved: each leads on from the day that it names.
    pub fn due(&self, expected: &Expectation) -> Day {
        let mut known: Vec<&Postponement> = self.moved.iter().collect();
        known.sort_by_key(|one| one.on.value);
        known.into_iter().fold(expected.by.value, |due, one| if one.was.value == due { one.by.value } else { due })
    }

    /// What came of an expectation: the last outcome that names it, or that names none.
    pub fn outcome(&self, expected: &Expectation) -> Option<&MoveOutcome> {
        let is_it = |one: &&MoveOutcome| {
            let same_of = match (&one.of, &expected.of) {
                (Some(of), Some(expected)) => of.value == expected.value,
                _ => true,
            };
            one.measure.as_ref().is_none_or(|measure| measure.value == expected.measure.value) && same_of
        };
        self.outcomes.iter().filter(is_it).max_by_key(|one| one.on.value)
    }
}

/// What was decided, in the order of days, then of ids.
pub(super) fn decided_moves(entries: Vec<(At<String>, Record)>) -> Vec<DecidedMove> {
    let mut all: Vec<DecidedMove> =
        entries.into_iter().filter_map(|(id, mut record)| decided_move(id, &mut record)).collect();
    all.sort_by(|a, b| (a.on.value, &a.id.value).cmp(&(b.on.value, &b.id.value)));
    all
}

fn decided_move(id: At<String>, record: &mut Record) -> Option<DecidedMove> {
    let (what, acts, about) = (record.text("what"), record.texts("acts"), record.references("about"));
    let (decided_by, on, shows) = (id_of(record, "decided-by"), record.day("on"), record.text("shows"));
    let expects = record.tables("expects").iter_mut().filter_map(expectation).collect();
    let moved = record.tables("moved").iter_mut().filter_map(postponement).collect();
    let outcomes = record.tables("outcome").iter_mut().filter_map(outcome).collect();
    let undone = record.table("undone").as_mut().and_then(ended);
    let stopped = record.table("stopped").as_mut().and_then(ended);
    record.all_read("move");
    // Without its words it still has an id that says what it is.
    let what = what.unwrap_or_else(|| id.clone());
    Some(DecidedMove { id, what, acts, about, decided_by, on: on?, expects, shows, moved, outcomes, undone, stopped })
}

fn expectation(record: &mut Record) -> Option<Expectation> {
    let (measure, of, answer) = (record.text("measure"), record.reference("of"), record.text("answer"));
    let (low, high, by) = (record.number("low"), record.number("high"), record.day("by"));
    record.all_read("expects");
    Some(Expectation { measure: measure?, of, answer, low, high, by: by? })
}

fn postponement(record: &mut Record) -> Option<Postponement> {
    let (on, was, by, why) = (record.day("on"), record.day("was"), record.day("by"), record.text("why"));
    record.all_read("moved");
    Some(Postponement { on: on?, was: was?, by: by?, why })
}

fn outcome(record: &mut Record) -> Option<MoveOutcome> {
    let (on, measure, of) = (record.day("on"), record.text("measure"), record.reference("of"));
    let (value, says) = (record.number("value"), record.text("says"));
    record.all_read("outcome");
    Some(MoveOutcome { on: on?, measure, of, value, says })
}

fn ended(record: &mut Record) -> Option<MoveEnd> {
    let (on, why) = (record.day("on"), record.text("why"));
    record.all_read("undone");
    Some(MoveEnd { on: on?, why })
}

pub(super) fn declined(record: &mut Record) -> Option<Declined> {
    let span = record.span;
    let (kind, about, because) = (record.text("kind"), record.references("about"), record.text("because"));
    let (by, on, until) = (id_of(record, "by"), record.day("on"), record.day("until"));
    let facts = record.map("facts").into_iter().filter_map(|(key, value)| {
        let text = match value.value {
            Value::Text(text) => text,
            Value::Number(number) => number.to_string(),
            Value::Flag(flag) => flag.to_string(),
            _ => return None,
        };
        Some((key, At::new(text, value.span)))
    });
    let facts = facts.collect();
    Some(Declined { span, kind: kind?, about, because: because?, by, on: on?, until: until?, facts })
}
