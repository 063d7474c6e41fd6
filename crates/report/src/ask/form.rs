//! A form that people fill: as CSV for a spreadsheet, and as Markdown for a mail or a pull request. Input: the questions;
//! output: text. [`super::filled`] reads both back.

use onethread_core::answers::{FormBlank, FormQuestion, NOBODY_KNOWS_WORDS, Questionnaire};
use onethread_core::words::{join, long_day, plural, thousands};

use crate::encode::csv::{Field, lines};
use crate::encode::markdown::text;

/// Headers of the columns, in their order.
pub(super) const HEADERS: [&str; 13] = [
    "Initiative",
    "Question",
    "Fill in",
    "Allowed answers",
    ANSWER,
    ANSWERED_BY,
    DAY,
    NOTE,
    "Who can answer",
    "Why it is asked",
    "Known today",
    KEY,
    FORM,
];
pub(super) const ANSWER: &str = "Answer";
pub(super) const ANSWERED_BY: &str = "Answered by";
pub(super) const DAY: &str = "Day";
pub(super) const NOTE: &str = "Note or source";
pub(super) const KEY: &str = "Key";
pub(super) const FORM: &str = "Form";
/// What names a form, before the organization and the day.
pub(super) const FORM_OF: &str = "onethread form of ";

/// The name of a form: whose it is, and of which day.
fn name(form: &Questionnaire) -> String {
    match &form.organization {
        Some(organization) => format!("{FORM_OF}{organization}, {}", form.day),
        None => format!("{FORM_OF}{}", form.day),
    }
}

/// What is allowed as an answer, with that nobody knows.
fn allowed(blank: &FormBlank) -> String {
    format!("{} / {}", blank.expected, NOBODY_KNOWS_WORDS[0])
}

/// The form as CSV that a spreadsheet tool opens as UTF-8: a row for each thing to fill in.
pub fn csv(form: &Questionnaire) -> String {
    let name = name(form);
    let header = HEADERS.iter().map(|header| Field::Plain((*header).to_owned())).collect();
    let row = |question: &FormQuestion, blank: &FormBlank| {
        let empty = || Field::Plain(String::new());
        vec![
            Field::Text(question.name.clone()),
            Field::Text(question.text.clone()),
            Field::Text(blank.says.clone()),
            Field::Text(allowed(blank)),
            empty(),
            empty(),
            empty(),
            empty(),
            Field::Text(question.whom.clone()),
            Field::Text(question.why.clone()),
            Field::Text(question.known.clone()),
            Field::Text(blank.key.clone()),
            Field::Text(name.clone()),
        ]
    };
    let rows = form.questions.iter().flat_map(|one| one.blanks.iter().map(move |blank| row(one, blank)));
    // Without the mark, spreadsheet tools read another encoding.
    format!("\u{feff}{}", lines(std::iter::once(header).chain(rows)))
}

/// The form as Markdown: a block for each thing to fill in, which stays one in a mail.
pub fn markdown(form: &Questionnaire, remark: &str) -> String {
    let of = form.organization.as_ref().map_or_else(String::new, |name| format!("{}, ", text(name)));
    let mut page = format!("# Questions: {of}{}\n\n", long_day(form.day));
    if form.questions.is_empty() {
        page += "Nothing has to be asked: every answer that people alone can give is there.\n\n";
    } else {
        page += "Write behind `Answer:`; a sentence is enough, and \u{201c}nobody knows\u{201d} is an answer too. ";
        page += "`onethread attest --from FILE` reads the answers.\n\n";
    }
    if !remark.is_empty() {
        page += &format!("{}\n\n", text(remark));
    }
    for (at, question) in form.questions.iter().enumerate() {
        page += &format!("## {}. {}: {}\n\n", at + 1, text(&question.name), text(&question.text));
        page += &format!(
            "Who can answer: {}. Why it is asked: {}. Known today: {}.\n\n",
            text(&question.whom),
            text(&question.why),
            text(&question.known)
        );
        for blank in &question.blanks {
            page += &format!("Fill in: {} Allowed: {}\n\n", text(&ended(&blank.says)), text(&allowed(blank)));
            page += &format!("- {KEY}: `{}`\n- {ANSWER}:\n- {ANSWERED_BY}:\n- {DAY}:\n- {NOTE}:\n\n", blank.key);
        }
    }
    let rest = rest(form);
    if !rest.is_empty() {
        page += &format!("---\n\n{}\n\n", text(&rest));
    }
    page + &format!("{FORM}: {}\n", text(&name(form)))
}

fn ended(says: &str) -> String {
    if says.ends_with('?') { says.to_owned() } else { format!("{says}.") }
}

/// What is not asked now, in a line; empty where that is nothing.
pub fn rest(form: &Questionnaire) -> String {
    let waiting: usize = form.waiting.values().sum();
    let mut says = String::new();
    if waiting > 0 {
        let whose: Vec<String> =
            form.waiting.iter().map(|(whom, count)| format!("{} for {whom}", thousands(*count as u128))).collect();
        let whose = join(&whose.iter().map(String::as_str).collect::<Vec<_>>());
        let asked = form.questions.len();
        says = format!(
            "{} of {}; the others wait: {whose}. All of them: --all; some: --initiative ID, --role ROLE, --questions N.",
            thousands(asked as u128),
            plural(asked + waiting, "question", "questions")
        );
    }
    if form.for_sources > 0 {
        let more = plural(form.for_sources, "more is", "more are");
        let gap = if says.is_empty() { "" } else { " " };
        says += &format!("{gap}{more} for a source of evidence to answer, and for no person: onethread evidence.");
    }
    says
}
