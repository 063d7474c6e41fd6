//! What `onethread check` found, in every form that people and forges read: one value, rendered several times.

pub mod concise;
mod fixes;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod json;
pub mod markdown;
pub mod sarif;
pub mod text;

use std::borrow::Cow;

use onethread_model::agreement::Agreement;
use onethread_model::diagnostic::{Diagnostic, Label, Spot, is_whole};
use onethread_model::edit::Fix;
use onethread_model::source::{FileId, Place, Sources};

use crate::agreement_words;
use crate::diagnostics::cut;
use crate::inert::inert_json;
use onethread_core::check::{Checked, Finding, Level};
use onethread_core::words::{join, plural, thousands};

/// Everything that a report of a check says.
#[derive(Clone, Copy)]
pub struct CheckReport<'r> {
    /// Name of the organization, when stated.
    pub organization: Option<&'r str>,
    /// What was found.
    pub checked: &'r Checked,
    /// What is wrong with the input.
    pub diagnostics: &'r [Diagnostic],
    /// What is agreed about people.
    pub agreement: &'r Agreement,
    /// The text of the files.
    pub sources: &'r Sources,
    /// The folder under review as the repository names it: empty, or with `/` at its end. Forges open files by it.
    pub prefix: &'r str,
    /// What a change gained and lost, where one was asked about; then only what was gained stands in `checked`.
    pub since: Option<&'r Since>,
}

/// What changed since a revision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// The revision as asked for, and as found.
    pub revision: String,
    /// Findings that are there before and after.
    pub stayed: usize,
    /// Findings that are gone: code, subject, message.
    pub lost: Vec<(&'static str, String, String)>,
}

/// A finding or a defect of the input, as all forms see it.
pub(crate) struct Item<'r> {
    /// The code of the rule, or of the kind of defect.
    pub(crate) code: &'static str,
    /// How much it matters.
    pub(crate) level: Level,
    /// The finding; absent for a defect of the input.
    pub(crate) finding: Option<&'r Finding>,
    /// The words.
    pub(crate) diagnostic: Diagnostic,
    /// What stays the same when files are laid out anew, or named anew. Two defects of the input may have the same.
    pub(crate) fingerprint: String,
}

/// A range that forges can point at: lines and columns from 1, the end column behind the last character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) path: String,
    pub(crate) start: Option<(usize, Option<usize>)>,
    pub(crate) end: Option<(usize, usize)>,
}

