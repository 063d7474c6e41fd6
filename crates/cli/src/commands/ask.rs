//! `onethread ask`: one page for each initiative, with the questions that evidence cannot answer.

use onethread_core::measure::View;
use onethread_core::review::{InitiativeReview, ProposedEdits, review};
use onethread_report::ask::{Ask, ask, html, markdown};
use onethread_report::inert::inert;
use onethread_report::{diagnostics, json};
use onethread_workspace::files::{FailureKind, Typed};

use super::review::unknown_initiative;
use super::{SHOWN_MAX, read_on, show_diagnostics};
use crate::args::{AskArgs, ColorWish, PageFormat};
use crate::output::{self, Failure};
use crate::places::{typed, writing_beside};
use crate::statistics::timed;

/// What the last line of a file begins with that this command wrote. Behind it stands a checksum of the lines above, so
/// that a file that a person wrote into is known as theirs.
const MARK: &str = "<!-- written by onethread ask ";
/// Names longer than this are cut: some systems take no more than 255 bytes.
const NAME_MAX: usize = 100;
/// No page is larger.
const PAGE_BYTES_MAX: u64 = 64 << 20;
/// Times that a page is written that another one writes meanwhile.
const TRIES_MAX: usize = 4;

pub(super) fn run(args: &AskArgs, color: ColorWish) -> Result<u8, Failure> {
    let (mut folder, day) = read_on(&args.folder, args.as_of)?;
    diagnostics::sort(&mut folder.diagnostics, &folder.snapshot.sources);
    let review = timed("analysis", || review(&folder.snapshot, day));
    let view = View::on(&folder.snapshot, day);
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
        let name = file_name(&one.id, &names, args.format);
        let path = to.join(&name);
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
        output::say(&format!("{files} written, or written into, by a person else, and kept; --force replaces\n"));
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
            // What cannot be read cannot be known as ours.
            Err(failure) if !force && failure.kind != FailureKind::NotFound => return Ok(Became::Kept),
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

/// FNV-1a. It tells a changed file from an unchanged one; it guards against nobody.
fn checksum(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A name that every system takes, of the characters of the id that are safe. Where that does not tell ids apart, a
/// checksum does.
fn file_name(id: &str, taken: &[String], format: PageFormat) -> String {
    const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];
    let ending = match format {
        PageFormat::Html => "html",
        PageFormat::Markdown | PageFormat::Json => "md",
    };
    let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    let name: String = id.chars().take(NAME_MAX).map(safe).collect();
    let lower = name.to_ascii_lowercase();
    let port = lower.strip_prefix("com").or(lower.strip_prefix("lpt")).is_some_and(|n| n.len() == 1);
    let plain = format!("{name}.{ending}");
    let is_taken = taken.iter().any(|other| other.eq_ignore_ascii_case(&plain));
    let odd = name != id || name.starts_with('.') || RESERVED.contains(&lower.as_str()) || port;
    if !odd && !is_taken {
        return plain;
    }
    format!("{}-{:016x}.{ending}", name.trim_start_matches('.'), checksum(id))
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

    #[test]
    fn names_are_safe_and_apart() {
        let name = |id: &str, taken: &[&str]| {
            let taken: Vec<String> = taken.iter().map(|&name| name.to_owned()).collect();
            file_name(id, &taken, PageFormat::Markdown)
        };
        assert_eq!(name("1234-returns_v1.2", &[]), "1234-returns_v1.2.md");
        assert_eq!(name("returns", &["Returns.md"]), format!("returns-{:016x}.md", checksum("returns")));
        for id in ["../../etc/passwd", "..", ".hidden", "con", "COM1", "a/b", "a\\b", "a\nb", "ü", &"x".repeat(300)] {
            let name = name(id, &[]);
            assert!(name.len() < 130 && !name.starts_with('.') && !name.contains(['/', '\\', '\n']), "{name}");
            assert!(name.contains(&format!("{:016x}", checksum(id))), "{name}");
        }
    }
}
