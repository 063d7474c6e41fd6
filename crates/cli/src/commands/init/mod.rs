//! `onethread init`: an organization's files from spreadsheets, and the difference when there are newer ones.
//!
//! 1. Read the spreadsheets, and guess what their columns say.
//! 2. Compare with what the last import said and with what the files say now.
//! 3. Show it, and ask.
//! 4. Write: each file as a whole or not at all, and last what this import said.

mod ci;
mod data;
mod editors;
mod repository;
mod show;

use std::collections::BTreeMap;
use std::path::Path;

use onethread_evidence::spreadsheet::{
    self, Comparison, DateOrder, Entries, EntryKey, EntryKind, Meaning, Memory, Naming, Options, Proposal, References,
    Sheet, Table, Wish, Written, apply, compare, propose, understand,
};
use onethread_evidence::{Pseudonyms, has_key, pseudonym_key};
use onethread_model::Day;
use onethread_model::diagnostic::{Diagnostic, Severity, Spot, nearest};
use onethread_model::edit::{self, EditError, text_toml};
use onethread_model::limits::SHEET_FILE_BYTES;
use onethread_model::source::Sources;
use onethread_report::inert::inert;
use onethread_workspace::files::{FailureKind, FileFailure, Root, Writing};
use onethread_workspace::{Folder, SETTINGS, today};

use super::{SHOWN_MAX, show_some};
use crate::args::init::{DatesWish, InitArgs};
use crate::args::{ColorWish, DataFormat};
use crate::output::{self, Failure};
use crate::places::{EDITED_BYTES_MAX, allowance, typed, writing};

/// Where the last import is remembered, from the folder of `onethread.toml` on.
const MEMORY: &str = ".onethread/init/last.json";
/// More is no memory, in bytes.
const MEMORY_BYTES_MAX: u64 = 256 << 20;
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
    memory: Memory,
    /// The file of what is remembered, as it was read.
    remembered: Option<Vec<u8>>,
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
    let plan = plan(args, false)?;
    let shown_max = if args.all { usize::MAX } else { SHOWN_MAX };
    let is_data = args.format == DataFormat::Json;
    if !is_data || plan.sheets.is_empty() {
        show_some(&plan.diagnostics, &Sources::default(), color, (shown_max, "add --all"));
    }
    if plan.sheets.is_empty() {
        let help = "fix what is said above";
        return Err(Failure::new("none of the spreadsheets could be used", help));
    }
    if is_data {
        output::deliver(None, &output::json(&data::of_plan(&plan))?)?;
        return Ok(0);
    }
    output::print(&show::plan(&plan, args.column.is_empty()))?;
    if plan.written.files.is_empty() && plan.settings.is_none() {
        // The ids of a first import into files that say the same already are worth remembering.
        if !args.dry_run && (args.yes || plan.remembered.is_some()) {
            // An import that ended early may have left out what it writes last.
            let writing = writing(&plan.folder.root)?;
            editors::write_schemas(&writing)?;
            remember(&plan, &writing)?;
        }
        output::print("\nNothing to write: the files say the same already.\n")?;
        return Ok(0);
    }
    if args.dry_run {
        output::print("\nNothing was written: this is what --yes would write.\n")?;
        return Ok(0);
    }
    if !args.yes && !output::confirmed("the table above")? {
        output::print("\nNothing was written.\n")?;
        return Ok(0);
    }
    // The key for pseudonyms is made only when they are written, and then the ids are those of that key.
    let plan = if plan.proposal.needs_key { self::plan(args, true)? } else { plan };
    write(&plan, &writing(&plan.folder.root)?)?;
    output::print(&show::done(&plan, &args.folder))?;
    Ok(0)
}

