//! A repository: what was imported of it before is left alone where the history only grew.

use onethread_model::facts::{Facts, HISTORY, SourceReport};

use super::{Mined, Opened, observe, repository_name};
use crate::files::repository;
use crate::importers::context::{ImportContext, Imported, not_read};
use crate::store::{FileState, HistoryState, SourceStore};

/// Ids of people by pseudonyms of what identifies them.
type Known = std::collections::BTreeMap<String, (u8, String)>;

/// Reads a git repository.
pub(in crate::importers) fn import(
    context: &mut ImportContext<'_>,
    stored: Option<&mut SourceStore<'_>>,
) -> Vec<Imported> {
    let rows = Facts::HISTORY.map(|kind| context.facts.rows(kind));
    let (mut report, state) = read_repository(context, stored);
    // What was read in parts must not differ from what was read at once.
    context.facts.number_changes(rows);
    if let Ok(Some(path)) = repository(context.gathering.root, context.source, &context.file.value) {
        let prefix = match context.source.files.len() {
            0 | 1 => String::new(),
            _ => format!("{}/", repository_name(context.gathering.root.path(), context.source, &context.file.value)),
        };
        observe(&path, &prefix, context.index, rows[1], context.facts);
    }
    report.rejects.sort_by(|a, b| a.reason.cmp(&b.reason));
    vec![(report, state)]
}

fn read_repository(context: &mut ImportContext<'_>, stored: Option<&mut SourceStore<'_>>) -> Imported {
    let mut report = context.report(HISTORY);
    let opened = Opened::open(context.gathering.root, context.source, context.file, context.diagnostics);
    let opened = match opened {
        Ok(opened) => opened,
        Err(clause) => return not_read(report, context.file, clause, stored),
    };
    let Some(stored) = stored else {
        mine(&opened, context, &mut report);
        return (report, None);
    };
    let state = history(&opened, context, stored, &mut report);
    (report, Some(state))
}

/// Reads of a repository what the store does not have, and stores it.
fn history(
    opened: &Opened,
    context: &mut ImportContext<'_>,
    stored: &mut SourceStore<'_>,
    report: &mut SourceReport,
) -> FileState {
    let damaged = || FileState::InMemory { why: "some of it could not be read, and may be next time".to_owned() };
    let (empty, file) = (report.clone(), context.file);
    let mut part = None;
    let Some(head) = opened.head.map(|head| head.to_string()) else {
        stored.pass(file);
        return FileState::InMemory { why: "it has no commit yet".to_owned() };
    };
    for history in stored.histories(file).into_iter().filter(|history| history.state.cut == opened.cut) {
        let state = history.state.clone();
        let is_same = state.head == head;
        let grown = if is_same { None } else { mined(opened, context, Some(&state)) };
        if !is_same && grown.is_none() {
            continue;
        }
        part = stored.load_history(history, context.facts, report, context.diagnostics);
        match (part.take(), grown) {
            (None, _) => continue,
            (Some(loaded), None) => {
                (context.progress)(&report.name, report.read);
                return stored.pass_history(file, loaded);
            }
            (Some(loaded), Some(mined)) => {
                // A clock that went wrong can make what is old look new.
                let persons = mined.persons(context.gathering, &state.people);
                let Some(persons) = persons.filter(|_| !mined.overlaps(context.facts)) else {
                    part = Some(loaded);
                    break;
                };
                let next = mined.add(state.next, &persons, context, report);
                if !mined.is_whole() {
                    return damaged();
                }
                let state = HistoryState { head, next, people: persons.known, ..state };
                return stored.keep_history(file, loaded, state, context.facts, report);
            }
        }
    }
    let part = stored.unload_history(part, context.facts);
    *report = empty;
    let Some((next, mailmap, people)) = mine(opened, context, report) else { return damaged() };
    let state = HistoryState { head, cut: opened.cut.clone(), mailmap, next, people };
    stored.keep_history(file, part, state, context.facts, report)
}

/// Mines a repository into the facts; gives the number of the next record, the mailmap that was followed and the people,
/// if all of it could be read.
fn mine(opened: &Opened, context: &mut ImportContext<'_>, report: &mut SourceReport) -> Option<(u32, String, Known)> {
    let mined = mined(opened, context, None)?;
    let persons = mined.persons(context.gathering, &Known::new()).unwrap_or_default();
    let next = mined.add(1, &persons, context, report);
    mined.is_whole().then_some((next, mined.mailmap, persons.known))
}

fn mined(opened: &Opened, context: &mut ImportContext<'_>, after: Option<&HistoryState>) -> Option<Mined> {
    let name = &context.source.name.value;
    (context.progress)(name, 0);
    let until = after.map(|state| (state.head.as_str(), state.mailmap.as_str()));
    opened.mine(until, &mut |commits| (context.progress)(name, commits))
}
