//! Places outside of the tree that a person allowed.

use std::path::{Component, Path, PathBuf};

/// What a person types to allow a place for one run.
pub const ALLOW_FLAG: &str = "--allow-outside";
/// The variable that allows places where nobody types, parted as the system parts paths.
pub const ALLOW_VARIABLE: &str = "ONETHREAD_ALLOW_OUTSIDE";

/// Places outside of the tree that may be read and written: files, or folders with all below them. They come from the
/// command line, from the environment or from the user's own configuration, and never from the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outside {
    places: Vec<PathBuf>,
}

impl Outside {
    /// None.
    pub fn none() -> Outside {
        Outside::default()
    }

    /// These; relative paths start where the program runs.
    pub fn of(places: impl IntoIterator<Item = impl AsRef<Path>>) -> Outside {
        Outside { places: places.into_iter().map(|place| absolute(place.as_ref())).collect() }
    }

    /// These as well.
    #[must_use]
    pub fn and(mut self, other: Outside) -> Outside {
        self.places.extend(other.places);
        self
    }

    /// The place that holds a path, by name alone or after links.
    pub(crate) fn holding(&self, path: &Path) -> Option<(PathBuf, PathBuf)> {
        let rest = |place: &Path| path.strip_prefix(place).ok().map(Path::to_owned);
        let real = |place: &PathBuf| std::fs::canonicalize(place).ok();
        self.places
            .iter()
            .find_map(|place| rest(place).or_else(|| rest(&real(place)?)).map(|rest| (place.clone(), rest)))
    }
}

/// A path from the root of the file system on, without `.` and `..`. Links are left as they are.
pub fn absolute(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut parts = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => drop(parts.pop()),
            Component::CurDir => {}
            part => parts.push(part),
        }
    }
    parts
}

/// A path as seen from a folder, with `/` between parts: `.` for the folder itself.
pub fn relative(from: &Path, path: &Path) -> String {
    let parts = |path: &Path| -> Vec<String> {
        let absolute = absolute(path);
        absolute.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
    };
    let (from, path) = (parts(from), parts(path));
    let shared = from.iter().zip(&path).take_while(|(a, b)| a == b).count();
    let up = from.iter().skip(shared).map(|_| "..".to_owned());
    let all: Vec<String> = up.chain(path.into_iter().skip(shared)).collect();
    if all.is_empty() { ".".to_owned() } else { all.join("/") }
}

/// The top of the git repository that a path lies in, or is.
pub fn repository_around(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// A path as it is typed into a shell from where the program runs.
pub fn quoted(path: &Path) -> String {
    let whole = path.display().to_string();
    let near = std::env::current_dir().ok().map(|here| relative(&here, path));
    // The shorter one is the easier to read.
    let text = near.filter(|near| near.len() < whole.len()).unwrap_or(whole);
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+' | ':' | '\\');
    if text.chars().all(is_plain) { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}
