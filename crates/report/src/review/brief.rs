//! What a director with two minutes must know: the state, what needs a decision and by whom, what costs least, what is
//! already decided, the trend, what is not known, and how old the data are.

use std::collections::{BTreeMap, BTreeSet};

use onethread_core::measure::Leadership;
use onethread_core::moves;
use onethread_core::review::{
    Answer, Attention, Departure, Form, InitiativeReview, Level, Move, QuarterForms, Review, attention,
};
use onethread_core::words::{capital, days, join, long_day, plural, thousands};
use onethread_model::Day;
use onethread_model::source::Place;

use super::{FEW, decided, links, portfolio, repository, state, titled};
use crate::document::{Block, Depth, Point, Points, Prose, Section};

/// Points that two minutes can take in.
const DECISIONS_MAX: usize = 8;
const MOVES_MAX: usize = 3;
const UNKNOWNS_MAX: usize = 2;
/// Names in one sentence.
pub(super) const NAMES_MAX: usize = 4;
/// Criteria that only a decision about people or rights can alter. The others are about what is written down or built.
const DECIDED_ABOVE: &[&str] = &["focus", "dedicated-team", "complete-team", "empowered"];
/// Findings over many initiatives that only such a decision can alter.
const LEADERSHIP_PAGES: &[&str] = &["focus", "dedicated-team", "complete-team", "empowered", "form"];

/// The sections of two minutes.
pub(super) fn sections(review: &Review) -> Vec<Section<'_>> {
    let add = |anchor, heading: &str, blocks| Section::new(anchor, heading, Depth::Brief, blocks);
    if let Some(map) = repository::map(review) {
        let mut found = repository::sections(review, map);
        found.extend(add("age", "What this rests on", age(review)));
        return found;
    }
    if review.initiatives.is_empty() {
        let found = [add("state", "", state::nothing_live(review)), add("age", "What this rests on", age(review))];
        return found.into_iter().flatten().collect();
    }
    let sections = [
        add("state", "", state::state(review)),
        add("needs-decision", "Needs a decision, and whose", decisions(review)),
        add("lowest-cost", "Lowest-cost changes (staffing first, then work), and who decides", changes(review)),
        add("decided", "Already decided", decided::in_short(review)),
        add("trend", "Trend", trend(review)),
        add("not-known", &not_known_heading(review), not_known(review)),
        add("age", "What this rests on", age(review)),
    ];
    sections.into_iter().flatten().collect()
}

/// What only a person with the right to decide can alter, and who that is.
fn decisions(review: &Review) -> Vec<Block<'_>> {
    let points: Vec<Point> = match review.initiatives.len() {
        ..=FEW => {
            let (of_leaders, alike) = by_initiative(review);
            let late = late_plans(review).into_iter().chain(decided::late(review));
            of_leaders.into_iter().chain(late).chain(asked_by_many(review)).chain(alike).collect()
        }
        _ => {
            let late = late_plans(review).into_iter().chain(decided::late(review));
            over_many(review).into_iter().chain(late).chain(asked_by_many(review)).collect()
        }
    };
    if points.is_empty() {
        return vec![super::paragraph("Nothing that the evidence shows.")];
    }
    let rest = Prose::new("More: ").section("each", "initiative by initiative").text(" (onethread review --full).");
    vec![Block::Points(Points { brief_max: DECISIONS_MAX, rest: Some(rest), ..Points::ranked(points) })]
}

/// The weightiest reason of each initiative: what is wrong with its leader, then the rest. Those that share a leader are one
/// decision, and so are those of one kind.
fn by_initiative(review: &Review) -> (Vec<Point>, Vec<Point>) {
    let mut points = Vec::new();
    let mut shared: Vec<Vec<&str>> = Vec::new();
    let mut alike: BTreeMap<&str, Vec<Attention<'_>>> = BTreeMap::new();
    for row in attention(review) {
        let Some(criterion) = row.criterion.filter(|key| DECIDED_ABOVE.contains(key)) else { continue };
        let one = row.initiative;
        if review.accepted.iter().any(|accepted| accepted.covers(criterion, &one.id)) {
            continue;
        }
        match &one.known.leadership {
            Leadership::One { also_leads, .. } if criterion == "focus" && !also_leads.is_empty() => {
                let others = also_leads.iter().map(|other| other.value.as_str());
                let mut group: Vec<&str> = others.chain([one.id.as_str()]).collect();
                group.sort_unstable();
                if !shared.contains(&group) {
                    points.push(shared_leader(&group, review).at(&row.because.place));
                    shared.push(group);
                }
            }
            _ if criterion == "focus" => points.push(leader_point(&row, review)),
            _ => alike.entry(criterion).or_default().push(row),
        }
    }
    let alike = DECIDED_ABOVE.iter().filter_map(|key| Some(alike_point(key, &alike.remove(key)?, review)));
    (points, alike.collect())
}

