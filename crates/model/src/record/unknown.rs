//! Keys that nobody knows: reported with the nearest one as a fix.

use toml::de::DeTable;

use super::{Reader, short};
use crate::diagnostic::{Diagnostic, nearest};
use crate::fields::{Field, quoted};
use crate::source::Span;

impl Reader<'_> {
    /// The field that had this key before, which is reported; `None` where its new key is there, too.
    pub(super) fn renamed(
        &mut self,
        name: &str,
        span: Span,
        fields: &'static [Field],
        table: &DeTable<'_>,
        what: &str,
    ) -> Option<&'static Field> {
        let field = fields.iter().find(|field| field.former == Some(name) && !table.contains_key(field.key))?;
        self.report(
            Diagnostic::warning("renamed-key", format!("`{name}` of {what} is called `{}` now", field.key), span)
                .label("the old name")
                .help(format!("write `{}`", field.key))
                .fixed(self.path, true, "", field.key),
        );
        Some(field)
    }

    /// Reports a key that its field table does not have, with the nearest one as a fix.
    pub(super) fn unknown_field(
        &mut self,
        name: &str,
        span: Span,
        fields: &'static [Field],
        table: &DeTable<'_>,
        what: &str,
    ) {
        let known: Vec<&str> = fields.iter().map(|field| field.key).collect();
        let unknown = unknown(name, span, &known, what);
        // A key that is there already is not meant a second time.
        let near = nearest(name, known).filter(|key| !table.contains_key(*key));
        self.report(match near {
            Some(near) => unknown.fixed(self.path, near.eq_ignore_ascii_case(name), "", near),
            None => unknown,
        });
    }

    /// Reports a kind of entry that there is not, with the nearest one as a fix.
    pub(crate) fn unknown_kind(
        &mut self,
        name: &str,
        span: Span,
        known: impl Iterator<Item = &'static str>,
        what: &str,
    ) {
        let known: Vec<&str> = known.collect();
        let unknown = unknown(name, span, &known, what);
        self.report(match nearest(name, known) {
            Some(near) => unknown.fixed(self.path, false, "", near),
            None => unknown,
        });
    }

    /// Reports a key that no field table has.
    pub fn unknown_key<'n>(&mut self, name: &str, span: Span, known: impl Iterator<Item = &'n str>, what: &str) {
        let known: Vec<&str> = known.collect();
        self.report(unknown(name, span, &known, what));
    }
}

fn unknown(name: &str, span: Span, known: &[&str], what: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error("unknown-key", format!("{what} has no key `{}`", short(name)), span)
        .label("not known here")
        .suggest(name, known.iter().copied());
    match diagnostic.help.is_empty() {
        true => diagnostic.help(format!("known keys: {}", quoted(known))),
        false => diagnostic,
    }
}
