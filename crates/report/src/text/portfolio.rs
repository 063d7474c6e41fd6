//! The report over all live initiatives. Its first twenty lines carry the answer.

use super::paint::{Look, Page, bar, pad, right};
use super::{evidence, head};
use crate::Style;
use onethread_core::measure::measures::time_to_value::TimeToValue;
use onethread_core::review::{Answer, CRITERIA, Form, InitiativeReview, Level, Review};
use onethread_core::words::{percent, plural, thousands};

/// How much of the report is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// What two minutes can take in.
    Brief,
    /// Every initiative.
    All,
}

/// Findings that are told; fewer are read than are listed.
pub(super) const FINDINGS_MAX: usize = 5;
/// Moves and open questions that are told in full.
const MOVES_MAX: usize = 8;
const UNKNOWNS_MAX: usize = 6;
/// Up to so many initiatives are always listed whole.
pub(super) const LISTED_MAX: usize = 20;

/// The report over all live initiatives.
pub fn portfolio(review: &Review, style: Style, detail: Detail) -> String {
    let mut page = Page::new(style);
    head::head(&mut page, review);
    if review.initiatives.is_empty() {
        stands_out(&mut page, review);
        evidence::summary(&mut page, review);
        return page.finish();
    }
    stands_out(&mut page, review);
    moves(&mut page, review);
    unknowns(&mut page, review);
    time_to_value(&mut page, review);
    decisions(&mut page, review);
    before_and_after(&mut page, review);
    approvals(&mut page, review);
    dependencies(&mut page, review);
    initiatives(&mut page, review, detail);
    evidence::summary(&mut page, review);
    next(&mut page, review);
    page.finish()
}

/// What stands behind the findings of the first lines.
fn stands_out(page: &mut Page, review: &Review) {
    if review.findings.is_empty() {
        return;
    }
    // Where the first lines speak of single initiatives, the findings over all of them have not been told yet.
    let told = review.initiatives.len() > LISTED_MAX;
    let shown = if review.initiatives.is_empty() { review.findings.len() } else { FINDINGS_MAX };
    page.heading(if told { "Behind what needs attention" } else { "What stands out" });
    for (index, finding) in review.findings.iter().take(shown).enumerate() {
        let full = match finding.more.as_str() {
            "" => format!("{}.", finding.says),
            more if told => format!("{more}."),
            more => format!("{}. {more}.", finding.says),
        };
        page.wrapped(&format!(" {} ", index + 1), "   ", &full, "");
        let mut places: Vec<String> = finding.places.iter().map(ToString::to_string).collect();
        let more = finding.initiatives.len().saturating_sub(places.len());
        if more > 0 && !places.is_empty() {
            places.push(format!("{more} more (--all)"));
        }
        places.push(format!("onethread explain {}", finding.explain));
        page.wrapped("   ", "   ", "", &places.join(", "));
    }
}

fn moves(page: &mut Page, review: &Review) {
    if review.moves.is_empty() {
        return;
    }
    page.heading("What would change a verdict, cheapest first");
    for (index, one) in review.moves.iter().take(MOVES_MAX).enumerate() {
        let place = one.place.as_ref().map(ToString::to_string).unwrap_or_default();
        let says = format!("{}. Costs: {}. Brings: {}. Start at", one.says, one.cost, one.gain);
        page.wrapped(&format!(" {} ", index + 1), "   ", &says, &place);
    }
    more(page, review.moves.len(), MOVES_MAX);
}

/// Says how many were left out, where any were.
fn more(page: &mut Page, all: usize, shown: usize) {
    if all > shown {
        page.line(&[(Look::Dim, &format!(" and {} more (--format json, or html)", all - shown))]);
    }
}

