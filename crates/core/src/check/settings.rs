//! Which rules run, at which level, with which options, and where that was said.

use std::fmt;

use onethread_model::config::{CheckSettings, RuleSettings};
use onethread_model::diagnostic::{Diagnostic, nearest};
use onethread_model::fields::quoted;
use onethread_model::record::{Value, short};
use onethread_model::source::{At, Place, Sources, Span};

use super::{FAMILIES, Level, Options, Rule, RuleOption, Setting, rules};

/// The word that selects every rule.
const ALL: &str = "ALL";

/// What the command line says about rules; it counts before the settings.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// Rules to run instead of those of the settings.
    pub select: Vec<String>,
    /// Rules to run beside the others.
    pub extend_select: Vec<String>,
    /// Rules to leave out.
    pub ignore: Vec<String>,
}

/// Where something was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nowhere: the rule's own default.
    Default,
    /// At a place of the settings.
    Settings(Place),
    /// By an argument of the command line.
    Argument(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Default => f.write_str("default"),
            Origin::Settings(place) => place.fmt(f),
            Origin::Argument(name) => f.write_str(name),
        }
    }
}

/// A rule as it is to be run, or not.
pub struct Active {
    /// The rule.
    pub rule: &'static Rule,
    /// The level of its findings; `None` when it is not run.
    pub level: Option<Level>,
    /// Where it was said whether it is run.
    pub chosen: Origin,
    /// Where its level was said.
    pub leveled: Origin,
    /// Its options.
    pub options: Options,
    /// Where each option was said, in the order of the rule's list.
    pub set: Vec<Origin>,
}

/// All rules, in the order of the list.
pub struct Settings {
    /// Each rule once.
    pub rules: Vec<Active>,
}

/// What holds for every rule. What is not understood in the settings is reported and left out.
///
/// # Errors
/// A word of the command line that selects nothing, with the nearest word that would.
pub fn resolve(
    settings: &CheckSettings,
    sources: &Sources,
    overrides: &Overrides,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Settings, (String, Option<&'static str>)> {
    let all = overrides.select.iter().chain(&overrides.extend_select).chain(&overrides.ignore);
    if let Some(unknown) = all.into_iter().find(|word| !selects_any(word)) {
        return Err((unknown.clone(), nearest_selector(unknown)));
    }
    let written = |words: &[At<String>], diagnostics: &mut Vec<Diagnostic>| -> Vec<(String, Origin)> {
        let mut known = Vec::new();
        for word in words {
            if selects_any(&word.value) {
                known.push((word.value.clone(), Origin::Settings(sources.place(word.span))));
            } else {
                diagnostics.push(unknown_rule(&word.value, word.span));
            }
        }
        known
    };
    let given = |words: &[String], name: &'static str| -> Vec<(String, Origin)> {
        words.iter().map(|word| (word.clone(), Origin::Argument(name))).collect()
    };
    let layers = [
        Layer {
            select: written(&settings.select, diagnostics),
            extend: written(&settings.extend_select, diagnostics),
            ignore: written(&settings.ignore, diagnostics),
        },
        Layer {
            select: given(&overrides.select, "--select"),
            extend: given(&overrides.extend_select, "--extend-select"),
            ignore: given(&overrides.ignore, "--ignore"),
        },
    ];
    let mut all: Vec<Active> = rules().map(Active::default_of).collect();
    layers[0].apply(&mut all);
    for RuleSettings { code, values } in &settings.rules {
        match all.iter_mut().find(|active| is_named(active.rule, &code.value)) {
            Some(active) => active.read(values, sources, diagnostics),
            None => diagnostics.push(unknown_rule(&code.value, code.span)),
        }
    }
    layers[1].apply(&mut all);
    Ok(Settings { rules: all })
}

/// One place that says which rules run.
struct Layer {
    select: Vec<(String, Origin)>,
    extend: Vec<(String, Origin)>,
    ignore: Vec<(String, Origin)>,
}

impl Layer {
    fn apply(&self, all: &mut [Active]) {
        for active in all {
            let selected = longest(active.rule, self.select.iter().chain(&self.extend), true);
            let ignored = longest(active.rule, self.ignore.iter(), false);
            match (selected, ignored) {
                // The longer word counts, and of two as long the one that leaves out.
                (Some((length, origin)), ignored) if ignored.is_none_or(|(other, _)| other < length) => {
                    active.level = active.level.or(Some(active.rule.level));
                    active.chosen = origin.clone();
                }
                (_, Some((_, origin))) => {
                    active.level = None;
                    active.chosen = origin.clone();
                }
                _ if !self.select.is_empty() => {
                    active.level = None;
                    active.chosen = self.select[0].1.clone();
                }
                _ => {}
            }
        }
    }
}

