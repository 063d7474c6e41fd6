//! A plan: the few changes that are worth making, what to leave, and what cannot be known, on one page.

use onethread_core::plan::{DecidedRow, EffectAnswer, LeaveRow, NotKnown, Plan, PlanRow, RowEffect, SavedDays, Upkeep};
use onethread_core::review::{Answer, CRITERIA};
use onethread_core::words::{agreeing, capital, days, long_day, plural, range, thousands};
use onethread_model::source::Place;

use crate::document::{
    Block, Depth, Document, Fact, Point, Points, Prose, Section, html, judges_nobody, markdown, text,
};
use crate::{Style, agreement_words, form_in_short, plan_earlier};

/// Points of a list that a brief plan shows.
const BRIEF_MAX: usize = 3;
/// Days that two held up together, which a full plan names.
const PAIRS_MAX: usize = 3;
/// Answers that a full plan names.
const ANSWERS_MAX: usize = 6;
/// Numbers that are said in a word, as people do.
const COUNTS: [&str; 10] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/// The plan as text for a terminal.
pub fn to_text(plan: &Plan, style: Style, depth: Depth) -> String {
    text::text(&document(plan, depth), style, depth)
}

/// The plan as an HTML page that stands alone: one sheet of paper.
pub fn to_html(plan: &Plan, depth: Depth) -> String {
    html::page(&document(plan, depth), depth)
}

/// The plan as Markdown.
pub fn to_markdown(plan: &Plan, depth: Depth) -> String {
    markdown::markdown(&document(plan, depth), depth)
}

fn document(plan: &Plan, depth: Depth) -> Document<'static> {
    let day = long_day(plan.as_of);
    let name = plan.organization.clone().unwrap_or_else(|| "This organization".to_owned());
    let is_brief = depth == Depth::Brief;
    let sections = [
        Section::new("changes", "Worth changing", Depth::Brief, changes(plan, is_brief)),
        Section::new("decided", "Already decided", Depth::Brief, decided(plan, is_brief)),
        plan_earlier::section(plan),
        Section::new("leave", "Leave it", Depth::Brief, leave(plan)),
        Section::new("ownership", "Components that another team could own", Depth::Full, ownership(plan)),
        Section::new("not-known", "Not known", Depth::Brief, not_known(plan)),
        Section::new("next", "", Depth::Brief, vec![Block::Paragraph(next(plan))]),
    ];
    Document {
        kicker: "Plan",
        name: format!("{name}: {}", counted(plan)),
        when: match agreement_words(&plan.agreement) {
            Some(words) => format!("{day} \u{b7} {words}"),
            None => day.clone(),
        },
        title: format!("Plan of {name}, as of {day}"),
        is_wide: false,
        sections: sections.into_iter().flatten().collect(),
        closing: vec![judges_nobody("how initiatives are set up")],
    }
}

/// How many changes there are, in words.
fn counted(plan: &Plan) -> String {
    let n = plan.rows.len();
    let count = COUNTS.get(n).map_or_else(|| thousands(n as u128), |word| (*word).to_owned());
    let changes = agreeing(n, "change", "changes");
    match (n, plan.leave.is_empty()) {
        (0, _) => "no change is advised".to_owned(),
        (_, false) => format!("{count} {changes}, and what to leave"),
        (_, true) => format!("{count} {changes}"),
    }
}

/// The rows, and how many were left out.
fn changes(plan: &Plan, is_brief: bool) -> Vec<Block<'static>> {
    let mut blocks: Vec<Block<'static>> = plan.rows.iter().map(|row| block(row, is_brief)).collect();
    if let Some(refused) = &plan.refused {
        let help = if refused.help.is_empty() { String::new() } else { format!(" {}.", capital(&refused.help)) };
        blocks.push(Block::paragraph(format!("{}.{help}", capital(&refused.why))));
    }
    if !plan.rows_cut.is_empty() {
        let cut = plural(plan.rows_cut.len(), "further change is", "further changes are");
        let max = plan.rows.len() + plan.rows_cut.len();
        blocks.push(Block::fine(format!("{cut} left out: onethread plan --max {max}.")));
    }
    blocks
}

