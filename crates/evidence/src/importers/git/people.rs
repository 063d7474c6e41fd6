//! Who made a change: a person under one key however the history writes them, or a bot.

use gix::bstr::{BStr, ByteSlice};

use super::accounts::{AccountKind, kind_of, looks_like_bot};
use super::commit::{Signature, trailers};
use super::limits::{COAUTHORS_MAX, MAILMAP_BYTES_MAX};

/// Hosts of addresses that forges make up so that people need not show theirs: the part before the `@` is the handle,
/// perhaps behind a number and a `+` or before one.
const NO_REPLY: &[&str] = &["noreply.github.com", "noreply.gitlab.com", "noreply.gitea.com", "noreply.codeberg.org"];

/// Who is a bot.
#[derive(Clone, Debug, Default)]
pub struct Bots {
    more: Vec<String>,
}

impl Bots {
    /// The known ones, and these.
    pub fn with<'n>(names: impl IntoIterator<Item = &'n str>) -> Bots {
        Bots { more: names.into_iter().map(|name| name.trim().to_lowercase()).collect() }
    }

    /// Who stands behind a name and an address.
    pub fn kind(&self, name: &str, address: &str) -> AccountKind {
        let (name, address) = (name.trim().to_lowercase(), address.trim().to_lowercase());
        kind_of(&name, &address, account(&address), &self.more)
    }
}

/// The names that people in one repository correct each other by.
#[derive(Debug, Default)]
pub struct Mailmap(gix::mailmap::Snapshot);

impl Mailmap {
    /// Reads the text of a `.mailmap`. Lines that cannot be read are left out; a text of more than
    /// [`MAILMAP_BYTES_MAX`] is not read at all.
    pub fn read(bytes: &[u8]) -> Mailmap {
        let bytes = if bytes.len() > MAILMAP_BYTES_MAX { b"" } else { bytes };
        Mailmap(gix::mailmap::Snapshot::from_bytes(bytes))
    }

    /// The name and address that stand for these.
    pub fn resolve<'a>(&'a self, name: &'a [u8], address: &'a [u8]) -> (&'a [u8], &'a [u8]) {
        let signature = gix::actor::SignatureRef { name: name.as_bstr(), email: address.as_bstr(), time: "0 +0000" };
        let Some(resolved) = self.0.try_resolve_ref(signature) else { return (name, address) };
        let or = |new: Option<&'a BStr>, old: &'a [u8]| new.map_or(old, |new| new.as_bytes());
        (or(resolved.name, name), or(resolved.email, address))
    }
}

/// Someone as a history writes them, with every spelling under which the organization may know them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// What tells them from others: the handle of a made-up address, else the address, else the name. Lower case.
    pub key: String,
    /// The name in lower case, with one blank between words.
    pub name: String,
    /// Key, address, handle and name, as the organization's files may write them.
    pub spellings: Vec<String>,
    /// Who it is.
    pub kind: AccountKind,
    /// Whether it is a person only because no table and no setting says that it is a bot.
    pub looks_like_bot: bool,
    /// Whether the address is one that a forge made up, so that its handle stands for the person.
    pub is_made_up: bool,
    /// Whether the mailmap put this in the place of what was written.
    pub is_renamed: bool,
}

impl Identity {
    /// The identity behind a name and an address, after the mailmap; `None` when both are empty.
    pub fn of(name: &[u8], address: &[u8], bots: &Bots) -> Option<Identity> {
        let name = String::from_utf8_lossy(name).trim().to_owned();
        let address = String::from_utf8_lossy(address).trim().to_lowercase();
        let handle = handle(&address);
        let key = handle.or(Some(address.as_str()).filter(|text| !text.is_empty())).unwrap_or(&name).to_lowercase();
        if key.is_empty() {
            return None;
        }
        let kind = bots.kind(&name, &address);
        let looks_like_bot = kind == AccountKind::Person && looks_like_bot(&name.to_lowercase(), account(&address));
        let texts = [Some(key.as_str()), Some(&address), handle, Some(&name)];
        let mut spellings: Vec<String> =
            texts.into_iter().flatten().filter(|text| !text.is_empty()).map(str::to_owned).collect();
        spellings.dedup();
        let name = name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Identity { key, name, spellings, kind, looks_like_bot, is_made_up: handle.is_some(), is_renamed: false })
    }
}

