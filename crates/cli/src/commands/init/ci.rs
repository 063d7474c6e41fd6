//! `onethread init --ci`: what a forge, or git before a commit, needs to run `onethread check`.

use std::path::Path;

use onethread_report::inert::inert;
use onethread_workspace::files::{Typed, repository_around};

use crate::args::init::{CiWish, InitArgs};
use crate::output::{self, Failure};
use crate::places::{EDITED_BYTES_MAX, allowance, root_as_named, writing_beside};

const GITHUB: &str = include_str!("ci/github.yml");
const GITLAB: &str = include_str!("ci/gitlab.yml");
const PRE_COMMIT: &str = include_str!("ci/pre-commit.yaml");
/// Stands in the files for the folder under review, as the repository names it.
const FOLDER: &str = "FOLDER";

/// Writes the file, or shows it where there is one already.
///
/// # Errors
/// When there is no repository, the file is there with other words, or it cannot be written.
pub(super) fn run(args: &InitArgs, wish: CiWish) -> Result<u8, Failure> {
    let root = root_as_named(&args.folder)?;
    let Some(top) = repository_around(root.path()) else {
        let what = format!("{} lies in no git repository", inert(&root.path().display().to_string()));
        return Err(Failure::new(what, "run `git init` at the top of the repository first"));
    };
    let (path, template) = match wish {
        CiWish::Github => (".github/workflows/onethread.yml", GITHUB),
        CiWish::Gitlab => (".gitlab-ci.yml", GITLAB),
        CiWish::PreCommit => (".pre-commit-config.yaml", PRE_COMMIT),
    };
    let text = template.replace(FOLDER, &folder(&top, root.path())?);
    let file = Typed::new(&top.join(path), allowance().typed())?;
    match file.read(EDITED_BYTES_MAX)? {
        Some(known) if known == text.as_bytes() => {
            output::say(&format!("{path} is there already, and says the same\n"));
            return Ok(0);
        }
        Some(_) => {
            output::print(&text)?;
            let help = format!("{path} stays as it is; put the lines above into it by hand");
            return Err(Failure::new(format!("{path} is there already, with other words"), help));
        }
        None => {}
    }
    if args.dry_run {
        output::print(&text)?;
        output::say(&format!("nothing was written: this would be {path}\n"));
        return Ok(0);
    }
    let _writing = writing_beside(&root)?;
    if let Some(folder) = top.join(path).parent() {
        Typed::new(folder, allowance().typed())?.make_folder()?;
    }
    file.replace(None, text.as_bytes())?;
    output::say(&format!("{path} is written; read it, then commit it\n"));
    if wish != CiWish::PreCommit {
        output::say("set the variable ONETHREAD_GIT there to the git URL that you have Onethread from\n");
    }
    Ok(0)
}

/// The folder as the repository names it. It ends up in scripts, so it may be of plain letters only.
fn folder(top: &Path, root: &Path) -> Result<String, Failure> {
    let below = root.strip_prefix(top).unwrap_or(root);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if let Some(odd) = parts.iter().find(|part| !part.chars().all(plain) || part.starts_with('-')) {
        let what = format!("the folder `{}` has letters in its name that scripts take for something else", inert(odd));
        return Err(Failure::new(what, "name it with letters, digits, `.`, `_` and `-`"));
    }
    Ok(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}
