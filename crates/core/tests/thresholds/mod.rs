//! Lines that pages draw: each page names its thresholds, and shows each one at the line and one step beyond.
//!
//! A page names a threshold as `Threshold: KEY VALUE`, with both in backquotes. An example at the line has
//! `at=KEY` behind the word `expect` of its block, one that lies a step beyond has `beyond=KEY`. Which thresholds a page
//! has to name is found out and not believed: the options of a rule, the numbers among the constants of its code, those
//! that its code takes from elsewhere, and those lines of the settings that alter an answer of its examples. Code that
//! several pages share is one page's, by [`HELPERS`].
//!
//! Where an example would need hundreds of records, a page names a test beside the value, as
//! `Threshold: KEY VALUE, tested by NAME`, and so does the comment of a constant that no page is about.

mod constants;

use std::collections::BTreeMap;

use onethread_core::check::{Overrides, Rule, Setting, check, resolve, rules};
use onethread_core::measure::measures::MEASURES;
use onethread_core::measure::{Snapshot, World};
use onethread_core::moves::MOVES;
use onethread_core::review::{CRITERIA, FORM_PAGE, review};
use onethread_model::Day;

use constants::{Code, Constant};

use crate::example::{Example, read};

/// One page, and what its examples give.
struct Page {
    name: &'static str,
    text: &'static str,
    /// The code beside the page, below `crates`.
    code: String,
    asks: Asks,
}

