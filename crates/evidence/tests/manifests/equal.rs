//! The same tree in several formats gives the same facts.

use crate::common::{files, parse, rows};

/// Two packages of which one is installed twice, as npm 6 and npm 7 write it.
const MANIFEST: &str = r#"{
  "name": "shop",
  "dependencies": { "a": "^1.0.0", "real": "npm:other@^2.0.0", "near": "file:libs/near", "forge": "github:x/forge" },
  "devDependencies": { "tool": "^3.0.0" }
}"#;
const NEAR: &str = r#"{ "name": "near" }"#;

const V1: &str = r#"{
  "name": "shop", "lockfileVersion": 1, "requires": true,
  "dependencies": {
    "a": {
      "version": "1.2.0", "resolved": "https://example.org/a/-/a-1.2.0.tgz", "requires": { "b": "^1.0.0" },
      "dependencies": { "b": { "version": "1.5.0", "resolved": "https://example.org/b/-/b-1.5.0.tgz" } }
    },
    "b": { "version": "2.0.0", "resolved": "https://example.org/b/-/b-2.0.0.tgz", "dev": true },
    "forge": { "version": "git+ssh://example.org/x/forge.git#0123456", "from": "forge@github:x/forge" },
    "near": { "version": "file:libs/near" },
    "real": { "version": "npm:other@2.1.0", "resolved": "https://example.org/other/-/other-2.1.0.tgz" },
    "tool": { "version": "3.0.0", "dev": true, "requires": { "b": "^2.0.0" } }
  }
}"#;

/// What npm 7 adds for old readers, and does not read itself.
const V2_REST: &str = r#""dependencies": { "nobody": { "version": "9.9.9" } },"#;

fn by_folder(version: u8, rest: &str) -> String {
    format!(
        r#"{{
  "name": "shop", "lockfileVersion": {version}, "requires": true, {rest}
  "packages": {{
    "": {{ "name": "shop", "dependencies": {{ "a": "^1.0.0" }} }},
    "libs/near": {{ "name": "near", "version": "0.1.0" }},
    "node_modules/a": {{ "version": "1.2.0", "resolved": "https://example.org/a/-/a-1.2.0.tgz" }},
    "node_modules/a/node_modules/b": {{ "version": "1.5.0", "resolved": "https://example.org/b/-/b-1.5.0.tgz" }},
    "node_modules/b": {{ "version": "2.0.0", "resolved": "https://example.org/b/-/b-2.0.0.tgz", "dev": true }},
    "node_modules/forge": {{ "version": "0.9.0", "resolved": "git+ssh://example.org/x/forge.git#0123456" }},
    "node_modules/near": {{ "resolved": "libs/near", "link": true }},
    "node_modules/real": {{ "name": "other", "version": "2.1.0", "resolved": "https://example.org/other/-/other-2.1.0.tgz" }},
    "node_modules/tool": {{ "version": "3.0.0", "dev": true }}
  }}
}}"#
    )
}

#[test]
fn versions_of_the_lockfile_of_npm_give_the_same_facts() {
    let of = |lock: &str| {
        let found = parse(
            "npm",
            &files(&[("package.json", MANIFEST), ("libs/near/package.json", NEAR), ("package-lock.json", lock)]),
        );
        // Version 1 does not say which version a repository's commit has.
        rows(&found).into_iter().map(|row| row.replace("forge 0.9.0 git", "forge - git")).collect::<Vec<_>>()
    };
    let expected = [
        "link . libs/near near normal",
        "package . a 1.2.0 registry direct normal",
        "package . b 1.5.0 registry transitive normal",
        "package . b 2.0.0 registry transitive dev",
        "package . forge - git direct normal",
        "package . other 2.1.0 registry direct normal",
        "package . tool 3.0.0 registry direct dev",
    ];
    assert_eq!(of(V1), expected);
    assert_eq!(of(&by_folder(2, V2_REST)), expected);
    assert_eq!(of(&by_folder(3, "")), expected);
}

const WORKSPACE: &str = "[workspace]\nmembers = [\"a\", \"b\"]\n";
const A: &str = "[package]\nname = \"a\"\n[dependencies]\nb = { path = \"../b\" }\nx = \"0.2\"\nold = { package = \"x\", version = \"0.1\" }\n";
const B: &str = "[package]\nname = \"b\"\n[build-dependencies]\nx = \"0.2\"\n";

