//! What is wrong with the input: one value, rendered in several forms elsewhere.

use std::ops::Range;

use crate::source::{FileId, Place, Span};

/// The code of what is told of a file with bytes that are no text: it cannot be written back as it was.
pub const NOT_UTF8: &str = "not-utf8";

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
    /// New text that mends it, when the program knows it.
    pub mend: Option<Mend>,
}

/// New text that mends what is wrong, at one place of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// Whether it can only be what was meant.
    pub safe: bool,
    /// What it does: one of the sentences of `help`.
    pub says: String,
    /// Where what is wrong is written.
    pub span: Span,
    /// The part of it that is replaced: the last one that is written so. All of it when empty.
    pub part: String,
    /// What comes in its place.
    pub text: String,
}

impl Mend {
    /// The range of bytes that is replaced in the text of its file, where it can be: with the lines that it takes, where
    /// nothing comes in its place.
    pub fn range(&self, text: &str) -> Option<Range<usize>> {
        let (start, end) = (self.span.start, self.span.end);
        let written = text.get(start..end)?;
        if !self.part.is_empty() {
            let at = start + written.rfind(self.part.as_str())?;
            return Some(at..at + self.part.len());
        }
        if !self.text.is_empty() {
            return Some(start..end);
        }
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        let alone = text[line_start..start].trim().is_empty() && text[end..line_end].trim().is_empty();
        alone.then_some(line_start..line_end)
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
            mend: None,
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

    /// The same, with the name as a mend where the text at the primary place has what was written.
    #[must_use]
    pub fn suggest_mend<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
        let Some(name) = nearest(written, known) else { return self };
        let same_letters = written.to_lowercase() == name.to_lowercase();
        self.help(format!("did you mean `{name}`?")).mended(same_letters, written, name)
    }

    /// The same for the kind of a reference, which stands before a colon.
    #[must_use]
    pub fn suggest_kind(self, written: &str, known: &[&str]) -> Diagnostic {
        let Some(name) = nearest(written, known.iter().copied()) else { return self };
        self.help(format!("did you mean `{name}`?")).mended(false, format!("{written}:"), format!("{name}:"))
    }

    /// Says that the last help is a mend: `text` in place of what is written at the primary place, or of a part of it.
    #[must_use]
    pub fn mended(mut self, safe: bool, part: impl Into<String>, text: impl Into<String>) -> Diagnostic {
        if let (Spot::Span(span), Some(says)) = (&self.primary.spot, self.help.last()) {
            let (part, text) = (part.into(), text.into());
            // A part stands inside quotes. What would need escapes there is left to people.
            if !part.is_empty() && text.chars().any(|c| c.is_control() || matches!(c, '"' | '\'' | '\\')) {
                return self;
            }
            self.mend = Some(Mend { safe, says: says.clone(), span: *span, part, text });
        }
        self
    }

    /// Says that the last help is a mend: to take out what is written there, which is said in another place already.
    #[must_use]
    pub fn mended_without(mut self, span: Span) -> Diagnostic {
        let says = self.help.last().cloned().unwrap_or_default();
        self.mend = Some(Mend { safe: true, says, span, part: String::new(), text: String::new() });
        self
    }

    /// The text of its help, each with whether a mend of the program does it.
    pub fn marked_help(&self) -> Vec<String> {
        let mark = |help: &String| match self.mend.as_ref().filter(|mend| mend.says == *help) {
            Some(mend) => format!("{help} [{}]", if mend.safe { "safe fix" } else { "unsafe fix" }),
            None => help.clone(),
        };
        self.help.iter().map(mark).collect()
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
    let length = lower.chars().count();
    // As many letters as one name is longer than the other have to be typed at least.
    let may_be_near = |name: &str| name.len() <= 200 && (!name.is_ascii() || name.len().abs_diff(length) <= limit);
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
