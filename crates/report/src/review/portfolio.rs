//! What is said of all initiatives together.

use maud::Markup;
use onethread_core::measure::clocks::{Lead, leads};
use onethread_core::measure::measures::approvals::Approvals;
use onethread_core::measure::measures::time_to_value::{CurveStep, Horizon, Seen, TimeToValue};
use onethread_core::review::{Finding, Form, QuarterForms, Review};
use onethread_core::words::{agreeing, capital, long_day, percent, plural, thousands};
use onethread_model::Day;

use super::{FEW, brief, form_fill, form_words, paragraph, state};
use crate::charts::concentration::{ConcentrationChart, FEWEST, concentration};
use crate::charts::matrix::{MatrixChart, matrix};
use crate::charts::stacked::{Bar, Series, StackedChart, stacked};
use crate::charts::survival::{SurvivalAge, SurvivalChart, SurvivalCurve, SurvivalStep, survival};
use crate::document::{Block, Cell, Column, Depth, Point, Points, Prose, Section, Table};
use crate::{form_in_short, ledger};

/// Rows of a table in text, where nobody asked for all.
const ROWS_MAX: usize = 8;

fn section<'r>(anchor: &'static str, heading: &str, blocks: Vec<Block<'r>>) -> Option<Section<'r>> {
    Section::new(anchor, heading, Depth::Full, blocks)
}

/// What stands out over all initiatives.
pub(super) fn findings(review: &Review) -> Option<Section<'_>> {
    // A page that explains several findings is named with the first of them.
    let mut named: Vec<&str> = Vec::new();
    let point = |finding: &Finding| {
        let says = Prose::sentence(&finding.says).then(Prose::sentence(&finding.more));
        let point = Point { about: about(finding, review), ..Point::new(says) }.at(&finding.places);
        if named.contains(&finding.explain) {
            return point;
        }
        named.push(finding.explain);
        point.more(Prose::new("More: ").code(&format!("onethread explain {}", finding.explain)))
    };
    // What a section of its own says already.
    let is_said = |finding: &&Finding| {
        super::repository::map(review).is_some() && matches!(finding.key, "undescribed" | "crossing-parts" | "bots")
    };
    let shown = review.findings.iter().filter(|finding| !is_said(finding));
    let blocks = Block::ranked(shown.map(point).collect()).into_iter().collect();
    // Where no initiative is live, this is all that there is to say.
    let from = if review.initiatives.is_empty() { Depth::Brief } else { Depth::Full };
    Section::new("findings", "What stands out", from, blocks)
}

/// The initiatives that a finding is about, by id and name.
pub(super) fn about(finding: &Finding, review: &Review) -> Vec<(String, String)> {
    finding.initiatives.iter().map(|id| (id.clone(), review.name(id).to_owned())).collect()
}

/// Every change that would alter an answer that fails.
pub(super) fn moves(review: &Review) -> Option<Section<'_>> {
    if review.moves.is_empty() {
        return None;
    }
    let points = review.moves.iter().map(|one| brief::move_point(one, review, false)).collect();
    let blocks = vec![
        paragraph(
            "Changes of leadership and staffing first, then those of work, those first that alone held up most days lately, then what is only to be written; of alike ones the lowest cost for each answer first. A change that only writes down what is so alters no work. Whether a change is worth its price is yours to say; leaving things as they are is an answer too.",
        ),
        Block::Points(Points::ranked(points)),
    ];
    section("changes", "What would change an answer, and who decides", blocks)
}

