//! One initiative in depth: the same on its part of the page and in a terminal.

use onethread_core::measure::measures::deciding_alone::{DecidesAlone, DecidingAlone};
use onethread_core::measure::measures::metric_courses::{MetricCourse, number};
use onethread_core::measure::{Initiative, Shipped};
use onethread_core::review::FitAdvice;
use onethread_core::review::{
    Answer, Criterion, Evidence, InitiativeReview, Move, PastAnswers, Question, Recommended, Review, Unknown, Verdict,
    criterion, moves_of,
};
use onethread_core::words::{capital, long_day, percent, plural};
use onethread_model::Day;
use onethread_model::config::Thresholds;

use super::{first_days, source_for, timelines};
use crate::charts::days::DayMark;
use crate::charts::line::{LineChart, line};
use crate::charts::spans::{SpansChart, spans};
use crate::charts::timeline::{TimelineChart, timeline};
use crate::document::html::anchor;
use crate::document::{Block, Depth, Document, Fact, Figure, Point, Prose, Section};
use crate::{leader_row, ledger, together};

/// Those whose waits are shown.
const WAITS_MAX: usize = 5;
/// Reasons for an answer on the page of all initiatives.
const REASONS_MAX: usize = 3;

/// One initiative as a document of its own.
pub(super) fn document<'r>(
    one: &'r InitiativeReview,
    past: &[PastAnswers],
    as_of: Day,
    thresholds: &'r Thresholds,
) -> Document<'r> {
    let blocks = blocks(one, as_of, thresholds, None);
    let history = Section::new("history", "How it came to this", Depth::Brief, history(past));
    let id = if one.name() == one.id { String::new() } else { format!("{} \u{b7} ", one.id) };
    Document {
        kicker: "Initiative",
        is_wide: false,
        name: one.name().to_owned(),
        when: match &one.agreement {
            Some(words) => format!("{id}{} \u{b7} {words}", long_day(as_of)),
            None => format!("{id}{}", long_day(as_of)),
        },
        title: one.name().to_owned(),
        sections: Section::new("initiative", "", Depth::Brief, blocks).into_iter().chain(history).collect(),
        closing: Vec::new(),
    }
}

/// How its answers came to be, by quarter.
fn history<'r>(past: &[PastAnswers]) -> Vec<Block<'r>> {
    let fact = |point: &PastAnswers| {
        let form = point.form.map_or("not live", |form| form.words());
        let answers = point.answers.iter().map(|(criterion, answer)| format!("{criterion} {}", answer.words()));
        let all: Vec<String> = std::iter::once(form.to_owned()).chain(answers).collect();
        Fact::new(point.day.to_string(), all.join("; "), [])
    };
    if past.is_empty() { Vec::new() } else { vec![Block::Facts(past.iter().map(fact).collect())] }
}

/// What is said of one initiative. Within a `whole` review, whom to ask is said once for all and here only where it differs.
pub(super) fn blocks<'r>(
    one: &'r InitiativeReview,
    as_of: Day,
    thresholds: &'r Thresholds,
    whole: Option<&Review>,
) -> Vec<Block<'r>> {
    let link = anchor(&one.id);
    let mut blocks = form(one, thresholds);
    let chart = timelines::chart(one, &link, as_of);
    // A timeline has the days already.
    blocks.push(Block::Facts(facts(&one.known, whole.is_none() || chart.is_none())));
    let marks = whole.map(super::trends::marks).unwrap_or_default();
    let chart = chart.map(|chart| TimelineChart { marks: marks.clone(), ..chart });
    blocks.extend(chart.map(|chart| Block::figure(move || timeline(&chart), Vec::new())));
    blocks.extend(days(one, &link, thresholds.period_days, &marks));
    blocks.extend(answers(one, whole));
    blocks.extend(changes(one, as_of));
    blocks.extend(metrics(one, thresholds, &marks));
    // The page of all says it with the question whether the leader may decide.
    blocks.extend(authority(one).filter(|_| whole.is_none()));
    blocks.extend(one.first_days.as_ref().map(|found| {
        Block::Group(format!("The first {} days with this leader", found.days), first_days::blocks(found))
    }));
    blocks.extend(super::mandate::block(one).filter(|_| whole.is_none()));
    blocks.extend(disagreements(&one.known));
    blocks
}

