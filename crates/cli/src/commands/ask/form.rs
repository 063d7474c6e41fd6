//! The questions as a form: to standard output, or to a file that people fill.

use onethread_core::answers::{FormOptions, Questionnaire, ROLES, form};
use onethread_core::measure::View;
use onethread_core::review::Review;
use onethread_core::words::plural;
use onethread_report::ask::{filled, form as written};
use onethread_report::inert::inert;
use onethread_workspace::files::Typed;
use onethread_workspace::{Folder, today};

use super::super::attest::read_form;
use super::super::review::unknown_initiative;
use super::PAGE_BYTES_MAX;
use crate::args::PageFormat;
use crate::args::ask::{AskArgs, FormKind, RoleWish};
use crate::output::{self, Failure};
use crate::places::{typed, writing_beside};
use crate::positions::without_names;

/// Questions of a month: more than these are a form, and nobody answers a form in minutes.
const QUESTIONS: u32 = 3;

/// Whether a form is asked for, and no page: by its flags, or because no initiative is named.
pub(super) fn is_wanted(args: &AskArgs) -> bool {
    let is_month = args.initiative.is_none() && args.output.is_none() && args.format == PageFormat::Markdown;
    args.form.is_some() || args.role.is_some() || args.questions.is_some() || args.all || is_month
}

/// Writes the form, or prints it.
pub(super) fn run(args: &AskArgs, folder: &Folder, review: &Review, view: &View<'_>) -> Result<u8, Failure> {
    if args.format != PageFormat::Markdown {
        let help = "leave --format out, or name one initiative, as in --initiative ID";
        return Err(Failure::new("a form is printed as Markdown, and --form writes it to a file", help));
    }
    if let Some(id) = args.initiative.as_deref().filter(|id| review.initiative(id).is_none()) {
        return Err(unknown_initiative(id, &folder.snapshot, review.as_of));
    }
    if review.initiatives.is_empty() {
        let what = format!("no initiative is live on {}", review.as_of);
        return Err(Failure::new(what, "onethread review says what is known"));
    }
    let options = FormOptions {
        initiative: args.initiative.as_deref(),
        whom: args.role.and_then(whom),
        questions_max: (!args.all).then(|| args.questions.unwrap_or(QUESTIONS) as usize),
        all: false,
    };
    let form = form(review, view, &options);
    let remark = remark(review);
    let Some(path) = &args.form else {
        output::print(&written::markdown(&form, &remark))?;
        return Ok(0);
    };
    let _writing = writing_beside(&folder.root)?;
    let text = match FormKind::of(path) {
        Some(FormKind::Csv) => written::csv(&form),
        _ => written::markdown(&form, &remark),
    };
    write(&typed(path)?, &text, &form, &remark, args.force)
}

fn whom(role: RoleWish) -> Option<&'static str> {
    let word = match role {
        RoleWish::Leader => "leader",
        RoleWish::Listed => "listed",
        RoleWish::Sponsor => "sponsor",
        RoleWish::Team => "team",
    };
    ROLES.iter().find(|(key, _)| *key == word).map(|(_, whom)| *whom)
}

/// What has to be known about the day of answers before anybody gives one; empty where the review is of today.
fn remark(review: &Review) -> String {
    let day = review.as_of;
    match day < today() {
        true => format!(
            "The review is as of {day}: an answer dated after that day counts from its own day on, and not in this review."
        ),
        false => String::new(),
    }
}

/// Writes a form, unless a person wrote into the file that is there.
fn write(path: &Typed, text: &str, form: &Questionnaire, remark: &str, force: bool) -> Result<u8, Failure> {
    let shown = inert(&path.shown().display().to_string()).into_owned();
    let before = path.read(PAGE_BYTES_MAX)?;
    let is_kept = before.as_deref().is_some_and(|bytes| !force && !is_empty_form(path, bytes));
    if is_kept {
        output::print(&format!("kept      {shown}\n"))?;
        output::say("it has answers in it, or is no form; --force replaces it\n");
        return Ok(1);
    }
    // Someone may write into it at this moment.
    path.replace(before.as_deref(), without_names(text).as_bytes())?;
    let rows = form.questions.iter().map(|one| one.blanks.len()).sum();
    let questions = plural(form.questions.len(), "question", "questions");
    output::print(&format!("written   {shown}: {questions} in {}\n", plural(rows, "row", "rows")))?;
    let rest = written::rest(form);
    for line in [rest.as_str(), remark].into_iter().filter(|line| !line.is_empty()) {
        output::say(&format!("{line}\n"));
    }
    output::say(&format!("Next: have it filled, then: onethread attest --from {shown}\n"));
    Ok(0)
}

/// Whether a file is a form that nobody filled.
fn is_empty_form(path: &Typed, bytes: &[u8]) -> bool {
    let name = path.shown().display().to_string();
    let read: Option<filled::FilledForm> = read_form(&name, bytes, &mut Vec::new()).ok();
    let is_empty = |cell: &onethread_core::answers::WrittenCell| cell.text.is_empty();
    let nobody = |form: filled::FilledForm| form.replies.iter().all(|one| is_empty(&one.answer) && is_empty(&one.note));
    read.is_some_and(nobody)
}
