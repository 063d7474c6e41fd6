//! What a row of initiatives says beside who leads it: teams, sponsor, scope and phase.

use onethread_model::record::short;

use super::naming::people_of;
use super::{Reading, Work};
use crate::spreadsheet::column_words::Column;
use crate::spreadsheet::entries::{EntryKind, Said};
use crate::spreadsheet::people::Found;
use crate::spreadsheet::settings::SameName;
use crate::spreadsheet::values::{parts, words};
use crate::spreadsheet::words::is_nobody;
use crate::spreadsheet::{Row, Table};

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

impl Work<'_> {
    /// Teams, sponsor, scope and phase of an initiative.
    pub(super) fn read_places(&mut self, reading: &Reading<'_>, row: &Row, id: &str) {
        // The first team has it; all of them work on it.
        for (at, team) in self.teams_of(reading.table, row).into_iter().enumerate() {
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

    /// The teams of a row: those of every column of teams, several in a cell where a mark parts them.
    pub(super) fn teams_of(&self, table: &Table, row: &Row) -> Vec<String> {
        let cells = table.columns.iter().filter(|column| column.says == Some(Column::Team));
        let cells = cells.filter_map(|column| row.cells.get(column.index)).map(words);
        let several = |text: String| if text.contains([';', '|']) { parts(&text) } else { vec![text] };
        cells.flat_map(several).filter(|team| !is_nobody(self.called(team))).collect()
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
    pub(super) fn target(&self, text: &str) -> Option<String> {
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
