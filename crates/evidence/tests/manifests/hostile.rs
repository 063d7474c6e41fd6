//! No input ends the run, and every record of any input is accounted for.

use onethread_evidence::importers::manifests::File;
use proptest::prelude::*;

use crate::common::{check, files, parse, rejects, rows};

fn bytes(path: &str, bytes: &[u8]) -> File {
    File { path: path.to_owned(), bytes: Some(bytes.to_vec()) }
}

#[test]
fn files_that_are_none_are_refused_as_a_whole() {
    for (format, name) in [("cargo", "Cargo.toml"), ("npm", "package.json")] {
        for text in [&b"\xFF\xFE"[..], b"{", b"[[[", b"a = = b", b"\0", b"[1]"] {
            let found = parse(format, &[bytes(name, text)]);
            if !rejects(&found).is_empty() {
                assert_eq!(found.files[0].read, 1, "{format}");
            }
            assert_eq!(rows(&found), Vec::<String>::new(), "{format}");
        }
        let found = parse(format, &[File { path: name.to_owned(), bytes: None }]);
        assert!(rejects(&found)[0].contains("larger than 3145728 bytes"), "{:?}", rejects(&found));
    }
    let conflict = "[[package]]\nname = \"a\"\n<<<<<<< ours\nversion = \"1.0.0\"\n";
    let found = parse("cargo", &files(&[("Cargo.toml", "[workspace]\n"), ("Cargo.lock", conflict)]));
    assert_eq!(rejects(&found), ["Cargo.lock:3 it is not TOML; a merge may have gone wrong"]);
    let found = parse("npm", &files(&[("package.json", "{}"), ("package-lock.json", "{\n\"a\": <<<<\n}")]));
    assert_eq!(rejects(&found), ["package-lock.json:2 it is no JSON object; a merge may have gone wrong"]);
}

#[test]
fn depth_and_size_end_nothing() {
    let deep = "[".repeat(200_000);
    parse("cargo", &files(&[("Cargo.toml", &format!("a = {deep}"))]));
    parse("npm", &files(&[("package.json", &format!("{{\"dependencies\": {deep}"))]));
    // Packages within packages, far deeper than anybody installs them.
    let mut lock = "{\"dependencies\":{\"a\":{\"version\":\"1.0.0\",".repeat(2_000);
    lock += "\"dependencies\":{}";
    lock += &"}".repeat(6_000);
    let found = parse("npm", &files(&[("package.json", "{}"), ("package-lock.json", &lock)]));
    assert_eq!(found.files.len(), 2);
    // A workspace of patterns that match nothing quickly.
    let patterns: Vec<String> = (0..2_000).map(|n| format!("\"{}{n}\"", "*/**/".repeat(20))).collect();
    let root = format!("[workspace]\nmembers = [{}]\n", patterns.join(","));
    let mut all = vec![("Cargo.toml".to_owned(), root)];
    all.extend((0..200).map(|n| (format!("{}x{n}/Cargo.toml", "a/".repeat(50)), "[package]\n".to_owned())));
    let all: Vec<(&str, &str)> = all.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    parse("cargo", &files(&all));
}

#[test]
fn addresses_and_tricks_of_the_terminal_stay_outside() {
    let manifest = "[package]\nname = \"ada@example.org\"\nauthors = [\"Ada <ada@example.org>\"]\n[dependencies]\n\
                    \"ada@example.org\" = \"1\"\n\"\u{202E}x\" = \"1\"\nok = { package = \"ada@example.org\" }\n";
    let found = parse("cargo", &files(&[("Cargo.toml", manifest)]));
    assert_eq!(rows(&found), Vec::<String>::new());
    assert_eq!(rejects(&found).len(), 3);
    assert!(!format!("{found:?}").contains("example.org"));
    let lock = r#"{ "packages": { "node_modules/ada@example.org": { "version": "1.0.0" },
        "node_modules/x": { "name": "ada@example.org", "version": "1.0.0" },
        "node_modules/y": { "version": "1.0.0 ada@example.org", "resolved": "https://ada:key@example.org/y.tgz" } } }"#;
    let manifest = r#"{ "name": "ada@example.org", "author": "Ada <ada@example.org>", "dependencies": { "y": "https://ada:key@example.org/y.tgz" } }"#;
    let found = parse("npm", &files(&[("package.json", manifest), ("package-lock.json", lock)]));
    assert_eq!(rows(&found), ["package . y - url direct normal"]);
    assert!(!format!("{found:?}").contains("example.org"), "{found:?}");
}

/// Paths that lead out of the repository, onto themselves, or in a circle.
#[test]
fn paths_lead_nowhere_else() {
    let a = "[package]\nname = \"a\"\n[dependencies]\nb = { path = \"../b\" }\nup = { path = \"../../../x\" }\n\
             me = { path = \".\" }\nroot = { path = \"/etc\" }\n";
    let b = "[package]\nname = \"b\"\nworkspace = \"../../..\"\n[dependencies]\na = { path = \"../a\" }\n";
    let found = parse("cargo", &files(&[("a/Cargo.toml", a), ("b/Cargo.toml", b)]));
    let expected = [
        "link a b b normal",
        "link b a a normal",
        "package a root - path direct normal",
        "package a up - path direct normal",
    ];
    assert_eq!(rows(&found), expected);
}

