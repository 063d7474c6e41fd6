//! What people write into a form, as values of fields. Input: text; output: a value, or why it is none and what to write
//! instead. A text that is nearly right is refused with the nearest one, never guessed.

use onethread_model::Day;
use onethread_model::diagnostic::nearest;
use onethread_model::fields::{FieldType, with_article};
use onethread_model::record::{Reference, Value};
use onethread_model::source::At;

use crate::measure::View;
use crate::moves::Refusal;

/// How people say that nobody knows; the first is the one that forms show.
pub const NOBODY_KNOWS_WORDS: &[&str] = &["nobody knows", "nobody-knows", "no one knows", "no-one knows"];
/// What people write where they have no answer. It is none, and no answer that nobody knows: that one who was asked does
/// not know is another thing.
const NO_ANSWERS: &[&str] = &[
    "?",
    "??",
    "???",
    "-",
    "--",
    "\u{2013}",
    "\u{2014}",
    ".",
    "...",
    "\u{2026}",
    "n/a",
    "na",
    "n.a.",
    "nan",
    "null",
    "none",
    "nil",
    "tbd",
    "tba",
    "tbc",
    "todo",
    "(blank)",
    "#n/a",
    "unknown",
    "not known",
    "don't know",
    "dont know",
    "don\u{2019}t know",
    "i don't know",
    "no idea",
    "x",
];
const YES: &[&str] = &["yes", "y", "true", "holds"];
const NO: &[&str] = &["no", "n", "false", "fails"];
/// Most characters of an answer. Tested by `an_answer_has_a_longest_length`.
const ANSWER_CHARS_MAX: usize = 10_000;

/// The allowed answers of a field where there are few.
pub(super) fn choices(ty: &FieldType) -> Vec<&'static str> {
    match ty {
        FieldType::Choice(words) => words.to_vec(),
        FieldType::Flag => vec!["yes", "no"],
        _ => Vec::new(),
    }
}

/// What may be answered, in words for people.
pub fn expected(ty: &FieldType) -> String {
    match ty {
        FieldType::Text | FieldType::Scalar => "a sentence".to_owned(),
        FieldType::Day => "a day, as 2026-06-30".to_owned(),
        FieldType::Share => "a share of the week, as 80 %".to_owned(),
        FieldType::Number => "a number".to_owned(),
        FieldType::Count(..) => "a whole number".to_owned(),
        FieldType::Flag => "yes / no".to_owned(),
        FieldType::Choice(words) => words.join(" / "),
        FieldType::Ref([kind]) => format!("the id of {}", with_article(kind)),
        FieldType::Ref(kinds) => format!(
            "an id with its kind, as {}",
            kinds.iter().map(|kind| format!("{kind}:ID")).collect::<Vec<_>>().join(" or ")
        ),
        FieldType::Scope => "path:..., service:..., component:..., api:... or data:...".to_owned(),
        // Where one is meant and several are only understood, a form asks for the one.
        FieldType::OneOrMany(of) => expected(of),
        FieldType::List(of) => format!("{}; several parted by ;", expected(of)),
        FieldType::Map(of) => format!("names, each with {}, as engineering 2; quality 1", expected(of)),
        FieldType::Table(_) | FieldType::Tables(_) => "nothing".to_owned(),
    }
}

/// A text as people compare it: without blanks around it and between words more than one, without quotes, in small
/// letters.
fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_matches(['"', '\'', '`', '\u{201c}', '\u{201d}']).trim_end_matches('.').to_lowercase()
}

/// Whether a text says that nobody knows.
pub(super) fn says_nobody_knows(text: &str) -> bool {
    NOBODY_KNOWS_WORDS.contains(&folded(text).as_str())
}

