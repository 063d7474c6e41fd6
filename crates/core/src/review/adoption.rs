//! How many live initiatives had which form at the end of each of the last quarters.

use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

use super::Form;
use super::judged::judge_forms;
use crate::measure::{Snapshot, World};

/// Live initiatives by form at the end of a quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct QuarterForms {
    /// The quarter, such as `2026Q1`.
    pub label: String,
    /// Its last day; for the last quarter, the day of the review.
    pub day: Day,
    /// How many have each form, in the order of [`Form::ALL`].
    pub counts: Vec<(Form, usize)>,
}

impl QuarterForms {
    /// Live initiatives on the day.
    pub fn live(&self) -> usize {
        self.counts.iter().map(|(_, count)| count).sum()
    }

    /// How many have this form.
    pub fn count(&self, form: Form) -> usize {
        self.counts.iter().find(|(other, _)| *other == form).map_or(0, |(_, count)| *count)
    }
}

/// The forms at the end of each of the last quarters, the oldest first, the last one being `day` itself, on which the forms
/// are those of `today`. Each other one is judged by the facts known on its own day, under the organization's files of the
/// snapshot. Quarters before anything was live are left out.
pub(super) fn adoption(snapshot: &Snapshot, day: Day, quarters: usize, today: &[Form]) -> Vec<QuarterForms> {
    let mut points: Vec<QuarterForms> = Vec::new();
    for (label, end) in quarter_ends(day, quarters) {
        let forms = if end == day { today.to_vec() } else { forms_on(snapshot, end) };
        if points.is_empty() && forms.is_empty() {
            continue;
        }
        let count = |form: Form| (form, forms.iter().filter(|other| **other == form).count());
        points.push(QuarterForms { label, day: end, counts: Form::ALL.map(count).to_vec() });
    }
    points
}

/// The form of every live initiative on a day.
fn forms_on(snapshot: &Snapshot, day: Day) -> Vec<Form> {
    judge_forms(&World::for_answers(&snapshot.in_passing(), day)).into_iter().map(|(_, verdict)| verdict.form).collect()
}

/// The last quarters with the last day of each, the oldest first; the last one ends on `day`.
pub(super) fn quarter_ends(day: Day, quarters: usize) -> Vec<(String, Day)> {
    let now = i32::from(day.year()) * 4 + i32::from(day.quarter()) - 1;
    let first = now - i32::try_from(quarters).unwrap_or(i32::MAX).saturating_sub(1);
    let end = |index: i32| {
        let (year, quarter) = (index.div_euclid(4), index.rem_euclid(4) + 1);
        let (_, next) = quarter_days(year, quarter)?;
        Some((format!("{year}Q{quarter}"), if index == now { day } else { next.plus_days(-1) }))
    };
    (first..=now).filter_map(end).collect()
}

fn quarter_days(year: i32, quarter: i32) -> Option<(Day, Day)> {
    Day::parse_quarter(&format!("{year:04}Q{quarter}")).ok()
}

#[cfg(test)]
mod tests {
    use onethread_model::config::Config;
    use onethread_model::facts::Facts;
    use onethread_model::org;
    use onethread_model::source::Sources;

    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn each_quarter_is_seen_from_its_own_end() {
        let mut sources = Sources::default();
        let text = "[person.ines]\n[initiative.returns]\nleader = \"ines\"\nidea = 2025-08-01\n\
                    [initiative.search]\nleader = \"ines\"\nidea = 2026-03-31\nended = 2026-05-01\n";
        let files = [sources.add("org/all.toml", text)];
        let org = org::load(&sources, &files, &mut Vec::new());
        let (config, facts) = (Config::default(), Facts::default());
        let snapshot = Snapshot::new(config, org, sources, facts);
        let today = day("2026-05-10");
        let points = adoption(&snapshot, today, 8, &forms_on(&snapshot, today));
        let seen: Vec<(&str, String, usize, usize)> = points
            .iter()
            .map(|p| (p.label.as_str(), p.day.to_string(), p.count(Form::NotShown), p.count(Form::Split)))
            .collect();
        assert_eq!(
            seen,
            [
                ("2025Q3", "2025-09-30".to_owned(), 1, 0),
                ("2025Q4", "2025-12-31".to_owned(), 1, 0),
                // Both had the same leader, from the last day of the quarter on.
                ("2026Q1", "2026-03-31".to_owned(), 0, 2),
                ("2026Q2", "2026-05-10".to_owned(), 1, 0),
            ]
        );
    }

    #[test]
    fn nothing_known_gives_nothing() {
        let (config, org, sources, facts) =
            (Config::default(), org::Org::default(), Sources::default(), Facts::default());
        let snapshot = Snapshot::new(config, org, sources, facts);
        assert!(adoption(&snapshot, day("2026-05-10"), 12, &[]).is_empty());
        assert!(adoption(&snapshot, day("2026-05-10"), 0, &[]).is_empty());
    }
}
