//! What the files say of someone or something, by what it is: work that follows the person, an office that follows the
//! position, or a record of what was. Acts that end or move something read it, and so does the list of places that still
//! name it.

use onethread_model::Day;
use onethread_model::edit::Edit;
use onethread_model::org::Naming;
use schemars::JsonSchema;
use serde::Serialize;

use crate::measure::View;

/// What a statement that names someone or something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// An office, a right, a need or a line: it stays with the position, and someone has to hold it.
    Office,
    /// Work: on which team and list someone is, and for how much of the time. It follows the person.
    Work,
    /// A record of what was: it stays as it is.
    Past,
}

/// Every key that refers to a person, a team or an initiative: what is named, the kind of the entry that names it, and
/// the keys from there.
const KEYS: &[(&str, &str, &str, Standing)] = &[
    ("person", "person", "reports-to", Standing::Office),
    ("person", "person", "answerable", Standing::Office),
    ("person", "team", "members", Standing::Work),
    ("person", "team", "left.person", Standing::Past),
    ("person", "function", "head", Standing::Office),
    ("person", "function", "standard-owner", Standing::Office),
    ("person", "initiative", "leader", Standing::Office),
    ("person", "initiative", "sponsor", Standing::Office),
    ("person", "initiative", "people", Standing::Work),
    ("person", "initiative", "capable.attested-by", Standing::Past),
    ("person", "initiative", "capable.leader", Standing::Past),
    ("person", "initiative", "dependency.on", Standing::Office),
    ("person", "initiative", "mandate.stops.by", Standing::Office),
    ("person", "initiative", "metric.owner", Standing::Office),
    ("person", "allocation", "person", Standing::Work),
    ("person", "dependency", "on", Standing::Office),
    ("person", "attestation", "by", Standing::Past),
    ("person", "attestation", "leader", Standing::Past),
    ("person", "gate", "owner", Standing::Office),
    ("person", "decision", "decided-by", Standing::Past),
    ("person", "decision", "overridden-by", Standing::Past),
    ("person", "decision", "consulted", Standing::Past),
    ("person", "move", "about", Standing::Past),
    ("person", "move", "decided-by", Standing::Past),
    ("person", "declined", "about", Standing::Past),
    ("person", "declined", "by", Standing::Past),
    ("person", "waiver", "owner", Standing::Office),
    ("person", "triage", "by", Standing::Past),
    ("person", "triage", "leader.able-by", Standing::Past),
    ("person", "triage", "leader.person", Standing::Past),
    ("person", "triage", "constraint.not-together", Standing::Past),
    ("person", "triage", "wish.person", Standing::Past),
    ("person", "waiver", "subject", Standing::Past),
    ("team", "initiative", "team", Standing::Work),
    ("team", "initiative", "dependency.on", Standing::Office),
    ("team", "initiative", "dependency.plan.owner", Standing::Office),
    ("team", "initiative", "dependency.plan.reviewed-by", Standing::Office),
    ("team", "initiative", "dependency.plan.standards-of", Standing::Office),
    ("team", "component", "owner", Standing::Office),
    ("team", "dependency", "on", Standing::Office),
    ("team", "dependency", "plan.owner", Standing::Office),
    ("team", "dependency", "plan.reviewed-by", Standing::Office),
    ("team", "dependency", "plan.standards-of", Standing::Office),
    ("team", "platform", "team", Standing::Office),
    ("team", "gate", "owner", Standing::Office),
    ("team", "decision", "consulted", Standing::Past),
    ("team", "reorganization", "teams", Standing::Past),
    ("team", "move", "about", Standing::Past),
    ("team", "move", "expects.of", Standing::Past),
    ("team", "move", "outcome.of", Standing::Past),
    ("team", "declined", "about", Standing::Past),
    ("team", "waiver", "subject", Standing::Past),
    ("initiative", "team", "initiative", Standing::Work),
    ("initiative", "initiative", "dependency.on", Standing::Office),
    ("initiative", "initiative", "ending.into", Standing::Past),
    ("initiative", "initiative", "mandate.drops", Standing::Past),
    ("initiative", "allocation", "initiative", Standing::Work),
    ("initiative", "dependency", "initiative", Standing::Past),
    ("initiative", "dependency", "on", Standing::Office),
    ("initiative", "attestation", "initiative", Standing::Past),
    ("initiative", "gate", "applies-to", Standing::Office),
    ("initiative", "gate", "also-before.initiative", Standing::Office),
    ("initiative", "gate", "lifted.initiative", Standing::Past),
    ("initiative", "gate", "narrowed.before", Standing::Office),
    ("initiative", "decision", "initiative", Standing::Past),
    ("initiative", "decision", "cites", Standing::Past),
    ("initiative", "reorganization", "initiatives", Standing::Past),
    ("initiative", "move", "about", Standing::Past),
    ("initiative", "move", "expects.of", Standing::Past),
    ("initiative", "move", "outcome.of", Standing::Past),
    ("initiative", "declined", "about", Standing::Past),
    ("initiative", "waiver", "subject", Standing::Past),
    ("initiative", "triage", "order", Standing::Past),
    ("initiative", "triage", "leader.initiatives", Standing::Past),
    ("initiative", "triage", "constraint.initiative", Standing::Past),
    ("initiative", "triage", "constraint.not-together", Standing::Past),
    ("initiative", "triage", "wish.initiative", Standing::Past),
];

