//! `onethread init`: an organization's files from spreadsheets, and the difference when there are newer ones.
//!
//! 1. Read the spreadsheets, and guess what their columns say.
//! 2. Compare with what the last import said and with what the files say now.
//! 3. Show it, and ask.
//! 4. Write: each file as a whole or not at all, and last what this import said.

mod ci;
mod data;
mod editors;
mod memory;
mod oddities;
mod repository;
mod sheets;
mod show;

use std::collections::BTreeMap;
use std::io::IsTerminal;

use onethread_evidence::spreadsheet::{
    Comparison, Entries, EntryKey, EntryKind, ImportSettings, KnownSheet, Losses, Memory, Options, Proposal,
    References, Sheet, Table, Written, apply, carry, compare, known_from_now_on, losses, missing, propose,
};
use onethread_evidence::{Pseudonyms, has_key, pseudonym_key};
use onethread_model::Day;
use onethread_model::diagnostic::{Diagnostic, Severity, Spot};
use onethread_model::edit::{self, EditError, text_toml};
use onethread_model::source::Sources;
use onethread_report::inert::inert;
use onethread_workspace::files::{FailureKind, FileFailure, Root, Writing};
use onethread_workspace::{Folder, SETTINGS, today};

use self::memory::Remembered;
use super::show_some;
use crate::args::init::InitArgs;
use crate::args::{ColorWish, DataFormat};
use crate::output::{self, Failure};
use crate::places::{EDITED_BYTES_MAX, allowance, writing};

/// The folder that holds everything that is not for the user's git.
const OWN: &str = ".onethread";

/// Everything that is known before anything is written.
struct Plan {
    folder: Folder,
    sheets: Vec<(Sheet, Table)>,
    proposal: Proposal,
    comparison: Comparison,
    written: Written,
    /// Where the files go on to name what is gone.
    named: BTreeMap<EntryKey, Vec<String>>,
    /// What was said of the spreadsheets, before and now.
    said: ImportSettings,
    /// What is remembered of the last import.
    remembered: Remembered,
    /// The sheets that the next import is to know.
    known_sheets: Vec<KnownSheet>,
    /// Kinds of which more than a fifth is gone.
    losses: Vec<Losses>,
    /// The settings, when they are to be written, and what they were.
    settings: Option<(String, String)>,
    day: Day,
    diagnostics: Vec<Diagnostic>,
}

impl Plan {
    /// What the columns of all sheets are read as, for the next import.
    fn columns(&self) -> Vec<String> {
        let columns = self.sheets.iter().flat_map(|(_, table)| &table.columns);
        let says =
            columns.map(|column| format!("{}={}", column.header, column.says.map_or("", |says| says.words().word)));
        let mut all: Vec<String> = says.collect();
        all.sort();
        all
    }
}

pub(super) fn run(args: &InitArgs, color: ColorWish) -> Result<u8, Failure> {
    if let Some(wish) = args.ci {
        return ci::run(args, wish);
    }
    if args.from.is_empty() {
        return repository::run(args, color);
    }
    let plan = plan(args, color, false)?;
    let is_data = args.format == DataFormat::Json;
    if !is_data || plan.sheets.is_empty() {
        match args.all || output::is_quiet() {
            true => show_some(&plan.diagnostics, &Sources::default(), color, (usize::MAX, "")),
            false => oddities::show(&plan.diagnostics, color),
        }
    }
    if plan.sheets.is_empty() {
        let help = "fix what is said above";
        return Err(Failure::new("none of the spreadsheets could be used", help));
    }
    if is_data {
        output::deliver(None, &output::json(&data::of_plan(&plan))?)?;
        return Ok(0);
    }
    output::print(&show::plan(&plan, args.column.is_empty() && !args.yes))?;
    if !args.dry_run && !args.many_gone && !plan.losses.is_empty() {
        many_gone(&plan, args.yes)?;
    }
    if plan.written.files.is_empty() && plan.settings.is_none() {
        // The ids of a first import into files that say the same already are worth remembering.
        if !args.dry_run && (args.yes || plan.remembered.bytes.is_some()) {
            // An import that ended early may have left out what it writes last.
            let writing = writing(&plan.folder.root)?;
            editors::write_schemas(&writing)?;
            memory::remember(&plan, &writing)?;
        }
        output::print("\nNothing to write: the files say the same already.\n")?;
        return Ok(0);
    }
    if args.dry_run {
        output::print("\nNothing was written: this is what --yes would write.\n")?;
        return Ok(0);
    }
    if !args.yes && !output::confirmed("Write this?", "the table above")? {
        output::print("\nNothing was written.\n")?;
        return Ok(0);
    }
    // The key for pseudonyms is made only when they are written, and then the ids are those of that key.
    let plan = if plan.proposal.needs_key { self::plan(args, color, true)? } else { plan };
    write(&plan, &writing(&plan.folder.root)?)?;
    output::print(&show::done(&plan, &args.folder))?;
    Ok(0)
}

