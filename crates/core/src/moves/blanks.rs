//! What has to be filled in before a move can be carried out.

use onethread_model::diagnostic::nearest;
use onethread_model::org::{DEPENDENCY_EFFECTS, REVERSIBLE};
use onethread_model::{Change, Day, change::Known};

use super::{MoveKind, Refusal};
use crate::measure::View;
use crate::words::capital;

/// A blank of a move kind: one description for commands, forms and pages.
#[derive(Debug)]
pub struct Blank {
    /// Name in commands and files.
    pub key: &'static str,
    /// What goes there, without a full stop.
    pub doc: &'static str,
    /// What can go there.
    pub ty: BlankType,
    /// Whether the move cannot be carried out without it.
    pub required: bool,
    /// A blank, and what it says where this one names something new, by an id that nothing has yet.
    pub names_new: Option<(&'static str, &'static str)>,
}

impl Blank {
    /// The initiative that a move is about.
    pub const INITIATIVE: Blank = Blank::new("initiative", "Which initiative", BlankType::Initiative).required();
    /// What a dependency is on.
    pub(crate) const DEPENDENCY: Blank = Blank::new("on", "What it needs", BlankType::Reference).required();
    /// What a dependency does to the work.
    pub(crate) const EFFECT: Blank =
        Blank::new("effect", "Whether it blocks", BlankType::Choice(DEPENDENCY_EFFECTS)).required();
    /// The day from which on it holds.
    pub const FROM: Blank = Blank::new("from", "The first day; that of the review unless stated", BlankType::Day);

    /// A blank that may stay open.
    pub const fn new(key: &'static str, doc: &'static str, ty: BlankType) -> Blank {
        Blank { key, doc, ty, required: false, names_new: None }
    }

    /// The same blank, which may name something new where another one, which comes before it, says this.
    #[must_use]
    pub const fn names_new(mut self, key: &'static str, says: &'static str) -> Blank {
        self.names_new = Some((key, says));
        self
    }

    /// The same blank, without which the move cannot be carried out.
    #[must_use]
    pub const fn required(mut self) -> Blank {
        self.required = true;
        self
    }
}

/// What can go into a blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlankType {
    /// A person of the organization's files, or one who leads something.
    Person,
    /// Several of these.
    People,
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
    /// Several gates, each with a day: `release-board by 2026-09-01`.
    GateDays,
    /// A decision of the organization's files.
    Decision,
    /// Classes of decisions, as decisions state them, or `reversible` for all that are.
    DecisionClasses,
    /// `kind:id`, such as `team:payments` or `path:services/returns/**`.
    Reference,
    /// Several of these.
    References,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A day.
    Day,
    /// A share of working time in percent, 0 to 100.
    Percent,
    /// A number of things.
    Count,
    /// Any number, kept as it was written.
    Number,
    /// A word or a sentence.
    Text,
    /// Several of these.
    Texts,
}

impl BlankType {
    /// Whether several things can go there.
    pub fn is_several(self) -> bool {
        matches!(
            self,
            BlankType::People
                | BlankType::Initiatives
                | BlankType::References
                | BlankType::Texts
                | BlankType::GateDays
                | BlankType::DecisionClasses
        )
    }

    /// What goes there, for people.
    pub fn expected(self) -> String {
        match self {
            BlankType::People => "people".to_owned(),
            BlankType::Initiatives => "initiatives".to_owned(),
            BlankType::References => "several of `kind:id`".to_owned(),
            BlankType::Reference => "`kind:id`".to_owned(),
            BlankType::Choice(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
            BlankType::Percent => "share of working time, in percent".to_owned(),
            BlankType::Count => "whole number".to_owned(),
            BlankType::Texts => "texts".to_owned(),
            BlankType::GateDays => "gates, each as `GATE by DAY`".to_owned(),
            BlankType::DecisionClasses => "`reversible`, or classes of decisions".to_owned(),
            _ => self.noun().to_owned(),
        }
    }

    /// What it is called where something does not fit.
    fn noun(self) -> &'static str {
        match self {
            BlankType::Person | BlankType::People => "person",
            BlankType::Initiative | BlankType::Initiatives => "initiative",
            BlankType::Team => "team",
            BlankType::Component => "component",
            BlankType::Gate | BlankType::GateDays => "gate",
            BlankType::Decision => "decision",
            BlankType::DecisionClasses => "class of decisions",
            BlankType::Reference | BlankType::References => "reference",
            BlankType::Choice(_) => "choice",
            BlankType::Day => "day",
            BlankType::Percent => "share",
            BlankType::Count | BlankType::Number => "number",
            BlankType::Text | BlankType::Texts => "text",
        }
    }
}