/// The handle behind an address that a forge made up.
fn handle(address: &str) -> Option<&str> {
    let (account, host) = address.rsplit_once('@')?;
    let host = host.strip_prefix("users.").unwrap_or(host);
    if !NO_REPLY.contains(&host) {
        return None;
    }
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let handle = match account.split_once('+') {
        Some((number, handle)) if is_number(number) => handle,
        _ => match account.split_once('-') {
            Some((number, handle)) if is_number(number) => handle,
            _ => account,
        },
    };
    (!handle.is_empty()).then_some(handle)
}

/// What stands before the `@`, without a number that a forge put there.
fn account(address: &str) -> &str {
    handle(address).unwrap_or_else(|| address.split('@').next().unwrap_or_default())
}

/// Those whom a message names as authors beside the author, in order.
pub fn co_authors(message: &[u8]) -> impl Iterator<Item = Signature<'_>> {
    let is_co_author = |key: &[u8]| key.eq_ignore_ascii_case(b"co-authored-by");
    trailers(message)
        .filter(move |(key, _)| is_co_author(key))
        .map(|(_, value)| Signature::read(value))
        .take(COAUTHORS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_a_forge_made_up_lead_to_one_handle() {
        let key = |address: &str| Identity::of(b"Ada Example", address.as_bytes(), &Bots::default()).map(|one| one.key);
        for (account, host) in [
            ("12345+ada", "users.noreply.github.com"),
            ("Ada", "users.noreply.github.com"),
            ("678-ada", "users.noreply.gitlab.com"),
            ("ada", "noreply.codeberg.org"),
        ] {
            assert_eq!(key(&format!("{account}@{host}")).as_deref(), Some("ada"), "{account} at {host}");
        }
        assert_eq!(key("ADA@example.org").as_deref(), Some("ada@example.org"));
        assert_eq!(key("").as_deref(), Some("ada example"));
        assert_eq!(Identity::of(b" ", b"", &Bots::default()), None);
    }

    #[test]
    fn bots_are_told_from_people() {
        let bots = Bots::with(["Till Robot"]);
        let has = |name: &str, address: &str| bots.kind(name, address) != AccountKind::Person;
        assert!(has("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"));
        assert!(has("Somebody", "49699333+renovate[bot]@users.noreply.github.com"));
        assert!(has("bors", "bors@rust-lang.example"));
        assert!(has("till robot", "till@example.org"));
        assert!(!has("Ada Bot", "ada@example.org"));
        assert!(!has("Abbot", "abbot@example.org"));
        assert_eq!(bots.kind("Copilot", &format!("198982749+Copilot@users.{}", NO_REPLY[0])), AccountKind::Agent);
        let looks =
            |name: &str| Identity::of(name.as_bytes(), b"x@example.org", &bots).is_some_and(|one| one.looks_like_bot);
        assert!(looks("Ada Bot") && !looks("Till Robot") && !looks("Abbot"));
    }

    /// The example of the manual page gitmailmap(5), with its invented people.
    #[test]
    fn a_mailmap_is_followed_as_its_manual_says() {
        let map = Mailmap::read(
            b"Joe R. Developer <joe@example.com>\nJane Doe <jane@example.com> <jane@laptop.(none)>\n\
            Jane Doe <jane@example.com> <jane@desktop.(none)>\nbroken line\n",
        );
        let resolve = |name: &str, address: &str| {
            let (name, address) = map.resolve(name.as_bytes(), address.as_bytes());
            (name.to_str_lossy().into_owned(), address.to_str_lossy().into_owned())
        };
        let jane = ("Jane Doe".to_owned(), "jane@example.com".to_owned());
        assert_eq!(resolve("Jane", "jane@laptop.(none)"), jane);
        assert_eq!(resolve("jd", "JANE@desktop.(none)"), jane);
        assert_eq!(resolve("joe", "joe@example.com").0, "Joe R. Developer");
        assert_eq!(resolve("Ada", "ada@example.org"), ("Ada".to_owned(), "ada@example.org".to_owned()));
    }
}
