//! Completions that know the folder: subjects, pages, ids of initiatives, and the words of a what-if.
//!
//! The script of `onethread completions` has the shell run the program with the words typed so far. Only files of the
//! organization are read for an answer, no evidence: it has to come at once, and nothing may be written.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};
use clap_complete::env::CompleteEnv;
use onethread_core::check::{FAMILIES, rules};
use onethread_core::explain::pages;
use onethread_core::moves::{self, BlankType, MOVES, MoveKind, phrases};
use onethread_core::review::CRITERIA;
use onethread_model::org::ATTESTED_ANSWERS;
use onethread_report::show::SUBJECTS;
use onethread_workspace::{Allowance, Folder, SETTINGS};

use crate::args::Args;
use crate::args::acts::{WORDS, acts, id};
use crate::shell;

/// Answers a shell that asks for completions, and then ends the process; returns where none asks.
pub(crate) fn answer_shell() {
    CompleteEnv::with_factory(command).var(shell::VARIABLE).bin("onethread").complete();
}

/// The command line, with what can stand in each place.
fn command() -> clap::Command {
    let initiative = || ArgValueCandidates::new(|| ids("initiative").into_iter().map(Into::into).collect());
    let rule = || ArgValueCandidates::new(rule_words);
    let program =
        acts().fold(Args::command(), |program, kind| program.mut_subcommand(kind.key, |act| act_command(act, kind)));
    program
        .mut_subcommand("show", |show| {
            show.mut_arg("subject", |arg| arg.add(ArgValueCandidates::new(subjects)))
                .mut_arg("initiative", |arg| arg.add(initiative()))
        })
        .mut_subcommand("explain", |explain| {
            explain.mut_arg("name", |arg| arg.add(ArgValueCandidates::new(page_names)))
        })
        .mut_subcommand("review", |review| review.mut_arg("initiative", |arg| arg.add(initiative())))
        .mut_subcommand("plan", |plan| plan.mut_arg("initiative", |arg| arg.add(initiative())))
        .mut_subcommand("ask", |ask| ask.mut_arg("initiative", |arg| arg.add(initiative())))
        .mut_subcommand("attest", |attest| {
            let criteria = || CRITERIA.iter().map(|one| candidate(one.key, one.question)).collect();
            let people = || ids("person").into_iter().map(Into::into).collect();
            let answers = || ATTESTED_ANSWERS.iter().map(|one| (*one).into()).collect();
            attest
                .mut_arg("answer", |arg| arg.add(ArgValueCandidates::new(answers)))
                .mut_arg("initiative", |arg| arg.add(initiative()))
                .mut_arg("criterion", |arg| arg.add(ArgValueCandidates::new(criteria)))
                .mut_arg("by", |arg| arg.add(ArgValueCandidates::new(people)))
        })
        .mut_subcommand("check", |check| {
            let with_rules = ["select", "extend_select", "ignore"];
            with_rules.into_iter().fold(check, |check, name| check.mut_arg(name, |arg| arg.add(rule())))
        })
        .mut_subcommand("what-if", |what_if| {
            what_if.mut_arg("moves", |arg| arg.add(ArgValueCompleter::new(next_words)))
        })
}

/// The command of an act, with ids for its blanks: by their options, or one after another behind the command.
fn act_command(act: clap::Command, kind: &'static MoveKind) -> clap::Command {
    let act = act.mut_arg(WORDS, |arg| arg.add(ArgValueCompleter::new(move |typed: &OsStr| behind(kind, typed))));
    kind.blanks.iter().fold(act, |act, blank| {
        let fitting = move || ids_of(blank.ty).into_iter().map(Into::into).collect();
        act.mut_arg(id(blank), |arg| arg.add(ArgValueCandidates::new(fitting)))
    })
}

/// What can come next behind the command of an act: a word of its phrase, or the ids of the next blank.
fn behind(kind: &'static MoveKind, typed: &OsStr) -> Vec<CompletionCandidate> {
    let words = std::env::args_os().map(|word| word.to_string_lossy().into_owned());
    let mut before: Vec<String> = words.skip_while(|word| word != kind.key).skip(1).collect();
    // The last one is the word at hand.
    before.pop();
    before.retain(|word| !word.starts_with('-'));
    let (said, blank) = moves::next(kind, &before);
    let ids = blank.into_iter().flat_map(|blank| ids_of(blank.ty));
    let all = said.into_iter().map(str::to_owned).chain(ids);
    let typed = typed.to_string_lossy();
    all.filter(|one| one.starts_with(&*typed)).map(Into::into).collect()
}

