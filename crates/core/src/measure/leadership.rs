//! Leadership: who leads each initiative, as one value. Input: what the organization's files and registries say on a
//! day. Output: [`Leadership`], which criteria, findings, measures and rules match on.

use std::collections::BTreeMap;

use onethread_model::Day;
use onethread_model::facts::{AsOf, RegistryKey};
use onethread_model::org::{self, WishedForm};
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::initiative::Initiative;
use super::registry::Entry;
use super::{Cited, Inputs};

/// Who leads an initiative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "snake_case")]
pub enum Leadership {
    /// It is declared functional, with a reason: it asks for no leader of its own, and is nobody's thread, whoever is
    /// named as its leader.
    FunctionalByDesign {
        /// Where the form is declared.
        declared: Place,
        /// Those who are named as its leaders all the same, each once.
        named: Vec<Cited<String>>,
    },
    /// Nobody leads: the organization's files say that it is vacant, an entry of theirs names neither a leader nor
    /// people, a registry has a field for the leader that is empty, or the one who is named is gone.
    Nobody {
        /// Where that is stated.
        place: Place,
        /// The first day without a leader; absent where no statement gives it.
        since: Option<Day>,
    },
    /// An entry of the organization's files without a leader, or a registry without a field for one, lists people, any
    /// of whom may lead.
    OnlyListed {
        /// How many people are listed; at least 1.
        people: usize,
        /// Where the first of them is listed.
        place: Place,
    },
    /// Exactly one person leads.
    One {
        /// The leader, with where the person is named.
        leader: Cited<String>,
        /// Ids of the other live initiatives that the same person leads, alone or with others, in alphabetical order,
        /// each with where the person is named there. Those that are functional by design are not among them.
        also_leads: Vec<Cited<String>>,
    },
    /// Several people lead, each named once; at least 2.
    Several(Vec<Cited<String>>),
    /// Two statements of equal rank say different things about who leads: neither counts.
    Contradictory {
        /// Where a leader is named.
        named: Place,
        /// Where someone else is named, or it is said to be vacant.
        against: Place,
        /// Whether the other one says that nobody leads.
        is_vacant: bool,
    },
    /// No source speaks of a leader.
    Unknown,
}

impl Leadership {
    /// What an entry of the organization's files says, as known on the day.
    pub(super) fn written(entry: &org::Initiative, inputs: Inputs<'_>) -> Leadership {
        let place = |span| inputs.sources.place(span);
        let contradiction = |key| inputs.org.contradiction("initiative", &entry.id.value, key);
        let unnamed = |key| contradiction(key).filter(|_| entry.leaders.is_empty() && entry.vacant.is_none());
        if let Some(two) = contradiction("leader").or_else(|| unnamed("people")) {
            let [named, against] = two.spans.map(place);
            return Leadership::Contradictory { named, against, is_vacant: false };
        }
        let named = Leadership::of(entry.leaders.iter().map(|at| inputs.cite(at)));
        match (named, &entry.vacant) {
            (Some(named), None) => named,
            (None, Some(vacant)) => Leadership::Nobody { place: place(vacant.span), since: Some(vacant.value) },
            (Some(named), Some(vacant)) => Leadership::Contradictory {
                named: named.leaders().first().map_or_else(|| place(entry.id.span), |leader| leader.place.clone()),
                against: place(vacant.span),
                is_vacant: true,
            },
            (None, None) => {
                let departed = inputs.org.departed_leaders(&entry.id.value).first();
                match (departed.and_then(|leader| inputs.org.gone(&leader.value)), entry.people.first()) {
                    (Some(gone), _) => Leadership::Nobody { place: place(gone.span), since: Some(gone.value) },
                    (None, Some(first)) => {
                        Leadership::OnlyListed { people: entry.people.len(), place: place(first.span) }
                    }
                    (None, None) => Leadership::Nobody { place: place(entry.id.span), since: None },
                }
            }
        }
    }

    /// What an entry of a registry says that names this leader, and on which these people are listed. Who is gone, as
    /// the organization's files say, leads nothing.
    pub(super) fn registered(
        id: &str,
        leader: Option<&Cited<String>>,
        entry: &Entry,
        inputs: Inputs<'_>,
        facts: AsOf<'_>,
        listed: &[Cited<String>],
    ) -> Leadership {
        if let Some(leader) = leader {
            return match inputs.org.gone(&leader.value) {
                Some(gone) => Leadership::Nobody { place: inputs.sources.place(gone.span), since: Some(gone.value) },
                None => Leadership::One { leader: leader.clone(), also_leads: Vec::new() },
            };
        }
        if let Some([named, against]) = entry.contradiction(facts, RegistryKey::Leader) {
            let [named, against] = [named, against].map(|at| facts.place(at));
            return Leadership::Contradictory { named, against, is_vacant: false };
        }
        // What the files list counts before an empty list.
        let listed_in_files = inputs.org.initiatives.get(id).is_some_and(|written| !written.people.is_empty());
        let empty_list = || entry.state(facts, RegistryKey::People).filter(|_| listed.is_empty() && !listed_in_files);
        match (entry.state(facts, RegistryKey::Leader).or_else(empty_list), listed) {
            (Some(empty), _) => Leadership::Nobody { place: facts.place(empty.at), since: empty.since() },
            (None, [first, ..]) => Leadership::OnlyListed { people: listed.len(), place: first.place.clone() },
            (None, []) => Leadership::Unknown,
        }
    }