fn shared_leader(group: &[&str], review: &Review) -> Point {
    let says = links(group, review, NAMES_MAX).text(": reassign all but one; they share a leader.");
    Point::new(says).aside(decides("reassign"))
}

/// Who decides on an initiative, as moves and questions say it.
const SPONSOR: &str = "the sponsor";

/// What is wrong with the leadership of one initiative.
fn leader_point(row: &Attention<'_>, review: &Review) -> Point {
    let one = row.initiative;
    let because = row.because.says.as_str();
    let (what, because, who) = match &one.known.leadership {
        Leadership::One { .. } => {
            let because = because.strip_prefix("the leader is ").unwrap_or(because);
            ("free the leader of other work", because, "the leader's manager".to_owned())
        }
        Leadership::Several(_) => ("choose one leader", because, decided_by("appoint", &[one])),
        Leadership::Contradictory { .. } => ("say who leads", because, decided_by("appoint", &[one])),
        _ => ("appoint a leader", because, decided_by("appoint", &[one])),
    };
    let because = match because.strip_prefix("no leader is named since") {
        Some(day) => format!("none since{day}"),
        None => because.to_owned(),
    };
    let says = name(one).text(&format!(": {what};")).then(titled(&because, review)).text(".");
    Point::new(says).aside(who).at(&row.because.place)
}

/// Who decides on a kind of move.
fn decides(kind: &str) -> &'static str {
    moves::kind(kind).map_or("", |kind| kind.decides)
}

/// The same of some initiatives: where it is the sponsor, and all have the same one, with the position.
fn decided_by(kind: &str, of: &[&InitiativeReview]) -> String {
    let position = |one: &InitiativeReview| one.known.sponsor.as_ref().map(|sponsor| sponsor.value.clone());
    match of {
        [first, rest @ ..]
            if decides(kind) == SPONSOR && rest.iter().all(|other| position(other) == position(first)) =>
        {
            first.known.sponsor_words()
        }
        _ => decides(kind).to_owned(),
    }
}

/// The name of an initiative, as a link.
pub(super) fn name(one: &InitiativeReview) -> Prose {
    Prose::default().initiative(&one.id, one.name())
}

