//! What a row of initiatives says beside who leads it: teams, sponsor, scope and phase, and whom it asks for what.

use onethread_model::record::short;

use super::initiatives::teams_of;
use super::naming::{Names, people_of};
use super::{Reading, Work};
use crate::spreadsheet::Row;
use crate::spreadsheet::columns::Column;
use crate::spreadsheet::entries::{EntryKey, EntryKind, Said};
use crate::spreadsheet::people::Found;
use crate::spreadsheet::settings::SameName;
use crate::spreadsheet::values::{parts, words};
use crate::spreadsheet::words::is_nobody;
use crate::spreadsheet::written_name::without_brackets;

/// Kinds of scope that a review reads; anything else is a marker.
const SCOPES: [&str; 5] = ["component", "path", "service", "api", "data"];
/// Words of a status that are phases of the work.
const OF_PHASES: [&str; 16] = [
    "discovery",
    "design",
    "build",
    "building",
    "development",
    "in development",
    "implementation",
    "in implementation",
    "analysis",
    "in analysis",
    "testing",
    "in test",
    "pilot",
    "alpha",
    "beta",
    "rollout",
];
/// A longer text is a sentence, and no name of a team.
const NAME_WORDS_MAX: usize = 6;
const NAME_LETTERS_MAX: usize = 60;

