//! The commands of acts, such as `onethread appoint`: what would differ is shown, and is done where that is asked for.
//!
//! 1. [`blanks`] fills the blanks of the move kind: from words, options, lines of a file, and questions on a terminal.
//! 2. [`super::doing`] carries the change out in memory, and finds what speaks against it.
//! 3. What differs is shown; then the files are written, a branch or a patch is made, or the next commands are said.

mod blanks;

use std::path::Path;

use onethread_core::moves::{self, said};
use onethread_core::what_if::Done;
use onethread_core::words::{capital, join, plural};
use onethread_report::diagnostics;
use onethread_report::inert::{inert, inert_lines};
use onethread_workspace::{BranchPlan, Folder, Journal, git_patch, today};

use super::doing::{Prepared, command_line, entry_options, prepare};
use super::read;
use crate::args::acts::{ActArgs, DoingArgs, shell_quoted};
use crate::args::{ColorWish, Format};
use crate::output::{self, Failure};
use crate::places::{typed, writing};
use crate::positions::without_names;

/// Digits of a commit that people read.
const COMMIT_DIGITS: usize = 12;

pub(super) fn run(args: &ActArgs, color: ColorWish) -> Result<u8, Failure> {
    let doing = &args.doing;
    let (mut folder, day) = read(&doing.folder, doing.as_of)?;
    diagnostics::sort(&mut folder.diagnostics, &folder.snapshot.sources);
    let change = blanks::change(args, &folder, day)?;
    let prepared = prepare(&folder, day, std::slice::from_ref(&change), entry_options(&doing.entry).as_ref())?;
    let (line, says) = (command_line(&change) + &doing.entry.as_words(), said(&change));
    Act { args: doing, folder: &folder, line, says, patch_flag: "--patch", color }.run(prepared)
}

/// What is prepared, with what is asked for.
pub(super) struct Act<'a> {
    pub(super) args: &'a DoingArgs,
    pub(super) folder: &'a Folder,
    /// The command that says it, as a shell takes it.
    pub(super) line: String,
    /// What it is, in words.
    pub(super) says: String,
    /// The option that gives the difference of the files.
    pub(super) patch_flag: &'static str,
    pub(super) color: ColorWish,
}