/// The form, why, and whether it is the one that fits.
fn form<'r>(one: &InitiativeReview, thresholds: &Thresholds) -> Vec<Block<'r>> {
    let mut blocks = vec![Block::Lede(Prose::sentence(one.form.form.words()))];
    blocks.extend(one.deciding_alone.as_ref().map(|alone| Block::Paragraph(deciding_alone(alone))));
    // Mostly a form follows from one answer, and then the reasons are there.
    let decided = one.verdicts.iter().position(|verdict| verdict.judgement.because == one.form.because);
    match decided.and_then(|index| criterion(one.verdicts.get(index)?.criterion)) {
        Some(criterion) => {
            blocks.push(Block::paragraph(format!("This follows from \u{201c}{}\u{201d}", criterion.question)))
        }
        None => blocks.extend(Block::points(reasons(&one.form.because))),
    }
    if one.form.reporting_share.is_some() {
        let line = percent(thresholds.reporting_share);
        let says = Prose::default().term("share", "Share reporting to the leader");
        blocks.push(Block::Paragraph(says.text(&format!(": from {line} on it is STO, below it STL."))));
    }
    blocks.extend(one.fit.as_ref().map(|fit| Block::Paragraph(advice(fit, one))));
    blocks
}

/// Whether the leader decides alone, and what that rests on.
fn deciding_alone(alone: &DecidingAlone) -> Prose {
    let says = Prose::default().strong("Decides alone?").text(&format!(" {}.", capital(alone.answer.words())));
    // Where nothing can be said, the line is no news: the method has it.
    let limit = match alone.answer {
        DecidesAlone::NotKnown => String::new(),
        _ => format!("Yes: at most {} above the leader, 95 % CI below one half", percent(alone.limit_share)),
    };
    says.then(Prose::sentence(&alone.words())).then(Prose::sentence(&limit))
}

/// Each answer with its criterion.
pub(super) fn with_criteria(one: &InitiativeReview) -> impl Iterator<Item = (&Verdict, &'static Criterion)> {
    one.verdicts.iter().filter_map(|verdict| Some((verdict, criterion(verdict.criterion)?)))
}

/// Whether it should be single-threaded, and what that would cost; why is said with the criterion `fit`.
fn advice(advice: &FitAdvice, one: &InitiativeReview) -> Prose {
    let leave = advice.recommended.is(one.form.form);
    let says = if leave { "Leave it: it has the form that fits" } else { advice.recommended.words() };
    let says = Prose::default().strong("Right structure for this work?").text(" ").then(Prose::sentence(says));
    let price = advice.price.words();
    if leave || price.is_empty() {
        return says;
    }
    let of = if advice.recommended == Recommended::CannotTell { "price of the intended form" } else { "price" };
    says.then(Prose::sentence(&format!("{of}: {}", price.join("; "))))
}

fn facts(known: &Initiative, has_days: bool) -> Vec<Fact> {
    let (label, value, places) = leader_row(known);
    let mut facts = vec![Fact::new(label, Prose::literal(&value), places.into_iter().take(1))];
    if let Some(team) = &known.team {
        facts.push(Fact::new("team", Prose::literal(&team.value), [&team.place]));
    }
    if let Some(sponsor) = &known.sponsor {
        facts.push(Fact::new("sponsor", Prose::literal(&sponsor.value), [&sponsor.place]));
    }
    let days = [("idea", known.idea()), ("committed", known.committed.as_ref())];
    for (name, day) in days.into_iter().filter(|_| has_days) {
        facts.extend(day.map(|day| Fact::new(name, long_day(day.value), [&day.place])));
    }
    for (index, value) in known.values.iter().enumerate().filter(|_| has_days) {
        let name = if index == 0 { "first value" } else { "value" };
        let event = value.event.as_ref().map_or_else(String::new, |event| format!(": {event}"));
        facts.push(Fact::new(name, Prose::literal(&format!("{}{event}", long_day(value.on))), [&value.place]));
    }
    for milestone in known.milestones.iter().filter(|_| has_days) {
        let Some(target) = &milestone.target else { continue };
        let state = match (milestone.shipped, milestone.day) {
            (Shipped::Confirmed, Some(day)) => format!("shipped on {}", long_day(day)),
            (Shipped::Claimed, Some(day)) => format!("shipped on {}, as nothing speaks against it", long_day(day)),
            (Shipped::Doubtful, _) => "the target has passed; other entries speak against it".to_owned(),
            _ => "ahead, or its release is not known".to_owned(),
        };
        let says = Prose::literal(&format!("target {}: {state}", target.value));
        facts.push(Fact::new(Prose::literal(&milestone.name), says, [&target.place]));
    }
    if !known.dependencies.is_empty() {
        let name = |one: &onethread_core::measure::initiative::DeclaredDependency| match &one.effect {
            Some(effect) => format!("{} ({effect})", one.on.id),
            None => one.on.id.clone(),
        };
        let names: Vec<String> = known.dependencies.iter().map(name).collect();
        facts.push(Fact::new(
            "needs",
            Prose::literal(&names.join(", ")),
            known.dependencies.first().map(|one| &one.place),
        ));
    }
    if !known.scope.is_empty() {
        let names: Vec<String> = known.scope.iter().map(|scope| scope.value.to_string()).collect();
        facts.push(Fact::new(
            "scope",
            Prose::literal(&names.join(", ")),
            known.scope.first().map(|scope| &scope.place),
        ));
    }
    if !known.approvers.is_empty() {
        let says = format!("required from {}", plural(known.approvers.len(), "person", "people"));
        facts.push(Fact::new("approval", says, known.approvers.first().map(|approver| &approver.place)));
    }
    facts
}

