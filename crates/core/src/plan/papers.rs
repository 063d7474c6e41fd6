//! Papers: what a plan would write, for people to read and to take over.
//!
//! Input: a snapshot and its plan. Output: a draft of the charter of each initiative that a row is about, with what the
//! rows would write already in it and what is still to be said as comments, and the lines of `CODEOWNERS` for components
//! that get another owner. Reading them back gives the same design.

use std::collections::BTreeSet;

use onethread_model::edit::{self, Edit, entry_text};
use onethread_model::org::{Component, ORG_KINDS, Org};
use onethread_model::record::Value;
use onethread_model::{Change, Day};

use super::Plan;
use crate::measure::{Snapshot, View};
use crate::moves;

/// What a charter needs, by the keys of an initiative, in the order in which it is written.
const CHARTER: [&str; 10] =
    ["purpose", "leader", "sponsor", "scope", "metric", "decision-rights", "needs", "tenets", "dependency", "nature"];
/// The first line of every paper: what has it can be replaced by a later one.
pub const MADE_BY: &str = "onethread plan --papers";

/// A text that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Path below the folder of papers, with `/` between parts.
    pub path: String,
    /// The text.
    pub text: String,
}

/// What a plan would write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanPapers {
    /// Drafts of charters, in alphabetical order of initiative.
    pub charters: Vec<Paper>,
    /// Lines for `CODEOWNERS`; absent where no component gets another owner.
    pub codeowners: Option<Paper>,
    /// Changes that leave something open, or that people carry out: no draft has them.
    pub left_open: Vec<Change>,
}

/// The papers of a plan.
pub fn papers(snapshot: &Snapshot, day: Day, plan: &Plan) -> PlanPapers {
    let (mut after, mut left_open) = (snapshot.clone(), Vec::new());
    for change in plan.rows.iter().flat_map(|row| &row.changes) {
        match carried_out(&after, day, change) {
            Some(next) => after = next,
            None => left_open.push(change.clone()),
        }
    }
    let ids: BTreeSet<&str> = plan.rows.iter().flat_map(|row| &row.initiatives).map(String::as_str).collect();
    PlanPapers {
        charters: ids.into_iter().filter_map(|id| charter(id, &after, day)).collect(),
        codeowners: codeowners(View::on(snapshot, day).inputs.org, View::on(&after, day).inputs.org, day),
        left_open,
    }
}

/// The organization once a change is carried out by edits of its files; `None` where something is open, or where people
/// carry it out.
fn carried_out(snapshot: &Snapshot, day: Day, change: &Change) -> Option<Snapshot> {
    if !moves::open_blanks(change).is_empty() {
        return None;
    }
    let edits = moves::edits(change, &View::on(snapshot, day)).ok()?;
    let is_whole = !edits.is_empty() && edits.iter().all(|edit| edit.blank_keys().is_empty());
    is_whole.then(|| snapshot.edited(&edits).ok()).flatten()
}

/// The draft of a charter: the entry as it is written, and what it lacks; `None` where nothing is known of it.
pub fn charter(id: &str, after: &Snapshot, day: Day) -> Option<Paper> {
    let folder = format!("{}/", after.config.organization_folder());
    let texts: Vec<&str> = after
        .sources
        .iter()
        .map(|(_, file)| file)
        .filter(|file| file.path.starts_with(&folder))
        .map(|file| file.text.as_str())
        .collect();
    let entry = entry_text(&texts, "initiative", id).or_else(|| of_registry(id, after, day))?;
    let head = format!(
        "# {MADE_BY}, {day}: draft of a charter. Take it over into the files of the organization once it is agreed.\n"
    );
    let lacks = lacking(id, View::on(after, day).inputs.org);
    let open = if lacks.is_empty() {
        String::new()
    } else {
        format!("\n# Still to be said, by those who agree on it:\n{lacks}")
    };
    Some(Paper {
        path: format!("charters/{}.toml", file_name(id)),
        text: format!("{head}\n{}\n{open}", entry.trim_end()),
    })
}

