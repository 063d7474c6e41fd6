//! The organization's files, as the people of Harbour Market would write them.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;

use super::company::{Company, Placed, folder, name, reference};
use super::story::{
    ADOPTION, ATTESTATIONS, COMPONENTS, DECISIONS, Decision, Dependency, FUNCTIONS, GATES, Gate, LEADERS_TIME, Mandate,
    Metric, ORDER, ORDERED, ORGANIZATION_TENETS, OTHER_WORK, PLATFORMS, PROVIDERS, WAIVERS, WILLING,
};
use super::toml::{Page, quoted, thousandths};

/// Every file below `org/`, by path.
pub(super) fn write(company: &Company) -> BTreeMap<String, String> {
    let mut files = BTreeMap::from([
        ("org/organization.toml".to_owned(), organization(company)),
        ("org/people.toml".to_owned(), people(company)),
        ("org/teams.toml".to_owned(), teams(company)),
        ("org/components.toml".to_owned(), components(company)),
        ("org/time.toml".to_owned(), time(company)),
        ("org/gates.toml".to_owned(), gates(company)),
        ("org/decisions.toml".to_owned(), decisions(company)),
        ("org/exceptions.toml".to_owned(), exceptions(company)),
    ]);
    if company.divisions == 1 {
        files.insert("org/triage.toml".to_owned(), triage());
    }
    let seats: BTreeSet<&str> = company.seats.iter().map(|seat| seat.id.as_str()).collect();
    for placed in &company.initiatives {
        let path = format!("org/initiatives/{}.toml", placed.id());
        files.insert(path, initiative(placed, company, &seats));
    }
    files
}

fn organization(company: &Company) -> String {
    let mut page = Page::new("What holds for everybody.");
    page.header("[organization]").text("name", "Harbour Market (an invented marketplace)");
    page.texts("tenets", ORGANIZATION_TENETS);
    page.line("").comment("Functions, and who keeps the standards of each discipline wherever people report.");
    for (id, title, head, standard_owner, work) in FUNCTIONS {
        page.header(&format!("[function.{id}]")).text("title", title).text("head", head);
        if standard_owner.is_empty() {
            page.comment("Nobody keeps the standards since testers moved into teams.");
        }
        page.text("standard-owner", standard_owner).text("work", work);
    }
    page.line("").comment("What the developer platform offers.");
    for platform in PLATFORMS {
        page.header(&format!("[platform.{}]", platform.id)).comment(platform.note).text("title", platform.title);
        page.text("team", "platform").texts("components", platform.components).text("use", platform.usage);
    }
    let led = |placed: &&Placed| placed.story.leaders.iter().any(|(on, leader)| *on == ADOPTION && !leader.is_empty());
    let led: Vec<String> = company.initiatives.iter().filter(led).map(Placed::id).collect();
    page.line("").comment("The day on which these got a leader of their own, to be looked at before and after.");
    page.header("[reorganization.adoption]").text("title", "One leader for one thing").raw("on", ADOPTION);
    page.texts("initiatives", &led);
    page.finish()
}

fn people(company: &Company) -> String {
    let mut page = Page::new("Seats rather than people: what matters is who reports to whom.");
    page.comment("`known-as` is the number of the seat in the planning tool.").header("[person]");
    let mut group = "";
    for (number, seat) in (1..).zip(&company.seats) {
        if group != seat.group {
            group = &seat.group;
            page.line("").comment(group);
        }
        let manager = match seat.reports_to.as_str() {
            "" => String::new(),
            manager => format!(", reports-to = {}", quoted(manager)),
        };
        let function = quoted(seat.function);
        let other = OTHER_WORK.iter().find(|(id, _)| *id == seat.id);
        let work = other.map(|(_, work)| format!(", work = {}", quoted(work))).unwrap_or_default();
        let seat_number = seat_number(number);
        page.raw(&seat.id, format!("{{ function = {function}{manager}, known-as = \"{seat_number}\"{work} }}"));
    }
    page.finish()
}

