//! A mined history becomes facts: people become pseudonyms, paths become text, and the report says what became of every
//! commit.

use std::collections::{HashMap, HashSet};

use gix::ObjectId;
use gix::bstr::{BStr, ByteSlice};
use onethread_model::Day;
use onethread_model::facts::{ChangeMade, RecordRef, Reject, Removal, SourceReport, Symbol, VersionTouch};
use onethread_model::source::Place;

use super::accounts::AccountKind;
use super::history::{Change, History};
use super::people::Identity;
use super::persons::Persons;
use super::upkeep::moves;
use crate::importers::ImportContext;
use crate::importers::table::limits::REJECTS_LISTED_MAX;

/// Adds a history to the facts, the oldest change first, and accounts for every commit in the report.
///
/// `files` are those of the head, `persons` the people, and `name` is that of the repository. Records are numbered from
/// `first`; gives the number after the last one.
pub(super) fn add(
    (history, files, persons): (&History, Option<&HashSet<Vec<u8>>>, &Persons),
    name: &str,
    first: u32,
    context: &mut ImportContext<'_>,
    report: &mut SourceReport,
) -> u32 {
    let prefix = if context.source.files.len() > 1 { format!("{name}/") } else { String::new() };
    let mut rows =
        Rows { name, prefix, next: first, people: HashMap::new(), persons, likely: HashSet::new(), context, report };
    rows.report.read += history.walked.commits + history.walked.faults.len();
    for change in history.changes().rev() {
        rows.take(&change);
    }
    if let Some(files) = files {
        rows.removed_unseen(history, files);
    }
    rows.refused(history);
    let likely = rows.likely.len();
    count(rows.report, "author that looks like a bot: name those that are one in `bots`", likely);
    count(
        rows.report,
        "the history is longer than the limit, and its oldest part was not read",
        usize::from(history.walked.is_cut),
    );
    rows.next
}

/// Words for who made a change.
const MADE_BY_PERSON: &str = "person";
const MADE_BY_BOT: &str = "bot";
const MADE_BY_AGENT: &str = "agent";
const MADE_WITH_AGENT: &str = "assisted";

struct Rows<'r, 'd> {
    name: &'r str,
    /// What stands before paths.
    prefix: String,
    next: u32,
    /// The ids of people by their keys.
    people: HashMap<String, Symbol>,
    persons: &'r Persons,
    /// Keys of authors that look like bots.
    likely: HashSet<String>,
    context: &'r mut ImportContext<'d>,
    report: &'r mut SourceReport,
}

impl Rows<'_, '_> {
    fn take(&mut self, change: &Change<'_>) {
        if change.is_boundary() {
            skip(self.report, "the parents of a shallow clone's last commits are not there to compare with", 1);
            return;
        }
        let at = RecordRef { source: self.context.index, line: self.next };
        self.next = self.next.saturating_add(1);
        let author = change.author();
        let kind = |one: &Identity| self.kind(one);
        let maker = match author.map(kind) {
            Some(AccountKind::Bot) => MADE_BY_BOT,
            Some(AccountKind::Agent) => MADE_BY_AGENT,
            _ if change.co_authors().any(|one| kind(one) == AccountKind::Agent) => MADE_WITH_AGENT,
            _ => MADE_BY_PERSON,
        };
        let is_person = |one: &&Identity| self.kind(one) == AccountKind::Person;
        let person = author.filter(is_person);
        if let Some(likely) = person.filter(|author| author.looks_like_bot) {
            self.likely.insert(likely.key.clone());
        }
        let author = person.map(|author| self.person(author));
        let coauthors: Vec<&Identity> =
            change.co_authors().filter(|one| self.kind(one) == AccountKind::Person).collect();
        let coauthors: Box<[Symbol]> = coauthors.into_iter().map(|person| self.person(person)).collect();
        let initiative = self.initiative(change);
        let set = self.set(change, author);
        let facts = &mut self.context.facts;
        let day = change.landed().0;
        let id = facts.symbols.intern(&change.id().to_string());
        let maker_word = facts.symbols.intern(maker);
        let repository = facts.symbols.intern(self.name);
        let kind = change.is_release().then(|| facts.symbols.intern("release"));
        let moves = moves(change);
        for (number, touch) in change.touches().iter().enumerate() {
            let component = path_text(&self.prefix, change.path(touch));
            let component = facts.symbols.intern(&component);
            let [added, deleted] = touch.lines.map_or([None; 2], |lines| lines.map(Some));
            if touch.new_mode == 0 {
                let to = moves.get(&number).and_then(|to| change.touches().get(*to));
                let to = to.map(|to| facts.symbols.intern(&path_text(&self.prefix, change.path(to))));
                facts.add(Removal { day, change: id, component, to, at });
                self.report.facts += 1;
            }
            if touch.only_versions {
                facts.add(VersionTouch { day, change: id, component, at });
                self.report.facts += 1;
            }
            facts.add(onethread_model::facts::Touch {
                day,
                change: id,
                component,
                team: None,
                set,
                added,
                deleted,
                at,
            });
        }
        self.note(change, maker, author.is_some(), initiative.is_some());
        self.report.kept += 1;
        self.report.facts += 1 + change.touches().len();
        self.context.facts.add(ChangeMade {
            day,
            change: id,
            team: None,
            initiative,
            worked: Some(change.worked().0),
            author,
            coauthors,
            maker: Some(maker_word),
            repository: Some(repository),
            set,
            kind,
            seq: Some(change.place()),
            at,
        });
    }

