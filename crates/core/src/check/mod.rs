//! Step 3: rules over the organization, as a linter has them over code.
//!
//! A rule is data plus one plain function in the static list of its family, and a page beside it: what it says, why,
//! when it fires, when it stays silent, when it is wrong, the fix, the source. The examples of the page are its tests.
//!
//! # How a rule is written
//!
//! 1. `cargo xtask new-rule ST107 leader-departed "The leader has left"` makes `rules/thread/leader_departed.rs`, its
//!    page, and the line in `rules/thread/mod.rs`. The letters of the code say the family.
//! 2. Write the page. Under *RuleOutcome* and *Not found* stand the smallest organizations that show it. An `expect` block
//!    lists every finding in the order of the files: the subject, then the text that the caret underlines (or
//!    `table.csv:LINE` for a record), then, indented, what it must say; or the one word `nothing`.
//! 3. Write `check`. It gets a [`Context`]: the [`World`] on the day, the options, and what more than one rule needs.
//!
//!    ```text
//!    fn check(context: &Context<'_>) -> RuleOutcome {
//!        let mut found = RuleOutcome::default();
//!        for initiative in context.world.live() {
//!            found.evaluated += 1;                          // what it could judge: none at all is "not evaluated"
//!            if let Some(why) = bad(initiative) {
//!                let finding = context
//!                    .finding(subject("initiative", &initiative.id), "what is wrong", context.spot(&initiative.place))
//!                    .label("a few words under the caret")  // also: about, related, number, note, who, by, fix
//!                    .help("how to fix it");
//!                found.push(finding);
//!            }
//!        }
//!        found
//!    }
//!    ```
//! 4. `needs` names what must be there at all; without it the rule is not run, and reported as not evaluated.
//! 5. `cargo test -p onethread-core --test pages rules`, then a row in `coverage.rs`, then `cargo xtask bless`.

mod baseline;
mod compare;
mod context;
mod finding;
mod options;
pub mod rules;
mod run;
mod settings;

pub use baseline::Baseline;
pub use compare::{Compared, compare, point_at};
pub use context::{Context, subject};
pub use finding::{Finding, Number, RuleOutcome, fingerprint};
pub use options::{Options, RuleOption, Setting};
pub use rules::{FAMILIES, Family, family_of, rule, rules};
pub(crate) use run::sponsor_of;
pub use run::{Checked, NotEvaluated, check, sort};
pub use settings::{Active, Origin, Overrides, Settings, resolve};

pub use onethread_model::agreement::Touches;
use onethread_model::diagnostic::Severity;
use onethread_model::facts::FactKind;

use crate::measure::World;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The model does not hold, and nobody can have meant it.
    Error,
    /// Most likely a defect.
    Warning,
    /// Worth a look.
    Info,
}

impl Level {
    /// All levels, the worst first.
    pub const ALL: [Level; 3] = [Level::Error, Level::Warning, Level::Info];

    /// The word in files.
    pub fn key(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "info",
        }
    }

    /// The severity of a diagnostic that shows a finding of this level.
    pub fn severity(self) -> Severity {
        match self {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Info => Severity::Note,
        }
    }
}

/// Something asked of the organization on a day, that can be wrong at a place.
pub struct Rule {
    /// Stable code: the letters of its family and a number.
    pub code: &'static str,
    /// Name in files, commands and messages.
    pub name: &'static str,
    /// What is wrong where it fires, in one line for a person who never heard of the model.
    pub title: &'static str,
    /// How much a finding matters, unless the settings say otherwise.
    pub level: Level,
    /// Whether it runs only where it is asked for by its whole code, because it is too often wrong.
    pub opt_in: bool,
    /// The page: what it says, why, examples that run as tests, when it is wrong, the fix, source.
    pub page: &'static str,
    /// Whom its findings speak of.
    pub touches: Touches,
    /// What must be there before it can say anything.
    pub needs: &'static [Need],
    /// What the settings can alter.
    pub options: &'static [RuleOption],
    /// Finds.
    pub check: fn(&Context<'_>) -> RuleOutcome,
}

impl Rule {
    /// Whether it judges what other rules found, and so has to wait for them.
    pub fn reads_findings(&self) -> bool {
        self.code.starts_with("WV")
    }
}

/// Something that a rule cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// An initiative that is live on the day.
    Live,
    /// An entry of this kind in the organization's files.
    Entries(&'static str),
    /// Rows of a fact table.
    Facts(FactKind),
    /// One of these.
    Any(&'static [Need]),
}

impl Need {
    /// What is missing, in words; `None` when it is there.
    pub fn missing(&self, world: &World<'_>) -> Option<String> {
        let org = world.inputs.org;
        match self {
            Need::Live => world.live().next().is_none().then(|| "no initiative is live".to_owned()),
            Need::Entries(kind) => org.entries(kind).eq(&0).then(|| format!("no `{kind}` in the organization's files")),
            Need::Facts(kind) => (!world.facts.has(*kind)).then(|| format!("no source feeds `{}`", kind.schema().name)),
            Need::Any(needs) => needs.iter().all(|need| need.missing(world).is_some()).then(|| none_of(needs)),
        }
    }

    /// What it is called, where it is an entry or a table.
    fn name(&self) -> Option<&'static str> {
        match self {
            Need::Entries(kind) => Some(kind),
            Need::Facts(kind) => Some(kind.schema().name),
            Need::Live | Need::Any(_) => None,
        }
    }

    /// The fact tables that would help.
    pub fn facts(&self) -> Vec<FactKind> {
        match self {
            Need::Facts(kind) => vec![*kind],
            Need::Any(needs) => needs.iter().flat_map(Need::facts).collect(),
            Need::Live | Need::Entries(_) => Vec::new(),
        }
    }
}

/// That none of these is there: each kind of thing in one clause.
fn none_of(needs: &[Need]) -> String {
    let names = |is_entry: bool| -> Vec<String> {
        let kind = needs.iter().filter(|need| matches!(need, Need::Entries(_)) == is_entry);
        kind.filter_map(Need::name).map(|name| format!("`{name}`")).collect()
    };
    let or = |names: Vec<String>| match names.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        [first @ .., last] => Some(format!("{} or {last}", first.join(", "))),
    };
    let entries = or(names(true)).map(|names| format!("no {names} in the organization's files"));
    let facts = or(names(false)).map(|names| format!("no source feeds {names}"));
    let live = needs.iter().any(|need| matches!(need, Need::Live)).then(|| "no initiative is live".to_owned());
    live.into_iter().chain(entries).chain(facts).collect::<Vec<_>>().join(", and ")
}
