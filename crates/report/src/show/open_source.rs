//! `show open-source`: which packages are adopted, by whom, and what they could replace.

use super::sheet::{Behind, Cell, Column, Row, Sheet, Type};
use super::{Asked, Subject};
use onethread_core::measure::World;
use onethread_core::measure::measures::open_source::{Adopted, OpenSource, open_source};
use onethread_core::measure::register::duplicates::{Duplicate, Why};
use onethread_core::words::{join, plural, thousands};

pub(super) const SUBJECT: Subject =
    Subject::plain("open-source", "which packages are adopted, and by whom", "open-source", sheet);

/// What no lockfile and no manifest says.
const NOT_STATED: &str = "not stated";

const COLUMNS: &[Column] = &[
    Column::new("package", "package", Type::Text, "The package."),
    Column::new("ecosystem", "kind", Type::Text, "The kind of registry: `cargo`, `npm`."),
    Column::new("parts", "parts", Type::Count, "Parts of the product that ask for it."),
    Column::new("teams", "teams", Type::Count, "Teams that own these parts."),
    Column::new("versions", "versions", Type::Text, "Versions that these parts use, as locked."),
    Column::new(
        "could_replace",
        "could replace",
        Type::Text,
        "Parts of ones own that it could replace: as decisions and components say, or as a guess from name and use.",
    ),
    Column::new("license", "license", Type::Text, "Licenses of these versions, as lockfiles and manifests state them."),
    Column::new(
        "age_days",
        "age, days",
        Type::Days,
        "Days since the oldest of these versions was published, as lockfiles state it.",
    ),
    Column::new("used_by", "used by", Type::Text, "The parts, by component or folder of the manifest."),
    Column::new("owned_by", "owned by", Type::Text, "The teams that own these parts."),
    Column::new(
        "origins",
        "from",
        Type::Text,
        "Where it comes from: `registry`, `other-registry`, `git`, `path`, `url`.",
    ),
    Column::new("only_dev", "only to build or test", Type::YesNo, "Whether no part needs it when it runs."),
];

fn sheet(world: &World<'_>, asked: &Asked) -> Sheet {
    let found = open_source(world);
    let own: Vec<&str> = match &asked.initiative {
        Some(id) => world.teams_on(id).map(|team| team.id.value.as_str()).collect(),
        None => Vec::new(),
    };
    let is_wanted =
        |one: &&Adopted| asked.initiative.is_none() || one.teams.iter().any(|team| own.contains(&team.as_str()));
    let mut packages: Vec<&Adopted> = found.packages.iter().filter(is_wanted).collect();
    packages.sort_by_key(|one| std::cmp::Reverse((one.could_replace.len(), one.versions.len() > 1, one.parts.len())));
    Sheet {
        finding: finding(&found),
        columns: COLUMNS.to_vec(),
        rows: packages.into_iter().map(|one| row(one, &found.duplicates)).collect(),
        notes: notes(&found),
        empty: Some("no source reads manifests; `format = \"cargo\"` and `format = \"npm\"` do".to_owned()),
        ..Sheet::default()
    }
}

fn row(one: &Adopted, duplicates: &[Duplicate]) -> Row {
    let listed = |texts: &[String]| (!texts.is_empty()).then(|| Cell::text(texts.join(", ")));
    let all = |texts: &[String]| Cell::or_missing(listed(texts), "");
    let replaces: Vec<String> = duplicates
        .iter()
        .filter(|other| other.is_package && other.other == one.package)
        .map(|other| format!("{}{}", other.part, said_by(other.why)))
        .collect();
    let cells = vec![
        Cell::text(&one.package),
        Cell::text(&one.ecosystem),
        Cell::count(one.parts.len()),
        Cell::count(one.teams.len()),
        all(&one.versions),
        all(&replaces),
        Cell::or_missing(listed(&one.licenses), NOT_STATED),
        Cell::or_missing(one.age_days.map(|days| Cell::Number(days as f64)), NOT_STATED),
        all(&one.parts),
        all(&one.teams),
        all(&one.origins),
        Cell::YesNo(one.only_dev),
    ];
    let about = std::iter::once(format!("package:{}", one.package))
        .chain(one.parts.iter().map(|part| format!("component:{part}")))
        .chain(one.teams.iter().map(|team| format!("team:{team}")));
    let behind = one.behind.iter();
    let behind = behind.map(|one| Behind { day: one.day, what: one.what.clone(), place: Some(one.place.clone()) });
    Row::new(about.collect(), cells).behind(behind.collect())
}

/// Who says that a package could replace a part.
fn said_by(why: Why) -> &'static str {
    match why {
        Why::Decided => " (decided)",
        Why::Declared => "",
        Why::NameAndUse => " (a guess)",
    }
}

fn finding(found: &OpenSource) -> String {
    if found.adopted == 0 {
        return String::new();
    }
    let replaceable = found.packages.iter().filter(|one| !one.could_replace.is_empty()).count();
    format!(
        "{} by {}: of {} different versions are in use, and {} could replace something that was made here.",
        plural(found.adopted, "package is adopted", "packages are adopted"),
        plural(found.parts, "part", "parts"),
        thousands(found.several_versions as u128),
        thousands(replaceable as u128)
    )
}

fn notes(found: &OpenSource) -> Vec<String> {
    let mut notes = Vec::new();
    if found.transitive > 0 {
        let more = plural(found.transitive, "further package is", "further packages are");
        notes.push(format!("{more} locked because others need it."));
    }
    if found.unlocked > 0 {
        let packages = plural(found.unlocked, "package", "packages");
        notes.push(format!("Of {packages} no version is known: no lockfile that is read has it."));
    }
    if found.unowned_parts > 0 {
        notes.push(format!("Of {} no one team is known to own it.", plural(found.unowned_parts, "part", "parts")));
    }
    if found.unlicensed > 0 {
        let packages = plural(found.unlicensed, "package", "packages");
        notes.push(format!("Of {packages} no license is stated: no lockfile or manifest that is read has it."));
    }
    let twins: Vec<String> = found
        .duplicates
        .iter()
        .filter(|other| !other.is_package)
        .map(|other| format!("{} and {}", other.part, other.other))
        .collect();
    if !twins.is_empty() {
        let twins: Vec<&str> = twins.iter().map(String::as_str).collect();
        notes.push(format!("Names and use say the same of {}: a guess, for people to judge.", join(&twins)));
    }
    if found.by_name_only > 0 {
        let pairs = plural(found.by_name_only, "further pair", "further pairs");
        notes.push(format!("Of {pairs} only the names say the same, and not their use: not shown."));
    }
    let absent = found.duplicates.iter().filter(|other| other.is_package && other.adopted_by == 0);
    for other in absent {
        let could = if other.why == Why::Decided { "is to" } else { "could" };
        notes.push(format!("{} {could} be replaced by {}, which nobody has adopted yet.", other.part, other.other));
    }
    notes
}
