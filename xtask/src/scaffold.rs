//! `cargo xtask new-criterion`, `new-measure`, `new-rule` and `new-move`: two files and a line in a list.
//!
//! What comes out compiles, and fails its tests until someone has filled it in. The templates are compiled and judged
//! by the tests below, so they cannot fall behind the code that they are for.

use std::path::Path;

use onethread_core::check::{FAMILIES, rule};

/// What can be made.
struct Template<'t> {
    folder: &'t str,
    /// The name that stands in the template, as of a file.
    name: &'static str,
    /// The line of words that stands in the template.
    words: &'static str,
    code: &'t str,
    page: &'t str,
    module: &'static str,
    /// The first line of the list, and the constant that each entry gives to it.
    list: &'static str,
    constant: &'static str,
    /// Whether the list is in the order of its keys; else what is new comes last.
    is_sorted: bool,
    test: &'static str,
}

const CRITERION: Template<'static> = Template {
    folder: "crates/core/src/review/criteria",
    name: "new_criterion",
    words: "Is this so?",
    code: include_str!("../templates/new_criterion.rs"),
    page: include_str!("../templates/new_criterion.md"),
    module: "mod",
    list: "pub const CRITERIA: &[Criterion] = &[",
    constant: "CRITERION",
    is_sorted: false,
    test: "criteria",
};

const MEASURE: Template<'static> = Template {
    folder: "crates/core/src/measure/measures",
    name: "new_measure",
    words: "What it is",
    code: include_str!("../templates/new_measure.rs"),
    page: include_str!("../templates/new_measure.md"),
    module: "pub mod",
    list: "pub const MEASURES: &[Measure] = &[",
    constant: "MEASURE",
    is_sorted: false,
    test: "measures",
};

const RULE: Template<'static> = Template {
    folder: "crates/core/src/check/rules",
    name: "new_rule",
    words: "What is wrong",
    code: include_str!("../templates/new_rule.rs"),
    page: include_str!("../templates/new_rule.md"),
    module: "mod",
    list: "pub const RULES: &[Rule] = &[",
    constant: "RULE",
    is_sorted: false,
    test: "rules",
};
/// The code that stands in the template of a rule.
const RULE_CODE: &str = "XX100";

const MOVE: Template<'static> = Template {
    folder: "crates/core/src/moves",
    name: "new_move",
    words: "What it does, as an order",
    code: include_str!("../templates/new_move.rs"),
    page: include_str!("../templates/new_move.md"),
    module: "pub(crate) mod",
    list: "pub const MOVES: &[MoveKind] = &[",
    constant: "MOVE",
    is_sorted: true,
    test: "moves",
};

/// Makes the files of a criterion.
pub(crate) fn new_criterion(root: &Path, name: &str, question: &str) -> Result<String, String> {
    if !question.ends_with('?') {
        return Err(format!("`{question}` is no question; end it with a question mark\n"));
    }
    make(root, &CRITERION, name, question)
}

/// Makes the files of a measure.
pub(crate) fn new_measure(root: &Path, name: &str, title: &str) -> Result<String, String> {
    make(root, &MEASURE, name, title)
}

/// Makes the files of a rule in the folder of its family, which the letters of its code say.
pub(crate) fn new_rule(root: &Path, code: &str, name: &str, title: &str) -> Result<String, String> {
    let letters = code.trim_end_matches(|c: char| c.is_ascii_digit());
    let Some(family) = FAMILIES.iter().find(|family| family.letters == letters && code.len() == letters.len() + 3)
    else {
        let known: Vec<String> =
            FAMILIES.iter().map(|family| format!("{} ({})", family.letters, family.title)).collect();
        return Err(format!(
            "`{code}` is no code; use the letters of a family and three digits: {}\n",
            known.join(", ")
        ));
    };
    if let Some(rule) = rule(code) {
        return Err(format!("{code} is the code of {} already; choose another number\n", rule.name));
    }
    let folder = format!("{}/{}", RULE.folder, family.folder);
    let (with_code, with_page) = (RULE.code.replace(RULE_CODE, code), RULE.page.replace(RULE_CODE, code));
    let here = Template { folder: &folder, code: &with_code, page: &with_page, ..RULE };
    make(root, &here, name, title)
}

