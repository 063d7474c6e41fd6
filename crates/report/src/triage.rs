//! The triage of leaders as a document: who gets one, what the others lose, what each constraint costs.

use onethread_core::plan::EffectAnswer;
use onethread_core::plan::triage::{ConstraintPrice, LeaderTriage, TriageOutcome, TriageRow};
use onethread_core::review::{Answer, criterion};
use onethread_core::words::{agreeing, capital, long_day, plural};

use crate::document::{Block, Depth, Document, Point, Prose, Section};
use crate::document::{html, judges_nobody, made_by, markdown, text};
use crate::{Style, agreement_words};

/// The triage as text for a terminal.
pub fn to_text(found: &LeaderTriage, style: Style) -> String {
    text::text(&document(found), style, Depth::Whole)
}

/// The triage as an HTML page that stands alone, and prints on one.
pub fn to_html(found: &LeaderTriage) -> String {
    html::page(&document(found), Depth::Brief)
}

/// The triage as Markdown.
pub fn to_markdown(found: &LeaderTriage) -> String {
    markdown::markdown(&document(found), Depth::Whole)
}

fn document(found: &LeaderTriage) -> Document<'static> {
    let (day, name) = (long_day(found.as_of), found.organization.clone());
    let name = name.unwrap_or_else(|| "This organization".to_owned());
    let sections = [
        Section::new("answer", "", Depth::Brief, vec![Block::Lede(Prose::literal(&found.says))]),
        conflict(found),
        with_leader(found),
        functional(found),
        outside(found),
        constraints(found),
        runner_up(found),
        left_out(found),
        listed("not-known", "Not known", &found.not_known),
        next(found),
    ];
    Document {
        kicker: "Plan",
        title: format!("{name}: who gets a leader, as of {day}"),
        name: format!("{name}: who gets a leader"),
        when: match agreement_words(&found.agreement) {
            Some(words) => format!("{day} \u{b7} nothing is written \u{b7} {words}"),
            None => format!("{day} \u{b7} nothing is written"),
        },
        is_wide: true,
        sections: sections.into_iter().flatten().collect(),
        closing: vec![judges_nobody("which initiatives get a leader of their own"), made_by(&day)],
    }
}

fn listed(anchor: &'static str, heading: &str, all: &[String]) -> Option<Section<'static>> {
    let points = all.iter().map(|one| Point::new(Prose::literal(&capital(one)))).collect();
    Section::new(anchor, heading, Depth::Brief, Block::points(points).into_iter().collect())
}

fn with_leader(found: &LeaderTriage) -> Option<Section<'static>> {
    let point = |row: &TriageRow| {
        let leader = match (&row.leader, row.stays) {
            (Some(leader), true) => format!("{leader}, who leads it today"),
            (Some(leader), false) => leader.clone(),
            (None, true) => "who leads it today".to_owned(),
            (None, false) => "one of those who are stated".to_owned(),
        };
        let drops = match &row.drops[..] {
            [] => String::new(),
            drops => format!(", and drops {}", drops.join(", ")),
        };
        let says = Prose::default().strong(&row.name).text(&format!(" (rank {}):", row.rank));
        let today = if row.stays { String::new() } else { format!("Today: {}.", row.today) };
        let other = if row.is_only_way { "" } else { "Someone else who is stated could lead it just as well." };
        Point::new(says.then(Prose::literal(&format!("{leader}{drops}")))).more(Prose::literal(&today)).more(other)
    };
    let points = found.rows.iter().filter(|row| row.gets_leader).map(point).collect();
    let left = (found.people_left > 0).then(|| {
        let of = plural(found.people, "person", "people");
        let lead = agreeing(found.people_left, "leads", "lead");
        Block::fine(format!("Of {of} able and willing, {} {lead} nothing in this choice.", found.people_left))
    });
    let blocks = Block::points(points).into_iter().chain(left).collect();
    Section::new("leaders", "A leader of their own", Depth::Brief, blocks)
}

/// What an initiative loses, by the files and by the review.
fn losses(loses: &[String], changes: Vec<String>) -> Vec<Prose> {
    let loses = match loses {
        [] => "Loses nothing that is written today.".to_owned(),
        loses => format!("Loses {}.", loses.join("; ")),
    };
    std::iter::once(loses).chain(changes).map(|says| Prose::literal(&says)).collect()
}