/// What is wrong in the same way with several initiatives.
fn alike_point(criterion: &str, rows: &[Attention<'_>], review: &Review) -> Point {
    let ids: Vec<&str> = rows.iter().map(|row| row.initiative.id.as_str()).collect();
    let names = links(&ids, review, NAMES_MAX).text(&in_all(criterion, rows.len(), review));
    let of: Vec<&InitiativeReview> = rows.iter().map(|row| row.initiative).collect();
    let decided = |kind: &str| decided_by(kind, &of);
    let (says, who) = match (criterion, rows) {
        ("empowered", _) => {
            (Prose::new("Let the leaders decide reversible matters alone:").then(names), decided("delegate"))
        }
        ("dedicated-team", _) => (names.text(": free shared members, or accept it for a time"), decided("dedicate")),
        (_, [row]) => {
            let says = name(row.initiative).text(": staff the team;").then(titled(&row.because.says, review));
            (says, decided("join"))
        }
        _ => (names.text(": staff the missing roles"), decided("join")),
    };
    let point = Point::new(says.text(".")).aside(who);
    if let [row] = rows { point.at(&row.because.place) } else { point }
}

/// How many it holds for in all, where some of them stand elsewhere with what weighs more.
fn in_all(criterion: &str, here: usize, review: &Review) -> String {
    let fails = |one: &&InitiativeReview| one.answer(criterion) == Some(Answer::Fails);
    // Decisions are to be handed down wherever a change says so.
    let delegated = review.moves.iter().filter(|one| criterion == "empowered" && one.kind == "delegate");
    let delegated = delegated.flat_map(|one| &one.changes).map(onethread_model::Change::initiative);
    let delegated = delegated.collect::<BTreeSet<_>>().len();
    match review.initiatives.iter().filter(fails).count().max(delegated) {
        all if all > here => format!(" ({all} in all)"),
        _ => String::new(),
    }
}

/// Of many initiatives only what many share can be read.
fn over_many(review: &Review) -> Vec<Point> {
    let findings = review.findings.iter().filter(|finding| finding.level == Level::Warning);
    let about = findings.filter(|finding| LEADERSHIP_PAGES.contains(&finding.explain));
    let point = |finding: &onethread_core::review::Finding| {
        let mut point = Point::new(Prose::sentence(&finding.says))
            .more(Prose::sentence(&finding.more))
            .at(&finding.places[..finding.places.len().min(1)]);
        point.about = portfolio::about(finding, review);
        match finding.explain {
            "focus" => point.aside(decides("reassign")),
            "dedicated-team" => point.aside(decides("dedicate")),
            _ => point,
        }
    };
    about.map(point).collect()
}

/// The team that many initiatives ask: whoever sets its work sets theirs.
fn asked_by_many(review: &Review) -> Option<Point> {
    let finding = review.findings.iter().find(|finding| finding.key == "asked-by-many")?;
    let point = Point::new(Prose::sentence(&finding.says)).more(Prose::sentence(&finding.more));
    Some(point.aside("whoever sets its priorities".to_owned()).at(&finding.places[..finding.places.len().min(1)]))
}

/// Plans of dependencies whose day has passed.
fn late_plans(review: &Review) -> Option<Point> {
    let mut late: Vec<Plan<'_>> = plans(review).filter(|plan| plan.by < review.as_of).collect();
    late.sort_by_key(|plan| plan.by);
    let first = late.first()?;
    let mut says = Prose::new(&format!("New day for {}, or drop: ", plural(late.len(), "late plan", "late plans")));
    for (index, plan) in late.iter().take(NAMES_MAX).enumerate() {
        says = if index > 0 { says.text("; ") } else { says };
        let late = format!("{} late", days(review.as_of.days_since(plan.by)));
        let name = plan.initiative.name();
        says = says.initiative(&plan.initiative.id, name).text(&format!(" on {} ({late})", plan.on));
    }
    let more = late.len().saturating_sub(NAMES_MAX);
    let says = if more > 0 { says.text(&format!("; {more} more")) } else { says };
    // In the order of what they own.
    let mut owners: Vec<&str> = Vec::new();
    for owner in late.iter().filter_map(|plan| plan.owner) {
        if !owners.contains(&owner) {
            owners.push(owner);
        }
    }
    let owners = if owners.is_empty() { "the teams that have them".to_owned() } else { join(&owners) };
    Some(Point::new(says.text(".")).aside(owners).at([first.place]))
}

/// A plan to remove a dependency, with its day.
pub(super) struct Plan<'r> {
    pub(super) initiative: &'r InitiativeReview,
    pub(super) on: &'r str,
    pub(super) owner: Option<&'r str>,
    pub(super) by: Day,
    pub(super) place: &'r Place,
}

pub(super) fn plans(review: &Review) -> impl Iterator<Item = Plan<'_>> {
    review.initiatives.iter().flat_map(|initiative| {
        initiative.known.dependencies.iter().filter_map(move |dependency| {
            let plan = dependency.plan.as_ref()?;
            let (on, owner) = (dependency.on.id.as_str(), plan.owner.as_deref());
            Some(Plan { initiative, on, owner, by: plan.by?, place: &dependency.place })
        })
    })
}

