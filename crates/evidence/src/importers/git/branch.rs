//! A branch with one commit more, made of texts: objects and a name, and nothing else.
//!
//! Input: a repository, the name of a branch, and what files hold before and after. Output: a commit on top of the one that
//! HEAD leads to, and a branch that stands at it. The work tree, the index, HEAD and every other branch stay as they are,
//! no git is started, no hook runs, and nothing is signed.
//!
//! 1. Everything that speaks against it is found first, so that what is shown is what is done ([`plan_branch`]).
//! 2. Files are written as objects, then the trees above them, then the commit; a branch by that name comes last, and only
//!    where there is none ([`make_branch`]).

use std::path::Path;

use gix::bstr::{BString, ByteSlice};
use gix::objs::tree::EntryKind;
use gix::open::{Options, Permissions, permissions};
use gix::refs::FullName;
use gix::refs::transaction::{PreviousValue, RefEdit};
use gix::{ObjectId, Repository, Tree};

use super::objects::open;

/// A file of a commit, by its path from the top of the repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchFile {
    /// Its path, with `/` between parts.
    pub path: String,
    /// What it holds in the commit before; absent where it is not there.
    pub before: Option<Vec<u8>>,
    /// What it is to hold; absent where it goes.
    pub after: Option<Vec<u8>>,
}

/// A branch that could be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchPlan {
    /// Its name.
    pub branch: String,
    /// Whose commit it is, as `NAME <ADDRESS>`, from the user's own settings of git.
    pub author: String,
    /// The commit before, as hexadecimal digits.
    pub parent: String,
    /// The branch that HEAD is on; absent where it is on none.
    pub parent_branch: Option<String>,
}

/// Why no branch can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchError {
    /// Why, as a clause without a full stop.
    pub why: String,
    /// What helps, each as a clause; the best first.
    pub hints: Vec<String>,
}

impl BranchError {
    fn new(why: impl Into<String>, hint: impl Into<String>) -> BranchError {
        BranchError { why: why.into(), hints: vec![hint.into()] }
    }

    fn of(error: impl std::fmt::Display) -> BranchError {
        BranchError { why: error.to_string(), hints: Vec::new() }
    }
}

/// What is known of a branch before anything of it is written.
struct Prepared {
    repository: Repository,
    name: FullName,
    parent: ObjectId,
    tree: ObjectId,
    /// The kind of each file that is there already.
    kinds: Vec<EntryKind>,
    /// As a commit writes it, with the time.
    author: gix::actor::Signature,
    committer: gix::actor::Signature,
    plan: BranchPlan,
}

/// Says what a branch would be, or what speaks against it. Nothing is written.
///
/// # Errors
/// Why it cannot be made.
pub fn plan_branch(top: &Path, branch: &str, files: &[BranchFile]) -> Result<BranchPlan, BranchError> {
    prepared(top, branch, files).map(|prepared| prepared.plan)
}

/// Makes a branch with one commit of these files, and gives the commit as hexadecimal digits.
///
/// # Errors
/// Why it cannot be made. Objects that were written then are left, and nothing names them.
pub fn make_branch(top: &Path, branch: &str, message: &str, files: &[BranchFile]) -> Result<String, BranchError> {
    let prepared = prepared(top, branch, files)?;
    let Prepared { repository, name, parent, tree, kinds, author, committer, .. } = &prepared;
    let mut editor = repository.edit_tree(*tree).map_err(BranchError::of)?;
    for (file, kind) in files.iter().zip(kinds) {
        let path = file.path.as_bytes().as_bstr();
        match &file.after {
            Some(bytes) => {
                let blob = repository.write_blob(bytes).map_err(BranchError::of)?;
                editor.upsert(path, *kind, blob).map_err(BranchError::of)?;
            }
            None => drop(editor.remove_leaf(path).map_err(BranchError::of)?),
        }
    }
    let after = editor.write().map_err(BranchError::of)?.detach();
    if after == *tree {
        let why = "the branch would hold what the commit before holds already; none was made";
        return Err(BranchError::new(why, "the files say the same already"));
    }
    let (mut author_time, mut committer_time) = Default::default();
    let (author, committer) = (author.to_ref(&mut author_time), committer.to_ref(&mut committer_time));
    let commit = repository.new_commit_as(committer, author, message, after, [*parent]).map_err(BranchError::of)?.id;
    let edit =
        RefEdit::update(name.clone(), commit, PreviousValue::MustNotExist, format!("branch: Created from {parent}"));
    repository.edit_references_as([edit], Some(committer)).map_err(|error| BranchError {
        why: format!("the branch `{branch}` cannot be made: {error}"),
        hints: vec!["another run may hold its lock: run this again".to_owned()],
    })?;
    Ok(commit.to_string())
}