fn candidate(value: &str, help: &str) -> CompletionCandidate {
    CompletionCandidate::new(value).help(Some(help.to_owned().into()))
}

fn subjects() -> Vec<CompletionCandidate> {
    let all = candidate("all", "all of these, one after another");
    SUBJECTS.iter().map(|subject| candidate(subject.key, subject.title)).chain([all]).collect()
}

fn page_names() -> Vec<CompletionCandidate> {
    let codes = rules().map(|rule| candidate(rule.code, rule.title));
    pages().iter().map(|page| candidate(page.key, page.title)).chain(codes).collect()
}

fn rule_words() -> Vec<CompletionCandidate> {
    let families = FAMILIES.iter().map(|family| candidate(family.letters, family.title));
    let all = candidate("ALL", "every rule");
    families.chain(rules().map(|rule| candidate(rule.code, rule.title))).chain([all]).collect()
}

/// What can come next in the words of a what-if: of each phrase that fits so far, its next word, or the ids of its blank.
fn next_words(typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let sentence = typed.rfind(';').map_or(0, |at| at + 1);
    let (before, word) = typed.split_at(typed.rfind([' ', ';']).map_or(0, |at| at + 1));
    let said: Vec<&str> = before[sentence.min(before.len())..].split_whitespace().collect();
    let mut next = BTreeSet::new();
    for (kind, phrase) in MOVES.iter().flat_map(|kind| phrases(kind).into_iter().map(move |phrase| (kind, phrase.text)))
    {
        let words: Vec<&str> = phrase.split(' ').collect();
        let fits = said.iter().zip(&words).all(|(said, word)| word.starts_with('{') || said == word);
        let Some(word) = words.get(said.len()).filter(|_| fits) else { continue };
        match word.strip_prefix('{').and_then(|word| word.strip_suffix('}')) {
            Some(blank) => next.extend(ids_for(kind, blank)),
            None => drop(next.insert((*word).to_owned())),
        }
    }
    next.into_iter().filter(|next| next.starts_with(word)).map(|next| format!("{before}{next}").into()).collect()
}

/// Ids that fit into a blank of a move.
fn ids_for(kind: &MoveKind, blank: &str) -> Vec<String> {
    kind.blanks.iter().find(|one| one.key == blank).map_or_else(Vec::new, |blank| ids_of(blank.ty))
}

/// Ids and words that fit into a blank of this type.
fn ids_of(ty: BlankType) -> Vec<String> {
    match ty {
        BlankType::Person | BlankType::People => ids("person"),
        BlankType::Initiative | BlankType::Initiatives => ids("initiative"),
        BlankType::Team => ids("team"),
        BlankType::Component => ids("component"),
        BlankType::Gate => ids("gate"),
        BlankType::Choice(words) => words.iter().map(|word| (*word).to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// Ids of a kind in the files of the organization.
fn ids(kind: &str) -> Vec<String> {
    let Ok(folder) = Folder::as_written(&folder(std::env::args_os()), &Allowance::none()) else { return Vec::new() };
    let org = &folder.org;
    match kind {
        "initiative" => org.initiatives.keys().cloned().collect(),
        "person" => org.people.keys().cloned().collect(),
        "team" => org.teams.keys().cloned().collect(),
        "component" => org.components.keys().cloned().collect(),
        "gate" => org.gates.keys().cloned().collect(),
        _ => Vec::new(),
    }
}

/// The folder that the words typed so far name; this one where they name none.
fn folder(words: impl Iterator<Item = OsString>) -> PathBuf {
    let here = || PathBuf::from(".");
    words.map(PathBuf::from).find(|path| is_organization(path)).unwrap_or_else(here)
}

fn is_organization(path: &Path) -> bool {
    path.join(SETTINGS).is_file()
}