    /// Who it is: what the organization's files say of an agent of theirs, else what the table says.
    fn kind(&self, one: &Identity) -> AccountKind {
        let people = self.context.gathering.people;
        let known = one.spellings.iter().find_map(|text| people.find(text));
        if known.is_some_and(|id| people.is_agent(id)) { AccountKind::Agent } else { one.kind }
    }

    /// Paths that are not there at the head although no change removed them last, as where two lines of work met: the last
    /// change that touched one is taken to have been undone by the merge.
    fn removed_unseen(&mut self, history: &History, files: &HashSet<Vec<u8>>) {
        // Of each path that is gone: its last change, and whether that removed it.
        let mut gone: HashMap<&BStr, ((Day, u32, ObjectId), bool)> = HashMap::new();
        for change in history.changes().filter(|change| !change.is_boundary()) {
            let here = (change.landed().0, change.place(), change.id());
            for touch in change.touches().iter().filter(|touch| !files.contains(change.path(touch).as_bytes())) {
                let last = gone.entry(change.path(touch)).or_insert((here, touch.new_mode == 0));
                *last = (here, touch.new_mode == 0).max(*last);
            }
        }
        let mut left: Vec<_> = gone.into_iter().filter(|(_, (_, is_removal))| !is_removal).collect();
        left.sort_unstable();
        for (path, ((day, _, change), _)) in left {
            let facts = &mut self.context.facts;
            let component = facts.symbols.intern(&path_text(&self.prefix, path));
            let change = facts.symbols.intern(&change.to_string());
            let at = RecordRef { source: self.context.index, line: self.next.saturating_sub(1) };
            facts.add(Removal { day, change, component, to: None, at });
            self.report.facts += 1;
        }
    }

    /// The id of a person whom the organization knows under any spelling, else a pseudonym, the same for every name and
    /// address of one person.
    fn person(&mut self, person: &Identity) -> Symbol {
        if let Some(symbol) = self.people.get(&person.key) {
            return *symbol;
        }
        let gathering = self.context.gathering;
        let known = person.spellings.iter().find_map(|text| gathering.people.find(text));
        let joined = || self.persons.id(person).map(str::to_owned);
        let text = known.map(str::to_owned).or_else(joined);
        let text = text.unwrap_or_else(|| gathering.pseudonyms.pseudonym(&person.key));
        let symbol = self.context.facts.symbols.intern(&text);
        self.people.insert(person.key.clone(), symbol);
        symbol
    }

    /// The initiative that a change refers to: the first reference that the settings know, else the first one.
    fn initiative(&mut self, change: &Change<'_>) -> Option<Symbol> {
        let references = change.references();
        let ours = self.context.source.values.get("initiative");
        let known = references.iter().find_map(|reference| ours?.get(&reference.name));
        let text = known.or(references.first().map(|reference| &reference.name))?;
        Some(self.context.facts.symbols.intern(text))
    }

    /// What unites the change with others: a reference, a pull request, or one person's day.
    fn set(&mut self, change: &Change<'_>, author: Option<Symbol>) -> Option<Symbol> {
        let symbols = &mut self.context.facts.symbols;
        let text = match (change.references().first(), change.pull_request(), author) {
            (Some(reference), ..) => reference.whole.clone(),
            (None, Some(number), _) => format!("{}#{number}", self.name),
            (None, None, author) => format!("{} {}", symbols.text(author?), change.worked().0),
        };
        Some(symbols.intern(&text))
    }

