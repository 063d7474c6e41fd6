//! `onethread attest`: a dated answer to a question that no other evidence can answer, written into the organization's
//! files.

use std::collections::BTreeSet;

use onethread_core::measure::Snapshot;
use onethread_core::review::{Answer, CRITERIA, review};
use onethread_model::Day;
use onethread_model::diagnostic::nearest;
use onethread_model::edit::{Edit, apply_to, changed_lines, has_entries};
use onethread_model::record::Value;
use onethread_model::source::FileId;
use onethread_report::inert::{inert, inert_lines};
use onethread_workspace::files::Edited;
use onethread_workspace::{Folder, today};

use super::read as read_folder;
use crate::args::{AttestArgs, AttestedAnswer};
use crate::output::{self, Failure};
use crate::places::{EDITED_BYTES_MAX, check_whole, writing};

/// Name of the file for attestations, where no file has any yet.
const FILE: &str = "attestations.toml";

pub(super) fn run(args: &AttestArgs) -> Result<u8, Failure> {
    let (folder, day) = read_folder(&args.folder, None)?;
    check_whole(&folder)?;
    let on = args.on.unwrap_or_else(today);
    if on > today() {
        let help = "an answer is dated when it is given, not ahead";
        return Err(Failure::new(format!("{on} lies ahead: today is {}", today()), help));
    }
    let by = check(args, &folder, day)?;
    let holds = args.answer == AttestedAnswer::Holds;
    let same = folder.org.attestations.iter().find(|one| {
        let what = one.initiative.value == args.initiative && one.criterion.value == args.criterion;
        what && one.holds == holds && one.by.value == by && one.on.value == on
    });
    if let Some(same) = same {
        let place = folder.sources.place(same.by.span).to_string();
        output::print(&format!("Nothing to add: this answer of {on} stands at {} already.\n", inert(&place)))?;
        return Ok(0);
    }
    let name = file_for(&folder);
    let edits = [edit(args, &folder, &name, by, on)];
    let edit = |text: &str| {
        apply_to(text, &edits).map_err(|error| Failure::new(format!("{name} was not changed: {error}"), ""))
    };
    let before = folder.root.read_text(&name, EDITED_BYTES_MAX).map_err(|failure| unchanged(failure, &name))?;
    let before = before.unwrap_or_default();
    // What cannot be added is refused before anything is written.
    let after = edit(&before)?;
    let Edited { before, after } = if args.dry_run {
        Edited { before, after }
    } else {
        // What stands there by now is what is added to, whoever wrote it.
        writing(&folder.root)?.edit(&name, EDITED_BYTES_MAX, edit).map_err(|failure| unchanged(failure, &name))?
    };
    let (line, lines) = changed_lines(&before, &after).unwrap_or_default();
    let done = if args.dry_run { "Would be added to" } else { "Added to" };
    let lines = lines.join("\n");
    let effect = effect(args, &folder, &edits, (on, day));
    output::print(&format!("{done} {}:{line}\n\n{}\n\n{effect}\n", inert(&name), inert_lines(&lines)))?;
    Ok(0)
}

/// Criteria that are about the leader, whom their attestations name.
const ABOUT_LEADER: [&str; 2] = ["capable", "empowered"];

fn edit(args: &AttestArgs, folder: &Folder, file: &str, by: &str, on: Day) -> Edit {
    let answer = match args.answer {
        AttestedAnswer::Holds => Answer::Holds,
        AttestedAnswer::Fails => Answer::Fails,
    };
    let mut values = vec![
        ("initiative", Value::reference("initiative", &args.initiative)),
        ("criterion", Value::text(&args.criterion)),
        ("answer", Value::text(answer.key())),
        ("by", Value::reference("person", by)),
    ];
    let world = folder.snapshot.on(on);
    let leader = world.initiative(&args.initiative).and_then(|initiative| initiative.leadership.leader());
    // Whom evidence knows by a pseudonym alone is written into no file.
    let named = leader.filter(|leader| folder.org.people.contains_key(&leader.value) || folder.org.people.is_empty());
    if let Some(leader) = named.filter(|_| ABOUT_LEADER.contains(&args.criterion.as_str())) {
        values.push(("leader", Value::reference("person", &leader.value)));
    }
    values.push(("on", Value::Day(on)));
    if let Some(note) = args.note.as_ref().filter(|note| !note.trim().is_empty()) {
        values.push(("note", Value::text(note)));
    }
    Edit::append(file, "attestation", values)
}

