//! What would differ if some changes were carried out: edits of a snapshot, and two reviews compared. Nothing is
//! written.

use onethread_model::edit::{Edit, inverse};
use onethread_model::org::WishedForm;
use onethread_model::{Change, Day};
use schemars::JsonSchema;
use serde::Serialize;

use super::compare::{Difference, compare};
use super::{InitiativeReview, Review, review};
use crate::measure::{Snapshot, View};
use crate::moves::change_form::form_price;
use crate::moves::{self, Note, Price, Refusal, StillNamed};
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
    /// What differs.
    pub difference: Difference,
    /// Whether both reviews read ownership as if it had held over the whole window, because an owner changes: what
    /// happened under an earlier owner would else hide what the new one brings.
    pub ownership_held: bool,
    /// What the acts say beside what they alter: what is open, and what nobody said yet.
    pub notes: Vec<Note>,
    /// Where somebody or something that an act ends is still named afterwards.
    pub still_named: Vec<StillNamed>,
    /// What no evidence can show about it.
    pub not_known: Vec<String>,
    /// Statements that would be written.
    pub statements: usize,
    /// Files in which they would be, by path, in alphabetical order.
    pub files: Vec<String>,
    /// The edits that carry it out.
    #[serde(skip)]
    pub edits: Vec<Edit>,
    /// The edits that reverse it, of the files as they would be then.
    #[serde(skip)]
    pub undo: Vec<Edit>,
}

impl WhatIf {
    /// Version of its form.
    pub const SCHEMA_VERSION: &str = "1.0";
}

/// Carries changes out on a snapshot, one after another, and compares its review with that of the snapshot as it is,
/// which is `before` where someone has it already.
///
/// # Errors
/// Why one of them cannot be carried out: a blank is open, it does not apply, or a file cannot be edited.
pub fn what_if(snapshot: &Snapshot, day: Day, before: Option<&Review>, changes: &[Change]) -> Result<WhatIf, Refusal> {
    let (mut after, mut edits, mut price) = (snapshot.clone(), Vec::new(), Price::default());
    let (mut notes, mut endings) = (Vec::new(), Vec::new());
    for change in changes {
        let view = View::on(&after, day);
        let open = moves::open_blanks(change);
        if !open.is_empty() {
            let keys: Vec<&str> = open.iter().map(|blank| blank.key).collect();
            return Err(Refusal::new(format!("`{}` does not say {}", change.kind, join(&keys))));
        }
        price += moves::price(change, &view);
        let of_this = moves::edits(change, &view)?;
        if of_this.is_empty() {
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
    let ownership_held = edits.iter().any(|edit| edit.at.kind == "component");
    // Whoever moves takes no record along: what teams did is counted by the teams of today on both sides, or the
    // difference would be what one person did.
    let read = |of: &Snapshot| {
        let of = of.with_rosters_of(snapshot);
        if ownership_held { of.with_ownership_held() } else { of }
    };
    let made;
    let before = match before.filter(|_| !ownership_held) {
        Some(before) => before,
        None => {
            made = review(&read(snapshot), day);
            &made
        }
    };
    let after = read(&after);
    let now = review(&after, day);
    let mut files: Vec<String> = edits.iter().map(|edit| edit.file.clone()).collect();
    files.sort();
    files.dedup();
    Ok(WhatIf {
        schema_version: WhatIf::SCHEMA_VERSION,
        as_of: day,
        changes: changes.to_vec(),
        managers_changed_if_sto: managers_changed_if_sto(before, &now, &after, day),
        price,
        difference: compare(before, &now),
        ownership_held,
        notes,
        still_named: moves::still_named(&endings, &View::on(&after, day)),
        not_known: not_known(changes),
        statements: edits.len(),
        files,
        undo: inverse(|path| snapshot.text_of(path), &edits).unwrap_or_default(),
        edits,
    })
}

/// Words that no program can write: what would be read after them is not known.
fn left_to_people(change: &Change, edit: &Edit) -> Refusal {
    let entry = [edit.at.kind.as_str(), edit.at.id.as_str()].join(" ");
    let (kind, keys, entry) = (change.kind, join(&edit.blank_keys()), entry.trim_end());
    Refusal::new(format!("`{kind}` leaves {keys} of {entry} to be written, in {}", edit.file))
        .help(format!("onethread ask --toml writes the lines with blanks; onethread explain {kind} says more"))
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