    /// Remarks of a change that was kept.
    fn note(&mut self, change: &Change<'_>, maker: &str, has_author: bool, has_initiative: bool) {
        let touches = change.touches();
        let report = &mut *self.report;
        count(report, "change made by a bot", usize::from(maker == MADE_BY_BOT));
        count(report, "change made by a coding agent", usize::from(maker == MADE_BY_AGENT));
        count(report, "change made by a person with a coding agent", usize::from(maker == MADE_WITH_AGENT));
        let is_by_person = !matches!(maker, MADE_BY_BOT | MADE_BY_AGENT);
        count(report, "change whose author has no name", usize::from(is_by_person && !has_author));
        let author = change.author().filter(|_| is_by_person);
        count(
            report,
            "change whose author the mailmap names otherwise",
            usize::from(author.is_some_and(|a| a.is_renamed)),
        );
        let made_up = author.is_some_and(|author| author.is_made_up);
        count(
            report,
            "change under an address that a forge made up: its handle stands for the person",
            usize::from(made_up),
        );
        count(report, "change with a co-author", usize::from(change.co_authors().next().is_some()));
        count(report, "change that only makes a version, by its subject", usize::from(change.is_release()));
        count(report, "change of a pull request", usize::from(change.pull_request().is_some()));
        count(report, "change without a reference to an initiative", usize::from(!has_initiative));
        count(
            report,
            "change with several references, of which one was taken",
            usize::from(change.references().len() > 1),
        );
        let was_moved = change.landed().1 || change.worked().1;
        count(report, "absurd date moved into 1970-01-02 to 2099-12-31", usize::from(was_moved));
        count(report, "touch of a submodule", touches.iter().filter(|touch| touch.is_submodule()).count());
        let is_odd = |touch: &&super::Touch| is_odd(change.path(touch));
        count(report, "path that is not plain text, written with `\\x..`", touches.iter().filter(is_odd).count());
        if self.context.source.git.lines {
            let uncounted = touches.iter().filter(|touch| touch.lines.is_none()).count();
            count(report, "touch of a file without lines to count, such as a binary one", uncounted);
        }
    }

    fn refused(&mut self, history: &History) {
        let commits = history.walked.faults.iter().map(|(_, fault)| fault.to_string());
        let changes =
            history.refused().map(|refused| format!("commit {}: {}", refused.id.to_hex_with_len(12), refused.why));
        let merges = "it is a merge: what it brought is in the commits before it";
        skip(self.report, merges, history.walked.merges);
        for reason in commits.chain(changes) {
            if self.report.rejects.len() >= REJECTS_LISTED_MAX {
                skip(self.report, &format!("rejected, after the first {REJECTS_LISTED_MAX} that are listed"), 1);
                continue;
            }
            let place = Place { path: self.report.path.clone(), line: 0, column: None };
            self.report.rejects.push(Reject { place, reason });
        }
    }
}

/// A path as text: plain UTF-8 as it is, anything else with `\x..` for its odd bytes and `\\` for backslashes.
fn path_text(prefix: &str, path: &BStr) -> String {
    let mut text = prefix.to_owned();
    match path.to_str() {
        Ok(plain) if !is_odd(path) => text.push_str(plain),
        _ => {
            for chunk in path.utf8_chunks() {
                for c in chunk.valid().chars() {
                    match c {
                        '\\' => text.push_str("\\\\"),
                        c if c.is_control() => {
                            c.to_string().bytes().for_each(|byte| text.push_str(&format!("\\x{byte:02x}")));
                        }
                        c => text.push(c),
                    }
                }
                chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\x{byte:02x}")));
            }
        }
    }
    text
}

/// Whether a path has to be written in another way than it is.
fn is_odd(path: &BStr) -> bool {
    match path.to_str() {
        Ok(text) => text.chars().any(|c| c == '\\' || c.is_control()),
        Err(_) => true,
    }
}

fn count(report: &mut SourceReport, remark: &str, times: usize) {
    if times > 0 {
        *report.remarks.entry(remark.to_owned()).or_default() += times;
    }
}

fn skip(report: &mut SourceReport, reason: &str, times: usize) {
    if times > 0 {
        *report.skipped.entry(reason.to_owned()).or_default() += times;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_text_and_stay_different() {
        for (path, text) in [
            (&b"src/till.rs"[..], "p/src/till.rs"),
            ("r\u{e9}turns/\u{1f980}".as_bytes(), "p/r\u{e9}turns/\u{1f980}"),
            (b"caf\xe9", "p/caf\\xe9"),
            (b"caf\\xe9", "p/caf\\\\xe9"),
            (b"two\nlines", "p/two\\x0alines"),
        ] {
            assert_eq!(path_text("p/", path.as_bstr()), text);
        }
    }
}