fn unknowns(page: &mut Page, review: &Review) {
    if review.unknowns.is_empty() {
        return;
    }
    page.heading("What cannot be told, and what would tell it");
    for unknown in review.unknowns.iter().take(UNKNOWNS_MAX) {
        let count = format!("open for {} of {}", unknown.initiatives, review.initiatives.len());
        page.with_place(" - ", "   ", unknown.question, &count);
        let ask = unknown.ask.as_ref().map_or_else(String::new, |ask| format!("Ask {}: \"{}\" ", ask.whom, ask.text));
        let tables: Vec<&str> = unknown.needs.iter().map(|kind| kind.schema().name).collect();
        let source = match tables[..] {
            [] => String::new(),
            _ => format!("Or name a source for the table `{}`.", tables.join("` or `")),
        };
        page.wrapped("   ", "   ", &(ask + &source), "");
    }
    more(page, review.unknowns.len(), UNKNOWNS_MAX);
}

fn time_to_value(page: &mut Page, review: &Review) {
    let honest: Vec<&TimeToValue> = review.time_to_value.iter().filter(|time| time.delayed_entry).collect();
    if honest.is_empty() {
        return;
    }
    page.heading("How long from idea to value");
    for time in &honest {
        let event = time.event_words();
        let Some(median) = time.median_days else {
            let why = time.refused.clone().unwrap_or_else(|| "fewer than half have, so far".to_owned());
            let says = format!(
                "Days until half {event}: cannot be told. Of {}, {why}.",
                plural(time.n, "initiative", "initiatives")
            );
            page.wrapped(" ", "   ", &says, "");
            continue;
        };
        let days = |days: i64| thousands(days.unsigned_abs().into());
        let range = match (time.low_days, time.high_days) {
            (Some(low), Some(high)) => format!(" (95 % sure: {} to {})", days(low), days(high)),
            _ => String::new(),
        };
        let says = format!(
            "Half {event} within {} days{range}. From {} initiatives, {} of which did; unfinished ones count as \
             unfinished.",
            days(median),
            thousands(time.n as u128),
            thousands(time.events as u128)
        );
        page.wrapped(" ", "   ", &says, "");
    }
    time_table(page, &honest);
    for says in honest.iter().filter_map(|time| time.rest_words()) {
        page.wrapped(" ", "   ", &format!("{says}."), "");
    }
    let naive: Vec<String> = review
        .time_to_value
        .iter()
        .filter(|time| !time.delayed_entry)
        .filter_map(|time| time.median_days.map(|days| thousands(days.unsigned_abs().into())))
        .collect();
    if !naive.is_empty() {
        let says = format!(
            "A count that ignores when each initiative was first seen would say {} days, which is wrong: of the early \
             ones only those that lasted long were ever seen.",
            naive.join(" and ")
        );
        page.wrapped(" ", "   ", &says, "");
    }
}

fn time_table(page: &mut Page, times: &[&TimeToValue]) {
    let told: Vec<&&TimeToValue> = times.iter().filter(|time| !time.horizons.is_empty()).collect();
    let Some(longest) = told.iter().max_by_key(|time| time.horizons.len()) else { return };
    let age = |days: i64| match days {
        30 => "1 month".to_owned(),
        91 => "3 months".to_owned(),
        182 => "6 months".to_owned(),
        365 => "1 year".to_owned(),
        days => format!("{} years", days / 365),
    };
    let mut header = format!("  {}", pad("after", 10));
    for time in &told {
        header += &pad(&format!("{} (range; still followed)", time.event.replace('-', " ")), 40);
    }
    page.line(&[(Look::Dim, &header)]);
    for horizon in &longest.horizons {
        let mut pieces = vec![(Look::Plain, format!("  {}", pad(&age(horizon.days), 10)))];
        for time in &told {
            let Some(at) = time.horizons.iter().find(|at| at.days == horizon.days) else {
                pieces.push((Look::Plain, " ".repeat(40)));
                continue;
            };
            let numbers = format!(
                "{} ({} to {}; {}) ",
                right(&percent(at.reached_share), 5),
                percent(at.low_share).trim_end_matches(" %"),
                percent(at.high_share),
                at.at_risk
            );
            pieces.push((Look::Plain, pad(&numbers, 25)));
            pieces.push((Look::Good, pad(&bar(at.reached_share, 13), 15)));
        }
        let pieces: Vec<(Look, &str)> = pieces.iter().map(|(look, text)| (*look, text.as_str())).collect();
        page.line(&pieces);
    }
}