/// `Is there one leader with one thread? yes -> no`.
fn answer_change(one: &EffectAnswer) -> String {
    let word = |answer| match answer {
        Answer::Holds => "yes",
        Answer::Fails => "no",
        Answer::NotShown => "not shown",
    };
    let question = criterion(one.criterion).map_or(one.criterion, |known| known.question);
    format!("{question} {} \u{2192} {}", word(one.before), word(one.after))
}

fn changes(row: &TriageRow) -> Vec<String> {
    let form = match (row.form_before, row.form_after) {
        (Some(before), Some(after)) if before != after => {
            Some(format!("Form: {} \u{2192} {}", before.words(), after.words()))
        }
        _ => None,
    };
    form.into_iter().chain(row.answers.iter().map(answer_change)).collect()
}

fn functional(found: &LeaderTriage) -> Option<Section<'static>> {
    let point = |row: &TriageRow| {
        let why = row.why.clone().unwrap_or_default();
        let says = Prose::default().strong(&row.name).text(&format!(" (rank {}):", row.rank));
        let says = says.then(Prose::literal(&why));
        let stays = match row.has_leader_not_stated {
            true => ", not stated to be able and willing to lead it: does not count here, and nobody takes it away",
            false => "",
        };
        let today = Prose::literal(&format!("Today: {}{stays}.", row.today));
        Point { more: std::iter::once(today).chain(losses(&row.loses, changes(row))).collect(), ..Point::new(says) }
            .at([&row.place])
    };
    let points: Vec<Point> = found.rows.iter().filter(|row| !row.gets_leader).map(point).collect();
    let heading = "Go functional: what each of them loses";
    Section::new("functional", heading, Depth::Brief, Block::points(points).into_iter().collect())
}

fn outside(found: &LeaderTriage) -> Option<Section<'static>> {
    let points = found.outside.iter().map(|one| {
        let says = Prose::default().strong(&one.name).text(":");
        let says = says.then(Prose::literal(&format!("its leader goes to {}", one.leader_goes_to)));
        let changes = one.answers.iter().map(answer_change).collect();
        Point { more: losses(&one.loses, changes), ..Point::new(says) }
    });
    let heading = "Not in the order, and lose a leader";
    Section::new("outside", heading, Depth::Brief, Block::points(points.collect()).into_iter().collect())
}

fn constraints(found: &LeaderTriage) -> Option<Section<'static>> {
    let point = |one: &ConstraintPrice| {
        let kind = if one.is_wish { "Wish: " } else { "" };
        let says = Prose::literal(&format!("{}: {}", capital(&format!("{kind}{}", one.says)), one.price));
        Point::new(says).at(&one.place)
    };
    let points = found.constraints.iter().map(point).collect();
    Section::new("constraints", "What each constraint costs", Depth::Brief, Block::points(points).into_iter().collect())
}

fn runner_up(found: &LeaderTriage) -> Option<Section<'static>> {
    let says = match &found.runner_up {
        Some(next) => Prose::literal(&format!("{}.", next.says)),
        None if matches!(found.outcome, TriageOutcome::Chosen | TriageOutcome::WishesDropped) => {
            Prose::new("There is none: no other choice gives a leader to one that goes without.")
        }
        None => return None,
    };
    Section::new("next-best", "The next best choice", Depth::Brief, vec![Block::Paragraph(says)])
}

fn conflict(found: &LeaderTriage) -> Option<Section<'static>> {
    let conflict = found.conflict.as_ref()?;
    let points = conflict.statements.iter().map(|one| Point::new(Prose::literal(&capital(&one.says))).at(&one.place));
    let says = Block::Paragraph(Prose::literal(&format!("{}:", conflict.says)));
    let blocks = std::iter::once(says).chain(Block::points(points.collect())).collect();
    Section::new("conflict", "Why the wishes cannot be", Depth::Brief, blocks)
}

fn left_out(found: &LeaderTriage) -> Option<Section<'static>> {
    let points = found
        .left_out
        .iter()
        .map(|one| Point::new(Prose::literal(&format!("{}: {}", capital(&one.what), one.why))).at([&one.place]));
    Section::new("left-out", "Does not count", Depth::Brief, Block::points(points.collect()).into_iter().collect())
}

fn next(found: &LeaderTriage) -> Option<Section<'static>> {
    let draft = (!found.draft.is_empty()).then(|| Block::Lines("toml", found.draft.clone()));
    let next = found.next.iter().map(|line| Block::Paragraph(Prose::literal(line)));
    let blocks = draft.into_iter().chain(next).collect();
    Section::new("next", "Next", Depth::Brief, blocks)
}