/// Lockfiles of Cargo name what a package needs in three ways: always whole, or as short as it is clear.
#[test]
fn versions_of_the_lockfile_of_cargo_give_the_same_facts() {
    let package = |name: &str, version: &str, own: bool, needs: &str| {
        let source = if own { "" } else { "source = \"registry+https://example.org/index\"\n" };
        format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n{source}dependencies = [{needs}]\n\n")
    };
    let lock = |version: &str, whole: bool| {
        let x = |version: &str| match whole {
            true => format!("\"x {version} (registry+https://example.org/index)\""),
            false => format!("\"x {version}\""),
        };
        let b = if whole { "\"b 0.0.0\"" } else { "\"b\"" };
        [
            version.to_owned(),
            package("a", "0.0.0", true, &format!("{b}, {}, {}", x("0.1.9"), x("0.2.3"))),
            package("b", "0.0.0", true, &x("0.2.3")),
            package("x", "0.1.9", false, "\"y\""),
            package("x", "0.2.3", false, ""),
            package("y", "1.0.0", false, ""),
        ]
        .concat()
    };
    let expected = [
        "link a b b normal",
        "package . y 1.0.0 registry transitive -",
        "package a x 0.1.9 registry direct normal",
        "package a x 0.2.3 registry direct normal",
        "package b x 0.2.3 registry direct build",
    ];
    for text in [lock("", true), lock("version = 3\n\n", false), lock("version = 4\n\n", false)] {
        let all = [("Cargo.toml", WORKSPACE), ("a/Cargo.toml", A), ("b/Cargo.toml", B), ("Cargo.lock", &text)];
        assert_eq!(rows(&parse("cargo", &files(&all))), expected, "{text}");
    }
}

/// A workspace of three manifests, resolved by npm 10, pnpm 7, 8 and 9, and Yarn 1 and 4; addresses and checksums were
/// taken out of what they wrote, and nothing else was changed. It has two versions of one package, an alias, a member
/// that is asked for by its version, and packages that only development needs and that both need.
const TREE: [(&str, &str); 3] = [
    ("package.json", include_str!("locks/package.json")),
    ("web/checkout/package.json", include_str!("locks/checkout_package.json")),
    ("web/ui/package.json", include_str!("locks/ui_package.json")),
];
const LOCKS: [(&str, &str); 6] = [
    ("package-lock.json", include_str!("locks/npm.json")),
    ("pnpm-lock.yaml", include_str!("locks/pnpm7.yaml")),
    ("pnpm-lock.yaml", include_str!("locks/pnpm8.yaml")),
    ("pnpm-lock.yaml", include_str!("locks/pnpm9.yaml")),
    ("yarn.lock", include_str!("locks/yarn1.lock")),
    ("yarn.lock", include_str!("locks/yarn4.lock")),
];

#[test]
fn every_manager_gives_the_same_facts_of_the_same_tree() {
    let expected = [
        "link web/checkout web/ui @shop/ui normal",
        "package . ansi-styles 4.3.0 registry transitive dev",
        "package . chalk 4.1.2 registry direct dev",
        "package . color-convert 2.0.1 registry transitive dev",
        "package . has-flag 4.0.0 registry transitive dev",
        "package . js-tokens 4.0.0 registry transitive normal",
        "package . minimist 1.2.8 registry transitive dev",
        "package . mkdirp 0.5.6 registry direct dev",
        "package . supports-color 7.2.0 registry transitive dev",
        "package web/checkout color-name 1.1.4 registry direct normal",
        "package web/checkout left-pad 1.3.0 registry direct normal",
        "package web/checkout loose-envify 1.4.0 registry direct normal",
        "package web/checkout semver 7.8.6 registry direct normal",
        "package web/ui loose-envify 1.4.0 registry direct dev",
        "package web/ui object-assign 4.1.1 registry direct normal",
        "package web/ui semver 6.3.2 registry direct normal",
    ];
    for (at, (name, lock)) in LOCKS.into_iter().enumerate() {
        let all: Vec<(&str, &str)> = TREE.into_iter().chain([(name, lock)]).collect();
        let found = parse("npm", &files(&all));
        assert_eq!(rows(&found), expected, "{at}: {name}");
        assert!(found.files.iter().all(|file| file.rejects.is_empty()), "{at}: {found:#?}");
    }
}

