//! The form an initiative has, derived from verdicts and reporting lines: never from its label.

use onethread_model::Change;
use schemars::JsonSchema;
use serde::Serialize;

use super::verdict::{Answer, Evidence, Judgement};
use crate::measure::{Initiative, Leadership, Reporting, World};
use crate::moves;
use crate::words::percent;

/// The page of the form: what each word means and how it is derived.
pub const FORM_PAGE: &str = include_str!("form.md");

/// The form that an initiative has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Single-threaded ownership: one dedicated leader, to whom the dedicated team reports.
    Sto,
    /// Single-threaded leadership: one dedicated leader and team; functional reporting lines stay.
    Stl,
    /// The leader or the members are on several threads.
    Split,
    /// No single thread, by design.
    Functional,
    /// No leader.
    Missing,
    /// The evidence does not show the form.
    NotShown,
}

impl Form {
    /// All forms, in the order in which reports list them.
    pub const ALL: [Form; 6] = [Form::Sto, Form::Stl, Form::Split, Form::Functional, Form::Missing, Form::NotShown];

    /// Whether one leader has one thread.
    pub(crate) fn is_single_threaded(self) -> bool {
        matches!(self, Form::Sto | Form::Stl)
    }

    /// The word in files.
    pub fn key(self) -> &'static str {
        match self {
            Form::Sto => "sto",
            Form::Stl => "stl",
            Form::Split => "split",
            Form::Functional => "functional",
            Form::Missing => "missing",
            Form::NotShown => "not-shown",
        }
    }

    /// The words for people.
    pub fn words(self) -> &'static str {
        match self {
            Form::Sto => "single-threaded, team reports to the leader (STO)",
            Form::Stl => "single-threaded, functional reporting lines stay (STL)",
            Form::Split => "split: more than one leader, or people shared with other work",
            Form::Functional => "functional by design",
            Form::Missing => "no leader",
            Form::NotShown => "not known",
        }
    }
}

/// The derived form, with its reasons.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FormVerdict {
    /// The form.
    pub form: Form,
    /// Why.
    #[serde(rename = "form_because")]
    pub because: Vec<Evidence>,
    /// Least and largest share of the members' time that reports to the leader, 0 to 1; absent without stated members.
    pub reporting_share: Option<(f64, f64)>,
    /// What would alter it.
    #[serde(rename = "form_would_change")]
    pub would_change: Vec<Change>,
}

/// Derives the form. A visible second thread beats an unknown; an unknown beats the two single-threaded forms.
pub(super) fn derive(initiative: &Initiative, focus: &Judgement, team: &Judgement, world: &World<'_>) -> FormVerdict {
    let verdict = |form, because: &[Evidence]| FormVerdict {
        form,
        because: because.to_vec(),
        reporting_share: None,
        would_change: Vec::new(),
    };
    match &initiative.leadership {
        Leadership::FunctionalByDesign { .. } => return verdict(Form::Functional, &focus.because),
        Leadership::Nobody(_) => return verdict(Form::Missing, &focus.because),
        _ => {}
    }
    match (focus.answer, team.answer) {
        (Answer::Fails, _) => return verdict(Form::Split, &focus.because),
        (_, Answer::Fails) => return verdict(Form::Split, &team.because),
        (Answer::NotShown, _) => return verdict(Form::NotShown, &focus.because),
        (_, Answer::NotShown) => return verdict(Form::NotShown, &team.because),
        (Answer::Holds, Answer::Holds) => {}
    }
    by_reporting_lines(initiative, world)
}

fn by_reporting_lines(initiative: &Initiative, world: &World<'_>) -> FormVerdict {
    let Leadership::One { leader, .. } = &initiative.leadership else {
        return FormVerdict {
            form: Form::NotShown,
            because: Vec::new(),
            reporting_share: None,
            would_change: Vec::new(),
        };
    };
    let (mut all, mut under, mut unknown, mut lines_missing) = (0.0, 0.0, 0.0, 0);
    for member in world.people.members(initiative).unwrap_or_default() {
        let stated = world.people.stated(&member.value);
        let share = stated.iter().find(|commitment| commitment.initiative == initiative.id).map_or(0.0, |c| c.share);
        all += share;
        match world.people.reporting(&member.value, &leader.value) {
            Reporting::Under => under += share,
            Reporting::Elsewhere => {}
            Reporting::Unknown => {
                unknown += share;
                lines_missing += 1;
            }
        }
    }
    // A leader without members controls all there is.
    let (low, high) = if all > 0.0 { (under / all, (under + unknown) / all) } else { (1.0, 1.0) };
    let line = world.inputs.config.thresholds.reporting_share;
    let form = match (low >= line, high >= line) {
        (true, _) => Form::Sto,
        (false, false) => Form::Stl,
        (false, true) => Form::NotShown,
    };
    let says = if (low - high).abs() < 1e-9 {
        format!("{} of the team's time reports to the leader", percent(low))
    } else {
        format!("between {} and {} of the team's time reports to the leader", percent(low), percent(high))
    };
    let mut would_change = Vec::new();
    if form == Form::NotShown {
        let initiative = initiative.id.clone();
        would_change.push(moves::report_to::change(&initiative, lines_missing));
    }
    FormVerdict {
        form,
        because: vec![Evidence { says, place: Some(leader.place.clone()) }],
        reporting_share: Some((low, high)),
        would_change,
    }
}
