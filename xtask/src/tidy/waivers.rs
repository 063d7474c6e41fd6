//! Where a check does not count, and why. A waiver that waives nothing is itself a finding.

/// A place where a check does not count.
pub(super) struct Waiver {
    /// Name of the check.
    pub(super) check: &'static str,
    /// A file, or a folder with `/` at its end.
    pub(super) path: &'static str,
    /// Why; for whoever wants to take the waiver out.
    #[expect(dead_code, reason = "read by people only")]
    pub(super) why: &'static str,
}

/// All waivers, in alphabetical order of check and path.
pub(super) const WAIVERS: &[Waiver] = &[
    Waiver { check: "claims", path: "docs/background/what-it-will-not-say.md", why: "it says what is not said" },
    Waiver {
        check: "emails",
        path: "crates/evidence/src/importers/table/values.rs",
        why: "its tests feed addresses to the code that drops them",
    },
    Waiver { check: "emails", path: "xtask/src/tidy/emails.rs", why: "its tests plant what it looks for" },
    Waiver { check: "encoding", path: "fuzz/corpus/", why: "inputs that parsers must take in any encoding" },
    Waiver {
        check: "files",
        path: "crates/cli/src/statistics.rs",
        why: "the system says there how much memory was used",
    },
    Waiver { check: "leftovers", path: "xtask/", why: "the check names its words, and templates are to be filled in" },
    Waiver { check: "machine-paths", path: "xtask/src/tidy/machine_paths.rs", why: "it names what it looks for" },
    Waiver { check: "spelling", path: "xtask/src/tidy/", why: "it names the words that it looks for" },
];

impl Waiver {
    /// Whether this waives a finding.
    pub(super) fn covers(&self, check: &str, path: &str) -> bool {
        let under = self.path.ends_with('/') && path.starts_with(self.path);
        self.check == check && (under || self.path == path)
    }
}