    /// The leadership of those who are named; absent where nobody is. Who is named twice is one person.
    fn of(named: impl IntoIterator<Item = Cited<String>>) -> Option<Leadership> {
        let mut leaders: Vec<Cited<String>> = Vec::new();
        for person in named {
            if !leaders.iter().any(|known| known.value == person.value) {
                leaders.push(person);
            }
        }
        match <[Cited<String>; 1]>::try_from(leaders) {
            Ok([leader]) => Some(Leadership::One { leader, also_leads: Vec::new() }),
            Err(leaders) => (!leaders.is_empty()).then_some(Leadership::Several(leaders)),
        }
    }

    /// What counts where the organization's files, which name nobody, say this and a registry says the other: the files
    /// leave the question to a registry that speaks of leaders.
    pub(super) fn or(self, registered: Leadership) -> Leadership {
        match (self, registered) {
            (written @ (Leadership::Nobody { .. } | Leadership::OnlyListed { .. }), Leadership::Unknown) => written,
            (listed @ Leadership::OnlyListed { .. }, Leadership::OnlyListed { .. }) => listed,
            (Leadership::Nobody { .. } | Leadership::OnlyListed { .. }, registered) => registered,
            (written, _) => written,
        }
    }

    /// The one person who is named as the leader, also of what is functional by design.
    pub fn leader(&self) -> Option<&Cited<String>> {
        match self.leaders() {
            [leader] => Some(leader),
            _ => None,
        }
    }

    /// Everybody who is named as a leader, also of what is functional by design.
    pub fn leaders(&self) -> &[Cited<String>] {
        match self {
            Leadership::One { leader, .. } => std::slice::from_ref(leader),
            Leadership::Several(leaders) | Leadership::FunctionalByDesign { named: leaders, .. } => leaders,
            Leadership::Nobody { .. }
            | Leadership::OnlyListed { .. }
            | Leadership::Contradictory { .. }
            | Leadership::Unknown => &[],
        }
    }

    /// Whether this person is named as a leader.
    pub fn names(&self, person: &str) -> bool {
        self.leaders().iter().any(|leader| leader.value == person)
    }

    /// Whether one person leads, who also leads another live initiative.
    pub fn is_shared(&self) -> bool {
        matches!(self, Leadership::One { also_leads, .. } if !also_leads.is_empty())
    }
}

/// The one leader whom a registry names: in the field for it, else first on its list where the settings say that the
/// first one leads.
pub(super) fn registered_leader(
    entry: &Entry,
    inputs: Inputs<'_>,
    facts: AsOf<'_>,
    listed: &[Cited<String>],
) -> Option<Cited<String>> {
    let stated = entry.text(facts, RegistryKey::Leader).map(|(text, at)| Cited::new(text.to_owned(), facts.place(at)));
    stated.or_else(|| listed.first().filter(|_| inputs.config.registry.first_person_leads).cloned())
}

impl Initiative {
    /// Whether someone counts as the leader for being the first of several who are listed, and no source says more.
    pub(crate) fn first_of_several(&self, leader: &str, inputs: Inputs<'_>) -> bool {
        let is_first = self.listed.first().is_some_and(|first| {
            first.value == leader && self.leadership.leader().is_some_and(|named| named.place == first.place)
        });
        inputs.config.registry.first_person_leads && self.listed.len() > 1 && is_first
    }

    /// Where it is declared functional with a reason; absent where it is not. Then it asks for no leader and no team of
    /// its own.
    pub fn functional_by_design(&self) -> Option<&Place> {
        match &self.leadership {
            Leadership::FunctionalByDesign { declared, .. } => Some(declared),
            _ => None,
        }
    }
}

/// Live initiatives that each person leads, alone or with others, in alphabetical order, each with where the person is
/// named. What is functional by design is nobody's thread.
pub(super) fn threads(initiatives: &[Initiative]) -> BTreeMap<String, Vec<Cited<String>>> {
    let mut threads: BTreeMap<String, Vec<Cited<String>>> = BTreeMap::new();
    for initiative in initiatives.iter().filter(|one| one.live && one.functional_by_design().is_none()) {
        for leader in initiative.leadership.leaders() {
            let thread = Cited::new(initiative.id.clone(), leader.place.clone());
            threads.entry(leader.value.clone()).or_default().push(thread);
        }
    }
    threads
}

/// Completes the leadership of initiatives that are whole but for it: which are functional by design, and what else
/// each leader leads. They come in alphabetical order of id.
pub(super) fn complete(initiatives: &mut [Initiative]) {
    for initiative in initiatives.iter_mut() {
        let functional = initiative.wished.as_ref().filter(|form| form.value == WishedForm::Functional);
        if let Some(form) = functional.filter(|_| initiative.why.is_some()) {
            let (declared, named) = (form.place.clone(), initiative.leadership.leaders().to_vec());
            initiative.leadership = Leadership::FunctionalByDesign { declared, named };
        }
    }
    let threads = threads(initiatives);
    for initiative in initiatives {
        if let Leadership::One { leader, also_leads } = &mut initiative.leadership {
            let led = threads.get(&leader.value).into_iter().flatten();
            *also_leads = led.filter(|thread| thread.value != initiative.id).cloned().collect();
        }
    }
}
