//! What an agreement switches off reaches no output: two organizations that differ in nothing else give the same outputs,
//! byte for byte (noninterference, after Goguen and Meseguer 1982).

use std::collections::BTreeMap;

use onethread_core::agreed::items;
use onethread_model::agreement::Agreement;
use onethread_model::fields::{Field, FieldType, Kind, Shape};
use onethread_model::org::{self, ORG_KINDS};
use onethread_model::source::Sources;

use crate::agreed;
use crate::made::{Made, busy, today};
use crate::outputs::{Breadth, outputs};

/// Fields of which the outputs of the made-up organization say nothing, whatever they hold. The law holds of them too, but
/// nothing shows that it could fail.
const SILENT: &[&str] = &[
    "person.title",
    "person.function",
    "person.reports-to",
    "person.fte",
    "person.known-as",
    "person.answerable",
    "person.work",
    "function.head",
    "function.standard-owner",
    "initiative.dependency",
    "attestation.by",
    "attestation.leader",
    "decision.overridden-by",
    "decision.consulted",
    "waiver.owner",
    "move.about",
    "move.decided-by",
    "declined.about",
    "declined.by",
    "triage.by",
    "triage.leader",
    "triage.constraint",
    "triage.wish",
];

/// What the made-up organization lacks for its fields to be read.
const MORE: &str = "
[decision.canary]
initiative = \"returns\"
reversible = false
opened = 2026-05-01
decided = 2026-06-09
reversed = 2026-06-20
levels = 0
exception-to = \"board\"

[function.canary]
title = \"Canaries\"
";

/// Two values of a type, as TOML and equally long; `None` for what has but one.
fn two(ty: &FieldType) -> Option<[String; 2]> {
    let both = values(ty)?;
    let width = both.iter().map(String::len).max().unwrap_or_default();
    Some(both.map(|one| format!("{one:width$}")))
}

fn values(ty: &FieldType) -> Option<[String; 2]> {
    let both = |one: &str, other: &str| Some([one.to_owned(), other.to_owned()]);
    match ty {
        FieldType::Text | FieldType::Scalar => both("\"canary alpha\"", "\"canary omega\""),
        FieldType::Day => both("2026-01-11", "2026-02-12"),
        FieldType::Share => both("0.3", "0.7"),
        FieldType::Number => both("3.5", "7.5"),
        FieldType::Count(least, most) if least < most => Some([least.to_string(), most.to_string()]),
        FieldType::Count(..) => None,
        FieldType::Flag => both("true", "false"),
        FieldType::Choice(words) => both(&format!("{:?}", words.first()?), &format!("{:?}", words.get(1)?)),
        // The leader of an initiative, and a member of a team that has nothing to do with it.
        FieldType::Ref(kinds) if kinds.first() == Some(&"person") => both("\"pua\"", "\"paa\""),
        FieldType::Ref(kinds) if kinds.contains(&"person") => both("\"person:pua\"", "\"person:paa\""),
        FieldType::Ref(kinds) if kinds.first() == Some(&"team") => both("\"umbra\"", "\"quill\""),
        FieldType::Ref(kinds) if kinds.first() == Some(&"initiative") => both("\"returns\"", "\"search\""),
        // One person is a group under five, six are none.
        FieldType::List(FieldType::Ref(kinds)) if kinds.first() == Some(&"person") => {
            both("[\"paa\"]", "[\"paa\", \"pab\", \"pac\", \"pad\", \"pae\", \"paf\"]")
        }
        FieldType::Ref(_) => both("\"canary-alpha\"", "\"canary-omega\""),
        FieldType::Scope => both("\"journey:alpha\"", "\"journey:omega\""),
        FieldType::List(of) => two(of).map(|two| two.map(|one| format!("[{one}]"))),
        FieldType::OneOrMany(of) => two(of),
        FieldType::Map(of) => two(of).map(|two| two.map(|one| format!("{{ alpha = {one} }}"))),
        FieldType::Table(fields) => table(fields),
        FieldType::Tables(fields) => table(fields).map(|two| two.map(|one| format!("[{one}]"))),
    }
}

/// Two tables that differ in every field.
fn table(fields: &[Field]) -> Option<[String; 2]> {
    let each: Vec<(&str, [String; 2])> = fields.iter().filter_map(|field| Some((field.key, two(&field.ty)?))).collect();
    let whole = |at: usize| {
        let parts: Vec<String> = each.iter().map(|(key, two)| format!("{key} = {}", two[at])).collect();
        format!("{{ {} }}", parts.join(", "))
    };
    Some([whole(0), whole(1)])
}

