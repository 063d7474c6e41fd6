//! What is remembered of imports: what the last one said, and what people said once about the spreadsheets.

use onethread_evidence::spreadsheet::{DateOrder, Meaning};
use onethread_evidence::spreadsheet::{ImportSettings, KnownSheet, Memory, Naming, SameName, SheetWish, Wish};
use onethread_model::source::Sources;
use onethread_report::inert::inert;
use onethread_workspace::files::{FailureKind, FileFailure, Root, Writing};

use super::{Plan, settings_say};
use crate::args::ColorWish;
use crate::args::init::{DatesWish, InitArgs};
use crate::commands::show_diagnostics;
use crate::output::Failure;

/// Where the last import is remembered, from the folder of `onethread.toml` on.
const MEMORY: &str = ".onethread/init/last.json";
/// Where what people said once about the spreadsheets is remembered, for them to read and edit.
pub(super) const SAID: &str = ".onethread/init/import.toml";
/// More is no memory, in bytes.
const MEMORY_BYTES_MAX: u64 = 256 << 20;
/// More has nobody said, in bytes.
const SAID_BYTES_MAX: u64 = 4 << 20;

/// What is remembered, with the bytes that say it.
#[derive(Default)]
pub(super) struct Remembered {
    /// What the last import said.
    pub(super) memory: Memory,
    /// The file of it; absent where nothing is remembered.
    pub(super) bytes: Option<Vec<u8>>,
    /// What people said of the spreadsheets before.
    pub(super) said: ImportSettings,
    /// The file of it.
    pub(super) said_bytes: Option<Vec<u8>>,
}

/// Reads both files; nothing where nothing is remembered.
///
/// # Errors
/// That one of them cannot be read. Without the one, what people wrote since cannot be distinguished from what the import
/// wrote; without the other, the sheets would be read in another way than people said.
pub(super) fn recall(root: &Root, color: ColorWish) -> Result<Remembered, Failure> {
    let lost = |what: String| {
        Failure::new(format!("the memory of the last import cannot be read, and nothing was written: {what}"), "")
            .hint(format!("bring {MEMORY} back as it was"))
            .hint("or remove it, and where a file and the spreadsheet differ, the file's value is kept")
    };
    let broken =
        |failure: FileFailure| Failure { kind: FailureKind::Broken, ..lost(inert(&failure.what).into_owned()) };
    root.check_local_folder().map_err(broken)?;
    let mut remembered = Remembered::default();
    if let Some(bytes) = root.read(MEMORY, MEMORY_BYTES_MAX).map_err(broken)? {
        let Some(memory) = std::str::from_utf8(&bytes).ok().and_then(Memory::from_json) else {
            let what = format!("{MEMORY} is damaged, or of another version");
            return Err(Failure { kind: FailureKind::Broken, ..lost(what) });
        };
        (remembered.memory, remembered.bytes) = (memory, Some(bytes));
    }
    let unsaid = |what: String| Failure {
        kind: FailureKind::Broken,
        ..Failure::new(format!("what was said of the spreadsheets cannot be read, and nothing was written: {what}"), "")
            .hint(format!("correct {SAID}; it is a text that people may edit"))
            .hint("or remove it, and say again what is asked")
    };
    let Some(bytes) = root.read(SAID, SAID_BYTES_MAX).map_err(|failure| unsaid(inert(&failure.what).into_owned()))?
    else {
        return Ok(remembered);
    };
    let text = std::str::from_utf8(&bytes).map_err(|_| unsaid(format!("{SAID} is not UTF-8")))?;
    let mut sources = Sources::default();
    let file = sources.add(SAID, text);
    match ImportSettings::load(&sources, file) {
        Ok(said) => (remembered.said, remembered.said_bytes) = (said, Some(bytes)),
        Err(found) => {
            show_diagnostics(&found, &sources, color, usize::MAX);
            return Err(unsaid(format!("{SAID} has a line that is not understood")));
        }
    }
    Ok(remembered)
}

/// What the command line says of the spreadsheets.
///
/// # Errors
/// A flag that is not understood.
pub(super) fn said_now(args: &InitArgs) -> Result<ImportSettings, Failure> {
    Ok(ImportSettings {
        dates: args.dates.map(|order| match order {
            DatesWish::DayFirst => DateOrder::DayFirst,
            DatesWish::MonthFirst => DateOrder::MonthFirst,
        }),
        naming: Naming { keep_names: args.keep_names, keep_local_parts: args.keep_local_parts },
        sheets: read_all("--sheet", &args.sheet, SheetWish::parse, "\"People=roster\"")?,
        columns: read_all("--column", &args.column, Wish::parse, "\"Squad name=team\"")?,
        statuses: read_all("--status", &args.status, Meaning::parse, "\"Accepted=live\"")?,
        same: read_all("--same", &args.same, SameName::parse, "\"Paymnts=Payments\"")?,
    })
}

fn read_all<T>(
    flag: &str,
    texts: &[String],
    parse: fn(&str) -> Result<T, String>,
    example: &str,
) -> Result<Vec<T>, Failure> {
    let all: Result<Vec<T>, String> = texts.iter().map(|text| parse(text)).collect();
    all.map_err(|why| Failure::new(format!("{flag}: {}", inert(&why)), format!("as in {example}")))
}

/// Writes what this import said, and what people said of the spreadsheets.
pub(super) fn remember(plan: &Plan, writing: &Writing) -> Result<(), Failure> {
    let remembered = &plan.remembered;
    if !plan.said.is_empty() && plan.said != remembered.said {
        let text = plan.said.to_toml();
        writing.replace(SAID, remembered.said_bytes.as_deref(), text.as_bytes())?;
    }
    let data_cut = match (&plan.settings, remembered.memory.data_cut) {
        (Some(_), _) => Some(plan.day),
        // A first import that ended early may have written the settings, and nothing after them.
        (None, None) if remembered.bytes.is_none() && settings_say(&plan.folder, plan.day) => Some(plan.day),
        (None, known) => known,
    };
    let memory = Memory {
        entries: plan.comparison.base.clone(),
        ids: plan.proposal.ids.clone(),
        data_cut,
        columns: plan.columns(),
        sheets: plan.known_sheets.clone(),
        gone: plan.comparison.gone.iter().cloned().collect(),
    };
    if remembered.bytes.is_some() && memory == remembered.memory {
        return Ok(());
    }
    Ok(writing.replace(MEMORY, remembered.bytes.as_deref(), memory.to_json().as_bytes())?)
}

/// Sheets and columns that the last import read and that nobody said are gone for good.
pub(super) fn still_known(memory: &Memory, said: &ImportSettings) -> Vec<KnownSheet> {
    let alike = |one: &str, other: &str| one.trim().eq_ignore_ascii_case(other.trim());
    let is_skipped = |sheet: &KnownSheet| {
        let skipped = said.sheets.iter().filter(|wish| wish.lists.is_none());
        skipped.into_iter().any(|wish| alike(&wish.name, &sheet.name) || alike(&wish.name, &sheet.title))
    };
    let skipped = |header: &str| said.columns.iter().any(|wish| wish.says.is_none() && alike(&wish.header, header));
    let mut known: Vec<KnownSheet> = memory.sheets.iter().filter(|sheet| !is_skipped(sheet)).cloned().collect();
    known.iter_mut().for_each(|sheet| sheet.columns.retain(|(header, _)| !skipped(header)));
    known
}
