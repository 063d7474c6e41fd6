//! No file holds anybody's e-mail address: the program drops them at the door, and so does its repository.

use super::{Check, Finding};
use crate::tree::Tree;

pub(super) const CHECK: Check = Check {
    name: "emails",
    find,
    planted: &[("examples/kubernetes/data/x.csv", "day,who\n2026-01-01,ada@lovelace.org\n")],
};

fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.texts(|_| true) {
        for (at, line) in text.lines().enumerate() {
            for address in addresses(line) {
                let fix = "take it out; where an address is needed as an example, use example.com";
                found.push(Finding::new(path, at + 1, format!("`{address}` is an e-mail address"), fix));
            }
        }
    }
    found
}

/// Words of the form `name@host.domain` that could be somebody's.
fn addresses(line: &str) -> Vec<String> {
    let in_name = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
    let in_host = |c: char| c.is_alphanumeric() || ".-".contains(c);
    let mut addresses = Vec::new();
    for (at, _) in line.match_indices('@') {
        let name_start = line[..at].rfind(|c| !in_name(c)).map_or(0, |end| {
            // The character before the name may take several bytes.
            end + line[end..].chars().next().map_or(1, char::len_utf8)
        });
        let behind = &line[at + 1..];
        let host = behind[..behind.find(|c| !in_host(c)).unwrap_or(behind.len())].trim_end_matches(['.', '-']);
        let name = &line[name_start..at];
        if !name.is_empty() && is_host(host) && !is_reserved(host) {
            addresses.push(format!("{name}@{host}"));
        }
    }
    addresses
}

fn is_host(host: &str) -> bool {
    let Some((before, last)) = host.rsplit_once('.') else { return false };
    // A version such as `action@v4.2.1` ends in a number.
    !before.is_empty() && last.chars().count() >= 2 && last.chars().all(char::is_alphabetic)
}

/// Domains that belong to nobody, for ever: RFC 2606.
fn is_reserved(host: &str) -> bool {
    let under = |domain: &str| host == domain || host.ends_with(&format!(".{domain}"));
    ["example.com", "example.net", "example.org"].into_iter().any(under)
        || [".example", ".invalid", ".test"].into_iter().any(|ending| host.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_what_looks_like_them() {
        for line in ["<ada.l+x@lovelace.co.uk>", "mail ä@ada.eu.", "(ada_l@sub-domain.dev)"] {
            assert_eq!(addresses(line).len(), 1, "{line}");
        }
        for line in ["ada@example.com", "a@mail.example.org", "@ada", "checkout@v4.2.1", "a @ b.org", "serde@1", "a@b"]
        {
            assert_eq!(addresses(line), [""; 0], "{line}");
        }
    }
}