/// Whether a text says yes or no.
///
/// # Errors
/// That it says neither, or nothing that is allowed here.
pub(super) fn yes_or_no(text: &str, choices: &[&str]) -> Result<bool, Refusal> {
    let word = folded(text);
    match (YES.contains(&word.as_str()), NO.contains(&word.as_str())) {
        (true, _) => Ok(true),
        (_, true) if choices.contains(&"no") => Ok(false),
        (_, true) => {
            let why = "nobody attests that a leader is not capable: it is attested, or it is not shown";
            Err(Refusal::new(why).help("leave it empty, and settle it in person"))
        }
        _ => Err(not_one_of(text, choices)),
    }
}

fn not_one_of(text: &str, choices: &[&str]) -> Refusal {
    let folded = folded(text);
    let all = || choices.iter().chain(&NOBODY_KNOWS_WORDS[..1]).copied();
    let help = match nearest(&folded, all()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of: {}", all().collect::<Vec<_>>().join(", ")),
    };
    Refusal::new(format!("`{}` is no allowed answer", short(text))).help(help)
}

fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("{}...", &line[..at]),
        None => line,
    }
}

/// The value of a field that an answer says.
///
/// # Errors
/// Why it is none, with what to write instead.
pub(super) fn value(text: &str, ty: &FieldType, view: &View<'_>) -> Result<Value, Refusal> {
    let text = text.trim();
    if NO_ANSWERS.contains(&folded(text).as_str()) && !matches!(ty, FieldType::Choice(words) if words.contains(&text)) {
        let why = format!("`{}` is no answer", short(text));
        return Err(
            Refusal::new(why).help("leave it empty, or write `nobody knows` where everybody was asked who could")
        );
    }
    if text.chars().count() > ANSWER_CHARS_MAX {
        return Err(Refusal::new("it is longer than 10,000 characters").help("say it in a sentence"));
    }
    match ty {
        FieldType::Text | FieldType::Scalar => Ok(Value::text(one_line(text))),
        FieldType::Day => day(text).map(Value::Day),
        FieldType::Share => share(text),
        FieldType::Number => number(text).map(Value::Number).ok_or_else(|| wrong(text, "is no number", ty)),
        FieldType::Count(least, most) => {
            let whole = number(text).filter(|n| n.fract() == 0.0 && (f64::from(*least)..=f64::from(*most)).contains(n));
            whole
                .map(Value::Number)
                .ok_or_else(|| wrong(text, &format!("is no whole number from {least} to {most}"), ty))
        }
        FieldType::Flag => yes_or_no(text, &["yes", "no"]).map(Value::Flag),
        FieldType::Choice(words) => {
            let meant = folded(text);
            let found = words.iter().find(|word| **word == meant || word.replace('-', " ") == meant);
            found.map(|word| Value::text(*word)).ok_or_else(|| not_one_of(text, words))
        }
        FieldType::Ref(kinds) => reference(text, kinds, view),
        FieldType::Scope => scope(text),
        FieldType::OneOrMany(of) => value(text, of, view),
        FieldType::List(of) => list(text, of, view),
        FieldType::Map(of) => map(text, of, view),
        FieldType::Table(_) | FieldType::Tables(_) => Err(wrong(text, "cannot be written here", ty)),
    }
}