/// Asks for a second yes where more than a fifth of what was known is gone.
fn many_gone(plan: &Plan, is_unasked: bool) -> Result<(), Failure> {
    let what = format!("more than a fifth of what the last import knew is gone: {}", show::losses(plan));
    let refused = || {
        Failure::new(format!("{what}; nothing was written"), "look whether a sheet was cut, filtered or misread")
            .hint("if all of them are gone, run it again with --many-gone")
    };
    if is_unasked || !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(refused());
    }
    output::speak(&format!("\nMore is gone than usual: {what}."));
    if output::confirmed("Is that so?", "what is gone")? { Ok(()) } else { Err(refused()) }
}

fn plan(args: &InitArgs, color: ColorWish, will_write: bool) -> Result<Plan, Failure> {
    let day = args.as_of.unwrap_or_else(today);
    if day > today() {
        return Err(Failure::new(format!("{day} lies ahead: today is {}", today()), "name a day up to today"));
    }
    let folder = Folder::as_written(&args.folder, allowance())?;
    whole(&folder)?;
    let mut diagnostics = Vec::new();
    let remembered = memory::recall(&folder.root, color)?;
    let memory = &remembered.memory;
    let said = remembered.said.clone().with(memory::said_now(args)?);
    let read = sheets::read_all(args, &said, memory, &mut diagnostics)?;
    let (naming, dates) = (said.naming, said.dates);
    let options = Options { naming, dates, statuses: &said.statuses, same: &said.same, day };
    let pseudonyms = pseudonyms(&folder.root, will_write)?;
    let used: Vec<String> = folder.org.people.keys().cloned().collect();
    let mut proposal = propose(&read.understood, options, memory, used.clone(), &pseudonyms, &mut diagnostics);
    let files = Entries::of(&folder.org);
    let entries_of = |sheets: &[(Sheet, Table)]| {
        propose(sheets, options, memory, used.clone(), &pseudonyms, &mut Vec::new()).entries
    };
    let known = memory::still_known(memory, &said);
    diagnostics.extend(sheets::questions(&read, (memory, &known), &said, &entries_of));
    let missing = missing(&known, &read.understood);
    carry(&mut proposal.entries, memory, &missing, &proposal.strangers);
    // A team that the files describe is no stranger.
    proposal.entries.forget_outside(&files, &memory.entries);
    let mut comparison = compare(&memory.entries, &files, &proposal.entries, args.theirs);
    // An import that does not read all that it knew ends nothing, and removes nothing.
    let is_whole = missing.sheets.is_empty();
    if args.end_gone && is_whole {
        comparison.end_gone(day);
    }
    let apply = |comparison: &Comparison| {
        let known = (&*folder.org, &*folder.sources);
        let mut written = apply(comparison, known, folder.organization(), &proposal.origins);
        let new = written.files.iter_mut().filter(|(path, _)| folder.sources.find(path).is_none());
        new.for_each(|(path, text)| *text = editors::with_schema(path, text));
        written
    };
    let mut written = apply(&comparison);
    let mut named = named(&folder, &written, &comparison);
    if args.remove_gone && is_whole {
        comparison.drop_gone(|key| named.contains_key(key));
        written = apply(&comparison);
        named.retain(|key, _| comparison.gone.contains(key));
    }
    for path in written.files.keys() {
        let is_known = folder.sources.iter().any(|(_, file)| *file.path == **path);
        if !is_known && !folder.root.is_free(path) {
            return Err(Failure::new(format!("{path} exists and could not be read"), "move it away, or fix it"));
        }
    }
    diagnostics.extend(other_ids(&comparison, &proposal, memory, &files));
    let changes = !written.files.is_empty();
    let settings = settings(&folder, args, &read.understood, day, memory.data_cut.filter(|_| changes));
    let losses = losses(memory, &proposal.entries);
    let known_sheets = known_from_now_on(&known, &read.understood);
    Ok(Plan {
        folder,
        sheets: read.understood,
        known_sheets,
        losses,
        proposal,
        comparison,
        written,
        named,
        said,
        remembered,
        settings,
        day,
        diagnostics,
    })
}

/// A warning where most people seem to be new, which is seldom true: the same people got other ids.
fn other_ids(comparison: &Comparison, proposal: &Proposal, memory: &Memory, files: &Entries) -> Option<Diagnostic> {
    let people = proposal.entries.count(EntryKind::Person);
    let new = comparison.new_of(EntryKind::Person).count();
    let gone = comparison.gone.iter().filter(|key| key.kind == EntryKind::Person).count();
    let forgotten = proposal.needs_key && memory.entries.count(EntryKind::Person) == 0;
    let known = files.count(EntryKind::Person);
    let suspect = known > 0 && 2 * new > people && (forgotten || 2 * gone > known);
    suspect.then(|| {
        let what =
            format!("{new} of {people} people have ids that the files do not know, although they have {known} people");
        let spot = Spot::Path("the roster".to_owned());
        Diagnostic::new(Severity::Warning, "other-ids", what, spot)
            .note("the same people would stand there twice")
            .help("use the same id column and the same --keep options as at the last import")
            .help(format!("where ids are made from names, {OWN}/ of the last import has to be there"))
    })
}