/// Fills a blank with what someone wrote; one of several things gets one more.
///
/// # Errors
/// That nothing of this name is known, with the nearest name.
pub(super) fn fill(change: Change, blank: &'static Blank, written: &str, view: &View<'_>) -> Result<Change, Refusal> {
    let text = unquoted(written.trim());
    if text.is_empty() {
        return Err(Refusal::new(format!("`{}` is missing", blank.key)).help(blank.doc));
    }
    let more = |text: String| Known::List(change.list(blank.key).iter().cloned().chain([text]).collect());
    let known: Known = match blank.ty {
        BlankType::Day => Day::parse(text).map_err(|why| wrong(blank, text, &why))?.into(),
        BlankType::Count => count(text).ok_or_else(|| wrong(blank, text, "is no whole number from 0"))?.into(),
        BlankType::Percent => percent(text).ok_or_else(|| wrong(blank, text, "is no share from 0 % to 100 %"))?.into(),
        BlankType::Choice(words) => one_of(words, text).ok_or_else(|| not_one_of(blank, text, words))?.into(),
        BlankType::Number => number(text).ok_or_else(|| wrong(blank, text, "is no number"))?.into(),
        BlankType::Text => text.into(),
        BlankType::Texts => more(text.to_owned()),
        BlankType::Reference => reference(blank, text, view)?.into(),
        BlankType::References => more(reference(blank, text, view)?),
        BlankType::Initiatives | BlankType::People => more(named(blank.ty, text, view)?),
        BlankType::GateDays => more(gate_day(blank, text, view)?),
        BlankType::DecisionClasses => more(decision_class(blank, text, view)?),
        _ => match (blank.names_new, named(blank.ty, text, view)) {
            (Some((key, says)), Err(_)) if change.text(key) == Some(says) => new_id(blank, text)?.into(),
            (_, named) => named?.into(),
        },
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

/// A text without the double quotes around it.
fn unquoted(text: &str) -> &str {
    let inside = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    inside.map_or(text, str::trim)
}

fn count(text: &str) -> Option<usize> {
    text.parse().ok()
}

fn number(text: &str) -> Option<&str> {
    text.parse::<f64>().is_ok_and(f64::is_finite).then_some(text)
}

/// `80 %`, `80` or `full time`, in whole percent.
pub(super) fn percent(text: &str) -> Option<usize> {
    if text.eq_ignore_ascii_case("full time") {
        return Some(100);
    }
    let digits = text.trim_end_matches('%').trim();
    digits.parse().ok().filter(|percent| *percent <= 100)
}

/// `kind:id` as someone wrote it. An id that no file describes is taken as it is, because evidence may know it; not so
/// one that is nearly one of those.
fn reference(blank: &Blank, text: &str, view: &View<'_>) -> Result<String, Refusal> {
    let parts = text.split_once(':').map(|(kind, id)| (kind.trim(), id.trim()));
    let Some((kind, id)) = parts.filter(|(kind, id)| !kind.is_empty() && !id.is_empty()) else {
        let why = format!("`{text}` is no `{}`", blank.key);
        return Err(Refusal::new(why).help("say `kind:id`, as in `team:payments` or `path:services/returns/**`"));
    };
    let org = view.inputs.org;
    let known: Vec<&str> = match kind {
        "team" => org.teams.keys().map(String::as_str).collect(),
        "function" => org.functions.keys().map(String::as_str).collect(),
        "component" => org.components.keys().map(String::as_str).collect(),
        "person" => org.people.keys().map(String::as_str).collect(),
        "initiative" => view.initiatives.iter().map(|one| one.id.as_str()).collect(),
        _ => Vec::new(),
    };
    match nearest(id, known.iter().copied()).filter(|_| !known.contains(&id)) {
        Some(near) => {
            Err(Refusal::new(format!("there is no {kind} `{id}`")).help(format!("did you mean `{kind}:{near}`?")))
        }
        None => Ok(format!("{kind}:{id}")),
    }
}

/// An id that someone gives to something new.
fn new_id(blank: &Blank, text: &str) -> Result<String, Refusal> {
    let is_id = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    match is_id {
        true => Ok(text.to_owned()),
        false => Err(wrong(blank, text, "is no id").help("use letters, digits and `-`, as in `security-review`")),
    }
}

/// `release-board by 2026-09-01`, with the id of the gate.
fn gate_day(blank: &Blank, text: &str, view: &View<'_>) -> Result<String, Refusal> {
    let Some((gate, day)) = text.rsplit_once(" by ") else {
        return Err(wrong(blank, text, "has no day").help("say `GATE by DAY`, as in `release-board by 2026-09-01`"));
    };
    let day = Day::parse(day.trim()).map_err(|why| wrong(blank, text, &why))?;
    Ok(format!("{} by {day}", named(BlankType::Gate, gate.trim(), view)?))
}

/// The parts of what [`BlankType::GateDays`] holds.
pub(super) fn gates_with_days(change: &Change, key: &str) -> Vec<(String, Day)> {
    let part = |text: &String| {
        let (gate, day) = text.rsplit_once(" by ")?;
        Some((gate.to_owned(), Day::parse(day).ok()?))
    };
    change.list(key).iter().filter_map(part).collect()
}

/// A class of decisions as someone wrote it. One that no decision states is taken as it is; not so one that is nearly
/// one of those.
fn decision_class(blank: &Blank, text: &str, view: &View<'_>) -> Result<String, Refusal> {
    let stated = view.inputs.org.decisions.values().filter_map(|one| Some(one.class.as_ref()?.value.as_str()));
    let known: Vec<&str> = stated.chain([REVERSIBLE]).collect();
    match nearest(text, known.iter().copied()).filter(|_| !known.contains(&text)) {
        Some(near) => Err(wrong(blank, text, "is stated by no decision").help(format!("did you mean `{near}`?"))),
        None => Ok(text.to_owned()),
    }
}

/// The id of what someone named by id or by title.
fn named(ty: BlankType, text: &str, view: &View<'_>) -> Result<String, Refusal> {
    let all = names(ty, view);
    if let Some((id, _)) = all.iter().find(|(id, _)| *id == text) {
        return Ok((*id).to_owned());
    }
    let is_meant = |name: &&str| name.eq_ignore_ascii_case(text);
    let same: Vec<&str> = all.iter().filter(|(id, name)| is_meant(id) || is_meant(name)).map(|(id, _)| *id).collect();
    match same[..] {
        [one] => return Ok(one.to_owned()),
        [one, other, ..] => {
            let why = format!("`{text}` may be {} `{one}` or `{other}`", ty.noun());
            return Err(Refusal::new(why).help("name it by its id"));
        }
        [] => {}
    }
    if matches!(ty, BlankType::Person | BlankType::People) && view.inputs.org.is_agent(text) {
        return Err(Refusal::new(format!("`{text}` is an agent, and no person")).help("name a person"));
    }
    let near = nearest(text, all.iter().flat_map(|(id, name)| [*id, *name]));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("{} are described in the organization's files", capital(ty.noun()) + "s"),
    };
    Err(Refusal::new(format!("there is no {} `{text}`", ty.noun())).help(help))
}

/// The id of a person whom someone named by id or by title.
///
/// # Errors
/// That nobody has this name, with the nearest one.
pub fn person_named(text: &str, view: &View<'_>) -> Result<String, Refusal> {
    named(BlankType::Person, text.trim(), view)
}

/// Ids with what people call them.
fn names<'v>(ty: BlankType, view: &'v View<'_>) -> Vec<(&'v str, &'v str)> {
    let org = view.inputs.org;
    let title = |title: &'v Option<onethread_model::source::At<String>>, id: &'v str| {
        title.as_ref().map_or(id, |title| title.value.as_str())
    };
    match ty {
        BlankType::Person | BlankType::People => {
            let written = org.people.iter().map(|(id, one)| (id.as_str(), title(&one.title, id)));
            // Whoever a registry names as a leader is known, too.
            let leaders = view.people.leaders().filter(|id| !org.people.contains_key(*id)).map(|id| (id, id));
            written.chain(leaders).collect()
        }
        BlankType::Team => org.teams.iter().map(|(id, one)| (id.as_str(), title(&one.title, id))).collect(),
        BlankType::Component => org.components.iter().map(|(id, one)| (id.as_str(), title(&one.title, id))).collect(),
        BlankType::Gate => org.gates.iter().map(|(id, one)| (id.as_str(), title(&one.title, id))).collect(),
        BlankType::Decision => org.decisions.iter().map(|(id, one)| (id.as_str(), title(&one.title, id))).collect(),
        _ => view.initiatives.iter().map(|one| (one.id.as_str(), one.name())).collect(),
    }
}

/// Blanks of a kind that a change leaves open: those that are always required, and those of which it says that they are
/// missing.
pub(super) fn open(kind: &MoveKind, change: &Change) -> Vec<&'static Blank> {
    let is_missing = |blank: &Blank| change.list("missing").iter().any(|key| key == blank.key);
    let is_open = |blank: &&Blank| (blank.required || is_missing(blank)) && change.get(blank.key).is_none();
    kind.blanks.iter().filter(is_open).collect()
}