/// The cheapest changes, those of staffing first, then those of work; what is only to be written stands apart.
fn changes(review: &Review) -> Vec<Block<'_>> {
    if review.moves.is_empty() {
        return vec![Block::Paragraph(without_a_change(review))];
    }
    let (paper, others): (Vec<&Move>, Vec<&Move>) = review.moves.iter().partition(|one| one.is_paperwork);
    let (staffing, work): (Vec<&Move>, Vec<&Move>) = others.into_iter().partition(|one| one.alters_form);
    let staffed = staffing.len().min(MOVES_MAX.div_ceil(2));
    let shown = staffing[..staffed].iter().chain(&work).chain(&staffing[staffed..]).take(MOVES_MAX);
    let points: Vec<Point> = shown.map(|one| move_point(one, review, true)).collect();
    let (mut blocks, shown_count) = (Vec::new(), points.len());
    if !points.is_empty() {
        blocks.push(Block::Points(Points::ranked(points)));
    }
    if let Some((first, rest)) = paper.split_first() {
        let more = if rest.is_empty() { String::new() } else { format!("; {} more of this kind", rest.len()) };
        let says = Prose::new("To be written down, which alters no work by itself:");
        blocks.push(Block::Paragraph(says.then(titled(&first.short, review)).text(&more).text(".")));
    }
    let left = review.moves.len() - paper.len() - shown_count;
    let left = match (left, paper.len()) {
        (0, 0 | 1) => return blocks,
        (0, _) => "All that is to be written: ".to_owned(),
        (left, 0 | 1) => format!("{}: ", plural(left, "more change", "more changes")),
        (left, _) => format!("{} and all that is to be written: ", plural(left, "more change", "more changes")),
    };
    let rest = Prose::new(&left).section("changes", "the whole report").text(" (onethread review --full).");
    blocks.push(Block::Elsewhere(rest));
    blocks
}

/// What is to be said where no change would alter an answer: that nothing is known is no reason to leave things as they
/// are.
fn without_a_change(review: &Review) -> Prose {
    let answers = || review.initiatives.iter().flat_map(|one| &one.verdicts).map(|verdict| verdict.judgement.answer);
    let fails = answers().filter(|answer| *answer == Answer::Fails).count();
    let holds = answers().filter(|answer| *answer == Answer::Holds).count();
    let says = match (fails, holds, review.questions.open) {
        (0, 0, _) => "Nothing can be said yet.".to_owned(),
        (0, holds, 0) => return Prose::new(&format!("None: all {} hold.", plural(holds, "answer", "answers"))),
        (0, _, open) => format!("None that fails; {} open.", plural(open, "question is", "questions are")),
        (fails, ..) => format!(
            "None is known that would alter {}, apart from what is decided already.",
            plural(fails, "failing answer", "failing answers")
        ),
    };
    match review.unknowns.iter().find_map(|unknown| unknown.ask.as_ref()) {
        Some(ask) => Prose::new(&says).text(" Begin with this question:").then(Prose::ask(ask)),
        None => Prose::new(&says),
    }
}

/// From when on a change can show, and what it leaves standing; absent where it alters each answer at once.
pub(super) fn when_it_shows(one: &Move, as_of: Day) -> Option<String> {
    let (all, rest) = (one.changes.len(), one.changes.len().saturating_sub(one.alters));
    match one.shows_from.filter(|day| *day > as_of) {
        Some(day) => {
            let first = if all > 1 { "for the first of them" } else { "" };
            Some(format!("a review can show it from {} on{}{first}", long_day(day), if all > 1 { ", " } else { "" }))
        }
        None if rest == 0 || one.is_paperwork => None,
        None if all == 1 => Some("other reasons of the answer stay".to_owned()),
        None => Some(format!("{rest} of {all} leave other reasons of the answer")),
    }
}

