//! Lines that pages draw: each page names its thresholds, and shows each one at the line and one step beyond.
//!
//! A page names a threshold as `Threshold: KEY VALUE`, with both in backquotes. An example at the line has
//! `at=KEY` behind the word `expect` of its block, one that lies a step beyond has `beyond=KEY`. Which thresholds a page
//! has to name is found out and not believed: the options of a rule, the numbers among the constants of its code, and
//! those lines of the settings that alter an answer of its examples.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use onethread_core::check::{Overrides, Rule, Setting, check, resolve, rules};
use onethread_core::measure::measures::MEASURES;
use onethread_core::measure::{Snapshot, World};
use onethread_core::review::{CRITERIA, FORM_PAGE, review};
use onethread_model::Day;

use crate::example::{Example, read};

/// One page, and what its examples give.
struct Page {
    name: &'static str,
    text: &'static str,
    /// The code beside the page, below `src`.
    code: String,
    asks: Asks,
}

enum Asks {
    Criterion(&'static str),
    Form,
    Rule(&'static Rule),
    Measure(usize),
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

/// Numbers that draw no line of an answer: how much is printed or looked at, draws, and rounding.
const NO_LINES: [&str; 22] = [
    "CANDIDATES_MAX",
    "DRAWS",
    "FIELDS",
    "FOLDERS_MAX",
    "LEVELS_TOLD",
    "MATCHED",
    "MATCHED_EDGES_MAX",
    "NAMED_MAX",
    "PAIRS_MAX",
    "PERIODS_A_YEAR",
    "RECORDS_SHOWN",
    "RELATED_MAX",
    "RIVALS_MAX",
    "ROUNDS_MAX",
    "SEED",
    "SERIES",
    "SHOWN",
    "SLACK",
    "THINGS",
    "WEEKS_MAX",
    "WINDOW_DAYS",
    "YEAR_DAYS",
];

fn pages() -> Vec<Page> {
    let file = |folder: &str, name: &str| format!("{folder}/{}.rs", name.replace('-', "_"));
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
    let form = Page { name: "form", text: FORM_PAGE, code: "review/form.rs".to_owned(), asks: Asks::Form };
    criteria.chain([form]).chain(all_rules).chain(measures).collect()
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
        for (key, least, most) in SETTINGS {
            let reads = |example: &Example| {
                let mut reads = false;
                example.run(|snapshot, day| {
                    let is = |to: f64| self.ask(&moved(snapshot, key, to), day, None, example);
                    let now = self.ask(snapshot, day, None, example);
                    reads = value(snapshot, key).is_some() && (is(least) != now || is(most) != now);
                });
                reads
            };
            if let Some(example) = examples.iter().find(|example| reads(example)) {
                let mut default = value(&Snapshot::default(), key);
                example.run(|snapshot, _| default = default.or(value(snapshot, key)));
                lines.push((Line::Setting(key), default.unwrap_or_default()));
            }
        }
        lines
    }

    /// Numbers among the constants of the code, by their names as keys.
    fn constants(&self) -> BTreeSet<String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(&self.code);
        let code = std::fs::read_to_string(&path).expect("the code of a page lies beside it");
        let name = |line: &str| {
            let (name, ty) = line.split_once("const ")?.1.split_once(':')?;
            let ty = ty.split('=').next()?.trim();
            let is_number = ["f64", "usize", "i64", "u32", "i32", "u64", "Thousandths"].contains(&ty);
            (is_number && !NO_LINES.contains(&name)).then(|| name.to_lowercase().replace('_', "-"))
        };
        code.lines().filter(|line| !line.starts_with(' ')).filter_map(name).collect()
    }

    /// Thresholds that the page names, with the value that it gives.
    fn named(&self) -> BTreeMap<String, String> {
        let named = self.text.split("Threshold: `").skip(1).filter_map(|rest| {
            let (key, rest) = rest.split_once("` `")?;
            Some((key.to_owned(), rest.split_once('`')?.0.to_owned()))
        });
        named.collect()
    }
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

/// Lines that no example shows yet, by page. One that is shown has to leave this list.
const OWED: &[(&str, &[&str])] = &[
    ("scope", &["gap-share"]),
    ("separable", &["beyond-chance", "chance-max", "fails-share", "holds-share", "unowned-max"]),
    ("decisions", &["above-one-in", "period-days", "reversible-days-max"]),
    ("component-unowned", &["stated-min"]),
    ("many-teams-one-component", &["share-min"]),
    ("coupled-across-teams", &["share-min"]),
    ("scope-unrelated", &["changes-min", "share-max"]),
    ("changed-code-unowned", &["nobodys-share"]),
    ("approvals", &["group-min"]),
    ("approval-queues", &["period-days"]),
    ("time-to-value", &["dependence-z-max", "followed-min", "seen-at-once-days"]),
    ("value-per-release", &["releases-min"]),
    ("guards", &["period-days"]),
    ("decision-latency", &["decided-min", "period-days"]),
    ("deciding-share", &["initiatives-min"]),
    ("trends", &["answer-days", "asked-min", "false-max", "period-days", "run-in"]),
    ("reorganizations", &["level", "visible-max", "weeks-min"]),
    ("metric-courses", &["false-share-max", "freedom-min", "period-days", "readings-min", "run-min"]),
    ("ownership-coverage", &["own-work-min"]),
    ("component-ownership", &["change-sets-min", "minor-share"]),
    ("instrumentation", &["read-out-days"]),
    ("candidates", &["change-sets-min", "key-months-min", "months-min", "releases-min"]),
    ("change-coupling", &["change-sets-min", "crossing-min", "items-min", "weeks-min"]),
    ("propagation-cost", &["nodes-min"]),
];

#[test]
fn each_threshold_is_shown_at_the_line_and_one_step_beyond() {
    let wrong: Vec<String> = pages().iter().flat_map(Page::faults).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

impl Page {
    /// What is missing on the page, in words.
    fn faults(&self) -> Vec<String> {
        let examples: Vec<Example> =
            read(self.name, self.text).into_iter().flat_map(|section| section.examples).collect();
        let mut lines: BTreeMap<String, Option<(Line, f64)>> =
            self.constants().into_iter().map(|key| (key, None)).collect();
        lines.extend(self.lines(&examples).into_iter().map(|(line, default)| {
            let (Line::Setting(key) | Line::Option(key, _)) = line;
            (key.to_owned(), Some((line, default)))
        }));
        let named = self.named();
        for key in named.keys() {
            lines.entry(key.clone()).or_insert(None);
        }
        let owed = OWED.iter().find(|(page, _)| *page == self.name).map_or(&[][..], |(_, keys)| *keys);
        let mut faults: Vec<String> = Vec::new();
        for (key, line) in &lines {
            let missing = self.missing(key, *line, &named, &examples);
            match (owed.contains(&key.as_str()), missing) {
                (false, Some(missing)) => faults.push(format!("{}, `{key}`: {missing}", self.name)),
                (true, None) => faults.push(format!("{}, `{key}`: it is shown; take it out of OWED", self.name)),
                _ => {}
            }
        }
        for key in owed.iter().filter(|key| !lines.contains_key(**key)) {
            faults.push(format!("{}, `{key}`: there is no such line; take it out of OWED", self.name));
        }
        for label in examples.iter().flat_map(|example| &example.lines) {
            let key = label.strip_prefix("at=").or_else(|| label.strip_prefix("beyond="));
            if !key.is_some_and(|key| named.contains_key(key)) {
                faults.push(format!("{}: `{label}` is about a line that the page does not name", self.name));
            }
        }
        faults
    }

    fn missing(
        &self,
        key: &str,
        line: Option<(Line, f64)>,
        named: &BTreeMap<String, String>,
        examples: &[Example],
    ) -> Option<String> {
        let Some(value) = named.get(key) else {
            return Some(format!("name it, as in \"Threshold: `{key}` `VALUE`\""));
        };
        if let Some((_, default)) = line
            && value.parse() != Ok(default)
        {
            return Some(format!("the page says {value}, and it is {default}"));
        }
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
        let is_turned = here != there;
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

/// Which examples lie at a line, and which one step beyond it: whether its outcome turns where the line moves one step
/// up, and down.
#[test]
#[ignore = "prints which examples lie at which line"]
fn where_examples_lie() {
    for page in pages() {
        let examples: Vec<Example> =
            read(page.name, page.text).into_iter().flat_map(|section| section.examples).collect();
        for example in examples.iter().filter(|example| !example.lines.is_empty()) {
            let now = page.outcome(example, None).unwrap_or_default();
            println!("EX {} {:?} {now:?} expects {:?}", page.name, example.lines, example.expected_lines());
        }
        for (line, default) in page.lines(&examples) {
            let turns: Vec<String> = examples
                .iter()
                .enumerate()
                .filter_map(|(at, example)| {
                    let now = page.outcome(example, None);
                    let turn = |steps: f64| {
                        let then = page.outcome(example, Some((line, steps)));
                        then.is_some() && then != now
                    };
                    match (turn(1.0), turn(-1.0)) {
                        (false, false) => None,
                        (true, false) => Some(format!("{at}+")),
                        (false, true) => Some(format!("{at}-")),
                        (true, true) => Some(format!("{at}*")),
                    }
                })
                .collect();
            println!("LINE {} {line:?} {default} {turns:?}", page.name);
        }
        let constants = page.constants();
        if !constants.is_empty() {
            println!("CONST {} {constants:?}", page.name);
        }
    }
}
