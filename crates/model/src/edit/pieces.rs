//! What came of a text, piece by piece, so that it can be said what was replaced in it.

use std::ops::Range;

use super::layout::Splice;

/// A range of a text in bytes, and what comes in its place; the range is empty where something is put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The range.
    pub range: Range<usize>,
    /// The new text.
    pub text: String,
}

/// A text after some edits, as pieces of it and new text between them.
pub(super) struct Pieces {
    pieces: Vec<Piece>,
    /// The length of the text before all edits, in bytes.
    len: usize,
}

enum Piece {
    /// This range of the text before all edits.
    Old(Range<usize>),
    New(String),
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Piece::Old(range) => range.len(),
            Piece::New(text) => text.len(),
        }
    }

    /// The part of it between two of its bytes.
    fn part(&self, from: usize, to: usize) -> Piece {
        match self {
            Piece::Old(range) => Piece::Old(range.start + from..range.start + to),
            Piece::New(text) => Piece::New(text.get(from..to).unwrap_or_default().to_owned()),
        }
    }
}

impl Pieces {
    pub(super) fn of(text: &str) -> Pieces {
        Pieces { pieces: vec![Piece::Old(0..text.len())], len: text.len() }
    }

    /// Makes splices of the text as it is now, in its order.
    pub(super) fn splice(&mut self, splices: &[Splice]) {
        let mut out = Vec::new();
        let mut at = 0;
        for splice in splices {
            self.copy(at..splice.range.start, &mut out);
            out.push(Piece::New(splice.text.clone()));
            at = at.max(splice.range.end);
        }
        self.copy(at..usize::MAX, &mut out);
        self.pieces = out;
    }

    /// Copies what stands in a range of the text as it is now.
    fn copy(&self, range: Range<usize>, out: &mut Vec<Piece>) {
        let mut start = 0;
        for piece in &self.pieces {
            let len = piece.len();
            let (from, to) = (range.start.clamp(start, start + len), range.end.clamp(start, start + len));
            if from < to {
                out.push(piece.part(from - start, to - start));
            }
            start += len;
        }
    }

    /// What was replaced in the text.
    pub(super) fn replacements(self) -> Vec<Replacement> {
        let mut out = Vec::new();
        let (mut at, mut new) = (0, String::new());
        let mut close = |start: usize, end: usize, text: String| {
            if start < end || !text.is_empty() {
                out.push(Replacement { range: start..end, text });
            }
        };
        for piece in self.pieces {
            match piece {
                Piece::New(text) => new.push_str(&text),
                Piece::Old(range) => {
                    close(at, range.start, std::mem::take(&mut new));
                    at = range.end;
                }
            }
        }
        close(at, self.len, new);
        out
    }
}
