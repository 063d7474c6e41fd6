//! What is not shown of lines that cannot be read, where an agreement switches their field off.

use crate::diagnostic::{Diagnostic, Spot};
use crate::record::LeftOut;
use crate::source::{Sources, Span};

/// The rest of a line that cannot be parsed and begins with a key that is not read, of whatever table.
pub(super) fn broken_value(sources: &Sources, diagnostic: &Diagnostic, left_out: &LeftOut) -> Option<Span> {
    let Spot::Span(span) = diagnostic.primary.spot else { return None };
    let text = &sources.get(span.file)?.text;
    let start = sources.line_start(span.file, sources.line(span));
    let line = text.get(start..)?.lines().next()?;
    let (key, _) = line.split_once('=')?;
    let bare = key.trim().trim_matches(['"', '\''].as_slice());
    let is_it = left_out.iter().any(|(_, key)| bare.rsplit('.').next() == Some(key));
    is_it.then(|| Span { file: span.file, start: start + key.len() + 1, end: start + line.len() })
}