fn decisions(page: &mut Page, review: &Review) {
    let decisions = &review.decisions;
    if decisions.decisions == 0 {
        return;
    }
    let days = decisions.period_days;
    page.heading(&format!("How long decisions take, in the last {days} days (open ones count as open)"));
    let kinds = [
        ("can be taken back", &decisions.reversible),
        ("hard to take back", &decisions.irreversible),
        ("not stated which", &decisions.unstated),
    ];
    for (kind, latency) in kinds.into_iter().filter(|(_, latency)| latency.n > 0) {
        let above = match latency.levels_stated {
            0 => String::new(),
            stated => format!("; {} of {stated} went above the leader", latency.went_above),
        };
        let before = latency.before_words(days).map(|before| format!("; {before}")).unwrap_or_default();
        let says = format!("{kind}: {}, {} open; {}{before}{above}.", latency.n, latency.open(), latency.words());
        page.wrapped(" ", "   ", &says, "");
    }
    let mut more = Vec::new();
    if decisions.reversed > 0 {
        more.push(format!(
            "Of any age, {} taken back later.",
            plural(decisions.reversed, "decision was", "decisions were")
        ));
    }
    if decisions.expected > 0 {
        let says = plural(decisions.expected, "decision says", "decisions say");
        more.push(format!("{says} what was expected, {} also what came of it.", decisions.expected_and_actual));
    }
    if !more.is_empty() {
        page.wrapped(" ", "   ", &more.join(" "), "");
    }
}

/// What was open before and after each reorganization, beside those it left alone.
fn before_and_after(page: &mut Page, review: &Review) {
    for (index, one) in review.reorganizations.iter().enumerate() {
        if index == 0 {
            page.heading("Before and after, beside those left alone");
        }
        page.with_place(" ", "   ", &format!("{}.", one.words()), &one.place.to_string());
    }
}

fn approvals(page: &mut Page, review: &Review) {
    let approvals = &review.portfolio.approvals;
    if approvals.approvers == 0 {
        return;
    }
    page.heading("Who must approve (counts only; nobody is named)");
    let total = approvals.approvers;
    // Steps lie at least five apart, so that no difference speaks of fewer people than that.
    let steps = [5, 10, 20, 40, 80, 160].into_iter().filter(|step| step + 5 <= total).chain([total]);
    let point = |step: usize| approvals.approver_curve.iter().find(|point| point.holders == step);
    for point in steps.filter_map(point) {
        let who = if point.holders == total {
            format!("all {total} approvers")
        } else {
            format!("busiest {}", point.holders)
        };
        page.line(&[
            (Look::Plain, &format!("  {}{} ", pad(&who, 18), right(&percent(point.share), 5))),
            (Look::Plain, &bar(point.share, page.width() / 2)),
        ]);
    }
    if approvals.signoffs > 0 {
        let says = format!(
            "{} gave all {} sign-offs ever recorded.",
            plural(approvals.signoff_people, "person", "people"),
            thousands(u128::from(approvals.signoffs))
        );
        page.wrapped(" ", "   ", &says, "");
    }
}

