//! `onethread attest`: a dated answer to a question that no other evidence can answer, written into the organization's
//! files; or all answers of a filled form.

mod from;

pub(super) use from::read_form;

use std::collections::BTreeSet;

use onethread_core::answers::{Said, attestation};
use onethread_core::measure::Snapshot;
use onethread_core::review::{Answer, CRITERIA, review};
use onethread_model::Day;
use onethread_model::diagnostic::nearest;
use onethread_model::edit::{Edit, apply_to, changed_lines, has_entries};
use onethread_model::org::{ATTESTED_ANSWERS, NOBODY_KNOWS};
use onethread_model::source::FileId;
use onethread_report::inert::{inert, inert_lines};
use onethread_workspace::files::Edited;
use onethread_workspace::{Folder, today};

use super::read as read_folder;
use crate::args::ColorWish;
use crate::args::ask::AttestArgs;
use crate::output::{self, Failure};
use crate::places::{EDITED_BYTES_MAX, check_whole, writing};

/// Name of the file for attestations, where no file has any yet.
const FILE: &str = "attestations.toml";

pub(super) fn run(args: &AttestArgs, color: ColorWish) -> Result<u8, Failure> {
    match (&args.question, &args.initiative, &args.criterion, &args.answer, &args.by) {
        (Some(key), ..) => from::run_one(args, key),
        (None, Some(initiative), Some(criterion), Some(answer), Some(by)) => {
            one(args, &TypedAnswer { initiative, criterion, answer: answer_of(answer)?, by })
        }
        // The command line asks for these where no form is named.
        _ => from::run(args, color),
    }
}

/// An answer as typed.
struct TypedAnswer<'a> {
    initiative: &'a str,
    criterion: &'a str,
    /// A word of [`ATTESTED_ANSWERS`].
    answer: &'static str,
    by: &'a str,
}

/// The word of the files for an answer.
fn answer_of(typed: &str) -> Result<&'static str, Failure> {
    let word = match typed.to_lowercase().as_str() {
        "yes" => "holds".to_owned(),
        "no" => "fails".to_owned(),
        other => other.replace(' ', "-"),
    };
    let found = ATTESTED_ANSWERS.iter().find(|known| **known == word);
    found.copied().ok_or_else(|| {
        let help = format!("it is one of {}", ATTESTED_ANSWERS.join(", "));
        unknown("answer", typed, ATTESTED_ANSWERS.iter().copied(), &help)
    })
}

fn one(args: &AttestArgs, typed: &TypedAnswer<'_>) -> Result<u8, Failure> {
    let (folder, day) = read_folder(&args.folder, None)?;
    check_whole(&folder)?;
    let on = args.on.unwrap_or_else(today);
    if on > today() {
        let help = "an answer is dated when it is given, not ahead";
        return Err(Failure::new(format!("{on} lies ahead: today is {}", today()), help));
    }
    let by = check(typed, &folder, day)?;
    // It is attested or it is not shown: nobody puts on record that someone is incapable.
    if typed.criterion == CAPABLE && typed.answer == Answer::Fails.key() {
        let what = "nobody attests that a leader is not capable: it is attested, or it is not shown";
        let help = "leave it open and settle it in person; if someone else is to lead: onethread what-if \"appoint PERSON to \
                    INITIATIVE\"";
        return Err(Failure::new(what, help));
    }
    if let Some(place) = same(&folder, typed, by, on) {
        output::print(&format!("Nothing to add: this answer of {on} stands at {} already.\n", inert(&place)))?;
        return Ok(0);
    }
    let name = file_for(&folder);
    let said = Said { initiative: typed.initiative, criterion: typed.criterion, by, on, note: args.note.as_deref() };
    let edits = [attestation(&folder.snapshot, &name, typed.answer, &said)];
    let edit = |text: &str| {
        apply_to(text, &edits).map_err(|error| Failure::new(format!("{name} was not changed: {error}"), ""))
    };
    let before = folder.root.read_text(&name, EDITED_BYTES_MAX).map_err(|failure| unchanged(failure, &name))?;
    let before = before.unwrap_or_default();
    // What cannot be added is refused before anything is written.
    let after = edit(&before)?;
    if let Some(late) = late(&folder, on, day) {
        output::print(&format!("{late}\n\n"))?;
    }
    let Edited { before, after } = if args.dry_run {
        Edited { before, after }
    } else {
        // What stands there by now is what is added to, whoever wrote it.
        writing(&folder.root)?.edit(&name, EDITED_BYTES_MAX, edit).map_err(|failure| unchanged(failure, &name))?
    };
    let (line, lines) = changed_lines(&before, &after).unwrap_or_default();
    let done = if args.dry_run { "Would be added to" } else { "Added to" };
    let lines = lines.join("\n");
    let effect = effect(args, typed, &folder, &edits, (on, day));
    output::print(&format!("{done} {}:{line}\n\n{}\n{effect}", inert(&name), inert_lines(&lines)))?;
    Ok(0)
}

