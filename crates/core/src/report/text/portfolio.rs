//! The report over all live initiatives. Its first twenty lines carry the answer.

use super::evidence;
use super::paint::{Look, Page, bar, pad, right};
use crate::measure::measures::time_to_value::TimeToValue;
use crate::report::{Style, organization_name};
use crate::review::{Answer, CRITERIA, Departure, Form, InitiativeReview, Level, Review};
use crate::words::{percent, plural, thousands};

/// How much of the report is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// What two minutes can take in.
    Brief,
    /// Every initiative.
    All,
}

/// Findings and moves on the first page.
const FINDINGS_MAX: usize = 5;
const MOVES_MAX: usize = 3;
/// Up to so many initiatives are always listed whole.
const LISTED_MAX: usize = 20;

/// The report over all live initiatives.
pub fn portfolio(review: &Review<'_>, style: Style, detail: Detail) -> String {
    let mut page = Page::new(style);
    headline(&mut page, review);
    if review.initiatives.is_empty() {
        nothing_live(&mut page, review);
        evidence::summary(&mut page, review);
        return page.finish();
    }
    forms(&mut page, review);
    changed(&mut page, review);
    attention(&mut page, review);
    moves(&mut page, review);
    unknowns(&mut page, review);
    stands_out(&mut page, review);
    time_to_value(&mut page, review);
    approvals(&mut page, review);
    dependencies(&mut page, review);
    initiatives(&mut page, review, detail);
    evidence::summary(&mut page, review);
    next(&mut page, review);
    page.finish()
}

fn headline(page: &mut Page, review: &Review<'_>) {
    let name = organization_name(review).unwrap_or("This organization");
    let live = plural(review.initiatives.len(), "live initiative", "live initiatives");
    let leaders = plural(review.leader_threads.leaders, "leader", "leaders");
    page.line(&[
        (Look::Strong, name),
        (Look::Plain, &format!("   {live}   {leaders}   as of {}", review.world.day)),
    ]);
}

fn nothing_live(page: &mut Page, review: &Review<'_>) {
    let known = review.lifecycle.known;
    page.blank();
    let says = if known == 0 {
        "No initiative is known on this day. Describe one in org/initiatives.toml, as in [initiative.returns] with \
         title, leader and scope, or name a registry as a source in onethread.toml. `onethread explain form` says what \
         a review looks for."
            .to_owned()
    } else {
        format!(
            "{} known on this day, and none of them is live: all ended, went quiet, or have no target. The [registry] \
             settings in onethread.toml say what counts as live.",
            plural(known, "initiative is", "initiatives are")
        )
    };
    page.wrapped("", "", &says, "");
}

fn forms(page: &mut Page, review: &Review<'_>) {
    let (sto, stl) = (review.form_count(Form::Sto), review.form_count(Form::Stl));
    let counts = [
        ("single-threaded", sto + stl, Look::Good),
        ("split", review.form_count(Form::Split), Look::Bad),
        ("no leader", review.form_count(Form::Missing), Look::Bad),
        ("functional", review.form_count(Form::Functional), Look::Plain),
        ("cannot tell", review.form_count(Form::NotShown), Look::Open),
    ];
    let live = review.initiatives.len();
    for (words, count, look) in counts {
        let note = match words {
            "single-threaded" if count > 0 => format!("  {sto} STO, {stl} STL"),
            "split" if count > 0 => "  leader or members on several threads".to_owned(),
            "cannot tell" if count > 0 => "  no second thread shown, no focus shown either".to_owned(),
            _ => String::new(),
        };
        page.line(&[
            (Look::Plain, &right(&count.to_string(), 5)),
            (Look::Plain, "  "),
            (Look::Plain, &pad(words, 16)),
            (look, &bar(count as f64 / live as f64, page.width() / 4)),
            (Look::Dim, &note),
        ]);
    }
}

fn changed(page: &mut Page, review: &Review<'_>) {
    let Some(changed) = &review.changed else { return };
    let left = |departure| changed.left.iter().filter(|(_, how)| *how == departure).count();
    let mut parts = Vec::new();
    let mut add = |count: usize, words: &str| {
        if count > 0 {
            parts.push(format!("{count} {words}"));
        }
    };
    add(changed.joined.len(), "joined");
    add(left(Departure::Delivered), "delivered");
    add(left(Departure::Dropped), "dropped");
    add(left(Departure::WentQuiet), "went quiet");
    add(changed.new_leader.len(), "changed leader");
    add(changed.became_split.len(), "became split");
    add(changed.no_longer_split.len(), "no longer split");
    let what = if parts.is_empty() { "nothing changed".to_owned() } else { parts.join(", ") };
    page.wrapped("", "  ", &format!("Since {}: {what}", changed.since), "");
}

fn attention(page: &mut Page, review: &Review<'_>) {
    page.heading("Needs attention");
    for (index, finding) in review.findings.iter().take(FINDINGS_MAX).enumerate() {
        let place = finding.places.first().map(ToString::to_string).unwrap_or_default();
        page.with_place(&format!(" {} ", index + 1), "   ", &finding.says, &place);
    }
    if review.findings.is_empty() {
        page.line(&[(Look::Plain, " nothing")]);
    }
}