fn prepared(top: &Path, branch: &str, files: &[BranchFile]) -> Result<Prepared, BranchError> {
    let repository = open(top)
        .map_err(|why| BranchError { why: format!("the repository cannot be opened: {why}"), hints: Vec::new() })?;
    let mut repository = repository.to_thread_local();
    repository.object_cache_size_if_unset(1 << 20);
    if repository.config_snapshot().string("extensions.refStorage").is_some_and(|kind| kind.as_slice() == b"reftable") {
        let why = "this repository keeps the names of branches as reftable, which cannot be written here";
        return Err(BranchError::new(why, "write the difference with --patch, and make the branch with git"));
    }
    let name = free_name(&repository, branch)?;
    let (parent_branch, parent) = {
        let head = repository.head().map_err(BranchError::of)?;
        let none = || {
            let hint = "make the first one: git add . && git commit";
            BranchError::new("there is no commit yet that a branch could begin at", hint)
        };
        (head.referent_name().map(|name| name.shorten().to_string()), head.id().map(gix::Id::detach).ok_or_else(none)?)
    };
    let (tree, kinds) = {
        let object = repository.find_object(parent).map_err(BranchError::of)?;
        let tree = object.peel_to_commit().map_err(BranchError::of)?.tree().map_err(BranchError::of)?;
        let kinds = files.iter().map(|file| kind_of(&tree, file)).collect::<Result<Vec<EntryKind>, BranchError>>()?;
        (tree.id, kinds)
    };
    let (author, committer) = identity(&repository)?;
    let shown = format!("{} <{}>", author.name, author.email);
    let plan = BranchPlan { branch: branch.to_owned(), author: shown, parent: parent.to_string(), parent_branch };
    Ok(Prepared { repository, name, parent, tree, kinds, author, committer, plan })
}

/// The full name of a branch that is not there, and that no other one's name begins with or is the beginning of.
fn free_name(repository: &Repository, branch: &str) -> Result<FullName, BranchError> {
    let full = format!("refs/heads/{branch}");
    let valid = gix::validate::reference::branch_name(full.as_bytes().as_bstr());
    let is_odd = branch.starts_with('-') || branch.starts_with('/') || branch == "@";
    let name =
        valid.ok().filter(|_| !is_odd).and_then(|_| FullName::try_from(full.as_str()).ok()).ok_or_else(|| {
            BranchError::new(
                format!("`{branch}` is no name for a branch"),
                "letters, digits, `-` and `/` are, as in `returns/new-leader`",
            )
        })?;
    let is_there = |name: &str| {
        let found = repository.try_find_reference(name).map_err(BranchError::of)?;
        Ok::<bool, BranchError>(found.is_some())
    };
    if is_there(&full)? {
        let why = format!("the branch `{branch}` exists, and no branch is moved here");
        return Err(BranchError::new(why, "name another one"));
    }
    // Names are folders and files: one cannot be both. Names in `packed-refs` are neither, and collide all the same.
    for (at, _) in branch.match_indices('/') {
        let above = branch.get(..at).unwrap_or_default();
        if is_there(&format!("refs/heads/{above}"))? {
            let why = format!("the branch `{above}` exists, so that none can be named `{branch}`");
            return Err(BranchError::new(why, "name another one, that does not begin with it"));
        }
    }
    let prefix = format!("{full}/");
    let all = repository.references().map_err(BranchError::of)?;
    let mut below = all.prefixed(prefix.as_str()).map_err(BranchError::of)?;
    if let Some(Ok(one)) = below.next() {
        let one = one.name().shorten().to_string();
        let why = format!("the branch `{one}` exists, so that none can be named `{branch}`");
        return Err(BranchError::new(why, "name another one, that is not the beginning of it"));
    }
    Ok(name)
}