/// What the chief executive put down when leaders became scarce.
fn triage() -> String {
    let mut page = Page::new("Leaders are scarce: who is able and willing to lead what, as they and others said.");
    page.header("[triage]").texts("order", ORDER).text("by", "chief-executive").raw("on", ORDERED);
    for one in WILLING {
        page.line("");
        if !one.note.is_empty() {
            page.comment(one.note);
        }
        page.line("[[triage.leader]]").text("person", one.person).texts("initiatives", one.initiatives);
        page.text("able-by", one.able_by).raw("able-on", ORDERED).maybe("willing-on", one.willing_on.as_ref());
        page.texts("skills", one.skills);
    }
    page.header("[[triage.constraint]]").text("initiative", "fraud").text("skill", "risk");
    page.text("why", "the bank asks for it");
    page.header("[[triage.constraint]]");
    page.texts("not-together", &["person:seller-product-lead", "person:seller-engineering-lead"]);
    page.text("why", "neither decided alone while both led");
    page.finish()
}

/// The number of a position in the planning tool.
pub(super) fn seat_number(number: usize) -> String {
    format!("HM-{number:04}")
}

fn teams(company: &Company) -> String {
    let mut page = Page::new("Teams, and what they work on.");
    for placed in &company.initiatives {
        let team = &placed.story.team;
        page.header(&format!("[team.{}]", name(team.id, placed.division))).text("title", team.title);
        page.text("initiative", &placed.id());
        let seats: Vec<&str> = placed.members.iter().map(|(seat, _)| seat.as_str()).collect();
        page.texts("members", &seats);
    }
    page.line("").comment("Teams that serve everybody and have no initiative of their own.");
    for (id, title, engineers, _, _) in PROVIDERS {
        let members: Vec<String> = (1..=*engineers).map(|number| format!("{id}-engineer-{number}")).collect();
        page.header(&format!("[team.{id}]")).text("title", title).texts("members", &members);
    }
    page.finish()
}

fn components(company: &Company) -> String {
    let mut page = Page::new("Parts of the product, and who owns them.");
    page.header("[component]");
    let teams: BTreeSet<String> = company.initiatives.iter().map(Placed::team).collect();
    for division in 0..company.divisions {
        for (id, owner, path) in COMPONENTS {
            let (id, owner) = (name(id, division), name(owner, division));
            let is_provider = PROVIDERS.iter().any(|(team, ..)| *team == owner);
            if (is_provider && division == 0) || teams.contains(&owner) {
                let path = quoted(&format!("{}/**", folder(path, division)));
                page.raw(&id, format!("{{ owner = {}, paths = [{path}] }}", quoted(&owner)));
            }
        }
    }
    page.finish()
}

fn time(company: &Company) -> String {
    let mut page = Page::new("Leaders state their own time here. Everybody else's comes from the planning tool.");
    for (placed, (seat, _, percent, from, until)) in company.each(LEADERS_TIME, |(_, initiative, ..)| initiative) {
        if placed.division > 0 && name(seat, placed.division) == *seat {
            // Who serves all divisions leads the first one's; nobody has time for so many.
            continue;
        }
        page.header("[[allocation]]").text("person", &name(seat, placed.division)).text("initiative", &placed.id());
        page.raw("share", format!("{}.{}", percent / 100, if percent % 100 == 0 { 0 } else { percent % 100 / 10 }));
        page.maybe("from", from.as_ref()).maybe("until", until.as_ref());
    }
    page.finish()
}

fn gates(company: &Company) -> String {
    let mut page = Page::new("What work has to pass, and what it no longer has to pass.");
    for gate in GATES {
        page.line("");
        if !gate.note.is_empty() {
            page.comment(gate.note);
        }
        page.line(&format!("[gate.{}]", gate.id)).text("title", gate.title).text("kind", gate.kind);
        page.text("owner", gate.owner).texts("applies-to", &applies(gate, company)).raw("approvers", gate.approvers);
        page.texts("after", gate.comes_after);
        if gate.standing {
            page.raw("standing", true);
        }
        page.maybe("from", gate.from.as_ref()).maybe("until", gate.until.as_ref());
    }
    page.finish()
}