fn moves(page: &mut Page, review: &Review<'_>) {
    page.heading("Cheapest changes");
    for (index, one) in review.moves.iter().take(MOVES_MAX).enumerate() {
        let place = one.place.as_ref().map(ToString::to_string).unwrap_or_default();
        page.with_place(&format!(" {} ", index + 1), "   ", &one.says, &place);
        page.wrapped("   ", "   ", &format!("costs: {}; {}", one.cost, one.gain), "");
    }
    if review.moves.is_empty() {
        page.line(&[(Look::Plain, " nothing fails, so leave it as it is")]);
    }
}

fn unknowns(page: &mut Page, review: &Review<'_>) {
    if review.unknowns.is_empty() {
        return;
    }
    page.heading("Cannot tell");
    for unknown in &review.unknowns {
        let count = format!("for {} of {}", unknown.initiatives, review.initiatives.len());
        let ask = unknown.ask.as_ref().map_or_else(String::new, |ask| format!("Ask {}: \"{}\"", ask.whom, ask.text));
        page.with_place(" - ", "   ", unknown.question, &count);
        page.wrapped("   ", "   ", &ask, "");
    }
}

fn stands_out(page: &mut Page, review: &Review<'_>) {
    page.heading("What stands out, and where it is written");
    for (index, finding) in review.findings.iter().take(FINDINGS_MAX).enumerate() {
        let full = match finding.more.as_str() {
            "" => format!("{}.", finding.says),
            more => format!("{}. {more}.", finding.says),
        };
        page.wrapped(&format!(" {} ", index + 1), "   ", &full, "");
        let mut places: Vec<String> = finding.places.iter().map(ToString::to_string).collect();
        let more = finding.initiatives.len().saturating_sub(places.len());
        if more > 0 && !places.is_empty() {
            places.push(format!("{more} more with --all"));
        }
        places.push(format!("onethread explain {}", finding.explain));
        page.wrapped("   ", "   ", "", &places.join(", "));
    }
}

fn time_to_value(page: &mut Page, review: &Review<'_>) {
    let honest: Vec<&TimeToValue> = review.time_to_value.iter().filter(|time| time.delayed_entry).collect();
    if honest.is_empty() {
        return;
    }
    page.heading("How long from idea to value");
    for time in &honest {
        let event = time.event_words();
        let Some(median) = time.median_days else {
            let why = time.refused.clone().unwrap_or_else(|| "fewer than half have, so far".to_owned());
            page.wrapped(" ", "   ", &format!("To {event}: not told. {why} (of {}).", time.n), "");
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

fn approvals(page: &mut Page, review: &Review<'_>) {
    let approvals = &review.approvals;
    if approvals.approvers == 0 {
        return;
    }
    page.heading("Who must approve (counts only; nobody is named)");
    let total = approvals.approver_curve.len();
    let steps = [1, 3, 5, 10, 20, 40, 80, 160].into_iter().filter(|step| *step < total).chain([total]);
    for point in steps.filter_map(|step| approvals.approver_curve.get(step - 1)) {
        let who = if point.holders == total { format!("all {total} approvers") } else { format!("busiest {}", point.holders) };
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

fn dependencies(page: &mut Page, review: &Review<'_>) {
    let dependencies = &review.declared_dependencies;
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
fn initiatives(page: &mut Page, review: &Review<'_>, detail: Detail) {
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
    let forms: Vec<String> = listed.iter().map(|one| form_word(one.form.form).to_owned()).collect();
    let form_width = forms.iter().map(String::len).max().unwrap_or(0).max(4) + 2;
    let columns: Vec<&str> = CRITERIA.iter().map(|criterion| criterion.key).collect();
    let criteria_width: usize = columns.iter().map(|key| key.len() + 2).sum();
    let name_width = page.width().saturating_sub(criteria_width + form_width + 2).max(20);
    let mut header = format!("  {}{}", pad("", name_width), pad("form", form_width));
    for key in &columns {
        header += &pad(key, key.len() + 2);
    }
    page.line(&[(Look::Dim, &header)]);
    for (one, form) in listed.iter().zip(&forms) {
        let mut pieces: Vec<(Look, String)> = vec![
            (Look::Plain, format!("  {} ", pad(&one.id, name_width - 1))),
            (Look::Plain, pad(form, form_width)),
        ];
        for (verdict, key) in one.verdicts.iter().zip(&columns) {
            let (word, look) = match verdict.judgement.answer {
                Answer::Holds => ("holds", Look::Good),
                Answer::Fails => ("FAILS", Look::Bad),
                Answer::NotShown => ("-", Look::Dim),
            };
            pieces.push((look, pad(word, key.len() + 2)));
        }
        let pieces: Vec<(Look, &str)> = pieces.iter().map(|(look, text)| (*look, text.as_str())).collect();
        page.line(&pieces);
    }
    let rest = review.initiatives.len() - listed.len();
    if rest > 0 {
        page.line(&[(Look::Dim, &format!("  and {rest} more: onethread review --all;  - means not shown"))]);
    } else {
        page.line(&[(Look::Dim, "  - means not shown")]);
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

fn next(page: &mut Page, review: &Review<'_>) {
    let worst = review.findings.iter().filter(|f| f.level == Level::Warning).find_map(|f| f.initiatives.first());
    let one = worst.or_else(|| review.initiatives.first().map(|one| &one.id));
    if let Some(id) = one {
        page.blank();
        page.line(&[(Look::Strong, "Next: "), (Look::Plain, &format!("onethread review --initiative {id}"))]);
    }
}