/// The kind that a file has in the commit before, or is to have; it must hold there what it held before.
fn kind_of(tree: &Tree<'_>, file: &BranchFile) -> Result<EntryKind, BranchError> {
    let path = &file.path;
    let find = |path: &str| {
        let parts = path.as_bytes().split(|byte| *byte == b'/');
        tree.lookup_entry(parts).map_err(BranchError::of)
    };
    for (at, _) in path.match_indices('/') {
        let folder = path.get(..at).unwrap_or_default();
        if find(folder)?.is_some_and(|entry| !entry.mode().is_tree()) {
            let why =
                format!("{folder} is a link or another repository in the commit that HEAD leads to, and no folder");
            return Err(BranchError::new(why, "write the difference with --patch, or the files with --apply"));
        }
    }
    let differs = |how: &str| {
        let why = format!("{path} {how}; a branch is made of what is committed");
        let hint = "commit it, or put it aside with `git stash`, then run this again; --apply writes over the files as they are";
        BranchError::new(why, hint)
    };
    let Some(entry) = find(path)? else {
        return match file.before {
            Some(_) => Err(differs("is here, and not in the commit that HEAD leads to")),
            None => Ok(EntryKind::Blob),
        };
    };
    let kind = entry.mode().kind();
    if !matches!(kind, EntryKind::Blob | EntryKind::BlobExecutable) {
        let what = if kind == EntryKind::Link { "a link" } else { "no file" };
        let why = format!("{path} is {what} in the commit that HEAD leads to");
        return Err(BranchError::new(why, "write the difference with --patch, or the files with --apply"));
    }
    let held = entry.object().map_err(BranchError::of)?;
    match &file.before {
        Some(before) if held.data == *before => Ok(kind),
        Some(_) => Err(differs("is not what the commit that HEAD leads to has")),
        None => Err(differs("is not here, and in the commit that HEAD leads to it is")),
    }
}

/// Who commits, by the user's own settings of git and the variables that git reads.
fn identity(repository: &Repository) -> Result<(gix::actor::Signature, gix::actor::Signature), BranchError> {
    let allow = gix::sec::Permission::Allow;
    let isolated = Permissions::isolated();
    let permissions = Permissions {
        config: permissions::Config { system: true, git: true, user: true, includes: true, ..isolated.config },
        env: permissions::Environment {
            home: allow,
            xdg_config_home: allow,
            identity: allow,
            git_prefix: allow,
            ..isolated.env
        },
        ..isolated
    };
    let options = Options::isolated().permissions(permissions).open_path_as_is(true);
    let users = options.open(repository.git_dir()).map_err(BranchError::of)?.to_thread_local();
    let nobody = || {
        BranchError {
        why: "git does not know who you are, and a commit has an author".to_owned(),
        hints: vec!["say it once: git config --global user.name \"YOUR NAME\" && git config --global user.email \"YOUR ADDRESS\"".to_owned()],
    }
    };
    let who = |found: Option<Result<gix::actor::SignatureRef<'_>, _>>| match found {
        Some(Ok(signature)) => signature.to_owned().map_err(BranchError::of),
        Some(Err(error)) => Err(BranchError::of(error)),
        None => Err(nobody()),
    };
    let (author, committer) = (who(users.author())?, who(users.committer())?);
    let is_odd = |text: &BString| text.is_empty() || text.iter().any(|byte| matches!(byte, b'<' | b'>' | b'\n'));
    if [&author.name, &author.email, &committer.name, &committer.email].into_iter().any(is_odd) {
        let why = "the name or the address that git knows of you is empty, or holds `<`, `>` or a new line";
        return Err(BranchError { why: why.to_owned(), hints: nobody().hints });
    }
    Ok((author, committer))
}
