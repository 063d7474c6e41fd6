//! What is wrong with the input: one value, rendered in several forms elsewhere.

use crate::source::{Place, Span};

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// A place and what is to be said there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub spot: Spot,
    /// A few words beside it; may be empty.
    pub text: String,
}

/// One thing that is wrong with the input: what, where, why, and the mend.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// How to mend it.
    pub help: Vec<String>,
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

    /// Adds a mend.
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
}

/// The known name nearest to what was written, when near enough to be meant.
///
/// Ties go to the name that comes first in the alphabet.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A very long text is no slip of the fingers, and comparing it would cost more than it is worth.
    if written.len() > 100 {
        return None;
    }
    let lower = written.to_lowercase();
    let limit = (written.chars().count() / 3).max(1);
    known
        .into_iter()
        .filter(|name| *name != written && name.len() <= 200)
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
