//! What was found, as bytes that a later run can read: when nothing changed, it need not be found again.
//!
//! Edits are not kept, because whoever mends reads everything anyway; what they replace is, once it was told. Bytes that do not make sense give nothing.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use onethread_model::Day;
use onethread_model::diagnostic::{Diagnostic, Label, Mend, Severity, Spot};
use onethread_model::edit::Replacement;
use onethread_model::facts::FactKind;
use onethread_model::source::{FileId, Place, Span};
use serde::{Deserialize, Serialize};

use super::{Checked, Finding, Fix, Level, NotEvaluated, Number, rule};

/// What a run found, and what is wrong with its input.
pub struct Kept {
    /// Name of the organization.
    pub organization: Option<String>,
    /// What the rules found.
    pub checked: Checked,
    /// What is wrong with the input.
    pub diagnostics: Vec<Diagnostic>,
}

#[derive(Serialize, Deserialize)]
struct All {
    organization: Option<String>,
    day: i32,
    findings: Vec<OneFinding>,
    counts: [u64; 3],
    evaluated: Vec<(String, u64)>,
    not_evaluated: Vec<(String, String, Vec<String>)>,
    diagnostics: Vec<OneDiagnostic>,
}

#[derive(Serialize, Deserialize)]
struct OneFinding {
    rule: String,
    level: String,
    subject: String,
    about: String,
    message: String,
    labels: Vec<OneLabel>,
    numbers: Vec<OneNumber>,
    notes: Vec<String>,
    help: Vec<String>,
    fix: Option<OneFix>,
    who: String,
    by: Option<i32>,
}

#[derive(Serialize, Deserialize)]
struct OneFix {
    safe: bool,
    says: String,
    files: Vec<u32>,
    changes: Option<Vec<(u32, u64, u64, String)>>,
}

#[derive(Serialize, Deserialize)]
struct OneNumber {
    name: String,
    value: f64,
    n: u64,
    window: Option<(i32, i32)>,
    says: String,
}

#[derive(Serialize, Deserialize)]
struct OneDiagnostic {
    code: String,
    severity: u8,
    message: String,
    labels: Vec<OneLabel>,
    notes: Vec<String>,
    help: Vec<String>,
    mend: Option<OneMend>,
}

#[derive(Serialize, Deserialize)]
struct OneMend {
    safe: bool,
    says: String,
    span: (u32, u64, u64),
    part: String,
    text: String,
}

#[derive(Serialize, Deserialize)]
struct OneLabel {
    spot: OneSpot,
    text: String,
}

#[derive(Serialize, Deserialize)]
enum OneSpot {
    Span(u32, u64, u64),
    Record(String, u64, Option<u64>),
    Path(String),
}

/// Severities by the numbers that are kept of them.
const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

impl Kept {
    /// The bytes that [`Kept::read`] reads.
    pub fn write(organization: Option<&str>, checked: &Checked, diagnostics: &[Diagnostic]) -> Option<Vec<u8>> {
        let not_evaluated = checked.not_evaluated.iter().map(|not| {
            let facts = not.facts.iter().map(|kind| kind.schema().name.to_owned()).collect();
            (not.rule.code.to_owned(), not.missing.clone(), facts)
        });
        let all = All {
            organization: organization.map(str::to_owned),
            day: checked.day.epoch_days(),
            findings: checked.findings.iter().map(OneFinding::of).collect(),
            counts: [checked.waived, checked.known, checked.gone].map(|count| count as u64),
            evaluated: checked.evaluated.iter().map(|(rule, n)| (rule.code.to_owned(), *n as u64)).collect(),
            not_evaluated: not_evaluated.collect(),
            diagnostics: diagnostics.iter().map(OneDiagnostic::of).collect(),
        };
        postcard::to_allocvec(&all).ok()
    }

    /// What was written; `None` when it was not by this program.
    pub fn read(bytes: &[u8]) -> Option<Kept> {
        let all: All = postcard::from_bytes(bytes).ok()?;
        let [waived, known, gone] = all.counts.map(|count| count as usize);
        let not_evaluated = all.not_evaluated.into_iter().map(|(code, missing, facts)| {
            let facts: Option<Vec<FactKind>> = facts.iter().map(|name| FactKind::from_name(name)).collect();
            Some(NotEvaluated { rule: rule(&code)?, missing, facts: facts? })
        });
        let evaluated = all.evaluated.into_iter().map(|(code, n)| Some((rule(&code)?, n as usize)));
        let checked = Checked {
            day: Day::from_epoch_days(all.day),
            findings: all.findings.into_iter().map(OneFinding::back).collect::<Option<_>>()?,
            waived,
            known,
            gone,
            evaluated: evaluated.collect::<Option<_>>()?,
            not_evaluated: not_evaluated.collect::<Option<_>>()?,
        };
        let diagnostics = all.diagnostics.into_iter().map(OneDiagnostic::back).collect::<Option<_>>()?;
        Some(Kept { organization: all.organization, checked, diagnostics })
    }
}

impl OneFinding {
    fn of(finding: &Finding) -> OneFinding {
        OneFinding {
            rule: finding.rule.code.to_owned(),
            level: finding.level.key().to_owned(),
            subject: finding.subject.clone(),
            about: finding.about.clone(),
            message: finding.message.clone(),
            labels: labels(&finding.primary, &finding.related),
            numbers: finding.numbers.iter().map(OneNumber::of).collect(),
            notes: finding.notes.clone(),
            help: finding.help.clone(),
            fix: finding.fix.as_ref().map(OneFix::of),
            who: finding.who.clone(),
            by: finding.by.map(Day::epoch_days),
        }
    }