enum Asks {
    Criterion(&'static str),
    Form,
    Rule(&'static Rule),
    Measure(usize),
    Move,
}

/// A line that can be moved.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Line {
    /// One of the settings.
    Setting(&'static str),
    /// An option of the rule.
    Option(&'static str, Setting),
}

/// Lines of the settings, each with the values at both ends.
const SETTINGS: [(&str, f64, f64); 7] = [
    ("dedicated-share", 0.0, 1.0),
    ("other-share", 0.0, 1.0),
    ("reporting-share", 0.0, 1.0),
    ("change-days", 0.0, 20_000.0),
    ("period-days", 1.0, 20_000.0),
    ("plan-days", 0.0, 20_000.0),
    ("live-within-days", 0.0, 20_000.0),
];

/// Numbers that draw no line of an answer, by why.
const NO_LINES: &[(&str, &[&str])] = &[
    (
        "how much is printed: what is left out is counted, and no answer turns on it",
        &[
            "ALIKE_MAX",
            "CANDIDATES_MAX",
            "DRAFTED_MAX",
            "FOLDERS_MAX",
            "HOLDERS_MAX",
            "LEVELS_TOLD",
            "NAMED_MAX",
            "PAIRS_MAX",
            "PARTNERS_MAX",
            "PLACES_MAX",
            "REASONS_MAX",
            "RECORDS_SHOWN",
            "RELATED_MAX",
            "RIVALS_MAX",
            "ROWS_MAX",
            "SHOWN",
        ],
    ),
    (
        "how often something is drawn, and from where: another number alters the last digits",
        &["DRAWS", "MATCHED", "MATCHED_EDGES_MAX", "SEED", "SAMPLED", "SWAPS"],
    ),
    (
        "how many things there are, and what numbers and versions are called",
        &[
            "BUSY",
            "FIELDS",
            "GIVEN_UP",
            "JUDGED",
            "ON_CALENDAR",
            "PERIODS_A_YEAR",
            "PLACES",
            "REACHED",
            "SERIES",
            "THINGS",
            "VERSION",
        ],
    ),
    (
        "how much is remembered: it alters how fast an answer comes",
        &["DAYS_KEPT", "KEPT_MAX", "REMEMBERED_MAX", "SETS_MAX", "SHORT_MAX"],
    ),
    (
        "how exactly a number is computed: tests against textbooks and other programs answer for it",
        &[
            "CHUNG_LU_CHANCE_MAX",
            "CLOSE",
            "CORRELATION_MAX",
            "ERROR_MAX",
            "HALVES",
            "HALVINGS",
            "EULER",
            "EXACT_ITEMS_MAX",
            "FREEDOM_LEAST",
            "GROUPS_MAX",
            "HUGE",
            "LEVEL_TOLERANCE",
            "NEAR",
            "OWN_MIN",
            "PREDICTOR_MAX",
            "ROUNDS",
            "ROUNDS_MAX",
            "SLACK",
            "SQUARES_SHARE",
            "STEPS_MAX",
            "TERMS",
            "TERMS_MAX",
            "TINY",
            "TOLERANCE",
        ],
    ),
    (
        "the confidence level of an interval, and what keeps it: tests of coverage and made-up worlds answer for it",
        &[
            "BAND_LEVEL",
            "BAND_Z",
            "BELOW",
            "CORRELATION_ERRORS",
            "INTERVAL_LEVEL",
            "LOWER_BOUND_LEVEL",
            "FEW_TIMES",
            "FALSE_SHARE_MAX",
            "POWER_MIN",
            "Z_SUM",
            "SPELLS_COST",
            "SPELLS_STEEP",
            "UNEQUAL",
            "WINDOW_BLOCKS",
            "WINDOW_WEEKS",
            "Z",
        ],
    ),
    ("how long a year is, by definition", &["YEAR_DAYS"]),
];

/// Code whose numbers a page shows although the code does not lie beside it: files and folders below `crates`.
const HELPERS: &[(&str, &str)] = &[
    ("core/src/check/rules/scope/mod.rs", "owner-in-name-only"),
    ("core/src/measure/cadence.rs", "instrumented"),
    ("core/src/measure/change_log.rs", "ownership-coverage"),
    ("core/src/measure/containment.rs", "separability"),
    ("core/src/measure/parts.rs", "candidates"),
    ("core/src/measure/register/duplicates.rs", "open-source"),
    ("core/src/measure/register", "dependency-register"),
    ("core/src/measure/waiting", "waiting-ledger"),
    ("core/src/review/fit.rs", "fit"),
    ("kernel/src/graph/propagation.rs", "propagation-cost"),
];

/// Comparisons with numbers that are no lines of an answer, by file and a piece of the line.
const NO_NAMES: &[(&str, &str)] = &[
    // How a probability, or a number, is written.
    ("core/src/measure/clocks.rs", "p < 0.0"),
    ("core/src/measure/measures/metric_courses.rs", "digits >= 4"),
    ("core/src/words.rs", "p < 1.5 * least"),
    // A year has twelve months.
    ("core/src/answers/written.rs", "first > 12, second > 12"),
    // How long an id may be.
    ("core/src/answers/written.rs", "count() <= 100"),
    // How few letters name a month.
    ("core/src/answers/written.rs", "name.len() >= 3"),
    // What a percentage is; a degree of Code Maat is one.
    ("core/src/moves/blanks.rs", "percent <= 100"),
    ("kernel/src/coupling/degree.rs", "degree <= 100.0"),
    // Bits of a word.
    ("core/src/measure/register/release_calendar.rs", "left < 64"),
    // Two degrees of freedom are spent, and one has to be left.
    ("kernel/src/hazard.rs", "clusters < 3.0"),
    // How exactly a number is computed.
    ("kernel/src/discovery.rs", "n <= 1_000"),
    ("kernel/src/distributions.rs", "1e-15"),
    ("kernel/src/distributions.rs", "0.5 * f64::EPSILON"),
    ("kernel/src/effective.rs", "n <= 1_000"),
    ("kernel/src/exposure.rs", "1e-18"),
    ("kernel/src/hazard.rs", "1e-9"),
    ("kernel/src/hazard.rs", "1e-12"),
    ("kernel/src/process.rs", "1e-18"),
    ("kernel/src/separability.rs", "1e-9"),
    ("kernel/src/tails.rs", "1e-16"),
    ("kernel/src/tails.rs", "high > 4.0 * low"),
    ("kernel/src/tails.rs", "1e-14"),
];

fn pages() -> Vec<Page> {
    let file = |folder: &str, name: &str| format!("core/src/{folder}/{}.rs", name.replace('-', "_"));
    let criteria = CRITERIA.iter().map(|one| Page {
        name: one.key,
        text: one.page,
        code: file("review/criteria", one.key),
        asks: Asks::Criterion(one.key),
    });
    let measures = MEASURES.iter().enumerate().map(|(at, one)| Page {
        name: one.key,
        text: one.page,
        code: file("measure/measures", one.key),
        asks: Asks::Measure(at),
    });
    let folder = |rule: &Rule| {
        let family = onethread_core::check::FAMILIES.iter().find(|family| rule.code.starts_with(family.letters));
        format!("check/rules/{}", family.expect("a family").folder)
    };
    let all_rules = rules().map(|rule| Page {
        name: rule.name,
        text: rule.page,
        code: file(&folder(rule), rule.name),
        asks: Asks::Rule(rule),
    });
    let form = Page { name: "form", text: FORM_PAGE, code: "core/src/review/form.rs".to_owned(), asks: Asks::Form };
    let moves = MOVES.iter().map(|kind| Page {
        name: kind.key,
        text: kind.page,
        code: file("moves", kind.key),
        asks: Asks::Move,
    });
    criteria.chain([form]).chain(all_rules).chain(measures).chain(moves).collect()
}

/// The same snapshot with one line of the settings at another value.
fn moved(snapshot: &Snapshot, key: &str, to: f64) -> Snapshot {
    let mut config = (*snapshot.config).clone();
    let lines = &mut config.thresholds;
    match key {
        "dedicated-share" => lines.dedicated_share = to,
        "other-share" => lines.other_share = to,
        "reporting-share" => lines.reporting_share = to,
        "change-days" => lines.change_days = to as u32,
        "period-days" => lines.period_days = to as u32,
        "plan-days" => lines.plan_days = to as u32,
        "live-within-days" => config.registry.live_within_days = Some(to as u32),
        _ => panic!("no such line: {key}"),
    }
    let (org, sources, facts) = ((*snapshot.org).clone(), (*snapshot.sources).clone(), (*snapshot.facts).clone());
    Snapshot::new(config, org, sources, facts).with_agreement((*snapshot.agreement).clone())
}

/// The value of a line in the settings of an example; absent where the example does not set one that has no default.
fn value(snapshot: &Snapshot, key: &str) -> Option<f64> {
    let lines = snapshot.config.thresholds;
    match key {
        "dedicated-share" => Some(lines.dedicated_share),
        "other-share" => Some(lines.other_share),
        "reporting-share" => Some(lines.reporting_share),
        "change-days" => Some(f64::from(lines.change_days)),
        "period-days" => Some(f64::from(lines.period_days)),
        "plan-days" => Some(f64::from(lines.plan_days)),
        _ => snapshot.config.registry.live_within_days.map(f64::from),
    }
}

/// The smallest step of a line.
fn step(key: &str) -> f64 {
    if key.ends_with("-share") { 0.001 } else { 1.0 }
}

impl Page {
    /// What an example gives where a line lies some steps from where it is; absent where it cannot lie there.
    fn outcome(&self, example: &Example, line: Option<(Line, f64)>) -> Option<Vec<String>> {
        let mut outcome = None;
        example.run(|snapshot, day| {
            outcome = match line {
                None => Some(self.ask(snapshot, day, None, example)),
                Some((Line::Setting(key), steps)) => value(snapshot, key).map(|value| {
                    let to = (value + steps * step(key)).max(0.0);
                    self.ask(&moved(snapshot, key, to), day, None, example)
                }),
                Some((Line::Option(key, default), steps)) => {
                    Some(self.ask(snapshot, day, Some((key, default, steps)), example))
                }
            };
        });
        outcome
    }

    /// What an example gives to the questions of another one.
    fn answers(&self, example: &Example, asked: &Example) -> Vec<String> {
        let mut answers = Vec::new();
        example.run(|snapshot, day| answers = self.ask(snapshot, day, None, asked));
        answers
    }

    fn ask(
        &self,
        snapshot: &Snapshot,
        day: Day,
        option: Option<(&'static str, Setting, f64)>,
        example: &Example,
    ) -> Vec<String> {
        match &self.asks {
            Asks::Criterion(criterion) => {
                let review = review(snapshot, day);
                let answer = |id: &str| Some(review.initiative(id)?.answer(criterion)?.key());
                example.expected_answers().iter().map(|one| format!("{} {:?}", one.id, answer(&one.id))).collect()
            }
            Asks::Form => {
                let review = review(snapshot, day);
                let form = |id: &str| review.initiative(id).map(|one| one.form.form.key());
                example.expected_answers().iter().map(|one| format!("{} {:?}", one.id, form(&one.id))).collect()
            }
            Asks::Rule(rule) => found(rule, snapshot, day, option),
            Asks::Measure(at) => {
                let value = (MEASURES[*at].value)(&World::on(snapshot, day));
                example.expected_values().iter().map(|(path, _)| format!("{path} {}", at_path(&value, path))).collect()
            }
            // Examples of moves are run by their own test; each has to expect something else.
            Asks::Move => example.expected_lines().iter().map(|(line, _)| (*line).to_owned()).collect(),
        }
    }

    /// The lines that can be moved, and that this page has to show.
    fn lines(&self, examples: &[Example]) -> Vec<(Line, f64)> {
        let mut lines = Vec::new();
        if let Asks::Rule(rule) = &self.asks {
            for option in rule.options {
                let default = match option.default {
                    Setting::Count(count) => f64::from(count),
                    Setting::Share(share) => share,
                    Setting::Flag(_) => continue,
                };
                lines.push((Line::Option(option.key, option.default), default));
            }
        }
        let mut read: BTreeMap<&str, f64> = BTreeMap::new();
        for example in examples {
            example.run(|snapshot, day| {
                let now = self.ask(snapshot, day, None, example);
                for (key, least, most) in SETTINGS {
                    let is = |to: f64| self.ask(&moved(snapshot, key, to), day, None, example);
                    let Some(set) = value(snapshot, key).filter(|_| !read.contains_key(key)) else { continue };
                    if is(least) != now || is(most) != now {
                        read.insert(key, value(&Snapshot::default(), key).unwrap_or(set));
                    }
                }
            });
        }
        let known = SETTINGS.iter().filter_map(|(key, ..)| Some((Line::Setting(key), *read.get(key)?)));
        lines.extend(known);
        lines
    }

    /// Numbers among the constants of its code, and those that its code takes from elsewhere.
    fn constants<'c>(&self, code: &Code, all: &'c [Constant]) -> Vec<&'c Constant> {
        let own = all.iter().filter(|one| one.file == self.code || helped(&one.file) == Some(self.name));
        own.chain(code.imported(&self.code, all)).filter(|one| !is_no_line(&one.name) && one.test().is_none()).collect()
    }

    /// Thresholds that the page names.
    fn named(&self) -> BTreeMap<String, Named> {
        let named = self.text.split("Threshold: `").skip(1).filter_map(|rest| {
            let (key, rest) = rest.split_once("` `")?;
            let (value, rest) = rest.split_once('`')?;
            Some((
                key.to_owned(),
                Named { value: value.to_owned(), test: rest.strip_prefix(", tested by `").and_then(quoted) },
            ))
        });
        named.collect()
    }
}

/// A threshold as a page names it.
struct Named {
    value: String,
    /// The test that stands for examples.
    test: Option<String>,
}

/// What stands before the next backquote.
fn quoted(text: &str) -> Option<String> {
    Some(text.split_once('`')?.0.to_owned())
}

/// The page that shows the numbers of a file which does not lie beside it.
fn helped(file: &str) -> Option<&'static str> {
    HELPERS.iter().find(|(code, _)| file == *code || file.starts_with(&format!("{code}/"))).map(|(_, page)| *page)
}

fn is_no_line(name: &str) -> bool {
    NO_LINES.iter().any(|(_, names)| names.contains(&name))
}

fn at_path<'v>(value: &'v serde_json::Value, path: &str) -> &'v serde_json::Value {
    path.split('.')
        .try_fold(value, |value, part| match part.parse::<usize>() {
            Ok(index) if value.is_array() => value.get(index),
            _ => value.get(part),
        })
        .unwrap_or(&serde_json::Value::Null)
}

