//! Step 2: moves, what would alter an answer, carried out and priced.
//!
//! A *move kind* describes one sort of change: which blanks it has, which edits of the organization's files carry it
//! out, what it costs, and how it is said. A *change* ([`Change`]) is a move kind with what is known of its blanks. A
//! criterion names changes; `what-if`, `ask` and later the plan fill their blanks and carry them out.
//!
//! # How a move kind is written
//!
//! 1. `cargo xtask new-move lend-person "Lend a person"` makes `lend_person.rs` and its page here, and the line in [`MOVES`].
//! 2. Write the page: what it does, its price, when it is wrong, and an example that proves it. Where files carry it out, the
//!    example shows them afterwards; where people do, it shows the facts of a later day.
//! 3. Write the functions. They read a [`View`] of the organization on a day, and nothing else.
//! 4. `cargo test -p onethread-core --test pages moves`, then `cargo xtask bless`.

mod adopt;
pub(crate) mod allocate;
pub(crate) mod appoint;
pub(crate) mod attest;
mod blanks;
pub(crate) mod change_form;
pub(crate) mod charter;
pub(crate) mod charter_parts;
pub(crate) mod complete_metric;
mod cost;
pub(crate) mod cut_tenets;
pub(crate) mod decide_sooner;
pub(crate) mod declare_dependency;
pub(crate) mod decouple;
pub(crate) mod dedicate;
pub(crate) mod delegate;
pub(crate) mod divide_scope;
mod end;
pub(crate) mod files;
mod fill;
pub(crate) mod gate;
pub(crate) mod give_reason;
mod hand_over;
pub(crate) mod join;
mod leave;
mod mandate;
pub(crate) mod measure_first;
mod merge;
pub(crate) mod metric;
mod notes;
mod own;
mod pause;
mod phrase;
pub(crate) mod plan_dependency;
mod price;
pub(crate) mod reassign;
pub(crate) mod record_outcome;
pub(crate) mod release;
mod rename;
pub(crate) mod report_to;
pub(crate) mod scope;
mod seat;
mod split;
pub(crate) mod stand_up;
mod standing;
pub(crate) mod start;
pub(crate) mod state_effect;
mod still_named;
pub(crate) mod tenet;
mod terms;
mod written;

pub use blanks::{Blank, BlankType, person_named};
pub use charter_parts::CharterPart;
pub use cost::{COSTS, Cost, CostStep, cost_of};
pub use fill::{as_words, example, filled, next, positional, shown, typed, usage};
pub use notes::{Note, notes};
pub use phrase::{Phrase, examples, phrases, read, said};
pub use price::Price;
pub use standing::Standing;
pub use still_named::{Ending, NamedPlace, StillNamed, ending, named_places, still_named};
pub use written::{all_subjects, decides, gate_days, read_written, subjects, written};

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::record::Value;
use onethread_model::source::Place;

use crate::measure::View;

/// One sort of change: data, and plain functions.
pub struct MoveKind {
    /// Name in files, commands and messages.
    pub key: &'static str,
    /// Whether it is an act of running the model, and so has a command of its own: `onethread KEY`. Every other kind is
    /// reached as `what-if "KEY blank = ..."`.
    pub is_act: bool,
    /// What it does, as an order without its object.
    pub title: &'static str,
    /// How it is asked for in words, with blanks in braces; absent where it is reached by its key alone. Where it begins
    /// with a blank that is a choice, there is a phrase for each word of it: see [`phrases`].
    pub phrase: Option<&'static str>,
    /// The page: what it does, its price, an example that runs as a test, when it is wrong, source.
    pub page: &'static str,
    /// What has to be filled in.
    pub blanks: &'static [Blank],
    /// Who carries it out.
    pub by: CarriedOutBy,
    /// Who decides on it, as a role or position: never a name.
    pub decides: &'static str,
    /// What no evidence can show about it, as clauses.
    pub not_known: &'static [&'static str],
    /// Whether it alters who leads or works on what, and so the form of an initiative.
    pub alters_form: bool,
    /// Changes of this kind are said together where this is the same.
    pub group: fn(&Change) -> String,
    /// Several changes of one group in words; absent where it only fills a gap and alters no answer that fails.
    pub words: fn(&[Change]) -> Option<Words>,
    /// The edits that carry it out. Blanks that are not filled in are [`onethread_model::record::Value::Blank`] in
    /// them; none where people carry it out.
    pub edits: fn(&Change, &View<'_>) -> Result<Vec<Edit>, Refusal>,
    /// What it costs.
    pub price: fn(&Change, &View<'_>) -> Price,
}

/// Kinds that files carry out, and that alter work all the same: who decides, who has to agree, who owns what, and who is
/// hired.
const ALTERS_WORK: &[&str] = &["delegate", "divide-scope", "gate", "join", "own", "terms"];

impl MoveKind {
    /// Whether it alters what is written, and neither work nor leadership.
    pub fn is_paperwork(&self) -> bool {
        let only_files = self.by == CarriedOutBy::Files && !self.alters_form && !ALTERS_WORK.contains(&self.key);
        only_files || self.key == measure_first::MOVE.key
    }
}

/// Who carries a move out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CarriedOutBy {
    /// An edit of the organization's files: what they say is so from then on.
    Files,
    /// People, by what they do: later evidence shows whether it was done.
    People,
}

