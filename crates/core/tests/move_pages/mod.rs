//! Every page of a move kind is a specification that runs: each move is carried out, priced, compared and reversed.

use std::collections::{BTreeMap, BTreeSet};

use onethread_core::measure::{Snapshot, View};
use onethread_core::moves::{self, BlankType, CarriedOutBy, MOVES, MoveKind, Price, Refusal};
use onethread_core::review::{CRITERIA, Evidence, FORM_PAGE, InitiativeReview, Review, review};
use onethread_core::what_if::{WhatIf, what_if};
use onethread_model::change::Known;
use onethread_model::config::Config;
use onethread_model::edit::{Edit, apply, inverse};
use onethread_model::facts::Facts;
use onethread_model::source::Sources;
use onethread_model::{Change, Day, org};
use serde_json::Value;

use crate::example::{DAY, Example, read};

/// Sections that the page of a move kind must have, in this order.
const SECTIONS: &[&str] = &["What it does", "Price", "Example", "When it is wrong", "Source"];

#[test]
fn moves_do_what_their_pages_say() {
    let named = named_by_criteria();
    for kind in MOVES {
        let page = read(kind.key, kind.page);
        crate::check_sections(kind.key, &page, SECTIONS);
        assert!(kind.page.starts_with(&format!("# {}: ", kind.key)), "{}: begin the page with `# key: `", kind.key);
        let mut is_proven = false;
        let mut examples = page.iter().flat_map(|section| &section.examples).peekable();
        assert!(examples.peek().is_some(), "{}: prove it by an example", kind.key);
        for example in examples {
            is_proven |= run(kind, example);
        }
        let is_named = named.contains(kind.key);
        assert!(is_proven || !is_named, "{}: no example alters an answer whose criterion names it before", kind.key);
    }
}

/// Runs an example of a page, and says whether it alters an answer whose criterion names a change of this kind before.
fn run(kind: &MoveKind, example: &Example) -> bool {
    let (before, day) = (example.snapshot(false), Day::parse(DAY).expect("a day"));
    let words = example.moves().unwrap_or_else(|| panic!("{}", example.at("a block `move` is missing")));
    let changes = moves::read(words, &View::on(&before, day));
    let lines = example.expected_lines();
    if let Some((line, sentences)) = lines.first().filter(|(line, _)| line.starts_with("refused")) {
        let refused = changes.and_then(|changes| what_if(&before, day, None, &changes));
        let why: Vec<&str> = line.strip_prefix("refused: ").into_iter().chain(sentences.iter().copied()).collect();
        check_refused(example, &why, &refused.expect_err(&example.at("it is refused")));
        return false;
    }
    let changes = changes.unwrap_or_else(|why| panic!("{}: {why:?}", example.at(words)));
    assert!(changes.iter().any(|change| change.kind == kind.key), "{}: another kind", example.at(words));
    changes.iter().for_each(|change| check_round_trip(change, &before, day, example));

    let (edited, price) = carried_out(&changes, &before, day, example);
    let mut lines = example.expected_lines();
    // What people do, and whether they keep to what files say, shows later.
    let (after, on) = match (kind.by, example.has_later()) {
        (CarriedOutBy::Files, false) => (edited, day),
        (by, _) => {
            let (first, _) = lines.remove(0);
            let on = first.strip_prefix("on ").and_then(|day| Day::parse(day).ok());
            let later = example.snapshot(true);
            let later = match by {
                CarriedOutBy::Files => carried_out(&changes, &later, day, example).0,
                CarriedOutBy::People => later,
            };
            (later, on.unwrap_or_else(|| panic!("{}: `on DAY` comes first", example.at(first))))
        }
    };
    let (was, is) = (review(&before, day), review(&after, on));
    // The command says the same of it, and nothing of what only people do.
    let whole = what_if(&before, day, None, &changes);
    lines.retain(|(line, sentences)| !check_note(example, line, sentences, whole.as_ref().ok()));
    match (whole, kind.by) {
        (Ok(said), CarriedOutBy::Files) => assert_eq!(said.price, price, "{}", example.at(words)),
        (Err(_), CarriedOutBy::People) => {}
        (said, _) => panic!("{}: {said:?}", example.at(words)),
    }
    // What time alone alters proves nothing.
    let waited = (on != day).then(|| review(&before, on));
    let mut prices = BTreeMap::new();
    let mut is_proven = false;
    for (line, sentences) in lines {
        if let Some((name, value)) = line.strip_prefix("price ").and_then(|rest| rest.split_once(" = ")) {
            prices.insert(name.to_owned(), value.to_owned());
            continue;
        }
        is_proven |= check_line(kind, example, (line, &sentences), [Some(&was), Some(&is), waited.as_ref()]);
    }
    assert_eq!(of_price(&price), prices, "{}: name each part of the price", example.at(words));
    is_proven
}

