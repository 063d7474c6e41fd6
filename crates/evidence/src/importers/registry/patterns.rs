//! Patterns of paths, name by name, so that folders that can hold no match are never opened.

use globset::{GlobBuilder, GlobMatcher};

/// Most `**` of a pattern: each doubles the ways in which a path may match.
const ANY_FOLDERS_MAX: usize = 4;

/// Most names of a pattern.
const NAMES_MAX: usize = 64;

enum Step {
    /// Any number of folders, none included.
    AnyFolders,
    /// One name.
    Name(GlobMatcher),
}

/// Patterns, of which a path has to match one.
pub(super) struct PathPatterns {
    all: Vec<Vec<Step>>,
}

impl PathPatterns {
    /// Compiles patterns.
    ///
    /// # Errors
    /// The place of a pattern that is none, and why, as a clause.
    pub(super) fn new<'t>(patterns: impl Iterator<Item = &'t str>) -> Result<PathPatterns, (usize, String)> {
        let all =
            patterns.enumerate().map(|(at, text)| steps(text).map_err(|why| (at, why))).collect::<Result<_, _>>()?;
        Ok(PathPatterns { all })
    }

    /// Whether a path of a file matches; of a folder, whether a path in it may.
    pub(super) fn takes(&self, path: &[u8], is_folder: bool) -> bool {
        let path = String::from_utf8_lossy(path);
        let names: Vec<&str> = path.split('/').collect();
        self.all.iter().any(|steps| leads(steps, &names, is_folder))
    }
}

fn steps(text: &str) -> Result<Vec<Step>, String> {
    let text = text.trim().trim_start_matches("./").trim_start_matches('/');
    let mut steps = Vec::new();
    let mut any = 0;
    for name in text.split('/') {
        match name {
            "" => return Err("names no file".to_owned()),
            "**" if matches!(steps.last(), Some(Step::AnyFolders)) => {}
            "**" => {
                any += 1;
                steps.push(Step::AnyFolders);
            }
            name => {
                let glob = GlobBuilder::new(name).literal_separator(true).build();
                steps.push(Step::Name(glob.map_err(|error| error.kind().to_string())?.compile_matcher()));
            }
        }
    }
    if let Some(Step::AnyFolders) = steps.last() {
        let glob = GlobBuilder::new("*").build().map_err(|error| error.kind().to_string())?;
        steps.push(Step::Name(glob.compile_matcher()));
    }
    if any > ANY_FOLDERS_MAX || steps.len() > NAMES_MAX {
        return Err(format!("has more than {ANY_FOLDERS_MAX} `**` or {NAMES_MAX} names"));
    }
    Ok(steps)
}

fn leads(steps: &[Step], names: &[&str], is_folder: bool) -> bool {
    match (steps.split_first(), names.split_first()) {
        (step, None) => step.is_some() == is_folder,
        (None, Some(_)) => false,
        (Some((Step::AnyFolders, rest)), Some((_, after))) => {
            leads(rest, names, is_folder) || leads(steps, after, is_folder)
        }
        (Some((Step::Name(glob), rest)), Some((name, after))) => glob.is_match(name) && leads(rest, after, is_folder),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_opened_only_on_the_way_to_a_match() {
        let takes = |pattern: &str, path: &str| {
            let patterns = PathPatterns::new([pattern].into_iter()).expect("a pattern");
            let (path, is_folder) = path.strip_suffix('/').map_or((path, false), |path| (path, true));
            patterns.takes(path.as_bytes(), is_folder)
        };
        for (pattern, yes, no) in [
            (
                "ideas/*/idea.yaml",
                "ideas/ ideas/a/ ideas/a/idea.yaml",
                "shop/ ideas/a/b/ ideas/idea.yaml ideas/a/x.yaml",
            ),
            ("ideas/**/idea.yaml", "ideas/ ideas/a/b/ ideas/idea.yaml ideas/a/b/idea.yaml", "shop/ shop/idea.yaml"),
            ("ideas/{a,b}/*.md", "ideas/a/ ideas/b/x.md", "ideas/c/ ideas/c/x.md ideas/a/x/ ideas/a/x.yaml"),
            ("ideas/**", "ideas/ ideas/a ideas/a/b ideas/a/", "shop ideas"),
            ("/teams/*.toml", "teams/ teams/till.toml", "teams/archive/ teams/archive/x.toml"),
            ("**/**/x.md", "a/ x.md a/x.md", "a/y.md"),
        ] {
            for path in yes.split(' ') {
                assert!(takes(pattern, path), "{pattern} takes {path}");
            }
            for path in no.split(' ') {
                assert!(!takes(pattern, path), "{pattern} does not take {path}");
            }
        }
        for pattern in ["", "ideas/", "a//b", "[", "{a/b,c}", "**/a/**/a/**/a/**/a/**/a"] {
            assert!(PathPatterns::new([pattern].into_iter()).is_err(), "{pattern}");
        }
        assert_eq!(PathPatterns::new(["a", "["].into_iter()).err().map(|(at, _)| at), Some(1));
    }
}