/// Where the files, as they are to be, name what the sheets have no more.
fn named(folder: &Folder, written: &Written, comparison: &Comparison) -> BTreeMap<EntryKey, Vec<String>> {
    if comparison.gone.is_empty() {
        return BTreeMap::new();
    }
    let prefix = format!("{}/", folder.organization());
    let own = folder.sources.iter().filter(|(_, file)| file.path.starts_with(&prefix));
    let mut files: BTreeMap<String, String> = own.map(|(_, file)| (file.path.to_string(), file.text.clone())).collect();
    files.extend(written.files.clone());
    let references = References::of(&files);
    let places = |key: &EntryKey| references.places(&key.id).iter().map(ToString::to_string).collect::<Vec<_>>();
    let all = comparison.gone.iter().map(|key| (key.clone(), places(key)));
    all.filter(|(_, places)| !places.is_empty()).collect()
}

/// Files that are not whole must not be written to: what stands in the broken part would be lost or said twice.
fn whole(folder: &Folder) -> Result<(), Failure> {
    let unread = ["unreadable-file", "not-utf8", "link-loop", "outside-the-folder"];
    if let Some(first) = folder.diagnostics.iter().find(|diagnostic| unread.contains(&diagnostic.code)) {
        let help = "fix or move the file first: onethread review says which it is and where";
        return Err(Failure::new(format!("a file of the organization cannot be read: {}", first.message), help));
    }
    for (_, file) in folder.sources.iter() {
        if let Err(error @ EditError::Broken { .. }) = edit::validate(&file.text) {
            let what = format!("{}: {error}", inert(&file.path));
            return Err(Failure::new(what, "nothing was written"));
        }
    }
    Ok(())
}

fn pseudonyms(root: &Root, will_write: bool) -> Result<Pseudonyms, Failure> {
    if !will_write && !has_key(root) {
        // Only to show what would be written.
        return Ok(Pseudonyms::from_key([0; 32]));
    }
    let failure = |error| Failure::new(format!("no key for pseudonyms can be made: {error}"), "try again");
    Ok(pseudonym_key(root).map_err(failure)?.pseudonyms)
}

/// The settings as they are to be, with what they were; `None` when they stay.
///
/// `last` is the day that the last import wrote. Where a person wrote another one since, it stays.
fn settings(
    folder: &Folder,
    args: &InitArgs,
    sheets: &[(Sheet, Table)],
    day: Day,
    last: Option<Day>,
) -> Option<(String, String)> {
    let known = folder.sources.iter().find(|(_, file)| *file.path == *SETTINGS);
    let Some((_, known)) = known else {
        let name = args.name.clone().or_else(|| Some(folder.root.path().file_name()?.to_string_lossy().into_owned()));
        let name = text_toml(name.as_deref().unwrap_or("This organization"));
        let mut from: Vec<String> = sheets.iter().map(|(sheet, _)| clean(&sheet.file)).collect();
        from.dedup();
        let text = format!(
            "# Settings of the review. Written from {}.\n\n[project]\nname = {name}\ndata-cut = {day}  # the day of the \
             spreadsheets: review as of this day\n",
            from.join(" and ")
        );
        return Some((String::new(), editors::with_schema(SETTINGS, &text)));
    };
    let (old, new) = (format!("data-cut = {}", last?), format!("data-cut = {day}"));
    (old != new && known.text.matches(&old).count() == 1).then(|| (known.text.clone(), known.text.replace(&old, &new)))
}

/// Whether the settings name a day as an import writes it.
fn settings_say(folder: &Folder, day: Day) -> bool {
    folder.text_of(SETTINGS).is_some_and(|text| text.matches(&format!("data-cut = {day}")).count() == 1)
}

/// A name of a file inside a comment.
fn clean(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).collect()
}

fn write(plan: &Plan, writing: &Writing) -> Result<(), Failure> {
    let settings = plan.settings.iter().map(|(_, text)| (SETTINGS.to_owned(), text.clone()));
    let files: BTreeMap<String, String> = plan.written.files.clone().into_iter().chain(settings).collect();
    let was = |path: &str| plan.folder.text_of(path).map(str::as_bytes);
    for path in files.keys() {
        let now = writing.root().read(path, EDITED_BYTES_MAX)?;
        if now.as_deref() != was(path) {
            let what = format!("{path} changed since it was read, and nothing was written");
            return Err(FileFailure::new(FailureKind::Conflict, what).hint("run this again").into());
        }
    }
    for (path, text) in &files {
        writing.replace(path, was(path), text.as_bytes())?;
    }
    editors::write_schemas(writing)?;
    memory::remember(plan, writing)
}