/// Several changes of one group in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What to do, in a few words.
    pub short: String,
    /// What to do, and where to begin.
    pub says: String,
    /// What it costs.
    pub cost: String,
    /// What it brings.
    pub gain: String,
    /// How many answers they alter, at least 1: changes are ordered by price for each of them.
    pub answers: usize,
    /// What they cost together, where that is less than the sum.
    pub price: Option<Price>,
}

/// Why a change cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, without a full stop.
    pub why: String,
    /// What to do instead; may be empty.
    pub help: String,
}

impl Refusal {
    /// A refusal without advice.
    pub fn new(why: impl Into<String>) -> Refusal {
        Refusal { why: why.into(), help: String::new() }
    }

    /// Adds what to do instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Refusal {
        self.help = help.into();
        self
    }
}

/// All move kinds, in alphabetical order of key.
pub const MOVES: &[MoveKind] = &[
    adopt::MOVE,
    allocate::MOVE,
    appoint::MOVE,
    attest::MOVE,
    change_form::MOVE,
    charter::MOVE,
    complete_metric::MOVE,
    cut_tenets::MOVE,
    decide_sooner::MOVE,
    declare_dependency::MOVE,
    decouple::MOVE,
    dedicate::MOVE,
    delegate::MOVE,
    divide_scope::MOVE,
    end::MOVE,
    gate::MOVE,
    give_reason::MOVE,
    hand_over::MOVE,
    join::MOVE,
    leave::MOVE,
    measure_first::MOVE,
    merge::MOVE,
    metric::MOVE,
    own::MOVE,
    pause::MOVE,
    plan_dependency::MOVE,
    reassign::MOVE,
    record_outcome::MOVE,
    release::MOVE,
    rename::MOVE,
    report_to::MOVE,
    scope::MOVE,
    split::MOVE,
    stand_up::MOVE,
    start::MOVE,
    state_effect::MOVE,
    tenet::MOVE,
    terms::MOVE,
];

/// The key of the kind by which decisions are handed down.
pub const DELEGATE: &str = delegate::MOVE.key;

/// The key of the kind by which an initiative starts.
pub const START: &str = start::MOVE.key;

/// The move kind with this key.
pub fn kind(key: &str) -> Option<&'static MoveKind> {
    MOVES.iter().find(|kind| kind.key == key)
}

/// What a change costs; nothing for one of no kind.
pub fn price(change: &Change, view: &View<'_>) -> Price {
    kind(change.kind).map_or_else(Price::default, |kind| (kind.price)(change, view))
}

/// Required blanks that a change leaves open.
pub fn open_blanks(change: &Change) -> Vec<&'static Blank> {
    kind(change.kind).map_or_else(Vec::new, |kind| blanks::open(kind, change))
}

/// The edits that carry a change out, with blanks for what is not filled in.
///
/// # Errors
/// Why it does not apply to this organization.
pub fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let Some(kind) = kind(change.kind) else {
        return Err(Refusal::new(format!("there is no move kind `{}`", change.kind)));
    };
    check_goes_on(kind, change.initiative(), view)?;
    (kind.edits)(change, view)
}

/// Acts that mean something for an initiative that has ended, or that say themselves why they do not.
const AFTER_THE_END: &[&str] = &[end::MOVE.key, release::MOVE.key, START];

/// Looks that an act is not about an initiative that has ended, by its file or by a registry.
fn check_goes_on(kind: &MoveKind, initiative: &str, view: &View<'_>) -> Result<(), Refusal> {
    let ended = view.initiative(initiative).and_then(|known| known.ended);
    match ended.filter(|_| kind.is_act && !AFTER_THE_END.contains(&kind.key)) {
        Some(ended) => Err(Refusal::new(format!("{initiative} ended on {ended}"))
            .help("take `ended` out of its entry first, if it goes on")),
        None => Ok(()),
    }
}

/// The file in which an entry of a kind is written, or else would be.
pub(crate) fn file_of(kind: &str, id: &str, view: &View<'_>) -> String {
    match kind {
        "attestation" => files::attestations(view),
        _ => files::describing(kind, id, &format!("{kind}s.toml"), view),
    }
}

/// Where the entry that an edit is about is written already.
pub(crate) fn written_at(edit: &Edit, view: &View<'_>) -> Option<Place> {
    let (org, id) = (view.inputs.org, edit.at.id.as_str());
    let entry = files::entry_span(&edit.at.kind, id, org);
    let inside = edit.at.inside.first().and_then(|step| {
        let on = step.matching.iter().find(|(key, _)| key == "on")?.1.as_ref()?;
        let written = &org.initiatives.get(id)?.dependencies;
        written.iter().find(|one| *on == Value::Ref(one.on.value.clone())).map(|one| one.on.span)
    });
    inside.or(entry).map(|span| view.inputs.sources.place(span))
}

/// For kinds whose changes are all said together.
fn one_group(_: &Change) -> String {
    String::new()
}

/// For kinds that people carry out.
fn no_edits(_: &Change, _: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    Ok(Vec::new())
}

/// For kinds that cost one statement.
fn one_statement(_: &Change, _: &View<'_>) -> Price {
    Price::statements(1)
}

/// For kinds that two sides agree on, and nobody writes down.
fn one_agreement(_: &Change, _: &View<'_>) -> Price {
    Price::agreements(1)
}

/// For kinds that only fill a gap.
fn no_words(_: &[Change]) -> Option<Words> {
    None
}
