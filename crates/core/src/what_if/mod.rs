//! Step 6: what would differ if some moves were carried out. Nothing is written here; whoever writes says so in
//! [`WhatIf::done`], so that what is shown and what is done are one path.
//!
//! Input: a snapshot and moves, or a snapshot that was altered otherwise. Output: two reviews compared, and what both
//! say beside ([`Effects`]).

mod done;
mod effects;
mod entry;

pub use done::Done;
pub use effects::{CheckFinding, Effects, Need, PlanEnded};
pub use entry::EntryNote;

use std::collections::BTreeMap;

use onethread_model::edit::{self, Edit, FileEditError, inverse};
use onethread_model::org::WishedForm;
use onethread_model::{Change, Day};
use schemars::JsonSchema;
use serde::Serialize;

use self::effects::{Noted, effects, settings};
use crate::check::Settings;
use crate::measure::{Snapshot, View, World};
use crate::moves::change_form::form_price;
use crate::moves::{self, CarriedOutBy, Ending, Note, Price, Refusal, StillNamed};
use crate::review::{
    CharterGate, Difference, InitiativeReview, LastHolderLost, Review, ReviewOptions, TeamChanges, charter_gate,
    compare, last_holders_lost, review_and, review_compared, team_changes,
};
use crate::words::join;

/// What would differ if some changes were carried out.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WhatIf {
    /// Version of this form: major, minor. Within a major version fields are only added.
    pub schema_version: &'static str,
    /// The day of both reviews.
    pub as_of: Day,
    /// The changes, in the order in which they were carried out.
    pub changes: Vec<Change>,
    /// What they cost together.
    pub price: Price,
    /// Members of initiatives with another leader who would change manager if the team reported to that leader (STO).
    pub managers_changed_if_sto: usize,
    /// What differs between the two reviews.
    pub difference: Difference,
    /// What differs beside them.
    #[serde(flatten)]
    pub effects: Effects,
    /// Whether both reviews read ownership as if it had held over the whole window, because an owner changes: what
    /// happened under an earlier owner would else hide what the new one brings.
    pub ownership_held: bool,
    /// What the charter gate answers, where an initiative starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charter_gate: Option<CharterGate>,
    /// What the acts say beside what they alter: what is open, and what nobody said yet.
    pub notes: Vec<Note>,
    /// Where someone or something that an act ends is still named afterwards.
    pub still_named: Vec<StillNamed>,
    /// What no evidence can show about it.
    pub not_known: Vec<String>,
    /// What could be said of the changes and is not, each as what goes there.
    pub left_open: Vec<String>,
    /// Statements that would be written.
    pub statements: usize,
    /// Files in which they would be, by path, in alphabetical order.
    pub files: Vec<String>,
    /// How many people would be on other teams.
    pub team_changes: TeamChanges,
    /// What would lose its last holder.
    pub last_holders_lost: Vec<LastHolderLost>,
    /// The entry that keeps the decision, where one is written; absent where none is.
    pub entry: Option<EntryNote>,
    /// What the difference rests on: files, evidence, day, version and changes, in this order, parted by hyphens. It is
    /// given to `--expect`, and absent where nothing can be bound to it.
    pub fingerprint: Option<String>,
    /// What was done; absent where it is only shown.
    pub done: Option<Done>,
    /// The texts of the files that would change, by path; an empty one where a file is to be gone.
    #[serde(skip)]
    pub texts: BTreeMap<String, String>,
    /// The edits that carry it out.
    #[serde(skip)]
    pub edits: Vec<Edit>,
    /// The edits that reverse it, of the files as they would be then.
    #[serde(skip)]
    pub undo: Vec<Edit>,
}

impl WhatIf {
    /// Version of its form.
    pub const SCHEMA_VERSION: &str = "1.2";

    /// Takes the edits that carry it out on a snapshot, and what follows from them: files, their texts, and how it is undone.
    ///
    /// # Errors
    /// The first file that cannot be edited; then nothing differs.
    pub fn take_edits(&mut self, snapshot: &Snapshot, edits: Vec<Edit>) -> Result<(), FileEditError> {
        let texts = edit::apply(|path| snapshot.text_of(path), &edits)?;
        self.undo = inverse(|path| snapshot.text_of(path), &edits)?;
        self.texts = texts;
        self.files = edits.iter().map(|edit| edit.file.clone()).collect();
        self.files.sort();
        self.files.dedup();
        self.statements = edits.len();
        self.edits = edits;
        Ok(())
    }
}

/// An organization on a day as it is: what every what-if of that day is compared with.
pub struct Baseline {
    /// As much of its review as is compared.
    pub review: Review,
    noted: Noted,
}