/// What a rule finds, with one of its options some steps from where it is.
fn found(
    rule: &'static Rule,
    snapshot: &Snapshot,
    day: Day,
    option: Option<(&'static str, Setting, f64)>,
) -> Vec<String> {
    let word = if rule.reads_findings() { "ALL" } else { rule.code };
    let overrides = Overrides { select: vec![word.to_owned()], ..Overrides::default() };
    let mut settings = resolve(&snapshot.config.check, &snapshot.sources, &overrides, &mut Vec::new()).expect("a rule");
    if let Some((key, default, steps)) = option {
        let active = settings.rules.iter_mut().find(|active| active.rule.code == rule.code).expect("the rule");
        let to = match active.options.get(key).unwrap_or(default) {
            Setting::Count(count) => Setting::Count((f64::from(count) + steps).max(0.0) as u32),
            Setting::Share(share) => Setting::Share((share + steps * 0.001).clamp(0.0, 1.0)),
            flag => flag,
        };
        active.options.set(key, to);
    }
    let findings = check(&World::on(snapshot, day), &settings).findings;
    let of_rule = findings.into_iter().filter(|finding| finding.rule.code == rule.code);
    of_rule.map(|finding| format!("{} {}", finding.subject, finding.about)).collect()
}

#[test]
fn each_threshold_is_shown_at_the_line_and_one_step_beyond() {
    let code = Code::read(&["core/src", "kernel/src"]);
    let tests = Code::read(&["core/src", "core/tests", "kernel/src", "kernel/tests"]);
    let constants = code.constants();
    let wrong: Vec<String> = pages().iter().flat_map(|page| page.faults(&code, &tests, &constants)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Numbers of code that no page is about name a test in their comment.
#[test]
fn each_threshold_without_a_page_is_tested() {
    let code = Code::read(&["core/src", "kernel/src"]);
    let tests = Code::read(&["core/src", "core/tests", "kernel/src", "kernel/tests"]);
    let (pages, mut wrong) = (pages(), Vec::new());
    let constants = code.constants();
    let is_paged = |file: &str| helped(file).is_some() || pages.iter().any(|page| page.code == file);
    for one in constants.iter().filter(|one| !is_no_line(&one.name)) {
        let fault = match one.test() {
            Some(test) => tests.test_fault(test, &one.name, &one.value),
            None if is_paged(&one.file) => None,
            None => Some("say in its comment \"Tested by `NAME`.\", or which page shows it in HELPERS".to_owned()),
        };
        wrong.extend(fault.map(|fault| format!("{}, {}: {fault}", one.file, one.name)));
    }
    for (file, page) in HELPERS {
        if !pages.iter().any(|one| one.name == *page) || !constants.iter().any(|one| helped(&one.file) == Some(page)) {
            wrong.push(format!("HELPERS: {file} for {page} is about nothing"));
        }
    }
    for name in NO_LINES.iter().flat_map(|(_, names)| *names) {
        if !constants.iter().any(|one| one.name == *name) {
            wrong.push(format!("NO_LINES: there is no constant {name}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A line of an answer has a name, so that it is found here.
#[test]
fn no_threshold_hides_in_a_function() {
    let code = Code::read(&["core/src", "kernel/src"]);
    let found = code.unnamed_lines();
    let is_in = |(file, line): &(&str, &str), (known, piece): &(&str, &str)| file == known && line.contains(piece);
    for one in &found {
        assert!(NO_NAMES.iter().any(|known| is_in(one, known)), "name the number as a constant: {one:?}");
    }
    for known in NO_NAMES {
        assert!(found.iter().any(|one| is_in(one, known)), "NO_NAMES: nothing reads {known:?}");
    }
}

impl Page {
    /// What is missing on the page, in words.
    fn faults(&self, code: &Code, tests: &Code, constants: &[Constant]) -> Vec<String> {
        let examples: Vec<Example> =
            read(self.name, self.text).into_iter().flat_map(|section| section.examples).collect();
        let constants = self.constants(code, constants);
        let mut lines: BTreeMap<String, Option<(Line, f64)>> = constants.iter().map(|one| (one.key(), None)).collect();
        lines.extend(self.lines(&examples).into_iter().map(|(line, default)| {
            let (Line::Setting(key) | Line::Option(key, _)) = line;
            (key.to_owned(), Some((line, default)))
        }));
        let named = self.named();
        for key in named.keys() {
            lines.entry(key.clone()).or_insert(None);
        }
        let mut faults: Vec<String> = Vec::new();
        for (key, line) in &lines {
            let mut fault = |why: String| faults.push(format!("{}, `{key}`: {why}", self.name));
            let Some(as_named) = named.get(key) else {
                fault("name it, as in \"Threshold: `KEY` `VALUE`\"".to_owned());
                continue;
            };
            let constant = constants.iter().find(|one| one.key() == *key);
            let value = line.map(|(_, default)| default).or(constant.and_then(|one| one.number()));
            if value.is_some_and(|value| as_named.value.parse() != Ok(value)) {
                fault(format!("the page says {}, and it is {value:?}", as_named.value));
            }
            let name = key.to_uppercase().replace('-', "_");
            let missing = match &as_named.test {
                Some(test) => tests.test_fault(test, &name, &as_named.value),
                None => self.missing(key, *line, &examples),
            };
            missing.into_iter().for_each(fault);
        }
        for label in examples.iter().flat_map(|example| &example.lines) {
            let key = label.strip_prefix("at=").or_else(|| label.strip_prefix("beyond="));
            if !key.is_some_and(|key| named.contains_key(key)) {
                faults.push(format!("{}: `{label}` is about a line that the page does not name", self.name));
            }
        }
        faults
    }

    /// Which examples are missing, in words.
    fn missing(&self, key: &str, line: Option<(Line, f64)>, examples: &[Example]) -> Option<String> {
        let labeled = |word: &str| {
            let label = format!("{word}={key}");
            examples.iter().find(move |example| example.lines.contains(&label))
        };
        let (Some(at), Some(beyond)) = (labeled("at"), labeled("beyond")) else {
            return Some(format!("show examples with `expect at={key}` and `expect beyond={key}`"));
        };
        let (Some(here), Some(there)) = (self.outcome(at, None), self.outcome(beyond, None)) else {
            return Some("its examples have no outcome".to_owned());
        };
        let is_turned = match self.asks {
            Asks::Move => here != there,
            _ => here != self.answers(beyond, at),
        };
        let Some((line, _)) = line else {
            return (!is_turned).then(|| "both examples have the same outcome".to_owned());
        };
        let turns = |example: &Example, now: &[String]| {
            [1.0, -1.0].map(|steps| self.outcome(example, Some((line, steps))).is_some_and(|then| then != now))
        };
        match (turns(at, &here), turns(beyond, &there)) {
            ([true, false], [false, true]) | ([false, true], [true, false]) => None,
            // A share of few things has no example a thousandth beyond.
            ([true, false] | [false, true], [false, false]) if matches!(line, Line::Option(_, Setting::Share(_))) => {
                (!is_turned).then(|| "both examples have the same outcome".to_owned())
            }
            (at, beyond) => Some(format!(
                "the example at the line turns with one step up and down: {at:?}, the one beyond: {beyond:?}"
            )),
        }
    }
}