/// What its days were spent on, where anything is known of them.
fn days<'r>(one: &'r InitiativeReview, link: &str, window: u32, marks: &[DayMark]) -> Option<Block<'r>> {
    let ledger = one.waiting.as_ref().filter(|ledger| ledger.tells_anything())?;
    let says = Prose::sentence(&ledger.words());
    let mut points: Vec<Point> =
        [ledger.road_words(), ledger.alone_words(), ledger.overlap_words(), ledger.drag_words()]
            .into_iter()
            .flatten()
            .map(|more| Point::new(Prose::sentence(&more)))
            .collect();
    for wait in ledger.waits.iter().take(WAITS_MAX) {
        let open = if wait.still_open > 0 { format!(", {} still open", wait.still_open) } else { String::new() };
        let says = format!("{}; {}{open}.", wait.words(window), plural(wait.asked, "request", "requests"));
        points.push(Point::new(says).at([&wait.place]));
    }
    points.push(Point::new(format!("{} (`onethread explain waiting-ledger`).", capital(&ledger.basis_words()))));
    let id = format!("{link}-days");
    let inner = std::iter::once(Block::Paragraph(says)).chain(Block::points(points)).collect();
    let instead = Block::Group("What its days were spent on".to_owned(), inner);
    let marks = marks.to_vec();
    let draw = move || spans(&SpansChart { marks: marks.clone(), ..ledger::chart(ledger, &id, one.name()) });
    Some(Block::Figure(Figure { draw: Box::new(draw), instead: vec![instead], places: vec![ledger.place.clone()] }))
}

/// The answers that evidence gives, in full; then what it leaves open, with whom to ask.
fn answers<'r>(one: &InitiativeReview, whole: Option<&Review>) -> Vec<Block<'r>> {
    let (open, shown): (Vec<_>, Vec<_>) =
        with_criteria(one).partition(|(verdict, _)| verdict.judgement.answer == Answer::NotShown);
    let points = |verdicts: Vec<(&Verdict, &Criterion)>| {
        Block::points(verdicts.into_iter().map(|(verdict, criterion)| answer(verdict, criterion, whole)).collect())
    };
    // What is open is open for most: a line each does on the page of all.
    let open = match whole {
        Some(review) if !open.is_empty() => {
            Some(Block::Facts(open.into_iter().map(|(one, of)| left_open(one, of, review)).collect()))
        }
        _ => points(open),
    };
    let shown = points(shown).map(|block| block.under("What evidence shows"));
    shown.into_iter().chain(open.map(|block| block.under("What it does not show"))).collect()
}

/// One line for a question that stays open.
fn left_open(verdict: &Verdict, criterion: &Criterion, review: &Review) -> Fact {
    let judgement = &verdict.judgement;
    let reasons = judgement.because.iter().map(|evidence| Prose::sentence(&evidence.says));
    let says = reasons.fold(Prose::default(), Prose::then);
    let ask = own_question(verdict, open_for_all(criterion, Some(review))).map(Prose::ask).unwrap_or_default();
    let places = judgement.because.iter().filter_map(|evidence| evidence.place.as_ref());
    Fact::new(Prose::default().term(criterion.key, criterion.short), says.then(ask), places.take(1))
}

/// What a whole review says of a question that it leaves open.
fn open_for_all<'r>(criterion: &Criterion, whole: Option<&'r Review>) -> Option<&'r Unknown> {
    whole?.unknowns.iter().find(|unknown| unknown.criterion == criterion.key)
}

/// Whom to ask what, unless that is said once for all.
fn own_question<'v>(verdict: &'v Verdict, common: Option<&Unknown>) -> Option<&'v Question> {
    let said = common.and_then(|unknown| unknown.ask.as_ref());
    verdict.judgement.ask.as_ref().filter(|ask| said != Some(*ask))
}