/// Checks that a refusal says all of this.
fn check_refused(example: &Example, sentences: &[&str], refusal: &Refusal) {
    let said = format!("{}; {}", refusal.why, refusal.help);
    assert!(!sentences.is_empty(), "{}", example.at("say why it is refused"));
    for sentence in sentences {
        assert!(said.contains(sentence), "{}: {said}", example.at(sentence));
    }
}

/// Checks `note TITLE`, with what is said under it; or `named`, with the places that still name somebody or something.
/// Gives whether it is such a line.
fn check_note(example: &Example, line: &str, sentences: &[&str], whole: Option<&WhatIf>) -> bool {
    let title = line.strip_prefix("note ");
    if title.is_none() && line != "named" {
        return false;
    }
    let whole = whole.unwrap_or_else(|| panic!("{}: it is refused", example.at(line)));
    let said: Vec<String> = match title {
        Some(title) => {
            let notes = whole.notes.iter().filter(|note| note.title == title);
            notes.flat_map(|note| note.lines.clone()).collect()
        }
        None => {
            let places = whole.still_named.iter().flat_map(|one| &one.places);
            let places = places.map(|one| format!("{:?}: {} at {}", one.standing, one.says, one.place));
            places.chain(whole.still_named.iter().filter_map(|one| one.fix.clone())).collect()
        }
    };
    assert_eq!(said.len(), sentences.len(), "{}: {said:#?}", example.at(line));
    for (said, sentence) in said.iter().zip(sentences) {
        assert_eq!(said, sentence, "{}", example.at(line));
    }
    true
}

/// An answer or a form, why, and kinds of changes that would alter it.
type Said<'r> = (&'static str, &'r [Evidence], Vec<&'static str>);

fn said<'r>(review: &'r Review, id: &str, what: &str, example: &Example) -> Said<'r> {
    let one: &InitiativeReview = review.initiative(id).unwrap_or_else(|| panic!("{}: not live", example.at(id)));
    if what == "form" {
        return (one.form.form.key(), &one.form.because, one.form.would_change.iter().map(|c| c.kind).collect());
    }
    let verdict = one.verdicts.iter().find(|verdict| verdict.criterion == what);
    let judgement = &verdict.unwrap_or_else(|| panic!("{}: no criterion `{what}`", example.at(id))).judgement;
    let kinds = judgement.would_change.iter().map(|proposal| proposal.change.kind).collect();
    (judgement.answer.key(), &judgement.because, kinds)
}

/// Checks `id criterion: before -> after`, and says whether it differs and the criterion names the kind before.
fn check_line(
    kind: &MoveKind,
    example: &Example,
    (line, sentences): (&str, &[&str]),
    [was, is, waited]: [Option<&Review>; 3],
) -> bool {
    let parts = line.split_once(": ").and_then(|(what, answers)| {
        let (id, what) = what.split_once(' ')?;
        let (before, after) = answers.split_once(" -> ")?;
        Some((id, what, before, after))
    });
    let (id, what, before, after) = parts.unwrap_or_else(|| panic!("{}: what is this?", example.at(line)));
    if what == "live" {
        let word = |review: Option<&Review>| match review.is_some_and(|one| one.initiative(id).is_some()) {
            true => "yes",
            false => "no",
        };
        assert_eq!((word(was), word(is)), (before, after), "{}", example.at(line));
        return false;
    }
    let then = said(was.expect("before"), id, what, example);
    let now = said(is.expect("after"), id, what, example);
    assert_eq!((then.0, now.0), (before, after), "{}: {:#?} and {:#?}", example.at(line), then.1, now.1);
    example.check_said(line, sentences, now.1);
    if let Some(waited) = waited.filter(|_| before != after) {
        let (alone, ..) = said(waited, id, what, example);
        assert_ne!(alone, after, "{}: it is so on the later day, whatever anybody does", example.at(line));
    }
    before != after && then.2.contains(&kind.key)
}