fn dependencies(page: &mut Page, review: &Review) {
    let dependencies = &review.portfolio.declared_dependencies;
    if dependencies.declared == 0 {
        return;
    }
    page.heading("Which team says it needs which");
    let says = format!(
        "{} of {} live initiatives name {} in all; {} with a word on whether it blocks, {} blocking, {} of those planned.",
        dependencies.initiatives_with_any,
        review.initiatives.len(),
        plural(dependencies.declared, "dependency", "dependencies"),
        dependencies.with_effect,
        dependencies.blocking,
        dependencies.blocking_planned
    );
    page.wrapped(" ", "   ", &says, "");
    let shown = &dependencies.between_teams[..dependencies.between_teams.len().min(8)];
    let most = shown.iter().map(|pair| pair.initiatives).max().unwrap_or(1);
    let name = shown.iter().map(|pair| pair.team.len() + pair.needs.len() + 7).max().unwrap_or(20).min(60);
    for pair in shown {
        page.line(&[
            (Look::Plain, &format!("  {}", pad(&format!("{} needs {}", pair.team, pair.needs), name))),
            (Look::Plain, &right(&pair.initiatives.to_string(), 4)),
            (Look::Plain, " "),
            (Look::Plain, &bar(pair.initiatives as f64 / most as f64, page.width() / 4)),
        ]);
    }
    let rest = dependencies.between_teams.len() - shown.len();
    if rest > 0 {
        page.line(&[(Look::Dim, &format!("  and {rest} more pairs (--format json)"))]);
    }
}

/// Initiatives that fail most come first, so that a short list shows where to look.
fn initiatives(page: &mut Page, review: &Review, detail: Detail) {
    let fails = |one: &InitiativeReview| {
        one.verdicts.iter().filter(|verdict| verdict.judgement.answer == Answer::Fails).count()
    };
    let mut listed: Vec<&InitiativeReview> = review.initiatives.iter().collect();
    let whole = detail == Detail::All || listed.len() <= LISTED_MAX;
    listed.sort_by_key(|one| (std::cmp::Reverse(fails(one)), one.id.as_str()));
    if !whole {
        listed.truncate(LISTED_MAX / 2);
    }
    page.heading(if whole { "Initiatives" } else { "Initiatives that fail most" });
    let name_width = listed.iter().map(|one| one.id.len()).max().unwrap_or(0).clamp(10, 36) + 2;
    let header = format!("  {}{}{}{}", pad("", name_width), pad("form", 13), pad("holds", 7), pad("open", 6));
    page.line(&[(Look::Dim, &(header + "fails"))]);
    for one in listed.iter() {
        let with = |answer: Answer| -> Vec<&str> {
            let verdicts = one.verdicts.iter().zip(CRITERIA);
            verdicts.filter(|(verdict, _)| verdict.judgement.answer == answer).map(|(_, c)| c.short).collect()
        };
        let (holds, open, fails) = (with(Answer::Holds), with(Answer::NotShown), with(Answer::Fails));
        page.line(&[
            (Look::Plain, &format!("  {} ", pad(&one.id, name_width - 1))),
            (Look::Plain, &pad(form_word(one.form.form), 13)),
            (Look::Good, &pad(&right(&holds.len().to_string(), 4), 7)),
            (Look::Dim, &pad(&right(&open.len().to_string(), 4), 6)),
            (Look::Bad, &fails.join(", ")),
        ]);
    }
    let rest = review.initiatives.len() - listed.len();
    if rest > 0 {
        page.line(&[(Look::Dim, &format!("  and {rest} more (--all); - means not shown"))]);
    } else {
        page.line(&[(
            Look::Dim,
            "  STO: the team reports to the leader; STL: functional lines stay; - means not shown",
        )]);
    }
}

fn form_word(form: Form) -> &'static str {
    match form {
        Form::Sto => "STO",
        Form::Stl => "STL",
        Form::Split => "split",
        Form::Functional => "functional",
        Form::Missing => "no leader",
        Form::NotShown => "cannot tell",
    }
}

fn next(page: &mut Page, review: &Review) {
    let worst = review.findings.iter().filter(|f| f.level == Level::Warning).find_map(|f| f.initiatives.first());
    let one = worst.or_else(|| review.initiatives.first().map(|one| &one.id));
    if let Some(id) = one {
        page.blank();
        page.line(&[(Look::Strong, "Next: "), (Look::Plain, &format!("onethread review --initiative {id}"))]);
    }
}
