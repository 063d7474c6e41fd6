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
use std::io::{IsTerminal, Write as _};
use std::path::{Path, PathBuf};

use onethread_evidence::spreadsheet::{
    self, Comparison, DateOrder, Entries, EntryKey, EntryKind, Meaning, Memory, Naming, Options, Proposal, References,
    Sheet, Table, Wish, Written, apply, compare, propose, understand,
};
use onethread_evidence::{Pseudonyms, pseudonym_key};
use onethread_model::Day;
use onethread_model::diagnostic::{Diagnostic, Severity, Spot, nearest};
use onethread_model::edit::{self, EditError, text_toml};
use onethread_model::limits::SHEET_FILE_BYTES;
use onethread_model::source::Sources;
use onethread_report::inert::inert;
use onethread_workspace::{Folder, SETTINGS, today};

use super::{SHOWN_MAX, show_some};
use crate::args::init::{DatesWish, InitArgs};
use crate::args::{ColorWish, DataFormat};
use crate::output::{self, Failure};

/// Where the last import is remembered, from the folder of `onethread.toml` on.
const MEMORY: &str = ".onethread/init/last.json";
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
    /// Whether an import is remembered.
    has_memory: bool,
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
        if !args.dry_run && (args.yes || plan.has_memory) {
            remember(&plan)?;
        }
        output::print("\nNothing to write: the files say the same already.\n")?;
        return Ok(0);
    }
    if args.dry_run {
        output::print("\nNothing was written: this is what --yes would write.\n")?;
        return Ok(0);
    }
    if !args.yes && !confirmed()? {
        output::print("\nNothing was written.\n")?;
        return Ok(0);
    }
    // The key for pseudonyms is made only when they are written, and then the ids are those of that key.
    let plan = if plan.proposal.needs_key { self::plan(args, true)? } else { plan };
    write(&plan)?;
    output::print(&show::done(&plan, &args.folder))?;
    Ok(0)
}

/// Asks once on a terminal.
fn confirmed() -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        let what = "nothing was written, because nobody can be asked here";
        return Err(Failure::new(what, "check the table above, then run it again with --yes"));
    }
    // Whoever is asked has to see the question.
    output::speak("\nWrite this? [y/N] ");
    let _ = std::io::stderr().flush();
    let mut answer = String::new();
    // Whoever closes the input does not say yes.
    let _ = std::io::stdin().read_line(&mut answer);
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

fn plan(args: &InitArgs, will_write: bool) -> Result<Plan, Failure> {
    let day = args.as_of.unwrap_or_else(today);
    if day > today() {
        return Err(Failure::new(format!("{day} lies ahead: today is {}", today()), "name a day up to today"));
    }
    let folder = Folder::as_written(&args.folder)?;
    whole(&folder)?;
    let mut diagnostics = Vec::new();
    let wishes = args.column.iter().map(|text| Wish::parse(text)).collect::<Result<Vec<Wish>, String>>();
    let wishes =
        wishes.map_err(|why| Failure::new(format!("--column: {}", inert(&why)), "as in \"Squad name=team\""))?;
    let statuses = args.status.iter().map(|text| Meaning::parse(text)).collect::<Result<Vec<Meaning>, String>>();
    let statuses =
        statuses.map_err(|why| Failure::new(format!("--status: {}", inert(&why)), "as in \"Accepted=live\""))?;
    let sheets = read_all(args, &wishes, &mut diagnostics)?;
    let (memory, has_memory) = recall(&folder.root, &mut diagnostics);
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
        let is_known = folder.sources.iter().any(|(_, file)| file.path == *path);
        if !is_known && folder.root.join(path).exists() {
            return Err(Failure::new(format!("{path} exists and could not be read"), "move it away, or fix it"));
        }
    }
    diagnostics.extend(other_ids(&comparison, &proposal, &memory, &files));
    let changes = !written.files.is_empty();
    let settings = settings(&folder, args, &sheets, day, memory.data_cut.filter(|_| changes));
    Ok(Plan { folder, sheets, proposal, comparison, written, named, memory, has_memory, settings, day, diagnostics })
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
    let mut files: BTreeMap<String, String> = own.map(|(_, file)| (file.path.clone(), file.text.clone())).collect();
    files.extend(written.files.clone());
    let references = References::of(&files);
    let places = |key: &EntryKey| references.places(&key.id).iter().map(ToString::to_string).collect::<Vec<_>>();
    let all = comparison.gone.iter().map(|key| (key.clone(), places(key)));
    all.filter(|(_, places)| !places.is_empty()).collect()
}

