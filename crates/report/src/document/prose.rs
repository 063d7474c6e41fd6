//! Sentences: what is written once and laid out by every form of output.

use onethread_core::review::{Answer, CRITERIA, Question};
use onethread_core::words::capital;

/// A sentence or a part of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Prose(pub(crate) Vec<Span>);

/// A stretch of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Span {
    /// Words.
    Text(String),
    /// Words that count most.
    Strong(String),
    /// Something to type, or a name in a file.
    Code(String),
    /// A word that the glossary of the page explains: its key, and the word.
    Term(&'static str, String),
    /// An initiative: its id, and what people call it.
    Initiative(String, String),
    /// A section of the page: its anchor, and the words of the link.
    Section(&'static str, String),
    /// An answer.
    Answer(Answer),
}

impl Prose {
    /// Words; what stands in backticks is something to type or a name in a file, and leads to its meaning where that is the
    /// key of a criterion.
    pub(crate) fn new(text: &str) -> Prose {
        Prose::default().text(text)
    }

    /// Words as they are, such as names from files, in which a backtick is a backtick.
    pub(crate) fn literal(text: &str) -> Prose {
        Prose(if text.is_empty() { Vec::new() } else { vec![Span::Text(text.to_owned())] })
    }

    /// Whom to ask what.
    pub(crate) fn ask(question: &Question) -> Prose {
        Prose::new(&format!("Ask {}: \u{201c}{}\u{201d}", question.whom, question.text))
    }

    /// The same as a whole sentence: it begins with a capital letter and has an end.
    pub(crate) fn sentence(text: &str) -> Prose {
        let ended = text.is_empty() || text.ends_with(['.', '?', '!', '"', '\u{201d}']);
        Prose::new(&capital(text)).text(if ended { "" } else { "." })
    }

    /// Adds words.
    #[must_use]
    pub(crate) fn text(mut self, text: &str) -> Prose {
        for (index, piece) in text.split('`').enumerate().filter(|(_, piece)| !piece.is_empty()) {
            self.0.push(match index % 2 {
                0 => Span::Text(piece.to_owned()),
                _ => match CRITERIA.iter().find(|criterion| criterion.key == piece) {
                    Some(criterion) => Span::Term(criterion.key, piece.to_owned()),
                    None => Span::Code(piece.to_owned()),
                },
            });
        }
        self
    }

    /// Adds words that count most.
    #[must_use]
    pub(crate) fn strong(self, text: &str) -> Prose {
        self.span(Span::Strong(text.to_owned()))
    }

    /// Adds something to type.
    #[must_use]
    pub(crate) fn code(self, text: &str) -> Prose {
        self.span(Span::Code(text.to_owned()))
    }

    /// Adds a word that the glossary explains.
    #[must_use]
    pub(crate) fn term(self, key: &'static str, text: &str) -> Prose {
        self.span(Span::Term(key, text.to_owned()))
    }

    /// Adds an initiative.
    #[must_use]
    pub(crate) fn initiative(self, id: &str, name: &str) -> Prose {
        self.span(Span::Initiative(id.to_owned(), name.to_owned()))
    }

    /// Adds an answer.
    #[must_use]
    pub(crate) fn answer(self, answer: Answer) -> Prose {
        self.span(Span::Answer(answer))
    }

    /// Adds a link to a section.
    #[must_use]
    pub(crate) fn section(self, anchor: &'static str, text: &str) -> Prose {
        self.span(Span::Section(anchor, text.to_owned()))
    }

    /// Adds another sentence, after a space where something stands before it.
    #[must_use]
    pub(crate) fn then(self, other: Prose) -> Prose {
        let gap = if self.is_empty() || other.is_empty() { "" } else { " " };
        let mut both = self.text(gap);
        both.0.extend(other.0);
        both
    }

    fn span(mut self, span: Span) -> Prose {
        self.0.push(span);
        self
    }

    /// Whether nothing is said.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The words alone, as a terminal shows them.
    pub(crate) fn plain(&self) -> String {
        self.0.iter().map(Span::plain).collect()
    }
}

impl From<&str> for Prose {
    fn from(text: &str) -> Prose {
        Prose::new(text)
    }
}

impl From<String> for Prose {
    fn from(text: String) -> Prose {
        Prose::new(&text)
    }
}

impl Span {
    fn plain(&self) -> String {
        match self {
            Span::Text(text)
            | Span::Strong(text)
            | Span::Term(_, text)
            | Span::Initiative(_, text)
            | Span::Section(_, text) => text.clone(),
            Span::Code(text) => format!("`{text}`"),
            Span::Answer(answer) => answer.words().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_mark_what_is_typed_and_what_is_explained() {
        let prose = Prose::new("`focus` fails; run `onethread ask`");
        assert_eq!(prose.0[0], Span::Term("focus", "focus".to_owned()));
        assert_eq!(prose.0[2], Span::Code("onethread ask".to_owned()));
        assert_eq!(prose.plain(), "focus fails; run `onethread ask`");
    }

    #[test]
    fn a_sentence_begins_and_ends() {
        assert_eq!(Prose::sentence("two leaders").plain(), "Two leaders.");
        assert_eq!(Prose::sentence("Who leads?").plain(), "Who leads?");
        assert_eq!(Prose::sentence("").plain(), "");
        assert_eq!(Prose::new("One.").then(Prose::new("Two.")).plain(), "One. Two.");
    }
}
