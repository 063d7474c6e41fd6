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
    ]);
    prop::collection::vec(words, 0..12).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn any_text_is_accounted_for(one in pieces(), two in pieces(), lock in pieces()) {
        for (format, manifest, lockfile) in [("cargo", "Cargo.toml", "Cargo.lock"), ("npm", "package.json", "package-lock.json")] {
            let all = [(manifest, one.as_str()), (&format!("b/{manifest}"), &two), (lockfile, &lock)];
            check(&parse(format, &files(&all)));
        }
    }
}
