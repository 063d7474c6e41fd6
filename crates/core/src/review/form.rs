//! The form an initiative has, derived from verdicts and reporting lines: never from its label.

use onethread_model::Change;
use onethread_model::share::Thousandths;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::verdict::{Answer, Evidence, Judgement};
use crate::measure::{Initiative, Leadership, Reporting, World};
use crate::moves;
use crate::words::{percent, plural};

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
        Leadership::Nobody { .. } => return verdict(Form::Missing, &focus.because),
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
    let time = ReportingTime::of(initiative, &leader.value, world);
    let line = Thousandths::of(world.inputs.config.thresholds.reporting_share);
    let form = match (time.under.is_at_least(line, time.all), time.most().is_at_least(line, time.all)) {
        // Of no time at all nothing reports to anybody.
        _ if time.all.0 == 0 => Form::NotShown,
        (true, _) => Form::Sto,
        (false, false) => Form::Stl,
        (false, true) => Form::NotShown,
    };
    let of_all = |part: Thousandths| part.share() / time.all.share().max(f64::MIN_POSITIVE);
    let (low, high) = (of_all(time.under), of_all(time.most()));
    let says = if time.unknown.0 == 0 {
        format!("{} of the team's time reports to the leader", percent(low))
    } else {
        format!("between {} and {} of the team's time reports to the leader", percent(low), percent(high))
    };
    let says = format!("{says} ({})", plural(time.members, "member", "members"));
    let mut would_change = Vec::new();
    if form == Form::NotShown {
        let initiative = initiative.id.clone();
        would_change.push(moves::report_to::change(&initiative, time.lines_missing));
    }
    let mut because = vec![Evidence { says, place: Some(leader.place.clone()) }];
    for place in time.contradictory {
        let says = "two statements of equal rank name different managers of a member: neither counts".to_owned();
        because.push(Evidence { says, place: Some(place) });
    }
    FormVerdict { form, because, reporting_share: Some((low, high)), would_change }
}

/// How much of the members' time reports to the leader, as sums of stated shares of a full week.
#[derive(Default)]
struct ReportingTime {
    members: usize,
    all: Thousandths,
    under: Thousandths,
    unknown: Thousandths,
    lines_missing: usize,
    /// Where lines that contradict each other are written.
    contradictory: Vec<Place>,
}

impl ReportingTime {
    fn of(initiative: &Initiative, leader: &str, world: &World<'_>) -> ReportingTime {
        let mut time = ReportingTime::default();
        for member in world.people.members(initiative).unwrap_or_default() {
            let share = world.people.share(&member.value, &initiative.id).map_or(Thousandths::default(), |one| one.fte);
            time.members += 1;
            time.all = time.all + share;
            match world.people.reporting(&member.value, leader) {
                Reporting::Under => time.under = time.under + share,
                Reporting::Elsewhere => {}
                Reporting::Unknown => {
                    time.unknown = time.unknown + share;
                    time.lines_missing += 1;
                    let two = world.inputs.org.contradiction("person", &member.value, "reports-to");
                    let places = two.into_iter().flat_map(|two| two.spans);
                    time.contradictory.extend(places.map(|span| world.inputs.sources.place(span)));
                }
            }
        }
        time
    }

    /// The time that reports to the leader where every line that is not known does.
    fn most(&self) -> Thousandths {
        self.under + self.unknown
    }
}
