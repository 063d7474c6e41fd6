//! Paths of folders, and names that may pass the door.

use super::limits::{LICENSE_BYTES_MAX, NAME_BYTES_MAX, VERSION_BYTES_MAX};

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

/// The license, when the text is an expression of SPDX or reads like one: `MIT`, `(MIT OR Apache-2.0)`, `MIT/Apache-2.0`.
/// `SEE LICENSE IN file`, as npm has it, is `custom`. A dot stands before a digit only, so that no host gets through.
pub(in crate::importers) fn license_name(text: &str) -> Option<&str> {
    let text = text.trim();
    if text.starts_with("SEE LICENSE IN ") {
        return Some("custom");
    }
    let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '+' | ' ' | '(' | ')' | '/');
    let has_host = text.split('.').skip(1).any(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    let is_license =
        !text.is_empty() && text.len() <= LICENSE_BYTES_MAX && text.chars().all(is_sign) && !text.contains("//");
    (is_license && !has_host).then_some(text)
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

    /// Identifiers and expressions of the list of SPDX, and what must not pass.
    #[test]
    fn licenses_hold_no_address() {
        for text in ["MIT", "0BSD", "(MIT OR Apache-2.0)", "GPL-2.0+", "MIT/Apache-2.0", "UNLICENSED"] {
            assert_eq!(license_name(text), Some(text));
        }
        let exception = "GPL-2.0-only WITH Classpath-exception-2.0";
        assert_eq!(license_name(exception), Some(exception));
        assert_eq!(license_name("SEE LICENSE IN ada@example.org"), Some("custom"));
        let (longest, longer) = ("A".repeat(LICENSE_BYTES_MAX), "A".repeat(LICENSE_BYTES_MAX + 1));
        assert_eq!((license_name(&longest), license_name(&longer)), (Some(longest.as_str()), None));
        for text in ["", " ", "see example.org/x", "https://example.org", "ada@x", "MIT\nX", "a.", "MIT <x>", "//x"] {
            assert_eq!(license_name(text), None);
        }
    }
}
