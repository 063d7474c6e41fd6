//! `Cargo.lock`: which version of each package is built.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::super::manifests::limits::{LOCK_BYTES_MAX, RECORDS_MAX};
use super::super::manifests::{File, FileFound, line_of, package_name, version_name};

/// The packages of a lockfile.
#[derive(Debug, Default)]
pub(super) struct Lock {
    pub(super) entries: Vec<Locked>,
    by_name: BTreeMap<String, Vec<usize>>,
}

/// A package of a lockfile.
#[derive(Debug)]
pub(super) struct Locked {
    pub(super) name: String,
    pub(super) version: String,
    /// `registry` or `git`; absent for a package of the repository itself.
    pub(super) origin: Option<&'static str>,
    pub(super) line: usize,
    /// As it is written: where packages of one name and version are from several sources, it tells them apart.
    source: Option<String>,
    needs: Vec<Need>,
}

/// What a package is built with: a name, the version where there are several of it, and the source where there are
/// several of both.
#[derive(Debug)]
struct Need {
    name: String,
    version: Option<String>,
    source: Option<String>,
}

impl Need {
    fn read(text: &str) -> Need {
        let mut words = text.split(' ').map(str::to_owned);
        let (name, version) = (words.next().unwrap_or_default(), words.next());
        let source = words.next().map(|source| source.trim_matches(['(', ')']).to_owned());
        Need { name, version, source }
    }

    /// Whether a package is it; of packages that differ in their source alone, the one of the repository needs none.
    fn is(&self, entry: &Locked, is_alone: bool) -> bool {
        self.name == entry.name
            && self.version.as_ref().is_none_or(|version| *version == entry.version)
            && match &self.source {
                Some(source) => entry.source.as_deref().is_some_and(|known| same_source(known, source)),
                None => is_alone || self.version.is_none() || entry.source.is_none(),
            }
    }
}

/// Whether two sources are one. Of a source in git the commit stands behind `#` in one place and not in the other.
fn same_source(one: &str, other: &str) -> bool {
    one == other || one.split('#').next() == other.split('#').next()
}

impl Lock {
    /// Reads a lockfile; what is not understood is in the account.
    pub(super) fn read(file: &File) -> (FileFound, Lock) {
        let (mut account, mut lock) = (FileFound::new(&file.path), Lock::default());
        let text = match file.text(LOCK_BYTES_MAX) {
            Ok(text) => text,
            Err(why) => {
                account.refuse(1, why);
                return (account, lock);
            }
        };
        let table = match DeTable::parse(text) {
            Ok(table) => table.into_inner(),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                account.refuse(line_of(text, at, &mut (1, 0)), "it is not TOML; a merge may have gone wrong");
                return (account, lock);
            }
        };
        let packages = table.get("package").and_then(|packages| packages.get_ref().as_array());
        let mut place = (1, 0);
        for package in packages.into_iter().flat_map(|packages| packages.iter()) {
            let line = line_of(text, package.span().start, &mut place);
            match entry(package.get_ref(), line) {
                _ if lock.entries.len() >= RECORDS_MAX => account.skip("packages behind the first 1,000,000"),
                Ok(entry) => {
                    lock.by_name.entry(entry.name.clone()).or_default().push(lock.entries.len());
                    lock.entries.push(entry);
                }
                Err(why) => account.refuse(line, why),
            }
        }
        (account, lock)
    }

    /// The package that a package of the repository gets when it asks for a name, with its place among the entries.
    pub(super) fn resolve(&self, asking: Option<&str>, name: &str, wanted: Option<&str>) -> Option<(usize, &Locked)> {
        let named = |name: &str| self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        let mut all: Vec<usize> = named(name).to_vec();
        let asker = asking.and_then(|asking| {
            named(asking).iter().filter_map(|at| self.entries.get(*at)).find(|entry| entry.origin.is_none())
        });
        if let Some(asker) = asker {
            let alike = |entry: &Locked| {
                named(name)
                    .iter()
                    .filter(|at| self.entries.get(**at).is_some_and(|one| one.version == entry.version))
                    .count()
            };
            let is_needed = |entry: &Locked| asker.needs.iter().any(|need| need.is(entry, alike(entry) == 1));
            all.retain(|at| self.entries.get(*at).is_some_and(is_needed));
        }
        if all.len() > 1 {
            all.retain(|at| {
                self.entries.get(*at).is_some_and(|entry| may_be(wanted.unwrap_or_default(), &entry.version))
            });
        }
        match all[..] {
            [at] => self.entries.get(at).map(|entry| (at, entry)),
            _ => None,
        }
    }
}

fn entry(package: &DeValue<'_>, line: usize) -> Result<Locked, String> {
    let table = package.as_table().ok_or("it is no table")?;
    let text = |key: &str| table.get(key).and_then(|value| value.get_ref().as_str());
    let name = text("name").filter(|name| package_name(name)).ok_or("it has no name of a package")?;
    let version = text("version").and_then(version_name).ok_or("it has no version")?;
    let origin = text("source").map(|source| if source.starts_with("git+") { "git" } else { "registry" });
    let needs = table.get("dependencies").and_then(|needs| needs.get_ref().as_array());
    let needs = needs.into_iter().flat_map(|needs| needs.iter()).filter_map(|need| need.get_ref().as_str());
    let (needs, source) = (needs.map(Need::read).collect(), text("source").map(str::to_owned));
    Ok(Locked { name: name.to_owned(), version: version.to_owned(), origin, line, source, needs })
}

/// Whether a version may be what was wanted: the same up to the first number that is not zero.
fn may_be(wanted: &str, version: &str) -> bool {
    let wanted = wanted.split(',').next().unwrap_or_default().trim().trim_start_matches(['^', '~', '=', '>', '<', ' ']);
    let numbers =
        |text: &str| -> Vec<u64> { text.split(['.', '-', '+']).map_while(|part| part.parse().ok()).collect() };
    let (wanted, version) = (numbers(wanted), numbers(version));
    for (wanted, version) in wanted.iter().zip(&version) {
        if wanted != version {
            return false;
        }
        if *wanted > 0 {
            return true;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::may_be;

    #[test]
    fn versions_are_compatible_up_to_the_first_number_that_is_not_zero() {
        for (wanted, version) in
            [("1", "1.9.2"), ("^0.3", "0.3.9"), ("0.0.3", "0.0.3"), ("", "2.0.0"), ("=1.2.0", "1.2.0")]
        {
            assert!(may_be(wanted, version), "{wanted} and {version}");
        }
        for (wanted, version) in [("1", "2.0.0"), ("0.3", "0.4.0"), ("0.0.3", "0.0.4")] {
            assert!(!may_be(wanted, version), "{wanted} and {version}");
        }
    }
}
