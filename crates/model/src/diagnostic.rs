//! What is wrong with the input: one value, rendered in several forms elsewhere.

use schemars::JsonSchema;
use serde::Serialize;

use crate::edit::{Edit, Fix};
use crate::source::{FileId, Place, Sources, Span};

/// The code of what is reported of a file with bytes that are no text: it cannot be written back as it was.
pub const NOT_UTF8: &str = "not-utf8";

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something could not be understood, so the review knows less than was written.
    Error,
    /// Everything was understood, but it is probably not what was meant.
    Warning,
    /// Good to know.
    Note,
}

/// Where a diagnostic points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A range in a file whose text is at hand.
    Span(Span),
    /// A record of a source whose text is not kept.
    Record(Place),
    /// A whole file or folder, by its path.
    Path(String),
}

impl Spot {
    /// Where it is, for a person or an editor to open; absent where it is nowhere in particular.
    pub fn place(&self, sources: &Sources) -> Option<Place> {
        match self {
            Spot::Span(span) => sources.get(span.file).map(|_| sources.place(*span)),
            Spot::Record(place) => Some(place.clone()),
            Spot::Path(path) if path.is_empty() => None,
            Spot::Path(path) => Some(Place { path: path.as_str().into(), line: 0, column: None }),
        }
    }
}

/// Whether a file was read as it is: no byte of it was replaced, as far as these say.
pub fn is_whole(diagnostics: &[Diagnostic], file: FileId) -> bool {
    let is_about = |one: &Diagnostic| matches!(one.primary.spot, Spot::Span(span) if span.file == file);
    !diagnostics.iter().any(|one| one.code == NOT_UTF8 && is_about(one))
}

/// A place and what is to be said there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub spot: Spot,
    /// A few words beside it; may be empty.
    pub text: String,
}

/// One thing that is wrong with the input: what, where, why, and how to fix it.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Stable name of this kind of problem, such as `unknown-key`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where it is wrong.
    pub primary: Label,
    /// Other places that belong to it.
    pub related: Vec<Label>,
    /// Facts that explain it.
    pub notes: Vec<String>,
    /// How to fix it.
    pub help: Vec<String>,
    /// The fix that the program can make; it says one of the sentences of `help`.
    pub fix: Option<Fix>,
}

/// A diagnostic apart from the texts that it speaks of: places instead of ranges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlacedDiagnostic {
    /// Stable name of this kind of problem, such as `unknown-key`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where; absent when nowhere in particular.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// A few words beside the place, such as what was expected there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Other places that belong to it.
    pub related: Vec<PlacedLabel>,
    /// Facts that explain it.
    pub notes: Vec<String>,
    /// How to fix it.
    pub help: Vec<String>,
}

/// A place and what is to be said there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlacedLabel {
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// A few words beside it; may be empty.
    pub text: String,
}

impl PlacedLabel {
    /// A label with its place.
    pub fn of(label: &Label, sources: &Sources) -> PlacedLabel {
        PlacedLabel { place: label.spot.place(sources), text: label.text.clone() }
    }
}

impl PlacedDiagnostic {
    /// A diagnostic with its places.
    pub fn of(diagnostic: &Diagnostic, sources: &Sources) -> PlacedDiagnostic {
        PlacedDiagnostic {
            code: diagnostic.code,
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            place: diagnostic.primary.spot.place(sources),
            label: Some(diagnostic.primary.text.clone()).filter(|text| !text.is_empty()),
            related: diagnostic.related.iter().map(|label| PlacedLabel::of(label, sources)).collect(),
            notes: diagnostic.notes.clone(),
            help: diagnostic.help.clone(),
        }
    }
}

impl Diagnostic {
    /// A diagnostic of this severity at this place.
    pub fn new(severity: Severity, code: &'static str, message: impl Into<String>, spot: Spot) -> Diagnostic {
        Diagnostic {
            code,
            severity,
            message: message.into(),
            primary: Label { spot, text: String::new() },
            related: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }

    /// An error at a span.
    pub fn error(code: &'static str, message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic::new(Severity::Error, code, message, Spot::Span(span))
    }

    /// A warning at a span.
    pub fn warning(code: &'static str, message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic::new(Severity::Warning, code, message, Spot::Span(span))
    }

    /// Adds words beside the primary place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Diagnostic {
        self.primary.text = text.into();
        self
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.related.push(Label { spot: Spot::Span(span), text: text.into() });
        self
    }