    fn back(self) -> Option<Finding> {
        let (primary, related) = primary_and_related(self.labels)?;
        Some(Finding {
            rule: rule(&self.rule)?,
            level: Level::from_key(&self.level)?,
            subject: self.subject,
            about: self.about,
            message: self.message,
            primary,
            related,
            numbers: self.numbers.into_iter().map(OneNumber::back).collect(),
            notes: self.notes,
            help: self.help,
            fix: self.fix.map(OneFix::back),
            who: self.who,
            by: self.by.map(Day::from_epoch_days),
        })
    }
}

impl OneFix {
    fn of(fix: &Fix) -> OneFix {
        let one = |(file, new): &(FileId, Replacement)| {
            (file.0, new.range.start as u64, new.range.end as u64, new.text.clone())
        };
        let changes = fix.changes.as_ref().map(|changes| changes.iter().map(one).collect());
        let files = fix.files.iter().map(|file| file.0).collect();
        OneFix { safe: fix.safe, says: fix.says.clone(), files, changes }
    }

    fn back(self) -> Fix {
        let one = |(file, start, end, text): (u32, u64, u64, String)| {
            (FileId(file), Replacement { range: start as usize..end as usize, text })
        };
        let changes = self.changes.map(|changes| changes.into_iter().map(one).collect());
        let files = self.files.into_iter().map(FileId).collect();
        Fix { safe: self.safe, says: self.says, files, edits: Vec::new(), changes }
    }
}

impl OneNumber {
    fn of(number: &Number) -> OneNumber {
        OneNumber {
            name: number.name.to_owned(),
            value: number.value,
            n: number.n as u64,
            window: number.window.map(|(from, to)| (from.epoch_days(), to.epoch_days())),
            says: number.says.clone(),
        }
    }

    fn back(self) -> Number {
        Number {
            name: lasting(&self.name),
            value: self.value,
            n: self.n as usize,
            window: self.window.map(|(from, to)| (Day::from_epoch_days(from), Day::from_epoch_days(to))),
            says: self.says,
        }
    }
}

impl OneDiagnostic {
    fn of(diagnostic: &Diagnostic) -> OneDiagnostic {
        OneDiagnostic {
            code: diagnostic.code.to_owned(),
            severity: SEVERITIES.iter().position(|known| *known == diagnostic.severity).unwrap_or_default() as u8,
            message: diagnostic.message.clone(),
            labels: labels(&diagnostic.primary, &diagnostic.related),
            notes: diagnostic.notes.clone(),
            help: diagnostic.help.clone(),
            mend: diagnostic.mend.as_ref().map(OneMend::of),
        }
    }

    fn back(self) -> Option<Diagnostic> {
        let (primary, related) = primary_and_related(self.labels)?;
        Some(Diagnostic {
            code: lasting(&self.code),
            severity: *SEVERITIES.get(usize::from(self.severity))?,
            message: self.message,
            primary,
            related,
            notes: self.notes,
            help: self.help,
            mend: self.mend.map(OneMend::back),
        })
    }
}

impl OneMend {
    fn of(mend: &Mend) -> OneMend {
        let (says, part, text) = (mend.says.clone(), mend.part.clone(), mend.text.clone());
        let span = (mend.span.file.0, mend.span.start as u64, mend.span.end as u64);
        OneMend { safe: mend.safe, says, span, part, text }
    }

    fn back(self) -> Mend {
        let (file, start, end) = self.span;
        let span = Span { file: FileId(file), start: start as usize, end: end as usize };
        Mend { safe: self.safe, says: self.says, span, part: self.part, text: self.text }
    }
}

fn labels(primary: &Label, related: &[Label]) -> Vec<OneLabel> {
    let one = |label: &Label| {
        let spot = match &label.spot {
            Spot::Span(span) => OneSpot::Span(span.file.0, span.start as u64, span.end as u64),
            Spot::Record(place) => {
                OneSpot::Record(place.path.clone(), place.line as u64, place.column.map(|column| column as u64))
            }
            Spot::Path(path) => OneSpot::Path(path.clone()),
        };
        OneLabel { spot, text: label.text.clone() }
    };
    std::iter::once(primary).chain(related).map(one).collect()
}

fn primary_and_related(labels: Vec<OneLabel>) -> Option<(Label, Vec<Label>)> {
    let mut labels = labels.into_iter().map(|label| {
        let spot = match label.spot {
            OneSpot::Span(file, start, end) => {
                Spot::Span(Span { file: FileId(file), start: start as usize, end: end as usize })
            }
            OneSpot::Record(path, line, column) => {
                Spot::Record(Place { path, line: line as usize, column: column.map(|column| column as usize) })
            }
            OneSpot::Path(path) => Spot::Path(path),
        };
        Label { spot, text: label.text }
    });
    Some((labels.next()?, labels.collect()))
}

/// A name that lasts as long as the program. There are as many as the program has itself, each made once.
fn lasting(name: &str) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return known;
    }
    let made: &'static str = Box::leak(name.to_owned().into_boxed_str());
    names.insert(made);
    made
}
