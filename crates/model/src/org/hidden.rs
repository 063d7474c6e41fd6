//! What is not shown of lines that cannot be read, where an agreement switches their field off.

use crate::diagnostic::{Diagnostic, Spot};
use crate::record::LeftOut;
use crate::source::{Sources, Span};

/// Hides values that cannot be parsed where their field is not read; what is reported of them no longer repeats them.
pub(super) fn hide_broken(
    sources: &Sources,
    left_out: &LeftOut,
    diagnostics: &mut [Diagnostic],
    hidden: &mut Vec<Span>,
) {
    for diagnostic in diagnostics.iter_mut() {
        let Some(span) = broken_value(sources, diagnostic, left_out) else { continue };
        hidden.push(span);
        let severity = diagnostic.severity;
        let message = "this value is no TOML, and its field is switched off by the agreement";
        *diagnostic =
            Diagnostic::new(severity, diagnostic.code, message, Spot::Span(span)).help("fix it, or take it out");
    }
}

/// The rest of a line that cannot be parsed and begins with a key that is not read, of whatever table.
fn broken_value(sources: &Sources, diagnostic: &Diagnostic, left_out: &LeftOut) -> Option<Span> {
    let Spot::Span(span) = diagnostic.primary.spot else { return None };
    let text = &sources.get(span.file)?.text;
    let start = sources.line_start(span.file, sources.line(span));
    let line = text.get(start..)?.lines().next()?;
    let (key, _) = line.split_once('=')?;
    let bare = key.trim().trim_matches(['"', '\''].as_slice());
    let is_it = left_out.iter().any(|(_, key)| bare.rsplit('.').next() == Some(key));
    is_it.then(|| Span { file: span.file, start: start + key.len() + 1, end: start + line.len() })
}