    /// Adds a fact that explains it.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Diagnostic {
        self.notes.push(text.into());
        self
    }

    /// Adds how to fix it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help.push(text.into());
        self
    }

    /// Adds "did you mean" when one of the known names is near to what was written.
    #[must_use]
    pub fn suggest<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
        match nearest(written, known) {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None => self,
        }
    }

    /// The same, with the name as a fix in this file, where the text at the primary place has what was written.
    #[must_use]
    pub fn suggest_fix<'a>(self, file: &str, written: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
        self.suggest_near(file, written, nearest(written, known))
    }

    /// The same with the name that was found to be the nearest.
    #[must_use]
    pub fn suggest_near(self, file: &str, written: &str, near: Option<&str>) -> Diagnostic {
        let Some(name) = near else { return self };
        let same_letters = written.to_lowercase() == name.to_lowercase();
        self.help(format!("did you mean `{name}`?")).fixed(file, same_letters, written, name)
    }

    /// The same for the kind of a reference, which stands before a colon.
    #[must_use]
    pub fn suggest_kind(self, file: &str, written: &str, known: &[&str]) -> Diagnostic {
        let Some(name) = nearest(written, known.iter().copied()) else { return self };
        self.help(format!("did you mean `{name}`?")).fixed(file, false, format!("{written}:"), format!("{name}:"))
    }

    /// Says that the last help is a fix in this file: `text` in place of what is written at the primary place, or of a
    /// part of it.
    #[must_use]
    pub fn fixed(self, file: &str, safe: bool, part: impl Into<String>, text: impl Into<String>) -> Diagnostic {
        let Spot::Span(span) = self.primary.spot else { return self };
        let (part, text) = (part.into(), text.into());
        // A part stands inside quotes. What would need escapes there is left to people.
        if !part.is_empty() && text.chars().any(|c| c.is_control() || matches!(c, '"' | '\'' | '\\')) {
            return self;
        }
        self.fixed_at(file, safe, span, part, text)
    }

    /// Says that the last help is a fix in this file: to take out what is written there, which is said in another place
    /// already.
    #[must_use]
    pub fn fixed_without(self, file: &str, span: Span) -> Diagnostic {
        self.fixed_at(file, true, span, "", "")
    }

    /// Says that the last help is a fix in this file: see [`crate::edit::EditOp::Rewrite`].
    pub(crate) fn fixed_at(
        mut self,
        file: &str,
        safe: bool,
        span: Span,
        part: impl Into<String>,
        text: impl Into<String>,
    ) -> Diagnostic {
        if let Some(says) = self.help.last().cloned() {
            let edits = vec![Edit::rewrite(file, span.start..span.end, part, text)];
            self.fix = Some(Fix { safe, says, edits });
        }
        self
    }

    /// The text of its help, each with whether the program can do it as a fix.
    pub fn marked_help(&self) -> Vec<String> {
        let mark = |help: &String| match self.fix.as_ref().filter(|fix| fix.says == *help) {
            Some(fix) => fix.help(),
            None => help.clone(),
        };
        self.help.iter().map(mark).collect()
    }
}

/// Longest text that is compared with names, in bytes.
pub(crate) const WRITTEN_BYTES_MAX: usize = 100;
/// Longest name that a text is compared with, in bytes.
pub(crate) const NAME_BYTES_MAX: usize = 200;

/// The known name nearest to what was written, when near enough to be meant.
///
/// Ties go to the name that comes first in the alphabet. For many texts and many names,
/// [`NearNames`](crate::near_names::NearNames) gives the same in less time.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A very long text is no slip of the fingers, and comparing it would cost more than it is worth.
    if written.len() > WRITTEN_BYTES_MAX {
        return None;
    }
    let lower = written.to_lowercase();
    let limit = (written.chars().count() / 3).max(1);
    let length = lower.chars().count();
    // As many letters as one name is longer than the other have to be typed at least.
    let may_be_near =
        |name: &str| name.len() <= NAME_BYTES_MAX && (!name.is_ascii() || name.len().abs_diff(length) <= limit);
    known
        .into_iter()
        .filter(|name| *name != written && may_be_near(name))
        .map(|name| (strsim::osa_distance(&lower, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn nearest_name_is_near() {
        let known = ["returns", "search", "checkout"];
        assert_eq!(nearest("serach", known), Some("search"));
        assert_eq!(nearest("Returns", known), Some("returns"));
        assert_eq!(nearest("legal", known), None);
        assert_eq!(nearest("", known), None);
    }
}
