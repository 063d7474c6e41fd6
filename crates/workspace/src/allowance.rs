//! What a person allowed outside of a folder: on the command line, in the environment, or for good in the user's own
//! configuration. Nothing in the folder can allow anything.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use onethread_files::{FailureKind, Outside, Root, absolute};
use toml_edit::{Array, DocumentMut, Item, Table, value};

use crate::WorkspaceError;

/// Name of the user's own configuration, in the folder that the system has for it.
const FILE: &str = "config.toml";
/// More is no configuration.
const FILE_BYTES_MAX: u64 = 1 << 20;
const HEADER: &str = "# Places outside of a folder that onethread may open from there, because you typed them.\n";

/// What a person allowed.
#[derive(Clone, Debug, Default)]
pub struct Allowance {
    typed: Outside,
    /// The folder of the user's own configuration.
    user: Option<PathBuf>,
}

impl Allowance {
    /// Nothing.
    pub fn none() -> Allowance {
        Allowance::default()
    }

    /// What the command line and the variable name, parted as the system parts paths, and what the user's own
    /// configuration says of a folder.
    pub fn new(typed: &[PathBuf], variable: Option<&OsStr>) -> Allowance {
        let parts = variable.into_iter().flat_map(std::env::split_paths).filter(|path| !path.as_os_str().is_empty());
        let typed = Outside::of(typed).and(Outside::of(parts));
        let user = etcetera::choose_base_strategy().ok().map(|known| known.config_dir().join("onethread"));
        Allowance { typed, user }
    }

    /// What may be opened from a folder.
    ///
    /// # Errors
    /// When the user's own configuration cannot be read: what it allows is not known then.
    pub fn outside(&self, folder: &Path) -> Result<Outside, WorkspaceError> {
        let Some(document) = self.document()? else { return Ok(self.typed.clone()) };
        let everywhere = places(document.get("outside"));
        let here = document.get("folder").and_then(|all| all.get(key(folder))?.get("outside"));
        Ok(self.typed.clone().and(Outside::of(everywhere)).and(Outside::of(places(here))))
    }

    /// What was typed for this run, whatever the folder.
    pub fn typed(&self) -> &Outside {
        &self.typed
    }

    /// Allows places for a folder, for good, and gives the file that says so; `None` where it says so already.
    ///
    /// # Errors
    /// When there is no place for it, or it cannot be written.
    pub fn remember(&self, folder: &Path, allowed: &[PathBuf]) -> Result<Option<PathBuf>, WorkspaceError> {
        let Some(user) = &self.user else {
            let what = "no folder is known for your own configuration, so nothing can be allowed for good";
            return Err(WorkspaceError::new(FailureKind::NotFound, what, "set HOME or XDG_CONFIG_HOME"));
        };
        let writing = Root::new(user, Outside::none()).writing_here(&mut || ())?;
        let edited = writing.edit(FILE, FILE_BYTES_MAX, |text| {
            let mut document = parse(text, &user.join(FILE))?;
            let mut known = places(document.get("folder").and_then(|all| all.get(key(folder))?.get("outside")));
            let new = allowed.iter().map(|path| absolute(path).display().to_string());
            let before = known.len();
            new.for_each(|path| {
                if !known.contains(&path) {
                    known.push(path)
                }
            });
            if known.len() == before {
                return Ok(text.to_owned());
            }
            let folders = document.entry("folder").or_insert_with(|| {
                let mut table = Table::new();
                table.set_implicit(true);
                Item::Table(table)
            });
            let entry = folders.as_table_mut().map(|all| all.entry(&key(folder)).or_insert(Item::Table(Table::new())));
            let Some(entry) = entry.and_then(Item::as_table_mut) else { return Err(damaged(&user.join(FILE), "")) };
            entry.insert("outside", value(known.iter().collect::<Array>()));
            let header = if text.is_empty() { HEADER } else { "" };
            Ok::<_, WorkspaceError>(format!("{header}{document}"))
        })?;
        Ok((edited.before != edited.after).then(|| user.join(FILE)))
    }

    fn document(&self) -> Result<Option<DocumentMut>, WorkspaceError> {
        let Some(user) = &self.user else { return Ok(None) };
        let text = Root::new(user, Outside::none()).read_text(FILE, FILE_BYTES_MAX)?;
        text.map(|text| parse(&text, &user.join(FILE))).transpose()
    }
}

/// A folder as the configuration names it: after links, so that it has one name.
fn key(folder: &Path) -> String {
    let real = Root::new(folder, Outside::none()).real_path(".").ok().flatten();
    real.unwrap_or_else(|| absolute(folder)).display().to_string()
}

fn places(item: Option<&Item>) -> Vec<String> {
    let array = item.and_then(Item::as_array).into_iter().flatten();
    array.filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

fn parse(text: &str, file: &Path) -> Result<DocumentMut, WorkspaceError> {
    text.parse().map_err(|error: toml_edit::TomlError| damaged(file, error.message()))
}

fn damaged(file: &Path, why: &str) -> WorkspaceError {
    let what = format!("your own configuration {} cannot be read: it is not as written {why}", file.display());
    WorkspaceError::new(FailureKind::Broken, what.trim_end(), "fix or remove it: it only says what may be opened")
}
