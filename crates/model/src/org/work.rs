//! Who builds, coordinates and approves: declared of a function, and of a person where it differs.

use super::{Org, Person};
use crate::fields::{Field, FieldType};
use crate::source::At;

/// What a position does for the work of an initiative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Work {
    /// Makes what the initiative is for.
    Builds,
    /// Plans, keeps in step and speaks for others.
    Coordinates,
    /// Has to agree before work goes on.
    Approves,
}

impl Work {
    /// The word in a file.
    pub fn key(self) -> &'static str {
        match self {
            Work::Builds => "builds",
            Work::Coordinates => "coordinates",
            Work::Approves => "approves",
        }
    }

    /// What a file says.
    pub(super) fn read(said: Option<At<String>>) -> Option<At<Work>> {
        let all = [Work::Builds, Work::Coordinates, Work::Approves];
        said.and_then(|at| Some(At::new(all.into_iter().find(|work| work.key() == at.value)?, at.span)))
    }
}

const WORDS: FieldType = FieldType::Choice(&["builds", "coordinates", "approves"]);

/// What the positions of a function do.
pub(super) const OF_FUNCTION: Field = Field::new(
    "work",
    WORDS,
    "What its positions do for an initiative: build, coordinate or approve. Stated, and never inferred from its name; \
     a person may differ.",
    "\"builds\"",
);
/// What one position does.
pub(super) const OF_PERSON: Field = Field::new(
    "work",
    WORDS,
    "What this position does for an initiative, where it differs from its function.",
    "\"coordinates\"",
);

/// Whether two names mean the same discipline: people write `Quality assurance` and `quality-assurance`.
pub fn same_function(a: &str, b: &str) -> bool {
    let plain = |text: &str| text.trim().to_lowercase().replace([' ', '_'], "-");
    plain(a) == plain(b)
}

impl Org {
    /// The entry of a discipline, as people write it.
    pub fn function_named(&self, name: &str) -> Option<&super::Function> {
        self.functions.get(name).or_else(|| self.functions.values().find(|one| same_function(&one.id.value, name)))
    }

    /// What a position does: as its own entry says, else its function; absent where neither does.
    pub fn work_of(&self, person: &Person) -> Option<Work> {
        let of_function = || self.function_named(&person.function.as_ref()?.value)?.work.as_ref();
        person.work.as_ref().or_else(of_function).map(|at| at.value)
    }
}
