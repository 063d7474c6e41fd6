//! Paths of folders, and names that may pass the door.

use super::limits::{NAME_BYTES_MAX, VERSION_BYTES_MAX};

/// The folder of a file; a dot for the root.
pub(in crate::importers) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or(".", |(folder, _)| folder)
}

/// The folder that a relative path leads to from another one; absent when it leads out of the repository.
pub(in crate::importers) fn joined(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    if relative.starts_with('/') || relative.contains('\0') {
        return None;
    }
    for part in relative.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

/// The line, from 1, of a byte of a text. Places of a file are asked for in their order.
pub(in crate::importers) fn line_of(text: &str, byte: usize, from: &mut (usize, usize)) -> usize {
    let (line, at) = if byte < from.1 { (1, 0) } else { *from };
    let passed = text.as_bytes().get(at..byte).unwrap_or_default();
    let line = line + passed.iter().filter(|byte| **byte == b'\n').count();
    *from = (line, byte);
    line
}

/// Whether a text is the name of a package: `name` or `@scope/name`, and nothing that could be an address.
pub(in crate::importers) fn package_name(text: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~'))
    };
    text.len() <= NAME_BYTES_MAX
        && match text.strip_prefix('@') {
            Some(scoped) => scoped.split_once('/').is_some_and(|(scope, name)| is_name(scope) && is_name(name)),
            None => is_name(text),
        }
}

/// The version, when the text is one.
pub(in crate::importers) fn version_name(text: &str) -> Option<&str> {
    let is_version = text.len() <= VERSION_BYTES_MAX
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-'));
    is_version.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_joined_within_the_repository_only() {
        assert_eq!(joined(".", "crates/a").as_deref(), Some("crates/a"));
        assert_eq!(joined("crates/b", "../a/./").as_deref(), Some("crates/a"));
        assert_eq!(joined("crates", "..").as_deref(), Some("."));
        assert_eq!(joined("crates", "../.."), None);
        assert_eq!(joined("crates", "/etc"), None);
    }

    #[test]
    fn addresses_are_no_names_of_packages() {
        for name in ["serde", "serde_json", "@scope/name", "left-pad", "lodash.merge", "JSONStream"] {
            assert!(package_name(name), "{name}");
        }
        for name in ["", "ada@example.org", "@scope", "a/b", "@a/b/c", "a b", "a\u{202E}", &"x".repeat(215)] {
            assert!(!package_name(name), "{name}");
        }
        assert_eq!(version_name("1.0.0-rc.1+build5"), Some("1.0.0-rc.1+build5"));
        assert_eq!(version_name("git+ssh://x"), None);
        assert_eq!(version_name("1.0 <x>"), None);
    }
}