/// Initiatives by form, quarter by quarter.
pub(super) fn forms(review: &Review) -> Option<Section<'_>> {
    let quarters = review.quarters.as_slice();
    if review.initiatives.is_empty() && quarters.is_empty() {
        return None;
    }
    let line = percent(review.thresholds.reporting_share);
    let says = Prose::new("An ")
        .term("initiative", "initiative")
        .text(" has one leader and one thread when its leader and its members work on nothing else. It is ")
        .term("sto", "STO")
        .text(&format!(" when at least {line} of the team's time reports to the leader, and "))
        .term("stl", "STL")
        .text(" when people stay in their functions; that is no defect, and suits work across many teams. It is ")
        .term("split", "split")
        .text(" when the leader or members have work elsewhere, whatever it is called. Not all work needs a single thread: some is rightly ")
        .term("functional", "functional")
        .text(".");
    let mut blocks = vec![Block::Paragraph(says)];
    blocks.extend(state::single_threaded(review));
    if let (Some(first), Some(last)) = (quarters.first(), quarters.last()) {
        let row = |quarter: &QuarterForms| {
            let counts = Form::ALL.into_iter().map(|form| Cell::from(thousands(quarter.count(form) as u128)));
            std::iter::once(Cell::from(quarter.label.clone())).chain(counts).collect()
        };
        let table = Table {
            label: "Live initiatives by form at the end of each quarter".to_owned(),
            columns: std::iter::once(Column::words("quarter"))
                .chain(Form::ALL.into_iter().map(|form| Column::numbers(form_words(form))))
                .collect(),
            rows: quarters.iter().map(row).collect(),
            rows_max: usize::MAX,
        };
        let instead = vec![Block::paragraph(quarters_caption(first, last)), Block::Table(table)];
        let draw = move || {
            let marks = marks_in_quarters(review, quarters);
            let chart = quarters_chart(quarters, first, last);
            let named: Vec<String> = review.reorganizations.iter().map(|one| one.reorganization.clone()).collect();
            let caption = match named.as_slice() {
                [_, ..] if !marks.is_empty() => format!("{} Dashed line: {}.", chart.caption, named.join("; ")),
                _ => chart.caption.clone(),
            };
            stacked(&StackedChart { marks, caption, ..chart })
        };
        blocks.push(Block::figure(draw, instead));
    }
    section("forms", "Forms, quarter by quarter", blocks)
}

/// Where the days of reorganizations lie among the bars of quarters, in bars from the left edge: a bar is the quarter that
/// it ends.
fn marks_in_quarters(review: &Review, quarters: &[QuarterForms]) -> Vec<f64> {
    let at = |on: Day| {
        let (index, pair) = quarters.windows(2).enumerate().find(|(_, pair)| pair[0].day < on && on <= pair[1].day)?;
        let part = on.days_since(pair[0].day) as f64 / pair[1].day.days_since(pair[0].day).max(1) as f64;
        Some(index as f64 + 1.0 + part)
    };
    review.reorganizations.iter().filter_map(|one| at(one.on)).collect()
}

fn quarters_chart(quarters: &[QuarterForms], first: &QuarterForms, last: &QuarterForms) -> StackedChart {
    let occurring: Vec<Form> =
        Form::ALL.into_iter().filter(|form| quarters.iter().any(|quarter| quarter.count(*form) > 0)).collect();
    let bar = |(index, quarter): (usize, &QuarterForms)| {
        let (year, short) =
            quarter.label.split_at_checked(quarter.label.len().saturating_sub(2)).unwrap_or(("", &quarter.label));
        let starts = index == 0 || short == "Q1";
        // Two years beside each other would touch on a phone.
        let room = index > 0 || !quarters.iter().take(3).skip(1).any(|next| next.label.ends_with("Q1"));
        Bar {
            name: if quarter.day == last.day { long_day(quarter.day) } else { format!("{year} {short}") },
            short: ("Q".to_owned(), short.trim_start_matches('Q').to_owned()),
            group: (starts && room).then(|| year.to_owned()),
            counts: occurring.iter().map(|form| quarter.count(*form)).collect(),
        }
    };
    StackedChart {
        marks: Vec::new(),
        id: "quarters".to_owned(),
        title: "Live initiatives by form at the end of each quarter".to_owned(),
        caption: quarters_caption(first, last),
        desc: format!(
            "One bar for each of {} quarters, from {} to {}, each divided by form. The last one ends on the day of the review.",
            quarters.len(),
            first.label,
            last.label
        ),
        series: occurring
            .iter()
            .map(|form| Series { name: form_in_short(*form).to_owned(), fill: form_fill(*form) })
            .collect(),
        bars: quarters.iter().enumerate().map(bar).collect(),
    }
}

fn quarters_caption(first: &QuarterForms, last: &QuarterForms) -> String {
    let single = |quarter: &QuarterForms| quarter.count(Form::Sto) + quarter.count(Form::Stl);
    let of = |count: usize, quarter: &QuarterForms| {
        let of = format!("{} of {}", thousands(count as u128), thousands(quarter.live() as u128));
        // A percentage of a handful reads as more than it is.
        let share = percent(count as f64 / quarter.live().max(1) as f64);
        if quarter.live() <= FEW { of } else { format!("{of} ({share})") }
    };
    let now = format!(
        "On {}: one leader, one thread {}, split {}",
        long_day(last.day),
        of(single(last), last),
        of(last.count(Form::Split), last)
    );
    if first.day == last.day {
        return format!("{now}.");
    }
    format!(
        "{now}; at the end of {} {}: {} and {}. Each quarter is judged by what was known at its end.",
        first.label.get(4..).unwrap_or_default(),
        first.label.get(..4).unwrap_or_default(),
        of(single(first), first),
        of(first.count(Form::Split), first)
    )
}