impl Baseline {
    /// Reviews a snapshot, and notes what a change may alter beside.
    pub fn of(snapshot: &Snapshot, day: Day) -> Baseline {
        Baseline::with(snapshot, day, &settings(snapshot))
    }

    /// The same, and what `read` finds in the world that it is made from, while that is there.
    pub(crate) fn of_and<T>(snapshot: &Snapshot, day: Day, read: impl FnOnce(&World<'_>) -> T) -> (Baseline, T) {
        let settings = settings(snapshot);
        let (review, (noted, found)) =
            review_and(snapshot, day, &ReviewOptions::default(), |world| (Noted::of(world, &settings), read(world)));
        (Baseline { review, noted }, found)
    }

    fn with(snapshot: &Snapshot, day: Day, settings: &Settings) -> Baseline {
        let (review, noted) = review_compared(snapshot, day, |world| Noted::of(world, settings));
        Baseline { review, noted }
    }
}

/// Moves carried out on a snapshot, one after another.
struct CarriedOut {
    after: Snapshot,
    edits: Vec<Edit>,
    price: Price,
    notes: Vec<Note>,
    endings: Vec<Ending>,
}

/// Carries moves out on a snapshot, one after another, and compares its review with that of the snapshot as it is,
/// which is `before` where someone has it already.
///
/// # Errors
/// Why one of them cannot be carried out: a blank is open, it does not apply, or a file cannot be edited.
pub fn what_if(
    snapshot: &Snapshot,
    day: Day,
    before: Option<&Baseline>,
    changes: &[Change],
) -> Result<WhatIf, Refusal> {
    let CarriedOut { after, edits, price, notes, endings } = carry_out(snapshot, day, changes)?;
    let ownership_held = edits.iter().any(|edit| edit.at.kind == "component");
    let mut found = compared(snapshot, &after, day, before, ownership_held);
    found.changes = changes.to_vec();
    found.price = price;
    let start = changes.iter().find(|change| change.kind == moves::START);
    found.charter_gate = start.and_then(|start| charter_gate(snapshot, day, start).ok());
    found.notes = notes;
    if !endings.is_empty() {
        found.still_named = moves::still_named(&endings, &View::on(&after, day));
    }
    found.not_known = not_known(changes);
    found.left_open = left_open(changes);
    found.take_edits(snapshot, edits).map_err(|error| Refusal::new(error.to_string()))?;
    Ok(found)
}

/// Compares a snapshot with one whose files were altered otherwise than by moves, such as by a patch or on a branch.
pub fn what_if_altered(snapshot: &Snapshot, after: &Snapshot, day: Day, before: Option<&Baseline>) -> WhatIf {
    let owner = |of: &Snapshot| -> Vec<(String, Option<String>, Option<Day>)> {
        let said = of.org.components.values();
        said.map(|one| {
            let until = one.owner_until.as_ref().map(|until| until.value);
            (one.id.value.clone(), one.owner.as_ref().map(|owner| owner.value.clone()), until)
        })
        .collect()
    };
    compared(snapshot, after, day, before, owner(snapshot) != owner(after))
}

/// Compares a snapshot with one whose files have other texts, an empty one where a file is to be gone, as
/// [`what_if_altered`] does. How many statements differ is known to whoever made the texts.
pub fn what_if_texts(
    (snapshot, after): (&Snapshot, &Snapshot),
    day: Day,
    texts: BTreeMap<String, String>,
    statements: usize,
) -> WhatIf {
    let mut found = what_if_altered(snapshot, after, day, None);
    found.price = Price::statements(statements);
    found.statements = statements;
    found.files = texts.keys().cloned().collect();
    found.texts = texts;
    found
}

fn carry_out(snapshot: &Snapshot, day: Day, changes: &[Change]) -> Result<CarriedOut, Refusal> {
    let (mut after, mut edits, mut price) = (snapshot.clone(), Vec::new(), Price::default());
    let (mut notes, mut endings) = (Vec::new(), Vec::new());
    for change in changes {
        let view = View::on(&after, day);
        let open = moves::open_blanks(change);
        if !open.is_empty() {
            let keys: Vec<&str> = open.iter().map(|blank| blank.key).collect();
            return Err(Refusal::new(format!("`{}` does not say {}", change.kind, join(&keys))));
        }
        let of_this = moves::edits(change, &view)?;
        price += moves::price(change, &view);
        let is_by_people = moves::kind(change.kind).is_none_or(|kind| kind.by == CarriedOutBy::People);
        if of_this.is_empty() && is_by_people {
            let why = format!("`{}` is carried out by people, and no file says that it was done", change.kind);
            return Err(Refusal::new(why).help(format!("onethread explain {} says what would show it", change.kind)));
        }
        if let Some(edit) = of_this.iter().find(|edit| !edit.blank_keys().is_empty()) {
            return Err(left_to_people(change, edit));
        }
        notes.extend(moves::notes(change, &view));
        endings.extend(moves::ending(change, &view));
        drop(view);
        after = after.edited(&of_this).map_err(|error| Refusal::new(error.to_string()))?;
        edits.extend(of_this);
    }
    Ok(CarriedOut { after, edits, price, notes, endings })
}

/// Both snapshots reviewed and compared; what moves alone can say is left out.
fn compared(
    snapshot: &Snapshot,
    after: &Snapshot,
    day: Day,
    before: Option<&Baseline>,
    ownership_held: bool,
) -> WhatIf {
    // Whoever moves takes no record along: what teams did is counted by the teams of today on both sides, or the
    // difference would be what one person did.
    let read = |of: &Snapshot| {
        let of = of.with_rosters_of(snapshot);
        if ownership_held { of.with_ownership_held() } else { of }
    };
    let (was, is) = (View::on(snapshot, day), View::on(after, day));
    let (moved, lost) = (team_changes(&was, &is), last_holders_lost(&was, &is));
    drop((was, is));
    let (settings, after) = (settings(snapshot), read(after));
    // Neither side waits for the other.
    let (made, now) = rayon::join(
        || before.is_none_or(|_| ownership_held).then(|| Baseline::with(&read(snapshot), day, &settings)),
        || Baseline::with(&after, day, &settings),
    );
    let before = made.as_ref().or(before).unwrap_or(&now);
    WhatIf {
        schema_version: WhatIf::SCHEMA_VERSION,
        as_of: day,
        changes: Vec::new(),
        price: Price::default(),
        managers_changed_if_sto: managers_changed_if_sto(&before.review, &now.review, &after, day),
        difference: compare(&before.review, &now.review),
        effects: effects((&before.review, &before.noted), (&now.review, &now.noted)),
        ownership_held,
        charter_gate: None,
        notes: Vec::new(),
        still_named: Vec::new(),
        not_known: not_known(&[]),
        left_open: Vec::new(),
        statements: 0,
        files: Vec::new(),
        team_changes: moved,
        last_holders_lost: lost,
        entry: None,
        fingerprint: None,
        done: None,
        texts: BTreeMap::new(),
        edits: Vec::new(),
        undo: Vec::new(),
    }
}

/// Optional blanks in which two sides agree on something: where they stay open, people fill them in. The others
/// say only how a thing is done.
const AGREED: &[&str] =
    &["agreement", "by", "decides", "drops", "expected", "from", "lifts", "receiver", "review", "share", "stops"];

/// What could be agreed on with acts and is not.
fn left_open(changes: &[Change]) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for (change, kind) in changes.iter().filter_map(|change| Some((change, moves::kind(change.kind)?))) {
        let open = kind.blanks.iter().filter(|blank| {
            kind.is_act && !blank.required && AGREED.contains(&blank.key) && change.get(blank.key).is_none()
        });
        for blank in open {
            let says = format!("{} = ... ({})", blank.key, blank.doc);
            if !said.contains(&says) {
                said.push(says);
            }
        }
    }
    said
}

