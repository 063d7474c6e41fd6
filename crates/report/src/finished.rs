//! What teams finish by themselves, as a picture: for `show` and for the review.

use maud::Markup;

use crate::charts::levels::{LevelsChart, LevelsRow, levels};
use crate::charts::palette::{Fill, Pattern};
use crate::charts::stacked::Series;
use onethread_core::measure::measures::finished_inside::FinishedInside;
use onethread_core::words::percent;

/// Teams that are drawn; those with the most change-sets.
const TEAMS_MAX: usize = 20;

/// The change-sets of each team by whether they were finished inside; none where no share is known.
pub(crate) fn picture(found: &FinishedInside) -> Option<Markup> {
    let mut teams: Vec<_> = found.teams.iter().filter(|one| one.changes.share.is_some()).collect();
    teams.sort_by_key(|one| std::cmp::Reverse(one.changes.n));
    let rest = teams.len().saturating_sub(TEAMS_MAX);
    teams.truncate(TEAMS_MAX);
    if teams.is_empty() {
        return None;
    }
    let row = |one: &&onethread_core::measure::measures::finished_inside::TeamFinished| LevelsRow {
        name: one.team.clone(),
        note: one.changes.share.map(percent).unwrap_or_default(),
        sums: [one.changes.inside, one.changes.n - one.changes.inside].map(|count| count as i64).to_vec(),
    };
    let series = |name: &str, color, pattern| Series { name: name.to_owned(), fill: Fill { color, pattern } };
    let more = if rest > 0 { format!(" {rest} more teams have fewer.") } else { String::new() };
    Some(levels(&LevelsChart {
        id: "finished-inside".to_owned(),
        title: "Change-sets by whether another team had a part".to_owned(),
        caption: format!("Inside: made by the team alone, in code that it owns.{more}"),
        series: vec![
            series("inside the team", "c-blue", Pattern::Solid),
            series("with another team", "c-vermilion", Pattern::Hatch),
        ],
        rows: teams.iter().map(row).collect(),
        unit: "change-sets",
    }))
}