impl Work<'_> {
    /// Teams, sponsor, scope and phase of an initiative.
    pub(super) fn read_places(&mut self, reading: &Reading<'_>, row: &Row, id: &str) {
        // The first team has it; all of them work on it.
        for (at, team) in teams_of(reading.table, row).into_iter().enumerate() {
            let team = self.team(&team);
            self.entries.add(EntryKind::Team, &team, "initiative", id);
            if at == 0 {
                self.put(reading, row, id, (Column::Team, "team"), Said::Id(team));
            }
        }
        self.read_sponsor(reading, row, id);
        for piece in scope_of(&self.masked(&reading.table.cell(row, Column::Scope).words())) {
            self.entries.add(EntryKind::Initiative, id, "scope", piece);
        }
        // Where a phase stands in for the status, it says both.
        let stands_in = |text: &String| OF_PHASES.contains(&text.to_lowercase().as_str());
        let phase = match reading.table.find(Column::Phase) {
            Some(_) => Some(reading.words(row, Column::Phase)),
            None => Some(reading.words(row, Column::Status)).filter(stands_in),
        };
        let phase = phase.filter(|phase| !is_nobody(phase));
        self.entries.text(EntryKind::Initiative, id, "phase", self.masked(&phase.unwrap_or_default()));
    }

    fn read_sponsor(&mut self, reading: &Reading<'_>, row: &Row, id: &str) {
        let text = reading.table.cell(row, Column::Sponsor).words();
        let is_one = is_nobody(&text) || matches!(self.roster.find(&text), Found::Id(_));
        let names = if is_one { vec![text] } else { people_of(&text) };
        let names: Vec<&String> = names.iter().filter(|name| !is_nobody(name)).collect();
        let Some(first) = names.first() else { return };
        if names.len() > 1 {
            let what = format!("`{}` has {} sponsors here, and the first is written", short(id), names.len());
            let report = reading.sheet.warning("several-sponsors", what, reading.at(row, Column::Sponsor));
            self.report(report.help("name the one who appoints its leader"));
        }
        if let Some(sponsor) = self.person(reading, row, Column::Sponsor, first) {
            self.put(reading, row, id, (Column::Sponsor, "sponsor"), Said::Id(sponsor));
        }
    }

    /// Whom an initiative asks, and for how much.
    pub(super) fn read_asks(&mut self, reading: &Reading<'_>, row: &Row, id: &str) {
        let columns = reading.table.columns.iter().filter(|column| column.says == Some(Column::DependsOn));
        let mut asks: Vec<(Ask, &'static str, usize)> = Vec::new();
        for column in columns {
            let Some(cell) = row.cells.get(column.index) else { continue };
            let effect = if column.header.to_lowercase().starts_with("block") { " blocking" } else { "" };
            if !is_nobody(&words(cell)) {
                let whole = self.target(&words(cell)).is_some();
                let items = if whole { vec![words(cell)] } else { self.asked_in(&cell.words()) };
                let items = items.into_iter().filter(|item| !is_nobody(item));
                asks.extend(items.map(|item| (self.ask(item), effect, column.index)));
            }
        }
        let sizes = self.sizes(reading, row, &asks);
        for (at, (ask, effect, column)) in asks.into_iter().enumerate() {
            let place = (row.line, Some(column));
            let Some(on) = self.asked(reading, &ask, place) else { continue };
            if on == format!("initiative:{id}") {
                let what = format!("`{}` depends on itself here, which was not written", short(id));
                self.report(reading.sheet.warning("own-dependency", what, place));
            } else if !on.strip_prefix("initiative:").is_some_and(|on| self.is_left_out(on)) {
                let size = ask.size.or_else(|| sizes.get(at).cloned()).filter(|size| !size.is_empty());
                let size = size.map_or_else(String::new, |size| format!(" ({})", self.masked(&size)));
                self.entries.add(EntryKind::Initiative, id, "dependency", format!("{on}{effect}{size}"));
            }
        }
    }

    /// The asks of a cell. A stroke or an `and` parts two where one of the two is known.
    fn asked_in(&self, text: &str) -> Vec<String> {
        let pieces = |item: String| {
            let several = item.split(['/', '&', '+']).flat_map(|part| part.split(" and "));
            let several: Vec<String> =
                several.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
            let is_known = self.target(&item).is_none() && several.iter().any(|part| self.target(part).is_some());
            if is_known { several } else { vec![item] }
        };
        parts(text).into_iter().flat_map(pieces).collect()
    }

    /// An ask as a cell writes it: what stands in brackets behind a name says how much.
    fn ask(&self, item: String) -> Ask {
        let (name, inside) = without_brackets(&item);
        match inside.first().filter(|_| !name.is_empty() && self.target(&item).is_none()) {
            Some(size) if is_size(size) => Ask { name, size: Some(size.trim().to_owned()) },
            _ => Ask { name: item, size: None },
        }
    }

    /// The sizes of a row, one for each ask; none where it is not known whose they are.
    fn sizes(&mut self, reading: &Reading<'_>, row: &Row, asks: &[(Ask, &'static str, usize)]) -> Vec<String> {
        let text = reading.words(row, Column::Size);
        if is_nobody(&text) || asks.is_empty() {
            return Vec::new();
        }
        let several = parts(&reading.table.cell(row, Column::Size).words());
        if asks.len() == 1 {
            return vec![text];
        }
        if several.len() == asks.len() {
            return several;
        }
        let what = format!("{} are asked here, and it is not known of whom `{}` is", asks.len(), short(&text));
        let report = reading.sheet.warning("whose-size", what, reading.at(row, Column::Size));
        self.report(
            report.note("the asks were written without a size").help("write a size for each of them, with `;` between"),
        );
        Vec::new()
    }

    /// What an ask is of, as `kind:id`. A team that no sheet has is one outside the roster: a near name is asked about.
    fn asked(&mut self, reading: &Reading<'_>, ask: &Ask, place: (usize, Option<usize>)) -> Option<String> {
        let name = ask.name.as_str();
        if let Some(on) = self.target(name) {
            return Some(on);
        }
        if let Found::Id(person) = self.roster.find(name) {
            return Some(format!("person:{person}"));
        }
        if !is_name(name) || self.roster.mask.title(name).is_none() {
            let what = format!("`{}` is no team and no initiative of these sheets", short(name));
            let report = reading.sheet.error("unknown-dependency", what, place);
            self.report(report.help("write the name of a team or an initiative, several with `;` between them"));
            return None;
        }
        let title = |kind, id: &str| match self.entries.get(&EntryKey::new(kind, id))?.get("title")? {
            Said::Text(title) => Some(title.clone()),
            _ => None,
        };
        let near = |names: &Names, kind| {
            let near = names.near(name)?;
            Some(names.find(near).and_then(|id| title(kind, id)).unwrap_or_else(|| near.to_owned()))
        };
        let near = near(&self.teams, EntryKind::Team).or_else(|| near(&self.initiatives, EntryKind::Initiative));
        let id = self.team(name);
        self.outside.insert(id.clone());
        // Who says that it is called as it is written has answered.
        let is_answered = self.options.same.iter().any(|one| one.written.trim().eq_ignore_ascii_case(name.trim()));
        if let Some(near) = near.filter(|_| !is_answered) {
            let (name, id) = (short(name), short(&id));
            let what = format!("`{name}` is no team and no initiative of these sheets, and became the team `{id}`");
            let report = reading.sheet.warning("unknown-team", what, place).help(format!("did you mean `{near}`?"));
            self.report(
                report
                    .help(format!("if both are the same: --same \"{name}={near}\""))
                    .help(format!("if not: --same \"{name}={name}\"")),
            );
        }
        Some(format!("team:{id}"))
    }

    /// Marks teams that are asked and that no list of people has. Where no list says who is on which team, none is.
    pub(super) fn mark_outside(&mut self) {
        let teams = || self.entries.all.iter().filter(|(key, _)| key.kind == EntryKind::Team);
        let outside: Vec<String> = match teams().any(|(_, fields)| fields.contains_key("members")) {
            true => self.outside.iter().cloned().collect(),
            false => Vec::new(),
        };
        for id in &outside {
            self.entries.entry(EntryKind::Team, id).insert("outside", Said::Flag(true));
        }
        if !outside.is_empty() {
            let shown: Vec<String> = outside.iter().take(5).map(|id| short(id)).collect();
            let more = outside.len().checked_sub(shown.len()).filter(|more| *more > 0);
            let more = more.map_or_else(String::new, |more| format!(" and {more} more"));
            let teams = outside.len();
            let are = if teams == 1 { "1 team is".to_owned() } else { format!("{teams} teams are") };
            self.choices.push(format!(
                "{are} asked and in no list of people, and marked as outside the roster: {}{more}",
                shown.join(", ")
            ));
        }
    }

    /// A name as it is called, where people said that it is another name of something.
    pub(super) fn called<'t>(&self, text: &'t str) -> &'t str
    where
        Self: 't,
    {
        let same = |one: &&SameName| one.written.trim().eq_ignore_ascii_case(text.trim());
        self.options.same.iter().find(same).map_or(text, |one| one.called.as_str())
    }

    /// Whether a text that means nobody of the roster means a team.
    pub(super) fn is_team(&self, text: &str) -> bool {
        let is_person = !matches!(self.roster.find(text), Found::Nobody);
        !is_person && self.target(text).is_some_and(|on| on.starts_with("team:"))
    }

    /// What a dependency is on, as `kind:id`.
    fn target(&self, text: &str) -> Option<String> {
        let text = self.called(text);
        let stated = text.split_once(':').map(|(kind, name)| (kind.trim().to_lowercase(), name.trim()));
        let team = |name: &str| self.teams.find(name).map(|id| format!("team:{id}"));
        let initiative = |name: &str| self.initiatives.find(name).map(|id| format!("initiative:{id}"));
        match stated {
            Some((kind, name)) if kind == "team" => team(name),
            Some((kind, name)) if kind == "initiative" => initiative(name),
            _ => {
                let bare = text.strip_suffix(" team").or_else(|| text.strip_suffix(" Team")).unwrap_or(text);
                let title = || self.roster.mask.title(text).filter(|title| title != text);
                let nameless = || title().and_then(|title| team(&title).or_else(|| initiative(&title)));
                team(text).or_else(|| team(bare)).or_else(|| initiative(text)).or_else(nameless)
            }
        }
    }
}