/// How long it takes from the idea to value.
pub(super) fn time_to_value(review: &Review) -> Option<Section<'_>> {
    let leads = leads(&review.time_to_value);
    let times: Vec<&TimeToValue> = leads.iter().map(|lead| lead.first).collect();
    if times.is_empty() {
        return None;
    }
    let says = Prose::new("Counted over all initiatives known, ")
        .term("live", "live")
        .text(" or not. Unfinished ones count as unfinished for as long as they were followed: leaving them out would make everything look quicker than it is.");
    let mut blocks = vec![Block::Paragraph(says)];
    let known: Vec<&TimeToValue> = times.iter().copied().filter(|time| !time.horizons.is_empty()).collect();
    if !known.is_empty() {
        let mut instead: Vec<Block<'_>> = known.iter().map(|time| Block::paragraph(time_sentence(time))).collect();
        instead.push(Block::Table(time_table(&known)));
        blocks.push(Block::figure(move || time_curves(&known), instead));
    }
    for time in times.iter().filter(|time| time.horizons.is_empty()) {
        let why = capital(time.refused.as_deref().unwrap_or("fewer than half have, so far"));
        blocks.push(Block::Paragraph(
            Prose::sentence(&format!("days until half {}: not known", time.event_words())).then(Prose::sentence(&why)),
        ));
    }
    for says in leads.iter().filter_map(entry_sentence) {
        blocks.push(Block::Paragraph(Prose::sentence(&says)));
    }
    for says in times.iter().filter_map(|time| time.rest_words()) {
        blocks.push(Block::Paragraph(Prose::sentence(&says)));
    }
    section("time", "From idea to value", blocks)
}

/// Why a clock does not start with the idea, or what the test of that says.
fn entry_sentence(lead: &Lead<'_>) -> Option<String> {
    lead.why().or_else(|| {
        let dependence = lead.idea.entry_dependence?;
        let event = lead.idea.event_words();
        let at_once = lead.at_once.and_then(|time| Some((time, time.median_words()?)));
        let at_once = at_once.map_or_else(String::new, |(time, median)| {
            format!("; {}: {median} (n = {})", time.seen_words(), thousands(time.n as u128))
        });
        Some(format!(
            "no association of the day of filing with the day on which they {event} is shown ({}){at_once}",
            dependence.words()
        ))
    })
}

fn time_table(times: &[&TimeToValue]) -> Table {
    let age = |days: i64| match days {
        30 => "1 month".to_owned(),
        91 => "3 months".to_owned(),
        182 => "6 months".to_owned(),
        365 => "1 year".to_owned(),
        days => format!("{} years", days / 365),
    };
    let mut rows = Vec::new();
    for time in times {
        for at in &time.horizons {
            let range = format!("{} to {}", percent(at.low_share).trim_end_matches(" %"), percent(at.high_share));
            rows.push(vec![
                Cell::from(event_name(time)),
                Cell::from(age(at.days)),
                Cell { bar: Some(at.reached_share), ..Cell::from(percent(at.reached_share)) },
                Cell::from(range),
                Cell::from(at.at_risk.to_string()),
            ]);
        }
    }
    Table {
        label: "Share of initiatives that have got there, by age".to_owned(),
        columns: vec![
            Column::words("event"),
            Column::words("by age"),
            Column::numbers("reached"),
            Column::numbers("95 % CI"),
            Column::numbers("at risk"),
        ],
        rows,
        rows_max: usize::MAX,
    }
}

/// The figure of some clocks, one panel for each.
pub(crate) fn time_curves(times: &[&TimeToValue]) -> Markup {
    let (unit, start) = match times {
        [first, rest @ ..] if rest.iter().all(|time| time.clock == first.clock) => {
            (format!("days since {}", first.clock_words()), first.clock_words().trim_start_matches("the "))
        }
        _ => ("days since the day named above each".to_owned(), "start"),
    };
    survival(&SurvivalChart {
        id: "time-curves".to_owned(),
        is_overlaid: false,
        title: "Share of initiatives that have got there, by age".to_owned(),
        caption: times.iter().map(|time| time_sentence(time)).collect::<Vec<_>>().join(" ")
            + " Shaded: 95 % CI; \u{201c}followed\u{201d} is how many the curve still rests on.",
        unit,
        start,
        curves: times.iter().map(|time| curve(time)).collect(),
    })
}