fn answer(verdict: &Verdict, criterion: &Criterion, whole: Option<&Review>) -> Point {
    let judgement = &verdict.judgement;
    let says = Prose::default().strong(criterion.question).text(" ").answer(judgement.answer);
    let mut point = Point::new(says.text(&format!(" (`{}`, n = {})", criterion.key, judgement.n)));
    let because = together(&judgement.because);
    // On the page of all initiatives a few reasons do; one initiative alone shows all.
    let most = if whole.is_some() && because.len() > REASONS_MAX + 1 { REASONS_MAX } else { because.len() };
    for (says, place) in &because[..most] {
        let place = place.map(|place| format!("({place})")).unwrap_or_default();
        point = point.more(Prose::sentence(says).then(Prose::literal(&place)));
    }
    if because.len() > most {
        point = point.more(Prose::new(&format!("And {} more reasons.", because.len() - most)));
    }
    let common = open_for_all(criterion, whole);
    if let Some(ask) = own_question(verdict, common) {
        point = point.more(Prose::ask(ask));
    }
    if common.is_none() { point.more(source_for(&judgement.needs)) } else { point }
}

fn reasons(because: &[Evidence]) -> Vec<Point> {
    together(because).into_iter().map(|(says, place)| Point::new(Prose::sentence(&says)).at(place)).collect()
}

/// What would alter answers that fail.
fn changes<'r>(one: &InitiativeReview, as_of: Day) -> Vec<Block<'r>> {
    let moves = moves_of(one, as_of);
    let point = |one: &Move| {
        let point = Point::new(Prose::sentence(&one.says)).more(Prose::sentence(&format!("effort: {}", one.cost)));
        match super::brief::when_it_shows(one, as_of) {
            Some(says) => point.more(Prose::sentence(&says)),
            None => point,
        }
    };
    let (paper, work): (Vec<&Move>, Vec<&Move>) = moves.iter().partition(|one| one.is_paperwork);
    let under = |moves: Vec<&Move>, title: &'static str| {
        Block::points(moves.into_iter().map(point).collect()).map(|block| block.under(title))
    };
    [under(work, "What would change it"), under(paper, "What to write down")].into_iter().flatten().collect()
}

/// Where its metrics went, each with a line of its values.
fn metrics<'r>(one: &'r InitiativeReview, thresholds: &Thresholds, marks: &[DayMark]) -> Option<Block<'r>> {
    let days = thresholds.period_days;
    let known = one.metrics.iter().filter_map(|course| Some((course.words(days)?, course)));
    let figure = |(index, (says, course)): (usize, (String, &'r MetricCourse))| {
        let id = format!("{}-metric-{index}", anchor(&one.id));
        let instead = Block::points(vec![Point::new(Prose::sentence(&says)).at([&course.place])]);
        let marks = marks.to_vec();
        let draw = move || line(&LineChart { marks: marks.clone(), ..metric_chart(course, id.clone(), &says) });
        Block::Figure(Figure {
            draw: Box::new(draw),
            instead: instead.into_iter().collect(),
            places: vec![course.place.clone()],
        })
    };
    let figures: Vec<Block<'r>> = known.enumerate().map(figure).collect();
    (!figures.is_empty()).then(|| Block::Group("Trends of its metrics".to_owned(), figures))
}

fn metric_chart(course: &MetricCourse, id: String, says: &str) -> LineChart {
    LineChart {
        marks: Vec::new(),
        id,
        title: capital(&course.metric),
        // The title names the metric already.
        caption: format!("{}.", capital(says.trim_start_matches(&format!("`{}` ", course.metric)))),
        values: course.values.clone(),
        baseline: course.baseline,
        target: course.target,
        write: number,
    }
}

/// The rules of the leader's authority; one line for those that nothing shows.
fn authority<'r>(one: &InitiativeReview) -> Option<Block<'r>> {
    let (shown, open): (Vec<_>, Vec<_>) = one.authority.iter().partition(|rule| rule.answer != Answer::NotShown);
    let mut points = Vec::new();
    for rule in shown {
        let mut point = Point::new(Prose::new(&capital(rule.says)).text(": ").answer(rule.answer));
        for (says, place) in together(&rule.because) {
            point = point.more(Prose::sentence(&says)).at(place);
        }
        points.push(point);
    }
    if !open.is_empty() {
        let says = format!(
            "Not shown: {} of {} rules (`onethread explain empowered` has them).",
            open.len(),
            one.authority.len()
        );
        points.push(Point::new(says));
    }
    Block::points(points).map(|block| block.under("What the leader may do"))
}

fn disagreements<'r>(known: &Initiative) -> Option<Block<'r>> {
    let point = |both: &onethread_core::measure::initiative::Disagreement| {
        let (field, used, other) = (&both.field, &both.used.value, &both.other.value);
        let says = match both.is_contradiction {
            true => format!("{field}: one source says {used}, and another {other}; neither is used."),
            false => format!("{field}: {used} is used; another source says {other}."),
        };
        Point::new(Prose::literal(&capital(&says))).at([&both.used.place, &both.other.place])
    };
    Block::points(known.disagreements.iter().map(point).collect()).map(|block| block.under("Where sources disagree"))
}
