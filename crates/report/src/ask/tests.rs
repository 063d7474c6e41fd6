use onethread_model::config::Config;
use onethread_model::facts::Facts;
use onethread_model::fields::{Field, FieldType};
use onethread_model::org::{self, ORG_KINDS};
use onethread_model::source::Sources;

use super::*;
use crate::inert::inert_lines;
use onethread_core::measure::{Snapshot, View};
use onethread_core::review::review;

/// Initiatives about which little, something and much is known.
const ORG: &str = r#"
[organization]
name = "Harbour Market"

[initiative.bare]
idea = 2026-01-12

[initiative.led]
title = "Led & <b>bold</b>"
leader = "ines"
nature = "product"
team = "core"
scope = ["service:returns"]
idea = 2026-01-12
tenets = ["Refunds over certainty"]
needs = { engineering = 2 }

[[initiative.led.dependency]]
on = "team:payments"

[[initiative.led.metric]]
name = "finished"

[initiative.functional]
form = "functional"
why = "one by one"
leader = "vp"
idea = 2026-01-12

[person.ines]
reports-to = "vp"
[person.tomas]
[person.vp]

[team.core]
members = ["ines", "tomas"]
[team.payments]
"#;

fn with<R>(text: &str, then: impl FnOnce(&Review, &View<'_>) -> R) -> R {
    let mut sources = Sources::default();
    let file = sources.add("org/all.toml", text);
    let org = org::load(&sources, &[file], &mut Vec::new());
    let (config, facts) = (Config::default(), Facts::default());
    let snapshot = Snapshot::new(config, org, sources, facts);
    let day = Day::parse("2026-06-30").expect("a day");
    then(&review(&snapshot, day), &View::on(&snapshot, day))
}

fn asks(text: &str) -> Vec<Ask> {
    with(text, |review, view| {
        review.initiatives.iter().map(|one| ask(one, review, &ProposedEdits::of(one, view))).collect()
    })
}

fn ask_of(text: &str, id: &str) -> Ask {
    asks(text).into_iter().find(|ask| ask.initiative == id).expect("a live initiative")
}

#[test]
fn few_questions_and_the_most_telling_first() {
    let bare = ask_of(ORG, "bare");
    assert_eq!(bare.questions.len(), QUESTIONS_MAX);
    assert!(bare.left_out > 0);
    let led = ask_of(ORG, "led");
    assert_eq!(led.questions[0].criteria[0], "focus");
    assert_eq!(led.questions[0].whom, "the leader, ines");
    assert_eq!(led.questions[1].criteria[0], "dedicated-team");
    assert!(led.known.iter().any(|known| known.says == "Leader: ines"), "{:#?}", led.known);
    assert!(led.known.iter().all(|known| known.place.is_some() || known.says.starts_with("Form")), "{:#?}", led.known);
}

#[test]
fn a_question_that_another_settles_is_asked_once() {
    for ask in asks(ORG) {
        let mut texts: Vec<&str> = ask.questions.iter().map(|question| question.text.as_str()).collect();
        let count = texts.len();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), count, "{texts:#?}");
    }
    // Nothing bounds it: the answer about its scope also lets changes be distinguished.
    let text = ORG.replace("scope = [\"service:returns\"]", "");
    with(&text, |review, view| {
        let one = review.initiative("led").expect("live");
        let all = questions(one, &ProposedEdits::of(one, view));
        let scope = all.iter().find(|question| question.criteria.contains(&"scope")).expect("a question");
        assert!(scope.criteria.contains(&"separable"), "{:?}", scope.criteria);
    });
}

/// Every question that may be asked of these initiatives, beyond those that fit on a page.
fn all_questions() -> Vec<OpenQuestion> {
    with(ORG, |review, view| {
        let of = |one: &InitiativeReview| questions(one, &ProposedEdits::of(one, view));
        review.initiatives.iter().flat_map(of).collect()
    })
}

#[test]
fn every_question_says_how_its_answer_is_written_down() {
    for question in all_questions() {
        assert!(!question.records.is_empty(), "{question:#?}");
        let by_hand = question.records.iter().any(|record| !matches!(record, Record::Source(_)));
        assert!(by_hand || question.criteria[0] == "separable", "{question:#?}");
    }
}

/// The lines with each blank replaced by the example of its field.
fn filled(toml: &str) -> String {
    fn all(fields: &'static [Field], into: &mut Vec<&'static Field>) {
        for field in fields {
            into.push(field);
            if let FieldType::Table(inner) | FieldType::Tables(inner) = field.ty {
                all(inner, into);
            }
        }
    }
    let mut fields = Vec::new();
    ORG_KINDS.iter().for_each(|kind| all(kind.fields, &mut fields));
    let line = |line: &str| match line.split_once("   # ") {
        Some((entry, remark)) => {
            let key = entry.split(" = ").next().unwrap_or_default();
            let doc = |field: &&&Field| field.key == key && remark.starts_with(field.doc.trim_end_matches('.'));
            let field = fields.iter().find(doc).unwrap_or_else(|| panic!("no field for {line}"));
            format!("{key} = {}\n", field.example)
        }
        None => format!("{}\n", line.replace("___", "new")),
    };
    toml.lines().map(line).collect()
}