fn wrong(text: &str, why: &str, ty: &FieldType) -> Refusal {
    Refusal::new(format!("`{}` {why}", short(text))).help(format!("write {}", expected(ty)))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number with a point or, where there is one alone, a comma before its decimals.
fn number(text: &str) -> Option<f64> {
    let plain = text.trim().replace(['\u{a0}', '\u{202f}'], "").replace('\u{2212}', "-");
    let is_decimal_comma = plain.matches(',').count() == 1 && !plain.contains('.');
    let plain = if is_decimal_comma { plain.replace(',', ".") } else { plain };
    // Powers of ten are what a spreadsheet made of something else.
    let is_plain = plain.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    plain.parse().ok().filter(|n: &f64| is_plain && n.is_finite())
}

/// `80 %`, `80`, `0.8` or `full time` as a share. One alone may be all or one percent.
fn share(text: &str) -> Result<Value, Refusal> {
    let refuse = |why: &str| Refusal::new(format!("`{}` {why}", short(text)));
    if folded(text) == "full time" || folded(text) == "full-time" {
        return Ok(Value::Number(1.0));
    }
    let (digits, has_percent) = match text.trim().strip_suffix('%') {
        Some(digits) => (digits, true),
        None => (text, false),
    };
    let n = number(digits).ok_or_else(|| refuse("is no share of the week").help("write it as 80 %"))?;
    match (n, has_percent) {
        (n, true) if (0.0..=100.0).contains(&n) => Ok(Value::Number(rounded(n / 100.0))),
        (1.0, false) => Err(refuse("may be all of the week or one percent").help("write 100 % or 1 %")),
        (n, false) if (0.0..1.0).contains(&n) => Ok(Value::Number(n)),
        (n, false) if (1.0..=100.0).contains(&n) => Ok(Value::Number(rounded(n / 100.0))),
        _ => Err(refuse("is no share from 0 % to 100 %").help("write it as 80 %")),
    }
}

/// Without what binary numbers add.
fn rounded(n: f64) -> f64 {
    (n * 1e6).round() / 1e6
}

/// A day as people and spreadsheets write it, where there is one way to read it: `2026-06-30`, `30.6.2026`, `30 June
/// 2026`, and `30/06/2026` where no month is a 30.
pub(super) fn day(text: &str) -> Result<Day, Refusal> {
    let text = text.trim();
    if let Ok(day) = Day::parse(text) {
        return Ok(day);
    }
    let refuse = |help: &str| Err(Refusal::new(format!("`{}` is no day", short(text))).help(help));
    let parts: Vec<&str> = text.split(['.', '/', '-', ' ']).filter(|part| !part.is_empty()).collect();
    let [a, b, c] = parts[..] else { return refuse("write it as 2026-06-30") };
    let iso = |year: &str, month: u32, day: &str| {
        let day: u32 = day.parse().unwrap_or(0);
        Day::parse(&format!("{year}-{month:02}-{day:02}"))
    };
    let digits = |part: &str| part.parse::<u32>().ok();
    let found = match (digits(a), digits(b), c.len()) {
        (Some(year), Some(month), _) if a.len() == 4 && year > 0 => iso(a, month, c),
        (Some(_), Some(month), 4) if text.contains('.') => iso(c, month, a),
        (Some(first), Some(second), 4) => match (first > 12, second > 12) {
            (true, false) => iso(c, second, a),
            (false, true) => iso(c, first, b),
            _ if first == second => iso(c, first, a),
            _ => return refuse("either number may be the month: write it as 2026-06-30"),
        },
        (Some(_), None, 4) => iso(c, month(b), a),
        _ => return refuse("write it as 2026-06-30"),
    };
    found.or_else(|_| refuse("write it as 2026-06-30"))
}

/// The number of a month by its English name, whole or its first three letters; 0 for no month.
fn month(name: &str) -> u32 {
    let name = name.to_lowercase();
    let found = Day::MONTHS.iter().position(|month| name.len() >= 3 && month.to_lowercase().starts_with(&name));
    found.map_or(0, |at| at as u32 + 1)
}

/// The id of something, where the organization describes it; where it describes none of a kind, the word is taken.
fn reference(text: &str, kinds: &[&'static str], view: &View<'_>) -> Result<Value, Refusal> {
    let (kind, id) = match text.split_once(':') {
        Some((kind, id)) if kinds.contains(&kind.trim()) => (kind.trim(), id.trim()),
        _ if kinds.len() == 1 => (kinds[0], text),
        Some((kind, _)) => {
            let why = format!("`{}` is none of {}", short(kind), kinds.join(", "));
            return Err(Refusal::new(why).help(format!("write {}", expected(&FieldType::Ref(&["team", "function"])))));
        }
        None => {
            // Who names a team and forgets to say that it is one is understood where nothing else has that id.
            let fits: Vec<&&str> =
                kinds.iter().filter(|kind| known(kind, view).iter().any(|(id, _)| *id == text)).collect();
            match fits[..] {
                [kind] => (*kind, text),
                _ => {
                    let why = format!("`{}` does not say what kind of thing it is", short(text));
                    let kind = kinds.first().copied().unwrap_or("team");
                    return Err(Refusal::new(why).help(format!("write it as `{kind}:{}`", short(text))));
                }
            }
        }
    };
    let all = known(kind, view);
    let is_meant = |(known, title): &&(&str, &str)| *known == id || title.eq_ignore_ascii_case(id);
    let meant: Vec<&(&str, &str)> = all.iter().filter(is_meant).collect();
    let exact = meant.iter().find(|(known, _)| *known == id);
    match (exact, &meta(&meant)[..]) {
        (Some((id, _)), _) => Ok(Value::reference(kind, *id)),
        (None, [one]) => Ok(Value::reference(kind, *one)),
        (None, [one, other, ..]) => {
            Err(Refusal::new(format!("`{}` may be {kind} `{one}` or `{other}`", short(id))).help("write the id"))
        }
        (None, []) if all.is_empty() && is_an_id(id) => {
            Ok(Value::Ref(Reference { kind: kind.to_owned(), id: id.to_owned() }))
        }
        (None, []) => {
            let help = match nearest(id, all.iter().flat_map(|(id, title)| [*id, *title])) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("describe it first, as [{kind}.ID], or write the id of one that is described"),
            };
            Err(Refusal::new(format!("there is no {kind} `{}`", short(id))).help(help))
        }
    }
}

fn meta<'v>(meant: &[&(&'v str, &'v str)]) -> Vec<&'v str> {
    meant.iter().map(|(id, _)| *id).collect()
}

/// Whether a word can be the id of something that nobody describes: one word without anything that a file would have to
/// escape.
fn is_an_id(text: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    !text.is_empty() && text.chars().count() <= 100 && text.chars().all(fits)
}

/// What the organization describes of a kind: ids with what people call them.
fn known<'v>(kind: &str, view: &View<'v>) -> Vec<(&'v str, &'v str)> {
    fn named<'v>(id: &'v str, title: Option<&'v At<String>>) -> (&'v str, &'v str) {
        (id, title.map_or(id, |title| title.value.as_str()))
    }
    let org = view.inputs.org;
    match kind {
        "person" => {
            let people = org.people.iter().map(|(id, one)| named(id, one.title.as_ref()));
            let known_as = org
                .people
                .iter()
                .flat_map(|(id, one)| one.known_as.iter().map(move |at| (id.as_str(), at.value.as_str())));
            people.chain(known_as).collect()
        }
        "team" => org.teams.iter().map(|(id, one)| named(id, one.title.as_ref())).collect(),
        "function" => org.functions.iter().map(|(id, one)| named(id, one.title.as_ref())).collect(),
        "component" => org.components.iter().map(|(id, one)| named(id, one.title.as_ref())).collect(),
        "gate" => org.gates.iter().map(|(id, one)| named(id, one.title.as_ref())).collect(),
        "decision" => org.decisions.iter().map(|(id, one)| named(id, one.title.as_ref())).collect(),
        "initiative" => org.initiatives.iter().map(|(id, one)| named(id, one.title.as_ref())).collect(),
        _ => Vec::new(),
    }
}

