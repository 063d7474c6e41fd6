//! What Cargo itself says of a workspace, by `cargo metadata`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use onethread_evidence::importers::manifests::{File, Found};
use serde_json::Value;

use crate::common::parse;

/// The manifests and lockfiles of a folder and of those below it.
fn read(root: &Path) -> Vec<File> {
    let mut files = Vec::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            let is_built = path.join("CACHEDIR.TAG").exists();
            if entry.file_type().expect("a type").is_dir() && !name.starts_with('.') && !is_built {
                waiting.push(path);
            } else if name == "Cargo.toml" || name == "Cargo.lock" {
                let path = path.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/");
                files.push(File { bytes: std::fs::read(root.join(&path)).ok(), path });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn metadata(root: &Path, words: &[&str]) -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root).args(["metadata", "--format-version", "1"]).args(words);
    let output = command.output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn folder(package: &Value, root: &Path) -> String {
    let manifest = PathBuf::from(text(&package["manifest_path"]));
    let folder = manifest.parent().expect("a folder").strip_prefix(root).expect("below the root");
    if folder.as_os_str().is_empty() { ".".to_owned() } else { folder.to_string_lossy().replace('\\', "/") }
}

type Row = (String, String, String);

/// Folder, package and kind of what the members of the workspace ask for.
fn asked(metadata: &Value, root: &Path) -> BTreeSet<Row> {
    let members: BTreeSet<&str> = metadata["workspace_members"].as_array().expect("members").iter().map(text).collect();
    let packages = metadata["packages"].as_array().expect("packages").iter();
    let own = packages.filter(|package| members.contains(text(&package["id"])));
    own.flat_map(|package| {
        let folder = folder(package, root);
        let own = text(&package["name"]).to_owned();
        let all = package["dependencies"].as_array().expect("dependencies").iter();
        let others = all.filter(move |dependency| text(&dependency["name"]) != own);
        others.map(move |dependency| {
            let kind = dependency["kind"].as_str().unwrap_or("normal");
            (folder.clone(), text(&dependency["name"]).to_owned(), kind.to_owned())
        })
    })
    .collect()
}

fn found_asked(found: &Found, folders: &BTreeSet<String>) -> BTreeSet<Row> {
    let uses = found.uses.iter().filter(|used| used.direct);
    let uses = uses.map(|used| (used.component.clone(), used.package.clone(), used.kind.unwrap_or("-").to_owned()));
    let links = found.links.iter().map(|link| (link.component.clone(), link.package.clone(), link.kind.to_owned()));
    uses.chain(links).filter(|(folder, ..)| folders.contains(folder)).collect()
}

fn check_asked(root: &Path) -> Found {
    let root = &std::fs::canonicalize(root).expect("a folder");
    let said = asked(&metadata(root, &["--no-deps", "--offline"]), root);
    let folders: BTreeSet<String> = said.iter().map(|(folder, ..)| folder.clone()).collect();
    let found = parse("cargo", &read(root));
    assert_eq!(found_asked(&found, &folders), said);
    println!("{}: {} dependencies of {} packages agree", root.display(), said.len(), folders.len());
    found
}

/// This very workspace: what its members ask for, and which version each gets.
#[test]
fn cargo_says_the_same_of_this_workspace() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let found = check_asked(&root);
    let root = std::fs::canonicalize(root).expect("a folder");
    let metadata = metadata(&root, &["--locked"]);
    let packages = metadata["packages"].as_array().expect("packages");
    let by_id = |id: &str| packages.iter().find(|package| text(&package["id"]) == id).expect("a package");
    let members: BTreeSet<&str> = metadata["workspace_members"].as_array().expect("members").iter().map(text).collect();
    let mut said: BTreeSet<Row> = BTreeSet::new();
    for node in metadata["resolve"]["nodes"].as_array().expect("nodes") {
        if !members.contains(text(&node["id"])) {
            continue;
        }
        for needed in node["deps"].as_array().expect("deps").iter().map(|needed| by_id(text(&needed["pkg"]))) {
            if !needed["source"].is_null() {
                let folder = folder(by_id(text(&node["id"])), &root);
                said.insert((folder, text(&needed["name"]).to_owned(), text(&needed["version"]).to_owned()));
            }
        }
    }
    let folders: BTreeSet<&String> = said.iter().map(|(folder, ..)| folder).collect();
    let uses = found.uses.iter().filter(|used| used.direct && folders.contains(&used.component));
    let uses: BTreeSet<Row> = uses
        .map(|used| (used.component.clone(), used.package.clone(), used.version.clone().unwrap_or_default()))
        .collect();
    assert_eq!(uses, said);
}

/// Other workspaces, by hand: `ONETHREAD_WORKSPACES=folder:folder cargo test --test manifests others -- --ignored`.
#[test]
#[ignore = "needs checkouts of other workspaces"]
fn cargo_says_the_same_of_others() {
    for root in std::env::var("ONETHREAD_WORKSPACES").expect("folders").split(':') {
        check_asked(Path::new(root));
    }
}