fn applies(gate: &Gate, company: &Company) -> Vec<String> {
    let applies = |placed: &&Placed| gate.applies.contains(&placed.story.id);
    company.initiatives.iter().filter(applies).map(Placed::id).collect()
}

fn decisions(company: &Company) -> String {
    let mut page = Page::new("The decisions that people still talk about.");
    page.comment("Routine ones are in the decision log, data/decisions.jsonl.");
    for (placed, decision) in company.each(DECISIONS, |decision| decision.initiative) {
        write_decision(&mut page, placed, decision);
    }
    page.finish()
}

fn write_decision(page: &mut Page, placed: &Placed, decision: &Decision) {
    let division = placed.division;
    page.header(&format!("[decision.{}]", name(decision.id, division))).text("title", decision.title);
    page.text("initiative", &placed.id()).raw("reversible", decision.two_way);
    if let Some((options, back, wait)) = decision.weighed {
        page.texts("options", options).text("reversal-cost", back).text("delay-cost", wait);
        let consulted: Vec<String> = decision.consulted.iter().map(|who| reference(who, division)).collect();
        page.texts("consulted", &consulted);
    }
    page.raw("opened", decision.opened);
    if let Some(days) = decision.took {
        let decided = decision.opened.plus_days(days);
        page.raw("decided", decided).raw("communicated", decided.plus_days(1));
        page.text("decided-by", &decided_by(placed, decision, decided)).text("why", decision.why);
        page.raw("levels", decision.levels);
    }
    page.text("overridden-by", &name(decision.overridden_by, division)).maybe("reversed", decision.reversed.as_ref());
    page.maybe("revisit", decision.revisit.as_ref()).text("expected", decision.expected);
    if let Some((actual, day)) = decision.actual {
        page.text("actual", actual).raw("actual-on", day);
    }
    let cited = |text: &&str| match text.split_once(':') {
        Some((owner, number)) => format!("{}:{number}", name(owner, division)),
        None => (*text).to_owned(),
    };
    page.texts("cites", &decision.cites.iter().map(cited).collect::<Vec<_>>());
    page.text("exception-to", decision.exception_to);
}

/// The leader of the day, or someone above where levels had to agree.
fn decided_by(placed: &Placed, decision: &Decision, day: Day) -> String {
    match decision.levels {
        0 => placed.leader_on(day),
        1 => "vp-product".to_owned(),
        _ => "chief-executive".to_owned(),
    }
}

fn exceptions(company: &Company) -> String {
    let mut page = Page::new("Attestations, and known findings accepted for a time.");
    for (placed, attestation) in company.each(ATTESTATIONS, |attestation| attestation.initiative) {
        page.header("[[attestation]]").text("initiative", &placed.id()).text("criterion", attestation.criterion);
        page.text("answer", "holds").text("by", &name(attestation.by, placed.division)).raw("on", attestation.on);
        page.text("note", attestation.note);
    }
    for (placed, (criterion, _, reason, owner, until)) in company.each(WAIVERS, |(_, initiative, ..)| initiative) {
        page.header("[[waiver]]").text("rule", criterion).text("subject", &format!("initiative:{}", placed.id()));
        page.text("reason", reason).text("owner", owner).raw("until", until);
    }
    page.finish()
}