/// The id of the person that a word names; where nobody is described, the word itself.
///
/// # Errors
/// That there is no such person, with the nearest one.
pub(super) fn person(text: &str, view: &View<'_>) -> Result<String, Refusal> {
    match reference(text.trim(), &["person"], view)? {
        Value::Ref(reference) => Ok(reference.id),
        _ => Err(Refusal::new(format!("`{}` is no person", short(text)))),
    }
}

fn scope(text: &str) -> Result<Value, Refusal> {
    const KINDS: [&str; 5] = ["component", "path", "service", "api", "data"];
    match text.split_once(':').map(|(kind, id)| (kind.trim().to_lowercase(), id.trim())) {
        Some((kind, id)) if KINDS.contains(&kind.as_str()) && !id.is_empty() => {
            Ok(Value::Ref(Reference { kind, id: id.to_owned() }))
        }
        Some((kind, _)) => {
            let near = nearest(&kind, KINDS).map(|near| format!("did you mean `{near}:`?"));
            let help = near.unwrap_or_else(|| format!("write {}", expected(&FieldType::Scope)));
            Err(Refusal::new(format!("`{}` is no piece of scope", short(text))).help(help))
        }
        None => Err(wrong(text, "does not say what it is", &FieldType::Scope)),
    }
}

fn list(text: &str, of: &FieldType, view: &View<'_>) -> Result<Value, Refusal> {
    let is_word = !matches!(of, FieldType::Text);
    let parts = text.split(|c: char| c == ';' || c == '\n' || is_word && c == ',');
    let parts =
        parts.map(|part| part.trim().trim_start_matches(['\u{2022}', '*']).trim()).filter(|part| !part.is_empty());
    let mut values: Vec<Value> = Vec::new();
    for part in parts {
        let value = value(part, of, view)?;
        if !values.contains(&value) {
            values.push(value);
        }
    }
    match values.is_empty() {
        true => Err(wrong(text, "names nothing", of)),
        false => Ok(Value::list(values)),
    }
}

