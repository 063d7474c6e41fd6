//! The charter gate: what is there and missing before an initiative starts, and what the evidence answers at once.

use crate::document::{Block, Depth, Document, Fact, Prose, Section, html, judges_nobody, markdown, text};
use crate::{Style, agreement_words};
use onethread_core::review::{ChangedBy, CharterGate, CharterPart, CouldLead, Recommended};
use onethread_core::words::{agreeing, long_day, percent, plural};
use onethread_model::agreement::Agreement;

/// The gate as text for a terminal.
pub fn to_text(gate: &CharterGate, agreement: &Agreement, style: Style) -> String {
    text::text(&document(gate, agreement), style, Depth::Whole)
}

/// The gate as an HTML page that stands alone.
pub fn to_html(gate: &CharterGate, agreement: &Agreement) -> String {
    html::page(&document(gate, agreement), Depth::Whole)
}

/// The gate as Markdown.
pub fn to_markdown(gate: &CharterGate, agreement: &Agreement) -> String {
    markdown::markdown(&document(gate, agreement), Depth::Whole)
}

/// The gate as a document.
fn document(gate: &CharterGate, agreement: &Agreement) -> Document<'static> {
    let day = long_day(gate.as_of);
    let sections = [
        Section::new("start", "", Depth::Brief, vec![Block::Facts(facts(start(gate)))]),
        Section::new("boundary", boundary_heading(gate), Depth::Brief, vec![Block::Facts(facts(boundary(gate)))]),
        Section::new("leader", "Who could lead it", Depth::Brief, vec![Block::Facts(facts(leader(&gate.could_lead)))]),
        Section::new("next", "Next", Depth::Brief, gate.next.iter().map(|line| paragraph(line)).collect()),
    ];
    Document {
        kicker: "Start",
        name: format!("Start: {}", gate.name),
        when: match agreement_words(agreement) {
            Some(words) => format!("{day} \u{b7} nothing is written \u{b7} {words}"),
            None => format!("{day} \u{b7} nothing is written"),
        },
        title: format!("Start: {}, as of {day}", gate.name),
        is_wide: false,
        sections: sections.into_iter().flatten().collect(),
        closing: vec![judges_nobody("how initiatives are set up")],
    }
}

fn paragraph(line: &str) -> Block<'static> {
    Block::Paragraph(Prose::literal(line))
}

