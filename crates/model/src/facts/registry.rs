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
    /// What code calls it.
    pub key: RegistryKey,
    /// Our name; `.*` at the end stands for a milestone.
    pub name: &'static str,
    /// What its value is.
    pub kind: RegistryFieldKind,
    /// What it says.
    pub doc: &'static str,
}

macro_rules! registry_fields {
    ($($key:ident $name:literal $kind:ident $doc:literal),* $(,)?) => {
        /// The fields by which code asks a registry: each name is written once, in [`REGISTRY_FIELDS`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RegistryKey { $( #[doc = $doc] $key, )* }

        /// All fields that a registry can fill, in alphabetical order.
        pub const REGISTRY_FIELDS: &[RegistryField] = &[$(
            RegistryField { key: RegistryKey::$key, name: $name, kind: RegistryFieldKind::$kind, doc: $doc },
        )*];
    };
}

registry_fields! {
    Approvers "approvers" People "Those whose approval is required.",
    Created "created" Day "The day the idea was recorded, as the registry states it.",
    DependsOn "depends-on" Teams "Teams that the initiative says it needs.",
    Ended "ended" Day "The day it ended.",
    LatestTarget "latest-target" Release "The release that the entry was last planned for.",
    Leader "leader" Person "The one leader.",
    Participants "participants" Teams "Other teams that take part; each is a declared dependency.",
    People "people" People "Those listed as doing it, in the registry's order.",
    Registered "registered" Mark "Something of the entry was there.",
    Scope "scope" Scope "What it changes or owns.",
    Shipped "shipped.*" Day "The day a milestone reached its users.",
    Signoff "signoff.*" People "Who signed a milestone off.",
    Stage "stage" Word "The milestone that the entry says it is working on.",
    Status "status" Word "Its status, in the registry's words.",
    Target "target.*" Release "The release or day that a milestone is planned for.",
    Team "team" Team "The team that has it.",
    Title "title" Text "What people call it.",
    Version "version" Mark "A new version of the entry was filed.",
}

impl RegistryKey {
    /// The field.
    pub fn field(self) -> &'static RegistryField {
        // Keys and fields come from one declaration, in one order.
        &REGISTRY_FIELDS[self as usize]
    }

    /// Its name in facts; that of a field for each milestone has the milestone behind it.
    pub fn name(self) -> &'static str {
        self.field().name
    }

    /// The name of the field of this milestone, such as `target.beta`.
    pub fn of(self, milestone: &str) -> String {
        format!("{}{milestone}", self.name().trim_end_matches('*'))
    }
}

/// The registry field with this name, such as `people` or `target.beta`.
pub fn registry_field(name: &str) -> Option<&'static RegistryField> {
    REGISTRY_FIELDS.iter().find(|field| match field.name.strip_suffix('*') {
        Some(prefix) => name.len() > prefix.len() && name.starts_with(prefix),
        None => field.name == name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_finds_its_field_by_name() {
        for field in REGISTRY_FIELDS {
            assert_eq!(field.key.name(), field.name);
            let name = if field.name.ends_with('*') { field.key.of("beta") } else { field.name.to_owned() };
            assert_eq!(registry_field(&name).map(|found| found.key), Some(field.key), "{name}");
        }
        assert_eq!(RegistryKey::Target.of("beta"), "target.beta");
    }
}
