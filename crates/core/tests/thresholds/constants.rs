//! Numbers among the constants of the code, by the pages that have to show them, and tests that pages name.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A number among the constants of the code.
#[derive(Clone, Debug)]
pub(super) struct Constant {
    /// The file below `crates`.
    pub(super) file: String,
    pub(super) name: String,
    /// Its value as written.
    pub(super) value: String,
    /// The comment above it.
    pub(super) about: String,
}

impl Constant {
    /// What it is called on a page.
    pub(super) fn key(&self) -> String {
        self.name.to_lowercase().replace('_', "-")
    }

    /// The value as a number, where it is written as one.
    pub(super) fn number(&self) -> Option<f64> {
        self.value.replace('_', "").parse().ok()
    }

    /// The test that its comment names.
    pub(super) fn test(&self) -> Option<&str> {
        Some(self.about.split_once("Tested by `")?.1.split_once('`')?.0)
    }

    fn stem(&self) -> &str {
        let path = self.file.strip_suffix("/mod.rs").or(self.file.strip_suffix(".rs")).unwrap_or(&self.file);
        path.rsplit('/').next().unwrap_or_default()
    }
}

/// Types of numbers.
const NUMBERS: [&str; 8] = ["f64", "usize", "i64", "u32", "i32", "u64", "u8", "Thousandths"];

/// The code of a crate, or its tests.
pub(super) struct Code {
    /// Files below `crates` with their text.
    files: BTreeMap<String, String>,
}

impl Code {
    /// Reads folders below `crates`.
    pub(super) fn read(folders: &[&str]) -> Code {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the folder of crates");
        let (mut files, mut open) = (BTreeMap::new(), Vec::<PathBuf>::new());
        open.extend(folders.iter().map(|folder| crates.join(folder)));
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    open.push(path);
                } else if path.extension().is_some_and(|ending| ending == "rs") {
                    let name = path.strip_prefix(crates).expect("below it").to_string_lossy().replace('\\', "/");
                    files.insert(name, std::fs::read_to_string(&path).expect("code"));
                }
            }
        }
        Code { files }
    }

    /// All numbers among the constants of the code, those of its tests left aside.
    pub(super) fn constants(&self) -> Vec<Constant> {
        let mut all = Vec::new();
        for (file, text) in &self.files {
            let mut about = String::new();
            for line in text.split("#[cfg(test)]").next().unwrap_or_default().lines().map(str::trim) {
                if let Some(comment) = line.strip_prefix("///") {
                    about += comment;
                    continue;
                }
                let about = std::mem::take(&mut about);
                let Some((_, constant)) = line.split_once("const ") else { continue };
                let Some((name, (ty, value))) =
                    constant.split_once(": ").and_then(|(name, rest)| Some((name, rest.split_once(" = ")?)))
                else {
                    continue;
                };
                if NUMBERS.contains(&ty) {
                    let value = value.trim_end_matches(';').to_owned();
                    all.push(Constant { file: file.clone(), name: name.to_owned(), value, about });
                }
            }
        }
        all
    }

    /// Comparisons with a number that no constant names, by file, as the line that has it. Sides of zero, one and two are
    /// what words such as "any" and "several" say.
    pub(super) fn unnamed_lines(&self) -> Vec<(&str, &str)> {
        let mut all = Vec::new();
        for (file, text) in &self.files {
            for line in text.split("#[cfg(test)]").next().unwrap_or_default().lines() {
                let code = line.split("//").next().unwrap_or_default();
                let compared = [" < ", " > ", " <= ", " >= "].iter().flat_map(|sign| code.split(sign).skip(1));
                let mut numbers = compared.filter_map(|rest| {
                    let end = rest.find(|c: char| !(c.is_ascii_digit() || "._e-".contains(c))).unwrap_or(rest.len());
                    rest[..end].replace('_', "").trim_end_matches('.').parse::<f64>().ok()
                });
                if numbers.any(|number| ![0.0, 1.0, 2.0].contains(&number.abs())) {
                    all.push((file.as_str(), line.trim()));
                }
            }
        }
        all
    }

    /// Of some constants those that a file takes from another one.
    pub(super) fn imported<'c>(&self, file: &str, constants: &'c [Constant]) -> Vec<&'c Constant> {
        let text = self.files.get(file).map_or("", |text| text.split("#[cfg(test)]").next().unwrap_or_default());
        let uses = text.split("\nuse ").skip(1).filter_map(|rest| rest.split_once(';')).map(|(one, _)| one);
        let mut all = Vec::new();
        for one in uses {
            let (path, names) = one.rsplit_once("::{").or_else(|| one.rsplit_once("::")).unwrap_or((one, ""));
            let folder = file.rsplit('/').nth(1).unwrap_or_default();
            let stem = path.rsplit("::").next().map_or("", |last| if last == "super" { folder } else { last });
            let names: Vec<&str> = names.split([',', '}', '{', ' ', '\n']).map(str::trim).collect();
            let taken = |constant: &&Constant| {
                // One that an option begins with is shown as the option.
                let is_option = text.contains(&format!("({} as u32)", constant.name));
                constant.stem() == stem && names.contains(&constant.name.as_str()) && !is_option
            };
            all.extend(constants.iter().filter(taken));
        }
        all
    }

    /// Why a test does not stand for a threshold: it is not there, or says neither its name nor its value.
    pub(super) fn test_fault(&self, test: &str, name: &str, value: &str) -> Option<String> {
        let head = format!("fn {test}(");
        let is_test = |text: &&String| {
            let above = text.split_once(&head).and_then(|(before, _)| before.rsplit("\n\n").next());
            above.is_some_and(|above| above.contains("#[test]"))
        };
        let says = |what: &str| {
            let is_apart = |c: char| !(c.is_alphanumeric() || c == '_' || c == '.');
            let is_said = |word: &str| word.split("..").any(|part| part.trim_end_matches('.') == what);
            let mut bodies = self.files.values().filter(is_test).map(|text| whole_body(text, test));
            bodies.any(|body| body.split(is_apart).any(is_said))
        };
        if !self.files.values().any(|text| is_test(&text)) {
            return Some(format!("there is no test `{test}`"));
        }
        (!says(name) && !says(value)).then(|| format!("`{test}` says neither {name} nor {value}"))
    }
}

/// The body of a test, and of all functions of its file that it calls.
fn whole_body(text: &str, test: &str) -> String {
    let (mut open, mut body) = (vec![test.to_owned()], String::new());
    while let Some(name) = open.pop() {
        let Some(part) = function(text, &name) else { continue };
        let called = part.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty());
        open.extend(called.filter(|word| !body.contains(*word) && function(text, word).is_some()).map(str::to_owned));
        body += part;
    }
    body
}

/// The body of a function of a file.
fn function<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let (before, rest) = text.split_once(&format!("fn {name}("))?;
    let line = before.rsplit('\n').next().unwrap_or_default();
    let end = format!("\n{}}}\n", &line[..line.len() - line.trim_start().len()]);
    rest.split(&end).next()
}