/// Makes the files of a move kind.
pub(crate) fn new_move(root: &Path, name: &str, title: &str) -> Result<String, String> {
    if title.ends_with('.') || title.len() > 70 {
        return Err(format!("`{title}` is no title; say in a few words what it does, without a full stop\n"));
    }
    make(root, &MOVE, name, title)
}

fn make(root: &Path, template: &Template<'_>, name: &str, words: &str) -> Result<String, String> {
    let key = name.replace('_', "-");
    check_name(&key)?;
    if words.trim().is_empty() || words.contains(['"', '\\', '\n']) {
        return Err("give one line of words, without quotes and backslashes\n".to_owned());
    }
    let file = key.replace('-', "_");
    let folder = root.join(template.folder);
    let list = folder.join("mod.rs");
    let told = |path: &Path, error: std::io::Error| format!("{}: {error}\n", path.display());
    let text = std::fs::read_to_string(&list).map_err(|error| told(&list, error))?;
    let text = listed(&text, template, &file)?;
    for (ending, content) in [("rs", template.code), ("md", template.page)] {
        let path = folder.join(format!("{file}.{ending}"));
        if path.exists() {
            return Err(format!("{}/{file}.{ending} is there already; choose another name\n", template.folder));
        }
        std::fs::write(&path, filled(content, template, &key, words)).map_err(|error| told(&path, error))?;
    }
    std::fs::write(&list, text).map_err(|error| told(&list, error))?;
    Ok(next_steps(template, &file))
}

fn check_name(key: &str) -> Result<(), String> {
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    let reserved = ["mod", "type", "use", "move", "match", "where", "super", "crate", "self", "loop", "form"];
    if key.split('-').all(part) && !reserved.contains(&key) {
        return Ok(());
    }
    Err(format!("`{key}` cannot be a name; use small letters, digits and `-`, such as `decision-rights`\n"))
}

/// The template with the name, in each of its spellings, and the words.
fn filled(content: &str, template: &Template<'_>, key: &str, words: &str) -> String {
    let camel = |key: &str| -> String {
        let capital = |part: &str| part[..1].to_uppercase() + &part[1..];
        key.split('-').map(capital).collect()
    };
    let old = template.name.replace('_', "-");
    content
        .replace(template.words, words)
        .replace(&camel(&old), &camel(key))
        .replace(&old, key)
        .replace(template.name, &key.replace('-', "_"))
}

/// The name of the module that a line declares.
fn module_of(line: &str) -> Option<&str> {
    let name = line.strip_suffix(';')?;
    ["mod ", "pub mod ", "pub(crate) mod "].iter().find_map(|start| name.strip_prefix(start))
}