impl<'r> CheckReport<'r> {
    /// Defects of the input first, because every other finding may rest on them, then findings; each in the order of
    /// files and lines.
    pub(crate) fn items(&self) -> impl Iterator<Item = Item<'r>> {
        self.input().chain(self.checked.findings.iter().map(Item::of))
    }

    /// Defects of the input.
    fn input(&self) -> impl Iterator<Item = Item<'r>> {
        let report = *self;
        self.diagnostics.iter().map(move |diagnostic| Item {
            code: diagnostic.code,
            level: level(diagnostic),
            finding: None,
            fingerprint: onethread_core::check::fingerprint(&[
                "input",
                diagnostic.code,
                &diagnostic.message,
                report.written(&diagnostic.primary.spot),
            ]),
            diagnostic: short(report.marked(diagnostic)),
        })
    }

    /// What is written at a spot, where its text is at hand; else the path, which is all that is known of it.
    fn written<'s>(&'s self, spot: &'s Spot) -> &'s str {
        match spot {
            Spot::Span(span) => {
                self.sources.get(span.file).and_then(|file| file.shown().get(span.start..span.end)).unwrap_or_default()
            }
            Spot::Record(place) => &place.path,
            Spot::Path(path) => path,
        }
    }

    /// A defect of the input, whose fix is one that can be made in the files as they are, and whose help says so.
    fn marked(&self, diagnostic: &Diagnostic) -> Diagnostic {
        let marked = Diagnostic { fix: self.fix(diagnostic).cloned(), ..diagnostic.clone() };
        Diagnostic { help: marked.marked_help(), ..marked }
    }

    /// The fix of a defect of the input, where the text that it rewrites is there.
    fn fix<'d>(&self, diagnostic: &'d Diagnostic) -> Option<&'d Fix> {
        let Spot::Span(span) = diagnostic.primary.spot else { return None };
        let text = &self.sources.get(span.file)?.text;
        let can_be_made =
            |fix: &&Fix| self.is_whole(span.file) && fix.edits.iter().all(|edit| edit.rewrites(text).is_some());
        diagnostic.fix.as_ref().filter(can_be_made)
    }

    /// The same, the worst first.
    pub(crate) fn worst_first(&self) -> Vec<Item<'r>> {
        let mut items: Vec<Item<'r>> = self.items().collect();
        items.sort_by_key(|item| item.level);
        items
    }

    /// Where a spot is, with the path as the repository names it.
    pub(crate) fn region(&self, spot: &Spot) -> Region {
        let path = |path: &str| format!("{}{path}", self.prefix);
        match spot {
            Spot::Path(one) => Region { path: path(one), start: None, end: None },
            Spot::Record(Place { path: one, line, column }) => {
                Region { path: path(one), start: (*line > 0).then_some((*line, *column)), end: None }
            }
            Spot::Span(span) => {
                let start = self.sources.place(*span);
                let end = self.sources.place(onethread_model::source::Span { start: span.end, ..*span });
                let end = (end.line, end.column.unwrap_or(1));
                Region { path: path(&start.path), start: Some((start.line, start.column)), end: Some(end) }
            }
        }
    }

    /// Whether a file was read as it is: no byte of it was replaced.
    fn is_whole(&self, file: FileId) -> bool {
        is_whole(self.diagnostics, file)
    }

    /// How many there are of each level, the defects of the input included.
    pub fn count(&self, level: Level) -> usize {
        let input = self.diagnostics.iter().filter(|diagnostic| self::level(diagnostic) == level).count();
        input + self.checked.findings.iter().filter(|finding| finding.level == level).count()
    }

    /// Whether something of this level or a worse one was found.
    pub fn has(&self, level: Level) -> bool {
        Level::ALL.iter().filter(|one| **one <= level).any(|one| self.count(*one) > 0)
    }

    /// "2 errors, 1 warning": what was found, in a few words.
    pub fn summary(&self) -> String {
        let words = [
            (Level::Error, "error", "errors"),
            (Level::Warning, "warning", "warnings"),
            (Level::Info, "remark", "remarks"),
        ];
        let counts: Vec<String> = words
            .iter()
            .filter(|(level, ..)| self.count(*level) > 0)
            .map(|(level, one, many)| plural(self.count(*level), one, many))
            .collect();
        let found = if counts.is_empty() { "nothing found".to_owned() } else { counts.join(", ") };
        match self.since {
            Some(since) => format!("{found} since {}", since.revision),
            None => found,
        }
    }

    /// What else there is to say below the findings, a sentence each, without full stops.
    pub(crate) fn remarks(&self) -> Vec<String> {
        let mut remarks: Vec<String> = agreement_words(self.agreement).into_iter().collect();
        if let Some(since) = self.since {
            let lost = plural(since.lost.len(), "finding is gone", "findings are gone");
            remarks.push(format!("{lost}, {} stayed; evidence is as of now on both sides", since.stayed));
        }
        let fixes = |safe: bool| {
            let has = |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.safe == safe);
            let is_fixed = |one: &&Diagnostic| self.fix(one).is_some_and(|fix| fix.safe == safe);
            let input = self.diagnostics.iter().filter(is_fixed).count();
            input + self.checked.findings.iter().filter(has).count()
        };
        match (fixes(true), fixes(false)) {
            (0, 0) => {}
            (0, some) => remarks.push(format!("{some} could be fixed by `--fix --unsafe-fixes`; `--diff` shows how")),
            (some, 0) => remarks.push(format!("{some} can be fixed by `--fix`; `--diff` shows how")),
            (some, more) => remarks.push(format!(
                "{some} can be fixed by `--fix`, and {more} more with `--unsafe-fixes`; `--diff` shows how"
            )),
        }
        if self.checked.waived > 0 {
            remarks.push(plural(self.checked.waived, "finding is waived", "findings are waived"));
        }
        if self.checked.known > 0 {
            remarks
                .push(format!("{} known from the baseline", plural(self.checked.known, "finding is", "findings are")));
        }
        if self.checked.gone > 0 {
            let gone = plural(self.checked.gone, "finding of the baseline is", "findings of the baseline are");
            remarks.push(format!("{gone} there no more; `--write-baseline` writes it anew"));
        }
        // That there are no waivers is nothing to report.
        let missing = self.checked.not_evaluated.iter().filter(|one| !one.rule.reads_findings());
        let codes: Vec<&str> = missing.map(|one| one.rule.code).collect();
        if !codes.is_empty() {
            remarks.push(format!(
                "{} of {} not evaluated: required data is missing: {}",
                thousands(codes.len() as u128),
                plural(onethread_core::check::rules().count(), "rule was", "rules were"),
                join(&codes)
            ));
        }
        remarks
    }
}

