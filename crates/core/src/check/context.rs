//! What a rule sees.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use onethread_model::diagnostic::{Label, Spot};
use onethread_model::source::{FileId, Place, Span};

use super::rules::decisions::{CaseAt, cases_of};
use super::{Finding, Level, Options, Rule};
use crate::measure::{Initiative, World};
use crate::review::{FormVerdict, MoveStatus, decided_moves, forms};

/// What a rule sees: the organization on a day, its options, and what more than one rule needs.
pub struct Context<'c> {
    /// The organization on the day.
    pub world: &'c World<'c>,
    /// The options of the rule.
    pub options: &'c Options,
    /// What the rules before this one found, waived or not.
    pub earlier: &'c [Finding],
    /// Codes of the rules that were run before this one and could judge something.
    pub evaluated: &'c [&'static str],
    pub(super) rule: &'static Rule,
    pub(super) level: Level,
    pub(super) shared: &'c Shared,
}

/// What more than one rule needs, found when first asked for.
#[derive(Default)]
pub(super) struct Shared {
    forms: OnceLock<BTreeMap<String, FormVerdict>>,
    files: OnceLock<BTreeMap<Arc<str>, FileId>>,
    cases: OnceLock<Vec<CaseAt>>,
    decided: Vec<MoveStatus>,
}

impl Shared {
    /// With what was decided, which is computed before rules run side by side: see [`World::shared`].
    pub(super) fn of(world: &World<'_>) -> Shared {
        Shared { decided: decided_moves(world), ..Shared::default() }
    }
}

/// The name of an entity: `kind:id`.
pub fn subject(kind: &str, id: &str) -> String {
    format!("{kind}:{id}")
}

impl<'c> Context<'c> {
    /// A finding of this rule.
    pub fn finding(&self, subject: String, message: impl Into<String>, spot: Spot) -> Finding {
        Finding {
            rule: self.rule,
            level: self.level,
            subject,
            about: String::new(),
            message: message.into(),
            primary: Label { spot, text: String::new() },
            related: Vec::new(),
            numbers: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fix: None,
            who: String::new(),
            by: None,
        }
    }

    /// The form that a live initiative has.
    pub fn form(&self, initiative: &Initiative) -> Option<&FormVerdict> {
        self.shared.forms.get_or_init(|| forms(self.world)).get(&initiative.id)
    }

    /// What was decided, with what became of it, in the order of the moves of the organization's files.
    pub fn decided(&self) -> &'c [MoveStatus] {
        &self.shared.decided
    }

    /// Decisions that someone can still put right, by where they stand.
    pub(super) fn cases(&self) -> &[CaseAt] {
        self.shared.cases.get_or_init(|| cases_of(self.world))
    }

    /// Where a diagnostic can point, from a place: what is written there in a file of the organization, or a record.
    pub fn spot(&self, place: &Place) -> Spot {
        let sources = self.world.inputs.sources;
        let files =
            self.shared.files.get_or_init(|| sources.iter().map(|(id, file)| (file.path.clone(), id)).collect());
        let Some((id, file)) = files.get(&place.path).and_then(|id| Some((*id, sources.get(*id)?))) else {
            return Spot::Record(place.clone());
        };
        let Some(column) = place.column else { return Spot::Record(place.clone()) };
        let line = sources.line_start(id, place.line);
        let rest = file.text.get(line..).unwrap_or_default();
        let start = line + rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at);
        let end = start + token(file.text.get(start..).unwrap_or_default());
        Spot::Span(Span { file: id, start, end })
    }

    /// The path of the file in which something is written, for an edit there.
    pub fn file(&self, span: Span) -> &'c str {
        self.world.inputs.sources.path(span.file)
    }

    /// Where a live initiative is described.
    pub fn initiative_spot(&self, initiative: &Initiative) -> Spot {
        match self.world.inputs.org.initiatives.get(&initiative.id) {
            Some(written) => Spot::Span(written.id.span),
            None => self.spot(&initiative.place),
        }
    }
}

/// How many bytes the key or value takes that a text of TOML begins with; at most its line.
fn token(text: &str) -> usize {
    let line = &text[..text.find('\n').unwrap_or(text.len())];
    let line = line.trim_end();
    match line.chars().next() {
        None => 0,
        Some(quote @ ('"' | '\'')) => {
            let mut escaped = false;
            for (at, c) in line.char_indices().skip(1) {
                match c {
                    _ if escaped => escaped = false,
                    '\\' if quote == '"' => escaped = true,
                    _ if c == quote => return at + 1,
                    _ => {}
                }
            }
            line.len()
        }
        Some(open @ ('[' | '{')) => {
            let close = if open == '[' { ']' } else { '}' };
            let mut depth = 0_usize;
            for (at, c) in line.char_indices() {
                depth = if c == open {
                    depth + 1
                } else if c == close {
                    depth - 1
                } else {
                    depth
                };
                if depth == 0 {
                    return at + 1;
                }
            }
            line.len()
        }
        // A number has a dot inside; a key ends at it.
        Some(first) if first.is_ascii_digit() || matches!(first, '+' | '-') => {
            line.find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}' | '#')).unwrap_or(line.len())
        }
        Some(_) => {
            let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}' | '=' | '.' | '#');
            line.find(ends).unwrap_or(line.len()).max(1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::token;

    #[test]
    fn keys_and_values_end_where_toml_ends_them() {
        for (text, taken) in [
            ("returns]\nleader", "returns"),
            ("returns.x]", "returns"),
            ("\"a \\\" b\" # c", "\"a \\\" b\""),
            ("'a\\' x", "'a\\'"),
            ("2026-02-02 }", "2026-02-02"),
            ("0.80, x", "0.80"),
            ("[\"a\", [\"b\"]], c", "[\"a\", [\"b\"]]"),
            ("{ a = 1 } # c", "{ a = 1 }"),
            ("[\n  \"a\",\n]", "["),
            ("true\r\n", "true"),
            ("\"never closed\n\"", "\"never closed"),
            ("", ""),
            ("=", "="),
        ] {
            assert_eq!(&text[..token(text)], taken, "{text}");
        }
    }
}
