//! What a rule finds.

use onethread_model::Day;
use onethread_model::diagnostic::{Diagnostic, Label, Spot};
use onethread_model::edit::{Edit, Fix};

use super::{Level, Rule};

/// One thing that a rule found: what, about what, where, on how much evidence, and how to fix it.
#[derive(Clone)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How much it matters here.
    pub level: Level,
    /// The entity that it is about, as `kind:id`: with the rule it names the finding over time, wherever it stands.
    pub subject: String,
    /// Which one, where a rule can find several about one subject; else empty.
    pub about: String,
    /// What is wrong, in one line.
    pub message: String,
    /// Where it is wrong.
    pub primary: Label,
    /// Other places that belong to it.
    pub related: Vec<Label>,
    /// Numbers behind it.
    pub numbers: Vec<Number>,
    /// Facts that explain it.
    pub notes: Vec<String>,
    /// How to fix it.
    pub help: Vec<String>,
    /// The fix that the program can make.
    pub fix: Option<Fix>,
    /// Who has to act, in words; the one who answers for the subject unless the rule says otherwise.
    pub who: String,
    /// The day by which, when one is set.
    pub by: Option<Day>,
}

/// A number behind a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// What it is, with its unit last, such as `wait_days_p50`.
    pub name: &'static str,
    /// The value.
    pub value: f64,
    /// How many pieces of evidence it rests on.
    pub n: usize,
    /// The days that it was taken over, both included; absent for a count as of the day.
    pub window: Option<(Day, Day)>,
    /// The sentence that says it, without n and window.
    pub says: String,
}

impl Number {
    /// A number as of the day.
    pub(crate) fn as_of_day(name: &'static str, value: f64, n: usize, says: impl Into<String>) -> Number {
        Number { name, value, n, window: None, says: says.into() }
    }

    /// The sentence with n and window.
    pub fn sentence(&self) -> String {
        match self.window {
            Some((from, to)) => format!("{} (n = {}, {from} to {to})", self.says, self.n),
            None => format!("{} (n = {})", self.says, self.n),
        }
    }
}

/// What a rule found, and how much it looked at.
#[derive(Default)]
pub struct RuleOutcome {
    /// How many things it could judge; none at all is "not evaluated".
    pub evaluated: usize,
    /// What it found.
    pub findings: Vec<Finding>,
}

impl RuleOutcome {
    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

impl Finding {
    /// Tells apart several findings of a rule about one subject. It must stay the same when the file is laid out anew.
    #[must_use]
    pub fn about(mut self, about: impl Into<String>) -> Finding {
        self.about = about.into();
        self
    }

    /// Adds words under the caret.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Finding {
        self.primary.text = text.into();
        self
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn related(mut self, spot: Spot, text: impl Into<String>) -> Finding {
        self.related.push(Label { spot, text: text.into() });
        self
    }

    /// Adds a number behind it.
    #[must_use]
    pub fn number(mut self, number: Number) -> Finding {
        self.numbers.push(number);
        self
    }

    /// Adds a fact that explains it.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Finding {
        self.notes.push(text.into());
        self
    }

    /// Adds how to fix it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Finding {
        self.help.push(text.into());
        self
    }

    /// Says who has to act, where it is not the one who answers for the subject.
    #[must_use]
    pub fn who(mut self, who: impl Into<String>) -> Finding {
        self.who = who.into();
        self
    }

    /// Says the day by which someone has to act.
    #[must_use]
    pub fn by(mut self, day: Day) -> Finding {
        self.by = Some(day);
        self
    }

    /// Adds edits that fix it and can lose nothing that someone meant.
    #[must_use]
    pub(crate) fn safe_fix(self, says: impl Into<String>, edits: Vec<Edit>) -> Finding {
        self.fix(true, says, edits)
    }

    /// Adds edits that fix it, and that someone must look at.
    #[must_use]
    pub(crate) fn unsafe_fix(self, says: impl Into<String>, edits: Vec<Edit>) -> Finding {
        self.fix(false, says, edits)
    }

    fn fix(mut self, safe: bool, says: impl Into<String>, edits: Vec<Edit>) -> Finding {
        self.fix = Some(Fix { safe, says: says.into(), edits });
        self
    }

    /// What stays the same when files are laid out anew: rule, subject, and which one.
    pub fn identity(&self) -> (&'static str, &str, &str) {
        (self.rule.code, &self.subject, &self.about)
    }

    /// The identity as 16 hexadecimal digits. Two findings of a rule about one subject have `about` to differ in.
    pub fn fingerprint(&self) -> String {
        fingerprint(&[self.rule.code, &self.subject, &self.about])
    }

    /// The finding in the form in which defects of the input are shown.
    pub fn diagnostic(&self) -> Diagnostic {
        let mut help = self.help.clone();
        help.extend(self.fix.as_ref().map(Fix::help));
        Diagnostic {
            code: self.rule.code,
            severity: self.level.severity(),
            message: self.message.clone(),
            primary: self.primary.clone(),
            related: self.related.clone(),
            notes: self.numbers.iter().map(Number::sentence).chain(self.notes.iter().cloned()).collect(),
            help,
            fix: self.fix.clone(),
        }
    }
}

/// Parts as 16 hexadecimal digits: their FNV-1a hash, with a zero byte after each.
pub fn fingerprint(parts: &[&str]) -> String {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    let hash = bytes
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("{hash:016x}")
}
