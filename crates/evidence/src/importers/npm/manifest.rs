//! `package.json`: what a package is called, what it depends on, and its workspaces.

use std::collections::BTreeSet;

use super::super::manifests::limits::{MANIFEST_BYTES_MAX, PATTERNS_MAX, RECORDS_MAX};
use super::super::manifests::{File, Licensed, Unit, folder_of, line_of, package_name};
use super::json::{Object, place_of};

/// A manifest, as far as dependencies go.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub(super) unit: Unit,
    pub(super) name: Option<String>,
    /// Its license, where it states one with its version.
    pub(super) licensed: Option<Licensed>,
    pub(super) dependencies: Vec<Dependency>,
}

/// An entry of an object of dependencies.
#[derive(Debug)]
pub(super) struct Dependency {
    /// The name under which it is installed.
    pub(super) key: String,
    /// `normal`, `dev` or `peer`.
    pub(super) kind: &'static str,
    pub(super) line: usize,
    /// What is asked for, as it is written.
    pub(super) range: String,
    /// What is asked for, or why it is not understood.
    pub(super) spec: Result<Spec, &'static str>,
    /// Whether a later entry takes its place.
    pub(super) is_replaced: bool,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Spec {
    /// A range of versions, or a tag.
    Range,
    /// The same, of a package of another name.
    Alias(String),
    /// A package of this workspace.
    Workspace,
    /// A folder or file, from that of the manifest.
    Path(String),
    /// A repository.
    Git,
    /// A file on some host.
    Url,
}

/// Objects of dependencies and the kind of each.
const OBJECTS: &[(&str, &str)] = &[
    ("dependencies", "normal"),
    ("optionalDependencies", "normal"),
    ("devDependencies", "dev"),
    ("peerDependencies", "peer"),
];

/// Beginnings of what names a repository.
const GIT: &[&str] = &["git+", "git:", "git@", "github:", "gitlab:", "bitbucket:", "gist:"];

impl Spec {
    fn read(text: &str) -> Result<Spec, &'static str> {
        let text = text.trim();
        let path = ["file:", "link:", "portal:"].iter().find_map(|start| text.strip_prefix(start));
        Ok(match text {
            _ if path.is_some() => Spec::Path(path.unwrap_or_default().to_owned()),
            _ if text.starts_with("workspace:") => Spec::Workspace,
            _ if text.starts_with("npm:") => {
                let real = &text["npm:".len()..];
                let name = match real.rfind('@').filter(|at| *at > 0) {
                    Some(at) => &real[..at],
                    None => real,
                };
                if !package_name(name) {
                    return Err("the text behind `npm:` is no name of a package");
                }
                Spec::Alias(name.to_owned())
            }
            _ if GIT.iter().any(|start| text.starts_with(start)) => Spec::Git,
            _ if text.contains("://") && text.contains(".git") => Spec::Git,
            _ if text.contains("://") => Spec::Url,
            _ if text.starts_with(['.', '/', '~']) && text.contains('/') => Spec::Path(text.to_owned()),
            // `user/repository`.
            _ if text.contains('/') && !text.contains(' ') => Spec::Git,
            _ => Spec::Range,
        })
    }

    /// Where it comes from, as far as the manifest says.
    pub(super) fn origin(&self) -> &'static str {
        match self {
            Spec::Range | Spec::Alias(_) => "registry",
            Spec::Workspace | Spec::Path(_) => "path",
            Spec::Git => "git",
            Spec::Url => "url",
        }
    }
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// The line, and why it is no manifest, as a clause.
    pub(super) fn read(file: &File) -> Result<Manifest, (usize, String)> {
        let text = file.text(MANIFEST_BYTES_MAX).map_err(|why| (1, why))?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let object = Object::read(text).map_err(|line| (line, "it is no JSON object".to_owned()))?;
        let mut rows: Vec<(usize, Dependency)> = Vec::new();
        let optional = object.object("optionalDependencies").unwrap_or_default();
        for (name, kind) in OBJECTS {
            let entries = object.object(name).unwrap_or_default().0;
            // What stands among the optional ones does not count among the others, as npm has it.
            let mut later: BTreeSet<&str> = match *name {
                "dependencies" => optional.0.iter().map(|(key, _)| key.as_ref()).collect(),
                _ => BTreeSet::new(),
            };
            for (key, value) in entries.iter().take(RECORDS_MAX).rev() {
                let is_replaced = !later.insert(key.as_ref());
                rows.push((place_of(text, value), dependency(key, value.get(), kind, is_replaced)));
            }
        }
        rows.sort_by_key(|(at, _)| *at);
        let mut place = (1, 0);
        let dependencies = rows.into_iter().map(|(at, row)| Dependency { line: line_of(text, at, &mut place), ..row });
        let workspaces = object.get("workspaces").is_some();
        let members = object.texts("workspaces").or_else(|| object.object("workspaces")?.texts("packages"));
        let (name, version) = (object.text("name"), object.text("version"));
        Ok(Manifest {
            licensed: Licensed::of(name.as_deref(), version.as_deref(), object.license().as_deref()),
            unit: Unit {
                folder: folder_of(&file.path).to_owned(),
                is_workspace: workspaces,
                members: members.unwrap_or_default().into_iter().take(PATTERNS_MAX + 1).collect(),
                ..Unit::default()
            },
            name: name.filter(|name| package_name(name)),
            dependencies: dependencies.collect(),
        })
    }
}

fn dependency(key: &str, value: &str, kind: &'static str, is_replaced: bool) -> Dependency {
    let text: Result<String, _> = serde_json::from_str(value);
    let spec = match (package_name(key), &text) {
        (false, _) => Err("its key is no name of a package"),
        (_, Err(_)) => Err("what is asked for is no text"),
        (true, Ok(text)) => Spec::read(text),
    };
    let range = text.unwrap_or_default().trim().to_owned();
    let key = if package_name(key) { key.to_owned() } else { String::new() };
    Dependency { key, kind, line: 1, range, spec, is_replaced }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The forms of npm's documentation of `package.json`, and those that pnpm and Yarn add.
    #[test]
    fn what_is_asked_for_is_told_by_its_form() {
        for (text, spec) in [
            ("^1.2.3", Spec::Range),
            (">=1.0.2 <2.1.2", Spec::Range),
            ("", Spec::Range),
            ("latest", Spec::Range),
            ("npm:other@^1", Spec::Alias("other".to_owned())),
            ("npm:@scope/other@1.0.0", Spec::Alias("@scope/other".to_owned())),
            ("workspace:*", Spec::Workspace),
            ("file:../foo", Spec::Path("../foo".to_owned())),
            ("../foo/bar", Spec::Path("../foo/bar".to_owned())),
            ("github:user/repo", Spec::Git),
            ("user/repo#feature", Spec::Git),
            ("git+ssh://git@example.org:group/repo.git#v1", Spec::Git),
            ("https://example.org/x.tgz", Spec::Url),
        ] {
            assert_eq!(Spec::read(text), Ok(spec), "{text}");
        }
        assert!(Spec::read("npm:").is_err());
    }
}