/// The same with the start of every text that is very long.
fn short(mut diagnostic: Diagnostic) -> Diagnostic {
    let labels = std::iter::once(&mut diagnostic.primary).chain(&mut diagnostic.related).map(|label| &mut label.text);
    let texts = std::iter::once(&mut diagnostic.message).chain(labels);
    for text in texts.chain(&mut diagnostic.notes).chain(&mut diagnostic.help) {
        text.truncate(cut(text).len());
    }
    diagnostic
}

/// JSON that is safe to print: on a terminal, and in a runner, which takes `##[` anywhere in a line for a command. Such
/// signs stand in valid JSON only inside strings.
fn printable_json(json: String) -> String {
    // Nearly always it is safe as it is, and large.
    let mut safe = match inert_json(&json) {
        Cow::Owned(safe) => safe,
        Cow::Borrowed(_) => json,
    };
    if safe.contains("##[") {
        safe = safe.replace("##[", "\\u0023#[");
    }
    safe.push('\n');
    safe
}

fn level(diagnostic: &Diagnostic) -> Level {
    use onethread_model::diagnostic::Severity;
    match diagnostic.severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Note => Level::Info,
    }
}

impl<'r> Item<'r> {
    /// A finding.
    pub(crate) fn of(finding: &'r Finding) -> Item<'r> {
        Item {
            code: finding.rule.code,
            level: finding.level,
            finding: Some(finding),
            diagnostic: short(finding.diagnostic()),
            fingerprint: finding.fingerprint(),
        }
    }

    /// What is wrong, with all that explains it and how to fix it, as lines of plain text.
    pub(crate) fn lines(&self) -> Vec<String> {
        let Diagnostic { message, primary, notes, help, .. } = &self.diagnostic;
        let label = Some(&primary.text).filter(|text| !text.is_empty()).map(|text| format!(": {text}"));
        let first = format!("{message}{}", label.unwrap_or_default());
        let help = help.iter().map(|help| format!("help: {help}"));
        std::iter::once(first).chain(notes.iter().cloned()).chain(help).chain(self.explain()).collect()
    }

    /// The command that explains it; defects of the input explain themselves.
    pub(crate) fn explain(&self) -> Option<String> {
        self.finding.map(|finding| format!("explain: onethread explain {}", finding.rule.code))
    }

    /// What it is, in one line for a person who never heard of the model.
    pub(crate) fn title(&self) -> String {
        match self.finding {
            Some(finding) => format!("{} {}", finding.rule.code, finding.rule.title),
            None => format!("{}: the file is not as expected", self.code),
        }
    }

    /// Places that belong to it.
    pub(crate) fn related(&self) -> &[Label] {
        &self.diagnostic.related
    }
}