impl Act<'_> {
    /// Does what is asked for: shows, writes, or makes a branch or a patch.
    ///
    /// # Errors
    /// Why it is not done.
    pub(super) fn run(&self, prepared: Prepared) -> Result<u8, Failure> {
        prepared.check_expected(self.args.consent.expect.as_deref())?;
        match (&self.args.branch, &self.args.patch) {
            _ if self.args.apply => self.apply(prepared),
            (Some(branch), _) => self.branch(prepared, branch),
            (None, Some(file)) => self.patch(prepared, file),
            (None, None) => self.show(prepared),
        }
    }

    fn format(&self) -> Format {
        output::format(self.args.format, self.args.output.as_deref())
    }

    /// Shows what differs, with the lines of the files where people read it.
    fn deliver(&self, prepared: &Prepared) -> Result<(), Failure> {
        let output = self.args.output.as_deref();
        let mut page = prepared.page(self.folder, (self.format(), output), self.color)?;
        if self.format() == Format::Text && !prepared.files.is_empty() {
            page += &format!("\n{}", prepared.difference());
        }
        output::deliver(output, &page)
    }

    /// Says how a thing was done. Where the answer is data, it stands in that, and this goes to standard error.
    fn tell(&self, text: &str) -> Result<(), Failure> {
        match self.format() {
            Format::Text if self.args.output.is_none() => output::print(text),
            _ => {
                output::say(text);
                Ok(())
            }
        }
    }

    fn show(&self, prepared: Prepared) -> Result<u8, Failure> {
        self.deliver(&prepared)?;
        if prepared.files.is_empty() {
            self.tell("\nNothing to write: the files say the same already.\n")?;
            return Ok(0);
        }
        let line = self.line.clone() + &self.place();
        let expect = prepared.found.fingerprint.as_deref().unwrap_or_default();
        let meant = prepared.brake(&self.args.consent);
        let (why, flags) = match &meant {
            None => (String::new(), String::new()),
            Some(meant) => {
                (format!("More would be left than a yes covers: {}.\n", meant.why), format!(" {}", meant.flags))
            }
        };
        let next = format!(
            "\nNothing was written. Next:\n  {line} --apply --expect {expect}{flags}\n  {line} --branch NAME\n  {line} --patch \
             FILE\n{why}{}",
            prepared.bound()
        );
        self.tell(&inert_lines(&next))?;
        Ok(0)
    }

    /// The option that names the folder, where it is another one than this.
    fn place(&self) -> String {
        match self.args.folder == Path::new(".") {
            true => String::new(),
            false => format!(" --folder {}", shell_quoted(&self.args.folder.display().to_string())),
        }
    }

    /// Writes the files, all or none, after showing what differs and asking.
    fn apply(&self, mut prepared: Prepared) -> Result<u8, Failure> {
        let shows_first = self.format() == Format::Text;
        if shows_first {
            self.deliver(&prepared)?;
        }
        if prepared.files.is_empty() {
            prepared.found.done = Some(Done::Applied { entry: None });
            if !shows_first {
                self.deliver(&prepared)?;
            }
            self.tell("\nNothing to write: the files say the same already.\n")?;
            return Ok(0);
        }
        prepared.check_brake(&self.args.consent)?;
        if !self.args.consent.yes && !shows_first {
            let what = "nothing was written, because nobody is asked where the answer is data";
            return Err(Failure::new(what, "look at it without --apply, then run it again with --yes"));
        }
        if !self.args.consent.yes && !output::confirmed("Write this?", "the difference above")? {
            self.tell("\nNothing was written.\n")?;
            return Ok(0);
        }
        let says = self.line.strip_prefix("onethread ").unwrap_or(&self.line);
        let writing = writing(&self.folder.root)?;
        let entry = Journal::under(&writing).write(says, today(), prepared.files.clone())?;
        let paths: Vec<&str> = prepared.files.iter().map(|file| file.path.as_str()).collect();
        let told = format!("\nWritten: {}.\nUndo: onethread undo {entry}{}\n", join(&paths), self.place());
        prepared.found.done = Some(Done::Applied { entry: Some(entry) });
        if !shows_first {
            self.deliver(&prepared)?;
        }
        self.tell(&inert_lines(&told))?;
        Ok(0)
    }

    /// Makes a branch of it, after showing whose commit it is and on what it stands.
    fn branch(&self, mut prepared: Prepared, branch: &str) -> Result<u8, Failure> {
        if prepared.files.is_empty() {
            let what = "the files say the same already, so that a branch would hold nothing; none was made";
            return Err(Failure::new(what, ""));
        }
        let shows_first = self.format() == Format::Text;
        let plan = self.folder.plan_branch(branch, &prepared.files)?;
        if shows_first {
            self.deliver(&prepared)?;
        }
        self.tell(&inert_lines(&shown(&plan)))?;
        let asks = std::io::IsTerminal::is_terminal(&std::io::stdin()) && !self.args.consent.yes && shows_first;
        if asks && !output::confirmed("Make this branch?", "the difference above")? {
            self.tell("\nNo branch was made.\n")?;
            return Ok(0);
        }
        let message = self.args.message.clone().unwrap_or_else(|| capital(&self.says));
        let commit = self.folder.make_branch(branch, &format!("{}\n", message.trim_end()), &prepared.files)?;
        let short = commit.get(..COMMIT_DIGITS).unwrap_or(&commit);
        let (line, from) = (self.line.clone() + &self.place(), plan.parent_branch.as_deref().unwrap_or("HEAD"));
        let name = shell_quoted(branch);
        let told = format!(
            "\nMade branch {branch} at {short}. The work tree, the index and HEAD are as they were.\n\
             No hook ran, and nothing was signed. With both, git does the same:\n  git switch --create {name} &&\n    {line} \
             {} |\n    git -C \"$(git rev-parse --show-toplevel)\" apply --index - && git commit\nSee it: git diff {}..{name}\n\
             Take it back: git branch --delete --force {name}\n",
            self.patch_flag,
            shell_quoted(from)
        );
        prepared.found.done = Some(Done::Branch { branch: branch.to_owned(), commit, parent: plan.parent });
        if !shows_first {
            self.deliver(&prepared)?;
        }
        self.tell(&inert_lines(&told))?;
        Ok(0)
    }

    /// Writes the difference of the files for git.
    fn patch(&self, mut prepared: Prepared, file: &Path) -> Result<u8, Failure> {
        let patch = git_patch(&self.folder.prefix(), &prepared.files);
        if file == Path::new("-") {
            // Whatever would be written in another way is no patch of these files any more.
            if inert_lines(&patch) != patch || without_names(&patch) != patch {
                let what = "the files hold signs or names that are not printed as they are";
                return Err(Failure::new(what, "write it to a file: --patch FILE"));
            }
            output::print(&patch)?;
            return Ok(0);
        }
        typed(file)?.write(patch.as_bytes())?;
        let shown = file.display().to_string();
        prepared.found.done = Some(Done::Patch { file: Some(shown.clone()) });
        self.deliver(&prepared)?;
        let count = plural(prepared.files.len(), "file", "files");
        let told =
            format!("\nWritten: {shown}, a difference of {count}. `git apply {}` takes it.\n", shell_quoted(&shown));
        self.tell(&inert_lines(&told))?;
        Ok(0)
    }
}

/// What a branch would be.
fn shown(plan: &BranchPlan) -> String {
    let parent = plan.parent.get(..COMMIT_DIGITS).unwrap_or(&plan.parent);
    let on = plan.parent_branch.as_ref().map_or_else(String::new, |branch| format!(", the newest of {branch}"));
    format!("\nBranch:    {}\nAuthor:    {}\nOn top of: {parent}{on}\n", plan.branch, plan.author)
}

/// The blanks of a kind with their options, for those who have to fill them.
fn options(blanks: &[&moves::Blank]) -> String {
    let one = |blank: &&moves::Blank| format!("--{} {}", crate::args::acts::flag(blank), blank.key.to_uppercase());
    inert(&blanks.iter().map(one).collect::<Vec<_>>().join(" ")).into_owned()
}