/// The longest of the words that speak of a rule, and where it stands.
fn longest<'l>(
    rule: &Rule,
    words: impl Iterator<Item = &'l (String, Origin)>,
    selects: bool,
) -> Option<(usize, &'l Origin)> {
    let speaks = words.filter(|(word, _)| {
        // A rule that is often wrong is run only where it is asked for by itself.
        if rule.opt_in && selects { is_named(rule, word) || word == ALL } else { matches(rule, word) }
    });
    speaks.map(|(word, origin)| (specificity(rule, word), origin)).max_by_key(|(length, _)| *length)
}

fn specificity(rule: &Rule, word: &str) -> usize {
    if word == ALL {
        0
    } else if is_named(rule, word) {
        usize::MAX
    } else {
        word.len()
    }
}

fn is_named(rule: &Rule, word: &str) -> bool {
    rule.code.eq_ignore_ascii_case(word) || rule.name == word
}

fn matches(rule: &Rule, word: &str) -> bool {
    let begins = rule.code.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    word == ALL || is_named(rule, word) || (!word.is_empty() && begins)
}

fn selects_any(word: &str) -> bool {
    word == ALL || rules().any(|rule| matches(rule, word))
}

fn nearest_selector(word: &str) -> Option<&'static str> {
    let words = rules().flat_map(|rule| [rule.code, rule.name]).chain(FAMILIES.iter().map(|family| family.letters));
    nearest(word, words.chain([ALL]))
}

fn unknown_rule(word: &str, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::error("unknown-rule", format!("there is no rule `{}`", short(word)), span);
    match nearest_selector(word) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("`onethread check --show-settings` lists the rules"),
    }
}

impl Active {
    fn default_of(rule: &'static Rule) -> Active {
        Active {
            rule,
            level: (!rule.opt_in).then_some(rule.level),
            chosen: Origin::Default,
            leveled: Origin::Default,
            options: Options::defaults(rule.options),
            set: vec![Origin::Default; rule.options.len()],
        }
    }

    /// Reads `[check.rules.CODE]`.
    fn read(&mut self, values: &[(At<String>, At<Value>)], sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
        let code = self.rule.code;
        for (key, value) in values {
            if key.value == "level" {
                self.read_level(value, sources, diagnostics);
                continue;
            }
            let found = self.rule.options.iter().position(|option| option.key == key.value);
            let Some((at, option)) = found.and_then(|at| Some((at, self.rule.options.get(at)?))) else {
                let known: Vec<&str> =
                    std::iter::once("level").chain(self.rule.options.iter().map(|option| option.key)).collect();
                let what = format!("rule {code} has no option `{}`", short(&key.value));
                let diagnostic = Diagnostic::error("unknown-option", what, key.span);
                diagnostics.push(match nearest(&key.value, known.iter().copied()) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                    None => diagnostic.help(format!("it knows {}", quoted(&known))),
                });
                continue;
            };
            match setting(option, &value.value) {
                Some(setting) => {
                    self.options.set(option.key, setting);
                    self.set[at] = Origin::Settings(sources.place(value.span));
                }
                None => diagnostics.push(
                    Diagnostic::error(
                        "wrong-type",
                        format!("`{}` of rule {code} is of a wrong kind", option.key),
                        value.span,
                    )
                    .label(format!("expected {}", expected(option)))
                    .note(format!("{} is used: the default", option.default)),
                ),
            }
        }
    }

    fn read_level(&mut self, value: &At<Value>, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
        const LEVELS: &[&str] = &["error", "warning", "info", "off"];
        let word = if let Value::Text(word) = &value.value { word.as_str() } else { "" };
        let origin = Origin::Settings(sources.place(value.span));
        match LEVELS.iter().position(|level| *level == word) {
            Some(3) => (self.level, self.chosen) = (None, origin),
            Some(at) => {
                (self.level, self.leveled) = (Some(Level::ALL[at]), origin.clone());
                self.chosen = origin;
            }
            None => diagnostics.push(
                Diagnostic::error(
                    "unknown-word",
                    format!("`level` of rule {} is no level", self.rule.code),
                    value.span,
                )
                .label(format!("expected one of {}", quoted(LEVELS)))
                .suggest(word, LEVELS.iter().copied()),
            ),
        }
    }
}

fn setting(option: &RuleOption, value: &Value) -> Option<Setting> {
    match (option.default, value) {
        (Setting::Count(_), Value::Number(number)) if number.fract() == 0.0 && (0.0..=4e9).contains(number) => {
            Some(Setting::Count(*number as u32))
        }
        (Setting::Share(_), Value::Number(number)) if (0.0..=1.0).contains(number) => Some(Setting::Share(*number)),
        (Setting::Flag(_), Value::Flag(flag)) => Some(Setting::Flag(*flag)),
        _ => None,
    }
}

fn expected(option: &RuleOption) -> &'static str {
    match option.default {
        Setting::Count(_) => "a whole number from 0",
        Setting::Share(_) => "a number from 0 to 1",
        Setting::Flag(_) => "`true` or `false`",
    }
}