fn plan(args: &InitArgs, will_write: bool) -> Result<Plan, Failure> {
    let day = args.as_of.unwrap_or_else(today);
    if day > today() {
        return Err(Failure::new(format!("{day} lies ahead: today is {}", today()), "name a day up to today"));
    }
    let folder = Folder::as_written(&args.folder, allowance())?;
    whole(&folder)?;
    let mut diagnostics = Vec::new();
    let wishes = args.column.iter().map(|text| Wish::parse(text)).collect::<Result<Vec<Wish>, String>>();
    let wishes =
        wishes.map_err(|why| Failure::new(format!("--column: {}", inert(&why)), "as in \"Squad name=team\""))?;
    let statuses = args.status.iter().map(|text| Meaning::parse(text)).collect::<Result<Vec<Meaning>, String>>();
    let statuses =
        statuses.map_err(|why| Failure::new(format!("--status: {}", inert(&why)), "as in \"Accepted=live\""))?;
    let sheets = read_all(args, &wishes, &mut diagnostics)?;
    let (memory, remembered) = recall(&folder.root)?;
    let options = Options {
        naming: Naming { keep_names: args.keep_names, keep_local_parts: args.keep_local_parts },
        dates: args.dates.map(|order| match order {
            DatesWish::DayFirst => DateOrder::DayFirst,
            DatesWish::MonthFirst => DateOrder::MonthFirst,
        }),
        statuses: &statuses,
        day,
    };
    let pseudonyms = pseudonyms(&folder.root, will_write)?;
    let used = folder.org.people.keys().cloned();
    let proposal = propose(&sheets, options, &memory, used, &pseudonyms, &mut diagnostics);
    let files = Entries::of(&folder.org);
    let mut comparison = compare(&memory.entries, &files, &proposal.entries, args.theirs);
    if args.end_gone {
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
    if args.remove_gone {
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
    diagnostics.extend(other_ids(&comparison, &proposal, &memory, &files));
    let changes = !written.files.is_empty();
    let settings = settings(&folder, args, &sheets, day, memory.data_cut.filter(|_| changes));
    Ok(Plan { folder, sheets, proposal, comparison, written, named, memory, remembered, settings, day, diagnostics })
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

fn read_all(
    args: &InitArgs,
    wishes: &[Wish],
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<(Sheet, Table)>, Failure> {
    let mut all = Vec::new();
    for path in &args.from {
        let bytes = bytes(path)?;
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let sheets = spreadsheet::read(&name, &bytes, diagnostics);
        let several = sheets.len() > 1;
        let (mut used, mut unused) = (Vec::new(), Vec::new());
        for sheet in sheets {
            let mut own = Vec::new();
            match understand(&sheet, wishes, &mut own) {
                Some(table) => used.push((sheet, table)),
                // An empty sheet of a workbook is nothing to speak of.
                None if several && sheet.rows.is_empty() => own.clear(),
                None => unused.push(own.len()),
            }
            diagnostics.append(&mut own);
        }
        // Where another sheet of the workbook is of use, the others are notes.
        if !used.is_empty() {
            for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.code == "no-header") {
                diagnostic.severity = Severity::Note;
            }
        }
        all.append(&mut used);
    }
    let headers = || all.iter().flat_map(|(_, table): &(Sheet, Table)| &table.columns).map(|column| &column.header);
    for wish in wishes {
        let is_there = headers().any(|header| header.trim().eq_ignore_ascii_case(wish.header.trim()));
        if !is_there && !all.is_empty() {
            let help = match nearest(&wish.header, headers().map(String::as_str)) {
                Some(near) => format!("did you mean `{}`?", inert(near)),
                None => "write the header as the sheet has it".to_owned(),
            };
            return Err(Failure::new(format!("no sheet has a column `{}`", inert(&wish.header)), help));
        }
    }
    Ok(all)
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let shown = path.display().to_string();
    let shown = inert(&shown);
    let typed = typed(path)?;
    let read = typed.read(SHEET_FILE_BYTES.get()).map_err(|failure| match failure.too_large {
        Some(bytes) => {
            let help = "leave out what is no roster and no list of initiatives";
            Failure::new(format!("{shown} has {bytes} bytes; {SHEET_FILE_BYTES}"), help).hint(SHEET_FILE_BYTES.help())
        }
        None => failure.into(),
    })?;
    let Some(bytes) = read else {
        let near = path.file_name().and_then(|name| name.to_str()).and_then(|name| {
            nearest(name, typed.siblings().iter().map(String::as_str)).map(|near| path.with_file_name(near))
        });
        let help =
            near.map_or_else(String::new, |near| format!("did you mean `{}`?", inert(&near.display().to_string())));
        return Err(Failure::new(format!("there is no file {shown}"), help));
    };
    output::trace(|| format!("read {shown}: {} bytes", bytes.len()));
    Ok(bytes)
}

fn pseudonyms(root: &Root, will_write: bool) -> Result<Pseudonyms, Failure> {
    if !will_write && !has_key(root) {
        // Only to show what would be written.
        return Ok(Pseudonyms::from_key([0; 32]));
    }
    let failure = |error| Failure::new(format!("no key for pseudonyms can be made: {error}"), "try again");
    Ok(pseudonym_key(root).map_err(failure)?.pseudonyms)
}

/// What the last import said, with the bytes that say it; nothing where nothing is remembered.
///
/// # Errors
/// That it cannot be read: without it, what people wrote since cannot be distinguished from what the import wrote.
fn recall(root: &Root) -> Result<(Memory, Option<Vec<u8>>), Failure> {
    let lost = |what: String| {
        Failure::new(format!("the memory of the last import cannot be read, and nothing was written: {what}"), "")
            .hint(format!("bring {MEMORY} back as it was"))
            .hint("or remove it, and where a file and the spreadsheet differ, the file's value is kept")
    };
    let broken =
        |failure: FileFailure| Failure { kind: FailureKind::Broken, ..lost(inert(&failure.what).into_owned()) };
    root.check_local_folder().map_err(broken)?;
    let Some(bytes) = root.read(MEMORY, MEMORY_BYTES_MAX).map_err(broken)? else {
        return Ok((Memory::default(), None));
    };
    match std::str::from_utf8(&bytes).ok().and_then(Memory::from_json) {
        Some(memory) => Ok((memory, Some(bytes))),
        None => {
            let what = format!("{MEMORY} is damaged, or of another version");
            Err(Failure { kind: FailureKind::Broken, ..lost(what) })
        }
    }
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
    remember(plan, writing)
}

fn remember(plan: &Plan, writing: &Writing) -> Result<(), Failure> {
    let data_cut = match (&plan.settings, plan.memory.data_cut) {
        (Some(_), _) => Some(plan.day),
        // A first import that ended early may have written the settings, and nothing after them.
        (None, None) if plan.remembered.is_none() && settings_say(&plan.folder, plan.day) => Some(plan.day),
        (None, known) => known,
    };
    let memory = Memory {
        entries: plan.comparison.base.clone(),
        ids: plan.proposal.ids.clone(),
        data_cut,
        columns: plan.columns(),
    };
    if plan.remembered.is_some() && memory == plan.memory {
        return Ok(());
    }
    Ok(writing.replace(MEMORY, plan.remembered.as_deref(), memory.to_json().as_bytes())?)
}
