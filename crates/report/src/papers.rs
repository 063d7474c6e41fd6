//! The narrative of a plan: what, why, with which evidence, at which risk, and what would change our mind, on one page.

use onethread_core::moves::said;
use onethread_core::plan::papers::{MADE_BY, PlanPapers};
use onethread_core::plan::{Plan, PlanRow};
use onethread_core::words::{capital, days, long_day, plural, range, thousands};

use crate::agreement_words;
use crate::document::{Block, Depth, Document, Point, Prose, Section, judges_nobody, markdown};

/// Rows of a page.
const ROWS_MAX: usize = 5;
/// Reasons of a row.
const REASONS_MAX: usize = 2;

/// The narrative as Markdown; its first line says what made it.
pub fn narrative(plan: &Plan, papers: &PlanPapers) -> String {
    format!("<!-- {MADE_BY}, {} -->\n{}", plan.as_of, markdown::markdown(&document(plan, papers), Depth::Brief))
}

fn document(plan: &Plan, papers: &PlanPapers) -> Document<'static> {
    let name = plan.organization.clone().unwrap_or_else(|| "This organization".to_owned());
    let day = long_day(plan.as_of);
    let rows = &plan.rows[..plan.rows.len().min(ROWS_MAX)];
    let section = |anchor: &'static str, heading: &str, points: Vec<Point>| {
        let blocks = Block::points(points).into_iter().collect();
        Section::new(anchor, heading, Depth::Brief, blocks)
    };
    let of_each = |says: &dyn Fn(&PlanRow) -> Option<String>| -> Vec<Point> {
        rows.iter().filter_map(|row| Some(point(&format!("{}. {}", row.number, says(row)?)))).collect()
    };
    let mut what = of_each(&|row| Some(format!("{} (decided by {})", row.says, row.decides)));
    if let Some(refused) = &plan.refused {
        what.push(point(&capital(&refused.why)));
    }
    let why = of_each(&|row| {
        let reasons: Vec<&str> = row.why.iter().take(REASONS_MAX).map(|why| why.says.as_str()).collect();
        (!reasons.is_empty()).then(|| reasons.join("; "))
    });
    let evidence = of_each(&|row| Some(evidence(row)));
    let sections = [
        section("what", "What", what),
        section("why", "Why", why),
        section("evidence", "Evidence", evidence),
        section("risks", "Risks and price", risks(rows, plan, papers)),
        section("mind", "What would change our mind", minds(rows, plan)),
    ];
    Document {
        kicker: "Narrative",
        name: format!("{name}: what we propose"),
        when: match agreement_words(&plan.agreement) {
            Some(words) => format!("{day} \u{b7} {words}"),
            None => day.clone(),
        },
        title: format!("What we propose, as of {day}"),
        is_wide: false,
        sections: sections.into_iter().flatten().collect(),
        closing: vec![judges_nobody("how initiatives are set up")],
    }
}

fn point(says: &str) -> Point {
    Point::new(Prose::literal(&format!("{}.", says.trim_end_matches('.'))))
}

/// How far the data support a row, and what it could save at most.
fn evidence(row: &PlanRow) -> String {
    let support = format!("{}: {}", capital(row.support.words()), row.support_because);
    let Some(saves) = &row.saves else { return support };
    let held = match saves.low_days == saves.high_days {
        true => days(saves.high_days),
        false => range(&thousands(saves.low_days.unsigned_abs().into()), &days(saves.high_days)),
    };
    let of = thousands(saves.of_days.unsigned_abs().into());
    format!("{support}. It could save at most {held}, of {of} initiative-days in the last {} days", saves.window_days)
}

/// What each row costs and leaves uncertain, and what was not put into any draft.
fn risks(rows: &[PlanRow], plan: &Plan, papers: &PlanPapers) -> Vec<Point> {
    let price = |row: &PlanRow| {
        let words =
            if row.price_words.is_empty() { "no price is known".to_owned() } else { row.price_words.join(", ") };
        point(&format!("{}. Price: {words}. Undo: {}", row.number, row.undo))
    };
    let mut points: Vec<Point> = rows.iter().map(price).collect();
    points.extend(plan.not_known.iter().map(|one| point(&format!("Not known: {}", one.says))));
    if let Some(first) = papers.left_open.first() {
        let more = papers.left_open.len() - 1;
        let more = if more > 0 { format!(", and {}", plural(more, "other", "others")) } else { String::new() };
        points.push(point(&format!("In no draft, as people have to say or do something first: {}{more}", said(first))));
    }
    points
}

/// What would show that a row does not hold, and by when.
fn minds(rows: &[PlanRow], plan: &Plan) -> Vec<Point> {
    let of_row = |row: &PlanRow| {
        let shown = &row.detectable;
        let by = long_day(plan.as_of.plus_days(i32::try_from(shown.days).unwrap_or(0)));
        point(&format!("{}. By {by}: {}", row.number, shown.says))
    };
    let mut points: Vec<Point> = rows.iter().map(of_row).collect();
    points.push(point("A row falls away as soon as what it rests on is no longer so: `onethread plan` says it"));
    points
}
