//! Every page of a rule is a specification that runs: each rule is proven to fire, to stay silent and to be fixed.

use std::collections::BTreeSet;
use std::path::Path;

use onethread_core::check::{Checked, FAMILIES, Finding, Overrides, Rule, check, resolve, rules};
use onethread_core::explain;
use onethread_core::measure::{Snapshot, World};
use onethread_model::Day;
use onethread_model::config::Config;
use onethread_model::diagnostic::{Label, Spot};
use onethread_model::edit;
use onethread_model::facts::Facts;
use onethread_model::org::Org;
use onethread_model::source::Sources;

use crate::example::{DAY, Example, read};

/// Sections that the page of a rule must have, in this order.
const SECTIONS: &[&str] = &["What it says", "Why", "Found", "Not found", "When it is wrong", "Fix", "Source"];

#[test]
fn rules_find_what_their_pages_say() {
    for rule in rules() {
        let page = read(rule.name, rule.page);
        let heading = format!("# {}, {}: ", rule.code, rule.name);
        assert!(rule.page.starts_with(&heading), "{}: begin the page with `{heading}`", rule.name);
        crate::check_sections(rule.name, &page, SECTIONS);
        for option in rule.options {
            assert!(rule.page.contains(&format!("`{}`", option.key)), "{}: say what `{}` does", rule.name, option.key);
        }
        for section in &page {
            let fires = section.title == "Found";
            if fires || section.title == "Not found" {
                assert!(!section.examples.is_empty(), "{}: `{}` needs an example", rule.name, section.title);
            }
            for example in &section.examples {
                let found = run(rule, example);
                assert_eq!(found > 0, fires, "{}: it stands under `{}`", example.at("an example"), section.title);
            }
        }
    }
}

/// Runs a rule on an example, holds every finding against what is expected, and gives how many there are.
fn run(rule: &'static Rule, example: &Example) -> usize {
    let mut count = 0;
    example.run(|snapshot, day| {
        let findings = findings(rule, snapshot, day);
        let places: Vec<(String, String)> = findings
            .iter()
            .map(|finding| (finding.subject.clone(), written(&finding.primary, &snapshot.sources)))
            .collect();
        let expected = example.expected_findings();
        let wanted: Vec<(String, String)> = expected.iter().map(|one| (one.id.clone(), one.answer.clone())).collect();
        assert_eq!(places, wanted, "{}", example.at("subjects and what the caret underlines"));
        for (finding, expected) in findings.iter().zip(&expected) {
            let says = sentences(finding);
            for sentence in &expected.sentences {
                let is_said = says.iter().any(|said| said.contains(sentence.as_str()));
                assert!(is_said, "{}: nothing says `{sentence}` in {says:#?}", example.at(&expected.id));
            }
            assert!(!finding.help.is_empty(), "{}: say how to fix it", example.at(&expected.id));
        }
        let identities: BTreeSet<_> = findings.iter().map(Finding::identity).collect();
        assert_eq!(identities.len(), findings.len(), "{}", example.at("two findings have one identity: use `about`"));
        check_fixes(rule, example, snapshot, &findings);
        count = findings.len();
    });
    count
}

fn findings(rule: &'static Rule, snapshot: &Snapshot, day: Day) -> Vec<Finding> {
    // A rule about findings needs those of the others.
    let word = if rule.reads_findings() { "ALL" } else { rule.code };
    let overrides = Overrides { select: vec![word.to_owned()], ..Overrides::default() };
    let mut diagnostics = Vec::new();
    let settings = resolve(&snapshot.config.check, &snapshot.sources, &overrides, &mut diagnostics).expect("a rule");
    assert!(diagnostics.is_empty(), "{}: the settings are wrong: {diagnostics:#?}", rule.name);
    let Checked { findings, .. } = check(&World::on(snapshot, day), &settings);
    findings.into_iter().filter(|finding| finding.rule.code == rule.code).collect()
}

/// What a label underlines, or the record that it names.
fn written(label: &Label, sources: &Sources) -> String {
    match &label.spot {
        Spot::Span(span) => sources.get(span.file).expect("a file").text[span.start..span.end].to_owned(),
        Spot::Record(place) => place.to_string(),
        Spot::Path(path) => path.clone(),
    }
}

fn sentences(finding: &Finding) -> Vec<String> {
    let diagnostic = finding.diagnostic();
    let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.related).map(|label| label.text.clone());
    let all = std::iter::once(diagnostic.message.clone()).chain(labels);
    all.chain(diagnostic.notes).chain(diagnostic.help).collect()
}

/// All fixes together give the text that the page shows, and leave nothing to fix; twice is once.
/// Rules whose fix corrects the writing of a word that names nothing, or nothing any more: what was meant stays.
const CORRECTS_SPELLING: &[&str] = &["IN101", "IN105", "MV103", "ST108", "WV102", "WV104"];