/// An entry of a kind with this value for a field; its other fields are what the file has, or their examples where they
/// have to be there. It goes into the entry of the made-up organization that has the most said about it.
fn text_with(made: &Made, kind: &Kind, field: &Field, value: &str) -> Option<String> {
    let id = match kind.name {
        "person" => "pua",
        "initiative" => "returns",
        "team" => "umbra",
        "gate" => "board",
        "component" => "part-a",
        _ => "canary",
    };
    let header = match kind.shape {
        Shape::Single => format!("[{}]", kind.name),
        Shape::ById => format!("[{}.{id}]", kind.name),
        Shape::Array => format!("[[{}]]", kind.name),
    };
    let line = format!("{} = {value}\n", field.key);
    let text = format!("{}{MORE}", made.text());
    if let Some(at) = text.find(&format!("{header}\n")).filter(|_| kind.shape != Shape::Array) {
        let start = at + header.len() + 1;
        let end = text[start..].find("\n[").map_or(text.len(), |end| start + end);
        let is_it = |one: &str| one.split_once('=').is_some_and(|(key, _)| key.trim() == field.key);
        let rest: String = text[start..end].lines().filter(|one| !is_it(one)).map(|one| format!("{one}\n")).collect();
        return Some(format!("{}{line}{rest}{}", &text[..start], &text[end..]));
    }
    let needed = kind.fields.iter().filter(|one| one.required && one.key != field.key);
    let needed: String =
        needed.map(|one| Some(format!("{} = {}\n", one.key, two(&one.ty)?[0]))).collect::<Option<_>>()?;
    Some(format!("{text}\n{header}\n{line}{needed}"))
}

/// All outputs of a text under an agreement.
fn all(made: &Made, text: &str, agreement: Agreement, breadth: Breadth) -> BTreeMap<String, String> {
    let mut sources = Sources::default();
    let file = sources.add("org/made.toml", text);
    let org = org::load_without(&sources, &[file], agreement.fields_off(), &mut Vec::new());
    let snapshot = made.beside(org, sources).with_agreement(agreement);
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for (name, text) in outputs(&snapshot, today(), breadth) {
        found.entry(name).or_default().push_str(&text);
    }
    found
}

#[test]
fn a_field_that_is_off_alters_no_output() {
    let made = busy(3);
    let (mut altered, mut broken, mut silent) = (0, Vec::new(), Vec::new());
    for item in items().into_iter().filter(|item| item.kind == "field") {
        let (kind, key) = item.key.split_once('.').expect("a kind and a key");
        let kind = ORG_KINDS.iter().find(|known| known.name == kind).expect("a kind");
        let field = kind.fields.iter().find(|field| field.key == key).expect("a field");
        let Some([one, other]) = two(&field.ty) else { continue };
        let texts = [one, other].map(|value| text_with(&made, kind, field, &value).expect("an entry"));
        let off = format!("[agreement]\nowner = \"council\"\n[field.\"{}\"]\non = false\n", item.key);
        let [first, second] = [0, 1].map(|at| all(&made, &texts[at], agreed(&off), Breadth::Forms));
        for (name, text) in first.iter().filter(|(name, text)| second.get(*name) != Some(text)) {
            let other = second.get(name).map_or("", String::as_str);
            let at = text.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
            let near = [text.as_str(), other].map(|text| {
                let (start, end) = (text.floor_char_boundary(at.saturating_sub(60)), text.ceil_char_boundary(at + 60));
                text.get(start..end.min(text.len())).unwrap_or_default().to_owned()
            });
            broken.push(format!("{} is off, and alters {name}: {near:?}", item.key));
        }
        let [first, second] = [0, 1].map(|at| all(&made, &texts[at], Agreement::default(), Breadth::Brief));
        if first == second {
            silent.push(item.key.clone());
        } else {
            altered += 1;
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert_eq!(silent, SILENT, "of {altered} others an output says something");
}

/// A value that is off is not in the excerpt of a line near it, nor in that of its own line.
#[test]
fn an_excerpt_shows_stars_in_place_of_what_is_off() {
    let made = busy(3);
    let text = "[initiative.returns]\ncommited = \"x\"\nleader = \"canary\"\nleadr = \"canary\"\n\
                [person]\nines = { titel = \"canary\", title = \"canary\", fte = \"canary\" }\n\
                [person.bo]\ntitle = canary\n";
    let off = |key: &str| format!("[field.\"{key}\"]\non = false\n");
    let agreement = ["initiative.leader", "person.title", "person.fte"].map(off).concat();
    for (agreement, is_hidden) in
        [(format!("[agreement]\nowner = \"council\"\n{agreement}"), true), (String::new(), false)]
    {
        let mut sources = Sources::default();
        let file = sources.add("org/made.toml", text);
        let mut diagnostics = Vec::new();
        let agreement = if is_hidden { agreed(&agreement) } else { Agreement::default() };
        let org = org::load_without(&sources, &[file], agreement.fields_off(), &mut diagnostics);
        let snapshot = made.beside(org, sources);
        let said: String = diagnostics
            .iter()
            .map(|one| onethread_report::diagnostics::render(one, &snapshot.sources, crate::outputs::STYLE))
            .collect();
        assert!(said.contains("leadr") && said.contains("titel"), "{said}");
        assert_eq!(said.contains("canary"), !is_hidden, "{said}");
    }
}