/// What a place that names something of a kind says. What no line above knows is an office, so that it is shown.
fn standing_of_key(kind: &str, naming: &Naming) -> Standing {
    let key = naming.key();
    let known = KEYS.iter().find(|one| (one.0, one.1, one.2) == (kind, naming.kind, key.as_str()));
    known.map_or(Standing::Office, |one| one.3)
}

/// What a place says on a day: what ended by then, or stands in the entry of what ended, is a record.
pub(crate) fn standing(kind: &str, id: &str, naming: &Naming, view: &View<'_>) -> Standing {
    let is_over = naming.until.as_ref().is_some_and(|until| until.value <= view.day)
        || match naming.kind {
            "initiative" => view.initiative(&naming.id).is_some_and(|known| known.ended.is_some()),
            "person" => view.inputs.org.gone(&naming.id).is_some(),
            "gate" => kind == "initiative" && view.initiative(id).is_some_and(|known| known.ended.is_some()),
            _ => false,
        };
    if is_over { Standing::Past } else { standing_of_key(kind, naming) }
}

/// Places that say something of this standing.
pub(crate) fn places(kind: &str, id: &str, wanted: Standing, view: &View<'_>) -> Vec<Naming> {
    let mut all = view.naming(kind, id);
    all.retain(|naming| standing(kind, id, naming, view) == wanted);
    all
}

/// Edits after which whoever works under this id works on nothing from a day on: shares end, and teams and lists no
/// longer have the name.
pub(crate) fn end_work(person: &str, from: Day, view: &View<'_>) -> Vec<Edit> {
    use onethread_model::record::{Record, Value};
    let mut edits = Vec::new();
    for naming in places("person", person, Standing::Work, view) {
        match naming.kind {
            "allocation" => edits.push(naming.with("until", Value::Day(from))),
            "team" => {
                edits.push(naming.taken_out());
                let left = [("person", Value::reference("person", person)), ("on", Value::Day(from))];
                let left = Value::Table(Record::of(left));
                edits.push(Edit::add(naming.file.as_str(), "team", &naming.id, "left", left));
            }
            _ => edits.push(naming.taken_out()),
        }
    }
    edits
}

/// Edits after which another id stands wherever these places name one.
pub(crate) fn renamed(places: &[Naming], to: &str) -> Vec<Edit> {
    Naming::all_renamed(places, to)
}

/// How an entry is spoken of: people are not named by what is said of someone else.
pub(crate) fn entry_words(naming: &Naming) -> String {
    match (naming.kind, naming.key().as_str()) {
        ("person", "reports-to") => "a reporting line".to_owned(),
        ("person", _) => format!("`{}` of someone's entry", naming.key()),
        _ => format!("`{}` of [{}]", naming.key(), naming.entry()),
    }
}

#[cfg(test)]
mod tests {
    use onethread_model::fields::{Field, FieldType};
    use onethread_model::org::ORG_KINDS;

    use super::KEYS;

    /// Every key that refers to one of the three is sorted, and no line is left over.
    #[test]
    fn every_reference_says_what_it_is() {
        let mut found: Vec<(String, &str, String)> = Vec::new();
        for kind in ORG_KINDS {
            walk(kind.name, kind.fields, "", &mut found);
        }
        // Texts that name an entry.
        for of in ["person", "team", "initiative"] {
            found.push((of.to_owned(), "waiver", "subject".to_owned()));
        }
        found.push(("initiative".to_owned(), "decision", "cites".to_owned()));
        for (of, kind, key) in &found {
            let is_known = KEYS.iter().any(|one| (one.0, one.1, one.2) == (of, kind, key));
            assert!(is_known, "say in KEYS what `{key}` of {kind}, which refers to {of}, is");
        }
        for (of, kind, key, _) in KEYS {
            let is_there = found.iter().any(|one| (one.0.as_str(), one.1, one.2.as_str()) == (*of, *kind, *key));
            assert!(is_there, "`{key}` of {kind} refers to no {of}");
        }
    }

    fn walk(kind: &'static str, fields: &[Field], before: &str, found: &mut Vec<(String, &'static str, String)>) {
        for field in fields {
            let key = format!("{before}{}", field.key);
            let mut ty = &field.ty;
            while let FieldType::List(of) | FieldType::OneOrMany(of) | FieldType::Map(of) = ty {
                ty = of;
            }
            match ty {
                FieldType::Table(inner) | FieldType::Tables(inner) => walk(kind, inner, &format!("{key}."), found),
                FieldType::Ref(kinds) => {
                    let three = kinds.iter().filter(|of| ["person", "team", "initiative"].contains(*of));
                    found.extend(three.map(|of| ((*of).to_owned(), kind, key.clone())));
                }
                _ => {}
            }
        }
    }
}