/// The file with the list, with the module in its alphabetical place and the entry at the end, or in its place.
fn listed(text: &str, template: &Template<'_>, file: &str) -> Result<String, String> {
    let declaration = format!("{} {file};", template.module);
    let entry = format!("    {file}::{},", template.constant);
    let mut lines: Vec<&str> = text.lines().collect();
    if lines.contains(&declaration.as_str()) {
        return Err(format!("{}/mod.rs has `{declaration}` already; choose another name\n", template.folder));
    }
    let changed = format!("{}/mod.rs does not look as expected; add `{declaration}` and `{entry}`\n", template.folder);
    let is_module = |line: &&str| module_of(line).is_some();
    let short = lines.iter().position(|line| line.starts_with(template.list) && line.ends_with("];"));
    let with_first = [declaration.as_str(), ""];
    match lines.iter().rposition(is_module) {
        Some(last) => {
            let after = |line: &&str| module_of(line).is_some_and(|module| module > file);
            let place = lines.iter().position(after).unwrap_or(last + 1);
            lines.insert(place, &declaration);
        }
        // The first module of a family stands below the words on it.
        None => {
            let place = lines.iter().position(|line| line.starts_with("use ")).ok_or_else(|| changed.clone())?;
            lines.splice(place..place, with_first);
        }
    }
    let longer;
    if let Some(at) = short.and_then(|_| lines.iter().position(|line| line.starts_with(template.list))) {
        longer = lengthened(lines[at], template.list, entry.trim().trim_end_matches(','));
        lines.splice(at..=at, longer.lines());
        return Ok(lines.join("\n") + "\n");
    }
    let start = lines.iter().position(|line| *line == template.list).ok_or_else(|| changed.clone())?;
    let end = lines[start..].iter().position(|line| *line == "];").ok_or(changed)? + start;
    let key = |line: &str| line.replace('_', "-");
    let later = |line: &&str| template.is_sorted && key(line) > key(&entry);
    let place = lines[start + 1..end].iter().position(later).map_or(end, |at| start + 1 + at);
    lines.insert(place, &entry);
    Ok(lines.join("\n") + "\n")
}

/// A list on one line with one more entry, laid out as rustfmt would.
fn lengthened(line: &str, list: &str, entry: &str) -> String {
    let inside = line.trim_start_matches(list).trim_end_matches("];");
    let entries: Vec<&str> = inside.split(", ").filter(|one| !one.is_empty()).chain([entry]).collect();
    let joined = entries.join(", ");
    // rustfmt's `array_width` is 60 % of the width of a line.
    if joined.len() + 2 <= 72 {
        return format!("{list}{joined}];");
    }
    let lines: String = entries.iter().map(|one| format!("\n    {one},")).collect();
    format!("{list}{lines}\n];")
}