fn initiative(placed: &Placed, company: &Company, seats: &BTreeSet<&str>) -> String {
    let (story, division) = (placed.story, placed.division);
    let mut page = Page::new(story.note);
    page.header(&format!("[initiative.{}]", placed.id())).text("title", story.title).text("purpose", story.purpose);
    match story.written_leaders {
        [] if story.leaders.is_empty() => {}
        [] => drop(page.comment("The registry says who leads it, and since when.")),
        leaders => {
            let leaders: Vec<String> = leaders.iter().map(|seat| name(seat, division)).collect();
            page.texts("leader", &leaders);
        }
    }
    page.text("team", &placed.team()).text("form", story.form.unwrap_or_default()).text("why", story.why);
    page.text("nature", story.nature).raw("idea", story.idea).maybe("committed", placed.course.committed.as_ref());
    page.maybe("first-feature", placed.course.first_feature.as_ref());
    page.maybe("value", placed.course.value.map(|(event, on)| format!("{{ event = {}, on = {on} }}", quoted(event))));
    let scope: Vec<String> = story.scope.iter().map(|piece| reference(piece, division)).collect();
    page.texts("scope", &scope);
    let needs: Vec<String> = story.needs.iter().map(|(role, count)| format!("{role} = {count}")).collect();
    page.maybe("needs", (!needs.is_empty()).then(|| format!("{{ {} }}", needs.join(", "))));
    page.texts("decision-rights", story.rights).texts("tenets", story.tenets);
    let capable = |(by, on): (&str, Day)| format!("{{ attested-by = {}, on = {on} }}", quoted(&name(by, division)));
    page.maybe("capable", story.capable.map(capable));
    for dependency in company.dependencies_of(placed).filter(|dependency| dependency.declared) {
        write_dependency(&mut page, dependency, division, &placed.id());
    }
    for metric in &placed.course.metrics {
        write_metric(&mut page, metric, division, &placed.id(), seats);
    }
    if let Some(mandate) = &story.mandate {
        write_mandate(&mut page, mandate, division, &placed.id());
    }
    page.finish()
}

/// Nothing of what the leader decides: that is written as `decision-rights`.
fn write_mandate(page: &mut Page, mandate: &Mandate, division: usize, id: &str) {
    page.line("").comment(mandate.note);
    page.line(&format!("[initiative.{id}.mandate]")).raw("from", mandate.from).raw("review", mandate.review);
    page.header(&format!("[[initiative.{id}.mandate.stops]]")).text("decisions", "reversible");
    page.texts("by", &[name(mandate.above, division)]);
    if let Some((gate, by)) = mandate.lifts {
        page.header(&format!("[[initiative.{id}.mandate.lifts]]")).text("gate", gate).raw("by", by);
    }
}

fn write_dependency(page: &mut Page, dependency: &Dependency, division: usize, id: &str) {
    page.line("");
    if !dependency.note.is_empty() {
        page.comment(dependency.note);
    }
    page.line(&format!("[[initiative.{id}.dependency]]")).text("on", &reference(dependency.on, division));
    page.text("class", dependency.class).text("effect", dependency.effect);
    let plan = |(owner, how, by): (&str, &str, Option<Day>)| {
        let by = by.map_or_else(String::new, |by| format!(", by = {by}"));
        format!("{{ owner = {}, action = {}{by} }}", quoted(&name(owner, division)), quoted(how))
    };
    page.maybe("plan", dependency.plan.map(plan));
    page.maybe("from", dependency.from.as_ref()).maybe("until", dependency.until.as_ref());
}

fn write_metric(page: &mut Page, metric: &Metric, division: usize, id: &str, seats: &BTreeSet<&str>) {
    page.header(&format!("[[initiative.{id}.metric]]")).text("name", &metric.title()).text("kind", metric.kind);
    page.text("guards", metric.guards);
    let owner = name(metric.owner, division);
    // A team that shrank may have lost the position.
    page.text("owner", if seats.contains(owner.as_str()) { &owner } else { "" }).text("source", metric.source);
    page.text("cadence", &format!("{}d", metric.every_days));
    page.maybe("baseline", metric.baseline.map(thousandths)).maybe("target", metric.target.map(thousandths));
}