/// Files that are not whole must not be written to: what stands in the broken part would be lost or said twice.
fn whole(folder: &Folder) -> Result<(), Failure> {
    let unread = ["unreadable-file", "not-utf8", "link-loop"];
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
    let meta = match std::fs::metadata(path) {
        Ok(meta) => meta,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let help = sibling(path).map_or_else(String::new, |near| format!("did you mean `{}`?", inert(&near)));
            return Err(Failure::new(format!("there is no file {shown}"), help));
        }
        Err(error) => {
            return Err(Failure::new(format!("{shown} cannot be read: {error}"), "check that it may be read"));
        }
    };
    if !meta.is_file() {
        return Err(Failure::new(format!("{shown} is no file"), "name a CSV or XLSX file"));
    }
    if SHEET_FILE_BYTES.is_passed_by(meta.len()) {
        let what = format!("{shown} has {} bytes; {SHEET_FILE_BYTES}", meta.len());
        let help = format!("leave out what is no roster and no list of initiatives; {}", SHEET_FILE_BYTES.help());
        return Err(Failure::new(what, help));
    }
    output::trace(|| format!("read {shown}: {} bytes", meta.len()));
    std::fs::read(path).map_err(|error| Failure::new(format!("{shown} cannot be read: {error}"), ""))
}

/// The name beside a path that is nearest to it.
fn sibling(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let names = std::fs::read_dir(folder).ok()?.flatten().take(10_000);
    let mut names: Vec<String> = names.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    let near = nearest(path.file_name()?.to_str()?, names.iter().map(String::as_str))?;
    Some(path.with_file_name(near).display().to_string())
}

fn pseudonyms(root: &Path, will_write: bool) -> Result<Pseudonyms, Failure> {
    if !will_write && !root.join(OWN).join("pseudonym.key").exists() {
        // Only to show what would be written.
        return Ok(Pseudonyms::from_key([0; 32]));
    }
    let failure = |error| Failure::new(format!("no key for pseudonyms can be made: {error}"), "try again");
    std::fs::create_dir_all(root).map_err(|error| cannot_make(root, &error))?;
    Ok(pseudonym_key(root).map_err(failure)?.pseudonyms)
}

fn recall(root: &Path, diagnostics: &mut Vec<Diagnostic>) -> (Memory, bool) {
    let Ok(text) = std::fs::read_to_string(root.join(MEMORY)) else { return (Memory::default(), false) };
    match Memory::from_json(&text) {
        Some(memory) => (memory, true),
        None => {
            let what =
                "it is damaged or of another version, so that hand edits cannot be distinguished from old values";
            let spot = Spot::Path(MEMORY.to_owned());
            let report = Diagnostic::new(Severity::Warning, "no-memory", what, spot);
            diagnostics.push(report.help("where a file and the spreadsheet differ, the file's value is kept"));
            (Memory::default(), false)
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
    let known = folder.sources.iter().find(|(_, file)| file.path == SETTINGS);
    let Some((_, known)) = known else {
        let name = args.name.clone().or_else(|| Some(folder.root.file_name()?.to_string_lossy().into_owned()));
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

/// A name of a file inside a comment.
fn clean(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).collect()
}

fn cannot_make(folder: &Path, error: &std::io::Error) -> Failure {
    let what = format!("the folder {} cannot be made: {error}", folder.display());
    Failure::new(what, "name a folder in a place that may be written")
}

fn write(plan: &Plan) -> Result<(), Failure> {
    let root = &plan.folder.root;
    let settings = plan.settings.iter().map(|(_, text)| (SETTINGS.to_owned(), text.clone()));
    let files: BTreeMap<String, String> = plan.written.files.clone().into_iter().chain(settings).collect();
    for (path, text) in &files {
        let path = root.join(path);
        make_folder(&path)?;
        output::write(&path, text)?;
    }
    editors::write_schemas(root)?;
    remember(plan)
}

fn remember(plan: &Plan) -> Result<(), Failure> {
    let root = &plan.folder.root;
    let path: PathBuf = root.join(MEMORY);
    make_folder(&path)?;
    keep_out_of_git(&root.join(OWN))?;
    let data_cut = match (&plan.settings, plan.memory.data_cut) {
        (Some(_), _) => Some(plan.day),
        (None, known) => known,
    };
    let memory = Memory {
        entries: plan.comparison.base.clone(),
        ids: plan.proposal.ids.clone(),
        data_cut,
        columns: plan.columns(),
    };
    if plan.has_memory && memory == plan.memory {
        return Ok(());
    }
    output::write(&path, &memory.to_json())
}

/// Keeps the program's own folder out of the user's git, where a folder in it is written to.
///
/// # Errors
/// When the file that says so cannot be written.
pub(super) fn keep_out_of_git(folder: &Path) -> Result<(), Failure> {
    match folder.ancestors().find(|folder| folder.ends_with(OWN)) {
        Some(own) => onethread_evidence::ignore(own).map_err(|error| cannot_make(own, &error)),
        None => Ok(()),
    }
}

fn make_folder(path: &Path) -> Result<(), Failure> {
    match path.parent() {
        Some(folder) => std::fs::create_dir_all(folder).map_err(|error| cannot_make(folder, &error)),
        None => Ok(()),
    }
}
