//! What could be wrong with a review: each threat to its validity is a constant with one function that says whether it
//! applies to this very review, with its numbers.
//!
//! The four classes are those of Cook and Campbell, *Quasi-Experimentation* (1979). `docs/background/
//! threats-to-validity.md` is generated from the list, and `onethread review --threats` from the list and a review.

mod conclusion;
mod construct;
mod external;
mod selection;

use std::fmt::Write as _;

use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

pub(super) use self::conclusion::FEW;
use super::Review;
use crate::measure::World;

/// Something that could make a review wrong.
pub struct Threat {
    /// Its name.
    pub key: &'static str,
    /// Which kind of mistake it leads to.
    pub class: Class,
    /// What it is, as a sentence without a full stop.
    pub title: &'static str,
    /// Why it matters and what the program does about it.
    pub about: &'static str,
    /// Whether it applies to this review, and how much.
    pub applies: fn(&Review, &World<'_>) -> Option<Applies>,
}

/// Kinds of mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// The count may not measure the concept.
    Construct,
    /// What is seen may not be all, or may be seen crookedly.
    Selection,
    /// A finding may be chance.
    Conclusion,
    /// Results may not transfer to other organizations, or later.
    External,
}

impl Class {
    /// All of them, in order.
    pub const ALL: [Class; 4] = [Class::Construct, Class::Selection, Class::Conclusion, Class::External];

    /// The heading.
    pub fn heading(self) -> &'static str {
        match self {
            Class::Construct => "The count may not measure the concept",
            Class::Selection => "The sample may not represent the whole",
            Class::Conclusion => "A finding may be chance",
            Class::External => "Results may not transfer to other organizations",
        }
    }
}

/// A threat that applies to a review.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AppliedThreat {
    /// Its name.
    pub key: &'static str,
    /// Which kind of mistake it leads to.
    pub class: Class,
    /// What it is, as a sentence without a full stop.
    pub title: &'static str,
    /// How it applies.
    #[serde(flatten)]
    pub applies: Applies,
}

/// How a threat applies to a review.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Applies {
    /// With the numbers of this review, without a full stop.
    pub says: String,
    /// How many of what it is about are affected; absent where it is about all of it.
    pub affected: Option<usize>,
    /// How many there are in all.
    pub of: Option<usize>,
    /// Where an example can be seen.
    pub place: Option<Place>,
    /// What would reduce it, as an imperative; empty where nothing would.
    pub remedy: String,
}

impl AppliedThreat {
    /// Why it matters and what the program does about it.
    pub fn about(&self) -> &'static str {
        threats().find(|threat| threat.key == self.key).map_or("", |threat| threat.about)
    }
}

impl Applies {
    fn says(says: impl Into<String>) -> Applies {
        Applies { says: says.into(), ..Applies::default() }
    }

    /// Some of all; nothing when there are none.
    fn some_of(affected: usize, of: usize, says: impl Into<String>) -> Option<Applies> {
        (affected > 0).then(|| Applies { affected: Some(affected), of: Some(of), ..Applies::says(says) })
    }

    fn at(mut self, place: Option<Place>) -> Applies {
        self.place = place;
        self
    }

    fn remedy(mut self, remedy: impl Into<String>) -> Applies {
        self.remedy = remedy.into();
        self
    }
}

/// All threats, by class and within it by how often they matter.
pub fn threats() -> impl Iterator<Item = &'static Threat> {
    [construct::THREATS, selection::THREATS, conclusion::THREATS, external::THREATS].into_iter().flatten()
}

/// Threats that apply to a review of a world, in the order of the list.
pub(super) fn applying(review: &Review, world: &World<'_>) -> Vec<AppliedThreat> {
    let applied = |threat: &Threat| {
        let Threat { key, class, title, .. } = *threat;
        Some(AppliedThreat { key, class, title, applies: (threat.applies)(review, world)? })
    };
    threats().filter_map(applied).collect()
}

/// The page over all of them, in Markdown.
pub fn page() -> String {
    let mut page = String::from(
        "# What could be wrong with a report\n\nEvery report rests on files that people wrote and on records of tools. This page lists what could make it \
         wrong, in four classes. `onethread review --threats` shows which of them apply to the report at hand, with its own numbers, and what would reduce them.\n",
    );
    for class in Class::ALL {
        // Writing to a string cannot fail.
        let _ = write!(page, "\n## {}\n", class.heading());
        for threat in threats().filter(|threat| threat.class == class) {
            let _ = write!(page, "\n**{}.** {}\n", threat.title, threat.about);
        }
    }
    page += "\n## Source\n\nThe four classes are those of Cook and Campbell, *Quasi-Experimentation* (1979). The Kubernetes figures are from the public data set in \
             `examples/kubernetes`.\n";
    page
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use onethread_model::Day;
    use onethread_model::config::Config;
    use onethread_model::facts::{Cells, FactKind, Facts, RecordRef};
    use onethread_model::source::Sources;

    use super::*;
    use crate::measure::Snapshot;

    #[test]
    fn names_are_unique_and_classes_in_order() {
        let keys: BTreeSet<&str> = threats().map(|threat| threat.key).collect();
        assert_eq!(keys.len(), threats().count());
        assert!(threats().map(|threat| threat.class).is_sorted());
        for threat in threats() {
            assert!(!threat.title.ends_with('.') && threat.about.ends_with('.'), "{}", threat.key);
        }
    }

    /// The threats that apply to so many live initiatives, with an attestation and a change so many days old.
    fn of(initiatives: usize, attested: &str, changed: &str) -> BTreeSet<&'static str> {
        let attestation = format!(
            "[[attestation]]\ninitiative = \"i0\"\ncriterion = \"capable\"\nanswer = \"holds\"\nby = \"ada\"\non = {attested}\n"
        );
        let live: String = (0..initiatives).map(|at| format!("[initiative.i{at}]\nleader = \"ada\"\n")).collect();
        let mut sources = Sources::default();
        let file = sources.add("org/a.toml", attestation + &live);
        let org = onethread_model::org::load(&sources, &[file], &mut Vec::new());
        let (mut facts, mut cells) = (Facts::default(), Cells::default());
        cells.set("day", changed);
        cells.set("change", "c1");
        facts.push(FactKind::ChangeMade, &cells, RecordRef { source: 0, line: 2 }).expect("a change");
        let snapshot = Snapshot::new(Config::default(), org, sources, facts);
        let day = Day::parse("2026-06-30").expect("a day");
        let (review, world) = (crate::review::review(&snapshot, day), World::on(&snapshot, day));
        let old = |one: &AppliedThreat| one.key != "word-of-somebody" || one.applies.says.contains("older than a year");
        applying(&review, &world).iter().filter(|one| old(one)).map(|one| one.key).collect()
    }

    #[test]
    fn threats_apply_from_their_lines_on() {
        let few = |initiatives: usize| of(initiatives, "2026-06-01", "2026-06-01").contains("few");
        assert_eq!((few(19), few(20)), (true, false));
        let is_stale = |changed: &str| of(1, "2026-06-01", changed).contains("age");
        assert_eq!((is_stale("2026-05-31"), is_stale("2026-05-30")), (false, true), "30 and 31 days");
        let is_old = |attested: &str| of(1, attested, "2026-06-01").contains("word-of-somebody");
        assert_eq!((is_old("2025-06-30"), is_old("2025-06-29")), (false, true), "365 and 366 days");
    }
}
