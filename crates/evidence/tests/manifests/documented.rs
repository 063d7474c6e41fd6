//! What the documentation of Cargo and npm says that entries mean.

use crate::common::{files, parse, rejects, rows};

/// "Specifying Dependencies" of the Cargo book, each form once.
#[test]
fn forms_of_dependencies_of_cargo() {
    let manifest = r#"
[package]
name = "all"

[dependencies]
time = "0.1.12"
some-crate = { version = "1.0", registry = "my-registry" }
regex = { git = "https://example.org/regex.git", branch = "next" }
hello_utils = { path = "hello_utils" }
outside = { path = "../outside", version = "1" }
bar = { package = "foo", version = "2", optional = true }
inherited = { workspace = true }
wrong = 7

[dependencies.dotted]
version = "1"

[dev-dependencies]
tempdir = "0.3"

[build-dependencies]
cc = "1.0.3"

[target.'cfg(windows)'.dependencies]
winhttp = "0.4.0"
"#;
    let found = parse(
        "cargo",
        &files(&[("Cargo.toml", manifest), ("hello_utils/Cargo.toml", "[package]\nname = \"hello_utils\"\n")]),
    );
    let expected = [
        "link . hello_utils hello_utils normal",
        "package . cc - registry direct build",
        "package . dotted - registry direct normal",
        "package . foo - registry direct normal",
        "package . outside - path direct normal",
        "package . regex - git direct normal",
        "package . some-crate - other-registry direct normal",
        "package . tempdir - registry direct dev",
        "package . time - registry direct normal",
        "package . winhttp - registry direct normal",
    ];
    assert_eq!(rows(&found), expected);
    let refused = [
        "Cargo.toml:12 it is inherited, and the workspace does not have it",
        "Cargo.toml:13 it is neither a version nor a table",
    ];
    assert_eq!(rejects(&found), refused);
}

/// "Workspaces" of the Cargo book: `exclude`, path dependencies as members, `package.workspace`; a path from the
/// workspace is from its root.
#[test]
fn members_inherit_from_their_workspace_and_others_do_not() {
    let root = "[workspace]\nmembers = [\"deep/member\"]\nexclude = [\"out\"]\n[workspace.dependencies]\n\
                shared = { path = \"shared\" }\nlog = \"0.4\"\n";
    let member = "[package]\nname = \"member\"\n[dependencies]\nshared.workspace = true\nlog.workspace = true\n";
    let out = "[package]\nname = \"out\"\n[dependencies]\nlog.workspace = true\n";
    let found = parse(
        "cargo",
        &files(&[
            ("Cargo.toml", root),
            ("deep/member/Cargo.toml", member),
            ("shared/Cargo.toml", "[package]\nname = \"shared\"\n"),
            ("out/Cargo.toml", out),
        ]),
    );
    assert_eq!(
        rows(&found),
        ["link deep/member shared shared normal", "package deep/member log - registry direct normal"]
    );
    assert_eq!(rejects(&found), ["out/Cargo.toml:4 it is inherited, and the workspace does not have it"]);
}

/// A patch replaces a package of the registry by one of the repository: the lockfile then names no source for it.
#[test]
fn a_patched_package_is_a_link() {
    let found = parse(
        "cargo",
        &files(&[
            ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"log\"]\n[patch.crates-io]\nlog = { path = \"log\" }\n"),
            ("a/Cargo.toml", "[package]\nname = \"a\"\n[dependencies]\nlog = \"0.4\"\n"),
            ("log/Cargo.toml", "[package]\nname = \"log\"\n"),
            (
                "Cargo.lock",
                "[[package]]\nname = \"a\"\nversion = \"0.0.0\"\ndependencies = [\"log\"]\n\n\
                 [[package]]\nname = \"log\"\nversion = \"0.4.0\"\n",
            ),
        ]),
    );
    assert_eq!(rows(&found), ["link a log log normal"]);
}

/// npm's documentation: what stands among the optional dependencies counts there, and a package gets what is installed
/// nearest to it.
#[test]
fn optional_dependencies_of_npm_count_once() {
    let manifest = r#"{ "dependencies": { "a": "1", "b": "1" }, "optionalDependencies": { "a": "2" },
        "workspaces": { "packages": ["web/*"] } }"#;
    let lock = r#"{ "packages": {
        "node_modules/a": { "version": "2.0.0" },
        "web/one/node_modules/a": { "version": "3.0.0" } } }"#;
    let found = parse(
        "npm",
        &files(&[
            ("package.json", manifest),
            ("package-lock.json", lock),
            ("web/one/package.json", r#"{ "dependencies": { "a": "3" } }"#),
            ("web/two/package.json", r#"{ "dependencies": { "a": "2" } }"#),
        ]),
    );
    let expected = [
        "package . a 2.0.0 registry direct normal",
        "package . b - registry direct normal",
        "package web/one a 3.0.0 registry direct normal",
        "package web/two a 2.0.0 registry direct normal",
    ];
    assert_eq!(rows(&found), expected);
}
