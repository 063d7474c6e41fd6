//! The fields that a registry of initiatives can fill: the words of `initiative_event` and `initiative_snapshot`.

/// What the value of a registry field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistryFieldKind {
    /// Nothing: that it happened is all.
    Mark,
    /// One text.
    Text,
    /// A word whose meaning the `[registry]` settings say.
    Word,
    /// A day.
    Day,
    /// One person.
    Person,
    /// Several people.
    People,
    /// One team.
    Team,
    /// Several teams.
    Teams,
    /// Several initiatives.
    Initiatives,
    /// A release, or a day.
    Release,
    /// Several pieces of scope, `kind:name`.
    Scope,
}

impl RegistryFieldKind {
    /// Whether several values may stand in one cell.
    pub fn is_list(self) -> bool {
        use RegistryFieldKind::{Initiatives, People, Scope, Teams};
        matches!(self, People | Teams | Initiatives | Scope)
    }

    /// Whether values are people, and become pseudonyms at the door.
    pub fn is_people(self) -> bool {
        matches!(self, RegistryFieldKind::Person | RegistryFieldKind::People)
    }
}

/// A field that a registry of initiatives can fill.
#[derive(Clone, Copy, Debug)]
pub struct RegistryField {
    /// Our name; `.*` at the end stands for a milestone.
    pub name: &'static str,
    /// What its value is.
    pub kind: RegistryFieldKind,
    /// What it says.
    pub doc: &'static str,
}

const fn of(name: &'static str, kind: RegistryFieldKind, doc: &'static str) -> RegistryField {
    RegistryField { name, kind, doc }
}

/// All fields that a registry can fill, in alphabetical order.
pub const REGISTRY_FIELDS: &[RegistryField] = &[
    of("approvers", RegistryFieldKind::People, "Those whose approval is required."),
    of("created", RegistryFieldKind::Day, "The day the idea was recorded, as the registry states it."),
    of("depends-on", RegistryFieldKind::Teams, "Teams that the initiative says it needs."),
    of("ended", RegistryFieldKind::Day, "The day it ended."),
    of("latest-target", RegistryFieldKind::Release, "The release that the entry was last planned for."),
    of("leader", RegistryFieldKind::Person, "The one leader."),
    of("participants", RegistryFieldKind::Teams, "Other teams that take part; each is a declared dependency."),
    of("people", RegistryFieldKind::People, "Those listed as doing it, in the registry's order."),
    of("registered", RegistryFieldKind::Mark, "Something of the entry was there."),
    of("scope", RegistryFieldKind::Scope, "What it changes or owns."),
    of("shipped.*", RegistryFieldKind::Day, "The day a milestone reached its users."),
    of("signoff.*", RegistryFieldKind::People, "Who signed a milestone off."),
    of("stage", RegistryFieldKind::Word, "The milestone that the entry says it is working on."),
    of("status", RegistryFieldKind::Word, "Its status, in the registry's words."),
    of("target.*", RegistryFieldKind::Release, "The release or day that a milestone is planned for."),
    of("team", RegistryFieldKind::Team, "The team that has it."),
    of("title", RegistryFieldKind::Text, "What people call it."),
    of("version", RegistryFieldKind::Mark, "A new version of the entry was filed."),
];

/// The registry field with this name, such as `people` or `target.beta`.
pub fn registry_field(name: &str) -> Option<&'static RegistryField> {
    REGISTRY_FIELDS.iter().find(|field| match field.name.strip_suffix('*') {
        Some(prefix) => name.len() > prefix.len() && name.starts_with(prefix),
        None => field.name == name,
    })
}