fn pieces() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "[workspace]\n",
        "[package]\n",
        "[dependencies]\n",
        "[[package]]\n",
        "name = \"a\"\n",
        "version = \"1.0.0\"\n",
        "a = \"1\"\n",
        "a.workspace = true\n",
        "b = { path = \"../b\" }\n",
        "members = [\"*\"]\n",
        "dependencies = [\"a 1.0.0\"]\n",
        "source = \"git+x\"\n",
        "[target.x.dependencies]\n",
        "}",
        "{",
        "\"",
        "\n",
        "é",
        "{\"dependencies\":{\"a\":\"1\"}}",
        "{\"packages\":{\"node_modules/a\":{\"version\":\"1.0.0\"}}}",
        "\"a\":",
        ",",
        "{\"workspaces\":[\"*\"]}",
        "[",
        "]",
        "\u{FEFF}",
        "\\u0000",
        "1e999",
        "packages:\n  a@1.0.0: {}\n",
        "importers:\n  .:\n    dependencies:\n      a: 1.0.0\n",
        "__metadata:\n  version: 8\n",
        "\"a@npm:1\":\n  resolution: \"a@npm:1.0.0\"\n",
        "a@1:\n  version \"1.0.0\"\n",
        "  dependencies:\n    a \"1\"\n",
    ]);
    prop::collection::vec(words, 0..12).prop_map(|words| words.concat())
}

/// Merges that went wrong, other YAML, bombs of aliases, and entries without names: nothing understood is lost.
#[test]
fn lockfiles_of_pnpm_and_yarn_that_are_none_are_refused() {
    let rejected = |name: &str, text: &str| {
        let manifest = r#"{ "dependencies": { "a": "^1.0.0" } }"#;
        let found = parse("npm", &files(&[("package.json", manifest), (name, text)]));
        assert!(rows(&found)[0].starts_with("package . a "), "the manifest is read all the same");
        rejects(&found)
    };
    let pnpm = "it is no lockfile of pnpm; a merge may have gone wrong";
    let conflict = "lockfileVersion: '9.0'\n<<<<<<< ours\npackages: {}\n=======\n>>>>>>> theirs\n";
    assert_eq!(rejected("pnpm-lock.yaml", conflict).len(), 1);
    assert!(rejected("pnpm-lock.yaml", conflict)[0].ends_with(pnpm));
    assert_eq!(rejected("pnpm-lock.yaml", "- a\n- b\n"), [format!("pnpm-lock.yaml:1 {pnpm}")]);
    assert_eq!(rejected("pnpm-lock.yaml", ""), [format!("pnpm-lock.yaml:1 {pnpm}")]);
    let bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
    assert_eq!(rejected("pnpm-lock.yaml", bomb).len(), 1);
    assert_eq!(rejected("pnpm-lock.yaml", &"a: ".repeat(100_000)).len(), 1);
    assert_eq!(rejected("pnpm-lock.yaml", &format!("packages: {}", "[".repeat(100_000))).len(), 1);
    let nameless =
        "packages:\n  '@':\n    resolution: {}\n  'ada@example.org':\n    dev: true\n  b@1.0.0:\n    dev: true\n";
    let found = rejected("pnpm-lock.yaml", nameless);
    let nameless = |line: u8| format!("pnpm-lock.yaml:{line} it has no name of a package");
    assert_eq!(found, [nameless(2), nameless(4)]);
    let yarn = "it is no lockfile of Yarn; a merge may have gone wrong";
    let conflict = "a@^1.0.0:\n  version \"1.2.0\"\n<<<<<<< ours\n";
    assert_eq!(rejected("yarn.lock", conflict), [format!("yarn.lock:3 {yarn}")]);
    assert_eq!(rejected("yarn.lock", "   x\n"), [format!("yarn.lock:1 {yarn}")]);
    assert_eq!(rejected("yarn.lock", "__metadata:\n  version: 8\n\"a: [\n").len(), 1);
    assert_eq!(rejected("yarn.lock", "a:\n  version \"1.0.0\"\n"), ["yarn.lock:1 it has no name of a package"]);
    assert_eq!(rejected("yarn.lock", ""), [] as [String; 0]);
}

/// A lockfile of a hundred thousand packages that need each other in a circle takes no long walk.
#[test]
fn circles_of_packages_end() {
    let mut lock = String::new();
    for n in 0..100_000 {
        lock += &format!("p{n}@1:\n  version \"1.0.0\"\n  dependencies:\n    p{} \"1\"\n\n", (n + 1) % 100_000);
    }
    let found = parse("npm", &files(&[("package.json", r#"{ "dependencies": { "p7": "1" } }"#), ("yarn.lock", &lock)]));
    assert_eq!(rows(&found).len(), 100_000);
    assert!(rows(&found).iter().all(|row| row.ends_with("normal")));
}

const FORMATS: [(&str, &str, &str); 4] = [
    ("cargo", "Cargo.toml", "Cargo.lock"),
    ("npm", "package.json", "package-lock.json"),
    ("npm", "package.json", "pnpm-lock.yaml"),
    ("npm", "package.json", "yarn.lock"),
];

proptest! {
    #[test]
    fn any_text_is_accounted_for(one in pieces(), two in pieces(), lock in pieces()) {
        for (format, manifest, lockfile) in FORMATS {
            let all = [(manifest, one.as_str()), (&format!("b/{manifest}"), &two), (lockfile, &lock)];
            check(&parse(format, &files(&all)));
        }
    }
}