/// A change with its whole price.
pub(super) fn move_point(one: &Move, review: &Review, in_short: bool) -> Point {
    let mut says = titled(&capital(if in_short { &one.short } else { &one.says }), review);
    let ids: Vec<&str> =
        one.changes.iter().map(onethread_model::Change::initiative).filter(|id| !id.is_empty()).collect();
    if in_short && ids.len() > 1 && ids.len() <= FEW {
        let mut ids = ids;
        ids.dedup();
        says = says.text(":").then(links(&ids, review, NAMES_MAX));
    }
    let says = says.text(".");
    let mut price = vec![format!("effort: {}", one.cost)];
    if one.alters_form && review.described.people > 0 {
        price.push(match (one.price.managers_changed, one.price.managers_if_sto) {
            (0, 0) => "nobody changes manager".to_owned(),
            (0, n) => format!(
                "at most {} manager, if the team is to report to the new leader",
                plural(n, "member changes", "members change")
            ),
            (n, _) => plural(n, "member changes manager", "members change manager"),
        });
    }
    if !one.price.leaders_lost.is_empty() {
        let lost: Vec<&str> = one.price.leaders_lost.iter().map(|id| review.name(id)).collect();
        price.push(format!("without a leader then: {}", join(&lost)));
    }
    if let Some(positions) = one.price.positions.filter(|_| review.described.people > 0) {
        price.push(match positions {
            0 => "nobody who could take it leads nothing today".to_owned(),
            n => format!("{} could take it; who is willing is not stated", plural(n, "position", "positions")),
        });
    }
    if let (Some(days), Some(totals)) = (one.held_alone_days, &review.waiting) {
        let recent = totals.recent_window_days;
        price.push(match days {
            0 => format!("nothing waited for these alone in {recent} days"),
            days => format!(
                "could save at most {} in {recent} days",
                plural(days.unsigned_abs() as usize, "initiative-day", "initiative-days")
            ),
        });
    }
    price.extend(when_it_shows(one, review.as_of));
    let effect = Prose::sentence(&format!("Effect: {}", one.gain));
    let point = Point::new(says).aside(one.decides).more(effect.then(Prose::sentence(&price.join("; "))));
    if in_short { point } else { point.at(&one.place) }
}

/// How many were single-threaded at the end of each of the last quarters, and what changed.
fn trend(review: &Review) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let last = &review.quarters[review.quarters.len().saturating_sub(5)..];
    // What has no first day was always there, as far as anybody can count.
    let is_dated = |one: &InitiativeReview| {
        let known = &one.known;
        known.in_registry || known.created.is_some() || known.committed.is_some() || known.entered.is_some()
    };
    if last.len() > 1 && !review.initiatives.iter().any(is_dated) {
        return vec![super::paragraph("No trend: no initiative states since when it exists.")];
    }
    if last.len() > 1 {
        let single = |quarter: &QuarterForms| quarter.count(Form::Sto) + quarter.count(Form::Stl);
        let one = |quarter: &QuarterForms| {
            let (year, short) = quarter.label.split_at(quarter.label.len().min(4));
            let when = if quarter.day == review.as_of { "now".to_owned() } else { format!("{short} {year}") };
            format!("{when}: {} of {}", single(quarter), quarter.live())
        };
        let all: Vec<String> = last.iter().map(one).collect();
        if last.iter().all(|quarter| single(quarter) == 0 && quarter.count(Form::NotShown) > 0) {
            blocks.push(super::paragraph(
                "No trend: at no quarter's end could the data confirm one leader with one thread.",
            ));
            blocks.extend(changed(review).map(Block::paragraph));
            blocks.extend(worse_metrics(review));
            return blocks;
        }
        blocks.push(super::paragraph(&format!(
            "One leader, one thread, at the end of each quarter. {}.",
            all.join("; ")
        )));
    }
    blocks.extend(changed(review).map(Block::paragraph));
    blocks.extend(worse_metrics(review));
    blocks
}

/// Metrics that got worse: what happened is known, and the cause is not.
fn worse_metrics(review: &Review) -> Option<Block<'_>> {
    let worse = review.initiatives.iter().filter_map(|one| worse(one, review));
    Block::points(worse.take(1).collect())
}

fn changed(review: &Review) -> Option<String> {
    let changed = review.changed.as_ref()?;
    let left = |departure| changed.left.iter().filter(|left| left.how == departure).count();
    let counts = [
        (changed.joined.len(), "started"),
        (left(Departure::Delivered), "delivered"),
        (left(Departure::Dropped), "ended without delivery"),
        (left(Departure::Ended), "ended"),
        (left(Departure::Merged), "merged"),
        (left(Departure::Paused), "paused"),
        (left(Departure::WentQuiet), "stalled"),
        (changed.new_leader.len(), "changed leader"),
        (changed.became_split.len(), "became split"),
        (changed.no_longer_split.len(), "no longer split"),
    ];
    // That one is split no more can be a gain or a loss.
    let now = |form: Form| {
        let of = |id: &&String| review.initiative(id).is_some_and(|one| one.form.form == form);
        let n = changed.no_longer_split.iter().filter(of).count();
        (n > 0).then(|| format!("{n} {}", super::form_words(form)))
    };
    let now: Vec<String> = Form::ALL.into_iter().filter_map(now).collect();
    let now = if now.is_empty() { String::new() } else { format!(" (now {})", now.join(", ")) };
    let mut parts: Vec<String> =
        counts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{} {words}", thousands(*n as u128))).collect();
    if let Some(last) = parts.last_mut().filter(|_| !changed.no_longer_split.is_empty()) {
        *last += &now;
    }
    let what = if parts.is_empty() { "no change".to_owned() } else { parts.join(", ") };
    Some(format!("Since {}: {what}.", long_day(changed.since)))
}

