//! `cargo xtask supply`: whether the packages that the workspace is built from are what `deny.toml` allows: licenses,
//! bans and sources. `cargo xtask supply --sbom FILE` writes what the program is made of, as CycloneDX 1.5.
//!
//! Input: `cargo metadata`, `Cargo.lock` and `deny.toml`. Output: a sentence, or every package that is not allowed. The
//! same policy is read by cargo-deny, whose build takes longer than that of the program; this needs nothing but cargo.

mod expression;
mod sbom;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;
use toml_edit::{DocumentMut, Item};

use crate::cargo;
use expression::is_allowed;

/// What `deny.toml` says, as far as it is checked here.
#[derive(Debug, Default)]
struct Policy {
    licenses: BTreeSet<String>,
    exceptions: BTreeMap<String, BTreeSet<String>>,
    banned: BTreeSet<String>,
}

/// A package as `cargo metadata` describes it.
#[derive(Clone, Debug, Default)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: String,
    /// Where it comes from; absent for those of the workspace.
    source: Option<String>,
    /// Dependencies that name no version, from anywhere but the workspace.
    wild: Vec<String>,
}

/// All packages, and who needs whom when the program is built and run.
#[derive(Clone, Debug, Default)]
struct Packages {
    all: BTreeMap<String, Package>,
    needs: BTreeMap<String, BTreeSet<String>>,
}

/// Checks the packages, and writes what the program is made of where a file is named.
pub(crate) fn run(root: &Path, sbom: Option<&str>) -> Result<String, String> {
    let policy = std::fs::read_to_string(root.join("deny.toml")).map_err(|error| format!("deny.toml: {error}\n"))?;
    let policy = Policy::read(&policy)?;
    let packages = Packages::read(&metadata(root)?)?;
    let said = refused(&packages, &policy);
    if !said.is_empty() {
        return Err(said.join("\n") + "\n");
    }
    let count = packages.all.values().filter(|package| package.source.is_some()).count();
    let mut all = format!("supply: {count} packages, with licenses, sources and bans as deny.toml says\n");
    if let Some(file) = sbom {
        let lock =
            std::fs::read_to_string(root.join("Cargo.lock")).map_err(|error| format!("Cargo.lock: {error}\n"))?;
        let text = sbom::write(&packages, &lock)?;
        std::fs::write(file, &text).map_err(|error| format!("{file}: {error}\n"))?;
        all += &format!("supply: what onethread is made of, in {file}\n");
    }
    Ok(all)
}

fn metadata(root: &Path) -> Result<Value, String> {
    let mut command = cargo(root);
    let output = command.args(["metadata", "--format-version", "1", "--locked", "--all-features"]).output();
    let output = output.map_err(|error| format!("cargo cannot be started: {error}\n"))?;
    if !output.status.success() {
        return Err(format!("cargo metadata: {}\n", String::from_utf8_lossy(&output.stderr)));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}\n"))
}

impl Policy {
    fn read(text: &str) -> Result<Policy, String> {
        let all: DocumentMut = text.parse().map_err(|error| format!("deny.toml: {error}\n"))?;
        let list = |table: &str, key: &str| -> Vec<toml_edit::Value> {
            let found = all.get(table).and_then(|table| table.get(key)).and_then(Item::as_array);
            found.into_iter().flatten().cloned().collect()
        };
        let text = |value: &toml_edit::Value| value.as_str().map(str::to_owned);
        let name = |value: &toml_edit::Value| value.as_inline_table()?.get("name").and_then(text);
        let licenses: BTreeSet<String> = list("licenses", "allow").iter().filter_map(text).collect();
        if licenses.is_empty() {
            return Err("deny.toml allows no license: is [licenses] there?\n".to_owned());
        }
        let exceptions = list("licenses", "exceptions");
        let exceptions = exceptions.iter().filter_map(|one| {
            let allowed = one.as_inline_table()?.get("allow")?.as_array()?.iter().filter_map(text).collect();
            Some((name(one)?, allowed))
        });
        Ok(Policy {
            licenses,
            exceptions: exceptions.collect(),
            banned: list("bans", "deny").iter().filter_map(name).collect(),
        })
    }
}

impl Packages {
    fn read(metadata: &Value) -> Result<Packages, String> {
        let broken = |what: &str| format!("cargo metadata has no {what}\n");
        let mut packages = Packages::default();
        for package in metadata["packages"].as_array().ok_or_else(|| broken("packages"))? {
            let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
            let wild = package["dependencies"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|one| one["req"].as_str() == Some("*") && one["source"].is_string());
            let package = Package {
                id: text("id"),
                name: text("name"),
                version: text("version"),
                license: text("license"),
                source: package["source"].as_str().map(str::to_owned),
                wild: wild.filter_map(|one| one["name"].as_str().map(str::to_owned)).collect(),
            };
            packages.all.insert(package.id.clone(), package);
        }
        for node in metadata["resolve"]["nodes"].as_array().ok_or_else(|| broken("graph"))? {
            let needed = node["deps"].as_array().into_iter().flatten().filter(|dep| {
                let kinds = dep["dep_kinds"].as_array();
                kinds.is_none_or(|kinds| kinds.iter().any(|kind| kind["kind"].as_str() != Some("dev")))
            });
            let needed = needed.filter_map(|dep| dep["pkg"].as_str().map(str::to_owned)).collect();
            packages.needs.insert(node["id"].as_str().unwrap_or_default().to_owned(), needed);
        }
        Ok(packages)
    }
}