/// Carries changes out one after another, takes them back, and gives what they make with what they cost.
fn carried_out(changes: &[Change], before: &Snapshot, day: Day, example: &Example) -> (Snapshot, Price) {
    let (mut now, mut all, mut price): (Snapshot, Vec<Edit>, Price) = (before.clone(), Vec::new(), Price::default());
    for change in changes {
        let view = View::on(&now, day);
        let open: Vec<&str> = moves::open_blanks(change).iter().map(|blank| blank.key).collect();
        assert!(open.is_empty(), "{}: {open:?} open", example.at(change.kind));
        price += moves::price(change, &view);
        let edits = moves::edits(change, &view).unwrap_or_else(|why| panic!("{}: {why:?}", example.at(change.kind)));
        let is_by_people = moves::kind(change.kind).is_some_and(|kind| kind.by == CarriedOutBy::People);
        assert_eq!(edits.is_empty(), is_by_people, "{}: people leave no edits, and files do", example.at(change.kind));
        let after = edited(&now, &edits, example);
        drop(view);
        now = after;
        all.extend(edits);
    }
    let texts = |snapshot: &Snapshot| -> BTreeMap<String, String> {
        let written = snapshot.sources.iter().filter(|(_, file)| !file.text.is_empty());
        written.map(|(_, file)| (file.path.to_string(), file.text.to_string())).collect()
    };
    let (old, new) = (texts(before), texts(&now));
    let differing: BTreeMap<String, &str> = new
        .iter()
        .filter(|(path, text)| old.get(*path) != Some(text))
        .map(|(path, text)| (path.clone(), text.as_str()))
        .collect();
    assert_eq!(differing, example.shown(), "{}", example.at("each file after the edits, in a `toml fixed` block"));
    let reported: Vec<_> = now.diagnostics().into_iter().filter(|one| one.code != "unknown-reference").collect();
    assert!(reported.is_empty(), "{}: the edits leave {reported:#?}", example.at("diagnostics"));

    let undo = inverse(|path| before.text_of(path), &all).expect("the edits can be made");
    let back = apply(|path| now.text_of(path), &undo).expect("they are reversible");
    let back = now.with_texts(&back);
    assert_eq!(texts(&back), old, "{}", example.at("undo gives the same texts"));
    assert_eq!(format!("{:#?}", back.org), format!("{:#?}", before.org), "{}", example.at("undo gives the same"));
    (now, price)
}

fn edited(snapshot: &Snapshot, edits: &[Edit], example: &Example) -> Snapshot {
    snapshot.edited(edits).unwrap_or_else(|why| panic!("{}: {why}", example.at("the edits")))
}

/// What a price says apart from nothing: numbers, the length of lists, and `true`.
fn of_price(price: &Price) -> BTreeMap<String, String> {
    let Ok(Value::Object(parts)) = serde_json::to_value(price) else { panic!("a price is a table") };
    let said = parts.into_iter().filter_map(|(name, value)| {
        let value = match value {
            Value::Array(items) => items.len().to_string(),
            Value::Null => return None,
            value => value.to_string(),
        };
        (!["0", "false"].contains(&value.as_str()) || name == "positions").then_some((name, value))
    });
    said.collect()
}

/// Said in words, by its phrase and by its key, a change is read as what it is.
fn check_round_trip(change: &Change, snapshot: &Snapshot, day: Day, example: &Example) {
    let kind = moves::kind(change.kind).expect("a kind");
    let view = View::on(snapshot, day);
    let sorted = |change: &Change| change.known().map(|(key, known)| (key, known.clone())).collect::<BTreeMap<_, _>>();
    for words in [by_phrase(kind, change), Some(by_key(kind, change, &BTreeSet::new(), kind.key.to_owned() + " "))] {
        let Some(words) = words else { continue };
        let read = moves::read(&words, &view).unwrap_or_else(|why| panic!("{}: {why:?}", example.at(&words)));
        let [read] = &read[..] else { panic!("{}: {} moves", example.at(&words), read.len()) };
        assert_eq!((read.kind, sorted(read)), (change.kind, sorted(change)), "{}", example.at(&words));
    }
}