/// Words that no program can write: what would be read after them is not known.
fn left_to_people(change: &Change, edit: &Edit) -> Refusal {
    let entry = [edit.at.kind.as_str(), edit.at.id.as_str()].join(" ");
    let (kind, keys, entry) = (change.kind, join(&edit.blank_keys()), entry.trim_end());
    Refusal::new(format!("`{kind}` leaves {keys} of {entry} to be written, in {}", edit.file))
        .help(format!("write it in the file itself; onethread explain {kind} shows how"))
}

/// Members who would change manager if the teams of initiatives with another leader reported to that leader.
fn managers_changed_if_sto(before: &Review, now: &Review, after: &Snapshot, day: Day) -> usize {
    let leader = |one: &InitiativeReview| one.known.leadership.leader().map(|leader| leader.value.clone());
    let has_new = |one: &&InitiativeReview| {
        let then = before.initiative(&one.id).and_then(leader);
        leader(one).is_some_and(|leader| Some(leader) != then)
    };
    let with_new: Vec<&InitiativeReview> = now.initiatives.iter().filter(has_new).collect();
    if with_new.is_empty() {
        return 0;
    }
    let view = View::on(after, day);
    let of_one = |one: &InitiativeReview| form_price(Some(WishedForm::Sto), &one.known, &view).managers_changed;
    with_new.into_iter().map(of_one).sum()
}

/// What no evidence can show, each once.
fn not_known(changes: &[Change]) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for says in changes.iter().filter_map(|change| moves::kind(change.kind)).flat_map(|kind| kind.not_known) {
        if !said.iter().any(|known| known == says) {
            said.push((*says).to_owned());
        }
    }
    said.push("whether anything gets faster: these data cannot show it".to_owned());
    said
}