#[test]
fn lines_load_once_they_are_filled_in_and_not_before() {
    let mut checked = 0;
    for question in all_questions() {
        for record in question.records {
            // What goes into an entry is read under a header like the one there.
            let toml = match record {
                Record::Toml(toml) => toml,
                Record::Into { toml, .. } if toml.starts_with("effect") => {
                    format!("[[initiative.new.dependency]]\non = \"team:new\"\n{toml}")
                }
                Record::Into { toml, .. } if toml.starts_with("initiative") => format!("[team.new]\n{toml}"),
                Record::Into { toml, .. } => format!("[initiative.new]\n{toml}"),
                Record::Attest(_) | Record::Source(_) => continue,
            };
            checked += 1;
            let load = |text: &str| {
                let mut sources = Sources::default();
                let file = sources.add("org/a.toml", text);
                let mut diagnostics = Vec::new();
                org::load(&sources, &[file], &mut diagnostics);
                // Examples name entries that are not described here.
                diagnostics.retain(|diagnostic| !matches!(diagnostic.code, "unknown-reference" | "unknown-tenet"));
                diagnostics
            };
            let found = load(&filled(&toml));
            assert!(found.is_empty(), "{}\n{found:#?}", filled(&toml));
            assert!(!load(&toml).is_empty(), "blanks are believed:\n{toml}");
        }
    }
    assert!(checked > 10, "{checked}");
}

#[test]
fn what_is_written_already_is_not_written_twice() {
    for question in all_questions() {
        for record in question.records {
            if let Record::Toml(toml) = record {
                assert!(!toml.starts_with("[initiative.") && !toml.starts_with("[team.core]"), "{toml}");
            }
        }
    }

    let questions = all_questions();
    let untangling = questions.iter().find(|question| question.text.contains("have to wait for?")).expect("asked");
    let Some(Record::Into { place, toml }) = untangling.records.first() else { panic!("{untangling:#?}") };
    assert_eq!(place, "org/all.toml:19:6");
    assert_eq!(toml.split("   #").next(), Some("effect = \"___\""));
}

#[test]
fn pages_say_the_same_in_both_forms() {
    let ask = ask_of(ORG, "led");
    let (markdown, html) = (markdown(&ask), html(&ask));
    for question in &ask.questions {
        assert!(markdown.contains(&question.text.replace('_', "\\_")), "{markdown}");
        assert!(html.contains(&question.text), "{html}");
    }
    assert!(markdown.starts_with("# Led &amp; &lt;b&gt;bold&lt;/b&gt;\n"), "{markdown}");
    assert!(html.contains("Led &amp; &lt;b&gt;bold&lt;/b&gt;"));
    assert!(!html.contains("[[allocation]]"), "{html}");
    assert!(markdown.contains("```toml\n[[allocation]]\nperson = \"ines\"\ninitiative = \"led\"\n"), "{markdown}");
    assert!(!html.contains("<script") && !html.contains("src=") && !html.contains("href=\"http"), "{html}");
}

#[test]
fn nothing_to_ask_is_said() {
    let mut ask = ask_of(ORG, "led");
    ask.questions.clear();
    for page in [markdown(&ask), html(&ask)] {
        assert!(page.contains("Nothing has to be asked") && !page.contains("Answer:"), "{page}");
    }
}

#[test]
fn nothing_on_a_page_can_deceive() {
    let bad = "a\\u202E\\u0007`<i>\\n```\\n# x";
    let text = ORG
        .replace("title = \"Led & <b>bold</b>\"", &format!("title = \"{bad}\""))
        .replace("[initiative.led", &format!("[initiative.\"{bad}\""))
        .replace("\"ines\"", &format!("\"{bad}\""))
        .replace("[person.ines]", &format!("[person.\"{bad}\"]"));
    let asks = asks(&text);
    let ask = asks.iter().find(|ask| ask.initiative.contains('\u{202e}')).expect("a live initiative");
    for page in [markdown(ask), html(ask)] {
        assert!(matches!(inert_lines(&page), std::borrow::Cow::Borrowed(_)), "{page}");
    }
    assert!(!html(ask).contains("<i>"));
    // Lines for a file still mean what they say.
    let toml: Vec<&String> = ask
        .questions
        .iter()
        .flat_map(|question| &question.records)
        .filter_map(|record| if let Record::Toml(toml) = record { Some(toml) } else { None })
        .collect();
    assert!(toml.iter().any(|toml| toml.contains("a\\u202E\\u0007`<i>\\n```\\n# x")), "{toml:#?}");
    // A fence is never closed from inside.
    assert_eq!(markdown(ask).lines().filter(|line| line.trim_start().starts_with("```")).count() % 2, 0);
}
