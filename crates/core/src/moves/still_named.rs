//! Where somebody or something that an act ends is still named afterwards: every place, and one fix.

use onethread_model::Change;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::standing::{entry_words, standing};
use super::{Standing, hand_over, seat};
use crate::measure::View;

/// Places that still name somebody or something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StillNamed {
    /// Who or what, as `kind:id`.
    pub subject: String,
    /// Every place: offices first, then work, then records, each in the order of the files.
    pub places: Vec<NamedPlace>,
    /// What puts all of it right, as it would be typed or added to the act; absent where nothing has to be.
    pub fix: Option<String>,
}

/// A place that names somebody or something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct NamedPlace {
    /// What the statement is.
    pub standing: Standing,
    /// Where it is.
    pub place: Place,
    /// The statement, such as `owner` of an entry.
    pub says: String,
}

/// Every place that names an entry of a kind on the day of the view.
pub fn named_places(kind: &str, id: &str, view: &View<'_>) -> Vec<NamedPlace> {
    let one = |naming: &onethread_model::org::Naming| NamedPlace {
        standing: standing(kind, id, naming, view),
        place: view.inputs.sources.place(naming.span),
        says: entry_words(naming),
    };
    let mut places: Vec<NamedPlace> = view.naming(kind, id).iter().map(one).collect();
    places.sort_by_key(|place| place.standing);
    places
}

/// Somebody or something that a change ends, as it was before.
#[derive(Clone, Debug)]
pub struct Ending {
    kind: &'static str,
    id: String,
    /// Of which initiative it is the leader who hands over: then only what is about that one counts.
    of: Option<String>,
    /// What would put all of it right, as it would be typed.
    fix: Option<String>,
}

/// Whom or what a change ends; absent for kinds that end nothing.
pub fn ending(change: &Change, before: &View<'_>) -> Option<Ending> {
    let ending =
        |kind, key: &str, fix: Option<String>| Some(Ending { kind, id: change.text(key)?.to_owned(), of: None, fix });
    let (person, initiative) = (change.text("person").unwrap_or_default(), change.initiative());
    match change.kind {
        "leave" if change.text("moves") == Some(seat::PERSON) => ending("person", "person", None),
        "leave" => ending("person", "person", Some(format!("leave {person}, successor = ..."))),
        "end" => ending("initiative", "initiative", Some("dependants-to = ...".to_owned())),
        "merge" => ending("initiative", "initiative", None),
        "hand-over" => {
            let id = hand_over::former(change, before.initiative(initiative))?.to_owned();
            let fix = change.get("receiver").is_some().then(|| "takes = all".to_owned());
            Some(Ending { kind: "person", id, of: Some(initiative.to_owned()), fix })
        }
        _ => None,
    }
}

/// What ends and is still named, after all changes were carried out.
pub fn still_named(endings: &[Ending], after: &View<'_>) -> Vec<StillNamed> {
    endings.iter().filter_map(|ending| ending.named(after)).collect()
}

impl Ending {
    fn named(&self, after: &View<'_>) -> Option<StillNamed> {
        let mut places = named_places(self.kind, &self.id, after);
        if let Some(initiative) = &self.of {
            let all = after.naming(self.kind, &self.id);
            let about = all.iter().filter(|naming| hand_over::is_about(naming, initiative, after));
            let about: Vec<Place> = about.map(|naming| after.inputs.sources.place(naming.span)).collect();
            places.retain(|one| one.standing != Standing::Past && about.contains(&one.place));
        }
        let needs_fix = places.iter().any(|place| place.standing == Standing::Office);
        let fix = self.fix.clone().filter(|_| needs_fix);
        let subject = format!("{}:{}", self.kind, self.id);
        (!places.is_empty()).then_some(StillNamed { subject, places, fix })
    }
}
