//! What the program is made of, as CycloneDX 1.5 (ECMA-424 is its successor): packages with version, license, checksum
//! and what each needs. No time, no serial number and no path, so that the same sources give the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use toml_edit::{DocumentMut, Item, Table};

use super::{Package, Packages};

/// The package that holds the program.
const PROGRAM: &str = "onethread";

/// The list as JSON.
///
/// # Errors
/// When the workspace has no such program.
pub(super) fn write(packages: &Packages, lock: &str) -> Result<String, String> {
    let is_program = |package: &&Package| package.name == PROGRAM && package.source.is_none();
    let program = packages.all.values().find(is_program).ok_or("there is no package `onethread`\n")?;
    let mut reached: BTreeSet<&str> = BTreeSet::from([program.id.as_str()]);
    let mut open = vec![program.id.as_str()];
    while let Some(id) = open.pop() {
        let needs = packages.needs.get(id).into_iter().flatten();
        open.extend(needs.map(String::as_str).filter(|need| reached.insert(need)));
    }
    let checksums = checksums(lock);
    let mut parts: Vec<&Package> = reached.iter().filter_map(|id| packages.all.get(*id)).collect();
    parts.sort_by_key(|package| (package.name.clone(), package.version.clone()));
    let components: Vec<Value> =
        parts.iter().filter(|package| package.id != program.id).map(|one| component(one, &checksums)).collect();
    let dependencies = parts.iter().map(|package| {
        let needs = packages.needs.get(&package.id).into_iter().flatten().filter_map(|id| packages.all.get(id));
        let needs: BTreeSet<String> = needs.map(address).collect();
        json!({ "ref": address(package), "dependsOn": needs })
    });
    let all = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": address(program), "name": PROGRAM, "version": program.version,
                "licenses": [{ "expression": program.license }],
            },
        },
        "components": components,
        "dependencies": dependencies.collect::<Vec<Value>>(),
    });
    Ok(format!("{all:#}\n"))
}

fn component(package: &Package, checksums: &BTreeMap<(String, String), String>) -> Value {
    let mut one = json!({
        "type": "library", "bom-ref": address(package), "name": package.name, "version": package.version,
        "licenses": [{ "expression": package.license.replace(" / ", " OR ").replace('/', " OR ") }],
        "purl": address(package),
    });
    if let (Some(sum), Some(map)) =
        (checksums.get(&(package.name.clone(), package.version.clone())), one.as_object_mut())
    {
        map.insert("hashes".to_owned(), json!([{ "alg": "SHA-256", "content": sum }]));
    }
    one
}

/// The address of a package among all of Rust (package-url).
fn address(package: &Package) -> String {
    format!("pkg:cargo/{}@{}", package.name, package.version)
}

/// The checksums of a lock file, by name and version.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let lock: DocumentMut = lock.parse().unwrap_or_default();
    let packages = lock.get("package").and_then(Item::as_array_of_tables).into_iter().flatten();
    let text = |package: &Table, key: &str| package.get(key).and_then(Item::as_str).map(str::to_owned);
    let of = |package: &Table| Some(((text(package, "name")?, text(package, "version")?), text(package, "checksum")?));
    packages.filter_map(of).collect()
}
