//! Paths into JSON and YAML: what settings write as `author.login`, `labels[*].name`, `../key`, `/key`, `a|b` or `{a}!{b}`.
//!
//! Input: a path and a value with what surrounds it. Output: what a cell holds.

use serde_json::Value;

/// A column as settings name it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CellPath {
    /// The name as written: a key of the record may be called just so.
    written: String,
    alternatives: Vec<Expression>,
}

#[derive(Clone, Debug, PartialEq)]
enum Expression {
    /// Steps from the record, or from an object around it.
    Walk { up: usize, steps: Vec<Step> },
    /// Texts and values, one after another.
    Template(Vec<Piece>),
}

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Text(String),
    Walk { up: usize, steps: Vec<Step> },
}

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Into the value of a key.
    Key(String),
    /// Into every item of a list.
    All,
    /// Into one item of a list, from 0.
    Item(usize),
}

/// What a path finds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Found {
    /// Nothing is there.
    Missing,
    /// It says that there is nothing.
    Null,
    /// A text, a number or a flag.
    Text(String),
    /// Several of them.
    List(Vec<String>),
    /// An object, or lists within a list.
    Nested,
}

impl Found {
    /// Whether it holds any text.
    pub(super) fn is_filled(&self) -> bool {
        match self {
            Found::Missing | Found::Null => false,
            Found::Text(text) => !text.trim().is_empty(),
            Found::List(texts) => texts.iter().any(|text| !text.trim().is_empty()),
            Found::Nested => true,
        }
    }

    /// Its one text, when it has one.
    pub(super) fn text(self) -> Option<String> {
        match self {
            Found::Text(text) => Some(text),
            Found::List(texts) => texts.into_iter().next(),
            Found::Missing | Found::Null | Found::Nested => None,
        }
        .filter(|text| !text.trim().is_empty())
    }
}

/// A value with the objects around it, the nearest last.
#[derive(Clone, Debug)]
pub(super) struct Located<'v> {
    pub(super) value: &'v Value,
    pub(super) around: Vec<&'v Value>,
}

impl CellPath {
    /// Reads a path. Every text is one: what is no path is the name of a key.
    pub(super) fn parse(written: &str) -> CellPath {
        let alternatives = written.split('|').map(|text| expression(text.trim())).collect();
        CellPath { written: written.to_owned(), alternatives }
    }

    /// How many objects around a record it reads.
    pub(super) fn climbs(&self) -> usize {
        let of_piece = |piece: &Piece| match piece {
            Piece::Walk { up, .. } => *up,
            Piece::Text(_) => 0,
        };
        let of = |expression: &Expression| match expression {
            Expression::Walk { up, .. } => *up,
            Expression::Template(pieces) => pieces.iter().map(of_piece).max().unwrap_or(0),
        };
        self.alternatives.iter().map(of).max().unwrap_or(0)
    }

    /// Keys of the record itself that it reads.
    pub(super) fn keys(&self) -> Vec<&str> {
        let first = |up: usize, steps: &'_ [Step]| match steps.first() {
            Some(Step::Key(key)) if up == 0 => Some(key.clone()),
            _ => None,
        };
        let mut keys = vec![self.written.as_str()];
        for expression in &self.alternatives {
            let walks: Vec<(usize, &[Step])> = match expression {
                Expression::Walk { up, steps } => vec![(*up, steps)],
                Expression::Template(pieces) => pieces
                    .iter()
                    .filter_map(|piece| match piece {
                        Piece::Walk { up, steps } => Some((*up, steps.as_slice())),
                        Piece::Text(_) => None,
                    })
                    .collect(),
            };
            for (up, steps) in walks {
                if first(up, steps).is_some()
                    && let Some(Step::Key(key)) = steps.first()
                {
                    keys.push(key);
                }
            }
        }
        keys
    }

    /// What it finds: the first alternative that holds anything, else the first that is there at all.
    pub(super) fn find(&self, at: &Located<'_>) -> Found {
        if let Some(value) = at.value.as_object().and_then(|object| object.get(&self.written)) {
            return cell(value);
        }
        let mut first = Found::Missing;
        for expression in &self.alternatives {
            let found = match expression {
                Expression::Walk { up, steps } => walk(at, *up, steps),
                Expression::Template(pieces) => filled(at, pieces),
            };
            if found.is_filled() {
                return found;
            }
            if first == Found::Missing {
                first = found;
            }
        }
        first
    }
}

fn filled(at: &Located<'_>, pieces: &[Piece]) -> Found {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(part) => text.push_str(part),
            Piece::Walk { up, steps } => match walk(at, *up, steps).text() {
                Some(part) => text.push_str(&part),
                None => return Found::Missing,
            },
        }
    }
    Found::Text(text)
}

fn walk(at: &Located<'_>, up: usize, steps: &[Step]) -> Found {
    let start = match up {
        0 => Some(at.value),
        usize::MAX => Some(at.around.first().copied().unwrap_or(at.value)),
        up => at.around.len().checked_sub(up).and_then(|place| at.around.get(place)).copied(),
    };
    let Some(start) = start else { return Found::Missing };
    let mut values = Vec::new();
    collect(start, steps, &mut values);
    if !steps.contains(&Step::All) {
        return values.first().map_or(Found::Missing, |value| cell(value));
    }
    let texts = values.into_iter().map(scalar).collect::<Option<Vec<String>>>();
    match texts {
        Some(texts) if texts.is_empty() => Found::Missing,
        Some(texts) => Found::List(texts),
        None => Found::Nested,
    }
}