fn curve(time: &TimeToValue) -> SurvivalCurve {
    let step = |step: &CurveStep| SurvivalStep {
        days: step.days,
        reached: 1.0 - step.open_share,
        low: 1.0 - step.high_share,
        high: 1.0 - step.low_share,
    };
    let age = |at: &Horizon| SurvivalAge {
        at: SurvivalStep { days: at.days, reached: at.reached_share, low: at.low_share, high: at.high_share },
        followed: at.at_risk,
    };
    SurvivalCurve {
        name: event_name(time),
        desc: format!("A rising step curve from {} on. {}", time.clock_words(), time_sentence(time)),
        steps: time.curve.iter().map(step).collect(),
        ages: time.horizons.iter().map(age).collect(),
        half_days: time.median_days,
    }
}

fn event_name(time: &TimeToValue) -> String {
    let event = match time.event.as_str() {
        "first-ship" => "First milestone shipped".to_owned(),
        "first-value" => "First value for a customer".to_owned(),
        "first-feature" => "First feature released".to_owned(),
        last => format!("{} reached", capital(last)),
    };
    let seen = if time.seen == Seen::All { String::new() } else { format!(", {}", time.seen_words()) };
    format!("{event}, from {}{seen}", time.clock_words())
}

fn time_sentence(time: &TimeToValue) -> String {
    let days = |days: i64| thousands(days.unsigned_abs().into());
    let from = format!("n = {}, {} of which did", thousands(time.n as u128), thousands(time.events as u128));
    let Some(median) = time.median_days else {
        return format!("{}: fewer than half so far ({from}).", event_name(time));
    };
    let range = match (time.low_days, time.high_days) {
        (Some(low), Some(high)) => format!("95 % CI {} to {}; ", days(low), days(high)),
        _ => String::new(),
    };
    format!("{}: median {} days ({range}{from}).", event_name(time), days(median))
}

/// What the days of all initiatives were spent on.
pub(super) fn waiting(review: &Review) -> Option<Section<'_>> {
    let ledgers: Vec<_> = review
        .initiatives
        .iter()
        .filter_map(|one| Some((one, one.waiting.as_ref()?)))
        .filter(|(_, ledger)| ledger.tells_anything())
        .collect();
    if ledgers.is_empty() {
        return None;
    }
    let table = ledger::table(&ledgers);
    let totals = review.waiting.as_ref()?;
    let says = ledger::waiting_words(totals).unwrap_or_else(|| "No waiting was observed.".to_owned());
    let mut blocks = vec![Block::paragraph(says)];
    blocks.extend(totals.road_words().map(|says| Block::paragraph(format!("{says}."))));
    blocks.push(Block::figure(move || ledger::overview(&ledgers), vec![Block::Table(table)]));
    if let Some(holders) = ledger::holders(totals) {
        blocks.push(paragraph(
            "A day on which several things are open is attributed to the one that was asked first, but it ends earlier only \
             without the one that alone held it up.",
        ));
        blocks.push(Block::Table(holders));
    }
    blocks.push(Block::Fine(
        Prose::new("What a day is attributed to: ").code("onethread explain waiting-ledger").text("."),
    ));
    section("waiting", "What the days were spent on", blocks)
}

