//! Files that list what other files hold, and no more: `index.ts`, `mod.rs`, `__init__.py` and the like.
//!
//! Whoever adds something to a package writes it into such a list, so that a list ties together all that it names. By its
//! name such a file may hold code too, so that its text decides: what is left of it without comments, and without
//! statements that import, export, declare a module or list names.

use std::sync::LazyLock;

use regex::Regex;

/// The least share of its lines that a list of exports consists of. Tested by `a_list_of_exports_holds_hardly_anything_else`.
const LIST_SHARE_MIN: f64 = 0.8;

/// A language in which such files are written.
struct Language {
    /// Comments, and what else says nothing.
    comments: &'static str,
    /// What a list consists of.
    statements: &'static str,
    compiled: LazyLock<Option<[Regex; 2]>>,
}

static SCRIPT: Language = Language {
    comments: r#"(?s)/\*.*?\*/|(?m:(?:^|\s)//[^\n]*)|(?m:^\s*['"]use \w+['"];?\s*$)"#,
    statements: r#"(?s)\b(?:export|import)\s+(?:type\s+)?(?:\*(?:\s+as\s+[\w$]+)?|\{[^{}]*\}|[\w$]+(?:\s*,\s*(?:\{[^{}]*\}|\*\s+as\s+[\w$]+))?)\s*(?:\bfrom\s*)?['"][^'"\n]*['"]\s*;?|\bexport\s+(?:type\s+)?\{[^{}]*\}\s*;?|\bimport\s+['"][^'"\n]*['"]\s*;?|\bexport\s+default\s+[\w$]+\s*;?|\bmodule\.exports\s*=\s*\{[\w\s$,]*\}\s*;?"#,
    compiled: LazyLock::new(|| compile(&SCRIPT)),
};
static RUST: Language = Language {
    comments: r"(?s)/\*.*?\*/|//[^\n]*|#!?\[[^\]]*\]",
    statements: r"(?s)(?:\bpub(?:\s*\([^)]*\))?\s+)?(?:\b(?:mod|extern\s+crate)\s+\w+\s*;|\buse\s+[^;]+;|\b(?:const|static)\s+\w+\s*:[^=;]+=\s*&?\s*\[[\w\s:,&]*\]\s*;)",
    compiled: LazyLock::new(|| compile(&RUST)),
};
static PYTHON: Language = Language {
    comments: r#"(?s)"{3}.*?"{3}|'{3}.*?'{3}|#[^\n]*"#,
    statements: r"(?sm)^[ \t]*from\s+[\w.]+\s+import\s+(?:\([^()]*\)|[^\n(]+$)|^[ \t]*import\s+[^\n]+$|^__all__\s*(?::[^=\n]*)?\+?=\s*[\[(][^\[\]()]*[\])]",
    compiled: LazyLock::new(|| compile(&PYTHON)),
};

fn compile(language: &Language) -> Option<[Regex; 2]> {
    Some([Regex::new(language.comments).ok()?, Regex::new(language.statements).ok()?])
}

/// The language of a path whose name is that of such a list; nothing for other names.
fn language_of(path: &str) -> Option<&'static Language> {
    let name = path.rsplit('/').next()?.to_ascii_lowercase();
    let (stem, ending) = name.rsplit_once('.')?;
    match ending {
        "rs" if matches!(stem, "mod" | "lib") => Some(&RUST),
        "py" | "pyi" if stem == "__init__" => Some(&PYTHON),
        "ts" | "tsx" | "js" | "jsx" | "mts" | "mjs" | "cts" | "cjs" => {
            let first = stem.split('.').next().unwrap_or_default();
            let is_list = matches!(first, "index" | "exports" | "public-api" | "public_api" | "barrel");
            is_list.then_some(&SCRIPT)
        }
        _ => None,
    }
}

/// Whether a path may be such a list by its name, so that its text is worth a look.
pub(super) fn may_be_list(path: &str) -> bool {
    language_of(path).is_some()
}

/// Whether a file lists what others hold, and hardly holds anything else.
pub(super) fn is_list(path: &str, bytes: &[u8]) -> bool {
    let compiled = language_of(path).and_then(|language| language.compiled.as_ref());
    let Some([comments, statements]) = compiled else { return false };
    let text = String::from_utf8_lossy(bytes);
    let bare = comments.replace_all(&text, "\n");
    let lines = |text: &str| text.lines().filter(|line| !line.trim().is_empty()).count();
    let rest = lines(&statements.replace_all(&bare, "\n"));
    let all = lines(&bare);
    // Statements over several lines leave blank ones, and what is left are lines of something else.
    all > 0 && rest < all && (all - rest) as f64 >= LIST_SHARE_MIN * all as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_exports_are_known_by_their_text() {
        for (path, text) in [
            ("src/index.ts", "export { a, b as c } from './a';\nexport * from './b';\nexport type { T } from './t';\n"),
            (
                "src/index.server.ts",
                "// all of it\nimport { x } from './x';\nexport {\n  a,\n  // not b\n  c,\n} from '@x/node';\nexport default x;\n",
            ),
            ("src/index.js", "'use strict';\nimport './polyfill';\nexport * as all from './all'\n"),
            (
                "src/mod.rs",
                "//! Rules.\n\nmod a;\npub(crate) mod b;\n\nuse a::{A,\n    B};\n\n/// All.\npub const RULES: &[Rule] = &[\n    a::RULE,\n    b::RULE,\n];\n",
            ),
            ("src/lib.rs", "#![forbid(unsafe_code)]\npub mod a;\n#[cfg(unix)]\npub mod b;\npub use a::A;\n"),
            (
                "x/__init__.py",
                "\"\"\"The package.\"\"\"\nfrom .a import A\nfrom .b import (\n    B,\n    C,\n)\n\n__all__ = [\n    \"A\",\n    \"B\",\n]\n",
            ),
        ] {
            assert!(is_list(path, text.as_bytes()), "{path}\n{text}");
        }
        for (path, text) in [
            ("src/index.ts", "export function a() {\n  return 1;\n}\nexport const b = 2;\n"),
            ("src/app.ts", "export * from './b';\n"),
            ("src/mod.rs", "mod a;\n\nfn run() {\n    a::run();\n}\n"),
            ("x/__init__.py", "# a comment\nfrom .a import A\n# and\n\ndef run():\n    return A\n"),
            ("src/mod.rs", "// a comment\nmod a;\nfn run() {}\n"),
            ("src/index.ts", "// a comment\nexport * from './a';\nrun();\n"),
            ("x/__init__.py", "VERSION = \"1\"\n"),
            ("x/__init__.py", ""),
            ("src/index.ts", "// nothing yet\n"),
            ("index", "export * from './b';\n"),
        ] {
            assert!(!is_list(path, text.as_bytes()), "{path}\n{text}");
        }
    }

    #[test]
    fn a_list_of_exports_holds_hardly_anything_else() {
        let is = |listed: usize, other: usize| {
            let lines = (0..listed).map(|n| format!("export * from './a{n}';\n"));
            let text: String = lines.chain((0..other).map(|n| format!("run({n});\n"))).collect();
            is_list("src/index.ts", text.as_bytes())
        };
        assert!(is(4, 1) && is(8, 2), "four of five lines");
        assert!(!is(79, 21) && !is(3, 1), "and fewer");
        assert_eq!(LIST_SHARE_MIN, 0.8);
    }
}
