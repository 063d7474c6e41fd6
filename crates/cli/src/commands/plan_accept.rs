//! `onethread plan --accept` and `--decline`: a row of the plan is carried out with its entry, or put away until a day.
//!
//! Both take the one path of acts: what differs is shown, asked about, written as a whole, and undone by `onethread undo`.

use onethread_core::measure::{Snapshot, View};
use onethread_core::moves::{self, CarriedOutBy, Refusal, filled, open_blanks};
use onethread_core::plan::PlanRow;
use onethread_core::plan::declined::{AdviceFacts, decline};
use onethread_core::plan::predictions::{entry_alone, of_row, with_entry};
use onethread_core::review::review;
use onethread_core::what_if::{what_if, what_if_altered};
use onethread_core::words::plural;
use onethread_model::edit::Edit;
use onethread_model::{Change, Day};
use onethread_report::diagnostics;
use onethread_workspace::Folder;

use super::act::Act;
use super::doing::{Prepared, prepare_found, refused};
use super::plan::row_meant;
use super::read;
use crate::args::ColorWish;
use crate::args::acts::{DoingArgs, shell_quoted};
use crate::args::plan::PlanArgs;
use crate::output::Failure;
use crate::places::check_whole;
use crate::statistics::timed;

/// Does what is asked for with a row; `None` where nothing of that is asked for.
pub(super) fn run(args: &PlanArgs, color: ColorWish) -> Option<Result<u8, Failure>> {
    let accept = &args.accept;
    match (&accept.accept, &accept.decline) {
        (Some(name), _) => Some(accepted(args, name, color)),
        (None, Some(name)) => Some(declined(args, name, color)),
        (None, None) => None,
    }
}

fn folder_of(args: &PlanArgs) -> Result<(Folder, Day), Failure> {
    let (mut folder, day) = read(&args.folder, args.as_of)?;
    diagnostics::sort(&mut folder.diagnostics, &folder.snapshot.sources);
    check_whole(&folder)?;
    Ok((folder, day))
}

fn accepted(args: &PlanArgs, name: &str, color: ColorWish) -> Result<u8, Failure> {
    let (folder, day) = folder_of(args)?;
    let row = row_meant(&folder, day, name)?.1;
    let changes = filled_changes(&row, &args.accept.fill, &View::on(&folder.snapshot, day)).map_err(refused)?;
    check_filled(&row, &changes)?;
    let entry = of_row(&row, day, args.accept.entry.decided_by.clone());
    let is_by_people = |change: &Change| moves::kind(change.kind).is_none_or(|kind| kind.by == CarriedOutBy::People);
    let snapshot = &folder.snapshot;
    let found = match changes.iter().all(is_by_people) {
        true => timed("analysis", || entry_alone(snapshot, day, &changes, &entry)).map_err(refused)?,
        false => {
            let found = timed("analysis", || what_if(snapshot, day, None, &changes)).map_err(refused)?;
            if args.accept.entry.no_entry { found } else { with_entry(snapshot, found, &entry).map_err(refused)? }
        }
    };
    let fill = args.accept.fill.iter().map(|fill| format!(" --fill {}", shell_quoted(fill))).collect::<String>();
    let line = format!("--accept {}{fill}{}", shell_quoted(&row.id), args.accept.entry.as_words());
    let prepared = prepare_found(&folder, day, found)?;
    done(args, &folder, prepared, (line, row.says), color)
}

/// Does what is prepared, as acts do it.
fn done(
    args: &PlanArgs,
    folder: &Folder,
    prepared: Prepared,
    (line, says): (String, String),
    color: ColorWish,
) -> Result<u8, Failure> {
    let doing = DoingArgs {
        apply: true,
        branch: None,
        message: None,
        patch: None,
        consent: args.accept.consent.clone(),
        entry: args.accept.entry.clone(),
        blanks: None,
        folder: args.folder.clone(),
        as_of: args.as_of,
        format: args.format,
        output: args.output.clone(),
    };
    let line = format!("onethread plan {line}");
    Act { args: &doing, folder, line, says, patch_flag: "--patch", color }.run(prepared)
}