/// Where `package.json` names no members, the list of pnpm does.
#[test]
fn members_of_pnpm_are_known_from_its_own_list() {
    let root = TREE[0].1.replace("\"workspaces\": [\"web/*\"],", "");
    let list = "packages:\n  - 'web/*'\n  - '!**/test/**'\n";
    let all =
        [TREE[1], TREE[2], ("package.json", &root), ("pnpm-lock.yaml", LOCKS[3].1), ("pnpm-workspace.yaml", list)];
    let found = parse("npm", &files(&all));
    assert!(rows(&found).contains(&"link web/checkout web/ui @shop/ui normal".to_owned()));
    assert!(rows(&found).contains(&"package web/ui semver 6.3.2 registry direct normal".to_owned()));
    let broken = [TREE[1], TREE[2], ("package.json", root.as_str()), ("pnpm-workspace.yaml", "packages: [")];
    let found = parse("npm", &files(&broken));
    assert_eq!(found.left_out.get("lists of members of pnpm that are not understood"), Some(&1));
}

/// The day of a version stands in lockfiles of pnpm alone, and only where it resolves by time; its form is that of the keys.
#[test]
fn pnpm_says_when_a_version_was_published() {
    let stated = ["/left-pad/1.3.0", "/left-pad@1.3.0", "left-pad@1.3.0"];
    for (lock, key) in [LOCKS[1].1, LOCKS[2].1, LOCKS[3].1].into_iter().zip(stated) {
        let published = |time: &str| {
            let lock = format!("{lock}\ntime:\n  {key}: '{time}'\n  nothing@1.0.0: '2020-01-01'\n");
            let all: Vec<(&str, &str)> = TREE.into_iter().chain([("pnpm-lock.yaml", lock.as_str())]).collect();
            let found = parse("npm", &files(&all));
            let used = found.uses.iter().find(|used| used.package == "left-pad").expect("a use");
            used.published.map(|day| day.to_string())
        };
        assert_eq!(published("2018-04-09T01:13:36.000Z").as_deref(), Some("2018-04-09"), "{key}");
        assert_eq!(published("some day"), None);
    }
}

/// A license is of one version, and two manifests that differ about it say nothing.
#[test]
fn manifests_state_licenses_of_their_own_version() {
    const SHOP: &str = "[package]\nname = \"shop\"\nversion = \"1.0.0\"\n[dependencies]\nx = \"1\"\n";
    const LOCK: &str = "[[package]]\nname = \"shop\"\nversion = \"1.0.0\"\ndependencies = [\"x\"]\n\n[[package]]\nname = \"x\"\n\
                        version = \"1.2.0\"\nsource = \"registry+https://example.org/index\"\n";
    let vendored = |version: &str, license: &str| {
        format!("[package]\nname = \"x\"\nversion = \"{version}\"\nlicense = \"{license}\"\n")
    };
    let license = |first: (&str, &str), second: (&str, &str)| {
        let (first, second) = (vendored(first.0, first.1), vendored(second.0, second.1));
        let all = [
            ("Cargo.toml", SHOP),
            ("Cargo.lock", LOCK),
            ("vendor/x/Cargo.toml", first.as_str()),
            ("vendor/x-old/Cargo.toml", second.as_str()),
        ];
        parse("cargo", &files(&all)).uses[0].license.clone()
    };
    assert_eq!(license(("1.2.0", "MIT"), ("1.1.0", "ISC")).as_deref(), Some("MIT"));
    assert_eq!(license(("1.2.0", "MIT"), ("1.2.0", "MIT")).as_deref(), Some("MIT"));
    assert_eq!(license(("1.2.0", "MIT"), ("1.2.0", "ISC")), None);
    assert_eq!(license(("1.2.1", "MIT"), ("1.1.0", "ISC")), None);
    assert_eq!(license(("1.2.0", "see example.org"), ("1.1.0", "ISC")), None);
}