/// Every package that is not allowed, with the reason.
fn refused(packages: &Packages, policy: &Policy) -> Vec<String> {
    let mut said = Vec::new();
    let registries: BTreeSet<&str> = packages.all.values().filter_map(|package| package.source.as_deref()).collect();
    for package in packages.all.values() {
        let Package { name, version, license, source, wild, .. } = package;
        let Some(source) = source else {
            said.extend(wild.iter().map(|on| format!("{name}: [bans] `{on}` has no version; name one in Cargo.toml")));
            continue;
        };
        let own = policy.exceptions.get(name);
        let allows = |id: &str| policy.licenses.contains(id) || own.is_some_and(|own| own.contains(id));
        if !is_allowed(license, allows) {
            let shown = if license.is_empty() { "none that is named" } else { license };
            said.push(format!("{name} {version}: [licenses] {shown}; deny.toml says which are allowed"));
        }
        if policy.banned.contains(name) {
            said.push(format!("{name} {version}: [bans] not to be used; `cargo tree -i {name}` shows who needs it"));
        }
        if !source.starts_with("registry+") {
            said.push(format!("{name} {version}: [sources] it comes from {source} and not from the registry"));
        } else if registries.iter().filter(|one| one.starts_with("registry+")).count() > 1 {
            said.push(format!("{name} {version}: [sources] one of several registries: {source}"));
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> Policy {
        let text = "[licenses]\nallow = [\"MIT\", \"Zlib\"]\nexceptions = [{ name = \"c\", allow = [\"MPL-2.0\"] }]\n\
                    [bans]\ndeny = [{ name = \"d\" }]\n";
        Policy::read(text).expect("a policy")
    }

    fn package(name: &str, license: &str, source: Option<&str>) -> Packages {
        let package = Package {
            id: name.to_owned(),
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            license: license.to_owned(),
            source: source.map(str::to_owned),
            wild: Vec::new(),
        };
        Packages { all: BTreeMap::from([(name.to_owned(), package)]), needs: BTreeMap::new() }
    }

    /// Each with one fault, planted; and none where there is none.
    #[test]
    fn each_kind_is_found() {
        let registry = Some("registry+index");
        for (packages, expected) in [
            (package("a", "MIT", registry), None),
            (package("a", "GPL-3.0-only", registry), Some("[licenses] GPL-3.0-only")),
            (package("a", "", registry), Some("[licenses] none")),
            (package("b", "MPL-2.0", registry), Some("[licenses]")),
            (package("c", "MPL-2.0", registry), None),
            (package("d", "MIT", registry), Some("[bans]")),
            (package("a", "MIT", Some("git+somewhere")), Some("[sources]")),
            (package("ours", "", None), None),
        ] {
            let said = refused(&packages, &policy());
            match expected {
                Some(expected) => assert!(said.len() == 1 && said[0].contains(expected), "{said:?}"),
                None => assert_eq!(said, [""; 0]),
            }
        }
        let mut wild = package("ours", "", None);
        wild.all.values_mut().for_each(|package| package.wild.push("x".to_owned()));
        assert!(refused(&wild, &policy())[0].contains("`x` has no version"));
        let mut two = package("a", "MIT", registry);
        two.all.extend(package("b", "MIT", Some("registry+other")).all);
        assert!(refused(&two, &policy())[0].contains("several registries"));
    }

    #[test]
    fn the_workspace_is_as_its_policy_says() {
        let said = run(&crate::root(), None);
        assert!(said.is_ok(), "{said:?}");
    }

    #[test]
    fn a_policy_without_licenses_is_refused() {
        assert!(Policy::read("[bans]\n").is_err());
    }

    /// The list has what the program links and no more, a checksum for each, and nothing of this machine.
    #[test]
    fn the_list_of_parts_is_whole_and_says_nothing_of_the_machine() {
        let root = crate::root();
        let packages = Packages::read(&metadata(&root).expect("metadata")).expect("packages");
        let lock = std::fs::read_to_string(root.join("Cargo.lock")).expect("the lock file");
        let text = sbom::write(&packages, &lock).expect("a list");
        let list: Value = serde_json::from_str(&text).expect("JSON");
        let names: BTreeSet<&str> =
            list["components"].as_array().expect("a list").iter().filter_map(|one| one["name"].as_str()).collect();
        for name in ["csv", "parquet", "clap", "onethread-core"] {
            assert!(names.contains(name), "{name}");
        }
        for name in ["proptest", "trycmd", "xtask", "onethread"] {
            assert!(!names.contains(name), "{name} is no part of the program");
        }
        let folder = root.to_string_lossy().into_owned();
        assert!(
            !text.contains(&folder) && !text.contains("file:") && !text.contains("path+"),
            "a path of this machine"
        );
        assert_eq!(text, sbom::write(&packages, &lock).expect("a list"), "the same bytes each time");
    }
}
