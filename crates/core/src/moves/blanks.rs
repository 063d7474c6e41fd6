//! What has to be filled in before a move can be carried out.

use onethread_model::diagnostic::nearest;
use onethread_model::{Change, Day, change::Known};

use super::{MoveKind, Refusal};
use crate::measure::View;
use crate::words::capital;

/// A blank of a move kind: one description for commands, forms and pages.
pub struct Blank {
    /// Name in commands and files.
    pub key: &'static str,
    /// What goes there, without a full stop.
    pub doc: &'static str,
    /// What can go there.
    pub ty: BlankType,
    /// Whether the move cannot be carried out without it.
    pub required: bool,
}

/// What can go into a blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlankType {
    /// A person of the organization's files, or one who leads something.
    Person,
    /// An initiative that is known on the day.
    Initiative,
    /// Several of these.
    Initiatives,
    /// A team.
    Team,
    /// A component.
    Component,
    /// A gate that is in force on the day.
    Gate,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A day.
    Day,
    /// A share of working time in percent, 0 to 100.
    Percent,
    /// A number of things.
    Count,
    /// A word or a sentence.
    Text,
    /// Several of these.
    Texts,
}

impl BlankType {
    /// What it is called where something does not fit.
    fn noun(self) -> &'static str {
        match self {
            BlankType::Person => "person",
            BlankType::Initiative | BlankType::Initiatives => "initiative",
            BlankType::Team => "team",
            BlankType::Component => "component",
            BlankType::Gate => "gate",
            BlankType::Choice(_) => "choice",
            BlankType::Day => "day",
            BlankType::Percent => "share",
            BlankType::Count => "number",
            BlankType::Text | BlankType::Texts => "text",
        }
    }
}

/// Fills a blank with what somebody wrote.
///
/// # Errors
/// That nothing of this name is known, with the nearest name.
pub(super) fn fill(change: Change, blank: &'static Blank, written: &str, view: &View<'_>) -> Result<Change, Refusal> {
    let text = written.trim();
    let known: Known = match blank.ty {
        BlankType::Day => Day::parse(text).map_err(|why| wrong(blank, text, &why))?.into(),
        BlankType::Count => count(text).ok_or_else(|| wrong(blank, text, "is no whole number from 0"))?.into(),
        BlankType::Percent => percent(text).ok_or_else(|| wrong(blank, text, "is no share from 0 % to 100 %"))?.into(),
        BlankType::Choice(words) => one_of(words, text).ok_or_else(|| not_one_of(blank, text, words))?.into(),
        BlankType::Text | BlankType::Texts => text.into(),
        BlankType::Initiatives => {
            let each = text.split(',').map(|one| named(blank, one.trim(), view));
            Known::List(each.collect::<Result<Vec<_>, Refusal>>()?)
        }
        _ => named(blank, text, view)?.into(),
    };
    Ok(change.with(blank.key, known))
}

fn wrong(blank: &Blank, text: &str, why: &str) -> Refusal {
    Refusal::new(format!("{} `{text}` {why}", blank.ty.noun()))
}

fn not_one_of(blank: &Blank, text: &str, words: &[&str]) -> Refusal {
    let near = nearest(text, words.iter().copied());
    let help = near.map_or_else(|| format!("one of {}", words.join(", ")), |near| format!("did you mean `{near}`?"));
    Refusal::new(format!("`{text}` is no {}", blank.key)).help(help)
}

fn one_of(words: &'static [&'static str], text: &str) -> Option<&'static str> {
    words.iter().copied().find(|word| word.eq_ignore_ascii_case(text))
}

fn count(text: &str) -> Option<usize> {
    text.parse().ok()
}

/// `80 %`, `80` or `full time`, in whole percent.
fn percent(text: &str) -> Option<usize> {
    if text.eq_ignore_ascii_case("full time") {
        return Some(100);
    }
    let digits = text.trim_end_matches('%').trim();
    digits.parse().ok().filter(|percent| *percent <= 100)
}

/// The id of what somebody named by id or by title.
fn named(blank: &Blank, text: &str, view: &View<'_>) -> Result<String, Refusal> {
    let all = names(blank.ty, view);
    if let Some((id, _)) = all.iter().find(|(id, _)| *id == text) {
        return Ok((*id).to_owned());
    }
    let is_meant = |name: &&str| name.eq_ignore_ascii_case(text);
    let same: Vec<&str> = all.iter().filter(|(id, name)| is_meant(id) || is_meant(name)).map(|(id, _)| *id).collect();
    match same[..] {
        [one] => return Ok(one.to_owned()),
        [one, other, ..] => {
            let why = format!("`{text}` may be {} `{one}` or `{other}`", blank.ty.noun());
            return Err(Refusal::new(why).help("name it by its id"));
        }
        [] => {}
    }
    let near = nearest(text, all.iter().flat_map(|(id, name)| [*id, *name]));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("{} are described in the organization's files", capital(blank.ty.noun()) + "s"),
    };
    Err(Refusal::new(format!("there is no {} `{text}`", blank.ty.noun())).help(help))
}

/// Ids with what people call them.
fn names<'v>(ty: BlankType, view: &'v View<'_>) -> Vec<(&'v str, &'v str)> {
    let org = view.inputs.org;
    let title = |title: &'v Option<onethread_model::source::At<String>>, id: &'v str| {
        title.as_ref().map_or(id, |title| title.value.as_str())
    };
    match ty {
        BlankType::Person => {
            let written = org.people.iter().map(|(id, one)| (id.as_str(), title(&one.title, id)));
            // Whoever a registry names as a leader is known, too.
            let leaders = view.people.leaders().filter(|id| !org.people.contains_key(*id)).map(|id| (id, id));
            written.chain(leaders).collect()
        }
        BlankType::Team => org.teams.iter().map(|(id, one)| (id.as_str(), title(&one.title, id))).collect(),
        BlankType::Component => org.components.iter().map(|(id, one)| (id.as_str(), title(&one.title, id))).collect(),
        BlankType::Gate => org.gates.iter().map(|(id, one)| (id.as_str(), title(&one.title, id))).collect(),
        _ => view.initiatives.iter().map(|one| (one.id.as_str(), one.name())).collect(),
    }
}

/// Blanks of a kind that a change leaves open.
pub(super) fn open(kind: &MoveKind, change: &Change) -> Vec<&'static Blank> {
    kind.blanks.iter().filter(|blank| blank.required && change.get(blank.key).is_none()).collect()
}
