//! The check as JSON that other tools read. The schema is versioned: a field is only ever added within a major
//! version.

use onethread_model::agreement::Agreement;
use onethread_model::diagnostic::{PlacedDiagnostic, PlacedLabel};
use onethread_model::edit::Fix;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::fixes::{Change, FixOf, fixes};
use super::{CheckReport, Item, printable_json};
use crate::diagnostics::cut;
use crate::inert::inert_lines;
use crate::json::schema_of;
use onethread_core::check::{Finding, Level};

/// Version of the schema: major, minor.
pub const SCHEMA_VERSION: &str = "1.1";

/// A check.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CheckJson {
    /// Version of this schema.
    pub schema_version: &'static str,
    /// Name of the organization, when stated.
    pub organization: Option<String>,
    /// The day of the check, `YYYY-MM-DD`.
    pub as_of: String,
    /// What is agreed about people, and what that loosens.
    pub agreement: Agreement,
    /// How many there are of each level, the defects of the input included.
    pub summary: SummaryJson,
    /// What was found, in the order of files, lines and codes.
    pub findings: Vec<FindingJson>,
    /// What is wrong with the input.
    pub diagnostics: Vec<InputJson>,
    /// Rules that could judge something.
    pub evaluated: Vec<EvaluatedJson>,
    /// Rules that could not, and what is missing.
    pub not_evaluated: Vec<NotEvaluatedJson>,
    /// What changed since a revision, where one was asked about; then `findings` holds what was gained.
    pub since: Option<SinceJson>,
}

/// Counts.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SummaryJson {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Remarks: level `info`, and notes on the input.
    pub remarks: usize,
    /// Findings that a waiver accepts; they are not among `findings`.
    pub waived: usize,
    /// Findings that the baseline knows; they are not among `findings`.
    pub known: usize,
    /// Findings that the baseline knows and that are there no more.
    pub gone: usize,
}

/// A finding.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FindingJson {
    /// Code of the rule; `onethread explain CODE` has its page.
    pub rule: &'static str,
    /// Name of the rule.
    pub name: &'static str,
    /// How much it matters.
    pub level: LevelJson,
    /// The entity that it is about, as `kind:id`.
    pub subject: String,
    /// Which one, where a rule can find several about one subject; else empty.
    pub about: String,
    /// Hash of rule, subject and which one: the same however the files are laid out.
    pub fingerprint: String,
    /// What is wrong, in one line.
    pub message: String,
    /// Where: `path:line:column`, `path:line` or `path`, lines and columns from 1.
    pub place: Option<Place>,
    /// Where the range ends: line, and column behind the last character.
    pub end: Option<(usize, usize)>,
    /// A few words beside the place.
    pub label: String,
    /// Other places that belong to it.
    pub related: Vec<PlacedLabel>,
    /// Numbers behind it.
    pub numbers: Vec<NumberJson>,
    /// Facts that explain it.
    pub notes: Vec<String>,
    /// How to fix it.
    pub help: Vec<String>,
    /// Who has to act, in words.
    pub who: String,
    /// The day by which, when one is set, `YYYY-MM-DD`.
    pub by: Option<String>,
    /// The fix that the program can make.
    pub fix: Option<FixJson>,
}

/// Something that is wrong with the input.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InputJson {
    /// What it is.
    #[serde(flatten)]
    pub diagnostic: PlacedDiagnostic,
    /// The fix that the program can make.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<FixJson>,
}

/// A level.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LevelJson {
    /// The model does not hold, and nobody can have meant it.
    Error,
    /// Most likely a defect.
    Warning,
    /// Worth a look.
    Info,
}

/// A number behind a finding.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NumberJson {
    /// What it is, with its unit last.
    pub name: &'static str,
    /// The value.
    pub value: f64,
    /// How many pieces of evidence it rests on.
    pub n: usize,
    /// The first and the last day that it was taken over; absent for a count as of the day.
    pub window: Option<(String, String)>,
    /// The sentence that says it.
    pub says: String,
}

/// A fix that the program can make.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FixJson {
    /// `safe` when nothing that a person meant can be lost by it, else `unsafe`.
    pub applicability: &'static str,
    /// What it does.
    pub says: String,
    /// The files that it edits.
    pub files: Vec<String>,
    /// What it replaces in the files as they are, in the order of files and places; none where it cannot be made there.
    pub changes: Vec<ChangeJson>,
}

/// A piece of a file, and what comes in its place.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangeJson {
    /// The file.
    pub path: String,
    /// Where the piece begins: line and column, from 1.
    pub start: (usize, usize),
    /// Where it ends: line, and column behind its last character; as `start` where text is put in.
    pub end: (usize, usize),
    /// The new text.
    pub text: String,
}

/// A rule that could judge something.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EvaluatedJson {
    /// Its code.
    pub rule: &'static str,
    /// How many things it looked at.
    pub looked_at: usize,
}

/// A rule that could not judge anything.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NotEvaluatedJson {
    /// Its code.
    pub rule: &'static str,
    /// What is missing, in words.
    pub missing: String,
    /// Fact tables that would help.
    pub facts: Vec<&'static str>,
}

