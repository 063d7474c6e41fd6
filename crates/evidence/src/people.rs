//! Who is who: ids from the organization's files, pseudonyms for everybody else.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The people and teams that the organization's files name: how evidence writes them, and their id.
///
/// Texts are compared without surrounding space, without a leading `@` and without regard to case.
#[derive(Clone, Debug, Default)]
pub struct People {
    ids: HashMap<String, String>,
    teams: HashMap<String, String>,
    agents: BTreeSet<String>,
}

impl People {
    /// Knows nobody yet.
    pub fn new() -> People {
        People::default()
    }

    /// Says that `as_written` in evidence is the person `id`. The first id given for a text stays.
    ///
    /// Add every id as itself, and every handle of `known-as`.
    pub fn add(&mut self, as_written: &str, id: &str) {
        let text = canonical(as_written);
        if !text.is_empty() {
            self.ids.entry(text).or_insert_with(|| id.to_owned());
        }
    }

    /// The id of the person whom evidence writes like this, when the organization's files name them.
    pub fn find(&self, as_written: &str) -> Option<&str> {
        if self.ids.is_empty() {
            return None;
        }
        self.ids.get(&canonical(as_written)).map(String::as_str)
    }

    /// Says that the person `id` is none, but an agent.
    pub fn add_agent(&mut self, id: &str) {
        self.agents.insert(id.to_owned());
    }

    /// Whether an id is that of an agent.
    pub fn is_agent(&self, id: &str) -> bool {
        self.agents.contains(id)
    }

    /// The ids of agents, in order.
    pub(crate) fn agents(&self) -> &BTreeSet<String> {
        &self.agents
    }

    /// Says that `as_written` in evidence is the team `id`. The first id given for a text stays.
    ///
    /// Add every id as itself, and every handle of `known-as`.
    pub fn add_team(&mut self, as_written: &str, id: &str) {
        let text = canonical(as_written);
        if !text.is_empty() {
            self.teams.entry(text).or_insert_with(|| id.to_owned());
        }
    }

    /// The id of the team that evidence writes like this, when the organization's files name it.
    ///
    /// A handle such as `@shop/payments` is looked for as a whole first, and then by its last part.
    pub fn find_team(&self, as_written: &str) -> Option<&str> {
        if self.teams.is_empty() {
            return None;
        }
        let text = canonical(as_written);
        let last = text.rsplit('/').next().unwrap_or(&text);
        self.teams.get(&text).or_else(|| self.teams.get(last)).map(String::as_str)
    }

    /// How evidence writes the teams that the organization's files name, in no order.
    pub(crate) fn teams(&self) -> impl Iterator<Item = &str> {
        self.teams.keys().map(String::as_str)
    }

    /// Everybody, by how evidence writes them.
    pub(crate) fn sorted(&self) -> BTreeMap<&str, &str> {
        self.ids.iter().map(|(text, id)| (text.as_str(), id.as_str())).collect()
    }
}

/// Makes pseudonyms with a key: HMAC-SHA256, of which 64 bits are shown.
///
/// Without the key nobody can tell whether a name belongs to a pseudonym, not even by trying all names.
#[derive(Clone)]
pub struct Pseudonyms {
    // Keyed once; each pseudonym starts from a copy.
    keyed: Hmac<Sha256>,
}

impl Pseudonyms {
    /// Pseudonyms under this key. The same key gives the same pseudonyms on every machine.
    pub fn from_key(key: [u8; 32]) -> Pseudonyms {
        // HMAC fills a key up to the block of its hash with zeros.
        let mut block = [0; 64];
        block[..32].copy_from_slice(&key);
        Pseudonyms { keyed: Hmac::<Sha256>::new(&block.into()) }
    }

    /// The pseudonym of a text: `p-` and 16 hexadecimal digits.
    ///
    /// Surrounding space, a leading `@` and case make no difference.
    pub fn pseudonym(&self, text: &str) -> String {
        format!("p-{}", self.digits(canonical(text).as_bytes()))
    }

    /// Tells keys apart without telling the key. No name has the control characters that stand in it.
    pub(crate) fn key_id(&self) -> String {
        self.digits(b"\0which key\0")
    }

    /// The first 64 bits under the key.
    fn digits(&self, bytes: &[u8]) -> String {
        let mut mac = self.keyed.clone();
        mac.update(bytes);
        let all = mac.finalize().into_bytes();
        let first = all.first_chunk::<8>().copied().unwrap_or_default();
        format!("{:016x}", u64::from_be_bytes(first))
    }
}

impl fmt::Debug for Pseudonyms {
    // The key must not reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pseudonyms")
    }
}

/// The form in which two spellings of one person are equal.
fn canonical(text: &str) -> String {
    handle(text).to_lowercase()
}

/// A name or handle without surrounding space and without the `@` that some tools put before it.
pub(crate) fn handle(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('@').map_or(text, str::trim_start)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test case 2. HMAC fills short keys with zeros, so that its key of four bytes fits one of 32.
    #[test]
    fn pseudonyms_are_hmac_sha256() {
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let pseudonyms = Pseudonyms::from_key(key);
        assert_eq!(pseudonyms.pseudonym("what do ya want for nothing?"), "p-5bdcc146bf60754e");
        assert_eq!(pseudonyms.pseudonym("  @What do ya want for NOTHING? "), "p-5bdcc146bf60754e");
        assert_ne!(Pseudonyms::from_key([1; 32]).pseudonym("ada"), Pseudonyms::from_key([2; 32]).pseudonym("ada"));
        assert_eq!(format!("{pseudonyms:?}"), "Pseudonyms");
    }

    #[test]
    fn people_are_found_however_they_are_written() {
        let mut people = People::new();
        people.add("ines", "ines");
        people.add("@InesG", "ines");
        people.add("inesg", "somebody-else");
        people.add(" ", "nobody");
        assert_eq!(people.find(" @INESG "), Some("ines"));
        assert_eq!(people.find("Ines"), Some("ines"));
        assert_eq!(people.find(""), None);
        assert_eq!(people.find("tomas"), None);
    }
}