/// How long decisions take.
pub(super) fn decisions(review: &Review) -> Option<Section<'_>> {
    let decisions = review.decisions.as_ref()?;
    if decisions.decisions == 0 {
        return None;
    }
    let days = decisions.period_days;
    let kinds = [
        ("Reversible", &decisions.reversible),
        ("Hard to reverse", &decisions.irreversible),
        ("Not stated whether reversible", &decisions.unstated),
    ];
    let mut points = Vec::new();
    for (kind, latency) in kinds.into_iter().filter(|(_, latency)| latency.n > 0) {
        let above = match latency.levels_stated {
            0 => String::new(),
            stated => format!("; {} of {stated} decided above the leader", latency.went_above),
        };
        let before = latency.before_words(days).map(|before| format!("; {before}")).unwrap_or_default();
        points.push(Point::new(format!(
            "{kind}: n = {}, {} open; {}{before}{above}.",
            latency.n,
            latency.open(),
            latency.words()
        )));
    }
    let mut more = Vec::new();
    let outcomes = decisions.outcomes.unwrap_or_default();
    if outcomes.reversed > 0 {
        let reversed = plural(outcomes.reversed, "decision was", "decisions were");
        more.push(format!("{reversed} reversed later, of any age."));
    }
    if outcomes.expected > 0 {
        let says = plural(outcomes.expected, "decision says", "decisions say");
        more.push(format!("{says} what was expected; {} also what came of it.", outcomes.expected_and_actual));
    }
    let mut blocks = vec![Block::Points(Points::plain(points))];
    if !more.is_empty() {
        blocks.push(Block::paragraph(more.join(" ")));
    }
    section("decisions", &format!("How long decisions take, last {days} days (open ones count as open)"), blocks)
}

/// How concentrated approvals are.
pub(super) fn approvals(review: &Review) -> Option<Section<'_>> {
    let approvals = review.portfolio.approvals.as_ref()?;
    if approvals.approvers == 0 && approvals.signoffs == 0 {
        return None;
    }
    let says = Prose::new(&format!("Counts only: nobody is named, and no number is about fewer than {FEWEST} people. The more an organization waits for the same few "))
        .term("approver", "approvers")
        .text(", the less it helps that each initiative has a leader.");
    let mut blocks = vec![Block::Paragraph(says)];
    if approvals.approvers < FEWEST && approvals.approvers > 0 {
        let required = plural(usize::try_from(approvals.assignments).unwrap_or(usize::MAX), "approval", "approvals");
        blocks.push(paragraph(&format!(
            "Live initiatives require {required}. The approvers are too few to be counted without counting persons."
        )));
    }
    let points: Vec<(usize, f64)> = approvals.approver_curve.iter().map(|point| (point.holders, point.share)).collect();
    if !points.is_empty() {
        let instead = vec![
            Block::paragraph(approvers_caption(approvals)),
            Block::Table(approvers_table(&points, approvals.approvers)),
        ];
        blocks.push(Block::figure(move || concentration(&approvers_chart(approvals, points.clone())), instead));
    }
    if approvals.signoffs > 0 {
        let people = plural(approvals.signoff_people, "person", "people");
        let says = Prose::new(&format!("{people} gave all {} ", thousands(u128::from(approvals.signoffs))))
            .term("sign-off", "sign-offs")
            .text(" ever recorded, on initiatives ")
            .term("live", "live")
            .text(" or not.");
        blocks.push(Block::Paragraph(says));
    }
    section("approvals", "Who must approve", blocks)
}

fn approvers_table(points: &[(usize, f64)], total: usize) -> Table {
    // Steps lie at least five apart, so that no difference speaks of fewer people than that.
    let steps = [5, 10, 20, 40, 80, 160].into_iter().filter(|step| step + 5 <= total).chain([total]);
    let row = |step: usize| {
        let (holders, share) = points.iter().find(|(holders, _)| *holders == step)?;
        let who = if *holders == total { format!("all {total} approvers") } else { format!("busiest {holders}") };
        Some(vec![Cell::from(who), Cell { bar: Some(*share), ..Cell::from(percent(*share)) }])
    };
    Table {
        label: "Share of required approvals held by the busiest approvers".to_owned(),
        columns: vec![Column::words(""), Column::numbers("")],
        rows: steps.filter_map(row).collect(),
        rows_max: usize::MAX,
    }
}

fn approvers_caption(approvals: &Approvals) -> String {
    let top = approvals.approver_top10_share.filter(|_| approvals.approvers > 10).map(|share| {
        format!(
            "The ten busiest of {} approvers hold {} of the {} approvals that live initiatives require ({}). ",
            approvals.approvers,
            thousands((share * approvals.assignments as f64).round() as u128),
            thousands(u128::from(approvals.assignments)),
            percent(share)
        )
    });
    let half =
        approvals.approvers_for_half.map(|half| format!("{half} of {} hold half of them. ", approvals.approvers));
    format!(
        "{}{}An approval is one person's for one live initiative; n = {}.",
        top.unwrap_or_default(),
        half.unwrap_or_default(),
        thousands(u128::from(approvals.assignments))
    )
}

