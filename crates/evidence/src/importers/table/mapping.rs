//! Which cell of a record fills which column of a table: the settings, applied to the columns that a file has.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onethread_model::Day;
use onethread_model::config::{DateStyle, Layout, SourceConfig, Wanted};
use onethread_model::diagnostic::{Diagnostic, nearest};
use onethread_model::facts::{ColumnSchema, ColumnType, REGISTRY_FIELDS, RegistryFieldKind, TimeKind, registry_field};
use onethread_model::record::short;
use onethread_model::source::{At, Span};

use super::path::CellPath;
use super::records::Header;
use super::values::pattern;

/// Most column names that a diagnostic lists.
const NAMES_SHOWN: usize = 30;

/// A column of the table, and what fills it.
pub(super) struct Slot<'a> {
    pub(super) schema: &'static ColumnSchema,
    /// The column of the file, by name; empty when the settings say that none is to be read.
    pub(super) theirs: &'a str,
    /// Its place, when the file has it.
    pub(super) column: Option<usize>,
    /// What stands in where a record has no such cell.
    pub(super) constant: Option<&'a str>,
    /// Where the settings name the column.
    mapped: Option<Span>,
}

/// A registry field of a wide file.
pub(super) struct WideField<'a> {
    pub(super) ours: &'a str,
    pub(super) kind: RegistryFieldKind,
    pub(super) theirs: &'a str,
    pub(super) column: Option<usize>,
    mapped: Option<Span>,
}

/// The settings of a source, applied to a file.
pub(super) struct Mapping<'a> {
    pub(super) source: &'a SourceConfig,
    /// Columns of the table; for registry tables without `field` and `value`.
    pub(super) slots: Vec<Slot<'a>>,
    /// The columns `field` and `value` of a long file.
    pub(super) long: Option<(Slot<'a>, Slot<'a>)>,
    /// Their word of the field column to our registry fields.
    words: HashMap<&'a str, Vec<(&'a str, RegistryFieldKind)>>,
    /// The fields of a wide file.
    pub(super) wide: Vec<WideField<'a>>,
}

impl<'a> Mapping<'a> {
    /// The mapping before any column is known.
    pub(super) fn new(source: &'a SourceConfig) -> Mapping<'a> {
        let slot = |schema: &'static ColumnSchema| {
            let mapped = source.columns.get(schema.name);
            Slot {
                schema,
                theirs: mapped.map_or(schema.name, |at| at.value.trim()),
                column: None,
                constant: source.constants.get(schema.name).map(|at| at.value.as_str()),
                mapped: mapped.map(|at| at.span).filter(|_| mapped.is_some_and(|at| !at.value.trim().is_empty())),
            }
        };
        let columns = source.table.schema().columns;
        let is_registry = source.layout != Layout::Rows;
        let is_pair = |column: &&ColumnSchema| is_registry && matches!(column.name, "field" | "value");
        let mut pair = columns.iter().filter(is_pair).map(slot);
        let mut mapping = Mapping {
            source,
            slots: columns.iter().filter(|column| !is_pair(column)).map(slot).collect(),
            long: pair.next().zip(pair.next()).filter(|_| source.layout == Layout::Long),
            words: HashMap::new(),
            wide: Vec::new(),
        };
        if source.layout == Layout::Wide {
            mapping.wide = wide_fields(&source.fields);
        }
        for (ours, theirs) in &source.fields {
            if let Some(field) = registry_field(ours) {
                mapping.words.entry(theirs.value.trim()).or_default().push((ours, field.kind));
            }
        }
        mapping
    }