/// The changes of a row with what it left open. A value is about every change that leaves its blank open, or about those of
/// one initiative.
fn filled_changes(row: &PlanRow, fill: &[String], view: &View<'_>) -> Result<Vec<Change>, Refusal> {
    let mut changes = row.changes.clone();
    for said in fill {
        let shape = || Refusal::new(format!("`{said}` is not `BLANK=VALUE`")).help("as in --fill leader=ines");
        let (key, value) = said.split_once('=').ok_or_else(shape)?;
        let (initiative, key) = match key.trim().rsplit_once('.') {
            Some((initiative, key)) => (Some(initiative), key),
            None => (None, key.trim()),
        };
        let is_meant = |change: &Change| initiative.is_none_or(|id| change.initiative() == id);
        let mut taken = false;
        for change in changes.iter_mut().filter(|change| is_meant(change)) {
            let Some(kind) = moves::kind(change.kind) else { continue };
            let is_open = kind.blanks.iter().any(|blank| blank.key == key) && change.get(key).is_none();
            if !is_open && initiative.is_none() {
                continue;
            }
            let new = filled(kind, &[], &[(key.to_owned(), value.trim().to_owned())], view)?;
            if let Some((key, known)) = new.known().next() {
                *change = change.clone().with(key, known.clone());
                taken = true;
            }
        }
        if !taken {
            let why = format!("nothing in the row leaves `{key}` open");
            let mut open: Vec<&str> = row.changes.iter().flat_map(open_blanks).map(|blank| blank.key).collect();
            open.sort_unstable();
            open.dedup();
            let help = if open.is_empty() { String::new() } else { format!("it leaves {} open", open.join(", ")) };
            return Err(Refusal::new(why).help(help));
        }
    }
    Ok(changes)
}

/// Looks that nothing is left open that the changes need.
///
/// # Errors
/// What has to be filled in, and how.
fn check_filled(row: &PlanRow, changes: &[Change]) -> Result<(), Failure> {
    let several = changes.len() > 1;
    let open: Vec<String> = changes
        .iter()
        .flat_map(|change| open_blanks(change).into_iter().map(move |blank| (change, blank)))
        .map(|(change, blank)| {
            let of = if several && !change.initiative().is_empty() {
                format!("{}.", change.initiative())
            } else {
                String::new()
            };
            format!(
                "--fill {}   {} ({})",
                shell_quoted(&format!("{of}{}=...", blank.key)),
                blank.doc,
                blank.ty.expected()
            )
        })
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    let what = format!(
        "`{}` leaves {} open; nothing was written",
        row.id,
        plural(open.len(), "thing that people have to say", "things that people have to say")
    );
    Err(open.iter().fold(Failure::new(what, ""), |failure, hint| failure.hint(hint)))
}

fn declined(args: &PlanArgs, name: &str, color: ColorWish) -> Result<u8, Failure> {
    let (folder, day) = folder_of(args)?;
    let row = row_meant(&folder, day, name)?.1;
    let (because, until) = match (&args.accept.because, args.accept.until) {
        (Some(because), Some(until)) => (because.as_str(), until),
        _ => return Err(Failure::new("nothing says why and until when", "say --because TEXT --until DAY")),
    };
    let view = View::on(&folder.snapshot, day);
    let counted = AdviceFacts::counted(row.saves.as_ref(), row.support, row.price.positions);
    let facts = AdviceFacts::of(&row.changes, counted, &review(&folder.snapshot, day));
    let who = args.accept.entry.decided_by.as_deref();
    let edit = decline(&row.changes, &facts, (because, until, who), &view).map_err(refused)?;
    drop(view);
    let prepared = written(&folder, day, edit)?;
    let who = who.map_or_else(String::new, |who| format!(" --decided-by {}", shell_quoted(who)));
    let line = format!("--decline {} --because {} --until {until}{who}", shell_quoted(&row.id), shell_quoted(because));
    done(args, &folder, prepared, (line, format!("decline: {}", row.says)), color)
}

/// What one edit would alter, that no move makes.
fn written(folder: &Folder, day: Day, edit: Edit) -> Result<Prepared, Failure> {
    let snapshot: &Snapshot = &folder.snapshot;
    let edits = vec![edit];
    let wrong = |error: &dyn std::fmt::Display| Failure::new(error.to_string(), "");
    let after = snapshot.edited(&edits).map_err(|error| wrong(&error))?;
    let mut found = what_if_altered(snapshot, &after, day, None);
    found.take_edits(snapshot, edits).map_err(|error| wrong(&error))?;
    prepare_found(folder, day, found)
}