/// Whether the leader can do this: only ever attested, never denied.
const CAPABLE: &str = "capable";

/// What has to be known of an answer of a day after that of the review, before it is written.
fn late(folder: &Folder, on: Day, day: Day) -> Option<String> {
    let why =
        if folder.config.data_cut.is_some() { "the last day of the evidence, as `data-cut` says" } else { "its day" };
    (on > day).then(|| {
        format!(
            "The review is as of {day}, {why}, and counts an answer of {on} from that day on. Where it was known by \
             {day}: --on {day}"
        )
    })
}

/// Where the same answer of the same person and day stands already.
fn same(folder: &Folder, typed: &TypedAnswer<'_>, by: &str, on: Day) -> Option<String> {
    let is_about = |initiative: &str, criterion: &str| initiative == typed.initiative && criterion == typed.criterion;
    let span = if typed.answer == NOBODY_KNOWS {
        let mut all = folder.org.nobody_knows.iter();
        all.find(|one| {
            is_about(&one.initiative.value, &one.criterion.value) && one.by.value == by && one.on.value == on
        })
        .map(|one| one.by.span)
    } else {
        let holds = typed.answer == Answer::Holds.key();
        let mut all = folder.org.attestations.iter().filter(|one| one.holds == holds);
        all.find(|one| {
            is_about(&one.initiative.value, &one.criterion.value) && one.by.value == by && one.on.value == on
        })
        .map(|one| one.by.span)
    };
    span.map(|span| folder.sources.place(span).to_string())
}

/// Checks that the initiative, the criterion and the person are known, and gives the id of the person.
fn check<'f>(typed: &TypedAnswer<'f>, folder: &'f Folder, day: Day) -> Result<&'f str, Failure> {
    let world = folder.snapshot.on(day);
    let known = world.initiatives.iter().map(|initiative| initiative.id.as_str());
    let initiatives: BTreeSet<&str> = known.chain(folder.org.initiatives.keys().map(String::as_str)).collect();
    if !initiatives.contains(typed.initiative) {
        let help = "onethread review --all lists those that are live";
        return Err(unknown("initiative", typed.initiative, initiatives, help));
    }
    let criteria = || CRITERIA.iter().map(|criterion| criterion.key);
    if !criteria().any(|key| key == typed.criterion) {
        return Err(unknown("criterion", typed.criterion, criteria(), "onethread explain lists them"));
    }
    by_known(typed.by, folder)
}

/// The id of the person that a word names.
fn by_known<'f>(by: &'f str, folder: &'f Folder) -> Result<&'f str, Failure> {
    // Where nobody is described, people are known from evidence or not at all, and the word has to be taken.
    if folder.org.people.is_empty() || folder.org.people.contains_key(by) {
        return Ok(by);
    }
    let alias = folder.org.people.iter().find(|(_, person)| person.known_as.iter().any(|at| at.value == by));
    if let Some((id, _)) = alias {
        return Ok(id);
    }
    let people = folder.org.people.keys().map(String::as_str);
    let help = format!("describe them first, in a file of {}/, as [person.ID]", folder.organization());
    Err(unknown("person", by, people, &help))
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
/// Nothing where it counts from a later day on, which was said before.
fn effect(
    args: &AttestArgs,
    typed: &TypedAnswer<'_>,
    folder: &Folder,
    edits: &[Edit],
    (on, day): (Day, Day),
) -> String {
    if on > day {
        return String::new();
    }
    let answer = |snapshot: &Snapshot| review(snapshot, day).initiative(typed.initiative)?.answer(typed.criterion);
    let (before, edited) = (answer(&folder.snapshot), folder.snapshot.edited(edits));
    let after = edited.ok().and_then(|edited| answer(&edited));
    let criterion = typed.criterion;
    let (now, asks) = if args.dry_run { ("would answer", "would ask") } else { ("now answers", "asks") };
    let says = match (before, after) {
        (Some(before), Some(after)) if before != after => {
            format!("The review {now} `{criterion}` with `{}` (before: {}).", after.words(), before.words())
        }
        (_, Some(Answer::NotShown)) if typed.answer == NOBODY_KNOWS => {
            format!("The review says that nobody knows `{criterion}`, and onethread ask {asks} again in a year.")
        }
        (_, Some(after)) => format!(
            "The review answers `{criterion}` with `{}`, as before: see onethread explain {criterion} for what counts.",
            after.words()
        ),
        (_, None) => format!("The initiative is not live on {day}, so the review does not ask."),
    };
    format!("\n{says}\n")
}