/// What changed since a revision.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SinceJson {
    /// The revision.
    pub revision: String,
    /// Findings that are there before and after.
    pub stayed: usize,
    /// Findings that are gone.
    pub lost: Vec<LostJson>,
}

/// A finding that is gone.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LostJson {
    /// Code of the rule.
    pub rule: &'static str,
    /// What it was about.
    pub subject: String,
    /// What it said.
    pub message: String,
}

/// The check as JSON text, safe on a terminal.
///
/// # Errors
/// None that these types can cause.
pub fn json(report: &CheckReport<'_>) -> Result<String, serde_json::Error> {
    Ok(printable_json(serde_json::to_string_pretty(&value(report))?))
}

/// The JSON Schema of the check.
pub fn schema() -> Value {
    schema_of::<CheckJson>("Onethread check", SCHEMA_VERSION)
}

fn value(report: &CheckReport<'_>) -> CheckJson {
    let checked = report.checked;
    let items: Vec<Item<'_>> = report.items().collect();
    let mut fixes = fixes(report, &items);
    let input = report.diagnostics.len();
    CheckJson {
        schema_version: SCHEMA_VERSION,
        organization: report.organization.map(str::to_owned),
        as_of: checked.day.to_string(),
        agreement: report.agreement.clone(),
        summary: SummaryJson {
            errors: report.count(Level::Error),
            warnings: report.count(Level::Warning),
            remarks: report.count(Level::Info),
            waived: checked.waived,
            known: checked.known,
            gone: checked.gone,
        },
        diagnostics: report
            .diagnostics
            .iter()
            .enumerate()
            .map(|(at, one)| InputJson {
                diagnostic: PlacedDiagnostic::of(one, report.sources),
                fix: fixes.remove(&at).map(|fix| fix_json(fix.fix, changes(fix, report.prefix))),
            })
            .collect(),
        findings: checked
            .findings
            .iter()
            .zip(input..)
            .map(|(finding, at)| {
                finding_json(
                    finding,
                    fixes.remove(&at).map(|fix| changes(fix, report.prefix)).unwrap_or_default(),
                    report,
                )
            })
            .collect(),
        evaluated: checked
            .evaluated
            .iter()
            .map(|(rule, looked_at)| EvaluatedJson { rule: rule.code, looked_at: *looked_at })
            .collect(),
        not_evaluated: checked
            .not_evaluated
            .iter()
            .map(|one| NotEvaluatedJson {
                rule: one.rule.code,
                missing: one.missing.clone(),
                facts: one.facts.iter().map(|kind| kind.schema().name).collect(),
            })
            .collect(),
        since: report.since.map(|since| SinceJson {
            revision: since.revision.clone(),
            stayed: since.stayed,
            lost: since
                .lost
                .iter()
                .map(|(rule, subject, message)| LostJson { rule, subject: subject.clone(), message: message.clone() })
                .collect(),
        }),
    }
}

fn fix_json(fix: &Fix, changes: Vec<ChangeJson>) -> FixJson {
    FixJson {
        applicability: if fix.safe { "safe" } else { "unsafe" },
        says: said(&fix.says),
        files: fix.files().into_iter().map(str::to_owned).collect(),
        changes,
    }
}

fn said(text: &str) -> String {
    inert_lines(cut(text)).into_owned()
}

fn changes(fix: FixOf<'_>, prefix: &str) -> Vec<ChangeJson> {
    let bare = |path: &str| path.strip_prefix(prefix).unwrap_or(path).to_owned();
    let of = |change: Change| {
        let (line, column) = change.region.start?;
        Some(ChangeJson {
            path: bare(&change.region.path),
            start: (line, column.unwrap_or(1)),
            end: change.region.end?,
            text: change.text,
        })
    };
    fix.changes.into_iter().filter_map(of).collect()
}

fn finding_json(finding: &Finding, changes: Vec<ChangeJson>, report: &CheckReport<'_>) -> FindingJson {
    let text = |text: &String| said(text);
    let sources = report.sources;
    FindingJson {
        rule: finding.rule.code,
        name: finding.rule.name,
        level: match finding.level {
            Level::Error => LevelJson::Error,
            Level::Warning => LevelJson::Warning,
            Level::Info => LevelJson::Info,
        },
        subject: finding.subject.clone(),
        about: finding.about.clone(),
        fingerprint: finding.fingerprint(),
        message: text(&finding.message),
        place: finding.primary.spot.place(sources),
        end: report.region(&finding.primary.spot).end,
        label: text(&finding.primary.text),
        related: finding.related.iter().map(|label| PlacedLabel::of(label, sources)).collect(),
        numbers: finding
            .numbers
            .iter()
            .map(|number| NumberJson {
                name: number.name,
                value: number.value,
                n: number.n,
                window: number.window.map(|(from, to)| (from.to_string(), to.to_string())),
                says: text(&number.says),
            })
            .collect(),
        notes: finding.notes.iter().map(text).collect(),
        help: finding.help.iter().map(text).collect(),
        who: text(&finding.who),
        by: finding.by.map(|day| day.to_string()),
        fix: finding.fix.as_ref().map(|fix| fix_json(fix, changes)),
    }
}
