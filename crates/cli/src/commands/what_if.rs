//! `onethread what-if`: what would differ if some changes were carried out, a patch were applied, or the files of a branch
//! were here. Nothing is written.

use std::path::{Path, PathBuf};

use onethread_core::measure::View;
use onethread_core::moves;
use onethread_model::Day;
use onethread_report::diagnostics;
use onethread_report::inert::inert;
use onethread_report::what_if as pages;
use onethread_workspace::files::{FailureKind, FileFailure};
use onethread_workspace::{Folder, PATCH_BYTES_MAX, Patched, apply_patch};

use super::act::Act;
use super::doing::{Prepared, prepare, prepare_texts, refused};
use super::{read, read_on};
use crate::args::acts::{DoingArgs, shell_quoted};
use crate::args::{ColorWish, Format, WhatIfArgs, WhatIfFormat};
use crate::output::{self, Failure};
use crate::places::typed;

pub(super) fn run(args: &WhatIfArgs, color: ColorWish) -> Result<u8, Failure> {
    let does = args.doing.apply || args.doing.to_branch.is_some() || args.doing.to_patch.is_some();
    // Whoever writes into the files is about those on disk.
    let (mut folder, day) =
        if does { read(&folder_of(args), args.as_of)? } else { read_on(&folder_of(args), args.as_of)? };
    diagnostics::sort(&mut folder.diagnostics, &folder.snapshot.sources);
    let prepared = match (&args.patch, &args.branch, &args.moves) {
        (Some(patch), ..) => of_patch(patch, &folder, day)?,
        (None, Some(revision), _) => of_revision(revision, &folder, day)?,
        (None, None, moves) => {
            let moves = moves.as_deref().unwrap_or_default();
            let changes = match super::plan::is_row(moves, &folder) {
                true => super::plan::row_meant(&folder, day, moves.trim())?.1.changes,
                false => moves::read(moves, &View::on(&folder.snapshot, day)).map_err(refused)?,
            };
            prepare(&folder, day, &changes)?
        }
    };
    let (format, output) = (format_of(args), args.output.as_deref());
    if does {
        let doing = doing_of(args, format);
        let (line, says) = (line_of(args), said_of(args));
        return Act { args: &doing, folder: &folder, line, says, patch_flag: "--to-patch", color }.run(prepared);
    }
    prepared.check_expected(args.doing.consent.expect.as_deref())?;
    let Some(format) = format else {
        output::deliver(output, &pages::to_svg(&prepared.found))?;
        return Ok(0);
    };
    let mut data = prepared.page(&folder, (format, output), color)?;
    if format == Format::Text {
        data += &format!(
            "\nNothing was written. With --apply it is; --to-branch NAME makes a branch.\n{}",
            prepared.bound()
        );
    }
    output::deliver(output, &data)?;
    Ok(0)
}

/// The form that is asked for, else the one that the name of the file asks for; none for the picture alone.
fn format_of(args: &WhatIfArgs) -> Option<Format> {
    let output = args.output.as_deref();
    let is_svg = output.and_then(Path::extension).is_some_and(|ending| ending.eq_ignore_ascii_case("svg"));
    match args.format {
        Some(WhatIfFormat::Svg) => None,
        None if is_svg => None,
        Some(WhatIfFormat::Text) => Some(Format::Text),
        Some(WhatIfFormat::Json) => Some(Format::Json),
        Some(WhatIfFormat::Html) => Some(Format::Html),
        Some(WhatIfFormat::Markdown) => Some(Format::Markdown),
        None => Some(output::format(None, output)),
    }
}

/// What is done, as the acts have it.
fn doing_of(args: &WhatIfArgs, format: Option<Format>) -> DoingArgs {
    let doing = &args.doing;
    DoingArgs {
        apply: doing.apply,
        branch: doing.to_branch.clone(),
        message: doing.message.clone(),
        patch: doing.to_patch.clone(),
        consent: doing.consent.clone(),
        blanks: None,
        folder: folder_of(args),
        as_of: args.as_of,
        format,
        output: args.output.clone(),
    }
}

/// What is done, in words.
fn said_of(args: &WhatIfArgs) -> String {
    match (&args.patch, &args.branch, &args.moves) {
        (Some(patch), ..) => format!("apply {}", patch.display()),
        (None, Some(revision), _) => format!("take the files of {revision}"),
        (None, None, moves) => moves.clone().unwrap_or_default(),
    }
}

/// The command that says it.
fn line_of(args: &WhatIfArgs) -> String {
    let words = match (&args.patch, &args.branch, &args.moves) {
        (Some(patch), ..) => format!("--patch {}", shell_quoted(&patch.display().to_string())),
        (None, Some(revision), _) => format!("--branch {}", shell_quoted(revision)),
        (None, None, moves) => shell_quoted(moves.as_deref().unwrap_or_default()),
    };
    format!("onethread what-if {words}")
}

/// The folder: where no moves are said, it stands in their place.
fn folder_of(args: &WhatIfArgs) -> PathBuf {
    match &args.moves {
        Some(folder) if args.patch.is_some() || args.branch.is_some() => PathBuf::from(folder),
        _ => args.folder.clone(),
    }
}

fn of_patch(path: &Path, folder: &Folder, day: Day) -> Result<Prepared, Failure> {
    let (text, name) = if path == Path::new("-") {
        (output::standard_input(PATCH_BYTES_MAX)?, "standard input".to_owned())
    } else {
        let bytes = typed(path)?.read(PATCH_BYTES_MAX)?.ok_or_else(|| {
            let what = format!("there is no file {}", path.display());
            Failure::from(FileFailure::new(FailureKind::NotFound, what).hint("`git diff > FILE` writes one"))
        })?;
        // What is not UTF-8 fits no file of the organization.
        (String::from_utf8_lossy(&bytes).into_owned(), path.display().to_string())
    };
    let place = (folder.prefix(), folder.organization().to_owned());
    let found = apply_patch(&text, (&place.0, &place.1), |path| folder.text_of(path)).map_err(|error| {
        let hint = "the difference has to be one of the files as they are: make it again from here with `git diff`";
        Failure::new(format!("{name}:{}:1: {}", error.line, error.why), hint)
    })?;
    let Patched { texts, statements, left_out } = found;
    for path in &left_out {
        output::say(&format!("left out: {} is no file of the organization\n", inert(path)));
    }
    if texts.is_empty() && !left_out.is_empty() {
        let what = format!("{name} is about no file of the organization");
        return Err(Failure::new(what, format!("its files are those of {}/ that end in `.toml`", place.1)));
    }
    prepare_texts(folder, day, texts, statements)
}

fn of_revision(revision: &str, folder: &Folder, day: Day) -> Result<Prepared, Failure> {
    let then = folder.at(revision)?;
    if !then.has_files {
        let what = format!("commit {} has no files of the organization in {}", then.commit, then.folder);
        return Err(Failure::new(what, "name a branch that has them"));
    }
    output::say(&format!("the organization's files would be those of commit {}, {}\n", then.commit, then.day));
    then.left_out.iter().for_each(|what| output::say(&format!("warning: {}\n", inert(what))));
    let Patched { texts, statements, .. } = Patched::of(folder.texts_of(&then), |path| folder.text_of(path));
    prepare_texts(folder, day, texts, statements)
}