/// One row: what to do, and what is known of it.
fn block(row: &PlanRow, is_brief: bool) -> Block<'static> {
    let mut facts: Vec<Fact> = Vec::new();
    let mut add = |name: &str, says: Vec<String>, places: &[Place]| {
        if let Some(mut fact) = Fact::of_several(name, says) {
            if !is_brief {
                fact.places.extend(places.iter().cloned());
            }
            facts.push(fact);
        }
    };
    let one = |says: String| vec![says];
    add("Decides", one(row.decides.clone()), &[]);
    let reasons = row.why.iter().map(|why| why.says.clone()).take(if is_brief { 1 } else { usize::MAX });
    add("Why", reasons.collect(), &row.places);
    add("Who could", row.could_take.iter().map(|could| could.says.clone()).collect(), &[]);
    add("Could save", saves(row, is_brief), &[]);
    add("Changes", effect(&row.alone, is_brief), &[]);
    if let Some(together) = row.together.as_ref().filter(|_| !is_brief) {
        add("With those above", effect(together, is_brief), &[]);
    }
    add("Price", one(price(row, is_brief)), &[]);
    if !is_brief {
        add("To keep true", row.upkeep.iter().map(upkeep).collect(), &[]);
        add("Pays", one(pays(row)), &[]);
        add("Undo", one(row.undo.clone()), &[]);
    }
    if !is_brief || row.detectable.smallest_change.is_some() {
        add("In 90 days", one(row.detectable.says.clone()), &[]);
    }
    if !is_brief {
        add("Why so far", one(format!("{}: {}", row.support.words(), row.support_because)), &[]);
        add("Id", one(row.id.clone()), &[]);
    }
    let heading = format!("{}  {}  ({})", row.number, row.says, row.support.words());
    Block::Group(heading, vec![Block::Facts(facts)])
}

/// What it could save at most, or why nothing can be said.
fn saves(row: &PlanRow, is_brief: bool) -> Vec<String> {
    if let Some(refused) = &row.saves_refused {
        return vec![refused.clone()];
    }
    let Some(saves) = &row.saves else { return Vec::new() };
    let hidden = is_brief && row.detectable.smallest_change.is_none();
    let hidden = if hidden { "; in 90 days no change would be visible" } else { "" };
    let what = if row.kind == "delegate" { ("decision", "decisions") } else { ("request", "requests") };
    let mut says = vec![saved_words(saves, what) + hidden];
    let pairs = saves.pairs.iter().filter(|pair| pair.days > 0).take(if is_brief { 0 } else { PAIRS_MAX });
    says.extend(pairs.map(|pair| format!("{} more together with {}", days(pair.days), pair.with)));
    says
}

fn saved_words(saves: &SavedDays, (one, many): (&str, &str)) -> String {
    let count = |days: i64| thousands(days.unsigned_abs().into());
    let upper = if saves.is_upper_bound { "; deciding still takes time" } else { "" };
    format!(
        "at most {} of {} initiative-days of the last {} days, held up by this alone ({}){upper}",
        range(&count(saves.low_days), &count(saves.high_days)),
        count(saves.of_days),
        saves.window_days,
        plural(saves.requests, one, many),
    )
}

/// What it changes, recomputed.
fn effect(effect: &RowEffect, is_brief: bool) -> Vec<String> {
    if let Some(why) = &effect.not_computed {
        return if is_brief { Vec::new() } else { vec![format!("not computed: {why}")] };
    }
    let forms = effect.forms.iter().map(|one| format!("{} {} -> {}", form_in_short(one.form), one.before, one.after));
    let forms: Vec<String> = forms.collect();
    let hold = |answer: &&EffectAnswer| answer.after == Answer::Holds;
    let holds = effect.answers.iter().filter(hold).count();
    let fails = effect.answers.iter().filter(|answer| answer.after == Answer::Fails).count();
    let counted = [
        (holds > 0).then(|| plural(holds, "answer becomes yes", "answers become yes")),
        (fails > 0).then(|| plural(fails, "answer becomes no", "answers become no")),
        (effect.findings_lost > 0).then(|| plural(effect.findings_lost, "finding goes", "findings go")),
        (effect.findings_gained > 0).then(|| plural(effect.findings_gained, "finding comes", "findings come")),
    ];
    let parts: Vec<String> = forms.into_iter().chain(counted.into_iter().flatten()).collect();
    let mut says = Vec::new();
    match parts.is_empty() {
        true => says.push("no answer at once: what happened still counts".to_owned()),
        false => {
            let who = if effect.with_stand_in { " (whoever is named has no other work)" } else { "" };
            says.push(format!("{}{who}", parts.join("; ")));
        }
    }
    says.extend(effect.breaks.iter().map(|what| format!("would leave empty or go round: {what}")));
    if !is_brief {
        let named = effect.answers.iter().take(ANSWERS_MAX).map(|one| {
            let question = CRITERIA.iter().find(|known| known.key == one.criterion);
            let question = question.map_or(one.criterion, |known| known.short);
            format!("{}: {question}: {} -> {}", one.initiative, one.before.words(), one.after.words())
        });
        says.extend(named);
        says.push(format!("against {}", effect.against));
    }
    says
}