fn approvers_chart(approvals: &Approvals, points: Vec<(usize, f64)>) -> ConcentrationChart {
    ConcentrationChart {
        id: "approval-curve".to_owned(),
        title: "Share of required approvals held by the busiest approvers".to_owned(),
        caption: approvers_caption(approvals),
        desc: format!(
            "A curve that rises from the {FEWEST} busiest approvers to all {}, against a straight line that would hold if all had as many.",
            approvals.approvers
        ),
        holders: "approvers".to_owned(),
        held: "approvals".to_owned(),
        points,
        mark: 10,
    }
}

/// What live initiatives say they need.
pub(super) fn dependencies(review: &Review) -> Option<Section<'_>> {
    let dependencies = &review.portfolio.declared_dependencies;
    if dependencies.declared == 0 {
        return None;
    }
    let effect = match (dependencies.with_effect, dependencies.blocking) {
        (0, _) => "For none is it stated whether they block, so none can be planned against.".to_owned(),
        (with, 0) => format!("For {with} it is stated whether they block; none does."),
        (with, blocking) => format!(
            "For {with} it is stated whether they block; {blocking} do, and {} of these have a complete plan (owner, action, date to come).",
            dependencies.blocking_planned
        ),
    };
    let declare = agreeing(dependencies.initiatives_with_any, "declares", "declare");
    let says = format!(
        "{} of {} live initiatives {declare} {}. {effect}",
        dependencies.initiatives_with_any,
        review.initiatives.len(),
        plural(dependencies.declared, "dependency", "dependencies")
    );
    let mut blocks = vec![Block::paragraph(says)];
    let pairs = &dependencies.between_teams;
    if !pairs.is_empty() {
        let most = pairs.iter().map(|pair| pair.initiatives).max().unwrap_or(1) as f64;
        let row = |pair: &onethread_core::measure::measures::declared_dependencies::TeamPair| {
            let count = Cell { bar: Some(pair.initiatives as f64 / most), ..Cell::from(pair.initiatives.to_string()) };
            vec![Cell::from(pair.team.clone()), Cell::from(pair.needs.clone()), count]
        };
        let table = Table {
            label: "How many initiatives of a team need another one".to_owned(),
            columns: vec![Column::words("team"), Column::words("needs"), Column::numbers("initiatives")],
            rows: pairs.iter().map(row).collect(),
            rows_max: ROWS_MAX,
        };
        blocks.push(Block::figure(|| matrix(&needs_chart(review)), vec![Block::Table(table)]));
    }
    let ladder = Prose::new("The team that has a dependency owns removing it. From cheap to expensive: a place on the other team's plan; an ")
        .term("away-team", "away team")
        .text(
            ", which changes the other team's code under that team's standards; a self-service interface; a copy now with a day \
             on which it goes; moving the code; the missing role on the team; the approval delegated. Redrawing teams comes last.",
        );
    blocks.push(Block::Fine(ladder));
    section("dependencies", "Which team needs which", blocks)
}

fn needs_chart(review: &Review) -> MatrixChart {
    let pairs = &review.portfolio.declared_dependencies.between_teams;
    let largest = match pairs.first() {
        Some(pair) if pair.initiatives > 1 => {
            format!("Most often, {} needs {}: {} initiatives.", pair.team, pair.needs, pair.initiatives)
        }
        _ => "No pair of teams occurs twice.".to_owned(),
    };
    let mutual = pairs
        .iter()
        .filter(|a| a.team < a.needs && pairs.iter().any(|b| b.team == a.needs && b.needs == a.team))
        .count();
    let both = match mutual {
        0 => String::new(),
        1 => " One pair of teams needs each other.".to_owned(),
        n => format!(" {n} pairs of teams need each other."),
    };
    MatrixChart {
        id: "needs".to_owned(),
        title: "How many initiatives of the team in the row need the team in the column".to_owned(),
        caption: format!(
            "{largest}{both} Teams that need each other are next to each other. What an initiative needs from its own team is left out."
        ),
        desc: format!(
            "A matrix of {}. {largest} The table below holds every number.",
            plural(pairs.len(), "pair of teams", "pairs of teams")
        ),
        things: "teams",
        head: ["team", "needs", "initiatives"],
        order: Vec::new(),
        columns: Vec::new(),
        marked: Default::default(),
        cells_are: "initiatives".to_owned(),
        pairs: pairs.iter().map(|pair| (pair.team.clone(), pair.needs.clone(), pair.initiatives)).collect(),
    }
}
