//! Attestations: what someone said, on a day, about a question that no other evidence can answer.

use onethread_model::Day;
use onethread_model::org::Attestation;
use onethread_model::source::Place;

use super::verdict::Answer;
use crate::measure::{Initiative, World};

/// How long most attestations count, in days. Tested by `old_later_and_unheard_ones_do_not_count`.
pub(crate) const ATTESTED_DAYS: i64 = 365;

/// The newest attestation on one criterion of one initiative.
pub(crate) struct Attested {
    /// What it says; not shown when two of the same day contradict each other, because neither of them is the newest.
    pub(crate) answer: Answer,
    /// The day.
    pub(crate) on: Day,
    /// Where it is written.
    pub(crate) place: Place,
    /// Whether it is young enough to count.
    pub(crate) fresh: bool,
}

/// Whether an attestation about a leader is about the one who leads now: it names that person or, where it names nobody,
/// nobody else has led since.
pub(crate) fn is_about_leader(one: &Attestation, initiative: &Initiative) -> bool {
    match &one.leader {
        Some(leader) => initiative.leadership.names(&leader.value),
        None => initiative.leader_changed.is_none_or(|changed| changed <= one.on.value),
    }
}

/// The newest attestation on a criterion up to the day of the world. It is fresh within `days`; `counts` says whose
/// word is heard.
pub(crate) fn newest(
    world: &World<'_>,
    initiative: &str,
    criterion: &str,
    days: i64,
    counts: impl Fn(&Attestation) -> bool,
) -> Option<Attested> {
    let heard: Vec<_> = world
        .inputs
        .org
        .attestations
        .iter()
        .filter(|one| one.initiative.value == initiative && one.criterion.value == criterion)
        .filter(|one| counts(one))
        .collect();
    let on = heard.iter().map(|one| one.on.value).max()?;
    let newest = heard.iter().find(|one| one.on.value == on)?;
    let answer = match newest.holds {
        _ if heard.iter().any(|one| one.on.value == on && one.holds != newest.holds) => Answer::NotShown,
        true => Answer::Holds,
        false => Answer::Fails,
    };
    Some(Attested {
        answer,
        on,
        place: world.inputs.sources.place(newest.by.span),
        fresh: world.day.days_since(on) <= days,
    })
}

/// The newest day on which someone said that nobody knows the answer to a criterion of an initiative, and where: young
/// enough to count, and with no answer of that day or a later one.
pub(super) fn nobody_knows(world: &World<'_>, initiative: &str, criterion: &str) -> Option<(Day, Place)> {
    let org = world.inputs.org;
    let said =
        org.nobody_knows.iter().filter(|one| one.initiative.value == initiative && one.criterion.value == criterion);
    let newest = said.max_by_key(|one| (one.on.value, std::cmp::Reverse(one.by.span)))?;
    let is_answered = org.attestations.iter().any(|one| {
        one.initiative.value == initiative && one.criterion.value == criterion && one.on.value >= newest.on.value
    });
    let is_fresh = world.day.days_since(newest.on.value) <= ATTESTED_DAYS;
    (is_fresh && !is_answered).then(|| (newest.on.value, world.inputs.sources.place(newest.by.span)))
}

#[cfg(test)]
mod tests {
    use onethread_model::config::Config;
    use onethread_model::facts::Facts;
    use onethread_model::org;
    use onethread_model::source::Sources;

    use super::*;
    use crate::measure::Snapshot;

    /// Attestations as answer, who and day, all on one criterion; reviewed on 2026-06-30.
    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn newest_of(attestations: &[(&str, &str, &str)]) -> Option<(Answer, Day, bool)> {
        let one = |(answer, by, on): &(&str, &str, &str)| {
            format!(
                "[[attestation]]\ninitiative = \"returns\"\ncriterion = \"capable\"\nanswer = \"{answer}\"\nby = \
                 \"{by}\"\non = {on}\n"
            )
        };
        let text: String = attestations.iter().map(one).collect();
        let mut sources = Sources::default();
        let file = sources.add("org/a.toml", text);
        let org = org::load(&sources, &[file], &mut Vec::new());
        let (config, facts) = (Config::default(), Facts::default());
        let snapshot = Snapshot::new(config, org, sources, facts);
        let world = World::on(&snapshot, Day::parse("2026-06-30").expect("a day"));
        let found = newest(&world, "returns", "capable", ATTESTED_DAYS, |one| one.by.value != "ines")?;
        Some((found.answer, found.on, found.fresh))
    }

    #[test]
    fn the_newest_counts() {
        let (holds, fails) = (("holds", "ada", "2026-01-05"), ("fails", "kim", "2026-03-05"));
        assert_eq!(newest_of(&[fails, holds]), Some((Answer::Fails, day("2026-03-05"), true)));
        assert_eq!(newest_of(&[holds]), Some((Answer::Holds, day("2026-01-05"), true)));
    }

    #[test]
    fn what_contradicts_itself_on_one_day_says_nothing() {
        let found = newest_of(&[("holds", "ada", "2026-01-05"), ("fails", "kim", "2026-01-05")]);
        assert_eq!(found.map(|(answer, ..)| answer), Some(Answer::NotShown));
    }

    #[test]
    fn that_nobody_knows_counts_for_a_year_until_it_is_answered() {
        let asked = |on: &str, answer: &str| {
            let text = format!(
                "[[attestation]]\ninitiative = \"returns\"\ncriterion = \"capable\"\nanswer = \"nobody-knows\"\nby = \
                 \"ada\"\non = {on}\n{answer}"
            );
            let mut sources = Sources::default();
            let file = sources.add("org/a.toml", text);
            let mut diagnostics = Vec::new();
            let org = org::load(&sources, &[file], &mut diagnostics);
            let wrong = diagnostics.iter().find(|one| one.code != "unknown-reference");
            assert!(wrong.is_none(), "{wrong:#?}");
            let snapshot = Snapshot::new(Config::default(), org, sources, Facts::default());
            let world = World::on(&snapshot, Day::parse("2026-06-30").expect("a day"));
            nobody_knows(&world, "returns", "capable").map(|(on, _)| on)
        };
        assert_eq!(asked("2025-06-30", ""), Some(day("2025-06-30")), "365 days ago");
        assert_eq!(asked("2025-06-29", ""), None, "366 days ago");
        assert_eq!(asked("2026-07-01", ""), None, "not said yet");
        let answer = |on: &str| {
            format!(
                "[[attestation]]\ninitiative = \"returns\"\ncriterion = \"capable\"\nanswer = \"holds\"\nby = \"kim\"\n\
                 on = {on}\n"
            )
        };
        assert_eq!(asked("2026-03-05", &answer("2026-03-05")), None, "answered that day");
        assert_eq!(asked("2026-03-05", &answer("2026-03-04")), Some(day("2026-03-05")), "it was known a day before");
    }

    #[test]
    fn old_later_and_unheard_ones_do_not_count() {
        let is_fresh = |on: &str| newest_of(&[("holds", "ada", on)]).map(|(_, _, fresh)| fresh);
        assert_eq!(is_fresh("2025-06-30"), Some(true), "365 days ago");
        assert_eq!(is_fresh("2025-06-29"), Some(false), "366 days ago");
        assert_eq!(newest_of(&[("holds", "ada", "2026-07-01"), ("holds", "ines", "2026-06-01")]), None);
    }
}