/// Someone who is asked, and for how much where the same cell says it.
struct Ask {
    name: String,
    size: Option<String>,
}

/// Whether what stands in brackets behind a name is a size: a number of something, or a word for clothes.
fn is_size(text: &str) -> bool {
    let word = text.trim().to_lowercase();
    matches!(word.as_str(), "xs" | "s" | "m" | "l" | "xl" | "xxl" | "small" | "medium" | "large")
        || word.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a text can be the name of a team rather than a sentence.
fn is_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    words <= NAME_WORDS_MAX
        && text.chars().count() <= NAME_LETTERS_MAX
        && text.chars().any(char::is_alphabetic)
        && !text.contains(['?', '!', '@', '=', '<', '>'])
        && !text.contains(". ")
}

/// Pieces of scope: those with a kind that a review reads as they are, folders as paths, anything else as a marker.
fn scope_of(text: &str) -> Vec<String> {
    if is_nobody(text) {
        return Vec::new();
    }
    let has_kind = |piece: &str| piece.split_once(':').is_some_and(|(kind, _)| SCOPES.contains(&kind.trim()));
    // A sentence has commas of its own.
    let pieces = match text.contains([';', '\n', '|']) || text.split(',').all(|piece| has_kind(piece.trim())) {
        true => parts(text),
        false => vec![text.trim().to_owned()],
    };
    let piece = |piece: String| match piece.split_once(':') {
        Some((kind, name)) if SCOPES.contains(&kind.trim()) && !name.trim().is_empty() => {
            format!("{}:{}", kind.trim(), name.trim())
        }
        _ if piece.contains('/') && !piece.contains(char::is_whitespace) => format!("path:{piece}"),
        _ => format!("marker:{}", piece.split_whitespace().collect::<Vec<_>>().join(" ")),
    };
    pieces.into_iter().map(piece).collect()
}
