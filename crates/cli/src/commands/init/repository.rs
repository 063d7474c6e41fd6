//! `onethread init` without spreadsheets: a first draft from what repositories and their ownership files show.
//!
//! 1. Look at what lies in the folder, and read it with settings that fit.
//! 2. Write what it shows, each line with the evidence it rests on. What is there already is left alone.
//! 3. Say what no history can know.

mod draft;

use onethread_core::measure::World;
use onethread_core::measure::measures::candidates::{Candidate, candidates};
use onethread_model::diagnostic::nearest;
use onethread_model::edit::{self, Edit};
use onethread_model::record::Value;
use onethread_report::inert::inert;
use onethread_workspace::files::Root;
use onethread_workspace::{Folder, SETTINGS};

use super::super::{SHOWN_MAX, show_diagnostics};
use super::{data, editors};
use crate::args::init::InitArgs;
use crate::args::{ColorWish, DataFormat};
use crate::output::{self, Failure};
use crate::places::{EDITED_BYTES_MAX, root_as_named, writing};
use crate::progress::with_progress;
use crate::survey::Survey;

/// A file that is to be written.
pub(super) struct Draft {
    /// Its path from the root on.
    pub(super) path: String,
    pub(super) text: String,
    /// Whether it changes a file that is there, which only `--accept` does.
    pub(super) changes: bool,
    /// What that file was.
    before: Option<String>,
}

impl Draft {
    /// A new file.
    fn new(path: &str, text: &str) -> Draft {
        Draft { path: path.to_owned(), text: editors::with_schema(path, text), changes: false, before: None }
    }
}

pub(super) fn run(args: &InitArgs, color: ColorWish) -> Result<u8, Failure> {
    let root = root_as_named(&args.folder)?;
    let survey = Survey::of(&root);
    if survey.repositories.is_empty() && survey.exports.is_empty() && root.is_free(SETTINGS) {
        return Err(nothing_here(&survey));
    }
    let known = root.read_text(SETTINGS, EDITED_BYTES_MAX)?;
    let keys = if known.is_none() { draft::keys(&root, &survey) } else { Vec::new() };
    let text = known.unwrap_or_else(|| draft::settings(root.path(), args.name.as_deref(), &survey, &keys, None));
    let folder = with_progress(|progress| Folder::read_with(&root, &text, false, progress))?;
    let day = draft::day(&folder);
    let world = World::on(&folder.snapshot, day);
    let guesses = candidates(&world);
    let mut drafts = Vec::new();
    if root.is_free(SETTINGS) {
        let text = draft::settings(root.path(), args.name.as_deref(), &survey, &keys, Some((&world, &guesses)));
        drafts.push(Draft::new(SETTINGS, &text));
    }
    let organization = folder.organization();
    if args.accept.is_empty() {
        for (name, text) in [("teams.toml", draft::teams(&world)), ("components.toml", draft::components(&world))] {
            let path = format!("{organization}/{name}");
            if !text.is_empty() && root.is_free(&path) {
                drafts.push(Draft::new(&path, &text));
            }
        }
    } else {
        drafts.push(accepted(args, &root, organization, &guesses)?);
    }
    if args.format == DataFormat::Json {
        let data = data::of_drafts(&drafts, &guesses, &folder.diagnostics, &folder.sources);
        output::deliver(None, &output::json(&data)?)?;
        return Ok(0);
    }
    show_diagnostics(&folder.diagnostics, &folder.sources, color, SHOWN_MAX);
    if args.dry_run {
        for draft in &drafts {
            output::print(&format!("{}:\n\n{}\n", draft.path, indented(&draft.text)))?;
        }
    } else if !drafts.is_empty() || editors::names_schema(&text) {
        // Without a draft, what a run left out that ended early: it writes the schemas last.
        let writing = writing(&root)?;
        for draft in &drafts {
            writing.replace(&draft.path, draft.before.as_deref().map(str::as_bytes), draft.text.as_bytes())?;
        }
        editors::write_schemas(&writing)?;
    }
    output::print(&draft::said(&drafts, &survey, &world, &guesses, args))?;
    Ok(0)
}

fn nothing_here(survey: &Survey) -> Failure {
    let help = match survey.spreadsheets.as_slice() {
        [] => {
            "run it in a repository, or name spreadsheets: onethread init --from roster.csv,initiatives.csv".to_owned()
        }
        files => format!("take the spreadsheets here: onethread init --from {}", inert(&files.join(","))),
    };
    match survey.unreadable.first() {
        Some((name, why)) => {
            Failure::new(format!("the repository {} cannot be read: {}", inert(name), inert(why)), help)
        }
        None => Failure::new("there is no repository here", help),
    }
}

/// The file with the initiatives that are accepted, each with the evidence that suggested it.
fn accepted(args: &InitArgs, root: &Root, organization: &str, guesses: &[Candidate]) -> Result<Draft, Failure> {
    let path = format!("{organization}/initiatives.toml");
    let before = root.read_text(&path, EDITED_BYTES_MAX)?;
    let mut text = before.clone().unwrap_or_default();
    for id in &args.accept {
        let Some(guess) = guesses.iter().find(|guess| guess.id == *id) else {
            let ids = guesses.iter().map(|guess| guess.id.as_str());
            let help = match nearest(id, ids) {
                Some(near) => format!("did you mean `{}`?", inert(near)),
                None => "onethread init --dry-run lists them".to_owned(),
            };
            return Err(Failure::new(format!("no candidate is called `{}`", inert(id)), help));
        };
        if guess.is_registry() {
            let what = format!("`{}` is a list of many matters, and no initiative: {}", inert(id), guess.because());
            return Err(Failure::new(what, "export it, and name the file as a registry: onethread import FILE"));
        }
        let mut edits = vec![Edit::set(path.as_str(), "initiative", id, "title", Value::text(&guess.what))];
        if let Some(scope) = guess.scope() {
            edits.push(Edit::set(path.as_str(), "initiative", id, "scope", Value::list([Value::text(&scope)])));
        }
        let comment = format!("# A guess, accepted: {}.\n# Who leads it, and for whom is it?\n", guess.because());
        let entry = edit::apply_to("", &edits)
            .map_err(|error| Failure::new(format!("{path} cannot be written: {error}"), ""))?;
        let gap = if text.is_empty() { "" } else { "\n" };
        text = format!("{}{gap}{comment}{entry}", with_end(&text));
    }
    // What is written must be understood, and say each thing once.
    edit::validate(&text)
        .map_err(|error| Failure::new(format!("{path} was not changed: {error}"), "write it by hand"))?;
    Ok(match before {
        Some(before) if !before.is_empty() => Draft { changes: true, path, text, before: Some(before) },
        before => Draft { before, ..Draft::new(&path, &text) },
    })
}

fn with_end(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }).collect()
}