fn facts(rows: Vec<(&'static str, Vec<String>)>) -> Vec<Fact> {
    rows.into_iter().filter_map(|(name, says)| Fact::of_several(Prose::literal(name), says)).collect()
}

/// Whether it should have a leader of its own, and whether it is ready.
fn start(gate: &CharterGate) -> Vec<(&'static str, Vec<String>)> {
    let own = &gate.own_leader;
    let answer = match own.recommended {
        Recommended::Functional => "Do not give it a leader of its own".to_owned(),
        Recommended::CannotTell => "Not known".to_owned(),
        one => one.words().to_owned(),
    };
    let missing: Vec<&CharterPart> = gate.missing().collect();
    let there = gate.parts.len() - missing.len();
    let ready = match missing.len() {
        0 => "Ready: all eight things are there".to_owned(),
        _ => format!("Not yet: {there} of {} {} there", gate.parts.len(), agreeing(there, "is", "are")),
    };
    let state = if gate.stays_idea { "it is an idea: it counts nowhere, and nothing is wrong with it" } else { "" };
    let one = |part: &CharterPart| match &part.says {
        Some(says) => format!("{}: {says}", part.name()),
        None => part.name().to_owned(),
    };
    vec![
        ("Should it have a leader of its own?", [answer].into_iter().chain(own.because.iter().cloned()).collect()),
        ("Ready to start?", [ready, state.to_owned()].into_iter().filter(|says| !says.is_empty()).collect()),
        ("There", gate.parts.iter().filter(|part| part.there).map(one).collect()),
        ("Missing", missing.into_iter().map(one).collect()),
    ]
}

fn boundary_heading(gate: &CharterGate) -> String {
    match &gate.scope[..] {
        [] => "What bounds it".to_owned(),
        scope => format!("If {} {} it", scope.join(", "), agreeing(scope.len(), "bounds", "bound")),
    }
}

fn boundary(gate: &CharterGate) -> Vec<(&'static str, Vec<String>)> {
    let mut overlaps: Vec<String> = gate
        .overlaps
        .iter()
        .map(|one| format!("{} ({}) claims {}", one.name, one.state, one.claims.join(", ")))
        .collect();
    if overlaps.is_empty() && !gate.scope.is_empty() {
        overlaps.push("no other initiative claims it".to_owned());
    }
    let components = gate.components.iter().map(|one| {
        let owner = one.owner.as_ref().map_or_else(|| "nobody owns it".to_owned(), |owner| format!("owned by {owner}"));
        match &one.paths[..] {
            [] => format!("{}: {owner}", one.component),
            paths => format!("{}: {owner}, with {}", one.component, paths.join(", ")),
        }
    });
    let gates = gate.gates.iter().map(|one| format!("{}: {}", one.name, one.because));
    vec![
        ("Claimed by others", overlaps),
        ("Components", components.collect()),
        ("Changed by", changed_by(gate)),
        ("Gates that would apply", gates.collect()),
    ]
}

/// Who changed it: shares of teams of enough people, each with its n; smaller ones by name alone.
fn changed_by(gate: &CharterGate) -> Vec<String> {
    let Some(by) = &gate.changed_by else {
        return vec![match gate.scope.is_empty() {
            true => "not known: say what bounds it".to_owned(),
            false => "not shown: no change is read, or that is not agreed".to_owned(),
        }];
    };
    let ChangedBy { window_days, teams, small_teams, n } = by;
    let mut lines: Vec<String> = teams
        .iter()
        .map(|one| {
            let share = percent(one.changes as f64 / (*n).max(1) as f64);
            format!("{}: takes part in {share} of the changes (n = {n}, {} people)", one.team, one.people)
        })
        .collect();
    if !small_teams.is_empty() {
        lines.push(format!("also, of fewer than five people or unknown size: {}", small_teams.join(", ")));
    }
    let others = teams.len() + small_teams.len();
    lines.push(match others {
        0 => format!("nobody of a known team, in the last {window_days} days"),
        _ => format!(
            "in the last {window_days} days; what it needs of {} is a dependency to name",
            agreeing(others, "this team", "each of these teams")
        ),
    });
    lines
}

fn leader(could: &CouldLead) -> Vec<(&'static str, Vec<String>)> {
    let mut positions = Vec::new();
    match &could.free {
        None => positions.push("not known: the discipline of no leader is stated".to_owned()),
        Some(free) => {
            positions.extend(free.iter().filter(|(_, n)| **n > 0).map(|(function, n)| {
                let positions = plural(*n, "position in", "positions in");
                format!(
                    "{positions} {function} {} nothing today; who is willing is not stated",
                    agreeing(*n, "leads", "lead")
                )
            }));
            if positions.is_empty() {
                positions.push("no position of a discipline that leads today is free".to_owned());
            }
        }
    }
    if could.with_other_work > 0 {
        let others = plural(could.with_other_work, "other position", "other positions");
        positions.push(format!("{others} would have to drop what they lead or work on"));
    }
    let named = could.leader.as_ref().map(|leader| match &could.leader_drops[..] {
        [] => format!("{leader} leads and works on nothing else, as far as it is stated"),
        drops => format!("{leader} would drop {}", drops.join(", ")),
    });
    let vacant = could.also_vacant.iter().map(|one| match one.since {
        Some(since) => format!("{} has had no leader since {since}: the same people", one.name),
        None => format!("{} has no leader: the same people", one.name),
    });
    vec![("Positions", positions), ("Named", named.into_iter().collect()), ("Also without a leader", vacant.collect())]
}