/// A phrase with its blanks filled in, and what else is known behind it.
fn by_phrase(kind: &MoveKind, change: &Change) -> Option<String> {
    let mut said = BTreeSet::new();
    let words = kind.phrase?.split(' ').map(|word| {
        let key = word.strip_prefix('{').and_then(|word| word.strip_suffix('}'));
        let Some(key) = key else { return word.to_owned() };
        said.insert(key.to_owned());
        change.text(key).expect("a blank of a phrase is known").to_owned()
    });
    let phrase = words.collect::<Vec<_>>().join(" ");
    let is_more = change.known().any(|(key, _)| !said.contains(key));
    Some(if is_more { by_key(kind, change, &said, phrase + ", ") } else { phrase })
}

fn by_key(kind: &MoveKind, change: &Change, without: &BTreeSet<String>, before: String) -> String {
    let value = |key: &str, known: &Known| match known {
        Known::Text(text) => format!("\"{text}\""),
        Known::List(texts) => texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(", "),
        Known::Day(day) => day.to_string(),
        Known::Count(count) => {
            let is_share = kind.blanks.iter().any(|blank| blank.key == key && blank.ty == BlankType::Percent);
            if is_share { format!("{count} %") } else { count.to_string() }
        }
    };
    let rest = change.known().filter(|(key, _)| !without.contains(*key));
    before + &rest.map(|(key, known)| format!("{key} = {}", value(key, known))).collect::<Vec<_>>().join(", ")
}

/// Kinds that a criterion or the form names in an example of its page.
fn named_by_criteria() -> BTreeSet<&'static str> {
    let pages = CRITERIA.iter().map(|criterion| (criterion.key, criterion.page)).chain([("form", FORM_PAGE)]);
    let mut named = BTreeSet::new();
    for (key, page) in pages {
        for example in read(key, page).iter().flat_map(|section| &section.examples) {
            example.run(|snapshot, day| {
                for one in &review(snapshot, day).initiatives {
                    let proposed = one.verdicts.iter().flat_map(|verdict| &verdict.judgement.would_change);
                    named.extend(proposed.map(|proposal| proposal.change.kind));
                    named.extend(one.form.would_change.iter().map(|change| change.kind));
                }
            });
        }
    }
    for key in &named {
        assert!(moves::kind(key).is_some(), "a criterion names `{key}`, which is no move kind");
    }
    named
}

#[test]
fn every_kind_has_its_place() {
    let keys: Vec<&str> = MOVES.iter().map(|kind| kind.key).collect();
    assert!(keys.is_sorted_by(|a, b| a < b), "put the kinds in the order of their keys, each once: {keys:?}");
    for kind in MOVES {
        assert!(
            !kind.title.ends_with('.') && kind.title.len() <= 70,
            "{}: a short title without a full stop",
            kind.key
        );
        let mut blanks = BTreeSet::new();
        for blank in kind.blanks {
            assert!(blanks.insert(blank.key), "{}: two blanks `{}`", kind.key, blank.key);
            let is_clause = !blank.doc.is_empty() && !blank.doc.ends_with('.');
            assert!(is_clause, "{}: say what goes into `{}`, without a full stop", kind.key, blank.key);
            assert!(
                kind.page.contains(&format!("`{}`", blank.key)),
                "{}: say on the page what `{}` does",
                kind.key,
                blank.key
            );
        }
        let said = kind.phrase.into_iter().flat_map(|phrase| phrase.split(['{', '}']).skip(1).step_by(2));
        for key in said {
            let is_required = kind.blanks.iter().any(|blank| blank.key == key && blank.required);
            assert!(is_required, "{}: `{key}` of the phrase is no required blank", kind.key);
        }
    }
}

