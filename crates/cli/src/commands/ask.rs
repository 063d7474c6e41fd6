//! `onethread ask`: the questions that evidence cannot answer, as a form for the month, or as a page for an initiative.

mod form;

use onethread_core::measure::View;
use onethread_core::review::{InitiativeReview, ProposedEdits, review};
use onethread_model::ids::{checksum, free_file_stem};
use onethread_report::ask::{Ask, ask, html, markdown};
use onethread_report::inert::inert;
use onethread_report::{diagnostics, json};
use onethread_workspace::files::{FailureKind, Typed};

use super::review::unknown_initiative;
use super::{SHOWN_MAX, read_on, show_diagnostics};
use crate::args::ask::AskArgs;
use crate::args::{ColorWish, PageFormat};
use crate::output::{self, Failure};
use crate::places::{typed, writing_beside};
use crate::statistics::timed;

/// What the last line of a file begins with that this command wrote. Behind it stands a checksum of the lines above, so
/// that a file that a person wrote into is known as theirs.
const MARK: &str = "<!-- written by onethread ask ";
/// No page is larger.
const PAGE_BYTES_MAX: u64 = 64 << 20;
/// Times that a page is written that another one writes meanwhile.
const TRIES_MAX: usize = 4;

pub(super) fn run(args: &AskArgs, color: ColorWish) -> Result<u8, Failure> {
    let (mut folder, day) = read_on(&args.folder, args.as_of)?;
    diagnostics::sort(&mut folder.diagnostics, &folder.snapshot.sources);
    let review = timed("analysis", || review(&folder.snapshot, day));
    let view = View::on(&folder.snapshot, day);
    if form::is_wanted(args) {
        show_diagnostics(&folder.diagnostics, &folder.sources, color, SHOWN_MAX);
        return form::run(args, &folder, &review, &view);
    }
    let ask_of = |one: &InitiativeReview| ask(one, &review, &ProposedEdits::of(one, &view));
    let wanted: Vec<&InitiativeReview> = match &args.initiative {
        Some(id) => vec![review.initiative(id).ok_or_else(|| unknown_initiative(id, &folder.snapshot, day))?],
        None => review.initiatives.iter().collect(),
    };
    show_diagnostics(&folder.diagnostics, &folder.sources, color, SHOWN_MAX);
    if args.format == PageFormat::Json {
        let pages: Vec<Ask> = wanted.iter().map(|one| ask_of(one)).collect();
        let data = output::json(&json::ask::ask(&pages, review.organization.as_deref(), day))?;
        output::deliver(args.output.as_deref(), &data)?;
        return Ok(0);
    }
    if let Some(to) = &args.output {
        let _writing = writing_beside(&folder.root)?;
        return write_all(&wanted, ask_of, &typed(to)?, args);
    }
    match wanted[..] {
        [one] => {
            output::deliver(None, &page(&ask_of(one), args.format))?;
            Ok(0)
        }
        [] => Err(Failure::new(format!("no initiative is live on {day}"), "onethread review says what is known")),
        _ => Err(which_one(&wanted, ask_of)),
    }
}

fn page(ask: &Ask, format: PageFormat) -> String {
    match format {
        PageFormat::Html => html(ask),
        PageFormat::Markdown | PageFormat::Json => markdown(ask),
    }
}

fn which_one(wanted: &[&InitiativeReview], ask_of: impl Fn(&InitiativeReview) -> Ask) -> Failure {
    let open = |one: &&&InitiativeReview| {
        let ask = ask_of(one);
        (ask.questions.len() + ask.left_out, std::cmp::Reverse(one.id.clone()))
    };
    let most = wanted.iter().max_by_key(open).map_or("ID", |one| &one.id);
    let what = format!("{} initiatives are live, and a page is about one", wanted.len());
    Failure::new(what, format!("name one, as in --initiative {most}, or write all of them with -o FOLDER"))
}

/// What became of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Became {
    Written,
    Unchanged,
    Kept,
}

fn write_all(
    wanted: &[&InitiativeReview],
    ask_of: impl Fn(&InitiativeReview) -> Ask,
    to: &Typed,
    args: &AskArgs,
) -> Result<u8, Failure> {
    to.make_folder()?;
    let mut names: Vec<String> = Vec::new();
    let mut kept = 0;
    for one in wanted {
        let name = free_file_stem(&one.id, &names);
        let path = to.join(&format!("{name}.{}", ending(args.format)));
        names.push(name);
        let page = marked(&page(&ask_of(one), args.format));
        let became = write_one(&path, &page, args.force)?;
        let word = match became {
            Became::Written => "written",
            Became::Unchanged => "as it was",
            Became::Kept => "kept",
        };
        kept += usize::from(became == Became::Kept);
        output::print(&format!("{word:<10}{}\n", inert(&path.shown().display().to_string())))?;
    }
    if kept > 0 {
        let files = if kept == 1 { "1 file was".to_owned() } else { format!("{kept} files were") };
        output::say(&format!("{files} written, or written into, by others, and kept; --force replaces\n"));
    }
    Ok(u8::from(kept > 0))
}

fn write_one(path: &Typed, page: &str, force: bool) -> Result<Became, Failure> {
    let mut tries = 0;
    loop {
        let read = match path.read(PAGE_BYTES_MAX) {
            Ok(Some(bytes)) if bytes == page.as_bytes() => return Ok(Became::Unchanged),
            Ok(Some(bytes)) if !force && !is_ours(&bytes) => return Ok(Became::Kept),
            Ok(read) => read,
            // What cannot be read cannot be known as ours, nor as anybody else's.
            Err(failure) if !force && failure.kind != FailureKind::NotFound => return Err(failure.into()),
            Err(_) => {
                path.write(page.as_bytes())?;
                return Ok(Became::Written);
            }
        };
        tries += 1;
        match path.replace(read.as_deref(), page.as_bytes()) {
            Ok(()) => return Ok(Became::Written),
            // A person just wrote into it, so that it may be theirs by now.
            Err(failure) if failure.kind == FailureKind::Conflict && tries < TRIES_MAX => {}
            Err(failure) => return Err(failure.into()),
        }
    }
}

fn marked(page: &str) -> String {
    format!("{page}{MARK}{:016x} -->\n", checksum(page))
}

/// Whether a file is as this command wrote it; line ends may have been changed on the way.
fn is_ours(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let text = text.replace("\r\n", "\n");
    let Some((page, mark)) = text.rsplit_once(MARK) else { return false };
    mark.trim_end() == format!("{:016x} -->", checksum(page))
}

fn ending(format: PageFormat) -> &'static str {
    match format {
        PageFormat::Html => "html",
        PageFormat::Markdown | PageFormat::Json => "md",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_ours_until_somebody_writes_into_it() {
        let page = marked("# Returns\n\nAnswer:\n");
        assert!(is_ours(page.as_bytes()) && is_ours(page.replace('\n', "\r\n").as_bytes()));
        for theirs in [page.replace("Answer:\n", "Answer: Ines\n"), page.clone() + "Ines\n", "# Returns\n".to_owned()] {
            assert!(!is_ours(theirs.as_bytes()), "{theirs}");
        }
    }
}