/// What a file states, wherever it stands: each value with its way to it, items of lists without their place.
fn statements(text: &str) -> BTreeSet<String> {
    fn of_table(table: &dyn toml_edit::TableLike, way: &str, found: &mut BTreeSet<String>) {
        for (key, item) in table.iter() {
            of_item(item, &format!("{way}.{key}"), found);
        }
    }
    fn of_value(value: &toml_edit::Value, way: &str, found: &mut BTreeSet<String>) {
        match value {
            toml_edit::Value::Array(items) => items.iter().for_each(|item| of_value(item, way, found)),
            toml_edit::Value::InlineTable(table) => of_table(table, way, found),
            leaf => {
                found.insert(format!("{way} = {}", leaf.to_string().trim()));
            }
        }
    }
    fn of_item(item: &toml_edit::Item, way: &str, found: &mut BTreeSet<String>) {
        match item {
            toml_edit::Item::Value(value) => of_value(value, way, found),
            toml_edit::Item::Table(table) => of_table(table, way, found),
            toml_edit::Item::ArrayOfTables(tables) => tables.iter().for_each(|table| of_table(table, way, found)),
            toml_edit::Item::None => {}
        }
    }
    let mut found = BTreeSet::new();
    let file: toml_edit::DocumentMut = text.parse().expect("valid TOML");
    of_table(file.as_table(), "", &mut found);
    found
}

fn check_fixes(rule: &'static Rule, example: &Example, snapshot: &Snapshot, findings: &[Finding]) {
    let fixes: Vec<_> = findings.iter().filter_map(|finding| finding.fix.as_ref()).collect();
    let shown = example.fixed();
    assert_eq!(fixes.is_empty(), shown.is_none(), "{}", example.at("show what a fix makes in a `toml fixed` block"));
    let Some(shown) = shown else { return };
    let (_, file) = snapshot.sources.iter().find(|(_, file)| file.path.starts_with("org/")).expect("a file");
    let mut text = file.text.clone();
    for _ in 0..2 {
        for one in fixes.iter().flat_map(|fix| &fix.edits).filter(|edit| *edit.file == *file.path) {
            text = edit::apply_to(&text, std::slice::from_ref(one)).expect("the edit can be made");
        }
        assert_eq!(text, shown, "{}", example.at("the fix"));
    }
    let gone: BTreeSet<String> = statements(&file.text).difference(&statements(&text)).cloned().collect();
    assert!(
        CORRECTS_SPELLING.contains(&rule.code) || gone.is_empty(),
        "{}: nobody but its author takes a statement back: {gone:?}",
        example.at("the fix")
    );
    example.with(&text).run(|snapshot, day| {
        for left in self::findings(rule, snapshot, day) {
            assert!(left.fix.is_none(), "{}: the fix leaves {:?}", example.at("the fix"), left.identity());
        }
    });
}

#[test]
fn without_anything_to_judge_no_rule_says_that_all_is_well() {
    let (config, org, sources, facts) = (Config::default(), Org::default(), Sources::default(), Facts::default());
    let snapshot = Snapshot::new(config, org, sources, facts);
    let overrides = Overrides { select: vec!["ALL".to_owned()], ..Overrides::default() };
    let settings = resolve(&snapshot.config.check, &snapshot.sources, &overrides, &mut Vec::new()).expect("all rules");
    let checked = check(&World::on(&snapshot, Day::parse(DAY).expect("a day")), &settings);
    assert!(checked.findings.is_empty());
    let judged: Vec<&str> = checked.evaluated.iter().map(|(rule, _)| rule.code).collect();
    assert!(judged.is_empty(), "{judged:?} judge an organization in which there is nothing");
    assert_eq!(checked.not_evaluated.len(), rules().count());
}

#[test]
fn every_rule_has_its_place() {
    let (mut codes, mut names) = (BTreeSet::new(), BTreeSet::new());
    for family in FAMILIES {
        let listed: Vec<&str> = family.rules.iter().map(|rule| rule.code).collect();
        assert!(listed.is_sorted(), "{}: put the rules in the order of their codes: {listed:?}", family.folder);
        let folder = format!("src/check/rules/{}", family.folder);
        let mut files = BTreeSet::new();
        for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(&folder)).expect(&folder).flatten() {
            let name = entry.file_name().into_string().expect("UTF-8");
            let (stem, _) = name.rsplit_once('.').expect("an ending");
            if stem != "mod" {
                files.insert(stem.to_owned());
            }
        }
        for rule in family.rules {
            let number = rule.code.strip_prefix(family.letters).unwrap_or_default();
            let is_number = number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit());
            assert!(is_number, "{}: codes of {} are {} and three digits", rule.code, family.folder, family.letters);
            assert!(codes.insert(rule.code), "{} stands for two rules", rule.code);
            assert!(names.insert(rule.name), "{} names two rules", rule.name);
            assert!(files.remove(&rule.name.replace('-', "_")), "{folder} needs a file named like {}", rule.name);
            assert!(
                !rule.title.ends_with('.') && rule.title.len() <= 90,
                "{}: one line without a full stop",
                rule.code
            );
        }
        assert!(files.is_empty(), "add {files:?} to RULES in {folder}/mod.rs");
    }
    for rule in rules() {
        let pages = explain::pages().into_iter().filter(|page| page.key == rule.name).count();
        assert_eq!(pages, 1, "{} has to be the name of one page", rule.name);
        let named = explain::named(rule.code).unwrap_or_default();
        assert_eq!(named.iter().map(|page| page.key).collect::<Vec<_>>(), [rule.name]);
    }
}