fn not_known_heading(review: &Review) -> String {
    let (of, each) = (review.questions, review.asked.len());
    let rest = match of.not_asked {
        0 => format!("{each} for each initiative"),
        n => format!("{each} for each initiative; {} more do not apply", thousands(n as u128)),
    };
    format!("Not known: {} of {} questions ({rest})", thousands(of.open as u128), thousands(of.asked as u128))
}

/// The questions that stay open for most, and whom to ask.
fn not_known(review: &Review) -> Vec<Block<'_>> {
    let live = review.initiatives.len();
    let point = |unknown: &onethread_core::review::Unknown| {
        let ask = unknown.ask.as_ref();
        let says = ask.map_or_else(|| Prose::new(unknown.question), Prose::ask);
        Point::new(says).aside(format!(
            "open for {} of {}",
            thousands(unknown.initiatives as u128),
            thousands(live as u128)
        ))
    };
    let points: Vec<Point> = review.unknowns.iter().map(point).collect();
    if points.is_empty() {
        return Vec::new();
    }
    let rest =
        Prose::new("All questions: ").section("questions", "the whole report").text(" (onethread review --full).");
    vec![Block::Points(Points { brief_max: UNKNOWNS_MAX, rest: Some(rest), ..Points::plain(points) })]
}

/// Why a metric got worse, no file says.
fn worse(one: &InitiativeReview, review: &Review) -> Option<Point> {
    use onethread_core::measure::measures::metric_courses::Course;
    let course = one.metrics.iter().find(|course| course.course == Course::Worse)?;
    let says = course.words(review.thresholds.period_days)?;
    let says =
        Prose::default().initiative(&one.id, one.name()).text(": ").text(&says).text(". Find out with the team.");
    Some(Point::new(says).at([&course.place]))
}

/// How old and how whole the data are.
fn age(review: &Review) -> Vec<Block<'_>> {
    let sources = &review.sources;
    let described = review.described;
    let parts = [
        (described.initiatives, "initiative", "initiatives"),
        (described.people, "person", "people"),
        (described.teams, "team", "teams"),
        (described.allocations, "stated share of time", "stated shares of time"),
    ];
    let described: Vec<String> =
        parts.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| plural(*n, one, many)).collect();
    let own = match described.is_empty() {
        true => "The organization has no files of its own here yet.".to_owned(),
        false => format!("The organization's own files describe {}.", described.join(", ")),
    };
    let rejected: usize = sources.iter().map(|source| source.rejects.len()).sum();
    let read: usize = sources.iter().map(|source| source.read).sum();
    // Several parts of a source may read one file.
    let files: std::collections::BTreeSet<&str> = sources.iter().map(|source| &*source.path).collect();
    let evidence = match files.len() {
        0 => "No source of evidence is named.".to_owned(),
        n => {
            let rejected = match rejected {
                0 => "none rejected".to_owned(),
                n => format!("{} rejected", thousands(n as u128)),
            };
            format!(
                "{}{}, {} records read, {rejected}.",
                plural(n, "source of evidence", "sources of evidence"),
                if sources.len() > n { format!(" in {} files", sources.len()) } else { String::new() },
                thousands(read as u128)
            )
        }
    };
    let silent: Vec<String> =
        review.silences.iter().filter_map(onethread_core::measure::silence::Silence::words).collect();
    let silence = match silent.as_slice() {
        [] => Prose::default(),
        silent => Prose::sentence(&format!("Days without evidence: {}", silent.join("; "))),
    };
    let records = Prose::new("Records: ").code("onethread evidence").text(".");
    vec![Block::Paragraph(Prose::new(&own).then(Prose::new(&evidence)).then(silence).then(records))]
}