/// Checks that the initiative, the criterion and the person are known, and gives the id of the person.
fn check<'f>(args: &'f AttestArgs, folder: &'f Folder, day: Day) -> Result<&'f str, Failure> {
    let world = folder.snapshot.on(day);
    let known = world.initiatives.iter().map(|initiative| initiative.id.as_str());
    let initiatives: BTreeSet<&str> = known.chain(folder.org.initiatives.keys().map(String::as_str)).collect();
    if !initiatives.contains(args.initiative.as_str()) {
        let help = "onethread review --all lists those that are live";
        return Err(unknown("initiative", &args.initiative, initiatives, help));
    }
    let criteria = || CRITERIA.iter().map(|criterion| criterion.key);
    if !criteria().any(|key| key == args.criterion) {
        return Err(unknown("criterion", &args.criterion, criteria(), "onethread explain lists them"));
    }
    // Where nobody is described, people are known from evidence or not at all, and the word has to be taken.
    if folder.org.people.is_empty() || folder.org.people.contains_key(&args.by) {
        return Ok(&args.by);
    }
    let alias = folder.org.people.iter().find(|(_, person)| person.known_as.iter().any(|at| at.value == args.by));
    if let Some((id, _)) = alias {
        return Ok(id);
    }
    let people = folder.org.people.keys().map(String::as_str);
    let help = format!("describe them first, in a file of {}/, as [person.ID]", folder.organization());
    Err(unknown("person", &args.by, people, &help))
}

fn unknown<'n>(what: &str, written: &str, known: impl IntoIterator<Item = &'n str>, otherwise: &str) -> Failure {
    let help = match nearest(written, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => otherwise.to_owned(),
    };
    Failure::new(format!("there is no {what} `{}`", inert(written)), help)
}

/// The file that holds attestations already, or else one of its own.
fn file_for(folder: &Folder) -> String {
    let own = format!("{}/{FILE}", folder.organization());
    let has = |path: &str| organization_files(folder).any(|(_, p, text)| p == path && has_entries(text, "attestation"));
    let other = organization_files(folder).find(|(_, _, text)| has_entries(text, "attestation"));
    match other {
        Some((_, path, _)) if !has(&own) => path.to_owned(),
        _ => own,
    }
}

fn organization_files(folder: &Folder) -> impl Iterator<Item = (FileId, &str, &str)> {
    let prefix = format!("{}/", folder.organization());
    let all = folder.sources.iter().map(|(id, file)| (id, &*file.path, file.text.as_str()));
    all.filter(move |(_, path, _)| path.starts_with(&prefix))
}

/// A failure of the file, which then is as it was.
fn unchanged(failure: impl Into<Failure>, name: &str) -> Failure {
    let mut failure = failure.into();
    if failure.what.ends_with("it is not UTF-8") {
        failure.what = format!("{name} is not UTF-8, so it was not changed");
    }
    failure
}

/// What the answer changes in the review, in a sentence: people must not believe that it counts where it does not.
fn effect(args: &AttestArgs, folder: &Folder, edits: &[Edit], (on, day): (Day, Day)) -> String {
    if on > day {
        return format!("The review is as of {day}, the last day of the evidence, and counts it from {on} on.");
    }
    let answer = |snapshot: &Snapshot| review(snapshot, day).initiative(&args.initiative)?.answer(&args.criterion);
    let (before, edited) = (answer(&folder.snapshot), folder.snapshot.edited(edits));
    let after = edited.ok().and_then(|edited| answer(&edited));
    let criterion = &args.criterion;
    let now = if args.dry_run { "would answer" } else { "now answers" };
    match (before, after) {
        (Some(before), Some(after)) if before != after => {
            format!("The review {now} `{criterion}` with `{}` (before: {}).", after.words(), before.words())
        }
        (_, Some(after)) => format!(
            "The review answers `{criterion}` with `{}`, as before: see onethread explain {criterion} for what counts.",
            after.words()
        ),
        (_, None) => format!("The initiative is not live on {day}, so the review does not ask."),
    }
}