/// What someone says and the program does not understand, with what it says instead.
#[test]
fn what_cannot_be_read_is_refused_with_what_can() {
    let mut sources = Sources::default();
    let text = "[initiative.returns]\nleader = \"ines\"\n[team.payments]\n[person.ines]\n[person.mia]\n[person.tomas]\n\
                [gate.legal]\n[gate.legal-desk]\ntitle = \"Law desk\"\n[component.labels]\n[decision.carrier]\n";
    let file = sources.add("org/a.toml", text);
    let org = org::load(&sources, &[file], &mut Vec::new());
    let snapshot = Snapshot::new(Config::default(), org, sources, Facts::default());
    let view = View::on(&snapshot, Day::parse(DAY).expect("a day"));
    let refused = [
        ("", "no move is named", "say `adopt {package} for {component}`, or `appoint {leader} to {initiative}`"),
        ("apoint ines to returns", "`apoint` is no move", "did you mean `appoint`?"),
        ("appoint ines", "`appoint ines` is not understood", "say `appoint {leader} to {initiative}`"),
        ("appoint inse to returns", "there is no person `inse`", "did you mean `ines`?"),
        ("appoint ines to return", "there is no initiative `return`", "did you mean `returns`?"),
        ("appoint ines to returns, 120 %", "share `120 %` is no share", ""),
        ("appoint ines to returns, soon", "`soon` is not understood", "put a text with a comma in quotes"),
        ("appoint ines to returns, from June", "day `June`", ""),
        ("appoint ines to returns, shar = 1", "`appoint` has no blank `shar`", "did you mean `share`?"),
        ("remove gate legl", "there is no gate `legl`", "did you mean `legal`?"),
        ("adopt backoff for lables", "there is no component `lables`", "did you mean `labels`?"),
        ("adopt backoff", "`adopt backoff` is not understood", "say `adopt {package} for {component}`"),
        ("add gate law board", "gate `law board` is no id", "letters, digits"),
        ("remove legal", "`remove legal` is not understood", "say `remove gate {gate}`"),
        ("narrow gate legal, decisions = reversble", "is stated by no decision", "did you mean `reversible`?"),
        ("appoint ines to returns, lifts = legal", "gate `legal` has no day", "say `GATE by DAY`"),
        ("appoint ines to returns, lifts = legl by 2026-09-01", "there is no gate `legl`", "did you mean `legal`?"),
        ("appoint ines to returns, lifts = legal by May", "gate `legal by May`", ""),
        ("move component lables to payments", "there is no component `lables`", "did you mean `labels`?"),
        ("state-effect on = team:paymnets", "there is no team `paymnets`", "did you mean `team:payments`?"),
        ("state-effect on = payments", "`payments` is no `on`", "say `kind:id`"),
        ("state-effect effect = bloking", "`bloking` is no effect", "did you mean `blocking`?"),
        ("stand-up members = mia, thomas", "there is no person `thomas`", "did you mean `tomas`?"),
        ("record-outcome decision = carier", "there is no decision `carier`", "did you mean `carrier`?"),
        ("metric baseline = much", "number `much` is no number", ""),
        ("give-reason why = ", "`why` is missing", "Why"),
        ("give-reason why = a project, that ends", "`that ends` is not understood", "in quotes"),
    ];
    for (words, why, help) in refused {
        let refusal = moves::read(words, &view).expect_err(words);
        assert!(refusal.why.contains(why) && refusal.help.contains(help), "{words}: {refusal:?}");
    }
    // By title, in quotes, and a name that is also a title of something else.
    let read = |words: &str| moves::read(words, &view).unwrap_or_else(|why| panic!("{words}: {why:?}"));
    assert_eq!(read("remove gate law desk")[0].text("gate"), Some("legal-desk"));
    let quoted = read("give-reason initiative = returns, why = \"a project, that ends; soon\"; remove gate legal");
    assert_eq!((quoted.len(), quoted[0].text("why")), (2, Some("a project, that ends; soon")));
    let several = read("stand-up initiative = returns, members = mia, tomas, 80 %");
    assert_eq!(
        (several[0].list("members"), several[0].count("share")),
        (&["mia".to_owned(), "tomas".to_owned()][..], 80)
    );
    // What only evidence knows has no file to be near to.
    assert_eq!(read("state-effect on = team:warehouse")[0].text("on"), Some("team:warehouse"));
}