/// What a registry says of an initiative that no file describes.
fn of_registry(id: &str, after: &Snapshot, day: Day) -> Option<String> {
    let view = View::on(after, day);
    let known = view.initiative(id)?;
    let set = |key: &str, value: Value| Edit::set("", "initiative", id, key, value);
    let mut edits: Vec<Edit> = known.title.iter().map(|title| set("title", Value::text(title.as_str()))).collect();
    let leader = known.leadership.leader();
    edits.extend(leader.map(|leader| set("leader", Value::reference("person", leader.value.as_str()))));
    edit::apply_to("", &edits).ok().filter(|text| !text.is_empty())
}

/// The keys of a charter that an entry lacks, each as a comment with what goes there.
fn lacking(id: &str, org: &Org) -> String {
    let fields = ORG_KINDS.iter().find(|kind| kind.name == "initiative").map_or(&[][..], |kind| kind.fields);
    let one = org.initiatives.get(id);
    let has = |key: &str| {
        one.is_some_and(|one| match key {
            "purpose" => one.purpose.is_some(),
            "leader" => !one.leaders.is_empty(),
            "sponsor" => one.sponsor.is_some(),
            "scope" => !one.scope.is_empty(),
            "metric" => !one.metrics.is_empty(),
            "decision-rights" => one.rights().next().is_some(),
            "needs" => !one.needs.is_empty(),
            "tenets" => !one.tenets.is_empty(),
            "dependency" => org.dependencies_of(id).next().is_some(),
            _ => one.nature.is_some(),
        })
    };
    let lacks = CHARTER.iter().filter(|key| !has(key)).filter_map(|key| fields.iter().find(|field| field.key == *key));
    lacks.map(|field| format!("# {} = ...   {} As in {}\n", field.key, field.doc, field.example)).collect()
}

/// A name that is a part of a path on every system.
fn file_name(id: &str) -> String {
    let sign = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    id.chars().map(sign).collect::<String>().trim_start_matches('.').to_owned()
}

/// The lines of components that have another owner after than before; `None` where none has. The last line that matches a
/// path decides, so that they stand at the end.
pub fn codeowners(before: &Org, after: &Org, day: Day) -> Option<Paper> {
    let owner = |one: &Component| one.owner.as_ref().map(|owner| owner.value.clone());
    let mut lines = String::new();
    for one in after.components.values() {
        let was = before.components.get(&one.id.value).and_then(owner);
        let Some(is) = owner(one).filter(|is| Some(is) != was.as_ref()) else { continue };
        let title = one.title.as_ref().map_or(one.id.value.as_str(), |title| title.value.as_str());
        let from = was.map_or_else(String::new, |was| format!(" from {was}"));
        lines += &format!("\n# {}{from} to {is}\n", line(title));
        for path in &one.paths {
            lines += &match (pattern(&path.value), handle(&is, after)) {
                (Some(pattern), Some(handle)) => format!("{pattern} {handle}\n"),
                (Some(pattern), None) => {
                    format!("# {pattern} ...   no handle of {is} is known: say `known-as`\n")
                }
                (None, _) => format!("# {}   cannot be said in CODEOWNERS\n", line(&path.value)),
            };
        }
        if one.paths.is_empty() {
            lines += "# No file says where its code is: `paths` of the component says it.\n";
        }
    }
    let head = format!(
        "# {MADE_BY}, {day}. At the end of CODEOWNERS these lines take effect: the last one that matches a path decides.\n"
    );
    (!lines.is_empty()).then(|| Paper { path: "CODEOWNERS".to_owned(), text: head + &lines })
}

/// A text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How a team is called on a forge.
fn handle<'o>(team: &str, org: &'o Org) -> Option<&'o str> {
    let known = &org.teams.get(team)?.known_as;
    let is_handle = |name: &&str| name.starts_with('@') && !name.contains(char::is_whitespace);
    known.iter().map(|name| name.value.as_str()).find(is_handle)
}

/// A path of a component as a pattern of `CODEOWNERS`, from the root of the repository; `None` for what its language cannot
/// say: a negation, a class of signs, or braces.
fn pattern(path: &str) -> Option<String> {
    if path.starts_with('!')
        || path.contains(['[', ']', '{', '}', '\\', '\n', '\r'])
        || path.trim() != path
        || path.is_empty()
    {
        return None;
    }
    let escaped = path.trim_start_matches('/').replace(' ', "\\ ").replace('#', "\\#");
    Some(format!("/{escaped}"))
}