fn collect<'v>(value: &'v Value, steps: &[Step], found: &mut Vec<&'v Value>) {
    match (steps.split_first(), value) {
        (None, value) => found.push(value),
        (Some((Step::Key(key), rest)), Value::Object(object)) => {
            if let Some(inner) = object.get(key) {
                collect(inner, rest, found);
            }
        }
        (Some((Step::All, rest)), Value::Array(items)) => items.iter().for_each(|item| collect(item, rest, found)),
        (Some((Step::Item(at), rest)), Value::Array(items)) => {
            if let Some(item) = items.get(*at) {
                collect(item, rest, found);
            }
        }
        _ => {}
    }
}

/// What a value is as a cell.
fn cell(value: &Value) -> Found {
    match value {
        Value::Null => Found::Null,
        Value::Array(items) => items.iter().map(scalar).collect::<Option<_>>().map_or(Found::Nested, Found::List),
        value => scalar(value).map_or(Found::Nested, Found::Text),
    }
}

/// A scalar as CSV would write it; null is an empty text.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

fn expression(text: &str) -> Expression {
    if !text.contains('{') {
        let (up, steps) = steps(text);
        return Expression::Walk { up, steps };
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        let (inner, behind) = after.split_once('}').unwrap_or((after, ""));
        let (up, steps) = steps(inner.trim());
        pieces.push(Piece::Walk { up, steps });
        rest = behind;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Expression::Template(pieces)
}

/// How many objects a path climbs, and its steps. A path that starts with `/` climbs to the outermost object.
pub(super) fn steps(text: &str) -> (usize, Vec<Step>) {
    let (mut up, mut rest) = match text.strip_prefix('/') {
        Some(rest) => (usize::MAX, rest),
        None => (0, text),
    };
    while let Some(after) = rest.strip_prefix("..") {
        up += 1;
        rest = after.trim_start_matches('/');
    }
    let mut steps = Vec::new();
    while !rest.is_empty() && rest != "." {
        rest = rest.strip_prefix('.').unwrap_or(rest);
        let (step, after) = step(rest);
        steps.extend(step);
        if after.len() >= rest.len() {
            break;
        }
        rest = after;
    }
    (up, steps)
}

fn step(rest: &str) -> (Option<Step>, &str) {
    if let Some(quoted) = rest.strip_prefix('"')
        && let Some((key, after)) = quoted.split_once('"')
    {
        return (Some(Step::Key(key.to_owned())), after);
    }
    if let Some(inner) = rest.strip_prefix('[')
        && let Some((number, after)) = inner.split_once(']')
    {
        let step = if number == "*" { Some(Step::All) } else { number.parse().ok().map(Step::Item) };
        return (step, after);
    }
    let end = rest.find(['.', '[']).filter(|end| *end > 0).unwrap_or(rest.len());
    let (key, after) = rest.split_at(end);
    (Some(Step::Key(key.to_owned())), after)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn paths_find_what_jq_would() {
        let issue = json!({
            "key": "S-1", "a.b": "dotted", "n": 3, "none": null, "deep": {"x": {"y": true}},
            "labels": [{"name": "p"}, {"name": "q"}], "plain": ["u", null, 2], "empty": [], "odd": [[1]],
            "annotations": {"example.com/team": "till"}
        });
        let history = json!({"created": "2026-01-02", "items": [{"to": "Done"}]});
        let item = &history["items"][0];
        let at = Located { value: item, around: vec![&issue, &history] };
        let here = Located { value: &issue, around: Vec::new() };
        let text = |text: &str| Found::Text(text.to_owned());
        let list = |texts: &[&str]| Found::List(texts.iter().map(|text| (*text).to_owned()).collect());
        for (path, at, expected) in [
            ("key", &here, text("S-1")),
            ("a.b", &here, text("dotted")),
            ("n", &here, text("3")),
            ("none", &here, Found::Null),
            ("deep.x.y", &here, text("true")),
            ("deep.x", &here, Found::Nested),
            ("deep.z.y", &here, Found::Missing),
            ("labels[*].name", &here, list(&["p", "q"])),
            ("labels[1].name", &here, text("q")),
            ("labels[7].name", &here, Found::Missing),
            ("labels[*]", &here, Found::Nested),
            ("plain", &here, list(&["u", "", "2"])),
            ("plain[*]", &here, list(&["u", "", "2"])),
            ("empty[*]", &here, Found::Missing),
            ("odd", &here, Found::Nested),
            ("annotations.\"example.com/team\"", &here, text("till")),
            ("gone|none|n", &here, text("3")),
            ("gone|none", &here, Found::Null),
            ("{key}#{n}", &here, text("S-1#3")),
            ("{key}#{gone}", &here, Found::Missing),
            ("{gone}|key", &here, text("S-1")),
            ("to", &at, text("Done")),
            (".", &at, Found::Nested),
            ("../created", &at, text("2026-01-02")),
            ("../../key", &at, text("S-1")),
            ("../../../key", &at, Found::Missing),
            ("/key", &at, text("S-1")),
            ("/key", &here, text("S-1")),
            ("{/key}: {to}", &at, text("S-1: Done")),
            ("{../../key}: {to}", &at, text("S-1: Done")),
            ("", &here, Found::Nested),
            ("[", &here, Found::Missing),
            ("..", &at, Found::Nested),
        ] {
            assert_eq!(CellPath::parse(path).find(at), expected, "{path}");
        }
        assert_eq!(CellPath::parse("a|../b|{../../c}").climbs(), 2);
    }
}