/// `engineering 2; quality 1`, also with a colon or `=` between; a name alone stands for one.
fn map(text: &str, of: &FieldType, view: &View<'_>) -> Result<Value, Refusal> {
    let mut entries: Vec<(At<String>, At<Value>)> = Vec::new();
    for part in text.split([';', '\n', ',']).map(str::trim).filter(|part| !part.is_empty()) {
        let split = part.rsplit_once(['=', ':']).or_else(|| part.rsplit_once(char::is_whitespace));
        let fits = split.map(|(name, written)| (name.trim(), written.trim())).filter(|(name, _)| !name.is_empty());
        let Some((name, written)) = fits else {
            let why = format!("`{}` does not say how many", short(part));
            return Err(Refusal::new(why).help(format!("write it as `{} 2`", short(part))));
        };
        let name = one_line(name).to_lowercase().replace(' ', "-");
        if entries.iter().any(|(known, _)| known.value == name) {
            return Err(Refusal::new(format!("`{}` is named twice", short(&name))).help("name it once"));
        }
        entries.push((At::from(name), At::from(value(written, of, view)?)));
    }
    entries.sort_by(|(a, _), (b, _)| a.value.cmp(&b.value));
    match entries.is_empty() {
        true => Err(wrong(text, "names nothing", of)),
        false => Ok(Value::Map(entries)),
    }
}

/// A value as people would write it.
pub fn words_of(value: &Value) -> String {
    let all = |items: Vec<String>| items.join("; ");
    match value {
        Value::Text(text) => text.clone(),
        Value::Day(day) => day.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Value::Ref(reference) if reference.kind == "person" => reference.id.clone(),
        Value::Ref(reference) => reference.to_string(),
        Value::List(items) => all(items.iter().map(|item| words_of(&item.value)).collect()),
        Value::Map(entries) => {
            all(entries.iter().map(|(key, at)| format!("{} {}", key.value, words_of(&at.value))).collect())
        }
        Value::Table(_) | Value::Blank => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use onethread_model::config::Config;
    use onethread_model::facts::Facts;
    use onethread_model::org::Org;
    use onethread_model::source::Sources;

    use super::*;
    use crate::measure::{Snapshot, World};

    #[test]
    fn an_answer_has_a_longest_length() {
        let snapshot = Snapshot::new(Config::default(), Org::default(), Sources::default(), Facts::default());
        let world = World::on(&snapshot, Day::parse("2026-06-30").expect("a day"));
        let of = |letters: usize| value(&"a".repeat(letters), &FieldType::Text, &world).is_ok();
        assert_eq!((of(ANSWER_CHARS_MAX), of(ANSWER_CHARS_MAX + 1), ANSWER_CHARS_MAX), (true, false, 10_000));
    }
}