fn price(row: &PlanRow, is_brief: bool) -> String {
    let mut parts = row.price_words.clone();
    let is_staffing = row.price.people + row.price.leaders_changed > 0;
    if (is_staffing || !is_brief) && row.price.managers_changed == 0 && row.price.managers_if_sto == 0 {
        parts.push("nobody changes manager".to_owned());
    }
    if is_brief {
        parts.retain(|part| !part.ends_with("to write"));
        let kept: usize = row.upkeep.iter().map(|one| one.count).sum();
        if kept > 0 {
            parts.push(format!("{} to keep true", plural(kept, "field", "fields")));
        }
        parts.push(format!("undo: {}", row.undo));
    }
    parts.join("; ")
}

fn upkeep(one: &Upkeep) -> String {
    format!("{} of {}, by {}, {}", one.field, plural(one.count, "entry", "entries"), one.by, one.when)
}

fn pays(row: &PlanRow) -> String {
    match row.pays.days {
        Some(0) => row.pays.says.to_owned(),
        Some(wait) => format!("not before {}: {}", days(wait), row.pays.says),
        None => row.pays.says.to_owned(),
    }
}

fn decided(plan: &Plan, is_brief: bool) -> Vec<Block<'static>> {
    let place = |one: &DecidedRow| one.place.clone().filter(|_| !is_brief);
    let point = |one: &DecidedRow| Point::new(Prose::sentence(&one.says)).at(&place(one));
    listed(plan.already_decided.iter().map(point).collect(), plan)
}

fn leave(plan: &Plan) -> Vec<Block<'static>> {
    let point = |one: &LeaveRow| Point::new(Prose::sentence(&format!("{}: {}", capital(&one.what), one.because)));
    listed(plan.leave.iter().map(point).collect(), plan)
}

fn not_known(plan: &Plan) -> Vec<Block<'static>> {
    let point = |one: &NotKnown| {
        let ask = one.ask.as_ref().map_or_else(String::new, |ask| format!(" (ask {ask})"));
        Point::new(Prose::sentence(&format!("{}{ask}", capital(&one.says))))
    };
    listed(plan.not_known.iter().map(point).collect(), plan)
}

/// Points of which a brief plan shows the first few.
fn listed(points: Vec<Point>, plan: &Plan) -> Vec<Block<'static>> {
    let rest = points.len().saturating_sub(BRIEF_MAX);
    let initiative = plan.initiative.as_ref().map_or_else(String::new, |id| format!(" --initiative {id}"));
    let says = Prose::new(&format!("{} more: onethread plan{initiative} --full.", thousands(rest as u128)));
    if points.is_empty() {
        return Vec::new();
    }
    vec![Block::Points(Points { brief_max: BRIEF_MAX, rest: Some(says), ..Points::plain(points) })]
}

fn ownership(plan: &Plan) -> Vec<Block<'static>> {
    let Some(search) = &plan.ownership else { return Vec::new() };
    if let Some(why) = &search.refused {
        return vec![Block::paragraph(format!("Nothing can be said: {why}."))];
    }
    let crossing = format!(
        "{} of {} change-sets of the newest third (from {}) touch components of two teams or more.",
        thousands(search.crossing as u128),
        thousands(search.of as u128),
        search.newest_from.map(long_day).unwrap_or_default()
    );
    let mut blocks = vec![Block::paragraph(crossing)];
    let points = search.moves.iter().map(|one| Point::new(Prose::sentence(&capital(&one.words()))).at(&one.place));
    blocks.extend(Block::points(points.collect()));
    if search.moves.is_empty() {
        let chosen = match search.not_borne_out {
            0 => "No other owner of any component would have kept more of them inside.".to_owned(),
            n => format!(
                "{} chosen on the older two thirds, and the newest third shows no more than chance.",
                plural(n, "component was", "components were")
            ),
        };
        blocks.push(Block::paragraph(chosen));
    }
    blocks
}

fn next(plan: &Plan) -> Prose {
    let Some(row) = plan.rows.first() else {
        return Prose::new("Next: onethread review shows what is known; onethread ask asks what is not.");
    };
    let more = plan.rows.iter().find_map(|row| row.initiatives.first());
    let more = match (more, &plan.initiative) {
        (Some(id), None) => format!("; more: --full or --initiative {id}"),
        _ => String::new(),
    };
    let number = row.number;
    Prose::new(&format!(
        "Next: onethread what-if {number} ({}); accept: onethread plan --accept {number}{more}.",
        row.id
    ))
}