    /// Every column that the settings read, in the words of the file.
    pub(super) fn wanted(&self) -> Vec<&'a str> {
        let pair = self.long.iter().flat_map(|(field, value)| [field.theirs, value.theirs]);
        let records = &self.source.records;
        let flat = records.changelog.as_ref().filter(|changelog| changelog.items.is_none());
        let of_flat = flat.into_iter().flat_map(|changelog| {
            let paths = [Some(&changelog.day), Some(&changelog.to), changelog.from.as_ref(), changelog.of.as_ref()];
            let conditions = changelog.conditions.iter().map(|one| one.column.value.trim());
            paths.into_iter().flatten().map(|at| at.value.trim()).chain(conditions)
        });
        let conditions = records.conditions.iter().map(|one| one.column.value.trim());
        let split = records.split.iter().map(|at| at.value.trim());
        let mut all: Vec<&str> = self.slots.iter().map(|slot| slot.theirs).chain(pair).collect();
        all.extend(self.wide.iter().map(|field| field.theirs).chain(conditions).chain(split).chain(of_flat));
        all.retain(|name| !name.is_empty());
        let mut seen = BTreeSet::new();
        all.retain(|name| seen.insert(*name));
        all
    }

    /// Finds the columns that the file has by now.
    pub(super) fn bind(&mut self, header: &Header) {
        let pair = self.long.iter_mut().flat_map(|(field, value)| [field, value]);
        for slot in self.slots.iter_mut().chain(pair) {
            slot.column = header.find(slot.theirs);
        }
        for field in &mut self.wide {
            field.column = header.find(field.theirs);
        }
    }

    /// The registry fields that a word of the field column fills; empty when it fills none.
    pub(super) fn fields_of<'t>(&self, word: &'t str) -> Vec<(&'t str, RegistryFieldKind)>
    where
        'a: 't,
    {
        if let Some(fields) = self.words.get(word) {
            return fields.clone();
        }
        // A field that the settings map to another word is not filled by its own name as well.
        match registry_field(word) {
            Some(field) if !self.source.fields.contains_key(word) => vec![(word, field.kind)],
            _ => Vec::new(),
        }
    }

    /// Columns of the file that nothing reads.
    pub(super) fn unread(&self, header: &Header) -> Vec<String> {
        let pair = self.long.iter().flat_map(|(field, value)| [field, value]);
        let read: BTreeSet<usize> = self
            .slots
            .iter()
            .chain(pair)
            .filter_map(|slot| slot.column)
            .chain(self.wide.iter().filter_map(|field| field.column))
            .collect();
        let wanted: Vec<CellPath> = self.wanted().into_iter().map(CellPath::parse).collect();
        let named: BTreeSet<&str> = wanted.iter().flat_map(CellPath::keys).collect();
        header
            .names()
            .filter(|name| header.find(name).is_some_and(|column| !read.contains(&column)) && !named.contains(name))
            .map(str::to_owned)
            .collect()
    }

    /// Reports settings that no file could satisfy; false when the source cannot be read.
    pub(super) fn check_settings(&self, diagnostics: &mut Vec<Diagnostic>) -> bool {
        let source = self.source;
        let before = diagnostics.len();
        let schema = source.table.schema();
        if source.dates == DateStyle::Quarter && schema.time != TimeKind::Interval {
            diagnostics.push(
                Diagnostic::error(
                    "wrong-dates",
                    format!("a quarter is no day of table `{}`", schema.name),
                    source.name.span,
                )
                .help("`dates = \"quarter\"` is for tables with `from` and `until`"),
            );
        }
        if matches!(source.delimiter, b'"' | b'\n' | b'\r') {
            diagnostics.push(
                Diagnostic::error("wrong-delimiter", "a quote or a line break cannot separate cells", source.name.span)
                    .help("use a comma, a semicolon or a tab"),
            );
        }
        for slot in self.slots.iter().filter(|slot| slot.schema.ty == ColumnType::Day) {
            if let Some(constant) = source.constants.get(slot.schema.name)
                && let Err(why) = Day::parse(&constant.value)
            {
                let message = format!("the constant `{}` is no day: {why}", slot.schema.name);
                diagnostics.push(Diagnostic::error("wrong-constant", message, constant.span));
            }
        }
        for (ours, at) in &source.records.patterns {
            if let Err(why) = pattern(&at.value) {
                let message = format!("the pattern of `{}` is none: {}", short(ours), short(&why));
                diagnostics.push(Diagnostic::error("wrong-pattern", message, at.span));
            }
        }
        diagnostics.len() == before
    }

    /// Reports columns that the settings name, or the table requires, and the file lacks; false when the table cannot
    /// be filled without them. A long file without values is fine when `needs_value` is false.
    pub(super) fn check_columns(
        &self,
        header: &Header,
        path: &str,
        needs_value: bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> bool {
        let mut can_be_read = true;
        let pair = self.long.iter().flat_map(|(field, value)| [(field, true), (value, needs_value)]);
        for (slot, required) in self.slots.iter().map(|slot| (slot, slot.schema.required)).chain(pair) {
            let stops = required && slot.constant.is_none();
            // A preset names every column that its tool may give; only those that a row needs have to be there.
            let is_named = slot.mapped.is_some() && self.source.preset().is_none();
            if slot.column.is_none() && (is_named || stops) {
                diagnostics.push(self.missing_column(header, path, slot.schema.name, slot.theirs, slot.mapped, stops));
                can_be_read &= !stops;
            }
        }
        for condition in &self.source.records.conditions {
            let (name, span) = (condition.column.value.trim(), condition.column.span);
            if header.find(name).is_none() && condition.wanted != Wanted::Nothing && self.source.preset().is_none() {
                diagnostics.push(self.missing_column(header, path, "where", name, Some(span), true));
                can_be_read = false;
            }
        }
        for field in self.wide.iter().filter(|field| field.column.is_none()) {
            if let Some(span) = field.mapped.filter(|_| self.source.preset().is_none()) {
                diagnostics.push(self.missing_column(header, path, field.ours, field.theirs, Some(span), false));
            }
        }
        can_be_read
    }

    fn missing_column(
        &self,
        header: &Header,
        path: &str,
        ours: &str,
        theirs: &str,
        mapped: Option<Span>,
        stops: bool,
    ) -> Diagnostic {
        let names: Vec<&str> = header.names().collect();
        let theirs = if theirs.is_empty() { ours } else { theirs };
        let message = format!("`{path}` has no column `{}`", short(theirs));
        let mut diagnostic = Diagnostic::error("missing-column", message, mapped.unwrap_or(self.source.name.span))
            .label(match ours {
                "where" => "a condition on records".to_owned(),
                ours => format!("would fill `{ours}` of table `{}`", self.source.table.schema().name),
            });
        let shown: Vec<String> = names.iter().take(NAMES_SHOWN).map(|name| format!("`{}`", short(name))).collect();
        let more = names.len().saturating_sub(NAMES_SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        diagnostic = diagnostic.note(format!("its columns: {}{more}", shown.join(", ")));
        diagnostic = diagnostic.note(if stops { "nothing was read from it" } else { "everything else was read" });
        if ours == "observed" && mapped.is_none() {
            return diagnostic.help("say when the export was made: `observed = 2026-07-24`");
        }
        match nearest(theirs, names.iter().copied()) {
            Some(near) if mapped.is_some() => diagnostic.help(format!("did you mean `{near}`?")),
            Some(near) => diagnostic.help(format!("say which column it is: `columns = {{ {ours} = \"{near}\" }}`")),
            None if mapped.is_some() => diagnostic,
            None => diagnostic.help(format!("say which column it is: `columns = {{ {ours} = \"...\" }}`")),
        }
    }
}

fn wide_fields(fields: &BTreeMap<String, At<String>>) -> Vec<WideField<'_>> {
    let mapped = fields.iter().filter(|(_, theirs)| !theirs.value.trim().is_empty()).filter_map(|(ours, theirs)| {
        let field = registry_field(ours)?;
        Some(WideField { ours, kind: field.kind, theirs: theirs.value.trim(), column: None, mapped: Some(theirs.span) })
    });
    let by_name = REGISTRY_FIELDS
        .iter()
        .filter(|field| !field.name.ends_with('*') && !fields.contains_key(field.name))
        .map(|field| WideField { ours: field.name, kind: field.kind, theirs: field.name, column: None, mapped: None });
    mapped.chain(by_name).collect()
}
