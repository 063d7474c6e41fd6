//! `appoint`: one person leads an initiative, and nothing else.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::org::WishedForm;

use super::{
    Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, Words, files, mandate, one_group, release, seat,
};
use crate::measure::{Reporting, View};
use crate::words::{agreeing, plural};

pub(super) const MOVE: MoveKind = MoveKind {
    key: "appoint",
    is_act: true,
    title: "Appoint a leader",
    phrase: Some("appoint {leader} to {initiative}"),
    page: include_str!("appoint.md"),
    blanks: &[
        Blank::new("leader", "Who leads it", BlankType::Person).required(),
        Blank::new("initiative", "What they lead", BlankType::Initiative).required(),
        Blank::new("share", "The share of their time that it gets", BlankType::Percent),
        mandate::DROPS,
        mandate::DROPS_OTHER,
        mandate::DECIDES,
        mandate::STOPS,
        mandate::ABOVE,
        mandate::LIFTS,
        mandate::REVIEW,
        Blank::FROM,
    ],
    by: CarriedOutBy::Files,
    decides: "the sponsor",
    not_known: &["whether the new leader is able and willing: the sponsor and that person say so"],
    alters_form: true,
    group: one_group,
    words,
    edits,
    price,
};

/// One leader for an initiative that has none, several, or one who leads another.
pub(crate) fn change(initiative: &str) -> Change {
    Change::new(MOVE.key).with("initiative", initiative)
}

fn words(changes: &[Change]) -> Option<Words> {
    let (n, initiative) = (changes.len(), changes.first()?.initiative());
    Some(Words {
        short: match n {
            1 => format!("Appoint or choose one full-time leader for {initiative}"),
            _ => {
                format!("Appoint or choose one full-time leader for each of {}", plural(n, "initiative", "initiatives"))
            }
        },
        says: format!(
            "Appoint or choose one full-time leader for {}; first {initiative}",
            plural(n, "initiative", "initiatives")
        ),
        cost: format!("{} with nothing else to lead", plural(n, "person", "people")),
        gain: format!("one person leads {}, and leads nothing else", agreeing(n, "it", "each")),
        answers: n,
        price: None,
    })
}

/// The leader is named, and it is no longer said to be vacant; where a share is stated, an allocation from the first
/// day on takes the place of the one that holds. What the leader drops is released, and a mandate is written where
/// anything of one is stated.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let initiative = change.initiative();
    let named = files::named(change, "leader", "person");
    let from = change.day("from").unwrap_or(view.day);
    seat::not_later("in force", from, view)?;
    let mut edits = vec![Edit::set(files::initiative(initiative, view), "initiative", initiative, "leader", named)];
    edits.extend(files::not_vacant(initiative, view));
    if let (Some(leader), Some(_)) = (change.text("leader"), change.get("share")) {
        edits.extend(files::share(leader, initiative, Some(change.count("share")), from, view));
    }
    if !mandate::is_stated(change) {
        return Ok(edits);
    }
    edits.extend(mandate::anew(change, from, view)?);
    if change.list(mandate::DROPS.key).iter().any(|dropped| dropped == initiative) {
        return Err(
            Refusal::new(format!("`{initiative}` cannot be dropped to lead it")).help("leave it out of `drops`")
        );
    }
    for dropped in change.list(mandate::DROPS.key) {
        let Some(leader) = change.text("leader") else { continue };
        let released = release::change(leader, dropped).with("from", from);
        edits.extend((release::MOVE.edits)(&released, view)?);
    }
    Ok(edits)
}

/// What the leader drops is what is stated: whatever else they lead, they keep, and the difference says so.
fn price(change: &Change, view: &View<'_>) -> Price {
    let (initiative, leader) = (change.initiative(), change.text("leader"));
    let had = view.initiative(initiative).and_then(|known| known.leadership.leader());
    let led = || leader.into_iter().flat_map(|leader| view.people.leads(leader)).map(|led| led.value.clone());
    let led: Vec<String> = led().filter(|led| led != initiative).collect();
    let stated = [mandate::DROPS.key, mandate::DROPS_OTHER.key].iter().flat_map(|key| change.list(key).to_vec());
    let stated: Vec<String> = stated.collect();
    let is_alone = |id: &&String| view.initiative(id).is_some_and(|led| led.leadership.leader().is_some());
    let is_dropped = |id: &&String| stated.contains(id);
    Price {
        people: 1,
        leaders_changed: usize::from(had.is_some_and(|had| Some(had.value.as_str()) != leader)),
        managers_if_sto: managers_if_sto(initiative, leader, view),
        leaders_lost: led.iter().filter(is_dropped).filter(is_alone).cloned().collect(),
        leader_drops: stated,
        agreements: usize::from(mandate::binds_those_above(change)),
        statements: edits(change, view).map_or(1, |edits| edits.len()),
        positions: view.free_to_lead(),
        ..Price::default()
    }
}

/// Members who change manager where the team is to report to a new leader: those who are not under that person. While
/// nobody is chosen it may be all of them.
pub(super) fn managers_if_sto(initiative: &str, leader: Option<&str>, view: &View<'_>) -> usize {
    let Some(known) = view.initiative(initiative) else { return 0 };
    if known.wished.as_ref().map(|wished| wished.value) != Some(WishedForm::Sto) {
        return 0;
    }
    let members = view.people.members(known).unwrap_or_default();
    let is_under = |person: &str| {
        leader.is_some_and(|leader| person == leader || view.people.reporting(person, leader) == Reporting::Under)
    };
    members.iter().filter(|member| !is_under(&member.value)).count()
}
