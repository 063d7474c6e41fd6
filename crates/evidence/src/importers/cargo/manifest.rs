//! `Cargo.toml`: what a package is called, what it depends on, and which workspace it is part of.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::manifests::limits::{MANIFEST_BYTES_MAX, RECORDS_MAX};
use super::super::manifests::{File, Licensed, Unit, folder_of, line_of, package_name};

/// A manifest, as far as dependencies go.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub(super) unit: Unit,
    pub(super) name: Option<String>,
    /// Its license, where it states one with its version.
    pub(super) licensed: Option<Licensed>,
    /// What members of the workspace inherit, by key.
    pub(super) shared: BTreeMap<String, Spec>,
    pub(super) dependencies: Vec<Dependency>,
}

/// An entry of a table of dependencies.
#[derive(Debug)]
pub(super) struct Dependency {
    pub(super) key: String,
    /// `normal`, `dev` or `build`.
    pub(super) kind: &'static str,
    pub(super) line: usize,
    /// What is asked for, or why it is not understood.
    pub(super) spec: Result<Spec, String>,
}

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Spec {
    /// The name in the registry, where the key is another one.
    pub(super) package: Option<String>,
    pub(super) version: Option<String>,
    pub(super) path: Option<String>,
    pub(super) is_git: bool,
    pub(super) has_registry: bool,
    /// Whether the workspace says what is asked for.
    pub(super) inherits: bool,
}

impl Spec {
    /// Where it comes from, as far as the manifest says.
    pub(super) fn origin(&self) -> &'static str {
        match self {
            Spec { path: Some(_), .. } => "path",
            Spec { is_git: true, .. } => "git",
            Spec { has_registry: true, .. } => "other-registry",
            _ => "registry",
        }
    }

    fn read(value: &DeValue<'_>) -> Result<Spec, String> {
        let table = match value {
            DeValue::String(version) => return Ok(Spec { version: Some(version.to_string()), ..Spec::default() }),
            DeValue::Table(table) => table,
            _ => return Err("it is neither a version nor a table".to_owned()),
        };
        let text = |key: &str| table.get(key).and_then(|value| value.get_ref().as_str()).map(str::to_owned);
        let package = text("package");
        if package.as_deref().is_some_and(|name| !package_name(name)) {
            return Err("`package` is no name of a package".to_owned());
        }
        Ok(Spec {
            package,
            version: text("version"),
            path: text("path"),
            is_git: table.get("git").is_some(),
            has_registry: ["registry", "registry-index"].iter().any(|key| table.get(*key).is_some()),
            inherits: table.get("workspace").is_some_and(|value| value.get_ref().as_bool() == Some(true)),
        })
    }
}

/// Tables of dependencies and the kind of each; the older spelling is still read by Cargo.
const TABLES: &[(&str, &str)] = &[
    ("dependencies", "normal"),
    ("dev-dependencies", "dev"),
    ("dev_dependencies", "dev"),
    ("build-dependencies", "build"),
    ("build_dependencies", "build"),
];

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// The line, and why it is no manifest, as a clause.
    pub(super) fn read(file: &File) -> Result<Manifest, (usize, String)> {
        let text = file.text(MANIFEST_BYTES_MAX).map_err(|why| (1, why))?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let table = DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            // What the parser says may repeat the text.
            (line_of(text, at, &mut (1, 0)), "it is not TOML".to_owned())
        })?;
        let table = table.get_ref();
        let mut manifest = Manifest { unit: unit(table, folder_of(&file.path)), ..Manifest::default() };
        let package = ["package", "project"].iter().find_map(|key| table.get(*key)?.get_ref().as_table());
        let said = |key: &str| package.and_then(|package| package.get(key)?.get_ref().as_str());
        let name = said("name");
        manifest.licensed = Licensed::of(name, said("version"), said("license"));
        manifest.name = name.filter(|name| package_name(name)).map(str::to_owned);
        let shared = child(table, "workspace").and_then(|workspace| child(workspace, "dependencies"));
        for (key, value) in shared.into_iter().flat_map(|shared| shared.iter()) {
            if let Ok(spec) = Spec::read(value.get_ref()) {
                manifest.shared.insert(key.get_ref().to_string(), spec);
            }
        }
        let mut place = (1, 0);
        let mut rows: Vec<(usize, Dependency)> = Vec::new();
        let targets = child(table, "target").into_iter().flat_map(|target| target.iter());
        let targets = targets.filter_map(|(_, target)| target.get_ref().as_table());
        for table in std::iter::once(table).chain(targets) {
            for (name, kind) in TABLES {
                for (key, value) in child(table, name).into_iter().flat_map(|table| table.iter()).take(RECORDS_MAX) {
                    rows.push((key.span().start, dependency(key.get_ref(), value, kind)));
                }
            }
        }
        rows.sort_by_key(|(at, _)| *at);
        for (at, mut dependency) in rows {
            dependency.line = line_of(text, at, &mut place);
            if let Some(path) = dependency.spec.as_ref().ok().and_then(|spec| spec.path.clone()) {
                manifest.unit.paths.push(path);
            }
            manifest.dependencies.push(dependency);
        }
        // What members inherit lies as near to the root.
        manifest.unit.paths.extend(manifest.shared.values().filter_map(|spec| spec.path.clone()));
        Ok(manifest)
    }
}

fn dependency(key: &str, value: &Spanned<DeValue<'_>>, kind: &'static str) -> Dependency {
    let spec = match package_name(key) {
        true => Spec::read(value.get_ref()),
        false => Err("its key is no name of a package".to_owned()),
    };
    Dependency { key: if spec.is_ok() { key.to_owned() } else { String::new() }, kind, line: 1, spec }
}

fn unit(table: &DeTable<'_>, folder: &str) -> Unit {
    let workspace = child(table, "workspace");
    let texts = |key: &str| -> Vec<String> {
        let array = workspace.and_then(|workspace| workspace.get(key)?.get_ref().as_array());
        array
            .into_iter()
            .flat_map(|array| array.iter())
            .filter_map(|item| item.get_ref().as_str())
            .map(str::to_owned)
            .collect()
    };
    let said = child(table, "package").and_then(|package| package.get("workspace")?.get_ref().as_str());
    Unit {
        folder: folder.to_owned(),
        is_workspace: table.get("workspace").is_some(),
        members: texts("members"),
        exclude: texts("exclude"),
        paths: Vec::new(),
        workspace: said.map(str::to_owned),
    }
}

fn child<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t DeTable<'i>> {
    table.get(key)?.get_ref().as_table()
}