fn next_steps(template: &Template<'_>, file: &str) -> String {
    let Template { folder, constant, test, .. } = template;
    format!(
        "made {folder}/{file}.md\nmade {folder}/{file}.rs\nlisted {file}::{constant} in {folder}/mod.rs\n\n\
         Next:\n\
         1. Write the page: {folder}/{file}.md. Every line with FILL IN asks for something.\n\
         2. Write the code: {folder}/{file}.rs. The examples of the page are its tests:\n\
         \x20  cargo test -p onethread-core --test pages {test}\n\
         3. Move the entry in the list to where readers expect it.\n\
         4. cargo xtask bless, and read what changed.\n\
         5. cargo xtask test\n"
    )
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use onethread_core::measure::{Snapshot, World};
    use onethread_core::review::{Answer, review};
    use onethread_model::config::Config;
    use onethread_model::facts::Facts;
    use onethread_model::source::Sources;
    use onethread_model::{Day, org};
    use tempfile::TempDir;

    use super::*;
    use crate::templates;

    /// The folder of a template, copied.
    fn copy(template: &Template<'_>) -> (TempDir, PathBuf) {
        let root = tempfile::tempdir().expect("a folder");
        let folder = root.path().join(template.folder);
        std::fs::create_dir_all(&folder).expect("it can be made");
        for entry in std::fs::read_dir(crate::root().join(template.folder)).expect("the folder is there").flatten() {
            std::fs::copy(entry.path(), folder.join(entry.file_name())).expect("it can be copied");
        }
        (root, folder)
    }

    fn read(folder: &Path, name: &str) -> String {
        std::fs::read_to_string(folder.join(name)).expect(name)
    }

    #[test]
    fn a_criterion_is_two_files_and_two_lines() {
        let (root, folder) = copy(&CRITERION);
        let before = read(&folder, "mod.rs");
        let said = super::new_criterion(root.path(), "decision-rights", "Who decides alone?").expect("it is made");
        assert!(said.contains("made crates/core/src/review/criteria/decision_rights.rs"), "{said}");
        let after = read(&folder, "mod.rs");
        let new: Vec<&str> = after.lines().filter(|line| !before.lines().any(|old| old == *line)).collect();
        assert_eq!(new, ["mod decision_rights;", "    decision_rights::CRITERION,"]);
        let modules: Vec<&str> = after.lines().filter(|line| line.starts_with("mod ")).collect();
        assert!(modules.is_sorted(), "{modules:?}");
        let code = read(&folder, "decision_rights.rs");
        for part in
            ["key: \"decision-rights\"", "question: \"Who decides alone?\"", "include_str!(\"decision_rights.md\")"]
        {
            assert!(code.contains(part), "{part} in {code}");
        }
        assert!(read(&folder, "decision_rights.md").starts_with("# decision-rights: Who decides alone?\n"));
    }

    #[test]
    fn a_measure_is_two_files_and_two_lines() {
        let (root, folder) = copy(&MEASURE);
        super::new_measure(root.path(), "time_to_yes", "Days until a yes").expect("it is made");
        let list = read(&folder, "mod.rs");
        assert!(
            list.contains("\npub mod time_to_yes;\n") && list.contains("\n    time_to_yes::MEASURE,\n];"),
            "{list}"
        );
        let code = read(&folder, "time_to_yes.rs");
        assert!(code.contains("pub fn time_to_yes(world: &World<'_>) -> TimeToYes {"), "{code}");
        assert!(
            !code.contains("new_measure") && !code.contains("NewMeasure") && !code.contains("new-measure"),
            "{code}"
        );
    }

    #[test]
    fn a_move_kind_is_two_files_and_two_lines_in_order() {
        let (root, folder) = copy(&MOVE);
        let before = read(&folder, "mod.rs");
        let said = super::new_move(root.path(), "lend-person", "Lend a person").expect("it is made");
        assert!(said.contains("cargo test -p onethread-core --test pages moves"), "{said}");
        let after = read(&folder, "mod.rs");
        let new: Vec<&str> = after.lines().filter(|line| !before.lines().any(|old| old == *line)).collect();
        assert_eq!(new, ["pub(crate) mod lend_person;", "    lend_person::MOVE,"]);
        let modules: Vec<&str> = after.lines().filter_map(module_of).collect();
        assert!(modules.is_sorted(), "{modules:?}");
        let keys =
            after.lines().filter_map(|line| line.trim().strip_suffix("::MOVE,")).map(|key| key.replace('_', "-"));
        let keys: Vec<String> = keys.collect();
        assert!(keys.is_sorted() && keys.len() > 20, "{keys:?}");
        assert!(read(&folder, "lend_person.rs").contains("title: \"Lend a person\""));
        assert!(read(&folder, "lend_person.md").starts_with("# lend-person: Lend a person\n"));
        assert!(super::new_move(root.path(), "x", "A title.").is_err_and(|said| said.contains("without a full stop")));
    }

    #[test]
    fn a_rule_goes_to_its_family() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = root.path().join(RULE.folder).join("tenets");
        std::fs::create_dir_all(&folder).expect("it can be made");
        let list = "//! Words.\n\nuse crate::check::Rule;\n\n/// The rules.\npub const RULES: &[Rule] = &[];\n";
        std::fs::write(folder.join("mod.rs"), list).expect("it can be written");
        super::new_rule(root.path(), "TN901", "tenet-dead", "No decision cites a tenet").expect("it is made");
        assert!(
            read(&folder, "mod.rs").contains("mod tenet_dead;\n\nuse")
                && read(&folder, "mod.rs").contains("&[tenet_dead::RULE];")
        );
        super::new_rule(root.path(), "TN902", "another_name", "Another thing is wrong").expect("it is made");
        super::new_rule(root.path(), "TN903", "one-that-is-very-much-longer", "A third thing is wrong")
            .expect("it is made");
        let list = read(&folder, "mod.rs");
        let expected = "mod another_name;\nmod one_that_is_very_much_longer;\nmod tenet_dead;\n";
        assert!(list.contains(expected), "{list}");
        let entries = "[\n    tenet_dead::RULE,\n    another_name::RULE,\n    one_that_is_very_much_longer::RULE,\n];";
        assert!(list.contains(entries), "{list}");
        let page = read(&folder, "tenet_dead.md");
        assert!(page.starts_with("# TN901, tenet-dead: No decision cites a tenet\n"), "{page}");
        assert!(read(&folder, "tenet_dead.rs").contains("code: \"TN901\""));
        let make = |code: &str| super::new_rule(root.path(), code, "x", "y").expect_err("no code");
        assert!(make("ST101").contains("second-live-initiative"), "{}", make("ST101"));
        assert!(make("QQ101").contains("no code") && make("ST1").contains("ST (One leader"), "{}", make("ST1"));
    }

    #[test]
    fn nothing_is_overwritten_and_names_are_names() {
        let (root, folder) = copy(&CRITERION);
        let before = read(&folder, "focus.rs");
        let make = |name: &str, question: &str| super::new_criterion(root.path(), name, question);
        assert!(make("focus", "Is it?").is_err_and(|said| said.contains("choose another name")));
        assert_eq!(read(&folder, "focus.rs"), before);
        for name in ["", "Focus", "a b", "../a", "a--b", "1a", "mod", "type", "é"] {
            assert!(make(name, "Is it?").is_err_and(|said| said.contains("cannot be a name")), "{name}");
        }
        assert!(make("a", "It is.").is_err_and(|said| said.contains("question mark")));
        assert!(make("a", "\"Is it?").is_err_and(|said| said.contains("without quotes")));
    }

    #[test]
    fn templates_have_the_sections_of_the_pages_that_are_there() {
        for template in [CRITERION, MEASURE, MOVE, Template { folder: "crates/core/src/check/rules/thread", ..RULE }] {
            let sections = |page: &str| -> Vec<String> {
                page.lines().filter(|line| line.starts_with("## ")).map(str::to_owned).collect()
            };
            for entry in std::fs::read_dir(crate::root().join(template.folder)).expect("the folder is there").flatten()
            {
                if entry.path().extension().is_some_and(|ending| ending == "md") {
                    let page = std::fs::read_to_string(entry.path()).expect("it can be read");
                    assert_eq!(sections(template.page), sections(&page), "{}", entry.path().display());
                }
            }
        }
    }

    #[test]
    fn templates_do_not_yet_answer_as_their_pages_say() {
        let mut sources = Sources::default();
        let file = sources.add("org/a.toml", "[initiative.returns]\nleader = \"ines\"\n");
        let mut diagnostics = Vec::new();
        let org = org::load(&sources, &[file], &mut diagnostics);
        let (config, facts) = (Config::default(), Facts::default());
        let snapshot = Snapshot::new(config, org, sources, facts);
        let world = World::on(&snapshot, Day::parse("2026-06-30").expect("a day"));
        let initiative = world.live().next().expect("one is live");
        let judgement = (templates::CRITERION.judge)(initiative, &world);
        assert_eq!(judgement.answer, Answer::NotShown);
        assert!(templates::CRITERION.page.contains("returns: holds"));
        assert_eq!((templates::MEASURE.value)(&world)["share"], serde_json::Value::Null);
        assert!(templates::MEASURE.page.contains("share = 0.5"));
        assert_eq!(review(&snapshot, world.day).initiatives.len(), 1);
        let change = onethread_model::Change::new(templates::MOVE.key).with("initiative", "returns");
        let refused = (templates::MOVE.edits)(&change, &world).expect_err("nothing is edited");
        assert!(refused.why.contains("nothing is edited yet"), "{refused:?}");
        assert!(templates::MOVE.page.contains("returns focus: not-shown -> holds"));
        assert!(templates::RULE.opt_in && templates::RULE.page.contains("\n  FILL IN: a sentence of the finding\n"));
    }
}
