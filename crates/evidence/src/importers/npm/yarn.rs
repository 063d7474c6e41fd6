//! `yarn.lock`: which version each range of each package gets, as Yarn 1 writes it and as later ones do, in YAML.

use super::super::manifests::limits::{LOCK_BYTES_MAX, RECORDS_MAX};
use super::super::manifests::{File, FileFound, package_name, version_name};
use super::lock::{Form, Lock, Locked, origin};
use super::yaml::{self, Node};

/// A package as it is written, before it is understood.
#[derive(Debug, Default)]
struct Written {
    /// What it answers, as `name@range`.
    asked: Vec<String>,
    line: usize,
    version: Option<String>,
    /// Yarn 1: an address.
    resolved: Option<String>,
    /// Later ones: `name@protocol:version`.
    resolution: Option<String>,
    /// What it needs, as `name@range`.
    needs: Vec<String>,
}

/// Reads a lockfile; what is not understood is in the account.
pub(super) fn read(file: &File) -> (FileFound, Lock) {
    let mut account = FileFound::new(&file.path);
    let mut lock = Lock { form: Form::Ranges(Default::default()), ..Lock::default() };
    let text = match file.text(LOCK_BYTES_MAX) {
        Ok(text) => text,
        Err(why) => {
            account.refuse(1, why);
            return (account, lock);
        }
    };
    let written = if text.lines().any(|line| line.starts_with("__metadata:")) { in_yaml(text) } else { in_lines(text) };
    match written {
        Ok(written) => written.into_iter().for_each(|one| take(one, &mut lock, &mut account)),
        Err(line) => account.refuse(line, "it is no lockfile of Yarn; a merge may have gone wrong"),
    }
    (account, lock)
}

fn take(one: Written, lock: &mut Lock, account: &mut FileFound) {
    if lock.entries.len() >= RECORDS_MAX {
        return account.skip("packages behind the first 1,000,000");
    }
    let Some((name, reference)) = one.asked.first().and_then(|asked| parts(asked)) else {
        return account.refuse(one.line, "it has no name of a package");
    };
    let resolution = one.resolution.as_deref().and_then(parts);
    let (package, from) = match resolution {
        Some((name, from)) => (name, from),
        // An alias keeps the real name in what it asks for.
        None => match reference.strip_prefix("npm:").and_then(parts) {
            Some((real, _)) => (real, one.resolved.as_deref().unwrap_or_default()),
            None => (name, one.resolved.as_deref().unwrap_or_default()),
        },
    };
    if !package_name(package) {
        return account.refuse(one.line, "it has no name of a package");
    }
    let leads_to = from.strip_prefix("workspace:").map(str::to_owned);
    let is_own = leads_to.is_some();
    let is_patch = from.starts_with("patch:");
    let id = format!("{}\n{from}", one.asked.join("\n"));
    let locked = Locked {
        package: package.to_owned(),
        version: one.version.as_deref().and_then(version_name).map(str::to_owned),
        origin: (!is_own).then(|| taken_from(from, reference)),
        leads_to,
        line: one.line,
        needs: one.needs,
        ..Locked::default()
    };
    if is_own {
        account.skip("packages of the repository itself");
    } else if is_patch {
        // What is patched has an entry of its own.
        return account.skip("patched, and counted where they are not");
    }
    if let Form::Ranges(of) = &mut lock.form {
        of.extend(one.asked.into_iter().map(|asked| (asked, id.clone())));
    }
    if lock.entries.insert(id, locked).is_some() && !is_own {
        account.skip("named twice, and counted once");
    }
}

/// Name and range of `name@range`.
fn parts(asked: &str) -> Option<(&str, &str)> {
    let at = asked.char_indices().skip(1).find(|(_, letter)| *letter == '@')?.0;
    Some((asked.get(..at)?, asked.get(at + 1..)?))
}

/// Where a package was taken from.
fn taken_from(from: &str, reference: &str) -> &'static str {
    let is_path = |text: &str| ["file:", "link:", "portal:"].iter().any(|start| text.starts_with(start));
    match from {
        _ if is_path(from) || is_path(reference) => "path",
        _ if from.contains(".git#") || from.contains(".git?") || from.contains("codeload.github.com") => "git",
        _ if from.contains("#commit=") => "git",
        from => origin(from.strip_prefix("npm:").map_or(from, |_| "")),
    }
}

/// The YAML of Yarn 2 and later.
fn in_yaml(text: &str) -> Result<Vec<Written>, usize> {
    let node = yaml::read(text)?;
    let Node::Map(entries) = node else { return Err(1) };
    let one = |entry: yaml::Entry| {
        let text = |key: &str| entry.value.text(key).map(str::to_owned);
        let need = |need: &yaml::Entry| Some(format!("{}@{}", need.key, need.value.as_text()?));
        Written {
            asked: entry.key.split(',').map(|asked| asked.trim().to_owned()).collect(),
            line: entry.line,
            version: text("version"),
            resolved: None,
            resolution: text("resolution"),
            needs: entry.value.within("dependencies").iter().filter_map(need).collect(),
        }
    };
    Ok(entries.into_iter().filter(|entry| entry.key != "__metadata").map(one).collect())
}

/// The lines of Yarn 1: what is asked for, and two or four blanks deep what it gets.
fn in_lines(text: &str) -> Result<Vec<Written>, usize> {
    let mut all: Vec<Written> = Vec::new();
    let mut of_needs = false;
    for (line, number) in text.lines().zip(1..) {
        let plain = line.trim_end();
        let depth = plain.len() - plain.trim_start_matches(' ').len();
        let words = plain.trim_start_matches(' ');
        if words.is_empty() || words.starts_with('#') {
            continue;
        }
        match (depth, all.last_mut()) {
            (0, _) => {
                let asked = words.strip_suffix(':').ok_or(number)?;
                let asked: Vec<String> = asked.split(", ").map(|asked| unquoted(asked).to_owned()).collect();
                all.push(Written { asked, line: number, ..Written::default() });
                of_needs = false;
            }
            (2, Some(_)) if words.ends_with(':') => {
                of_needs = ["dependencies:", "optionalDependencies:"].contains(&words);
            }
            (2, Some(one)) => {
                let (key, value) = words.split_once(' ').ok_or(number)?;
                let value = Some(unquoted(value).to_owned());
                match key {
                    "version" => one.version = value,
                    "resolved" => one.resolved = value,
                    _ => {}
                }
            }
            (4, Some(one)) if of_needs => {
                let (name, range) = words.split_once(' ').ok_or(number)?;
                one.needs.push(format!("{}@{}", unquoted(name), unquoted(range)));
            }
            (4, Some(_)) => {}
            _ => return Err(number),
        }
    }
    Ok(all)
}

fn unquoted(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text)
}
